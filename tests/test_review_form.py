"""The checklist form: answered where the report shows it, open elsewhere."""

import re

import pytest

from cermat import audit
from cermat.reports.checklist import checklist
from cermat.reports.labels import labels
from tests.helpers import one
from tests.review_helpers import Made


@pytest.fixture(scope="module")
def bundled() -> Made:
    return Made(audit.read(audit.bundled()))


def answers(made: Made) -> dict[str, tuple[str, str]]:
    form = checklist(made.findings, made.result, labels("id"))
    return {f"{part}.{a.number}": (a.answer, a.reason) for part, _, questions in form for a in questions}


def test_form_is_answered_where_the_report_shows_it_and_open_elsewhere(bundled):
    told = answers(bundled)
    assert len(told) == 6 + 7 + 10
    assert [k for k, (a, _) in told.items() if a not in ("ya", "tidak", "sebagian", "")] == []
    judged = {
        "II.1",
        "II.2",
        "II.3",
        "II.4",
        "II.5",
        "II.6",
        "II.7",
        "III.3",
        "III.6",
        "III.8",
        "III.9",
        "III.10",
    }
    assert {k for k, (a, _) in told.items() if a == ""} >= judged
    assert all(reason for a, reason in told.values() if a)
    assert told["I.2"] == ("ya", "7 dari 7 indikator mempunyai target.")
    assert told["I.6"][0] == "ya" and told["III.7"][0] == "sebagian" and "jangka menengah" in told["III.7"][1]
    assert re.match(r"\d+ dari \d+ angka tercetak dapat dihitung ulang", told["II.2"][1])


def test_form_names_what_is_missing():
    rows = [
        {"indikator": "A", "tahun": "2020", "dokumen": "PK", "sasaran": "S1", "target": "80", "tabel": "pk"},
        {"indikator": "B", "tahun": "2020", "dokumen": "PK", "sasaran": "S2", "target": "80", "tabel": "pk"},
        {
            "indikator": "A",
            "tahun": "2020",
            "sasaran": "S1",
            "target": "80",
            "realisasi": "80",
            "capaian": "100",
            "tabel": "r",
        },
    ]
    heads = [
        {"judul": t}
        for t in (
            "BAB I PENDAHULUAN",
            "BAB II PERENCANAAN KINERJA",
            "BAB III AKUNTABILITAS KINERJA",
            "BAB IV PENUTUP",
        )
    ]
    told = answers(Made(one(indikator=rows, bab=heads)))
    assert told["I.3"] == ("sebagian", "1 dari 2 indikator bertarget dilaporkan realisasinya. Belum: B.")
    assert told["III.1"] == (
        "sebagian",
        "1 dari 2 sasaran perjanjian kinerja dilaporkan capaiannya. Belum: S2.",
    )
    assert told["I.6"][0] == "tidak"


def test_form_of_an_excerpt_answers_nothing():
    rows = [{"indikator": "A", "tahun": "2020", "target": "80", "realisasi": "80", "capaian": "100"}]
    told = answers(Made(one(indikator=rows, identitas=[{"jenis": "petikan", "nilai": "ya"}])))
    assert {a for a, _ in told.values()} == {""}
