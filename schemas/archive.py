"""Zip archives of submissions: unpacked once, within limits, for as long as the process runs. What lies in
one is named by the path through it ('kiriman.zip/dinas a/laporan.pdf')."""

import atexit
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from functools import cache
from pathlib import Path, PurePosixPath

from cermat.schemas.errors import InputError

MAX_UNPACKED_BYTES = 1_000_000_000  # what an archive, a .docx or an .xlsx may unpack to
MAX_ZIP_RATIO = 200  # unpacked / packed, for members over one megabyte
MAX_MEMBERS = 20_000  # a real report has some hundreds
# what a broken package makes the zip reader raise
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)
_FORBIDDEN = re.compile(r'[<>:"|?*\0-\x1f]')  # in names of files on Windows
_UTF8 = 0x800  # flag of a member whose name is in utf-8


def on_disk(source: str | Path) -> Path:
    """The file or folder that a source names: itself, or what was unpacked from the archive it lies in.

    Raises InputError (one line) where the archive cannot be unpacked.
    """
    path = Path(source)
    if path.exists():
        return path
    for parent in path.parents:
        if parent.is_file() and zipfile.is_zipfile(parent):
            return unpacked(parent) / path.relative_to(parent)
    return path


def unpacked(path: Path) -> Path:
    """The folder that an archive was unpacked to. Raises InputError (one line)."""
    about = path.stat()
    return _unpacked(path.resolve(), about.st_mtime_ns, about.st_size)


@cache
def _unpacked(path: Path, _changed: int, _size: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="cermat-zip-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _unpack(path, folder)
    return folder


def unpacked_into(path: Path, folder: Path) -> Path:
    """A folder that an archive is unpacked to, once: it is there whole or not at all. Raises InputError (one
    line)."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=folder.parent))
        try:
            _unpack(path, part)
            part.replace(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return folder


def _unpack(path: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in sound_members(archive, path.name):
                target = folder / _place(member, path.name)
                if member.is_dir() or stat.S_ISLNK(member.external_attr >> 16) or "__MACOSX" in target.parts:
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as packed, target.open("wb") as file:
                    shutil.copyfileobj(packed, file)
    except BROKEN:
        raise InputError(f"{path.name}: arsip rusak atau terpotong; kirim ulang dari aslinya") from None


def sound_members(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """The members of an archive or package that is neither too large nor locked. Raises InputError."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise InputError(
            f"{name}: isinya terurai melebihi batas {MAX_UNPACKED_BYTES // 1_000_000} MB (bom zip?), "
            f"tidak dibuka"
        )
    for member in members:
        if member.flag_bits & 1:
            raise InputError(f"{name}: berkas terkunci sandi; simpan tanpa sandi lalu coba lagi")
        packed = max(member.compress_size, 1)
        if (
            member.file_size > 1_000_000
            and member.file_size > MAX_ZIP_RATIO * packed
            and not _is_media(member.filename)
        ):
            raise InputError(
                f"{name}: bagian {member.filename} dimampatkan tidak wajar (bom zip?), tidak dibuka"
            )
    return members


def _is_media(name: str) -> bool:
    """Pictures are never looked into, so that a blank bitmap harms nobody."""
    return name.lower().endswith((".bmp", ".emf", ".wmf", ".tif", ".tiff", ".png"))


def _place(member: zipfile.ZipInfo, archive: str) -> Path:
    """Where a member is unpacked, below the folder of its archive. Raises InputError where its name leads
    out of it."""
    name = member.filename
    if not member.flag_bits & _UTF8:  # programs write utf-8 without saying so
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    place = PurePosixPath(name.replace("\\", "/"))
    if place.is_absolute() or ".." in place.parts or ":" in place.parts[0]:
        raise InputError(f"{archive}: memuat nama yang menunjuk ke luar arsip ('{name}'), tidak dibuka")
    return Path(*(_FORBIDDEN.sub("_", part).rstrip(". ") or "_" for part in place.parts))
