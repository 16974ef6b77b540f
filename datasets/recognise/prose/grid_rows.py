"""The rows of the count and value tables as prose may speak of them: row name, column, year, value, and the
table's own words."""

import re
from dataclasses import dataclass, field

import pandas as pd

from datasets.document.model import records
from datasets.recognise.prose.grammar_names import name_words
from datasets.recognise.vocabulary import vocabulary

_GRID = re.compile(r"tabel-(\d+)$")
_TAIL = re.compile(r"(?:nya|lah|kan)$")
_HEAD = re.compile(r"^(?:men(?=[dcjt])|mem(?=[bp])|meng|menye|mene|me|di|ter|ber)(?=\w{4})")


@dataclass(frozen=True)
class Cell:
    """One value of a row: words of its name and of its column (years left out), year, value, unit class ('%',
    'Rp', '')."""

    grid: int
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
        rows = from_grids.get("rincian")
        result = cls()
        if rows is None or not len(rows):
            return result
        empty = frozenset(vocabulary("kolom_baris")["kosong"])
        texts = ["tabel", "peran", "uraian", "ukuran", "satuan"]
        rows = rows.reindex(columns=[*texts, "tahun", "_nilai"]).rename(columns={"_nilai": "angka"})
        rows[texts] = rows[texts].astype(object).where(rows[texts].notna(), "")
        for column in ("tahun", "angka"):
            rows[column] = pd.to_numeric(rows[column], errors="coerce").fillna(-1).astype(int)
        columns: dict[str, frozenset[str]] = {}
        for tabel, peran, uraian, ukuran, satuan, tahun, angka in records(rows):
            grid = _GRID.match(tabel)
            if not grid or peran == "rata_rata" or angka < 0:
                continue
            if ukuran not in columns:
                columns[ukuran] = frozenset(stem(w) for w in re.findall(r"[^\W\d_]+", ukuran.lower())) - empty
            printed = re.findall(r"\b(?:19|20)\d\d\b", ukuran)
            result.cells.setdefault(int(grid[1]), []).append(
                Cell(
                    int(grid[1]),
                    uraian,
                    name_words(uraian),
                    ukuran,
                    columns[ukuran],
                    int(printed[0]) if len(printed) == 1 else tahun,
                    values.get(angka, float("nan")),
                    "%" if satuan == "%" or "%" in ukuran else "Rp" if satuan == "Rp" else "",
                    peran == "total",
                )
            )
        result._headers(document)
        return result

    def _headers(self, document) -> None:
        s = document.sel
        header = s.loc[s["kepala"].astype(bool), ["blok", "teks"]] if len(s) else s
        captions = dict(
            zip(document.blok["blok"].astype(int), document.blok["teks"].astype(str), strict=True)
        )
        for grid, cells in self.cells.items():
            own = header.loc[header["blok"].eq(grid), "teks"].astype(str)
            text = " ".join([captions.get(grid, ""), captions.get(grid - 1, "")[:120], *own])
            words = {stem(w) for w in re.findall(r"[^\W\d_]{3,}", text.lower())}
            self.words[grid] = frozenset(words | {stem(w) for c in cells for w in c.name})
