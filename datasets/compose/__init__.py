"""The composer: typed tables to a whole report, as Markdown, text, DOCX, PDF or XLSX, in several layouts and
wordings."""

from pathlib import Path
from typing import TYPE_CHECKING

from cermat.schemas.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("md", "txt", "docx", "pdf", "xlsx")


def layouts() -> tuple[str, ...]:
    """Names of the layouts."""
    from cermat.datasets.compose.style import layouts as known

    return tuple(known())


def wordings() -> tuple[str, ...]:
    """Names of the wordings."""
    from cermat.datasets.compose.style import wordings as known

    return known()


def compose(
    tables: "dict[str, pd.DataFrame]",
    format: str,
    path: str | Path,
    *,
    layout: str = "gabung",
    wording: str = "lugas",
    seed: int = 0,
) -> Path:
    """Write the tables as a report; returns the path.

    tables: typed tables of text by name, as a folder of CSV holds them (schemas/tables.yaml); missing ones
    are left out.
    format: md | txt (tables with tabs) | docx | pdf (ruled) | xlsx (tables, a sheet each or a sheet a
    chapter).
    The same arguments give the same bytes. Raises InputError for a format, layout or wording that is not
    known.
    """
    from cermat.datasets.compose.report import Report

    if format not in FORMATS:
        raise InputError(f"format '{format}' tidak dikenal; yang ada: {', '.join(FORMATS)}")
    report = Report(tables, layout, wording, seed)
    parts, path = report.build(), Path(path)
    if format in ("md", "txt"):
        from cermat.datasets.compose.write_text import markdown, text

        path.write_text((markdown if format == "md" else text)(parts, report.style), encoding="utf-8")
    elif format == "docx":
        from cermat.datasets.compose.write_docx import write_docx

        write_docx(parts, report.style, path)
    elif format == "pdf":
        from cermat.datasets.compose.write_pdf import write_pdf

        write_pdf(parts, report.style, path)
    else:
        from cermat.datasets.compose.write_xlsx import write_xlsx

        write_xlsx(parts, report.style, path)
    return path
