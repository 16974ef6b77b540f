"""Lembar Perbaikan: for the planner who puts the report right, a list in the order of the document, place by
place: what is printed there and what to replace it by, after all repairs."""

from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path

import jinja2
from markupsafe import Markup

from cermat.reports.docx import filled
from cermat.reports.environment import environment, translate
from cermat.reports.fixes import Fix, around, fixes, together
from cermat.reports.kantor import Office
from cermat.reports.labels import Labels, labels
from cermat.reports.marked_places import Finder
from cermat.reports.original import original, page_link
from cermat.reports.papers import REPAIRS, content, rule_title
from cermat.reports.plain import one_line, plain
from cermat.reports.verdict import title
from cermat.reports.xlsx_book import Book, Column
from cermat.schemas.places import in_file, table_number

_SEE = "6B4700"  # a place to be looked at, where no value can be told
_ROW, _FIRST = 50, 5  # of a place: letters of a row's name, words of a sentence
_SHOWN = 3  # figures that a line of several tells


def sheets(
    findings: dict,
    result,
    lang: str = "id",
    templates: Path | None = None,
    kantor: Office | None = None,
    every: bool = False,
    folder: Path | None = None,
) -> dict[str, str | bytes]:
    """The sheet as HTML, Word and Excel, by file name.

    findings: findings.json as a dict; result: the frames behind it. templates: a folder with an office's own
    Word template; kantor: who reviews, for such a template; every: findings of grade rendah, too; folder:
    where the sheet will lie, for links to the pages of the PDF.
    """
    words = labels(lang)
    told = content(findings, result, lang, kantor) | repairs(findings, result, words, every)
    address = original(findings, folder)
    for row in told["perbaikan"]:
        row["tautan"] = page_link(address, row["lembar"])
    return {
        f"{REPAIRS}.html": _page(told, words),
        f"{REPAIRS}.docx": filled(REPAIRS, told, lang, templates),
        f"{REPAIRS}.xlsx": _book(findings, told, words),
    }


def repairs(findings: dict, result, words: Labels, every: bool) -> dict:
    """What the sheet prints beside what every paper may: its rows, and how many of them tell a value."""
    finder = Finder(result.sub, findings["report"]["laporan"], words)
    found = [fix for fix in fixes(findings, result, finder, every) if fix.grade]
    rows = [_row(group, finder, result, words) for group in folded(found)]
    replaced = sum(bool(fix.becomes) for fix in found)
    return {
        "perbaikan": rows,
        "banyak_ganti": words.number(replaced),
        "banyak_lihat": words.number(len(found) - replaced),
        "tanpa_rendah": not every,
    }


def folded(found: list[Fix]) -> list[list[Fix]]:
    """Each place for itself, but those of one table together that one finding is about and that have no value
    ("Kolom memuat angka kolom lain"): they are looked at as one."""
    alike = [
        (fix.spot.block, *fix.numbers) if fix.spot.cell and not fix.becomes else (at,)
        for at, fix in enumerate(found)
    ]
    many = Counter(alike)
    groups: dict[tuple, list[Fix]] = {}
    for at, (fix, key) in enumerate(zip(found, alike, strict=True)):
        groups.setdefault(key if many[key] > _SHOWN else (at,), []).append(fix)
    return list(groups.values())


def _row(group: list[Fix], finder: Finder, result, words: Labels) -> dict:
    """One line, as texts: tempat, bagian, tabel, rincian, sebelum, tercetak, sesudah, menjadi, lihat,
    temuan; lembar: sheet of a PDF, else 0. group: one place, or those of a table that are looked at
    together."""
    _, fix = words._, group[0]
    told = finder.places.where(fix.place)
    before, after = around(fix)
    printed = one_line(fix.printed, 80)
    if len(group) > 1:
        shown = "; ".join(one_line(one.printed, 40) for one in group[:_SHOWN] if one.printed)
        printed = _("%(x)s; … (%(n)s tempat)", x=shown, n=len(group))
    in_table = fix.spot.cell is not None or (told["table"] and not before + after)
    section = one_line(fix.place["section"].rpartition(" > ")[2], 70)
    if not (in_table or printed or before + after):  # nothing there is known to the letter
        before = one_line(fix.spot.text or fix.findings[0]["kondisi"], 120)
    lead = [found for found in fix.findings if found["no"]]
    at = _at(fix, finder) or _named(fix, told["table"] if in_table else "", section, words)
    return {
        "tempat": at,
        "lembar": fix.place["page"] or max(fix.spot.page, 0),
        "bagian": section,
        "tabel": one_line(told["table"], 90) if in_table and told["table"] != at else "",
        "rincian": _detail(group, words) if in_table else "",
        "sebelum": before,
        "tercetak": printed,
        "sesudah": after,
        "menjadi": fix.becomes,
        "lihat": "" if fix.becomes else _see(fix, lead, result, words),
        "temuan": ", ".join(fix.numbers),
    }


def _detail(group: list[Fix], words: Labels) -> str:
    """Row and column, as far as all of these places share them; of an average its name."""
    rows, columns = ({fix.place[name] for fix in group} for name in ("row", "column"))
    row, column = (one_line(next(iter(names)), 80) if len(names) == 1 else "" for names in (rows, columns))
    parts = [
        words._("baris %(x)s", x=row) if row else one_line(group[0].what, 80),
        words._("kolom %(x)s", x=column) if column else "",
    ]
    return " · ".join(part for part in parts if part)


def _at(fix: Fix, finder: Finder) -> str:
    """Sheet and cell, row of a file, or the page; nothing where the document has neither."""
    return in_file(fix.spot.trace, finder.places._) or finder.page(fix.place, fix.spot)


def _named(fix: Fix, table: str, section: str, words: Labels) -> str:
    """Where a document without pages prints it: 'Tabel 3.16 · Angka stunting', 'Capaian: "Realisasi naik dari
    …"'."""
    if table:
        row = one_line(fix.place["row"] or fix.what, _ROW)
        return " · ".join(part for part in (table_number(table) or one_line(table, _ROW), row) if part)
    words_there = fix.spot.text.split()
    first = " ".join(words_there[:_FIRST]) + (" …" if len(words_there) > _FIRST else "")
    said = f"“{one_line(first, _ROW)}”" if first and fix.spot.start >= 0 else ""
    return ": ".join(part for part in (section, said) if part) or words._("seluruh laporan")


def _see(fix: Fix, found: list[dict], result, words: Labels) -> str:
    """Where to read what is to be done: "lihat Temuan 5: Yang dilayani melebihi yang ada"."""
    numbers = words._("lihat Temuan %(n)s", n=together(fix.numbers, words))
    return f"{numbers}: {rule_title(found[0], result, words.lang)}"


@cache
def _environment() -> jinja2.Environment:
    def inert(value):
        return value if isinstance(value, Markup) or not isinstance(value, str) else plain(value)

    return environment(finalize=inert, extensions=["jinja2.ext.i18n"])


def _page(told: dict, words: Labels) -> str:
    """One file, nothing loaded, no script."""
    env = _environment().overlay()
    translate(env, words.catalogue.ugettext, words.catalogue.ungettext)
    style = files("cermat.reports").joinpath("static", "perbaikan.css").read_text(encoding="utf-8")
    return env.get_template("perbaikan.html.j2").render(style=Markup(style), lang=words.lang, **told)


def _book(findings: dict, told: dict, words: Labels) -> bytes:
    """The sheet as a workbook: a line a place, filtered by finding or by what is done."""
    _ = words._
    book = Book(_("Lembar Perbaikan"), title(findings, words), findings["engine"]["time"])
    sheet = book.sheet(
        _("Lembar Perbaikan"), title(findings, words), f"{told['mesin']} · {told['berkas']}", "#1D5421"
    )
    columns = [
        Column(_("Tempat"), 20),
        Column(_("Tabel atau kalimat"), 58),
        Column(_("Tercetak"), 17),
        Column(_("Ganti menjadi"), 30),
        Column(_("Temuan"), 9),
        Column("☐", 5, "note"),
        Column(_("Catatan"), 24, "note"),
    ]
    book.table(sheet, columns)
    for line, row in enumerate(told["perbaikan"], 1):
        where = " · ".join(part for part in (row["tabel"], row["rincian"]) if part)
        shown = f"[{row['tercetak']}]" if row["tercetak"] else ""
        said = row["sebelum"] + row["sesudah"]
        sentence = f"{row['sebelum']}{shown}{row['sesudah']}" if said else where
        values = [
            row["tempat"],
            sentence,
            row["tercetak"],
            row["menjadi"] or row["lihat"],
            row["temuan"],
            "☐",
            None,
        ]
        look = {"bold": True} if row["menjadi"] else {"italic": True, "font_color": f"#{_SEE}"}
        book.row(sheet, line, columns, values, {3: look, 4: {"align": "center"}, 5: {"align": "center"}})
        if row["tautan"]:
            book.link(sheet, line, 0, row["tautan"], row["tempat"])
    last = max(len(told["perbaikan"]), 1)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.data_validation(1, 5, last, 5, {"validate": "list", "source": ["☐", "☑"]})
    return book.close()
