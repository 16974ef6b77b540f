"""In the report as it is laid out again no figure that a finding speaks of looks proven: red in a real browser."""

import re

import pytest

from cermat import audit
from cermat.datasets.document.laid_tables import lay_out
from cermat.reports import html
from tests.helpers import one, quick

KNOWN = [
    {"tabel": "p", "kode": "t", "uraian": "Total", "ukuran": "jumlah", "nilai": "27"},
    {"tabel": "p", "induk": "t", "uraian": "Gelandangan", "ukuran": "jumlah", "nilai": "4"},
    {"tabel": "p", "induk": "t", "uraian": "Anak jalanan", "ukuran": "jumlah", "nilai": "23"},
]
EXCEEDED = {
    "rincian": KNOWN,
    "layanan": [{"uraian": "penjangkauan", "penerima": "gelandangan", "realisasi": "100"}],
}
JUMP = {
    "seri": [
        {"indikator": "A", "ukuran": "capaian", "tahun": "2019", "nilai": "74,24"},
        {"indikator": "A", "ukuran": "capaian", "tahun": "2020", "nilai": "1.081,93"},
    ]
}
SOUND = {"anggaran": [{"uraian": "Program A", "pagu": "200", "realisasi": "100", "persen": "50,00"}]}


WRONG = {
    "anggaran": [{"uraian": "Program A", "pagu": "200", "realisasi": "100", "sisa": "100", "persen": "97%"}]
}


@pytest.fixture
def opened(visit, tmp_path):
    """opened(tables) → their page in a browser"""

    def make(tables: dict):
        result = quick(one(**tables))
        lay_out(result.sub)
        path = tmp_path / "laporan.html"
        path.write_text(html.page(result.to_dict("r"), result), encoding="utf-8")
        return visit(path)

    return make


@pytest.fixture
def colours(opened):
    """colours(tables) → (background by figure, background of what is proven, of what is contradicted)"""

    def make(tables: dict) -> tuple[dict[str, str], str, str]:
        page = opened(tables)
        ground = "e => getComputedStyle(e).backgroundColor"
        shown = {
            re.sub(r"\s", "", figure.inner_text()): figure.evaluate(ground)
            for figure in page.locator(".doc .n").all()
        }
        proven, wrong = (
            page.locator(f".key .n.{state}").evaluate(ground) for state in ("recomputed", "contradicted")
        )
        return shown, proven, wrong

    return make


def test_both_sides_of_an_exceeded_population_are_red(colours):
    shown, proven, wrong = colours(EXCEEDED)
    assert shown["100"] == shown["4"] == wrong
    assert shown["27"] == proven != wrong


def test_a_jump_that_nothing_explains_is_red(colours):
    shown, _, wrong = colours(JUMP)
    assert shown["74,24"] == wrong


def test_what_is_proven_stays_green(colours):
    shown, proven, wrong = colours(SOUND)
    assert shown["50,00"] == proven != wrong


@pytest.mark.parametrize(("tables", "wanted"), [(WRONG, ["50,00%"]), (EXCEEDED, [])])
def test_green_is_only_what_is_to_be_printed(opened, tables, wanted):
    """In the form in which it is to be printed; of a population that is exceeded nothing is."""
    page = opened(tables)
    texts = ".gravest .becomes, .lines .becomes, .pair .becomes bdi"
    assert sorted(set(page.locator(texts).all_text_contents())) == wanted


@pytest.mark.shared
def test_words_that_the_figures_contradict_are_red(shared):
    """ "cenderung mengalami penurunan", where the count rose: the words, not only the count."""
    result = quick(audit.read(shared / "seeds" / "000_0549a7cbacc22fc7.txt"))
    report = result.to_dict()
    (found,) = [one for one in report["findings"] if one["rule"] == "TRN-06"]
    (words,) = [place["text"] for place in found["places"] if "angka" not in place]
    assert "penurunan" in words
    assert f'<mark class="contradicted">{words}</mark>' in html.page(report, result)
