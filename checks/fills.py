"""The texts of cards are templates (jinja2): held when a card is read, filled for each finding."""

import re
from functools import cache, lru_cache

import jinja2
import numpy as np

from cermat.schemas.errors import InputError
from cermat.schemas.templates import Foreign, why

_STRAY = re.compile(r" +(?=[,;.](?:\s|$))")
_SIGNS = str.maketrans({",": ".", ".": ",", "-": "−"})
_HUGE = 1e21  # above it a number is told by its power of ten
_SHOWN = 60  # letters of a text that a message shows


@lru_cache(maxsize=65536)
def number(value: float, decimals: int = 2) -> str:
    """A value in Indonesian form with a fixed number of decimals; one beyond all measure as 9,99 × 10^27."""
    if not np.isfinite(value):
        return "–"
    if abs(value) >= _HUGE:
        digits, power = f"{value:.2e}".split("e+")
        return f"{digits.translate(_SIGNS)} × 10^{int(power)}"
    places = max(decimals, 0)
    return f"{round(value, places) + 0.0:,.{places}f}".translate(_SIGNS)


@cache
def _environment() -> Foreign:
    env = Foreign(trim_blocks=True, lstrip_blocks=True, autoescape=False)
    env.filters["angka"] = lambda value, decimals=2: number(float(value), int(decimals))
    return env


@cache
def _template(text: str) -> jinja2.Template:
    return _environment().from_string(text)


def hold(text: str) -> None:
    """InputError where a text is no template."""
    try:
        if "{" in text:
            _environment().parse(text)
    except (jinja2.TemplateError, RecursionError, ValueError) as error:
        raise _broken(text, error) from None


def fill(text: str, **context) -> str:
    """Fill one template; spaces left by empty parts are taken out. InputError where it cannot be filled."""
    _environment().refresh()
    try:
        told = _template(text).render(**context)
    except Exception as error:  # whatever a foreign text makes of its values
        raise _broken(text, error) from None
    return _STRAY.sub("", " ".join(told.split()))


def _broken(text: str, error: Exception) -> InputError:
    shown = " ".join(text.split())
    return InputError(
        f"teks kartu '{shown[:_SHOWN]}{' …' if len(shown) > _SHOWN else ''}' tidak dapat diisi: {why(error)}"
    )
