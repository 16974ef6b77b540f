"""A guard: jobs that hang, swell or crash end alone, in time, with a reason; the next job is done as if nothing was."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cermat.datasets.batch.document import read_kept, reader_version
from cermat.schemas.errors import InputError
from cermat.schemas.guard import ENDED, Guard
from cermat.schemas.limits import Limits

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here: only the clock is held")


@pytest.fixture(scope="module")
def guard():
    before = Path.cwd()
    os.chdir(ROOT)  # where the jobs of these tests are found
    made = Guard("tests.guard_jobs:bad")
    made.run({"what": "nothing"}, Limits())
    os.chdir(before)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("sleeps", "batas waktu 1 detik"),
        ("works", "batas waktu 1 detik"),
        ("grows", "batas memori 0,4 GB"),
        ("crashes", "sinyal 11"),
        ("leaves", "kode 3"),
        ("fails", "kode 1"),
    ],
)
def test_a_job_that_ends_badly_is_told_and_ends_alone(guard, what, words):
    start = time.monotonic()
    told = guard.run({"what": what}, Limits(1, 400_000_000))
    assert words in told[ENDED] and time.monotonic() - start < 15
    assert guard.run({"what": "nothing"}, Limits())["done"] == "nothing"


def test_each_job_has_a_process_of_its_own_and_may_print(guard):
    made = [guard.run({"what": "prints"}, Limits()) for _ in range(3)]
    assert len({one["by"] for one in made}) == 3


def test_a_guard_that_is_killed_is_started_anew():
    made = Guard("tests.guard_jobs:bad")
    os.chdir(ROOT)
    assert "done" in made.run({"what": "nothing"}, Limits())
    made._process.kill()
    made._process.wait()
    assert "done" in made.run({"what": "nothing"}, Limits())
    made.close()


def test_a_guard_leaves_with_whoever_asked():
    """Neither it nor its child outlives a process that is killed."""
    code = (
        "import os, sys\nfrom cermat.schemas.guard import Guard\nfrom cermat.schemas.limits import Limits\n"
        "made = Guard('tests.guard_jobs:bad')\nmade.run({'what': 'nothing'}, Limits())\n"
        "print(made._process.pid, flush=True)\nmade.run({'what': 'sleeps'}, Limits())\n"
    )
    asking = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    its = int(asking.stdout.readline())
    time.sleep(0.3)
    asking.kill()
    asking.wait()
    end = time.monotonic() + 10
    while _there(its) and time.monotonic() < end:
        time.sleep(0.05)
    assert not _there(its)


def _there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] != "Z"
    except OSError:
        return False


def test_a_worker_that_does_not_see_the_folder_or_reads_otherwise_says_so(tmp_path):
    for folder, version, words in (
        (tmp_path / "tiada", reader_version(), "penyimpanan bersama"),
        (tmp_path, "lama", "versi Cermat yang lain"),
    ):
        with pytest.raises(InputError, match=words):
            read_kept(str(tmp_path / "a.md"), "a.md", str(folder), Limits(), version)
    told = read_kept(str(tmp_path / "a.md"), "a.md", str(tmp_path), Limits(), reader_version())
    assert told["state"] == "tidak terbaca" and told["reason"].startswith("a.md: ")


def test_what_was_ended_is_not_tried_again_within_the_same_limits(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text("x", encoding="utf-8")
    asked = []

    class Ending:
        def run(self, _job, limits):
            asked.append(limits.seconds)
            return {ENDED: limits.too_long()}

    monkeypatch.setattr("cermat.datasets.batch.document.guard", lambda _function: Ending())
    for seconds in (2, 2, 1, 3, 3):
        told = read_kept(str(tmp_path / "a.md"), "a.md", str(tmp_path), Limits(seconds), reader_version())
        assert told["state"] == "dihentikan" and "batas waktu" in told["reason"]
    assert asked == [2, 3]  # only more time is worth another try
