"""The parts of a Word package, parsed safely: no entities, no document type, no network."""

import posixpath
import zipfile

from lxml import etree

from cermat.datasets.readers.docx_formulas import MATH
from cermat.datasets.readers.docx_styles import WORD

RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_STRICT = (  # the strict variant of the format differs in its names only
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", WORD[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", RELATIONS[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH[1:-1].encode()),
)


class Package:
    """The document part and what it relates to. `main` is the document part's name; KeyError when there is
    none."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._z, self._there = archive, set(archive.namelist())
        main = self._target("_rels/.rels", "", "officeDocument")
        self.main = next((path for path in (*main, "word/document.xml") if path in self._there), "")
        if not self.main:
            raise KeyError("word/document.xml")
        self._folder, _, file = self.main.rpartition("/")
        self._rels = f"{self._folder}/_rels/{file}.rels"

    def _target(self, rels: str, folder: str, kind: str) -> list[str]:
        root = self.parse(rels)
        if root is None:
            return []
        return [
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))[1:]
            for relation in root.iter(f"{_REL}Relationship")
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"
        ]

    def bagian(self, kind: str):
        """Root of the part that the document relates to by this kind ('styles', 'numbering', …), else
        None."""
        candidates = self._target(self._rels, self._folder, kind)
        return self.parse(next((candidate for candidate in candidates if candidate in self._there), ""))

    def parse(self, name: str):
        """Root element of one part, else None."""
        if name not in self._there:
            return None
        content = self._z.read(name)
        for strict, plain in _STRICT:
            content = content.replace(strict, plain)
        safe = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(content, safe)
