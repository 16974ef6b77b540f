"""Rows that nobody drew: the lines of one band of a table, grouped by gaps, labels and values."""

import numpy as np

from datasets.readers.pdf_columns import LABEL, Garis


def baris_kepala(garis: list[Garis]) -> list[list[Garis]]:
    """Header lines as rows: spanning lines by themselves, the lines of one row joined, column numbers apart."""
    hasil: list[list[Garis]] = []
    for g in garis:
        nomor = len(g.sel) > 1 and all(LABEL.fullmatch(b.teks) for b in g.sel.values())
        if hasil and not nomor and not g.lintas and not any(x.lintas for x in hasil[-1]):
            hasil[-1].append(g)
        else:
            hasil.append([g])
    return hasil


def baris_pita(garis: list[Garis]) -> list[list[Garis]]:
    """The rows within one band: by wider gaps, by labels in the first column, by values; one row when unclear."""
    if len(garis) < 2:
        return [garis] if garis else []
    return _menurut_jarak(garis) or _menurut_label(garis) or _menurut_nilai(garis) or [garis]


def _menurut_jarak(garis: list[Garis]) -> list[list[Garis]]:
    jarak = [(b.dasar - a.dasar) / b.ukuran for a, b in zip(garis, garis[1:], strict=False)]
    urut = sorted(jarak)
    lompat = [(b / max(a, 0.1), a, b) for a, b in zip(urut, urut[1:], strict=False) if a >= 0.85]
    if not lompat or max(lompat)[0] < 1.2:
        return []
    batas = (max(lompat)[1] + max(lompat)[2]) / 2
    hasil = [[garis[0]]]
    for j, g in zip(jarak, garis[1:], strict=True):
        if j > batas:
            hasil.append([])
        hasil[-1].append(g)
    return hasil if all(_sebaris(r) for r in hasil) and len(hasil) > 1 else []


def _sebaris(r: list[Garis]) -> bool:
    """Does no column hold two values in these lines?"""
    semua = [c for g in r for c in g.nilai()]
    return len(semua) == len(set(semua))


def _menurut_label(garis: list[Garis]) -> list[list[Garis]]:
    label = [0 in g.sel and LABEL.fullmatch(g.sel[0].teks) is not None for g in garis]
    if sum(label) < 2 or not label[0]:
        return []
    return _potong(garis, lambda n, r: label[n] or _nilai_lagi(r, garis[n]))


def _menurut_nilai(garis: list[Garis]) -> list[list[Garis]]:
    ada = [bool(g.nilai()) for g in garis]
    if sum(ada) < 2:
        return []
    if ada[0]:
        return _potong(garis, lambda n, r: _nilai_lagi(r, garis[n]))
    if ada[-1] and not ada[0] and sum(ada) * 2 <= len(ada):  # values at the foot of their rows
        return _potong(garis, lambda n, r: bool(r[-1].nilai()))
    pusat = [g.dasar for g, a in zip(garis, ada, strict=True) if a]  # values in the middle of their rows
    hasil: list[list[Garis]] = [[] for _ in pusat]
    for g in garis:
        hasil[int(np.abs(np.array(pusat) - g.dasar).argmin())].append(g)
    return hasil


def _nilai_lagi(r: list[Garis], g: Garis) -> bool:
    """Does line g bring a value where the row so far has one (or spans the table)?"""
    return bool(g.lintas) or any(x.lintas for x in r) or bool(g.nilai() & {c for x in r for c in x.nilai()})


def _potong(garis: list[Garis], baru) -> list[list[Garis]]:
    hasil = [[garis[0]]]
    for n, g in enumerate(garis[1:], 1):
        if baru(n, hasil[-1]):
            hasil.append([])
        hasil[-1].append(g)
    return hasil
