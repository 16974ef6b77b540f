"""The two bundled reports, audited for the documentation: their findings, and the papers that readers may
open."""

import contextlib
import tempfile
from functools import cache
from pathlib import Path

from cermat import audit
from cermat.datasets.document.laid_tables import lay_out
from cermat.reports import write
from cermat.reports.output import RECORD

# name in pages → the report, from the top of the checkout
SOURCES = {
    "demo": "datasets/demo_dinas_contoh/laporan_demo.docx",
    "buleleng": "datasets/dinsos_buleleng_2023",
}
# a Perjanjian Kinerja of the agency of the first, which a page shows
AGREEMENT = Path(__file__).with_name("perjanjian_kinerja.md")
SHOWN = {"demo": "html,xlsx,docx,perbaikan,marked,md,sarif,json", "buleleng": "html,xlsx,json"}


@cache
def _result(root: Path, name: str):
    """The audit of a bundled report by its name in pages, once; `pk`: of the first beside an agreement. It is
    made at the top of the checkout, so that papers name no other folder."""
    with contextlib.chdir(root):
        if name == "pk":
            return audit.check(SOURCES["demo"], against=[AGREEMENT])
        result = audit.check(SOURCES[name])
    if result.sub.blok.empty:  # tables are shown as grids
        lay_out(result.sub)
    return result


class Reports:
    """findings.json of the bundled reports by name; what a page does not name is not audited."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __getitem__(self, name: str) -> dict:
        if name not in (*SOURCES, "pk"):
            raise KeyError(name)
        return _result(self.root, name).to_dict()


@cache
def papers(root: Path) -> dict[str, bytes]:
    """The papers of both reports as files of the site."""
    made: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(root):
        for name in SOURCES:
            out, result = Path(folder) / name, _result(root, name)
            write(result.to_dict(), result, out, SHOWN[name].split(","))
            made |= {
                f"contoh/{name}/{_file(path.name)}": path.read_bytes()
                for path in sorted(out.iterdir())
                if path.name != RECORD
            }
    return made


def _file(name: str) -> str:
    """The name of a paper in the site: Markdown stays what it is and becomes no page."""
    return f"{name}.txt" if name.endswith(".md") else name
