"""A figure that the report prints again: in the quarter that closes the year, in a column under another heading, in
the plan for several years, in a row of sums and means; and copies that differ in their last digit."""

import pytest

from cermat import audit

TITLE = "LAPORAN KINERJA DINAS PERPUSTAKAAN KOTA CONTOH TAHUN 2023\n\nBAB III AKUNTABILITAS KINERJA\n\n"
NAMES = [
    "Indeks pembangunan literasi masyarakat",
    "Persentase perpustakaan terakreditasi",
    "Persentase arsip tertata",
    "Tingkat kegemaran membaca",
    "Persentase koleksi yang dialihmediakan",
    "Persentase pustakawan bersertifikat",
]
TARGET = ["71,20", "42,50", "66,40", "58,75", "33,10", "81,25"]
REACHED = ["72,64", "41,83", "67,92", "59,36", "34,58", "82,47"]
SECOND = ["35,11", "20,42", "31,77", "28,93", "16,08", "40,16"]
THIRD = ["55,31", "32,67", "50,28", "44,19", "25,74", "62,83"]
LAST_PART = ["17,33", "9,16", "17,64", "15,17", "8,84", "19,64"]
NUMBERS = ["141", "142", "143", "144", "145", "146"]
OF_PROVINCE = ["68,31", "39,77", "60,18", "55,02", "30,46", "75,93"]


def table(caption: str, heads: list[str], *columns: list[str], names=NAMES) -> str:
    """A table of the indicators, as Markdown."""
    rows = [[str(n), *cells] for n, cells in enumerate(zip(names, *columns, strict=True), 1)]
    lines = [["No", "Indikator Kinerja", *heads], ["---"] * (len(columns) + 2), *rows]
    return f"{caption}\n\n" + "".join(f"| {' | '.join(x)} |\n" for x in lines) + "\n"


def changed(values: list[str], **others: str) -> list[str]:
    """Values with some put in the place of others: changed(REACHED, n2="67,29")."""
    return [others.get(f"n{i}", v) for i, v in enumerate(values)]


YEAR = table(
    "Tabel 1 Pengukuran Kinerja Tahun 2023", ["Target Tahun 2023", "Realisasi Tahun 2023"], TARGET, REACHED
)


def quarters(last: list[str], third: list[str] = THIRD) -> str:
    heads = ["Target Tahunan", "Realisasi Triwulan II", "Realisasi Triwulan III", "Realisasi Triwulan IV"]
    return YEAR + table("Tabel 2 Realisasi per Triwulan Tahun 2023", heads, TARGET, SECOND, third, last)


def beside(own: list[str], province: list[str] = OF_PROVINCE) -> str:
    heads = ["Kota Contoh", "Provinsi"]
    return YEAR + table("Tabel 3 Posisi Kota terhadap Provinsi", heads, own, province)


def numbered(own: list[str]) -> str:
    """Two tables that number their rows alike, in a column whose heading says nothing."""
    first, second = (
        table(f"Tabel {n} Daftar Ukuran", ["Ke", "Sumber"], codes, ["Survei"] * 6)
        for n, codes in ((7, NUMBERS), (8, own))
    )
    return first + second


def plan(this: list[str]) -> str:
    heads = [f"Target {y}" for y in (2022, 2023, 2024)]
    before = ["69,90", "40,15", "63,80", "56,35", "30,45", "78,60"]
    after = ["73,45", "44,90", "69,15", "61,20", "36,35", "84,70"]
    targets = table("Tabel 4 Target Kinerja Renstra", heads, before, this, after)
    return f"## A. Rencana Strategis\n\n{targets}## B. Pengukuran Kinerja\n\n{YEAR}"


def budget(total: str, percent: str = "96,02") -> str:
    return f"""Tabel 5 Anggaran menurut Sasaran Tahun 2023

| No | Sasaran | Pagu (Rp) | Realisasi (Rp) | Serapan (%) |
|---|---|---|---|---|
| 1 | Meningkatnya literasi masyarakat | 2.836.395.000 | 2.694.291.310 | 94,99 |
| 2 | Meningkatnya layanan kearsipan | 1.325.391.865 | 1.272.591.489 | 96,02 |
| 3 | Meningkatnya tata kelola dinas | 1.925.382.758 | 1.868.050.969 | 97,02 |
| Jumlah/Rata-rata | | {total} | 5.834.933.768 | {percent} |

"""


def said(last: str, second: str = "5") -> str:
    """Three sections that say how many indicators reach their target."""
    return f"""## A. Ringkasan

Sebanyak 5 dari 6 indikator memenuhi target tahunan.

## B. Analisis

Sebanyak {second} dari 6 indikator memenuhi target tahunan.

## C. Kesimpulan

Sebanyak {last} dari 6 indikator memenuhi target tahunan.

"""


def told_twice(figure: str) -> str:
    again = table("Tabel 6 Perjanjian Kinerja Tahun 2023", ["Target"], changed(TARGET, n5=figure))
    return YEAR + again


CASES = {
    "closing quarter": quarters(REACHED),
    "closing quarter, one slip": quarters(changed(REACHED, n2="67,29")),
    "quarters that are parts": quarters(LAST_PART),
    "closing quarter, three others": quarters(changed(REACHED, n1="48,13", n2="61,92", n4="43,85")),
    "an earlier quarter": quarters(REACHED, changed(THIRD, n2="52,08")),
    "own column": beside(REACHED),
    "own column, one slip": beside(changed(REACHED, n3="59,63")),
    "own column, two others": beside(changed(REACHED, n3="61,63", n5="85,27")),
    "another region's column": beside(REACHED, changed(OF_PROVINCE, n3="59,63")),
    "rows numbered": numbered(changed(NUMBERS, n3="164")),
    "plan": plan(TARGET),
    "plan, one slip": plan(changed(TARGET, n4="31,30")),
    "plan, two others": plan(changed(TARGET, n4="31,30", n5="80,25")),
    "sums and means": budget("6.087.169.623"),
    "sums and means, one slip": budget("6.078.169.623"),
    "sums and a mean": budget("6.087.169.623", "96,01"),
    "sentences": said("5"),
    "sentences, one slip": said("4"),
    "sentences, each another": said("4", "3"),
    "copy, last digit": told_twice("81,26"),
    "copy without decimals": told_twice("81"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """case → the grave findings (rule, kondisi) of its text; all texts are audited at once."""
    folder = tmp_path_factory.mktemp("ulangan")
    paths = {name: folder / f"{i:02d}.md" for i, name in enumerate(CASES)}
    for name, path in paths.items():
        path.write_text(TITLE + CASES[name], encoding="utf-8")
    result = audit.check(list(paths.values()))
    reports = {name: result.to_dict(path.name)["findings"] for name, path in paths.items()}
    return {
        name: [
            (f["rule"], f["kondisi"])
            for f in found
            if f["severity"] != "rendah" and f["kind"] != "kelengkapan"
        ]
        for name, found in reports.items()
    }


@pytest.mark.parametrize(
    ("case", "rule", "figures"),
    [
        ("closing quarter, one slip", "SIL-09", ("67,29", "67,92")),
        ("own column, one slip", "SIL-09", ("59,63", "59,36")),
        ("plan, one slip", "SIL-17", ("31,30", "33,10")),
        ("sums and means, one slip", "TOT-01", ("6.078.169.623", "6.087.169.623")),
        ("sentences, one slip", "SIL-18", ("4", "5")),
        ("copy, last digit", "SIL-01", ("81,26", "81,25")),
    ],
)
def test_one_figure_that_differs_is_told(told, case, rule, figures):
    found = told[case]
    assert [r for r, _ in found] == [rule], found
    assert all(figure in found[0][1] for figure in figures)


@pytest.mark.parametrize(
    "case",
    [
        "closing quarter",
        "quarters that are parts",
        "closing quarter, three others",
        "an earlier quarter",
        "own column",
        "own column, two others",
        "another region's column",
        "rows numbered",
        "plan",
        "plan, two others",
        "sums and means",
        "sums and a mean",
        "sentences",
        "sentences, each another",
        "copy without decimals",
    ],
)
def test_what_is_equal_or_may_be_another_thing_accuses_nobody(told, case):
    assert told[case] == []
