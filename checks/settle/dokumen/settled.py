"""The tables that rules and papers read of a report beside other documents."""

import pandas as pd

from cermat.checks.operands import Numbers
from cermat.checks.settle.dokumen.accounts import lines_beside
from cermat.checks.settle.dokumen.aims import aims_covered
from cermat.checks.settle.dokumen.coverage import coverage
from cermat.checks.settle.dokumen.documents import documents, of_one_agency, told_by_values
from cermat.checks.settle.dokumen.explained import changes, named_indicators, named_values
from cermat.checks.settle.dokumen.figures import across
from cermat.checks.settle.dokumen.indicators import (
    aims_beside,
    all_aims,
    details,
    indicators_beside,
    named_in,
)
from cermat.checks.settle.dokumen.matching import entities, matched
from cermat.checks.settle.dokumen.periods import of_one_period, periods, yearly
from cermat.checks.settle.dokumen.progress import progress
from cermat.checks.settle.dokumen.quarters import QUARTERS, quarters
from cermat.checks.settle.dokumen.scales import bands_beside, measured_otherwise
from cermat.checks.settle.dokumen.series import followed
from cermat.checks.settle.dokumen.values import compared, equal, rounded
from cermat.schemas.keys import find
from cermat.schemas.submission import Submission

_PAIR = ("laporan", "lain")
VALUE_COLUMNS = {"antar_dokumen": {"nilai", "lain"}, "deret": {"nilai"}}
VALUE_COLUMNS["triwulan"] = {"nilai", *QUARTERS}
VALUE_COLUMNS["kemajuan"] = {"capaian_akhir", "realisasi", "target", "lain"}
VALUE_COLUMNS["skala_lain"] = {"nilai", "lain", "target", "target_lain"}


def beside_tables(
    tables: dict, sub: Submission, beside: list[str], numbers: Numbers, skip: list[str]
) -> dict:
    """dokumen_lain (documents.documents), padanan (matching.matched), antar_dokumen (values.compared),
    cakupan (coverage.coverage), padanan_indikator (indicators.indicators_beside),
    padanan_sasaran (indicators.aims_beside), padanan_anggaran (accounts.lines_beside), padanan_skala
    (scales.bands_beside), skala_lain (scales.measured_otherwise), triwulan (quarters.quarters), kemajuan
    (progress.progress), deret (series.followed).

    beside: names of the documents that the others are held against; skip: words that names do without.
    """
    tables, fakta = dict(tables), tables["fakta"]
    docs = documents(tables, beside)
    own = docs[docs["sama"] | docs["kop"]]
    if own.empty:  # nothing stands beside: no names need be looked at
        tables = {name: rows.iloc[:0] for name, rows in tables.items()}
        fakta = fakta.iloc[:0]
    parts = periods(sub, own)
    fakta = tables["fakta"] = yearly(across(fakta, tables["anggaran"]), parts, own)
    known, told = entities(tables, skip), details(tables, numbers, sub, beside)
    matches = matched(own, known, told, fakta, numbers)
    docs = of_one_agency(docs, matches, known)
    own = docs[docs["sama"]]
    values = compared(own, _of(own, matches), fakta, numbers)
    values = values[of_one_period(values, own, sub)].reset_index(drop=True)
    docs = told_by_values(docs, values, equal(values, numbers))
    own = docs[docs["sama"]]
    matches = _of(own, matches)
    values = values.assign(dibulatkan=rounded(values, numbers))
    values = _of(own, values, ("laporan", "dokumen_lain"))
    passages = changes(sub, own["laporan"])
    values["dijelaskan"] = named_values(values, passages, sub.angka, numbers)
    made: dict[str, pd.DataFrame] = {"dokumen_lain": docs, "padanan": matches, "antar_dokumen": values}
    aims = all_aims(tables)
    both = indicators_beside(own, matches, told, aims)
    covered = [coverage(own, known, matches, values, fakta), aims_covered(own, both, aims)]
    made["cakupan"] = pd.concat(covered, ignore_index=True)
    both["dijelaskan"] = named_indicators(both, passages)
    made["padanan_indikator"] = both.assign(disebut=named_in(both, sub))
    made["padanan_sasaran"] = aims_beside(both)
    lines = lines_beside(own, matches, known, tables["anggaran"])
    made["padanan_anggaran"] = lines.assign(dijelaskan=named_indicators(lines, passages))
    made["padanan_skala"] = bands_beside(own, tables, numbers, passages)
    made["skala_lain"] = measured_otherwise(own, matches, tables, numbers)
    made["triwulan"] = quarters(own, matches, tables, sub, parts, numbers)
    made["kemajuan"] = progress(own, matches, tables, numbers)
    made["deret"] = followed(own, matches, told, fakta)
    return made


def _of(docs: pd.DataFrame, rows: pd.DataFrame, names: tuple[str, str] = _PAIR) -> pd.DataFrame:
    """The rows that are about some pairs of documents."""
    there = find([rows[name] for name in names], [docs[name] for name in _PAIR]) >= 0
    return rows[there].reset_index(drop=True)
