"""The two bundled reports, audited for the documentation: their findings, and the papers that readers may
open."""

import contextlib
import io
import tempfile
from functools import cache
from pathlib import Path

from cermat import audit
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
def audited(root: Path) -> dict[str, dict]:
    """findings.json of each bundled report by its name in pages; `pk`: of the first beside an agreement."""
    told = {name: audit.check(root / source).to_dict() for name, source in SOURCES.items()}
    return told | {"pk": audit.check(root / SOURCES["demo"], against=[AGREEMENT]).to_dict()}


@cache
def papers(root: Path) -> dict[str, bytes]:
    """The papers of both reports as files of the site. The run is made at the top of the checkout, so that
    papers name no other folder."""
    made: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(root):
        for name, source in SOURCES.items():
            out = Path(folder) / name
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                code = audit.main(["check", source, "--out", str(out), "--format", SHOWN[name]])
            if code == 2:
                raise RuntimeError(f"{source} could not be audited")
            made |= {
                f"contoh/{name}/{_file(path.name)}": path.read_bytes()
                for path in sorted(out.iterdir())
                if path.name != RECORD
            }
    return made


def _file(name: str) -> str:
    """The name of a paper in the site: Markdown stays what it is and becomes no page."""
    return f"{name}.txt" if name.endswith(".md") else name
