"""Derived columns for statements: verdicts, counts against tables, jumps, shape findings."""

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from cermat.checks.operands import FIGUR, Numbers
from cermat.checks.settle.mended import likely
from cermat.checks.settle.names import each, each_pair, has, normalise
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, first_of, pairs, ranks
from cermat.schemas.submission import Submission

_GENERAL = (
    r"^$|\b(?:rata rata|rerata|sasaran|tujuan|misi|kinerja|keseluruhan|seluruh)\b"  # of several indicators
)
_PLACE = ["tabel", "bagian", "halaman", "baris", "garis"]
_SPELT = 90  # likeness of two spellings of one indicator


def _of_sasaran(claims_of: pd.DataFrame, by_sasaran: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Claims about one sasaran: (is it one, how many indicators that sasaran has in the table spoken of; 0
    unknown)."""
    if by_sasaran.empty:
        return np.zeros(len(claims_of), dtype=bool), np.zeros(len(claims_of))
    known = by_sasaran.assign(s=normalise(by_sasaran["sasaran"]))
    known = known[~among(known["s"], "")]
    said = normalise(claims_of["subjek"])
    there, here = codes_of_both(
        [known["laporan"], known["tabel"], known["s"]], [claims_of["laporan"], claims_of["acuan"], said]
    )
    count = np.bincount(there, known["banyak"], minlength=len(there) + len(here))[here]
    return find([claims_of["laporan"], said], [known["laporan"], known["s"]]) >= 0, count


def _complete(claims_of: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """Does the table that a claim speaks of hold every indicator that the report's tables give for its
    sasaran? Names that are spelt alike are one."""
    rated = rows[among(rows["jenis_baris"], "indikator") & ~among(rows["sasaran_baku"], "")]
    rated = rated[
        find([rated["laporan"], rated["sasaran_baku"]], [claims_of["laporan"], claims_of["sasaran_baku"]])
        >= 0
    ]
    if rated.empty:
        return np.zeros(len(claims_of), dtype=bool)
    name, sasaran = codes(rated["pokok"]), codes(rated["laporan"], rated["sasaran_baku"])
    table, thing = codes(sasaran, rated["tabel"]), codes(sasaran, name)
    tables, things = distinct(table), distinct(thing)
    # each table of a sasaran beside each of its indicators: it has it, or has it by another spelling
    table_at, thing_at = pairs(sasaran[tables], sasaran[things])
    lacks = find([table_at, thing_at], [table, thing]) < 0
    table_at, thing_at = table_at[lacks], thing_at[lacks]
    told, there = pairs(table_at, table)
    text = rated["pokok"].to_numpy(dtype=object)
    spelt = each_pair(_spelt_alike, text[things][thing_at[told]], text[there])
    bad = np.zeros(len(tables), dtype=bool)
    bad[table_at[np.bincount(told, spelt, minlength=len(table_at)) == 0]] = True
    good = rated.iloc[tables[~bad]]
    whole = ["laporan", "sasaran_baku"]
    return (
        find(
            [*(claims_of[column] for column in whole), claims_of["acuan"]],
            [good[column] for column in (*whole, "tabel")],
        )
        >= 0
    )


def _spelt_alike(name: str, other: str) -> bool:
    return fuzz.ratio(name, other, score_cutoff=_SPELT) > 0


def _nearest_count(claims_of: pd.DataFrame, by_sasaran: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """For claims 'sasaran X has n indicators': of the counts that the report's tables give for X the one
    nearest to n; 0 unknown."""
    out = np.zeros(len(claims_of))
    if by_sasaran.empty or claims_of.empty:
        return out
    have = by_sasaran.assign(s=normalise(by_sasaran["sasaran"]))
    have = have[~among(have["s"], "")]
    left, right = pairs(
        *codes_of_both([claims_of["laporan"], normalise(claims_of["subjek"])], [have["laporan"], have["s"]])
    )
    count = have["banyak"].to_numpy(dtype="float64")[right]
    far = np.abs(count - numbers.value[claims_of["nilai"].to_numpy(dtype="int64")][left])
    order = np.lexsort((far, left))  # the nearest one of each claim comes first
    order = order[np.diff(left[order], prepend=-1) > 0]
    out[left[order]] = count[order]
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
    claims_of = tables["klaim"]
    about, part = _of_sasaran(claims_of, by_sasaran)
    claims_of["tentang_sasaran"], claims_of["sasaran_baku"] = about, normalise(claims_of["subjek"])
    claims_of["sasaran_lengkap"] = _complete(claims_of, tables["nilai_indikator"])
    general = has(normalise(claims_of["subjek"]), _GENERAL)
    claims_of["tentang_kelompok"] = about | general.to_numpy(dtype=bool)
    claims_of["banyak_terdekat"] = _nearest_count(claims_of, by_sasaran, numbers)
    spoken_of = [claims_of["laporan"], claims_of["acuan"]]
    at = find(spoken_of, [by_table["laporan"], by_table["tabel"]])
    whole = np.append(by_table["banyak"].to_numpy(dtype="float64"), 0.0)[at]
    claims_of["banyak_di_acuan"] = np.where(about, part, whole)
    passage = codes(claims_of["laporan"], claims_of["tabel"], claims_of["acuan"])
    claims_of["tentang_rata_rata"] = np.isin(
        passage, passage[among(claims_of["jenis"], "nilai") & among(claims_of["ukuran"], "rata_rata")]
    )
    claims_of["putusan"] = np.select(
        [among(claims_of["jenis"], "tercapai"), among(claims_of["jenis"], "tidak_tercapai")], [1.0, 0.0], -1.0
    )
    said = np.flatnonzero(claims_of["putusan"] >= 0)
    first = first_of(codes(*(claims_of[column].to_numpy()[said] for column in ("laporan", "kunci", "tahun"))))
    claims_of["putusan_pertama"] = -1.0
    claims_of.loc[claims_of.index[said], "putusan_pertama"] = claims_of["putusan"].to_numpy()[said[first]]
    indicators = tables["indikator"]
    target, result = (
        indicators["target"].to_numpy(dtype="int64"),
        indicators["realisasi"].to_numpy(dtype="int64"),
    )
    known = (
        (numbers.kelas[target] == FIGUR)
        & (numbers.kelas[result] == FIGUR)
        & among(indicators["arah"], "naik", "turun")
    )
    met = np.where(
        among(indicators["arah"], "turun"),
        numbers.value[result] <= numbers.value[target],
        numbers.value[result] >= numbers.value[target],
    )
    tier = indicators["di_bawah_target"].to_numpy(dtype="float64")  # targets that are a tier or a range
    known, met = known | (tier >= 0), np.where(tier >= 0, tier == 0, met)
    there, here = codes_of_both([indicators["laporan"], indicators["tabel"]], spoken_of)
    total, good = (
        np.bincount(there, rows, minlength=len(there) + len(here))[here] for rows in (known, known & met)
    )
    claims_of["banyak_dinilai"] = total
    claims_of["banyak_putusan"] = np.where(among(claims_of["ukuran"], "tidak_tercapai"), total - good, good)
    claims_of["banyak_dari"] = np.nan_to_num(
        numbers.value[claims_of["dari"].to_numpy(dtype="int64")], nan=-1.0
    )
    return claims_of


def year_before(facts: pd.DataFrame, by: list[str]) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Facts in the order of some columns and of their years; for each the one before (id, year; -1 none)."""
    order = np.lexsort((facts["tahun"], *(ranks(facts[column].to_numpy()) for column in reversed(by))))
    facts = facts.iloc[order]
    fresh = np.diff(codes(*(facts[column] for column in by)), prepend=-1) != 0
    ids, year = (
        np.where(fresh, -1, np.roll(facts[column].to_numpy(dtype="int64"), 1))
        for column in ("nilai", "tahun")
    )
    return facts, ids, year


def jumps(tables: dict, numbers: Numbers) -> pd.DataFrame:
    """`lompatan`: neighbouring years of one fact: laporan, kunci, ukuran, tahun, dulu, sebelum, sesudah
    (ids), dijelaskan, place."""
    facts = tables["fakta"]
    reached = among(facts["ukuran"], "realisasi", "capaian", "jumlah")
    good = reached & (facts["tahun"].to_numpy() > 0) & (facts["urutan"].to_numpy() == 0)
    facts = facts[good & (facts["value"].to_numpy() > 0)]
    facts, before, last = year_before(facts, ["laporan", "kunci", "ukuran", "kelas_satuan"])
    facts = facts.assign(sebelum=before, dulu=last, sesudah=facts["nilai"])
    facts = facts[(before >= 0) & (facts["tahun"].to_numpy() - last == 1)].drop(columns=["nilai", "subjek"])
    claims_of = tables["klaim"]
    told = claims_of[among(claims_of["jenis"], "naik", "turun")]
    return facts.assign(
        dijelaskan=find([facts["laporan"], facts["kunci"]], [told["laporan"], told["kunci"]]) >= 0
    ).reset_index(drop=True)


def tendencies(tables: dict) -> pd.DataFrame:
    """`kecenderungan`: statements without figures that a count rises or falls ("jumlah nelayan cenderung
    menurun"), beside the counts that the report prints: laporan, kunci, jenis, tahun, sesudah (of the year
    spoken of), puncak and lembah (the largest and the smallest of the years before; ids, -1 none), dulu (the
    last of those years), place."""
    claims_of, facts = tables["klaim"], tables["fakta"]
    bare = (
        among(claims_of["ukuran"], "jumlah")
        & (claims_of["nilai"] < 0)
        & (claims_of["tahun_lain"] <= 0)
        & (claims_of["tahun"] > 0)
    )
    claims_of = (
        claims_of[among(claims_of["jenis"], "naik", "turun") & bare]
        .drop(columns=["nilai", "dari"])
        .reset_index(drop=True)
    )
    known = among(facts["urutan"], 0) & among(facts["ukuran"], "jumlah") & (facts["tahun"].to_numpy() > 0)
    facts = facts[known & ~among(facts["kelas_satuan"], "%", "Rp")]
    facts = facts.iloc[distinct(facts["laporan"], facts["kunci"], facts["tahun"])]
    left, right = pairs(
        *codes_of_both([claims_of["laporan"], claims_of["kunci"]], [facts["laporan"], facts["kunci"]])
    )
    year, ids, value = (facts[column].to_numpy()[right] for column in ("tahun", "nilai", "value"))
    now = claims_of["tahun"].to_numpy()[left]
    told = {column: np.full(len(claims_of), -1) for column in ("sesudah", "lembah", "puncak", "dulu")}
    told["sesudah"][left[year == now]] = ids[year == now]
    early = np.flatnonzero(year < now)
    order = early[np.argsort(value[early], kind="stable")]
    told["puncak"][left[order]] = ids[order]  # the largest is written last
    told["lembah"][left[order[::-1]]] = ids[order[::-1]]
    np.maximum.at(told["dulu"], left[early], year[early])
    return claims_of.assign(**told)


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
    faults = sub.struktur[~code.to_numpy(dtype=bool)].assign(baik=False)
    faults["baris_ke"] = pd.to_numeric(faults["baris_ke"], errors="coerce").fillna(-1).astype("int64")
    number = faults["baris_ke"].where(
        faults["baris_ke"] > 0, pd.to_numeric(faults["garis"], errors="coerce").fillna(-1).astype("int64")
    )
    line = (" baris " + number.astype(str)).where(number > 0, "")  # a whole column or file has no row
    row = (" baris " + faults["baris"].astype(str)).where(
        among(faults["tabel_tipe"], "") & faults["baris"].fillna("").ne("") & among(line, ""), ""
    )
    faults["apa"] = faults["tabel_tipe"].astype(str) + "." + faults["kolom"].astype(str) + line + row
    out = pd.concat([good, faults], ignore_index=True)
    for column in ("tabel_tipe", "kolom", "pesan", "teks", "tabel", "bagian", "baris"):
        out[column] = out[column].fillna("").astype(object) if column in out else ""
    out["mungkin"] = likely(out, sub.angka)
    out["baris_ke"] = out["baris_ke"].fillna(-1).astype("int64") if "baris_ke" in out else -1
    for column in ("garis", "halaman"):
        out[column] = (
            pd.to_numeric(out[column], errors="coerce").fillna(-1).astype("int64") if column in out else -1
        )
    out["apa"] = _first_named(out)
    return out.assign(tahun=-1, baik=out["baik"].astype(bool))


_AMOUNT = 6  # digits of an unreadable amount that stands in two places because it was copied


def _first_named(out: pd.DataFrame) -> np.ndarray:
    """`apa`; one mistyped amount that a document prints in several places ("3.8000.000.000,00" of a program,
    and of its kegiatan) is one thing: that of the first."""
    what, text = out["apa"].to_numpy(dtype=object), out["teks"].to_numpy(dtype=object)
    long = np.array([sum(sign.isdigit() for sign in word) >= _AMOUNT for word in text.tolist()], dtype=bool)
    at = np.flatnonzero(long & among(out["tabel_tipe"], ""))
    made = what.copy()
    made[at] = what[at[first_of(codes(out["laporan"].to_numpy()[at], text[at]))]]
    return made


def first_units(tables: dict, angka: pd.DataFrame) -> None:
    """`fakta` + satuan_pertama, teks_pertama: the unit class of the first mention of the same subject,
    measure and year."""
    facts = tables["fakta"]
    unit, text = (
        facts["kelas_satuan"].to_numpy(dtype=object),
        angka["teks"].to_numpy(dtype=object)[facts["nilai"].to_numpy(dtype="int64")],
    )
    known = np.flatnonzero(unit != "")
    first = known[
        first_of(codes(*(facts[column].to_numpy()[known] for column in ("entitas", "ukuran", "tahun"))))
    ]
    for column, values in (("teks_pertama", text), ("satuan_pertama", unit)):
        made = np.full(len(facts), "", dtype=object)
        made[known] = values[first]
        facts[column] = made


def members(tables: dict) -> None:
    """`nilai_indikator` + banyak_anggota: indicator rows of the same table, measure and year."""
    rows = tables["nilai_indikator"]
    is_row = among(rows["jenis_baris"], "indikator") & np.isfinite(rows["value"])
    column = codes(rows["laporan"], rows["tabel"], rows["ukuran_baris"], rows["tahun"])
    rows["banyak_anggota"] = np.bincount(column, is_row)[column].astype("int64")


def with_targets(tables: dict) -> None:
    """`seri` + bertarget: target and realisasi of that indicator and year stand in the same table."""
    series = tables["seri"]
    key = pd.MultiIndex.from_frame(series[["laporan", "tabel", "kunci", "tahun"]])
    there = [
        key.isin(key[series["ukuran"].eq(column).to_numpy() & (series["nilai"] >= 0).to_numpy()])
        for column in ("target", "realisasi")
    ]
    series["bertarget"] = there[0] & there[1]
