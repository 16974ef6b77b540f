"""The report as Markdown and as SARIF: what is in it, valid by its schema, and harmless whatever a submission
says."""

import json
import re
from pathlib import Path

import mistune
import pytest
from markdown_it import MarkdownIt
from sarif_kit.validate import validation_errors

from cermat import audit
from cermat.datasets.document.laid_tables import lay_out
from cermat.reports import markdown, sarif
from cermat.reports.kantor import Kantor, Office
from cermat.reports.markdown import inert
from cermat.reports.rule_site import site
from cermat.reports.sarif_regions import Regions
from tests import hostile
from tests.helpers import quick


class Made:
    def __init__(self, sub, lang: str = "id", **options):
        self.result = quick(sub, **options)
        if self.result.sub.blok.empty:
            lay_out(self.result.sub)
        self.findings = self.result.to_dict()
        self.text = markdown.report(self.findings, self.result, lang)
        self.sarif = sarif.log(self.findings, self.result, lang)
        (self.run,) = json.loads(self.sarif)["runs"]


@pytest.fixture(scope="module")
def bundled() -> Made:
    return Made(audit.read(audit.bundled()))


@pytest.fixture(scope="module")
def bad() -> Made:
    return Made(hostile.submission())


# --- Markdown


def tokens(text: str) -> list:
    """All tokens, with those inside lines."""
    out = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        out.append(token)
        out += token.children or []
    return out


def shown(text: str) -> str:
    """What a reader sees."""
    return "".join(
        t.content if t.type == "text" else "\n" if t.type.endswith("_close") else ""
        for t in tokens(text)
        if t.type != "inline"
    )


def test_every_finding_with_its_five_elements(bundled):
    seen = shown(bundled.text)
    headings = re.findall(r"^### ([\d.]+)\. ", bundled.text, re.M)
    assert headings == [found["no"] for found in bundled.findings["findings"]]
    for f in bundled.findings["findings"]:
        assert f"`{f['id']}`" in bundled.text
        for title in ("Kondisi", "Kriteria", "Akibat", "Rekomendasi"):
            assert f"{title}:\n {f[title.lower()]}" in seen, f[title.lower()]
    for rule in bundled.findings["rules"]:
        assert re.search(rf"^\| {rule['id']} \|", bundled.text, re.M)
    assert bundled.findings["engine"]["rules_sha256"] in bundled.text


def test_tables_keep_their_columns(bundled, bad):
    for made in (bundled, bad):
        width = 0
        for token in tokens(made.text):
            if token.type == "tr_open":
                width = 0
            width += token.type in ("td_open", "th_open")
            if token.type == "tr_close":
                assert width in (2, 3, 6)
        html = mistune.create_markdown(plugins=["table"])(made.text)
        assert html.count("<table>") == 4 or "Tidak ada." in made.text


def test_hostile_texts_become_nothing(bad):
    found = tokens(bad.text)
    assert not {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "fence",
        "code_block",
        "hr",
        "blockquote_open",
        "s_open",
    } & {t.type for t in found}
    assert "em_open" not in {t.type for t in found}
    assert {t.tag for t in found if t.type == "heading_open"} <= {"h1", "h2", "h3"}
    assert not [
        t for t in found if t.type == "code_inline" and not re.fullmatch(r"[A-Za-z0-9.-]+", t.content)
    ]
    html = mistune.create_markdown(
        escape=False, plugins=["table", "url", "strikethrough", "math", "footnotes", "task_lists"]
    )(bad.text)
    assert not re.search(r"<(script|img|a|iframe|del|em)\b", html)
    assert "{{" not in bad.text and "{%" not in bad.text and "${" not in bad.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b-\x1f\x7f-\x9f]", bad.text)
    assert max(map(len, bad.text.splitlines())) < 20_000
    seen = shown(bad.text)
    for text in (
        hostile.SCRIPT,
        "{{7*7}}",
        hostile.LINK,
        "# Judul | kolom",
        "[klik](http://contoh.invalid)",
        "&amp; & &lt;",
    ):
        assert text in seen, text


@pytest.mark.parametrize(
    "text",
    [
        *hostile.MARKDOWN,
        *hostile.FORMULAS,
        *hostile.LINKS,
        hostile.SCRIPT,
        hostile.TEMPLATE,
        "1) satu",
        "=====",
        ":---:",
        "\\",
        "`",
        "<!--",
    ],
)
@pytest.mark.parametrize("frame", ["{}", "- {}", "| a |\n| --- |\n| {} |", "kata {} kata", "### {}"])
def test_a_text_shows_as_itself_wherever_it_stands(text, frame):
    seen = shown(frame.format(inert(text)))
    assert " ".join(text.split()) in " ".join(seen.split())
    kinds = {t.type for t in tokens(frame.format(inert(text)))}
    assert kinds <= {t.type for t in tokens(frame.format("kata"))} | {"text", "text_special"}


def test_what_is_usual_stays_readable():
    for text in (
        "2.214,28",
        "3.226 ÷ 16.051 × 100 = 20,10",
        "Rp69,7 miliar",
        "BAB III > A",
        "(2 × 5,15 − 5,85) ÷ 5,15",
        "98,5%",
    ):
        assert inert(text) == text


def test_without_the_frames():
    """From findings.json alone."""
    made = Made(hostile.submission())
    text = markdown.report(made.findings, None, "en")
    assert "# Review" in text or text.startswith("# ")
    assert text.count("### ") == len(made.findings["findings"])


# --- SARIF


def fails(made: Made) -> list[dict]:
    return [r for r in made.run["results"] if r["kind"] == "fail"]


@pytest.mark.parametrize("name", ["bundled", "bad"])
def test_valid_by_the_official_schema(name, request):
    made = request.getfixturevalue(name)
    assert validation_errors(json.loads(made.sarif)) == []
    assert validation_errors(json.loads(sarif.log(made.findings, None, "en"))) == []


def test_a_result_for_every_finding(bundled):
    level = {"tinggi": "error", "sedang": "warning", "rendah": "note"}
    for r, f in zip(fails(bundled), bundled.findings["findings"], strict=True):
        assert (r["ruleId"], r["level"]) == (f["rule"], level[f["severity"]])
        assert r["partialFingerprints"] == {"cermatFinding/v1": f["id"]}
        assert bundled.run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == f["rule"]
        assert f["kondisi"] in r["message"]["text"]
        expected = (
            max(len(f["places"]) - 1, 0) + len(f["suspects"]) + sum(len(d["places"]) for d in f["dampak"])
        )
        assert len(r["locations"]) == 1
        assert len(r.get("relatedLocations", [])) == min(expected, 200)


def test_every_rule_has_its_outcome_and_its_help(bundled):
    kinds = {
        "sesuai": {"pass"},
        "tidak berlaku": {"notApplicable"},
        "tidak dapat diuji": {"open", "review"},
        "temuan": {"fail", "review"},
    }
    by = {}
    for r in bundled.run["results"]:
        by.setdefault(r["ruleId"], set()).add(r["kind"])
        assert r["level"] == "none" or r["kind"] == "fail"
    for rule in bundled.findings["rules"]:
        assert by[rule["id"]] <= kinds[rule["status"]]
    assert {"pass", "fail", "notApplicable"} <= set.union(*by.values())
    for rule in bundled.run["tool"]["driver"]["rules"]:
        assert rule["help"]["text"] and rule["help"]["markdown"] and rule["shortDescription"]["text"]


def test_open_means_missing_and_review_means_undecided():
    writer = sarif._Writer(
        {"report": {"laporan": "r", "source": "r.md"}, "findings": [], "rules": []}, None, sarif.labels("id")
    )
    rule = {"id": "CAP-01", "kind": "rasio", "held": 0, "failed": 0, "undecided": 0, "reason": "x"}
    kinds = [
        [r.kind for r in writer.outcome(rule | {"status": s, "undecided": n})]
        for s, n in (
            ("tidak dapat diuji", 0),
            ("tidak dapat diuji", 2),
            ("temuan", 0),
            ("temuan", 1),
            ("galat", 0),
        )
    ]
    assert kinds == [["open"], ["review"], [], ["review"], []]


def test_places_are_a_tree(bundled):
    nodes = bundled.run["logicalLocations"]
    assert {n["kind"] for n in nodes} == {"bab", "bagian", "tabel", "baris", "kolom"}
    for k, node in enumerate(nodes):
        if "parentIndex" in node:
            assert node["parentIndex"] < k
            assert (
                node["fullyQualifiedName"]
                == f"{nodes[node['parentIndex']]['fullyQualifiedName']} > {node['name']}"
            )
    used = [x for r in fails(bundled) for place in r["locations"] for x in place.get("logicalLocations", [])]
    assert len(used) > 20
    assert all(nodes[x["index"]]["name"] == x["name"] for x in used)


def test_lines_are_told_where_the_source_has_lines(tmp_path):
    path = tmp_path / "laporan kinerja.md"
    path.write_text(
        "# BAB III AKUNTABILITAS KINERJA\n\nTabel 3.1 Capaian kinerja tahun 2020\n\n| No | Indikator | "
        "Target | Realisasi | Capaian (%) |\n"
        "| --- | --- | --- | --- | --- |\n| 1 | Cakupan layanan | 80,00 | 84,00 | 99,00 |\n| 2 | Cakupan "
        "jalan | 50,00 | 40,00 | 80,00 |\n",
        encoding="utf-8",
    )
    made = Made(audit.read(path))
    assert validation_errors(json.loads(made.sarif)) == []
    assert made.run["artifacts"][0]["location"]["uri"] == "laporan%20kinerja.md"
    regions = [
        r["locations"][0]["physicalLocation"].get("region", {})
        for r in fails(made)
        if r["ruleId"].startswith("CAP")
    ]
    lines = path.read_text(encoding="utf-8").split("\n")
    (wrong,) = [r for r in regions if r.get("startLine") == 7]
    assert lines[6][wrong["startColumn"] - 1 : wrong["endColumn"] - 1] == "99,00"
    assert str(tmp_path) not in made.sarif


def test_columns_are_told_of_the_printed_token(tmp_path):
    """In a paragraph over several lines, of equal figures the one that is meant; none where that is unclear."""
    path = tmp_path / "laporan.txt"
    path.write_text(
        "BAB III AKUNTABILITAS KINERJA\n\nRealisasi indikator Cakupan layanan tahun 2020 sebesar 84,00 persen dari\n"
        "target 80,00 persen, sehingga capaian Cakupan layanan 99,00 persen; dan 84,00 persen\nitu sudah baik.\n",
        encoding="utf-8",
    )
    made = Made(audit.read(path))
    assert validation_errors(json.loads(made.sarif)) == []
    told = Regions(made.findings, made.result)
    angka, lines = made.result.sub.angka, path.read_text(encoding="utf-8").split("\n")
    seen = []
    for number in angka.index[angka["kelas"].eq("figur")]:
        region = told.of(
            {"line": int(angka["garis"][number]), "text": angka["teks"][number], "angka": number}
        )
        token = lines[region.start_line - 1][region.start_column - 1 : region.end_column - 1]
        assert token == angka["teks"][number].strip()
        seen.append((region.start_line, region.start_column))
    assert len(set(seen)) == len(seen) == 4 and seen == sorted(seen)
    path.write_text("diubah\n", encoding="utf-8")
    assert Regions(made.findings, made.result).of({"line": 3, "text": "84,00"}).start_column is None


def test_rules_link_to_the_catalogue_where_it_is_published(bundled):
    office = Office(told=Kantor(dokumentasi="https://contoh.example/aturan/"))
    text = sarif.log(bundled.findings, bundled.result, "id", office)
    assert validation_errors(json.loads(text)) == []
    driver = json.loads(text)["runs"][0]["tool"]["driver"]
    assert driver["informationUri"] == "https://contoh.example/aturan/index.html"
    pages = site([card.model_dump() for card in bundled.result.cards])
    assert all(rule["helpUri"].rsplit("/", 1)[1] in pages for rule in driver["rules"])
    assert "helpUri" not in bundled.sarif and "informationUri" not in bundled.sarif


def test_waivers_are_suppressions(tmp_path):
    from cermat.checks.profile import read_waivers

    (first, second, *_) = quick(hostile.submission()).to_dict()["findings"]
    path = tmp_path / "pengecualian.yaml"
    path.write_text(
        f'- {{id: {first["id"]}, alasan: "Sudah dijelaskan", oleh: "Ketua tim", sampai: 2999-12-31}}\n'
        f'- {{id: {second["id"]}, alasan: "Sementara", oleh: "Ketua tim", sampai: 2001-12-31}}\n',
        encoding="utf-8",
    )
    made = Made(hostile.submission(), waivers=read_waivers(path))
    assert validation_errors(json.loads(made.sarif)) == []
    by = {r["partialFingerprints"]["cermatFinding/v1"]: r.get("suppressions") for r in fails(made)}
    assert (
        by[first["id"]][0]["status"] == "accepted"
        and "Sudah dijelaskan" in by[first["id"]][0]["justification"]
    )
    assert by[second["id"]][0]["status"] == "rejected"
    assert sum(s is not None for s in by.values()) == 2
    notes = made.run["invocations"][0]["toolExecutionNotifications"]
    assert any(second["id"] in n["message"]["text"] for n in notes)


def test_hostile_texts_are_no_links_and_no_placeholders(bad):
    def texts(value):
        if isinstance(value, dict):
            return [x for x in [value.get("text")] if isinstance(x, str)] + [
                x for v in value.values() for x in texts(v)
            ]
        return [x for v in value for x in texts(v)] if isinstance(value, list) else []

    for told in texts(bad.run["results"]):
        assert not re.search(r"(?<!\\)\[[^\]]*(?<!\\)\]\(", told) or "snippet" in told
        assert not re.search(r"(?<!\{)\{\d", told)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", bad.sarif)
    assert not re.search(r"\\u00(0[0-8bcef]|1[0-9a-f]|7f)", bad.sarif)
    for uri in re.findall(r'"uri": "([^"]*)"', bad.sarif):
        assert re.fullmatch(r"[\w.%~-]+", uri)


def test_registered_under_one_name():
    from cermat.reports import FORMATS, write

    assert {"md", "sarif"} <= set(FORMATS)
    assert Path(FORMATS["sarif"].file).suffix == ".sarif" and callable(write)
