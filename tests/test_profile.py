"""A profile settles what a report leaves open: scale, direction, formula, synonyms, materiality, rules off."""

import pytest

from cermat.schemas.errors import InputError
from tests.helpers import findings, one, portfolio, printed_scale, quick, status, subset

FALLING = {
    "indikator": "Rasio guru murid",
    "tahun": "2020",
    "target": "5,15",
    "realisasi": "5,85",
    "capaian": "88,03",
}


# --- common scales


def test_a_hole_of_the_readers_scale_is_no_finding_about_the_report(profile):
    tables = {
        "indikator": [{"indikator": "A", "tahun": "2020", "capaian": "120"}],
        "predikat": [{"subjek": "B", "tahun": "2020", "nilai": "95", "label": "Tinggi"}],
    }
    result = quick(one(**tables), profile=profile(skala="permendagri-86-2017"))
    assert {f["rule"] for f in findings(result)} & {"SKA-01", "SKA-02", "SKA-03", "SKA-04", "PRE-01"} == {
        "PRE-01"
    }
    (f,) = findings(result, rule="PRE-01")
    assert "skala profil" in f["kondisi"] and f["recomputed"] == "Sangat Tinggi" and f["stated"] == "Tinggi"


def test_the_reports_own_scale_comes_first(profile):
    own = {
        "skala": printed_scale("lan-239-2003"),
        "predikat": [{"subjek": "A", "tahun": "2020", "nilai": "86", "label": "Sangat berhasil"}],
    }
    reports = {"sendiri": own, "tanpa": {"predikat": own["predikat"]}}
    result = quick(portfolio(reports), subset("PRE-01", "SKA-05"), profile=profile(skala="pmk-22-2021"))
    assert status(result, "PRE-01", "sendiri")["status"] == "sesuai"
    assert status(result, "PRE-01", "tanpa")["status"] == "temuan"


def test_a_scale_written_in_the_profile(profile):
    bands = [{"label": "Tercapai", "bawah": 100}, {"label": "Belum", "atas": 100, "atas_termasuk": False}]
    reports = {
        label: {"predikat": [{"subjek": "A", "tahun": "2020", "nilai": "101", "label": label}]}
        for label in ("Tercapai", "Belum")
    }
    result = quick(portfolio(reports), subset("PRE-01"), profile=profile(skala=bands))
    assert [status(result, "PRE-01", r)["status"] for r in reports] == ["sesuai", "temuan"]


def test_without_any_scale_nobody_is_accused():
    result = quick(one(predikat=[{"subjek": "A", "tahun": "2020", "nilai": "20", "label": "sangat baik"}]))
    assert not findings(result)
    assert status(result, "PRE-01")["status"] == "tidak berlaku"


# --- the other things that a profile settles


def test_without_a_profile_the_direction_is_open():
    told = quick(one(indikator=[FALLING]), subset("CAP-02", "CAP-03"))
    assert [status(told, r)["held"] for r in ("CAP-02", "CAP-03")] == [0, 1]


@pytest.mark.parametrize("name", ["Rasio guru murid", "1. rasio  Guru, Murid (RGM)"])
def test_direction_by_name(profile, name):
    """Whatever the case and punctuation of the name; with its evidence."""
    told = quick(one(indikator=[FALLING]), subset("CAP-02", "CAP-03"), profile=profile(arah={name: "turun"}))
    assert [status(told, r)["held"] for r in ("CAP-02", "CAP-03")] == [1, 0]
    k = told.settled.ketetapan
    (row,) = k[k["hal"] == "arah"].to_dict("records")
    assert row["nilai"] == "turun" and any(b.startswith("profil") for b in row["bukti"])


def test_direction_against_a_printed_column_is_open(profile):
    """A conflict within the top rank is not decided."""
    row = FALLING | {"arah": "naik"}
    result = quick(
        one(indikator=[row]),
        subset("CAP-01", "CAP-02", "CAP-03"),
        profile=profile(arah={"Rasio guru murid": "turun"}),
    )
    assert [status(result, r)["held"] for r in ("CAP-01", "CAP-02", "CAP-03")] == [0, 0, 1]


@pytest.mark.parametrize(("formula", "failed"), [("", 0), ("target per realisasi", 0), ("dua target", 1)])
def test_formula_for_falling_indicators(profile, formula, failed):
    settled = profile(rumus_turun=formula) if formula else profile()
    result = quick(one(indikator=[FALLING | {"arah": "turun"}]), subset("CAP-02"), profile=settled)
    assert status(result, "CAP-02")["failed"] == failed
    assert (result.settled.ketetapan["nilai"] == formula).any() == bool(formula)


def test_synonyms(profile):
    rows = [
        {"tabel": "a", "indikator": "Angka Kemiskinan", "tahun": "2020", "target": "5,10"},
        {"tabel": "b", "indikator": "Persentase penduduk miskin", "tahun": "2020", "target": "6,10"},
    ]
    assert status(quick(one(indikator=rows), subset("SIL-01")), "SIL-01")["failed"] == 0
    same = quick(
        one(indikator=rows),
        subset("SIL-01"),
        profile=profile(sinonim={"angka kemiskinan": "Persentase penduduk miskin"}),
    )
    assert status(same, "SIL-01")["failed"] == 1


@pytest.mark.parametrize(("limit", "severity"), [(400, "sedang"), (401, "rendah")])
def test_materiality(profile, limit, severity):
    """Below it a difference in rupiah is a small matter; it stays in the report."""
    rows = [
        {"uraian": "Total", "kode": "t", "pagu": "3.900"},
        {"uraian": "A", "induk": "t", "pagu": "1.500"},
        {"uraian": "B", "induk": "t", "pagu": "2.000"},
    ]
    result = quick(one(anggaran=rows), subset("TOT-01"), profile=profile(materialitas=limit))
    assert [f["severity"] for f in findings(result)] == [severity]


def test_materiality_is_about_rupiah_only(profile):
    row = FALLING | {"arah": "naik"}
    result = quick(one(indikator=[row]), subset("CAP-01"), profile=profile(materialitas=10**9))
    assert [f["severity"] for f in findings(result)] == ["sedang"]


def test_rules_off_with_a_reason(profile):
    settled = profile(aturan_mati=[{"aturan": "CAP-01", "alasan": "memakai batas 100"}])
    result = quick(one(indikator=[FALLING | {"arah": "naik"}]), profile=settled)
    assert not findings(result, rule="CAP-01")
    told = status(result, "CAP-01")
    assert told["status"] == "tidak berlaku" and "memakai batas 100" in told["reason"]
    assert len(result.to_dict("r")["rules"]) == len(result.cards)


BAD = {
    "unknown scale": {"skala": "lan-1999"},
    "scale without label": {"skala": [{"bawah": 1}, {"label": "B"}]},
    "bound is no number": {"skala": [{"label": "A", "bawah": "x"}]},
    "direction": {"arah": {"A": "naik turun"}},
    "formula": {"rumus_turun": "R/T"},
    "off without reason": {"aturan_mati": [{"aturan": "CAP-01"}]},
    "off, reason too short": {"aturan_mati": [{"aturan": "CAP-01", "alasan": ""}]},
    "unknown key": {"warna": "merah"},
    "negative": {"materialitas": -1},
}


@pytest.mark.parametrize("bad", BAD)
def test_a_broken_profile_is_told_in_one_line(profile, bad):
    with pytest.raises(InputError) as told:
        profile(**BAD[bad])
    assert "profil.yaml" in str(told.value) and "\n" not in str(told.value)


def test_an_unknown_rule_cannot_be_off(profile):
    with pytest.raises(InputError, match="CAP-99"):
        quick(
            one(indikator=[FALLING]),
            profile=profile(aturan_mati=[{"aturan": "CAP-99", "alasan": "tidak perlu"}]),
        )
