"""Figures that a report prints again count as repeated; equal digits alone are no copy."""

import numpy as np

from cermat.checks.settle.copies import copies
from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.printed_numbers import document_angka


def repeated(md: str) -> list[str]:
    document = assemble(parse_text(md), "uji")
    angka = document_angka(document, "uji")
    return angka.loc[copies(angka, document.blok, document.sel), "teks"].tolist()


def test_long_figures_are_copies_wherever_they_stand():
    assert repeated(
        "Pagu kegiatan Rp412.775.310.\n\nRealisasi pagu itu Rp398.000.000.\n\nDisediakan Rp412.775.310."
    ) == ["Rp412.775.310", "Rp412.775.310"]


def test_a_column_of_one_table_in_another():
    """Plan by years, and the agreement of one of them; the neighbouring year that differs is none."""
    plan = "| Uraian | 2021 | 2022 |\n|---|---|---|\n| Jalan mantap | 61 | 64 |\n| Irigasi baik | 58 | 73 |\n| Sanitasi layak | 82 | 87 |\n"
    agreed = "| Uraian | Target 2022 |\n|---|---|\n| Jalan mantap | 64 |\n| Irigasi baik | 73 |\n| Sanitasi layak | 87 |\n"
    assert (
        repeated(f"Tabel 1. Rencana\n\n{plan}\n\nKalimat.\n\nTabel 2. Perjanjian\n\n{agreed}")
        == ["64", "73", "87"] * 2
    )


def test_columns_of_other_years_or_units_are_not_laid_on_each_other():
    one = "| Uraian | 2021 |\n|---|---|\n| Jalan mantap | 61 |\n| Irigasi baik | 58 |\n| Sanitasi layak | 82 |\n"
    other = one.replace("2021", "2022")
    assert repeated(f"Tabel 1. Satu\n\n{one}\n\nKalimat.\n\nTabel 2. Dua\n\n{other}") == []


def test_tonnes_of_kilograms():
    fine = "| Uraian | 2022 |\n|---|---|\n| Beras | 768.495.149 |\n| Jagung | 217.235.447 |\n"
    coarse = "| Uraian | 2022 |\n|---|---|\n| Beras | 768.495 |\n| Jagung | 217.235 |\n"
    assert len(repeated(f"Tabel 1. Kilogram\n\n{fine}\n\nKalimat.\n\nTabel 2. Ton\n\n{coarse}")) == 4


def test_a_row_told_in_prose_by_its_name():
    table = "| Uraian | Target | Realisasi |\n|---|---|---|\n| Cakupan air minum desa | 75 | 81,4 |\n"
    text = "Cakupan air minum desa dengan target sebesar 75 terealisasi 81,4.\n\nRata-rata kabupaten lain 81,4 pada musim panas.\n"
    assert repeated(f"{table}\n\n{text}") == ["75", "81,4", "75", "81,4"]


def test_small_equal_counts_are_no_copies():
    assert (
        repeated(
            "Kegiatan A memakai listrik 12 bulan.\n\nKegiatan lain memakai telepon 12 bulan.\n\nAda 5 "
            "unit.\n\nAda 5 kali."
        )
        == []
    )


def test_nothing_to_read():
    empty = assemble(parse_text("Kalimat tanpa angka.\n"), "uji")
    assert copies(document_angka(empty, "uji"), empty.blok, empty.sel).dtype == np.int64


def test_a_program_and_its_only_kegiatan():
    table = "| Uraian | Pagu |\n|---|---|\n| Program air | 412.775.310 |\n| Kegiatan sumur | 412.775.310 |\n| Program jalan | 318.114.207 |\n"
    assert repeated(f"Tabel 1. Belanja\n\n{table}") == ["412.775.310", "412.775.310"]
