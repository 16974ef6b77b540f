"""Tables of years → `seri`, `klaim`: a year in each row, of one indicator that the caption names, or plain years as columns."""

import re

from datasets.recognise.grids.columns import KINERJA, Column, nama_baris
from datasets.recognise.grids.indikator import calon_ukuran, tetapkan
from datasets.recognise.grids.indikator_rows import Tulis
from datasets.recognise.grids.layout import Denah
from datasets.recognise.grids.texts import sasaran_sekitar, status
from datasets.recognise.headers import TAHUN, rapi
from datasets.recognise.row_kinds import DATA

_AWALAN = re.compile(
    r"^\s*(?:(?:tabel|table|grafik|gambar)\s*[IVX\d]+(?:[.\-]\d+)*[.:]?|[\d.]+[.)]?(?=\s)|[a-z][.)])?\s*", re.I
)
_PEMBUKA = re.compile(
    r"^(?:perkembangan|realisasi|capaian|data|target|dan|perbandingan|rekapitulasi|tren|trend|kinerja|indikator|hasil|pencapaian|nilai)\s+(?=\S)",
    re.I,
)
_TEMPAT = re.compile(r"\s+(?:(?:di|pada)\s+)?(?i:kabupaten|kota|provinsi|kab\.|prov\.)\s+(?:[A-Z][\w-]+\s*){1,3}$")
_WAKTU = re.compile(r"\s*(?:,|\bdari|\bpada|\bselama|\bperiode|\bantara)?\s*(?:tahun|thn)?\.?\s*(?:19|20)\d\d.*$", re.I)


def nama_keterangan(caption: str, pembuka: bool = False) -> str:
    """The indicator a caption names, without table number, opening words (unless `pembuka`), place and years; '' where
    little is left."""
    t = _WAKTU.sub("", _AWALAN.sub("", caption)).strip(' .:-–“”"')
    while not pembuka and (lebih := _PEMBUKA.sub("", t)) != t:
        t = lebih
    t = _TEMPAT.sub("", t).strip(' .:-–“”"')
    return t if len(t) >= 3 else ""


def kenali_tahun_baris(d: Denah, kolom: list[Column]) -> dict[str, list[dict]]:
    """Rows of `seri` (and of `klaim` where a column says naik or turun) from a grid whose rows are years."""
    tahun = next((k for k in kolom if k.peran == "tahun" and not k.nilai), None)
    lain = [k for k in kolom if not k.nilai and k.peran in ("indikator", "sasaran", "uraian", "program", "kegiatan")]
    nama = nama_keterangan(d.caption)
    ukur, _ = tetapkan(
        d,
        [k for k in kolom if k.nilai and k.ranah == KINERJA and calon_ukuran(k)],
        [r for r in d.badan if d.baris[r].jenis == DATA],
    )
    if tahun is None or lain or not nama or not ukur:
        return {}
    hasil: dict[str, list[dict]] = {"seri": [], "klaim": []}
    ket = next((k for k in kolom if k.peran in ("keterangan", "predikat") and not k.nilai), None)
    sasaran = sasaran_sekitar(d)
    sebelum = ""
    for r in d.badan:
        m = TAHUN.search(d.isi(r, tahun.c))
        if d.baris[r].jenis != DATA or not m:
            continue
        for p, k in ukur.items():
            if d.teks[r, k.c]:
                hasil["seri"].append(
                    {
                        **d.tempat(r),
                        "indikator": nama,
                        "sasaran": sasaran,
                        "satuan": "%" if k.kepala.satuan == "%" else "",
                        "ukuran": p,
                        "tahun": m[1],
                        "jenis_baris": "indikator",
                        **d.sel(r, k.c, "nilai"),
                    }  # fmt: skip
                )
        arah = status(d.isi(r, ket.c)) if ket is not None else ""
        if arah in ("naik", "turun") and sebelum:
            hasil["klaim"].append(
                {
                    **d.tempat(r),
                    "jenis": arah,
                    "subjek": nama,
                    "ukuran": next(iter(ukur)),
                    "tahun": m[1],
                    "tahun_lain": sebelum,
                    "acuan": d.tabel,
                    "teks": d.isi(r, ket.c),
                }
            )
        sebelum = m[1]
    return {t: b for t, b in hasil.items() if b}


_SEBUT = {
    "capaian": re.compile(r"(?:%|persen(?:tase)?|tingkat)\s+capaian|capaian(?:\s+kinerja)?\s*\(\s*%", re.I),
    "realisasi": re.compile(r"realisasi|capaian|perkembangan|tren|kondisi|hasil|(?<!target )(?<!rencana )kinerja tahun", re.I),
    "target": re.compile(r"\b(?:target|rencana|proyeksi)\b", re.I),
}


def kenali_tahun_kolom(d: Denah, kolom: list[Column], konteks) -> dict[str, list[dict]]:
    """`seri` of a grid whose number columns are plain years: the caption, else the years, say what they hold."""
    nama = nama_baris(d, kolom, ("indikator", "sasaran"))
    tahun = [k for k in kolom if k.nilai and k.ranah == KINERJA and k.tahun > 0 and not k.kepala.calon and not k.pembanding]
    if nama is None or len({k.tahun for k in tahun}) < 2 or len({k.tahun for k in tahun}) < len(tahun):
        return {}
    tentang = d.caption or d.bagian.rsplit(" > ", 1)[-1]
    sebut = {p for p, pola in _SEBUT.items() if pola.search(tentang)}
    if not sebut and _SEBUT["target"].search(d.pengantar) or not sebut and re.search(r"perencanaan kinerja", d.bagian, re.I):
        sebut = {"target"}
    if "target" in sebut and sebut & {"realisasi", "capaian"}:
        return {}
    nanti = konteks.tahun > 0 and max(k.tahun for k in tahun) > konteks.tahun
    peran = next((p for p in _SEBUT if p in sebut), "target" if nanti else "realisasi")
    if nanti and peran != "target":
        return {}
    tulis = Tulis(d, kolom, nama, konteks)
    seri = [b for k in sorted(tahun, key=lambda k: k.tahun) for b in tulis.seri(k.tahun, peran, k)]
    return {"seri": seri} if seri else {}


def tetapkan_seri(tabel: dict[str, list[dict]], angka) -> None:
    """Say "capaian" of a series taken for realisasi whose values other tables print as capaian, and never as realisasi (in
    place): a caption "Capaian … tahun 2019-2023" means either."""
    nilai = angka["nilai"].to_dict()
    dikenal: dict[tuple, dict[str, set]] = {}
    for b in tabel.get("indikator", []):
        for p in ("realisasi", "capaian"):
            if b.get(f"_{p}", -1) >= 0:
                dikenal.setdefault((rapi(b["indikator"]), str(b["tahun"])), {}).setdefault(p, set()).add(nilai[b[f"_{p}"]])
    satu: dict[str, list[dict]] = {}
    for b in tabel.get("seri", []):
        satu.setdefault(b["tabel"], []).append(b)
    for baris in satu.values():
        if {b["ukuran"] for b in baris} != {"realisasi"}:
            continue
        sama = {"realisasi": 0, "capaian": 0}
        for b in baris:
            lain = dikenal.get((rapi(b["indikator"]), str(b["tahun"])), {})
            v = nilai.get(b.get("_nilai", -1))
            if len(lain) == 2 and lain["realisasi"] != lain["capaian"]:
                for p in sama:
                    sama[p] += v in lain[p]
        if sama["capaian"] >= 1 and not sama["realisasi"]:
            for b in baris:
                b["ukuran"] = "capaian"
