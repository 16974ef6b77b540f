"""The papers of a review in Word and PDF: what they say, as LibreOffice and poppler read it; the form;
templates of an office's own."""

import re
import shutil
import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

import audit
from datasets.document.laid_tables import lay_out
from reports import docx as word
from reports import docx_make, papers, pdf, pdf_paper, write
from reports.checklist import checklist
from reports.labels import LANGUAGES, labels
from schemas.errors import InputError
from tests import hostile, office
from tests.helpers import one, quick

NAMES = ("catatan-hasil-reviu", "pernyataan-telah-direviu", "formulir-checklist-reviu")


class Made:
    """An audit and what its papers say."""

    def __init__(self, sub, **options):
        self.result = quick(sub, **options)
        if self.result.sub.blok.empty:
            lay_out(self.result.sub)
        self.findings = self.result.to_dict(self.result.audited[0])
        self.told = papers.content(self.findings, self.result)


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
    return office.squeezed(pdf_paper.printable(text)).replace("✓", "✔").replace("☐", "❏")


def letters(text: str) -> list[str]:
    return sorted(re.sub(r"[\W_\d]|NIP", "", text))


# ---- Catatan Hasil Reviu
# -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_notes_hold_every_element_of_every_finding(bundled, read, kind):
    text = read[f"sound/{NAMES[0]}.{kind}"]
    assert len(bundled.told["temuan"]) >= 20
    for row in bundled.told["temuan"]:
        pieces = [
            x
            for k in ("judul", "kondisi", "kriteria", "sebab", "akibat", "rekomendasi")
            for x in row[k].split()
        ] + row["tempat"][0].split()
        missing = [x for x in pieces if plain(x) not in text and office.squeezed(x) not in text]
        assert len(missing) <= 0.02 * len(pieces), missing  # a word that a narrow cell or a page end has cut
    assert office.squeezed("CATATAN HASIL REVIU") in text and "Tanggapan" in text and "Inspektur" in text
    first, last = (plain(bundled.told["temuan"][k]["judul"])[:20] for k in (0, -1))
    assert text.index(first) < text.index(last)


def test_word_and_pdf_say_the_same(bundled, read):
    for name in NAMES:
        word_text, pdf_text = (letters(read[f"sound/{name}.{kind}"]) for kind in ("docx", "pdf"))
        assert abs(len(word_text) - len(pdf_text)) <= 0.06 * len(pdf_text)  # heads repeat on each page


def test_numbers_of_the_notes_are_those_of_the_marks(bundled):
    rows = bundled.told["temuan"]
    assert [r["no"] for r in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert [r["id"] for r in rows] == [f["id"] for _, f in papers.numbered(bundled.findings)]
    grades = [r["mutu"] for r in rows]
    assert grades == sorted(grades, key=["tinggi", "sedang", "rendah"].index)


def test_findings_table_can_be_worked_in(bundled):
    document = docx.Document(BytesIO(word.papers(bundled.findings, bundled.result)[f"{NAMES[0]}.docx"]))
    table = next(t for t in document.tables if t.rows[0].cells[0].text == "No")
    assert [c.text for c in table.rows[0].cells] == [
        "No",
        "Kondisi",
        "Kriteria",
        "Sebab",
        "Akibat",
        "Rekomendasi",
        "Tempat",
        "Tanggapan",
    ]
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert len(table.rows) == len(bundled.told["temuan"]) + 1 and not any(
        r.cells[7].text for r in table.rows[1:]
    )
    fills = [s.get(qn("w:fill")) for s in table.rows[1].cells[0]._tc.iter(qn("w:shd"))]
    assert fills == [papers.SHADES["tinggi"]]


def test_waived_findings_stand_apart_with_their_reason(bundled, tmp_path):
    out = bundled.told["temuan"][0]
    waivers = tmp_path / "pengecualian.yaml"
    waivers.write_text(
        f"- {{id: {out['id']}, alasan: Sudah dijelaskan, oleh: Inspektur, sampai: 2099-12-31}}\n",
        encoding="utf-8",
    )
    from checks.profile import read_waivers

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
# ----------------------------------------------------------------------------------------


def test_statement_lists_what_is_not_corrected(bundled, read):
    grave = [
        f
        for _, f in papers.numbered(bundled.findings)
        if f["severity"] != "rendah" and "telah direviu" not in f["kondisi"]
    ]
    for kind in ("docx", "pdf"):
        text = read[f"sound/{NAMES[1]}.{kind}"]
        assert (
            "DRAF" in text
            and office.squeezed("keyakinan terbatas") in text
            and office.squeezed("Paragraf penjelas") in text
        )
        for f in grave:
            assert plain(f["kondisi"]) in text or office.squeezed(f["kondisi"]) in text


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
        and "tidak terdapat kondisi yang menimbulkan keraguan" in text
        and "selain hal-hal" not in text
    )
    notes = docx.Document(BytesIO(filled[f"{NAMES[0]}.docx"]))
    assert "Tidak ada temuan." in [p.text for p in notes.paragraphs]
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
# --------------------------------------------------------------------------------------------------------


def answers(made: Made) -> dict[str, tuple[str, str]]:
    form = checklist(made.findings, made.result, labels("id"))
    return {f"{part}.{a.number}": (a.answer, a.reason) for part, _, questions in form for a in questions}


def test_form_is_answered_where_the_report_shows_it_and_open_elsewhere(bundled):
    told = answers(bundled)
    assert len(told) == 6 + 7 + 10
    assert [k for k, (a, _) in told.items() if a not in ("ya", "tidak", "sebagian", "")] == []
    judged = {
        "II.1",
        "II.2",
        "II.3",
        "II.4",
        "II.5",
        "II.6",
        "II.7",
        "III.3",
        "III.6",
        "III.8",
        "III.9",
        "III.10",
    }
    assert {k for k, (a, _) in told.items() if a == ""} >= judged
    assert all(reason for a, reason in told.values() if a)
    assert told["I.2"] == ("ya", "7 dari 7 indikator mempunyai target.")
    assert told["I.6"][0] == "ya" and told["III.7"][0] == "sebagian" and "jangka menengah" in told["III.7"][1]
    assert re.match(r"\d+ dari \d+ angka tercetak dapat dihitung ulang", told["II.2"][1])


def test_form_names_what_is_missing():
    rows = [
        {"indikator": "A", "tahun": "2020", "dokumen": "PK", "sasaran": "S1", "target": "80", "tabel": "pk"},
        {"indikator": "B", "tahun": "2020", "dokumen": "PK", "sasaran": "S2", "target": "80", "tabel": "pk"},
        {
            "indikator": "A",
            "tahun": "2020",
            "sasaran": "S1",
            "target": "80",
            "realisasi": "80",
            "capaian": "100",
            "tabel": "r",
        },
    ]
    heads = [
        {"judul": t}
        for t in (
            "BAB I PENDAHULUAN",
            "BAB II PERENCANAAN KINERJA",
            "BAB III AKUNTABILITAS KINERJA",
            "BAB IV PENUTUP",
        )
    ]
    told = answers(Made(one(indikator=rows, bab=heads)))
    assert told["I.3"] == ("sebagian", "1 dari 2 indikator bertarget dilaporkan realisasinya. Belum: B.")
    assert told["III.1"] == (
        "sebagian",
        "1 dari 2 sasaran perjanjian kinerja dilaporkan capaiannya. Belum: S2.",
    )
    assert told["I.6"][0] == "tidak"


def test_form_of_an_excerpt_answers_nothing():
    rows = [{"indikator": "A", "tahun": "2020", "target": "80", "realisasi": "80", "capaian": "100"}]
    told = answers(Made(one(indikator=rows, identitas=[{"jenis": "petikan", "nilai": "ya"}])))
    assert {a for a, _ in told.values()} == {""}


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


# ---- templates
# -------------------------------------------------------------------------------------------------------


def test_committed_templates_are_what_the_script_makes(tmp_path):
    for path in docx_make.write(tmp_path):
        there = docx_make.FOLDER / path.relative_to(tmp_path)
        with zipfile.ZipFile(path) as new, zipfile.ZipFile(there) as old:
            for part in ("word/document.xml", "word/footer1.xml", "word/styles.xml"):
                assert new.read(part) == old.read(part), (
                    f"run python -m reports.docx_make ({there.name}, {part})"
                )


def test_templates_name_nothing_that_is_not_told(bundled):
    known = set(bundled.told) | {"f", "t", "b", "q", "r", "loop"}
    for path in docx_make.FOLDER.glob("*/*.docx"):
        with zipfile.ZipFile(path) as z:
            text = re.sub(
                r"<[^>]+>", "", z.read("word/document.xml").decode() + z.read("word/footer1.xml").decode()
            )
        used = {m.split(".")[0].strip() for m in re.findall(r"{{ ?([\w.]+) ?}}", text)}
        assert used and used <= known, path.name
    readme = (docx_make.FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{k}" in readme for k in bundled.told), [k for k in bundled.told if f"`{k}" not in readme]


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


# ---- texts
# -----------------------------------------------------------------------------------------------------------


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
    assert pdf_paper.printable("a → b ▪ c ₂ \u202f\u2011 ş") == "a -> b • c 2 \u00a0- ş"
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
        reader.metadata.title.startswith("Catatan Hasil Reviu") and reader.trailer["/Root"]["/Lang"] == "id"
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
    next(t for t in document.tables if t.rows[0].cells[0].text == "No").rows[1].cells[
        7
    ].text = "Sudah kami perbaiki."
    document.save(notes)
    answered = notes.read_bytes()
    assert (
        write(bundled.findings, bundled.result, tmp_path, ["docx"])[0].name == f"{NAMES[0]}-2.docx"
        and notes.read_bytes() == answered
    )
