"""What a batch leaves behind: its tables, its Rekapitulasi, and what is said at its end."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from cermat.reports import console
from cermat.reports.batch.recap import Recap
from cermat.reports.batch.tables import write_tables
from cermat.reports.streams import say
from cermat.schemas.batch import FAULTY, KEPT, Part
from cermat.schemas.batch_tables import OUT, rows
from cermat.schemas.store import kept


def deliver(parts: Sequence[Part], documents: pd.DataFrame, out: Path, engine: dict, lang: str = "id") -> str:
    """Write tables and Rekapitulasi of all parts. Returns the gravest grade of a finding that counts, or
    ''."""
    recap = Recap(engine, lang)

    def tables():
        for part in parts:
            found, _about = kept(part.file)
            recap.add(found)
            yield found
        yield {"dokumen": rows("dokumen", documents)}

    paths = write_tables(tables(), out)
    paths += recap.write(documents, out, console.warn)
    grades = {grade for row in recap.rows for grade, count in row.grades.items() if count}
    tell(documents, recap, paths)
    return next((grade for grade in ("tinggi", "sedang", "rendah") if grade in grades), "")


def tell(documents: pd.DataFrame, recap: Recap, paths: Sequence[Path]) -> None:
    """A few lines on standard output: how many of what, and where it lies."""
    counts = documents["keadaan"].value_counts()
    figures = sum(row.printed for row in recap.rows)
    say(f"{len(recap.rows)} laporan diperiksa, {recap.words.number(figures)} angka tercetak")
    missing = [f"{counts[state]} {state}" for state in counts.index if state != KEPT]
    if missing:
        say(f"dokumen yang tidak diperiksa: {', '.join(missing)} (alasannya di dokumen.parquet)")
    found = {grade: sum(row.grades[grade] for row in recap.rows) for grade in ("tinggi", "sedang", "rendah")}
    say("temuan: " + ", ".join(f"{recap.words.number(count)} {grade}" for grade, count in found.items()))
    for path in paths:
        say(f"→ {path}")


def with_faults(documents: pd.DataFrame, faults: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """`dokumen` with what could not be checked: of a document its row says so, of a report of a data set a
    row of its own."""
    told = dict(faults)
    here = documents["berkas"].isin(told)
    documents = documents.assign(
        keadaan=documents["keadaan"].where(~here, FAULTY),
        alasan=documents["alasan"].where(~here, documents["berkas"].map(told)),
    )
    others = [
        dict(zip(OUT["dokumen"], (name, [name], "", FAULTY, why, 0.0, 0), strict=True))
        for name, why in told.items()
        if name not in set(documents["berkas"])
    ]
    return pd.concat([documents, pd.DataFrame(others)], ignore_index=True) if others else documents
