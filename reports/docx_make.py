"""Makes the .docx templates of reports/docx_templates; `python -m cermat.reports.docx_make` after changes.

The templates are committed as files, so that an office can open them in Word, change them and keep them in a
folder of its own.
"""

from pathlib import Path

from cermat.reports import beside, doubtful
from cermat.reports.docx_letters import letter, report, signed
from cermat.reports.docx_paper import GREY, INK, Paper
from cermat.reports.kantor import DOTS
from cermat.reports.labels import LANGUAGES, Labels, labels
from cermat.reports.letters import ASKED, STATED
from cermat.reports.matters import COLUMNS, OVERVIEW
from cermat.reports.papers import FORM, LETTER, NOTES, REPAIRS, REPORT, STATEMENT

FOLDER = Path(__file__).parent / "docx_templates"
_ABOUT = {"what": "{{ perihal }}", "who": "{{ instansi }}", "year": "{{ tahun }}"}
_WHEN = {"date": "{{ tanggal }}", "engine": "{{ mesin }}", "n": "{{ banyak_aturan }}"}
_LEAD = "{{ ketua.jabatan }}", "", "{{ ketua.nama }}", "NIP {{ ketua.nip }}"


def notes(words: Labels) -> Paper:
    """Catatan Hasil Reviu."""
    _ = words._
    paper = Paper(words, _("Catatan Hasil Reviu"), landscape=True)
    paper.letterhead()
    paper.line(_("CATATAN HASIL REVIU"), 14, True, True, 2, INK)
    paper.line(_("atas %(what)s %(who)s Tahun %(year)s", **_ABOUT), 11, False, True, 2)
    paper.line(_("Nomor: %(x)s", x="{{ nomor.catatan }}"), 9.5, False, True, 4)
    facts = [
        (_("Instansi yang direviu"), "{{ instansi }}"),
        (_("Dokumen"), "{{ berkas }} (SHA-256 {{ sidik }}…)"),
        (_("Diperiksa"), _("%(date)s, %(engine)s, %(n)s aturan", **_WHEN)),
        (
            _("Hal"),
            _(
                "%(a)s tinggi, %(b)s sedang, %(c)s rendah, %(d)s dikecualikan",
                a="{{ banyak_hal.tinggi }}",
                b="{{ banyak_hal.sedang }}",
                c="{{ banyak_hal.rendah }}",
                d="{{ banyak.dikecualikan }}",
            ),
        ),
        (_("Simpulan"), [[("{{ jawaban }}. ", True), ("{{ simpulan }}", False)]]),
    ]
    paper.table([], [45, 219], [[[[(name, True)]], value] for name, value in facts], 9)
    _matters(paper, words)
    paper.tag("{%p if dikecualikan %}")
    paper.heading(_("Dikecualikan dengan alasan"))
    row = [[[("{{ f.judul }}", True)], "{{ f.kondisi }}"], "{{ f.alasan }}", "{{ f.oleh }}", "{{ f.sampai }}"]
    heads = [_("Kondisi"), _("Alasan"), _("Oleh"), _("Sampai")]
    paper.table(heads, [128, 76, 30, 30], ["{%tr for f in dikecualikan %}", row, "{%tr endfor %}"], 8)
    paper.tag("{%p endif %}")
    paper.tag("{%p if perlu_dilihat %}")
    paper.heading(_(doubtful.HEADING))
    paper.line(_(doubtful.LEAD), 9)
    row = [
        [[("{{ f.judul }}", True)], "{{ f.kondisi }}"],
        "{{ f.sebab }}",
        "{{ f.keyakinan }}",
        "{{ f.tempat }}",
    ]
    heads = [_("Kondisi"), _("Mengapa belum yakin"), _("Keyakinan"), _("Tempat")]
    paper.table(heads, [118, 61, 23, 62], ["{%tr for f in perlu_dilihat %}", row, "{%tr endfor %}"], 8)
    paper.tag("{%p endif %}")
    _beside(paper, words)
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
    _small(paper, words)
    paper.heading(_("Kesepakatan"))
    agreed = _(
        "Catatan ini telah dibahas dengan unit yang direviu; tanggapan dan jadwal perbaikannya tertulis di "
        "atas."
    )
    paper.line(agreed, 9, after=8).paragraph_format.keep_with_next = True
    unit = ["{{ pimpinan.jabatan }}", "", "{{ pimpinan.nama }}", "NIP {{ pimpinan.nip }}"]
    paper.signatures(
        [
            [" ", _("Unit yang direviu,"), *unit],
            [" ", _("Pereviu,"), *_LEAD],
            ["{{ kota_tanggal }}", _("Mengetahui,"), *signed(False)],
        ]
    )
    return paper


def _matters(paper: Paper, words: Labels) -> None:
    """The table of what changes a conclusion: one row a matter, with room for what the unit says and what is
    agreed."""
    _ = words._
    paper.heading(_("Hal yang perlu diperbaiki atau dijelaskan"))
    condition = [
        [("{{ f.judul }}", True)],
        "{{ f.tingkat }} · {{ f.aturan }}",
        "{{ f.kondisi }}",
        [(_("Tempat") + ": ", True), ('{{ f.tempat|join("; ") }}', False)],
        *_lines("f.baris", _("Hal yang sama di baris lain")),
        *_lines("f.lanjutan", _("Akibat lanjutan")),
    ]
    why = [
        [(_("Kriteria") + ": ", True), ("{{ f.kriteria }}", False)],
        [(_("Sebab") + ": ", True), ("{{ f.sebab }}", False)],
        [(_("Akibat") + ": ", True), ("{{ f.akibat }}", False)],
        *_lines("f.perubahan", _("Sesudah semua perbaikan")),
    ]
    row = ["{% cellbg f.warna %}{{ f.no }}", condition, why, "{{ f.rekomendasi }}", "", "", "", ""]
    paper.tag("{%p if hal_utama %}")
    line = ["{% cellbg f.warna %}{{ f.no }}", "{{ f.judul }}", "{{ f.nilai }}", "{{ f.di }}"]
    heads, widths = [_(head) for head in OVERVIEW], list(OVERVIEW.values())
    paper.table(heads, widths, ["{%tr for f in hal_utama %}", line, "{%tr endfor %}"], 9)
    heads, widths = [_(head) for head in COLUMNS], list(COLUMNS.values())
    paper.table(heads, widths, ["{%tr for f in hal_utama %}", row, "{%tr endfor %}"], 9, False)
    paper.tag("{%p else %}")
    paper.line(_("Tidak ada hal yang mengubah simpulan."))
    paper.tag("{%p endif %}")


def _lines(name: str, title: str) -> list:
    """Paragraphs of a cell: a title and the lines of a list, where it has any."""
    return [
        f"{{%p if {name} %}}",
        [(title + ":", True)],
        f"{{%p for t in {name} %}}",
        "{{ t }}",
        "{%p endfor %}",
        "{%p endif %}",
    ]


def _beside(paper: Paper, words: Labels) -> None:
    """The documents that the report was held against, and how much of it each comparison covers."""
    _ = words._
    paper.tag("{%p if dokumen_lain %}")
    paper.heading(_(beside.HEADING))
    paper.line(_(beside.LEAD), 9).paragraph_format.keep_with_next = True
    row = [
        [[("{{ r.berkas }}", True)], "{{ r.nama }}", "{{ r.angka }}"],
        "{{ r.perbandingan }}",
        "{{ r.cakupan }}",
        "{% cellbg r.warna %}{{ r.mutu }}",
        "{{ r.belum }}",
    ]
    heads, widths = [_(head) for head in beside.COLUMNS], list(beside.COLUMNS.values())
    paper.table(heads, widths, ["{%tr for r in dokumen_lain %}", row, "{%tr endfor %}"], 8)
    paper.tag("{%p endif %}")


def _small(paper: Paper, words: Labels) -> None:
    """What changes no conclusion: a short list of its own."""
    _ = words._
    paper.tag("{%p if hal_kecil %}")
    paper.heading(_("Catatan kecil, tidak mengubah simpulan"))
    told = [[("{{ f.judul }}. ", True), ("{{ f.kondisi }}", False)], *_lines("f.baris", _("Juga"))]
    row = ["{% cellbg f.warna %}{{ f.no }}", told, "{{ f.rekomendasi }}", ""]
    heads = [_("No"), _("Catatan"), _("Rekomendasi"), _("Status")]
    paper.table(heads, [10, 150, 80, 24], ["{%tr for f in hal_kecil %}", row, "{%tr endfor %}"], 9, False)
    paper.tag("{%p endif %}")


def statement(words: Labels) -> Paper:
    """Pernyataan Telah Direviu, as a draft."""
    _ = words._
    paper = Paper(words, _("Pernyataan Telah Direviu (draf)"))
    paper.letterhead()
    paper.box(_(STATED["box"]))
    paper.line(_("PERNYATAAN TELAH DIREVIU"), 14, True, True, 2, INK)
    paper.line("{{ instansi }}", 11, True, True, 2)
    paper.line(_("TAHUN ANGGARAN %(x)s", x="{{ tahun }}"), 11, True, True, 16)
    scope = _(STATED["scope"], who="{{ instansi }}", year="{{ tahun }}")
    aim, except_for, clean = (_(STATED[name]) for name in ("aim", "except", "clean"))
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
    paper.signatures([["", ""], signed()])
    return paper


def form(words: Labels) -> Paper:
    """Formulir Checklist Reviu."""
    _ = words._
    paper = Paper(words, _("Formulir Checklist Reviu"))
    paper.letterhead()
    paper.line(_("FORMULIR CHECKLIST REVIU"), 14, True, True, 2, INK)
    paper.line(_("atas %(what)s %(who)s Tahun %(year)s", **_ABOUT), 11, False, True, 2)
    paper.line(_("PermenPANRB 53/2014, Lampiran III"), 9, False, True, 8, GREY)
    paper.box(_(ASKED))
    paper.tag("{%p for b in formulir %}")
    paper.heading("{{ b.bagian }}")
    shade = "{% cellbg q.warna %}"
    row = [
        shade + "{{ q.no }}",
        shade + "{{ q.teks }}",
        shade + "{{ q.ya }}",
        shade + "{{ q.tidak }}",
        shade + "{{ q.keterangan }}",
    ]
    heads = [_("No"), _("Pertanyaan"), _("Ya"), _("Tidak"), _("Dasar atau keterangan")]
    paper.table(heads, [9, 64, 11, 14, 65], ["{%tr for q in b.butir %}", row, "{%tr endfor %}"], 8.5)
    paper.tag("{%p endfor %}")
    paper.signatures([["", ""], ["{{ kota_tanggal }}", _("Pereviu,"), *_LEAD]])
    return paper


def repairs(words: Labels) -> Paper:
    """Lembar Perbaikan."""
    _ = words._
    paper = Paper(words, _("Lembar Perbaikan"))
    paper.line(_("Dokumen yang diperiksa: %(what)s", what="{{ dokumen }}"), 9, False, True, 6, GREY)
    paper.line(_("LEMBAR PERBAIKAN"), 14, True, True, 2, INK)
    paper.line(_("atas %(what)s %(who)s Tahun %(year)s", **_ABOUT), 11, False, True, 6)
    told = _("%(a)s tempat diganti, %(b)s tempat dilihat.", a="{{ banyak_ganti }}", b="{{ banyak_lihat }}")
    after = _(
        "Nilai pengganti ialah nilai sesudah semua perbaikan; nomor temuan sama dengan di Catatan Hasil "
        "Reviu."
    )
    paper.line(f"{told} {after}", 9, after=3)
    paper.tag("{%p if tanpa_rendah %}")
    paper.line(_("Temuan rendah tidak dimuat (--semua memuatnya)."), 9, after=3)
    paper.tag("{%p endif %}")
    paper.line("{{ berkas }} · SHA-256 {{ sidik }}… · {{ mesin }}, {{ tanggal }}", 7.5, after=6, colour=GREY)
    where = [
        "{%p if f.tabel or f.rincian %}",
        "{{ f.tabel }}",
        "{{ f.rincian }}",
        "{%p else %}",
        [("{{ f.sebelum }}", False), ("{{ f.tercetak }}", True), ("{{ f.sesudah }}", False)],
        "{%p endif %}",
    ]
    becomes = [
        [
            ("{{ f.tercetak }}{% if f.tercetak %} → {% endif %}", False),
            ("{{ f.menjadi }}", True),
            ("{{ f.lihat }}", False),
        ]
    ]
    row = ["{{ f.tempat }}", where, becomes, "{{ f.temuan }}", "☐"]
    heads = [_("Tempat"), _("Tabel atau kalimat"), _("Tercetak → ganti menjadi"), _("Temuan"), "☐"]
    rows = ["{%tr for f in perbaikan %}", row, "{%tr endfor %}"]
    paper.table(heads, [28, 66, 45, 18, 9], rows, 8.5)
    paper.signatures([["", ""], [_("…………………, ………………… 20……"), _("Diperbaiki oleh,"), "", DOTS, f"NIP {DOTS}"]])
    return paper


PAPERS = {NOTES: notes, STATEMENT: statement, FORM: form, REPORT: report, LETTER: letter, REPAIRS: repairs}


def write(folder: Path = FOLDER) -> list[Path]:
    """Write every template in every language; returns their paths."""
    from cermat.reports.packed import settled

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
