"""What documentation names is there: files in docstrings, comments, Markdown and YAML; functions and classes in
backticks; word classes in the grammar's own description."""

import ast
import builtins
import io
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest

from cermat.datasets.recognise.prose import grammar
from cermat.datasets.recognise.relations.shape import known_classes

ROOT = Path(__file__).parents[1]
ROOMS = ("checks", "datasets", "docs/making", "reports", "schemas", "tests")
# what a user writes or a run makes: no file of the project
MADE = {
    "findings.json",
    "cermat.toml",
    "periksa.py",
    "profil.yaml",
    "kantor.yaml",
    "pengecualian.yaml",
    "REPORT.md",
    "MORE.json",
    "NAME.json",
}
MADE_UP = "tests/dokumen/*.yaml"  # agencies whose documents the cases write
_FILE = re.compile(r"(?<![\w./<>*-])((?:[\w-]+/)*[\w-]+\.(?:py|yaml|md|j2|toml|json|txt|in))\b")
_QUOTED = re.compile(r"`([^`\n]+)`")


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project."""
    rooms = [p for room in ROOMS for p in (ROOT / room).rglob("*") if "__pycache__" not in p.parts]
    beside = [p for folder in (ROOT, ROOT / "requirements") for p in folder.iterdir()]
    return tuple(sorted(p for p in {*rooms, *beside} if p.is_file()))


def below(*endings: str) -> list[Path]:
    return [p for p in files() if p.suffix in endings]


@cache
def endings_of_paths() -> frozenset[str]:
    """What a file may be called by: its name, or any end of its path."""
    pages = (p for p in (ROOT / "docs").rglob("*") if p.is_file())  # held by tests of their own
    parts = [p.relative_to(ROOT).parts for p in (*files(), *pages)]
    return frozenset("/".join(p[k:]) for p in parts for k in range(len(p)))


@cache
def documentation(path: Path) -> list[tuple[int, str]]:
    """(line, text): docstrings and comments of code, the whole of any other file."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return [(1, text)]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    comments = [(t.start[0], t.string) for t in tokens if t.type == tokenize.COMMENT]
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    places = [n for n in ast.walk(ast.parse(text)) if isinstance(n, documented)]
    return comments + [(n.body[0].lineno, d) for n in places if (d := ast.get_docstring(n, clean=False))]


def is_there(name: str) -> bool:
    return name.rpartition("/")[2] in MADE or name in endings_of_paths()


def test_files_that_are_named_are_there():
    assert len(files()) > 500 and is_there("settle/scale.py") and not is_there("settle/no_such_file.py")
    missing = {
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in below(".py", ".yaml", ".md", ".toml")
        if not path.match(MADE_UP)
        for line, text in documentation(path)
        for name in _FILE.findall(text)
        if not is_there(name)
    }
    assert not missing


@cache
def names() -> frozenset[str]:
    """Every name that code defines, imports or uses, and every word of data and short texts."""
    known = set(dir(builtins))
    for path in below(".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            known |= {
                getattr(node, field, None) or ""
                for field in ("name", "id", "arg", "attr")
                if hasattr(node, field)
            }
            if isinstance(node, ast.alias):
                known |= set(node.name.split("."))
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60:
                known |= set(re.findall(r"\w+", node.value))
    data = [*below(".yaml", ".j2"), ROOT / "pyproject.toml", ROOT / "Makefile"]
    return frozenset(known | {w for p in data for w in re.findall(r"\w+", p.read_text(encoding="utf-8"))})


def test_names_in_backticks_are_there():
    assert len(names()) > 5_000 and "read_header" in names()
    unknown = {
        f"{path.relative_to(ROOT)}:{line} {word}"
        for path in below(".py")
        for line, text in documentation(path)
        for quoted in _QUOTED.findall(_FILE.sub("", text))
        for word in re.findall(r"[A-Za-z_]\w{2,}", quoted)
        if word not in names() and not word.isupper()
    }
    assert not unknown


@pytest.mark.parametrize("word", sorted(set(re.findall(r"\b[A-Z][A-Z_]{2,}\b", grammar.__doc__))))
def test_the_grammar_describes_classes_that_exist(word):
    assert word in known_classes() | {"BUILT_IN"}
