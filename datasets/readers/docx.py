"""Word documents (.docx) to blocks, by a walk over the XML that sees what a reader of the page sees.

Tracked insertions, content controls and text boxes are read, deletions and hidden text are not; list numbers that Word
only computes are printed. jejak 'p12' is the 12th w:p and 't3' the 3rd w:tbl of word/document.xml in document order,
counted from 0; 'f4' is the footnote, 'e4' the endnote with that id.
"""

import re
from pathlib import Path

from lxml import etree

from datasets.document.lines import lepas_peluru, pecah, satukan, urai_tab
from datasets.document.model import MAKS_SEL, Mentah, Petak
from datasets.readers.container import BROKEN, buka_zip
from datasets.readers.docx_package import Paket
from datasets.readers.docx_styles import Gaya, Nomor, W, berpemimpin, nyala
from datasets.readers.docx_text import MC, PembacaTeks, rapi
from schemas.errors import InputError

_MAKS_JUDUL = 250  # a longer "heading" is a paragraph in the wrong style


def baca_docx(path: str | Path, peringatan: list[str] | None = None) -> list[Mentah]:
    """Blocks of a Word document in reading order; notes about what was not read are added to `warnings`.

    Raises InputError (one line) when the package is broken, locked, or no Word document.
    """
    nama = Path(path).name
    with buka_zip(path) as z:
        try:
            return _Pembaca(Paket(z), [] if peringatan is None else peringatan).baca()
        except RecursionError:
            raise InputError(f"{nama}: susunan dokumen Word bersarang terlalu dalam") from None
        except (etree.XMLSyntaxError, KeyError, *BROKEN) as galat:
            raise InputError(f"{nama}: isi dokumen Word rusak atau terpotong ({type(galat).__name__})") from None


class _Pembaca(PembacaTeks):
    """The walk over blocks and tables."""

    def __init__(self, paket: Paket, peringatan: list[str]) -> None:
        self.akar = paket.urai(paket.utama)
        gaya = Gaya(paket.bagian("styles"))
        catatan = {
            "f": _catatan(paket.bagian("footnotes"), "footnote"),
            "e": _catatan(paket.bagian("endnotes"), "endnote"),
        }
        # Word leaves marks where its pages broke; without any, pages are unknown
        bertanda = next(self.akar.iter(f"{W}lastRenderedPageBreak"), None) is not None
        super().__init__(gaya, catatan, 1 if bertanda else -1)
        self.nomor = Nomor(paket.bagian("numbering"), gaya)
        self.warnings = peringatan
        self.urut = {p: i for i, p in enumerate(self.akar.iter(f"{W}p"))}
        self.urut_tabel = {t: i for i, t in enumerate(self.akar.iter(f"{W}tbl"))}
        self.sel = 0
        self.spasi = False  # did the paragraph before end in a space?

    def baca(self) -> list[Mentah]:
        badan = self.akar.find(f"{W}body")
        if badan is None:
            raise KeyError("w:body")
        hasil = [lepas_peluru(n) for m in urai_tab(self._blok(badan)) for n in pecah(m)]
        if any(next(self.akar.iter(W + t), None) is not None for t in ("ins", "del", "moveFrom")):
            self.warnings.append("perubahan terlacak belum diputuskan: sisipan dibaca, hapusan tidak")
        if self.grafik:
            self.warnings.append(
                f"{self.grafik} grafik tidak dibaca: angka yang hanya ada di dalamnya tidak diperiksa"
            )
        if self.gambar:
            self.warnings.append(
                f"{self.gambar} gambar tidak dibaca: tabel atau angka di dalam gambar tidak diperiksa"
            )
        return hasil

    # ---- blocks -------------------------------------------------------------------------------------------------
    def _anak(self, wadah):
        """Paragraphs and tables of a container, through content controls, custom XML and tracked insertions."""
        for u in wadah:
            if u.tag in (f"{W}p", f"{W}tbl"):
                yield u
            elif u.tag == f"{MC}AlternateContent":
                yield from self._anak(self._pilihan(u))
            elif u.tag in (
                f"{W}sdt",
                f"{W}sdtContent",
                f"{W}customXml",
                f"{W}ins",
                f"{W}moveTo",
                f"{MC}Choice",
                f"{MC}Fallback",
            ):
                yield from self._anak(u)

    def _blok(self, wadah) -> list[Mentah]:
        hasil: list[Mentah] = []
        sambung: Mentah | None = None  # the paragraph whose end mark is a tracked deletion
        for u in self._anak(wadah):
            if u.tag == f"{W}tbl":
                isi, sambung = self._tabel(u), None
            else:
                spasi = self.spasi
                isi = [m] if (m := self._paragraf(u)) is not None else []
                if sambung is not None and isi:
                    sambung.teks, isi = f"{sambung.teks}{' ' * spasi}{m.teks}", []
                if u.find(f"{W}pPr/{W}rPr/{W}del") is None:
                    sambung = None
                elif sambung is None:
                    sambung = isi[0] if isi else None
            sesudah, self.sesudah = self.sesudah, []
            hasil += isi + sesudah
        return hasil

    def _paragraf(self, p, dalam_sel: bool = False) -> Mentah | None:
        ppr = p.find(f"{W}pPr")
        kunci = None if ppr is None or (s := ppr.find(f"{W}pStyle")) is None else s.get(f"{W}val")
        awal = self.halaman
        potong = self._teks(p)
        self.medan = []  # a field without its end must not swallow what follows
        teks = rapi("".join(potong))
        self.spasi = "".join(potong)[-1:] == " "
        # a page break that Word met before the first letter: the paragraph stands on the next page
        for s in potong:
            if s == "\f":
                awal = awal if awal < 0 else awal + 1
            elif s.strip():
                break
        nomor, berdaftar = self._label(ppr, kunci)
        if not teks and not (nomor and dalam_sel):  # a cell may hold nothing but its number
            return None
        teks = f"{nomor} {teks}".strip()
        tingkat = self._tingkat(ppr, kunci)
        if "\t" in teks and self._berpemimpin(ppr, kunci):  # a contents line
            kiri, _, kanan = teks.rpartition("\t")
            teks, berdaftar = f"{kiri.replace(chr(9), ' ').rstrip(' .…')}\t\t{kanan}", True
        jenis = "judul" if tingkat and len(teks) <= _MAKS_JUDUL else "butir" if berdaftar else "paragraf"
        return Mentah(jenis, teks, tingkat if jenis == "judul" else 0, awal, jejak=self._jejak(p))

    def _jejak(self, p) -> str:
        if p in self.urut:
            return f"p{self.urut[p]}"
        c = next((a for a in p.iterancestors(f"{W}footnote", f"{W}endnote")), None)
        return "" if c is None else f"{'f' if c.tag.endswith('footnote') else 'e'}{c.get(f'{W}id')}"

    def _berpemimpin(self, ppr, kunci) -> bool:
        return (
            self.gaya.nama(kunci).startswith(("toc ", "table of figures"))
            or berpemimpin(ppr)
            or self.gaya.pemimpin(kunci)
        )

    def _tingkat(self, ppr, kunci) -> int:
        lvl = None if ppr is None else ppr.find(f"{W}outlineLvl")
        n = self.gaya.warisan(kunci, "garis_besar") if lvl is None else int(lvl.get(f"{W}val", "9"))
        if n is None and (m := re.fullmatch(r"(?:heading|judul) ?(\d)", self.gaya.nama(kunci))):
            return int(m[1])
        return n + 1 if n is not None and 0 <= n <= 8 else 0

    def _label(self, ppr, kunci) -> tuple[str, bool]:
        """The list label of this paragraph and whether it is a list item; counts it."""
        pr = None if ppr is None else ppr.find(f"{W}numPr")
        num = None if pr is None or (u := pr.find(f"{W}numId")) is None else u.get(f"{W}val")
        ilvl = None if pr is None or (u := pr.find(f"{W}ilvl")) is None else int(u.get(f"{W}val", "0"))
        if num is None:
            num = self.gaya.warisan(kunci, "num")
            if num is not None and ilvl is None:
                ilvl = self.gaya.warisan(kunci, "ilvl")
                ilvl = self.nomor.tingkat_gaya(num, kunci) if ilvl is None else ilvl
        if num in (None, "0"):
            return "", False
        label = self.nomor.berikut(num, ilvl or 0)
        return label or "", label is not None

    # ---- tables -------------------------------------------------------------------------------------------------
    def _baris(self, tbl):
        """Rows that are not deleted, through content controls and custom XML."""
        for u in tbl:
            if u.tag == f"{W}tr":
                if u.find(f"{W}trPr/{W}del") is None:
                    yield u
            elif u.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
                yield from self._baris(u)

    def _sel(self, tr):
        for u in tr:
            if u.tag == f"{W}tc":
                if u.find(f"{W}tcPr/{W}cellDel") is None:
                    yield u
            elif u.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
                yield from self._sel(u)

    def _tabel(self, tbl) -> list[Mentah]:
        baris = [list(self._sel(tr)) for tr in self._baris(tbl)]
        if max((len(b) for b in baris), default=0) <= 1:  # a frame round text, no table
            return [m for b in baris for tc in b for m in self._blok(tc)]
        luar, self.sesudah = self.sesudah, []
        petak, halaman_awal = [], self.halaman
        sel: list[Petak] = []
        atas: dict[int, Petak] = {}  # column → the cell that a vertical merge may go on
        kepala, masih = 0, True
        for r, (tr, isi) in enumerate(zip(self._baris(tbl), baris, strict=True)):
            prop = tr.find(f"{W}trPr")
            masih = masih and prop is not None and nyala(prop.find(f"{W}tblHeader"))
            kepala += masih
            c = _int(prop, f"{W}gridBefore", 0)
            mulai, maju = self.halaman, 0
            for tc in isi:
                tcpr = tc.find(f"{W}tcPr")
                cs = max(1, _int(tcpr, f"{W}gridSpan", 1))
                vm = None if tcpr is None else tcpr.find(f"{W}vMerge")
                hm = None if tcpr is None else tcpr.find(f"{W}hMerge")
                self.halaman = mulai
                p = self._isi_sel(tc, r, c, cs)
                maju = max(maju, self.halaman - mulai)
                if hm is not None and hm.get(f"{W}val", "continue") == "continue" and sel and sel[-1].r == r:
                    sel[-1].cs += cs
                elif vm is not None and vm.get(f"{W}val", "continue") == "continue" and c in atas and atas[c].cs == cs:
                    atas[c].rs = r - atas[c].r + 1
                else:
                    sel.append(p)
                    atas = {k: v for k, v in atas.items() if not c <= k < c + cs}
                    if vm is not None:
                        atas[c] = p
                if vm is None:
                    atas.pop(c, None)
                c += cs
            self.halaman = mulai + maju
        self.sel += len(sel)
        if self.sel > MAKS_SEL:
            raise InputError(f"dokumen Word: lebih dari {MAKS_SEL} sel tabel, tidak dibaca")
        if any(p.teks for p in sel):
            petak = [
                Mentah(
                    "petak",
                    halaman=halaman_awal,
                    jejak=f"t{self.urut_tabel.get(tbl, -1)}",
                    sel=sel,
                    kepala=kepala or -1,
                )
            ]
        bersarang, self.sesudah = self.sesudah, luar
        return petak + bersarang

    def _isi_sel(self, tc, r: int, c: int, cs: int) -> Petak:
        teks, jejak, halaman = [], "", -1
        for u in self._anak(tc):
            if u.tag == f"{W}tbl":
                self.sesudah += self._tabel(u)
                continue
            jejak = jejak or self._jejak(u)
            m = self._paragraf(u, dalam_sel=True)
            if m is not None:
                if not teks:
                    jejak, halaman = m.jejak, m.halaman
                teks += m.teks.replace("\t", " ").split("\n")
        return Petak(r, c, satukan(teks), cs=cs, halaman=halaman if teks else self.halaman, jejak=jejak)


def _int(unsur, jalan: str, baku: int) -> int:
    anak = None if unsur is None else unsur.find(jalan)
    try:
        return baku if anak is None else int(anak.get(f"{W}val", baku))
    except ValueError:
        return baku


def _catatan(akar, nama: str) -> dict:
    """Foot- or endnotes by id, without Word's own separators."""
    if akar is None:
        return {}
    return {c.get(f"{W}id"): c for c in akar.iter(f"{W}{nama}") if c.get(f"{W}type", "normal") == "normal"}
