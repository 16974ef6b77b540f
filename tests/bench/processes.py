"""What a command costs with everything it starts: wall and CPU seconds, peak memory of all its processes together."""

import os
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

_TICK = 0.2  # seconds between two looks at memory


@dataclass
class Cost:
    """wall, cpu: seconds; peak: MiB of all processes together, shared pages counted once each (Pss)."""

    wall: float
    cpu: float
    peak: float
    code: int
    out: str


def cost(*command: str, folder: Path, log: Path, path: str = "") -> Cost:
    """Run a command in a folder; path is put before PYTHONPATH."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, (path, os.environ.get("PYTHONPATH", ""))))
    }
    start = time.perf_counter()
    with open(log, "w", encoding="utf-8") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=environment)
        peak = _Peak(process.pid)
        peak.start()
        _, status, usage = os.wait4(process.pid, 0)  # CPU of its children, too: it has waited for them
        process.returncode = os.waitstatus_to_exitcode(status)
        peak.done.set()
        peak.join()
    wall = time.perf_counter() - start
    return Cost(
        wall, usage.ru_utime + usage.ru_stime, peak.most, process.returncode, log.read_text(encoding="utf-8")
    )


class _Peak(threading.Thread):
    """Looks at the memory of a process and all below it, until `done`."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.done = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(_TICK):
            self.most = max(self.most, sum(map(_memory, _family(self.pid))))


def _family(pid: int) -> list[int]:
    found, open_ = [], [pid]
    while open_:
        one = open_.pop()
        found.append(one)
        try:
            tasks = list(Path(f"/proc/{one}/task").iterdir())
            for task in tasks:
                open_ += [int(child) for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def _memory(pid: int) -> float:
    """MiB of a process: its share of shared pages; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
