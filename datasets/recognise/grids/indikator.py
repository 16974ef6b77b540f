"""Indicator tables: target, realisasi, capaian of this year, last year, next year, the period's end; series
over years."""

from dataclasses import replace

import numpy as np

from datasets.recognise.grids.columns import MONEY, PERFORMANCE, Column, body_rows, name_column
from datasets.recognise.grids.fits import Fit, test_capaian
from datasets.recognise.grids.indikator_rows import Writer
from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.period_ends import against_end, against_last
from datasets.recognise.grids.roles import Roles, choose_roles
from datasets.recognise.grids.texts import table_tahun
from datasets.recognise.headers import TAHUN, document_of, tidy

MEASURES = ("target", "realisasi", "capaian")
PLANS = ("Renja", "RKT")  # the targets of a table of these are those of the year that its caption names
_NAMES = ("indikator", "sasaran", "uraian", "kegiatan", "program", "sub_kegiatan")
_BELOW = ("indikator", "program", "kegiatan", "sub_kegiatan", "uraian")
# the order of the columns of one group
_ORDER = {"target": 0, "pagu": 0, "pagu_awal": 0, "realisasi": 1, "realisasi_uang": 1}
_ORDER |= {"capaian": 2, "persen": 2, "sisa": 3, "predikat": 3}

Groups = dict[tuple[int, str], Roles]  # (year, period) → its measures


def assign_tahun(grid: Layout, columns: list[Column], context) -> None:
    """Give the year to value columns that name none: that of the group on their left, else the table's (in
    place)."""
    default = table_tahun(grid, context)
    planned = default if default > context.tahun > 0 and document_of(grid.caption) in PLANS else -1
    left: Column | None = None
    for k in (k for k in columns if k.nilai):
        if k.tahun < 0 and k.period not in ("lalu", "depan", "akhir"):
            plan = planned > 0 and k.header.score("target") >= 0.4
            further = left is not None and left.tahun > 0 and _goes_on(left, k)
            k.tahun = left.tahun if left and further else planned if plan else default
        left = k


def _goes_on(left: Column, k: Column) -> bool:
    """Does this column go on with the group of the one on its left (target → realisasi → capaian)?"""
    like = (left.domain, left.period) == (k.domain, k.period)
    return like and _ORDER.get(left.role, 9) < _ORDER.get(k.role, -1)


def name_bare_years(columns: list[Column]) -> None:
    """Plain years beside a target of one of them ("2020 | 2021 | 2022 | Target 2022") hold what was reached
    (in place)."""
    told = [k for k in columns if k.nilai and not k.period and not k.comparing]
    bare = [k for k in told if k.tahun > 0 and k.domain != MONEY and _is_bare(k)]
    years = [k.tahun for k in bare]
    targets, reached = ({k.tahun for k in told if k.header.score(m) >= 0.4} for m in MEASURES[:2])
    now = max((year for year in targets - reached if years.count(year) == 1), default=0)
    for k in bare:
        if k.tahun <= now and years.count(k.tahun) == 1 and k.tahun not in reached:
            k.header = replace(k.header, candidates=(("realisasi", 0.9),))
            k.role, k.domain = "realisasi", PERFORMANCE


def _is_bare(k: Column) -> bool:
    """Does a header say a year and nothing else ("2021", "Tahun 2021 (%)")?"""
    rest = TAHUN.sub("", tidy(k.header.teks)).strip(" %")
    return bool(k.header.tahun) and not k.header.candidates and rest in ("", "tahun")


def candidate_measures(k: Column) -> list[tuple[str, float]]:
    """Measures a performance column may hold, with how well its header says so."""
    head = k.header
    target, reached = head.score("target"), head.score("realisasi")
    share = max(head.score("capaian"), 0.9 * head.score("persen"))
    changed = head.score("selisih") >= 0.8 and head.percent and head.score(*MEASURES) < 0.8
    if k.comparing or changed:  # "Perubahan (%)"
        return []
    if head.relative and (head.percent or share) and target < 0.9:  # "% thd 2024"
        return [("capaian", max(share, 0.7))]
    if k.period in ("akhir", "depan") and not (reached or share or k.period == "depan" and target):
        target = max(target, 0.7)
    elif k.period == "lalu" and not (target or reached or share):
        reached = 0.7
    scores = {"target": target, "realisasi": reached, "capaian": share}
    if share >= 0.5 and not k.percent and not head.score("persen"):  # "Capaian": often what was reached
        scores["realisasi"] = max(reached, 0.45)
    if reached >= 0.5 and head.percent and share:
        scores["capaian"] = max(share, 0.55)
    return [(measure, score) for measure, score in scores.items() if score >= 0.4]


def settle(grid: Layout, group: list[Column], rows: list[int]) -> tuple[Roles, Fit]:
    """The measures of one group of columns: what the headers say and, where they leave a choice, what
    arithmetic fits."""
    best, proof = choose_roles(
        _without_twins(group), candidate_measures, lambda roles: _fit(grid, roles, rows)
    )
    share = best.get("capaian")
    if share and set(best) == {"target", "capaian"} and not share.percent and "%" not in share.header.teks:
        target, reached = (grid.nilai[rows, best[m].c] for m in ("target", "capaian"))
        with np.errstate(divide="ignore", invalid="ignore"):
            near = np.abs(reached / target - 1)
        if np.isfinite(near).any() and np.nanmedian(near) < 0.5 and not 80 <= np.nanmedian(target) <= 120:
            best["realisasi"] = best.pop("capaian")
    return best, proof


def _without_twins(group: list[Column]) -> list[Column]:
    """Without columns that say one thing of several ("Realisasi Kabupaten | Realisasi Kota"): which is meant
    nobody says."""
    main = {k.c: max(candidate_measures(k), key=lambda x: x[1], default=("", 0.0)) for k in group}
    if any(k.header.score("capaian") >= 0.8 and not k.header.score("realisasi") for k in group):
        for k in group:  # "Realisasi %" beside "Capaian %"
            if k.header.percent and k.header.score("realisasi") >= 0.8:
                main[k.c] = ("realisasi", k.header.score("realisasi"))
    straight = {measure for measure, score in main.values() if score >= 0.9}
    vague = [measure for measure, score in main.values() if score < 0.9]

    def is_single(measure: str, score: float) -> bool:
        return score >= 0.9 or not measure or vague.count(measure) == 1 and measure not in straight

    return [k for k in group if is_single(*main[k.c]) or len(candidate_measures(k)) > 1]


def _fit(grid: Layout, roles: Roles, rows: list[int]) -> Fit:
    if not set(MEASURES) <= set(roles):
        return Fit(0, 0)
    at = [roles[measure].c for measure in MEASURES]
    empty = (grid.kelas[np.ix_(rows, at)] == "nihil").any(axis=1)
    (target, *rest), decimals = grid.nilai[np.ix_(rows, at)].T, grid.desimal[np.ix_(rows, at)].T
    held = zip((np.where(empty, np.nan, target), *rest), decimals, strict=True)
    return test_capaian(*(array for pair in held for array in pair))


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
    measured = [k for k in columns if k.nilai and k.domain == PERFORMANCE and candidate_measures(k)]
    measured = [k for k in measured if not _of_another(k, columns)]
    below = {k.c: inner for k in measured if (inner := _named_below(grid, columns, name, k))}
    measures = [k for k in measured if k.c not in below]
    deeper = _rows_below(grid, columns, list(below.values()), context)
    if not measures or name.role not in ("indikator", "sasaran") and not _has_indikator(name, measures):
        return deeper
    rows = body_rows(grid)
    groups: dict[tuple[int, str], list[Column]] = {}
    for k in measures:
        group = (k.tahun, "terhadap" if k.header.relative else k.period.replace("kumulatif", ""))
        if k.of and _of_its_year(k, columns):  # "% thd Target 2013" of "Realisasi 2013" is the plain capaian
            group = (columns[k.of[0]].tahun, "")
        groups.setdefault(group, []).append(k)
    settled = {group: settle(grid, held, rows) for group, held in groups.items()}
    steady: Groups = {group: roles for group, (roles, _) in settled.items()}
    yearly = {year: roles for (year, period), roles in steady.items() if not period}
    full = [year for year, roles in yearly.items() if len(roles) >= 2]
    main = _main_year(full, yearly, context)
    writer = Writer(grid, columns, name)
    result: dict[str, list[dict]] = {"indikator": [], "seri": [], "klaim": []} | deeper
    foreign = any(_is_foreign(k) for k in columns)
    for year in full:
        roles = yearly[year]
        writer.predikat = writer.grade(roles, len(full) > 1)
        if foreign and "target" not in roles or settled[year, ""][1].rejects:
            roles = _less_capaian(roles)  # a share of somebody else's target; arithmetic says it is none
        beside = _beside(grid, steady, main, rows, roles) if year == main else {}
        if against_last(grid, roles, beside, rows):
            roles, writer.predikat = _less_capaian(roles), None  # the label beside it rates that share
        elif against_end(grid, roles, beside, rows):
            if "target_akhir" in beside:  # that of next year's has no name
                beside["capaian_akhir"] = roles["capaian"]
            roles = _less_capaian(roles)
        result["indikator"] += writer.indikator(year, {**roles, **beside}, reached)
    if not full and len(yearly) == 1:
        ((year, roles),) = yearly.items()
        beside = _beside(grid, steady, year, rows, roles)
        result["indikator"] += writer.indikator(year, {**roles, **beside})
    else:
        beside = _beside(grid, steady, main, rows, yearly[main]) if main in full else {}
        taken = {k.c for k in beside.values()}
        for year, roles in _single_years(steady, yearly, full, main):
            for measure, k in roles.items():
                result["seri"] += writer.seri(year, measure, k) if k.c not in taken else []
    result["klaim"] += writer.status(main if main > 0 else next(iter(yearly), -1))
    return {table: told for table, told in result.items() if told}


def _less_capaian(roles: Roles) -> Roles:
    return {measure: k for measure, k in roles.items() if measure != "capaian"}


def _is_foreign(k: Column) -> bool:
    """Does a column give somebody else's target, or a figure that is neither realisasi nor capaian?"""
    told = k.header.score("target", "interval") >= 0.4 or not k.header.score("realisasi", "capaian")
    return k.comparing and k.nilai and told


def _single_years(steady: Groups, yearly: dict[int, Roles], full: list[int], main: int):
    """(year, its measures) of the years without a group of their own: they are series."""
    single = {year: roles for year, roles in yearly.items() if year not in full}
    for (year, period), roles in steady.items():
        if period == "lalu" and year > 0 and year not in yearly and (not full or year < main - 1):
            single[year] = roles
    return sorted(single.items(), key=lambda x: x[0])


def _named_below(grid: Layout, columns: list[Column], name: Column, k: Column) -> Column | None:
    """The column right of the indicator's that names a measure's rows, where it names more of them.

    "Indikator | Program | Kegiatan | Fisik (%)": one indicator stands beside several kegiatan, and what
    follows is theirs.
    """
    if name.role != "indikator":
        return None
    printed = [row for row in body_rows(grid) if grid.figures(row, k.c)]
    between = [x for x in columns if name.c < x.c < k.c and not x.nilai and x.role in _BELOW]

    def named(x: Column) -> int:
        return sum(bool(grid.teks[row, x.c]) for row in printed)

    return next((x for x in reversed(between) if named(x) > named(name)), None)


def _rows_below(grid: Layout, columns: list[Column], below: list[Column], context) -> dict[str, list[dict]]:
    """Rows of a second column of indicators ("Indikator kegiatan") and its measures; those of a kegiatan are
    no indicator's."""
    name = next((x for x in below if x.role == "indikator"), None)
    if name is None:
        return {}
    left = {k.c for k in columns if k.c < name.c and (k.nilai or k.role == "indikator")}
    aside = [replace(k, nilai=False, role="lain") if k.c in left else k for k in columns]
    return recognise_indikator(grid, aside, context)


def _of_its_year(k: Column, columns: list[Column]) -> bool:
    """Is a percentage that of a year's realisasi of the same year's target?"""
    part, base = (columns[c] for c in k.of or ())
    plain = not part.period and not base.period and part.tahun == base.tahun
    return plain and part.header.score("realisasi") >= 0.4 and base.header.score("target") >= 0.4


def _of_another(k: Column, columns: list[Column]) -> bool:
    """Is it a percentage of something that is neither its year's target nor that of a year to come? It is no
    capaian."""
    if not k.based or k.of is None:
        return k.based and k.header.relative and k.header.period != "akhir" and not k.header.score("target")
    part, base = (columns[c] for c in k.of)
    later = base.period == "akhir" or base.tahun > part.tahun
    return not _of_its_year(k, columns) and not (later and base.header.score("target") >= 0.4)


def _main_year(full: list[int], yearly: dict, context) -> int:
    """The year the table is about: the report's where it has a group of its own, else the latest full
    group."""
    if context.tahun in (full or yearly):
        return context.tahun
    return max(full or yearly, default=-1)


def _has_indikator(name: Column, measures: list[Column]) -> bool:
    """Do rows under a general header ("Uraian") still carry performance? They do where target meets realisasi
    or capaian."""
    told = {candidate_measures(k)[0][0] for k in measures}
    return "target" in told and (len(told) >= 2 or name.role in ("kegiatan", "program"))


def _beside(grid: Layout, steady: Groups, main: int, rows: list[int], own: Roles) -> Roles:
    """Columns beside the main group: last year's, next year's, the period's end."""
    result: Roles = {}
    shares: list[Column] = []
    for (year, period), roles in steady.items():
        alone = not period and len(roles) == 1
        before = period == "lalu" and not 0 < year < main - 1 or alone and year == main - 1
        for measure, k in roles.items():
            if period == "terhadap" and measure == "capaian":
                shares.append(k)
            elif period == "akhir" and measure != "realisasi":
                result.setdefault(f"{measure}_akhir", k)
            elif before and measure != "target":
                result.setdefault(_previous(grid, measure, k, own, rows), k)
            elif measure == "target" and (period == "depan" or alone and year == main + 1):
                result.setdefault("target_depan", k)
            elif measure == "target" and alone and year > main + 1:
                result.setdefault("target_akhir", k)
    end = result.get("target_akhir", result.get("target_depan"))
    reached = own.get("realisasi")  # a share of what was reached so far is none of the year's
    for k in shares[::-1]:
        if k.of is None or end and k.of[1] == end.c and (not reached or k.of[0] == reached.c):
            result["capaian_akhir"] = k
    if "capaian_akhir" in result and "target_akhir" not in result and "target_depan" in result:
        result["target_akhir"] = result.pop("target_depan")  # "Target 2024 | % thd 2024"
    return result


def _previous(grid: Layout, measure: str, k: Column, own: Roles, rows: list[int]) -> str:
    """'Capaian 2015' may be what was reached or how far of the target: the figures it lies nearer to
    decide."""
    if k.header.score("persen") >= 0.9 or not {"realisasi", "capaian"} <= set(own):
        return f"{measure}_lalu"
    with np.errstate(divide="ignore", invalid="ignore"):
        value = grid.nilai[rows, k.c]
        reached, share = (np.abs(np.log(value / grid.nilai[rows, own[m].c])) for m in MEASURES[1:])
    there = np.isfinite(reached) & np.isfinite(share)
    nearer = measure == "realisasi" or there.any() and reached[there].mean() < share[there].mean()
    return "realisasi_lalu" if nearer else "capaian_lalu"
