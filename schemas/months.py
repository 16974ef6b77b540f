"""Names of months as reports print them: Indonesian and English (Babel), older spellings, short forms."""

from functools import cache

from babel.dates import get_month_names

_OLDER = {2: ("pebruari",), 11: ("nopember",)}
_SHORTER = {2: ("peb",), 8: ("agt", "agst", "ags"), 9: ("sept",), 11: ("nop",)}


def _babel(width: str, language: str) -> dict[int, str]:
    return {n: name.lower() for n, name in get_month_names(width, locale=language).items()}  # type: ignore[arg-type]


@cache
def full_names() -> dict[str, int]:
    """Indonesian names in full, older spellings too: "februari", "pebruari" → 2."""
    usual = _babel("wide", "id")
    return {name: n for n in usual for name in (usual[n], *_OLDER.get(n, ()))}


@cache
def indonesian() -> dict[str, int]:
    """Indonesian names in full and in short: "agustus", "agu", "agt" → 8."""
    usual = _babel("abbreviated", "id")
    return full_names() | {name: n for n in usual for name in (usual[n], *_SHORTER.get(n, ()))}


@cache
def month_names() -> dict[str, int]:
    """All names, English ones too, as Excel and templates leave them."""
    english = {name: n for width in ("wide", "abbreviated") for n, name in _babel(width, "en").items()}
    return english | indonesian()


def pattern(names: dict[str, int]) -> str:
    """An alternation, the longest name first."""
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))
