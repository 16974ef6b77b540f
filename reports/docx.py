"""DOCX: Catatan Hasil Reviu, Pernyataan Telah Direviu (a draft) and the review form, from templates that an office can replace."""

import zipfile
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from reports.labels import LANGUAGES
from reports.packed import repacked
from reports.papers import FORM, NOTES, STATEMENT, content
from schemas.errors import InputError

PAPERS = (NOTES, STATEMENT, FORM)


def papers(findings: dict, result, lang: str = "id", templates: Path | None = None) -> dict[str, bytes]:
    """The three papers by file name.

    findings: findings.json as a dict; result: the frames behind it. templates: a folder with templates of the same names
    (docx_templates/README.md says what they may print); those that it lacks are the built-in ones. Raises InputError where the folder
    or a template in it cannot be used.
    """
    if templates is not None and not Path(templates).is_dir():
        raise InputError(f"folder templat '{templates}' tidak ada")
    told = content(findings, result, lang)
    return {f"{name}.docx": _filled(name, told, lang, templates) for name in PAPERS}


def _filled(name: str, told: dict, lang: str, templates: Path | None) -> bytes:
    own = Path(templates) / f"{name}.docx" if templates is not None else None
    if own is not None and own.is_file():
        return _render(own, told)
    with as_file(files("reports").joinpath("docx_templates", lang if lang in LANGUAGES else "id", f"{name}.docx")) as path:
        return _render(path, told)


def _render(path: Path, told: dict) -> bytes:
    try:
        paper = DocxTemplate(BytesIO(path.read_bytes()))
        paper.render(told, SandboxedEnvironment(autoescape=True), autoescape=True)
        out = BytesIO()
        paper.save(out)
    except TemplateError as error:
        raise InputError(f"templat '{path}' tidak dapat diisi: {' '.join(str(error).split())[:200]}") from None
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise InputError(f"templat '{path}' bukan berkas Word yang utuh ({type(error).__name__})") from None
    return repacked(out.getvalue())
