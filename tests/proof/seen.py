"""What an audit newly says about a changed figure, and whether anything could have been said."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pandas as pd

from cermat.checks.result import Result
from cermat.schemas import angka as A
from cermat.schemas import interval as S
from tests.proof.plain import FIGURE, Book, Figure, _named, outcomes

HOLDS = (S.EXACT, S.CUT, S.WITHIN_PRECISION)
SILENT_KINDS = ("format", "pembulatan", "struktur", "kelengkapan", "satuan")


@dataclass
class Told:
    """By figure: the rules of comparisons that do not hold and belong to a finding, (rule, finding, doubtful) a
    comparison; and the figures that it feeds."""

    failing: dict[int, list[tuple[str, int, bool]]] = field(default_factory=dict)
    feeds: dict[int, set[int]] = field(default_factory=dict)

    def about(self, number: int) -> list[tuple[str, int, bool]]:
        return self.failing.get(number, [])


def told(result: Result) -> Told:
    """What findings of an audit say about which figures."""
    found = result.explained.findings
    doubtful = dict(zip(found["finding"].tolist(), found["doubtful"].astype(bool).tolist(), strict=True))
    members = pd.concat(
        [result.explained.members[["finding", "banding"]], found[["finding", "banding"]]]
    ).drop_duplicates()
    members = members[members["banding"].astype("int64") >= 0].astype("int64")
    operan = result.operan[["banding", "id", "peran"]]
    rule = result.kertas_kerja["aturan"].to_numpy()
    made = Told()
    hit = members.merge(operan, on="banding").drop_duplicates(["finding", "banding", "id"])
    for finding, banding, number in zip(hit["finding"], hit["banding"], hit["id"], strict=True):
        made.failing.setdefault(int(number), []).append((rule[banding], finding, doubtful[finding]))
    stated = result.kertas_kerja["stated_id"].to_numpy(dtype="int64")[
        operan["banding"].to_numpy(dtype="int64")
    ]
    fed = (stated >= 0) & (stated != operan["id"].to_numpy(dtype="int64"))
    for number, other in zip(operan["id"].to_numpy()[fed], stated[fed], strict=True):
        made.feeds.setdefault(int(number), set()).add(int(other))
    return made


@dataclass
class Verdict:
    """What came of one change: state (found, doubted, silent), and whom the new findings accuse."""

    state: str
    accused: bool = False  # the changed figure itself
    right: bool = False  # another figure
    rules: tuple[str, ...] = ()


def fresh(
    before: list[tuple[str, int, bool]], after: list[tuple[str, int, bool]]
) -> list[tuple[str, int, bool]]:
    """Comparisons of rules that fail more often than before."""
    more = Counter(rule for rule, *_ in after) - Counter(rule for rule, *_ in before)
    return [one for one in after if one[0] in more]


def verdict(
    base: Told, was: int, result: Result, now: Told, number: int, to: Callable[[int], int] | None = None
) -> Verdict:
    """What an audit newly says about figure `number`, which was `was` in the base, or about a figure it feeds. to:
    a figure of the base in the new audit, -1 where it is gone (as far away as `number` is from `was`)."""
    to = to or (lambda old: old + number - was)
    new = fresh(base.about(was), now.about(number))
    if not any(not doubtful for *_, doubtful in new):
        for fed in sorted(base.feeds.get(was, set())):
            new += fresh(base.about(fed), now.about(to(fed)))
    return accusation(result, new, number)


def accusation(result: Result, new: list[tuple[str, int, bool]], number: int) -> Verdict:
    """Whom new findings accuse: figure `number`, or others. What a rule of "at most" or of a condition quotes is not
    accused, nor what a rule without a search shows beside its other place: it says that two figures do not go together."""
    sure = [(rule, finding) for rule, finding, doubtful in new if not doubtful]
    if not sure:
        return Verdict("doubted" if new else "silent", rules=tuple(sorted({rule for rule, *_ in new})))
    rows = result.explained.findings
    exact = [c.id for c in result.cards if c.blamed or (c.method and not c.both_places)]
    rows = rows[rows["finding"].isin([finding for _, finding in sure]) & rows["rule"].isin(exact)]
    named = rows.loc[(rows["stated_id"] >= 0) & ~rows["relation"].astype(bool), "stated_id"].astype("int64")
    node = result.explained.causes.node
    self_ = (node[named.to_numpy()] == node[number]) if len(named) else np.empty(0, dtype=bool)
    rules = tuple(sorted({rule for rule, _ in sure}))
    return Verdict("found", bool(self_.any()), bool((~self_).any()), rules)


class Known:
    """Could anything in a report have told that a figure changed? By the comparisons of its sound copy that it takes
    part in: does one of them that held break?"""

    def __init__(self, result: Result) -> None:
        self.result, self.book = result, Book.of(result)
        self.of_figure: dict[int, list[int]] = {}
        for banding, number in zip(result.operan["banding"], result.operan["id"], strict=True):
            self.of_figure.setdefault(int(number), []).append(int(banding))
        self.held = result.kertas_kerja["hasil"].isin(HOLDS).to_numpy()

    def changed(self, number: int, text: str) -> dict[int, Figure]:
        """The figure with another text, as `Book.changed`."""
        old, read = self.book.figures[number], A.parse(text)
        if read.kelas != A.FIGURE:
            return {number: Figure(Fraction(0), 0, Fraction(0), 4)}
        same = read.desimal == old.decimals or not old.width
        width = old.width if same else Fraction(10) ** -read.desimal / 2
        value = Fraction(read.mantissa) / Fraction(10) ** read.desimal
        return {number: Figure(value, read.desimal, width, FIGURE)}

    def broken(
        self, changed: dict[int, Figure], skip: frozenset[int] = frozenset(), kinds: tuple[str, ...] = ()
    ) -> list[str]:
        """Rules of comparisons that held and no longer do; skip: figures whose own comparisons do not count; kinds: of
        rules that count (all but those of form, without any)."""
        self.book.changed = changed
        rules = []
        for banding in sorted({b for number in changed for b in self.of_figure.get(number, ())}):
            part = self._part(banding)
            row = banding - part.start
            stated = int(self.result.kertas_kerja["stated_id"].iat[banding])
            counts = part.card.kind in kinds if kinds else part.card.kind not in SILENT_KINDS
            if not self.held[banding] or not counts or stated in skip:
                continue
            if self._breaks(part, int(part.rows[row])):
                rules.append(part.card.id)
        self.book.changed = {}
        return rules

    def taking_part(self, number: int) -> bool:
        """Does a figure take part in any comparison that held?"""
        return any(self.held[banding] for banding in self.of_figure.get(number, ()))

    def _part(self, banding: int):
        parts = self.result.comparisons.parts
        starts = [part.start for part in parts]
        return parts[int(np.searchsorted(starts, banding, side="right")) - 1]

    def _breaks(self, part, at: int) -> bool:
        row = self.book.tables[part.card.table][at]
        if part.card.shape == "label":
            return self._other_label(part.card, row)
        return any(
            told == S.MISMATCH
            for column, told in outcomes(part.card, row, self.book)
            if column in ("", part.column)
        )

    def _other_label(self, card, row: dict) -> bool:
        """Is the label of a row no longer one that the scale gives to its changed figure?"""
        if card.allowed != ["low", "high"]:
            return False
        figure = self.book.figure(int(row["nilai"]))
        rank = _named(card.label, row, card.table, self.book)
        half = Fraction(10) ** -figure.decimals / 2
        bands = self.result.settled.scale
        bands = bands[bands["laporan"].eq(row["laporan"])]
        ranks = {
            r
            for value in (figure.value - half, figure.value, figure.value + half)
            for r in _ranks(bands, value)
        }
        return bool(ranks) and rank not in ranks


def _ranks(bands: pd.DataFrame, value: Fraction) -> list[int]:
    """The bands of a scale that a value lies in; above the top band it is the top band's."""
    top, made = bands["urutan"].max(), []
    for band in bands.to_dict("records"):
        above = not np.isfinite(band["lo"]) or value >= Fraction(band["lo"])
        below = not np.isfinite(band["hi"]) or value <= Fraction(band["hi"]) or band["urutan"] == top
        made += [band["urutan"]] * (above and below)
    return made
