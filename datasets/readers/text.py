"""Plain text and Markdown to blocks: tables, headings, list items, contents lines, paragraphs.

A table here is one unbroken run of lines; `assemble` puts the parts together that page ends have cut.
"""

import re
from pathlib import Path

from cermat.datasets.document.cells import vocabulary
from cermat.datasets.document.clean import clean, join
from cermat.datasets.document.model import MAX_BYTES, MAX_CELLS, Block
from cermat.datasets.readers.spaced_tables import may_begin, spaced_run
from cermat.datasets.readers.text_tables import (
    PAGE,
    Line,
    as_blocks,
    html_run,
    is_pipe_row,
    is_tab_row,
    pipe_run,
    tab_run,
)
from cermat.schemas.errors import InputError

_ITEM = re.compile(r"\s*(?:[-*+•▪◦‣➢✓–]\s+|(?:[-*+•]\s+)?\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)(?=\S)")
_BULLET = re.compile(r"^[-*+•▪◦‣➢✓–]\s+")
_DOTS = re.compile(r"\s*(?:\.\s?){4,}\s*|\s*…+\s*|\s*_{4,}\s*")
_SCALE_LINE = re.compile(r".{2,80}\S\s*[:=]\s*\S.{0,80}")
_END = re.compile(r"[.;:!?]['\"”’)]*$")
_RULE = re.compile(r"\s*([-*_=~]\s*){3,}|\s*```\w*\s*|\s*<!--.*-->\s*")
_QUOTED = re.compile(
    r"^\s*>+\s?(?!\s*\d+(?:,\d+)?(?![\d.,)]))"
)  # but not the sign of "> 85 sd 100 : Berhasil"
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
    blok = parse_text(text_of(path), path.name)
    if not blok:
        raise InputError(f"{path.name}: berkas kosong, tidak ada yang dapat diperiksa")
    return blok


def text_of(path: Path) -> str:
    """The file's text, whatever common encoding it has. Raises InputError when it is no text."""
    if not path.is_file():
        raise InputError(f"{path.name}: berkas tidak ditemukan")
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"{path.name}: berkas lebih besar dari batas {MAX_BYTES // 1_000_000} MB")
    try:
        content = path.read_bytes()
    except OSError as wrong:
        raise InputError(f"{path.name}: berkas tidak dapat dibuka ({wrong.strerror})") from None
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
    elif zero or sum(
        begin.count(code_no) for code_no in range(1, 32) if code_no not in (2, 9, 10, 11, 12, 13, 27)
    ) > max(8, len(begin) // 200):
        raise InputError(f"{path.name}: berkas biner, bukan teks")
    for code_told in code:
        try:
            text = content.decode(code_told)
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
    ends = re.sub("\r\n|[\r\v\u2028\u2029]", "\n", text)
    for number, words in enumerate(ends.split("\n"), 1):
        if pages > 0:
            pages += words.count("\f")
        lines.append(Line(words.replace("\f", "").rstrip(" "), number, pages))
    width = _wrap_width(lines)
    blok: list[Block] = []
    at, sel, entries = 0, 0, False
    while at < len(lines):
        line = lines[at]
        if not line.teks.strip() or (_RULE.fullmatch(line.teks) and not is_pipe_row(line.teks)):
            at += 1
            continue
        new: list[Block] = []
        if re.search(r"<table\b", line.teks, re.I):
            at, new = html_run(lines, at)
        elif is_pipe_row(line.teks) or is_tab_row(lines, at):
            at, run = (pipe_run if is_pipe_row(line.teks) else tab_run)(lines, at)
            new = as_blocks(run, line.halaman, entries, _alone(blok, lines, at))
        else:
            begin = at
            if may_begin(line.teks):
                at, new = spaced_run(lines, at, any(block.jenis == "petak" for block in blok[-4:]))
            if at == begin:
                at, new = _paragraph(lines, at, width, entries)
        blok.extend(new)
        entries = _in_contents(entries, new)
        sel += sum(len(block.sel) for block in new)
        if sel > MAX_CELLS:
            raise InputError(
                f"{name}: lebih dari {MAX_CELLS} sel sampai garis {line.garis}, dokumen tidak dibaca"
            )
    return blok


def _alone(blok: list[Block], lines: list[Line], at: int) -> bool:
    """Does a run of rows that ends before line `at` stand alone, without another part of a table above or
    below?"""
    for block in reversed(blok[-4:]):
        if block.jenis == "petak":
            return False
        if not vocabulary()["antara"].fullmatch(block.teks.strip()):
            break
    below = next((line.teks for line in lines[at : at + 6] if line.teks.strip()), "")
    return not is_pipe_row(below) and len(below.split("\t")) <= 2


def _wrap_width(lines: list[Line]) -> int:
    """Width at which the text's lines are wrapped; 0 where every paragraph is one line."""
    length = sorted(
        len(line.teks)
        for line in lines
        if len(line.teks.strip()) > 30 and not re.search(r"[\t|]|\S {3,}\S", line.teks)
    )
    if not length:
        return 0
    width = length[int(0.9 * (len(length) - 1))]
    return width if width <= 200 else 0


def _in_contents(entries: bool, new: list[Block]) -> bool:
    """Do we stand in a table of contents after these blocks: under a heading 'DAFTAR …', short lines only
    since?"""
    for block in new:
        if block.jenis == "petak" or len(block.teks) > 150:
            entries = False
        elif "\t" not in block.teks and vocabulary()["judul_utama"].fullmatch(block.teks.strip()):
            entries = vocabulary()["daftar"].fullmatch(block.teks.strip()) is not None
    return entries


def _paragraph(lines: list[Line], at: int, width: int, entries: bool = False) -> tuple[int, list[Block]]:
    """The lines up to a blank or a table, as headings, items, contents lines, scale lines and joined
    sentences."""
    result: list[Block] = []
    bold = False  # within a bold run over several lines: one title
    while at < len(lines) and lines[at].teks.strip():
        original, line_no, pages = lines[at]
        onward = bold
        if result and may_begin(original) and spaced_run(lines, at)[1]:
            break
        if result and (is_pipe_row(original) or is_tab_row(lines, at) or "<table" in original.lower()):
            break
        at += 1
        if original.count("$$") % 2:  # a formula over several lines
            closing = next(
                (below for below in range(at, min(at + 30, len(lines))) if "$$" in lines[below].teks), None
            )
            if closing is not None:
                original, at = (
                    " ".join([original, *(line.teks for line in lines[at : closing + 1])]),
                    closing + 1,
                )
        if found := re.match(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*$", original):
            if plain := clean(found[2]):
                result.append(Block("judul", plain, tingkat=len(found[1]), garis=line_no, halaman=pages))
            continue
        bold = bold != (original.count("**") % 2 == 1)
        plain = clean(_QUOTED.sub("", original))
        if not plain or not re.search(r"\w", plain):
            continue
        if vocabulary()["judul_utama"].fullmatch(plain) or len(plain) > 150:
            entries = vocabulary()["daftar"].fullmatch(plain) is not None
        if led := _dot_leaders(plain) or (_by_page(original) if entries else ""):
            result.append(Block("butir", led, garis=line_no, halaman=pages))
        elif _ITEM.match(original):
            result.append(Block("butir", _BULLET.sub("", plain), garis=line_no, halaman=pages))
        elif result and (onward or _goes_on(result[-1], plain, lines[at - 2].teks, width)):
            result[-1].teks = join(result[-1].teks, plain)
        else:
            result.append(Block("paragraf", plain, garis=line_no, halaman=pages))
    return at, result


def _by_page(original: str) -> str:
    """A contents line whose page number is set apart by spaces, as 'Judul<TAB>12'; '' when it is none."""
    found = re.fullmatch(r"\s*(\S.*?[^\W\d].*?)(?:\s{2,}|\s)([ivxlc]{1,6}|\d{1,3})\s*", original)
    return f"{clean(found[1])}\t{found[2]}" if found else ""


def _dot_leaders(text: str) -> str:
    """'Judul ........ 12' as 'Judul<TAB>12'; '' when the line is none."""
    if not _DOTS.search(text):
        return ""
    content = [piece.strip() for piece in _DOTS.split(text) if piece.strip()]
    if len(content) == 2 and PAGE.fullmatch(content[1]) and re.search(r"[A-Za-z]{3}", content[0]):
        return f"{content[0]}\t{content[1]}"
    return ""


def _goes_on(above: Block, text: str, line_above: str, width: int) -> bool:
    """Does this line go on with the block above (a soft line end), or is it a block of its own?"""
    if above.jenis == "judul" or "\t" in above.teks or len(above.teks) > MAX_PARAGRAPHS:
        return False
    if re.search(r"[;,:]\s+\(?(?:[a-z]|\d{1,2})[.)]$", above.teks):
        return True  # the label of an item whose words follow
    done = _END.search(above.teks[-20:]) is not None
    if _SCALE_LINE.fullmatch(text) and len(text) < 160 and (_SCALE_LINE.fullmatch(above.teks) or done):
        return False
    if re.match(r"[=×]", text):
        return True
    if not done and re.match(r"[a-z(,;%]|\d{1,3}(?:\.\d{3})+", text):
        return True
    if (
        vocabulary()["judul_utama"].fullmatch(text)
        or re.match(r"bab\s+[ivx\d]+\b", text, re.I)
        or re.match(r"[A-Z]\.\s+[A-Z]", text)
    ):
        return False
    if text.isupper() != above.teks.isupper() or (width and text.isupper()):
        return False
    length = len(line_above.strip())
    return bool(width) and length >= 0.72 * width and not (done and length < 0.85 * width)
