"""PDF: what rules of real producers mean - frames round footers, fills, rules in some columns only, tables
that touch."""

from tests.ruled_pages import CONTENT, XS, YS, grid, grids, read
from tests.small_pdf import Sheet


def framed_footer(h: Sheet, number: int) -> Sheet:
    """A running footer in a frame of two cells, the page number in the right one."""
    for y in (790, 806):
        h.garis(60, y, 460, y)
    for x in (60, 420, 460):
        h.garis(x, 790, x, 806)
    return h.teks(65, 801, "Laporan Kinerja Dinas Contoh", 8).teks(425, 801, f"III-{number}", 8)


def test_a_framed_footer_below_a_table_of_as_many_lines(tmp_path):
    """Taking the footer's grid out of the page's grids compares grids: by identity, for their arrays differ
    in length."""
    sheets = [
        framed_footer(Sheet().table(XS, YS, [[f"{c}{n}" for c in r] for r in CONTENT]), n) for n in (1, 2, 3)
    ]
    raw = grids(read(tmp_path, *sheets))
    assert [grid(m)[0] for m in raw] == [
        ["No1", "Indikator1", "Target1", "Realisasi1"],
        *([f"{c}{n}" for c in CONTENT[0]] for n in (2, 3)),
    ]


def shade(h: Sheet, x0: float, y0: float, x1: float, y1: float, grey: float = 0.85) -> Sheet:
    """A shaded cell as Word draws it: a strip above the text, one at each side, the text's own tile, one
    below."""
    text = y0 + 4, y1 - 2
    for tile in ((x0, y0, x1, text[0]), (x0, text[0], x0 + 5.4, text[1]), (x1 - 5.4, text[0], x1, text[1])):
        h.box(*tile, content=grey)
    return h.box(x0 + 5.4, *((text[0], x1 - 5.4, text[1])), content=grey).box(
        x0, text[1], x1, y1, content=grey
    )


def test_shading_within_ruled_cells_is_no_column(tmp_path):
    """Header and every second row shaded tile by tile, some tiles as low as a bar: the columns are the drawn
    ones."""
    h = Sheet()
    for n, (y0, y1) in enumerate(zip(YS, YS[1:], strict=False)):
        for x0, x1 in zip(XS, XS[1:], strict=False) if n % 2 == 0 else ():
            shade(h, x0 + 0.4, y0 + 0.4, x1 - 0.4, y1 - 0.4)
    (m,) = read(tmp_path, h.table(XS, YS, CONTENT))
    assert grid(m) == CONTENT
    assert m.sel[5].jejak == "h1:90.0,120.0,300.0,140.0"


def test_borders_drawn_as_thin_bars_between_shaded_cells(tmp_path):
    """Thin filled bars of another colour are the rules of shaded cells, two nested fills a cell."""
    h = Sheet()
    for y0, y1 in zip(YS, YS[1:], strict=False):
        for x0, x1 in zip(XS, XS[1:], strict=False):
            h.box(x0 + 0.25, y0 + 0.25, x1 - 0.25, y1 - 0.25, 0.9).box(
                x0 + 5.4, y0 + 3, x1 - 5.4, y1 - 3, 0.9
            )
    (m,) = read(tmp_path, h.table(XS, YS, CONTENT, "batang"))
    assert grid(m) == CONTENT


def test_nested_fills_are_columns_once_where_nothing_is_ruled(tmp_path):
    """Where only shading shows the cells, the inner fill of a cell makes no columns of its own."""
    h = Sheet()
    for y0, y1 in zip(YS, YS[1:], strict=False):
        for x0, x1 in zip(XS, XS[1:], strict=False):
            h.box(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5, 0.9).box(x0 + 5.4, y0 + 3, x1 - 5.4, y1 - 3, 0.9)
    (m,) = read(tmp_path, h.table(XS, YS, CONTENT, "polos"))
    assert grid(m) == CONTENT


LEDGER = [
    ["Kode", "Uraian", "Anggaran", "Realisasi"],
    ["4", "BELANJA", "900.000,00", "850.000,00"],
    ["4.1", "BELANJA OPERASI", "700.000,00", "660.000,00"],
    ["4.1.1", "Belanja Pegawai", "300.000,00", "290.000,00"],
    ["4.1.2", "Belanja Barang", "400.000,00", "370.000,00"],
    ["4.2", "BELANJA MODAL", "200.000,00", "190.000,00"],
]


def test_rows_are_those_of_the_figures(tmp_path):
    """A ledger rules its subtotals, in the columns of figures only: each label goes with its figures."""
    xs, ys = [60, 110, 300, 380, 460], [100 + 16 * n for n in range(7)]
    h = Sheet().table(xs, ys, LEDGER, "polos")
    for y in (ys[0], ys[1], ys[-1]):
        h.garis(xs[0], y, xs[-1], y)
    for y in (ys[2], ys[3], ys[5]):
        h.garis(xs[2], y, xs[-1], y)
    for x in xs:
        h.garis(x, ys[0], x, ys[-1])
    (m,) = read(tmp_path, h)
    assert grid(m) == LEDGER and all(s.rs == 1 for s in m.sel)


def test_a_merged_cell_beside_figures_stays_one(tmp_path):
    """A sasaran of two lines over two rows of figures: its lines run on, they name no rows."""
    h, xs = Sheet(), [60, 150, 260, 320]
    for y in (100, 116, 148):
        h.garis(60, y, 320, y)
    h.garis(150, 132, 320, 132)
    for x in xs:
        h.garis(x, 100, x, 148)
    for x, y, t in (
        (63, 112, "Sasaran"),
        (153, 112, "Indikator"),
        (263, 112, "Target"),
        (63, 128, "Naiknya kualitas"),
        (63, 144, "pelayanan publik"),
        (153, 128, "Indeks"),
        (263, 128, "80,50"),
        (153, 144, "Waktu"),
        (263, 144, "12,00"),
    ):
        h.teks(x, y, t, 9)
    (m,) = read(tmp_path, h)
    assert next(s for s in m.sel if s.teks.startswith("Naiknya")).rs == 2


BUDGET = [
    ["No", "Program", "Pagu", "Realisasi", "%"],
    ["1", "Penataan", "400", "380", "95,00"],
    ["2", "Pelayanan", "250", "200", "80,00"],
]


def test_two_tables_that_touch_are_two(tmp_path):
    """Below the last row of one table stands, without a gap, the header of another with columns of its
    own."""
    lower = [60, 90, 250, 320, 400, 460], [180, 200, 220, 240]
    h = Sheet().table(XS, YS, CONTENT).table(*lower, BUDGET)
    above, below = read(tmp_path, h)
    assert grid(above) == CONTENT and grid(below) == BUDGET
    assert below.jejak == "h1:60.0,180.0,460.0,240.0" and below.sel[5].jejak == "h1:60.0,200.0,90.0,220.0"


def test_group_headings_within_a_table_do_not_part_it(tmp_path):
    """A second row of header words over the same columns, some of them merged, belongs to its table."""
    rows = [CONTENT[0], CONTENT[1], ["", "Indikator", "Tahun", ""], CONTENT[2]]
    h = Sheet().table(XS, YS, rows)
    (m,) = read(tmp_path, h)
    assert grid(m) == rows


def test_rows_of_whole_numbers_in_one_frame(tmp_path):
    """Three amounts one below the other, each filling its column: whole numbers, so three rows and not one
    torn number."""
    xs, ys, h = [60, 90, 250, 322, 394, 440], [100, 120, 166], Sheet()
    h.table(xs, ys, [["No", "Pendapatan", "Target", "Realisasi", "%"]], "garis")
    rows = (
        ("Layanan Umum", "16.000.000.000,-", "17.996.756.484,-", "112,48"),
        ("a. Rawat", "15.200.000.000,-", "17.167.413.793,-", "112,94"),
        ("b. Sewa", "800.000.000,-", "829.342.691,-", "103,67"),
    )
    for n, row in enumerate(rows):
        for x, t in zip(xs[1:-1], row, strict=True):
            h.teks(x + 1, 132 + 14 * n, t, 8.8)
    (m,) = read(tmp_path, h)
    assert [r[1:] for r in grid(m)[1:]] == [list(r) for r in rows]


def test_a_row_ruled_in_the_columns_of_figures_alone(tmp_path):
    """Column numbers over the first row, parted by a rule in the middle columns only; the label of the row is
    wrapped."""
    h, xs = Sheet(), [60, 90, 230, 300, 350]
    for y in (100, 120, 166):
        h.garis(60, y, 350, y)
    h.garis(230, 136, 300, 136)
    for x in xs:
        h.garis(x, 100, x, 166)
    for x, y, t in (
        (63, 112, "No"),
        (93, 112, "Program"),
        (233, 112, "Pagu"),
        (303, 112, "%"),
        (72, 131, "1"),
        (150, 131, "2"),
        (260, 131, "3"),
        (320, 132.5, "4"),
        (72, 153, "8"),
        (93, 147, "Pengembangan Data dan Informasi"),
        (93, 158, "Daerah"),
        (235, 153, "450.000.000"),
        (310, 153, "100,00"),
    ):
        h.teks(x, y, t, 8)
    (m,) = read(tmp_path, h)
    assert grid(m)[1:] == [
        ["1", "2", "3", "4"],
        ["8", "Pengembangan Data dan Informasi Daerah", "450.000.000", "100,00"],
    ]
