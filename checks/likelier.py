"""Which of several numbers is the likelier error, where each of them could be.

"14.924" among the parts of a total: with 14.294 they add up to it, and no other number of the sum is one
slip of the pen from what it would have to be. A capaian of 102,70 that its row gives as 107,51, as another
place prints, is 107,51, whatever a third place prints.
"""

import numpy as np
import pandas as pd

from cermat.checks.operands import Numbers
from cermat.schemas.slip import parted, swapped

_DIGITS = 4  # of a figure whose slip is no chance
_SURE, _LIKELY = 0.9, 0.5  # that it is a slip; that it may be one, so that another is not the only one


def mistyped(good: pd.DataFrame, stated_copies: pd.Series, numbers: Numbers) -> pd.DataFrame:
    """Rows of `good` whose number alone, of all that could be wrong in a comparison, is one slip of the pen
    from what it should be: two digits swapped, or one wrong in a part whose total stands in several places.

    good: banding, node, lo, hi, peran, copies; stated_copies: by banding, how often what is stated is
    printed.
    """
    if good.empty:
        return good
    ids = good["node"].to_numpy("int64")
    figure = numbers.mantissa[ids], numbers.desimal[ids], good["lo"].to_numpy(), good["hi"].to_numpy()
    strength = parted(*figure)
    slip = strength > _SURE
    long = np.abs(numbers.mantissa[ids]) >= 10.0 ** (_DIGITS - 1)
    told = good["banding"].map(stated_copies).to_numpy()
    outvoted = good["peran"].ne("dinyatakan") & good["copies"].eq(1) & (told > 1)
    sole = pd.Series(strength > _LIKELY, index=good.index).groupby(good["banding"]).transform("sum") == 1
    return good[sole & slip & long & (good["copies"] <= told) & (swapped(*figure) | outvoted)]


def agreed(
    active: pd.DataFrame, score: pd.DataFrame, copied: np.ndarray, recomputed: np.ndarray
) -> pd.DataFrame:
    """Numbers that no value puts right everywhere, where a recomputation asks what another place prints:
    node, repair, banding (those that ask it).

    active: banding, node, lo, hi, peran of what does not hold; score: node, lo_h, hi_h, ok (see
    blame); copied: comparisons of two copies.
    """
    torn = active.drop_duplicates(["banding", "node"]).merge(
        score.loc[~score["ok"], ["node", "lo_h", "hi_h"]]
    )
    again = torn["banding"].isin(copied)
    own = torn[torn["peran"].eq("dinyatakan") & ~again]
    own = own.assign(repair=recomputed[own["banding"].to_numpy("int64")])
    own = own[~(own["repair"] < own["lo_h"]) & ~(own["repair"] > own["hi_h"])]
    both = own[["node", "repair", "banding"]].merge(torn[again], on="node", suffixes=("_own", ""))
    both = both[both["repair"].between(both["lo"], both["hi"])]
    own = both.drop(columns="banding").rename(columns={"banding_own": "banding"})
    every = pd.concat([own, both])[["node", "repair", "banding"]].drop_duplicates(["node", "banding"])
    one = every.groupby("node")["repair"].transform(lambda asked: asked.round(6).nunique()) == 1
    return every[one].drop_duplicates("banding")
