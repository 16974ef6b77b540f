"""Budgets at every level, counts with their totals, services, arithmetic that is written out."""

import numpy as np

from tests.nation.drawing import Draft, texts, words
from tests.nation.figures import joined, printed, quotient


class Budget:
    """The tree of each report's budget: one entry a row, parents before children, the total first.

    report, level (0 total, 1 program, 2 kegiatan, 3 sub kegiatan), parent (entry, -1), name, code, pagu, spent, before.
    """

    def __init__(self, draft: Draft) -> None:
        rng, told = draft.rng, words()
        many = draft.count
        programmes = np.repeat(np.arange(many), rng.integers(2, 6, many))
        kegiatan = np.repeat(np.arange(len(programmes)), rng.integers(1, 4, len(programmes)))
        deep = draft.depth[programmes[kegiatan]] == 3
        subs = np.repeat(np.arange(len(kegiatan)), np.where(deep, rng.integers(1, 4, len(kegiatan)), 0))
        start = np.cumsum([0, many, len(programmes), len(kegiatan)])
        self.level = np.repeat([0, 1, 2, 3], [many, len(programmes), len(kegiatan), len(subs)])
        self.parent = np.concatenate(
            [np.full(many, -1), start[0] + programmes, start[1] + kegiatan, start[2] + subs]
        )
        self.report = np.concatenate(
            [np.arange(many), programmes, programmes[kegiatan], programmes[kegiatan[subs]]]
        )
        self.nth = np.concatenate([np.zeros(many, "int64"), *(_nth(x) for x in (programmes, kegiatan, subs))])
        self._name(draft, told)
        self._fill(draft)
        keep = self.level <= draft.depth[self.report]
        order = np.lexsort(self._path().T[::-1])
        self.order = order[keep[order]]

    def _path(self) -> np.ndarray:
        """(entry, 4): report, and the place among its siblings at each level; 0 above it."""
        path = np.zeros((len(self.report), 4), dtype="int64")
        path[:, 0] = self.report
        for level in (1, 2, 3):
            at = self.level == level
            path[at] = path[self.parent[at]]
            path[at, level] = self.nth[at] + 1
        return path

    def _name(self, draft: Draft, told: dict) -> None:
        things = [field["hal"] for field in told["bidang"]]
        names: list[str] = []
        codes: list[str] = []
        fields = draft.field[self.report].tolist()
        total = draft.rng.integers(0, len(told["total"]), draft.count).tolist()
        for at, (level, parent, nth) in enumerate(
            zip(self.level.tolist(), self.parent.tolist(), self.nth.tolist(), strict=True)
        ):
            known = things[fields[at]]
            if level == 0:
                name, code = told["total"][total[at]], "total"
            elif level == 1:
                name = (
                    "Program Penunjang Urusan Pemerintahan"
                    if nth == 0
                    else f"Program {told['urus'][nth // len(known)]} {known[nth % len(known)]}"
                )
                code = str(nth + 1)
            elif level == 2:
                first = self.nth[parent] == 0
                name = (
                    told["program_umum"][nth]
                    if first
                    else f"{told['kerja'][(3 * self.nth[parent] + nth) % len(told['kerja'])]} {known[self.nth[parent] % len(known)]}"
                )
                code = f"{codes[parent]}.{nth + 1}"
            else:
                name, code = f"{names[parent]} {told['rinci'][nth]}", f"{codes[parent]}.{nth + 1}"
            names.append(name)
            codes.append(code)
        self.name, self.code = texts(names), texts(codes)

    def _fill(self, draft: Draft) -> None:
        rng, many = draft.rng, len(self.report)
        inner = np.zeros(many, dtype=bool)
        inner[self.parent[self.parent >= 0]] = True
        leaf = ~inner
        size = rng.choice([1, 10, 100], draft.count, p=[0.3, 0.5, 0.2])[self.report]
        odd = rng.integers(0, 1000, many) * (rng.random(many) < 0.4)
        self.pagu = np.where(leaf, rng.integers(12_00, 90_000, many) * 1000 * size + odd, 0)
        self.spent = np.where(leaf, self.pagu - (self.pagu * rng.random(many) / 12).astype("int64"), 0)
        moved = 1000 * rng.integers(0, 900, many)
        self.before = np.where(leaf, self.pagu + np.where(rng.random(many) < 0.5, moved, -moved), 0)
        for level in (3, 2, 1):
            at = np.flatnonzero(self.level == level)
            for values in (self.pagu, self.spent, self.before):
                np.add.at(values, self.parent[at], values[at])


def _nth(parents: np.ndarray) -> np.ndarray:
    """int64: the place of each among those of the same parent, which stand together."""
    start = np.flatnonzero(np.append(True, np.diff(parents) != 0))
    return np.arange(len(parents)) - np.repeat(start, np.diff(np.append(start, len(parents))))


def money(draft: Draft, values: np.ndarray, report: np.ndarray) -> np.ndarray:
    """Rupiah as the report prints it: plain, with Rp, or with cents."""
    kind = draft.money[report]
    text = joined(np.where(kind == 1, "Rp", "").astype(object), printed(values, 0))
    return joined(text, np.where(kind == 2, ",00", "").astype(object))


def budget(draft: Draft) -> Budget:
    """Realisation of the budget, its total above or below; the agreement's programmes; months of one programme."""
    tree = Budget(draft)
    below = draft.rng.random(draft.count) < 0.75
    order = np.concatenate(
        [tree.order[~(below[tree.report[tree.order]] & (tree.level[tree.order] == 0))], np.flatnonzero(below)]
    )
    order = order[np.argsort(tree.report[order], kind="stable")]
    report = tree.report[order]
    revised = (draft.rng.random(draft.count) < 0.2)[report]
    share = quotient(100 * tree.spent[order], tree.pagu[order], draft.share[report], draft.cut[report])
    sign = np.where(draft.percent[report], "%", "").astype(object)
    draft.add(
        "anggaran",
        report,
        tabel="realisasi",
        dokumen="realisasi",
        tahun=draft.year[report],
        **_levels(draft, tree, order),
        baris=np.where(tree.level[order] > 0, tree.nth[order] + 1, 0).astype(str).astype(object),
        pagu_awal=np.where(revised, money(draft, tree.before[order], report), ""),
        pagu=money(draft, tree.pagu[order], report),
        realisasi=money(draft, tree.spent[order], report),
        persen=joined(
            printed(share, draft.share[report], draft.english[report] & (draft.share[report] != 3)), sign
        ),
        sisa=np.where(draft.rest[report], money(draft, (tree.pagu - tree.spent)[order], report), ""),
    )
    planned = (draft.rng.random(draft.count) < 0.6)[report] & (tree.level[order] <= 1)
    at = order[planned]
    draft.add(
        "anggaran",
        tree.report[at],
        tabel="pk-program",
        dokumen="PK",
        tahun=draft.year[tree.report[at]],
        **_levels(draft, tree, at),
        pagu=money(draft, tree.pagu[at], tree.report[at]),
    )
    _months(draft, tree)
    return tree


def _levels(draft: Draft, tree: Budget, at: np.ndarray) -> dict:
    kinds = texts(["total", "program", "kegiatan", "sub kegiatan"])
    above = np.append(tree.code, "")[tree.parent[at]]
    above = np.where(draft.flat[tree.report[at]], "", above)
    return {"kode": tree.code[at], "induk": above, "uraian": tree.name[at], "tingkat": kinds[tree.level[at]]}


def _months(draft: Draft, tree: Budget) -> None:
    chosen = (draft.rng.random(draft.count) < 0.1)[tree.report]
    at = np.flatnonzero(chosen & (tree.level == 1) & (tree.nth == 1))
    report = tree.report[at]
    names = words()["bulan"]
    weight = draft.rng.integers(40, 160, (len(at), 12))
    parts = tree.spent[at][:, None] * weight // np.maximum(weight.sum(axis=1), 1)[:, None]
    parts[:, -1] = tree.spent[at] - parts[:, :-1].sum(axis=1)
    own = {"tabel": "bulanan", "uraian": tree.name[at], "tahun": draft.year[report]}
    draft.add(
        "anggaran", report, **own, kode="p", tingkat="program", realisasi=money(draft, tree.spent[at], report)
    )
    for month, name in enumerate(names):
        value = money(draft, parts[:, month], report)
        draft.add("anggaran", report, **own, induk="p", tingkat="bulan", bulan=name, realisasi=value)


def counts(draft: Draft) -> None:
    """Tables of counts: of the agency and of its field; a survey with its mean; those on record and those served."""
    told = words()
    own = [(field, group) for field, known in enumerate(told["bidang"]) for group in known.get("rincian", [])]
    for field, group in [*own, *((-1, group) for group in told["rincian"])]:
        at = draft.report if field < 0 else np.flatnonzero(draft.field == field)
        _count_table(draft, draft.chosen(at, 0.45 if field < 0 else 0.8), group)
    _survey(draft, draft.chosen(draft.report, 0.3), told["survei"])
    _recorded(draft, draft.chosen(draft.report, 0.3), told)
    _active(draft, draft.chosen(draft.report, 0.3), told["lembaga"])
    _services(draft, told)


def _count_table(draft: Draft, report: np.ndarray, group: list) -> None:
    subject, unit, names, split = group
    many, rng = len(report), draft.rng
    table = f"rincian {subject.lower()}"
    values = rng.integers(3, 900, (many, len(names) + 1, 2))
    values[:, -1] = values[:, :-1].sum(axis=1)
    apart = rng.random(many) < (0.6 if split else 0.0)
    total = texts(words()["total"])[rng.integers(0, len(words()["total"]), many)]
    for row in range(len(names) + 1):
        part = row < len(names)
        for measure, column, where in (
            ("laki-laki", values[:, row, 0], apart),
            ("perempuan", values[:, row, 1], apart),
            ("jumlah", np.where(apart, values[:, row].sum(axis=1), values[:, row, 0]), apart | ~apart),
        ):
            draft.add(
                "rincian",
                report[where],
                tabel=table,
                kode=str(row + 1) if part else "total",
                induk="total" if part else "",
                uraian=names[row] if part else total[where],
                ukuran=measure,
                ukuran_induk="jumlah" if measure != "jumlah" else "",
                peran="bagian" if part else "total",
                subjek="" if part else subject,
                satuan=unit,
                tahun=draft.year[report[where]],
                nilai=printed(column[where], 0),
            )
    said = rng.random(many) < 0.5
    whole = np.where(apart, values[:, -1].sum(axis=1), values[:, -1, 0])
    draft.add(
        "klaim",
        report[said],
        tabel="prosa",
        jenis="nilai",
        subjek=subject.lower(),
        ukuran="jumlah",
        tahun=draft.year[report[said]],
        acuan=table,
        satuan=unit,
        nilai=printed(whole[said], 0),
    )


def _survey(draft: Draft, report: np.ndarray, names: list) -> None:
    values = draft.rng.integers(300, 391, (len(report), len(names)))
    mean = quotient(values.sum(axis=1), np.full(len(report), len(names)), 0, draft.cut[report])
    own = {"tabel": "survei", "ukuran": "nilai", "tahun": draft.year[report]}
    for row, name in enumerate(names):
        text = printed(values[:, row], 2)
        draft.add(
            "rincian", report, **own, kode=str(row + 1), induk="r", uraian=name, peran="bagian", nilai=text
        )
    draft.add(
        "rincian",
        report,
        **own,
        kode="r",
        uraian="Nilai rata-rata",
        peran="rata_rata",
        nilai=printed(mean, 2),
    )


def _recorded(draft: Draft, report: np.ndarray, told: dict) -> None:
    _count_table(draft, report, ["Kelompok sasaran yang tercatat", "orang", told["tercatat"], False])
    known = [
        part
        for part in draft._rows.get("rincian", [])
        if part[1].get("tabel") == "rincian kelompok sasaran yang tercatat"
    ]
    for what, (rows, columns) in zip(
        told["diberi"],
        [part for part in known if part[1]["peran"] == "bagian" and len(part[0])],
        strict=False,
    ):
        there = np.array([int(text.replace(".", "")) for text in columns["nilai"]])
        given = np.maximum(there - draft.rng.integers(0, 60, len(there)), 1)
        draft.add(
            "layanan",
            rows,
            tabel="pelayanan",
            uraian=what,
            penerima=columns["uraian"].lower(),
            satuan="orang",
            tahun=draft.year[rows],
            target=printed(there, 0),
            realisasi=printed(given, 0),
        )
        draft.add(
            "klaim",
            rows,
            tabel="penerima",
            jenis="nilai",
            subjek=joined(
                columns["uraian"].lower() if isinstance(columns["uraian"], str) else columns["uraian"],
                texts([" yang dilayani"] * len(rows)),
            ),
            ukuran="jumlah",
            tahun=draft.year[rows],
            satuan="orang",
            nilai=printed(given, 0),
        )


def _active(draft: Draft, report: np.ndarray, names: list) -> None:
    values = draft.rng.integers(12, 400, (len(report), len(names)))
    active = values - (values * draft.rng.random(values.shape) / 4).astype("int64")
    for row, name in enumerate(names):
        for measure, column in (("jumlah", values), ("aktif", active)):
            draft.add(
                "rincian",
                report,
                tabel="lembaga",
                kode=str(row + 1),
                uraian=name,
                ukuran=measure,
                peran="bagian",
                satuan="lembaga",
                tahun=draft.year[report],
                nilai=printed(column[:, row], 0),
            )


def _services(draft: Draft, told: dict) -> None:
    """Services of the field, some with the sum of what was given."""
    rng = draft.rng
    for field, known in enumerate(told["bidang"]):
        report = np.flatnonzero(draft.field == field)
        if not len(report):
            continue
        summed = rng.random(len(report)) < 0.4
        listed = known.get("layanan") or told["layanan"]
        want = rng.integers(12, 900, (len(report), len(listed)))
        got = want - (want * rng.random(want.shape) / 6).astype("int64")
        own = {"tabel": "layanan", "tahun": draft.year[report]}
        for row, (text, who, unit) in enumerate(listed):
            above = np.where(summed, "t", "").astype(object)
            told_of = {"uraian": text, "penerima": who, "satuan": unit, "induk": above}
            draft.add(
                "layanan",
                report,
                **own,
                **told_of,
                target=printed(want[:, row], 0),
                realisasi=printed(got[:, row], 0),
            )
        at = report[summed]
        draft.add(
            "layanan",
            at,
            tabel="layanan",
            tahun=draft.year[at],
            kode="t",
            uraian="Seluruh layanan",
            penerima="semua penerima",
            target=printed(want[summed].sum(axis=1), 0),
            realisasi=printed(got[summed].sum(axis=1), 0),
        )


def arithmetic(draft: Draft) -> None:
    """Sums, differences, products and rates that are written out."""
    rng = draft.rng
    for operation, (subject, *meaning) in words()["hitung"].items():
        report = draft.chosen(draft.report, 0.3)
        many = len(report)
        a, b, c = (rng.integers(low, high, many) for low, high in ((400, 9000), (20, 400), (20, 400)))
        result, decimals, suffix = a + b, np.zeros(many, dtype="int64"), ""
        if operation == "kurang":
            result = a - b
        elif operation == "kali":
            a, b = rng.integers(3, 90, many), 1000 * rng.integers(150, 4000, many)
            result = a * b
        elif operation == "bagi":
            decimals = decimals + 2
            result = quotient(a, b, decimals, draft.cut[report])
        elif operation == "bagi_kali":
            a, b, c, decimals = b, 1000 * a + 37, np.full(many, 100_000), decimals + 2
            result = quotient(a * c, b, decimals, draft.cut[report])
        elif operation == "ubah_persen":
            b = a - (a * rng.uniform(-0.3, 0.3, many)).astype("int64")
            b = np.where(b == a, a - 7, b)
            decimals, suffix = decimals + 2, "%"
            result = quotient(100 * np.abs(a - b), b, decimals, draft.cut[report])
        elif operation == "tambah_kurang":
            result = a + b - c
        elif operation == "sama":
            a = 1000 * a * 1000 + b
            result = a
        names = dict(zip(("a_arti", "b_arti", "c_arti"), meaning, strict=False))
        given = {"a": a, "b": b, "c": c}
        used = [x for x in given if f"{x}_arti" in names or (x == "c" and operation == "bagi_kali")]
        draft.add(
            "perhitungan",
            report,
            tabel="hitungan",
            subjek=subject,
            ukuran="jumlah",
            tahun=draft.year[report],
            operasi=operation,
            **names,
            **{x: printed(given[x], 0) for x in used},
            hasil=joined(printed(result, decimals), suffix) if many else texts([]),
        )
