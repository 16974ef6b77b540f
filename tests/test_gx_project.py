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
from cermat.reports import FORMATS, write
from cermat.reports.output import RECORD, put_folder
from tests import helpers
from tests.helpers import quick

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
    """The same elsewhere, run from another folder by a program that does not know Cermat, and that has opened
    a project before of which the first row alone is there."""
    moved, other = (tmp_path_factory.mktemp("lain") / name for name in ("proyek", "lebih dulu"))
    for copy in (moved, other):
        shutil.copytree(written, copy)
        shutil.rmtree(copy / "uncommitted")
    data = other / "data" / "kertas_kerja.csv"
    data.write_text("".join(data.read_text(encoding="utf-8").splitlines(True)[:2]), encoding="utf-8")
    program = """
import sys
sys.modules['cermat'] = None
import great_expectations as gx
first, context = (gx.get_context(mode='file', context_root_dir=root) for root in sys.argv[1:])
def rows(opened):
    asset = opened.data_sources.get('kertas_kerja').get_asset('kertas_kerja')
    return len(asset.get_batch_definition('kertas_kerja').get_batch().data.dataframe)
assert rows(first) == 1 < rows(context)
result = context.checkpoints.get('cermat').run()
context.build_data_docs()
assert rows(first) == 1
"""
    done = subprocess.run(
        [sys.executable, "-c", program, other, moved],
        cwd=tmp_path_factory.mktemp("sini"),
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


def test_texts_of_a_report_are_no_markup(tmp_path):
    """Names that hold elements, placeholders and formulas are shown as they are printed."""
    row = {"tahun": "2023", "target": "80", "realisasi": "84,61", "capaian": "150,76"}
    names = ["<script>x()</script> layanan", "$kriteria {{ 7 * 7 }} jalan", "=HYPERLINK(1) air"]
    result = quick(helpers.one(indikator=[row | {"indikator": name} for name in names]))
    (project,) = write(result.to_dict(), result, tmp_path, ["gx"])
    page = _page(project)
    assert "<script" not in page and "&lt;script&gt;x()&lt;/script&gt; layanan" in page
    assert "$kriteria {{ 7 * 7 }} jalan" in page
    told = (project / "data" / "kertas_kerja.csv").read_text(encoding="utf-8")
    assert "'=HYPERLINK" in told and ",=HYPERLINK" not in told and "\n=HYPERLINK" not in told


def test_the_working_paper_is_data(written, result):
    with (written / "data" / "kertas_kerja.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(result.kertas_kerja)
    assert "hasil" not in rows[0], "a verdict would be written beside the bounds"
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]


def test_a_project_that_a_person_changed_is_left_alone(tmp_path):
    """One that stays as it was written is made anew, with what an earlier one held and it does not, gone."""
    made, folder = {"periksa.py": "a", "data/lama.csv": b"1"}, tmp_path / "gx"
    assert put_folder(made, folder) == [folder]
    assert put_folder({"periksa.py": "b", "lain/baru.csv": b"2"}, folder) == [folder]
    assert not (folder / "data").exists() and (folder / "periksa.py").read_text() == "b"
    (folder / "periksa.py").write_text("milik saya", encoding="utf-8")
    lines: list[str] = []
    assert put_folder(made, folder, warn=lines.append) == [tmp_path / "gx-2"] and len(lines) == 1
    assert (folder / "periksa.py").read_text(encoding="utf-8") == "milik saya"
    (tmp_path / "gx-2" / "catatan.txt").write_text("milik saya", encoding="utf-8")
    assert put_folder(made, folder) == [tmp_path / "gx-3"]


def test_a_project_of_another_report_is_left_alone(tmp_path):
    """As the papers beside it are."""
    made, folder, lines = {"data/a.csv": "1"}, tmp_path / "gx", []
    assert put_folder(made, folder, sources=[tmp_path / "satu.docx"]) == [folder]
    assert put_folder(made, folder, lines.append, [tmp_path / "dua.docx"]) == [tmp_path / "gx-2"]
    assert len(lines) == 1 and "kiriman lain" in lines[0]
    assert put_folder({"a": "2"}, folder, sources=[tmp_path / "satu.docx"]) == [folder]
    assert {path.name for path in folder.iterdir()} == {"a", RECORD}


def test_a_project_that_was_run_again_is_made_anew(written, again, result, tmp_path):
    """What Great Expectations wrote is no person's; a folder of a person without a record is."""
    kept = tmp_path / "hasil"
    shutil.copytree(written.parent, kept)
    shutil.rmtree(kept / "gx" / "uncommitted")
    shutil.copytree(again / "uncommitted", kept / "gx" / "uncommitted")
    (kept / "gx" / "plugins" / "__pycache__").mkdir()
    (kept / "gx" / "plugins" / "__pycache__" / "cermat_gx.pyc").write_bytes(b"1")
    told = ({"a": "1"}, kept / "gx", print, [Path(result.to_dict()["report"]["source"])])
    assert put_folder(*told) == [kept / "gx-2"]
    assert put_folder(*told, remade=FORMATS["gx"].remade) == [kept / "gx"]
    assert {path.name for path in (kept / "gx").iterdir()} == {"a", RECORD}
    (kept / "gx" / RECORD).unlink()
    assert put_folder(*told, remade=FORMATS["gx"].remade) == [kept / "gx-2"]


def test_no_machine_is_told(written):
    assert not [path for path in written.rglob("*") if path.is_file() and b"/tmp/" in path.read_bytes()]
