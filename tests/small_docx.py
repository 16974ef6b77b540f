"""A tiny Word writer for tests: the XML exactly as a test wants it."""

import zipfile
from pathlib import Path

NS = " ".join(
    f'xmlns:{p}="{u}"'
    for p, u in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    }.items()
)
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_docx(tmp_path, body: str, name: str = "uji.docx", **part: str) -> Path:
    """A small package with this body; bagian: styles, numbering, footnotes as inner XML."""
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        z.writestr("word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>")
        content = "".join(f'<Relationship Id="{b}" Type="{REL}/{b}" Target="{b}.xml"/>' for b in part)
        z.writestr(
            "word/_rels/document.xml.rels",
            f"<Relationships "
            f'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{content}</Relationships>',
        )
        for b, x in part.items():
            z.writestr(f"word/{b}.xml", f"<w:{b} {NS}>{x}</w:{b}>")
    return path


def p(content: str, ppr: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{ppr}</w:pPr>' if ppr else ''}{content if '<' in content else r(content)}</w:p>"


def r(text: str, rpr: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{rpr}</w:rPr>" if rpr else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str, tcpr: str = "") -> str:
    return f"<w:tc><w:tcPr>{tcpr}</w:tcPr>{content if content.startswith('<w:p') else p(content)}</w:tc>"


def tr(*sel: str, trpr: str = "") -> str:
    return f"<w:tr><w:trPr>{trpr}</w:trPr>{''.join(sel)}</w:tr>"
