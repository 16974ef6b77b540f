"""Sums and percentages that the figures of sentences show by themselves."""

import pytest

from cermat import audit

TITLE = "# BAB III AKUNTABILITAS KINERJA\n\n## Capaian Kinerja Tahun 2022\n\n"


def rows(folder, text: str, table: str) -> list[dict]:
    path = folder / "laporan.md"
    path.write_text(TITLE + text + "\n", encoding="utf-8")
    sub = audit.read(path)
    printed = sub.angka["teks"].str.strip()
    frame = sub.tables[table]
    figures = [c for c in ("a", "b", "hasil", "nilai") if c in frame]
    return frame.assign(**{c: frame[c].map(printed).fillna("") for c in figures}).to_dict("records")


def test_a_list_of_amounts_under_its_total_at_two_levels(tmp_path):
    text = (
        "Belanja Rp900.512.340 terdiri atas\n\n1. Program air Rp600.262.340\n\na. Sumur Rp400.150.000\n\nb. "
        "Pipa Rp200.112.340\n\n2. Program jalan Rp300.250.000\n"
    )
    found = rows(tmp_path, text, "rincian")
    assert {r["nilai"] for r in found if not r["induk"]} == {"Rp900.512.340", "Rp600.262.340"}
    assert len(found) == 6


@pytest.mark.parametrize(
    ("text", "a", "b", "result"),
    [
        ("Dari 1.237 rumah telah dialiri 1.168 rumah (94,42%).", "1.168", "1.237", "94,42%"),
        ("Rumah ada 1.237 buah, teraliri 1.168 buah; cakupan 94,42%.", "1.168", "1.237", "94,42%"),
    ],
)
def test_a_share_of_two_figures_beside_it(text, a, b, result, tmp_path):
    (row,) = rows(tmp_path, text, "perhitungan")
    assert (row["operasi"], row["a"], row["b"], row["hasil"]) == ("bagi_persen", a, b, result)


def test_a_difference_needs_words_of_change(tmp_path):
    (row,) = rows(tmp_path, "Prevalensi turun dari 33,06 menjadi 32,59, yaitu berkurang 0,47.", "perhitungan")
    assert row["operasi"] == "kurang"
    assert rows(tmp_path, "Ukuran 33,06 dan 32,59 serta 0,47.", "perhitungan") == []


def test_what_does_not_hold_or_has_few_digits_is_nothing(tmp_path):
    assert rows(tmp_path, "Rumah ada 1.237 buah, teraliri 1.168 buah; kepuasan 71,42%.", "perhitungan") == []
    assert rows(tmp_path, "Ada 5 desa, 3 pos dan 2 dusun, naik 60%.", "perhitungan") == []
