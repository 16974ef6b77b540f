"""Sums, percentages and differences that the figures of sentences show by themselves."""

from datasets.document.assemble import assemble
from datasets.readers.text import parse_text
from datasets.recognise.printed_numbers import document_angka
from datasets.recognise.prose.search import search_prose


def found(md: str) -> dict[str, list[dict]]:
    document = assemble(parse_text(md), "uji")
    return search_prose(document, document_angka(document, "uji"), set(), 2022)


def test_a_list_of_amounts_under_its_total_at_two_levels():
    md = (
        "Belanja Rp900.512.340 terdiri atas\n\n1. Program air Rp600.262.340\n\na. Sumur Rp400.150.000\n\nb. "
        "Pipa Rp200.112.340\n\n"
        "2. Program jalan Rp300.250.000\n"
    )
    rows = found(md)["rincian"]
    totals = {r["nilai"] for r in rows if not r["induk"]}
    assert totals == {"Rp900.512.340", "Rp600.262.340"} and len(rows) == 6


def test_a_share_of_two_figures_beside_it():
    (row,) = found("Dari 1.237 rumah telah dialiri 1.168 rumah (94,42%).")["perhitungan"]
    assert (row["operasi"], row["a"], row["b"], row["hasil"]) == ("bagi_persen", "1.168", "1.237", "94,42%")


def test_a_difference_needs_words_of_change():
    (row,) = found("Prevalensi turun dari 33,06 menjadi 32,59, yaitu berkurang 0,47.")["perhitungan"]
    assert row["operasi"] == "kurang"
    assert found("Ukuran 33,06 dan 32,59 serta 0,47.") == {}


def test_what_does_not_hold_or_has_few_digits_is_nothing():
    assert found("Dari 1.237 rumah telah dialiri 1.168 rumah (91,42%).") == {}
    assert found("Ada 5 desa, 3 desa dan 2 desa, naik 60%.") == {}
