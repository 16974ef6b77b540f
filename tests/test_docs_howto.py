"""What the how-to pages show runs on the bundled reports: commands, files of settings, Python."""

import pytest

from tests.docs_pages import PAGES, fenced, lay_out, pages, run_page

# what a page says it makes
MADE = {
    "panduan/tabel.md": ["hasil/tabel.xlsx", "templat.xlsx"],
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
