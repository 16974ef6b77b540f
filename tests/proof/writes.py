"""Writes that are killed, that meet a full disk, that happen twice at once: `python -m tests.proof.writes --times
50`. Every time all formats are written into a folder that has the papers of an earlier run or none; then each file
must be complete or absent, and the next run must write under the good names. One table; exit code 1 where anything
was half, lost, or renamed."""

import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import click

from cermat import audit, reports
from cermat.reports import FORMATS, output
from tests.proof.rows import Options, Row, plain

SMALL = """# LAPORAN KINERJA DINAS CONTOH TAHUN 2023

Tabel 3.1 Realisasi Anggaran

| Program | Pagu (Rp) | Realisasi (Rp) | % |
|---|---|---|---|
| Program A | 1.000.000.000 | 900.000.000 | 80,00 |
| Program B | 2.000.000.000 | 1.900.000.000 | 95,00 |
"""


class Report:
    """An audited report that can be written. Its papers are made once, so that what is tried is the writing; each
    time text differs by its ends. seconds: what writing takes."""

    def __init__(self, source: Path) -> None:
        self.result = audit.check(source)
        self.findings = self.result.to_dict(self.result.audited[0])
        self.seconds, self.turn = 0.0, 0
        self.made = {
            form: reports._make(form, self.findings, self.result, "id", {"folder": Path("hasil")})
            for form in FORMATS.values()
        }

    def _made(self, form: reports.Format, *_told) -> dict[str, str | bytes]:
        ends = "\n" * (self.turn % 7)
        return {
            name: text + ends if isinstance(text, str) else text for name, text in self.made[form].items()
        }

    def write(self, folder: Path) -> list[str]:
        """The notes of writing all formats."""
        lines: list[str] = []
        begin, self.turn = time.monotonic(), self.turn + 1
        with patch.object(reports, "_make", self._made):
            reports.write(self.findings, self.result, folder, list(FORMATS), warn=lines.append)
        self.seconds = time.monotonic() - begin
        return lines


def in_child(work: Callable[[], object]) -> int:
    """Start work() in a process of its own; its id."""
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except OSError:
            os._exit(3)
        except BaseException:
            os._exit(4)
    return child


def code(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def sound(path: Path) -> bool:
    """Is a file complete, as its kind tells?"""
    content = path.read_bytes()
    if path.suffix in (".json", ".sarif"):
        try:
            return bool(json.loads(content))
        except ValueError:
            return False
    if path.suffix in (".xlsx", ".docx"):
        return (
            zipfile.is_zipfile(io.BytesIO(content)) and zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        )
    ends = {".html": b"</html>", ".pdf": b"%%EOF"}
    return bool(content) and content.rstrip().endswith(ends.get(path.suffix, b""))


def half(folder: Path) -> list[str]:
    """Files with a good name that are not complete, or that the record does not know."""
    about = {
        path: path.parent
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith(".cermat")
    }
    seals = output._record(folder)
    wrong = [path.name for path in about if not sound(path) or path.name not in seals]
    project = folder / "gx"
    if project.exists():
        there = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}
        torn = there ^ {*output._record(project), output.RECORD}
        wrong += [f"gx/{name}" for name in torn]
    return wrong


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def again(report: Report, folder: Path, good: set[str]) -> list[str]:
    """What is wrong after one more run: notes, names that are not the good ones, leftovers."""
    return [*report.write(folder), *(names(folder) ^ good), *half(folder)]


def killed(report: Report, good: set[str], chance: random.Random) -> list[str]:
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at) / "hasil"
        folder.mkdir()
        if chance.random() < 0.7:
            report.write(folder)
        report.turn += 1
        child = in_child(lambda: report.write(folder))
        time.sleep(chance.uniform(0, report.seconds * 1.1))
        os.kill(child, signal.SIGKILL)
        code(child)
        return [*half(folder), *again(report, folder, good)]


def full(report: Report, good: set[str], chance: random.Random) -> list[str]:
    with tempfile.TemporaryDirectory() as at:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=24m", "none", at], capture_output=True, check=True
        )
        try:
            folder = Path(at) / "hasil"
            folder.mkdir()
            if chance.random() < 0.7:
                report.write(folder)
            room = os.statvfs(at)
            filler = Path(at) / "penuh"
            with filler.open("wb") as file:
                file.truncate(0)
                left = chance.choice([0, 4096, 65536, 262144, 1 << 20])
                file.write(bytes(max(room.f_bavail * room.f_frsize - left, 0)))
            ended = code(in_child(lambda: report.write(folder)))
            wrong = half(folder) + ([] if ended in (0, 3) else [f"ended with {ended}"])
            filler.unlink()
            return [*wrong, *again(report, folder, good)]
        finally:
            subprocess.run(["umount", at], check=True)


def twice(both: list[Report], good: set[str], chance: random.Random) -> list[str]:
    """Two different reports, or one report twice, into one folder at once."""
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at) / "hasil"
        pair = both if chance.random() < 0.5 else [both[0]] * 2
        children = [in_child(lambda one=one: one.write(folder)) for one in pair]
        wrong = [f"ended with {ended}" for ended in map(code, children) if ended]
        told = [json.loads(path.read_bytes())["report"]["laporan"] for path in folder.glob("findings*.json")]
        lost = {one.findings["report"]["laporan"] for one in pair} - set(told)
        extra = [] if pair[0] is not pair[1] else sorted(names(folder) ^ good)
        return [*wrong, *half(folder), *lost, *extra]


def commands(source: Path, times: int, chance: random.Random) -> list[list[str]]:
    """Whole runs of the command line, killed while they run."""
    call = [sys.executable, str(Path(audit.__file__)), "check", str(source), "--format", ",".join(FORMATS)]
    made = []
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at) / "hasil"
        begin = time.monotonic()
        subprocess.run([*call, "--out", str(folder)], capture_output=True)
        seconds, good = time.monotonic() - begin, names(folder)
        for _ in range(times):
            with subprocess.Popen(
                [*call, "--out", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as run:
                time.sleep(chance.uniform(seconds / 3, seconds))
                run.kill()
            made.append(
                [*half(folder), *(name for name in names(folder) - good if not name.startswith(".cermat"))]
            )
        subprocess.run([*call, "--out", str(folder)], capture_output=True)
        made.append([*(names(folder) ^ good), *half(folder)])
    return made


def tries(times: int, seed: int) -> dict[str, list[list[str]] | None]:
    """What was wrong each time, by what was done; None where it cannot be tried here. times: kills; a fifth of
    them on a full disk, two fifths twice at once."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as at:
        sources = [Path(at) / f"{name}.md" for name in ("dinas", "badan")]
        for source in sources:
            source.write_text(SMALL.replace("DINAS", source.stem.upper()), encoding="utf-8")
        written = [Report(source) for source in sources]
        for _ in range(2):  # the first time modules are loaded
            written[0].write(Path(at) / "hasil")
        good = names(Path(at) / "hasil")
        return {
            "kill -9": [killed(written[0], good, chance) for _ in range(times)],
            "kill -9, command line": commands(sources[0], max(times // 10, 1), chance),
            "two at once": [twice(written, good, chance) for _ in range(max(times * 2 // 5, 1))],
            "disk full": [full(written[0], good, chance) for _ in range(max(times // 5, 1))]
            if os.geteuid() == 0
            else None,
        }


def run(options: Options) -> list[Row]:
    """Faults of writing: tried, and what was half, lost or renamed after one."""
    made = []
    for what, ends in tries(options.most(10) or 50, options.seed).items():
        if ends is None:
            made.append(Row("faults", what, 0, note="a small disk can be mounted by the superuser only"))
            continue
        told = Counter(name for end in ends for name in end).most_common(5)
        note = ", ".join(f"{count} × {name}" for name, count in told)
        made.append(Row("faults", what, len(ends), {"lost": sum(map(bool, ends))}, zero=("lost",), note=note))
    return made


@click.command()
@click.option("--times", default=50, help="kills; a fifth of them on a full disk, two fifths twice at once")
@click.option("--seed", default=1)
def main(times: int, seed: int) -> None:
    rows = run(Options(times, seed))
    print(plain(rows))
    sys.exit(any(row.wrong for row in rows))


if __name__ == "__main__":
    main()
