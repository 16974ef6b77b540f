"""Every YAML file of the project says the same to every loader: of YAML 1.1 and 1.2, of libyaml and Python."""

from pathlib import Path

import pytest
import yaml
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError

ROOT = Path(__file__).parents[1]
ROOMS = ("checks", "datasets", "reports", "schemas", "tests")
FILES = sorted(p for room in ROOMS for end in ("yaml", "yml") for p in (ROOT / room).rglob(f"*.{end}"))


def strictly(text: str):
    """As YAML 1.2 has it, no key twice: `no` and `ya` are words there."""
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_any_loader_reads_it_the_same(path):
    text = path.read_text(encoding="utf-8")
    assert strictly(text) == yaml.load(text, yaml.SafeLoader) == yaml.load(text, yaml.CSafeLoader)


def test_the_strict_loader_refuses_what_the_quick_one_lets_pass():
    twice, bare, word = "a: 1\na: 2\n", "[sumber ?dana, b]", "[no, yes]"
    assert [yaml.load(t, yaml.CSafeLoader) for t in (twice, bare)] == [{"a": 2}, ["sumber ?dana", "b"]]
    with pytest.raises(DuplicateKeyError):
        strictly(twice)
    with pytest.raises(yaml.YAMLError):
        yaml.load(bare, yaml.SafeLoader)
    assert strictly(word) != yaml.load(word, yaml.CSafeLoader)
