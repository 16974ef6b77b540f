"""The year of a table's caption against the years of its columns."""

import re

from datasets.document.model import Dokumen
from datasets.recognise.number_columns import kisi
from datasets.recognise.number_tokens import token
from datasets.recognise.printed_numbers import sel_per_blok

_UKUR = re.compile(r"target|realisasi|capaian|kinerja|kondisi|rencana|anggaran|jumlah|hasil|nilai", re.I)
_POKOK = re.compile(r"^\W*(?:target|realisasi|rencana)\b", re.I)


def _tahun(teks: str) -> set[int]:
    """Single years in a text; a range counts with all its years."""
    hasil: set[int] = set()
    for t in token(teks):
        if t.sebab == "tahun":
            tahun = [int(n) for n in re.findall(r"(?:19|20)\d\d", t.teks)]
            hasil |= (
                set(range(min(tahun), max(tahun) + 1))
                if len(tahun) == 2 and max(tahun) - min(tahun) < 30
                else set(tahun)
            )
    return hasil


def tahun_judul(dok: Dokumen) -> list[dict]:
    """Rows for identitas: 'tahun judul tabel' where a caption's only year is among its columns' years, else '… lain'.

    Only tables whose measuring columns (target, realisasi, …) name years are looked at.
    """
    hasil = []
    per_blok = sel_per_blok(dok)
    for b in dok.blok[dok.blok["jenis"].eq("petak") & dok.blok["teks"].ne("")].itertuples(index=False):
        judul = _tahun(b.teks)
        if len(judul) != 1 or b.blok not in per_blok:
            continue
        kolom: set[int] = set()
        semua = list(kisi(per_blok[b.blok], b.bagian).kepala.values())
        if any(_POKOK.search(k) and not _tahun(k) for k in semua):
            continue  # the caption's year is that of the columns without one
        for kepala in semua:
            if _UKUR.search(kepala) or re.fullmatch(r"(?:tahun\s*>?\s*)?(?:19|20)\d\d", kepala.strip(), re.I):
                kolom |= _tahun(kepala)
        if not kolom:
            continue
        (tahun,) = judul
        tempat = {
            "tabel": f"tabel-{b.blok}",
            "bagian": b.bagian,
            "halaman": b.halaman if b.halaman >= 0 else "",
            "baris": "",
            "garis": b.garis if b.garis >= 0 else "",
        }
        if tahun in kolom:
            hasil.append({"jenis": "tahun judul tabel", "nilai": str(tahun), **tempat})
        else:
            daftar = ", ".join(map(str, sorted(kolom)))
            hasil.append({"jenis": "tahun judul tabel lain", "nilai": f"judul {tahun}, kolom {daftar}", **tempat})
    return hasil
