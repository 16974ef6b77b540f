"""Budget tables: pagu, realisasi, persen, sisa at every level of a hierarchy, by year and by month."""

import re
from itertools import combinations, product

import numpy as np

from datasets.recognise.grids.columns import MONEY, MONEY_NAMES, Column, carried_texts, name_column
from datasets.recognise.grids.fits import Fit, test_difference, test_quotient
from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.texts import table_document, without_number
from datasets.recognise.grids.tree import Tree, tree_of
from datasets.recognise.headers import tidy
from datasets.recognise.row_kinds import DATA, PART, TOTAL
from datasets.recognise.vocabulary import vocabulary

_LEVEL_OF = {"program": "program", "kegiatan": "kegiatan", "sub_kegiatan": "sub kegiatan"}


def _candidates(k: Column) -> list[tuple[str, float]]:
    """Measures a money column may hold."""
    h = k.header
    if h.score("efisiensi") >= 0.55:
        return []
    if k.percent:
        return (
            [("persen", max(h.score("persen", "capaian", "realisasi", "realisasi_uang"), 0.5))]
            if not h.score("fisik") >= 0.6
            else []
        )
    candidates = {
        "pagu_awal": h.score("pagu_awal"),
        "pagu": max(h.score("pagu"), 0.9 * h.score("target"), 0.6 * h.score("jumlah")),
        "realisasi": h.score("realisasi", "realisasi_uang"),
        "persen": 0.8 * h.score("persen", "capaian")
        if not h.score("pagu", "sisa", "selisih") >= 0.8 and not (k.n and k.middle > 1000)
        else 0,
        "sisa": max(h.score("sisa"), 0.8 * h.score("selisih")),
    }
    if candidates["realisasi"] >= 0.8 and h.score("pagu") < 0.9:  # "Realisasi Anggaran"
        candidates["pagu"] = 0
    if candidates["pagu"] >= 0.5 and not set(tidy(h.teks).split()) & {
        tidy(str(w)) for w in vocabulary("kepala")["perubahan"]
    }:
        candidates["pagu_awal"] = max(candidates["pagu_awal"], 0.4)  # "Anggaran | BudgetReader Perubahan"
    if not any(candidates.values()) and k.whole:
        candidates["pagu"] = 0.4
    return [(p, s) for p, s in candidates.items() if s >= 0.35]


def settle_money(d: Layout, group: list[Column], rows: list[int]) -> tuple[dict[str, Column], Fit]:
    """pagu, realisasi, persen, sisa among the money columns of one year: headers first, arithmetic where they
    leave a choice."""
    options = [[*_candidates(k), ("", 0.0)] for k in group][:7]
    best, value, proof = {}, -1.0, Fit(0, 0)
    for combination in product(*options):
        role = [p for p, _ in combination if p]
        if not role or len(role) != len(set(role)) or ("pagu_awal" in role and "pagu" not in role):
            continue
        mapping = {p: k for (p, _), k in zip(combination, group, strict=False) if p}
        if "pagu_awal" in mapping and not _before_after(mapping["pagu_awal"], mapping["pagu"]):
            continue
        u = _fit(d, mapping, rows)
        score = (
            sum(s for _, s in combination) + (u.bagian - 0.4 if u.tested else 0) - (1.0 if u.rejects else 0)
        )
        if score > value + 1e-9:
            best, value, proof = mapping, score, u
    return best, proof


def _before_after(begin: Column, pagu: Column) -> bool:
    """Is the pair a budget before and after a change? Only where one of the headers says so."""
    change = {tidy(str(w)) for w in vocabulary("kepala")["perubahan"]}
    return begin.header.score("pagu_awal") >= 0.6 or bool(set(tidy(pagu.header.teks).split()) & change)


def _fit(d: Layout, mapping: dict[str, Column], rows: list[int]) -> Fit:
    tested = match = 0
    v = {p: (d.nilai[rows, k.c], d.desimal[rows, k.c]) for p, k in mapping.items()}
    if {"pagu", "realisasi", "persen"} <= set(v):
        u = test_quotient(*v["realisasi"], *v["pagu"], *v["persen"])
        tested, match = tested + u.tested, match + u.fitting
    if {"pagu", "realisasi", "sisa"} <= set(v):
        u = test_difference(v["pagu"][0], v["realisasi"][0], *v["sisa"])
        tested, match = tested + u.tested, match + u.fitting
    return Fit(tested, match)


def recognise_anggaran(d: Layout, columns: list[Column], context) -> tuple[dict[str, list[dict]], set[int]]:
    """Rows of `anggaran` from the money columns, and the columns used."""
    money = [
        k
        for k in columns
        if k.nilai and k.domain == MONEY and k.period not in ("tw1", "tw2", "tw3", "tw4", "smt1", "smt2")
    ]
    name = name_column(d, columns, (*MONEY_NAMES, "indikator", "sasaran"))
    if (
        _is_revenue(d)
        or not money
        or name is None
        or not any(p in ("pagu", "realisasi") for k in money for p, s in _candidates(k) if s >= 0.4)
    ):
        return {}, set()
    writer = _Writer(d, columns, context)
    result, used = [], set()
    yearly: dict[int, list[Column]] = {}
    for k in money:
        if k.period != "bulan":
            yearly.setdefault(k.tahun, []).append(k)
    monthly = [k for k in money if k.period == "bulan"]
    for tahun, group in yearly.items():
        layers = _layered(columns, group)
        if layers:
            result += writer.layers(tahun, layers)
            used |= {k.c for _, k in layers}
            continue
        mapping, proof = settle_money(d, group, _data_rows(d))
        if proof.rejects:
            mapping = {p: k for p, k in mapping.items() if p not in ("persen", "sisa")}
        mapping = _without_change(d, mapping, group)
        if "realisasi" not in mapping:  # a percentage of what is only planned is a share
            mapping = {p: k for p, k in mapping.items() if p != "persen"}
        if not set(mapping) & {"pagu", "realisasi"}:
            continue
        many = len(yearly) > 1
        result += writer.averages(tahun, mapping, f"-{tahun}" if many else "")
        used |= {k.c for k in mapping.values()}
        if monthly:
            month_mapping, _ = settle_money(d, monthly, _data_rows(d))
            result += writer.months(tahun, month_mapping, name)
            used |= {k.c for k in month_mapping.values()}
    return ({"anggaran": result} if result else {}), used


def _without_change(d: Layout, mapping: dict[str, Column], group: list[Column]) -> dict[str, Column]:
    """Without a difference of two budgets ("Bertambah/(Berkurang)", "Selisih") that stood for what is
    left."""
    sisa = mapping.get("sisa")
    if sisa is None or sisa.header.score("sisa") >= 0.8:
        return mapping
    rows = _data_rows(d)
    h = d.nilai[rows, sisa.c], d.desimal[rows, sisa.c]
    plans = [k for k in group if k is not sisa and k is not mapping.get("realisasi") and not k.percent]
    left = [
        test_difference(d.nilai[rows, mapping[p].c], d.nilai[rows, mapping["realisasi"].c], *h).fitting
        for p in ("pagu", "pagu_awal")
        if {p, "realisasi"} <= set(mapping)
    ]
    change = [
        test_difference(d.nilai[rows, a.c], d.nilai[rows, b.c], *h).fitting for a, b in combinations(plans, 2)
    ]
    if max(change, default=0) > max(left, default=0) or (
        change and sisa.header.score("selisih") >= 0.9 and "realisasi" not in mapping
    ):
        return {p: k for p, k in mapping.items() if p != "sisa"}
    return mapping


def _is_revenue(d: Layout) -> bool:
    """Does the grid plan and count revenue?"""
    text = f" {tidy(' '.join([d.caption, *(k.teks for k in d.header.values())]))} "
    return (
        any(f" {tidy(str(w))} " in text for w in vocabulary("kepala")["pendapatan"])
        and " belanja " not in text
    )


def _data_rows(d: Layout) -> list[int]:
    return [r for r in d.body if d.rows[r].jenis in (DATA, TOTAL)]


def _layered(columns: list[Column], group: list[Column]) -> list[tuple[str, Column]]:
    """[(level, its budget column)] where programme, kegiatan and sub kegiatan each have a budget column of
    their own."""
    result = []
    for k in group:
        if [p for p, _ in _candidates(k)][:1] not in (["pagu"], ["pagu_awal"]):
            return []
        left = [x for x in columns[: k.c] if x.role in _LEVEL_OF]
        if not left:
            return []
        result.append((left[-1].role, k))
    level = [t for t, _ in result]
    return result if len(level) > 1 and len(set(level)) == len(level) else []


class _Writer:
    """Writes the anggaran rows of one grid."""

    def __init__(self, d: Layout, columns: list[Column], context):
        self.d, self.columns, self.context = d, columns, context
        self.name = [k for k in columns if not k.nilai and k.role in MONEY_NAMES]
        if not self.name:
            self.name = [x for x in [name_column(d, columns, ("indikator", "sasaran"))] if x]
        self.number_column = [k for k in columns if not k.nilai and k.role == "no"]
        self.code_column = [k for k in columns if k.role == "kode"]
        sasaran = next((k for k in columns if k.role == "sasaran" and not k.nilai), None)
        self.sasaran = carried_texts(d, sasaran.c) if sasaran is not None else {}
        program = next((k for k in self.name if k.role == "program"), None)
        self.program = carried_texts(d, program.c) if program is not None and len(self.name) > 1 else {}
        self.month_columns = next(
            (k for k in columns if k.role in ("bulan", "triwulan") and not k.nilai), None
        )

    def _document(self, mapping) -> str:
        there = table_document(self.d)
        return "realisasi" if "realisasi" in mapping and there != "Rencana Aksi PK" else there

    def _name(self, r: int) -> tuple[str, str]:
        """(text, role) of the deepest name cell that stands in this row itself."""
        for k in reversed(self.name):
            t = self.d.teks[r, k.c]
            if t and re.search(r"[A-Za-z]{2}", t):
                return (self.d.rows[r].label, "") if self._is_shared(r, t) else (without_number(t), k.role)
        b = self.d.rows[r]
        return (b.label, "") if b.label else ("", "")

    def _is_shared(self, r: int, name: str) -> bool:
        """Does a programme stand beside several rows, each with a name and figures of its own? Then the
        figures of its first row are not the programme's."""
        d, below = self.d, r + 1
        if below not in d.rows or d.rows[r].jenis != DATA or d.rows[below].jenis != DATA:
            return False
        own, other = d.rows[r].label, d.rows[below].label
        blank = not any(d.teks[below, k.c] for k in self.name)
        money = [k.c for k in self.columns if k.nilai and k.domain == MONEY and d.figures(r, k.c)]
        blank &= all(d.figures(below, c) for c in money)
        return blank and bool(own) and bool(other) and tidy(own) not in ("", tidy(name)) and own != other

    def _number(self, r: int) -> str:
        for k in reversed(self.number_column):
            if self.d.teks[r, k.c]:
                return self.d.teks[r, k.c]
        for k in self.name:
            m = re.match(
                r"^(\(?(?:\d{1,2}(?:\.\d{1,3})*|[IVX]{1,4}|[A-Za-z])[.)]?)\s+\S", self.d.teks[r, k.c]
            )
            if m:
                return m[1]
        return self.d.number(r)

    def _code(self, r: int) -> str:
        if self.d.segments:
            return self.d.codes.get(r, "")
        return ".".join(self.d.teks[r, k.c] for k in self.code_column if self.d.teks[r, k.c])

    def _level(self, r: int, name: str, role: str) -> str:
        if self.d.rows[r].jenis == TOTAL:
            return "total"
        n = tidy(name)
        for t in ("sub kegiatan", "program", "kegiatan", "belanja"):
            if any(re.search(p, n) for p in vocabulary("baris")["tingkat"][t]):
                return t
        return _LEVEL_OF.get(role, "lain")

    def tree(self, columns: list[int]) -> Tree:
        d = self.d
        rows = [r for r in d.body if d.rows[r].jenis == DATA]
        name = {r: self._name(r) for r in rows}
        level = {}
        if len(self.name) > 1:
            order = [k.role for k in self.name]
            level = {
                r: order.index(p)
                for r, (_, p) in name.items()
                if p in order and np.isfinite(d.nilai[r, columns]).any()
            }
            if len(set(level.values())) < 2:
                level = {}
        return tree_of(
            d,
            columns,
            {r: n for r, (n, _) in name.items()},
            {r: self._code(r) for r in rows},
            {r: self._number(r) for r in rows},
            level,
        )

    def averages(self, tahun: int, mapping: dict[str, Column], suffix: str) -> list[dict]:
        """Rows of a table that has each measure in one column."""
        d = self.d
        count = [mapping[p].c for p in ("pagu", "realisasi", "pagu_awal", "sisa") if p in mapping]
        p = self.tree(count)
        code = {r: self._id(r, p.total) + suffix for r in d.body}
        table_document = self._document(mapping)
        result = []
        for r in d.body:
            content = {m: k for m, k in mapping.items() if d.teks[r, k.c]}
            if d.rows[r].jenis not in (DATA, TOTAL) or not any(
                d.has_number(r, k.c) for k in content.values()
            ):
                continue
            name, role = self._name(r)
            if not name:
                continue
            own_level = self._level(r, name, role)
            rows = {
                **d.place(r),
                "kode": code[r],
                "induk": code.get(p.parent.get(r), ""),
                "uraian": name,
                "tingkat": own_level,
                "dokumen": table_document,
                "sasaran": "" if r in p.total else without_number(self.sasaran.get(r, "")),
                "program": self._program(r, own_level),
                "tahun": str(tahun) if tahun > 0 else "",
            }
            for m, k in content.items():
                rows |= d.sel(r, k.c, m)
            result.append(rows)
        return result

    def _program(self, r: int, level: str) -> str:
        """The programme that a row of a lower level stands under, by a column of programmes."""
        return without_number(self.program.get(r, "")) if level in ("kegiatan", "sub kegiatan") else ""

    def _id(self, r: int, total: list[int]) -> str:
        if r in total:
            return "total" if r == total[-1] else f"total-{r}"
        return str(r)

    def layers(self, tahun: int, layers: list[tuple[str, Column]]) -> list[dict]:
        """Rows of a table in which every level has a budget column of its own."""
        d, result = self.d, []
        current: dict[int, str] = {}
        total = [r for r in d.body if d.rows[r].jenis == TOTAL]
        document = self._document({})
        for r in d.body:
            if d.rows[r].jenis not in (DATA, TOTAL):
                continue
            for i, (level, k) in enumerate(layers):
                if not d.has_number(r, k.c):
                    continue
                if r in total:
                    code, parents, name = f"total-{_LEVEL_OF[level]}", "", d.rows[r].label
                else:
                    code = f"{_LEVEL_OF[level]}-{r}"
                    parents = current.get(i - 1, "") if i else (f"total-{_LEVEL_OF[level]}" if total else "")
                    current[i] = code
                    name = self._layer_name(r, level, k)
                result.append(
                    {
                        **d.place(r),
                        "kode": code,
                        "induk": parents,
                        "uraian": name or d.rows[r].label,
                        "tingkat": "total" if r in total else _LEVEL_OF[level],
                        "dokumen": document,
                        "sasaran": "" if r in total else without_number(self.sasaran.get(r, "")),
                        "program": "" if r in total else self._program(r, _LEVEL_OF[level]),
                        "tahun": str(tahun) if tahun > 0 else "",
                        **d.sel(r, k.c, "pagu"),
                    }
                )
        return result

    def _layer_name(self, r: int, level: str, k: Column) -> str:
        """The name of a level's row: in its own column, else (cells run together) in the text nearest on the
        left."""
        own = next((x for x in self.name if x.role == level), None)
        if own is not None and self.d.content(r, own.c):
            return without_number(self.d.content(r, own.c))
        left = [
            self.d.teks[r, c] for c in range(k.c - 1, -1, -1) if re.search(r"[A-Za-z]{3}", self.d.teks[r, c])
        ]
        return without_number(left[0]) if left else ""

    def months(self, tahun: int, mapping: dict[str, Column], name: Column) -> list[dict]:
        """The months under each row of the yearly column."""
        d, result, parents = self.d, [], ""
        if self.month_columns is None or not mapping:
            return result
        month_columns = next(
            (
                k
                for k in reversed(self.columns[: min(k.c for k in mapping.values())])
                if k.role in ("bulan", "triwulan")
            ),
            self.month_columns,
        )
        sasaran = ""
        for r in d.body:
            if d.rows[r].jenis == PART:
                continue
            if d.teks[r, name.c] or any(d.teks[r, k.c] for k in self.name):
                parents, sasaran = self._id(r, []), without_number(self.sasaran.get(r, ""))
            months = d.content(r, month_columns.c)
            content = {m: k for m, k in mapping.items() if d.teks[r, k.c]}
            if not parents or not months or not content:
                continue
            rows = {
                **d.place(r, months),
                "kode": f"{parents}-{tidy(months).replace(' ', '-')}",
                "induk": parents,
                "uraian": months,
                "tingkat": "bulan",
                "dokumen": self._document({}),
                "sasaran": sasaran,
                "tahun": str(tahun) if tahun > 0 else "",
                "bulan": months,
            }
            for m, k in content.items():
                rows |= d.sel(r, k.c, m)
            result.append(rows)
        return result
