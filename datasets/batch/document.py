"""One submission of many: read within limits, kept in a file that is named by its content and its readers."""

import contextlib
import hashlib
import platform
import time
from pathlib import Path
from typing import Any

from cermat.datasets.guarded import warm
from cermat.schemas.atomic import whole
from cermat.schemas.batch import KEPT, TROUBLED, UNREAD, told_fault
from cermat.schemas.errors import InputError
from cermat.schemas.guard import ENDED, guard
from cermat.schemas.limits import Limits
from cermat.schemas.store import keep, keep_submission, said
from cermat.schemas.versions import code_version

__all__ = ["content_hash", "read_here", "read_kept", "reader_version", "warm"]  # warm: of its guard
_FUNCTION = "cermat.datasets.batch.document:read_here"
_NO_READERS = ("compose", "batch", "demo_dinas_contoh", "dinsos_buleleng_2023", "__pycache__")


def reader_version() -> str:
    """What reading depends on: the code and vocabularies of the readers and of schemas/."""
    return code_version("datasets", "schemas", without=_NO_READERS)


def content_hash(path: Path) -> str:
    """sha256 of a file, or of the files of a folder with their names."""
    if path.is_file():
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    inside = [file for file in sorted(path.iterdir()) if file.is_file()]
    told = "".join(f"{file.name}\0{content_hash(file)}\0" for file in inside)
    return hashlib.sha256(told.encode()).hexdigest()


def _known_hash(path: Path, folder: Path) -> str:
    """`content_hash`, not computed again for a file that has not changed since."""
    if not path.is_file():
        return content_hash(path)
    about = path.stat()
    told = f"{path}\0{about.st_size}\0{about.st_mtime_ns}"
    name = hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()
    file = folder / name[:2] / name
    with contextlib.suppress(OSError):
        known = file.read_text(encoding="ascii")
        if len(known) == len(name):
            return known
    made = content_hash(path)
    with whole(file) as part:
        part.write_text(made, encoding="ascii")
    return made


def read_kept(path: str, shown: str, folder: str, limits: Limits, version: str) -> dict[str, Any]:
    """Read one submission, unless it has been read before.

    path: on disk; shown: as it is named to people; folder: of what is kept; version: of the asker's readers.
    Returns state (KEPT, UNREAD, TROUBLED), reason, seconds, sha256, file (of what is kept), reports, figures.
    """
    _fits(Path(folder), version)
    start = time.monotonic()
    made: dict[str, Any] = {"reason": "", "sha256": "", "file": "", "reports": [], "figures": 0}
    try:
        made["sha256"] = _known_hash(Path(path), Path(folder) / "sidik")
        name = hashlib.sha256(f"{made['sha256']}\0{Path(shown).name}".encode()).hexdigest()[:40]
        file = Path(folder) / reader_version() / name[:2] / f"{name}.arsip"
        made |= _remembered(file, limits) or _read(path, shown, file, limits)
    except (OSError, InputError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else _line(error)
        made |= {"state": UNREAD, "reason": why if shown in why else f"{shown}: {why}"}
    return {"seconds": round(time.monotonic() - start, 3)} | made


def _fits(folder: Path, version: str) -> None:
    """InputError where this worker does not see the folders of the run, or reads by another version."""
    worker = f"pekerja di {platform.node() or 'komputer lain'}"
    if not folder.is_dir():
        raise InputError(f"{worker} tidak melihat folder {folder}: letakkan di penyimpanan bersama")
    if version != reader_version():
        raise InputError(f"{worker} memakai versi Cermat yang lain; samakan dahulu")


def _remembered(file: Path, limits: Limits) -> dict[str, Any] | None:
    """What was said of a submission that was read before, or that did not end within the same limits."""
    about = said(file)
    if about is None or ("limits" in about and limits.beyond(Limits(**about["limits"]))):
        return None
    return {
        key: about[key]
        for key in ("state", "reason", "reports", "figures", "seconds", "sha256")
        if key in about
    } | {"file": str(file)}


def _read(path: str, shown: str, file: Path, limits: Limits) -> dict[str, Any]:
    """Read a submission in a child; what had to be ended is remembered with its limits."""
    start = time.monotonic()
    answer = guard(_FUNCTION).run({"path": path, "shown": shown, "file": str(file)}, limits)
    if ENDED in answer:
        spent = round(time.monotonic() - start, 3)
        about = {"state": TROUBLED, "reason": f"{shown}: {answer[ENDED]}", "reports": [], "figures": 0}
        keep(file, {}, about | {"seconds": spent, "limits": limits.as_dict()})
        return about | {"seconds": spent, "file": ""}
    return answer


def read_here(job: dict[str, Any]) -> dict[str, Any]:
    """Read a submission in this process and keep it: what a child does."""
    from cermat.datasets.given import submitted

    start = time.monotonic()
    try:
        sub = submitted(Path(job["path"]))
    except (InputError, OSError) as error:
        return {"state": UNREAD, "reason": _line(error).replace(job["path"], job["shown"])}
    except MemoryError:
        raise
    except Exception as error:  # a fault of a reader is no fault of the other submissions
        return {"state": UNREAD, "reason": f"{job['shown']}: {told_fault(error)}"}
    sub.laporan["sumber"] = job["shown"]
    about = {
        "sha256": sub.laporan["sha256"].iat[0],
        "state": KEPT,
        "reason": "",
        "reports": sub.laporan["laporan"].tolist(),
        "figures": len(sub.angka),
    }
    about["seconds"] = round(time.monotonic() - start, 3)
    keep_submission(Path(job["file"]), sub, about)
    return about | {"file": job["file"]}


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
