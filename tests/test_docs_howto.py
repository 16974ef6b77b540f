"""What the how-to pages show runs on the bundled reports: commands, files of settings, Python."""

import pytest

from cermat import audit
from tests.docs_pages import PAGES, fenced, lay_out, pages, run_page
from tests.helpers import one

pytestmark = pytest.mark.usefixtures("read_once")

# what a page says it makes
MADE = {
    "panduan/tabel.md": ["hasil/tabel.xlsx", "templat.xlsx"],
    "panduan/ribuan.md": ["hasil/borongan/findings.parquet", "hasil/borongan/rekapitulasi.xlsx"],
    "panduan/portofolio.md": ["hasil/2026/rekapitulasi.html", "hasil/2026/rekapitulasi.xlsx"],
}


def test_most_pages_show_something_to_run():
    assert len(pages("sh", "panduan")) >= 8
    assert set(pages("sh")) == set(pages("sh", "tutorial", "en", "panduan"))


@pytest.mark.parametrize("page", pages("sh", "panduan"))
def test_commands_run_as_they_are_shown(page, tmp_path, monkeypatch, capsys):
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    run_page(page, tmp_path, capsys)
    text = (PAGES / page).read_text(encoding="utf-8")
    for name in MADE.get(page, ()):
        assert (tmp_path / name).is_file() and name.rpartition("/")[2] in text


@pytest.mark.parametrize("page", pages("python"))
def test_python_runs_as_it_is_shown(page, tmp_path, monkeypatch, capsys):
    """One block after the other, as in a notebook."""
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "shown"}
    for block in fenced(PAGES / page):
        if block.kind == "python":
            exec(compile(block.text, page, "exec"), names)
            assert capsys.readouterr().out.strip()


@pytest.mark.parametrize(("capaian", "found"), [("88,60", 0), ("88,61", 0), ("86,60", 1)])
def test_the_example_of_intervals_is_true(capaian, found):
    """71,83 of 81,07, as mengapa/selang.md tells it."""
    text = (PAGES / "mengapa/selang.md").read_text(encoding="utf-8")
    assert all(number in text for number in ("71,83", "81,07", capaian))
    row = {"indikator": "Persentase ternak yang divaksinasi", "tahun": "2021", "arah": "naik"}
    row |= {"target": "81,07", "realisasi": "71,83", "capaian": capaian}
    findings = audit.check(one(indikator=[row])).findings
    assert findings["rule"].str.startswith("CAP").sum() == found
