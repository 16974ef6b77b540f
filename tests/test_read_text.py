"""Text and Markdown: tables cell by cell, headings, sentences; what page ends and converters do to them."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import read_text
from tests.read_helpers import grids, header, read_blocks

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="butuh ../shared (laporan asli), tidak ada di sini"
)


# --- the real report


@pytest.fixture(scope="module")
def original_report():
    return assemble(read_text(next((SHARED / "seeds").glob("*.txt"))), "asli")


@needs_shared
def test_eight_tables(original_report):
    """Every cell of the eight hand-made tables; the two texts that the conversion lost are the only ones
    missing."""
    tables = json.loads((SHARED / "seeds" / "tables_truth.json").read_text())["tables"]
    there = {
        b: dict(zip(zip(s["r"], s["c"], strict=True), s["teks"], strict=True))
        for b, s in original_report.sel.groupby("blok")
    }
    for name, t in tables.items():
        wanted = {(r, c): x for r, c, _, _, x in t["cells"]}
        blok, truth = max(
            ((b, sum(s.get(k, "") == x for k, x in wanted.items())) for b, s in there.items()),
            key=lambda x: x[1],
        )
        s = original_report.sel[original_report.sel["blok"] == blok]
        assert s[s["kepala"]]["r"].nunique() == t["header_rows"], name
        assert truth >= len(wanted) * (0.99 if len(wanted) > 200 else 1), name
        assert not [k for k, x in there[blok].items() if x and k not in wanted], name
        spans = dict(zip(zip(s["r"], s["c"], strict=True), zip(s["rs"], s["cs"], strict=True), strict=True))
        differs = [
            (r, c) for r, c, rs, cs, _ in t["cells"] if r < t["header_rows"] and spans[r, c] != (rs, cs)
        ]
        assert len(differs) <= 1, (name, differs)


@needs_shared
def test_bagian_and_captions(original_report):
    blok = original_report.blok
    grid = blok[blok["jenis"] == "petak"]
    assert grid["bagian"].str.contains("BAB|LAMPIRAN").all()
    assert (
        len(blok[blok["jenis"].eq("judul") & blok["tingkat"].eq(1) & blok["teks"].str.startswith("BAB")]) == 4
    )
    assert grid["teks"].str.contains("RENCANA KINERJA TAHUNAN").sum() == 1
    assert blok["garis"].is_monotonic_increasing


@needs_shared
@pytest.mark.parametrize(
    "file", sorted((SHARED / "samples").glob("*.md")) if SHARED.is_dir() else [], ids=lambda p: p.stem
)
def test_excerpts(file):
    """Each pipe or tab row of a sample is one row of a grid, cell by cell."""
    document = assemble(read_text(file), "x")
    rows = [b for k in grids(document) for b in k]
    original = []
    for b in file.read_text().splitlines():
        if b.startswith("|") and not re.fullmatch(r"[|\s:-]+", b):
            original.append([s.strip() for s in b.strip("|").split("|")])
        elif "\t" in b:
            original.append([s.strip() for s in b.split("\t")])
    drop = lambda b: b[: max((i + 1 for i, s in enumerate(b) if s), default=0)]  # noqa: E731
    assert [drop(b) for b in rows] == [drop(b) for b in original]
    assert all(header(document, i) >= 1 for i in range(document.sel["blok"].nunique()))


# --- round trip

WORDS = st.sampled_from(
    "jalan mantap air bersih rumah layak huni angka melek huruf layanan izin terpadu pasar rakyat".split()
)
NAMES = st.lists(WORDS, min_size=2, max_size=6).map(lambda k: " ".join(k).capitalize())
VALUES = st.one_of(
    st.integers(0, 9999).map(lambda n: f"{n // 100},{n % 100:02d}"),
    st.integers(0, 10**11).map(lambda n: f"{n:,}".replace(",", ".")),
    st.integers(0, 100).map(lambda n: f"{n}%"),
    st.just("-"),
)
COLUMNS = ["Satuan", "Target", "Realisasi", "Capaian (%)", "Pagu Anggaran (Rp)", "Sisa", "Keterangan"]


@st.composite
def random_table(draw):
    """(header rows, body rows, pieces): a table and the rows at which pages end."""
    tahun = draw(st.booleans())
    if tahun:
        column_tahun = [str(2017 + i) for i in range(draw(st.integers(2, 5)))]
        above = [
            ["No", "Indikator Kinerja", "Realisasi", *[""] * (len(column_tahun) - 1)],
            ["", "", *column_tahun],
        ]
        n = len(column_tahun)
    else:
        columns = draw(st.lists(st.sampled_from(COLUMNS[1:6]), min_size=1, max_size=5, unique=True))
        above, n = [["No", "Indikator Kinerja", *columns]], len(columns)
    if draw(st.booleans()):
        above.append([str(i + 1) for i in range(n + 2)])
    content = [
        [f"{i + 1}.", draw(NAMES), *[draw(VALUES) for _ in range(n)]] for i in range(draw(st.integers(2, 12)))
    ]
    if draw(st.booleans()):
        content.append(["Jumlah", "", *[draw(VALUES) for _ in range(n)]])
    piece = sorted(draw(st.sets(st.integers(1, len(content) - 1), max_size=3)))
    return above, content, piece


def _tulis(above, content, piece, pipes: bool, again: bool, gaps: str) -> str:
    rows = (lambda b: "| " + " | ".join(b) + " |") if pipes else "\t".join
    part = []
    for i, (a, z) in enumerate(zip([0, *piece], [*piece, len(content)], strict=True)):
        header_ = list(above) if i == 0 or again else []
        lines = [*map(rows, header_), *map(rows, content[a:z])]
        if pipes and header_:
            lines.insert(1, "|" + "---|" * len(above[0]))
        part.append("\n".join(lines))
    return "Pengantar tabel berikut ini.\n\n" + f"\n\n{gaps}".join(part) + "\n\nPenutup sesudah tabel.\n"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(random_table(), st.booleans(), st.booleans(), st.sampled_from(["", "12\n\n", "Lanjutan\n\n"]))
def test_there_and_back(tables, pipes, again, gaps):
    """A grid cut at any rows comes back whole, with the header repeated or not, with a page number between or
    not."""
    above, content, piece = tables
    document = read_blocks(_tulis(above, content, piece, pipes, again, gaps))
    grid = grids(document)
    assert len(grid) == 1
    assert grid[0] == above + content
    assert header(document) == len(above)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abAB12 .,%|\t\n$\\{}<>*#-()\f_“”", max_size=300))
def test_anything_is_read(text):
    """No text makes the reader fail, and no letter or digit of prose without markup is lost."""
    document = read_blocks(text)
    assert (document.sel[["rs", "cs"]] >= 1).all().all() if len(document.sel) else True


# --- layouts


def test_repeated_markdown_header():
    """A converter prints a spanning header in each of its cells, after an empty header row."""
    document = read_blocks(
        "|  |  |  |  |  |\n|---|---|---|---|---|\n| No | Indikator | Tahun 2022 | Tahun 2022 | Tahun 2022 |\n"
        "| No | Indikator | Target | Realisasi | Capaian |\n| 1 | Jalan mantap | 80 | 84 | 105 |\n| 2 | Air "
        "bersih | 70 | 35 | 50 |\n"
    )
    assert header(document) == 2
    assert grids(document)[0][2] == ["1", "Jalan mantap", "80", "84", "105"]


def test_header_with_satuan_and_column_formulas():
    document = read_blocks(
        "| No | Uraian | Anggaran | Realisasi | Capaian |\n| | | (Rp) | (Rp) | (%) |\n| 1 | 2 | 3 | 4 | "
        "5=(4/3)x100 |\n"
        "| 1 | Belanja modal | 2.000.000 | 1.000.000 | 50,00 |\n| 2 | Belanja pegawai | 4.000.000 | "
        "1.000.000 | 25,00 |\n"
    )
    assert header(document) == 3


def test_without_header():
    document = read_blocks("1.\tJalan mantap\t80%\t84%\n2.\tAir bersih\t70%\t35%\n")
    assert header(document) == 0


def test_html_with_spans():
    document = read_blocks(
        "Capaian\n\n<table><tr><th rowspan=2>Indikator</th><th colspan='2'>Tahun "
        "2021</th></tr><tr><th>Target</th><th>Realisasi</th></tr>"
        "<tr><td>Jalan<br>mantap</td><td>80&nbsp;%</td><td>84 %</td></tr></table>\nSelesai.\n"
    )
    s = document.sel
    assert list(s.loc[s["r"] == 0, "rs"]) == [2, 1] and list(s.loc[s["r"] == 0, "cs"]) == [1, 2]
    assert grids(document)[0][2] == ["Jalan mantap", "80 %", "84 %"] and header(document) == 2


def test_ruled_boxes():
    document = read_blocks(
        "+----+-----------+--------+\n| No | Indikator | Target |\n+====+===========+========+\n| 1  | Jalan "
        "    | 80     |\n"
        "|    | mantap    |        |\n+----+-----------+--------+\n| 2  | Air       | 70     "
        "|\n+----+-----------+--------+\n"
    )
    assert grids(document) == [
        [["No", "Indikator", "Target"], ["1", "Jalan mantap", "80"], ["2", "Air", "70"]]
    ]


def test_cells_of_many_lines():
    """A formula and a sentence broken over lines stay in their cell, in tab and in pipe tables."""
    tab = "No\tUraian\tRumus\tNilai\n1.\tCakupan layanan\t$$\\frac{\\text{terlayani}}\n{\\text{sasaran}} \\times 100\\%$$\t87,50\n2.\tMutu\tskor\t3\n"
    assert grids(read_blocks(tab))[0][1] == ["1.", "Cakupan layanan", "terlayani / sasaran × 100%", "87,50"]
    pipes = "| No | Uraian | Nilai |\n|---|---|---|\n| 1 | Cakupan layanan\ndasar di desa | 87,50 |\n| 2 | Mutu | 3 |\n"
    assert grids(read_blocks(pipes))[0][1] == ["1", "Cakupan layanan dasar di desa", "87,50"]


def test_page_number_within_a_table():
    text = "No\tIndikator\tTarget\n1.\tJalan mantap\t80\n2.\tAir bersih\t70\n14\nNo\tIndikator\tTarget\n3.\tRumah layak\t60\n"
    assert grids(read_blocks(text)) == [
        [
            ["No", "Indikator", "Target"],
            ["1.", "Jalan mantap", "80"],
            ["2.", "Air bersih", "70"],
            ["3.", "Rumah layak", "60"],
        ]
    ]


def test_prose_parts_tables():
    """Equal headers with prose between, or numbering that begins again, are two tables."""
    header_ = "No\tIndikator\tTarget\tRealisasi\n"
    document = read_blocks(
        f"{header_}1.\tJalan mantap\t80\t84\n\nSasaran kedua memuat satu indikator.\n\n{header_}1.\tAir "
        f"bersih\t70\t35\n"
    )
    assert len(grids(document)) == 2
    document = read_blocks(
        f"{header_}1.\tJalan mantap\t80\t84\n2.\tJembatan\t70\t70\n\n{header_}1.\tAir bersih\t70\t35\n"
    )
    assert len(grids(document)) == 2


def test_adjoining_tables():
    text = (
        "No\tIndikator\tTarget\n1.\tJalan mantap\t80\n2.\tAir bersih\t70\n"
        "No\tProgram\tAnggaran (Rp)\tRealisasi (Rp)\n1.\tProgram Jalan\t1.000.000\t900.000\n"
    )
    assert [len(k) for k in grids(read_blocks(text))] == [3, 2]


@pytest.mark.parametrize("again", [True, False])
def test_cut_rows(again):
    """The rest of a row on the next page goes to its row, whether or not the header is repeated."""
    header_ = "No\tSasaran\tIndikator\tTarget\tRealisasi\n"
    text = (
        f"{header_}1.\tMeningkatnya mutu jalan\tPersentase jalan "
        f"dalam\t80%\t84%\n\n{header_ if again else ''}"
        "\t\tkondisi mantap\t\t\n2.\tMeningkatnya air bersih\tCakupan layanan\t70%\t35%\n"
    )
    assert grids(read_blocks(text))[0][1:] == [
        ["1.", "Meningkatnya mutu jalan", "Persentase jalan dalam kondisi mantap", "80%", "84%"],
        ["2.", "Meningkatnya air bersih", "Cakupan layanan", "70%", "35%"],
    ]


def test_shifted_columns():
    """Rows that lost the cells of their blank label column are laid back under their columns."""
    text = (
        "Sasaran\tProgram\tPagu (Rp)\tKegiatan\tAnggaran (Rp)\n"
        "1\tMutu jalan naik\tProgram Jalan\t9.000.000\tPemeliharaan jalan\t4.000.000\n"
        "\t\t\tPembangunan jalan\t5.000.000\n"
        "2\tAir bersih merata\tProgram Air\t8.000.000\tPipa desa\t3.000.000\n"
        "\t\t\tSumur bor\t5.000.000\n"
    )
    k = grids(read_blocks(text))[0]
    assert k[0] == ["Sasaran", "", "Program", "Pagu (Rp)", "Kegiatan", "Anggaran (Rp)"]
    assert k[2] == ["", "", "", "", "Pembangunan jalan", "5.000.000"] and k[4][4:] == [
        "Sumur bor",
        "5.000.000",
    ]


def test_headings_and_items():
    text = (
        "BAB III\n\nAKUNTABILITAS KINERJA\n\nA. Capaian Kinerja Organisasi\n\nBagian ini menguraikan capaian "
        "tiap sasaran.\n\n"
        "1. Realisasi Tahun Berjalan\n\nFaktor pendukungnya adalah:\n\n1. Kerja sama lintas dinas;\n2. "
        "Dukungan anggaran; dan\n"
        "3. Peran warga.\n\n2. Perbandingan dengan Tahun Lalu\n\nCapaian naik dibanding tahun lalu.\n\nB. "
        "Realisasi Anggaran\n\n"
        "Anggaran terserap penuh.\n"
    )
    b = read_blocks(text).blok
    assert list(b.loc[b["jenis"] == "judul", "teks"]) == [
        "BAB III AKUNTABILITAS KINERJA",
        "A. Capaian Kinerja Organisasi",
        "1. Realisasi Tahun Berjalan",
        "2. Perbandingan dengan Tahun Lalu",
        "B. Realisasi Anggaran",
    ]
    assert b["bagian"].iloc[-1] == "BAB III AKUNTABILITAS KINERJA > B. Realisasi Anggaran"
    assert (b.loc[b["teks"].str.contains("lintas|Dukungan|warga"), "jenis"] == "butir").all()


def test_markdown_and_decimal_headings():
    b = read_blocks(
        "# BAB 3 Akuntabilitas\n\n## 3.1 Capaian\n\nIsi bab.\n\n### 3.1.1 Sasaran Satu\n\nIsi.\n\n## 3.2 "
        "Anggaran\n\nIsi.\n"
    ).blok
    assert b["bagian"].iloc[-1] == "BAB 3 Akuntabilitas > 3.2 Anggaran"
    b = read_blocks(
        "BAB 3\nAKUNTABILITAS KINERJA\n\n3.1 Capaian Kinerja\n\nIsi bab ini.\n\n3.1.1 Sasaran "
        "Satu\n\nIsi.\n\n3.2 Anggaran\n\nIsi.\n"
    ).blok
    assert b["bagian"].iloc[-1] == "BAB 3 AKUNTABILITAS KINERJA > 3.2 Anggaran"


def test_contents_are_no_table():
    text = "DAFTAR ISI\n\nKATA PENGANTAR\ti\nBAB I PENDAHULUAN\t1\nA. Latar Belakang\t2\n\nB. Tujuan ........ 3\n\nBAB I\n\nPENDAHULUAN\n\nA. Latar Belakang\n\nIsi.\n"
    document = read_blocks(text)
    assert document.sel.empty
    assert list(document.blok.loc[document.blok["teks"].str.contains("\t"), "teks"]) == [
        "KATA PENGANTAR\ti",
        "BAB I PENDAHULUAN\t1",
        "A. Latar Belakang\t2",
        "B. Tujuan\t3",
    ]
    assert document.blok["bagian"].iloc[-1] == "BAB I PENDAHULUAN > A. Latar Belakang"


def test_soft_lines_and_scale_lines():
    """Lines wrapped at a width are one sentence; lines of a scale stay apart."""
    text = (
        "Capaian kinerja sasaran pertama pada tahun berjalan mencapai angka yang\nlebih tinggi daripada "
        "tahun lalu karena dukungan\n"
        "semua pihak.\n\nCapaian > 85 sd 100% : Sangat berhasil\nCapaian > 70 sd 85% : Berhasil\nCapaian < "
        "70% : Kurang berhasil\n"
    )
    t = list(read_blocks(text).blok["teks"])
    assert len(t) == 4 and t[0].endswith("dukungan semua pihak.")


def test_page_footers():
    """Running footers and page numbers go, also between the parts of a table, and the sentence they broke is
    one."""
    part = (
        "Kalimat yang panjang ini terputus oleh akhir halaman sehingga ujungnya baru\n\nLKjIP Dinas Contoh "
        "2021 | {n}\n\n"
        "terbaca di halaman berikut.\n\nNo\tIndikator\tTarget\n1.\tJalan mantap\t80\n\nLKjIP Dinas Contoh "
        "2021 | {m}\n\n"
        "No\tIndikator\tTarget\n2.\tAir bersih\t70\n\n"
    )
    document = read_blocks(
        "LKjIP Dinas Contoh 2021 | 1\n\n" + "".join(part.format(n=n, m=n + 1) for n in (4, 6, 8))
    )
    assert document.blok["teks"].str.contains("LKjIP").sum() == 1
    assert list(document.blok["jenis"])[1:] == ["paragraf", "petak"] * 3 and {
        len(k) for k in grids(document)
    } == {3}
