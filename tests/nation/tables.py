"""The tables about indicators: agreement, achievement with averages and labels, comparisons, series, formulas, scale."""

import numpy as np

from tests.nation.drawing import Draft, texts, words
from tests.nation.figures import joined, printed
from tests.nation.indicators import SPAN, Indicators, mean_of

MEASURES = [["realisasi"], ["target", "realisasi"], ["target", "realisasi", "capaian"], ["capaian"]]


def identity(draft: Draft) -> None:
    """identitas, tanggal, bab, daftar_isi."""
    rng, told, every = draft.rng, words(), draft.report
    fields = [told["bidang"][i] for i in draft.field]
    first, last = (texts(told["orang"][part]) for part in ("depan", "belakang"))
    leader = joined(rng.choice(first, draft.count), " ", rng.choice(last, draft.count))
    for kind, value in (
        ("instansi", draft.agency),
        ("tahun", draft.year),
        ("tempat", draft.place),
        ("pimpinan", leader),
        ("jabatan", joined("Kepala ", texts([field["nama"] for field in fields]))),
        ("urusan", texts([field["urusan"] for field in fields])),
        ("periode rencana", texts([f"{year}-{year + 4}" for year in draft.start.tolist()])),
    ):
        draft.add("identitas", every, tabel="sampul", jenis=kind, nilai=value)
    capped = np.flatnonzero(draft.capped)
    draft.add("identitas", capped, tabel="rumus", jenis="batas capaian", nilai=draft.capped[capped])
    month, day = rng.integers(1, 4, draft.count), rng.integers(5, 29, draft.count)
    names = ["", "Januari", "Februari", "Maret"]
    moments = list(zip((draft.year + 1).tolist(), month.tolist(), day.tolist(), strict=True))
    draft.add(
        "tanggal",
        every,
        tabel="pengantar",
        peran="ttd_laporan",
        tanggal=texts([f"{y}-{m:02d}-{d:02d}" for y, m, d in moments]),
        teks=texts([f"{d} {names[m]} {y}" for y, m, d in moments]),
    )
    for order, (level, title) in enumerate(told["judul"]):
        place = {"tingkat": str(level), "urutan": str(order + 1), "judul": title}
        draft.add("bab", every, tabel="badan", **place)
        draft.add("daftar_isi", every, tabel="isi", nomor_halaman=str(1 + 3 * order), **place)


def rules(draft: Draft, ind: Indicators) -> None:
    """rumus, skala, definisi."""
    every = draft.report
    draft.add("rumus", every, tabel="rumus", arah="naik", rumus="realisasi_per_target")
    way = np.where(draft.per_target, "target_per_realisasi", "dua_target").astype(object)
    draft.add("rumus", every, tabel="rumus", arah="turun", rumus=way)
    for scale, bands in enumerate(words()["skala"]):
        own = np.flatnonzero((draft.scale == scale) & draft.scaled)
        above = ""
        for label, low in bands:
            draft.add(
                "skala",
                own,
                tabel="skala",
                label=label,
                bawah=str(low),
                bawah_termasuk="ya",
                atas=above,
                atas_termasuk="tidak" if above else "",
            )
            above = str(low)
    at = np.flatnonzero(ind.parts)
    above, below = joined("Jumlah ", ind.part[at]), joined("Jumlah ", ind.whole[at])
    draft.add(
        "definisi",
        ind.report[at],
        tabel="definisi",
        **_named(ind, at),
        formula=joined(above, " / ", below, " x 100%"),
        pembilang=above,
        penyebut=below,
        sumber=draft.agency[ind.report[at]],
    )


def _named(ind: Indicators, at: np.ndarray) -> dict:
    return {"indikator": ind.name[at], "sasaran": ind.sasaran[at], "satuan": ind.unit[at]}


def labels(draft: Draft, score: np.ndarray, report: np.ndarray) -> np.ndarray:
    """The label that a report's scale gives to a printed capaian."""
    made = np.full(len(score), "", dtype=object)
    for scale, bands in enumerate(words()["skala"]):
        own = draft.scale[report] == scale
        for label, low in reversed(bands):
            made[own & (score >= low * 10 ** draft.decimals[report])] = label
    return made


def _row(ind: Indicators, table: str, at: np.ndarray, **columns) -> None:
    draft = ind.draft
    order = at - np.searchsorted(ind.report, ind.report[at]) + 1
    draft.add(
        "indikator",
        ind.report[at],
        tabel=table,
        **_named(ind, at),
        tahun=draft.year[ind.report[at]],
        jenis_baris="indikator",
        baris=order,
        **columns,
    )


def achievement(draft: Draft, ind: Indicators) -> None:
    """Agreement; target, realisasi, capaian and label; the averages between and below them."""
    every = np.arange(ind.many)
    bound = np.where(ind.bounded, "maks", np.where(ind.kind == 2, "rentang", "")).astype(object)
    way = np.where(ind.of(draft.arrow), np.where(ind.falling, "turun", "naik"), "").astype(object)
    label = labels(draft, ind.score, ind.report)
    label[~ind.of(draft.rated)] = ""
    _row(ind, "pk", every, dokumen="PK", target=ind.targets(every), batas=bound)
    last = np.flatnonzero(np.append(np.diff(ind.group), 1))  # of each sasaran
    of_sasaran = mean_of(ind.fine, ind.group, ind.of(draft.decimals)[last], ind.of(draft.cut)[last])
    of_all = mean_of(ind.fine, ind.report, draft.decimals, draft.cut)
    draft.mean_value, draft.sasaran_mean = of_all, (last, of_sasaran)
    rows = {
        "target": ind.targets(every),
        "realisasi": ind.results(every),
        "capaian": ind.shown_score(ind.score, ind.report),
        "predikat": label,
        "batas": bound,
        "arah": way,
    }
    for at in range(
        int(np.bincount(ind.report).max())
    ):  # the nth row of every report, then the average below it
        own = np.flatnonzero(np.arange(ind.many) - np.searchsorted(ind.report, ind.report) == at)
        _row(ind, "capaian", own, **{name: column[own] for name, column in rows.items()})
        ends = np.isin(last, own) & (draft.mean[ind.report[last]] == 2)
        _average(
            draft, ind.report[last[ends]], of_sasaran[ends], "rata_rata_sasaran", ind.sasaran[last[ends]]
        )
    whole = np.flatnonzero(draft.mean == 1)
    _average(draft, whole, of_all[whole], "rata_rata", "")


def _average(draft: Draft, report: np.ndarray, value: np.ndarray, name: str, sasaran) -> None:
    named = texts(words()[name])[report % len(words()[name])]
    label = labels(draft, value, report)
    label[~draft.rated[report]] = ""
    text = printed(value, draft.decimals[report], draft.english[report])
    sign = np.where(draft.percent[report], "%", "").astype(object)
    draft.add(
        "indikator",
        report,
        tabel="capaian",
        indikator=named,
        sasaran=sasaran,
        tahun=draft.year[report],
        jenis_baris="rata_rata",
        capaian=joined(text, sign) if len(text) else text,
        predikat=label,
    )


def comparison(draft: Draft, ind: Indicators) -> None:
    """Last year's realisation, the target at the end of the plan, and next year's."""
    at = np.flatnonzero(ind.number)
    now = ind.show(ind.result[:, -1], at)
    _row(ind, "lalu", at, realisasi_lalu=ind.show(ind.result[:, -2], at), realisasi=now)
    ends = ind.of(draft.with_end)[at]
    to_end = ind.scores_of(ind.end)
    _row(
        ind,
        "akhir",
        at[ends],
        realisasi=now[ends],
        target_akhir=ind.show(ind.end, at[ends], exact=True),
        capaian_akhir=ind.shown_score(to_end[at[ends]], ind.report[at[ends]]),
    )
    on = ind.of(draft.with_next)[at]
    last = ind.of(draft.year + 1 == draft.start + 4)  # the plan ends next year
    aim = ind.target[:, -1]  # targets never give way
    next_aim = np.where(
        ind.falling, np.maximum(aim * 98 // 100, np.minimum(ind.end, aim)), aim + (ind.end - aim) // 2
    )
    better = np.where(last, ind.end, next_aim)
    _row(ind, "depan", at[on], realisasi=now[on], target_depan=ind.show(better, at[on], exact=True))


def series(draft: Draft, ind: Indicators) -> None:
    """Several years: target, realisasi, capaian, as the report shows them."""
    for measure in ("target", "realisasi", "capaian"):
        shows = np.array([measure in MEASURES[i] for i in draft.measures])
        at = np.flatnonzero(ind.number & ind.of(shows))
        for back in range(SPAN - 1, -1, -1):
            own = at[ind.of(draft.years)[at] > back]
            column = SPAN - 1 - back
            if measure == "capaian":
                score = ind.scores_of(ind.target[:, column], column)
                text = ind.shown_score(score[own], ind.report[own])
            else:
                text = ind.show(
                    getattr(ind, "target" if measure == "target" else "result")[:, column],
                    own,
                    measure == "target",
                )
            draft.add(
                "seri",
                ind.report[own],
                tabel="seri",
                **_named(ind, own),
                ukuran=measure,
                tahun=(draft.year - back)[ind.report[own]],
                jenis_baris="indikator",
                nilai=text,
            )


def plan(draft: Draft, ind: Indicators) -> None:
    """What the strategic plan wanted of each year, where the report prints it."""
    at = np.flatnonzero(ind.number & (draft.rng.random(draft.count) < 0.25)[ind.report])
    for back in range(SPAN - 1, -1, -1):
        own = at[ind.of(draft.years)[at] > back]
        draft.add(
            "seri",
            ind.report[own],
            tabel="renstra",
            **_named(ind, own),
            ukuran="target",
            dokumen="Renstra",
            tahun=(draft.year - back)[ind.report[own]],
            jenis_baris="indikator",
            nilai=ind.show(ind.target[:, SPAN - 1 - back], own, exact=True),
        )


def working(draft: Draft, ind: Indicators) -> None:
    """Shares written out: 3.226 / 16.051 x 100 = 20,09%; and what last year's difference is."""
    at = np.flatnonzero(ind.parts)
    draft.add(
        "perhitungan",
        ind.report[at],
        tabel="perhitungan",
        subjek=ind.name[at],
        ukuran="realisasi",
        tahun=draft.year[ind.report[at]],
        operasi="bagi_persen",
        a=printed(ind.counted[at], 0),
        a_arti=joined("jumlah ", ind.part[at]),
        b=printed(ind.count[at], 0),
        b_arti=joined("jumlah ", ind.whole[at]),
        hasil=joined(printed(ind.result[at, -1], ind.decimals[at], draft.english[ind.report[at]]), "%"),
    )
