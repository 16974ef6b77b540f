"""Long tables that rules compare across sections: values of indicators, and `fakta`: which numbers say the same."""

import re

import numpy as np
import pandas as pd

from checks.operands import FIGUR, Numbers
from checks.settle.names import each, key, normalise

PLACE = ["tabel", "bagian", "halaman", "baris", "garis"]
AVERAGE = "Rata-rata capaian"
_SAME = ["laporan", "kunci", "ukuran", "tahun", "kelas_satuan", "kelas_dokumen"]


def _take(frame: pd.DataFrame, column: str, measure: str, shift: int = 0, **more) -> pd.DataFrame:
    keep = [c for c in ["laporan", "kunci", "sasaran", "satuan", "tahun", "jenis_baris", "dokumen", "arah", *PLACE] if c in frame]
    rows = frame.loc[frame[column] >= 0, keep].copy()
    rows["nilai"] = frame.loc[rows.index, column].to_numpy()
    rows["ukuran"] = measure
    rows["tahun"] = np.where(rows["tahun"] > 0, rows["tahun"] + shift, -1)
    return rows.assign(**more)


def long_values(tables: dict[str, pd.DataFrame], numbers: Numbers) -> pd.DataFrame:
    """Values of indicators, one a row, of `indikator` and `seri`.

    Columns: laporan, kunci, sasaran, satuan, ukuran (target | realisasi | capaian | capaian_akhir), tahun, jenis_baris,
    dokumen, arah, nilai (id), value, the place columns, kelompok (which indicators the table or sasaran holds).
    """
    i, s = tables["indikator"], tables["seri"]
    pieces = [
        _take(i, "target", "target"), _take(i, "realisasi", "realisasi"), _take(i, "capaian", "capaian"),
        _take(i, "realisasi_lalu", "realisasi", -1), _take(i, "capaian_lalu", "capaian", -1),
        _take(i, "target_depan", "target", 1), _take(i, "capaian_akhir", "capaian_akhir"),
        _take(i, "target_akhir", "target_akhir"), _take(s, "nilai", "x"),
    ]  # fmt: skip
    pieces[-1]["ukuran"] = s.loc[pieces[-1].index, "ukuran"].to_numpy()
    long = pd.concat(pieces, ignore_index=True)
    long[["dokumen", "arah"]] = long[["dokumen", "arah"]].fillna("")
    long["jenis_baris"] = long["jenis_baris"].replace("", "indikator").fillna("indikator")
    long["value"] = numbers.value[long["nilai"].to_numpy(dtype="int64")]
    return long


def groups(long: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which indicators a table (or a sasaran within it) holds, as a name that is the same wherever the same set stands.

    Returns (by table, by table and sasaran): laporan, tabel[, sasaran], kelompok, banyak (number of indicators).
    """
    rows = long[(long["jenis_baris"] == "indikator") & long["kunci"].ne("")]

    def named(keys: list[str]) -> pd.DataFrame:
        distinct = rows.drop_duplicates([*keys, "kunci"]).sort_values("kunci")
        made = distinct.groupby(keys, as_index=False).agg(kelompok=("kunci", "; ".join), banyak=("kunci", "size"))
        return made

    return named(["laporan", "tabel"]), named(["laporan", "tabel", "sasaran"])


def name_averages(rows: pd.DataFrame, table_of: str, by_table: pd.DataFrame, by_sasaran: pd.DataFrame) -> pd.Series:
    """Canonical subject of an average: 'Rata-rata capaian: a; b' by the table it belongs to (column `table_of`)."""
    left = rows[["laporan", table_of]].rename(columns={table_of: "tabel"})
    name = left.merge(by_table, how="left", on=["laporan", "tabel"])["kelompok"].to_numpy()
    if "sasaran" in rows:
        narrow = left.assign(sasaran=rows["sasaran"].to_numpy()).merge(by_sasaran, how="left", on=["laporan", "tabel", "sasaran"])
        name = np.where(rows["sasaran"].ne("").to_numpy() & narrow["kelompok"].notna().to_numpy(), narrow["kelompok"], name)
    return pd.Series(name, index=rows.index, dtype=object).map(lambda n: f"{AVERAGE}: {n}" if isinstance(n, str) else "")


def name_sasaran(rows: pd.DataFrame, by_sasaran: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Rows whose subject is the name of a sasaran: (subject, measure) that is meant.

    A sasaran with one indicator is that indicator; with several, capaian is the average of its indicators.
    """
    subject, measure = rows["kunci"].copy(), rows["ukuran"].copy()
    if by_sasaran.empty or rows.empty:
        return subject, measure
    known = by_sasaran.assign(s=normalise(by_sasaran["sasaran"]))
    known = known[known["s"].ne("")].sort_values("banyak", ascending=False, kind="stable")
    own = known.drop_duplicates(["laporan", "tabel", "s"]).set_index(["laporan", "tabel", "s"])
    most = known.drop_duplicates(["laporan", "s"]).set_index(["laporan", "s"])
    said = normalise(rows["subjek"])
    near = own.reindex(pd.MultiIndex.from_arrays([rows["laporan"], rows["acuan"], said]))
    far = most.reindex(pd.MultiIndex.from_arrays([rows["laporan"], said]))
    group = np.where(near["kelompok"].notna(), near["kelompok"], far["kelompok"])
    count = np.where(near["kelompok"].notna(), near["banyak"], far["banyak"])
    here = pd.notna(group) & rows["ukuran"].isin(["capaian", "rata_rata"]).to_numpy()
    one = here & (count == 1)
    subject[one], measure[one] = group[one], "capaian"
    several = here & (count > 1)
    subject[several] = [f"{AVERAGE}: {g}" for g in group[several]]
    measure[several] = "rata_rata"
    return subject, measure


def unit_class(units: pd.Series) -> pd.Series:
    """'%' · 'Rp' · 'lain' for any other word · '' where no unit is printed."""
    u = units.fillna("").str.strip().str.lower()
    return pd.Series(
        np.select([u.isin(["%", "persen", "prosen", "persentase"]), u.str.startswith("rp"), u.ne("")], ["%", "Rp", "lain"], ""),
        index=units.index,
    )


def document_class(documents: pd.Series, vocabulary: dict[str, str]) -> pd.Series:
    """'jangka menengah' (RPJMD, Renstra …), 'rencana awal' (RKT, before a change), or '' for the year's own agreement."""
    d = documents.fillna("").str.lower()
    match = [d.str.contains(rf"\b(?:{p})\b", regex=True) for p in vocabulary.values()]
    return pd.Series(np.select(match, list(vocabulary), ""), index=documents.index)


def _of(frame: pd.DataFrame, column: str, measure: str | None = None, key: str = "kunci") -> pd.DataFrame:
    rows = frame.loc[(frame[column] >= 0) & frame[key].ne("")]
    return pd.DataFrame(
        {
            "laporan": rows["laporan"], "kunci": rows[key], "ukuran": rows["ukuran"] if measure is None else measure,
            "tahun": rows["tahun"], "satuan": rows["satuan"] if "satuan" in rows else "",
            "dokumen": rows["dokumen"] if "dokumen" in rows else "", "nilai": rows[column],
            **{p: rows[p] for p in PLACE},
        }
    )  # fmt: skip


_TOTAL = re.compile(r"^(?:(?:total|jumlah|keseluruhan|seluruh|alokasi|realisasi|anggaran|pagu|belanja|program|dipa|dpa) ?)*$")


def _totals(a: pd.DataFrame) -> pd.DataFrame:
    """The one total row of each budget table: laporan, tabel, kunci."""
    t = a[a["tingkat"].eq("total") & a["bulan"].eq("")]
    t = t.assign(kunci=t["kunci"] + " · " + t["tabel"]).drop_duplicates(["laporan", "tabel", "kunci"])
    return t[~t.duplicated(["laporan", "tabel"], keep=False)][["laporan", "tabel", "kunci"]]


def _own_total(k: pd.DataFrame, totals: pd.DataFrame) -> np.ndarray:
    """Subjects of claims; a claim about 'the total' of a budget table it speaks of is about that table's total."""
    named = k[["laporan", "acuan"]].rename(columns={"acuan": "tabel"}).merge(totals, how="left", on=["laporan", "tabel"])["kunci"]
    money = k["ukuran"].isin(["pagu", "serapan", "persen", "sisa"]).to_numpy()
    about = each(lambda n: "ya" if _TOTAL.match(n) else "", normalise(k["kunci"])).eq("ya").to_numpy()
    return np.where(money & about & named.notna().to_numpy(), named, k["kunci"])


def facts(tables: dict[str, pd.DataFrame], long: pd.DataFrame, angka: pd.DataFrame, numbers: Numbers, classes: dict) -> pd.DataFrame:
    """`fakta`: every number that has a subject, a measure and a year; numbers with the same key say the same.

    Columns: laporan, kunci, ukuran, tahun, kelas_satuan, kelas_dokumen, nilai (id), urutan (0 = first in the document),
    place. A key that one table gives twice is no fact (a name alone does not tell its rows apart).
    """
    a, k, h, p = tables["anggaran"], tables["klaim"], tables["perhitungan"], tables["predikat"]
    given, r = tables["layanan"], tables["rincian"]
    yearly = a[a["bulan"].eq("") & ~a["tingkat"].isin(["bulan"])]
    common = yearly["tingkat"].isin(["total", "belanja", "lain"])  # every budget table has a total: it is that table's own
    yearly = yearly.assign(kunci=yearly["kunci"].where(~common, yearly["kunci"] + " · " + yearly["tabel"]))
    whole_budget = _totals(a)
    k = k.assign(kunci=_own_total(k, whole_budget))
    totals = r[r["subjek"].ne("") & r["peran"].ne("rata_rata")]
    whole = totals[totals["peran"].eq("total") | (totals["kode"].ne("") & totals["induk"].eq(""))]
    pieces = [
        _of(long, "nilai"),
        _of(yearly, "pagu", "pagu"), _of(yearly, "realisasi", "serapan"), _of(yearly, "persen", "persen"), _of(yearly, "sisa", "sisa"),
        _of(whole, "nilai", key="kunci_subjek"),
        _of(h, "hasil"), _of(h, "a", "jumlah", key="kunci_a"), _of(h, "b", "jumlah", key="kunci_b"),
        _of(k[k["jenis"].eq("nilai")], "nilai"), _of(p, "nilai"),
        _of(given, "target", "target", key="kunci_layanan"), _of(given, "realisasi", "realisasi", key="kunci_layanan"),
    ]  # fmt: skip
    f = pd.concat(pieces, ignore_index=True)
    ids = f["nilai"].to_numpy(dtype="int64")
    f = f[numbers.kelas[ids] == FIGUR].copy()
    ids = f["nilai"].to_numpy(dtype="int64")
    own = angka["satuan"].to_numpy()[ids]
    f["kelas_satuan"] = unit_class(pd.Series(np.where(own == "", f["satuan"], own), index=f.index))
    f["ukuran"] = f["ukuran"].fillna("")
    planned = f["ukuran"].isin(["target", "pagu"])  # what was reached is the same in every document
    f["kelas_dokumen"] = document_class(f["dokumen"], classes).where(planned, "")
    yearly = f["ukuran"].eq("target") & f["kelas_dokumen"].eq("rencana awal")  # the year's plan and agreement share targets
    f.loc[yearly, "kelas_dokumen"] = ""
    f.loc[f["ukuran"].isin(["capaian", "capaian_akhir", "rata_rata", "persen"]), "kelas_satuan"] = "%"
    base = ["laporan", "kunci", "ukuran", "tahun"]
    only = f[f["kelas_satuan"].ne("")].groupby(base)["kelas_satuan"].agg(["first", "nunique"]).reset_index()
    filled = f[base].merge(only, how="left", on=base)
    single = (filled["nunique"] == 1).to_numpy()
    f["kelas_satuan"] = np.where(f["kelas_satuan"].eq("") & single, filled["first"], f["kelas_satuan"])
    f = f[f["kunci"].ne("")].drop_duplicates(["laporan", "nilai", "kunci", "ukuran", "tahun"])
    f["value"] = numbers.value[f["nilai"].to_numpy(dtype="int64")]
    kind = angka["tabel_tipe"].to_numpy()[f["nilai"].to_numpy(dtype="int64")]
    several = f.assign(kind=kind).groupby([*_SAME, "tabel", "kind"])["value"].transform("nunique") > 1
    f = f[~several | np.isin(kind, ["klaim", "predikat"])]  # two values in one passage of prose do contradict each other
    place = angka["garis"].to_numpy()[f["nilai"].to_numpy(dtype="int64")]
    f = f.assign(_at=place).sort_values(["laporan", "_at"], kind="stable").drop(columns="_at")
    f["urutan"] = f.groupby(_SAME, sort=False).cumcount()
    f["subjek"] = f["kunci"]
    return f.reset_index(drop=True)


def across_documents(fakta: pd.DataFrame, beside: list[str], skip: list[str]) -> pd.DataFrame:
    """`antar_dokumen`: facts of the audited reports beside the same facts of other documents of the agency.

    Columns of `fakta`, plus lain (id in the other document) and dokumen_lain (its name). Empty where nothing stands beside.
    """
    f = fakta[fakta["urutan"].eq(0) & (fakta["tahun"] > 0)].assign(nama=key(fakta["kunci"], skip))
    here, there = f[~f["laporan"].isin(beside)], f[f["laporan"].isin(beside)]
    same = ["nama", "ukuran", "tahun", "kelas_satuan", "kelas_dokumen"]
    there = there[[*same, "nilai", "laporan"]].rename(columns={"nilai": "lain", "laporan": "dokumen_lain"})
    return here.merge(there, on=same).reset_index(drop=True)
