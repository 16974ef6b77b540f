"""The address of the PDF that was read, for links to its pages."""

import os
from pathlib import Path
from urllib.parse import quote


def original(findings: dict, folder: Path | None) -> str:
    """From the folder of a paper: '../lkjip.pdf'; '' for other submissions."""
    source = Path(findings["report"]["source"])
    if folder is None or source.suffix.lower() != ".pdf" or not source.is_file():
        return ""
    try:
        return quote(Path(os.path.relpath(source.resolve(), folder.resolve())).as_posix())
    except ValueError:  # on another drive
        return ""


def page_link(address: str, sheet: int | None) -> str:
    """'../lkjip.pdf#page=13', '' where either is not known."""
    return f"{address}#page={sheet}" if address and sheet and sheet > 0 else ""
