"""What is seen while a batch runs: how many, how fast, how long still. A bar on a terminal, else a line now
and then."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cermat.reports.streams import say

_EVERY = 30.0  # seconds between two lines where there is no terminal


@contextmanager
def progress(what: str, total: int, unit: str, quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """Yields done(n): n more are done. what: "membaca"; unit: what is counted."""
    if quiet or not total:
        yield lambda _more: None
    elif sys.stderr.isatty():
        yield from _bar(what, total, unit)
    else:
        lines = Lines(what, total, unit)
        yield lines.done
        if lines.told:  # what takes no time needs no words
            lines.tell()


def _bar(what: str, total: int, unit: str) -> Iterator[Callable[[int], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from cermat.reports.terminal import Terminal

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[told]}"),
    )
    start, seen = time.monotonic(), [0]
    with Progress(*columns, console=Terminal(error=True), transient=True) as bar:
        task = bar.add_task(what, total=total, told="")

        def done(more: int) -> None:
            seen[0] += more
            bar.update(task, completed=seen[0], told=speed(seen[0], total, time.monotonic() - start, unit))

        yield done


class Lines:
    """Progress as lines of text."""

    def __init__(self, what: str, total: int, unit: str) -> None:
        self.what, self.total, self.unit = what, total, unit
        self.start = self.last = time.monotonic()
        self.seen = self.told = 0

    def done(self, more: int) -> None:
        self.seen += more
        if time.monotonic() - self.last >= _EVERY:
            self.tell()

    def tell(self) -> None:
        self.last = time.monotonic()
        self.told += 1
        told = speed(self.seen, self.total, self.last - self.start, self.unit)
        say(f"{self.what}: {self.seen} dari {self.total} {told}".rstrip(), error=True)


def speed(done: int, total: int, seconds: float, unit: str) -> str:
    """ "12,5 dokumen/detik, kira-kira 3 menit lagi"."""
    if not done or seconds <= 0:
        return ""
    rate = done / seconds
    shown = f"{rate:.1f}" if rate >= 1 else f"{rate:.2f}"
    left = lasting((total - done) / rate) if done < total else ""
    told = f"{shown.replace('.', ',')} {unit}/detik"
    return f"{told}, kira-kira {left} lagi" if left else f"{told}, selama {lasting(seconds)}"


def lasting(seconds: float) -> str:
    """A time in words: "40 detik", "12 menit", "3 jam 20 menit"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} detik"
    minutes = round(seconds / 60)
    hours, rest = divmod(minutes, 60)
    return f"{minutes} menit" if hours < 1 else f"{hours} jam {rest} menit" if rest else f"{hours} jam"
