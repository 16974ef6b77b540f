"""What the command line prints: a graded table of findings, the rules, a progress display on a terminal
only."""

import sys
from contextlib import contextmanager
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from cermat.reports import beside, doubtful
from cermat.reports.labels import GRADES, STATUSES, labels
from cermat.reports.plain import one_line
from cermat.reports.rule_view import view
from cermat.reports.terminal import Terminal, escape
from cermat.reports.verdict import (
    only_tables,
    place_line,
    reached,
    rule_titles,
    title_line,
    unproven,
    verdict,
    where,
)
from cermat.schemas.documents import DOCUMENTS

STYLE = {"tinggi": "bold red", "sedang": "yellow", "rendah": "cyan"}
_ORDER = ("sesuai", "temuan", "tidak dapat diuji", "tidak berlaku", "galat")
_FIRST_DOUBTFUL = 5  # of what is only to be looked at that are listed
_FIRST = 25  # findings of grade rendah that are listed


@contextmanager
def reading(sources, quiet: bool = False):
    """A progress display on a terminal, nothing in a pipe. Yields progress(done, total) or None."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("membaca {task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    terminal = Terminal(error=True)
    with Progress(*columns, console=terminal, transient=True, auto_refresh=False) as bar:  # by no thread
        task = bar.add_task(one_line(", ".join(Path(source).name for source in sources), 60), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total, refresh=True)


def warn(line: str) -> None:
    """One line on standard error about the reading; nothing where there is none."""
    if line:
        Terminal(error=True).print(escape(f"catatan: {one_line(line)}"), soft_wrap=True)


def show(findings: dict, paths: list[Path], lang: str = "id", result=None) -> None:
    """Print the findings of one report, graded. result: the frames behind it, for the names of its tables."""
    out, words = Terminal(), labels(lang)
    _, places = words._, where(findings, result, words)
    titles = rule_titles(findings, result, lang) if lang != "id" else {}
    summary = findings["summary"]
    out.print(f"\n[bold]{escape(title_line(findings, words))}[/bold]")
    numbers = summary["numbers"]
    share = f" ({reached(findings, words)})" if numbers["printed"] else ""
    told = _(
        "%(a)s angka tercetak: %(b)s dihitung ulang%(p)s, %(c)s cocok di tempat lain, %(d)s belum terbukti; "
        "di antaranya %(e)s dibantah, "
        "%(f)s terdampak",
        a=numbers["printed"],
        b=numbers["recomputed"],
        c=numbers["repeated"],
        p=share,
        d=unproven(findings),
        e=numbers["contradicted"],
        f=numbers["terdampak"],
    )
    out.print(told)
    if only_tables(findings):
        out.print(verdict(findings, words)[-1])
    table = Table(show_lines=False, expand=not sys.stdout.isatty())
    for name in (_("No"), _("Tingkat"), _("Aturan")):
        table.add_column(name, no_wrap=True)
    table.add_column(_("Temuan"), ratio=5)
    table.add_column(_("Tempat"), ratio=2)
    shown = [finding for finding in findings["findings"] if finding["severity"] != "rendah"]
    minor = [finding for finding in findings["findings"] if finding["severity"] == "rendah"]
    for finding in shown + minor[:_FIRST]:
        more = _(" dan %(n)s tempat lain", n=len(finding["places"]) - 1) if len(finding["places"]) > 1 else ""
        at = (
            place_line(places(finding["places"][0] | {"text": ""}), 120, True) + more
            if finding["places"]
            else ""
        )
        waived = f" ({_('dikecualikan')})" if finding["waiver"] and finding["waiver"]["berlaku"] else ""
        head = f"{titles[finding['rule']]}. " if finding["rule"] in titles else ""
        style = STYLE[finding["severity"]]
        table.add_row(
            finding["no"] or "–",
            f"[{style}]{_(GRADES[finding['severity']])}[/{style}]",
            finding["rule"],
            escape(head + finding["kondisi"] + waived),
            escape(at),
        )
    if shown or minor:
        out.print(table)
    if len(minor) > _FIRST:
        out.print(_("… dan %(n)s temuan rendah lagi, lihat laporan.", n=len(minor) - _FIRST))
    for document in beside.documents(findings, words):
        out.print(escape(beside.line(document)), soft_wrap=True)
    counts, rules = summary["findings"] | summary["matters"], summary["rules"]
    grades = ", ".join(
        f"{counts[grade]} {_(label)}" for grade, label in [*GRADES.items(), ("dikecualikan", "dikecualikan")]
    )
    out.print(
        f"{_('Temuan')}: {grades}. {_('Aturan')}: "
        f"{', '.join(f'{rules[status]} {_(STATUSES[status])}' for status in _ORDER)}."
    )
    _show_doubtful(out, doubtful.rows(findings, places, titles, words), _)
    for waiver in findings.get("stale_waivers", []):
        out.print(
            _(
                "Pengecualian %(id)s %(why)s (oleh %(who)s, sampai %(when)s).",
                id=waiver["id"],
                why=waiver["why"],
                who=escape(waiver["oleh"]),
                when=waiver["sampai"],
            )
        )
    show_paths(paths)


def show_paths(paths: list[Path]) -> None:
    """Where files were written."""
    out = Terminal()
    for path in paths:
        out.print(f"→ {escape(str(path))}", soft_wrap=True)


def _show_doubtful(out: Terminal, rows: list[dict], _) -> None:
    """One line that counts them, and the first ones, a line each."""
    if not rows:
        return
    out.print(
        _("%(n)s hal perlu dilihat: tidak cocok, tetapi belum cukup yakin untuk disebut temuan.", n=len(rows))
    )
    for row in rows[:_FIRST_DOUBTFUL]:
        out.print(
            f"[dim]? {row['rule']}  {escape(row['kondisi'])} ({escape(row['why'])})[/dim]", no_wrap=True
        )
    if len(rows) > _FIRST_DOUBTFUL:
        out.print(_("… dan %(n)s hal lain, lihat laporan.", n=len(rows) - _FIRST_DOUBTFUL))


def list_rules(cards: list[dict]) -> None:
    """Print all rules."""
    table = Table()
    for head in ("Aturan", "Jenis", "Tingkat", "Judul"):
        table.add_column(head)
    for card in cards:
        table.add_row(card["id"], card["kind"], card["severity"], escape(card["title"]))
    Terminal().print(table)


def explain_rule(card: dict) -> None:
    """Print one rule as a page: what, why, criterion, recomputation, examples, known false alarms."""
    out, told = Terminal(), view(card)
    rows: list[tuple[str, str]] = []
    add = lambda name, text: rows.append((name, text)) if text else None  # noqa: E731
    out.print(
        f"[bold]{told['id']}  {escape(told['title'])}[/bold]  ({told['kind']}, {told['severity']})\n",
        soft_wrap=True,
    )
    out.print(escape(told["why"]) + "\n", soft_wrap=True)
    add("Kriteria", f"{told['source']}: {told['criterion']}")
    add("", f"bila laporan tidak menyatakannya: {told['otherwise']}" if told["otherwise"] else "")
    add("Untuk", " atau ".join(DOCUMENTS[document] for document in told["documents"]))
    add("Tabel", told["table"] + (f", baris dengan {told['where']}" if told["where"] else ""))
    add(
        "Tercetak",
        ", ".join(told["stated"])
        + ("" if told["relation"] == "sama dengan" else f" ({told['relation']} pembandingnya)"),
    )
    for what, ways in (("Hitung ulang", told["ways"]), ("Cara keliru", told["wrong"])):
        for position, way in enumerate(ways):
            add(
                "" if position else what,
                ": ".join(part for part in (way["name"], way["shown"] or way["code"]) if part),
            )
    add(
        "Predikat", f"{told['label']}, seharusnya {' sampai '.join(told['allowed'])}" if told["label"] else ""
    )
    add("Syarat", told["holds"])
    add("Tidak diuji bila", told["needs_reason"])
    add("Tingkat", told["severity"] + (f", {told['raised']}" if told["raised"] else ""))
    add("Akibat", told["akibat"])
    add("Rekomendasi", told["rekomendasi"])
    add("Peringatan palsu", "; ".join(told["alarms"]) or "belum ada yang dikenal")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    for name, text in rows:
        table.add_row(name, escape(text))
    out.print(table)
    for example in told["examples"]:
        out.print(f"\n[bold]Contoh {example.outcome}[/bold]")
        for grid in example.grids:
            table = Table(
                title=escape(grid.name) if len(example.grids) > 1 else None,
                title_justify="left",
                title_style="",
            )
            for head in grid.heads:
                table.add_column(escape(head))
            for row in grid.rows:
                table.add_row(*map(escape, row))
            out.print(table)
