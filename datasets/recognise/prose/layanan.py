"""Claim family: aid and services given ("bantuan … kepada lanjut usia dengan target 400 orang, terealisasi 400 orang")."""

import re

from datasets.recognise.prose.grammar import Kalimat, Pola, Token, rapikan
from datasets.recognise.prose.measures import tahun_kalimat
from datasets.recognise.prose.rincian import rincian_kurung
from datasets.recognise.prose.setting import Hasil, Suasana

_PASANG = Pola(
    r"(TARGET (SE|TDUA)? (?P<t>N)|SE (?P<t2>N)) ![KEPADA|TITIK|TITIKKOMA|REALISASI|TARGET]{0,12} KOMA? DAN? REALISASI (SE|TDUA)? (?P<r>N)"
)
_BALIK = Pola(
    r"(?P<k>KEPADA) ![N|TITIK|KOMA|TARGET|REALISASI]{1,12} (SE|REALISASI) SE? (?P<r>N) DARI TARGET SE? (?P<t>N)"
)
_SISA = Pola(r"KOMA? (W|BATAS|PENGISI){0,2} (TIDAK REALISASI|SELISIH|SISA) (SE|TDUA)? (?P<n>N)")
_TOTAL = Pola(r"(?P<i>I|W) (SE|BUKA) (?P<t>N) TUTUP? KOMA? (DIPEROLEH|TERDIRI) TDUA?")
_BERI = Pola(r"(?P<k>KEPADA) ![N|TITIK|KOMA|TARGET]{1,10} (SE) (?P<r>N)")
_KEPADA_N = Pola(r"(?P<k>KEPADA) (?P<r>N) ![N|TITIK|KOMA|TARGET|REALISASI|KEPADA]{1,12} DARI TARGET SE? (?P<t>N)")
_KEPADA_SAJA = Pola(r"(?P<k>KEPADA) (?P<r>N) ![N|TITIK|KOMA|TARGET|REALISASI|KEPADA]{1,12}")
_EKOR = re.compile(
    r"\s+(?:(?:telah|sudah|dapat)\s+)?(?:disalurkan|diserahkan|diberikan|tersalurkan|dibagikan|diterimakan)$", re.IGNORECASE
)
_VERBA = re.compile(r"disalurkan|diserahkan|diberikan|tersalurkan|menyalurkan|memberikan|menyerahkan|dibagikan")
_TANPA_KEPADA = re.compile(
    r"penanganan|pelayanan|rehabilitasi|pembinaan|pendampingan|pelatihan|pemulangan|evakuasi|perlindungan",
    re.IGNORECASE,
)
_AWAL = re.compile(
    r"^(?:[\W\d_]|dan|serta|juga|dengan|melalui|berupa|kegiatan|telah|pemberian|pelaksanaan|penyaluran|penyerahan|didukung|karena|adalah)+\s+",
    re.IGNORECASE,
)


def baca_layanan(s: Suasana, h: Hasil) -> None:
    """layanan rows of one block (and rincian rows of what stands in brackets behind their figures)."""
    for k in s.kalimat:
        if not any("KEPADA" in t or _TANPA_KEPADA.match(t.kecil) for t in k.token):
            continue
        rata = _tanpa_kurung(k)
        pasang = _PASANG.semua(rata)
        if pasang:
            _pasangan(s, h, k, rata, pasang)
        elif any(_VERBA.search(t.kecil) for t in k.token) and _KEPADA_SAJA.satu(rata):
            _kepada(s, h, rata)
        elif any("TARGET" in t for t in k.token):
            _terbalik(s, h, rata)
        elif not any(t.kelas & {"MODAL", "ANDAI"} for t in k.token):
            _tersalur(s, h, rata)


def _tanpa_kurung(k: Kalimat) -> Kalimat:
    """The sentence without its bracketed parts (kept: a bracket that holds only a short name)."""
    hasil: list[Token] = []
    i = 0
    while i < len(k.token):
        if "BUKA" in k.token[i]:
            j = next((j for j in range(i + 1, len(k.token)) if "TUTUP" in k.token[j]), None)
            if j is not None and j - i > 2 and not (j + 1 < len(k.token) and k.token[j + 1].kelas & {"DIPEROLEH"}):
                i = j + 1
                continue
        hasil.append(k.token[i])
        i += 1
    return Kalimat(k.teks, hasil, k.blok, k.r, k.c)


def _pasangan(s: Suasana, h: Hasil, k: Kalimat, rata: Kalimat, pasang: list[re.Match]) -> None:
    th = tahun_kalimat(k)
    th = th if th > 0 else s.tahun
    total = next((m for m in _TOTAL.semua(rata) if m.start() < pasang[0].start()), None)
    baris = []
    akhir = total.end() if total else 0
    for m in pasang:
        kena = _uraian(rata, akhir, m.start())
        akhir = m.end()
        if kena is None:
            continue
        t = rata.token[m.start("t") if m.group("t") else m.start("t2")]
        r = rata.token[m.start("r")]
        sela = [x for x in rata.token[m.start() + 1 : m.end() - 1] if "N" in x and x is not t]
        if (
            (sela and not (t.satuan and t.satuan == r.satuan))
            or (t.satuan and r.satuan and t.satuan != r.satuan)
            or t.kelas & {"PERSEN", "RP"}
            or not (h.bebas(t) and h.bebas(r))
        ):
            continue
        baris.append((kena, t, r))
        x = _SISA.di(rata, m.end())
        if x and rata.token[x.start("n")].satuan in ("", r.satuan):
            n = rata.token[x.start("n")]
            h.tambah(
                "perhitungan",
                s,
                subjek=f"{kena[0]} kepada {kena[1]}",
                ukuran="selisih",
                tahun=th,
                operasi="kurang",
                a=t,
                a_arti="target",
                b=r,
                b_arti="realisasi",
                hasil=n,
            )
            h.pakai(n)
    induk = _induk(s, h, rata, total, th, len(baris))
    for n, ((uraian, penerima), t, r) in enumerate(baris, 1):
        kode = f"{s.tabel}-{n:02d}" if induk else ""
        h.tambah(
            "layanan",
            s,
            uraian=uraian,
            penerima=penerima,
            satuan=r.satuan or t.satuan,
            tahun=th,
            kode=kode,
            induk=induk,
            target=t,
            realisasi=r,
        )
        h.pakai(t, r)
        for n_token, ukuran in ((t, "target"), (r, "realisasi")):
            rincian_kurung(s, h, k, n_token, f"{uraian} {penerima}", ukuran, th)


def _induk(s: Suasana, h: Hasil, k: Kalimat, total: re.Match | None, tahun: int, banyak: int) -> str:
    """The row of the total that the services are said to make up; its kode, or ''."""
    if total is None or banyak < 2:
        return ""
    t = k.token[total.start("t")]
    nama = k.token[total.start("i")].nama or k.cetak(0, total.start("i") + 1)
    nama = re.sub(r"^(?:perhitungan\s+)?jumlah\s+", "", rapikan(nama), flags=re.IGNORECASE)
    if not nama:
        return ""
    kode = f"{s.tabel}-total"
    h.tambah(
        "layanan",
        s,
        uraian=nama,
        penerima=re.split(r"\s+yang\s+", nama)[0],
        satuan=t.satuan,
        tahun=tahun,
        kode=kode,
        subjek=nama,
        realisasi=t,
    )
    h.pakai(t)
    return kode


def _uraian(k: Kalimat, a: int, b: int) -> tuple[str, str] | None:
    """What was given and to whom, from the words between two items; None where the words don't say both."""
    kepada = next((j for j in range(b - 1, a - 1, -1) if "KEPADA" in k.token[j]), None)
    ujung = b
    while ujung > a and k.token[ujung - 1].kelas & {"DENGAN", "PENGISI", "KOMA", "TDUA"}:
        ujung -= 1
    batas = kepada if kepada is not None else ujung
    mulai = a
    for j in range(batas - 1, a - 1, -1):
        if k.token[j].kelas & {"TDUA", "TARGET", "TITIKKOMA", "DENGAN", "TITIK", "N"} or k.token[j].kecil in (
            "karena",
            "didukung dengan",
        ):
            mulai = j + 1
            break
    while ujung > mulai and k.token[ujung - 1].kelas & {"DENGAN", "PENGISI", "KOMA", "TDUA"}:
        ujung -= 1
    if kepada is not None:
        uraian, penerima = _AWAL.sub("", k.cetak(mulai, kepada)), k.cetak(kepada + 1, ujung)
    else:
        uraian = _AWAL.sub("", k.cetak(mulai, ujung))
        m = _TANPA_KEPADA.match(uraian)
        penerima = uraian[m.end() :].strip() if m else ""
    uraian = _EKOR.sub("", rapikan(uraian))
    if not uraian or not penerima or len(uraian.split()) > 30 or len(penerima.split()) > 20:
        return None
    return uraian, rapikan(penerima)


def _terbalik(s: Suasana, h: Hasil, k: Kalimat) -> None:
    """ "bantuan … bagi … sebanyak 15 orang dari target 20 orang"."""
    akhir = 0
    for m in _BALIK.semua(k):
        r, t = k.token[m.start("r")], k.token[m.start("t")]
        kena = _uraian(k, akhir, m.start("r") - 1)
        akhir = m.end()
        if kena is None or not r.satuan or t.satuan not in ("", r.satuan) or not (h.bebas(r) and h.bebas(t)):
            continue
        th = tahun_kalimat(k)
        h.tambah(
            "layanan",
            s,
            uraian=kena[0],
            penerima=kena[1],
            satuan=r.satuan,
            tahun=th if th > 0 else s.tahun,
            target=t,
            realisasi=r,
        )
        h.pakai(r, t)


def _kepada(s: Suasana, h: Hasil, k: Kalimat) -> None:
    """ "bantuan … diberikan kepada 15 orang lansia dari target 20 orang"."""
    akhir = 0
    for m in _KEPADA_N.semua(k) or _KEPADA_SAJA.semua(k):
        r = k.token[m.start("r")]
        t = k.token[m.start("t")] if "t" in m.groupdict() else None
        b = m.end() if t is None else next(j for j in range(m.start("t"), m.start("r"), -1) if "TARGET" in k.token[j]) - 1
        uraian = _EKOR.sub("", rapikan(_AWAL.sub("", k.cetak(akhir, m.start("k")))))
        penerima = rapikan(k.cetak(m.start("r") + 1, b))
        batal = any(x.kelas & {"MODAL", "ANDAI", "TIDAK"} for x in k.token[akhir : m.start("k")])
        akhir = m.end()
        if batal or not uraian or not penerima or "HITUNG" not in r or not r.satuan or not h.bebas(r):
            continue
        if t is not None and (t.satuan not in ("", r.satuan) or not h.bebas(t)):
            continue
        th = tahun_kalimat(k)
        isi = {} if t is None else {"target": t}
        h.tambah("layanan", s, uraian=uraian, penerima=penerima, satuan=r.satuan, tahun=th if th > 0 else s.tahun, realisasi=r, **isi)
        h.pakai(r, t)


def _tersalur(s: Suasana, h: Hasil, k: Kalimat) -> None:
    """Only what was given: "telah disalurkan bantuan beras kepada lansia sebanyak 40 orang"."""
    if not any(_VERBA.search(t.kecil) for t in k.token) or any("TIDAK" in t for t in k.token):
        return
    akhir = 0
    for m in _BERI.semua(k):
        r = k.token[m.start("r")]
        kena = _uraian(k, akhir, m.start("r") - 1)
        akhir = m.end()
        if kena is None or "HITUNG" not in r or not r.satuan or not h.bebas(r):
            continue
        th = tahun_kalimat(k)
        uraian = re.sub(
            r"^.*?(?:disalurkan|diserahkan|diberikan|tersalurkan|menyalurkan|memberikan|menyerahkan|dibagikan)\s+",
            "",
            kena[0],
        )
        h.tambah(
            "layanan", s, uraian=uraian, penerima=kena[1], satuan=r.satuan, tahun=th if th > 0 else s.tahun, realisasi=r
        )
        h.pakai(r)
