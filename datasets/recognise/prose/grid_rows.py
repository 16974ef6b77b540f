"""The rows of the count and value tables as prose may speak of them: row name, column, year, value, and the
table's own words."""

import re
from dataclasses import dataclass, field

import pandas as pd

from cermat.datasets.document.model import records
from cermat.datasets.recognise.prose.grammar_names import name_words
from cermat.datasets.recognise.vocabulary import vocabulary

_TAIL = re.compile(r"(?:nya|lah|kan)$")
_HEAD = re.compile(r"^(?:men(?=[dcjt])|mem(?=[bp])|meng|menye|mene|me|di|ter|ber)(?=\w{4})")
_TEXTS = ["tabel", "peran", "uraian", "ukuran", "satuan"]


@dataclass(frozen=True)
class Cell:
    """One value of a row: words of its name and of its column (years left out), year, value, unit class ('%',
    'Rp', '')."""

    uraian: str
    name: tuple[str, ...]
    ukuran: str
    column: frozenset[str]
    tahun: int
    value: float
    satuan: str
    total: bool


def stem(word: str) -> str:
    """A word without its commonest prefixes and suffixes, and under the one name that columns use for it."""
    same = vocabulary("kolom_baris")["sama"]
    word = same.get(word, word)
    short = _HEAD.sub("", _TAIL.sub("", word))
    return same.get(short, short)


@dataclass
class RowMap:
    """Cells of the rincian tables by grid, and the words that a grid prints in header, caption and row
    names."""

    cells: dict[int, list[Cell]] = field(default_factory=dict)
    words: dict[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, document, from_grids: dict[str, pd.DataFrame], values: dict[int, float]) -> "RowMap":
        """The map of one document. values: id of a figure to what it says."""
        result, rows = cls(), from_grids.get("rincian")
        if rows is None or not len(rows):
            return result
        rows = rows.reindex(columns=[*_TEXTS, "tahun", "_nilai"]).rename(columns={"_nilai": "angka"})
        rows[_TEXTS] = rows[_TEXTS].astype(object).where(rows[_TEXTS].notna(), "")
        for column in ("tahun", "angka"):
            rows[column] = pd.to_numeric(rows[column], errors="coerce").fillna(-1).astype(int)
        rows = rows[rows["tabel"].str.fullmatch(r"tabel-\d+") & rows["angka"].ge(0)]
        rows = rows[rows["peran"].ne("rata_rata")]
        columns = {name: _column(name) for name in rows["ukuran"].unique()}
        for row in records(rows):
            words, year, unit = columns[row.ukuran]
            unit = "%" if row.satuan == "%" else unit or ("Rp" if row.satuan == "Rp" else "")
            year, value = year or row.tahun, values.get(row.angka, float("nan"))
            name, total = name_words(row.uraian), row.peran == "total"
            cell = Cell(row.uraian, name, row.ukuran, words, year, value, unit, total)
            result.cells.setdefault(int(row.tabel.removeprefix("tabel-")), []).append(cell)
        result._headers(document)
        return result

    def _headers(self, document) -> None:
        header = document.sel[document.sel["kepala"].astype(bool)] if len(document.sel) else document.sel
        blocks, texts = document.blok["blok"].astype(int), document.blok["teks"].astype(str)
        captions = dict(zip(blocks, texts, strict=True))
        for grid, cells in self.cells.items():
            own = header.loc[header["blok"].eq(grid), "teks"].astype(str)
            text = " ".join([captions.get(grid, ""), captions.get(grid - 1, "")[:120], *own])
            words = {stem(word) for word in re.findall(r"[^\W\d_]{3,}", text.lower())}
            self.words[grid] = frozenset(words | {stem(word) for cell in cells for word in cell.name})


def _column(name: str) -> tuple[frozenset[str], int, str]:
    """What the name of a column says: its words, the one year in it (0: none), '%'."""
    words = {stem(word) for word in re.findall(r"[^\W\d_]+", name.lower())}
    years = re.findall(r"\b(?:19|20)\d\d\b", name)
    said = frozenset(words - set(vocabulary("kolom_baris")["kosong"]))
    return said, int(years[0]) if len(years) == 1 else 0, "%" if "%" in name else ""
