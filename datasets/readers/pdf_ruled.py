"""Ruled tables from lines alone: lines that touch make a component, crossings a grid, missing edges spans.

Knows nothing of PDF or text: plain geometry in points, origin top left.
"""

from dataclasses import dataclass

import numpy as np

RAPAT = 2.0  # parallel lines nearer than this are one (double rules, the two edges of a bar)
SENTUH = 3.0  # lines whose ends are nearer than this touch
PENDEK = 6.0  # shorter lines are dots and ticks
TERBUKA = 6.0  # lines that reach this far past the last crossing line mean an open side
CUKUP = 0.6  # share of an edge that must be drawn


@dataclass
class Sel:
    """One cell of a grid: place, spans, box, and the share of its four sides that is drawn."""

    r: int
    c: int
    rs: int
    cs: int
    kotak: tuple[float, float, float, float]
    tergaris: float = 1.0


@dataclass
class Kisi:
    """A grid. xs, ys: its lines; peta[i, j]: number in `sel` of the elementary cell at row i, column j.

    terbuka: the lowest row has no closing rule. lemah: only edges of shaded areas make its columns or rows.
    ganjil: share of the area that belongs to cells which are no rectangles (a drawing rather than a table).
    """

    xs: np.ndarray
    ys: np.ndarray
    sel: list[Sel]
    peta: np.ndarray
    terbuka: bool = False
    lemah: bool = False
    ganjil: float = 0.0

    @property
    def kotak(self) -> tuple[float, float, float, float]:
        return (float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1]))

    def tempat(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """For each point the number of the cell it lies in, -1 outside."""
        i, j = np.searchsorted(self.ys, y) - 1, np.searchsorted(self.xs, x) - 1
        di_dalam = (i >= 0) & (j >= 0) & (i < len(self.ys) - 1) & (j < len(self.xs) - 1)
        hasil = np.full(len(x), -1)
        hasil[di_dalam] = self.peta[i[di_dalam], j[di_dalam]]
        return hasil


def cari_petak(mendatar: np.ndarray, tegak: np.ndarray) -> list[Kisi]:
    """Grids of two or more cells, from arrays (n, 4) of y, x0, x1, weak and x, y0, y1, weak. The largest come first."""
    h, v = satukan_garis(mendatar), satukan_garis(tegak)
    if not len(h) or not len(v):
        return []
    hasil = [k for i, j in _komponen(h, v) if (k := _kisi(h[i], v[j])) is not None]
    return sorted(hasil, key=lambda k: -(k.xs[-1] - k.xs[0]) * (k.ys[-1] - k.ys[0]))


def satukan_garis(garis: np.ndarray) -> np.ndarray:
    """Parallel pieces of one line joined: broken at every cell, drawn twice, dotted. Same columns as the input."""
    if not len(garis):
        return garis.reshape(-1, 4)
    garis = garis[np.argsort(garis[:, 0], kind="stable")]
    kelompok = np.concatenate([[0], np.cumsum(np.diff(garis[:, 0]) > RAPAT)])
    hasil = []
    for k in range(kelompok[-1] + 1):
        g = garis[kelompok == k]
        if g[-1, 0] - g[0, 0] > 3 * RAPAT:  # a chain of near lines that wanders: keep its steps apart
            langkah = np.round((g[:, 0] - g[0, 0]) / RAPAT)
            bagian = [g[langkah == s] for s in np.unique(langkah)]
        else:
            bagian = [g]
        for b in bagian:
            hasil += _sambung(b)
    hasil = np.array(hasil, float).reshape(-1, 4)
    return hasil[hasil[:, 2] - hasil[:, 1] >= PENDEK]


def _sambung(g: np.ndarray) -> list[tuple]:
    g = g[np.argsort(g[:, 1], kind="stable")]
    hasil: list[list[float]] = []
    for p, a, b, lemah in g:
        if hasil and a <= hasil[-1][2] + SENTUH:
            s = hasil[-1]
            s[0] = s[0] if s[2] - s[1] >= b - a else p
            s[2], s[3] = max(s[2], b), min(s[3], lemah)
        else:
            hasil.append([p, a, b, lemah])
    return [tuple(s) for s in hasil]


def _komponen(h: np.ndarray, v: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Sets of lines that touch one another, as index arrays into h and v."""
    t = SENTUH
    kena = (
        (v[None, :, 0] >= h[:, None, 1] - t)
        & (v[None, :, 0] <= h[:, None, 2] + t)
        & (h[:, None, 0] >= v[None, :, 1] - t)
        & (h[:, None, 0] <= v[None, :, 2] + t)
    )
    nh, induk = len(h), list(range(len(h) + len(v)))

    def akar(i: int) -> int:
        while induk[i] != i:
            induk[i] = induk[induk[i]]
            i = induk[i]
        return i

    for i, j in zip(*np.nonzero(kena), strict=True):
        induk[akar(int(i))] = akar(nh + int(j))
    kelompok: dict[int, tuple[list[int], list[int]]] = {}
    for i in range(nh + len(v)):
        k = kelompok.setdefault(akar(i), ([], []))
        k[i >= nh].append(i if i < nh else i - nh)
    return [(np.array(a), np.array(b)) for a, b in kelompok.values() if a and b and len(a) + len(b) >= 4]


def _sumbu(garis: np.ndarray, silang: np.ndarray) -> tuple[np.ndarray, bool, bool]:
    """Grid lines of one direction, closed at the ends that the crossing lines leave open (start, end)."""
    p = np.sort(garis[:, 0])
    p = p[np.concatenate([[True], np.diff(p) > SENTUH])]
    awal, akhir = silang[:, 1].min(), silang[:, 2].max()
    buka_awal, buka_akhir = p[0] - awal > TERBUKA, akhir - p[-1] > TERBUKA
    p = np.concatenate([[awal] if buka_awal else [], p, [akhir] if buka_akhir else []])
    return p, bool(buka_awal), bool(buka_akhir)


def _tutupan(garis: np.ndarray, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """drawn[i, j]: share of the stretch q[j]..q[j+1] that is drawn at grid line p[i]."""
    hasil = np.zeros((len(p), len(q) - 1))
    for pos, a, b, _ in garis:
        i = int(np.abs(p - pos).argmin())
        hasil[i] += np.clip(np.minimum(b, q[1:]) - np.maximum(a, q[:-1]), 0, None)
    return np.minimum(hasil / np.maximum(np.diff(q), 0.1), 1.0)


def _kisi(h: np.ndarray, v: np.ndarray) -> Kisi | None:
    xs, kiri, kanan = _sumbu(v, h)
    ys, atas, bawah = _sumbu(h, v)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2 or len(xs) * len(ys) > 250_000:
        return None
    datar, tegak = _tutupan(h, ys, xs), _tutupan(v, xs, ys)  # (ys, cols) and (xs, rows)
    datar_ada, tegak_ada = datar >= CUKUP, tegak >= CUKUP
    n, m = len(ys) - 1, len(xs) - 1
    nomor = np.arange(n * m).reshape(n, m)
    induk = list(range(n * m))

    def akar(i: int) -> int:
        while induk[i] != i:
            induk[i] = induk[induk[i]]
            i = induk[i]
        return i

    for i in range(n):
        for j in range(m):
            if j + 1 < m and not tegak_ada[j + 1, i]:
                induk[akar(nomor[i, j])] = akar(nomor[i, j + 1])
            if i + 1 < n and not datar_ada[i + 1, j]:
                induk[akar(nomor[i, j])] = akar(nomor[i + 1, j])
    label = np.array([akar(k) for k in range(n * m)]).reshape(n, m)
    label, ganjil = _persegi(label, xs, ys)
    label, xs, ys, datar, tegak = _padatkan(label, xs, ys, datar, tegak)
    sel, peta = [], np.full(label.shape, -1)
    for k in _urut(label):
        i, j = np.nonzero(label == k)
        r, c, rs, cs = i.min(), j.min(), i.max() - i.min() + 1, j.max() - j.min() + 1
        peta[r : r + rs, c : c + cs] = len(sel)
        sisi = (
            datar[r, c : c + cs].mean() + datar[r + rs, c : c + cs].mean()
            + tegak[c, r : r + rs].mean() + tegak[c + cs, r : r + rs].mean()
        ) / 4  # fmt: skip
        kotak = (float(xs[c]), float(ys[r]), float(xs[c + cs]), float(ys[r + rs]))
        sel.append(Sel(int(r), int(c), int(rs), int(cs), kotak, float(sisi)))
    if len(sel) < 2:
        return None
    lemah = bool((v[:, 3] == 1).all() or (h[:, 3] == 1).all())
    return Kisi(xs, ys, sel, peta, bawah, lemah, ganjil)


def _urut(label: np.ndarray) -> list[int]:
    """Labels in reading order of their first cells."""
    return list(dict.fromkeys(label.ravel().tolist()))


def _persegi(label: np.ndarray, xs: np.ndarray, ys: np.ndarray) -> tuple[np.ndarray, float]:
    """Make every cell a rectangle: swallow what lies wholly within its frame, else cut it into its rows.

    Returns the labels and the share of the area that had to be cut.
    """
    luas = np.diff(ys)[:, None] * np.diff(xs)[None, :]
    total, potong = luas.sum(), 0.0
    for _ in range(8):
        berubah = False
        for k in _urut(label):
            i, j = np.nonzero(label == k)
            if not len(i):
                continue
            r0, r1, c0, c1 = i.min(), i.max() + 1, j.min(), j.max() + 1
            if (r1 - r0) * (c1 - c0) == len(i):
                continue
            isi = np.unique(label[r0:r1, c0:c1])
            luar = label.copy()
            luar[r0:r1, c0:c1] = -1
            if not np.isin(luar, isi).any():  # only whole cells within: an underline, a box round a word
                kecil = luas[r0:r1, c0:c1][label[r0:r1, c0:c1] != k].sum()
                if kecil < 0.5 * luas[r0:r1, c0:c1].sum():
                    label[r0:r1, c0:c1] = k
                    berubah = True
        if not berubah:
            break
    berikut = int(label.max()) + 1
    for k in _urut(label):
        i, j = np.nonzero(label == k)
        if (i.max() - i.min() + 1) * (j.max() - j.min() + 1) == len(i):
            continue
        potong += float(luas[label == k].sum())
        for r in np.unique(i):
            kolom = np.sort(j[i == r])
            for deret in np.split(kolom, np.nonzero(np.diff(kolom) > 1)[0] + 1):
                label[r, deret] = berikut
                berikut += 1
    return label, potong / total


def _padatkan(label, xs, ys, datar, tegak):
    """Drop grid lines that part no cells any more."""
    baris = [0, *(i for i in range(1, label.shape[0]) if (label[i] != label[i - 1]).any())]
    kolom = [0, *(j for j in range(1, label.shape[1]) if (label[:, j] != label[:, j - 1]).any())]
    if len(baris) == label.shape[0] and len(kolom) == label.shape[1]:
        return label, xs, ys, datar, tegak
    ty, tx = np.diff(ys), np.diff(xs)
    batas_y, batas_x = [*baris, len(ys) - 1], [*kolom, len(xs) - 1]
    datar2 = np.array(
        [
            [np.average(datar[i, a:b], weights=tx[a:b]) for a, b in zip(batas_x, batas_x[1:], strict=False)]
            for i in batas_y
        ]
    )
    tegak2 = np.array(
        [
            [np.average(tegak[j, a:b], weights=ty[a:b]) for a, b in zip(batas_y, batas_y[1:], strict=False)]
            for j in batas_x
        ]
    )
    return label[np.ix_(baris, kolom)], xs[batas_x], ys[batas_y], datar2, tegak2
