"""A process that does one job after another for this one, each in a child of its own, within limits.

What a hostile or broken document does to its reader (a crash, an endless loop, all memory) ends that child
only. `python -m cermat.schemas.guard MODULE:FUNCTION` is that process: it takes a job a line as JSON, forks,
and answers a line. Where a system cannot fork it does the job itself, and is started anew when it had to be
ended.
"""

import atexit
import gc
import json
import os
import queue
import select
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import Any

from cermat.schemas.limits import Limits

FAILED, ENDED = "gagal", "dihentikan"  # keys of an answer: the job's own reason, that of its end
_FORKS = hasattr(os, "fork")
_LATE = 10.0  # seconds beyond a limit after which the guard itself is held for dead
_START = 120.0  # seconds that the first job may wait until all is loaded


class Guard:
    """Does jobs of one kind. function: 'module:function', called with a job (dict) and returning one."""

    def __init__(self, function: str) -> None:
        self.function = function
        self._process: subprocess.Popen | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def run(self, job: dict[str, Any], limits: Limits) -> dict[str, Any]:
        """What the function answers, or {ENDED: why} where it had to be ended or died."""
        late = limits.seconds + _LATE + (0 if self._process else _START)
        process = self._started()
        assert process.stdin
        try:
            process.stdin.write(json.dumps({"job": job, "limits": limits.as_dict()}) + "\n")
            process.stdin.flush()
            line = self._answers.get(timeout=late)
        except (OSError, queue.Empty) as error:
            self.close()
            return {ENDED: limits.too_long() if isinstance(error, queue.Empty) else limits.told(1)}
        if line:
            return json.loads(line)
        code = process.wait()
        self.close()
        return {ENDED: limits.told(code)}

    def _started(self) -> subprocess.Popen:
        if self._process and self._process.poll() is None:
            return self._process
        self._answers = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cermat.schemas.guard", self.function],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("CERMAT_DEBUG") else subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        threading.Thread(target=_listen, args=(self._process, self._answers), daemon=True).start()
        return self._process

    def close(self) -> None:
        """End the process and what it is at."""
        if self._process:
            with suppress(OSError):
                self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]
        self._process = None


def _listen(process: subprocess.Popen, answers: queue.Queue) -> None:
    """Every line that a process says, and '' at its end."""
    with suppress(ValueError, OSError):
        for line in process.stdout or ():
            answers.put(line)
    answers.put("")


@cache
def guard(function: str) -> Guard:
    """The guard of this process for jobs of one kind; it ends with it."""
    made = Guard(function)
    atexit.register(made.close)
    return made


def main(function: str) -> None:
    """Answer jobs until there are no more."""
    module, _, name = function.partition(":")
    loaded = import_module(module)
    if warm := getattr(loaded, "warm", None):  # what every job needs is loaded once, before the first fork
        warm()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no answer
    gc.collect()
    gc.freeze()
    for line in iter(sys.stdin.readline, ""):
        asked = json.loads(line)
        limits = Limits(**asked["limits"])
        does = _forked if _FORKS else _done
        answer = does(getattr(loaded, name), asked["job"], limits)
        answers.write(json.dumps(answer, ensure_ascii=True) + "\n")
        answers.flush()


def _done(function, job: dict, limits: Limits) -> dict:
    """Do a job here; the job tells its own failures."""
    try:
        return function(job)
    except MemoryError:
        return {ENDED: limits.too_large()}


def _forked(function, job: dict, limits: Limits) -> dict:
    """Do a job in a child with limits."""
    ours, its = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.setsid()  # what it starts ends with it
            os.close(ours)
            limits.apply()
            with os.fdopen(its, "w", encoding="utf-8") as pipe:
                pipe.write(json.dumps(_done(function, job, limits)))
            code = 0
        finally:
            os._exit(code)
    os.close(its)
    ended: int | None = None
    try:
        told, why = _heard(ours, limits)
        if not why:  # it has said all it had to say, or is dead
            ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        os.close(ours)
        for end in (os.killpg, os.kill) if ended is None else (os.killpg,):  # with what it has started
            with suppress(ProcessLookupError, PermissionError):
                end(child, signal.SIGKILL)
        if ended is None:
            os.waitpid(child, 0)
    if ended is None:
        return {ENDED: why}
    with suppress(ValueError):
        return json.loads(told)
    return {ENDED: limits.told(ended)}


def _heard(pipe: int, limits: Limits) -> tuple[bytes, str]:
    """(all that a child says, why it is to be ended); leaves where nobody waits for an answer any more."""
    told, end = b"", time.monotonic() + limits.seconds
    while (left := end - time.monotonic()) > 0:
        ready, _, _ = select.select([pipe, 0], [], [], left)
        if 0 in ready:  # a job comes only after an answer: whoever asked has gone
            raise SystemExit(0)
        if pipe in ready:
            piece = os.read(pipe, 1 << 16)
            if not piece:
                return told, ""
            told += piece
    return told, limits.too_long()


if __name__ == "__main__":
    main(sys.argv[1])
