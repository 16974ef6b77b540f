"""Files written into a folder where people work: whatever a person has changed, or brought there, is left
alone."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from cermat.schemas.errors import InputError

RECORD = ".cermat.json"  # in every folder of results: a seal on each file as it was written, by name


def _seal(content: bytes, about: str) -> str:
    """The same for the same content about the same thing only."""
    return hashlib.sha256(about.encode("utf-8", "replace") + b"\0" + content).hexdigest()


def _record(folder: Path) -> dict[str, str]:
    """What was written into this folder before; nothing where that cannot be told."""
    try:
        told = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in told.items()} if isinstance(told, dict) else {}


def _theirs(path: Path, content: bytes, about: str, written: dict[str, str]) -> bool:
    """Is a file there that says something else than what is to be written, and is not as it was written here
    about the same thing?"""
    if not path.exists():
        return False
    here = path.read_bytes()
    return here != content and _seal(here, about) != written.get(path.name)


def put_whole(made: Mapping[str, str | bytes], folder: Path) -> list[Path]:
    """Write files that belong together, as the pages of a site, into a folder of their own; returns their
    paths.

    Those of an earlier run are replaced, or taken away where they are no longer made. InputError where
    something else is in the way.
    """
    written = _record(folder)
    theirs = [
        name
        for name, text in made.items()
        if _theirs(folder / name, text.encode("utf-8") if isinstance(text, str) else text, "", written)
    ]
    if theirs:
        raise InputError(
            f"di folder '{folder}' sudah ada {theirs[0]} yang bukan dari sini atau sudah diubah orang; pilih "
            f"folder lain"
        )
    paths = put([made], folder)
    for name in written.keys() - made.keys():
        old = folder / Path(name).name
        if old.is_file() and _seal(old.read_bytes(), "") == written[name]:
            old.unlink()
    return paths


def put_folder(
    made: Mapping[str, str | bytes], folder: Path, warn: Callable[[str], None] = lambda _line: None
) -> list[Path]:
    """Write files that belong together (path within the folder → content) as a folder of their own; returns
    its path.

    A folder of an earlier run is made anew. One in which a person has changed or added something is left
    alone: the new one gets a number, and `warn` is called with one line.
    """
    free, copy = folder, 2
    while free.exists() and not _as_written(free):
        free, copy = folder.with_name(f"{folder.name}-{copy}"), copy + 1
    if free != folder:
        warn(f"folder {folder} sudah diubah orang, jadi dibiarkan; yang baru: {free}")
    for name in _record(free):
        (free / name).unlink(missing_ok=True)
    for path in sorted(free.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    contents = {name: text.encode() if isinstance(text, str) else text for name, text in made.items()}
    for name, content in contents.items():
        path = free / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (free / RECORD).write_text(
        json.dumps({name: _seal(content, "") for name, content in contents.items()}, indent=1),
        encoding="utf-8",
        newline="\n",
    )
    return [free]


def _as_written(folder: Path) -> bool:
    """Is every file of a folder there as it was written, and no other?"""
    written = _record(folder)
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    found.pop(RECORD, None)
    return found.keys() <= written.keys() and all(
        _seal(path.read_bytes(), "") == written[name] for name, path in found.items()
    )


def put(
    made: Iterable[Mapping[str, str | bytes]],
    folder: Path,
    sources: Iterable[Path] = (),
    warn: Callable[[str], None] = lambda _line: None,
) -> list[Path]:
    """Write files (several mappings: file name → content) made from some sources into a folder; returns their
    paths.

    A file of an earlier run about the same sources is replaced, unless a person has changed it. That one, one
    about something else and one from elsewhere are left alone: the new file gets a number, and `warn` is
    called with one line. No source is touched. Names that differ only in case are the same on Windows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources = [path.resolve() for path in sources]
    about = "\n".join(map(str, sources))
    taken = {path.name.casefold() for path in sources if path.exists() and path.parent == folder.resolve()}
    written, paths, renamed = _record(folder), [], {}
    try:
        for name, text in ((name, text) for files in made for name, text in files.items()):
            content = text.encode("utf-8") if isinstance(text, str) else text
            path, copy, kept = folder / name, 2, ""
            while (busy := path.name.casefold() in taken) or _theirs(path, content, about, written):
                kept = kept if busy else path.name
                path, copy = folder / f"{Path(name).stem}-{copy}{Path(name).suffix}", copy + 1
            if kept:
                renamed[kept] = path.name
            path.write_bytes(content)
            taken.add(path.name.casefold())
            written[path.name] = _seal(content, about)
            paths.append(path)
    finally:
        if renamed:
            warn(
                f"di folder {folder} sudah ada {', '.join(renamed)} yang diubah orang atau tentang kiriman "
                f"lain, jadi dibiarkan; "
                f"yang baru: {', '.join(renamed.values())}"
            )
        (folder / RECORD).write_text(
            json.dumps(written, indent=1, ensure_ascii=False), encoding="utf-8", newline="\n"
        )
    return paths
