"""What the tutorials show runs on the bundled reports, the English ones, too."""

import pytest

from tests.docs_pages import PAGES, lay_out, pages, run_page

pytestmark = pytest.mark.usefixtures("read_once")


def test_every_tutorial_shows_something_to_run():
    assert pages("sh", "tutorial", "en") == [
        "tutorial/pasang.md",
        "tutorial/perencana.md",
        "tutorial/pereviu.md",
        "en/planner.md",
        "en/reviewer.md",
    ]


@pytest.mark.parametrize("page", pages("sh", "tutorial", "en"))
def test_commands_run_as_they_are_shown(page, tmp_path, monkeypatch, capsys):
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    run_page(page, tmp_path, capsys)
    if page == "tutorial/perencana.md":
        folder = tmp_path / "hasil" / "laporan_demo"
        text = (PAGES / page).read_text(encoding="utf-8")
        for name in ("temuan.html", "lembar-perbaikan.html", "laporan_demo-bertanda.docx"):
            assert (folder / name).is_file() and f"`{name}`" in text
