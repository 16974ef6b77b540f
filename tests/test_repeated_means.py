"""An average that is repeated is bound by what it is about: all its places follow what it is computed from, and
one that is mistyped is accused itself."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cermat import audit
from cermat.schemas.submission import merge
from tests.agreement import contradictions, value
from tests.helpers import quick
from tests.repeated_means import FALLING, Repeated
from tests.stacked import Stacked

FORMATS = [(False, "md"), *((True, format) for format in ("md", "docx", "pdf", "xlsx"))]
SECTIONS = {"ikhtisar": "IKHTISAR", "penutup": "BAB IV", "lampiran": "LAMPIRAN"}
WRONG = "105,00"  # for the falling indicator, whose capaian is 95,00
MISTYPED = {"ikhtisar": "97,10", "penutup": "90,71", "lampiran": "90,57"}


def made() -> Iterator[tuple[tuple, Repeated]]:
    """(format, …) → the report: with a capaian for the falling indicator, or an average at a place."""
    for parted, format in FORMATS:
        for capaian in ("", WRONG):
            yield (parted, format, capaian, ""), Repeated(parted, {FALLING: capaian} if capaian else {}, {})
    for parted in (False, True):
        for place, said in MISTYPED.items():
            yield (parted, "md", "", place), Repeated(parted, {}, {place: said})


@cache
def every():
    """All of them as one portfolio, and the name of each there."""
    names, subs = {}, []
    with TemporaryDirectory() as folder:
        for at, (case, report) in enumerate(made()):
            names[case] = f"{at:02d}.{case[1]}"
            subs.append(audit.read(report.write(Path(folder) / names[case])))
    return quick(merge(subs)), names


def audited(parted: bool, format: str = "md", capaian: str = "", place: str = "") -> dict:
    """findings.json of one of them."""
    result, names = every()
    return result.to_dict(names[parted, format, capaian, place])


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
    report = audited(parted, format, capaian=WRONG)
    (found,) = graver(report)
    assert (found["rule"], found["stated"], found["recomputed"]) == ("CAP-02", 105.0, 95.0)
    was, right = (Repeated(parted, wrong, {}).whole for wrong in ({FALLING: WRONG}, {}))
    (effect,) = [one for one in found["dampak"] if value(one["stated"]) == value(was)]
    assert effect["becomes"] == right
    sections = [place["section"] for place in effect["places"]]
    assert {word for word in SECTIONS.values() if any(word in section for section in sections)} == set(
        SECTIONS.values()
    )
    assert len(sections) == 5 and contradictions(report) == []  # its table, and the sentence below it


def test_averages_of_a_sasaran_are_affected_where_a_recap_repeats_them():
    (found,) = graver(audited(True, capaian=WRONG))
    (effect,) = [one for one in found["dampak"] if one["stated"] == "97,67"]
    assert effect["becomes"] == "94,33" and [place["table"] for place in effect["places"]] != []
    assert len(effect["places"]) == 3


@pytest.mark.parametrize("place", SECTIONS)
@pytest.mark.parametrize("parted", [False, True])
def test_a_mistyped_copy_is_accused_and_no_right_one(parted, place):
    (found,) = graver(audited(parted, place=place))
    assert found["stated"] == value(MISTYPED[place])[0]
    assert found["places"][0]["section"].startswith(SECTIONS[place])
    assert round(found["recomputed"], 1) == round(value(Repeated(parted, {}, {}).whole)[0], 1)


SAID = [
    # (sentence, what it is accused of)
    ("Rata-rata capaian kinerja Dinas Pertanian tahun 2023 sebesar 68,00%.", []),
    ("Rata-rata capaian kedua sasaran tahun 2023 sebesar 68,00%.", []),
    ("Rata-rata capaian sasaran ini tahun 2023 sebesar 68,00%.", ["RAT-03"]),
    ("Rata-rata capaian tahun 2023 sebesar 68,00%.", ["RAT-03"]),
]
UNTOLD = [f"Rata-rata capaian tahun 2023 sebesar {mean}%." for mean in ("89,50", "86,00", "61,37")]


def _text(sentence: str) -> str:
    rows = [("Produksi padi", "50,00", "46,50", "93,00"), ("Produksi jagung", "40,00", "34,40", "86,00")]
    tables = [
        "| No | Indikator | Target 2023 | Realisasi 2023 | Capaian (%) |\n|---|---|---|---|---|\n"
        f"| 1 | {' | '.join(row)} |\n"
        for row in rows
    ]
    text = "# BAB III AKUNTABILITAS KINERJA\n\n## A. Capaian\n\n"
    return text + "\nUraian.\n\n".join(tables) + f"\n{sentence}\n"


STACK = Stacked({sentence: _text(sentence) for sentence in [*(words for words, _ in SAID), *UNTOLD]}, quick)


def _told(sentence: str) -> list[str]:
    found = [one["rule"] for one in STACK.told(sentence)["findings"]]
    return [rule for rule in found if rule.startswith(("RAT", "SIL"))]


@pytest.mark.parametrize(("words", "rules"), SAID)
def test_words_say_whose_average_it_is(words, rules):
    """68,00 is one digit from 86,00, the mean of the nearest table: only a sentence that may speak of that
    table is held against it."""
    assert _told(words) == rules


@pytest.mark.parametrize("sentence", UNTOLD)
def test_an_average_of_several_tables_is_held_against_none(sentence):
    """Without words that tell, the nearest table's mean is meant where it stands there or nearly; 61,37 may be
    any."""
    assert _told(sentence) == []
