"""The help of every command as it was agreed: tests/data/help/*.txt.

`python -m tests.help_pages` writes them anew; look at what changed.
"""

from pathlib import Path

import click

from cermat import audit

FOLDER = Path(__file__).parent / "data" / "help"


def pages() -> dict[str, str]:
    """The help of the program and of each command by file name, eighty columns wide."""
    group = audit.cli.context_class(
        audit.cli, info_name="cermat", terminal_width=80, help_option_names=["-h", "--help"]
    )
    shown: dict[str, tuple[click.Command, click.Context]] = {"cermat": (audit.cli, group)}
    for name, command in audit.cli.commands.items():
        shown[name] = (command, command.context_class(command, parent=group, info_name=name))
    return {f"{name}.txt": command.get_help(context) + "\n" for name, (command, context) in shown.items()}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
        print(name)
