"""A document as PDF, to be looked at: drawn by LibreOffice where it is installed."""

from pathlib import Path
from tempfile import TemporaryDirectory

from cermat.datasets.readers.office import convert, program

DRAWABLE = (".docx", ".docm", ".doc", ".rtf", ".odt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def pictured(path: Path) -> bytes:
    """The PDF; b'' where LibreOffice is missing or draws no such document. InputError where it cannot open it
    or takes too long."""
    if path.suffix.lower() not in DRAWABLE or program() is None:
        return b""
    with TemporaryDirectory() as folder:
        return convert(path, path.suffix.lower(), "pdf", Path(folder)).read_bytes()
