"""PDF of the papers: Catatan Hasil Reviu, and as drafts Laporan Hasil Reviu, its covering letter, Pernyataan
Telah Direviu and the review form, set directly."""

from cermat.reports import beside, doubtful
from cermat.reports.kantor import Office
from cermat.reports.labels import Labels, labels
from cermat.reports.letters import ASKED, DRAFT, STATED
from cermat.reports.matters import COLUMNS, OVERVIEW
from cermat.reports.papers import FORM, LETTER, NOTES, OPEN, REPORT, STATEMENT, content
from cermat.reports.pdf_paper import GREY, INK, Paper
from cermat.reports.plain import one_line

_DRAFT = "FFF6D6"
_FOOT, _WIDE_FOOT = 95, 160  # characters of a foot line beside its year and page
_WHY = ("Kriteria", "Sebab", "Akibat")


def papers(findings: dict, result, lang: str = "id", kantor: Office | None = None) -> dict[str, bytes]:
    """The papers by file name.

    findings: findings.json as a dict; result: the frames behind it; kantor: who reviews (None: dotted lines).
    """
    told, words = content(findings, result, lang, kantor), labels(lang)
    made = {NOTES: _notes, STATEMENT: _statement, FORM: _form, REPORT: _report, LETTER: _letter}
    return {f"{name}.pdf": paper(told, words).content() for name, paper in made.items()}


def _paper(told: dict, words: Labels, title: str, wide: bool = False, named: bool = True) -> Paper:
    """A paper with its letterhead; named: and a line that says what was read."""
    foot = one_line(told["instansi"], (_WIDE_FOOT if wide else _FOOT) - len(title))
    paper = Paper(
        f"{title} · {told['instansi']} {told['tahun']}", f"{title} · {foot} {told['tahun']}", words.lang, wide
    )
    paper.letterhead(told["kop"], told["logo"])
    if named:
        read = words._("Dokumen yang diperiksa: %(what)s", what=told["dokumen"])
        paper.line(read, 9, align="centre", after=6, colour=GREY)
    return paper


def _title(paper: Paper, told: dict, words: Labels, title: str) -> None:
    paper.line(title, 14, True, align="centre", after=2, colour=INK)
    about = words._(
        "atas %(what)s %(who)s Tahun %(year)s", what=told["perihal"], who=told["instansi"], year=told["tahun"]
    )
    paper.line(about, 11, align="centre", after=2)


def _signer(person: dict) -> list[str]:
    return [person["jabatan"], "", person["nama"], f"NIP {person['nip']}"]


def _signed(told: dict, dated: bool = True) -> list[str]:
    """The block of who signs for the inspectorate."""
    post, *rest = _signer(told["penandatangan"])
    return [*([told["kota_tanggal"]] if dated else []), f"{post},", *rest]


def _report(told: dict, words: Labels) -> Paper:
    _ = words._
    paper = _paper(told, words, _("Laporan Hasil Reviu (draf)"))
    paper.box(_(DRAFT), _DRAFT)
    _title(paper, told, words, _("LAPORAN HASIL REVIU"))
    paper.line(_("Nomor: %(x)s", x=told["nomor"]["laporan"]), 9.5, align="centre", after=8)
    for part in told["lhr"]:
        paper.heading(part["judul"])
        for line in part["alinea"]:
            if line["no"]:
                paper.listed(line["no"], line["teks"])
            else:
                paper.line(line["teks"])
    paper.signatures([[" "] * 5, _signed(told)])
    return paper


def _letter(told: dict, words: Labels) -> Paper:
    _, said = words._, told["surat"]
    paper = _paper(told, words, _("Surat Pengantar (draf)"), named=False)
    paper.box(_(DRAFT), _DRAFT)
    paper.line(told["kota_tanggal"], 10.5, align="right", after=6)
    paper.line(_("Nomor: %(x)s", x=told["nomor"]["surat"]), 10.5, after=1)
    paper.line(_("Lampiran: Catatan Hasil Reviu dan Laporan Hasil Reviu"), 10.5, after=1)
    paper.line(_("Hal: %(x)s", x=said["hal"]), 10.5, True, after=8)
    paper.line(_("Yth. %(x)s", x=said["kepada"]), 10.5, after=8)
    paper.line(said["pembuka"], 10.5, align="justify")
    for line in said["butir"]:
        paper.listed(line["no"], line["teks"], 10.5)
    paper.line(said["penutup"], 10.5, align="justify", after=8)
    paper.signatures([[" "] * 4, _signed(told, False)])
    return paper


def _lines(title: str, lines: list[str]) -> list[tuple[str, bool]]:
    """Paragraphs of a cell: a title and its lines, where there are any."""
    return [(f"{title}:", True), *((line, False) for line in lines)] if lines else []


def _matters(paper: Paper, told: dict, words: Labels) -> None:
    """The table of what changes a conclusion: one row a matter, with room for what the unit says and what is
    agreed."""
    _ = words._
    paper.heading(_("Hal yang perlu diperbaiki atau dijelaskan"))
    rows = [
        [
            matter["no"],
            [
                (matter["judul"], True),
                (f"{matter['tingkat']} · {matter['aturan']}", False),
                (matter["kondisi"], False),
                [(f"{_('Tempat')}: ", True), ("; ".join(matter["tempat"]), False)],
                *_lines(_("Hal yang sama di baris lain"), matter["baris"]),
                *_lines(_("Akibat lanjutan"), matter["lanjutan"]),
            ],
            [
                *([(f"{_(name)}: ", True), (matter[name.lower()], False)] for name in _WHY),
                *_lines(_("Sesudah semua perbaikan"), matter["perubahan"]),
            ],
            matter["rekomendasi"],
            *[""] * 4,
        ]
        for matter in told["hal_utama"]
    ]
    if not rows:
        paper.line(_("Tidak ada hal yang mengubah simpulan."))
        return
    shades = [(0, at, matter["warna"]) for at, matter in enumerate(told["hal_utama"])]
    lines = [[matter[name] for name in ("no", "judul", "nilai", "di")] for matter in told["hal_utama"]]
    paper.table([_(head) for head in OVERVIEW], list(OVERVIEW.values()), lines, 9, shades)
    paper.table([_(head) for head in COLUMNS], list(COLUMNS.values()), rows, 9, shades)


def _beside(paper: Paper, told: dict, words: Labels) -> None:
    """The documents that the report was held against, and how much of it each comparison covers."""
    if not told["dokumen_lain"]:
        return
    _ = words._
    paper.heading(_(beside.HEADING))
    paper.line(_(beside.LEAD), 9)
    rows = [
        [
            [(row["berkas"], True), (row["nama"], False), (row["angka"], False)] if row["berkas"] else "",
            *(row[name] for name in ("perbandingan", "cakupan", "mutu", "belum")),
        ]
        for row in told["dokumen_lain"]
    ]
    shades = [(3, at, row["warna"]) for at, row in enumerate(told["dokumen_lain"])]
    paper.table([_(head) for head in beside.COLUMNS], list(beside.COLUMNS.values()), rows, 8, shades)


def _small(paper: Paper, told: dict, words: Labels) -> None:
    """What changes no conclusion: a short list of its own."""
    if not told["hal_kecil"]:
        return
    _ = words._
    paper.heading(_("Catatan kecil, tidak mengubah simpulan"))
    rows = [
        [
            matter["no"],
            [
                [(f"{matter['judul']}. ", True), (matter["kondisi"], False)],
                *_lines(_("Juga"), matter["baris"]),
            ],
            matter["rekomendasi"],
            "",
        ]
        for matter in told["hal_kecil"]
    ]
    shades = [(0, at, matter["warna"]) for at, matter in enumerate(told["hal_kecil"])]
    heads = [_("No"), _("Catatan"), _("Rekomendasi"), _("Status")]
    paper.table(heads, [10, 150, 80, 24], rows, 9, shades)


def _notes(told: dict, words: Labels) -> Paper:
    _, many = words._, told["banyak_hal"]
    paper = _paper(told, words, _("Catatan Hasil Reviu"), True)
    _title(paper, told, words, _("CATATAN HASIL REVIU"))
    paper.line(_("Nomor: %(x)s", x=told["nomor"]["catatan"]), 9.5, align="centre", after=4)
    counts = _(
        "%(a)s tinggi, %(b)s sedang, %(c)s rendah, %(d)s dikecualikan",
        a=many["tinggi"],
        b=many["sedang"],
        c=many["rendah"],
        d=told["banyak"]["dikecualikan"],
    )
    facts = [
        (_("Instansi yang direviu"), told["instansi"]),
        (_("Dokumen"), f"{told['berkas']} (SHA-256 {told['sidik']}…)"),
        (
            _("Diperiksa"),
            _(
                "%(date)s, %(engine)s, %(n)s aturan",
                date=told["tanggal"],
                engine=told["mesin"],
                n=told["banyak_aturan"],
            ),
        ),
        (_("Hal"), counts),
        (_("Simpulan"), [[(f"{told['jawaban']}. ", True), (told["simpulan"], False)]]),
    ]
    paper.table([], [45, 222], [[[(name, True)], value] for name, value in facts], 9)
    _matters(paper, told, words)
    if told["dikecualikan"]:
        paper.heading(_("Dikecualikan dengan alasan"))
        rows = [
            [
                [(finding["judul"], True), (finding["kondisi"], False)],
                finding["alasan"],
                finding["oleh"],
                finding["sampai"],
            ]
            for finding in told["dikecualikan"]
        ]
        paper.table([_("Kondisi"), _("Alasan"), _("Oleh"), _("Sampai")], [130, 77, 30, 30], rows, 8)
    if told["perlu_dilihat"]:
        paper.heading(_(doubtful.HEADING))
        paper.line(_(doubtful.LEAD), 9)
        rows = [
            [
                [(finding["judul"], True), (finding["kondisi"], False)],
                finding["sebab"],
                finding["keyakinan"],
                finding["tempat"],
            ]
            for finding in told["perlu_dilihat"]
        ]
        heads = [_("Kondisi"), _("Mengapa belum yakin"), _("Keyakinan"), _("Tempat")]
        paper.table(heads, [120, 62, 20, 65], rows, 8)
    _beside(paper, told, words)
    paper.heading(_("Yang tidak dapat diuji"))
    unproven = _(
        "%(n)s angka tercetak belum terbukti dari angka lain; daftarnya ada di Kertas Kerja Reviu.",
        n=told["angka"]["unreached"],
    )
    paper.line(unproven, 9)
    if told["tidak_diuji"]:
        rows = [
            [rule["aturan"], rule["judul"], rule["status"], rule["alasan"]] for rule in told["tidak_diuji"]
        ]
        paper.table([_("Aturan"), _("Yang diperiksa"), _("Status"), _("Alasan")], [22, 95, 40, 110], rows, 8)
    _small(paper, told, words)
    paper.heading(_("Kesepakatan"))
    agreed = _(
        "Catatan ini telah dibahas dengan unit yang direviu; tanggapan dan jadwal perbaikannya tertulis di "
        "atas."
    )
    paper.line(agreed, 9, after=8)
    paper.signatures(
        [
            [" ", _("Unit yang direviu,"), *_signer(told["pimpinan"])],
            [" ", _("Pereviu,"), *_signer(told["ketua"])],
            [told["kota_tanggal"], _("Mengetahui,"), *_signed(told, False)],
        ]
    )
    return paper


def _statement(told: dict, words: Labels) -> Paper:
    _ = words._
    paper = _paper(told, words, _("Pernyataan Telah Direviu (draf)"))
    paper.box(_(STATED["box"]), _DRAFT)
    paper.line(_("PERNYATAAN TELAH DIREVIU"), 14, True, align="centre", after=2, colour=INK)
    paper.line(told["instansi"], 11, True, align="centre", after=2)
    paper.line(_("TAHUN ANGGARAN %(x)s", x=told["tahun"]), 11, True, align="centre", after=16)
    scope, aim = _(STATED["scope"], who=told["instansi"], year=told["tahun"]), _(STATED["aim"])
    for text in (scope, aim):
        paper.line(text, 11, align="justify", after=8)
    if told["ada_temuan_utama"]:
        paper.line(_(STATED["except"]), 11, align="justify", after=10)
        paper.heading(_("Paragraf penjelas: yang belum diperbaiki (nomor menurut Catatan Hasil Reviu)"))
        for finding in told["temuan_utama"]:
            paper.line(f"{finding['no']}. {finding['kondisi']}", 10, align="justify", after=3)
        if told["ada_temuan_utama_lain"]:
            paper.line(
                _("dan %(n)s hal lain dalam Catatan Hasil Reviu.", n=told["temuan_utama_lain"]), 10, after=3
            )
    else:
        paper.line(_(STATED["clean"]), 11, align="justify", after=10)
    if told["ada_rendah"]:
        small = _(
            "Selain itu ada %(n)s catatan kecil yang tidak mengubah simpulan, dalam Catatan Hasil Reviu.",
            n=told["banyak_rendah"],
        )
        paper.line(small, 10)
    paper.signatures([[" "] * 5, _signed(told)])
    return paper


def _form(told: dict, words: Labels) -> Paper:
    _ = words._
    paper = _paper(told, words, _("Formulir Checklist Reviu"))
    _title(paper, told, words, _("FORMULIR CHECKLIST REVIU"))
    paper.line(_("PermenPANRB 53/2014, Lampiran III"), 9, align="centre", after=8, colour=GREY)
    paper.box(_(ASKED), OPEN)
    heads = [_("No"), _("Pertanyaan"), _("Ya"), _("Tidak"), _("Dasar atau keterangan")]
    for part in told["formulir"]:
        paper.heading(part["bagian"])
        rows = [
            [question["no"], question["teks"], question["ya"], question["tidak"], question["keterangan"]]
            for question in part["butir"]
        ]
        shades = [
            (None, at, question["warna"]) for at, question in enumerate(part["butir"]) if question["terbuka"]
        ]
        paper.table(heads, [9, 64, 11, 14, 68], rows, 8.5, shades)
    paper.signatures([[" "] * 6, [told["kota_tanggal"], _("Pereviu,"), *_signer(told["ketua"])]])
    return paper
