"""The parts of a Word package, parsed safely: no entities, no document type, no network."""

import posixpath
import zipfile

from lxml import etree

from datasets.readers.docx_formulas import M
from datasets.readers.docx_styles import W

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_KETAT = (  # the strict variant of the format differs in its names only
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1].encode()),
)


class Paket:
    """The document part and what it relates to. `utama` is the document part's name; KeyError when there is none."""

    def __init__(self, z: zipfile.ZipFile) -> None:
        self._z, self._ada = z, set(z.namelist())
        utama = self._tujuan("_rels/.rels", "", "officeDocument")
        self.utama = next((u for u in (*utama, "word/document.xml") if u in self._ada), "")
        if not self.utama:
            raise KeyError("word/document.xml")
        self._folder, _, berkas = self.utama.rpartition("/")
        self._rels = f"{self._folder}/_rels/{berkas}.rels"

    def _tujuan(self, rels: str, folder: str, jenis: str) -> list[str]:
        akar = self.urai(rels)
        if akar is None:
            return []
        return [
            posixpath.normpath(posixpath.join("/", folder, r.get("Target", "")))[1:]
            for r in akar.iter(f"{_REL}Relationship")
            if r.get("Type", "").endswith(f"/{jenis}") and r.get("TargetMode") != "External"
        ]

    def bagian(self, jenis: str):
        """Root of the part that the document relates to by this kind ('styles', 'numbering', …), else None."""
        calon = self._tujuan(self._rels, self._folder, jenis)
        return self.urai(next((c for c in calon if c in self._ada), ""))

    def urai(self, nama: str):
        """Root element of one part, else None."""
        if nama not in self._ada:
            return None
        isi = self._z.read(nama)
        for ketat, biasa in _KETAT:
            isi = isi.replace(ketat, biasa)
        aman = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(isi, aman)
