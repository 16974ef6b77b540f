"""Work done in a child of this process, within limits: what a hostile or broken document does to its reader
ends the child only."""

import ctypes
import faulthandler
import os
import pickle
import selectors
import signal
import struct
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from cermat.schemas.errors import InputError
from cermat.schemas.limits import Limits

Tell = Callable[[int, int], None]
_STEP, _STEP_SIGN, _ANSWER = struct.Struct("=cqq"), b"+", b"="
_GRACE = 1.0  # seconds between being asked to end and being ended
_PIECE = 1 << 20
_DIES_WITH_PARENT = 1  # of prctl, where the system is Linux


class Ended(InputError):
    """The child was ended or died; the text says why."""


def forked(
    work: Callable[[Tell | None], Any], limits: Limits, heard: Tell | None = None, leave: int = -1
) -> Any:
    """What work(tell) answers, done in a child within limits; what it raises is raised here. Ended where the
    child had to be ended or died.

    heard: gets what the child tells (done, total) while it works; leave: a descriptor that can be read where
    nobody waits for the answer any more, which ends this process.
    """
    ours, its = os.pipe()
    with tempfile.TemporaryDirectory(prefix="cermat-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads: whoever calls has looked
            parent, child = os.getpid(), os.fork()
        if not child:
            os.close(ours)
            _be_child(work, limits, its, folder, heard is not None, parent)
        os.close(its)
        answer, code = _answered(ours, child, limits, heard, leave)
    if answer is None:
        raise Ended(limits.told(code))
    error, value = pickle.loads(answer)  # of a process of this program, which has no more rights than it
    if error is not None:
        raise error
    return value


def _be_child(work, limits: Limits, pipe: int, folder: str, tells: bool, parent: int) -> None:
    """Do the work and leave; never returns."""
    code = 1
    try:
        os.setsid()  # what it starts ends with it
        _die_with(parent)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _leave)
        _be_quiet(pipe)
        tempfile.tempdir = os.environ["TMPDIR"] = folder  # whoever asked takes away what is left there
        limits.apply()
        with os.fdopen(pipe, "wb", buffering=0) as out:

            def tell(done: int, total: int) -> None:
                out.write(_STEP.pack(_STEP_SIGN, done, total))

            _put(out, _ANSWER + outcome(work, tell if tells else None, limits))
        code = 0
    finally:
        os._exit(code)


def _leave(_number, _frame) -> None:
    raise SystemExit(1)


def _die_with(parent: int) -> None:
    """End when the parent ends, where the system can."""
    with suppress(OSError, AttributeError):
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _be_quiet(pipe: int) -> None:
    """What a library prints, or the C library when it dies, is no message; CERMAT_DEBUG shows it."""
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1) if os.environ.get("CERMAT_DEBUG") else (0, 1, 2):
        if number != pipe:
            os.dup2(nowhere, number)


def outcome(work, tell: Tell | None, limits: Limits) -> bytes:
    """What work(tell) answers or raises, as bytes: a pickle of (error or None, answer)."""
    try:
        return pickle.dumps((None, work(tell)), protocol=5)
    except MemoryError:
        return pickle.dumps((Ended(limits.too_large()), None))
    except Exception as error:
        return pickle.dumps((_carried(error), None))


def _carried(error: Exception) -> Exception:
    """The error as it can be told elsewhere, with the place where it was raised."""
    if not isinstance(error, InputError):
        import traceback

        error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))
        return error
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")


def _put(out, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[out.write(view) :]


def _answered(
    pipe: int, child: int, limits: Limits, heard: Tell | None, leave: int
) -> tuple[bytes | None, int]:
    """(the answer of a child, None where there is none; its exit code). Whatever happens, it ends."""
    ended: int | None = None
    try:
        answer = _heard(pipe, limits, heard, leave)
        ended = _code(child)
        return (None if ended else answer), ended
    finally:
        os.close(pipe)
        if ended is None:
            _end(child)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)  # what it has started


def _end(child: int) -> None:
    """Ask a child to end, so that it ends what it has started, then end it."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGTERM)
    until = time.monotonic() + _GRACE
    with suppress(ChildProcessError):
        while time.monotonic() < until:
            if os.waitpid(child, os.WNOHANG)[0]:
                return
            time.sleep(0.01)
        os.kill(child, signal.SIGKILL)
    _code(child)


def _code(child: int) -> int:
    """The exit code of a child; 0 where somebody else has taken it."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except ChildProcessError:
        return 0


def _heard(pipe: int, limits: Limits, heard: Tell | None, leave: int) -> bytes | None:
    """The answer of a child, None where it has none; what it tells before is passed on. Ended where it takes
    too long."""
    said, end = bytearray(), time.monotonic() + limits.seconds
    with selectors.DefaultSelector() as watched:
        for descriptor in (pipe, leave) if leave >= 0 else (pipe,):
            watched.register(descriptor, selectors.EVENT_READ)
        while (left := end - time.monotonic()) > 0:
            ready = [key.fd for key, _ in watched.select(left)]
            if leave in ready:
                raise SystemExit(0)
            if pipe not in ready:
                continue
            if not (piece := os.read(pipe, _PIECE)):
                return bytes(said[1:]) if said.startswith(_ANSWER) else None
            said += piece
            _pass_on(said, heard)
    raise Ended(limits.too_long())


def _pass_on(said: bytearray, heard: Tell | None) -> None:
    """Take the steps from the front of what was said, and tell the last of them."""
    last = None
    while said.startswith(_STEP_SIGN) and len(said) >= _STEP.size:
        last = _STEP.unpack(said[: _STEP.size])[1:]
        del said[: _STEP.size]
    if last and heard:
        heard(*last)
