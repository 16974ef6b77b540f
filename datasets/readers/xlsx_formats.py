"""A cell's value as Excel shows it under its number format, in Indonesian form: 0.0515 under 0.00% is '5,15%'.

`tampil` is the door. Format codes are those that files store (decimal point, grouping comma, English letters).
"""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

_POTONG = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|E[+-]|General|AM/PM|A/P|[ymdhs]+|[0#?.,%/]|.', re.I | re.S)
_TANGGAL = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]', re.I)
_SYARAT = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
_INGGRIS = {"409", "809", "c09", "1009"}
_BAWAAN = {"mm-dd-yy": "dd/mm/yyyy", "m/d/yy h:mm": "dd/mm/yyyy h:mm", "d-mmm-yy": "d-mmm-yy"}  # follow the locale
_MAKS_UMUM = 10  # digits that General shows


def tampil(nilai, kode: str = "General") -> str:
    """Text of a value (None, bool, number, text, date, time, timedelta) under a number format. Never raises."""
    if nilai is None:
        return ""
    if isinstance(nilai, bool):
        return "TRUE" if nilai else "FALSE"
    try:
        if isinstance(nilai, (dt.datetime, dt.date, dt.time, dt.timedelta)):
            return _tanggal(nilai, kode)
        if isinstance(nilai, (int, float, Decimal)):
            return _angka(Decimal(f"{nilai:.15g}") if isinstance(nilai, float) else Decimal(nilai), kode or "General")
    except (ArithmeticError, ValueError, OverflowError, IndexError):
        return str(nilai).replace(".", ",")
    bagian = _bagian(kode or "General")
    return _teks(str(nilai), bagian[3]) if len(bagian) > 3 else str(nilai)


@lru_cache(maxsize=4096)
def _bagian(kode: str) -> tuple[tuple[str, ...], ...]:
    """The sections of a format code (positive; negative; zero; text), each as a tuple of tokens."""
    hasil: list[list[str]] = [[]]
    for t in _POTONG.findall(kode):
        if t == ";":
            hasil.append([])
        else:
            hasil[-1].append(t)
    return tuple(tuple(b) for b in hasil)


def _pilih(n: Decimal, bagian: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], Decimal]:
    """The section for this number, and the number as that section prints it (a section of its own has its own sign)."""
    syarat = [next((m for t in b if (m := _SYARAT.fullmatch(t))), None) for b in bagian]
    if any(syarat):
        for b, s in zip(bagian, syarat, strict=True):
            if s is None or _cocok(n, s[1], Decimal(s[2])):
                return b, n
        return bagian[-1], n
    if len(bagian) > 2 and n == 0:
        return bagian[2], n
    if len(bagian) > 1 and n < 0:
        return bagian[1], -n
    return bagian[0], n


def _cocok(n: Decimal, tanda: str, batas: Decimal) -> bool:
    return {"<": n < batas, ">": n > batas, "<=": n <= batas, ">=": n >= batas, "=": n == batas, "<>": n != batas}[
        tanda
    ]


def _huruf(t: str) -> str | None:
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


def _teks(nilai: str, bagian: tuple[str, ...]) -> str:
    isi = "".join(nilai if t == "@" else (h if (h := _huruf(t)) is not None else t) for t in bagian)
    return isi.strip() if "@" in bagian else nilai


def umum(n: Decimal) -> str:
    """Excel's General: whole numbers in full, others cut to ten digits."""
    if n == n.to_integral_value():
        return str(n.quantize(Decimal(1)))
    depan = max(1, n.copy_abs().adjusted() + 1)
    kuantum = Decimal(1).scaleb(-max(1, _MAKS_UMUM - depan) if n.copy_abs() >= Decimal("0.0001") else n.adjusted() - 5)
    teks = f"{n.quantize(kuantum, ROUND_HALF_UP):f}"
    return (teks.rstrip("0").rstrip(".") if "." in teks else teks).replace(".", ",")


def _angka(n: Decimal, kode: str) -> str:
    if not n.is_finite():
        return str(n)
    token, n = _pilih(n, _bagian(kode))
    tanda = [i for i, t in enumerate(token) if t in "0#?"]
    if not tanda:
        isi = "".join(
            umum(n) if t.lower() == "general" or t == "@" else (h if (h := _huruf(t)) is not None else t) for t in token
        )
        # the dash that an accounting format prints for zero
        return "-" if re.fullmatch(r"(Rp\.?|IDR)?\s*-\s*", isi.strip()) else isi.strip()
    if any(t in ("E+", "E-", "e+", "e-") for t in token):
        return _ilmiah(n, token)
    if "/" in token and token.index("/") > tanda[0]:
        return _pecahan(n, token)
    n *= Decimal(100) ** sum(t == "%" for t in token)
    titik = next((i for i, t in enumerate(token) if t == "."), len(token))
    bulat, pecah = [i for i in tanda if i < titik], [i for i in tanda if i > titik]
    for akhir in {x[-1] for x in (bulat, pecah) if x}:
        while akhir + 1 < len(token) and token[akhir + 1] == ",":  # commas after the last digit scale by thousands
            n, akhir = n / 1000, akhir + 1
    kelompok = any(token[i] == "," and bulat and bulat[0] < i < bulat[-1] for i in range(titik))
    n = n.quantize(Decimal(1).scaleb(-len(pecah)), ROUND_HALF_UP)
    depan, _, belakang = f"{n.copy_abs():f}".partition(".")
    sisip = _isi_bulat(depan.lstrip("0"), [token[i] for i in bulat], kelompok)
    isi = dict(zip(bulat, sisip, strict=True)) | dict(
        zip(pecah, _isi_pecah(belakang, [token[i] for i in pecah]), strict=True)
    )
    keluar = []
    for i, t in enumerate(token):
        if i in isi:
            keluar.append(isi[i])
        elif t == "." and i == titik:
            keluar.append("," if any(isi[j] for j in pecah) else "")
        elif t == ",":
            continue
        else:
            keluar.append(h if (h := _huruf(t)) is not None else t)
    teks = re.sub(r"\s+", " ", "".join(keluar)).strip()
    return f"-{teks}" if n < 0 else teks


def _isi_bulat(digit: str, tempat: list[str], kelompok: bool) -> list[str]:
    """Digits before the comma, dealt out to their places from the right; the first place takes all that are left."""
    hasil, n = [], 0
    for k in range(len(tempat) - 1, -1, -1):
        ambil = digit if k == 0 else digit[-1:]
        digit = "" if k == 0 else digit[:-1]
        ambil = ambil or ("0" if tempat[k] == "0" else " " if tempat[k] == "?" else "")
        keluar = ""
        for d in reversed(ambil):
            if d.isdigit():
                keluar = d + ("." if kelompok and n and n % 3 == 0 else "") + keluar
                n += 1
            else:
                keluar = d + keluar
        hasil.insert(0, keluar)
    return hasil


def _isi_pecah(digit: str, tempat: list[str]) -> list[str]:
    hasil = list(digit.ljust(len(tempat), "0"))
    for k in range(len(tempat) - 1, -1, -1):
        if tempat[k] == "0" or hasil[k] != "0":
            break
        hasil[k] = ""
    return hasil


def _ilmiah(n: Decimal, token: tuple[str, ...]) -> str:
    pecah = sum(t in "0#?" for t in "".join(token).upper().partition("E")[0].partition(".")[2])
    dasar, _, pangkat = f"{n:.{pecah}E}".partition("E")
    return f"{dasar.replace('.', ',')}E{int(pangkat):+03d}"


def _pecahan(n: Decimal, token: tuple[str, ...]) -> str:
    bawah = "".join(token).partition("/")[2]
    maks = (
        int(bawah) if re.fullmatch(r"[1-9]\d*", bawah.strip()) else 10 ** max(1, len(re.findall(r"[?#0]", bawah))) - 1
    )
    utuh, sisa = divmod(abs(Fraction(n)), 1)
    f = sisa.limit_denominator(maks)
    if f == 1:
        utuh, f = utuh + 1, Fraction(0)
    isi = f"{utuh if utuh or not f else ''} {f'{f.numerator}/{f.denominator}' if f else ''}".strip()
    return f"-{isi}" if n < 0 else isi


def _tanggal(nilai, kode: str) -> str:
    kode = _BAWAAN.get(kode, kode)
    if isinstance(nilai, dt.timedelta):
        detik = int(nilai.total_seconds())
        return f"{detik // 3600}:{detik % 3600 // 60:02d}" + (f":{detik % 60:02d}" if "s" in kode.lower() else "")
    if isinstance(nilai, dt.date) and not isinstance(nilai, dt.datetime):
        nilai = dt.datetime.combine(nilai, dt.time())
    hanya_jam = isinstance(nilai, dt.time)
    if not re.search(r"[ymdhs]", _TANGGAL.sub("", kode), re.I):
        kode = "h:mm" if hanya_jam else "dd/mm/yyyy"
    bahasa = (
        "en" if (m := re.search(r"\[\$[^\-\]]*-0*([0-9a-f]+)\]", kode, re.I)) and m[1].lower() in _INGGRIS else "id"
    )
    token = list(_bagian(kode)[0])
    keluar = []
    for i, t in enumerate(token):
        k = t.lower()
        if re.fullmatch(r"\[(h+|m+|s+)\]", k):
            k = k[1:-1]
        if k[0] in "ymdhs" and len(set(k)) == 1:
            keluar.append(_unsur(nilai, k, _menit(token, i), bahasa, any(x.upper() in ("AM/PM", "A/P") for x in token)))
        elif k in ("am/pm", "a/p"):
            keluar.append("AM" if nilai.hour < 12 else "PM")
        elif t in "0#?.,@" and not _huruf(t):
            keluar.append(t if t in ".," and i + 1 < len(token) and token[i + 1] not in "0#?" else "")
        else:
            keluar.append(h if (h := _huruf(t)) is not None else t)
    return re.sub(r"\s+", " ", "".join(keluar)).strip()


def _menit(token: list[str], i: int) -> bool:
    """Is the m at i minutes: after an hour, or before seconds?"""
    huruf = [(j, t.lower().strip("[]")) for j, t in enumerate(token) if re.fullmatch(r"\[?[ymdhs]+\]?", t, re.I)]
    k = [j for j, _ in huruf].index(i)
    return (k > 0 and huruf[k - 1][1][0] == "h") or (k + 1 < len(huruf) and huruf[k + 1][1][0] == "s")


def _unsur(w, k: str, menit: bool, bahasa: str, dua_belas: bool) -> str:
    n = len(k)
    if k[0] == "h":
        jam = (w.hour % 12 or 12) if dua_belas else w.hour
        return f"{jam:02d}" if n > 1 else str(jam)
    if k[0] == "s":
        return f"{w.second:02d}" if n > 1 else str(w.second)
    if k[0] == "m" and menit:
        return f"{w.minute:02d}" if n > 1 else str(w.minute)
    if isinstance(w, dt.time):
        return ""
    if k[0] == "y":
        return f"{w.year % 100:02d}" if n <= 2 else str(w.year)
    if k[0] == "m":
        nama = get_month_names("wide" if n >= 4 else "abbreviated", locale=bahasa)[w.month]
        return str(w.month) if n == 1 else f"{w.month:02d}" if n == 2 else nama[:1] if n == 5 else nama
    lebar = "wide" if n >= 4 else "abbreviated"
    return str(w.day) if n == 1 else f"{w.day:02d}" if n == 2 else get_day_names(lebar, locale=bahasa)[w.weekday()]
