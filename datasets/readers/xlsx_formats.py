"""A cell's value as Excel shows it under its number format, in Indonesian form: 0.0515 under 0.00% is
'5,15%'.

`shown` is the door. Format codes are those that files store (decimal point, grouping comma, English letters).
"""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from babel.dates import get_day_names, get_month_names

_PIECE = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|E[+-]|General|AM/PM|A/P|[ymdhs]+|[0#?.,%/]|.', re.I | re.S
)
_DATE = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]', re.I)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
_ENGLISH = {"409", "809", "c09", "1009"}
_DEFAULTS = {
    "mm-dd-yy": "dd/mm/yyyy",
    "m/d/yy h:mm": "dd/mm/yyyy h:mm",
    "d-mmm-yy": "d-mmm-yy",
}  # follow the locale
_MAX_GENERAL = 10  # digits that General shows


def shown(value, code: str = "General") -> str:
    """Text of a value (None, bool, number, text, date, time, timedelta) under a number format. Never
    raises."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    try:
        if isinstance(value, (dt.datetime, dt.date, dt.time, dt.timedelta)):
            return _dated(value, code)
        if isinstance(value, (int, float, Decimal)):
            return _angka(
                Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value), code or "General"
            )
    except (ArithmeticError, ValueError, OverflowError, IndexError):
        return _in_full(value).replace(".", ",")
    parts = _bracketed(code or "General")
    return _text(str(value), parts[3]) if len(parts) > 3 else str(value)


def _in_full(value) -> str:
    """A value that no format takes, numbers with all their digits."""
    return f"{Decimal(str(value)):f}" if isinstance(value, (int, float, Decimal)) else str(value)


@lru_cache(maxsize=4096)
def _bracketed(code: str) -> tuple[tuple[str, ...], ...]:
    """The sections of a format code (positive; negative; zero; text), each as a tuple of tokens."""
    result: list[list[str]] = [[]]
    for token in _PIECE.findall(code):
        if token == ";":
            result.append([])
        else:
            result[-1].append(token)
    return tuple(tuple(part) for part in result)


def _pick(value: Decimal, parts: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], Decimal]:
    """The section for this number, and the number as that section prints it (a section of its own has its own
    sign)."""
    condition = [
        next((found for token in part if (found := _CONDITION.fullmatch(token))), None) for part in parts
    ]
    if any(condition):
        for part, test in zip(parts, condition, strict=True):
            if test is None or _fits(value, test[1], Decimal(test[2])):
                return part, value
        return parts[-1], value
    if len(parts) > 2 and value == 0:
        return parts[2], value
    if len(parts) > 1 and value < 0:
        return parts[1], -value
    return parts[0], value


def _fits(value: Decimal, mark: str, bounds: Decimal) -> bool:
    return {
        "<": value < bounds,
        ">": value > bounds,
        "<=": value <= bounds,
        ">=": value >= bounds,
        "=": value == bounds,
        "<>": value != bounds,
    }[mark]


def _letters(token: str) -> str | None:
    """The literal text of a token, None when it is none."""
    if token[0] == '"':
        return token[1:-1]
    if token[0] == "\\":
        return token[1:]
    if token[0] in "_*" and len(token) == 2:
        return " "  # the width of a sign, or a fill
    if token[0] == "[":
        found = re.match(r"\[\$([^\-\]]*)", token)
        return found[1] if found else ""
    return None


def _text(value: str, parts: tuple[str, ...]) -> str:
    content = "".join(
        value if token == "@" else (word if (word := _letters(token)) is not None else token)
        for token in parts
    )
    return content.strip() if "@" in parts else value


def general(value: Decimal) -> str:
    """Excel's General: whole numbers in full, others cut to ten digits."""
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}"
    ahead = max(1, value.copy_abs().adjusted() + 1)
    quantum = Decimal(1).scaleb(
        -max(1, _MAX_GENERAL - ahead) if value.copy_abs() >= Decimal("0.0001") else value.adjusted() - 5
    )
    text = f"{value.quantize(quantum, ROUND_HALF_UP):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _angka(value: Decimal, code: str) -> str:
    if not value.is_finite():
        return str(value)
    tokens, value = _pick(value, _bracketed(code))
    mark = [at for at, token in enumerate(tokens) if token in "0#?"]
    if not mark:
        content = "".join(
            general(value)
            if token.lower() == "general" or token == "@"
            else (word if (word := _letters(token)) is not None else token)
            for token in tokens
        )
        # the dash that an accounting format prints for zero
        return "-" if re.fullmatch(r"(Rp\.?|IDR)?\s*-\s*", content.strip()) else content.strip()
    if any(token in ("E+", "E-", "e+", "e-") for token in tokens):
        return _scientific(value, tokens)
    if "/" in tokens and tokens.index("/") > mark[0]:
        return _fractions(value, tokens)
    value *= Decimal(100) ** sum(token == "%" for token in tokens)
    point = next((at for at, token in enumerate(tokens) if token == "."), len(tokens))
    whole, split = [at for at in mark if at < point], [at for at in mark if at > point]
    for end in {places_of[-1] for places_of in (whole, split) if places_of}:
        while (
            end + 1 < len(tokens) and tokens[end + 1] == ","
        ):  # commas after the last digit scale by thousands
            value, end = value / 1000, end + 1
    groups = any(tokens[at] == "," and whole and whole[0] < at < whole[-1] for at in range(point))
    value = value.quantize(Decimal(1).scaleb(-len(split)), ROUND_HALF_UP)
    ahead, _, behind = f"{value.copy_abs():f}".partition(".")
    inserted = _fill_whole(ahead.lstrip("0"), [tokens[at] for at in whole], groups)
    digits = dict(zip(whole, inserted, strict=True)) | dict(
        zip(split, _fill_fraction(behind, [tokens[at] for at in split]), strict=True)
    )
    out = []
    for at, token in enumerate(tokens):
        if at in digits:
            out.append(digits[at])
        elif token == "." and at == point:
            out.append("," if any(digits[place] for place in split) else "")
        elif token == ",":
            continue
        else:
            out.append(word if (word := _letters(token)) is not None else token)
    text = re.sub(r"\s+", " ", "".join(out)).strip()
    return f"-{text}" if value < 0 else text


def _fill_whole(digit: str, places: list[str], groups: bool) -> list[str]:
    """Digits before the comma, dealt out to their places from the right; the first place takes all that are
    left."""
    result: list[str] = []
    count = 0
    for at in range(len(places) - 1, -1, -1):
        take = digit if at == 0 else digit[-1:]
        digit = "" if at == 0 else digit[:-1]
        take = take or ("0" if places[at] == "0" else " " if places[at] == "?" else "")
        out = ""
        for taken in reversed(take):
            if taken.isdigit():
                out = taken + ("." if groups and count and count % 3 == 0 else "") + out
                count += 1
            else:
                out = taken + out
        result.insert(0, out)
    return result


def _fill_fraction(digit: str, places: list[str]) -> list[str]:
    result = list(digit.ljust(len(places), "0"))
    for at in range(len(places) - 1, -1, -1):
        if places[at] == "0" or result[at] != "0":
            break
        result[at] = ""
    return result


def _scientific(value: Decimal, tokens: tuple[str, ...]) -> str:
    split = sum(
        character in "0#?" for character in "".join(tokens).upper().partition("E")[0].partition(".")[2]
    )
    base, _, rank = f"{value:.{split}E}".partition("E")
    return f"{base.replace('.', ',')}E{int(rank):+03d}"


def _fractions(value: Decimal, tokens: tuple[str, ...]) -> str:
    below = "".join(tokens).partition("/")[2]
    limit = (
        int(below)
        if re.fullmatch(r"[1-9]\d*", below.strip())
        else 10 ** max(1, len(re.findall(r"[?#0]", below))) - 1
    )
    intact, rest = divmod(abs(Fraction(value)), 1)
    part = rest.limit_denominator(limit)
    if part == 1:
        intact, part = intact + 1, Fraction(0)
    broken = f"{part.numerator}/{part.denominator}" if part else ""
    content = f"{intact if intact or not part else ''} {broken}".strip()
    return f"-{content}" if value < 0 else content


def _dated(value, code: str) -> str:
    code = _DEFAULTS.get(code, code)
    if isinstance(value, dt.timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds % 3600 // 60:02d}" + (
            f":{seconds % 60:02d}" if "s" in code.lower() else ""
        )
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    only_hours = isinstance(value, dt.time)
    if not re.search(r"[ymdhs]", _DATE.sub("", code), re.I):
        code = "h:mm" if only_hours else "dd/mm/yyyy"
    language = (
        "en"
        if (found := re.search(r"\[\$[^\-\]]*-0*([0-9a-f]+)\]", code, re.I)) and found[1].lower() in _ENGLISH
        else "id"
    )
    tokens = list(_bracketed(code)[0])
    out = []
    for at, token in enumerate(tokens):
        plain = token.lower()
        if re.fullmatch(r"\[(h+|m+|s+)\]", plain):
            plain = plain[1:-1]
        if plain[0] in "ymdhs" and len(set(plain)) == 1:
            out.append(
                _element(
                    value,
                    plain,
                    _is_minutes(tokens, at),
                    language,
                    any(token.upper() in ("AM/PM", "A/P") for token in tokens),
                )
            )
        elif plain in ("am/pm", "a/p"):
            out.append("AM" if value.hour < 12 else "PM")
        elif token in "0#?.,@" and not _letters(token):
            out.append(
                token if token in ".," and at + 1 < len(tokens) and tokens[at + 1] not in "0#?" else ""
            )
        else:
            out.append(word if (word := _letters(token)) is not None else token)
    return re.sub(r"\s+", " ", "".join(out)).strip()


def _is_minutes(tokens: list[str], at: int) -> bool:
    """Is the m at i minutes: after an hour, or before seconds?"""
    letters = [
        (place, token.lower().strip("[]"))
        for place, token in enumerate(tokens)
        if re.fullmatch(r"\[?[ymdhs]+\]?", token, re.I)
    ]
    order = [place for place, _ in letters].index(at)
    return (order > 0 and letters[order - 1][1][0] == "h") or (
        order + 1 < len(letters) and letters[order + 1][1][0] == "s"
    )


def _element(when, kind: str, minutes: bool, language: str, twelve_hours: bool) -> str:
    length = len(kind)
    if kind[0] == "h":
        hours = (when.hour % 12 or 12) if twelve_hours else when.hour
        return f"{hours:02d}" if length > 1 else str(hours)
    if kind[0] == "s":
        return f"{when.second:02d}" if length > 1 else str(when.second)
    if kind[0] == "m" and minutes:
        return f"{when.minute:02d}" if length > 1 else str(when.minute)
    if isinstance(when, dt.time):
        return ""
    if kind[0] == "y":
        return f"{when.year % 100:02d}" if length <= 2 else str(when.year)
    if kind[0] == "m":
        name = get_month_names("wide" if length >= 4 else "abbreviated", locale=language)[when.month]
        return (
            str(when.month)
            if length == 1
            else f"{when.month:02d}"
            if length == 2
            else name[:1]
            if length == 5
            else name
        )
    width: Literal["wide", "abbreviated"] = "wide" if length >= 4 else "abbreviated"
    return (
        str(when.day)
        if length == 1
        else f"{when.day:02d}"
        if length == 2
        else get_day_names(width, locale=language)[when.weekday()]
    )
