"""The year of a table's caption against the years of its columns."""

import re

from datasets.document.model import Document
from datasets.recognise.number_columns import grid_headers
from datasets.recognise.number_tokens import tokens

_MEASURE_WORDS = re.compile(r"target|realisasi|capaian|kinerja|kondisi|rencana|anggaran|jumlah|hasil|nilai", re.I)
_MAIN = re.compile(r"^\W*(?:target|realisasi|rencana)\b", re.I)


def _tahun(text: str) -> set[int]:
    """Single years in a text; a range counts with all its years."""
    result: set[int] = set()
    for t in tokens(text):
        if t.sebab == "tahun":
            tahun = [int(n) for n in re.findall(r"(?:19|20)\d\d", t.teks)]
            result |= (
                set(range(min(tahun), max(tahun) + 1))
                if len(tahun) == 2 and max(tahun) - min(tahun) < 30
                else set(tahun)
            )
    return result


def caption_tahun(document: Document) -> list[dict]:
    """Rows for identitas: 'tahun judul tabel' where a caption's only year is among its columns' years, else '… lain'.

    Only tables whose measuring columns (target, realisasi, …) name years are looked at.
    """
    result = []
    by_blok = document.cells
    for b in document.blocks:
        if b.jenis != "petak" or not b.teks or b.blok not in by_blok or len(title := _tahun(b.teks)) != 1:
            continue
        columns: set[int] = set()
        everything = list(grid_headers(by_blok[b.blok])[0].values())
        if any(_MAIN.search(k) and not _tahun(k) for k in everything):
            continue  # the caption's year is that of the columns without one
        for header in everything:
            if _MEASURE_WORDS.search(header) or re.fullmatch(r"(?:tahun\s*>?\s*)?(?:19|20)\d\d", header.strip(), re.I):
                columns |= _tahun(header)
        if not columns:
            continue
        (tahun,) = title
        places = {
            "tabel": f"tabel-{b.blok}",
            "bagian": b.bagian,
            "halaman": b.halaman if b.halaman >= 0 else "",
            "baris": "",
            "garis": b.garis if b.garis >= 0 else "",
        }
        if tahun in columns:
            result.append({"jenis": "tahun judul tabel", "nilai": str(tahun), **places})
        else:
            entries = ", ".join(map(str, sorted(columns)))
            result.append({"jenis": "tahun judul tabel lain", "nilai": f"judul {tahun}, kolom {entries}", **places})
    return result
