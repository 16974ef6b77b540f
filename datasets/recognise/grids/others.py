"""Smaller kinds of grids: rating scales, definitions of indicators, aid and services, lists of predikat."""

import re

from datasets.document.clean import bersih
from datasets.recognise.grids.columns import KINERJA, Column, nama_baris, teks_turun
from datasets.recognise.grids.layout import Denah
from datasets.recognise.grids.seri import nama_keterangan
from datasets.recognise.grids.texts import status, tanpa_nomor
from datasets.recognise.headers import rapi
from datasets.recognise.row_kinds import BAGIAN, CATATAN, DATA, RATA, TOTAL
from datasets.recognise.structure.scale_bands import baca_selang
from datasets.recognise.vocabulary import kosakata

_GARIS = r"(?:[-–—_]{2,}|…+|\.{4,})"
_KALI = r"(?:\s*(?:[x×*✕]|dikali(?:kan)?)\s*\(?100(?:[.,]0{1,2})?\s*(?:%|persen)?\)?)"


def kenali_skala(d: Denah, kolom: list[Column]) -> list[dict]:
    """Bands of a rating scale: a column of intervals beside a column of labels; [] where the grid is none."""
    data = [r for r in d.badan if d.baris[r].jenis in (DATA, TOTAL, BAGIAN)]
    if not 2 <= len(data) <= 12 or _skala_lain(d):
        return []
    selang = {}
    for k in kolom:
        if k.peran in ("no", "kode"):
            continue
        isi = {
            r: baca_selang(d.teks[r, k.c])
            for r in data
            if re.search(r"\d", d.teks[r, k.c]) and len(d.teks[r, k.c]) <= 60
        }
        tanda = sum(1 for r, s in isi.items() if s and (s.bawah != s.atas))
        bernama = k.kepala.skor("interval") >= 0.5
        if len([s for s in isi.values() if s]) >= 0.8 * len(data) and tanda >= (0.5 if bernama else 0.75) * len(data):
            selang[k.c] = (isi, tanda, bernama)
    if not selang:
        return []
    # a second column of intervals measures something else ("nilai persepsi"): the one the labels' percentages stand in wins
    c = max(selang, key=lambda c: (_besar(selang[c][0]), selang[c][1], -c))
    label = _kolom_label(d, kolom, data, c)
    if label is None:
        return []
    hasil = []
    for r in data:
        s, nama = selang[c][0].get(r), d.isi(r, label.c)
        if s is None or not nama:
            continue
        baris = {
            **d.tempat(r),
            "label": nama,
            "bawah": s.bawah,
            "bawah_termasuk": s.bawah_termasuk,
            "atas": s.atas,
            "atas_termasuk": s.atas_termasuk,
        }
        hasil.append(baris | _id_batas(d, r, c, s))
    return hasil if len(hasil) >= 2 else []


def _skala_lain(d: Denah) -> bool:
    """Does the grid rate something else than capaian (service quality, AKIP, maturity …)?"""
    teks = rapi(" ".join([d.caption, *(k.teks for k in d.kepala.values())]))
    return any(re.search(p, teks) for p in kosakata("kepala")["skala_lain"])


def _besar(isi: dict) -> bool:
    return any(s and _bilangan(s.atas or s.bawah) > 10 for s in isi.values())


def _bilangan(teks: str) -> float:
    m = re.search(r"\d+(?:[.,]\d+)?", teks)
    return float(m[0].replace(",", ".")) if m else 0.0


def _id_batas(d: Denah, r: int, c: int, s) -> dict:
    """Ids of the numbers of the two bounds, matched by value in the cell."""
    hasil = {"_bawah": -1, "_atas": -1}
    sisa = [(t.id, f"{t.nilai:g}") for t in d.token.get((r, c), []) if t.kelas != "bukan"]
    for nama, teks in (("bawah", s.bawah), ("atas", s.atas)):
        if not teks:
            continue
        n = f"{_bilangan(teks):g}"
        i = next((j for j, x in sisa if x == n), None)
        if i is not None:
            hasil[f"_{nama}"] = int(i)
            if s.bawah != s.atas:
                sisa = [(j, x) for j, x in sisa if j != i]
    return hasil


def _label_dikenal() -> set[str]:
    k = kosakata("label")
    return {rapi(str(x)) for x in [*k["kuat"], *k["lemah"], *k["huruf"], *kosakata("skala")["label"]]}


def _kolom_label(d: Denah, kolom: list[Column], data: list[int], interval: int) -> Column | None:
    dikenal = _label_dikenal()

    def nilai(k: Column) -> float:
        isi = [d.isi(r, k.c) for r in data]
        if (
            k.c == interval
            or k.peran in ("no", "interval")
            or not all(isi)
            or any(len(t) > 60 or not re.search(r"[A-Za-z]", t) for t in isi)
        ):
            return 0
        kata = sum(rapi(t) in dikenal for t in isi) / len(isi)
        return kata + 0.4 * min(len(isi[0]), 10) / 10 + (0.5 if k.kepala.skor("predikat") >= 0.5 else 0)

    terbaik = max(kolom, key=nilai, default=None)
    return terbaik if terbaik is not None and nilai(terbaik) >= 0.5 else None


def kenali_definisi(d: Denah, kolom: list[Column]) -> list[dict]:
    """Definitions of indicators: a column of names beside one of formulas or ways of measuring."""
    formula = next((k for k in kolom if k.peran == "formula" and not k.nilai), None)
    nama = next((k for k in kolom if k.peran == "indikator" and not k.nilai), None)
    if formula is None or nama is None:
        return []
    cari = {k.peran: k for k in reversed(kolom) if not k.nilai}
    sasaran = teks_turun(d, cari["sasaran"].c) if "sasaran" in cari else {}
    hasil = []
    for r in d.badan:
        if d.baris[r].jenis in (CATATAN, RATA, TOTAL) or not d.teks[r, nama.c] or not d.isi(r, formula.c):
            continue
        teks = bersih(d.isi(r, formula.c))
        a, b = pembilang_penyebut(teks)
        hasil.append(
            {
                **d.tempat(r),
                "indikator": tanpa_nomor(d.teks[r, nama.c]),
                "sasaran": tanpa_nomor(sasaran.get(r, "")),
                "satuan": d.isi(r, cari["satuan"].c) if "satuan" in cari else "",
                "formula": teks,
                "pembilang": a,
                "penyebut": b,
                "sumber": d.isi(r, cari["sumber"].c) if "sumber" in cari else "",
            }  # fmt: skip
        )
    return hasil


def pembilang_penyebut(teks: str) -> tuple[str, str]:
    """What a written formula divides and by what: 'a ---- x 100% b', 'a / b x 100%', 'a dibagi b', 'a : b'; ('', '') if none."""
    t = re.sub(r"\s+", " ", teks).strip()
    t = (
        re.sub(r"^.{0,120}?(?:formula(?:si)?|rumus|perhitungan|cara pengukuran)?\s*[:=]\s*(?=\S)", "", t, count=1)
        if re.match(r"^[^/]{0,120}?[=]", t)
        else t
    )
    t = re.split(r"\b(?:keterangan|catatan|sumber|dimana|di mana|contoh)\b\s*[:]?", t, maxsplit=1, flags=re.I)[0]
    for pola in (
        rf"^(?P<a>.+?)\s*{_GARIS}\s*{_KALI}\s*(?P<b>.+?)$",
        rf"^(?P<a>.+?)\s*{_GARIS}\s*(?P<b>.+?){_KALI}?$",
        rf"^\(?\s*(?P<a>[^/]+?)\s*\)?\s+/\s+\(?\s*(?P<b>[^/]+?)\s*\)?{_KALI}?\s*$",
        r"^\(?\s*(?P<a>.+?)\s*\)?,?\s+(?:dibagi(?:kan)?(?: dengan)?|dibanding(?:kan)?(?: dengan)?|÷)\s+"
        rf"\(?\s*(?P<b>.+?)\s*\)?(?:,?\s*{_KALI})?\s*\.?$",
        rf"^\(?\s*(?P<a>[^/:]+?)\s*\)?\s+:\s+\(?\s*(?P<b>[^/:]+?)\s*\)?{_KALI}\s*$",
        rf"^\(?\s*(?P<a>[^/]{{6,}}?)\s*\)?\s*/\s*\(?\s*(?P<b>[^/]{{6,}}?)\s*\)?{_KALI}\s*$",
    ):
        m = re.match(pola, t, re.I)
        if m and all(re.search(r"[A-Za-z]{3}", m[g]) for g in ("a", "b")):
            return _bersih(m["a"]), _bersih(m["b"])
    return "", ""


def _bersih(teks: str) -> str:
    teks = re.sub(rf"{_KALI}\s*$", "", teks.strip(), flags=re.I)
    return (
        teks.strip(' =:;,.()“”"')
        if teks.count("(") != teks.count(")")
        else re.sub(r"^[=:;,.\s]+|[=:;,.\s]+$", "", teks)
    )


def kenali_layanan(d: Denah, kolom: list[Column], tahun: int) -> tuple[list[dict], set[int]]:
    """Aid and services: what was given, to whom, target and realisasi; and the columns used."""
    cari = {k.peran: k for k in reversed(kolom) if not k.nilai}
    penerima, uraian = cari.get("penerima"), cari.get("layanan") or cari.get("uraian") or cari.get("kegiatan")
    angka = {p: next((k for k in kolom if k.nilai and k.kepala.skor(p) >= 0.5), None) for p in ("target", "realisasi")}
    if penerima is None or uraian is None or uraian is penerima:
        return [], set()
    if angka["realisasi"] is None:
        angka["realisasi"] = next((k for k in kolom if k.nilai and k.kepala.skor("jumlah") >= 0.5), None)
    angka = {p: k for p, k in angka.items() if k is not None}
    if "realisasi" not in angka:
        return [], set()
    total = next((r for r in reversed(d.badan) if d.baris[r].jenis == TOTAL), None)
    hasil = []
    isi_uraian = teks_turun(d, uraian.c)
    for r in d.badan:
        if d.baris[r].jenis not in (DATA, TOTAL) or not any(d.berangka(r, k.c) for k in angka.values()):
            continue
        jumlah = r == total
        nama = d.baris[r].label if jumlah else tanpa_nomor(isi_uraian.get(r, "") or d.isi(r, uraian.c))
        kepada = d.isi(r, penerima.c) if not jumlah else d.baris[r].label
        if not nama or not kepada or (d.baris[r].jenis == TOTAL and not jumlah):
            continue
        baris = {
            **d.tempat(r), "uraian": nama, "penerima": kepada, "satuan": d.isi(r, cari["satuan"].c) if "satuan" in cari else "",
            "tahun": str(tahun) if tahun > 0 else "", "kode": "total" if jumlah else str(r),
            "induk": "total" if total is not None and not jumlah else "", "subjek": nama_keterangan(d.caption, True) if jumlah else "",
        }  # fmt: skip
        for p, k in angka.items():
            if d.teks[r, k.c]:
                baris |= d.sel(r, k.c, p)
        hasil.append(baris)
    return hasil, {k.c for k in angka.values()}


def kenali_predikat(d: Denah, kolom: list[Column], tahun: int) -> list[dict]:
    """Labels beside averages or capaian of things that are no indicators (sasaran, years, agencies)."""
    label = next((k for k in kolom if k.peran == "predikat" and not k.nilai), None)
    nama = nama_baris(d, kolom, ("sasaran", "tujuan", "tahun", "uraian", "program", "kegiatan"))
    nilai = next(
        (
            k
            for k in kolom
            if k.nilai and (k.kepala.skor("capaian", "rata_rata") >= 0.5 or k.persen) and k.ranah == KINERJA
        ),
        None,
    )
    if label is None or nama is None or nilai is None or nama is label:
        return []
    dikenal = _label_dikenal()
    hasil = []
    for r in d.badan:
        t = d.isi(r, label.c)
        if d.baris[r].jenis in (BAGIAN, CATATAN) or not d.figur(r, nilai.c) or status(t) or rapi(t) not in dikenal:
            continue
        subjek = tanpa_nomor(d.isi(r, nama.c)) or d.baris[r].label
        tahunan = nama.peran == "tahun"
        hasil.append(
            {
                **d.tempat(r),
                "subjek": "rata-rata capaian" if tahunan else subjek,
                "ukuran": "rata_rata"
                if tahunan or d.baris[r].jenis == RATA or "rata" in rapi(nilai.kepala.teks)
                else "capaian",
                "tahun": re.sub(r"\D", "", subjek)[:4] if tahunan else (str(tahun) if tahun > 0 else ""),
                "acuan": d.tabel,
                **d.sel(r, nilai.c, "nilai"),
                "label": t,
            }  # fmt: skip
        )
    return hasil
