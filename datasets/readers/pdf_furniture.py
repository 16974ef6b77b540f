"""Page furniture: running headers, footers and page numbers, found by standing at the same place of many
pages."""

import re
from collections import Counter, defaultdict

EDGE = 0.15  # share of the page's height, at top and bottom, where furniture stands
NARROW_EDGE = 0.09
MIN_PAGES = 3
SHIFT = 8.0  # points by which its place may differ
_BAB = re.compile(r"(bab|lampiran|bagian)\s+\w+[.:]?", re.I)
_TITLE = re.compile(r"(?:tabel|table|gambar|grafik|bagan|diagram|lampiran)\b\.?\s*[\divxlc]", re.I)
_NUMBERING = re.compile(
    r"[-–—~\s]*(?:(?:hal(?:aman)?\.?\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:dari|/|of)\s*\d{1,4})?)[-–—~.\s]*",
    re.I,
)


def _mask(text: str) -> str:
    return re.sub(r"\b(?:\d+|[ivxlc]{1,6})\b", "#", re.sub(r"\s+", " ", text.lower()).strip())


def drop_furniture(content: list) -> None:
    """Take furniture out of the pages (objects with tinggi, baris, petak), in place."""
    places: dict[tuple, dict[int, tuple[float, str]]] = defaultdict(dict)
    for n, h in enumerate(content):
        for above in (True, False):
            for text, y in _edge(h, above):
                places[above, _mask(text)][n] = (y, text)
    furniture = {}
    for key, at in places.items():
        heights = sorted(y for y, _ in at.values())
        centred = heights[len(heights) // 2]
        near = {n: text for n, (y, text) in at.items() if abs(y - centred) <= SHIFT}
        # two pages are enough where they are the whole document and the line stands at the very edge
        needed = (
            2 if len(content) == 2 and centred <= NARROW_EDGE * min(h.height for h in content) else MIN_PAGES
        )
        if len(near) >= needed and _repeating(near, needed):
            furniture[key] = centred
    for h in content:
        for above in (True, False):
            _peel(h, above, furniture)


def _repeating(at: dict[int, str], needed: int) -> bool:
    """The same words on many pages, or words that differ only in a number that rises with the pages.

    "BAB I", "BAB II" at the head of chapters, and captions, differ in a number too, but one that does not
    count pages.
    """
    if max(Counter(at.values()).values()) >= needed:
        return True
    if any(_BAB.fullmatch(t.strip()) or _TITLE.match(t.strip()) for t in at.values()):
        return False
    n = sorted(at)
    differs = [(b - a, _number(at[a]), _number(at[b])) for a, b in zip(n, n[1:], strict=False)]
    match = sum(any(y - x == d for x, y in zip(p, q, strict=False)) for d, p, q in differs)
    return match >= 0.6 * len(differs)


def _number(text: str) -> list[int]:
    return [
        int(t) if t.isdigit() else _roman(t)
        for t in re.findall(r"\b(?:\d{1,4}|[ivxlc]{1,6})\b", text.lower())
    ]


def _roman(text: str) -> int:
    value = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[h] for h in text]
    return sum(-a if b > a else a for a, b in zip(value, [*value[1:], 0], strict=True))


def _distance(h, b, above: bool) -> float:
    return b.baseline if above else h.height - b.baseline


def _first_number(h, above: bool) -> list:
    return sorted(h.lines, key=lambda b: _distance(h, b, above))


def _edge(h, above: bool) -> list[tuple[str, float]]:
    """Text and distance from the edge of what stands near it: the outermost four lines, and grids wholly
    within."""
    result = [
        (b.teks, _distance(h, b, above))
        for b in _first_number(h, above)[:4]
        if _distance(h, b, above) <= EDGE * h.height
    ]
    result = [(t, y) for t, y in result if t.count("\t") < 3]  # four columns and more: a table's header
    return result + [(t, y) for _, t, y in _edge_grids(h, above)]


def _edge_grids(h, above: bool) -> list[tuple]:
    result = []
    for p in h.grids:
        k, text = p
        bounds = k.ys[-1] if above else h.height - k.ys[0]
        if bounds <= EDGE * h.height:
            content = " | ".join(b.teks for i in sorted(text) for b in text[i].lines)
            result.append((p, f"▦ {content}", bounds))
    return result


def _peel(h, above: bool, furniture: dict) -> None:
    for p, text, y in _edge_grids(h, above):
        if abs(furniture.get((above, _mask(text)), 1e9) - y) <= SHIFT:
            h.grids.remove(p)
    for b in _first_number(h, above):
        y = _distance(h, b, above)
        if y > EDGE * h.height or any(
            (k.ys[0] < b.baseline if above else k.ys[-1] > b.baseline) for k, _ in h.grids
        ):
            break  # behind a table nothing is furniture
        steady = abs(furniture.get((above, _mask(b.teks)), 1e9) - y) <= SHIFT
        if not steady and not (_NUMBERING.fullmatch(b.teks) and y <= 0.1 * h.height):
            break
        h.lines = [x for x in h.lines if x is not b]
