"""Tables of counts and amounts: parts, their totals down and across, averages; also grids that nothing else
recognised."""

import re
from collections import Counter
from functools import cache

import numpy as np

from datasets.recognise.grids.columns import MONEY, Column, body_rows, name_column
from datasets.recognise.grids.fits import test_sum
from datasets.recognise.grids.layout import Layout, year_text
from datasets.recognise.grids.mirrored import column_names
from datasets.recognise.grids.names import row_names
from datasets.recognise.grids.seri import caption_name
from datasets.recognise.grids.stated_columns import fit_of
from datasets.recognise.grids.tree import Tree, tree_of, tree_score
from datasets.recognise.headers import column_measure, read_header, tidy, words_of
from datasets.recognise.row_kinds import AVERAGE, DATA, NOTE, PART, TOTAL, RowKind
from datasets.recognise.vocabulary import vocabulary
from schemas.interval import adds_up

_NAMES = "uraian layanan penerima indikator sub_kegiatan kegiatan program sasaran bulan triwulan tahun"
_QUARTER = re.compile(r"(?:tw|triwulan|triw)\s*(?:iv|i{1,3}|[1-4])")
_YEAR = re.compile(r"\s*(?:tahun\s*)?\b(?:19|20)\d\d\b(?!\s*[-–])", re.I)
MAX_PARTS = 14  # columns that one total column may close


def recognise_rincian(grid: Layout, columns: list[Column], tahun: int) -> dict[str, list[dict]]:
    """Rows of `rincian` from these number columns: where the header counts, or a total, average or row total
    holds them."""
    counts = [k for k in columns if k.nilai and k.n]
    name = name_column(grid, columns, tuple(_NAMES.split()))
    if name is None:
        return {"rincian": _months(grid, counts, tahun)}
    counts = [k for k in counts if k.c != name.c]
    promote_totals(grid, [k.c for k in counts if not k.percent])
    totals = column_totals(grid, counts)
    known = any(k.header.score("jumlah", "aktif") >= 0.8 for k in counts)
    if not (known or totals or body_rows(grid, TOTAL, AVERAGE)):
        counts = _proven_hierarchy(grid, counts, name)
    return {"rincian": _write(grid, columns, counts, name, totals, tahun) if counts else []}


def _proven_hierarchy(grid: Layout, counts: list[Column], name: Column) -> list[Column]:
    """The money columns of a table without a total row whose rows are parts of each other, as sums of several
    rows prove (quarterly realisation, programme over kegiatan over sub kegiatan); [] where they do not."""
    money = [k for k in counts if k.domain == MONEY and not k.percent]
    at = [k.c for k in money]
    parents = tree_of(grid, at, row_names(grid, name), grid.codes).parent if money else {}
    several = {i for i, n in Counter(parents.values()).items() if n > 1}
    match, wrong = tree_score(grid, {row: i for row, i in parents.items() if i in several}, at)
    return money if match > 2 and match >= 2 * wrong else []


def promote_totals(grid: Layout, columns: list[int], stop: set[int] | frozenset[int] = frozenset()) -> None:
    """Rows whose words may mean a total become one where the rows above add up to them (in place); `stop`:
    never these."""
    above: list[int] = []
    for row in grid.body:
        kind = grid.rows[row]
        if kind.candidate and row not in stop and len(above) > 1:
            match, wrong = tree_score(grid, dict.fromkeys(above, row), columns)
            if match and not wrong:
                kind = grid.rows[row] = RowKind(TOTAL, kind.label, False)
        above = [] if kind.jenis in (TOTAL, PART) else [*above, row] if kind.jenis == DATA else above


def column_totals(grid: Layout, columns: list[Column]) -> dict[int, list[int]]:
    """Total column → the like columns it adds up ("L | P | Jumlah", "TW I … TW IV | Jumlah").

    Only where at least two columns on its left (or right) have one kind of figure and their sums fit on most
    rows; a column of some other measure beside a count ("aktif" beside "jumlah") is never a part.
    """
    rows = body_rows(grid, DATA, TOTAL)
    known = {k.c for k in columns}
    result: dict[int, list[int]] = {
        c: list(formula.parts)
        for c, formula in grid.formulas.items()
        if formula.operasi == "tambah" and {c, *formula.parts} <= known
        if not fit_of(grid, c, formula, rows).rejects
    }
    words, names = words_of("total_kolom"), column_names(columns)
    for i, k in enumerate(columns):
        head, leaf = names.get(k.c, ("", ""))
        if not head:
            leaf = tidy(re.sub(r"\(.*?\)", "", k.header.path[-1])) if k.header.path else ""
        weak = leaf not in words and leaf.split(" ")[0] in words  # "Jumlah Anggaran": only sums tell
        if k.c not in result and (leaf in words or weak) and not k.percent:
            runs = ([x.c for x in run] for run in _candidate_parts(columns, i))
            if parts := next((run for run in runs if _closes(grid, rows, run, k.c, weak, names)), []):
                result[k.c] = parts
    return result


def _closes(grid: Layout, rows: list[int], parts: list[int], total: int, weak: bool, names: dict) -> bool:
    """Does a column add up a run of columns? Half of the rows are enough under a plain "Jumlah"; a single row
    only for parts that are surely parts."""
    value = grid.nilai[np.ix_(rows, parts)]
    fit = test_sum(value.T, grid.nilai[rows, total], int(grid.desimal[rows, total].max(initial=0)))
    certain = _is_certain([names[c][1] for c in parts if c in names])
    several = (np.abs(np.nan_to_num(value)) > 0).sum(axis=1) >= 2
    if not several.any() or not fit.tested:  # a column beside zeros adds up to anything
        return False
    return fit.supports and (fit.tested >= 2 or certain) or certain and not weak and not fit.rejects


def _candidate_parts(columns: list[Column], i: int) -> list[list[Column]]:
    """Runs of like columns left of column i (longest first), then right of it."""
    total, result = columns[i], []
    for beside in (columns[:i][::-1], columns[i + 1 :]):
        run: list[Column] = []
        for k in beside[:MAX_PARTS]:
            apart = len(total.header.path) > 1 and k.header.path[:-1] != total.header.path[:-1]
            if (k.percent, k.domain) != (total.percent, total.domain) or apart:
                break
            run.append(k)
        result += [run[:n] for n in range(len(run), 1, -1)]
    return sorted(result, key=len, reverse=True)


def _months(grid: Layout, counts: list[Column], tahun: int) -> list[dict]:
    """Rows without a name whose months stand side by side and close with a total: the caption names them."""
    about, result = caption_name(grid.caption) or grid.caption, []
    heads = {k.c: tidy(k.header.path[-1]) for k in counts if k.period == "bulan" and k.header.path}
    for total, parts in column_totals(grid, counts).items():
        if not about or not set(parts) <= set(heads):
            continue
        measures = [*((c, heads[c], "setahun") for c in sorted(parts)), (total, "setahun", "")]
        for row in (row for row in body_rows(grid) if grid.has_number(row, total)):
            told = {**grid.place(row), "kode": str(row), "induk": "", "uraian": about, "peran": "bagian"}
            told |= {"satuan": "", "tahun": year_text(tahun)}
            for c, measure, whole in (m for m in measures if grid.has_number(row, m[0])):
                result.append(told | {"ukuran": measure, "ukuran_induk": whole, **grid.sel(row, c, "nilai")})
    return result


def _is_certain(names: list[str]) -> bool:
    """Are these surely all parts of a whole ("laki laki | perempuan", months, four quarters)?"""
    if any(set(parts) == set(names) for parts in vocabulary("kepala")["bagian_pasti"]):
        return True
    if len(names) > 2 and all(read_header((n,)).period == "bulan" for n in names):
        return True
    return len(names) == 4 and all(_QUARTER.fullmatch(n) for n in names)


def subjek(grid: Layout, name: Column) -> str:
    """What a table's total is about: "PMKS" under the header "Jenis PMKS", else what the caption names, else
    ''.

    Headers of mere classification ("Jenis Kelamin", "Kecamatan") stand over many things and name none of
    them.
    """
    header = name.header.path[-1] if name.header.path else ""
    words = re.findall(r"[\w/&()+-]+", header)
    rest = " ".join(word for word in words if tidy(word) not in words_of("tanpa_subjek"))
    plain = {tidy(header), *tidy(rest).split()} & _general()
    if name.role == "uraian" and rest and rest != header and not plain:
        return rest
    return caption_name(grid.caption, True)


@cache
def _general() -> set[str]:
    roles = vocabulary("kepala")["peran"]
    general = {tidy(str(word)) for p in ("uraian", "layanan", "penerima") for word in roles[p]}
    return general | words_of("penggolong")


def _measures(counts: list[Column], tahun: int) -> tuple[dict[int, str], dict[int, str]]:
    """(Column → what it counts, its header without the year; column → the year).

    One measure in several years is told by the year, else by the column's place."""
    year = {k.c: year_text(k.tahun if k.header.tahun else tahun) for k in counts}
    plain = {k.c: column_measure(_YEAR.sub("", " ".join(k.header.path)).strip()) or "jumlah" for k in counts}
    result = dict(plain)
    for c, measure in plain.items():
        like = [x for x, other in plain.items() if other == measure]
        if len(like) > 1:
            differs = len({year[x] for x in like}) == len(like)
            other = year[c] if differs else f"kolom {c + 1}"
            result[c] = other if measure == "jumlah" and other == year[c] else f"{measure} {other}".strip()
    return result, year


def _write(
    grid: Layout, columns: list[Column], counts: list[Column], name: Column, totals: dict, tahun: int
) -> list[dict]:
    """totals: total column → its parts."""
    unit = next((k for k in columns if k.role == "satuan" and not k.nilai), None)
    label = row_names(grid, name)
    coded = next((k for k in columns if k.role == "kode"), None)
    account = grid.codes or ({row: grid.teks[row, coded.c] for row in grid.body} if coded else {})
    adding = [k.c for k in counts if not k.percent]
    tree = tree_of(grid, adding, label, account) if adding else Tree({}, [])
    code = {row: f"rata-{row}" if grid.rows[row].jenis == AVERAGE else tree.code(row) for row in grid.body}
    wholes = {c: total for total, parts in totals.items() for c in parts}
    measure, year = _measures(counts, tahun)
    about = subjek(grid, name)
    summed = {k.c for k in counts if (_percents_add_up if k.percent else _adds_up)(grid, k, tree)}
    result: list[dict] = []
    for row in grid.body:
        kind = grid.rows[row].jenis
        if kind in (PART, NOTE) or not label[row]:
            continue
        told = {**grid.place(row), "kode": code[row], "uraian": label[row]}
        told["subjek"] = "" if row in tree.total[:-1] else about
        for k in (k for k in counts if grid.teks[row, k.c] and grid.has_number(row, k.c)):
            role = "total" if kind == AVERAGE or row in tree.total else "bagian"
            own = grid.content(row, unit.c) if unit is not None and kind == DATA else _unit(k)
            result.append(
                {
                    **told,
                    "induk": code.get(tree.parent.get(row, -1), "") if k.c in summed else "",
                    "ukuran": measure[k.c],
                    "ukuran_induk": measure.get(wholes.get(k.c, -1), "") if kind != AVERAGE else "",
                    "peran": "rata_rata" if kind == AVERAGE and not _counted(grid, k, row) else role,
                    "satuan": own,
                    "tahun": year[k.c],
                    **grid.sel(row, k.c, "nilai"),
                }
            )
    return result + _average(grid, result, code, tree.total)


def _counted(grid: Layout, k: Column, row: int) -> bool:
    """ "Jumlah Indikator" in a row of averages: a count above each of its rows is their sum, no mean could be
    that."""
    most = np.nanmax(np.nan_to_num(grid.nilai[body_rows(grid), k.c]), initial=0)
    return k.whole and k.header.score("jumlah") >= 0.4 and bool(grid.nilai[row, k.c] > most)


def _unit(k: Column) -> str:
    return k.header.satuan if k.header.satuan in ("%", "Rp") else ""


def _adds_up(grid: Layout, k: Column, tree: Tree) -> bool:
    """Do a column's figures add up to its totals? Sums prove it; else only plain counts and amounts near
    their sum do.

    A column of ratios, indices or means prints in its total row something that is no sum.
    """
    near = False
    for total, parts in tree.children().items():
        value, count = grid.nilai[total, k.c], np.nansum(grid.nilai[parts, k.c])
        if not np.isfinite(value) or not np.isfinite(grid.nilai[parts, k.c]).any():
            continue
        decimals = int(max(grid.desimal[[*parts, total], k.c].max(), 0))
        if adds_up(value, count, len(parts), decimals):
            return True
        low, high = (0.75, 1.35) if decimals else (0.1, 10.0)
        near |= bool(count and low <= value / count <= high)
    words = set(tidy(re.sub(r"(?:tahun|thn)\s*(?:19|20)\d\d", " ", k.header.teks, flags=re.I)).split())
    return near and not any(set(phrase.split()) <= words for phrase in words_of("tak_bertambah"))


def _percents_add_up(grid: Layout, k: Column, tree: Tree) -> bool:
    """Shares add up to 100: a total of percentages counts only where it is a whole."""
    total = tree.total[-1] if tree.total else -1
    parts = tree.children().get(total, [])
    if not parts or not np.isfinite(grid.nilai[total, k.c]):
        return False
    count, whole = np.nansum(grid.nilai[parts, k.c]), abs(grid.nilai[total, k.c] - 100) < 0.05
    return abs(count - 100) <= max(1.0, 0.02 * len(parts)) or (whole and 80 <= count <= 120)


def _average(grid: Layout, result: list[dict], code: dict, total: list[int]) -> list[dict]:
    """Bind the parts to an average row: where they have no total they get it as parent (in place), else a
    second listing."""
    average = body_rows(grid, AVERAGE)
    if not average:
        return []
    mean, rows = code[average[-1]], body_rows(grid)
    before = average[-2] if len(average) > 1 else -1  # "Rata-rata" of each group
    since = [row for row in rows if before < row < average[-1]]
    data = {code[row] for row in since or rows}
    inside = [told for told in result if told["kode"] in data]
    table = {"tabel": f"{grid.table}/rata-rata"}
    twins = [
        {**told, **table, "induk": mean, "ukuran_induk": ""} for told in inside if total and told["induk"]
    ]
    for told in result:
        if told["kode"] in data and not told["induk"]:
            told["induk"] = mean
        elif twins and told["kode"] == mean:
            told |= table
    return twins
