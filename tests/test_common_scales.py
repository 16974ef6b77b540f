"""Common rating scales: their source, holes and overlaps, and the predikat that a value gets by each."""

import pytest

from cermat.checks.profile import scales
from tests.helpers import findings, portfolio, printed_scale, quick, status, subset

BANDS = {
    "lan-239-2003": 4,
    "permendagri-86-2017": 5,
    "kepmenpan-135-2004": 6,
    "permenpanrb-88-2021": 7,
    "pmk-22-2021": 5,
    "permenpanrb-14-2017": 4,
}


def test_common_scales_have_a_source():
    assert {name: len(s.skala) for name, s in scales().items()} == BANDS
    for name, s in scales().items():
        assert s.sumber and s.versi and str(s.tahun) == name[-4:] and str(s.tahun) in s.sumber
        lows = [b.bawah if b.bawah is not None else -1 for b in s.skala]
        assert lows == sorted(lows, reverse=True), "best first"
        assert len({b.label for b in s.skala}) == len(s.skala)


# (holes, overlaps, closed top below 120; letter grades end at 100 and measure no capaian) of each common
# scale, and of two that districts have printed
OWN = {
    "75 sampai 100, 55 sampai 74": [
        {"label": "Sangat baik", "bawah": "100", "bawah_termasuk": "tidak"},
        {"label": "Baik", "bawah": "75", "bawah_termasuk": "ya", "atas": "100", "atas_termasuk": "ya"},
        {"label": "Cukup", "bawah": "55", "bawah_termasuk": "ya", "atas": "74", "atas_termasuk": "ya"},
        {"label": "Kurang", "atas": "55", "atas_termasuk": "tidak"},
    ],
    "70 dua kali": [
        {"label": "Sangat berhasil", "bawah": "85", "bawah_termasuk": "tidak"},
        {"label": "Berhasil", "bawah": "70", "bawah_termasuk": "ya", "atas": "85", "atas_termasuk": "ya"},
        {
            "label": "Cukup berhasil",
            "bawah": "55",
            "bawah_termasuk": "ya",
            "atas": "70",
            "atas_termasuk": "ya",
        },
        {"label": "Tidak berhasil", "atas": "55", "atas_termasuk": "tidak"},
    ],
}


SHAPES = {
    "lan-239-2003": (0, 0, False),
    "permendagri-86-2017": (4, 0, True),
    "kepmenpan-135-2004": (0, 0, True),
    "permenpanrb-88-2021": (0, 0, False),
    "pmk-22-2021": (0, 0, False),
    "permenpanrb-14-2017": (0, 0, True),
    "75 sampai 100, 55 sampai 74": (1, 0, False),
    "70 dua kali": (0, 1, False),
}


@pytest.fixture(scope="module")
def shapes():
    reports = {
        n: {
            "skala": OWN[n] if n in OWN else printed_scale(n),
            "indikator": [{"indikator": "A", "tahun": "2020", "capaian": "120"}],
        }
        for n in SHAPES
    }
    return quick(portfolio(reports), subset("SKA-01", "SKA-02", "SKA-03"))


@pytest.mark.parametrize("name", SHAPES)
def test_holes_overlaps_and_closed_tops(shapes, name):
    holes, overlaps, closed = SHAPES[name]
    assert [status(shapes, r, name)["failed"] for r in ("SKA-01", "SKA-02", "SKA-03")] == [
        holes,
        overlaps,
        closed,
    ]
    told = {f["rule"]: f["kondisi"] for f in findings(shapes, name)}
    assert len(told) == (holes > 0) + (overlaps > 0) + closed, (
        "one finding a scale, however many holes it has"
    )
    if name == "permendagri-86-2017":
        assert all(edge in told["SKA-01"] for edge in ("90", "91", "75", "76", "65", "66", "50", "51"))
    if name == "70 dua kali":
        assert "70" in told["SKA-02"]
    if closed:
        assert "120" in told["SKA-03"]


# value → its predikat; a value printed at an edge may be just beyond it: both neighbours are right
VALUES = {
    "lan-239-2003": {
        "86": "Sangat berhasil",
        "85": "Sangat berhasil|Berhasil",
        "84,99": "Berhasil",
        "70,00": "Berhasil|Cukup berhasil",
        "57,5": "Cukup berhasil",
        "54,99": "Tidak berhasil",
        "-20": "Tidak berhasil",
        "349,12": "Sangat berhasil",
    },
    "pmk-22-2021": {
        "90,01": "Sangat Berhasil",
        "90,00": "Berhasil|Sangat Berhasil",
        "79,99": "Cukup Berhasil",
        "59": "Kurang Berhasil",
        "12": "Sangat Kurang Berhasil",
    },
    "permenpanrb-88-2021": {
        "90,01": "AA",
        "89,99": "A",
        "79": "BB",
        "69": "B",
        "59": "CC",
        "49": "C",
        "29": "D",
        "99,9": "AA",
    },
    "permenpanrb-14-2017": {
        "88,31": "Sangat baik",
        "88,30": "Baik",
        "76,60": "Kurang baik",
        "64,99": "Tidak baik",
        "84,61": "Baik",
    },
    "kepmenpan-135-2004": {
        "85,01": "Memuaskan",
        "84,99": "Sangat Baik",
        "140": "Memuaskan",
        "49": "Agak Kurang",
        "29": "Kurang",
    },
    "permendagri-86-2017": {
        "95": "Sangat Tinggi",
        "89": "Tinggi",
        "90,5": "",
        "73": "Sedang",
        "65,5": "",
        "42": "Sangat Rendah",
        "120": "Sangat Tinggi",
    },
}


@pytest.mark.parametrize("name", VALUES)
def test_predikat_by_a_scale_named_in_the_profile(profile, name):
    """The label that the scale gives holds, every other one fails, and a value in a hole accuses nobody."""
    reports = {}
    for value in VALUES[name]:
        for band in scales()[name].skala:
            reports[f"{value}/{band.label}"] = {
                "predikat": [{"subjek": "A", "tahun": "2020", "nilai": value, "label": band.label.upper()}]
            }
    result = quick(portfolio(reports), subset("PRE-01"), profile=profile(skala=name))
    for report in reports:
        value, _, label = report.partition("/")
        right = [r for r in VALUES[name][value].split("|") if r]
        wanted = "tidak dapat diuji" if not right else "sesuai" if label in right else "temuan"
        assert status(result, "PRE-01", report)["status"] == wanted, report
    settled = result.settled.ketetapan
    assert settled.loc[settled["hal"] == "skala", "nilai"].eq(f"profil ({scales()[name].sumber})").all()
