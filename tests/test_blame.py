"""Blame: the wrong number is named, a right one never is. Random tables, a random cell, a random error; one
audit."""

import random

import pytest

from tests.blame_cases import (
    Case,
    averaged,
    budget,
    grid,
    hierarchy,
    one_wrong_in_budget,
    one_wrong_in_grid,
    several_in_grid,
    told_twice,
    two_apart_in_grid,
    value,
    wrong_in_average,
    wrong_in_both,
    wrong_in_prose,
    wrong_in_table,
    wrong_leaf,
    wrong_subtotal,
)
from tests.helpers import findings, portfolio, quick

CASES = 60


# the wrong number can be told from the right ones
NAMED = {
    "grid": one_wrong_in_grid,
    "two apart": two_apart_in_grid,
    "budget": one_wrong_in_budget,
    "subtotal": wrong_subtotal,
    "prose": wrong_in_prose,
    "table": wrong_in_table,
    "average": wrong_in_average,
}
# one equation, or several with the same numbers in them: any of them may be wrong
AMBIGUOUS = {"leaf": wrong_leaf, "both": wrong_in_both}
NEVER_RIGHT = NAMED | AMBIGUOUS | {"several": several_in_grid}
SOUND = {
    "sound grid": grid,
    "sound budget": budget,
    "sound levels": hierarchy,
    "sound prose": told_twice,
    "sound average": averaged,
}
EXACT_KINDS = ("total", "rasio", "rata_rata", "arah", "silang", "formula")


@pytest.fixture(scope="module")
def cases() -> dict[str, list[Case]]:
    return {
        s: [build(random.Random(f"{s} {n}")) for n in range(CASES)]
        for s, build in (NEVER_RIGHT | SOUND).items()
    }


@pytest.fixture(scope="module")
def result(cases):
    return quick(portfolio({f"{s}/{n}": c.tables for s, made in cases.items() for n, c in enumerate(made)}))


@pytest.fixture(scope="module")
def places(result) -> dict[str, dict[int, tuple[str, int, str]]]:
    """By report: id of a number → (table, row within the report, column)."""
    out: dict[str, dict] = {}
    for table, frame in result.sub.tables.items():
        row = frame.groupby("laporan").cumcount()
        for column in result.settled.tables.value_columns.get(table, ()):
            if column in frame:
                for laporan, i, r in zip(frame["laporan"], frame[column], row, strict=True):
                    if i >= 0:
                        out.setdefault(laporan, {})[int(i)] = (table, int(r), column)
    return out


def accused(result, places, laporan: str) -> tuple[set, list]:
    """(places of all numbers that findings call wrong, their rows of `findings`)"""
    f = result.inner()
    f = f[(f["laporan"] == laporan) & f["kind"].isin(EXACT_KINDS)]
    node = result.explained.causes.node
    named = f[~f["relation"].astype(bool)]
    ids = {i for s in named["stated_id"] for i in places[laporan] if node[i] == node[s]}
    return {places[laporan][i] for i in ids}, f.to_dict("records")


def _failures(cases, result, places, scenario, holds) -> list:
    told = [(n, case, *accused(result, places, f"{scenario}/{n}")) for n, case in enumerate(cases[scenario])]
    return [
        (n, case.wrong, who, [r["rule"] for r in rows])
        for n, case, who, rows in told
        if not holds(case, who, rows)
    ]


@pytest.mark.parametrize("scenario", NEVER_RIGHT)
def test_a_right_number_is_never_called_wrong(cases, result, places, scenario):
    bad = _failures(cases, result, places, scenario, lambda case, who, rows: who <= set(case.wrong))
    assert not bad, f"{len(bad)} of {CASES}: {bad[:3]}"


@pytest.mark.parametrize("scenario", NAMED)
def test_the_wrong_number_is_named(cases, result, places, scenario):
    bad = _failures(cases, result, places, scenario, lambda case, who, rows: who == set(case.wrong))
    assert not bad, f"{len(bad)} of {CASES}: {bad[:3]}"


@pytest.mark.parametrize("scenario", AMBIGUOUS)
def test_where_it_cannot_be_told_the_relation_is_the_finding(cases, result, places, scenario):
    """Nothing is accused; the wrong number is among the suspects, and no total that other equations prove
    right is."""
    for n, case in enumerate(cases[scenario]):
        who, rows = accused(result, places, f"{scenario}/{n}")
        assert not who and len(rows) == 1
        told = result.explained.causes
        node = told.node
        suspects = set(told.suspect.loc[told.suspect["cause"] == rows[0]["cause"], "node"])
        at = {places[f"{scenario}/{n}"][i] for i in places[f"{scenario}/{n}"] if node[i] in suspects}
        assert set(case.wrong) <= at
        if scenario == "leaf":
            assert all(case.tables["anggaran"][r]["tingkat"] == "sub kegiatan" for _, r, _ in at)
        if n < 5:
            (f,) = [f for f in findings(result, f"{scenario}/{n}") if f["kind"] in EXACT_KINDS]
            assert f["stated"] is None
            assert {s["text"] for s in f["suspects"]} >= {case.tables[t][r][c] for t, r, c in case.wrong}
            assert all(s["what"] and s["text"] in f["kondisi"] for s in f["suspects"][:8])


@pytest.mark.parametrize("scenario", NAMED)
def test_one_cause_is_one_finding(cases, result, places, scenario):
    wanted = 2 if scenario == "two apart" else 1
    bad = _failures(cases, result, places, scenario, lambda case, who, rows: len(rows) == wanted)
    assert not bad, f"{len(bad)} of {CASES}: {bad[:3]}"


@pytest.mark.parametrize("scenario", NAMED)
def test_the_repair_is_the_right_number(cases, result, places, scenario):
    wrong = []
    for n, case in enumerate(cases[scenario]):
        _, rows = accused(result, places, f"{scenario}/{n}")
        for r in rows:
            place = places[f"{scenario}/{n}"][int(r["stated_id"])]
            right, printed_text = case.wrong.get(place), case.tables[place[0]][place[1]][place[2]]
            unit = (
                0
                if "," not in printed_text
                else 0.03
                if place[2] == "realisasi"
                else 0.0051 * (1 + (scenario == "average"))
            )
            if (
                right is None
                or r["stated"] != float(value(printed_text))
                or abs(r["recomputed"] - float(value(right))) > unit
            ):
                wrong.append((n, place, printed_text, right, r["stated"], r["recomputed"]))
    assert not wrong, (len(wrong), wrong[:4])


@pytest.mark.parametrize("scenario", SOUND)
def test_what_is_right_gives_nothing(cases, result, scenario):
    f = result.inner()
    f = f[f["laporan"].str.startswith(f"{scenario}/") & f["kind"].isin(EXACT_KINDS)]
    assert f.empty, f[["laporan", "rule", "subject", "stated", "recomputed"]].head()
    assert len(cases[scenario]) == CASES


def test_no_finding_is_lost(result):
    """Every violated comparison belongs to a finding."""
    assert result.violated.any()
    assert set(result.violated.nonzero()[0]) == set(result.explained.members["banding"])
