"""The database of the desk: one SQLite file (WAL), or a PostgreSQL that an office shares."""

from contextlib import closing
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from cermat.schemas.errors import InputError

_WAIT = 30_000  # milliseconds until a locked database is told


def opened(address: str) -> "sessionmaker[Session]":
    """Sessions of the database at this address, brought to the newest version. InputError where it cannot be
    reached."""
    try:
        engine = create_engine(driver(address), pool_pre_ping=True)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _pragmas)
        _migrate(engine)
    except (ArgumentError, NoSuchModuleError):
        raise InputError("alamat basis data tidak dikenal; pakai postgresql://… atau sqlite:///…") from None
    except OperationalError as error:
        raise InputError(f"basis data tidak dapat dibuka: {_first_line(error)}") from None
    return sessionmaker(engine, expire_on_commit=False)


def driver(address: str) -> str:
    """The address with the driver that speaks to it."""
    return address.replace("postgresql://", "postgresql+psycopg://", 1)


def _first_line(error: OperationalError) -> str:
    return str(error.orig).strip().splitlines()[0]


def _pragmas(connection, _record) -> None:
    """Readers do not wait for the one who writes; what is written lasts."""
    with closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={_WAIT}")


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(files("cermat.reports.desk").joinpath("migrations")))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def backup(address: str, target: Path) -> Path:
    """A copy of the SQLite database in one file, also while the desk works. InputError for another kind, or
    where the file is there already."""
    import sqlite3

    if not address.startswith("sqlite:///"):
        raise InputError("cadangan PostgreSQL dibuat dengan pg_dump")
    if target.exists():
        raise InputError(f"'{target}' sudah ada; pilih nama lain")
    source = address.removeprefix("sqlite:///")
    if not Path(source).is_file():
        raise InputError(f"belum ada basis data di '{source}'")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
    return target
