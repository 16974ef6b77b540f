"""What pages leave in the text: running headers, footers, page numbers, and sentences broken at their
ends."""

import re
from collections import Counter, defaultdict

from cermat.datasets.document.cells import vocabulary
from cermat.datasets.document.clean import join
from cermat.datasets.document.model import Block

MIN_REPEATS = 3  # a short line on so many pages is a running header or footer
_NUMBERING = re.compile(r"[-–|(\s]*(\d{1,4})[-–|)\s]*")


def mask(text: str) -> str:
    """The line with its numbers hidden, so that 'LKjIP 2023 | 12' and 'LKjIP 2023 | 13' are one."""
    return re.sub(r"\b(\d+|[ivxlc]{1,6})\b", "#", re.sub(r"\s+", " ", text.lower()).strip())


def drop_furniture(raw: list[Block]) -> list[Block]:
    """Without running headers, footers and page numbers."""
    if any(block.halaman >= 0 for block in raw):
        drop = _by_page(raw)
    else:
        drop = _without_pages(raw)
    return [block for at, block in enumerate(raw) if at not in drop] if drop else raw


def _short(block: Block) -> bool:
    return block.jenis != "petak" and 0 < len(block.teks.strip()) <= 120 and "\t" not in block.teks


_KEEPS_NUMBER = re.compile(r"(?:bab|lampiran|bagian|nip|tabel|table|gambar|grafik|bagan|diagram)\b", re.I)


def _key(text: str) -> str:
    """What makes two lines one: numbers masked, but not those of chapters, annexes and captions ('BAB II' is
    no running header)."""
    return text.strip().lower() if _KEEPS_NUMBER.match(text.strip()) else mask(text)


def _by_page(raw: list[Block]) -> set[int]:
    """The same short line among the first or last three blocks of three pages."""
    pages = defaultdict(list)
    for at, block in enumerate(raw):
        if block.halaman >= 0:
            pages[block.halaman].append(at)
    margins = {at for page in pages.values() for at in (*page[:3], *page[-3:]) if _short(raw[at])}
    places = defaultdict(set)
    for at in margins:
        places[_key(raw[at].teks)].add(raw[at].halaman)
    return _repeats(raw, [at for at in sorted(margins) if len(places[_key(raw[at].teks)]) >= MIN_REPEATS])


def _repeats(raw: list[Block], candidates: list[int]) -> set[int]:
    """The repeated lines but the first of each that has words: it may be all that names the report."""
    first: dict[str, int] = {}
    for at in candidates:
        if re.search(r"[^\W\d_]{3}", raw[at].teks):
            first.setdefault(_key(raw[at].teks), at)
    return set(candidates) - set(first.values())


def _without_pages(raw: list[Block]) -> set[int]:
    """In a text without page marks: lone ascending numbers, and repeated lines that name the report."""
    result: set[int] = set()
    number = [
        (at, int(found[1]))
        for at, block in enumerate(raw)
        if _short(block) and (found := _NUMBERING.fullmatch(block.teks))
    ]
    rising = _rising([number for _, number in number])
    if len(rising) >= MIN_REPEATS:
        result |= {number[place][0] for place in rising}
    candidates = [
        at
        for at, block in enumerate(raw)
        if _short(block) and vocabulary()["kaki"].search(block.teks.strip())
    ]
    count = Counter(mask(raw[at].teks) for at in candidates)
    return result | _repeats(raw, [at for at in candidates if count[mask(raw[at].teks)] >= MIN_REPEATS])


def _rising(angka: list[int]) -> list[int]:
    """Positions of a longest ascending run of numbers."""
    length: list[int] = []
    origin: list[int] = []
    for at, value in enumerate(angka):
        before = max(
            (place for place in range(at) if angka[place] < value),
            key=lambda place: length[place],
            default=-1,
        )
        length.append(length[before] + 1 if before >= 0 else 1)
        origin.append(before)
    at = max(range(len(angka)), key=lambda place: length[place], default=-1)
    result = []
    while at >= 0:
        result.append(at)
        at = origin[at]
    return result[::-1]


def join_sentences(blok: list[Block]) -> list[Block]:
    """Join, in texts, a sentence that a page end has broken over a blank line."""
    result: list[Block] = []
    for block in blok:
        above = result[-1] if result else None
        if above is not None and block.garis >= 0 and _broken_off(above, block):
            above.teks = join(above.teks, block.teks)
        else:
            result.append(block)
    return result


def _broken_off(above: Block, block: Block) -> bool:
    """Does a block go on with the sentence above, which lacks its end? It begins small, or is the rest of
    long prose."""
    if (
        block.jenis != "paragraf"
        or above.jenis not in ("paragraf", "butir")
        or "\t" in above.teks + block.teks
    ):
        return False
    if (
        len(above.teks) <= 60
        or re.search(r"[.;:!?]['\"”’)]*$", above.teks)
        or re.match(r"[a-zA-Z0-9]{1,2}[.)]\s|[=%$]", block.teks)
    ):
        return False
    if re.match(r"[a-z]", block.teks):
        return True
    return (
        len(above.teks) >= 120
        and len(block.teks) >= 80
        and block.teks.rstrip().endswith(".")
        and not vocabulary()["pengantar"].search(above.teks)
    )
