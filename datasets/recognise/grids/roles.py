"""Which of several measures the columns of one group hold: headers first, arithmetic where they leave a
choice ("Target | Capaian | %")."""

from collections.abc import Callable
from itertools import product

from datasets.recognise.grids.columns import Column
from datasets.recognise.grids.fits import Fit

MOST = 7  # columns of one group that are looked at
Roles = dict[str, Column]


def choose_roles(
    group: list[Column],
    candidates: Callable[[Column], list[tuple[str, float]]],
    fit: Callable[[Roles], Fit],
    possible: Callable[[Roles], bool] = bool,
) -> tuple[Roles, Fit]:
    """(measure → column, how its arithmetic fits) of the reading that headers and figures together support
    best.

    candidates: the measures a column may hold, with how well its header says so; fit: how the figures of a
    reading agree; possible: may it be read so at all?
    """
    best, value, proof = {}, -1.0, Fit(0, 0)
    for chosen in product(*([*candidates(k), ("", 0.0)] for k in group[:MOST])):
        told = [measure for measure, _ in chosen if measure]
        roles = {measure: k for (measure, _), k in zip(chosen, group, strict=False) if measure}
        if len(told) != len(roles) or not roles or not possible(roles):
            continue
        found = fit(roles)
        score = sum(s for _, s in chosen) + (found.bagian - 0.4 if found.tested else 0) - found.rejects
        if score > value + 1e-9:
            best, value, proof = roles, score, found
    return best, proof
