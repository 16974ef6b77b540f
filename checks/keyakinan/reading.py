"""Reading: how explicit the words and headers are, and how surely a figure is bound to what it is said to
be."""

import numpy as np

from cermat.checks.keyakinan.evidence import Evidence
from cermat.schemas.angka import BARE, OCR

_SURE, _ROOM = 1.0, 0.3  # of `yakin` of a mention: certain, and how far below it a mention may still accuse


def signs(evidence: Evidence) -> dict[str, np.ndarray]:
    """susunan: a total of its own table; ikatan: how unsure the least sure figure is about its subject;
    prosa: the stated figure stands in a sentence; tanpa_kepala: a figure stands in a column without a
    header; terpotong: a total is added up over rows of which the reader lacks some ("1, 2, 4"); ocr,
    tanpa_bentuk: a figure may be misread, or any of the report where no figure is compared."""
    figures, told = evidence.figures, evidence.penyebutan
    sure = np.full(len(figures.value), np.nan)
    ids = told["nilai"].to_numpy(dtype="int64")
    order = np.argsort(told["yakin"].to_numpy(dtype="float64"), kind="stable")
    sure[ids[order]] = told["yakin"].to_numpy(dtype="float64")[order]
    unsure = np.nan_to_num((_SURE - sure[evidence.id]) / _ROOM)
    spoken = figures.prose[evidence.stated] & (evidence.stated >= 0)
    laid = (evidence.kind == "total") & evidence.equality & ~spoken
    return {
        "susunan": laid.astype("float64"),
        "ikatan": np.clip(evidence.most(unsure), 0, 1),
        "prosa": spoken.astype("float64"),
        "terpotong": np.where(laid, _cut(evidence), 0.0),
        "tanpa_kepala": evidence.most(figures.bare[evidence.id].astype("float64")),
        "ocr": _from(evidence, OCR),
        "tanpa_bentuk": _from(evidence, BARE),
    }


def _from(evidence: Evidence, origin: str) -> np.ndarray:
    """Does a comparison rest on a figure of this origin? One without figures does in a report that has any:
    what it misses may be there."""
    figures = evidence.figures
    marked = figures.origin == origin
    none = np.bincount(evidence.of, minlength=len(evidence)) == 0
    mixed = np.isin(evidence.column("laporan").astype(object), np.unique(figures.report[marked].astype(str)))
    return np.maximum(evidence.most(marked[evidence.id].astype("float64")), none & mixed)


def _cut(evidence: Evidence) -> np.ndarray:
    """Are numbers of rows passed over between the figures of a comparison that stand in one table?"""
    figures = evidence.figures
    mine = figures.place[evidence.id] == figures.place[evidence.stated][evidence.of]
    of, above = evidence.of[mine], figures.above[evidence.id[mine]]
    least, most = np.full(len(evidence), np.iinfo("int64").max), np.zeros(len(evidence), dtype="int64")
    np.minimum.at(least, of, above)
    np.maximum.at(most, of, above)
    return (most > least).astype("float64")
