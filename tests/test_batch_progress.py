"""What is seen while a batch runs."""

import pytest

from cermat.reports.batch.agencies import UNKNOWN, Agency, agency
from cermat.reports.batch.progress import Lines, lasting, progress, speed


def test_rate_and_time_left():
    assert speed(50, 100, 10, "dokumen") == "5,0 dokumen/detik, kira-kira 10 detik lagi"
    assert speed(1, 1000, 4, "dokumen") == "0,25 dokumen/detik, kira-kira 1 jam 7 menit lagi"
    assert speed(100, 100, 200, "laporan") == "0,50 laporan/detik, selama 3 menit"
    assert speed(0, 100, 10, "dokumen") == ""
    assert [lasting(seconds) for seconds in (0.2, 89, 600, 7200, 8000)] == [
        "1 detik",
        "89 detik",
        "10 menit",
        "2 jam",
        "2 jam 13 menit",
    ]


def test_without_a_terminal_a_line_now_and_then(capsys, monkeypatch):
    with progress("membaca", 10, "dokumen") as done:
        done(10)
    assert capsys.readouterr() == ("", "")  # it took no time
    lines = Lines("membaca", 10, "dokumen")
    lines.start -= 100
    lines.last -= 100
    lines.done(5)
    lines.done(1)
    assert capsys.readouterr().err.startswith("membaca: 5 dari 10 0,05 dokumen/detik, kira-kira")
    lines.tell()
    assert capsys.readouterr().err.startswith("membaca: 6 dari 10")


@pytest.mark.parametrize(
    ("name", "kind", "region"),
    [
        ("DINAS SOSIAL KABUPATEN UJI", "Dinas Sosial", "Kabupaten Uji"),
        ("Dinas Sosial Kab. Uji", "Dinas Sosial", "Kabupaten Uji"),
        ("Dinas Sosial Kabupaten Uji Provinsi Coba", "Dinas Sosial", "Kabupaten Uji"),
        ("Badan Perencanaan dan Riset Kota Coba", "Badan Perencanaan dan Riset", "Kota Coba"),
        ("Kecamatan Contoh Kota Coba", "Kecamatan", "Kota Coba"),
        ("Kecamatan Contoh", "Kecamatan", UNKNOWN),
        ("PEMERINTAH PROVINSI COBA", "Pemerintah Daerah", "Provinsi Coba"),
        ("Kementerian Contoh", "Kementerian Contoh", UNKNOWN),
        ("", UNKNOWN, UNKNOWN),
    ],
)
def test_an_agency_is_of_a_kind_and_a_region(name, kind, region):
    assert agency(name) == Agency(kind, region)
