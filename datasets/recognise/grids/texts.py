"""Texts of a grid and around it: names without numbers, the year, document and sasaran it belongs to,
verdicts, directions."""

import re

from datasets.recognise.grids.layout import Layout
from datasets.recognise.headers import TAHUN, document_of, tidy
from datasets.recognise.row_kinds import PART
from datasets.recognise.vocabulary import vocabulary

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


def single_tahun(*text: str) -> int:
    """The year of the first of these texts that names exactly one (a range like 2021-2026 names none); else
    -1."""
    named = ({int(x) for x in TAHUN.findall(_YEARS.sub(" ", t))} for t in text)
    years = next(filter(None, named), {-1})
    return years.pop() if len(years) == 1 else -1


def table_tahun(d: Layout, context) -> int:
    """The year a table without years in its headers speaks of: its caption's, else the report's."""
    return _first(single_tahun(d.caption), context.tahun)


# years of other things: of a regulation, and one that something is set beside ("membaik dibandingkan tahun
# 2022")
_OTHER_YEAR = re.compile(
    r"\b(?:(?:nomor|no\.?)\s*[\w./-]+|(?:dibanding(?:kan)?|berbanding"
    r"|sama)(?:\s+dengan)?(?:\s+\w+)?)\s+tahun\s+(?:19|20)\d\d",
    re.I,
)


def count_tahun(d: Layout, context) -> int:
    """The year of a count table: its caption's, that of the sentence before it, else the report's."""
    before = single_tahun(_OTHER_YEAR.sub(" ", d.intro[-400:]))
    return _first(single_tahun(d.caption), before, context.tahun)


def _first(*tahun: int) -> int:
    return next((t for t in tahun if t > 0), -1)


def table_document(d: Layout) -> str:
    """The planning document a grid belongs to: its caption, the sentence before it, the headings (chapters
    left out)."""
    title = [j for j in reversed(d.bagian.split(" > ")) if not re.match(r"bab\b", j, re.I)]
    return next(filter(None, map(document_of, (d.caption, d.intro, *title))), "")


def status(text: str) -> str:
    """tercapai | tidak_tercapai | melebihi | naik | turun where the whole text is such a verdict; else ''."""
    told = vocabulary("baris")["status"].items()
    return next((s for s, words in told if tidy(text) in map(tidy, words)), "")


def read_arah(text: str) -> str:
    """naik | turun from a cell of a direction column; '' where it says neither."""
    told = {arah: [*map(str, words)] for arah, words in vocabulary("kepala")["arah_nilai"].items()}
    name, sign = tidy(text), text.strip().lower()
    for arah, words in told.items():
        if sign in words or name and name in map(tidy, words):
            return arah
    inside = {arah for arah, words in told.items() for w in words if len(w) > 4 and tidy(w) in name}
    return inside.pop() if len(inside) == 1 else ""


_RANGE = re.compile(
    r"\W*\d[\d.,]*\s*%?\s*(?:-|–|—|s\.?\s?/?d\.?|sampai(?: dengan)?|hingga|±|\+/-)"
    r"\s*\d[\d.,]*\s*(?:%|‰|[A-Za-z]+)?(?:\s*[A-Za-z]+)?\s*",
    re.I,
)


def read_bound(text: str) -> str:
    """maks | min where a cell prints its figure as a bound ("≤ 25", "min. 80"), rentang for a range
    ("60–85%", "3 ± 1"); else ''."""
    if _RANGE.fullmatch(text):
        return "rentang"
    plain = re.sub(r"\s+", " ", text.lower()).strip(" ($")
    for bound, words in vocabulary("kepala")["batas"].items():
        for w in sorted(map(str, words), key=len, reverse=True):
            named = re.escape(w) + r"\b" * w[-1].isalnum()
            behind = rf"|.*\d.*\b{named}\W*$" if w[0].isalpha() else ""
            if re.match(rf"{named}\W*(?:rp\W*)?\d{behind}", plain):
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


def sasaran_around(d: Layout) -> str:
    """The one sasaran a caption, heading or announcing sentence names for the whole grid; '' where none or
    several."""
    for text in (d.caption, d.intro, *reversed(d.bagian.split(" > "))):
        named = set(re.findall(rf"{_SASARAN}\s*[:.]?\s*{_QUOTE}", text))
        quoted = {q for q in re.findall(_QUOTE, text) if re.match(r"[A-Z]\w+(?:nya|an)\b", q)}
        if len(quoted) > 1 and "sasaran" in text.lower():
            return ""
        if named:
            return named.pop().strip() if len(named) == 1 else ""
        m = _NUMBERED.match(text.strip()) or text is not d.intro and _TITLE.search(text)
        if m:
            return m[1].strip(' .“”"')
    return ""


def own_sasaran(text: str) -> str:
    """The sasaran that a cell names, without number and "Sasaran Strategis 1:"; '' for a misi or tujuan in
    the same column."""
    text = without_number(text)
    other = re.match(r"(?:misi|visi|tujuan)\b[^:]{0,12}:", text, re.I)
    return "" if other else re.sub(rf"{_SASARAN}\s*[:.]\s*", "", text, count=1)


def section_sasaran(d: Layout) -> dict[int, str]:
    """Row → sasaran of the section row above ("Sasaran 1: …")."""
    result, current = {}, ""
    for r in d.body:
        label = d.rows[r].label
        if d.rows[r].jenis == PART:
            m = _SECTION.match(label)
            current = (m[1].strip(' .“”"') or label) if m else ""
        result[r] = current
    return result
