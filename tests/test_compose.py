"""The composer by itself: the same arguments give the same bytes; names that are not known are told."""

import hashlib

import pandas as pd
import pytest

from cermat.datasets.compose import FORMATS, compose, layouts, wordings
from cermat.datasets.compose.sample import sample
from cermat.datasets.compose.style import Style
from cermat.schemas.errors import InputError

FACTS = {"instansi": "Dinas Uji", "tahun": 2020}


@pytest.mark.parametrize("format", FORMATS)
def test_same_arguments_same_bytes(format, tmp_path):
    digests = set()
    for n in range(2):
        path = compose(
            sample(4), format, tmp_path / f"{n}.{format}", layout="dua_baris", wording="resmi", seed=9
        )
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_layouts_and_wordings_differ(tmp_path):
    assert len(layouts()) >= 3 and len(wordings()) >= 3
    texts = {
        compose(
            sample(4), "md", tmp_path / f"{layout}-{wording}.md", layout=layout, wording=wording
        ).read_text(encoding="utf-8")
        for layout in layouts()
        for wording in wordings()
    }
    assert len(texts) == len(layouts()) * len(wordings())


@pytest.mark.parametrize(
    "wrong",
    [{"format": "rtf"}, {"layout": "miring"}, {"wording": "puitis"}],
    ids=["format", "layout", "wording"],
)
def test_unknown_names_are_told(wrong, tmp_path):
    options = {"format": "md", "layout": "gabung", "wording": "lugas"} | wrong
    format = options.pop("format")
    with pytest.raises(InputError, match="tidak dikenal; yang ada"):
        compose(sample(4), format, tmp_path / "x", **options)


def test_few_tables_are_enough(tmp_path):
    rows = pd.DataFrame(
        [
            {
                "tabel": "t",
                "indikator": "Indeks Kepuasan",
                "tahun": "2020",
                "target": "80",
                "realisasi": "82",
                "capaian": "102,50",
            }
        ]
    )
    text = compose({"indikator": rows}, "txt", tmp_path / "kecil.txt", layout="sasaran").read_text(
        encoding="utf-8"
    )
    assert "Indeks Kepuasan" in text and "102,50" in text and "Anggaran dan Realisasi" not in text


@pytest.mark.parametrize(
    ("layout", "text", "measure", "unit", "printed"),
    [
        ("gabung", "1.234.567", "pagu", "", "Rp1.234.567"),
        ("sasaran", "1.234.567", "pagu", "", "Rp1.234.567,00"),
        ("gabung", "98,71", "capaian", "", "98,71%"),
        ("dua_baris", "98,71%", "realisasi", "%", "98.71%"),
        ("dua_baris", "1.234,50", "realisasi", "ton", "1,234.50 ton"),
        ("dua_baris", "1.234", "jumlah", "orang", "1.234 orang"),
        ("gabung", "76,5", "realisasi", "indeks", "76,5"),
        ("gabung", "-", "realisasi", "%", "-"),
    ],
)
def test_numbers_in_sentences(layout, text, measure, unit, printed):
    assert Style(layout, "lugas", 0, FACTS).value(text, measure, unit) == printed


def test_sizes(tmp_path):
    small, large = (sum(len(f) for f in sample(4, size).values()) for size in (1, 5))
    assert large > 3 * small
