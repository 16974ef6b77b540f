"""Company: of the sibling comparisons how many hold? Of the same column (same rule, same column, same pair
of tables), and, for copies, of the same pair of rows or of a sentence and a row.

Where most of a column fails it is one matter of the whole column: either the column was read as
something it is not, or it is wrong throughout. Where all of a pair of rows fails, the two rows are not
about the same thing.
"""

import numpy as np
import pandas as pd

from cermat.checks.comparison import INTERVAL, PRESENCE
from cermat.checks.keyakinan.evidence import STATED, Evidence, decided, first_operand
from cermat.schemas.keys import codes

_COLUMN = 3  # failures of a column of which hardly any comparison holds
_SPOKEN = 0.5  # sentences are siblings only by their rule
MATTER = 4  # so many failures of one column, and more than half of all, are one matter


def signs(evidence: Evidence, operan: pd.DataFrame, violated: np.ndarray) -> dict[str, np.ndarray]:
    """kawan_cocok, kawan_gagal: siblings of the column that hold, and that fail, as shares that grow with
    their number; kolom_gagal: of a table's column hardly any holds; baris_cocok, baris_gagal: the same
    of the pair of rows of two copies; sepakat: other comparisons are put right by the same repair;
    disalin_lawan: other places print what it should be; saudara: code of the column, kolom: the same
    where most of it fails (no signs)."""
    other = _held_against(evidence, operan)
    column = _columns(evidence, other)
    held, failed = _tally(evidence, violated, column)
    loose = evidence.column("bentuk") == PRESENCE  # conditions are about different things each
    failed, held = np.where(loose, 1, failed), np.where(loose, 0, held)
    laid = ~evidence.figures.prose[evidence.stated] & evidence.equality
    own = column[evidence.at]
    row_held, row_failed = _tally(evidence, violated, _rows(evidence, other))
    copies = evidence.equality & evidence.copied
    return {
        "kawan_cocok": held / (held + failed + 1.0),
        "kawan_gagal": (failed - 1) / (held + failed + 1.0) * np.where(laid, 1.0, _SPOKEN),
        "kolom_gagal": (laid & (failed >= _COLUMN) & (held * _COLUMN < failed)).astype("float64"),
        "baris_cocok": np.where(copies, row_held / (row_held + row_failed + 1.0), 0.0),
        "baris_gagal": np.where(copies & (row_held == 0), 1 - 1 / np.maximum(row_failed, 1), 0.0),
        "sepakat": _agreed(evidence),
        "disalin_lawan": _repeated(evidence),
        "saudara": own,
        "kolom": np.where((failed >= MATTER) & (failed > held), own, -1),
        "sedikit_cocok": (held <= failed).astype("float64"),
    }


def _tally(evidence: Evidence, violated: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(how many comparisons of its group hold, how many fail) for each that fails."""
    told = decided(evidence.comparisons.kertas_kerja) & ~violated
    size = group.max(initial=-1) + 1
    mine = group[evidence.at]
    return np.bincount(group[told], minlength=size)[mine], np.bincount(group[violated], minlength=size)[mine]


def _held_against(evidence: Evidence, operan: pd.DataFrame) -> np.ndarray:
    """The first figure that the stated one of every comparison is held against, -1 where there is none."""
    banding, ids = operan["banding"].to_numpy(dtype="int64"), operan["id"].to_numpy(dtype="int64")
    keep = operan["peran"].to_numpy() != STATED
    return first_operand(banding, ids, keep, len(evidence.comparisons.kertas_kerja))


def _columns(evidence: Evidence, other: np.ndarray) -> np.ndarray:
    """Which column of which table a comparison is about, against which other table: a code a comparison."""
    paper, figures = evidence.comparisons.kertas_kerja, evidence.figures
    stated = paper["stated_id"].to_numpy(dtype="int64")
    interval = paper["bentuk"].to_numpy() == INTERVAL
    return codes(
        paper["laporan"],
        paper["aturan"],
        paper["ukuran"],
        np.where(interval, figures.place[stated], 0),
        np.where(interval, figures.column[stated], 0),
        np.where(interval & (figures.place[other] != figures.place[stated]), figures.place[other], 0),
    )


def _rows(evidence: Evidence, other: np.ndarray) -> np.ndarray:
    """Which row or passage, about what, a comparison holds against which other row: a code a comparison."""
    paper, figures = evidence.comparisons.kertas_kerja, evidence.figures
    stated = paper["stated_id"].to_numpy(dtype="int64")
    return codes(paper["aturan"], paper["subjek"], figures.row[stated], figures.row[other])


def _agreed(evidence: Evidence) -> np.ndarray:
    """How many more recomputations one repair of one figure puts right, as a share that grows with them. (A
    copy that differs from two others is told by `disalin_lawan`.)"""
    causes, member = evidence.causes.cause, evidence.causes.member
    made = np.zeros(len(evidence))
    if not len(member):
        return made
    cause = member["cause"].to_numpy(dtype="int64")
    at = np.searchsorted(evidence.at, member["banding"].to_numpy(dtype="int64"))
    computed = (~evidence.copied)[at]
    size = np.maximum(np.bincount(cause, computed, minlength=len(causes)), 1)
    one = (causes["node"].to_numpy()[cause] >= 0) & computed
    made[at] = np.where(one, 1 - 1 / size[cause], 0.0)
    return made


def _repeated(evidence: Evidence) -> np.ndarray:
    """For two copies of one fact: how many more places print what the stated one should be."""
    node = np.append(evidence.causes.node, len(evidence.causes.node))
    copies = np.bincount(node)
    known = (evidence.other >= 0) & evidence.copied
    return np.where(known, 1 - 1 / copies[node[evidence.other]], 0.0)
