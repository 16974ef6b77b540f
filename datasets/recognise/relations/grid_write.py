"""Readings of columns written as typed rows: `perhitungan` (hasil = a operasi b), or `rincian` (a total or
mean and its parts)."""

from dataclasses import dataclass

import numpy as np

from cermat.datasets.recognise.grids.columns import Column, name_column
from cermat.datasets.recognise.grids.layout import Layout
from cermat.datasets.recognise.grids.seri import caption_name
from cermat.datasets.recognise.grids.texts import without_number
from cermat.datasets.recognise.headers import TAHUN
from cermat.datasets.recognise.relations.grid_view import Head
from cermat.datasets.recognise.relations.grids import ColumnReading
from cermat.datasets.recognise.relations.terms import line_of

_OPERANDS = ("a", "b", "c")
_NAMES = (
    "indikator",
    "uraian",
    "layanan",
    "penerima",
    "sub_kegiatan",
    "kegiatan",
    "program",
    "sasaran",
    "tahun",
    "bulan",
)


@dataclass
class GridWriter:
    """Writes the rows of one grid. tahun: the year it counts."""

    d: Layout
    columns: list[Column]
    tahun: int

    def __post_init__(self):
        self.name = name_column(self.d, self.columns, _NAMES)
        self.about = caption_name(self.d.caption)
        self.place = self.about or self.d.bagian.split(" > ")[-1]

    def write(self, reading: ColumnReading) -> dict[str, list[dict]]:
        """Table → rows of one reading."""
        if reading.card.writes["table"] == "rincian":
            return {"rincian": [b for line in reading.lines for b in self._listed(reading, line)]}
        return {"perhitungan": [self._computed(reading, line) for line in reading.lines]}

    def label(self, r: int) -> str:
        """The name of a row, '' where nothing names it."""
        return self.d.content(r, self.name.c) if self.name else ""

    def cell_row(self, result: tuple[int, int], operasi: str, a: tuple[int, int], b: tuple[int, int]) -> dict:
        """A row of `perhitungan` for one cell: a operasi b = result, named by the row of a."""
        d, name = self.d, without_number(self.label(a[0]))
        head = " ".join(d.header[result[1]].path)
        year = d.header[result[1]].tahun[-1:] or (self.tahun,)
        return {
            **d.place(result[0]),
            "subjek": f"{name} pada {self.place or 'kolom ' + head}",
            "ukuran": head,
            "tahun": str(year[0]) if year[0] > 0 else "",
            "operasi": operasi,
            **d.sel(*a, "a"),
            **d.sel(*b, "b"),
            **d.sel(*result, "hasil"),
        }

    def _computed(self, reading: ColumnReading, line: int) -> dict:
        """hasil = a operasi b, an operand being a cell, or a number that the card or the header gives."""
        writes, view = reading.card.writes, reading.view
        r, c = view.cell(line, reading.result)
        operands: dict = {}
        for column in _OPERANDS:
            if column in writes:
                operands |= self._operand(reading, line, writes[column], column)
        return {
            **self.d.place(r),
            **self._subject(reading, r, c),
            "operasi": writes["operasi"],
            **operands,
            **self.d.sel(r, c, "hasil"),
        }

    def _operand(self, reading: ColumnReading, line: int, role: str, column: str) -> dict:
        view = reading.view
        if role in reading.texts or role not in reading.columns:
            return {column: reading.texts.get(role, role), f"_{column}": -1}
        at = reading.columns[role][0]
        line = line_of(view, reading.card, role, line, reading.result)
        if line >= 0:
            return self.d.sel(*view.cell(line, at), column)
        data = np.flatnonzero(view.data)
        decimals = max(int(view.decimals[data, at].max()), 0)
        whole = f"{view.value[data, at].sum():.{decimals}f}"
        return {column: whole.replace(".", ","), f"_{column}": -1}

    def _subject(self, reading: ColumnReading, r: int, c: int) -> dict:
        """What a row is about: its name and the grid's, for "Jumlah" or "Laki-laki" stand in many tables and
        are not one fact; the card may say that it is the row's own measure."""
        d, own = self.d, reading.card.writes.get("ukuran", "")
        head = reading.view.heads[reading.result]
        name = without_number(d.content(r, self.name.c)) if self.name else ""
        subject, year = name or d.rows[r].label, self._year(head, c)
        if reading.view.turned:
            where = " ".join(d.header[c].path).strip()
            subject, measure = f"{subject} {where} pada {self.place or 'tabel'}", subject
            return {"subjek": subject, "ukuran": measure, "tahun": year}
        if self.name is None:
            return self._nameless(reading, head, year)
        elif self.name.role == "tahun" and self.about and (own_year := TAHUN.search(subject)):
            subject, year = self.about, own_year[1]
        elif not own:
            subject = f"{subject} pada {self.place or 'kolom ' + leaf(head)}"
        return {"subjek": subject, "ukuran": own or leaf(head), "tahun": year}

    def _nameless(self, reading: ColumnReading, head: Head, year: str) -> dict:
        """A grid without names ("Target Nasional | Realisasi | %"): the header says what it is of."""
        subject = self.about or f"{leaf(head)} pada {self.place}"
        base = reading.columns.get(reading.card.writes.get("b", ""))
        if reading.card.writes["operasi"] != "bagi_persen" or base is None:
            return {"subjek": subject, "ukuran": leaf(head), "tahun": year}
        target, part = (leaf(reading.view.heads[reading.columns[reading.card.writes[x]][0]]) for x in "ba")
        plain = target.replace("Target", "", 1).strip()
        return {
            "subjek": plain or subject,
            "ukuran": "capaian",
            "tahun": year,
            "a_arti": f"{part} {plain}".strip(),
            "b_arti": target if plain else "",
        }

    def _year(self, head: Head, c: int) -> str:
        column = next((k for k in self.columns if k.c == c), None)
        years = self.d.header[c].tahun
        year = self.tahun if column is None or column.based or not years else years[-1]
        return str(year) if year > 0 else ""

    def _listed(self, reading: ColumnReading, line: int) -> list[dict]:
        """The total (or mean) of a line and its parts beside it."""
        view, writes = reading.view, reading.card.writes
        total = view.cell(line, reading.result)
        code = f"{self.d.table}-{total[0]}-{total[1]}"
        rows = []
        for column in (reading.result, *reading.columns[writes["parts"]]):
            r, c = view.cell(line, column)
            if not self.d.has_number(r, c):
                continue
            whole = column == reading.result
            told = self._subject(reading, r, c)
            rows.append(
                {
                    **self.d.place(r),
                    "tabel": f"{self.d.table}/hubungan",
                    "kode": code if whole else f"{code}-{column}",
                    "induk": "" if whole else code,
                    "uraian": f"{told['subjek']} · {leaf(view.heads[column])}",
                    "ukuran": writes.get("ukuran", "jumlah"),
                    "ukuran_induk": "",
                    "peran": writes.get("peran", "bagian") if whole else "bagian",
                    "subjek": "",
                    "satuan": "",
                    "tahun": told["tahun"],
                    **self.d.sel(r, c, "nilai"),
                }
            )
        return rows


def leaf(head: Head) -> str:
    """A header in one line."""
    return head.header.teks.replace(" > ", " ").strip()
