"""Were the faults found, and was anything invented? Held against the truth by figures, not by words."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cermat.checks.findings_json import LEVELS
from tests.nation.faults import kinds


@dataclass(eq=False)
class Score:
    """faults: laporan, jenis, found (a finding names the figure or one it feeds), exact (it accuses the figure itself),
    doubtful (only perlu dilihat); alarms: findings at sedang or above that no fault explains (laporan, rule, kondisi)."""

    faults: pd.DataFrame
    alarms: pd.DataFrame


def score(result, truth: pd.DataFrame) -> Score:
    """An audit of the nation's frames, held against its truth."""
    cells = truth.assign(id=_ids(result, truth))
    touched = _touched(result)
    serious = touched["severity"].isin(["sedang", "tinggi"]) & ~touched["doubtful"]
    explained = np.zeros(len(touched), dtype=bool)
    rows = []
    for (report, name), own in cells.groupby(["laporan", "jenis"], sort=False):
        kind = kinds()[name]
        here = touched["laporan"].eq(report)
        hit = touched["id"].isin(own["id"][own["id"] >= 0])
        told = touched["rule"].isin(kind.rules) & here
        hit = (hit | told if kind.by == "aturan" else hit) & here
        explained |= touched["finding"].isin(touched.loc[hit | told, "finding"]).to_numpy()
        enough = hit & ~touched["doubtful"] & (serious | (kind.level == "rendah"))
        rows.append(
            (report, name, enough.any(), (enough & touched["accused"]).any(), hit.any() and not enough.any())
        )
    alarms = touched[serious & ~explained].drop_duplicates("finding")
    told = result.findings.set_index(["laporan", "id"])["kondisi"] if len(alarms) else {}
    wanted = [told.get((a.laporan, a.name_id), "") for a in alarms.itertuples()]
    made = alarms[["laporan", "rule", "severity"]].assign(kondisi=wanted)
    return Score(pd.DataFrame(rows, columns=["laporan", "jenis", "found", "exact", "doubtful"]), made)


def score_documents(findings: pd.DataFrame, truth: pd.DataFrame) -> Score:
    """The same for reports that were written as documents and read again: their rows have other places, so a fault is
    found by a rule that may tell it, or by a finding at sedang or above about the changed figure.

    findings: findings.parquet of a batch, laporan without the suffix of its file.
    """
    serious = findings["severity"].isin(["sedang", "tinggi"]) & ~findings["doubtful"]
    rows, explained = [], np.zeros(len(findings), dtype=bool)
    for (report, name), own in truth.groupby(["laporan", "jenis"], sort=False):
        kind = kinds()[name]
        here = findings["laporan"].eq(report).to_numpy()
        exact = here & findings["text"].isin(set(own["baru"]) - {""}).to_numpy()
        hit = here & findings["rule"].isin(kind.rules).to_numpy() | exact
        explained |= here  # what else a faulty report is told of follows from its fault
        enough = hit & ~findings["doubtful"].to_numpy() & (serious.to_numpy() | (kind.level == "rendah"))
        rows.append((report, name, enough.any(), (enough & exact).any(), hit.any() and not enough.any()))
    alarms = findings[serious & ~explained].drop_duplicates(["laporan", "id"])
    made = alarms[["laporan", "rule", "severity"]].assign(
        kondisi=alarms["subject"] + ": " + alarms["text"].fillna("") + " di " + alarms["table"].fillna("")
    )
    return Score(pd.DataFrame(rows, columns=["laporan", "jenis", "found", "exact", "doubtful"]), made)


def _ids(result, truth: pd.DataFrame) -> np.ndarray:
    """The printed figure that each cell of the truth is, -1 where it is none."""
    made = np.full(len(truth), -1)
    for name, own in truth[truth["kolom"].ne("")].groupby("tabel_tipe"):
        frame = result.sub.tables[name]
        if len(frame) == 0:
            continue
        report = frame["laporan"].to_numpy()
        start = pd.Series(np.arange(len(report))).groupby(report).min()
        at = own["laporan"].map(start).to_numpy() + own["baris"].to_numpy()
        for place, row, column in zip(truth.index.get_indexer(own.index), at, own["kolom"], strict=True):
            if frame[column].dtype.kind == "i" and column in result.settled.tables.value_columns[name]:
                made[place] = frame[column].iat[int(row)]
    return made


def _touched(result) -> pd.DataFrame:
    """Every figure that takes part in what a finding is about: finding, laporan, rule, severity, doubtful, id, accused."""
    found = result.explained.findings
    found = found.assign(name_id=found["id"])
    joined = result.explained.members.merge(result.operan[["banding", "id"]], on="banding", how="left")
    paper = result.kertas_kerja["stated_id"].to_numpy()
    stated = result.explained.members.assign(
        id=paper[result.explained.members["banding"].to_numpy(dtype="int64")]
    )
    both = pd.concat(
        [joined[["finding", "id"]], stated[["finding", "id"]], found[["finding"]].assign(id=-1)]
    ).drop_duplicates()
    both["id"] = both["id"].fillna(-1).astype("int64")
    made = both.merge(
        found[["finding", "laporan", "rule", "severity", "doubtful", "stated_id", "name_id"]], on="finding"
    )
    node = np.append(result.explained.causes.node, -1)
    made["doubtful"] = made["doubtful"].astype(bool)
    made["accused"] = (
        (made["stated_id"] >= 0)
        & (node[made["id"]] == node[made["stated_id"].to_numpy(dtype="int64")])
        & (made["id"] >= 0)
    )
    return made


__all__ = ["LEVELS", "Score", "score", "score_documents"]
