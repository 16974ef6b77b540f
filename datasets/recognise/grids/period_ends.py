"""The end of a planning period in an indicator table: its target, and capaian against that."""

import re

from cermat.datasets.recognise.grids.columns import Column
from cermat.datasets.recognise.grids.fits import test_capaian
from cermat.datasets.recognise.grids.layout import Layout
from cermat.datasets.recognise.grids.roles import Roles
from cermat.datasets.recognise.headers import tidy
from cermat.datasets.recognise.vocabulary import vocabulary


def mark_end_targets(grid: Layout, columns: list[Column], tahun: int) -> None:
    """ "Realisasi terhadap Target Akhir Renstra" over "Target | Realisasi | Capaian": its only target is the
    end's (in place).

    tahun: the reported year; a target of that year stays its own.
    """
    targets = [col for col in columns if col.nilai and not col.comparing and col.score("target") >= 0.4]
    if len(targets) != 1 or targets[0].period or 0 < targets[0].tahun <= tahun:
        return
    title = tidy(grid.caption or grid.bagian.split(" > ")[-1])
    ends = "|".join(tidy(str(word)) for word in vocabulary("kepala")["judul_akhir"])
    if re.search(rf"\btarget\b(?: \w+){{0,3}} (?:{ends})\b", title):
        targets[0].period = "akhir"


def against(grid: Layout, roles: Roles, beside: Roles, rows: list[int]) -> str:
    """What a capaian without a target of its own is the share of: an end target (or next year's) before it
    ("Target 2026 | Realisasi 2023 | Capaian"), last year's realisasi ("Realisasi 2015 | Realisasi 2016 |
    Capaian (%)"); '' for neither. Of a target behind it ("Capaian | Target 2026") most figures must tell."""
    if "target" in roles or not {"realisasi", "capaian"} <= set(roles):
        return ""
    share = roles["realisasi"], roles["capaian"]
    ends = [end for end in ("target_akhir", "target_depan") if end in beside]
    ends = [] if "capaian_akhir" in beside else ends[:1]
    for base in ["realisasi_lalu"] * ("realisasi_lalu" in beside) + ends:
        fit = test_capaian(*(grid.printed(rows, col.c) for col in (beside[base], *share)))
        behind = base in ends and beside[base].c > roles["capaian"].c
        if fit.supports if behind else not fit.rejects:
            return base
    return ""
