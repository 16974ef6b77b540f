"""Budget tables: pagu, realisasi, persen, sisa at every level of a hierarchy, by year and by month."""

import re
from collections.abc import Container
from itertools import combinations

import numpy as np

from datasets.recognise.grids.columns import MONEY, MONEY_NAMES, Column, body_rows, carried_texts, name_column
from datasets.recognise.grids.fits import Fit, test_difference, test_quotient
from datasets.recognise.grids.layout import Layout, year_text
from datasets.recognise.grids.roles import Roles, choose_roles
from datasets.recognise.grids.texts import table_document, without_number
from datasets.recognise.grids.tree import Tree, level_word, tree_of
from datasets.recognise.headers import tidy, words_of
from datasets.recognise.row_kinds import DATA, PART, TOTAL, RowKind, says_both

_LEVEL_OF = {"program": "program", "kegiatan": "kegiatan", "sub_kegiatan": "sub kegiatan"}


def _candidates(k: Column) -> list[tuple[str, float]]:
    """Measures a money column may hold."""
    head = k.header
    if head.score("efisiensi") >= 0.55 or k.percent and head.score("fisik") >= 0.6:
        return []
    if k.percent:
        return [("persen", max(head.score("persen", "capaian", "realisasi", "realisasi_uang"), 0.5))]
    counted = head.score("pagu", "sisa", "selisih") >= 0.8 or k.n and k.middle > 1000
    scores = {
        "pagu_awal": head.score("pagu_awal"),
        "pagu": max(head.score("pagu"), 0.9 * head.score("target"), 0.6 * head.score("jumlah")),
        "realisasi": head.score("realisasi", "realisasi_uang"),
        "persen": 0 if counted else 0.8 * head.score("persen", "capaian"),
        "sisa": max(head.score("sisa"), 0.8 * head.score("selisih")),
    }
    if scores["realisasi"] >= 0.8 and head.score("pagu") < 0.9:  # "Realisasi Anggaran"
        scores["pagu"] = 0
    if scores["pagu"] >= 0.5 and not _changed(k):
        scores["pagu_awal"] = max(scores["pagu_awal"], 0.4)  # "Anggaran | Anggaran Perubahan"
    if not any(scores.values()) and k.whole:
        scores["pagu"] = 0.4
    return [(measure, s) for measure, s in scores.items() if s >= 0.35]


def _changed(k: Column) -> bool:
    """Does its header speak of a change ("Pagu Perubahan")?"""
    return bool(set(tidy(k.header.teks).split()) & words_of("perubahan"))


def settle_money(grid: Layout, group: list[Column], rows: list[int]) -> tuple[Roles, Fit]:
    """pagu, realisasi, persen, sisa among the money columns of one year."""

    def before_and_after(roles: Roles) -> bool:
        """A budget before a change stands beside one after it, as one of the headers says."""
        early, late = roles.get("pagu_awal"), roles.get("pagu")
        return not early or late is not None and (early.header.score("pagu_awal") >= 0.6 or _changed(late))

    return choose_roles(group, _candidates, lambda roles: _fit(grid, roles, rows), before_and_after)


def _fit(grid: Layout, roles: Roles, rows: list[int]) -> Fit:
    values = {m: (grid.nilai[rows, k.c], grid.desimal[rows, k.c]) for m, k in roles.items()}
    fits = []
    if {"pagu", "realisasi", "persen"} <= set(values):
        fits.append(test_quotient(*values["realisasi"], *values["pagu"], *values["persen"]))
    if {"pagu", "realisasi", "sisa"} <= set(values):
        fits.append(test_difference(values["pagu"][0], values["realisasi"][0], *values["sisa"]))
    return Fit(sum(fit.tested for fit in fits), sum(fit.fitting for fit in fits))


def recognise_anggaran(
    grid: Layout, columns: list[Column], context
) -> tuple[dict[str, list[dict]], set[int]]:
    """Rows of `anggaran` from the money columns, and the columns used."""
    money = [k for k in columns if k.nilai and k.domain == MONEY and k.period[:2] not in ("tw", "sm")]
    name = name_column(grid, columns, (*MONEY_NAMES, "indikator", "sasaran"))
    budgets = {m for k in money for m, s in _candidates(k) if s >= 0.4} & {"pagu", "realisasi"}
    if name is None or not budgets or _is_revenue(grid):
        return {}, set()
    both = {r: grid.rows[r] for r in grid.body if says_both(grid.rows[r])}
    grid.rows.update({r: RowKind(TOTAL, b.label) for r, b in both.items()})
    writer, rows = _Writer(grid, columns, both), body_rows(grid, DATA, TOTAL)
    result, used = [], set()
    yearly: dict[int, list[Column]] = {}
    for k in money:
        if k.period != "bulan":
            yearly.setdefault(k.tahun, []).append(k)
    monthly, _ = settle_money(grid, [k for k in money if k.period == "bulan"], rows)
    for tahun, group in yearly.items():
        if layers := _layered(columns, group):
            result += writer.layers(tahun, layers)
            used |= {k.c for _, k in layers}
            continue
        roles = _without_change(grid, *settle_money(grid, group, rows), group, rows)
        if not set(roles) & {"pagu", "realisasi"}:
            continue
        result += writer.measures(tahun, roles, f"-{tahun}" if len(yearly) > 1 else "")
        result += writer.months(tahun, monthly, name)
        used |= {k.c for k in (*roles.values(), *monthly.values())}
    grid.rows.update(both)
    return ({"anggaran": result} if result else {}), used


def _without_change(grid: Layout, roles: Roles, proof: Fit, group: list[Column], rows: list[int]) -> Roles:
    """Without what figures deny: persen and sisa of another budget, a difference of two budgets
    ("Bertambah/(Berkurang)", "Selisih") that stood for what is left, a percentage of what is only planned."""
    denied = {"persen", "sisa"} if proof.rejects else set() if "realisasi" in roles else {"persen"}
    roles = {m: k for m, k in roles.items() if m not in denied}
    left, spent = roles.get("sisa"), roles.get("realisasi")
    if left is None or left.header.score("sisa") >= 0.8:
        return roles

    def hits(pairs) -> int:
        """Rows of the pair of columns whose difference the column is most often."""
        stated = grid.nilai[rows, left.c], grid.desimal[rows, left.c]
        tests = (test_difference(grid.nilai[rows, a.c], grid.nilai[rows, b.c], *stated) for a, b in pairs)
        return max((test.fitting for test in tests), default=0)

    plans = [k for k in group if k is not left and k is not spent and not k.percent]
    change = hits(combinations(plans, 2))
    kept = hits((roles[m], spent) for m in ("pagu", "pagu_awal") if spent is not None and m in roles)
    named = len(plans) > 1 and left.header.score("selisih") >= 0.9 and spent is None
    return {m: k for m, k in roles.items() if m != "sisa"} if change > kept or named else roles


def _is_revenue(grid: Layout) -> bool:
    """Does the grid plan and count revenue?"""
    text = f" {tidy(' '.join([grid.caption, *(head.teks for head in grid.header.values())]))} "
    return any(f" {word} " in text for word in words_of("pendapatan")) and " belanja " not in text


def _layered(columns: list[Column], group: list[Column]) -> list[tuple[str, Column]]:
    """[(level, its budget column)] where programme, kegiatan and sub kegiatan each have a budget column of
    their own."""
    budgets = all([m for m, _ in _candidates(k)][:1] in (["pagu"], ["pagu_awal"]) for k in group)
    named = [([x.role for x in columns[: k.c] if x.role in _LEVEL_OF][-1:], k) for k in group]
    levels = {level for own, _ in named for level in own}
    return [(own[0], k) for own, k in named] if budgets and 1 < len(levels) == len(group) else []


class _Writer:
    """Writes the anggaran rows of one grid."""

    def __init__(self, grid: Layout, columns: list[Column], both: Container[int] = ()):
        """both: rows of sums and means in one, whose shares may be means."""
        self.grid, self.columns, self.both = grid, columns, both
        texts = [k for k in columns if not k.nilai]
        self.names = [k for k in texts if k.role in MONEY_NAMES]
        if not self.names:
            self.names = [x for x in [name_column(grid, columns, ("indikator", "sasaran"))] if x]
        self.coded = [k for k in columns if k.role == "kode"]
        self.monthly = [k for k in texts if k.role in ("bulan", "triwulan")]
        self.sasaran = self._carried([k for k in texts if k.role == "sasaran"])
        self.program = self._carried([k for k in self.names if k.role == "program" and len(self.names) > 1])
        self.document = table_document(grid)

    def _carried(self, columns: list[Column]) -> dict[int, str]:
        carried = carried_texts(self.grid, columns[0].c) if columns else {}
        return {row: without_number(text) for row, text in carried.items()}

    def _told(self, row: int, tahun: int, level: str, **told: str) -> dict:
        """What every row of `anggaran` says."""
        program = self.program.get(row, "") if level in ("kegiatan", "sub kegiatan") else ""
        result = {**self.grid.place(row), "tingkat": level, "dokumen": self.document, "program": program}
        result["sasaran"] = "" if level == "total" else self.sasaran.get(row, "")
        return result | {"tahun": year_text(tahun), **told}

    def _name(self, row: int) -> tuple[str, str]:
        """(text, role) of the deepest name cell that stands in this row itself."""
        named = ((self.grid.teks[row, k.c], k.role) for k in reversed(self.names))
        own = next(((text, role) for text, role in named if re.search(r"[A-Za-z]{2}", text)), None)
        return (without_number(own[0]), own[1]) if own else (self.grid.rows[row].label, "")

    def _code(self, row: int) -> str:
        if self.grid.segments:
            return self.grid.codes.get(row, "")
        return ".".join(text for k in self.coded if (text := self.grid.teks[row, k.c]))

    def _tree(self, columns: list[int]) -> Tree:
        rows = body_rows(self.grid)
        names = {row: self._name(row) for row in rows}
        order = [k.role for k in self.names]
        printed = np.isfinite(self.grid.nilai[:, columns]).any(axis=1)
        level = {row: order.index(role) for row, (_, role) in names.items() if role in order and printed[row]}
        return tree_of(
            self.grid,
            columns,
            {row: name for row, (name, _) in names.items()},
            {row: self._code(row) for row in rows},
            level=level if len(set(level.values())) > 1 else {},
        )

    def measures(self, tahun: int, roles: Roles, suffix: str) -> list[dict]:
        """Rows of a table that has each measure in one column."""
        grid, result = self.grid, []
        tree = self._tree([roles[m].c for m in ("pagu", "realisasi", "pagu_awal", "sisa") if m in roles])
        realised = "realisasi" in roles and self.document != "Rencana Aksi PK"
        for row in body_rows(grid, DATA, TOTAL):
            content = {m: k for m, k in roles.items() if grid.teks[row, k.c]}
            if row in self.both:
                content.pop("persen", None)
            name, role = self._name(row)
            if not name or not any(grid.has_number(row, k.c) for k in content.values()):
                continue
            level = level_word(name) or _LEVEL_OF.get(role, "lain")
            told = self._told(row, tahun, "total" if grid.rows[row].jenis == TOTAL else level, uraian=name)
            told |= {"kode": tree.code(row) + suffix, "induk": ""}
            if row in tree.parent:
                told["induk"] = tree.code(tree.parent[row]) + suffix
            if realised:
                told["dokumen"] = "realisasi"
            result.append(told | grid.cells(row, content))
        return result

    def layers(self, tahun: int, layers: list[tuple[str, Column]]) -> list[dict]:
        """Rows of a table in which every level has a budget column of its own."""
        grid, result = self.grid, []
        current: dict[int, str] = {}
        closed = bool(body_rows(grid, TOTAL))
        for row in body_rows(grid, DATA, TOTAL):
            total = grid.rows[row].jenis == TOTAL
            for i, (role, k) in enumerate(layers):
                if not grid.has_number(row, k.c):
                    continue
                level, parent, name = _LEVEL_OF[role], "", ""
                if not total:
                    parent = current.get(i - 1, "") if i else f"total-{level}" if closed else ""
                    current[i] = f"{level}-{row}"
                    name = self._layer_name(row, role, k)
                told = self._told(row, tahun, "total" if total else level, induk=parent)
                told |= {"kode": f"total-{level}" if total else current[i], **grid.sel(row, k.c, "pagu")}
                result.append(told | {"uraian": name or grid.rows[row].label})
        return result

    def _layer_name(self, row: int, role: str, k: Column) -> str:
        """The name of a level's row: in its own column, else (cells run together) in the text nearest on the
        left."""
        own = [self.grid.content(row, x.c) for x in self.names if x.role == role][:1]
        left = [text for text in self.grid.teks[row, : k.c][::-1] if re.search(r"[A-Za-z]{3}", text)]
        return without_number(next((text for text in [*own, *left] if text), ""))

    def months(self, tahun: int, roles: Roles, name: Column) -> list[dict]:
        """The months under each row of the yearly column."""
        result: list[dict] = []
        grid, parent = self.grid, -1
        if not self.monthly or not roles:
            return result
        first = min(k.c for k in roles.values())
        own = [k for k in self.columns[:first] if k.role in ("bulan", "triwulan")][-1:] or self.monthly
        for row in (row for row in grid.body if grid.rows[row].jenis != PART):
            if any(grid.teks[row, k.c] for k in (name, *self.names)):
                parent = row
            month = grid.content(row, own[0].c)
            content = {m: k for m, k in roles.items() if grid.teks[row, k.c]}
            if parent >= 0 and month and content:
                code = f"{parent}-{tidy(month).replace(' ', '-')}"
                told = self._told(
                    row, tahun, "bulan", kode=code, induk=str(parent), uraian=month, bulan=month
                )
                told |= {"sasaran": self.sasaran.get(parent, ""), "baris": month}
                result.append(told | grid.cells(row, content))
        return result
