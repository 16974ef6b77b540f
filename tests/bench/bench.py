"""Seconds and memory of the engine, as medians and ratios: `make bench`. It measures and never fails on
slowness.

Reports are made up by the composer, so every machine measures the same documents. Each figure stands beside
its aim.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pandas as pd

from tests.browser import Pages, filtering, launched, opening

ROOT = Path(__file__).parents[2]
BUNDLED = ROOT / "datasets" / "dinsos_buleleng_2023"
SIZES = {"10": 1, "60": 11, "150": 31}  # pages, about → how often the composer repeats the tables
COPIES = (1, 10, 100, 1000)  # reports of a portfolio
FORMATS = ("txt", "docx", "pdf", "xlsx")
AIMS = {"txt": 1.0, "docx": 1.0, "pdf": 10.0, "xlsx": 1.0}  # seconds of 60 pages, after imports
_TIMED = """
import re, sys, time
from pathlib import Path
from cermat import audit
audit.read(sys.argv[1])  # imports and vocabularies
start = time.process_time()
audit.read(sys.argv[2])
seconds = time.process_time() - start
peak = re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())  # of this process alone, not of the one that started it
print(seconds, int(peak[1]) / 1024)
"""

_CORE = """
import re, sys, time
from pathlib import Path
from cermat import audit
from cermat.checks.engine import audit as checked
from cermat.schemas.submission import merge
copies, one = int(sys.argv[2]), audit.read(sys.argv[1])
checked(one)  # imports and vocabularies
start = time.process_time()
every = merge([one] * copies)
merged = time.process_time()
checked(every)
peak = re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())
print(merged - start, time.process_time() - merged, int(peak[1]) / 1024)
"""


def run(*command: str) -> tuple[float, float]:
    """One process from outside: (CPU seconds, peak memory in MiB)."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def cold(folder: Path, runs: int) -> list[str]:
    """The whole command on the bundled report against a bare import of Great Expectations, in turn."""
    audit = (
        sys.executable,
        "audit.py",
        "check",
        str(BUNDLED),
        "--format",
        "json",
        "--out",
        str(folder / "cold"),
    )
    bare = (sys.executable, "-c", "import great_expectations")
    pairs = [(run(*audit), run(*bare)) for _ in range(runs)]
    ours, theirs = (statistics.median(p[k][0] for p in pairs) for k in (0, 1))
    ratio = statistics.median(a[0] / b[0] for a, b in pairs)
    peak = max(a[1] for a, _ in pairs)
    return [
        f"cold run of the bundled report     {ours:6.2f} s, {peak:4.0f} MiB   bare import {theirs:.2f} s   "
        f"ratio {ratio:.2f} (aim 1.50)"
    ]


def warm(runs: int) -> list[str]:
    """audit.check of the bundled report within one process."""
    from cermat import audit

    audit.check(BUNDLED)
    times = []
    for _ in range(runs):
        start = time.process_time()
        audit.check(BUNDLED)
        times.append(time.process_time() - start)
    return [
        f"warm audit.check of it             {statistics.median(times):6.2f} s (aim 0.50; fastest "
        f"{min(times):.2f})"
    ]


def core(sizes: tuple[int, ...]) -> list[str]:
    """So many copies of the bundled report as one portfolio, a process each: CPU milliseconds a report of merging
    and of checking, and peak memory."""
    lines = []
    for copies in sizes:
        command = [sys.executable, "-c", _CORE, str(BUNDLED), str(copies)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        merged, checked, peak = (float(figure) for figure in done.stdout.split())
        merged, checked = 1000 * merged / copies, 1000 * checked / copies
        lines.append(
            f"{copies:>5} reports at once                {merged:6.1f} + {checked:.1f} ms a report, {peak:.0f} MiB"
        )
    return lines


def settling(copies: int, folder: Path) -> list[str]:
    """What is settled before rules run: of the bundled report, of many copies of it, and of as many reports that differ."""
    from cermat import audit

    one, different = audit.read(BUNDLED), [audit.read(path) for path in _different(copies, folder)]
    return [
        _settled("settling   1 of it, after a first one", 0.15, [one]),
        _settled(f"settling {copies:>3} of it", 3.0, [deepcopy(one) for _ in range(copies)]),
        _settled(f"settling {copies:>3} that differ", None, different),
    ]


def _different(count: int, folder: Path) -> list[Path]:
    """So many composed reports, each with names and figures of its own, in all layouts and wordings."""
    from cermat.datasets.compose import compose, layouts, wordings
    from cermat.datasets.compose.sample import sample

    forms = [(layout, wording) for layout in layouts() for wording in wordings()]
    paths = []
    for seed in range(count):
        layout, wording = forms[seed % len(forms)]
        path = folder / f"lain-{seed}.txt"
        paths.append(compose(sample(seed), "txt", path, layout=layout, wording=wording, seed=seed))
    return paths


def _settled(what: str, aim: float | None, submissions: list) -> str:
    from cermat.checks.profile import Profile
    from cermat.checks.settle import settle
    from cermat.schemas.submission import merge

    settle(merge(submissions[:1]), Profile(), [])  # imports and vocabularies
    portfolio = merge(submissions)
    start = time.process_time()
    settle(portfolio, Profile(), [])
    seconds = time.process_time() - start
    told = (
        f"(aim {aim:.2f})"
        if aim
        else f"({1e6 * seconds / max(len(portfolio.angka), 1):.0f} µs a printed number)"
    )
    return f"{what:<38} {seconds:6.2f} s {told}"


def reading(folder: Path, sizes: dict[str, int], formats: tuple[str, ...]) -> list[str]:
    """One process a document: seconds after imports, peak memory of the reader."""
    from cermat.datasets.compose import compose
    from cermat.datasets.compose.sample import sample

    lines = []
    for format in formats:
        small = compose(sample(1), format, folder / f"kecil.{format}")
        for pages, size in sizes.items():
            path = compose(sample(4, size), format, folder / f"{pages}.{format}")
            done = subprocess.run(
                [sys.executable, "-c", _TIMED, str(small), str(path)],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=True,
            )
            seconds, peak = (float(x) for x in done.stdout.split())
            aim = f" (aim {AIMS[format]:.0f} s, 300 MiB)" if pages == "60" else ""
            lines.append(
                f"read {format:<4} of about {pages:>3} pages       {seconds:6.2f} s, {peak:4.0f} MiB{aim}"
            )
    return lines


def papers(folder: Path, findings: int) -> list[str]:
    """A report with very many findings: audit, findings.json and each paper, with its size."""
    from cermat import audit
    from cermat.datasets.document.laid_tables import lay_out
    from cermat.reports import write
    from tests.html_reports import many

    rows = [
        {
            "tabel": "t",
            "indikator": f"Persentase layanan ke-{n}",
            "tahun": "2023",
            "target": "80,00",
            "realisasi": "72,00",
            "capaian": "90,00" if n % 5 else f"{91 + n % 8},{n % 100:02d}",
        }
        for n in range(findings)
    ]
    source = folder / "banyak"
    source.mkdir()
    pd.DataFrame(rows).to_csv(source / "indikator.csv", index=False)
    start = time.process_time()
    result = audit.check(source)
    lay_out(result.sub)
    lines = [f"audit of {findings} rows, a fifth wrong  {time.process_time() - start:6.2f} s"]
    start = time.process_time()
    told = result.to_dict()
    lines.append(
        f"findings.json of {len(told['findings'])} findings      {time.process_time() - start:6.2f} s"
    )
    told = many(told, findings)
    for name in ("html", "xlsx", "docx", "pdf"):
        start = time.process_time()
        made = write(told, result, folder / f"kertas-{name}", [name])
        seconds, size = time.process_time() - start, sum(p.stat().st_size for p in made) / 1e6
        lines.append(
            f"{name:<5} of {len(told['findings'])} findings            {seconds:6.2f} s, {size:.1f} MB"
        )
        lines += in_browser(made[0]) if name == "html" else []
    return lines


def in_browser(path: Path) -> list[str]:
    """The HTML report in Chromium: opened, filtered by a word and by a figure of one finding."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        return ["html in a browser                  no Chromium here"]
    with launched(program) as running:
        page = Pages(running)(path)
        opened = opening(page)
        filtered = max(filtering(page, text) for text in ("layanan ke-1", "tidak sama", ""))
    return [
        f"html opened in Chromium            {opened:6.2f} s (aim 1.00)",
        f"html filtered there                {filtered:6.2f} s (aim 0.30)",
    ]


@click.command()
@click.option("--runs", default=5, show_default=True, help="runs of each repeated figure")
@click.option("--findings", default=2000, show_default=True, help="findings of the large report")
@click.option("--quick", is_flag=True, help="the smallest piece of everything")
def main(runs: int, findings: int, quick: bool) -> None:
    """Print the figures, each beside its aim. Seconds are CPU seconds; documents lie in a temporary
    folder."""
    sizes = {"10": SIZES["10"]} if quick else SIZES
    with TemporaryDirectory() as name:
        folder = Path(name)
        for part in (
            lambda: cold(folder, 1 if quick else runs),
            lambda: warm(1 if quick else runs),
            lambda: core((2,) if quick else COPIES),
            lambda: settling(2 if quick else 200, folder),
            lambda: reading(folder, sizes, FORMATS[:1] if quick else FORMATS),
            lambda: papers(folder, 20 if quick else findings),
        ):
            for line in part():
                click.echo(line)


if __name__ == "__main__":
    main()
