"""Files written into a folder where people work: whatever a person has changed, or brought there, is left
alone. Each file is complete or absent (schemas/atomic.py), and the record says beforehand what will be
written: after a run that was killed the next one finds its own files again."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cermat.schemas import atomic
from cermat.schemas.errors import InputError
from cermat.schemas.given_files import content as given
from cermat.schemas.given_files import is_link, is_regular

# In every folder of results: by name, a seal on each file as it was written, or two seals where a run has
# ended between its record and its file: before, and after.
RECORD = ".cermat.json"
_LARGEST = 16 * 2**20  # bytes of a record


def _seal(content: bytes, about: str) -> str:
    """The same for the same content about the same thing only."""
    return hashlib.sha256(about.encode("utf-8", "replace") + b"\0" + content).hexdigest()


def _record(folder: Path) -> dict[str, list[str]]:
    """What was written into this folder before; nothing where that cannot be told."""
    path = folder / RECORD
    try:
        told = json.loads(b"" if is_link(path) else given(path, RECORD, _LARGEST))
    except (InputError, ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    return {name: seals if isinstance(seals, list) else [seals] for name, seals in told.items()}


def _recorded(written: Mapping[str, list[str]]) -> bytes:
    told = {name: seals[0] if len(seals) == 1 else seals for name, seals in written.items()}
    return json.dumps(told, indent=1, ensure_ascii=False).encode("utf-8", "replace")


def _own(path: Path, about: str, written: dict[str, list[str]]) -> str:
    """The seal of a file that is as it was written here about the same thing; '' for every other one."""
    if is_link(path) or not is_regular(path):
        return ""
    seal = _seal(path.read_bytes(), about)
    return seal if seal in written.get(path.name, ()) else ""


def _theirs(path: Path, content: bytes, about: str, written: dict[str, list[str]]) -> bool:
    """Is something there that says something else than what is to be written, and is not as it was written
    here about the same thing? A folder, a link and a pipe always are."""
    if not os.path.lexists(path):
        return False
    if is_link(path) or not is_regular(path):
        return True
    return path.read_bytes() != content and not _own(path, about, written)


def put_whole(made: Mapping[str, str | bytes], folder: Path) -> list[Path]:
    """Write files that belong together, as the pages of a site, into a folder of their own; returns their
    paths.

    Those of an earlier run are replaced, or taken away where they are no longer made. InputError where
    something else is in the way.
    """
    with atomic.held(folder):
        written = _record(folder)
        theirs = [name for name, text in made.items() if _theirs(folder / name, _bytes(text), "", written)]
        if theirs:
            raise InputError(
                f"di folder '{folder}' sudah ada {theirs[0]} yang bukan dari sini atau sudah diubah orang; "
                f"pilih folder lain"
            )
        paths = put([made], folder)
        if held := {*made} - {path.name for path in paths}:
            raise InputError(
                f"di folder '{folder}' {min(held)} sedang dibuka program lain; tutup lalu coba lagi"
            )
        for name in written.keys() - made.keys():
            old = folder / Path(name).name
            if _own(old, "", written):
                old.unlink()
    return paths


def put_folder(
    made: Mapping[str, str | bytes],
    folder: Path,
    warn: Callable[[str], None] = lambda _line: None,
    sources: Iterable[Path] = (),
    remade: tuple[str, ...] = (),
) -> list[Path]:
    """Write files that belong together (path within the folder → content), made from some sources, as a
    folder of their own; returns its path.

    A folder of an earlier run about the same sources is made anew. One about something else, one in which a
    person has changed or added something, and one in which another program has something open are left
    alone: the new one gets a number, and `warn` is called with one line. remade: the folders within that are
    made anew by whoever runs what was written; what lies there is no person's.
    """
    about = _about(sources)
    contents = {name: _bytes(text) for name, text in made.items()}
    record = _recorded({name: [_seal(content, about)] for name, content in contents.items()})
    with atomic.held(folder.parent):
        free = _made_anew(folder, contents | {RECORD: record}, about, remade)
    if free != folder:
        warn(
            f"folder {folder} sudah diubah orang, tentang kiriman lain atau sedang dibuka, jadi dibiarkan; "
            f"yang baru: {free}"
        )
    return [free]


def _about(sources: Iterable[Path]) -> str:
    return "\n".join(str(path.resolve()) for path in sources)


def _made_anew(folder: Path, contents: Mapping[str, bytes], about: str, remade: tuple[str, ...]) -> Path:
    """Write a folder under its name, or under the first number that is free; returns its path."""
    for free in atomic.names(folder):
        if os.path.lexists(free) and not _as_written(free, about, remade):
            continue
        try:
            atomic.write_folder(free, contents)
            break
        except PermissionError:
            if not os.path.lexists(free):  # nothing may be written here at all
                raise
    return free


def _as_written(folder: Path, about: str, remade: tuple[str, ...]) -> bool:
    """Is this a folder in which every file is as it was written about the same, and no other but what is
    made anew?"""
    if is_link(folder) or not folder.is_dir():
        return False
    written = _record(folder)
    found = [path for path in folder.rglob("*") if is_link(path) or not path.is_dir()]
    named = [(path, path.relative_to(folder).as_posix()) for path in found if path != folder / RECORD]
    return bool(written or not named) and all(
        is_regular(path)
        and not is_link(path)
        and (name.startswith(remade) or _seal(path.read_bytes(), about) in written.get(name, ()))
        for path, name in named
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
    about something else, one from elsewhere, a link and one that another program holds (a workbook open in
    Excel) are left alone: the new file gets a number, and `warn` is called with one line. No source is
    touched. Names that differ only in case are the same on Windows.
    """
    with atomic.held(folder):
        sources, here = [path.resolve() for path in sources], folder.resolve()
        taken = {path.name.casefold() for path in sources if path.exists() and path.parent == here}
        writing = _Writing(folder, _about(sources), _record(folder), taken)
        for name, text in ((name, text) for files in made for name, text in files.items()):
            writing.planned.append((name, writing.place(name, _bytes(text)), _bytes(text)))
        try:
            writing.write()
        finally:
            for line in writing.notes():
                warn(line)
    return [path for _, path, _ in writing.planned]


@dataclass
class _Writing:
    """Files on their way into a folder. about: their sources; written: seals by name; taken: names of sources
    and of this call; planned: the name that was asked for, path and content of each; theirs, locked: what is
    left alone, with the name that the new file got instead."""

    folder: Path
    about: str
    written: dict[str, list[str]]
    taken: set[str]
    planned: list[tuple[str, Path, bytes]] = field(default_factory=list)
    theirs: dict[str, str] = field(default_factory=dict)
    locked: dict[str, str] = field(default_factory=dict)

    def place(self, name: str, content: bytes) -> Path:
        """Choose a file's name: its own, or the first number that is free. The record to come knows what is
        there and what will be."""
        passed: dict[str, dict[str, str]] = {}
        for path in atomic.names(self.folder / name):
            if path.name.casefold() in self.taken:
                continue
            try:
                if not _theirs(path, content, self.about, self.written):
                    _may_be_replaced(path)
                    break
                passed[path.name] = self.theirs
            except PermissionError:
                passed[path.name] = self.locked
        for old, why in passed.items():
            why[old] = path.name
        self.taken.add(path.name.casefold())
        seals = [_own(path, self.about, self.written), _seal(content, self.about)]
        self.written[path.name] = [seal for seal in dict.fromkeys(seals) if seal]
        return path

    def write(self) -> None:
        """Write the record, all files, and the record of what stands there then. One that is held gets a
        number."""
        self._record_it(PermissionError)
        try:
            for at, (name, path, content) in enumerate(self.planned):
                while not self._written(path, content):
                    old, path = path, self.place(name, content)
                    self.locked[old.name] = path.name
                    self.planned[at] = name, path, content
                    self._record_it(PermissionError)
                self.written[path.name] = [_seal(content, self.about)]
        finally:  # the record that is there knows these files, too
            self._record_it(OSError)

    def _written(self, path: Path, content: bytes) -> bool:
        """Write a file; False where another program holds it."""
        try:
            atomic.write(path, content)
        except PermissionError:
            if not os.path.lexists(path):  # nothing may be written here at all
                raise
            return False
        return True

    def _record_it(self, excused: type[OSError]) -> None:
        """Without a record a later run leaves these files alone, which loses nothing."""
        with suppress(excused):
            atomic.write(self.folder / RECORD, _recorded(self.written))

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


def _bytes(text: str | bytes) -> bytes:
    return text.encode("utf-8") if isinstance(text, str) else text


def _may_be_replaced(path: Path) -> None:
    """PermissionError where a person has taken away the right to write into a file."""
    effective = os.access in os.supports_effective_ids
    if os.path.lexists(path) and not os.access(path, os.W_OK, effective_ids=effective):
        raise PermissionError(f"{path} may not be written")
