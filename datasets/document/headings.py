"""Headings and their paths, list items told from headings, captions of tables."""

import re
from typing import NamedTuple

from rapidfuzz import fuzz

from cermat.datasets.document.cells import vocabulary
from cermat.datasets.document.model import Block

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
    found = _LABEL.match(text)
    if not found:
        return Label("", 0, text)
    angka = re.findall(r"[^\W_]+", re.sub(r"(?i)bab", "", found[0]))
    kind = (found.lastgroup or "") + (str(len(angka)) if found.lastgroup == "desimal" else "")
    numeral = angka[-1].lower() if angka else ""
    if numeral.isdigit():
        number = int(numeral)
    elif found.lastgroup in ("bab", "romawi"):
        value = [_ROMAN.get(letter, 0) for letter in numeral]
        number = sum(-digit if digit < max(value[at:]) else digit for at, digit in enumerate(value))
    else:
        number = ord(numeral) - 96 if len(numeral) == 1 else 0
    return Label(kind, number, text[found.end() :].strip())


def title_share(text: str) -> float:
    """Share of longer words that begin with a capital: headings are set so, sentences are not."""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", text) if word.lower() not in _JOINING]
    return sum(word[0].isupper() for word in words) / len(words) if words else 0.0


def key(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _one_line(block: Block | None, limit: int = 150) -> bool:
    return (
        block is not None
        and block.jenis != "petak"
        and "\t" not in block.teks
        and 0 < len(block.teks.strip()) <= limit
    )


def join_chapters(blok: list[Block]) -> list[Block]:
    """'BAB III' and its title on the next line (or two) as one block."""
    result: list[Block] = []
    for block in blok:
        above = result[-1] if result else None
        if (
            above is not None
            and _one_line(above)
            and _one_line(block, 120)
            and above.jenis in ("judul", "paragraf")
            and block.jenis in ("judul", "paragraf")
        ):
            la, near = label(above.teks), block.garis < 0 or block.garis - above.garis <= 4
            cut_off = la.jenis == "bab" and not la.rest
            # a title in capitals over two lines
            further = (
                la.jenis == "bab"
                and la.rest.isupper()
                and block.garis - above.garis == 1
                and block.teks.isupper()
            )
            if (
                near
                and (cut_off or further)
                and not label(block.teks).jenis
                and not re.search(r"[.;:,]$", block.teks)
            ):
                if block.teks.isupper() or title_share(block.teks) > 0.8:
                    above.teks = f"{above.teks.strip()} {block.teks.strip()}"
                    continue
        result.append(block)
    return result


def mark_headings(blok: list[Block]) -> list[Block]:
    """The blocks with headings marked (jenis judul), 'BAB I' joined with its title. Levels are set by
    `heading_path`."""
    blok = join_chapters(blok)
    entries = [
        key(block.teks.split("\t")[0]) for block in blok if "\t" in block.teks and block.jenis != "petak"
    ]
    labels = [label(block.teks) if block.jenis != "petak" else Label("", 0, "") for block in blok]
    main = vocabulary()["judul_utama"]
    for at, block in enumerate(blok):
        if block.jenis == "judul" or not _one_line(block, 200):
            continue
        text = block.teks.strip()
        kind = labels[at].jenis
        if kind == "bab":
            made = len(text) < 150 and not re.search(r"[.;,]$", text) and not _in_a_row(labels, at)
        elif main.fullmatch(text) and (text.isupper() or title_share(text) == 1.0 or key(text) in entries):
            made = True
        elif kind:
            made = _is_numbered_heading(blok, labels, at, entries)
        else:
            made = _is_plain_heading(blok, labels, at)
        if made:
            block.jenis, block.tingkat = "judul", 0
    return blok


def _in_a_row(labels: list[Label], at: int) -> bool:
    """'Bab I …', 'Bab II …' right after each other: an outline, no headings."""
    return any(
        0 <= beside < len(labels) and labels[beside].jenis == "bab" and labels[beside].rest
        for beside in (at - 1, at + 1)
        if labels[at].rest
    )


def _is_numbered_heading(blok: list[Block], labels: list[Label], at: int, entries: list[str]) -> bool:
    """Is this numbered line a heading, or an item of a list?"""
    block, la = blok[at], labels[at]
    text, rest = block.teks.strip(), la.rest
    if len(text) > 170 or len(re.findall(r"\d[.,]\d|\d ?%", text)) > 1 or not re.search(r"[^\W\d_]{3}", rest):
        return False
    if any(fuzz.ratio(key(text), entry) >= 90 for entry in entries):
        return True
    closed = re.search(r"([;.,]|[;,] ?dan)$", text) and not _is_closed_title(la, rest)
    if closed or _goes_on(text) or not rest[0].isupper() or at + 1 >= len(blok):
        return False
    ahead, behind = labels[at + 1], labels[at - 1] if at else Label("", 0, "")
    if ahead.jenis == la.jenis and ahead.number == la.number + 1 and blok[at + 1].jenis != "judul":
        return False  # the next item follows at once: a list
    if behind.jenis == la.jenis and blok[at - 1].jenis != "judul" and behind.number <= la.number:
        return False  # the last item of a list
    if text.endswith(":") and ahead.jenis and blok[at + 1].jenis != "petak":
        return False  # an item with items of its own
    strong = la.jenis in ("besar", "romawi") or la.jenis.startswith("desimal")
    if la.number == 1 and not strong and at and vocabulary()["pengantar"].search(blok[at - 1].teks):
        return False  # announced by the sentence above
    if title_share(rest) >= (0.5 if strong else 0.6):
        return True
    further = blok[at + 1]  # the sentence below takes up the words of its heading
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


def _is_plain_heading(blok: list[Block], labels: list[Label], at: int) -> bool:
    """Is this line without a number a heading: short, set as a title, alone, prose or items below it?"""
    block, text = blok[at], blok[at].teks.strip()
    strong = vocabulary()["judul_polos"].fullmatch(text) is not None
    if (
        block.jenis != "paragraf"
        or len(text) > 120
        or len(text) < 4
        or at + 1 >= len(blok)
        or not text[0].isupper()
        and text[0] not in '“"'
    ):
        return False
    if (
        not strong
        and re.search(r"[.;:,!?]$|:|@|www|\d{2}[./-]\d|\d[.,]\d", text)
        or vocabulary()["bukan_judul"].search(text)
    ):
        return False
    if not text.isupper() and title_share(text) < 0.75 and not strong:
        return False
    ahead, behind = blok[at + 1], blok[at - 1] if at else None
    if ahead.jenis == "petak" or "\t" in ahead.teks:
        return False
    if (
        ahead.jenis == "paragraf"
        and len(ahead.teks) < 90
        and not (strong and vocabulary()["judul_polos"].fullmatch(ahead.teks.strip()))
    ):
        return False
    if ahead.jenis == "judul" or labels[at + 1].jenis == "bab":
        return False
    if ahead.jenis == "butir" and labels[at + 1].number > 1:
        return False
    if block.garis >= 0 and (
        ahead.garis - block.garis == 1
        and len(ahead.teks) < 90
        or behind is not None
        and block.garis - behind.garis == 1
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
    entries = {key(block.teks.split("\t")[0]) for block in blok if "\t" in block.teks}
    result = []
    for block in blok:
        if block.jenis == "judul":
            new = _open(block, stack)
            del stack[_still_open(stack, new) :]
            while (
                stack
                and stack[-1].jenis == "polos"
                and key(new.teks) in entries
                and key(stack[-1].teks) not in entries
            ):
                stack.pop()  # the contents name the one and not the other: it is no part of it
            stack.append(new)
            block.tingkat = block.tingkat or min(len(stack), 6)
        result.append(" > ".join(title.teks for title in stack))
    return result


class OpenHeading(NamedTuple):
    """An open heading: bab | utama | format (level given by the document) | label kinds | polos."""

    jenis: str
    number: int
    tingkat: int
    teks: str


def _open(block: Block, stack: list[OpenHeading]) -> OpenHeading:
    la, text = label(block.teks), block.teks.strip()
    if la.jenis == "bab":
        return OpenHeading("bab", la.number, block.tingkat or 1, text)
    bab = next((heading for heading in stack if heading.jenis == "bab"), None)
    if block.tingkat and not (bab and la.jenis and block.tingkat <= bab.tingkat):
        return OpenHeading("format", 0, block.tingkat, text)
    if not la.jenis and vocabulary()["judul_utama"].fullmatch(text):
        return OpenHeading("utama", 0, 1, text)
    return OpenHeading(la.jenis or "polos", la.number, 0, text)


def _still_open(stack: list[OpenHeading], new: OpenHeading) -> int:
    """How many open headings stay open above a new one."""
    if new.jenis in ("bab", "utama"):
        return 0
    if new.jenis == "format":
        keep = next(
            (
                at
                for at, heading in enumerate(stack)
                if heading.jenis in ("format", "bab") and heading.tingkat >= new.tingkat
            ),
            len(stack),
        )
        while keep and stack[keep - 1].jenis not in ("format", "bab", "utama"):
            keep -= 1  # what the document marks ends what only its wording shows
        return keep
    if new.jenis == "polos":
        keep = len(stack)
        while keep and stack[keep - 1].jenis in ("kecil", "kurung"):
            keep -= 1
        if keep and stack[keep - 1].jenis == "polos":
            return keep - 1
        return len(stack)
    if new.jenis.startswith("desimal"):
        level = int(new.jenis[7:])
        return next(
            (
                at
                for at, heading in enumerate(stack)
                if heading.jenis.startswith("desimal") and int(heading.jenis[7:]) >= level
            ),
            len(stack),
        )
    same = [at for at, heading in enumerate(stack) if heading.jenis == new.jenis]
    order = [at for at in same if stack[at].number == new.number - 1]  # the one that this number follows
    return order[-1] if order else same[0] if same else len(stack)


def caption_above(blok: list[Block], at: int) -> str:
    """Caption of the grid that stands there: the short line(s) right above that name it; '' without one."""
    rows: list[str] = []
    plain = 0
    for block in reversed(blok[max(0, at - 5) : at]):
        if not _one_line(block, 250) or block.jenis == "butir":
            break
        text = block.teks.strip()
        if vocabulary()["keterangan"].match(text) and not (
            block.jenis == "judul" and label(text).jenis + text[:8].lower() == "lampiran"
        ):
            return " ".join([text, *reversed(rows)])
        if (
            block.jenis == "judul"
            or len(text) > 150
            or re.search(r"[.:;,]$|\s:\s|^[(]", text)
            or vocabulary()["bukan_judul"].search(text)
        ):
            if not vocabulary()["antara"].fullmatch(text):
                break
            continue
        if not text.isupper() and (title_share(text) < 0.6 or plain):
            break
        plain += not text.isupper()
        rows.append(text)
    return " ".join(reversed(rows))
