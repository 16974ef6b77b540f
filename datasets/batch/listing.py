"""What a batch is to read: the submissions in a folder or archive, or a Parquet data set, in a fixed
order."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cermat.datasets.readers.container import file_kind
from cermat.datasets.sources import submissions
from cermat.schemas.archive import unpacked_into
from cermat.schemas.errors import InputError

_ARCHIVE = ".zip"
_NESTED = 3  # archives in archives


@dataclass(frozen=True)
class Listed:
    """A submission: where it lies on disk, and its path from the source as people know it."""

    path: str
    shown: str


def listed(source: Path, scratch: Path, without: Path) -> tuple[list[Listed], list[tuple[str, str]]]:
    """(the submissions of a folder or archive by name, (path, reason) of archives that cannot be opened).

    scratch: where archives are unpacked, once; without: the folder of results. InputError where there is
    nothing to read.
    """
    if not source.exists():
        raise InputError(f"'{source}' tidak ada")
    found, broken = _Found([], scratch), []
    base = source if source.is_dir() else source.parent
    for path in [source] if source.is_file() else submissions(source):
        if without.resolve() in (path.resolve(), *path.resolve().parents):
            continue
        shown = path.relative_to(base).as_posix() if path != base else path.name
        try:
            found.add(path, shown)
        except (InputError, OSError) as error:
            broken.append((shown, " ".join(str(error).split())))
    alone = [Path(one.path) for one in found.every] == [source.resolve()] and source.is_dir()
    if (not found.every and not broken) or (alone and not any(source.glob("*.[cC][sS][vV]"))):
        raise InputError(f"{source}: tidak ada laporan di dalamnya")
    return sorted(found.every, key=lambda one: one.shown), broken


@dataclass
class _Found:
    """Submissions found so far; archives are unpacked into `scratch`, where every worker can read them."""

    every: list[Listed]
    scratch: Path

    def add(self, path: Path, shown: str, depth: int = 0) -> None:
        """A submission, or those in an archive. InputError (one line) where that cannot be opened."""
        archive = path.is_file() and path.suffix.lower() == _ARCHIVE and path.stat().st_size
        if not archive or file_kind(path) != "zip":
            self.every.append(Listed(str(path.resolve()), shown))
            return
        if depth > _NESTED:
            raise InputError(f"{shown}: arsip di dalam arsip terlalu dalam, tidak dibuka")
        about = path.stat()
        name = f"{path.resolve()}\0{about.st_size}\0{about.st_mtime_ns}"
        root = unpacked_into(path, self.scratch / hashlib.sha256(name.encode()).hexdigest()[:16])
        if not any(root.iterdir()):
            raise InputError(f"{shown}: arsip ini kosong")
        for one in submissions(root):
            inside = f"{shown}/{one.relative_to(root).as_posix()}" if one != root else shown
            self.add(one, inside, depth + 1)
