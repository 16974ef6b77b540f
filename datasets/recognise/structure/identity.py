"""Who reports: agency, year, title, signers, plan period, decree numbers, other agencies where one's own
belongs."""

import re

import pandas as pd
from rapidfuzz import fuzz

from datasets.document.model import Document
from datasets.recognise.context import Context, agency_name, pattern
from datasets.recognise.document_lines import Line, frame
from datasets.recognise.number_tokens import tokens
from datasets.recognise.structure.agency_names import is_other
from datasets.recognise.structure.capaian_cap import recognise_cap
from datasets.recognise.structure.caption_years import caption_tahun
from datasets.recognise.structure.disagreements import disagreements
from datasets.recognise.structure.left_overs import left_overs
from datasets.recognise.structure.signatures import signatures
from datasets.recognise.structure.stray_years import stray_years
from schemas.tables import PLACE_COLUMNS

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

    def note(kind: str, value: str, b: Line) -> None:
        value = re.sub(r"\s+", " ", value).strip(" ,;:")
        if value and not any(
            x["jenis"] == kind and x["nilai"] == value and x["_blok"] == b.blok for x in content
        ):
            content.append({"jenis": kind, "nilai": value, **b.place, "_blok": b.blok})

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
        first = next((x for x in content if x["jenis"] == kind), None)
        if value and (first is None or first["nilai"] != value):
            same = next((x for x in content if x["jenis"] == kind and x["nilai"] == value), None)
            if same is not None:
                content.remove(same)
            content.insert(0, same or {"jenis": kind, "nilai": value, "_blok": -1})
    content += caption_tahun(document, context.tahun) if document is not None else []
    content += recognise_cap(lines)
    return frame(content, ["jenis", "nilai", *PLACE_COLUMNS]).drop(columns="_blok", errors="ignore")


def _tahun(text: str) -> list[str]:
    return [t.teks for t in tokens(text) if t.sebab == "tahun" and len(t.teks) == 4]


def _cover(lines: list[Line], context: Context, note) -> None:
    cover = [b for b in lines if b.zone == "sampul" and len(b.teks) < 160][:40]
    there = False
    tahun: set[str] = set()
    for b in cover:
        if pattern("laporan").search(b.teks):
            further = next(
                (x.teks for x in cover if x.blok == b.blok + 1 and re.match(r"instansi\b|\(", x.teks, re.I)),
                "",
            )
            note("judul", f"{b.teks} {further}", b)
        for t in _tahun(b.teks) if len(b.teks) < 100 and not b.teks.endswith(".") else ():
            note(
                "tahun terbit" if tahun and t not in tahun else "tahun", t, b
            )  # the year of printing may stand below
            tahun.add(t)
        same = context.instansi and fuzz.partial_ratio(b.teks.lower(), context.instansi.lower()) > 90
        if not there and context.instansi and len(b.teks) > 5 and (same or pattern("lembaga").match(b.teks)):
            note("instansi", context.instansi, b)
            there = True


def _titles(lines: list[Line], context: Context, note) -> None:
    """Title lines in the body and in annexes: the agency and the year that they name."""
    skip = -1
    for i, b in enumerate(lines):
        if (
            i <= skip
            or b.r >= 0
            or b.zone in ("sampul", "daftar isi")
            or not 6 < len(b.teks) < 200
            or "\t" in b.teks
        ):
            continue
        title = (
            b.teks.isupper() or b.jenis == "judul" or re.match(r"(?:tabel|gambar|lampiran)\b", b.teks, re.I)
        )
        if not title or re.search(r"[.;]$", b.teks) or re.fullmatch(r"lampiran[\s\w.:-]{0,8}", b.teks, re.I):
            continue
        text = b.teks
        for n in lines[i + 1 : i + 4]:  # a title over several lines
            if (
                not (b.teks.isupper() and n.teks.isupper() and n.r < 0 and len(n.teks) < 90)
                or n.jenis == "judul"
            ):
                break
            text, skip = f"{text} {n.teks}", i + 1
            if pattern("wilayah").match(n.teks) or _tahun(n.teks):
                break
        dokumen = pattern("dokumen_sendiri").search(text)
        name = _title_name(text)
        if name and dokumen and is_other(name, context.instansi):
            note("instansi lain", name, b)
        elif (
            (name := name or agency_name(text))
            and (dokumen or pattern("lembaga").match(text))
            and _same(name, context)
        ):
            note("instansi", name, b)
        if (dokumen or pattern("dokumen_judul").search(text)) and b.jenis != "judul":
            for t in _tahun(text):
                note("tahun", t, b)


def _same(name: str, context: Context) -> bool:
    return bool(context.instansi) and fuzz.token_set_ratio(name.lower(), context.instansi.lower()) >= 85


_GAP = (
    r"^\W*(?:perubahan\s+)?(?:\([\w ]+\)\s*)?(?:tahun\s+(?:anggaran\s+)?(?:19|20)\d\d\s*)?"
    r"(?:pada\s+|dari\s+|di lingkungan\s+)?"
)


def _title_name(text: str) -> str:
    """The agency right behind the name of a document: "PERJANJIAN PERFORMANCE TAHUN 2023 DINAS X KABUPATEN
    Y"."""
    for m in pattern("dokumen_sendiri").finditer(text):
        tail = re.sub(_GAP, "", text[m.end() :], flags=re.I)
        if pattern("lembaga").match(tail) and (name := agency_name(tail)):
            return name
    return ""


def _sentences(lines: list[Line], context: Context, note) -> None:
    """Sentences: plan periods, first mention of the agency in the foreword, other agencies where one's own
    belongs."""
    intro = False
    plan = pattern("rencana")
    for b in lines:
        if b.zone in ("daftar isi", "sampul") or "\t" in b.teks:
            continue
        text = b.teks
        for years in _RANGE.finditer(text):
            ahead = text[max(0, years.start() - 90) : years.start()]
            begin = next((r.start() for r in reversed(list(plan.finditer(ahead)))), -1)
            if begin >= 0 and not re.search(r"[.;]|(?:19|20)\d\d\s*[-–—]", ahead[begin:]):
                end = int(re.findall(r"\d{4}", years[0])[-1])
                note("periode rencana lama" if 0 < end < context.tahun else "periode rencana", years[0], b)
        if b.zone == "pengantar" and not intro and (n := agency_name(text)) and len(text) > 80:
            if context.instansi and fuzz.token_set_ratio(n.lower(), context.instansi.lower()) >= 80:
                note("instansi", n, b)
                intro = True
                for t in _tahun(text)[:1]:
                    note("tahun", t, b)
        if (
            len(text) > 60
            and (m := _ELEMENT.search(text))
            and (n := agency_name(text[m.start() : m.end()]))
            and is_other(n, context.instansi)
        ):
            note("instansi lain", n, b)
        if (
            len(text) > 60
            and not text.isupper()
            and (n := _title_name(text))
            and is_other(n, context.instansi)
        ):
            note("instansi lain", n, b)
