"""Indicator tables: target, realisasi, capaian of this year, last year, next year, the period's end; series
over years."""

from dataclasses import replace
from itertools import product

import numpy as np

from datasets.recognise.grids.columns import MONEY, PERFORMANCE, Column, name_column
from datasets.recognise.grids.fits import Fit, test_capaian
from datasets.recognise.grids.indikator_rows import Writer
from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.period_ends import against_end, against_last, progress
from datasets.recognise.grids.texts import table_tahun
from datasets.recognise.headers import TAHUN, document_of, tidy
from datasets.recognise.row_kinds import AVERAGE, DATA, NOTE, PART, TOTAL

MEASURES = ("target", "realisasi", "capaian")
PLANS = (
    "Renja",
    "RKT",
)  # a table of these is about the year that its caption names: its targets are that year's


def assign_tahun(d: Layout, columns: list[Column], context) -> None:
    """Give the year to value columns that name none: that of the group on their left, else the table's (in
    place)."""
    default = table_tahun(d, context)
    planned = default if default > context.tahun > 0 and document_of(d.caption) in PLANS else -1
    current = [k.tahun for k in columns if k.nilai and k.domain in (PERFORMANCE, MONEY) and k.tahun > 0]
    if default > 0 and current and default not in current and max(current) <= context.tahun:
        default = context.tahun if context.tahun > 0 else default
    left: Column | None = None
    for k in columns:
        if not k.nilai:
            continue
        if k.tahun < 0 and k.period not in ("lalu", "depan", "akhir"):
            further = (
                left is not None
                and left.domain == k.domain
                and left.period == k.period
                and left.tahun > 0
                and _goes_on(left, k)
            )
            plan = planned > 0 and k.header.score("target") >= 0.4 and not further
            k.tahun = left.tahun if further else planned if plan else default
        left = k


def _goes_on(left: Column, k: Column) -> bool:
    """Does this column go on with the group of the one on its left (target → realisasi → capaian)?"""
    order = {
        "target": 0,
        "pagu": 0,
        "pagu_awal": 0,
        "realisasi": 1,
        "realisasi_uang": 1,
        "capaian": 2,
        "persen": 2,
        "sisa": 3,
        "predikat": 3,
    }
    return order.get(left.role, 9) < order.get(k.role, -1)


def name_bare_years(columns: list[Column]) -> None:
    """Plain years beside a target of one of them ("2020 | 2021 | 2022 | Target 2022") hold what was reached
    (in place)."""
    bare = [
        k
        for k in columns
        if k.nilai and k.tahun > 0 and k.header.tahun and not k.header.candidates and not k.period
    ]
    bare = [
        k
        for k in bare
        if k.domain != MONEY
        and not k.comparing
        and TAHUN.sub("", tidy(k.header.teks)).strip(" %") in ("", "tahun")
    ]
    years = [k.tahun for k in bare]
    reached = {
        k.tahun
        for k in columns
        if k.nilai and k.header.score("realisasi") >= 0.4 and not k.period and not k.comparing
    }
    targets = {
        k.tahun
        for k in columns
        if k.nilai and k.header.score("target") >= 0.4 and not k.period and not k.comparing
    } - reached
    now = max((t for t in targets if years.count(t) == 1), default=0)
    for k in bare:
        if 0 < k.tahun <= now and years.count(k.tahun) == 1 and k.tahun not in reached:
            k.header, k.role, k.domain = (
                replace(k.header, candidates=(("realisasi", 0.9),)),
                "realisasi",
                PERFORMANCE,
            )


def candidate_measures(k: Column) -> list[tuple[str, float]]:
    """Measures a performance column may hold, with how well its header says so."""
    h = k.header
    if k.comparing:
        return []
    if h.score("selisih") >= 0.8 and h.percent and h.score("target", "realisasi", "capaian") < 0.8:
        return []  # "Perubahan (%)"
    t, r, c = h.score("target"), h.score("realisasi"), max(h.score("capaian"), 0.9 * h.score("persen"))
    if (
        k.header.relative and (h.percent or c) and not t >= 0.9
    ):  # "% thd 2024", "Capaian s.d. 2022 terhadap target akhir (%)"
        return [("capaian", max(c, 0.7))]
    if not max(t, r, c):
        if k.period == "lalu":
            r = 0.7
        elif k.period in ("akhir", "depan"):
            t = 0.7
    elif k.period == "akhir" and not (r or c):
        t = max(t, 0.7)
    candidates = {"target": t, "realisasi": r, "capaian": c}
    if (
        c >= 0.5 and not k.percent and not h.score("persen")
    ):  # "Capaian", "Pencapaian": often what was reached
        candidates["realisasi"] = max(r, 0.45)
    if r >= 0.5 and h.percent and h.score("persen", "capaian"):
        candidates["capaian"] = max(c, 0.55)
    return [(p, s) for p, s in candidates.items() if s >= 0.4]


def settle(d: Layout, group: list[Column], rows: list[int]) -> tuple[dict[str, Column], Fit]:
    """The measures of one group of columns: what the headers say and, where they leave a choice, what
    arithmetic fits."""
    group = _without_twins(group)
    options = [[*candidate_measures(k), ("", 0.0)] for k in group][:7]
    best, value, proof = {}, -1.0, Fit(0, 0)
    for combination in product(*options):
        role = [p for p, _ in combination if p]
        if len(role) != len(set(role)) or not role:
            continue
        mapping = {p: k for (p, _), k in zip(combination, group, strict=False) if p}
        u = _fit(d, mapping, rows)
        score = (
            sum(s for _, s in combination) + (u.bagian - 0.4 if u.tested else 0) - (1.0 if u.rejects else 0)
        )
        if score > value + 1e-9:
            best, value, proof = mapping, score, u
    if (
        {"target", "capaian"} == set(best)
        and not best["capaian"].percent
        and "%" not in best["capaian"].header.teks
    ):
        t, k = (d.nilai[rows, best[p].c] for p in ("target", "capaian"))
        with np.errstate(divide="ignore", invalid="ignore"):
            near = np.abs(k / t - 1)
        if np.isfinite(near).any() and np.nanmedian(near) < 0.5 and not 80 <= np.nanmedian(t) <= 120:
            best["realisasi"] = best.pop("capaian")
    return best, proof


def _without_twins(group: list[Column]) -> list[Column]:
    """Without columns that say one thing of several ("Realisasi Kabupaten | Realisasi Kota"): which is meant
    nobody says."""
    main = {k.c: max(candidate_measures(k), key=lambda x: x[1], default=("", 0.0)) for k in group}
    said = [k for k in group if k.header.score("capaian") >= 0.8 and not k.header.score("realisasi")]
    for k in group:
        if (
            said and k.header.percent and k.header.score("realisasi") >= 0.8
        ):  # "Realisasi %" beside "Capaian %"
            main[k.c] = ("realisasi", k.header.score("realisasi"))
    straight = {p for p, s in main.values() if s >= 0.9}
    counts = [p for p, s in main.values() if s < 0.9]
    return [
        k
        for k in group
        if main[k.c][1] >= 0.9
        or not main[k.c][0]
        or (counts.count(main[k.c][0]) == 1 and main[k.c][0] not in straight)
        or len(candidate_measures(k)) > 1
    ]


def _fit(d: Layout, mapping: dict[str, Column], rows: list[int]) -> Fit:
    if not set(MEASURES) <= set(mapping):
        return Fit(0, 0)
    (t, dt), (r, dr), (k, dk) = (
        (d.nilai[rows, mapping[p].c], d.desimal[rows, mapping[p].c]) for p in MEASURES
    )
    nihil = np.isin(d.kelas[rows][:, [mapping[p].c for p in MEASURES]], ["nihil"]).any(axis=1)
    return test_capaian(np.where(nihil, np.nan, t), dt, r, dr, k, dk)


def recognise_indikator(
    d: Layout, columns: list[Column], context, reached: dict[int, Column] | None = None
) -> dict[str, list[dict]]:
    """Rows of `indikator`, `seri` and `klaim` from the performance columns; {} where the grid names no
    indicators.

    reached: row → the column that gives its realisasi, where no column gives it for all rows (the last
    quarter's).
    """
    name = name_column(d, columns, ("indikator", "sasaran", "uraian", "kegiatan", "program", "sub_kegiatan"))
    measures = [
        k
        for k in columns
        if k.nilai and k.domain == PERFORMANCE and candidate_measures(k) and not _of_another(k, columns)
    ]
    measures, below = _named_by(d, columns, name, measures)
    foreign = any(
        k.comparing and k.nilai and k.header.score("target", "interval") >= 0.4 for k in columns
    ) or any(k.comparing and k.nilai and not k.header.score("realisasi", "capaian") for k in columns)
    deeper = _rows_below(d, columns, below, context) if name is not None else {}
    if name is None or not measures:
        return deeper
    if name.role not in ("indikator", "sasaran") and not _has_indikator(d, name, measures):
        return deeper
    rows = [r for r in d.body if d.rows[r].jenis not in (PART, NOTE, AVERAGE, TOTAL)]
    group: dict[tuple[int, str], list[Column]] = {}
    for k in measures:
        period = k.period if k.period not in ("kumulatif",) else ""
        if k.of and _of_its_year(k, columns):  # "% thd Target 2013" of "Realisasi 2013" is the plain capaian
            group.setdefault((columns[k.of[1]].tahun, ""), []).append(k)
        else:
            group.setdefault((k.tahun, "terhadap" if k.header.relative else period), []).append(k)
    steady = {g: settle(d, ks, rows) for g, ks in group.items()}
    yearly = {g[0]: v for g, v in steady.items() if g[1] == ""}
    full = [t for t, (mapping, _) in yearly.items() if len(mapping) >= 2]
    main = _main_year(full, yearly, context)
    result: dict[str, list[dict]] = {"indikator": [], "seri": [], "klaim": []} | deeper
    writer = Writer(d, columns, name, context)
    for t in full:
        mapping, proof = yearly[t]
        writer.predikat = writer.grade(mapping, len(full) > 1)
        if foreign and "target" not in mapping:  # a share of somebody else's target is no capaian
            mapping = {p: k for p, k in mapping.items() if p != "capaian"}
        if proof.rejects:  # arithmetic says this is no capaian: its figures stay unread
            mapping = {p: k for p, k in mapping.items() if p != "capaian"}
        extra = _beside(d, steady, main, rows, mapping) if t == main else {}
        if against_last(d, mapping, extra, rows):
            mapping = {p: k for p, k in mapping.items() if p != "capaian"}
            writer.predikat = None  # the label beside it rates that share
        elif against_end(d, mapping, extra, rows):
            extra |= (
                {"capaian_akhir": mapping["capaian"]} if "target_akhir" in extra else {}
            )  # that of next year's has no name
            mapping = {p: k for p, k in mapping.items() if p != "capaian"}
        if "target_akhir" in extra and "capaian_akhir" not in extra and "realisasi" in mapping:
            extra |= progress(
                d,
                columns,
                [*mapping.values(), *extra.values()],
                mapping["realisasi"],
                extra["target_akhir"],
                rows,
            )
        result["indikator"] += writer.indikator(t, {**mapping, **extra}, reached)
    single = {t: mapping for t, (mapping, _) in yearly.items() if t not in full}
    if not full and len(single) == 1:
        ((t, mapping),) = single.items()
        result["indikator"] += writer.indikator(t, {**mapping, **_beside(d, steady, t, rows, mapping)})
    else:
        used = (
            {k.c for k in _beside(d, steady, main, rows, yearly[main][0]).values()} if main in full else set()
        )
        begin = {
            t: mapping
            for (t, w), (mapping, _) in steady.items()
            if w == "lalu" and t > 0 and t not in yearly and (not full or t < main - 1)
        }
        for t, mapping in sorted({**single, **begin}.items()):
            for p, k in mapping.items():
                if k.c not in used:
                    result["seri"] += writer.seri(t, p, k)
    result["klaim"] += writer.status(main if main > 0 else next(iter(yearly), -1))
    return {t: b for t, b in result.items() if b}


def _named_by(
    d: Layout, columns: list[Column], name: Column | None, measures: list[Column]
) -> tuple[list[Column], list[tuple[Column, Column]]]:
    """(measures of the rows that `name` names, (name column, measure) of those that a column right of it
    names).

    "Indikator | Program | Kegiatan | Fisik (%)": one indicator stands beside several kegiatan, and what
    follows is theirs.
    """
    own, below = [], []
    for k in measures:
        printed = [r for r in d.body if d.figures(r, k.c) and d.rows[r].jenis == DATA]
        right = [
            x for x in columns if name is not None and name.c < x.c < k.c and not x.nilai and x.role in _BELOW
        ]
        several = [
            x
            for x in right
            if sum(bool(d.teks[r, x.c]) for r in printed) > sum(bool(d.teks[r, name.c]) for r in printed)
        ]
        if name is not None and name.role == "indikator" and several:
            below.append((several[-1], k))
        else:
            own.append(k)
    return own, below


_BELOW = ("indikator", "program", "kegiatan", "sub_kegiatan", "uraian")


def _rows_below(
    d: Layout, columns: list[Column], below: list[tuple[Column, Column]], context
) -> dict[str, list[dict]]:
    """Rows of a second column of indicators ("Indikator kegiatan") and its measures; those of a kegiatan are
    no indicator's."""
    name = next((x for x, _ in below if x.role == "indikator"), None)
    if name is None:
        return {}
    aside = [
        replace(k, nilai=False, role="lain") if k.c < name.c and (k.nilai or k.role == "indikator") else k
        for k in columns
    ]
    return recognise_indikator(d, aside, context)


def _of_its_year(k: Column, columns: list[Column]) -> bool:
    """Is a percentage that of a year's realisasi of the same year's target?"""
    a, b = (columns[c] for c in k.of)
    return (
        a.header.score("realisasi") >= 0.4
        and b.header.score("target") >= 0.4
        and a.tahun == b.tahun
        and not b.period
        and not a.period
    )


def _of_another(k: Column, columns: list[Column]) -> bool:
    """Is it a percentage of something that is neither its year's target nor that of a year to come? It is no
    capaian."""
    if not k.based or k.of is None:
        return k.based and k.header.relative and k.header.period != "akhir" and not k.header.score("target")
    a, b = (columns[c] for c in k.of)
    return not _of_its_year(k, columns) and not (
        b.header.score("target") >= 0.4 and (b.period == "akhir" or b.tahun > a.tahun)
    )


def _main_year(full: list[int], yearly: dict, context) -> int:
    """The year the table is about: the report's where it has a group of its own, else the latest full
    group."""
    if context.tahun in full or (not full and context.tahun in yearly):
        return context.tahun
    return max(full, default=max(yearly, default=-1))


def _has_indikator(d: Layout, name: Column, measures: list[Column]) -> bool:
    """Do rows under a general header ("Uraian") still carry performance? They do where target meets realisasi
    or capaian."""
    role = {p for k in measures for p, _ in candidate_measures(k)[:1]}
    return "target" in role and len(role) >= 2 or ("target" in role and name.role in ("kegiatan", "program"))


def _beside(
    d: Layout, steady: dict, main: int, rows: list[int], mapping: dict[str, Column]
) -> dict[str, Column]:
    """Columns beside the main group: last year's, next year's, the period's end."""
    result: dict[str, Column] = {}
    shares: list[Column] = []
    for (t, period), (content, _) in steady.items():
        for p, k in content.items():
            if period == "terhadap" and p == "capaian":
                shares.append(k)
            elif period == "akhir" and p in ("target", "capaian"):
                result.setdefault(f"{p}_akhir", k)
            elif (period == "lalu" and not 0 < t < main - 1) or (
                period == "" and t == main - 1 and len(content) == 1
            ):
                if p in ("realisasi", "capaian"):
                    result.setdefault(_previous(d, p, k, mapping, rows), k)
            elif p == "target" and (
                period == "depan" or (period == "" and t == main + 1 and len(content) == 1)
            ):
                result.setdefault("target_depan", k)
            elif p == "target" and period == "" and t > main + 1 and len(content) == 1:
                result.setdefault("target_akhir", k)
    end = result.get("target_akhir", result.get("target_depan"))
    reached = mapping.get("realisasi")  # a share of what was reached so far is none of the year's
    shares = [
        k
        for k in shares
        if k.of is None or end and k.of[1] == end.c and (not reached or k.of[0] == reached.c)
    ]
    if shares:
        result["capaian_akhir"] = shares[0]
    if "capaian_akhir" in result and "target_akhir" not in result and "target_depan" in result:
        result["target_akhir"] = result.pop("target_depan")  # "Target 2024 | % thd 2024"
    return result


def _previous(d: Layout, p: str, k: Column, mapping: dict[str, Column], rows: list[int]) -> str:
    """'Capaian 2015' may be what was reached or how far of the target: the figures it lies nearer to
    decide."""
    if (
        p == "realisasi"
        or k.header.score("persen") >= 0.9
        or "realisasi" not in mapping
        or "capaian" not in mapping
    ):
        return f"{p}_lalu"
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = [
            np.abs(np.log(d.nilai[rows, k.c] / d.nilai[rows, mapping[u].c])) for u in ("realisasi", "capaian")
        ]
    there = np.isfinite(distance[0]) & np.isfinite(distance[1])
    if not there.any():
        return "capaian_lalu"
    r, c = (float(np.mean(x[there])) for x in distance)
    return "realisasi_lalu" if r < c else "capaian_lalu"
