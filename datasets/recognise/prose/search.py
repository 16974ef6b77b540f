"""What the figures of sentences show by themselves where no reading took them → `rincian`, `perhitungan`.

Amounts that are the sum of the amounts told after (or before) them, in one sentence or down a list ("Program
Rp…, dengan rincian: a. … Rp…, b. … Rp…"); percentages and differences of figures right beside them. Only what
chance cannot make is taken, and what is found by searching proves, it accuses nobody.
"""

import re
from collections.abc import Iterator
from itertools import permutations

import numpy as np
import pandas as pd

from schemas import angka as A

SUM_DIGITS = 6  # that a sum carries
MAX_PARTS = 40
BEFORE, AFTER = 3, 2  # figures beside a percentage among which its operands stand
_CHANGE = re.compile(
    r"\b(?:naik|turun|me?ningkat|menurun|kenaikan|penurunan|peningkatan|selisih|lebih|kurang|berkurang"
    r"|bertambah|sisa|melebihi"
    r"|efisiensi)",
    re.I,
)


def search_prose(document, angka: pd.DataFrame, used: set[int], tahun: int) -> dict[str, list[dict]]:
    """Rows of `rincian` and `perhitungan` with at least one figure outside `used` (ids that other rows point
    to)."""
    prose = angka[angka["kelas"].eq(A.FIGURE) & angka["r"].lt(0) & np.isfinite(angka["nilai"].astype(float))]
    if prose.empty:
        return {}
    texts = {b.blok: b.teks for b in document.blocks if b.jenis != "petak"}
    figures = [
        _Figure(i, p, texts.get(p.blok, ""))
        for i, p in zip(prose.index, prose.itertuples(index=False), strict=True)
    ]
    year = str(tahun) if tahun > 0 else ""
    sums = [
        (total, run)
        for total, run in _sums([f for f in figures if f.unit == "Rp"])
        if _new(used, total, *run)
    ]
    parts = [r for total, run in sums for r in _listed(total, run, year)]
    found = [_computed(h, a, b, op, year) for h, a, b, op in _quotients(figures) if _new(used, h)]
    return {name: rows for name, rows in (("rincian", parts), ("perhitungan", found)) if rows}


class _Figure:
    def __init__(self, number: int, p, text: str):
        self.id, self.text, self.value, self.unit = int(number), p.teks, float(p.nilai), p.satuan
        self.blok, self.start, self.end = int(p.blok), int(p.mulai), int(p.akhir)
        self.decimals = max(int(p.desimal), 0)
        self.digits = len(str(abs(int(p.mantissa))).strip("0"))
        self.lead = " ".join(text[max(0, self.start - 60) : self.start].split()[-6:])
        self.around = text
        self.place = {
            "laporan": p.laporan,
            "tabel": f"prosa-{self.blok}",
            "bagian": p.bagian,
            "halaman": p.halaman,
            "baris": "",
            "garis": p.garis,
        }

    @property
    def half(self) -> float:
        return 0.5 * 10.0**-self.decimals

    @property
    def hidden(self) -> float:
        return self.half if self.decimals else 0.0


def _new(used: set[int], *figures: _Figure) -> bool:
    return any(f.id not in used for f in figures)


def _sums(amounts: list[_Figure]) -> Iterator[tuple[_Figure, list[_Figure]]]:
    """Totals with the run of amounts right behind (or before) them that adds up to them; the innermost lists
    first, whose total then stands for them."""
    left, again = list(amounts), True
    while again:
        again = False
        for i in range(len(left) - 1, -1, -1):
            if run := _run(left, i):
                yield left[i], run
                gone = {f.id for f in run}
                left, again = [f for f in left if f.id not in gone], True
                break


def _run(left: list[_Figure], i: int) -> list[_Figure]:
    total = left[i]
    if total.digits < SUM_DIGITS or total.value <= 0:
        return []
    for step in (1, -1):
        run: list[_Figure] = []
        count, j = 0.0, i + step
        while 0 <= j < len(left) and len(run) < MAX_PARTS and count < total.value:
            run.append(left[j])
            count += left[j].value
            if (
                len(run) > 1
                and abs(count - total.value) <= total.hidden + 1e-6
                and sum(f.value > 0 for f in run) > 1
            ):
                return run
            j += step
    return []


def _listed(total: _Figure, run: list[_Figure], tahun: str) -> Iterator[dict]:
    for f in (total, *run):
        yield {
            **f.place,
            "tabel": total.place["tabel"],
            "kode": f"{f.id}-{total.id}",
            "induk": "" if f is total else f"{total.id}-{total.id}",
            "uraian": f.lead or "jumlah",
            "ukuran": "jumlah",
            "ukuran_induk": "",
            "peran": "bagian",
            "subjek": "",
            "satuan": "Rp",
            "tahun": tahun,
            "nilai": f.text,
            "_nilai": f.id,
        }


def _quotients(figures: list[_Figure]) -> Iterator[tuple[_Figure, _Figure, _Figure, str]]:
    """(result, a, b, operasi): percentages and differences of two figures beside them in their block."""
    for i, h in enumerate(figures):
        if h.unit == "%" and h.digits >= 3:
            reach = (BEFORE, AFTER) if h.digits >= 4 else (2, 0)
            beside = [
                f
                for f in figures[max(0, i - reach[0]) : i] + figures[i + 1 : i + 1 + reach[1]]
                if f.blok == h.blok
            ]
            yield from list(_percentages(h, beside))[:1]
        near = [f for f in figures[max(0, i - 2) : i + 3] if f is not h and f.blok == h.blok]
        if h.digits >= 2:
            yield from list(_differences(h, near))[:1]


def _percentages(h: _Figure, beside: list[_Figure]) -> Iterator[tuple[_Figure, _Figure, _Figure, str]]:
    for a, b in permutations(beside, 2):
        if not b.value or a.unit != b.unit or a.value == b.value or a.digits + b.digits < 4:
            continue
        share = a.value / b.value
        slack = abs(share) * 100 * (a.hidden / abs(a.value or 1) + b.hidden / abs(b.value))
        if slack > 2 * h.half:
            continue
        if abs(share * 100 - h.value) <= (h.half + slack) * 1.0001:
            yield h, a, b, "bagi_persen"
        elif abs((share - 1) * 100 - h.value) <= (h.half + slack) * 1.0001 and _says_change(h, a, b):
            yield h, a, b, "ubah_persen"


def _differences(h: _Figure, near: list[_Figure]) -> Iterator[tuple[_Figure, _Figure, _Figure, str]]:
    """ "dari 33,06 menjadi 32,59, turun 0,47": the words say change, and both figures have its unit and
    decimals."""
    for a, b in permutations(near, 2):
        alike = (
            a.unit == b.unit
            and (h.unit in (a.unit, "poin", "point", "%") or not h.unit)
            and a.decimals == b.decimals == h.decimals
        )
        if (
            alike
            and min(a.digits, b.digits) >= 3
            and abs(a.value - b.value - h.value) <= 1e-9 * abs(a.value)
            and _says_change(h, a, b)
        ):
            yield h, a, b, "kurang"


def _says_change(*figures: _Figure) -> bool:
    start, end = min(f.start for f in figures), max(f.end for f in figures)
    return end - start < 400 and bool(_CHANGE.search(figures[0].around[max(0, start - 60) : end]))


def _computed(h: _Figure, a: _Figure, b: _Figure, operasi: str, tahun: str) -> dict:
    return {
        **h.place,
        "subjek": f"{h.lead or 'kalimat'} · kalimat {h.blok}-{h.start}",
        "ukuran": "hasil",
        "tahun": tahun,
        "operasi": operasi,
        "a": a.text,
        "_a": a.id,
        "b": b.text,
        "_b": b.id,
        "hasil": h.text,
        "_hasil": h.id,
    }
