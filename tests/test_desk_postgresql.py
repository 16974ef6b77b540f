"""The same tests of the desk over a PostgreSQL that an office shares, and what two who work at once may do."""

import pytest

from tests import postgresql, test_desk, test_desk_office
from tests.desk_killed import killed_amid_uploads
from tests.desk_server import client, fill_office, send, wait_read
from tests.helpers import often

test_resubmission = test_desk.test_a_corrected_resubmission_shows_what_is_solved
test_rejection = test_desk.test_a_rejected_finding_is_a_waiver_with_its_reason
test_answer = test_desk.test_an_answer_of_the_agency_keeps_the_decision
test_overview = test_desk.test_state_deadline_and_overview
test_record = test_desk.test_the_record_only_grows
test_agencies = test_desk_office.test_no_agency_sees_another_ones
test_signing_out = test_desk_office.test_signing_out_ends_the_session
test_at_once = test_desk_office.test_two_who_decide_at_once_do_not_overwrite_each_other
test_passwords = test_desk_office.test_wrong_passwords_are_counted


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
    path = send(desk, "laporan kecil.md", test_desk.WRONG)
    wait_read(desk, path)
    return path


def test_uploads_outlive_a_kill(tmp_path, address):
    killed_amid_uploads(tmp_path, often(4, 6), postgresql.fresh(address, "mati"))


def test_the_address_is_told_in_one_line():
    from cermat.reports.desk.database import opened
    from cermat.schemas.errors import InputError

    with pytest.raises(InputError, match="basis data tidak dapat dibuka"):
        opened("postgresql://cermat@127.0.0.1:1/tidak-ada")
