"""Direction of an indicator that no column names: by its words, its targets, and last by the formula its own
capaian fits."""

from functools import cache

import pytest

from tests.helpers import findings, one, quick, subset


def rows(name: str, *years: tuple[str, str, str]) -> list[dict]:
    """Rows of one indicator, a year each from 2020: (target, realisasi, capaian)."""
    measures = ("target", "realisasi", "capaian")
    return [
        {"indikator": name, "tahun": str(2020 + i)} | dict(zip(measures, y, strict=True))
        for i, y in enumerate(years)
    ]


@cache
def told(name: str, *years: tuple[str, str, str]):
    return quick(one(indikator=rows(name, *years)), subset("CAP-01", "CAP-02", "CAP-03"))


def accused(name: str, *years: tuple[str, str, str]) -> list[str]:
    return [f["rule"] for f in findings(told(name, *years))]


def settled(name: str, *years: tuple[str, str, str]) -> tuple[str, str]:
    k = told(name, *years).settled.ketetapan
    row = k[k["hal"].eq("arah")].iloc[0]
    return row["nilai"], " ".join(row["bukti"])


NEUTRAL = "Nilai pengukuran lapangan"  # words that tell no direction


def test_findings_of_an_audit_and_those_who_leave_their_studies_are_better_fewer():
    assert settled("Jumlah temuan pemeriksaan", ("20", "24", "80"))[0] == "turun"
    assert settled("Angka putus kuliah", ("2,59", "2,68", "96,5"))[0] == "turun"
    assert settled("Jumlah pemeriksaan kesehatan", ("20", "24", "120"))[0] == "naik"


@pytest.mark.parametrize(
    "years",
    [
        [("40", "46", "85")],  # (2 x 40 - 46) / 40
        [("40", "46", "85,00"), ("40", "42", "95,00")],
        [("30", "36", "83,33")],  # 30 / 36
        [("30", "36", "83,33"), ("30", "30", "100"), ("30", "40", "75")],  # a year that tells nothing
    ],
)
def test_a_capaian_that_a_falling_formula_gives_to_its_last_digit_tells_the_direction(years):
    direction, evidence = settled(NEUTRAL, *years)
    assert direction == "turun" and "sampai angka terakhir" in evidence
    assert not accused(NEUTRAL, *years)


@pytest.mark.parametrize(
    "years",
    [
        [
            ("30", "36", "83,3"),
            ("30", "33", "110"),
            ("30", "24", "80"),
        ],  # two years say realisasi over target
        [("40", "46", "85,4")],  # near, not to the last digit
        [("40", "46", "85"), ("44", "44", "100")],  # targets rise
    ],
)
def test_it_excuses_no_mistake_where_anything_else_says_rising(years):
    assert settled(NEUTRAL, *years)[0] == "naik"
    assert accused(NEUTRAL, *years) == ["CAP-01"]


@pytest.mark.parametrize(
    "name",
    ["Cakupan layanan warga", "Jumlah sengketa yang diselesaikan", "Persentase konflik yang dimediasi"],
)
def test_words_of_good_done_are_stronger_than_the_formula(name):
    assert accused(name, ("40", "46", "85")) == ["CAP-01"]


@pytest.mark.parametrize(
    "name",
    [
        "Jumlah sengketa tanah",
        "Angka perselisihan hubungan industrial",
        "Jumlah kasus pemogokan",
        "Tingkat kebocoran pipa",
        "Jumlah unjuk rasa",
        "Angka pemutusan hubungan kerja",
        "Persentase keterlambatan pelaporan",
        "Jumlah pekerja anak",
    ],
)
def test_nouns_of_disputes_and_harm_fall(name):
    assert settled(name, ("40", "46", "115"))[0] == "turun"
    assert accused(name, ("40", "46", "115")) == ["CAP-02"]
    assert not accused(name, ("40", "46", "85"), ("44", "44", "100"))  # though its targets rise


@pytest.mark.parametrize(
    "name",
    [
        "Rata-rata lama penyelesaian perkara gugatan",
        "Lama pelayanan perizinan",
        "Jangka waktu penyelesaian pengaduan",
        "Durasi penanganan laporan warga",
    ],
)
def test_times_are_better_shorter_whatever_they_are_the_time_of(name):
    assert settled(name, ("135", "128", "105,47"))[0] == "turun"
    assert not accused(name, ("135", "128", "105,47"))


def test_a_time_in_school_is_no_time_of_a_service():
    assert settled("Rata-rata lama sekolah", ("9", "8", "88,89"))[0] == "naik"
    assert not accused("Rata-rata lama sekolah", ("9", "8", "88,89"))


@pytest.mark.parametrize(
    "name", ["Indeks persepsi korupsi", "Jumlah mediator sengketa", "Jumlah kesiapsiagaan bencana"]
)
def test_a_noun_that_is_only_spoken_of_does_not(name):
    assert settled(name, ("40", "46", "115"))[0] == "naik"
