"""Dates of the report and of its annexes, and the role each plays."""

import calendar
import re
from datetime import date
from functools import cache

import pandas as pd

from cermat.datasets.recognise.document_lines import Line, frame
from cermat.schemas.months import month_names, pattern
from cermat.schemas.tables import PLACE_COLUMNS


@cache
def _patterns() -> re.Pattern:
    months = pattern(month_names())
    return re.compile(
        rf"(?<![\d.,])(?P<h>[0-3]?\d)[\s.-]+(?P<b>{months})[\s.,-]+(?P<t>(?:19|20)\d\d)\b"
        rf"|\b(?P<b2>{months})\s+(?:tahun\s+)?(?P<t2>(?:19|20)\d\d)\b"
        r"|(?<![\d.,/-])(?P<h3>[0-3]?\d)\s?[-/.]\s?(?P<m3>[01]?\d)\s?[-/.]\s?(?P<t3>20\d\d)(?!\d)",
        re.I,
    )


def read_date(text: str) -> tuple[str, str] | None:
    """The first date in a text as (ISO date, as printed); a month alone is its last day; None without a
    date."""
    found = _patterns().search(text)
    if not found:
        return None
    tahun = int(found["t"] or found["t2"] or found["t3"])
    months = int(found["m3"]) if found["m3"] else month_names()[(found["b"] or found["b2"]).lower()]
    if not 1 <= months <= 12:
        return None
    end = calendar.monthrange(tahun, months)[1]
    day = int(found["h"] or found["h3"] or end)
    return (date(tahun, months, day).isoformat(), found[0]) if 1 <= day <= end else None


PLACE_AND_DATE = re.compile(
    r"(?:di\s*)?(?P<tempat>[A-Z][\w'’. -]{1,30}?)\s*,\s*(?:tgl\.?|tanggal)?[\s.…_]*", re.I
)
_PER = re.compile(
    r"(?:data[^.;]{0,80}?\b)?(per\s+(?:tanggal\s+)?)$|(?:kondisi|posisi|keadaan|data)\s+(?:per\s+|pada\s+"
    r"|sampai\s+dengan\s+|s\.?/?d\.?\s+)?(?:tanggal\s+|akhir\s+|bulan\s+)*$",
    re.I,
)
_OFFICIAL = r"(?:kepala|camat|inspektur|ketua|direktur|bupati|wali ?kota|gubernur|sekretaris|lurah|rektor)\b"
_PK = re.compile(r"perjanjian kinerja|penetapan kinerja|pihak (?:pertama|kedua)", re.I)
_DECREE = re.compile(r"\bkeputusan\b|ditetapkan di|pada tanggal|\bperaturan\b", re.I)


def recognise_tanggal(lines: list[Line]) -> pd.DataFrame:
    """Typed table tanggal: ttd_laporan (foreword, closing), ttd_pk, keputusan, data (cut-off of data)."""
    content: list[dict] = []
    for at, line in enumerate(lines):
        if line.zone == "daftar isi" or not re.search(r"\d{4}", line.teks):
            continue
        for cut, begin in _stretches(line.teks):
            result = read_date(cut)
            if not result:
                continue
            iso, text = result
            ahead = line.teks[: begin + cut.index(text)]
            role = _role(line, ahead, lines, at, iso[:4])
            if role == "data" and (found := re.search(r"per\s+(?:tanggal\s+)?$", ahead, re.I)):
                text = found[0] + text
            if role:
                content.append({"peran": role, "tanggal": iso, "teks": text, **line.place})
    return frame(content, ["peran", "tanggal", "teks", *PLACE_COLUMNS])


def _stretches(text: str):
    """Stretches of a text that hold one date each, with their offsets."""
    end = 0
    for found in _patterns().finditer(text):
        yield text[end : found.end()], end
        end = found.end()


def _role(line: Line, ahead: str, lines: list[Line], at: int, tahun: str) -> str:
    around: list[str] = []
    for near in reversed(lines[max(0, at - 400) : at + 1]):  # paragraphs back to the heading of this part
        if near.r < 0 or near.blok == line.blok:
            around.insert(0, near.teks)
        if near.jenis == "judul" or near.zone != line.zone or len(around) > 25:
            break
    short = len(line.teks) < 80 or (
        len(line.teks) < 250
        and re.match(
            r"\W*(?:plt\.?\s*)?" + _OFFICIAL, line.teks[len(ahead) :].partition(tahun)[2].strip(), re.I
        )
    )
    without_commas = (
        re.fullmatch(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? ", ahead)
        and len(line.teks) < 60
        and any(
            re.match(r"\W*(?:plt\.?\s*)?" + _OFFICIAL, near.teks, re.I) for near in lines[at + 1 : at + 3]
        )
    )
    if short and (
        without_commas
        or PLACE_AND_DATE.fullmatch(ahead)
        or re.fullmatch(r"(?:ditetapkan di \S+\s*)?(?:pada\s+)?tanggal\s*:?\s*", ahead, re.I)
    ):
        return _signing_role(line, ahead, around, [near.teks for near in lines[at + 1 : at + 8]])
    if _PER.search(ahead):
        return "data"
    return ""


def _signing_role(line: Line, ahead: str, above: list[str], below: list[str]) -> str:
    near = " | ".join(above[-6:] + below[:4])
    if re.search(r"\breviu\b|\breview\b|direviu", " | ".join(above), re.I) and any(
        re.search(r"inspektur|inspektorat", text, re.I) for text in below[:3]
    ):
        return "lain"  # the statement of review is signed by the inspectorate
    if re.match(r"(?:pada\s+)?tanggal", ahead, re.I) or any(
        re.search(r"ditetapkan di", text, re.I) for text in above[-3:]
    ):
        return "keputusan" if _DECREE.search(" | ".join(above)) else "lain"
    if any(re.match(r"pihak (?:pertama|kedua)", text, re.I) for text in above[-6:] + below) or any(
        text.isupper() and _PK.search(text) for text in above
    ):
        return "ttd_pk"
    if line.zone in ("pengantar", "penutup", "ringkasan", "sampul"):
        return "ttd_laporan"
    if _PK.search(near) or _PK.search(line.bagian) or _PK.search(" | ".join(above)):
        return "ttd_pk"
    if line.zone == "bab":
        return (
            "ttd_laporan"
            if any(re.match(r"\W*(?:plt\.?\s*)?" + _OFFICIAL, text, re.I) for text in below[:3])
            else "lain"
        )
    return "lain"
