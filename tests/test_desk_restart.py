"""The desk is killed in the middle of its work: nothing is lost and nothing is there twice."""

import os
import re
import signal
import sqlite3
import time

import pytest

from tests.desk_server import SMALL, Program

UPLOADS = 20


def _states(file) -> dict[str, str]:
    with sqlite3.connect(file) as database:
        return dict(database.execute("SELECT nama, keadaan FROM kiriman"))


def test_twenty_uploads_outlive_a_kill(tmp_path):
    httpx = pytest.importorskip("httpx")
    with Program(tmp_path / "meja") as program:
        with httpx.Client(base_url=program.address, timeout=60) as asking:
            asking.get("/")
            for number in range(UPLOADS):
                content = SMALL.format(capaian=f"8{number % 10},00").encode()
                answer = asking.post(
                    "/kiriman",
                    data={"kunci": asking.cookies["kunci"]},
                    files={"laporan": (f"laporan {number:02}.md", content)},
                )
                assert answer.status_code == 303
        file = tmp_path / "meja" / "meja.sqlite3"
        until = time.monotonic() + 120
        while list(_states(file).values()).count("siap") < 3 and time.monotonic() < until:
            time.sleep(0.05)
        program.end(signal.SIGKILL)
        assert "antre" in _states(file).values()  # in the middle, not after the end
        program.start()
        while {*_states(file).values()} != {"siap"} and time.monotonic() < until + 120:
            time.sleep(0.2)
        assert _states(file) == {f"laporan {number:02}.md": "siap" for number in range(UPLOADS)}
        with sqlite3.connect(file) as database:
            told = database.execute("SELECT kiriman_id FROM riwayat WHERE apa = 'siap'").fetchall()
        folders = os.listdir(tmp_path / "meja" / "kiriman")
        assert len(told) == len({*told}) == len(folders) == UPLOADS
        left = [
            name for _, _, names in os.walk(tmp_path / "meja") for name in names if re.match(r"\.\w", name)
        ]
        assert left == []
