"""What all reports of a batch come to: findings of each kind by region, kind of agency and year, and capaian
as stated against capaian as recomputed."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from cermat.reports.batch.agencies import agency
from cermat.reports.labels import KINDS, N_, Labels
from cermat.reports.xlsx_book import Book, Column

GROUPS = {"wilayah": N_("Wilayah"), "jenis_instansi": N_("Jenis instansi"), "tahun": N_("Tahun")}
_SHEETS = {"wilayah": N_("Per wilayah"), "jenis_instansi": N_("Per jenis instansi"), "tahun": N_("Per tahun")}
_HELD = ("tepat", "dipotong", "dalam presisi")
_WRONG = "tidak cocok"


@dataclass(eq=False)
class Overview:
    """Gathers the frames of parts (schemas/batch.py), small sums of each."""

    _reports: list[pd.DataFrame] = field(default_factory=list)
    _kinds: list[pd.DataFrame] = field(default_factory=list)
    _capaian: list[pd.DataFrame] = field(default_factory=list)

    def add(self, frames: dict[str, pd.DataFrame]) -> None:
        """Take in `laporan`, `findings` and `capaian` of one part."""
        reports = frames["laporan"][["laporan", "instansi", "tahun"]]
        told = {name: agency(name) for name in reports["instansi"].unique()}
        groups = pd.DataFrame(
            {
                "laporan": reports["laporan"],
                "wilayah": reports["instansi"].map(lambda name: told[name].region),
                "jenis_instansi": reports["instansi"].map(lambda name: told[name].kind),
                "tahun": reports["tahun"].map(lambda year: str(year) if year > 0 else ""),
            }
        )
        self._reports.append(groups)
        found = frames["findings"]
        found = found[~found["doubtful"].astype(bool) & ~found["waived"].astype(bool)]
        named = found[["laporan", "kind"]].merge(groups, on="laporan")
        self._kinds.append(named.groupby([*GROUPS, "kind"]).size().rename("temuan").reset_index())
        capaian = frames["capaian"][["laporan", "stated", "recomputed", "hasil"]].merge(groups, on="laporan")
        self._capaian.append(capaian.drop(columns="laporan"))

    def kinds(self, group: str) -> pd.DataFrame:
        """A row a group, most findings first: laporan, and a column a kind that is met."""
        counts = pd.concat(self._kinds).pivot_table(
            index=group, columns="kind", values="temuan", aggfunc="sum", fill_value=0
        )
        reports = pd.concat(self._reports)[group].value_counts().rename("laporan")
        kinds = [kind for kind in KINDS if kind in counts] + sorted(set(counts) - set(KINDS))
        table = reports.to_frame().join(counts[kinds]).fillna(0).astype("int64")
        table["jumlah"] = table[kinds].sum(axis=1)
        return table.rename_axis(group).reset_index().sort_values(["jumlah", group], ascending=[False, True])

    def capaian(self, group: str) -> pd.DataFrame:
        """A row a group: diuji, cocok, tidak_cocok, terlalu_tinggi, terlalu_rendah (of those that do not
        fit), and the medians tercetak and hitung_ulang."""
        every = pd.concat(self._capaian)
        every = every[every["hasil"].isin([*_HELD, _WRONG])]
        wrong, more = every["hasil"].eq(_WRONG), every["stated"] - every["recomputed"]
        marked = every.assign(
            cocok=~wrong,
            tidak_cocok=wrong,
            terlalu_tinggi=wrong & more.gt(0),
            terlalu_rendah=wrong & more.lt(0),
        )
        by_group = marked.groupby(group)
        counts = by_group[["cocok", "tidak_cocok", "terlalu_tinggi", "terlalu_rendah"]].sum()
        table = by_group.size().rename("diuji").to_frame().join(counts)
        medians = by_group[["stated", "recomputed"]].median()
        table[["tercetak", "hitung_ulang"]] = medians.replace([np.inf, -np.inf], np.nan)
        return table.reset_index().sort_values(["tidak_cocok", group], ascending=[False, True])

    def sheets(self, book: Book, told: str, foot: str, words: Labels) -> None:
        """Add a sheet for each group, and those of capaian."""
        for group, name in _SHEETS.items():
            table = self.kinds(group)
            titles = {group: GROUPS[group], "laporan": N_("Laporan"), "jumlah": N_("jumlah")} | KINDS
            _sheet(book, book.sheet(words._(name), told, foot, "#8C1C13"), table, titles, words)
        titles = {
            "diuji": N_("diuji"),
            "cocok": N_("cocok"),
            "tidak_cocok": N_("tidak cocok"),
            "terlalu_tinggi": N_("tercetak terlalu tinggi"),
            "terlalu_rendah": N_("tercetak terlalu rendah"),
            "tercetak": N_("median tercetak"),
            "hitung_ulang": N_("median hitung ulang"),
        }
        for group, name in GROUPS.items():
            sheet = book.sheet(f"{words._(N_('Capaian'))} · {words._(name)}"[:31], told, foot, "#1F3A5F")
            _sheet(book, sheet, self.capaian(group), {group: name} | titles, words)


def _sheet(book: Book, sheet, table: pd.DataFrame, titles: dict[str, str], words: Labels) -> None:
    """A table, its first column a name."""
    kinds = {name: "number" if table[name].dtype == "float64" else "whole" for name in table.columns[1:]}
    columns = [Column(words._(titles[name]), 11, kinds.get(name, "text")) for name in table.columns]
    columns[0] = Column(columns[0].title, 40)
    book.table(sheet, columns)
    for at, row in enumerate(table.itertuples(index=False), 1):
        cells = [str(row[0]) or "–", *(None if pd.isna(cell) else cell for cell in row[1:])]
        book.row(sheet, at, columns, cells, {0: {"bold": True}})
    if len(table):
        sheet.autofilter(0, 0, len(table), len(columns) - 1)
