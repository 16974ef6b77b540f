"""kantor.yaml: an inspectorate's letterhead, numbers, team and signatures in every paper; told in one line where
it cannot be used."""

import re
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
import yaml
from PIL import Image
from pypdf import PdfReader

from cermat import audit
from cermat.reports import docx as word
from cermat.reports import pdf, xlsx
from cermat.reports.kantor import DOTS, read_kantor
from cermat.schemas.errors import InputError
from tests import office
from tests.review_helpers import NAMES, Made

README = Path(__file__).parents[1] / "README.md"


def example() -> str:
    """The example of the README."""
    return re.search(r"```yaml\n(inspektorat: .*?)```", README.read_text(encoding="utf-8"), re.S)[1]


@pytest.fixture(scope="module")
def bundled() -> Made:
    return Made(audit.read(audit.bundled()))


@pytest.fixture(scope="module")
def kantor(tmp_path_factory) -> Path:
    """The example of the README as a file, with its logo beside it."""
    folder = tmp_path_factory.mktemp("kantor")
    Image.new("RGB", (40, 60), "navy").save(folder / "logo.png")
    (folder / "kantor.yaml").write_text(example(), encoding="utf-8")
    return folder / "kantor.yaml"


def spoken(content: bytes) -> str:
    """Everything that a Word paper says, in its order."""
    document = docx.Document(BytesIO(content))
    return "\n".join(part.text or "" for part in document.element.body.iter() if part.tag.endswith("}t"))


def pictures(content: bytes) -> int:
    """How many pictures a paper of Word or PDF shows."""
    if content.startswith(b"%PDF"):
        return sum(len(page.images) for page in PdfReader(BytesIO(content)).pages)
    return len(docx.Document(BytesIO(content)).element.body.findall(".//{*}drawing"))


def test_every_paper_is_the_offices_own(bundled, kantor):
    told = yaml.safe_load(example())
    made = read_kantor(kantor)
    filled = word.papers(bundled.findings, bundled.result, kantor=made)
    filled |= pdf.papers(bundled.findings, bundled.result, kantor=made)
    assert len(filled) == 2 * len(NAMES)
    for name, content in filled.items():
        if name.endswith(".pdf"):
            text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
        else:
            text = spoken(content)
        text = office.squeezed(text)
        chief = told["tim"][0] if name.startswith("formulir") else told["penandatangan"]
        for wanted in (*told["kop"], chief["nama"], chief["nip"], told["kota"], told["tanggal"]):
            assert office.squeezed(wanted) in text, (name, wanted)
        assert pictures(content) == 1, name
    numbers = {"catatan": NAMES[0], "laporan": NAMES[3], "surat": NAMES[4]}
    for kind, name in numbers.items():
        assert told["nomor"][kind] in spoken(filled[f"{name}.docx"])
    report = spoken(filled[f"{NAMES[3]}.docx"])
    assert told["surat_tugas"] in report and all(person["nip"] in report for person in told["tim"])


def test_the_working_papers_name_who_draws_up_reviews_and_approves(bundled, kantor):
    def names(made) -> list[str]:
        book = openpyxl.load_workbook(BytesIO(xlsx.book(bundled.findings, bundled.result, kantor=made)))
        rows = [[str(cell or "") for cell in row] for row in book["Ringkasan"].iter_rows(values_only=True)]
        roles = ("Disusun oleh", "Direviu oleh", "Disetujui oleh")
        return [row[row.index(role) + 1] for role in roles for row in rows if role in row]

    told = yaml.safe_load(example())
    wanted = (told["tim"][1]["nama"], told["tim"][0]["nama"], told["penandatangan"]["nama"])
    assert names(read_kantor(kantor)) == [f"{name} · tanggal, paraf:" for name in wanted]
    assert names(None) == ["Nama, tanggal, paraf:"] * 3


def test_without_it_the_lines_are_dotted(bundled):
    for name, content in word.papers(bundled.findings, bundled.result).items():
        text = spoken(content)
        assert f"INSPEKTORAT {DOTS}" in text and DOTS in text.split("NIP")[-1] and not pictures(content), name
    told = bundled.told
    assert told["nomor"] == dict.fromkeys(("catatan", "laporan", "surat"), DOTS)
    assert told["penandatangan"] == {"jabatan": "Inspektur", "nama": DOTS, "nip": DOTS}


def test_numbers_and_dates_may_stand_without_quotes(tmp_path):
    path = tmp_path / "kantor.yaml"
    path.write_text(
        "tanggal: 2026-02-12\nnomor: {surat: 700}\ntim: [{nama: A, nip: 198001012005011001, jabatan: }]\nkota:\n",
        encoding="utf-8",
    )
    told = read_kantor(path).told
    assert (told.tanggal, told.nomor.surat, told.tim[0].nip) == (
        "12 Februari 2026",
        "700",
        "198001012005011001",
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("inspektorat: [a]", "inspektorat: harus teks"),
        ("kop: PEMERINTAH", "kop: harus daftar"),
        ("kop: [{a: b}]", "kop.1: harus teks"),
        ("inspektorat: x\nkepala: y", r"kepala: nama ini tidak dikenal \(yang ada: inspektorat, kop"),
        ("tim: [{nama: A}, {nama: B, pangkat: C}]", r"tim.2.pangkat: .*yang ada: nama, jabatan, nip"),
        ("tim: [{jabatan: Ketua}]", "tim.1.nama: harus diisi"),
        ("tim: [Ketua]", "tim.1: harus berisi nama: nilai"),
        ("nomor: {lhr: 1}", r"nomor.lhr: .*yang ada: catatan, laporan, surat"),
        ("penandatangan: Inspektur", "penandatangan: harus berisi nama: nilai"),
        ("inspektorat: yes", "inspektorat: harus teks"),
        ("- a", "harus berisi nama: nilai"),
        ("1: a", "1: nama ini tidak dikenal"),
        ("nomor: {2: a}", "nomor.2: nama ini tidak dikenal"),
        ("a: [", "baris 2 tidak terbaca"),
        ("a: \x01", "tidak terbaca"),
        (f"kota: {'x' * 300}", "kota: terlalu panjang"),
        (f"kop: [{'a, ' * 12}]", "kop: terlalu banyak baris"),
        ("logo: tiada.png", "logo 'tiada.png' tidak ada"),
        ("logo: kantor.yaml", "tidak terbaca sebagai gambar"),
        ("logo: .", "tidak terbaca sebagai gambar"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(tmp_path, text, what):
    path = tmp_path / "kantor.yaml"
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=what) as told:
        read_kantor(path)
    assert "\n" not in str(told.value) and "kantor.yaml" in str(told.value)


def test_logos_that_are_broken_or_of_another_kind(tmp_path):
    path = tmp_path / "kantor.yaml"
    path.write_text("logo: logo.png\n", encoding="utf-8")
    Image.effect_noise((300, 300), 80).save(tmp_path / "logo.png")
    whole = (tmp_path / "logo.png").read_bytes()
    (tmp_path / "logo.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="tidak terbaca sebagai gambar"):
        read_kantor(path)
    Image.new("RGB", (9, 9)).save(tmp_path / "logo.png", format="BMP")
    with pytest.raises(InputError, match="harus PNG atau JPEG"):
        read_kantor(path)


def test_the_command_line_says_it_before_it_reads_anything(tmp_path, capsys):
    (tmp_path / "kantor.yaml").write_text("kepala: x\n", encoding="utf-8")
    call = ["check", str(audit.bundled()), "--kantor", str(tmp_path / "kantor.yaml"), "--out", str(tmp_path)]
    assert audit.main(call) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "kepala: nama ini tidak dikenal" in told
    assert audit.main([*call[:3], str(tmp_path / "tiada.yaml"), *call[4:]]) == 2
    assert "tidak ada" in capsys.readouterr().err


def test_the_command_line_fills_the_papers(tmp_path, kantor):
    call = ["check", str(audit.bundled()), "--format", "docx", "--out", str(tmp_path), "--kantor"]
    assert audit.main([*call, str(kantor)]) == 1
    assert "PEMERINTAH KABUPATEN CONTOH" in spoken((tmp_path / f"{NAMES[4]}.docx").read_bytes())
