"""Office files as bytes that depend on their content alone, not on the minute in which they were written."""

import datetime as dt
import zipfile
from io import BytesIO

_WHEN = (2020, 1, 1, 0, 0, 0)


def settled(document) -> bytes:
    """A python-docx (or docxtpl) document as bytes; its dates are those of no run."""
    document.core_properties.created = document.core_properties.modified = dt.datetime(*_WHEN)
    document.core_properties.last_modified_by = ""
    out = BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def repacked(data: bytes) -> bytes:
    """The same package, with one and the same date on all its members."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            made = zipfile.ZipInfo(info.filename, _WHEN)
            made.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(made, old.read(info))
    return out.getvalue()
