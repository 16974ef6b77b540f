"""What a grid is made of: kinds of cell text, header rows, column-number rows, and the grid as a rectangle of
text."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pandas as pd
import yaml

from cermat.datasets.document.model import Cell
from cermat.schemas import months

_NUMBER = re.compile(
    r"\(?[-+−–]?\s*+(Rp\.?|IDR)?\s*+[-−]?\d[\d.,]*+(?:\s++[\d.,]++)*+(?:(?<=[.,])-)?\s*+\)?\s*+"
    r"(%|persen|orang|unit|laporan|dokumen|[A-Za-z/]{1,15})?",
    re.I,
)
_ORDER_LABEL = re.compile(r"\(?(\d{1,3}|[IVXLC]{1,6}|[A-Za-z])[.)]{1,2}|[IVXLC]{1,6}|[A-Za-z]")
_COLUMN = re.compile(r"[(-]?\s*(\d{1,2}|[a-z])\s*\)?\s*(?:[=:]?\s*\(?\s*[\d(]\s*[\d\s+\-–:/x×*()%=]*)?", re.I)
_BARE_YEAR = re.compile(r"(?:19|20)\d\d ?\*{0,2}")
_SHORT_YEARS = re.compile(r"(?:20)?\d\d ?[-–/] ?(?:20)?\d\d")
_TAHUN = re.compile(r"(tahun |thn |t\.?a\.? )?(19|20)\d\d(\s*[-–/]\s*(19|20)?\d\d)?", re.I)


@lru_cache
def vocabulary() -> dict[str, re.Pattern]:
    """The patterns of assemble.yaml, compiled; lists become one alternation, {bulan} the names of months."""
    text = Path(__file__).with_name("assemble.yaml").read_text(encoding="utf-8")
    content = yaml.load(text.replace("{bulan}", months.pattern(months.full_names())), Loader=yaml.CSafeLoader)
    alternatives = {name: [said] if isinstance(said, str) else said for name, said in content.items()}
    return {
        name: re.compile("|".join(f"(?:{words})" for words in said), re.I)
        for name, said in alternatives.items()
    }


@lru_cache(maxsize=65536)
def cell_kind(text: str) -> str:
    """kosong · nihil ('-', n/a) · tahun · urut ('1.', 'IV') · bulat ('12') · persen · uang · angka · teks."""
    plain = text.strip()
    if not plain:
        return "kosong"
    if re.fullmatch(r"[-–—_−]+|n/?a\.?", plain, re.I):
        return "nihil"
    if _TAHUN.fullmatch(plain):
        return "tahun"
    if _ORDER_LABEL.fullmatch(plain):
        return "urut"
    if re.fullmatch(r"\d{1,3}", plain):
        return "bulat"
    if _NUMBER.fullmatch(plain):
        if "%" in plain:
            return "persen"
        return "uang" if re.search(r"Rp|\d\.\d{3}\.\d{3}|\d{7}", plain) else "angka"
    return "teks"


def prints_value(text: str) -> bool:
    """Does the cell print a value (and not a label, a year or a word)?"""
    return cell_kind(text) in ("persen", "uang", "angka", "bulat", "nihil")


def is_row_label(text: str) -> bool:
    """May the cell be a row label ('1', '1.', 'IV', 'a.')?"""
    return cell_kind(text) in ("urut", "bulat")


def is_label_column(columns: list[str]) -> bool:
    """Does a column hold row labels: 1, 2, 3 … (beginning again at 1 as often as it likes)?"""
    content = [text.strip() for text in columns if text.strip()]
    if not content or not all(map(is_row_label, content)):
        return False
    angka = [int(found[0]) for text in content if (found := re.search(r"\d+", text))]
    if len(angka) < len(content):
        return not angka or len(angka) * 2 < len(content)
    rising = sum(other in (one + 1, 1) for one, other in pairwise(angka))
    return angka[0] <= 1 and rising >= 0.8 * (len(angka) - 1)


def is_total_row(sel: list[str]) -> bool:
    """Is this the row of a sum or a mean? `sel`: the row's texts. 'Rata-rata lama sekolah' as an indicator is
    none."""
    first = next((position for position, text in enumerate(sel) if text.strip()), None)
    if first is None:
        return False
    if vocabulary()["total"].fullmatch(sel[first].strip()):
        return True
    return (
        first == 0
        and len(sel) > 2
        and sel[1].strip() in ("", sel[0].strip())
        and vocabulary()["total_lebar"].fullmatch(sel[0].strip()) is not None
    )


def is_carried(text: str) -> bool:
    """Does a row's label say that it carries a sum over a page end ('Jumlah dipindahkan', 'Pindahan')?"""
    return vocabulary()["pindahan"].fullmatch(text.strip()) is not None


def is_number_row(sel: list[str]) -> bool:
    """Is this a row of column numbers: '1 2 3 3', '(1) (2) (3)', '1 2 3=2/1', or '-1 -2 -3', as a worksheet
    shows '(1)'?"""
    content = [text.strip() for text in sel if text.strip()]
    if (
        len(content) < 2
        or not all(_COLUMN.fullmatch(text) for text in content)
        or 0 < sum(text[0] == "-" for text in content) < 3
    ):
        return False
    letters = [re.findall(r"\d+|[a-z]", text, re.I)[0].lower() for text in content]
    if all(letter.isalpha() for letter in letters):
        return letters[0] == "a" and letters == sorted(letters)
    angka = [int(letter) for letter in letters if letter.isdigit()]
    steps = [other - one for one, other in pairwise(angka)]
    if len(angka) < 2 or angka[0] not in (0, 1, 2) or max(angka) > 2 * len(angka) + 2:
        return False
    # "2 3 7 8 9 10 14": columns of a larger form were left out of the print
    cut = len(angka) > 4 and min(steps) > 0 and sum(step == 1 for step in steps) >= 0.6 * len(steps)
    return cut or sum(0 <= step <= 2 for step in steps) >= 0.7 * len(steps)


def text_rows(sel: list[Cell]) -> list[list[str]]:
    """Rows of text, each cell at its anchor; covered and missing places are ''."""
    if not sel:
        return []
    height, width = max(cell.r + cell.rs for cell in sel), max(cell.c + cell.cs for cell in sel)
    result = [[""] * width for _ in range(height)]
    for cell in sel:
        result[cell.r][cell.c] = cell.teks
    return result


def like_header(text: str) -> bool:
    """Is this a word of header cells (assemble.yaml `kepala`)?"""
    plain = re.sub(r"^[(\[]\s*(.*?)\s*[)\]]$", r"\1", re.sub(r"\s+", " ", text).strip())
    return bool(plain) and vocabulary()["kepala"].fullmatch(plain) is not None


def count_header_rows(rows: list[list[str]], sel: Sequence[Cell] = ()) -> int:
    """Number of header rows at the top, rows of column numbers included; 0 when the first row is data
    already."""
    if not rows:
        return 0
    content = [text for text in rows[0] if text.strip()]
    if not content:
        return 0
    if is_number_row(rows[0]):
        return 1
    words = sum(map(like_header, content))
    years = [_years_above_values([text for text in row if text.strip()]) for row in rows[:2]]
    if not years[0] and years[-1] and not any(map(prints_value, content)):
        return 2
    if years[0]:
        words = len(content)
    elif any(prints_value(text) and not like_header(text) for text in content) or is_total_row(rows[0]):
        return 0
    if is_row_label(content[0]) and not like_header(content[0]) or words == 0 and not _unlisted_headers(rows):
        return 0
    count = 1
    span = max(
        [cell.r + cell.rs for cell in sel if cell.r == 0 and cell.rs < max(4, len(rows) // 2)], default=1
    )
    count = max(count, min(span, len(rows) - 1)) if span > 1 else 1
    while count < len(rows) - 1 and count < 6 and _header_goes_on(rows, count):
        count += 1
    if (
        count < len(rows)
        and is_number_row(rows[count])
        and len([text for text in rows[count] if text.strip()]) * 2 >= len(content)
    ):
        count += 1
        count += count < len(rows) - 1 and _is_below_numbers(rows[count])
    return count


def _years_above_values(content: list[str]) -> bool:
    """A first row of words and bare years that rise ("Jenis | 2021 | 2022 | 21-22"): each stands over a
    column of values."""
    years = [int(text[:4]) for text in content if _BARE_YEAR.fullmatch(text)]
    rest = [text for text in content if not _BARE_YEAR.fullmatch(text) and not _SHORT_YEARS.fullmatch(text)]
    rising = all(other - one == 1 for one, other in pairwise(years))
    return (
        len(years) > 1
        and rising
        and bool(rest)
        and all(text[:1].isalpha() and len(text) <= 60 for text in rest)
    )


def _is_below_numbers(sel: list[str]) -> bool:
    """Is this the row of short heads that some forms print below their column numbers ("K | Rp | K | Rp")?"""
    content = [text.strip() for text in sel if text.strip()]
    return len(content) > 1 and all(vocabulary()["kepala_bawah"].fullmatch(text) for text in content)


def _unlisted_headers(rows: list[list[str]]) -> bool:
    """Header words nobody listed: the first row holds words only, above rows that bring values or labels."""
    content = [text for text in rows[0] if text.strip()]
    if len(content) < 0.6 * max(sum(bool(text.strip()) for text in row) for row in rows):
        return False
    if (
        any(len(text) > 60 or is_row_label(text) or cell_kind(text) == "nihil" for text in content)
        or len(content) < 2
    ):
        return False
    return any(prints_value(text) or is_row_label(text) for row in rows[1:6] for text in row)


def _header_goes_on(rows: list[list[str]], count: int) -> bool:
    """Is the row behind so many a further header row: words or years under the spans that the row
    above leaves open?"""
    above, this = rows[count - 1], rows[count]
    content = [(column, text) for column, text in enumerate(this) if text.strip()]
    if not content or is_number_row(this) or is_total_row(this):
        return False
    if _names_quarters([text for _, text in content], above):
        return True
    if is_row_label(content[0][1]) and not like_header(content[0][1]):
        return False
    if any(cell_kind(text) in ("persen", "uang", "nihil") and not like_header(text) for _, text in content):
        return False
    if any(cell_kind(text) in ("angka", "bulat") for _, text in content):
        return False
    if all(cell_kind(text) == "tahun" or like_header(text) for _, text in content):
        # a span is open above (blanks, or one text printed in each of its cells), or it names units only
        is_open = any(not text.strip() for text in above) or not this[0].strip()
        is_open = (
            is_open
            or any(one.strip() and one == other for one, other in pairwise(above))
            or any(one.strip() and one == other for one, other in zip(above, this, strict=False))
        )
        return is_open or len(content) == 1
    holes = [
        column for column, text in content if column < len(above) and not above[column].strip()
    ]  # words where the row above is blank
    blank = [
        column
        for column, text in enumerate(this)
        if not text.strip() and column < len(above) and above[column].strip()
    ]
    return (
        bool(holes and blank)
        and max(len(text) for _, text in content) <= 60
        and sum(like_header(text) for _, text in content) * 3 >= len(content)
    )


def _names_quarters(content: list[str], above: list[str]) -> bool:
    """Do these cells number the quarters that the row above speaks of ("Realisasi Triwulan" over I, II, III,
    IV)?"""
    order = [text.strip().upper() for text in content]
    return (
        len(order) > 1
        and order == ["I", "II", "III", "IV"][: len(order)]
        and any("triwulan" in text.lower() for text in above)
    )


def filled_down(sel: pd.DataFrame) -> pd.DataFrame:
    """One grid as a rectangle of text: merged areas filled, blank cells of grouping columns carried down.

    sel: the rows of SEL_COLUMNS of one block. Returns a frame of str, index r, columns c, header rows
    included.
    Nothing is carried into or over total rows and rows that one text fills. Values are never carried, nor
    repeated in the rows of a merged area: they stand in its first row.
    """
    if not len(sel):
        return pd.DataFrame()
    height, width = int((sel["r"] + sel["rs"]).max()), int((sel["c"] + sel["cs"]).max())
    grid = [[""] * width for _ in range(height)]
    header = [False] * height
    for row, column, rs, cs, text, head in sel[["r", "c", "rs", "cs", "teks", "kepala"]].itertuples(
        index=False
    ):
        for down in range(row, min(row + rs, height)):
            header[down] = header[down] or bool(head)
            for across in range(column, min(column + cs, width)):
                grid[down][across] = (
                    text if down == row or head or not prints_value(text) or is_row_label(text) else ""
                )
    body = [at for at in range(height) if not header[at]]
    title = [line for line, yes in zip(grid, header, strict=True) if yes and not is_number_row(line)]
    detail, falling = columns_to_carry(title, [grid[at] for at in body], width)
    carry = [""] * width
    for row in body:
        if _is_section_row(grid[row], detail) or is_total_row(grid[row]):
            carry = [""] * width
            continue
        for column in sorted(falling):
            if grid[row][column]:
                if grid[row][column] != carry[column]:
                    carry[column + 1 : detail] = [""] * max(
                        0, detail - column - 1
                    )  # a new group ends the groups within it
                carry[column] = grid[row][column]
            elif any(grid[row][column + 1 :]) or column > detail:
                grid[row][column] = carry[column]
    return pd.DataFrame(grid)


def _is_section_row(rows: list[str], detail: int) -> bool:
    """Is this a row that one text fills: the name of the rows below it?"""
    content = [column for column, text in enumerate(rows) if text.strip()]
    return (
        len({rows[column] for column in content}) <= 1
        and len(rows) > 1
        and (len(content) != 1 or content[0] < max(detail, 1))
    )


def columns_to_carry(title: list[list[str]], body: list[list[str]], width: int) -> tuple[int, set[int]]:
    """(detail column, grouping columns). The detail column is the first that nearly every row fills with
    words of its own; what stands left of it groups rows, and so do the columns of assemble.yaml `turun`
    anywhere. Never values."""
    above = [
        next((row[column] for row in reversed(title) if row[column].strip()), "") for column in range(width)
    ]
    detailed = [row for row in body if not is_total_row(row) and sum(bool(text.strip()) for text in row) > 1]
    content = [[row[column] for row in detailed if row[column].strip()] for column in range(width)]
    full = [len(texts) >= 0.9 * len(detailed) and not is_label_column(texts) for texts in content]
    detail = next(
        (
            column
            for column in range(width)
            if full[column] and not vocabulary()["turun"].fullmatch(above[column].strip())
        ),
        width,
    )
    detail = detail if detail < width else next((column for column in range(width) if full[column]), width)
    falling = set()
    for column in range(width):
        value = (
            content[column]
            and sum(map(prints_value, content[column])) * 2 > len(content[column])
            and not is_label_column(content[column])
        )
        if not value and (column < detail or vocabulary()["turun"].fullmatch(above[column].strip())):
            falling.add(column)
    return detail, falling
