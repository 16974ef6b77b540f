"""The tables that rules and papers read of a report beside other documents."""

import pandas as pd

from cermat.checks.operands import Numbers
from cermat.checks.settle.dokumen.coverage import coverage
from cermat.checks.settle.dokumen.documents import documents
from cermat.checks.settle.dokumen.matching import entities, matched
from cermat.checks.settle.dokumen.series import followed
from cermat.checks.settle.dokumen.values import compared

VALUE_COLUMNS = {"antar_dokumen": {"nilai", "lain"}, "deret": {"nilai"}}


def beside_tables(tables: dict, beside: list[str], numbers: Numbers, skip: list[str]) -> dict:
    """dokumen_lain (documents.documents), padanan (matching.matched), antar_dokumen (values.compared),
    cakupan (coverage.coverage), deret (series.followed).

    beside: names of the documents that the others are held against; skip: words that names do without.
    """
    fakta = tables["fakta"]
    docs = documents(tables, beside)
    own = docs[docs["sama"]]
    if own.empty:  # nothing stands beside: no names need be looked at
        tables = {name: rows.iloc[:0] for name, rows in tables.items()}
        fakta = fakta.iloc[:0]
    known = entities(tables, skip)
    matches = matched(own, known)
    values = compared(own, matches, fakta, numbers)
    made: dict[str, pd.DataFrame] = {"dokumen_lain": docs, "padanan": matches, "antar_dokumen": values}
    made["cakupan"] = coverage(own, known, matches, values, fakta)
    made["deret"] = followed(own, matches, known, fakta)
    return made
