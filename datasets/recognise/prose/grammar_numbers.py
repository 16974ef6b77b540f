"""Numbers in words and years in lists and ranges, put together from plain tokens."""

import re
from itertools import takewhile

from cermat.datasets.recognise.prose.grammar import Token

_UNITS = {
    word: number
    for number, word in enumerate("nol satu dua tiga empat lima enam tujuh delapan sembilan".split())
}
_SPECIAL = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}
_POWERS = (10, 100, 1000, 10**6, 10**9, 10**9, 10**12)
_TIMES = dict(zip("puluh ratus ribu juta miliar milyar triliun".split(), _POWERS, strict=True))
_ORDINALS = {f"ke{word}": number for word, number in {**_UNITS, "sepuluh": 10}.items() if number > 1}
_TO = frozenset({"sampai dengan", "hingga", "sampai", "s.d", "s/d", "sd", "s.d."})
_AND = frozenset({"dan", "serta", "&"})
_YEAR = frozenset({"tahun", "thn", "th", "ta", "tahun anggaran"})
NUMBER = frozenset(_UNITS) | set(_SPECIAL) | set(_TIMES) | {"belas"}  # words that numbers are made of
FIRST_TAHUN, LAST_TAHUN = 1990, 2100
_LONGEST = 30  # years of a range, words of a number


def read_number_words(words: list[str]) -> int | None:
    """A number in words ("tiga puluh lima") to an integer, None if it is none."""
    total = current = 0
    for word in words:
        if word in _UNITS or word in _SPECIAL:
            current += _UNITS.get(word, 0) + _SPECIAL.get(word, 0)
        elif word == "belas":
            current += 10
        elif word in ("puluh", "ratus"):  # of the last digit: "dua ratus lima puluh"
            digit = current if current < 10 else current % 10
            current += (digit or (current < 10)) * _TIMES[word] - digit
        elif word in _TIMES:
            total, current = total + (current or 1) * _TIMES[word], 0
        else:
            return None
    return total + current if words else None


def merge_numbers(tokens: list[Token]) -> list[Token]:
    """Words to K tokens, and "2 (dua)" or "dua (2)" to the one figure."""
    result, at = [], 0
    while at < len(tokens):
        token, size = _in_words(tokens, at)
        result.append(token)
        at += size
    return _told_twice(result)


def _in_words(tokens: list[Token], at: int) -> tuple[Token, int]:
    """The number in words at a token and how many tokens it has; the token itself where there is none."""
    token = tokens[at]
    apart = token.lowered == "ke" and at + 1 < len(tokens)
    ordinal = _ORDINALS.get("ke" + tokens[at + 1].lowered if apart else token.lowered)
    starts = ordinal or (token.lowered in NUMBER and token.lowered not in _TIMES and token.lowered != "belas")
    if "W" not in token or not starts:
        return token, 1
    words = [other.lowered for other in tokens[at : at + _LONGEST]]
    words = words[: 1 + apart] if ordinal else list(takewhile(NUMBER.__contains__, words))
    value = ordinal or read_number_words(words) or 0
    classes, text = ({"K", "KE"}, words[0]) if ordinal else ({"K"}, " ".join(words))
    end = tokens[at + len(words) - 1].akhir
    return Token(frozenset(classes), text, token.mulai, end, nilai=value), len(words)


def _told_twice(tokens: list[Token]) -> list[Token]:
    """ "2 (dua)", "Rp2.000.000 (dua juta rupiah)" and "dua (2)" to the one figure."""
    result, at = [], 0
    while at < len(tokens):
        rupiah = at + 4 < len(tokens) and tokens[at + 3].lowered == "rupiah"
        four = [*tokens[at : at + 3], *tokens[at + 3 + rupiah : at + 4 + rupiah]]
        token, size = four[0], 1
        if len(four) == 4 and "BUKA" in four[1] and "TUTUP" in four[3]:
            other, end = four[2], four[3].akhir
            if "N" in token and "K" in other:
                token.akhir, size = end, 4 + rupiah
            elif "K" in token and "N" in other and token.nilai == other.nilai and not rupiah:
                other.mulai, other.akhir = token.mulai, end
                token, size = other, 4
        result.append(token)
        at += size
    return result


def _years_at(tokens: list[Token], at: int) -> tuple[int, tuple, bool] | None:
    """A year (with its "tahun") at a token: the position after it, the years, whether "tahun" is told."""
    start = at
    while at < len(tokens) and (
        tokens[at].lowered in _YEAR or (at > start and tokens[at].lowered == "anggaran")
    ):
        at += 1
    return (at + 1, tokens[at].tahun, at > start) if at < len(tokens) and "Y" in tokens[at] else None


def merge_tahun(tokens: list[Token]) -> list[Token]:
    """ "tahun 2018", "tahun 2018 sampai dengan tahun 2020" and "tahun 2021, 2022 dan 2023" to one Y each."""
    result, at = [], 0
    while at < len(tokens):
        found = _years_at(tokens, at)
        if found is None:
            result.append(tokens[at])
            at += 1
            continue
        end, years, _ = found
        kind = "rentang" if len(years) > 1 else "satu"
        while end < len(tokens) and (more := _join(tokens, end, years)) is not None:
            end, years, kind = more
        place = tokens[at].mulai, tokens[end - 1].akhir
        result.append(Token(frozenset({"Y"}), "tahun", *place, tahun=years, jenis=kind))
        at = end
    return result


def _join(tokens: list[Token], at: int, years: tuple) -> tuple[int, tuple, str] | None:
    """The years so far with those that a joint at a token adds, and the position behind them."""
    joint, comma = tokens[at].lowered, "KOMA" in tokens[at]
    listed = comma and at + 1 < len(tokens) and tokens[at + 1].lowered in ("dan", "serta")
    further = _years_at(tokens, at + 1 + listed)
    if further is None:
        return None
    end, more, named = further
    if joint in _TO or "STRIP" in tokens[at]:
        if len(more) == len(years) == 1 and 0 < more[0] - years[0] < _LONGEST:
            return end, tuple(range(years[0], more[0] + 1)), "rentang"
    # "…, tahun 2020 naik" is a new clause: a comma joins bare years, or what an "dan" ends
    elif more[0] > years[-1] and (joint in _AND or (comma and (listed or not named))):
        return end, years + more, "daftar"
    return None


def tahun_within(text: str) -> tuple:
    """The years that a printed date, year or range names ("2018-2022" is all five)."""
    found = [int(year) for year in re.findall(r"(?:19|20)\d\d", text)]
    if len(found) == 2 and 0 < found[1] - found[0] < _LONGEST:
        return tuple(range(found[0], found[1] + 1))
    return tuple(year for year in found if FIRST_TAHUN <= year <= LAST_TAHUN)
