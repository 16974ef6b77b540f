"""A result as the tables of a batch (schemas/batch.py): findings without their texts, statuses, reach,
entities, a row a report, and capaian stated against recomputed."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cermat.checks.phrases import display
from cermat.schemas.batch_tables import OUT
from cermat.schemas.keys import codes, firsts

if TYPE_CHECKING:
    from cermat.checks.result import Result

_STATES = {
    "recomputed": "dihitung_ulang",
    "repeated": "cocok_di_tempat_lain",
    "weak": "teruji_lemah",
    "unreached": "tidak_terjangkau",
}


def summed_up(result: "Result") -> dict[str, pd.DataFrame]:
    """The frames of OUT but `dokumen`, one row each as its columns say."""
    found = pd.concat([result.inner(), result.inner(doubtful=True)], ignore_index=True)
    made = {
        "laporan": _reports(result, found),
        "findings": _findings(result, found),
        "statuses": result.statuses,
        "reach": _reach(result),
        "entities": result.settled.entitas,
        "capaian": _capaian(result),
    }
    return {
        name: frame.reindex(columns=list(OUT[name])).reset_index(drop=True) for name, frame in made.items()
    }


def _findings(result: "Result", found: pd.DataFrame) -> pd.DataFrame:
    """Findings, doubtful ones last, with the place of the figure that each is about."""
    angka, words = result.sub.angka, result.words
    at = found["stated_id"].to_numpy(dtype="int64")
    told = {subject: words.named(subject) for subject in found["subject"].unique()}
    after = words.after
    recomputed = [after.repair(row) for row in found.to_dict("records")]

    def of_number(column: str, without) -> np.ndarray:
        cells = angka[column].to_numpy(dtype=object)
        return np.append(cells, without)[at]

    return found.assign(
        subject=found["subject"].map(told),
        recomputed=recomputed,
        text=of_number("teks", ""),
        unit=of_number("satuan", ""),
        section=of_number("bagian", ""),
        table=of_number("tabel", ""),
        row=of_number("baris", ""),
        column=of_number("kolom_cetak", ""),
        page=of_number("halaman", -1),
        line=of_number("garis", -1),
        doubtful=found["doubtful"].astype(bool),
    )


def _reach(result: "Result") -> pd.DataFrame:
    """How many printed figures of each table are recomputed, repeated, weakly tested, not reached."""
    shown = np.flatnonzero(result.reach != "")
    figures = {
        "laporan": result.sub.angka["laporan"].to_numpy(dtype=object)[shown],
        "tabel_tipe": result.sub.angka["tabel_tipe"].fillna("").to_numpy(dtype=object)[shown],
        "keadaan": result.reach[shown],
    }
    one = codes(*figures.values())
    made = pd.DataFrame({name: values[firsts(one)] for name, values in figures.items()})
    made["keadaan"] = made["keadaan"].map(_STATES)
    return made.assign(angka=np.bincount(one)).sort_values(list(figures), ignore_index=True)


def _reports(result: "Result", found: pd.DataFrame) -> pd.DataFrame:
    """A row a report: what it is, its figures by reach, its findings by grade."""
    about = result.sub.laporan[["laporan", "sumber", "sha256"]].set_index("laporan")
    known = result.settled.tables["laporan"].set_index("laporan")
    ids = result.sub.tables["identitas"]
    agency = ids[ids["jenis"].eq("instansi")].drop_duplicates("laporan").set_index("laporan")["nilai"]
    about = about.join(known[["tahun", "dokumen", "nama_dokumen", "bagian_dokumen"]])
    about["instansi"] = agency.reindex(about.index).fillna("")
    states = pd.Series(result.reach).map(_STATES)
    laporan = result.sub.angka["laporan"].to_numpy(dtype=object)
    for state in _STATES.values():
        about[state] = _counted(laporan[states.eq(state).to_numpy()], about.index)
    about["tercetak"] = about[list(_STATES.values())].sum(axis=1)
    told = ~found["doubtful"].astype(bool)
    counts = found["laporan"].to_numpy(dtype=object)
    for grade in ("tinggi", "sedang", "rendah"):
        mine = told & ~found["waived"] & found["severity"].eq(grade)
        about[grade] = _counted(counts[mine.to_numpy()], about.index)
    about["dikecualikan"] = _counted(counts[(told & found["waived"]).to_numpy()], about.index)
    about["perlu_dilihat"] = _counted(counts[~told.to_numpy()], about.index)
    about["dibantah"], about["terdampak"] = _accused(result, found[told & ~found["waived"]], about.index)
    return about.reset_index()


def _counted(laporan: np.ndarray, reports: pd.Index) -> np.ndarray:
    """How often each report is named."""
    return pd.Series(laporan, dtype=object).value_counts().reindex(reports, fill_value=0).to_numpy("int64")


def _accused(result: "Result", found: pd.DataFrame, reports: pd.Index) -> tuple[np.ndarray, np.ndarray]:
    """(printed figures that are contradicted, those that change with them), by report: as Result.numbers."""
    node, figure = result.explained.causes.node, result.reach != ""
    laporan = result.sub.angka["laporan"].to_numpy(dtype=object)
    stated = found["stated_id"].to_numpy(dtype="int64")
    accused = np.isin(node, node[stated[stated >= 0]])
    changed = result.explained.changed
    moved = np.isin(node, changed["node"][changed["cause"].isin(found["cause"])]) & ~accused
    return _counted(laporan[accused & figure], reports), _counted(laporan[moved & figure], reports)


def _capaian(result: "Result") -> pd.DataFrame:
    """Every capaian that a rule recomputes: stated and recomputed, with its outcome."""
    rules = [card.id for card in result.cards if card.table == "indikator" and card.stated == "capaian"]
    paper = result.kertas_kerja
    paper = paper[paper["aturan"].isin(rules) & paper["stated_id"].ge(0)]
    at = paper["stated_id"].to_numpy(dtype="int64")
    told = {subject: display(str(subject)) for subject in paper["subjek"].unique()}
    return pd.DataFrame(
        {
            "laporan": paper["laporan"],
            "rule": paper["aturan"],
            "subject": paper["subjek"].map(told),
            "tahun": paper["tahun"],
            "table": result.sub.angka["tabel"].to_numpy(dtype=object)[at],
            "stated": paper["stated"].astype("float64"),
            "recomputed": paper["recomputed"].astype("float64"),
            "hasil": paper["hasil"],
        }
    )
