"""Sheets 'Kertas Kerja' (every comparison, recomputed by live formulas) and 'Angka' (every printed number, to
which they refer)."""

import math

import numpy as np

from cermat.reports.labels import N_, OUTCOMES, STATES
from cermat.reports.plain import one_line
from cermat.reports.xlsx_book import OUTCOME, RIGHT, STATE, Column, number_format
from cermat.reports.xlsx_formula import live, quoted

CLASSES = {
    "figur": N_("angka laporan"),
    "nihil": N_("nihil"),
    "bukan": N_("bukan angka laporan"),
    "tiada": N_("tidak ada"),
    "label": N_("predikat"),
    "rusak": N_("tidak terbaca"),
}
VALUE = 2  # column of the value in the sheet of numbers
FOUND, PRINTED = 7, 11  # columns there: of the findings, and the last one that is printed
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
    beside = sorted(
        {
            number
            for working in papers.workings
            for number in [*working["numbers"], working["stated_id"]]
            if number >= 0
        }
        - mine
    )
    ids = [*own.tolist(), *beside][:most]
    papers.counts["numbers left out"] = len(own) + len(beside) - len(ids)
    reasons = {
        unreached["place"]["angka"]: unreached["reason"]
        for unreached in papers.findings["unreached"]
        if "angka" in unreached["place"]
    }
    met = _met(papers)
    columns = [
        Column(_("ID"), 6.5, "whole"),
        Column(_("Tercetak"), 17, most=200),
        Column(_("Nilai"), 17, "number"),
        Column(_("Desimal"), 8, "whole"),
        Column(_("Satuan"), 9, most=60),
        Column(_("Kelas"), 12),
        Column(_("Keadaan"), 12),
        Column(_("Temuan"), 9, most=60),
        Column(_("Alasan belum terbukti"), 30),
        Column(_("Tabel"), 34, most=160),
        Column(_("Baris"), 40, most=160),
        Column(_("Kolom"), 26, most=120),
        Column(_("Bagian"), 70, most=200),
        Column(_("Hlm."), 6, "whole"),
        Column(_("Baris teks"), 7, "whole"),
    ]
    papers.book.table(sheet, columns)
    sheet.freeze_panes(1, 2)
    rows = angka.iloc[ids]
    for row, (number, printed_row) in enumerate(zip(ids, rows.to_dict("records"), strict=True), 1):
        papers.cells[number] = row
        state = str(papers.states[number]) if number in mine else ""
        where = (
            papers.places.where(_place(printed_row, papers.places.pages))
            if number in mine
            else {"table": _("dokumen lain: %(x)s", x=printed_row["laporan"])}
        )
        counts = printed_row["kelas"] in ("figur", "nihil", "bukan") and math.isfinite(printed_row["nilai"])
        values = [
            number,
            printed_row["teks"],
            float(printed_row["nilai"]) if counts else None,
            int(printed_row["desimal"]) if counts else None,
            printed_row["satuan"],
            " · ".join(_(told) for told in (_class(printed_row), printed_row["asal"]) if told),
            _(STATES[state][0]) if state in STATES else "",
            ", ".join(met.get(number, ())),
            reasons.get(number, ""),
            where["table"],
            printed_row["baris"],
            printed_row["kolom_cetak"],
            printed_row["bagian"],
            _natural(printed_row["halaman"]),
            _natural(printed_row["garis"]),
        ]
        looks: dict[int, dict] = {column: {"num_format": "0"} for column in (0, 14)}
        looks[VALUE] = RIGHT | {"num_format": number_format(int(printed_row["desimal"]))}
        if state in STATE:
            looks[6] = STATE[state]
        papers.book.row(sheet, row, columns, values, looks, hidden=bool(met) and number not in met)
    shown = sorted({", ".join(found) for found in met.values()})
    papers.book.only(sheet, columns, max(len(ids), 1), FOUND, shown)
    sheet.print_area(0, 0, len(ids) if met else 0, PRINTED)


def _met(papers) -> dict[int, list[str]]:
    """The numbers of the findings that a printed number is about: where it stands accused, or is held against
    its recomputation."""
    met: dict[int, list[str]] = {}
    places = [
        (finding["no"], place["angka"])
        for finding in papers.findings["findings"]
        for place in finding["places"]
        if finding["no"] and place.get("angka") is not None
    ]
    compared = [
        (papers.numbered.get(working["finding"], ""), working["stated_id"])
        for working in papers.workings
        if working["stated_id"] >= 0
    ]
    for no, number in [*places, *compared]:
        if no and no not in met.setdefault(number, []):
            met[number].append(no)
    return {number: found for number, found in met.items() if found}


def mismatches_first(workings: list[dict], numbered: dict[str, str]) -> list[dict]:
    """Comparisons in the order of the findings they belong to; behind them what is only to be looked at, what
    is calculated, and what only has to be there. numbered: finding id → its number ('' where waived)."""
    order = {id: at for at, (id, no) in enumerate(numbered.items()) if no}
    last = len(order)

    def rank(working: dict) -> tuple:
        return order.get(working["finding"], last), not working["violated"], not working["calculation"]

    return sorted(workings, key=rank)


def _natural(value) -> int | None:
    return int(value) if value is not None and value == value and int(value) >= 0 else None


def _class(printed: dict) -> str:
    return CLASSES.get(printed["kelas"], str(printed["kelas"]))


def _place(printed: dict, pages: dict[int, str]) -> dict:
    """A row of `angka` as a place of findings.json. pages: printed page numbers by sheet."""
    page = _natural(printed["halaman"])
    keys = {"section": "bagian", "table": "tabel", "row": "baris", "column": "kolom_cetak", "text": "teks"}
    return {name: str(printed[column]) for name, column in keys.items()} | {
        "page": page,
        "printed": pages.get(page) if page else None,
        "line": _natural(printed["garis"]),
        "asal": str(printed["asal"]),
    }


def comparisons_sheet(papers, sheet, most: int) -> None:
    """One line a comparison: stated, recomputed by a live formula, the gap, and what the engine made of it.
    Those of findings come first and alone are shown and printed; the filter gives the rest. The number of a
    finding leads back to it, a printed number to its line in the sheet of numbers."""
    _, book = papers.labels._, papers.book
    angka = papers.result.sub.angka
    printed, value_of, decimals_of = (angka[name].tolist() for name in ("teks", "nilai", "desimal"))
    where = _Where(papers)
    columns = [
        Column(_("No."), 6),
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
    shown = papers.workings[:most]
    lines = {finding["id"]: at for at, finding in enumerate(papers.findings["findings"], 2)}
    found = 0
    numbers = papers.names["Angka"]
    formulas = 0
    for row, working in enumerate(shown, 1):
        stated, value = working["stated_id"], working["recomputed"]
        numeric = bool(working["calculation"]) and math.isfinite(value)
        decimals = max(int(decimals_of[stated]), 0) if stated >= 0 else 2
        told = working["calculation"] or "; ".join(
            one_line(printed[number], 60) for number in working["numbers"][:_SHOWN]
        )
        at = stated if stated >= 0 else working["numbers"][0] if working["numbers"] else -1
        no = papers.numbered.get(working["finding"], "")
        found += bool(no)
        waived = working["finding"] in papers.numbered and not no
        doubted = working["violated"] and working["finding"] not in papers.numbered
        aside = N_("dikecualikan") if waived else N_("perlu dilihat") if doubted else ""
        outcome = aside or OUTCOMES.get(working["outcome"], working["outcome"])
        values = [
            no,
            working["rule"],
            papers.tests.get(working["rule"], working["title"]),
            working["subject"],
            working["stated"],
            None,
            None,
            None,
            _(outcome),
            value if numeric else None,
            told,
            where(at),
        ]
        shape = (
            {"num_format": number_format(max(decimals, 2) if value != int(value) else decimals)}
            if numeric
            else {}
        )
        look = OUTCOME["tidak dapat diuji" if aside else working["outcome"]]
        book.row(
            sheet,
            row,
            columns,
            values,
            {8: look, ENGINE: shape | RIGHT},
            hidden=not no and any(papers.numbered.values()),
        )
        if no:
            book.jump(sheet, row, 0, f"{quoted(papers.names['Temuan'])}!A{lines[working['finding']]}", no)
        if no and at >= 0 and angka["laporan"].iat[at] == papers.findings["report"]["laporan"]:
            papers.page_link(sheet, row, 11, _natural(angka["halaman"].iat[at]), where(at))
        if no and stated in papers.cells:
            book.jump(sheet, row, 4, f"{quoted(numbers)}!A{papers.cells[stated] + 1}", working["stated"])
        style = book.cell(**shape, **RIGHT)
        if numeric and stated in papers.cells:
            reference = f"={quoted(numbers)}!${letter(VALUE)}${papers.cells[stated] + 1}"
            sheet.write_formula(row, STATED, reference, style, float(value_of[stated]))
        formula = live(working["formula"], papers.cells, numbers, letter(VALUE)) if numeric else ""
        if formula:
            formulas += 1
            sheet.write_formula(row, LIVE, formula, style, value)
            if stated in papers.cells:
                gap = float(value_of[stated]) - value
                sheet.write_formula(
                    row, GAP, f"={letter(STATED)}{row + 1}-{letter(LIVE)}{row + 1}", style, gap
                )
    last = max(len(shown), 1)
    book.only(sheet, columns, last, 8, [_(OUTCOMES["tidak cocok"])] if found else [])
    sheet.print_area(0, 0, found, len(columns) - 1)
    papers.counts |= {
        "comparisons": last,
        "formulas": formulas,
        "comparisons left out": len(papers.workings) - len(shown),
    }


class _Where:
    """Table, row and column of a number, short; each told once."""

    def __init__(self, papers):
        self.papers, self.told = papers, {-1: ""}
        columns = ["laporan", "bagian", "tabel", "baris", "kolom_cetak", "teks", "halaman", "garis", "asal"]
        self.rows = papers.result.sub.angka[columns].to_dict("records")

    def __call__(self, number: int) -> str:
        if number not in self.told:
            row = self.rows[number]
            if row["laporan"] != self.papers.findings["report"]["laporan"]:
                self.told[number] = self.papers.labels._("dokumen lain: %(x)s", x=row["laporan"])
            else:
                at = self.papers.places.where(_place(row, self.papers.places.pages))
                parts = (one_line(at["table"] or at["section"], 100), one_line(at["detail"], 140))
                self.told[number] = " · ".join(part for part in parts if part)
        return self.told[number]
