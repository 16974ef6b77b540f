"""Scanned pages of a PDF, recognised by OCRmyPDF or Tesseract where they are installed: a copy with text."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cermat.datasets.readers.pdf_page import FEW
from cermat.schemas.errors import InputError
from cermat.schemas.limits import OCR_CALL_SECONDS

LANGUAGE = "ind"
_DPI, _MOST_PIXELS = 300, 5_000  # of the longer side
_MISSING = (
    "untuk --ocr pasang OCRmyPDF atau Tesseract, dengan bahasa Indonesia (Debian: apt install tesseract-ocr "
    "tesseract-ocr-ind)"
)


def with_text(path: Path, folder: Path) -> Path:
    """The PDF itself where every page has text, else a copy in `folder` whose pages without any have the text
    that was recognised. Raises InputError (one line) where no program can, or it fails."""
    import pypdfium2 as pdfium

    try:
        with pdfium.PdfDocument(path) as document:
            scanned = [at for at in range(len(document)) if _blank(document, at)]
            if not scanned:
                return path
            made = folder / "dikenali.pdf"
            if program := shutil.which("ocrmypdf"):
                quiet = ["--quiet", "--skip-text", "--output-type", "pdf"]
                _run([program, *quiet, "--language", LANGUAGE, str(path), str(made)], path.name)
                return made
            program = shutil.which("tesseract")
            if program is None or LANGUAGE not in _run([program, "--list-langs"], path.name).split():
                raise InputError(f"{path.name}: {_MISSING}")
            _recognise(document, scanned, program, path.name, made)
            return made
    except pdfium.PdfiumError:
        return path  # locked or broken: its reader says so


def _blank(document, at: int) -> bool:
    import pypdfium2 as pdfium

    try:
        return document[at].get_textpage().count_chars() < FEW
    except pdfium.PdfiumError:
        return False


def _recognise(document, scanned: list[int], program: str, name: str, made: Path) -> None:
    """Write the document with its scanned pages recognised, as many at once as there are processors."""
    import pypdfium2 as pdfium

    def text_of(picture: Path) -> Path:
        page = picture.with_suffix("")
        _run([program, str(picture), str(page), "-l", LANGUAGE, "--dpi", str(_DPI), "pdf"], name)
        return page.with_suffix(".pdf")

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = {at: pool.submit(text_of, _picture(document, at, made.parent)) for at in scanned}
        whole = pdfium.PdfDocument.new()
        for at in range(len(document)):
            if at in waiting:
                with pdfium.PdfDocument(waiting[at].result()) as page:
                    whole.import_pages(page)
            else:
                whole.import_pages(document, [at])
    whole.save(made)
    whole.close()


def _picture(document, at: int, folder: Path) -> Path:
    """A page as a picture, as a viewer shows it."""
    page = document[at]
    scale = min(_DPI / 72, _MOST_PIXELS / max(*page.get_size(), 1.0))
    path = folder / f"lembar-{at}.png"
    page.render(scale=scale).to_pil().convert("L").save(path)
    return path


def _run(command: list[str], name: str) -> str:
    """What a program prints; InputError where it fails or takes too long."""
    try:
        done = subprocess.run(
            command,
            check=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=OCR_CALL_SECONDS,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except (subprocess.SubprocessError, OSError) as error:
        why = "melewati batas waktu" if isinstance(error, subprocess.TimeoutExpired) else "gagal"
        raise InputError(f"{name}: pengenalan teks (OCR) {why}; {Path(command[0]).stem}") from None
    return done.stdout.decode("utf-8", "replace")
