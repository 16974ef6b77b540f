"""What the command line prints: a graded table of findings, the rules, a progress display on a terminal
only."""

import sys
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from reports import doubtful
from reports.labels import GRADES, STATUSES, labels
from reports.rule_view import view
from reports.verdict import place_line, rule_titles, title_line, where
from schemas.documents import DOCUMENTS

STYLE = {"tinggi": "bold red", "sedang": "yellow", "rendah": "cyan"}
_ORDER = ("sesuai", "temuan", "tidak dapat diuji", "tidak berlaku", "galat")
_FIRST_DOUBTFUL = 5  # of what is only to be looked at that are listed
_FIRST = 25  # findings of grade rendah that are listed


def _console() -> Console:
    return Console(
        file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 140, soft_wrap=False
    )


@contextmanager
def reading(sources):
    """A progress display on a terminal, nothing in a pipe. Yields progress(done, total) or None."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("membaca {task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(", ".join(Path(s).name for s in sources)[:60], total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def warn(line: str) -> None:
    """One line on standard error about the reading."""
    Console(file=sys.stderr, highlight=False).print(escape(f"catatan: {line}"), soft_wrap=True)


def show(findings: dict, paths: list[Path], lang: str = "id", result=None) -> None:
    """Print the findings of one report, graded. result: the frames behind it, for the names of its tables."""
    out, words = _console(), labels(lang)
    _, places = words._, where(findings, result, words)
    titles = rule_titles(findings, result, lang) if lang != "id" else {}
    s = findings["summary"]
    out.print(f"\n[bold]{escape(title_line(findings, words))}[/bold]")
    n = s["numbers"]
    share = f" ({words.percent(n['recomputed'] + n['repeated'], n['printed'])})" if n["printed"] else ""
    told = _(
        "%(a)s angka tercetak: %(b)s dihitung ulang, %(c)s cocok di tempat lain%(p)s, %(d)s belum terbukti; "
        "di antaranya %(e)s dibantah, "
        "%(f)s terdampak",
        a=n["printed"],
        b=n["recomputed"],
        c=n["repeated"],
        p=share,
        d=n["unreached"] + n["weak"],
        e=n["contradicted"],
        f=n["terdampak"],
    )
    out.print(told)
    table = Table(show_lines=False, expand=not sys.stdout.isatty())
    for name in (_("Tingkat"), _("Aturan")):
        table.add_column(name, no_wrap=True)
    table.add_column(_("Temuan"), ratio=5)
    table.add_column(_("Tempat"), ratio=2)
    shown = [f for f in findings["findings"] if f["severity"] != "rendah"]
    minor = [f for f in findings["findings"] if f["severity"] == "rendah"]
    for f in shown + minor[:_FIRST]:
        more = _(" dan %(n)s tempat lain", n=len(f["places"]) - 1) if len(f["places"]) > 1 else ""
        at = place_line(places(f["places"][0] | {"text": ""}), 120, True) + more if f["places"] else ""
        waived = f" ({_('dikecualikan')})" if f["waiver"] and f["waiver"]["berlaku"] else ""
        head = f"{titles[f['rule']]}. " if f["rule"] in titles else ""
        style = STYLE[f["severity"]]
        table.add_row(
            f"[{style}]{_(GRADES[f['severity']])}[/{style}]",
            f["rule"],
            escape(head + f["kondisi"] + waived),
            escape(at),
        )
    if shown or minor:
        out.print(table)
    if len(minor) > _FIRST:
        out.print(_("… dan %(n)s temuan rendah lagi, lihat laporan.", n=len(minor) - _FIRST))
    counts, rules = s["findings"], s["rules"]
    grades = ", ".join(
        f"{counts[g]} {_(label)}" for g, label in [*GRADES.items(), ("dikecualikan", "dikecualikan")]
    )
    out.print(
        f"{_('Temuan')}: {grades}. {_('Aturan')}: "
        f"{', '.join(f'{rules[k]} {_(STATUSES[k])}' for k in _ORDER)}."
    )
    _show_doubtful(out, doubtful.rows(findings, places, titles, words), _)
    for w in findings.get("stale_waivers", []):
        out.print(
            _(
                "Pengecualian %(id)s %(why)s (oleh %(who)s, sampai %(when)s).",
                id=w["id"],
                why=w["why"],
                who=escape(w["oleh"]),
                when=w["sampai"],
            )
        )
    for path in paths:
        out.print(f"→ {escape(str(path))}", soft_wrap=True)


def _show_doubtful(out: Console, rows: list[dict], _) -> None:
    """One line that counts them, and the first ones, a line each."""
    if not rows:
        return
    out.print(
        _("%(n)s hal perlu dilihat: tidak cocok, tetapi belum cukup yakin untuk disebut temuan.", n=len(rows))
    )
    for r in rows[:_FIRST_DOUBTFUL]:
        out.print(f"[dim]? {r['rule']}  {escape(r['kondisi'])} ({escape(r['why'])})[/dim]", no_wrap=True)
    if len(rows) > _FIRST_DOUBTFUL:
        out.print(_("… dan %(n)s hal lain, lihat laporan.", n=len(rows) - _FIRST_DOUBTFUL))


def list_rules(cards: list[dict]) -> None:
    """Print all rules."""
    table = Table()
    for head in ("Aturan", "Jenis", "Tingkat", "Judul"):
        table.add_column(head)
    for c in cards:
        table.add_row(c["id"], c["kind"], c["severity"], escape(c["title"]))
    _console().print(table)


def explain_rule(card: dict) -> None:
    """Print one rule as a page: what, why, criterion, recomputation, examples, known false alarms."""
    out, r = _console(), view(card)
    rows: list[tuple[str, str]] = []
    add = lambda name, text: rows.append((name, text)) if text else None  # noqa: E731
    out.print(
        f"[bold]{r['id']}  {escape(r['title'])}[/bold]  ({r['kind']}, {r['severity']})\n", soft_wrap=True
    )
    out.print(escape(r["why"]) + "\n", soft_wrap=True)
    add("Kriteria", f"{r['source']}: {r['criterion']}")
    add("", f"bila laporan tidak menyatakannya: {r['otherwise']}" if r["otherwise"] else "")
    add("Untuk", " atau ".join(DOCUMENTS[d] for d in r["documents"]))
    add("Tabel", r["table"] + (f", baris dengan {r['where']}" if r["where"] else ""))
    add(
        "Tercetak",
        ", ".join(r["stated"])
        + ("" if r["relation"] == "sama dengan" else f" ({r['relation']} pembandingnya)"),
    )
    for what, ways in (("Hitung ulang", r["ways"]), ("Cara keliru", r["wrong"])):
        for k, way in enumerate(ways):
            add("" if k else what, ": ".join(x for x in (way["name"], way["shown"] or way["code"]) if x))
    add("Predikat", f"{r['label']}, seharusnya {' sampai '.join(r['allowed'])}" if r["label"] else "")
    add("Syarat", r["holds"])
    add("Tidak diuji bila", r["needs_reason"])
    add("Tingkat", r["severity"] + (f", {r['raised']}" if r["raised"] else ""))
    add("Akibat", r["akibat"])
    add("Rekomendasi", r["rekomendasi"])
    add("Peringatan palsu", "; ".join(r["alarms"]) or "belum ada yang dikenal")
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    for name, text in rows:
        table.add_row(name, escape(text))
    out.print(table)
    for example in r["examples"]:
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
