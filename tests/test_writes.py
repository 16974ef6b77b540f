"""What is written is complete or absent: after a kill, on a full disk, by two runs at once; no link is followed,
and the next run writes under the good names."""

import errno
import json
import os
import resource
import signal
from pathlib import Path

import pytest

from cermat.reports.output import RECORD, put, put_folder, put_whole
from cermat.schemas import atomic
from tests.cli_helpers import SUMS, card, refused
from tests.helpers import folder

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are ended otherwise on Windows")
OLD = {"a.md": "lama a", "b.json": "lama b" * 900, "c.xlsx": b"lama c"}
NEW = {"a.md": "baru a", "b.json": "baru b" * 900, "c.xlsx": b"baru c"}
STEPS = ("fsync", "replace", "rename")


def in_child(work) -> int:
    """Run work() in a process of its own; its exit code, or minus the signal that ended it."""
    child = os.fork()
    if not child:
        try:
            work()
            os._exit(0)
        except OSError as error:
            os._exit(error.errno or 1)
        except BaseException:
            os._exit(255)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_at(step: int, work) -> bool:
    """Run work() in a process that is killed at its step-th call to the disk; False where it ends before."""

    def doomed():
        left = [step]
        for name in STEPS:
            plain = getattr(os, name)

            def counted(*told, plain=plain):
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)
                return plain(*told)

            setattr(os, name, counted)
        work()

    code = in_child(doomed)
    assert code in (0, -signal.SIGKILL)
    return code < 0


def content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def data(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text


@pytest.mark.parametrize("before", [{}, OLD])
def test_a_killed_run_leaves_nothing_half_and_the_next_one_finds_its_names(tmp_path, before):
    step = 1
    while True:
        at = tmp_path / str(step)
        put([before], at)
        ended = killed_at(step, lambda at=at: put([NEW], at))
        for name in NEW:
            assert content(at / name) in (data(before[name]) if before else None, data(NEW[name]))
        lines: list[str] = []
        newest = {name: f"terbaru {name}" for name in NEW}
        assert [path.name for path in put([newest], at, warn=lines.append)] == list(NEW) and not lines
        assert {path.name: content(path) for path in at.iterdir() if path.name != RECORD} == {
            name: text.encode() for name, text in newest.items()
        }
        if not ended:
            break
        step += 1
    assert step > 2 * len(NEW)


@pytest.mark.parametrize("before", [False, True])
def test_a_folder_is_whole_or_absent_too(tmp_path, before):
    old, new = {"x/a.csv": "lama", "b.yml": "lama"}, {"x/a.csv": "baru", "c.yml": "baru"}
    step = 1
    while True:
        at = tmp_path / str(step) / "gx"
        if before:
            put_folder(old, at)
        ended = killed_at(step, lambda at=at: put_folder(new, at))
        found = {
            path.relative_to(at).as_posix(): path.read_text()
            for path in at.rglob("*")
            if path.is_file() and path.name != RECORD
        }
        assert found in ([old, new, {}] if before else [{}, new])
        lines: list[str] = []
        assert put_folder(new, at, lines.append) == [at] and not lines
        assert [path.name for path in at.parent.iterdir()] == ["gx"]
        if not ended:
            break
        step += 1
    assert step > len(new)


def test_a_full_disk_leaves_what_was_there(tmp_path):
    put([OLD], tmp_path)
    seen = (tmp_path / RECORD).read_bytes()
    full = NEW | {"b.json": "baru b" * 9000}

    def bounded(most: int):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        put([full], tmp_path)

    assert in_child(lambda: bounded(10)) == errno.EFBIG  # not even the record
    assert {name: content(tmp_path / name) for name in OLD} == {n: data(t) for n, t in OLD.items()}
    assert (tmp_path / RECORD).read_bytes() == seen
    assert in_child(lambda: bounded(9000)) == errno.EFBIG  # all but one file
    assert content(tmp_path / "b.json") == data(OLD["b.json"])
    assert {path.name for path in tmp_path.iterdir()} == {*OLD, RECORD}
    lines: list[str] = []
    assert [path.name for path in put([full], tmp_path, warn=lines.append)] == list(full) and not lines


def test_a_full_disk_is_one_line(run, tmp_path, monkeypatch, rules):
    def full(_file):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    told = run("check", folder(tmp_path / "dinas", SUMS), "--rules", rules([card()]), "--out", "o")
    refused(told, "penyimpanan penuh", "o")
    assert not list((tmp_path / "o").iterdir())


def test_two_runs_at_once_lose_nothing(tmp_path):
    def work(source: str):
        for turn in range(15):
            put([{"findings.json": f"{source} {turn}"}], tmp_path, [Path(source)])

    children = []
    for source in ("badan", "dinas"):
        child = os.fork()
        if not child:
            try:
                work(source)
                os._exit(0)
            finally:
                os._exit(1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    told = {(tmp_path / name).read_text() for name in ("findings.json", "findings-2.json")}
    assert told == {"badan 14", "dinas 14"}
    assert set(json.loads((tmp_path / RECORD).read_bytes())) == {"findings.json", "findings-2.json"}
    assert len(list(tmp_path.iterdir())) == 3


def test_a_folder_that_another_run_holds_is_one_line(run, tmp_path, monkeypatch, rules):
    monkeypatch.setattr(atomic, "PATIENCE", 0.1)
    ready, done = os.pipe(), os.pipe()
    child = os.fork()
    if not child:
        with atomic.held(tmp_path / "o"):
            os.write(ready[1], b"x")
            os.read(done[0], 1)
        os._exit(0)
    os.read(ready[0], 1)
    call = ("check", folder(tmp_path / "dinas", SUMS), "--rules", rules([card()]), "--out", "o")
    told = run(*call)
    os.write(done[1], b"x")
    os.waitpid(child, 0)
    refused(told, "ditulisi proses lain", "o")
    assert run(*call)[0] == 0


def test_a_thread_may_hold_a_folder_twice(tmp_path):
    with atomic.held(tmp_path), atomic.held(tmp_path / "." / "sub" / ".."):
        assert put([{"a.md": "satu"}], tmp_path) == [tmp_path / "a.md"]


@pytest.fixture
def outside(tmp_path) -> Path:
    """A folder with something in it, to which links lead."""
    made = tmp_path / "luar"
    made.mkdir()
    (made / "isi.txt").write_text("milik orang")
    yield made
    assert [path.name for path in made.iterdir()] == ["isi.txt"]
    assert (made / "isi.txt").read_text() == "milik orang"


def test_no_link_is_followed(tmp_path, outside):
    at = tmp_path / "o"
    at.mkdir()
    (at / "temuan.md").symlink_to(outside / "isi.txt")
    (at / "baru.md").symlink_to(outside / "belum.txt")
    (at / "gx").symlink_to(outside)
    (at / RECORD).symlink_to(outside / "isi.txt")
    lines: list[str] = []
    made = put([{"temuan.md": "satu", "baru.md": "dua"}], at, warn=lines.append)
    assert [path.name for path in made] == ["temuan-2.md", "baru-2.md"] and len(lines) == 1
    assert put_folder({"isi.txt": "tiga"}, at / "gx") == [at / "gx-2"]
    assert not (at / RECORD).is_symlink()


def test_a_record_names_nothing_outside_its_folder(tmp_path, outside):
    """Whoever hands over a folder of results may have written its record."""
    for at in (tmp_path / "gx", tmp_path / "situs"):
        at.mkdir()
        put([{"../luar/isi.txt": "milik orang"}], tmp_path / "lain")
        (at / RECORD).write_bytes((tmp_path / "lain" / RECORD).read_bytes())
    assert put_folder({"a.csv": "1"}, tmp_path / "gx") == [tmp_path / "gx"]
    put_whole({"index.html": "a"}, tmp_path / "situs")


def test_the_folder_of_a_report_is_no_link(run, tmp_path, outside, rules):
    sources = [folder(tmp_path / name, SUMS) for name in ("badan", "dinas")]
    (tmp_path / "o").mkdir()
    (tmp_path / "o" / "badan").symlink_to(outside)
    code, _, err = run("check", *sources, "--rules", rules([card()]), "--out", "o", "--format", "json")
    assert code == 0 and "badan" in err and "tautan" in err and err.count("\n") == 1
    assert (tmp_path / "o" / "dinas" / "findings.json").exists()


def test_a_pipe_in_the_way_is_left_alone(tmp_path):
    os.mkfifo(tmp_path / "temuan.md")
    os.mkfifo(tmp_path / RECORD)
    assert put([{"temuan.md": "satu"}], tmp_path) == [tmp_path / "temuan-2.md"]


def test_rights_of_a_file_are_kept(tmp_path):
    (path,) = put([{"temuan.md": "satu"}], tmp_path)
    path.chmod(0o640)
    put([{"temuan.md": "dua"}], tmp_path)
    assert path.stat().st_mode & 0o777 == 0o640 and path.read_text() == "dua"


def test_a_new_workbook_takes_no_name_of_another(tmp_path):
    path = tmp_path / "tabel.xlsx"

    def slow(name: str) -> bytes:
        if name == "tabel.xlsx" and not path.exists():  # another run is quicker
            path.write_bytes(b"lain")
        return name.encode()

    assert atomic.write_new(path, slow) == tmp_path / "tabel-2.xlsx"
    assert path.read_bytes() == b"lain" and (tmp_path / "tabel-2.xlsx").read_bytes() == b"tabel-2.xlsx"
    path.unlink()
    path.symlink_to(tmp_path / "kosong")
    assert atomic.write_new(path, slow) == tmp_path / "tabel-3.xlsx"
