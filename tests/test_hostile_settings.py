"""Files of settings, cards and templates of strangers: nothing of them runs, each fault is one line, and all
of it ends."""

import json
import os
from pathlib import Path

import pytest
from docx import Document

from cermat import audit
from cermat.checks.cards import read_cards
from cermat.checks.fills import fill, number
from cermat.checks.profile import read_profile, read_waivers
from cermat.reports.docx import filled
from cermat.reports.findings_file import read_findings
from cermat.reports.kantor import read_kantor
from cermat.schemas.errors import InputError
from cermat.schemas.language import parse
from cermat.schemas.templates import Foreign, why
from cermat.schemas.yaml_text import read

CARD = """
- id: ZZ-01
  title: Judul
  title_en: Title
  kind: rasio
  table: anggaran
  stated: persen
  recomputed: %s
  criterion: {document: laporan, what: sama}
  why: sama
  kondisi: "%s"
  akibat: sama
  rekomendasi: sama
  examples:
    - holds: {uraian: A, pagu: "1", realisasi: "1", persen: "100"}
    - fails: {uraian: A, pagu: "1", realisasi: "1", persen: "90"}
"""
RATIO = "realisasi / pagu * 100"
REPORT = """Tabel 3.1 Realisasi Anggaran

| Program | Pagu (Rp) | Realisasi (Rp) | % |
|---|---|---|---|
| Program A | 1.000.000.000 | 900.000.000 | 80,00 |
"""
ENDLESS = "{% for a in teks %}" * 12 + "x" + "{% endfor %}" * 12


def bomb(levels: int) -> str:
    """A list of ten names for a list of ten names for …"""
    lines = ["- &n0 [satu, dua]"]
    lines += [f"- &n{level} [{', '.join([f'*n{level - 1}'] * 10)}]" for level in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * 100_000, "terlalu dalam bersarang"),
        ("a: " * 3 + "{a: " * 40, "berkas baris 1"),
        (bomb(9), "terlalu banyak nilai"),
        ("- &a [*a]", "memuat dirinya sendiri"),
        ("\n- sampai: 2025-02-30", "berkas baris 2: tanggal ini tidak ada"),
        ("a: " + "9" * 5_000, "bilangan terlalu panjang"),
        ("a: .inf", "bilangan harus berhingga"),
        ("a: !!binary aGFsbw==", "tidak dikenal"),
        ("a: !!python/object/apply:os.system [ls]", "tidak dikenal"),
        ("a: [", "berkas baris 2 tidak terbaca"),
    ],
)
def test_what_yaml_may_say_is_bounded(text, told):
    with pytest.raises(InputError, match=told) as error:
        read(text, "berkas")
    assert "\n" not in str(error.value)


def test_plain_yaml_is_read_with_its_aliases():
    assert read("- &a {x: 1, y: [ya, 2.5, null, true]}\n- *a\n- {<<: *a, x: 2}", "berkas") == [
        {"x": 1, "y": ["ya", 2.5, None, True]},
        {"x": 1, "y": ["ya", 2.5, None, True]},
        {"x": 2, "y": ["ya", 2.5, None, True]},
    ]


@pytest.mark.parametrize("reader", [read_profile, read_waivers, read_kantor])
def test_only_regular_files_settle_anything(tmp_path, reader):
    pipe, large = tmp_path / "pipa.yaml", tmp_path / "besar.yaml"
    os.mkfifo(pipe)
    large.write_text("# " + "x" * 2_000_000)
    for path, told in (
        (pipe, "bukan berkas biasa"),
        (Path("/dev/zero"), "bukan berkas biasa"),
        (large, "2 MB"),
    ):
        with pytest.raises(InputError, match=told):
            reader(path)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ '{0.__class__}'.format(teks) }}",
        "{{ teks|attr('__class__') }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'a' * 999999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'a'|center(999999999) }}",
        "{{ [1]|batch(999999999, 0)|list }}",
        "{% set b = 'aaaa' %}" + "{% set b = b ~ b %}" * 40 + "{{ b }}",
        "{% set b = 'aaaa' %}" + "{% set b = b + b %}" * 40 + "{{ b }}",
        "{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}",
        ENDLESS,
        "{{ 1 / 0 }}",
        "{{ tidak_ada }}",
        "{% include 'lain' %}",
    ],
)
def test_texts_of_cards_run_nothing_and_end(text):
    with pytest.raises(InputError, match="tidak dapat diisi") as error:
        fill(text, teks="kata kata kata", daftar=[1])
    assert "\n" not in str(error.value)


def test_a_text_is_filled_after_one_that_took_all_steps():
    with pytest.raises(InputError):
        fill(ENDLESS, teks="kata kata kata")
    assert fill("{% for a in daftar %}{{ a ~ ';' }}{% endfor %}", daftar=[1, 2]) == "1;2;"


def test_a_broken_text_is_told_when_its_card_is_read():
    with pytest.raises(InputError, match=r"a\.yaml: aturan ZZ-01: .*tidak dapat diisi"):
        read_cards(CARD % (RATIO, "{{ "), "a.yaml")


@pytest.mark.parametrize(
    "expression", ["1" + " + 1" * 1_500, " + ".join(["1"] * 200), "(" * 300 + "1" + ")" * 300, "9" * 5_000]
)
def test_expressions_are_bounded(expression):
    with pytest.raises(InputError, match="ungkapan aturan tidak sah"):
        parse(expression)


@pytest.mark.parametrize(("text", "told"), [("{{ baris.__class__ }}", "unsafe"), ("{{ 1 / 0 }}", "nol")])
def test_a_rule_that_would_run_code_ends_the_audit_in_one_line(tmp_path, capsys, text, told):
    rules = tmp_path / "aturan"
    rules.mkdir()
    (rules / "a.yaml").write_text(CARD % (RATIO, text))
    report = tmp_path / "laporan.md"
    report.write_text(REPORT)
    call = ["check", str(report), "--rules", str(rules), "--out", str(tmp_path / "hasil"), "--format", "json"]
    assert audit.main(call) == 2
    said = capsys.readouterr().err
    assert told in said and said.count("\n") == 1 and "di dalam program" not in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ 1 / 0 }}", "pembagian dengan nol"),
        ("{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}", "tanpa akhir"),
        ("{{ logo.__class__.__mro__ }}", "unsafe"),
        ("{{ 1 + 'a' }}", "tidak dapat diisi"),
    ],
)
def test_an_office_template_that_fails_is_one_line(tmp_path, text, told):
    paper = Document()
    paper.add_paragraph(text)
    paper.save(tmp_path / "surat.docx")
    with pytest.raises(InputError, match=told):
        filled("surat", {"logo": b""}, "id", tmp_path)


def test_an_office_template_is_filled(tmp_path):
    paper = Document()
    paper.add_paragraph("{% for one in tim %}{{ loop.index }}. {{ one }};{% endfor %}")
    paper.save(tmp_path / "surat.docx")
    assert filled("surat", {"logo": b"", "tim": ["A", "B"]}, "id", tmp_path)


def test_a_line_shows_the_ends_of_an_endless_word():
    told = str(InputError(f"skala '{'9' * 5_000}' tidak dikenal; yang ada: permendagri"))
    assert len(told) < 500 and "…" in told and told.endswith("permendagri")
    with pytest.raises(InputError) as error:
        parse("pagu + " * 500)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize("value", ["1.5", "true", "[a, b]", "2025-01-01"])
def test_a_card_whose_formula_is_none_is_told(value):
    with pytest.raises(InputError, match=r"a\.yaml: aturan ZZ-01: "):
        read_cards(CARD % (value, ""), "a.yaml")


def test_a_number_beyond_measure_in_the_file_of_settings_is_told(tmp_path, run):
    (tmp_path / "cermat.toml").write_text(f"lang = {'9' * 5_000}\n")
    (tmp_path / "laporan.md").write_text(REPORT)
    code, _, err = run("check", "laporan.md")
    assert code == 2 and "TOML tidak terbaca" in err and err.count("\n") == 1


def test_a_findings_json_is_held_to_what_is_compared(tmp_path):
    bad = tmp_path / "findings.json"
    part = {"name": "cermat", "version": "1", "rules_sha256": "x", "time": "x"}
    report = {"laporan": "a", "instansi": "", "tahun": None, "source": "a", "sha256": "x"}
    numbers = {"printed": 1, "recomputed": 1, "contradicted": 0}
    told = {"schema": "lkjip-findings/1", "engine": part, "report": report, "summary": {"numbers": numbers}}
    bad.write_text(json.dumps(told | {"findings": [], "doubtful": "x" * 9}))
    with pytest.raises(InputError, match="bukan findings.json yang utuh: doubtful"):
        read_findings(bad)
    bad.write_text(json.dumps(told | {"findings": []}))
    assert read_findings(bad)["findings"] == []


def test_numbers_beyond_all_measure_are_told():
    assert number(9.99e26) == "9,99 × 10^26"
    assert number(-1234567.891, 1) == "−1.234.567,9"
    assert number(1e20, 0) == "100.000.000.000.000.000.000"


def test_why_is_one_line():
    try:
        Foreign().from_string("{{ a.b }}").render(a="x\ny")
    except Exception as error:
        assert "\n" not in why(error)
