"""Reports: findings.json and the frames behind it become papers for people. Knows nothing of how they were
found."""

import time
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from cermat.reports.output import put, put_folder
from cermat.schemas.atomic import held
from cermat.schemas.errors import InputError
from cermat.schemas.extras import installed

__all__ = ["COMPARED", "DEFAULT", "FORMATS", "Format", "put", "write"]


class Format(NamedTuple):
    """One form of the report. maker: 'module:function' of this room, imported when it is wanted; called with
    (findings, result, lang) it returns the content of `file` (str or bytes); contents by file name where
    `file` is ''; contents by their paths in a folder of that name where it ends in '/'. takes: options of
    `write` that the maker wants too, by name. remade: as of output.put_folder."""

    maker: str
    file: str = ""
    takes: tuple[str, ...] = ()
    remade: tuple[str, ...] = ()


# All that can be written, in the order in which they are listed to the user.
FORMATS: dict[str, Format] = {
    "html": Format("html:page", "temuan.html", takes=("folder",)),
    "xlsx": Format("xlsx:book", "kertas-kerja-reviu.xlsx", takes=("kantor", "folder")),
    "docx": Format("docx:papers", takes=("templates", "kantor")),
    "pdf": Format("pdf:papers", takes=("kantor",)),
    "perbaikan": Format("repair_sheet:sheets", takes=("templates", "kantor", "every", "folder")),
    "marked": Format("marked:copy", takes=("warn", "every")),
    "md": Format("markdown:report", "temuan.md"),
    "sarif": Format("sarif:log", "temuan.sarif", takes=("kantor",)),
    "gx": Format(
        "gx_project:project",
        "gx/",
        remade=("uncommitted/data_docs/", "uncommitted/validations/", "plugins/__pycache__/"),
    ),
    "json": Format("data:findings_json", "findings.json"),
}
_FIRST_YEAR = 1980  # that a zip archive can name
_UNDATED = {
    "html",
    "xlsx",
    "pdf",
    "md",
    "sarif",
    "gx",
    "json",
}  # formats that are no such archive, or set its date
DEFAULT = ("html", "xlsx", "json")
# A comparison of two audits (reports/compare.py); the makers are called with its View.
COMPARED: dict[str, Format] = {
    "html": Format("compare_pages:html", "banding.html"),
    "xlsx": Format("compare_xlsx:book", "banding.xlsx"),
    "md": Format("compare_pages:markdown", "banding.md"),
    "json": Format("compare:compare_json", "banding.json"),
}


def write(
    findings: dict, result, folder: Path, formats: list[str], lang: str = "id", **options
) -> list[Path]:
    """Write the wanted formats of one report into a folder. Returns the paths, in the order of `formats`.

    findings: findings.json as a dict; result: the frames behind it (for formats that show the report itself).
    options: templates (a folder with an office's own .docx templates), kantor (who reviews,
    reports/kantor.py), every (findings of grade rendah are in the sheet of repairs and the marked copy, too),
    warn (called with one line where a format cannot be made, or a file is left alone). No file takes the
    place of another one of this call, of the submission itself, or of one that a person changed.
    """
    forms = [FORMATS[name] for name in dict.fromkeys(formats)]
    if (year := time.localtime().tm_year) < _FIRST_YEAR and not _UNDATED.issuperset(formats):
        raise InputError(
            f"jam komputer menunjuk tahun {year}; berkas Word tidak dapat ditulis sebelum {_FIRST_YEAR}, "
            f"betulkan jamnya"
        )
    made = [_make(form, findings, result, lang, options | {"folder": folder}) for form in forms]
    whole = [form.file.endswith("/") for form in forms]
    warn = options.get("warn") or (lambda _line: None)
    flat = [files for files, together in zip(made, whole, strict=True) if not together]
    with held(folder):
        sources = [Path(findings["report"]["source"])]
        paths = put(flat, folder, sources, warn)
        for form, files, together in zip(forms, made, whole, strict=True):
            if together and files:
                paths += put_folder(files, folder / form.file, warn, sources, form.remade)
    return paths


def _make(form: Format, findings: dict, result, lang: str, options: dict) -> dict[str, str | bytes]:
    module, _, function = form.maker.partition(":")
    wanted = {name: value for name, value in options.items() if name in form.takes}
    with installed():
        made = getattr(import_module(f"cermat.reports.{module}"), function)(findings, result, lang, **wanted)
    return {form.file: made} if form.file and not form.file.endswith("/") else made
