"""A rating scale that a report prints a second time: are its boundaries those of the first?"""

import numpy as np
import pandas as pd

from cermat.checks.settle.scale import boundaries, label_key
from cermat.schemas.keys import codes, find, first_of

_LEAST = 2  # boundaries that two prints of one scale share the labels of
_MOSTLY = 0.5  # of them are equal, else they are two scales
_SHUT = {"batas", "batas_bawah", "sebelah", "milik_atas", "bawah", "atas", "halaman"}


def printed_again(all_edges: pd.DataFrame) -> pd.DataFrame:
    """`skala_lagi`: the boundaries of every further print of a report's scale, as `scale.boundaries`, beside
    those of its first print (…_lain); sama: both put a value on that boundary into the same band.

    A scale with other labels, or with mostly other bounds, rates something else and is left out. Bands that
    share a bound by their bare dash ("80 - 100", "50 - 80") leave open whose it is. all_edges: `scale.edges`.
    """
    between = boundaries(all_edges)
    between["label"] = label_key(between["label_bawah"]) + "/" + label_key(between["label_atas"])
    table = between["tabel"].to_numpy(dtype=object)
    is_first = table == table[first_of(codes(between["laporan"]))]
    own, more = between[is_first], between[~is_first]
    at = find([more["laporan"], more["label"]], [own["laporan"], own["label"]])
    more, there = more[at >= 0].reset_index(drop=True), own.iloc[at[at >= 0]].reset_index(drop=True)
    out = more.join(there[sorted(_SHUT)].add_suffix("_lain"))
    values = out["batas"].eq(out["batas_lain"]) & out["batas_bawah"].eq(out["batas_bawah_lain"])
    told = out["sebelah"].lt(2) & out["sebelah_lain"].lt(2)  # whose the bound is
    ends = out["sebelah"].eq(out["sebelah_lain"]) & out["milik_atas"].eq(out["milik_atas_lain"])
    out["sama"] = values & (ends | ~told)
    scale = codes(out["laporan"], out["tabel"])
    count, equal = np.bincount(scale), np.bincount(scale, values)
    same_scale = (count >= _LEAST) & (equal >= _MOSTLY * count)
    return out[same_scale[scale]].reset_index(drop=True)
