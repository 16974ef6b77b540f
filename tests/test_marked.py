"""The submission marked up: comments in Word stand at the very words, and nothing is written over."""

import hashlib
import re
import shutil
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from cermat import audit
from cermat.datasets.compose import compose
from cermat.reports import marked, write
from cermat.reports.marked_places import match, tight
from tests import bundled_tables, hostile, office
from tests.helpers import folder as csv_folder
from tests.marked_copies import (
    SEED,
    Made,
    mark_numbers,
    notes,
    one_finding,
    rich_workbook,
    settled,
    spans,
    under,
)
from tests.small_docx import NS, p, r, tc, tr, write_docx
from tests.small_pdf import Sheet, write_pdf

pytestmark = pytest.mark.filterwarnings(
    "ignore:.*extension is not supported:UserWarning"
)  # openpyxl of what it would drop
LEVELS = {"tinggi", "sedang", "rendah"}


@pytest.fixture(scope="module")
def word(tmp_path_factory) -> Made:
    return Made(compose(bundled_tables.tables(), "docx", tmp_path_factory.mktemp("word") / "laporan.docx"))


def check_word(made: Made) -> None:
    found = spans(made.content)
    assert len(found) == len(made.marks) >= 30 and not made.lines
    placed = [m for m in made.marks if m.spot.start >= 0]
    for accept in (False, True):
        there = [(tight(words)[0], text) for words, text in spans(settled(made.content, accept))]
        wanted = [(tight(accept and m.becomes or made.words(m))[0], m.text) for m in placed]
        assert [w for w in wanted if w not in there] == []
    assert sum(bool(m.becomes) for m in placed) >= 20
    assert made.path.read_bytes() == made.before


def test_word_comments_stand_at_the_words(word):
    check_word(word)
    grades = {text.split(" · ")[0].lower() for _, text in spans(word.content)}
    assert "tinggi" in grades and "rendah" not in grades
    assert all(grade in LEVELS or grade.startswith("lihat temuan") for grade in grades)
    assert any(
        "Saran: " in text and re.search(r"hitung ulang .* = ", text) for _, text in spans(word.content)
    )


def test_word_comments_and_rejected_changes_change_no_text(word, tmp_path):
    path = tmp_path / word.path.name
    path.write_bytes(settled(word.content, accept=False))
    again = audit.read(path)
    for old, new in (
        (word.result.sub.blok, again.blok),
        (word.result.sub.sel, again.sel),
        (word.result.sub.angka, again.angka),
    ):
        assert old["teks"].tolist() == new["teks"].tolist()


def test_libreoffice_sees_the_comments_at_their_words(word, soffice, tmp_path):
    (tmp_path / word.name).write_bytes(word.content)
    (made,) = office.convert(soffice, "fodt", tmp_path, tmp_path / word.name)
    seen = office.comments(made)
    assert len(seen) == len(word.marks)
    ours = sorted((office.squeezed(w), office.squeezed(t)) for w, t in spans(word.content, struck=True))
    assert sorted((office.squeezed(w), office.squeezed(t)) for w, t in seen) == ours


@pytest.mark.shared
def test_word_comments_on_the_real_report(shared):
    check_word(Made(shared / "seeds" / f"{SEED}.docx"))


def body(*parts: str) -> str:
    return "".join(parts)


def test_numbers_parted_over_runs_and_said_twice(tmp_path):
    text = p(
        r("Capaian 98")
        + r(",5", "<w:b/>")
        + r("0 persen pada 2020, lalu 98,50 persen pada 2021, tetap 98,50 persen.")
    )
    (first, second, third) = [
        w
        for w, _ in spans(
            mark_numbers(tulis_nyata(tmp_path, text), "98,50 persen", "98,50 persen", "98,50 persen")
        )
    ]
    assert (first, second, third) == ("98,50 persen",) * 3
    document = docx.Document(BytesIO(mark_numbers(tulis_nyata(tmp_path, text), "98,50 persen")))
    start = document.element.find(f".//{qn('w:commentRangeStart')}")
    assert (
        "".join(t.text for e in start.itersiblings(preceding=True) for t in e.iter(qn("w:t"))) == "Capaian "
    )
    assert [r.text for r in document.paragraphs[0].runs if r.bold] == [",5"]


def tulis_nyata(tmp_path, isi: str) -> Path:
    """A whole package by python-docx, with this body in front."""
    small = docx.Document(BytesIO(_filled(tmp_path, isi)))
    path = tmp_path / "uji.docx"
    small.save(path)
    return path


def _filled(tmp_path, isi: str) -> bytes:
    document = docx.Document()
    body = document.element.body
    for k, e in enumerate(etree.fromstring(f"<x {NS}>{isi}</x>")):
        body.insert(k, e)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "isi",
    [
        p('<w:hyperlink w:anchor="x">' + r("lihat 1.234.567 orang") + "</w:hyperlink>" + r(" di sana")),
        p(
            r("Sebanyak ")
            + '<w:ins w:id="1" w:author="A">'
            + r("1.234.567")
            + "</w:ins>"
            + '<w:del w:id="2" w:author="A"><w:r><w:delText>99 orang</w:delText></w:r></w:del>'
            + r(" dilayani")
        ),
        p(r("Sebanyak ") + "<w:sdt><w:sdtContent>" + r("1.234.567") + "</w:sdtContent></w:sdt>"),
        p("<w:r><w:t>Sebanyak</w:t><w:tab/><w:t>1.234.567 orang</w:t><w:br/><w:t>dilayani</w:t></w:r>"),
        p(r("Tersembunyi 1.234.567 ", "<w:vanish/>") + r("Sebanyak 1.234.567 orang")),
        "<w:tbl><w:tblPr/><w:tblGrid/>"
        + tr(tc("Uraian"), tc("Jumlah"))
        + tr(tc("Anak"), tc(p("catatan") + p("1.234.567")))
        + "</w:tbl>",
    ],
    ids=["hyperlink", "tracked", "control", "tab", "hidden", "cell"],
)
def test_odd_places_of_words(tmp_path, isi):
    ((words, _),) = spans(mark_numbers(tulis_nyata(tmp_path, isi), "1.234.567"))
    assert " ".join(words.split()) == "1.234.567"


def test_a_text_box_is_marked_at_its_frame(tmp_path):
    box = (
        "<w:pict><v:textbox><w:txbxContent>"
        + p("Sebanyak 1.234.567 orang")
        + "</w:txbxContent></v:textbox></w:pict>"
    )
    document = docx.Document(
        BytesIO(mark_numbers(tulis_nyata(tmp_path, p(f"<w:r>{box}</w:r>")), "1.234.567"))
    )
    reference = document.element.find(f".//{qn('w:commentReference')}")
    assert next(reference.iterancestors(qn("w:txbxContent")), None) is None
    assert (
        document.element.find(f".//{qn('w:commentRangeStart')}").getnext().find(f".//{qn('w:txbxContent')}")
        is not None
    )


def test_comments_that_are_there_stay(tmp_path):
    document = docx.Document()
    run = document.add_paragraph().add_run("Sebanyak 1.234.567 orang")
    document.add_comment(run, "Punya orang lain.", "Budi", "B")
    document.save(tmp_path / "a.docx")
    found = spans(mark_numbers(tmp_path / "a.docx", "1.234.567"))
    assert [t.split("\n")[0] for _, t in found] == ["SEDANG · Temuan 1 · TOT-01", "Punya orang lain."]


def test_a_package_that_word_would_not_open_is_told(tmp_path):
    path, lines = write_docx(tmp_path, p("Sebanyak 1.234.567 orang")), []
    assert marked.copy(*one_finding(path, "1.234.567"), "id", lines.append) == {}
    assert len(lines) == 1 and "tidak dapat diberi tanda" in lines[0] and "\n" not in lines[0]


# ---- all kinds of submissions


def test_hostile_texts_are_harmless(tmp_path, soffice):
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Uraian", "Jumlah"
    for n, text in enumerate(hostile.TEXTS):
        row = table.add_row().cells
        row[0].text, row[1].text = (
            "".join(c for c in text if c.isprintable()),
            f"{1000 + n:,}".replace(",", "."),
        )
    document.add_paragraph("".join(c for c in hostile.LONG if c.isprintable()) + " sebanyak 77 orang")
    path = tmp_path / "jahat.docx"
    document.save(path)
    said = " ".join(hostile.TEXTS)
    made = mark_numbers(path, "1.003", "77", kondisi=said)
    assert [w for w, _ in spans(made)] == ["1.003", "77"]
    assert not re.search("[\x00-\x08\u202a-\u202e\u2066-\u2069\ufffe]", spans(made)[0][1])
    (tmp_path / "m.docx").write_bytes(made)
    (seen,) = office.convert(soffice, "fodt", tmp_path, tmp_path / "m.docx")
    assert [w for w, _ in office.comments(seen)] == ["1.003", "77"]
    page = Sheet().teks(60, 200, "Sebanyak 1.234.567 orang dilayani pada tahun itu di seluruh kecamatan.")
    ((_, _, letters, text),) = under(
        mark_numbers(write_pdf(tmp_path / "a.pdf", page), "1.234.567", kondisi=said)
    )
    assert office.squeezed(letters) == "1.234.567" and "{{7*7}}" in text
    found = notes(mark_numbers(rich_workbook(tmp_path / "kaya.xlsx"), "77", kondisi=said))
    assert "=HYPERLINK" in found["Lain", "A1"] or "<script>" in found["Lain", "A1"]


@pytest.mark.parametrize("kind", ["txt", "csv"])
def test_other_submissions_are_told_in_one_line(tmp_path, kind):
    if kind == "txt":
        path = tmp_path / "laporan.txt"
        path.write_text("LAPORAN KINERJA 2020\n\nSebanyak 1.234.567 orang dilayani.\n", encoding="utf-8")
    else:
        path = csv_folder(
            tmp_path / "laporan",
            {"indikator": [{"indikator": "A", "target": "80", "realisasi": "40", "capaian": "99"}]},
        )
    lines: list[str] = []
    sub = audit.read(path)
    report = {
        "laporan": sub.laporan["laporan"].iat[0],
        "source": str(path),
        "sha256": sub.laporan["sha256"].iat[0],
    }
    assert (
        marked.copy(
            {"findings": [], "report": report}, SimpleNamespace(sub=sub, cards=()), "id", lines.append
        )
        == {}
    )
    assert len(lines) == 1 and "Word, PDF atau Excel" in lines[0] and path.name in lines[0]


def test_without_findings_there_is_no_copy(word):
    lines: list[str] = []
    assert marked.copy(word.findings | {"findings": []}, word.result, "id", lines.append) == {}
    assert lines == ["Tidak ada temuan yang dapat ditandai; salinan bertanda tidak dibuat."]


def test_a_submission_that_has_changed_is_not_marked(tmp_path, word):
    path = tmp_path / "laporan.docx"
    shutil.copy(word.path, path)
    findings, result = one_finding(path, "113,59%")
    path.write_bytes(path.read_bytes() + b" ")
    lines: list[str] = []
    assert marked.copy(findings, result, "id", lines.append) == {} and "sudah berubah" in lines[0]


def test_neither_the_original_nor_an_answered_copy_is_written_over(tmp_path, word):
    path = tmp_path / "laporan.docx"
    shutil.copy(word.path, path)
    findings = word.findings | {"report": word.findings["report"] | {"source": str(path)}}
    (copy,) = write(findings, word.result, tmp_path, ["marked"])
    assert copy.name == "laporan-bertanda.docx" and write(findings, word.result, tmp_path, ["marked"]) == [
        copy
    ]
    document = docx.Document(copy)
    document.add_paragraph("Jawaban perencana.")
    document.save(copy)
    answered = copy.read_bytes()
    (second,) = write(findings, word.result, tmp_path, ["marked"])
    assert second.name == "laporan-bertanda-2.docx" and copy.read_bytes() == answered
    assert hashlib.sha256(path.read_bytes()).hexdigest() == findings["report"]["sha256"]


def test_labels_in_english(word):
    made = marked.copy(word.findings, word.result, "en")
    assert list(made) == ["laporan-marked.docx"]
    text = "\n".join(t for _, t in spans(made["laporan-marked.docx"]))
    assert "HIGH · Finding 1" in text and "Suggestion: " in text and "Saran" not in text


def test_a_waived_finding_stays_marked_as_such(tmp_path):
    page = Sheet().teks(60, 200, "Sebanyak 1.234.567 orang dilayani pada tahun itu di seluruh kecamatan.")
    findings, result = one_finding(write_pdf(tmp_path / "a.pdf", page), "1.234.567")
    findings["findings"][0]["waiver"] = {
        "alasan": "sudah dijelaskan",
        "oleh": "Inspektur",
        "sampai": "2099-12-31",
        "berlaku": True,
    }
    ((_, _, _, text),) = under(next(iter(marked.copy(findings, result).values())))
    assert text.startswith("DIKECUALIKAN · TOT-01") and "sudah dijelaskan" in text


def test_of_a_long_list_the_item_about_this_number_is_told():
    told = "19 angka dipotong: " + "; ".join(f"{k},11 (dibulatkan {k},12)" for k in range(40)) + "."
    short = marked.shorten(told, "33,11", 200)
    assert (
        len(short) <= 200
        and short.startswith("19 angka dipotong: 0,11")
        and short.endswith("33,11 (dibulatkan 33,12)")
    )
    assert marked.shorten("pendek", "1", 200) == "pendek" and len(marked.shorten(told, "", 200)) == 200


def test_words_are_told_by_what_stands_around_them():
    whole, _ = tight("naik dari 4 menjadi 14, lalu 4 lagi dan 4 seterusnya")
    text = "lalu 4 lagi"
    a, b = match(whole, tight(text)[0], 4, 5)
    assert whole[a - 4 : b + 4] == "lalu4lagi"[: 4 + 1 + 4]
    assert match("14x4", "4", 0, 1) == (3, 4)
    assert match("abc", "9", 0, 1) is None and match("abc", "abc", 2, 2) is None
