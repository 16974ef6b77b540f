"""Open any submitted document: what it is by its content, the reader for it, and the blocks put in order."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from datasets.document.model import Dokumen, Mentah
from datasets.readers.container import periksa_berkas

WORD_COLUMNS = ["blok", "mulai", "akhir", "halaman", "x0", "y0", "x1", "y1"]


def buka(path: str | Path, progress: Callable[[int, int], None] | None = None, laporan: str | None = None) -> Dokumen:
    """Read a document (.docx .pdf .xlsx .md .txt).

    progress(done, total) is called page by page for a PDF, and once at the end for the others. laporan defaults to the
    file's name. Raises InputError (one line) when the file is missing, empty, too large, locked, broken, a picture
    only, or not what its suffix says.
    """
    from datasets.document.assemble import susun

    path = Path(path)
    jenis = periksa_berkas(path)
    peringatan: list[str] = []
    kata: list[tuple] = []
    mentah = _baca(path, jenis, peringatan, kata, progress)
    if progress is not None and jenis != "pdf":
        progress(1, 1)
    dok = susun(mentah, path.name if laporan is None else laporan)
    dok.warnings = [*dok.warnings, *peringatan]
    if kata:
        dok.words = tempatkan_kata(kata, dok.blok)
    return dok


def _baca(path: Path, jenis: str, peringatan: list[str], kata: list[tuple], progress) -> list[Mentah]:
    # each reader brings its own library: import only the one that is needed
    if jenis == "pdf":
        from datasets.readers.pdf import baca_pdf

        return baca_pdf(path, peringatan, kata, progress)
    if jenis == "docx":
        from datasets.readers.docx import baca_docx

        return baca_docx(path, peringatan)
    if jenis == "xlsx":
        from datasets.readers.xlsx import baca_xlsx

        return baca_xlsx(path, peringatan)
    from datasets.readers.text import baca_teks

    return baca_teks(path)


def tempatkan_kata(kata: list[tuple], blok: pd.DataFrame) -> pd.DataFrame:
    """Words with their boxes by their place in the blocks' texts.

    kata: (jejak, word, page, x0, y0, x1, y1) in reading order. Returns WORD_COLUMNS; words of blocks that were put
    together with the block before (jejak unknown) are looked for there. Words that stand nowhere are left out.
    """
    teks = blok.loc[blok["jenis"] != "petak", ["blok", "teks", "jejak"]]
    milik: dict[str, list[tuple[int, str]]] = {}
    for b, t, j in teks.itertuples(index=False):
        milik.setdefault(j, []).append((b, t))
    hasil, sini, mulai = [], [], 0
    kunci = None
    for jejak, k, halaman, *kotak in kata:
        if jejak != kunci:
            kunci = jejak
            if jejak in milik:
                sini, mulai = list(milik[jejak]), 0
        while sini:
            b, t = sini[0]
            i, n = _cari(t, k, mulai)
            if i >= 0:
                hasil.append((b, i, i + n, halaman, *kotak))
                mulai = i + n
                break
            if len(sini) == 1:
                break
            sini, mulai = sini[1:], 0  # a paragraph that became several blocks
    tipe = dict.fromkeys(WORD_COLUMNS[:4], "int64") | dict.fromkeys(WORD_COLUMNS[4:], "float64")
    return pd.DataFrame(hasil, columns=WORD_COLUMNS).astype(tipe)


def _cari(teks: str, kata: str, mulai: int) -> tuple[int, int]:
    """Where the word stands from `mulai` on, near by, and how long it is there (a hyphen may have gone)."""
    for k in (kata, kata.rstrip("-")):
        i = teks.find(k, mulai, mulai + len(k) + 40) if k else -1
        if i >= 0:
            return i, len(k)
    return -1, 0
