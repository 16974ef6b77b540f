"""The real reports of `../shared`: documents give the findings of the transcribed tables; excerpts give what
is true of them."""

import json
import re
from pathlib import Path

import pytest

from cermat.audit import bundled
from tests.asked_once import SAMPLES, SEEDS, told

pytestmark = pytest.mark.shared

KINDS = {
    "total",
    "rasio",
    "rata_rata",
    "arah",
    "predikat",
    "kontradiksi",
    "silang",
    "populasi",
    "skala",
    "formula",
    "tren",
    "satuan",
}
# rules that this report gives matter for in its sentences only, which its workbook does not have
IN_SENTENCES = {
    "CAP-08",
    "KON-01",
    "POP-01",
    "PRE-01",
    "RAT-04",
    "SAT-02",
    "SIL-15",
    "SKA-01",
    "SKA-03",
    "TOT-10",
    "TRN-06",
}
# further rules that hold something against this report in each format that has what they need
IN_TABLES_TOO = {"POP-04": 1, "SIL-16": 2}
SPOKEN_OF = {"SIL-15": 2, "TOT-10": 1, "TRN-06": 1, "KEL-06": 1}


def signature(finding: dict) -> tuple:
    """What a finding says, however its subject is spelt: rule, gravity, the value or label printed, the one
    that is right."""
    right = finding["recomputed"]
    return (
        finding["rule"],
        finding["severity"],
        finding["stated"],
        round(right, 4) if isinstance(right, float) else right,
    )


def signatures(path: Path) -> dict[tuple, str]:
    return {signature(f): f["kondisi"] for f in told(path) if f["kind"] in KINDS}


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.suffix)
def test_a_document_gives_the_findings_of_the_tables(path):
    tables, document = signatures(bundled()), signatures(path)
    lacking, more = tables.keys() - document.keys(), document.keys() - tables.keys()
    for title, keys, texts in (
        ("only the tables give", lacking, tables),
        ("only the document gives", more, document),
    ):
        for key in keys:
            print(f"{path.name}: {title}: {key}: {texts[key]}")
    assert not more
    assert {rule for rule, *_ in lacking} <= (IN_SENTENCES if path.suffix == ".xlsx" else set())
    grave = {signature(f) for f in told(path) if f["severity"] == "tinggi"}
    assert grave <= {signature(f) for f in told(bundled())}


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.suffix)
def test_what_words_and_tables_say_of_each_other_is_found_in_every_format(path):
    """Served and counted, planned and agreed in tables; counts, groups of programmes, tendencies and missing
    targets in sentences."""
    found = [f["rule"] for f in told(path)]
    wanted = IN_TABLES_TOO | (SPOKEN_OF if path.suffix != ".xlsx" else {})
    assert {rule: found.count(rule) for rule in wanted} == wanted


def numbers(text: str) -> set[float]:
    """Values of the numbers in a text, whichever sign it has for decimals."""
    out = set()
    for token in re.findall(r"\d[\d.,]*\d|\d", text):
        token = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", token) if not re.fullmatch(r"0[.,]\d+", token) else token
        out |= {float(token.replace(",", "."))} if token.count(".") + token.count(",") < 2 else set()
    return out


def truths(path: Path, *levels: str) -> list[dict]:
    every = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    return [t for t in every if re.search(r"\[(\w+)\]", t["note"])[1] in levels]


def speaks_of(finding: dict, truth: dict, *fields: str) -> bool:
    """A finding names a number of the truth, or its label or number word."""
    text = " ".join([finding["kondisi"], *(p["text"] or "" for p in finding["places"])])
    said = " ".join(truth[f] for f in fields)
    figures = {n for n in numbers(said) if n > 12 and not 1990 <= n <= 2100}
    if figures:
        return bool(figures & numbers(text))
    return any(re.search(rf"\b{re.escape(w)}\b", text, re.IGNORECASE) for w in truth["stated"].split()[:1])


def found(path: Path, truth: dict, severities: set[str]) -> bool:
    near = ("stated", "recomputed") if truth["kind"].startswith(("year", "scale")) else ("stated",)
    return any(f["severity"] in severities and speaks_of(f, truth, *near) for f in told(path))


def test_nearly_all_hard_contradictions_are_found():
    every = [(p, t) for p in SAMPLES for t in truths(p, "hard")]
    missed = [(p.stem, t["where"], t["stated"]) for p, t in every if not found(p, t, {"tinggi", "sedang"})]
    print("missed:", missed)
    assert len(every) >= 20 and len(missed) <= 0.05 * len(every)


def test_most_soft_ones_are_found():
    every = [(p, t) for p in SAMPLES for t in truths(p, "soft", "judgement")]
    missed = [
        (p.stem, t["where"], t["stated"]) for p, t in every if not found(p, t, {"tinggi", "sedang", "rendah"})
    ]
    print("missed:", missed)
    assert every and len(missed) <= 0.2 * len(every)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_nothing_else_is_accused(path):
    """What is graver than 'rendah' is one of the hard truths; the soft ones are 'rendah' at most."""
    hard = truths(path, "hard")
    false = [
        (f["rule"], f["kondisi"])
        for f in told(path)
        if f["severity"] != "rendah"
        and not any(speaks_of(f, t, "stated", "recomputed", "where") for t in hard)
    ]
    assert not false
