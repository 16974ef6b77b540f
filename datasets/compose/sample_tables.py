"""The typed tables of a made-up report, one function a part of the report; every number follows from those
before."""

from fractions import Fraction

from cermat.datasets.compose.sample import Sample, printed, rounded, vocabulary

_MONTHS = "Januari Februari Maret".split()


def _mean(values: list[Fraction]) -> Fraction:
    return rounded(sum(values, Fraction(0)) / len(values), 2)


def identity(sample: Sample) -> None:
    """identitas, tanggal."""
    rng, words = sample.rng, vocabulary()
    leader = f"{rng.choice(words['orang']['depan'])} {rng.choice(words['orang']['belakang'])}"
    for kind, text in (
        ("instansi", sample.agency),
        ("tahun", str(sample.year)),
        ("tempat", sample.place),
        ("pimpinan", leader),
        ("jabatan", f"Kepala Dinas {sample.field['nama']}"),
        ("urusan", sample.field["nama"].lower()),
        ("periode rencana", f"{sample.start}-{sample.start + 4}"),
    ):
        sample._add("identitas", tabel="sampul", jenis=kind, nilai=text)
    day, month = rng.randint(5, 28), rng.randint(1, 3)
    sample._add(
        "tanggal",
        tabel="pengantar",
        peran="ttd_laporan",
        tanggal=f"{sample.year + 1}-{month:02d}-{day:02d}",
        teks=f"{day} {_MONTHS[month - 1]} {sample.year + 1}",
    )


def rules(sample: Sample) -> None:
    """rumus, skala, definisi."""
    sample._add("rumus", tabel="rumus", arah="naik", rumus="realisasi_per_target")
    sample._add("rumus", tabel="rumus", arah="turun", rumus=sample.falling)
    above = ""
    for label, low in sample.scale:
        sample._add(
            "skala",
            tabel="skala",
            label=label,
            bawah=low,
            bawah_termasuk="ya" if low else "",
            atas=above,
            atas_termasuk="tidak" if above else "",
        )
        above = low
    for indicator in sample.indicators:
        if indicator.parts:
            sample._add(
                "definisi",
                tabel="definisi",
                indikator=indicator.name,
                sasaran=indicator.sasaran,
                satuan=indicator.unit,
                sumber=sample.agency,
                formula=f"Jumlah {indicator.parts[0]} / Jumlah {indicator.parts[1]} x 100%",
                pembilang=f"Jumlah {indicator.parts[0]}",
                penyebut=f"Jumlah {indicator.parts[1]}",
            )


def _row(sample: Sample, indicator, table: str, **more: str) -> dict:
    return sample._add(
        "indikator",
        tabel=table,
        indikator=indicator.name,
        sasaran=indicator.sasaran,
        satuan=indicator.unit,
        tahun=str(sample.year),
        jenis_baris="indikator",
        **more,
    )


def plan(sample: Sample) -> None:
    """The performance agreement: targets."""
    for indicator in sample.indicators:
        _row(sample, indicator, "pk", dokumen="PK", target=indicator.show(indicator.target[sample.year]))


def achievement(sample: Sample) -> None:
    """Target, realisasi, capaian, predikat, averages."""
    rng, words = sample.rng, vocabulary()
    rated = rng.random() < 0.7
    by_sasaran = rng.random() < 0.4
    all_rows: list[Fraction] = []
    label = rng.choice(words["rata_rata_sasaran"])
    for order, indicator in enumerate(sample.indicators):
        got = indicator.achievement(indicator.realised[sample.year], indicator.target[sample.year])
        all_rows.append(got)
        more = {"predikat": sample.label(got)} if rated else {}
        _row(
            sample,
            indicator,
            "capaian",
            target=indicator.show(indicator.target[sample.year]),
            realisasi=indicator.show(indicator.realised[sample.year]),
            capaian=printed(got, 2),
            **more,
        )
        rows = [other for other in sample.indicators if other.sasaran == indicator.sasaran]
        if by_sasaran and (
            order + 1 == len(sample.indicators) or sample.indicators[order + 1].sasaran != indicator.sasaran
        ):
            mean = _mean(
                [other.achievement(other.realised[sample.year], other.target[sample.year]) for other in rows]
            )
            sample._add(
                "indikator",
                tabel="capaian",
                indikator=label,
                sasaran=indicator.sasaran,
                tahun=str(sample.year),
                jenis_baris="rata_rata",
                capaian=printed(mean, 2),
                **({"predikat": sample.label(mean)} if rated else {}),
            )
    sample.mean = _mean(all_rows)
    if len(all_rows) > 1 and not by_sasaran:
        sample._add(
            "indikator",
            tabel="capaian",
            indikator=rng.choice(words["rata_rata"]),
            tahun=str(sample.year),
            jenis_baris="rata_rata",
            capaian=printed(sample.mean, 2),
            **({"predikat": sample.label(sample.mean)} if rated else {}),
        )


def comparison(sample: Sample) -> None:
    """Last year's realisation, and the target at the end of the plan."""
    rng = sample.rng
    for indicator in sample.indicators:
        _row(
            sample,
            indicator,
            "lalu",
            realisasi_lalu=indicator.show(indicator.realised[sample.year - 1]),
            realisasi=indicator.show(indicator.realised[sample.year]),
        )
    if rng.random() < 0.8:
        for indicator in sample.indicators:
            _row(
                sample,
                indicator,
                "akhir",
                realisasi=indicator.show(indicator.realised[sample.year]),
                target_akhir=indicator.show(indicator.end),
                capaian_akhir=printed(
                    indicator.achievement(indicator.realised[sample.year], indicator.end), 2
                ),
            )


def series(sample: Sample) -> None:
    """Several years: target, realisasi, capaian."""
    measures = sample.rng.choice(
        [["realisasi"], ["target", "realisasi"], ["target", "realisasi", "capaian"], ["capaian"]]
    )
    if len(sample.years) < 3:
        return
    for indicator in sample.indicators:
        for measure in measures:
            for year in sample.years:
                value = {
                    "target": indicator.show(indicator.target[year]),
                    "realisasi": indicator.show(indicator.realised[year]),
                    "capaian": printed(
                        indicator.achievement(indicator.realised[year], indicator.target[year]), 2
                    ),
                }[measure]
                sample._add(
                    "seri",
                    tabel="seri",
                    indikator=indicator.name,
                    sasaran=indicator.sasaran,
                    satuan=indicator.unit,
                    ukuran=measure,
                    tahun=str(year),
                    jenis_baris="indikator",
                    nilai=value,
                )


def working(sample: Sample) -> None:
    """Realisations of percentages, written out."""
    for indicator in sample.indicators:
        if indicator.counts:
            part, whole = indicator.counts
            sample._add(
                "perhitungan",
                tabel="perhitungan",
                subjek=indicator.name,
                ukuran="realisasi",
                tahun=str(sample.year),
                operasi="bagi_persen",
                a=printed(part),
                a_arti=f"jumlah {indicator.parts[0]}",
                b=printed(whole),
                b_arti=f"jumlah {indicator.parts[1]}",
                hasil=f"{indicator.show(indicator.realised[sample.year])}%",
            )


def prose(sample: Sample) -> None:
    """Claims and verdicts that repeat what the tables say."""
    rng, year = sample.rng, str(sample.year)

    def claim(kind: str, subject: str, measure: str, value: str, **more: str) -> None:
        sample._add(
            "klaim",
            tabel="prosa",
            jenis=kind,
            subjek=subject,
            ukuran=measure,
            tahun=year,
            nilai=value,
            **more,
        )

    claim("nilai", "rata-rata capaian", "rata_rata", printed(sample.mean, 2) + "%", acuan="capaian")
    sample._add(
        "predikat",
        tabel="prosa",
        subjek="rata-rata",
        ukuran="rata_rata",
        tahun=year,
        acuan="capaian",
        nilai=printed(sample.mean, 2) + "%",
        label=sample.label(sample.mean),
    )
    met = sum(indicator.met(sample.year) for indicator in sample.indicators)
    claim("x_dari_y", "indikator", "tercapai", str(met), dari=str(len(sample.indicators)), acuan="capaian")
    for indicator in sample.indicators:
        now, before = indicator.realised[sample.year], indicator.realised[sample.year - 1]
        got = indicator.achievement(now, indicator.target[sample.year])
        if rng.random() < 0.5:
            claim("nilai", indicator.name, "capaian", printed(got, 2) + "%", acuan="capaian")
        if rng.random() < 0.5 and now != before:
            claim(
                "naik" if now > before else "turun",
                indicator.name,
                "realisasi",
                indicator.show(now),
                dari=indicator.show(before),
                tahun_lain=str(sample.year - 1),
                satuan=indicator.unit,
            )
        if rng.random() < 0.5:
            claim(
                "tercapai" if indicator.met(sample.year) else "tidak_tercapai",
                indicator.name,
                "capaian",
                "",
                acuan="capaian",
            )
        if rng.random() < 0.3:
            sample._add(
                "predikat",
                tabel="prosa",
                subjek=indicator.name,
                ukuran="capaian",
                tahun=year,
                acuan="capaian",
                nilai=printed(got, 2) + "%",
                label=sample.label(got),
            )
        if indicator.direction == "turun" and rng.random() < 0.4:
            claim("arah_turun", indicator.name, "realisasi", "", acuan="capaian")
    have, used = sample.money
    total = next(amount["uraian"] for amount in sample.rows["anggaran"] if amount["tingkat"] == "total")
    claim("nilai", total, "pagu", printed(have), acuan="realisasi", satuan="Rp")
    claim("nilai", total, "serapan", printed(used), acuan="realisasi", satuan="Rp")
    claim("nilai", total, "persen", printed(Fraction(100 * used, have), 2) + "%", acuan="realisasi")
    if rng.random() < 0.5:
        claim("nilai", total, "sisa", printed(have - used), acuan="realisasi", satuan="Rp")
    claim(
        "banyak",
        "perjanjian kinerja",
        "sasaran",
        str(len({indicator.sasaran for indicator in sample.indicators})),
        acuan="pk",
    )
    claim("banyak", "perjanjian kinerja", "indikator", str(len(sample.indicators)), acuan="pk")
    claim("banyak", sample.agency, "program", str(sample.numbers["program"]), acuan="realisasi")
