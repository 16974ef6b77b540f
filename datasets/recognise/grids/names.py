"""Names of rows: carried down over blank cells, and with what they stand under where that parts them.

"- Daging" under "Jumlah produksi :" and "- Daging" under "Persentase bersertifikat :" are two indicators.
"""

import re
from collections import Counter

from cermat.datasets.recognise.grids.columns import Column
from cermat.datasets.recognise.grids.layout import ORDER, Layout
from cermat.datasets.recognise.grids.texts import without_number
from cermat.datasets.recognise.row_kinds import AVERAGE, DATA, PART, TOTAL

_DASH = re.compile(r"^[-–—•*▪·]\s*(?=[^\W\d_])")
# "Ayam ras - Petelur" among "- Itik": its dash is misplaced
_TWO_DASHED = re.compile(r"(?=[^\W\d_][\w ]{0,30} [-–—] [^\W\d_])")
_LETTER = re.compile(r"^\(?[a-z][.)]\s+(?=\S)")
_SECTION = re.compile(r"(?:sasaran|tujuan|misi|visi|program|kegiatan|sub ?kegiatan)\b", re.I)
_OPENED = re.compile(r"\s*:\s*(?:[-–—•*▪·]\s*|\(?[a-z][.)]\s+)(?=[^\W\d_])")  # "Jumlah produksi : - Daging"


def row_names(grid: Layout, name: Column) -> dict[int, str]:
    """Row → its name without list number; a bare number or range ("1", "II", "0-4") with the header it stands
    under.

    A row without a name that prints figures has the name above it and its own label ("Misi 1 | 2").
    """
    head = re.sub(r"\s*\(.*?\)", "", name.header.path[-1]).strip() if name.header.path else ""
    result, above = {}, ""
    for row in grid.body:
        text = grid.content(row, name.c)
        bare = bool(re.fullmatch(r"\W*\d[\d\s.–-]*\+?|[IVX]{1,5}|[A-Za-z]", text))
        bare = bare and name.role not in ("tahun", "bulan", "triwulan") and grid.kind(row) == DATA
        result[row] = f"{head} {text}".strip() if bare else without_number(text) or grid.rows[row].label
        if not result[row] and above and grid.kind(row) == DATA and (own := _label_beside(grid, row, name.c)):
            result[row] = f"{above} {own}"
        elif text:
            above = result[row]
        above = "" if grid.kind(row) in (TOTAL, AVERAGE) else above
    return _told_apart(grid, name, result)


def _told_apart(grid: Layout, name: Column, names: dict[int, str]) -> dict[int, str]:
    """Rows of one bare number each ("Sasaran 1" of every misi) with the words on their left, carried down."""
    often = Counter(names[row] for row in grid.body if grid.kind(row) == DATA)
    apart, group = {}, ""
    for row in grid.body:
        kind, places = grid.kind(row), range(name.c - 1, -1, -1)
        left = next(
            (grid.content(row, at) for at in places if grid.content(row, at) and not grid.figures(row, at)),
            "",
        )
        group = left if left and kind == DATA else "" if kind in (TOTAL, AVERAGE, PART) else group
        if kind == DATA and group and often[names[row]] > 1 and ORDER.fullmatch(grid.content(row, name.c)):
            apart[row] = f"{group} {names[row]}"
    return names | apart


def _label_beside(grid: Layout, row: int, at: int) -> str:
    """The label right of a blank name: words, or a number that is no figure with its header."""
    for right in range(at + 1, grid.width):
        if grid.figures(row, right):
            return ""
        if text := grid.teks[row, right]:
            head = grid.header[right].path[-1] if grid.header[right].path else ""
            return f"{head} {text}".strip() if ORDER.fullmatch(text) else text
    return ""


def indicator_names(grid: Layout, name: Column) -> dict[int, str]:
    """Row → the indicator it is about: an item ("- Daging", "a. Daging") with the indicator it stands under.

    A lettered item needs an indicator above that ends in a colon. A merged cell names its first row only.
    """
    result, above, opens = {}, "", False
    for row in grid.body:
        text = grid.teks[row, name.c]
        text = text if _LETTER.match(text) else without_number(text)
        item = _DASH.match(text) or opens and (_LETTER.match(text) or _TWO_DASHED.match(text))
        result[row] = without_number(text)
        if grid.kind(row) in (TOTAL, AVERAGE):
            above = ""
        elif item and above:
            result[row] = f"{above}: {text[item.end() :]}"
        elif (inside := _OPENED.search(text)) and not _SECTION.match(text):
            above, opens = text[: inside.start()].strip(), True
            result[row] = f"{above}: {text[inside.end() :]}"
        elif text and not item:
            above, opens = result[row].rstrip(" :"), text.rstrip().endswith(":")
            if _SECTION.match(above):
                above, opens = "", False
    return result
