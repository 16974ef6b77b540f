"""The list of tables that look misread (`python -m tests.real.tables`): silent on a sound table, each sign
seen."""

from tests.real.tables import suspects
from tests.ruled_pages import CONTENT, XS, YS
from tests.small_pdf import Sheet, write_pdf


def kinds(tmp_path, sheet: Sheet) -> list[str]:
    return [kind for _, kind, _ in suspects(write_pdf(tmp_path / "uji.pdf", sheet))]


def test_a_sound_table_raises_no_suspicion(tmp_path):
    assert kinds(tmp_path, Sheet().teks(60, 60, "Tabel 1 Capaian").table(XS, YS, CONTENT)) == []


def test_signs_of_a_misread_table(tmp_path):
    two = [CONTENT[0], ["1.", "Dua nilai", "98,50", "85\n450"], *CONTENT[2:]]
    assert kinds(tmp_path, Sheet().table(XS, [100, 120, 150, 170, 190], two)) == ["dua angka"]
    one = [[*r[:3], "Realisasi" if n == 0 else ""] for n, r in enumerate(CONTENT)]
    assert kinds(tmp_path, Sheet().table(XS, YS, one)) == ["satu sel"]
    astray = Sheet().garis(50, 200, 50, 240).garis(500, 200, 500, 240).teks(200, 220, "123,45")
    assert kinds(tmp_path, astray.table(XS, YS, CONTENT)) == ["tanpa sel"]
