"""The reports of a batch: documents read, or ranges of a Parquet data set, put into parts of bounded size."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import pandas as pd

from cermat.datasets.batch.document import content_hash, read_kept, reader_version
from cermat.datasets.batch.listing import listed
from cermat.datasets.read_tables import from_frames
from cermat.schemas.batch import KEPT, UNREAD, Part
from cermat.schemas.batch_tables import OUT
from cermat.schemas.errors import InputError
from cermat.schemas.limits import Limits
from cermat.schemas.parquet import DataSet, data_set_files
from cermat.schemas.store import kept_submission
from cermat.schemas.submission import Submission, merge
from cermat.schemas.workers import Spread

# A part holds at most so many reports and figures, unless one report has more: what is checked at once
# bounds memory. Fewer reports are put into smaller parts, so that there is one for every worker.
REPORTS, FIGURES = 500, 300_000
_FEWEST, _PARTS = 25, 8


@dataclass(frozen=True)
class Document:
    """A document that was read. file: what is kept of it; names: of its reports, as kept and in this batch;
    as_on_disk: its source is told as its path there, not as it is shown."""

    file: str
    shown: str
    path: str
    sha256: str
    names: tuple[tuple[str, str], ...]
    figures: int
    as_on_disk: bool = False

    @property
    def reports(self) -> int:
        return len(self.names)

    def told(self) -> list:
        return [self.sha256, self.shown, self.names]


@dataclass(frozen=True)
class Range:
    """Reports of a data set by their positions."""

    path: str
    scratch: str
    sha256: str
    start: int
    stop: int
    figures: int = 0
    as_on_disk: bool = False

    @property
    def reports(self) -> int:
        return self.stop - self.start

    def told(self) -> list:
        return [self.sha256, self.start, self.stop]


@dataclass(frozen=True, eq=False)
class Planned:
    """documents: the table `dokumen` (schemas/batch.py); members: what can be checked, in the order of the
    batch."""

    documents: pd.DataFrame
    members: list[Any]


def planned(
    source: Path, out: Path, keep: Path, limits: Limits, spread: Spread, watch: Callable[..., Any]
) -> Planned:
    """Read what a folder, an archive or a Parquet data set holds.

    out: the folder of results, where nothing is read; keep: where what was read is kept; watch: a context
    that yields done(n) for (what, total, unit). InputError where there is nothing to read.
    """
    if data_set_files(source):
        return _of_data_set(source, keep)
    found, broken = listed(source, keep / "arsip", out)
    rows: list[dict[str, Any]] = [{}] * len(found)
    (keep / "bacaan").mkdir(exist_ok=True)
    jobs = [(one.path, one.shown, str(keep / "bacaan"), limits, reader_version()) for one in found]
    with watch("membaca", len(jobs), "dokumen") as done:
        for at, row in spread(read_kept, jobs):
            rows[at] = row
            done(1)
    members = _named(
        [
            Document(
                row["file"],
                one.shown,
                one.path,
                row["sha256"],
                tuple((name, name) for name in row["reports"]),
                row["figures"],
            )
            for one, row in zip(found, rows, strict=True)
            if row["state"] == KEPT
        ]
    )
    names = {member.shown: [new for _old, new in member.names] for member in members}
    told = [
        _row(
            one.shown,
            names.get(one.shown, []),
            row["sha256"],
            row["state"],
            row["reason"],
            row["seconds"],
            row["figures"],
        )
        for one, row in zip(found, rows, strict=True)
    ]
    told += [_row(shown, [], "", UNREAD, reason) for shown, reason in broken]
    return Planned(pd.DataFrame(told, columns=list(OUT["dokumen"])), list(members))


def _row(shown: str, names: list[str], sha256: str, state: str, reason: str, seconds=0.0, figures=0) -> dict:
    """A row of `dokumen`."""
    values = [shown, names, sha256, state, reason, seconds, figures]
    return dict(zip(OUT["dokumen"], values, strict=True))


def _named(documents: list[Document]) -> list[Document]:
    """Reports of one name are told apart by the path of their document."""
    counts = Counter(name for document in documents for name, _new in document.names)
    taken: set[str] = set()
    made = []
    for document in documents:
        names = []
        for name, _same in document.names:
            alone = len(document.names) == 1
            new = name if counts[name] == 1 else document.shown if alone else f"{document.shown}: {name}"
            while new in taken:
                new += "'"
            taken.add(new)
            names.append((name, new))
        made.append(replace(document, names=tuple(names)))
    return made


def _of_data_set(source: Path, keep: Path) -> Planned:
    """A data set of tables: a member a report, a row of `dokumen` a file."""
    files = data_set_files(source)
    digest = hashlib.sha256()
    rows = []
    for name, paths in files.items():
        for path in paths:
            own = content_hash(path)
            digest.update(f"{name}\0{path}\0{own}\0".encode())
            shown = path.relative_to(source).as_posix() if source.is_dir() else path.name
            rows.append(_row(shown, [], own, KEPT, ""))
    scratch = str(keep / "urut" / digest.hexdigest()[:16])
    figures = _data_set(str(source), scratch).reports["angka"].tolist()
    one = partial(Range, str(source), scratch, digest.hexdigest())
    members = [one(at, at + 1, count) for at, count in enumerate(figures)]
    return Planned(pd.DataFrame(rows, columns=list(OUT["dokumen"])), members)


@lru_cache(maxsize=1)
def _data_set(path: str, scratch: str) -> DataSet:
    return DataSet(Path(path), Path(scratch))


def parted(members: Iterable[Any], settings: list, folder: Path) -> list[Part]:
    """Members in parts of bounded size. settings: all else that decides what comes out (as JSON has it)."""
    members = list(members)
    parts: list[list[Any]] = []
    most, reports, figures = _most(sum(member.reports for member in members)), 0, 0
    for member in members:
        if not parts or reports + member.reports > most or figures + member.figures > FIGURES:
            parts.append([])
            reports = figures = 0
        parts[-1].append(member)
        reports, figures = reports + member.reports, figures + member.figures
    return [_part(tuple(_joined(part)), settings, folder) for part in parts]


def _most(reports: int) -> int:
    """Reports of a part where there are so many: doubled, so that a few more reports change no part."""
    most = _FEWEST
    while most * _PARTS < reports:
        most *= 2
    return min(most, REPORTS)


def _joined(members: list[Any]) -> list[Any]:
    """Ranges side by side as one."""
    made: list[Any] = []
    for member in members:
        if made and isinstance(member, Range) and made[-1].stop == member.start:
            made[-1] = replace(made[-1], stop=member.stop, figures=made[-1].figures + member.figures)
        else:
            made.append(member)
    return made


def _part(members: tuple[Any, ...], settings: list, folder: Path) -> Part:
    told = [reader_version(), settings, [member.told() for member in members]]
    key = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:40]
    return Part(key, members, str(folder))


def loaded(members: tuple[Any, ...]) -> Submission:
    """The reports of a part as one Submission."""
    return merge(
        [_of_range(member) if isinstance(member, Range) else _of_document(member) for member in members]
    )


def _of_document(document: Document) -> Submission:
    sub = kept_submission(Path(document.file), {old: new for old, new in document.names if new != old})
    sub.laporan["sumber"] = document.path if document.as_on_disk else document.shown
    return sub


def _of_range(range_: Range) -> Submission:
    tables = _data_set(range_.path, range_.scratch).frames(range_.start, range_.stop)
    about = {"laporan": [""], "sumber": [range_.path], "sha256": [range_.sha256], "jenis": ["tabel"]}
    return from_frames(tables, pd.DataFrame(about))


def halved(members: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    """Two halves of the members of a part; nothing where it is one document or one report."""
    if len(members) > 1:
        return members[: len(members) // 2], members[len(members) // 2 :]
    (member,) = members
    if isinstance(member, Range) and member.reports > 1:
        middle = member.start + member.reports // 2
        return (replace(member, stop=middle),), (replace(member, start=middle),)
    return ()


def told_member(member: Any) -> str:
    """A document or report as people know it."""
    if isinstance(member, Range):
        return str(_data_set(member.path, member.scratch).reports.index[member.start])
    return member.shown


def found_members(names: Iterable[str], members: list[Any]) -> list[Any]:
    """The documents or reports that are called so: by the path of a document or the name of a report.
    InputError names those that are none."""
    known: dict[str, Any] = {}
    for member in members:
        own = [told_member(member)]
        own += [new for _old, new in member.names] if isinstance(member, Document) else []
        for name in own:
            known.setdefault(name.casefold(), member)
    missing = [name for name in names if name.casefold() not in known]
    if missing:
        raise InputError(f"--papers: tidak ada laporan bernama {', '.join(missing)}")
    return list(dict.fromkeys(known[name.casefold()] for name in names))
