"""What the columns and rows of one grid are, as far as reading numbers needs it."""

import re
from dataclasses import dataclass, field
from functools import cache

from datasets.document.cells import is_number_row
from datasets.recognise.code_columns import segment_columns
from datasets.recognise.number_tokens import _words_of
from datasets.recognise.vocabulary import vocabulary

_NUMBERING = re.compile(r"[(-]?\d{1,2}[a-z]?\)?(?:\s*=.*)?")
_ORDER_LABEL = re.compile(r"\(?(\d{1,3}|[IVXL]{1,6}|[a-z])\s*[.)]?\)?", re.I)
_NUMBERED = re.compile(
    r"[^\w\d]*(?:(?:Rp|IDR)\.?\s*)?[-−–+(]?\s*\d[\d.,\s]*(?:,-)?\)?\s*%?(?:\s*[^\W\d][\w./]*){0,2}[.*)]*",
    re.I,
)
_AMOUNT = re.compile(r"\d[.,]\d{3}[.,]\d{3}|\d{7}|\bRp", re.I)
_LABELLED = re.compile(r"(\d{1,2})\s*[.)]?\s+[^\W\d_]{3,}")
# "RW 01", "TPS 3", "0-4 tahun", "≥ 60", "60+": names of rows that hold a figure
_NAME_WITH_NUMBER = re.compile(
    r"(?!Rp\b)(?:[^\W\d_][^\W\d_./]*[./ -]*){1,3}\d{1,3}[A-Za-z]?"
    r"|\d{1,3} ?(?:[-–—]|s\.?/?d\.?) ?\d{1,3}(?: ?(?:tahun|thn|th|bulan|hari)\.?)?"
    r"|(?:[<>≤≥]=?|usia|di atas|di bawah|lebih dari|kurang dari) ?\d{1,3}(?: "
    r"?(?:tahun|thn|th|bulan|hari)\.?)?"
    r"|\d{1,3} ?(?:\+|(?:tahun|thn|th)?\.? ?ke atas)(?: ?(?:tahun|thn|th)\.?)?",
    re.I,
)
_TOTAL = re.compile(r"(?:sub ?)?(?:jumlah|total|jml|rata-rata|rerata)\b", re.I)


@dataclass
class GridFacts:
    """Facts about one grid.

    header: column → joined header text; label: row → its first text; number_rows: rows of column numbers;
    number_columns, code_columns, page_columns: columns of row numbers, codes, page numbers; angka_columns:
    columns in which "-" stands for a number; figure_columns: most of whose cells are figures; amount_columns:
    those of amounts of money;
    count_columns: columns of plain counts, in which 19xx/20xx is a count; labelled_columns:
    columns of words whose cells begin with a number of their own ("1 Program …", "2 Program …");
    named_columns: a first column of names that hold a figure ("RW 01", "0-4 tahun").
    """

    kepala: dict[int, str] = field(default_factory=dict)
    label: dict[int, str] = field(default_factory=dict)
    number_rows: set[int] = field(default_factory=set)
    number_columns: set[int] = field(default_factory=set)
    code_columns: set[int] = field(default_factory=set)
    page_columns: set[int] = field(default_factory=set)
    angka_columns: set[int] = field(default_factory=set)
    figure_columns: set[int] = field(default_factory=set)
    amount_columns: set[int] = field(default_factory=set)
    count_columns: set[int] = field(default_factory=set)
    labelled_columns: set[int] = field(default_factory=set)
    named_columns: set[int] = field(default_factory=set)


def _tidy(text: str) -> str:
    return " ".join(text.split())


@cache
def _measure() -> re.Pattern:
    return re.compile(
        "|".join(re.escape(k) for k in vocabulary("bukan_angka")["kepala_ukur"]) + r"|\b(?:19|20)\d\d\b", re.I
    )


def _is_column_numbers(content: list[str]) -> bool:
    """A row "1 2 3 4", "(1) (2) (3)", "1 2 3 4 5 6=(5/4)": counts up from 1 for the most part."""
    content = [t for t in content if t]
    if len(content) < 3 or not all(_NUMBERING.fullmatch(t) for t in content):
        return False
    n = [int(re.findall(r"\d+", t)[0]) for t in content]
    rising = sum(0 <= b - a <= 1 for a, b in zip(n, n[1:], strict=False))
    return n[0] == 1 and rising >= 0.6 * (len(n) - 1)


def _header(sel: list, width: int, number_rows: set[int]) -> dict[int, str]:
    """Column → header texts from top to bottom. A blank upper cell stands under its left neighbour's span."""
    content = [s for s in sel if s.kepala and s.r not in number_rows]
    rows: dict[int, list[str]] = {r: [""] * width for r in sorted({s.r for s in content})}
    for s in content:
        for c in range(s.c, min(s.c + max(s.cs, 1), width)):
            rows[s.r][c] = _tidy(s.teks)
    arrangement = list(rows.values())
    if not any(s.cs > 1 for s in content):
        for above, below in zip(arrangement, arrangement[1:], strict=False):
            for c in range(1, width):
                if not above[c] and below[c] and above[c - 1] and below[c - 1]:
                    above[c] = above[c - 1]
    return {
        c: " > ".join(dict.fromkeys(b[c] for b in arrangement if b[c]))
        for c in range(width)
        if any(b[c] for b in arrangement)
    }


def _counts_up(order: list[str]) -> bool:
    """Cells "1", "2.", "3)" that go up by one, or start again at 1 (roman numerals and letters pass)."""
    n = [int(re.sub(r"\D", "", t)) for t in order if re.search(r"\d", t)]
    if not n:
        return False
    steps = [b - a == 1 or b == a or b == 1 for a, b in zip(n, n[1:], strict=False)]
    return n[0] <= 2 and sum(steps) >= 0.8 * len(steps)


def _runs(order: list[str]) -> bool:
    """Do numbers count 1, 2, 3 … over and over ("Misi 1 | Sasaran 1, 2; Misi 2 | Sasaran 1, 2"), no number
    twice in a row?"""
    n = [int(re.sub(r"\D", "", t)) for t in order if re.search(r"\d", t)]
    return (
        bool(n) and n[0] == 1 and max(n) > 1 and all(b in (a + 1, 1) for a, b in zip(n, n[1:], strict=False))
    )


def names_rows(content: list[str]) -> bool:
    """Do the cells of a first column name rows by a figure: "RW 01", "0-4 tahun", or 1, 2, 3 … over a total's
    word?"""
    content = [t for t in content if t and not _TOTAL.match(t)]
    if len(content) < 2:
        return False
    if all(re.fullmatch(r"\d{1,3}\.?", t) for t in content):
        n = [int(t.strip(".")) for t in content]
        return len(n) > 2 and n == list(range(1, len(n) + 1))
    return len(set(content)) == len(content) and sum(
        bool(_NAME_WITH_NUMBER.fullmatch(t)) for t in content
    ) >= 0.7 * len(content)


def grid_headers(sel: list) -> tuple[dict[int, str], set[int]]:
    """(column → its header, rows of column numbers) of the grid whose anchor cells are `sel`."""
    by_row: dict[int, list[str]] = {}
    for s in sel:
        by_row.setdefault(s.r, []).append(_tidy(s.teks))
    header = {s.r for s in sel if s.kepala}
    number_rows = {
        r
        for r, content in by_row.items()
        if _is_column_numbers(content) or r in header and is_number_row(content)
    }
    return _header(sel, max((s.c + s.cs for s in sel), default=0), number_rows), number_rows


def grid_facts(sel: list, parts: str = "") -> GridFacts:
    """Facts about the grid whose anchor cells are `sel` (named tuples of SEL_COLUMNS), under heading
    `parts`."""
    k = GridFacts()
    width = max((s.c + s.cs for s in sel), default=0)
    k.kepala, k.number_rows = grid_headers(sel)
    body = sorted((s for s in sel if not s.kepala and s.r not in k.number_rows), key=lambda s: (s.r, s.c))
    k.code_columns.update(segment_columns(k.kepala, _texts(body, width)))
    contents = bool(re.search(r"daftar (?:isi|tabel|gambar|grafik|lampiran)\s*$", parts, re.I))
    column_content: dict[int, list[str]] = {}
    narrow: dict[int, list[str]] = {}
    for s in body:
        if text := _tidy(s.teks):
            column_content.setdefault(s.c, []).append(text)
            if s.cs == 1:
                narrow.setdefault(s.c, []).append(text)
    for c in range(width):
        header = k.kepala.get(c, "").lower()
        tip = re.sub(r"[^\w#%. ]", "", header.split(" > ")[-1]).strip()
        content = column_content.get(c, [])
        order = [t for t in content if _ORDER_LABEL.fullmatch(t)]
        has_number = [t for t in content if _NUMBERED.fullmatch(t)]
        if c in k.code_columns or tip in _words_of("kepala_kode"):
            k.code_columns.add(c)
            continue
        if tip in _words_of("kepala_halaman") or (contents and c == width - 1):
            k.page_columns.add(c)
        single = narrow.get(c, [])  # names of groups over several columns begin in it, but are not of it
        plain = (
            bool(content)
            and _counts_up(order)
            and len(order) >= 0.8 * (len(content) if len(single) < 3 else len(single))
        )
        right = column_content.get(c + 1, []) + column_content.get(c + 2, [])
        right_text = sum(bool(re.search(r"[A-Za-z]{4}", t)) for t in right) >= 0.5 * max(len(order), 1)
        same = header == "" or header == k.kepala.get(c + 1, "").lower() or not _measure().search(header)
        named = tip in _words_of("kepala_urut") and plain and len(order) == len(content) > 2 and _runs(order)
        if (
            tip in _words_of("kepala_nomor")
            or named
            or (plain and right_text and (c == 0 or same and header in ("", k.kepala.get(c + 1, "").lower())))
        ):
            k.number_columns.add(c)
            continue
        if c == 0 and names_rows(content) and not _measure().search(tip):
            (k.number_columns if order else k.named_columns).add(c)
            continue
        labelled = [m[1] for t in content if (m := _LABELLED.match(t))]
        if (
            len(labelled) >= 2
            and _counts_up(labelled)
            and len(set(labelled)) > 1
            and not _measure().search(tip)
        ):
            k.labelled_columns.add(c)
        blank = [t for t in content if re.fullmatch(r"(?:Rp\.?\s*)?[-–—−_]+|n/?a\.?", t, re.I)]
        if (
            has_number
            and len(has_number) + len(blank) >= 0.3 * len(content)
            or (blank and _measure().search(header))
        ):
            k.angka_columns.add(c)
        if len(has_number) >= max(2, 0.6 * len(content)):
            k.figure_columns.add(c)
            if sum(bool(_AMOUNT.search(t)) for t in has_number) >= 0.5 * len(has_number):
                k.amount_columns.add(c)
        numbers = [t for t in content if re.fullmatch(r"\d{1,7}|\d{1,3}(\.\d{3})+", t)]
        tahun = [t for t in content if re.fullmatch(r"(?:19|20)\d\d", t)]
        if len(numbers) > 2 * len(tahun) and not any(t in header for t in _words_of("kepala_tahun")):
            k.count_columns.add(c)
    k.label = _label(body, k)
    return k


def _texts(body: list, width: int) -> list[list[str]]:
    """The texts of the body, row by row."""
    rows: dict[int, list[str]] = {}
    for s in body:
        rows.setdefault(s.r, [""] * width)[s.c] = _tidy(s.teks)
    return list(rows.values())


def _label(body: list, k: GridFacts) -> dict[int, str]:
    """Row → its first cell with words (a cell that spans rows labels the rows that have none of their
    own)."""
    label: dict[int, str] = {}
    default: dict[int, str] = {}
    for s in body:
        text = _tidy(s.teks)
        if s.c in k.number_columns or s.c in k.code_columns or not re.search(r"[A-Za-z]{3}", text):
            continue
        label.setdefault(s.r, text)
        for r in range(s.r + 1, s.r + s.rs):
            default.setdefault(r, text)
    return {**default, **label}
