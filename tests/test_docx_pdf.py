"""The papers of a review in Word and PDF: what they say, as LibreOffice and poppler read it."""

import re
import shutil
import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from cermat import audit
from cermat.reports import docx as word
from cermat.reports import papers, pdf, pdf_paper, write
from cermat.reports.labels import LANGUAGES
from tests import hostile, office
from tests.helpers import one
from tests.review_helpers import NAMES, Made


@pytest.fixture(scope="module")
def bundled() -> Made:
    return Made(audit.read(audit.bundled()))


@pytest.fixture(scope="module")
def bad() -> Made:
    return Made(hostile.submission())


@pytest.fixture(scope="module")
def pdftotext() -> str:
    found = shutil.which("pdftotext")
    if found is None:
        pytest.skip("pdftotext is not here and could not be installed")
    return found


@pytest.fixture(scope="module")
def read(bundled, bad, soffice, pdftotext, tmp_path_factory) -> dict[str, str]:
    """What LibreOffice's PDF of each Word paper says, and each PDF paper, without spaces, by
    'whose/name.suffix'."""
    folder, texts, papers_of = tmp_path_factory.mktemp("surat"), {}, {"sound": bundled, "bad": bad}
    words = []
    for whose, made in papers_of.items():
        (folder / whose).mkdir()
        for name, content in (
            word.papers(made.findings, made.result) | pdf.papers(made.findings, made.result)
        ).items():
            path = folder / whose / f"{whose}-{name}"
            path.write_bytes(content)
            if path.suffix == ".docx":
                words.append(path)
            else:
                texts[f"{whose}/{name}"] = office.pdf_text(pdftotext, path)
    for path, made in zip(words, office.convert(soffice, "pdf", folder, *words), strict=True):
        texts[f"{path.parent.name}/{path.name.partition('-')[2]}"] = office.pdf_text(pdftotext, made)
    return texts


def plain(text: str) -> str:
    """As it is compared: no spaces, and the signs of the PDF's own font for those that it lacks."""
    return office.squeezed(pdf_paper.printable(text)).translate(str.maketrans("✓☐→", "✔❏➔"))


def worked_in(document):
    """The table of matters, with the columns that people fill in."""
    return next(t for t in document.tables if len(t.columns) == 8)


def letters(text: str) -> list[str]:
    return sorted(re.sub(r"[\W_\d]|NIP", "", text))


# ---- Catatan Hasil Reviu


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_notes_hold_every_element_of_every_finding(bundled, read, kind):
    text = read[f"sound/{NAMES[0]}.{kind}"]
    assert len(bundled.told["hal_utama"]) >= 5 and len(bundled.told["hal_kecil"]) >= 10
    grave = ("judul", "kondisi", "kriteria", "sebab", "akibat", "rekomendasi", "nilai")
    inside = ("tempat", "baris", "lanjutan", "perubahan")
    told = [
        " ".join([*(row[k] for k in grave), *(line for k in inside for line in row[k])])
        for row in bundled.told["hal_utama"]
    ]
    told += [
        " ".join([row["judul"], row["kondisi"], *row["baris"], row["rekomendasi"]])
        for row in bundled.told["hal_kecil"]
    ]
    for row in told:
        pieces = row.split()
        missing = [x for x in pieces if plain(x) not in text and office.squeezed(x) not in text]
        assert len(missing) <= 0.02 * len(pieces), missing  # a word that a narrow cell or a page end has cut
    assert office.squeezed("CATATAN HASIL REVIU") in text and "Tanggapan" in text and "Inspektur" in text
    first, last = (plain(bundled.told[k][-1]["judul"])[:20] for k in ("hal_utama", "hal_kecil"))
    assert text.index(first) < text.index(last)


def test_word_and_pdf_say_the_same(bundled, read):
    for name in NAMES:
        word_text, pdf_text = (letters(read[f"sound/{name}.{kind}"]) for kind in ("docx", "pdf"))
        assert abs(len(word_text) - len(pdf_text)) <= 0.06 * len(pdf_text)  # heads repeat on each page


def test_numbers_of_the_notes_are_those_of_the_marks(bundled):
    rows = bundled.told["temuan"]
    heads = [r for r in rows if "." not in r["no"]]
    assert [r["no"] for r in heads] == [str(n) for n in range(1, len(heads) + 1)]
    assert [r["id"] for r in rows] == [f["id"] for _, f in papers.numbered(bundled.findings)]
    grades = [r["mutu"] for r in heads]
    assert grades == sorted(grades, key=["tinggi", "sedang", "rendah"].index)


def test_findings_table_can_be_worked_in(bundled):
    document = docx.Document(BytesIO(word.papers(bundled.findings, bundled.result)[f"{NAMES[0]}.docx"]))
    table = worked_in(document)
    assert [c.text for c in table.rows[0].cells] == [
        "No",
        "Kondisi",
        "Kriteria, sebab, akibat",
        "Rekomendasi",
        "Tanggapan",
        "Perbaikan disepakati",
        "Tanggal",
        "Status",
    ]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert len(table.rows) == len(bundled.told["hal_utama"]) + 1
    assert not any(c.text for r in table.rows[1:] for c in r.cells[4:])
    sizes = {r.font.size.pt for c in table.rows[1].cells for p in c.paragraphs for r in p.runs if r.text}
    assert sizes == {9.0}
    fills = [s.get(qn("w:fill")) for s in table.rows[1].cells[0]._tc.iter(qn("w:shd"))]
    assert fills == [papers.SHADES["tinggi"]]


def test_waived_findings_stand_apart_with_their_reason(bundled, tmp_path):
    out = bundled.told["temuan"][0]
    waivers = tmp_path / "pengecualian.yaml"
    waivers.write_text(
        f"- {{id: {out['id']}, alasan: Sudah dijelaskan, oleh: Inspektur, sampai: 2099-12-31}}\n",
        encoding="utf-8",
    )
    from cermat.checks.profile import read_waivers

    made = Made(audit.read(audit.bundled()), waivers=read_waivers(waivers))
    assert out["id"] not in [r["id"] for r in made.told["temuan"]]
    ((row,),) = (made.told["dikecualikan"],)
    assert (row["alasan"], row["oleh"], row["sampai"]) == (
        "Sudah dijelaskan",
        "Inspektur",
        "31 Desember 2099",
    )
    document = docx.Document(BytesIO(word.papers(made.findings, made.result)[f"{NAMES[0]}.docx"]))
    assert any("Sudah dijelaskan" in c.text for t in document.tables for c in t._cells)


# ---- Pernyataan Telah Direviu


def test_statement_lists_what_is_not_corrected(bundled, read):
    grave = [
        f
        for _, f in papers.numbered(bundled.findings)
        if f["severity"] != "rendah" and "telah direviu" not in f["kondisi"]
    ]
    heads = [f for f in grave if f["role"] == "pokok"]
    assert len(heads) < len(grave)
    for kind in ("docx", "pdf"):
        foot = r"PernyataanTelahDireviu\(draf\)·.{,80}?·\d+/\d+"  # between two pages
        text = re.sub(foot, "", read[f"sound/{NAMES[1]}.{kind}"])
        assert (
            "DRAF" in text
            and office.squeezed("keyakinan terbatas") in text
            and office.squeezed("Paragraf penjelas") in text
        )
        for f in grave:  # rows and what follows stand in the notes, with their head
            told = plain(f["kondisi"]) in text or office.squeezed(f["kondisi"]) in text
            assert told == (f in heads), f["no"]


def test_statement_of_a_sound_report_has_no_list():
    rows = [
        {"indikator": n, "tahun": "2020", "target": "80", "realisasi": "80", "capaian": "100"} for n in "AB"
    ]
    made = Made(one(indikator=rows, identitas=[{"jenis": "petikan", "nilai": "ya"}]))
    assert not made.told["temuan"]
    filled = word.papers(made.findings, made.result)
    text = "\n".join(p.text for p in docx.Document(BytesIO(filled[f"{NAMES[1]}.docx"])).paragraphs)
    assert (
        "Paragraf penjelas" not in text
        and "tidak terdapat kondisi atau hal-hal yang menimbulkan perbedaan" in text
        and "selain hal-hal" not in text
    )
    notes = docx.Document(BytesIO(filled[f"{NAMES[0]}.docx"]))
    assert "Tidak ada hal yang mengubah simpulan." in [p.text for p in notes.paragraphs]
    assert all(content.startswith(b"%PDF") for content in pdf.papers(made.findings, made.result).values())


def test_statement_of_many_findings_stays_short(bundled):
    many = dict(
        bundled.findings, findings=[dict(f, severity="sedang") for f in bundled.findings["findings"]] * 3
    )
    told = papers.content(many, bundled.result)
    assert len(told["temuan_utama"]) == 25 and int(told["temuan_utama_lain"]) > 0
    text = "\n".join(
        p.text
        for p in docx.Document(BytesIO(word.papers(many, bundled.result)[f"{NAMES[1]}.docx"])).paragraphs
    )
    assert f"dan {told['temuan_utama_lain']} hal lain dalam Catatan Hasil Reviu." in text


# ---- the form


def test_open_questions_are_seen_to_be_open(bundled, read):
    waiting = sum(q["terbuka"] for part in bundled.told["formulir"] for q in part["butir"])
    for kind, signs in (("docx", ("✓", "☐")), ("pdf", ("✔", "❏"))):
        text = read[f"sound/{NAMES[2]}.{kind}"]
        assert (
            text.count(signs[1]) == 2 * waiting and text.count(signs[0]) == 23 - waiting + 1
        )  # the note names the sign
        assert text.count("inilaipereviu.") == waiting
    document = docx.Document(BytesIO(word.papers(bundled.findings, bundled.result)[f"{NAMES[2]}.docx"]))
    shaded = sum(
        papers.OPEN in {s.get(qn("w:fill")) for s in r._tr.iter(qn("w:shd"))}
        for t in document.tables
        for r in t.rows
    )
    assert shaded == waiting + 1  # and the note's own box


# ---- texts


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_hostile_texts_stay_texts(bad, read, kind):
    text = read[f"bad/{NAMES[0]}.{kind}"]
    for harmless in (
        "<script>alert(1)</script>",
        "{{7*7}}{%raw%}",
        '=HYPERLINK("http://contoh.invalid","klik")',
        "&amp;&&lt;",
    ):
        assert harmless in text, harmless
    assert "terbalik" in text and not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08]", text)


def test_hostile_texts_make_no_links_fields_or_scripts(bad):
    for content in word.papers(bad.findings, bad.result).values():
        with zipfile.ZipFile(BytesIO(content)) as z:
            document = z.read("word/document.xml").decode()
            assert (
                "<w:hyperlink" not in document
                and "instrText" not in document
                and "TargetMode" not in z.read("word/_rels/document.xml.rels").decode()
            )
    for content in pdf.papers(bad.findings, bad.result).values():
        plain = re.sub(
            rb"\bstream\b.*?\bendstream\b", b"", content, flags=re.S
        )  # packed letters may spell anything
        assert not re.search(rb"/(?:JavaScript|JS|URI|Launch|OpenAction)\b", plain)


def test_a_row_longer_than_a_page(bundled):
    long = "kata " * 2_000
    f = dict(
        bundled.findings["findings"][0],
        kondisi=long,
        sebab="Indikasi: " + "tanpaspasi" * 400,
        akibat=long,
        rekomendasi=long,
        kriteria=long,
    )
    many = dict(bundled.findings, findings=[f])
    made = (
        pdf.papers(many, bundled.result)[f"{NAMES[0]}.pdf"]
        + word.papers(many, bundled.result)[f"{NAMES[0]}.docx"]
    )
    assert made.startswith(b"%PDF")
    assert all(
        len(v) <= 1_500 for k, v in papers.content(many, bundled.result)["temuan"][0].items() if k != "tempat"
    )


def test_signs_of_the_pdf():
    kept = "(2 × 5,15 − 5,85) ÷ 5,15 ≥ 85 ≤ 100 “kutip” ‘satu’ – — … ± ≠ √ Σ ½ ² · • Rp €"
    assert pdf_paper.printable(kept) == kept
    assert pdf_paper.printable("a → b ▪ c ₂ \u202f\u2011 ş") == "a → b • c 2 \u00a0- ş"
    assert pdf_paper.printable("漢字 😀 \u20d7") == "?? ? " and pdf_paper.printable("✓☐") == "✓☐"


def test_fonts_are_embedded(bundled):
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(pdf.papers(bundled.findings, bundled.result)[f"{NAMES[0]}.pdf"]))
    fonts = {
        f["/BaseFont"]: f
        for page in reader.pages
        for f in (x.get_object() for x in page["/Resources"]["/Font"].get_object().values())
    }
    own = [f for name, f in fonts.items() if "OpenSans" in name]
    assert own and all("/FontFile2" in f["/FontDescriptor"].get_object() for f in own)
    assert (
        reader.metadata.title.startswith("Catatan Hasil Reviu")
        and reader.trailer["/Root"]["/Lang"] == "id-ID"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_languages(bundled, lang):
    made = word.papers(bundled.findings, bundled.result, lang)
    texts = {n: "\n".join(p.text for p in docx.Document(BytesIO(c)).paragraphs) for n, c in made.items()}
    wanted = {
        "id": ("CATATAN HASIL REVIU", "I. Format", "TAHUN ANGGARAN"),
        "en": ("REVIEW NOTES", "I. Format", "BUDGET YEAR"),
    }[lang]
    assert (
        wanted[0] in texts[f"{NAMES[0]}.docx"]
        and wanted[1] in texts[f"{NAMES[2]}.docx"]
        and wanted[2] in texts[f"{NAMES[1]}.docx"]
    )
    assert sorted(pdf.papers(bundled.findings, bundled.result, lang)) == sorted(f"{n}.pdf" for n in NAMES)


def test_the_same_papers_give_the_same_bytes(bundled):
    for module in (word, pdf):
        assert module.papers(bundled.findings, bundled.result) == module.papers(
            bundled.findings, bundled.result
        )


def test_a_paper_that_a_person_has_written_in_is_not_written_over(bundled, tmp_path):
    notes = write(bundled.findings, bundled.result, tmp_path, ["docx"])[0]
    assert write(bundled.findings, bundled.result, tmp_path, ["docx"])[0] == notes
    document = docx.Document(notes)
    worked_in(document).rows[1].cells[4].text = "Sudah kami perbaiki."
    document.save(notes)
    answered = notes.read_bytes()
    assert (
        write(bundled.findings, bundled.result, tmp_path, ["docx"])[0].name == f"{NAMES[0]}-2.docx"
        and notes.read_bytes() == answered
    )
