"""Plain text and Markdown to blocks: tables, headings, list items, contents lines, paragraphs.

A table here is one unbroken run of lines; `assemble` puts the parts together that page ends have cut.
"""

import re
from pathlib import Path

from datasets.document.cells import vocabulary
from datasets.document.clean import clean, join
from datasets.document.model import MAX_BYTES, MAX_CELLS, Block
from datasets.readers.spaced_tables import may_begin, spaced_run
from datasets.readers.text_tables import (
    PAGE,
    Line,
    as_blocks,
    html_run,
    is_pipe_row,
    is_tab_row,
    pipe_run,
    tab_run,
)
from schemas.errors import InputError

_ITEM = re.compile(r"\s*(?:[-*+•▪◦‣➢✓–]\s+|(?:[-*+•]\s+)?\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)(?=\S)")
_BULLET = re.compile(r"^[-*+•▪◦‣➢✓–]\s+")
_DOTS = re.compile(r"\s*(?:\.\s?){4,}\s*|\s*…+\s*|\s*_{4,}\s*")
_SCALE_LINE = re.compile(r".{2,80}\S\s*[:=]\s*\S.{0,80}")
_END = re.compile(r"[.;:!?]['\"”’)]*$")
_RULE = re.compile(r"\s*([-*_=~]\s*){3,}|\s*```\w*\s*|\s*<!--.*-->\s*")
MAX_PARAGRAPHS = 8_000  # characters that soft line ends may put together
_FILE_HEADS = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "DOCX/XLSX (zip)",
    b"\xd0\xcf\x11\xe0": "Office lama (DOC/XLS)",
    b"{\\rtf": "RTF",
    b"\x89PNG": "gambar PNG",
    b"\xff\xd8\xff": "gambar JPEG",
}


def read_text(path: str | Path) -> list[Block]:
    """Blocks of a .txt or .md file in reading order. Raises InputError when it is no text or too large."""
    path = Path(path)
    blok = parse_text(_open(path), path.name)
    if not blok:
        raise InputError(f"{path.name}: berkas kosong, tidak ada yang dapat diperiksa")
    return blok


def _open(path: Path) -> str:
    """The file's text, whatever common encoding it has."""
    if not path.is_file():
        raise InputError(f"{path.name}: berkas tidak ditemukan")
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"{path.name}: berkas lebih besar dari batas {MAX_BYTES // 1_000_000} MB")
    try:
        content = path.read_bytes()
    except OSError as e:
        raise InputError(f"{path.name}: berkas tidak dapat dibuka ({e.strerror})") from None
    for mark, kind in _FILE_HEADS.items():
        if content.startswith(mark):
            raise InputError(f"{path.name}: isinya {kind}, bukan teks; betulkan akhiran nama berkasnya")
    begin = content[:65536]
    code = ["utf-8-sig", "cp1252", "latin-1"]
    zero = begin.count(0)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        code = ["utf-16"]
    elif zero * 3 > len(begin):  # utf-16 without a mark: every second byte of Latin text is zero
        code = ["utf-16-le" if begin[1:2] == b"\0" else "utf-16-be"]
    elif zero or sum(begin.count(b) for b in range(1, 32) if b not in (2, 9, 10, 11, 12, 13, 27)) > max(
        8, len(begin) // 200
    ):
        raise InputError(f"{path.name}: berkas biner, bukan teks")
    for k in code:
        try:
            text = content.decode(k)
        except UnicodeDecodeError:
            continue
        if text[:4096].count("\0") > 8:
            break
        return text.replace("\0", "")
    raise InputError(f"{path.name}: berkas biner atau pengodeannya rusak, bukan teks")


def parse_text(text: str, name: str = "teks") -> list[Block]:
    """Blocks of a text already decoded; `line_no` counts its lines from 1, `pages` the form feeds, if there
    are any."""
    lines, pages = [], 1 if "\f" in text.strip("\f\n\r ") else -1
    ends = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    for number, words in enumerate(ends.split("\n"), 1):
        if pages > 0:
            pages += words.count("\f")
        lines.append(Line(words.replace("\f", "").rstrip(" "), number, pages))
    width = _wrap_width(lines)
    blok: list[Block] = []
    i, sel, entries = 0, 0, False
    while i < len(lines):
        b = lines[i]
        if not b.teks.strip() or (_RULE.fullmatch(b.teks) and not is_pipe_row(b.teks)):
            i += 1
            continue
        new: list[Block] = []
        if re.search(r"<table\b", b.teks, re.I):
            i, new = html_run(lines, i)
        elif is_pipe_row(b.teks) or is_tab_row(lines, i):
            i, run = (pipe_run if is_pipe_row(b.teks) else tab_run)(lines, i)
            new = as_blocks(run, b.halaman, entries, _alone(blok, lines, i))
        else:
            begin = i
            if may_begin(b.teks):
                i, new = spaced_run(lines, i, any(m.jenis == "petak" for m in blok[-4:]))
            if i == begin:
                i, new = _paragraph(lines, i, width, entries)
        blok.extend(new)
        entries = _in_contents(entries, new)
        sel += sum(len(m.sel) for m in new)
        if sel > MAX_CELLS:
            raise InputError(
                f"{name}: lebih dari {MAX_CELLS} sel sampai garis {b.garis}, dokumen tidak dibaca"
            )
    return blok


def _alone(blok: list[Block], lines: list[Line], i: int) -> bool:
    """Does a run of rows that ends before line i stand alone, without another part of a table above or
    below?"""
    for m in reversed(blok[-4:]):
        if m.jenis == "petak":
            return False
        if not vocabulary()["antara"].fullmatch(m.teks.strip()):
            break
    below = next((b.teks for b in lines[i : i + 6] if b.teks.strip()), "")
    return not is_pipe_row(below) and len(below.split("\t")) <= 2


def _wrap_width(lines: list[Line]) -> int:
    """Width at which the text's lines are wrapped; 0 where every paragraph is one line."""
    length = sorted(
        len(b.teks) for b in lines if len(b.teks.strip()) > 30 and not re.search(r"[\t|]|\S {3,}\S", b.teks)
    )
    if not length:
        return 0
    width = length[int(0.9 * (len(length) - 1))]
    return width if width <= 200 else 0


def _in_contents(entries: bool, new: list[Block]) -> bool:
    """Do we stand in a table of contents after these blocks: under a heading 'DAFTAR …', short lines only
    since?"""
    for m in new:
        if m.jenis == "petak" or len(m.teks) > 150:
            entries = False
        elif "\t" not in m.teks and vocabulary()["judul_utama"].fullmatch(m.teks.strip()):
            entries = vocabulary()["daftar"].fullmatch(m.teks.strip()) is not None
    return entries


def _paragraph(lines: list[Line], i: int, width: int, entries: bool = False) -> tuple[int, list[Block]]:
    """The lines up to a blank or a table, as headings, items, contents lines, scale lines and joined
    sentences."""
    result: list[Block] = []
    bold = False  # within a bold run over several lines: one title
    while i < len(lines) and lines[i].teks.strip():
        original, line_no, pages = lines[i]
        onward = bold
        if result and may_begin(original) and spaced_run(lines, i)[1]:
            break
        if result and (is_pipe_row(original) or is_tab_row(lines, i) or "<table" in original.lower()):
            break
        i += 1
        if original.count("$$") % 2:  # a formula over several lines
            closing = next((j for j in range(i, min(i + 30, len(lines))) if "$$" in lines[j].teks), None)
            if closing is not None:
                original, i = " ".join([original, *(b.teks for b in lines[i : closing + 1])]), closing + 1
        if m := re.match(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*$", original):
            if t := clean(m[2]):
                result.append(Block("judul", t, tingkat=len(m[1]), garis=line_no, halaman=pages))
            continue
        bold = bold != (original.count("**") % 2 == 1)
        t = clean(re.sub(r"^\s*>+\s?", "", original))
        if not t or not re.search(r"\w", t):
            continue
        if vocabulary()["judul_utama"].fullmatch(t) or len(t) > 150:
            entries = vocabulary()["daftar"].fullmatch(t) is not None
        if d := _dot_leaders(t) or (_by_page(original) if entries else ""):
            result.append(Block("butir", d, garis=line_no, halaman=pages))
        elif _ITEM.match(original):
            result.append(Block("butir", _BULLET.sub("", t), garis=line_no, halaman=pages))
        elif result and (onward or _goes_on(result[-1], t, lines[i - 2].teks, width)):
            result[-1].teks = join(result[-1].teks, t)
        else:
            result.append(Block("paragraf", t, garis=line_no, halaman=pages))
    return i, result


def _by_page(original: str) -> str:
    """A contents line whose page number is set apart by spaces, as 'Judul<TAB>12'; '' when it is none."""
    m = re.fullmatch(r"\s*(\S.*?[^\W\d].*?)(?:\s{2,}|\s)([ivxlc]{1,6}|\d{1,3})\s*", original)
    return f"{clean(m[1])}\t{m[2]}" if m else ""


def _dot_leaders(t: str) -> str:
    """'Judul ........ 12' as 'Judul<TAB>12'; '' when the line is none."""
    if not _DOTS.search(t):
        return ""
    content = [s.strip() for s in _DOTS.split(t) if s.strip()]
    if len(content) == 2 and PAGE.fullmatch(content[1]) and re.search(r"[A-Za-z]{3}", content[0]):
        return f"{content[0]}\t{content[1]}"
    return ""


def _goes_on(above: Block, t: str, line_above: str, width: int) -> bool:
    """Does this line go on with the block above (a soft line end), or is it a block of its own?"""
    if above.jenis == "judul" or "\t" in above.teks or len(above.teks) > MAX_PARAGRAPHS:
        return False
    if re.search(r"[;,:]\s+\(?(?:[a-z]|\d{1,2})[.)]$", above.teks):
        return True  # the label of an item whose words follow
    done = _END.search(above.teks[-20:]) is not None
    if _SCALE_LINE.fullmatch(t) and len(t) < 160 and (_SCALE_LINE.fullmatch(above.teks) or done):
        return False
    if re.match(r"[=×]", t):
        return True
    if not done and re.match(r"[a-z(,;%]|\d{1,3}(?:\.\d{3})+", t):
        return True
    if (
        vocabulary()["judul_utama"].fullmatch(t)
        or re.match(r"bab\s+[ivx\d]+\b", t, re.I)
        or re.match(r"[A-Z]\.\s+[A-Z]", t)
    ):
        return False
    if t.isupper() != above.teks.isupper() or (width and t.isupper()):
        return False
    length = len(line_above.strip())
    return bool(width) and length >= 0.72 * width and not (done and length < 0.85 * width)
