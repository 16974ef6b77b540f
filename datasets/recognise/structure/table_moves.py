"""What a paragraph about "the table above" says rose or fell, against the years of that table's rows:
"Kabupaten X dan Y mengalami penurunan" where the row of Y rises."""

import re
from collections.abc import Callable

from datasets.document.headings import key
from datasets.document.model import Document
from datasets.recognise.document_lines import Line
from schemas.angka import FIGURE, parse

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
    for b in lines:
        if b.r >= 0 or b.zone in ("daftar isi", "sampul") or not _ABOVE.search(b.teks):
            continue
        rows, years, page = _table(b, document)
        for sentence in _SENTENCE.split(b.teks) if rows else ():
            m = _MOVE.search(sentence)
            if m and not _DENIED.search(sentence[: m.start()]):
                for text in _wrong(m, sentence, rows, years, page):
                    note(
                        OTHER_MOVE, text + (f" (kalimat di halaman {b.halaman})" if b.halaman >= 0 else ""), b
                    )


def _letters(text: str) -> str:
    return re.sub(r"\W", "", re.sub(r"\bkab\b", "kabupaten", key(text)))


def _wrong(m: re.Match, sentence: str, rows: dict[str, dict], years: list[str], page: str) -> list[str]:
    """What the rows named before the movement print instead; years: those of the table, ascending."""
    told = [y for y in _YEAR.findall(sentence) if y in years]
    now = max(told, default=years[-1])
    before = years[years.index(now) - 1] if years.index(now) else ""
    rest, result = _letters(sentence[: m.start()]), []
    for name in sorted(rows, key=len, reverse=True):  # the longest first: a name may begin another
        letters = _letters(name)
        if len(letters) < _LETTERS or letters not in rest:
            continue
        rest = rest.replace(letters, " ")
        was, is_now = (rows[name].get(y) for y in (before, now))
        if was and is_now and was[0] != is_now[0] and (is_now[0] > was[0]) != bool(m["up"]):
            moved = " ".join(m[0].lower().split())
            result.append(
                f'"{name}" dinyatakan {moved}, sedangkan tabelnya{page} mencetak {was[1]} ({before}) menjadi '
                f"{is_now[1]} ({now})"
            )
    return result


def _table(b: Line, document: Document) -> tuple[dict[str, dict], list[str], str]:
    """(name → year → (value, as printed), years, page) of the table right above, where its columns are
    years of one thing; ({}, [], '') otherwise."""
    above = [
        x for x in document.blocks if x.blok < b.blok and x.jenis == "petak" and document.cells.get(x.blok)
    ]
    cells = document.cells[above[-1].blok] if above else []
    heads = {s.c: m[0] for s in cells if s.kepala and (m := _YEAR.fullmatch(s.teks.strip()))}
    years = sorted({*heads.values()})
    if len(years) < 2 or len(years) != len(heads) or b.halaman - cells[-1].halaman > _NEAR:
        return {}, [], ""
    by_row: dict[int, list] = {}
    for s in cells:
        if not s.kepala:
            by_row.setdefault(s.r, []).append(s)
    rows: dict[str, dict] = {}
    for row in by_row.values():
        names = [s for s in row if s.c < min(heads) and re.search(r"[^\W\d_]{3}", s.teks)]
        figures = {heads[s.c]: v for s in row if s.c in heads and (v := _figure(s.teks))}
        if names and figures:
            rows[" ".join(names[-1].teks.split())] = figures
    page = cells[0].halaman
    return rows, years, f" (halaman {page})" if page >= 0 else ""


def _figure(text: str) -> tuple[float, str] | None:
    read = parse(text)
    return (read.mantissa * 10.0**-read.desimal, text.strip()) if read.kelas == FIGURE else None
