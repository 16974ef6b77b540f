"""Texts of a grid and around it: names, years, documents and sasaran, verdicts, directions."""

import re

from cermat.datasets.recognise.grids.layout import Layout
from cermat.datasets.recognise.headers import TAHUN, document_of, tidy
from cermat.datasets.recognise.row_kinds import PART
from cermat.datasets.recognise.vocabulary import vocabulary

_LIST_NUMBER = re.compile(
    r"^(?!\d+\s*(?:tahun|thn|th|bulan|bln|hari|jam|menit)\b)"
    r"\(?(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[a-z][.)]|[ivx]{1,4}[.)])\s+(?=[“\"(]?[^\W\d_]{2})",
    re.I,
)


def without_number(text: str) -> str:
    """A name without the list number before it ("50 tahun ke atas" has none)."""
    return _LIST_NUMBER.sub("", text).strip()


_YEARS = re.compile(
    r"(?:19|20)\d\d\s*(?:-|–|—|s\.?\s?/?d\.?|sampai(?: dengan)?)\s*(?:tahun\s*)?(?:19|20)\d\d", re.I
)


def single_tahun(*texts: str) -> int:
    """The year of the first text that names exactly one (a range like 2021-2026 names none); else -1."""
    named = ({int(year) for year in TAHUN.findall(_YEARS.sub(" ", text))} for text in texts)
    years = next(filter(None, named), {-1})
    return years.pop() if len(years) == 1 else -1


def table_tahun(grid: Layout, context) -> int:
    """The year a table without years in its headers speaks of: its caption's, else the report's."""
    return _first(single_tahun(grid.caption), context.tahun)


# years of other things: of a regulation, and one that something is set beside ("membaik dibandingkan tahun
# 2022")
_OTHER_YEAR = re.compile(
    r"\b(?:(?:nomor|no\.?)\s*[\w./-]+|(?:dibanding(?:kan)?|berbanding"
    r"|sama)(?:\s+dengan)?(?:\s+\w+)?)\s+tahun\s+(?:19|20)\d\d",
    re.I,
)


def count_tahun(grid: Layout, context) -> int:
    """The year of a count table: its caption's, that of the sentence before it, else the report's."""
    before = single_tahun(_OTHER_YEAR.sub(" ", grid.intro[-400:]))
    return _first(single_tahun(grid.caption), before, context.tahun)


def _first(*tahun: int) -> int:
    return next((year for year in tahun if year > 0), -1)


def table_document(grid: Layout) -> str:
    """The planning document of a grid by its caption, the sentence before it, its headings (no chapter)."""
    headings = reversed(grid.bagian.split(" > "))
    title = [heading for heading in headings if not re.match(r"bab\b", heading, re.I)]
    return next(filter(None, map(document_of, (grid.caption, grid.intro, *title))), "")


def status(text: str) -> str:
    """tercapai | tidak_tercapai | melebihi | naik | turun where the whole text is such a verdict; else ''."""
    told = vocabulary("baris")["status"].items()
    return next((verdict for verdict, words in told if tidy(text) in map(tidy, words)), "")


def read_arah(text: str) -> str:
    """naik | turun from a cell of a direction column; '' where it says neither."""
    told = {arah: [*map(str, words)] for arah, words in vocabulary("kepala")["arah_nilai"].items()}
    name, sign = tidy(text), text.strip().lower()
    for arah, words in told.items():
        if sign in words or name and name in map(tidy, words):
            return arah
    inside = {arah for arah, words in told.items() for word in words if len(word) > 4 and tidy(word) in name}
    return inside.pop() if len(inside) == 1 else ""


_RANGE = re.compile(
    r"\W*\d[\d.,]*\s*%?\s*(?:-|–|—|s\.?\s?/?d\.?|sampai(?: dengan)?|hingga|±|\+/-)"
    r"\s*\d[\d.,]*\s*(?:%|‰|[A-Za-z]+)?(?:\s*[A-Za-z]+)?\s*",
    re.I,
)


_LONGEST_BOUND = 200  # letters of a cell that is a figure with its bound


def read_bound(text: str) -> str:
    """maks | min where a cell prints its figure as a bound ("≤ 25", "min. 80"), rentang for a range
    ("60–85%", "3 ± 1"); else ''."""
    if len(text) > _LONGEST_BOUND:
        return ""
    if _RANGE.fullmatch(text):
        return "rentang"
    plain = re.sub(r"\s+", " ", text.lower()).strip(" ($")
    for bound, words in vocabulary("kepala")["batas"].items():
        for word in sorted(map(str, words), key=len, reverse=True):
            named = re.escape(word) + r"\b" * word[-1].isalnum()
            if re.match(rf"{named}\W*(?:rp\W*)?\d", plain):
                return bound
            behind = re.search(rf"\b{named}\W*$", plain) if word[0].isalpha() else None
            if behind and re.search(r"\d", plain[: behind.start()]):
                return bound
    return ""


_SASARAN = (  # "Sasaran Strategis 1", "SS IV", "Sasaran ke-2"
    r"(?i:\b(?:sasaran|ss)(?:\s+(?:strategis|stratejik|strategik|kinerja|program|kegiatan|daerah))*"
    r"(?:\s*(?:ke-?\s?)?(?:\d{1,2}(?:\.\d+)*|[IVX]{1,4}\b))?)"
)
_QUOTE = r"[“\"”]([^“”\"]{8,200})[”\"]"
_NUMBERED = re.compile(rf"(?:[\dA-Za-z.]+\s+)?{_SASARAN}\s*[:.]\s*([A-Z][^:]{{8,200}})$")
# "Capaian Sasaran Meningkatnya mutu guru Tahun 2020": a sasaran begins with what is to happen
_TITLE = re.compile(
    rf"{_SASARAN}\s*[:.\-–]?\s+([A-Z]\w{{3,}}nya\b.{{4,180}}?)"
    r"(?:\s+(?i:pada\s+)?(?i:tahun)\s+(?:19|20)\d\d.*)?$"
)
_SECTION = re.compile(rf"(?:[\dA-Z.]+\s+)?{_SASARAN}\s*[:.\-–]?\s*(.*)$", re.I)


def sasaran_around(grid: Layout) -> str:
    """The one sasaran that caption, heading or sentence names for the grid; '' for none or several."""
    for text in (grid.caption, grid.intro, *reversed(grid.bagian.split(" > "))):
        named = set(re.findall(rf"{_SASARAN}\s*[:.]?\s*{_QUOTE}", text))
        quoted = {quote for quote in re.findall(_QUOTE, text) if re.match(r"[A-Z]\w+(?:nya|an)\b", quote)}
        if len(quoted) > 1 and "sasaran" in text.lower():
            return ""
        if named:
            return named.pop().strip() if len(named) == 1 else ""
        match = _NUMBERED.match(text.strip()) or text is not grid.intro and _TITLE.search(text)
        if match:
            return match[1].strip(' .“”"')
    return ""


def own_sasaran(text: str) -> str:
    """A cell's sasaran without number and "Sasaran Strategis 1:"; '' for a misi or tujuan."""
    text = without_number(text)
    other = re.match(r"(?:misi|visi|tujuan)\b[^:]{0,12}:", text, re.I)
    return "" if other else re.sub(rf"{_SASARAN}\s*[:.]\s*", "", text, count=1)


def section_sasaran(grid: Layout) -> dict[int, str]:
    """Row → sasaran of the section row above ("Sasaran 1: …")."""
    result, current = {}, ""
    for row in grid.body:
        label = grid.rows[row].label
        if grid.kind(row) == PART:
            match = _SECTION.match(label)
            current = (match[1].strip(' .“”"') or label) if match else ""
        result[row] = current
    return result
