"""One regulation cited with two numbers or two years."""

import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.document_lines import all_lines
from cermat.datasets.recognise.structure.regulations import regulations

LAW = "Undang-Undang Nomor {} Tahun {} tentang Pengelolaan Wilayah Pesisir dan Pulau-Pulau Kecil"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (LAW.format(27, 2007) + ";", LAW.format(27, 2017) + " (Lembaran Negara Tahun 2007 Nomor 84);", 2),
        (LAW.format(27, 2007) + ";", LAW.format(72, 2007) + ".", 2),
        (LAW.format(27, 2007) + ";", LAW.format(27, 2007) + ".", 0),
        (LAW.format(27, 2007) + ";", LAW.format(1, 2014) + ".", 0),  # a law that follows the other
        (
            LAW.format(27, 2007) + ";",
            LAW.format(27, 2017).replace("Undang-Undang", "Peraturan Pemerintah") + ".",
            0,
        ),
        (
            "Peraturan Daerah Nomor 9 Tahun 2019 tentang Anggaran Pendapatan dan Belanja Daerah Kabupaten;",
            "Peraturan Daerah Nomor 9 Tahun 2020 tentang Anggaran Pendapatan dan Belanja Daerah Kabupaten;",
            0,
        ),
        (
            "Peraturan Menteri Nomor 5 Tahun 2019 tentang Perubahan atas Peraturan tentang Izin Kapal;",
            "Peraturan Menteri Nomor 5 Tahun 2020 tentang Perubahan atas Peraturan tentang Izin Kapal;",
            0,
        ),
    ],
)
def test_two_citations(one, other, told):
    document = assemble(
        parse_text(f"## BAB I PENDAHULUAN\n\nDasar hukum laporan ini adalah:\n\n1. {one}\n\n2. {other}\n"),
        "uji",
    )
    found: list[str] = []
    regulations(all_lines(document), lambda kind, value, line: found.append(value))
    assert len(found) == told and len(set(found)) == bool(told)
