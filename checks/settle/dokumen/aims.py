"""Sasaran and indicators that a report shares with a plan or a decree, whether or not figures stand beside
them: rows of `cakupan`, which the review form asks for ("sasaran sesuai dengan sasaran dalam IKU")."""

import numpy as np
import pandas as pd

from cermat.checks.settle.dokumen import wording
from cermat.checks.settle.dokumen.coverage import BOTH, CAKUPAN, HERE, THERE
from cermat.schemas.keys import among, codes_of_both, distinct, pairs

_ASKED = {"pk": "Perjanjian Kinerja", "renstra": "Renstra", "iku": "keputusan IKU"}


def aims_covered(docs: pd.DataFrame, both: pd.DataFrame, aims: pd.DataFrame) -> pd.DataFrame:
    """One row a sasaran of a report or of a plan in force (columns: CAKUPAN).

    docs: documents.documents of one agency; both: indicators.indicators_beside; aims: indicators.all_aims.
    """
    docs = docs[docs["berlaku"] & among(docs["jenis"], *_ASKED)]
    told = aims.iloc[distinct(aims["laporan"], aims["sasaran"])]
    reported = both[(both["ada"] & both["dilaporkan"]).to_numpy(dtype=bool)]
    here = told[told["sasaran"].isin(reported["sasaran"])][["laporan", "sasaran"]]
    here = docs[["laporan", "lain", "jenis"]].merge(here, on="laporan")
    there = docs[["laporan", "lain", "jenis"]].merge(
        told[["laporan", "sasaran"]].rename(columns={"laporan": "lain"}), on="lain"
    )
    left, right = pairs(*codes_of_both([here[name] for name in _PAIR], [there[name] for name in _PAIR]))
    one, other = (side["sasaran"].to_numpy(dtype=object) for side in (here, there))
    same = wording.aims(one[left], other[right]) == wording.SAME
    left, right = left[same], right[same]
    _, first = np.unique(left, return_index=True)
    met = here.iloc[left[first]].assign(
        kunci=one[left[first]], kunci_lain=other[right[first]], sisi=BOTH, cara="sama"
    )
    alone = here[~np.isin(np.arange(len(here)), left)].assign(sisi=HERE, kunci_lain="", cara="")
    alone["kunci"] = alone["sasaran"]
    lacking = there[~np.isin(np.arange(len(there)), right)].assign(sisi=THERE, kunci="", cara="")
    lacking["kunci_lain"] = lacking["sasaran"]
    alone, lacking = (side[_with_both(side, here, there)] for side in (alone, lacking))
    made = pd.concat([met, alone, lacking], ignore_index=True)
    document = made["jenis"].map(_ASKED).fillna("")
    made = made.assign(perbandingan="sasaran", apa="Sasaran sama dengan " + document)
    return made[CAKUPAN]


_PAIR = ("laporan", "lain")


def _with_both(side: pd.DataFrame, here: pd.DataFrame, there: pd.DataFrame) -> np.ndarray:
    """bool: of a pair of documents both of which print sasaran."""
    pair = [side[name] for name in _PAIR]
    known = [np.isin(*codes_of_both(pair, [one[name] for name in _PAIR])) for one in (here, there)]
    return known[0] & known[1]
