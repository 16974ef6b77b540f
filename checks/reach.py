"""Statuses of rules and reach of the audit: silence is never a pass."""

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
import yaml

from cermat.checks.cards import Card
from cermat.checks.compare import Comparisons
from cermat.checks.vet import names_read
from cermat.schemas import angka as A
from cermat.schemas import interval as S
from cermat.schemas.documents import DOCUMENTS, ONLY_TABLES
from cermat.schemas.keys import codes, find
from cermat.schemas.submission import Submission
from cermat.schemas.tables import all_tables

_DOUBTED = "tidak cocok, tetapi belum cukup yakin untuk disebut temuan: perlu dilihat"
_SHORT, _LONG = 3, 6  # words of a sentence, with its end and without; shorter lines are titles and units
STATUSES = ("galat", "temuan", "tidak dapat diuji", "sesuai", "tidak berlaku")


@cache
def _content() -> dict:
    """checks/settle/sources.yaml."""
    text = files("cermat.checks.settle").joinpath("sources.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _sources() -> tuple[dict[str, list], dict[str, list]]:
    """(derived tables, derived columns)"""
    return _content()["tables"], _content()["columns"]


def _expand(entries: list[str]) -> set[tuple[str, str]]:
    """Entries of sources.yaml to (typed table, column) pairs."""
    pairs = set()
    for entry in entries:
        table, _, columns = entry.partition(".")
        if entry == "angka":
            pairs |= {
                (table.name, column) for table in all_tables().values() for column in table.angka_columns
            }
        elif columns:
            pairs |= {(table, column.strip()) for column in columns.strip("[]").split(",")}
        else:
            pairs |= _expand(_sources()[0][entry])
    return pairs


def columns_needed(card: Card) -> set[tuple[str, str]]:
    """(typed table, column) pairs without which a rule cannot run in full."""
    tables, columns = _sources()
    typed, needed = all_tables(), set()
    for table, column in names_read(card):
        if table in tables:
            needed |= _expand(tables[table])
        elif f"{table}.{column}" in columns:
            needed |= _expand(columns[f"{table}.{column}"])
        elif table in typed and column in typed[table].columns:
            needed.add((table, column))
    return needed


def statuses(
    cards: tuple[Card, ...],
    comparisons: Comparisons,
    violated: np.ndarray,
    doubted: np.ndarray,
    about: pd.DataFrame,
    tiada: pd.DataFrame,
    bare: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """One row a report and rule: laporan, id, kind, status, held, failed, undecided, reason.

    doubted: violated, but not sure enough to accuse: undecided. about: laporan, dokumen, nama_dokumen,
    a row a report. bare: reports that are tables alone (only_tables).
    """
    paper = comparisons.kertas_kerja
    untestable = paper["hasil"].eq(S.UNTESTABLE).to_numpy()
    undecided = untestable | doubted
    reports, place = len(about), {card.id: at for at, card in enumerate(cards)}
    rule = comparisons.each([place[part.card.id] for part in comparisons.parts])
    at = find([paper["laporan"]], [about["laporan"]]) * len(cards) + rule
    out = pd.DataFrame(
        {
            "laporan": np.repeat(about["laporan"].to_numpy(dtype=object), len(cards)),
            "id": np.tile(np.array([card.id for card in cards], dtype=object), reports),
        }
    )
    counted = {"held": ~violated & ~undecided, "failed": violated & ~doubted, "undecided": undecided}
    for name, rows in counted.items():
        out[name] = np.bincount(at[rows], minlength=len(out))
    why = np.where(doubted, _DOUBTED, np.where(untestable, paper["alasan"].to_numpy(dtype=object), ""))
    told = np.flatnonzero(why != "")[::-1]  # written backwards, so that the first reason stays
    reasons = np.full(len(out), "", dtype=object)
    reasons[at[told]] = why[told]
    out["reason"] = reasons
    out["kind"] = out["id"].map({card.id: card.kind for card in cards})
    lacking = _lacking(cards, tiada)
    missing = np.full(len(out), "")
    if len(lacking):
        missing = lacking.reindex(pd.MultiIndex.from_frame(out[["laporan", "id"]])).fillna("").to_numpy()
    broken = out["id"].isin(comparisons.errors)
    foreign = _foreign(cards, out, about)
    missing = np.where(foreign != "", "", missing)
    nothing = (out["held"] + out["failed"] + out["undecided"]) == 0
    wordless = out["laporan"].isin(bare) & out["id"].isin(_need_prose(cards)) & nothing & (foreign == "")
    missing = np.where(wordless, ONLY_TABLES, missing)
    unknown = (missing != "") | (out["undecided"] > 0)
    out["status"] = np.select([broken, out["failed"] > 0, unknown, ~nothing], STATUSES[:4], STATUSES[4])
    out["reason"] = np.select(
        [broken, foreign != "", (missing != ""), out["reason"].ne(""), nothing],
        [
            out["id"].map(comparisons.errors).astype(object).fillna(""),
            foreign,
            missing,
            out["reason"],
            "tidak ada yang sejenis ini dalam laporan",
        ],
        "",
    )
    return out[["laporan", "id", "kind", "status", "held", "failed", "undecided", "reason"]]


def _need_prose(cards: tuple[Card, ...]) -> set[str]:
    """Rules on what only sentences say. What a whole document must have (kelengkapan) is asked of no part of
    one."""
    tables = _content()["prose"]
    return {card.id for card in cards if card.table in tables and card.kind != "kelengkapan"}


def only_tables(sub: Submission) -> frozenset[str]:
    """Reports without a sentence: typed tables without a klaim, documents of grids and headings only."""
    told = set(sub.tables["klaim"]["laporan"])
    blok = sub.blok[~sub.blok["jenis"].isin(["petak", "judul"])]
    text = blok["teks"].astype(str).str.strip()
    words = text.str.split().str.len()
    told |= set(
        blok.loc[words.ge(_LONG) | (words.ge(_SHORT) & text.str.endswith((".", ";", ":"))), "laporan"]
    )
    return frozenset(set(sub.laporan["laporan"]) - told)


def _foreign(cards: tuple[Card, ...], out: pd.DataFrame, about: pd.DataFrame) -> np.ndarray:
    """Why a rule is not for the document of a row of `out`; '' where it is."""
    kind, name = (
        dict(zip(about["laporan"], about[column], strict=True)) for column in ("dokumen", "nama_dokumen")
    )
    meant = {card.id: card.documents for card in cards if card.documents}
    why = {
        name: f"aturan ini untuk {' atau '.join(DOCUMENTS[document] for document in kinds)}; dokumen ini "
        for name, kinds in meant.items()
    }
    made = np.full(len(out), "", dtype=object)
    at = np.flatnonzero(out["id"].isin(meant))
    made[at] = [
        why[rule] + name[report] if kind[report] not in meant[rule] else ""
        for rule, report in zip(out["id"].iloc[at], out["laporan"].iloc[at], strict=True)
    ]
    return made


def _lacking(cards: tuple[Card, ...], tiada: pd.DataFrame) -> pd.Series:
    """Missing columns by report and rule, as text."""
    if tiada.empty:
        return pd.Series(dtype=object)
    need = pd.DataFrame(
        [(card.id, table, column) for card in cards for table, column in sorted(columns_needed(card))],
        columns=["id", "tabel_tipe", "kolom"],
    )
    hit = need.merge(tiada, on=["tabel_tipe", "kolom"])
    hit["kata"] = "kolom '" + hit["kolom"] + "' tidak ada di tabel " + hit["tabel_tipe"]
    return hit.groupby(["laporan", "id"])["kata"].agg("; ".join)


_PROSE = ["klaim", "perhitungan", "predikat", "bilangan", "layanan", "rincian"]


def _same_print(level: np.ndarray, angka: pd.DataFrame) -> np.ndarray:
    """Tables may hold one printed number twice (as a claim and as an operand): same passage, line and value
    are one print."""
    prose = angka[angka["tabel_tipe"].isin(_PROSE) & angka["garis"].ge(0)]
    prose = prose[prose["tabel"].astype(str).str.startswith("prosa")]
    if prose.empty:
        return level
    ids = prose.index.to_numpy()
    group = [prose[column] for column in ("laporan", "tabel", "garis", "nilai")]
    kinds = (
        prose.groupby(["laporan", "tabel", "garis", "nilai"])["tabel_tipe"].transform("nunique").to_numpy()
        > 1
    )
    best = pd.Series(level[ids], index=prose.index).groupby(group).transform("min").to_numpy()
    out = level.copy()
    out[ids] = np.where(kinds, best, level[ids])
    return out


REACHES = ("recomputed", "repeated", "weak", "unreached")


def reach(
    cards: tuple[Card, ...],
    comparisons: Comparisons,
    operan: pd.DataFrame,
    fakta: pd.DataFrame,
    angka: pd.DataFrame,
    again: np.ndarray,
) -> np.ndarray:
    """For each number: recomputed, repeated, weak, unreached, or '' where it is no printed report figure.

    again: ids of numbers that another place of their report prints too (checks.settle.copies).
    """
    level = np.full(len(angka), 3)
    how = {card.id: card.reaches for card in cards}
    paper = comparisons.kertas_kerja
    decided = paper["hasil"].ne(S.UNTESTABLE).to_numpy()
    kind = comparisons.each([how[part.card.id] for part in comparisons.parts], dtype=object)
    used = operan[decided[operan["banding"].to_numpy(dtype="int64")]]
    kinds = kind[used["banding"].to_numpy(dtype="int64")]
    weak_role = used["peran"].eq("diuji").to_numpy()
    ids = used["id"].to_numpy(dtype="int64")
    level[ids[(kinds == "weak") | ((kinds == "recomputed") & weak_role)]] = 2
    level[ids[(kinds == "repeated") & ~weak_role]] = 1
    keys = ("laporan", "kunci", "ukuran", "tahun", "kelas_satuan", "kelas_dokumen")
    one = codes(*(fakta[key] for key in keys))
    shared = fakta["nilai"].to_numpy(dtype="int64")[np.bincount(one)[one] > 1]
    level[shared] = np.minimum(level[shared], 1)
    level[again] = np.minimum(level[again], 1)
    level[ids[(kinds == "recomputed") & ~weak_role]] = 0
    level = _same_print(level, angka)
    placed = angka[
        "mulai"
    ].notna()  # a constant of arithmetic ("10", a sum that nobody printed) stands nowhere in its document
    constant = ~placed & angka["tabel_tipe"].eq("perhitungan")
    constant[constant] = angka.loc[constant, "teks"].str.fullmatch(r"[\d,]+").astype(bool)
    printed = ~constant | ~angka["laporan"].isin(angka.loc[placed, "laporan"].unique())
    figure = (angka["kelas"].eq(A.FIGURE) & printed).to_numpy()
    return np.where(figure, np.array(REACHES, dtype=object)[level], "")
