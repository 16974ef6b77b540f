"""Text read to a document, its grids as plain lists, and what its structure says."""

from pathlib import Path

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text, read_text
from cermat.datasets.recognise.context import read_context
from cermat.datasets.recognise.printed_numbers import document_angka
from cermat.datasets.recognise.structure.facts import recognise_structure


def read_blocks(text: str):
    return assemble(parse_text(text), "uji")


def grids(document) -> list[list[list[str]]]:
    """Every grid as rows of text."""
    result = []
    for _, s in document.sel.groupby("blok"):
        grid = [[""] * int((s["c"] + s["cs"]).max()) for _ in range(int((s["r"] + s["rs"]).max()))]
        for r, c, t in zip(s["r"], s["c"], s["teks"], strict=True):
            grid[r][c] = t
        result.append(grid)
    return result


def header(document, to: int = 0) -> int:
    s = document.sel[document.sel["blok"] == document.sel["blok"].unique()[to]]
    return int(s[s["kepala"]]["r"].nunique())


def struktur(path: Path):
    d = assemble(read_text(path), path.stem)
    a = document_angka(d, path.stem)
    k = read_context(d)
    return k, recognise_structure(d, a, k), a


def pairs(f, *columns):
    return [tuple(x) for x in f[list(columns)].itertuples(index=False)]
