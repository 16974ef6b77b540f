"""What click says of help and of broken calls, in Indonesian; what options take."""

import errno
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem

_HEADINGS = {"Options": "Pilihan", "Commands": "Perintah", "Positional arguments": "Argumen"}
# What click says of a broken call, and how it is told here; what matches neither is told as it is.
_SAID = [
    (re.compile(said), told)
    for said, told in (
        (r"Missing command\.", "perintah belum disebut"),
        (r"Option '(.+)' requires .*", r"pilihan \1 membutuhkan nilai"),
        (r"Option '(.+)' does not take a value\.", r"pilihan \1 tidak memakai nilai"),
        (r"Got unexpected extra arguments? \((.*)\)", r"argumen berlebih: \1"),
        (r"'(.*)' is not (?:one of )?'(.*)'\.", r"'\1' bukan salah satu dari '\2'"),
        (r"'(.*)' is not a valid integer\.", r"'\1' bukan bilangan bulat"),
        (r"'(.*)' is not a valid (?:float|number)\.", r"'\1' bukan bilangan"),
        (r"(.+) is not in the range (.+)\.", r"\1 di luar batas \2"),
        (r"\S+ '(.*)' is a file\.", r"'\1' adalah berkas, bukan folder"),
        (r"\S+ '(.*)' is a directory\.", r"'\1' adalah folder, bukan berkas"),
        (r"\S+ '(.*)' does not exist\.", r"'\1' tidak ada"),
        (r"\S+ '(.*)' is not (?:readable|writable)\.", r"'\1' tidak dapat dibuka"),
    )
]
_OF_SYSTEM = {
    errno.ENOENT: "tidak ada",
    errno.EACCES: "tidak diizinkan",
    errno.EPERM: "tidak diizinkan",
    errno.EROFS: "hanya dapat dibaca",
    errno.ENOSPC: "tempat penyimpanan penuh",
    errno.EISDIR: "adalah folder, bukan berkas",
    errno.ENOTDIR: "melewati berkas, bukan folder",
    errno.EEXIST: "sudah ada",
    errno.ENAMETOOLONG: "nama terlalu panjang",
    errno.ELOOP: "adalah tautan simbolis, tidak diikuti",
    errno.EBUSY: "sedang ditulisi proses lain; coba lagi setelah itu selesai",
    errno.EFBIG: "melebihi batas ukuran berkas",
    errno.EDQUOT: "jatah penyimpanan habis",
    errno.EIO: "perangkat penyimpanan gagal",
    errno.EMFILE: "terlalu banyak berkas terbuka",
}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Pemakaian: ")

    def section(self, name: str):
        return super().section(_HEADINGS.get(name, name))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is in Indonesian."""

    context_class = _Context

    def __init__(self, *arguments, **attributes):
        super().__init__(*arguments, **({"options_metavar": "[PILIHAN]"} | attributes))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "tampilkan bantuan ini"
        return option


class Group(Command, click.Group):
    """The commands of a program; without one it shows its help."""

    command_class = Command

    def __init__(self, *arguments, **attributes):
        super().__init__(*arguments, **({"subcommand_metavar": "PERINTAH [ARGUMEN]..."} | attributes))


class _Place(click.Path):
    """A path; `name` stands in the help."""

    def __init__(self, name: str, **limits):
        super().__init__(path_type=Path, **limits)
        self.name = name


class Document(click.ParamType):
    """A document of the agency: its path, or JENIS=PATH."""

    name = "dokumen"

    def convert(self, value, param, ctx):
        return value

    def shell_complete(self, ctx, param, incomplete):
        return [CompletionItem(incomplete, type="file")]


FILE, NEW_FILE, FOLDER = _Place("berkas"), _Place("berkas", dir_okay=False), _Place("folder", file_okay=False)


def listed(known: Iterable[str] = (), what: str = "") -> Callable:
    """A callback that takes words apart at their commas. known: all that there are, where they are a closed
    list; what: a word of it is."""

    def apart(_context, _parameter, value: str | None) -> list[str]:
        words = [word.strip() for word in (value or "").split(",") if word.strip()]
        if not known:
            return words
        words = [word.lower() for word in words]
        unknown = [word for word in words if word not in known]
        if unknown or not words:
            raise click.BadParameter(
                f"{what} tidak dikenal: {', '.join(unknown)}; yang ada: {', '.join(known)}"
            )
        return words

    return apart


def broken_call(error: click.ClickException, commands: Iterable[str], file: str = "") -> str:
    """One line for a broken call. file: of settings, where that has the value that is wrong."""
    if isinstance(error, click.NoSuchOption):
        near = " atau ".join(error.possibilities or ())
        return f"pilihan tidak dikenal: {error.option_name}" + (f"; mungkin {near}?" if near else "")
    if isinstance(error, click.MissingParameter):
        return f"kurang: {error.param.human_readable_name if error.param else 'argumen'}"
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param and error.param.opts else ""
        told = f"nilai tidak sah untuk {name}: {_in_indonesian(error.message)}"
        return f"'{file}': {told}" if file else told
    if isinstance(error, click.UsageError) and "No such command" in error.message:
        unknown = error.message.split()[-1].strip(".'")
        return f"perintah tidak dikenal: {unknown} (yang ada: {', '.join(commands)})"
    return _in_indonesian(error.message)


def _in_indonesian(message: str) -> str:
    for said, told in _SAID:
        if said.fullmatch(message):
            return said.sub(told, message).replace("', '", ", ")
    return message


def unreachable(error: OSError) -> str:
    """One line for a file or folder that the system refuses."""
    why = _OF_SYSTEM.get(error.errno or 0) or error.strerror or str(error)
    return f"tidak dapat membaca atau menulis {error.filename or ''}: {why}".replace(" :", ":")
