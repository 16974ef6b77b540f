"""Claim family: rises and falls, met and not met, one year above another, and what direction is good for an indicator."""

import re

from datasets.recognise.prose.grammar import Kalimat, Pola, Token
from datasets.recognise.prose.measures import tahun_kalimat
from datasets.recognise.prose.setting import Hasil, Suasana, nama_pendek
from datasets.recognise.prose.values import acuan
from datasets.recognise.vocabulary import kosakata

_DARI_KE = Pola(
    r"(?P<arah>NAIK|TURUN) (SE N POIN? KOMA?)? DARI ![N|TITIK|TITIKKOMA]{0,8} (?P<a>N) "
    r"![N|TITIK|TITIKKOMA]{0,8} MENJADI ![N|TITIK|TITIKKOMA]{0,6} (?P<b>N)"
)
_DARI_SAJA = Pola(
    r"DARI ![N|TITIK|TITIKKOMA|KOMA]{0,6} (?P<a>N) ![N|TITIK|TITIKKOMA]{0,5} "
    r"(?P<arah>NAIK|TURUN) MENJADI ![N|TITIK|TITIKKOMA]{0,5} (?P<b>N)"
)
_DIBANDING = Pola(
    r"(?P<a>N) KOMA? (W|BATAS){0,1} (?P<arah>NAIK|TURUN) (SE? N POIN?)? (OP_BANDING|DARI) ![N|TITIK|TITIKKOMA|Y]{0,4} "
    r"(?P<y>Y) (KOMA|SE|PENGISI|BUKA){0,4} (?P<b>N)"
)
_BANDING_AWAL = Pola(
    r"OP_BANDING ![N|TITIK|TITIKKOMA|KOMA|Y]{0,4} (?P<y>Y) (SE|PENGISI|BUKA|REALISASI){0,3} (?P<b>N) TUTUP? KOMA "
    r"![N|TITIK|TITIKKOMA]{0,14} (?P<arah>NAIK|TURUN) (MENJADI|SE) ![N|TITIK|TITIKKOMA]{0,4} (?P<a>N)"
)
_MENJADI = Pola(
    r"(?P<a>N) TUTUP? (KOMA|W|BATAS){0,3} (?P<arah>NAIK|TURUN) (MENJADI|SE) ![N|TITIK|TITIKKOMA]{0,4} (?P<b>N)"
)
_ARAH = Pola(r"(?P<arah>NAIK|TURUN|TETAP)")
_LEBIH = Pola(
    r"(?P<m>MELEBIHI) (REALISASI|CAPAIAN|RANCU) ![N|TITIK|TITIKKOMA]{0,6} (?P<y>Y) ![N|TITIK|KOMA|TITIKKOMA]{0,4} (?P<n>N)?"
)
_BEDA = Pola(
    r"(?P<a>N) KOMA? (W|BATAS){0,2} (?P<arah>MELEBIHI|KURANG_DARI) "
    r"(OP_BANDING|DENGAN|DARI|REALISASI|CAPAIAN|PENGISI){0,4} (?P<y>Y) (KOMA|SE|PENGISI){0,4} (?P<b>N)"
)
_SEMAKIN = Pola(
    r"SEMAKIN (?P<a>TINGGI|RENDAH) ![TITIK|TITIKKOMA]{0,24} (SEMAKIN)? (?P<b>BAIK|BURUK|TERCAPAI|TAK_TERCAPAI)"
)
_BUKAN_SUBJEK = frozenset({"DIPEROLEH", "KEPADA", "UNTUK"})


def baca_arah(s: Suasana, h: Hasil) -> None:
    """klaim rows of one block: naik, turun, tetap, *_tiap_tahun, melebihi, tercapai, tidak_tercapai, arah_turun, arah_naik."""
    for k in s.kalimat:
        if any("ANDAI" in t for t in k.token[:2]):
            continue
        _arah_indikator(s, h, k)
        semakin = any("SEMAKIN" in t for t in k.token)
        if any(t.kelas & {"NAIK", "TURUN", "TETAP"} for t in k.token) and not semakin:
            _gerak(s, h, k)
        if any("MELEBIHI" in t or "KURANG_DARI" in t for t in k.token):
            _lebih(s, h, k)
            _banding(s, h, k)
        if any(t.kelas & {"TERCAPAI", "TAK_TERCAPAI"} for t in k.token):
            _tercapai(s, h, k)


def _subjek(s: Suasana, k: Kalimat, p: int, judul: bool = True) -> Token | None:
    """The indicator that a statement at p is about: named before it in the sentence, in the sentence before, or above."""
    for j in range(p - 1, -1, -1):
        t = k.token[j]
        if (
            "I" in t
            and t.jenis in ("indikator", "frasa", "kutip", "sasaran")
            and not (j and k.token[j - 1].kelas & _BUKAN_SUBJEK)
        ):
            return t
    if not judul:
        return None
    for x in reversed(s.kalimat[: next(i for i, x in enumerate(s.kalimat) if x is k)]):
        for t in x.token:
            if "I" in t and t.jenis == "indikator":
                return t
    return s.judul if s.judul is not None and s.judul.jenis in ("indikator", "judul", "kutip") else None


def _bukan(k: Kalimat, p: int) -> bool:
    """A wish, a condition, a purpose or a denial right before position p."""
    for j in range(p - 1, max(-1, p - 7), -1):
        t = k.token[j]
        if t.kelas & {"KOMA", "TITIKKOMA", "NYATA", "N"}:
            return False
        if t.kelas & {"MODAL", "ANDAI", "TIDAK", "UNTUK"} or t.kecil in (
            "yang",
            "dalam rangka",
            "guna",
            "dapat",
            "upaya",
            "beberapa",
        ):
            return True
    return False


def _jenis(t: Token) -> str:
    return "naik" if "NAIK" in t else "turun" if "TURUN" in t else "tetap"


def _tahun(k: Kalimat, a: int, b: int) -> list[Token]:
    return [t for t in k.token[a:b] if "Y" in t]


def _gerak(s: Suasana, h: Hasil, k: Kalimat) -> None:
    dipakai: set[int] = set()
    for p in (_DARI_KE, _DARI_SAJA, _MENJADI):
        for m in p.semua(k):
            if p is _MENJADI and not any("MENJADI" in t for t in k.token[m.start("arah") : m.start("b")]):
                continue
            subjek = _subjek(s, k, m.start())
            a, b, arah = k.token[m.start("a")], k.token[m.start("b")], k.token[m.start("arah")]
            dipakai.add(m.start("arah"))
            if subjek is None or a.kelas & {"PERSEN", "RP"} != b.kelas & {"PERSEN", "RP"} or _bukan(k, m.start()):
                continue
            semua = [t.tahun[0] for t in _tahun(k, 0, len(k.token)) if t.jenis == "satu"]
            kini = next(
                (
                    t.tahun[0]
                    for t in reversed(_tahun(k, m.start("a"), min(len(k.token), m.end() + 3)))
                    if t.jenis == "satu" and len(semua) > 1
                ),
                -1,
            )
            lalu = next(
                (
                    t.tahun[0]
                    for t in _tahun(
                        k, m.start("arah") if m.start("arah") < m.start("a") else max(0, m.start() - 4), m.start("b")
                    )
                    if t.tahun[0] != kini
                ),
                -1,
            )
            if kini < 0:
                kini = next((x for x in reversed(semua) if x != lalu), s.tahun)
            h.tambah(
                "klaim",
                s,
                jenis=_jenis(arah),
                subjek=subjek.nama,
                tahun=kini,
                tahun_lain=lalu,
                nilai=b,
                dari=a,
                acuan=acuan(s, k, subjek.nama),
                teks=nama_pendek(k.cetak(m.start(), m.end())),
            )
    for m in [*_DIBANDING.semua(k), *_BANDING_AWAL.semua(k)]:
        if m.start("arah") not in dipakai and _dibanding(s, h, k, m):
            dipakai.add(m.start("arah"))
    for m in _ARAH.semua(k):
        p = m.start()
        if p in dipakai or _bukan(k, p) or (p and "MELEBIHI" in k.token[p - 1]):
            continue
        _kecenderungan(s, h, k, p)


def _dibanding(s: Suasana, h: Hasil, k: Kalimat, m: re.Match) -> bool:
    """ "… sebesar a, meningkat dibandingkan tahun y sebesar b"; "dibandingkan tahun y sebesar b, … meningkat menjadi a"."""
    subjek = _subjek(s, k, m.start("arah"))
    a, b, lain = k.token[m.start("a")], k.token[m.start("b")], k.token[m.start("y")]
    kini = [t.tahun[0] for t in _tahun(k, 0, m.start("a")) if t.jenis == "satu" and t is not lain]
    th = kini[-1] if kini else s.tahun
    if subjek is None or lain.jenis != "satu" or lain.tahun[0] >= th or _bukan(k, m.start("arah")):
        return False
    if a.kelas & {"PERSEN", "RP"} != b.kelas & {"PERSEN", "RP"}:
        return False
    h.tambah(
        "klaim", s, jenis=_jenis(k.token[m.start("arah")]), subjek=subjek.nama, tahun=th, tahun_lain=lain.tahun[0], nilai=a, dari=b,
        acuan=acuan(s, k, subjek.nama), teks=nama_pendek(k.cetak(m.start(), m.end())),
    )  # fmt: skip
    return True


def _kecenderungan(s: Suasana, h: Hasil, k: Kalimat, p: int) -> None:
    """A rise or fall without both figures: since when, or year by year."""
    t = k.token[p]
    subjek = _subjek(
        s, k, p, judul=any(x.kelas & {"REALISASI", "CAPAIAN", "RANCU"} for x in k.token[max(0, p - 5) : p])
    )
    if (
        subjek is None
        or subjek.jenis == "sasaran"
        or any(x.kelas & {"KOMA"} and n > 0 for n, x in enumerate(k.token[_letak(k, subjek) + 1 : p]) if n > 10)
    ):
        return
    sesudah = k.token[p + 1 : p + 14]
    tiap = any("TIAP_TAHUN" in x for x in k.token[max(0, p - 3) : p + 6]) or (p and "TERUS" in k.token[p - 1])
    rentang = next((x for x in [*sesudah, *k.token[:p]] if "Y" in x and x.jenis == "rentang"), None)
    tahun = [x for x in _tahun(k, 0, len(k.token)) if x.jenis == "satu"]
    kini, lalu = s.tahun, -1
    n_tahun = _banyak_tahun(k, p)
    if rentang is not None:
        kini, lalu = rentang.tahun[-1], rentang.tahun[0]
    elif n_tahun:
        lalu = kini - n_tahun + 1 if kini > 0 else -1
    elif any("LALU" in x for x in sesudah):
        kini, lalu = (tahun[0].tahun[0] if tahun else kini), (tahun[0].tahun[0] if tahun else kini) - 1
    elif any("OP_BANDING" in x or "DARI" in x for x in k.token) and tahun:
        banding = next(i for i, x in enumerate(k.token) if "OP_BANDING" in x or "DARI" in x)
        belakang = [x.tahun[0] for x in k.token[banding:] if "Y" in x and x.jenis == "satu"]
        depan = [x.tahun[0] for x in k.token[:banding] if "Y" in x and x.jenis == "satu"]
        if belakang:
            lalu = belakang[0]
            kini = depan[-1] if depan else next((x for x in belakang[1:] if x > lalu), kini)
    elif len(tahun) == 1 and (_sejak(k, tahun[0]) or ("TETAP" in t and _letak(k, tahun[0]) > p)):
        lalu = tahun[0].tahun[0]
    elif len(tahun) == 1:
        kini = tahun[0].tahun[0]
    elif not tiap and subjek.jenis not in ("indikator", "frasa"):
        return
    if lalu > 0 and kini > 0 and lalu >= kini:
        return
    jenis = _jenis(t)
    if tiap and jenis != "tetap":
        jenis += "_tiap_tahun"
    nama, ukuran = s.peta.populasi(subjek.nama) if subjek.jenis == "frasa" else (subjek.nama, "")
    if nama not in s.peta.populasi_petak:
        nama, ukuran = subjek.nama, ""
    h.tambah("klaim", s, jenis=jenis, subjek=nama, ukuran=ukuran, tahun=kini, tahun_lain=lalu, acuan=acuan(s, k, subjek.nama),
             teks=nama_pendek(k.cetak(max(0, p - 1), min(len(k.token), p + 7))))  # fmt: skip


def _sejak(k: Kalimat, t: Token) -> bool:
    """ "sejak tahun 2018": the year things began."""
    p = _letak(k, t)
    return bool(p) and k.token[p - 1].kecil in ("sejak", "dari", "mulai", "semenjak")


def _letak(k: Kalimat, t: Token) -> int:
    return next((i for i, x in enumerate(k.token) if x is t), 0)


def _banyak_tahun(k: Kalimat, p: int) -> int:
    """ "selama lima tahun terakhir": how many years."""
    for j in range(max(1, p - 6), min(len(k.token) - 1, p + 8)):
        if "TERAKHIR" in k.token[j] and k.token[j - 1].kelas & {"N", "K"}:
            return int(k.token[j - 1].nilai)
    return 0


def _lebih(s: Suasana, h: Hasil, k: Kalimat) -> None:
    """ "Realisasi tahun a melebihi realisasi tahun b": both years as printed, even when they are the same."""
    for m in _LEBIH.semua(k):
        subjek = _subjek(s, k, m.start())
        lain = k.token[m.start("y")]
        kini = [t for t in _tahun(k, 0, m.start()) if t.jenis == "satu"]
        if subjek is None or lain.jenis != "satu" or _bukan(k, m.start()):
            continue
        n = k.token[m.start("n")] if m.group("n") else None
        peran = next(
            (
                p
                for kls, p in (("REALISASI", "realisasi"), ("CAPAIAN", "capaian"))
                if any(kls in t for t in k.token[m.start() : m.end()])
            ),
            "",
        )
        h.tambah(
            "klaim",
            s,
            jenis="melebihi",
            subjek=subjek.nama,
            ukuran=peran,
            tahun=kini[-1].tahun[0] if kini else s.tahun,
            tahun_lain=lain.tahun[0],
            acuan=acuan(s, k, subjek.nama),
            teks=nama_pendek(k.cetak(0, m.end())),
            **({"dari": n} if n is not None else {}),
        )
        if n is not None:
            h.pakai(n)


def _banding(s: Suasana, h: Hasil, k: Kalimat) -> None:
    """ "X tahun a sebesar m, lebih rendah dibandingkan tahun b sebesar n": a fall from n to m."""
    for m in _BEDA.semua(k):
        subjek = _subjek(s, k, m.start())
        a, b = k.token[m.start("a")], k.token[m.start("b")]
        lain = k.token[m.start("y")]
        kini = [t for t in _tahun(k, 0, m.start("arah")) if t.jenis == "satu"]
        if (
            subjek is None
            or lain.jenis != "satu"
            or a.kelas & {"PERSEN", "RP"} != b.kelas & {"PERSEN", "RP"}
            or _bukan(k, m.start())
        ):
            continue
        th = kini[-1].tahun[0] if kini else s.tahun
        if lain.tahun[0] < th:
            h.tambah(
                "klaim",
                s,
                jenis="naik" if "MELEBIHI" in k.token[m.start("arah")] else "turun",
                subjek=subjek.nama,
                tahun=th,
                tahun_lain=lain.tahun[0],
                nilai=a,
                dari=b,
                acuan=acuan(s, k, subjek.nama),
                teks=nama_pendek(k.cetak(m.start("a"), m.end())),
            )


def _tercapai(s: Suasana, h: Hasil, k: Kalimat) -> None:
    for p, t in enumerate(k.token):
        if not t.kelas & {"TERCAPAI", "TAK_TERCAPAI"} or "L" in t:
            continue
        if "TERCAPAI" in t and _bukan(k, p):
            continue
        if any(x.kelas & {"BENDA"} and "I" not in x for x in k.token[max(0, p - 4) : p]) and any(
            x.kelas & {"N", "K"} for x in k.token[max(0, p - 5) : p]
        ):
            continue  # a count of indicators, not one of them
        subjek = _subjek(s, k, p, judul=any(x.kelas & {"REALISASI", "CAPAIAN", "TARGET", "N"} for x in k.token[:p]))
        if subjek is None or subjek.jenis not in ("indikator", "kutip", "frasa", "judul"):
            continue
        th = tahun_kalimat(k)
        h.tambah(
            "klaim",
            s,
            jenis="tidak_tercapai" if "TAK_TERCAPAI" in t else "tercapai",
            subjek=subjek.nama,
            ukuran="capaian",
            tahun=th if th > 0 else s.tahun,
            acuan=acuan(s, k, subjek.nama),
            teks=nama_pendek(k.cetak(max(0, p - 3), min(len(k.token), p + 2))),
        )


def _arah_indikator(s: Suasana, h: Hasil, k: Kalimat) -> None:
    """ "semakin tinggi … semakin buruk" about a named indicator."""
    for m in _SEMAKIN.semua(k):
        nama = next((t for t in reversed(k.token[: m.end()]) if "I" in t and t.jenis in ("indikator", "frasa")), None)
        tunjuk = any(t.kecil in ("indikator ini", "ini", "tersebut", "indikator tersebut") for t in k.token[: m.end()])
        if nama is None and tunjuk:
            nama = _subjek(s, k, m.start())
        if nama is None:
            continue
        sumber = "TINGGI" if "TINGGI" in k.token[m.start("a")] else "RENDAH"
        b = k.token[m.start("b")]
        for aturan in kosakata("arah_kata"):
            if (
                aturan["sumber"] == sumber
                and aturan["hasil"] in b
                and not ("TAK_TERCAPAI" in b and aturan["hasil"] == "TERCAPAI")
            ):
                h.tambah("klaim", s, jenis=f"arah_{aturan['arah']}", subjek=nama.nama, ukuran="realisasi", tahun=s.tahun,
                         acuan=acuan(s, k, nama.nama), teks=nama_pendek(re.sub(r"\s+", " ", k.cetak(m.start(), m.end()))))  # fmt: skip
                break
