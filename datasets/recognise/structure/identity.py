"""Who reports: agency, year, title, signers, plan period, decree numbers, other agencies where one's own
belongs."""

import re

import pandas as pd
from rapidfuzz import fuzz

from cermat.datasets.document.model import Document
from cermat.datasets.recognise.context import Context, agency_name, pattern
from cermat.datasets.recognise.document_lines import Line, frame
from cermat.datasets.recognise.number_tokens import tokens
from cermat.datasets.recognise.structure.agency_names import is_other
from cermat.datasets.recognise.structure.capaian_cap import recognise_cap
from cermat.datasets.recognise.structure.caption_years import caption_tahun
from cermat.datasets.recognise.structure.disagreements import disagreements
from cermat.datasets.recognise.structure.left_overs import left_overs
from cermat.datasets.recognise.structure.signatures import signatures
from cermat.datasets.recognise.structure.stray_years import stray_years
from cermat.schemas.tables import PLACE_COLUMNS

_RANGE = re.compile(r"(?:19|20)\d\d\s*(?:-|–|—|s\.?/?d\.?|sampai(?: dengan)?)\s*(?:19|20)\d\d")


# "Kecamatan X selaku unsur pembantu pimpinan": the agency speaks of itself
_ELEMENT = re.compile(
    r"\b[A-Z][\w]+(?:\s+(?:[A-Z][\w.]*|dan))*\s*,?\s+(?:selaku|sebagai|merupakan)\s+unsur\s+(?:pelaksana"
    r"|pembantu|penunjang|pendukung|staf|pengawas)"
)


def recognise_identitas(
    lines: list[Line], context: Context, document: Document | None = None, entries: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Typed table identitas: one fact a row, as printed; the first instansi and tahun are those of
    `context`."""
    content: list[dict] = []

    def note(kind: str, value: str, line: Line) -> None:
        value = re.sub(r"\s+", " ", value).strip(" ,;:")
        if value and not any(
            entry["jenis"] == kind and entry["nilai"] == value and entry["_blok"] == line.blok
            for entry in content
        ):
            content.append({"jenis": kind, "nilai": value, **line.place, "_blok": line.blok})

    if context.excerpt:
        content.append({"jenis": "petikan", "nilai": "ya", "_blok": -1})
    _cover(lines, context, note)
    _titles(lines, context, note)
    _sentences(lines, context, note)
    left_overs(lines, context, note)
    if entries is not None:
        stray_years(lines, context, entries, note)
    disagreements(lines, document, note)
    signatures(lines, context, note)
    for kind, value in (
        ("tahun", str(context.tahun) if context.tahun > 0 else ""),
        ("instansi", context.instansi),
    ):
        first = next((entry for entry in content if entry["jenis"] == kind), None)
        if value and (first is None or first["nilai"] != value):
            same = next(
                (entry for entry in content if entry["jenis"] == kind and entry["nilai"] == value), None
            )
            if same is not None:
                content.remove(same)
            content.insert(0, same or {"jenis": kind, "nilai": value, "_blok": -1})
    content += caption_tahun(document, context.tahun) if document is not None else []
    content += recognise_cap(lines)
    return frame(content, ["jenis", "nilai", *PLACE_COLUMNS]).drop(columns="_blok", errors="ignore")


def _tahun(text: str) -> list[str]:
    return [token.teks for token in tokens(text) if token.sebab == "tahun" and len(token.teks) == 4]


def _cover(lines: list[Line], context: Context, note) -> None:
    cover = [line for line in lines if line.zone == "sampul" and len(line.teks) < 160][:40]
    there = False
    tahun: set[str] = set()
    for line in cover:
        if pattern("laporan").search(line.teks):
            further = next(
                (
                    other.teks
                    for other in cover
                    if other.blok == line.blok + 1 and re.match(r"instansi\b|\(", other.teks, re.I)
                ),
                "",
            )
            note("judul", f"{line.teks} {further}", line)
        for text in _tahun(line.teks) if len(line.teks) < 100 and not line.teks.endswith(".") else ():
            note(
                "tahun terbit" if tahun and text not in tahun else "tahun", text, line
            )  # the year of printing may stand below
            tahun.add(text)
        same = context.instansi and fuzz.partial_ratio(line.teks.lower(), context.instansi.lower()) > 90
        if (
            not there
            and context.instansi
            and len(line.teks) > 5
            and (same or pattern("lembaga").match(line.teks))
        ):
            note("instansi", context.instansi, line)
            there = True


def _titles(lines: list[Line], context: Context, note) -> None:
    """Title lines in the body and in annexes: the agency and the year that they name."""
    skip = -1
    for at, line in enumerate(lines):
        if (
            at <= skip
            or line.r >= 0
            or line.zone in ("sampul", "daftar isi")
            or not 6 < len(line.teks) < 200
            or "\t" in line.teks
        ):
            continue
        title = (
            line.teks.isupper()
            or line.jenis == "judul"
            or re.match(r"(?:tabel|gambar|lampiran)\b", line.teks, re.I)
        )
        if (
            not title
            or re.search(r"[.;]$", line.teks)
            or re.fullmatch(r"lampiran[\s\w.:-]{0,8}", line.teks, re.I)
        ):
            continue
        text = line.teks
        for below in lines[at + 1 : at + 4]:  # a title over several lines
            if (
                not (line.teks.isupper() and below.teks.isupper() and below.r < 0 and len(below.teks) < 90)
                or below.jenis == "judul"
            ):
                break
            text, skip = f"{text} {below.teks}", at + 1
            if pattern("wilayah").match(below.teks) or _tahun(below.teks):
                break
        dokumen = pattern("dokumen_sendiri").search(text)
        name = _title_name(text)
        if name and dokumen and is_other(name, context.instansi):
            note("instansi lain", name, line)
        elif (
            (name := name or agency_name(text))
            and (dokumen or pattern("lembaga").match(text))
            and _same(name, context)
        ):
            note("instansi", name, line)
        if (dokumen or pattern("dokumen_judul").search(text)) and line.jenis != "judul":
            for year in _tahun(text):
                note("tahun", year, line)


def _same(name: str, context: Context) -> bool:
    return bool(context.instansi) and fuzz.token_set_ratio(name.lower(), context.instansi.lower()) >= 85


_GAP = (
    r"^\W*(?:perubahan\s+)?(?:\([\w ]+\)\s*)?(?:tahun\s+(?:anggaran\s+)?(?:19|20)\d\d\s*)?"
    r"(?:pada\s+|dari\s+|di lingkungan\s+)?"
)


def _title_name(text: str) -> str:
    """The agency right behind the name of a document: "PERJANJIAN PERFORMANCE TAHUN 2023 DINAS X KABUPATEN
    Y"."""
    for found in pattern("dokumen_sendiri").finditer(text):
        tail = re.sub(_GAP, "", text[found.end() :], flags=re.I)
        if pattern("lembaga").match(tail) and (name := agency_name(tail)):
            return name
    return ""


def _sentences(lines: list[Line], context: Context, note) -> None:
    """Sentences: plan periods, first mention of the agency in the foreword, other agencies where one's own
    belongs."""
    intro = False
    plan = pattern("rencana")
    for line in lines:
        if line.zone in ("daftar isi", "sampul") or "\t" in line.teks:
            continue
        text = line.teks
        for years in _RANGE.finditer(text):
            ahead = text[max(0, years.start() - 90) : years.start()]
            begin = next((plan_named.start() for plan_named in reversed(list(plan.finditer(ahead)))), -1)
            if begin >= 0 and not re.search(r"[.;]|(?:19|20)\d\d\s*[-–—]", ahead[begin:]):
                end = int(re.findall(r"\d{4}", years[0])[-1])
                note("periode rencana lama" if 0 < end < context.tahun else "periode rencana", years[0], line)
        if line.zone == "pengantar" and not intro and (name := agency_name(text)) and len(text) > 80:
            if context.instansi and fuzz.token_set_ratio(name.lower(), context.instansi.lower()) >= 80:
                note("instansi", name, line)
                intro = True
                for year in _tahun(text)[:1]:
                    note("tahun", year, line)
        if (
            len(text) > 60
            and (element := _ELEMENT.search(text))
            and (name := agency_name(text[element.start() : element.end()]))
            and is_other(name, context.instansi)
        ):
            note("instansi lain", name, line)
        if (
            len(text) > 60
            and not text.isupper()
            and (name := _title_name(text))
            and is_other(name, context.instansi)
        ):
            note("instansi lain", name, line)
