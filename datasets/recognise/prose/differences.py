"""Differences stated between two figures ("turun 0,33 poin dari … 91,41"), as `perhitungan` rows."""

import re

from datasets.recognise.prose.arithmetic import subjek_hitung, tambah_hitung
from datasets.recognise.prose.grammar import Kalimat, Pola, Token
from datasets.recognise.prose.measures import Ukur
from datasets.recognise.prose.setting import Hasil, Suasana

_ARAH_POIN = Pola(
    r"(?P<arah>NAIK|TURUN) (SE|W)? (?P<h>N) (?P<poin>POIN)? (DARI|OP_BANDING) ![N|TITIK|TITIKKOMA]{0,8} (?P<a>N) "
    r"(KOMA? MENJADI ![N|TITIK|KOMA]{0,3} (?P<b>N))?"
)
_ARAH_ANTARA = Pola(
    r"(?P<arah>NAIK|TURUN) DARI ![N|TITIK|KOMA]{0,6} (?P<a>N) ![N|TITIK]{0,6} MENJADI "
    r"![N|TITIK|KOMA]{0,5} (?P<b>N) ![N|TITIK]{0,5} (SE|SELISIH) (?P<h>N) (?P<poin>POIN)?"
)
_ARAH_BANDING = Pola(
    r"OP_BANDING DENGAN? ![N|TITIK]{0,6} (?P<a>N) ![N|TITIK|TITIKKOMA]{0,5} (?P<arah>NAIK|TURUN) SE (?P<h>N) (?P<poin>POIN)?"
)
_ARAH_SAJA = Pola(r"(?P<arah>NAIK|TURUN) SE (?P<h>N) (?P<poin>POIN)")


def baca_selisih(s: Suasana, h: Hasil, ukuran: list[Ukur]) -> None:
    """perhitungan rows (operasi kurang) of one block; `ukuran` are its measures."""
    for k in s.kalimat:
        _kalimat(s, h, k, ukuran)


def _kalimat(s: Suasana, h: Hasil, k: Kalimat, ukuran: list[Ukur]) -> None:
    """ "turun 0,33 poin dari … 91,41": the difference of two figures."""
    for p in (_ARAH_POIN, _ARAH_ANTARA):
        for m in p.semua(k):
            g = m.groupdict()
            hasil, awal = k.token[m.start("h")], k.token[m.start("a")]
            kini = k.token[m.start("b")] if g.get("b") else None
            if kini is None:
                lalu = [u for u in ukuran if u.kalimat is k and u.posisi < m.start()]
                lalu = lalu or [u for u in ukuran if u.peran == "realisasi" and u.n.akhir < hasil.mulai]
                kini = lalu[-1].n if lalu else None
            if kini is None or not _sejenis(hasil, awal, kini, bool(g.get("poin"))):
                continue
            besar, kecil = (awal, kini) if "TURUN" in k.token[m.start("arah")] else (kini, awal)
            _selisih(s, h, k, m, hasil, besar, kecil)
    for m in _ARAH_BANDING.semua(k):
        lalu = [u for u in ukuran if u.peran == "realisasi" and (u.kalimat is not k or u.posisi < m.start())]
        awal = k.token[m.start("a")]
        if lalu and _sejenis(k.token[m.start("h")], awal, lalu[-1].n, bool(m.group("poin"))):
            besar, kecil = (awal, lalu[-1].n) if "TURUN" in k.token[m.start("arah")] else (lalu[-1].n, awal)
            _selisih(s, h, k, m, k.token[m.start("h")], besar, kecil, lalu[-1].tahun)
    for m in _ARAH_SAJA.semua(k):
        _dua_tahun(s, h, k, m, ukuran)


def _selisih(
    s: Suasana, h: Hasil, k: Kalimat, m: re.Match, hasil: Token, besar: Token, kecil: Token, tahun: int = -1
) -> None:
    if h.bebas(hasil):
        lain = {"tahun": tahun} if tahun > 0 else {}
        tambah_hitung(
            s,
            h,
            k,
            "kurang",
            besar,
            kecil,
            hasil,
            m.start("h"),
            ukuran="selisih",
            subjek=subjek_hitung(s, k, m.start())[0],
            **lain,
        )
        h.pakai(hasil)


def _dua_tahun(s: Suasana, h: Hasil, k: Kalimat, m: re.Match, ukuran: list[Ukur]) -> None:
    """ "… tahun 2022 sebesar a. … tahun 2021 sebesar b, sehingga terjadi kenaikan sebesar h poin": the last two of one measure."""
    hasil = k.token[m.start("h")]
    lalu = [u for u in ukuran if u.n.akhir <= hasil.mulai and u.subjek is not None]
    if (
        len(lalu) < 2
        or not h.bebas(hasil)
        or any(t.kelas & {"DARI", "OP_BANDING"} for t in k.token[m.end() : m.end() + 3])
    ):
        return
    a = lalu[-1]
    b = next(
        (
            u
            for u in reversed(lalu[:-1])
            if u.peran == a.peran and u.tahun != a.tahun and u.subjek.nama == a.subjek.nama
        ),
        None,
    )
    if b is None or a.n.kelas & {"PERSEN", "RP"} != b.n.kelas & {"PERSEN", "RP"} or min(a.tahun, b.tahun) < 0:
        return
    baru, lama = (a, b) if a.tahun > b.tahun else (b, a)
    besar, kecil = (lama.n, baru.n) if "TURUN" in k.token[m.start("arah")] else (baru.n, lama.n)
    tambah_hitung(
        s, h, k, "kurang", besar, kecil, hasil, m.start("h"), ukuran="selisih", subjek=a.subjek.nama, tahun=baru.tahun
    )
    h.pakai(hasil)


def _sejenis(hasil: Token, a: Token, b: Token, poin: bool) -> bool:
    """Is the difference stated in the unit of the two figures (points, not a rate of growth)?"""
    jenis = [t.kelas & {"PERSEN", "RP"} for t in (hasil, a, b)]
    if poin:
        return jenis[1] == jenis[2]
    return jenis[0] == jenis[1] == jenis[2] and "PERSEN" not in hasil
