"""Every printed number of a document, with its place: `document_angka`.

Tokens come from `token_angka`; here columns and rows say what the token alone cannot: column-number rows, row numbers,
years, "-" and "n/a", "1.926" against "413.064", units that only the header names.
"""

import re

import numpy as np
import pandas as pd

from datasets.document.model import Dokumen
from datasets.recognise.number_columns import kisi
from datasets.recognise.number_tokens import BUKAN, Token, _kata, token
from schemas import angka as A
from schemas.submission import ANGKA_COLUMNS

_TIADA = re.compile(
    r"n\s*[/.]?\s*a\.?|nihil data|(?:data )?(?:tidak|belum) (?:ada|tersedia|dirilis|dihitung|diukur)(?: data)?.{0,30}",
    re.I,
)
_LABEL_POLOS = re.compile(
    r"\d{1,2}\s+[A-Z][a-z]+\s+\S+\s+\S"
)  # "1 Program Penunjang Urusan", a row label without its dot
_KEPALA_SATUAN = re.compile(r"(?:satuan|sat|unit)(?: ukuran)?\.?", re.I)
_DAFTAR = re.compile(r"daftar (?:isi|tabel|gambar|grafik|lampiran|bagan|diagram)\s*$", re.I)
_NIHIL = re.compile(r"(?:Rp\.?\s*)?[-–—−_]+\s*%?|nihil", re.I)


def sel_per_blok(dok: Dokumen) -> dict[int, list]:
    """Cells of each grid as named tuples (SEL_COLUMNS); far quicker to walk than frames."""
    hasil: dict[int, list] = {}
    for s in dok.sel.itertuples(index=False, name="Sel"):
        hasil.setdefault(s.blok, []).append(s)
    return hasil


def _baris(t: Token, blok, r: int, c: int, s: dict) -> dict:
    return {
        "teks": t.teks,
        "mantissa": t.mantissa,
        "desimal": t.desimal,
        "satuan": t.satuan,
        "kelas": t.kelas,
        "ragu": t.ragu,
        "lokal": t.lokal,
        "kolom": t.sebab,
        "blok": blok.blok,
        "r": r,
        "c": c,
        "mulai": t.mulai,
        "akhir": t.akhir,
        "bagian": blok.bagian,
        **s,
    }


def _prosa(b) -> list[dict]:
    s = {"kolom_cetak": "", "tabel": f"prosa-{b.blok}", "halaman": b.halaman, "garis": b.garis, "baris": ""}
    tokens = list(token(b.teks))
    if tokens and _DAFTAR.search(b.bagian) and tokens[-1].akhir == len(b.teks.rstrip()) and tokens[-1].kelas == A.FIGURE:
        tokens[-1] = tokens[-1]._replace(kelas=BUKAN, sebab="halaman", ragu="")
    return [_baris(t, b, -1, -1, s) for t in tokens]


def _petak(b, sel: list) -> list[dict]:
    """Tokens of one grid, each class settled by its column and row."""
    k = kisi(sel, b.bagian)
    kiri = {(s.r, s.c): s.teks.strip().lower() for s in sel if len(s.teks) < 5}
    satuan = {
        r: s.teks.strip().lower() for s in sel if _KEPALA_SATUAN.fullmatch(k.kepala.get(s.c, "")) for r in range(s.r, s.r + s.rs)
    }
    hasil = []
    for s in sel:
        teks = s.teks
        polos = teks.strip()
        tempat = {
            "kolom_cetak": k.kepala.get(s.c, ""),
            "tabel": f"tabel-{b.blok}",
            "halaman": s.halaman,
            "garis": s.garis,
            "baris": "" if s.kepala else k.label.get(s.r, ""),
            "satuan_baris": "" if s.kepala else satuan.get(s.r, ""),
        }
        if not s.kepala and s.r not in k.baris_nomor and s.c in k.angka_columns:
            if _NIHIL.fullmatch(polos):
                hasil.append(_baris(_kosong(teks, polos, A.NIL), b, s.r, s.c, tempat))
                continue
            if _TIADA.fullmatch(polos):
                hasil.append(_baris(_kosong(teks, polos, A.ABSENT), b, s.r, s.c, tempat))
                continue
        for t in token(teks, True):
            t = _putus(t, s, polos, k)
            if t.kelas == A.FIGURE and not t.satuan and kiri.get((s.r, s.c - 1), "") in ("rp", "rp.", "idr"):
                t = t._replace(satuan="Rp")
            hasil.append(_baris(t, b, s.r, s.c, tempat) | {"utuh": len(t.teks) == len(polos)})
    return hasil


def _kosong(teks: str, polos: str, kelas: str) -> Token:
    awal = teks.index(polos)
    return Token(awal, awal + len(polos), polos, 0, 0, "", kelas, "", "id", "")


def _putus(t: Token, s, polos: str, k) -> Token:
    """The class of a token, given its cell `s` and its grid `k`."""
    seluruh = len(t.teks) == len(polos)
    if t.kelas == BUKAN:
        if t.sebab == "tahun" and seluruh and s.c in k.kolom_hitung and not s.kepala:
            a = A.parse(t.teks)  # "2001" among 345 and 1200 in a column of counts
            return t._replace(mantissa=a.mantissa, kelas=A.FIGURE, sebab="")
        if (
            t.sebab == "kode"
            and seluruh is False
            and s.c in k.angka_columns
            and re.fullmatch(r"[\d.,]*[A-Za-z][\d.,]*%?", polos)
        ):
            return t._replace(mulai=0, akhir=len(polos), teks=polos, kelas=A.UNREADABLE, ragu="tidak terbaca", sebab="")
        return t
    kecil = (
        t.desimal == 0
        and abs(t.mantissa) < 1000
        and (t.satuan == "" or not seluruh and t.mulai == 0)
        and not re.search(r"\d[.,]\d", t.teks)
    )
    sebab = ""
    if s.r in k.baris_nomor:
        sebab = "nomor kolom"
    elif s.kepala and kecil:
        sebab = "kepala kolom"
    elif s.c in k.kolom_kode:
        sebab = "kode"
    elif s.c in k.kolom_halaman and kecil:
        sebab = "halaman"
    elif s.c in k.kolom_nomor and (kecil or re.fullmatch(r"\d{1,2}(\.\d{1,2})+\.?", polos)):
        sebab = "label"
    elif seluruh and kecil and re.fullmatch(r"\d{1,3}\s*[.)]", polos):
        sebab = "label"
    elif t.mulai == 0 and kecil and (s.c in k.kolom_berlabel or s.c not in k.angka_columns and _LABEL_POLOS.match(polos)):
        sebab = "label"
    return t._replace(kelas=BUKAN, sebab=sebab, ragu="") if sebab else t


def _ribuan(a: pd.DataFrame) -> pd.Series:
    """True (groups), False (decimal) or None for each row: what column, unit and neighbours say about "1.926".

    In a column the sign of its clear decimals decides ("12,5" makes "1.500" a group), unless the row's unit is one of
    things counted; in a percent column, where both signs occur, the reading nearer to the clear values. In prose a
    percentage is a decimal; else the document's locale.
    """
    figur = a["kelas"].eq(A.FIGURE)
    ragu = a["ragu"].eq("ribuan atau desimal")
    putus = pd.Series([None] * len(a), index=a.index, dtype=object)
    koma3 = figur & a["teks"].str.contains(r"^[^\d,]*[1-9]\d{0,2},\d{3}[^\d,.]*$")
    if koma3.any():  # "16,051" among "1,234,567" or "1,234.50"
        inggris = figur & a["teks"].str.contains(r"\d,\d{3}[,.]\d")
        indonesia = figur & a["teks"].str.contains(r"\d\.\d{3}[.,]\d|\d,\d{1,2}(?!\d)")
        if inggris.sum() > indonesia.sum():
            putus[koma3] = True
    if not ragu.any():
        return putus
    petak = a["utuh"] & figur
    kunci = [a["blok"], a["c"]]
    jelas = petak & ~ragu
    mutlak = pd.Series(np.abs(A.to_float(a["mantissa"], a["desimal"])), index=a.index)
    tengah = mutlak.where(jelas & mutlak.gt(0)).groupby(kunci).transform("median")
    puncak = mutlak.where(jelas).groupby(kunci).transform("max")
    titik = (jelas & a["desimal"].gt(0) & a["lokal"].eq("en")).groupby(kunci).transform("sum")
    koma = (jelas & a["desimal"].gt(0) & a["lokal"].eq("id")).groupby(kunci).transform("sum")
    persen = a["satuan"].eq("%")
    hitung = ~persen & (
        a["satuan"].ne("") & a["satuan"].ne("Rp")
        | a["baris"].str.match(r"\W*(?:\d+[.)]\s*)?(?:jumlah|banyak)", case=False)
        | a["satuan_baris"].ne("") & ~a["satuan_baris"].isin(_kata("satuan_pecahan"))
    )
    jauh_ribuan = (np.log10(mutlak.clip(lower=1)) - np.log10(tengah)).abs()
    jauh_desimal = (np.log10(mutlak.clip(lower=1) / 1000) - np.log10(tengah)).abs()
    desimal = ragu & petak & persen & ~(jauh_ribuan < jauh_desimal)
    desimal |= ragu & petak & ~persen & ~hitung & ((titik > koma) | ((koma > 0) & (mutlak > 1000 * puncak)))
    desimal |= ragu & ~petak & persen
    satu = figur & ~ragu & a["desimal"].isin([1, 2]) & a["teks"].str.contains(r"^\D*\d+[.,]\d{1,2}\D*$")
    campur = satu.any() and (satu & a["lokal"].eq("en")).sum() > 0.5 * satu.sum()
    putus[desimal] = False
    putus[ragu & ~desimal & (petak | hitung | (not campur))] = True
    return putus


_BESAR = r"(ribu|juta|mil[iy]ar|tril[iy]un)(?:an)?\b"
_JUDUL_RP = re.compile(
    rf"\bdalam\s+{_BESAR}\s*(?:rp\b|rupiah)|\(\s*(?:dalam\s+)?(?:rp\.?\s*{_BESAR}|{_BESAR}\s*(?:rp\b|rupiah))", re.I
)
# headers of columns that hold no money although the caption says rupiah
_BUKAN_RP = (
    r"%|\bpersen|\bprosen|capaian|kinerja|indeks|volume|paket|\borang|\bunit\b|\bno\b|nomor|\bkode\b"
    r"|\bjumlah (?!anggaran|pagu|belanja|realisasi|dana)\w|\btahun\b(?! ?(?:>|20))"
)


def _skala_judul(dok: Dokumen) -> dict[int, str]:
    """Scale words of money that a table's caption names for the whole table: block → ribu, juta, miliar, triliun."""
    petak = dok.blok[dok.blok["jenis"].eq("petak")]
    temu = {b: _JUDUL_RP.search(t) for b, t in zip(petak["blok"], petak["teks"], strict=True)}
    return {b: next(g for g in m.groups() if g).lower() for b, m in temu.items() if m}


def _satuan_kepala(a: pd.DataFrame, judul: dict[int, str]) -> pd.Series:
    """Fill units that only the header or the caption (`judul`) names: "(%)", "(Rp juta)". Returns the powers of ten that
    it scales by."""
    kosong = a["kelas"].eq(A.FIGURE) & a["satuan"].eq("") & a["r"].ge(0)
    kepala = a["kolom_cetak"].str.lower()
    persen = kepala.str.contains(r"\(\s*%\s*\)|(?:^|\s)%(?:\s|$)|\bpersen\b", regex=True)
    rupiah = ~persen & kepala.str.contains(r"\(\s*(?:dalam\s+)?(?:rp\b|rupiah\b)|\brp\b", regex=True)
    skala = kepala.str.extract(
        rf"(?:\(\s*(?:dalam\s+)?(?:rp\.?\s*)?|\brp\.?\s*\(?\s*(?:dalam\s+)?){_BESAR}", expand=False
    )
    rupiah |= ~persen & skala.notna() & kepala.str.contains(r"\brp\b|rupiah|anggaran|pagu|realisasi|belanja|pendapatan")
    atas = a["blok"].map(judul).astype(object).where(~kepala.str.contains(_BUKAN_RP, regex=True) & skala.isna() & ~rupiah)
    skala, rupiah = skala.astype(object).where(skala.notna(), atas), rupiah | atas.notna()
    a.loc[kosong & persen, "satuan"] = "%"
    a.loc[kosong & rupiah, "satuan"] = "Rp"
    skala = skala.where(kosong & rupiah)
    return skala.map(A.SCALE_WORDS).fillna(0).astype("int64")


def document_angka(dok: Dokumen, laporan: str) -> pd.DataFrame:
    """Every number token of every paragraph, caption and cell of `dok`. Returns ANGKA_COLUMNS; the RangeIndex is the id.

    kelas: figur, nihil ("-" in a number column), tiada (n/a in one), rusak, or 'bukan': no report figure; then `kolom`
    says why (tahun, tanggal, label, nomor kolom, kepala kolom, halaman, nomor surat, nomor peraturan, rujukan, nip,
    telepon, kode, alamat web, alamat, urutan, waktu, usia, pembagi, pengali). r, c are -1 in prose; mulai, akhir are
    offsets in the text of the block or cell; satuan is '%', 'Rp' or the noun that follows (or what the header names).
    """
    isi: list[dict] = []
    per_blok = sel_per_blok(dok)
    for b in dok.blok.itertuples(index=False):
        if b.jenis != "petak":  # a caption is a paragraph of its own as well
            isi += _prosa(b)
        elif b.blok in per_blok:
            isi += _petak(b, per_blok[b.blok])
    if not isi:
        return pd.DataFrame(columns=ANGKA_COLUMNS)
    a = pd.DataFrame(isi)
    a["utuh"] = a["utuh"].eq(True) if "utuh" in a else False
    a["satuan_baris"] = a["satuan_baris"].fillna("") if "satuan_baris" in a else ""
    a["laporan"], a["tabel_tipe"] = laporan, ""
    skala = _satuan_kepala(a, _skala_judul(dok))
    putus = _ribuan(a)
    i = putus.index[putus.notna()]
    baru = [A.parse(t.replace("\\", ""), bool(p)) for t, p in zip(a.loc[i, "teks"], putus[i], strict=True)]
    for nama in ("mantissa", "desimal", "ragu", "lokal"):
        a.loc[i, nama] = [getattr(x, nama) for x in baru]
    a = a.astype({"mantissa": "int64", "desimal": "int64"})
    a["desimal"] -= skala
    bernilai = a["kelas"].isin([A.FIGURE, A.NIL]) | (a["kelas"].eq(BUKAN) & a["mantissa"].ne(0))
    a["nilai"] = np.where(bernilai, A.to_float(a["mantissa"], a["desimal"]), np.nan)
    return a.reindex(columns=ANGKA_COLUMNS)
