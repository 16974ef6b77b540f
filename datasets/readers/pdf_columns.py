"""Columns that nobody drew: gutters that stay clear over the lines of a table, and lines shared out to the columns."""

import re
from dataclasses import dataclass, field

import numpy as np

from datasets.document.cells import bernilai
from datasets.readers.pdf_lines import Baris, Kata

JEDA = 1.0  # a gap of so many font sizes parts two pieces of a line
TONJOL = 0.7  # so far (in font sizes) a wide header may reach over its column
LABEL = re.compile(r"\(?(?:\d{1,3}|[IVXLC]{1,6}|[a-zA-Z])[.)]{0,2}")
_NO = re.compile(r"no(mor)?\.?", re.I)


@dataclass
class Garis:
    """One line of a table: its pieces by column, and pieces that span columns c0..c1; asal: the whole line."""

    dasar: float
    ukuran: float
    sel: dict[int, Baris] = field(default_factory=dict)
    lintas: dict[tuple[int, int], Baris] = field(default_factory=dict)
    asal: Baris | None = None

    def nilai(self) -> set[int]:
        """Columns in which the line prints a value."""
        return {c for c, b in self.sel.items() if c and bernilai(b.teks)}


def potongan(b: Baris, jeda: float = JEDA) -> list[Baris]:
    """A line cut at its wide gaps."""
    hasil = [[b.kata[0]]]
    for a, k in zip(b.kata, b.kata[1:], strict=False):
        if k.x0 - a.x1 > jeda * b.ukuran:
            hasil.append([])
        hasil[-1].append(k)
    return [Baris(k, b.dasar, b.ukuran, b.tebal) for k in hasil]


def batas_kolom(baris: list[Baris], berpita: bool = False) -> list[float]:
    """Middles of the gutters: strips that (nearly) no word crosses, with columns on both sides that go together.

    berpita: the lines stand between rules, which is evidence of a table: narrower gutters will do.
    """
    if len(baris) < 2:
        return []
    em = float(np.median([b.ukuran for b in baris]))
    x0, x1 = min(b.x0 for b in baris), max(b.x1 for b in baris)
    n = int((x1 - x0) * 2) + 1
    tutup = np.zeros(n + 1)
    for b in baris:
        garis = np.zeros(n + 1, bool)
        for k in b.kata:
            garis[max(0, int((k.x0 - x0) * 2)) : int((k.x1 - x0) * 2) + 1] = True
        tutup += garis
    boleh = 0 if len(baris) < 4 else max(1, int(0.12 * len(baris)))
    perlu = max(3.0, 0.35 * em if berpita else (0.8 if len(baris) < 6 else 0.5) * em)
    celah: list[tuple[float, float, int]] = []
    for tingkat in range(boleh + 1):  # clear strips first, so that a sparse column is not taken for a gutter
        kosong = np.concatenate([[False], tutup <= tingkat, [False]])
        for a, z in np.nonzero(np.diff(kosong.astype(int)))[0].reshape(-1, 2).tolist():
            p, q = x0 + a / 2, x0 + z / 2
            if q - p >= perlu and a > 0 and z < n and all(q <= c[0] or p >= c[1] for c in celah):
                celah.append((p, q, 1 if tingkat == 0 else 2))
    celah.sort()
    while celah:  # a gutter whose two columns never print in one line parts nothing
        kolom = (
            [(-1e9, *celah[0][:1])]
            + [(p[1], q[0]) for p, q in zip(celah, celah[1:], strict=False)]
            + [(celah[-1][1], 1e9)]
        )
        ada = np.array([[any(a - 1 <= k.x0 and k.x1 <= z + 1 for k in b.kata) for a, z in kolom] for b in baris])
        bersama = [(int((ada[:, i] & ada[:, i + 1]).sum()) - c[2], c[1] - c[0], i) for i, c in enumerate(celah)]
        nilai, _, lemah = min(bersama)
        if nilai >= 0:
            break
        del celah[lemah]
    return _batas_nomor(baris, [(a + z) / 2 for a, z, _ in celah])


def _batas_nomor(baris: list[Baris], batas: list[float]) -> list[float]:
    """The columns with a border after the row numbers, where header ('No …') and labels show a narrow column."""
    if not batas or not any(_NO.fullmatch(b.kata[0].teks) for b in baris[:3]):
        return batas
    awal = [[w for w in b.kata if w.x1 < batas[0]] for b in baris]
    label = [k for k in awal if len(k) > 1 and (_NO.fullmatch(k[0].teks) or LABEL.fullmatch(k[0].teks))]
    if len(label) < 2:
        return batas
    kiri, kanan = max(k[0].x1 for k in label), min(k[1].x0 for k in label)
    tengah = (kiri + kanan) / 2
    lintas = sum(any(w.x0 < tengah < w.x1 for w in k) for k in awal)  # total rows begin in the first column
    return [tengah, *batas] if kiri < kanan and lintas <= max(1, 0.3 * len(baris)) else batas


def bagi(b: Baris, batas: list[float]) -> Garis:
    """Share one line out to the columns between these borders."""
    g = Garis(b.dasar, b.ukuran)
    for p in _utuh(b, batas):
        lebih = min(TONJOL * b.ukuran, (p.x1 - p.x0) / 2)
        c0 = sum(x < p.x0 + lebih for x in batas)
        c1 = sum(x < p.x1 - lebih for x in batas)
        if c1 > c0:
            g.lintas[c0, c1] = p
        elif c0 in g.sel:
            g.sel[c0].kata.extend(p.kata)
        else:
            g.sel[c0] = p
    return g


def _utuh(b: Baris, batas: list[float]) -> list[Baris]:
    """Pieces of a line cut at the borders that fall into its gaps."""
    kelompok: list[list[Kata]] = [[b.kata[0]]]
    for a, k in zip(b.kata, b.kata[1:], strict=False):
        if (
            any(a.x1 - TONJOL * b.ukuran <= x <= k.x0 + TONJOL * b.ukuran for x in batas)
            and k.x0 - a.x1 > 0.4 * b.ukuran
        ):
            kelompok.append([])
        kelompok[-1].append(k)
    return [Baris(k, b.dasar, b.ukuran, b.tebal) for k in kelompok]
