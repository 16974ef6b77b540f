"""Merged areas of a sheet that lie on each other: Excel knows no such thing, and takes them away when it
opens the file.

openpyxl empties every cell of a merged area but the first, so they are taken out before it reads.
"""

import io
import re
import zipfile
from bisect import bisect_left
from collections.abc import Iterator

from openpyxl.utils import column_index_from_string

_SHEET = re.compile(r"/?xl/worksheets/[^/]*\.xml")
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"[^>]*?'
    rb"(?:/>|>\s*</(?:\w+:)?mergeCell>)"
)


def without_overlaps(archive: zipfile.ZipFile) -> tuple[io.BytesIO | None, int]:
    """The package without merged areas that lie on another one, and how many were taken out; None where there
    are none. The package must have been measured (xlsx.py): its areas are few enough to be looked at."""
    parts = {name: archive.read(name) for name in archive.namelist() if _SHEET.fullmatch(name)}
    wrong = {name: found for name, content in parts.items() if (found := set(_overlapping(content)))}
    if not wrong:
        return None, 0
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as copy:
        for name in dict.fromkeys(archive.namelist()):
            content = parts[name] if name in wrong else archive.read(name)
            for start, end in sorted(wrong.get(name, ()), reverse=True):
                content = content[:start] + content[end:]
            copy.writestr(name, content)
    made.seek(0)
    return made, sum(map(len, wrong.values()))


def _overlapping(sheet: bytes) -> Iterator[tuple[int, int]]:
    """Where the merged areas stand in a sheet's XML that lie on another one."""
    taken: dict[int, list[tuple[int, int, tuple[int, int]]]] = {}  # row → areas by column
    for found in _MERGED.finditer(sheet):
        left, right = (column_index_from_string(found[at].decode()) for at in (1, 3))
        for row in range(int(found[2]), int(found[4]) + 1):
            areas = taken.setdefault(row, [])
            at = bisect_left(areas, (left,))
            beside = areas[max(0, at - 1) : at + 1]
            for start, end, other in beside:
                if start <= right and end >= left:
                    yield other
                    yield found.span()
            areas.insert(at, (left, right, found.span()))
