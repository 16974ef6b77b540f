"""Packages that only some work needs: the extras of the wheel (requirements/documents.in and beside it), by
the names they are imported by, and what is said where one is missing."""

from collections.abc import Iterator
from contextlib import contextmanager

from cermat.schemas.errors import InputError

EXTRAS = {
    "documents": (
        "docx",
        "docxtpl",
        "lxml",
        "openpyxl",
        "PIL",
        "pypdf",
        "pypdfium2",
        "python_calamine",
        "reportlab",
        "ttf_opensans",
    ),
    "distributed": ("dask", "distributed", "pyarrow"),
    "serve": ("alembic", "argon2", "fastapi", "psycopg", "multipart", "sqlalchemy", "starlette", "uvicorn"),
}


def lacking(error: Exception) -> str:
    """One line for an import that failed because an extra is not installed; '' where it is something else."""
    name = (error.name or "").split(".")[0] if isinstance(error, ModuleNotFoundError) else ""
    extra = next((extra for extra, names in EXTRAS.items() if name in names), "")
    return f"paket {name} belum terpasang; pasang cermat[{extra}]" if extra else ""


@contextmanager
def installed(about: str = "") -> Iterator[None]:
    """InputError where what is done within needs an extra that is missing. about: begins the line."""
    try:
        yield
    except ModuleNotFoundError as error:
        told = lacking(error)
        if not told:
            raise
        raise InputError(f"{about}: {told}" if about else told) from None
