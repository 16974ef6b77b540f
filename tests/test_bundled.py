"""The bundled report: what must be found in it, each as one finding with all its places, and what must be
shown as proven."""

import math

import pytest

from cermat import audit


@pytest.fixture(scope="module")
def result():
    return audit.check(audit.bundled())


@pytest.fixture(scope="module")
def report(result):
    return result.to_dict()


def _find(report: dict, **wanted) -> dict:
    found = [f for f in report["findings"] if all(f[k] == v for k, v in wanted.items())]
    assert len(found) == 1, (wanted, [(f["rule"], f["subject"]) for f in found])
    return found[0]


def test_poverty_row_with_its_cascade(report):
    f = _find(report, kind="arah", severity="tinggi")
    assert (f["stated"], round(f["recomputed"], 2)) == (113.59, 86.41)
    assert round(f["alternatives"]["target per realisasi"], 2) == 88.03
    assert "88,03" in f["kondisi"] and "113,59" in f["kondisi"] and "86,41" in f["kondisi"]
    assert len(f["places"]) == 9, "every table and sentence that prints 113,59"
    moved = {d["stated"].rstrip("%"): d for d in f["dampak"]}
    assert {"231,35", "138,35"} <= set(moved)
    assert (moved["231,35"]["becomes"], moved["138,35"]["becomes"]) == ("189,70", "126,45")
    labels = [d for d in f["dampak"] if d["what"].startswith("predikat Rata-rata")]
    assert len(labels) == 2 and all(d["becomes"].lower() == "sangat berhasil" for d in labels)


def test_verdict_against_the_class_of_the_printed_value(report):
    f = _find(report, kind="predikat")
    assert (f["stated"], f["recomputed"]) == ("tidak berhasil", "Sangat berhasil")
    assert "113,59" in f["kondisi"] and len(f["places"]) == 2


def test_predikat_contradictions_of_earlier_years(report):
    found = {(f["stated"], f["recomputed"]): f for f in report["findings"] if f["kind"] == "kontradiksi"}
    assert set(found) == {("cukup berhasil", "Tidak berhasil"), ("tidak berhasil", "Cukup berhasil")}
    assert "46,48" in found["cukup berhasil", "Tidak berhasil"]["kondisi"]
    assert "68,25" in found["tidak berhasil", "Cukup berhasil"]["kondisi"]
    assert all(len(f["places"]) == 2 for f in found.values()), "both sides of each contradiction"


def test_realisation_against_its_own_definition(report):
    f = _find(report, kind="formula")
    assert f["stated"] == 23.95 and math.isclose(f["recomputed"], 3226 / 16051 * 100)
    assert "3.226" in f["kondisi"] and "16.051" in f["kondisi"] and len(f["places"]) >= 9


def test_scale_has_holes_and_a_closed_top(report):
    holes, top = (f for f in report["findings"] if f["kind"] == "skala")
    assert all(n in holes["kondisi"] for n in ("55", "70", "85")) and len(holes["places"]) == 3
    assert "100%" in top["kondisi"] and "2.214,28" in top["kondisi"]


def test_more_served_than_exist(report):
    found = [f for f in report["findings"] if f["kind"] == "populasi"]
    assert sorted((f["stated"], f["recomputed"]) for f in found) == [
        (100.0, 4.0),
        (200.0, 23.0),
        (400.0, 26.0),
    ]
    counted = _find(report, rule="POP-04")
    assert "26" in counted["kondisi"] and "Korban Bencana Alam" in counted["kondisi"]


def test_money_of_a_group_of_programmes(report):
    f = _find(report, rule="TOT-10")
    assert f["stated"] is None, "the total itself is right; whose it is called is not"
    assert all(
        n in f["kondisi"] for n in ("17.860.799.466", "11.526.157.679", "17.387.585.234", "11.247.881.957")
    )


def test_counts_of_kegiatan_against_the_plan(report):
    found = {f["stated"]: f["recomputed"] for f in report["findings"] if f["rule"] == "SIL-15"}
    assert found == {11: 13, 35: 38}


def test_programmes_whose_budget_changes_without_a_word(report):
    found = [f["kondisi"] for f in report["findings"] if f["rule"] == "SIL-16"]
    assert len(found) == 2 and all(
        f["severity"] == "rendah" for f in report["findings"] if f["rule"] == "SIL-16"
    )
    assert any("1.761.414.440" in k and "6.964.155.468" in k for k in found)
    assert any("495.894.243" in k and "230.164.253" in k for k in found)


def test_a_service_without_a_target(report):
    f = _find(report, rule="KEL-06")
    assert "Eks Napi" in f["kondisi"] and len(f["places"]) == 2


def test_a_group_said_to_fall_that_rises(report):
    f = _find(report, rule="TRN-06")
    assert "14.339" in f["kondisi"] and "16.051" in f["kondisi"]


@pytest.mark.parametrize(
    "text",
    [
        "16.051",
        "384",
        "368",
        "15.836.766.007",
        "17.860.799.466",
        "17.387.585.234",
        "98,92",
        "97,53",
        "97,18",
        "93,51",
        "98,01",
        "96,92",
        "97,35",
        "3.226",
        "183,04",
        "105,76",
        "231,35",
        "138,35",
        "692,22",
        "87,87",
        "5.320.506.230",
    ],
)
def test_what_is_right_is_proven_and_never_called_wrong(result, report, text):
    printed = [i for i, t in enumerate(result.sub.angka["teks"]) if t.strip().rstrip("% ") == text]
    assert printed and {result.reach[i] for i in printed} <= {"recomputed", "repeated"}
    assert "recomputed" in {result.reach[i] for i in printed}
    value = result.sub.angka["nilai"].iat[printed[0]]
    accused = [
        f
        for f in report["findings"]
        if f["stated"] == value and f["kind"] in ("total", "rasio", "rata_rata", "silang", "arah")
    ]
    assert not accused


def test_reach_and_statuses(report):
    n = report["summary"]["numbers"]
    assert n["printed"] == n["recomputed"] + n["repeated"] + n["weak"] + n["unreached"]
    assert (n["recomputed"] + n["repeated"]) / n["printed"] >= 0.90
    assert len(report["unreached"]) == n["weak"] + n["unreached"] and all(
        u["reason"] for u in report["unreached"]
    )
    ids = [r["id"] for r in report["rules"]]
    assert len(ids) == len(set(ids)) == report["engine"]["rules"]
    assert report["summary"]["rules"]["galat"] == 0 and sum(report["summary"]["rules"].values()) == len(ids)
