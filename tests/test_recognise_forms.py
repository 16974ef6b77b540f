"""Print-outs of the budget systems: code columns, stated column formulas, title rows in the frame, parts laid
on by number."""

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.opening import open_document
from cermat.datasets.recognise.code_columns import segment_columns
from cermat.datasets.recognise.grids.stated_columns import Formula, stated_formulas
from cermat.datasets.recognise.printed_numbers import document_angka
from cermat.schemas import angka as A
from tests.grid_helpers import parents, read, recognised, rows
from tests.small_pdf import Sheet, write_pdf

FORM = """
Tabel 3 Rekapitulasi Belanja per Sub Kegiatan Tahun 2022

| Kode | Kode | Kode | Uraian | Belanja Operasi | Belanja Modal | Jumlah |
|---|---|---|---|---|---|---|
| Program | Kegiatan | Sub Kegiatan | Uraian | Belanja Operasi | Belanja Modal | Jumlah |
| 1 | 2 | 3 | 4 | 5 | 6 | 7 = (5+6) |
| 04 | | | PROGRAM PENATAAN KEBUN | 9.500.000 | 2.500.000 | 12.000.000 |
| 04 | 2.01 | | Penanaman | 7.500.000 | 2.500.000 | 10.000.000 |
| 04 | 2.01 | 01 | Pengadaan bibit | 5.000.000 | 0 | 5.000.000 |
| 04 | 2.01 | 03 | Pembuatan lubang tanam | 2.500.000 | 2.500.000 | 5.000.000 |
| 04 | 2.02 | | Penyiraman | 2.000.000 | 0 | 2.000.000 |
| 04 | 2.02 | 01 | Pengadaan selang | 2.000.000 | 0 | 2.000.000 |
"""


def test_code_segments_are_labels():
    from cermat.datasets.readers.text import parse_text

    document = assemble(parse_text(FORM), "uji")
    angka = document_angka(document, "uji")
    cells = angka[angka["r"].ge(3) & angka["c"].lt(3)]
    assert not cells["kelas"].eq(A.FIGURE).any()
    found = recognised(document, 2022)
    parts = found["rincian"].query("ukuran == 'belanja operasi'")
    assert parents(parts)["Pengadaan selang"] == "Penyiraman"
    assert parents(parts)["Penyiraman"] == "PROGRAM PENATAAN KEBUN"
    assert set(found["rincian"].query("ukuran == 'belanja modal'")["ukuran_induk"]) == {"jumlah"}


def test_code_segments_without_a_header():
    table = [
        ["1", "", "", "Urusan wajib"],
        ["1", "05", "", "Program"],
        ["1", "05", "2.01", "Kegiatan"],
        ["1", "05", "2.02", "Kegiatan lain"],
    ]
    assert segment_columns({}, table) == [0, 1, 2]
    counts = [["1", "20", "35", "Desa A"], ["2", "25", "30", "Desa B"], ["3", "11", "10", "Desa C"]]
    assert segment_columns({}, counts) == []


def test_stated_formulas():
    numbering = ["1", "2", "3 = (1+2)", "4", "5 = (4-3)", "6 = 5/3 x 100", "7=8+9"]
    assert stated_formulas(numbering) == {
        2: Formula("tambah", (0, 1)),
        4: Formula("kurang", (3, 2)),
        5: Formula("bagi_persen", (4, 2)),
    }
    assert stated_formulas(["1", "2", "2", "3 = 1+2"]) == {}


def test_a_stated_difference_is_recomputed():
    found = read(
        """
Tabel 4 Perubahan Belanja Tahun 2022

| No | Uraian | Sebelum | Sesudah | Bertambah/(Berkurang) |
|---|---|---|---|---|
| 1 | 2 | 3 | 4 | 5 = (4-3) |
| 1 | Bibit | 5.000.000 | 6.250.000 | 1.250.000 |
| 2 | Selang | 2.000.000 | 1.500.000 | (500.000) |
| 3 | Pupuk | 4.000.000 | 4.000.000 | 0 |
"""
    )["perhitungan"]
    assert rows(found, "operasi", "a", "b", "hasil") == [
        ("kurang", "6.250.000", "5.000.000", "1.250.000"),
        ("kurang", "1.500.000", "2.000.000", "(500.000)"),
        ("kurang", "4.000.000", "4.000.000", "0"),
    ]


def test_a_column_of_zeros_is_no_difference():
    found = read(
        """
Tabel 5 Belanja Tahun 2022

| Uraian | Belanja Modal | Belanja Tidak Terduga | Belanja Lain |
|---|---|---|---|
| Kebun utara | 3.000.000 | 0 | 0 |
| Kebun selatan | 0 | 0 | 0 |
| Kebun barat | 0 | 0 | 0 |
"""
    )
    assert "perhitungan" not in found


def test_titles_in_the_frame_and_a_sliver_of_a_column(tmp_path):
    """The first page holds title rows and one narrow column more than the second; its column numbers say
    which is which."""
    first = Sheet(842, 595)
    first.table(
        [40, 800], [40, 60, 80], [["REKAPITULASI BELANJA PERUBAHAN"], ["Organisasi : Dinas Kebun Raya"]]
    )
    xs = [40, 80, 120, 300, 420, 540, 548, 670, 800]
    first.table(
        xs,
        [80, 110, 130, 150, 170, 190],
        [
            [
                "Kode\nProg",
                "Kode\nKeg",
                "Uraian",
                "Belanja Operasi",
                "Belanja Modal",
                "",
                "Jumlah",
                "Keterangan",
            ],
            ["1", "2", "3", "4", "5", "", "6 = (4+5)", "7"],
            ["04", "", "PROGRAM PENATAAN", "9.500.000", "2.500.000", "", "12.000.000", ""],
            ["04", "2.01", "Penanaman", "5.000.000", "2.500.000", "", "7.500.000", ""],
            ["04", "2.02", "Penyiraman", "2.000.000", "0", "", "2.000.000", ""],
        ],
    )
    second = Sheet(842, 595)
    second.table(
        [40, 80, 120, 300, 420, 540, 670, 800],
        [40, 70, 90, 110],
        [
            ["Kode\nProg", "Kode\nKeg", "Uraian", "Belanja Operasi", "Belanja Modal", "Jumlah", "Keterangan"],
            ["1", "2", "3", "4", "5", "6 = (4+5)", "7"],
            ["04", "2.03", "Pemupukan", "2.500.000", "0", "2.500.000", ""],
        ],
    )
    document = open_document(write_pdf(tmp_path / "rekap.pdf", first, second))
    assert any("Organisasi" in b.teks and b.jenis != "petak" for b in document.blocks)
    total = recognised(document, 2022)["rincian"].query("ukuran == 'jumlah'")
    assert rows(total, "uraian", "nilai")[-1] == ("Pemupukan", "2.500.000")


QUARTERS = """
| Program/Kegiatan | Indikator | Realisasi Triwulan I - IV | Bidang |
| | | I | II | |
| 2 | 3 | 7 | 8 | 9 |
| | | K | Rp | K | Rp | |
| DINAS KEBUN RAYA | | | 15.000.000 | | 31.500.000 | Bidang |
| PROGRAM PENATAAN KEBUN | Persentase kebun tertata | | 9.000.000 | | 20.500.000 | Bidang |
| Penanaman | Jumlah bibit | 0 | 7.000.000 | 3 | 12.500.000 | Bidang |
| Pengadaan bibit | Jumlah bibit | 0 | 4.000.000 | 1 | 6.000.000 | Bidang |
| Pembuatan lubang | Jumlah lubang | 0 | 3.000.000 | 0 | 3.000.000 | Bidang |
| Pengairan lubang | Jumlah lubang | 0 | - | 2 | 3.500.000 | Bidang |
| Penyiraman | Jumlah kali | 2 | 2.000.000 | 2 | 8.000.000 | Bidang |
| Pengadaan selang | Jumlah selang | 2 | 2.000.000 | 2 | 8.000.000 | Bidang |
| PROGRAM PAMERAN KEBUN | Jumlah pameran | | 6.000.000 | | 11.000.000 | Bidang |
| Pameran musim | Jumlah pameran | 1 | 4.000.000 | 1 | 7.000.000 | Bidang |
| Pameran harian | Jumlah pameran | 0 | 2.000.000 | 1 | 4.000.000 | Bidang |
"""


def test_quarters_over_k_and_rp(tmp_path):
    """K and Rp stand below the column numbers of a form cut to its last columns; programmes, kegiatan and
    their parts by sums."""
    content = [[s.strip() for s in line.strip("|").split("|")] for line in QUARTERS.strip().splitlines()]
    page = Sheet(842, 595)
    edges = {
        4: [40, 230, 400, 740, 800],
        5: [40, 230, 400, 560, 740, 800],
        7: [40, 230, 400, 450, 560, 610, 740, 800],
    }
    for r, row in enumerate(content):
        page.table(edges[len(row)], [60 + 18 * r, 78 + 18 * r], [row], ukuran=7)
    found = recognised(open_document(write_pdf(tmp_path / "tw.pdf", page)), 2022)["rincian"]
    assert set(found["ukuran"]) == {"realisasi triwulan i - iv i rp", "realisasi triwulan i - iv ii rp"}
    assert parents(found.query("ukuran == 'realisasi triwulan i - iv ii rp'")) == {
        "DINAS KEBUN RAYA": "",
        "PROGRAM PENATAAN KEBUN": "DINAS KEBUN RAYA",
        "Penanaman": "PROGRAM PENATAAN KEBUN",
        "Pengadaan bibit": "Penanaman",
        "Pembuatan lubang": "Penanaman",
        "Pengairan lubang": "Penanaman",
        "Penyiraman": "PROGRAM PENATAAN KEBUN",
        "Pengadaan selang": "Penyiraman",
        "PROGRAM PAMERAN KEBUN": "DINAS KEBUN RAYA",
        "Pameran musim": "PROGRAM PAMERAN KEBUN",
        "Pameran harian": "PROGRAM PAMERAN KEBUN",
    }


def test_blocks_of_years_give_each_percentage_its_pair():
    found = read(
        """
Tabel 7 Daya Serap

| Program | Belanja | | | Terpakai | | | Rasio (%) | | |
| | 2020 | 2021 | 2022 | 2020 | 2021 | 2022 | Ke-1 | Ke-2 | Ke-3 |
|---|---|---|---|---|---|---|---|---|---|
| Taman | 400 | 500 | 640 | 380 | 450 | 608 | 95,00 | 90,00 | 95,00 |
| Kebun | 250 | 320 | 200 | 240 | 304 | 170 | 96,00 | 95,00 | 85,00 |
"""
    )["perhitungan"]
    assert set(rows(found, "a", "b", "hasil")) == {
        ("380", "400", "95,00"),
        ("450", "500", "90,00"),
        ("608", "640", "95,00"),
        ("240", "250", "96,00"),
        ("304", "320", "95,00"),
        ("170", "200", "85,00"),
    }


def test_formulas_of_headers_and_of_several_kinds():
    heads = {0: "Uraian", 1: "Target (a)", 2: "Realisasi (b)", 3: "Capaian (c = b/a x 100%)"}
    assert stated_formulas([], heads) == {3: Formula("bagi_persen", (2, 1))}
    assert stated_formulas([], {**heads, 2: "Realisasi (a)"}) == {}
    numbering = ["1", "2", "3", "4 = 2 x 3", "5 = (3-2)/2 x 100", "6 = 2+3-4", "7=2:3"]
    assert stated_formulas(numbering) == {
        3: Formula("kali", (1, 2)),
        4: Formula("ubah_persen", (2, 1)),
        5: Formula("tambah_kurang", (1, 2, 3)),
        6: Formula("bagi", (1, 2)),
    }
    assert stated_formulas(["1", "2", "3", "4"], {3: "Tingkat Capaian (3/2 x 100)"}) == {
        3: Formula("bagi_persen", (2, 1))
    }
