"""A desk that an office shares: who sees and does what, and what is refused."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from cermat.schemas.errors import InputError
from tests.desk_server import (
    SMALL,
    client,
    fill_office,
    findings_of,
    post,
    seen_on,
    send,
    sign_in,
    sign_out,
    wait_read,
)

WRONG = SMALL.format(capaian="85,00").encode()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with client(tmp_path_factory.mktemp("kantor"), shared=True) as asking:
        fill_office(asking)
        yield asking


def test_a_stranger_sees_nothing(office):
    sign_out(office)
    for path in ("/", "/ringkasan", "/kiriman/x", "/kiriman/x/tabel"):
        answer = office.get(path, follow_redirects=False)
        assert answer.status_code == 303 and answer.headers["location"] == "/masuk"
    refused = sign_in(office, "rina", "salah")
    assert refused.status_code == 403 and "keliru" in refused.text and "sesi" not in office.cookies


def test_no_agency_sees_another_ones(office):
    sign_in(office, "rina")
    path = send(office, "milik rina.md", WRONG)
    wait_read(office, path)
    number = findings_of(office, path)[0]["id"]
    assert post(office, f"{path}/temuan/{number}", putusan="terima").status_code == 403
    assert post(office, f"{path}/telaah", telaah="selesai").status_code == 403
    assert "akan kami" in post(office, f"{path}/temuan/{number}", tanggapan="akan kami perbaiki").text
    sign_in(office, "joko")
    assert "milik rina" not in office.get("/").text
    assert "milik rina" not in office.get("/ringkasan.csv").text
    sign_in(office, "sari")
    assert "milik rina" in office.get("/").text
    theirs = send(office, "untuk joko.md", WRONG, instansi="Dinas Pertanian")
    refused = office.post(
        "/kiriman",
        data={"kunci": office.cookies["kunci"], "instansi": "Dinas Lain"},
        files={"laporan": ("a.md", WRONG)},
    )
    assert refused.status_code == 422
    sign_in(office, "joko")
    assert office.get(theirs).status_code == 200
    sign_in(office, "sari")
    assert "akan kami perbaiki" in office.get(path).text
    assert post(office, f"{path}/telaah", telaah="dikembalikan").status_code == 200


def test_signing_out_ends_the_session(office):
    sign_in(office, "sari")
    token = office.cookies["sesi"]
    office.post("/keluar", data={"kunci": office.cookies["kunci"]})
    office.cookies.set("sesi", token)
    assert office.get("/", follow_redirects=False).status_code == 303
    office.cookies.delete("sesi")


def test_a_person_needs_a_role_a_password_and_an_agency(office):
    from cermat.reports.desk import people

    for told in (
        ("a", "raja", "", "sandi-panjang"),
        ("a", "perencana", "", "sandi-panjang"),
        ("a", "reviewer", "", "pendek"),
    ):
        with pytest.raises(InputError), office.app.state.desk.sessions() as session:
            people.add(session, *told)


def test_two_who_decide_at_once_do_not_overwrite_each_other(office):
    sign_in(office, "sari")
    path = send(office, "dua pereviu.md", WRONG)
    wait_read(office, path)
    address = f"{path}/temuan/{findings_of(office, path)[0]['id']}"
    assert post(office, address, putusan="terima").status_code == 200
    sign_in(office, "budi")
    late = post(office, address, putusan="tolak", alasan="sudah benar")
    assert late.status_code == 409 and "baru saja ditangani sari" in late.text
    first, second = _together(office, address, seen_on(office.get(path)))
    assert sorted((first.status_code, second.status_code)) == [200, 409]
    assert "diterima oleh" in office.get(path).text


def _together(office, address: str, seen: str) -> list:
    """Two decisions of two who have seen the same one, sent at the same moment."""
    with ThreadPoolExecutor(2) as both:
        sent = [both.submit(post, office, address, sesudah=seen, catatan=f"catatan {n}") for n in (1, 2)]
        return [one.result() for one in sent]


def test_wrong_passwords_are_counted(office):
    for _ in range(10):
        assert sign_in(office, "tebak", "bukan sandinya").status_code == 403
    refused = sign_in(office, "tebak", "bukan sandinya")
    assert refused.status_code == 403 and "terlalu sering" in refused.text
    assert sign_in(office, "sari").status_code == 200
