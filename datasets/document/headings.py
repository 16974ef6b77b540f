"""Headings and their paths, list items told from headings, captions of tables."""

import re
from typing import NamedTuple

from rapidfuzz import fuzz

from datasets.document.cells import vocabulary
from datasets.document.model import Block

_LABEL = re.compile(
    r"(?P<bab>(?i:bab)\s+(?:[IVXLCivxlc]+|\d{1,2})\b(?:\s*[.:–-])?\s*)"
    r"|(?P<desimal>(?:\d{1,2}|[IVX]{1,4})(?:\.\d{1,2}){1,4}\.?\s+(?=\D))"
    r"|(?P<romawi>(?:II|III|IV|VI|VII|VIII|IX|XI|XII)\s*[.)]\s+)"
    r"|(?P<besar>[A-Z]\s*[.)]\s*)"
    r"|(?P<angka>\d{1,2}\s*[.)]\s*)"
    r"|(?P<kurung>\((?:\d{1,2}|[a-z])\)\s*)"
    r"|(?P<kecil>[a-z]\s*[.)]\s*)"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_JOINING = set(
    "yang dengan dalam pada atas untuk terhadap tahun dari serta oleh antara tentang sampai kepada".split()
)
_LEADING_ON = _JOINING | {"dan", "sebesar", "yaitu", "adalah"}  # no title ends so


class Label(NamedTuple):
    """The number of a numbered line: its kind ('' none), its value, and the words after it."""

    jenis: str
    number: int
    rest: str


def label(text: str) -> Label:
    """Read the label of a line: 'BAB III …', '3.1.2 …', 'A. …', '1) …', '(a) …'."""
    m = _LABEL.match(text)
    if not m:
        return Label("", 0, text)
    angka = re.findall(r"[^\W_]+", re.sub(r"(?i)bab", "", m[0]))
    kind = (m.lastgroup or "") + (str(len(angka)) if m.lastgroup == "desimal" else "")
    n = angka[-1].lower() if angka else ""
    if n.isdigit():
        number = int(n)
    elif m.lastgroup in ("bab", "romawi"):
        value = [_ROMAN.get(h, 0) for h in n]
        number = sum(-v if v < max(value[i:]) else v for i, v in enumerate(value))
    else:
        number = ord(n) - 96 if len(n) == 1 else 0
    return Label(kind, number, text[m.end() :].strip())


def title_share(text: str) -> float:
    """Share of longer words that begin with a capital: headings are set so, sentences are not."""
    words = [k for k in re.findall(r"[^\W\d_]{4,}", text) if k.lower() not in _JOINING]
    return sum(k[0].isupper() for k in words) / len(words) if words else 0.0


def key(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _one_line(b: Block | None, limit: int = 150) -> bool:
    return b is not None and b.jenis != "petak" and "\t" not in b.teks and 0 < len(b.teks.strip()) <= limit


def join_chapters(blok: list[Block]) -> list[Block]:
    """'BAB III' and its title on the next line (or two) as one block."""
    result: list[Block] = []
    for b in blok:
        a = result[-1] if result else None
        if (
            a is not None
            and _one_line(a)
            and _one_line(b, 120)
            and a.jenis in ("judul", "paragraf")
            and b.jenis in ("judul", "paragraf")
        ):
            la, near = label(a.teks), b.garis < 0 or b.garis - a.garis <= 4
            cut_off = la.jenis == "bab" and not la.rest
            # a title in capitals over two lines
            further = la.jenis == "bab" and la.rest.isupper() and b.garis - a.garis == 1 and b.teks.isupper()
            if (
                near
                and (cut_off or further)
                and not label(b.teks).jenis
                and not re.search(r"[.;:,]$", b.teks)
            ):
                if b.teks.isupper() or title_share(b.teks) > 0.8:
                    a.teks = f"{a.teks.strip()} {b.teks.strip()}"
                    continue
        result.append(b)
    return result


def mark_headings(blok: list[Block]) -> list[Block]:
    """The blocks with headings marked (jenis judul), 'BAB I' joined with its title. Levels are set by
    `heading_path`."""
    blok = join_chapters(blok)
    entries = [key(b.teks.split("\t")[0]) for b in blok if "\t" in b.teks and b.jenis != "petak"]
    labels = [label(b.teks) if b.jenis != "petak" else Label("", 0, "") for b in blok]
    main = vocabulary()["judul_utama"]
    for i, b in enumerate(blok):
        if b.jenis == "judul" or not _one_line(b, 200):
            continue
        t = b.teks.strip()
        kind = labels[i].jenis
        if kind == "bab":
            made = len(t) < 150 and not re.search(r"[.;,]$", t) and not _in_a_row(labels, i)
        elif main.fullmatch(t) and (t.isupper() or title_share(t) == 1.0 or key(t) in entries):
            made = True
        elif kind:
            made = _is_numbered_heading(blok, labels, i, entries)
        else:
            made = _is_plain_heading(blok, labels, i)
        if made:
            b.jenis, b.tingkat = "judul", 0
    return blok


def _in_a_row(labels: list[Label], i: int) -> bool:
    """'Bab I …', 'Bab II …' right after each other: an outline, no headings."""
    return any(
        0 <= j < len(labels) and labels[j].jenis == "bab" and labels[j].rest
        for j in (i - 1, i + 1)
        if labels[i].rest
    )


def _is_numbered_heading(blok: list[Block], labels: list[Label], i: int, entries: list[str]) -> bool:
    """Is this numbered line a heading, or an item of a list?"""
    b, la = blok[i], labels[i]
    text, rest = b.teks.strip(), la.rest
    if len(text) > 170 or len(re.findall(r"\d[.,]\d|\d ?%", text)) > 1 or not re.search(r"[^\W\d_]{3}", rest):
        return False
    if any(fuzz.ratio(key(text), d) >= 90 for d in entries):
        return True
    closed = re.search(r"([;.,]|[;,] ?dan)$", text) and not _is_closed_title(la, rest)
    if closed or _goes_on(text) or not rest[0].isupper() or i + 1 >= len(blok):
        return False
    ahead, behind = labels[i + 1], labels[i - 1] if i else Label("", 0, "")
    if ahead.jenis == la.jenis and ahead.number == la.number + 1 and blok[i + 1].jenis != "judul":
        return False  # the next item follows at once: a list
    if behind.jenis == la.jenis and blok[i - 1].jenis != "judul" and behind.number <= la.number:
        return False  # the last item of a list
    if text.endswith(":") and ahead.jenis and blok[i + 1].jenis != "petak":
        return False  # an item with items of its own
    strong = la.jenis in ("besar", "romawi") or la.jenis.startswith("desimal")
    if la.number == 1 and not strong and i and vocabulary()["pengantar"].search(blok[i - 1].teks):
        return False  # announced by the sentence above
    if title_share(rest) >= (0.5 if strong else 0.6):
        return True
    further = blok[i + 1]  # the sentence below takes up the words of its heading
    return (
        further.jenis == "paragraf"
        and len(further.teks) > 90
        and fuzz.partial_ratio(rest.lower(), further.teks.lower()) >= 85
    )


def _is_closed_title(la: Label, rest: str) -> bool:
    """Is this a title of a sub-chapter that somebody ended with a full stop: "2.3. Rencana Kinerja Tahun
    2017."?"""
    words = rest.rstrip(".").split()
    return (
        la.jenis.startswith("desimal")
        and rest.endswith(".")
        and 2 <= len(words) <= 9
        and title_share(rest) == 1.0
    )


def _goes_on(text: str) -> bool:
    """Does the line end in a word that leads on ("…, dengan", "… sebesar")? Then it is no whole title."""
    last = re.search(r"[^\W\d_]+$", text.lower())
    return last is not None and last[0] in _LEADING_ON


def _is_plain_heading(blok: list[Block], labels: list[Label], i: int) -> bool:
    """Is this line without a number a heading: short, set as a title, alone, prose or items below it?"""
    b, t = blok[i], blok[i].teks.strip()
    strong = vocabulary()["judul_polos"].fullmatch(t) is not None
    if (
        b.jenis != "paragraf"
        or len(t) > 120
        or len(t) < 4
        or i + 1 >= len(blok)
        or not t[0].isupper()
        and t[0] not in '“"'
    ):
        return False
    if (
        not strong
        and re.search(r"[.;:,!?]$|:|@|www|\d{2}[./-]\d|\d[.,]\d", t)
        or vocabulary()["bukan_judul"].search(t)
    ):
        return False
    if not t.isupper() and title_share(t) < 0.75 and not strong:
        return False
    ahead, behind = blok[i + 1], blok[i - 1] if i else None
    if ahead.jenis == "petak" or "\t" in ahead.teks:
        return False
    if (
        ahead.jenis == "paragraf"
        and len(ahead.teks) < 90
        and not (strong and vocabulary()["judul_polos"].fullmatch(ahead.teks.strip()))
    ):
        return False
    if ahead.jenis == "judul" or labels[i + 1].jenis == "bab":
        return False
    if ahead.jenis == "butir" and labels[i + 1].number > 1:
        return False
    if b.garis >= 0 and (
        ahead.garis - b.garis == 1
        and len(ahead.teks) < 90
        or behind is not None
        and b.garis - behind.garis == 1
    ):
        return False  # one line of a letterhead or a signature
    if behind is None or behind.jenis in ("petak", "judul"):
        return True
    return strong or behind.jenis == "butir" or re.search(r"[.;:!?%)”\"]$", behind.teks.strip()) is not None


def heading_path(blok: list[Block]) -> list[str]:
    """The path of headings above each block, its own included: 'BAB III … > A. … > 1. …'. Sets tingkat of
    headings.

    A heading ends those of its own kind and all below them; a kind not yet open nests below what is open.
    """
    stack: list[OpenHeading] = []
    entries = {key(b.teks.split("\t")[0]) for b in blok if "\t" in b.teks}
    result = []
    for b in blok:
        if b.jenis == "judul":
            new = _open(b, stack)
            del stack[_still_open(stack, new) :]
            while (
                stack
                and stack[-1].jenis == "polos"
                and key(new.teks) in entries
                and key(stack[-1].teks) not in entries
            ):
                stack.pop()  # the contents name the one and not the other: it is no part of it
            stack.append(new)
            b.tingkat = b.tingkat or min(len(stack), 6)
        result.append(" > ".join(t.teks for t in stack))
    return result


class OpenHeading(NamedTuple):
    """An open heading: bab | utama | format (level given by the document) | label kinds | polos."""

    jenis: str
    number: int
    tingkat: int
    teks: str


def _open(b: Block, stack: list[OpenHeading]) -> OpenHeading:
    la, t = label(b.teks), b.teks.strip()
    if la.jenis == "bab":
        return OpenHeading("bab", la.number, b.tingkat or 1, t)
    bab = next((x for x in stack if x.jenis == "bab"), None)
    if b.tingkat and not (bab and la.jenis and b.tingkat <= bab.tingkat):
        return OpenHeading("format", 0, b.tingkat, t)
    if not la.jenis and vocabulary()["judul_utama"].fullmatch(t):
        return OpenHeading("utama", 0, 1, t)
    return OpenHeading(la.jenis or "polos", la.number, 0, t)


def _still_open(stack: list[OpenHeading], new: OpenHeading) -> int:
    """How many open headings stay open above a new one."""
    if new.jenis in ("bab", "utama"):
        return 0
    if new.jenis == "format":
        n = next(
            (i for i, x in enumerate(stack) if x.jenis in ("format", "bab") and x.tingkat >= new.tingkat),
            len(stack),
        )
        while n and stack[n - 1].jenis not in ("format", "bab", "utama"):
            n -= 1  # what the document marks ends what only its wording shows
        return n
    if new.jenis == "polos":
        n = len(stack)
        while n and stack[n - 1].jenis in ("kecil", "kurung"):
            n -= 1
        if n and stack[n - 1].jenis == "polos":
            return n - 1
        return len(stack)
    if new.jenis.startswith("desimal"):
        level = int(new.jenis[7:])
        return next(
            (i for i, x in enumerate(stack) if x.jenis.startswith("desimal") and int(x.jenis[7:]) >= level),
            len(stack),
        )
    same = [i for i, x in enumerate(stack) if x.jenis == new.jenis]
    order = [i for i in same if stack[i].number == new.number - 1]  # the one that this number follows
    return order[-1] if order else same[0] if same else len(stack)


def caption_above(blok: list[Block], i: int) -> str:
    """Caption of the grid at i: the short line(s) right above that name it; '' without one."""
    rows: list[str] = []
    plain = 0
    for b in reversed(blok[max(0, i - 5) : i]):
        if not _one_line(b, 250) or b.jenis == "butir":
            break
        t = b.teks.strip()
        if vocabulary()["keterangan"].match(t) and not (
            b.jenis == "judul" and label(t).jenis + t[:8].lower() == "lampiran"
        ):
            return " ".join([t, *reversed(rows)])
        if (
            b.jenis == "judul"
            or len(t) > 150
            or re.search(r"[.:;,]$|\s:\s|^[(]", t)
            or vocabulary()["bukan_judul"].search(t)
        ):
            if not vocabulary()["antara"].fullmatch(t):
                break
            continue
        if not t.isupper() and (title_share(t) < 0.6 or plain):
            break
        plain += not t.isupper()
        rows.append(t)
    return " ".join(reversed(rows))
