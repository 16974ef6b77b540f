"""Row labels of a grid → what the row is: data, total, average, section, note. The words stand in
words/baris.yaml."""

import re
from dataclasses import dataclass
from functools import cache

from cermat.datasets.document.cells import is_carried
from cermat.datasets.recognise.headers import tidy
from cermat.datasets.recognise.vocabulary import vocabulary

DATA, TOTAL, AVERAGE, PART, NOTE = "data", "total", "rata_rata", "bagian", "catatan"


@dataclass(frozen=True)
class RowKind:
    """What one row is. jenis: data | total | rata_rata | bagian | catatan; label: its words; certain: the
    words alone say so;
    sub: a subtotal; akhir: a grand total; candidate: a data row that may be a total ("Jumlah pegawai"): its
    sum decides."""

    jenis: str
    label: str
    certain: bool = True
    sub: bool = False
    akhir: bool = False
    candidate: bool = False


@cache
def _words_of(name: str) -> frozenset[str]:
    return frozenset(tidy(str(word)) for word in vocabulary("baris")[name])


def _any_of(name: str) -> str:
    """The words of a list as alternatives, longest first."""
    return "|".join(re.escape(word) for word in sorted(_words_of(name), key=len, reverse=True))


@cache
def _averages() -> re.Pattern:
    return re.compile(rf"(?:{_any_of('rata_rata')})\b")


@cache
def _joint_results() -> re.Pattern:
    return re.compile(rf"(?:{_any_of('capaian_gabungan')})(?: (?:\d+|[ivx]+|strategis.*|opd|dinas.*|skpd))?")


def says_total(label: str) -> tuple[bool, bool]:
    """(is it a total word?, is that certain from the words alone?)"""
    plain = re.sub(r"\s*[(+:=].*$", "", label.lower())
    plain = tidy(plain) or tidy(label)
    if plain in _words_of("total"):
        return True, True
    words = plain.split()
    if (
        not words
        or words[0] not in ("jumlah", "total", "jml", "subtotal")
        and plain.split(" ", 1)[0] != "sub"
    ):
        return False, False
    if words[0] == "sub" and (len(words) < 2 or words[1] not in ("total", "jumlah")):
        return False, False
    if all(word in _words_of("ikutan") for word in words[1:]):
        return True, True
    return True, False


def says_both(kind: RowKind) -> bool:
    """Is it a row of sums and means in one ("Jumlah/Rata-rata"): amounts are added up, shares are not?"""
    first = kind.label.partition("/")[0]
    return kind.jenis == AVERAGE and first != kind.label and says_total(first) == (True, True)


def says_average(label: str) -> tuple[bool, bool]:
    """(does it speak of an average?, is it nothing else than that?)"""
    plain = tidy(label)
    if begin := _averages().match(plain):
        # "Rata-rata lama sekolah" is an indicator: what follows must speak of results, not of a thing
        tail = plain[begin.end() :].split()
        result = (
            not tail
            or tail[0] in _words_of("ikutan_rata")
            and (tail[0] != "nilai" or all(word in _words_of("ikutan_rata") for word in tail))
        )
        return result, result and len(tail) <= 4
    return bool(_joint_results().fullmatch(plain)), False


def row_kind(grid, row: int) -> RowKind:
    """Tell what `row` of a Layout is, from its words, its number and which cells it fills."""
    sel = [
        (column, grid.content(row, column))
        for column in range(grid.width)
        if grid.origin[row, column][0] == row or grid.content(row, column)
    ]
    content, seen = [], set()
    for column, text in sel:
        origin = tuple(grid.origin[row, column])
        if text and origin not in seen:
            seen.add(origin)
            content.append((column, text, origin[0] == row))
    words = [
        (column, text, own)
        for column, text, own in content
        if re.search(r"[A-Za-z]{2}", text) and not grid.figures(row, column)
    ]
    angka = [column for column in range(grid.width) if grid.figures(row, column)]
    # cells merged down from above do not name this row
    name = next((text for _, text, own in words if own), words[0][1] if words else "")
    begin = words[0][0] if words else 0
    numbered = bool(grid.number(row)) and begin > 0
    if (
        is_carried(name)
        or any(name.lower().startswith(word) for word in _words_of("catatan"))
        and not angka
        and len(content) == 1
    ):
        return RowKind(NOTE, name)
    count, certain = says_total(name)
    plain = tidy(name)
    if count and certain and (angka or len(content) == 1) and not (numbered and " " in plain):
        return RowKind(
            TOTAL,
            name,
            True,
            plain in _words_of("sub") or plain.startswith(("sub total", "subtotal", "sub jumlah")),
            plain in _words_of("akhir"),
        )
    if len(words) > 1 and _printed_above(grid, row, words[0]) and says_average(words[1][1])[0]:
        name = words[1][1]
    mean, only = says_average(name)
    if mean and not numbered and angka:
        return RowKind(AVERAGE, name, only)
    if (
        not angka
        and len(
            {
                text
                for _, text, own in content
                if own and re.search(r"[A-Za-z]", text) and not _first_number(text)
            }
        )
        <= 1
        and not _has_content(grid, row)
    ):
        return RowKind(PART, name)
    return RowKind(DATA, name, candidate=count and not numbered)


def _printed_above(grid, row: int, word: tuple[int, str, bool]) -> bool:
    """Is a row's first text that of the row above, as formats without merged cells repeat it?"""
    column, text, _ = word
    return row > 0 and grid.content(row - 1, column) == text


def _first_number(text: str) -> bool:
    return bool(re.fullmatch(r"\(?(?:\d{1,3}|[IVXL]{1,6}|[a-zA-Z])\s*[.)]?\)?", text))


def _has_content(grid, row: int) -> bool:
    return any(grid.has_number(row, column) for column in range(grid.width))
