"""Blocks of like columns: "Anggaran 2019 … 2023 | Realisasi 2019 … 2023 | Rasio 1 … 5" gives each rasio its
own year's pair."""

from datasets.recognise.grids.columns import Column


def _blocks(columns: list[Column]) -> list[list[Column]]:
    """Runs of columns under one upper header."""
    result: list[list[Column]] = []
    for k in columns:
        top = k.header.path[0] if len(k.header.path) > 1 else ""
        if top and result and result[-1][0].header.path[0] == top:
            result[-1].append(k)
        elif top:
            result.append([k])
    return result


def pair_in_blocks(k: Column, columns: list[Column]) -> tuple[Column, Column] | None:
    """(realisasi, budget or target) in the same place of the two blocks left of k's own, where all three have
    as many columns."""
    blocks = _blocks(columns)
    at = next((i for i, b in enumerate(blocks) if k in b), -1)
    if at < 2 or len(blocks[at]) < 2 or not len(blocks[at]) == len(blocks[at - 1]) == len(blocks[at - 2]):
        return None
    n = blocks[at].index(k)
    whole, part = blocks[at - 2][n], blocks[at - 1][n]
    said = (
        part.header.score("realisasi", "realisasi_uang") >= 0.3
        and whole.header.score("pagu", "target") >= 0.3
    )
    return (part, whole) if said and whole.tahun == part.tahun else None
