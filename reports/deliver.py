"""The papers of a run: each report's own, and the Rekapitulasi where there are several."""

from functools import partial
from pathlib import Path

from cermat.reports import console, write
from cermat.reports.command_line import unreachable
from cermat.reports.folders import agency_year, file_words, folder_name
from cermat.reports.recap import Audited, Unread
from cermat.schemas.atomic import unlinked

RESULTS = Path("hasil")


def deliver(
    told: dict[str, dict],
    result,
    notes: dict[str, list[str]],
    unread: list[Unread],
    out: Path | None,
    quiet: bool = False,
    **wanted,
) -> None:
    """Write and show the papers of each report (told: findings.json by laporan; notes: lines of the
    Rekapitulasi by laporan): into `out` where there is one report only, else into folders named after agency
    and year. wanted: as reports.write takes it."""
    several = len(told) + len(unread) > 1
    names: set[str] = set()
    done = []
    for laporan, findings in told.items():
        words = agency_year(findings) if several else file_words(laporan)
        folder = out if out and not several else (out or RESULTS) / folder_name(words, names)
        lines = list(notes.get(laporan, []))
        warn = partial(_of_one, laporan) if several else console.warn
        try:
            if several:
                unlinked(folder)
            paths = write(findings, result, folder, warn=warn, **wanted)
        except OSError as error:  # a folder that is locked is no fault of the other reports
            if not several:
                raise
            warn(unreachable(error))
            lines.append(unreachable(error))
            paths = []
        if not quiet:
            console.show(findings, paths, wanted["lang"], result)
        done.append(Audited(findings, paths, lines))
    if several:
        from cermat.reports import recap

        paths = recap.write(done, unread, out or RESULTS, wanted["lang"], console.warn)
        if not quiet:
            console.show_paths(paths)


def _of_one(laporan: str, line: str) -> None:
    """A note about one report of several."""
    console.warn(f"{laporan}: {line}")
