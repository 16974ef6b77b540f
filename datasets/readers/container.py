"""What a file really is, and whether it may be opened at all: size, kind by content, zip bombs, locks, broken ends."""

import zipfile
import zlib
from pathlib import Path

from datasets.document.model import MAKS_BYTE, MAKS_BYTE_TERURAI, MAKS_RASIO_ZIP
from schemas.errors import InputError

AKHIRAN = {
    ".docx": "docx", ".docm": "docx", ".xlsx": "xlsx", ".xlsm": "xlsx", ".pdf": "pdf",
    ".txt": "teks", ".text": "teks", ".md": "teks", ".markdown": "teks",
}  # fmt: skip
_LAMA = {".doc": "Word lama (.doc)", ".xls": "Excel lama (.xls)", ".ppt": "PowerPoint lama (.ppt)"}
_NAMA = {
    "docx": "dokumen Word (.docx)", "xlsx": "buku kerja Excel (.xlsx)", "pdf": "PDF", "teks": "teks",
    "ole": "berkas Office lama (.doc/.xls)", "sandi": "berkas Office bersandi", "rtf": "RTF",
    "pptx": "PowerPoint (.pptx)", "opendocument": "OpenDocument (.odt/.ods)", "zip": "arsip zip", "gambar": "gambar",
    "biner": "berkas biner", "html": "halaman web (HTML)", "xlsb": "buku kerja biner (.xlsb)",
}  # fmt: skip
_GAMBAR = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
# what a broken package makes the zip reader raise
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)
_MAKS_ANGGOTA = 20_000  # members of a package; a real report has some hundreds


def jenis_berkas(path: str | Path) -> str:
    """The kind by content: docx, xlsx, pdf, teks, or what else it is (a key of `_NAMA`)."""
    with open(path, "rb") as f:
        awal = f.read(4096)
    if b"%PDF-" in awal[:1024]:
        return "pdf"
    if awal.startswith(b"PK"):
        return _jenis_zip(path)
    if awal.startswith(b"\xd0\xcf\x11\xe0"):
        # an encrypted .docx or .xlsx is an OLE file that holds the stream "EncryptedPackage"
        with open(path, "rb") as f:
            return "sandi" if "EncryptedPackage".encode("utf-16-le") in f.read(1_000_000) else "ole"
    if awal.startswith(b"{\\rtf"):
        return "rtf"
    if awal.startswith(_GAMBAR):
        return "gambar"
    if awal.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "teks"
    if awal.lstrip(b"\xef\xbb\xbf \r\n\t")[:64].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    nol = awal.count(b"\0")
    # every second byte of Latin text in utf-16 is zero; other text has none
    return "biner" if 0 < nol * 3 <= len(awal) else "teks"


def _jenis_zip(path: str | Path) -> str:
    try:
        with zipfile.ZipFile(path) as z:
            nama = {i.filename.replace("\\", "/").lstrip("/") for i in z.infolist()[:_MAKS_ANGGOTA]}
            tipe = z.read("mimetype")[:80] if "mimetype" in nama and z.getinfo("mimetype").file_size < 200 else b""
    except BROKEN:
        raise InputError(f"{Path(path).name}: berkas rusak atau terpotong; kirim ulang dari aslinya") from None
    if b"opendocument" in tipe:
        return "opendocument"
    if "xl/workbook.bin" in nama:
        return "xlsb"
    for awal, jenis in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if any(n.startswith(awal) for n in nama):
            return jenis
    return "zip"


def periksa_berkas(path: str | Path) -> str:
    """Check that the file may be read, and return its kind: docx, xlsx, pdf or teks. Raises InputError, one line."""
    path = Path(path)
    nama, akhiran = path.name, path.suffix.lower()
    try:
        if not path.is_file():
            raise InputError(f"{nama}: berkas tidak ditemukan")
        besar = path.stat().st_size
        if besar > MAKS_BYTE:
            raise InputError(
                f"{nama}: berkas {besar / 1e6:,.0f} MB, lebih besar dari batas {MAKS_BYTE // 1_000_000} MB".replace(
                    ",", "."
                )
            )
        if besar == 0:
            raise InputError(f"{nama}: berkas kosong (0 byte)")
        isi = jenis_berkas(path)
    except OSError as galat:
        raise InputError(f"{nama}: berkas tidak dapat dibuka ({galat.strerror or galat})") from None
    if isi == "sandi":
        raise InputError(f"{nama}: berkas terkunci sandi; simpan tanpa sandi lalu coba lagi")
    if akhiran in _LAMA and isi == "ole":
        raise InputError(f"{nama}: format {_LAMA[akhiran]} tidak dibaca; simpan sebagai {akhiran}x lalu coba lagi")
    harap = AKHIRAN.get(akhiran)
    if harap is None and isi not in ("docx", "xlsx", "pdf"):
        apa = _LAMA.get(akhiran) or _NAMA.get(isi, isi)
        raise InputError(f"{nama}: {apa} tidak dibaca; yang dibaca: .docx, .xlsx, .pdf, .md, .txt")
    if harap != isi:
        sebut = f"namanya berakhiran {akhiran}" if akhiran else "namanya tanpa akhiran"
        raise InputError(f"{nama}: {sebut}, tetapi isinya {_NAMA.get(isi, isi)}; betulkan akhiran atau simpan ulang")
    return isi


def buka_zip(path: str | Path) -> zipfile.ZipFile:
    """Open a .docx or .xlsx package after checking it for bombs, locks, broken ends and document type declarations.

    Raises InputError. The caller closes it.
    """
    nama = Path(path).name
    try:
        z = zipfile.ZipFile(path)
    except BROKEN:
        raise InputError(f"{nama}: berkas rusak atau terpotong; kirim ulang dari aslinya") from None
    try:
        anggota = z.infolist()
        if len(anggota) > _MAKS_ANGGOTA or sum(i.file_size for i in anggota) > MAKS_BYTE_TERURAI:
            raise InputError(
                f"{nama}: isinya terurai melebihi batas {MAKS_BYTE_TERURAI // 1_000_000} MB (bom zip?), tidak dibuka"
            )
        for i in anggota:
            if i.flag_bits & 1:
                raise InputError(f"{nama}: berkas terkunci sandi; simpan tanpa sandi lalu coba lagi")
            if (
                i.file_size > 1_000_000
                and i.file_size > MAKS_RASIO_ZIP * max(i.compress_size, 1)
                and not _media(i.filename)
            ):
                raise InputError(f"{nama}: bagian {i.filename} dimampatkan tidak wajar (bom zip?), tidak dibuka")
            if i.filename.lower().endswith((".xml", ".rels")):
                with z.open(i) as f:
                    awal = f.read(2048).replace(b"\0", b"")
                if b"<!DOCTYPE" in awal or b"<!ENTITY" in awal:
                    raise InputError(f"{nama}: bagian {i.filename} memuat deklarasi DTD, tidak dibuka")
    except BROKEN as galat:
        z.close()
        raise InputError(f"{nama}: berkas rusak atau terpotong ({type(galat).__name__})") from None
    except InputError:
        z.close()
        raise
    return z


def _media(nama: str) -> bool:
    """Pictures are never unpacked, so that a blank bitmap harms nobody."""
    return nama.lower().endswith((".bmp", ".emf", ".wmf", ".tif", ".tiff", ".png"))
