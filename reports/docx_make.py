"""Makes the .docx templates of reports/docx_templates; run as `python -m reports.docx_make` after a change
here.

The templates are committed as files, so that an office can open them in Word, change them and keep them in a
folder of its own.
"""

from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reports.labels import LANGUAGES, Labels, labels
from reports.papers import FORM, NOTES, STATEMENT

FOLDER = Path(__file__).parent / "docx_templates"
_ABOUT = {"what": "{{ perihal }}", "who": "{{ instansi }}", "year": "{{ tahun }}"}
_INK, _GREY, _HEAD = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x5A, 0x64, 0x70), "DCE6F0"
_DOTS = "……………………………………"


class Paper:
    """A template under construction: A4, one font, a foot line with page numbers."""

    def __init__(self, words: Labels, title: str, landscape: bool = False) -> None:
        self._ = words._
        self.document = docx.Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = Mm(15 if landscape else 22)
        section.top_margin, section.bottom_margin = Mm(16), Mm(16)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = "Arial", Pt(10)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
        style.paragraph_format.space_after = Pt(4)
        self._plain_heading(self.document.styles["Heading 2"])
        self.document.core_properties.title, self.document.core_properties.author = title, "Cermat"
        self.document.core_properties.comments = ""
        self._foot(section, title)

    @staticmethod
    def _plain_heading(style) -> None:
        """Headings in the paper's own font, not the theme's."""
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{name}"), "Arial")

    def _foot(self, section, title: str) -> None:
        p = section.footer.paragraphs[0]
        self.run(p, f"{title} · {{{{ instansi }}}} {{{{ tahun }}}} · ", 7.5, colour=_GREY)
        self._field(p, "PAGE")
        self.run(p, " / ", 7.5, colour=_GREY)
        self._field(p, "NUMPAGES")

    def _field(self, p, code: str) -> None:
        for kind, text in (("begin", ""), (None, code), ("separate", ""), ("t", "1"), ("end", "")):
            run = self.run(p, text if kind == "t" else "", 7.5, colour=_GREY)
            if kind is None:
                element = OxmlElement("w:instrText")
                element.text = code
                run._r.append(element)
            elif kind != "t":
                run._r.append(OxmlElement("w:fldChar", attrs={qn("w:fldCharType"): kind}))

    def run(self, p, text: str, size: float = 10, bold: bool = False, colour=None, italic: bool = False):
        run = p.add_run(text)
        run.font.size, run.bold, run.italic = Pt(size), bold, italic
        if colour is not None:
            run.font.color.rgb = colour
        return run

    def line(
        self,
        text: str,
        size: float = 10,
        bold: bool = False,
        centre: bool = False,
        after: float = 4,
        colour=None,
        justify=False,
    ):
        p = self.document.add_paragraph()
        self.run(p, text, size, bold, colour)
        p.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.JUSTIFY if justify else None
        p.paragraph_format.space_after = Pt(after)
        return p

    def heading(self, text: str) -> None:
        p = self.document.add_heading("", level=2)
        self.run(p, text, 11, True, _INK)
        p.paragraph_format.space_before, p.paragraph_format.space_after = Pt(10), Pt(4)
        p.paragraph_format.keep_with_next = True

    def tag(self, tag: str) -> None:
        """A paragraph that is only there for the template language, and gone in the paper."""
        self.document.add_paragraph(tag)

    def table(self, heads: list[str], widths: list[float], rows: list, size: float = 8.5, whole: bool = True):
        """A ruled table. rows: lists of cells (a text, or a list of paragraphs, each a text or a list of
        (text, bold) runs), or a tag of the template language for a whole row. Widths in millimetres. whole:
        no row is parted by a page end."""
        table = self.document.add_table(rows=0, cols=len(widths))
        table.style, table.autofit = "Table Grid", False
        self._level(table)
        if heads:
            cells = self._row(table, widths)
            for cell, text in zip(cells, heads, strict=True):
                self._fill(cell, [[(text, True)]], size)
                self._shade(cell, _HEAD)
            properties = table.rows[0]._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            properties.append(OxmlElement("w:tblHeader"))
        for row in rows:
            cells = self._row(table, widths)
            if whole and not isinstance(row, str):
                table.rows[-1]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if isinstance(row, str):
                cells[0].paragraphs[0].add_run(row)
                continue
            for cell, content in zip(cells, row, strict=True):
                self._fill(cell, content if isinstance(content, list) else [content], size)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)
        return table

    @staticmethod
    def _level(table) -> None:
        """The table's frame, not its text, stands level with the paragraphs; a little air above and below the
        text."""
        indent = OxmlElement("w:tblInd", attrs={qn("w:w"): "108", qn("w:type"): "dxa"})
        table._tbl.tblPr.insert_element_before(
            indent, "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
        )
        air = OxmlElement("w:tblCellMar")
        for side in ("top", "bottom"):
            air.append(OxmlElement(f"w:{side}", attrs={qn("w:w"): "40", qn("w:type"): "dxa"}))
        table._tbl.tblPr.insert_element_before(air, "w:tblLook")

    def _row(self, table, widths: list[float]):
        cells = table.add_row().cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Mm(width)
        return cells

    def _fill(self, cell, paragraphs: list, size: float) -> None:
        for k, content in enumerate(paragraphs):
            p = cell.paragraphs[0] if k == 0 else cell.add_paragraph()
            p.paragraph_format.space_after = Pt(1)
            for text, bold in [(content, False)] if isinstance(content, str) else content:
                self.run(p, text, size, bold)

    @staticmethod
    def _shade(cell, fill: str) -> None:
        attributes = {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): fill}
        cell._tc.get_or_add_tcPr().append(OxmlElement("w:shd", attrs=attributes))

    def signatures(self, columns: list[list[str]]) -> None:
        """Blocks to sign, side by side, kept on one page; each a list of lines, '' for the room to sign
        in."""
        table = self.document.add_table(rows=1, cols=len(columns))
        for cell, lines in zip(table.rows[0].cells, columns, strict=True):
            for k, text in enumerate(lines):
                p = cell.paragraphs[0] if k == 0 else cell.add_paragraph()
                p.alignment, p.paragraph_format.space_after = (
                    WD_ALIGN_PARAGRAPH.CENTER,
                    Pt(26 if text == "" else 1),
                )
                p.paragraph_format.keep_with_next = True
                self.run(p, text, 9.5)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    def box(self, text: str) -> None:
        """A shaded note to whoever works on the draft."""
        table = self.document.add_table(rows=1, cols=1)
        table.style, table.autofit = "Table Grid", False
        table.columns[0].width = table.rows[0].cells[0].width = Mm(163)
        self._level(table)
        cell = table.rows[0].cells[0]
        self._fill(cell, [text], 8.5)
        self._shade(cell, "FFF6D6")
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)


def notes(words: Labels) -> Paper:
    """Catatan Hasil Reviu."""
    _ = words._
    paper = Paper(words, _("Catatan Hasil Reviu"), landscape=True)
    paper.line(_("Dokumen yang diperiksa: %(what)s", what="{{ dokumen }}"), 9, False, True, 6, _GREY)
    paper.line(_("INSPEKTORAT %(x)s", x=_DOTS), 10, True, True, 8)
    paper.line(_("CATATAN HASIL REVIU"), 14, True, True, 2, _INK)
    paper.line(_("atas %(what)s %(who)s Tahun %(year)s", **_ABOUT), 11, False, True, 2)
    paper.line(_("Nomor: %(x)s", x=_DOTS), 9.5, False, True, 8)
    facts = [
        (_("Instansi yang direviu"), "{{ instansi }}"),
        (_("Dokumen"), "{{ berkas }} (SHA-256 {{ sidik }}…)"),
        (
            _("Diperiksa"),
            _(
                "%(date)s, %(engine)s, %(n)s aturan",
                date="{{ tanggal }}",
                engine="{{ mesin }}",
                n="{{ banyak_aturan }}",
            ),
        ),
        (
            _("Temuan"),
            _(
                "%(a)s tinggi, %(b)s sedang, %(c)s rendah, %(d)s dikecualikan",
                a="{{ banyak.tinggi }}",
                b="{{ banyak.sedang }}",
                c="{{ banyak.rendah }}",
                d="{{ banyak.dikecualikan }}",
            ),
        ),
        (_("Simpulan"), "{{ simpulan }}"),
    ]
    paper.table([], [45, 219], [[[[(k, True)]], v] for k, v in facts], 9)
    paper.heading(_("Temuan"))
    heads = [
        _("No"),
        _("Kondisi"),
        _("Kriteria"),
        _("Sebab"),
        _("Akibat"),
        _("Rekomendasi"),
        _("Tempat"),
        _("Tanggapan"),
    ]
    condition = [[("{{ f.judul }}", True)], [("{{ f.tingkat }} · {{ f.aturan }}", False)], "{{ f.kondisi }}"]
    places = ["{%p for t in f.tempat %}", "{{ t }}", "{%p endfor %}"]
    rest = ["{{ f.kriteria }}", "{{ f.sebab }}", "{{ f.akibat }}", "{{ f.rekomendasi }}"]
    row = ["{% cellbg f.warna %}{{ f.no }}", condition, *rest, places, ""]
    paper.tag("{%p if temuan %}")
    paper.table(
        heads, [9, 51, 34, 26, 52, 36, 31, 25], ["{%tr for f in temuan %}", row, "{%tr endfor %}"], 7.5, False
    )
    paper.tag("{%p else %}")
    paper.line(_("Tidak ada temuan."))
    paper.tag("{%p endif %}")
    paper.tag("{%p if dikecualikan %}")
    paper.heading(_("Dikecualikan dengan alasan"))
    row = [[[("{{ f.judul }}", True)], "{{ f.kondisi }}"], "{{ f.alasan }}", "{{ f.oleh }}", "{{ f.sampai }}"]
    heads = [_("Kondisi"), _("Alasan"), _("Oleh"), _("Sampai")]
    paper.table(heads, [128, 76, 30, 30], ["{%tr for f in dikecualikan %}", row, "{%tr endfor %}"], 8)
    paper.tag("{%p endif %}")
    paper.heading(_("Yang tidak dapat diuji"))
    told = _(
        "%(n)s angka tercetak belum terbukti dari angka lain; daftarnya ada di Kertas Kerja Reviu.",
        n="{{ angka.unreached }}",
    )
    paper.line(told, 9)
    paper.tag("{%p if tidak_diuji %}")
    row = ["{{ r.aturan }}", "{{ r.judul }}", "{{ r.status }}", "{{ r.alasan }}"]
    heads = [_("Aturan"), _("Yang diperiksa"), _("Status"), _("Alasan")]
    paper.table(heads, [22, 94, 40, 108], ["{%tr for r in tidak_diuji %}", row, "{%tr endfor %}"], 8)
    paper.tag("{%p endif %}")
    paper.heading(_("Kesepakatan"))
    agreed = _(
        "Catatan ini telah dibahas dengan unit yang direviu; tanggapan dan jadwal perbaikannya tertulis di "
        "atas."
    )
    paper.line(agreed, 9, after=8).paragraph_format.keep_with_next = True
    place = _("…………………, ………………… 20……")
    paper.signatures(
        [
            [
                " ",
                _("Unit yang direviu,"),
                "{{ pimpinan.jabatan }}",
                "",
                "{{ pimpinan.nama }}",
                "NIP {{ pimpinan.nip }}",
            ],
            [" ", _("Pereviu,"), _("Ketua Tim Reviu"), "", _DOTS, "NIP " + _DOTS],
            [place, _("Mengetahui,"), _("Inspektur"), "", _DOTS, "NIP " + _DOTS],
        ]
    )
    return paper


def statement(words: Labels) -> Paper:
    """Pernyataan Telah Direviu, as a draft."""
    _ = words._
    paper = Paper(words, _("Pernyataan Telah Direviu (draf)"))
    paper.line(_("Dokumen yang diperiksa: %(what)s", what="{{ dokumen }}"), 9, False, True, 6, _GREY)
    paper.box(
        _(
            "DRAF. Disiapkan dari pemeriksaan angka laporan. Belum berlaku sebelum formulir checklist "
            "selesai dinilai dan "
            "pernyataan ini ditandatangani. Hapus kotak ini sesudahnya."
        )
    )
    paper.line(_("INSPEKTORAT %(x)s", x=_DOTS), 10, True, True, 14)
    paper.line(_("PERNYATAAN TELAH DIREVIU"), 14, True, True, 2, _INK)
    paper.line("{{ instansi }}", 11, True, True, 2)
    paper.line(_("TAHUN ANGGARAN %(x)s", x="{{ tahun }}"), 11, True, True, 16)
    scope = _(
        "Kami telah mereviu Laporan Kinerja %(who)s untuk tahun anggaran %(year)s sesuai dengan pedoman "
        "reviu atas laporan kinerja. "
        "Isi laporan kinerja itu menjadi tanggung jawab manajemen %(who)s.",
        who="{{ instansi }}",
        year="{{ tahun }}",
    )
    aim = _(
        "Reviu dimaksudkan untuk memberi keyakinan terbatas bahwa laporan kinerja telah disusun secara "
        "akurat, andal, dan absah. "
        "Cakupannya lebih sempit daripada audit, sehingga kami tidak menyatakan pendapat."
    )
    except_for = _(
        "Berdasarkan reviu kami, selain hal-hal dalam paragraf penjelas di bawah ini, tidak terdapat kondisi "
        "yang menimbulkan "
        "keraguan atas keandalan informasi dalam laporan kinerja itu."
    )
    clean = _(
        "Berdasarkan reviu kami, tidak terdapat kondisi yang menimbulkan keraguan atas keandalan informasi "
        "dalam laporan kinerja itu."
    )
    small = _(
        "Selain itu ada %(n)s catatan kecil yang tidak mengubah simpulan, dalam Catatan Hasil Reviu.",
        n="{{ banyak_rendah }}",
    )
    for text in (scope, aim):
        paper.line(text, 11, after=8, justify=True)
    paper.tag("{%p if ada_temuan_utama %}")
    paper.line(except_for, 11, after=10, justify=True)
    paper.heading(_("Paragraf penjelas: yang belum diperbaiki (nomor menurut Catatan Hasil Reviu)"))
    paper.tag("{%p for f in temuan_utama %}")
    paper.line("{{ f.no }}. {{ f.kondisi }}", 10, after=3, justify=True)
    paper.tag("{%p endfor %}")
    paper.tag("{%p if ada_temuan_utama_lain %}")
    paper.line(_("dan %(n)s hal lain dalam Catatan Hasil Reviu.", n="{{ temuan_utama_lain }}"), 10, after=3)
    paper.tag("{%p endif %}")
    paper.tag("{%p else %}")
    paper.line(clean, 11, after=10, justify=True)
    paper.tag("{%p endif %}")
    paper.tag("{%p if ada_rendah %}")
    paper.line(small, 10).paragraph_format.keep_with_next = True  # no signature stands alone on a page
    paper.tag("{%p endif %}")
    paper.line("", after=8).paragraph_format.keep_with_next = True
    paper.signatures([["", ""], [_("…………………, ………………… 20……"), _("Inspektur"), "", _DOTS, "NIP " + _DOTS]])
    return paper


def form(words: Labels) -> Paper:
    """Formulir Checklist Reviu."""
    _ = words._
    paper = Paper(words, _("Formulir Checklist Reviu"))
    paper.line(_("Dokumen yang diperiksa: %(what)s", what="{{ dokumen }}"), 9, False, True, 6, _GREY)
    paper.line(_("FORMULIR CHECKLIST REVIU"), 14, True, True, 2, _INK)
    paper.line(_("atas %(what)s %(who)s Tahun %(year)s", **_ABOUT), 11, False, True, 2)
    paper.line(_("PermenPANRB 53/2014, Lampiran III"), 9, False, True, 8, _GREY)
    paper.box(
        _(
            "Jawaban bertanda ✓ diusulkan dari isi laporan, dengan dasarnya. Baris berwarna menunggu "
            "penilaian pereviu. "
            "Pereviu memutuskan semuanya."
        )
    )
    paper.tag("{%p for b in formulir %}")
    paper.heading("{{ b.bagian }}")
    c = "{% cellbg q.warna %}"
    row = [
        c + "{{ q.no }}",
        c + "{{ q.teks }}",
        c + "{{ q.ya }}",
        c + "{{ q.tidak }}",
        c + "{{ q.keterangan }}",
    ]
    heads = [_("No"), _("Pertanyaan"), _("Ya"), _("Tidak"), _("Dasar atau keterangan")]
    paper.table(heads, [9, 64, 11, 14, 65], ["{%tr for q in b.butir %}", row, "{%tr endfor %}"], 8.5)
    paper.tag("{%p endfor %}")
    paper.signatures([["", ""], [_("…………………, ………………… 20……"), _("Pereviu,"), "", _DOTS, "NIP " + _DOTS]])
    return paper


PAPERS = {NOTES: notes, STATEMENT: statement, FORM: form}


def write(folder: Path = FOLDER) -> list[Path]:
    """Write every template in every language; returns their paths."""
    from reports.packed import settled

    made = []
    for lang in LANGUAGES:
        for name, paper in PAPERS.items():
            path = folder / lang / f"{name}.docx"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(settled(paper(labels(lang)).document))
            made.append(path)
    return made


if __name__ == "__main__":
    for written in write():
        print(written.name)
