"""What words and tables say of each other: served and counted, groups and counts of programmes, plan and
budget, tendencies."""

import pytest

from cermat import audit
from tests.helpers import judged

TITLE = "LAPORAN KINERJA DINAS PERIKANAN KABUPATEN CONTOH TAHUN 2022\n\nBAB III AKUNTABILITAS KINERJA\n\n"
COUNTS = """Jumlah Pelaku Usaha Garam (PUG) adalah 60 orang. Rincian jumlah Pelaku Usaha Garam (PUG) tahun 2022 sebagai berikut.

| No | Jenis PUG | Satuan | Jumlah |
|---|---|---|---|
| 1 | Petani Garam Muda | Orang | 31 |
| 2 | Petani Garam Tua | Orang | - |
| 3 | Pengepul | Orang | 29 |
| Total | | | 60 |

"""
PLAN = """RENCANA KINERJA TAHUNAN TAHUN 2022

| No | Program | Kegiatan | Anggaran (Rp) |
|---|---|---|---|
| 1 | Program Tambak | Pembukaan Tambak | 110.400.000 |
| 2 | | Pembibitan | 92.150.000 |
| 3 | Program Pelabuhan | Pengerukan | {harbour} |
| 4 | Program Administrasi Perkantoran | Penyediaan Alat Tulis | 75.300.000 |
| Total | | | {total} |

"""
BUDGET = """Realisasi anggaran tahun 2022 sebagai berikut.

| No | Program | Anggaran (Rp) | Realisasi (Rp) |
|---|---|---|---|
| 1 | Program Tambak | 202.550.000 | 200.100.000 |
| 2 | Program Pelabuhan | 310.200.000 | 305.750.000 |
| 3 | Program Administrasi Perkantoran | 75.300.000 | 75.000.000 |
| Total | | 588.050.000 | 580.850.000 |

"""


@pytest.fixture
def told(tmp_path):
    """The kondisi of the findings of one rule in a text."""

    def told(text: str, rule: str) -> list[str]:
        path = tmp_path / "laporan.md"
        path.write_text(TITLE + text, encoding="utf-8")
        return [f["kondisi"] for f in judged(audit.read(path)).to_dict()["findings"] if f["rule"] == rule]

    return told


def plan(harbour: str, total: str) -> str:
    return PLAN.format(harbour=harbour, total=total)


@pytest.mark.parametrize(("aided", "many"), [("31", 0), ("90", 1)])
def test_those_aided_against_the_rows_of_their_group(told, aided, many):
    share = f"Jumlah petani garam yang menerima bantuan alat ({aided} orang) dibagi jumlah petani garam ({aided} orang) dikalikan 100%, "
    found = told(COUNTS + share + "sehingga memperoleh realisasi sebesar 100%.\n", "POP-04")
    assert len(found) == many and all("31 + 0 = 31" in k and aided in k for k in found)


def test_a_group_of_one_word_is_not_matched_by_its_beginning(told):
    share = "Jumlah petani yang menerima bantuan alat (90 orang) dibagi jumlah petani (90 orang) dikalikan 100%, sehingga realisasi sebesar 100%."
    assert not told(COUNTS + share, "POP-04")


@pytest.mark.parametrize(("last_year", "many"), [("75", 0), ("45", 1)])
def test_a_group_said_to_fall(told, last_year, many):
    text = (
        "Kondisi Pelaku Usaha Garam (PUG) di Kabupaten Contoh cenderung mengalami penurunan.\n\n"
        + COUNTS
        + f"Realisasi tahun 2021 sebesar 20,00% diperoleh dari jumlah PUG yang dibina ({int(last_year) // 5} "
        f"orang) dibandingkan dengan "
        f"jumlah PUG yang seharusnya dibina ({last_year} orang, berdasarkan data PUG per Mei 2021) dikalikan "
        f"100%.\n"
    )
    found = told(text, "TRN-06")
    assert len(found) == many and all("45" in k and "60" in k for k in found)


def test_a_service_without_a_target_in_a_list_of_targets(told):
    both = "pemberian jaring kepada nelayan dengan target sebanyak 40 orang, terealisasi 40 orang, pemberian pelampung kepada pengepul dengan "
    both += "target sebanyak 12 orang, terealisasi 10 orang, dan pemberian perahu kepada penyelam"
    bare = "sebanyak 7 orang, terealisasi 7 orang."
    assert told(f"Capaian diperoleh dari: {both} {bare}", "KEL-06")
    assert told(f"Capaian diperoleh dari: {both} terealisasi 7 orang.", "KEL-06")
    assert not told(f"Capaian diperoleh dari: {both} dengan target {bare}", "KEL-06")


@pytest.mark.parametrize(("kegiatan", "many"), [("4", 0), ("6", 1)])
def test_counts_of_programmes_and_kegiatan(told, kegiatan, many):
    text = (
        f"Dinas Perikanan Kabupaten Contoh pada tahun 2022 melaksanakan 3 program dan {kegiatan} kegiatan.\n"
    )
    found = told(plan("300.000.000", "577.850.000") + BUDGET + text, "SIL-15")
    assert len(found) == many and all("6 kegiatan" in k and "4" in k for k in found)


def test_counts_of_one_programme_are_not_the_agency_s(told):
    text = "Program Tambak dijabarkan menjadi 3 program dan 6 kegiatan.\n"
    assert not told(plan("300.000.000", "577.850.000") + BUDGET + text, "SIL-15")


@pytest.mark.parametrize(
    ("harbour", "total", "many"), [("300.000.000", "577.850.000", 0), ("60.000.000", "337.850.000", 1)]
)
def test_a_programme_whose_budget_changes_without_a_word(told, harbour, total, many):
    found = told(plan(harbour, total) + BUDGET, "SIL-16")
    assert len(found) == many and all(harbour in k and "310.200.000" in k for k in found)


@pytest.mark.parametrize(("money", "many"), [("512.750.000", 0), ("588.050.000", 1)])
def test_money_of_a_group_of_programmes(told, money, many):
    parts = "program administrasi sebanyak 1 (satu) program, 1 (satu) kegiatan dan program unggulan sebanyak 2 (dua) program, 3 (tiga) kegiatan"
    divided = f"Urusan perikanan dijabarkan menjadi 3 (tiga) program dan 4 (empat) kegiatan. Dari program dan kegiatan tersebut terdiri dari {parts}.\n\n"
    text = f"Dari program unggulan yang menunjang kinerja dinas dengan anggaran sebesar Rp{money} terealisasi sebesar Rp505.850.000.\n"
    found = told(divided + BUDGET + text, "TOT-10")
    assert len(found) == many and all("512.750.000" in k and money in k for k in found)
