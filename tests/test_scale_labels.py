"""Labels of a rating scale: short forms that it introduces, blanks that a table lost; one's own name
abbreviated."""

import pytest

from cermat import audit
from cermat.datasets.recognise.structure.agency_names import is_other
from cermat.datasets.recognise.structure.scale_bands import Bounds
from cermat.datasets.recognise.structure.scales import bands
from tests.stacked import Stacked

SCALE = "86 s/d 100 % = Sangat Tinggi (ST)\n\n66 s/d 85 % = Tinggi (T)\n\n51 s/d 65 % = Sedang (S)\n\n< 50 % = Rendah (R)\n"
HEADS = ("Kategori", "Katagori", "Predikat")
BOUND = [("8", "80,00", True), ("8,01", "80,1", False), ("8,02", "80,2", False)]  # realisasi, capaian, told


def test_a_band_keeps_the_short_form_that_it_introduces():
    assert bands("86 s/d 100 % = Sangat Baik (SB)")[0][0] == "Sangat Baik (SB)"
    assert bands("< 50 % = Kurang (K)")[0][:2] == ("Kurang (K)", Bounds("", "", "50 %", "tidak"))


def short_forms(head: str) -> str:
    grid = f"| Indikator Kinerja | Target | % Capaian | {head} |\n|---|---|---|---|\n| Luas kebun | 10 | 90,00% | T |\n"
    grid += "| Jumlah bibit | 10 | 70,00% | T |\n| Jumlah petani | 10 | 87,00 % | st |\n| Nilai sewa | 10 | 60 % | Sedang |\n"
    chapter = "## BAB III AKUNTABILITAS KINERJA\n\nSkala nilai capaian:"
    return f"# LAPORAN KINERJA DINAS KEBUN TAHUN 2021\n\n{chapter}\n\n{SCALE}\n{grid}"


@pytest.mark.parametrize("head", HEADS)
def test_short_forms_are_labels_of_the_scale(head):
    assert [
        (f["rule"], f["stated"], f["recomputed"])
        for f in STACK.told((short_forms, head))["findings"]
        if f["rule"] in ("PRE-01", "SKA-05", "KON-01")
    ] == [("PRE-01", "T", "Sangat Tinggi (ST)")]


def test_a_label_that_lost_its_blank_is_the_same(tmp_path):
    grid = "| Indikator | Target | Realisasi | Capaian (%) | Predikat |\n|---|---|---|---|---|\n| Luas kebun | 10 | 8 | 80,00 | CukupBaik |\n"
    scale = (
        "| Nilai | Predikat |\n|---|---|\n| > 90 | Baik |\n| 70 - 90 | Cukup Baik |\n| < 70 | Kurang Baik |\n"
    )
    said = "Capaian luas kebun tahun 2021 sebesar 80,00% dengan predikat Cukup Baik."
    path = tmp_path / "laporan.md"
    path.write_text(f"# LAPORAN KINERJA DINAS KEBUN TAHUN 2021\n\n{grid}\n{scale}\n{said}\n")
    told = audit.check(path).to_dict()
    assert not [f for f in told["findings"] if f["rule"] in ("SKA-05", "KON-01", "PRE-01")]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Dinas PRK Provwa", False),
        ("Dinas P2R Provwana", False),
        ("Dinas PUPR Provwa", True),
        ("Dinas Sosial Provinsi Wana", True),
        ("Dinas PRK Provbu", True),
    ],
)
def test_ones_own_name_abbreviated(name, other):
    own = "Dinas Pengelolaan Pesisir, Rawa dan Kanal Provinsi Wana"
    assert is_other(name, own.replace("Pesisir, ", "") if "PRK" in name else own) == other


def on_the_bound(realisasi: str, capaian: str) -> str:
    grid = f"| Indikator | Target | Realisasi | Capaian (%) | Predikat |\n|---|---|---|---|---|\n| Luas kebun | 10 | {realisasi} | {capaian} | Cukup |\n"
    scale = "| Nilai | Predikat |\n|---|---|\n| > 90 | Baik |\n| 80 < s/d ≤ 90 | Cukup |\n| ≤ 80 | Kurang |\n"
    return (
        f"# LAPORAN KINERJA DINAS KEBUN TAHUN 2021\n\n## BAB III\n\nSkala nilai capaian:\n\n{scale}\n{grid}"
    )


@pytest.mark.parametrize(("realisasi", "capaian", "told"), BOUND)
def test_a_value_that_hides_no_decimals_stands_on_the_bound(realisasi, capaian, told):
    """8 of 10 is 80,00 to its last digit: "≤ 80" holds it, "> 80" does not."""
    found = STACK.told((on_the_bound, realisasi, capaian))["findings"]
    assert bool([f for f in found if f["rule"] == "PRE-01"]) == told


PACKED = "| Nilai | Kategori |\n|---|---|\n| > 100 % 80 – 100 % 50 - 80 % < 50 % | Ladang ( U ) Baik (B ) Cukup (C ) Kurang (K ) |\n"
WORDED = PACKED.replace("Ladang ( U )", "Sangat Baik ( SB )")
MIXED = PACKED.replace("80 – 100 %", "80 – 100 % Baik")


def packed(table: str) -> str:
    grid = "| Indikator | Target | Realisasi | Capaian (%) | Predikat |\n|---|---|---|---|---|\n| Luas kebun | 10 | 7 | 70,00 | B |\n"
    return f"# LAPORAN KINERJA DINAS KEBUN TAHUN 2021\n\nSkala nilai:\n\n{table}\n{grid}"


def packed_told(table: str) -> list[tuple[str, str]]:
    found = STACK.told((packed, table))["findings"]
    return [(f["rule"], f["kondisi"]) for f in found if f["rule"] in ("PRE-01", "SKA-02")]


def test_a_scale_whose_bands_stand_in_one_cell():
    told = dict(packed_told(WORDED))
    assert 'masuk "Cukup (C)" dan "Baik (B)"' in told["SKA-02"]
    assert '"Cukup (C)"' in told["PRE-01"]


def test_cells_of_other_words_are_no_scale():
    assert packed_told(PACKED) == []  # "Ladang" is no label that scales have
    assert packed_told(MIXED) == []


YEARS = """| Indikator | 2020 | | | | 2021 | | | |
|---|---|---|---|---|---|---|---|---|
| | Target | Realisasi | Capaian (%) | Penilaian | Target | Realisasi | Capaian (%) | Penilaian |
| Luas kebun (ha) | 10 | 9,5 | 95,00 | Baik | 10 | 6 | 60,00 | {} |
| Jumlah bibit (batang) | 20 | 12 | 60,00 | Kurang Baik | 20 | 19 | 95,00 | Baik |
"""


def each_year(label: str) -> str:
    scale = (
        "| Nilai | Predikat |\n|---|---|\n| > 90 | Baik |\n| 70 - 90 | Cukup Baik |\n| < 70 | Kurang Baik |\n"
    )
    return f"# LAPORAN KINERJA DINAS KEBUN TAHUN 2021\n\n{scale}\nCapaian:\n\n{YEARS.format(label)}"


LABELS = [("Kurang Baik", []), ("Baik", ["Luas kebun"])]
ASKED = [
    *((short_forms, head) for head in HEADS),
    *((on_the_bound, *texts) for *texts, _ in BOUND),
    *((packed, table) for table in (PACKED, WORDED, MIXED)),
    *((each_year, label) for label, _ in LABELS),
]
STACK = Stacked({case: case[0](*case[1:]) for case in ASKED})


@pytest.mark.parametrize(("label", "told"), LABELS)
def test_each_year_has_its_own_label(label, told):
    found = STACK.told((each_year, label))["findings"]
    wrong = [f["kondisi"] for f in found if f["rule"] in ("PRE-01", "KON-01")]
    assert [k.partition(" (")[0] for k in wrong] == told
