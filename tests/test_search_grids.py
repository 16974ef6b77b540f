"""Relations that figures show by themselves: columns of a table whose header says nothing, rows that are sums
of the rows below."""

from tests.grid_helpers import read, rows


def test_a_quotient_under_headers_that_say_nothing():
    md = (
        "Tabel 1. Kegiatan\n\n| Uraian | A | B | C |\n|---|---|---|---|\n| Pasar desa | 412.775 | 398.120 | "
        "96,45 |\n"
        "| Jalan desa | 218.450 | 201.333 | 92,16 |\n| Embung | 377.912 | 350.001 | 92,61 |\n"
    )
    found = rows(read(md)["perhitungan"], "operasi", "a", "b", "hasil")
    assert ("bagi_persen", "398.120", "412.775", "96,45") in found and len(found) == 3


def test_a_row_that_breaks_the_relation_is_left_unread():
    md = (
        "Tabel 1. Kegiatan\n\n| Uraian | A | B | C |\n|---|---|---|---|\n| Pasar desa | 412.775 | 398.120 | "
        "96,45 |\n"
        "| Jalan desa | 218.450 | 201.333 | 92,16 |\n| Embung | 377.912 | 350.001 | 92,61 |\n| Pagar | "
        "301.200 | 299.001 | 12,34 |\n"
    )
    assert "12,34" not in [h for (h,) in rows(read(md)["perhitungan"], "hasil")]


def test_small_integers_are_no_relation():
    md = "Tabel 1. Kegiatan\n\n| Uraian | A | B | C |\n|---|---|---|---|\n| Satu | 5 | 2 | 3 |\n| Dua | 7 | 4 | 3 |\n| Tiga | 9 | 1 | 8 |\n"
    assert "perhitungan" not in read(md)


def test_a_group_is_the_sum_of_the_rows_below_it_in_every_year():
    """Bare years under a title that spans them are headers; "(ton)" counts, so that large figures are no
    money."""
    md = (
        "Tabel 1. Hasil\n\n| No | Jenis (ton) | 2021 | 2022 | 21-22 |\n|---|---|---|---|---|\n| I | Padi | "
        "7.412.300 | 7.600.410 | 2,54 |\n"
        "| 1 | Sawah | 7.000.100 | 7.100.200 | 1,43 |\n| 2 | Ladang | 412.200 | 500.210 | 21,35 |\n| II | "
        "Jagung | 310.020 | 305.011 | -1,62 |\n"
    )
    f = read(md)["rincian"]
    assert {(u.split(" · ")[0], i) for u, i in rows(f, "uraian", "induk")} == {
        ("Padi", ""),
        ("Sawah", "1"),
        ("Ladang", "1"),
    }
    assert sorted(n for (n,) in rows(f, "nilai")) == sorted(
        ["7.412.300", "7.600.410", "7.000.100", "7.100.200", "412.200", "500.210"]
    )


GROUPS = """
Tabel 1. Hasil

| No | Jenis (ton) | 2021 | 2022 |
|---|---|---|---|
| I | Padi | 7.412.300 | 7.600.410 |
| 1 | Sawah | 7.000.100 | 7.100.200 |
| 2 | Ladang | 412.200 | 500.210 |
| II | Jagung | {total} | 405.231 |
| 1 | Hibrida | 210.020 | 305.011 |
| 2 | Lokal | 90.110 | 100.220 |
"""


def test_a_group_that_misses_its_parts_beside_a_group_that_is_their_sum():
    found = rows(read(GROUPS.format(total="310.130"))["rincian"], "uraian", "ukuran", "induk")
    first = {u.split(" · ")[0]: i for u, c, i in found if c == "kolom 3"}
    assert first == {"Padi": "", "Sawah": "1", "Ladang": "1", "Jagung": "", "Hibrida": "4", "Lokal": "4"}


def test_a_group_far_from_its_parts_is_no_sum():
    found = rows(read(GROUPS.format(total="910.130"))["rincian"], "uraian", "ukuran")
    assert {u.split(" · ")[0] for u, c in found if c == "kolom 3"} == {"Padi", "Sawah", "Ladang"}


def test_what_is_left_of_a_hundred():
    md = (
        "Tabel 1. Efisiensi\n\n| Uraian | A | B |\n|---|---|---|\n| Pasar desa | 97,77 | 2,23 |\n| Jalan | "
        "94,24 | 5,76 |\n"
        "| Embung | 93,43 | 6,57 |\n"
    )
    found = rows(read(md)["perhitungan"], "operasi", "a", "b", "hasil")
    assert ("kurang", "100", "97,77", "2,23") in found or ("kurang", "97,77") in [
        (o, b) for o, _, b, _ in found
    ]


def test_a_row_in_percent_of_two_rows_above_it():
    md = (
        "Tabel 1. Rambu\n\n| Uraian | Marka | Pagar | Rambu |\n|---|---|---|---|\n| Kebutuhan | 6.061.000 | "
        "80.925 | 24.373 |\n"
        "| Terpasang | 1.405.550 | 20.877 | 3.808 |\n| Bagian terpasang | 23,19% | 25,80% | 15,62% |\n"
    )
    found = rows(read(md)["perhitungan"], "operasi", "a", "b", "hasil")
    assert ("bagi_persen", "1.405.550", "6.061.000", "23,19%") in found and len(found) == 3
