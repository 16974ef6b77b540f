"""Tables of counts and amounts: parts, totals, averages; also grids that nothing else recognised."""

import re
from collections import Counter
from functools import cache

import numpy as np

from cermat.datasets.recognise.grids.columns import MONEY, Column, body_rows, name_column
from cermat.datasets.recognise.grids.fits import Fit, test_sum
from cermat.datasets.recognise.grids.layout import Layout, year_text
from cermat.datasets.recognise.grids.mirrored import column_names
from cermat.datasets.recognise.grids.names import row_names
from cermat.datasets.recognise.grids.seri import caption_name
from cermat.datasets.recognise.grids.tree import Tree, row_codes, tree_of, tree_score
from cermat.datasets.recognise.headers import column_measure, read_header, tidy, words_of
from cermat.datasets.recognise.row_kinds import AVERAGE, DATA, NOTE, PART, TOTAL, RowKind
from cermat.datasets.recognise.vocabulary import vocabulary
from cermat.schemas.interval import adds_up

_NAMES = "uraian layanan penerima indikator sub_kegiatan kegiatan program sasaran bulan triwulan tahun"
_QUARTER = re.compile(r"(?:tw|triwulan|triw)\s*(?:iv|i{1,3}|[1-4])")
_YEAR = re.compile(r"\s*(?:tahun\s*)?\b(?:19|20)\d\d\b(?!\s*[-–])", re.I)
MAX_PARTS = 14  # columns that one total column may close


def recognise_rincian(grid: Layout, columns: list[Column], tahun: int) -> dict[str, list[dict]]:
    """Rows of `rincian` where the header counts, or a total, average or row total holds the column."""
    counts = [col for col in columns if col.nilai and col.n]
    name = name_column(grid, columns, tuple(_NAMES.split()))
    if name is None:
        return {"rincian": _months(grid, counts, tahun)}
    counts = [col for col in counts if col.c != name.c]
    promote_totals(grid, [col.c for col in counts if not col.percent])
    totals = column_totals(grid, counts)
    known = any(col.score("jumlah", "aktif") >= 0.8 for col in counts)
    if not (known or totals or body_rows(grid, TOTAL, AVERAGE)):
        counts = _proven_hierarchy(grid, counts, name)
    return {"rincian": _write(grid, columns, counts, name, totals, tahun) if counts else []}


def _proven_hierarchy(grid: Layout, counts: list[Column], name: Column) -> list[Column]:
    """The money columns of a table without a total row whose rows are parts of each other, as sums of several
    rows prove (quarterly realisation, programme over kegiatan over sub kegiatan); [] where they do not."""
    money = [col for col in counts if col.domain == MONEY and not col.percent]
    at = [col.c for col in money]
    parents = tree_of(grid, at, row_names(grid, name), grid.codes).parent if money else {}
    several = {whole for whole, count in Counter(parents.values()).items() if count > 1}
    match, wrong = tree_score(grid, {row: whole for row, whole in parents.items() if whole in several}, at)
    return money if match > 2 and match >= 2 * wrong else []


def promote_totals(grid: Layout, columns: list[int], stop: set[int] | frozenset[int] = frozenset()) -> None:
    """Rows whose words may mean a total become one where those above add up (in place); `stop`: never."""
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
    known = {col.c for col in columns}
    result: dict[int, list[int]] = {
        at: list(formula.parts)
        for at, formula in grid.formulas.items()
        if formula.operasi == "tambah" and {at, *formula.parts} <= known
        if not _sums(grid, rows, list(formula.parts), at).rejects
    }
    words, names = words_of("total_kolom"), column_names(columns)
    for number, col in enumerate(columns):
        head, leaf = names.get(col.c, ("", ""))
        if not head:
            leaf = tidy(re.sub(r"\(.*?\)", "", col.header.path[-1])) if col.header.path else ""
        weak = leaf not in words and leaf.split(" ")[0] in words  # "Jumlah Anggaran": only sums tell
        if col.c not in result and (leaf in words or weak) and not col.percent:
            runs = ([part.c for part in run] for run in _candidate_parts(columns, number))
            if parts := next((run for run in runs if _closes(grid, rows, run, col.c, weak, names)), []):
                result[col.c] = parts
    return result


def _sums(grid: Layout, rows: list[int], parts: list[int], total: int) -> Fit:
    return test_sum(grid.nilai[np.ix_(rows, parts)].T, grid.printed(rows, total))


def _closes(grid: Layout, rows: list[int], parts: list[int], total: int, weak: bool, names: dict) -> bool:
    """Does a column add up a run of columns? Half of the rows are enough under a plain "Jumlah"; a single row
    only for parts that are surely parts."""
    value, fit = grid.nilai[np.ix_(rows, parts)], _sums(grid, rows, parts, total)
    certain = _is_certain([names[at][1] for at in parts if at in names])
    several = (np.abs(np.nan_to_num(value)) > 0).sum(axis=1) >= 2
    if not several.any() or not fit.tested:  # a column beside zeros adds up to anything
        return False
    return fit.supports and (fit.tested >= 2 or certain) or certain and not weak and not fit.rejects


def _candidate_parts(columns: list[Column], number: int) -> list[list[Column]]:
    """Runs of like columns left of one (longest first), then right of it."""
    total, result = columns[number], []
    for beside in (columns[:number][::-1], columns[number + 1 :]):
        run: list[Column] = []
        for col in beside[:MAX_PARTS]:
            apart = len(total.header.path) > 1 and col.header.path[:-1] != total.header.path[:-1]
            if (col.percent, col.domain) != (total.percent, total.domain) or apart:
                break
            run.append(col)
        result += [run[:count] for count in range(len(run), 1, -1)]
    return sorted(result, key=len, reverse=True)


def _months(grid: Layout, counts: list[Column], tahun: int) -> list[dict]:
    """Rows without a name whose months stand side by side and close with a total: the caption names them."""
    about, result = caption_name(grid.caption) or grid.caption, []
    heads = {col.c: tidy(col.header.path[-1]) for col in counts if col.period == "bulan" and col.header.path}
    for total, parts in column_totals(grid, counts).items():
        if not about or not set(parts) <= set(heads):
            continue
        measures = [*((at, heads[at], "setahun") for at in sorted(parts)), (total, "setahun", "")]
        for row in (row for row in body_rows(grid) if grid.has_number(row, total)):
            for at, measure, whole in (read for read in measures if grid.has_number(row, read[0])):
                told = {"uraian": about, "ukuran": measure, "ukuran_induk": whole}
                result.append(grid.part(row, at, **told, tahun=year_text(tahun)))
    return result


def _is_certain(names: list[str]) -> bool:
    """Are these surely all parts of a whole ("laki laki | perempuan", months, four quarters)?"""
    if any(set(parts) == set(names) for parts in vocabulary("kepala")["bagian_pasti"]):
        return True
    if len(names) > 2 and all(read_header((name,)).period == "bulan" for name in names):
        return True
    return len(names) == 4 and all(_QUARTER.fullmatch(name) for name in names)


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
    general = {tidy(str(word)) for role in ("uraian", "layanan", "penerima") for word in roles[role]}
    return general | words_of("penggolong")


def _measures(counts: list[Column], tahun: int) -> tuple[dict[int, str], dict[int, str]]:
    """(Column → what it counts, its header without the year; column → the year).

    One measure in several years is told by the year, else by the column's place."""
    year = {col.c: year_text(col.tahun if col.header.tahun else tahun) for col in counts}
    heads = {col.c: _YEAR.sub("", " ".join(col.header.path)).strip() for col in counts}
    plain = {at: column_measure(head) or "jumlah" for at, head in heads.items()}
    result = dict(plain)
    for at, measure in plain.items():
        like = [beside for beside, other in plain.items() if other == measure]
        if len(like) > 1:
            differs = len({year[beside] for beside in like}) == len(like)
            other = year[at] if differs else f"kolom {at + 1}"
            result[at] = other if measure == "jumlah" and other == year[at] else f"{measure} {other}".strip()
    return result, year


def _write(
    grid: Layout, columns: list[Column], counts: list[Column], name: Column, totals: dict, tahun: int
) -> list[dict]:
    """totals: total column → its parts."""
    unit = next((col for col in columns if col.role == "satuan" and not col.nilai), None)
    label = row_names(grid, name)
    adding = [col.c for col in counts if not col.percent]
    tree = tree_of(grid, adding, label, row_codes(grid, columns)) if adding else Tree({}, [])
    code = {row: f"rata-{row}" if grid.kind(row) == AVERAGE else tree.code(row) for row in grid.body}
    wholes = {at: total for total, parts in totals.items() for at in parts}
    measure, year = _measures(counts, tahun)
    about = subjek(grid, name)
    summed = {col.c for col in counts if (_percents_add_up if col.percent else _adds_up)(grid, col, tree)}
    result: list[dict] = []
    for row in grid.body:
        kind = grid.kind(row)
        if kind in (PART, NOTE) or not label[row]:
            continue
        told = {"kode": code[row], "uraian": label[row]}
        told["subjek"] = "" if row in tree.total[:-1] else about
        for col in (col for col in counts if grid.teks[row, col.c] and grid.has_number(row, col.c)):
            role = "total" if kind == AVERAGE or row in tree.total else "bagian"
            own = col.header.satuan if col.header.satuan in ("%", "Rp") else ""
            own = grid.content(row, unit.c) if unit is not None and kind == DATA else own
            role = "rata_rata" if kind == AVERAGE and not _counted(grid, col, row) else role
            cell = told | {"peran": role, "satuan": own, "tahun": year[col.c], "ukuran": measure[col.c]}
            if col.c in summed:
                cell["induk"] = code.get(tree.parent.get(row, -1), "")
            if kind != AVERAGE:
                cell["ukuran_induk"] = measure.get(wholes.get(col.c, -1), "")
            result.append(grid.part(row, col.c, **cell))
    return result + _average(grid, result, code, tree.total)


def _counted(grid: Layout, col: Column, row: int) -> bool:
    """ "Jumlah Indikator" in a row of averages: a count above each of its rows can only be their sum."""
    most = np.nanmax(np.nan_to_num(grid.nilai[body_rows(grid), col.c]), initial=0)
    return col.whole and col.score("jumlah") >= 0.4 and bool(grid.nilai[row, col.c] > most)


def _adds_up(grid: Layout, col: Column, tree: Tree) -> bool:
    """Do a column's figures add up to its totals? Sums prove it; else only plain counts and amounts near
    their sum do.

    A column of ratios, indices or means prints in its total row something that is no sum.
    """
    near = False
    for total, parts in tree.children().items():
        value, count = grid.nilai[total, col.c], np.nansum(grid.nilai[parts, col.c])
        if not np.isfinite(value) or not np.isfinite(grid.nilai[parts, col.c]).any():
            continue
        decimals = int(max(grid.desimal[[*parts, total], col.c].max(), 0))
        if adds_up(value, count, len(parts), decimals):
            return True
        low, high = (0.75, 1.35) if decimals else (0.1, 10.0)
        near |= bool(count and low <= value / count <= high)
    words = set(tidy(re.sub(r"(?:tahun|thn)\s*(?:19|20)\d\d", " ", col.header.teks, flags=re.I)).split())
    return near and not any(set(phrase.split()) <= words for phrase in words_of("tak_bertambah"))


def _percents_add_up(grid: Layout, col: Column, tree: Tree) -> bool:
    """Shares add up to 100: a total of percentages counts only where it is a whole."""
    total = tree.total[-1] if tree.total else -1
    parts = tree.children().get(total, [])
    if not parts or not np.isfinite(grid.nilai[total, col.c]):
        return False
    count, whole = np.nansum(grid.nilai[parts, col.c]), abs(grid.nilai[total, col.c] - 100) < 0.05
    return abs(count - 100) <= max(1.0, 0.02 * len(parts)) or (whole and 80 <= count <= 120)


def _average(grid: Layout, result: list[dict], code: dict, total: list[int]) -> list[dict]:
    """Give the parts of an average row that have no total it as parent (in place), others once more."""
    average = body_rows(grid, AVERAGE)
    if not average:
        return []
    mean, rows = code[average[-1]], body_rows(grid)
    before = average[-2] if len(average) > 1 else -1  # "Rata-rata" of each group
    since = [row for row in rows if before < row < average[-1]]
    data = {code[row] for row in since or rows}
    inside = [told for told in result if told["kode"] in data]
    table = {"tabel": f"{grid.table}/rata-rata"}
    parts = [told for told in inside if total and told["induk"]]
    twins = [{**told, **table, "induk": mean, "ukuran_induk": ""} for told in parts]
    for told in result:
        if told["kode"] in data and not told["induk"]:
            told["induk"] = mean
        elif twins and told["kode"] == mean:
            told |= table
    return twins
