"""The documents that a report is held against: what the user names, read, each once."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from cermat.datasets.sources import submissions
from cermat.schemas import documents as D
from cermat.schemas.errors import InputError
from cermat.schemas.submission import Submission


class Beside(NamedTuple):
    """submissions: what was read, in an order of their own; unread: {document, kind, note} of what was
    not."""

    submissions: list[Submission]
    unread: list[dict]


def gather(against: Iterable, own: list[Submission], read: Callable[[Path], Submission]) -> Beside:
    """Read what stands beside the reports `own`.

    against: paths, "kind=FILE", (kind, path) or Submissions; a folder means the documents in it. The same
    content twice, or the report itself, is one document; the order in which they are named tells nothing.
    InputError where there is no such file or kind.
    """
    made, unread = [], []
    for kind, source in sorted((each for one in against for each in _told(one)), key=_order):
        if isinstance(source, Submission):
            made.append(_called(source, kind) if kind else source)
            continue
        try:
            sub = read(source)
        except (InputError, OSError) as error:
            unread.append({"document": source.name, "kind": kind, "note": f"tidak terbaca: {error}"})
        except Exception as error:  # a fault of a reader is no fault of the report
            fault = f"tidak terbaca: kesalahan di dalam program ({type(error).__name__})"
            unread.append({"document": source.name, "kind": kind, "note": fault})
        else:
            made.append(_called(sub, kind) if kind else sub)
    return Beside(_once(made, own), unread)


def _told(one) -> list[tuple[str, Path | Submission]]:
    """(kind or '', source) of one thing that the user names."""
    if isinstance(one, Submission):
        return [("", one)]
    kind, source = one if isinstance(one, tuple) else _apart(one)
    if kind and kind not in D.CALLED:
        raise InputError(f"jenis dokumen tidak dikenal: {kind} (yang ada: {', '.join(D.CALLED)})")
    if isinstance(source, Submission):
        return [(kind, source)]
    path = Path(source)
    if not path.exists():
        raise InputError(f"'{path}' tidak ada")
    return [(kind, found) for found in submissions(path)]


def _apart(one: str | Path) -> tuple[str, str | Path]:
    """ "pk=FILE" as kind and file; a file may have such a name itself."""
    kind, sign, rest = str(one).partition("=")
    return (kind, rest) if sign and kind.isidentifier() and not Path(one).exists() else ("", one)


def _order(told: tuple[str, Path | Submission]) -> tuple:
    """What is named comes before what is not, then by name."""
    kind, source = told
    name = source.laporan["sumber"].iat[0] if isinstance(source, Submission) else source.name
    return (kind == "", str(name), kind)


def _once(made: list[Submission], own: list[Submission]) -> list[Submission]:
    """Each content once, and none that is one of the reports."""
    seen = {_content(sub) for sub in own}
    kept: list[Submission] = []
    for sub in made:
        content = _content(sub)
        if content not in seen:
            seen.add(content)
            kept.append(sub)
    return sorted(kept, key=lambda sub: (sub.laporan["laporan"].iat[0], _content(sub)))


def _content(sub: Submission) -> tuple:
    """What tells two contents apart."""
    texts = (sub.laporan["sha256"], sub.tables["identitas"]["nilai"], sub.angka["teks"], sub.blok["teks"])
    return tuple(text for column in texts for text in column.astype(str))


def _called(sub: Submission, called: str) -> Submission:
    """The submission with the kind that the user gives its documents."""
    kind, version = D.CALLED[called]
    said = {D.KIND: kind, D.EVIDENCE: D.NAMED} | ({D.VERSION: version} if version else {})
    identity = sub.tables["identitas"]
    kept = identity[~identity["jenis"].isin([*said, D.VERSION])]
    rows = [
        {"laporan": laporan, "jenis": what, "nilai": value}
        for laporan in sub.laporan["laporan"]
        for what, value in said.items()
    ]
    blank = {column: -1 if identity[column].dtype == "int64" else "" for column in identity}
    new = pd.DataFrame([blank | row for row in rows]).astype(identity.dtypes.to_dict())
    sub.tables["identitas"] = pd.concat([kept, new], ignore_index=True) if len(kept) else new
    return sub
