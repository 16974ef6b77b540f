"""Names of months as reports print them: Indonesian and English (Babel), older spellings, short forms."""

from functools import cache
from typing import Literal

from babel.dates import get_month_names

_OLDER = {2: ("pebruari",), 11: ("nopember",)}
_SHORTER = {2: ("peb",), 8: ("agt", "agst", "ags"), 9: ("sept",), 11: ("nop",)}


def _babel(width: Literal["wide", "abbreviated"], language: str) -> dict[int, str]:
    return {month: name.lower() for month, name in get_month_names(width, locale=language).items()}


@cache
def full_names() -> dict[str, int]:
    """Indonesian names in full, older spellings too: "februari", "pebruari" → 2."""
    usual = _babel("wide", "id")
    return {name: month for month in usual for name in (usual[month], *_OLDER.get(month, ()))}


@cache
def indonesian() -> dict[str, int]:
    """Indonesian names in full and in short: "agustus", "agu", "agt" → 8."""
    usual = _babel("abbreviated", "id")
    return full_names() | {
        name: month for month in usual for name in (usual[month], *_SHORTER.get(month, ()))
    }


@cache
def month_names() -> dict[str, int]:
    """All names, English ones too, as Excel and templates leave them."""
    wide, short = _babel("wide", "en"), _babel("abbreviated", "en")
    return {name: month for names in (wide, short) for month, name in names.items()} | indonesian()


def pattern(names: dict[str, int]) -> str:
    """An alternation, the longest name first."""
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))
