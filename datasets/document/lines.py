"""Lines of one text put together, and paragraphs that hold several lines or tab columns taken apart."""

import re

from cermat.datasets.document.model import Block, Cell

_NUMBER = re.compile(r"\(?[-−]?(?:Rp\.? ?)?[\d.,]*\d[\d.,]*\)?(?: ?%)?")
_WHOLE = re.compile(r"\(?[-−]?(?:Rp\.? ?)?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?\)?(?: ?%)?")
_MARK = re.compile(r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]|[-–•▪➢✓*o])\s+\S")
_PAGE_NUMBER = re.compile(r"[ivxlc]{1,6}|\d{1,4}", re.I)
_OPERAND = {
    "di",
    "ke",
    "km",
    "ha",
    "kg",
    "kk",
    "rt",
    "rw",
    "ii",
    "iv",
    "vi",
    "sd",
}  # words of two letters, no ends of words
MIN_TAB_ROWS = 3  # so many paragraphs in a row make tab columns


def join_lines(upper: str, lower: str, full: bool = False, hyphens: bool = False) -> str:
    """Two lines of one text. Torn numbers close up; two whole numbers, one below the other, stay apart by a
    line end.

    full: the upper line fills its cell, so that a word or number may have been cut there without a sign.
    hyphens: the document hyphenates, so that a hyphen at a line's end goes.
    """
    upper, lower = upper.rstrip(" "), lower.lstrip(" ")
    if not upper or not lower:
        return upper + lower
    if (lower[0] == "%" and upper[-1].isdigit()) or (lower == "-" and full):
        return upper + lower
    if re.search(r"[^\W_]-$", upper) and lower[0].isalnum():
        words, tail = re.findall(r"(\w+)-$", upper)[0].lower(), re.findall(r"\w+", lower)[0].lower()
        again = tail.startswith(words[-4:]) or words.startswith(tail[:4])  # rata-rata, perundang-undangan
        return (
            upper[:-1] + lower
            if hyphens and not again and words[-1].isalpha() and lower[0].islower()
            else upper + lower
        )
    above, begin = upper.rpartition("\n")[2], lower.split(" ")[0]
    if _NUMBER.fullmatch(above.rstrip(".,")) and _NUMBER.fullmatch(begin):
        if torn(above, begin, full and begin == lower):
            return upper + lower
        if begin == lower:
            return f"{upper}\n{lower}"
    elif re.search(r"\d\.\d{3}\.$", upper) and re.match(r"\d{3}\b", lower):
        return upper + lower
    if full and re.fullmatch(r"[a-z]{1,2}", begin) and begin not in _OPERAND and upper[-1].islower():
        return upper + lower  # a word too long for its column
    return f"{upper} {lower}"


def torn(upper: str, lower: str, full: bool) -> bool:
    """Are these two pieces of one number, torn by a line end?"""
    if lower[0] in ".," or (upper[-1] in ".," and re.search(r"\d[.,]\d|Rp", upper)):
        return True
    if not _WHOLE.fullmatch(upper) and _WHOLE.fullmatch(
        upper + lower
    ):  # "1." is a list label before "250", and torn before "250.000"
        return not re.fullmatch(r"\d{1,2}\.", upper) or full or "." in lower
    digit = re.fullmatch(r"(\d+) ?%?", lower)
    return full and digit is not None and not upper.endswith("%") and len(digit[1]) < len(upper)


def drop_bullet(block: Block) -> Block:
    """A line that begins with a bullet is a list item, and the bullet goes (a dash before a figure is no
    minus)."""
    if block.jenis != "petak" and (found := re.match(r"[-–•▪◦‣➢✓*]\s+(?=\S)", block.teks)):
        block.teks, block.jenis = (
            block.teks[found.end() :],
            "butir" if block.jenis == "paragraf" else block.jenis,
        )
    return block


def unify(lines: list[str]) -> str:
    """All lines of one cell as one text."""
    result = ""
    for line in lines:
        result = join_lines(result, line)
    return result


def split(block: Block) -> list[Block]:
    """A paragraph with hard line ends: list items and 'a : b' lines as blocks of their own, else one line."""
    lines = [line for line in block.teks.split("\n") if line.strip()]
    if len(lines) < 2:
        return [block]
    own = sum(bool(_MARK.match(line) or re.search(r"\s?[:=]\s", line)) for line in lines[1:])
    if block.jenis == "judul" or own * 2 < len(lines) - 1 or (len(lines) == 2 and not _MARK.match(lines[1])):
        block.teks = unify(lines)
        return [block]
    return [
        Block(
            "butir" if _MARK.match(line) else block.jenis,
            line.strip(),
            0,
            block.halaman,
            block.garis,
            block.jejak,
        )
        for line in lines
    ]


def parse_tabs(blok: list[Block]) -> list[Block]:
    """Tabs: contents lines keep 'judul<TAB>halaman', columns with figures become a grid, other tabs
    spaces."""
    result: list[Block] = []
    at = 0
    while at < len(blok):
        if blok[at].jenis == "petak" or "\t" not in blok[at].teks:
            result.append(blok[at])
            at += 1
            continue
        if (
            "\t\t" in blok[at].teks and blok[at].jenis == "butir"
        ):  # a tab stop with a leader says so by itself
            blok[at].teks = blok[at].teks.replace("\t\t", "\t")
            result.append(blok[at])
            at += 1
            continue
        end = at
        while end < len(blok) and blok[end].jenis != "petak" and "\t" in blok[end].teks:
            end += 1
        result += _run(blok[at:end])
        at = end
    return result


def _run(blok: list[Block]) -> list[Block]:
    fields = [[text.strip() for text in re.split(r"\t+", block.teks.strip())] for block in blok]
    content = [
        _PAGE_NUMBER.fullmatch(field[-1])
        and re.search(r"[A-Za-z]{3}", " ".join(field[:-1]))
        and not re.search(r"[:=]$|\bRp\.?$", field[-2])
        if len(field) > 1
        else None
        for field in fields
    ]
    if sum(map(bool, content)) >= max(MIN_TAB_ROWS, 0.6 * len(blok)):
        for block, field, match in zip(blok, fields, content, strict=True):
            block.teks = (
                f"{' '.join(filter(None, field[:-1])).rstrip(' .…')}\t{field[-1]}"
                if match
                else " ".join(filter(None, field))
            )
            block.jenis = "butir" if block.jenis == "paragraf" else block.jenis
        return blok
    if len(blok) >= MIN_TAB_ROWS and _has_columns(fields):
        sel = [
            Cell(row, column, text, halaman=block.halaman, jejak=block.jejak)
            for row, (block, field) in enumerate(zip(blok, fields, strict=True))
            for column, text in enumerate(field)
        ]
        return [Block("petak", halaman=blok[0].halaman, jejak=blok[0].jejak, sel=sel)]
    for block, field in zip(blok, fields, strict=True):
        block.teks = " ".join(filter(None, field))
    return blok


def _has_columns(fields: list[list[str]]) -> bool:
    """Do these tab fields make columns: three or more in every line, one of them mostly figures, none a mere
    ':'?"""
    width = len(fields[0])
    if width < 3 or any(len(field) != width or {":", "="} & set(field) for field in fields):
        return False
    return any(
        sum(bool(_NUMBER.fullmatch(field[column])) for field in fields) * 2 > len(fields)
        for column in range(1, width)
    )
