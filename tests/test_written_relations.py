"""What sentences and short lists write out: a count at a price, a total and its list, a formula with words in
brackets, titles."""

import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.context import Context
from cermat.datasets.recognise.printed_numbers import document_angka
from cermat.datasets.recognise.prose.claims import recognise_prose


def read(text: str, table: str, *columns: str) -> list[tuple]:
    document = assemble(parse_text(text, True), "x")
    context = Context("x", 2022, "Dinas Makmur Kabupaten Sejahtera", True)
    found = recognise_prose(document, document_angka(document, "x"), context)
    return list(found[table][list(columns)].itertuples(index=False, name=None)) if table in found else []


@pytest.mark.parametrize(
    ("text", "count", "price", "amount"),
    [
        (
            "Seluruhnya Rp600.000,- untuk 40 berkas dengan biaya per berkas Rp15.000,-.",
            "40",
            "Rp15.000,-",
            "Rp600.000,-",
        ),
        (
            "Realisasinya Rp640.000 untuk 40 berkas, karena 1 berkas sebesar Rp15.000.",
            "40",
            "Rp15.000",
            "Rp640.000",
        ),  # wrong, and told
        (
            "Biaya setiap peserta Rp200.000 untuk 30 peserta sehingga seluruhnya Rp6.500.000.",
            "30",
            "Rp200.000",
            "Rp6.500.000",
        ),
        (
            "Honor narasumber Rp500.000 per orang untuk 4 orang, seluruhnya Rp2.000.000.",
            "4",
            "Rp500.000",
            "Rp2.000.000",
        ),
        (
            "Sebanyak 25 orang menerima uang saku masing-masing sebesar Rp150.000 dengan total Rp3.750.000.",
            "25",
            "Rp150.000",
            "Rp3.750.000",
        ),
        (
            "Alokasi Rp600.000 untuk 40 berkas dengan biaya per berkas Rp15.000.",
            "40",
            "Rp15.000",
            "Rp600.000",
        ),
    ],
)
def test_so_many_at_so_much(text, count, price, amount):
    assert read(text, "perhitungan", "operasi", "a", "b", "hasil") == [("kali", count, price, amount)]


@pytest.mark.parametrize(
    "text",
    [
        "Realisasinya Rp640.000 untuk 40 berkas, rata-rata Rp15.000 per berkas.",
        "Alokasi Rp700.000 untuk 40 berkas dengan biaya per berkas Rp15.000.",  # a budget may hold more
        "Dari total Rp700.000 terpakai untuk 40 berkas dengan biaya per berkas Rp15.000.",
        "Seluruhnya Rp1.800.000 untuk 40 berkas selama 3 bulan dengan biaya per berkas Rp15.000.",
        "Seluruhnya Rp640.000 untuk 40 berkas dan 12 surat dengan biaya per berkas Rp15.000.",
        "Realisasinya Rp640.000 untuk 40 orang dengan biaya per berkas Rp15.000.",
        # an amount of something else
        "Realisasinya Rp9.640.000 untuk 40 berkas dengan biaya per berkas Rp15.000.",
    ],
)
def test_where_more_than_one_reading_stays_it_is_left_alone(text):
    assert not [r for r in read(text, "perhitungan", "operasi") if r == ("kali",)]


LETTERS = """a. Berkas Masuk.

{first} seluruhnya 60 berkas, menurut jenis:

A = 31
B = 20
C = 9

b. Berkas Keluar.

{second} sebanyak 45 berkas, menurut jenis:

A: 25
B: 20
C: 1
"""


def test_a_total_and_the_lines_below_it():
    found = read(
        LETTERS.format(first="Berkas masuk", second="Berkas keluar"), "rincian", "uraian", "peran", "nilai"
    )
    assert found == [
        ("Berkas masuk", "total", "60"),
        ("A", "bagian", "31"),
        ("B", "bagian", "20"),
        ("C", "bagian", "9"),
        ("Berkas keluar", "total", "45"),
        ("A", "bagian", "25"),
        ("B", "bagian", "20"),
        ("C", "bagian", "1"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Seluruhnya 60 berkas, menurut jenis:\n\nA = 31 dari 40\nB = 20\n",  # a line with two figures
        "Seluruhnya 60 berkas menurut jenis.\n\nA = 31\nB = 29\n",  # no list is announced
        "Menurut jenis berkas:\n\nA = 31\nB = 29\n",  # no total
    ],
)
def test_lines_without_a_total_or_with_more_are_no_parts(text):
    assert not read(text, "rincian", "uraian")


def test_a_passage_that_carries_the_name_of_the_one_beside_it():
    """Its figures are told of by its title: one name with two values would be a contradiction."""
    text = LETTERS.format(first="Berkas masuk", second="Jumlah berkas masuk")
    assert read(text, "klaim", "jenis", "subjek", "ukuran") == [
        ("judul", "berkas masuk", "berkas masuk"),
        ("judul", "berkas keluar", "berkas masuk"),
    ]
    assert [r for r in read(text, "rincian", "uraian", "peran") if r[1] == "total"] == [
        ("Berkas masuk", "total"),
        ("Berkas Keluar", "total"),
    ]


@pytest.mark.parametrize(
    "second",
    [
        "Berbeda dari berkas masuk, berkas keluar",  # both are named
        "Selain yang dilaporkan di atas sebagai berkas masuk dan yang lain",  # not what it opens with
    ],
)
def test_a_passage_that_speaks_of_its_neighbour_is_not_misnamed(second):
    assert read(LETTERS.format(first="Berkas masuk", second=second), "klaim", "jenis", "subjek") == [
        ("judul", "berkas masuk")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Angka kelulusan = 120 (siswa yang lulus) / 150 (peserta ujian) x 100% = 80%",
            ("bagi_persen", "120", "150", "80%"),
        ),
        ("Angka kelulusan = 120 / 150 (peserta ujian) x 100% = 81%", ("bagi_persen", "120", "150", "81%")),
        ("Rasio kelas = 120 (siswa) / 40 (kelas) = 3", ("bagi", "120", "40", "3")),
    ],
)
def test_a_formula_whose_figures_are_explained_in_brackets(text, expected):
    assert read(text, "perhitungan", "operasi", "a", "b", "hasil") == [expected]


def test_lines_of_figures_are_no_items_that_a_sentence_counts():
    text = "Dinas Makmur mempunyai 3 program, berikut datanya:\n\nPagu = 400\nTerpakai = 390\n"
    assert not read(text, "klaim", "jenis", "ukuran", "dari")
