"""Opens the desk: `audit.py serve`."""

import logging
import sys
from getpass import getpass
from pathlib import Path

from cermat.reports.desk.settings import Engine, Settings
from cermat.schemas.errors import InputError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(engine: Engine, settings: Settings) -> None:
    """Answer until somebody stops it. InputError where the desk would be open to others without sign-in."""
    import uvicorn

    from cermat.reports.desk.app import make

    if settings.host not in LOOPBACK and not settings.shared:
        raise InputError(
            "meja yang dibuka untuk komputer lain memerlukan --shared, agar orang masuk dengan nama"
        )
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    alone = (
        settings.host in LOOPBACK and not settings.shared
    )  # who signs in may come by the office's own name
    hosts = LOOPBACK if alone else ()
    app = make(engine, settings, hosts)
    print(f"Meja terbuka di http://{settings.host}:{settings.port}/ (Ctrl-C untuk menutup)", flush=True)
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        date_header=False,
    )


def add_person(settings: Settings, told: str) -> str:
    """A person "nama:peran[:instansi]"; the password is asked, or read from standard input. Returns the
    name."""
    from cermat.reports.desk import people
    from cermat.reports.desk.database import opened

    name, _, rest = told.partition(":")
    role, _, agency = rest.partition(":")
    if not name.strip() or not role:
        raise InputError("pengguna ditulis nama:peran atau nama:perencana:instansi")
    settings.folder.mkdir(parents=True, exist_ok=True)
    password = getpass("Kata sandi: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with opened(settings.address).begin() as session:
        people.add(session, name.strip(), role.strip(), agency.strip(), password)
    return name.strip()


def save(settings: Settings, target: Path) -> Path:
    """A backup of the database in one file."""
    from cermat.reports.desk.database import backup

    return backup(settings.address, target)
