"""What the columns and rows of one grid are, as far as reading numbers needs it."""

import re
from dataclasses import dataclass, field
from functools import cache

from cermat.datasets.document.cells import is_number_row
from cermat.datasets.recognise.code_columns import segment_columns
from cermat.datasets.recognise.number_tokens import _words_of
from cermat.datasets.recognise.vocabulary import vocabulary

_NUMBERING = re.compile(r"[(-]?\d{1,2}[a-z]?\)?(?:\s*=.*)?")
_ORDER_LABEL = re.compile(r"\(?(\d{1,3}|[IVXL]{1,6}|[a-z])\s*[.)]?\)?", re.I)
_NUMBERED = re.compile(
    r"[^\w\d]*+(?:(?:Rp|IDR)\.?\s*+)?[-−–+(]?\s*+\d[\d.,]*+(?:\s++[\d.,]++)*+(?:(?<=,)-)?\s*+\)?\s*+%?"
    r"(?:\s*+[^\W\d][\w./]*+){0,2}[.*)]*",
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
        "|".join(re.escape(word) for word in vocabulary("bukan_angka")["kepala_ukur"])
        + r"|\b(?:19|20)\d\d\b",
        re.I,
    )


def _is_column_numbers(content: list[str]) -> bool:
    """A row "1 2 3 4", "(1) (2) (3)", "1 2 3 4 5 6=(5/4)": counts up from 1 for the most part."""
    content = [text for text in content if text]
    if len(content) < 3 or not all(_NUMBERING.fullmatch(text) for text in content):
        return False
    numbers = [int(re.findall(r"\d+", text)[0]) for text in content]
    rising = sum(0 <= after - before <= 1 for before, after in zip(numbers, numbers[1:], strict=False))
    return numbers[0] == 1 and rising >= 0.6 * (len(numbers) - 1)


def _header(sel: list, width: int, number_rows: set[int]) -> dict[int, str]:
    """Column → header texts from top to bottom. A blank upper cell stands under its left neighbour's span."""
    content = [cell for cell in sel if cell.kepala and cell.r not in number_rows]
    rows: dict[int, list[str]] = {row: [""] * width for row in sorted({cell.r for cell in content})}
    for cell in content:
        for column in range(cell.c, min(cell.c + max(cell.cs, 1), width)):
            rows[cell.r][column] = _tidy(cell.teks)
    arrangement = list(rows.values())
    if not any(cell.cs > 1 for cell in content):
        for above, below in zip(arrangement, arrangement[1:], strict=False):
            for column in range(1, width):
                if not above[column] and below[column] and above[column - 1] and below[column - 1]:
                    above[column] = above[column - 1]
    return {
        column: " > ".join(dict.fromkeys(level[column] for level in arrangement if level[column]))
        for column in range(width)
        if any(level[column] for level in arrangement)
    }


def _counts_up(order: list[str]) -> bool:
    """Cells "1", "2.", "3)" that go up by one, or start again at 1 (roman numerals and letters pass)."""
    numbers = [int(re.sub(r"\D", "", text)) for text in order if re.search(r"\d", text)]
    if not numbers:
        return False
    steps = [
        after - before == 1 or after == before or after == 1
        for before, after in zip(numbers, numbers[1:], strict=False)
    ]
    return numbers[0] <= 2 and sum(steps) >= 0.8 * len(steps)


def _runs(order: list[str]) -> bool:
    """Do numbers count 1, 2, 3 … over and over ("Misi 1 | Sasaran 1, 2; Misi 2 | Sasaran 1, 2"), no number
    twice in a row?"""
    numbers = [int(re.sub(r"\D", "", text)) for text in order if re.search(r"\d", text)]
    return (
        bool(numbers)
        and numbers[0] == 1
        and max(numbers) > 1
        and all(after in (before + 1, 1) for before, after in zip(numbers, numbers[1:], strict=False))
    )


def names_rows(content: list[str]) -> bool:
    """Do the cells of a first column name rows by a figure: "RW 01", "0-4 tahun", or 1, 2, 3 … over a total's
    word?"""
    content = [text for text in content if text and not _TOTAL.match(text)]
    if len(content) < 2:
        return False
    if all(re.fullmatch(r"\d{1,3}\.?", text) for text in content):
        numbers = [int(text.strip(".")) for text in content]
        return len(numbers) > 2 and numbers == list(range(1, len(numbers) + 1))
    return len(set(content)) == len(content) and sum(
        bool(_NAME_WITH_NUMBER.fullmatch(text)) for text in content
    ) >= 0.7 * len(content)


def grid_headers(sel: list) -> tuple[dict[int, str], set[int]]:
    """(column → its header, rows of column numbers) of the grid whose anchor cells are `sel`."""
    by_row: dict[int, list[str]] = {}
    for cell in sel:
        by_row.setdefault(cell.r, []).append(_tidy(cell.teks))
    header = {cell.r for cell in sel if cell.kepala}
    number_rows = {
        row
        for row, content in by_row.items()
        if _is_column_numbers(content) or row in header and is_number_row(content)
    }
    return _header(sel, max((cell.c + cell.cs for cell in sel), default=0), number_rows), number_rows


def grid_facts(sel: list, parts: str = "") -> GridFacts:
    """Facts about the grid whose anchor cells are `sel` (named tuples of SEL_COLUMNS), under heading
    `parts`."""
    facts = GridFacts()
    width = max((cell.c + cell.cs for cell in sel), default=0)
    facts.kepala, facts.number_rows = grid_headers(sel)
    body = sorted(
        (cell for cell in sel if not cell.kepala and cell.r not in facts.number_rows),
        key=lambda cell: (cell.r, cell.c),
    )
    facts.code_columns.update(segment_columns(facts.kepala, _texts(body, width)))
    contents = bool(re.search(r"daftar (?:isi|tabel|gambar|grafik|lampiran)\s*$", parts, re.I))
    column_content: dict[int, list[str]] = {}
    narrow: dict[int, list[str]] = {}
    for cell in body:
        if text := _tidy(cell.teks):
            column_content.setdefault(cell.c, []).append(text)
            if cell.cs == 1:
                narrow.setdefault(cell.c, []).append(text)
    for column in range(width):
        header = facts.kepala.get(column, "").lower()
        tip = re.sub(r"[^\w#%. ]", "", header.split(" > ")[-1]).strip()
        content = column_content.get(column, [])
        order = [text for text in content if _ORDER_LABEL.fullmatch(text)]
        has_number = [text for text in content if _NUMBERED.fullmatch(text)]
        if column in facts.code_columns or tip in _words_of("kepala_kode"):
            facts.code_columns.add(column)
            continue
        if tip in _words_of("kepala_halaman") or (contents and column == width - 1):
            facts.page_columns.add(column)
        single = narrow.get(column, [])  # names of groups over several columns begin in it, but are not of it
        plain = (
            bool(content)
            and _counts_up(order)
            and len(order) >= 0.8 * (len(content) if len(single) < 3 else len(single))
        )
        right = column_content.get(column + 1, []) + column_content.get(column + 2, [])
        right_text = sum(bool(re.search(r"[A-Za-z]{4}", text)) for text in right) >= 0.5 * max(len(order), 1)
        same = (
            header == ""
            or header == facts.kepala.get(column + 1, "").lower()
            or not _measure().search(header)
        )
        named = tip in _words_of("kepala_urut") and plain and len(order) == len(content) > 2 and _runs(order)
        if (
            tip in _words_of("kepala_nomor")
            or named
            or (
                plain
                and right_text
                and (column == 0 or same and header in ("", facts.kepala.get(column + 1, "").lower()))
            )
        ):
            facts.number_columns.add(column)
            continue
        if column == 0 and names_rows(content) and not _measure().search(tip):
            (facts.number_columns if order else facts.named_columns).add(column)
            continue
        labelled = [found[1] for text in content if (found := _LABELLED.match(text))]
        if (
            len(labelled) >= 2
            and _counts_up(labelled)
            and len(set(labelled)) > 1
            and not _measure().search(tip)
        ):
            facts.labelled_columns.add(column)
        blank = [text for text in content if re.fullmatch(r"(?:Rp\.?\s*)?[-–—−_]+|n/?a\.?", text, re.I)]
        if (
            has_number
            and len(has_number) + len(blank) >= 0.3 * len(content)
            or (blank and _measure().search(header))
        ):
            facts.angka_columns.add(column)
        if len(has_number) >= max(2, 0.6 * len(content)):
            facts.figure_columns.add(column)
            if sum(bool(_AMOUNT.search(text)) for text in has_number) >= 0.5 * len(has_number):
                facts.amount_columns.add(column)
        numbers = [text for text in content if re.fullmatch(r"\d{1,7}|\d{1,3}(\.\d{3})+", text)]
        tahun = [text for text in content if re.fullmatch(r"(?:19|20)\d\d", text)]
        if len(numbers) > 2 * len(tahun) and not any(word in header for word in _words_of("kepala_tahun")):
            facts.count_columns.add(column)
    facts.label = _label(body, facts)
    return facts


def _texts(body: list, width: int) -> list[list[str]]:
    """The texts of the body, row by row."""
    rows: dict[int, list[str]] = {}
    for cell in body:
        rows.setdefault(cell.r, [""] * width)[cell.c] = _tidy(cell.teks)
    return list(rows.values())


def _label(body: list, facts: GridFacts) -> dict[int, str]:
    """Row → its first cell with words (a cell that spans rows labels the rows that have none of their
    own)."""
    label: dict[int, str] = {}
    default: dict[int, str] = {}
    for cell in body:
        text = _tidy(cell.teks)
        if (
            cell.c in facts.number_columns
            or cell.c in facts.code_columns
            or not re.search(r"[A-Za-z]{3}", text)
        ):
            continue
        label.setdefault(cell.r, text)
        for row in range(cell.r + 1, cell.r + cell.rs):
            default.setdefault(row, text)
    return {**default, **label}
