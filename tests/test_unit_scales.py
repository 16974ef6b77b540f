"""Units that are a thousandfold off, lost, or no count's."""

import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise import recognise

SORTS = ("Udang", "Bandeng", "Nila", "Lele", "Mujair")
KILOS = (512_345_678, 48_120_415, 9_875_301, 22_640_118, 3_410_927)


def told(text: str) -> dict[str, str]:
    """What is noted of units: jenis to what is said."""
    document = assemble(parse_text("# BAB III AKUNTABILITAS KINERJA\n\n" + text + "\n"), "uji")
    who = recognise(document, "uji").tables["identitas"]
    own = who[who["jenis"].isin(["satuan seribu kali", "kelipatan hilang", "cacah dalam persen"])]
    return dict(zip(own["jenis"], own["nilai"], strict=True))


def full(n: float) -> str:
    return f"{n:,.{0 if n == int(n) else 2}f}".translate(str.maketrans(",.", ".,"))


def harvest(values, unit: str, number: int) -> str:
    rows = "\n".join(
        f"| {i + 1} | {s} | {full(v)} |" for i, (s, v) in enumerate(zip(SORTS, values, strict=True))
    )
    return (
        f"Tabel {number}. Produksi perikanan\n\n| No | Jenis | Produksi ({unit}) |\n|---|---|---|\n{rows}\n\n"
    )


def test_a_table_in_tons_that_prints_kilos():
    small = [round(v / 1000) for v in KILOS]
    text = harvest(KILOS, "Ton", 1) + "Rinciannya disajikan kembali.\n\n" + harvest(small, "Ton", 2)
    assert told(text)["satuan seribu kali"].startswith("512.345.678 dalam tabel bersatuan ton")


@pytest.mark.parametrize(
    ("first", "second"),
    [("Kg", "Ton"), ("Ton", "ribu ton")],  # each says its own unit
)
def test_tables_that_say_their_units(first, second):
    small = [round(v / 1000) for v in KILOS]
    assert told(harvest(KILOS, first, 1) + "Rinciannya.\n\n" + harvest(small, second, 2)) == {}


def test_money_is_left_to_its_own_words():
    """A table of rupiah beside one whose title says nothing of "ribu": both name units of other columns."""
    small = [round(v / 1000) for v in KILOS]
    one, two = (
        harvest(v, "unit", n).replace("Produksi (unit)", "Anggaran unit") for n, v in ((1, KILOS), (2, small))
    )
    assert told(one + "Rinciannya disajikan kembali.\n\n" + two) == {}


def years(*last: int) -> str:
    before = (
        (11_985_347, 11_344_891, 13_384_805),
        (8_721_400, 9_849_194, 9_415_651),
        (5_300_100, 4_141_831, 6_458_662),
    )
    rows = "\n".join(
        f"| {s} | {' | '.join(full(v) for v in (*b, n))} |"
        for s, b, n in zip(SORTS, before, last, strict=False)
    )
    return (
        f"Tabel 1. Anggaran (ribu)\n\n| Bidang | 2019 | 2020 | 2021 | 2022 |\n|---|---|---|---|---|\n{rows}\n"
    )


def test_a_year_in_another_unit():
    assert "kolom 2022" in told(years(10_589_686_000, 7_918_719_000, 5_893_225_000))["satuan seribu kali"]


@pytest.mark.parametrize(
    "last",
    [
        (10_589_686, 7_918_719, 5_893_225),
        (10_589_686_000, 7_918_719, 5_893_225),  # one cell is a slip, no unit
        (90_589_686, 57_918_719, 65_893_225),  # a rise
        (98_600.25, 87_900.75, 45_310.5),  # decimals: another measure
    ],
)
def test_years_in_one_unit(last):
    assert told(years(*last)) == {}


def test_a_lost_million():
    said = "Penduduk wilayah ini 46,7 juta jiwa, laki-laki {} jiwa dan perempuan 23,03 juta jiwa."
    assert "mungkin 23,68 juta jiwa" in told(said.format("23,68"))["kelipatan hilang"]
    assert told(said.format("23,68 juta")) == {}
    assert told("Rata-rata keluarga di wilayah ini beranggotakan 3,62 jiwa pada tahun 2021.") == {}


PLACE = "Wilayah ini mempunyai luas sebesar {} Km2 dengan 27 kecamatan. Jumlah penduduk sebesar {} jiwa dengan kepadatan rata-rata {} jiwa/km2."


@pytest.mark.parametrize(
    ("land", "people", "dense", "said"),
    [
        ("371.164,54", "46,7 juta", "1.264", ["kira-kira 37.116,45 km2"]),
        ("37.116,54", "46,7 juta", "1.264", []),
        ("37.116,54", "46.700.512", "1.258", []),
        ("37.116,54", "46,7 juta", "1.720", []),  # another matter than a point
    ],
)
def test_land_people_and_density(land, people, dense, said):
    found = told(PLACE.format(land, people, dense)).values()
    assert [v.rpartition("luasnya ")[2] for v in found] == said


COUNTED = "| No | Indikator | Satuan | Target |\n|---|---|---|---|\n| 1 | Jumlah kolam ikan yang dibina | Unit | {} |\n| 2 | Panen | Ton | 7 |\n\n"


def test_a_count_in_percent():
    said = "Jumlah kolam ikan yang dibina sebesar {} pada tahun berjalan."
    assert "52 unit" in told(COUNTED.format(52) + said.format("52 %"))["cacah dalam persen"].lower()
    assert told(COUNTED.format(52) + said.format("52 unit")) == {}
    assert told(COUNTED.format(52) + said.format("90 %")) == {}  # it may be the share that was reached
