"""The empty workbook: a sheet a typed table, with labels, explanations, drop-downs and rows of examples."""

from pathlib import Path

import pandas as pd

from cermat.datasets.workbook.looks import EXAMPLE, Book, example_rows, mark_column, ordered, words
from cermat.schemas.atomic import write_new
from cermat.schemas.submission import STRUKTUR_COLUMNS
from cermat.schemas.tables import PLACE_COLUMNS, all_tables

_SPARE = 2000  # rows that a person may fill with the drop-downs at hand
_LEAST = {"teks": 18, "angka": 16, "pilihan": 14}  # room to type in


def write_template(path: Path) -> Path:
    """Write the empty workbook; a file that is there is left alone, the next free name taken. Returns the
    path."""
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        path = path.with_name(path.name + ".xlsx")
    return write_new(path, _filled)


def _filled(name: str) -> bytes:
    """The content of the empty workbook; name: of its file."""
    book, tables = Book(), words()["tables"]
    listing = [
        (kind, tables.get(kind, {}).get("about", ""), str(len(spec.columns)))
        for kind, spec in all_tables().items()
    ]
    text = words()["guide_template"].replace("{file}", name)
    book.guide("Templat isian LKjIP", text, listing, ("Lembar", "Isi", "Kolom"))
    for kind, spec in all_tables().items():
        columns = [mark_column(), *ordered(spec, (), PLACE_COLUMNS)]
        rows = [
            [{EXAMPLE: "ya", **row}.get(column.name, "") for column in columns] for row in example_rows(kind)
        ]
        book.table(kind, columns, rows, examples=len(rows), spare=_SPARE, kind=kind, frozen=1, least=_LEAST)
    return book.content()


def without_examples(kind: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A table of text without its rows of examples, and STRUKTUR_COLUMNS rows for marked rows that a person
    has filled.

    A row is an example where the column `contoh` says 'ya'.
    """
    marked = frame[EXAMPLE].astype(str).str.strip().str.lower().eq("ya")
    columns = [
        column
        for column in frame.columns
        if column != EXAMPLE and column != "laporan" and not column.startswith("_")
    ]
    told = []
    for row in frame.loc[marked, columns].to_dict("records"):
        filled = {name: str(value).strip() for name, value in row.items() if str(value).strip()}
        if filled and not any(filled.items() <= example.items() for example in example_rows(kind)):
            told.append(
                {
                    "tabel_tipe": kind,
                    "kolom": EXAMPLE,
                    "baris_ke": -1,
                    "teks": " | ".join(filled.values())[:80],
                    "pesan": "baris bertanda contoh tidak diperiksa, padahal sudah diisi; kosongkan kolom "
                    "contoh",
                }
            )
    return frame[~marked].drop(columns=EXAMPLE), pd.DataFrame(
        told,
        columns=[struktur_column for struktur_column in STRUKTUR_COLUMNS if struktur_column != "laporan"],
    )
