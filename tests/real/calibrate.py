"""How often findings of each level of keyakinan are true, and what the weights would be if they were
fitted: `make calibrate`.

python -m tests.real.calibrate [--also MORE.json|kasus.jsonl] [--strength N]

The weights of the house (checks/keyakinan/weights.yaml) are set by hand where there are few cases, so
the fit is drawn towards them (L2), and each sign keeps its direction. Cross-validated by report: each
labelled report is judged by weights that were fitted without it.
"""

import json
from pathlib import Path

import click
import numpy as np
import pandas as pd
from scipy.optimize import minimize

from cermat.checks.keyakinan.weights import weights
from tests.real.labelled import SHARED, decided, frame_of, gathered

LEVELS = (0, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 1.0001)
SHAPES = ("selang", "predikat", "keberadaan")
JUDGED_BY_HAND = ("nyata", "meja")  # sources whose cases are real reports
MADE_UP = ("salah baca", "salah tulis")  # sources whose cases weigh as much together as half a finding each
_FURTHEST = 6.0
JUDGED = Path(__file__).with_name("judged.json")


def names() -> list[str]:
    return list(weights()["tanda"])


def house() -> np.ndarray:
    """The weights of the house, first those of the shapes."""
    told = weights()
    return np.array([told["dasar"][s] for s in SHAPES] + [told["tanda"][n]["bobot"] for n in names()])


def design(cases: pd.DataFrame) -> np.ndarray:
    """A row a case: its shape, then its signs."""
    return np.hstack([np.eye(len(SHAPES))[cases["shape"].to_numpy(int)], cases[names()].to_numpy(float)])


def believed(weight: np.ndarray, cases: pd.DataFrame) -> np.ndarray:
    """Keyakinan of cases by these weights."""
    return 1 / (1 + np.exp(-design(cases) @ weight))


def fitted(cases: pd.DataFrame, strength: float) -> np.ndarray:
    """Weights fitted to cases; strength: how firmly they are held to those of the house."""
    x, y, w, prior = design(cases), cases["true"].to_numpy(float), cases["weight"].to_numpy(), house()

    def loss(weight: np.ndarray) -> tuple[float, np.ndarray]:
        odds = x @ weight
        told = (w * (np.logaddexp(0, odds) - y * odds)).sum() + strength / 2 * ((weight - prior) ** 2).sum()
        return told, x.T @ (w * (1 / (1 + np.exp(-odds)) - y)) + strength * (weight - prior)

    far = [
        (told["arah"], max(_FURTHEST, abs(told["bobot"]))) for told in map(weights()["tanda"].get, names())
    ]
    ways = [(0.0, most) if way > 0 else (-most, 0.0) for way, most in far]
    bounds = [(None, None)] * len(SHAPES) + ways
    return minimize(loss, prior, jac=True, bounds=bounds, method="L-BFGS-B").x


def weighted(cases: pd.DataFrame) -> pd.DataFrame:
    """Cases with `weight`: findings of one made-up copy share half of one."""
    made_up = cases["source"].isin(MADE_UP)
    shared = 0.5 / cases.groupby("report")["report"].transform("size")
    return cases.assign(weight=np.where(made_up, shared, 1.0))


def cross_validated(cases: pd.DataFrame, strength: float) -> np.ndarray:
    """Keyakinan of each labelled report's findings by weights fitted without that report (NaN elsewhere)."""
    made = np.full(len(cases), np.nan)
    for report in cases.loc[cases["source"].isin(JUDGED_BY_HAND), "report"].unique():
        mine = cases["report"].eq(report).to_numpy()
        made[mine] = believed(fitted(cases[~mine], strength), cases[mine])
    return made


def level_table(sure: np.ndarray, true: np.ndarray) -> list[str]:
    """Lines: level of keyakinan, how many findings, how many of them true."""
    lines = [f"{'keyakinan':<14}{'findings':>9}{'true':>7}{'share':>8}"]
    for low, high in zip(LEVELS, LEVELS[1:], strict=False):
        at = (sure >= low) & (sure < high)
        if at.any():
            lines.append(
                f"{low:.2f} to {min(high, 1):.2f}{at.sum():>10}{true[at].sum():>7}{true[at].mean():>8.2f}"
            )
    return lines


def source_table(sure: np.ndarray, cases: pd.DataFrame, least: float) -> list[str]:
    """Lines: of each source, how many true and false findings stay above the threshold."""
    lines = []
    for source, rows in cases.assign(kept=sure >= least).groupby("source", sort=False):
        true, false = rows[rows["true"]], rows[~rows["true"]]
        lines.append(
            f"{source:<14}true kept {true['kept'].sum():>4} of {len(true):>4}   "
            f"false kept {false['kept'].sum():>4} of {len(false):>4}"
        )
    return lines


def report_lines(cases: pd.DataFrame, strength: float) -> list[str]:
    """All that `make calibrate` prints."""
    cases, least = weighted(cases), weights()["ambang"]
    real = cases["source"].isin(JUDGED_BY_HAND).to_numpy()
    own, crossed, free = (
        cases["keyakinan"].to_numpy(),
        cross_validated(cases, strength),
        fitted(cases, strength),
    )
    lines = ["", "weights of the house, labelled reports:"]
    lines += level_table(own[real], cases["true"].to_numpy()[real])
    lines += ["", "fitted, each labelled report without itself:"]
    lines += level_table(crossed[real], cases["true"].to_numpy()[real])
    lines += ["", f"above the threshold ({least}), house:", *source_table(own, cases, least)]
    lines += ["", "above the threshold, fitted without itself:"]
    lines += source_table(crossed[real], cases[real], least)
    lines += ["", f"{'sign':<16}{'house':>7}{'fitted':>8}{'met':>6}"]
    met = np.concatenate([np.bincount(cases["shape"], minlength=len(SHAPES)), (cases[names()] != 0).sum()])
    for name, a, b, n in zip([*SHAPES, *names()], house(), free, met, strict=True):
        lines.append(f"{name:<16}{a:>7.2f}{b:>8.2f}{n:>6}")
    return lines


@click.command()
@click.option(
    "--also",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=JUDGED,
    help="more judgements (JSON), or what was decided at the desk (its kasus.jsonl)",
)
@click.option("--strength", default=1.0, help="how firmly the fit is held to the weights of the house")
def main(also: Path, strength: float) -> None:
    """Gather, fit and print."""
    if not SHARED.is_dir():
        click.echo("calibrate: skipped, ../shared (labelled reports, samples, the whole report) is not here")
        return
    desk = also.suffix == ".jsonl"
    judgements = JUDGED if desk else also
    cases = gathered(json.loads(judgements.read_text(encoding="utf-8"))) + (decided(also) if desk else [])
    click.echo("\n".join(report_lines(frame_of(cases, names()), strength)))


if __name__ == "__main__":
    main()
