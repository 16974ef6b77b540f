"""Pages as people say them: "hlm. 3 (lembar 6)" where a PDF prints page 3 on its sixth sheet, in every text and
paper; where nothing is printed, or what is printed rises with no sheets, only the sheet."""

import io
import json
import zipfile

import openpyxl
import pandas as pd
import pytest
from lxml import html

from cermat import audit
from cermat.datasets.readers.opening import open_document
from cermat.reports import write
from cermat.schemas.places import PAGE_COLUMNS, aside, listed, on_page, table_number
from cermat.schemas.submission import merge
from tests.helpers import findings, one, quick
from tests.small_pdf import Sheet, write_pdf

HEAD = ["Indikator", "Target", "Realisasi", "Capaian (%)"]
FOOT = 810  # of 842 points


def prose(words: str = "Uraian bagian ini memuat penjelasan singkat.") -> Sheet:
    return Sheet().teks(60, 200, words).teks(60, 220, "Penjelasan selanjutnya ada di bawah ini.")


def numbered(*feet: str | None, at: int = FOOT) -> list[Sheet]:
    """A sheet a foot line; None: nothing at the foot."""
    return [
        (one := prose(f"Uraian bagian ini yang ke {word}.")) and (one.teks(290, at, foot) if foot else one)
        for foot, word in zip(
            feet, "satu dua tiga empat lima enam tujuh delapan sembilan".split(), strict=False
        )
    ]


def pages(tmp_path, *sheets: Sheet) -> dict[int, str]:
    return open_document(write_pdf(tmp_path / "laporan.pdf", *sheets)).pages


@pytest.mark.parametrize(
    ("feet", "told"),
    [
        ((None, "1", "2", "3", "4"), {2: "1", 3: "2", 4: "3", 5: "4"}),
        # front matter in roman numerals, then arabic ones; the cover bears none
        ((None, "ii", "iii", "1", "2", "3"), {2: "ii", 3: "iii", 4: "1", 5: "2", 6: "3"}),
        # the title page of a chapter bears none, but stands between its neighbours
        (("5", "6", None, "8", "9"), {1: "5", 2: "6", 3: "7", 4: "8", 5: "9"}),
        # numbering within chapters
        (("I - 1", "I - 2", "I - 3", "II - 1", "II - 2", "II - 3"), dict(enumerate(
            ("I-1", "I-2", "I-3", "II-1", "II-2", "II-3"), 1))),
        (("LKjIP 2023 | 4", "LKjIP 2023 | 5", "LKjIP 2023 | 6"), {1: "4", 2: "5", 3: "6"}),
        (("Halaman 3 dari 40", "Halaman 4 dari 40", "Halaman 5 dari 40"), {1: "3", 2: "4", 3: "5"}),
        # pages taken out of a report: the offset changes
        (("1", "2", "3", "11", "12", "13"), {1: "1", 2: "2", 3: "3", 4: "11", 5: "12", 6: "13"}),
        # nothing that rises with the sheets
        (("2023", "2023", "2023", "2023"), {}),
        (("7", "3", "12", "5"), {}),
        (("1", "2", "9", "4", "5"), {1: "1", 2: "2", 4: "4", 5: "5"}),
        ((None, "3", None, None), {}),
        (("BAB III", "BAB III", "BAB III"), {}),
        (("1", None, None, None, None, None, "7"), {}),
    ],
)  # fmt: skip
def test_page_numbers_are_told_where_they_rise_with_the_sheets(tmp_path, feet, told):
    assert pages(tmp_path, *numbered(*feet)) == told


def test_numbers_at_the_head_count_too(tmp_path):
    assert pages(tmp_path, *numbered(None, "1", "2", "3", at=30)) == {2: "1", 3: "2", 4: "3"}


def test_a_list_that_goes_over_pages_is_no_page_number(tmp_path):
    sheets = [
        Sheet().teks(60, 60, f"{number + 4}. Kegiatan {name} dilaksanakan sesuai rencana.").teks(60, 300, "Uraian.")
        for number, name in enumerate(("pelatihan", "penyuluhan", "pendampingan", "pengawasan"))
    ]  # fmt: skip
    assert pages(tmp_path, *sheets) == {}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Cover, two sheets of front matter, then pages 1 to 5; the wrong capaian stands on page 3, sheet 6."""
    sheets = [prose(), *numbered("ii", "iii", "1", "2", "3", "4", "5")]
    page = sheets[5]
    page.teks(60, 60, "BAB III AKUNTABILITAS KINERJA", 14, bold=True)
    rows = [
        HEAD,
        ["Layanan selesai", "80,00", "84,00", "115,00"],
        ["Warga terlayani", "90,00", "81,00", "90,00"],
    ]
    table(page, "Tabel 3.1 Capaian Kinerja Tahun 2023", rows)
    path = write_pdf(tmp_path_factory.mktemp("halaman") / "laporan.pdf", *sheets)
    return path, audit.check(path)


def test_findings_tell_the_printed_page_and_the_sheet(made):
    _, result = made
    (found,) = [f for f in result.to_dict()["findings"] if f["rule"] == "CAP-01"]
    assert "Tabel 3.1, hlm. 3 (lembar 6)" in found["rekomendasi"]
    assert {(place["page"], place["printed"]) for place in found["places"]} == {(6, "3")}


def test_the_quoted_rule_tells_it_too():
    row = {"indikator": "Angka stunting", "arah": "turun", "tahun": "2023", "target": "10", "realisasi": "12"}
    rule = {"arah": "turun", "rumus": "dua_target", "teks": "(2T - R) / T x 100%", "halaman": "12"}
    sub = one(indikator=[row | {"capaian": "120"}], rumus=[rule])
    sub.pages = pd.DataFrame([(sub.laporan["laporan"].iat[0], 12, "8")], columns=PAGE_COLUMNS)
    (found,) = findings(quick(sub), rule="CAP-02")
    assert found["kriteria"] == 'Laporan hlm. 8 (lembar 12): "(2T - R) / T x 100%"'


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_paper_tells_it(made, tmp_path, lang):
    _, result = made
    forms = ["html", "xlsx", "docx", "perbaikan", "md", "marked"]
    paths = write(result.to_dict(), result, tmp_path, forms, lang)
    shown = {"id": "hlm. 3 (lembar 6)", "en": "p. 3 (sheet 6)"}[lang]
    for path in paths:
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as opened:
                text = "".join(opened.read(name).decode("utf-8", "replace") for name in opened.namelist())
        else:
            text = path.read_bytes().decode("utf-8", "replace")
        if path.suffix != ".pdf" and not path.name.startswith(("pernyataan", "formulir", "surat")):
            assert shown in text or "hlm. 3 (lembar 6)" in text, path.name


def test_papers_open_the_sheet_of_the_pdf(made, tmp_path):
    """From wherever they lie."""
    path, result = made
    folder = path.parent / "hasil"
    paths = {one.name: one for one in write(result.to_dict(), result, folder, ["xlsx", "perbaikan"])}
    tree = html.fromstring(paths["lembar-perbaikan.html"].read_bytes())
    assert "../laporan.pdf#page=6" in tree.xpath('//td[@class="at"]/a/@href')
    for name, sheet in (("kertas-kerja-reviu.xlsx", "Temuan"), ("lembar-perbaikan.xlsx", "Lembar Perbaikan")):
        book = openpyxl.load_workbook(paths[name])
        links = [cell.hyperlink for row in book[sheet].iter_rows() for cell in row if cell.hyperlink]
        opened = {(link.target.replace("\\", "/"), link.location) for link in links if link.target}
        assert ("../laporan.pdf", "page=6") in opened


def table(page: Sheet, caption: str, rows: list[list[str]]) -> None:
    page.teks(60, 320, caption)
    for line, row in enumerate(rows):
        for at, text in enumerate(row):
            left, top = 60 + 120 * at, 330 + 20 * line
            page.box(left, top, left + 120, top + 20).teks(left + 4, top + 14, text)


def test_texts_that_a_reader_of_documents_writes_tell_both_too(tmp_path):
    sheets = [prose(), prose(), *numbered("1", "2", "3", "4")]
    sheets[5].teks(
        60, 320, "Kegiatan pembinaan kelompok dengan alokasi anggaran Rp 21.840.517.000 realisasinya"
    )
    sheets[5].teks(60, 332, "sebesar Rp. ……")
    table(sheets[4], "Tabel 3.1 Capaian Kinerja Tahun 2023", [HEAD, ["Layanan", "80,00", "84,00", "105,00"]])
    told = audit.check(write_pdf(tmp_path / "laporan.pdf", *sheets)).to_dict()
    (said,) = [found["kondisi"] for found in told["findings"] if "jumlahnya kosong" in found["kondisi"]]
    assert "(halaman 4, lembar 6)" in said


def test_reports_together_keep_their_own_pages(made, tmp_path):
    path, _ = made
    other = write_pdf(tmp_path / "laporan.pdf", *numbered("7", "8", "9"))
    both = merge([audit.read(path), audit.read(other)])
    own = both.pages.groupby("laporan")["cetak"].agg(list).to_dict()
    assert own["laporan.pdf (2)"] == ["7", "8", "9"] and own["laporan.pdf"][:3] == ["ii", "iii", "1"]
    assert json.loads(json.dumps(own)) == own


def test_one_wording_for_all():
    assert (on_page(13, "8"), on_page(13, "13"), on_page(13, None)) == (
        "hlm. 8 (lembar 13)",
        "hlm. 13",
        "hlm. 13",
    )
    assert (on_page(None, None), on_page(-1, None)) == ("", "")
    assert (aside(13, "8"), aside(13, ""), aside(-1, "")) == (" (halaman 8, lembar 13)", " (halaman 13)", "")
    assert listed([35, 110], ["30", "105"]) == "halaman 30, 105; lembar 35, 110"
    assert listed([35, 110], ["", ""]) == "halaman 35, 110" and listed([-1], [""]) == ""
    assert table_number("Tabel 3.16. Capaian") == "Tabel 3.16" and table_number("Tabel berikut 3") == ""
