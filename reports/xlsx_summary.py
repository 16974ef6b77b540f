"""Sheets 'Ringkasan' and 'Riwayat'."""

from collections import Counter

from cermat.reports.kantor import hands
from cermat.reports.labels import GRADES, KINDS, STATES, STATUSES
from cermat.reports.plain import one_line
from cermat.reports.verdict import document, own_title, title_line, unproven, verdict
from cermat.reports.xlsx_book import GRADE, STATE, STATUS, Grid
from cermat.reports.xlsx_findings import ANSWERS, waiver_text
from cermat.reports.xlsx_formula import quoted
from cermat.reports.xlsx_papers import ENGINE, LIVE, letter

_WIDTHS = (25, 9, 9, 9, 9, 3, 27, 9, 9, 58)
_FIRST = 14  # matters that the summary names
_RIGHT = 6  # first column of the right half


class _Pair(Grid):
    """The grid, and what the sheets share."""

    def __init__(self, papers, sheet, widths: tuple[float, ...]):
        super().__init__(papers.book, sheet, widths)
        self.papers = papers


def summary_sheet(papers, sheet) -> None:
    """Report, verdict, findings by kind and grade, answers so far, numbers by proof, rules by status, room
    for signatures."""
    _, findings, book = papers.labels._, papers.findings, papers.book
    sheet.fit_to_pages(1, 1)
    pair = _Pair(papers, sheet, _WIDTHS)
    pair.title(0, _("Kertas Kerja Reviu Angka LKjIP"))
    book.text(sheet, 1, 0, title_line(findings, papers.labels), book.style(bold=True, font_size=12))
    pair.height(1, 20)
    pair.height(2, 20)
    pair.wide(
        2,
        0,
        len(_WIDTHS) - 1,
        " ".join(verdict(findings, papers.labels)),
        book.style(text_wrap=True, font_size=11),
    )
    left = _answers(pair, _kinds(pair, 4) + 2)
    right = _numbers(pair, 4)
    right = _gravest(pair, _rules(pair, right + 2) + 2)
    _signatures(pair, max(_notes(pair, left + 2), right) + 2)


def _heads(findings: dict) -> list[dict]:
    """The head of each matter, as every paper counts them; what follows from it and its other rows are not
    counted."""
    return [finding for finding in findings["findings"] if finding["no"] and finding["role"] == "pokok"]


def _kinds(pair: _Pair, at: int) -> int:
    """Matters by kind and grade."""
    papers, _ = pair.papers, pair.papers.labels._
    counted = _heads(papers.findings)
    by = Counter((finding["kind"], finding["severity"]) for finding in counted)
    kinds = [kind for kind in KINDS if any((kind, grade) in by for grade in GRADES)] + sorted(
        {kind for kind, _g in by} - set(KINDS)
    )
    pair.heading(at, 0, _("Temuan menurut jenis dan tingkat"))
    pair.header(at + 1, 0, [_("Jenis"), *[_(grade) for grade in GRADES.values()], _("jumlah")])
    at += 2
    for kind in kinds:
        row = [by[kind, grade] for grade in GRADES]
        looks = {column + 1: GRADE[grade] for column, grade in enumerate(GRADES) if by[kind, grade]}
        pair.line(at, 0, [_(KINDS.get(kind, kind)), *[count or "" for count in row], sum(row)], looks)
        at += 1
    row = [sum(by[kind, grade] for kind in kinds) for grade in GRADES]
    pair.line(at, 0, [_("jumlah"), *row, sum(row)], {column: {"bold": True} for column in range(5)})
    excused = papers.findings["summary"]["findings"]["dikecualikan"]
    if excused:
        at += 1
        pair.line(at, 0, [_("dikecualikan"), "", "", "", excused])
    return at


def _answers(pair: _Pair, at: int) -> int:
    """How many rows of the sheet of findings have which answer, counted live."""
    papers, _ = pair.papers, pair.papers.labels._
    pair.heading(at, 0, _("Tindak lanjut"))
    pair.header(at + 1, 0, [_("Status"), _("jumlah")])
    column, last = letter(papers.counts["status column"]), papers.counts["findings"] + 1
    found = len(papers.findings["findings"])
    for nth, answer in enumerate(ANSWERS):
        pair.line(at + 2 + nth, 0, [_(answer)])
        cells = f"{quoted(papers.names['Temuan'])}!${column}$2:${column}${last}"
        pair.formula(at + 2 + nth, 1, f"=COUNTIF({cells},A{at + 3 + nth})", found if nth == 0 else 0)
    return at + 1 + len(ANSWERS)


def _numbers(pair: _Pair, at: int) -> int:
    """Printed figures by how far they are proven, as every paper counts them; below, how many of them are
    found fault with."""
    papers, _ = pair.papers, pair.papers.labels._
    numbers = papers.findings["summary"]["numbers"]
    rounded = int((papers.states == "pembulatan").sum())
    pair.heading(at, _RIGHT, _("Angka tercetak menurut hasil ujinya"))
    pair.header(at + 1, _RIGHT, [_("Hasil uji"), _("jumlah"), _("bagian"), _("artinya")])
    rows = [
        ("recomputed", _("dihitung ulang"), numbers["recomputed"], _("dari angka lain di laporan ini")),
        ("repeated", _("hanya diulang"), numbers["repeated"], _(STATES["repeated"][1])),
        ("unreached", _("belum terbukti"), unproven(papers.findings), _(STATES["unreached"][1])),
        ("", _("angka tercetak"), numbers["printed"], ""),
        ("contradicted", _("di antaranya dibantah"), numbers["contradicted"], _(STATES["contradicted"][1])),
        ("terdampak", _("di antaranya terdampak"), numbers["terdampak"], _(STATES["terdampak"][1])),
        ("pembulatan", _("di antaranya dipotong"), rounded, _(STATES["pembulatan"][1])),
    ]
    at += 2
    for state, label, count, meaning in rows:
        share = count / numbers["printed"] if numbers["printed"] else 0
        looks = {0: STATE[state] if state else {"bold": True}, 2: {"num_format": "0%"}}
        pair.line(at, _RIGHT, [label, count, share, meaning], looks)
        at += 1
    return at - 1


def _rules(pair: _Pair, at: int) -> int:
    papers, _ = pair.papers, pair.papers.labels._
    meanings = {
        "galat": _("aturan itu sendiri gagal dijalankan"),
        "temuan": _("ada yang tidak cocok"),
        "tidak dapat diuji": _("yang dibutuhkan tidak ada atau tidak terbaca"),
        "sesuai": _("semua yang diuji cocok"),
        "tidak berlaku": _("tidak ada hal semacam ini di laporan"),
    }
    pair.heading(at, _RIGHT, _("Aturan menurut status"))
    pair.header(at + 1, _RIGHT, [_("Status"), _("jumlah"), "", _("artinya")])
    at += 2
    for status, label in STATUSES.items():
        count = papers.findings["summary"]["rules"][status]
        pair.line(at, _RIGHT, [_(label), count, "", meanings[status]], {0: STATUS[status] if count else {}})
        at += 1
    return at - 1


def _gravest(pair: _Pair, at: int) -> int:
    """The matters to look at first."""
    papers, _ = pair.papers, pair.papers.labels._
    found = [finding for finding in _heads(papers.findings) if finding["severity"] != "rendah"]
    if not found:
        return at - 2
    pair.heading(at, _RIGHT, _("Temuan tinggi dan sedang"))
    for finding in found[:_FIRST]:
        at += 1
        pair.line(
            at,
            _RIGHT,
            [f"{finding['no']} · {finding['rule']} · {_(GRADES[finding['severity']])}"],
            {0: GRADE[finding["severity"]]},
        )
        told = one_line(f"{own_title(finding, papers.titles, papers.labels)}: {finding['subject']}", 86)
        pair.wide(at, _RIGHT + 1, _RIGHT + 3, told, pair.book.cell(text_wrap=True))
    if len(found) > _FIRST:
        at += 1
        pair.book.text(
            pair.sheet, at, _RIGHT, _("… dan %(n)s lagi, lihat lembar Temuan", n=len(found) - _FIRST)
        )
    return at


def _notes(pair: _Pair, at: int) -> int:
    """Live formulas against the engine, and what was left out."""
    papers, _ = pair.papers, pair.papers.labels._
    pair.heading(at, 0, _("Rumus hidup di Kertas Kerja"))
    pair.line(at + 1, 0, [_("perbandingan"), len(papers.workings)])
    pair.line(at + 2, 0, [_("dihitung dengan rumus"), papers.counts["formulas"]])
    pair.line(at + 3, 0, [_("berbeda dari mesin")])
    name, last = quoted(papers.names["Kertas Kerja"]), papers.counts["comparisons"] + 1
    live, engine = (f"{name}!${letter(column)}$2:${letter(column)}${last}" for column in (LIVE, ENGINE))
    pair.formula(
        at + 3, 1, f'=SUMPRODUCT(({live}<>"")*(ABS({live}-{engine})>0.0000001*(1+ABS({engine}))))', 0
    )
    at += 3
    for key, text in (
        ("comparisons left out", _("perbandingan tidak ditulis")),
        ("numbers left out", _("angka tidak ditulis")),
    ):
        if papers.counts.get(key):
            at += 1
            pair.line(at, 0, [text, papers.counts[key]])
    return at


def _signatures(pair: _Pair, at: int) -> None:
    _ = pair.papers.labels._
    roles = (_("Disusun oleh"), _("Direviu oleh"), _("Disetujui oleh"))
    for nth, (who, named) in enumerate(zip(roles, hands(pair.papers.office), strict=True)):
        pair.line(at + nth, _RIGHT, [who])
        asked = f"{named} · {_('tanggal, paraf:')}" if named else _("Nama, tanggal, paraf:")
        pair.wide(at + nth, _RIGHT + 1, _RIGHT + 3, asked, pair.book.cell(font_color="#7A828C"))
        pair.height(at + nth, 28)


def history_sheet(papers, sheet) -> None:
    """The run record: engine, rules, source, waivers, warnings of the reading, and what was settled before
    the rules ran."""
    _, findings = papers.labels._, papers.findings
    pair, at = _Pair(papers, sheet, (34, 66, 22, 60)), 0
    pair.heading(at, 0, _("Jalannya pemeriksaan"))
    engine, report = findings["engine"], findings["report"]
    rows = [
        (_("Mesin"), engine["name"]),
        (_("Versi"), engine["version"]),
        (_("Jumlah aturan"), engine["rules"]),
        (_("Sidik aturan (SHA-256)"), engine["rules_sha256"]),
        (_("Waktu"), engine["time"]),
        (_("Laporan"), report["laporan"]),
        (_("Instansi"), report["instansi"]),
        (_("Tahun"), "" if report["tahun"] is None else str(report["tahun"])),
        (_("Jenis dokumen"), document(findings, papers.labels)),
        (_("Dikenali dari"), report["dokumen"]["bukti"]),
        (_("Sumber"), report["source"]),
        (_("Sidik sumber (SHA-256)"), report["sha256"]),
    ]
    for key, value in rows:
        at += 1
        pair.line(at, 0, [key, value], {0: {"bold": True}, 1: {"align": "left"}})
    titles = [_("ID temuan"), _("Alasan"), _("Oleh, sampai"), _("Keterangan")]
    at = _section(pair, at + 2, _("Pengecualian"), titles, _waivers(papers), _("Tidak ada."))
    warnings = [[line, "", "", ""] for line in papers.result.sub.warnings]
    at = _section(pair, at + 2, _("Catatan pembacaan"), [], warnings, _("Tidak ada."))
    sheet.print_area(0, 0, at + 1, 3)  # what was settled is for the screen
    settled = [
        [item["subject"], item["what"], str(item["value"]).replace("_", " "), "\n".join(item["evidence"])]
        for item in findings["ketetapan"]
    ]
    titles = [_("Pokok"), _("Yang ditetapkan"), _("Ketetapan"), _("Bukti")]
    _section(pair, at + 2, _("Yang ditetapkan sebelum aturan dijalankan"), titles, settled, _("Tidak ada."))


def _section(pair: _Pair, at: int, heading: str, titles: list[str], rows: list[list], none: str) -> int:
    pair.heading(at, 0, heading)
    if not rows:
        pair.book.text(pair.sheet, at + 1, 0, none)
        return at + 1
    if titles:
        at += 1
        pair.header(at, 0, titles)
    for row in rows:
        at += 1
        if titles:
            pair.line(at, 0, row)
        else:  # one sentence over all columns
            pair.wide(at, 0, 3, row[0], pair.book.style(text_wrap=True))
    return at


def _waivers(papers) -> list[list]:
    _ = papers.labels._
    used = [
        [
            finding["id"],
            finding["waiver"]["alasan"],
            f"{finding['waiver']['oleh']}, {finding['waiver']['sampai']}",
            waiver_text(finding["waiver"], _)
            and (_("berlaku") if finding["waiver"]["berlaku"] else _("sudah lewat masa berlakunya")),
        ]
        for finding in papers.findings["findings"]
        if finding["waiver"]
    ]
    stale = [
        [waiver["id"], waiver["alasan"], f"{waiver['oleh']}, {waiver['sampai']}", waiver["why"]]
        for waiver in papers.findings.get("stale_waivers", [])
    ]
    known = {row[0] for row in used}
    return used + [row for row in stale if row[0] not in known]
