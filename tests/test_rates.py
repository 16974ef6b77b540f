"""Rates of one thing that are per different numbers, and the year of a table that its equal corrects."""

import pytest

from cermat import audit
from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.structure.rates import rates


def told(*rows: str) -> set[str]:
    grid = "| No | Sasaran | Indikator | Target | Realisasi |\n|---|---|---|---|---|\n" + "\n".join(rows)
    found: list[str] = []
    rates(
        assemble(parse_text(f"## BAB III\n\n{grid}\n"), "uji"), lambda kind, value, line: found.append(value)
    )
    return set(found)


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (
            [
                "| 1 | Sehatnya ternak | Angka kematian anak sapi | 5,8/1000 ekor | 4,1/1000 ekor |",
                "| 2 | Sehatnya ternak | Angka kematian anak sapi | 5,8/100 ekor | 4,1/1000 ekor |",
            ],
            1,
        ),
        (
            [
                "| 1 | Sehatnya ternak | Angka kematian anak sapi | 5,8/1000 ekor | 4,1/1.000 ekor |",
                "| 2 | Sehatnya ternak | Angka kematian induk sapi | 58/100.000 ekor | 41/100.000 ekor |",
            ],
            0,
        ),
        (
            ["| 1 | Sehatnya ternak | Angka kematian anak sapi | 5,8/1000 ekor | 4,1/100 ekor |"],
            0,
        ),  # nobody says which
        (["| 1 | Sehatnya ternak | Penyuluhan peternak sapi | 12/24 kali | 10/20 kali |"], 0),
    ],
)
def test_rates_per_different_numbers(rows, count):
    assert len(told(*rows)) == count


def test_the_head_of_another_year_is_corrected(tmp_path):
    rows = "| Luas kebun rakyat terawat | 10 | 9 | 90,00 |\n| Banyaknya kelompok tani aktif | 20 | 15 | 75,00 |\n"
    head = "| Indikator | Target {0} | Realisasi {0} | Capaian {0} (%) |\n|---|---|---|---|\n"
    other = "| Indikator | Capaian 2020 | Capaian 2021 |\n|---|---|---|\n| Luas kebun rakyat terawat | 80,00 | 90,00 |\n"
    text = f"# LAPORAN KINERJA DINAS KEBUN TAHUN 2021\n\n## BAB III\n\n{head.format(2020)}{rows}\nDiuraikan lagi.\n\n{head.format(2021)}{rows}\n"
    path = tmp_path / "laporan.md"
    path.write_text(f"{text}\nPerbandingan.\n\n{other}")
    rules = [f["rule"] for f in audit.check(path).to_dict()["findings"]]
    assert "FMT-08" in rules and "SIL-01" not in rules
