"""PDF: what rules of real producers mean - frames round footers, fills, rules in some columns only, tables that touch."""

from tests.small_pdf import Sheet
from tests.test_read_pdf import CONTENT, XS, YS, grid, grids, read


def framed_footer(h: Sheet, number: int) -> Sheet:
    """A running footer in a frame of two cells, the page number in the right one."""
    for y in (790, 806):
        h.garis(60, y, 460, y)
    for x in (60, 420, 460):
        h.garis(x, 790, x, 806)
    return h.teks(65, 801, "Laporan Kinerja Dinas Contoh", 8).teks(425, 801, f"III-{number}", 8)


def test_a_framed_footer_below_a_table_of_as_many_lines(tmp_path):
    """Taking the footer's grid out of the page's grids compares grids: by identity, for their arrays differ in length."""
    sheets = [framed_footer(Sheet().table(XS, YS, [[f"{c}{n}" for c in r] for r in CONTENT]), n) for n in (1, 2, 3)]
    raw = grids(read(tmp_path, *sheets))
    assert [grid(m)[0] for m in raw] == [["No1", "Indikator1", "Target1", "Realisasi1"], *([f"{c}{n}" for c in CONTENT[0]] for n in (2, 3))]
