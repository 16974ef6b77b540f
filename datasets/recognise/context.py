"""What the whole document says about itself: year, agency, whether it is an excerpt, and the parts it consists of."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import pandas as pd

from datasets.document.model import Dokumen
from datasets.recognise.number_tokens import token
from datasets.recognise.vocabulary import kosakata, pilihan

MIN_BAB = 3  # fewer chapters: an excerpt


@dataclass(frozen=True)
class Konteks:
    """laporan: id; tahun: the year reported on (-1 unknown); instansi: as printed ('' unknown); petikan: an excerpt."""

    laporan: str
    tahun: int = -1
    instansi: str = ""
    petikan: bool = True


@cache
def pola(nama: str) -> re.Pattern:
    """One alternation of a word list of identitas.yaml (whole words)."""
    return re.compile(rf"\b(?:{pilihan(kosakata('identitas')[nama])})(?![A-Za-z])", re.I)


@cache
def _pola_bagian() -> dict[str, re.Pattern]:
    return {
        nama: re.compile(rf"(?:{pilihan(kata).replace(chr(92) + 's+', chr(92) + 's*')})\s*[:.]?", re.I)
        for nama, kata in kosakata("identitas")["bagian"].items()
    }


def rapatkan(teks: str) -> str:
    """Letters set apart put together: "K A T A  P E N G A N T A R" reads KATAPENGANTAR."""
    return re.sub(r"(?<=\b\w) (?=\w\b)", "", teks) if re.fullmatch(r"(?:[A-Z] ){4,}[A-Z]", teks) else teks


def wilayah(dok: Dokumen) -> pd.Series:
    """Part of the report, by block: sampul, pengantar, daftar isi, ringkasan, bab, penutup, lampiran."""
    hasil: list[str] = []
    kini, ada_bab = "sampul", False
    berkepala = set(dok.sel.loc[dok.sel["kepala"].astype(bool), "blok"]) if len(dok.sel) else set()
    for b in dok.blok.itertuples(index=False):
        teks = rapatkan(re.sub(r"\s+", " ", b.teks).strip()) if b.jenis != "petak" else ""
        if teks and len(teks) < 120 and "\t" not in b.teks:
            bab = re.match(r"bab\s+(?:[ivxlc]+|\d{1,2})\b", teks, re.I)
            if bab and (b.jenis == "judul" or teks.isupper()):
                kini = "penutup" if _pola_bagian()["penutup"].search(teks[bab.end() :]) else "bab"
                ada_bab = True
            elif b.jenis == "judul" or teks.isupper():
                polos = re.sub(r"^(?:[A-Z]|[IVX]+|\d+)[.)]\s*", "", teks)
                for nama, p in _pola_bagian().items():
                    if p.fullmatch(polos) and not (nama == "lampiran" and not ada_bab and kini == "daftar isi"):
                        kini = nama
                        break
                else:
                    if (
                        b.jenis == "judul"
                        and kini in ("sampul", "daftar isi")
                        and b.tingkat >= 1
                        and not pola("laporan").search(teks)
                    ):
                        kini = "bab" if kini == "sampul" else kini
        if kini == "sampul" and (len(teks) > 140 or b.blok in berkepala or (b.jenis == "butir" and len(teks) > 40)):
            kini = "bab"  # an excerpt without chapters: the text has begun
        hasil.append(kini)
    return pd.Series(hasil, index=dok.blok["blok"].to_numpy(), dtype=object)


def _tahun(dok: Dokumen, bagian: pd.Series) -> int:
    """The reporting year: the title weighs most, then the cover, then the year the text speaks of most."""
    suara: Counter[int] = Counter()
    judul = pola("laporan")
    sampul = 0
    for n, (b, w) in enumerate(zip(dok.blok.itertuples(index=False), bagian, strict=True)):
        if b.jenis == "petak" or "\t" in b.teks:
            continue
        bobot = 0.2
        if judul.search(b.teks) and len(b.teks) < 200:
            bobot = 40.0 if n < 15 or w == "sampul" else 5.0
        elif w == "sampul" and n < 40 and len(b.teks) < 80:
            sampul += bool(re.search(r"\b20\d\d\b", b.teks))
            bobot = 25.0 if sampul == 1 else 8.0  # below it the year of printing may stand
        elif re.search(r"tahun anggaran|\bT\.?A\.? 20", b.teks):
            bobot = 1.0
        elif judul.search(b.teks):
            bobot = 1.0
        tahun = [t.mantissa for t in token(b.teks) if t.sebab == "tahun" and len(t.teks) == 4]
        for t in set(tahun):
            suara[t] += bobot
    if not suara:
        for b in dok.sel.itertuples(index=False):
            if b.kepala:
                suara.update(t.mantissa for t in token(b.teks) if t.sebab == "tahun" and len(t.teks) == 4)
    terbaik = max(suara.items(), key=lambda x: (x[1], x[0]), default=(-1, 0))
    return int(terbaik[0])


_BUANG = re.compile(
    r"\(?\s*(?:petikan[^)]*|kutipan[^)]*|perubahan|draf[t]?)\)?\s*$"
    r"|\b(?:untuk\s+)?(?:tahun(?: anggaran)?|ta\.?|t\.a\.?)?\s*(?:19|20)\d\d\b.*$",
    re.I,
)
_NAMA = r"(?:[A-Z][\w'’.&/-]*|\([A-Z][\w ]*\)|dan|di|&|,(?=\s[A-Z]))"


def nama_instansi(teks: str) -> str:
    """The first full agency name in a line or sentence ('' when there is none): as printed, blanks single."""
    teks = re.sub(r"\s+", " ", teks)
    for m in pola("lembaga").finditer(teks):
        ekor = re.match(rf"{m[0]}(?:\s+{_NAMA})*", teks[m.start() :])
        nama = ekor[0] if ekor else m[0]
        nama = re.split(
            r"\s+(?=(?:TAHUN|Tahun|TENTANG|Tentang|NOMOR|Nomor|SELAKU|Periode|PERIODE|JALAN|Jalan|JL|Jl|Alamat|ALAMAT|BULAN|TIPE|Telp|TELP)\b)",
            nama,
        )[0]
        nama = re.sub(r"(?:\s+(?:dan|di|&))+$|[.,;:]+$", "", nama).strip()
        if not (m[0][0].isupper() and len(nama.split()) > len(m[0].split())):
            continue
        return nama
    return ""


def _sampul(dok: Dokumen, bagian: pd.Series) -> str:
    """The agency as the cover or the letterhead names it: lines that follow each other are put together."""
    baris = [
        re.sub(r"\s+", " ", b.teks).strip()
        for b, w in zip(dok.blok.itertuples(index=False), bagian, strict=True)
        if w == "sampul" and b.jenis != "petak"
    ][:40]
    lembaga, daerah = "", ""
    for i, t in enumerate(baris):
        if len(t) > 110 or re.search(r"[.;]$", t):
            continue
        t = _BUANG.sub("", pola("laporan").sub("", t)).strip(" :-–,")
        p = re.fullmatch(r"(?:pemerintah(?:an)?\s+)?((?:kabupaten|kota|provinsi|propinsi|kab\.?)\s+.+)", t, re.I)
        if p and not lembaga:
            daerah = daerah or t
            if i + 1 < len(baris) and pola("lembaga").match(baris[i + 1]):
                continue
        elif p:
            return lembaga if p[1].lower() in lembaga.lower() else f"{lembaga} {p[1]}"
        elif not lembaga and pola("lembaga").match(t) and len(t.split()) > 1:
            lembaga = t
            if pola("wilayah").search(t):
                return lembaga
    if lembaga and daerah:
        daerah = re.sub(r"^pemerintah(?:an)?\s+", "", daerah, flags=re.I)
        return f"{lembaga} {daerah}"
    return lembaga or daerah


def _instansi(dok: Dokumen, bagian: pd.Series) -> str:
    for b in dok.blok.head(15).itertuples(index=False):  # "LAKIP Pengadilan Agama Kangean Tahun 2011 (petikan)"
        m = pola("laporan").match(b.teks.strip()) if b.jenis != "petak" and len(b.teks) < 200 else None
        if m:
            nama = b.teks.strip()[m.end() :]
            nama = _BUANG.sub("", _BUANG.sub("", nama)).strip(" :-–,.\t")
            nama = re.sub(r"^(?:\(\w+\)\s*)?(?:pada|dari)?\s+", "", f" {nama}").strip()
            if pola("lembaga").match(nama) or pola("wilayah").match(nama):
                return re.sub(r"\s+", " ", nama)
    nama = _sampul(dok, bagian)
    if nama:
        return nama
    suara: Counter[str] = Counter()
    contoh: dict[str, str] = {}
    for b in dok.blok.itertuples(index=False):
        if b.jenis == "petak" or not pola("lembaga").search(b.teks):
            continue
        for potong in re.split(r"(?<=[.;:])\s", b.teks):
            n = nama_instansi(potong)
            if pola("wilayah").search(n):
                suara[n.lower()] += 1
                contoh.setdefault(n.lower(), n)
    return contoh[suara.most_common(1)[0][0]] if suara else ""


def baca_konteks(dok: Dokumen, laporan: str = "") -> Konteks:
    """Year, agency and kind of a document. `laporan`: its id (taken from the blocks where they carry one)."""
    if not len(dok.blok):
        return Konteks(laporan)
    bagian = wilayah(dok)
    # chapters by their headings; the contents count too once one of them stands in the body
    bab = {"judul": set(), "isi": set()}
    for jenis, teks in zip(dok.blok["jenis"], dok.blok["teks"], strict=True):
        if m := re.match(r"\s*bab\s+(?:[ivxlc]+|\d{1,2})\b", teks, re.I):
            if "\t" in teks or jenis == "judul":
                bab["isi" if "\t" in teks else "judul"].add(re.sub(r"\W+", " ", m[0].lower()).strip())
    jumlah = len(bab["judul"] | bab["isi"]) if bab["judul"] else 0
    return Konteks(
        laporan or str(dok.blok["laporan"].iloc[0]), _tahun(dok, bagian), _instansi(dok, bagian), jumlah < MIN_BAB
    )
