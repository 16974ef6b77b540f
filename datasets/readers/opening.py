"""Open any submitted document: what it is by its content, the reader for it, and the blocks put in order."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from cermat.datasets.document.model import Block, Document
from cermat.datasets.readers.container import check_file

WORD_COLUMNS = ["blok", "mulai", "akhir", "halaman", "x0", "y0", "x1", "y1"]


def open_document(
    path: str | Path, progress: Callable[[int, int], None] | None = None, laporan: str | None = None
) -> Document:
    """Read a document (.docx .pdf .xlsx .md .txt).

    progress(done, total) is called page by page for a PDF, and once at the end for the others. laporan
    defaults to the file's name. Raises InputError (one line) when the file is missing, empty, too large,
    locked, broken, a picture only, or not what its suffix says.
    """
    from cermat.datasets.document.assemble import assemble

    path = Path(path)
    kind = check_file(path)
    warnings: list[str] = []
    words: list[tuple] = []
    pages: dict[int, str] = {}
    raw = _read(path, kind, warnings, words, pages, progress)
    if progress is not None and kind != "pdf":
        progress(1, 1)
    document = assemble(raw, path.name if laporan is None else laporan)
    document.warnings = [*document.warnings, *warnings]
    document.pages = pages
    if words:
        document.words = place_words(words, document.blok)
    return document


def _read(
    path: Path, kind: str, warnings: list[str], words: list[tuple], pages: dict[int, str], progress
) -> list[Block]:
    # each reader brings its own library: import only the one that is needed
    if kind == "pdf":
        from cermat.datasets.readers.pdf import read_pdf

        return read_pdf(path, warnings, words, progress, pages)
    if kind == "docx":
        from cermat.datasets.readers.docx import read_docx

        return read_docx(path, warnings)
    if kind == "xlsx":
        from cermat.datasets.readers.xlsx import read_xlsx

        return read_xlsx(path, warnings)
    from cermat.datasets.readers.text import read_text

    return read_text(path)


def place_words(words: list[tuple], blok: pd.DataFrame) -> pd.DataFrame:
    """Words with their boxes by their place in the blocks' texts.

    words: (jejak, word, page, x0, y0, x1, y1) in reading order. Returns WORD_COLUMNS; words of blocks that
    were put together with the block before (jejak unknown) are looked for there. Words that stand nowhere are
    left out.
    """
    text = blok.loc[blok["jenis"] != "petak", ["blok", "teks", "jejak"]]
    owner: dict[str, list[tuple[int, str]]] = {}
    for block, told, jejak_of in text.itertuples(index=False):
        owner.setdefault(jejak_of, []).append((block, told))
    result, here, start = [], [], 0
    key = None
    for jejak, words_key, pages, *box in words:
        if jejak != key:
            key = jejak
            if jejak in owner:
                here, start = list(owner[jejak]), 0
        while here:
            block, told = here[0]
            at, length = _find(told, words_key, start)
            if at >= 0:
                result.append((block, at, at + length, pages, *box))
                start = at + length
                break
            if len(here) == 1:
                break
            here, start = here[1:], 0  # a paragraph that became several blocks
    types = dict.fromkeys(WORD_COLUMNS[:4], "int64") | dict.fromkeys(WORD_COLUMNS[4:], "float64")
    return pd.DataFrame(result, columns=WORD_COLUMNS).astype(types)


def _find(text: str, words: str, start: int) -> tuple[int, int]:
    """Where the word stands from `start` on, near by, and how long it is there (a hyphen may have gone)."""
    for key in (words, words.rstrip("-")):
        at = text.find(key, start, start + len(key) + 40) if key else -1
        if at >= 0:
            return at, len(key)
    return -1, 0
