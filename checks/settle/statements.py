"""Derived columns for statements: verdicts, counts against tables, jumps, shape findings."""

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from checks.operands import FIGUR, Numbers
from checks.settle.mended import likely
from checks.settle.names import each, each_pair, has, normalise
from schemas.keys import among, codes, codes_of_both, distinct, find, first_of, pairs, ranks
from schemas.submission import Submission

_GENERAL = (
    r"^$|\b(?:rata rata|rerata|sasaran|tujuan|misi|kinerja|keseluruhan|seluruh)\b"  # of several indicators
)
_PLACE = ["tabel", "bagian", "halaman", "baris", "garis"]
_SPELT = 90  # likeness of two spellings of one indicator


def _of_sasaran(k: pd.DataFrame, by_sasaran: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Claims about one sasaran: (is it one, how many indicators that sasaran has in the table spoken of; 0
    unknown)."""
    if by_sasaran.empty:
        return np.zeros(len(k), dtype=bool), np.zeros(len(k))
    known = by_sasaran.assign(s=normalise(by_sasaran["sasaran"]))
    known = known[~among(known["s"], "")]
    said = normalise(k["subjek"])
    there, here = codes_of_both(
        [known["laporan"], known["tabel"], known["s"]], [k["laporan"], k["acuan"], said]
    )
    count = np.bincount(there, known["banyak"], minlength=len(there) + len(here))[here]
    return find([k["laporan"], said], [known["laporan"], known["s"]]) >= 0, count


def _complete(k: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """Does the table that a claim speaks of hold every indicator that the report's tables give for its
    sasaran? Names that are spelt alike are one."""
    n = rows[among(rows["jenis_baris"], "indikator") & ~among(rows["sasaran_baku"], "")]
    n = n[find([n["laporan"], n["sasaran_baku"]], [k["laporan"], k["sasaran_baku"]]) >= 0]
    if n.empty:
        return np.zeros(len(k), dtype=bool)
    name, sasaran = codes(n["pokok"]), codes(n["laporan"], n["sasaran_baku"])
    table, thing = codes(sasaran, n["tabel"]), codes(sasaran, name)
    tables, things = distinct(table), distinct(thing)
    # each table of a sasaran beside each of its indicators: it has it, or has it by another spelling
    t, x = pairs(sasaran[tables], sasaran[things])
    lacks = find([t, x], [table, thing]) < 0
    t, x = t[lacks], x[lacks]
    i, j = pairs(t, table)
    text = n["pokok"].to_numpy(dtype=object)
    spelt = each_pair(_spelt_alike, text[things][x[i]], text[j])
    bad = np.zeros(len(tables), dtype=bool)
    bad[t[np.bincount(i, spelt, minlength=len(t)) == 0]] = True
    good = n.iloc[tables[~bad]]
    whole = ["laporan", "sasaran_baku"]
    return find([*(k[c] for c in whole), k["acuan"]], [good[c] for c in (*whole, "tabel")]) >= 0


def _spelt_alike(name: str, other: str) -> bool:
    return fuzz.ratio(name, other, score_cutoff=_SPELT) > 0


def _nearest_count(k: pd.DataFrame, by_sasaran: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """For claims 'sasaran X has n indicators': of the counts that the report's tables give for X the one
    nearest to n; 0 unknown."""
    out = np.zeros(len(k))
    if by_sasaran.empty or k.empty:
        return out
    have = by_sasaran.assign(s=normalise(by_sasaran["sasaran"]))
    have = have[~among(have["s"], "")]
    i, j = pairs(*codes_of_both([k["laporan"], normalise(k["subjek"])], [have["laporan"], have["s"]]))
    count = have["banyak"].to_numpy(dtype="float64")[j]
    far = np.abs(count - numbers.value[k["nilai"].to_numpy(dtype="int64")][i])
    order = np.lexsort((far, i))  # the nearest one of each claim comes first
    order = order[np.diff(i[order], prepend=-1) > 0]
    out[i[order]] = count[order]
    return out


_ITEM = re.compile(r"\s*:[^:]*$")


def items(rows: pd.DataFrame) -> None:
    """`nilai_indikator` + sasaran_baku; pokok: the indicator that a row is an item of ("Produksi: Telur" of
    "Produksi"), else itself."""
    rows["sasaran_baku"] = normalise(rows["sasaran"])
    rows["pokok"] = normalise(each(lambda name: _ITEM.sub("", name), rows["kunci"]))


def claims(tables: dict, numbers: Numbers, by_table: pd.DataFrame, by_sasaran: pd.DataFrame) -> pd.DataFrame:
    """`klaim` + banyak_di_acuan (indicators in the table spoken of, 0 unknown), tentang_rata_rata (the
    passage gives an average of it), banyak_terdekat (see _nearest_count), tentang_sasaran, sasaran_lengkap
    (the table spoken of holds all its indicators), sasaran_baku, tentang_kelompok (about a sasaran or the
    whole, not one indicator), putusan (1 met, 0 not met, -1 neither), putusan_pertama, banyak_dinilai /
    banyak_putusan (rows of that table with a verdict / with the claimed one), banyak_dari."""
    k = tables["klaim"]
    about, part = _of_sasaran(k, by_sasaran)
    k["tentang_sasaran"], k["sasaran_baku"] = about, normalise(k["subjek"])
    k["sasaran_lengkap"] = _complete(k, tables["nilai_indikator"])
    general = has(normalise(k["subjek"]), _GENERAL)
    k["tentang_kelompok"] = about | general.to_numpy(dtype=bool)
    k["banyak_terdekat"] = _nearest_count(k, by_sasaran, numbers)
    spoken_of = [k["laporan"], k["acuan"]]
    at = find(spoken_of, [by_table["laporan"], by_table["tabel"]])
    whole = np.append(by_table["banyak"].to_numpy(dtype="float64"), 0.0)[at]
    k["banyak_di_acuan"] = np.where(about, part, whole)
    passage = codes(k["laporan"], k["tabel"], k["acuan"])
    k["tentang_rata_rata"] = np.isin(
        passage, passage[among(k["jenis"], "nilai") & among(k["ukuran"], "rata_rata")]
    )
    k["putusan"] = np.select(
        [among(k["jenis"], "tercapai"), among(k["jenis"], "tidak_tercapai")], [1.0, 0.0], -1.0
    )
    said = np.flatnonzero(k["putusan"] >= 0)
    first = first_of(codes(*(k[c].to_numpy()[said] for c in ("laporan", "kunci", "tahun"))))
    k["putusan_pertama"] = -1.0
    k.loc[k.index[said], "putusan_pertama"] = k["putusan"].to_numpy()[said[first]]
    i = tables["indikator"]
    t, r = i["target"].to_numpy(dtype="int64"), i["realisasi"].to_numpy(dtype="int64")
    known = (numbers.kelas[t] == FIGUR) & (numbers.kelas[r] == FIGUR) & among(i["arah"], "naik", "turun")
    met = np.where(
        among(i["arah"], "turun"), numbers.value[r] <= numbers.value[t], numbers.value[r] >= numbers.value[t]
    )
    there, here = codes_of_both([i["laporan"], i["tabel"]], spoken_of)
    total, good = (
        np.bincount(there, rows, minlength=len(there) + len(here))[here] for rows in (known, known & met)
    )
    k["banyak_dinilai"] = total
    k["banyak_putusan"] = np.where(among(k["ukuran"], "tidak_tercapai"), total - good, good)
    k["banyak_dari"] = np.nan_to_num(numbers.value[k["dari"].to_numpy(dtype="int64")], nan=-1.0)
    return k


def year_before(f: pd.DataFrame, by: list[str]) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Facts in the order of some columns and of their years; for each the one before (id, year; -1 none)."""
    order = np.lexsort((f["tahun"], *(ranks(f[c].to_numpy()) for c in reversed(by))))
    f = f.iloc[order]
    fresh = np.diff(codes(*(f[c] for c in by)), prepend=-1) != 0
    ids, year = (np.where(fresh, -1, np.roll(f[c].to_numpy(dtype="int64"), 1)) for c in ("nilai", "tahun"))
    return f, ids, year


def jumps(tables: dict, numbers: Numbers) -> pd.DataFrame:
    """`lompatan`: neighbouring years of one fact: laporan, kunci, ukuran, tahun, dulu, sebelum, sesudah
    (ids), dijelaskan, place."""
    f = tables["fakta"]
    reached = among(f["ukuran"], "realisasi", "capaian", "jumlah")
    good = reached & (f["tahun"].to_numpy() > 0) & (f["urutan"].to_numpy() == 0)
    f = f[good & (f["value"].to_numpy() > 0)]
    f, before, last = year_before(f, ["laporan", "kunci", "ukuran", "kelas_satuan"])
    f = f.assign(sebelum=before, dulu=last, sesudah=f["nilai"])
    f = f[(before >= 0) & (f["tahun"].to_numpy() - last == 1)].drop(columns=["nilai", "subjek"])
    k = tables["klaim"]
    told = k[among(k["jenis"], "naik", "turun")]
    return f.assign(
        dijelaskan=find([f["laporan"], f["kunci"]], [told["laporan"], told["kunci"]]) >= 0
    ).reset_index(drop=True)


def tendencies(tables: dict) -> pd.DataFrame:
    """`kecenderungan`: statements without figures that a count rises or falls ("jumlah nelayan cenderung
    menurun"), beside the counts that the report prints: laporan, kunci, jenis, tahun, sesudah (of the year
    spoken of), puncak and lembah (the largest and the smallest of the years before; ids, -1 none), dulu (the
    last of those years), place."""
    k, f = tables["klaim"], tables["fakta"]
    bare = among(k["ukuran"], "jumlah") & (k["nilai"] < 0) & (k["tahun_lain"] <= 0) & (k["tahun"] > 0)
    k = k[among(k["jenis"], "naik", "turun") & bare].drop(columns=["nilai", "dari"]).reset_index(drop=True)
    known = among(f["urutan"], 0) & among(f["ukuran"], "jumlah") & (f["tahun"].to_numpy() > 0)
    f = f[known & ~among(f["kelas_satuan"], "%", "Rp")]
    f = f.iloc[distinct(f["laporan"], f["kunci"], f["tahun"])]
    i, j = pairs(*codes_of_both([k["laporan"], k["kunci"]], [f["laporan"], f["kunci"]]))
    year, ids, value = (f[c].to_numpy()[j] for c in ("tahun", "nilai", "value"))
    now = k["tahun"].to_numpy()[i]
    told = {c: np.full(len(k), -1) for c in ("sesudah", "lembah", "puncak", "dulu")}
    told["sesudah"][i[year == now]] = ids[year == now]
    early = np.flatnonzero(year < now)
    order = early[np.argsort(value[early], kind="stable")]
    told["puncak"][i[order]] = ids[order]  # the largest is written last
    told["lembah"][i[order[::-1]]] = ids[order[::-1]]
    np.maximum.at(told["dulu"], i[early], year[early])
    return k.assign(**told)


def shape(sub: Submission) -> pd.DataFrame:
    """`struktur`: one good row a report, and a row for each cell or column that does not fit (baik False)."""
    good = sub.laporan[["laporan"]].assign(baik=True, apa="")
    if sub.struktur.empty:
        blank = dict.fromkeys(
            ("tabel_tipe", "kolom", "pesan", "teks", "tabel", "bagian", "baris", "mungkin"), ""
        )
        return good.assign(**blank, baris_ke=-1, garis=-1, halaman=-1, tahun=-1)
    text = sub.struktur["teks"].astype(str)
    # what a spreadsheet made of a number
    dated = text.str.fullmatch(r"\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}")
    code = among(sub.struktur["tabel_tipe"], "") & text.str.fullmatch(r"\d+(?:[./-]\d+){2,}") & ~dated
    # a number of a document or a code in prose is no figure
    s = sub.struktur[~code.to_numpy(dtype=bool)].assign(baik=False)
    s["baris_ke"] = pd.to_numeric(s["baris_ke"], errors="coerce").fillna(-1).astype("int64")
    number = s["baris_ke"].where(
        s["baris_ke"] > 0, pd.to_numeric(s["garis"], errors="coerce").fillna(-1).astype("int64")
    )
    line = (" baris " + number.astype(str)).where(number > 0, "")  # a whole column or file has no row
    row = (" baris " + s["baris"].astype(str)).where(
        among(s["tabel_tipe"], "") & s["baris"].fillna("").ne("") & among(line, ""), ""
    )
    s["apa"] = s["tabel_tipe"].astype(str) + "." + s["kolom"].astype(str) + line + row
    out = pd.concat([good, s], ignore_index=True)
    for c in ("tabel_tipe", "kolom", "pesan", "teks", "tabel", "bagian", "baris"):
        out[c] = out[c].fillna("").astype(object) if c in out else ""
    out["mungkin"] = likely(out, sub.angka)
    out["baris_ke"] = out["baris_ke"].fillna(-1).astype("int64") if "baris_ke" in out else -1
    for c in ("garis", "halaman"):
        out[c] = pd.to_numeric(out[c], errors="coerce").fillna(-1).astype("int64") if c in out else -1
    out["apa"] = _first_named(out)
    return out.assign(tahun=-1, baik=out["baik"].astype(bool))


_AMOUNT = 6  # digits of an unreadable amount that stands in two places because it was copied


def _first_named(out: pd.DataFrame) -> np.ndarray:
    """`apa`; one mistyped amount that a document prints in several places ("3.8000.000.000,00" of a program,
    and of its kegiatan) is one thing: that of the first."""
    what, text = out["apa"].to_numpy(dtype=object), out["teks"].to_numpy(dtype=object)
    long = np.array([sum(c.isdigit() for c in t) >= _AMOUNT for t in text.tolist()], dtype=bool)
    at = np.flatnonzero(long & among(out["tabel_tipe"], ""))
    made = what.copy()
    made[at] = what[at[first_of(codes(out["laporan"].to_numpy()[at], text[at]))]]
    return made


def first_units(tables: dict, angka: pd.DataFrame) -> None:
    """`fakta` + satuan_pertama, teks_pertama: the unit class of the first mention of the same subject,
    measure and year."""
    f = tables["fakta"]
    unit, text = (
        f["kelas_satuan"].to_numpy(dtype=object),
        angka["teks"].to_numpy(dtype=object)[f["nilai"].to_numpy(dtype="int64")],
    )
    known = np.flatnonzero(unit != "")
    first = known[first_of(codes(*(f[c].to_numpy()[known] for c in ("entitas", "ukuran", "tahun"))))]
    for column, values in (("teks_pertama", text), ("satuan_pertama", unit)):
        made = np.full(len(f), "", dtype=object)
        made[known] = values[first]
        f[column] = made


def members(tables: dict) -> None:
    """`nilai_indikator` + banyak_anggota: indicator rows of the same table, measure and year."""
    n = tables["nilai_indikator"]
    is_row = among(n["jenis_baris"], "indikator") & np.isfinite(n["value"])
    column = codes(n["laporan"], n["tabel"], n["ukuran_baris"], n["tahun"])
    n["banyak_anggota"] = np.bincount(column, is_row)[column].astype("int64")


def with_targets(tables: dict) -> None:
    """`seri` + bertarget: target and realisasi of that indicator and year stand in the same table."""
    s = tables["seri"]
    key = pd.MultiIndex.from_frame(s[["laporan", "tabel", "kunci", "tahun"]])
    there = [
        key.isin(key[s["ukuran"].eq(u).to_numpy() & (s["nilai"] >= 0).to_numpy()])
        for u in ("target", "realisasi")
    ]
    s["bertarget"] = there[0] & there[1]
