"""A cap that the report sets on capaian: "capaian paling tinggi yang diakui adalah 120%"."""

import re

from datasets.recognise.document_lines import Line
from datasets.recognise.vocabulary import alternation, vocabulary

_NUMBER = r"(1\d\d|200)(?:[.,]0+)?\s*(?:%|persen)"


def recognise_cap(lines: list[Line]) -> list[dict]:
    """Rows for identitas, jenis 'batas capaian', nilai the percentage ("120"). Only caps of 100 to 200 in one sentence."""
    k = vocabulary("rumus")
    bounds = re.compile(rf"\b(?:{alternation(k['batas'])})", re.I)
    page = re.compile(rf"\b(?:{alternation(k['dibatasi'])})", re.I)
    result = []
    for b in lines:
        if b.zone in ("daftar isi", "sampul"):
            continue
        for sentence in re.split(r"(?<=[a-z%)][.;])\s+", b.teks):
            angka = re.findall(_NUMBER, sentence, re.I)
            if len(set(angka)) == 1 and bounds.search(sentence) and page.search(sentence):
                result.append({"jenis": "batas capaian", "nilai": angka[0], **b.place})
    return result
