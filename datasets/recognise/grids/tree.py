"""Which rows add up to which: the tree of a hierarchical table, from numbering, codes, names and totals, proven by sums.

Words propose, sums dispose: of all readings the words allow, the one whose sums fit best is taken; a level that hardly
any sum supports is given up, so that a wrong tree never makes a right number look wrong.
"""

import re
from dataclasses import dataclass

import numpy as np

from datasets.recognise.grids.layout import Denah
from datasets.recognise.headers import rapi
from datasets.recognise.row_kinds import BAGIAN, DATA, TOTAL
from datasets.recognise.vocabulary import kosakata

GAYA = [
    ("kode", re.compile(r"\(?\d{1,2}(?:[. ]\d{1,4}){1,7}\.?\)?")),
    ("romawi", re.compile(r"\(?[IVXL]{1,6}[.)]?\)?")),
    ("besar", re.compile(r"\(?[A-Z][.)]?\)?")),
    ("angka", re.compile(r"\d{1,3}\.?")),
    ("kecil", re.compile(r"[a-z]\.?")),
    ("angka)", re.compile(r"\(?\d{1,3}\)")),
    ("kecil)", re.compile(r"\(?[a-z]\)")),
    ("garis", re.compile(r"[-–•*]")),
]  # fmt: skip


@dataclass
class Pohon:
    """induk: row → row it is part of (rows without one stand on top); total: rows that are totals; tingkat: row → depth."""

    induk: dict[int, int]
    total: list[int]
    tingkat: dict[int, int]


def _anak(induk: dict[int, int]) -> dict[int, list[int]]:
    hasil: dict[int, list[int]] = {}
    for a, i in induk.items():
        hasil.setdefault(i, []).append(a)
    return hasil


def nilai_pohon(d: Denah, induk: dict[int, int], kolom: list[int]) -> tuple[int, int]:
    """(sums that fit, sums that don't) over all parents and columns of a tree."""
    cocok = salah = 0
    for i, anak in _anak(induk).items():
        for c in kolom:
            v, t = d.nilai[anak, c], d.nilai[i, c]
            if not np.isfinite(t) or not np.isfinite(v).any():
                continue
            des = int(max(d.desimal[anak + [i], c].max(), 0))
            longgar = 1e-9 * abs(t) + (0 if des == 0 else (len(anak) + 1) * 0.5 * 10.0**-des)
            if abs(np.nansum(v) - t) <= longgar:
                cocok += 1
            else:
                salah += 1
    return cocok, salah


def gaya(nomor: str) -> str:
    """Style of a row number: kode (1.1), romawi, besar (A), angka (1), kecil (a), …; '' for none."""
    nomor = nomor.strip()
    return next((n for n, p in GAYA if p.fullmatch(nomor)), "")


def _dari_tingkat(baris: list[int], tingkat: dict[int, int]) -> dict[int, int]:
    """Parents from depths: the nearest row above that lies less deep."""
    induk, tumpuk = {}, []
    for r in baris:
        if r not in tingkat:
            tumpuk = []
            continue
        while tumpuk and tingkat[tumpuk[-1]] >= tingkat[r]:
            tumpuk.pop()
        if tumpuk:
            induk[r] = tumpuk[-1]
        tumpuk.append(r)
    return induk


def _tingkat_kode(baris: list[int], kode: dict[int, str]) -> dict[int, int]:
    isi = {r: tuple(re.findall(r"\w+", kode.get(r, ""))) for r in baris}
    ada = [k for k in isi.values() if k]
    if len(ada) < 0.6 * len(baris) or len({len(k) for k in ada}) < 2:
        return {}
    return {r: len(k) for r, k in isi.items() if k}


def _tingkat_gaya(baris: list[int], nomor: dict[int, str]) -> dict[int, int]:
    urut: list[str] = []
    hasil = {}
    for r in baris:
        g = gaya(nomor.get(r, ""))
        if not g or g == "kode":
            continue
        if g == "besar" and nomor[r].strip(".()") in "IVX" and "romawi" in urut:
            g = "romawi"
        if g not in urut:
            urut.append(g)
        hasil[r] = urut.index(g)
    if len(urut) < 2 or len(hasil) < 0.6 * len(baris):
        return {}
    # rows without a number lie below the row above
    for r in baris:
        hasil.setdefault(r, len(urut))
    return hasil


def _tingkat_kata(baris: list[int], nama: dict[int, str]) -> dict[int, int]:
    urut = {"program": 0, "kegiatan": 1, "sub kegiatan": 2, "belanja": 3}
    hasil = {}
    for r in baris:
        n = rapi(nama.get(r, ""))
        for t, pola in kosakata("baris")["tingkat"].items():
            if any(re.search(p, n) for p in pola):
                hasil[r] = urut[t]
                break
    if len(set(hasil.values())) < 2 or len(hasil) < 0.7 * len(baris):
        return {}
    return hasil


def _dari_jumlah(d: Denah, baris: list[int], kolom: list[int], tunggal: bool = False) -> dict[int, int]:
    """Parents that only sums show: a row that equals, to the rupiah, the rows right below it (two or more; one: `tunggal`).

    Half of the columns must fit, so that one wrong number does not hide a parent.
    """
    induk: dict[int, int] = {}
    for i in reversed(range(len(baris))):
        r = baris[i]
        t = d.nilai[r, kolom]
        ada = np.isfinite(t) & (np.abs(np.nan_to_num(t)) >= 1000)
        if not ada.any():
            continue
        jumlah, anak = np.zeros(len(kolom)), []
        for s in baris[i + 1 :]:
            if s in induk:
                continue
            if not np.isfinite(d.nilai[s, kolom]).any():
                break
            jumlah = jumlah + np.nan_to_num(d.nilai[s, kolom])
            anak.append(s)
            pas = np.abs(jumlah - np.nan_to_num(t)) <= 0.5
            if len(anak) >= (1 if tunggal else 2) and (pas & ada).sum() >= max(1, ada.sum() / 2):
                induk.update(dict.fromkeys(anak, r))
                break
            if (jumlah[ada] > t[ada] * 1.5 + 0.5).all():
                break
    return induk


def pohon(
    d: Denah,
    kolom: list[int],
    nama: dict[int, str],
    kode: dict[int, str],
    nomor: dict[int, str],
    tingkat: dict[int, int] | None = None,
) -> Pohon:
    """The tree of a table's rows.

    kolom: columns whose sums count; nama, kode, nomor: row → its name, account code, number; tingkat: depths that the
    layout itself gives (a column each for program, kegiatan, sub kegiatan), where it does.
    """
    data = [r for r in d.badan if d.baris[r].jenis == DATA and np.isfinite(d.nilai[r, kolom]).any()]
    calon = [
        tingkat or {},
        _tingkat_kode(data, kode),
        _tingkat_kode(data, nomor),
        _tingkat_gaya(data, nomor),
        _tingkat_kata(data, nama),
    ]
    bacaan = [(_dari_tingkat(data, t), t) for t in calon if t]
    bacaan = [(i, t) for i, t in bacaan if i]
    bertingkat = bool(bacaan)
    bacaan += [({}, {}), (_dari_jumlah(d, data, kolom), {}), (_dari_jumlah(d, data, kolom, True), {})]
    hasil = []
    for n, (induk, t) in enumerate(bacaan):
        induk = dict(induk)
        total = _pasang_total(d, kolom, data, induk, nomor)
        cocok, salah = nilai_pohon(d, induk, kolom)
        hasil.append((cocok - salah, -n, cocok, salah, induk, total, t))
    _, _, cocok, salah, induk, total, dalam = max(hasil, key=lambda h: h[:2])
    if bertingkat and salah > cocok:  # levels are printed, but no reading of them adds up: say nothing
        induk = {}
    for t in [t for t in total if _ganda(d, [r for r, i in induk.items() if i == t], t, kolom)]:
        induk = {r: i for r, i in induk.items() if i != t}
    kedalaman = {}
    for r in data:
        n, i = 0, r
        while i in induk and induk[i] not in total and n < 10:
            i, n = induk[i], n + 1
        kedalaman[r] = dalam.get(r, n)
    return Pohon(induk, total, kedalaman)


def _ganda(d: Denah, anak: list[int], t: int, kolom: list[int]) -> bool:
    """Do the rows come to two or three times their total in every column? Then some of them are totals themselves."""
    if len(anak) < 3:
        return False
    with np.errstate(divide="ignore", invalid="ignore"):
        kali = np.nansum(d.nilai[np.ix_(anak, kolom)], axis=0) / d.nilai[t, kolom]
    kali = kali[np.isfinite(kali)]
    return len(kali) > 0 and bool((((kali > 1.6) & (kali < 2.4)) | ((kali > 2.6) & (kali < 3.4))).all())


def _pasang_total(
    d: Denah, kolom: list[int], data: list[int], induk: dict[int, int], nomor: dict[int, str]
) -> list[int]:
    """Give every row on top its total row: the totals close what stands above them (in place). Returns the total rows."""
    total = [r for r in d.badan if d.baris[r].jenis == TOTAL and np.isfinite(d.nilai[r, kolom]).any()]
    lepas: list[int] = []  # rows on top since the last total
    sub: list[int] = []  # totals not yet part of another
    hasil = []
    urut = sorted([*data, *total, *[r for r in d.badan if d.baris[r].jenis == BAGIAN]])
    for n, r in enumerate(urut):
        if d.baris[r].jenis == BAGIAN:
            continue
        if r not in total:
            if r not in induk:
                lepas.append(r)
            continue
        sisa = [x for x in urut[n + 1 :] if x in total or x in data]
        pilihan = [x for x in (lepas, [*sub, *lepas] if sub else [], sub) if x]
        puncak = [x for x in lepas if gaya(nomor.get(x, "")) == gaya(nomor.get(lepas[0], ""))] if lepas else []
        campur = 0 < len(puncak) < len(lepas)  # "I … 1 … 2 … II": perhaps only I and II are parts
        if campur and nilai_pohon(d, dict.fromkeys(puncak, r), kolom) > nilai_pohon(d, dict.fromkeys(lepas, r), kolom):
            pilihan.append(puncak)
        nilai = [nilai_pohon(d, dict.fromkeys(p, r), kolom) for p in pilihan]
        if not pilihan:
            hasil.append(r)
            continue
        besar = d.baris[r].akhir or (not sisa and len(sub) > 0)
        if besar and len(pilihan) > 1:
            terbaik = max(range(len(pilihan)), key=lambda i: (nilai[i][0] - nilai[i][1], i == 1))
        else:
            terbaik = max(range(len(pilihan)), key=lambda i: (nilai[i][0] - nilai[i][1], -i))
        anak = pilihan[terbaik]
        if anak is sub and not lepas and len(sub) == 1 and nilai[terbaik][0] == 0:
            anak = []  # a second total that repeats nothing
        induk.update(dict.fromkeys(anak, r))
        lepas = [x for x in lepas if x not in anak]
        sub = [x for x in sub if x not in anak] + [r]
        hasil.append(r)
    atas = next((r for r in hasil[:1] if r not in induk.values() and data and r < data[0]), None)
    if atas is not None:  # the total stands above what it adds up
        for anak in (lepas, [x for x in lepas if lepas and gaya(nomor.get(x, "")) == gaya(nomor.get(lepas[0], ""))]):
            cocok, salah = nilai_pohon(d, dict.fromkeys(anak, atas), kolom)
            if len(anak) > 1 and cocok > salah:
                induk.update(dict.fromkeys(anak, atas))
                break
    return hasil
