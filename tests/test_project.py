"""The project's own files agree with its code: what is imported is asked for, what is asked for is imported
and pinned."""

import ast
import dataclasses
import importlib
import pkgutil
import re
import shutil
import subprocess
import sys
import typing
from importlib.metadata import packages_distributions
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from cermat import audit

ROOT = Path(__file__).parents[1]
ROOMS = ("checks", "datasets", "reports", "schemas")
HOUSE = {*ROOMS, "audit", "tests"}
REQUIREMENTS = ROOT / "requirements"


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked(name: str) -> set[str]:
    """The packages that a requirements file names at the start of a line."""
    lines = (REQUIREMENTS / name).read_text(encoding="utf-8").splitlines()
    return {canonical(m[0]) for line in lines if (m := re.match(r"[A-Za-z0-9][\w.-]*", line))}


def imported(files: list[Path]) -> dict[str, str]:
    """The packages from outside that these files import, and one file that does."""
    found = {}
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [a.name for a in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            else:
                continue
            found |= {name.split(".")[0]: path.relative_to(ROOT).as_posix() for name in names}
    owners = packages_distributions()
    outside = {
        k: v
        for k, v in found.items()
        if k not in ("cermat", "docs", "tests") and k not in sys.stdlib_module_names
    }
    return {canonical(owners.get(k, [k])[0]): v for k, v in outside.items()}


def test_imports_and_requirements_agree():
    needed = imported(
        [ROOT / "audit.py", ROOT / "__init__.py", *(p for room in ROOMS for p in (ROOT / room).rglob("*.py"))]
    )
    wanted = asked("run.in") | asked("documents.in")
    known = wanted | asked("distributed.in") | asked("serve.in")
    assert not {k: v for k, v in needed.items() if k not in known}, "imported, but in no requirements/*.in"
    assert not wanted - needed.keys(), "in requirements/*.in, but imported nowhere"


def test_imports_of_tests_are_asked_for():
    needed = imported(sorted((ROOT / "tests").rglob("*.py")))
    known = set().union(*(asked(path.name) for path in REQUIREMENTS.glob("*.in")))
    assert not {k: v for k, v in needed.items() if k not in known}


@pytest.mark.parametrize("name", ["run", "dev"])
def test_everything_asked_for_is_pinned_with_hashes(name):
    text = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9-]+)==\S+ \\\n    --hash=sha256:", text, re.M)
    assert asked(f"{name}.in") <= set(pins), "run `make requirements`"
    assert asked(f"{name}.txt") == set(pins)


@pytest.mark.parametrize("path", sorted(REQUIREMENTS.glob("*")), ids=lambda p: p.name)
def test_requirements_name_no_address(path):
    assert not re.search(r"://|^\s*--?(?!hash|r|c)\w", path.read_text(encoding="utf-8"), re.M)


def house_dataclasses() -> set[type]:
    """Every dataclass of the house, private ones too."""
    found = set()
    for room in ROOMS:
        package = importlib.import_module(f"cermat.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"cermat.{room}."):
            content = vars(importlib.import_module(module.name)).values()
            found |= {c for c in content if isinstance(c, type) and dataclasses.is_dataclass(c)}
    return {c for c in found if c.__module__.split(".")[0] == "cermat"}


def has_array(hint) -> bool:
    """May a field of this type hold an array or a frame, by itself or within a list, tuple or dict?"""
    if isinstance(hint, type) and issubclass(hint, (np.ndarray, pd.DataFrame, pd.Series, pd.Index)):
        return True
    return hint is typing.Any or any(map(has_array, typing.get_args(hint)))


def test_what_holds_arrays_is_never_compared_by_value():
    """`==`, `in` and `list.remove` on two such objects would raise ("operands could not be broadcast")."""
    found = house_dataclasses()
    assert len(found) > 50
    wrong = {
        f"{c.__module__}.{c.__qualname__}"
        for c in found
        if c.__dataclass_params__.eq
        and any(f.compare and has_array(typing.get_type_hints(c)[f.name]) for f in dataclasses.fields(c))
    }
    assert not wrong, "give these eq=False"


def readme_blocks() -> dict[str, str]:
    """The YAML examples of the README by their first key."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", text, re.M | re.S)
    return {re.match(r"(?:- )?(\w+)", b)[1] + ("s" if "title:" in b else ""): b for b in blocks}


@pytest.fixture(scope="module")
def explained(tmp_path_factory) -> tuple[dict, dict]:
    """The bundled report under the profile and waivers of the README, and under its rule card alone."""
    blocks, folder = readme_blocks(), tmp_path_factory.mktemp("readme")
    profile, waivers, rules = folder / "profil.yaml", folder / "pengecualian.yaml", folder / "rules"
    rules.mkdir()
    for path, key in ((profile, "rumus_turun"), (waivers, "id"), (rules / "rasio.yaml", "ids")):
        path.write_text(blocks[key], encoding="utf-8")
    settled = audit.check(audit.bundled(), profile=profile, waivers=waivers)
    return settled.to_dict(), audit.check(audit.bundled(), rules=rules).to_dict()


def test_examples_of_the_readme_are_what_the_engine_reads(explained):
    blocks, (settled, alone) = readme_blocks(), explained
    assert set(blocks) == {"rumus_turun", "id", "ids", "pegawai", "inspektorat"}  # the last: test_kantor.py
    assert [(r["id"], r["status"], r["failed"]) for r in alone["rules"]] == [("PER-01", "sesuai", 0)]
    (waiver,), told = yaml.safe_load(blocks["id"]), settled["stale_waivers"]
    assert [w["id"] for w in told] == [waiver["id"]]  # its date has passed
    assert all(r["reason"] for r in settled["rules"] if r["id"] == "TRN-05")
    columns = [line for key, line in yaml.safe_load(blocks["pegawai"])["pegawai"].items() if key != "about"]
    assert all(len(line) == 3 for line in columns)


def test_readme_shows_a_finding_that_the_engine_makes(explained):
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    (finding,) = (f for f in explained[0]["findings"] if f["rule"] == "CAP-02")
    assert finding["kondisi"] in text and finding["title"] in text
    assert finding["id"] in text
    for change in finding["dampak"][:2]:
        assert f"{change['stated']} menjadi {change['becomes']}" in text


def test_make_audit_audits_both_bundled_reports_and_removes_nothing():
    """Each in a folder of its own; findings (exit code 1) are no failure, anything else is."""
    make = shutil.which("make") or pytest.skip("make is not here")
    done = subprocess.run(
        [make, "--dry-run", "--always-make", "audit"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    calls = [line for line in done.stdout.splitlines() if "audit.py check" in line]
    sources = [re.search(r"check (\S+) --out (\S+)", line) for line in calls]
    assert [m[1] for m in sources] == [
        "datasets/dinsos_buleleng_2023",
        "datasets/demo_dinas_contoh/laporan_demo.docx",
    ]
    assert len({m[2] for m in sources}) == 2 and all((ROOT / m[1]).exists() for m in sources)
    assert all(line.endswith("|| test $? -eq 1") for line in calls)
    assert not re.search(r"\brm\b", done.stdout)
    assert all(m[1] in (ROOT / "README.md").read_text(encoding="utf-8") for m in sources)


def test_readme_names_every_command_and_format():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not {c for c in audit.cli.commands if f"audit.py {c} " not in text}
    assert f"--format {','.join(audit.FORMATS)}]" in text
    options = {o for p in audit.cli.commands["check"].params for o in p.opts if o.startswith("--")}
    assert not {o for o in options if f"[{o} " not in text and f"[{o}]" not in text}


def test_the_benchmark_runs():
    """Its smallest piece, so that it cannot rot; how long anything takes is no test."""
    from click.testing import CliRunner

    from tests.bench.bench import main

    done = CliRunner().invoke(main, ["--quick"])
    assert done.exit_code == 0, done.output
    assert all(word in done.output for word in ("ratio", "warm", "read txt", "html", "pdf"))


LONGEST_FILE, WIDEST_LINE = 400, 110


def test_files_and_lines_keep_their_bounds():
    """No file of code has more than 400 lines, no line more than 110 columns; in tests a table or a sentence of
    a case stays on one line, however wide."""
    files = [
        *ROOT.glob("*.py"),
        *(p for room in HOUSE - {"audit"} for p in sorted((ROOT / room).rglob("*.py"))),
    ]
    lines = {p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8").splitlines() for p in files}
    assert len(lines) > 300
    long = {p: len(content) for p, content in lines.items() if len(content) > LONGEST_FILE}
    assert not long
    assert not {
        f"{p}:{n}"
        for p, content in lines.items()
        if not p.startswith("tests/")
        for n, line in enumerate(content, 1)
        if len(line) > WIDEST_LINE
    }


NAMED = (
    "audit",
    "checks",
    "datasets/compose",
    "datasets/document",
    "datasets/recognise/*.py",
    "datasets/recognise/prose",
    "datasets/recognise/grids",
    "datasets/recognise/structure",
    "datasets/readers",
    "datasets/workbook",
    "reports",
    "schemas",
)  # rooms in which every name says what it stands for


def bound_names(tree: ast.Module) -> list[tuple[str, int]]:
    """(name, line) of every parameter and of every variable; the fields of a class bear its columns' names."""
    fields = {
        id(statement.target)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.AnnAssign)
    }
    nodes = [node for node in ast.walk(tree) if id(node) not in fields]
    return [(node.arg, node.lineno) for node in nodes if isinstance(node, ast.arg)] + [
        (node.id, node.lineno)
        for node in nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


@pytest.mark.parametrize("room", NAMED)
def test_no_name_is_one_letter(room):
    """Of variables, comprehensions, lambdas and parameters; `_` is what nobody reads."""
    inside = ROOT.glob(room) if "*" in room else (ROOT / room).rglob("*.py")
    paths = sorted(inside) or [(ROOT / room).with_suffix(".py")]
    bound = [
        (path.relative_to(ROOT).as_posix(), name, line)
        for path in paths
        for name, line in bound_names(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert bound
    assert not [found for found in bound if len(found[1]) == 1 and found[1] != "_"]
