"""The typed rows of an indicator table: indikator, averages, seri, claims from a column of verdicts."""

import re

import numpy as np

from cermat.datasets.recognise.grids.columns import Column, body_rows, carried_texts
from cermat.datasets.recognise.grids.layout import Layout, year_text
from cermat.datasets.recognise.grids.names import indicator_names
from cermat.datasets.recognise.grids.roles import Roles
from cermat.datasets.recognise.grids.texts import (
    own_sasaran,
    read_arah,
    read_bound,
    sasaran_around,
    section_sasaran,
    status,
    table_document,
)
from cermat.datasets.recognise.headers import tidy
from cermat.datasets.recognise.row_kinds import AVERAGE, DATA
from cermat.schemas import angka as A


class Writer:
    """Writes the typed rows of one grid. predikat: the column of labels that rates the figures."""

    def __init__(self, grid: Layout, columns: list[Column], name: Column):
        self.grid, self.columns, self.name = grid, columns, name
        find = {col.role: col for col in reversed(columns) if not col.nilai}
        above = find.get("sasaran") if name.role != "sasaran" else None
        self.sasaran = carried_texts(grid, above.c) if above else {}
        self.satuan, self.arah, self.predikat = (find.get(role) for role in ("satuan", "arah", "predikat"))
        self.grades = [col for col in columns if col.role == "predikat" and not col.nilai]
        self.status_column = find.get("predikat") or find.get("keterangan")
        self.dokumen = table_document(grid)
        self.table_sasaran, self.section = sasaran_around(grid), section_sasaran(grid)
        self.names = indicator_names(grid, name)

    def grade(self, roles: Roles, several: bool) -> Column | None:
        """The column of labels that rates the figures of `roles`; where `several` years have figures, the one
        right behind them ("2015: target, realisasi, capaian, penilaian | 2016: target, …")."""
        last = max(col.c for col in roles.values())
        behind = [col for col in self.columns if col.c > last and (col.nilai or col.role == "predikat")]
        rating = behind if several else self.grades
        return rating[0] if rating and not rating[0].nilai else None

    def _sasaran(self, row: int) -> str:
        return own_sasaran(self.sasaran.get(row, "")) or self.section.get(row, "") or self.table_sasaran

    def _satuan(self, row: int, col: Column | None) -> str:
        if self.satuan is not None:
            return self.grid.content(row, self.satuan.c)
        return "%" if col is not None and col.header.satuan == "%" else ""

    def _told(self, row: int, tahun: int, name: str) -> dict:
        """What every row of an indicator, or of an average, says."""
        kind = "rata_rata" if self.grid.kind(row) == AVERAGE else "indikator"
        place = self.grid.place(row, self.grid.number(row) or self.names[row][:80])
        told = {"sasaran": self._sasaran(row), "dokumen": self.dokumen, "indikator": name}
        told["arah"] = read_arah(self.grid.content(row, self.arah.c)) if self.arah else ""
        return {**place, **told, "tahun": year_text(tahun), "jenis_baris": kind}

    def indikator(self, tahun: int, roles: Roles, reached: dict[int, Column] | None = None) -> list[dict]:
        """reached: row → column of its realisasi where `roles` has none."""
        result = []
        for row in body_rows(self.grid, DATA, AVERAGE):
            content = self.grid.filled(row, roles)
            if self.grid.kind(row) == AVERAGE:
                result += self._average(row, tahun, roles)
            elif content and self.names[row]:
                told = self._told(row, tahun, self.names[row]) | self.grid.cells(row, content)
                told["satuan"] = self._satuan(row, roles.get("target") or roles.get("realisasi"))
                told["predikat"] = self._predikat(row)
                told |= _second_figures(self.grid, row, content)
                last = (reached or {}).get(row) if "realisasi" not in roles else None
                if last is not None and self.grid.figures(row, last.c):
                    told |= self.grid.sel(row, last.c, "realisasi")
                result.append(told | self._bound(row, content))
        return result

    def _bound(self, row: int, content: Roles) -> dict:
        """What a target prints beside its figure ("≤ 25"); of two ends ("60–85%") the words stay."""
        if "target" not in content:
            return {}
        printed = self.grid.teks[row, content["target"].c]
        bound = read_bound(printed)
        return {"batas": bound} | ({"target": printed, "_target": -1} if bound == "rentang" else {})

    def _average(self, row: int, tahun: int, roles: Roles) -> list[dict]:
        """The mean of the capaian, in its own column or as the row's only figure."""
        col = roles.get("capaian")
        printed = [place for place in range(self.grid.width) if self.grid.figures(row, place)]
        if col is None or col.c not in printed and len(printed) != 1:
            return []
        at = col.c if col.c in printed else printed[0]
        if any(other.c == at for measure, other in roles.items() if measure != "capaian"):
            return []
        told = self._told(row, tahun, self.grid.rows[row].label) | self.grid.sel(row, at, "capaian")
        return [told | {"sasaran": self._covered(row, col), "predikat": self._predikat(row)}]

    def _covered(self, row: int, col: Column) -> str:
        """The sasaran whose rows an average stands for; '' for all rows of the table."""
        grid = self.grid
        data = [other for other in body_rows(grid) if grid.figures(other, col.c)]
        of = {other: self._sasaran(other) for other in data}
        if len(set(of.values())) <= 1:
            return next(iter(of.values()), "")
        current = of[next((other for other in reversed(data) if other < row), data[0])]
        average = body_rows(grid, AVERAGE)
        before = [other for other in average if other < row]
        numbered = re.search(r"\d|\b[IVX]+\b", grid.rows[row].label)
        if before and not numbered and not any(before[-1] < other < row for other in data):
            return ""  # an average behind the last sasaran's is over them all
        slack = 10.0 ** -max(int(grid.desimal[row, col.c]), 0) * 1.01
        group = [other for other in data if of[other] == current]
        value, mean = grid.nilai[:, col.c], grid.nilai[row, col.c]
        own, every = (abs(np.mean(value[rows]) - mean) <= slack for rows in (group, data))
        if own == every:  # one average in the end is the table's, several are each their sasaran's
            own = len(average) > 1 and row != average[-1] or "sasaran" in tidy(grid.rows[row].label).split()
        return current if own else ""

    def seri(self, tahun: int, ukuran: str, col: Column) -> list[dict]:
        result = []
        for row in body_rows(self.grid, DATA, AVERAGE):
            average = self.grid.kind(row) == AVERAGE
            name = self.grid.rows[row].label if average else self.names[row]
            if name and self.grid.teks[row, col.c]:
                told = self._told(row, tahun, name) | self.grid.sel(row, col.c, "nilai")
                result.append(told | {"satuan": self._satuan(row, col), "ukuran": ukuran})
        return result

    def _predikat(self, row: int) -> str:
        text = self.grid.content(row, self.predikat.c) if self.predikat else ""
        return text if re.search(r"[A-Za-z]", text) and len(text) <= 60 and not status(text) else ""

    def status(self, tahun: int) -> list[dict]:
        """Claims from a column that says tercapai / tidak tercapai / melampaui."""
        if self.status_column is None:
            return []
        result = []
        for row in (row for row in body_rows(self.grid) if self.names[row]):
            text = self.grid.content(row, self.status_column.c)
            verdict = status(text)
            if verdict in ("tercapai", "tidak_tercapai", "melebihi"):
                told = {**self.grid.place(row), "jenis": verdict, "subjek": self.names[row]}
                told |= {"ukuran": "realisasi", "tahun": year_text(tahun), "acuan": self.grid.table}
                result.append(told | {"teks": text})
        return result


def _second_figures(grid: Layout, row: int, content: Roles) -> dict:
    """Where target and realisasi each print a second figure ("1,49 (21 km)"), those two if they give the
    capaian and the first do not; where neither do, the capaian is of nothing that we know and gives no
    value."""
    if not {"target", "realisasi", "capaian"} <= set(content):
        return {}
    pairs, at = [], content["capaian"].c
    for measure in ("target", "realisasi"):
        place = content[measure].c
        figures = [token for token in grid.tokens.get((row, place), ()) if token.kelas == A.FIGURE]
        if len(figures) != 2 or not grid.raw[row, place][: figures[1].mulai].rstrip().endswith("("):
            return {}
        pairs.append(figures)
    if not np.isfinite(grid.nilai[row, at]) or pairs[0][1].satuan != pairs[1][1].satuan:
        return {}
    for number, (target, reached) in enumerate(zip(*pairs, strict=True)):
        plan, fact = target.nilai, reached.nilai
        ratios = (fact / plan, 2 - fact / plan) if plan else ()
        ratios += (plan / fact,) if fact else ()
        unit = 10.0 ** -int(grid.desimal[row, at])
        if any(abs(ratio * 100 - grid.nilai[row, at]) < unit for ratio in ratios):
            second = {"target": target.teks, "_target": target.id}
            return second | {"realisasi": reached.teks, "_realisasi": reached.id} if number else {}
    return {"capaian": "", "_capaian": -1}
