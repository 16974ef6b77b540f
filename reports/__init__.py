"""Reports: findings.json and the frames behind it become papers for people. Knows nothing of how they were found."""

from importlib import import_module
from pathlib import Path
from typing import NamedTuple


class Format(NamedTuple):
    """One form of the report. maker: 'module:function' of this room, imported when it is wanted; called with (findings, result, lang)
    it returns the content of `file` (str or bytes) or, where `file` is '', contents by file name. takes: options of `write` that the
    maker wants too, by name. keep: people write into these files, so one that is there and says something else is left alone."""

    maker: str
    file: str = ""
    takes: tuple[str, ...] = ()
    keep: bool = False


# All that can be written, in the order in which they are listed to the user.
FORMATS: dict[str, Format] = {
    "html": Format("html:page", "temuan.html"),
    "xlsx": Format("xlsx:book", "kertas-kerja-reviu.xlsx", keep=True),
    "docx": Format("docx:papers", takes=("templates",), keep=True),
    "pdf": Format("pdf:papers"),
    "marked": Format("marked:copy", takes=("warn",), keep=True),
    "md": Format("markdown:report", "temuan.md"),
    "sarif": Format("sarif:log", "temuan.sarif"),
    "json": Format("data:findings_json", "findings.json"),
}
DEFAULT = ("html", "xlsx", "json")
# A comparison of two audits (reports/compare.py); the makers are called with its View.
COMPARED: dict[str, Format] = {
    "html": Format("compare_pages:html", "banding.html"),
    "xlsx": Format("compare_xlsx:book", "banding.xlsx"),
    "md": Format("compare_pages:markdown", "banding.md"),
    "json": Format("compare:compare_json", "banding.json"),
}


def write(findings: dict, result, folder: Path, formats: list[str], lang: str = "id", **options) -> list[Path]:
    """Write the wanted formats of one report into a folder. Returns the paths, in the order of `formats`.

    findings: findings.json as a dict; result: the frames behind it (for formats that show the report itself).
    options: templates (a folder with an office's own .docx templates), warn (called with one line where a format cannot be made).
    No file takes the place of another one of this call, or of the submission itself.
    """
    forms = [FORMATS[k] for k in dict.fromkeys(formats)]
    made = [_make(form, findings, result, lang, options) for form in forms]
    keep = {name for form, files in zip(forms, made, strict=True) if form.keep for name in files}
    return put(made, folder, [Path(findings["report"]["source"])], keep)


def _make(form: Format, findings: dict, result, lang: str, options: dict) -> dict[str, str | bytes]:
    module, _, function = form.maker.partition(":")
    wanted = {k: v for k, v in options.items() if k in form.takes}
    made = getattr(import_module(f"reports.{module}"), function)(findings, result, lang, **wanted)
    return {form.file: made} if form.file else made


def _written_in(path: Path, content: str | bytes) -> bool:
    """Does a file stand there that says something else than what is to be written, and may be the work of people?"""
    if not path.exists() or path.read_bytes() == content:
        return False
    if path.suffix.lower() == ".xlsx":  # a workbook of the house tells the time of its making: another one is no sign
        from reports.xlsx_book import untouched

        return not untouched(path)
    return True


def put(made, folder: Path, never: list[Path] = (), keep: set[str] = frozenset()) -> list[Path]:
    """Write files (several dicts: file name → content) into a folder. A name that is taken gets a number: names that differ only in case
    are the same on Windows, and the files in `never` are not touched, nor those of a name in `keep` whose content is another."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = {p.name.casefold() for p in never if p.exists() and p.resolve().parent == folder.resolve()}
    paths = []
    for files in made:
        for name, content in files.items():
            path, k = folder / name, 2
            while path.name.casefold() in taken or (name in keep and _written_in(path, content)):
                path, k = folder / f"{Path(name).stem}-{k}{Path(name).suffix}", k + 1
            taken.add(path.name.casefold())
            if isinstance(content, str):
                path.write_text(content, encoding="utf-8", newline="\n")
            else:
                path.write_bytes(content)
            paths.append(path)
    return paths
