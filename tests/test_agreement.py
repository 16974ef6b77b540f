"""No two findings of one report contradict each other: one figure, one value after all repairs."""

import copy

import pytest

from cermat import audit
from tests.agreement import contradictions
from tests.asked_once import DOCUMENT, SAMPLES, SEEDS, everything, told
from tests.conftest import SHARED
from tests.helpers import judged, one, quick

FULL = sorted((SHARED / "real" / "full").glob("*faulty*"))
OTHERS = (("Angka putus sekolah", "8,00", "6,00", "125,00"), ("Angka stunting", "5,00", "4,00", "120,00"))


def _table(capaian: str, table: str = "t1", **row: str) -> list[dict]:
    """A table of falling indicators, the first of which has this capaian."""
    first = {"indikator": "Angka kematian", "target": "5,80", "realisasi": "4,01", "capaian": capaian} | row
    others = [
        dict(zip(("indikator", "target", "realisasi", "capaian"), other, strict=True)) for other in OTHERS
    ]
    return [{"tahun": "2020", "arah": "turun", "tabel": table} | row for row in [first, *others]]


def _said(place: int, value: str, **more: str) -> dict:
    """A sentence that prints the capaian of the first indicator."""
    said = {"tabel": f"prosa-{place}", "jenis": "nilai", "subjek": "Angka kematian", "ukuran": "capaian"}
    return said | {"tahun": "2020", "nilai": value} | more


def _told(*rows: dict, said: list[dict]) -> list[dict]:
    report = quick(one(indikator=list(rows), klaim=said)).to_dict("r")
    assert contradictions(report) == []
    return report["findings"]


def test_copies_that_the_repair_puts_right_are_told_with_it():
    """A capaian computed the wrong way, beside two sentences that print the right one."""
    (found,) = _told(*_table("69,14"), said=[_said(1, "130,86"), _said(2, "130,86")])
    assert (found["rule"], found["stated"], round(found["recomputed"], 2)) == ("CAP-02", 69.14, 130.86)
    assert "69,14 dan 130,86 seharusnya sama" in found["kondisi"]


def test_a_copy_of_a_wrong_figure_is_replaced_by_the_right_one():
    said = [_said(1, "144,64"), _said(2, "144,64")]
    said += [_said(3, "4,01", ukuran="realisasi"), _said(4, "5,80", ukuran="target")]
    found = {one["stated"]: one for one in _told(*_table("141,46"), said=said)}
    assert {round(one["recomputed"], 2) for one in found.values()} == {130.86}
    assert found[144.64]["rekomendasi"].startswith("Ganti 144,64 menjadi 130,86 pada ")


def test_of_two_causes_of_one_figure_the_weaker_accuses_nobody():
    """141,46 by its row should be 130,86, by another table 144,64: the second is told without a value."""
    rows = [*_table("141,46"), *_table("144,64", "t2")]
    found = _told(*rows, said=[_said(1, "144,64"), _said(2, "144,64")])
    assert [round(one["recomputed"], 2) for one in found if one["stated"] == 141.46] == [130.86]
    (copies,) = [one for one in found if one["rule"] == "SIL-01"]
    assert copies["stated"] is None and {"141,46", "144,64"} <= {one["text"] for one in copies["suspects"]}


def test_copies_that_are_both_repaired_are_no_further_finding():
    rise = {"arah": "naik", "target": "86,00", "realisasi": "92,46"}
    values = ("102,70", "100,00", "107,51")
    rows = [row for at, value in enumerate(values) for row in _table(value, f"t{at}", **rise)]
    found = _told(*rows, said=[_said(1, "100,00"), _said(2, "100,00")])
    assert {(one["stated"], round(one["recomputed"], 2)) for one in found if one["stated"]} == {
        (102.7, 107.51),
        (100.0, 107.51),
    }
    assert not [one for one in found if one["rule"] == "SIL-01"]


@pytest.fixture(scope="module")
def bundled() -> dict:
    return judged(audit.read(audit.bundled())).to_dict()


def test_findings_of_the_bundled_tables_agree(bundled):
    assert contradictions(bundled) == []


@pytest.mark.parametrize(
    ("rule", "changes", "says"),
    [
        ("CAP-02", {"rekomendasi": "Ganti 113,59 menjadi 88,03 pada tabel."}, "rekomendasi 88,03"),
        ("CAP-02", {"rekomendasi": "Ganti 113,59 menjadi 113,59 pada tabel."}, "diganti dengan 113,59"),
        ("CAP-02", {"recomputed": 120.0, "sebab": "Indikasi: satu baris terhitung dua kali."}, "dua kali"),
        ("RUM-01", {"sebab": "Indikasi: satu baris tidak ikut dijumlahkan."}, "tidak ikut"),
        ("PRE-01", {"recomputed": "Berhasil"}, "berhasil / sangat berhasil"),
    ],
)
def test_a_contradiction_is_seen(bundled, rule, changes, says):
    report = copy.deepcopy(bundled)
    found = next(one for one in report["findings"] if one["rule"] == rule)
    found |= changes
    assert any(says in line for line in contradictions(report))


def test_two_values_of_one_figure_are_seen(bundled):
    report = copy.deepcopy(bundled)
    effect = next(d for one in report["findings"] for d in one["dampak"] if d["stated"] == "138,35")
    effect["becomes"] = "134,47"
    assert any("134,47" in line and "126,45" in line for line in contradictions(report))


def test_advice_to_round_what_changes_is_seen(bundled):
    report = copy.deepcopy(bundled)
    moved = next(d["places"][0] for one in report["findings"] for d in one["dampak"] if d["places"])
    next(one for one in report["findings"] if one["kind"] == "pembulatan")["places"].append(moved)
    assert any("dibulatkan" in line for line in contradictions(report))


@pytest.mark.parametrize("path", DOCUMENT, ids=lambda path: path.stem)
def test_findings_of_an_excerpt_agree(path):
    assert contradictions(everything().to_dict(path.name)) == []


@pytest.mark.shared
@pytest.mark.parametrize("path", [*SEEDS, *SAMPLES], ids=lambda path: path.name)
def test_findings_of_a_real_report_agree(path):
    assert contradictions({"findings": told(path)}) == []


@pytest.mark.shared
@pytest.mark.parametrize("path", FULL, ids=lambda path: path.name)
def test_findings_of_a_full_report_with_faults_agree(path):
    assert contradictions(quick(audit.read(path)).to_dict()) == []
