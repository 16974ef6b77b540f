"""YAML that a person wrote (rule cards, profile, waivers, kantor), with bounds of depth, size, aliases and
types: a few letters of it may mean millions of values, or bring down the program that builds them."""

import math
from pathlib import Path
from typing import Any

import yaml

from cermat.schemas.errors import InputError
from cermat.schemas.given_files import content

_DEPTH, _VALUES, _DIGITS = 30, 200_000, 300
_TAGS = [f"tag:yaml.org,2002:{kind}" for kind in "null bool int float timestamp seq map str".split()]
_BUILD: dict[str | None, Any] = {tag: yaml.CSafeLoader.yaml_constructors[tag] for tag in _TAGS}
_SAID = {
    "timestamp": "tanggal ini tidak ada",
    "int": "bilangan tidak terbaca",
    "float": "bilangan tidak terbaca",
}


class _Refused(yaml.MarkedYAMLError):
    """A text that is YAML, but none that is taken: why, and the node or event at which it is seen."""

    def __init__(self, why: str, at: Any):
        super().__init__(problem=why, problem_mark=at.start_mark)


class _Loader(yaml.CSafeLoader):
    """Plain values only: texts, numbers, dates, true and false, lists and names with values."""

    yaml_constructors = _BUILD

    def construct_object(self, node, deep=False):
        """A value; _Refused where its text is of a kind that it cannot be ("2025-02-30")."""
        kind = str(node.tag).rpartition(":")[2]
        if node.tag not in self.yaml_constructors:
            raise _Refused(f"jenis {node.tag} tidak dikenal", node)
        if kind in ("int", "float") and len(node.value) > _DIGITS:
            raise _Refused("bilangan terlalu panjang", node)
        try:
            value = super().construct_object(node, deep)
        except (ValueError, OverflowError, TypeError):
            problem = _SAID.get(kind, "nilai tidak terbaca")
            raise _Refused(problem, node) from None
        if isinstance(value, float) and not math.isfinite(value):
            raise _Refused("bilangan harus berhingga", node)
        return value


def _bounded(text: str) -> None:
    """_Refused where a text nests too deeply, or means too many values once its aliases are followed."""
    sizes: dict[str | None, int] = {}  # values that an anchor stands for
    open_nodes: list[tuple[str | None, int]] = []  # anchor, and how many values were met before it
    met = 0
    for event in yaml.parse(text, Loader=_Loader):
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.CollectionEndEvent):
            name, before = open_nodes.pop()
            sizes |= {name: met - before} if name else {}
            continue
        if isinstance(event, yaml.AliasEvent):
            if anchor in {name for name, _ in open_nodes}:
                raise _Refused("nilai memuat dirinya sendiri", event)
            met += sizes.get(anchor, 1)
        elif isinstance(event, yaml.NodeEvent):
            met += 1
            if isinstance(event, yaml.CollectionStartEvent):
                open_nodes.append((anchor, met - 1))
            elif anchor:
                sizes[anchor] = 1
        if len(open_nodes) > _DEPTH:
            raise _Refused("terlalu dalam bersarang", event)
        if met > _VALUES:
            raise _Refused("terlalu banyak nilai", event)


def read(text: str, where: str) -> Any:
    """What a YAML text says. InputError: where, line and what is wrong with it."""
    try:
        _bounded(text)
        return yaml.load(text, Loader=_Loader)
    except _Refused as error:
        raise InputError(f"{where}{_line(error)}: {error.problem}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{where}{_line(error)} tidak terbaca sebagai YAML") from None


def read_file(path: Path, where: str) -> Any:
    """What a YAML file says. InputError: where and what is wrong with it."""
    try:
        text = content(path, where).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{where}: bukan teks UTF-8") from None
    return read(text, where)


def _line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" baris {mark.line + 1}" if mark else ""
