"""Row labels of a grid → what the row is: data, total, average, section, note. The words stand in
words/baris.yaml."""

import re
from dataclasses import dataclass
from functools import cache

from datasets.document.cells import is_carried
from datasets.recognise.headers import tidy
from datasets.recognise.vocabulary import vocabulary

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
    return frozenset(tidy(str(k)) for k in vocabulary("baris")[name])


def _any_of(name: str) -> str:
    """The words of a list as alternatives, longest first."""
    return "|".join(re.escape(k) for k in sorted(_words_of(name), key=len, reverse=True))


@cache
def _averages() -> re.Pattern:
    return re.compile(rf"(?:{_any_of('rata_rata')})\b")


@cache
def _joint_results() -> re.Pattern:
    return re.compile(rf"(?:{_any_of('capaian_gabungan')})(?: (?:\d+|[ivx]+|strategis.*|opd|dinas.*|skpd))?")


def says_total(label: str) -> tuple[bool, bool]:
    """(is it a total word?, is that certain from the words alone?)"""
    n = re.sub(r"\s*[(+:=].*$", "", label.lower())
    n = tidy(n) or tidy(label)
    if n in _words_of("total"):
        return True, True
    words = n.split()
    if not words or words[0] not in ("jumlah", "total", "jml", "subtotal") and n.split(" ", 1)[0] != "sub":
        return False, False
    if words[0] == "sub" and (len(words) < 2 or words[1] not in ("total", "jumlah")):
        return False, False
    if all(k in _words_of("ikutan") for k in words[1:]):
        return True, True
    return True, False


def says_both(kind: RowKind) -> bool:
    """Is it a row of sums and means in one ("Jumlah/Rata-rata"): amounts are added up, shares are not?"""
    first = kind.label.partition("/")[0]
    return kind.jenis == AVERAGE and first != kind.label and says_total(first) == (True, True)


def says_average(label: str) -> tuple[bool, bool]:
    """(does it speak of an average?, is it nothing else than that?)"""
    n = tidy(label)
    if begin := _averages().match(n):
        # "Rata-rata lama sekolah" is an indicator: what follows must speak of results, not of a thing
        tail = n[begin.end() :].split()
        result = (
            not tail
            or tail[0] in _words_of("ikutan_rata")
            and (tail[0] != "nilai" or all(k in _words_of("ikutan_rata") for k in tail))
        )
        return result, result and len(tail) <= 4
    return bool(_joint_results().fullmatch(n)), False


def row_kind(d, r: int) -> RowKind:
    """Tell what row r of a Layout is, from its words, its number and which cells it fills."""
    sel = [(c, d.content(r, c)) for c in range(d.width) if d.origin[r, c][0] == r or d.content(r, c)]
    content, seen = [], set()
    for c, t in sel:
        origin = tuple(d.origin[r, c])
        if t and origin not in seen:
            seen.add(origin)
            content.append((c, t, origin[0] == r))
    words = [(c, t, own) for c, t, own in content if re.search(r"[A-Za-z]{2}", t) and not d.figures(r, c)]
    angka = [c for c in range(d.width) if d.figures(r, c)]
    # cells merged down from above do not name this row
    name = next((t for _, t, own in words if own), words[0][1] if words else "")
    begin = words[0][0] if words else 0
    numbered = bool(d.number(r)) and begin > 0
    if (
        is_carried(name)
        or any(name.lower().startswith(k) for k in _words_of("catatan"))
        and not angka
        and len(content) == 1
    ):
        return RowKind(NOTE, name)
    count, certain = says_total(name)
    n = tidy(name)
    if count and certain and (angka or len(content) == 1) and not (numbered and " " in n):
        return RowKind(
            TOTAL,
            name,
            True,
            n in _words_of("sub") or n.startswith(("sub total", "subtotal", "sub jumlah")),
            n in _words_of("akhir"),
        )
    if len(words) > 1 and _printed_above(d, r, words[0]) and says_average(words[1][1])[0]:
        name = words[1][1]
    mean, only = says_average(name)
    if mean and not numbered and angka:
        return RowKind(AVERAGE, name, only)
    if (
        not angka
        and len({t for _, t, own in content if own and re.search(r"[A-Za-z]", t) and not _first_number(t)})
        <= 1
        and not _has_content(d, r)
    ):
        return RowKind(PART, name)
    return RowKind(DATA, name, candidate=count and not numbered)


def _printed_above(d, r: int, word: tuple[int, str, bool]) -> bool:
    """Is a row's first text that of the row above, as formats without merged cells repeat it?"""
    c, text, _ = word
    return r > 0 and d.content(r - 1, c) == text


def _first_number(t: str) -> bool:
    return bool(re.fullmatch(r"\(?(?:\d{1,3}|[IVXL]{1,6}|[a-zA-Z])\s*[.)]?\)?", t))


def _has_content(d, r: int) -> bool:
    return any(d.has_number(r, c) for c in range(d.width))
