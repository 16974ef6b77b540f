"""Compare: every rule over every report at once; every comparison becomes a row of `kertas_kerja`."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cermat.checks.cards import COPIES, Card
from cermat.checks.comparison import Compared, Paper, run_card
from cermat.checks.operands import Tables
from cermat.checks.vet import vet
from cermat.schemas import interval as S
from cermat.schemas.errors import InputError
from cermat.schemas.strings import as_objects

KERTAS_KERJA = [
    "laporan",
    "aturan",
    "bentuk",
    "baris_tabel",
    "stated_id",
    "stated",
    "desimal",
    "stated_lo",
    "stated_hi",
    "recomputed",
    "letak",
    "lower",
    "upper",
    "hasil",
    "alternatif",
    "alasan",
    "subjek",
    "ukuran",
    "tahun",
    "pembeda",
]


@dataclass(eq=False)
class Comparisons:
    """All working papers: `kertas_kerja` (KERTAS_KERJA, RangeIndex), the parts behind it, errors of rules."""

    kertas_kerja: pd.DataFrame
    parts: list[Compared]
    errors: dict[str, str]

    def each(self, told: list, dtype="int64") -> np.ndarray:
        """What is told of each part, one a comparison of it."""
        return np.repeat(np.array(told, dtype=dtype), [len(part.paper) for part in self.parts])

    def of_cards(self, wanted: Callable[[Card], bool]) -> np.ndarray:
        """bool over kertas_kerja: the comparisons of cards that are wanted."""
        return self.each([wanted(part.card) for part in self.parts], dtype=bool)

    @property
    def repeats(self) -> np.ndarray:
        """bool over kertas_kerja: comparisons of two places that print one figure."""
        return self.of_cards(lambda card: card.id.startswith("SIL"))


def compare(tables: Tables, cards: tuple[Card, ...]) -> Comparisons:
    """Every card over every report. A card that fails by itself is noted in `errors`, and the run goes on.

    InputError where a card names a table or column that does not exist.

    Cards over `pembulatan` run last: that table lists the numbers that the other comparisons found cut or
    padded.
    """
    tables["pembulatan"] = rounded_numbers([])
    vet(cards, tables)
    parts: list[Compared] = []
    errors: dict[str, str] = {}
    for last in (False, True):
        if last:
            tables["pembulatan"] = rounded_numbers(parts)
        for card in cards:
            if (card.table == "pembulatan") != last:
                continue
            try:
                parts += run_card(tables, card)
            except Exception as error:  # a broken rule must not hide the others
                known = isinstance(error, InputError)
                errors[card.id] = (
                    str(error) if known else traceback.format_exc(limit=-1).strip().splitlines()[-1]
                )
    start = 0
    for part in parts:
        part.start, start = start, start + len(part.paper)
    return Comparisons(_stack([part.paper for part in parts]), parts, errors)


def _stack(papers: list[Paper]) -> pd.DataFrame:
    """Working papers of all rules as one long table."""
    if not papers:
        return pd.DataFrame(columns=KERTAS_KERJA)
    stacked = {column: np.concatenate([paper[column] for paper in papers]) for column in KERTAS_KERJA}
    return pd.DataFrame({column: as_objects(values) for column, values in stacked.items()}, copy=False)


def rounded_numbers(parts: list[Compared]) -> pd.DataFrame:
    """`pembulatan`: laporan, nilai (id), bulat (the rounded value), cara (dipotong | dibulatkan | tepat),
    kunci, tahun.

    dibulatkan: rounding and cutting differ, and it is rounded; tepat: they do not differ.
    """
    columns = ["laporan", "nilai", "bulat", "desimal", "cara", "kunci", "tahun", "stated", "semua_dipotong"]
    papers = [
        part.paper
        for part in parts
        if part.card.shape == "interval" and part.card.relation == "=" and part.card.kind not in COPIES
    ]
    if not papers:
        return pd.DataFrame(columns=columns).astype({"nilai": "int64"})
    paper = _stack(papers)
    paper = paper[paper["hasil"].isin([S.EXACT, S.CUT])].drop_duplicates(["laporan", "stated_id"])
    unit = S.last_unit(paper["desimal"])
    computed, stated = (
        paper["recomputed"].to_numpy(dtype="float64"),
        paper["stated"].to_numpy(dtype="float64"),
    )
    rounded = np.sign(computed) * np.floor(np.abs(computed) / unit + 0.5 + 1e-9) * unit
    up = np.abs(stated) > np.abs(computed) + 1e-9 * np.abs(computed)
    way = np.select([paper["hasil"].eq(S.CUT), up], ["dipotong", "dibulatkan"], "tepat")
    rounds = set(paper["laporan"][way == "dibulatkan"])
    return pd.DataFrame(
        {
            "laporan": paper["laporan"],
            "nilai": paper["stated_id"],
            "bulat": rounded,
            "desimal": paper["desimal"],
            "cara": way,
            "kunci": "pembulatan",
            "tahun": -1,
            "stated": stated,
            "semua_dipotong": ~paper["laporan"].isin(rounds),
        }
    ).reset_index(drop=True)


def operand_frame(comparisons: Comparisons) -> pd.DataFrame:
    """`operan`: banding (row of kertas_kerja), id (of angka), peran; the stated number has peran
    'dinyatakan'."""
    pieces = [(np.empty(0, dtype="int64"), np.empty(0, dtype="int64"), "dinyatakan")]
    for part in comparisons.parts:
        stated = part.paper["stated_id"]
        pieces.append((np.arange(len(stated)) + part.start, stated, "dinyatakan"))
        if part.alternatives:
            for position, alternative in enumerate(part.alternatives):
                for leaf in alternative.leaves.values():
                    take = part.choice[leaf.row] == position
                    pieces.append((leaf.row[take] + part.start, leaf.id[take], leaf.role))
        for leaf in part.weak:
            pieces.append((leaf.row + part.start, leaf.id, "diuji"))
    row, ids = (np.concatenate([piece[side] for piece in pieces]) for side in (0, 1))
    role = np.repeat(np.arange(len(pieces)), [len(piece[0]) for piece in pieces])
    names = np.array([piece[2] for piece in pieces], dtype=object)
    printed = np.flatnonzero(ids >= 0)
    made = {"banding": row[printed], "id": ids[printed], "peran": as_objects(names[role[printed]])}
    return pd.DataFrame(made, copy=False)
