"""Word documents: exactly what a reader of the page sees, each piece with its way back to the original."""

import zipfile
from pathlib import Path

import pytest

from cermat.datasets.readers.docx import read_docx
from cermat.datasets.readers.docx_styles import letters, printed
from cermat.schemas.errors import InputError
from tests.small_docx import p, r, tc, tr, write_docx

SHARED = Path(__file__).parents[2] / "shared" / "seeds"


def text(raw) -> list[str]:
    return [m.teks for m in raw]


def grids(m) -> dict:
    return {(s.r, s.c): (s.teks, s.rs, s.cs) for s in m.sel}


def test_tracked_changes(tmp_path):
    notes = []
    body = p(
        r("Capaian ")
        + f"<w:del><w:r><w:delText>90,00</w:delText></w:r></w:del><w:ins>{r('91,00')}</w:ins>"
        + f"<w:moveFrom>{r('lama')}</w:moveFrom><w:moveTo>{r(' %')}</w:moveTo>"
    )
    join = p(r("dua "), "<w:rPr><w:del/></w:rPr>") + p("jadi satu")
    dropped = (
        f"<w:tbl>{tr(tc('a'), tc('b'))}{tr(tc('x'), tc('y'), trpr='<w:del/>')}{tr(tc('c'), tc('d'))}</w:tbl>"
    )
    m = read_docx(write_docx(tmp_path, body + join + dropped), notes)
    assert text(m)[:2] == ["Capaian 91,00 %", "dua jadi satu"]
    assert [s.teks for s in m[2].sel] == ["a", "b", "c", "d"]
    assert any("terlacak" in c for c in notes)


def test_fields_hidden_text_and_symbols(tmp_path):
    def f(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    fields = (
        f("begin")
        + r("KODE")
        + f("begin")
        + r("DALAM")
        + f("separate")
        + r("9")
        + f("end")
        + f("separate")
        + r("12")
        + f("end")
    )
    body = (
        p(r("nilai ") + fields + r(" orang"))
        + p(f("begin") + r("TANPA AKHIR"))
        + p("tetap terbaca")
        + p(r("tampak") + r("rahasia", "<w:vanish/>") + r("lagi", '<w:vanish w:val="0"/>'))
        + p(
            r("98,5")
            + r("1", '<w:vertAlign w:val="superscript"/>')
            + '<w:r><w:sym w:font="Symbol" w:char="F0B4"/></w:r>'
            + r("100")
        )
        + p(r("anak") + "<w:r><w:noBreakHyphen/></w:r>" + r("anak") + "<w:r><w:softHyphen/></w:r>" + r("nya"))
        + p('<w:fldSimple w:instr="PAGE">' + r("7") + "</w:fldSimple>")
    )
    assert text(read_docx(write_docx(tmp_path, body))) == [
        "nilai 12 orang",
        "tetap terbaca",
        "tampaklagi",
        "98,5¹×100",
        "anak-anaknya",
        "7",
    ]


def test_text_boxes_once_only(tmp_path):
    box = f"<w:txbxContent>{p('dalam kotak')}</w:txbxContent>"
    body = p(
        r("luar")
        + '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        + f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        + f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        + "</mc:AlternateContent></w:r>"
        + r(" paragraf")
    )
    assert text(read_docx(write_docx(tmp_path, body + p("sesudah")))) == [
        "luar paragraf",
        "dalam kotak",
        "sesudah",
    ]


def test_content_controls_in_tables(tmp_path):
    def sdt(x):
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{x}</w:sdtContent></w:sdt>"

    within = tc("<w:p/>" + sdt(p("C")))
    body = f"<w:tbl>{tr(tc('A'), sdt(tc('B')))}{sdt(tr(within, tc('D')))}</w:tbl>"
    (m,) = read_docx(write_docx(tmp_path, body))
    assert grids(m) == {(0, 0): ("A", 1, 1), (0, 1): ("B", 1, 1), (1, 0): ("C", 1, 1), (1, 1): ("D", 1, 1)}


def test_merged_cells_header_and_jejak(tmp_path):
    rows = (
        tr(
            tc("No", '<w:vMerge w:val="restart"/>'),
            tc("Tahun", '<w:gridSpan w:val="2"/>'),
            trpr="<w:tblHeader/>",
        )
        + tr(tc("", "<w:vMerge/>"), tc("2022"), tc("2023"), trpr="<w:tblHeader/>")
        + tr(tc(p("98,50") + p("99,10")), tc(p("Persentase") + p("keluarga")))
        + tr(tc("x"), trpr='<w:gridBefore w:val="1"/>')
    )
    m = read_docx(write_docx(tmp_path, p("awal") + f"<w:tbl>{rows}</w:tbl>"))[1]
    assert m.kepala == 2 and m.jejak == "t0"
    assert grids(m) == {
        (0, 0): ("No", 2, 1),
        (0, 1): ("Tahun", 1, 2),
        (1, 1): ("2022", 1, 1),
        (1, 2): ("2023", 1, 1),
        (2, 0): ("98,50\n99,10", 1, 1),
        (2, 1): ("Persentase keluarga", 1, 1),
        (3, 1): ("x", 1, 1),
    }
    assert {s.jejak for s in m.sel} == {"p1", "p2", "p4", "p5", "p6", "p8", "p10"}


def test_nested_tables_and_frames(tmp_path):
    within = f"<w:tbl>{tr(tc('s1'), tc('s2'))}</w:tbl>"
    outside = f"<w:tbl>{tr(tc('a'), '<w:tc>' + p('b') + within + p('') + '</w:tc>')}</w:tbl>"
    told = f"<w:tbl>{tr('<w:tc>' + p('dalam bingkai') + within + '</w:tc>')}</w:tbl>"
    m = read_docx(write_docx(tmp_path, outside + told))
    assert [x.jenis for x in m] == ["petak", "petak", "paragraf", "petak"]
    assert [s.teks for s in m[0].sel] == ["a", "b"] and [s.teks for s in m[1].sel] == ["s1", "s2"]
    assert [x.jejak for x in m] == ["t0", "t1", m[2].jejak, "t3"]


def test_list_numbers_and_headings(tmp_path):
    style = (
        '<w:style w:type="paragraph" w:styleId="J1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl '
        'w:val="0"/>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="J1b"><w:name w:val="Judul saya"/><w:basedOn '
        'w:val="J1"/></w:style>'
    )

    def lvl(i, form, t, start=1):
        content = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{t}"/>'
        return f'<w:lvl w:ilvl="{i}">{content}</w:lvl>'

    number = (
        f'<w:abstractNum w:abstractNumId="0">{lvl(0, "upperRoman", "BAB %1")}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{lvl(0, "decimal", "%1.")}{lvl(1, "lowerLetter", "%2)")}'
        f"{lvl(2, 'decimal', '%1.%3')}</w:abstractNum>"
        f'<w:abstractNum w:abstractNumId="2">{lvl(0, "bullet", "•")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId '
        'w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>'
    )

    def n(num, i=0):
        return f'<w:numPr><w:ilvl w:val="{i}"/><w:numId w:val="{num}"/></w:numPr>'

    body = (
        p("PENDAHULUAN", '<w:pStyle w:val="J1"/>')
        + p("satu", n(2))
        + p("rinci", n(2, 1))
        + p("rinci", n(2, 1))
        + p("dua", n(2))
        + p("rinci", n(2, 1))
        + p("dalam", n(2, 2))
        + p("ulang", n(3))
        + p("peluru", n(4))
        + p("PERENCANAAN", '<w:pStyle w:val="J1b"/>')
        + p("tanpa", n(0))
        + p("sub", '<w:outlineLvl w:val="1"/>')
        + f"<w:tbl>{tr(tc(p('', n(3))), tc('x'))}{tr(tc(p('isi', n(3))), tc('y'))}</w:tbl>"
    )
    m = read_docx(write_docx(tmp_path, body, styles=style, numbering=number))
    assert text(m[:-1]) == [
        "BAB I PENDAHULUAN",
        "1. satu",
        "a) rinci",
        "b) rinci",
        "2. dua",
        "a) rinci",
        "2.1 dalam",
        "1. ulang",
        "peluru",
        "BAB II PERENCANAAN",
        "tanpa",
        "sub",
    ]
    assert [(x.jenis, x.tingkat) for x in m if x.jenis == "judul"] == [
        ("judul", 1),
        ("judul", 1),
        ("judul", 2),
    ]
    assert m[8].jenis == "butir" and m[10].jenis == "paragraf"
    # an empty numbered cell prints its number all the same
    assert [s.teks for s in m[-1].sel] == ["2.", "x", "3. isi", "y"]


def test_lists_typed_by_hand(tmp_path):
    blok = read_docx(
        write_docx(
            tmp_path,
            p(r("e. Persentase jalan mantap")) + p(r("2) cuaca buruk")) + p(r("A.n. kepala dinas hadir")),
        )
    )
    assert [b.jenis for b in blok] == ["butir", "butir", "paragraf"] and blok[
        0
    ].teks == "e. Persentase jalan mantap"


def test_formulas(tmp_path):
    def mr(t):
        return f"<m:r><m:t>{t}</m:t></m:r>"

    f = f"<m:f><m:num>{mr('(2T−R)')}</m:num><m:den>{mr('T')}</m:den></m:f>"
    rank = f"<m:sSup><m:e>{mr('c')}</m:e><m:sup>{mr('2')}</m:sup></m:sSup>"
    g = f"<m:f><m:num>{mr('a+b')}</m:num><m:den>{rank}</m:den></m:f>"
    body = p(r("Capaian = ") + f"<m:oMath>{f}{mr('×100%')}</m:oMath>") + p(
        f"<m:oMathPara><m:oMath>{g}</m:oMath></m:oMathPara>"
    )
    assert text(read_docx(write_docx(tmp_path, body))) == ["Capaian = (2T−R) / T×100%", "(a+b) / c²"]


def test_footnotes(tmp_path):
    kaki = (
        f'<w:footnote w:id="0" w:type="separator">{p("garis")}</w:footnote>'
        f'<w:footnote w:id="4">{p("Sumber: BPS")}</w:footnote>'
    )
    m = read_docx(
        write_docx(
            tmp_path,
            p(r("angka 5,85") + '<w:r><w:footnoteReference w:id="4"/></w:r>') + p("lanjut"),
            footnotes=kaki,
        )
    )
    assert [(x.teks, x.jejak) for x in m] == [("angka 5,85", "p0"), ("Sumber: BPS", "f4"), ("lanjut", "p1")]


def test_tabs_and_line_breaks(tmp_path):
    def b(*content):
        return "<w:r>" + "<w:tab/>".join(f"<w:t>{x}</w:t>" for x in content) + "</w:r>"

    body = (
        p(b("BAB I PENDAHULUAN", "1"))
        + p(b("A. Latar", "2"))
        + p(b("B. Maksud", "", "13"))
        + p("pemisah")
        + p(b("1", "Program A", "12,50"))
        + p(b("2", "Program B", "7,25"))
        + p(b("3", "Program C", "80"))
        + p("pemisah")
        + p(b("Jumlah", ":", "16"))
        + p(b("satu", "dua"))
        + p("<w:r><w:t>Skala:</w:t><w:br/><w:t>1. tinggi : 90</w:t><w:br/><w:t>2. rendah : 10</w:t></w:r>")
        + p("<w:r><w:t>BAB I</w:t><w:br/><w:t>PENDAHULUAN</w:t></w:r>")
    )
    m = read_docx(write_docx(tmp_path, body))
    assert text(m)[:4] == ["BAB I PENDAHULUAN\t1", "A. Latar\t2", "B. Maksud\t13", "pemisah"]
    assert m[4].jenis == "petak" and [s.teks for s in m[4].sel if s.r == 1] == ["2", "Program B", "7,25"]
    assert text(m)[6:] == [
        "Jumlah : 16",
        "satu dua",
        "Skala:",
        "1. tinggi : 90",
        "2. rendah : 10",
        "BAB I PENDAHULUAN",
    ]


def test_pages_only_where_word_marks_them(tmp_path):
    split = "<w:r><w:lastRenderedPageBreak/></w:r>"
    assert [m.halaman for m in read_docx(write_docx(tmp_path, p("a") + p("b")))] == [-1, -1]
    body = (
        p("a")
        + p(split + r("b"))
        + p(r("c") + split + r("c"))
        + f"<w:tbl>{tr(tc(p(split + r('x'))), tc(p(split + r('y'))))}</w:tbl>"
    )
    m = read_docx(write_docx(tmp_path, body))
    assert [x.halaman for x in m] == [1, 2, 2, 3] and [s.halaman for s in m[-1].sel] == [4, 4]


@pytest.mark.parametrize(
    ("content", "message"), [("<w:p><w:r>", "rusak"), ('<!DOCTYPE x [<!ENTITY e "e">]><w:document/>', "DTD")]
)
def test_broken_content_is_one_line(tmp_path, content, message):
    path = tmp_path / "uji.docx"
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("word/document.xml", content)
    with pytest.raises(InputError, match=message) as error:
        read_docx(path)
    assert "\n" not in str(error.value) and "uji.docx" in str(error.value)


def test_number_formats():
    assert [printed(n, "upperRoman") for n in (4, 9, 14)] == ["IV", "IX", "XIV"]
    assert [letters(n) for n in (1, 26, 27)] == ["a", "z", "aa"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared tidak ada")
def test_word_traps():
    m = read_docx(SHARED / "word-traps.docx")
    as_shown = [s for x in m for s in ([x.teks] if x.jenis != "petak" else [c.teks for c in x.sel]) if s]
    assert as_shown == [
        "biasa SISIPAN",
        "DALAM_SDT",
        "KOTAK_TEKS",
        "luar",
        "SEL_SISIPAN",
        "BARIS_SDT",
        "SARANG",
        "1. BUTIR_OTOMATIS",
    ]
