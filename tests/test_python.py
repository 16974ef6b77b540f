"""Cermat from Python: what a result shows, what may be handed over, what describes the tables."""

import io
import shutil
import tomllib
from pathlib import Path

import jsonschema
import pandas as pd
import pytest

import cermat
from cermat import audit, schemas
from cermat.checks.told import COLUMNS
from cermat.schemas.errors import InputError
from cermat.schemas.tables import all_tables
from tests.helpers import folder, one, quick

FOLDER = audit.bundled()
DEMO = FOLDER.parent / "demo_dinas_contoh" / "laporan_demo.docx"
TABLE = {
    "indikator": pd.DataFrame(
        {
            "indikator": ["Indeks <b>Baca</b>", "Cakupan layanan"],
            "tahun": [2023, 2023],
            "target": [80, 80.0],
            "realisasi": [84.61, 72],
            "capaian": [150.76, 90],
        }
    )
}


@pytest.fixture(scope="module")
def result():
    return cermat.check(FOLDER)


def test_a_result_is_one_line(result):
    assert repr(result) == str(result) and "\n" not in repr(result) and len(repr(result)) < 120
    counts = result.to_dict()["summary"]["findings"]
    assert all(f"{counts[level]} {level}" in repr(result) for level in ("tinggi", "sedang", "rendah"))
    assert "tidak ada" in repr(quick(one(indikator=[]), ()))


def test_findings_tell_what_findings_json_tells(result):
    told = {finding["id"]: finding for finding in result.to_dict()["findings"]}
    frame = result.findings
    assert list(frame.columns) == COLUMNS and set(frame["id"]) == set(told)
    for row in frame.to_dict("records"):
        finding = told[row["id"]]
        assert all(row[name] == finding[name] for name in ("kondisi", "rekomendasi", "severity", "subject"))
        if any(finding["places"][0][part] for part in ("section", "row", "column", "line")):
            assert row["place"]


def test_a_notebook_shows_the_gravest_first(result):
    shown = result._repr_html_()
    table = pd.read_html(io.StringIO(shown), keep_default_na=False)[0]
    assert {"Tingkat", "Kondisi", "Tempat", "Rekomendasi"} <= set(table.columns)
    order = ["tinggi", "sedang", "rendah"]
    assert sorted(table["Tingkat"], key=order.index) == table["Tingkat"].tolist()
    assert len(table) == min(len(result.findings), 50)


def test_frames_are_a_submission():
    result = cermat.check(TABLE)
    (found,) = [f for f in result.to_dict()["findings"] if f["rule"] == "CAP-01"]
    assert found["stated"] == 150.76 and "84,61" in found["kondisi"]
    assert "<b>" not in result._repr_html_() and "&lt;b&gt;" in result._repr_html_()


def test_bytes_and_open_files_are_what_the_file_is():
    wanted = [finding["id"] for finding in cermat.check(DEMO).to_dict()["findings"]]
    content = DEMO.read_bytes()
    with DEMO.open("rb") as file:
        given = [content, io.BytesIO(content), file]
        told = [cermat.check(source).to_dict() for source in given]
    assert [[finding["id"] for finding in one["findings"]] for one in told] == [wanted] * 3
    assert told[2]["report"]["laporan"] == DEMO.name and told[0]["report"]["laporan"] == "kiriman.docx"


@pytest.mark.parametrize("source", [42, {"indikator": [1, 2]}, {"tak_dikenal": pd.DataFrame({"x": [1]})}])
def test_what_is_no_submission_is_told_in_a_line(source):
    with pytest.raises(InputError) as told:
        cermat.check(source)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("source", [FOLDER, TABLE], ids=["path", "frames"])
def test_the_same_twice_is_two_reports(source):
    read = audit.read(source)
    for sources in ([source, source], [read, read]):
        result = cermat.check(sources)
        first, second = (result.to_dict(laporan)["findings"] for laporan in result.audited)
        assert [finding["id"] for finding in first] == [finding["id"] for finding in second]
    assert read.laporan["laporan"].tolist() == [result.audited[0]], "what was handed over stays as it is"


@pytest.fixture
def several(tmp_path):
    """A folder and an archive of two reports, one in a folder of its own, and of a file that is broken."""
    row = {"operasi": "tambah", "a": "1", "b": "2", "hasil": "4"}
    place = tmp_path / "kiriman"
    folder(place / "dalam" / "badan", {"perhitungan": [row]})
    folder(place / "dinas", {"perhitungan": [row | {"hasil": "3"}]})
    (place / "rusak.docx").write_bytes(b"PK")
    return place, Path(shutil.make_archive(str(place), "zip", place))


@pytest.mark.parametrize("kind", [0, 1], ids=["folder", "zip"])
def test_a_folder_or_an_archive_is_a_portfolio(several, kind, run):
    """As on the command line, path or text; what cannot be read there is told, and stops nothing."""
    source = several[kind]
    for given in (source, str(source), [source]):
        result = cermat.check(given, select=["TOT"])
        assert result.audited == ["badan", "dinas"]
        (line,) = [line for line in result.sub.warnings if "rusak.docx" in line]
        assert "\n" not in line
    assert line in run("check", source, "--select", "TOT", "--out", "-")[2]
    assert cermat.check([source, several[0] / "dinas"]).audited == ["badan", "dinas", "dinas (2)"]


def test_what_is_named_itself_must_be_readable(several):
    folder_, archive = several
    for source in (folder_ / "rusak.docx", [folder_ / "dinas", folder_ / "rusak.docx"], folder_ / "tiada"):
        with pytest.raises(InputError):
            cermat.check(source)
    with pytest.raises(InputError, match="berisi 3 dokumen"):  # one submission is read
        cermat.read(folder_)
    archive.write_bytes(archive.read_bytes()[:-40])
    with pytest.raises(InputError, match=r"kiriman\.zip"):
        cermat.check(archive)


@pytest.mark.parametrize("name", all_tables())
def test_tables_are_described(name):
    columns = all_tables()[name].columns
    schema, fields = schemas.schema_of(name), schemas.table_schema(name)["fields"]
    assert list(schema.columns) == list(columns) == [field["name"] for field in fields]
    for field in fields:
        column = schema.columns[field["name"]]
        assert (column.title, column.description) == (field["title"], field.get("description"))
        assert column.metadata["jenis"] == columns[field["name"]].kind and "str" in str(column.dtype)
    kind = jsonschema.Draft202012Validator
    kind.check_schema(schemas.json_schema(name))
    required = [name for name, column in columns.items() if column.required]
    assert kind(schemas.json_schema(name)).is_valid([]) and (
        not required or not kind(schemas.json_schema(name)).is_valid([{}])
    )


def test_a_description_holds_the_bundled_tables():
    for path in FOLDER.glob("*.csv"):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        schemas.schema_of(path.stem).validate(frame)
        jsonschema.validate(frame.to_dict("records"), schemas.json_schema(path.stem))


def test_no_such_table_is_told():
    for describe in (schemas.schema_of, schemas.table_schema, schemas.json_schema):
        with pytest.raises(InputError):
            describe("tak_dikenal")


def test_the_wheel_says_what_it_is():
    told = tomllib.loads((Path(audit.__file__).parent / "pyproject.toml").read_text(encoding="utf-8"))
    told = told["project"]
    assert told["authors"] == [{"name": "Cermat"}] and "LKjIP" in told["keywords"]
    assert "Typing :: Typed" in told["classifiers"] and "urls" not in told
