"""Signature blocks: who signs, in which office, where; "Nama : … Jabatan : …" pairs; numbers of decrees."""

import re
from functools import cache

from datasets.recognise.context import Context, agency_name, pattern
from datasets.recognise.document_lines import Line
from datasets.recognise.structure.agency_names import is_other
from datasets.recognise.structure.dates import PLACE_AND_DATE, read_date
from datasets.recognise.vocabulary import alternation, vocabulary

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
        and not any(p.match(text) for p in (_offices(), _ranks(), pattern("lembaga"), pattern("wilayah")))
    )


def signatures(lines: list[Line], context: Context, note) -> None:
    """Signature blocks (place and date, office, name, rank), "Nama : … Jabatan : …" pairs, decree numbers."""
    party = ""
    header: dict[int, str] = {}
    for i, b in enumerate(lines):
        t = b.teks
        if b.zone == "daftar isi" or len(t) > 140:
            continue
        if m := _PARTY.match(t):
            party = m[1].lower()
        if m := _NAME_LINE.match(t):
            jab = next(
                (
                    re.match(r"jabatan\s*:\s*(.+)", x.teks, re.I)
                    for x in lines[i + 1 : i + 4]
                    if re.match(r"jabatan\s*:", x.teks, re.I)
                ),
                None,
            )
            above = (
                jab is not None
                and _superiors().match(jab[1])
                and not _is_regional(context)
                or (jab is not None and header and b.blok in header.values())
            )
            below = jab is not None and _SUBORDINATES.search(jab[1])
            note("atasan" if above else "pejabat" if below else "pimpinan", m[1], b)
            if jab is not None:
                note("jabatan atasan" if above else "jabatan pejabat" if below else "jabatan", jab[1], b)
        if (
            len(t) < 200
            and b.zone in ("pengantar", "penutup", "ringkasan", "sampul")
            and (joined := _one_line(t, context))
        ):
            for kind, value in joined.items():
                note(kind, value, b)
            continue
        if (
            len(t) < 80
            and (m := PLACE_AND_DATE.match(t))
            and read_date(t[m.end() :])
            and re.match(r"[\d\W]*[\dA-Z]", t[m.end() :])
        ):
            if len(m["tempat"].split()) <= 3:
                note("tempat", m["tempat"], b)
            if b.zone in ("pengantar", "penutup"):
                _without_nip(lines[i + 1 : i + 9], note)
        if m := re.match(r"(?:ditetapkan|dibuat|dikeluarkan)\s+di\s*:?\s*([A-Z][\w ]{2,30})$", t, re.I):
            note("tempat", m[1], b)
        if (m := re.match(r"(?:nomor|no\.?)\s*:?\s*(\S*\d\S*(?:\s*/\s*\S+)*)\s*$", t, re.I)) and any(
            re.search(r"\bkeputusan\b", x.teks, re.I) for x in lines[max(0, i - 4) : i + 1]
        ):
            note("nomor keputusan", m[1], b)
        if _ranks().match(t) or re.match(r"nip\b", t, re.I):
            _signer(lines, i, context, note)
        elif (
            party == "kedua"
            and _like_name(t)
            and i
            and any(re.match(r"pihak\s+kedua", x.teks, re.I) for x in lines[max(0, i - 3) : i])
        ):
            note("atasan", t, b)


def _without_nip(below: list[Line], note) -> None:
    """Office and name below a date where neither rank nor NIP follow (heads of regions)."""
    end = next(
        (n for n, x in enumerate(below) if x.jenis == "judul" or len(x.teks) > 110 or read_date(x.teks)),
        len(below),
    )
    below = below[:end]
    if any(re.match(r"nip\b", x.teks, re.I) or _ranks().match(x.teks) for x in below):
        return
    office = next((x for x in below[:3] if _offices().match(x.teks) and len(x.teks) < 110), None)
    name = next((x for x in below[:5] if _like_name(x.teks)), None)
    if office is not None and name is not None and name.blok >= office.blok:
        note("jabatan", office.teks, office)
        note("pimpinan", name.teks, name)


def _one_line(text: str, context: Context) -> dict[str, str]:
    """A signature block run together: "Kota, 8 Januari 2022 Ketua Pengadilan … Nama, S.H." ({} when it is
    none)."""
    m = PLACE_AND_DATE.match(text)
    result = read_date(text[m.end() :]) if m else None
    if m is None or not result or result[1] not in text[: m.end() + 30]:
        return {}
    rest = text.partition(result[1])[2].strip(" ,")
    if not (office := _offices().match(rest)):
        return {}
    own = set(re.findall(r"\w+", context.instansi.lower()))
    words = rest.split()
    n = len(office[0].split())
    while n < len(words) and (
        re.sub(r"\W", "", words[n].lower()) in own or pattern("lembaga").fullmatch(words[n].strip(","))
    ):
        n += 1
    name = " ".join(words[n:]).strip(" ,")
    return {"tempat": m["tempat"], "jabatan": " ".join(words[:n])} | (
        {"pimpinan": name} if _like_name(name) else {}
    )


def _is_regional(context: Context) -> bool:
    """Is the report that of a whole regional government (its head then signs as its own leader)?"""
    return bool(
        re.match(r"(?:pemerintah\w*\s+)?(?:kabupaten|kota|provinsi|propinsi)\b", context.instansi, re.I)
    )


def _signer(lines: list[Line], i: int, context: Context, note) -> None:
    """The name above a rank or NIP line, and the office above the name."""
    b = lines[i]
    above = lines[max(0, i - 8) : i]
    name = next((x for x in reversed(above[-2:]) if _like_name(x.teks) and x.blok >= b.blok - 3), None)
    if name is None:
        return
    beneath = [x for x in lines[max(0, i - 1) : i + 2] if _offices().match(x.teks) and len(x.teks) < 60]
    n = lines.index(name, max(0, i - 8))
    office = ""
    tail: list[str] = []
    for x in reversed(lines[max(0, n - 6) : n]):
        if _offices().match(x.teks) and len(x.teks) < 110 and not re.search(r"[.;]$", x.teks):
            office = " ".join([x.teks, *reversed(tail)])
            break
        if len(x.teks) > 90 or read_date(x.teks):
            break
        if pattern("wilayah").match(x.teks) or x.teks.isupper():
            tail.append(x.teks)
    office = office or next((x.teks for x in beneath), "")
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
        note("jabatan", office, lines[max(0, n - 1)])
        n2 = agency_name(office)
        if n2 and is_other(n2, context.instansi):
            note("instansi lain", n2, name)
    if _ranks().match(b.teks):
        note("pangkat", b.teks, b)
