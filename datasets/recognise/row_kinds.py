"""Row labels of a grid → what the row is: data, total, average, section, note. The words stand in words/baris.yaml."""

import re
from dataclasses import dataclass
from functools import cache

from datasets.recognise.headers import rapi
from datasets.recognise.vocabulary import kosakata

DATA, TOTAL, RATA, BAGIAN, CATATAN = "data", "total", "rata_rata", "bagian", "catatan"


@dataclass(frozen=True)
class Baris:
    """What one row is. jenis: data | total | rata_rata | bagian | catatan; label: its words; pasti: the words alone say so;
    sub: a subtotal; akhir: a grand total; calon: a data row that may be a total ("Jumlah pegawai"): its sum decides."""

    jenis: str
    label: str
    pasti: bool = True
    sub: bool = False
    akhir: bool = False
    calon: bool = False


@cache
def _kata(nama: str) -> frozenset[str]:
    return frozenset(rapi(str(k)) for k in kosakata("baris")[nama])


def total(label: str) -> tuple[bool, bool]:
    """(is it a total word?, is that certain from the words alone?)"""
    n = re.sub(r"\s*[(+:=].*$", "", label.lower())
    n = rapi(n) or rapi(label)
    if n in _kata("total"):
        return True, True
    kata = n.split()
    if not kata or kata[0] not in ("jumlah", "total", "jml", "subtotal") and n.split(" ", 1)[0] != "sub":
        return False, False
    if kata[0] == "sub" and (len(kata) < 2 or kata[1] not in ("total", "jumlah")):
        return False, False
    if all(k in _kata("ikutan") for k in kata[1:]):
        return True, True
    return True, False


def rata(label: str) -> tuple[bool, bool]:
    """(does it speak of an average?, is it nothing else than that?)"""
    n = rapi(label)
    awal = max((k for k in _kata("rata_rata") if re.match(rf"{re.escape(k)}\b", n)), key=len, default="")
    if awal:
        # "Rata-rata lama sekolah" is an indicator: what follows must speak of results, not of a thing
        ekor = n[len(awal) :].split()
        hasil = (
            not ekor
            or ekor[0] in _kata("ikutan_rata")
            and (ekor[0] != "nilai" or all(k in _kata("ikutan_rata") for k in ekor))
        )
        return hasil, hasil and len(ekor) <= 4
    if any(
        n == k or re.fullmatch(rf"{re.escape(k)}(?: (?:\d+|[ivx]+|strategis.*|opd|dinas.*|skpd))?", n)
        for k in _kata("capaian_gabungan")
    ):
        return True, False
    return False, False


def jenis_baris(d, r: int) -> Baris:
    """Tell what row r of a Denah is, from its words, its number and which cells it fills."""
    sel = [(c, d.isi(r, c)) for c in range(d.lebar) if d.asal[r, c][0] == r or d.isi(r, c)]
    isi, lihat = [], set()
    for c, t in sel:
        asal = tuple(d.asal[r, c])
        if t and asal not in lihat:
            lihat.add(asal)
            isi.append((c, t, asal[0] == r))
    kata = [(c, t, sendiri) for c, t, sendiri in isi if re.search(r"[A-Za-z]{2}", t) and not d.figur(r, c)]
    angka = [c for c in range(d.lebar) if d.figur(r, c)]
    # cells merged down from above do not name this row
    nama = next((t for _, t, sendiri in kata if sendiri), kata[0][1] if kata else "")
    awal = kata[0][0] if kata else 0
    bernomor = bool(d.nomor(r)) and awal > 0
    if any(nama.lower().startswith(k) for k in _kata("catatan")) and not angka and len(isi) == 1:
        return Baris(CATATAN, nama)
    jumlah, pasti = total(nama)
    n = rapi(nama)
    if jumlah and pasti and (angka or len(isi) == 1) and not (bernomor and " " in n):
        return Baris(
            TOTAL,
            nama,
            True,
            n in _kata("sub") or n.startswith(("sub total", "subtotal", "sub jumlah")),
            n in _kata("akhir"),
        )
    rerata, hanya = rata(nama)
    if rerata and not bernomor and angka:
        return Baris(RATA, nama, hanya)
    if (
        not angka
        and len({t for _, t, sendiri in isi if sendiri and re.search(r"[A-Za-z]", t) and not _urut(t)}) <= 1
        and not _berisi(d, r)
    ):
        return Baris(BAGIAN, nama)
    return Baris(DATA, nama, calon=jumlah and not bernomor)


def _urut(t: str) -> bool:
    return bool(re.fullmatch(r"\(?(?:\d{1,3}|[IVXL]{1,6}|[a-zA-Z])\s*[.)]?\)?", t))


def _berisi(d, r: int) -> bool:
    return any(d.berangka(r, c) for c in range(d.lebar))
