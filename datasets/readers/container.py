"""What a file really is, and whether it may be opened at all: size, kind by content, zip bombs, locks, broken
ends."""

import zipfile
import zlib
from pathlib import Path

from cermat.datasets.document.model import MAX_BYTES, MAX_UNPACKED_BYTES, MAX_ZIP_RATIO
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
}
_OLD = {".doc": "Word lama (.doc)", ".xls": "Excel lama (.xls)", ".ppt": "PowerPoint lama (.ppt)"}
_NAMES = {
    "docx": "dokumen Word (.docx)",
    "xlsx": "buku kerja Excel (.xlsx)",
    "pdf": "PDF",
    "teks": "teks",
    "ole": "berkas Office lama (.doc/.xls)",
    "sandi": "berkas Office bersandi",
    "rtf": "RTF",
    "pptx": "PowerPoint (.pptx)",
    "opendocument": "OpenDocument (.odt/.ods)",
    "zip": "arsip zip",
    "gambar": "gambar",
    "biner": "berkas biner",
    "html": "halaman web (HTML)",
    "xlsb": "buku kerja biner (.xlsb)",
}
_PICTURE = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
# what a broken package makes the zip reader raise
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)
_MAX_MEMBERS = 20_000  # members of a package; a real report has some hundreds


def file_kind(path: str | Path) -> str:
    """The kind by content: docx, xlsx, pdf, teks, or what else it is (a key of `_NAMES`)."""
    with open(path, "rb") as file:
        begin = file.read(4096)
    if b"%PDF-" in begin[:1024]:
        return "pdf"
    if begin.startswith(b"PK"):
        return _zip_kind(path)
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        # an encrypted .docx or .xlsx is an OLE file that holds the stream "EncryptedPackage"
        with open(path, "rb") as file:
            return "sandi" if "EncryptedPackage".encode("utf-16-le") in file.read(1_000_000) else "ole"
    if begin.startswith(b"{\\rtf"):
        return "rtf"
    if begin.startswith(_PICTURE):
        return "gambar"
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "teks"
    if begin.lstrip(b"\xef\xbb\xbf \r\n\t")[:64].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    zero = begin.count(b"\0")
    # every second byte of Latin text in utf-16 is zero; other text has none
    return "biner" if 0 < zero * 3 <= len(begin) else "teks"


def _zip_kind(path: str | Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            name = {
                member.filename.replace("\\", "/").lstrip("/") for member in archive.infolist()[:_MAX_MEMBERS]
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
        return "opendocument"
    if "xl/workbook.bin" in name:
        return "xlsb"
    for begin, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(member.startswith(begin) for member in name):
            return kind
    return "zip"


def check_file(path: str | Path) -> str:
    """Check that the file may be read, and return its kind: docx, xlsx, pdf or teks. Raises InputError, one
    line."""
    path = Path(path)
    name, suffix = path.name, path.suffix.lower()
    try:
        if not path.is_file():
            raise InputError(f"{name}: berkas tidak ditemukan")
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
    if suffix in _OLD and content == "ole":
        raise InputError(
            f"{name}: format {_OLD[suffix]} tidak dibaca; simpan sebagai {suffix}x lalu coba lagi"
        )
    expected = SUFFIXES.get(suffix)
    if expected is None and content not in ("docx", "xlsx", "pdf"):
        what = _OLD.get(suffix) or _NAMES.get(content, content)
        raise InputError(f"{name}: {what} tidak dibaca; yang dibaca: .docx, .xlsx, .pdf, .md, .txt")
    if expected != content:
        mentioned = f"namanya berakhiran {suffix}" if suffix else "namanya tanpa akhiran"
        raise InputError(
            f"{name}: {mentioned}, tetapi isinya {_NAMES.get(content, content)}; betulkan akhiran atau "
            f"simpan ulang"
        )
    return content


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
        members = archive.infolist()
        if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            raise InputError(
                f"{name}: isinya terurai melebihi batas {MAX_UNPACKED_BYTES // 1_000_000} MB (bom zip?), "
                f"tidak dibuka"
            )
        for member in members:
            if member.flag_bits & 1:
                raise InputError(f"{name}: berkas terkunci sandi; simpan tanpa sandi lalu coba lagi")
            if (
                member.file_size > 1_000_000
                and member.file_size > MAX_ZIP_RATIO * max(member.compress_size, 1)
                and not _is_media(member.filename)
            ):
                raise InputError(
                    f"{name}: bagian {member.filename} dimampatkan tidak wajar (bom zip?), tidak dibuka"
                )
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


def _is_media(name: str) -> bool:
    """Pictures are never unpacked, so that a blank bitmap harms nobody."""
    return name.lower().endswith((".bmp", ".emf", ".wmf", ".tif", ".tiff", ".png"))
