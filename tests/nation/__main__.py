"""Writes a made-up nation, and holds the engine against it: `python -m tests.nation write|detect`."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pandas as pd

from cermat.schemas.parquet import data_set
from tests.nation import BLOCK, nation
from tests.nation.documents import FORMATS, write_documents
from tests.nation.faults import kinds
from tests.nation.score import Score, score, score_documents


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
@click.option(
    "--as", "form", default="tables", show_default=True, type=click.Choice(["tables", *FORMATS, "mixed"])
)
def detect(reports: int, seed: int, faulty: float, show: int, form: str) -> None:
    """Is every fault found, and nothing invented? Told by kind of fault and by rule; as tables, or as documents that
    are read again."""
    if form == "tables":
        made = list(_of_tables(reports, seed, faulty))
    else:
        made = [_of_documents(reports, seed, faulty, form)]
    told = pd.concat([one.faults for one, _ in made])
    invented = pd.concat([one.alarms for one, _ in made])
    _tell_faults(told)
    wrong = {report for _, truth in made for report in truth["laporan"]}
    _tell_alarms(invented.assign(sound=~invented["laporan"].isin(wrong)), reports - len(wrong), show)


def _of_tables(reports: int, seed: int, faulty: float) -> Iterator[tuple[Score, pd.DataFrame]]:
    from cermat import audit

    for frames, truth in nation(reports, seed, faulty):
        yield score(audit.check(frames), truth), truth


def _of_documents(reports: int, seed: int, faulty: float, form: str) -> tuple[Score, pd.DataFrame]:
    """Documents through `audit.py batch` with two workers."""
    root = Path(__file__).parents[2]
    with TemporaryDirectory() as name:
        source, out = Path(name) / "bangsa", Path(name) / "hasil"
        write_nation(source, reports, seed, faulty, form)
        options = ["--out", str(out), "--workers", "2", "--quiet", "--exit-zero"]
        subprocess.run([sys.executable, "audit.py", "batch", str(source), *options], cwd=root, check=True)
        found = pd.read_parquet(out / "findings.parquet")
        truth = pd.read_csv(Path(name) / "bangsa-kebenaran.csv", dtype=str, keep_default_na=False)
    found["laporan"] = found["laporan"].str.rsplit(".", n=1).str[0]
    return score_documents(found, truth), truth


def _tell_faults(told: pd.DataFrame) -> None:
    by_kind = told.groupby("jenis").agg(
        n=("found", "size"), found=("found", "sum"), exact=("exact", "sum"), doubtful=("doubtful", "sum")
    )
    for kind in by_kind[by_kind["found"] < by_kind["n"]].itertuples():
        click.echo(f"{kind.Index:<40} {kind.found}/{kind.n}  perlu dilihat {kind.doubtful}")
    click.echo(
        f"kekeliruan ditemukan {told['found'].sum()} dari {len(told)} (angkanya sendiri {told['exact'].sum()}); "
        f"jenis {len(by_kind)} dari {len(kinds())}"
    )


def _tell_alarms(invented: pd.DataFrame, sound: int, show: int) -> None:
    in_sound = invented[invented["sound"]]
    click.echo(
        f"tuduhan tanpa sebab: {len(in_sound)} di {in_sound['laporan'].nunique()} dari {sound} laporan benar; "
        f"{len(invented) - len(in_sound)} di laporan lain"
    )
    seen: Counter = Counter()
    for alarm in invented.itertuples():
        seen[alarm.rule] += 1
        if seen[alarm.rule] <= show:
            which = "benar" if alarm.sound else "keliru"
            click.echo(f"  {alarm.laporan} {alarm.rule} {which}: {alarm.kondisi[:220]}")


if __name__ == "__main__":
    main()

__all__ = ["BLOCK"]
