"""Profile (what a report leaves open), common scales (their holes too), waivers (out of the count, never out
of the report)."""

from datetime import UTC, datetime, timedelta

import pytest
import yaml

from checks.profile import read_profile, read_waivers, scales
from schemas.errors import InputError
from tests.helpers import check, findings, one, portfolio, quick, status, subset

TODAY = datetime.now(UTC).date()
FALLING = {
    "indikator": "Rasio guru murid",
    "tahun": "2020",
    "target": "5,15",
    "realisasi": "5,85",
    "capaian": "88,03",
}


@pytest.fixture
def profile(tmp_path):
    """profile(**content) → Profile read from a file."""

    def make(**content):
        path = tmp_path / "profil.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return read_profile(path)

    return make


# --- common scales
# --------------------------------------------------------------------------------------------------


def printed_scale(name: str) -> list[dict]:
    """A common scale as a report would print it."""
    text = lambda v: "" if v is None else f"{v:g}".replace(".", ",")  # noqa: E731
    yes = lambda b: "ya" if b else "tidak"  # noqa: E731
    return [
        {
            "label": b.label,
            "bawah": text(b.bawah),
            "bawah_termasuk": yes(b.bawah_termasuk),
            "atas": text(b.atas),
            "atas_termasuk": yes(b.atas_termasuk),
        }
        for b in scales()[name].skala
    ]


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
# -------------------------------------------------------------------------


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


# --- waivers
# --------------------------------------------------------------------------------------------------------


GRAVE = {
    "indikator": "Angka pengangguran",
    "tahun": "2020",
    "target": "5,15",
    "realisasi": "5,85",
    "capaian": "113,59",
}


@pytest.fixture(scope="module")
def grave():
    return check(one(indikator=[GRAVE]))


@pytest.fixture
def waived(tmp_path):
    """waived(days until it ends, id) → result with that waiver, from a file through the public door."""

    def make(days: int, finding: str):
        path = tmp_path / "pengecualian.yaml"
        entry = {
            "id": finding,
            "alasan": "sudah dijelaskan dalam reviu",
            "oleh": "Inspektorat",
            "sampai": TODAY + timedelta(days=days),
        }
        path.write_text(yaml.safe_dump([entry]), encoding="utf-8")
        return check(one(indikator=[GRAVE]), waivers=path)

    return make


def test_a_waiver_counts_out_and_stays_in_the_report(grave, waived):
    before = grave.to_dict("r")
    (f,) = [f for f in before["findings"] if f["rule"] == "CAP-02"]
    result = waived(30, f["id"])
    after = result.to_dict("r")
    assert [g["id"] for g in after["findings"]] == [g["id"] for g in before["findings"]]
    (g,) = [g for g in after["findings"] if g["id"] == f["id"]]
    assert g["waiver"] == {
        "alasan": "sudah dijelaskan dalam reviu",
        "oleh": "Inspektorat",
        "sampai": (TODAY + timedelta(days=30)).isoformat(),
        "berlaku": True,
    }
    assert g | {"waiver": None} == f
    assert before["summary"]["findings"]["tinggi"] == 1 and after["summary"]["findings"]["tinggi"] == 0
    assert after["summary"]["findings"]["dikecualikan"] == 1
    assert (grave.worst(), result.worst()) == ("tinggi", "")
    assert after["stale_waivers"] == []
    assert next(r for r in after["rules"] if r["id"] == "CAP-02")["status"] == "temuan"


def test_today_is_still_in_force(grave, waived):
    f = next(f for f in findings(grave) if f["rule"] == "CAP-02")
    assert waived(0, f["id"]).to_dict("r")["summary"]["findings"]["dikecualikan"] == 1


def test_an_expired_waiver_counts_again_and_is_reported(grave, waived):
    f = next(f for f in findings(grave) if f["rule"] == "CAP-02")
    result = waived(-1, f["id"])
    told = result.to_dict("r")
    assert result.worst() == "tinggi"
    assert told["summary"]["findings"]["dikecualikan"] == 0
    assert next(g for g in told["findings"] if g["id"] == f["id"])["waiver"]["berlaku"] is False
    (stale,) = told["stale_waivers"]
    assert stale["id"] == f["id"] and "lewat" in stale["why"]


def test_a_waiver_that_matches_nothing_is_reported(waived):
    told = waived(30, "0123456789ab").to_dict("r")
    (stale,) = told["stale_waivers"]
    assert stale["id"] == "0123456789ab" and "tidak cocok" in stale["why"]
    assert told["summary"]["findings"]["dikecualikan"] == 0


def test_a_waiver_follows_its_finding_through_an_edit(grave):
    """The value changes, the place changes; the finding and its waiver are the same."""
    f = next(f for f in findings(grave) if f["rule"] == "CAP-02")
    edited = quick(
        one(
            indikator=[
                {"tabel": "lain", "garis": "99"}
                | GRAVE
                | {"tabel": "lain", "realisasi": "5,95", "capaian": "115,53"}
            ]
        )
    )
    assert f["id"] in {g["id"] for g in findings(edited)}


@pytest.mark.parametrize("lacking", ["id", "alasan", "oleh", "sampai"])
def test_a_waiver_needs_id_reason_who_and_until(tmp_path, lacking):
    entry = {"id": "0123456789ab", "alasan": "dijelaskan", "oleh": "Inspektorat", "sampai": TODAY}
    path = tmp_path / "pengecualian.yaml"
    path.write_text(
        yaml.safe_dump([entry, {k: v for k, v in entry.items() if k != lacking}]), encoding="utf-8"
    )
    with pytest.raises(InputError) as told:
        read_waivers(path)
    assert "butir 2" in str(told.value) and lacking in str(told.value)
