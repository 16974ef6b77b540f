"""The command line as pages tell it, from the commands of click themselves."""

import re

import click

from cermat import audit

SHELLS = {
    "Bash": ("bash", "~/.bashrc"),
    "Zsh": ("zsh", "~/.zshrc"),
    "Fish": ("fish", "~/.config/fish/config.fish"),
}


def _told(text: str) -> str:
    """A text of help on one line; listed words may be parted."""
    return re.sub(r",(?=\w)", ", ", " ".join(text.split()))


def _value(option: click.Option) -> str:
    """What the option takes."""
    if option.is_flag or option.count:
        return ""
    if isinstance(option.type, click.Choice):
        return " atau ".join(f"`{choice}`" for choice in option.type.choices)
    if isinstance(option.type, click.Path):
        return "folder" if not option.type.file_okay else "berkas" if not option.type.dir_okay else "letak"
    return {"INTEGER": "bilangan", "FLOAT": "bilangan"}.get(option.type.name.upper(), "teks")


def _default(option: click.Option) -> str:
    told = option.to_info_dict()["default"]
    return "" if option.is_flag or told in (None, "", ()) else f"bila tidak disebut: `{told}`"


def _options(command: click.Command) -> list[str]:
    """A definition an option: its names and value, then what it means and what holds without it."""
    lines = []
    for option in command.params:
        if not isinstance(option, click.Option) or option.hidden:
            continue
        names = ", ".join(f"`{name}`" for name in [*option.opts, *option.secondary_opts])
        about = [_told(option.help or ""), "boleh berulang" if option.multiple else "", _default(option)]
        lines += [f"{names} {_value(option)}".strip(), f":   {'; '.join(part for part in about if part)}", ""]
    return lines or ["Tidak ada pilihan."]


def _usage(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"cermat {name}")
    return f"cermat {name} {' '.join(command.collect_usage_pieces(context))}".replace(
        "[OPTIONS]", "[PILIHAN]"
    )


def commands() -> str:
    """Every command: how it is called, what it does, its options."""
    told = []
    for name, command in audit.cli.commands.items():
        if command.hidden:
            continue
        about = _told(command.help or "")
        told += [f"## `{name}` {{ #{name} }}", "", about, "", "```text", _usage(name, command), "```", ""]
        told += [*_options(command), ""]
    return "\n".join(told)


def completion() -> str:
    """The line that each shell is told once, as click reads it."""
    told = []
    for shell, (word, file) in SHELLS.items():
        called = f"_CERMAT_COMPLETE={word}_source cermat"
        line = f"{called} | source" if word == "fish" else f'eval "$({called})"'
        told += [
            f'=== "{shell}"',
            "",
            f"    Tambahkan pada `{file}`:",
            "",
            "    ```text",
            f"    {line}",
            "    ```",
            "",
        ]
    return "\n".join(told)


def default_formats() -> str:
    """What is written where no format is named."""
    return ", ".join(f"`{name}`" for name in audit.DEFAULT)


def takes(command: str, option: str) -> bool:
    """Does a command know an option?"""
    return any(option in parameter.opts for parameter in audit.cli.commands[command].params)
