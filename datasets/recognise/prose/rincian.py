"""Claim family: a total and its parts in a sentence or in the list that follows it, as `rincian` rows."""

import re

from datasets.recognise.prose.grammar import Kalimat, Token, rapikan
from datasets.recognise.prose.measures import tahun_kalimat, ukur
from datasets.recognise.prose.setting import Hasil, Suasana

_HENTI_BAGIAN = frozenset({"KOMA", "DAN", "TITIKKOMA", "TITIK", "TDUA"})
_ANTARA = frozenset({"ANTARA_LAIN"})
_SALIN = frozenset({"SE", "TDUA", "RP", "BUKA", "STRIP", "SAMA"})


def baca_rincian(s: Suasana, h: Hasil, berikut: list[Kalimat]) -> None:
    """rincian rows of one block. berikut: the sentences of the list items that follow it."""
    for i, k in enumerate(s.kalimat):
        for p, t in enumerate(k.token):
            yaitu = (
                "SE" in t
                and t.kecil in ("yaitu", "yakni")
                and p
                and ("N" in k.token[p - 1] or "N" in k.token[max(0, p - 2)])
            )
            if not ("TERDIRI" in t or yaitu) or any("ANTARA_LAIN" in x for x in k.token[p : p + 3]):
                continue
            total = _total(k, p) or (
                (_satu_realisasi(s.kalimat[i - 1], s) or _total_lalu(s.kalimat[i - 1]))
                if i and not any("N" in x for x in k.token[:p])
                else []
            )
            if not total:
                continue
            bagian = _bagian(k, p + 1)
            if not bagian and i == len(s.kalimat) - 1:
                bagian = _bagian_daftar(berikut)
            if _tulis(s, h, k, p, total, bagian):
                break


def _jenis(t: Token, k: Kalimat | None = None, i: int = -1) -> str:
    """What a figure counts: Rp, %, its unit, or the counted noun behind it; '' unknown."""
    if "RP" in t or "PERSEN" in t:
        return t.satuan
    if t.satuan:
        return t.satuan
    if k is not None and 0 <= i < len(k.token) - 1 and k.token[i + 1].kelas & {"BENDA", "SATUAN"}:
        return k.token[i + 1].kecil
    return ""


def _total(k: Kalimat, p: int) -> list[tuple[int, Token, str]]:
    """The figures stated right before the word for "made up of", one a kind: (position, figure, kind)."""
    hasil = []
    j = p - 1
    while j >= 0:
        t = k.token[j]
        if "N" in t:
            hasil.append((j, t, _jenis(t, k, j)))
        elif t.kelas & {"TITIKKOMA", "TERDIRI", "OP_BAGI", "NAIK", "TURUN", "KIRA_N", "REALISASI", "TARGET"}:
            break
        elif hasil and not t.kelas & {"KOMA", "DAN", "BENDA", "SATUAN", "PENGISI"}:
            break
        elif not hasil and not t.kelas & {"KOMA", "BUKA", "TUTUP", "BENDA", "SATUAN", "PENGISI", "W", "BATAS", "L"}:
            break
        j -= 1
    return hasil[::-1] if len({j for _, _, j in hasil}) == len(hasil) else []


def _satu_realisasi(k: Kalimat, s: Suasana) -> list[tuple[int, Token, str]]:
    """The one realisasi of the sentence before ("Produksi … mencapai 120 ekor dari target …. Produksi tersebut terdiri …")."""
    isi = [u for u in ukur(k, s) if u.peran in ("realisasi", "serapan") and "PERSEN" not in u.n]
    return [(isi[0].posisi, isi[0].n, _jenis(isi[0].n, k, isi[0].posisi))] if len(isi) == 1 else []


def _total_lalu(k: Kalimat) -> list[tuple[int, Token, str]]:
    """Totals of the sentence before ("6 program, 11 kegiatan dan 35 sub kegiatan. … terdiri dari …")."""
    hasil = [(i, t, _jenis(t, k, i)) for i, t in enumerate(k.token) if "N" in t]
    return (
        hasil
        if hasil and all(j for _, _, j in hasil) and len({j for _, _, j in hasil}) == len(hasil) and len(hasil) > 1
        else []
    )


def _bagian(k: Kalimat, a: int) -> list[tuple[str, list[tuple[Token, str]]]]:
    """Parts in the rest of a sentence: (name, figures with their kind); [] where it is no clean list."""
    hasil: list[tuple[str, list[tuple[Token, str]]]] = []
    mulai, i, n = a, a, len(k.token)
    while i < n:
        t = k.token[i]
        if t.kelas & {"KIRA_N", "X", "TERDIRI", "REALISASI", "TARGET", "NAIK", "TURUN", "OP_BAGI", "MENJADI"}:
            return hasil if "TERDIRI" in t and len(hasil) > 1 else []
        if "PERSEN" in t and i and "BUKA" in k.token[i - 1] and hasil:  # a share in brackets is no part
            i += 1
            mulai = i + 1 if i < n and "TUTUP" in k.token[i] else i
            i = max(i, mulai)
            continue
        if "N" in t:
            nama = _nama(k, mulai, i)
            jenis = _jenis(t, k, i)
            i += 1
            if i < n and not t.satuan and k.token[i].kelas & {"BENDA", "SATUAN"}:
                i += 1
            if not nama:
                nama, i = _nama_belakang(k, i)
            if nama:
                hasil.append((nama, [(t, jenis)]))
            elif hasil:
                hasil[-1][1].append((t, jenis))
            else:
                return []
            if i < n and "TUTUP" in k.token[i]:
                i += 1
            mulai = i
            continue
        i += 1
    return hasil


def _nama(k: Kalimat, a: int, b: int) -> str:
    while a < b and k.token[a].kelas & (_HENTI_BAGIAN | {"BUTIR", "TERDIRI", "STRIP", "TANDA", "BERIKUT"}):
        a += 1
    while b > a and k.token[b - 1].kelas & (_SALIN | {"PENGISI", "Y"}):
        b -= 1
    if any(t.kelas & {"TITIK", "TITIKKOMA", "KUAT"} for t in k.token[a:b]):
        return ""
    nama = rapikan(re.sub(r"^(?:dan|serta)\s+", "", k.cetak(a, b)))
    return nama if 0 < len(nama.split()) <= 16 else ""


def _nama_belakang(k: Kalimat, i: int) -> tuple[str, int]:
    """ "26 orang PNS": the name stands behind its figure."""
    j = i
    while j < len(k.token) and not k.token[j].kelas & {"KOMA", "DAN", "TITIK", "TITIKKOMA", "N", "TUTUP", "SE"}:
        j += 1
    return (_nama(k, i, j), j) if j > i and not (j < len(k.token) and "N" in k.token[j]) else ("", i)


def _bagian_daftar(berikut: list[Kalimat]) -> list[tuple[str, list[tuple[Token, str]]]]:
    """Parts as list items: exactly one figure each."""
    hasil = []
    for k in berikut:
        angka = [i for i, t in enumerate(k.token) if "N" in t]
        if len(angka) != 1:
            return []
        nama = _nama(k, 0, angka[0]) or _nama_belakang(k, angka[0] + 1)[0]
        if not nama:
            return []
        hasil.append((nama, [(k.token[angka[0]], _jenis(k.token[angka[0]], k, angka[0]))]))
    return hasil


def _tulis(s: Suasana, h: Hasil, k: Kalimat, p: int, total: list, bagian: list) -> bool:
    if len(bagian) < 2:
        return False
    jenis_total = {j for _, _, j in total}
    for _, isi in bagian:
        jenis = [j for _, j in isi]
        if len(set(jenis)) != len(jenis) or any(
            j not in jenis_total and not (j == "" and len(total) == 1) for j in jenis
        ):
            return False
    th = tahun_kalimat(k)
    th = th if th > 0 else s.tahun
    nama = _nama_total(s, k, total, p)
    if not nama:
        return False
    for _, t, jenis in total:
        ikut = [(n, x) for n, isi in bagian for x, j in isi if j == jenis or (j == "" and len(total) == 1)]
        if len(ikut) < 2 or not h.bebas(t):
            continue
        ukuran = jenis if len(total) > 1 else "jumlah"
        dasar = {"subjek": _khas(nama, jenis), "satuan": jenis, "tahun": th, "ukuran": ukuran}
        kode = f"total-{t.mulai}"
        h.tambah("rincian", s, kode=kode if len(total) == 1 else "total", uraian=nama, peran="total", nilai=t, **dasar)
        for i, (n, x) in enumerate(ikut, 1):
            h.tambah("rincian", s, kode=f"{kode}-{i}" if len(total) == 1 else f"bagian-{i}", induk=kode if len(total) == 1 else "total",
                     uraian=n, peran="bagian", nilai=x, **dasar)  # fmt: skip
            h.pakai(x)
        if "RP" not in t and any(x is t for x in k.token):
            h.pakai(t)
    return True


def _khas(nama: str, jenis: str) -> str:
    """The name as a subject, where it says which total is meant ("Aparatur Sipil Negara (ASN)", not "pegawai")."""
    kata = nama.split()
    khas = "(" in nama or nama.isupper() or (len(kata) > 1 and not re.match(r"(?:me|di|ter|ber)\w{4}", nama))
    return nama if khas and jenis != "Rp" else ""


def _nama_total(s: Suasana, k: Kalimat, total: list, p: int) -> str:
    posisi = total[0][0]
    if posisi < p and k.token[posisi] is total[0][1]:
        belakang = _nama(k, posisi + 1, p)  # "120 orang pegawai yang terdiri dari"
        if (
            belakang
            and len(total) == 1
            and re.search(r"[a-z]{4}", belakang)
            and not re.match(r"(?:yang|me\w|di\w{4})", belakang)
        ):
            return re.sub(r"\s+yang$", "", belakang)
        a = posisi
        while a and not k.token[a - 1].kelas & {"KOMA", "TITIKKOMA", "TDUA", "TERDIRI", "TITIK", "N", "BUTIR"}:
            a -= 1
        nama = _nama(k, a, posisi)
        nama = re.sub(r"^(?:jumlah|total|sebanyak|memiliki|terdapat)\s+", "", nama, flags=re.IGNORECASE)
        if nama:
            return nama
        panjang = re.sub(r"\s*\b(?:sebesar|sebanyak|sejumlah|adalah|yaitu)$", "", k.cetak(max(0, posisi - 10), posisi))
        return rapikan(" ".join(panjang.split()[-10:])) or total[0][2]
    awal = re.sub(r"\s+(?:tersebut|ini|itu)$", "", _nama(k, 0, p))
    if len(total) == 1 and awal and len(awal.split()) < 7 and not re.match(r"(?:dari|di)\b", awal, re.IGNORECASE):
        return awal
    if s.konteks.instansi:
        return s.konteks.instansi
    return ", ".join(j for _, _, j in total)


def rincian_kurung(s: Suasana, h: Hasil, k: Kalimat, t: Token, nama: str, ukuran: str, tahun: int) -> None:
    """Parts in brackets right behind their total: "30 orang (kursi roda 20 orang, tongkat 10 orang)"."""
    i = next((i for i, x in enumerate(k.token) if x is t), None)
    if i is None or i + 1 >= len(k.token) or "BUKA" not in k.token[i + 1]:
        return
    j = next((j for j in range(i + 2, len(k.token)) if "TUTUP" in k.token[j]), None)
    if j is None:
        return
    bagian = _bagian(Kalimat(k.teks, k.token[i + 2 : j], k.blok), 0)
    if len(bagian) < 2 or any(len(isi) != 1 or isi[0][1] != t.satuan for _, isi in bagian) or not t.satuan:
        return
    kode = f"kurung-{t.mulai}"
    dasar = {"subjek": nama, "satuan": t.satuan, "tahun": tahun, "ukuran": ukuran}
    h.tambah("rincian", s, kode=kode, uraian=nama, peran="total", nilai=t, **dasar)
    for n, (uraian, isi) in enumerate(bagian, 1):
        h.tambah("rincian", s, kode=f"{kode}-{n}", induk=kode, uraian=uraian, peran="bagian", nilai=isi[0][0], **dasar)
        h.pakai(isi[0][0])
