"""What findings.json tells of the documents that a report is held against: `against`, `coverage`,
`series`."""

from typing import TYPE_CHECKING

import pandas as pd

from cermat.checks.settle.dokumen import coverage, series

if TYPE_CHECKING:
    from cermat.checks.result import Result


# tables of comparisons with other documents, a row each
_COMPARED = (
    "antar_dokumen",
    "triwulan",
    "kemajuan",
    "padanan_sasaran",
    "padanan_anggaran",
    "padanan_skala",
    "skala_lain",
)


def documents_json(result: "Result", laporan: str) -> dict:
    """against, coverage and series of one report; all empty where nothing stands beside it."""
    tables, words = result.settled.tables, result.words
    docs = tables["dokumen_lain"]
    docs = docs[docs["laporan"] == laporan]
    unread = [
        {"document": one["document"], "kind": one["kind"], "name": "", "year": None, "how": "", "used": 0}
        | {"note": one["note"]}
        for one in result.unread
    ]
    return {
        "against": [_document(row, result, laporan) for row in docs.to_dict("records")] + unread,
        "coverage": coverage.told(tables["cakupan"], laporan, words.named),
        "series": series.told(tables["deret"], laporan, words.numbers, words.named),
    }


def _document(row: dict, result: "Result", laporan: str) -> dict:
    """One document, how many comparisons it took part in, or why none."""
    tables = result.settled.tables
    used = sum(_used(tables[name], laporan, row["lain"]) for name in _COMPARED)
    used += _used(_by_words(tables["padanan_indikator"]), laporan, row["lain"])
    return {
        "document": row["lain"],
        "kind": row["jenis"],
        "name": row["nama"],
        "year": row["tahun"] if row["tahun"] > 0 else None,
        "how": row["bukti"],
        "used": used,
        "note": "" if used else _why(row),
    }


def _by_words(both: pd.DataFrame) -> pd.DataFrame:
    """The indicators of which unit, formula or direction stand in both documents."""
    told = (both[["satuan_banding", "formula_banding", "arah_banding"]] != "").any(axis=1)
    return both[told & both["ada"].astype(bool) & both["ada_lain"].astype(bool)]


def _used(compared: pd.DataFrame, laporan: str, other: str) -> int:
    return int(((compared["laporan"] == laporan) & (compared["dokumen_lain"] == other)).sum())


def _why(row: dict) -> str:
    """Why nothing of a document could be used."""
    if not row["sama"]:
        return f"milik instansi lain ({row['instansi']}): tidak dibandingkan"
    if row["tahun"] > 0 and row["tahun"] != row["tahun_laporan"] > 0 and row["akhir"] < 0:
        return (
            f"tentang tahun {row['tahun']}, laporan tahun {row['tahun_laporan']}: "
            "tidak ada angka tahun yang sama yang dapat dibandingkan"
        )
    return "tidak ada hal, ukuran dan tahun yang sama dengan laporan ini"
