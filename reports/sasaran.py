"""Per sasaran, as the report prints it and as it is after all repairs: target, realisasi, capaian, average,
predikat, pagu, serapan."""

from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from cermat.reports.charts import average_name, average_names, of_report, of_year, programmes
from cermat.reports.repaired import Repaired, key

MOST_LINES = 200  # of all sasaran together that are shown; how many are left out is said


class Cell(NamedTuple):
    """A figure or predikat as printed, and what it becomes ('': it stays). id: of the figure, -1 for none."""

    text: str = ""
    becomes: str = ""
    id: int = -1


class Line(NamedTuple):
    """kind: indikator, rata_rata or program; first, second, third: target, realisasi, capaian of an
    indicator, pagu, realisasi, serapan of a programme."""

    kind: str
    name: str
    first: Cell
    second: Cell
    third: Cell
    predikat: Cell = Cell()


@dataclass
class Sasaran:
    name: str
    lines: list[Line] = field(default_factory=list)


class _Report:
    """What one report prints of its sasaran in one year."""

    def __init__(self, sub, laporan: str, tahun: int | None, repaired: Repaired, workings: list[dict]):
        def mine(name: str) -> pd.DataFrame:
            return of_year(of_report(sub.tables[name], laporan), tahun)

        self.repaired = repaired
        self.names = average_names(workings, repaired.node)
        self.indikator, self.anggaran = mine("indikator"), mine("anggaran")
        labels = [row for row in mine("predikat").itertuples() if row.label]
        self.of_figure = {int(repaired.node[row.nilai]): row for row in reversed(labels) if row.nilai >= 0}
        self.of_subject = {key(row.subjek): row for row in reversed(labels)}
        self.programmes = programmes(sub, laporan, tahun, least=1)
        self.groups: dict[str, Sasaran] = {}

    def group(self, name: str) -> Sasaran:
        return self.groups.setdefault(key(name), Sasaran(name))

    def line(self, kind: str, name: str, first: int, second: int, third: int) -> Line:
        return Line(kind, str(name), self.cell(first), self.cell(second), self.cell(third))

    def cell(self, number: int) -> Cell:
        if number < 0:
            return Cell()
        return Cell(str(self.repaired.printed[number]).strip(), self.repaired.text(number), int(number))

    def rated(self, number: int, subject: str = "") -> Cell:
        """The predikat that the report gives to a figure; else that of the sasaran itself (subject)."""
        row = self.of_figure.get(int(self.repaired.node[number])) if number >= 0 else None
        row = row or self.of_subject.get(key(subject))
        if row is None:
            return Cell()
        rated = row.nilai if row.nilai >= 0 else number
        return Cell(str(row.label), self.repaired.label(row.tabel, row.baris, row.label, rated))

    def add_indicators(self) -> None:
        """One line an indicator: of its places the one that tells most of it."""
        rows = self.indikator[self.indikator["jenis_baris"].ne("rata_rata")]
        rows = rows.assign(kunci=rows["indikator"].map(key), kelompok=rows["sasaran"].map(key))
        known = rows[rows["kelompok"].ne("")].drop_duplicates(["kunci", "kelompok"])
        alone = known[~known["kunci"].duplicated(keep=False)].set_index("kunci")["sasaran"]
        rows["sasaran"] = rows["sasaran"].where(
            rows["kelompok"].ne(""), rows["kunci"].map(alone).astype(object).fillna("")
        )
        rows["kelompok"] = rows["sasaran"].map(key)
        rows = rows.assign(told=rows[["target", "realisasi", "capaian"]].ge(0).sum(axis=1))
        rows = rows[rows["realisasi"].ge(0) | rows["capaian"].ge(0)]
        best = rows.sort_values("told", ascending=False, kind="stable").drop_duplicates(["kunci", "kelompok"])
        lonely = best["kelompok"].value_counts()
        for row in best.sort_index().itertuples():
            own = str(row.predikat or "")
            change = self.repaired.label(row.tabel, row.baris, own, row.capaian) if own else ""
            subject = row.sasaran if lonely[row.kelompok] == 1 else ""
            rated = Cell(own, change) if own else self.rated(row.capaian, subject)
            line = self.line("indikator", row.indikator, row.target, row.realisasi, row.capaian)
            self.group(row.sasaran).lines.append(line._replace(predikat=rated))

    def add_averages(self) -> None:
        """Averages of a sasaran under it; those of a whole table behind all."""
        rows = self.indikator[self.indikator["jenis_baris"].eq("rata_rata") & self.indikator["capaian"].ge(0)]
        node = pd.Series(self.repaired.node[rows["capaian"].astype(int)], index=rows.index)
        for row in rows[~node.duplicated()].itertuples():
            of_one = key(row.sasaran) in self.groups
            name = self.names.get(int(self.repaired.node[row.capaian]), "")
            told = str(name or row.indikator) if of_one else average_name(row, name)
            rated = self.rated(row.capaian, row.sasaran)
            line = self.line("rata_rata", told, -1, -1, row.capaian)._replace(predikat=rated)
            self.group(row.sasaran if of_one else "").lines.append(line)

    def add_programmes(self) -> None:
        """Programmes under the sasaran that some table of the budget names for them."""
        named = pd.concat([self.anggaran["uraian"], self.anggaran["program"]]).map(key)
        under = pd.concat([self.anggaran["sasaran"]] * 2)
        pairs = pd.DataFrame({"program": named.to_numpy(), "sasaran": under.to_numpy()})
        pairs = pairs[pairs["program"].ne("") & pairs["sasaran"].ne("")]
        pairs = pairs[~pairs.assign(sasaran=pairs["sasaran"].map(key)).duplicated()]
        alone = pairs[~pairs["program"].duplicated(keep=False)].set_index("program")["sasaran"]
        for row in self.programmes.itertuples():
            name = row.sasaran or alone.get(key(row.uraian), "")
            line = self.line("program", row.uraian, row.pagu, row.realisasi, row.persen)
            self.group(name if key(name) in self.groups else "").lines.append(line)


def per_sasaran(
    sub, laporan: str, tahun: int | None, repaired: Repaired, workings: list[dict]
) -> list[Sasaran]:
    """The sasaran of one report in its order, with their indicators, averages and programmes; what belongs to
    none stands last, under the name ''. Empty where the report prints no indicator with a result."""
    report = _Report(sub, laporan, tahun, repaired, workings)
    report.add_indicators()
    if not report.groups:
        return []
    report.add_averages()
    report.add_programmes()
    return sorted(report.groups.values(), key=lambda group: not group.name)


def cut(groups: list[Sasaran], most: int = MOST_LINES) -> tuple[list[Sasaran], int]:
    """So many lines of the groups, and how many are left out."""
    shown, left = [], most
    for group in groups:
        shown.append(Sasaran(group.name, group.lines[:left]))
        left -= len(shown[-1].lines)
    total = sum(len(group.lines) for group in groups)
    return [group for group in shown if group.lines], total - (most - left)
