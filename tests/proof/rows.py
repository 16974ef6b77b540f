"""What every long proof gives: rows of one table, and the options that all of them take.

A part is a module `tests/proof/<part>.py` with `run(options: Options) -> list[Row]`; `python -m tests.proof` calls
those named in `tests/proof/__main__.py` and prints their rows.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Options:
    """sample: at most so many cases of each kind (None: what a part thinks enough); everything: all that can be
    tried, however long it takes; seed: of whatever is drawn; verbose: print what was missed, case by case."""

    sample: int | None = None
    seed: int = 1
    everything: bool = False
    verbose: bool = False

    def most(self, usual: int) -> int | None:
        """How many cases of a kind to try; None: all."""
        return self.sample if self.sample is not None else None if self.everything else usual


@dataclass(frozen=True)
class Row:
    """One line: of `tried` cases of a kind, how many came out how.

    counts: outcome → cases, in the order in which they are to be read; zero: names of the outcomes that must not
    happen (`python -m tests.proof` ends with 1 where one does); note: what a reader has to know, such as why
    nothing was tried; unit: of the counts, where they are no cases ("%").
    """

    part: str
    kind: str
    tried: int
    counts: dict[str, float] = field(default_factory=dict)
    zero: tuple[str, ...] = ()
    note: str = ""
    unit: str = ""

    @property
    def wrong(self) -> list[str]:
        """Outcomes that must not happen and did."""
        return [name for name in self.zero if self.counts.get(name, 0)]


def figure(value: float) -> str:
    """A count or a share as it is printed: 1,234 or 0.987."""
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def outcome(row: Row) -> str:
    """ "detected 640, missed 0": the counts of a row, and its note."""
    told = ", ".join(f"{name} {figure(value)}{row.unit}" for name, value in row.counts.items())
    return "; ".join(filter(None, [told, row.note]))


def markdown(rows: list[Row]) -> str:
    """The rows as one table of Markdown."""
    lines = ["| part | kind | tried | outcome |", "|---|---|--:|---|"]
    lines += [f"| {row.part} | {row.kind} | {figure(row.tried)} | {outcome(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def plain(rows: list[Row]) -> str:
    """The rows as a table for a terminal."""
    part, kind = (max(len(getattr(row, name)) for row in rows) for name in ("part", "kind"))
    return "\n".join(
        f"{'×' if row.wrong else ' '} {row.part:<{part}}  {row.kind:<{kind}}  {figure(row.tried):>9}  {outcome(row)}"
        for row in rows
    )
