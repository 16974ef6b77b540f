"""XLSX 'Kertas Kerja Reviu': findings to answer and sign, every comparison with a live formula, every printed
number."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from cermat.reports import doubtful
from cermat.reports.kantor import Office
from cermat.reports.labels import Labels, labels
from cermat.reports.original import original, page_link
from cermat.reports.places import Places
from cermat.reports.verdict import rule_titles, test_names, title
from cermat.reports.xlsx_beside import beside_sheet
from cermat.reports.xlsx_book import Book
from cermat.reports.xlsx_doubtful import doubtful_sheet
from cermat.reports.xlsx_findings import findings_sheet, rules_sheet
from cermat.reports.xlsx_papers import comparisons_sheet, mismatches_first, numbers_sheet
from cermat.reports.xlsx_summary import history_sheet, summary_sheet

TABS = {"Ringkasan": "#1F3A5F", "Temuan": "#8C1C13", "Kertas Kerja": "#1D5421"}
MOST_ROWS = 200_000  # lines of a sheet; what is left out is said in the summary


@dataclass(eq=False)
class Papers:
    """What the sheets share. tests: names of what is tested, by rule. cells: number id → line in the sheet of
    numbers (from 0); lines: finding id → its first line among the comparisons; numbered: finding id → its
    number, which all papers give it; office: who reviews; original: address of the PDF that was read."""

    book: Book
    findings: dict
    result: Any
    labels: Labels
    places: Places
    titles: dict[str, str]
    tests: dict[str, str]
    names: dict[str, str]
    states: np.ndarray
    workings: list[dict]
    office: Office = field(default_factory=Office)
    cells: dict[int, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    numbered: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    original: str = ""

    def page_link(self, sheet, row: int, column: int, page: int | None, text: str) -> None:
        """Make a cell that is written lead to a page of the PDF, where one was read."""
        if address := page_link(self.original, page):
            self.book.link(sheet, row, column, address, text)

    def sheet(self, key: str, tab: str = ""):
        """An empty sheet by its Indonesian name."""
        report = self.findings["report"]
        engine = self.findings["engine"]
        foot = f"Cermat {engine['version']} · {report['laporan']} · {engine['time'][:10]}"
        return self.book.sheet(self.names[key], title(self.findings, self.labels), foot, tab)


def _names(_) -> dict[str, str]:
    shown = {
        "Ringkasan": _("Ringkasan"),
        "Temuan": _("Temuan"),
        "Perlu Dilihat": _(doubtful.HEADING),
        "Dokumen Lain": _("Dokumen Lain"),
        "Kertas Kerja": _("Kertas Kerja"),
        "Aturan": _("Aturan"),
        "Angka": _("Angka"),
        "Riwayat": _("Riwayat"),
    }
    return shown


def book(
    findings: dict, result, lang: str = "id", kantor: Office | None = None, folder: Path | None = None
) -> bytes:
    """The working papers of one audit as a workbook.

    findings: findings.json as a dict; result: the frames behind it; lang: id or en; kantor: who reviews;
    folder: where the workbook will lie, for links to the pages of the PDF.
    """
    words = labels(lang)
    laporan = findings["report"]["laporan"]
    made = Book(words._("Kertas Kerja Reviu"), title(findings, words), findings["engine"]["time"])
    papers = Papers(
        made,
        findings,
        result,
        words,
        Places(result.sub, laporan, words),
        rule_titles(findings, result, lang),
        test_names(result, lang),
        _names(words._),
        result.colours(laporan),
        [],
        kantor or Office(),
    )
    papers.original = original(findings, folder)
    papers.numbered = {finding["id"]: finding["no"] for finding in findings["findings"]}
    papers.workings = mismatches_first(result.workings(laporan), papers.numbered)
    for line, working in enumerate(papers.workings[:MOST_ROWS], 1):
        papers.lines.setdefault(working["finding"], line)
    if not findings.get("doubtful"):
        del papers.names["Perlu Dilihat"]
    if not findings.get("against"):
        del papers.names["Dokumen Lain"]
    sheets = {key: papers.sheet(key, TABS.get(key, "")) for key in papers.names}
    numbers_sheet(papers, sheets["Angka"], MOST_ROWS)  # first: formulas refer to its lines
    findings_sheet(papers, sheets["Temuan"])
    if "Perlu Dilihat" in sheets:
        doubtful_sheet(papers, sheets["Perlu Dilihat"])
    if "Dokumen Lain" in sheets:
        beside_sheet(papers, sheets["Dokumen Lain"])
    comparisons_sheet(papers, sheets["Kertas Kerja"], MOST_ROWS)
    rules_sheet(papers, sheets["Aturan"])
    history_sheet(papers, sheets["Riwayat"])
    summary_sheet(papers, sheets["Ringkasan"])
    sheets["Ringkasan"].activate()
    return papers.book.close()
