"""What stands around the code agrees with it: workflows, the reusable action, the hook of pre-commit, the Dockerfile,
changelog, citation and notices."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import cermat
from cermat import audit
from docs.making.commands import completion

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
DEMO = "datasets/demo_dinas_contoh/laporan_demo.docx"


def loaded(name: str):
    return yaml.load((ROOT / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # `on` stays a word


def options(command: str) -> set[str]:
    return {name for parameter in audit.cli.commands[command].params for name in parameter.opts}


@pytest.fixture
def shell(tmp_path):
    """Runs a script by bash where `cermat` is the program of this checkout; returns what it did."""
    bash = shutil.which("bash") or pytest.skip("bash is not here")
    program = tmp_path / "bin" / "cermat"
    program.parent.mkdir()
    program.write_text(f'#!{bash}\nexec {shlex.quote(sys.executable)} -m cermat "$@"\n', encoding="utf-8")
    program.chmod(0o755)

    def run(script: str, **environment: str) -> subprocess.CompletedProcess:
        path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=ROOT,
            env=os.environ | {"PATH": path} | environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
        )

    return run


def steps(name: str) -> list[dict]:
    """All steps of a workflow or an action."""
    content = loaded(name)
    jobs = content["jobs"].values() if "jobs" in content else [{"steps": content["runs"]["steps"]}]
    return [step for job in jobs for step in job["steps"]]


def test_workflows_cover_three_systems_and_every_python():
    (ci,) = WORKFLOWS
    jobs = loaded(ci.relative_to(ROOT).as_posix())["jobs"]
    desks = jobs["desks"]["strategy"]["matrix"]
    assert {"windows-latest", "macos-latest"} == set(desks["os"])
    pythons = ["3.11", "3.12", "3.13"]
    assert desks["python"] == jobs["linux"]["strategy"]["matrix"]["python"] == pythons
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = ">={pythons[0]}"' in text


@pytest.mark.parametrize("name", [".github/workflows/ci.yml", "action.yml"])
def test_steps_name_what_is_there(name):
    """Actions with a version, commands and options of `cermat`, targets of make, files of the checkout."""
    targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    for step in steps(name):
        assert "uses" in step or "run" in step
        assert re.fullmatch(r"\./|[\w-]+/[\w./-]+@v\d+", step.get("uses", "./"))
        script = step.get("run", "")
        for command, rest in re.findall(r"\bcermat (check|compare|read|rules|template)\b(.*)", script):
            assert not set(re.findall(r"(?<!\S)--[a-z-]+", rest)) - options(command)
        assert not set(re.findall(r"\bmake (\w+)", script)) - set(targets)
        paths = re.findall(r"(?<![\w$/{])(?:datasets|requirements|\.ci)/[\w./]+", script)
        assert not [path for path in paths if not (ROOT / path).exists()]


@pytest.mark.parametrize("name", [".github/workflows/ci.yml", "action.yml"])
def test_no_input_is_pasted_into_a_script(name):
    """A name of a file is data: it reaches the script as a variable, never as a piece of it."""
    assert not [step["run"] for step in steps(name) if "${{" in step.get("run", "")]


def the_check() -> str:
    (script,) = (step["run"] for step in steps("action.yml") if step.get("id") == "check")
    return script


@pytest.mark.parametrize(("level", "code"), [("sedang", 1), ("never", 0)])
def test_the_action_audits_a_report(shell, tmp_path, level, code):
    """Its own script, by bash: SARIF is there whatever the code, and the summary of the job tells the findings."""
    given = {name: told.get("default", "") for name, told in loaded("action.yml")["inputs"].items()}
    out, summary = tmp_path / "hasil baru", tmp_path / "ringkas.md"
    done = shell(
        the_check(),
        CERMAT_DOCUMENTS=f"{DEMO}\n",
        CERMAT_OPTIONS=given["options"],
        CERMAT_FAIL_ON=level,
        CERMAT_OUT=str(out),
        GITHUB_STEP_SUMMARY=str(summary),
    )
    assert done.returncode == code, done.stderr
    assert json.loads((out / "temuan.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert summary.read_text(encoding="utf-8").startswith("# Hasil reviu")


def test_the_action_takes_names_with_spaces_and_tells_a_broken_call(shell, tmp_path):
    source = tmp_path / "laporan dinas.docx"
    shutil.copy(ROOT / DEMO, source)
    given = {
        "CERMAT_FAIL_ON": "sedang",
        "CERMAT_OUT": str(tmp_path / "hasil"),
        "GITHUB_STEP_SUMMARY": os.devnull,
    }
    assert (
        shell(the_check(), CERMAT_DOCUMENTS=str(source), CERMAT_OPTIONS="--lang\nen", **given).returncode == 1
    )
    broken = shell(the_check(), CERMAT_DOCUMENTS=str(source), CERMAT_OPTIONS="--no-such", **given)
    assert broken.returncode == 2 and broken.stderr.count("\n") == 1


def test_the_hook_of_pre_commit_runs(tmp_path, monkeypatch, capsys):
    (hook,) = loaded(".pre-commit-hooks.yaml")
    program, *arguments = shlex.split(hook["entry"])
    assert program == "cermat" and hook["language"] == "python"
    names = ["LKjIP_2023.docx", "laporan kinerja/dinas.pdf", "catatan.docx", "lkjip.png"]
    assert [name for name in names if re.search(hook["files"], name)] == names[:2]
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / DEMO, tmp_path / "lkjip.docx")
    assert audit.main([*arguments, *hook["args"], "lkjip.docx"]) == 1


def test_the_line_for_bash_completes(shell):
    """As the documentation tells it."""
    (line,) = re.findall(r"eval .*bash.*", completion())
    done = shell(f"{line}\ncomplete -p cermat")
    assert done.returncode == 0 and done.stdout.endswith(" cermat\n"), done.stderr
    asked = shell("cermat || true", _CERMAT_COMPLETE="bash_complete", COMP_WORDS="cermat ch", COMP_CWORD="1")
    assert asked.stdout == "plain,check\n"


def instructions() -> list[tuple[str, str]]:
    """(word, rest) of each instruction of the Dockerfile, its lines joined."""
    text = re.sub(r"\\\n\s*", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    return [tuple(line.split(" ", 1)) for line in text.splitlines() if line and not line.startswith("#")]


def test_the_image_copies_what_is_there_and_all_that_the_program_is():
    copied = [
        shlex.split(rest)[:-1] for word, rest in instructions() if word == "COPY" and "--from" not in rest
    ]
    names = {name for line in copied for name in line}
    assert not [name for name in names if not (ROOT / name).exists()]
    tops = {name.split("/")[0] for name in names}
    assert {
        "checks",
        "datasets",
        "reports",
        "schemas",
        "audit.py",
        "__init__.py",
        "__main__.py",
        "py.typed",
    } <= tops
    let_in = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.M))
    assert let_in == tops
    licences = re.search(r"license-files = (\[.*\])", (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(json.loads(licences[1])) <= tops


def test_the_image_runs_without_rights_and_takes_libreoffice_only_where_asked():
    words = dict(reversed(instructions()))  # the last of each
    assert words["USER"] == "cermat" and json.loads(words["ENTRYPOINT"]) == ["cermat"]
    assert {rest.split()[0] for word, rest in instructions() if word == "FROM"} == {"python:3.11-slim"}
    assert ("ARG", "LIBREOFFICE=no") in instructions()
    (office,) = (rest for word, rest in instructions() if word == "RUN" and "libreoffice" in rest)
    assert office.startswith('if [ "$LIBREOFFICE" = yes ]')


def test_scripts_of_the_image_are_sound(shell):
    for word, rest in instructions():
        if word == "RUN":
            assert shell(f"set -n\n{rest}").returncode == 0, rest


def test_citation_and_changelog_are_of_this_version():
    citation = loaded("CITATION.cff")
    assert citation["version"] == cermat.__version__ and citation["license"] == "Apache-2.0"
    assert citation["authors"] == [{"name": "Cermat"}]
    assert {"cff-version", "message", "title", "type"} <= citation.keys()
    heads = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert heads[0] == "Unreleased" and cermat.__version__ in heads


def test_notices_name_what_is_bundled():
    """Every script that is not the project's own says its licence at its top, and stands in NOTICE."""
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    listed = subprocess.run(
        ["git", "ls-files", "*.js", "*.ttf", "*.woff*"], cwd=ROOT, capture_output=True, text=True
    )
    paths = [path for path in listed.stdout.split() if not path.startswith("reports/static/")]
    if listed.returncode:
        pytest.skip("this is no checkout of git")
    assert paths == ["docs/pages/gaya/iframe-worker.js"] and all(path in notice for path in paths)
    assert "Permission is hereby granted" in (ROOT / paths[0]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "action.yml",
        ".pre-commit-hooks.yaml",
        "Dockerfile",
        ".dockerignore",
        "mkdocs.yml",
        "CITATION.cff",
        "NOTICE",
    ]
    + [path.relative_to(ROOT).as_posix() for path in WORKFLOWS],
)
def test_no_address_and_no_folder_of_a_machine(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text and not re.search(r"(?<![\w.$])/(?:home|work|root|Users)\b", text)
