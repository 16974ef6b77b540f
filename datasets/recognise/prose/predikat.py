"""Claim family: a predikat given in words ("dengan predikat …", "tahun 2019 adalah …"), a `predikat` row a year."""

import re

from datasets.recognise.prose.grammar import Kalimat, Token
from datasets.recognise.prose.measures import Ukur
from datasets.recognise.prose.setting import Hasil, Suasana
from datasets.recognise.prose.values import RATA, acuan
from datasets.recognise.vocabulary import kosakata

_UMUM = frozenset(
    {"SE", "PENGISI", "TDUA", "STRIP", "TANDA", "BATAS", "SATUAN", "BUKA"}
)  # between the word for a verdict and the label
_TEGAS = ("predikat", "kategori", "kriteria", "kualifikasi")  # behind these even an ordinary word is a label
_JEJAK = frozenset(
    {"SE", "PENGISI", "CAPAIAN", "RANCU", "RATA", "Y", "TANDA", "REALISASI", "BERTURUT"}
)  # from a label back to its year
_KATA_KERJA = re.compile(r"(?:me|di|ter|ber)[a-z]{4,}")


def baca_predikat(s: Suasana, h: Hasil, ukuran: list[Ukur]) -> None:
    """predikat rows of one block; `ukuran` are its measures (prosa_nilai)."""
    tahun_dinilai: dict[int, Ukur] = {}
    for k in s.kalimat:
        di_sini = {u.posisi: u for u in ukuran if u.kalimat is k}
        awal = 0
        for i, t in enumerate(k.token):
            if "N" in t and i in di_sini and di_sini[i].peran in ("capaian", "rata_rata"):
                tahun_dinilai[di_sini[i].tahun] = di_sini[i]
            if "L" not in t:
                continue
            cara = _cara(k, i)
            if cara:
                _tambah(s, h, k, i, awal, cara, di_sini, tahun_dinilai)
                awal = i + 1


def _cara(k: Kalimat, i: int) -> str:
    """How the label at i is announced: 'kata' (predikat, kategori …), 'tahun' (a year or capaian before it), 'kurung', ''."""
    t, depan = k.token[i], k.token[i + 1] if i + 1 < len(k.token) else None
    if (
        depan is not None
        and t.kecil.endswith("berhasil")
        and ("W" in depan and _KATA_KERJA.match(depan.kecil))
        and k.teks[depan.mulai].islower()
    ):
        return ""
    j, langkah = i - 1, 0
    while j >= 0 and langkah < 5:
        x = k.token[j]
        if "PREDIKAT" in x:
            if any("TIDAK" in y for y in k.token[max(0, j - 2) : j]):
                return ""
            tegas = any(kata in x.kecil for kata in _TEGAS)
            if "LEMAH" in t and (not tegas or langkah > 1):
                return ""
            return "" if not tegas and langkah > 1 else "kata"
        if not x.kelas & _UMUM:
            break
        j, langkah = j - 1, langkah + 1
    if i >= 2 and "BUKA" in k.token[i - 1] and "N" in k.token[i - 2] and depan is not None and "TUTUP" in depan:
        return "kurung"
    if "KUAT" not in t and not (i and "SE" in k.token[i - 1]):
        return ""
    j = i - 1
    ada = False
    while j >= 0:
        x = k.token[j]
        if x.kelas & ({"Y", "CAPAIAN", "RATA", "RANCU"} if "KUAT" in t else {"Y"}):
            ada = True
        elif not x.kelas & _JEJAK or "TDUA" in x:
            break
        j -= 1
    sebelum = k.token[:i]
    capaian = any(x.kelas & {"CAPAIAN", "RATA", "RANCU"} for x in sebelum)
    return "tahun" if ada and capaian and not (depan is not None and depan.kelas & {"N", "TERCAPAI"}) else ""


def _tambah(
    s: Suasana,
    h: Hasil,
    k: Kalimat,
    i: int,
    awal: int,
    cara: str,
    di_sini: dict[int, Ukur],
    tahun_dinilai: dict[int, Ukur],
) -> None:
    ruas = range(i - 1, awal - 1, -1)
    angka = next((j for j in ruas if k.token[j].kelas & {"N", "KIRA_N"}), None)
    tahun = next((k.token[j] for j in ruas if "Y" in k.token[j] and (angka is None or j > angka)), None)
    label = k.cetak(i, i + 1)
    if angka is not None and (tahun is None or cara == "kata"):
        u = di_sini.get(angka)
        if u is None or u.peran not in ("capaian", "rata_rata"):
            return  # a score of another scale, or the scale itself
        if cara != "kurung" and _sendiri(k, max(0, u.kunci - 1), i):
            return
        _baris(s, h, k, u, u.tahun, label)
        return
    semua_tahun = (
        tahun.tahun
        if tahun is not None and cara == "tahun"
        else ((tahun.tahun[0],) if tahun is not None and tahun.jenis == "satu" else ())
    )
    if not semua_tahun:
        _tanpa_angka(s, h, k, i, awal, label)
        return
    for th in semua_tahun:
        u = tahun_dinilai.get(th)
        if u is not None:
            _baris(s, h, k, u, th, label)
        else:
            _tanpa_angka(s, h, k, i, awal, label, th)


def _sendiri(k: Kalimat, a: int, b: int) -> bool:
    """Does this stretch speak of something that has a scale of its own (IKM, AKIP, opini …)?"""
    teks = k.kata(a, b)
    return any(re.search(rf"\b{re.escape(kata)}\b", teks) for kata in kosakata("label")["skala_sendiri"]) and not any(
        "I" in t for t in k.token[a:b]
    )


def _nama(s: Suasana, u: Ukur | None, subjek: Token | None) -> str:
    if (
        u is not None
        and u.peran == "rata_rata"
        and (subjek is None or subjek.jenis not in ("sasaran", "kutip") or subjek is s.judul)
    ):
        return RATA
    return subjek.nama if subjek is not None else "capaian kinerja"


def _baris(s: Suasana, h: Hasil, k: Kalimat, u: Ukur, tahun: int, label: str) -> None:
    nama = _nama(s, u, u.subjek)
    if not nama:
        return
    h.tambah(
        "predikat", s, subjek=nama, ukuran=u.peran, tahun=tahun, nilai=u.n, label=label,
        acuan=acuan(s, k, "" if nama == RATA else nama, tahun, u.peran == "rata_rata", u.n.nilai),
    )  # fmt: skip


def _tanpa_angka(s: Suasana, h: Hasil, k: Kalimat, i: int, awal: int, label: str, tahun: int = -1) -> None:
    """A verdict without its figure: about an average, a named indicator, or the capaian as a whole."""
    if _sendiri(k, 0, i):
        return
    rata = any("RATA" in t for t in k.token)
    nama = next(
        (t for t in reversed(k.token[awal:i]) if "I" in t and t.jenis in ("indikator", "sasaran", "kutip", "frasa")),
        None,
    )
    capaian = any(t.kelas & {"CAPAIAN", "RANCU", "BENDA"} or "kinerja" in t.kecil for t in k.token[awal:i])
    if nama is None and not capaian:
        return
    if nama is None and s.judul is not None and s.judul.jenis in ("indikator", "sasaran", "kutip") and not rata:
        nama = s.judul
    subjek = RATA if rata else nama.nama if nama is not None else "capaian kinerja"
    th = tahun if tahun > 0 else s.tahun
    h.tambah(
        "predikat", s, subjek=subjek, ukuran="rata_rata" if rata else "capaian", tahun=th, label=label,
        acuan=acuan(s, k, "" if rata or nama is None else nama.nama, th, rata),
    )  # fmt: skip
