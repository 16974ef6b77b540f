"""`--format gx`: a project of Great Expectations that opens, runs and shows by itself what each row failed."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cermat import audit
from cermat.reports import write

DEMO = Path(audit.bundled()).parent / "demo_dinas_contoh" / "laporan_demo.docx"


@pytest.fixture(scope="module")
def result():
    return audit.check(DEMO)


@pytest.fixture(scope="module")
def written(result, tmp_path_factory) -> Path:
    """The project, as `write` leaves it."""
    (path,) = write(result.to_dict(), result, tmp_path_factory.mktemp("hasil"), ["gx"])
    assert path.name == "gx"
    return path


@pytest.fixture(scope="module")
def again(written, tmp_path_factory) -> Path:
    """The same elsewhere, run by a program that does not know Cermat."""
    moved = tmp_path_factory.mktemp("lain") / "proyek"
    shutil.copytree(written, moved)
    shutil.rmtree(moved / "uncommitted")
    program = (
        "import sys; sys.modules['cermat'] = None\n"
        "import great_expectations as gx\n"
        "context = gx.get_context(mode='file', context_root_dir='.')\n"
        "result = context.checkpoints.get('cermat').run()\n"
        "context.build_data_docs()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=moved,
        env=os.environ | {"GX_ANALYTICS_ENABLED": "false"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return moved


def _results(project: Path) -> list[dict]:
    (path,) = (project / "uncommitted" / "validations").rglob("*.json")
    return json.loads(path.read_text(encoding="utf-8"))["results"]


def _page(project: Path) -> str:
    (path,) = (project / "uncommitted" / "data_docs").rglob("validations/**/*.html")
    return path.read_text(encoding="utf-8")


def test_an_expectation_a_rule_with_its_kriteria(written, result):
    suite = json.loads((written / "expectations" / "cermat.json").read_text(encoding="utf-8"))
    told = {one["meta"]["aturan"]: one for one in suite["expectations"]}
    assert set(told) == set(result.kertas_kerja["aturan"])
    for card in result.cards:
        if card.id in told:
            meta = told[card.id]["meta"]
            assert (meta["kriteria"], meta["tingkat"]) == (card.criterion.what, card.severity)


def test_the_project_runs_by_itself_and_finds_the_same(written, again, result):
    """Moved elsewhere, without Cermat: Great Expectations computes the same verdicts."""
    counted = result.kertas_kerja["aturan"][result.violated].value_counts().to_dict()
    for project in (written, again):
        found = {
            one["expectation_config"]["meta"]["aturan"]: one["result"]["unexpected_count"]
            for one in _results(project)
        }
        assert {rule: many for rule, many in found.items() if many} == counted


def test_data_docs_say_what_each_row_failed(written, again, result):
    for page in map(_page, (written, again)):
        for finding in result.to_dict()["findings"]:
            assert finding["rule"] in page
            if isinstance(finding["stated"], float) and len(finding["places"]) == 1:
                assert finding["places"][0]["text"] in page
        assert "Kriteria: capaian = realisasi" in page and "tidak cocok" in page


def test_data_docs_fetch_nothing(written):
    for path in (written / "uncommitted" / "data_docs").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "https:" not in page and "http:" not in page and "<script" not in page


def test_data_docs_open(written, visit):
    """As a browser shows them, from the first page on; it complains about nothing and asks for nothing."""
    page = visit(written / "uncommitted" / "data_docs" / "local_site" / "index.html", width=390)
    page.get_by_text("Hasil pengujian").click()
    assert page.get_by_text("ada yang tidak cocok").is_visible() and page.get_by_text("CAP-02").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_working_paper_is_data(written, result):
    with (written / "data" / "kertas_kerja.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(result.kertas_kerja)
    assert "hasil" not in rows[0], "a verdict would be written beside the bounds"
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]


def test_a_project_that_a_person_changed_is_left_alone(result, tmp_path):
    first = write(result.to_dict(), result, tmp_path, ["gx"])[0]
    assert write(result.to_dict(), result, tmp_path, ["gx"]) == [first]
    (first / "periksa.py").write_text("# milik saya\n", encoding="utf-8")
    lines: list[str] = []
    assert write(result.to_dict(), result, tmp_path, ["gx"], warn=lines.append) == [tmp_path / "gx-2"]
    assert (first / "periksa.py").read_text(encoding="utf-8") == "# milik saya\n" and len(lines) == 1


def test_no_machine_is_told(written):
    assert not [path for path in written.rglob("*") if path.is_file() and b"/tmp/" in path.read_bytes()]
