"""Sheets 'Temuan' (with room for answers and initials) and 'Aturan'."""

import re

from cermat.reports.labels import BY_THE_UNIT, GRADES, KINDS, N_, STATUSES
from cermat.reports.places import own
from cermat.reports.plain import one_line
from cermat.reports.verdict import own_title, place_line
from cermat.reports.xlsx_book import GRADE, STATUS, Column
from cermat.reports.xlsx_formula import quoted

ANSWERS = (N_("belum ditanggapi"), N_("diterima"), N_("ditolak"), N_("diperbaiki"))
_MOST_PLACES = 10
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")  # what a card fills in for each finding


def places_text(papers, finding: dict) -> str:
    """All places of a finding, one a line; the rest of a long list is counted."""
    lines = list(
        dict.fromkeys(
            place_line(papers.places.where(place), short=True) for place in finding["places"][:_MOST_PLACES]
        )
    )
    left = len(finding["places"]) - _MOST_PLACES
    if left > 0:
        lines.append(papers.labels._("… dan %(n)s tempat lain", n=left))
    if finding["suspects"]:
        lines.append(papers.labels._("Yang mungkin keliru:"))
        lines += [
            one_line(f"{place['what']}: {place['text']}" if place.get("what") else place["text"], 200)
            for place in finding["suspects"][:_MOST_PLACES]
        ]
    return "\n".join(line for line in lines if line) or papers.labels._("laporan secara keseluruhan")


def waiver_text(waiver: dict | None, _) -> str:
    """Reason, who and until when."""
    if not waiver:
        return ""
    told = _(
        "%(reason)s (oleh %(who)s, sampai %(date)s)",
        reason=waiver["alasan"],
        who=waiver["oleh"],
        date=waiver["sampai"],
    )
    return told if waiver["berlaku"] else f"{told}; {_('sudah lewat masa berlakunya')}"


def findings_sheet(papers, sheet) -> None:
    """One line a finding, in the order and with the numbers of all papers; a number leads to its
    comparisons."""
    _, found = papers.labels._, papers.findings["findings"]
    excused = any(finding["waiver"] for finding in found)
    columns = [
        Column(_("No."), 5),
        Column(_("Tingkat"), 8),
        Column(_("Aturan"), 8),
        Column(_("Temuan"), 20),
        Column(_("Kondisi"), 36),
        Column(_("Kriteria"), 21),
        Column(_("Sebab"), 15),
        Column(_("Akibat"), 25),
        Column(_("Rekomendasi"), 23),
        Column(_("Tempat"), 28),
        *([Column(_("Pengecualian"), 18)] if excused else []),
        Column(_("Tanggapan"), 20, "note"),
        Column(_("Status"), 12, "note"),
        Column(_("Paraf"), 8, "note"),
        Column(_("Jenis"), 11),
        Column(_("ID temuan"), 13),
    ]
    papers.book.table(sheet, columns)
    sheet.freeze_panes(1, 4)
    answers = [_(answer) for answer in ANSWERS]
    status = next(position for position, column in enumerate(columns) if column.title == _("Status"))
    for number, finding in enumerate(found, 1):
        heading = f"{own_title(finding, papers.titles, papers.labels)}\n{finding['subject']}" + (
            f" ({finding['tahun']})" if finding["tahun"] else ""
        )
        values = [
            finding["no"] or "–",
            _(GRADES[finding["severity"]]),
            finding["rule"],
            heading,
            finding["kondisi"],
            finding["kriteria"],
            finding["sebab"] or _(BY_THE_UNIT),
            finding["akibat"],
            finding["rekomendasi"],
            places_text(papers, finding),
            *([waiver_text(finding["waiver"], _)] if excused else []),
            "",
            answers[0],
            "",
            _(KINDS.get(finding["kind"], finding["kind"])),
            finding["id"],
        ]
        papers.book.row(sheet, number, columns, values, {1: GRADE[finding["severity"]], 3: {"bold": True}})
        if at := own(finding["places"]):
            papers.page_link(sheet, number, 9, at[0]["page"], places_text(papers, finding))
        if finding["no"] and finding["id"] in papers.lines:
            to = f"{quoted(papers.names['Kertas Kerja'])}!A{papers.lines[finding['id']] + 1}"
            papers.book.jump(sheet, number, 0, to, finding["no"], bold=True)
    last = max(len(found), 1)
    if not found:
        papers.book.row(sheet, 1, columns, [None, "", "", _("Tidak ada temuan."), *[""] * (len(columns) - 4)])
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.data_validation(
        1,
        status,
        last,
        status,
        {
            "validate": "list",
            "source": answers,
            "error_title": _("Status"),
            "error_message": _("Pilih salah satu dari daftar."),
        },
    )
    sheet.print_area(0, 0, last, len(columns) - 3)  # kind and id are for filters and for comparing two runs
    papers.counts |= {"status column": status, "findings": last}


def rules_sheet(papers, sheet) -> None:
    """One line a rule with its status and the reason."""
    _ = papers.labels._
    columns = [
        Column(_("Aturan"), 9),
        Column(_("Yang diuji"), 44),
        Column(_("Jenis"), 13),
        Column(_("Status"), 17),
        Column(_("Cocok"), 9, "whole"),
        Column(_("Tidak cocok"), 9, "whole"),
        Column(_("Belum dapat diputus"), 11, "whole"),
        Column(_("Alasan"), 50),
        Column(_("Kriteria"), 50),
    ]
    papers.book.table(sheet, columns)
    cards = {card.id: card for card in getattr(papers.result, "cards", ())}
    for position, rule in enumerate(papers.findings["rules"], 1):
        card = cards.get(rule["id"])
        about = card.criterion if card else None
        criterion = (
            _PLACEHOLDER.sub("…", f"{about.document} {about.section}".rstrip() + f": {about.what}")
            if about
            else ""
        )
        values = [
            rule["id"],
            papers.tests.get(rule["id"], papers.titles.get(rule["id"], "")),
            _(KINDS.get(rule["kind"], rule["kind"])),
            _(STATUSES[rule["status"]]),
            rule["held"],
            rule["failed"],
            rule["undecided"],
            rule["reason"],
            criterion,
        ]
        papers.book.row(sheet, position, columns, values, {3: STATUS[rule["status"]]})
    sheet.autofilter(0, 0, max(len(papers.findings["rules"]), 1), len(columns) - 1)
