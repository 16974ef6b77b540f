"""Files that a person hands over: regular ones, within a size, read whole. A pipe or a device would never
end."""

import stat
from pathlib import Path

from cermat.schemas.errors import InputError

SETTLING = 2_000_000  # bytes of a file of settings: profile, waivers, kantor, cards
_MB = 1_000_000


def is_regular(path: Path) -> bool:
    """Is a path a file with an end (or a link to one)? No pipe, device or folder; one that is missing is
    none."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def is_link(path: Path) -> bool:
    """Does a name stand for another place, as a symbolic link does?"""
    try:
        return stat.S_ISLNK(path.lstat().st_mode)
    except OSError:
        return False


def content(path: Path, what: str, most: int = SETTLING) -> bytes:
    """The bytes of a file. what: the file in words, for the message ("profil 'profil.yaml'").

    InputError where it is missing, no regular file, larger than `most` bytes, or cannot be read.
    """
    try:
        if path.exists() and not is_regular(path):
            raise InputError(f"{what} bukan berkas biasa")
        with path.open("rb") as file:
            told = file.read(most + 1)
    except FileNotFoundError:
        raise InputError(f"{what} tidak ada") from None
    except (OSError, ValueError):
        raise InputError(f"{what} tidak terbaca") from None
    if len(told) > most:
        size = f"{most / _MB:g}".replace(".", ",")
        raise InputError(f"{what} lebih besar dari {size} MB")
    return told
