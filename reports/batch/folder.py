"""The folder of a batch: whose it is, that only one run writes there, and what an interrupted run has
left."""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cermat.reports.output import RECORD
from cermat.schemas.atomic import whole
from cermat.schemas.errors import InputError

KEEP = ".cermat"  # what was read and found, so that a run that was stopped goes on where it was
_OWNER, _LOCK = "batch.json", "kunci"


@contextmanager
def claimed(out: Path, source: Path) -> Iterator[Path]:
    """Yields the folder in `out` in which a run keeps what it has done, by its whole path: a process that
    works for it may be elsewhere. InputError (one line) where `out` holds something else, is that of another
    source, or another run is at work there."""
    keep, told = (out / KEEP).resolve(), str(source.resolve())
    owner = _owner(keep)
    if owner is None and out.exists() and any(out.iterdir()):
        raise InputError(f"folder '{out}' sudah berisi berkas lain; pilih folder lain dengan --out")
    if owner not in (None, told):
        raise InputError(f"folder '{out}' berisi hasil dari '{owner}'; pilih folder lain dengan --out")
    keep.mkdir(parents=True, exist_ok=True)
    with (keep / _LOCK).open("a+b") as lock:
        _hold(lock, out)
        if owner is None:
            with whole(keep / _OWNER) as part:
                part.write_text(json.dumps({"sumber": told}, ensure_ascii=False), encoding="utf-8")
        if not (out / RECORD).exists():  # a later run that looks for reports leaves this folder alone
            (out / RECORD).write_text("{}", encoding="utf-8")
        yield keep


def _owner(keep: Path) -> str | None:
    """The source whose results a folder holds."""
    try:
        return str(json.loads((keep / _OWNER).read_text(encoding="utf-8"))["sumber"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _hold(lock, out: Path) -> None:
    """Hold a file as long as this process has it open."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise InputError(
            f"folder '{out}' sedang dipakai proses batch lain; tunggu atau pilih folder lain"
        ) from None


def tidy(keep: Path, parts: Iterable[Path]) -> None:
    """Take away parts of earlier runs that are none of this one."""
    wanted = set(parts)
    for path in (keep / "bagian").rglob("*.arsip"):
        if path not in wanted:
            with suppress(OSError):
                path.unlink()
    for path in (keep / "bagian").iterdir() if (keep / "bagian").exists() else ():
        if path.is_dir() and not any(path.iterdir()):
            shutil.rmtree(path, ignore_errors=True)
