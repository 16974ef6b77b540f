"""Tables of counts and amounts: parts, their totals down and across, averages; also grids that nothing else recognised."""

import re
from functools import cache

import numpy as np

from datasets.recognise.grids.columns import Column, nama_baris
from datasets.recognise.grids.fits import uji_jumlah
from datasets.recognise.grids.layout import Denah
from datasets.recognise.grids.seri import nama_keterangan
from datasets.recognise.grids.texts import tanpa_nomor
from datasets.recognise.grids.tree import nilai_pohon, pohon
from datasets.recognise.headers import rapi, ukuran_kolom
from datasets.recognise.row_kinds import BAGIAN, CATATAN, DATA, RATA, TOTAL, Baris
from datasets.recognise.vocabulary import kosakata

MAKS_BAGIAN = 14  # columns that one total column may close


def kenali_rincian(d: Denah, kolom: list[Column], tahun: int) -> dict[str, list[dict]]:
    """Rows of `rincian` from these number columns: where the header counts, or a total, average or row total holds them."""
    hitung = [k for k in kolom if k.nilai and k.n]
    nama = nama_baris(
        d,
        kolom,
        (
            "uraian",
            "layanan",
            "penerima",
            "indikator",
            "sub_kegiatan",
            "kegiatan",
            "program",
            "sasaran",
            "bulan",
            "triwulan",
            "tahun",
        ),
    )
    if not hitung or nama is None:
        return {}
    hitung = [k for k in hitung if k.c != nama.c]
    _angkat_total(d, [k.c for k in hitung if not k.persen])
    jumlah_kolom = total_kolom(d, hitung)
    total = [r for r in d.badan if d.baris[r].jenis == TOTAL]
    rata = [r for r in d.badan if d.baris[r].jenis == RATA]
    dikenal = any(k.kepala.skor("jumlah", "aktif") >= 0.8 for k in hitung)
    if not (dikenal or total or rata or jumlah_kolom):
        return {}
    return {"rincian": _tulis(d, kolom, hitung, nama, jumlah_kolom, tahun)}


def _angkat_total(d: Denah, kolom: list[int]) -> None:
    """Rows whose words may mean a total become one where the rows above add up to them (in place)."""
    for i, r in enumerate(d.badan):
        b = d.baris[r]
        if b.jenis != DATA or not b.calon:
            continue
        atas = []
        for x in reversed(d.badan[:i]):
            if d.baris[x].jenis in (TOTAL, BAGIAN):
                break
            if d.baris[x].jenis == DATA:
                atas.append(x)
        cocok, salah = nilai_pohon(d, dict.fromkeys(atas, r), kolom) if len(atas) > 1 else (0, 1)
        if cocok and not salah:
            d.baris[r] = Baris(TOTAL, b.label, False)


def total_kolom(d: Denah, kolom: list[Column]) -> dict[int, list[int]]:
    """Total column → the like columns it adds up ("L | P | Jumlah", "TW I … TW IV | Jumlah").

    Only where at least two columns on its left (or right) have one kind of figure and their sums fit on most rows; a column
    of some other measure beside a count ("aktif" beside "jumlah") is never a part.
    """
    kata = {rapi(str(k)) for k in kosakata("kepala")["total_kolom"]}
    baris = [r for r in d.badan if d.baris[r].jenis in (DATA, TOTAL)]
    hasil: dict[int, list[int]] = {}
    for i, k in enumerate(kolom):
        daun = rapi(re.sub(r"\(.*?\)", "", k.kepala.jalur[-1])) if k.kepala.jalur else ""
        lemah = daun not in kata and daun.split(" ")[0] in kata  # "Jumlah Anggaran": only sums tell
        if not (daun in kata or lemah) or k.persen:
            continue
        for calon in _calon_bagian(kolom, i):
            u = uji_jumlah(
                d.nilai[np.ix_(baris, [x.c for x in calon])].T,
                d.nilai[baris, k.c],
                int(d.desimal[baris, k.c].max(initial=0)),
            )
            pasti = _pasti([rapi(x.kepala.jalur[-1]) for x in calon if x.kepala.jalur])
            isi = (np.abs(np.nan_to_num(d.nilai[np.ix_(baris, [x.c for x in calon])])) > 0).sum(axis=1)
            if (isi >= 2).sum() == 0 or not u.diuji:  # a column beside zeros adds up to anything
                continue
            # half of the rows are enough under a plain "Jumlah"; a single row only for parts that are surely parts
            if (u.bagian >= 0.5 and (u.diuji >= 2 or pasti)) or (pasti and not lemah and not u.menolak):
                hasil[k.c] = [x.c for x in calon]
                break
    return hasil


def _calon_bagian(kolom: list[Column], i: int) -> list[list[Column]]:
    """Runs of like columns left of column i (longest first), then right of it."""
    k = kolom[i]
    hasil = []
    for arah in (-1, 1):
        barisan: list[Column] = []
        j = i + arah
        while (
            0 <= j < len(kolom)
            and len(barisan) < MAKS_BAGIAN
            and kolom[j].persen == k.persen
            and kolom[j].ranah == k.ranah
        ):
            if len(k.kepala.jalur) > 1 and kolom[j].kepala.jalur[:-1] != k.kepala.jalur[:-1]:
                break
            barisan.append(kolom[j])
            j += arah
        hasil += [barisan[:n] for n in range(len(barisan), 1, -1)]
    return sorted(hasil, key=len, reverse=True)


def _pasti(nama: list[str]) -> bool:
    if any(set(p) == set(nama) for p in kosakata("kepala")["bagian_pasti"]):
        return True
    return len(nama) == 4 and all(re.fullmatch(r"(?:tw|triwulan|triw)\s*(?:iv|i{1,3}|[1-4])", n) for n in nama)


def subjek(d: Denah, nama: Column) -> str:
    """What a table's total is about: "PMKS" under the header "Jenis PMKS", else what the caption names, else ''.

    Headers of mere classification ("Jenis Kelamin", "Kecamatan") stand over many things and name none of them.
    """
    kepala = nama.kepala.jalur[-1] if nama.kepala.jalur else ""
    umum, buang = _umum(), {rapi(str(k)) for k in kosakata("kepala")["tanpa_subjek"]}
    kata = [k for k in re.findall(r"[\w/&()+-]+", kepala) if rapi(k) not in buang]
    sisa = " ".join(kata)
    if (
        nama.peran == "uraian"
        and sisa
        and sisa != kepala
        and rapi(kepala) not in umum
        and not set(rapi(sisa).split()) & umum
    ):
        return sisa
    return nama_keterangan(d.caption, True)


@cache
def _umum() -> set[str]:
    k = kosakata("kepala")
    return {rapi(str(w)) for p in ("uraian", "layanan", "penerima") for w in k["peran"][p]} | {
        rapi(str(w)) for w in k["penggolong"]
    }


def _ukuran(k: Column) -> str:
    """The measure a column counts: its header without the year."""
    teks = " ".join(t for t in k.kepala.jalur if not re.fullmatch(r"(?:tahun\s*)?(?:19|20)\d\d", t.strip(), re.I))
    teks = re.sub(r"\s*(?:tahun\s*)?\b(?:19|20)\d\d\b(?!\s*[-–])", "", teks, flags=re.I).strip()
    return ukuran_kolom(teks) or "jumlah"


def _tulis(
    d: Denah, kolom: list[Column], hitung: list[Column], nama: Column, jumlah_kolom: dict[int, list[int]], tahun: int
) -> list[dict]:
    hasil: list[dict] = []
    satuan = next((k for k in kolom if k.peran == "satuan" and not k.nilai), None)
    nomor = {r: d.nomor(r) for r in d.badan}
    label = {r: tanpa_nomor(d.isi(r, nama.c)) or d.baris[r].label for r in d.badan}
    kode_kolom = next((k for k in kolom if k.peran == "kode"), None)
    kode_akun = {r: d.teks[r, kode_kolom.c] if kode_kolom else "" for r in d.badan}
    bertambah = [k.c for k in hitung if not k.persen]
    p = pohon(d, bertambah, label, kode_akun, nomor) if bertambah else None
    total = p.total if p else []
    kode = {
        r: ("total" if r == total[-1] else f"total-{r}")
        if r in total
        else f"rata-{r}"
        if d.baris[r].jenis == RATA
        else str(r)
        for r in d.badan
    }
    induk_kolom = {c: t for t, bagian in jumlah_kolom.items() for c in bagian}
    ukuran = {k.c: _ukuran(k) for k in hitung}
    rangkap = {u for u in ukuran.values() if list(ukuran.values()).count(u) > 1}
    asli = dict(ukuran)
    tahun_kolom = {k.c: k.tahun if k.kepala.tahun else tahun for k in hitung}
    for c, u in list(ukuran.items()):
        if (
            u in rangkap
        ):  # one measure in several years: the year is the measure; else the column's place tells them apart
            beda = len({tahun_kolom[x] for x, v in asli.items() if v == u}) == list(asli.values()).count(u)
            lain = str(tahun_kolom[c]) if beda else f"kolom {c + 1}"
            ukuran[c] = lain if u == "jumlah" and beda else f"{u} {lain}"
    tentang = subjek(d, nama)
    bertambah_ke = {k.c: _persen_bertambah(d, k, p) if k.persen else _bertambah(d, k, p) for k in hitung}
    for r in d.badan:
        b = d.baris[r]
        if b.jenis in (BAGIAN, CATATAN) or not label[r]:
            continue
        for k in hitung:
            if not d.teks[r, k.c] or not (d.berangka(r, k.c)):
                continue
            induk = p.induk.get(r) if p else None
            if induk is not None and not bertambah_ke[k.c]:
                induk = None
            rata = b.jenis == RATA
            hasil.append(
                {
                    **d.tempat(r),
                    "kode": kode[r],
                    "induk": kode.get(induk, "") if induk is not None else "",
                    "uraian": label[r],
                    "ukuran": ukuran[k.c],
                    "ukuran_induk": ukuran.get(induk_kolom.get(k.c), "") if not rata else "",
                    "peran": "rata_rata" if rata else "total" if r in total else "bagian",
                    "subjek": "" if r in total[:-1] else tentang,
                    "satuan": d.isi(r, satuan.c) if satuan is not None and b.jenis == DATA else _satuan(k),
                    "tahun": str(tahun_kolom[k.c]) if tahun_kolom[k.c] > 0 else "",
                    **d.sel(r, k.c, "nilai"),
                }  # fmt: skip
            )
    hasil += _rata(d, hitung, hasil, kode, total)
    return hasil


def _satuan(k: Column) -> str:
    return k.kepala.satuan if k.kepala.satuan in ("%", "Rp") else ""


def _bertambah(d: Denah, k: Column, p) -> bool:
    """Do a column's figures add up to its totals? Sums prove it; else only plain counts and amounts near their sum do.

    A column of ratios, indices or means prints in its total row something that is no sum.
    """
    if p is None:
        return False
    dekat = pas = 0
    for t in set(p.induk.values()):
        anak = [r for r, i in p.induk.items() if i == t]
        v, jumlah = d.nilai[t, k.c], np.nansum(d.nilai[anak, k.c])
        if not np.isfinite(v) or not np.isfinite(d.nilai[anak, k.c]).any():
            continue
        des = int(max(d.desimal[[*anak, t], k.c].max(), 0))
        pas += abs(v - jumlah) <= (len(anak) + 1) * 0.5 * 10.0**-des if des else v == jumlah
        batas = (0.75, 1.35) if des else (0.1, 10.0)
        dekat += bool(jumlah and batas[0] <= v / jumlah <= batas[1])
    if pas:
        return True
    kata = set(rapi(k.kepala.teks).split())
    return dekat > 0 and not any(set(rapi(str(w)).split()) <= kata for w in kosakata("kepala")["tak_bertambah"])


def _persen_bertambah(d: Denah, k: Column, p) -> bool:
    """Shares add up to 100: a total of percentages counts only where it is a whole."""
    if p is None or not p.total:
        return False
    t = p.total[-1]
    anak = [r for r, i in p.induk.items() if i == t]
    v = d.nilai[t, k.c]
    if not anak or not np.isfinite(v):
        return False
    jumlah = np.nansum(d.nilai[anak, k.c])
    return abs(jumlah - 100) <= max(1.0, 0.02 * len(anak)) or (abs(v - 100) < 0.05 and 80 <= jumlah <= 120)


def _rata(d: Denah, hitung: list[Column], hasil: list[dict], kode: dict[int, str], total: list[int]) -> list[dict]:
    """Bind the parts to an average row: where they have no total they get it as parent (in place), else a second listing."""
    rata = [r for r in d.badan if d.baris[r].jenis == RATA]
    if not rata:
        return []
    r = rata[-1]
    data = {kode[x] for x in d.badan if d.baris[x].jenis == DATA}
    kembar = []
    for b in hasil:
        if b["kode"] in data and not b["induk"]:
            b["induk"] = kode[r]
        elif b["kode"] in data or b["kode"] == kode[r]:
            if total and b["kode"] in data:
                kembar.append({**b, "tabel": f"{b['tabel']}/rata-rata", "induk": kode[r], "ukuran_induk": ""})
    if kembar:
        for b in hasil:
            if b["kode"] == kode[r]:
                b["tabel"] = f"{b['tabel']}/rata-rata"
    return kembar
