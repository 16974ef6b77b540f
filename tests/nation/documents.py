"""Reports of the nation as documents, through the composer: in all layouts and wordings, in one format or in all of them."""

from pathlib import Path

import pandas as pd

from cermat.datasets.compose import compose, layouts, wordings
from cermat.schemas.tables import all_tables

FORMATS = ("md", "docx", "xlsx", "pdf")


def write_documents(frames: dict[str, pd.DataFrame], folder: Path, form: str, seed: int = 1) -> int:
    """One document a report; form: one of FORMATS, or mixed (each in turn). Returns how many figures the tables hold."""
    figures = 0
    parted = {name: dict(iter(frame.groupby("laporan", sort=False))) for name, frame in frames.items()}
    for at, report in enumerate(frames["identitas"]["laporan"].unique()):
        tables = {
            name: parts[report].drop(columns="laporan").reset_index(drop=True)
            for name, parts in parted.items()
            if report in parts
        }
        number = int(report.rsplit("-", 1)[1])
        kind = FORMATS[number % len(FORMATS)] if form == "mixed" else form
        compose(
            tables,
            kind,
            folder / f"{report}.{kind}",
            layout=layouts()[number // len(FORMATS) % len(layouts())],
            wording=wordings()[number % len(wordings())],
            seed=seed * 100_000 + at,
        )
        figures += sum(
            (frame[all_tables()[name].angka_columns] != "").to_numpy().sum() for name, frame in tables.items()
        )
    return int(figures)
