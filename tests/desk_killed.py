"""A desk that is killed in the middle of its work, whatever database it keeps its record in."""

import os
import re
import signal
import time

import pytest
from sqlalchemy import create_engine, text

from cermat.reports.desk.database import driver
from cermat.reports.desk.settings import Settings
from tests.desk_server import SMALL, Program


def killed_amid_uploads(folder, uploads: int, database: str = "") -> None:
    """Send so many reports, kill the desk when some are read, start it again: each is there once, read."""
    httpx = pytest.importorskip("httpx")
    desk = folder / "meja"
    kept = create_engine(driver(Settings(desk, database).address))

    def asked(question: str) -> list[tuple]:
        with kept.connect() as asking:
            return [tuple(row) for row in asking.execute(text(question))]

    def states() -> list[str]:
        return [state for _, state in asked("SELECT nama, keadaan FROM kiriman")]

    options = ["--database", database, "--workers", "1"] if database else []
    with Program(desk, *options) as program:
        with httpx.Client(base_url=program.address, timeout=60) as asking:
            asking.get("/")
            for number in range(uploads):
                content = SMALL.format(capaian=f"8{number % 10},00").encode()
                answer = asking.post(
                    "/kiriman",
                    data={"kunci": asking.cookies["kunci"]},
                    files={"laporan": (f"laporan {number:02}.md", content)},
                )
                assert answer.status_code == 303
        until = time.monotonic() + 120
        while states().count("siap") < 2 and time.monotonic() < until:
            time.sleep(0.05)
        program.end(signal.SIGKILL)
        assert "antre" in states()  # in the middle, not after the end
        program.start()
        while {*states()} != {"siap"} and time.monotonic() < until + 120:
            time.sleep(0.2)
        assert sorted(asked("SELECT nama, keadaan FROM kiriman")) == [
            (f"laporan {number:02}.md", "siap") for number in range(uploads)
        ]
        told = asked("SELECT kiriman_id FROM riwayat WHERE apa = 'siap'")
        assert len(told) == len({*told}) == len(os.listdir(desk / "kiriman")) == uploads
        left = [name for _, _, names in os.walk(desk) for name in names if re.match(r"\.\w", name)]
        assert left == []
    kept.dispose()
