"""Writes a made-up nation, and holds the engine against it: `python -m tests.nation write|detect`."""

from collections import Counter
from pathlib import Path

import click
import pandas as pd

from cermat.schemas.parquet import data_set
from tests.nation import BLOCK, nation
from tests.nation.documents import FORMATS, write_documents
from tests.nation.faults import kinds


@click.group()
def main() -> None:
    """Reports are drawn BLOCK at a time; the same seed gives the same nation."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--reports", default=27_000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--faulty", default=0.25, show_default=True, help="share of reports with one known fault each")
@click.option(
    "--as", "form", default="parquet", show_default=True, type=click.Choice(["parquet", *FORMATS, "mixed"])
)
def write(folder: Path, reports: int, seed: int, faulty: float, form: str) -> None:
    """Write a nation into FOLDER: one Parquet file a typed table, or a document a report, and the truth beside it."""
    click.echo(f"{write_nation(folder, reports, seed, faulty, form)} angka")


def write_nation(
    folder: Path, reports: int, seed: int = 1, faulty: float = 0.25, form: str = "parquet"
) -> int:
    """The same from Python; returns how many figures there are. The truth is kebenaran.csv beside FOLDER."""
    from cermat.schemas.tables import all_tables

    folder.mkdir(parents=True, exist_ok=True)
    figures, truths = 0, []
    if form == "parquet":
        with data_set(folder) as put:
            for frames, truth in nation(reports, seed, faulty):
                put(frames)
                figures += sum(
                    (frame[all_tables()[name].angka_columns] != "").to_numpy().sum()
                    for name, frame in frames.items()
                )
                truths.append(truth)
    else:
        for frames, truth in nation(reports, seed, faulty):
            figures += write_documents(frames, folder, form, seed)
            truths.append(truth)
    pd.concat(truths).to_csv(folder.parent / f"{folder.name}-kebenaran.csv", index=False)
    return int(figures)


@main.command()
@click.option("--reports", default=1000, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--faulty", default=0.5, show_default=True)
@click.option("--show", default=3, show_default=True, help="alarms shown of each rule")
def detect(reports: int, seed: int, faulty: float, show: int) -> None:
    """Is every fault found, and nothing invented? Told by kind of fault and by rule."""
    from cermat import audit
    from tests.nation.score import score

    faults, alarms, sound = [], [], 0
    for frames, truth in nation(reports, seed, faulty):
        made = score(audit.check(frames), truth)
        faults.append(made.faults)
        alarms.append(made.alarms.assign(sound=~made.alarms["laporan"].isin(truth["laporan"])))
        sound += frames["identitas"]["laporan"].nunique() - truth["laporan"].nunique()
    told, invented = pd.concat(faults), pd.concat(alarms)
    by_kind = told.groupby("jenis").agg(
        n=("found", "size"), found=("found", "sum"), exact=("exact", "sum"), doubtful=("doubtful", "sum")
    )
    for kind in by_kind[by_kind["found"] < by_kind["n"]].itertuples():
        click.echo(f"{kind.Index:<40} {kind.found}/{kind.n}  perlu dilihat {kind.doubtful}")
    click.echo(
        f"kekeliruan ditemukan {told['found'].sum()} dari {len(told)} (angkanya sendiri {told['exact'].sum()}); jenis {len(by_kind)} dari {len(kinds())}"
    )
    in_sound = invented[invented["sound"]]
    click.echo(
        f"tuduhan tanpa sebab: {len(in_sound)} di {in_sound['laporan'].nunique()} dari {sound} laporan benar; {len(invented) - len(in_sound)} di laporan lain"
    )
    seen: Counter = Counter()
    for alarm in invented.itertuples():
        seen[alarm.rule] += 1
        if seen[alarm.rule] <= show:
            click.echo(
                f"  {alarm.laporan} {alarm.rule} {'benar' if alarm.sound else 'keliru'}: {alarm.kondisi[:220]}"
            )


if __name__ == "__main__":
    main()

__all__ = ["BLOCK"]
