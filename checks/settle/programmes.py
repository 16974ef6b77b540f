"""Programmes as a report counts, groups and funds them: "5 program, 9 kegiatan", "program unggulan
beranggaran …", plan and budget.

Every table here is derived from the budget tables and from what prose says of them; ids point into `angka`.
"""

import re

import numpy as np
import pandas as pd

from checks.operands import FIGUR, RUSAK, Numbers
from checks.settle.names import has, normalise
from schemas import interval as S
from schemas.keys import codes, codes_of_both, find, pairs

LEVELS = ["program", "kegiatan", "sub kegiatan"]
PLACE = ["tabel", "bagian", "halaman", "baris", "garis"]
MOST = 0.8  # of the largest total of the year: a table with less is of a part of the agency
_OPEN = {"jumlah": float("nan"), "seluruhnya": float("nan"), "banyak": 0, "anggota": ""}
_COMMON = {"program", "kegiatan", "sub", "urusan", "dan"}


def programmes(tables: dict, numbers: Numbers, plans: str) -> None:
    """Add `banyak_pelaksana`, `kelompok_program`, `perubahan_program`, `rencana_program`. plans: words for
    the year's plans."""
    year = tables["laporan"].set_index("laporan")["tahun"]
    a = tables["anggaran"]
    a = a[a["bulan"].eq("") & (a["tahun"].eq(a["laporan"].map(year)) | a["tahun"].le(0))].reset_index(
        drop=True
    )
    levels = _levels(a, numbers)
    tables["banyak_pelaksana"] = _counted(tables, levels, numbers, year)
    tables["kelompok_program"] = _groups(tables["rincian"], tables["klaim"], a, numbers)
    plan, now = _plans(a, levels, numbers, plans)
    tables["perubahan_program"], tables["rencana_program"] = _changed(plan, now, a, tables["klaim"], numbers)


def _levels(a: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """The levels that a budget table lists in full (their sum is a total that it prints): laporan, tabel,
    tingkat, banyak, total, dokumen."""
    money = numbers.value[a["pagu"].to_numpy(dtype="int64")]
    rows = a[["laporan", "tabel", "tingkat", "dokumen"]].assign(uang=money)
    listed = rows[rows["tingkat"].isin(LEVELS)].groupby(["laporan", "tabel", "tingkat"], sort=False)
    listed = listed.agg(
        banyak=("uang", "size"),
        total=("uang", "sum"),
        terbaca=("uang", "count"),
        dokumen=("dokumen", "first"),
    ).reset_index()
    listed = listed[listed["banyak"].eq(listed["terbaca"])]
    totals = rows[rows["tingkat"].eq("total") & rows["uang"].gt(0)]
    i, j = pairs(*codes_of_both([listed["laporan"], listed["tabel"]], [totals["laporan"], totals["tabel"]]))
    equal = np.abs(listed["total"].to_numpy()[i] - totals["uang"].to_numpy()[j]) < 0.5
    return listed.iloc[np.unique(i[equal])].reset_index(drop=True)


def _counted(tables: dict, levels: pd.DataFrame, numbers: Numbers, year: pd.Series) -> pd.DataFrame:
    """`banyak_pelaksana`: "5 program, 9 kegiatan dan 21 sub kegiatan" of the whole agency, a level a row.

    laporan, kunci, ukuran (the level), tahun, nilai (id), banyak (rows of the table that comes nearest),
    dokumen (of that table), terikat (a level of the same statement is as a table has it), place. Only tables
    of the whole agency count, and only for a level that they list in full.
    """
    r, k = tables["rincian"], tables["klaim"]
    kept = ["laporan", "tahun", "ukuran", "nilai", *PLACE]
    from_sums = r[r["peran"].eq("total") & r["ukuran"].isin(LEVELS)]
    from_claims = k[k["jenis"].eq("banyak") & k["ukuran"].isin(LEVELS) & (k["nilai"] >= 0)]
    said = pd.concat([from_sums[kept], from_claims[kept]], ignore_index=True).drop_duplicates("nilai")
    said = said[numbers.kelas[said["nilai"].to_numpy(dtype="int64")] == FIGUR]
    said = said[said["tahun"].eq(said["laporan"].map(year)) | said["tahun"].le(0)].reset_index(drop=True)
    whole = levels[levels["total"].ge(MOST * levels.groupby("laporan")["total"].transform("max"))]
    i, j = pairs(*codes_of_both([said["laporan"], said["ukuran"]], [whole["laporan"], whole["tingkat"]]))
    number = whole["banyak"].to_numpy(dtype="float64")[j]
    far = np.abs(number - numbers.value[said["nilai"].to_numpy(dtype="int64")][i])
    order = np.lexsort((far, i))
    order = order[np.diff(i[order], prepend=-1) > 0]  # the nearest table of each
    said = said.iloc[i[order]].assign(
        banyak=number[order], dokumen=whole["dokumen"].to_numpy()[j[order]], kunci="program dan kegiatan"
    )
    right = far[order] == 0
    statement = codes(said["laporan"], said["tabel"])
    return said.assign(terikat=np.bincount(statement, right)[statement] > 0 if len(said) else False)


def _groups(rincian: pd.DataFrame, klaim: pd.DataFrame, a: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """`kelompok_program`: money of a named group of programmes ("program unggulan beranggaran …") beside
    their sum.

    laporan, kunci (the group), ukuran, tahun, nilai (id), jumlah, seluruhnya (of all programmes), banyak,
    anggota, cocok, terbagi (a table's programmes are so divided), place. The groups are those into which a
    sentence divides the programmes ("terdiri dari program rutin sebanyak 2 program dan program unggulan
    sebanyak 3 program").
    """
    parts = rincian[rincian["ukuran"].eq("program") & rincian["induk"].ne("")]
    money = klaim[
        klaim["jenis"].eq("nilai") & klaim["ukuran"].isin(["pagu", "serapan"]) & (klaim["nilai"] >= 0)
    ]
    listed = a[a["tingkat"].eq("program")]
    told, rows = (dict(list(frame.groupby("laporan", sort=False))) for frame in (money, listed))
    made: list[dict] = []
    for (report, _), group in parts.groupby(["laporan", "tabel"], sort=False):
        made += _told_of(group, told.get(report, money.iloc[:0]), rows.get(report, listed.iloc[:0]), numbers)
    out = pd.DataFrame(made, columns=["laporan", "kunci", "ukuran", "tahun", "nilai", *_OPEN, *PLACE])
    out = out.drop_duplicates(["nilai", "kunci"]).reset_index(drop=True)
    whole = ["tahun", "nilai", "halaman", "garis"]
    out[whole] = out[whole].astype("int64")
    ids, total = out["nilai"].to_numpy(dtype="int64"), out["jumlah"].to_numpy(dtype="float64")
    fits = S.outcome(total, numbers.value[ids], numbers.desimal[ids], total, total) != S.MISMATCH
    return out.assign(cocok=fits, terbagi=out["banyak"].astype("int64") > 0)


def _told_of(group: pd.DataFrame, told: pd.DataFrame, rows: pd.DataFrame, numbers: Numbers) -> list[dict]:
    """The statements about money of the parts of one division, each with the sum that comes nearest."""
    count = numbers.value[group["nilai"].to_numpy(dtype="int64")]
    names = normalise(group["uraian"]).tolist()
    about = normalise(told["subjek"])
    made = []
    for which, name in enumerate(names) if len(set(names)) == len(names) else ():
        for claim in told[has(about, rf"\b{re.escape(name)}\b").to_numpy(dtype=bool)].to_dict("records"):
            column = "realisasi" if claim["ukuran"] == "serapan" else "pagu"
            found = _sums(rows, names, count, which, column, numbers)
            best = min(found, key=lambda f: abs(f["jumlah"] - numbers.value[claim["nilai"]]), default=_OPEN)
            made.append(
                {c: claim[c] for c in ("laporan", "ukuran", "tahun", "nilai", *PLACE)}
                | best
                | {"kunci": name}
            )
    return made


def _sums(
    rows: pd.DataFrame, names: list[str], count: np.ndarray, which: int, column: str, numbers: Numbers
) -> list[dict]:
    """The sums of one group's programmes, one for each budget table whose programmes (`rows`) are so
    divided."""
    result = []
    for _, table in rows.groupby("tabel", sort=False):
        ids = table[column].to_numpy(dtype="int64")
        member = _members(normalise(table["uraian"]).tolist(), names, count)
        if member is None or not np.all(numbers.kelas[ids] == FIGUR):
            continue
        mine = member == which
        result.append(
            {
                "jumlah": numbers.value[ids[mine]].sum(),
                "seluruhnya": numbers.value[ids].sum(),
                "banyak": int(mine.sum()),
                "anggota": "; ".join(table["uraian"][mine]),
            }
        )
    return result


def _members(rows: list[str], names: list[str], count: np.ndarray) -> np.ndarray | None:
    """The group of each programme: the one whose words its name bears, else the one group that no name bears;
    None where the numbers are not those that are said, or where two groups are left."""
    words = [set(n.split()) - _COMMON for n in names]
    borne = [[g for g, w in enumerate(words) if w and w <= set(r.split())] for r in rows]
    member = np.array([g[0] if g else -1 for g in borne])
    bare = [g for g in range(len(names)) if not (member == g).any()]
    if len(rows) != count.sum() or len(bare) > 1 or any(len(g) > 1 for g in borne):
        return None
    member[member < 0] = bare[0] if bare else -1
    return member if all((member == g).sum() == n for g, n in enumerate(count)) else None


def _plans(
    a: pd.DataFrame, levels: pd.DataFrame, numbers: Numbers, plans: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(what the year's plan gives each programme: rows of `anggaran` + milik; programmes of the budget in
    force).

    A plan that prints no figure for a programme gives it the sum of its kegiatan, where it lists all
    kegiatan.
    """
    early = has(a["dokumen"].str.lower(), rf"\b(?:{plans})\b").to_numpy(dtype=bool)
    kelas = numbers.kelas[a["pagu"].to_numpy(dtype="int64")]
    usable = np.isin(kelas, [FIGUR, RUSAK]) & ~a["pendapatan"].to_numpy(dtype=bool)
    programme = (a["tingkat"].eq("program") & a["kunci"].ne("")).to_numpy()
    level = ["laporan", "tabel", "tingkat"]
    full = find([a[c] for c in level], [levels[c] for c in level]) >= 0
    below = (a["tingkat"].eq("kegiatan") & a["kunci_program"].ne("")).to_numpy() & full
    whole = (
        a[early & usable & programme].assign(milik=lambda x: x["kunci"]).drop_duplicates(["laporan", "milik"])
    )
    parts = a[early & usable & below].assign(milik=lambda x: x["kunci_program"])
    parts = parts[find([parts["laporan"], parts["milik"]], [whole["laporan"], whole["milik"]]) < 0]
    same = ["laporan", "milik", "tabel"]
    first = parts.drop_duplicates(["laporan", "milik"])
    parts = parts[find([parts[c] for c in same], [first[c] for c in same]) >= 0]
    now = a[~early & usable & programme & a["dokumen"].ne("").to_numpy()]
    return pd.concat([whole, parts], ignore_index=True), now.reset_index(drop=True)


def _changed(
    plan: pd.DataFrame, now: pd.DataFrame, a: pd.DataFrame, klaim: pd.DataFrame, numbers: Numbers
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(`perubahan_program`, `rencana_program`): each programme of the budget in force, and the ids of what
    its plan adds up.

    perubahan_program: laporan, kunci, tahun, nilai (id of the pagu nearest to the plan), rencana,
    banyak_rencana, dokumen, dokumen_rencana, dijelaskan (a sentence tells its change, or a table has it
    before and after), perubahan_baris, place.
    """
    money = numbers.value[plan["pagu"].to_numpy(dtype="int64")]
    sums = (
        plan.assign(uang=money)
        .groupby(["laporan", "milik"], sort=False)
        .agg(rencana=("uang", "sum"), banyak_rencana=("uang", "size"), dokumen_rencana=("dokumen", "first"))
        .reset_index()
    )
    i, j = pairs(*codes_of_both([now["laporan"], now["kunci"]], [sums["laporan"], sums["milik"]]))
    both = now.iloc[i].reset_index(drop=True)
    both[list(sums.columns[2:])] = sums.iloc[j, 2:].reset_index(drop=True)
    far = np.abs(
        numbers.value[both["pagu"].to_numpy(dtype="int64")] - both["rencana"].to_numpy(dtype="float64")
    )
    both = both.iloc[np.argsort(far, kind="stable")].drop_duplicates(["laporan", "kunci"]).sort_index()
    told = klaim[klaim["jenis"].isin(["perubahan_anggaran", "naik", "turun"])]
    bridged = a[a["pagu_awal"] >= 0]
    known = pd.concat([told[["laporan", "kunci"]], bridged[["laporan", "kunci"]]])
    both["dijelaskan"] = find([both["laporan"], both["kunci"]], [known["laporan"], known["kunci"]]) >= 0
    kept = ["laporan", "kunci", "tahun", *sums.columns[2:], "dokumen", "dijelaskan", *PLACE]
    out = both[kept].assign(nilai=both["pagu"], perubahan_baris=np.arange(len(both))).reset_index(drop=True)
    i, j = pairs(*codes_of_both([out["laporan"], out["kunci"]], [plan["laporan"], plan["milik"]]))
    ids = {"laporan": out["laporan"].to_numpy()[i], "perubahan_baris": i, "nilai": plan["pagu"].to_numpy()[j]}
    return out, pd.DataFrame(ids)
