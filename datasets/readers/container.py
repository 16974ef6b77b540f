"""What a file really is, and whether it may be opened at all: size, kind by content, zip bombs, locks, broken
ends."""

import re
import zipfile
from pathlib import Path

from cermat.datasets.document.model import MAX_BYTES
from cermat.schemas.archive import BROKEN, MAX_MEMBERS, sound_members
from cermat.schemas.errors import InputError

SUFFIXES = {
    ".docx": "docx",
    ".docm": "docx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".pdf": "pdf",
    ".txt": "teks",
    ".text": "teks",
    ".md": "teks",
    ".markdown": "teks",
    ".csv": "csv",
    ".tsv": "csv",
    ".html": "html",
    ".htm": "html",
    ".mht": "html",
    ".mhtml": "html",
    ".doc": "doc",
    ".rtf": "rtf",
    ".odt": "odt",
    ".xls": "xls",
    ".xlsb": "xlsb",
    ".ods": "ods",
}
_NAMES = {
    "docx": "dokumen Word (.docx)",
    "xlsx": "buku kerja Excel (.xlsx)",
    "pdf": "PDF",
    "teks": "teks",
    "csv": "tabel teks (CSV)",
    "html": "halaman web (HTML)",
    "doc": "Word lama (.doc)",
    "xls": "Excel lama (.xls)",
    "word-xml": "Word 2003 XML",
    "excel-xml": "Excel 2003 XML",
    "rtf": "RTF",
    "odt": "OpenDocument (.odt)",
    "ods": "OpenDocument (.ods)",
    "xlsb": "buku kerja biner (.xlsb)",
    "ppt": "PowerPoint lama (.ppt)",
    "pptx": "PowerPoint (.pptx)",
    "odp": "OpenDocument (.odp)",
    "ole": "berkas Office lama yang tidak dikenal",
    "zip": "arsip zip",
    "arsip": "arsip (rar atau 7z)",
    "gambar": "gambar",
    "biner": "berkas biner",
}
READ = frozenset(SUFFIXES.values()) | {"word-xml", "excel-xml"}
_WORKBOOKS = ("xls", "xlsx", "xlsb", "ods")  # under these names programs save their tables as text, too
_PACKAGES = ("pdf", "docx", "odt")  # under these names text is what a broken file has left
_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
# a comment, or a header with the lines that go on with it, is taken once: no other end of it is tried
_HTML = re.compile(rb"(?:<\?xml[^>]*>|(?><!--.*?-->)|\s)*+<(?:!doctype html|html)\b", re.I | re.S)
_MHTML = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*+)*?mime-version:", re.I)
_LOOSE_HTML = re.compile(
    r"(?:(?><!--.*?-->)|\s)*+<(?:head|meta|body|style|table|div|center|title)\b", re.I | re.S
)
_OFFICE_XML = re.compile(rb'<\?mso-application\s+progid="(Word|Excel)\.', re.I)
_OWNERS = {".doc": ("word",), ".xls": ("excel",)}  # programs whose later formats a name stands for, too
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf")
_OPENDOCUMENT = {b"spreadsheet": "ods", b"presentation": "odp", b"text": "odt"}
_PICTURE = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")


def file_kind(path: str | Path) -> str:
    """The kind by content: a key of `_NAMES`, or "sandi" where a password locks it."""
    with open(path, "rb") as file:
        begin = file.read(4096)
    if b"%PDF-" in begin[:1024]:
        return "pdf"
    if begin.startswith(b"PK"):
        return _zip_kind(path)
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        return _ole_kind(Path(path))
    for starts, kind in ((b"{\\rtf", "rtf"), (_PICTURE, "gambar"), (_ARCHIVES, "arsip")):
        if begin.startswith(starts):
            return kind
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        begin = begin[: len(begin) // 2 * 2].decode("utf-16", "replace").encode()
    return _text_kind(begin.removeprefix(b"\xef\xbb\xbf"))


def _text_kind(begin: bytes) -> str:
    """The kind of what is no package: by its first bytes, in utf-8."""
    if found := _OFFICE_XML.search(begin):
        return f"{found[1].decode().lower()}-xml"
    if _HTML.match(begin) or _MHTML.match(begin):
        return "html"
    if re.match(rb"sep=.\r?\n", begin, re.I):
        return "csv"
    zero = begin.count(b"\0")
    # every second byte of Latin text in utf-16 is zero; other text has none
    return "biner" if 0 < zero * 3 <= len(begin) else "teks"


def _ole_kind(path: Path) -> str:
    """Which old Office program wrote it: by the names of its streams, of which an embedded document brings
    others."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:  # a locked .docx or .xlsx
        return "sandi"
    kinds = [kind for name, kind in _STREAMS.items() if f"{name}\0".encode("utf-16-le") in content]
    own = SUFFIXES.get(path.suffix.lower())
    return own if own in kinds else next(iter(kinds), "ole")


def _zip_kind(path: str | Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            name = {
                member.filename.replace("\\", "/").lstrip("/") for member in archive.infolist()[:MAX_MEMBERS]
            }
            types = (
                archive.read("mimetype")[:80]
                if "mimetype" in name and archive.getinfo("mimetype").file_size < 200
                else b""
            )
    except BROKEN:
        raise InputError(
            f"{Path(path).name}: berkas rusak atau terpotong; kirim ulang dari aslinya"
        ) from None
    if b"opendocument" in types:
        return next(
            (kind for part, kind in _OPENDOCUMENT.items() if types.split(b".")[-1].startswith(part)), "odt"
        )
    if "xl/workbook.bin" in name:
        return "xlsb"
    for begin, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(member.startswith(begin) for member in name):
            return kind
    return "zip"


def check_file(path: str | Path, notes: list[str] | None = None) -> str:
    """Check that the file may be read, and return its kind, one of `READ`. Raises InputError, one line.

    What it is is told by its content; `notes` hears of a name that says otherwise.
    """
    path = Path(path)
    name, suffix = path.name, path.suffix.lower()
    try:
        if not path.is_file():
            raise InputError(f"{name}: {'bukan berkas biasa' if path.exists() else 'berkas tidak ditemukan'}")
        large = path.stat().st_size
        if large > MAX_BYTES:
            raise InputError(
                f"{name}: berkas {large / 1e6:,.0f} MB, lebih besar dari batas {MAX_BYTES // 1_000_000} "
                f"MB".replace(",", ".")
            )
        if large == 0:
            raise InputError(f"{name}: berkas kosong (0 byte)")
        content = file_kind(path)
    except OSError as error:
        raise InputError(f"{name}: berkas tidak dapat dibuka ({error.strerror or error})") from None
    if content == "sandi":
        raise InputError(f"{name}: berkas terkunci sandi; simpan tanpa sandi lalu coba lagi")
    expected = SUFFIXES.get(suffix)
    if content == "ole" and expected:
        raise InputError(f"{name}: berkas rusak atau terpotong; kirim ulang dari aslinya")
    kind = _kind_of_text(path, expected) if content == "teks" else content
    called = f"namanya berakhiran {suffix}" if suffix else "namanya tanpa akhiran"
    if kind not in READ and suffix in SUFFIXES:
        raise InputError(
            f"{name}: {called}, tetapi isinya {_NAMES[content]}; betulkan akhiran atau simpan ulang"
        )
    if kind == "zip":
        raise InputError(f"{name}: arsip zip di sini tidak dibuka; bongkar dahulu")
    if kind not in READ:
        raise InputError(f"{name}: {_NAMES[content]} tidak dibaca; yang dibaca: {', '.join(SUFFIXES)}")
    if kind != expected and notes is not None and kind.partition("-")[0] not in _OWNERS.get(suffix, ()):
        notes.append(f"{called}, tetapi isinya {_NAMES[kind]}; dibaca menurut isinya")
    return kind


def _kind_of_text(path: Path, expected: str | None) -> str:
    """How plain text is read: by the name, as text itself says little; "" where no text may stand."""
    if expected is None or expected in _PACKAGES:
        return ""
    if expected in ("teks", "csv", "html"):
        return expected
    with path.open("rb") as file:
        begin = file.read(4096)
    wide = begin.startswith((b"\xff\xfe", b"\xfe\xff"))
    loose = _LOOSE_HTML.match(begin.decode("utf-16" if wide else "utf-8-sig", "replace"))
    return "html" if loose else "csv" if expected in _WORKBOOKS else "teks"


def open_zip(path: str | Path) -> zipfile.ZipFile:
    """Open a .docx or .xlsx package after checking it for bombs, locks, broken ends and document type
    declarations.

    Raises InputError. The caller closes it.
    """
    name = Path(path).name
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN:
        raise InputError(f"{name}: berkas rusak atau terpotong; kirim ulang dari aslinya") from None
    try:
        for member in sound_members(archive, name):
            if member.filename.lower().endswith((".xml", ".rels")):
                with archive.open(member) as file:
                    begin = file.read(2048).replace(b"\0", b"")
                if b"<!DOCTYPE" in begin or b"<!ENTITY" in begin:
                    raise InputError(f"{name}: bagian {member.filename} memuat deklarasi DTD, tidak dibuka")
    except BROKEN as error:
        archive.close()
        raise InputError(f"{name}: berkas rusak atau terpotong ({type(error).__name__})") from None
    except InputError:
        archive.close()
        raise
    return archive
