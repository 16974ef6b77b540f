"""Lines of one text put together, and paragraphs that hold several lines or tab columns taken apart."""

import re

from datasets.document.model import Block, Cell

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


def join_lines(a: str, b: str, full: bool = False, hyphens: bool = False) -> str:
    """Two lines of one text. Torn numbers close up; two whole numbers, one below the other, stay apart by a
    line end.

    full: the upper line fills its cell, so that a word or number may have been cut there without a sign.
    hyphens: the document hyphenates, so that a hyphen at a line's end goes.
    """
    a, b = a.rstrip(" "), b.lstrip(" ")
    if not a or not b:
        return a + b
    if (b[0] == "%" and a[-1].isdigit()) or (b == "-" and full):
        return a + b
    if re.search(r"[^\W_]-$", a) and b[0].isalnum():
        words, tail = re.findall(r"(\w+)-$", a)[0].lower(), re.findall(r"\w+", b)[0].lower()
        again = tail.startswith(words[-4:]) or words.startswith(tail[:4])  # rata-rata, perundang-undangan
        return a[:-1] + b if hyphens and not again and words[-1].isalpha() and b[0].islower() else a + b
    above, begin = a.rpartition("\n")[2], b.split(" ")[0]
    if _NUMBER.fullmatch(above.rstrip(".,")) and _NUMBER.fullmatch(begin):
        if torn(above, begin, full and begin == b):
            return a + b
        if begin == b:
            return f"{a}\n{b}"
    elif re.search(r"\d\.\d{3}\.$", a) and re.match(r"\d{3}\b", b):
        return a + b
    if full and re.fullmatch(r"[a-z]{1,2}", begin) and begin not in _OPERAND and a[-1].islower():
        return a + b  # a word too long for its column
    return f"{a} {b}"


def torn(a: str, b: str, full: bool) -> bool:
    """Are these two pieces of one number, torn by a line end?"""
    if b[0] in ".," or (a[-1] in ".," and re.search(r"\d[.,]\d|Rp", a)):
        return True
    if not _WHOLE.fullmatch(a) and _WHOLE.fullmatch(
        a + b
    ):  # "1." is a list label before "250", and torn before "250.000"
        return not re.fullmatch(r"\d{1,2}\.", a) or full or "." in b
    digit = re.fullmatch(r"(\d+) ?%?", b)
    return full and digit is not None and not a.endswith("%") and len(digit[1]) < len(a)


def drop_bullet(m: Block) -> Block:
    """A line that begins with a bullet is a list item, and the bullet goes (a dash before a figure is no
    minus)."""
    if m.jenis != "petak" and (p := re.match(r"[-–•▪◦‣➢✓*]\s+(?=\S)", m.teks)):
        m.teks, m.jenis = m.teks[p.end() :], "butir" if m.jenis == "paragraf" else m.jenis
    return m


def unify(lines: list[str]) -> str:
    """All lines of one cell as one text."""
    result = ""
    for b in lines:
        result = join_lines(result, b)
    return result


def split(m: Block) -> list[Block]:
    """A paragraph with hard line ends: list items and 'a : b' lines as blocks of their own, else one line."""
    lines = [b for b in m.teks.split("\n") if b.strip()]
    if len(lines) < 2:
        return [m]
    own = sum(bool(_MARK.match(b) or re.search(r"\s?[:=]\s", b)) for b in lines[1:])
    if m.jenis == "judul" or own * 2 < len(lines) - 1 or (len(lines) == 2 and not _MARK.match(lines[1])):
        m.teks = unify(lines)
        return [m]
    return [
        Block("butir" if _MARK.match(b) else m.jenis, b.strip(), 0, m.halaman, m.garis, m.jejak)
        for b in lines
    ]


def parse_tabs(blok: list[Block]) -> list[Block]:
    """Tabs: contents lines keep 'judul<TAB>halaman', columns with figures become a grid, other tabs
    spaces."""
    result: list[Block] = []
    i = 0
    while i < len(blok):
        if blok[i].jenis == "petak" or "\t" not in blok[i].teks:
            result.append(blok[i])
            i += 1
            continue
        if "\t\t" in blok[i].teks and blok[i].jenis == "butir":  # a tab stop with a leader says so by itself
            blok[i].teks = blok[i].teks.replace("\t\t", "\t")
            result.append(blok[i])
            i += 1
            continue
        j = i
        while j < len(blok) and blok[j].jenis != "petak" and "\t" in blok[j].teks:
            j += 1
        result += _run(blok[i:j])
        i = j
    return result


def _run(blok: list[Block]) -> list[Block]:
    fields = [[s.strip() for s in re.split(r"\t+", m.teks.strip())] for m in blok]
    content = [
        _PAGE_NUMBER.fullmatch(f[-1])
        and re.search(r"[A-Za-z]{3}", " ".join(f[:-1]))
        and not re.search(r"[:=]$|\bRp\.?$", f[-2])
        if len(f) > 1
        else None
        for f in fields
    ]
    if sum(map(bool, content)) >= max(MIN_TAB_ROWS, 0.6 * len(blok)):
        for m, f, match in zip(blok, fields, content, strict=True):
            m.teks = (
                f"{' '.join(filter(None, f[:-1])).rstrip(' .…')}\t{f[-1]}"
                if match
                else " ".join(filter(None, f))
            )
            m.jenis = "butir" if m.jenis == "paragraf" else m.jenis
        return blok
    if len(blok) >= MIN_TAB_ROWS and _has_columns(fields):
        sel = [
            Cell(r, c, t, halaman=m.halaman, jejak=m.jejak)
            for r, (m, f) in enumerate(zip(blok, fields, strict=True))
            for c, t in enumerate(f)
        ]
        return [Block("petak", halaman=blok[0].halaman, jejak=blok[0].jejak, sel=sel)]
    for m, f in zip(blok, fields, strict=True):
        m.teks = " ".join(filter(None, f))
    return blok


def _has_columns(fields: list[list[str]]) -> bool:
    """Do these tab fields make columns: three or more in every line, one of them mostly figures, none a mere
    ':'?"""
    n = len(fields[0])
    if n < 3 or any(len(f) != n or {":", "="} & set(f) for f in fields):
        return False
    return any(sum(bool(_NUMBER.fullmatch(f[c])) for f in fields) * 2 > len(fields) for c in range(1, n))
