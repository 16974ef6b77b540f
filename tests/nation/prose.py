"""What prose says of the tables: values, verdicts, rises and falls, counts, words of numbers."""

import numpy as np
from num2words import num2words

from tests.nation.amounts import Budget, money
from tests.nation.drawing import Draft, texts
from tests.nation.figures import joined, printed, quotient
from tests.nation.indicators import Indicators
from tests.nation.tables import labels


def claims(draft: Draft, ind: Indicators, tree: Budget) -> None:
    """klaim, predikat, bilangan: every figure follows from those of the tables."""
    _means(draft)
    _of_sasaran(draft, ind)
    _counted(draft)
    _of_indicators(draft, ind)
    _best(draft, ind)
    _over_years(draft, ind)
    _budget(draft, tree)
    _numbers(draft, ind, tree)


def _say(draft: Draft, report: np.ndarray, kind: str, subject, measure: str, value="", **more) -> None:
    draft.add(
        "klaim",
        report,
        tabel="prosa",
        jenis=kind,
        subjek=subject,
        ukuran=measure,
        tahun=draft.year[report],
        nilai=value,
        **more,
    )


def _means(draft: Draft) -> None:
    at = np.flatnonzero(draft.mean != 0)
    value = draft.mean_value[at]
    text = joined(printed(value, draft.decimals[at], draft.english[at]), "%")
    _say(draft, at, "nilai", "rata-rata capaian", "rata_rata", text, acuan="capaian")
    again = draft.rng.random(len(at)) < 0.5
    for table in ("ringkasan", "penutup"):  # said three times where it is said again
        draft.add(
            "klaim",
            at[again],
            tabel=table,
            jenis="nilai",
            subjek="rata-rata capaian",
            ukuran="rata_rata",
            tahun=draft.year[at[again]],
            nilai=text[again],
            acuan="capaian",
        )
    rated = draft.scaled[at]
    draft.add(
        "predikat",
        at[rated],
        tabel="prosa",
        subjek="rata-rata",
        ukuran="rata_rata",
        tahun=draft.year[at[rated]],
        acuan="capaian",
        nilai=text[rated],
        label=labels(draft, value[rated], at[rated]),
    )


def _of_sasaran(draft: Draft, ind: Indicators) -> None:
    """Means of sasaran with several indicators."""
    last, value = draft.sasaran_mean
    some = (draft.rng.random(len(last)) < 0.3) & (np.bincount(ind.group) > 1)
    at, report = last[some], ind.report[last[some]]
    text = (
        joined(printed(value[some], draft.decimals[report], draft.english[report]), "%") if some.any() else ""
    )
    draft.add(
        "klaim",
        report,
        tabel="sasaran",
        jenis="nilai",
        subjek=ind.sasaran[at],
        ukuran="rata_rata",
        tahun=draft.year[report],
        acuan="capaian",
        nilai=text,
    )


def _counted(draft: Draft) -> None:
    """A count of last year and of this one, and that it rose or fell."""
    at = draft.chosen(draft.report, 0.2)
    before = draft.rng.integers(200, 4000, len(at))
    now = before + np.where(draft.rng.random(len(at)) < 0.5, 1, -1) * draft.rng.integers(20, 150, len(at))
    way = np.where(now > before, "naik", "turun").astype(object)
    for kind, value, back in (("nilai", before, 1), ("nilai", now, 0), (way, None, 0)):
        draft.add(
            "klaim",
            at,
            tabel="cacah",
            jenis=kind,
            subjek="Kunjungan lapangan",
            ukuran="jumlah",
            tahun=draft.year[at] - back,
            nilai=printed(value, 0) if value is not None else "",
        )


def _of_indicators(draft: Draft, ind: Indicators) -> None:
    every = np.flatnonzero(ind.number)
    score = ind.shown_score(ind.score, ind.report)
    met, year = ind.met(), draft.year
    at = draft.chosen(every, 0.4)
    _say(draft, ind.report[at], "nilai", ind.name[at], "capaian", score[at], acuan="capaian")
    at = draft.chosen(every, 0.3)
    _say(
        draft,
        ind.report[at],
        "nilai",
        ind.name[at],
        "realisasi",
        ind.show(ind.result[:, -1], at),
        satuan=ind.unit[at],
    )
    at = draft.chosen(every, 0.3)
    _say(
        draft,
        ind.report[at],
        "nilai",
        ind.name[at],
        "target",
        ind.show(ind.target[:, -1], at, exact=True),
        satuan=ind.unit[at],
    )
    for kind, which in (("tercapai", met), ("tidak_tercapai", ~met)):
        at = draft.chosen(every[which[every]], 0.4)
        _say(draft, ind.report[at], kind, ind.name[at], "capaian", acuan="capaian")
    at = draft.chosen(every[ind.of(draft.scaled)[every]], 0.3)
    draft.add(
        "predikat",
        ind.report[at],
        tabel="prosa",
        subjek=ind.name[at],
        ukuran="capaian",
        tahun=year[ind.report[at]],
        acuan="capaian",
        nilai=score[at],
        label=labels(draft, ind.score[at], ind.report[at]),
    )
    all_met = np.bincount(ind.report, ind.met(), minlength=draft.count).astype("int64")
    size = np.bincount(ind.report, minlength=draft.count)
    report = draft.report
    _say(
        draft,
        report,
        "x_dari_y",
        "indikator",
        "tercapai",
        printed(all_met, 0),
        dari=printed(size, 0),
        acuan="capaian",
    )
    falls = draft.chosen(every[ind.falling[every]], 0.3)
    _say(draft, ind.report[falls], "arah_turun", ind.name[falls], "realisasi", acuan="capaian")


def _best(draft: Draft, ind: Indicators) -> None:
    """Which capaian is the highest, and the best of the others."""
    order = np.lexsort((-ind.score, ind.report))
    first = np.searchsorted(ind.report, draft.report)
    best, next_best = order[first], order[first + 1]
    score = ind.shown_score(ind.score, ind.report)
    at = draft.chosen(np.flatnonzero(ind.score[best] > ind.score[next_best]), 0.3)
    _say(draft, at, "tertinggi", ind.name[best[at]], "capaian", score[best[at]], dari=score[next_best[at]])


def _over_years(draft: Draft, ind: Indicators) -> None:
    every = np.flatnonzero(ind.number)
    now, before = ind.result[:, -1], ind.result[:, -2]
    for kind, which in (("naik", now > before), ("turun", now < before)):
        at = draft.chosen(every[which[every]], 0.5)
        report = ind.report[at]
        _say(
            draft,
            report,
            kind,
            ind.name[at],
            "realisasi",
            ind.show(now, at),
            dari=ind.show(before, at),
            tahun_lain=draft.year[report] - 1,
            satuan=ind.unit[at],
        )
        bare = draft.chosen(every[(which & (ind.of(draft.measures) != 3))[every]], 0.15)
        _say(
            draft,
            ind.report[bare],
            kind,
            ind.name[bare],
            "realisasi",
            tahun_lain=draft.year[ind.report[bare]] - 1,
        )
    path = np.where(np.arange(5)[None, :] >= 5 - ind.of(draft.years)[:, None], ind.result, -1)
    step = np.diff(path, axis=1)
    known = path[:, :-1] >= 0
    shown = ind.of(draft.measures) != 3
    for kind, sign in (("naik_tiap_tahun", 1), ("turun_tiap_tahun", -1)):
        whole = ((sign * step > 0) | ~known).all(axis=1)
        at = draft.chosen(every[(whole & shown)[every]], 0.5)
        _say(draft, ind.report[at], kind, ind.name[at], "realisasi")


def _budget(draft: Draft, tree: Budget) -> None:
    total = np.flatnonzero(tree.level == 0)
    report = tree.report[total]
    have, used = tree.pagu[total], tree.spent[total]
    more = {"acuan": "realisasi", "satuan": "Rp"}
    name = tree.name[total]
    _say(draft, report, "nilai", name, "pagu", money(draft, have, report), **more)
    _say(draft, report, "nilai", name, "serapan", money(draft, used, report), **more)
    share = quotient(100 * used, have, draft.share, draft.cut)
    text = joined(printed(share, draft.share, draft.english & (draft.share != 3)), "%")
    _say(draft, report, "nilai", name, "persen", text, acuan="realisasi")
    some = draft.rng.random(len(report)) < 0.5
    _say(
        draft,
        report[some],
        "nilai",
        name[some],
        "sisa",
        money(draft, (have - used)[some], report[some]),
        **more,
    )
    at = draft.chosen(np.flatnonzero(tree.level == 1), 0.3)
    for measure, values in (("pagu", tree.pagu), ("serapan", tree.spent)):
        _say(
            draft,
            tree.report[at],
            "nilai",
            tree.name[at],
            measure,
            money(draft, values[at], tree.report[at]),
            **more,
        )


def _numbers(draft: Draft, ind: Indicators, tree: Budget) -> None:
    report = draft.report
    size = np.bincount(ind.report, minlength=draft.count)
    groups = np.bincount(
        ind.report[np.append(0, np.flatnonzero(np.diff(ind.group)) + 1)], minlength=draft.count
    )
    programmes = np.bincount(tree.report[tree.level == 1], minlength=draft.count)
    said = draft.rng.random(draft.count) < 0.7
    at = report[said]
    for subject, measure, values, table in (
        ("perjanjian kinerja", "sasaran", groups, "pk"),
        ("perjanjian kinerja", "indikator", size, "pk"),
        (draft.agency[at], "program", programmes, "realisasi"),
    ):
        _say(draft, at, "banyak", subject, measure, printed(values[at], 0), acuan=table)
        draft.add(
            "bilangan",
            at,
            tabel="prosa",
            subjek=measure,
            nilai=printed(values[at], 0),
            kata=texts([num2words(int(n), lang="id") for n in values[at]]),
        )
    kegiatan = np.bincount(tree.report[tree.level == 2], minlength=draft.count)
    told = report[said & (draft.depth > 1)]
    _say(draft, told, "banyak", draft.agency[told], "kegiatan", printed(kegiatan[told], 0), acuan="realisasi")
    first = draft.chosen(np.append(0, np.flatnonzero(np.diff(ind.group)) + 1), 0.3)  # of each sasaran
    own = np.bincount(ind.group)[ind.group[first]]
    _say(draft, ind.report[first], "banyak", ind.sasaran[first], "indikator", printed(own, 0))
    at = draft.chosen(report, 0.3)
    many = printed(draft.rng.integers(3, 9, len(at)), 0)
    _say(draft, at, "banyak", "langkah perbaikan", "butir", many, dari=many)
