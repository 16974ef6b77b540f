"""What the command line prints: a graded table of findings, the rules, a progress display on a terminal only."""

import sys
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

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
        f"{n['printed']} angka tercetak: {n['recomputed']} dihitung ulang, {n['repeated']} cocok di tempat lain{share}; "
        f"{n['contradicted']} dibantah, {n['terdampak']} terdampak, {n['unreached'] + n['weak']} belum terbukti"
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
    out = _console()
    out.print(f"[bold]{card['id']}  {escape(card['title'])}[/bold]  ({card['kind']}, {card['severity']})\n")
    out.print(escape(card["why"]))
    k = card["criterion"]
    out.print(f"\n[bold]Kriteria[/bold]  {escape(k['document'])} {escape(k['section'])}: {escape(k['what'])}")
    if k["otherwise"]:
        out.print(f"          bila tidak dinyatakan: {escape(k['otherwise'])}")
    out.print(f"[bold]Tabel[/bold]     {card['table']}" + (f" dengan {escape(card['where'])}" if card["where"] else ""))
    if card["stated"]:
        out.print(f"[bold]Dinyatakan[/bold] {escape(str(card['stated']))}  {card['relation']}")
        for name, text in card["recomputed"].items():
            out.print(f"  {escape(name)}: {escape(text)}")
    elif card["label"]:
        out.print(f"[bold]Predikat[/bold]  {card['label']} di antara {card['allowed'][0]} dan {card['allowed'][1]}")
    else:
        out.print(f"[bold]Syarat[/bold]    {escape(card['holds'])}")
    out.print(f"[bold]Akibat[/bold]    {escape(card['akibat'])}\n[bold]Rekomendasi[/bold] {escape(card['rekomendasi'])}")
    for alarm in card["false_alarms"]:
        out.print(f"[bold]Peringatan palsu yang dikenal[/bold]  {escape(alarm)}")
    words = {"holds": "cocok", "fails": "temuan", "undecided": "tidak dapat diuji"}
    for example in card["examples"]:
        (kind, content), *_ = example.items()
        out.print(f"[bold]Contoh {words[kind]}[/bold]  {escape(str(content))}")
