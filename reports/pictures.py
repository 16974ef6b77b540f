"""Pictures of a submitted PDF for the HTML report: a strip of its pages with ticks where findings stand, and
what a finding points to, cut out of its page, as evidence."""

import base64
import hashlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cermat.reports.labels import GRADES, Labels, labels
from cermat.reports.marked_places import Finder
from cermat.reports.places import own
from cermat.schemas.archive import on_disk
from cermat.schemas.forked import Ended
from cermat.schemas.guard import apart
from cermat.schemas.limits import Limits

if TYPE_CHECKING:
    from cermat.reports.marked_pdf import Pages
    from cermat.schemas.submission import Submission

MOST_PAGES = 160  # of the strip
_MOST_CUT = 30  # findings whose place is cut out
_THUMB = 84  # width of a page in the strip, in pixels
_SCALE = 1.5  # of a piece of a page: pixels a point
_AROUND = 46.0  # points shown above and below what is meant
_RED = (176, 30, 22)


def pictures(findings: dict, result, words: Labels) -> dict:
    """{strip: pages (page, image, findings by grade, href, title), cut: piece of a page by finding id}; empty
    where the submission is no PDF, has changed since it was read, or cannot be drawn within limits."""
    source = Path(findings["report"]["source"])
    empty: dict = {"strip": [], "cut": {}}
    file = on_disk(source)
    if result is None or source.suffix.lower() != ".pdf" or not file.is_file():
        return empty
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != findings["report"]["sha256"]:
        return empty
    import pypdfium2

    try:
        return apart(_drawn, data, findings, result.sub, words.lang, limits=Limits())
    except (pypdfium2.PdfiumError, Ended):
        return empty


def _drawn(data: bytes, findings: dict, sub: "Submission", lang: str, _tell) -> dict:
    from cermat.reports.marked_pdf import Pages

    pages, words = Pages(data), labels(lang)
    made = {"strip": _strip(findings, pages, words), "cut": _pieces(findings, sub, pages, words)}
    pages.close()
    return made


def _strip(findings: dict, pages: "Pages", words: Labels) -> list[dict]:
    """Every page, small, with the findings that stand on it."""
    on: dict[int, dict[str, str]] = {}
    for finding in findings["findings"]:
        if finding["no"]:
            for page in {place["page"] for place in own(finding["places"]) if place["page"]}:
                on.setdefault(page, {})[finding["id"]] = finding["severity"]
    made = []
    for number in range(1, min(len(pages.document), MOST_PAGES) + 1):
        here = on.get(number, {})
        grades = sorted(here.values(), key=list(GRADES).index)
        page = pages.document[number - 1]
        image = page.render(scale=_shrunk(page)).to_pil().convert("RGB")
        first = next((key for key, grade in here.items() if grades and grade == grades[0]), "")
        made.append(
            {
                "page": number,
                "image": _encoded(image, "JPEG"),
                "wide": image.width,
                "high": image.height,
                "grades": [grade for grade in grades if grade != "rendah"] or grades[:1],
                "href": first,
                "title": words._("Lembar %(n)s: %(m)s temuan", n=number, m=len(grades)),
            }
        )
    return made


def _shrunk(page) -> float:
    """Pixels a point at which a page is as wide as the strip, and no higher than it is long."""
    return min(_THUMB / max(page.get_width(), 1.0), 8 * _THUMB / max(page.get_height(), 1.0))


def _pieces(findings: dict, sub: "Submission", pages: "Pages", words: Labels) -> dict[str, dict]:
    """What findings of the upper grades point to first, cut out of its page with a red line around it."""
    from PIL import ImageDraw

    finder = Finder(sub, findings["report"]["laporan"], words)
    told = [finding for finding in findings["findings"] if finding["no"] and own(finding["places"])]
    grave = [finding for finding in told if finding["severity"] != "rendah"]
    made = {}
    for finding in grave[:_MOST_CUT]:
        places = own(finding["places"])
        place = next((place for place in places if place.get("angka") is not None), places[0])
        page, boxes, _ = pages.find(finder.find(place))
        piece = pages.piece(page, boxes, _AROUND, _SCALE) if boxes else None
        if piece is not None:
            image, frames = piece
            pen = ImageDraw.Draw(image)
            for left, top, right, bottom in frames:
                pen.rectangle((left - 3, top - 3, right + 3, bottom + 3), outline=_RED, width=2)
            made[finding["id"]] = {
                "image": _encoded(image.quantize(32), "PNG"),
                "page": page + 1,
                "wide": image.width,
                "high": image.height,
            }
    return made


def _encoded(image, kind: str) -> str:
    out = BytesIO()
    image.save(out, kind, **({"quality": 55} if kind == "JPEG" else {"optimize": True}))
    return f"data:image/{kind.lower()};base64," + base64.b64encode(out.getvalue()).decode()
