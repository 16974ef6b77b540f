"""Files written into a folder where people work: whatever a person has changed, or brought there, is left
alone."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
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
    if path.is_dir() or not path.exists():
        return path.is_dir()
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
    if held := {*made} - {path.name for path in paths}:
        raise InputError(f"di folder '{folder}' {min(held)} sedang dibuka program lain; tutup lalu coba lagi")
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

    A folder of an earlier run is made anew. One in which a person has changed or added something, or another
    program has something open, is left alone: the new one gets a number, and `warn` is called with one line.
    """
    free = next(path for path in _names(folder) if not path.exists() or _emptied(path))
    if free != folder:
        warn(f"folder {folder} sudah diubah orang atau sedang dibuka, jadi dibiarkan; yang baru: {free}")
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


def _emptied(folder: Path) -> bool:
    """Take away what an earlier run wrote; False where a person has changed it, or it is held."""
    if not _as_written(folder):
        return False
    try:
        for name in _record(folder):
            (folder / name).unlink(missing_ok=True)
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
    except PermissionError:
        return False
    return True


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
    about something else, one from elsewhere and one that another program holds (a workbook open in Excel) are
    left alone: the new file gets a number, and `warn` is called with one line. No source is touched. Names
    that differ only in case are the same on Windows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources = [path.resolve() for path in sources]
    taken = {path.name.casefold() for path in sources if path.exists() and path.parent == folder.resolve()}
    writing = _Writing(folder, "\n".join(map(str, sources)), _record(folder), taken)
    paths = []
    try:
        for name, text in ((name, text) for files in made for name, text in files.items()):
            paths.append(writing.put(name, text.encode("utf-8") if isinstance(text, str) else text))
    finally:
        for line in writing.notes():
            warn(line)
        _write_record(folder, writing.written)
    return paths


@dataclass
class _Writing:
    """Files on their way into a folder. about: their sources; written: seals by name; taken: names of sources
    and of this call; theirs, locked: what is left alone, with the name that the new file got instead."""

    folder: Path
    about: str
    written: dict[str, str]
    taken: set[str]
    theirs: dict[str, str] = field(default_factory=dict)
    locked: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, content: bytes) -> Path:
        """Write a file under its name, or under the first number that is free."""
        passed: dict[str, dict[str, str]] = {}
        for path in _names(self.folder / name):
            if path.name.casefold() in self.taken:
                continue
            try:
                if not _theirs(path, content, self.about, self.written):
                    path.write_bytes(content)
                    break
                passed[path.name] = self.theirs
            except PermissionError:
                if not path.exists():  # nothing may be written here at all
                    raise
                passed[path.name] = self.locked
        for old, why in passed.items():
            why[old] = path.name
        self.taken.add(path.name.casefold())
        self.written[path.name] = _seal(content, self.about)
        return path

    def notes(self) -> list[str]:
        """A line a reason for which files were left alone."""
        told = []
        for why, renamed in (
            ("sudah ada {} yang diubah orang atau tentang kiriman lain, jadi dibiarkan", self.theirs),
            ("{} sedang dibuka program lain atau tidak boleh ditulis, jadi dibiarkan", self.locked),
        ):
            if renamed:
                new = ", ".join(dict.fromkeys(renamed.values()))
                told.append(f"di folder {self.folder} {why.format(', '.join(renamed))}; yang baru: {new}")
        return told


def _names(path: Path) -> Iterator[Path]:
    """The name of a file, and what it is called where that is taken."""
    yield path
    for copy in count(2):
        yield path.with_name(f"{path.stem}-{copy}{path.suffix}")


def _write_record(folder: Path, written: dict[str, str]) -> None:
    """Without it a later run leaves these files alone, which loses nothing."""
    told = json.dumps(written, indent=1, ensure_ascii=False)
    with suppress(PermissionError):
        (folder / RECORD).write_text(told, encoding="utf-8", newline="\n")
