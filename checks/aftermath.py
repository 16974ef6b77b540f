"""Figures and predikat after all repairs, for the texts of findings (the arithmetic: repairs.py)."""

from typing import TYPE_CHECKING

import numpy as np

from cermat.checks import fills
from cermat.checks.settle import scale
from cermat.schemas import interval as S

if TYPE_CHECKING:
    from cermat.checks.result import Result


class Aftermath:
    """What figures and predikat become once all that is accused is put right."""

    def __init__(self, result: "Result") -> None:
        self.result = result
        repaired = result.repaired
        self.values = dict(zip(repaired["node"].tolist(), repaired["value"].tolist(), strict=True))
        self.exact = dict(zip(repaired["node"].tolist(), repaired["x"].tolist(), strict=True))
        self.node = result.explained.causes.node
        bands = result.settled.scale
        self.top = bands.groupby("laporan")["hi"].max().to_dict() if len(bands) else {}

    def value(self, number: int) -> float | None:
        """What a printed number becomes, None where it stays."""
        return self.values.get(int(self.node[number])) if number >= 0 else None

    def repair(self, finding: dict) -> float:
        """What the number that a finding accuses must be: where the figures that it is computed from or
        copied from are put right, too, after all repairs. finding: a row of `findings`."""
        alone, accused = float(finding["recomputed"]), int(finding["stated_id"])
        if int(finding["cause"]) < 0 or finding["relation"] or self.value(accused) is None:
            return alone
        every = self.exact[int(self.node[accused])]
        unit = S.last_unit(self.result.settled.tables.numbers.desimal[[accused]])[0]
        return alone if abs(every - alone) < unit / 2 else every

    def rank(self, number: int, value: float) -> float:
        """The rank that the scale of the number's report gives to a value; NaN where none decides."""
        bands = self.result.settled.scale
        if bands.empty:
            return np.nan
        report = self.result.sub.angka["laporan"].to_numpy()[[number]]
        return float(scale.rank_of_value(bands, report, np.array([value]), np.zeros(1))[0][0])

    def label(self, number: int, value: float) -> str:
        """The predikat that the scale of the number's report gives to a value; '' where none decides."""
        report = self.result.sub.angka["laporan"].to_numpy()[[number]]
        rank = np.array([self.rank(number, value)])
        return str(scale.label_of_rank(self.result.settled.scale, report, rank)[0])

    def of_row(self, row: int) -> str:
        """What the predikat in a row of `label` is after all repairs: as it is spelt there where it stays;
        '' where no scale decides."""
        label = self.result.words.table("label")
        number = int(label["nilai"][row])
        value = self.value(number)
        value = float(self.result.words.numbers.value[number]) if value is None else value
        stays = self.rank(number, value) == float(label["rank"][row])
        return str(label["label"][row]) if stays else self.label(number, value)

    def predikat(self, finding: dict) -> tuple[str, str]:
        """(the predikat that a finding calls wrong, the one that is right after all repairs; '' where it is
        right then or no scale decides). finding: a row of `findings`."""
        stated, right = str(finding["stated_label"]), str(finding["recomputed_label"])
        part, row = self.result.words.part(int(finding["banding"]))
        if part.card.table != "label":
            return stated, right
        at, label = int(part.rows[row]), self.result.words.table("label")
        if self.value(int(label["nilai"][at])) is None:
            return stated, right
        right = self.of_row(at)
        both = [str(label[name][at]) for name in ("label", "label_pertama")]
        if finding["kind"] == "kontradiksi" and right.lower() == stated.lower():
            stated = next((other for other in both if other and other.lower() != right.lower()), stated)
        return stated, "" if right.lower() == stated.lower() else right

    def of_label(self, banding: int) -> str:
        """What else must be said of a predikat whose value lies above the scale or will change, '' if none:
        "113,59 lebih tinggi dari batas atas skala (100). Sesudah perbaikan nilainya 86,41 …"."""
        words = self.result.words
        part, row = words.part(banding)
        number = int(words.table("label")["nilai"][int(part.rows[row])])
        if number < 0:
            return ""
        told, printed = [], str(words.texts[number]).strip()
        top = self.top.get(words.angka["laporan"][number], np.inf)
        if words.numbers.value[number] > top:
            told.append(
                f"{printed} lebih tinggi dari batas atas skala ({fills.number(top, _decimals(top))})."
            )
        value = self.value(number)
        if value is not None:
            shown = fills.number(value, max(int(words.numbers.desimal[number]), 2))
            label = self.label(number, value)
            told.append(
                f"Sesudah perbaikan nilainya {shown}" + (f' dengan predikat "{label}".' if label else ".")
            )
        return " ".join(told)


def _decimals(value: float) -> int:
    return 0 if float(value).is_integer() else 2
