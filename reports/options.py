"""Options that several commands have, each told once."""

from collections.abc import Iterable

import click

from cermat.reports.command_line import FILE, FOLDER, listed

LEVELS = {"rendah": 0, "sedang": 1, "tinggi": 2}
# What a file of settings says for every command: what is held against what, not where papers go.
SETTLING = ("lang", "fail_on", "profile", "waivers", "rules", "extra_rules", "select", "ignore")
_OPTIONS = {
    "lang": click.option("--lang", type=click.Choice(["id", "en"]), default="id", help="bahasa label"),
    "profile": click.option("--profile", type=FILE, help="profil.yaml"),
    "waivers": click.option("--waivers", type=FILE, help="pengecualian.yaml"),
    "rules": click.option("--rules", type=FOLDER, help="folder kartu aturan pengganti"),
    "extra_rules": click.option("--extra-rules", type=FOLDER, help="folder kartu aturan tambahan"),
    "select": click.option(
        "--select", metavar="ATURAN,...", callback=listed(), help="hanya aturan, awalan (SIL) atau jenis ini"
    ),
    "ignore": click.option(
        "--ignore", metavar="ATURAN,...", callback=listed(), help="tanpa aturan, awalan atau jenis ini"
    ),
    "ocr": click.option(
        "--ocr",
        is_flag=True,
        help="kenali teks halaman pindaian (OCRmyPDF atau Tesseract); angkanya tidak menuduh",
    ),
    "exit_zero": click.option("--exit-zero", is_flag=True, help="temuan tidak mengubah kode keluar 0"),
}


def shared(*names):
    """Options that several commands have."""

    def add(function):
        for name in reversed(names):
            function = _OPTIONS[name](function)
        return function

    return add


def formats_of(known: Iterable[str], usual: Iterable[str]):
    """--format. known: all that there are; usual: what is written where none is named."""
    return click.option(
        "--format",
        "formats",
        metavar="BENTUK,...",
        callback=listed(known, "format"),
        default=",".join(usual),
        help=", ".join(known),
    )


def fail_on_level(what: str):
    """--fail-on. what: is counted."""
    told = f"tingkat {what} yang memberi kode keluar 1"
    return click.option("--fail-on", type=click.Choice(list(LEVELS)), default="sedang", help=told)
