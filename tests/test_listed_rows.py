"""A list of figures in prose whose names are the rows under one indicator of a table."""

import pytest

from cermat import audit

TABLE = """| No | Indikator | Target | Realisasi | Capaian (%) |
|---|---|---|---|---|
| 1 | Populasi ternak: Sapi potong | 400 | 410 | 102,50 |
| 2 | Populasi ternak: Kerbau | 100 | 90 | 90,00 |
| 3 | Populasi ternak: Domba | 1.000 | 1.200 | 120,00 |
| 4 | Populasi ternak: Itik | 250 | 300 | 120,00 |
"""
LIST = "Keberhasilan tahun 2021 adalah populasi ternak yaitu sapi potong {} ekor, kerbau {} ekor, domba {} ekor dan itik {} ekor."


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (LIST.format(410, 90, "1.200", 300), 0),
        (LIST.format(431, 90, "1.200", 300), 1),  # three agree with realisasi: the fourth is its too
        (LIST.format(431, 95, "1.240", 310), 4),
        (LIST.format(400, 100, "1.000", 250), 0),  # the targets
        (LIST.format(431, 95, "1.240", 310).replace("Keberhasilan tahun 2021", "Kebutuhan tahun 2021"), 0),
        (LIST.format(431, 95, "1.240", 310).replace("2021", "2019"), 0),  # another year's
        (
            "Keberhasilan tahun 2021 adalah populasi ternak yaitu sapi potong 431 ekor dan kerbau 95 ekor.",
            0,
        ),  # too few to be sure
    ],
)
def test_a_list_of_rows(tmp_path, sentence, told):
    path = tmp_path / "laporan.md"
    path.write_text(
        f"# LAPORAN KINERJA DINAS TERNAK TAHUN 2021\n\n## BAB III AKUNTABILITAS KINERJA\n\n{TABLE}\n## BAB "
        f"IV PENUTUP\n\n{sentence}\n"
    )
    found = [f for f in audit.check(path).to_dict()["findings"] if f["rule"] == "SIL-01"]
    assert len(found) == told
