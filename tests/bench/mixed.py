"""Many documents of all kinds in one run, some broken: `python -m tests.bench.mixed`. Seconds, what could not be read, and why.

Every twentieth document is broken in one of five ways; the run must name each of them, and read all the others.
"""

import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pandas as pd

from tests.bench.processes import cost
from tests.nation.__main__ import write_nation

ROOT = Path(__file__).parents[2]
EVERY = 20  # one of so many is broken


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _other(path: Path) -> None:
    path.write_bytes(os.urandom(5000))


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300_000_000)


def _hole(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../luar.md", "keluar")


WAYS: tuple[Callable[[Path], None], ...] = (_cut, _emptied, _other, _bomb, _hole)
SUFFIX = {_bomb: ".docx", _hole: ".zip"}


def broken(folder: Path) -> set[str]:
    """Break every twentieth document; their names afterwards."""
    told = set()
    for at, path in enumerate(sorted(folder.iterdir())[::EVERY]):
        way = WAYS[at % len(WAYS)]
        # a text that was cut is still one
        suffix = SUFFIX.get(way, ".pdf" if path.suffix == ".md" else path.suffix)
        path = path.rename(path.with_suffix(suffix))
        way(path)
        told.add(path.name)
    return told


@click.command()
@click.option("--documents", default=200, show_default=True)
@click.option("--workers", default=2, show_default=True)
def main(documents: int, workers: int) -> None:
    """Cold, with one process and with several, then again with all of it kept."""
    with TemporaryDirectory() as name:
        source, out = Path(name) / "masuk", Path(name) / "hasil"
        write_nation(source, documents, form="mixed")
        wrong = broken(source)
        for count, fresh in ((workers, True), (workers, False), (1, True)):
            if fresh:
                shutil.rmtree(out, ignore_errors=True)
            command = (
                "audit.py",
                "batch",
                str(source),
                "--out",
                str(out),
                "--workers",
                str(count),
                "--quiet",
            )
            run = cost(sys.executable, *command, folder=ROOT, log=Path(name) / "log")
            told = pd.read_parquet(out / "dokumen.parquet").set_index("berkas")
            missed = set(told.index[told["keadaan"].ne("diperiksa")])
            click.echo(
                f"{count} proses, {'semua dibaca' if fresh else 'sudah dibaca'}: {run.wall:.1f} s, CPU {run.cpu:.1f} s, "
                f"{run.peak:.0f} MiB, {len(told) / run.wall:.2f} dokumen/detik; kode {run.code}"
            )
            assert missed == wrong, missed ^ wrong
        for berkas, why in told.loc[sorted(wrong), "alasan"].items():
            click.echo(f"  {berkas}: {why}")


if __name__ == "__main__":
    main()
