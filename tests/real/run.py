"""The real documents of `../shared/real` through the public door, measured, scored and held against the run
before: `make real`.

    python -m tests.real.run [--out DIR] [--also MORE.json] [NAME ...]

Each document is audited in a process of its own, two side by side. A line a document: exit code, seconds,
memory, pages, reach. Then the score against the hand-made labels, and which findings came, went or changed
since the run before.
Findings of one report that contradict each other are listed (`tests/agreement.py`).
The findings lie in `DIR/baru/NAME.json`, those of the run before in `DIR/lama`.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click

from cermat.reports.compare import compare, listed
from cermat.reports.findings_file import read_findings
from tests.agreement import contradictions

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "real"
SCORER = ROOT.parent / "shared" / "tools" / "score_real.py"
JUDGED = Path(__file__).with_name("judged.json")  # page in hand
AIMS = {"seconds": 10.0, "page": 0.12, "memory": 400.0, "reach": 0.70}
STATES = {"new": "+", "solved": "-", "changed": "~", "doubted": "?"}


@dataclass
class Run:
    """One document audited: path, exit code, CPU seconds, peak memory (MiB), what it said on standard
    error."""

    path: Path
    code: int
    seconds: float
    memory: float
    said: str

    @property
    def pages(self) -> int:
        """Pages of a PDF; 0 for other files."""
        if self.path.suffix.lower() != ".pdf":
            return 0
        import pypdfium2

        document = pypdfium2.PdfDocument(self.path)
        count = len(document)
        document.close()
        return count


def audited(path: Path, out: Path) -> Run:
    """`audit.py check` on one document, as a user calls it; its findings.json becomes `out/NAME.json`."""
    folder, errors = out / path.stem, out / f"{path.stem}.err"
    command = (sys.executable, "audit.py", "check", str(path), "--out", str(folder), "--format", "json")
    with errors.open("w") as told:
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=told)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if (folder / "findings.json").is_file():
        shutil.copyfile(folder / "findings.json", out / f"{path.stem}.json")
    lines = errors.read_text(encoding="utf-8").splitlines()
    errors.unlink()
    return Run(
        path,
        process.returncode,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
        "; ".join(lines[-2:]),
    )


def reach(summary: dict) -> float:
    """The share of printed figures that are recomputed or repeated."""
    counts = summary["numbers"]
    return (counts["recomputed"] + counts["repeated"]) / max(counts["printed"], 1)


def row(run: Run, out: Path) -> str:
    """A line of the table: what one document took and gave."""
    found = out / f"{run.path.stem}.json"
    line = f"{run.path.stem:<32}{run.code:>3}{run.seconds:>7.1f} s{run.memory:>6.0f} MiB{run.pages:>5}"
    if not found.exists():
        return f"{line}    –  {run.said}"
    report = read_findings(found)
    broken = [r["id"] for r in report["rules"] if r["status"] == "galat"]
    grades = report["summary"]["findings"]
    line += f"{reach(report['summary']):>7.2f}{report['summary']['numbers']['printed']:>7}"
    line += f"{grades['tinggi']:>5}{grades['sedang']:>4}{grades['rendah']:>4}"
    return line + (f"  galat: {', '.join(broken)}" if broken else "")


def differences(old: Path, new: Path) -> list[str]:
    """Findings at `sedang` or above that came (+), went (-), changed (~) or are only to be looked at now
    (?) since the run before, a line each."""
    lines = []
    for path in sorted(new.glob("*.json")):
        if not (old / path.name).exists():
            continue
        states = listed(compare(read_findings(old / path.name), read_findings(path)))
        for state, sign in STATES.items():
            for finding in states[state]:
                if finding["severity"] != "rendah":
                    pages = sorted({p["page"] for p in finding["places"] if p.get("page")})[:3]
                    told = " ".join(finding["kondisi"].split())[:150]
                    lines.append(
                        f"{sign} {path.stem} {finding['severity']} {finding['rule']} hlm. {pages} {told}"
                    )
    return lines


def disagreements(out: Path) -> list[str]:
    """What findings of one report say against each other, a line each, after a line that counts them."""
    lines = [f"! {path.stem} {line}" for path in sorted(out.glob("*.json")) for line in _against(path)]
    return [f"findings that contradict each other: {len(lines)}", *lines]


def _against(path: Path) -> list[str]:
    return contradictions(json.loads(path.read_text(encoding="utf-8")))


def documents(names: tuple[str, ...]) -> list[Path]:
    """The documents of `reports/` and `others/` whose name holds one of `names` (all, without any)."""
    every = [p for folder in ("reports", "others") for p in sorted((REAL / folder).iterdir())]
    return [p for p in every if not names or any(n in p.name for n in names)]


def score(out: Path, also: Path) -> str:
    """What the scorer says about the labelled reports."""
    command = [sys.executable, str(SCORER), str(REAL / "labels"), str(out), "--also", str(also)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def fresh(folder: Path) -> tuple[Path, Path]:
    """(folder of this run, of the run before): what the last run wrote becomes the run before."""
    new, old = folder / "baru", folder / "lama"
    if new.is_dir():
        shutil.rmtree(old, ignore_errors=True)
        new.rename(old)
    new.mkdir(parents=True)
    return new, old


def summary(runs: list[Run], out: Path) -> str:
    """Medians beside their aims, and the reach of all labelled reports together."""
    seconds = sorted(r.seconds for r in runs)
    pages = sum(r.pages for r in runs)
    labelled = [
        out / f"{p.name.removesuffix('.labels.json')}.json" for p in (REAL / "labels").glob("*.labels.json")
    ]
    found = [read_findings(p)["summary"]["numbers"] for p in labelled if p.exists()]
    reached = sum(n["recomputed"] + n["repeated"] for n in found) / max(sum(n["printed"] for n in found), 1)
    return (
        f"median {seconds[len(seconds) // 2]:.1f} s (aim {AIMS['seconds']:.0f})   "
        f"{sum(seconds) / max(pages, 1):.3f} s a page with imports (aim {AIMS['page']} after them)   "
        f"peak {max(r.memory for r in runs):.0f} MiB (aim {AIMS['memory']:.0f})   "
        f"reach of the labelled {reached:.3f} (aim {AIMS['reach']:.2f})"
    )


@click.command()
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=ROOT / "hasil" / "nyata")
@click.option(
    "--also",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=JUDGED,
    help="judgements of findings that no label knows",
)
@click.argument("names", nargs=-1)
def main(out: Path, also: Path, names: tuple[str, ...]) -> None:
    """Run, measure, score and compare."""
    if not REAL.is_dir():
        click.echo("real: skipped, ../shared/real (the real reports) is not here")
        return
    new, old = fresh(out)
    start = time.monotonic()
    click.echo(
        f"{'document':<32}{'rc':>3}{'CPU':>9}{'peak':>10}{'pages':>5}{'reach':>7}{'figures':>8} tinggi "
        f"sedang rendah"
    )
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = list(pool.map(lambda path: audited(path, new), documents(names)))
    for run in runs:
        click.echo(row(run, new))
    click.echo(f"{summary(runs, new)}   {time.monotonic() - start:.0f} s in all")
    if not names:
        click.echo(score(new, also))
    for line in [*disagreements(new), *differences(old, new)]:
        click.echo(line)


if __name__ == "__main__":
    main()
