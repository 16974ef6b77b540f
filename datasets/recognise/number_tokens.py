"""Number tokens in one text: where they stand, what they say, and whether they are report figures at all."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from datasets.recognise.vocabulary import kosakata, pilihan
from schemas import angka as A

BUKAN = "bukan"


class Token(NamedTuple):
    """One number token. mulai, akhir: offsets in the text; sebab: why it is no figure (kelas 'bukan'), else ''."""

    mulai: int
    akhir: int
    teks: str
    mantissa: int
    desimal: int
    satuan: str
    kelas: str
    ragu: str
    lokal: str
    sebab: str


# one sign for another, so that offsets stay: every dash a hyphen, every blank a space (a tab parts title and page)
_SAMA = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u0002", "-")
    | dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f", " ")
)
_SPASI = "[ \t\n]"
_ANGKA = re.compile(
    rf"(?P<rp>(?:\bRp\.?|\bIDR){_SPASI}*)?(?P<tanda>(?<![\w.,)%]){_SPASI}*[-+](?=\d))?"
    rf"(?P<pokok>\d{{1,3}}(?:[.,]\d{{3}})+(?:[.,]\d+)?(?![\d])|\d+(?:[.,]\d+)*)"
    rf"(?P<sambung>\.{_SPASI}+\d{{3}}(?:\.\d{{3}})*(?![\d.,]*\d))?"
    rf"(?P<ekor>,-+|,--|\.-)?(?P<kali>{_SPASI}*(?:ribu|rb|juta|jt|mil[iy]ar|tril[iy]un)\b)?(?P<persen>{_SPASI}*(?:\\?%|persen\b|prosen\b))?",
    re.I,
)
_SEL_ANGKA = re.compile(r"\(?\s*(?:Rp\.?\s*)?[-+]?\s*[\d., \n]*\d[\d., \n]*(?:,-+|\.-)?\s*\)?\s*(?:\\?%)?", re.I)
_SATUAN = re.compile(r"\s*(?:\(\s*[a-z]+(?:\s+[a-z]+){0,5}\s*\)\s*)?([A-Za-z][\w./²³]*(?:/\s?[A-Za-z]+)?)", re.I)
_PENOMORAN = re.compile(
    r"(?:^|(?<=[\s(;:]))(?P<buka>\()?(?P<n>\d{1,2})(?P<tutup>[.)])(?=\s+[^\W\d_]|[A-Z]|\s*$)|(?:^|(?<=[\s;:]))\((?P<m>\d{1,2})\)(?=\s*[^\W\d_])"
)
_AWAL = re.compile(
    r"\s*(?:[-*•–]\s*)?(\d{1,3}(?:\.\d{1,3}){0,4}[.)]|\(\d{1,2}\)|\d{1,2}(?:\.\d{1,2}){1,4}\.?(?=\s+[A-Z]))(?=\s+[^\W\d_“\"(]|\s+[“\"(]|\s*$|[A-Z])"
)
_ISI = re.compile(r"(?:\t|\.{3,}|…+|(?:\. ){3,}|_{3,})[\s.…]*(\d{1,3})\s*$")


@cache
def _pola() -> list[tuple[str, re.Pattern]]:
    k = kosakata("bukan_angka")
    isi = {
        "bulan": pilihan(b for nama in kosakata("bulan").values() for b in nama),
        "acuan": pilihan(k["acuan"]),
        "peraturan": pilihan(k["peraturan"]),
        "satuan": pilihan(k["satuan"]),
    }
    hasil = []
    for sebab, pola in k["pola"]:
        for nama, kata in isi.items():
            pola = pola.replace("{" + nama + "}", kata)
        hasil.append((sebab, re.compile(pola, re.I)))
    return hasil


@cache
def _kata(nama: str) -> frozenset[str]:
    return frozenset(str(k).lower() for k in kosakata("bukan_angka")[nama])


def _penomoran(teks: str) -> list[tuple[int, int]]:
    """Stretches of list labels: at the start, or within, where they count up from 1 ("1. … 2. …")."""
    hasil, harap = [], {}
    awal = _AWAL.match(teks)
    if awal:
        hasil.append(awal.span(1))
        n = re.sub(r"\D", "", awal[1].split(".")[0])
        harap[awal[1][-1]] = int(n) + 1 if n else 1
    calon = []
    for m in _PENOMORAN.finditer(teks):
        if awal and m.start() < awal.end(1):
            continue
        calon.append((m, "()" if m["m"] else m["tutup"], int(m["m"] or m["n"])))
    for i, (m, jenis, n) in enumerate(calon):
        lanjut = n == harap.get(jenis, 0) and n > 1
        mulai = n == 1 and (
            any(j == jenis and k == 2 for _, j, k in calon[i + 1 :]) or teks[: m.start()].rstrip().endswith(":")
        )
        if lanjut or mulai:
            harap[jenis] = n + 1
            a = m.start("m") if m["m"] else m.start("n")
            hasil.append((a, a + len(m["m"] or m["n"])))
    return hasil


def _tanpa(teks: str) -> list[tuple[int, int, str]]:
    """Stretches that are no figures, in order, none overlapping."""
    potong: list[tuple[int, int, str]] = []

    def tambah(a: int, b: int, sebab: str) -> None:
        if a < b and all(b <= x or a >= y for x, y, _ in potong):
            potong.append((a, b, sebab))

    halaman = _ISI.search(teks)
    if halaman:
        tambah(*halaman.span(1), "halaman")
    for a, b in _penomoran(teks):
        tambah(a, b, "label")
    for sebab, pola in _pola():
        for m in pola.finditer(teks):
            if re.search(r"\d", m[0]):
                tambah(*m.span(), sebab)
    return sorted(potong)


@cache
def _frasa() -> re.Pattern:
    return re.compile(pilihan(k for k in _kata("satuan") if " " in k), re.I)


def _satuan(teks: str, akhir: int) -> str:
    m = _SATUAN.match(teks, akhir)
    if m and (frasa := _frasa().match(teks, m.start(1))):
        return frasa[0]
    kata = m[1].strip(".") if m else ""
    return "" if kata.lower() in _kata("bukan_satuan") else kata[:40]


def _tahun(pokok: str, satuan: str, sebelum: str) -> bool:
    """A bare 19xx or 20xx is a year, unless a counted noun follows and no 'tahun' stands before it."""
    if not re.fullmatch(r"(?:19|20)\d\d", pokok):
        return False
    return bool(re.search(r"(?:tahun|thn|ta|t\.a\.?)\s*$", sebelum, re.I)) or satuan.lower() not in _kata("satuan")


@lru_cache(maxsize=65536)
def token(teks: str, sel: bool = False, ribuan: bool | None = None) -> tuple[Token, ...]:
    """Every number token of `teks`, in order.

    sel: the text is a whole cell, so that "(1.234)" is negative and digits set apart ("1 6 ,3 9") belong together.
    ribuan: decides "1.926" (see schemas.angka.baca).
    """
    if not re.search(r"\d", teks):
        return ()
    cetak, teks = teks, teks.translate(_SAMA)
    sempit = re.search("[\u00a0\u2007\u2009\u202f]", cetak) is not None
    hasil = _token(teks, sel and (sempit or _menyatu(teks)), ribuan)
    return hasil if cetak == teks else tuple(t._replace(teks=cetak[t.mulai : t.akhir]) for t in hasil)


def _menyatu(teks: str) -> bool:
    """Do digits set apart by blanks belong to one number? "1 6 ,3 9" and "2.415. 289" do, "100 100" are two."""
    if not (sela := re.findall(r"([\d.,]) +(?=([\d.,]))", teks)):
        return True
    keping = re.findall(r"[\d.,]+", teks)
    return (
        all("." in ab or "," in ab for ab in map("".join, sela))
        or all(len(k.strip(".,")) <= 1 for k in keping)
        or (len(keping) >= 3 and all(re.fullmatch(r"\d{3}(?:[.,]\d+)?", k) for k in keping[1:]))
    )


def _token(teks: str, sel: bool, ribuan: bool | None) -> tuple[Token, ...]:
    if sel and _SEL_ANGKA.fullmatch(teks.strip()) and not any(p.fullmatch(teks.strip()) for _, p in _pola()):
        t = teks.strip()
        a = A.parse(t.replace("\\", ""), ribuan)
        if a.kelas in (A.FIGURE, A.UNREADABLE) and not a.ragu.startswith("lebih") and not _tahun(t, "", ""):
            awal = teks.index(t)
            return (Token(awal, awal + len(t), t, a.mantissa, a.desimal, a.satuan, a.kelas, a.ragu, a.lokal, ""),)
    hasil = []
    tanpa = _tanpa(teks)
    for a, b, sebab in tanpa:
        isi = teks[a:b].strip()
        geser = len(teks[a:b]) - len(teks[a:b].lstrip())
        n = re.sub(r"\D", "", isi)
        hasil.append(
            Token(a + geser, a + geser + len(isi), isi, int(n) if len(n) <= 4 else 0, 0, "", BUKAN, "", "id", sebab)
        )
    tutup = teks
    for a, b, _ in tanpa:
        tutup = tutup[:a] + "\x00" * (b - a) + tutup[b:]
    alamat = any(sebab in ("telepon", "alamat web") for _, _, sebab in tanpa)
    for m in _ANGKA.finditer(tutup):
        t = _satu(teks, m, sel, ribuan)
        if alamat and re.fullmatch(r"\d{5}|0+", t.teks):
            t = t._replace(kelas=BUKAN, sebab="alamat", satuan="")
        hasil.append(t)
    return tuple(sorted(hasil))


def _satu(teks: str, m: re.Match, sel: bool, ribuan: bool | None) -> Token:
    mulai = m.start() + (len(m[0]) - len(m[0].lstrip()))
    akhir = m.end()
    if m["sambung"] and not (m["rp"] and re.fullmatch(r"\d{1,3}(?:\.\d{3})+", m["pokok"])):
        akhir = m.end("pokok")  # a sentence end, not a number broken over lines
    isi = teks[mulai:akhir]
    sebelum, sesudah = teks[:mulai], teks[akhir : akhir + 1]
    pokok = m["pokok"]
    if not m["rp"] and not m["tanda"] and not m["persen"]:
        satuan = _satuan(teks, akhir)
        if _tahun(pokok, satuan, sebelum) and not m["kali"]:
            return Token(mulai, akhir, isi, int(pokok), 0, "", BUKAN, "", "id", "tahun")
        if re.search(r"[A-Za-z]$", sebelum) or (sesudah.isalpha() and satuan.lower() not in _kata("satuan")):
            lekat = re.search(r"[a-z]{4,}$", sebelum) and not sesudah.isalpha()
            if not lekat:
                return Token(mulai, akhir, isi, 0, 0, "", BUKAN, "", "id", "kode")
    dibaca = re.sub(r"(?<=\.)\s+(?=\d)", "", isi).replace("\\", "")
    a = A.parse(dibaca, ribuan)
    if a.kelas not in (A.FIGURE, A.UNREADABLE):
        a = A.Angka(0, 0, "", A.UNREADABLE)
    satuan = a.satuan if a.satuan in ("%", "Rp") else _satuan(teks, akhir)
    ragu = a.ragu if a.kelas == A.FIGURE else "tidak terbaca"
    return Token(mulai, akhir, isi, a.mantissa, a.desimal, satuan, a.kelas, ragu, a.lokal, "")
