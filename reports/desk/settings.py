"""What a desk is started with, and the bounds it keeps to."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

MOST_BYTES = 200 * 2**20  # of one upload, its documents together
MOST_FILES = 20  # of one upload
MOST_PARTS = 200  # reports in one archive
SESSION_HOURS = 12
TRIES, TRY_MINUTES = 10, 15  # wrong passwords of one name, and how long until it may try again


class Engine(NamedTuple):
    """What the door hands over, functions of a module each, so that another process can call them.

    read(path, progress): Submission; check(Submission, profile=, waivers=, against=): Result;
    corrected(Submission, edits): Submission; tables(Submission): typed tables as text by name; parts(path):
    the reports in an archive, on_disk(path): one of them unpacked; pictured(path): the document as PDF,
    b'' where it cannot be; scales(): titles of common scales by name.
    """

    read: Callable[..., Any]
    check: Callable[..., Any]
    corrected: Callable[..., Any]
    tables: Callable[..., Any]
    parts: Callable[..., Any]
    on_disk: Callable[..., Any]
    pictured: Callable[..., Any]
    scales: Callable[..., Any]


@dataclass(frozen=True)
class Settings:
    """folder: of the desk's own files; database: an SQLAlchemy address, an SQLite file in that folder where
    there is none; shared: several people, who sign in; workers: processes that read."""

    folder: Path
    database: str = ""
    shared: bool = False
    workers: int = 2
    host: str = "127.0.0.1"
    port: int = 8017

    @property
    def address(self) -> str:
        return self.database or f"sqlite:///{self.folder / 'meja.sqlite3'}"

    @property
    def submissions(self) -> Path:
        return self.folder / "kiriman"
