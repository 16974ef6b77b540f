"""A cap that the report sets on capaian: "capaian paling tinggi yang diakui adalah 120%"."""

import re

from cermat.datasets.recognise.document_lines import Line
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

_NUMBER = r"(?<![\d.,])(1\d\d|200)(?:[.,]0+)?(?:\s*(?:%|persen))?(?![\d]|[.,]\d)"
_NO_CAP = re.compile(r"\btahun\b|\bbobot\b|rata-rata", re.I)


def recognise_cap(lines: list[Line]) -> list[dict]:
    """Rows for identitas, jenis 'batas capaian', nilai the percentage ("120"). Only caps of 100 to 200 in one
    sentence.

    Said by a word of limit ("paling tinggi 120"), or by what a larger capaian counts as ("yang melebihi 120%
    dihitung 120%").
    """
    words = vocabulary("rumus")
    bounds, capped, above, counted_as = (
        re.compile(rf"\b(?:{alternation(words[name])})", re.I)
        for name in ("batas", "dibatasi", "di_atas", "dihitung_sebagai")
    )
    result = []
    for line in lines:
        if line.zone == "daftar isi":
            continue
        for sentence in re.split(r"(?<=[a-z0-9%)][.;])\s+", line.teks):
            angka = re.findall(_NUMBER, sentence, re.I)
            if len(set(angka)) != 1 or not capped.search(sentence):
                continue
            replaced = len(angka) > 1 and above.search(sentence) and counted_as.search(sentence)
            marked = re.search(r"%|persen", sentence) or not _NO_CAP.search(sentence)
            if replaced or (bounds.search(sentence) and marked):
                result.append({"jenis": "batas capaian", "nilai": angka[0], **line.place})
    return result
