"""The empty workbook: explained, nothing to audit as it is, and read as filled in."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from cermat import audit
from cermat.datasets.read_tables import from_frames
from cermat.datasets.workbook.looks import example_rows, explanation, sheet_name, words
from cermat.datasets.workbook.tables import text_tables
from cermat.datasets.workbook.template import write_template
from cermat.schemas.errors import InputError
from cermat.schemas.tables import PLACE_COLUMNS, all_tables
from tests import helpers
from tests.workbook_helpers import REPORT, cell, column, found, texts


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    return write_template(tmp_path_factory.mktemp("templat") / "templat.xlsx")


def test_template_has_every_table_and_column_explained(template):
    wb = openpyxl.load_workbook(template)
    assert wb.sheetnames[0] == sheet_name("guide")
    for name, spec in all_tables().items():
        sheet = wb[name]
        assert [c.value for c in sheet[1]] == ["contoh", *spec.columns]
        assert [c.value for c in sheet[2]][1:] == [k.label + " *" * k.required for k in spec.columns.values()]
        assert not [c for c in spec.columns if not explanation(name, c)], name
        assert all(c.comment and len(c.comment.text) > 5 for c in sheet[2])
        closed = {k.name: k.choices for k in spec.columns.values() if k.choices}
        lists = {
            next(iter(r.sqref.ranges)).min_col: r.formula1 for r in sheet.data_validations.dataValidation
        }
        for c, options in closed.items():
            assert lists[column(sheet, c)] == f'"{",".join(options)}"'
        assert sheet.freeze_panes and sheet.auto_filter.ref and sheet.print_title_rows == "$1:$2"


def test_texts_name_no_table_or_column_that_is_not_there():
    assert set(words()["tables"]) == set(all_tables())
    for name, text in words()["tables"].items():
        known = set(all_tables()[name].columns) - set(PLACE_COLUMNS)
        assert set(text["columns"]) <= known and set(text.get("suggest", {})) <= known
        assert {c for row in text["examples"] for c in row} <= set(all_tables()[name].columns)


def test_examples_are_a_sound_report_when_filled_in():
    tables = {name: pd.DataFrame(example_rows(name)).fillna("") for name in all_tables()}
    about = pd.DataFrame({"laporan": ["contoh"], "sumber": ["uji"], "sha256": [""], "jenis": ["tabel"]})
    sub = from_frames(tables, about)
    assert sub.struktur.empty
    assert not [
        f
        for f in helpers.findings(helpers.quick(sub, helpers.cards()), "contoh")
        if f["severity"] != "rendah"
    ]


def test_an_empty_template_is_nothing_to_audit(template, capsys):
    with pytest.raises(InputError, match="belum ada baris yang diisi"):
        audit.read(template)
    assert audit.main(["check", str(template)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_filled_template_says_what_the_document_says(template, tmp_path):
    # "16.051" among decimals is read by its unit in a document, by its column in a table
    (tmp_path / "laporan.md").write_text(REPORT.replace("16.051", "1.216.051"), encoding="utf-8")
    sub = audit.read(tmp_path / "laporan.md")
    wb = openpyxl.load_workbook(template)
    for name, frame in text_tables(sub).items():
        sheet, start = wb[name], 3 + len(example_rows(name))
        for r, row in enumerate(frame.to_dict("records"), start):
            for c, head in enumerate(sheet[1], 1):
                if row.get(head.value):
                    sheet.cell(r, c).value = row[head.value]
    wb.save(tmp_path / "isian.xlsx")
    filled = audit.read(tmp_path / "isian.xlsx")
    assert filled.struktur.empty
    assert found(filled)[0] == found(sub)[0]


def test_an_example_row_that_was_filled_in_is_told(template, tmp_path):
    wb = openpyxl.load_workbook(template)
    sheet = wb["indikator"]
    cell(sheet, "target", "62,00").value = "63,00"
    sheet.append([None, "Indeks literasi", None, None, 2024])
    wb.save(tmp_path / "isian.xlsx")
    sub = audit.read(tmp_path / "isian.xlsx")
    assert texts(sub, "indikator", "indikator") == [("Indeks literasi",)]
    assert (
        sub.struktur["kolom"].tolist() == ["contoh"]
        and "kosongkan kolom contoh" in sub.struktur["pesan"].iat[0]
    )
