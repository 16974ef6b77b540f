"""What is printed of a submission shows signs and rules no terminal."""

import json
import re

import pytest

from cermat.reports import console, data
from cermat.reports.plain import seen
from cermat.reports.terminal import Terminal, escape
from tests.helpers import folder

RULING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
EVIL = "Ca\x1b[2Jku\x1b]0;judul\x07pan\x9b31m \u202elay\u2066anan\u200f[/bold][red]"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("biasa, −72,00 ½ …", "biasa, −72,00 ½ …"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\x1b[1;31mmerah\x1b[0m", "merah"),
        ("\x9b1mtebal", "tebal"),
        ("\x1b]0;judul\x07isi\x1b]8;;http://a\x1b\\b", "isib"),
        ("\x1bPisi\x1b\\luar", "luar"),
        ("\x1b]tak berakhir", ""),
        ("\x1b(Ba\x1bcb", "ab"),
        ("a\u202eb\u2066c\x00d\x08e\u200ff", "abcdef"),
    ],
)
def test_only_what_is_seen_is_printed(text, shown):
    assert seen(text) == shown


@pytest.mark.parametrize("text", [EVIL, "\x1b[/x]", "[/x]", "[link=file:///etc]a", "\\[/x]", "a\x1b"])
def test_no_text_is_markup_or_breaks_it(capsys, text):
    Terminal().print(f"[bold]{escape(text)}[/bold]")
    Terminal().print(escape(text), soft_wrap=True)
    assert not RULING.search(capsys.readouterr().out)


@pytest.fixture
def evil(tmp_path):
    """A report whose name, cells and headings hold what a terminal obeys."""
    made = tmp_path / "la\x1b[31mpo\u202eran\x9b1m.md"
    made.write_text(
        f"# LAPORAN KINERJA DINAS {EVIL} TAHUN 2023\n\n## BAB III {EVIL}\n\nTabel 3.1 {EVIL} Anggaran\n\n"
        f"| Program | Pagu (Rp) | Realisasi (Rp) | % |\n|---|---|---|---|\n"
        f"| Program {EVIL} | 1.000.000.000 | 900.000.000 | 80,00 |\n| Program B {EVIL} | 100\x1b[0m0 | x\x9b | 80,00 |\n",
        encoding="utf-8",
    )
    return made


def test_a_report_rules_no_terminal(run, evil):
    code, out, err = run("check", evil, "--out", "o", "--select", "rasio,struktur,total")
    assert code == 1 and "80,00" in out and not RULING.search(out + err)
    code, out, err = run("compare", evil, evil, "--out", "c", "--select", "rasio")
    assert code == 0 and not RULING.search(out + err)
    code, out, err = run("read", evil, "--out", "r")
    assert code == 0 and not RULING.search(out + err)
    code, out, err = run("check", evil, "--out", "-", "--select", "rasio")
    assert code == 1 and json.loads(out)["findings"] and not RULING.search(out + err)


def test_no_name_in_a_message_rules_a_terminal(run, tmp_path):
    name = "tidak\x1b[2J ada\u202e\n.md"
    for call in (
        ("check", name),
        ("check", tmp_path, "--profile", name),
        ("check", tmp_path, "--against", name),
        ("compare", name, name),
        ("rules", name),
        ("check", tmp_path, "--format", name),
        ("check", tmp_path, "--" + name),
        (name,),
    ):
        code, out, err = run(*call)
        assert code == 2 and err.count("\n") == 1 and not RULING.search(out + err), call


def test_json_for_a_terminal_says_the_same():
    told = {"teks": "a\u202eb\x9bc\x7f\u2066 ½ \x1b"}
    printed = data.printed([told])
    assert not RULING.search(printed) and "½" in printed
    assert json.loads(printed) == told


def test_a_name_with_brackets_is_no_markup_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with console.reading(["[/x]\x1b[2J.md"]) as progress:
        progress(1, 2)


def test_a_rule_card_rules_no_terminal(run, tmp_path, rules):
    from tests.cli_helpers import card

    rules([card(title=f"Judul {EVIL}", why=EVIL)])
    for call in (("rules",), ("rules", "UJI-01")):
        code, out, err = run(*call, "--rules", "aturan")
        assert (code, err) == (0, "") and not RULING.search(out)
    told = run(
        "check", folder(tmp_path / "a", {"perhitungan": [{"operasi": EVIL, "a": "1"}]}), "--rules", "aturan"
    )
    assert told[0] == 2 and told[2].count("\n") == 1 and not RULING.search(told[2])
