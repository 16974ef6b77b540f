"""Excel workbooks to blocks: a sheet's tables as grids, cells as Excel shows them, text around them as
paragraphs.

jejak is 'Sheet!A1'. Tables on one sheet are parted by blank rows and columns.
"""

import re
import warnings
import zipfile
from pathlib import Path

from cermat.datasets.document.lines import unify
from cermat.datasets.document.model import MAX_CELLS, Block, Cell, hollow
from cermat.datasets.readers.container import BROKEN, open_zip
from cermat.datasets.readers.xlsx_formats import shown
from cermat.datasets.readers.xlsx_merged import without_overlaps
from cermat.datasets.readers.xlsx_rows import blank_within, hidden_columns, hidden_rows, summed_though_hidden
from cermat.schemas.angka import is_error
from cermat.schemas.errors import InputError

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
    formula, value = load(path, notes)
    result = []
    for ws, wv in zip(formula.worksheets, value.worksheets, strict=True):
        result += _Sheet(ws, wv, notes).blok()
    if not any(block.jenis != "judul" for block in result):
        left_out = f"tidak ada yang dapat dibaca ({notes[-1]})" if notes else "kosong, tidak ada sel berisi"
        raise InputError(f"{name}: buku kerja {left_out}")
    return result


def load(path: str | Path, notes: list[str] | None = None):
    """The workbook of openpyxl twice: with its formulas, with their results (the same object where it has
    none).

    Raises InputError (one line) when it is broken, locked or too large.
    """
    name = Path(path).name
    with open_zip(path) as archive:
        _measure(archive, name)
        mended, count = without_overlaps(archive)
    if count and notes is not None:
        notes.append(f"{count} sel gabungan yang saling bertumpuk tidak dipakai; isinya dibaca sel demi sel")
    source = path if mended is None else mended
    formula = _load(source, name, data_only=False)
    has_formulas = any(cell.data_type == "f" for ws in formula.worksheets for cell in ws._cells.values())
    return formula, _load(source, name, data_only=True) if has_formulas else formula


def _measure(archive: zipfile.ZipFile, name: str) -> None:
    """Count cells and merged areas before anything is loaded."""
    count = 0
    try:
        for member in archive.infolist():
            if not re.match(r"/?xl/worksheets/[^/]*\.xml$", member.filename):
                continue
            rest = b""
            with archive.open(member) as file:
                while cut := file.read(1 << 20):
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


def _share_of_page(content_of: tuple[bytes, bytes, bytes, bytes]) -> int:
    def columns(letters: bytes) -> int:
        number = 0
        for letter in letters:
            number = number * 26 + letter - 64
        return number

    return (columns(content_of[2]) - columns(content_of[0]) + 1) * (
        int(content_of[3]) - int(content_of[1]) + 1
    )


def _load(path, name: str, data_only: bool):
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
        for merged in ws.merged_cells.ranges:
            self.merged[merged.min_row, merged.min_col] = (
                merged.max_row - merged.min_row + 1,
                merged.max_col - merged.min_col + 1,
            )
            closing |= dict.fromkeys(_places(merged), (merged.min_row, merged.min_col))
        margins = [
            sum(
                getattr(border, side) is not None and getattr(border, side).style is not None
                for side in _SIDES
            )
            for border in ws.parent._borders
        ]
        blank, error = [], []
        for (row, column), sel in ws._cells.items():
            if margins[sel._style.borderId] >= 2:
                self.stroked.add((row, column))
            if sel.value is None or closing.get((row, column), (row, column)) != (row, column):
                continue
            result = wv._cells.get((row, column)) if sel.data_type == "f" else sel
            if sel.data_type == "f" and result.value is None and result.data_type == "n":
                blank.append(f"{self.name}!{sel.coordinate}")
                self.stroked.add((row, column))
                continue
            text = unify(_rows(shown(result.value, sel.number_format)))
            if is_error(text):
                error.append(f"{self.name}!{sel.coordinate}")
            if text:
                self.teks[row, column] = text
        self.unseen_rows, self.unseen_columns = hidden_rows(ws), hidden_columns(ws)
        self._note(ws, blank, error)
        self._leave_out(ws.sheet_state == "visible")
        self.content = (
            set(self.teks)
            | {place for place, parents in closing.items() if parents in self.teks}
            | self._ruled_blanks(closing)
        )
        self._hold_together()

    def _ruled_blanks(self, closing: dict) -> set[tuple[int, int]]:
        """Ruled cells without text in rows and columns that hold text: blank cells of a table, no ruled
        emptiness."""
        filled = set(self.teks) | {place for place, parents in closing.items() if parents in self.teks}
        rows, columns = {row for row, _ in filled}, {column for _, column in filled}
        shaped = {row for row, _ in filled & self.stroked}
        # a wholly blank ruled row between two rows of text holds the table together; one at its end does not
        between = {
            row for row in {row for row, _ in self.stroked} - rows if row - 1 in shaped and row + 1 in shaped
        }
        return {
            (row, column)
            for row, column in self.stroked
            if (row in rows and column in columns) or (row in between and column in columns)
        }

    def _note(self, ws, blank: list[str], error: list[str]) -> None:
        for entries, message in (
            (blank, "rumus belum pernah dihitung, dibaca kosong; buka dan simpan di Excel lalu coba lagi"),
            (error, "rumus menghasilkan galat"),
        ):
            self.notes += [f"{entry}: {message}" for entry in entries[:_MAX_NAMED]]
            if len(entries) > _MAX_NAMED:
                self.notes.append(f"{self.name}: {len(entries) - _MAX_NAMED} sel lain: {message}")
        if ws._images or ws._charts:
            count = len(ws._images) + len(ws._charts)
            self.notes.append(f"{self.name}: {count} gambar atau grafik tidak dibaca")

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
        gone = [place for place in self.teks if self._is_unseen(*place)]
        rows, columns = (
            sorted({row for row, _ in gone} & self.unseen_rows),
            sorted({column for _, column in gone} & self.unseen_columns),
        )
        for place in gone:
            del self.teks[place]
        for found, message in (
            (rows, "tidak diperiksa"),
            (sorted(counted), "tetap dibaca karena ikut dijumlahkan"),
        ):
            if found:
                self.notes.append(
                    f"{self.name}: {len(found)} baris tersembunyi (mulai baris {found[0]}), {message}"
                )
        if columns:
            letters = ", ".join(get_column_letter(column) for column in columns)
            self.notes.append(f"{self.name}: kolom tersembunyi ({letters}), tidak diperiksa")

    def _is_unseen(self, row: int, column: int) -> bool:
        """Does no visible row and column show the cell (or the merged cell that begins here)?"""
        rs, cs = self.merged.get((row, column), (1, 1))
        return (
            set(range(row, row + rs)) <= self.unseen_rows
            or set(range(column, column + cs)) <= self.unseen_columns
        )

    def _hold_together(self) -> None:
        """Blank rows within a table and columns that nobody sees part nothing; a grid is made without
        them."""
        for row, columns in blank_within(self.teks, self.unseen_rows).items():
            self.content |= {(row, column) for column in columns}
            self.unseen_rows |= set() if any((row, column) in self.stroked for column in columns) else {row}
        for column in sorted(self.unseen_columns):
            self.content |= {(row, column) for row, left in list(self.content) if left == column - 1}

    # ---- regions
    def blok(self) -> list[Block]:
        """The sheet's blocks from top to bottom, left to right."""
        result = [block for places in _cut(sorted(self.content)) for block in self._region(places)]
        if result and not _PLAIN_SHEET.fullmatch(self.name.strip()):
            result.insert(0, Block("judul", self.name.strip(), 1, jejak=f"{self.name}!A1"))
        return result

    def _region(self, places: list[tuple[int, int]]) -> list[Block]:
        """One region: lines of text above and below, and the grid between them."""
        rows = sorted({row for row, _ in places})
        c0, c1 = min(column for _, column in places), max(column for _, column in places)
        content = {
            row: sorted(column for column in range(c0, c1 + 1) if (row, column) in self.teks) for row in rows
        }
        above: list[Block] = []
        below: list[Block] = []
        while rows and self._sentences(content[rows[0]], rows[0], c0, c1):
            above += self._paragraph(rows.pop(0), content)
        if (
            above
            and len(parts := _cut([place for place in places if place[0] >= rows[0]] if rows else [])) > 1
        ):
            return above + [
                block for part in parts for block in self._region(part)
            ]  # a title had bridged a gap between tables
        stroked = any((row, column) in self.stroked for row in rows[:2] for column in content[row])
        while (
            len(rows) > 1
            and len(content[rows[-1]]) <= 1
            and stroked
            and not any((rows[-1], column) in self.stroked for column in range(c0, c1 + 1))
        ):
            below = self._paragraph(rows.pop(), content) + below
        if len([row for row in rows if content[row]]) <= 1:  # a single row is no table
            centred = [block for row in rows for block in self._paragraph(row, content)]
        else:
            centred = self._grids(places, rows[0], rows[-1], c0, c1)
        return above + centred + below

    def _sentences(self, columns: list[int], row: int, c0: int, c1: int) -> bool:
        """Is this first row of a region a line of text above the table (and not a header over some of its
        columns)?"""
        if not columns:
            return True
        if len(columns) > 1:
            return False
        rs, cs = self.merged.get((row, columns[0]), (1, 1))
        return rs == 1 and (columns[0] == c0 or cs == 1 or cs >= 0.8 * (c1 - c0 + 1))

    def _paragraph(self, row: int, content: dict[int, list[int]]) -> list[Block]:
        if not content[row]:
            return []
        text = " ".join(self.teks[row, column] for column in content[row])
        return [Block("paragraf", text.replace("\n", " "), jejak=self._jejak(row, content[row][0]))]

    def _grids(self, places: list, r0: int, r1: int, c0: int, c1: int) -> list[Block]:
        """The region as a grid; none where it is nearly empty, and too large for what it holds."""
        if hollow(r1 - r0 + 1, c1 - c0 + 1, len(places)):
            size = f"{r1 - r0 + 1} baris dan {c1 - c0 + 1} kolom"
            self.notes.append(f"{self._jejak(r0, c0)}: {size} yang hampir kosong, tidak dibaca sebagai tabel")
            return []
        return [self._grid(r0, r1, c0, c1)]

    def _grid(self, r0: int, r1: int, c0: int, c1: int) -> Block:
        sel, closing = [], set()
        rows = self._seen(r0, r1, self.unseen_rows, {row for row, _ in self.teks})
        columns = self._seen(c0, c1, self.unseen_columns, {column for _, column in self.teks})
        for row in rows:
            for column in columns:
                if (row, column) in closing:
                    continue
                rs, cs = self.merged.get((row, column), (1, 1))
                down, across = [row], [column]
                if rs * cs > 1:
                    down, across = (
                        [down_at for down_at in range(row, row + rs) if down_at in rows],
                        [across_at for across_at in range(column, column + cs) if across_at in columns],
                    )
                    closing |= {(down_at, across_at) for down_at in down for across_at in across}
                text = self.teks.get((row, column), "")
                sel.append(
                    Cell(
                        rows[row],
                        columns[column],
                        text,
                        len(down),
                        len(across),
                        jejak=self._jejak(row, column),
                    )
                )
        return Block("petak", sel=sel, jejak=self._jejak(r0, c0))

    @staticmethod
    def _seen(first: int, last: int, unseen: set[int], filled: set[int]) -> dict[int, int]:
        """Rows (or columns) of the sheet that a grid shows → their number in it."""
        shown_ones = [at for at in range(first, last + 1) if at not in unseen or at in filled]
        return {at: order for order, at in enumerate(shown_ones)}

    def _jejak(self, row: int, column: int) -> str:
        from openpyxl.utils import get_column_letter

        return f"{self.name}!{get_column_letter(column)}{row}"


_SIDES = ("left", "right", "top", "bottom")


def _places(merged):
    return (
        (row, column)
        for row in range(merged.min_row, merged.max_row + 1)
        for column in range(merged.min_col, merged.max_col + 1)
    )


def _rows(text: str) -> list[str]:
    """Lines of a cell in single spaces."""
    clean = (
        re.sub(r"[ \t\u00a0\u2007\u2009\u202f]+", " ", line).strip() for line in re.split(r"\r\n|\r|\n", text)
    )
    return [line for line in (re.sub(r"_x000[dDaA]_", "", line) for line in clean) if line]


def _cut(places: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Regions between blank rows, then between blank columns, and so on."""
    result, queue = [], [(places, 0, False)]
    while queue:
        content, axis, already = queue.pop()
        if not content:
            continue
        value = sorted({place[axis] for place in content})
        broken = [after for before, after in zip(value, value[1:], strict=False) if after > before + 1]
        if not broken:
            if already:
                result.append(content)
            else:
                queue.append((content, 1 - axis, True))
            continue
        bounds = [*broken, value[-1] + 1]
        parts: list[list[tuple[int, int]]] = [[] for _ in bounds]
        for place in content:
            parts[next(bound_no for bound_no, bound in enumerate(bounds) if place[axis] < bound)].append(
                place
            )
        queue += [(part, 1 - axis, False) for part in reversed(parts)]
    return result
