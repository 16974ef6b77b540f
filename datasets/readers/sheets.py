"""Tables without a workbook's formats, CSV and old workbooks, put into an .xlsx to be read as one."""

import csv
import re
from collections import Counter
from io import StringIO
from pathlib import Path

from cermat.datasets.document.model import MAX_CELLS
from cermat.datasets.readers.text import text_of
from cermat.schemas.errors import InputError

SIGNS = (";", "\t", "|", ",")  # a comma last: it is the sign of decimals, too
_NAMED_SIGN = re.compile(r"sep=(.)\r?\n", re.I)
_TRIED = 50  # rows that say which sign parts the cells
_FORBIDDEN = re.compile(
    r"[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)  # characters that no workbook may hold
_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST, _WIDEST = 32_767, 16_384  # characters of a cell, cells of a row


def parted(text: str) -> tuple[str, str]:
    """(the text of a CSV without its line 'sep=;', the sign that parts its cells)."""
    if found := _NAMED_SIGN.match(text):
        return text[found.end() :], found[1]
    shares = {}
    for sign in SIGNS:
        widths = Counter(len(row) for row, _ in zip(_rows(text, sign), range(_TRIED), strict=False) if row)
        width, count = widths.most_common(1)[0] if widths else (1, 0)
        shares[sign] = count / widths.total() if width > 1 else 0.0
    return text, max(SIGNS, key=lambda sign: shares[sign]) if any(shares.values()) else ","


def _rows(text: str, sign: str):
    csv.field_size_limit(10_000_000)
    return csv.reader(StringIO(text, newline=""), delimiter=sign, skipinitialspace=True)


def from_csv(path: Path, folder: Path, notes: list[str]) -> Path:
    """The table of a CSV as a workbook in `folder`, its cells as texts. Raises InputError."""
    text, sign = parted(text_of(path))
    try:
        rows = list(_rows(text, sign))
    except csv.Error as error:
        raise InputError(f"{path.name}: bukan CSV yang sah ({error})") from None
    return _write({path.stem: rows}, path.name, folder, notes)


def from_calamine(path: Path, folder: Path, notes: list[str]) -> Path:
    """The values of an old workbook (.xls .xlsb .ods) as a workbook in `folder`. Raises InputError."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
    except (CalamineError, OSError, ValueError):
        raise InputError(f"{path.name}: buku kerja rusak, terpotong atau bersandi") from None
    return _write(sheets, path.name, folder, notes)


def _write(sheets: dict[str, list[list]], name: str, folder: Path, notes: list[str]) -> Path:
    from openpyxl import Workbook

    if sum(len(row) for rows in sheets.values() for row in rows) > MAX_CELLS:
        raise InputError(f"{name}: lebih dari {MAX_CELLS} sel, tidak dibaca")
    if max((len(row) for rows in sheets.values() for row in rows), default=0) > _WIDEST:
        raise InputError(f"{name}: baris dengan lebih dari {_WIDEST} kolom, tidak dibaca")
    cut = 0
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(_TITLE.sub("_", title)[:31] or "Lembar")
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if isinstance(value, str):
                    cut += len(value) > _LONGEST
                    value = _FORBIDDEN.sub("", value)[:_LONGEST]
                if value in ("", None):
                    continue
                cell = sheet.cell(at, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"  # a text that begins with "=" is none of ours to compute
    if cut:
        notes.append(f"{cut} sel lebih panjang dari {_LONGEST} huruf; kelebihannya tidak dibaca")
    made = folder / "lembar.xlsx"
    book.save(made)
    return made
