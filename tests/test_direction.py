"""Direction of an indicator that no column names: by its words, its targets, and last by the formula its own
capaian fits."""

from functools import partial

import pytest

from tests.helpers import quick, subset
from tests.stacked import Stacked


def rows(name: str, *years: tuple[str, str, str]) -> list[dict]:
    """Rows of one indicator, a year each from 2020: (target, realisasi, capaian)."""
    measures = ("target", "realisasi", "capaian")
    return [
        {"indikator": name, "tahun": str(2020 + i)} | dict(zip(measures, y, strict=True))
        for i, y in enumerate(years)
    ]


NEUTRAL = "Nilai pengukuran lapangan"  # words that tell no direction
FALLING = [
    [("40", "46", "85")],  # (2 x 40 - 46) / 40
    [("40", "46", "85,00"), ("40", "42", "95,00")],
    [("30", "36", "83,33")],  # 30 / 36
    [("30", "36", "83,33"), ("30", "30", "100"), ("30", "40", "75")],  # a year that tells nothing
]
RISING = [
    [("30", "36", "83,3"), ("30", "33", "110"), ("30", "24", "80")],  # two years say realisasi over target
    [("40", "46", "85,4")],  # near, not to the last digit
    [("40", "46", "85"), ("44", "44", "100")],  # targets rise
]
GOOD = ["Cakupan layanan warga", "Jumlah sengketa yang diselesaikan", "Persentase konflik yang dimediasi"]
HARM = [
    "Jumlah sengketa tanah",
    "Angka perselisihan hubungan industrial",
    "Jumlah kasus pemogokan",
    "Tingkat kebocoran pipa",
    "Jumlah unjuk rasa",
    "Angka pemutusan hubungan kerja",
    "Persentase keterlambatan pelaporan",
    "Jumlah pekerja anak",
]
TIMES = [
    "Rata-rata lama penyelesaian perkara gugatan",
    "Lama pelayanan perizinan",
    "Jangka waktu penyelesaian pengaduan",
    "Durasi penanganan laporan warga",
]
SPOKEN_OF = ["Indeks persepsi korupsi", "Jumlah mediator sengketa", "Jumlah kesiapsiagaan bencana"]
FEWER = ("Jumlah temuan pemeriksaan", ("20", "24", "80"))
LEFT = ("Angka putus kuliah", ("2,59", "2,68", "96,5"))
MORE = ("Jumlah pemeriksaan kesehatan", ("20", "24", "120"))
SCHOOL = ("Rata-rata lama sekolah", ("9", "8", "88,89"))
MISSED, KEPT, QUICKER = ("40", "46", "115"), ("40", "46", "85"), ("135", "128", "105,47")
CASES = [
    *((NEUTRAL, *years) for years in FALLING + RISING),
    *((name, KEPT) for name in GOOD),
    *((name, MISSED) for name in HARM + SPOKEN_OF),
    *((name, KEPT, ("44", "44", "100")) for name in HARM),
    *((name, QUICKER) for name in TIMES),
    *(FEWER, LEFT, MORE, SCHOOL),
]
STACK = Stacked(
    {case: {"indikator": rows(*case)} for case in CASES},
    partial(quick, cards=subset("CAP-01", "CAP-02", "CAP-03")),
)


def accused(*case) -> list[str]:
    return [f["rule"] for f in STACK.told(case)["findings"]]


def settled(*case) -> tuple[str, str]:
    k = STACK.rows(STACK.result.settled.ketetapan, case)
    row = k[k["hal"].eq("arah")].iloc[0]
    return row["nilai"], " ".join(row["bukti"])


def test_findings_of_an_audit_and_those_who_leave_their_studies_are_better_fewer():
    assert settled(*FEWER)[0] == "turun"
    assert settled(*LEFT)[0] == "turun"
    assert settled(*MORE)[0] == "naik"


@pytest.mark.parametrize("years", FALLING)
def test_a_capaian_that_a_falling_formula_gives_to_its_last_digit_tells_the_direction(years):
    direction, evidence = settled(NEUTRAL, *years)
    assert direction == "turun" and "sampai angka terakhir" in evidence
    assert not accused(NEUTRAL, *years)


@pytest.mark.parametrize("years", RISING)
def test_it_excuses_no_mistake_where_anything_else_says_rising(years):
    assert settled(NEUTRAL, *years)[0] == "naik"
    assert accused(NEUTRAL, *years) == ["CAP-01"]


@pytest.mark.parametrize("name", GOOD)
def test_words_of_good_done_are_stronger_than_the_formula(name):
    assert accused(name, KEPT) == ["CAP-01"]


@pytest.mark.parametrize("name", HARM)
def test_nouns_of_disputes_and_harm_fall(name):
    assert settled(name, MISSED)[0] == "turun"
    assert accused(name, MISSED) == ["CAP-02"]
    assert not accused(name, KEPT, ("44", "44", "100"))  # though its targets rise


@pytest.mark.parametrize("name", TIMES)
def test_times_are_better_shorter_whatever_they_are_the_time_of(name):
    assert settled(name, QUICKER)[0] == "turun"
    assert not accused(name, QUICKER)


def test_a_time_in_school_is_no_time_of_a_service():
    assert settled(*SCHOOL)[0] == "naik"
    assert not accused(*SCHOOL)


@pytest.mark.parametrize("name", SPOKEN_OF)
def test_a_noun_that_is_only_spoken_of_does_not(name):
    assert settled(name, MISSED)[0] == "naik"
