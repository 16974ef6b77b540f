"""`cakupan`: how many of the report's indicators and budget lines each comparison with each document covers,
and what has no counterpart."""

import numpy as np
import pandas as pd

from cermat.checks.settle.dokumen.matching import SAME
from cermat.checks.settle.dokumen.values import comparisons, with_ends
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, pairs

CAKUPAN = ["laporan", "lain", "jenis", "perbandingan", "apa", "sisi", "kunci", "kunci_lain", "cara"]
HERE, THERE, BOTH = "di sini", "di sana", "keduanya"
_ASKED = ["laporan", "lain", "perbandingan"]


def coverage(
    docs: pd.DataFrame, known: pd.DataFrame, matches: pd.DataFrame, values: pd.DataFrame, fakta: pd.DataFrame
) -> pd.DataFrame:
    """One row an entity of a comparison with a document (columns: CAKUPAN): sisi 'keduanya' (compared), 'di
    sini' (the report alone prints it) or 'di sana' (the other document alone).

    docs: documents.documents, those of one agency; known: matching.entities; matches: matching.matched;
    values: values.compared.
    """
    facts = with_ends(fakta, docs)
    named = known[~among(known["golongan"], "lain")]
    facts = facts[find([facts["laporan"], facts["kunci"]], [named["laporan"], named["kunci"]]) >= 0]
    left, right = pairs(*codes_of_both([docs["jenis"]], [comparisons()["jenis"]]))
    asked = docs.iloc[left][["laporan", "lain", "jenis"]].reset_index(drop=True)
    card = comparisons().iloc[right].reset_index(drop=True)
    asked[["perbandingan", "apa", "ukuran", "ukuran_lain", "versi", "versi_lain"]] = card[
        ["perbandingan", "apa", "ukuran", "ukuran_lain", "versi", "versi_lain"]
    ]
    here = _printed(asked, facts, ["laporan", "ukuran", "versi"])
    there = _printed(asked, facts, ["lain", "ukuran_lain", "versi_lain"])
    year = [*_ASKED, "tahun_banding"]
    one, other = codes_of_both([here[name] for name in year], [there[name] for name in year])
    here, there = here[np.isin(one, other)], there[np.isin(other, one)]
    met = values[["laporan", "dokumen_lain", "perbandingan", "jenis", "apa", "kunci", "kunci_lain", "cara"]]
    both = met.rename(columns={"dokumen_lain": "lain"})
    met = both.iloc[distinct(*(both[name] for name in [*_ASKED, "kunci"]))].assign(sisi=BOTH)
    alone = _without(here, both, "kunci").assign(sisi=HERE, kunci_lain="", cara="")
    alone = alone[_of_its_levels(alone, there, named)]
    paired = matches.rename(columns={"kunci": "_"})[["laporan", "lain", "kunci_lain"]]
    lacking = _without(there, both, "kunci", "kunci_lain")
    lacking = lacking[
        find([lacking["laporan"], lacking["lain"], lacking["kunci"]], list(_columns(paired))) < 0
    ]
    lacking = lacking.assign(sisi=THERE, kunci_lain=lacking["kunci"], kunci="", cara="")
    return pd.concat([met, alone, lacking], ignore_index=True)[CAKUPAN]


def _of_its_levels(alone: pd.DataFrame, there: pd.DataFrame, named: pd.DataFrame) -> np.ndarray:
    """bool: lines of a level that the other document prints at all: a Perjanjian Kinerja owes programmes, no
    sub kegiatan."""
    level = np.append(named["tingkat"].to_numpy(dtype=object), "")
    known = [named["laporan"], named["kunci"]]
    own = level[find([alone["laporan"], alone["kunci"]], known)]
    other = level[find([there["lain"], there["kunci"]], known)]
    levels = [*(there[name] for name in _ASKED), other]
    return find([*(alone[name] for name in _ASKED), own], levels) >= 0


def _columns(frame: pd.DataFrame):
    return (frame[name] for name in frame)


def _printed(asked: pd.DataFrame, facts: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The entities of one side for which a comparison finds its figure, with the year of each."""
    left, right = pairs(
        *codes_of_both(
            [asked[name] for name in columns],
            [facts[name] for name in ("laporan", "ukuran", "kelas_dokumen")],
        )
    )
    made = asked.iloc[left][[*_ASKED, "jenis", "apa"]].reset_index(drop=True)
    made["kunci"] = facts["kunci"].to_numpy(dtype=object)[right]
    made["tahun_banding"] = facts["tahun_banding"].to_numpy()[right]
    return made


def _without(side: pd.DataFrame, both: pd.DataFrame, column: str, of: str = "kunci") -> pd.DataFrame:
    """The entities of a side that are not compared, each once."""
    names = [*_ASKED, column]
    one, other = codes_of_both([side[name] for name in names], [both[name] for name in [*_ASKED, of]])
    rest = side[~np.isin(one, other)]
    return rest.iloc[distinct(*(rest[name] for name in names))] if len(rest) else rest


def told(cakupan: pd.DataFrame, laporan: str, named) -> list[dict]:
    """`coverage` of findings.json of one report. named: a name as it is read."""
    rows = cakupan[cakupan["laporan"] == laporan]
    made = []
    group = codes(*(rows[name] for name in _ASKED)) if len(rows) else np.zeros(0, dtype="int64")
    for _, part in rows.groupby(group):
        first = part.iloc[0]
        side, name, other = (
            part[column].to_numpy(dtype=object) for column in ("sisi", "kunci", "kunci_lain")
        )
        met = side == BOTH
        compared, whole = int(met.sum()), int((side != THERE).sum())
        if not whole:
            continue
        similar = met & (part["cara"].to_numpy(dtype=object) != SAME)
        made.append(
            {
                "comparison": first["apa"],
                "document": first["lain"],
                "kind": first["jenis"],
                "compared": compared,
                "of": whole,
                "share": round(compared / whole, 4),
                "grade": grade(compared / whole),
                "missing": [named(one) for one in name[side == HERE]],
                "similar": [
                    {"here": named(one), "there": named(two)}
                    for one, two in zip(name[similar], other[similar], strict=True)
                ],
                "only_there": [named(one) for one in other[side == THERE]],
            }
        )
    return made


def grade(share: float) -> str:
    """The grade of a share as the worksheet of PermenPANRB 88/2021 has it: > 90, > 75, > 40, > 10 %."""
    return next(
        (letter for letter, least in zip("abcd", (0.9, 0.75, 0.4, 0.1), strict=True) if share > least), "e"
    )
