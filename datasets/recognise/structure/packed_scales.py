"""A rating scale whose bands stand in one cell and whose labels stand in the next, as tables without inner
lines give it: "> 100 % 80 – 100 % < 80 %" beside "Baik (B) Cukup (C) Kurang (K)"."""

import re
from functools import cache

import pandas as pd

from datasets.recognise.document_lines import Line
from datasets.recognise.labels import scale_labels
from datasets.recognise.structure.scale_bands import Bounds, read_bounds
from datasets.recognise.structure.scales import BOUNDS, bound_ids
from datasets.recognise.vocabulary import vocabulary

_LEAST = 3  # bands, to be told from two figures side by side


@cache
def _label() -> re.Pattern:
    names = "|".join(re.escape(t) for t in sorted(scale_labels(), key=len, reverse=True) if len(t) > 2)
    return re.compile(rf"\s*({names})(?:\s*\(\s*([A-Z]{{1,4}})\s*\))?(?=\s|$)", re.I)


def packed_scales(lines: list[Line], angka: pd.DataFrame) -> list[dict]:
    """Rows of the typed table skala, best band first; `_bawah`, `_atas` are ids in `angka`."""
    cells: dict[tuple[int, int, int], Line] = {}
    texts: dict[tuple[int, int, int], str] = {}
    for b in lines:
        if b.r >= 0 and b.zone not in ("daftar isi", "sampul"):
            at = (b.blok, b.r, b.c)
            cells.setdefault(at, b)
            texts[at] = f"{texts[at]}\n{b.teks}" if at in texts else b.teks
    result: list[dict] = []
    for at, text in texts.items():
        found = _bands(text) if len(text) < 200 else []
        names = _names(texts.get((at[0], at[1], at[2] + 1), "")) if len(found) >= _LEAST else []
        if len(names) == len(found) and names and not _other(texts, at[0]):
            own = angka[angka["blok"].eq(at[0]) & angka["r"].eq(at[1]) & angka["c"].eq(at[2])]
            result += _rows(list(zip(names, found, strict=True)), cells[at], own)
    return result


def _rows(named: list[tuple], cell: Line, own: pd.DataFrame) -> list[dict]:
    """The bands of one cell as rows; own: its printed numbers."""
    digits = own["teks"].str.replace(r"[^\d.,]", "", regex=True)
    printed = list(zip(own.index, own["mulai"], own["akhir"], digits, strict=True))
    rows = []
    for name, (bounds, start, end) in named:
        below, above = bound_ids(printed, bounds, start, end)
        rows.append({"label": name, **bounds._asdict(), **cell.place, "_bawah": below, "_atas": above})
    edge = [float((r["atas"] or r["bawah"]).rstrip("% ").replace(",", ".")) for r in rows]
    return rows[::-1] if edge[0] < edge[-1] else rows


def _bands(text: str) -> list[tuple[Bounds, int, int]]:
    """The bands that a cell consists of, with their offsets; [] where anything else stands in it."""
    found = [(s, m.start(), m.end()) for m in BOUNDS.finditer(text) if (s := read_bounds(m[0]))]
    rest = BOUNDS.sub(" ", text).strip()
    return found if not rest and any(s.bawah != s.atas for s, _, _ in found) else []


def _names(text: str) -> list[str]:
    """The labels that a cell consists of, short forms kept: ["Baik (B)", "Cukup (C)"]; [] for other words."""
    found, at = [], 0
    while m := _label().match(text, at):
        found.append(f"{m[1]} ({m[2]})" if m[2] else m[1])
        at = m.end()
    return found if not text[at:].strip() and len({t.lower() for t in found}) == len(found) else []


def _other(texts: dict, block: int) -> bool:
    """Does the grid rate something else than capaian (service quality, maturity …)?"""
    whole = " ".join(t for (b, _, _), t in texts.items() if b == block).lower()
    return any(re.search(p, whole) for p in vocabulary("kepala")["skala_lain"])
