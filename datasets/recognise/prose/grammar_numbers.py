"""Numbers in words and years in lists and ranges, put together from plain tokens."""

import re

from datasets.recognise.prose.grammar import Token

_SATUAN = {k: i for i, k in enumerate("nol satu dua tiga empat lima enam tujuh delapan sembilan".split())}
_SPECIAL = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}
_TIMES = {
    "puluh": 10,
    "ratus": 100,
    "ribu": 1000,
    "juta": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
}
_TO = {
    "kedua": 2,
    "ketiga": 3,
    "keempat": 4,
    "kelima": 5,
    "keenam": 6,
    "ketujuh": 7,
    "kedelapan": 8,
    "kesembilan": 9,
    "kesepuluh": 10,
}
FIRST_TAHUN, LAST_TAHUN = 1990, 2100


def read_number_words(words: list[str]) -> int | None:
    """A number in words ("tiga puluh lima") to an integer, None if it is none."""
    total = current = 0
    for k in words:
        if k in _SATUAN:
            current += _SATUAN[k]
        elif k in _SPECIAL:
            current += _SPECIAL[k]
        elif k == "belas":
            current += 10
        elif k in ("puluh", "ratus"):
            current = (
                (current or 1) * _TIMES[k]
                if current < 10
                else current - current % 10 + (current % 10) * _TIMES[k]
            )
        elif k in _TIMES:
            total += (current or 1) * _TIMES[k]
            current = 0
        else:
            return None
    return total + current if words else None


NUMBER = frozenset(_SATUAN) | set(_SPECIAL) | set(_TIMES) | {"belas"}  # words that numbers are made of


def merge_numbers(tokens: list[Token]) -> list[Token]:
    """Words to K tokens, and "2 (dua)" or "dua (2)" to the one figure."""
    result, i = [], 0
    while i < len(tokens):
        t = tokens[i]
        if "W" not in t:
            result.append(t)
            i += 1
            continue
        if t.lowered in _TO or (
            t.lowered == "ke" and i + 1 < len(tokens) and "ke" + tokens[i + 1].lowered in _TO
        ):
            n = 1 if t.lowered in _TO else 2
            value = _TO[t.lowered] if n == 1 else _TO["ke" + tokens[i + 1].lowered]
            result.append(
                Token(frozenset({"K", "KE"}), t.lowered, t.mulai, tokens[i + n - 1].akhir, nilai=value)
            )
            i += n
            continue
        j = i
        while j < len(tokens) and tokens[j].lowered in NUMBER:
            j += 1
        value = (
            read_number_words([x.lowered for x in tokens[i:j]])
            if j > i and t.lowered not in _TIMES and t.lowered != "belas"
            else None
        )
        if value is None:
            result.append(t)
            i += 1
            continue
        small = " ".join(x.lowered for x in tokens[i:j])
        result.append(Token(frozenset({"K"}), small, t.mulai, tokens[j - 1].akhir, nilai=value))
        i = j
    return _multiple(result)


def _multiple(tokens: list[Token]) -> list[Token]:
    result, i = [], 0
    while i < len(tokens):
        rupiah = i + 4 < len(tokens) and tokens[i + 3].lowered == "rupiah"  # "(dua juta rupiah)"
        four = [*tokens[i : i + 3], tokens[i + 4]] if rupiah else tokens[i : i + 4]
        if len(four) == 4 and "BUKA" in four[1] and "TUTUP" in four[3]:
            a, b = four[0], four[2]
            if "N" in a and "K" in b:
                a.akhir = four[3].akhir
                result.append(a)
                i += 4 + rupiah
                continue
            if "K" in a and "N" in b and a.nilai == b.nilai and not rupiah:
                b.mulai, b.akhir = a.mulai, four[3].akhir
                result.append(b)
                i += 4
                continue
        result.append(tokens[i])
        i += 1
    return result


def _tahun_at(tokens: list[Token], i: int) -> tuple[int, tuple, bool] | None:
    """A year (with its "tahun", in brackets or not) at i: the position after it, the years, whether "tahun"
    stands there."""
    mentioned = False
    while (
        i < len(tokens)
        and tokens[i].lowered in ("tahun", "thn", "th", "ta", "anggaran", "tahun anggaran")
        and (mentioned or tokens[i].lowered != "anggaran")
    ):
        mentioned, i = True, i + 1
    if i < len(tokens) and "Y" in tokens[i]:
        return i + 1, tokens[i].tahun, mentioned
    return None


def merge_tahun(tokens: list[Token]) -> list[Token]:
    """ "tahun 2018", "tahun 2018 sampai dengan tahun 2020" and "tahun 2021, 2022 dan 2023" to one Y each."""
    result, i = [], 0
    while i < len(tokens):
        found = _tahun_at(tokens, i)
        if found is None:
            result.append(tokens[i])
            i += 1
            continue
        j, tahun, mentioned = found
        kind = "rentang" if len(tahun) > 1 else "satu"
        while j < len(tokens):
            again = _join(tokens, j, tahun, mentioned)
            if again is None:
                break
            j, tahun, kind = again
        end = tokens[j - 1]
        result.append(Token(frozenset({"Y"}), "tahun", tokens[i].mulai, end.akhir, tahun=tahun, jenis=kind))
        i = j
    return result


def _join(tokens: list[Token], j: int, tahun: tuple, mentioned: bool) -> tuple[int, tuple, str] | None:
    words = tokens[j].lowered
    if words in ("sampai dengan", "hingga", "sampai", "s.d", "s/d", "sd", "s.d.") or "STRIP" in tokens[j]:
        further = _tahun_at(tokens, j + 1)
        if (
            further
            and len(further[1]) == 1
            and tahun
            and 0 < further[1][0] - tahun[0] < 30
            and len(tahun) == 1
        ):
            return further[0], tuple(range(tahun[0], further[1][0] + 1)), "rentang"
    if words in ("dan", "serta", "&"):
        further = _tahun_at(tokens, j + 1)
        if further and further[1][0] > tahun[-1]:
            return further[0], tahun + further[1], "daftar"
    if "KOMA" in tokens[j]:
        n = j + 1
        if n < len(tokens) and tokens[n].lowered in ("dan", "serta"):
            n += 1
        further = _tahun_at(tokens, n)
        # "…, tahun 2020 naik" is a new clause: a comma joins bare years, or what an "dan" ends
        if further and further[1][0] > tahun[-1] and (not further[2] or n > j + 1):
            return further[0], tahun + further[1], "daftar"
    return None


def tahun_within(text: str) -> tuple:
    """The years that a printed date, year or range names ("2018-2022" is all five)."""
    angka = [int(a) for a in re.findall(r"(?:19|20)\d\d", text)]
    if len(angka) == 2 and 0 < angka[1] - angka[0] < 30:
        return tuple(range(angka[0], angka[1] + 1))
    return tuple(a for a in angka if FIRST_TAHUN <= a <= LAST_TAHUN)
