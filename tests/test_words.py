"""The five elements are written for people: none of the words of the machine, no name twice in a sentence's
beginning, no longer than a note can bear."""

import re
from pathlib import Path

import pytest
import yaml

from cermat import audit
from tests.asked_once import everything

WORDS = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
FORBIDDEN = re.compile("|".join(rf"\b{re.escape(word)}(?!\w)" for word in WORDS["terlarang"]), re.IGNORECASE)
ELEMENTS = ("kondisi", "kriteria", "sebab", "akibat", "rekomendasi")


@pytest.fixture(scope="module")
def told() -> list[dict]:
    """Findings and what is only to be looked at of the bundled reports and of every excerpt."""
    results = [audit.check(audit.bundled()), everything()]
    reports = [result.to_dict(name) for result in results for name in result.audited]
    return [f for report in reports for f in [*report["findings"], *report["doubtful"]]]


def test_no_word_of_the_machine(told):
    assert len(told) > 100
    wrong = {
        (f["rule"], element, hit[0])
        for f in told
        for element in ELEMENTS
        if (hit := FORBIDDEN.search(f[element]))
    }
    assert not wrong


@pytest.mark.parametrize(("element", "most"), sorted(WORDS["panjang"].items()))
def test_no_element_is_longer_than_a_note_can_bear(told, element, most):
    assert not {(f["rule"], len(f[element])) for f in told if len(f[element]) > most}


def test_a_name_is_said_once_in_a_sentence(told):
    twice = set()
    for f in told:
        name = f["subject"]
        if len(name) > 12:
            sentences = re.split(r"(?<=[.;])\s", f["kondisi"])
            twice |= {
                (f["rule"], name) for sentence in sentences if sentence.casefold().count(name.casefold()) > 1
            }
    assert not twice


def test_a_cause_is_named_only_as_an_indication(told):
    assert all(re.fullmatch(r"(Indikasi: .{5,}\.)?", f["sebab"]) for f in told)
    assert any(not f["sebab"] for f in told) and any(f["sebab"] for f in told)


def test_a_single_repair_says_what_to_print_where(told):
    replaced = [f for f in told if re.match(r"Ganti \S*\d", f["rekomendasi"])]
    assert len(replaced) > 20
    assert all(
        re.match(r"Ganti \S.* menjadi \S.* pada (Tabel|tabel|Lampiran|uraian)", f["rekomendasi"])
        for f in replaced
    )
