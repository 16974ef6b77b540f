"""Sheet 'Perlu Dilihat': what does not hold but is not sure enough to accuse."""

from cermat.reports.doubtful import LEAD, rows
from cermat.reports.xlsx_book import Column


def doubtful_sheet(papers, sheet) -> None:
    """One line each, with room for what a person saw."""
    _ = papers.labels._
    columns = [
        Column(_("No."), 4.5, "whole"),
        Column(_("Aturan"), 8),
        Column(_("Kondisi"), 60),
        Column(_("Mengapa belum yakin"), 40),
        Column(_("Keyakinan"), 10),
        Column(_("Tempat"), 40),
        Column(_("Tanggapan"), 30, "note"),
        Column(_("ID temuan"), 13),
    ]
    papers.book.table(sheet, columns)
    told = rows(papers.findings, papers.places.where, papers.titles, papers.labels)
    for number, row in enumerate(told, 1):
        at = "\n".join(row["at"])
        values = [number, row["rule"], row["kondisi"], row["why"], row["sure"], at, "", row["id"]]
        papers.book.row(sheet, number, columns, values)
    papers.book.text(sheet, len(told) + 2, 2, _(LEAD))
    sheet.autofilter(0, 0, max(len(told), 1), len(columns) - 1)
