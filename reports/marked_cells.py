"""Which cell of a workbook of typed tables holds a number: the reader gives such tables no trace, their rows
and columns do."""

import re
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from cermat.reports.marked_places import Mark
from cermat.schemas.tables import all_tables

_HEAD_ROWS = 6


def typed_cells(data: bytes, sub, marks: list[Mark]) -> dict[tuple, tuple[str, str]]:
    """(sheet, cell) by the key of a mark's spot, for spots without a trace that stand in a typed table."""
    wanted = {
        mark.spot.key: mark.spot
        for mark in marks
        if "!" not in mark.spot.trace and (mark.spot.number >= 0 or mark.spot.cell)
    }
    if not wanted:
        return {}
    sheets = _sheets(data)
    found = {}
    for key, spot in wanted.items():
        kind, column, row = _by_number(sub, spot.number) if spot.number >= 0 else _by_cell(sub, spot)
        name, columns, rows = sheets.get(kind, ("", {}, []))
        if column in columns and 0 <= row < len(rows):
            found[key] = (name, f"{get_column_letter(columns[column])}{rows[row]}")
    return found


def _row(frame, mine, at) -> int:
    """How many rows of the same report stand before a row of a typed table."""
    return int((frame["laporan"].eq(mine) & (frame.index < at)).sum())


def _by_number(sub, number: int) -> tuple[str, str, int]:
    """The first row of a typed table that a number stands in; a document's number may stand in several."""
    laporan = sub.angka["laporan"].iat[number]
    for kind, spec in all_tables().items():
        frame = sub.tables[kind]
        for column in spec.angka_columns:
            hit = frame.index[frame[column].eq(number)]
            if len(hit):
                return kind, column, _row(frame, laporan, hit[0])
    return "", "", -1


def _by_cell(sub, spot) -> tuple[str, str, int]:
    """A cell of a grid that was laid out from a typed table: its caption is 'kind · printed table', its first
    row the labels."""
    block = sub.blok[sub.blok["blok"].eq(spot.block)]
    if block.empty or spot.cell is None:
        return "", "", -1
    kind, _, table = str(block["teks"].iat[0]).partition(" · ")
    frame = sub.tables.get(kind)
    head = sub.sel[sub.sel["blok"].eq(spot.block) & sub.sel["r"].eq(0) & sub.sel["c"].eq(spot.cell[1])]
    if frame is None or head.empty:
        return "", "", -1
    mine = block["laporan"].iat[0]
    names = {known.label: known.name for known in all_tables()[kind].columns.values()}
    rows = frame.index[
        frame["laporan"].eq(mine) & frame["tabel"].where(frame["tabel"].ne(""), kind).eq(table)
    ]
    if not 1 <= spot.cell[0] <= len(rows):
        return "", "", -1
    return kind, names.get(str(head["teks"].iat[0]), ""), _row(frame, mine, rows[spot.cell[0] - 1])


def _sheets(data: bytes) -> dict[str, tuple[str, dict[str, int], list[int]]]:
    """Typed tables of the workbook: kind → (name of its sheet, column numbers by name, row numbers of its
    data)."""
    made = {}
    book = load_workbook(BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        kind = re.sub(r"\s+", "_", sheet.title.strip().casefold())
        if kind not in all_tables() or kind in made:
            continue
        spec = all_tables()[kind].columns
        labels = {known.label.casefold(): known.name for known in spec.values()}
        lines: dict[int, dict[int, str]] = {}
        for cell in sheet._cells.values():
            if cell.value is not None and str(cell.value).strip():
                lines.setdefault(cell.row, {})[cell.column] = str(cell.value).strip().casefold()
        rows = sorted(lines)
        known = [sum(text in spec for text in lines[row].values()) for row in rows[:_HEAD_ROWS]]
        if not any(known):
            continue
        top = known.index(max(known))
        columns = {re.sub(r"\s+", "_", text): column for column, text in lines[rows[top]].items()}
        data_rows = rows[top + 1 :]
        if data_rows:
            below = list(lines[data_rows[0]].values())
            told = sum(text.rstrip("* ") in labels for text in below)
            data_rows = data_rows[1:] if told > len(below) / 2 else data_rows
        example = columns.get("contoh", 0)
        made[kind] = (sheet.title, columns, [row for row in data_rows if lines[row].get(example) != "ya"])
    return made
