"""All long proofs as one table: `python -m tests.proof [--part NAME] [--sample N] [--seed S] [--all] [--readme]`.

Exit code 1 where something happened that must not (see `Row.zero`)."""

import sys
import time
from importlib import import_module
from pathlib import Path

import click

from cermat.schemas import atomic
from tests.proof.rows import Options, Row, markdown, plain

# modules of this folder, in the order of the table
PARTS = ("mutants", "documents", "labels", "sound", "oracle", "real", "inputs", "writes")
README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- proof -->", "<!-- /proof -->"


def rows_of(parts: tuple[str, ...], options: Options) -> list[Row]:
    """The rows of some parts, each part printed as soon as it is there."""
    made: list[Row] = []
    for name in parts:
        begin = time.monotonic()
        rows = import_module(f"tests.proof.{name}").run(options)
        print(plain(rows), f"  ({name}: {time.monotonic() - begin:.0f} s)", sep="\n", flush=True)
        made += rows
    return made


def put(rows: list[Row], path: Path = README) -> None:
    """The table between the two marks of a Markdown file."""
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise SystemExit(f"{path.name}: no '{BEGIN}' … '{END}'")
    atomic.write(path, f"{before}{BEGIN}\n{markdown(rows)}{END}{after}".encode())


@click.command()
@click.option("--part", "parts", multiple=True, type=click.Choice(PARTS), help="only these")
@click.option("--sample", type=click.IntRange(min=1), help="at most so many cases of each kind")
@click.option("--seed", default=1, help="of whatever is drawn")
@click.option("--all", "everything", is_flag=True, help="all cases, however long it takes")
@click.option("--verbose", is_flag=True, help="what was missed, case by case")
@click.option("--readme", is_flag=True, help="put the table into README.md")
def main(
    parts: tuple[str, ...], sample: int | None, seed: int, everything: bool, verbose: bool, readme: bool
):
    if readme and parts:
        raise click.UsageError("--readme needs all parts")
    rows = rows_of(parts or PARTS, Options(sample, seed, everything, verbose))
    if readme:
        put(rows)
    sys.exit(any(row.wrong for row in rows))


if __name__ == "__main__":
    main()
