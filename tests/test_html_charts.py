"""Charts of the HTML report and the tree of what a cause moves, as a reader meets them."""

import re

import pytest

from reports.cascade_tree import Trees
from reports.html_findings import present
from reports.labels import labels
from reports.places import Places
from tests import helpers, html_reports

RATED = re.sub(r"(sd \d+) :", r"\1% :", html_reports.SMALL).replace(
    "Rata-rata capaian tahun 2022 sebesar 107,50%.",
    "Rata-rata capaian tahun 2022 sebesar 107,50% dengan predikat sangat berhasil.",
)


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
    rated = ("predikat", "sangat berhasil", "Berhasil", [])
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
        ("sangat berhasil", "Berhasil", []),
    ]
