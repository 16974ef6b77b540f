"""Seconds until a corrected cell shows its new findings, and of long lists, on a desk in this process.

`python -m tests.bench.desk` prints medians beside their aims; it fails on nothing.
"""

import json
import multiprocessing
import os
import statistics
import tempfile
import time
from pathlib import Path

from cermat.reports.desk import work
from cermat.reports.desk.tables import READY, Kiriman
from tests.desk_server import DEMO, client, post, send, wait_read

CORRECTIONS, LISTED, FINDINGS = 7, 50, 2_000
AIM = 1.0  # seconds until a correction is on screen, and a page of a long list


def _correction(desk) -> tuple[float, float]:
    """Seconds of a correction: on a clock, and of processors."""
    path = send(desk, "laporan demo.docx", DEMO.read_bytes())
    wait_read(desk, path)
    desk.get(f"{path}/tabel?jenis=indikator")
    taken = []
    fields = {"tabel": "indikator", "baris": 2, "kolom": "capaian"}
    post(desk, f"{path}/koreksi", **fields, teks="90,15%")  # loads what a check needs
    spent = _processor()
    for number in range(CORRECTIONS):
        begin = time.perf_counter()
        answer = post(desk, f"{path}/koreksi", **fields, teks=f"9{number + 1},15%")
        assert "Temuan berubah" in answer.text
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken), (_processor() - spent) / CORRECTIONS


def _processor() -> float:
    """Seconds of processor time of this process and of those that work for it (Linux)."""
    spent = time.process_time()
    for child in multiprocessing.active_children():
        told = Path(f"/proc/{child.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        spent += (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return spent


def _page(desk, path: str) -> float:
    taken = []
    for _ in range(CORRECTIONS):
        begin = time.perf_counter()
        assert desk.get(path).status_code == 200
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def _long(desk) -> str:
    """A submission with a great many findings: those of one report, over and over under names of their own."""
    held = desk.app.state.desk
    with held.sessions.begin() as session:
        first = session.query(Kiriman).filter_by(keadaan=READY).first()
        folder = held.queue.folder(first.id)
        told = json.loads((folder / work.FINDINGS).read_text("utf-8"))
        told["findings"] = [
            {**told["findings"][at % len(told["findings"])], "id": f"{at:012x}", "no": at + 1}
            for at in range(FINDINGS)
        ]
        for number in range(LISTED):
            session.add(
                Kiriman(id=f"{number:032x}", nama=f"{number}.docx", keadaan=READY, instansi="DINAS CONTOH")
            )
    target = held.queue.folder(f"{0:032x}")
    target.mkdir(parents=True)
    (target / work.FINDINGS).write_text(json.dumps(told), encoding="utf-8")
    return f"/kiriman/{0:032x}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, client(Path(folder)) as desk:
        clock, processor = _correction(desk)
        rows = {"a corrected cell": clock, "  of it, processor time": processor}
        path = _long(desk)
        rows |= {f"list of {LISTED} submissions": _page(desk, "/"), f"{FINDINGS} findings": _page(desk, path)}
        for what, seconds in rows.items():
            print(f"{what:<28}{seconds:>8.2f} s   aim {AIM:.1f}")


if __name__ == "__main__":
    main()
