"""Which measures the columns of a group hold: headers first, then arithmetic ("Target | Capaian | %")."""

from collections.abc import Callable
from itertools import product

from cermat.datasets.recognise.grids.columns import Column
from cermat.datasets.recognise.grids.fits import Fit

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
    for chosen in product(*([*candidates(col), ("", 0.0)] for col in group[:MOST])):
        told = [measure for measure, _ in chosen if measure]
        roles = {measure: col for (measure, _), col in zip(chosen, group, strict=False) if measure}
        if len(told) != len(roles) or not roles or not possible(roles):
            continue
        found = fit(roles)
        fitting = found.bagian - 0.4 if found.tested else 0
        score = sum(worth for _, worth in chosen) + fitting - found.rejects
        if score > value + 1e-9:
            best, value, proof = roles, score, found
    return best, proof
