"""Tracked changes of a marked Word copy: struck out and put in at the very words, in whatever they stand, and
accepted by a word processor."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from cermat import audit
from cermat.datasets.compose import compose
from cermat.reports.marked_changes import track
from tests import bundled_tables, office
from tests.marked_copies import Made, settled
from tests.small_docx import NS, p, r


def changed(inner: str, words: str, becomes: str):
    """The body of a document in which the words between two bookmarks are replaced."""
    inner = inner.replace("[", '<w:bookmarkStart w:id="90" w:name="a"/>').replace(
        "]", '<w:bookmarkEnd w:id="90"/>'
    )
    root = etree.fromstring(f"<w:body {NS}>{inner}</w:body>")
    first, last = root.find(f".//{qn('w:bookmarkStart')}"), root.find(f".//{qn('w:bookmarkEnd')}")
    track(root, [(first, last, words, becomes)])
    return root


def read(root, struck: str) -> str:
    """The text as it is when changes are accepted (struck: 'w:del') or rejected ('w:ins')."""
    return "".join(
        text.text
        for text in root.iter(qn("w:t"), qn("w:delText"))
        if not any(change.get(qn("w:author")) == "Cermat" for change in text.iterancestors(qn(struck)))
    )


PLACES = {
    "parted": p(r("Capaian ") + "[" + r("98", "<w:b/>") + r(",50") + "]" + r(" persen")),
    "link": p(
        r("Capaian ") + '<w:hyperlink w:anchor="x">[' + r("98,50") + "]" + r(" persen") + "</w:hyperlink>"
    ),
    "control": p(
        r("Capaian ") + "<w:sdt><w:sdtContent>[" + r("98,50") + "]</w:sdtContent></w:sdt>" + r(" persen")
    ),
    "inserted": p(
        r("Capaian ") + '<w:ins w:id="7" w:author="Budi">[' + r("98,50") + "]" + r(" persen") + "</w:ins>"
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_accepted_and_rejected(place):
    root = changed(PLACES[place], "98,50", "97,25")
    assert read(root, "w:del") == "Capaian 97,25 persen" and read(root, "w:ins") == "Capaian 98,50 persen"
    put = [change for change in root.iter(qn("w:ins")) if change.get(qn("w:author")) == "Cermat"]
    assert len(put) == 1 and put[0].get(qn("w:date")).endswith("Z")
    assert next(put[0].iterancestors(qn("w:ins")), None) is None  # no insertion within another one's
    ids = [change.get(qn("w:id")) for change in root.iter(qn("w:ins"), qn("w:del"))]
    assert len(ids) == len(set(ids))


def test_the_new_text_looks_as_the_old():
    root = changed(p("[" + r("98,50", "<w:b/>") + "]"), "98,50", "97,25")
    assert root.find(f".//{qn('w:ins')}/{qn('w:r')}/{qn('w:rPr')}/{qn('w:b')}") is not None


@pytest.mark.parametrize(
    "inner",
    [
        p("[" + r("98") + "]" + r(",50")),
        p("[<m:oMath><m:r><m:t>98,50</m:t></m:r></m:oMath>]"),
        p("[<w:r><w:t>98,50</w:t><w:footnoteReference w:id='2'/></w:r>]"),
        p("[<w:del w:id='3' w:author='B'><w:r><w:delText>98,50</w:delText></w:r></w:del>]"),
    ],
    ids=["other words", "formula", "note", "struck already"],
)
def test_what_is_not_those_words_alone_stays(inner):
    assert changed(inner, "98,50", "97,25").find(f".//{qn('w:ins')}") is None


def test_libreoffice_accepts_the_changes(soffice, tmp_path):
    made = Made(compose(bundled_tables.tables(), "docx", tmp_path / "laporan.docx"))
    (tmp_path / "bertanda.docx").write_bytes(made.content)
    accepted = office.accept_changes(soffice, tmp_path, tmp_path / "bertanda.docx")
    seen, ours = (
        office.squeezed("".join(text.text or "" for text in document.element.body.iter(qn("w:t"))))
        for document in (docx.Document(accepted), docx.Document(BytesIO(settled(made.content, accept=True))))
    )
    assert seen == ours
    texts = audit.read(accepted).angka["teks"].str.strip().str.rstrip("%").value_counts()
    wanted = [m.becomes.rstrip("%") for m in made.marks if m.becomes and m.becomes[0].isdigit()]
    assert all(texts.get(value, 0) >= wanted.count(value) for value in wanted) and len(wanted) >= 20
