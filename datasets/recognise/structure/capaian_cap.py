"""A cap that the report sets on capaian: "capaian paling tinggi yang diakui adalah 120%"."""

import re

from datasets.recognise.document_lines import Baris
from datasets.recognise.vocabulary import kosakata, pilihan

_ANGKA = r"(1\d\d|200)(?:[.,]0+)?\s*(?:%|persen)"


def kenali_batas(baris: list[Baris]) -> list[dict]:
    """Rows for identitas, jenis 'batas capaian', nilai the percentage ("120"). Only caps of 100 to 200 in one sentence."""
    k = kosakata("rumus")
    batas = re.compile(rf"\b(?:{pilihan(k['batas'])})", re.I)
    hal = re.compile(rf"\b(?:{pilihan(k['dibatasi'])})", re.I)
    hasil = []
    for b in baris:
        if b.wilayah in ("daftar isi", "sampul"):
            continue
        for kalimat in re.split(r"(?<=[a-z%)][.;])\s+", b.teks):
            angka = re.findall(_ANGKA, kalimat, re.I)
            if len(set(angka)) == 1 and batas.search(kalimat) and hal.search(kalimat):
                hasil.append({"jenis": "batas capaian", "nilai": angka[0], **b.tempat})
    return hasil
