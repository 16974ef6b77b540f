"""Who reports: agency, year, title, signers, plan period, decree numbers, and names of other agencies where one's own belongs."""

import re
from functools import cache

import pandas as pd
from rapidfuzz import fuzz

from datasets.dokumen import Dokumen
from datasets.kenali.baris_dok import Baris, frame
from datasets.kenali.judul_tabel import tahun_judul
from datasets.kenali.konteks import Konteks, nama_instansi, pola
from datasets.kenali.kosakata import kosakata, pilihan
from datasets.kenali.tanggal import TEMPAT_TANGGAL, baca_tanggal
from datasets.kenali.token_angka import token
from schemas.tabel import KOLOM_TEMPAT

_NAMA = re.compile(r"(?:(?:Dr|Drs|Dra|Ir|H|Hj|Prof|dr|drg|Hi|KH|A|I|Ny|R|Rr)\.?,?\s+)*[A-Z][\w'’.]*(?:\s+[A-Z][\w'’.]*){0,6}(?:\s*,\s*[A-Z][\w.]*(?:\s?[A-Z]?[\w.]*)){0,5}\.?")
_RENTANG = re.compile(r"(?:19|20)\d\d\s*(?:-|–|—|s\.?/?d\.?|sampai(?: dengan)?)\s*(?:19|20)\d\d")
_BAWAHAN = re.compile(r"kepala\s+(?:sub|bidang|bagian|seksi|uptd?|tata usaha|kelompok|urusan)|sekretaris\s+(?:dinas|badan|kecamatan)|kasubbag|kabid|kasi\b", re.I)


# "Kecamatan X selaku unsur pembantu pimpinan": the agency speaks of itself
_UNSUR = re.compile(r"\b[A-Z][\w]+(?:\s+(?:[A-Z][\w.]*|dan))*\s*,?\s+(?:selaku|sebagai|merupakan)\s+unsur\s+(?:pelaksana|pembantu|penunjang|pendukung|staf|pengawas)")


@cache
def _jabatan() -> re.Pattern:
    return re.compile(rf"\W*(?:a\.?n\.?\s+|plt\.?\s+|plh\.?\s+|pj\.?\s+)?(?:{pilihan(kosakata('identitas')['jabatan'])})\b", re.I)


@cache
def _pangkat() -> re.Pattern:
    return re.compile(rf"(?:{pilihan(kosakata('identitas')['pangkat'])})\b", re.I)


@cache
def _atasan() -> re.Pattern:
    return re.compile(rf"\W*(?:{pilihan(kosakata('identitas')['atasan'])})\b", re.I)


def urai_nama(nama: str) -> tuple[str, str, str, str]:
    """(kind of agency, its field, kind of region, name of region), small letters: 'dinas', 'sosial', 'kabupaten', 'x'."""
    n = re.sub(r"[^\w\s]", " ", re.sub(r"\s+", " ", nama.lower())).strip()
    n = re.sub(r"^pemerintah(?:an)?\s+(?=kab|kota|prov|prop)", "", n)
    w = re.search(r"\b(kabupaten|kota|provinsi|propinsi|kab|prov)\s+(\w[\w ]*)$", n)
    daerah = ("", "")
    if w:
        daerah = (kosakata("identitas")["wilayah_sama"].get(w[1], w[1]), w[2].strip())
        n = n[: w.start()].strip()
    m = pola("lembaga").match(n)
    return (m[0], n[m.end() :].strip(), *daerah) if m else ("", n, *daerah)


def lain(nama: str, sendiri: str) -> bool:
    """Is `nama` clearly another agency of the same standing (and not a part, a parent or a partner of one's own)?"""
    j, b, wj, wn = urai_nama(nama)
    sj, sb, swj, swn = urai_nama(sendiri)
    if not sendiri or not (j or wn) or re.match(rf"(?:{pilihan(kosakata('identitas')['umum'])})\b", b):
        return False
    if wn and swn and wj == swj:
        if fuzz.ratio(wn, swn) < 75 and not (wn.startswith(swn) or swn.startswith(wn)):
            return True
    elif wn and swn:
        return False  # another level of government: a parent or partner
    if j and sj == j and b and sb:
        return max(fuzz.ratio(b, sb), fuzz.partial_ratio(b, sb)) < 70
    return False


def kenali_identitas(baris: list[Baris], konteks: Konteks, dok: Dokumen | None = None) -> pd.DataFrame:
    """Typed table identitas: one fact a row, as printed; the first instansi and tahun are those of `konteks`."""
    isi: list[dict] = []

    def catat(jenis: str, nilai: str, b: Baris) -> None:
        nilai = re.sub(r"\s+", " ", nilai).strip(" ,;:")
        if nilai and not any(x["jenis"] == jenis and x["nilai"] == nilai and x["_blok"] == b.blok for x in isi):
            isi.append({"jenis": jenis, "nilai": nilai, **b.tempat, "_blok": b.blok})

    if konteks.petikan:
        isi.append({"jenis": "petikan", "nilai": "ya", "_blok": -1})
    _sampul(baris, konteks, catat)
    _judul(baris, konteks, catat)
    _kalimat(baris, konteks, catat)
    _tanda_tangan(baris, konteks, catat)
    for jenis, nilai in (("tahun", str(konteks.tahun) if konteks.tahun > 0 else ""), ("instansi", konteks.instansi)):
        pertama = next((x for x in isi if x["jenis"] == jenis), None)
        if nilai and (pertama is None or pertama["nilai"] != nilai):
            sama = next((x for x in isi if x["jenis"] == jenis and x["nilai"] == nilai), None)
            if sama is not None:
                isi.remove(sama)
            isi.insert(0, sama or {"jenis": jenis, "nilai": nilai, "_blok": -1})
    isi += tahun_judul(dok) if dok is not None else []
    return frame(isi, ["jenis", "nilai", *KOLOM_TEMPAT]).drop(columns="_blok", errors="ignore")


def _tahun(teks: str) -> list[str]:
    return [t.teks for t in token(teks) if t.sebab == "tahun" and len(t.teks) == 4]


def _sampul(baris: list[Baris], konteks: Konteks, catat) -> None:
    sampul = [b for b in baris if b.wilayah == "sampul" and len(b.teks) < 160][:40]
    ada, tahun = False, set()
    for b in sampul:
        if pola("laporan").search(b.teks):
            lanjut = next((x.teks for x in sampul if x.blok == b.blok + 1 and re.match(r"instansi\b|\(", x.teks, re.I)), "")
            catat("judul", f"{b.teks} {lanjut}", b)
        for t in _tahun(b.teks) if len(b.teks) < 100 and not b.teks.endswith(".") else ():
            catat("tahun terbit" if tahun and t not in tahun else "tahun", t, b)  # the year of printing may stand below
            tahun.add(t)
        sama = konteks.instansi and fuzz.partial_ratio(b.teks.lower(), konteks.instansi.lower()) > 90
        if not ada and konteks.instansi and len(b.teks) > 5 and (sama or pola("lembaga").match(b.teks)):
            catat("instansi", konteks.instansi, b)
            ada = True


def _judul(baris: list[Baris], konteks: Konteks, catat) -> None:
    """Title lines in the body and in annexes: the agency and the year that they name."""
    lewati = -1
    for i, b in enumerate(baris):
        if i <= lewati or b.r >= 0 or b.wilayah in ("sampul", "daftar isi") or not 6 < len(b.teks) < 200 or "\t" in b.teks:
            continue
        judul = b.teks.isupper() or b.jenis == "judul" or re.match(r"(?:tabel|gambar|lampiran)\b", b.teks, re.I)
        if not judul or re.search(r"[.;]$", b.teks) or re.fullmatch(r"lampiran[\s\w.:-]{0,8}", b.teks, re.I):
            continue
        teks = b.teks
        for n in baris[i + 1 : i + 4]:  # a title over several lines
            if not (b.teks.isupper() and n.teks.isupper() and n.r < 0 and len(n.teks) < 90) or n.jenis == "judul":
                break
            teks, lewati = f"{teks} {n.teks}", i + 1
            if pola("wilayah").match(n.teks) or _tahun(n.teks):
                break
        dokumen = pola("dokumen_sendiri").search(teks)
        nama = _nama_judul(teks)
        if nama and dokumen and lain(nama, konteks.instansi):
            catat("instansi lain", nama, b)
        elif (nama := nama or nama_instansi(teks)) and (dokumen or pola("lembaga").match(teks)) and _sama(nama, konteks):
            catat("instansi", nama, b)
        if dokumen and b.jenis != "judul":
            for t in _tahun(teks):
                catat("tahun", t, b)


def _sama(nama: str, konteks: Konteks) -> bool:
    return bool(konteks.instansi) and fuzz.token_set_ratio(nama.lower(), konteks.instansi.lower()) >= 85


_SELA = r"^\W*(?:perubahan\s+)?(?:\([\w ]+\)\s*)?(?:tahun\s+(?:anggaran\s+)?(?:19|20)\d\d\s*)?(?:pada\s+|dari\s+|di lingkungan\s+)?"


def _nama_judul(teks: str) -> str:
    """The agency right behind the name of a document: "PERJANJIAN KINERJA TAHUN 2023 DINAS X KABUPATEN Y"."""
    for m in pola("dokumen_sendiri").finditer(teks):
        ekor = re.sub(_SELA, "", teks[m.end() :], flags=re.I)
        if pola("lembaga").match(ekor) and (nama := nama_instansi(ekor)):
            return nama
    return ""


def _kalimat(baris: list[Baris], konteks: Konteks, catat) -> None:
    """Sentences: plan periods, the first mention of the agency in the foreword, other agencies where one's own belongs."""
    pengantar = False
    rencana = pola("rencana")
    for b in baris:
        if b.wilayah in ("daftar isi", "sampul") or "\t" in b.teks:
            continue
        teks = b.teks
        for m in _RENTANG.finditer(teks):
            depan = teks[max(0, m.start() - 90) : m.start()]
            awal = next((r.start() for r in reversed(list(rencana.finditer(depan)))), -1)
            if awal >= 0 and not re.search(r"[.;]|(?:19|20)\d\d\s*[-–—]", depan[awal:]):
                akhir = int(re.findall(r"\d{4}", m[0])[-1])
                catat("periode rencana lama" if 0 < akhir < konteks.tahun else "periode rencana", m[0], b)
        if b.wilayah == "pengantar" and not pengantar and (n := nama_instansi(teks)) and len(teks) > 80:
            if konteks.instansi and fuzz.token_set_ratio(n.lower(), konteks.instansi.lower()) >= 80:
                catat("instansi", n, b)
                pengantar = True
                for t in _tahun(teks)[:1]:
                    catat("tahun", t, b)
        if len(teks) > 60 and (m := _UNSUR.search(teks)) and (n := nama_instansi(teks[m.start() : m.end()])) and lain(n, konteks.instansi):
            catat("instansi lain", n, b)
        if len(teks) > 60 and not teks.isupper() and (n := _nama_judul(teks)) and lain(n, konteks.instansi):
            catat("instansi lain", n, b)


def _seperti_nama(teks: str) -> bool:
    return bool(
        4 < len(teks) < 70 and _NAMA.fullmatch(teks) and len(teks.split()) >= 2 and not _jabatan().match(teks) and not _pangkat().match(teks)
        and not pola("lembaga").match(teks) and not pola("wilayah").match(teks) and not re.search(r"\d|pihak|\bnip\b", teks, re.I)
    )  # fmt: skip


def _tanda_tangan(baris: list[Baris], konteks: Konteks, catat) -> None:
    """Signature blocks (place and date, office, name, rank), "Nama : … Jabatan : …" pairs, decree numbers."""
    pihak, kepala = "", {}
    for i, b in enumerate(baris):
        t = b.teks
        if b.wilayah == "daftar isi" or len(t) > 140:
            continue
        if m := re.match(r"pihak\s+(pertama|kedua)\b", t, re.I):
            pihak = m[1].lower()
        if m := re.match(r"nama\s*:\s*(.+)", t, re.I):
            jab = next((re.match(r"jabatan\s*:\s*(.+)", x.teks, re.I) for x in baris[i + 1 : i + 4] if re.match(r"jabatan\s*:", x.teks, re.I)), None)
            atas = jab is not None and _atasan().match(jab[1]) and not _pemda(konteks) or (jab is not None and kepala and b.blok in kepala.values())
            bawah = jab is not None and _BAWAHAN.search(jab[1])
            catat("atasan" if atas else "pejabat" if bawah else "pimpinan", m[1], b)
            if jab is not None:
                catat("jabatan atasan" if atas else "jabatan pejabat" if bawah else "jabatan", jab[1], b)
        if len(t) < 200 and b.wilayah in ("pengantar", "penutup", "ringkasan", "sampul") and (gabung := _satu_baris(t, konteks)):
            for jenis, nilai in gabung.items():
                catat(jenis, nilai, b)
            continue
        if len(t) < 80 and (m := TEMPAT_TANGGAL.match(t)) and baca_tanggal(t[m.end() :]) and re.match(r"[\d\W]*[\dA-Z]", t[m.end() :]):
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
        elif pihak == "kedua" and _seperti_nama(t) and i and any(re.match(r"pihak\s+kedua", x.teks, re.I) for x in baris[max(0, i - 3) : i]):
            catat("atasan", t, b)


def _tanpa_nip(bawah: list[Baris], catat) -> None:
    """Office and name below a date where neither rank nor NIP follow (heads of regions)."""
    akhir = next((n for n, x in enumerate(bawah) if x.jenis == "judul" or len(x.teks) > 110 or baca_tanggal(x.teks)), len(bawah))
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
    while n < len(kata) and (re.sub(r"\W", "", kata[n].lower()) in sendiri or pola("lembaga").fullmatch(kata[n].strip(","))):
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
