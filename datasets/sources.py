"""What a folder holds: one submission of CSV, or the reports of several agencies."""

from pathlib import Path

from cermat.schemas.tables import all_tables

DOCUMENTS = frozenset({".md", ".txt", ".docx", ".pdf", ".xlsx", ".xlsm"})
_RESULTS = ".cermat.json"  # stands in every folder of results: papers of an earlier run are no reports


def submissions(path: Path) -> list[Path]:
    """The submissions that a path means: itself, or those in a folder and the folders within it.

    A folder with a CSV of a known table is one submission. Papers of earlier runs, hidden files and those
    that an office program has open ("~$laporan.docx") are none. A folder without any is told as it is.
    """
    return (_within(path) if path.is_dir() else []) or [path]


def _within(folder: Path) -> list[Path]:
    """Submissions in a folder, by name; none where results lie there."""
    inside = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~$")))
    if any(path.suffix.lower() == ".csv" and path.stem.lower() in all_tables() for path in inside):
        return [folder]
    if (folder / _RESULTS).exists():
        return []
    here = [path for path in inside if path.is_file() and path.suffix.lower() in DOCUMENTS]
    return here + [found for path in inside if path.is_dir() for found in _within(path)]
