"""Names of folders that every system takes, Windows too."""

import re
import unicodedata
from pathlib import PurePath

from cermat.reports.plain import one_line

_DEVICES = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)", re.I)  # Windows keeps these names to itself
_LONGEST = 60  # characters: a path there has 260, and papers have names of their own
_SUFFIX = re.compile(r"\.(md|txt|docx|pdf|xlsx|xlsm)(?= \(\d+\)$|$)", re.I)  # "lkjip.pdf (2)": one of two


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
