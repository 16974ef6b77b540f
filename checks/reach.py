"""Statuses of rules and reach of the audit: silence is never a pass."""

import numpy as np
import pandas as pd

from checks.cards import Card
from checks.compare import Comparisons
from checks.language import parse
from schemas import angka as A
from schemas import selang as S
from schemas.tabel import semua_tabel

STATUSES = ("galat", "temuan", "tidak dapat diuji", "sesuai", "tidak berlaku")
# derived tables and the columns of typed tables they are made from
SOURCES = {
    "nilai_indikator": [("indikator", "indikator"), ("indikator", "capaian"), ("seri", "nilai"), ("seri", "tahun")],
    "fakta": [("indikator", "target"), ("indikator", "realisasi"), ("indikator", "capaian"), ("anggaran", "pagu"), ("klaim", "nilai")],
    "label": [("predikat", "label"), ("skala", "label")],
    "batas_skala": [("skala", "bawah"), ("skala", "atas")], "puncak_skala": [("skala", "atas"), ("indikator", "capaian")],
    "populasi": [("layanan", "penerima"), ("rincian", "nilai")], "kelengkapan": [("bab", "judul")],
    "lampiran": [("daftar_isi", "judul"), ("bab", "judul")],
    "klaim_target": [("klaim", "jenis"), ("indikator", "target"), ("indikator", "realisasi")],
    "langkah": [("klaim", "jenis")], "total_anggaran": [("anggaran", "pagu"), ("anggaran", "dokumen")],
    "isian": [("indikator", "realisasi_lalu")],
}  # fmt: skip


_SETTLED = {("indikator", "arah")}  # decided by evidence where no column says it


def columns_needed(card: Card) -> list[set[tuple[str, str]]]:
    """(typed table, column) pairs without which a rule cannot run in full, for each way in which it may be recomputed."""
    columns = [card.stated] if isinstance(card.stated, str) else list(card.stated)
    always = [card.holds, card.where, card.needs]
    return [_columns(card, [*always, way], columns) for way in card.recomputed.values() or [""]]


def _columns(card: Card, texts: list[str], columns: list[str]) -> set[tuple[str, str]]:
    needed: set[tuple[str, str]] = {(card.table, c) for c in columns}
    for text in filter(None, texts):
        for each in columns or [""]:
            expression = parse(text.replace("@", each or "nilai"))
            needed |= {(card.table, n) for n in expression.names}
            for agg in expression.aggregates:
                table = agg.table or card.table
                needed |= {(table, agg.column)} | {(table, left) for left, _ in agg.match}
                needed |= {(table, n) for n in parse(agg.where_text).names} if agg.where_text else set()
    typed = semua_tabel()
    real = {(t, c) for t, c in needed if t in typed and c in typed[t].kolom}
    for table in {t for t, _ in needed} & set(SOURCES):
        real |= set(SOURCES[table])
    return real - _SETTLED


def statuses(
    cards: tuple[Card, ...], comparisons: Comparisons, violated: np.ndarray, laporan: pd.Series, tiada: pd.DataFrame
) -> pd.DataFrame:
    """One row a report and rule: laporan, id, kind, status, held, failed, undecided, reason."""
    paper = comparisons.kertas_kerja
    undecided = paper["hasil"].eq(S.TIDAK_DIUJI).to_numpy()
    counts = pd.DataFrame(
        {"laporan": paper["laporan"], "id": paper["aturan"], "held": ~violated & ~undecided, "failed": violated, "undecided": undecided,
         "reason": paper["alasan"].where(undecided, "")}
    )  # fmt: skip
    told = counts[counts["reason"].ne("")].drop_duplicates(["laporan", "id"]).set_index(["laporan", "id"])["reason"]
    counts = counts.groupby(["laporan", "id"])[["held", "failed", "undecided"]].sum()
    every = pd.MultiIndex.from_product([laporan, [c.id for c in cards]], names=["laporan", "id"])
    out = counts.reindex(every).fillna(0).astype("int64").reset_index()
    out["reason"] = told.reindex(every).fillna("").to_numpy()
    out["kind"] = out["id"].map({c.id: c.kind for c in cards})
    lacking = _lacking(cards, tiada)
    missing = np.full(len(out), "")
    if len(lacking):
        missing = lacking.reindex(pd.MultiIndex.from_frame(out[["laporan", "id"]])).fillna("").to_numpy()
    broken = out["id"].isin(comparisons.errors)
    nothing = (out["held"] + out["failed"] + out["undecided"]) == 0
    unknown = (missing != "") | (out["undecided"] > 0)
    out["status"] = np.select([broken, out["failed"] > 0, unknown, ~nothing], STATUSES[:4], STATUSES[4])
    out["reason"] = np.select(
        [broken, (missing != ""), out["reason"].ne(""), nothing],
        [out["id"].map(comparisons.errors).astype(object).fillna(""), missing, out["reason"],
         "tidak ada yang sejenis ini dalam laporan"], "",
    )  # fmt: skip
    return out[["laporan", "id", "kind", "status", "held", "failed", "undecided", "reason"]]


def _lacking(cards: tuple[Card, ...], tiada: pd.DataFrame) -> pd.Series:
    """Missing columns by report and rule, as text; a rule lacks something where every way to recompute lacks it."""
    if tiada.empty:
        return pd.Series(dtype=object)
    ways = {c.id: columns_needed(c) for c in cards}
    need = pd.DataFrame(
        [(i, n, t, k) for i, sets in ways.items() for n, pairs in enumerate(sets) for t, k in sorted(pairs)],
        columns=["id", "cara", "tabel_tipe", "kolom"],
    )
    hit = need.merge(tiada, on=["tabel_tipe", "kolom"])
    hit["kata"] = "kolom '" + hit["kolom"] + "' tidak ada di tabel " + hit["tabel_tipe"]
    told = hit.groupby(["laporan", "id", "cara"])["kata"].agg("; ".join).reset_index()
    told = told[told.groupby(["laporan", "id"])["cara"].transform("size") == told["id"].map({i: len(s) for i, s in ways.items()})]
    return told.groupby(["laporan", "id"])["kata"].first()


_PROSE = ["klaim", "perhitungan", "predikat", "bilangan", "layanan", "rincian"]


def _same_print(level: np.ndarray, angka: pd.DataFrame) -> np.ndarray:
    """Tables may hold one printed number twice (as a claim and as an operand): same passage, line and value are one print."""
    prose = angka[angka["tabel_tipe"].isin(_PROSE) & angka["garis"].ge(0) & angka["tabel"].astype(str).str.startswith("prosa")]
    if prose.empty:
        return level
    ids = prose.index.to_numpy()
    group = [prose[c] for c in ("laporan", "tabel", "garis", "nilai")]
    kinds = prose.groupby(["laporan", "tabel", "garis", "nilai"])["tabel_tipe"].transform("nunique").to_numpy() > 1
    best = pd.Series(level[ids], index=prose.index).groupby(group).transform("min").to_numpy()
    out = level.copy()
    out[ids] = np.where(kinds, best, level[ids])
    return out


REACHES = ("recomputed", "repeated", "weak", "unreached")


def reach(cards: tuple[Card, ...], comparisons: Comparisons, operan: pd.DataFrame, fakta: pd.DataFrame, angka: pd.DataFrame) -> np.ndarray:
    """For each number: recomputed, repeated, weak, unreached, or '' where it is no printed report figure."""
    level = np.full(len(angka), 3)
    how = {c.id: c.reaches for c in cards}
    paper = comparisons.kertas_kerja
    decided = paper["hasil"].ne(S.TIDAK_DIUJI).to_numpy()
    kind = paper["aturan"].map(how).to_numpy()
    o = operan[decided[operan["banding"].to_numpy(dtype="int64")]]
    k = kind[o["banding"].to_numpy(dtype="int64")]
    weak_role = o["peran"].eq("diuji").to_numpy()
    ids = o["id"].to_numpy(dtype="int64")
    level[ids[(k == "weak") | ((k == "recomputed") & weak_role)]] = 2
    level[ids[(k == "repeated") & ~weak_role]] = 1
    many = fakta[fakta.groupby(["laporan", "kunci", "ukuran", "tahun", "kelas_satuan", "kelas_dokumen"])["nilai"].transform("size") > 1]
    shared = many["nilai"].to_numpy(dtype="int64")
    level[shared] = np.minimum(level[shared], 1)
    level[ids[(k == "recomputed") & ~weak_role]] = 0
    level = _same_print(level, angka)
    figure = angka["kelas"].eq(A.FIGUR).to_numpy()
    return np.where(figure, np.array(REACHES, dtype=object)[level], "")
