"""What is printed reaches every terminal, file and pipe, whatever signs its encoding knows (Windows writes
files in cp1252)."""

import codecs
import sys
import unicodedata

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


def open_streams() -> None:
    """Standard output and error never end a run for a sign that they cannot write."""
    codecs.register_error(_HANDLER, _written)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_HANDLER)


def put_out(text: str) -> None:
    """Data on standard output: utf-8, whatever the terminal is set to."""
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(text)
