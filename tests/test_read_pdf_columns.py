"""PDF: prose in columns is read one column after the other; what has no sure order, and pictures, are
told."""

from tests.ruled_pages import CONTENT, XS, YS, grid, read
from tests.small_pdf import Sheet

LEFT = [
    "Dinas menjalankan tugas pelayanan bagi semua",
    "warga di kabupaten dan menyusun laporan kerja",
    "setiap tahun sebagai bentuk tanggung jawabnya.",
    "Capaian rata-rata seluruh indikator kinerja utama",
    "pada tahun ini mencapai 98,50 persen dan lebih",
    "baik daripada capaian pada tahun sebelumnya,",
    "sedangkan anggaran yang dapat diserap oleh unit",
]
RIGHT = [
    "kerja di lingkungan dinas masih di bawah rencana",
    "karena beberapa kegiatan baru dapat dimulai pada",
    "paruh kedua tahun berjalan dan belum selesai.",
    "Upaya perbaikan dilakukan dengan mempercepat",
    "penyusunan dokumen dan menata kembali jadwal",
    "pelaksanaan kegiatan agar tidak bertumpuk pada",
    "akhir tahun seperti pada tahun yang telah lewat.",
]


def columns(h: Sheet, y: float, drop: float = 0) -> Sheet:
    """Two columns of running text from y on; the right one stands lower by `drop` points."""
    for x, shift, lines in ((60, 0, LEFT), (320, drop, RIGHT)):
        for n, s in enumerate(lines):
            h.teks(x, y + shift + 13 * n, s, 10)
    return h


def test_columns_are_read_one_after_the_other(tmp_path):
    """Also where their baselines differ; a sentence goes on from the foot of one to the head of the next."""
    for drop in (0, 1.5, 5):
        notes: list[str] = []
        m = read(tmp_path, columns(Sheet().teks(60, 60, "BAB I PENDAHULUAN", 14), 100, drop), warnings=notes)
        text = " ".join(x.teks for x in m)
        assert "indikator kinerja utama pada tahun ini mencapai 98,50 persen" in text
        assert "diserap oleh unit kerja di lingkungan dinas" in text
        assert m[0].teks == "BAB I PENDAHULUAN" and not notes


def test_a_table_between_columns_keeps_its_place(tmp_path):
    m = read(tmp_path, columns(columns(Sheet(), 60).table(XS, [y + 80 for y in YS], CONTENT), 300))
    kinds = [x.jenis for x in m]
    assert kinds.count("petak") == 1 and grid(m[kinds.index("petak")]) == CONTENT
    assert "akhir tahun" in m[kinds.index("petak") - 1].teks
    assert m[kinds.index("petak") + 1].teks.startswith("Dinas menjalankan")


def test_texts_side_by_side_without_an_order_are_told(tmp_path):
    """Three lines of two text boxes are too few for columns: read as they stand, and told."""
    h = Sheet()
    for n in range(3):
        h.teks(60, 100 + 13 * n, LEFT[n]).teks(340, 100 + 13 * n, RIGHT[n])
    notes: list[str] = []
    read(tmp_path, h, warnings=notes)
    assert notes == ["halaman 1: teks bersebelahan (kolom atau kotak teks), urutan bacanya tidak pasti"]


def test_a_table_that_is_a_picture_is_told(tmp_path):
    """A seventh of the page, below a caption; a logo is too small for a word, a background no picture of its
    own."""
    notes: list[str] = []
    h = columns(Sheet().pictures(20, 20, 60, 60).pictures(0, 90, 595, 220), 100).teks(
        60, 300, "Tabel 2 Anggaran"
    )
    read(tmp_path, h, warnings=notes)
    assert not notes
    read(tmp_path, h.pictures(70, 320, 520, 470), warnings=notes)
    assert notes == ["halaman 1: gambar tidak dibaca: tabel atau angka di dalam gambar tidak diperiksa"]
