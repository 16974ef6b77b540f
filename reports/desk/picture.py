"""Pages of a submission as pictures, drawn in a child of its own within limits: a document may be hostile to
whoever draws it, too."""

import threading
from pathlib import Path
from typing import Any

from cermat.schemas.atomic import write as write_whole
from cermat.schemas.guard import ENDED, guard
from cermat.schemas.limits import Limits

DRAWN = "gambar.pdf"  # of a document that is no PDF itself; empty where it cannot be drawn
_FUNCTION = "cermat.reports.desk.picture:draw"
_LIMITS = Limits(seconds=20, memory=1_500_000_000)
_WIDTH = 1100  # pixels
_MOST = 4_000  # pixels of a page that is long and narrow
_turn = threading.Lock()  # one guard, one question at a time


def sheet(folder: Path, pdf: Path, page: int, texts: list[str]) -> tuple[Path | None, int]:
    """(picture of a page, its number); None where there is none. page: 0 looks for the page that has most of
    these texts."""
    kept = _file(folder, page)
    if page and kept.is_file():
        return kept, page
    with _turn:
        job = {"pdf": str(pdf), "folder": str(folder), "page": page, "texts": texts}
        answer = guard(_FUNCTION).run(job, _LIMITS)
    found = 0 if ENDED in answer else answer["page"]
    return (_file(folder, found), found) if found else (None, 0)


def _file(folder: Path, page: int) -> Path:
    return folder / f"lembar-{page}.png"


def draw(job: dict[str, Any]) -> dict[str, int]:
    """What the child does: the number of the page that it has drawn, 0 for none."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(job["pdf"]) as document:
            page = job["page"] or _fitting(document, job["texts"])
            if 1 <= page <= len(document):
                write_whole(_file(Path(job["folder"]), page), _drawn(document[page - 1]))
                return {"page": page}
    except pypdfium2.PdfiumError:
        pass
    return {"page": 0}


def _drawn(page) -> bytes:
    import io

    wide, high = max(page.get_width(), 1), max(page.get_height(), 1)
    content = io.BytesIO()
    picture = page.render(scale=min(_WIDTH / wide, _MOST / high)).to_pil()
    picture.convert("RGB").save(content, "PNG")
    return content.getvalue()


def _fitting(document, texts: list[str]) -> int:
    """The page on which most of these texts stand, longer ones counting more; 0 where none does."""
    wanted = {"".join(text.split()).casefold() for text in texts} - {""}
    best, number = 0, 0
    for at in range(len(document)):
        said = "".join(document[at].get_textpage().get_text_range().split()).casefold()
        score = sum(min(len(text), 40) for text in wanted if text in said)
        if score > best:
            best, number = score, at + 1
    return number


def warm() -> None:
    """Load what every picture needs."""
    import PIL.Image
    import pypdfium2

    assert PIL.Image and pypdfium2
