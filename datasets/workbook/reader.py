"""A workbook of typed tables, written by Cermat or by hand, becomes a Submission; an agency's own workbook is
left alone."""

import datetime as dt
import hashlib
import re
from pathlib import Path

import pandas as pd
from openpyxl.utils import get_column_letter

from cermat.datasets.readers.container import BROKEN, check_file, open_zip
from cermat.datasets.readers.xlsx import load
from cermat.datasets.readers.xlsx_formats import shown
from cermat.datasets.workbook.looks import EXAMPLE, MARK, POINTERS, sheet_name, words
from cermat.datasets.workbook.numbers import attach, read_register
from cermat.schemas.angka import is_error, parse
from cermat.schemas.errors import InputError
from cermat.schemas.places import ORIGIN_COLUMNS
from cermat.schemas.submission import STRUKTUR_COLUMNS, Submission, bind
from cermat.schemas.tables import Column, Table, all_tables

_SHEET_NAME = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\bname=\"([^\"]*)\"")
_TITLE_ROWS = 6
_KNOWN_SHARE = 0.6  # of the headers of an unmarked workbook, in the very spelling of tables.yaml


def read_workbook(path: Path, original: Path | None = None) -> Submission | None:
    """Read a workbook of typed tables; None where the file is none (then it is a document). original: the
    file it was made from.

    It is one where it carries Cermat's mark, or where a sheet is named as a typed table and its first row
    spells that table's columns. Numbers that a hand typed as numbers are read as Excel shows them, in
    Indonesian form. Sheets and columns nobody knows, and cells whose formula gives nothing, become `struktur`
    rows. Raises InputError.
    """
    path = Path(path)
    if check_file(path) != "xlsx" or not _may_be(path):
        return None
    formulas, values = load(path)
    marked = any(prop.name == MARK[0] for prop in formulas.custom_doc_props.props)
    sheets = [
        _Sheet(formula, value) for formula, value in zip(formulas.worksheets, values.worksheets, strict=True)
    ]
    if not marked and not any(sheet.is_typed() for sheet in sheets):
        return None
    own = original or path
    about = pd.DataFrame(
        {"laporan": [own.name], "sumber": [str(own)], "sha256": [_digest(own)], "jenis": ["tabel"]}
    )
    return _submission(sheets, about)


def _submission(sheets: list["_Sheet"], about: pd.DataFrame) -> Submission:
    from cermat.datasets.read_tables import from_frames, name_origin

    report = about["laporan"].iat[0]
    own = {name.casefold() for name in words()["sheets"].values()}
    frames: dict[str, pd.DataFrame] = {}
    read: dict[str, _Sheet] = {}
    told: list[dict] = []
    register, warnings = None, []
    for sheet in sheets:
        if sheet.name == sheet_name("numbers"):
            register, problem = read_register(sheet.header, sheet.rows_of_text(), report)
            warnings += problem
        elif sheet.kind in all_tables() and sheet.kind not in frames:
            frames[sheet.kind], shape = sheet.frame()
            read[sheet.kind], told = sheet, told + shape
        elif sheet.name.casefold() not in own and sheet.header:
            unknown = "nama lembar tidak dikenal, lembar tidak dibaca"
            told.append({"tabel_tipe": sheet.name, "kolom": "", "pesan": unknown, "teks": sheet.name})
    frames = {kind: frame for kind, frame in frames.items() if len(frame)}
    numbers = None
    if register is not None:
        numbers = attach(frames, register)
    for frame in frames.values():
        if POINTERS in frame:
            del frame[POINTERS]
    sub = _tables(from_frames, frames, about, numbers)
    sub.origin = _origin(frames, read, report)
    name_origin(sub.struktur, sub.origin, lambda trace: f"sel {trace.rpartition('!')[2]}")
    if told:
        more = pd.DataFrame(told).assign(laporan=report).reindex(columns=STRUKTUR_COLUMNS)
        sub.struktur = pd.concat([sub.struktur, more.fillna({"baris_ke": -1})], ignore_index=True)
    sub.warnings = [*sub.warnings, *warnings]
    return sub


def _tables(
    from_frames, frames: dict[str, pd.DataFrame], about: pd.DataFrame, numbers: pd.DataFrame | None
) -> Submission:
    filled = any(
        EXAMPLE not in frame or frame[EXAMPLE].str.lower().ne("ya").any() for frame in frames.values()
    )
    if filled:
        return from_frames(frames, about, document_angka=numbers)
    if numbers is None:
        raise InputError(
            f"{about['laporan'].iat[0]}: belum ada baris yang diisi (baris contoh tidak dihitung)"
        )
    return bind({}, about, document_angka=numbers)  # a document of which nothing was recognised


def _origin(frames: dict[str, pd.DataFrame], read: dict[str, "_Sheet"], report: str) -> pd.DataFrame:
    """The cell of every value: ORIGIN_COLUMNS."""
    from cermat.datasets.read_tables import origin

    parts = []
    for kind, frame in frames.items():
        sheet, spec = read[kind], all_tables()[kind].columns
        traces = {
            column: [f"{sheet.name}!{sheet.cell(row, column)}" for row in frame.index]
            for column in frame.columns
            if column in spec
        }
        parts.append(origin(kind, frame, report, traces))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=ORIGIN_COLUMNS)


def _may_be(path: Path) -> bool:
    """Is any sheet named as one of ours? Read from the list of sheets alone, as most workbooks are none."""
    wanted = {*all_tables(), *(name.casefold() for name in words()["sheets"].values())}
    try:
        with open_zip(path) as archive:
            member = next(
                (name for name in archive.namelist() if name.lower().endswith("xl/workbook.xml")), None
            )
            listed = _SHEET_NAME.findall(archive.read(member)) if member else []
    except BROKEN:
        return False  # its own reader says what is broken
    return any(
        _kind(name.decode("utf-8", "replace")) in wanted
        or name.decode("utf-8", "replace").casefold() in wanted
        for name in listed
    )


def _kind(name: str) -> str:
    return re.sub(r"\s+", "_", name.strip().casefold())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Sheet:
    """One sheet: its row of names as header, the filled rows below it as they stand."""

    def __init__(self, formulas, values) -> None:
        self.name, self.kind = formulas.title, _kind(formulas.title)
        by_row: dict[int, dict[int, tuple]] = {}
        for (row, column), cell in formulas._cells.items():  # sparse: whole columns may carry a format
            if cell.value is None:
                continue
            if cell.data_type == "f":
                shown = values._cells.get((row, column))
                by_row.setdefault(row, {})[column] = (
                    None if shown is None else shown.value,
                    cell.number_format,
                    True,
                )
            else:
                by_row.setdefault(row, {})[column] = (cell.value, cell.number_format, False)
        self.numbers = [
            row
            for row in sorted(by_row)
            if any(not isinstance(value, str) or value.strip() for value, _, _ in by_row[row].values())
        ]
        lines = [by_row[row] for row in self.numbers]
        self.width = max((max(line) for line in lines), default=0)
        top = self._header_row(lines)
        self.header = [_plain(lines[top].get(column)) for column in range(1, self.width + 1)] if lines else []
        self.lines = lines[top + 1 :]
        self.names: list[str] = []

    def _header_row(self, lines: list[dict[int, tuple]]) -> int:
        """The row of names: the first, or one below a title that a hand has put above it."""
        spec = all_tables().get(self.kind)
        if spec is None:
            return 0
        known = [
            sum(_plain(value).casefold() in spec.columns for value in line.values())
            for line in lines[:_TITLE_ROWS]
        ]
        return known.index(max(known)) if known else 0

    def rows_of_text(self) -> list[list[str]]:
        """Every row below the header as plain text."""
        return [[_plain(line.get(column)) for column in range(1, self.width + 1)] for line in self.lines]

    def is_typed(self) -> bool:
        """Does the header of an unmarked workbook spell the columns of the table that the sheet is named
        for?"""
        spec = all_tables().get(self.kind)
        if spec is None:
            return False
        heads = [head for head in self.header if head]
        known = [head for head in heads if head in spec.columns or head in (EXAMPLE, POINTERS, "laporan")]
        wanted = {column.name for column in spec.columns.values() if column.required}
        return wanted <= set(heads) and len(known) >= _KNOWN_SHARE * len(heads)

    def frame(self) -> tuple[pd.DataFrame, list[dict]]:
        """The table as text, and STRUKTUR_COLUMNS rows for cells that give nothing."""
        spec = all_tables()[self.kind]
        self.names = names = self._names(spec)
        labels = {_label(column.label) for column in spec.columns.values()}
        lines = self.lines
        if (
            lines
            and (below := [_label(_plain(line)) for line in lines[0].values()])
            and sum(text in labels for text in below) > len(below) / 2
        ):
            self.lines = lines = lines[1:]  # the row of labels
        rows, told = [], []
        for line_at, line in enumerate(lines):
            row = []
            for column_at, name in enumerate(names, 1):
                text, problem = _text(line.get(column_at), spec.columns.get(name))
                row.append(text)
                if problem:
                    told.append(
                        {
                            "tabel_tipe": self.kind,
                            "kolom": name,
                            "pesan": f"{problem} (sel {self.cell(line_at, name)})",
                            "teks": "",
                        }
                    )
            rows.append(row)
        return pd.DataFrame(rows, columns=names, dtype=object), told

    def cell(self, row: int, column: str) -> str:
        """Name of a cell ('E7') by its row in `frame` and its column."""
        return f"{get_column_letter(self.names.index(column) + 1)}{self.numbers[row - len(self.lines)]}"

    def _names(self, spec: Table) -> list[str]:
        """Names of columns: as in tables.yaml, by label where the row of names is gone; others keep their own
        words."""
        by_label = {_label(column.label): column.name for column in spec.columns.values()}
        names: list[str] = []
        for position, head in enumerate(self.header):
            name = re.sub(r"\s+", "_", head.strip().casefold())
            if name not in spec.columns and name not in (EXAMPLE, POINTERS, "laporan"):
                name = by_label.get(_label(head), head.strip() or f"(kolom ke-{position + 1} tanpa judul)")
            names.append(name if name not in names else f"{name} (kolom ke-{position + 1})")
        return names


def _label(text: str) -> str:
    return text.strip().rstrip("*").strip().casefold()


def _plain(cell: tuple | None) -> str:
    return "" if cell is None or cell[0] is None else shown(cell[0], cell[1]).strip()


def _text(cell: tuple | None, column: Column | None) -> tuple[str, str]:
    """(text as a person sees it, what is wrong with the cell)."""
    if cell is None:
        return "", ""
    value, code, formula = cell
    if value is None:
        return "", "rumus belum pernah dihitung; buka dan simpan di Excel, atau tulis nilainya"
    if isinstance(value, str):
        text = value.strip()
        if is_error(text):
            return "", f"rumus menghasilkan galat {text}" if formula else f"sel berisi galat {text}"
        return _worded(text, column), ""
    if column is not None:
        if column.kind == "tanggal" and isinstance(value, dt.date):  # a datetime is one too
            return value.strftime("%Y-%m-%d"), ""
        if column.kind in ("tahun", "bulat") and isinstance(value, int | float) and float(value).is_integer():
            return str(int(value)), ""
        if column.kind == "pilihan" and isinstance(value, bool):
            return "ya" if value else "tidak", ""
    text = shown(value, code)
    if column is not None and column.kind == "angka" and parse(text).ragu:
        text = text.replace(".", "")  # 1926 under #,##0 is no doubt
    return text, ""


def _worded(text: str, column: Column | None) -> str:
    """Texts of closed lists and dates in the spelling of the schema, where it is clear which is meant."""
    if column is None or not text:
        return text
    if column.kind == "pilihan" and text not in column.choices:
        key = re.sub(r"[\s_-]+", " ", text).casefold()
        return next(
            (choice for choice in column.choices if re.sub(r"[\s_-]+", " ", choice).casefold() == key), text
        )
    if column.kind == "tanggal" and not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        from cermat.datasets.recognise.structure.dates import read_date

        found = read_date(text)
        return found[0] if found else text
    return text
