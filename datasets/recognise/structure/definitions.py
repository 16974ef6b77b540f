"""Definitions of indicators that a sentence writes out: "Persentase X dihitung dari A dibagi B dikali
100%"."""

import re

import pandas as pd

from cermat.datasets.recognise.document_lines import Line, frame
from cermat.schemas.tables import PLACE_COLUMNS

_BEGIN = (
    r"(?P<indikator>(?:persentase|prosentase|angka|rasio|cakupan|tingkat|indeks|proporsi|rata-rata)"
    r"\s[^.:;]{4,160}?)"
)
_COUNT = (
    r"(?:dihitung|diukur|diperoleh|didapat(?:kan)?|merupakan perbandingan|adalah perbandingan"
    r"|(?:adalah|merupakan)(?=\s+(?:jumlah|banyaknya)\b))\s*"
    r"(?:dengan(?:\s+(?:rumus|formula|cara))?|dari\s+hasil\s+(?:perhitungan|pembagian)|dari|melalui"
    r"|berdasarkan|antara)?"
    r"\s*:?\s*(?:perbandingan\s+(?:antara\s+)?|membagi(?:kan)?\s+|membandingkan\s+)?"
)
_DIVIDED = (
    r"\s+dibagi(?:kan)?(?:\s+dengan)?\s+",
    r"\s+(?:dibandingkan(?:\s+dengan)?|berbanding|terhadap)\s+",
    r"(?<=\w)\s+(?:dengan|oleh)\s+",  # "membagi A dengan B"
)
_TIMES = r"(?:\s*[,]?\s*(?:(?:lalu |kemudian )?dikali(?:kan)?(?:\s+dengan)?|kali|x|×)\s*100\s*(?:%|persen)?)"
_PATTERNS = [
    re.compile(
        rf"{_BEGIN}(?:\s*+,)?\s++(?:ini\s++)?{_COUNT}"
        rf"(?P<a>(?:jumlah|banyaknya|nilai|total|realisasi)\s[^.:;]{{3,140}}?){divided}"
        r"(?P<b>(?:jumlah|banyaknya|nilai|total|seluruh|target)\s[^.:;(]{3,140}?)"
        rf"(?P<kali>{_TIMES})?\s*(?=[.:;,(]|\bsehingga\b|$)",
        re.I,
    )
    for divided in _DIVIDED
]
# "Jumlah pengunjung dihitung dari jumlah pengunjung yang datang langsung …": counts, which divide nothing
_COUNTED = re.compile(
    r"(?P<indikator>(?:jumlah|banyaknya|nilai|waktu|produksi|luas|volume)\s[^.:;,]{4,120}?)\s+(?:ini\s+)?"
    r"(?:dihitung|diukur)\s+(?:dari|berdasarkan|dengan\s+(?:menjumlahkan|menghitung))\s+"
    r"(?P<rumus>(?:jumlah|banyaknya|total|seluruh|nilai|hasil|selisih)\s[^.:;]{3,160}?)\s*(?=[.:;]|$)",
    re.I,
)


def recognise_definisi(lines: list[Line]) -> pd.DataFrame:
    """Typed table definisi, from sentences only. Figures in brackets are left out."""
    content: list[dict] = []
    for line in lines:
        if line.r >= 0 or line.zone in ("daftar isi", "sampul"):
            continue
        if not re.search(r"\bdibagi|dibanding|berbanding|terhadap\b|\bmembagi", line.teks, re.I):
            content += _counted(line)
            continue
        text = re.sub(r"\s*\([^()]*\d[^()]*\)", "", line.teks)
        divides = re.search(r"\bmembagi(?:kan)?\b", text, re.I)
        pattern = _PATTERNS[0 if re.search(r"\bdibagi", text) else 2 if divides else 1]
        for found in pattern.finditer(text):
            name = re.sub(r"^.*[“\"]|[”\"].*$", "", found["indikator"]).strip()
            if (
                re.search(r"\d", name + found["a"] + found["b"])
                or not found["kali"]
                and re.search(r"target", found["b"], re.I)
            ):
                continue
            if any(
                entry["indikator"] == name and entry["pembilang"] == found["a"].strip() for entry in content
            ):
                continue
            content.append(
                {
                    "indikator": name,
                    "formula": f"{found['a']} dibagi {found['b']}{found['kali'] or ''}".strip(),
                    "pembilang": found["a"].strip(),
                    "penyebut": found["b"].strip(),
                    **line.place,
                }
            )
    return frame(
        content,
        ["indikator", "sasaran", "satuan", "formula", "pembilang", "penyebut", "sumber", *PLACE_COLUMNS],
    )


def _counted(line: Line) -> list[dict]:
    """Rows of a sentence that tells what is counted, of which nothing is divided."""
    found = [_COUNTED.search(line.teks)] if re.search(r"\b(?:dihitung|diukur)\b", line.teks) else []
    return [
        {"indikator": one["indikator"].strip(), "formula": one["rumus"].strip(), **line.place}
        for one in found
        if one and not re.search(r"\d", one["indikator"] + one["rumus"])
    ]
