"""Tables that look misread, found without labels: `python -m tests.real.tables FOLDER` (or files).

One line a suspicion: file, page, place of the table, what. Every grid that was read from rules is held
against the rules of its page and against the figures that stand on it; no reader's own judgement is asked. A
total ends the list.
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from cermat.datasets.document.cells import prints_value
from cermat.datasets.document.model import Block
from cermat.datasets.readers.pdf import read_pdf
from cermat.datasets.readers.pdf_fills import lay_rules
from cermat.datasets.readers.pdf_lines import Word, letter_lines
from cermat.datasets.readers.pdf_page import Page, read_page
from cermat.schemas.errors import InputError

NEAR = 3.0  # rules nearer than this are one
SHARE = 0.34  # a rule of the table is drawn over this much of its width or height
_FIGURE = re.compile(r"\(?-?(?:Rp\.?)?\d[\d.,]*\)?%?")


@dataclass(eq=False)
class Sheet:
    """A page as drawn: figures with their boxes, strong rules (n, 3) of place, start, end, as a viewer shows
    it."""

    figures: list[Word]
    flat: np.ndarray
    upright: np.ndarray
    blocks: list[Block] = field(default_factory=list)


def sheet_of(page: Page) -> Sheet:
    """The figures and rules of one page."""
    figures = []
    lay_rules(page)
    for line in letter_lines(page, np.arange(len(page.teks))):
        for w in line.words:
            if _FIGURE.fullmatch(w.teks):
                figures.append(Word(w.teks, *page.as_shown((w.x0, w.y0, w.x1, w.y1))))
    boxes = [page.as_shown((a, y, b, y)) for y, a, b, weak in page.horizontal if not weak]
    boxes += [page.as_shown((x, a, x, b)) for x, a, b, weak in page.upright if not weak]
    flat = [(b[1], b[0], b[2]) for b in boxes if b[2] - b[0] > b[3] - b[1]]
    upright = [(b[0], b[1], b[3]) for b in boxes if b[2] - b[0] < b[3] - b[1]]
    return Sheet(figures, np.array(flat, float).reshape(-1, 3), np.array(upright, float).reshape(-1, 3))


def box_of(jejak: str) -> tuple[float, ...]:
    """The box in 'h4:x0,y0,x1,y1'."""
    return tuple(float(v) for v in jejak.split(":")[1].split(","))


def drawn(rules: np.ndarray, box: tuple[float, ...], flat: bool) -> int:
    """How many places of these rules are drawn over a good share of the box."""
    (a, z), (start, end) = ((box[1], box[3]), (box[0], box[2]))[:: 1 if flat else -1]
    inside = rules[(rules[:, 0] > a - NEAR) & (rules[:, 0] < z + NEAR)]
    inside = inside[np.argsort(inside[:, 0])]
    groups = np.split(inside, np.nonzero(np.diff(inside[:, 0]) > NEAR)[0] + 1) if len(inside) else []
    count = 0
    for g in groups:
        covered = np.zeros(max(1, int(end - start)), bool)
        for _, p, q in g:
            covered[max(0, int(p - start)) : max(0, int(q - start) + 1)] = True
        count += covered.mean() >= SHARE
    return count


def suspicions(block: Block, sheet: Sheet) -> list[tuple[str, str]]:
    """What looks wrong about one table, as (kind, text)."""
    box = box_of(block.jejak)
    rows, columns = max(s.r + s.rs for s in block.sel), max(s.c + s.cs for s in block.sel)
    ruled = drawn(sheet.flat, box, True) - 1, drawn(sheet.upright, box, False) - 1
    if ruled[1] < 2:  # columns that nobody drew
        return []
    result = []
    if columns > ruled[1]:
        result.append(("kolom", f"{columns} kolom dibaca, {ruled[1]} bergaris"))
    if rows < ruled[0]:
        result.append(("baris", f"{rows} baris dibaca, {ruled[0]} bergaris"))
    for s in block.sel:
        parts = [t for t in s.teks.split() if t not in ("Rp", "Rp.", "%")]
        if len(parts) > 1 and all(_FIGURE.fullmatch(t) and prints_value(t) for t in parts):
            result.append(("dua angka", f"baris {s.r + 1} kolom {s.c + 1}: {s.teks}"))
    for c in range(columns):
        filled = [s for s in block.sel if s.c == c and s.cs == 1 and s.teks.strip()]
        if rows > 3 and len(filled) == 1:
            result.append(("satu sel", f"kolom {c + 1}: {filled[0].teks[:40]}"))
    return result + crossing(block, sheet.figures)


def crossing(block: Block, figures: list[Word]) -> list[tuple[str, str]]:
    """Figures that the border of two cells cuts."""
    edges = {(round(b[2], 1), b[1], b[3]) for s in block.sel if s.jejak and (b := box_of(s.jejak))}
    right = box_of(block.jejak)[2]
    result = []
    for w in figures:
        middle = (w.y0 + w.y1) / 2
        if any(w.x0 + 1.5 < x < w.x1 - 1.5 and x < right - 1 and y0 < middle < y1 for x, y0, y1 in edges):
            result.append(("di garis", w.teks))
    return result


def astray(sheet: Sheet) -> list[tuple[str, str]]:
    """Figures in no cell of any table, though upright rules stand on both sides of them."""
    boxes = [box_of(b.jejak) for b in sheet.blocks]
    result = []
    for w in sheet.figures:
        x, y = (w.x0 + w.x1) / 2, (w.y0 + w.y1) / 2
        if any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in boxes):
            continue
        beside = sheet.upright[(sheet.upright[:, 1] < y) & (sheet.upright[:, 2] > y)][:, 0]
        if (beside < x).any() and (beside > x).any():
            result.append(("tanpa sel", w.teks))
    return result


def suspects(path: Path) -> list[tuple[int, str, str]]:
    """All suspicions of one file: (page, kind, text)."""
    import pypdfium2 as pdfium

    by_page: dict[int, list[Block]] = {}
    for block in read_pdf(path):
        if block.jenis == "petak":
            by_page.setdefault(block.halaman, []).append(block)
    document = pdfium.PdfDocument(path)
    result = []
    try:
        for n in range(len(document)):
            sheet = sheet_of(read_page(document[n]))
            sheet.blocks = by_page.get(n + 1, [])
            for block in sheet.blocks:
                place = f"{box_of(block.jejak)[1]:.0f}"
                result += [
                    (n + 1, kind, f"tabel di {place}: {text}") for kind, text in suspicions(block, sheet)
                ]
            lost = [text for _, text in astray(sheet)]
            result += [(n + 1, "tanpa sel", f"{len(lost)} angka: {' '.join(lost)[:80]}")] if lost else []
    finally:
        document.close()
    return result


def main(arguments: list[str]) -> None:
    paths = [p for a in map(Path, arguments) for p in (sorted(a.glob("*.pdf")) if a.is_dir() else [a])]
    total: Counter = Counter()
    for path in paths:
        try:
            found = suspects(path)
        except InputError as error:
            print(error)
            continue
        for page, kind, text in found:
            print(f"{path.name} h{page} {kind}: {text}")
        total.update(kind for _, kind, _ in found)
        print(f"{path.name}: {len(found)}", file=sys.stderr)
    print(f"jumlah {total.total()}:", ", ".join(f"{k} {n}" for k, n in total.most_common()))


if __name__ == "__main__":
    main(sys.argv[1:])
