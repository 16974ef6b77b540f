"""The typed tables of a made-up report, one function a part of the report; every number follows from those
before."""

from fractions import Fraction

from datasets.compose.sample import Sample, printed, rounded, vocabulary

_MONTHS = "Januari Februari Maret".split()


def _mean(values: list[Fraction]) -> Fraction:
    return rounded(sum(values, Fraction(0)) / len(values), 2)


def identity(s: Sample) -> None:
    """identitas, tanggal."""
    rng, words = s.rng, vocabulary()
    leader = f"{rng.choice(words['orang']['depan'])} {rng.choice(words['orang']['belakang'])}"
    for kind, text in (
        ("instansi", s.agency),
        ("tahun", str(s.year)),
        ("tempat", s.place),
        ("pimpinan", leader),
        ("jabatan", f"Kepala Dinas {s.field['nama']}"),
        ("urusan", s.field["nama"].lower()),
        ("periode rencana", f"{s.start}-{s.start + 4}"),
    ):
        s._add("identitas", tabel="sampul", jenis=kind, nilai=text)
    day, month = rng.randint(5, 28), rng.randint(1, 3)
    s._add(
        "tanggal",
        tabel="pengantar",
        peran="ttd_laporan",
        tanggal=f"{s.year + 1}-{month:02d}-{day:02d}",
        teks=f"{day} {_MONTHS[month - 1]} {s.year + 1}",
    )


def rules(s: Sample) -> None:
    """rumus, skala, definisi."""
    s._add("rumus", tabel="rumus", arah="naik", rumus="realisasi_per_target")
    s._add("rumus", tabel="rumus", arah="turun", rumus=s.falling)
    above = ""
    for label, low in s.scale:
        s._add(
            "skala",
            tabel="skala",
            label=label,
            bawah=low,
            bawah_termasuk="ya" if low else "",
            atas=above,
            atas_termasuk="tidak" if above else "",
        )
        above = low
    for i in s.indicators:
        if i.parts:
            s._add(
                "definisi",
                tabel="definisi",
                indikator=i.name,
                sasaran=i.sasaran,
                satuan=i.unit,
                sumber=s.agency,
                formula=f"Jumlah {i.parts[0]} / Jumlah {i.parts[1]} x 100%",
                pembilang=f"Jumlah {i.parts[0]}",
                penyebut=f"Jumlah {i.parts[1]}",
            )


def _row(s: Sample, i, table: str, **more: str) -> dict:
    return s._add(
        "indikator",
        tabel=table,
        indikator=i.name,
        sasaran=i.sasaran,
        satuan=i.unit,
        tahun=str(s.year),
        jenis_baris="indikator",
        **more,
    )


def plan(s: Sample) -> None:
    """The performance agreement: targets."""
    for i in s.indicators:
        _row(s, i, "pk", dokumen="PK", target=i.show(i.target[s.year]))


def achievement(s: Sample) -> None:
    """Target, realisasi, capaian, predikat, averages."""
    rng, words = s.rng, vocabulary()
    rated = rng.random() < 0.7
    by_sasaran = rng.random() < 0.4
    all_rows: list[Fraction] = []
    label = rng.choice(words["rata_rata_sasaran"])
    for k, i in enumerate(s.indicators):
        got = i.achievement(i.realised[s.year], i.target[s.year])
        all_rows.append(got)
        more = {"predikat": s.label(got)} if rated else {}
        _row(
            s,
            i,
            "capaian",
            target=i.show(i.target[s.year]),
            realisasi=i.show(i.realised[s.year]),
            capaian=printed(got, 2),
            **more,
        )
        rows = [j for j in s.indicators if j.sasaran == i.sasaran]
        if by_sasaran and (k + 1 == len(s.indicators) or s.indicators[k + 1].sasaran != i.sasaran):
            mean = _mean([j.achievement(j.realised[s.year], j.target[s.year]) for j in rows])
            s._add(
                "indikator",
                tabel="capaian",
                indikator=label,
                sasaran=i.sasaran,
                tahun=str(s.year),
                jenis_baris="rata_rata",
                capaian=printed(mean, 2),
                **({"predikat": s.label(mean)} if rated else {}),
            )
    s.mean = _mean(all_rows)
    if len(all_rows) > 1 and not by_sasaran:
        s._add(
            "indikator",
            tabel="capaian",
            indikator=rng.choice(words["rata_rata"]),
            tahun=str(s.year),
            jenis_baris="rata_rata",
            capaian=printed(s.mean, 2),
            **({"predikat": s.label(s.mean)} if rated else {}),
        )


def comparison(s: Sample) -> None:
    """Last year's realisation, and the target at the end of the plan."""
    rng = s.rng
    for i in s.indicators:
        _row(
            s, i, "lalu", realisasi_lalu=i.show(i.realised[s.year - 1]), realisasi=i.show(i.realised[s.year])
        )
    if rng.random() < 0.8:
        for i in s.indicators:
            _row(
                s,
                i,
                "akhir",
                realisasi=i.show(i.realised[s.year]),
                target_akhir=i.show(i.end),
                capaian_akhir=printed(i.achievement(i.realised[s.year], i.end), 2),
            )


def series(s: Sample) -> None:
    """Several years: target, realisasi, capaian."""
    measures = s.rng.choice(
        [["realisasi"], ["target", "realisasi"], ["target", "realisasi", "capaian"], ["capaian"]]
    )
    if len(s.years) < 3:
        return
    for i in s.indicators:
        for m in measures:
            for y in s.years:
                value = {
                    "target": i.show(i.target[y]),
                    "realisasi": i.show(i.realised[y]),
                    "capaian": printed(i.achievement(i.realised[y], i.target[y]), 2),
                }[m]
                s._add(
                    "seri",
                    tabel="seri",
                    indikator=i.name,
                    sasaran=i.sasaran,
                    satuan=i.unit,
                    ukuran=m,
                    tahun=str(y),
                    jenis_baris="indikator",
                    nilai=value,
                )


def working(s: Sample) -> None:
    """Realisations of percentages, written out."""
    for i in s.indicators:
        if i.counts:
            part, whole = i.counts
            s._add(
                "perhitungan",
                tabel="perhitungan",
                subjek=i.name,
                ukuran="realisasi",
                tahun=str(s.year),
                operasi="bagi_persen",
                a=printed(part),
                a_arti=f"jumlah {i.parts[0]}",
                b=printed(whole),
                b_arti=f"jumlah {i.parts[1]}",
                hasil=f"{i.show(i.realised[s.year])}%",
            )


def prose(s: Sample) -> None:
    """Claims and verdicts that repeat what the tables say."""
    rng, year = s.rng, str(s.year)

    def claim(kind: str, subject: str, measure: str, value: str, **more: str) -> None:
        s._add(
            "klaim",
            tabel="prosa",
            jenis=kind,
            subjek=subject,
            ukuran=measure,
            tahun=year,
            nilai=value,
            **more,
        )

    claim("nilai", "rata-rata capaian", "rata_rata", printed(s.mean, 2) + "%", acuan="capaian")
    s._add(
        "predikat",
        tabel="prosa",
        subjek="rata-rata",
        ukuran="rata_rata",
        tahun=year,
        acuan="capaian",
        nilai=printed(s.mean, 2) + "%",
        label=s.label(s.mean),
    )
    met = sum(i.met(s.year) for i in s.indicators)
    claim("x_dari_y", "indikator", "tercapai", str(met), dari=str(len(s.indicators)), acuan="capaian")
    for i in s.indicators:
        now, before = i.realised[s.year], i.realised[s.year - 1]
        got = i.achievement(now, i.target[s.year])
        if rng.random() < 0.5:
            claim("nilai", i.name, "capaian", printed(got, 2) + "%", acuan="capaian")
        if rng.random() < 0.5 and now != before:
            claim(
                "naik" if now > before else "turun",
                i.name,
                "realisasi",
                i.show(now),
                dari=i.show(before),
                tahun_lain=str(s.year - 1),
                satuan=i.unit,
            )
        if rng.random() < 0.5:
            claim("tercapai" if i.met(s.year) else "tidak_tercapai", i.name, "capaian", "", acuan="capaian")
        if rng.random() < 0.3:
            s._add(
                "predikat",
                tabel="prosa",
                subjek=i.name,
                ukuran="capaian",
                tahun=year,
                acuan="capaian",
                nilai=printed(got, 2) + "%",
                label=s.label(got),
            )
        if i.direction == "turun" and rng.random() < 0.4:
            claim("arah_turun", i.name, "realisasi", "", acuan="capaian")
    have, used = s.money
    total = next(a["uraian"] for a in s.rows["anggaran"] if a["tingkat"] == "total")
    claim("nilai", total, "pagu", printed(have), acuan="realisasi", satuan="Rp")
    claim("nilai", total, "serapan", printed(used), acuan="realisasi", satuan="Rp")
    claim("nilai", total, "persen", printed(Fraction(100 * used, have), 2) + "%", acuan="realisasi")
    if rng.random() < 0.5:
        claim("nilai", total, "sisa", printed(have - used), acuan="realisasi", satuan="Rp")
    claim("banyak", "perjanjian kinerja", "sasaran", str(len({i.sasaran for i in s.indicators})), acuan="pk")
    claim("banyak", "perjanjian kinerja", "indikator", str(len(s.indicators)), acuan="pk")
    claim("banyak", s.agency, "program", str(s.numbers["program"]), acuan="realisasi")
