"""An average that is repeated is bound by what it is about: all its places follow what it is computed from, and
one that is mistyped is accused itself."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cermat import audit
from tests.agreement import contradictions, value
from tests.helpers import quick
from tests.repeated_means import FALLING, Repeated

FORMATS = [(False, "md"), *((True, format) for format in ("md", "docx", "pdf", "xlsx"))]
SECTIONS = {"ikhtisar": "IKHTISAR", "penutup": "BAB IV", "lampiran": "LAMPIRAN"}
MISTYPED = {"ikhtisar": "97,10", "penutup": "90,71", "lampiran": "90,57"}


@cache
def audited(parted: bool, format: str = "md", capaian: str = "", place: str = "", said: str = "") -> dict:
    """findings.json of the report: with this capaian for the falling indicator, or this average at a
    place."""
    made = Repeated(parted, {FALLING: capaian} if capaian else {}, {place: said} if place else {})
    with TemporaryDirectory() as folder:
        path = made.write(Path(folder) / f"laporan.{format}")
        return quick(audit.read(path)).to_dict(path.name)


def graver(report: dict) -> list[dict]:
    """Its findings but for those of a report that lacks chapters."""
    told = [found for found in report["findings"] if found["kind"] != "kelengkapan"]
    return [found for found in told if found["severity"] != "rendah"]


@pytest.mark.parametrize(("parted", "format"), FORMATS)
def test_repeated_averages_of_a_sound_report_are_silent(parted, format):
    report = audited(parted, format)
    assert graver(report) == [] and report["doubtful"] == []


@pytest.mark.parametrize(("parted", "format"), FORMATS)
def test_all_places_of_an_average_are_affected(parted, format):
    """Realisasi ÷ target for a falling indicator, and averages computed from it: at every place the average
    becomes that of the right capaian."""
    report = audited(parted, format, capaian="105,00")
    (found,) = graver(report)
    assert (found["rule"], found["stated"], found["recomputed"]) == ("CAP-02", 105.0, 95.0)
    was, right = (Repeated(parted, wrong, {}).whole for wrong in ({FALLING: "105,00"}, {}))
    (effect,) = [one for one in found["dampak"] if value(one["stated"]) == value(was)]
    assert effect["becomes"] == right
    sections = [place["section"] for place in effect["places"]]
    assert {word for word in SECTIONS.values() if any(word in section for section in sections)} == set(
        SECTIONS.values()
    )
    assert len(sections) == 5 and contradictions(report) == []  # its table, and the sentence below it


def test_averages_of_a_sasaran_are_affected_where_a_recap_repeats_them():
    (found,) = graver(audited(True, capaian="105,00"))
    (effect,) = [one for one in found["dampak"] if one["stated"] == "97,67"]
    assert effect["becomes"] == "94,33" and [place["table"] for place in effect["places"]] != []
    assert len(effect["places"]) == 3


@pytest.mark.parametrize("place", SECTIONS)
@pytest.mark.parametrize("parted", [False, True])
def test_a_mistyped_copy_is_accused_and_no_right_one(parted, place):
    said = MISTYPED[place]
    (found,) = graver(audited(parted, place=place, said=said))
    assert found["stated"] == value(said)[0]
    assert found["places"][0]["section"].startswith(SECTIONS[place])
    assert round(found["recomputed"], 1) == round(value(Repeated(parted, {}, {}).whole)[0], 1)


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("Rata-rata capaian kinerja Dinas Pertanian tahun 2023 sebesar {}%.", []),
        ("Rata-rata capaian kedua sasaran tahun 2023 sebesar {}%.", []),
        ("Rata-rata capaian sasaran ini tahun 2023 sebesar {}%.", ["RAT-03"]),
        ("Rata-rata capaian tahun 2023 sebesar {}%.", ["RAT-03"]),
    ],
)
def test_words_say_whose_average_it_is(tmp_path, words, rules):
    """68,00 is one digit from 86,00, the mean of the nearest table: only a sentence that may speak of that
    table is held against it."""
    assert _told(tmp_path, words.format("68,00")) == rules


@pytest.mark.parametrize("mean", ["89,50", "86,00", "61,37"])
def test_an_average_of_several_tables_is_held_against_none(tmp_path, mean):
    """Without words that tell, the nearest table's mean is meant where it stands there or nearly; 61,37 may be
    any."""
    assert _told(tmp_path, f"Rata-rata capaian tahun 2023 sebesar {mean}%.") == []


def _told(tmp_path, sentence: str) -> list[str]:
    rows = [("Produksi padi", "50,00", "46,50", "93,00"), ("Produksi jagung", "40,00", "34,40", "86,00")]
    tables = [
        "| No | Indikator | Target 2023 | Realisasi 2023 | Capaian (%) |\n|---|---|---|---|---|\n"
        f"| 1 | {' | '.join(row)} |\n"
        for row in rows
    ]
    text = "# BAB III AKUNTABILITAS KINERJA\n\n## A. Capaian\n\n"
    path = tmp_path / "laporan.md"
    path.write_text(text + "\nUraian.\n\n".join(tables) + f"\n{sentence}\n", encoding="utf-8")
    report = quick(audit.read(path)).to_dict(path.name)
    return [found["rule"] for found in report["findings"] if found["rule"].startswith(("RAT", "SIL"))]
