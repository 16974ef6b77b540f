"""Rekapitulasi: a run of several reports, a row an agency, worst first; what could not be read is a row,
too."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from babel.dates import format_date

from cermat.reports.labels import KINDS, N_, Labels, labels
from cermat.reports.output import put
from cermat.reports.plain import one_line
from cermat.reports.verdict import answer, document, name, nothing_audited, unproven

GRADES = ("tinggi", "sedang", "rendah")
DONE, UNTESTED, UNREAD = N_("diperiksa"), N_("tidak ada yang teruji"), N_("tidak dapat dibaca")
_NO_ANSWER = N_("Tidak dapat dibaca")
_KINDS_OF_PAPER = {
    "temuan": N_("Temuan"),
    "kertas-kerja-reviu": N_("Kertas Kerja"),
    "catatan-hasil-reviu": N_("Catatan Hasil Reviu"),
    "formulir-checklist-reviu": N_("Formulir"),
    "pernyataan-telah-direviu": N_("Pernyataan"),
    "laporan-hasil-reviu": N_("Laporan Hasil Reviu"),
    "surat-pengantar": N_("Surat pengantar"),
    "lembar-perbaikan": N_("Lembar Perbaikan"),
}
_MARKED = "-bertanda"  # ends the name of a marked copy


class Audited(NamedTuple):
    """One report of the run. findings: findings.json; paths: its papers; notes: what was not read in it, a
    line each."""

    findings: dict
    paths: list[Path]
    notes: list[str]


class Unread(NamedTuple):
    """A submission that could not be read, and why."""

    source: Path
    reason: str


@dataclass(frozen=True)
class Row:
    """What the Rekapitulasi says of one report. answer: can it be relied on; grades and kinds: matters by
    grade and by kind; papers: (name, address from the folder of the Rekapitulasi)."""

    who: str
    year: str
    about: str
    answer: str
    status: str
    grades: dict[str, int]
    kinds: dict[str, int]
    printed: int
    recomputed: int
    unproven: int
    notes: list[str]
    papers: list[tuple[str, str]]
    date: str

    @property
    def worst(self) -> tuple:
        """Sorts the worst first: what was not read stands before what holds."""
        order = [-self.grades[grade] for grade in GRADES[:2]]
        return *order, self.status == DONE, -self.grades["rendah"], self.who.casefold(), self.year


def rows(done: list[Audited], unread: list[Unread], folder: Path, words: Labels) -> list[Row]:
    """A row a report, worst first. folder: where the Rekapitulasi lies."""
    made = [_read(report, folder, words) for report in done]
    date = day(done[0].findings["engine"]["time"], words) if done else ""
    made += [
        Row(
            one_line(missing.source.name, 120),
            "",
            "",
            words._(_NO_ANSWER),
            UNREAD,
            dict.fromkeys(GRADES, 0),
            {},
            0,
            0,
            0,
            [one_line(missing.reason, 400)],
            [],
            date,
        )
        for missing in unread
    ]
    return sorted(made, key=lambda row: row.worst)


def _read(report: Audited, folder: Path, words: Labels) -> Row:
    findings = report.findings
    about, summary = findings["report"], findings["summary"]
    heads = [found["kind"] for found in findings["findings"] if found["no"] and found["role"] == "pokok"]
    numbers = summary["numbers"]
    kind = document(findings, words)
    return Row(
        name(findings, 120),
        str(about["tahun"] or ""),
        one_line(f"{about['laporan']} · {kind}" if kind else about["laporan"], 200),
        answer(findings, words),
        UNTESTED if nothing_audited(findings) else DONE,
        {grade: summary["matters"][grade] for grade in GRADES},
        dict(Counter(heads)),
        numbers["printed"],
        numbers["recomputed"],
        unproven(findings),
        [one_line(note, 400) for note in report.notes],
        [(_paper(path, words), _address(path, folder)) for path in report.paths],
        day(findings["engine"]["time"], words),
    )


def _paper(path: Path, words: Labels) -> str:
    """'Temuan (HTML)', or the file's name where it is none of the known papers."""
    marked = path.stem.endswith(_MARKED) and N_("Salinan bertanda")
    told = _KINDS_OF_PAPER.get(path.stem) or marked
    return f"{words._(told)} ({path.suffix[1:].upper()})" if told else path.name


def day(time: str, words: Labels) -> str:
    """'30 Nov 2026', of a time as findings.json tells it."""
    return format_date(dt.datetime.fromisoformat(time).date(), format="d MMM yyyy", locale=words.lang)


def _address(path: Path, folder: Path) -> str:
    return quote(path.relative_to(folder).as_posix())


def kinds_met(shown: list[Row]) -> list[str]:
    """Kinds of findings that any report has, in the order of the house."""
    met = {kind for row in shown for kind in row.kinds}
    return [kind for kind in KINDS if kind in met] + sorted(met - set(KINDS))


def summed_up(shown: list[Row], words: Labels) -> str:
    """'5 laporan: 3 belum dapat diyakini, 1 tidak ada pertentangan, 1 tidak dapat dibaca.'"""
    counts = Counter(row.answer for row in shown)
    told = ", ".join(f"{count} {said[:1].lower()}{said[1:]}" for said, count in counts.items())
    return words._("%(n)s laporan: %(x)s.", n=len(shown), x=told)


def write(
    done: list[Audited],
    unread: list[Unread],
    folder: Path,
    lang: str = "id",
    warn: Callable[[str], None] = lambda _line: None,
) -> list[Path]:
    """Write rekapitulasi.html and rekapitulasi.xlsx into the folder in which the reports have theirs."""
    from cermat.reports import recap_html, recap_xlsx

    words = labels(lang)
    shown = rows(done, unread, folder, words)
    engine = done[0].findings["engine"]
    made: dict[str, str | bytes] = {
        "rekapitulasi.html": recap_html.page(shown, engine, words),
        "rekapitulasi.xlsx": recap_xlsx.book(shown, engine, words),
    }
    sources = [Path(report.findings["report"]["source"]) for report in done]
    return put([made], folder, [*sources, *(missing.source for missing in unread)], warn)
