"""What the HTML report is made of: labels in two languages, places, pieces of text, charts, JSON that stays
where it is put."""

import ast
import io
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from cermat.datasets.document.laid_tables import lay_out
from cermat.reports import charts, html
from cermat.reports.html_document import lay
from cermat.reports.html_findings import _gist, by_matter, recomputed_text, replaced
from cermat.reports.html_numbers import script_json
from cermat.reports.labels import LANGUAGES, labels
from cermat.reports.places import Places, sections
from cermat.reports.repaired import Repaired
from tests import helpers, html_reports

ROOM = Path(str(files("cermat.reports")))
OPTIONS = {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true"}


def catalogue(lang: str, name: str):
    return read_po(io.BytesIO((ROOM / "locale" / lang / "LC_MESSAGES" / name).read_bytes()), locale=lang)


def called(path: Path) -> set[str]:
    """First texts of the calls of `_`, `N_` and `ngettext` in a module."""
    calls = [
        n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Call) and n.args
    ]
    named = [
        n for n in calls if getattr(n.func, "id", getattr(n.func, "attr", "")) in ("_", "N_", "ngettext")
    ]
    return {
        n.args[0].value
        for n in named
        if isinstance(n.args[0], ast.Constant) and isinstance(n.args[0].value, str)
    }


def used() -> dict[str, str]:
    """Every text that code and templates of this room translate, and one file that does."""
    found = {text: path.name for path in ROOM.rglob("*.py") for text in called(path)}
    for path in ROOM.glob("templates/*.j2"):
        for _, message, _, _ in extract(
            "jinja2.ext:babel_extract",
            io.BytesIO(path.read_bytes()),
            keywords={"_": None, "ngettext": (1, 2)},
            options=OPTIONS,
        ):
            found[message[0] if isinstance(message, tuple) else message] = path.name
    return found


@pytest.mark.parametrize("name", sorted(p.name for p in ROOM.glob("locale/id/LC_MESSAGES/*.po")))
def test_catalogues_have_the_same_keys(name):
    read = {lang: {m.id: m.string for m in catalogue(lang, name) if m.id} for lang in LANGUAGES}
    assert read["id"].keys() == read["en"].keys()
    for key, told in read["en"].items():
        wanted = key if isinstance(key, tuple) else (key,)
        assert all(told if isinstance(told, tuple) else [told]), f"{key}: not translated"
        for text in told if isinstance(told, tuple) else (told,):
            assert sorted(re.findall(r"%\(\w+\)s", text)) == sorted(re.findall(r"%\(\w+\)s", wanted[0])), key


def test_every_label_is_in_the_catalogues():
    known = {
        m.id[0] if isinstance(m.id, tuple) else m.id
        for p in ROOM.glob("locale/en/LC_MESSAGES/*.po")
        for m in catalogue("en", p.name)
    }
    assert not {m: f for m, f in used().items() if m not in known}


def test_labels():
    assert labels("en").number(1234.5, 2) == "1,234.50" and labels("id").number(1234.5, 2) == "1.234,50"
    assert labels("en")._("hlm. %(n)s", n=3) == "p. 3" and labels("xx")._("hlm. %(n)s", n=3) == "hlm. 3"
    assert labels("id").percent(3, 4) == "75%" and labels("id").percent(0, 0) == "–"


def test_json_cannot_end_its_script():
    text = "</script><!-- & \u2028 \u2029 ]]>"
    written = script_json({"x": text})
    assert not re.search("[<>&\u2028\u2029]", written) and json.loads(written) == {"x": text}


@pytest.fixture(scope="module")
def laid():
    result = html_reports.small()
    places = Places(result.sub, "laporan.md", labels())
    return places, lay(places, result.colours("laporan.md"), set()), result


def test_texts_are_as_read(laid):
    places, report, _ = laid
    blocks = {b.id: b for b in report.blocks}
    for row in places.blok.itertuples():
        assert "".join(p.text for p in blocks[f"b{row.blok}"].pieces) == row.teks or row.jenis == "petak"
    texts = sorted(
        "".join(p.text for p in c.pieces).strip() for b in report.blocks for row in b.rows for c in row.cells
    )
    assert [t for t in texts if t] == sorted(t.strip() for t in places.sel["teks"] if t.strip())


def test_a_caption_is_told_once(laid):
    names = [
        ("".join(p.text for p in b.pieces), b.kind) for b in laid[1].blocks if b.text.startswith("Tabel 3.1")
    ]
    assert [n for n in names if n[0]] == [("Tabel 3.1 Capaian kinerja tahun 2022", names[0][1])]


def test_grids_are_whole(laid):
    for block in laid[1].blocks:
        for r in range(len(block.rows)):
            covered = sum(c.cs for row in block.rows[: r + 1] for c in row.cells if c.r + c.rs > r)
            assert covered == block.columns


@pytest.mark.parametrize(("empty", "first"), [(True, (0, 0, 2, 2)), (False, (0, 0, 1, 1))])
def test_no_text_is_hidden_under_a_span(empty, first):
    result = helpers.quick(
        helpers.one(rincian=[{"uraian": "a", "nilai": "1"}, {"uraian": "b", "nilai": "2"}])
    )
    lay_out(result.sub)
    sel = result.sub.sel
    sel.loc[(sel["r"] == 0) & (sel["c"] == 0), ["rs", "cs"]] = [2, 2]
    if empty:
        sel.loc[sel["r"].lt(2) & sel[["r", "c"]].sum(axis=1).gt(0), "teks"] = ""
    places = Places(result.sub, "r", labels())
    (block,) = lay(places, result.colours("r"), set()).blocks
    cells = [c for row in block.rows for c in row.cells]
    assert (cells[0].r, cells[0].c, cells[0].rs, cells[0].cs) == first
    assert sum(c.rs * c.cs for c in cells) == len(block.rows) * block.columns
    assert sorted(p.text for c in cells for p in c.pieces if p.text) == sorted(t for t in sel["teks"] if t)


def test_a_place_names_table_row_column_and_sentence(laid):
    places, _, result = laid
    finding = next(f for f in result.to_dict()["findings"] if f["rule"] == "CAP-02")
    table, prose = (places.where(p) for p in finding["places"])
    assert table["table"] == "Tabel 3.1 Capaian kinerja tahun 2022" and "kolom Capaian (%)" in table["detail"]
    assert prose["around"][0].endswith("tahun 2022 sebesar ") and prose["around"][1].startswith(
        ". Rata-rata capaian"
    )
    assert prose["anchor"] == f"n{finding['places'][1]['angka']}"


def test_what_stands_nowhere_is_shown_at_no_table():
    sub = html_reports.submission(html_reports.SMALL)
    sub.angka.loc[sub.angka["tabel"].eq(sub.angka["tabel"].iat[0]), "tabel"] = (
        ""  # as numbers of a passage that no table took
    )
    places = Places(sub, "laporan.md", labels())
    nowhere = {
        "section": "",
        "page": None,
        "table": "",
        "row": "",
        "column": "",
        "line": None,
        "text": "pernyataan telah direviu",
    }
    assert places.block("") == -1
    assert places.where(nowhere, "contradicted") | {"text": ""} == dict.fromkeys(
        places.where(nowhere), ""
    ) | {"around": ("", "")}
    assert not places.anchors and not places.quotes


def test_sections():
    assert sections("BAB III > A. Capaian > 1") == ["BAB III", "BAB III > A. Capaian"]
    assert sections("") == []


@pytest.mark.parametrize(
    ("value", "calculation", "printed", "shown"),
    [
        (86.40776699, "(2 × 5,15 − 5,85) ÷ 5,15 × 100 = 86,41", "113,59", "86,41"),
        (450e6, "300.000.000 + 150.000.000 = 450.000.000", "460.000.000", "450.000.000"),
        (12.0, "", "13", "12"),
        (12.5, "", "13", "12,50"),
        (12.0, "", "13%", "12,00"),
        ("Baik", "", "Cukup", "Baik"),
        (None, "", "", ""),
    ],
)
def test_recomputed_value_as_text(value, calculation, printed, shown):
    finding = {"recomputed": value, "calculation": calculation, "places": [{"text": printed}]}
    assert recomputed_text(finding, labels("id")) == shown


@pytest.mark.parametrize(
    ("printed", "becomes", "shown"),
    [
        ("98%", "101,67", "101,67%"),
        ("101,6%", "101,67%", "101,67%"),
        ("Rp. 536.035.400,-", "536.053.400", "Rp. 536.053.400,-"),
        ("cukup berhasil", "Tidak berhasil", "tidak berhasil"),
        ("dua", "7", "7"),
    ],
)
def test_what_is_to_be_printed_has_the_form_of_what_is_printed(printed, becomes, shown):
    assert replaced(printed, becomes) == shown


def test_a_line_of_the_first_screen_ends_with_a_word():
    finding = dict.fromkeys(("subject", "was", "becomes", "beside"), "") | {"kondisi": "bilangan " * 40}
    told = _gist(finding)
    assert told.endswith("bilangan …") and len(told) < 140


def test_chart_of_capaian():
    rows = [
        {"indikator": f"i{k}", "target": "10", "realisasi": "9", "capaian": c}
        for k, c in enumerate(["90", "95", "900"])
    ]
    scale = [{"label": "Kurang", "bawah": "", "atas": "70"}, {"label": "Baik", "bawah": "70", "atas": ""}]
    result = helpers.quick(helpers.one(indikator=rows, skala=scale))
    repaired = Repaired(result.to_dict()["findings"], result)
    drawn = charts.capaian(result.sub, "r", 2020, repaired, result.workings("r"))
    assert [(r["name"], r["text"], r["becomes"], r["off"]) for r in drawn["rows"]] == [
        ("i0", "90", "", False),
        ("i1", "95", "90", False),
        ("i2", "900", "", True),
    ]
    assert drawn["rows"][1]["repaired"] == pytest.approx(90) and drawn["rows"][0]["x"] == 45
    assert [(b["label"], b["x"], b["width"]) for b in drawn["bands"]] == [("Kurang", 0, 35), ("Baik", 35, 65)]


def test_chart_of_absorption_and_of_reach():
    rows = [
        {"uraian": "Program A", "tingkat": "program", "pagu": "200", "realisasi": "150"},
        {"uraian": "Program B", "tingkat": "program", "pagu": "100", "realisasi": "120"},
    ]
    result = helpers.quick(helpers.one(anggaran=[r | {"bagian": "BAB III > B"} for r in rows]))
    lay_out(result.sub)
    assert [(r["name"], r["share"], r["over"]) for r in charts.absorption(result.sub, "r", 2020)] == [
        ("Program A", 75, False),
        ("Program B", 120, True),
    ]
    (row,) = charts.by_section(result.sub.angka, result.reach, result.colours("r"), ["BAB III > B"])
    assert row["name"] == "B" and row["above"] == "BAB III" and row["n"] == 4
    assert sum(width for _, _, width in row["parts"]) == pytest.approx(100)
    assert (
        charts.rupiah(1_250_000_000, labels("id")) == "Rp1,2 miliar"
        and charts.rupiah(950, labels("id")) == "Rp950"
    )


def test_findings_alone_make_a_page():
    findings = html_reports.small().to_dict()
    page = html.page(json.loads(json.dumps(findings)))
    assert findings["findings"][0]["kondisi"].split(":")[0] in page and 'id="laporan"' not in page


def test_nothing_is_loaded_from_elsewhere():
    result = html_reports.small()
    page = html.page(result.to_dict(), result)
    assert not re.findall(r"(?:src|href|action|data)\s*=\s*[\"'](?!#|data:)[^\"']*|url\(|@import", page)
    assert "default-src 'none'" in page and page.count("<script>") == 1


def test_one_line_a_matter_and_its_members_beneath():
    shown = [
        {"no": "1", "id": "a", "role": "pokok", "subject": "X", "was": "5", "becomes": "4", "beside": ""},
        {"no": "1.1", "id": "b", "role": "akibat"},
        {"no": "1.2", "id": "c", "role": "baris"},
        {"no": "2", "id": "d", "role": "pokok", "subject": "Y", "was": "", "becomes": "", "beside": ""},
    ]
    place = {"page": 16, "table": "Tabel 3.4. Capaian"}
    shown[0] |= {"places": [place], "at": [place], "kondisi": "panjang"}
    shown[3] |= {"places": [place | {"page": None}], "at": [place], "kondisi": "Kolom kosong."}
    one, two = by_matter(shown)
    assert (one["at"], one["gist"], two["at"], two["gist"]) == ("hlm. 16", "X", "Tabel 3.4", "Kolom kosong.")
    assert [f["id"] for f in one["rows"]] == ["c"] and [f["id"] for f in one["effects"]] == ["b"]
