"""Claim family: a list of figures whose names are the rows under one indicator of a table.

"… populasi ternak yaitu sapi potong 410 ekor, kerbau 90 ekor, domba 1.200 ekor dan itik 300 ekor" beside a
table with the rows "Populasi ternak: Sapi potong", "… Kerbau" and so on: the names together say which rows
are meant, so each figure is its row's.
"""

import re
from collections import Counter

from cermat.datasets.recognise.prose.grammar import Sentence, Token
from cermat.datasets.recognise.prose.grammar_names import name_words
from cermat.datasets.recognise.prose.setting import Found, GridMap, Setting
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

_FEWEST = 4  # names of a list
_SHARE = 0.6  # of the rows of the indicator
_CUT = re.compile(
    r"[,;:()]|\b(?:dan|serta|yaitu|yakni|untuk|sebanyak|sebesar|sejumlah|berjumlah|adalah|meliputi)\b", re.I
)
_COMMON = frozenset({"jumlah", "banyaknya", "persentase", "capaian"})
Row = tuple[str, ...]


def read_listed_rows(setting: Setting, found: Found) -> None:
    """klaim rows (jenis nilai) of one block whose figures stand in a list of the rows of one indicator."""
    for sentence in setting.sentences:
        figures = [token for token in sentence.tokens if "N" in token]
        items = [
            (_name(sentence, figures, at), token) for at, token in enumerate(figures) if found.free(token)
        ]
        items = [(words, token) for words, token in items if words and token.id >= 0]
        group = _group(setting.grids, sentence, items) if len(items) >= _FEWEST else {}
        if group and (column := _column(setting, sentence, group)):
            measure, year = column
            for row, token in group.items():
                about = {"subjek": setting.grids.names[row], "ukuran": measure, "tahun": year}
                found.add("klaim", setting, jenis="nilai", nilai=token, **about)
                found.use(token)


def _name(sentence: Sentence, figures: list[Token], place: int) -> Row:
    """The last words between a figure and the one before it: "sapi potong sebanyak" gives "sapi potong"."""
    start = figures[place - 1].akhir if place else 0
    pieces = reversed(_CUT.split(sentence.teks[start : figures[place].mulai]))
    return name_words(next((piece for piece in pieces if re.search(r"[^\W\d_]{2}", piece)), ""))


def _group(grids: GridMap, sentence: Sentence, items: list[tuple[Row, Token]]) -> dict[Row, Token]:
    """Row → figure, where the names are rows under one indicator of one table, most of its rows, and the
    sentence names it."""
    said = set(name_words(sentence.teks))
    heads: dict[tuple[int, Row], set[Row]] = {}
    for grid, row, *_ in grids.content:
        head = name_words(grids.names.get(row, "").partition(":")[0])
        if (set(head) - _COMMON) & said and head == row[: len(head)] != row:
            heads.setdefault((grid, head), set()).add(row)
    for (_, head), rows in heads.items():
        found: dict[Row, Token] = {}
        for words, token in items:
            fitting = [row for row in rows if words[: len(row) - len(head)] == row[len(head) :]]
            if fitting:
                found.setdefault(max(fitting, key=len), token)
        if len(found) >= max(_FEWEST, _SHARE * len(rows)):
            return found
    return {}


def _column(setting: Setting, sentence: Sentence, group: dict[Row, Token]) -> tuple[str, int] | None:
    """(ukuran, year) of the list: the column with which its figures agree, else what the sentence says was
    reached this year."""
    agree = Counter(
        (measure, year)
        for (row, measure, year), values in setting.grids.figures.items()
        if row in group and group[row].nilai in values
    )
    if agree:
        best, times = agree.most_common(1)[0]
        return best if times * 2 >= len(group) else None
    ahead = sentence.teks[: min(token.mulai for token in group.values())]
    said = {
        name: re.search(rf"\b(?:{alternation(words)})\b", ahead, re.I)
        for name, words in vocabulary("prosa")["daftar_baris"].items()
    }
    years = {year for token in sentence.tokens if "Y" in token for year in token.tahun} - {
        setting.context.tahun
    }
    return (
        ("realisasi", setting.context.tahun) if said["dicapai"] and not said["bukan"] and not years else None
    )
