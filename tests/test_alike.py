"""Names that are one although they are spelt otherwise: clear ones are joined, two rows of one table
never."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cermat.checks.settle.names import canonical

LONG = "Peningkatan Kualitas Pendidikan Politik bagi Masyarakat"


def one_name(*named: tuple[str, str]) -> list[str]:
    """Canonical names of (name, table) pairs of one report."""
    frame = pd.DataFrame(named, columns=["nama", "tabel"])
    return canonical(pd.Series(["r"] * len(frame)), frame["nama"], frame["tabel"], ["yang"]).tolist()


@pytest.mark.parametrize(
    "other",
    [
        f"Kegiatan {LONG}",
        "Peningkatan Kualitas Pendidikan Politik",
        "Peningkatan Kualitas Pendidikan Politk bagi Masyarakat",
        "Kualitas Pendidikan Politik bagi Masyarakat, Peningkatan",
    ],
)
def test_spellings_of_one_name_are_one(other):
    assert len(set(one_name((LONG, "a"), (other, "")))) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Angka Partisipasi Murni Anak SD", "Angka Partisipasi Murni Anak SMP"),
        ("Pembangunan Jalan Tahap 1", "Pembangunan Jalan Tahap 2"),
        ("Rehabilitasi Gedung Sekolah", "Rehabilitasi Gedung Puskesmas"),
    ],
)
def test_names_that_differ_in_what_tells_them_apart_stay_two(first, second):
    assert len(set(one_name((first, "a"), (second, "b")))) == 2


def test_two_rows_of_one_table_are_never_one():
    assert (
        len(set(one_name((LONG, "a"), ("Peningkatan Kualitas Pendidikan Politik bagi Masyarakat Desa", "a"))))
        == 2
    )


def test_a_name_that_two_rows_bear_equally_well_binds_to_neither():
    rows = [
        ("Peningkatan Kualitas Pendidikan Politik Wilayah Utara", "a"),
        ("Peningkatan Kualitas Pendidikan Politik Wilayah Selatan", "a"),
    ]
    made = one_name(*rows, ("Peningkatan Kualitas Pendidikan Politik Wilayah", ""))
    assert len(set(made)) == 3


WORDS = [
    "pelatihan",
    "petani",
    "pemuda",
    "perbaikan",
    "gedung",
    "pasar",
    "jalan",
    "irigasi",
    "bantuan",
    "sarana",
    "taman",
    "desa",
]
NAMES = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=6, unique=True).map(" ".join),
    min_size=2,
    max_size=8,
    unique=True,
)


@given(NAMES, st.randoms(use_true_random=False))
def test_rows_of_one_table_stay_apart_whatever_else_is_said(names, random):
    table = [(n, "a") for n in names]
    prose = [(n.rsplit(" ", 1)[0], "") for n in names]
    random.shuffle(prose)
    made = one_name(*table, *prose)
    assert len(set(made[: len(names)])) == len(names)


@given(NAMES, st.randoms(use_true_random=False))
def test_shuffling_changes_no_name(names, random):
    rows = [(n, "a") for n in names] + [(n.upper(), "b") for n in names]
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled = one_name(*(rows[i] for i in order))
    straight = one_name(*rows)
    groups = [frozenset(i for i, m in enumerate(straight) if m == x) for x in straight]
    again = [
        frozenset(order[j] for j, m in enumerate(shuffled) if m == shuffled[order.index(i)])
        for i in range(len(rows))
    ]
    assert groups == again
