"""Open any submitted document: what it is by its content, the reader for it, and the blocks put in order."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from cermat.datasets.document.model import Block, Document
from cermat.datasets.readers.container import SUFFIXES, check_file
from cermat.schemas.angka import BARE
from cermat.schemas.errors import InputError

WORD_COLUMNS = ["blok", "mulai", "akhir", "halaman", "x0", "y0", "x1", "y1"]


_TEXTS, _BOOKS = ("doc", "rtf", "odt", "word-xml"), ("xls", "xlsb", "ods", "excel-xml")
_WITHOUT_FORMATS = (
    "dibaca tanpa LibreOffice: bentuk angka (persen, desimal) tidak diketahui, sehingga selisihnya hanya "
    "perlu dilihat; pasang LibreOffice, atau simpan sebagai .xlsx"
)


@contextmanager
def opened(path: str | Path, notes: list[str], ocr: bool = False) -> Iterator[tuple[Path, str, str]]:
    """(a file that a reader can read, its kind: docx, xlsx, pdf, teks or html, the origin of its figures that
    leaves them unsure: '' or angka.BARE) of any document, for as long as the block runs.

    Documents of other programs are converted, scanned pages recognised where `ocr` asks for it, a misnamed
    file gets the name of what it is; notes hears of it. Raises InputError, which names the original, when the
    file is missing, empty, too large, locked, broken, or nothing that is read.
    """
    path = Path(path)
    kind = check_file(path, notes)
    with TemporaryDirectory(prefix="cermat-", ignore_cleanup_errors=True) as folder:
        made, kind, origin = _made_readable(path, kind, Path(folder), notes)
        if ocr and kind == "pdf":
            from cermat.datasets.readers.ocr import with_text

            made = with_text(made, Path(folder))
        try:
            yield made, kind, origin
        except InputError as error:
            raise InputError(str(error).replace(made.name, path.name)) from None


def _made_readable(path: Path, kind: str, folder: Path, notes: list[str]) -> tuple[Path, str, str]:
    from cermat.datasets.readers import office, sheets

    if kind in _TEXTS:
        return office.convert(path, _suffix(kind), "docx", folder), "docx", ""
    if kind in _BOOKS and (office.program() or kind == "excel-xml"):
        return office.convert(path, _suffix(kind), "xlsx", folder), "xlsx", ""
    if kind in _BOOKS:
        notes.append(_WITHOUT_FORMATS)
        return sheets.from_calamine(path, folder, notes), "xlsx", BARE
    if kind == "csv":
        return sheets.from_csv(path, folder, notes), "xlsx", ""
    if SUFFIXES.get(path.suffix.lower()) != kind and kind in ("docx", "xlsx", "pdf"):
        return shutil.copyfile(path, folder / f"asal.{kind}"), kind, ""
    return path, kind, ""


def _suffix(kind: str) -> str:
    return {"word-xml": ".xml", "excel-xml": ".xml"}.get(kind, f".{kind}")


def open_document(
    path: str | Path, progress: Callable[[int, int], None] | None = None, laporan: str | None = None
) -> Document:
    """Read a document, of whatever kind (`opened`).

    progress(done, total) is called page by page for a PDF, and once at the end for the others. laporan
    defaults to the file's name. Raises InputError (one line).
    """
    notes: list[str] = []
    with opened(path, notes) as (readable, kind, _origin):
        document = read_opened(readable, kind, Path(path).name if laporan is None else laporan, progress)
    document.warnings = [*notes, *document.warnings]
    return document


def read_opened(
    path: Path, kind: str, laporan: str, progress: Callable[[int, int], None] | None = None
) -> Document:
    """Read a file that `opened` has made readable."""
    from cermat.datasets.document.assemble import assemble

    found = _Found()
    raw = _read(path, kind, found, progress)
    if progress is not None and kind != "pdf":
        progress(1, 1)
    document = assemble(raw, laporan)
    document.warnings = [*document.warnings, *found.warnings]
    document.pages, document.scanned = found.pages, found.scanned
    if found.words:
        document.words = place_words(found.words, document.blok)
    return document


@dataclass
class _Found:
    """What readers find besides blocks: what must be said of the reading; of PDF the words of paragraphs with
    their boxes, the page numbers that are printed by sheet, the pages whose text is recognised."""

    warnings: list[str] = field(default_factory=list)
    words: list[tuple] = field(default_factory=list)
    pages: dict[int, str] = field(default_factory=dict)
    scanned: list[int] = field(default_factory=list)


def _read(path: Path, kind: str, found: _Found, progress) -> list[Block]:
    # each reader brings its own library: import only the one that is needed
    if kind == "pdf":
        from cermat.datasets.readers.pdf import read_pdf

        return read_pdf(path, found.warnings, found.words, progress, found.pages, found.scanned)
    if kind == "docx":
        from cermat.datasets.readers.docx import read_docx

        return read_docx(path, found.warnings)
    if kind == "xlsx":
        from cermat.datasets.readers.xlsx import read_xlsx

        return read_xlsx(path, found.warnings)
    if kind == "html":
        from cermat.datasets.readers.html import read_html

        return read_html(path)
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
