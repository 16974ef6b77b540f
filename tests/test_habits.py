"""Habits of the command line: version, quiet, standard output, rules chosen, settings in a file, help and errors
in Indonesian."""

import json
import re

import click
import pytest
import yaml

import cermat
from cermat import audit
from cermat.reports import settings
from tests.cli_helpers import SOUND, SUMS, card, refused, rule
from tests.help_pages import FOLDER, pages
from tests.helpers import folder

pytestmark = pytest.mark.usefixtures("read_once")

WRONG = {
    "perhitungan": [{"operasi": "tambah", "a": "1", "b": "2", "hasil": "4"}],
    "identitas": [{"jenis": "petikan", "nilai": "ya"}],
}


@pytest.fixture
def wrong(tmp_path):
    return folder(tmp_path / "kiriman", WRONG)


@pytest.fixture
def one_rule(rules):
    """A folder with one rule of sums: runs are short."""
    return rules([card()])


# --- help


def test_help_is_as_agreed():
    """`python -m tests.help_pages` writes the pages anew."""
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.txt")} == pages()


def test_help_says_no_word_of_english():
    told = " ".join(pages().values()).replace("--exit-zero", "")
    assert not re.findall(
        r"(?i)\b(usage|options?|commands?|show|message|exit|arguments?|directory|path|text)\b", told
    )


def test_every_option_says_what_it_does():
    commands = [audit.cli, *audit.cli.commands.values()]
    options = [
        option for command in commands for option in command.params if isinstance(option, click.Option)
    ]
    assert not [option.opts for option in options if not option.help or option.metavar == "TEXT"]


def test_without_a_command_the_help_is_shown(run):
    code, out, err = run()
    assert (code, err) == (0, "") and out.startswith("Pemakaian: cermat")


def test_version(run):
    assert run("--version") == (0, f"cermat {cermat.__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("cermat check --ex", "plain,--extra-rules"),
        ("cermat check --fail-on t", "plain,tinggi"),
        ("cermat check kir", "file,kir"),
        ("cermat check x --profile pro", "file,pro"),
        ("cermat check x --out ha", "dir,ha"),
        ("cermat check x --against pk", "file,pk"),
        ("cermat comp", "plain,compare"),
    ],
)
def test_shells_complete_commands_options_and_files(tmp_path, monkeypatch, capsys, words, told):
    """Whatever a file of settings says."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "cermat.toml", "lang = ")
    monkeypatch.setenv("_CERMAT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    with pytest.raises(SystemExit):
        audit.main([])
    assert told in capsys.readouterr().out.splitlines()


# --- broken calls


ENGLISH = re.compile(
    r"(?i)\b(usage|option|error|invalid|missing|requires?|unexpected|not|valid|does|file|should|input|extra|must)\b"
)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "x", "--out"], ["--out", "membutuhkan nilai"]),
        (["check", "x", "--quiet=ya"], ["--quiet", "tidak memakai nilai"]),
        (["check", "x", "--exit-zro"], ["--exit-zro", "mungkin --exit-zero"]),
        (["read", "a", "b", "c"], ["argumen berlebih", "b c"]),
        (
            ["check", "x", "--fail-on", "parah"],
            ["parah", "bukan salah satu dari", "rendah", "sedang", "tinggi"],
        ),
        (["check", "x", "--out", "-", "--format", "html"], ["--out -", "json"]),
        (["check", "--out", "berkas.txt", "x"], ["berkas.txt", "adalah berkas"]),
        (["compare", "a"], ["kurang", "BARU"]),
        (["rules", "a", "--rules", "tiada"], ["folder aturan", "tiada", "tidak ada"]),
        (["check", "x", "--extra-rules", "tiada", "--lang", "fr"], ["--lang", "fr"]),
    ],
    ids=lambda v: "-".join(v[:4]) if isinstance(v, list) else None,
)
def test_broken_calls_are_told_in_indonesian(run, tmp_path, arguments, words):
    (tmp_path / "berkas.txt").write_text("")
    told = run(*arguments)
    refused(told, *words)
    assert not ENGLISH.search(told[2]), told[2]


@pytest.mark.parametrize(
    ("option", "content", "words"),
    [
        ("--profile", "materialitas: banyak", ["materialitas", "harus bilangan"]),
        ("--profile", "materialitas: -1", ["materialitas", "paling sedikit 0"]),
        ("--profile", "rumus_turun: terbalik", ["rumus_turun", "'dua target' atau 'target per realisasi'"]),
        ("--profile", "skala: [{label: '', bawah: 1}]", ["skala.1.label", "kosong"]),
        ("--profile", "warna: merah", ["warna", "tidak dikenal", "materialitas"]),
        ("--profile", "aturan_mati: [{aturan: TRN-05}]", ["aturan_mati.1.alasan", "harus diisi"]),
        (
            "--waivers",
            "- {id: a, alasan: abc, oleh: ab, sampai: kelak}",
            ["butir 1", "sampai", "harus tanggal"],
        ),
        ("--waivers", "- {id: a}", ["butir 1", "alasan", "harus diisi"]),
        ("--kantor", "nomor: 3", ["nomor", "harus berisi nama: nilai"]),
        ("--kantor", "dokumentasi: sini", ["dokumentasi", "https://"]),
    ],
)
def test_broken_files_are_told_in_indonesian(run, tmp_path, wrong, option, content, words):
    (tmp_path / "isi.yaml").write_text(content)
    told = run("check", wrong, option, tmp_path / "isi.yaml")
    refused(told, "isi.yaml", *words)
    assert not ENGLISH.search(told[2].replace(str(tmp_path), "")), told[2]


def test_broken_rule_cards_are_told_in_indonesian(run, rules):
    told = run("rules", "--rules", rules([card(kind="aneh", severity="berat")]))
    refused(told, "UJI-01", "kind", "harus salah satu dari")
    assert not ENGLISH.search(told[2].split("UJI-01")[1])


def test_what_the_system_refuses_is_told_in_indonesian(run, tmp_path, wrong, one_rule):
    (tmp_path / "berkas").write_text("")
    told = run("check", wrong, "--rules", one_rule, "--out", tmp_path / "berkas" / "dalam")
    refused(told, "berkas", "bukan folder")


@pytest.mark.parametrize("stop", [KeyboardInterrupt, click.exceptions.Abort])
def test_a_run_that_is_stopped_ends_with_130(run, monkeypatch, wrong, one_rule, stop):
    def stopped(*_arguments, **_options):
        raise stop

    monkeypatch.setattr("cermat.checks.engine.settle", stopped)
    code, out, err = run("check", wrong, "--rules", one_rule)
    assert (code, out, err.strip()) == (130, "", "cermat: dihentikan")


# --- what is printed, and the exit code


def test_findings_alone_stand_on_standard_output(run, tmp_path, wrong, one_rule):
    code, out, err = run("check", wrong, "--rules", one_rule, "--out", "-")
    assert (code, err) == (1, "")
    assert [found["rule"] for found in json.loads(out)["findings"]] == ["UJI-01"]
    assert not (tmp_path / "hasil").exists() and not (tmp_path / "-").exists()


def test_findings_of_several_reports_are_a_line_each(run, tmp_path, wrong, one_rule):
    other = folder(tmp_path / "lain", SUMS)
    code, out, _ = run("check", wrong, other, "--rules", one_rule, "--out", "-", "--format", "json")
    assert code == 1
    assert [json.loads(line)["report"]["laporan"] for line in out.splitlines()] == ["kiriman", "lain"]


def test_quiet_writes_and_says_nothing(run, tmp_path, wrong, one_rule):
    told = run("check", wrong, "--rules", one_rule, "--quiet", "--format", "json", "--out", "o")
    assert told == (1, "", "") and (tmp_path / "o" / "findings.json").exists()
    refused(run("check", "tiada", "--quiet"), "tiada")


def test_exit_zero_hides_findings_and_no_error(run, wrong, one_rule):
    code, out, _ = run("check", wrong, "--rules", one_rule, "--exit-zero", "--format", "json")
    assert code == 0 and "UJI-01" in out
    assert run("check", "tiada", "--exit-zero")[0] == 2


# --- which rules run


def test_rules_are_chosen_by_id_start_and_kind(run, wrong, rules):
    cards = rules([card(), card(id="UJI-02", kind="rasio"), card(id="LAIN-01", kind="rasio")])

    def ran(*arguments) -> set[str]:
        told = run("check", wrong, "--rules", cards, "--out", "-", *arguments)
        found = json.loads(told[1])["rules"]
        assert all(item["reason"] for item in found if item["status"] == "tidak berlaku")
        return {item["id"] for item in found if item["status"] == "temuan"}

    assert ran() == {"UJI-01", "UJI-02", "LAIN-01"}
    assert ran("--select", "uji") == {"UJI-01", "UJI-02"}
    assert ran("--select", "rasio") == {"UJI-02", "LAIN-01"}
    assert ran("--ignore", "UJI-02, total") == {"LAIN-01"}
    assert ran("--select", "UJI", "--ignore", "rasio") == {"UJI-01"}
    refused(run("check", wrong, "--rules", cards, "--select", "ABC"), "ABC", "jenis", "silang")
    refused(run("check", wrong, "--rules", cards, "--ignore", "UJI,LAIN"), "tidak menyisakan")


def test_extra_rules_stand_beside_the_others(run, tmp_path, wrong, one_rule):
    extra = tmp_path / "tambahan"
    extra.mkdir()
    call = ("check", wrong, "--rules", one_rule, "--extra-rules", extra, "--out", "-")
    refused(run(*call), "folder aturan", "tambahan", ".yml")
    (extra / "sendiri.yml").write_text(yaml.safe_dump([card(id="KAMI-01")]))
    told = json.loads(run(*call)[1])
    assert [item["id"] for item in told["rules"]] == ["UJI-01", "KAMI-01"]
    assert "KAMI-01" in run("rules", "--rules", one_rule, "--extra-rules", extra)[1]
    (extra / "lagi.yaml").write_text(yaml.safe_dump([card()]))
    refused(run("rules", "--rules", one_rule, "--extra-rules", extra), "UJI-01", "dua kali")


def test_a_profile_that_names_no_indicator_of_the_report_is_told(run, tmp_path):
    source = folder(tmp_path / "r", SOUND)
    (tmp_path / "profil.yaml").write_text(
        "arah: {Cakupan Layanan: naik, Cakupan lain: turun}\nsinonim: {CL: Cakupan aneh}"
    )
    code, _, err = run("check", source, "--profile", "profil.yaml", "--out", "-")
    assert code == 0
    assert [line.split("'")[1] for line in err.splitlines()] == ["Cakupan lain", "Cakupan aneh"]


# --- settings in a file


def written(path, text: str):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["cermat.toml", "pyproject.toml"])
def test_settings_are_found_upwards_from_the_report(run, tmp_path, one_rule, name):
    at = tmp_path / "kota"
    source = folder(at / "dinas" / "kiriman", WRONG)
    head = "[tool.cermat]\n" if name == "pyproject.toml" else ""
    written(
        at / name,
        head + f'rules = "../{one_rule.name}"\nout = "keluaran"\nformat = ["json"]\nfail-on = "tinggi"\n',
    )
    code, _, err = run("check", source)
    assert code == 0 and (at / "keluaran" / "findings.json").exists()
    assert err.count("\n") == 1 and str(at / name) in err and "fail-on" in err
    assert run("check", source, "--fail-on", "rendah")[0] == 1  # the command line wins
    written(at / "dinas" / "pyproject.toml", "[tool.ruff]\n")  # one without our table is passed by
    assert run("check", source)[0] == 0
    written(
        at / "dinas" / "cermat.toml", f'rules = "{one_rule.as_posix()}"\n'
    )  # the nearest one counts alone
    assert run("check", source, "--out", "-")[0] == 1


def test_every_option_of_check_may_stand_in_the_file(run, tmp_path, monkeypatch):
    """Each is taken as the command line would take it."""
    source = folder(tmp_path / "d" / "kiriman", WRONG)
    options = {
        option.opts[0]: option for option in audit.cli.commands["check"].params if option.opts[0][0] == "-"
    }
    values = {name.removeprefix("--"): True for name, option in options.items() if option.is_flag}
    values |= {"lang": "en", "fail-on": "rendah", "format": ["md"], "select": "UJI", "ignore": "silang"}
    paths = {name.removeprefix("--"): "../ada" for name in options}
    told = {name: values.get(name, path) for name, path in paths.items()} | {
        "against": ["pk=../ada", "../ada"]
    }
    written(
        tmp_path / "d" / "cermat.toml",
        "".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items()),
    )
    seen = {}

    def invoked(self, ctx):
        seen.update(ctx.params)

    monkeypatch.setattr(settings.Settled, "invoke", invoked)
    assert run("check", source)[0] == 0
    assert (
        seen["lang"] == "en"
        and seen["quiet"] is True
        and seen["formats"] == ["md"]
        and seen["select"] == ["UJI"]
    )
    there = (tmp_path / "d" / ".." / "ada").resolve()
    assert {
        name
        for name in ("out", "profile", "waivers", "rules", "extra_rules", "templates", "kantor")
        if seen[name].resolve() != there
    } == set()
    assert [value.partition("=")[0] for value in seen["against"]][0] == "pk"
    assert all(value.endswith("ada") and str(tmp_path) in value for value in seen["against"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('warna = "merah"', ["warna", "tidak dikenal", "fail-on"]),
        ('fail-on = "parah"', ["--fail-on", "parah", "rendah"]),
        ('quiet = "ya"', ["quiet", "true atau false"]),
        ("lang = 3", ["lang", "harus teks"]),
        ("lang = \n", ["baris 1", "TOML"]),
        ('profile = "tiada.yaml"', ["tiada.yaml", "tidak ada"]),
    ],
)
def test_broken_settings_are_one_line(run, tmp_path, text, words):
    source = folder(tmp_path / "d" / "kiriman", WRONG)
    written(tmp_path / "d" / "cermat.toml", text)
    refused(run("check", source), "cermat.toml" if "tiada" not in text else "tiada.yaml", *words)


def test_a_comparison_takes_what_is_tested_from_the_settings(run, tmp_path, one_rule):
    """Not where papers go: that is told of an audit."""
    old, new = folder(tmp_path / "d" / "lama", SUMS), folder(tmp_path / "d" / "baru", WRONG)
    written(
        tmp_path / "d" / "cermat.toml", f'rules = "{one_rule.as_posix()}"\nout = "sana"\nformat = "sarif"\n'
    )
    code, out, err = run("compare", old, new, "--format", "json")
    assert code == 1 and "UJI-01" in out and err.count("cermat.toml") == 1
    assert (tmp_path / "hasil" / "banding.json").exists() and not (tmp_path / "d" / "sana").exists()
    assert run("compare", old, new, "--format", "json", "--exit-zero")[0] == 0
    assert rule(json.loads(run("check", new, "--out", "-")[1]), "UJI-01")["failed"] == 1
