"""Statements in prose that bind a number, a label or a count to a subject and a year, to typed rows.

`kenali_prosa` reads every block sentence by sentence with the grammar of tata_bahasa.py; each claim family has a file
prosa_*.py. What the grammar does not understand stays out.
"""

import re
from functools import cache, partial

import pandas as pd

from datasets.document.model import Dokumen
from datasets.recognise.context import Konteks, wilayah
from datasets.recognise.prose.anggaran import Anggaran, perubahan, perubahan_kepala
from datasets.recognise.prose.arah import baca_arah
from datasets.recognise.prose.arithmetic import baca_hitung, baca_rumus, mirip_rumus
from datasets.recognise.prose.counts import baca_banyak
from datasets.recognise.prose.differences import baca_selisih
from datasets.recognise.prose.grammar import Token, rapikan
from datasets.recognise.prose.grammar_names import Kamus, kata_nama
from datasets.recognise.prose.grammar_numbers import BILANGAN
from datasets.recognise.prose.grammar_tokens import kalimat, label_bawaan
from datasets.recognise.prose.layanan import baca_layanan
from datasets.recognise.prose.predikat import baca_predikat
from datasets.recognise.prose.rincian import baca_rincian
from datasets.recognise.prose.setting import Hasil, Peta, Suasana, judul_umum, kamus_dari, label_butir
from datasets.recognise.prose.values import baca_nilai
from datasets.recognise.vocabulary import kosakata, pilihan
from schemas.tables import all_tables

TABEL = ("klaim", "predikat", "perhitungan", "layanan", "rincian", "indikator")
_KOLOM_ANGKA = ["blok", "mulai", "akhir", "teks", "desimal", "nilai", "satuan", "kelas", "kolom"]
_KELAS_TANPA_ANGKA = ("NAIK", "TURUN", "TETAP", "MELEBIHI", "TERCAPAI", "TAK_TERCAPAI", "SEMAKIN", "PREDIKAT")
_BARIS_RUMUS = re.compile(r"[\s\d.,=%x×/:()+\-–—_*$\\{}a-zA-Z]*[\d=][\s\d.,=%x×/:()+\-–—_*$\\{}a-zA-Z]*")
_MAKS_JUDUL = 25  # words of a line that may name a subject


def kenali_prosa(
    dok: Dokumen, angka: pd.DataFrame, konteks: Konteks, dari_petak: dict[str, pd.DataFrame] | None = None
) -> dict[str, pd.DataFrame]:
    """Typed rows of the statements in prose, by table (TABEL); a table without rows is left out.

    angka: ANGKA_COLUMNS of the document; every value column `x` has `_x`, the id of its figure there (-1: a number in words).
    dari_petak: what the grids gave; their names are the subjects looked for, their tables what a statement is about (`acuan`).
    """
    dari_petak = dari_petak or {}
    h = Hasil(angka["teks"].to_dict() if len(angka) else {})
    semua = list(suasana(dok, angka, konteks, dari_petak))
    anggaran = Anggaran(dari_petak, angka["nilai"].to_dict() if len(angka) else {})
    blok = [s for s, _ in semua]
    rumus = _rumus(blok)
    for deret in rumus:
        baca_rumus(deret, h)
    dalam_rumus = {s.blok.blok for deret in rumus for s in deret}
    for i, (s, perlu) in enumerate(semua):
        if not perlu or s.blok.blok in dalam_rumus:
            anggaran.ubah(s, h)
            continue
        butir = _butir_berikut(blok, i)
        baca_layanan(s, h)
        baca_rincian(s, h, [k for b in butir for k in b.kalimat[:1]])
        anggaran.baca(s, h)
        baca_banyak(s, h, [b.blok for b in butir])
        ukuran = baca_nilai(s, h)
        baca_predikat(s, h, ukuran)
        baca_hitung(s, h, ukuran)
        baca_selisih(s, h, ukuran)
        baca_arah(s, h)
    _kepala(dok, konteks, h)
    return {t: _kerangka(t, h.baris[t]) for t in TABEL if h.baris.get(t)}


def _rumus(semua: list[Suasana]) -> list[list[Suasana]]:
    """Runs of two blocks or more that hold nothing but the lines of a formula."""
    hasil: list[list[Suasana]] = []
    deret: list[Suasana] = []
    for s in semua:
        if len(s.blok.teks) < 80 and _BARIS_RUMUS.fullmatch(s.blok.teks) and mirip_rumus(s.kalimat):
            if deret and s.blok.blok != deret[-1].blok.blok + 1:
                hasil.append(deret)
                deret = []
            deret.append(s)
        elif deret:
            hasil.append(deret)
            deret = []
    return [d for d in [*hasil, deret] if len(d) > 1]


def _kepala(dok: Dokumen, konteks: Konteks, h: Hasil) -> None:
    """What the headers of grids say of a changed budget."""
    if not len(dok.sel):
        return
    kepala = dok.sel.loc[dok.sel["kepala"].astype(bool), ["blok", "teks"]]
    temu = {b: t for b, isi in zip(kepala["blok"], kepala["teks"], strict=True) if (t := perubahan_kepala(isi))}
    if temu:
        for b in dok.blok[dok.blok["blok"].isin(list(temu)) & dok.blok["jenis"].eq("petak")].itertuples(index=False):
            perubahan(Suasana(b, [], konteks, None), h, temu[b.blok])


def _butir_berikut(semua: list[Suasana], i: int) -> list[Suasana]:
    """The list items right behind a block, as long as they are items of one kind."""
    hasil: list[Suasana] = []
    awal = semua[i]
    for s in semua[i + 1 : i + 60]:
        n = hasil[-1].blok.blok if hasil else awal.blok.blok
        if s.blok.jenis != "butir" or s.blok.blok != n + 1 or s.blok.bagian != awal.blok.bagian:
            break
        if hasil and _jenis_label(s.butir) != _jenis_label(hasil[0].butir):
            break
        hasil.append(s)
    return (
        hasil
        if awal.blok.jenis != "butir" or not hasil or _jenis_label(awal.butir) != _jenis_label(hasil[0].butir)
        else []
    )


def _jenis_label(label: str) -> str:
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", label))


def _kerangka(nama: str, baris: list[dict]) -> pd.DataFrame:
    tipe = all_tables()[nama]
    acuan = [f"_{k}" for k in tipe.angka_columns]
    isi = {k: [r.get(k, "") for r in baris] for k in ("laporan", *tipe.columns)}
    isi = pd.DataFrame(isi, dtype=object).join(
        pd.DataFrame({k: [r.get(k, -1) for r in baris] for k in acuan}, dtype="int64")
    )
    return isi


def _label(dari_petak: dict[str, pd.DataFrame]) -> dict[tuple[str, ...], frozenset]:
    """The usual labels and those of the report's own scale."""
    label = label_bawaan()
    skala = dari_petak.get("skala")
    for teks in skala["label"] if skala is not None and len(skala) else ():
        kata = tuple(re.findall(r"[^\W\d_]+", str(teks).lower()))
        if kata and kata not in label:
            label[kata] = frozenset({"L", "KUAT" if len(kata) > 1 else "LEMAH"})
    return label


def suasana(dok: Dokumen, angka: pd.DataFrame, konteks: Konteks, dari_petak: dict[str, pd.DataFrame]):
    """Yield a `Suasana` for each block of prose (contents and cover left out), and whether it can hold a claim at all."""
    kamus, peta, label = (
        kamus_dari(dari_petak, konteks.instansi),
        Peta(dok, angka, dari_petak, konteks),
        _label(dari_petak),
    )
    per_blok: dict[int, list] = {}
    for x in angka.loc[angka["r"].lt(0), _KOLOM_ANGKA].itertuples() if len(angka) else ():
        per_blok.setdefault(x.blok, []).append(x)
    bagian = wilayah(dok)
    judul = _Judul(kamus)
    for b in dok.blok.itertuples(index=False):
        if b.jenis == "petak" or bagian.get(b.blok) in ("sampul", "daftar isi") and not konteks.petikan:
            judul.lewat(b)
            continue
        isi = per_blok.get(b.blok, [])
        s = Suasana(b, partial(kalimat, b.teks, isi, label, kamus, int(b.blok)), konteks, peta, label_butir(b.teks))
        perlu = any(x.kelas == "figur" for x in isi) or bool(_perlu(tuple(label)).search(b.teks))
        if perlu:
            s.judul = judul.untuk(b, s.kalimat)
        yield s, perlu
        judul.lewat(b)


@cache
def _perlu(label: tuple[tuple[str, ...], ...]) -> re.Pattern:
    """A word that a block without figures must hold to say anything: a verdict, a rise or fall, a count in words."""
    kelas = kosakata("prosa")["kelas"]
    kata = {f.split()[0] for k in _KELAS_TANPA_ANGKA for f in kelas[k]} | {" ".join(f) for f in label} | set(BILANGAN)
    return re.compile(rf"\b(?:{pilihan(kata)})\b", re.IGNORECASE)


class _Judul:
    """The subject that headings, list items and short lines above a block name."""

    def __init__(self, kamus: Kamus):
        self.kamus = kamus
        self.bagian = ""
        self.kini: Token | None = None

    def lewat(self, b) -> None:
        """Take notice of a block that has been read."""
        if b.bagian != self.bagian:
            self.bagian, self.kini = b.bagian, None
            if b.jenis != "judul" and b.bagian:
                self.kini = self._nama(b.bagian.split(" > ")[-1], "judul")
        if b.jenis == "petak":
            return
        baru = self._nama(b.teks, b.jenis)
        if baru is not None:
            self.kini = baru

    def untuk(self, b, isi) -> Token | None:
        """The subject for block b: its own title sentence, else what stands above it."""
        if b.bagian != self.bagian:
            self.lewat(b._replace(teks="", jenis="paragraf"))
        if len(isi) > 1:
            awal = [t for t in isi[0].token if not t.kelas & {"BUTIR", "TITIK"}]
            if 0 < len(awal) <= _MAKS_JUDUL and not any(t.kelas & {"N", "SE", "Y", "KOMA"} for t in awal):
                judul = self._nama(isi[0].cetak(0, len(isi[0].token)), "butir")
                if judul is not None:
                    return judul
        return self.kini

    def _nama(self, teks: str, jenis: str) -> Token | None:
        teks = re.sub(r"^\s*(?:[A-Za-z]|\d{1,2}(?:\.\d+)*|[IVXivx]+)[.)]\s*|^\s*\(\w\)\s*|^\s*[-•*]\s+", "", teks)
        teks = re.sub(
            r"^(?:sasaran(?: strategis)?(?:\s+\d+)?|indikator(?: kinerja)?(?: utama)?)\s*[:.]?\s*(?=[“\"„A-Z])",
            "",
            teks,
            flags=re.IGNORECASE,
        )
        kata = kata_nama(rapikan(teks))
        if not kata or len(kata) > _MAKS_JUDUL or (jenis == "paragraf" and re.search(r"[.;:]\s*$|\d", teks)):
            return None
        temu = self.kamus.cari(teks)
        if temu:
            return Token(frozenset({"I"}), temu[0].lower(), -1, -1, nama=temu[0], jenis=temu[1])
        kutip = re.fullmatch(r"\s*[“\"„]([^”\"]+)[”\"]?\s*\.?\s*", teks)
        if kutip:
            return Token(frozenset({"I"}), kutip[1].lower(), -1, -1, nama=rapikan(kutip[1]), jenis="kutip")
        if jenis == "paragraf" or judul_umum(teks) or re.search(r"[.;:,]\s*\S|[:;]\s*$|\t", teks.strip()):
            return None
        if jenis == "butir" and not re.match(r"[A-Z]", teks.strip()):
            return None
        return Token(frozenset({"I"}), rapikan(teks).lower(), -1, -1, nama=rapikan(teks), jenis="judul")
