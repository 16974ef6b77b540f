"""Claim family: arithmetic that the text writes out, in words or in signs, as `perhitungan` rows."""

import re
from dataclasses import replace

from datasets.recognise.prose.grammar import Kalimat, Pola, Token
from datasets.recognise.prose.measures import Ukur, tahun_kalimat
from datasets.recognise.prose.setting import Hasil, Suasana, nama_pendek

_N = r"BUKA? (?P<{}>N) TUTUP?"
_SAMA = r"(SAMA (?P<h>N))?"
_KALI = r"(PENGALI|(SILANG|OP_KALI) N|SILANG)"
_PECAHAN = [
    ("bagi", Pola(rf"BUKA? {_N.format('a')} GARIS_MIRING {_N.format('b')} TUTUP? (?P<kali>{_KALI})? {_SAMA}")),
    ("bagi", Pola(rf"BUKA? {_N.format('a')} TDUA {_N.format('b')} TUTUP? (?P<kali>{_KALI}) SAMA (?P<h>N)")),
    (
        "bagi",
        Pola(
            rf"FRAC KURAWAL (W|KURAWAL)? (?P<a>N) W? KURAWAL{{1,2}} KURAWAL (?P<b>N) W? KURAWAL{{1,2}} (?P<kali>{_KALI})? {_SAMA}"
        ),
    ),
    ("bagi", Pola(rf"SAMA? (?P<a>N) (STRIP|TANDA){{2,}} (?P<kali>{_KALI})? (?P<b>N) {_SAMA}")),
    ("tambah", Pola(r"SAMA? (?P<a>N) TAMBAH (?P<b>N) SAMA (?P<h>N)")),
    ("kurang", Pola(r"SAMA? (?P<a>N) STRIP (?P<b>N) SAMA (?P<h>N)")),
]
_OP = {"OP_BAGI": "bagi", "OP_BANDING": "bagi", "OP_TAMBAH": "tambah", "OP_KURANG": "kurang"}
_JEMBATAN = frozenset(
    {
        "SE",
        "SAMA",
        "MENJADI",
        "SEHINGGA",
        "REALISASI",
        "CAPAIAN",
        "RANCU",
        "KOMA",
        "PENGISI",
        "TDUA",
        "Y",
        "DAN",
        "BATAS",
        "RATA",
        "SELISIH",
        "SISA",
        "I",
        "TUTUP",
    }
)
_RUMUS = frozenset(
    {
        "N",
        "SAMA",
        "PENGALI",
        "SILANG",
        "GARIS_MIRING",
        "STRIP",
        "TAMBAH",
        "TANDA",
        "BUKA",
        "TUTUP",
        "KURAWAL",
        "FRAC",
        "TDUA",
    }
)


def baca_rumus(baris: list[Suasana], h: Hasil) -> None:
    """perhitungan rows of a formula that is broken over several blocks (its place is that of the first)."""
    _tanda(baris[0], h, sambung(baris))


def baca_hitung(s: Suasana, h: Hasil, ukuran: list[Ukur]) -> None:
    """perhitungan rows of one block."""
    for k in s.kalimat:
        _tanda(s, h, k)
        _kata(s, h, k, ukuran)


def mirip_rumus(k: list[Kalimat]) -> bool:
    """Is a block nothing but a line of a formula (signs and figures)?"""
    token = [t for x in k for t in x.token]
    return 0 < len(token) <= 40 and all(t.kelas & _RUMUS for t in token)


def sambung(baris: list[Suasana]) -> Kalimat:
    """Lines of one formula that stand in blocks of their own, as one sentence."""
    teks, token = "", []
    for s in baris:
        for k in s.kalimat:
            for t in k.token:
                token.append(replace(t, mulai=t.mulai + len(teks), akhir=t.akhir + len(teks)))
        teks += s.blok.teks + " "
    return Kalimat(teks, token, int(baris[0].blok.blok))


def subjek_hitung(s: Suasana, k: Kalimat, posisi: int) -> tuple[str, Token | None]:
    """Whose arithmetic it is: the first indicator named before it, in the sentence or the block, else the heading."""
    for t in k.token[:posisi]:
        if "I" in t and t.jenis in ("indikator", "frasa", "kutip") and not t.kecil.startswith("jumlah "):
            return t.nama, t
    for x in reversed(s.kalimat[: _indeks(s, k)]):
        for t in x.token:
            if "I" in t and t.jenis in ("indikator", "frasa", "kutip") and not t.kecil.startswith("jumlah "):
                return t.nama, t
    for t in k.token[:posisi]:
        if "I" in t and t.jenis == "indikator":
            return t.nama, t
    return (s.judul.nama, s.judul) if s.judul is not None else ("", None)


def _indeks(s: Suasana, k: Kalimat) -> int:
    return next((i for i, x in enumerate(s.kalimat) if x is k), 0)


def _tahun(s: Suasana, k: Kalimat) -> int:
    th = tahun_kalimat(k)
    return th if th > 0 else s.tahun


def tambah_hitung(s: Suasana, h: Hasil, k: Kalimat, operasi: str, a, b, hasil, posisi: int, **lain) -> None:
    """Add one row: hasil = a (operasi) b; `lain` are further columns, subjek and tahun among them."""
    nama, _ = subjek_hitung(s, k, posisi)
    nama = lain.pop("subjek", nama)
    if not nama:
        return
    if operasi == "bagi" and hasil is not None and "PERSEN" in hasil:
        operasi = "bagi_persen"
    tahun = lain.pop("tahun", _tahun(s, k))
    if not lain.get("ukuran") and hasil is not None:
        lain["ukuran"] = s.peta.ukuran_dari(nama, tahun, hasil.nilai)
    isi = {n: t for n, t in (("a", a), ("b", b), ("hasil", hasil)) if t is not None}
    h.tambah("perhitungan", s, subjek=nama, tahun=tahun, operasi=operasi, **isi, **lain)


def _tanda(s: Suasana, h: Hasil, k: Kalimat) -> None:
    pakai: set[int] = set()
    for operasi, p in _PECAHAN:
        for m in p.semua(k):
            g = m.groupdict()
            if not _utuh(k, m):
                continue
            a, b = k.token[m.start("a")], k.token[m.start("b")]
            hasil = k.token[m.start("h")] if g.get("h") else None
            if a.id in pakai or (operasi == "bagi" and not g.get("kali") and hasil is None):
                continue
            pakai.add(a.id)
            faktor = _faktor(k, m) if g.get("kali") else None
            if faktor is not None and hasil is None:
                continue
            persen = operasi == "bagi" and (g.get("kali") or (hasil is not None and "PERSEN" in hasil))
            ukuran = next(
                (
                    u
                    for kls, u in (("REALISASI", "realisasi"), ("CAPAIAN", "capaian"))
                    if any(kls in t for t in k.token[max(0, m.start() - 4) : m.start()])
                ),
                "",
            )
            nama = subjek_hitung(s, k, m.start())[0] or k.cetak(m.start("a"), m.end())
            cara = "bagi_kali" if faktor is not None else "bagi_persen" if persen else operasi
            lain = {"c": faktor} if faktor is not None else {}
            tambah_hitung(s, h, k, cara, a, b, hasil, m.start(), ukuran=ukuran, subjek=nama, **lain)


def _faktor(k: Kalimat, m: re.Match) -> Token | None:
    """The factor of a rate ("15 / 14.490 x 100.000"); None where it is the 100 of a percentage."""
    kali = [t for t in k.token[m.start("kali") : m.end("kali")] if "N" in t]
    return kali[0] if kali and kali[0].nilai != 100 else None


_OPERATOR = frozenset({"TAMBAH", "SILANG", "GARIS_MIRING", "OP_KALI"})


def _utuh(k: Kalimat, m: re.Match) -> bool:
    """Is the match a whole expression, no part of a longer one ("(2 x 5 - 6) / 5", "a + b + c")?"""
    awal = m.start()
    if awal and (
        k.token[awal - 1].kelas & _OPERATOR
        or ("STRIP" in k.token[awal - 1] and awal > 1 and k.token[awal - 2].kelas & {"N", "TUTUP"})
    ):
        return False
    isi = k.token[m.start() : m.end()]
    if sum("BUKA" in t for t in isi) != sum("TUTUP" in t for t in isi):
        lalu = k.token[awal - 1] if awal else None
        if sum("TUTUP" in t for t in isi) > sum("BUKA" in t for t in isi) and not (lalu is not None and "BUKA" in lalu):
            return False
    depan = k.token[m.end()] if m.end() < len(k.token) else None
    return depan is None or not depan.kelas & (_OPERATOR | {"GARIS_MIRING"})


def _sebelum(k: Kalimat, p: int, bawah: int) -> int | None:
    """The operand left of an operator: the nearest figure, not over a clause end outside brackets."""
    for j in range(p - 1, max(bawah, p - 16), -1):
        t = k.token[j]
        if "N" in t:
            return j
        if t.kelas & {"TITIKKOMA", "SEHINGGA", "PENGALI"}:
            return None
    return None


def _sesudah(k: Kalimat, p: int) -> int | None:
    for j in range(p + 1, min(len(k.token), p + 40)):
        t = k.token[j]
        if "N" in t:
            return j
        if t.kelas & {"TITIKKOMA", "OP_BAGI", "OP_BANDING", "OP_TAMBAH", "OP_KURANG", "SEHINGGA"}:
            return None
    return None


def _arti(k: Kalimat, n: int, bawah: int) -> str:
    """The words for an operand: what is printed before its bracket or copula."""
    a = bawah
    for j in range(n - 1, bawah, -1):
        if k.token[j].kelas & {"N", "OP_BAGI", "OP_BANDING", "DIPEROLEH", "OP_TAMBAH", "KOMA", "TDUA", "SEHINGGA"}:
            a = j
            break
    teks = re.sub(r"^(?:dengan|oleh|dari|hasil perhitungan)\s+(?=jumlah)", "", k.cetak(a + 1, n), flags=re.IGNORECASE)
    return re.sub(r"[\s(]*(?:sebanyak|sebesar|sejumlah|yaitu|adalah)?[\s(]*$", "", teks)[:160]


def _kata(s: Suasana, h: Hasil, k: Kalimat, ukuran: list[Ukur]) -> None:
    """ "A (a) dibagi B (b) dikalikan 100%, ditambah c sehingga … sebesar d"."""
    lewat = -1
    for p, t in enumerate(k.token):
        kelas = next((o for o in _OP if o in t), None)
        if kelas is None or p <= lewat:
            continue
        kanan = _sesudah(k, p)
        kiri = _sebelum(k, p, lewat)
        if kanan is None:
            continue
        kali = next(
            (j for j in range(kanan + 1, min(len(k.token), kanan + 22)) if k.token[j].kelas & {"PENGALI", "OP_KALI"}),
            None,
        )
        if kelas in ("OP_BAGI", "OP_BANDING"):
            if kiri is None or (kelas == "OP_BANDING" and kali is None) or "PERSEN" in k.token[kanan]:
                continue
            if k.token[kiri].kelas & {"PERSEN", "RP"} != k.token[kanan].kelas & {"PERSEN", "RP"}:
                continue
        ujung = kali if kali is not None and kelas in ("OP_BAGI", "OP_BANDING") else kanan
        lewat = ujung
        hasil = _hasil(k, ujung)
        a = k.token[kiri] if kiri is not None else None
        b = k.token[kanan]
        if hasil is None and kelas in ("OP_BAGI", "OP_BANDING"):
            hasil = _hasil_depan(k, kiri, ukuran)
        if kelas in ("OP_TAMBAH", "OP_KURANG") and hasil is None:
            continue
        if (
            a is not None
            and kelas in ("OP_TAMBAH", "OP_KURANG")
            and a.kelas & {"PERSEN", "RP"} != b.kelas & {"PERSEN", "RP"}
        ):
            a = None
        operasi = _OP[kelas]
        if operasi == "bagi" and (kali is not None or (hasil is not None and "PERSEN" in hasil)):
            operasi = "bagi_persen"
        arti = {"b_arti": _arti(k, kanan, p)}
        if a is not None:
            arti["a_arti"] = _arti(k, kiri, max(-1, kiri - 30))
        u = next((x for x in ukuran if hasil is not None and x.n.id == hasil.id), None)
        ukur_hasil = u.peran if u is not None and u.peran in ("realisasi", "capaian") else ""
        lain = {"tahun": u.tahun} if u is not None and u.tahun_sebut else {}
        nama = subjek_hitung(s, k, p)[0]
        if not nama and a is not None and hasil is not None:  # nobody's figures still have to add up
            nama = nama_pendek(k.cetak(max(0, kiri - 8), kanan + 1), 120)
        tambah_hitung(s, h, k, operasi, a, b, hasil, p, ukuran=ukur_hasil, subjek=nama, **arti, **lain)
        if operasi == "tambah":
            _lalu(s, h, k, p, kanan, arti["b_arti"])
        if operasi.startswith("bagi"):
            _jumlah(s, h, k, [(kiri, arti.get("a_arti")), (kanan, arti["b_arti"])])


def _lalu(s: Suasana, h: Hasil, k: Kalimat, p: int, kanan: int, arti: str) -> None:
    """What is added is another year's result of the same thing ("ditambah hasil tahun 2021 sebesar x")."""
    tahun = next((t.tahun[0] for t in k.token[p:kanan] if "Y" in t and t.jenis == "satu"), -1)
    nama, _ = subjek_hitung(s, k, p)
    if tahun > 0 and nama and re.search(r"\b(?:hasil|realisasi|capaian|perhitungan)\b", arti, re.IGNORECASE):
        h.tambah(
            "klaim",
            s,
            jenis="nilai",
            subjek=nama,
            ukuran="realisasi",
            tahun=tahun,
            nilai=k.token[kanan],
            teks=k.cetak(p, kanan + 1),
        )


def _jumlah(s: Suasana, h: Hasil, k: Kalimat, isi: list) -> None:
    """The operands are counts of something: a claim each."""
    for posisi, arti in isi:
        n = k.token[posisi]
        if "HITUNG" not in n or not arti or not arti.lower().startswith("jumlah "):
            continue
        nama, ukuran_n = s.peta.populasi(arti)
        tanggal = next((t for t in k.token[posisi : posisi + 12] if "TGL" in t and t.tahun), None)
        h.tambah("klaim", s, jenis="nilai", subjek=nama, ukuran=ukuran_n, tahun=tanggal.tahun[0] if tanggal is not None else _tahun(s, k),
                 nilai=n, satuan=n.satuan, teks=k.cetak(max(0, posisi - 2), posisi + 1))  # fmt: skip


def _hasil(k: Kalimat, ujung: int) -> Token | None:
    """The result that follows: reached over linking words only, before any further operator."""
    for j in range(ujung + 1, min(len(k.token), ujung + 18)):
        t = k.token[j]
        if "N" in t:
            return (
                t
                if any(
                    x.kelas & {"SE", "SAMA", "MENJADI", "TDUA", "REALISASI", "CAPAIAN"}
                    for x in k.token[max(ujung + 1, j - 3) : j]
                )
                else None
            )
        if t.kelas & {"OP_BAGI", "OP_BANDING", "OP_TAMBAH", "OP_KURANG", "TITIK", "KIRA_N"}:
            return None
        if not t.kelas & _JEMBATAN and not (
            "W" in t and t.kecil in ("perhitungannya", "perhitungan", "nilai", "didapat", "memperoleh")
        ):
            return None
    return None


def _hasil_depan(k: Kalimat, kiri: int, ukuran: list[Ukur]) -> Token | None:
    """The result that stands before ("… sebesar 13,95% diperoleh dari …")."""
    for j in range(kiri - 1, -1, -1):
        if "DIPEROLEH" in k.token[j]:
            lalu = [i for i in range(j - 1, max(-1, j - 4), -1) if "N" in k.token[i]]
            return (
                k.token[lalu[0]]
                if lalu and all(x.kelas & {"KOMA", "PENGISI", "W"} for x in k.token[lalu[0] + 1 : j])
                else None
            )
        if "N" in k.token[j]:
            return None
    return None
