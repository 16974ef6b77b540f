"""Signature blocks: who signs, in which office, where; "Nama : … Jabatan : …" pairs; numbers of decrees."""

import re
from functools import cache

from cermat.datasets.recognise.context import Context, agency_name, pattern
from cermat.datasets.recognise.document_lines import Line
from cermat.datasets.recognise.structure.agency_names import is_other
from cermat.datasets.recognise.structure.dates import PLACE_AND_DATE, read_date
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

_NAMES = re.compile(
    r"(?:(?:Dr|Drs|Dra|Ir|H|Hj|Prof|dr|drg|Hi|KH|A|I|Ny|R"
    r"|Rr)\.?,?\s+)*[A-Z][\w'’.]*(?:\s+[A-Z][\w'’.]*){0,6}(?:\s*,\s*[A-Z][\w.]*(?:\s?[A-Z]?[\w.]*)){0,5}\.?"
)
_SUBORDINATES = re.compile(
    r"kepala\s+(?:sub|bidang|bagian|seksi|uptd?|tata "
    r"usaha|kelompok|urusan)|sekretaris\s+(?:dinas|badan|kecamatan)"
    r"|kasubbag|kabid|kasi\b",
    re.I,
)
_PARTY = re.compile(r"pihak\s+(pertama|kedua)\b", re.I)
_NAME_LINE = re.compile(r"nama\s*:\s*(.+)", re.I)


@cache
def _offices() -> re.Pattern:
    return re.compile(
        r"\W*(?:a\.?n\.?\s+|plt\.?\s+|plh\.?\s+|pj\.?\s+)?"
        rf"(?:{alternation(vocabulary('identitas')['jabatan'])})\b",
        re.I,
    )


@cache
def _ranks() -> re.Pattern:
    return re.compile(rf"(?:{alternation(vocabulary('identitas')['pangkat'])})\b", re.I)


@cache
def _superiors() -> re.Pattern:
    return re.compile(rf"\W*(?:{alternation(vocabulary('identitas')['atasan'])})\b", re.I)


def _like_name(text: str) -> bool:
    return bool(
        4 < len(text) < 70
        and _NAMES.fullmatch(text)
        and len(text.split()) >= 2
        and not re.search(r"\d|pihak|\bnip\b", text, re.I)
        and not any(
            known.match(text) for known in (_offices(), _ranks(), pattern("lembaga"), pattern("wilayah"))
        )
    )


def signatures(lines: list[Line], context: Context, note) -> None:
    """Signature blocks (place and date, office, name, rank), "Nama : … Jabatan : …" pairs, decree numbers."""
    party = ""
    header: dict[int, str] = {}
    for at, line in enumerate(lines):
        text = line.teks
        if line.zone == "daftar isi" or len(text) > 140:
            continue
        if found := _PARTY.match(text):
            party = found[1].lower()
        if found := _NAME_LINE.match(text):
            jab = next(
                (
                    re.match(r"jabatan\s*:\s*(.+)", near.teks, re.I)
                    for near in lines[at + 1 : at + 4]
                    if re.match(r"jabatan\s*:", near.teks, re.I)
                ),
                None,
            )
            above = (
                jab is not None
                and _superiors().match(jab[1])
                and not _is_regional(context)
                or (jab is not None and header and line.blok in header.values())
            )
            below = jab is not None and _SUBORDINATES.search(jab[1])
            note("atasan" if above else "pejabat" if below else "pimpinan", found[1], line)
            if jab is not None:
                note("jabatan atasan" if above else "jabatan pejabat" if below else "jabatan", jab[1], line)
        if (
            len(text) < 200
            and line.zone in ("pengantar", "penutup", "ringkasan", "sampul")
            and (joined := _one_line(text, context))
        ):
            for kind, value in joined.items():
                note(kind, value, line)
            continue
        if (
            len(text) < 80
            and (found := PLACE_AND_DATE.match(text))
            and read_date(text[found.end() :])
            and re.match(r"[\d\W]*[\dA-Z]", text[found.end() :])
        ):
            if len(found["tempat"].split()) <= 3:
                note("tempat", found["tempat"], line)
            if line.zone in ("pengantar", "penutup"):
                _without_nip(lines[at + 1 : at + 9], note)
        if found := re.match(
            r"(?:ditetapkan|dibuat|dikeluarkan)\s+di\s*:?\s*([A-Z][\w ]{2,30})$", text, re.I
        ):
            note("tempat", found[1], line)
        if (found := re.match(r"(?:nomor|no\.?)\s*:?\s*(\S*\d\S*(?:\s*/\s*\S+)*)\s*$", text, re.I)) and any(
            re.search(r"\bkeputusan\b", near.teks, re.I) for near in lines[max(0, at - 4) : at + 1]
        ):
            note("nomor keputusan", found[1], line)
        if _ranks().match(text) or re.match(r"nip\b", text, re.I):
            _signer(lines, at, context, note)
        elif (
            party == "kedua"
            and _like_name(text)
            and at
            and any(re.match(r"pihak\s+kedua", near.teks, re.I) for near in lines[max(0, at - 3) : at])
        ):
            note("atasan", text, line)


def _without_nip(below: list[Line], note) -> None:
    """Office and name below a date where neither rank nor NIP follow (heads of regions)."""
    end = next(
        (
            order
            for order, near in enumerate(below)
            if near.jenis == "judul" or len(near.teks) > 110 or read_date(near.teks)
        ),
        len(below),
    )
    below = below[:end]
    if any(re.match(r"nip\b", near.teks, re.I) or _ranks().match(near.teks) for near in below):
        return
    office = next((near for near in below[:3] if _offices().match(near.teks) and len(near.teks) < 110), None)
    name = next((near for near in below[:5] if _like_name(near.teks)), None)
    if office is not None and name is not None and name.blok >= office.blok:
        note("jabatan", office.teks, office)
        note("pimpinan", name.teks, name)


def _one_line(text: str, context: Context) -> dict[str, str]:
    """A signature block run together: "Kota, 8 Januari 2022 Ketua Pengadilan … Nama, S.H." ({} when it is
    none)."""
    found = PLACE_AND_DATE.match(text)
    result = read_date(text[found.end() :]) if found else None
    if found is None or not result or result[1] not in text[: found.end() + 30]:
        return {}
    rest = text.partition(result[1])[2].strip(" ,")
    if not (office := _offices().match(rest)):
        return {}
    own = set(re.findall(r"\w+", context.instansi.lower()))
    words = rest.split()
    count = len(office[0].split())
    while count < len(words) and (
        re.sub(r"\W", "", words[count].lower()) in own
        or pattern("lembaga").fullmatch(words[count].strip(","))
    ):
        count += 1
    name = " ".join(words[count:]).strip(" ,")
    return {"tempat": found["tempat"], "jabatan": " ".join(words[:count])} | (
        {"pimpinan": name} if _like_name(name) else {}
    )


def _is_regional(context: Context) -> bool:
    """Is the report that of a whole regional government (its head then signs as its own leader)?"""
    return bool(
        re.match(r"(?:pemerintah\w*\s+)?(?:kabupaten|kota|provinsi|propinsi)\b", context.instansi, re.I)
    )


def _signer(lines: list[Line], at: int, context: Context, note) -> None:
    """The name above a rank or NIP line, and the office above the name."""
    line = lines[at]
    above = lines[max(0, at - 8) : at]
    name = next(
        (near for near in reversed(above[-2:]) if _like_name(near.teks) and near.blok >= line.blok - 3), None
    )
    if name is None:
        return
    beneath = [
        near for near in lines[max(0, at - 1) : at + 2] if _offices().match(near.teks) and len(near.teks) < 60
    ]
    at_name = lines.index(name, max(0, at - 8))
    office = ""
    tail: list[str] = []
    for near in reversed(lines[max(0, at_name - 6) : at_name]):
        if _offices().match(near.teks) and len(near.teks) < 110 and not re.search(r"[.;]$", near.teks):
            office = " ".join([near.teks, *reversed(tail)])
            break
        if len(near.teks) > 90 or read_date(near.teks):
            break
        if pattern("wilayah").match(near.teks) or near.teks.isupper():
            tail.append(near.teks)
    office = office or next((near.teks for near in beneath), "")
    if office and _SUBORDINATES.search(office):
        note("pejabat", name.teks, name)
        return
    if re.match(r"\W*inspektur", office, re.I) and not re.search("inspektorat", context.instansi, re.I):
        note("pereviu", name.teks, name)
        return
    if office and _superiors().match(office) and not _is_regional(context):
        note("atasan", name.teks, name)
        return
    note("pimpinan", name.teks, name)
    if office:
        note("jabatan", office, lines[max(0, at_name - 1)])
        n2 = agency_name(office)
        if n2 and is_other(n2, context.instansi):
            note("instansi lain", n2, name)
    if _ranks().match(line.teks):
        note("pangkat", line.teks, line)
