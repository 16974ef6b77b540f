"""Tables of counts and amounts: parts, their totals down and across, averages; also grids that nothing else
recognised."""

import re
from collections import Counter
from functools import cache

import numpy as np

from datasets.recognise.grids.columns import MONEY, Column, name_column
from datasets.recognise.grids.fits import test_sum
from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.mirrored import column_names
from datasets.recognise.grids.names import row_names
from datasets.recognise.grids.seri import caption_name
from datasets.recognise.grids.stated_columns import fit_of
from datasets.recognise.grids.tree import tree_of, tree_score
from datasets.recognise.headers import column_measure, read_header, tidy
from datasets.recognise.row_kinds import AVERAGE, DATA, NOTE, PART, TOTAL, RowKind
from datasets.recognise.vocabulary import vocabulary
from schemas.interval import adds_up

_NAMES = (
    "uraian",
    "layanan",
    "penerima",
    "indikator",
    "sub_kegiatan",
    "kegiatan",
    "program",
    "sasaran",
    "bulan",
    "triwulan",
    "tahun",
)
MAX_PARTS = 14  # columns that one total column may close


def recognise_rincian(d: Layout, columns: list[Column], tahun: int) -> dict[str, list[dict]]:
    """Rows of `rincian` from these number columns: where the header counts, or a total, average or row total
    holds them."""
    counts = [k for k in columns if k.nilai and k.n]
    name = name_column(d, columns, _NAMES)
    if name is None:
        return {"rincian": _months(d, counts, tahun)}
    if not counts:
        return {}
    counts = [k for k in counts if k.c != name.c]
    promote_totals(d, [k.c for k in counts if not k.percent])
    total_columns = column_totals(d, counts)
    total = [r for r in d.body if d.rows[r].jenis == TOTAL]
    average = [r for r in d.body if d.rows[r].jenis == AVERAGE]
    known = any(k.header.score("jumlah", "aktif") >= 0.8 for k in counts)
    if not (known or total or average or total_columns):
        counts = proven_hierarchy(d, columns, counts, name)
    if not counts:
        return {}
    return {"rincian": _write(d, columns, counts, name, total_columns, tahun)}


def proven_hierarchy(d: Layout, columns: list[Column], counts: list[Column], name: Column) -> list[Column]:
    """The money columns of a table without a total row whose rows are parts of each other, as sums of several
    rows prove (quarterly realisation, programme over kegiatan over sub kegiatan); [] where they do not."""
    money = [k for k in counts if k.domain == MONEY and not k.percent]
    if not money:
        return []
    p = tree_of(d, [k.c for k in money], row_names(d, name), d.codes, {r: d.number(r) for r in d.body})
    several = {i for i, n in Counter(p.parent.values()).items() if n > 1}
    match, wrong = tree_score(d, {r: i for r, i in p.parent.items() if i in several}, [k.c for k in money])
    return money if match > 2 and match >= 2 * wrong else []


def promote_totals(d: Layout, columns: list[int], stop: set[int] = frozenset()) -> None:
    """Rows whose words may mean a total become one where the rows above add up to them (in place); `stop`:
    never these."""
    for i, r in enumerate(d.body):
        b = d.rows[r]
        if b.jenis != DATA or not b.candidate or r in stop:
            continue
        above = []
        for x in reversed(d.body[:i]):
            if d.rows[x].jenis in (TOTAL, PART):
                break
            if d.rows[x].jenis == DATA:
                above.append(x)
        match, wrong = tree_score(d, dict.fromkeys(above, r), columns) if len(above) > 1 else (0, 1)
        if match and not wrong:
            d.rows[r] = RowKind(TOTAL, b.label, False)


def column_totals(d: Layout, columns: list[Column]) -> dict[int, list[int]]:
    """Total column → the like columns it adds up ("L | P | Jumlah", "TW I … TW IV | Jumlah").

    Only where at least two columns on its left (or right) have one kind of figure and their sums fit on most
    rows; a column of some other measure beside a count ("aktif" beside "jumlah") is never a part.
    """
    words = {tidy(str(k)) for k in vocabulary("kepala")["total_kolom"]}
    rows = [r for r in d.body if d.rows[r].jenis in (DATA, TOTAL)]
    result: dict[int, list[int]] = {}
    known = {k.c for k in columns}
    for c, formula in d.formulas.items():
        if (
            formula.operasi == "tambah"
            and {c, *formula.parts} <= known
            and not fit_of(d, c, formula, rows).rejects
        ):
            result[c] = list(formula.parts)
    names = column_names(columns)
    for i, k in enumerate(columns):
        if k.c in result:
            continue
        head, leaf = names.get(k.c, ("", ""))
        leaf = leaf if head else tidy(re.sub(r"\(.*?\)", "", k.header.path[-1])) if k.header.path else ""
        weak = leaf not in words and leaf.split(" ")[0] in words  # "Jumlah Anggaran": only sums tell
        if not (leaf in words or weak) or k.percent:
            continue
        for candidates in _candidate_parts(columns, i):
            u = test_sum(
                d.nilai[np.ix_(rows, [x.c for x in candidates])].T,
                d.nilai[rows, k.c],
                int(d.desimal[rows, k.c].max(initial=0)),
            )
            certain = _is_certain([names[x.c][1] for x in candidates if x.c in names])
            content = (np.abs(np.nan_to_num(d.nilai[np.ix_(rows, [x.c for x in candidates])])) > 0).sum(
                axis=1
            )
            if (content >= 2).sum() == 0 or not u.tested:  # a column beside zeros adds up to anything
                continue
            # half of the rows are enough under a plain "Jumlah"; a single row only for parts that are surely
            # parts
            if (u.bagian >= 0.5 and (u.tested >= 2 or certain)) or (certain and not weak and not u.rejects):
                result[k.c] = [x.c for x in candidates]
                break
    return result


def _candidate_parts(columns: list[Column], i: int) -> list[list[Column]]:
    """Runs of like columns left of column i (longest first), then right of it."""
    k = columns[i]
    result = []
    for arah in (-1, 1):
        run: list[Column] = []
        j = i + arah
        while (
            0 <= j < len(columns)
            and len(run) < MAX_PARTS
            and columns[j].percent == k.percent
            and columns[j].domain == k.domain
        ):
            if len(k.header.path) > 1 and columns[j].header.path[:-1] != k.header.path[:-1]:
                break
            run.append(columns[j])
            j += arah
        result += [run[:n] for n in range(len(run), 1, -1)]
    return sorted(result, key=len, reverse=True)


def _months(d: Layout, counts: list[Column], tahun: int) -> list[dict]:
    """Rows without a name whose months stand side by side and close with a total: the caption names them."""
    about, result = caption_name(d.caption) or d.caption, []
    for c, parts in column_totals(d, counts).items():
        months = {
            k.c: tidy(k.header.path[-1])
            for k in counts
            if k.c in parts and k.period == "bulan" and k.header.path
        }
        if not about or len(months) != len(parts):
            continue
        for r in (r for r in d.body if d.rows[r].jenis == DATA and d.has_number(r, c)):
            shared = {
                **d.place(r),
                "kode": str(r),
                "induk": "",
                "uraian": about,
                "peran": "bagian",
                "satuan": "",
                "tahun": str(tahun) if tahun > 0 else "",
            }
            for x, month in months.items():
                if d.has_number(r, x):
                    result.append(
                        {**shared, "ukuran": month, "ukuran_induk": "setahun", **d.sel(r, x, "nilai")}
                    )
            result.append({**shared, "ukuran": "setahun", "ukuran_induk": "", **d.sel(r, c, "nilai")})
    return result


def _is_certain(name: list[str]) -> bool:
    if any(set(p) == set(name) for p in vocabulary("kepala")["bagian_pasti"]):
        return True
    if len(name) > 2 and all(read_header((n,)).period == "bulan" for n in name):
        return True
    return len(name) == 4 and all(
        re.fullmatch(r"(?:tw|triwulan|triw)\s*(?:iv|i{1,3}|[1-4])", n) for n in name
    )


def subjek(d: Layout, name: Column) -> str:
    """What a table's total is about: "PMKS" under the header "Jenis PMKS", else what the caption names, else
    ''.

    Headers of mere classification ("Jenis Kelamin", "Kecamatan") stand over many things and name none of
    them.
    """
    header = name.header.path[-1] if name.header.path else ""
    general, drop = _general(), {tidy(str(k)) for k in vocabulary("kepala")["tanpa_subjek"]}
    words = [k for k in re.findall(r"[\w/&()+-]+", header) if tidy(k) not in drop]
    rest = " ".join(words)
    if (
        name.role == "uraian"
        and rest
        and rest != header
        and tidy(header) not in general
        and not set(tidy(rest).split()) & general
    ):
        return rest
    return caption_name(d.caption, True)


@cache
def _general() -> set[str]:
    k = vocabulary("kepala")
    return {tidy(str(w)) for p in ("uraian", "layanan", "penerima") for w in k["peran"][p]} | {
        tidy(str(w)) for w in k["penggolong"]
    }


def _measure(k: Column) -> str:
    """The measure a column counts: its header without the year."""
    text = " ".join(
        t for t in k.header.path if not re.fullmatch(r"(?:tahun\s*)?(?:19|20)\d\d", t.strip(), re.I)
    )
    text = re.sub(r"\s*(?:tahun\s*)?\b(?:19|20)\d\d\b(?!\s*[-–])", "", text, flags=re.I).strip()
    return column_measure(text) or "jumlah"


def _write(
    d: Layout,
    columns: list[Column],
    counts: list[Column],
    name: Column,
    total_columns: dict[int, list[int]],
    tahun: int,
) -> list[dict]:
    result: list[dict] = []
    satuan = next((k for k in columns if k.role == "satuan" and not k.nilai), None)
    number = {r: d.number(r) for r in d.body}
    label = row_names(d, name)
    code_column = next((k for k in columns if k.role == "kode"), None)
    account_code = d.codes or {r: d.teks[r, code_column.c] if code_column else "" for r in d.body}
    adds_up = [k.c for k in counts if not k.percent]
    p = tree_of(d, adds_up, label, account_code, number) if adds_up else None
    total = p.total if p else []
    code = {
        r: ("total" if r == total[-1] else f"total-{r}")
        if r in total
        else f"rata-{r}"
        if d.rows[r].jenis == AVERAGE
        else str(r)
        for r in d.body
    }
    column_parents = {c: t for t, parts in total_columns.items() for c in parts}
    ukuran = {k.c: _measure(k) for k in counts}
    double = {u for u in ukuran.values() if list(ukuran.values()).count(u) > 1}
    original = dict(ukuran)
    column_tahun = {k.c: k.tahun if k.header.tahun else tahun for k in counts}
    for c, u in list(ukuran.items()):
        if (
            u in double
        ):  # one measure in several years: the year is the measure; else the column's place tells them apart
            differs = len({column_tahun[x] for x, v in original.items() if v == u}) == list(
                original.values()
            ).count(u)
            other = str(column_tahun[c]) if differs else f"kolom {c + 1}"
            ukuran[c] = other if u == "jumlah" and differs else f"{u} {other}"
    about = subjek(d, name)
    adds_up_to = {k.c: _percents_add_up(d, k, p) if k.percent else _adds_up(d, k, p) for k in counts}
    for r in d.body:
        b = d.rows[r]
        if b.jenis in (PART, NOTE) or not label[r]:
            continue
        for k in counts:
            if not d.teks[r, k.c] or not (d.has_number(r, k.c)):
                continue
            parents = p.parent.get(r) if p else None
            if parents is not None and not adds_up_to[k.c]:
                parents = None
            average = b.jenis == AVERAGE
            result.append(
                {
                    **d.place(r),
                    "kode": code[r],
                    "induk": code.get(parents, "") if parents is not None else "",
                    "uraian": label[r],
                    "ukuran": ukuran[k.c],
                    "ukuran_induk": ukuran.get(column_parents.get(k.c), "") if not average else "",
                    "peran": "rata_rata"
                    if average and not _counted(d, k, r)
                    else "total"
                    if average or r in total
                    else "bagian",
                    "subjek": "" if r in total[:-1] else about,
                    "satuan": d.content(r, satuan.c)
                    if satuan is not None and b.jenis == DATA
                    else _satuan(k),
                    "tahun": str(column_tahun[k.c]) if column_tahun[k.c] > 0 else "",
                    **d.sel(r, k.c, "nilai"),
                }
            )
    result += _average(d, counts, result, code, total)
    return result


def _counted(d: Layout, k: Column, r: int) -> bool:
    """ "Jumlah Indikator" in a row of averages: a count above each of its rows is their sum, no mean could be
    that."""
    v = d.nilai[[x for x in d.body if d.rows[x].jenis == DATA], k.c]
    return (
        k.whole
        and k.header.score("jumlah") >= 0.4
        and bool(d.nilai[r, k.c] > np.nanmax(np.nan_to_num(v), initial=0))
    )


def _satuan(k: Column) -> str:
    return k.header.satuan if k.header.satuan in ("%", "Rp") else ""


def _adds_up(d: Layout, k: Column, p) -> bool:
    """Do a column's figures add up to its totals? Sums prove it; else only plain counts and amounts near
    their sum do.

    A column of ratios, indices or means prints in its total row something that is no sum.
    """
    if p is None:
        return False
    near = fitting = 0
    for t in set(p.parent.values()):
        children = [r for r, i in p.parent.items() if i == t]
        v, count = d.nilai[t, k.c], np.nansum(d.nilai[children, k.c])
        if not np.isfinite(v) or not np.isfinite(d.nilai[children, k.c]).any():
            continue
        des = int(max(d.desimal[[*children, t], k.c].max(), 0))
        fitting += bool(adds_up(v, count, len(children), des))
        bounds = (0.75, 1.35) if des else (0.1, 10.0)
        near += bool(count and bounds[0] <= v / count <= bounds[1])
    if fitting:
        return True
    words = set(tidy(re.sub(r"(?:tahun|thn)\s*(?:19|20)\d\d", " ", k.header.teks, flags=re.I)).split())
    return near > 0 and not any(
        set(tidy(str(w)).split()) <= words for w in vocabulary("kepala")["tak_bertambah"]
    )


def _percents_add_up(d: Layout, k: Column, p) -> bool:
    """Shares add up to 100: a total of percentages counts only where it is a whole."""
    if p is None or not p.total:
        return False
    t = p.total[-1]
    children = [r for r, i in p.parent.items() if i == t]
    v = d.nilai[t, k.c]
    if not children or not np.isfinite(v):
        return False
    count = np.nansum(d.nilai[children, k.c])
    return abs(count - 100) <= max(1.0, 0.02 * len(children)) or (abs(v - 100) < 0.05 and 80 <= count <= 120)


def _average(
    d: Layout, counts: list[Column], result: list[dict], code: dict[int, str], total: list[int]
) -> list[dict]:
    """Bind the parts to an average row: where they have no total they get it as parent (in place), else a
    second listing."""
    average = [r for r in d.body if d.rows[r].jenis == AVERAGE]
    if not average:
        return []
    r = average[-1]
    data = {code[x] for x in _averaged(d, counts, average)}
    twins = []
    for b in result:
        if b["kode"] in data and not b["induk"]:
            b["induk"] = code[r]
        elif b["kode"] in data or b["kode"] == code[r]:
            if total and b["kode"] in data:
                twins.append({**b, "tabel": f"{b['tabel']}/rata-rata", "induk": code[r], "ukuran_induk": ""})
    if twins:
        for b in result:
            if b["kode"] == code[r]:
                b["tabel"] = f"{b['tabel']}/rata-rata"
    return twins


def _averaged(d: Layout, counts: list[Column], average: list[int]) -> list[int]:
    """Rows that the last average row is the mean of: those above it (all of them, or since the average
    before, whichever fits), those below where none stands above."""
    r, data = average[-1], [x for x in d.body if d.rows[x].jenis == DATA]
    above = [x for x in data if x < r]
    near = [x for x in above if len(average) < 2 or x > average[-2]]
    if not above or len(above) == 1 and len(data) > 2:
        return data

    def fitting(rows: list[int]) -> int:
        c = [k.c for k in counts if d.figures(r, k.c)]
        mean = [np.nanmean(d.nilai[rows, x]) if np.isfinite(d.nilai[rows, x]).any() else np.nan for x in c]
        return sum(
            abs(m - d.nilai[r, x]) <= 1.01 * 10.0 ** -max(int(d.desimal[r, x]), 0)
            for m, x in zip(mean, c, strict=True)
        )

    readings = [above, near, data] if not near or near == above else [near, above, data]
    return max((x for x in readings if x), key=fitting)
