"""Amounts over several blocks that add up: "Program Rp…" and below it "a. … Rp…", "b. … Rp…", to `rincian`.

Taken are amounts that are the sum of those told right after (or before) them, the innermost lists first. Only
what chance cannot make is taken, and what is found by searching proves, it accuses nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cermat.schemas import angka as A

SUM_DIGITS = 6  # that a sum carries
MAX_PARTS = 40
_LEAD = 60  # characters before an amount that name it
_HAIR = 1e-6


@dataclass(frozen=True)
class Amount:
    """One amount of a text: its id, value, what its decimals may hide, significant digits, the words before
    it, and the columns that say where it stands."""

    id: int
    text: str
    value: float
    hidden: float
    digits: int
    lead: str
    place: dict


def found_sums(document, angka: pd.DataFrame, used: set[int], tahun: int) -> list[dict]:
    """Rows of `rincian` with at least one amount outside `used` (ids that other rows point to)."""
    prose = angka["kelas"].eq(A.FIGURE) & angka["r"].lt(0) & angka["satuan"].eq("Rp")
    found = angka[prose & np.isfinite(angka["nilai"].astype(float))]
    texts = {b.blok: b.teks for b in document.blocks if b.jenis != "petak"}
    amounts = [
        _amount(int(i), p, texts.get(p.blok, ""))
        for i, p in zip(found.index, found.itertuples(index=False), strict=True)
    ]
    year = str(tahun) if tahun > 0 else ""
    sums = [(total, run) for total, run in _sums(amounts) if any(a.id not in used for a in (total, *run))]
    return [row for total, run in sums for row in _rows(total, run, year)]


def _amount(number: int, p, text: str) -> Amount:
    hidden = 0.5 * 10.0 ** -int(p.desimal) if p.desimal > 0 else 0.0
    digits = len(str(abs(int(p.mantissa))).strip("0"))
    lead = " ".join(text[max(0, int(p.mulai) - _LEAD) : int(p.mulai)].split()[-6:])
    place = {
        "laporan": p.laporan,
        "tabel": f"prosa-{int(p.blok)}",
        "bagian": p.bagian,
        "halaman": p.halaman,
        "baris": "",
        "garis": p.garis,
    }
    return Amount(number, p.teks, float(p.nilai), hidden, digits, lead, place)


def _sums(amounts: list[Amount]) -> Iterator[tuple[Amount, list[Amount]]]:
    """Totals with the run of amounts right behind (or before) them that adds up to them; a total then stands
    for its list."""
    left, again = list(amounts), True
    while again:
        again = False
        for i in range(len(left) - 1, -1, -1):
            if run := _run(left, i):
                yield left[i], run
                gone = {a.id for a in run}
                left, again = [a for a in left if a.id not in gone], True
                break


def _run(left: list[Amount], i: int) -> list[Amount]:
    total = left[i]
    if total.digits < SUM_DIGITS or total.value <= 0:
        return []
    for step in (1, -1):
        run: list[Amount] = []
        count, j = 0.0, i + step
        while 0 <= j < len(left) and len(run) < MAX_PARTS and count < total.value:
            run.append(left[j])
            count += left[j].value
            several = sum(a.value > 0 for a in run) > 1
            if several and abs(count - total.value) <= total.hidden + _HAIR:
                return run
            j += step
    return []


def _rows(total: Amount, run: list[Amount], tahun: str) -> Iterator[dict]:
    for amount in (total, *run):
        yield {
            **amount.place,
            "tabel": total.place["tabel"],
            "kode": f"{amount.id}-{total.id}",
            "induk": "" if amount is total else f"{total.id}-{total.id}",
            "uraian": amount.lead or "jumlah",
            "ukuran": "jumlah",
            "ukuran_induk": "",
            "peran": "bagian",
            "subjek": "",
            "satuan": "Rp",
            "tahun": tahun,
            "nilai": amount.text,
            "_nilai": amount.id,
        }
