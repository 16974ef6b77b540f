"""The work on one submission, done in a process of its own: read it, check it, write its papers. What is read
is kept beside it, so that a correction does not read it again."""

import json
import pickle
import tempfile
from collections import OrderedDict
from pathlib import Path
from typing import Any

from cermat.reports import write
from cermat.reports.desk.settings import Engine
from cermat.schemas.atomic import write as write_whole
from cermat.schemas.edits import Edit
from cermat.schemas.errors import InputError
from cermat.schemas.tables import all_tables

ORIGINAL, BESIDE, PAPERS = "asli", "pembanding", "surat"
READ, FINDINGS, TABLES, PROGRESS = "bacaan.pickle", "findings.json", "tabel.json", "kemajuan"
_KEPT = 4  # submissions that a process remembers
_held: "OrderedDict[str, Any]" = OrderedDict()


def audited(engine: Engine, folder: Path, edits: list[Edit], profile: str, waivers: str) -> dict:
    """Read where that is still to be done, and check. profile, waivers: YAML texts, '' where there are none.

    Returns {"findings": summary and report of findings.json} or {"failed": one line}.
    """
    try:
        result = _checked(engine, folder, edits, profile, waivers)
        told = result.to_dict(result.audited[0])
    except InputError as error:
        return {"failed": str(error)}
    write_whole(folder / FINDINGS, json.dumps(told, ensure_ascii=False).encode())
    tables = {
        kind: frame[[name for name in frame if not name.startswith("_")]].to_dict("split", index=False)
        for kind, frame in engine.tables(result.sub).items()
        if len(frame)
    }
    write_whole(folder / TABLES, json.dumps(tables, ensure_ascii=False, default=str).encode())
    return {"findings": {"summary": told["summary"], "report": told["report"]}}


def papers(
    engine: Engine, folder: Path, edits: list[Edit], profile: str, waivers: str, form: str
) -> list[Path]:
    """The papers of one format, written anew; their paths."""
    result = _checked(engine, folder, edits, profile, waivers)
    told = result.to_dict(result.audited[0])
    return write(told, result, folder / PAPERS / form, [form], every=True)


def take_up(engine: Engine, folder: Path) -> None:
    """Have a submission at hand, so that the next correction does not wait for it."""
    _read(engine, folder)


def _checked(engine: Engine, folder: Path, edits: list[Edit], profile: str, waivers: str):
    sub, beside = _read(engine, folder)
    with tempfile.TemporaryDirectory() as given:
        files: dict[str, Path | None] = {"profile": None, "waivers": None}
        for name, text in (("profile", profile), ("waivers", waivers)):
            if text:
                files[name] = Path(given) / f"{name}.yaml"
                Path(given, f"{name}.yaml").write_text(text, encoding="utf-8")
        return engine.check(engine.corrected(sub, edits) if edits else sub, against=beside, **files)


def _read(engine: Engine, folder: Path):
    """The submission and the documents beside it, from memory, from what was kept, or read now."""
    key = str(folder)
    if key not in _held:
        kept = folder / READ
        if not kept.is_file():
            _put_read(engine, folder, kept)
        with kept.open("rb") as file:
            _held[key] = pickle.load(file)  # written here, in the desk's own folder
    _held.move_to_end(key)
    while len(_held) > _KEPT:
        _held.popitem(last=False)
    return _held[key]


def _put_read(engine: Engine, folder: Path, kept: Path) -> None:
    def progress(done: int, total: int) -> None:
        (folder / PROGRESS).write_text(f"{done}/{total}", encoding="ascii")

    (original,) = (folder / ORIGINAL).iterdir()
    sub = engine.read(original, progress)
    others = sorted((folder / BESIDE).iterdir()) if (folder / BESIDE).is_dir() else []
    write_whole(kept, pickle.dumps((sub, [engine.read(path) for path in others])))


def column_label(kind: str, column: str) -> str:
    """How a column of a typed table is called on the page."""
    return all_tables()[kind].columns[column].label
