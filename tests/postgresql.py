"""A PostgreSQL that lives as long as the tests: a cluster in a folder of its own, on a port of its own."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.desk_server import free_port

_USERS = ("postgres", "nobody")  # as whom it runs where root asks: it refuses to run as root


def program(name: str) -> str | None:
    """Path of one of PostgreSQL's programs: Debian keeps them off the PATH."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(kept[-1]) if kept else shutil.which(name)


def _user() -> dict:
    """As whom a program of it is started, as subprocess is told."""
    if os.getuid():
        return {}
    for name in _USERS:
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    return {}


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The address of a running PostgreSQL, without the name of a database; RuntimeError where it does not
    start."""
    user, folder = _user(), Path(tempfile.mkdtemp(prefix="cermat-pg-"))
    data, port = folder / "data", free_port()
    if user:
        os.chown(folder, user["user"], user["group"])

    def run(*command: str) -> None:
        log = folder / "keluaran.txt"
        with log.open("wb") as told:
            done = subprocess.run(command, cwd=folder, stdout=told, stderr=told, timeout=120, **user)
        if done.returncode:
            raise RuntimeError(log.read_text("utf-8", "replace")[-400:])

    begin, control = program("initdb"), program("pg_ctl")
    assert begin and control
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=60"
    try:
        run(begin, "-D", str(data), "-A", "trust", "-U", "cermat", "-E", "UTF8", "--locale=C", "--no-sync")
        run(control, "-D", str(data), "-w", "-l", str(folder / "log.txt"), "-o", settings, "start")
        yield f"postgresql://cermat@127.0.0.1:{port}"
    finally:
        with contextlib.suppress(RuntimeError):
            run(control, "-D", str(data), "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def fresh(address: str, name: str) -> str:
    """The address of a new, empty database."""
    import psycopg

    with psycopg.connect(f"{address}/postgres", autocommit=True) as asking:
        asking.execute(f'CREATE DATABASE "{name}"')
    return f"{address}/{name}"
