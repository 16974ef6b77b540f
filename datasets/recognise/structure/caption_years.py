"""The years of a table's title, and of the sentence that announces it, against the years of its columns and
of its equal rows."""

import re
from collections.abc import Iterator
from functools import cache

from cermat.datasets.document.headings import key
from cermat.datasets.document.model import Document
from cermat.datasets.recognise.document_lines import page_of
from cermat.datasets.recognise.number_columns import grid_headers
from cermat.datasets.recognise.structure.said_years import Years, said_pattern, years_of
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

HEAD = "tahun kepala tabel"  # of a table whose head names another year than its equal
_MEASURE_WORDS = re.compile(
    r"target|realisasi|capaian|kinerja|kondisi|rencana|anggaran|jumlah|hasil|nilai", re.I
)
_MAIN = re.compile(r"^\W*(?:target|realisasi|rencana)\b", re.I)
_BARE_YEAR = re.compile(r"(?:[^>]*>\s*)?(?:tahun\s*>?\s*)?(?:19|20)\d\d(?:\s*>.*)?", re.I)
_TITLE_LINE = 120  # letters of a title's line
_MEMBERS = 2  # equal rows that make two tables the same
_NAME = 12  # letters of a row's name


def caption_tahun(document: Document, tahun: int = -1) -> list[dict]:
    """Rows for identitas: 'tahun judul tabel' where a title's year is among its columns' years, else '…
    lain'; 'tahun berbeda'.

    Only tables whose measuring columns (target, realisasi, …) name years are looked at. tahun: the year
    reported on.
    """
    result, grids = (
        [],
        {
            block.blok: grid_headers(document.cells[block.blok])[0]
            for block in document.blocks
            if block.blok in document.cells
        },
    )
    for at, block in enumerate(document.blocks):
        if block.blok not in grids:
            continue
        columns = _column_years(grids[block.blok])
        title = _title(document.blocks, at)
        told = _title_against(years_of(title), grids[block.blok], columns) if title and columns else None
        if told is not None:
            result.append(
                {
                    "jenis": "tahun judul tabel" + (" lain" if told else ""),
                    "nilai": told or _first(title),
                    **_place(block),
                }
            )
        announced = _announcement(document.blocks, at)
        if announced is not None and (
            text := _announced_against(announced.teks, columns, tahun, page_of(block))
        ):
            result += [
                {"jenis": "tahun berbeda", "nilai": text, **_place(heading)} for heading in (announced, block)
            ]
    return result + _same_rows(document, grids, tahun)


def _first(title: str) -> str:
    said = years_of(title)
    return str(min(said.single or said.covered))


def _place(block) -> dict:
    return {
        "tabel": f"{'tabel' if block.jenis == 'petak' else 'prosa'}-{block.blok}",
        "bagian": block.bagian,
        "halaman": block.halaman if block.halaman >= 0 else "",
        "baris": "",
        "garis": block.garis if block.garis >= 0 else "",
    }


def _column_years(headers: dict[int, str]) -> set[int]:
    """The years of the columns that measure."""
    measured = [
        header
        for header in headers.values()
        if _MEASURE_WORDS.search(header) or _BARE_YEAR.fullmatch(header.strip())
    ]
    return set().union(*(years_of(column).covered for column in measured))


def _title(blocks: list, at: int) -> str:
    """The caption of a grid, else the one or two short lines right above it that are no sentence."""
    if blocks[at].teks:
        return blocks[at].teks
    lines: list[str] = []
    for line in reversed(blocks[max(0, at - 2) : at]):
        if (
            line.jenis != "paragraf"
            or len(line.teks) > _TITLE_LINE
            or re.search(r"[.;:,]\s*$", line.teks)
            or not line.teks[:1].isupper()
        ):
            break
        lines.insert(0, line.teks)
    return " ".join(lines)


def _title_against(title: Years, headers: dict[int, str], columns: set[int]) -> str | None:
    """'' where the title's years are the columns', what differs where they are not, None where it cannot be
    said."""
    if title.spans:
        (first, last), several = title.spans[0], len(title.spans) > 1
        run = set(range(min(columns), max(columns) + 1)) == columns
        if several or not run or len(columns) != last - first + 1 or len(columns) < 2:
            return None
        shifted = columns != title.covered - title.single
        return f"judul {first}–{last}, kolom {min(columns)}–{max(columns)}" if shifted else ""
    if len(title.single) != 1 or any(
        _MAIN.search(header) and not years_of(header).single for header in headers.values()
    ):
        return None  # the title's year is that of the columns without one
    (year,) = title.single
    return "" if year in columns else f"judul {year}, kolom {', '.join(map(str, sorted(columns)))}"


@cache
def _announcing() -> tuple[re.Pattern, re.Pattern]:
    """What is said of a year; what is said of one year against another."""
    measures = alternation(vocabulary("tahun_sebutan")["diumumkan"])
    one = rf"\b(?:{measures})\b[^.;:]{{0,60}}?\btahun\s+((?:19|20)\d\d)\b"
    two = (
        rf"\bperbandingan\s+(?:{measures})\s+tahun\s+((?:19|20)\d\d)"
        rf"\s+dengan\s+(?:(?:{measures})\s+)?tahun\s+((?:19|20)\d\d)\b"
    )
    return re.compile(one, re.I), re.compile(two, re.I)


def _announcement(blocks: list, at: int):
    """The paragraph that announces the grid at i: its last sentence points below, and only a title lies
    between."""
    for line in reversed(blocks[max(0, at - 3) : at]):
        if line.jenis == "petak" or line.jenis == "judul":
            return None
        if len(line.teks) > 60 and (
            re.search(r":\s*$", line.teks) or said_pattern("di_bawah").search(line.teks)
        ):
            return line
        if len(line.teks) > _TITLE_LINE:
            return None
    return None


def _announced_against(text: str, columns: set[int], tahun: int, page: str) -> str:
    """What differs where the sentence above a table speaks of other years than its columns ('' where nothing
    does).

    "Perbandingan capaian kinerja tahun 2018 dengan tahun 2016 …:" over columns 2018, 2019 in the report of
    2019; or a year that is compared with itself.
    """
    sentence = re.split(r"(?<=[a-z0-9)%][.;])\s+(?=[A-Z])", text.strip())[-1]
    one, two = _announcing()
    said, found, pair = (
        years_of(sentence),
        [int(year) for year in one.findall(sentence)],
        two.search(sentence),
    )
    if tahun <= 0 or tahun not in columns or not found:
        return ""
    stray = sorted(said.single - columns)
    itself = pair is not None and pair[1] == pair[2] and len(columns) == 2
    missed = bool(stray) and found[0] != tahun and tahun not in said.covered and max(said.single) < tahun
    if not itself and not missed:
        return ""
    mine = (
        f"tahun {pair[1]} dengan tahun {pair[2]}"
        if itself and pair is not None
        else "tahun " + ", ".join(map(str, sorted(said.single, reverse=True)))
    )
    heads = ", ".join(map(str, sorted(columns)))
    return f"kalimat pengantar tabel menyebut {mine}, kolom tabelnya {heads}{page}"


def _rows(document: Document, blok: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(name, the figures behind it) of the rows of a grid that hold at least two figures."""
    by_row: dict[int, list] = {}
    for cell in document.cells[blok]:
        if not cell.kepala:
            by_row.setdefault(cell.r, []).append(cell)
    for cells in by_row.values():
        texts = [" ".join(cell.teks.split()) for cell in sorted(cells, key=lambda cell: cell.c)]
        named = max(range(len(texts)), key=lambda column: len(texts[column]), default=-1)
        figures = tuple(text for text in texts[named + 1 :] if re.match(r"[\d(-]", text))
        if named >= 0 and len(texts[named]) >= _NAME and len(figures) >= 2:
            yield key(texts[named]), figures


def _same_rows(document: Document, grids: dict[int, dict], tahun: int) -> list[dict]:
    """A table headed with last year whose every row another table of this year prints with the same
    figures."""
    by_blok = {block.blok: block for block in document.blocks}
    said = {
        place: (_column_years(grid), years_of(by_blok[place].teks).single) for place, grid in grids.items()
    }
    this_year = [place for place, (columns, title) in said.items() if (columns or title) == {tahun}]
    result = []
    for place, (columns, title) in said.items():
        if tahun <= 0 or len(columns) != 1 or min(columns) >= tahun or title - columns:
            continue
        rows = dict(_rows(document, place))
        for other in this_year if len(rows) >= _MEMBERS else ():
            there = dict(_rows(document, other))
            met = [name for name in rows if name in there]
            if len(met) >= max(_MEMBERS, len(rows)) and all(
                there[name][: len(rows[name])] == rows[name] for name in met
            ):
                at, there_at = (page_of(by_blok[block]) for block in (place, other))
                text = (
                    f"kepala tabel menyebut tahun "
                    f"{min(columns)}{at}, tabel lain dengan "
                    f"{len(met)} baris dan angka yang sama menyebut tahun "
                    f"{tahun}{there_at}"
                )
                result += [
                    {"jenis": kind, "nilai": text, **_place(by_blok[place])}
                    for kind, place in ((HEAD, place), ("tahun berbeda", other))
                ]
                break
    return result
