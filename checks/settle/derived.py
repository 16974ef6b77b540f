"""Derived tables and columns that rules read. Each function says which columns it makes; ids point into
`angka`."""

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from checks.operands import FIGUR, Numbers
from checks.settle import caps, labels, people, scale, statements
from checks.settle.contents import required_contents
from checks.settle.mentions import unit_class
from checks.settle.names import normalise
from checks.settle.programmes import programmes
from checks.settle.reported import reported
from checks.settle.tiers import tiers
from schemas import documents as D
from schemas.keys import codes, find
from schemas.submission import Submission

VALUE_COLUMNS = {
    "nilai_indikator": {"nilai"},
    "fakta": {"nilai"},
    "label": {"nilai"},
    "populasi": {"nilai"},
    "batas_skala": {"bawah", "atas"},
    "puncak_skala": {"nilai", "atas"},
    "langkah": {"sebelum", "sesudah"},
    "klaim_target": {"target", "realisasi", "capaian"},
    "angka_desimal": {"nilai"},
    "pembulatan": {"nilai"},
    "total_anggaran": {"nilai", "lain"},
    "isian": {"nilai"},
    "lompatan": {"sebelum", "sesudah"},
    "antar_dokumen": {"nilai", "lain"},
    "lapisan": {"nilai", "lain"},
    "kolom_salin": {"nilai", "lain", "asal"},
    "baris_salin": {"nilai", "lain"},
    "penerima": {"nilai"},
    "populasi_penerima": {"nilai"},
    "kecenderungan": {"sesudah", "puncak", "lembah"},
    "banyak_pelaksana": {"nilai"},
    "kelompok_program": {"nilai"},
    "perubahan_program": {"nilai"},
    "rencana_program": {"nilai"},
}


def derive(
    tables: dict,
    sub: Submission,
    angka: pd.DataFrame,
    numbers: Numbers,
    bands: pd.DataFrame,
    terms: dict,
    by_table: pd.DataFrame,
    by_sasaran: pd.DataFrame,
) -> None:
    """Add every derived table and column to `tables`."""
    tables["laporan"] = reports(tables, sub)
    year = tables["laporan"].set_index("laporan")["tahun"]
    for name in ("nilai_indikator", "fakta"):  # old years have been reviewed before
        tables[name]["umur"] = tables[name]["laporan"].map(year) - tables[name]["tahun"]
    tables["kelengkapan"] = required_contents(tables, sub.blok)
    tables["lampiran"] = annexes(tables)
    tables["daftar_isi"] = pages(tables["daftar_isi"])
    tables["tanggal"] = dates(tables["tanggal"], year)
    tables["bilangan"] = words(tables["bilangan"], numbers)
    tables["batas_skala"] = scale.boundaries(bands)
    tables["label"] = labels.all_labels(tables, bands, numbers)
    tables["puncak_skala"] = labels.top_of_scale(tables, bands, numbers)
    tables["populasi"] = people.populations(tables, terms["padanan_penerima"])
    found = tables["populasi"].groupby("layanan_baris").size()
    tables["layanan"]["banyak_padanan"] = (
        tables["layanan"]["layanan_baris"].map(found).fillna(0).astype("int64")
    )
    tables["penerima"], tables["populasi_penerima"] = people.served(
        tables, numbers, angka, terms["dilayani"], terms["padanan_penerima"]
    )
    people.planned(tables, numbers)
    tables["indikator"] = caps.capped(
        formulas_that_fit(tables["indikator"], numbers), tables["identitas"], numbers
    )
    tables["indikator"]["beda_satuan"] = other_unit(tables["indikator"], angka["satuan"])
    tables["indikator"] = tiers(
        tables["indikator"], np.append(angka["teks"].to_numpy(dtype=object), ""), numbers, terms["jenjang"]
    )
    tables["anggaran"] = budget_columns(tables["anggaran"], numbers, angka)
    tables["rincian"] = count_columns(tables["rincian"])
    tables["total_anggaran"] = plan_and_budget(tables["anggaran"], tables["klaim"])
    programmes(tables, numbers, terms["kelas_dokumen"]["rencana awal"])
    tables["langkah"] = steps(tables)
    tables["klaim_target"] = claims_of_target(tables, numbers)
    tables["angka_desimal"] = decimal_signs(angka)
    tables["isian"] = filled(tables, numbers)
    statements.items(tables["nilai_indikator"])
    tables["klaim"] = statements.claims(tables, numbers, by_table, by_sasaran)
    tables["lompatan"] = statements.jumps(tables, numbers)
    tables["kecenderungan"] = statements.tendencies(tables)
    tables["struktur"] = statements.shape(sub)
    statements.first_units(tables, angka)
    statements.members(tables)
    statements.with_targets(tables)
    reported(tables, sub, numbers)


def reports(tables: dict, sub: Submission) -> pd.DataFrame:
    """laporan, kunci, tahun (-1 unknown), petikan, dokumen (its kind), nama_dokumen, bagian_dokumen,
    bukti_dokumen, ada_skala, ada_rumus, ada_perubahan, banyak_bab, tabel, garis, halaman."""
    r = sub.laporan[["laporan"]].copy()
    i, bab = tables["identitas"], tables["bab"]
    years = i[i["jenis"].eq("tahun")].assign(t=pd.to_numeric(i["nilai"], errors="coerce")).dropna(subset="t")
    years = years.groupby("laporan")["t"].first()
    common = pd.concat([tables["indikator"][["laporan", "tahun"]], tables["anggaran"][["laporan", "tahun"]]])
    common = common[common["tahun"] > 0].groupby("laporan")["tahun"].agg(lambda s: s.mode().iloc[0])
    r["tahun"] = r["laporan"].map(years).fillna(r["laporan"].map(common)).fillna(-1).astype("int64")
    chapters = (
        bab[normalise(bab["judul"]).str.contains(r"^bab [ivx0-9]+", regex=True)].groupby("laporan").size()
    )
    r["banyak_bab"] = r["laporan"].map(chapters).fillna(0).astype("int64")
    told = i[i["jenis"].isin([D.KIND, D.PERIOD, D.PART, D.EVIDENCE])].drop_duplicates(["laporan", "jenis"])
    told = (
        told.pivot(index="laporan", columns="jenis", values="nilai")
        .reindex(r["laporan"])
        .reset_index(drop=True)
    )
    told = told.reindex(columns=[D.KIND, D.PERIOD, D.PART, D.EVIDENCE]).astype(object).fillna("")
    r["dokumen"] = told[D.KIND].where(
        told[D.KIND].isin(D.DOCUMENTS), D.LKJIP
    )  # tables that do not say are those of a LKjIP
    period = told[D.PERIOD].where(told[D.PERIOD].ne(""), r["tahun"].where(r["tahun"] > 0, "").astype(str))
    named = zip(r["dokumen"], period, told[D.EVIDENCE].ne(""), strict=True)
    r["nama_dokumen"] = [D.document_name(*one) for one in named]
    r["bagian_dokumen"], r["bukti_dokumen"] = told[D.PART], told[D.EVIDENCE]
    marked = set(i.loc[i["jenis"].eq("petikan"), "laporan"])
    r["petikan"] = r["laporan"].isin(marked) | (r["banyak_bab"] < 3)
    r["ada_skala"] = r["laporan"].isin(tables["skala"]["laporan"])
    r["ada_rumus"] = r["laporan"].isin(tables["rumus"]["laporan"])
    falling = tables["rumus"]["arah"].eq("turun") | tables["rumus"]["rumus"].ne("realisasi_per_target")
    r["ada_rumus_turun"] = r["laporan"].isin(tables["rumus"].loc[falling, "laporan"])
    r["ada_indikator_turun"] = r["laporan"].isin(
        tables["indikator"].loc[tables["indikator"]["arah"].eq("turun"), "laporan"]
    )
    k = tables["klaim"]
    r["ada_perubahan"] = r["laporan"].isin(k.loc[k["jenis"].eq("perubahan_anggaran"), "laporan"])
    return r.assign(kunci="laporan", tabel="", bagian="", baris="", garis=-1, halaman=-1)


def annexes(tables: dict) -> pd.DataFrame:
    """Annexes that the table of contents promises: laporan, kunci (title), ada (bool: a heading in the body
    is like it)."""
    d, bab = tables["daftar_isi"], tables["bab"]
    plain = d["judul"].str.replace(r"^\s*\(?\d{1,2}[.)]*\s*", "", regex=True)
    after = (
        normalise(d["judul"]).str.contains(r"^lampiran\b", regex=True).groupby(d["laporan"]).cummax()
        if len(d)
        else d.index == -1
    )
    promised = d[after & normalise(plain).ne("lampiran")].assign(kunci=plain)
    promised = promised[["laporan", "kunci", "tabel", "bagian", "baris", "garis", "halaman"]].reset_index(
        drop=True
    )
    promised["i"] = np.arange(len(promised))
    pair = promised.merge(bab[["laporan", "judul"]], on="laporan")
    promised["ada"] = False
    if len(pair):
        a = normalise(pair["kunci"]).str.replace(r"^lampiran (\d+ )?", "", regex=True)
        b = normalise(pair["judul"]).str.replace(r"^lampiran (\d+ )?", "", regex=True)
        near = process.cpdist(a.tolist(), b.tolist(), scorer=fuzz.token_sort_ratio) >= 65
        numbered = promised["baris"].str.extract(r"(\d+)")[0].reindex(pair["i"]).fillna("?").to_numpy()
        annex = normalise(pair["judul"]).str.extract(r"^lampiran (\d+)")[0].fillna("").to_numpy()
        near |= numbered == annex  # "LAMPIRAN 3" is the third that was promised, whatever its title
        promised.loc[pair["i"][near].unique(), "ada"] = True
    has_body = promised["laporan"].isin(bab.loc[normalise(bab["judul"]).str.contains("lampiran"), "laporan"])
    return promised.assign(ada_lampiran=has_body, tahun=-1)


def pages(d: pd.DataFrame) -> pd.DataFrame:
    """+ halaman_no (arabic page), halaman_sebelum (page of the entry before), kunci. NaN where there is
    none."""
    d = d.assign(kunci=d["judul"], tahun=-1)
    d["halaman_no"] = pd.to_numeric(d["nomor_halaman"], errors="coerce")
    d["halaman_sebelum"] = d.groupby("laporan")["halaman_no"].ffill().groupby(d["laporan"]).shift()
    return d


def dates(t: pd.DataFrame, year: pd.Series) -> pd.DataFrame:
    """+ hari_lewat: days from the end of the reported year to the date (negative: before it); kunci,
    tahun."""
    t = t.assign(tahun=t["laporan"].map(year).fillna(-1).astype("int64"), kunci=t["teks"])
    known = t["tahun"] > 0
    end = pd.to_datetime(t["tahun"].where(known, 2000).astype(str) + "-12-31")
    t["hari_lewat"] = (t["tanggal"] - end).dt.days.where(known).astype("float64")
    return t


def words(b: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """+ kata_cocok: the words say the figure; kata_seharusnya: the words for the figure."""
    from num2words import num2words

    value = numbers.value[b["nilai"].to_numpy(dtype="int64")]
    unique = {
        v: num2words(int(v), lang="id")
        for v in set(value[np.isfinite(value)])
        if float(v).is_integer() and abs(v) < 1e15
    }
    should = pd.Series(value, index=b.index).map(unique).astype(object)

    def squeeze(
        s: pd.Series,
    ) -> pd.Series:  # "milyar", "milliar" and "trilyun" are spellings, no other numbers
        letters = s.str.lower().str.replace(r"[^a-z]", "", regex=True)
        return letters.str.replace(r"mill?[iy]ar", "miliar", regex=True).str.replace("trilyun", "triliun")

    return b.assign(
        kata_seharusnya=should.fillna(""),
        kata_cocok=squeeze(b["kata"]) == squeeze(should.fillna("")),
        tahun=-1,
        dapat=should.notna(),
    )


def formulas_that_fit(i: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """+ rumus_baris, rumus_akhir: which one formula a falling row's capaian fits (1 R/T, 2 (2T-R)/T, 3 T/R,
    -1 none or several);
    rumus_pertama: that of the first such row of the report."""

    def fit(target: str, capaian: str) -> np.ndarray:
        t, r, c = (i[k].to_numpy(dtype="int64") for k in (target, "realisasi", capaian))
        ok = (numbers.kelas[t] == FIGUR) & (numbers.kelas[r] == FIGUR) & (numbers.kelas[c] == FIGUR)
        T, R, C = numbers.value[t], numbers.value[r], numbers.value[c]
        unit = 10.0 ** -numbers.desimal[c].astype("float64")
        with np.errstate(divide="ignore", invalid="ignore"):
            made = np.array([R / T, (2 * T - R) / T, T / R]) * 100
            fits = np.abs(made - C) < unit
        fits &= ok & i["arah"].eq("turun").to_numpy()
        return np.where(fits.sum(axis=0) == 1, fits.argmax(axis=0) + 1, -1)

    i = i.assign(rumus_baris=fit("target", "capaian"), rumus_akhir=fit("target_akhir", "capaian_akhir"))
    honest = i["rumus_baris"].where(i["rumus_baris"] >= 2)
    i["rumus_pertama"] = honest.groupby(i["laporan"]).transform("first").fillna(-1)
    i["rumus_wajar"] = np.where(i["rumus_baris"] >= 2, i["rumus_baris"], -1)
    return i


def other_unit(i: pd.DataFrame, units: pd.Series) -> np.ndarray:
    """bool a row: target and realisasi are printed with different units ("100%" and "1 dokumen"), so no
    formula can divide them."""
    kind = np.append(unit_class(units).to_numpy(dtype=object), "")
    t, r = (kind[i[c].to_numpy(dtype="int64")] for c in ("target", "realisasi"))
    return (t != r) & (t != "") & (r != "")


_REVENUE = (
    r"\b(?:pendapatan|penerimaan|pajak|retribusi|pad|pnbp|bagi hasil|dana transfer|pph|ppn|zakat|investasi)\b"
)


def budget_columns(a: pd.DataFrame, numbers: Numbers, angka: pd.DataFrame) -> pd.DataFrame:
    """+ punya_anak (rows name it as induk), banyak_bulan (months that name it), pendapatan (a target of
    revenue, no pagu), cara_sisa: 'lebih atau kurang' where the column prints what was spent too little as a
    negative number."""
    head = angka["kolom_cetak"].reindex(a["pagu"]).fillna("").str.lower().to_numpy(dtype=object)
    aim = np.array(
        ["target" in h and not re.search("anggaran|keuangan|belanja|pagu|dana", h) for h in head], dtype=bool
    )
    a = a.assign(
        pendapatan=aim | a["uraian"].str.contains(_REVENUE, case=False, regex=True).to_numpy(dtype=bool)
    )
    pagu, spent, left = (numbers.value[a[c].to_numpy(dtype="int64")] for c in ("pagu", "realisasi", "sisa"))
    a = a.assign(
        cara_sisa=np.where((left < 0) & (pagu >= spent), "lebih atau kurang", "pagu dikurangi realisasi")
    )
    child = (
        a[a["induk"].ne("")]
        .assign(bulanan=a["tingkat"].eq("bulan"))
        .groupby(["laporan", "tabel", "induk"])["bulanan"]
    )
    child = child.agg(n="size", m="sum")
    key = pd.MultiIndex.from_frame(a[["laporan", "tabel", "kode"]])
    found = child.reindex(key) if len(child) else pd.DataFrame({"n": np.nan, "m": np.nan}, index=a.index)
    return a.assign(
        punya_anak=found["n"].fillna(0).to_numpy() > 0,
        banyak_bulan=found["m"].fillna(0).to_numpy(dtype="float64"),
    )


def count_columns(r: pd.DataFrame) -> pd.DataFrame:
    """+ ragam_satuan (distinct units of the parts), satuan_bagian (their names), dari_ukuran (the measure of
    which it is a part)."""
    part = r[r["induk"].ne("") & r["satuan"].ne("")]
    units = part.drop_duplicates(["laporan", "tabel", "induk", "ukuran", "satuan"])
    units = units.groupby(["laporan", "tabel", "induk", "ukuran"]).agg(
        n=("satuan", "size"), s=("satuan", ", ".join)
    )
    key = pd.MultiIndex.from_frame(r[["laporan", "tabel", "kode", "ukuran"]])
    found = units.reindex(key) if len(units) else pd.DataFrame({"n": np.nan, "s": ""}, index=r.index)
    r = r.assign(
        ragam_satuan=found["n"].fillna(0).to_numpy(dtype="float64"),
        satuan_bagian=found["s"].fillna("").to_numpy(),
    )
    return r.assign(dari_ukuran=_measure_of(r))


_PART_OF_JUMLAH = r"aktif|tertangani|terlayani|berfungsi|baik|layak|dibina"
_CARRIED_OVER = (
    "perkara|permohonan|pengaduan|aduan|kasus|berkas|surat|laporan|tunggakan|temuan|rekomendasi|sengketa|izin"
)


def _measure_of(r: pd.DataFrame) -> np.ndarray:
    """The measure of the same table that a measure counts a part of: "jumlah" of "aktif", "X" of "X yang
    dilayani"; '' where none is, and where what is served this year may have come in before."""
    whole = r["ukuran"].str.extract(r"^(.*\w)\s+yang\s", expand=False).fillna("")
    known = pd.MultiIndex.from_frame(r[["laporan", "tabel", "ukuran"]])
    there = pd.MultiIndex.from_arrays([r["laporan"], r["tabel"], whole]).isin(known) & whole.ne("").to_numpy()
    there &= ~whole.str.contains(_CARRIED_OVER, regex=True).to_numpy(dtype=bool)
    active = r["ukuran"].str.contains(_PART_OF_JUMLAH, regex=True).to_numpy(dtype=bool)
    return np.select([active, there], ["jumlah", whole.to_numpy(dtype=object)], "")


def plan_and_budget(a: pd.DataFrame, klaim: pd.DataFrame) -> pd.DataFrame:
    """Total of the planning document (RKT, Renja) beside that of the budget in force: laporan, nilai (plan),
    lain (budget), ada_perubahan."""
    total = a[a["tingkat"].eq("total") & (a["pagu"] >= 0)]
    plan = total["dokumen"].str.contains("rkt|renja|rka|rencana", case=False, regex=True)
    left = total[plan].drop_duplicates("laporan")
    right = total[~plan].drop_duplicates("laporan").set_index("laporan")["pagu"]
    out = left[["laporan", "tabel", "bagian", "baris", "garis", "halaman", "tahun"]].assign(
        nilai=left["pagu"], kunci="Total anggaran"
    )
    out["lain"] = out["laporan"].map(right).fillna(-1).astype("int64")
    changed = set(klaim.loc[klaim["jenis"].eq("perubahan_anggaran"), "laporan"])
    return out.assign(ada_perubahan=out["laporan"].isin(changed)).reset_index(drop=True)


def steps(tables: dict) -> pd.DataFrame:
    """For claims 'every year up / down': the neighbouring years of that series: laporan, kunci, jenis, tahun,
    sebelum, sesudah (ids), place."""
    k = tables["klaim"]
    k = k[k["jenis"].isin(["naik_tiap_tahun", "turun_tiap_tahun"])]
    f = tables["fakta"].sort_values(["laporan", "kunci", "ukuran", "tahun"])
    f = f[(f["tahun"] > 0) & (f["urutan"] == 0) & f["ukuran"].isin(["realisasi", "capaian", "jumlah"])]
    before = f.groupby(["laporan", "kunci", "ukuran"])[["nilai", "tahun"]].shift()
    f = f.assign(sebelum=before["nilai"].fillna(-1).astype("int64"), dulu=before["tahun"])
    pair = k.drop(columns=["nilai", "dari"]).merge(
        f[["laporan", "kunci", "ukuran", "tahun", "dulu", "sebelum", "nilai"]],
        on=["laporan", "kunci"],
        suffixes=("_klaim", ""),
    )
    told = pair[
        pair["ukuran"].ne("capaian")
    ]  # "angka X turun setiap tahun" is what was reached, where that is printed
    plain = pair["ukuran"].ne("capaian") | (
        find([pair[c] for c in ("laporan", "kunci")], [told[c] for c in ("laporan", "kunci")]) < 0
    )
    same = (pair["ukuran_klaim"].eq("") & plain) | pair["ukuran_klaim"].eq(pair["ukuran"])
    since = (pair["tahun_lain"] <= 0) | (pair["dulu"] >= pair["tahun_lain"])
    until = (pair["tahun_klaim"] <= 0) | (pair["tahun"] <= pair["tahun_klaim"])
    return (
        pair[same & since & until & (pair["sebelum"] >= 0)]
        .rename(columns={"nilai": "sesudah"})
        .reset_index(drop=True)
    )


def claims_of_target(tables: dict, numbers: Numbers) -> pd.DataFrame:
    """Claims 'tercapai' / 'tidak tercapai' beside the first row with target and realisasi of that indicator
    and year.

    + target, realisasi, capaian (ids), arah.
    """
    k, i = tables["klaim"], tables["indikator"]
    k = k[k["jenis"].isin(["tercapai", "tidak_tercapai"])]
    i = i[(i["target"] >= 0) & (i["realisasi"] >= 0)]
    values = ["target", "realisasi", "capaian", "arah"]
    first = i.drop_duplicates(["laporan", "kunci", "tahun"])
    pair = k.merge(first[["laporan", "kunci", "tahun", *values]], on=["laporan", "kunci", "tahun"])
    known = pd.MultiIndex.from_frame(first[["laporan", "kunci"]])
    strange = k[~pd.MultiIndex.from_frame(k[["laporan", "kunci"]]).isin(known) & k["acuan"].ne("").to_numpy()]
    return pd.concat([pair, _of_the_only_indicator(strange, i, values)], ignore_index=True)


_SAME_WORDS = 90  # of a claim's subject and the one indicator of the table it speaks of


def _of_the_only_indicator(claims: pd.DataFrame, i: pd.DataFrame, values: list[str]) -> pd.DataFrame:
    """Claims whose subject no table prints, beside the only indicator of the table they speak of, where its
    words are theirs:
    "ketersediaan obat esensial di instalasi farmasi di puskesmas" above a table of "ketersediaan obat
    esensial di instalasi farmasi"."""
    alone = i[i.groupby(["laporan", "tabel"])["kunci"].transform("nunique").eq(1)].drop_duplicates(
        ["laporan", "tabel", "tahun"]
    )
    alone = alone[["laporan", "tabel", "tahun", "kunci", *values]].rename(
        columns={"tabel": "acuan", "kunci": "kunci_tabel"}
    )
    pair = claims.merge(alone, on=["laporan", "acuan", "tahun"])
    if pair.empty:
        return pair.drop(columns="kunci_tabel")
    same = process.cpdist(
        normalise(pair["kunci"]).tolist(),
        normalise(pair["kunci_tabel"]).tolist(),
        scorer=fuzz.token_set_ratio,
    )
    return pair[same >= _SAME_WORDS].drop(columns="kunci_tabel")


def decimal_signs(angka: pd.DataFrame) -> pd.DataFrame:
    """Numbers with decimals: laporan, nilai (id), titik (a point is the decimal sign), titik_utama (so it is
    in most of the report)."""
    a = angka[angka["desimal"].gt(0) & angka["kelas"].eq("figur")]
    point = a["lokal"].eq("en")
    most = point.groupby(a["laporan"]).transform("mean") > 0.5
    return pd.DataFrame(
        {
            "laporan": a["laporan"],
            "nilai": a.index,
            "titik": point.astype(int),
            "titik_utama": most.astype(int),
            "kunci": "tanda desimal",
            "tahun": -1,
            "tabel": a["tabel"],
            "bagian": a["bagian"],
            "baris": a["baris"],
            "garis": a["garis"],
            "halaman": a["halaman"],
        }
    ).reset_index(drop=True)


def filled(tables: dict, numbers: Numbers) -> pd.DataFrame:
    """Columns that a table prints: laporan, tabel, kolom, kunci, banyak (cells), terisi (cells with a
    figure); one row a column."""
    i, kept = tables["indikator"], ["laporan", "tabel", "tahun", "bagian", "baris", "garis", "halaman"]
    pieces = []
    for column in ("realisasi_lalu", "realisasi", "target", "capaian"):
        rows = i.loc[(i[column] >= 0) & i["jenis_baris"].eq("indikator"), kept]
        kelas = numbers.kelas[i.loc[rows.index, column].to_numpy(dtype="int64")]
        pieces.append(rows.assign(kolom=column, isi=~np.isin(kelas, [1, 2]), nilai=i.loc[rows.index, column]))
    every = pd.concat(pieces, ignore_index=True)
    group = codes(every["laporan"], every["tabel"], every["kolom"])
    out = every.iloc[np.unique(group, return_index=True)[1]]
    out = out.assign(
        banyak=np.bincount(group), terisi=np.bincount(group, every["isi"]).astype("int64"), kunci=out["kolom"]
    )
    return out.sort_values(["laporan", "tabel", "kolom"], ignore_index=True)
