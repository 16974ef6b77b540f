"""What LibreOffice and poppler make of a file, for tests that open reports with real software."""

import subprocess
from pathlib import Path

from lxml import etree

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def convert(soffice: str, to: str, folder: Path, *paths: Path) -> list[Path]:
    """Convert files by LibreOffice; `to` as its --convert-to takes it ('pdf', 'txt:Text')."""
    out = folder / "diubah"
    command = [
        soffice,
        f"-env:UserInstallation={(folder / 'profil').as_uri()}",
        "--headless",
        "--convert-to",
        to,
        "--outdir",
        str(out),
    ]
    subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=240)
    made = [out / f"{p.stem}.{to.partition(':')[0]}" for p in paths]
    assert all(p.exists() for p in made), f"not converted: {[p.name for p in made if not p.exists()]}"
    return made


_ACCEPT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Accept(source, target)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:AcceptAllTrackedChanges", "", 0, Array())
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName" : kind(0).Value = "MS Word 2007 XML"
  document.storeToURL(target, kind())
  document.close(True)
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/>
</library:library>
"""


def accept_changes(soffice: str, folder: Path, path: Path) -> Path:
    """The document with all its tracked changes accepted by LibreOffice, saved as Word."""
    profile, made = folder / "profil-terima", folder / f"{path.stem}-diterima.docx"
    basic = profile / "user" / "basic" / "Standard"
    start = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    once = {"check": True, "capture_output": True, "timeout": 240}
    subprocess.run([*start, "--terminate_after_init"], **once)  # makes the profile, and puts its own there
    basic.mkdir(parents=True, exist_ok=True)
    (basic / "Module1.xba").write_text(_ACCEPT, encoding="utf-8")
    (basic / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    subprocess.run([*start, f"macro:///Standard.Module1.Accept({path.as_uri()},{made.as_uri()})"], **once)
    assert made.exists(), "LibreOffice saved nothing"
    return made


def pdf_text(pdftotext: str, path: Path) -> str:
    """The text of a PDF, as poppler reads it, on one line."""
    done = subprocess.run([pdftotext, "-raw", str(path), "-"], check=True, capture_output=True, timeout=60)
    assert not done.stderr, done.stderr.decode()
    return squeezed(done.stdout.decode("utf-8"))


def squeezed(text: str) -> str:
    """Without white space: lines may end anywhere."""
    return "".join(text.split())


def comments(fodt: Path) -> list[tuple[str, str]]:
    """(the words that a comment spans, what it says) of a text document, as LibreOffice has opened it."""
    root = etree.parse(fodt, etree.XMLParser(huge_tree=True)).getroot()
    words: dict[str, str] = {}
    said: list[tuple[str, str]] = []
    running: set[str] = set()

    def walk(e) -> None:
        if e.tag == f"{_OFFICE}annotation":
            name = e.get(f"{_OFFICE}name", f"sendiri-{len(said)}")
            said.append((name, "\n".join("".join(p.itertext()) for p in e.iter(f"{_TEXT}p"))))
            words[name] = ""
            if e.get(f"{_OFFICE}name"):
                running.add(name)
        else:
            if e.tag == f"{_OFFICE}annotation-end":
                running.discard(e.get(f"{_OFFICE}name"))
            add(" " if e.tag == f"{_TEXT}s" else "")
            add(e.text)
            for child in e:
                walk(child)
        add(e.tail)

    def add(text: str | None) -> None:
        for name in running:
            words[name] += text or ""

    walk(root.find(f"{_OFFICE}body"))
    return [(words[name], text) for name, text in said]
