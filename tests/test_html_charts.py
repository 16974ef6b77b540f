"""Charts of the HTML report and the tree of what a cause moves, as a reader meets them."""

import re

import pytest

from cermat.reports import charts, html
from cermat.reports.cascade_tree import Trees
from cermat.reports.html_findings import present
from cermat.reports.labels import labels
from cermat.reports.places import Places
from cermat.reports.repaired import Repaired
from cermat.reports.sasaran import per_sasaran
from tests import helpers, html_reports
from tests.browser import serious

RATED = re.sub(r"(sd \d+) :", r"\1% :", html_reports.SMALL).replace(
    "Rata-rata capaian tahun 2022 sebesar 107,50%.",
    "Rata-rata capaian tahun 2022 sebesar 107,50% dengan predikat sangat berhasil.",
)

GOALS = """# LAPORAN KINERJA DINAS PERPUSTAKAAN KOTA CONTOH TAHUN 2022

# BAB III AKUNTABILITAS KINERJA

## A. Capaian Kinerja

Capaian kinerja > 85 sd 100% : Sangat berhasil

Capaian kinerja > 70 sd 85% : Berhasil

Capaian kinerja 0 sd 70% : Kurang berhasil

Tabel 3.1 Capaian kinerja tahun 2022

| No | Sasaran | Indikator Kinerja | Target | Realisasi | Capaian (%) | Predikat |
|---|---|---|---|---|---|---|
| 1 | Meningkatnya layanan baca | Persentase layanan tepat waktu | 80,00 | 72,00 | 90,00 | Sangat berhasil |
| 2 | Meningkatnya layanan baca | Angka putus sekolah | 4,00 | 5,00 | 125,00 | Sangat berhasil |
| 3 | Terjaganya naskah kuno | Persentase naskah terawat | 40,00 | 36,00 | 90,00 | Sangat berhasil |

## B. Realisasi Anggaran

Tabel 3.2 Anggaran tahun 2022

| No | Sasaran | Program | Pagu (Rp) | Realisasi (Rp) | Persentase (%) |
|---|---|---|---|---|---|
| 1 | Meningkatnya layanan baca | Program Pembinaan Perpustakaan | 400.000.000 | 300.000.000 | 75,00 |
| 2 | Terjaganya naskah kuno | Program Pelestarian Koleksi | 200.000.000 | 160.000.000 | 80,00 |
| | Jumlah | | 600.000.000 | 460.000.000 | 76,67 |
"""


@pytest.fixture(scope="module")
def result():
    return helpers.quick(html_reports.submission(RATED))


def trees(result, frames: bool = True) -> dict[str, dict]:
    findings = result.to_dict()["findings"]
    shown, _ = present(findings, Places(result.sub, "laporan.md", labels()), labels(), labels(), {})
    made = Trees(result if frames else None, "laporan.md", result.workings("laporan.md") if frames else [])
    return {finding["rule"]: tree for finding in shown if (tree := made.of(finding))}


def told(tree: dict) -> tuple:
    return tree["what"], tree["stated"], tree["becomes"], [told(one) for one in tree["children"]]


def test_what_a_cause_moves_is_a_tree(result):
    """125,00 enters the average 107,50, which has a predikat."""
    mean = "Rata-rata capaian Angka putus sekolah dan Persentase layanan baca tepat waktu"
    rated = ("predikat", "sangat berhasil", "berhasil", [])
    assert told(trees(result)["CAP-02"]) == (
        "Angka putus sekolah",
        "125,00",
        "75,00",
        [(mean, "107,50", "82,50", [rated])],
    )


def test_without_the_frames_all_hangs_on_the_accused_figure(result):
    tree = told(trees(result, frames=False)["CAP-02"])
    assert tree[:3] == ("Angka putus sekolah", "125,00", "75,00")
    assert sorted(one[1:] for one in tree[3]) == [
        ("107,50", "82,50", []),
        ("sangat berhasil", "berhasil", []),
    ]


@pytest.fixture(scope="module")
def goals():
    return helpers.quick(html_reports.submission(GOALS))


def test_each_sasaran_with_what_is_printed_and_repaired(goals):
    """125,00 of an indicator that should fall is 75,00, which is no longer "Sangat berhasil"."""
    repaired, workings = Repaired(goals.to_dict()["findings"], goals), goals.workings("laporan.md")
    told = [
        (group.name, [(one.kind, one.name, one.third[:2], one.predikat[:2]) for one in group.lines])
        for group in per_sasaran(goals.sub, "laporan.md", 2022, repaired, workings)
    ]
    best = ("Sangat berhasil", "")
    assert told == [
        (
            "Meningkatnya layanan baca",
            [
                ("indikator", "Persentase layanan tepat waktu", ("90,00", ""), best),
                ("indikator", "Angka putus sekolah", ("125,00", "75,00"), ("Sangat berhasil", "Berhasil")),
                ("program", "Program Pembinaan Perpustakaan", ("75,00", ""), ("", "")),
            ],
        ),
        (
            "Terjaganya naskah kuno",
            [
                ("indikator", "Persentase naskah terawat", ("90,00", ""), best),
                ("program", "Program Pelestarian Koleksi", ("80,00", ""), ("", "")),
            ],
        ),
    ]


@pytest.fixture(scope="module")
def drawn(goals, tmp_path_factory):
    path = tmp_path_factory.mktemp("grafik") / "laporan.html"
    path.write_text(html.page(goals.to_dict(), goals), encoding="utf-8")
    return path


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_charts_in_a_browser(visit, drawn, width, scheme):
    page = visit(drawn, width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert not serious(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    line = page.locator(".goals tr", has_text="Angka putus sekolah")
    assert line.locator("s").all_inner_texts() == ["125,00", "Sangat berhasil"]
    assert line.locator("b").all_inner_texts() == ["75,00", "Berhasil"]
    assert page.locator(".goals .goal").all_inner_texts() == [
        "Meningkatnya layanan baca",
        "Terjaganya naskah kuno",
    ]
    line.locator("a", has_text="125,00").click()
    page.wait_for_selector(".doc .n:focus")


def test_charts_that_say_nothing_are_dropped():
    rows = [{"width": 75.0, "name": "a"}, {"width": 75.0, "name": "b"}]
    assert charts.telling(rows, "width") == [] == charts.telling(rows[:1], "width", "name")
    assert charts.telling(rows, "width", "name") == rows
    alike = [{"indikator": f"i{k}", "target": "10", "realisasi": "9", "capaian": "90"} for k in range(3)]
    for told in (alike, alike[:1]):
        result = helpers.quick(helpers.one(indikator=told))
        assert charts.capaian(result.sub, "r", 2020, Repaired([], result), [])["rows"] == []


def test_no_column_for_predikat_that_are_not_printed(goals):
    assert 'data-l="Predikat"' in html.page(goals.to_dict(), goals)
    plain = helpers.quick(html_reports.submission(html_reports.SMALL))
    page = html.page(plain.to_dict(), plain)
    assert 'data-l="Capaian"' in page and 'data-l="Predikat"' not in page


def test_averages_are_drawn_once_behind_the_indicators(result):
    repaired = Repaired(result.to_dict()["findings"], result)
    rows = charts.capaian(result.sub, "laporan.md", 2022, repaired, result.workings("laporan.md"))["rows"]
    assert [(row["text"], row["becomes"], row["mean"]) for row in rows] == [
        ("90,00", "", False),
        ("125,00", "75,00", False),
        ("107,50", "82,50", True),
    ]
    assert rows[2]["name"].startswith("Rata-rata capaian Angka putus sekolah dan")


@pytest.mark.parametrize("table", ["rincian", "anggaran", "predikat", "skala", "indikator"])
def test_a_report_without_the_other_tables_has_a_page(table):
    """A page is made whatever is missing: indicators, averages, budgets, predikat."""
    rows = {
        "rincian": {"uraian": "a", "nilai": "1"},
        "anggaran": {"uraian": "Program A", "tingkat": "program", "pagu": "200", "realisasi": "150"},
        "predikat": {"subjek": "i", "label": "Baik"},
        "skala": {"label": "Baik", "bawah": "70", "atas": ""},
        "indikator": {"indikator": "i", "target": "10"},
    }
    result = helpers.quick(helpers.one(**{table: [rows[table]]}))
    assert 'class="goals"' not in html.page(result.to_dict(), result)
