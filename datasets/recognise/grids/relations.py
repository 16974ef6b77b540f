"""Columns and rows that are computed from others: percentages, shares, differences, stock and flow →
`perhitungan`.

Only what the figures of most rows confirm (or the header's words say and the figures don't deny) becomes a
row.
"""

import re
from itertools import permutations

import numpy as np

from datasets.recognise.grids.blocks import pair_in_blocks
from datasets.recognise.grids.columns import MONEY, Column, name_column
from datasets.recognise.grids.fits import Fit, test_capaian, test_difference, test_quotient
from datasets.recognise.grids.flow import flow_columns, flow_rows
from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.mirrored import mirrored_shares
from datasets.recognise.grids.rincian import column_totals
from datasets.recognise.grids.seri import caption_name
from datasets.recognise.grids.shares import names_share, shares, shares_below
from datasets.recognise.grids.stated_columns import stated_rows
from datasets.recognise.grids.texts import without_number
from datasets.recognise.headers import TAHUN, tidy, words_of
from datasets.recognise.row_kinds import AVERAGE, DATA, TOTAL
from datasets.recognise.vocabulary import vocabulary
from schemas import angka as A

_PER = re.compile(r"\w\s*/\s*(?:ha|hektar|km2|km²|jiwa|orang|kk)\b", re.I)
_NAMES = (
    "indikator",
    "uraian",
    "layanan",
    "penerima",
    "sub_kegiatan",
    "kegiatan",
    "program",
    "sasaran",
    "tahun",
    "bulan",
)
FAR = 5  # columns on the left among which the operands of a computed column are looked for


def recognise_relations(
    d: Layout, columns: list[Column], used: set[int], tahun: int
) -> dict[str, list[dict]]:
    """Rows of `perhitungan` from computed columns that no table has used yet (`used`)."""
    rows = [r for r in d.body if d.rows[r].jenis in (DATA, TOTAL)]
    numbers = [k for k in columns if k.nilai and k.n]
    name = name_column(d, columns, _NAMES)
    result: list[dict] = []
    if name is None:
        result += _unnamed(d, columns, numbers, tahun)
        return {"perhitungan": result} if result else {}
    writer = _Writer(d, columns, name, tahun)
    result += _fractions(d, name, numbers, rows, used, tahun)
    for r, c, above, t, w in shares_below(d, name, numbers):
        k = columns[c]
        result.append(
            writer.rows(above, "bagi_persen", (above, c), (t, w), k) | d.place(r) | d.sel(r, c, "hasil")
        )
    wholes = mirrored_shares(d, columns, column_totals(d, numbers))
    flow = flow_columns(numbers)
    if flow:
        result += flow_rows(d, flow, rows, writer)
    for k in numbers:
        if k.c in used or k in flow.values() or k.c in wholes:
            continue
        if said := stated_rows(d, k, rows, writer):
            result += said
            continue
        left = [x for x in numbers if x.c != k.c and not x.header.score("selisih") >= 0.9]
        near = sorted(left, key=lambda x: (x.c > k.c, abs(x.c - k.c)))[:FAR]
        plain = sorted(
            (x for x in numbers if not x.percent and x is not k), key=lambda x: (x.c > k.c, abs(x.c - k.c))
        )[:FAR]
        if k.header.score("selisih", "efisiensi") >= 0.55 or (k.header.score("sisa") >= 0.8 and not flow):
            differs = _left_of_hundred(d, k, near, rows, writer) or _difference(d, k, near, rows, writer)
            if not differs and k.header.score("selisih") >= 0.55:
                differs = change_rates(d, k, near, rows, writer)
            result += differs or (_percent(d, k, plain, rows, writer) if k.percent else [])
        elif (
            not k.percent
            and not flow
            and set(tidy(_leaf(k)).split()) & words_of("sisa_kolom")
            and not _is_grade(k, numbers)
        ):
            result += _difference(d, k, [x for x in near if not x.percent], rows, writer, below=False)
        elif k.percent:
            result += _percent(d, k, plain, rows, writer) or (
                change_rates(d, k, plain, rows, writer) if k.based else []
            )
        elif names_share(k):
            result += _shares(d, k, plain, writer)
        elif set(tidy(k.header.teks).split()) & words_of("rasio_kolom") or _PER.search(k.header.teks):
            result += _ratio(d, k, plain, rows, writer)
    return {"perhitungan": result} if result else {}


def _is_grade(k: Column, numbers: list[Column]) -> bool:
    """Does a column count those of one grade, beside columns of other grades ("Baik | Cukup | Kurang")?"""
    grades = {tidy(str(w)) for w in vocabulary("baris")["predikat"]}
    return (
        sum(bool(x.header.path) and tidy(x.header.path[-1]) in grades for x in numbers) > 1
        and tidy(k.header.path[-1]) in grades
    )


class _Writer:
    def __init__(self, d: Layout, columns: list[Column], name: Column, tahun: int):
        self.d, self.name, self.tahun, self.about = d, name, tahun, caption_name(d.caption)
        self.place, self.columns = self.about or d.bagian.split(" > ")[-1], columns

    def pair(self, k: Column) -> tuple[Column, Column] | None:
        """Numerator and base of a percentage whose header names its base."""
        return (self.columns[k.of[0]], self.columns[k.of[1]]) if k.of else None

    def rows(
        self,
        r: int,
        operasi: str,
        a: tuple[int, int],
        b: tuple[int, int],
        h: Column,
        other: dict | None = None,
    ) -> dict:
        """One perhitungan row: a (r, c) operasi b (r, c) = column h of row r.

        Its subject names the grid too, and its operands have no name of their own: "Jumlah" or "Laki-laki"
        stand in many tables and are not one fact.
        """
        d = self.d
        subjek, tahun = without_number(d.content(r, self.name.c)) or d.rows[r].label, _tahun(h, self.tahun)
        if self.name.role == "tahun" and self.about and TAHUN.search(subjek):
            subjek, tahun = self.about, TAHUN.search(subjek)[1]
        else:
            subjek = f"{subjek} pada {self.place or 'kolom ' + _leaf(h)}"
        return {
            **d.place(r),
            "subjek": subjek,
            "ukuran": _leaf(h),
            "tahun": tahun,
            "operasi": operasi,
            **d.sel(*a, "a"),
            **d.sel(*b, "b"),
            **(other or {}),
            **d.sel(r, h.c, "hasil"),
        }


def _tahun(h: Column, tahun: int) -> str:
    if h.based:  # "% Capaian 2013 thd Target 2014" is of the year it counts
        return str(tahun) if tahun > 0 else ""
    t = h.header.tahun[-1] if h.header.tahun else tahun
    return str(t) if t > 0 else ""


def _leaf(k: Column) -> str:
    return k.header.teks.replace(" > ", " ").strip()


def _v(d: Layout, rows: list[int], k: Column) -> tuple[np.ndarray, np.ndarray]:
    v = np.where(d.kelas[rows, k.c] == A.FIGURE, d.nilai[rows, k.c], np.nan)
    return v, d.desimal[rows, k.c]


def _best(fit: list[tuple[Fit, object]], required: bool) -> object | None:
    """The reading that most rows confirm (half of them, or a single one, only where the header itself says
    so: `required`)."""
    fit = [
        (u, x)
        for u, x in fit
        if u.tested and (u.bagian >= 0.6 and u.fitting >= 2 or required and u.bagian >= 0.5)
    ]
    return max(fit, key=lambda t: (t[0].fitting, t[0].bagian))[1] if fit else None


def _percent(d: Layout, k: Column, left: list[Column], rows: list[int], writer: _Writer) -> list[dict]:
    """A column of percentages: of one column over another, or of each row over the total."""
    h = _v(d, rows, k)
    candidates = [
        (test_quotient(*_v(d, rows, a), *_v(d, rows, b), *h), (a, b)) for a, b in permutations(left[:4], 2)
    ]
    pairs = writer.pair(k) or pair_in_blocks(k, writer.columns)
    if pairs is not None:
        a, b = pairs
        plain = test_quotient(*_v(d, rows, a), *_v(d, rows, b), *h)
        if (
            b.header.score("target") >= 0.4
            and test_capaian(*_v(d, rows, b), *_v(d, rows, a), *h).fitting > plain.fitting
        ):
            return []  # capaian of what is better when it is lower, or capped
    if pairs is None:
        pairs = _best(
            candidates, k.header.score("capaian", "persen", "efisiensi", "selisih") >= 0.5 and not k.based
        )
    if pairs is not None:
        a, b = pairs
        return [
            writer.rows(r, "bagi_persen", (r, a.c), (r, b.c), k)
            for r in [x for x in d.body if d.rows[x].jenis in (DATA, TOTAL)]
            if d.figures(r, a.c) and d.figures(r, b.c) and d.figures(r, k.c) and d.nilai[r, b.c]
        ]
    return _shares(d, k, left, writer)


def _shares(d: Layout, k: Column, left: list[Column], writer: _Writer) -> list[dict]:
    """A column of shares: of each row of the total of a column."""
    return [writer.rows(r, "bagi_persen", part, part, k) | whole for r, part, whole in shares(d, k, left)]


def _fractions(
    d: Layout, name: Column, numbers: list[Column], rows: list[int], used: set[int], tahun: int
) -> list[dict]:
    """Columns "Pembilang" and "Penyebut" beside the realisasi they give: that indicator's own formula. Where
    none is called so, two columns of counts that nothing else uses ("Diuji | Memenuhi syarat | Target |
    Realisasi (%)"), if most rows show it."""
    found = {
        p: [k for k in numbers if k.header.score(p) >= 0.9] for p in ("pembilang", "penyebut", "realisasi")
    }
    if len(found["realisasi"]) != 1:
        return []
    if not found["pembilang"] and not found["penyebut"] and found["realisasi"][0].percent:
        h = found["realisasi"][0]
        counts = [k for k in numbers if k.c not in used and k.c < h.c and not k.percent and k.whole]
        fit = [
            (test_quotient(*_v(d, rows, a), *_v(d, rows, b), *_v(d, rows, h)), (a, b))
            for a, b in permutations(counts[:4], 2)
        ]
        if pair := _best(fit, False):
            found["pembilang"], found["penyebut"] = [pair[0]], [pair[1]]
    if any(len(x) != 1 for x in found.values()):
        return []
    a, b, h = (found[p][0] for p in ("pembilang", "penyebut", "realisasi"))
    u = {
        op: test_quotient(*_v(d, rows, a), *_v(d, rows, b), *_v(d, rows, h), times)
        for op, times in (("bagi_persen", 100.0), ("bagi", 1.0))
    }
    operasi = max(u, key=lambda op: u[op].fitting)
    if u[operasi].rejects or not u[operasi].fitting and u[operasi].tested > 1:
        return []
    return [
        {
            **d.place(r),
            "subjek": without_number(d.content(r, name.c)),
            "ukuran": "realisasi",
            "tahun": _tahun(h, tahun),
            "operasi": operasi,
            **d.sel(r, a.c, "a"),
            **d.sel(r, b.c, "b"),
            **d.sel(r, h.c, "hasil"),
        }
        for r in rows
        if all(d.figures(r, x.c) for x in (a, b, h)) and d.nilai[r, b.c] and d.content(r, name.c)
    ]


def _ratio(d: Layout, k: Column, left: list[Column], rows: list[int], writer: _Writer) -> list[dict]:
    """A column of ratios of two others, in hundreds (sex ratio), plain or (quintals of tons) in tens."""
    h = _v(d, rows, k)
    tenfold = (
        [("bagi_kali", 10.0)] if re.search(r"\b(?:ku|kw|kuintal|kwintal)\b", k.header.teks, re.I) else []
    )
    candidates = [
        (test_quotient(*_v(d, rows, a), *_v(d, rows, b), *h, times), (a, b, operasi))
        for operasi, times in (("bagi_persen", 100.0), ("bagi", 1.0), *tenfold)
        for a, b in permutations(left[:4], 2)
    ]
    chosen = _best(candidates, True)
    if chosen is None:
        return []
    a, b, operasi = chosen
    factor = {"c": "10", "_c": -1} if operasi == "bagi_kali" else None
    return [
        writer.rows(r, operasi, (r, a.c), (r, b.c), k, factor)
        for r in rows
        if d.figures(r, a.c) and d.figures(r, b.c) and d.figures(r, k.c) and d.nilai[r, b.c]
    ]


def _left_of_hundred(
    d: Layout, k: Column, left: list[Column], rows: list[int], writer: _Writer
) -> list[dict]:
    """ "Tingkat efisiensi" as 100 - penyerapan: where that fits more rows than any difference of two columns,
    capaian of 100 aside."""
    if not k.percent or k.header.score("efisiensi") < 0.55:
        return []
    h = _v(d, rows, k)
    whole = np.full(len(rows), 100.0)
    hundred = [(_test_signed(whole, _v(d, rows, x)[0], *h), x) for x in left if x.percent]
    pairs = [
        _test_signed(_v(d, rows, a)[0], _v(d, rows, b)[0], *h)
        for a, b in permutations([x for x in left if x.percent][:4], 2)
    ]
    fit, chosen = max(hundred, key=lambda t: t[0].fitting, default=(None, None))
    if (
        fit is None
        or fit.rejects
        or fit.fitting < 2
        or fit.fitting <= max((u.fitting for u in pairs), default=0)
    ):
        return []
    shown = [r for r in rows if d.figures(r, chosen.c) and d.figures(r, k.c)]
    return [
        writer.rows(r, "kurang", (r, chosen.c), (r, chosen.c), k) | {"a": "100", "_a": -1, "a_arti": ""}
        for r in shown
    ]


def _difference(
    d: Layout, k: Column, left: list[Column], rows: list[int], writer: _Writer, below: bool = True
) -> list[dict]:
    """A column of differences: between two columns of a row, or (`below`) between a row and the one above."""
    h = _v(d, rows, k)
    if not below and not (h[0] > 0).any():  # a column of zeros is left over from anything
        return []
    alike = (
        [x for x in left if x.percent == k.percent or k.percent]
        if k.percent
        else [x for x in left if not x.percent]
    )
    candidates = []
    for a, b in permutations((alike or left)[:4], 2):
        va, vb = _v(d, rows, a)[0], _v(d, rows, b)[0]
        candidates.append((_test_signed(va, vb, *h), (a, b)))
    pairs = _best(candidates, k.header.score("selisih", "sisa", "efisiensi") >= 0.9) or _between_years(
        k, left
    )
    if pairs is not None:
        a, b = pairs
        return [
            writer.rows(r, "kurang", (r, a.c), (r, b.c), k)
            for r in rows
            if d.figures(r, a.c) and d.figures(r, b.c) and d.figures(r, k.c)
        ]
    data = [r for r in rows if d.rows[r].jenis == DATA]
    pair = list(zip(data[1:], data, strict=False))
    if not pair or not below:
        return []
    falling = []
    for a in left[:3]:
        va, vb = _v(d, [r for r, _ in pair], a)[0], _v(d, [s for _, s in pair], a)[0]
        falling.append((_test_signed(va, vb, *_v(d, [r for r, _ in pair], k)), a))
    a = _best(falling, True)
    if a is None:
        return []
    return [
        writer.rows(r, "kurang", (r, a.c), (s, a.c), k)
        for r, s in pair
        if d.figures(r, a.c) and d.figures(s, a.c) and d.figures(r, k.c)
    ]


_YEARS = re.compile(r"((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)")


def _between_years(k: Column, left: list[Column]) -> tuple[Column, Column] | None:
    """The two columns that a header names by their years ("Selisih 2013-2012"), the later one first; None for
    percentages."""
    m = _YEARS.search(k.header.teks)
    if m is None or k.percent or m[1] == m[2]:
        return None
    held = [
        [x for x in left if x.header.tahun == (int(y),) and not x.percent]
        for y in sorted(m.groups(), reverse=True)
    ]
    return (held[0][0], held[1][0]) if all(len(x) == 1 for x in held) else None


def change_rates(d: Layout, k: Column, near: list[Column], rows: list[int], writer: _Writer) -> list[dict]:
    """A column of changes in percent ("Pertumbuhan (%)"): (later - earlier) / earlier of two columns, as most
    rows show.

    Where no row does and the column is the later figure less 100 on most rows, it is a change that was
    computed wrongly.
    """
    h, dh = _v(d, rows, k)
    if not (k.percent or k.header.percent):
        return []
    near = [x for x in near if x.c < k.c][:5]
    pairs = sorted(
        permutations(near, 2), key=lambda p: (p[0].c < p[1].c, -p[0].c)
    )  # the later one stands on the right
    candidates, wrong = [], []
    for a, b in pairs:
        (va, da), (vb, db) = _v(d, rows, a), _v(d, rows, b)
        u = test_quotient(va - vb, np.minimum(da, db), vb, db, h, dh)
        v = test_quotient(vb - va, np.minimum(da, db), vb, db, h, dh)
        candidates.append((max(u, v, key=lambda x: x.fitting), (a, b)))
        wrong.append((test_difference(va, np.full(len(rows), 100.0), h, dh), (a, b)))
    chosen = _best(candidates, True)
    if chosen is None and len(near) == 2:
        chosen = _best(wrong, False)
    if chosen is None:
        return []
    a, b = chosen
    return [
        writer.rows(r, "ubah_persen", (r, a.c), (r, b.c), k)
        for r in rows
        if d.figures(r, a.c) and d.figures(r, b.c) and d.figures(r, k.c) and d.nilai[r, b.c]
    ]


def _test_signed(a: np.ndarray, b: np.ndarray, h: np.ndarray, dh: np.ndarray) -> Fit:
    """h = a - b with its sign."""
    signed = np.where(np.sign(a - b) == np.sign(h), h, np.nan)
    return Fit(
        test_difference(a, b, h, dh).tested, test_difference(a, b, np.where(h == 0, h, signed), dh).fitting
    )


def _unnamed(d: Layout, columns: list[Column], numbers: list[Column], tahun: int) -> list[dict]:
    """A grid of numbers without names ("Target Nasional | Realisasi | Persentase"): each row's percentage."""
    find: dict[str, Column | None] = {}
    for p in (("target", "pagu"), ("realisasi", "realisasi_uang")):
        said = [(k.header.score(*p), k) for k in numbers if k.header.score(*p) >= (0.8 if k.percent else 0.4)]
        find[p[0]] = max(said, key=lambda x: x[0])[1] if said else None
    k = next(
        (
            k
            for k in numbers
            if k.percent and k.header.score("capaian", "persen") >= 0.4 and k not in find.values()
        ),
        None,
    )
    if k is None or None in find.values() or find["target"] is find["realisasi"]:
        return []
    t, r = find["target"], find["realisasi"]
    result = []
    rows = [i for i in d.body if d.rows[i].jenis in (DATA, TOTAL, AVERAGE)]
    if (
        t.domain != MONEY
        and test_capaian(*_v(d, rows, t), *_v(d, rows, r), *_v(d, rows, k)).fitting
        > test_quotient(*_v(d, rows, r), *_v(d, rows, t), *_v(d, rows, k)).fitting
    ):
        return []  # capaian of what is better when it is lower, or capped: no plain percentage
    plain = (
        _leaf(t).replace("Target", "", 1).strip()
    )  # "Target Nasional PKH": the header itself names the subject
    subjek = plain or caption_name(d.caption)
    for i in d.body:
        if (
            d.rows[i].jenis in (DATA, TOTAL, AVERAGE)
            and all(d.figures(i, x.c) for x in (t, r, k))
            and d.nilai[i, t.c]
        ):
            result.append(
                {
                    **d.place(i, d.content(i, 0)[:80]),
                    "subjek": subjek or f"{_leaf(r)} pada {d.bagian.split(' > ')[-1]}",
                    "ukuran": "capaian",
                    "tahun": _tahun(r, tahun),
                    "operasi": "bagi_persen",
                    **d.sel(i, r.c, "a"),
                    "a_arti": f"{_leaf(r)} {plain}".strip(),
                    **d.sel(i, t.c, "b"),
                    "b_arti": _leaf(t) if plain else "",
                    **d.sel(i, k.c, "hasil"),
                }
            )
    return result
