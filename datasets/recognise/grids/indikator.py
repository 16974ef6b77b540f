"""Indicator tables: target, realisasi, capaian of this year, the last, the next, the end; series."""

from dataclasses import replace

import numpy as np

from cermat.datasets.recognise.grids.columns import MONEY, PERFORMANCE, Column, body_rows, name_column
from cermat.datasets.recognise.grids.fits import Fit, test_capaian
from cermat.datasets.recognise.grids.indikator_rows import Writer
from cermat.datasets.recognise.grids.layout import Layout
from cermat.datasets.recognise.grids.period_ends import against
from cermat.datasets.recognise.grids.roles import Roles, choose_roles
from cermat.datasets.recognise.grids.texts import table_tahun
from cermat.datasets.recognise.headers import TAHUN, document_of, tidy

MEASURES = ("target", "realisasi", "capaian")
PLANS = ("Renja", "RKT")  # the targets of a table of these are those of the year that its caption names
_NAMES = ("indikator", "sasaran", "uraian", "kegiatan", "program", "sub_kegiatan")
_BELOW = ("indikator", "program", "kegiatan", "sub_kegiatan", "uraian")
# the order of the columns of one group
_ORDER = {"target": 0, "pagu": 0, "pagu_awal": 0, "realisasi": 1, "realisasi_uang": 1}
_ORDER |= {"capaian": 2, "persen": 2, "sisa": 3, "predikat": 3}

Groups = dict[tuple[int, str], Roles]  # (year, period) → its measures


def assign_tahun(grid: Layout, columns: list[Column], context) -> None:
    """Give value columns without a year that of the group on their left, else the table's (in place)."""
    default = table_tahun(grid, context)
    planned = default if default > context.tahun > 0 and document_of(grid.caption) in PLANS else -1
    left: Column | None = None
    for col in (col for col in columns if col.nilai):
        if col.tahun < 0 and col.period not in ("lalu", "depan", "akhir"):
            plan = planned > 0 and col.score("target") >= 0.4
            further = left is not None and left.tahun > 0 and _goes_on(left, col)
            col.tahun = left.tahun if left and further else planned if plan else default
        left = col


def _goes_on(left: Column, col: Column) -> bool:
    """Does this column go on with the group of the one on its left (target → realisasi → capaian)?"""
    like = (left.domain, left.period) == (col.domain, col.period)
    return like and _ORDER.get(left.role, 9) < _ORDER.get(col.role, -1)


def name_bare_years(columns: list[Column]) -> None:
    """In "2020 | 2021 | 2022 | Target 2022" plain years hold what was reached (in place)."""
    told = [col for col in columns if col.nilai and not col.period and not col.comparing]
    bare = [col for col in told if col.tahun > 0 and col.domain != MONEY and _is_bare(col)]
    years = [col.tahun for col in bare]
    targets, reached = ({col.tahun for col in told if col.score(measure) >= 0.4} for measure in MEASURES[:2])
    now = max((year for year in targets - reached if years.count(year) == 1), default=0)
    for col in bare:
        if col.tahun <= now and years.count(col.tahun) == 1 and col.tahun not in reached:
            col.header = replace(col.header, candidates=(("realisasi", 0.9),))
            col.role, col.domain = "realisasi", PERFORMANCE


def _is_bare(col: Column) -> bool:
    """Does a header say a year and nothing else ("2021", "Tahun 2021 (%)")?"""
    rest = TAHUN.sub("", tidy(col.header.teks)).strip(" %")
    return bool(col.header.tahun) and not col.header.candidates and rest in ("", "tahun")


def candidate_measures(col: Column) -> list[tuple[str, float]]:
    """Measures a performance column may hold, with how well its header says so."""
    head = col.header
    target, reached = head.score("target"), head.score("realisasi")
    share = max(head.score("capaian"), 0.9 * head.score("persen"))
    changed = head.score("selisih") >= 0.8 and head.percent and head.score(*MEASURES) < 0.8
    if col.comparing or changed:  # "Perubahan (%)"
        return []
    if head.relative and (head.percent or share) and target < 0.9:  # "% thd 2024"
        return [("capaian", max(share, 0.7))]
    if col.period in ("akhir", "depan") and not (reached or share or col.period == "depan" and target):
        target = max(target, 0.7)
    elif col.period == "lalu" and not (target or reached or share):
        reached = 0.7
    scores = {"target": target, "realisasi": reached, "capaian": share}
    if share >= 0.5 and not col.percent and not head.score("persen"):  # "Capaian": often what was reached
        scores["realisasi"] = max(reached, 0.45)
    if reached >= 0.5 and head.percent and share:
        scores["capaian"] = max(share, 0.55)
    return [(measure, score) for measure, score in scores.items() if score >= 0.4]


def settle(grid: Layout, group: list[Column], rows: list[int]) -> tuple[Roles, Fit]:
    """The measures of one group of columns: as headers say and, where they leave a choice, figures."""
    best, proof = choose_roles(
        _without_twins(group), candidate_measures, lambda roles: _fit(grid, roles, rows)
    )
    share = best.get("capaian")
    if share and set(best) == {"target", "capaian"} and not share.percent and "%" not in share.header.teks:
        target, reached = (grid.nilai[rows, best[measure].c] for measure in ("target", "capaian"))
        with np.errstate(divide="ignore", invalid="ignore"):
            near = np.abs(reached / target - 1)
        if np.isfinite(near).any() and np.nanmedian(near) < 0.5 and not 80 <= np.nanmedian(target) <= 120:
            best["realisasi"] = best.pop("capaian")
    return best, proof


def _without_twins(group: list[Column]) -> list[Column]:
    """Without "Realisasi Kabupaten | Realisasi Kota": which of several is meant nobody says."""
    main = {col.c: max(candidate_measures(col), key=lambda told: told[1], default=("", 0.0)) for col in group}
    if any(col.score("capaian") >= 0.8 and not col.score("realisasi") for col in group):
        for col in group:  # "Realisasi %" beside "Capaian %"
            if col.header.percent and col.score("realisasi") >= 0.8:
                main[col.c] = ("realisasi", col.score("realisasi"))
    straight = {measure for measure, score in main.values() if score >= 0.9}
    vague = [measure for measure, score in main.values() if score < 0.9]

    def is_single(measure: str, score: float) -> bool:
        return score >= 0.9 or not measure or vague.count(measure) == 1 and measure not in straight

    return [col for col in group if is_single(*main[col.c]) or len(candidate_measures(col)) > 1]


def _fit(grid: Layout, roles: Roles, rows: list[int]) -> Fit:
    if not set(MEASURES) <= set(roles):
        return Fit(0, 0)
    at = [roles[measure].c for measure in MEASURES]
    empty = (grid.kelas[np.ix_(rows, at)] == "nihil").any(axis=1)
    (target, decimals), reached, share = (grid.printed(rows, column) for column in at)
    return test_capaian((np.where(empty, np.nan, target), decimals), reached, share)


def recognise_indikator(
    grid: Layout, columns: list[Column], context, reached: dict[int, Column] | None = None
) -> dict[str, list[dict]]:
    """Rows of `indikator`, `seri` and `klaim` from the performance columns; {} where the grid names no
    indicators.

    reached: row → the column that gives its realisasi, where no column gives it for all rows (the last
    quarter's).
    """
    name = name_column(grid, columns, _NAMES)
    if name is None:
        return {}
    measured = [col for col in columns if col.nilai and col.domain == PERFORMANCE and candidate_measures(col)]
    measured = [col for col in measured if not _of_another(col, columns)]
    below = {col.c: inner for col in measured if (inner := _named_below(grid, columns, name, col))}
    measures = [col for col in measured if col.c not in below]
    deeper = _rows_below(grid, columns, list(below.values()), context)
    if not measures or name.role not in ("indikator", "sasaran") and not _has_indikator(name, measures):
        return deeper
    rows = body_rows(grid)
    groups: dict[tuple[int, str], list[Column]] = {}
    for col in measures:
        group = (col.tahun, "terhadap" if col.header.relative else col.period.replace("kumulatif", ""))
        if col.of and _of_its_year(col, columns):  # "% thd Target 2013" of "Realisasi 2013": plain capaian
            group = (columns[col.of[0]].tahun, "")
        groups.setdefault(group, []).append(col)
    settled = {group: settle(grid, held, rows) for group, held in groups.items()}
    steady: Groups = {group: roles for group, (roles, _) in settled.items()}
    yearly = {year: roles for (year, period), roles in steady.items() if not period}
    full = [year for year, roles in yearly.items() if len(roles) >= 2]
    main = _main_year(full, yearly, context)
    writer = Writer(grid, columns, name)
    result: dict[str, list[dict]] = {"indikator": [], "seri": [], "klaim": []} | deeper
    foreign = any(_is_foreign(col) for col in columns)
    for year in full:
        roles = yearly[year]
        writer.predikat = writer.grade(roles, len(full) > 1)
        if foreign and "target" not in roles or settled[year, ""][1].rejects:
            roles = _less_capaian(roles)  # a share of somebody else's target; arithmetic says it is none
        beside = _beside(grid, steady, main, rows, roles) if year == main else {}
        base = against(grid, roles, beside, rows)
        if base == "realisasi_lalu":
            writer.predikat = None  # the label beside it rates that share
        elif base == "target_akhir":  # that of next year's has no name
            beside["capaian_akhir"] = roles["capaian"]
        roles = _less_capaian(roles) if base else roles
        result["indikator"] += writer.indikator(year, {**roles, **beside}, reached)
    ends = [
        roles["target"] for (_, period), roles in steady.items() if period == "akhir" and "target" in roles
    ]
    if not yearly and len(steady) == len(ends) == 1:  # a decree that sets the end of its period alone
        result["indikator"] += writer.indikator(context.tahun, {"target_akhir": ends[0]})
    elif not full and len(yearly) == 1:
        ((year, roles),) = yearly.items()
        beside = _beside(grid, steady, year, rows, roles)
        result["indikator"] += writer.indikator(year, {**roles, **beside})
    else:
        beside = _beside(grid, steady, main, rows, yearly[main]) if main in full else {}
        taken = {col.c for col in beside.values()}
        for year, roles in _single_years(steady, yearly, full, main):
            for measure, col in roles.items():
                result["seri"] += writer.seri(year, measure, col) if col.c not in taken else []
    result["klaim"] += writer.status(main if main > 0 else next(iter(yearly), -1))
    return {table: told for table, told in result.items() if told}


def _less_capaian(roles: Roles) -> Roles:
    return {measure: col for measure, col in roles.items() if measure != "capaian"}


def _is_foreign(col: Column) -> bool:
    """Does a column give somebody else's target, or a figure that is neither realisasi nor capaian?"""
    told = col.score("target", "interval") >= 0.4 or not col.score("realisasi", "capaian")
    return col.comparing and col.nilai and told


def _single_years(steady: Groups, yearly: dict[int, Roles], full: list[int], main: int):
    """(year, its measures) of the years without a group of their own: they are series."""
    single = {year: roles for year, roles in yearly.items() if year not in full}
    for (year, period), roles in steady.items():
        if period == "lalu" and year > 0 and year not in yearly and (not full or year < main - 1):
            single[year] = roles
    return sorted(single.items(), key=lambda told: told[0])


def _named_below(grid: Layout, columns: list[Column], name: Column, col: Column) -> Column | None:
    """The column right of the indicator's that names a measure's rows, where it names more of them.

    "Indikator | Program | Kegiatan | Fisik (%)": one indicator stands beside several kegiatan, and what
    follows is theirs.
    """
    if name.role != "indikator":
        return None
    printed = [row for row in body_rows(grid) if grid.figures(row, col.c)]
    between = [below for below in columns[name.c + 1 : col.c] if not below.nilai and below.role in _BELOW]

    def named(below: Column) -> int:
        return sum(bool(grid.teks[row, below.c]) for row in printed)

    return next((below for below in reversed(between) if named(below) > named(name)), None)


def _rows_below(grid: Layout, columns: list[Column], below: list[Column], context) -> dict[str, list[dict]]:
    """Rows of a second column of indicators ("Indikator kegiatan"); those of a kegiatan are none."""
    name = next((inner for inner in below if inner.role == "indikator"), None)
    if name is None:
        return {}
    left = {col.c for col in columns if col.c < name.c and (col.nilai or col.role == "indikator")}
    aside = [replace(col, nilai=False, role="lain") if col.c in left else col for col in columns]
    return recognise_indikator(grid, aside, context)


def _of_its_year(col: Column, columns: list[Column]) -> bool:
    """Is a percentage that of a year's realisasi of the same year's target?"""
    part, base = (columns[at] for at in col.of or ())
    plain = not part.period and not base.period and part.tahun == base.tahun
    return plain and part.score("realisasi") >= 0.4 and base.score("target") >= 0.4


def _of_another(col: Column, columns: list[Column]) -> bool:
    """Is it a percentage of neither its year's target nor a later one? It is no capaian."""
    if not col.based or col.of is None:
        return col.based and col.header.relative and col.header.period != "akhir" and not col.score("target")
    part, base = (columns[at] for at in col.of)
    later = base.period == "akhir" or base.tahun > part.tahun
    return not _of_its_year(col, columns) and not (later and base.score("target") >= 0.4)


def _main_year(full: list[int], yearly: dict, context) -> int:
    """The year of the table: the report's where it has a group of its own, else the latest full group."""
    if context.tahun in (full or yearly):
        return context.tahun
    return max(full or yearly, default=-1)


def _has_indikator(name: Column, measures: list[Column]) -> bool:
    """Do rows under "Uraian" carry performance? Where target meets realisasi or capaian."""
    told = {candidate_measures(col)[0][0] for col in measures}
    return "target" in told and (len(told) >= 2 or name.role in ("kegiatan", "program"))


def _beside(grid: Layout, steady: Groups, main: int, rows: list[int], own: Roles) -> Roles:
    """Columns beside the main group: last year's, next year's, the period's end."""
    result: Roles = {}
    shares: list[Column] = []
    for (year, period), roles in steady.items():
        alone = not period and len(roles) == 1
        before = period == "lalu" and not 0 < year < main - 1 or alone and year == main - 1
        for measure, col in roles.items():
            if period == "terhadap" and measure == "capaian":
                shares.append(col)
            elif period == "akhir" and measure != "realisasi":
                result.setdefault(f"{measure}_akhir", col)
            elif before and measure != "target":
                result.setdefault(_previous(grid, measure, col, own, rows), col)
            elif measure == "target" and (period == "depan" or alone and year == main + 1):
                result.setdefault("target_depan", col)
            elif measure == "target" and alone and year > main + 1:
                result.setdefault("target_akhir", col)
    end = result.get("target_akhir", result.get("target_depan"))
    reached = own.get("realisasi")  # a share of what was reached so far is none of the year's
    for col in shares[::-1]:
        if col.of is None or end and col.of[1] == end.c and (not reached or col.of[0] == reached.c):
            result["capaian_akhir"] = col
    if "capaian_akhir" in result and "target_akhir" not in result and "target_depan" in result:
        result["target_akhir"] = result.pop("target_depan")  # "Target 2024 | % thd 2024"
    return result


def _previous(grid: Layout, measure: str, col: Column, own: Roles, rows: list[int]) -> str:
    """'Capaian 2015' is what was reached or how far of the target, whatever its figures lie nearer to."""
    if col.score("persen") >= 0.9 or not {"realisasi", "capaian"} <= set(own):
        return f"{measure}_lalu"
    with np.errstate(divide="ignore", invalid="ignore"):
        value = grid.nilai[rows, col.c]
        reached, share = (np.abs(np.log(value / grid.nilai[rows, own[kind].c])) for kind in MEASURES[1:])
    there = np.isfinite(reached) & np.isfinite(share)
    nearer = measure == "realisasi" or there.any() and reached[there].mean() < share[there].mean()
    return "realisasi_lalu" if nearer else "capaian_lalu"
