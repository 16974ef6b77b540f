"""The expression language of rule cards: what it computes, against Python's own arithmetic; what it
refuses."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cermat.checks.fills import number
from cermat.checks.operands import Numbers, Tables, aggregate
from cermat.checks.written import recomputed_text
from cermat.schemas import angka as A
from cermat.schemas.errors import InputError
from cermat.schemas.language import evaluate, parse

# --- arithmetic and conditions

NAMES = ("a", "b", "c")


def _tree(depth: int):
    """Expressions over a, b, c and whole numbers."""
    leaf = st.sampled_from([*NAMES, "2", "100"])
    if not depth:
        return leaf
    below = _tree(depth - 1)
    pair = st.tuples(below, st.sampled_from([" + ", " - ", " * ", " / "]), below).map("".join)
    return st.one_of(leaf, pair, pair.map("({})".format), below.map("-({})".format))


@given(_tree(3), st.lists(st.fractions(-1000, 1000, max_denominator=100), min_size=3, max_size=3))
@example("a - b - c", [Fraction(1), Fraction(2), Fraction(3)])
@example("a / b / c", [Fraction(1), Fraction(2), Fraction(3)])
@example("-a * b + c", [Fraction(1), Fraction(2), Fraction(3)])
@example("(2 * a - b) / a * 100", [Fraction(515, 100), Fraction(585, 100), Fraction(0)])
def test_arithmetic_is_that_of_python(text, values):
    """Over fractions exactly: precedence, grouping, signs."""
    env = dict(zip(NAMES, values, strict=True))
    try:
        wanted = eval(text, {}, env)  # the reference only; the engine has no eval
    except ZeroDivisionError:
        return
    expression = parse(text)
    made = np.asarray(
        evaluate(expression.tree, {k: np.array([v], dtype=object) for k, v in env.items()}), dtype=object
    ).ravel()[0]
    if set(expression.names):
        assert made == wanted
    assert set(expression.names) == {n for n in NAMES if n in text}


@given(st.floats(-9, 9), st.floats(-9, 9), st.floats(-9, 9))
def test_conditions(a, b, c):
    env = {k: np.array([v]) for k, v in zip(NAMES, (a, b, c), strict=True)}
    for text in (
        "a < b",
        "a <= b < c",
        "a == b or b != c",
        "not a >= b and b > c",
        "not (a < b or c < a)",
        "a < b and b < c and c < a",
    ):
        assert bool(np.asarray(evaluate(parse(text).tree, env)).ravel()[0]) == eval(
            text, {}, {"a": a, "b": b, "c": c}
        )


def test_membership_and_predicates():
    env = {
        "jenis": np.array(["naik", "turun", ""], dtype=object),
        "lain": np.array(["naik", "naik", ""], dtype=object),
        "ada:x": np.array([True, False, True]),
    }
    for text, wanted in {
        'jenis in ["naik", "tetap"]': [True, False, False],
        'jenis not in ["naik"]': [False, True, True],
        "kosong(jenis)": [False, False, True],
        "berbeda(jenis, lain)": [False, True, False],
        "ada(x)": [True, False, True],
        'cocok(jenis, "^(naik|turun)$")': [True, True, False],
        'cocok(jenis, "NAI")': [True, False, False],
        "not kosong(jenis) and jenis == lain": [True, False, False],
    }.items():
        assert np.asarray(evaluate(parse(text).tree, env)).tolist() == wanted, text


def test_division_by_zero_is_no_number():
    with np.errstate(all="ignore"):
        out = evaluate(parse("a / b").tree, {"a": np.array([1.0, 0.0]), "b": np.array([0.0, 0.0])})
    assert not np.isfinite(out).any()


REFUSED = [
    "__import__('os').system('true')",
    "a.__class__",
    "a.b",
    "a[0]",
    "lambda: a",
    "[x for x in a]",
    "{a: b}[c]",
    "f'{a}'",
    "a if b else c",
    "a := b",
    "a ** b",
    "a % b",
    "a // b",
    "a << 2",
    "a & b",
    "~a",
    "a is b",
    "eval('1')",
    "open('x')",
    "median(nilai)",
    "sum()",
    "sum(nilai, lain)",
    "sum(nilai + 1)",
    "sum(nilai, warna='merah')",
    "sum(nilai, match=kode)",
    "sum(nilai, by=kode)",
    "sum(t.u.nilai)",
    "print(a)",
    "a +",
    "(a",
    "a; b",
    "import os",
    "*a",
    "yield a",
    "await a",
    "sum(nilai, where=eval('1'))",
    "",
    "ada()",
    "ada(1)",
    "ada(a, b)",
    "kosong('x')",
    "berbeda(a)",
    "cocok(a)",
    "cocok(a, '(')",
    "cocok(a, b)",
    "cocok('x', a)",
    "cocok(a, 3)",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_arithmetic_is_refused(text):
    with pytest.raises(InputError) as told:
        parse(text)
    assert "ungkapan aturan tidak sah" in str(told.value) and "\n" not in str(told.value)


@given(st.text(alphabet="abcsum(){}[].,=<>+-*/'\" 12:!&|%~^@\n_lambdaimport", max_size=30))
def test_any_text_is_parsed_or_refused(text):
    try:
        parse(text)
    except InputError:
        pass


def test_an_unknown_name_is_told():
    with pytest.raises(InputError, match="'zzz'"):
        evaluate(parse("zzz + 1").tree, {})


def test_aggregates_are_read():
    expression = parse(
        'sum(nilai, match={"induk": "kode"}, where=peran != "rata_rata") + mean(rincian.nilai, by=["tahun"]) '
        "- a"
    )
    one, two = expression.aggregates
    assert (one.how, one.table, one.column, one.match, one.scope, one.where_text) == (
        "sum",
        None,
        "nilai",
        (("induk", "kode"),),
        "tabel",
        "peran != 'rata_rata'",
    )
    assert (two.how, two.table, two.column, two.match, two.scope, two.where_text) == (
        "mean",
        "rincian",
        "nilai",
        (("tahun", "tahun"),),
        "laporan",
        "",
    )
    assert expression.names == ("a",)


# --- aggregates against brute force

CELL = st.sampled_from(["1", "2,5", "10", "1.250", "-", "n/a", "0,05", "B", "1.2O"])
ROW = st.fixed_dictionaries(
    {
        "laporan": st.sampled_from("AB"),
        "tabel": st.sampled_from("tu"),
        "kode": st.sampled_from(["", "x", "y"]),
        "induk": st.sampled_from(["", "x", "y"]),
        "g": st.sampled_from("pq"),
        "teks": CELL,
    }
)


def _tables(rows: list[dict]) -> Tables:
    frame = pd.DataFrame(rows)
    angka = A.parse_column(frame["teks"]).assign(lebar=0.0, kolom="nilai")
    frame["nilai"] = np.arange(len(frame))
    return Tables({"m": frame}, Numbers(angka), {"m": {"nilai"}})


def _brute(rows: list[dict], stated: dict, how: str, where, same_table: bool) -> tuple[int, Fraction | None]:
    """(state, value) of one aggregate over the rows whose induk is the stated row's kode."""
    members = [
        r
        for r in rows
        if r["laporan"] == stated["laporan"]
        and (not same_table or r["tabel"] == stated["tabel"])
        and r["induk"]
        and r["induk"] == stated["kode"]
        and where(r)
    ]
    read = [(A.parse(r["teks"]), r) for r in members]
    if how == "count":
        return 0, Fraction(len(members)) if members else None
    if any(a.kelas == A.UNREADABLE for a, _ in read):
        return 2, None
    used = [
        (Fraction(a.mantissa, 1) / 10**a.desimal, r)
        for a, r in read
        if a.kelas == A.FIGURE or (how == "sum" and a.kelas == A.NIL)
    ]
    if not used:
        return 1, None
    values = [v for v, _ in used]
    if how == "mean_of_means":
        groups = [[v for v, r in used if r["g"] == g] for g in "pq"]
        means = [sum(g) / len(g) for g in groups if g]
        return 0, sum(means) / len(means)
    return 0, {
        "sum": sum(values),
        "mean": sum(values) / len(values),
        "first": values[0],
        "largest": max(values),
        "smallest": min(values),
    }[how]


@settings(max_examples=60)
@given(
    st.lists(ROW, min_size=1, max_size=12),
    st.sampled_from(["sum", "mean", "count", "first", "largest", "smallest", "mean_of_means"]),
    st.booleans(),
    st.booleans(),
)
def test_aggregates(rows, how, filtered, same_table):
    """Sum, mean and the rest, by report and table or report only, with a condition or without; in floats and
    exactly."""
    tables = _tables(rows)
    options = [
        'match={"induk": "kode"}',
        *(['where=g == "p"'] if filtered else []),
        *(['group="g"'] if how == "mean_of_means" else []),
        *([] if same_table else ['scope="laporan"']),
    ]
    (found,) = parse(f"{how}(nilai, {', '.join(options)})").aggregates
    made = aggregate(tables, found, "m", np.arange(len(rows)))
    wanted = [
        _brute(rows, r, how, (lambda r: r["g"] == "p") if filtered else (lambda r: True), same_table)
        for r in rows
    ]
    if how == "count":
        assert [None if np.isnan(x) else Fraction(int(x)) for x in made] == [v for _, v in wanted]
        return
    assert made.state.tolist() == [s for s, _ in wanted]
    values = made.of(tables.numbers.value)
    exact = made.exact(tables.numbers, np.arange(len(rows)))
    for k, (state, value) in enumerate(wanted):
        assert (
            np.isnan(values[k])
            if state
            else abs(values[k] - float(value)) <= 1e-9 * max(1, abs(float(value)))
        )
        assert state or Fraction(exact.num[k], exact.den[k]) == value


# --- numbers written out


@pytest.mark.parametrize(
    ("value", "decimals", "whole", "text"),
    [
        (86.40776699029126, 2, False, "86,41"),
        (116.76, 0, False, "116,76"),
        (1234567.5, 1, False, "1.234.567,50"),
        (16051.0, 0, True, "16.051"),
        (17860799466.0, 0, True, "17.860.799.466"),
        (-0.33, 2, False, "−0,33"),
        (2.5, 0, True, "2,50"),
        (0.0, 2, False, "0,00"),
        (-0.0, 2, False, "0,00"),
        (0.0005, 4, False, "0,0005"),
    ],
)
def test_recomputed_numbers_are_written_as_in_indonesia(value, decimals, whole, text):
    assert recomputed_text(value, decimals, whole) == text


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
def test_what_is_written_is_read_back(mantissa, decimals):
    text = number(mantissa / 10**decimals, decimals)
    read = A.parse(text, True if decimals == 0 else None)
    assert Fraction(read.mantissa) / 10**read.desimal == Fraction(mantissa, 10**decimals)


def test_no_number_is_a_dash():
    assert number(float("nan")) == number(float("inf")) == "–"
