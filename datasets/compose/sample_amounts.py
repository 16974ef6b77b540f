"""Counts, services and budgets of a made-up report, with the totals that their parts make."""

from fractions import Fraction

from cermat.datasets.compose.sample import Sample, printed, vocabulary


def counts(sample: Sample) -> None:
    """Counts with their total; with or without women and men."""
    rng, words = sample.rng, vocabulary()
    groups = sample.field["rincian"]
    for at in range(min(1 + sample.size, len(groups)) if sample.size == 1 else 2 * sample.size):
        subject, unit, names = groups[at % len(groups)]
        table = f"rincian-{at + 1}"
        if at >= len(groups):
            subject = f"{subject} wilayah {at + 1}"
        split = unit in ("orang", "siswa") and rng.random() < 0.5
        measures = ["laki-laki", "perempuan", "jumlah"] if split else ["jumlah"]
        sums = dict.fromkeys(measures, 0)
        total = rng.choice(words["total"])
        if sample.size > 1:
            names = [f"{name} {place}" for name in names for place in words["tempat"]["akhir"]]
        for order, name in enumerate(names):
            values = {measure: rng.randint(3, 900) for measure in measures}
            if split:
                values["jumlah"] = values["laki-laki"] + values["perempuan"]
            for measure in measures:
                sums[measure] += values[measure]
                sample._add(
                    "rincian",
                    tabel=table,
                    kode=str(order + 1),
                    induk="total",
                    uraian=name,
                    ukuran=measure,
                    ukuran_induk="jumlah" if measure != "jumlah" else "",
                    peran="bagian",
                    subjek="",
                    satuan=unit,
                    tahun=str(sample.year),
                    nilai=printed(values[measure]),
                )
        for measure in measures:
            sample._add(
                "rincian",
                tabel=table,
                kode="total",
                uraian=total,
                ukuran=measure,
                ukuran_induk="jumlah" if measure != "jumlah" else "",
                peran="total",
                subjek=subject,
                satuan=unit,
                tahun=str(sample.year),
                nilai=printed(sums[measure]),
            )
        if at < 2 and rng.random() < 0.6:
            sample._add(
                "klaim",
                tabel="prosa",
                jenis="nilai",
                subjek=subject.lower(),
                ukuran="jumlah",
                tahun=str(sample.year),
                acuan=table,
                satuan=unit,
                nilai=printed(sums["jumlah"]),
            )


def services(sample: Sample) -> None:
    """Services given, in sentences or in a table."""
    rng = sample.rng
    table = rng.choice(["layanan", "prosa-layanan"])
    for text, who, unit in rng.sample(sample.field["layanan"], rng.randint(1, len(sample.field["layanan"]))):
        want = rng.randint(12, 900)
        sample._add(
            "layanan",
            tabel=table,
            uraian=text,
            penerima=who,
            satuan=unit,
            tahun=str(sample.year),
            target=printed(want),
            realisasi=printed(want - rng.randint(0, want // 6)),
        )


def budget(sample: Sample) -> None:
    """Budgets down to kegiatan or sub kegiatan, with totals, share and rest."""
    rng, words = sample.rng, vocabulary()
    deep, rest = rng.random() < 0.5, rng.random() < 0.6
    programmes = [words["program_umum"][0], *sample.field["program"]] * sample.size
    rows: list[dict] = []
    amounts_of: dict[str, list[int]] = {}  # kode → pagu, realisasi
    sums = [0, 0]
    for order, (name, children) in enumerate(programmes):
        own = f"{order + 1}"
        head = {
            "kode": own,
            "induk": "total",
            "uraian": name
            if order < len(words["program_umum"]) + len(sample.field["program"])
            else f"{name} Tahap {order}",
            "tingkat": "program",
        }
        rows.append(head)
        spent = [0, 0]
        for child_no, (child, leaves) in enumerate(children):
            branch = {"kode": f"{own}.{child_no + 1}", "induk": own, "uraian": child, "tingkat": "kegiatan"}
            rows.append(branch)
            amounts = [0, 0]
            for leaf in range(len(leaves) if deep else 1):
                have = rng.randint(12_000, 900_000) * 1000 + rng.choice([0, 0, rng.randint(1, 999)])
                used = have - rng.randint(0, have // 12)
                amounts = [amounts[0] + have, amounts[1] + used]
                if deep:
                    rows.append(
                        {
                            "kode": f"{own}.{child_no + 1}.{leaf + 1}",
                            "induk": branch["kode"],
                            "uraian": leaves[leaf],
                            "tingkat": "sub kegiatan",
                        }
                    )
                    amounts_of[rows[-1]["kode"]] = [have, used]
            amounts_of[branch["kode"]] = amounts
            spent = [spent[0] + amounts[0], spent[1] + amounts[1]]
        amounts_of[own] = spent
        sums = [sums[0] + spent[0], sums[1] + spent[1]]
    rows.append({"kode": "total", "induk": "", "uraian": rng.choice(words["total"]), "tingkat": "total"})
    amounts_of["total"] = sums
    for row in rows:
        have, used = amounts_of[row["kode"]]
        more = {"sisa": printed(have - used)} if rest else {}
        sample._add(
            "anggaran",
            tabel="realisasi",
            dokumen="realisasi",
            tahun=str(sample.year),
            pagu=printed(have),
            realisasi=printed(used),
            persen=printed(Fraction(100 * used, have), 2),
            **more,
            **row,
        )
    if rng.random() < 0.5:
        for row in rows:
            if row["tingkat"] in ("program", "total"):
                have = next(
                    amount["pagu"]
                    for amount in sample.rows["anggaran"]
                    if amount["kode"] == row["kode"] and amount["tabel"] == "realisasi"
                )
                sample._add(
                    "anggaran", tabel="pk-program", dokumen="PK", tahun=str(sample.year), pagu=have, **row
                )
    sample.money = sums
    kegiatan = sum(row["tingkat"] == "kegiatan" for row in rows)
    sample.numbers = {"program": len(programmes), "kegiatan": kegiatan}
