"""In the report as it is laid out again no figure that a finding speaks of looks proven: red in a real browser."""

import re

import pytest

from cermat import audit
from cermat.datasets.document.laid_tables import lay_out
from cermat.reports import html
from cermat.reports.labels import GRADES
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


def test_right_figures_that_others_are_only_held_against_are_thin_and_grey(opened):
    """Three are served of four who are there: not more is tested, so the 3 is not green but has a thin grey line."""
    fewer = EXCEEDED | {"layanan": [EXCEEDED["layanan"][0] | {"realisasi": "3"}]}
    page = opened(fewer)
    styles = """e => { const style = getComputedStyle(e), sides = style.textDecorationColor.match(/\\d+/g).slice(0, 3);
        return [Math.max(...sides) - Math.min(...sides), parseFloat(style.textDecorationThickness), style.fontWeight,
                style.textDecorationStyle]; }"""
    held = page.locator(".doc .n.weak", has_text="3").first.evaluate(styles)
    proven = page.locator(".doc .n.recomputed").first.evaluate(styles)
    assert held[0] < 16 < proven[0]  # hardly a colour
    assert held[1] < proven[1] and held[2:] == ["400", "dotted"]


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


def test_the_page_counts_matters_wherever_it_counts(visit, tmp_path):
    """Tiles, the filter of grades and what it leaves: heads, not every row of them."""
    result = quick(audit.read(audit.bundled()))
    path = tmp_path / "laporan.html"
    report = result.to_dict()
    path.write_text(html.page(report, result), encoding="utf-8")
    page = visit(path)
    tiles = [int(page.locator(f".tile.{grade} dd").inner_text()) for grade in GRADES]
    picks = [int(page.locator(f".pick.{grade} .soft").inner_text()) for grade in GRADES]
    assert tiles == picks == [report["summary"]["matters"][grade] for grade in GRADES]
    assert sum(tiles) < len(report["findings"])
    page.locator(".pick.rendah input").uncheck()
    assert page.locator(".count").inner_text() == f"{sum(tiles[:2])} dari {sum(tiles)} temuan"
