"""The workbook of an audit, and its sheets by row and title."""

from io import BytesIO

import openpyxl

from cermat.datasets.document.laid_tables import lay_out
from cermat.reports import xlsx
from tests.helpers import quick

SHEETS = ["Ringkasan", "Temuan", "Kertas Kerja", "Aturan", "Angka", "Riwayat"]


class Made:
    """An audit, its findings and the workbook of it."""

    def __init__(self, sub, lang: str = "id", **options):
        self.result = quick(sub, **options)
        if self.result.sub.blok.empty:
            lay_out(self.result.sub)
        self.laporan = self.result.audited[0]
        self.findings = self.result.to_dict(self.laporan)
        self.content = xlsx.book(self.findings, self.result, lang)

    def open(self, **options):
        return openpyxl.load_workbook(BytesIO(self.content), **options)


def heads(sheet) -> dict[str, int]:
    """Column by its title."""
    return {c.value: c.column - 1 for c in sheet[1]}


def rows(sheet) -> list[tuple]:
    return list(sheet.iter_rows(min_row=2, values_only=True))
