"""`kemajuan`: how far the report says an indicator has come towards the end of the plan, where the end target
stands in the plan alone."""

import pandas as pd

from cermat.checks.operands import Numbers
from cermat.checks.settle.dokumen.values import END, with_ends
from cermat.schemas.keys import among, codes_of_both, distinct, pairs


def progress(docs: pd.DataFrame, matches: pd.DataFrame, tables: dict, numbers: Numbers) -> pd.DataFrame:
    """Rows of `indikator` of the reports that print capaian_akhir and realisasi, and no end target, with lain
    (id of the end target in the plan), dokumen_lain, kunci_lain. What a plan sets is exact (in `numbers`): it
    was never measured, and hides no decimals."""
    plans = docs[among(docs["jenis"], "renstra", "iku") & (docs["akhir"] > 0).to_numpy()]
    links = matches.merge(plans[["laporan", "lain"]], on=["laporan", "lain"])
    rows = tables["indikator"]
    told = (rows["capaian_akhir"] >= 0) & (rows["realisasi"] >= 0) & (rows["target_akhir"] < 0)
    rows = rows[told & rows["laporan"].isin(plans["laporan"])]
    left, right = pairs(*codes_of_both([rows["laporan"], rows["kunci"]], [links["laporan"], links["kunci"]]))
    made, link = rows.iloc[left].reset_index(drop=True), links.iloc[right].reset_index(drop=True)
    ends = with_ends(tables["fakta"], plans)
    ends = ends[(ends["tahun_banding"] == END).to_numpy() & among(ends["ukuran"], "target_akhir")]
    ends = ends.iloc[distinct(ends["laporan"], ends["kunci"])]
    left, right = pairs(*codes_of_both([link["lain"], link["kunci_lain"]], [ends["laporan"], ends["kunci"]]))
    ids = tables["fakta"]["nilai"].to_numpy("int64")[ends["at"].to_numpy("int64")[right]]
    made, link = made.iloc[left].reset_index(drop=True), link.iloc[left].reset_index(drop=True)
    numbers.width[ids] = 0.0
    return made.assign(lain=ids, dokumen_lain=link["lain"], kunci_lain=link["kunci_lain"])
