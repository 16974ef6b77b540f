"""The end of a planning period in an indicator table: its target, and capaian against that instead of the
year's."""

import re

from datasets.recognise.grids.columns import Column
from datasets.recognise.grids.fits import Fit, test_capaian
from datasets.recognise.grids.layout import Layout
from datasets.recognise.headers import tidy
from datasets.recognise.vocabulary import vocabulary


def mark_end_targets(grid: Layout, columns: list[Column], tahun: int) -> None:
    """ "Realisasi terhadap Target Akhir Renstra" over "Target | Realisasi | Capaian": its only target is the
    end's (in place).

    tahun: the reported year; a target of that year stays its own.
    """
    targets = [col for col in columns if col.nilai and not col.comparing and col.score("target") >= 0.4]
    if len(targets) != 1 or targets[0].period or 0 < targets[0].tahun <= tahun:
        return
    progress = any("kemajuan" in tidy(col.header.teks).split() for col in columns)
    title = tidy(f"{grid.caption} {grid.bagian.split(' > ')[-1] if progress or not grid.caption else ''}")
    ends = "|".join(tidy(str(word)) for word in vocabulary("kepala")["judul_akhir"])
    if re.search(rf"\btarget\b(?: \w+){{0,3}} (?:{ends})\b", title):
        targets[0].period = "akhir"


def against_end(grid: Layout, mapping: dict[str, Column], extra: dict[str, Column], rows: list[int]) -> bool:
    """ "Target 2026 | Realisasi 2023 | Capaian": is the capaian that against the end target (or next year's),
    which stands before it?

    Where the target stands behind ("Capaian | Target 2026"), or most figures say otherwise, it may be the
    year's.
    """
    end = extra.get("target_akhir", extra.get("target_depan"))
    if end is None or not _without_target(mapping) or "capaian_akhir" in extra:
        return False
    fit = _shares(grid, mapping["realisasi"], end, mapping["capaian"], rows)
    return not fit.rejects if end.c < mapping["capaian"].c else fit.supports


def against_last(grid: Layout, mapping: dict[str, Column], extra: dict[str, Column], rows: list[int]) -> bool:
    """ "Realisasi 2015 | Realisasi 2016 | Capaian (%)": is it this year's share of last year's?"""
    last = extra.get("realisasi_lalu")
    if last is None or not _without_target(mapping):
        return False
    return not _shares(grid, mapping["realisasi"], last, mapping["capaian"], rows).rejects


def _without_target(mapping: dict[str, Column]) -> bool:
    return "target" not in mapping and {"realisasi", "capaian"} <= set(mapping)


def _shares(grid: Layout, realisasi: Column, end: Column, col: Column, rows: list[int]) -> Fit:
    """How many rows of a column are the capaian of realisasi against the end target?"""
    return test_capaian(*(grid.printed(rows, held.c) for held in (end, realisasi, col)))
