"""Letters of a page to lines of words with their boxes."""

from dataclasses import dataclass

import numpy as np

from datasets.readers.pdf_page import Halaman

SPASI = 0.2  # gap between words, in font sizes
LEBAR = 1.8  # a gap so wide parts columns: a tab
_ATAS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass
class Kata:
    """A word with its box."""

    teks: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass
class Baris:
    """A line: its words, baseline and font size; tebal: it is set in bold throughout."""

    kata: list[Kata]
    dasar: float
    ukuran: float
    tebal: bool = False

    @property
    def x0(self) -> float:
        return self.kata[0].x0

    @property
    def x1(self) -> float:
        return self.kata[-1].x1

    @property
    def y0(self) -> float:
        return min(k.y0 for k in self.kata)

    @property
    def y1(self) -> float:
        return max(k.y1 for k in self.kata)

    @property
    def teks(self) -> str:
        """The words, with a tab where the gap is as wide as between columns."""
        hasil = self.kata[0].teks
        for a, b in zip(self.kata, self.kata[1:], strict=False):
            hasil += ("\t" if b.x0 - a.x1 > LEBAR * self.ukuran else " ") + b.teks
        return hasil


def baris_huruf(hal: Halaman, pilih: np.ndarray) -> list[Baris]:
    """Lines of these upright letters (index array), from top to bottom."""
    pilih = pilih[hal.arah[pilih] == 0]
    if not len(pilih):
        return []
    x0, x1, dasar, ukuran = hal.kotak[pilih, 0], hal.kotak[pilih, 2], hal.dasar[pilih], np.maximum(hal.ukuran[pilih], 1)
    return _baris([hal.teks[i] for i in pilih], x0, x1, dasar, ukuran, hal.spasi[pilih], hal.tebal[pilih])


def baris_putar(hal: Halaman, pilih: np.ndarray) -> list[Baris]:
    """Lines of sideways letters, in their own reading order; boxes are not kept in the page's frame."""
    hasil = []
    for arah in (1, 2, 3):
        p = pilih[hal.arah[pilih] == arah]
        if len(p):
            k = hal.kotak[p]
            # 1: reads upwards, 3: downwards, 2: upside down
            a, b = ((-k[:, 3], -k[:, 1]), (-k[:, 2], -k[:, 0]), (k[:, 1], k[:, 3]))[arah - 1]
            dasar = (hal.dasar[p], -hal.dasar[p], -hal.dasar[p])[arah - 1]
            hasil += _baris(
                [hal.teks[i] for i in p], a, b, dasar, np.maximum(hal.ukuran[p], 1), hal.spasi[p], hal.tebal[p]
            )
    return hasil


def _baris(teks, x0, x1, dasar, ukuran, spasi, tebal) -> list[Baris]:
    x0, x1, dasar, ukuran, spasi, tebal = (a.tolist() for a in (x0, x1, dasar, ukuran, spasi, tebal))
    kelompok: list[list[int]] = []
    for i in sorted(range(len(teks)), key=dasar.__getitem__):
        if kelompok and dasar[i] - dasar[kelompok[-1][-1]] <= 0.2 * min(ukuran[i], ukuran[kelompok[-1][-1]]):
            kelompok[-1].append(i)
        else:
            kelompok.append([i])
    ukur = [_tengah([ukuran[i] for i in k]) for k in kelompok]
    pusat = [_tengah([dasar[i] for i in k]) for k in kelompok]
    naik: set[int] = set()
    for n in range(len(kelompok)):  # raised and lowered small letters join the line they belong to
        for m in (n + 1, n - 1):
            if not 0 <= m < len(kelompok) or not kelompok[m] or not kelompok[n] or ukur[n] > 0.8 * ukur[m]:
                continue
            beda = pusat[m] - pusat[n]
            if abs(beda) >= 0.6 * ukur[m]:
                continue
            a, b = min(x0[i] for i in kelompok[m]), max(x1[i] for i in kelompok[m])
            kecil = kelompok[n]
            if min(x0[i] for i in kecil) > a - ukur[m] and max(x1[i] for i in kecil) < b + 2 * ukur[m]:
                naik |= set(kelompok[n]) if beda > 0.15 * ukur[m] else set()
                kelompok[m] += kelompok[n]
                kelompok[n] = []
                break
    hasil = []
    for k, s, d in zip(kelompok, ukur, pusat, strict=True):
        if k:
            k.sort(key=x0.__getitem__)
            hasil.append(
                Baris(_kata(k, teks, x0, x1, d, s, spasi, naik), d, s, sum(tebal[i] for i in k) > 0.9 * len(k))
            )
    return hasil


def _tengah(nilai: list[float]) -> float:
    return sorted(nilai)[len(nilai) // 2]


def _kata(k, teks, x0, x1, dasar, ukuran, spasi, naik) -> list[Kata]:
    hasil: list[Kata] = []
    for n, i in enumerate(k):
        t = teks[i].translate(_ATAS) if i in naik else teks[i]
        if n and not spasi[i] and x0[i] - x1[k[n - 1]] <= SPASI * ukuran:
            hasil[-1].teks += t
            hasil[-1].x1 = max(hasil[-1].x1, x1[i])
        else:
            hasil.append(Kata(t, x0[i], dasar - 0.8 * ukuran, x1[i], dasar + 0.25 * ukuran))
    return hasil
