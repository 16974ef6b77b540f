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
