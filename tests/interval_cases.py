"""What a printed number may come from, by brute force, and random cases of every comparison for it."""

import itertools
import random
from decimal import Context
from fractions import Fraction

import numpy as np

from cermat.schemas import interval as S
from cermat.schemas.exact import Exact
from tests.helpers import printed

EXACT = Context(prec=80)


def column(value: Fraction) -> Exact:
    """One value as a column of one row."""
    return Exact(np.array([value.numerator], dtype=object), np.array([value.denominator], dtype=object))


def exact_position(value: Fraction, mantissa: int, desimal: int) -> float:
    """The engine's exact position of one value about mantissa · 10 ** -desimal."""
    return S.exact_position(column(value), np.array([mantissa]), np.array([desimal]))[0]


def exact_outcome(value: Fraction, mantissa: int, desimal: int) -> str:
    """The engine's exact outcome of one value."""
    return S.exact_outcome(np.array([exact_position(value, mantissa, desimal)]), np.array([mantissa]))[0]


def grid_neighbours(x: Fraction, d: int) -> tuple[Fraction, Fraction]:
    """The two numbers with d decimals around x (the same one twice where x is such a number)."""
    scaled = x * Fraction(10) ** d
    below = Fraction(scaled.numerator // scaled.denominator)
    return below / Fraction(10) ** d, (below if below == scaled else below + 1) / Fraction(10) ** d


def right_forms(x: Fraction, d: int) -> tuple[set[Fraction], Fraction]:
    """(what x may be rounded to half-up or half-even, what it is when cut towards zero)"""
    below, above = grid_neighbours(x, d)
    cut = below if x >= 0 else above
    if x - below != above - x:
        return {below if x - below < above - x else above}, cut
    outer = above if x >= 0 else below
    even = below if (below * Fraction(10) ** d) % 2 == 0 else above
    return {outer, even}, cut


def outcome(x: Fraction, lo: Fraction, hi: Fraction, v: Fraction, d: int) -> str:
    rounded, cut = right_forms(x, d)
    if v in rounded:
        return S.EXACT
    if v == cut:
        return S.CUT
    half = Fraction(10) ** -d / 2
    return S.WITHIN_PRECISION if v - half <= hi and v + half >= lo else S.MISMATCH


def best(*outcomes: str) -> str:
    return min(outcomes, key=[S.EXACT, S.CUT, S.WITHIN_PRECISION, S.MISMATCH].index)


def stated_near(rng: random.Random, x: Fraction, d: int) -> Fraction:
    """A number with d decimals that a report might print for x: right, cut, off by few units, or quite
    wrong."""
    off = rng.choice([0, 0, 0, 0, 1, 1, -1, -1, 2, -2, 3, -3, 5, 90])
    return grid_neighbours(x, d)[rng.random() < 0.5] + Fraction(off, 10**d)


def width(numbers: list[tuple[Fraction, int]]) -> Fraction:
    """Half a unit of the most decimals of a column; counts are exact."""
    most = max(d for _, d in numbers)
    return Fraction(1, 2 * 10**most) if most > 0 else Fraction(0)


def number(
    rng: random.Random, low: int, high: int, decimals: tuple[int, ...] = (0, 1, 2)
) -> tuple[Fraction, int]:
    d = rng.choice(decimals)
    return Fraction(rng.randint(low * 10**d, high * 10**d), 10**d), d


def plain(x: Fraction, d: int) -> str:
    """Without grouping: '1926' is in no doubt."""
    return printed(x, d).replace(".", "")


def totals(rng):
    decimals = rng.choice([(0,), (0,), (1,), (2,), (0, 1, 2)])
    parts = [number(rng, 0, rng.choice([9, 500, 10**9]), decimals) for _ in range(rng.randint(1, 6))]
    x, d = sum(p for p, _ in parts), max(0, rng.choice(decimals) - rng.choice([0, 0, 0, 1]))
    v = abs(stated_near(rng, x, d))
    slack = width([*parts, (v, d)]) * len(parts)
    rows = [{"induk": "t", "nilai": plain(*p)} for p in parts] + [{"induk": "t", "nilai": "-"}] * rng.randint(
        0, 2
    )
    return {"rincian": [{"kode": "t", "nilai": plain(v, d)}, *rows]}, outcome(x, x - slack, x + slack, v, d)


def ratios(rng):
    target, realised = number(rng, 1, rng.choice([9, 100, 5000])), number(rng, 0, rng.choice([9, 100, 5000]))
    (T, _), (R, _) = target, realised
    x, d = 100 * R / T, rng.choice([0, 1, 2, 2, 3])
    v = abs(stated_near(rng, x, d))
    wt, wr = width([target]), width([realised])
    lo, hi = 100 * (R - wr) / (T + wt), 100 * (R + wr) / (T - wt)
    row = {
        "arah": "naik",
        "target": plain(*target),
        "realisasi": plain(*realised),
        "capaian": plain(v, d) + "%",
    }
    return {"indikator": [row]}, outcome(x, lo, hi, v, d)


def falling(rng):
    target, realised = number(rng, 1, 20), number(rng, 1, 30)
    (T, _), (R, _) = target, realised
    ways = {"a": 100 * (2 * T - R) / T, "b": 100 * T / R}
    d = rng.choice([0, 1, 2])
    v = stated_near(rng, ways[rng.choice("ab")], d)
    wt, wr = width([target]), width([realised])
    corners = [(T + s * wt, R + r * wr) for s in (-1, 1) for r in (-1, 1)]
    a, b = [100 * (2 * t - r) / t for t, r in corners], [100 * t / r for t, r in corners]
    row = {
        "arah": "turun",
        "target": plain(*target),
        "realisasi": plain(*realised),
        "capaian": plain(v, d) + "%",
    }
    return {"indikator": [row]}, best(
        outcome(ways["a"], min(a), max(a), v, d), outcome(ways["b"], min(b), max(b), v, d)
    )


def means(rng):
    """Near ties (x,xx5) come from two and four values; a value that is not measured never counts as 0."""
    values = [number(rng, 0, 400, (1, 2, 2, 2)) for _ in range(rng.choice([1, 2, 2, 2, 3, 4, 4, 7, 8]))]
    x, d = sum(v for v, _ in values) / len(values), rng.choice([1, 2, 2, 2])
    v = abs(stated_near(rng, x, d))
    slack = width([*values, (v, d)])
    rows = [{"induk": "r", "nilai": plain(*p)} for p in values]
    rows += [{"induk": "r", "nilai": t} for t in rng.sample(["n/a", "-"], rng.randint(0, 2))]
    return {"rincian": [{"kode": "r", "peran": "rata_rata", "nilai": plain(v, d)}, *rows]}, outcome(
        x, x - slack, x + slack, v, d
    )


def means_of_means(rng):
    groups = [
        [number(rng, 50, 150, (2,))[0] for _ in range(rng.randint(1, 4))] for _ in range(rng.randint(1, 4))
    ]
    flat = [v for g in groups for v in g]
    ways = sum(flat) / len(flat), sum(sum(g) / len(g) for g in groups) / len(groups)
    v, slack = stated_near(rng, rng.choice(ways), 2), Fraction(1, 200)
    rows = [
        {"indikator": f"I{i}.{j}", "sasaran": f"Sasaran {i}", "tahun": "2020", "capaian": plain(c, 2)}
        for i, g in enumerate(groups)
        for j, c in enumerate(g)
    ]
    rows.append(
        {"indikator": "Rata-rata", "jenis_baris": "rata_rata", "tahun": "2020", "capaian": plain(v, 2)}
    )
    return {"indikator": rows}, best(*(outcome(m, m - slack, m + slack, v, 2) for m in ways))


def budget_shares(rng):
    """Realisasi over pagu, both up to a thousand trillion rupiah and exact to the rupiah."""
    budget = rng.randint(1, 10 ** rng.randint(3, 15))
    spent, d = rng.randint(0, budget), rng.choice([0, 1, 2, 2, 4])
    if rng.random() < 0.3:  # a share that lies exactly on a tie
        budget = 2 * 10 ** rng.randint(4, 14)
        spent = budget // 200 * rng.randint(0, 200) + budget // 20000 * rng.randint(0, 99)
    x = Fraction(100 * spent, budget)
    v = abs(stated_near(rng, x, d))
    row = {
        "uraian": "Program",
        "pagu": printed(budget, 0),
        "realisasi": printed(spent, 0),
        "persen": plain(v, d),
    }
    return {"anggaran": [row]}, outcome(x, x, x, v, d)


def large_totals(rng):
    """Exact to the rupiah, whatever the size."""
    parts = [rng.randint(0, 10 ** rng.randint(9, 14)) for _ in range(rng.randint(1, 6))]
    v = abs(sum(parts) + rng.choice([0, 0, 1, -1, 2, -2, 5, -7, 20, 1000]))
    rows = [
        {"uraian": f"P{i}", "induk": "t", "kode": str(i), "pagu": printed(p, 0)} for i, p in enumerate(parts)
    ]
    report = {"anggaran": [{"uraian": "Total", "kode": "t", "pagu": printed(v, 0)}, *rows]}
    return report, S.EXACT if v == sum(parts) else S.MISMATCH


def products(rng):
    """Rupiah times percent: 10^14 x 98,92 does not fit into an int64 mantissa."""
    rupiah, percent = rng.randint(10**9, 10**14), (Fraction(rng.randint(1, 9999), 100), 2)
    x, slack = rupiah * percent[0], rupiah * Fraction(1, 200)
    v = abs(grid_neighbours(x, 0)[0] + rng.choice([0, 0, 1, -1, 2, -3, 10, 10**6, 2 * rupiah]))
    row = {
        "subjek": "A",
        "operasi": "kali",
        "a": printed(rupiah, 0),
        "b": plain(*percent),
        "hasil": printed(v, 0),
    }
    return {"perhitungan": [row]}, outcome(x, x - slack, x + slack, v, 0)


RANDOM = {
    "TOT-03": totals,
    "CAP-01": ratios,
    "CAP-02": falling,
    "RAT-05": means,
    "RAT-01": means_of_means,
    "PER-01": budget_shares,
    "TOT-01": large_totals,
    "PER-04": products,
}


def hidden_values(text: str) -> list[Fraction]:
    """Twenty-one values, ends included, that a number with one decimal may hide."""
    return [Fraction(text.replace(",", ".")) + Fraction(h, 200) for h in range(-10, 11)]


def enumerated_totals():
    """k parts and a total with one decimal; the true parts run over a grid ten times finer, ends included."""
    u, hidden = Fraction(1, 10), [Fraction(h, 100) for h in range(-5, 6)]
    for k, off in itertools.product((1, 2, 3), range(-4, 5)):
        parts = [Fraction(12, 10), Fraction(25, 10), Fraction(31, 10)][:k]
        total = sum(parts) + off * u
        possible = any(abs(sum(parts) + sum(h) - total) <= u / 2 for h in itertools.product(hidden, repeat=k))
        assert possible == (abs(sum(parts) - total) <= (k + 1) * u / 2)
        rows = [{"kode": str(i), "induk": "t", "nilai": printed(p, 1)} for i, p in enumerate(parts)]
        wanted = S.EXACT if off == 0 else S.WITHIN_PRECISION if possible else S.MISMATCH
        yield f"{k} bagian, {off}", {"rincian": [{"kode": "t", "nilai": printed(total, 1)}, *rows]}, wanted


def enumerated_corners():
    """(2T - R)/T uses T twice: naive intervals would let 91,5 pass for T = 5,2 and R = 5,8 (84,76 ..
    92,23)."""
    one = [100 * (2 * T - R) / T for T in hidden_values("5,2") for R in hidden_values("5,8")]
    other = [100 * T / R for T in hidden_values("5,2") for R in hidden_values("5,8")]
    exact = 100 * (2 * Fraction(52, 10) - Fraction(58, 10)) / Fraction(52, 10), 100 * Fraction(52, 58)
    for tenths in range(840, 930):
        v = Fraction(tenths, 10)
        wanted = best(
            outcome(exact[0], min(one), max(one), v, 1), outcome(exact[1], min(other), max(other), v, 1)
        )
        row = {"arah": "turun", "target": "5,2", "realisasi": "5,8", "capaian": printed(v, 1)}
        yield printed(v, 1), {"indikator": [row]}, wanted


def enumerated_counts():
    for off in (-1, 0, 1):
        rows = [
            {"kode": "t", "nilai": str(30 + off)},
            {"induk": "t", "nilai": "12"},
            {"induk": "t", "nilai": "18"},
        ]
        yield str(off), {"rincian": rows}, S.EXACT if off == 0 else S.MISMATCH


ENUMERATED = {
    "totals": ("TOT-03", enumerated_totals),
    "corners": ("CAP-02", enumerated_corners),
    "counts": ("TOT-03", enumerated_counts),
}
