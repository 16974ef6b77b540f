"""Calls of the command line and what they say."""

import json

import pytest

from cermat import audit
from tests.helpers import validator

SOUND = {
    "indikator": [
        {
            "indikator": "Cakupan layanan",
            "tahun": "2020",
            "target": "80",
            "realisasi": "84,61",
            "capaian": "105,76",
        }
    ],
    "identitas": [{"jenis": "petikan", "nilai": "ya"}],
}


def refused(told: tuple, *words: str) -> None:
    """Exit code 2: one line on standard error that says what and where, nothing on standard output."""
    code, out, err = told
    assert (code, out) == (2, "")
    assert err.startswith("cermat: ") and err.count("\n") == 1 and err.endswith("\n")
    assert not [w for w in words if w.lower() not in err.lower()], err


def card(**changes) -> dict:
    made = {
        "id": "UJI-01",
        "title": "Uji",
        "title_en": "Test",
        "kind": "total",
        "table": "perhitungan",
        "where": 'operasi == "tambah"',
        "stated": "hasil",
        "recomputed": "a + b",
        "criterion": {"document": "laporan", "what": "jumlah"},
        "why": "Uji.",
        "akibat": "Uji.",
        "rekomendasi": "Uji.",
        "examples": [
            {"holds": {"operasi": "tambah", "a": "1", "b": "2", "hasil": "3"}},
            {"fails": {"operasi": "tambah", "a": "1", "b": "2", "hasil": "4"}},
        ],
    }
    return {k: v for k, v in (made | changes).items() if v is not None}


SUMS = {
    "perhitungan": [{"operasi": "tambah", "a": "1", "b": "2", "hasil": "3"}],
    "identitas": [{"jenis": "petikan", "nilai": "ya"}],
}


def no_number(constant: str):
    pytest.fail(f"{constant} is no JSON number")


def audited(tmp_path, *arguments) -> dict:
    """findings.json of an audit, held against its schema."""
    code = audit.main(["check", *map(str, arguments), "--format", "json", "--out", str(tmp_path / "o")])
    assert code in (0, 1)
    told = json.loads(
        (tmp_path / "o" / "findings.json").read_text(encoding="utf-8"), parse_constant=no_number
    )
    assert [
        f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator().iter_errors(told)
    ] == []
    return told


def rule(told: dict, name: str) -> dict:
    return next(r for r in told["rules"] if r["id"] == name)
