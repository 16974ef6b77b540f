"""What Laporan Hasil Reviu and its covering letter say: parts of a title and lines, for Word and PDF alike;
the wording of the regulation's forms."""

from cermat.reports.labels import N_, Labels
from cermat.reports.matters import moved
from cermat.reports.verdict import answer, verdict

_GRAVEST = 5  # matters that the report tells
_TITLES = 20  # others that it names
_NAMED = 3  # and the letter
_CHANGED = 8  # figures after all repairs that the report lists
_UNTESTED = 6  # rules that could not be tested
_BASIS = (
    "Peraturan Pemerintah Nomor 8 Tahun 2006 tentang Pelaporan Keuangan dan Kinerja Instansi Pemerintah.",
    "Peraturan Presiden Nomor 29 Tahun 2014 tentang Sistem Akuntabilitas Kinerja Instansi Pemerintah.",
    "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 53 Tahun 2014 tentang "
    "Petunjuk Teknis Perjanjian Kinerja, Pelaporan Kinerja dan Tata Cara Reviu atas Laporan Kinerja Instansi "
    "Pemerintah.",
)  # names of regulations stay as they are in every language
DRAFT = N_("DRAF. Periksa, lengkapi yang bertitik, lalu hapus kotak ini.")
# Pernyataan Telah Direviu as the form of PermenPANRB 53/2014 has it; `except` is ours, as the box says
STATED = {
    "box": N_(
        "DRAF. Belum berlaku sebelum formulir checklist selesai dinilai dan pernyataan ini ditandatangani. "
        "Bunyinya mengikuti formulir PermenPANRB 53/2014, Lampiran III; paragraf penjelas dan kata-kata yang "
        "menyebutnya adalah tambahan. Bandingkan dengan formulir peraturan, lalu hapus kotak ini."
    ),
    "scope": N_(
        "Kami telah mereviu Laporan Kinerja %(who)s untuk tahun anggaran %(year)s sesuai Pedoman Reviu atas "
        "Laporan Kinerja. Substansi informasi yang dimuat dalam Laporan Kinerja menjadi tanggung jawab "
        "manajemen %(who)s."
    ),
    "aim": N_(
        "Reviu bertujuan untuk memberikan keyakinan terbatas laporan kinerja telah disajikan secara akurat, "
        "andal, dan valid."
    ),
    "except": N_(
        "Berdasarkan reviu kami, selain hal-hal dalam paragraf penjelas di bawah ini, tidak terdapat kondisi "
        "atau hal-hal yang menimbulkan perbedaan dalam meyakini keandalan informasi yang disajikan di dalam "
        "laporan kinerja ini."
    ),
    "clean": N_(
        "Berdasarkan reviu kami, tidak terdapat kondisi atau hal-hal yang menimbulkan perbedaan dalam "
        "meyakini keandalan informasi yang disajikan di dalam laporan kinerja ini."
    ),
}
ASKED = N_(
    "Jawaban bertanda ✓ diusulkan dari isi laporan, dengan dasarnya. Baris berwarna menunggu penilaian "
    "pereviu. Pereviu memutuskan semuanya. Butir bertanda * kata-katanya belum dipastikan: bandingkan "
    "dengan formulir peraturan."
)


def report(findings: dict, told: dict, words: Labels) -> list[dict]:
    """Laporan Hasil Reviu: parts in order, each `judul` and `alinea` (no, teks; no '' for a plain
    paragraph)."""
    _ = words._
    parts = [
        (_("Dasar reviu"), _numbered([*_BASIS, _("Surat Tugas %(x)s.", x=told["surat_tugas"])])),
        (_("Tujuan reviu"), [_plain(_aim(words))]),
        (_("Ruang lingkup"), _scope(told, words)),
        (_("Simpulan"), [_plain(f"{answer(findings, words)}. {' '.join(verdict(findings, words))}")]),
        (_("Hal-hal terpenting (nomor menurut Catatan Hasil Reviu)"), _gravest(told, words)),
        (_("Angka yang berubah sesudah semua perbaikan"), _changed(findings, words)),
        (_("Yang tidak dapat diuji"), _untested(told, words)),
        (_("Saran"), _numbered(_advice(told, words))),
        (_("Langkah perbaikan yang disepakati dan yang sudah dilakukan"), _agreed(words)),
    ]
    full = [part for part in parts if part[1]]
    return [
        {"judul": f"{letter}. {title}", "alinea": lines}
        for letter, (title, lines) in zip("ABCDEFGHI", full, strict=False)
    ]


def letter(findings: dict, told: dict, words: Labels) -> dict:
    """The covering letter: kepada, hal, pembuka, five `butir` (no, teks), penutup."""
    _ = words._
    who, year = told["instansi"], told["tahun"]
    subject = _("%(what)s %(who)s tahun %(year)s", what=told["perihal"], who=who, year=year)
    named = [matter["ringkas"] for matter in told["hal_utama"][:_NAMED]]
    worst = (
        _("Yang terpenting: %(x)s.", x="; ".join(named))
        if named
        else _("Tidak ada hal yang mengubah simpulan; catatan kecil tertulis dalam Catatan Hasil Reviu.")
    )
    points = [
        _("Kami telah mereviu %(x)s, dengan keyakinan terbatas; reviu ini bukan audit.", x=subject),
        _("Simpulan: %(a)s. %(b)s", a=answer(findings, words).lower(), b=verdict(findings, words)[0]),
        worst,
        _(
            "Belum terbukti dari angka lain: %(n)s dari %(m)s angka; data sumbernya perlu disiapkan.",
            n=told["angka"]["unreached"],
            m=told["angka"]["printed"],
        ),
        _(
            "Mohon tanggapan dan perbaikan dalam Catatan Hasil Reviu terlampir paling lambat %(x)s, sebelum "
            "laporan ditandatangani.",
            x="…………………",
        ),
    ]
    return {
        "kepada": told["yth"],
        "hal": _("Hasil reviu atas %(x)s", x=subject),
        "pembuka": _("Bersama ini kami sampaikan hasil reviu, dengan pokok-pokok sebagai berikut."),
        "butir": _numbered(points),
        "penutup": _("Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih."),
    }


def _plain(text: str) -> dict[str, str]:
    return {"no": "", "teks": text}


def _numbered(texts: list[str]) -> list[dict[str, str]]:
    return [{"no": f"{number}.", "teks": text} for number, text in enumerate(texts, 1)]


def _aim(words: Labels) -> str:
    return words._(
        "Memberi keyakinan terbatas bahwa laporan kinerja telah disajikan secara akurat, andal, dan valid, "
        "serta membantu penyelenggaraan sistem akuntabilitas kinerja."
    )


def _scope(told: dict, words: Labels) -> list[dict[str, str]]:
    _ = words._
    lines = [
        _(
            "Yang direviu: %(what)s, berkas %(file)s (SHA-256 %(mark)s…), diperiksa %(date)s dengan "
            "%(engine)s (%(n)s aturan).",
            what=told["dokumen"] or told["perihal"],
            file=told["berkas"],
            mark=told["sidik"],
            date=told["tanggal"],
            engine=told["mesin"],
            n=told["banyak_aturan"],
        ),
        _(
            "Setiap angka tercetak dibandingkan dengan angka lain dalam laporan. Data sumber tidak diuji; "
            "pengumpulan data dan keselarasan perencanaan dinilai pereviu dalam Formulir Checklist Reviu."
        ),
    ]
    team = [f"{person['nama']} ({person['jabatan']}, NIP {person['nip']})" for person in told["tim"]]
    lines.append(_("Tim reviu: %(x)s.", x="; ".join(team) if team else told["ketua"]["nama"]))
    return [_plain(line) for line in lines]


def _gravest(told: dict, words: Labels) -> list[dict[str, str]]:
    _, grave = words._, told["hal_utama"]
    lines = [
        {
            "no": f"{matter['no']}.",
            "teks": f"{matter['judul']}. {matter['kondisi']} {_('Saran: %(x)s', x=matter['rekomendasi'])}",
        }
        for matter in grave[:_GRAVEST]
    ]
    if not grave:
        return [_plain(_("Tidak ada hal yang mengubah simpulan."))]
    if len(grave) > _GRAVEST:
        rest = [f"{matter['no']} {matter['judul']}" for matter in grave[_GRAVEST:]]
        if len(rest) > _TITLES:
            rest[_TITLES:] = [_("dan %(n)s hal lain", n=len(rest) - _TITLES)]
        lines.append(_plain(_("Hal lain, dalam Catatan Hasil Reviu: %(x)s.", x="; ".join(rest))))
    return lines


def _changed(findings: dict, words: Labels) -> list[dict[str, str]]:
    """Figures that change when all is put right: what, printed → becomes, each once."""
    counted = [finding for finding in findings["findings"] if finding["no"]]  # none that a waiver takes out
    effects = [effect for finding in counted for effect in finding["dampak"]]
    lines = list(dict.fromkeys(moved(effect) for effect in effects if effect["stated"] != effect["becomes"]))
    shown = [{"no": "–", "teks": line} for line in lines[:_CHANGED]]
    if len(lines) > _CHANGED:
        shown.append(_plain(words._("dan %(n)s angka lain", n=len(lines) - _CHANGED)))
    return shown


def _untested(told: dict, words: Labels) -> list[dict[str, str]]:
    _ = words._
    lines = [
        _plain(
            _(
                "%(n)s dari %(m)s angka tercetak belum terbukti dari angka lain; daftarnya ada di "
                "Kertas Kerja Reviu.",
                n=told["angka"]["unreached"],
                m=told["angka"]["printed"],
            )
        )
    ]
    gone = told["tidak_diuji"]
    lines += [{"no": "–", "teks": f"{rule['judul']}: {rule['alasan']}"} for rule in gone[:_UNTESTED]]
    if len(gone) > _UNTESTED:
        lines.append(_plain(_("dan %(n)s aturan lain, lihat Catatan Hasil Reviu.", n=len(gone) - _UNTESTED)))
    if told["perlu_dilihat"]:
        seen = "%(n)s ketidakcocokan belum cukup yakin untuk disebut temuan; lihat Catatan Hasil Reviu."
        lines.append(_plain(_(seen, n=len(told["perlu_dilihat"]))))
    return lines


def _advice(told: dict, words: Labels) -> list[str]:
    _ = words._
    lines = []
    if told["hal_utama"]:
        lines.append(
            _(
                "Perbaiki atau jelaskan %(n)s hal di atas menurut rekomendasi Catatan Hasil Reviu, mulai "
                "dari penyebabnya: angka lanjutannya berubah karenanya.",
                n=len(told["hal_utama"]),
            )
        )
    if told["hal_kecil"]:
        lines.append(_("Tinjau %(n)s catatan kecil sekalian.", n=len(told["hal_kecil"])))
    if told["angka"]["unreached"] != "0":
        lines.append(_("Siapkan data sumber untuk angka yang belum terbukti."))
    lines.append(_("Sampaikan laporan yang sudah diperbaiki untuk diperiksa kembali sebelum ditandatangani."))
    return lines


def _agreed(words: Labels) -> list[dict[str, str]]:
    told = words._("(diisi sesudah Catatan Hasil Reviu dibahas dengan unit kerja)")
    return [_plain(f"{'……………………………' * 3} {told}")]
