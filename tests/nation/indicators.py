"""Indicators over the years, and the tables that print them."""

import numpy as np

from tests.nation.drawing import Draft, texts, words
from tests.nation.figures import group_sum, joined, printed, quotient, rescaled

SPAN = 5  # years that are drawn; a report shows its last `years`
FINE = 8  # decimals of what stands behind a printed capaian
NUMBER, GRADE, RANGE = 0, 1, 2
NAMES = ["sasaran", "name", "unit", "kind", "falling", "low", "high", "decimals", "part", "whole"]


def catalogue() -> dict[str, np.ndarray]:
    """Every indicator of every field: NAMES as arrays, and `field`."""
    rows = []
    for field, told in enumerate(words()["bidang"]):
        for sasaran, listed in told["sasaran"]:
            rows += [(field, *_spec(sasaran, spec)) for spec in listed]
    return {
        name: texts(column) for name, column in zip(["field", *NAMES], zip(*rows, strict=True), strict=True)
    }


def _spec(sasaran: str, spec: list) -> tuple:
    name, unit = spec[:2]
    if unit == "jenjang":
        return sasaran, name, "", GRADE, False, spec[2], spec[3:], 0, "", ""
    if unit == "rentang":
        return sasaran, name, "%", RANGE, False, spec[2], spec[3], 2, "", ""
    falling = spec[2] == "turun"
    if len(spec) == 7:
        return sasaran, name, unit, NUMBER, falling, spec[5], spec[6], 2, spec[3], spec[4]
    return sasaran, name, unit, NUMBER, falling, spec[3], spec[4], spec[5], "", ""


class Indicators:
    """All indicators of a block, one an entry, in the order of their reports.

    report: position of the report; result, target: int64 (entry, year) mantissas; end: of the plan; score: capaian as
    printed, and with FINE decimals behind it; row: which catalogue entry.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft, rng, known = draft, draft.rng, catalogue()
        held = known["field"].astype("int64")[None, :] == draft.field[:, None]
        lot = np.where(held, rng.random(held.shape), 2.0)
        wanted = held & ((lot < 0.85) | (np.argsort(np.argsort(lot, axis=1), axis=1) < 3))
        self.report, row = np.nonzero(wanted)
        self.many = len(row)
        own = {name: column[row] for name, column in known.items()}
        self.name, self.sasaran, self.unit = own["name"], own["sasaran"], own["unit"]
        self.part, self.whole = own["part"], own["whole"]
        self.kind = own["kind"].astype("int64")
        self.falling = own["falling"].astype(bool)
        self.decimals = own["decimals"].astype("int64")
        self.bounds = own["low"], own["high"]
        self.parts = self.part != ""
        self.number = self.kind == NUMBER
        self.bounded = self.falling & (rng.random(draft.count) < 0.06)[self.report]
        self._draw()
        self.score, self.fine = self._scores(self.target[:, -1])
        self.group = np.cumsum(
            np.append(0, (self.report[1:] != self.report[:-1]) | (self.sasaran[1:] != self.sasaran[:-1]))
        )

    def _draw(self) -> None:
        rng, many = self.draft.rng, self.many
        lows, highs = (texts(bound) for bound in self.bounds)
        low, high = (
            np.array([float(x) if isinstance(x, int | float) else 1.0 for x in bound.tolist()])
            for bound in (lows, highs)
        )
        unit = 10**self.decimals
        self.count = 1 + rng.integers(low.astype("int64"), np.maximum(high, low + 1).astype("int64") + 1)
        share = rng.uniform(0.62, 0.97, many)
        self.counted = np.round(self.count * share).astype("int64")
        plain = np.round(rng.uniform(low, high, many) * unit).astype("int64")
        last = np.where(
            self.parts, quotient(100 * self.counted, self.count, self.decimals, self._cut()), plain
        )
        last = np.maximum(last, 2)
        result = np.empty((many, SPAN), dtype="int64")
        result[:, -1] = last
        for year in range(SPAN - 2, -1, -1):  # backwards: it was worse before, with now and then a setback
            step = 1000 + rng.integers(-8, 46, many)
            before = np.where(
                self.falling, result[:, year + 1] * step // 1000, result[:, year + 1] * 1000 // step
            )
            result[:, year] = np.maximum(before, 2)
        factor = rng.integers(1010, 1131, (many, SPAN))
        factor[:, -1] = rng.integers(880, 1131, many)
        aimed = np.where(self.falling[:, None], result * factor // 1000, result * 1000 // factor)
        self.result = result
        self.target = self._one_way(np.maximum(self.capped(aimed), 2))
        growth = rng.integers(10, 121, many)
        end = np.where(self.falling, 1000 - growth, 1000 + growth) * self.target[:, -1] // 1000
        self.end = np.maximum(self.capped(end[:, None])[:, 0], 2)

    def _one_way(self, aimed: np.ndarray) -> np.ndarray:
        """Targets never give way: one that falls would say that less is better."""
        up, down = np.maximum.accumulate(aimed, axis=1), np.minimum.accumulate(aimed, axis=1)
        return np.where(self.falling[:, None], down, up)

    def capped(self, aimed: np.ndarray) -> np.ndarray:
        """A share that is to rise is never wanted above the whole."""
        most = np.where((self.unit == "%") & ~self.falling, 100 * 10**self.decimals, 10**15)
        return np.minimum(aimed, most[:, None])

    def _cut(self) -> np.ndarray:
        return self.draft.cut[self.report]

    def of(self, convention: np.ndarray) -> np.ndarray:
        """A property of the reports, one an indicator."""
        return convention[self.report]

    def _scores(self, target: np.ndarray, year: int = -1) -> tuple[np.ndarray, np.ndarray]:
        """Capaian against a target: (as printed, with FINE decimals)."""
        got, decimals = self.result[:, year], self.of(self.draft.decimals)
        inverse = self.falling & self.of(self.draft.per_target)
        above = np.where(self.falling, np.where(inverse, target, 2 * target - got), got)
        below = np.where(inverse, got, target)
        made = quotient(100 * above, below, decimals, self._cut())
        exact = (100.0 * above / below * 10**FINE).round().astype("int64")  # behind what is printed
        fine = np.where(self.of(self.draft.mean_printed), rescaled(made, decimals, FINE), exact)
        most = self.of(self.draft.capped)
        over = (most > 0) & (exact > most * 10**FINE)
        fixed = np.where(self.number, most, 100)
        stop = over | ~self.number
        return (np.where(stop, fixed * 10**decimals, made), np.where(stop, fixed * 10**FINE, fine))

    def scores_of(self, target: np.ndarray, year: int = -1) -> np.ndarray:
        """Capaian as printed."""
        return self._scores(target, year)[0]

    def show(self, mantissa: np.ndarray, at: np.ndarray, exact: bool = False) -> np.ndarray:
        """Values of some indicators as their reports print them; exact: a target, which may drop its zeros."""
        draft, report = self.draft, self.report[at]
        bare = draft.trimmed[report] & (exact | (mantissa[at] % 10 != 0))
        text = printed(mantissa[at], self.decimals[at], draft.english[report] & (self.unit[at] == "%"), bare)
        unit = self.unit[at]
        sign = np.where((unit == "%") & draft.percent[report], "%", "").astype(object)
        worded = draft.united[report] & (unit != "%") & (unit != "indeks") & (unit != "nilai") & (unit != "")
        return joined(text, sign, np.where(worded, joined(" ", unit), "").astype(object))

    def shown_score(self, score: np.ndarray, report: np.ndarray) -> np.ndarray:
        """Capaian as the report prints it."""
        draft = self.draft
        text = printed(score, draft.decimals[report], draft.english[report])
        return joined(text, np.where(draft.percent[report], "%", "").astype(object))

    def met(self) -> np.ndarray:
        """Has the target of the year been reached?"""
        got, aimed = self.result[:, -1], self.target[:, -1]
        return np.where(self.number, np.where(self.falling, got <= aimed, got >= aimed), True)

    def targets(self, at: np.ndarray) -> np.ndarray:
        """Targets of the year as printed: a bound, a grade, a range, a figure."""
        made = self.show(self.target[:, -1], at, exact=True)
        made = np.where(self.bounded[at], joined("≤ ", made), made)
        lows, highs = (texts(bound)[at] for bound in self.bounds)
        grade, span = self.kind[at] == GRADE, self.kind[at] == RANGE
        made[grade] = lows[grade]
        made[span] = (
            joined(texts([str(x) for x in lows[span]]), "–", texts([str(x) for x in highs[span]]), "%")
            if span.any()
            else ""
        )
        return made

    def results(self, at: np.ndarray) -> np.ndarray:
        """Realised in the year, as printed; a grade at least the one aimed at, a share within its range."""
        made = self.show(self.result[:, -1], at)
        grade, span = np.flatnonzero(self.kind[at] == GRADE), np.flatnonzero(self.kind[at] == RANGE)
        highs = texts(self.bounds[1])[at]
        made[grade] = [highs[i][self.counted[at][i] % len(highs[i])] for i in grade]
        lows = texts(self.bounds[0])[at]
        made[span] = [
            f"{lows[i] + (self.counted[at][i] * 7 + i) % (highs[i] - lows[i])},{(i * 37) % 90 + 10}%"
            for i in span
        ]
        return made


def mean_of(fine: np.ndarray, group: np.ndarray, decimals: np.ndarray, cut: np.ndarray) -> np.ndarray:
    """Means by group as printed mantissas; decimals, cut: one a group."""
    many = len(decimals)
    return quotient(
        group_sum(fine, group, many), np.bincount(group, minlength=many) * 10**FINE, decimals, cut
    )
