"""Two audits held against each other: what is solved, what remains, what is new; ids that know nothing of
values and places."""

import json
import random
import re
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from markdown_it import MarkdownIt

import audit
from datasets.compose import compose as write_report
from datasets.compose.sample import sample
from datasets.read_tables import read_folder
from reports import COMPARED, compare, compare_console
from reports.output import RECORD
from tests import hostile
from tests.helpers import folder, quick

ROWS = [
    {
        "uraian": "Program A",
        "tahun": "2020",
        "pagu": "1.000",
        "realisasi": "900",
        "persen": "95",
        "sisa": "100",
    },
    {
        "uraian": "Program B",
        "tahun": "2020",
        "pagu": "2.000",
        "realisasi": "1.500",
        "persen": "80",
        "sisa": "500",
    },
]
EXCERPT = {"identitas": [{"jenis": "petikan", "nilai": "ya"}]}
OLD = EXCERPT | {"anggaran": ROWS}
# A is put right, B is wrong in another way, C is new
NEW = EXCERPT | {
    "anggaran": [
        ROWS[0] | {"persen": "90"},
        ROWS[1] | {"persen": "70"},
        {
            "uraian": "Program C",
            "tahun": "2020",
            "pagu": "400",
            "realisasi": "100",
            "persen": "52",
            "sisa": "300",
        },
    ]
}
MINOR = EXCERPT | {
    "indikator": [
        {"indikator": "Cakupan layanan", "tahun": "2020", "realisasi": "84,61", "target_depan": "80,00"}
    ]
}


def findings(path: Path) -> dict:
    return quick(audit.read(path)).to_dict()


def counts(made: dict) -> dict[str, int]:
    return {state: sum(by.values()) for state, by in made["summary"].items()}


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> tuple[Path, Path]:
    where = tmp_path_factory.mktemp("pair")
    return folder(where / "lama", OLD), folder(where / "baru", NEW)


@pytest.fixture(scope="module")
def made(pair) -> dict:
    return compare.compare(*(findings(p) for p in pair))


# --- what is what
# ------------------------------------------------------------------------------------------------------


def test_solved_changed_and_new(made):
    told = {state: {f["subject"] for f in found} for state, found in compare.listed(made).items()}
    assert "Program C" in told["new"] and "Program A" in told["solved"]
    (change,) = [c for c in made["changed"] if c["new"]["subject"] == "Program B"]
    assert change["what"] == ["stated"]
    assert (change["old"]["stated"], change["new"]["stated"]) == (80, 70)
    ids = [f["id"] for found in compare.listed(made).values() for f in found]
    assert len(ids) == len(set(ids))


def test_the_same_report_has_nothing_new(pair):
    once = findings(pair[0])
    same = compare.compare(once, json.loads(json.dumps(once)))
    assert counts(same) == {"new": 0, "changed": 0, "remains": len(once["findings"]), "solved": 0}
    assert same["notes"] == ["same"]
    back = compare.compare(findings(pair[1]), once)
    assert {f["id"] for f in back["solved"]} == {
        f["id"] for f in compare.compare(once, findings(pair[1]))["new_findings"]
    }


def test_severity_alone_is_a_change(pair):
    old, new = findings(pair[0]), findings(pair[0])
    new["findings"][0]["severity"] = "tinggi"
    (change,) = compare.compare(old, new)["changed"]
    assert change["what"] == ["severity"]
    new["findings"][0]["severity"] = old["findings"][0]["severity"]
    new["findings"][0]["stated"] *= 1 + 1e-13  # the last bits of a float are no change
    assert not compare.compare(old, new)["changed"]


def test_excused_findings_are_listed_not_counted(pair):
    old, new = findings(pair[0]), findings(pair[1])
    for f in new["findings"]:
        f["waiver"] = {
            "alasan": "sudah dijelaskan",
            "oleh": "Ketua tim",
            "sampai": "2999-12-31",
            "berlaku": True,
        }
    made = compare.compare(old, new)
    assert made["new_findings"] and counts(made)["new"] == 0 and compare.worst(made) == ""
    for f in new["findings"]:
        f["waiver"]["berlaku"] = False
    assert compare.worst(compare.compare(old, new)) != ""


def test_other_rules_years_and_agencies_are_said(pair):
    old, new = findings(pair[0]), findings(pair[1])
    new["engine"]["rules_sha256"] = "1" * 64
    new["report"] |= {"tahun": 2031, "instansi": "Dinas Lain"}
    assert compare.compare(old, new)["notes"] == ["rules", "agency", "year"]


# --- a finding is the same wherever it stands
# -----------------------------------------------------------------------


def moved(source: Path, target: Path, seed: int) -> Path:
    """The tables with the rows of each printed table in another order, every place further down and on
    another page."""
    rng = random.Random(seed)
    target.mkdir()
    for path in sorted(source.glob("*.csv")):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        if path.stem != "daftar_isi":  # its order is what it says
            groups = [
                g.iloc[rng.sample(range(len(g)), len(g))] for _, g in frame.groupby("tabel", sort=False)
            ]
            frame = pd.concat(groups)
        for column, by in (("garis", 57), ("halaman", 2)):
            frame[column] = [str(int(float(v)) + by) if v else v for v in frame[column]]
        frame["bagian"] = [f"{v} (diperbarui)" if v else v for v in frame["bagian"]]
        frame.to_csv(target / path.name, index=False)
    return target


@pytest.mark.parametrize("seed", range(2))
def test_rows_in_another_order_and_other_places(tmp_path, seed):
    once = bundled()
    made = compare.compare(
        once, quick(read_folder(moved(audit.bundled(), tmp_path / "baru", seed))).to_dict()
    )
    assert counts(made) == {"new": 0, "changed": 0, "remains": len(once["findings"]), "solved": 0}


def bundled(made=[]) -> dict:  # noqa: B006 (once for all tests)
    if not made:
        made.append(findings(audit.bundled()))
    return made[0]


def wrong(text: str) -> str:
    """Another number of the same length."""
    k = next(i for i, c in enumerate(text) if c.isdigit())
    return text[:k] + str(int(text[k]) % 9 + 1) + text[k + 1 :]


def document(seed: int) -> dict[str, pd.DataFrame]:
    """Tables of a made-up report in which two capaian and one pagu are wrong."""
    tables = sample(seed)
    indikator, anggaran = tables["indikator"].copy(), tables["anggaran"].copy()
    stated = indikator.index[indikator["capaian"].fillna("").ne("")][:2]
    for i in stated:
        indikator.loc[i, "capaian"] = wrong(indikator.loc[i, "capaian"])
    anggaran.loc[2, "pagu"] = wrong(anggaran.loc[2, "pagu"])
    return tables | {"indikator": indikator, "anggaran": anggaran}


def prose_added(text: str) -> str:
    """Another page of words at the beginning of every chapter."""
    more = [
        "",
        "Bab ini memberi gambaran umum bagi pembaca mengenai hal-hal yang diuraikan sesudahnya.",
        "",
        "Uraian disampaikan secara ringkas menurut urutan pokok bahasannya.",
        "",
    ]
    return "\n".join(
        x for line in text.split("\n") for x in [line, *(more if re.match(r"#+ BAB", line) else [])]
    )


@pytest.mark.parametrize(("seed", "layout"), [(0, "gabung"), (2, "bagian")])
def test_words_added_to_a_document(tmp_path, seed, layout):
    path = write_report(document(seed), "md", tmp_path / "lama.md", layout=layout, seed=seed)
    once = findings(path)
    assert len(once["findings"]) >= 3
    later = tmp_path / "baru.md"
    text = path.read_text(encoding="utf-8")
    later.write_text(prose_added(text), encoding="utf-8")
    assert later.stat().st_size > path.stat().st_size + 300
    made = compare.compare(once, findings(later))
    assert counts(made) == {"new": 0, "changed": 0, "remains": len(once["findings"]), "solved": 0}


def test_a_number_put_right_in_a_document(tmp_path):
    tables = document(1)
    old = write_report(tables, "md", tmp_path / "lama.md", layout="sasaran", seed=1)
    new = write_report(
        tables | {"anggaran": sample(1)["anggaran"]}, "md", tmp_path / "baru.md", layout="sasaran", seed=1
    )
    made = compare.compare(findings(old), findings(new))
    assert made["solved"] and made["remains"] and not made["new_findings"]


# --- the command
# ---------------------------------------------------------------------------------------------------


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """run(arguments…) → (exit code, standard output, standard error), with a quick judge, away from the
    repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        audit, "check", lambda source, progress=None, **_: quick(audit.read(source, progress))
    )

    def go(*arguments):
        code = audit.main([str(a) for a in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return code, captured.out, captured.err

    return go


def test_exit_code_and_files(run, pair, tmp_path):
    code, out, err = run("compare", *pair, "--out", tmp_path / "o")
    assert (code, err) == (1, "")
    assert {p.name for p in (tmp_path / "o").iterdir()} - {RECORD} == {
        "banding.html",
        "banding.xlsx",
        "banding.json",
    }
    for word in ("baru", "berubah", "selesai", "Program C"):
        assert word in out
    assert run("compare", *pair, "--out", tmp_path / "o", "--format", "json", "--fail-on", "tinggi")[0] == 0
    assert (
        run("compare", pair[0], pair[0], "--out", tmp_path / "o", "--format", "json", "--fail-on", "rendah")[
            0
        ]
        == 0
    )


def test_a_small_new_finding_fails_only_when_asked(run, tmp_path):
    old = folder(tmp_path / "a", EXCERPT | {"indikator": [MINOR["indikator"][0] | {"target_depan": "90,00"}]})
    new = folder(tmp_path / "b", MINOR)
    assert run("compare", old, new, "--format", "json")[0] == 0
    assert run("compare", old, new, "--format", "json", "--fail-on", "rendah")[0] == 1


def test_findings_of_before_and_a_submission_of_today(run, pair, tmp_path):
    (tmp_path / "dulu").mkdir()
    for path in (tmp_path / "lama.json", tmp_path / "dulu" / "findings.json"):
        path.write_text(json.dumps(findings(pair[0])), encoding="utf-8")
    told = []
    for old in (pair[0], tmp_path / "lama.json", tmp_path / "dulu"):
        assert run("compare", old, pair[1], "--out", tmp_path / "o", "--format", "json")[0] == 1
        found = json.loads((tmp_path / "o" / "banding.json").read_text(encoding="utf-8"))
        told.append({k: [f["id"] for f in v] for k, v in compare.listed(found).items()})
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "JSON"),
        ("[1]", "findings.json"),
        ("{", "JSON"),
        ("[" * 100_000, "JSON"),
        ("{}", "schema"),
        ('{"schema": "lkjip-findings/2"}', "schema"),
        ('{"schema": "lkjip-findings/1", "findings": []}', "engine"),
        ("\udcff", "JSON"),
    ],
)
def test_what_is_no_findings_file(run, pair, tmp_path, content, words):
    path = tmp_path / "rusak.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    code, out, err = run("compare", path, pair[1])
    assert (code, out) == (2, "")
    assert err.startswith("cermat: ") and err.count("\n") == 1
    assert "rusak.json" in err and words in err


@pytest.mark.parametrize(
    "damage",
    [
        lambda f: f["findings"][0].pop("id"),
        lambda f: f["findings"][0].update(severity="besar"),
        lambda f: f["findings"][0].update(places=[{}]),
        lambda f: f["findings"][0].update(stated=[1]),
        lambda f: f["report"].update(source=3),
        lambda f: f["summary"].update(numbers=None),
        lambda f: f["findings"][0].update(waiver={}),
        lambda f: f["findings"][0]["places"][0].update(section=None),
    ],
)
def test_a_damaged_findings_file(run, pair, tmp_path, damage):
    found = findings(pair[0])
    damage(found)
    path = tmp_path / "rusak.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    code, out, err = run("compare", path, pair[1], "--format", "json")
    assert (code, out) == (2, "") and "rusak.json" in err and err.count("\n") == 1


def test_missing_and_unknown(run, pair):
    assert run("compare", pair[0], "tidak-ada")[0] == 2
    assert run("compare", pair[0])[0] == 2
    code, _, err = run("compare", *pair, "--format", "pdf")
    assert code == 2 and "html, xlsx, md, json" in err


def test_neither_submission_is_overwritten(run, pair, tmp_path):
    path = tmp_path / "banding.json"
    found = findings(pair[0])
    found["report"]["source"] = str(path)
    path.write_text(json.dumps(found), encoding="utf-8")
    before = path.read_bytes()
    assert run("compare", path, pair[1], "--out", tmp_path, "--format", "json")[0] == 1
    assert path.read_bytes() == before
    assert (tmp_path / "banding-2.json").exists()


# --- the papers
# ----------------------------------------------------------------------------------------------------


def papers(made: dict, where: Path, lang: str = "id") -> dict[str, Path]:
    paths = compare.write(compare.view(made, None, None, lang), where, list(COMPARED))
    return dict(zip(COMPARED, paths, strict=True))


def test_every_paper_names_every_finding(made, tmp_path):
    files = papers(made, tmp_path)
    found = [f for each in compare.listed(made).values() for f in each]
    html, md = (files[k].read_text(encoding="utf-8") for k in ("html", "md"))
    sheet = openpyxl.load_workbook(files["xlsx"])["Perbandingan"]
    cells = [c for row in sheet.iter_rows(values_only=True) for c in row if c]
    for f in found:
        assert f"#{f['id']}" in html and f"`{f['id']}`" in md and f["id"] in cells
    assert [s.title for s in openpyxl.load_workbook(files["xlsx"])] == ["Ringkasan", "Perbandingan"]
    assert json.loads(files["json"].read_text(encoding="utf-8"))["schema"] == "lkjip-compare/1"
    change = next(c for c in made["changed"] if c["what"] == ["stated"])
    assert "80" in html and change["old"]["kondisi"][:40] in html


def test_english(made, tmp_path):
    files = papers(made, tmp_path, "en")
    assert "Comparison of two reviews" in files["html"].read_text(encoding="utf-8")
    assert "solved" in files["md"].read_text(encoding="utf-8")
    assert openpyxl.load_workbook(files["xlsx"]).sheetnames == ["Summary", "Comparison"]


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    """A hostile report that becomes another hostile report: some findings in every state."""
    old = quick(hostile.submission()).to_dict()
    new = json.loads(json.dumps(old))
    old["findings"], new["findings"] = (
        old["findings"][: 2 * len(old["findings"]) // 3],
        new["findings"][len(new["findings"]) // 3 :],
    )
    for k, f in enumerate(new["findings"]):
        if k % 2:
            f["stated"] = hostile.LINK
    old["report"]["laporan"] = new["report"]["laporan"] = hostile.SCRIPT + hostile.TEMPLATE
    return compare.compare(old, new), papers(compare.compare(old, new), tmp_path_factory.mktemp("bad"))


def test_hostile_texts_are_harmless(bad):
    made, files = bad
    assert all(counts(made).values())
    html, md = (files[k].read_text(encoding="utf-8") for k in ("html", "md"))
    assert not re.search(r"<(script|img|iframe|a (?!href=\"#))", html) and "onerror" not in re.sub(
        r"&lt;.*?&gt;", "", html
    )
    for text in (html, md):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
    assert "{{" not in md
    tokens = [
        t
        for token in MarkdownIt("commonmark").enable("table").parse(md)
        for t in [token, *(token.children or [])]
    ]
    assert not {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "fence",
        "code_block",
        "hr",
        "blockquote_open",
    } & {t.type for t in tokens}
    book = openpyxl.load_workbook(files["xlsx"])
    assert not [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f" or c.hyperlink]
    with zipfile.ZipFile(BytesIO(files["xlsx"].read_bytes())) as z:
        assert not [n for n in z.namelist() if n.endswith(".rels") and b"contoh.invalid" in z.read(n)]
    assert json.loads(files["json"].read_text(encoding="utf-8"))


def test_the_terminal_is_left_alone(bad, capsys):
    made, files = bad
    compare_console.show(compare.view(made, None, None), list(files.values()))
    out = capsys.readouterr().out
    assert "\x1b" not in out and "\u202e" not in out and "\x07" not in out
    assert "<script>" in out


def test_folders_of_reports_differ_in_more_than_case():
    taken: set[str] = set()
    assert [audit.unique_name(n, taken) for n in ("Dinas", "dinas", "DINAS-2", "../..")] == [
        "Dinas",
        "dinas-2",
        "DINAS-2-2",
        "laporan",
    ]


def test_the_page_in_a_browser(made, bad, chromium, tmp_path):
    """Nothing is loaded or run, nobody is shut out, and nothing is wider than a telephone."""
    from tests.browser import Pages, launched, serious

    files = [papers(made, tmp_path)["html"], bad[1]["html"]]
    with launched(chromium) as browser:
        pages = Pages(browser)
        for path in files:
            for width, scheme in ((1280, "light"), (390, "dark")):
                page = pages(path, width, scheme=scheme)
                assert serious(page) == []
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert pages.noise == []
        pages.close()
