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
        return str(value).replace(".", ",")
    parts = _bracketed(code or "General")
    return _text(str(value), parts[3]) if len(parts) > 3 else str(value)


@lru_cache(maxsize=4096)
def _bracketed(code: str) -> tuple[tuple[str, ...], ...]:
    """The sections of a format code (positive; negative; zero; text), each as a tuple of tokens."""
    result: list[list[str]] = [[]]
    for t in _PIECE.findall(code):
        if t == ";":
            result.append([])
        else:
            result[-1].append(t)
    return tuple(tuple(b) for b in result)


def _pick(n: Decimal, parts: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], Decimal]:
    """The section for this number, and the number as that section prints it (a section of its own has its own
    sign)."""
    condition = [next((m for t in b if (m := _CONDITION.fullmatch(t))), None) for b in parts]
    if any(condition):
        for b, s in zip(parts, condition, strict=True):
            if s is None or _fits(n, s[1], Decimal(s[2])):
                return b, n
        return parts[-1], n
    if len(parts) > 2 and n == 0:
        return parts[2], n
    if len(parts) > 1 and n < 0:
        return parts[1], -n
    return parts[0], n


def _fits(n: Decimal, mark: str, bounds: Decimal) -> bool:
    return {
        "<": n < bounds,
        ">": n > bounds,
        "<=": n <= bounds,
        ">=": n >= bounds,
        "=": n == bounds,
        "<>": n != bounds,
    }[mark]


def _letters(t: str) -> str | None:
    """The literal text of a token, None when it is none."""
    if t[0] == '"':
        return t[1:-1]
    if t[0] == "\\":
        return t[1:]
    if t[0] in "_*" and len(t) == 2:
        return " "  # the width of a sign, or a fill
    if t[0] == "[":
        m = re.match(r"\[\$([^\-\]]*)", t)
        return m[1] if m else ""
    return None


def _text(value: str, parts: tuple[str, ...]) -> str:
    content = "".join(value if t == "@" else (h if (h := _letters(t)) is not None else t) for t in parts)
    return content.strip() if "@" in parts else value


def general(n: Decimal) -> str:
    """Excel's General: whole numbers in full, others cut to ten digits."""
    if n == n.to_integral_value():
        return str(n.quantize(Decimal(1)))
    ahead = max(1, n.copy_abs().adjusted() + 1)
    quantum = Decimal(1).scaleb(
        -max(1, _MAX_GENERAL - ahead) if n.copy_abs() >= Decimal("0.0001") else n.adjusted() - 5
    )
    text = f"{n.quantize(quantum, ROUND_HALF_UP):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _angka(n: Decimal, code: str) -> str:
    if not n.is_finite():
        return str(n)
    tokens, n = _pick(n, _bracketed(code))
    mark = [i for i, t in enumerate(tokens) if t in "0#?"]
    if not mark:
        content = "".join(
            general(n) if t.lower() == "general" or t == "@" else (h if (h := _letters(t)) is not None else t)
            for t in tokens
        )
        # the dash that an accounting format prints for zero
        return "-" if re.fullmatch(r"(Rp\.?|IDR)?\s*-\s*", content.strip()) else content.strip()
    if any(t in ("E+", "E-", "e+", "e-") for t in tokens):
        return _scientific(n, tokens)
    if "/" in tokens and tokens.index("/") > mark[0]:
        return _fractions(n, tokens)
    n *= Decimal(100) ** sum(t == "%" for t in tokens)
    point = next((i for i, t in enumerate(tokens) if t == "."), len(tokens))
    whole, split = [i for i in mark if i < point], [i for i in mark if i > point]
    for end in {x[-1] for x in (whole, split) if x}:
        while (
            end + 1 < len(tokens) and tokens[end + 1] == ","
        ):  # commas after the last digit scale by thousands
            n, end = n / 1000, end + 1
    groups = any(tokens[i] == "," and whole and whole[0] < i < whole[-1] for i in range(point))
    n = n.quantize(Decimal(1).scaleb(-len(split)), ROUND_HALF_UP)
    ahead, _, behind = f"{n.copy_abs():f}".partition(".")
    inserted = _fill_whole(ahead.lstrip("0"), [tokens[i] for i in whole], groups)
    digits = dict(zip(whole, inserted, strict=True)) | dict(
        zip(split, _fill_fraction(behind, [tokens[i] for i in split]), strict=True)
    )
    out = []
    for i, t in enumerate(tokens):
        if i in digits:
            out.append(digits[i])
        elif t == "." and i == point:
            out.append("," if any(digits[j] for j in split) else "")
        elif t == ",":
            continue
        else:
            out.append(h if (h := _letters(t)) is not None else t)
    text = re.sub(r"\s+", " ", "".join(out)).strip()
    return f"-{text}" if n < 0 else text


def _fill_whole(digit: str, places: list[str], groups: bool) -> list[str]:
    """Digits before the comma, dealt out to their places from the right; the first place takes all that are
    left."""
    result: list[str] = []
    n = 0
    for k in range(len(places) - 1, -1, -1):
        take = digit if k == 0 else digit[-1:]
        digit = "" if k == 0 else digit[:-1]
        take = take or ("0" if places[k] == "0" else " " if places[k] == "?" else "")
        out = ""
        for d in reversed(take):
            if d.isdigit():
                out = d + ("." if groups and n and n % 3 == 0 else "") + out
                n += 1
            else:
                out = d + out
        result.insert(0, out)
    return result


def _fill_fraction(digit: str, places: list[str]) -> list[str]:
    result = list(digit.ljust(len(places), "0"))
    for k in range(len(places) - 1, -1, -1):
        if places[k] == "0" or result[k] != "0":
            break
        result[k] = ""
    return result


def _scientific(n: Decimal, tokens: tuple[str, ...]) -> str:
    split = sum(t in "0#?" for t in "".join(tokens).upper().partition("E")[0].partition(".")[2])
    base, _, rank = f"{n:.{split}E}".partition("E")
    return f"{base.replace('.', ',')}E{int(rank):+03d}"


def _fractions(n: Decimal, tokens: tuple[str, ...]) -> str:
    below = "".join(tokens).partition("/")[2]
    limit = (
        int(below)
        if re.fullmatch(r"[1-9]\d*", below.strip())
        else 10 ** max(1, len(re.findall(r"[?#0]", below))) - 1
    )
    intact, rest = divmod(abs(Fraction(n)), 1)
    f = rest.limit_denominator(limit)
    if f == 1:
        intact, f = intact + 1, Fraction(0)
    content = f"{intact if intact or not f else ''} {f'{f.numerator}/{f.denominator}' if f else ''}".strip()
    return f"-{content}" if n < 0 else content


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
        if (m := re.search(r"\[\$[^\-\]]*-0*([0-9a-f]+)\]", code, re.I)) and m[1].lower() in _ENGLISH
        else "id"
    )
    tokens = list(_bracketed(code)[0])
    out = []
    for i, t in enumerate(tokens):
        k = t.lower()
        if re.fullmatch(r"\[(h+|m+|s+)\]", k):
            k = k[1:-1]
        if k[0] in "ymdhs" and len(set(k)) == 1:
            out.append(
                _element(
                    value,
                    k,
                    _is_minutes(tokens, i),
                    language,
                    any(x.upper() in ("AM/PM", "A/P") for x in tokens),
                )
            )
        elif k in ("am/pm", "a/p"):
            out.append("AM" if value.hour < 12 else "PM")
        elif t in "0#?.,@" and not _letters(t):
            out.append(t if t in ".," and i + 1 < len(tokens) and tokens[i + 1] not in "0#?" else "")
        else:
            out.append(h if (h := _letters(t)) is not None else t)
    return re.sub(r"\s+", " ", "".join(out)).strip()


def _is_minutes(tokens: list[str], i: int) -> bool:
    """Is the m at i minutes: after an hour, or before seconds?"""
    letters = [
        (j, t.lower().strip("[]")) for j, t in enumerate(tokens) if re.fullmatch(r"\[?[ymdhs]+\]?", t, re.I)
    ]
    k = [j for j, _ in letters].index(i)
    return (k > 0 and letters[k - 1][1][0] == "h") or (k + 1 < len(letters) and letters[k + 1][1][0] == "s")


def _element(w, k: str, minutes: bool, language: str, twelve_hours: bool) -> str:
    n = len(k)
    if k[0] == "h":
        hours = (w.hour % 12 or 12) if twelve_hours else w.hour
        return f"{hours:02d}" if n > 1 else str(hours)
    if k[0] == "s":
        return f"{w.second:02d}" if n > 1 else str(w.second)
    if k[0] == "m" and minutes:
        return f"{w.minute:02d}" if n > 1 else str(w.minute)
    if isinstance(w, dt.time):
        return ""
    if k[0] == "y":
        return f"{w.year % 100:02d}" if n <= 2 else str(w.year)
    if k[0] == "m":
        name = get_month_names("wide" if n >= 4 else "abbreviated", locale=language)[w.month]
        return str(w.month) if n == 1 else f"{w.month:02d}" if n == 2 else name[:1] if n == 5 else name
    width: Literal["wide", "abbreviated"] = "wide" if n >= 4 else "abbreviated"
    return (
        str(w.day)
        if n == 1
        else f"{w.day:02d}"
        if n == 2
        else get_day_names(width, locale=language)[w.weekday()]
    )
