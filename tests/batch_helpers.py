"""Batches for tests: a folder of small submissions, some broken, and what comes out of them."""

import zipfile
from pathlib import Path

import pandas as pd

from cermat import audit
from cermat.schemas.batch_tables import OUT
from tests.helpers import folder
from tests.small_pdf import Sheet, write_pdf

TABLE = "| Indikator | Target | Realisasi | Capaian |\n|---|---|---|---|\n| Cakupan layanan | 80 | {} | 105,76 |\n"
DEMO = audit.bundled().parent / "demo_dinas_contoh" / "laporan_demo.docx"
PART = {"jenis": "petikan", "nilai": "ya"}


def office(name: str, total: str, **more) -> dict:
    """Tables of a little report: its agency, its year, and a sum that may not hold."""
    who = [{"jenis": "instansi", "nilai": name}, {"jenis": "tahun", "nilai": "2020"}]
    sums = {"operasi": "tambah", "a": "1", "b": "2", "hasil": total, "tahun": "2020"}
    return {"perhitungan": [sums], "identitas": [PART, *who]} | more


def text(agency: str, figure: str) -> str:
    """A little report in Markdown; its capaian fits 84,61."""
    return f"# LAPORAN KINERJA TAHUN 2023\n\n{agency.upper()}\n\n# BAB III\n\nTabel 3.1 Capaian\n\n{TABLE.format(figure)}"


def mixed(at: Path) -> Path:
    """Submissions of several kinds: sound ones, wrong ones, and four that cannot be read."""
    at.mkdir(exist_ok=True)
    folder(at / "csv" / "benar", office("Dinas Kesehatan Kabupaten Uji", "3"))
    folder(at / "csv" / "salah", office("Dinas Kesehatan Kota Coba", "4"))
    for number, figure in enumerate(["84,61", "86,41", "84,61"]):
        (at / f"dinas {number}").mkdir()
        words = text(f"Kecamatan Contoh {number}", figure)
        (at / f"dinas {number}" / "lkjip.md").write_text(words, encoding="utf-8")
    sheet = (
        Sheet().teks(60, 80, "LAPORAN KINERJA TAHUN 2023").teks(60, 100, "Realisasi 84,61 dari target 80.")
    )
    write_pdf(at / "satu.pdf", sheet)
    with zipfile.ZipFile(at / "arsip.zip", "w") as archive:
        archive.writestr("dalam/lkjip.md", text("Badan Uji Kabupaten Uji", "84,61"))
    broken = at / "rusak"
    broken.mkdir()
    (broken / "kosong.pdf").write_bytes(b"")
    (broken / "bukan.pdf").write_text("bukan pdf")
    (broken / "terpotong.docx").write_bytes(DEMO.read_bytes()[:2000])
    (broken / "terpotong.zip").write_bytes((at / "arsip.zip").read_bytes()[:60])
    return at


BROKEN = {"rusak/kosong.pdf", "rusak/bukan.pdf", "rusak/terpotong.docx", "rusak/terpotong.zip"}
READ = {
    "arsip.zip/dalam/lkjip.md",
    "csv/benar",
    "csv/salah",
    "dinas 0/lkjip.md",
    "dinas 1/lkjip.md",
    "dinas 2/lkjip.md",
    "satu.pdf",
}


def tables(out: Path) -> dict[str, pd.DataFrame]:
    """What came out, by name; seconds left out."""
    read = {name: pd.read_parquet(out / f"{name}.parquet") for name in OUT}
    read["dokumen"] = read["dokumen"].drop(columns="detik")
    return read


def ordered(frame: pd.DataFrame) -> list[tuple]:
    """Rows of a table in an order of their own, as text."""
    return sorted(map(tuple, frame.astype(str).to_numpy().tolist()))


def same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    """The same rows in all tables."""
    for name in OUT:
        assert ordered(one[name]) == ordered(other[name]), name
