"""The Word templates: as the script makes them, replaced by an office, refused in one line where they cannot be used."""

import re
import zipfile

import docx
import pytest

from cermat import audit
from cermat.reports import docx as word
from cermat.reports import docx_make, repair_sheet, write
from cermat.reports.labels import labels
from cermat.schemas.errors import InputError
from tests.review_helpers import NAMES, Made


@pytest.fixture(scope="module")
def bundled() -> Made:
    return Made(audit.read(audit.bundled()))


def test_committed_templates_are_what_the_script_makes(tmp_path):
    for path in docx_make.write(tmp_path):
        there = docx_make.FOLDER / path.relative_to(tmp_path)
        with zipfile.ZipFile(path) as new, zipfile.ZipFile(there) as old:
            for part in ("word/document.xml", "word/footer1.xml", "word/styles.xml"):
                assert new.read(part) == old.read(part), (
                    f"run python -m cermat.reports.docx_make ({there.name}, {part})"
                )


def test_templates_name_nothing_that_is_not_told(bundled):
    sheet = repair_sheet.repairs(bundled.findings, bundled.result, labels("id"), False)
    known = {*bundled.told, *sheet, "f", "t", "b", "q", "r", "loop"}
    for path in docx_make.FOLDER.glob("*/*.docx"):
        with zipfile.ZipFile(path) as z:
            text = re.sub(
                r"<[^>]+>", "", z.read("word/document.xml").decode() + z.read("word/footer1.xml").decode()
            )
        used = {m.split(".")[0].strip() for m in re.findall(r"{{ ?([\w.]+) ?}}", text)}
        assert used and used <= known, path.name
    readme = (docx_make.FOLDER / "README.md").read_text(encoding="utf-8")
    assert not [name for name in (*bundled.told, *sheet) if f"`{name}" not in readme]


def test_an_office_has_its_own_template(bundled, tmp_path):
    document = docx.Document()
    document.add_paragraph("INSPEKTORAT KABUPATEN CONTOH: {{ instansi }}, {{ banyak.tinggi }} tinggi")
    document.add_paragraph("{%p for f in temuan %}")
    document.add_paragraph("{{ f.no }}: {{ f.judul }}")
    document.add_paragraph("{%p endfor %}")
    document.save(tmp_path / f"{NAMES[0]}.docx")
    (tmp_path / "hasil").mkdir()
    paths = write(bundled.findings, bundled.result, tmp_path / "hasil", ["docx"], templates=tmp_path)
    assert [p.name for p in paths] == [f"{n}.docx" for n in NAMES]
    lines = [p.text for p in docx.Document(paths[0]).paragraphs]
    assert (
        lines[0]
        == f"INSPEKTORAT KABUPATEN CONTOH: {bundled.told['instansi']}, {bundled.told['banyak']['tinggi']} "
        f"tinggi"
    )
    assert lines[1].startswith("1: ") and len(lines) == len(bundled.told["temuan"]) + 1
    assert "PERNYATAAN TELAH DIREVIU" in [p.text for p in docx.Document(paths[1]).paragraphs]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ instansi", "tidak dapat diisi"),
        ("{% for x in temuan %}", "tidak dapat diisi"),
        ("{{ ''.__class__.__mro__ }}", "tidak dapat diisi"),
    ],
)
def test_a_template_that_cannot_be_used_is_told_in_one_line(bundled, tmp_path, text, what):
    document = docx.Document()
    document.add_paragraph(text)
    document.save(tmp_path / f"{NAMES[0]}.docx")
    with pytest.raises(InputError, match=what) as told:
        word.papers(bundled.findings, bundled.result, templates=tmp_path)
    assert "\n" not in str(told.value) and NAMES[0] in str(told.value)


def test_a_template_that_is_no_word_file_and_a_folder_that_is_not_there(bundled, tmp_path):
    (tmp_path / f"{NAMES[0]}.docx").write_text("bukan Word", encoding="utf-8")
    with pytest.raises(InputError, match="bukan berkas Word"):
        word.papers(bundled.findings, bundled.result, templates=tmp_path)
    with pytest.raises(InputError, match="tidak ada"):
        word.papers(bundled.findings, bundled.result, templates=tmp_path / "tidak-ada")
