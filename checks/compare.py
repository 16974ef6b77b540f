"""Compare: every rule over every report at once; every comparison becomes a row of `kertas_kerja`."""

import traceback
from dataclasses import dataclass

import numpy as np
import pandas as pd

from checks.cards import Card
from checks.comparison import Compared, Paper, run_card
from checks.operands import Tables
from checks.vet import vet
from schemas import interval as S
from schemas.errors import InputError

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
    return Comparisons(_stack([p.paper for p in parts]), parts, errors)


def _stack(papers: list[Paper]) -> pd.DataFrame:
    """Working papers of all rules as one long table."""
    if not papers:
        return pd.DataFrame(columns=KERTAS_KERJA)
    return pd.DataFrame({c: np.concatenate([p[c] for p in papers]) for c in KERTAS_KERJA})


def rounded_numbers(parts: list[Compared]) -> pd.DataFrame:
    """`pembulatan`: laporan, nilai (id), bulat (the rounded value), cara (dipotong | dibulatkan | tepat),
    kunci, tahun.

    dibulatkan: rounding and cutting differ, and it is rounded; tepat: they do not differ.
    """
    columns = ["laporan", "nilai", "bulat", "desimal", "cara", "kunci", "tahun", "stated", "semua_dipotong"]
    papers = [
        p.paper
        for p in parts
        if p.card.shape == "interval" and p.card.relation == "=" and p.card.kind != "silang"
    ]
    if not papers:
        return pd.DataFrame(columns=columns).astype({"nilai": "int64"})
    k = _stack(papers)
    k = k[k["hasil"].isin([S.EXACT, S.CUT])].drop_duplicates(["laporan", "stated_id"])
    u = S.last_unit(k["desimal"])
    x, v = k["recomputed"].to_numpy(dtype="float64"), k["stated"].to_numpy(dtype="float64")
    rounded = np.sign(x) * np.floor(np.abs(x) / u + 0.5 + 1e-9) * u
    up = np.abs(v) > np.abs(x) + 1e-9 * np.abs(x)
    way = np.select([k["hasil"].eq(S.CUT), up], ["dipotong", "dibulatkan"], "tepat")
    rounds = set(k["laporan"][way == "dibulatkan"])
    return pd.DataFrame(
        {
            "laporan": k["laporan"],
            "nilai": k["stated_id"],
            "bulat": rounded,
            "desimal": k["desimal"],
            "cara": way,
            "kunci": "pembulatan",
            "tahun": -1,
            "stated": v,
            "semua_dipotong": ~k["laporan"].isin(rounds),
        }
    ).reset_index(drop=True)


def operand_frame(comparisons: Comparisons) -> pd.DataFrame:
    """`operan`: banding (row of kertas_kerja), id (of angka), peran; the stated number has peran
    'dinyatakan'."""
    pieces = []
    for p in comparisons.parts:
        stated = p.paper["stated_id"]
        pieces.append((np.arange(len(stated)) + p.start, stated, "dinyatakan"))
        if p.alternatives:
            for k, a in enumerate(p.alternatives):
                for leaf in a.leaves.values():
                    take = p.choice[leaf.row] == k
                    pieces.append((leaf.row[take] + p.start, leaf.id[take], leaf.role))
        for leaf in p.weak:
            pieces.append((leaf.row + p.start, leaf.id, "diuji"))
    frame = pd.DataFrame(
        {
            "banding": np.concatenate([x[0] for x in pieces] or [np.empty(0, int)]),
            "id": np.concatenate([x[1] for x in pieces] or [np.empty(0, int)]),
            "peran": np.concatenate(
                [np.full(len(x[0]), x[2], dtype=object) for x in pieces] or [np.empty(0, object)]
            ),
        }
    )
    return frame[frame["id"] >= 0].reset_index(drop=True)
