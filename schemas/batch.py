"""A batch: what reading says of each document, the parts that are checked, and the tables that come out.

Rooms know nothing of each other: what a part goes through (load, audit, sum up, keep) is handed over as
functions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from cermat.schemas.batch_tables import OUT, rows
from cermat.schemas.cycles import collected_after
from cermat.schemas.errors import InputError
from cermat.schemas.store import keep, said

# What became of a document.
KEPT, UNREAD, TROUBLED, FAULTY = "diperiksa", "tidak terbaca", "dihentikan", "galat"


def told_fault(error: Exception) -> str:
    """A fault of the program itself, in one line."""
    return " ".join(f"kesalahan di dalam program ({type(error).__name__}: {error})".split())


@dataclass(frozen=True, eq=False)
class Part:
    """Reports that are checked together. key: the same for the same reports under the same settings; members:
    what `loading` takes, one a document or range of reports; names: what `loading` calls each report; folder:
    where what comes out is kept."""

    key: str
    members: tuple[Any, ...]
    folder: str

    @property
    def file(self) -> Path:
        return Path(self.folder) / self.key[:2] / f"{self.key}.arsip"


@dataclass(frozen=True, eq=False)
class Checking:
    """What a part goes through. loading: members → Submission; auditing: Submission → Result; summing:
    Result → frames of OUT; halving: members → two halves of them, or nothing where there is but one
    report; naming: a member as people know it."""

    loading: Callable[[tuple[Any, ...]], Any]
    auditing: Callable[[Any], Any]
    summing: Callable[[Any], dict[str, pd.DataFrame]]
    halving: Callable[[tuple[Any, ...]], tuple[tuple[Any, ...], ...]]
    naming: Callable[[Any], str]


@collected_after()
def checked(part: Part, checking: Checking) -> dict[str, Any]:
    """Check a part and keep what comes out, unless it is kept already. Returns reports and figures checked,
    and `faults`: (name, reason) of those that the program could not check."""
    if about := said(part.file):
        return about
    pieces: list[dict[str, pd.DataFrame]] = []
    faults: list[tuple[str, str]] = []
    _check(part.members, checking, pieces, faults)
    frames = {
        name: pd.concat([piece[name] for piece in pieces], ignore_index=True)
        if pieces
        else pd.DataFrame(columns=list(columns))
        for name, columns in OUT.items()
        if name != "dokumen"
    }
    reports = frames["laporan"]
    about = {"reports": len(reports), "figures": int(reports["tercetak"].sum()), "faults": faults}
    keep(part.file, {name: rows(name, frame) for name, frame in frames.items()}, about)
    return about


def _check(members: tuple, checking: Checking, pieces: list, faults: list) -> None:
    """A fault of the program in one report is no fault of the others: those are checked by halves."""
    try:
        pieces.append(checking.summing(checking.auditing(checking.loading(members))))
    except (InputError, KeyboardInterrupt):
        raise
    except Exception as error:
        halves = checking.halving(members)
        if not halves:
            faults.append((checking.naming(members[0]), told_fault(error)))
        for half in halves:
            _check(half, checking, pieces, faults)
