"""The printed number: what is printed is read back, and what cannot be read is said so."""

import math
import re
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from cermat.datasets.recognise import number_tokens
from cermat.schemas import angka as A
from tests.helpers import one, printed

MANTISSA = st.integers(-(10**15), 10**15)
DECIMALS = st.integers(0, 6)
SCALES = {"ribu": 3, "juta": 6, "miliar": 9, "triliun": 12}


def value(read: A.Angka) -> Fraction:
    return Fraction(read.mantissa) / Fraction(10) ** read.desimal


def english(indonesian: str) -> str:
    return indonesian.translate(str.maketrans(",.", ".,"))


def ungrouped(indonesian: str) -> str:
    return indonesian.replace(".", "")


def in_doubt(text: str) -> bool:
    """One separator with three digits behind and one to three before it: groups or decimals?"""
    return re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", text) is not None


@given(MANTISSA, DECIMALS)
@example(1926, 0)
@example(-5, 3)
@example(0, 2)
def test_indonesian_form_is_read_back(mantissa, decimals):
    text = printed(Fraction(mantissa, 10**decimals), decimals)
    read = A.parse(text)
    assert (read.mantissa, read.desimal, read.kelas, read.lokal) == (mantissa, decimals, A.FIGURE, "id")
    assert bool(read.ragu) == (in_doubt(text) and "." in text)


@given(st.from_regex(r"(-|Rp)?[0-9]{1,4}(?:[.,][0-9]{1,4}){0,4}%?", fullmatch=True))
@example("12.345.678,901")
def test_a_plain_figure_is_read_as_one_with_spaces_around_it(text):
    """Figures in plain form are read the short way, which says the same as the long one."""
    for thousands in (None, True, False):
        assert A.parse(text, thousands) == A.parse(f" {text} ", thousands)


@given(MANTISSA, DECIMALS)
def test_without_groups(mantissa, decimals):
    text = ungrouped(printed(Fraction(mantissa, 10**decimals), decimals))
    read = A.parse(text)
    assert (read.mantissa, read.desimal, read.kelas) == (mantissa, decimals, A.FIGURE)


@given(MANTISSA, DECIMALS)
def test_english_form_is_read_back_or_doubted(mantissa, decimals):
    text = english(printed(Fraction(mantissa, 10**decimals), decimals))
    read = A.parse(text)
    assert read.kelas == A.FIGURE
    if not in_doubt(text):
        assert (read.mantissa, read.desimal) == (mantissa, decimals)
        assert read.lokal == ("en" if "." in text or "," in text else "id")
    elif "." in text:  # "413.064": groups, with a doubt; the neighbours decide
        assert read.ragu
        assert A.parse(text, False)[:2] == (mantissa, 3)
        assert A.parse(text, True)[:2] == (mantissa, 0)
    else:  # "1,926" is a decimal in Indonesia
        assert value(read) == Fraction(mantissa, 1000)
        assert A.parse(text, True)[:2] == (mantissa, 0)


@given(st.integers(1, 999), st.integers(0, 999))
def test_neighbours_decide_a_doubtful_point(whole, rest):
    text = f"{whole}.{rest:03d}"
    assert A.parse(text, True)[:2] == (whole * 1000 + rest, 0)
    assert A.parse(text, False)[:2] == (whole * 1000 + rest, 3)
    assert A.parse(text, True).ragu == A.parse(text, False).ragu == ""


@given(
    st.integers(-(10**12), 10**12),
    st.integers(0, 3),
    st.sampled_from(["Rp{}", "Rp {}", "Rp. {}", "Rp.{}", "IDR {}"]),
)
def test_rupiah(mantissa, decimals, form):
    assume(mantissa >= 0)
    read = A.parse(form.format(printed(Fraction(mantissa, 10**decimals), decimals)))
    assert (value(read), read.satuan, read.kelas) == (Fraction(mantissa, 10**decimals), "Rp", A.FIGURE)


@given(
    st.integers(1, 10**12),
    st.sampled_from(["-Rp{}", "-Rp {}", "Rp -{}", "Rp-{}", "(Rp{})", "(Rp {})", "(Rp. {})"]),
)
def test_negative_rupiah(mantissa, form):
    read = A.parse(form.format(printed(mantissa, 0)))
    assert (read.mantissa, read.satuan) == (-mantissa, "Rp")


@pytest.mark.parametrize("tail", ["", ",-", ",--", ".-"])
@pytest.mark.parametrize("number", ["25.040.000", "488.943.107.488", "0"])
def test_dash_for_no_cents(number, tail):
    read = A.parse(f"Rp. {number}{tail}")
    assert (read.mantissa, read.desimal) == (int(number.replace(".", "")), 0)


@given(
    st.integers(-(10**6), 10**6),
    st.integers(0, 4),
    st.sampled_from(["{}%", "{} %", "{} persen", "{} prosen", "{} % "]),
)
def test_percent(mantissa, decimals, form):
    read = A.parse(form.format(printed(Fraction(mantissa, 10**decimals), decimals)))
    assert (value(read), read.desimal, read.satuan) == (Fraction(mantissa, 10**decimals), decimals, "%")


@given(MANTISSA, DECIMALS, st.sampled_from(["-{}", "\u2212{}", "\u2013{}", "- {}", "({})", "( {} )"]))
def test_negative(mantissa, decimals, form):
    assume(mantissa > 0)
    read = A.parse(form.format(printed(Fraction(mantissa, 10**decimals), decimals)))
    assert (value(read), read.desimal) == (-Fraction(mantissa, 10**decimals), decimals)


@given(
    st.integers(0, 10**9),
    st.integers(0, 3),
    st.sampled_from(list(SCALES)),
    st.sampled_from(["Rp{} {}", "Rp {} {}", "{} {}", "{}  {}"]),
)
def test_scale_words(mantissa, decimals, word, form):
    read = A.parse(form.format(printed(Fraction(mantissa, 10**decimals), decimals), word))
    assert value(read) == Fraction(mantissa, 10**decimals) * 10 ** SCALES[word]
    assert read.desimal == decimals - SCALES[word]
    assert read.satuan == ("Rp" if form.startswith("Rp") else "")


@given(st.integers(0, 10**9), st.sampled_from(["Orang", "KK", "Laporan", "Lembaga", "poin"]))
def test_unit_behind(mantissa, unit):
    read = A.parse(f"{printed(mantissa, 0)} {unit}")
    assert (read.mantissa, read.satuan, read.kelas) == (mantissa, unit, A.FIGURE)


@given(st.integers(10, 10**15), DECIMALS, st.lists(st.booleans(), min_size=24, max_size=24))
@example(1639, 2, [True] * 24)
@example(1639, 2, [False] * 24)
def test_digits_set_apart(mantissa, decimals, gaps):
    """'1 6 ,3 9': spaces within one number do not change it; where they stand on both sides of a sign, it is
    not misread."""
    text = printed(Fraction(mantissa, 10**decimals), decimals)
    assume(not in_doubt(text))
    apart = "".join(
        c + (" " if gap and i < len(text) - 1 else "")
        for i, (c, gap) in enumerate(zip(text, gaps, strict=False))
    )
    assume(len(text) <= len(gaps))
    read = A.parse(apart)
    if re.search(r" [.,] ", apart) and read.kelas == A.UNREADABLE:
        return
    assert (read.mantissa, read.desimal) == (mantissa, decimals)


@pytest.mark.parametrize(
    "text", ["", " ", "n/a", "N/A", "NA", "n.a.", "tidak ada", "Tidak tersedia data", "belum dirilis"]
)
def test_not_measured(text):
    assert A.parse(text).kelas == A.ABSENT


@pytest.mark.parametrize("text", ["-", "–", "—", "--", "-%", "nihil", "Nol"])
def test_dash_is_nothing_to_count(text):
    assert A.parse(text).kelas == A.NIL
    assert A.parse(text).mantissa == 0


@pytest.mark.parametrize("text", ["WTP", "B", "Sangat Baik", "BB"])
def test_label(text):
    assert A.parse(text).kelas == A.LABEL


@pytest.mark.parametrize(
    "text", ["O5,85", "l2", "5,8S", "5S,1", "1.5O0", "1.2.3,45.6", "1.234.5678", "1" * 19, "12,345,67"]
)
def test_what_cannot_be_read_is_said_so(text):
    assert A.parse(text).kelas == A.UNREADABLE


@given(st.text(alphabet="0123456789.,-−() %RpjutaWB/OolI\u00a0", max_size=24))
@example("1.234.567.890.123.456.789")
@example("(((((")
@example("Rp")
def test_any_text_has_a_class(text):
    read = A.parse(text)
    assert read.kelas in (A.FIGURE, A.NIL, A.ABSENT, A.LABEL, A.UNREADABLE)
    assert abs(read.mantissa) < 10**18
    if read.kelas == A.FIGURE:
        assert re.search(r"\d", text)
        assert str(abs(read.mantissa)) in "".join(re.findall(r"\d", text)) or read.mantissa == 0
    elif not re.search(r"\d", text):
        assert read.mantissa == 0


@given(st.lists(st.tuples(MANTISSA, DECIMALS), min_size=1, max_size=8))
def test_a_column_is_read_as_its_cells(numbers):
    texts = pd.Series([printed(Fraction(m, 10**d), d) for m, d in numbers] + ["-", "n/a", "WTP", "1.5O0"])
    read = A.parse_column(texts)
    assert [tuple(r) for r in read[["mantissa", "desimal"]].to_numpy()[: len(numbers)]] == numbers
    assert read["kelas"].iloc[-4:].tolist() == [A.NIL, A.ABSENT, A.LABEL, A.UNREADABLE]
    assert read["nilai"].iloc[-4:].isna().tolist() == [False, True, True, True]
    assert read["mantissa"].dtype == read["desimal"].dtype == "int64"


@given(st.integers(-(2**53), 2**53), st.integers(0, 22))
def test_value_is_the_nearest_float(mantissa, decimals):
    assert float(A.to_float(mantissa, decimals)) == float(Fraction(mantissa, 10**decimals))


@given(st.integers(-(10**9), 10**9), st.integers(1, 12))
def test_value_of_a_scaled_number(mantissa, zeros):
    assert math.isclose(float(A.to_float(mantissa, -zeros)), mantissa * 10**zeros, rel_tol=1e-15)


@pytest.mark.parametrize(
    ("neighbours", "text", "expected"),
    [
        (["116,76", "133,52"], "413.064", Fraction(413064, 1000)),  # decimals around it
        (["1.250.000", "2.000"], "413.064", Fraction(413064)),  # thousands around it
        ([], "413.064", Fraction(413064, 1000)),  # alone in a column of percentages
    ],
)
def test_column_decides_a_doubtful_point(neighbours, text, expected):
    column = "capaian" if not neighbours or "," in neighbours[0] else "realisasi"
    sub = one(indikator=[{"indikator": f"I{k}", column: t} for k, t in enumerate([*neighbours, text])])
    row = sub.angka[sub.angka["teks"] == text].iloc[0]
    assert Fraction(int(row["mantissa"])) / Fraction(10) ** int(row["desimal"]) == expected


def test_numbers_are_integers_at_the_border():
    sub = one(anggaran=[{"uraian": "A", "pagu": "17.860.799.466", "persen": "98,92"}])
    assert sub.angka["mantissa"].tolist() == [17860799466, 9892]
    assert np.issubdtype(sub.angka["mantissa"].dtype, np.integer)
    assert sub.tables["anggaran"]["realisasi"].tolist() == [-1]


@pytest.mark.parametrize(
    "pattern, needs", [row[1:] for row in number_tokens._patterns() if row[2]], ids=lambda _: ""
)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_a_pattern_needs_stands_in_all_that_it_matches(pattern, needs, data):
    text = data.draw(st.from_regex(pattern, alphabet=st.characters(codec="latin-1")))
    assert needs.search(text) or not pattern.search(text)
