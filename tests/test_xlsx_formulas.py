"""Live formulas of the workbook: LibreOffice recalculates what the engine did."""

import math
import re
import subprocess
import zipfile
from io import BytesIO

import openpyxl
import pytest

from cermat import audit
from cermat.reports.xlsx_formula import live
from tests import hostile
from tests.xlsx_helpers import SHEETS, Made, heads, rows

# recalculate whatever the file says it holds
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>"""


@pytest.fixture(scope="module")
def bundled() -> Made:
    return Made(audit.read(audit.bundled()))


@pytest.fixture(scope="module")
def bad() -> Made:
    return Made(hostile.submission())


def without_results(content: bytes) -> bytes:
    """The workbook with a wrong result stored for every formula."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f><v>)[^<]*(</v>)", rb"\g<1>-987654\g<2>", data)
            new.writestr(name, data)
    return out.getvalue()


@pytest.fixture(scope="module")
def recalculated(bundled, bad, soffice, tmp_path_factory) -> list[openpyxl.Workbook]:
    """What LibreOffice makes of both workbooks."""
    folder = tmp_path_factory.mktemp("kertas")
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    paths = [folder / "bundled.xlsx", folder / "bad.xlsx"]
    for path, made in zip(paths, (bundled, bad), strict=True):
        path.write_bytes(without_results(made.content))
    command = [
        soffice,
        f"-env:UserInstallation={profile.parent.as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder / "dihitung"),
        *map(str, paths),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [openpyxl.load_workbook(folder / "dihitung" / p.name, data_only=True) for p in paths]


def compare_with_engine(made: Made, told: openpyxl.Workbook) -> int:
    """Every live formula of the comparisons against the engine; returns how many there are."""
    written, sheet = made.open()["Kertas Kerja"], told["Kertas Kerja"]
    at = heads(written)
    stated, again, gap, engine = (
        at[k] for k in ("Nilai tercetak", "Hitung ulang (rumus)", "Selisih", "Hitung ulang (mesin)")
    )
    checked = 0
    for formulas, values in zip(rows(written), rows(sheet), strict=True):
        if formulas[again] is None:
            continue
        assert formulas[again].startswith("="), formulas
        assert math.isclose(values[again], values[engine], rel_tol=1e-9, abs_tol=1e-9), (formulas, values)
        if formulas[stated]:
            assert math.isclose(values[gap], values[stated] - values[again], rel_tol=1e-9, abs_tol=1e-6)
        checked += 1
    return checked


def test_libreoffice_recalculates_what_the_engine_did(bundled, recalculated):
    told = recalculated[0]
    workings = bundled.result.workings(bundled.laporan)
    wanted = [w for w in workings if w["formula"]]
    assert compare_with_engine(bundled, told) == len(wanted) > 300
    summary = {r[0].value: r[1].value for r in told["Ringkasan"].iter_rows()}
    assert summary["dihitung dengan rumus"] == len(wanted)
    assert summary["berbeda dari mesin"] == 0
    assert summary["belum ditanggapi"] == len(bundled.findings["findings"])
    errors = [c.coordinate for sheet in told for row in sheet.iter_rows() for c in row if c.data_type == "e"]
    assert not errors


def test_stored_results_are_those_of_the_engine(bundled):
    """For viewers that do not calculate."""
    sheet = bundled.open(data_only=True)["Kertas Kerja"]
    assert compare_with_engine(bundled, {"Kertas Kerja": sheet}) > 300


def test_stated_values_refer_to_the_numbers(bundled):
    book = bundled.open()
    at, numbers = heads(book["Kertas Kerja"]), book["Angka"]
    references = [r for r in rows(book["Kertas Kerja"]) if r[at["Nilai tercetak"]]]
    assert len(references) > 300
    column = heads(numbers)
    for r in references:
        cell = re.fullmatch(r"=Angka!\$C\$(\d+)", r[at["Nilai tercetak"]])
        line = numbers[int(cell[1])]
        assert line[column["Tercetak"]].value == r[at["Tercetak"]]
        assert isinstance(line[column["Nilai"]].value, int | float)


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("(([56]/[23])*100)", "=(Angka!$C$57/Angka!$C$24)*100"),
        ("[7]", "=Angka!$C$8"),
        ("SUM([1],[2],[3],[9])", "=SUM(Angka!$C$2:$C$4,Angka!$C$10)"),
        ("SUM([1],[2],[9])", "=SUM(Angka!$C$2,Angka!$C$3,Angka!$C$10)"),
        ("([1]-[2])/([3])", "=(Angka!$C$2-Angka!$C$3)/(Angka!$C$4)"),
        ("(-[1])+1e-05", "=(-Angka!$C$2)+1e-05"),
        ("", ""),
        ("[99]", ""),  # not on the sheet
        ("nan", ""),
        ("[1]*inf", ""),
        ('HYPERLINK("x")', ""),
        ("[1];[2]", ""),
        ("cmd|'/c calc'!A1", ""),
        ("([1]", ""),
        ("[1])+(", ""),
        ("[1]" + "+[2]" * 2_000, ""),  # longer than a spreadsheet takes
    ],
)
def test_formulas_are_arithmetic_and_nothing_else(formula, told):
    assert live(formula, {i: i for i in range(60)}, "Angka", "C") == told


def test_libreoffice_opens_it_without_doing_anything(bad, recalculated):
    told = recalculated[1]
    assert compare_with_engine(bad, told) > 10
    assert told.sheetnames == SHEETS
