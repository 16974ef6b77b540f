"""Excel workbooks to blocks: a sheet's tables as grids, cells as Excel shows them, text around them as
paragraphs.

jejak is 'Sheet!A1'. Tables on one sheet are parted by blank rows and columns.
"""

import re
import warnings
import zipfile
from pathlib import Path

from datasets.document.lines import unify
from datasets.document.model import MAX_CELLS, Block, Cell
from datasets.readers.container import BROKEN, open_zip
from datasets.readers.xlsx_formats import shown
from datasets.readers.xlsx_rows import blank_within, hidden_columns, hidden_rows, summed_though_hidden
from schemas.angka import is_error
from schemas.errors import InputError

_MAX_NAMED = 20  # cells named one by one in a note
_CELL_XML = re.compile(rb"<(?:\w+:)?c[ >]")
_MERGED_XML = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_PLAIN_SHEET = re.compile(r"(sheet|lembar|worksheet|sheet ?name)\s*\(?\d*\)?", re.I)


def read_xlsx(path: str | Path, warned: list[str] | None = None) -> list[Block]:
    """Blocks of a workbook, sheet by sheet; notes (formulas never computed, hidden sheets …) go to
    `warnings`.

    Raises InputError (one line) when the workbook is broken, locked, too large, or holds no text at all.
    """
    name, notes = Path(path).name, [] if warned is None else warned
    formula, value = load(path)
    result = []
    for ws, wv in zip(formula.worksheets, value.worksheets, strict=True):
        result += _Sheet(ws, wv, notes).blok()
    if not any(m.jenis != "judul" for m in result):
        raise InputError(f"{name}: buku kerja kosong, tidak ada sel berisi")
    return result


def load(path: str | Path):
    """The workbook of openpyxl twice: with its formulas, with their results (the same object where it has
    none).

    Raises InputError (one line) when it is broken, locked or too large.
    """
    name = Path(path).name
    with open_zip(path) as z:
        _measure(z, name)
    formula = _load(path, name, data_only=False)
    has_formulas = any(c.data_type == "f" for ws in formula.worksheets for c in ws._cells.values())
    return formula, _load(path, name, data_only=True) if has_formulas else formula


def _measure(z: zipfile.ZipFile, name: str) -> None:
    """Count cells and merged areas before anything is loaded."""
    count = 0
    try:
        for i in z.infolist():
            if not re.match(r"/?xl/worksheets/[^/]*\.xml$", i.filename):
                continue
            rest = b""
            with z.open(i) as f:
                while cut := f.read(1 << 20):
                    cut = rest + cut
                    bounds = cut.rfind(b"<") if len(cut) > 200 else -1
                    cut, rest = (cut[:bounds], cut[bounds:]) if bounds > 0 else (cut, b"")
                    count += len(_CELL_XML.findall(cut)) + sum(map(_share_of_page, _MERGED_XML.findall(cut)))
                    if count > MAX_CELLS:
                        text_bounds = f"{MAX_CELLS:,}".replace(",", ".")
                        raise InputError(
                            f"{name}: buku kerja memuat lebih dari {text_bounds} sel, tidak dibaca"
                        )
    except BROKEN:
        raise InputError(f"{name}: berkas rusak atau terpotong; kirim ulang dari aslinya") from None


def _share_of_page(m: tuple[bytes, bytes, bytes, bytes]) -> int:
    def columns(h: bytes) -> int:
        n = 0
        for b in h:
            n = n * 26 + b - 64
        return n

    return (columns(m[2]) - columns(m[0]) + 1) * (int(m[3]) - int(m[1]) + 1)


def _load(path: str | Path, name: str, data_only: bool):
    from openpyxl import load_workbook

    try:
        with (
            warnings.catch_warnings()
        ):  # what openpyxl does not keep (slicers, validations) is of no use here
            warnings.simplefilter("ignore")
            return load_workbook(path, data_only=data_only, keep_links=False)
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise InputError(f"{name}: buku kerja rusak atau tidak lengkap ({type(error).__name__})") from None


class _Sheet:
    """One sheet: its texts by place, its merged areas, what of it is occupied."""

    def __init__(self, ws, wv, notes: list[str]) -> None:
        self.name, self.notes = ws.title, notes
        self.teks: dict[tuple[int, int], str] = {}
        self.merged: dict[tuple[int, int], tuple[int, int]] = {}
        self.content: set[tuple[int, int]] = set()  # places that belong to a table or text
        self.stroked: set[tuple[int, int]] = set()
        closing: dict[tuple[int, int], tuple[int, int]] = {}
        for m in ws.merged_cells.ranges:
            self.merged[m.min_row, m.min_col] = (m.max_row - m.min_row + 1, m.max_col - m.min_col + 1)
            closing |= dict.fromkeys(_places(m), (m.min_row, m.min_col))
        margins = [
            sum(getattr(b, s) is not None and getattr(b, s).style is not None for s in _SIDES)
            for b in ws.parent._borders
        ]
        blank, error = [], []
        for (r, c), sel in ws._cells.items():
            if margins[sel._style.borderId] >= 2:
                self.stroked.add((r, c))
            if sel.value is None or closing.get((r, c), (r, c)) != (r, c):
                continue
            result = wv._cells.get((r, c)) if sel.data_type == "f" else sel
            if sel.data_type == "f" and result.value is None and result.data_type == "n":
                blank.append(f"{self.name}!{sel.coordinate}")
                self.stroked.add((r, c))
                continue
            text = unify(_rows(shown(result.value, sel.number_format)))
            if is_error(text):
                error.append(f"{self.name}!{sel.coordinate}")
            if text:
                self.teks[r, c] = text
        self.unseen_rows, self.unseen_columns = hidden_rows(ws), hidden_columns(ws)
        self._note(ws, blank, error)
        self._leave_out(ws.sheet_state == "visible")
        self.content = (
            set(self.teks)
            | {t for t, parents in closing.items() if parents in self.teks}
            | self._ruled_blanks(closing)
        )
        self._hold_together()

    def _ruled_blanks(self, closing: dict) -> set[tuple[int, int]]:
        """Ruled cells without text in rows and columns that hold text: blank cells of a table, no ruled
        emptiness."""
        filled = set(self.teks) | {t for t, parents in closing.items() if parents in self.teks}
        rows, columns = {r for r, _ in filled}, {c for _, c in filled}
        shaped = {r for r, _ in filled & self.stroked}
        # a wholly blank ruled row between two rows of text holds the table together; one at its end does not
        between = {r for r in {r for r, _ in self.stroked} - rows if r - 1 in shaped and r + 1 in shaped}
        return {
            (r, c) for r, c in self.stroked if (r in rows and c in columns) or (r in between and c in columns)
        }

    def _note(self, ws, blank: list[str], error: list[str]) -> None:
        for entries, message in (
            (blank, "rumus belum pernah dihitung, dibaca kosong; buka dan simpan di Excel lalu coba lagi"),
            (error, "rumus menghasilkan galat"),
        ):
            self.notes += [f"{s}: {message}" for s in entries[:_MAX_NAMED]]
            if len(entries) > _MAX_NAMED:
                self.notes.append(f"{self.name}: {len(entries) - _MAX_NAMED} sel lain: {message}")
        if ws._images or ws._charts:
            n = len(ws._images) + len(ws._charts)
            self.notes.append(f"{self.name}: {n} gambar atau grafik tidak dibaca")

    def _leave_out(self, visible: bool) -> None:
        """Take away what nobody sees: it is not printed. Hidden rows that a total counts stay; what is left
        out is told."""
        from openpyxl.utils import get_column_letter

        if not visible:
            if self.teks:
                self.notes.append(f"{self.name}: lembar tersembunyi, tidak diperiksa")
            self.teks = {}
            return
        counted = summed_though_hidden(self.teks, self.unseen_rows)
        self.unseen_rows -= counted
        gone = [t for t in self.teks if self._is_unseen(*t)]
        rows, columns = (
            sorted({r for r, _ in gone} & self.unseen_rows),
            sorted({c for _, c in gone} & self.unseen_columns),
        )
        for t in gone:
            del self.teks[t]
        for found, message in (
            (rows, "tidak diperiksa"),
            (sorted(counted), "tetap dibaca karena ikut dijumlahkan"),
        ):
            if found:
                self.notes.append(
                    f"{self.name}: {len(found)} baris tersembunyi (mulai baris {found[0]}), {message}"
                )
        if columns:
            letters = ", ".join(get_column_letter(c) for c in columns)
            self.notes.append(f"{self.name}: kolom tersembunyi ({letters}), tidak diperiksa")

    def _is_unseen(self, r: int, c: int) -> bool:
        """Does no visible row and column show the cell (or the merged cell that begins here)?"""
        rs, cs = self.merged.get((r, c), (1, 1))
        return set(range(r, r + rs)) <= self.unseen_rows or set(range(c, c + cs)) <= self.unseen_columns

    def _hold_together(self) -> None:
        """Blank rows within a table and columns that nobody sees part nothing; a grid is made without
        them."""
        for r, columns in blank_within(self.teks, self.unseen_rows).items():
            self.content |= {(r, c) for c in columns}
            self.unseen_rows |= set() if any((r, c) in self.stroked for c in columns) else {r}
        for c in sorted(self.unseen_columns):
            self.content |= {(r, c) for r, left in list(self.content) if left == c - 1}

    # ---- regions
    def blok(self) -> list[Block]:
        """The sheet's blocks from top to bottom, left to right."""
        result = [m for d in _cut(sorted(self.content)) for m in self._region(d)]
        if result and not _PLAIN_SHEET.fullmatch(self.name.strip()):
            result.insert(0, Block("judul", self.name.strip(), 1, jejak=f"{self.name}!A1"))
        return result

    def _region(self, places: list[tuple[int, int]]) -> list[Block]:
        """One region: lines of text above and below, and the grid between them."""
        rows = sorted({r for r, _ in places})
        c0, c1 = min(c for _, c in places), max(c for _, c in places)
        content = {r: sorted(c for c in range(c0, c1 + 1) if (r, c) in self.teks) for r in rows}
        above: list[Block] = []
        below: list[Block] = []
        while rows and self._sentences(content[rows[0]], rows[0], c0, c1):
            above += self._paragraph(rows.pop(0), content)
        if above and len(parts := _cut([t for t in places if t[0] >= rows[0]] if rows else [])) > 1:
            return above + [
                m for b in parts for m in self._region(b)
            ]  # a title had bridged a gap between tables
        stroked = any((r, c) in self.stroked for r in rows[:2] for c in content[r])
        while (
            len(rows) > 1
            and len(content[rows[-1]]) <= 1
            and stroked
            and not any((rows[-1], c) in self.stroked for c in range(c0, c1 + 1))
        ):
            below = self._paragraph(rows.pop(), content) + below
        if len([r for r in rows if content[r]]) <= 1:  # a single row is no table
            centred = [m for r in rows for m in self._paragraph(r, content)]
        else:
            centred = [self._grid(rows[0], rows[-1], c0, c1)]
        return above + centred + below

    def _sentences(self, columns: list[int], r: int, c0: int, c1: int) -> bool:
        """Is this first row of a region a line of text above the table (and not a header over some of its
        columns)?"""
        if not columns:
            return True
        if len(columns) > 1:
            return False
        rs, cs = self.merged.get((r, columns[0]), (1, 1))
        return rs == 1 and (columns[0] == c0 or cs == 1 or cs >= 0.8 * (c1 - c0 + 1))

    def _paragraph(self, r: int, content: dict[int, list[int]]) -> list[Block]:
        if not content[r]:
            return []
        text = " ".join(self.teks[r, c] for c in content[r])
        return [Block("paragraf", text.replace("\n", " "), jejak=self._jejak(r, content[r][0]))]

    def _grid(self, r0: int, r1: int, c0: int, c1: int) -> Block:
        sel, closing = [], set()
        rows = self._seen(r0, r1, self.unseen_rows, {r for r, _ in self.teks})
        columns = self._seen(c0, c1, self.unseen_columns, {c for _, c in self.teks})
        for r in rows:
            for c in columns:
                if (r, c) in closing:
                    continue
                rs, cs = self.merged.get((r, c), (1, 1))
                down, across = [r], [c]
                if rs * cs > 1:
                    down, across = (
                        [i for i in range(r, r + rs) if i in rows],
                        [j for j in range(c, c + cs) if j in columns],
                    )
                    closing |= {(i, j) for i in down for j in across}
                text = self.teks.get((r, c), "")
                sel.append(Cell(rows[r], columns[c], text, len(down), len(across), jejak=self._jejak(r, c)))
        return Block("petak", sel=sel, jejak=self._jejak(r0, c0))

    @staticmethod
    def _seen(first: int, last: int, unseen: set[int], filled: set[int]) -> dict[int, int]:
        """Rows (or columns) of the sheet that a grid shows → their number in it."""
        shown_ones = [i for i in range(first, last + 1) if i not in unseen or i in filled]
        return {i: n for n, i in enumerate(shown_ones)}

    def _jejak(self, r: int, c: int) -> str:
        from openpyxl.utils import get_column_letter

        return f"{self.name}!{get_column_letter(c)}{r}"


_SIDES = ("left", "right", "top", "bottom")


def _places(m):
    return ((r, c) for r in range(m.min_row, m.max_row + 1) for c in range(m.min_col, m.max_col + 1))


def _rows(text: str) -> list[str]:
    """Lines of a cell in single spaces."""
    clean = (re.sub(r"[ \t\u00a0\u2007\u2009\u202f]+", " ", b).strip() for b in re.split(r"\r\n|\r|\n", text))
    return [b for b in (re.sub(r"_x000[dDaA]_", "", b) for b in clean) if b]


def _cut(places: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Regions between blank rows, then between blank columns, and so on."""
    result, queue = [], [(places, 0, False)]
    while queue:
        content, axis, already = queue.pop()
        if not content:
            continue
        value = sorted({t[axis] for t in content})
        broken = [b for a, b in zip(value, value[1:], strict=False) if b > a + 1]
        if not broken:
            if already:
                result.append(content)
            else:
                queue.append((content, 1 - axis, True))
            continue
        bounds = [*broken, value[-1] + 1]
        parts: list[list[tuple[int, int]]] = [[] for _ in bounds]
        for t in content:
            parts[next(k for k, b in enumerate(bounds) if t[axis] < b)].append(t)
        queue += [(b, 1 - axis, False) for b in reversed(parts)]
    return result
