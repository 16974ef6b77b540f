"""Left-overs of another report in sentences: another agency as the subject of a sentence of intention,
another year as "this" report's."""

import re
from functools import cache

from rapidfuzz import fuzz

from cermat.datasets.recognise.context import Context, agency_name, pattern
from cermat.datasets.recognise.document_lines import Line
from cermat.datasets.recognise.structure.agency_names import is_other, parse_name
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

_SENTENCE = re.compile(r"(?<=[a-z0-9)%][.;])\s+(?=[A-Z])")
_LEAD = re.compile(
    r"^(?:(?:pada|untuk|di|dalam|selama)\s+tahun\s+(?:19|20)\d\d|ke depan|selanjutnya|adapun|oleh karena "
    r"itu|untuk itu)\s*,?\s+",
    re.I,
)
_SELDOM = 2  # a name that stands oftener is spoken of on purpose
_COMPARED = re.compile(r"\b(?:dibanding\w*|sedangkan|seperti|antara lain|misalnya|bersama|dengan)\b", re.I)


@cache
def _patterns() -> tuple[re.Pattern, re.Pattern, re.Pattern, re.Pattern]:
    words = vocabulary("identitas")
    intent = re.compile(rf"\s+(?:{alternation(words['niat'])})", re.I)
    year = re.compile(
        rf"\b(?:{alternation(words['laporan'])})"
        r"(?:\s+[A-Z][\w.,&()-]*|\s+(?:dan|dinas|badan|kantor|kami)){0,12}"
        r"\s+(?:tahun(?:\s+anggaran)?|TA\.?)\s+((?:19|20)\d\d)\s+ini\b",
        re.I,
    )
    # "Laporan ini menggambarkan capaian kinerja …": few small words lie between it and the agency
    itself = re.compile(rf"^(?i:{alternation(words['laporan_ini'])})(?:\s+[a-z,]+){{0,6}}\s+(?=[A-Z])")
    return intent, year, re.compile(rf"(?:{alternation(words['nama_tempat'])})", re.I), itself


def left_overs(lines: list[Line], context: Context, note) -> None:
    """Note "instansi lain" and "tahun laporan lain"."""
    intent, year, by_place, itself = _patterns()
    texts = [
        line.teks for line in lines if line.zone not in ("daftar isi", "sampul") and "\t" not in line.teks
    ]
    for line in lines:
        if (
            line.zone in ("daftar isi", "sampul")
            or "\t" in line.teks
            or line.r >= 0
            or line.jenis == "judul"
            or len(line.teks) < 40
        ):
            continue
        for found in year.finditer(line.teks):
            if 0 < int(found[1]) < context.tahun:
                note(
                    "tahun laporan lain",
                    f"tahun {found[1]}, sedangkan laporan ini laporan tahun {context.tahun}",
                    line,
                )
        for sentence in _SENTENCE.split(line.teks):
            sentence = _LEAD.sub("", sentence.strip())
            own = itself.match(sentence)
            sentence = sentence[own.end() :] if own and not _COMPARED.search(own[0]) else sentence
            name = agency_name(sentence) if pattern("lembaga").match(sentence) else ""
            if not name or not sentence.startswith(name) or not (own or intent.match(sentence[len(name) :])):
                continue
            if (
                _own_kind_elsewhere(name, context.instansi, by_place)
                and sum(text.count(name) for text in texts) <= _SELDOM
            ):
                note("instansi lain", name, line)


def _own_kind_elsewhere(name: str, own: str, by_place: re.Pattern) -> bool:
    """The same kind of agency (court, dinas of the same field, kecamatan …) of another place."""
    kind, field, _, region = parse_name(name)
    own_kind, own_field, _, own_region = parse_name(own)
    if not kind or kind != own_kind or not is_other(name, own):
        return False
    if region and own_region:
        return fuzz.ratio(field, own_field) >= 80 or bool(by_place.fullmatch(kind))
    return bool(by_place.fullmatch(kind)) and not region and not own_region
