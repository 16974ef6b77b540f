"""Claim family: target, realisasi, capaian and averages of an indicator, as `indikator` rows and `klaim` of jenis nilai."""

import re
from dataclasses import dataclass, field

from datasets.recognise.prose.grammar import Kalimat, Pola, Token
from datasets.recognise.prose.grammar_names import pendek_dari
from datasets.recognise.prose.measures import Ukur, tahun_kalimat, ukur
from datasets.recognise.prose.setting import Hasil, Suasana, nama_pendek, umumkan

RATA = "rata-rata capaian"
_JUMLAH = Pola("(?P<i>I) (DOKUMEN|W|BENDA){0,4} Y? (BUKA .{1,6} TUTUP)? (SE|TDUA) SE? (?P<n>N)")
_TERHADAP = Pola("TERHADAP TARGET_AKHIR|TARGET_AKHIR")


@dataclass
class _Bingkai:
    """What one block says of one subject in one year."""

    subjek: Token | None
    tahun: int
    isi: dict[str, Ukur] = field(default_factory=dict)


def baca_nilai(s: Suasana, h: Hasil) -> list[Ukur]:
    """Rows of one block. Returns its measures, with subject and year settled, for the families that lean on them."""
    semua: list[Ukur] = []
    tahun_blok = s.tahun
    for k in s.kalimat:
        tahun_k = tahun_kalimat(k)
        tahun_blok = tahun_k if tahun_k > 0 else tahun_blok
        akhir = False
        terukur = ukur(k, s)
        for u in terukur:
            if u.peran == "target_akhir":
                akhir = True
            elif akhir and u.peran == "capaian":
                u.peran, akhir = "capaian_akhir", False
            if u.tahun < 0:
                u.tahun = tahun_blok
            if (
                u.subjek is not None
                and u.subjek.kecil.startswith("jumlah ")
                and "PERSEN" in u.n
                and u.subjek.jenis == "frasa"
            ):
                u.subjek = None  # a share is of the indicator, not of the count beside it
            if u.subjek is None:
                u.subjek = next((x.subjek for x in reversed(semua) if x.subjek is not None), None) or s.judul
            if (
                u.subjek is not None
                and s.judul is not None
                and u.subjek.jenis == "frasa"
                and pendek_dari(u.subjek.nama, s.judul.nama)
            ):
                u.subjek = s.judul
            # "capaian 117% dengan realisasi 9,36%": the sentence gives the realisasi apart
            lain = any(x.peran == "realisasi" and "PERSEN" in u.n and x.subjek in (None, u.subjek) for x in terukur if x.posisi > u.posisi)
            if u.peran == "rancu" or (u.peran == "capaian" and u.longgar and not lain and not _bersama(u, semua)):
                cetak, u.peran = u.peran, ""
                if u.subjek is not None:
                    u.peran = s.peta.ukuran_dari(u.subjek.nama, u.tahun, u.n.nilai, cetak)
                    # what no table prints contradicts them whichever it means
                    u.peran = u.peran or (s.peta.ukuran_dekat(u.subjek.nama, u.tahun, u.n.nilai) if "PERSEN" in u.n else "")
            if u.peran == "capaian" and "PERSEN" not in u.n and not _bersama(u, semua) and not _terbukti(s, u):
                u.peran = ""
            if u.peran in ("target", "realisasi", "capaian", "target_akhir", "capaian_akhir", "rata_rata"):
                semua.append(u)
    _susun(s, h, [u for u in semua if h.bebas(u.n)])
    _jumlah(s, h)
    return semua


def _bersama(u: Ukur, semua: list[Ukur]) -> bool:
    """Does the capaian stand with a target or a realisasi of the same sentence ("…, dengan capaian 84,23%")?"""
    return any(
        x.kalimat is u.kalimat and x.peran in ("target", "realisasi", "target_akhir") and x.posisi < u.posisi
        and (not u.tahun_sebut or u.tahun == x.tahun)
        for x in semua
    )  # fmt: skip


def _terbukti(s: Suasana, u: Ukur) -> bool:
    return u.subjek is not None and s.peta.ukuran_dari(u.subjek.nama, u.tahun, u.n.nilai) == "capaian"


def _susun(s: Suasana, h: Hasil, semua: list[Ukur]) -> None:
    bingkai: list[_Bingkai] = []
    for u in semua:
        if u.peran == "rata_rata":
            _klaim(s, h, u)
            continue
        if u.subjek is None:
            continue
        b = bingkai[-1] if bingkai else None
        cocok = (
            b is not None
            and b.subjek.nama == u.subjek.nama
            and u.peran not in b.isi
            and (b.tahun == u.tahun or (not u.tahun_sebut) or u.peran in ("target_akhir", "capaian_akhir"))
        )
        lalu = b is not None and u.tahun_sebut and u.tahun != b.tahun
        if not cocok or (lalu and u.peran not in ("target_akhir", "capaian_akhir")):
            sela = b if lalu and b.subjek.nama == u.subjek.nama and u.tahun < b.tahun else None
            bingkai.append(_Bingkai(u.subjek, u.tahun, {u.peran: u}))
            if sela is not None:  # last year's figure in between: the frame of this year goes on
                bingkai[-1], bingkai[-2] = bingkai[-2], bingkai[-1]
            continue
        b.isi[u.peran] = u
    for b in bingkai:
        isi = b.isi
        if (
            _baris_daftar(b)
            or ("target" in isi and "realisasi" in isi)
            or ("realisasi" in isi and "target_akhir" in isi)
        ):
            _indikator(s, h, b)
        else:
            for u in isi.values():
                _klaim(s, h, u)


def _baris_daftar(b: _Bingkai) -> bool:
    """A list item "<indicator>, dengan target: x" is a row of a list of indicators."""
    u = b.isi.get("target")
    if u is None or len(b.isi) != 1 or "I" not in u.kalimat.token[0 if "BUTIR" not in u.kalimat.token[0] else 1]:
        awal = [
            t
            for t in (u.kalimat.token if u else [])
            if "BUTIR" not in t and "TITIK" not in t and not (len(t.kecil) == 1 and t.kecil.isalpha())
        ]
        return bool(u and len(b.isi) == 1 and len(awal) < 9 and awal and "I" in awal[0])
    return len(u.kalimat.token) < 10


def _indikator(s: Suasana, h: Hasil, b: _Bingkai) -> None:
    isi = {p: u.n for p, u in b.isi.items()}
    if b.isi.keys() & {"target", "realisasi", "capaian"} and b.subjek.jenis != "uraian":
        h.tambah(
            "indikator", s, indikator=b.subjek.nama, tahun=b.tahun, jenis_baris="indikator", satuan=_satuan(isi), **isi
        )
        h.pakai(*isi.values())


def _satuan(isi: dict[str, Token]) -> str:
    return (
        "%"
        if any("PERSEN" in isi[p] for p in ("target", "realisasi") if p in isi)
        else next((isi[p].satuan for p in ("target", "realisasi") if p in isi and isi[p].satuan not in ("", "Rp")), "")
    )


def acuan(s: Suasana, k: Kalimat, nama: str = "", tahun: int = -1, rata: bool = False, nilai: float | None = None) -> str:
    """The grid a sentence speaks of: named ("Tabel 3.4"), else announced, else the nearest before; '' where an average of
    this value (nilai) is that of several grids."""
    for t in k.token:
        if "RUJUKAN" in t and t.kecil.startswith("tabel"):
            sebut = s.peta.sebut(t.kecil)
            if sebut:
                return sebut
    if rata and nilai is not None and not nama and s.peta.gabungan(int(s.blok.blok), tahun, nilai):
        return ""
    return s.peta.acuan(int(s.blok.blok), umumkan(s.kalimat), nama, tahun, rata)


def _klaim(s: Suasana, h: Hasil, u: Ukur) -> None:
    if u.peran in ("target_akhir", "capaian_akhir"):
        return
    rata = u.peran == "rata_rata"
    nama = u.subjek.nama if u.subjek is not None else ""
    if rata and (u.subjek is None or u.subjek.jenis not in ("sasaran", "kutip") or u.subjek is s.judul):
        nama = RATA
    if not nama or (u.subjek is not None and u.subjek.jenis == "uraian" and not rata):
        return
    if not rata and u.subjek is s.judul and u.subjek.jenis == "judul" and u.peran != "realisasi":
        return
    if "RP" in u.n and u.subjek.jenis not in ("indikator", "frasa", "kutip"):
        return
    h.tambah(
        "klaim", s, jenis="nilai", subjek=nama, ukuran=_serapan(u), tahun=u.tahun, nilai=u.n,
        satuan=u.n.satuan if u.n.satuan not in ("%", "Rp") else "",
        acuan=acuan(s, u.kalimat, "" if nama == RATA else nama, u.tahun, rata, u.n.nilai),
        teks=nama_pendek(u.kalimat.cetak(min(u.kunci, u.posisi), u.posisi + 1)),
    )  # fmt: skip


def _serapan(u: Ukur) -> str:
    """The realisasi of money is what was spent, where the name says it is money."""
    uang = "RP" in u.n and u.peran == "realisasi" and u.subjek is not None
    return "serapan" if uang and re.match(r"belanja|program|kegiatan|sub|anggaran", u.subjek.kecil) else u.peran


def _jumlah(s: Suasana, h: Hasil) -> None:
    """ "Jumlah X adalah n orang": how many there are."""
    for k in s.kalimat:
        for m in _JUMLAH.semua(k):
            i, n = k.token[m.start("i")], k.token[m.start("n")]
            if (
                i.kecil.split(" ")[0] != "jumlah"
                or i.jenis == "indikator"
                or "HITUNG" not in n
                or "SUKU" in n
                or not h.bebas(n)
            ):
                continue
            nama, ukuran_n = s.peta.populasi(i.nama)
            sebut = _tahun_jumlah(k, m.start("i"), m.start("n"))
            h.tambah(
                "klaim", s, jenis="nilai", subjek=nama, ukuran=ukuran_n, tahun=sebut if sebut > 0 else s.tahun, nilai=n,
                satuan=n.satuan, acuan=acuan(s, k, nama), teks=nama_pendek(k.cetak(m.start(), m.end())),
            )  # fmt: skip


def _tahun_jumlah(k: Kalimat, i: int, n: int) -> int:
    """The year of a count: between name and figure, else the one that opens the sentence before any name or figure."""
    awal = next((j for j, t in enumerate(k.token) if t.kelas & {"I", "N", "KIRA_N"}), 0)
    tahun = [t for t in [*k.token[i:n], *k.token[:awal]] if "Y" in t and t.jenis == "satu"]
    return tahun[0].tahun[0] if tahun else -1
