"""Signature blocks: who signs, in which office, where; "Nama : … Jabatan : …" pairs; numbers of decrees."""

import re
from functools import cache

from datasets.recognise.context import Konteks, nama_instansi, pola
from datasets.recognise.document_lines import Baris
from datasets.recognise.structure.agency_names import lain
from datasets.recognise.structure.dates import TEMPAT_TANGGAL, baca_tanggal
from datasets.recognise.vocabulary import kosakata, pilihan

_NAMA = re.compile(
    r"(?:(?:Dr|Drs|Dra|Ir|H|Hj|Prof|dr|drg|Hi|KH|A|I|Ny|R|Rr)\.?,?\s+)*[A-Z][\w'’.]*(?:\s+[A-Z][\w'’.]*){0,6}(?:\s*,\s*[A-Z][\w.]*(?:\s?[A-Z]?[\w.]*)){0,5}\.?"
)
_BAWAHAN = re.compile(
    r"kepala\s+(?:sub|bidang|bagian|seksi|uptd?|tata usaha|kelompok|urusan)|sekretaris\s+(?:dinas|badan|kecamatan)"
    r"|kasubbag|kabid|kasi\b",
    re.I,
)


@cache
def _jabatan() -> re.Pattern:
    return re.compile(
        rf"\W*(?:a\.?n\.?\s+|plt\.?\s+|plh\.?\s+|pj\.?\s+)?(?:{pilihan(kosakata('identitas')['jabatan'])})\b", re.I
    )


@cache
def _pangkat() -> re.Pattern:
    return re.compile(rf"(?:{pilihan(kosakata('identitas')['pangkat'])})\b", re.I)


@cache
def _atasan() -> re.Pattern:
    return re.compile(rf"\W*(?:{pilihan(kosakata('identitas')['atasan'])})\b", re.I)


def _seperti_nama(teks: str) -> bool:
    return bool(
        4 < len(teks) < 70
        and _NAMA.fullmatch(teks)
        and len(teks.split()) >= 2
        and not re.search(r"\d|pihak|\bnip\b", teks, re.I)
        and not any(p.match(teks) for p in (_jabatan(), _pangkat(), pola("lembaga"), pola("wilayah")))
    )  # fmt: skip


def tanda_tangan(baris: list[Baris], konteks: Konteks, catat) -> None:
    """Signature blocks (place and date, office, name, rank), "Nama : … Jabatan : …" pairs, decree numbers."""
    pihak, kepala = "", {}
    for i, b in enumerate(baris):
        t = b.teks
        if b.wilayah == "daftar isi" or len(t) > 140:
            continue
        if m := re.match(r"pihak\s+(pertama|kedua)\b", t, re.I):
            pihak = m[1].lower()
        if m := re.match(r"nama\s*:\s*(.+)", t, re.I):
            jab = next(
                (
                    re.match(r"jabatan\s*:\s*(.+)", x.teks, re.I)
                    for x in baris[i + 1 : i + 4]
                    if re.match(r"jabatan\s*:", x.teks, re.I)
                ),
                None,
            )
            atas = (
                jab is not None
                and _atasan().match(jab[1])
                and not _pemda(konteks)
                or (jab is not None and kepala and b.blok in kepala.values())
            )
            bawah = jab is not None and _BAWAHAN.search(jab[1])
            catat("atasan" if atas else "pejabat" if bawah else "pimpinan", m[1], b)
            if jab is not None:
                catat("jabatan atasan" if atas else "jabatan pejabat" if bawah else "jabatan", jab[1], b)
        if (
            len(t) < 200
            and b.wilayah in ("pengantar", "penutup", "ringkasan", "sampul")
            and (gabung := _satu_baris(t, konteks))
        ):
            for jenis, nilai in gabung.items():
                catat(jenis, nilai, b)
            continue
        if (
            len(t) < 80
            and (m := TEMPAT_TANGGAL.match(t))
            and baca_tanggal(t[m.end() :])
            and re.match(r"[\d\W]*[\dA-Z]", t[m.end() :])
        ):
            if len(m["tempat"].split()) <= 3:
                catat("tempat", m["tempat"], b)
            if b.wilayah in ("pengantar", "penutup"):
                _tanpa_nip(baris[i + 1 : i + 9], catat)
        if m := re.match(r"(?:ditetapkan|dibuat|dikeluarkan)\s+di\s*:?\s*([A-Z][\w ]{2,30})$", t, re.I):
            catat("tempat", m[1], b)
        if (m := re.match(r"(?:nomor|no\.?)\s*:?\s*(\S*\d\S*(?:\s*/\s*\S+)*)\s*$", t, re.I)) and any(
            re.search(r"\bkeputusan\b", x.teks, re.I) for x in baris[max(0, i - 4) : i + 1]
        ):
            catat("nomor keputusan", m[1], b)
        if _pangkat().match(t) or re.match(r"nip\b", t, re.I):
            _penanda(baris, i, konteks, catat)
        elif (
            pihak == "kedua"
            and _seperti_nama(t)
            and i
            and any(re.match(r"pihak\s+kedua", x.teks, re.I) for x in baris[max(0, i - 3) : i])
        ):
            catat("atasan", t, b)


def _tanpa_nip(bawah: list[Baris], catat) -> None:
    """Office and name below a date where neither rank nor NIP follow (heads of regions)."""
    akhir = next(
        (n for n, x in enumerate(bawah) if x.jenis == "judul" or len(x.teks) > 110 or baca_tanggal(x.teks)), len(bawah)
    )
    bawah = bawah[:akhir]
    if any(re.match(r"nip\b", x.teks, re.I) or _pangkat().match(x.teks) for x in bawah):
        return
    jabatan = next((x for x in bawah[:3] if _jabatan().match(x.teks) and len(x.teks) < 110), None)
    nama = next((x for x in bawah[:5] if _seperti_nama(x.teks)), None)
    if jabatan is not None and nama is not None and nama.blok >= jabatan.blok:
        catat("jabatan", jabatan.teks, jabatan)
        catat("pimpinan", nama.teks, nama)


def _satu_baris(teks: str, konteks: Konteks) -> dict[str, str]:
    """A signature block run together: "Kota, 8 Januari 2022 Ketua Pengadilan … Nama, S.H." ({} when it is none)."""
    m = TEMPAT_TANGGAL.match(teks)
    hasil = baca_tanggal(teks[m.end() :]) if m else None
    if not hasil or hasil[1] not in teks[: m.end() + 30]:
        return {}
    sisa = teks.partition(hasil[1])[2].strip(" ,")
    if not _jabatan().match(sisa):
        return {}
    sendiri = set(re.findall(r"\w+", konteks.instansi.lower()))
    kata = sisa.split()
    n = len(_jabatan().match(sisa)[0].split())
    while n < len(kata) and (
        re.sub(r"\W", "", kata[n].lower()) in sendiri or pola("lembaga").fullmatch(kata[n].strip(","))
    ):
        n += 1
    nama = " ".join(kata[n:]).strip(" ,")
    return {"tempat": m["tempat"], "jabatan": " ".join(kata[:n])} | ({"pimpinan": nama} if _seperti_nama(nama) else {})


def _pemda(konteks: Konteks) -> bool:
    """Is the report that of a whole regional government (its head then signs as its own leader)?"""
    return bool(re.match(r"(?:pemerintah\w*\s+)?(?:kabupaten|kota|provinsi|propinsi)\b", konteks.instansi, re.I))


def _penanda(baris: list[Baris], i: int, konteks: Konteks, catat) -> None:
    """The name above a rank or NIP line, and the office above the name."""
    b = baris[i]
    atas = baris[max(0, i - 8) : i]
    nama = next((x for x in reversed(atas[-2:]) if _seperti_nama(x.teks) and x.blok >= b.blok - 3), None)
    if nama is None:
        return
    di_bawah = [x for x in baris[max(0, i - 1) : i + 2] if _jabatan().match(x.teks) and len(x.teks) < 60]
    n = baris.index(nama, max(0, i - 8))
    jabatan, ekor = "", []
    for x in reversed(baris[max(0, n - 6) : n]):
        if _jabatan().match(x.teks) and len(x.teks) < 110 and not re.search(r"[.;]$", x.teks):
            jabatan = " ".join([x.teks, *reversed(ekor)])
            break
        if len(x.teks) > 90 or baca_tanggal(x.teks):
            break
        if pola("wilayah").match(x.teks) or x.teks.isupper():
            ekor.append(x.teks)
    jabatan = jabatan or next((x.teks for x in di_bawah), "")
    if jabatan and _BAWAHAN.search(jabatan):
        catat("pejabat", nama.teks, nama)
        return
    if re.match(r"\W*inspektur", jabatan, re.I) and not re.search("inspektorat", konteks.instansi, re.I):
        catat("pereviu", nama.teks, nama)
        return
    if jabatan and _atasan().match(jabatan) and not _pemda(konteks):
        catat("atasan", nama.teks, nama)
        return
    catat("pimpinan", nama.teks, nama)
    if jabatan:
        catat("jabatan", jabatan, baris[max(0, n - 1)])
        n2 = nama_instansi(jabatan)
        if n2 and lain(n2, konteks.instansi):
            catat("instansi lain", n2, nama)
    if _pangkat().match(b.teks):
        catat("pangkat", b.teks, b)
