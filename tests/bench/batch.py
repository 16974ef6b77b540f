"""A nation's year in one run, and the tools beside it: `make bench-batch`. It measures and never fails on slowness.

Wall seconds depend on who else uses the machine; CPU seconds (of all processes together) hardly do. Each figure stands beside its
aim; reports are made up (tests/nation), so every machine measures the same ones.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pandas as pd

from tests.bench import tools
from tests.bench.processes import Cost, cost
from tests.nation import nation
from tests.nation.__main__ import write_nation

ROOT = Path(__file__).parents[2]
SIZES = (1, 10, 100, 1_000, 3_000, 9_000, 27_000)
AIMS = "tujuan 27.000: 120 s dengan 2 inti, 4.096 MiB, 10 kali telanjang"


def growth(sizes: tuple[int, ...], folder: Path, workers: int) -> None:
    """The command `batch` over ever larger data sets, beside the bare reading and arithmetic of the same files."""
    click.echo(
        f"laporan    angka  menulis s |   dinding s     CPU s  ms CPU/laporan  MiB  angka/s | telanjang CPU s  rasio   ({AIMS})"
    )
    for size in sizes:
        data = folder / f"bangsa-{size}"
        start = time.process_time()
        figures = write_nation(data, size)
        made = time.process_time() - start
        run = batch(data, folder / f"hasil-{size}", workers)
        bare = cost(sys.executable, "-m", "tests.bench.bare", str(data), folder=ROOT, log=folder / "bare.log")
        told = bare.out.split()
        click.echo(
            f"{size:>7} {figures:>8}  {made:9.1f} | {run.wall:11.1f} {run.cpu:9.1f} {1000 * run.cpu / size:15.1f} {run.peak:4.0f} "
            f"{figures / run.wall:8.0f} | {float(told[0]):15.2f} {run.cpu / max(float(told[0]), 0.01):6.1f}   "
            f"{told[1]} perbandingan telanjang"
            + (f"   keluar dengan {run.code}: {run.out.strip()[-200:]}" if run.code > 1 else "")
        )


def batch(data: Path, out: Path, workers: int) -> Cost:
    """`audit.py batch`: from Parquet to findings, statuses, entities and the recapitulation."""
    command = (
        "audit.py",
        "batch",
        str(data),
        "--out",
        str(out),
        "--workers",
        str(workers),
        "--quiet",
        "--exit-zero",
    )
    return cost(sys.executable, *command, folder=ROOT, log=out.parent / f"{out.name}.log")


def comparisons(reports: int, single: int) -> None:
    """Ten checks in every tool: milliseconds a report, one report at a time and all stacked."""
    frames = next(iter(nation(min(reports, 500), faulty=0.0)))[0]
    blocks = [made for made, _ in nation(reports, faulty=0.0)]
    stacked = {name: pd.concat([block[name] for block in blocks], ignore_index=True) for name in tools.NEEDED}
    names = frames["identitas"]["laporan"].unique()[: single + 1]
    alone = [
        {name: frames[name][frames[name]["laporan"].eq(one)].reset_index(drop=True) for name in tools.NEEDED}
        for one in names
    ]
    rows, each = tools.prepare(stacked), [tools.prepare(one) for one in alone]
    click.echo(
        f"sepuluh pemeriksaan         ms CPU/laporan satu-satu ({single})   bertumpuk ({reports})   yang gagal"
    )
    for name, run in _tools():
        turned = getattr(run, "turned", lambda *both: both)
        one, many = [turned(*both) for both in each], turned(*rows)
        _tell(
            name,
            lambda run=run, one=one: [run(*both) for both in one[1:]],
            lambda run=run, many=many: run(*many),
            len(one) - 1,
            reports,
            run,
            one[0],
        )
    _tell(
        "Cermat, sepuluh kartu",
        lambda: [tools.ours(one) for one in alone[1:]],
        lambda: tools.ours(stacked),
        single,
        reports,
        tools.ours,
        alone[:1],
    )
    for what, who in tools.LACKING.items():
        click.echo(f"  {what:<58} {who}")


def _tools() -> list[tuple[str, Callable]]:
    made: list[tuple[str, Callable]] = [
        ("NumPy", tools.in_numpy),
        ("pandas", tools.in_pandas),
        ("pandera", tools.in_pandera()),
        ("Great Expectations", tools.in_gx()),
    ]
    try:
        import pointblank  # noqa: F401
    except ImportError:
        click.echo("pointblank belum terpasang (make bench-batch memasangnya)")
        return made
    return [
        *made,
        ("pointblank, pandas", tools.in_pointblank(False)),
        ("pointblank, polars", tools.in_pointblank(True)),
    ]


def _tell(
    name: str, single: Callable, stacked: Callable, count: int, reports: int, run: Callable, warm
) -> None:
    run(*warm)  # imports and first runs are not counted
    start = time.process_time()
    single()
    apart = time.process_time() - start
    start = time.process_time()
    failed = stacked()
    together = time.process_time() - start
    click.echo(f"{name:<24} {1000 * apart / count:28.2f} {1000 * together / reports:22.3f} {failed:12}")


@click.command()
@click.option("--sizes", default=",".join(map(str, SIZES)), show_default=True)
@click.option("--reports", default=1000, show_default=True, help="stacked reports of the ten checks")
@click.option("--single", default=30, show_default=True, help="reports one at a time")
@click.option("--workers", default=2, show_default=True)
def main(sizes: str, reports: int, single: int, workers: int) -> None:
    """Growth from 1 to 27,000 reports, then the tools beside each other."""
    click.echo(f"{os.cpu_count()} inti, beban mesin {os.getloadavg()[0]:.1f} saat mulai")
    with TemporaryDirectory() as name:
        if sizes:
            growth(tuple(int(size) for size in sizes.split(",")), Path(name), workers)
    if reports:
        comparisons(reports, single)


if __name__ == "__main__":
    main()
