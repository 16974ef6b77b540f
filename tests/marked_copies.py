"""Marked copies of submissions for tests, and what libraries of others find in them."""

from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import docx
import openpyxl
import pypdfium2
import xlsxwriter
from docx.oxml.ns import qn
from PIL import Image
from pypdf import PdfReader

from cermat import audit
from cermat.datasets.document.laid_tables import lay_out
from cermat.reports import marked
from cermat.reports.labels import labels
from cermat.reports.marked_places import AUTHOR, tight
from tests.helpers import quick

SEED = "lkjip-dinsos-buleleng-2023"


class Made:
    """An audited document and its marked copy. lines: what was said about it."""

    def __init__(self, path: Path, laid_out: bool = True, every: bool = False):
        self.path, self.before = path, path.read_bytes()
        self.result = quick(audit.read(path))
        if laid_out and self.result.sub.blok.empty:
            lay_out(self.result.sub)
        self.findings = self.result.to_dict()
        self.marks = marked.marks(self.findings, self.result, labels("id"), every)
        self.lines: list[str] = []
        ((self.name, self.content),) = marked.copy(
            self.findings, self.result, "id", self.lines.append, every
        ).items()

    def words(self, mark) -> str:
        """What a mark's place says, without spaces; '' where the whole report is meant."""
        s = mark.spot
        return tight(s.text[s.start : s.end] if s.start >= 0 else s.text)[0]


def one_finding(
    path: Path, *texts: str, sub=None, severity: str = "sedang", kondisi: str = "Angka ini keliru."
):
    """(findings, result) of a made-up finding about the printed numbers with these texts, in that order; each
    is there once or more."""
    sub = audit.read(path) if sub is None else sub
    places = []
    for text in texts:
        ids = [
            int(i)
            for i in sub.angka.index[sub.angka["teks"].str.strip().eq(text)]
            if int(i) not in [x["angka"] for x in places]
        ]
        assert ids, f"no number '{text}': {sub.angka['teks'].tolist()[:40]}"
        a = sub.angka.loc[ids[0]]
        places.append(
            {
                "section": a["bagian"],
                "page": None,
                "table": a["tabel"],
                "row": str(a["baris"]),
                "column": "",
                "line": None,
                "text": text,
                "angka": ids[0],
            }
        )
    finding = {
        "id": "0" * 12,
        "no": "1",
        "role": "pokok",
        "rule": "TOT-01",
        "kind": "total",
        "severity": severity,
        "title": "Judul",
        "subject": "x",
        "places": places,
        "stated": None,
        "recomputed": None,
        "kondisi": kondisi,
        "rekomendasi": "Perbaiki.",
        "calculation": "1 + 1 = 2",
        "dampak": [],
        "waiver": None,
    }
    about = sub.laporan.iloc[0]
    report = {
        "laporan": about["laporan"],
        "source": str(path),
        "sha256": about["sha256"],
        "instansi": "",
        "tahun": None,
    }
    frames = SimpleNamespace(sub=sub, cards=(), repairs=lambda _report: [], written_out=lambda _report: set())
    return {"findings": [finding], "report": report}, frames


def mark_numbers(path: Path, *texts: str, **options) -> bytes:
    """The marked copy of a document whose numbers with these texts are the places of one finding."""
    lines: list[str] = []
    made = marked.copy(*one_finding(path, *texts, **options), "id", lines.append)
    assert not lines, lines
    return next(iter(made.values()))


def spans(content: bytes, struck: bool = False) -> list[tuple[str, str]]:
    """(words that a comment spans, its text) in the order of the document; struck: with those that a tracked
    change strikes out."""
    shown = {qn("w:t"), qn("m:t"), *([qn("w:delText")] if struck else [])}
    document = docx.Document(BytesIO(content))
    said = {str(c.comment_id): c.text for c in document.comments}
    running: dict[str, str] = {}
    done: list[tuple[str, str]] = []
    for e in document.element.iter():
        if e.tag == qn("w:commentRangeStart"):
            running[e.get(qn("w:id"))] = ""
        elif e.tag == qn("w:commentRangeEnd"):
            number = e.get(qn("w:id"))
            done.append((running.pop(number), said[number]))
        elif e.tag in shown:
            running = {k: v + (e.text or "") for k, v in running.items()}
    assert not running and len(done) == len(said)
    assert len({e.get(qn("w:id")) for e in document.element.iter(qn("w:commentReference"))}) == len(said)
    return done


def settled(content: bytes, accept: bool) -> bytes:
    """A marked document with all of its tracked changes accepted or rejected, as a word processor does it."""
    document = docx.Document(BytesIO(content))
    kept, gone = ("w:ins", "w:del") if accept else ("w:del", "w:ins")
    ours = lambda tag: [e for e in document.element.iter(qn(tag)) if e.get(qn("w:author")) == AUTHOR]  # noqa: E731
    for change in ours(gone):
        change.getparent().remove(change)
    for change in ours(kept):
        for run in list(change):
            change.addprevious(run)
        change.getparent().remove(change)
    for text in list(document.element.iter(qn("w:delText"))):
        if next(text.iterancestors(qn("w:del")), None) is None:
            text.tag = qn("w:t")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def under(content: bytes) -> list[tuple[int, str, str, str]]:
    """(page, kind, letters whose middle is under the mark as pdfium has them, text of the note)."""
    reader, document, found = PdfReader(BytesIO(content)), pypdfium2.PdfDocument(content), []
    for n, page in enumerate(reader.pages):
        letters = document[n].get_textpage()
        boxes = [(letters.get_text_range(k, 1), letters.get_charbox(k)) for k in range(letters.count_chars())]
        for a in (a.get_object() for a in page.get("/Annots", [])):
            quads = [float(v) for v in a.get("/QuadPoints", [])]
            areas = [
                (min(q[::2]), min(q[1::2]), max(q[::2]), max(q[1::2]))
                for q in (quads[k : k + 8] for k in range(0, len(quads), 8))
            ]
            inside = [
                ch
                for ch, b in boxes
                if any(
                    x0 <= (b[0] + b[2]) / 2 <= x1 and y0 <= (b[1] + b[3]) / 2 <= y1
                    for x0, y0, x1, y1 in areas
                )
            ]
            found.append((n, a["/Subtype"], "".join(inside), a["/Contents"]))
    document.close()
    return found


def notes(content: bytes) -> dict[tuple[str, str], str]:
    """(sheet, cell) → the note."""
    book = openpyxl.load_workbook(BytesIO(content))
    return {
        (s.title, c.coordinate): c.comment.text
        for s in book
        for row in s.iter_rows()
        for c in row
        if c.comment
    }


def rich_workbook(path: Path) -> Path:
    """A sheet with what a program that writes workbooks anew may lose: chart, picture, results of formulas,
    format, a note, a drop-down."""
    Image.new("RGB", (8, 8), "red").save(path.with_suffix(".png"))
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Data")
    for k, row in enumerate([["Uraian", "Jumlah"], ["Anak", 1234567], ["Lansia", 2], ["Total", None]]):
        sheet.write_row(k, 0, row)
    sheet.write_formula("B4", "=SUM(B2:B3)", None, 1234569)
    sheet.write_comment("B2", "Catatan lama", {"author": "Budi"})
    sheet.data_validation("C2", {"validate": "list", "source": ["a", "b"]})
    sheet.conditional_format("B2:B4", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("D2", {"range": "Data!B2:B3"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$B$2:$B$3"})
    sheet.insert_chart("F2", chart)
    sheet.insert_image("F20", str(path.with_suffix(".png")))
    book.add_worksheet("Lain").write("A1", "Sebanyak 77 orang dilayani.")
    book.close()
    return path
