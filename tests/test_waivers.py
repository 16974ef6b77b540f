"""Waivers: counted out and still in the report, until their date; one that matches nothing is told."""

from datetime import UTC, datetime, timedelta

import pytest
import yaml

from cermat.checks.profile import read_waivers
from cermat.schemas.errors import InputError
from tests.helpers import check, findings, one, quick

TODAY = datetime.now(UTC).date()


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
    assert g | {"waiver": None, "no": f["no"]} == f and g["no"] == ""
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
