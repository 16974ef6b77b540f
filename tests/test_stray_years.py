"""Years that contradict each other: the report's own, the contents', a heading's, a table's, the sentence's
above it."""

import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.context import read_context
from cermat.datasets.recognise.printed_numbers import document_angka
from cermat.datasets.recognise.structure.facts import recognise_structure
from cermat.datasets.recognise.structure.said_years import years_of

OWN = "# Laporan Kinerja Dinas Perikanan Kabupaten Contoh Tahun 2020\n\n## BAB I PENDAHULUAN\n\n"
ROWS = "| 1 | Produksi ikan tangkap | 90 | 91 |\n| 2 | Konsumsi ikan segar | 70 | 72 |\n"


def told(text: str, *kinds: str) -> list[str]:
    d = assemble(parse_text(OWN + text), "uji")
    s = recognise_structure(d, document_angka(d, "uji"), read_context(d))["identitas"]
    return list(
        dict.fromkeys(s.loc[s["jenis"].isin(kinds or ["tahun berbeda", "tahun laporan lain"]), "nilai"])
    )


def grid(*header: str) -> str:
    return f"| No | Indikator | {' | '.join(header)} |\n|---|---|{'---|' * len(header)}\n{ROWS}"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("sesuai Peraturan Menteri Nomor 53 Tahun 2014 tentang laporan tahun 2020", ({2020}, ())),
        ("Perbandingan Tahun 2018 s/d Tahun 2020 dan target tahun 2023", ({2023}, ((2018, 2020),))),
        ("Surat 050/112/2019 perihal Renstra 2019–2023", (set(), ((2019, 2023),))),
    ],
)
def test_years_of_a_text(text, years):
    said = years_of(text)
    assert (set(said.single), said.spans) == years


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        (
            "Sistematika penyajian Laporan Kinerja Dinas Perikanan Kabupaten Contoh Tahun 2019 adalah "
            "sebagai berikut:",
            "2019",
        ),
        ("Laporan kinerja ini menyajikan capaian sasaran yang telah disepakati pada tahun 2019.", "2019"),
        ("Laporan Akuntabilitas Kinerja (LAKIP) Tahun 2012 Page 4", "2012"),
        ("Penyusunan Laporan Kinerja Dinas Perikanan Kabupaten Contoh Tahun 2020 mengikuti pedoman.", ""),
        ("Laporan kinerja ini menyajikan capaian yang dibandingkan dengan tahun 2019.", ""),
        ("Penyusunan laporan kinerja berpedoman pada Peraturan Menteri Nomor 53 Tahun 2014.", ""),
        ("Laporan kinerja tahun 2019 telah dievaluasi oleh inspektorat.", ""),
    ],
)
def test_the_year_of_this_report(sentence, other):
    found = told(sentence + "\n", "tahun laporan lain")
    assert [n.startswith(f"tahun {other}, sedangkan laporan ini laporan tahun 2020") for n in found] == [
        True
    ] * bool(other)


def test_a_heading_and_what_stands_below_it():
    head = "## BAB II PERENCANAAN KINERJA\n\n### 2.1 Perjanjian Kinerja Tahun 2019\n\n"
    below = "Perjanjian Kinerja 2020 memuat tiga sasaran yang diikuti tiga indikator.\n"
    found = told(head + below)
    assert len(found) == 1 and "2019 di judul" in found[0] and "2020 di bawahnya" in found[0]
    assert not told(head.replace("2019", "2020") + below)
    assert not told(
        head.replace("2019", "2020") + "Dibandingkan Perjanjian Kinerja Tahun 2019, target naik.\n"
    )
    assert not told(head.replace("2019", "2021") + "Rencana Kinerja Tahun 2020 telah selesai.\n")


@pytest.mark.parametrize(
    ("title", "header", "kind", "count"),
    [
        ("Tabel 1 Perkembangan Produksi Tahun 2017 s/d 2018", ("2019", "2020"), "tahun judul tabel lain", 1),
        ("Tabel 1 Perkembangan Produksi Tahun 2019 - 2020", ("2019", "2020"), "tahun judul tabel lain", 0),
        ("Tabel 1 Perkembangan Produksi Tahun 2016 - 2020", ("2019", "2020"), "tahun judul tabel lain", 0),
        (
            "Perbandingan capaian kinerja tahun 2019 dengan tahun 2017 diuraikan pada tabel berikut:",
            ("Realisasi 2018", "Realisasi 2020"),
            "tahun berbeda",
            1,
        ),
        (
            "Perbandingan capaian kinerja tahun 2020 dengan capaian kinerja tahun 2020 diuraikan pada tabel "
            "berikut:",
            ("Realisasi 2019", "Realisasi 2020"),
            "tahun berbeda",
            1,
        ),
        (
            "Perbandingan capaian kinerja tahun 2020 dengan capaian kinerja tahun 2019 diuraikan pada tabel "
            "berikut:",
            ("Realisasi 2019", "Realisasi 2020"),
            "tahun berbeda",
            0,
        ),
        (
            "Perbandingan capaian kinerja dengan tahun 2019 dapat dilihat pada tabel berikut:",
            ("Realisasi 2019", "Realisasi 2020"),
            "tahun berbeda",
            0,
        ),
    ],
)
def test_titles_and_sentences_above_tables(title, header, kind, count):
    assert len(told(f"{title}\n\n{grid(*header)}", kind)) == count


def test_one_table_under_two_years():
    one, two = grid("Target 2019", "Realisasi 2019"), grid("Target 2020", "Realisasi 2020")
    text = "Capaian kinerja dinas disajikan seperti tampak berikut.\n\n{}\n\nHal itu diuraikan lagi.\n\n{}"
    found = told(text.format(one, two), "tahun berbeda")
    assert len(found) == 1 and "2019" in found[0] and "2020" in found[0]
    assert not told(text.format(one.replace("91", "88"), two), "tahun berbeda")
