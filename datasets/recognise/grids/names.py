"""Names of rows: carried down over blank cells, and with what they stand under where a name alone tells two
rows apart.

"- Daging" under "Jumlah produksi :" and "- Daging" under "Persentase bersertifikat :" are two indicators.
"""

import re
from collections import Counter

from datasets.recognise.grids.columns import Column
from datasets.recognise.grids.layout import ORDER, Layout
from datasets.recognise.grids.texts import without_number
from datasets.recognise.row_kinds import AVERAGE, DATA, PART, TOTAL

_DASH = re.compile(r"^[-–—•*▪·]\s*(?=[^\W\d_])")
# "Ayam ras - Petelur" among "- Itik": its dash is misplaced
_TWO_DASHED = re.compile(r"(?=[^\W\d_][\w ]{0,30} [-–—] [^\W\d_])")
_LETTER = re.compile(r"^\(?[a-z][.)]\s+(?=\S)")
_SECTION = re.compile(r"(?:sasaran|tujuan|misi|visi|program|kegiatan|sub ?kegiatan)\b", re.I)
_OPENED = re.compile(r"\s*:\s*(?:[-–—•*▪·]\s*|\(?[a-z][.)]\s+)(?=[^\W\d_])")  # "Jumlah produksi : - Daging"


def row_names(d: Layout, name: Column) -> dict[int, str]:
    """Row → its name without list number; a bare number or range ("1", "II", "0-4") with the header it stands
    under.

    A row without a name that prints figures has the name above it and its own label ("Misi 1 | 2"); of rows
    with equal names each has what stands left of it, too.
    """
    head = re.sub(r"\s*\(.*?\)", "", name.header.path[-1]).strip() if name.header.path else ""
    result, above = {}, ""
    for r in d.body:
        text = d.content(r, name.c)
        bare = bool(re.fullmatch(r"\W*\d[\d\s.–-]*\+?|[IVX]{1,5}|[A-Za-z]", text))
        bare = bare and name.role not in ("tahun", "bulan", "triwulan") and d.rows[r].jenis == DATA
        result[r] = f"{head} {text}".strip() if bare else without_number(text) or d.rows[r].label
        if not result[r] and above and d.rows[r].jenis == DATA and (own := _label_beside(d, r, name.c)):
            result[r] = f"{above} {own}"
        elif text:
            above = result[r]
        above = "" if d.rows[r].jenis in (TOTAL, AVERAGE) else above
    return _told_apart(d, name, result)


def _label_beside(d: Layout, r: int, c: int) -> str:
    """The label right of a blank name: a number that is no figure, with the header it stands under, or
    words."""
    for x in range(c + 1, d.width):
        if d.figures(r, x):
            return ""
        if text := d.teks[r, x]:
            head = d.header[x].path[-1] if d.header[x].path else ""
            return f"{head} {text}".strip() if ORDER.fullmatch(text) else text
    return ""


def _told_apart(d: Layout, name: Column, names: dict[int, str]) -> dict[int, str]:
    """Rows of one bare number each ("Sasaran 1" of every misi) with the words on their left, carried down."""
    often = Counter(n for r, n in names.items() if d.rows[r].jenis == DATA)
    result, left = {}, ""
    for r, own in names.items():
        kind = d.rows[r].jenis
        beside = (d.content(r, x) for x in range(name.c - 1, -1, -1) if not d.figures(r, x))
        words = next(filter(None, beside), "") if kind == DATA else ""
        left = words or ("" if kind in (TOTAL, AVERAGE, PART) else left)
        again = kind == DATA and often[own] > 1 and ORDER.fullmatch(d.content(r, name.c)) and left
        result[r] = f"{left} {own}" if again else own
    return result


def indicator_names(d: Layout, name: Column) -> dict[int, str]:
    """Row → the indicator it is about: an item ("- Daging", "a. Daging") with the indicator it stands under.

    A lettered item needs an indicator above that ends in a colon. A merged cell names its first row only.
    """
    result, above, opens = {}, "", False
    for r in d.body:
        text = d.teks[r, name.c]
        text = text if _LETTER.match(text) else without_number(text)
        item = _DASH.match(text) or opens and (_LETTER.match(text) or _TWO_DASHED.match(text))
        result[r] = without_number(text)
        if d.rows[r].jenis in (TOTAL, AVERAGE):
            above = ""
        elif item and above:
            result[r] = f"{above}: {text[item.end() :]}"
        elif (inside := _OPENED.search(text)) and not _SECTION.match(text):
            above, opens = text[: inside.start()].strip(), True
            result[r] = f"{above}: {text[inside.end() :]}"
        elif text and not item:
            above, opens = result[r].rstrip(" :"), text.rstrip().endswith(":")
            if _SECTION.match(above):
                above, opens = "", False
    return result
