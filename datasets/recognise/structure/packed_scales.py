"""A rating scale whose bands stand in one cell and whose labels stand in the next, as tables without inner
lines give it: "> 100 % 80 – 100 % < 80 %" beside "Baik (B) Cukup (C) Kurang (K)"."""

import re
from functools import cache

import pandas as pd

from cermat.datasets.recognise.document_lines import Line
from cermat.datasets.recognise.labels import scale_labels
from cermat.datasets.recognise.structure.scale_bands import Bounds, read_bounds
from cermat.datasets.recognise.structure.scales import BOUNDS, bound_ids
from cermat.datasets.recognise.vocabulary import vocabulary

_LEAST = 3  # bands, to be told from two figures side by side


@cache
def _label() -> re.Pattern:
    names = "|".join(
        re.escape(label) for label in sorted(scale_labels(), key=len, reverse=True) if len(label) > 2
    )
    return re.compile(rf"\s*({names})(?:\s*\(\s*([A-Z]{{1,4}})\s*\))?(?=\s|$)", re.I)


def packed_scales(lines: list[Line], angka: pd.DataFrame) -> list[dict]:
    """Rows of the typed table skala, best band first; `_bawah`, `_atas` are ids in `angka`."""
    cells: dict[tuple[int, int, int], Line] = {}
    texts: dict[tuple[int, int, int], str] = {}
    for line in lines:
        if line.r >= 0 and line.zone not in ("daftar isi", "sampul"):
            at = (line.blok, line.r, line.c)
            cells.setdefault(at, line)
            texts[at] = f"{texts[at]}\n{line.teks}" if at in texts else line.teks
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
    edge = [float((row["atas"] or row["bawah"]).rstrip("% ").replace(",", ".")) for row in rows]
    return rows[::-1] if edge[0] < edge[-1] else rows


def _bands(text: str) -> list[tuple[Bounds, int, int]]:
    """The bands that a cell consists of, with their offsets; [] where anything else stands in it."""
    found = [
        (bounds, mark.start(), mark.end())
        for mark in BOUNDS.finditer(text)
        if (bounds := read_bounds(mark[0]))
    ]
    rest = BOUNDS.sub(" ", text).strip()
    return found if not rest and any(bounds.bawah != bounds.atas for bounds, _, _ in found) else []


def _names(text: str) -> list[str]:
    """The labels that a cell consists of, short forms kept: ["Baik (B)", "Cukup (C)"]; [] for other words."""
    found, at = [], 0
    while label := _label().match(text, at):
        found.append(f"{label[1]} ({label[2]})" if label[2] else label[1])
        at = label.end()
    return found if not text[at:].strip() and len({text.lower() for text in found}) == len(found) else []


def _other(texts: dict, block: int) -> bool:
    """Does the grid rate something else than capaian (service quality, maturity …)?"""
    whole = " ".join(text for (number, _, _), text in texts.items() if number == block).lower()
    return any(re.search(other, whole) for other in vocabulary("kepala")["skala_lain"])
