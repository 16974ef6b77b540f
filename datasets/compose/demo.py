"""The demonstration report: a made-up sound report with a handful of contradictions put in, as tables and as
a document.

`python -m cermat.datasets.compose.demo` writes datasets/demo_dinas_contoh anew from its kekeliruan.yaml.
"""

from pathlib import Path

import pandas as pd
import yaml

from cermat.datasets.compose import compose
from cermat.datasets.compose.sample import sample
from cermat.schemas.errors import InputError
from cermat.schemas.tables import all_tables

FOLDER = Path(__file__).parents[1] / "demo_dinas_contoh"


def plan() -> dict:
    """kekeliruan.yaml: benih (seed), layout, wording, berkas, kekeliruan (jenis, apa, tanda, ubah,
    tambah)."""
    return yaml.load((FOLDER / "kekeliruan.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def demo_tables() -> dict[str, pd.DataFrame]:
    """The typed tables of the demonstration report, with what was put wrong."""
    wanted = plan()
    tables = sample(wanted["benih"])
    for wrong in wanted["kekeliruan"]:
        for change in wrong.get("ubah", []):
            frame = tables[change["tabel"]]
            here = pd.Series(True, index=frame.index)
            for column, value in change["di"].items():
                here &= frame[column].eq(value)
            if not here.any():
                raise InputError(f"kekeliruan.yaml: tidak ada baris {change['tabel']} dengan {change['di']}")
            for column, value in change["isi"].items():
                frame.loc[here, column] = value
        for more in wrong.get("tambah", []):
            known = tables.get(more["tabel"], pd.DataFrame())
            tables[more["tabel"]] = pd.concat([known, pd.DataFrame([more["isi"]])], ignore_index=True).fillna(
                ""
            )
    return tables


def write_demo(folder: Path = FOLDER) -> None:
    """Write the tables (a CSV each) and the document into a folder."""
    wanted, tables = plan(), demo_tables()
    for name, spec in all_tables().items():
        if name in tables:
            frame = tables[name]
            kept = [
                column
                for column in spec.columns
                if column in frame and (frame[column].ne("").any() or spec.columns[column].required)
            ]
            frame[kept].to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    file = folder / wanted["berkas"]
    compose(
        tables,
        file.suffix[1:],
        file,
        layout=wanted["layout"],
        wording=wanted["wording"],
        seed=wanted["benih"],
    )


if __name__ == "__main__":
    write_demo()
