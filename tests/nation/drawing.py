"""Who reports, and by which conventions: one array a property, one entry a report. And the rows of its tables."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from cermat.datasets.compose.sample import vocabulary
from cermat.schemas.tables import all_tables

BLOCK = 500  # reports drawn together: what a report holds never depends on how many are asked for


@cache
def words() -> dict:
    """words.yaml, with the fields of the composer's sample before its own."""
    own = yaml.load(
        (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    known = []
    for field in vocabulary()["bidang"]:
        counted = " ".join(str(spec) for _, specs in field["sasaran"] for spec in specs).lower()
        groups = [
            [subject, unit, names, unit == "orang"]
            for subject, unit, names in field["rincian"]
            if not any(name.lower() in counted for name in names)  # else two counts of one group
        ]
        kegiatan = [kegiatan for _, listed in field["program"] for kegiatan, _ in listed]
        known.append(
            {
                "nama": f"Dinas {field['nama']}",
                "urusan": field["nama"].lower(),
                "hal": kegiatan,
                "sasaran": field["sasaran"],
                "rincian": groups,
                "layanan": field["layanan"],
            }
        )
    return own | {"bidang": known + own["bidang"], "orang": vocabulary()["orang"]}


def texts(values) -> np.ndarray:
    """An array of Python objects, however alike they are."""
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


class Draft:
    """The reports of one block: conventions as arrays, and rows of typed tables that are added part by part."""

    def __init__(self, seed: int, block: int) -> None:
        told, many = words(), BLOCK
        rng = self.rng = np.random.default_rng([seed, block])
        self.count = many
        self.report = np.arange(many)
        self.name = texts([f"bangsa-{block * many + i:05d}" for i in range(many)])
        self.field = rng.integers(0, len(told["bidang"]), many)
        place = told["tempat"]
        self.place = texts(
            [
                f"{place['awal'][a]} {place['akhir'][b]}"
                for a, b in rng.integers(0, [len(place["awal"]), len(place["akhir"])], (many, 2)).tolist()
            ]
        )
        self.level = texts(["Kabupaten", "Kota", "Provinsi"])[rng.choice(3, many, p=[0.7, 0.2, 0.1])]
        fields = [told["bidang"][i]["nama"] for i in self.field]
        self.agency = texts(
            [
                f"{field} {kind} {where}"
                for field, kind, where in zip(fields, self.level, self.place, strict=True)
            ]
        )
        self.year = rng.integers(told["tahun"][0], told["tahun"][1] + 1, many)
        self.start = self.year - rng.integers(1, 4, many)
        self.years = rng.integers(3, 6, many)  # how many years its series show
        self._numbers()
        self._habits()
        self._rows: dict[str, list[tuple[np.ndarray, dict]]] = {}

    def _numbers(self) -> None:
        """How figures are printed: decimals of capaian (0 to 4), rounded or cut, signs, units."""
        rng, many = self.rng, self.count
        self.decimals = rng.choice(5, many, p=[0.08, 0.12, 0.6, 0.12, 0.08])
        self.cut = rng.random(many) < 0.12
        self.english = (rng.random(many) < 0.1) & (self.decimals != 3)  # "98.714" may be thousands
        self.trimmed = rng.random(many) < 0.12  # "98,5" beside "97,25"
        self.percent = rng.random(many) < 0.5  # "98,50%" in the cell
        self.united = rng.random(many) < 0.25  # "12 orang" in the cell
        self.money = rng.choice(3, many, p=[0.7, 0.15, 0.15])  # plain, Rp, with cents
        self.share = rng.choice([0, 1, 2, 2, 2, 3, 4], many)  # decimals of shares of budgets

    def _habits(self) -> None:
        """Which tables and formulas there are."""
        rng, many = self.rng, self.count
        self.per_target = rng.random(many) < 0.4  # of falling indicators: target / realisasi
        self.capped = np.where(rng.random(many) < 0.12, rng.choice([100, 120, 150], many), 0)
        self.scale = rng.integers(0, len(words()["skala"]), many)
        self.scaled = rng.random(many) < 0.85
        self.rated = rng.random(many) < 0.6  # a column of labels
        self.mean = rng.choice(3, many, p=[0.2, 0.5, 0.3])  # none, of all rows, of each sasaran
        self.mean_printed = rng.random(many) < 0.5  # of the figures as printed, or of those behind them
        self.arrow = rng.random(many) < 0.1  # a column that tells the direction
        self.measures = rng.choice(4, many)  # of the series: R, T+R, T+R+C, C
        self.with_end = rng.random(many) < 0.8
        self.with_next = rng.random(many) < 0.4
        self.depth = rng.choice([1, 2, 3], many, p=[0.2, 0.4, 0.4])
        self.rest = rng.random(many) < 0.6
        self.flat = rng.random(many) < 0.12  # a table that does not say what is part of what

    def chosen(self, at: np.ndarray, share: float) -> np.ndarray:
        """A random part of some positions."""
        return at[self.rng.random(len(at)) < share]

    def add(self, table: str, report: np.ndarray, **columns) -> None:
        """Rows of a typed table: their report, and its columns (an array, or one text for all)."""
        if len(report):
            self._rows.setdefault(table, []).append((np.asarray(report), columns))

    def frames(self) -> dict[str, pd.DataFrame]:
        """Typed tables of text with `laporan`, the rows of each report together in the order they were added."""
        return {name: self._frame(name, parts) for name, parts in self._rows.items()}

    def _frame(self, name: str, parts: list) -> pd.DataFrame:
        report = np.concatenate([rows for rows, _ in parts])
        order = np.argsort(report, kind="stable")
        made = {"laporan": self.name[report[order]]}
        for column in all_tables()[name].columns:
            cells = [self._cells(columns.get(column, ""), len(rows)) for rows, columns in parts]
            made[column] = np.concatenate(cells)[order]
        return pd.DataFrame(made, dtype=object)

    @staticmethod
    def _cells(value, many: int) -> np.ndarray:
        if isinstance(value, str):
            return np.full(many, value, dtype=object)
        value = np.asarray(value)
        return value if value.dtype == object else texts([str(one) for one in value.tolist()])
