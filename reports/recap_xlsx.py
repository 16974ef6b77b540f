"""Rekapitulasi as a workbook: a row an agency with links to its papers and room for what follows, and
agencies by kinds."""

from collections.abc import Callable
from urllib.parse import unquote

from cermat.reports.labels import KINDS, N_, Labels
from cermat.reports.recap import DONE, GRADES, Row, kinds_met, summed_up
from cermat.reports.xlsx_book import GRADE, STATUS, Book, Column

FOLLOWED = (N_("belum ditindaklanjuti"), N_("dibahas"), N_("selesai ditindaklanjuti"))
_COOL, _HOT = "#FFFFFF", "#E58A80"
_LINK = {"font_color": "#0B5394", "underline": 1}


def book(
    shown: list[Row], engine: dict, words: Labels, more: Callable[[Book, str, str], None] | None = None
) -> bytes:
    """The workbook as bytes. shown: rows of reports.recap; engine: of findings.json; more: called with the
    book, its headline and its foot, adds sheets."""
    _ = words._
    made = Book(_("Rekapitulasi hasil reviu"), summed_up(shown, words), engine["time"])
    foot = f"Cermat {engine['version']} · {engine['time'][:10]}"
    told = summed_up(shown, words)
    _agencies(made, made.sheet(_("Rekapitulasi"), told, foot, "#1F3A5F"), shown, words)
    if kinds_met(shown):
        _heat(made, made.sheet(_("Jenis temuan"), told, foot, "#8C1C13"), shown, words)
    if more:
        more(made, told, foot)
    return made.close()


def _agencies(made: Book, sheet, shown: list[Row], words: Labels) -> None:
    _ = words._
    papers = list(dict.fromkeys(paper for row in shown for paper, _address in row.papers))
    columns = [
        Column(_("No."), 5, "whole"),
        Column(_("Instansi"), 34),
        Column(_("Tahun"), 7),
        Column(_("Simpulan"), 18),
        *(Column(_(grade), 8, "whole") for grade in GRADES),
        Column(_("angka tercetak"), 10, "whole"),
        Column(_("dihitung ulang"), 10, "whole"),
        Column(_("belum terbukti"), 10, "whole"),
        Column(_("Yang tidak terbaca"), 34),
        Column(_("Status"), 12),
        Column(_("Tanggal"), 11),
        Column(_("Tindak lanjut"), 18, "note"),
        Column(_("Tanggal tindak lanjut"), 13, "note"),
        *(Column(paper, 15) for paper in papers),
    ]
    made.table(sheet, columns)
    sheet.freeze_panes(1, 2)
    first = len(columns) - len(papers)  # of the links, which are not printed
    for number, row in enumerate(shown, 1):
        counts = [row.grades[grade] for grade in GRADES] + [row.printed, row.recomputed, row.unproven]
        values = [
            number,
            "\n".join(part for part in (row.who, row.about) if part),
            row.year,
            row.answer,
            *(counts if row.printed else [None] * len(counts)),
            "\n".join(row.notes),
            _(row.status),
            row.date,
            _(FOLLOWED[0]),
            "",
            *[""] * len(papers),
        ]
        looks = {1: {"bold": True}, 3: _look(row)} | {
            4 + at: GRADE[grade] for at, grade in enumerate(GRADES) if row.grades[grade]
        }
        made.row(sheet, number, columns, values, looks)
        for paper, address in row.papers:
            at, style = first + papers.index(paper), made.cell(text_wrap=True, **_LINK)
            sheet.write_url(number, at, f"external:{unquote(address)}", style, _("buka"))
    sheet.autofilter(0, 0, len(shown), len(columns) - 1)
    rule = {"validate": "list", "source": [_(state) for state in FOLLOWED]}
    sheet.data_validation(1, first - 2, len(shown), first - 2, rule)
    sheet.print_area(0, 0, len(shown), first - 1)


def _look(row: Row) -> dict:
    """The colour of an answer."""
    if row.status != DONE:
        return STATUS["tidak dapat diuji"]
    return STATUS["temuan"] if row.grades["tinggi"] + row.grades["sedang"] else STATUS["sesuai"]


def _heat(made: Book, sheet, shown: list[Row], words: Labels) -> None:
    """Agencies by kinds of findings, darker where there are more."""
    _ = words._
    kinds = kinds_met(shown)
    columns = [
        Column(_("Instansi"), 40),
        *(Column(_(KINDS.get(kind, kind)), 11, "whole") for kind in kinds),
        Column(_("jumlah"), 9, "whole"),
    ]
    made.table(sheet, columns)
    read = [row for row in shown if row.printed]
    for number, row in enumerate(read, 1):
        counts = [row.kinds.get(kind) for kind in kinds]
        values = [f"{row.who} {row.year}".rstrip(), *counts, sum(row.kinds.values())]
        made.row(sheet, number, columns, values, {0: {"bold": True}})
    scale = {"type": "2_color_scale", "min_type": "num", "min_value": 0}
    scale |= {"min_color": _COOL, "max_color": _HOT}
    sheet.conditional_format(1, 1, max(len(read), 1), len(kinds), scale)
