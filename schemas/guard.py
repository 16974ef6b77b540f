"""Work that is done apart from this process, within limits: in a child of it, or by a process that does one
job after another, each in a child of its own.

What a hostile or broken document does to its reader (a crash, an endless loop, all memory) ends that child
only. `python -m cermat.schemas.guard MODULE:FUNCTION` is that process: it takes a job a line as JSON, forks,
and answers a line. Where a system cannot fork it does the job itself, and is started anew when it had to be
ended.
"""

import atexit
import gc
import json
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cermat.schemas.forked import Ended, Tell, forked, outcome
from cermat.schemas.limits import Limits

FAILED, ENDED = "gagal", "dihentikan"  # keys of an answer: the job's own reason, that of its end
_FORKS = hasattr(os, "fork")
_LATE = 10.0  # seconds beyond a limit after which the guard itself is held for dead
_ASKED = "tanya"  # key of a job of `apart`: the file with what is asked
_STILL = ("TMonitor",)  # threads of libraries that wait and hold nothing
_START = 120.0  # seconds that the first job may wait until all is loaded


class Guard:
    """Does jobs of one kind. function: 'module:function', called with a job (dict) and returning one."""

    def __init__(self, function: str) -> None:
        self.function = function
        self._process: subprocess.Popen | None = None
        self._answers: queue.Queue[str] = queue.Queue()
        self._turn = threading.Lock()

    def run(self, job: dict[str, Any], limits: Limits) -> dict[str, Any]:
        """What the function answers, or {ENDED: why} where it had to be ended or died. One job at a time."""
        with self._turn:
            return self._run(job, limits)

    def _run(self, job: dict[str, Any], limits: Limits) -> dict[str, Any]:
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


def apart(function: Callable[..., Any], *given: Any, limits: Limits, heard: Tell | None = None) -> Any:
    """function(*given, tell) of a module, done apart from this process; what it raises is raised here. Ended
    (one line) where it had to be ended or died.

    Done in a child of this process where it can fork and no other thread is at work, otherwise by a guard, to
    which `given` and the answer go as pickles, and which hears no steps. heard: gets what the function tells
    by `tell` (done, total), which is None where nobody hears.
    """
    if alone():
        return forked(lambda tell: function(*given, tell), limits, heard)
    with TemporaryDirectory(prefix="cermat-", ignore_cleanup_errors=True) as folder:
        asked = Path(folder) / "tanya.pickle"
        asked.write_bytes(pickle.dumps(given, protocol=5))
        told = guard(f"{function.__module__}:{function.__qualname__}").run({_ASKED: str(asked)}, limits)
        if ENDED in told:
            raise Ended(told[ENDED])
        error, answer = pickle.loads(Path(told[_ASKED]).read_bytes())
    if error is not None:
        raise error
    return answer


def alone() -> bool:
    """May this process fork? Another thread may hold what its child would wait for without end."""
    others = threading.active_count() - 1 - sum(type(one).__name__ in _STILL for one in threading.enumerate())
    return sys.platform == "linux" and not others


def _answered(function: Callable[..., Any], job: dict[str, Any], *, limits: Limits) -> dict[str, Any]:
    """A job of `apart` done, with its answer in a file beside what was asked."""
    asked = Path(job[_ASKED])
    answer = asked.with_name("jawab.pickle")
    given = pickle.loads(asked.read_bytes())  # of the process that asks
    answer.write_bytes(outcome(lambda tell: function(*given, tell), None, limits))
    return {_ASKED: str(answer)}


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
        work = getattr(loaded, name)
        if _ASKED in asked["job"]:
            work = partial(_answered, work, limits=limits)
        does = _forked if _FORKS else _done
        answer = does(work, asked["job"], limits)
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
    try:
        return forked(lambda _tell: function(job), limits, leave=0)  # a job comes only after an answer
    except Ended as error:
        return {ENDED: str(error)}
    except Exception:  # the job tells its own failures
        return {ENDED: limits.told(1)}


if __name__ == "__main__":
    main(sys.argv[1])
