"""After all repairs: one value for every figure that changes, and the report is sound once they stand in it."""

import numpy as np

from cermat import audit
from tests import bundled_tables as data

WRITTEN_OUT = (
    "TOT-07",
)  # arithmetic that a sentence writes out: its own operands are not repaired with its result


def _effects(report: dict) -> list[dict]:
    return [d | {"id": f["id"]} for f in report["findings"] for d in f["dampak"]]


def _repair(tables: dict, result) -> dict[str, str]:
    """Every figure that changes put in at all its places; what was printed → what is printed now."""
    node, done = result.explained.causes.node, {}
    for change in result.repaired.itertuples():
        ids = np.flatnonzero(node == change.node)
        for name, frame in result.sub.tables.items():
            for column in result.settled.tables.value_columns[name]:
                for row in np.flatnonzero(np.isin(frame[column].to_numpy(), ids)):
                    old = tables[name][column].iat[row]
                    tables[name].loc[row, column] = done[old] = data.written(change.value, old)
    return done


def test_a_figure_has_one_value_after_all_repairs():
    report = audit.check(audit.bundled()).to_dict()
    by_place: dict[int, set[str]] = {}
    for effect in _effects(report):
        for place in effect["places"]:
            by_place.setdefault(place.get("angka", -1), set()).add(effect["becomes"])
    assert all(len(values) == 1 for i, values in by_place.items() if i >= 0)
    moved = {d["stated"].rstrip("%"): d["becomes"] for d in _effects(report)}
    assert (moved["138,35"], moved["231,35"], moved["183,04"]) == ("126,45", "189,70", "164,33")


def test_a_finding_says_its_own_part_where_others_change_the_figure_too():
    findings = audit.check(audit.bundled()).to_dict()["findings"]
    parts = {f["rule"]: d["part"] for f in findings for d in f["dampak"] if d["stated"] == "138,35"}
    assert parts == {"CAP-02": "−3,88", "RUM-01": "−8,02"}
    akibat = " ".join(f["akibat"] for f in findings)
    assert "138,35 menjadi 126,45 (bagian temuan ini −3,88)" in akibat


def test_all_repairs_at_once_leave_nothing_accused_and_are_the_values_shown():
    tables = data.tables()
    result = audit.check(data.submission(tables))
    done = _repair(tables, result)
    shown = {d["stated"]: d["becomes"] for d in _effects(result.to_dict()) if d["stated"] in done}
    assert {old: done[old].rstrip("%") for old in shown} == shown and len(shown) > 3
    told = result.inner()
    unrepaired = set(
        told.loc[~told["cause"].isin(_repaired_causes(result)), "id"]
    )  # labels, words, relations
    again = audit.check(data.submission(tables)).to_dict()["findings"]
    left = [f for f in again if f["kind"] in data.SOUND_KINDS and isinstance(f["stated"], float)]
    assert not [
        (f["rule"], f["kondisi"]) for f in left if f["severity"] != "rendah" and f["id"] not in unrepaired
    ]


def _repaired_causes(result) -> set[int]:
    causes = result.explained.causes.cause
    return set(causes.index[causes["node"] >= 0])
