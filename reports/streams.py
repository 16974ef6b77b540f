"""What is printed reaches every terminal, file and pipe, whatever signs its encoding knows (Windows writes
files in cp1252), and harms none."""

import codecs
import os
import signal
import sys
import unicodedata
from contextlib import contextmanager, suppress

from cermat.reports.plain import seen
from cermat.schemas.errors import InputError

_INSTEAD = {
    "→": "->",
    "←": "<-",
    "−": "-",
    "–": "-",
    "—": "-",
    "×": "x",
    "÷": ":",
    "≤": "<=",
    "≥": ">=",
    "≈": "~",
    "…": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "•": "*",
    "·": "-",
    "½": "1/2",
    "✓": "v",
}
_HANDLER = "cermat-tulis"


def _written(error: UnicodeError) -> tuple[str, int]:
    """The nearest signs that an encoding has, for those that it has not."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    told = ""
    for sign in error.object[error.start : error.end]:
        plain = _INSTEAD.get(sign) or unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
        told += plain or "?"
    return told, error.end


_CLOSED: set[str] = set()  # streams that the one who started the run has closed


def open_streams() -> None:
    """Standard output and error never end a run for a sign that they cannot write, nor because the one who
    started it has closed them: no file of the run may get their number."""
    _CLOSED.clear()
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        if getattr(sys, name) is None:
            _occupied(number)
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))
            _CLOSED.add(name)
    codecs.register_error(_HANDLER, _written)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_HANDLER)


def _occupied(number: int) -> None:
    """Nothing that is opened later gets this number."""
    try:
        os.fstat(number)
    except OSError:
        made = os.open(os.devnull, os.O_RDWR)
        if made != number:
            os.dup2(made, number)
            os.close(made)


def silence(stream) -> None:
    """What is still to be told there goes nowhere."""
    with suppress(OSError, ValueError), open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())


def say(line: str, error: bool = False) -> None:
    """One line on standard output or error, whatever a text of the submission in it holds."""
    stream = sys.stderr if error else sys.stdout
    try:
        print(seen(line), file=stream, flush=True)
    except BrokenPipeError:  # nobody reads on
        silence(stream)
    except OSError:  # a full disk behind standard error: nobody can be told
        silence(stream)
        if not error:
            raise


def put_out(text: str) -> None:
    """Data on standard output: utf-8, whatever the terminal is set to. InputError where it is closed."""
    if "stdout" in _CLOSED:
        raise InputError("keluaran standar tertutup, jadi hasil tidak dapat dituliskan ke sana")
    try:
        sys.stdout.flush()
        if hasattr(sys.stdout, "buffer"):
            sys.stdout.buffer.write(text.encode("utf-8"))
            sys.stdout.buffer.flush()
        else:
            sys.stdout.write(text)
    except BrokenPipeError:
        silence(sys.stdout)


class Terminated(BaseException):
    """Another program asked this one to end (SIGTERM)."""


@contextmanager
def ended_in_order():
    """SIGTERM ends the run as Ctrl-C does: what is half made is taken away. Elsewhere than in the main
    thread, or where somebody else listens, nothing changes."""

    def end(_number, _frame):
        raise Terminated

    try:
        before = signal.getsignal(signal.SIGTERM)
        mine = before is signal.SIG_DFL and signal.signal(signal.SIGTERM, end) is not None
    except ValueError:  # not the main thread
        mine = False
    try:
        yield
    finally:
        if mine:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
