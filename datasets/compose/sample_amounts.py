"""Counts, services and budgets of a made-up report, with the totals that their parts make."""

from fractions import Fraction

from datasets.compose.sample import Sample, printed, vocabulary


def counts(s: Sample) -> None:
    """Counts with their total; with or without women and men."""
    rng, words = s.rng, vocabulary()
    groups = s.field["rincian"]
    for n in range(min(1 + s.size, len(groups)) if s.size == 1 else 2 * s.size):
        subject, unit, names = groups[n % len(groups)]
        table = f"rincian-{n + 1}"
        if n >= len(groups):
            subject = f"{subject} wilayah {n + 1}"
        split = unit in ("orang", "siswa") and rng.random() < 0.5
        measures = ["laki-laki", "perempuan", "jumlah"] if split else ["jumlah"]
        sums = dict.fromkeys(measures, 0)
        total = rng.choice(words["total"])
        if s.size > 1:
            names = [f"{name} {place}" for name in names for place in words["tempat"]["akhir"]]
        for k, name in enumerate(names):
            values = {m: rng.randint(3, 900) for m in measures}
            if split:
                values["jumlah"] = values["laki-laki"] + values["perempuan"]
            for m in measures:
                sums[m] += values[m]
                s._add(
                    "rincian",
                    tabel=table,
                    kode=str(k + 1),
                    induk="total",
                    uraian=name,
                    ukuran=m,
                    ukuran_induk="jumlah" if m != "jumlah" else "",
                    peran="bagian",
                    subjek="",
                    satuan=unit,
                    tahun=str(s.year),
                    nilai=printed(values[m]),
                )
        for m in measures:
            s._add(
                "rincian",
                tabel=table,
                kode="total",
                uraian=total,
                ukuran=m,
                ukuran_induk="jumlah" if m != "jumlah" else "",
                peran="total",
                subjek=subject,
                satuan=unit,
                tahun=str(s.year),
                nilai=printed(sums[m]),
            )
        if n < 2 and rng.random() < 0.6:
            s._add(
                "klaim",
                tabel="prosa",
                jenis="nilai",
                subjek=subject.lower(),
                ukuran="jumlah",
                tahun=str(s.year),
                acuan=table,
                satuan=unit,
                nilai=printed(sums["jumlah"]),
            )


def services(s: Sample) -> None:
    """Services given, in sentences or in a table."""
    rng = s.rng
    table = rng.choice(["layanan", "prosa-layanan"])
    for text, who, unit in rng.sample(s.field["layanan"], rng.randint(1, len(s.field["layanan"]))):
        want = rng.randint(12, 900)
        s._add(
            "layanan",
            tabel=table,
            uraian=text,
            penerima=who,
            satuan=unit,
            tahun=str(s.year),
            target=printed(want),
            realisasi=printed(want - rng.randint(0, want // 6)),
        )


def budget(s: Sample) -> None:
    """Budgets down to kegiatan or sub kegiatan, with totals, share and rest."""
    rng, words = s.rng, vocabulary()
    deep, rest = rng.random() < 0.5, rng.random() < 0.6
    programmes = [words["program_umum"][0], *s.field["program"]] * s.size
    rows: list[dict] = []
    amounts_of: dict[str, list[int]] = {}  # kode → pagu, realisasi
    sums = [0, 0]
    for p, (name, children) in enumerate(programmes):
        own = f"{p + 1}"
        head = {
            "kode": own,
            "induk": "total",
            "uraian": name
            if p < len(words["program_umum"]) + len(s.field["program"])
            else f"{name} Tahap {p}",
            "tingkat": "program",
        }
        rows.append(head)
        spent = [0, 0]
        for c, (child, leaves) in enumerate(children):
            branch = {"kode": f"{own}.{c + 1}", "induk": own, "uraian": child, "tingkat": "kegiatan"}
            rows.append(branch)
            amounts = [0, 0]
            for n in range(len(leaves) if deep else 1):
                have = rng.randint(12_000, 900_000) * 1000 + rng.choice([0, 0, rng.randint(1, 999)])
                used = have - rng.randint(0, have // 12)
                amounts = [amounts[0] + have, amounts[1] + used]
                if deep:
                    rows.append(
                        {
                            "kode": f"{own}.{c + 1}.{n + 1}",
                            "induk": branch["kode"],
                            "uraian": leaves[n],
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
    for r in rows:
        have, used = amounts_of[r["kode"]]
        more = {"sisa": printed(have - used)} if rest else {}
        s._add(
            "anggaran",
            tabel="realisasi",
            dokumen="realisasi",
            tahun=str(s.year),
            pagu=printed(have),
            realisasi=printed(used),
            persen=printed(Fraction(100 * used, have), 2),
            **more,
            **r,
        )
    if rng.random() < 0.5:
        for r in rows:
            if r["tingkat"] in ("program", "total"):
                have = next(
                    a["pagu"]
                    for a in s.rows["anggaran"]
                    if a["kode"] == r["kode"] and a["tabel"] == "realisasi"
                )
                s._add("anggaran", tabel="pk-program", dokumen="PK", tahun=str(s.year), pagu=have, **r)
    s.money = sums
    kegiatan = sum(r["tingkat"] == "kegiatan" for r in rows)
    s.numbers = {"program": len(programmes), "kegiatan": kegiatan}
