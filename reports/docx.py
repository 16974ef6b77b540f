"""DOCX: Catatan Hasil Reviu, and as drafts Laporan Hasil Reviu, its covering letter, Pernyataan Telah
Direviu and the review form, from templates that an office can replace."""

import os
import zipfile
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

import jinja2
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from lxml import etree

from cermat.reports.kantor import Office
from cermat.reports.labels import LANGUAGES
from cermat.reports.packed import repacked
from cermat.reports.papers import FORM, LETTER, NOTES, REPORT, STATEMENT, content
from cermat.schemas import given_files
from cermat.schemas.errors import InputError
from cermat.schemas.templates import Foreign, why

_LETTERS = 0.55  # in a millimetre of a line
_LOGO = 20  # millimetres that the logo is high
_LARGEST = 20_000_000  # bytes of a template
_TALL = 9  # lines of a row that may be parted
PAPERS = (NOTES, STATEMENT, FORM, REPORT, LETTER)


def papers(
    findings: dict, result, lang: str = "id", templates: Path | None = None, kantor: Office | None = None
) -> dict[str, bytes]:
    """The papers by file name.

    findings: findings.json as a dict; result: the frames behind it; kantor: who reviews (None: dotted
    lines). templates: a folder with templates of the same names (docx_templates/README.md says what they may
    print); those that it lacks are the built-in ones.
    Raises InputError where the folder or a template in it cannot be used.
    """
    told = content(findings, result, lang, kantor)
    return {f"{name}.docx": filled(name, told, lang, templates) for name in PAPERS}


def filled(name: str, told: dict, lang: str, templates: Path | None) -> bytes:
    """One paper: the office's own template where it has one, else the built-in one, filled with `told`."""
    if templates is not None and not Path(templates).is_dir():
        raise InputError(f"folder templat '{templates}' tidak ada")
    own = Path(templates) / f"{name}.docx" if templates is not None else None
    if own is not None and os.path.lexists(own):
        return _render(own, told, True)
    with as_file(
        files("cermat.reports").joinpath(
            "docx_templates", lang if lang in LANGUAGES else "id", f"{name}.docx"
        )
    ) as path:
        return _render(path, told)


def _keep_rows(body) -> None:
    """No row is parted by a page end but a tall one, which would leave much of the page empty."""
    for table in body.tbl_lst:
        for row in table.tr_lst:
            cells = [(tc, tc.width.mm if tc.width else 0) for tc in row.tc_lst]
            texts = [("\n".join(paragraph.text for paragraph in tc.p_lst), width) for tc, width in cells]
            lines = max(
                (
                    sum(1 + int(len(line) / max(_LETTERS * width, 8)) for line in text.split("\n"))
                    for text, width in texts
                ),
                default=0,
            )
            if lines <= _TALL and row.get_or_add_trPr().find(qn("w:cantSplit")) is None:
                row.trPr.insert(0, OxmlElement("w:cantSplit"))


def _fill(paper: DocxTemplate, told: dict, path: Path) -> None:
    """InputError tells in one line what is wrong with a template, whatever it is."""
    env = Foreign(autoescape=True, undefined=jinja2.Undefined)
    try:
        paper.render(told, env, autoescape=True)
    except (KeyError, OSError, zipfile.BadZipFile, etree.XMLSyntaxError):
        raise
    except Exception as error:  # whatever a foreign text makes of its values
        raise InputError(f"templat '{path}' tidak dapat diisi: {why(error)}") from None


def _render(path: Path, told: dict, own: bool = False) -> bytes:
    try:
        paper = DocxTemplate(BytesIO(given_files.content(path, f"templat '{path}'", _LARGEST)))
        picture = told.get("logo")
        logo = InlineImage(paper, BytesIO(picture), height=Mm(_LOGO)) if picture else ""
        _fill(paper, told | {"logo": logo}, path)
        if not own:
            _keep_rows(paper.docx.element.body)
        out = BytesIO()
        paper.save(out)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise InputError(f"templat '{path}' bukan berkas Word yang utuh ({type(error).__name__})") from None
    return repacked(out.getvalue())
