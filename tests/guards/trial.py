"""Tests run against code without one of its guards, each time in a process of its own.

A first run tells which tests call which function; a guard is then tried with the quickest tests of its function.
"""

import importlib.abc
import importlib.util
import multiprocessing
import pathlib
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.guards.changes import Change

ROOT = Path(__file__).parents[2]
HOUSE = tuple(str(ROOT / room) for room in ("checks", "datasets", "schemas"))
_FORK = multiprocessing.get_context("fork")
_LIMIT = 90.0  # seconds for the tests of one guard; what takes longer hangs, and so is noticed


@dataclass
class Reach:
    """Which tests call what: (file, first line of a function) → tests; seconds: of each test."""

    tests: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, float] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    def of(self, change: Change, most: int) -> list[str]:
        """The quickest tests of a guard's function, of its file where it stands in none."""
        path = str(ROOT / change.path)
        inside = [self.tests[path, line] for line in change.inside if (path, line) in self.tests]
        anywhere = (names for (file, _), names in self.tests.items() if file.startswith(_folder(change)))
        found = inside[0] if inside else set() if change.inside else set().union(*anywhere)
        return sorted(found - self.failed, key=lambda name: (self.seconds[name], name))[:most]


def _folder(change: Change) -> str:
    """Where the code stands that reads a file: the file itself, or the folder of a file of cards."""
    path = ROOT / change.path
    return str(path.parent if path.suffix == ".yaml" else path)


class _Watch:
    """Notes during a run of pytest which functions of the house each test calls."""

    def __init__(self) -> None:
        self.reach, self.seen = Reach(), set()
        self.now = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item, nextitem):
        self.now, self.seen = item.nodeid, set()
        start = time.process_time()
        sys.setprofile(self._called)
        try:
            return (yield)
        finally:
            sys.setprofile(None)
            self.reach.seconds[item.nodeid] = time.process_time() - start

    def pytest_runtest_logreport(self, report):
        if report.outcome != "passed":
            self.reach.failed.add(report.nodeid)

    def _called(self, frame, event: str, _argument) -> None:
        code = frame.f_code
        if event == "call" and code not in self.seen:
            self.seen.add(code)
            if code.co_filename.startswith(HOUSE):
                self.reach.tests[code.co_filename, code.co_firstlineno].add(self.now)


class _Changed(importlib.abc.MetaPathFinder):
    """Finds one module with other content."""

    def __init__(self, path: Path, content: str) -> None:
        parts = ("cermat", *path.with_suffix("").parts)
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self.file, self.content = str(ROOT / path), content

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self.name:
            return None
        found = importlib.util.spec_from_file_location(fullname, self.file)
        code = compile(self.content, self.file, "exec")
        found.loader.get_code = lambda _name: code
        return found


def _forget() -> None:
    """The house's modules are imported anew, whatever this process was forked from."""
    tops = ("cermat", "tests", ROOT.name)  # pytest names tests after the folder of the checkout
    for name in [name for name in sys.modules if name.split(".")[0] in tops]:
        del sys.modules[name]


def _put_in(change: Change) -> None:
    """From now on the file of a change is read without its guard."""
    content = change.without()
    _forget()
    if change.path.suffix == ".py":
        sys.meta_path.insert(0, _Changed(change.path, content))
        return
    file, as_is = ROOT / change.path, pathlib.Path.read_text

    def read(self, *arguments, **options):
        return content if self == file else as_is(self, *arguments, **options)

    pathlib.Path.read_text = read


def _pytest(arguments: list[str], *plugins) -> int:
    quiet = ["-q", "-p", "no:cacheprovider", "--no-header", "--no-summary", "-W", "ignore"]
    with open("/dev/null", "w") as nowhere:
        sys.stdout = sys.stderr = nowhere
        return int(pytest.main([*quiet, *arguments], plugins=list(plugins)))


def _watch(files: list[str], pipe) -> None:
    watch = _Watch()
    _pytest(files, watch)
    pipe.send(watch.reach)


def _try(change: Change, tests: list[str]) -> None:
    _put_in(change)
    sys.exit(_pytest(["-x", *tests]))


def reach(files: list[str]) -> Reach:
    """Runs test files once and notes what each test calls."""
    ours, theirs = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_watch, args=(files, theirs))
    process.start()
    found = ours.recv()
    process.join()
    return found


def survives(change: Change, tests: list[str]) -> bool:
    """Do these tests pass although the guard is gone?"""
    process = _FORK.Process(target=_try, args=(change, tests))
    process.start()
    process.join(_LIMIT)
    if process.is_alive():
        process.kill()
        process.join()
    return process.exitcode == 0
