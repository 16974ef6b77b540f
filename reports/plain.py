"""Texts of a submission made harmless for every paper: no control characters, nothing that turns the reading
direction."""

import re

_LINES = re.compile(r"\r\n?|[\u2028\u2029\u0085\v\f]")
# C0 and C1 controls but tab and newline; marks, embeddings, overrides and isolates of direction; halves of
# surrogate pairs; non-characters
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
# what a terminal obeys: ESC or C1 with parameters (a colour) or with a text of its own (a title, a link)
_SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c|$)"
    "|\x1b[ -/]*[0-~]"
)
_BROKEN = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """The text without halves of surrogate pairs, which no file can hold."""
    return _BROKEN.sub("\ufffd", text)


def plain(text, most: int = 0) -> str:
    """The text without what cannot be seen but does something; at most `most` characters (0: all), the last
    of them '…' where it is cut."""
    text = whole(_UNSEEN.sub("", _LINES.sub("\n", str(text)))).strip()
    return text[: most - 1].rstrip() + "…" if most and len(text) > most else text


def one_line(text, most: int = 0) -> str:
    """`plain`, on one line."""
    return plain(" ".join(plain(text).split()), most)


def seen(text, whole: bool = True) -> str:
    """A text as a terminal may be given it: lines and tabs, and nothing that cannot be seen. whole: what such
    signs begin, a colour or a title of the window, goes with them."""
    text = str(text)
    if text.isprintable():
        return text
    return _UNSEEN.sub("", _LINES.sub("\n", _SEQUENCE.sub("", text) if whole else text))
