"""Derived tables and columns that rules read. Each function says which columns it makes; ids point into
`angka`."""

import re

import numpy as np
import pandas as pd

from cermat.checks.operands import FIGUR, Numbers
from cermat.checks.settle import caps, claim_tables, document_tables, labels, people, scale, statements
from cermat.checks.settle.contents import required_contents
from cermat.checks.settle.formula_throughout import throughout
from cermat.checks.settle.mended import lost_digits
from cermat.checks.settle.mentions import unit_class
from cermat.checks.settle.names import each, has
from cermat.checks.settle.other_formula import other_formulas
from cermat.checks.settle.plan_targets import beside_the_year
from cermat.checks.settle.programmes import programmes
from cermat.checks.settle.promised import promised
from cermat.checks.settle.reported import reported
from cermat.checks.settle.said_again import said_again
from cermat.checks.settle.scales_again import printed_again
from cermat.checks.settle.tiers import tiers
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, listed
from cermat.schemas.submission import Submission

VALUE_COLUMNS = {
    "nilai_indikator": {"nilai"},
    "fakta": {"nilai"},
    "label": {"nilai"},
    "populasi": {"nilai"},
    "batas_skala": {"bawah", "atas"},
    "skala_lagi": {"bawah", "atas", "bawah_lain", "atas_lain"},
    "puncak_skala": {"nilai", "atas"},
    "langkah": {"sebelum", "sesudah"},
    "klaim_target": {"target", "realisasi", "capaian"},
    "angka_desimal": {"nilai"},
    "pembulatan": {"nilai"},
    "digit_hilang": {"pagu", "realisasi", "persen", "pagu_penuh", "realisasi_penuh"},
    "total_anggaran": {"nilai", "lain"},
    "isian": {"nilai"},
    "lompatan": {"sebelum", "sesudah"},
    "lapisan": {"nilai", "lain"},
    "kolom_salin": {"nilai", "lain", "asal"},
    "baris_salin": {"nilai", "lain"},
    "pernyataan": {"nilai", "lain"},
    "penerima": {"nilai"},
    "populasi_penerima": {"nilai"},
    "kecenderungan": {"sesudah", "puncak", "lembah"},
    "banyak_pelaksana": {"nilai"},
    "kelompok_program": {"nilai"},
    "perubahan_program": {"nilai"},
    "rencana_program": {"nilai"},
    "rumus_dipakai": {"target", "realisasi", "capaian"},
}


def derive(
    tables: dict,
    sub: Submission,
    angka: pd.DataFrame,
    numbers: Numbers,
    bands: pd.DataFrame,
    edges: pd.DataFrame,
    terms: dict,
    by_table: pd.DataFrame,
    by_sasaran: pd.DataFrame,
) -> None:
    """Add every derived table and column to `tables`."""
    tables["laporan"] = document_tables.reports(tables, sub)
    year = tables["laporan"].set_index("laporan")["tahun"]
    for name in ("nilai_indikator", "fakta"):  # old years have been reviewed before
        tables[name]["umur"] = tables[name]["laporan"].map(year) - tables[name]["tahun"]
    tables["fakta"]["rencana_sejalan"] = beside_the_year(tables["fakta"])
    tables["kelengkapan"] = required_contents(tables, sub.blok)
    tables["judul_janji"] = promised(tables, sub.blok)
    tables["lampiran"] = document_tables.annexes(tables)
    tables["daftar_isi"] = document_tables.pages(tables["daftar_isi"])
    tables["tanggal"] = document_tables.dates(tables["tanggal"], year)
    tables["bilangan"] = document_tables.words(tables["bilangan"], numbers)
    tables["batas_skala"] = scale.boundaries(bands)
    tables["skala_lagi"] = printed_again(edges)
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
    caps.capped_elsewhere(tables, numbers)
    tables["indikator"], tables["rumus_dipakai"] = throughout(tables["indikator"], numbers)
    tables["indikator"] = other_formulas(tables["indikator"], numbers)
    tables["indikator"]["beda_satuan"] = other_unit(tables["indikator"], angka["satuan"])
    tables["indikator"] = tiers(
        tables["indikator"], np.append(angka["teks"].to_numpy(dtype=object), ""), numbers, terms["jenjang"]
    )
    tables["anggaran"] = budget_columns(tables["anggaran"], numbers, angka)
    tables["digit_hilang"] = lost_digits(tables["anggaran"], angka, numbers)
    tables["rincian"] = count_columns(tables["rincian"])
    tables["total_anggaran"] = plan_and_budget(tables["anggaran"], tables["klaim"])
    programmes(tables, numbers, terms["kelas_dokumen"]["rencana awal"])
    tables["langkah"] = claim_tables.steps(tables)
    tables["pernyataan"] = said_again(tables, numbers)
    tables["klaim_target"] = claim_tables.of_target(tables, numbers)
    tables["angka_desimal"] = document_tables.decimal_signs(angka)
    tables["isian"] = document_tables.filled(tables, numbers)
    statements.items(tables["nilai_indikator"])
    tables["klaim"] = statements.claims(tables, numbers, by_table, by_sasaran)
    tables["lompatan"] = statements.jumps(tables, numbers)
    tables["kecenderungan"] = statements.tendencies(tables)
    tables["struktur"] = statements.shape(sub)
    statements.first_units(tables, angka)
    statements.members(tables)
    statements.with_targets(tables)
    reported(tables, sub, numbers)


def formulas_that_fit(rows: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """+ rumus_baris, rumus_akhir: which one formula a falling row's capaian fits (1 R/T, 2 (2T-R)/T, 3 T/R,
    -1 none or several);
    rumus_pertama: that of the first such row of the report."""

    def fit(target: str, capaian: str) -> np.ndarray:
        aim_ids, result_ids, score_ids = (
            rows[column].to_numpy(dtype="int64") for column in (target, "realisasi", capaian)
        )
        ok = (
            (numbers.kelas[aim_ids] == FIGUR)
            & (numbers.kelas[result_ids] == FIGUR)
            & (numbers.kelas[score_ids] == FIGUR)
        )
        aimed, reached, scored = numbers.value[aim_ids], numbers.value[result_ids], numbers.value[score_ids]
        unit = 10.0 ** -numbers.desimal[score_ids].astype("float64")
        with np.errstate(divide="ignore", invalid="ignore"):
            made = np.array([reached / aimed, (2 * aimed - reached) / aimed, aimed / reached]) * 100
            fits = np.abs(made - scored) < unit
        fits &= ok & among(rows["arah"], "turun")
        return np.where(fits.sum(axis=0) == 1, fits.argmax(axis=0) + 1, -1)

    rows = rows.assign(rumus_baris=fit("target", "capaian"), rumus_akhir=fit("target_akhir", "capaian_akhir"))
    honest = rows["rumus_baris"].where(rows["rumus_baris"] >= 2)
    rows["rumus_pertama"] = honest.groupby(rows["laporan"]).transform("first").fillna(-1)
    rows["rumus_wajar"] = np.where(rows["rumus_baris"] >= 2, rows["rumus_baris"], -1)
    return rows


def other_unit(rows: pd.DataFrame, units: pd.Series) -> np.ndarray:
    """bool a row: target and realisasi are printed with different units ("100%" and "1 dokumen"), so no
    formula can divide them."""
    kind = np.append(unit_class(units).to_numpy(dtype=object), "")
    target, result = (kind[rows[column].to_numpy(dtype="int64")] for column in ("target", "realisasi"))
    return (target != result) & (target != "") & (result != "")


_REVENUE = (
    r"\b(?:pendapatan|penerimaan|pajak|retribusi|pad|pnbp|bagi hasil|dana transfer|pph|ppn|zakat|investasi)\b"
)


def budget_columns(rows: pd.DataFrame, numbers: Numbers, angka: pd.DataFrame) -> pd.DataFrame:
    """+ punya_anak (rows name it as induk), banyak_bulan (months that name it), pendapatan (a target of
    revenue, no pagu), cara_sisa: 'lebih atau kurang' where the column prints what was spent too little as a
    negative number."""
    heads = np.append(angka["kolom_cetak"].fillna("").to_numpy(dtype=object), "")
    head = [text.lower() for text in heads[rows["pagu"].to_numpy(dtype="int64")].tolist()]
    aim = np.array(
        ["target" in text and not re.search("anggaran|keuangan|belanja|pagu|dana", text) for text in head],
        dtype=bool,
    )
    revenue = aim | has(rows["uraian"], f"(?i:{_REVENUE})").to_numpy()
    pagu, spent, left = (
        numbers.value[rows[column].to_numpy(dtype="int64")] for column in ("pagu", "realisasi", "sisa")
    )
    table = [rows["laporan"], rows["tabel"]]
    own, above = codes_of_both([*table, rows["kode"]], [*table, rows["induk"]])
    child = ~among(rows["induk"], "")
    monthly = child & among(rows["tingkat"], "bulan")
    children, months = (
        np.bincount(above[chosen], minlength=2 * len(rows))[own] for chosen in (child, monthly)
    )
    return rows.assign(
        pendapatan=revenue,
        cara_sisa=np.where(
            _turned(codes(*table), left, pagu - spent), "lebih atau kurang", "pagu dikurangi realisasi"
        ),
        punya_anak=children > 0,
        banyak_bulan=months.astype("float64"),
    )


def _turned(table: np.ndarray, left: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Rows whose sisa is negative where something is left, in a table that has as many of these as of others
    (bool): a single one among others has a wrong sign."""
    turned, plain = (left < 0) & (rest >= 0), (left > 0) & (rest > 0)
    both = [np.bincount(table[rows], minlength=table.max(initial=-1) + 1) for rows in (turned, plain)]
    return turned & (both[0] >= both[1])[table]


def count_columns(parts: pd.DataFrame) -> pd.DataFrame:
    """+ ragam_satuan (distinct units of the parts), satuan_bagian (their names), dari_ukuran (the measure of
    which it is a part)."""
    column, unit = [parts["laporan"], parts["tabel"], parts["ukuran"]], parts["satuan"].to_numpy(dtype=object)
    whole, part = codes_of_both([*column, parts["kode"]], [*column, parts["induk"]])
    part = np.where(~among(parts["induk"], "") & (unit != ""), part, -1)
    once = distinct(part, unit)
    once = once[part[once] >= 0]
    many = np.bincount(part[once], minlength=2 * len(parts))
    names = np.full(2 * len(parts), "", dtype=object)
    names[np.flatnonzero(many)] = listed(part[once], unit[once], ", ")
    return parts.assign(
        ragam_satuan=many[whole].astype("float64"), satuan_bagian=names[whole], dari_ukuran=_measure_of(parts)
    )


_SERVED = re.compile(r"(.*\w)\s+yang\s")
_PART_OF_JUMLAH = r"aktif|tertangani|terlayani|berfungsi|baik|layak|dibina"
_CARRIED_OVER = (
    "perkara|permohonan|pengaduan|aduan|kasus|berkas|surat|laporan|tunggakan|temuan|rekomendasi|sengketa|izin"
)


def _measure_of(parts: pd.DataFrame) -> np.ndarray:
    """The measure of the same table that a measure counts a part of: "jumlah" of "aktif", "X" of "X yang
    dilayani"; '' where none is, and where what is served this year may have come in before."""
    whole = each(lambda name: found[1] if (found := _SERVED.match(name)) else "", parts["ukuran"])
    table = [parts["laporan"], parts["tabel"]]
    there = (find([*table, whole], [*table, parts["ukuran"]]) >= 0) & ~among(whole, "")
    there &= ~has(whole, _CARRIED_OVER).to_numpy()
    active = has(parts["ukuran"], _PART_OF_JUMLAH).to_numpy()
    return np.select([active, there], ["jumlah", whole.to_numpy(dtype=object)], "")


def plan_and_budget(budget: pd.DataFrame, klaim: pd.DataFrame) -> pd.DataFrame:
    """Total of the planning document (RKT, Renja) beside that of the budget in force: laporan, nilai (plan),
    lain (budget), ada_perubahan."""
    total = budget[among(budget["tingkat"], "total") & (budget["pagu"].to_numpy() >= 0)]
    plan = has(total["dokumen"], "(?i)rkt|renja|rka|rencana").to_numpy()
    left, right = total[plan], total[~plan]
    left = left.iloc[distinct(left["laporan"])]
    out = left[["laporan", "tabel", "bagian", "baris", "garis", "halaman", "tahun"]].assign(
        nilai=left["pagu"], kunci="Total anggaran"
    )
    out["lain"] = np.append(right["pagu"].to_numpy(), -1)[find([out["laporan"]], [right["laporan"]])]
    changed = set(klaim.loc[among(klaim["jenis"], "perubahan_anggaran"), "laporan"])
    return out.assign(ada_perubahan=out["laporan"].isin(changed)).reset_index(drop=True)
