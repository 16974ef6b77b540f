"""The end of a planning period in an indicator table: its target, and capaian against that instead of the
year's."""

import re

from datasets.recognise.grids.columns import Column
from datasets.recognise.grids.fits import Fit, test_capaian
from datasets.recognise.grids.layout import Layout
from datasets.recognise.headers import tidy
from datasets.recognise.vocabulary import vocabulary


def mark_end_targets(d: Layout, columns: list[Column], tahun: int) -> None:
    """ "Realisasi terhadap Target Akhir Renstra" over "Target | Realisasi | Capaian": its only target is the
    end's (in place).

    tahun: the reported year; a target of that year stays its own.
    """
    targets = [k for k in columns if k.nilai and not k.comparing and k.header.score("target") >= 0.4]
    if len(targets) != 1 or targets[0].period or 0 < targets[0].tahun <= tahun:
        return
    progress = any("kemajuan" in tidy(k.header.teks).split() for k in columns)
    title = tidy(f"{d.caption} {d.bagian.split(' > ')[-1] if progress or not d.caption else ''}")
    ends = "|".join(tidy(str(w)) for w in vocabulary("kepala")["judul_akhir"])
    if re.search(rf"\btarget\b(?: \w+){{0,3}} (?:{ends})\b", title):
        targets[0].period = "akhir"


def against_end(d: Layout, mapping: dict[str, Column], extra: dict[str, Column], rows: list[int]) -> bool:
    """ "Target 2026 | Realisasi 2023 | Capaian": is the capaian that against the end target (or next year's),
    which stands before it?

    Where the target stands behind ("Capaian | Target 2026"), or most figures say otherwise, it may be the
    year's.
    """
    end = extra.get("target_akhir", extra.get("target_depan"))
    if end is None or not _without_target(mapping) or "capaian_akhir" in extra:
        return False
    fit = _shares(d, mapping["realisasi"], end, mapping["capaian"], rows)
    return not fit.rejects if end.c < mapping["capaian"].c else fit.supports


def against_last(d: Layout, mapping: dict[str, Column], extra: dict[str, Column], rows: list[int]) -> bool:
    """ "Realisasi 2015 | Realisasi 2016 | Capaian (%)": is it this year's share of last year's, and no
    capaian of a target?"""
    last = extra.get("realisasi_lalu")
    if last is None or not _without_target(mapping):
        return False
    return not _shares(d, mapping["realisasi"], last, mapping["capaian"], rows).rejects


def _without_target(mapping: dict[str, Column]) -> bool:
    return "target" not in mapping and {"realisasi", "capaian"} <= set(mapping)


def _shares(d: Layout, realisasi: Column, end: Column, k: Column, rows: list[int]) -> Fit:
    """How many rows of a column are the capaian of realisasi against the end target?"""
    (t, dt), (r, dr), (v, dv) = ((d.nilai[rows, x.c], d.desimal[rows, x.c]) for x in (end, realisasi, k))
    return test_capaian(t, dt, r, dr, v, dv)
