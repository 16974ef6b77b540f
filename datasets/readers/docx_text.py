"""What a reader sees of a Word paragraph: insertions, field results, formulas; not deletions, codes, hidden text."""

import re

from datasets.document.model import Mentah
from datasets.readers.docx_formulas import M, rumus
from datasets.readers.docx_styles import Gaya, W, nyala

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEWAT = {
    W + nama
    for nama in (
        *[
            "del",
            "moveFrom",
            "rPr",
            "pPr",
            "instrText",
            "delText",
            "delInstrText",
            "softHyphen",
            "rt",
            "sdtPr",
            "sdtEndPr",
        ],
        *["footnoteRef", "endnoteRef", "annotationRef"],
    )
}
_BIASA = {W + nama for nama in ["t", "tab", "ptab", "br", "cr", "sym", "noBreakHyphen"]}
_ATAS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SIMBOL = {  # letters of the Symbol and Wingdings fonts
    "f0b7": "•", "f0a7": "▪", "f0fc": "✓", "f0d8": "➢", "f02d": "-", "f0b4": "×", "f0b8": "÷", "f0a3": "≤", "f0b3": "≥",
    "f0b1": "±", "f0e5": "Σ",
}  # fmt: skip


class PembacaTeks:
    """The text of one paragraph. Blocks found within it (text boxes, notes) are collected in `sesudah`.

    halaman: the page so far, -1 where Word has left no marks. medan: open fields, False while their code is read.
    """

    def __init__(self, gaya: Gaya, catatan: dict[str, dict], halaman: int) -> None:
        self.gaya, self.catatan, self.halaman = gaya, catatan, halaman
        self.medan: list[bool] = []
        self.sesudah: list[Mentah] = []
        self.gambar = self.grafik = 0

    def _teks(self, u) -> list[str]:
        """Visible text pieces below an element. '\\f' stands for a page break that Word met there."""
        hasil: list[str] = []
        for a in u:
            t = a.tag
            if t in _LEWAT or not isinstance(t, str):
                continue
            if t == f"{W}r":
                if not self._tersembunyi(a):
                    hasil += _naik(a, self._teks(a))
            elif t in _BIASA and not all(self.medan):
                continue  # inside a field's code
            elif t == f"{W}t":
                hasil.append(a.text or "")
            elif t in (f"{W}tab", f"{W}ptab"):
                hasil.append("\t")
            elif t in (f"{W}br", f"{W}cr"):
                hasil.append("\n" if a.get(f"{W}type") in (None, "textWrapping") else " ")
            elif t == f"{W}noBreakHyphen":
                hasil.append("-")
            elif t == f"{W}sym":
                hasil.append(_SIMBOL.get(a.get(f"{W}char", "").lower(), ""))
            elif t == f"{W}lastRenderedPageBreak":
                self.halaman += self.halaman > 0
                hasil.append("\f")
            elif t == f"{W}fldChar":
                self._medan(a.get(f"{W}fldCharType"))
            elif t in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self._baca_catatan("f" if "foot" in t else "e", a.get(f"{W}id"))
            elif t == f"{MC}AlternateContent":
                self._bentuk(self._pilihan(a))
            elif t in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._bentuk(a)
            elif t == f"{M}oMathPara":
                hasil.append(" ".join(rumus(m, lambda x: "".join(self._teks(x))) for m in a.iter(f"{M}oMath")))
            elif t == f"{M}oMath":
                hasil.append(rumus(a, lambda x: "".join(self._teks(x))))
            else:
                hasil += self._teks(a)
        return hasil

    def _medan(self, jenis: str | None) -> None:
        if jenis == "begin":
            self.medan.append(False)
        elif jenis == "separate" and self.medan:
            self.medan[-1] = True
        elif jenis == "end" and self.medan:
            self.medan.pop()

    def _tersembunyi(self, r) -> bool:
        rpr = r.find(f"{W}rPr")
        if rpr is None:
            return False
        if (v := rpr.find(f"{W}vanish")) is not None:
            return nyala(v)
        s = rpr.find(f"{W}rStyle")
        return s is not None and bool(self.gaya.warisan(s.get(f"{W}val"), "tersembunyi"))

    @staticmethod
    def _pilihan(u):
        """The branch of an AlternateContent that is shown: the first that holds text, so that none is read twice."""
        cabang = [c for c in u if c.tag in (f"{MC}Choice", f"{MC}Fallback")]
        berisi = (c for c in cabang if next(c.iter(f"{W}t"), None) is not None)
        return next(berisi, cabang[0] if cabang else u)

    def _kotak(self, u):
        """Outermost text boxes below a drawing, each once."""
        for a in u:
            if a.tag == f"{W}txbxContent":
                yield a
            else:
                yield from self._kotak(self._pilihan(a) if a.tag == f"{MC}AlternateContent" else a)

    def _bentuk(self, u) -> None:
        """Text boxes of a drawing become blocks after this one; pictures and charts are counted."""
        kotak = list(self._kotak(u))
        self._sisipkan(kotak)
        if not kotak:
            nama = {a.tag.rpartition("}")[2] for a in u.iter() if isinstance(a.tag, str)}
            uri = {a.get("uri", "") for a in u.iter() if isinstance(a.tag, str) and a.tag.endswith("}graphicData")}
            if any("chart" in x or "diagram" in x for x in uri):
                self.grafik += 1
            elif nama & {"blip", "imagedata"}:
                self.gambar += 1

    def _baca_catatan(self, jenis: str, kunci: str | None) -> None:
        if (c := self.catatan[jenis].get(kunci)) is not None:
            self._sisipkan([c])

    def _sisipkan(self, wadah: list) -> None:
        """Blocks of other stories (text boxes, notes) come after the block that holds them."""
        medan, self.medan = self.medan, []
        luar, self.sesudah = self.sesudah, []
        isi = [m for k in wadah for m in self._blok(k)]
        self.sesudah, self.medan = luar + isi, medan

    def _blok(self, wadah) -> list[Mentah]:
        raise NotImplementedError


def _naik(r, potong: list[str]) -> list[str]:
    """Raised digits ("m2", a note mark) as superscripts, so that they do not join the digits before them."""
    va = r.find(f"{W}rPr/{W}vertAlign")
    return [s.translate(_ATAS) for s in potong] if va is not None and va.get(f"{W}val") == "superscript" else potong


def rapi(teks: str) -> str:
    """Single spaces, no marks without width; tabs and hard line ends stay."""
    teks = re.sub(r"[\u200b\u00ad\ufeff\f]", "", teks)
    teks = re.sub(r"[ \u00a0\u2007\u2009\u202f]+", " ", teks)
    return "\n".join(b.strip() for b in teks.split("\n") if b.strip())
