"""Figures and predikat after all repairs, for the texts of findings (the arithmetic: repairs.py)."""

from typing import TYPE_CHECKING

import numpy as np

from checks import written
from checks.settle import scale

if TYPE_CHECKING:
    from checks.result import Result


class Aftermath:
    """What figures and predikat become once all that is accused is put right."""

    def __init__(self, result: "Result") -> None:
        self.result = result
        repaired = result.repaired
        self.values = dict(zip(repaired["node"].tolist(), repaired["value"].tolist(), strict=True))
        self.node = result.explained.causes.node
        bands = result.settled.scale
        self.top = bands.groupby("laporan")["hi"].max().to_dict() if len(bands) else {}

    def value(self, number: int) -> float | None:
        """What a printed number becomes, None where it stays."""
        return self.values.get(int(self.node[number])) if number >= 0 else None

    def label(self, number: int, value: float) -> str:
        """The predikat that the scale of the number's report gives to a value; '' where none decides."""
        bands = self.result.settled.scale
        if bands.empty:
            return ""
        report = self.result.sub.angka["laporan"].to_numpy()[[number]]
        low, _ = scale.rank_of_value(bands, report, np.array([value]), np.zeros(1))
        return str(scale.label_of_rank(bands, report, low)[0])

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
                f"{printed} lebih tinggi dari batas atas skala ({written.number(top, _decimals(top))})."
            )
        value = self.value(number)
        if value is not None:
            shown = written.number(value, max(int(words.numbers.desimal[number]), 2))
            label = self.label(number, value)
            told.append(
                f"Sesudah perbaikan nilainya {shown}" + (f' dengan predikat "{label}".' if label else ".")
            )
        return " ".join(told)


def _decimals(value: float) -> int:
    return 0 if float(value).is_integer() else 2
