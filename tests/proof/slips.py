"""What happens to one printed figure, label or row when somebody copies a report: one change at a time, as text."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

CORE = re.compile(r"\d(?:[\d.,]*\d)?")


@dataclass(frozen=True)
class Printed:
    """The digits of a printed figure and how they are set: before, behind: what stands about them; point: the
    decimal sign ('' without decimals); group: the sign between thousands ('' for none)."""

    before: str
    digits: str
    decimals: int
    behind: str
    point: str
    group: str

    @classmethod
    def of(cls, text: str, decimals: int) -> "Printed | None":
        """A figure as printed; decimals: those it is read with, which tell "1.926" from "19,26". None where it has
        no digits, or several figures, or is set in no usual way."""
        found = CORE.findall(text)
        if len(found) != 1:
            return None
        before, core, behind = text.partition(found[0])
        signs = [sign for sign in core if sign in ".,"]
        point = signs.pop() if signs and decimals > 0 else ""
        whole, _, part = core.rpartition(point) if point else (core, "", "")
        made = cls(before, re.sub(r"[.,]", "", core), len(part), behind, point, signs[0] if signs else "")
        return made if made.text(made.digits) == text else None

    def text(self, digits: str, decimals: int | None = None) -> str:
        """Other digits in the same setting."""
        decimals = self.decimals if decimals is None else decimals
        digits = digits.rjust(decimals + 1, "0")
        whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
        if self.group:
            whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", self.group, whole)
        return self.before + whole + (self.point or ",") * bool(part) + part + self.behind


def last_digit(printed: Printed, chance: random.Random) -> str:
    digits = printed.digits
    return printed.text(digits[:-1] + chance.choice([d for d in "0123456789" if d != digits[-1]]))


def swapped(printed: Printed, chance: random.Random) -> str | None:
    digits = printed.digits
    at = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and (i or digits[1] != "0")]
    if not at:
        return None
    i = chance.choice(at)
    return printed.text(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])


def dropped(printed: Printed, chance: random.Random) -> str | None:
    digits, least = printed.digits, printed.decimals + 1
    at = [i for i in range(len(digits)) if i or digits[1:2] not in ("", "0")]
    if len(digits) <= least:
        return None
    i = chance.choice(at)
    return printed.text(digits[:i] + digits[i + 1 :])


def moved(printed: Printed, chance: random.Random) -> str | None:
    """The decimal sign a place to either side; a figure without one loses or gains three noughts, or one."""
    digits, decimals = printed.digits, printed.decimals
    if not int(digits):
        return None
    if decimals:
        to = chance.choice([d for d in (decimals - 1, decimals + 1) if d < len(digits) or d == decimals - 1])
        return printed.text(digits.lstrip("0") if to < decimals else digits, to)
    ends = [digits + "0", digits + "000"] + [digits[:-n] for n in (1, 3) if digits.endswith("0" * n)]
    return printed.text(chance.choice([end for end in ends if end]))


def sign(printed: Printed, _: random.Random) -> str | None:
    if not int(printed.digits):
        return None
    if printed.before.rstrip().endswith(("-", "−", "–", "(")):
        return re.sub(r"[-−–(]\s*$", "", printed.before) + printed.text(printed.digits)[len(printed.before) :]
    return printed.before + "-" + printed.text(printed.digits)[len(printed.before) :]


SLIPS: dict[str, Callable[[Printed, random.Random], str | None]] = {
    "last digit": last_digit,
    "two swapped": swapped,
    "digit dropped": dropped,
    "point moved": moved,
    "sign": sign,
}
NEIGHBOUR = "neighbour's figure"


def slip(kind: str, text: str, decimals: int, neighbours: list[str], chance: random.Random) -> str | None:
    """A printed figure changed; None where this change is not possible or changes nothing. neighbours: texts of the
    figures beside it."""
    printed = Printed.of(text, decimals)
    if printed is None:
        return None
    if kind == NEIGHBOUR:
        others = [
            other for other in neighbours if CORE.search(other) and CORE.search(other)[0] != _core(text)
        ]
        return chance.choice(others) if others else None
    made = SLIPS[kind](printed, chance)
    return made if made != text else None


def _core(text: str) -> str:
    found = CORE.search(text)
    return found[0] if found else ""


KINDS = (*SLIPS, NEIGHBOUR)
