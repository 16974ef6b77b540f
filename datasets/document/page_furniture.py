"""What pages leave in the text: running headers, footers, page numbers, and sentences broken at their
ends."""

import re
from collections import Counter, defaultdict

from datasets.document.cells import vocabulary
from datasets.document.clean import join
from datasets.document.model import Block

MIN_REPEATS = 3  # a short line on so many pages is a running header or footer
_NUMBERING = re.compile(r"[-–|(\s]*(\d{1,4})[-–|)\s]*")


def mask(text: str) -> str:
    """The line with its numbers hidden, so that 'LKjIP 2023 | 12' and 'LKjIP 2023 | 13' are one."""
    return re.sub(r"\b(\d+|[ivxlc]{1,6})\b", "#", re.sub(r"\s+", " ", text.lower()).strip())


def drop_furniture(raw: list[Block]) -> list[Block]:
    """Without running headers, footers and page numbers."""
    if any(m.halaman >= 0 for m in raw):
        drop = _by_page(raw)
    else:
        drop = _without_pages(raw)
    return [m for i, m in enumerate(raw) if i not in drop] if drop else raw


def _short(m: Block) -> bool:
    return m.jenis != "petak" and 0 < len(m.teks.strip()) <= 120 and "\t" not in m.teks


_KEEPS_NUMBER = re.compile(r"(?:bab|lampiran|bagian|nip|tabel|table|gambar|grafik|bagan|diagram)\b", re.I)


def _key(text: str) -> str:
    """What makes two lines one: numbers masked, but not those of chapters, annexes and captions ('BAB II' is
    no running header)."""
    return text.strip().lower() if _KEEPS_NUMBER.match(text.strip()) else mask(text)


def _by_page(raw: list[Block]) -> set[int]:
    """The same short line among the first or last three blocks of three pages."""
    pages = defaultdict(list)
    for i, m in enumerate(raw):
        if m.halaman >= 0:
            pages[m.halaman].append(i)
    margins = {i for p in pages.values() for i in (*p[:3], *p[-3:]) if _short(raw[i])}
    places = defaultdict(set)
    for i in margins:
        places[_key(raw[i].teks)].add(raw[i].halaman)
    return _repeats(raw, [i for i in sorted(margins) if len(places[_key(raw[i].teks)]) >= MIN_REPEATS])


def _repeats(raw: list[Block], candidates: list[int]) -> set[int]:
    """The repeated lines but the first of each that has words: it may be all that names the report."""
    first: dict[str, int] = {}
    for i in candidates:
        if re.search(r"[^\W\d_]{3}", raw[i].teks):
            first.setdefault(_key(raw[i].teks), i)
    return set(candidates) - set(first.values())


def _without_pages(raw: list[Block]) -> set[int]:
    """In a text without page marks: lone ascending numbers, and repeated lines that name the report."""
    result: set[int] = set()
    number = [(i, int(c[1])) for i, m in enumerate(raw) if _short(m) and (c := _NUMBERING.fullmatch(m.teks))]
    rising = _rising([n for _, n in number])
    if len(rising) >= MIN_REPEATS:
        result |= {number[k][0] for k in rising}
    candidates = [i for i, m in enumerate(raw) if _short(m) and vocabulary()["kaki"].search(m.teks.strip())]
    count = Counter(mask(raw[i].teks) for i in candidates)
    return result | _repeats(raw, [i for i in candidates if count[mask(raw[i].teks)] >= MIN_REPEATS])


def _rising(angka: list[int]) -> list[int]:
    """Positions of a longest ascending run of numbers."""
    length: list[int] = []
    origin: list[int] = []
    for i, a in enumerate(angka):
        j = max((j for j in range(i) if angka[j] < a), key=lambda j: length[j], default=-1)
        length.append(length[j] + 1 if j >= 0 else 1)
        origin.append(j)
    i = max(range(len(angka)), key=lambda k: length[k], default=-1)
    result = []
    while i >= 0:
        result.append(i)
        i = origin[i]
    return result[::-1]


def join_sentences(blok: list[Block]) -> list[Block]:
    """Join, in texts, a sentence that a page end has broken over a blank line."""
    result: list[Block] = []
    for b in blok:
        a = result[-1] if result else None
        if a is not None and b.garis >= 0 and _broken_off(a, b):
            a.teks = join(a.teks, b.teks)
        else:
            result.append(b)
    return result


def _broken_off(a: Block, b: Block) -> bool:
    """Does b go on with the sentence of a, which lacks its end? b begins small, or is the rest of long
    prose."""
    if b.jenis != "paragraf" or a.jenis not in ("paragraf", "butir") or "\t" in a.teks + b.teks:
        return False
    if (
        len(a.teks) <= 60
        or re.search(r"[.;:!?]['\"”’)]*$", a.teks)
        or re.match(r"[a-zA-Z0-9]{1,2}[.)]\s|[=%$]", b.teks)
    ):
        return False
    if re.match(r"[a-z]", b.teks):
        return True
    return (
        len(a.teks) >= 120
        and len(b.teks) >= 80
        and b.teks.rstrip().endswith(".")
        and not vocabulary()["pengantar"].search(a.teks)
    )
