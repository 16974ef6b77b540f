"""A printed number is an interval: outcomes of comparisons against brute force in exact arithmetic."""

import itertools
import random
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas import interval as S
from tests.helpers import judged, portfolio, printed, subset

EXACT = Context(prec=80)


# --- brute force, by other means than the code's
# ---------------------------------------------------------------------


def grid_neighbours(x: Fraction, d: int) -> tuple[Fraction, Fraction]:
    """The two numbers with d decimals around x (the same one twice where x is such a number)."""
    scaled = x * 10**d
    below = Fraction(scaled.numerator // scaled.denominator)
    return below / 10**d, (below if below == scaled else below + 1) / 10**d


def right_forms(x: Fraction, d: int) -> tuple[set[Fraction], Fraction]:
    """(what x may be rounded to half-up or half-even, what it is when cut towards zero)"""
    below, above = grid_neighbours(x, d)
    cut = below if x >= 0 else above
    if x - below != above - x:
        return {below if x - below < above - x else above}, cut
    outer = above if x >= 0 else below
    even = below if (below * 10**d) % 2 == 0 else above
    return {outer, even}, cut


def outcome(x: Fraction, lo: Fraction, hi: Fraction, v: Fraction, d: int) -> str:
    rounded, cut = right_forms(x, d)
    if v in rounded:
        return S.EXACT
    if v == cut:
        return S.CUT
    half = Fraction(1, 2 * 10**d)
    return S.WITHIN_PRECISION if v - half <= hi and v + half >= lo else S.MISMATCH


def best(*outcomes: str) -> str:
    return min(outcomes, key=[S.EXACT, S.CUT, S.WITHIN_PRECISION, S.MISMATCH].index)


# --- one stated number against one exact value
# ---------------------------------------------------------------------


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, 4), st.integers(-2, 2))
@example(5, 1000, 2, 0)
@example(-15, 1000, 2, 0)
@example(0, 1, 2, 0)
def test_exact_outcome(numerator, denominator, d, off):
    x = Fraction(numerator, denominator)
    v = grid_neighbours(x, d)[0] + Fraction(off, 10**d)
    assert S.exact_outcome(x, int(v * 10**d), d) == outcome(x, x, x, v, d).replace(
        S.WITHIN_PRECISION, S.MISMATCH
    )


@given(st.integers(-(10**12), 10**12), st.integers(0, 6), st.integers(0, 3))
@example(231355, 3, 2)
@example(87875, 3, 2)
@example(-87875, 3, 2)
@example(25, 1, 0)
def test_exact_outcome_against_decimal(mantissa, more, d):
    """Every number that the decimal module rounds or cuts to is a right form, and nothing else is."""
    x = Decimal(mantissa).scaleb(-more, EXACT)
    step = Decimal(1).scaleb(-d)
    rounded = {x.quantize(step, mode, EXACT) for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
    cut = x.quantize(step, ROUND_DOWN, EXACT)
    for off in range(-2, 3):
        v = cut + off * step
        told = S.exact_outcome(Fraction(x), int(v.scaleb(d)), d)
        assert told == (S.EXACT if v in rounded else S.CUT if v == cut else S.MISMATCH)


@given(
    st.integers(-(10**6), 10**6),
    st.integers(1, 10**4),
    st.integers(0, 3),
    st.integers(-3, 3),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_float_outcome(numerator, denominator, d, off, below, above):
    """The float outcome is the exact one, except within its error of a bound (there the exact pass
    decides)."""
    x, u = Fraction(numerator, denominator), Fraction(1, 10**d)
    v = grid_neighbours(x, d)[0] + off * u
    lo, hi = x - below * u / 16, x + above * u / 16
    told = S.outcome(
        *(np.array([float(n)]) for n in (x, v)), np.array([d]), np.array([float(lo)]), np.array([float(hi)])
    )[0]
    bounds = [v - u, v - u / 2, v, v + u / 2, v + u]
    error = Fraction(4, 10**12) * max(abs(x), abs(v), 1)
    if any(abs(y - b) <= error for y in (x, lo, hi) for b in bounds):
        return
    assert told == outcome(x, lo, hi, v, d)


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_no_number_is_no_verdict(hole):
    told = S.outcome(
        np.array([hole, 1.0]),
        np.array([1.0, np.nan]),
        np.array([2, 2]),
        np.array([0.0, 0.0]),
        np.array([2.0, 2.0]),
    )
    assert told.tolist() == [S.UNTESTABLE] * 2


@pytest.mark.parametrize(
    ("x", "v", "d", "told"),
    [
        ("0,004", 0, 2, S.EXACT),
        ("0,009", 0, 2, S.CUT),
        ("-0,009", 0, 2, S.CUT),
        ("0,005", 0, 2, S.EXACT),
        ("0,015", 1, 2, S.CUT),
        ("0,025", 2, 2, S.EXACT),
        ("0,025", 3, 2, S.EXACT),
        ("0,035", 3, 2, S.CUT),
        ("-0,035", -3, 2, S.CUT),
        ("-0,035", -4, 2, S.EXACT),
        ("0,01", 0, 2, S.MISMATCH),
        ("-0,01", 0, 2, S.MISMATCH),
        ("1,999", 1, 0, S.CUT),
        ("-1,999", -1, 0, S.CUT),
        ("-1,999", -2, 0, S.EXACT),
        ("1,999", 3, 0, S.MISMATCH),
        ("1250", 13, -2, S.EXACT),
        ("1250", 12, -2, S.EXACT),
        ("1350", 13, -2, S.CUT),
    ],
)
def test_ties_zero_and_negative(x, v, d, told):
    assert S.exact_outcome(Fraction(x.replace(",", ".")), v, d) == told


# --- comparisons of the engine: all cases are one portfolio, audited once
# -------------------------------------------


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
CASES = 500


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


@pytest.fixture(scope="module")
def cases() -> dict[str, dict[str, tuple[dict, str]]]:
    """group → name → (report, outcome by brute force)"""
    made = {
        rule: {str(n): build(random.Random(f"{rule} {n}")) for n in range(CASES)}
        for rule, build in RANDOM.items()
    }
    return made | {
        group: {name: (report, wanted) for name, report, wanted in build()}
        for group, (_, build) in ENUMERATED.items()
    }


@pytest.fixture(scope="module")
def result(cases):
    reports = {
        f"{group}/{name}": report for group, named in cases.items() for name, (report, _) in named.items()
    }
    return judged(portfolio(reports), subset(*RANDOM))


@pytest.fixture(scope="module")
def told(result) -> pd.Series:
    """Outcome by report and rule."""
    return result.kertas_kerja.set_index(["laporan", "aturan"])["hasil"]


@pytest.mark.parametrize(
    ("group", "rule"), [(r, r) for r in RANDOM] + [(g, r) for g, (r, _) in ENUMERATED.items()]
)
def test_engine_against_brute_force(cases, told, group, rule):
    wanted = {name: o for name, (_, o) in cases[group].items()}
    got = {name: told.get((f"{group}/{name}", rule)) for name in wanted}
    wrong = [(got[n], o, cases[group][n][0]) for n, o in wanted.items() if got[n] != o]
    assert not wrong, f"{len(wrong)} of {len(wanted)}: {wrong[:5]}"
    assert len(set(wanted.values())) >= 2, "the cases are too alike to tell anything"


def test_judge_gives_the_exact_verdict(result):
    """Float bounds, ties and numbers of fifteen digits included."""
    outcome = result.kertas_kerja["hasil"].to_numpy()
    wrong = result.kertas_kerja[(outcome == S.MISMATCH) != result.violated]
    assert wrong.empty, wrong[["aturan", "stated", "recomputed", "lower", "upper", "hasil"]].head()


def test_naive_intervals_would_be_too_wide(told):
    assert told[("corners/91,5", "CAP-02")] == S.MISMATCH
