"""PDF of the papers: Catatan Hasil Reviu, Pernyataan Telah Direviu (a draft) and the review form, set
directly."""

from reports import doubtful
from reports.labels import Labels, labels
from reports.papers import FORM, NOTES, OPEN, STATEMENT, content
from reports.pdf_paper import GREY, INK, Paper
from reports.plain import one_line

_DOTS = "……………………………………"
_DRAFT = "FFF6D6"


def papers(findings: dict, result, lang: str = "id") -> dict[str, bytes]:
    """The three papers by file name.

    findings: findings.json as a dict; result: the frames behind it.
    """
    told, words = content(findings, result, lang), labels(lang)
    made = {NOTES: _notes, STATEMENT: _statement, FORM: _form}
    return {f"{name}.pdf": paper(told, words).content() for name, paper in made.items()}


def _paper(told: dict, words: Labels, title: str, wide: bool = False) -> Paper:
    about = f"{title} · {told['instansi']} {told['tahun']}"
    paper = Paper(about, one_line(about, 120), words.lang, wide)
    paper.line(
        words._("Dokumen yang diperiksa: %(what)s", what=told["dokumen"]),
        9,
        align="centre",
        after=6,
        colour=GREY,
    )
    return paper


def _title(paper: Paper, told: dict, words: Labels, title: str) -> None:
    paper.line(title, 14, True, align="centre", after=2, colour=INK)
    about = words._(
        "atas %(what)s %(who)s Tahun %(year)s", what=told["perihal"], who=told["instansi"], year=told["tahun"]
    )
    paper.line(about, 11, align="centre", after=2)


def _notes(told: dict, words: Labels) -> Paper:
    _, many = words._, told["banyak"]
    paper = _paper(told, words, _("Catatan Hasil Reviu"), True)
    paper.line(_("INSPEKTORAT %(x)s", x=_DOTS), 10, True, align="centre", after=8)
    _title(paper, told, words, _("CATATAN HASIL REVIU"))
    paper.line(_("Nomor: %(x)s", x=_DOTS), 9.5, align="centre", after=8)
    counts = _(
        "%(a)s tinggi, %(b)s sedang, %(c)s rendah, %(d)s dikecualikan",
        a=many["tinggi"],
        b=many["sedang"],
        c=many["rendah"],
        d=many["dikecualikan"],
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
        (_("Temuan"), counts),
        (_("Simpulan"), told["simpulan"]),
    ]
    paper.table([], [45, 222], [[[(name, True)], value] for name, value in facts], 9)
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
    rows = [
        [
            finding["no"],
            [
                (finding["judul"], True),
                (f"{finding['tingkat']} · {finding['aturan']}", False),
                (finding["kondisi"], False),
            ],
            finding["kriteria"],
            finding["sebab"],
            finding["akibat"],
            finding["rekomendasi"],
            [(place, False) for place in finding["tempat"]],
            "",
        ]
        for finding in told["temuan"]
    ]
    if rows:
        shades = [(0, at, finding["warna"]) for at, finding in enumerate(told["temuan"])]
        paper.table(heads, [9, 51, 34, 27, 52, 36, 33, 25], rows, 7, shades)
    else:
        paper.line(_("Tidak ada temuan."))
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
    paper.heading(_("Kesepakatan"))
    agreed = _(
        "Catatan ini telah dibahas dengan unit yang direviu; tanggapan dan jadwal perbaikannya tertulis di "
        "atas."
    )
    paper.line(agreed, 9, after=8)
    head = told["pimpinan"]
    paper.signatures(
        [
            [" ", _("Unit yang direviu,"), head["jabatan"], "", head["nama"], f"NIP {head['nip']}"],
            [" ", _("Pereviu,"), _("Ketua Tim Reviu"), "", _DOTS, f"NIP {_DOTS}"],
            [_("…………………, ………………… 20……"), _("Mengetahui,"), _("Inspektur"), "", _DOTS, f"NIP {_DOTS}"],
        ]
    )
    return paper


def _statement(told: dict, words: Labels) -> Paper:
    _ = words._
    paper = _paper(told, words, _("Pernyataan Telah Direviu (draf)"))
    paper.box(
        _(
            "DRAF. Disiapkan dari pemeriksaan angka laporan. Belum berlaku sebelum formulir checklist "
            "selesai dinilai dan "
            "pernyataan ini ditandatangani. Hapus kotak ini sesudahnya."
        ),
        _DRAFT,
    )
    paper.line(_("INSPEKTORAT %(x)s", x=_DOTS), 10, True, align="centre", after=14)
    paper.line(_("PERNYATAAN TELAH DIREVIU"), 14, True, align="centre", after=2, colour=INK)
    paper.line(told["instansi"], 11, True, align="centre", after=2)
    paper.line(_("TAHUN ANGGARAN %(x)s", x=told["tahun"]), 11, True, align="centre", after=16)
    scope = _(
        "Kami telah mereviu Laporan Kinerja %(who)s untuk tahun anggaran %(year)s sesuai dengan pedoman "
        "reviu atas laporan kinerja. "
        "Isi laporan kinerja itu menjadi tanggung jawab manajemen %(who)s.",
        who=told["instansi"],
        year=told["tahun"],
    )
    aim = _(
        "Reviu dimaksudkan untuk memberi keyakinan terbatas bahwa laporan kinerja telah disusun secara "
        "akurat, andal, dan absah. "
        "Cakupannya lebih sempit daripada audit, sehingga kami tidak menyatakan pendapat."
    )
    for text in (scope, aim):
        paper.line(text, 11, align="justify", after=8)
    if told["ada_temuan_utama"]:
        except_for = _(
            "Berdasarkan reviu kami, selain hal-hal dalam paragraf penjelas di bawah ini, tidak terdapat "
            "kondisi yang menimbulkan "
            "keraguan atas keandalan informasi dalam laporan kinerja itu."
        )
        paper.line(except_for, 11, align="justify", after=10)
        paper.heading(_("Paragraf penjelas: yang belum diperbaiki (nomor menurut Catatan Hasil Reviu)"))
        for finding in told["temuan_utama"]:
            paper.line(f"{finding['no']}. {finding['kondisi']}", 10, align="justify", after=3)
        if told["ada_temuan_utama_lain"]:
            paper.line(
                _("dan %(n)s hal lain dalam Catatan Hasil Reviu.", n=told["temuan_utama_lain"]), 10, after=3
            )
    else:
        clean = _(
            "Berdasarkan reviu kami, tidak terdapat kondisi yang menimbulkan keraguan atas keandalan "
            "informasi dalam laporan kinerja itu."
        )
        paper.line(clean, 11, align="justify", after=10)
    if told["ada_rendah"]:
        small = _(
            "Selain itu ada %(n)s catatan kecil yang tidak mengubah simpulan, dalam Catatan Hasil Reviu.",
            n=told["banyak_rendah"],
        )
        paper.line(small, 10)
    paper.signatures([[" "] * 5, [_("…………………, ………………… 20……"), _("Inspektur"), "", _DOTS, f"NIP {_DOTS}"]])
    return paper


def _form(told: dict, words: Labels) -> Paper:
    _ = words._
    paper = _paper(told, words, _("Formulir Checklist Reviu"))
    _title(paper, told, words, _("FORMULIR CHECKLIST REVIU"))
    paper.line(_("PermenPANRB 53/2014, Lampiran III"), 9, align="centre", after=8, colour=GREY)
    paper.box(
        _(
            "Jawaban bertanda ✓ diusulkan dari isi laporan, dengan dasarnya. Baris berwarna menunggu "
            "penilaian pereviu. "
            "Pereviu memutuskan semuanya."
        ),
        OPEN,
    )
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
    paper.signatures([[" "] * 5, [_("…………………, ………………… 20……"), _("Pereviu,"), "", _DOTS, f"NIP {_DOTS}"]])
    return paper
