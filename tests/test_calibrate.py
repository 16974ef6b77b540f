"""What `make calibrate` computes, on cases whose truth follows from one sign."""

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from cermat.checks.keyakinan.weights import weights
from tests.real import calibrate


@pytest.fixture(scope="module")
def cases() -> pd.DataFrame:
    """Five reports of twenty findings: false where another reading fits, true where a slip explains them."""
    rng = np.random.default_rng(1)
    names, n = calibrate.names(), 100
    true = rng.random(n) < 0.7
    made = pd.DataFrame(0.0, index=range(n), columns=names)
    made["rumus_lain"], made["salah_tik"] = np.where(true, 0.0, 1.0), np.where(true, 0.8, 0.0)
    about = {"source": "nyata", "rule": "CAP-01", "true": true, "shape": 0}
    cases = made.assign(report=[f"r{k % 5}" for k in range(n)], **about)
    return calibrate.weighted(cases.assign(keyakinan=calibrate.believed(calibrate.house(), cases)))


def test_the_fit_follows_the_cases_and_no_sign_turns_round(cases):
    turned = cases.assign(true=~cases["true"])
    free, wrong = (calibrate.fitted(c, 0.1) for c in (cases, turned))
    at = [len(calibrate.SHAPES) + calibrate.names().index(n) for n in ("rumus_lain", "salah_tik")]
    assert free[at[0]] < calibrate.house()[at[0]] and free[at[1]] > calibrate.house()[at[1]]
    assert wrong[at[0]] == 0 and wrong[at[1]] == 0
    firm = calibrate.fitted(cases, 1e6)
    assert np.allclose(firm, calibrate.house(), atol=0.01)


def test_a_report_is_judged_without_itself(cases):
    """Truths of one report that say the opposite change what the others are told, not what it is told."""
    mine = cases["report"].eq("r0")
    turned = cases.assign(true=cases["true"] ^ mine)
    once, again = (calibrate.cross_validated(c, 1.0) for c in (cases, turned))
    assert np.allclose(once[mine], again[mine], atol=1e-6)
    assert not np.allclose(once[~mine], again[~mine], atol=1e-3)


def test_levels_count_every_finding_once(cases):
    lines = calibrate.level_table(cases["keyakinan"].to_numpy(), cases["true"].to_numpy())[1:]
    counted = np.array([line.split()[3:5] for line in lines], dtype=int).sum(axis=0)
    assert counted.tolist() == [len(cases), cases["true"].sum()]
    told = "\n".join(calibrate.report_lines(cases, 1.0))
    assert all(name in told for name in weights()["tanda"])


def test_it_is_skipped_by_name_where_the_labels_are_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(calibrate, "SHARED", tmp_path / "shared")
    told = CliRunner().invoke(calibrate.main, [])
    assert told.exit_code == 0 and "skipped" in told.output and "../shared" in told.output
