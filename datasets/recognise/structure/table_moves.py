"""What a paragraph about "the table above" says rose or fell, against the years of that table's rows:
"Kabupaten X dan Y mengalami penurunan" where the row of Y rises."""

import re
from collections.abc import Callable

from cermat.datasets.document.headings import key
from cermat.datasets.document.model import Document
from cermat.datasets.recognise.document_lines import Line, page_of
from cermat.schemas.angka import FIGURE, parse
from cermat.schemas.places import listed

OTHER_MOVE = "gerak lain"
_ABOVE = re.compile(r"\btabel\b[^.;:]{0,20}?\b(?:di\s?atas|tersebut)\b", re.I)
_MOVE = re.compile(r"\bmengalami\s+(?:(?P<up>peningkatan|kenaikan)|penurunan)\b", re.I)
_DENIED = re.compile(r"\b(?:tidak|belum|bukan)\s*$", re.I)
_SENTENCE = re.compile(
    r"(?<=[a-z0-9)%][.;])(?<!\b[Kk]ab\.)(?<!\bKec\.)\s+(?=[A-Z])|\s+(?=sedangkan\b|sementara\b)", re.I
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LETTERS = 6  # of a name that is met in a sentence by no coincidence
_NEAR = 1  # pages back to the table


def table_moves(lines: list[Line], document: Document, note: Callable[[str, str, Line], None]) -> None:
    """Note OTHER_MOVE at the sentence."""
    for line in lines:
        if line.r >= 0 or line.zone in ("daftar isi", "sampul") or not _ABOVE.search(line.teks):
            continue
        rows, years, page = _table(line, document)
        for sentence in _SENTENCE.split(line.teks) if rows else ():
            found = _MOVE.search(sentence)
            if found and not _DENIED.search(sentence[: found.start()]):
                for text in _wrong(found, sentence, rows, years, page):
                    at = listed([line.halaman], [line.cetak])
                    note(OTHER_MOVE, f"{text} (kalimat di {at})" if at else text, line)


def _letters(text: str) -> str:
    return re.sub(r"\W", "", re.sub(r"\bkab\b", "kabupaten", key(text)))


def _wrong(found: re.Match, sentence: str, rows: dict[str, dict], years: list[str], page: str) -> list[str]:
    """What the rows named before the movement print instead; years: those of the table, ascending."""
    told = [year for year in _YEAR.findall(sentence) if year in years]
    now = max(told, default=years[-1])
    before = years[years.index(now) - 1] if years.index(now) else ""
    rest, result = _letters(sentence[: found.start()]), []
    for name in sorted(rows, key=len, reverse=True):  # the longest first: a name may begin another
        letters = _letters(name)
        if len(letters) < _LETTERS or letters not in rest:
            continue
        rest = rest.replace(letters, " ")
        was, is_now = (rows[name].get(year) for year in (before, now))
        if was and is_now and was[0] != is_now[0] and (is_now[0] > was[0]) != bool(found["up"]):
            moved = " ".join(found[0].lower().split())
            result.append(
                f'"{name}" dinyatakan {moved}, sedangkan tabelnya{page} mencetak {was[1]} ({before}) menjadi '
                f"{is_now[1]} ({now})"
            )
    return result


def _table(line: Line, document: Document) -> tuple[dict[str, dict], list[str], str]:
    """(name → year → (value, as printed), years, page) of the table right above, where its columns are
    years of one thing; ({}, [], '') otherwise."""
    above = [
        block
        for block in document.blocks
        if block.blok < line.blok and block.jenis == "petak" and document.cells.get(block.blok)
    ]
    cells = document.cells[above[-1].blok] if above else []
    heads = {
        cell.c: found[0] for cell in cells if cell.kepala and (found := _YEAR.fullmatch(cell.teks.strip()))
    }
    years = sorted({*heads.values()})
    if len(years) < 2 or len(years) != len(heads) or line.halaman - cells[-1].halaman > _NEAR:
        return {}, [], ""
    by_row: dict[int, list] = {}
    for cell in cells:
        if not cell.kepala:
            by_row.setdefault(cell.r, []).append(cell)
    rows: dict[str, dict] = {}
    for row in by_row.values():
        names = [cell for cell in row if cell.c < min(heads) and re.search(r"[^\W\d_]{3}", cell.teks)]
        figures = {heads[cell.c]: value for cell in row if cell.c in heads and (value := _figure(cell.teks))}
        if names and figures:
            rows[" ".join(names[-1].teks.split())] = figures
    return rows, years, page_of(cells[0])


def _figure(text: str) -> tuple[float, str] | None:
    read = parse(text)
    return (read.mantissa * 10.0**-read.desimal, text.strip()) if read.kelas == FIGURE else None
