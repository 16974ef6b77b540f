"""Names of files and folders that every system takes, Windows too."""

import re
import unicodedata
from pathlib import PurePath

from cermat.reports.plain import one_line

_DEVICES = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)", re.I)  # Windows keeps these names to itself
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\0-\x1f]')
_LONGEST = 60  # characters: a path there has 260, and papers have names of their own
# "lkjip.pdf (2)": one of two
_SUFFIX = re.compile(r"\.(csv|docx?|html?|md|od[st]|pdf|rtf|txt|xls[mx]?|zip)(?= \(\d+\)$|$)", re.I)


def folder_name(words: str, taken: set[str]) -> str:
    """A folder's name from some words that no other of this run has, whatever the case of its letters.

    'Dinas Sosial Kab. X: 2023' → 'Dinas-Sosial-Kab-X-2023'. taken: names so far, this one is added.
    """
    name = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", one_line(words))).strip("-_")
    if len(name) > _LONGEST:
        name = name[:_LONGEST].rpartition("-")[0] or name[:_LONGEST]
    if not name or _DEVICES.fullmatch(name):
        name = "-".join(part for part in ("laporan", name) if part)
    made, copy = name, 2
    while made.casefold() in taken:
        made, copy = f"{name}-{copy}", copy + 1
    taken.add(made.casefold())
    return made


def file_name(words: str) -> str:
    """A file's name without the signs that Windows forbids there: 'Laporan: akhir?' → 'Laporan_ akhir_'."""
    return _FORBIDDEN.sub("_", words).rstrip(". ") or "_"


def agency_year(findings: dict) -> str:
    """The words that a report's folder is named by: agency and year, else the file without its suffix."""
    report = findings["report"]
    if not report["instansi"]:
        return file_words(report["laporan"])
    year = str(report["tahun"] or "")
    shown = one_line(report["instansi"], _LONGEST - len(year) - 1).rstrip("…")
    return f"{shown} {year}"


def file_words(laporan: str) -> str:
    """A report's file name without its suffix."""
    return _SUFFIX.sub("", PurePath(laporan).name)
