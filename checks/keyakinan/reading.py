"""Reading: how explicit the words and headers are, and how surely a figure is bound to what it is said to
be."""

import numpy as np

from checks.keyakinan.evidence import Evidence

_SURE, _ROOM = 1.0, 0.3  # of `yakin` of a mention: certain, and how far below it a mention may still accuse


def signs(evidence: Evidence) -> dict[str, np.ndarray]:
    """susunan: a total of its own table; ikatan: how unsure the least sure figure is about its subject;
    prosa: the stated figure stands in a sentence; tanpa_kepala: a figure stands in a column without a
    header."""
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
        "tanpa_kepala": evidence.most(figures.bare[evidence.id].astype("float64")),
    }
