"""Files of a submission: their names made harmless, put down, the reports of an archive each by itself."""

import shutil
import uuid
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from cermat.reports.desk import work
from cermat.reports.desk.settings import MOST_PARTS, Engine
from cermat.reports.plain import one_line
from cermat.schemas.errors import InputError

_FORBIDDEN = '<>:"/\\|?*'
ARCHIVE = ".zip"


def harmless(given: Iterable[str]) -> list[str]:
    """Names of files as they are kept: no folders, no control characters, no name twice."""
    taken: list[str] = []
    for name in given:
        last = PurePosixPath(PureWindowsPath(name).as_posix()).name
        clean = "".join("_" if letter in _FORBIDDEN else letter for letter in one_line(last))
        stem, suffix = Path(clean).stem[:120].strip(" .") or "dokumen", Path(clean).suffix[:12]
        made, copy = f"{stem}{suffix}", 2
        while made.casefold() in (other.casefold() for other in taken):
            made, copy = f"{stem} ({copy}){suffix}", copy + 1
        taken.append(made)
    return taken


def put_down(folder: Path, files: Iterable[BinaryIO], names: list[str]) -> None:
    """The document and those beside it, on disk before the submission is in the list: what waits is whole."""
    for number, (file, name) in enumerate(zip(files, names, strict=True)):
        target = folder / (work.BESIDE if number else work.ORIGINAL) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as kept:
            shutil.copyfileobj(file, kept)


def parted(engine: Engine, folder: Path) -> list[tuple[str, str]]:
    """The reports of an archive, each in a folder of a submission of its own beside this one: (id, name);
    none where it is no archive. Done again, it gives the same. InputError where it holds too many."""
    original = work.original_of(folder)
    if original.suffix.lower() != ARCHIVE:
        return []
    found = [path for path in engine.parts(original) if path != original]
    if len(found) > MOST_PARTS:
        raise InputError(f"arsip ini berisi {len(found)} dokumen; paling banyak {MOST_PARTS} sekali kirim")
    if any(path.suffix.lower() == ARCHIVE for path in found):
        raise InputError("arsip ini berisi arsip lain; kirim isinya masing-masing")
    names = harmless(path.name for path in found)
    keys = [uuid.uuid5(uuid.UUID(folder.name), str(path.relative_to(original))).hex for path in found]
    for path, name, key in zip(found, names, keys, strict=True):
        _own(engine.on_disk(path), folder, folder.with_name(key), name)
    return list(zip(keys, names, strict=True))


def _own(source: Path, folder: Path, own: Path, name: str) -> None:
    shutil.rmtree(own, ignore_errors=True)
    target = own / work.ORIGINAL / name
    target.parent.mkdir(parents=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)
    if (folder / work.BESIDE).is_dir():
        shutil.copytree(folder / work.BESIDE, own / work.BESIDE)
