"""A comparison of two audits as a workbook: a summary, and every finding with its state."""

from cermat.reports.compare import GRADES, NOTES, STATES, View
from cermat.reports.compare_pages import MEASURES
from cermat.reports.compare_rows import headline, rows
from cermat.reports.labels import GRADES as GRADE_LABELS
from cermat.reports.labels import KINDS
from cermat.reports.verdict import title
from cermat.reports.xlsx_book import GRADE, STATUS, Book, Column, Grid

STATE = {
    "new": STATUS["temuan"],
    "changed": STATUS["tidak dapat diuji"],
    "remains": {"bg_color": "#ECECEC", "font_color": "#4A4A4A"},
    "doubted": STATUS["tidak dapat diuji"],
    "solved": STATUS["sesuai"],
}


def book(view: View) -> bytes:
    """The workbook as bytes."""
    _ = view.words._
    engine = view.made["new"]["engine"]
    made = Book(_("Perbandingan dua hasil reviu"), title(view.made["new"], view.words), engine["time"])
    foot = f"Cermat {engine['version']} · {engine['time'][:10]}"
    header = title(view.made["new"], view.words)
    first, second = (
        made.sheet(_("Ringkasan"), header, foot, "#1F3A5F"),
        made.sheet(_("Perbandingan"), header, foot, "#8C1C13"),
    )
    _summary(view, made, first)
    _findings(view, made, second)
    return made.close()


def _summary(view: View, made: Book, sheet) -> None:
    _, about = view.words._, view.made
    grid = Grid(made, sheet, (24, 44, 44, 10, 10, 10))
    grid.title(0, _("Perbandingan dua hasil reviu"))
    grid.wide(1, 0, 5, headline(view), made.style(text_wrap=True, font_size=11))
    grid.height(1, 20)
    row = 2
    for key in about["notes"]:
        grid.wide(
            row, 0, 5, _(NOTES[key]), made.style(text_wrap=True, font_color="#6B4700", bg_color="#FCE8C3")
        )
        row += 1
    row += 1
    grid.header(row, 0, ["", _("lama"), _("baru")])
    lines = [
        (_("Laporan"), *(title(about[side], view.words) for side in ("old", "new"))),
        (_("Berkas"), *(about[side]["report"]["laporan"] for side in ("old", "new"))),
        (_("Waktu"), *(about[side]["engine"]["time"] for side in ("old", "new"))),
        (_("Sidik sumber (SHA-256)"), *(about[side]["report"]["sha256"] for side in ("old", "new"))),
        *(
            (_(label), *(about[side]["summary"]["numbers"][key] for side in ("old", "new")))
            for key, label in MEASURES
        ),
    ]
    for line in lines:
        row += 1
        grid.line(row, 0, list(line), {0: {"bold": True}, 1: {"align": "left"}, 2: {"align": "left"}})
    row += 2
    grid.header(
        row, 0, [_("Keadaan"), _("artinya"), _("jumlah"), *[_(GRADE_LABELS[grade]) for grade in GRADES]]
    )
    for state, (label, meaning) in STATES.items():
        row += 1
        counts = about["summary"][state]
        grid.line(
            row,
            0,
            [_(label), _(meaning), sum(counts.values()), *[counts[grade] for grade in GRADES]],
            {0: STATE[state], 2: {"align": "left"}},
        )


def _findings(view: View, made: Book, sheet) -> None:
    _ = view.words._
    columns = [
        Column(_("Keadaan"), 10),
        Column(_("Tingkat"), 9),
        Column(_("Tingkat lama"), 9),
        Column(_("Aturan"), 8),
        Column(_("Jenis"), 11),
        Column(_("Temuan"), 24),
        Column(_("Kondisi"), 40),
        Column(_("Kondisi lama"), 34),
        Column(_("Tercetak"), 13, most=200),
        Column(_("Tercetak lama"), 13, most=200),
        Column(_("Hitung ulang"), 13, most=200),
        Column(_("Hitung ulang lama"), 13, most=200),
        Column(_("Tempat"), 30),
        Column(_("Catatan"), 20, "note"),
        Column(_("ID temuan"), 13),
    ]
    made.table(sheet, columns)
    sheet.freeze_panes(1, 6)
    found = rows(view)
    for position, row in enumerate(found, 1):
        state = _(STATES[row.state][0]) + (f" ({_('dikecualikan')})" if row.excused else "")
        was = row.state in ("changed", "solved")
        values = [
            state,
            _(GRADE_LABELS[row.severity]) if row.severity else "",
            _(GRADE_LABELS[row.severity_was]) if row.severity_was else "",
            row.rule,
            _(KINDS.get(row.kind, row.kind)),
            f"{row.title}\n{row.subject}",
            row.kondisi,
            row.kondisi_was if was else "",
            row.stated,
            row.stated_was,
            row.recomputed,
            row.recomputed_was,
            "\n".join(row.places),
            "",
            row.id,
        ]
        looks: dict[int, dict] = {0: STATE[row.state] | {"bold": True}, 5: {"bold": True}}
        looks |= {1: GRADE[row.severity]} if row.severity else {}
        made.row(sheet, position, columns, values, looks)
    if not found:
        made.row(sheet, 1, columns, ["", "", "", "", "", _("Tidak ada temuan."), *[""] * (len(columns) - 6)])
    last = max(len(found), 1)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.print_area(0, 0, last, len(columns) - 2)
