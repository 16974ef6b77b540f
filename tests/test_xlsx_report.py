"""The workbook: what is on its sheets, texts that stay texts, the registry of formats."""

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest

from cermat import audit
from cermat.reports import DEFAULT, FORMATS, put, write, xlsx
from cermat.reports.labels import BY_THE_UNIT
from cermat.reports.xlsx_book import lines_in
from tests import hostile
from tests.helpers import quick
from tests.office import convert
from tests.xlsx_helpers import SHEETS, Made, heads, rows


@pytest.fixture(scope="module")
def bundled() -> Made:
    return Made(audit.read(audit.bundled()))


@pytest.fixture(scope="module")
def bad() -> Made:
    return Made(hostile.submission())


# --- what is on the sheets


def test_sheets_and_findings(bundled):
    book = bundled.open()
    assert book.sheetnames == SHEETS
    sheet, at = book["Temuan"], heads(book["Temuan"])
    found = rows(sheet)
    assert len(found) == len(bundled.findings["findings"])
    for line, f in zip(found, bundled.findings["findings"], strict=True):
        assert (line[at["Tingkat"]], line[at["Aturan"]], line[at["ID temuan"]]) == (
            f["severity"],
            f["rule"],
            f["id"],
        )
        for title in ("Kondisi", "Kriteria", "Akibat", "Rekomendasi"):
            assert line[at[title]] == f[title.lower()]
        assert line[at["Sebab"]] == (f["sebab"] or BY_THE_UNIT)
        assert line[at["No."]] == (f["no"] or "–")
        assert f["title"] in line[at["Temuan"]]
        assert line[at["Tempat"]]
        assert line[at["Status"]] == "belum ditanggapi"
        assert not line[at["Tanggapan"]] and not line[at["Paraf"]]
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"belum ditanggapi,diterima,ditolak,diperbaiki"'
    letter = openpyxl.utils.get_column_letter(at["Status"] + 1)
    assert str(choice.sqref) == f"{letter}2:{letter}{len(found) + 1}"


def test_the_summary_counts_and_names_matters_as_every_paper(bundled):
    lines = [list(row) for row in bundled.open()["Ringkasan"].iter_rows(values_only=True)]
    counts = bundled.findings["summary"]["matters"]
    total = next(row for row in lines if row[0] == "jumlah" and row[4])
    assert total[1:5] == [*counts.values(), sum(counts.values())]
    named = [str(row[6]).partition(" · ")[0] for row in lines if " · " in str(row[6])]
    assert named == [str(number + 1) for number in range(counts["tinggi"] + counts["sedang"])]


def test_every_number_comparison_and_rule_is_there(bundled):
    book, f = bundled.open(), bundled.findings
    numbers, at = rows(book["Angka"]), heads(book["Angka"])
    angka = bundled.result.sub.angka
    assert [r[at["Tercetak"]] for r in numbers] == [str(t).strip() for t in angka["teks"]]
    states = [r[at["Keadaan"]] for r in numbers if r[at["Keadaan"]]]
    assert len(states) == f["summary"]["numbers"]["printed"]
    assert states.count("dibantah") == f["summary"]["numbers"]["contradicted"]
    unproven = [r for r in numbers if r[at["Alasan belum terbukti"]]]
    assert len(unproven) == len(f["unreached"])
    assert len(rows(book["Kertas Kerja"])) == len(bundled.result.workings(bundled.laporan))
    at = heads(book["Aturan"])
    assert [(r[at["Aturan"]], r[at["Status"]]) for r in rows(book["Aturan"])] == [
        (r["id"], r["status"]) for r in f["rules"]
    ]
    history = {r[0]: r[1] for r in book["Riwayat"].iter_rows(values_only=True)}
    assert history["Sidik sumber (SHA-256)"] == f["report"]["sha256"]
    assert history["Sidik aturan (SHA-256)"] == f["engine"]["rules_sha256"]
    assert history["Waktu"] == f["engine"]["time"]


def test_mismatches_come_first_with_the_numbers_of_all_papers(bundled):
    sheet = bundled.open()["Kertas Kerja"]
    at, lines = heads(sheet), rows(sheet)
    numbers = [line[at["No."]] for line in lines]
    found = sum(bool(number) for number in numbers)
    order = [finding["no"] for finding in bundled.findings["findings"]]
    assert 10 < found < 200 and not any(numbers[found:])
    assert list(dict.fromkeys(numbers[:found])) == [no for no in order if no in numbers]
    assert {line[at["Hasil"]] for line in lines[:found]} == {"tidak cocok"}
    assert "tidak cocok" not in {line[at["Hasil"]] for line in lines[found:]}
    hidden = [sheet.row_dimensions[line].hidden for line in range(2, len(lines) + 2)]
    assert not any(hidden[:found]) and all(hidden[found:])
    assert sheet.print_area == f"'Kertas Kerja'!$A$1:$L${found + 1}"


def test_links_lead_from_a_finding_to_its_figures(bundled):
    """Temuan → its first comparison → the printed number, and back."""
    book = bundled.open()

    def behind(cell):
        name, _, at = cell.hyperlink.location.rpartition("!")
        return book[name.strip("'")][at]

    first = book["Temuan"]["A2"]
    line = behind(first)
    assert line.parent.title == "Kertas Kerja" and line.value == first.value == "1"
    assert behind(line) is first
    at = heads(book["Kertas Kerja"])
    stated = line.parent.cell(line.row, at["Tercetak"] + 1)
    number = behind(stated)
    angka = heads(book["Angka"])
    assert number.parent.title == "Angka" and not number.parent.row_dimensions[number.row].hidden
    assert number.parent.cell(number.row, angka["Tercetak"] + 1).value == stated.value
    assert first.value in number.parent.cell(number.row, angka["Temuan"] + 1).value.split(", ")


def test_tests_are_named_by_what_holds(bundled):
    negative = re.compile(r"\b(tidak|bukan|belum|berbeda|bertentangan|keliru|hilang|kosong)\b", re.I)
    named = {card.id: card.holds_title for card in bundled.result.cards}
    assert not {id: name for id, name in named.items() if not name or negative.search(name)}
    assert all(card.holds_title_en for card in bundled.result.cards)
    sheet = bundled.open()["Kertas Kerja"]
    at = heads(sheet)
    assert {(line[at["Aturan"]], line[at["Yang diuji"]]) for line in rows(sheet)} <= set(named.items())


def test_it_prints_what_is_found(bundled, soffice, tmp_path):
    import pypdfium2

    path = tmp_path / "kertas-kerja.xlsx"
    path.write_bytes(bundled.content)
    paper = pypdfium2.PdfDocument(convert(soffice, "pdf", tmp_path, path)[0])
    texts = [page.get_textpage().get_text_range() for page in paper]
    assert len(paper) <= 20
    assert sum("Kertas Kerja" in text[:60] for text in texts) <= 5


@pytest.mark.shared
def test_the_seed_prints_on_twenty_pages(shared, soffice, tmp_path):
    import pypdfium2

    made = Made(audit.read(shared / "seeds" / "lkjip-dinsos-buleleng-2023.docx"))
    path = tmp_path / "kertas-kerja.xlsx"
    path.write_bytes(made.content)
    assert len(pypdfium2.PdfDocument(convert(soffice, "pdf", tmp_path, path)[0])) <= 20


def test_it_can_be_filtered_and_printed(bundled):
    book = bundled.open()
    for sheet in book:
        assert sheet.page_setup.paperSize == "9" or sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for name in SHEETS[1:5]:
        sheet = book[name]
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref.startswith("A1:")


def test_waivers_and_warnings(tmp_path):
    result = quick(hostile.submission())
    (first, *_) = result.to_dict()["findings"]
    path = tmp_path / "pengecualian.yaml"
    path.write_text(
        f'- {{id: {first["id"]}, alasan: "=1+1 diterima", oleh: "Ketua tim", sampai: 2999-12-31}}\n'
        '- {id: "000000000000", alasan: "tidak dipakai", oleh: "Ketua tim", sampai: 2999-12-31}\n',
        encoding="utf-8",
    )
    from cermat.checks.profile import read_waivers

    sub = hostile.submission()
    sub.warnings.append("=halaman 3 tidak terbaca")
    made = Made(sub, waivers=read_waivers(path))
    book = made.open()
    at = heads(book["Temuan"])
    excused = [r for r in rows(book["Temuan"]) if r[at["Pengecualian"]]]
    assert [r[at["ID temuan"]] for r in excused] == [first["id"]]
    assert "=1+1 diterima" in excused[0][at["Pengecualian"]]
    told = [c for r in book["Riwayat"].iter_rows(values_only=True) for c in r if c]
    assert {"=halaman 3 tidak terbaca", "000000000000", "tidak dipakai"} <= set(told)


def test_a_sound_report_has_a_workbook_too():
    from tests.helpers import one

    made = Made(
        one(
            indikator=[
                {"indikator": "x", "tahun": "2020", "target": "80", "realisasi": "84,61", "capaian": "105,76"}
            ],
            identitas=[{"jenis": "petikan", "nilai": "ya"}],
        )
    )
    assert rows(made.open()["Temuan"])[0][3] == "Tidak ada temuan."


def test_numbers_of_other_documents_are_listed(bundled):
    """A comparison may refer to a number of a document that the report was only held against."""
    from cermat.schemas.submission import merge
    from tests.helpers import one

    row = {
        "indikator": "Cakupan layanan",
        "tahun": "2020",
        "target": "80,00",
        "realisasi": "84,00",
        "capaian": "105,00",
    }
    sub = merge([one(indikator=[row]), one(indikator=[row | {"target": "85,00", "capaian": "98,82"}])])
    made = Made(sub, beside=[sub.laporan["laporan"].iat[1]])
    own = set(sub.angka.index[sub.angka["laporan"].eq(made.laporan)])
    used = {i for w in made.result.workings(made.laporan) for i in w["numbers"]}
    at = heads(made.open()["Angka"])
    listed = {r[at["ID"]] for r in rows(made.open()["Angka"])}
    assert own | used <= listed


# --- texts stay texts


def test_no_text_becomes_a_formula_or_a_link(bad):
    book = bad.open()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink:  # our own: to a cell of this workbook
                    assert re.fullmatch(r"('Kertas Kerja'|Temuan|Angka)!A\d+", cell.hyperlink.location)
                    assert not cell.hyperlink.target and not cell.hyperlink.id
                if cell.data_type == "f":  # our own: references and arithmetic
                    assert re.fullmatch(r"=[-+*/(),.:$!'<>\"\dA-Za-z ]+", str(cell.value)), cell.value
                    assert not re.search(r"HYPERLINK|DDE|cmd|WEBSERVICE|http", str(cell.value), re.I)
    with zipfile.ZipFile(BytesIO(bad.content)) as z:
        assert not [n for n in z.namelist() if "external" in n.lower() or "vba" in n.lower()]
        for name in z.namelist():
            text = z.read(name).decode("utf-8")
            assert "contoh.invalid" not in text or not name.endswith(".rels")
            assert not re.search("<hyperlink[^>]* r:id", text)
            assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08]", text)


def test_hostile_texts_are_shown_as_they_are(bad):
    told = [
        c for sheet in bad.open() for r in sheet.iter_rows(values_only=True) for c in r if isinstance(c, str)
    ]
    whole = "\n".join(told)
    for text in (
        hostile.SCRIPT,
        "{{7*7}}",
        hostile.LINK,
        "=1+1",
        "@SUM(A1)",
        "javascript:alert(1)",
        "_x0041_",
        "&amp; &",
    ):
        assert text in whole, text
    assert max(map(len, told)) <= 32_767


def test_heights_of_rows():
    assert lines_in("satu", 10) == 1
    assert lines_in("satu\ndua\n\nempat", 10) == 4
    assert 8 <= lines_in("kata " * 40, 20) <= 14
    assert 4 <= lines_in("k" * 100, 20) <= 8
    assert lines_in("x" * 100_000, 1) < 100_000


# --- the registry


def test_registry_and_command_line_agree():
    assert set(DEFAULT) <= set(FORMATS)
    assert DEFAULT == ("html", "xlsx", "json")
    names = [f.file for f in FORMATS.values() if f.file]
    assert len({n.casefold() for n in names}) == len(names)


def test_no_file_overwrites_another(tmp_path):
    source = tmp_path / "Temuan.html"
    source.write_text("kiriman", encoding="utf-8")
    paths = put(
        [{"temuan.html": "a"}, {"TEMUAN.HTML": "b", "lain.md": "c"}, {"lain.md": b"d"}], tmp_path, [source]
    )
    assert [p.name for p in paths] == ["temuan-2.html", "TEMUAN-3.HTML", "lain.md", "lain-2.md"]
    assert [p.read_text(encoding="utf-8") for p in paths] == ["a", "b", "c", "d"]
    assert source.read_text(encoding="utf-8") == "kiriman"


def test_a_submission_in_the_output_folder_is_left_alone(bundled, tmp_path):
    source = tmp_path / "kertas-kerja-reviu.xlsx"
    source.write_bytes(b"kiriman")
    findings = bundled.findings | {"report": bundled.findings["report"] | {"source": str(source)}}
    (path,) = write(findings, bundled.result, tmp_path, ["xlsx", "xlsx"])
    assert path.name == "kertas-kerja-reviu-2.xlsx"
    assert source.read_bytes() == b"kiriman"


def test_an_answered_workbook_is_not_overwritten(bundled, tmp_path):
    (path,) = write(bundled.findings, bundled.result, tmp_path, ["xlsx"])
    again = bundled.findings | {"engine": bundled.findings["engine"] | {"time": "2030-01-01T00:00:00+00:00"}}
    assert write(again, bundled.result, tmp_path, ["xlsx"]) == [path]  # nobody has written into it
    book = openpyxl.load_workbook(path)
    sheet = book["Temuan"]
    sheet.cell(2, heads(sheet)["Tanggapan"] + 1).value = "Sudah diperbaiki"
    book.properties.lastModifiedBy = "Cermat"
    book.save(path)
    (later,) = write(again, bundled.result, tmp_path, ["xlsx"])
    assert later.name == "kertas-kerja-reviu-2.xlsx"
    assert "Sudah diperbaiki" in [c.value for c in openpyxl.load_workbook(path)["Temuan"][2]]
    assert write(again, bundled.result, tmp_path, ["xlsx"]) == [later]
    later.write_bytes(b"rusak")
    assert write(again, bundled.result, tmp_path, ["xlsx"])[0].name == "kertas-kerja-reviu-3.xlsx"


def test_the_same_audit_makes_the_same_bytes(bundled):
    assert xlsx.book(bundled.findings, bundled.result) == bundled.content


def test_english_labels():
    made = Made(hostile.submission(), "en")
    book = made.open()
    assert "Findings" in book.sheetnames
    assert heads(book["Findings"]).keys() >= {"Grade", "Rules", "Answer", "Status", "Initials"}
