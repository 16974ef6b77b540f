"""What the command line prints of a comparison."""

from pathlib import Path

from rich.table import Table

from cermat.reports.compare import NOTES, STATES, View
from cermat.reports.compare_rows import headline, rows
from cermat.reports.console import STYLE
from cermat.reports.labels import GRADES
from cermat.reports.plain import one_line
from cermat.reports.terminal import Terminal, escape
from cermat.reports.verdict import title

_STYLE = {"new": "bold red", "changed": "yellow", "remains": "dim", "doubted": "dim", "solved": "green"}
_FIRST = 40  # findings of one state that are listed


def show(view: View, paths: list[Path]) -> None:
    """New, changed, remaining and solved findings as a table, the counts, and what was written."""
    out, _ = Terminal(), view.words._
    out.print(
        f"\n[bold]{escape(title(view.made['old'], view.words))} → "
        f"{escape(title(view.made['new'], view.words))}[/bold]"
    )
    for key in view.made["notes"]:
        out.print(f"[yellow]{escape(_(NOTES[key]))}[/yellow]")
    table = Table(show_lines=False)
    for head, kind in (
        ("Keadaan", {"no_wrap": True}),
        ("Tingkat", {"no_wrap": True}),
        ("Aturan", {"no_wrap": True}),
        ("Temuan", {"ratio": 5}),
        ("Tempat", {"ratio": 2}),
    ):
        table.add_column(_(head), **kind)
    listed = rows(view)
    left = 0
    for state in STATES:
        found = [row for row in listed if row.state == state]
        # small ones that were there before are only counted
        told_here = [row for row in found if state != "remains" or row.severity != "rendah"][:_FIRST]
        left += len(found) - len(told_here)
        for row in told_here:
            grade = row.severity or row.severity_was
            told = one_line(row.kondisi or row.kondisi_was, 400)
            for _what, was, now in row.moved:
                told += f" ({was or '–'} → {now or '–'})"
            if row.excused:
                told += f" ({_('dikecualikan')})"
            table.add_row(
                f"[{_STYLE[state]}]{escape(_(STATES[state][0]))}[/]",
                f"[{STYLE[grade]}]{escape(_(GRADES[grade]))}[/]",
                escape(row.rule),
                escape(told),
                escape(row.places[0] if row.places else ""),
            )
    if table.row_count:
        out.print(table)
    if left:
        out.print(escape(_("… dan %(n)s temuan lagi, lihat berkasnya.", n=left)))
    out.print(escape(headline(view)))
    for path in paths:
        out.print(f"→ {escape(str(path))}", soft_wrap=True)
