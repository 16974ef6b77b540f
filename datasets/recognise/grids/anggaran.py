"""Budget tables: pagu, realisasi, persen, sisa at every level of a hierarchy, by year and by month."""

import re
from collections.abc import Container
from itertools import combinations

import numpy as np

from cermat.datasets.recognise.grids.columns import (
    MONEY,
    MONEY_NAMES,
    Column,
    body_rows,
    carried_texts,
    name_column,
)
from cermat.datasets.recognise.grids.fits import Fit, test_difference, test_quotient
from cermat.datasets.recognise.grids.layout import Layout, year_text
from cermat.datasets.recognise.grids.roles import Roles, choose_roles
from cermat.datasets.recognise.grids.texts import table_document, without_number
from cermat.datasets.recognise.grids.tree import Tree, level_word, row_codes, tree_of
from cermat.datasets.recognise.headers import tidy, words_of
from cermat.datasets.recognise.row_kinds import DATA, PART, TOTAL, RowKind, says_both

_AMOUNTS = ("pagu", "realisasi", "pagu_awal", "sisa")
_LEVEL_OF = {"program": "program", "kegiatan": "kegiatan", "sub_kegiatan": "sub kegiatan"}


def _candidates(col: Column) -> list[tuple[str, float]]:
    """Measures a money column may hold."""
    head = col.header
    if head.score("efisiensi") >= 0.55 or col.percent and head.score("fisik") >= 0.6:
        return []
    if col.percent:
        return [("persen", max(head.score("persen", "capaian", "realisasi", "realisasi_uang"), 0.5))]
    counted = head.score("pagu", "sisa", "selisih") >= 0.8 or col.n and col.middle > 1000
    scores = {
        "pagu_awal": head.score("pagu_awal"),
        "pagu": max(head.score("pagu"), 0.9 * head.score("target"), 0.6 * head.score("jumlah")),
        "realisasi": head.score("realisasi", "realisasi_uang"),
        "persen": 0 if counted else 0.8 * head.score("persen", "capaian"),
        "sisa": max(head.score("sisa"), 0.8 * head.score("selisih")),
    }
    if scores["realisasi"] >= 0.8 and head.score("pagu") < 0.9:  # "Realisasi Anggaran"
        scores["pagu"] = 0
    if scores["pagu"] >= 0.5 and not _changed(col):
        scores["pagu_awal"] = max(scores["pagu_awal"], 0.4)  # "Anggaran | Anggaran Perubahan"
    if not any(scores.values()) and col.whole:
        scores["pagu"] = 0.4
    return [(measure, score) for measure, score in scores.items() if score >= 0.35]


def _changed(col: Column) -> bool:
    """Does its header speak of a change ("Pagu Perubahan")?"""
    return bool(set(tidy(col.header.teks).split()) & words_of("perubahan"))


def settle_money(grid: Layout, group: list[Column], rows: list[int]) -> tuple[Roles, Fit]:
    """pagu, realisasi, persen, sisa among the money columns of one year."""

    def before_and_after(roles: Roles) -> bool:
        """A budget before a change stands beside one after it, as one of the headers says."""
        early, late = roles.get("pagu_awal"), roles.get("pagu")
        return not early or late is not None and (early.score("pagu_awal") >= 0.6 or _changed(late))

    return choose_roles(group, _candidates, lambda roles: _fit(grid, roles, rows), before_and_after)


def _fit(grid: Layout, roles: Roles, rows: list[int]) -> Fit:
    values = {measure: grid.printed(rows, col.c) for measure, col in roles.items()}
    fits = []
    if {"pagu", "realisasi", "persen"} <= set(values):
        fits.append(test_quotient(values["realisasi"], values["pagu"], values["persen"]))
    if {"pagu", "realisasi", "sisa"} <= set(values):
        fits.append(test_difference(values["pagu"][0], values["realisasi"][0], values["sisa"]))
    return Fit(sum(fit.tested for fit in fits), sum(fit.fitting for fit in fits))


def recognise_anggaran(
    grid: Layout, columns: list[Column], context
) -> tuple[dict[str, list[dict]], set[int]]:
    """Rows of `anggaran` from the money columns, and the columns used."""
    money = [col for col in columns if col.nilai and col.domain == MONEY]
    money = [col for col in money if col.period[:2] not in ("tw", "sm")]
    name = name_column(grid, columns, (*MONEY_NAMES, "indikator", "sasaran"))
    budgets = {measure for col in money for measure, score in _candidates(col) if score >= 0.4}
    if name is None or not budgets & {"pagu", "realisasi"} or _is_revenue(grid):
        return {}, set()
    both = {row: grid.rows[row] for row in grid.body if says_both(grid.rows[row])}
    grid.rows.update({row: RowKind(TOTAL, kind.label) for row, kind in both.items()})
    writer, rows = _Writer(grid, columns, both), body_rows(grid, DATA, TOTAL)
    result, used = [], set()
    yearly: dict[int, list[Column]] = {}
    for col in money:
        if col.period != "bulan":
            yearly.setdefault(col.tahun, []).append(col)
    monthly, _ = settle_money(grid, [col for col in money if col.period == "bulan"], rows)
    for tahun, group in yearly.items():
        if layers := _layered(columns, group):
            result += writer.layers(tahun, layers)
            used |= {col.c for _, col in layers}
            continue
        roles = _without_change(grid, *settle_money(grid, group, rows), group, rows)
        if not set(roles) & {"pagu", "realisasi"}:
            continue
        result += writer.measures(tahun, roles, f"-{tahun}" if len(yearly) > 1 else "")
        result += writer.months(tahun, monthly, name)
        used |= {col.c for col in (*roles.values(), *monthly.values())}
    grid.rows.update(both)
    return ({"anggaran": result} if result else {}), used


def _without_change(grid: Layout, roles: Roles, proof: Fit, group: list[Column], rows: list[int]) -> Roles:
    """Without what figures deny: persen and sisa of another budget, a difference of two budgets
    ("Bertambah/(Berkurang)", "Selisih") that stood for what is left, a percentage of what is only planned."""
    denied = {"persen", "sisa"} if proof.rejects else set() if "realisasi" in roles else {"persen"}
    roles = {measure: col for measure, col in roles.items() if measure not in denied}
    left, spent = roles.get("sisa"), roles.get("realisasi")
    if left is None or left.score("sisa") >= 0.8:
        return roles

    def hits(pairs) -> int:
        """Rows of the pair of columns whose difference the column is most often."""
        stated, value = grid.printed(rows, left.c), grid.nilai[rows]
        tests = (test_difference(value[:, one.c], value[:, other.c], stated) for one, other in pairs)
        return max((test.fitting for test in tests), default=0)

    plans = [col for col in group if col is not left and col is not spent and not col.percent]
    change = hits(combinations(plans, 2))
    budgets = [roles[measure] for measure in ("pagu", "pagu_awal") if measure in roles]
    kept = hits((budget, spent) for budget in budgets) if spent is not None else 0
    named = len(plans) > 1 and left.score("selisih") >= 0.9 and spent is None
    denied = {"sisa"} if change > kept or named else set()
    return {measure: col for measure, col in roles.items() if measure not in denied}


def _is_revenue(grid: Layout) -> bool:
    """Does the grid plan and count revenue?"""
    text = f" {tidy(' '.join([grid.caption, *(head.teks for head in grid.header.values())]))} "
    return any(f" {word} " in text for word in words_of("pendapatan")) and " belanja " not in text


def _layered(columns: list[Column], group: list[Column]) -> list[tuple[str, Column]]:
    """[(level, its budget column)] where programme, kegiatan and sub kegiatan each have their own."""
    budgets = all(next(iter(_candidates(col)), ("",))[0] in ("pagu", "pagu_awal") for col in group)
    named = [([left.role for left in columns[: col.c] if left.role in _LEVEL_OF][-1:], col) for col in group]
    levels = {level for own, _ in named for level in own}
    return [(own[0], col) for own, col in named] if budgets and 1 < len(levels) == len(group) else []


class _Writer:
    """Writes the anggaran rows of one grid."""

    def __init__(self, grid: Layout, columns: list[Column], both: Container[int] = ()):
        """both: rows of sums and means in one, whose shares may be means."""
        self.grid, self.columns, self.both = grid, columns, both
        texts = [col for col in columns if not col.nilai]
        named = name_column(grid, columns, ("indikator", "sasaran"))
        self.names = [col for col in texts if col.role in MONEY_NAMES] or ([named] if named else [])
        self.monthly = [col for col in texts if col.role in ("bulan", "triwulan")]
        self.sasaran = self._carried([col for col in texts if col.role == "sasaran"])
        several = self.names if len(self.names) > 1 else []
        self.program = self._carried([col for col in several if col.role == "program"])
        self.document = table_document(grid)
        self.codes = row_codes(grid, columns)

    def _carried(self, columns: list[Column]) -> dict[int, str]:
        carried = carried_texts(self.grid, columns[0].c) if columns else {}
        return {row: without_number(text) for row, text in carried.items()}

    def _told(self, row: int, tahun: int, level: str, **told: str) -> dict:
        """What every row of `anggaran` says."""
        program = self.program.get(row, "") if level in ("kegiatan", "sub kegiatan") else ""
        result = {**self.grid.place(row), "tingkat": level, "dokumen": self.document, "program": program}
        result["rekening"] = "" if level == "total" else self.codes.get(row, "")
        result["sasaran"] = "" if level == "total" else self.sasaran.get(row, "")
        return result | {"tahun": year_text(tahun), **told}

    def _name(self, row: int) -> tuple[str, str]:
        """(text, role) of the deepest name cell that stands in this row itself."""
        named = ((self.grid.teks[row, col.c], col.role) for col in reversed(self.names))
        own = next(((text, role) for text, role in named if re.search(r"[A-Za-z]{2}", text)), None)
        return (without_number(own[0]), own[1]) if own else (self.grid.rows[row].label, "")

    def _tree(self, columns: list[int]) -> Tree:
        rows = body_rows(self.grid)
        names = {row: self._name(row) for row in rows}
        order = [col.role for col in self.names]
        printed = np.isfinite(self.grid.nilai[:, columns]).any(axis=1)
        level = {row: order.index(role) for row, (_, role) in names.items() if role in order and printed[row]}
        return tree_of(
            self.grid,
            columns,
            {row: name for row, (name, _) in names.items()},
            self.codes,
            level=level if len(set(level.values())) > 1 else {},
        )

    def measures(self, tahun: int, roles: Roles, suffix: str) -> list[dict]:
        """Rows of a table that has each measure in one column."""
        grid, result = self.grid, []
        tree = self._tree([roles[amount].c for amount in _AMOUNTS if amount in roles])
        realised = "realisasi" in roles and self.document != "Rencana Aksi PK"
        for row in body_rows(grid, DATA, TOTAL):
            content = grid.filled(row, roles)
            if row in self.both:
                content.pop("persen", None)
            name, role = self._name(row)
            if not name or not any(grid.has_number(row, col.c) for col in content.values()):
                continue
            level = level_word(name) or _LEVEL_OF.get(role, "lain")
            told = self._told(row, tahun, "total" if grid.kind(row) == TOTAL else level, uraian=name)
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
            total = grid.kind(row) == TOTAL
            for depth, (role, col) in enumerate(layers):
                if not grid.has_number(row, col.c):
                    continue
                level, parent, name = _LEVEL_OF[role], "", ""
                if not total:
                    parent = current.get(depth - 1, "") if depth else f"total-{level}" if closed else ""
                    current[depth] = f"{level}-{row}"
                    name = self._layer_name(row, role, col)
                told = self._told(row, tahun, "total" if total else level, induk=parent)
                told["kode"] = f"total-{level}" if total else current[depth]
                told |= grid.sel(row, col.c, "pagu")
                result.append(told | {"uraian": name or grid.rows[row].label})
        return result

    def _layer_name(self, row: int, role: str, col: Column) -> str:
        """The name of a level's row: in its own column, else (cells run together) the text on its left."""
        own = [self.grid.content(row, named.c) for named in self.names if named.role == role][:1]
        left = [text for text in self.grid.teks[row, : col.c][::-1] if re.search(r"[A-Za-z]{3}", text)]
        return without_number(next((text for text in [*own, *left] if text), ""))

    def months(self, tahun: int, roles: Roles, name: Column) -> list[dict]:
        """The months under each row of the yearly column."""
        result: list[dict] = []
        grid, parent = self.grid, -1
        if not self.monthly or not roles:
            return result
        first = min(col.c for col in roles.values())
        own = [col for col in self.columns[:first] if col.role in ("bulan", "triwulan")][-1:] or self.monthly
        for row in (row for row in grid.body if grid.kind(row) != PART):
            if any(grid.teks[row, col.c] for col in (name, *self.names)):
                parent = row
            month = grid.content(row, own[0].c)
            content = grid.filled(row, roles)
            if parent >= 0 and month and content:
                code = f"{parent}-{tidy(month).replace(' ', '-')}"
                told = self._told(
                    row, tahun, "bulan", kode=code, induk=str(parent), uraian=month, bulan=month
                )
                told |= {"sasaran": self.sasaran.get(parent, ""), "baris": month}
                result.append(told | grid.cells(row, content))
        return result
