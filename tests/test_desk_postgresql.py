"""The same tests of the desk over a PostgreSQL that an office shares, and what two who work at once may do."""

import pytest

from tests import postgresql
from tests.desk_server import client, fill_office, send, wait_read
from tests.test_desk import WRONG
from tests.test_desk_restart import killed_amid_uploads

__all__ = [name for name in dir() if name.startswith("test_")]


@pytest.fixture(scope="module")
def address():
    if not (postgresql.program("initdb") and postgresql.program("pg_ctl")):
        pytest.skip("PostgreSQL is not here and could not be installed")
    try:
        with postgresql.cluster() as made:
            yield made
    except RuntimeError as error:
        pytest.skip(f"PostgreSQL does not start here: {error}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory, address):
    database = postgresql.fresh(address, "kantor")
    with client(tmp_path_factory.mktemp("meja"), database=database) as asking:
        yield asking


@pytest.fixture(scope="module")
def office(tmp_path_factory, address):
    database = postgresql.fresh(address, "bersama")
    with client(tmp_path_factory.mktemp("kantor"), database=database, shared=True) as asking:
        fill_office(asking)
        yield asking


@pytest.fixture(scope="module")
def small(desk) -> str:
    path = send(desk, "laporan kecil.md", WRONG)
    wait_read(desk, path)
    return path


def test_uploads_outlive_a_kill(tmp_path, address):
    killed_amid_uploads(tmp_path, 6, postgresql.fresh(address, "mati"))


def test_the_address_is_told_in_one_line():
    from cermat.reports.desk.database import opened
    from cermat.schemas.errors import InputError

    with pytest.raises(InputError, match="basis data tidak dapat dibuka"):
        opened("postgresql://cermat@127.0.0.1:1/tidak-ada")
