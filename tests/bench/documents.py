"""Documents of all formats through `batch`: pages a second and core, with and without its cache, and one process against two.

`make bench-documents`. CPU seconds are those of all processes; wall seconds say little where others use the machine.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pypdfium2

from tests.bench.processes import Cost, cost
from tests.nation.__main__ import write_nation
from tests.nation.documents import FORMATS

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "real" / "reports"
AGAIN = ("--ignore", "pembulatan")  # other settings: checked anew, read from the cache


def pages(folder: Path) -> int:
    """Pages of the PDFs of a folder."""
    count = 0
    for path in folder.glob("*.pdf"):
        with pypdfium2.PdfDocument(path) as document:
            count += len(document)
    return count


def batch(folder: Path, out: Path, workers: int, *options: str) -> Cost:
    command = (
        "audit.py",
        "batch",
        str(folder),
        "--out",
        str(out),
        "--workers",
        str(workers),
        "--quiet",
        "--exit-zero",
    )
    return cost(sys.executable, *command, *options, folder=ROOT, log=out.parent / f"{out.name}.log")


def _tell(what: str, files: int, count: float, first: Cost, again: Cost) -> None:
    click.echo(
        f"{what:<16} {files:>6} {count:>8.0f}  {first.cpu:8.1f} {count / first.cpu:10.2f} {1000 * first.cpu / count:10.1f}"
        f"  {again.cpu:8.1f} {count / again.cpu:10.2f}  {first.peak:5.0f}"
        + "".join(f"   keluar {run.code}: {run.out.strip()[-200:]}" for run in (first, again) if run.code)
    )


@click.command()
@click.option("--each", default=40, show_default=True, help="made-up reports of each format")
@click.option("--mixed", default=1000, show_default=True, help="made-up reports of all formats together")
@click.option("--real/--no-real", default=True, help="the real PDFs, where they are")
def main(each: int, mixed: int, real: bool) -> None:
    """A made-up report counts as many pages in every format as it has as PDF, on average."""
    click.echo(f"{os.cpu_count()} inti, beban mesin {os.getloadavg()[0]:.1f} saat mulai")
    click.echo(
        "bentuk           berkas  halaman    CPU s  hal./s/inti  ms/hal.   dengan singgahan s  hal./s/inti  MiB"
    )
    with TemporaryDirectory() as name:
        folder, average = Path(name), 12.0
        for form in ("pdf", *(other for other in FORMATS if other != "pdf")) if each else ():
            here = folder / form
            write_nation(here, each, faulty=0.25, form=form)
            average = pages(here) / each if form == "pdf" else average
            first = batch(here, folder / f"hasil-{form}", 1)
            again = batch(here, folder / f"hasil-{form}", 1, *AGAIN)
            _tell(form, each, average * each, first, again)
        if real and REAL.is_dir():
            first = batch(REAL, folder / "hasil-nyata", 1)
            again = batch(REAL, folder / "hasil-nyata", 1, *AGAIN)
            _tell("pdf nyata", len(list(REAL.glob("*.pdf"))), pages(REAL), first, again)
        if mixed:
            write_nation(folder / "campur", mixed, faulty=0.25, form="mixed")
            one, two = (batch(folder / "campur", folder / f"hasil-campur-{n}", n) for n in (1, 2))
            _tell("campur, 2 proses", mixed, average * mixed, two, two)
            click.echo(
                f"satu proses {one.wall:.1f} s dinding, {one.cpu:.1f} s CPU; dua {two.wall:.1f} s dinding, {two.cpu:.1f} s CPU; "
                f"efisiensi {one.wall / 2 / two.wall:.2f} menurut jam, {one.cpu / two.cpu:.2f} menurut CPU (tujuan 0,85)"
            )


if __name__ == "__main__":
    main()
