"""Sheets 'Ringkasan' and 'Riwayat'."""

from collections import Counter

from reports.labels import GRADES, KINDS, STATES, STATUSES
from reports.plain import one_line
from reports.verdict import document, title_line, verdict
from reports.xlsx_book import GRADE, STATE, STATUS, Grid
from reports.xlsx_findings import ANSWERS, waiver_text
from reports.xlsx_formula import quoted
from reports.xlsx_papers import ENGINE, LIVE, letter

_WIDTHS = (25, 9, 9, 9, 9, 3, 27, 9, 9, 58)
_FIRST = 14  # findings that the summary names
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
    w = _Pair(papers, sheet, _WIDTHS)
    w.title(0, _("Kertas Kerja Reviu Angka LKjIP"))
    book.text(sheet, 1, 0, title_line(findings, papers.labels), book.style(bold=True, font_size=12))
    w.height(1, 20)
    w.height(2, 20)
    w.wide(
        2,
        0,
        len(_WIDTHS) - 1,
        " ".join(verdict(findings, papers.labels)),
        book.style(text_wrap=True, font_size=11),
    )
    left = _answers(w, _kinds(w, 4) + 2)
    right = _numbers(w, 4)
    right = _gravest(w, _rules(w, right + 2) + 2)
    _signatures(w, max(_notes(w, left + 2), right) + 2)


def _kinds(w: _Pair, r: int) -> int:
    papers, _ = w.papers, w.papers.labels._
    counted = [f for f in papers.findings["findings"] if not (f["waiver"] and f["waiver"]["berlaku"])]
    by = Counter((f["kind"], f["severity"]) for f in counted)
    kinds = [k for k in KINDS if any((k, g) in by for g in GRADES)] + sorted({k for k, _g in by} - set(KINDS))
    w.heading(r, 0, _("Temuan menurut jenis dan tingkat"))
    w.header(r + 1, 0, [_("Jenis"), *[_(g) for g in GRADES.values()], _("jumlah")])
    r += 2
    for k in kinds:
        row = [by[k, g] for g in GRADES]
        looks = {n + 1: GRADE[g] for n, g in enumerate(GRADES) if by[k, g]}
        w.line(r, 0, [_(KINDS.get(k, k)), *[v or "" for v in row], sum(row)], looks)
        r += 1
    row = [sum(by[k, g] for k in kinds) for g in GRADES]
    w.line(r, 0, [_("jumlah"), *row, sum(row)], {k: {"bold": True} for k in range(5)})
    excused = papers.findings["summary"]["findings"]["dikecualikan"]
    if excused:
        r += 1
        w.line(r, 0, [_("dikecualikan"), "", "", "", excused])
    return r


def _answers(w: _Pair, r: int) -> int:
    """How many findings have which answer, counted live."""
    papers, _ = w.papers, w.papers.labels._
    w.heading(r, 0, _("Tindak lanjut"))
    w.header(r + 1, 0, [_("Status"), _("jumlah")])
    c, last = letter(papers.counts["status column"]), papers.counts["findings"] + 1
    found = len(papers.findings["findings"])
    for k, answer in enumerate(ANSWERS):
        w.line(r + 2 + k, 0, [_(answer)])
        cells = f"{quoted(papers.names['Temuan'])}!${c}$2:${c}${last}"
        w.formula(r + 2 + k, 1, f"=COUNTIF({cells},A{r + 3 + k})", found if k == 0 else 0)
    return r + 1 + len(ANSWERS)


def _numbers(w: _Pair, r: int) -> int:
    papers, _ = w.papers, w.papers.labels._
    laporan = papers.findings["report"]["laporan"]
    mine = papers.result.sub.angka["laporan"].eq(laporan).to_numpy()
    by = Counter(s for s in papers.states[mine] if s)
    whole = sum(by.values())
    w.heading(r, _RIGHT, _("Angka tercetak menurut keadaannya"))
    w.header(r + 1, _RIGHT, [_("Keadaan"), _("jumlah"), _("bagian"), _("artinya")])
    r += 2
    for state, (label, meaning) in STATES.items():
        share = by[state] / whole if whole else 0
        w.line(
            r, _RIGHT, [_(label), by[state], share, _(meaning)], {0: STATE[state], 2: {"num_format": "0.0%"}}
        )
        r += 1
    w.line(r, _RIGHT, [_("angka tercetak"), whole, "", ""], {0: {"bold": True}, 1: {"bold": True}})
    return r


def _rules(w: _Pair, r: int) -> int:
    papers, _ = w.papers, w.papers.labels._
    meanings = {
        "galat": _("aturan itu sendiri gagal dijalankan"),
        "temuan": _("ada yang tidak cocok"),
        "tidak dapat diuji": _("yang dibutuhkan tidak ada atau tidak terbaca"),
        "sesuai": _("semua yang diuji cocok"),
        "tidak berlaku": _("tidak ada hal semacam ini di laporan"),
    }
    w.heading(r, _RIGHT, _("Aturan menurut status"))
    w.header(r + 1, _RIGHT, [_("Status"), _("jumlah"), "", _("artinya")])
    r += 2
    for status, label in STATUSES.items():
        n = papers.findings["summary"]["rules"][status]
        w.line(r, _RIGHT, [_(label), n, "", meanings[status]], {0: STATUS[status] if n else {}})
        r += 1
    return r - 1


def _gravest(w: _Pair, r: int) -> int:
    """The findings to look at first."""
    papers, _ = w.papers, w.papers.labels._
    found = [
        f
        for f in papers.findings["findings"]
        if f["severity"] != "rendah" and not (f["waiver"] and f["waiver"]["berlaku"])
    ]
    if not found:
        return r - 2
    w.heading(r, _RIGHT, _("Temuan tinggi dan sedang"))
    for f in found[:_FIRST]:
        r += 1
        w.line(r, _RIGHT, [f"{f['rule']} · {_(GRADES[f['severity']])}"], {0: GRADE[f["severity"]]})
        told = one_line(f"{papers.titles.get(f['rule'], f['title'])}: {f['subject']}", 86)
        w.wide(r, _RIGHT + 1, _RIGHT + 3, told, w.book.cell(text_wrap=True))
    if len(found) > _FIRST:
        r += 1
        w.book.text(w.sheet, r, _RIGHT, _("… dan %(n)s lagi, lihat lembar Temuan", n=len(found) - _FIRST))
    return r


def _notes(w: _Pair, r: int) -> int:
    """Live formulas against the engine, and what was left out."""
    papers, _ = w.papers, w.papers.labels._
    w.heading(r, 0, _("Rumus hidup di Kertas Kerja"))
    w.line(r + 1, 0, [_("perbandingan"), len(papers.workings)])
    w.line(r + 2, 0, [_("dihitung dengan rumus"), papers.counts["formulas"]])
    w.line(r + 3, 0, [_("berbeda dari mesin")])
    name, last = quoted(papers.names["Kertas Kerja"]), papers.counts["comparisons"] + 1
    a, b = (f"{name}!${letter(c)}$2:${letter(c)}${last}" for c in (LIVE, ENGINE))
    w.formula(r + 3, 1, f'=SUMPRODUCT(({a}<>"")*(ABS({a}-{b})>0.0000001*(1+ABS({b}))))', 0)
    r += 3
    for key, text in (
        ("comparisons left out", _("perbandingan tidak ditulis")),
        ("numbers left out", _("angka tidak ditulis")),
    ):
        if papers.counts.get(key):
            r += 1
            w.line(r, 0, [text, papers.counts[key]])
    return r


def _signatures(w: _Pair, r: int) -> None:
    _ = w.papers.labels._
    for k, who in enumerate((_("Disusun oleh"), _("Direviu oleh"), _("Disetujui oleh"))):
        w.line(r + k, _RIGHT, [who])
        w.wide(r + k, _RIGHT + 1, _RIGHT + 3, _("Nama, tanggal, paraf:"), w.book.cell(font_color="#7A828C"))
        w.height(r + k, 28)


def history_sheet(papers, sheet) -> None:
    """The run record: engine, rules, source, waivers, warnings of the reading, and what was settled before
    the rules ran."""
    _, f = papers.labels._, papers.findings
    w, r = _Pair(papers, sheet, (34, 66, 22, 60)), 0
    w.heading(r, 0, _("Jalannya pemeriksaan"))
    engine, report = f["engine"], f["report"]
    rows = [
        (_("Mesin"), engine["name"]),
        (_("Versi"), engine["version"]),
        (_("Jumlah aturan"), engine["rules"]),
        (_("Sidik aturan (SHA-256)"), engine["rules_sha256"]),
        (_("Waktu"), engine["time"]),
        (_("Laporan"), report["laporan"]),
        (_("Instansi"), report["instansi"]),
        (_("Tahun"), "" if report["tahun"] is None else str(report["tahun"])),
        (_("Jenis dokumen"), document(f, papers.labels)),
        (_("Dikenali dari"), report["dokumen"]["bukti"]),
        (_("Sumber"), report["source"]),
        (_("Sidik sumber (SHA-256)"), report["sha256"]),
    ]
    for key, value in rows:
        r += 1
        w.line(r, 0, [key, value], {0: {"bold": True}, 1: {"align": "left"}})
    titles = [_("ID temuan"), _("Alasan"), _("Oleh, sampai"), _("Keterangan")]
    r = _section(w, r + 2, _("Pengecualian"), titles, _waivers(papers), _("Tidak ada."))
    warnings = [[line, "", "", ""] for line in papers.result.sub.warnings]
    r = _section(w, r + 2, _("Catatan pembacaan"), [], warnings, _("Tidak ada."))
    settled = [
        [k["subject"], k["what"], str(k["value"]).replace("_", " "), "\n".join(k["evidence"])]
        for k in f["ketetapan"]
    ]
    titles = [_("Pokok"), _("Yang ditetapkan"), _("Ketetapan"), _("Bukti")]
    _section(w, r + 2, _("Yang ditetapkan sebelum aturan dijalankan"), titles, settled, _("Tidak ada."))


def _section(w: _Pair, r: int, heading: str, titles: list[str], rows: list[list], none: str) -> int:
    w.heading(r, 0, heading)
    if not rows:
        w.book.text(w.sheet, r + 1, 0, none)
        return r + 1
    if titles:
        r += 1
        w.header(r, 0, titles)
    for row in rows:
        r += 1
        if titles:
            w.line(r, 0, row)
        else:  # one sentence over all columns
            w.wide(r, 0, 3, row[0], w.book.style(text_wrap=True))
    return r


def _waivers(papers) -> list[list]:
    _ = papers.labels._
    used = [
        [
            f["id"],
            f["waiver"]["alasan"],
            f"{f['waiver']['oleh']}, {f['waiver']['sampai']}",
            waiver_text(f["waiver"], _)
            and (_("berlaku") if f["waiver"]["berlaku"] else _("sudah lewat masa berlakunya")),
        ]
        for f in papers.findings["findings"]
        if f["waiver"]
    ]
    stale = [
        [x["id"], x["alasan"], f"{x['oleh']}, {x['sampai']}", x["why"]]
        for x in papers.findings.get("stale_waivers", [])
    ]
    known = {row[0] for row in used}
    return used + [row for row in stale if row[0] not in known]
