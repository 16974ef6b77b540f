"""Tables laid on each other by the figures they share: what is proposed, what is told once, and what stays
apart."""

import pytest

from cermat.checks.profile import Profile
from cermat.checks.settle import settle
from tests.helpers import findings, one, portfolio, quick

NAMES = [f"Kecamatan {n}" for n in "Utara Selatan Barat Timur Tengah Hulu Hilir Luar".split()]
FIRST = ["1.234", "2.345", "3.456", "4.567", "5.678", "6.789", "7.891", "8.912"]
SECOND = ["7.211", "8.322", "9.433", "1.544", "2.655", "3.766", "4.877", "5.988"]


def counts(table: str, one: list[str], two: list[str], names=NAMES) -> list[dict]:
    """Rows of a count table with two columns."""
    return [
        {"tabel": table, "uraian": n, "ukuran": what, "tahun": "2020", "nilai": v}
        for n, *values in zip(names, one, two, strict=True)
        for what, v in zip(("penduduk", "rumah"), values, strict=True)
    ]


def changed(values: list[str], place: int, other: str) -> list[str]:
    return [other if i == place else v for i, v in enumerate(values)]


def settled(rows: list[dict], table: str = "rincian"):
    return settle(one(**{table: rows}), Profile(), [])


def differing(rows: list[dict]) -> set:
    """Differing pairs of `lapisan`: (name, measure, the two figures in either order)."""
    s = settled(rows)
    made, text = s.tables["lapisan"], s.tables.numbers.value
    pairs = zip(made["kunci"], made["ukuran"], text[made["nilai"]], text[made["lain"]], strict=True)
    return {(k, u, frozenset((a, b))) for k, u, a, b in pairs if a != b}


@pytest.fixture
def two():
    return counts("a", FIRST, SECOND), counts("b", changed(FIRST, 2, "3.465"), SECOND)


WANTED = {("Kecamatan Barat", "penduduk", frozenset((3456.0, 3465.0)))}


def test_the_one_cell_that_differs_has_its_counterpart(two):
    assert differing(two[0] + two[1]) == WANTED


def test_order_of_tables_rows_and_columns_changes_nothing(two):
    a, b = two
    assert differing(b + a) == WANTED
    assert differing(a + b[::-1]) == WANTED
    turned = sorted(b, key=lambda r: (r["ukuran"] != "rumah", r["nilai"]))
    assert differing(a + turned) == WANTED


def test_a_table_cut_in_two_changes_nothing(two):
    a, b = two
    cut = [r | {"tabel": "b1" if i < 8 else "b2"} for i, r in enumerate(b)]
    assert differing(a + cut) == WANTED


def test_other_reports_change_nothing(two):
    s = settle(portfolio({x: {"rincian": two[0] + two[1]} for x in ("satu", "dua")}), Profile(), [])
    made = s.tables["lapisan"]
    assert (s.tables.numbers.value[made["nilai"]] != s.tables.numbers.value[made["lain"]]).sum() == 2


def test_rows_of_one_table_are_never_one():
    a = counts("a", FIRST, SECOND)
    again = counts("a", changed(FIRST, 0, "1.243"), SECOND, [f"{n} Lama" for n in NAMES])
    assert not differing(a + again)


def test_a_name_that_two_rows_bear_binds_to_neither():
    a = counts("a", FIRST, SECOND, [*NAMES[:6], "Desa Baru", "Desa Baru"])
    b = counts(
        "b",
        [*FIRST[:6], "9.999", "8.888"],
        [*SECOND[:6], "7.777", "6.666"],
        [*NAMES[:6], "Desa Baru", "Desa Baru"],
    )
    assert not differing(a + b)


@pytest.mark.parametrize("header", [("target", "realisasi"), ("penduduk", "penduduk s.d. triwulan III")])
def test_headers_that_say_otherwise_decide(header):
    rows = [
        {"tabel": t, "uraian": n, "ukuran": h, "tahun": "2020", "nilai": v}
        for t, h, values in zip("ab", header, (FIRST, changed(FIRST, 2, "3.465")), strict=True)
        for n, v in zip(NAMES, values, strict=True)
    ]
    assert not differing(rows)


def test_another_year_is_another_column(two):
    b = [r | {"tahun": "2019"} for r in two[1]]
    assert not differing(two[0] + b)


def test_a_few_rows_in_common_are_no_overlay():
    b = counts("b", [*FIRST[:3], "5.111", "6.222", "7.333", "8.444", "9.555"], SECOND[::-1])
    assert not differing(counts("a", FIRST, SECOND) + b)


def test_a_rounded_copy_is_equal():
    long = counts("a", ["12,34", "23,45", "34,56", "45,67", "56,78", "67,89", "78,91", "89,12"], SECOND)
    short = counts("b", ["12,3", "23,5", "34,6", "45,7", "56,8", "67,9", "78,9", "89,1"], SECOND)
    for rows in (long + short, short + long):
        assert not [f for f in findings(quick(one(rincian=rows))) if f["rule"].startswith("SIL")]


def test_spellings_met_by_values_become_aliases():
    other = [*NAMES[:7], "Wilayah Kerja Hulu Sungai"]
    said = {"tabel": "prosa-9", "subjek": other[7], "ukuran": "jumlah", "nilai": "1", "tahun": "2020"}
    made = quick(one(rincian=counts("a", FIRST, SECOND) + counts("b", FIRST, SECOND, other), klaim=[said]))
    alias = made.settled.tables["alias"]
    assert alias[["kunci", "kunci_lain"]].values.tolist() == [["Kecamatan Luar", "Wilayah Kerja Hulu Sungai"]]
    assert "angka barisnya sama" in alias["bukti"].iat[0]
    spelt = made.settled.entitas.set_index("nama")["ejaan"]
    assert spelt["Kecamatan Luar"] == ["Kecamatan Luar", other[7]] and other[7] not in spelt
    spoken = made.settled.penyebutan.query("tabel == 'prosa-9'")  # in prose, too
    assert spoken["kunci"].tolist() == ["Kecamatan Luar"]


@pytest.mark.parametrize(
    "third",
    [
        counts("c", FIRST, SECOND, [*NAMES[:7], "Rayon Seberang Selatan"]),  # two others: which is it?
        counts("c", ["3.333", "4.444"], ["5.555", "6.666"], ["Kecamatan Luar", "Wilayah Kerja Hulu Sungai"]),
    ],
)
def test_a_name_with_two_others_or_beside_the_other_is_no_alias(third):
    other = [*NAMES[:7], "Wilayah Kerja Hulu Sungai"]
    rows = counts("a", FIRST, SECOND) + counts("b", FIRST, SECOND, other) + third
    assert settled(rows).tables["alias"].empty


PAGU = ["125.400.000", "236.150.000", "347.900.000", "458.300.000", "512.700.000"]
SPENT = ["118.250.000", "201.775.000", "347.900.000", "431.666.000", "499.120.000"]


def budgets(table: str, spent: list[str], pagu: list[str] | None = None) -> list[dict]:
    return [
        {
            "tabel": table,
            "uraian": f"Pembinaan {n}",
            "tingkat": "kegiatan",
            "tahun": "2020",
            "realisasi": s,
            "pagu": p,
        }
        for n, s, p in zip(NAMES, spent, pagu or [""] * len(spent), strict=False)
    ]


def copies(rows: list[dict]) -> list[dict]:
    """Findings of one report that say that two places differ."""
    return [f for f in findings(quick(one(anggaran=rows))) if f["rule"].startswith("SIL")]


def test_a_realisasi_column_that_prints_the_pagu_is_one_finding():
    told = copies(budgets("a", SPENT, PAGU) + budgets("b", PAGU))
    assert [f["rule"] for f in told] == ["SIL-10"]
    for spent, pagu in zip(SPENT, PAGU, strict=True):
        assert spent == pagu or (spent in told[0]["kondisi"] and pagu in told[0]["kondisi"])
    assert {p["text"] for p in told[0]["places"]} == set(PAGU) ^ set(SPENT)


def test_all_money_spent_is_no_copied_column():
    assert not copies(budgets("a", PAGU, PAGU) + budgets("b", PAGU))


def test_a_program_with_one_kegiatan_is_no_copied_row():
    row = {
        "tabel": "a",
        "tahun": "2020",
        "pagu": "400.123.000",
        "realisasi": "337.030.948",
        "sisa": "63.092.052",
    }
    program = row | {"kode": "1", "uraian": "Program Kader", "tingkat": "program"}
    kegiatan = row | {"kode": "1.1", "induk": "1", "uraian": "Pelatihan", "tingkat": "kegiatan"}
    assert not copies([program, kegiatan])


def test_next_years_targets_are_those_of_the_end_where_the_plan_ends_then():
    """A series that stops at the year of the report is no plan that ends with it."""
    now, end = ["51,60", "82,85", "47,95", "77,48", "64,20"], ["52,58", "86,24", "53,08", "86,00", "66,30"]
    past = [["49,10", "80,11", "44,70", "73,20", "61,90"], ["50,40", "81,70", "46,30", "75,40", "63,10"], now]
    rows = [
        {"tabel": table, "indikator": name, "tahun": "2023", column: value}
        for table, column, values in (
            ("capaian", "target", now),
            ("akhir", "target_akhir", end),
            ("depan", "target_depan", end),
        )
        for name, value in zip(NAMES, values, strict=False)
    ]
    series = [
        {"tabel": "seri", "indikator": name, "ukuran": "target", "tahun": str(2021 + i), "nilai": value}
        for i, values in enumerate(past)
        for name, value in zip(NAMES, values, strict=False)
    ]
    assert not findings(quick(one(indikator=rows, seri=series)), rule="SIL-10")
