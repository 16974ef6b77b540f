"""What inputs cost as they grow: each family at n, 2n, 4n and 8n, in seconds of processor time, and by which power of
its size the cost grows over the last two steps: `python -m tests.bench.growth [--family NAME] [--most POWER]`.

1 is linear, 2 quadratic; what grows faster than `--most` is marked, and makes the exit code 1. What every document
costs, however small, is taken off first.
"""

import gc
import io
import math
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import openpyxl

from cermat.checks.cards import read_cards
from cermat.checks.fills import fill
from cermat.datasets.given import submitted
from cermat.datasets.guarded import warm
from cermat.schemas import yaml_text
from cermat.schemas.angka import parse
from cermat.schemas.errors import InputError
from tests.small_docx import p, tc, tr, write_docx
from tests.small_pdf import Sheet, write_pdf

STEPS = (1, 2, 4, 8)
LEAST = 0.05  # seconds below which a power says nothing
HEAD = ("No", "Indikator Kinerja", "Target", "Realisasi", "Capaian (%)")
SENTENCE = "Realisasi tahun 2023 sebesar {},50 persen dari target 80,00 persen. "


def _text(content: str) -> None:
    submitted(content.encode())


def _row(at: int) -> tuple[str, ...]:
    return (str(at), f"Persentase desa {at}", "80,00", f"{at % 90},50", "90,00")


def _markdown(rows: list[tuple[str, ...]]) -> None:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    _text("\n".join(["Tabel 3.1 Capaian Tahun 2023", "", lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]]))


def _docx(size: int) -> None:
    rows = "".join(tr(*map(tc, row)) for row in [HEAD, *map(_row, range(size))])
    with TemporaryDirectory() as folder:
        submitted(write_docx(Path(folder), p("Tabel 3.1 Capaian Tahun 2023") + f"<w:tbl>{rows}</w:tbl>"))


def _xlsx(size: int) -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in [HEAD, *map(_row, range(size))]:
        book.active.append(row)
    book.save(out)
    submitted(out.getvalue())


def _csv(size: int) -> None:
    with TemporaryDirectory() as folder:
        rows = [f'Program {at},"1.00{at % 10}.000",900.000,90,2023' for at in range(size)]
        Path(folder, "anggaran.csv").write_text("\n".join(["uraian,pagu,realisasi,persen,tahun", *rows]))
        submitted(Path(folder))


def _pages(size: int) -> None:
    sheets = []
    for page in range(size):
        sheet = Sheet()
        for line in range(30):
            sheet.teks(60, 60 + 22 * line, SENTENCE.format(30 * page + line), 9)
        sheets.append(sheet)
    with TemporaryDirectory() as folder:
        submitted(write_pdf(Path(folder) / "a.pdf", *sheets))


def _html(size: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.html"
        path.write_text(f"<html><body>{'<div>' * size}Realisasi 72,50 persen{'</div>' * size}</body></html>")
        submitted(path)


def _card(size: int) -> None:
    try:
        read_cards(f"- id: ZZ-01\n  kondisi: '{'{{ a }} ' * size}'\n", "a.yaml")
    except InputError:
        pass


# family → (n, what is done at a size)
FAMILIES: dict[str, tuple[int, Callable[[int], object]]] = {
    "digits of a number": (20_000, lambda n: parse("9" * n)),
    "groups of a number": (5_000, lambda n: parse(".".join(["999"] * n))),
    "figures of a sentence": (250, lambda n: _text("Yaitu " + ", ".join(f"{at} unit" for at in range(n)) + ".")),
    "changes of a sentence": (100, lambda n: _text("Angka " + " naik ".join(f"{at},5 persen" for at in range(n)) + ".")),
    "words of a sentence": (4_000, lambda n: _text("naik dari " * n + "72,50 persen.")),
    "blanks of a line": (20_000, lambda n: _text("Realisasi 72,50" + " " * n + "persen dari target 80,00.")),
    "brackets of a line": (5_000, lambda n: _text("Realisasi 72,50 persen " + "(" * n + "80,00" + ")" * n)),
    "dots of a line": (10_000, lambda n: _text("Bab III " + "." * n + " 12")),
    "sentences of a paragraph": (100, lambda n: _text("".join(SENTENCE.format(at) for at in range(n)))),
    "paragraphs": (100, lambda n: _text("\n\n".join(SENTENCE.format(at) for at in range(n)))),
    "list items": (150, lambda n: _text("Jumlah pegawai, yaitu:\n" + "\n".join(f"{at}. Bidang {at}: {at} orang" for at in range(n)))),
    "headings": (300, lambda n: _text("\n\n".join(f"# Bab {at}" for at in range(n)) + "\n\nRealisasi 72,50 persen.")),
    "rows of a table": (200, lambda n: _markdown([HEAD, *map(_row, range(n))])),
    "columns of a table": (40, lambda n: _markdown([("Uraian", *map(str, range(2000, 2000 + n)))] + [("Desa", *(f"{at},5" for at in range(n)))] * 8)),
    "figures of a cell": (500, lambda n: _markdown([HEAD, *([(*_row(1)[:3], "1 " * n, "90,00")] * 5)])),
    "letters of a cell": (2_000, lambda n: _markdown([HEAD, *([(*_row(1)[:3], "1 " + "a" * n + "!", "90,00")] * 5)])),
    "tables": (10, lambda n: _text("\n\n".join(f"Tabel 3.{at} Capaian\n\n| A | Target |\n|---|---|\n| x | 80,00 |\n| y | {at},50 |" for at in range(n)))),
    "Word: rows": (200, _docx),
    "workbook: rows": (200, _xlsx),
    "CSV: rows": (2_000, _csv),
    "PDF: pages": (4, _pages),
    "page: depth": (100, _html),
    "YAML: values": (5_000, lambda n: yaml_text.read("\n".join(f"- {{a: {at}}}" for at in range(n)), "a")),
    "texts of cards: parts": (500, lambda n: fill("{{ a }} " * n, a=1)),
    "cards: text": (2_000, _card),
}  # fmt: skip


def spent(work: Callable[[int], object], size: int) -> float:
    """Seconds of processor time, the better of two."""
    took = []
    for _ in range(2):
        gc.collect()
        begin = time.process_time()
        work(size)
        took.append(time.process_time() - begin)
        if took[0] > 4:
            break
    return min(took)


def power(seconds: list[float], least: float) -> float:
    """The power by which the cost grows over the last two doublings; nan where it is too small to tell."""
    first, last = seconds[-3] - least, seconds[-1] - least
    return math.log2(last / max(first, 1e-9)) / 2 if last > LEAST and first > LEAST / 8 else math.nan


@click.command()
@click.option("--family", "families", multiple=True, type=click.Choice(list(FAMILIES)), help="only these")
@click.option("--most", default=1.35, help="power that is still near linear")
def main(families: tuple[str, ...], most: float) -> None:
    warm()
    base = spent(_text, "Realisasi 72,50 persen.")  # type: ignore[arg-type]
    wrong = 0
    print(f"{'family':<28}{'n':>8}{''.join(f'{step}n'.rjust(9) for step in STEPS)}{'power':>8}")
    for name in families or FAMILIES:
        size, work = FAMILIES[name]
        seconds = [spent(work, size * step) for step in STEPS]
        grown = power(seconds, min(base, seconds[0] * 0.9))
        wrong += grown > most
        told = "".join(f"{one:>9.3f}" for one in seconds)
        print(f"{name:<28}{size:>8}{told}{grown:>8.2f}{'  ×' if grown > most else ''}", flush=True)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
