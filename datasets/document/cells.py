"""What a grid is made of: kinds of cell text, header rows, column-number rows, and the grid as a rectangle of
text."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pandas as pd
import yaml

from datasets.document.model import Cell
from schemas import months

_NUMBER = re.compile(
    r"\(?[-+−–]?\s*(Rp\.?|IDR)?\s*[-−]?\d[\d.,\s]*(,-|\.-)?\)?\s*(%|persen|orang|unit|laporan|dokumen"
    r"|[A-Za-z/]{1,15})?",
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
    return {name: re.compile("|".join(f"(?:{p})" for p in said), re.I) for name, said in alternatives.items()}


@lru_cache(maxsize=65536)
def cell_kind(text: str) -> str:
    """kosong · nihil ('-', n/a) · tahun · urut ('1.', 'IV') · bulat ('12') · persen · uang · angka · teks."""
    t = text.strip()
    if not t:
        return "kosong"
    if re.fullmatch(r"[-–—_−]+|n/?a\.?", t, re.I):
        return "nihil"
    if _TAHUN.fullmatch(t):
        return "tahun"
    if _ORDER_LABEL.fullmatch(t):
        return "urut"
    if re.fullmatch(r"\d{1,3}", t):
        return "bulat"
    if _NUMBER.fullmatch(t):
        if "%" in t:
            return "persen"
        return "uang" if re.search(r"Rp|\d\.\d{3}\.\d{3}|\d{7}", t) else "angka"
    return "teks"


def prints_value(text: str) -> bool:
    """Does the cell print a value (and not a label, a year or a word)?"""
    return cell_kind(text) in ("persen", "uang", "angka", "bulat", "nihil")


def is_row_label(text: str) -> bool:
    """May the cell be a row label ('1', '1.', 'IV', 'a.')?"""
    return cell_kind(text) in ("urut", "bulat")


def is_label_column(columns: list[str]) -> bool:
    """Does a column hold row labels: 1, 2, 3 … (beginning again at 1 as often as it likes)?"""
    content = [s.strip() for s in columns if s.strip()]
    if not content or not all(map(is_row_label, content)):
        return False
    angka = [int(m[0]) for s in content if (m := re.search(r"\d+", s))]
    if len(angka) < len(content):
        return not angka or len(angka) * 2 < len(content)
    rising = sum(b in (a + 1, 1) for a, b in pairwise(angka))
    return angka[0] <= 1 and rising >= 0.8 * (len(angka) - 1)


def is_total_row(sel: list[str]) -> bool:
    """Is this the row of a sum or a mean? `sel`: the row's texts. 'Rata-rata lama sekolah' as an indicator is
    none."""
    c = next((c for c, s in enumerate(sel) if s.strip()), None)
    if c is None:
        return False
    if vocabulary()["total"].fullmatch(sel[c].strip()):
        return True
    return (
        c == 0
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
    content = [s.strip() for s in sel if s.strip()]
    if (
        len(content) < 2
        or not all(_COLUMN.fullmatch(s) for s in content)
        or 0 < sum(s[0] == "-" for s in content) < 3
    ):
        return False
    letters = [re.findall(r"\d+|[a-z]", s, re.I)[0].lower() for s in content]
    if all(h.isalpha() for h in letters):
        return letters[0] == "a" and letters == sorted(letters)
    angka = [int(h) for h in letters if h.isdigit()]
    steps = [b - a for a, b in pairwise(angka)]
    if len(angka) < 2 or angka[0] not in (0, 1, 2) or max(angka) > 2 * len(angka) + 2:
        return False
    # "2 3 7 8 9 10 14": columns of a larger form were left out of the print
    cut = len(angka) > 4 and min(steps) > 0 and sum(s == 1 for s in steps) >= 0.6 * len(steps)
    return cut or sum(0 <= s <= 2 for s in steps) >= 0.7 * len(steps)


def text_rows(sel: list[Cell]) -> list[list[str]]:
    """Rows of text, each cell at its anchor; covered and missing places are ''."""
    if not sel:
        return []
    height, width = max(p.r + p.rs for p in sel), max(p.c + p.cs for p in sel)
    result = [[""] * width for _ in range(height)]
    for p in sel:
        result[p.r][p.c] = p.teks
    return result


def like_header(text: str) -> bool:
    """Is this a word of header cells (assemble.yaml `kepala`)?"""
    t = re.sub(r"^[(\[]\s*(.*?)\s*[)\]]$", r"\1", re.sub(r"\s+", " ", text).strip())
    return bool(t) and vocabulary()["kepala"].fullmatch(t) is not None


def count_header_rows(rows: list[list[str]], sel: Sequence[Cell] = ()) -> int:
    """Number of header rows at the top, rows of column numbers included; 0 when the first row is data
    already."""
    if not rows:
        return 0
    content = [s for s in rows[0] if s.strip()]
    if not content:
        return 0
    if is_number_row(rows[0]):
        return 1
    words = sum(map(like_header, content))
    years = [_years_above_values([s for s in b if s.strip()]) for b in rows[:2]]
    if not years[0] and years[-1] and not any(map(prints_value, content)):
        return 2
    if years[0]:
        words = len(content)
    elif any(prints_value(s) and not like_header(s) for s in content) or is_total_row(rows[0]):
        return 0
    if is_row_label(content[0]) and not like_header(content[0]) or words == 0 and not _unlisted_headers(rows):
        return 0
    n = 1
    span = max([p.r + p.rs for p in sel if p.r == 0 and p.rs < max(4, len(rows) // 2)], default=1)
    n = max(n, min(span, len(rows) - 1)) if span > 1 else 1
    while n < len(rows) - 1 and n < 6 and _header_goes_on(rows, n):
        n += 1
    if (
        n < len(rows)
        and is_number_row(rows[n])
        and len([s for s in rows[n] if s.strip()]) * 2 >= len(content)
    ):
        n += 1
        n += n < len(rows) - 1 and _is_below_numbers(rows[n])
    return n


def _years_above_values(content: list[str]) -> bool:
    """A first row of words and bare years that rise ("Jenis | 2021 | 2022 | 21-22"): each stands over a
    column of values."""
    years = [int(s[:4]) for s in content if _BARE_YEAR.fullmatch(s)]
    rest = [s for s in content if not _BARE_YEAR.fullmatch(s) and not _SHORT_YEARS.fullmatch(s)]
    rising = all(b - a == 1 for a, b in pairwise(years))
    return len(years) > 1 and rising and bool(rest) and all(s[:1].isalpha() and len(s) <= 60 for s in rest)


def _is_below_numbers(sel: list[str]) -> bool:
    """Is this the row of short heads that some forms print below their column numbers ("K | Rp | K | Rp")?"""
    content = [s.strip() for s in sel if s.strip()]
    return len(content) > 1 and all(vocabulary()["kepala_bawah"].fullmatch(s) for s in content)


def _unlisted_headers(rows: list[list[str]]) -> bool:
    """Header words nobody listed: the first row holds words only, above rows that bring values or labels."""
    content = [s for s in rows[0] if s.strip()]
    if len(content) < 0.6 * max(sum(bool(s.strip()) for s in b) for b in rows):
        return False
    if any(len(s) > 60 or is_row_label(s) or cell_kind(s) == "nihil" for s in content) or len(content) < 2:
        return False
    return any(prints_value(s) or is_row_label(s) for b in rows[1:6] for s in b)


def _header_goes_on(rows: list[list[str]], n: int) -> bool:
    """Is row n a further header row: words or years under the spans that the row above leaves open?"""
    above, this = rows[n - 1], rows[n]
    content = [(c, s) for c, s in enumerate(this) if s.strip()]
    if not content or is_number_row(this) or is_total_row(this):
        return False
    if _names_quarters([s for _, s in content], above):
        return True
    if is_row_label(content[0][1]) and not like_header(content[0][1]):
        return False
    if any(cell_kind(s) in ("persen", "uang", "nihil") and not like_header(s) for _, s in content):
        return False
    if any(cell_kind(s) in ("angka", "bulat") for _, s in content):
        return False
    if all(cell_kind(s) == "tahun" or like_header(s) for _, s in content):
        # a span is open above (blanks, or one text printed in each of its cells), or it names units only
        is_open = any(not a.strip() for a in above) or not this[0].strip()
        is_open = (
            is_open
            or any(a.strip() and a == b for a, b in pairwise(above))
            or any(a.strip() and a == b for a, b in zip(above, this, strict=False))
        )
        return is_open or len(content) == 1
    holes = [
        c for c, s in content if c < len(above) and not above[c].strip()
    ]  # words where the row above is blank
    blank = [c for c, s in enumerate(this) if not s.strip() and c < len(above) and above[c].strip()]
    return (
        bool(holes and blank)
        and max(len(s) for _, s in content) <= 60
        and sum(like_header(s) for _, s in content) * 3 >= len(content)
    )


def _names_quarters(content: list[str], above: list[str]) -> bool:
    """Do these cells number the quarters that the row above speaks of ("Realisasi Triwulan" over I, II, III,
    IV)?"""
    order = [s.strip().upper() for s in content]
    return (
        len(order) > 1
        and order == ["I", "II", "III", "IV"][: len(order)]
        and any("triwulan" in a.lower() for a in above)
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
    for r, c, rs, cs, text, k in sel[["r", "c", "rs", "cs", "teks", "kepala"]].itertuples(index=False):
        for i in range(r, min(r + rs, height)):
            header[i] = header[i] or bool(k)
            for j in range(c, min(c + cs, width)):
                grid[i][j] = text if i == r or k or not prints_value(text) or is_row_label(text) else ""
    body = [r for r in range(height) if not header[r]]
    title = [k for k, yes in zip(grid, header, strict=True) if yes and not is_number_row(k)]
    detail, falling = columns_to_carry(title, [grid[r] for r in body], width)
    carry = [""] * width
    for r in body:
        if _is_section_row(grid[r], detail) or is_total_row(grid[r]):
            carry = [""] * width
            continue
        for c in sorted(falling):
            if grid[r][c]:
                if grid[r][c] != carry[c]:
                    carry[c + 1 : detail] = [""] * max(
                        0, detail - c - 1
                    )  # a new group ends the groups within it
                carry[c] = grid[r][c]
            elif any(grid[r][c + 1 :]) or c > detail:
                grid[r][c] = carry[c]
    return pd.DataFrame(grid)


def _is_section_row(rows: list[str], detail: int) -> bool:
    """Is this a row that one text fills: the name of the rows below it?"""
    content = [c for c, s in enumerate(rows) if s.strip()]
    return (
        len({rows[c] for c in content}) <= 1
        and len(rows) > 1
        and (len(content) != 1 or content[0] < max(detail, 1))
    )


def columns_to_carry(title: list[list[str]], body: list[list[str]], width: int) -> tuple[int, set[int]]:
    """(detail column, grouping columns). The detail column is the first that nearly every row fills with
    words of its own; what stands left of it groups rows, and so do the columns of assemble.yaml `turun`
    anywhere. Never values."""
    above = [next((b[c] for b in reversed(title) if b[c].strip()), "") for c in range(width)]
    detailed = [b for b in body if not is_total_row(b) and sum(bool(s.strip()) for s in b) > 1]
    content = [[b[c] for b in detailed if b[c].strip()] for c in range(width)]
    full = [len(k) >= 0.9 * len(detailed) and not is_label_column(k) for k in content]
    detail = next(
        (c for c in range(width) if full[c] and not vocabulary()["turun"].fullmatch(above[c].strip())), width
    )
    detail = detail if detail < width else next((c for c in range(width) if full[c]), width)
    falling = set()
    for c in range(width):
        value = (
            content[c]
            and sum(map(prints_value, content[c])) * 2 > len(content[c])
            and not is_label_column(content[c])
        )
        if not value and (c < detail or vocabulary()["turun"].fullmatch(above[c].strip())):
            falling.add(c)
    return detail, falling
