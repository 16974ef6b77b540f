"""The outline of a document: what headings, list items and short lines name, block by block.

Prose inherits from it: "a) Kegiatan Pelatihan Perajin … / Anggaran kegiatan ini sebesar Rp …" is money of
that kegiatan, and so is what stands in the items below it. `Outline.above(blok)` lists what is open above a
block, the outermost first.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from cermat.datasets.document.headings import label
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

MAX_NAME = 22  # words of a name
_TITLE = 14  # words of a line that is a title and no sentence
_NEAR = 200  # letters of a paragraph in which it says what its title is ("kegiatan ini")
SPENDERS = ("sub kegiatan", "kegiatan", "program")  # what has a budget of its own
_REST = 9  # words of a name that stand below its line
_BULLET = re.compile(r"^\s*(?:[-–•▪➢✓*]|\(\d{1,2}\)|\([a-z]\))\s*")
_NUMBER = re.compile(r"Rp|\d[\d.,]*\d|\d\s?%")
_END = re.compile(r"[.;:,(–-]|\b(?=Rp)")


@dataclass(frozen=True)
class Owner:
    """What a line names: jenis (program, kegiatan, sasaran … or '' where no word says it), nama, blok, item
    (a list item?)."""

    jenis: str
    nama: str
    blok: int
    item: bool = False


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, words in vocabulary("kerangka")["jenis"].items() for word in words}


@cache
def _pattern(name: str) -> re.Pattern:
    """A pattern of the vocabulary: `jenis` (a kind and what follows), `akhir_nama`, `bagian_butir`,
    `penunjuk`."""
    words = vocabulary("kerangka")
    kinds = alternation(list(_kinds()))
    if name == "jenis":
        return re.compile(
            rf"\b(?P<jenis>{kinds})\b(?:\s+(?:ke-?)?\d+|\s+(?:pertama|kedua|ketiga|keempat|kelima))?\s*:?\s+",
            re.I,
        )
    if name == "penunjuk":
        return re.compile(rf"\b(?P<jenis>{kinds})\s+(?:{alternation(words['penunjuk'])})\b", re.I)
    if name == "bukan_nama":
        return re.compile(rf"(?:{alternation(words['bukan_nama'])})\b", re.I)
    case = (
        0 if name == "akhir_nama" else re.I
    )  # a capital makes the word part of the name ("… Melalui Kohesi Budaya")
    return re.compile(rf"\b(?:{alternation(words[name])})\b", case)


def named(text: str, start: int = 0) -> list[tuple[int, str, str]]:
    """The names in a text that a kind announces: (where, jenis, nama), in order: "Program Rehabilitasi Jalan
    dengan …"."""
    found = []
    for hit in _pattern("jenis").finditer(text, start):
        if _pattern("bukan_nama").match(text, hit.end()):
            continue
        name = cut_name(text[hit.end() :])
        if name and (name[0].isupper() or name[0] in "\"“'0123456789") and re.search(r"[^\W\d_]{3}", name):
            found.append((hit.start(), _kinds()[" ".join(hit["jenis"].lower().split())], name))
    return found


def pointed(text: str) -> list[tuple[int, str]]:
    """Where a text points back to what was named before: (where, jenis): "kegiatan ini", "program
    tersebut"."""
    return [
        (found.start(), _kinds()[" ".join(found["jenis"].lower().split())])
        for found in _pattern("penunjuk").finditer(text)
    ]


def cut_name(text: str) -> str:
    """The name that a text begins with: up to punctuation, an amount, or a word that no name holds."""
    flat = " ".join(text.split())
    end = _pattern("akhir_nama").search(flat, 1)
    flat = flat[: end.start()] if end else flat
    stop = _END.search(flat)
    while stop and stop[0] == "(" and (close := flat.find(")", stop.end())) >= 0:
        stop = _END.search(flat, close + 1)  # an abbreviation in brackets belongs to the name
    while stop and stop[0] in ("-", "–", ".", ",") and _within(flat, stop.start()):
        stop = _END.search(flat, stop.end())
    flat = flat[: stop.start()] if stop else flat
    words = flat.strip(" \"“”'.,;:–-").split()
    while words and words[-1].lower() in ("dan", "di", "pada", "oleh", "untuk", "dari", "ke", "serta"):
        words.pop()
    return " ".join(words) if 0 < len(words) <= MAX_NAME else ""


def _within(text: str, at: int) -> bool:
    """Is the sign part of a name: a hyphen in a word, a point in an abbreviation, a comma in a list of
    capitals?"""
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 3]
    if text[at] in "-–":  # "Rapat-Rapat", "GCB – Pelatihan Kerajinan"
        return (before.isalnum() and after[:1].isalnum()) or len(text[:at].split()) < 2
    if text[at] == ".":
        return after[:1].isalnum()
    return len(after) == 2 and after[0] == " " and after[1].isupper()


def lead(text: str, item: bool) -> tuple[str, str]:
    """(jenis, nama) that a heading, list item or short line names; ('', '') where it names nothing."""
    body = _BULLET.sub("", label(" ".join(text.split())).rest or text).strip()
    first = _pattern("jenis").match(body)
    if first and not _pattern("bukan_nama").match(body, first.end()):
        name = cut_name(body[first.end() :])
        return (_kinds()[" ".join(first["jenis"].lower().split())], name) if len(name) > 2 else ("", "")
    if _pattern("bagian_butir").match(body) or not body[:1].isupper():
        return "", ""
    name = cut_name(body)
    short = len(body.split()) <= _TITLE and not _NUMBER.search(body)
    if len(name.split()) < 2 or not (short or (item and _NUMBER.search(body))):
        return "", ""
    return "", name


@dataclass(frozen=True)
class _Open:
    """A line that is open: its kind of label, its number there (0: none), and what it names (None:
    nothing)."""

    level: str
    number: int
    owner: Owner | None


class Outline:
    """What is open above each block of a document; made once, from its blocks in order."""

    def __init__(self, blocks: list):
        self._above: dict[int, tuple[Owner, ...]] = {}
        stack: list[_Open] = []
        for block, below in zip_longest(blocks, blocks[1:]):
            if block.jenis == "petak" or "\t" in block.teks:
                self._above[block.blok] = tuple(opened.owner for opened in stack if opened.owner is not None)
                continue
            new = _opened(block, below)
            if new is not None:
                del stack[_still_open(stack, new) :]
                stack.append(new)
            self._above[block.blok] = tuple(opened.owner for opened in stack if opened.owner is not None)

    def above(self, blok: int) -> tuple[Owner, ...]:
        """What is open above a block, the outermost first; its own name is the last of them."""
        return self._above.get(blok, ())

    def nearest(self, blok: int, *jenis: str) -> Owner | None:
        """The nearest owner of one of these kinds above a block (its own name counts)."""
        return next((opened for opened in reversed(self.above(blok)) if opened.jenis in jenis), None)


def _rest_of_name(block, below) -> str:
    """The words with which the paragraph below ends a name that a list item or heading begins: "… bagi
    Pelajar / di Kota. …"."""
    if below is None or below.jenis != "paragraf" or re.search(r"[.;:,]\s*$", block.teks):
        return ""
    head, point, _ = below.teks.partition(". ")
    return f" {head}." if point and len(head.split()) <= _REST and not _NUMBER.search(head) else ""


def _opened(block, below) -> _Open | None:
    """What a block opens: a heading, a list item or a short line that names something; None for plain
    prose."""
    mark = label(block.teks)
    item = block.jenis == "butir" or bool(mark.jenis)
    short = len(block.teks.split()) <= _TITLE and not re.search(r"[.;]\s*$", block.teks)
    if not item and block.jenis != "judul" and not short:
        return None
    jenis, name = lead(block.teks + (_rest_of_name(block, below) if mark.jenis else ""), item)
    if (
        not item and not jenis and name and below is not None
    ):  # "Penyediaan Sarana / Output kegiatan ini adalah …"
        jenis = next((kind for _, kind in pointed(below.teks[:_NEAR]) if kind in SPENDERS), "")
    if not item and block.jenis != "judul" and not jenis:
        return None
    level = mark.jenis or (
        f"judul{block.tingkat}" if block.jenis == "judul" else "butir" if item else "baris"
    )
    return _Open(level, mark.number, Owner(jenis, name, int(block.blok), item) if name else None)


_DEPTH = {
    "misi": 0,
    "tujuan": 1,
    "sasaran": 2,
    "indikator": 3,
    "program": 4,
    "kegiatan": 5,
    "sub kegiatan": 6,
}


def _still_open(stack: list[_Open], new: _Open) -> int:
    """How many open lines stay open above a new one.

    A chapter or a decimal heading ends all that is no heading above it; a name ends those of its own kind and
    deeper ones;
    an item ends the one it follows in its list; "1." opens a list within what is open.
    """
    if new.level == "bab" or new.level.startswith(("desimal", "judul")):
        return _above_heading(stack, new)
    kind = new.owner.jenis if new.owner is not None else ""
    deeper = [
        at
        for at, opened in enumerate(stack)
        if kind and opened.owner and opened.owner.jenis and _DEPTH[opened.owner.jenis] >= _DEPTH[kind]
    ]
    same = [at for at, opened in enumerate(stack) if opened.level == new.level]
    follows = [at for at in same if stack[at].number == new.number - 1]
    if deeper:
        return deeper[0]
    if new.number > 1 and follows:
        return follows[-1]
    if not same or (new.number == 1 and same[-1] < len(stack) - 1):
        return len(stack)
    return same[-1]


def _above_heading(stack: list[_Open], new: _Open) -> int:
    """How many open lines stay open above a heading: headings of a higher level only."""
    if new.level == "bab":
        return 0
    ranks = [_rank(opened.level) for opened in stack]
    return next((at for at, rank in enumerate(ranks) if rank >= _rank(new.level)), len(stack))


def _rank(level: str) -> int:
    """The rank of a kind of label among headings; list items rank below them all."""
    if level == "bab":
        return 0
    return int(level[-1]) if level.startswith(("desimal", "judul")) and level[-1].isdigit() else 9
