"""Sheets 'Kertas Kerja' (every comparison, recomputed by live formulas) and 'Angka' (every printed number, to
which they refer)."""

import math

import numpy as np

from reports.labels import N_, OUTCOMES, STATES
from reports.plain import one_line
from reports.xlsx_book import OUTCOME, RIGHT, STATE, Column, number_format
from reports.xlsx_formula import live, quoted

CLASSES = {
    "figur": N_("angka laporan"),
    "nihil": N_("nihil"),
    "bukan": N_("bukan angka laporan"),
    "tiada": N_("tidak ada"),
    "label": N_("predikat"),
    "rusak": N_("tidak terbaca"),
}
VALUE = 2  # column of the value in the sheet of numbers
STATED, LIVE, GAP, ENGINE = 5, 6, 7, 9  # columns of the sheet of comparisons
_SHOWN = 6


def letter(column: int) -> str:
    """0 → A (up to Z)."""
    return chr(ord("A") + column)


def numbers_sheet(papers, sheet, most: int) -> None:
    """One line a printed number, those that are no report figures included; notes the line of each id in
    `papers.cells`."""
    _, result = papers.labels._, papers.result
    laporan, angka = papers.findings["report"]["laporan"], result.sub.angka
    own = np.flatnonzero(angka["laporan"].eq(laporan).to_numpy())
    mine = set(own.tolist())
    beside = sorted({i for w in papers.workings for i in [*w["numbers"], w["stated_id"]] if i >= 0} - mine)
    ids = [*own.tolist(), *beside][:most]
    papers.counts["numbers left out"] = len(own) + len(beside) - len(ids)
    reasons = {
        u["place"]["angka"]: u["reason"] for u in papers.findings["unreached"] if "angka" in u["place"]
    }
    columns = [
        Column(_("ID"), 6.5, "whole"),
        Column(_("Tercetak"), 17, most=200),
        Column(_("Nilai"), 17, "number"),
        Column(_("Desimal"), 8, "whole"),
        Column(_("Satuan"), 9, most=60),
        Column(_("Kelas"), 12),
        Column(_("Keadaan"), 12),
        Column(_("Alasan belum terbukti"), 22),
        Column(_("Tabel"), 26, most=160),
        Column(_("Baris"), 20, most=160),
        Column(_("Kolom"), 16, most=120),
        Column(_("Bagian"), 28, most=200),
        Column(_("Hlm."), 6, "whole"),
        Column(_("Baris teks"), 7, "whole"),
    ]
    papers.book.table(sheet, columns)
    sheet.freeze_panes(1, 2)
    rows = angka.iloc[ids]
    for r, (i, a) in enumerate(zip(ids, rows.to_dict("records"), strict=True), 1):
        papers.cells[i] = r
        state = str(papers.states[i]) if i in mine else ""
        where = (
            papers.places.where(_place(a))
            if i in mine
            else {"table": _("dokumen lain: %(x)s", x=a["laporan"])}
        )
        counts = a["kelas"] in ("figur", "nihil", "bukan") and math.isfinite(a["nilai"])
        values = [
            i,
            a["teks"],
            float(a["nilai"]) if counts else None,
            int(a["desimal"]) if counts else None,
            a["satuan"],
            _(CLASSES.get(a["kelas"], str(a["kelas"]))),
            _(STATES[state][0]) if state in STATES else "",
            reasons.get(i, ""),
            where["table"],
            a["baris"],
            a["kolom_cetak"],
            a["bagian"],
            _natural(a["halaman"]),
            _natural(a["garis"]),
        ]
        looks: dict[int, dict] = {k: {"num_format": "0"} for k in (0, 13)}
        looks[VALUE] = RIGHT | {"num_format": number_format(int(a["desimal"]))}
        if state in STATE:
            looks[6] = STATE[state]
        papers.book.row(sheet, r, columns, values, looks)
    sheet.autofilter(0, 0, max(len(ids), 1), len(columns) - 1)


def _natural(value) -> int | None:
    return int(value) if value is not None and value == value and int(value) >= 0 else None


def _place(a: dict) -> dict:
    keys = {"section": "bagian", "table": "tabel", "row": "baris", "column": "kolom_cetak", "text": "teks"}
    return {k: str(a[v]) for k, v in keys.items()} | {
        "page": _natural(a["halaman"]),
        "line": _natural(a["garis"]),
    }


def comparisons_sheet(papers, sheet, most: int) -> None:
    """One line a comparison: stated, recomputed by a live formula, the gap, and what the engine made of
    it."""
    _, book = papers.labels._, papers.book
    angka = papers.result.sub.angka
    printed, value_of, decimals_of = (angka[k].tolist() for k in ("teks", "nilai", "desimal"))
    where = _Where(papers)
    columns = [
        Column(_("No."), 6, "whole"),
        Column(_("Aturan"), 8),
        Column(_("Yang diuji"), 26, most=160),
        Column(_("Pokok"), 28, most=200),
        Column(_("Tercetak"), 16, most=200),
        Column(_("Nilai tercetak"), 15.5, "number"),
        Column(_("Hitung ulang (rumus)"), 15.5, "number"),
        Column(_("Selisih"), 14, "number"),
        Column(_("Hasil"), 15),
        Column(_("Hitung ulang (mesin)"), 15.5, "number"),
        Column(_("Perhitungan"), 36, most=600),
        Column(_("Tempat"), 28, most=260),
    ]
    book.table(sheet, columns)
    sheet.freeze_panes(1, 3)
    # what is calculated comes first, what only has to be there (or not) after it
    shown = sorted(papers.workings, key=lambda w: not w["calculation"])[:most]
    numbers = papers.names["Angka"]
    formulas = 0
    for r, w in enumerate(shown, 1):
        stated, value = w["stated_id"], w["recomputed"]
        numeric = bool(w["calculation"]) and math.isfinite(value)
        decimals = max(int(decimals_of[stated]), 0) if stated >= 0 else 2
        told = w["calculation"] or "; ".join(one_line(printed[i], 60) for i in w["numbers"][:_SHOWN])
        at = stated if stated >= 0 else w["numbers"][0] if w["numbers"] else -1
        values = [
            r,
            w["rule"],
            papers.titles.get(w["rule"], w["title"]),
            w["subject"],
            w["stated"],
            None,
            None,
            None,
            _(OUTCOMES.get(w["outcome"], w["outcome"])),
            value if numeric else None,
            told,
            where(at),
        ]
        shape = (
            {"num_format": number_format(max(decimals, 2) if value != int(value) else decimals)}
            if numeric
            else {}
        )
        looks = {8: OUTCOME.get(w["outcome"], {}), ENGINE: shape | RIGHT}
        book.row(sheet, r, columns, values, looks)
        style = book.cell(**shape, **RIGHT)
        if numeric and stated in papers.cells:
            reference = f"={quoted(numbers)}!${letter(VALUE)}${papers.cells[stated] + 1}"
            sheet.write_formula(r, STATED, reference, style, float(value_of[stated]))
        formula = live(w["formula"], papers.cells, numbers, letter(VALUE)) if numeric else ""
        if formula:
            formulas += 1
            sheet.write_formula(r, LIVE, formula, style, value)
            if stated in papers.cells:
                gap = float(value_of[stated]) - value
                sheet.write_formula(r, GAP, f"={letter(STATED)}{r + 1}-{letter(LIVE)}{r + 1}", style, gap)
    last = max(len(shown), 1)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    papers.counts |= {
        "comparisons": last,
        "formulas": formulas,
        "comparisons left out": len(papers.workings) - len(shown),
    }


class _Where:
    """Table, row and column of a number, short; each told once."""

    def __init__(self, papers):
        self.papers, self.told = papers, {-1: ""}
        columns = ["laporan", "bagian", "tabel", "baris", "kolom_cetak", "teks", "halaman", "garis"]
        self.rows = papers.result.sub.angka[columns].to_dict("records")

    def __call__(self, i: int) -> str:
        if i not in self.told:
            a = self.rows[i]
            if a["laporan"] != self.papers.findings["report"]["laporan"]:
                self.told[i] = self.papers.labels._("dokumen lain: %(x)s", x=a["laporan"])
            else:
                at = self.papers.places.where(_place(a))
                parts = (one_line(at["table"] or at["section"], 100), one_line(at["detail"], 140))
                self.told[i] = " · ".join(x for x in parts if x)
        return self.told[i]
