"""Pages of the documentation as tests read them: fenced blocks, and a folder in which they can be run."""

import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

from cermat import audit
from docs.making.pages import filled

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "pages"
REPORTS = ("datasets/demo_dinas_contoh", "datasets/dinsos_buleleng_2023")
_FENCE = re.compile(r'^( *)```(\w+)(?: title="([^"]+)")?\n(.*?)^\1```$', re.M | re.S)
_PROGRAM = re.compile(r"^(?:python -m )?cermat ")
_RAN: set[tuple] = set()  # a command that another page shows with the same files runs once


class Block(NamedTuple):
    """A fenced block of a page: language, name of the file that it is, text."""

    kind: str
    title: str
    text: str


def fenced(page: Path, fill: bool = False) -> list[Block]:
    """The fenced blocks of a page, as written or filled from data."""
    text = page.read_text(encoding="utf-8")
    return [
        Block(kind, title, body)
        for _, kind, title, body in _FENCE.findall(filled(text, ROOT) if fill else text)
    ]


def pages(kind: str, *folders: str) -> list[str]:
    """Pages of these folders (all) with a block of this language, by their place; in the order of the folders."""
    found = [page for page in PAGES.rglob("*.md") if any(block.kind == kind for block in fenced(page))]
    places = sorted(page.relative_to(PAGES).as_posix() for page in found)
    if not folders:
        return places
    return [place for folder in folders for place in places if place.startswith(f"{folder}/")]


def lay_out(desk: Path) -> None:
    """Into a folder what a reader of the pages has: the bundled reports, templates, a report put right."""
    for report in REPORTS:
        shutil.copytree(ROOT / report, desk / report)
    shutil.copytree(ROOT / "reports/docx_templates/id", desk / "templat")
    shutil.copy(ROOT / REPORTS[0] / "laporan_demo.docx", desk / "laporan_perbaikan.docx")


def run_page(page: str, desk: Path, capsys) -> None:
    """The commands of a page in their order, the files that it shows beside them. 2 is the code of a broken call."""
    shown: list[Block] = []
    for block in fenced(PAGES / page, fill=True):
        if block.title:
            shown.append(block)
            (desk / block.title).parent.mkdir(parents=True, exist_ok=True)
            (desk / block.title).write_text(block.text, encoding="utf-8")
        for line in block.text.splitlines() if block.kind == "sh" else []:
            assert _PROGRAM.match(line), line
            if (line, *shown) in _RAN:
                continue
            arguments = shlex.split(_PROGRAM.sub("", line))
            code, told = audit.main(arguments), capsys.readouterr()
            settled = any(block.title == "cermat.toml" for block in shown)  # which settings hold is told
            assert code in (0, 1) and told.err.count("catatan: pengaturan dari") == settled, (line, told.err)
            assert told.err.count("\n") == settled, (line, code, told.err)
            assert code == 0 or arguments[0] in ("check", "compare"), line
            _RAN.add((line, *shown))
