"""Definitions of indicators that a sentence writes out: "Persentase X dihitung dari A dibagi B dikali 100%"."""

import re

import pandas as pd

from datasets.recognise.document_lines import Baris, frame
from schemas.tables import PLACE_COLUMNS

_AWAL = (
    r"(?P<indikator>(?:persentase|prosentase|angka|rasio|cakupan|tingkat|indeks|proporsi|rata-rata)\s[^.:;]{4,160}?)"
)
_HITUNG = (
    r"(?:dihitung|diukur|diperoleh|didapat(?:kan)?|merupakan perbandingan|adalah perbandingan)\s*"
    r"(?:dengan(?:\s+(?:rumus|formula|cara))?|dari\s+hasil\s+(?:perhitungan|pembagian)|dari|melalui|berdasarkan|antara)?"
    r"\s*:?\s*(?:perbandingan\s+(?:antara\s+)?|membagi\s+|membandingkan\s+)?"
)
_BAGI = (r"\s+dibagi(?:kan)?(?:\s+dengan)?\s+", r"\s+(?:dibandingkan(?:\s+dengan)?|berbanding|terhadap)\s+")
_KALI = r"(?:\s*[,]?\s*(?:(?:lalu |kemudian )?dikali(?:kan)?(?:\s+dengan)?|kali|x|×)\s*100\s*(?:%|persen)?)"
_POLA = [
    re.compile(
        rf"{_AWAL}\s*,?\s+(?:ini\s+)?{_HITUNG}(?P<a>(?:jumlah|banyaknya|nilai|total|realisasi)\s[^.:;]{{3,140}}?){bagi}(?P<b>(?:jumlah|banyaknya|nilai|total|seluruh|target)\s[^.:;(]{{3,140}}?)(?P<kali>{_KALI})?\s*(?=[.:;,(]|\bsehingga\b|$)",
        re.I,
    )
    for bagi in _BAGI
]


def kenali_definisi(baris: list[Baris]) -> pd.DataFrame:
    """Typed table definisi, from sentences only. Figures in brackets are left out."""
    isi: list[dict] = []
    for b in baris:
        if (
            b.r >= 0
            or b.wilayah in ("daftar isi", "sampul")
            or not re.search(r"\bdibagi|dibanding|berbanding|terhadap\b", b.teks, re.I)
        ):
            continue
        teks = re.sub(r"\s*\([^()]*\d[^()]*\)", "", b.teks)
        pola = _POLA[0] if re.search(r"\bdibagi", teks) else _POLA[1]
        for m in pola.finditer(teks):
            nama = re.sub(r"^.*[“\"]|[”\"].*$", "", m["indikator"]).strip()
            if re.search(r"\d", nama + m["a"] + m["b"]) or not m["kali"] and re.search(r"target", m["b"], re.I):
                continue
            if any(x["indikator"] == nama and x["pembilang"] == m["a"].strip() for x in isi):
                continue
            isi.append(
                {
                    "indikator": nama,
                    "formula": f"{m['a']} dibagi {m['b']}{m['kali'] or ''}".strip(),
                    "pembilang": m["a"].strip(),
                    "penyebut": m["b"].strip(),
                    **b.tempat,
                }
            )
    return frame(isi, ["indikator", "sasaran", "satuan", "formula", "pembilang", "penyebut", "sumber", *PLACE_COLUMNS])
