"""Page furniture: running headers, footers and page numbers, found by standing at the same place of many
pages."""

import re
from collections import Counter, defaultdict

from cermat.datasets.readers.pdf_numbers import Edge, printed_pages, roman_value

EDGE = 0.15  # share of the page's height, at top and bottom, where furniture stands
NARROW_EDGE = 0.09
MIN_PAGES = 3
OUTERMOST = 2  # lines of an edge in which a page number may stand that is not taken for furniture
SHIFT = 8.0  # points by which its place may differ
_BAB = re.compile(r"(bab|lampiran|bagian)\s+\w+[.:]?", re.I)
_TITLE = re.compile(r"(?:tabel|table|gambar|grafik|bagan|diagram|lampiran)\b\.?\s*[\divxlc]", re.I)
_NUMBERING = re.compile(
    r"[-–—~\s]*(?:(?:hal(?:aman)?\.?\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:dari|/|of)\s*\d{1,4})?)[-–—~.\s]*",
    re.I,
)


def _mask(text: str) -> str:
    return re.sub(r"\b(?:\d+|[ivxlc]{1,6})\b", "#", re.sub(r"\s+", " ", text.lower()).strip())


def drop_furniture(content: list) -> dict[int, str]:
    """Take furniture out of the pages (objects with number, height, lines, grids), in place. Returns the page
    numbers it told, by sheet (pdf_numbers.py)."""
    places: dict[tuple, dict[int, tuple[float, str]]] = defaultdict(dict)
    for order, content_of in enumerate(content):
        for above in (True, False):
            for text, height in _edge(content_of, above):
                places[above, _mask(text)][order] = (height, text)
    furniture = {}
    for key, at in places.items():
        heights = sorted(height for height, _ in at.values())
        centred = heights[len(heights) // 2]
        near = {order: text for order, (height, text) in at.items() if abs(height - centred) <= SHIFT}
        # two pages are enough where they are the whole document and the line stands at the very edge
        needed = (
            2
            if len(content) == 2 and centred <= NARROW_EDGE * min(content_of.height for content_of in content)
            else MIN_PAGES
        )
        if len(near) >= needed and _repeating(near, needed):
            furniture[key] = centred
    edges = {content_of.number: Edge() for content_of in content}
    for content_of in content:
        edge = edges[content_of.number]
        for above in (True, False):
            edge.outermost += [text for text, _ in _edge(content_of, above)[:OUTERMOST]]
            edge.running += _peel(content_of, above, furniture)
    return printed_pages(edges)


def _repeating(at: dict[int, str], needed: int) -> bool:
    """The same words on many pages, or words that differ only in a number that rises with the pages.

    "BAB I", "BAB II" at the head of chapters, and captions, differ in a number too, but one that does not
    count pages.
    """
    if max(Counter(at.values()).values()) >= needed:
        return True
    if any(_BAB.fullmatch(text.strip()) or _TITLE.match(text.strip()) for text in at.values()):
        return False
    numbers = sorted(at)
    differs = [
        (after - before, _number(at[before]), _number(at[after]))
        for before, after in zip(numbers, numbers[1:], strict=False)
    ]
    match = sum(
        any(other - one == apart for one, other in zip(one_text, other_text, strict=False))
        for apart, one_text, other_text in differs
    )
    return match >= 0.6 * len(differs)


def _number(text: str) -> list[int]:
    return [
        int(number) if number.isdigit() else roman_value(number)
        for number in re.findall(r"\b(?:\d{1,4}|[ivxlc]{1,6})\b", text.lower())
    ]


def _distance(content_of, line, above: bool) -> float:
    return line.baseline if above else content_of.height - line.baseline


def _first_number(content_of, above: bool) -> list:
    return sorted(content_of.lines, key=lambda line: _distance(content_of, line, above))


def _edge(content_of, above: bool) -> list[tuple[str, float]]:
    """Text and distance from the edge of what stands near it: the outermost four lines, and grids wholly
    within."""
    result = [
        (line.teks, _distance(content_of, line, above))
        for line in _first_number(content_of, above)[:4]
        if _distance(content_of, line, above) <= EDGE * content_of.height
    ]
    result = [
        (text, height) for text, height in result if text.count("\t") < 3
    ]  # four columns and more: a table's header
    return result + [(text, height) for _, text, height in _edge_grids(content_of, above)]


def _edge_grids(content_of, above: bool) -> list[tuple]:
    result = []
    for grid in content_of.grids:
        sel, text = grid
        bounds = sel.ys[-1] if above else content_of.height - sel.ys[0]
        if bounds <= EDGE * content_of.height:
            content = " | ".join(line.teks for at in sorted(text) for line in text[at].lines)
            result.append((grid, f"▦ {content}", bounds))
    return result


def _peel(content_of, above: bool, furniture: dict) -> list[str]:
    """Take furniture off one edge of a page, in place; returns its texts."""
    gone: list[str] = []
    for grid, text, height in _edge_grids(content_of, above):
        if abs(furniture.get((above, _mask(text)), 1e9) - height) <= SHIFT:
            content_of.grids.remove(grid)
            gone.append(text)
    for own_line in _first_number(content_of, above):
        height = _distance(content_of, own_line, above)
        if height > EDGE * content_of.height or any(
            (grid.ys[0] < own_line.baseline if above else grid.ys[-1] > own_line.baseline)
            for grid, _ in content_of.grids
        ):
            break  # behind a table nothing is furniture
        steady = abs(furniture.get((above, _mask(own_line.teks)), 1e9) - height) <= SHIFT
        if not steady and not (_NUMBERING.fullmatch(own_line.teks) and height <= 0.1 * content_of.height):
            break
        content_of.lines = [line for line in content_of.lines if line is not own_line]
        gone.append(own_line.teks)
    return gone
