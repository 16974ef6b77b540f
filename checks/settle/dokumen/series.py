"""`deret`: an indicator followed through the years, by the reports of performance of each; and past figures
that a later report prints otherwise."""

import numpy as np
import pandas as pd

from cermat.checks.operands import Numbers
from cermat.schemas.documents import LKJIP
from cermat.schemas.keys import among, codes, distinct, find

DERET = ["laporan", "kunci", "satuan", "dokumen", "tahun_dokumen", "ukuran", "tahun", "nilai"]
_MEASURES = ("target", "realisasi", "capaian")
_LEAST = 3  # years of a series


def followed(
    docs: pd.DataFrame, matches: pd.DataFrame, details: pd.DataFrame, fakta: pd.DataFrame
) -> pd.DataFrame:
    """The figures of indicators in a report and in the LKjIP beside it, one a row (columns: DERET; nilai an
    id, dokumen '' for the report itself), of indicators with realisasi of three years and more."""
    facts = fakta[(fakta["urutan"].to_numpy() == 0) & among(fakta["ukuran"], *_MEASURES)]
    facts = facts[among(facts["kelas_dokumen"], "") & (facts["tahun"].to_numpy() > 0)]
    known = [details["laporan"], details["kunci"]]
    facts = facts[find([facts["laporan"], facts["kunci"]], known) >= 0]
    facts = facts[["laporan", "kunci", "ukuran", "tahun", "nilai"]]
    before = docs[among(docs["jenis"], LKJIP) & (docs["tahun"] < docs["tahun_laporan"]).to_numpy()]
    links = matches.merge(before[["laporan", "lain", "tahun"]], on=["laporan", "lain"])
    links = links.rename(columns={"tahun": "tahun_dokumen"})
    past = links.merge(
        facts.rename(columns={"laporan": "lain", "kunci": "kunci_lain"}), on=["lain", "kunci_lain"]
    ).rename(columns={"lain": "dokumen"})
    own = links[["laporan", "kunci"]].drop_duplicates().merge(facts, on=["laporan", "kunci"])
    own = own.merge(docs[["laporan", "tahun_laporan"]].drop_duplicates(), on="laporan")
    own = own.rename(columns={"tahun_laporan": "tahun_dokumen"}).assign(dokumen="")
    made = pd.concat([own, past], ignore_index=True)
    unit = np.append(details["satuan"].to_numpy(dtype=object), "")
    made["satuan"] = unit[find([made["laporan"], made["kunci"]], [details["laporan"], details["kunci"]])]
    made = made[DERET]
    reached = made[among(made["ukuran"], "realisasi")]
    once = distinct(*(reached[name] for name in ("laporan", "kunci", "tahun")))
    years = reached.iloc[once].groupby(["laporan", "kunci"]).size()
    long = years[years >= _LEAST].reset_index()
    return made[find([made["laporan"], made["kunci"]], [long["laporan"], long["kunci"]]) >= 0]


def told(deret: pd.DataFrame, laporan: str, numbers: Numbers, named) -> list[dict]:
    """`series` of findings.json of one report. named: a name as it is read."""
    rows = deret[deret["laporan"] == laporan]
    made = []
    for _, part in rows.groupby(codes(rows["kunci"])) if len(rows) else ():
        part = part.assign(value=numbers.value[part["nilai"].to_numpy("int64")])
        made.append(
            {
                "indicator": named(part["kunci"].iat[0]),
                "unit": part["satuan"].iat[0],
                "points": [_point(int(year), own) for year, own in part.groupby("tahun")],
                "restated": _restated(part),
            }
        )
    return made


def _point(year: int, rows: pd.DataFrame) -> dict:
    """What is printed of one year: by the report of that year, else by the earliest later one."""
    rows = rows.assign(early=(rows["tahun_dokumen"] - year).mask(rows["tahun_dokumen"] < year, 99))
    rows = rows.sort_values(["early", "dokumen"], kind="stable")
    first = rows.drop_duplicates("ukuran").set_index("ukuran")
    value = {name: float(first["value"][name]) if name in first.index else None for name in _MEASURES}
    teller = first["dokumen"]["realisasi"] if "realisasi" in first.index else rows["dokumen"].iat[0]
    return {"year": year} | value | {"document": str(teller)}


def _restated(part: pd.DataFrame) -> list[dict]:
    """Realisasi of a year that a later report prints otherwise than the report of that year."""
    reached = part[among(part["ukuran"], "realisasi")]
    then = (
        reached[reached["tahun"] == reached["tahun_dokumen"]]
        .drop_duplicates("tahun")
        .set_index("tahun")["value"]
    )
    later = reached[reached["tahun_dokumen"] > reached["tahun"]].sort_values(["tahun", "tahun_dokumen"])
    return [
        {
            "year": int(row.tahun),
            "then": float(then[row.tahun]),
            "now": float(row.value),
            "document": row.dokumen,
        }
        for row in later.itertuples()
        if row.tahun in then.index and not np.isclose(then[row.tahun], row.value, rtol=1e-9)
    ]
