"""The overview over a year's submissions as a file: a workbook, or text that any program reads."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime

from cermat.reports.desk.tables import READY, Kiriman
from cermat.reports.plain import one_line
from cermat.reports.xlsx_book import Book, Column

_FORMULA = ("=", "+", "-", "@")  # a cell that begins so would be computed
_COLUMNS = (
    Column("Instansi", 36),
    Column("Tahun", 7),
    Column("Berkas", 34),
    Column("Dikirim", 12),
    Column("Pembacaan", 12),
    Column("Telaah", 13),
    Column("Tenggat", 12),
    Column("Tinggi", 8, "whole"),
    Column("Sedang", 8, "whole"),
    Column("Rendah", 8, "whole"),
    Column("Perlu dilihat", 9, "whole"),
    Column("Angka tercetak", 10, "whole"),
    Column("Terbukti", 10, "whole"),
)


def _values(row: Kiriman) -> list:
    """One submission, in the order of _COLUMNS; counts only of what was read."""
    counts: list = [row.tinggi, row.sedang, row.rendah, row.perlu, row.tercetak, row.terbukti]
    return [
        row.instansi,
        str(row.tahun or ""),
        row.nama,
        row.dibuat.date().isoformat(),
        row.keadaan,
        row.telaah,
        row.tenggat.isoformat() if row.tenggat else "",
        *(counts if row.keadaan == READY else [""] * len(counts)),
    ]


def as_csv(rows: Iterable[Kiriman]) -> bytes:
    """The submissions as CSV with semicolons, which Excel opens in Indonesia as a table."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.title for column in _COLUMNS])
    for row in rows:
        writer.writerow([_text(value) for value in _values(row)])
    return made.getvalue().encode("utf-8-sig")


def _text(value) -> str:
    text = one_line(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_xlsx(rows: Iterable[Kiriman]) -> bytes:
    """The submissions as a workbook of one sheet."""
    time = datetime.now(UTC).isoformat()
    book = Book("Ringkasan kiriman", "Kiriman, temuan dan keadaan telaahnya", time)
    sheet = book.sheet("Kiriman", "Ringkasan kiriman", time[:10])
    book.table(sheet, _COLUMNS)
    sheet.freeze_panes(1, 1)
    for number, row in enumerate(rows, 1):
        book.row(sheet, number, _COLUMNS, _values(row))
    return book.close()
