"""Claim family: a list of figures whose names are the rows under one indicator of a table.

"… populasi ternak yaitu sapi potong 410 ekor, kerbau 90 ekor, domba 1.200 ekor dan itik 300 ekor" beside a
table with the rows "Populasi ternak: Sapi potong", "… Kerbau" and so on: the names together say which rows
are meant, so each figure is its row's.
"""

import re
from collections import Counter

from datasets.recognise.prose.grammar import Sentence, Token
from datasets.recognise.prose.grammar_names import name_words
from datasets.recognise.prose.setting import Found, GridMap, Setting
from datasets.recognise.vocabulary import alternation, vocabulary

_FEWEST = 4  # names of a list
_SHARE = 0.6  # of the rows of the indicator
_CUT = re.compile(
    r"[,;:()]|\b(?:dan|serta|yaitu|yakni|untuk|sebanyak|sebesar|sejumlah|berjumlah|adalah|meliputi)\b", re.I
)
_COMMON = frozenset({"jumlah", "banyaknya", "persentase", "capaian"})
Row = tuple[str, ...]


def read_listed_rows(s: Setting, h: Found) -> None:
    """klaim rows (jenis nilai) of one block whose figures stand in a list of the rows of one indicator."""
    for k in s.sentences:
        figures = [t for t in k.tokens if "N" in t and t.id >= 0 and h.free(t)]
        items = [(name, t) for t, name in _named(k, figures)] if len(figures) >= _FEWEST else []
        group = _group(s.grids, k, items) if len(items) >= _FEWEST else {}
        if not group or (measured := _measured(s, k, group)) is None:
            continue
        ukuran, tahun = measured
        for row, t in group.items():
            h.add("klaim", s, jenis="nilai", subjek=s.grids.names[row], ukuran=ukuran, tahun=tahun, nilai=t)
            h.use(t)


def _named(k: Sentence, figures: list[Token]):
    """Each figure and the words between it and the sign, joining word or figure before it."""
    for t in figures:
        before = [x for x in k.tokens if "N" in x and x.akhir <= t.mulai]
        gap = k.teks[before[-1].akhir if before else 0 : t.mulai]
        words = name_words(
            _CUT.split(gap.strip(" ,"))[-1] if not _CUT.search(gap.rstrip()[-9:]) else _last(gap)
        )
        if words:
            yield t, words


def _last(gap: str) -> str:
    """The last piece of a gap that holds words: "sapi potong sebanyak" gives "sapi potong"."""
    return next((p for p in reversed(_CUT.split(gap)) if re.search(r"[^\W\d_]{2}", p)), "")


def _group(grids: GridMap, k: Sentence, items: list[tuple[Row, Token]]) -> dict[Row, Token]:
    """Row → figure, where the names are rows under one indicator of one table, most of its rows, and the
    sentence names it."""
    said = set(name_words(k.teks))
    for heads in _heads(grids).values():
        for head, rows in heads.items():
            tails = {row[len(head) :]: row for row in rows}
            found: dict[Row, Token] = {}
            for words, t in items:
                tail = max((x for x in tails if words[: len(x)] == x), key=len, default=None)
                if tail is not None and tails[tail] not in found:
                    found[tails[tail]] = t
            named = set(head) - _COMMON
            if len(found) >= max(_FEWEST, _SHARE * len(rows)) and named and named & said:
                return found
    return {}


def _heads(grids: GridMap) -> dict[int, dict[Row, set[Row]]]:
    """By table: the words before the colon of its rows' names → those rows."""
    result: dict[int, dict[Row, set[Row]]] = {}
    for blok, row, *_ in grids.content:
        full = grids.names.get(row, "")
        if (
            ":" in full
            and (head := name_words(full.split(":")[0]))
            and row[: len(head)] == head
            and len(row) > len(head)
        ):
            result.setdefault(blok, {}).setdefault(head, set()).add(row)
    return result


def _measured(s: Setting, k: Sentence, group: dict[Row, Token]) -> tuple[str, int] | None:
    """(ukuran, year) of the list: the column with which its figures agree, else what the sentence says was
    reached this year."""
    agree = Counter(
        (ukuran, tahun)
        for (row, ukuran, tahun), values in s.grids.figures.items()
        if row in group and group[row].nilai in values
    )
    if agree:
        best, times = agree.most_common(1)[0]
        return best if times * 2 >= len(group) else None
    years = {y for t in k.tokens if "Y" in t for y in t.tahun}
    ahead = k.teks[: min(t.mulai for t in group.values())]
    reached, meant = (
        re.compile(rf"\b(?:{alternation(vocabulary('prosa')['daftar_baris'][n])})\b", re.I)
        for n in ("dicapai", "bukan")
    )
    year = s.context.tahun
    if years - {year} or not reached.search(ahead) or meant.search(ahead):
        return None
    return "realisasi", year
