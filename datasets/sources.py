"""What a folder or an archive holds: one submission of CSV, or the reports of several agencies."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from cermat.datasets.readers.container import SUFFIXES, file_kind
from cermat.schemas.archive import unpacked
from cermat.schemas.errors import InputError
from cermat.schemas.submission import Submission
from cermat.schemas.tables import all_tables

_RESULTS = ".cermat.json"  # stands in every folder of results: papers of an earlier run are no reports


def submissions(path: Path) -> list[Path]:
    """The submissions that a path means: itself, or those in a folder or zip archive and the folders within.

    A folder with a CSV of a known table is one submission, and so is one of CSV alone, none known: its
    names are wrong. Papers of earlier runs, hidden files and those that an office program has open
    ("~$laporan.docx") are none. A folder without any is told as it is. What lies in an archive is named by
    the path through it. Raises InputError where that cannot be unpacked.
    """
    if path.is_dir():
        found = _within(path)
        tables = all(one.parent == path and one.suffix.lower() == ".csv" for one in found)
        return [path] if tables else found
    if path.suffix.lower() == ".zip" and path.is_file() and path.stat().st_size and file_kind(path) == "zip":
        root = unpacked(path)
        return [path / found.relative_to(root) for found in _within(root)] or [path]
    return [path]


def _within(folder: Path) -> list[Path]:
    """Submissions in a folder, by name; none where results lie there."""
    inside = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    if any(path.suffix.lower() == ".csv" and path.stem.lower() in all_tables() for path in inside):
        return [folder]
    if (folder / _RESULTS).exists():
        return []
    here = [path for path in inside if not path.is_dir() and path.suffix.lower() in (*SUFFIXES, ".zip")]
    return here + [found for path in inside if path.is_dir() for found in _within(path)]


def read_each(
    sources: list, reading: Callable[[Path], Submission], fault: Callable[[Exception], str]
) -> tuple[list[Submission], list[tuple[Path, str]]]:
    """(the submissions that a call names, path and reason of those that cannot be read): where there are
    several, one that cannot be read stops nothing. fault tells of a fault of the engine itself. InputError
    where none can."""
    paths: list[Path] = []
    made: list[Submission] = []
    unread: list[tuple[Path, str]] = []
    for source in map(Path, sources):
        try:
            paths += submissions(source)
        except (InputError, OSError) as error:
            unread.append((source, str(error)))
    if len(paths) == 1 and not unread:
        return [reading(paths[0])], []
    for path in paths:
        try:
            made.append(reading(path))
        except (InputError, OSError) as error:
            unread.append((path, str(error)))
        except Exception as error:  # a fault of a reader is no fault of the other reports
            unread.append((path, f"{path}: {fault(error)}"))
    if not made:
        raise InputError("; ".join(reason for _, reason in unread))
    return made, unread


def read_given(
    given: Iterable, reading: Callable[..., Submission], fault: Callable[[Exception], str]
) -> tuple[list[Submission], list[str]]:
    """(what a program hands over as submissions, why some could not be read): a folder or an archive stands
    for the reports in it, of which one that cannot be read stops nothing. fault: as of `read_each`.
    InputError where something that is named itself cannot."""
    made, missed = [], []
    for one in given:
        if isinstance(one, str | os.PathLike):
            read, unread = read_each([one], reading, fault)
            made += read
            missed += [reason for _, reason in unread]
        else:
            made.append(reading(one))
    return made, missed
