"""Templates of Laporan Hasil Reviu and of its covering letter; reports/docx_make.py writes them."""

from docx.enum.text import WD_ALIGN_PARAGRAPH

from cermat.reports.docx_paper import INK, Paper
from cermat.reports.labels import Labels
from cermat.reports.letters import DRAFT

_LINES = ("{%p for t in b.alinea %}", "{%p if t.no %}", "{%p else %}", "{%p endif %}", "{%p endfor %}")


def report(words: Labels) -> Paper:
    """Laporan Hasil Reviu, as a draft."""
    _ = words._
    paper = Paper(words, _("Laporan Hasil Reviu (draf)"))
    paper.letterhead()
    paper.box(_(DRAFT))
    paper.line(_("LAPORAN HASIL REVIU"), 14, True, True, 2, INK)
    about = {"what": "{{ perihal }}", "who": "{{ instansi }}", "year": "{{ tahun }}"}
    paper.line(_("atas %(what)s %(who)s Tahun %(year)s", **about), 11, False, True, 2)
    paper.line(_("Nomor: %(x)s", x="{{ nomor.laporan }}"), 9.5, False, True, 8)
    every, numbered, otherwise, end, last = _LINES
    paper.tag("{%p for b in lhr %}")
    paper.heading("{{ b.judul }}")
    paper.tag(every)
    paper.tag(numbered)
    paper.listed("{{ t.no }}", "{{ t.teks }}")
    paper.tag(otherwise)
    paper.line("{{ t.teks }}").paragraph_format.keep_with_next = True  # the last with the signature
    paper.tag(end)
    paper.tag(last)
    paper.tag("{%p endfor %}")
    paper.line("", after=6).paragraph_format.keep_with_next = True
    paper.signatures([["", ""], signed()])
    return paper


def letter(words: Labels) -> Paper:
    """The covering letter, as a draft: half a page, five points."""
    _ = words._
    paper = Paper(words, _("Surat Pengantar (draf)"))
    paper.letterhead(named=False)
    paper.box(_(DRAFT))
    paper.line("{{ kota_tanggal }}", 10.5, after=6).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paper.line(_("Nomor: %(x)s", x="{{ nomor.surat }}"), 10.5, after=1)
    paper.line(_("Lampiran: Catatan Hasil Reviu dan Laporan Hasil Reviu"), 10.5, after=1)
    paper.line(_("Hal: %(x)s", x="{{ surat.hal }}"), 10.5, True, after=8)
    paper.line(_("Yth. %(x)s", x="{{ surat.kepada }}"), 10.5, after=8)
    paper.line("{{ surat.pembuka }}", 10.5, after=4, justify=True)
    paper.tag("{%p for t in surat.butir %}")
    paper.listed("{{ t.no }}", "{{ t.teks }}", 10.5)
    paper.tag("{%p endfor %}")
    paper.line("{{ surat.penutup }}", 10.5, after=8, justify=True)
    paper.signatures([["", ""], signed(False)])
    return paper


def signed(dated: bool = True) -> list[str]:
    """The block of who signs for the inspectorate."""
    dates = ["{{ kota_tanggal }}"] if dated else []
    who = ["{{ penandatangan.jabatan }},", "", "{{ penandatangan.nama }}", "NIP {{ penandatangan.nip }}"]
    return dates + who
