"""Years that contradict each other: the report's, those of a heading, of its table, of the contents, of the
sentence above a table.

Each reading notes a pair, once for each of its places, with the same words; a report that compares, plans or
cites is left alone.
"""

import re
from collections.abc import Callable
from functools import cache

import pandas as pd

from cermat.datasets.document.headings import key, label
from cermat.datasets.recognise.context import Context, pattern
from cermat.datasets.recognise.document_lines import Line, page_of
from cermat.datasets.recognise.structure.said_years import SPAN, said_pattern, years_of
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

OTHER = "tahun berbeda"
OTHER_REPORT = "tahun laporan lain"
Note = Callable[[str, str, Line], None]
_SENTENCE = re.compile(r"(?<=[a-z0-9)%][.;])\s+(?=[A-Z])")
_YEAR = r"(?:19|20)\d\d"
_PAGE_TITLE = 90  # letters of a line that holds the report's name and year only


@cache
def _patterns() -> dict[str, re.Pattern]:
    own = alternation(vocabulary("identitas")["laporan"])
    words = vocabulary("tahun_sebutan")
    making, shows, yearly = (
        alternation(words[name]) for name in ("penyusunan", "isi_laporan", "dokumen_setahun")
    )
    gap = r"(?:[^.;:\d]{0,160}?)"
    return {
        "made": re.compile(
            rf"\b(?:{making})\s+(?:dokumen\s+)?(?:{own})\b{gap}\btahun\s+(?:anggaran\s+)?({_YEAR})\b", re.I
        ),
        "shows": re.compile(
            rf"^(?:dokumen\s+|pada\s+)?(?:{own}|laporan\s+(?:ini|tersebut))\b[^.;:]{{0,60}}?\b(?:{shows})\b",
            re.I,
        ),
        "line": re.compile(
            rf"\W*(?:laporan\b[^.;:\d]*|{own})\(?(?:{own})\W*"
            rf"\s*tahun\s*(?:anggaran\s*)?({_YEAR})\W*(?:page|hal\w*)\W*\d+",
            re.I,
        ),
        "yearly": re.compile(
            rf"\b(?P<doc>{yearly})\b(?P<gap>(?:\s+(?:\([A-Z]+\)|[A-Z][\w.,/&-]*|dan|pada|di)){{0,18}}?)\s+"
            rf"(?:(?:[Tt]ahun|TAHUN)(?:\s+[Aa]nggaran)?\s+|(?:TA|T\.A)\.?\s*)?(?P<year>{_YEAR})\b"
            r"(?!\s*(?:[-–—]|s\.?/?d))",
            re.I,
        ),
    }


def stray_years(lines: list[Line], context: Context, entries: pd.DataFrame, note: Note) -> None:
    """Note OTHER_REPORT and OTHER. lines: of the whole document; entries: its contents
    (recognise_contents)."""
    if context.tahun <= 0:
        return
    body = [
        line
        for line in lines
        if line.zone not in ("daftar isi", "sampul") and "\t" not in line.teks and line.r < 0
    ]
    _other_report(body, lines, context, note)
    _other_in_contents(body, lines, entries, context, note)
    _other_in_section(body, context, note)


def _where_it_says(lines: list[Line], context: Context) -> str:
    """Where the report names itself with its year."""
    for line in lines:
        if (
            str(context.tahun) in line.teks
            and pattern("laporan").search(line.teks)
            and context.tahun in years_of(line.teks).single
        ):
            return page_of(line)
    return ""


def _other_report(body: list[Line], lines: list[Line], context: Context, note: Note) -> None:
    """ "Penyusunan Laporan Kinerja Dinas X Tahun 2019 adalah …" in the report of 2020, or a page line "LKjIP
    Tahun 2019 | 43"."""
    read, own = _patterns(), ""
    for line in body:
        if (
            not pattern("laporan").search(line.teks)
            and not re.match(r"laporan|dokumen", line.teks, re.I)
            and "aporan" not in line.teks
        ):
            continue
        for sentence in _SENTENCE.split(line.teks):
            year = _year_of_report(sentence, line, read, context)
            if year and year != context.tahun:
                own = own or _where_it_says(lines, context)
                note(
                    OTHER_REPORT,
                    f"tahun {year}, sedangkan laporan ini laporan tahun {context.tahun}{own}",
                    line,
                )


def _year_of_report(sentence: str, line: Line, read: dict[str, re.Pattern], context: Context) -> int:
    """The year that a sentence gives to this very report (0: none)."""
    found = read["line"].fullmatch(sentence.strip())
    if found and len(sentence) < _PAGE_TITLE:
        return int(found[1])
    said = years_of(sentence)
    if not said.single or context.tahun in said.covered or max(said.single) > context.tahun:
        return 0
    found = read["made"].search(sentence)
    if found and not said_pattern("jujur").search(found[0]) and int(found[1]) in said.single:
        return int(found[1])
    shows = read["shows"].match(sentence)
    if shows and len(said.single) == 1 and not said_pattern("jujur").search(sentence):
        return next(iter(said.single))
    return 0


def _bare(text: str) -> tuple[str, str]:
    """(label, words without label and years) of a title."""
    found = label(" ".join(text.split()))
    name = re.sub(rf"\b(?:tahun|t\.?a\.?)?\s*{_YEAR}\b", " ", SPAN.sub(" ", found.rest), flags=re.I)
    return key(text[: len(text) - len(found.rest)]) if found.jenis else "", key(
        re.sub(r"\btahun\b", " ", name, flags=re.I)
    )


def _other_in_contents(
    body: list[Line], lines: list[Line], entries: pd.DataFrame, context: Context, note: Note
) -> None:
    """The contents promise "2.2 Perjanjian Kinerja Tahun 2019", the heading says 2020."""
    headings: dict[str, list[Line]] = {}
    for line in body:
        if line.jenis in ("judul", "butir") and len(line.teks) < 200 and years_of(line.teks).single:
            headings.setdefault(_bare(line.teks)[1], []).append(line)
    for title, tabel in zip(entries["judul"].astype(str), entries["tabel"].astype(str), strict=True):
        promised, (mark, name) = years_of(title), _bare(title)
        there = (
            headings.get(name, [])
            if len(name.split()) > 1 and len(promised.single) == 1 and not promised.spans
            else []
        )
        there = [line for line in there if not mark or _bare(line.teks)[0] in ("", mark)]
        told = {year for line in there for year in years_of(line.teks).single}
        at = next(
            (
                line
                for line in lines
                if line.place["tabel"] == tabel and line.teks.strip() and title[-24:] in line.teks
            ),
            None,
        )
        at = at or next((line for line in lines if line.place["tabel"] == tabel), None)
        if (
            at is None
            or len(told) != 1
            or told == promised.single
            or context.tahun not in told | promised.single
        ):
            continue
        (mine,), (other,) = promised.single, told
        titled = f"{other} di judul bagiannya{page_of(there[-1])}"
        text = f'"{label(title).rest}": {mine} di daftar isi{page_of(at)}, {titled}'
        for line in (at, there[-1]):
            note(OTHER, text, line)


def _other_in_section(body: list[Line], context: Context, note: Note) -> None:
    """Under "2.3 Perjanjian Kinerja Tahun 2019" stands the table or sentence "Perjanjian Kinerja 2020"."""
    read, heads = _patterns()["yearly"], {}
    for line in body:
        found = [(key(mark["doc"]), int(mark["year"]), mark) for mark in read.finditer(line.teks)]
        if line.jenis == "judul":
            if len(found) == 1 and not said_pattern("jujur").search(line.teks):
                heads[line.bagian] = (found[0][0], found[0][1], line)
            continue
        head = heads.get(line.bagian)
        if head is None or not found or head[1] in years_of(line.teks).covered or line.jenis == "butir":
            continue
        for doc, year, mark in found:
            about = line.teks[max(0, mark.start() - 60) : mark.end() + 40]
            if (
                doc == head[0]
                and year != head[1]
                and context.tahun in (year, head[1])
                and not said_pattern("jujur").search(about)
            ):
                titled = f"{head[1]} di judul bagian{page_of(head[2])}"
                text = f'"{doc.title()}": {titled}, {year} di bawahnya{page_of(line)}'
                for place in (head[2], line):
                    note(OTHER, text, place)
                del heads[line.bagian]
                break
