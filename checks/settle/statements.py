"""Derived columns for statements: verdicts, counts against tables, jumps, shape findings."""

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from checks.operands import FIGUR, Numbers
from checks.settle.names import normalise
from schemas.submission import Submission

_PLACE = ["tabel", "bagian", "halaman", "baris", "garis"]


def _of_sasaran(k: pd.DataFrame, by_sasaran: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Claims about one sasaran: (is it one, how many indicators that sasaran has in the table spoken of; 0 unknown)."""
    if by_sasaran.empty:
        return np.zeros(len(k), dtype=bool), np.zeros(len(k))
    names = by_sasaran.assign(s=normalise(by_sasaran["sasaran"]))
    names = names[names["s"].ne("")].groupby(["laporan", "tabel", "s"])["banyak"].sum()
    said = normalise(k["subjek"])
    known = set(zip(names.index.get_level_values(0), names.index.get_level_values(2), strict=True))
    about = np.array([pair in known for pair in zip(k["laporan"], said, strict=True)], dtype=bool)
    found = names.reindex(pd.MultiIndex.from_arrays([k["laporan"], k["acuan"], said])).fillna(0).to_numpy(dtype="float64")
    return about, found


def _nearest_count(k: pd.DataFrame, by_sasaran: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """For claims 'sasaran X has n indicators': of the counts that the report's tables give for X the one nearest to n; 0 unknown."""
    out = np.zeros(len(k))
    if by_sasaran.empty or k.empty:
        return out
    have = by_sasaran.assign(s=normalise(by_sasaran["sasaran"]))[["laporan", "s", "banyak"]].drop_duplicates()
    said = pd.DataFrame({"laporan": k["laporan"].to_numpy(), "s": normalise(k["subjek"]).to_numpy(), "i": np.arange(len(k)),
                         "n": numbers.value[k["nilai"].to_numpy(dtype="int64")]})  # fmt: skip
    pair = said[said["s"].ne("")].merge(have, on=["laporan", "s"])
    pair["far"] = (pair["banyak"] - pair["n"]).abs()
    best = pair.sort_values("far", kind="stable").drop_duplicates("i")
    out[best["i"].to_numpy(dtype="int64")] = best["banyak"]
    return out


def claims(tables: dict, numbers: Numbers, by_table: pd.DataFrame, by_sasaran: pd.DataFrame) -> pd.DataFrame:
    """`klaim` + banyak_di_acuan (indicators in the table spoken of, 0 unknown), tentang_rata_rata (the passage gives an average of it),
    banyak_terdekat (see _nearest_count), putusan (1 met, 0 not met, -1 neither),
    putusan_pertama, banyak_dinilai / banyak_putusan (rows of that table with a verdict / with the claimed one), banyak_dari."""
    k = tables["klaim"]
    about, part = _of_sasaran(k, by_sasaran)
    k["banyak_terdekat"] = _nearest_count(k, by_sasaran, numbers)
    at = pd.MultiIndex.from_arrays([k["laporan"], k["acuan"]])
    count = by_table.set_index(["laporan", "tabel"])["banyak"] if len(by_table) else pd.Series(dtype="float64")
    whole = count.reindex(at).fillna(0).to_numpy(dtype="float64") if len(count) else np.zeros(len(k))
    k["banyak_di_acuan"] = np.where(about, part, whole)
    mean = k[k["jenis"].eq("nilai") & k["ukuran"].eq("rata_rata")]
    passages = pd.MultiIndex.from_frame(mean[["laporan", "tabel", "acuan"]])
    k["tentang_rata_rata"] = pd.MultiIndex.from_frame(k[["laporan", "tabel", "acuan"]]).isin(passages)
    k["putusan"] = np.select([k["jenis"].eq("tercapai"), k["jenis"].eq("tidak_tercapai")], [1.0, 0.0], -1.0)
    said = k[k["putusan"] >= 0]
    k["putusan_pertama"] = said.groupby(["laporan", "kunci", "tahun"])["putusan"].transform("first").reindex(k.index).fillna(-1.0)
    i = tables["indikator"]
    t, r = i["target"].to_numpy(dtype="int64"), i["realisasi"].to_numpy(dtype="int64")
    known = (numbers.kelas[t] == FIGUR) & (numbers.kelas[r] == FIGUR) & i["arah"].isin(["naik", "turun"]).to_numpy()
    met = np.where(i["arah"].eq("turun"), numbers.value[r] <= numbers.value[t], numbers.value[r] >= numbers.value[t])
    verdict = pd.DataFrame({"laporan": i["laporan"], "tabel": i["tabel"], "met": met})[known]
    size = verdict.groupby(["laporan", "tabel"])["met"].agg(["size", "sum"])
    found = size.reindex(at) if len(size) else pd.DataFrame({"size": np.nan, "sum": np.nan}, index=at)
    total, good = found["size"].fillna(0).to_numpy(dtype="float64"), found["sum"].fillna(0).to_numpy(dtype="float64")
    k["banyak_dinilai"] = total
    k["banyak_putusan"] = np.where(k["ukuran"].eq("tidak_tercapai"), total - good, good)
    k["banyak_dari"] = np.nan_to_num(numbers.value[k["dari"].to_numpy(dtype="int64")], nan=-1.0)
    return k


def jumps(tables: dict, numbers: Numbers) -> pd.DataFrame:
    """`lompatan`: neighbouring years of one fact: laporan, kunci, ukuran, tahun, dulu, sebelum, sesudah (ids), dijelaskan, place."""
    f = tables["fakta"]
    f = f[(f["tahun"] > 0) & f["urutan"].eq(0) & f["ukuran"].isin(["realisasi", "capaian", "jumlah"]) & (f["value"] > 0)]
    f = f.sort_values(["laporan", "kunci", "ukuran", "kelas_satuan", "tahun"], kind="stable")
    before = f.groupby(["laporan", "kunci", "ukuran", "kelas_satuan"])[["nilai", "tahun"]].shift()
    f = f.assign(sebelum=before["nilai"].fillna(-1).astype("int64"), dulu=before["tahun"].fillna(-1), sesudah=f["nilai"])
    f = f[(f["sebelum"] >= 0) & (f["tahun"] - f["dulu"] == 1)].drop(columns=["nilai", "subjek"])
    k = tables["klaim"]
    told = k[k["jenis"].isin(["naik", "turun"])][["laporan", "kunci"]].drop_duplicates()
    out = f.merge(told, how="left", on=["laporan", "kunci"], indicator=True)
    return out.assign(dijelaskan=out["_merge"].eq("both")).drop(columns="_merge").reset_index(drop=True)


def shape(sub: Submission) -> pd.DataFrame:
    """`struktur`: one good row a report, and a row for each cell or column that does not fit (baik False)."""
    good = sub.laporan[["laporan"]].assign(baik=True, apa="")
    s = sub.struktur.assign(baik=False)
    s["baris_ke"] = pd.to_numeric(s["baris_ke"], errors="coerce").fillna(-1).astype("int64")
    number = s["baris_ke"].where(s["baris_ke"] > 0, pd.to_numeric(s["garis"], errors="coerce").fillna(-1).astype("int64"))
    line = (" baris " + number.astype(str)).where(number > 0, "")  # a whole column or file has no row
    s["apa"] = s["tabel_tipe"].astype(str) + "." + s["kolom"].astype(str) + line
    out = pd.concat([good, s], ignore_index=True)
    for c in ("tabel_tipe", "kolom", "pesan", "teks", "tabel", "bagian", "baris"):
        out[c] = out[c].fillna("").astype(object) if c in out else ""
    out["baris_ke"] = out["baris_ke"].fillna(-1).astype("int64") if "baris_ke" in out else -1
    for c in ("garis", "halaman"):
        out[c] = pd.to_numeric(out[c], errors="coerce").fillna(-1).astype("int64") if c in out else -1
    return out.assign(tahun=-1, baik=out["baik"].astype(bool))


def first_units(tables: dict, angka: pd.DataFrame) -> None:
    """`fakta` + satuan_pertama, teks_pertama: the unit class of the first mention of the same subject, measure and year."""
    f = tables["fakta"]
    f["teks_pertama"] = angka["teks"].to_numpy()[f["nilai"].to_numpy(dtype="int64")]
    with_unit = f[f["kelas_satuan"].ne("")]
    first = with_unit.groupby(["laporan", "kunci", "ukuran", "tahun"])[["kelas_satuan", "teks_pertama"]].transform("first")
    f["satuan_pertama"] = first["kelas_satuan"].reindex(f.index).fillna("")
    f["teks_pertama"] = first["teks_pertama"].reindex(f.index).fillna("")


def members(tables: dict) -> None:
    """`nilai_indikator` + banyak_anggota: indicator rows of the same table, measure and year."""
    n = tables["nilai_indikator"]
    is_row = n["jenis_baris"].eq("indikator") & np.isfinite(n["value"])
    n["banyak_anggota"] = is_row.groupby([n["laporan"], n["tabel"], n["ukuran_baris"], n["tahun"]]).transform("sum")


def _similar(lacking: pd.DataFrame, has: pd.DataFrame, n: int) -> np.ndarray:
    """Rows whose indicator is reported under a name that is nearly the same (words left out, other order)."""
    found = np.zeros(n, dtype=bool)
    want = lacking[["laporan", "kunci"]].assign(i=lacking.index)
    pair = want.merge(has[["laporan", "kunci"]].drop_duplicates(), on="laporan", suffixes=("", "_ada"))
    if len(pair):
        a, b = normalise(pair["kunci"]).tolist(), normalise(pair["kunci_ada"]).tolist()
        near = np.maximum(process.cpdist(a, b, scorer=fuzz.token_set_ratio), process.cpdist(a, b, scorer=fuzz.partial_ratio))
        found[pair["i"].to_numpy()[near >= 88]] = True
    return found


def with_targets(tables: dict) -> None:
    """`seri` + bertarget: target and realisasi of that indicator and year stand in the same table."""
    s = tables["seri"]
    key = pd.MultiIndex.from_frame(s[["laporan", "tabel", "kunci", "tahun"]])
    there = [key.isin(key[s["ukuran"].eq(u).to_numpy() & (s["nilai"] >= 0).to_numpy()]) for u in ("target", "realisasi")]
    s["bertarget"] = there[0] & there[1]


def reported(tables: dict) -> None:
    """`indikator` + ada_target, ada_realisasi (anywhere in the report, figure or label), laporan_lengkap (not an excerpt, and
    realisasi are reported at all)."""
    i, r = tables["indikator"], tables["laporan"]
    s = tables["seri"]
    has = i.loc[i["realisasi"] >= 0, ["laporan", "kunci", "tahun"]]
    more = s.loc[s["ukuran"].eq("realisasi") & (s["nilai"] >= 0), ["laporan", "kunci", "tahun"]]
    known = pd.MultiIndex.from_frame(pd.concat([has, more]).drop_duplicates())
    i["ada_target"] = i["target"] >= 0
    i["ada_realisasi"] = pd.MultiIndex.from_frame(i[["laporan", "kunci", "tahun"]]).isin(known)
    i["ada_realisasi"] |= _similar(i[i["ada_target"] & ~i["ada_realisasi"] & i["kunci"].ne("")], has, len(i))
    whole = set(r.loc[~r["petikan"], "laporan"]) & set(has["laporan"])
    i["laporan_lengkap"] = i["laporan"].isin(whole)
