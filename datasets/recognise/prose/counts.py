"""Claim family: counts of indicators, sasaran, programmes … ("terdiri dari 2 (dua) indikator", "10 dari 12 indikator", lists)."""

import re

from datasets.recognise.prose.grammar import Kalimat, Pola, Token
from datasets.recognise.prose.measures import tahun_kalimat
from datasets.recognise.prose.setting import Hasil, Suasana, nama_pendek
from datasets.recognise.prose.values import acuan

_BENDA = {"sub": "sub kegiatan", "subkegiatan": "sub kegiatan", "indikator": "indikator", "iku": "indikator", "kinerja": "indikator",
          "sasaran": "sasaran", "tujuan": "tujuan", "program": "program", "kegiatan": "kegiatan", "misi": "misi"}  # fmt: skip
_VERDIK = r"(?P<v>TERCAPAI|TAK_TERCAPAI|(PREDIKAT|SE|DENGAN)* L)"
_DARI_Y = Pola(r"(?P<x>N|K) (BENDA|W|PENGISI){0,4} DARI (SEMUA|KIRA|W|PENGISI){0,3} (?P<y>N|K) (?P<benda>BENDA)")
_Y_LALU_X = Pola(
    rf"(DARI|SEMUA) SEMUA? (?P<y>N|K) (?P<benda>BENDA) ![N|K|TITIK]{{0,14}} (?P<x>N|K) (BENDA|PENGISI|W|SUDAH|BATAS){{0,6}} {_VERDIK}"
)
_X_LALU_Y = Pola(
    rf"(?P<x>N|K) (?P<benda>BENDA) (W|PENGISI|BATAS|REALISASI|CAPAIAN){{0,5}} {_VERDIK} DARI (SEMUA|KIRA|W|PENGISI){{0,3}} (?P<y>N|K) BENDA"
)
_X_VERDIK = Pola(rf"(?P<x>N|K) (?P<benda>BENDA) (W|PENGISI|BATAS|REALISASI|CAPAIAN){{0,5}} {_VERDIK}")
_MILIKI = Pola(r"(TERDIRI|ADA|DENGAN) (?P<x>N|K) (?P<benda>BENDA)")
_SEMUA_KE = Pola(r"(?P<x>KE) (?P<benda>BENDA)")
_KALI = Pola(
    r"(SE|ADA|TERDIRI|DENGAN|PENGISI)? (?P<x>N|K) (?P<benda>BENDA|W|SATUAN)? ![N|K|TITIK|TITIKKOMA]{0,14} (?P<ke>TDUA)?$"
)
_RINCI = ("TERDIRI", "BERIKUT", "TDUA")


def nama_benda(t: Token) -> str:
    """indikator, sasaran, tujuan, program, kegiatan, sub kegiatan, …"""
    return _BENDA.get(re.split(r"[\s-]", t.kecil)[0], t.kecil)


def baca_banyak(s: Suasana, h: Hasil, butir: list) -> None:
    """klaim rows (banyak, x_dari_y) of one block. butir: the list items that follow it, as blocks."""
    for k in s.kalimat:
        th = tahun_kalimat(k)
        th = th if th > 0 else s.tahun
        pakai: set[int] = set()
        for p in (_DARI_Y, _X_LALU_Y, _Y_LALU_X, _X_VERDIK):
            for m in p.semua(k):
                if m.start("x") not in pakai and not any(
                    "MODAL" in t for t in k.token[max(0, m.start() - 4) : m.start()]
                ):
                    if _dari(s, h, k, m, th):
                        pakai.update(range(m.start("x"), m.end()))
        for m in _MILIKI.semua(k):
            if m.start("x") not in pakai:
                _miliki(s, h, k, m, th)
        for m in _SEMUA_KE.semua(k):
            if any("RATA" in t for t in k.token) and "K" in k.token[m.start("x")]:
                benda = k.token[m.start("benda")]
                h.tambah("klaim", s, jenis="banyak", subjek=benda.kecil, ukuran=nama_benda(benda), tahun=th, nilai=k.token[m.start("x")],
                         acuan=acuan(s, k, "", th, True), teks=k.cetak(m.start(), m.end()))  # fmt: skip
    if len(butir) > 1 and s.kalimat:
        _daftar(s, h, s.kalimat[-1], butir)


def _dari(s: Suasana, h: Hasil, k: Kalimat, m: re.Match, th: int) -> bool:
    g = m.groupdict()
    x, benda = k.token[m.start("x")], k.token[m.start("benda")]
    y = k.token[m.start("y")] if g.get("y") else None
    if not (_cacah(x) and (y is None or _cacah(y))):
        return False
    v = next((t for t in k.token[m.start() : m.end() + 8] if t.kelas & {"TERCAPAI", "TAK_TERCAPAI", "L"}), None)
    if v is None and y is not None:
        v = next((t for t in k.token[m.end() :] if t.kelas & {"TERCAPAI", "TAK_TERCAPAI", "L"}), None)
    if v is None or (y is not None and y.nilai < x.nilai and not v.kelas & {"TERCAPAI", "TAK_TERCAPAI"}):
        return False
    benda_apa = nama_benda(benda)
    putusan = _putusan(k, v) if benda_apa == "indikator" else ""
    hal = "tidak tercapai" if "TAK_TERCAPAI" in v else "tercapai" if "L" not in v else v.kecil
    isi = {"nilai": x} | ({"dari": y} if y is not None else {})
    h.tambah(
        "klaim", s, jenis="x_dari_y", subjek=benda_apa if putusan else f"{benda_apa} {hal}", ukuran=putusan or benda_apa,
        tahun=th, acuan=acuan(s, k, "", th), teks=nama_pendek(k.cetak(m.start(), max(m.end(), _posisi(k, v) + 1))), **isi,
    )  # fmt: skip
    h.pakai(x, y)
    return True


def _putusan(k: Kalimat, v: Token) -> str:
    """tercapai or tidak_tercapai, where the sentence does not set those that just met it apart from those above it."""
    lewat = any("TERCAPAI" in t and re.search(r"lampau|lebih|atas", t.kecil) for t in k.token)
    if "TAK_TERCAPAI" in v:
        return "tidak_tercapai"
    return "tercapai" if "TERCAPAI" in v and "L" not in v and not lewat else ""


def _cacah(t: Token) -> bool:
    return t.nilai == int(t.nilai) and 0 <= t.nilai < 1000 and not t.kelas & {"PERSEN", "RP", "PECAHAN"}


def _miliki(s: Suasana, h: Hasil, k: Kalimat, m: re.Match, th: int) -> None:
    x, benda = k.token[m.start("x")], k.token[m.start("benda")]
    if (
        not _cacah(x)
        or not h.bebas(x)
        or any(t.kelas & {"MODAL", "ANTARA_LAIN"} for t in k.token[max(0, m.start() - 3) : m.start()])
    ):
        return
    subjek = next((t for t in reversed(k.token[: m.start("x")]) if "I" in t and t.jenis in ("sasaran", "kutip")), None)
    if subjek is None and s.judul is not None and s.judul.jenis in ("sasaran", "kutip"):
        subjek = s.judul
    ukuran = nama_benda(benda)
    if subjek is None or ukuran not in ("indikator", "sasaran"):
        if ukuran != "sasaran" and not _umum(k, m):
            return
        nama = _dokumen(k, m.start("x")) or ukuran
    else:
        nama = subjek.nama
    h.tambah(
        "klaim",
        s,
        jenis="banyak",
        subjek=nama,
        ukuran=ukuran,
        tahun=th,
        nilai=x,
        acuan=acuan(s, k, nama if nama != ukuran else "", -1),
        teks=k.cetak(m.start("x"), m.end()),
    )
    h.pakai(x)


def _dokumen(k: Kalimat, p: int) -> str:
    """The plan that has them ("perjanjian kinerja … tahun 2019-2022"), in the words of the field."""
    teks = k.kata(0, p)
    m = re.search(r"perjanjian kinerja|renstra|rencana strategis|rpjmd|rpd|rkpd|rencana kerja", teks)
    tahun = next((t.tahun for t in k.token[:p] if "Y" in t), ())
    return (
        (f"{m[0]} {tahun[0]}-{tahun[-1]}" if len(tahun) > 1 else f"{m[0]} {tahun[0]}" if tahun else m[0]) if m else ""
    )


def _umum(k: Kalimat, m: re.Match) -> bool:
    """ "menetapkan 5 sasaran", "memuat 12 indikator": of the agency's whole plan."""
    return any("DOKUMEN" in t or "perjanjian kinerja" in t.kecil for t in k.token[: m.start("x")])


def _posisi(k: Kalimat, t: Token) -> int:
    return next(i for i, x in enumerate(k.token) if x is t)


def _daftar(s: Suasana, h: Hasil, k: Kalimat, butir: list) -> None:
    """A count that announces a list: as printed, against the items that follow (`dari`, a number without place)."""
    akhir = k.token[-1]
    if not (akhir.kelas & {"TDUA", "BERIKUT", "TERDIRI"}) or any("ANTARA_LAIN" in t for t in k.token):
        return
    cacah = [
        (i, t)
        for i, t in enumerate(k.token)
        if t.kelas & {"N", "K"} and _cacah(t) and not (t.kecil == "satu" and "K" in t)
    ]
    cacah = [(i, t) for i, t in cacah if len(k.token) - i <= 14 and h.bebas(t)]
    if len(cacah) != 1 or any("KIRA_N" in t or ("Y" in t and t.jenis != "satu") for t in k.token[cacah[0][0] :]):
        return
    i, t = cacah[0]
    hitung = (
        t.satuan in ("kali", "buah", "hal", "jenis", "macam")
        or (i + 1 < len(k.token) and (k.token[i + 1].kelas & {"BENDA", "W", "SATUAN"}) and not t.satuan)
        or (t.satuan and any("SE" in x or "ADA" in x or "TERDIRI" in x for x in k.token[max(0, i - 2) : i]))
    )
    if not hitung or t.satuan in ("orang", "jiwa", "tahun", "bulan", "hari", "jam", "menit"):
        return
    if any(x.kelas & {"N"} and not x.kelas & {"BUTIR"} for x in k.token[i + 1 :]):
        return
    h.tambah("klaim", s, jenis="banyak", subjek=_subjek_daftar(k, i), ukuran="butir", tahun=s.tahun, satuan=t.satuan,
             nilai=t, dari=str(len(butir)), teks=nama_pendek(f"{k.cetak(i, len(k.token))} {butir[0].teks}"))  # fmt: skip
    h.pakai(t)


def _subjek_daftar(k: Kalimat, i: int) -> str:
    """What is counted: the words before the figure behind the last verb or comma, else those behind it."""
    a = 0
    for j in range(i - 1, -1, -1):
        t = k.token[j]
        if t.kelas & {"KOMA", "ADA", "TERDIRI", "TITIKKOMA"} or re.match(
            r"mengalami|melakukan|dilakukan|dilaksanakan|terjadi|memperoleh|meraih", t.kecil
        ):
            a = j + 1
            break
    while i > a and k.token[i - 1].kelas & {"SE", "PENGISI", "ADA"}:
        i -= 1
    nama = nama_pendek(k.cetak(a, i), 120)
    if not nama:
        nama = nama_pendek(re.sub(r"\W*(?:dengan|sebagai|yaitu|yakni|,).*$", "", k.cetak(i + 1, len(k.token))), 120)
    return nama or k.cetak(i, len(k.token))
