"""Findings that are one thing to a reader stand together, under the number that every paper gives them."""

import numpy as np
import pytest

from cermat import audit
from cermat.checks.matters import arranged, counts

TABLE = """# BAB III AKUNTABILITAS KINERJA

Tabel 3.1 Capaian Kinerja Tahun 2023

| No | Sasaran | Indikator | Satuan | Target | Realisasi | Capaian (%) |
|---|---|---|---|---|---|---|
| 1 | Meningkatnya layanan | Persentase penduduk miskin | % | 5,15 | 5,85 | 113,59 |
| 2 | Meningkatnya layanan | Persentase warga terlayani | % | 80,00 | 84,00 | 105,00 |
| | | Rata-rata capaian | | | | 109,30 |

Indikator persentase penduduk miskin makin rendah makin baik.
"""


def finding(id: str, rule: str, severity: str = "sedang", places=(), moves=(), **more) -> dict:
    """A finding as in findings.json, as far as matters look at it; places, moves: printed numbers."""
    return {
        "id": id,
        "rule": rule,
        "kind": "total",
        "severity": severity,
        "title": "Judul",
        "unit": "",
        "waiver": None,
        "places": [{"page": None, "angka": number} for number in places],
        "dampak": [{"places": [{"page": None, "angka": number}]} for number in moves],
    } | more


def numbers(found: list[dict]) -> dict[str, tuple[str, str]]:
    return {f["id"]: (f["no"], f["role"]) for f in found}


def test_what_hangs_on_a_wrong_figure_follows_it():
    found = [
        finding("mean", "RAT-06", "rendah", [2]),
        finding("own", "RAT-06", "rendah", [5]),
        finding("cause", "CAP-01", "tinggi", [0], moves=[3]),
    ]
    copies = np.array([0, 1, 3, 3, 4, 5])  # 2 and 3 are one figure, printed twice
    assert numbers(arranged(found, copies)) == {
        "cause": ("1", "pokok"),
        "mean": ("1.1", "akibat"),
        "own": ("2", "pokok"),
    }


def test_what_only_half_hangs_on_it_stands_by_itself():
    found = [finding("cause", "CAP-01", places=[0], moves=[1]), finding("other", "SIL-01", places=[1, 2])]
    assert numbers(arranged(found, np.arange(3)))["other"] == ("2", "pokok")


def test_equal_findings_are_rows_of_one_but_those_with_consequences_of_their_own():
    found = [finding("a", "SAT-01", places=[0]), finding("b", "SAT-01", places=[1])]
    found += [finding("c", "TOT-01", places=[2], moves=[4]), finding("d", "TOT-01", places=[3], moves=[5])]
    told = numbers(arranged(found, np.arange(6)))
    assert told["b"] == ("3.1", "baris") and told["a"] == ("3", "pokok")
    assert {told["c"], told["d"]} == {("1", "pokok"), ("2", "pokok")}
    assert counts(arranged(found, np.arange(6))) == {"tinggi": 0, "sedang": 3, "rendah": 0}


def test_one_rule_under_two_titles_is_two_matters():
    """Money that differs from the Perjanjian Kinerja is no row of a target that does."""
    found = [
        finding("uang", "SIL-07", places=[0], title="Anggaran berbeda"),
        finding("target", "SIL-07", places=[1], title="Target berbeda"),
        finding("lagi", "SIL-07", places=[2], title="Target berbeda"),
    ]
    told = numbers(arranged(found, np.arange(3)))
    assert (told["uang"][0], told["target"][0], told["lagi"]) == ("1", "2", ("2.1", "baris"))


def test_a_waived_finding_has_no_number_and_is_no_cause():
    waived = {"alasan": "sudah dijelaskan", "oleh": "tim", "sampai": "2099-01-01", "berlaku": True}
    found = [
        finding("cause", "CAP-01", places=[0], moves=[1], waiver=waived),
        finding("mean", "RAT-06", places=[1]),
    ]
    assert numbers(arranged(found, np.arange(2))) == {"mean": ("1", "pokok"), "cause": ("", "pokok")}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"severity": "tinggi"}, {"severity": "sedang", "moves": [3]}),
        ({"moves": [3]}, {"unit": "Rp"}),
        ({"unit": "Rp"}, {"places": [0, 1, 2]}),
        ({"places": [0, 1, 2]}, {"places": [0]}),
        ({"places": [2]}, {"kind": "format", "places": [0, 1, 2]}),
    ],
)
def test_order_conclusions_money_many_places_form(first, second):
    late, early = finding("late", "AAA-01", **second), finding("early", "BBB-01", **first)
    assert [f["id"] for f in arranged([late, early], np.arange(4))] == ["early", "late"]


def test_in_a_report_the_predikat_and_the_mean_follow_the_capaian(tmp_path):
    path = tmp_path / "laporan.md"
    path.write_text(TABLE, encoding="utf-8")
    told = audit.check(path).to_dict()
    heads = [f for f in told["findings"] if f["role"] == "pokok"]
    assert [f["no"] for f in heads] == [str(n) for n in range(1, len(heads) + 1)]
    assert heads[0]["rule"] == "CAP-02" and told["summary"]["matters"]["tinggi"] == 1
