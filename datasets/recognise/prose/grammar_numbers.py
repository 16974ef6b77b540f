"""Numbers in words and years in lists and ranges, put together from plain tokens."""

import re

from datasets.recognise.prose.grammar import Token

_SATUAN = {k: i for i, k in enumerate("nol satu dua tiga empat lima enam tujuh delapan sembilan".split())}
_KHUSUS = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}
_KALI = {"puluh": 10, "ratus": 100, "ribu": 1000, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12}
_KE = {
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
TAHUN_PERTAMA, TAHUN_AKHIR = 1990, 2100


def baca_kata(kata: list[str]) -> int | None:
    """A number in words ("tiga puluh lima") to an integer, None if it is none."""
    total = kini = 0
    for k in kata:
        if k in _SATUAN:
            kini += _SATUAN[k]
        elif k in _KHUSUS:
            kini += _KHUSUS[k]
        elif k == "belas":
            kini += 10
        elif k in ("puluh", "ratus"):
            kini = (kini or 1) * _KALI[k] if kini < 10 else kini - kini % 10 + (kini % 10) * _KALI[k]
        elif k in _KALI:
            total += (kini or 1) * _KALI[k]
            kini = 0
        else:
            return None
    return total + kini if kata else None


BILANGAN = frozenset(_SATUAN) | set(_KHUSUS) | set(_KALI) | {"belas"}  # words that numbers are made of


def gabung_bilangan(token: list[Token]) -> list[Token]:
    """Words to K tokens, and "2 (dua)" or "dua (2)" to the one figure."""
    hasil, i = [], 0
    while i < len(token):
        t = token[i]
        if "W" not in t:
            hasil.append(t)
            i += 1
            continue
        if t.kecil in _KE or (t.kecil == "ke" and i + 1 < len(token) and "ke" + token[i + 1].kecil in _KE):
            n = 1 if t.kecil in _KE else 2
            nilai = _KE[t.kecil] if n == 1 else _KE["ke" + token[i + 1].kecil]
            hasil.append(Token(frozenset({"K", "KE"}), t.kecil, t.mulai, token[i + n - 1].akhir, nilai=nilai))
            i += n
            continue
        j = i
        while j < len(token) and token[j].kecil in BILANGAN:
            j += 1
        nilai = (
            baca_kata([x.kecil for x in token[i:j]]) if j > i and t.kecil not in _KALI and t.kecil != "belas" else None
        )
        if nilai is None:
            hasil.append(t)
            i += 1
            continue
        kecil = " ".join(x.kecil for x in token[i:j])
        hasil.append(Token(frozenset({"K"}), kecil, t.mulai, token[j - 1].akhir, nilai=nilai))
        i = j
    return _lipat(hasil)


def _lipat(token: list[Token]) -> list[Token]:
    hasil, i = [], 0
    while i < len(token):
        rupiah = i + 4 < len(token) and token[i + 3].kecil == "rupiah"  # "(dua juta rupiah)"
        empat = [*token[i : i + 3], token[i + 4]] if rupiah else token[i : i + 4]
        if len(empat) == 4 and "BUKA" in empat[1] and "TUTUP" in empat[3]:
            a, b = empat[0], empat[2]
            if "N" in a and "K" in b:
                a.akhir = empat[3].akhir
                hasil.append(a)
                i += 4 + rupiah
                continue
            if "K" in a and "N" in b and a.nilai == b.nilai and not rupiah:
                b.mulai, b.akhir = a.mulai, empat[3].akhir
                hasil.append(b)
                i += 4
                continue
        hasil.append(token[i])
        i += 1
    return hasil


def _tahun_di(token: list[Token], i: int) -> tuple[int, tuple, bool] | None:
    """A year (with its "tahun", in brackets or not) at i: the position after it, the years, whether "tahun" stands there."""
    sebut = False
    while (
        i < len(token)
        and token[i].kecil in ("tahun", "thn", "th", "ta", "anggaran", "tahun anggaran")
        and (sebut or token[i].kecil != "anggaran")
    ):
        sebut, i = True, i + 1
    if i < len(token) and "Y" in token[i]:
        return i + 1, token[i].tahun, sebut
    return None


def gabung_tahun(token: list[Token]) -> list[Token]:
    """ "tahun 2018", "tahun 2018 sampai dengan tahun 2020" and "tahun 2021, 2022 dan 2023" to one Y each."""
    hasil, i = [], 0
    while i < len(token):
        temu = _tahun_di(token, i)
        if temu is None:
            hasil.append(token[i])
            i += 1
            continue
        j, tahun, sebut = temu
        jenis = "rentang" if len(tahun) > 1 else "satu"
        while j < len(token):
            lagi = _sambung(token, j, tahun, sebut)
            if lagi is None:
                break
            j, tahun, jenis = lagi
        akhir = token[j - 1]
        hasil.append(Token(frozenset({"Y"}), "tahun", token[i].mulai, akhir.akhir, tahun=tahun, jenis=jenis))
        i = j
    return hasil


def _sambung(token: list[Token], j: int, tahun: tuple, sebut: bool) -> tuple[int, tuple, str] | None:
    kata = token[j].kecil
    if kata in ("sampai dengan", "hingga", "sampai", "s.d", "s/d", "sd", "s.d.") or "STRIP" in token[j]:
        lanjut = _tahun_di(token, j + 1)
        if lanjut and len(lanjut[1]) == 1 and tahun and 0 < lanjut[1][0] - tahun[0] < 30 and len(tahun) == 1:
            return lanjut[0], tuple(range(tahun[0], lanjut[1][0] + 1)), "rentang"
    if kata in ("dan", "serta", "&"):
        lanjut = _tahun_di(token, j + 1)
        if lanjut and lanjut[1][0] > tahun[-1]:
            return lanjut[0], tahun + lanjut[1], "daftar"
    if "KOMA" in token[j]:
        n = j + 1
        if n < len(token) and token[n].kecil in ("dan", "serta"):
            n += 1
        lanjut = _tahun_di(token, n)
        # "…, tahun 2020 naik" is a new clause: a comma joins bare years, or what an "dan" ends
        if lanjut and lanjut[1][0] > tahun[-1] and (not lanjut[2] or n > j + 1):
            return lanjut[0], tahun + lanjut[1], "daftar"
    return None


def tahun_dalam(teks: str) -> tuple:
    """The years that a printed date, year or range names ("2018-2022" is all five)."""
    angka = [int(a) for a in re.findall(r"(?:19|20)\d\d", teks)]
    if len(angka) == 2 and 0 < angka[1] - angka[0] < 30:
        return tuple(range(angka[0], angka[1] + 1))
    return tuple(a for a in angka if TAHUN_PERTAMA <= a <= TAHUN_AKHIR)
