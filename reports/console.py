"""What the command line prints: a graded table of findings, the rules, a progress display on a terminal only."""

import sys
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from reports.rule_view import view

STYLE = {"tinggi": "bold red", "sedang": "yellow", "rendah": "cyan"}
_FIRST = 25  # findings of grade rendah that are listed


def _console() -> Console:
    return Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 140, soft_wrap=False)


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


def place_text(place: dict) -> str:
    """'hlm. 12, baris 372 (capaian-pk)'."""
    parts = [f"hlm. {place['page']}" if place.get("page") else "", f"baris {place['line']}" if place.get("line") else ""]
    where = ", ".join(p for p in parts if p)
    return f"{where} {place.get('table') or place.get('section') or ''}".strip()


def show(findings: dict, paths: list[Path], lang: str = "id") -> None:
    """Print the findings of one report, graded."""
    out = _console()
    s, report = findings["summary"], findings["report"]
    name = report["instansi"] or report["laporan"]
    out.print(f"\n[bold]{escape(name)}[/bold]" + (f", tahun {report['tahun']}" if report["tahun"] else ""))
    n = s["numbers"]
    proven = n["recomputed"] + n["repeated"]
    share = f" ({proven / n['printed']:.0%})".replace(".", ",") if n["printed"] else ""
    out.print(
        f"{n['printed']} angka tercetak: {n['recomputed']} dihitung ulang, {n['repeated']} cocok di tempat lain{share}, "
        f"{n['unreached'] + n['weak']} belum terbukti; di antaranya {n['contradicted']} dibantah, {n['terdampak']} terdampak"
    )
    table = Table(show_lines=False, expand=not sys.stdout.isatty())
    for title, kind in (("Tingkat", {"no_wrap": True}), ("Aturan", {"no_wrap": True}), ("Temuan", {"ratio": 5}), ("Tempat", {"ratio": 2})):
        table.add_column(title, **kind)
    shown = [f for f in findings["findings"] if f["severity"] != "rendah"]
    minor = [f for f in findings["findings"] if f["severity"] == "rendah"]
    for f in shown + minor[:_FIRST]:
        places = f["places"]
        where = place_text(places[0]) if places else ""
        more = f" (+{len(places) - 1} tempat)" if len(places) > 1 else ""
        waived = " (dikecualikan)" if f["waiver"] and f["waiver"]["berlaku"] else ""
        style = STYLE[f["severity"]]
        table.add_row(f"[{style}]{f['severity']}[/{style}]", f["rule"], escape(f["kondisi"]) + waived, escape(where + more))
    if shown or minor:
        out.print(table)
    if len(minor) > _FIRST:
        out.print(f"… dan {len(minor) - _FIRST} temuan rendah lagi, lihat laporan.")
    counts, rules = s["findings"], s["rules"]
    out.print(
        f"Temuan: {counts['tinggi']} tinggi, {counts['sedang']} sedang, {counts['rendah']} rendah, {counts['dikecualikan']} dikecualikan. "
        f"Aturan: {rules['sesuai']} sesuai, {rules['temuan']} temuan, {rules['tidak dapat diuji']} tidak dapat diuji, "
        f"{rules['tidak berlaku']} tidak berlaku, {rules['galat']} galat."
    )
    for w in findings.get("stale_waivers", []):
        out.print(f"Pengecualian {w['id']} {w['why']} (oleh {escape(w['oleh'])}, sampai {w['sampai']}).")
    for path in paths:
        out.print(f"→ {escape(str(path))}", soft_wrap=True)


def list_rules(cards: list[dict]) -> None:
    """Print all rules."""
    table = Table()
    for title in ("Aturan", "Jenis", "Tingkat", "Judul"):
        table.add_column(title)
    for c in cards:
        table.add_row(c["id"], c["kind"], c["severity"], escape(c["title"]))
    _console().print(table)


def explain_rule(card: dict) -> None:
    """Print one rule as a page: what, why, criterion, recomputation, examples, known false alarms."""
    out, r = _console(), view(card)
    rows: list[tuple[str, str]] = []
    add = lambda name, text: rows.append((name, text)) if text else None  # noqa: E731
    out.print(f"[bold]{r['id']}  {escape(r['title'])}[/bold]  ({r['kind']}, {r['severity']})\n", soft_wrap=True)
    out.print(escape(r["why"]) + "\n", soft_wrap=True)
    add("Kriteria", f"{r['source']}: {r['criterion']}")
    add("", f"bila laporan tidak menyatakannya: {r['otherwise']}" if r["otherwise"] else "")
    add("Tabel", r["table"] + (f", baris dengan {r['where']}" if r["where"] else ""))
    add("Tercetak", ", ".join(r["stated"]) + ("" if r["relation"] == "sama dengan" else f" ({r['relation']} pembandingnya)"))
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
            table = Table(title=escape(grid.name) if len(example.grids) > 1 else None, title_justify="left", title_style="")
            for head in grid.heads:
                table.add_column(escape(head))
            for row in grid.rows:
                table.add_row(*map(escape, row))
            out.print(table)
