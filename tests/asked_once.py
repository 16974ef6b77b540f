"""Readings and audits that several files of tests ask: each is made once in a process."""

from functools import cache
from pathlib import Path

from cermat import audit
from tests.conftest import SHARED
from tests.helpers import judged

EXCERPTS = Path(__file__).parent / "excerpts"
DOCUMENT = sorted(p for p in EXCERPTS.iterdir() if p.suffix in (".md", ".txt"))
SEEDS = sorted((SHARED / "seeds").glob("*[0-9a-f].*")) if SHARED.is_dir() else []
SAMPLES = sorted((SHARED / "samples").glob("*.md")) if SHARED.is_dir() else []


@cache
def everything():
    """All excerpts as one portfolio."""
    return audit.check(list(DOCUMENT))


@cache
def told(path: Path) -> list[dict]:
    """Findings of one real report, or of its sample."""
    return judged(audit.read(path)).to_dict()["findings"]
