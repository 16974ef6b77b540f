"""Who reports: agency, year, title, signers, plan period, decree numbers, other agencies where one's own belongs."""

import re

import pandas as pd
from rapidfuzz import fuzz

from datasets.document.model import Dokumen
from datasets.recognise.context import Konteks, nama_instansi, pola
from datasets.recognise.document_lines import Baris, frame
from datasets.recognise.number_tokens import token
from datasets.recognise.structure.agency_names import lain
from datasets.recognise.structure.capaian_cap import kenali_batas
from datasets.recognise.structure.caption_years import tahun_judul
from datasets.recognise.structure.signatures import tanda_tangan
from schemas.tables import PLACE_COLUMNS

_RENTANG = re.compile(r"(?:19|20)\d\d\s*(?:-|–|—|s\.?/?d\.?|sampai(?: dengan)?)\s*(?:19|20)\d\d")


# "Kecamatan X selaku unsur pembantu pimpinan": the agency speaks of itself
_UNSUR = re.compile(
    r"\b[A-Z][\w]+(?:\s+(?:[A-Z][\w.]*|dan))*\s*,?\s+(?:selaku|sebagai|merupakan)\s+unsur\s+(?:pelaksana|pembantu|penunjang|pendukung|staf|pengawas)"
)


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
    tanda_tangan(baris, konteks, catat)
    for jenis, nilai in (("tahun", str(konteks.tahun) if konteks.tahun > 0 else ""), ("instansi", konteks.instansi)):
        pertama = next((x for x in isi if x["jenis"] == jenis), None)
        if nilai and (pertama is None or pertama["nilai"] != nilai):
            sama = next((x for x in isi if x["jenis"] == jenis and x["nilai"] == nilai), None)
            if sama is not None:
                isi.remove(sama)
            isi.insert(0, sama or {"jenis": jenis, "nilai": nilai, "_blok": -1})
    isi += tahun_judul(dok) if dok is not None else []
    isi += kenali_batas(baris)
    return frame(isi, ["jenis", "nilai", *PLACE_COLUMNS]).drop(columns="_blok", errors="ignore")


def _tahun(teks: str) -> list[str]:
    return [t.teks for t in token(teks) if t.sebab == "tahun" and len(t.teks) == 4]


def _sampul(baris: list[Baris], konteks: Konteks, catat) -> None:
    sampul = [b for b in baris if b.wilayah == "sampul" and len(b.teks) < 160][:40]
    ada, tahun = False, set()
    for b in sampul:
        if pola("laporan").search(b.teks):
            lanjut = next(
                (x.teks for x in sampul if x.blok == b.blok + 1 and re.match(r"instansi\b|\(", x.teks, re.I)), ""
            )
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
        if (
            i <= lewati
            or b.r >= 0
            or b.wilayah in ("sampul", "daftar isi")
            or not 6 < len(b.teks) < 200
            or "\t" in b.teks
        ):
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
        elif (
            (nama := nama or nama_instansi(teks)) and (dokumen or pola("lembaga").match(teks)) and _sama(nama, konteks)
        ):
            catat("instansi", nama, b)
        if (dokumen or pola("dokumen_judul").search(teks)) and b.jenis != "judul":
            for t in _tahun(teks):
                catat("tahun", t, b)


def _sama(nama: str, konteks: Konteks) -> bool:
    return bool(konteks.instansi) and fuzz.token_set_ratio(nama.lower(), konteks.instansi.lower()) >= 85


_SELA = (
    r"^\W*(?:perubahan\s+)?(?:\([\w ]+\)\s*)?(?:tahun\s+(?:anggaran\s+)?(?:19|20)\d\d\s*)?"
    r"(?:pada\s+|dari\s+|di lingkungan\s+)?"
)


def _nama_judul(teks: str) -> str:
    """The agency right behind the name of a document: "PERJANJIAN KINERJA TAHUN 2023 DINAS X KABUPATEN Y"."""
    for m in pola("dokumen_sendiri").finditer(teks):
        ekor = re.sub(_SELA, "", teks[m.end() :], flags=re.I)
        if pola("lembaga").match(ekor) and (nama := nama_instansi(ekor)):
            return nama
    return ""


def _kalimat(baris: list[Baris], konteks: Konteks, catat) -> None:
    """Sentences: plan periods, first mention of the agency in the foreword, other agencies where one's own belongs."""
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
        if (
            len(teks) > 60
            and (m := _UNSUR.search(teks))
            and (n := nama_instansi(teks[m.start() : m.end()]))
            and lain(n, konteks.instansi)
        ):
            catat("instansi lain", n, b)
        if len(teks) > 60 and not teks.isupper() and (n := _nama_judul(teks)) and lain(n, konteks.instansi):
            catat("instansi lain", n, b)
