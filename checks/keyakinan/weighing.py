"""Keyakinan: how sure it is that a comparison which does not hold is the report's mistake and not the
reader's.

Evidence of four kinds (reading, charity, company, slip) is added up here, in one place: log odds, with
the weights as data (weights.yaml). Proving is free; an accusation has to be earned.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cermat.checks.comparison import INTERVAL, LABELS, PRESENCE
from cermat.checks.keyakinan import charity, company, reading, slip
from cermat.checks.keyakinan.evidence import gather
from cermat.checks.keyakinan.weights import weights

_SHAPES = {INTERVAL: "selang", LABELS: "predikat", PRESENCE: "keberadaan"}
_TOLD = 2  # doubts that are told to the reader
_UNSUPPORTED = "bukti yang mendukungnya belum cukup"
_SEVERAL = 3
_SHARE = 0.6  # of the failures of a column that one other reading explains


@dataclass(eq=False)
class Weighed:
    """banding: rows of kertas_kerja that do not hold; keyakinan (float64, 0 to 1); signs: one column a
    sign; kolom: number of the column that fails as a whole, -1; cara: code of the other reading that
    the row shows."""

    banding: np.ndarray
    keyakinan: np.ndarray
    signs: pd.DataFrame
    kolom: np.ndarray
    cara: np.ndarray

    def why(self, row: int) -> str:
        """What speaks against the accusation, in words, gravest first."""
        told = weights()["tanda"]
        against = {
            sign: told[sign]["bobot"] * value
            for sign, value in self.signs.iloc[row].items()
            if "kata" in told[sign]
        }
        gravest = sorted((sign for sign in against if against[sign] < -0.25), key=lambda sign: against[sign])[
            :_TOLD
        ]
        return "; ".join(told[sign]["kata"] for sign in gravest) or _UNSUPPORTED


def weigh(comparisons, violated, operan, angka, settled, causes) -> Weighed:
    """Weigh every comparison that does not hold.

    comparisons: checks.compare.Comparisons; violated: bool array over kertas_kerja; operan: its
    figures; angka: of the Submission; settled: checks.settle.Settled; causes: checks.blame.Causes.
    """
    evidence = gather(comparisons, violated, operan, angka, settled, causes)
    told = (
        reading.signs(evidence)
        | charity.signs(evidence)
        | company.signs(evidence, operan, violated)
        | slip.signs(evidence)
    )
    told["kolom_lain"] = told["sedikit_cocok"] * np.maximum(
        _column_read_otherwise(told["saudara"], told["cara"]),
        _column_read_otherwise(told["saudara"], told["kolom_cetak"]),
    )
    names = list(weights()["tanda"])
    signs = pd.DataFrame({name: told[name] for name in names})
    return Weighed(
        evidence.at, believed(signs, evidence.column("bentuk")), signs, told["kolom"], told["cara"]
    )


def believed(signs: pd.DataFrame, shape: np.ndarray, given: dict | None = None) -> np.ndarray:
    """Keyakinan (0 to 1) of comparisons with these signs; given: weights instead of those of the house."""
    held = given or weights()
    base = np.array([held["dasar"][_SHAPES[shape]] for shape in range(len(_SHAPES))])
    weight = np.array([held["tanda"][sign]["bobot"] for sign in signs.columns])
    odds = base[shape.astype("int64")] + signs.to_numpy(dtype="float64") @ weight
    return 1 / (1 + np.exp(-odds))


def _column_read_otherwise(siblings: np.ndarray, way: np.ndarray) -> np.ndarray:
    """Failures of a column most of which one other reading explains: the same formula over the same
    columns, or the same other column of the copy. siblings: code of the column; way: of the reading, -1
    for none."""
    asked = np.flatnonzero(way >= 0)
    made = np.zeros(len(siblings))
    if not len(asked):
        return made
    size = np.bincount(siblings)[siblings[asked]]
    pair = pd.factorize(siblings[asked] * 100_000 + way[asked])[0]
    same = np.bincount(pair)[pair]
    made[asked] = ((same >= _SHARE * size) & (same >= _SEVERAL)).astype("float64")
    return made
