"""cermat.toml, or [tool.cermat] in pyproject.toml: what the command line leaves out, as the folder of the
report has it, or the next one above it."""

import os
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import click

from cermat.reports.command_line import Command, Document
from cermat.schemas.errors import InputError
from cermat.schemas.given_files import content, is_regular

_FILE, _SHARED = "cermat.toml", "pyproject.toml"
_AT = re.compile(r"at line (\d+)")
READ_FROM = "cermat.settings"  # in click's `meta`: path of the file in force


class Settled(Command):
    """A command whose options may stand in a file.

    beside: the argument beside which the file is looked for; only: the options that this command takes from
    it, where not all are meant for it; many: an option that takes all that follows, up to the next one:
    "--against PK.pdf DPA.xlsx".
    """

    def __init__(self, *arguments, beside: str, only: Iterable[str] = (), many: str = "", **attributes):
        super().__init__(*arguments, **attributes)
        self.beside, self.only, self.many = beside, frozenset(only), many

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        args = _each(self.many, args)
        if ctx.resilient_parsing:  # a shell completes the call
            return super().parse_args(ctx, args)
        told = self.make_parser(ctx).parse_args(list(args))[0].get(self.beside)
        named = [told] if isinstance(told, str) else told
        found = _found(_folder(named)) if isinstance(named, list | tuple) and named else None
        if found:
            path, content = found
            settings = _settings(path, content, _options(ctx))
            own = {option.name for option in self.params if option.name in (self.only or settings)}
            ctx.default_map = {name: value for name, value in settings.items() if name in own}
            ctx.meta[READ_FROM] = path
        return super().parse_args(ctx, args)


def _each(option: str, args: list[str]) -> list[str]:
    """The option before each of what follows it."""
    told: list[str] = []
    several = False
    for one in args:
        several = (several and not one.startswith("-")) or one == option
        told += [option, one] if several and one != option else [one] if one != option else []
    return told


def in_force() -> str:
    """One line: the file of the running command, and what it settles; '' where there is none."""
    ctx = click.get_current_context()
    settled = [
        _key(option)
        for option in ctx.command.params
        if isinstance(option, click.Option) and option.name and _from_file(ctx, option.name)
    ]
    return f"pengaturan dari {ctx.meta[READ_FROM]}: {', '.join(settled)}" if settled else ""


def origin(error: click.BadParameter) -> str:
    """The file that has the value that is wrong; '' where it is of the command line."""
    name = error.param.name if error.param else None
    return str(error.ctx.meta[READ_FROM]) if error.ctx and name and _from_file(error.ctx, name) else ""


def _from_file(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) == click.core.ParameterSource.DEFAULT_MAP


def _options(ctx: click.Context) -> list[click.Option]:
    """The options that a file may have: of this command and of those beside it."""
    group = ctx.parent.command if ctx.parent else None
    commands = list(group.commands.values()) if isinstance(group, click.Group) else [ctx.command]
    settled = [command for command in commands if isinstance(command, Settled)]
    return [option for command in settled for option in command.params if isinstance(option, click.Option)]


def _folder(named: Iterable[str]) -> Path:
    """The folder in which all submissions lie."""
    paths = [Path(os.path.abspath(name)) for name in named]
    folders = [path if path.is_dir() else path.parent for path in paths]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on several drives
        return folders[0]


def _found(start: Path) -> tuple[Path, dict] | None:
    """The nearest file of settings in a folder or above it, and what it says."""
    for folder in (start, *start.parents):
        if os.path.lexists(folder / _FILE):
            return folder / _FILE, _read(folder / _FILE)
        shared = folder / _SHARED
        if is_regular(shared) and b"tool.cermat" in content(shared, f"'{shared}'"):
            told = _read(shared).get("tool", {})
            if "cermat" in told:
                return shared, told["cermat"]
    return None


def _read(path: Path) -> dict:
    try:
        return tomllib.loads(content(path, f"'{path}'").decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # also of bytes that are no text, of numbers beyond measure
        line = _AT.search(str(error))
        raise InputError(f"'{path}'{f' baris {line[1]}' if line else ''}: TOML tidak terbaca") from None


def _settings(path: Path, content: dict, options: list[click.Option]) -> dict[str, object]:
    """Values as click takes them, by the names of options. InputError names what is not known or no value."""
    known = {_key(option): option for option in options}
    made = {}
    for key, value in content.items():
        option = known.get(key.replace("_", "-"))
        if option is None or option.name is None:
            raise InputError(f"'{path}': '{key}' tidak dikenal (yang ada: {', '.join(known)})")
        made[option.name] = _value(path, key, value, option)
    return made


def _value(path: Path, key: str, value, option: click.Option):
    if option.is_flag:
        if not isinstance(value, bool):
            raise InputError(f"'{path}': {key} harus true atau false")
        return value
    words = value if isinstance(value, list) else [value]
    if not all(isinstance(word, str) for word in words):
        raise InputError(f"'{path}': {key} harus teks atau daftar teks")
    if isinstance(option.type, click.Path | Document):
        words = [_beside(word, path.parent) for word in words]
    return words if option.multiple else ",".join(words)


def _beside(word: str, folder: Path) -> str:
    """A path as the file of settings means it: from its own folder; "pk=FILE" has one behind its kind."""
    kind, sign, file = word.partition("=")
    if sign and kind.isidentifier() and not (folder / word).exists():
        return f"{kind}={folder / file}"
    return word if word == "-" else str(folder / word)


def _key(option: click.Option) -> str:
    """The name of an option in the file: as on the command line, without its dashes."""
    return next(name for name in option.opts if name.startswith("--")).removeprefix("--")
