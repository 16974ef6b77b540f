"""The parts of a workbook's package, read and written one by one: what is not touched stays byte for byte."""

import posixpath
import zipfile
from io import BytesIO

from lxml import etree
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS

CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_LOOSE = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=True, recover=True
)  # Excel's own VML may be no XML


class Package:
    """The parts of a workbook's package. main: path of the workbook's own part; sheets: name → path of its
    part, visible ones first."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.order = archive.infolist()
            self.parts = {entry.filename: archive.read(entry) for entry in self.order}
        self.types = self.xml("[Content_Types].xml")
        documents = (target for kind, target in self.relations("") if kind.endswith("/officeDocument"))
        self.main = next(documents)[1]
        related = dict(target for _, target in self.relations(self.main))
        listed = self.xml(self.main).findall(f".//{{{SHEET_MAIN_NS}}}sheet")
        found = [
            (
                entry.get("state", "visible") != "visible",
                entry.get("name"),
                related.get(entry.get(f"{{{REL_NS}}}id"), ""),
            )
            for entry in listed
        ]
        self.sheets = {
            name: path
            for _, name, path in sorted(found, key=lambda entry: entry[0])
            if "/worksheets/" in f"/{path}"
        }

    def xml(self, name: str, loose: bool = False):
        return etree.fromstring(self.parts[name], _LOOSE if loose else _PARSER)

    def put(self, name: str, root) -> None:
        if name not in self.parts:
            self.order.append(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)))
        made = {"xml_declaration": True, "encoding": "UTF-8", "standalone": True}
        self.parts[name] = root if isinstance(root, bytes) else etree.tostring(root, **made)

    @staticmethod
    def _rels(part: str) -> str:
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def relations(self, part: str) -> list[tuple[str, tuple[str, str]]]:
        """(kind, (id, path of the target)) of a part."""
        name = self._rels(part)
        if name not in self.parts:
            return []
        folder = posixpath.dirname(part)

        def at(target: str) -> str:
            """Path of a part within the package."""
            if target.startswith("/"):
                return target.lstrip("/")
            return posixpath.normpath(posixpath.join(folder, target))

        return [
            (relation.get("Type", ""), (relation.get("Id"), at(relation.get("Target", ""))))
            for relation in self.xml(name)
            if isinstance(relation.tag, str)
        ]

    def relate(self, part: str, kind: str, target: str) -> str:
        """A new relationship of a part; returns its id."""
        name = self._rels(part)
        root = (
            self.xml(name)
            if name in self.parts
            else etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE})
        )
        taken = {relation.get("Id") for relation in root}
        made = next(
            made_id for number in range(1, len(taken) + 2) if (made_id := f"rIdC{number}") not in taken
        )
        etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", Id=made, Type=kind, Target=f"/{target}")
        self.put(name, root)
        return made

    def fresh(self, pattern: str) -> str:
        taken = {name.casefold() for name in self.parts}
        return next(
            made
            for number in range(1, len(taken) + 2)
            if (made := pattern.format(number)).casefold() not in taken
        )

    def save(self) -> bytes:
        self.put("[Content_Types].xml", self.types)
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for info in self.order:
                archive.writestr(info, self.parts[info.filename], compress_type=zipfile.ZIP_DEFLATED)
        return out.getvalue()
