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


def single_tahun(*text: str) -> int:
    """The year of the first of these texts that names exactly one (a range like 2021-2026 names none); else
    -1."""
    for t in text:
        t = re.sub(
            r"(?:19|20)\d\d\s*(?:-|–|—|s\.?\s?/?d\.?|sampai(?: dengan)?)\s*(?:tahun\s*)?(?:19|20)\d\d",
            " ",
            t,
            flags=re.I,
        )
        there = {int(x) for x in TAHUN.findall(t)}
        if len(there) == 1:
            return there.pop()
        if there:
            return -1
    return -1


def table_tahun(d: Layout, context) -> int:
    """The year a table without years in its headers speaks of: its caption's, else the report's."""
    return next((t for t in (single_tahun(d.caption), context.tahun) if t > 0), -1)


# years of other things: of a regulation, and one that something is set beside ("membaik dibandingkan tahun
# 2022")
_OTHER_YEAR = re.compile(
    r"\b(?:(?:nomor|no\.?)\s*[\w./-]+|(?:dibanding(?:kan)?|berbanding"
    r"|sama)(?:\s+dengan)?(?:\s+\w+)?)\s+tahun\s+(?:19|20)\d\d",
    re.I,
)


def count_tahun(d: Layout, context) -> int:
    """The year of a count table: its caption's, that of the sentence before it, else the report's."""
    candidates = (single_tahun(d.caption), single_tahun(_OTHER_YEAR.sub(" ", d.intro[-400:])), context.tahun)
    return next((t for t in candidates if t > 0), -1)


def table_document(d: Layout) -> str:
    """The planning document a grid belongs to: its caption, the sentence before it, the headings (chapters
    left out)."""
    title = [j for j in reversed(d.bagian.split(" > ")) if not re.match(r"bab\b", j, re.I)]
    return next((n for n in map(document_of, (d.caption, d.intro, *title)) if n), "")


def status(text: str) -> str:
    """tercapai | tidak_tercapai | melebihi | naik | turun where the whole text is such a verdict; else ''."""
    n = tidy(text)
    return next(
        (s for s, words in vocabulary("baris")["status"].items() if n in {tidy(k) for k in words}), ""
    )


def read_arah(text: str) -> str:
    """naik | turun from a cell of a direction column; '' where it says neither."""
    n, original = tidy(text), text.strip().lower()
    for arah, words in vocabulary("kepala")["arah_nilai"].items():
        if original in map(str, words) or (n and n in {tidy(str(k)) for k in words}):
            return arah
    match = {
        arah
        for arah, words in vocabulary("kepala")["arah_nilai"].items()
        for k in words
        if len(str(k)) > 4 and tidy(str(k)) in n
    }
    return match.pop() if len(match) == 1 else ""


_RANGE = re.compile(
    r"\W*\d[\d.,]*\s*%?\s*(?:-|–|—|s\.?\s?/?d\.?|sampai(?: dengan)?|hingga|±|\+/-)"
    r"\s*\d[\d.,]*\s*(?:%|‰|[A-Za-z]+)?(?:\s*[A-Za-z]+)?\s*",
    re.I,
)


def read_bound(text: str) -> str:
    """maks | min where a cell prints its figure as a bound ("≤ 25", "min. 80"), rentang for a range
    ("60–85%", "3 ± 1"); else ''."""
    if not re.search(r"\d", text):
        return ""
    if _RANGE.fullmatch(text):
        return "rentang"
    plain = re.sub(r"\s+", " ", text.lower()).strip(" ($")
    for bound, words in vocabulary("kepala")["batas"].items():
        for w in sorted(map(str, words), key=len, reverse=True):
            named = rf"{re.escape(w)}\b" if w[-1].isalnum() else re.escape(w)
            if (
                re.match(rf"{named}\W*(?:rp\W*)?\d", plain)
                or w[0].isalpha()
                and re.search(rf"\d.*\b{named}\W*$", plain)
            ):
                return bound
    return ""


# "Capaian Sasaran Meningkatnya mutu guru Tahun 2020": a sasaran begins with what is to happen
_SASARAN_TITLE = re.compile(
    r"(?i:sasaran(?:\s+(?:strategis|kinerja|daerah|program))*)\s*(?:\d{1,2}|[IVX]{1,4})?\s*[:.\-–]?\s+"
    r"([A-Z]\w{3,}nya\b.{4,180}?)(?:\s+(?i:pada\s+)?(?i:tahun)\s+(?:19|20)\d\d.*)?$"
)


def sasaran_around(d: Layout) -> str:
    """The one sasaran a caption, heading or announcing sentence names for the whole grid; '' where none or
    several."""
    for n, text in enumerate((d.caption, d.intro, *reversed(d.bagian.split(" > ")))):
        there = re.findall(
            r"sasaran(?:\s+(?:strategis|kinerja|program|kegiatan))?(?:\s+(?:ke-?)?\d{1,2}\s*[:.]"
            r"|\s+[IVX]{1,4}\s*[:.])?\s*[:]?\s*[“\"”]([^“”\"]{8,200})[”\"]",
            text,
            re.I,
        )
        quoted = {
            k
            for k in re.findall(r"[“\"”]([^“”\"]{8,200})[”\"]", text)
            if re.match(r"[A-Z]\w+(?:nya|an)\b", k)
        }
        if len(quoted) > 1 and "sasaran" in text.lower():
            return ""
        if there:
            return there[-1].strip() if len(set(there)) == 1 else ""
        m = re.match(
            r"(?:[\dA-Za-z.]+\s+)?(?i:sasaran(?:\s+strategis)?)\s*(?i:ke-?)?(?:\d{1,2}"
            r"|[IVX]{1,4})?\s*[:.]\s*([A-Z][^:]{8,200})$",
            text.strip(),
        ) or (n != 1 and _SASARAN_TITLE.search(text))
        if m:
            return m[1].strip(' .“”"')
    return ""


_SASARAN_LABEL = re.compile(
    r"(?:sasaran|ss)(?:\s+(?:strategis|stratejik|strategik|kinerja))?\s*(?:\d{1,2}(?:\.\d+)*"
    r"|[IVX]{1,4})?\s*[:.]\s*",
    re.I,
)


def own_sasaran(text: str) -> str:
    """The sasaran that a cell names, without number and "Sasaran Strategis 1:"; '' for a misi or tujuan in
    the same column."""
    text = without_number(text)
    return (
        ""
        if re.match(r"(?:misi|visi|tujuan)\b[^:]{0,12}:", text, re.I)
        else _SASARAN_LABEL.sub("", text, count=1)
    )


def section_sasaran(d: Layout) -> dict[int, str]:
    """Row → sasaran of the section row above ("Sasaran 1: …")."""
    result, current = {}, ""
    for r in d.body:
        b = d.rows[r]
        if b.jenis == PART:
            m = re.match(
                r"(?:[\dA-Z.]+\s+)?(?:sasaran|ss)(?:\s+strategis)?\s*(?:\d{1,2}(?:\.\d+)*"
                r"|[IVX]{1,4})?\s*[:.\-–]?\s*(.*)$",
                b.label,
                re.I,
            )
            current = (m[1].strip(' .“”"') or b.label) if m else ""
        result[r] = current
    return result
