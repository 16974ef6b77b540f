"""What the report itself says has changed: "target semula 88,00% diubah menjadi 90,00%", "perubahan
nomenklatur". A difference that it names is none."""

import numpy as np
import pandas as pd

from cermat.checks.operands import Numbers
from cermat.checks.settle.dokumen.wording import vocabulary
from cermat.checks.settle.names import has, normalise
from cermat.schemas.keys import codes_of_both, find, pairs
from cermat.schemas.submission import Submission


def changes(sub: Submission, reports: pd.Series) -> pd.DataFrame:
    """The passages of some reports that speak of a change: laporan, blok, teks (normalised)."""
    prose = sub.blok[sub.blok["laporan"].isin(reports.unique()) & sub.blok["jenis"].ne("petak")]
    told = prose[has(prose["teks"], vocabulary()["perubahan"]).to_numpy()]
    return told[["laporan", "blok"]].assign(teks=normalise(told["teks"])).reset_index(drop=True)


def named_values(
    made: pd.DataFrame, passages: pd.DataFrame, angka: pd.DataFrame, numbers: Numbers
) -> np.ndarray:
    """bool, one a row of values.compared: does a passage print the other document's figure as what was before
    or after, with the report's own or with the name?"""
    at = find([angka["laporan"], angka["blok"]], [passages["laporan"], passages["blok"]])
    spoken = np.flatnonzero((at >= 0) & (angka["r"].to_numpy() == -1))
    passage, value = at[spoken], np.round(numbers.value[spoken], 6)
    other, own = (np.round(numbers.value[made[name].to_numpy("int64")], 6) for name in ("lain", "nilai"))
    report = passages["laporan"].to_numpy(dtype=object)[passage]
    left, right = pairs(*codes_of_both([made["laporan"], other], [report, value]))
    there = passage[right]
    both = find([there, own[left]], [passage, value]) >= 0
    text = passages["teks"].to_numpy(dtype=object)[there]
    name = normalise(made["kunci"]).to_numpy(dtype=object)[left]
    named = np.array([one in whole for one, whole in zip(name, text, strict=True)], dtype=bool)
    return np.bincount(left, both | named, minlength=len(made)) > 0


def named_indicators(both: pd.DataFrame, passages: pd.DataFrame) -> np.ndarray:
    """bool, one a row of indicators.indicators_beside: does a passage that speaks of a change name the
    indicator as the other document does, or as both do?"""
    left, right = pairs(*codes_of_both([both["laporan"]], [passages["laporan"]]))
    text = passages["teks"].to_numpy(dtype=object)[right]
    name = normalise(both["kunci_lain"].where(both["kunci_lain"].ne(""), both["kunci"])).to_numpy(
        dtype=object
    )
    named = [one in whole for one, whole in zip(name[left], text, strict=True)]
    return np.bincount(left, np.array(named, dtype=bool), minlength=len(both)) > 0
