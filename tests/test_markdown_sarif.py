"""The report as Markdown and as SARIF: what is in it, valid by its schema, and harmless whatever a submission says."""

import re

import mistune
import pytest
from markdown_it import MarkdownIt

import audit
from datasets.blocks import lay_out
from reports import markdown
from reports.markdown import inert
from tests import hostile
from tests.helpers import quick


class Made:
    def __init__(self, sub, lang: str = "id", **options):
        self.result = quick(sub, **options)
        if self.result.sub.blok.empty:
            lay_out(self.result.sub)
        self.findings = self.result.to_dict()
        self.text = markdown.report(self.findings, self.result, lang)


@pytest.fixture(scope="module")
def bundled() -> Made:
    return Made(audit.read(audit.bundled()))


@pytest.fixture(scope="module")
def bad() -> Made:
    return Made(hostile.submission())


# --- Markdown ------------------------------------------------------------------------------------------------------


def tokens(text: str) -> list:
    """All tokens, with those inside lines."""
    out = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        out.append(token)
        out += token.children or []
    return out


def shown(text: str) -> str:
    """What a reader sees."""
    return "".join(t.content if t.type == "text" else "\n" if t.type.endswith("_close") else "" for t in tokens(text) if t.type != "inline")


def test_every_finding_with_its_five_elements(bundled):
    seen = shown(bundled.text)
    headings = re.findall(r"^### (\d+)\. ", bundled.text, re.M)
    assert headings == [str(n) for n in range(1, len(bundled.findings["findings"]) + 1)]
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
    assert not {"html_block", "html_inline", "link_open", "image", "fence", "code_block", "hr", "blockquote_open", "s_open"} & {t.type for t in found}
    assert "em_open" not in {t.type for t in found}
    assert {t.tag for t in found if t.type == "heading_open"} <= {"h1", "h2", "h3"}
    assert not [t for t in found if t.type == "code_inline" and not re.fullmatch(r"[A-Za-z0-9.-]+", t.content)]
    html = mistune.create_markdown(escape=False, plugins=["table", "url", "strikethrough", "math", "footnotes", "task_lists"])(bad.text)
    assert not re.search(r"<(script|img|a|iframe|del|em)\b", html)
    assert "{{" not in bad.text and "{%" not in bad.text and "${" not in bad.text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b-\x1f\x7f-\x9f]", bad.text)
    assert max(map(len, bad.text.splitlines())) < 20_000
    seen = shown(bad.text)
    for text in (hostile.SCRIPT, "{{7*7}}", hostile.LINK, "# Judul | kolom", "[klik](http://contoh.invalid)", "&amp; & &lt;"):
        assert text in seen, text


@pytest.mark.parametrize("text", [*hostile.MARKDOWN, *hostile.FORMULAS, *hostile.LINKS, hostile.SCRIPT, hostile.TEMPLATE, "1) satu", "=====", ":---:", "\\", "`", "<!--"])
@pytest.mark.parametrize("frame", ["{}", "- {}", "| a |\n| --- |\n| {} |", "kata {} kata", "### {}"])
def test_a_text_shows_as_itself_wherever_it_stands(text, frame):
    seen = shown(frame.format(inert(text)))
    assert " ".join(text.split()) in " ".join(seen.split())
    kinds = {t.type for t in tokens(frame.format(inert(text)))}
    assert kinds <= {t.type for t in tokens(frame.format("kata"))} | {"text", "text_special"}


def test_what_is_usual_stays_readable():
    for text in ("2.214,28", "3.226 ÷ 16.051 × 100 = 20,10", "Rp69,7 miliar", "BAB III > A", "(2 × 5,15 − 5,85) ÷ 5,15", "98,5%"):
        assert inert(text) == text


def test_without_the_frames():
    """From findings.json alone."""
    made = Made(hostile.submission())
    text = markdown.report(made.findings, None, "en")
    assert "# Review" in text or text.startswith("# ")
    assert text.count("### ") == len(made.findings["findings"])
