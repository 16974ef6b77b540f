"""What is refused at the desk: every address for a stranger and for another agency's planner, forms of other
pages, files that want more than to be read."""

import io
import logging
import stat
import zipfile

import pytest
from sqlalchemy import text

from cermat.reports.desk.app import ROUTES
from tests.desk_server import SMALL, client, fill_office, findings_of, send, sign_in, sign_out, wait_read

WRONG = SMALL.format(capaian="85,00").encode()
OPEN = {("GET", "/masuk"), ("POST", "/masuk"), ("POST", "/keluar")}
# All that any form of the desk asks for.
FIELDS = {
    "tabel": "indikator",
    "baris": "0",
    "kolom": "capaian",
    "jenis": "indikator",
    "teks": "1",
    "milik": "Produksi ikan budidaya",
    "bagian": "rumus_turun",
    "nilai": "dua target",
    "tanggapan": "sudah benar",
    "telaah": "selesai",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with client(tmp_path_factory.mktemp("kantor"), shared=True) as asking:
        fill_office(asking)
        yield asking


@pytest.fixture(scope="module")
def report(office) -> tuple[str, str]:
    """(id of a submission of one agency, id of its finding)."""
    sign_in(office, "rina")
    path = send(office, "milik rina.md", WRONG)
    wait_read(office, path)
    return path.rpartition("/")[2], findings_of(office, path)[0]["id"]


def addresses(office, report) -> list[tuple[str, str, str]]:
    """(method, route, address) of everything that the desk answers to."""
    values = {"kiriman": report[0], "temuan": report[1], "nomor": 1, "bentuk": "json"}
    made = []
    for route in [route for part in ROUTES for route in part.router.routes]:
        address = route.path.replace("/ringkasan.{bentuk}", "/ringkasan.csv").format(**values)
        made += [(method, route.path, address) for method in sorted(route.methods - {"HEAD"})]
    return made


def ask(office, method: str, address: str, **headers):
    if method == "GET":
        return office.get(address, params=FIELDS, headers=headers, follow_redirects=False)
    files = {"laporan": ("a.md", WRONG)} if address == "/kiriman" else None
    data = {"kunci": office.cookies["kunci"], **FIELDS}
    return office.post(address, data=data, files=files, headers=headers, follow_redirects=False)


def kept(office) -> list:
    with office.app.state.desk.sessions() as session:
        return [
            session.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar()
            for table in ("kiriman", "koreksi", "penetapan", "keputusan", "riwayat")
        ]


def test_a_stranger_is_sent_to_the_door_everywhere(office, report):
    sign_out(office)
    before, asked = kept(office), addresses(office, report)
    assert len(asked) > 25
    for method, route, address in asked:
        if (method, route) in OPEN:
            continue
        answer = ask(office, method, address)
        assert (answer.status_code, answer.headers.get("location")) == (303, "/masuk"), (method, route)
        piece = ask(office, method, address, **{"hx-request": "true"})
        assert piece.status_code == 401 and piece.headers["hx-redirect"] == "/masuk", (method, route)
    assert kept(office) == before


def test_another_agency_finds_nothing_anywhere(office, report, caplog):
    sign_in(office, "joko")
    before = kept(office)
    for method, route, address in addresses(office, report):
        if "{kiriman}" not in route:
            continue
        with caplog.at_level(logging.WARNING, "cermat.meja"):
            answer = ask(office, method, address)
        assert answer.status_code in (403, 404), (method, route, answer.status_code)
        assert "Produksi" not in answer.text and "Perikanan" not in answer.text, (method, route)
        assert "ditolak: joko" in caplog.records[-1].getMessage(), (method, route)
    assert kept(office) == before
    assert "milik rina" not in "".join(
        office.get(path).text for path in ("/", "/ringkasan", "/ringkasan.csv")
    )
    assert ask(office, "GET", "/kasus.jsonl").status_code == 403
    upload = {
        "data": {"kunci": office.cookies["kunci"], "sebelum": report[0]},
        "files": {"laporan": ("a.md", WRONG)},
    }
    assert office.post("/kiriman", **upload).status_code == 404 and kept(office) == before


def test_no_form_of_another_page_does_anything(office, report):
    sign_in(office, "sari")
    before = kept(office)
    for method, route, address in addresses(office, report):
        if method == "GET":
            continue
        files = {"laporan": ("a.md", WRONG)} if address == "/kiriman" else None
        told = {**FIELDS, "nama": "sari", "sandi": "sandi-panjang"}
        without = office.post(address, data=told, files=files)
        assert without.status_code == 403, route
        elsewhere = office.post(
            address,
            data=told | {"kunci": office.cookies["kunci"]},
            headers={"origin": "http://jahat.example"},
        )
        assert elsewhere.status_code == 403 and elsewhere.text == "formulir berasal dari halaman lain\n", (
            route
        )
    assert kept(office) == before


def archive(name: str, content: bytes, link: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        about = zipfile.ZipInfo(name)
        about.compress_type = zipfile.ZIP_DEFLATED
        if link:
            about.create_system, about.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        file.writestr(about, content)
    return made.getvalue()


@pytest.mark.parametrize(
    "name, content",
    [
        ("naik.zip", archive("../../luar.md", WRONG)),
        ("tautan.zip", archive("laporan.md", b"/etc/passwd", link=True)),
        ("bom.zip", archive("laporan.md", b"0" * 30_000_000)),
        ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("<img src=x onerror=alert(1)>.pdf", b"%PDF-1.7 bukan"),
    ],
)
def test_a_hostile_file_is_refused_with_a_line(office, name, content):
    sign_in(office, "sari")
    path = send(office, name, content)
    wait_read(office, path)
    page = office.get(path).text
    assert 'class="pesan" role="alert"' in page and "<img src" not in page and "<svg" not in page
    assert "Traceback" not in page and "/etc" not in page.replace("etc.", "")
    record = office.get(f"{path}/riwayat").text
    assert "tidak terbaca" in record
    folder = office.app.state.desk.settings.folder
    assert not list(folder.parent.rglob("luar.md"))
