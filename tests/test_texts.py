"""Sentences of findings: nothing said twice, no id of the house in them, and thousands of them made in
seconds."""

import time

import pytest

from cermat.checks.phrases import display, like, measured
from tests.helpers import cards, findings, one, quick

PEOPLE = [
    {"tabel": "p", "kode": "t", "uraian": "Total", "ukuran": "jumlah", "nilai": "4"},
    {"tabel": "p", "induk": "t", "uraian": "Gelandangan", "ukuran": "jumlah", "nilai": "4"},
    {"tabel": "p", "induk": "t", "uraian": "Pengemis", "ukuran": "jumlah", "nilai": "-"},
]


def told(rule: str, **tables) -> str:
    (f,) = findings(quick(one(**tables)), rule=rule)
    return f["kondisi"]


@pytest.mark.parametrize(("unit", "shown"), [("orang", "100 orang, sedangkan"), ("", "100, sedangkan")])
def test_a_sum_with_nil_and_a_unit_that_is_missing(unit, shown):
    served = [
        {"uraian": "penjangkauan", "penerima": "gelandangan dan pengemis", "realisasi": "100", "satuan": unit}
    ]
    text = told("POP-01", rincian=PEOPLE, layanan=served)
    assert (
        text
        == f"Penjangkauan untuk gelandangan dan pengemis: terealisasi {shown} yang tercatat hanya 4 + 0 = 4. "
        f"Perlu penjelasan."
    )


def test_who_is_served_is_said_once():
    served = [
        {
            "uraian": "penjangkauan gelandangan dan pengemis",
            "penerima": "gelandangan dan pengemis",
            "realisasi": "100",
        }
    ]
    assert told("POP-01", rincian=PEOPLE, layanan=served).startswith(
        "Penjangkauan gelandangan dan pengemis: terealisasi 100,"
    )


def test_an_average_is_called_so_once():
    rows = [
        {"indikator": n, "tahun": "2020", "target": "100", "realisasi": c, "capaian": c, "sasaran": "S"}
        for n, c in (("A", "90"), ("B", "80"))
    ]
    text = told(
        "RAT-02",
        indikator=[
            *rows,
            {
                "indikator": "Rata-rata",
                "jenis_baris": "rata_rata",
                "tahun": "2020",
                "capaian": "91",
                "sasaran": "S",
            },
        ],
    )
    assert text == "Rata-rata capaian A dan B tahun 2020 tercetak 91; hitung ulang (90 + 80) ÷ 2 = 85."
    assert (
        measured("rata-rata", "Rata-rata capaian A") == "Rata-rata capaian A"
        and measured("capaian", "A") == "capaian A"
    )


def test_two_tables_of_one_name_are_told_apart_by_place_only():
    rows = [
        {"tabel": t, "uraian": "Jumlah", "tingkat": "total", "tahun": "2020", "pagu": p, "realisasi": "900"}
        for t, p in (("t-1", "1.000"), ("t-2", "1.100"))
    ]
    said = [
        {
            "tabel": "t-3",
            "uraian": "Jumlah",
            "tahun": "2020",
            "pagu": "1.000",
            "realisasi": "900",
            "persen": "80",
        }
    ]
    for f in findings(quick(one(anggaran=rows + said))):
        assert " · t-" not in f["kondisi"] + f["subject"] + f["akibat"]


def test_the_same_fact_twice_is_no_recomputation():
    rows = [
        {"tabel": t, "indikator": "Cakupan", "tahun": "2020", "target": v}
        for t, v in (("a", "81,70"), ("b", "81,07"))
    ]
    text = told("SIL-01", indikator=rows)
    assert "seharusnya sama" in text and "hitung ulang" not in text and "81,70" in text and "81,07" in text


def test_words():
    assert display("realisasi_lalu") == "realisasi tahun lalu" and display("Angka a_b") == "Angka a_b"
    assert (
        like("96,84", "98,76%") == "96,84%"
        and like("96,84", "98,76") == "96,84"
        and like("tidak ada", "1%") == "tidak ada"
    )


def test_no_sentence_ends_twice_or_breaks_before_a_comma():
    for card in cards():
        assert " ," not in card.kondisi and ".." not in card.kondisi.replace("...", "")


def test_thousands_of_findings_take_seconds():
    """About a millisecond a finding; the limit leaves room for a loaded machine."""
    rows = [
        {
            "uraian": f"Program {k}",
            "tahun": "2020",
            "pagu": "1.000",
            "realisasi": "900",
            "persen": "90,0" if k % 3 else "91,0",  # one slip in a third of a sound column
        }
        for k in range(3_000)
    ]
    result = quick(one(anggaran=rows))
    start = time.perf_counter()
    assert len(result.to_dict()["findings"]) >= 1_000
    assert len(result.workings("r")) >= 1_000
    assert time.perf_counter() - start < 8
