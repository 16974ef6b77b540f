"""Every regular expression of the code and its vocabularies against long texts that nearly match: none may take more
than its share of time."""

import json
import random
import re
import re._constants as C  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import subprocess
import sys
import time
from typing import NamedTuple

from cermat.schemas.forked import Ended, forked
from cermat.schemas.limits import Limits
from tests.proof.rows import Options, Row

LENGTH, SECONDS = 4_000, 3.0  # letters of a text, and what one search in it may take
# how a pattern begins that is only put to texts of at most so many letters, by the code that has it
BOUNDED = {r"(.*?[A-Za-z)\]": 330}  # a line of contents and its second half
_EACH, _LIMITS = 12, Limits(60)
_FINDER = r"""
import json, re, sys
import re._compiler as compiler
from pathlib import Path
import cermat
ROOT, found, real = str(Path(cermat.__file__).parent), {}, re._compile
def note(pattern, flags):
    at = sys._getframe(1)
    while at and "/re/" in at.f_code.co_filename.replace("\\", "/"):
        at = at.f_back
    made = real(pattern, flags)
    if at and (at.f_code.co_filename.startswith(ROOT) and "site-packages" not in at.f_code.co_filename):
        text = made.pattern if isinstance(made.pattern, str) else made.pattern.decode("latin-1")
        found[(text, made.flags)] = at.f_code.co_filename.removeprefix(ROOT)
    return made
re._compile = note
from cermat.datasets.guarded import warm
from tests.proof import good
from cermat.datasets.given import submitted
from tests.helpers import quick
import cermat.reports.html, cermat.reports.docx, cermat.reports.xlsx, cermat.reports.marked
warm()
quick(submitted(good.REPORT.encode()))
for made in (good.docx, good.xlsx, good.pdf):
    submitted(made())
json.dump([[*key, where] for key, where in found.items()], sys.stdout)
"""


def every() -> list[tuple[str, int, str]]:
    """(pattern, flags, file) of what is compiled while reports are read and audited; a pattern of bytes has no flag
    of an alphabet."""
    done = subprocess.run([sys.executable, "-c", _FINDER], capture_output=True, text=True, timeout=600)
    return [tuple(one) for one in json.loads(done.stdout)] if done.returncode == 0 else _failed(done.stderr)


def _failed(told: str):
    raise SystemExit(told)


class NearMiss:
    """Texts that a pattern nearly matches: what may repeat does, at length, and the end is spoiled."""

    def __init__(self, pattern: str, flags: int, chance: random.Random) -> None:
        self.tree, self.chance = parser.parse(pattern, flags), chance
        self.repeats = 3

    def text(self) -> str:
        """One such text of about LENGTH letters."""
        self.repeats = self.chance.choice([3, 30, LENGTH])
        made = self._made(self.tree)[:LENGTH]
        times = 1 if len(made) > LENGTH // 2 or self.chance.random() < 0.3 else LENGTH // max(len(made), 1)
        glue = self.chance.choice(["", "", " ", ", "])
        return (glue.join([made] * times) + self.chance.choice(["\x00", "!", "x", " ", "\n", "0", "."]))[
            -LENGTH:
        ]

    def _made(self, tree) -> str:
        return "".join(self._one(kind, value) for kind, value in tree)

    def _one(self, kind, value) -> str:
        if kind is C.LITERAL:
            return chr(value)
        if kind in (C.NOT_LITERAL, C.ANY):
            return self.chance.choice("a1 ")
        if kind is C.IN:
            return self._of_set(value)
        if kind is C.BRANCH:
            return self._made(self.chance.choice(value[1]))
        if kind is C.SUBPATTERN:
            return self._made(value[-1])
        if kind is C.ATOMIC_GROUP:
            return self._made(value)
        if kind in (C.MAX_REPEAT, C.MIN_REPEAT, C.POSSESSIVE_REPEAT):
            low, high, inner = value
            times = min(high, max(low, self.chance.choice([low, 1, self.repeats])))
            one = self._made(inner)
            return (one * times)[:LENGTH]
        return ""

    def _of_set(self, items) -> str:
        kind, value = self.chance.choice(items)
        if kind is C.LITERAL:
            return chr(value)
        if kind is C.RANGE:
            return chr(self.chance.randint(*value))
        if kind is C.CATEGORY:
            return {C.CATEGORY_DIGIT: "7", C.CATEGORY_SPACE: " ", C.CATEGORY_WORD: "a"}.get(value, "-")
        return "~"


class Searched(NamedTuple):
    """tried, slow: searches; longest: seconds of the longest, and `where`; told: a line for each slow one."""

    tried: int
    slow: int
    longest: float
    where: str
    told: list[str]


def searched(some: list[tuple[str, int, str]], seed: int) -> Searched:
    """Each pattern searched in its near misses, in a child; one that ends it is found by halves."""
    try:
        return forked(lambda _tell: _each(some, seed), _LIMITS)
    except Ended:
        if len(some) == 1:
            return Searched(
                _EACH, 1, _LIMITS.seconds, some[0][2], [f"{some[0][2]}: no end: {some[0][0][:200]!r}"]
            )
    middle = len(some) // 2
    return together([searched(some[:middle], seed), searched(some[middle:], seed)])


def _each(some: list[tuple[str, int, str]], seed: int) -> Searched:
    slow, longest, where, told = 0, 0.0, "", []
    for pattern, flags, file in some:
        near = NearMiss(pattern, flags, random.Random(f"{seed} {pattern}"))
        of_bytes = not flags & (re.UNICODE | re.ASCII)
        compiled = re.compile(pattern.encode("latin-1") if of_bytes else pattern, flags)
        most = next((most for start, most in BOUNDED.items() if pattern.startswith(start)), LENGTH)
        for _ in range(_EACH):
            text = near.text()[-most:]
            searched_in = text.encode("latin-1", "replace") if of_bytes else text
            begin = time.process_time()
            compiled.search(searched_in)
            spent = time.process_time() - begin
            if spent > longest:
                longest, where = spent, file
            if spent > SECONDS:
                slow += 1
                told.append(f"{file}: {spent:.1f} s for {len(text)} letters: {pattern[:200]!r}")
    return Searched(_EACH * len(some), slow, longest, where, told)


def together(made: list[Searched]) -> Searched:
    """Several as one."""
    worst = max(made, key=lambda one: one.longest)
    told = [line for one in made for line in one.told]
    tried, slow = sum(one.tried for one in made), sum(one.slow for one in made)
    return Searched(tried, slow, worst.longest, worst.where, told)


def parts(options: Options) -> list[list[tuple[str, int, str]]]:
    """All patterns, or as many as a sample wants, in parts."""
    found = every()
    if options.sample is not None:
        found = random.Random(options.seed).sample(found, min(len(found), options.sample // _EACH + 1))
    return [found[start : start + 20] for start in range(0, len(found), 20)]


def row(made: Searched) -> Row:
    """How many searches were tried, and how many took too long."""
    note = f"{made.tried // _EACH} patterns, {LENGTH} letters; slowest {made.longest * 1000:.0f} ms ({made.where})"
    return Row("inputs", "regular expressions, near misses", made.tried, {"slow": made.slow}, ("slow",), note)
