"""The work on one submission, done in a process of its own: read it, check it, write its papers. What is read
is kept beside it, so that a correction does not read it again."""

import gc
import json
import os
import tempfile
from collections import OrderedDict
from contextlib import chdir, suppress
from pathlib import Path
from typing import Any

from cermat.reports import write
from cermat.reports.desk.settings import Engine
from cermat.schemas.atomic import write as write_whole
from cermat.schemas.edits import Edit
from cermat.schemas.errors import InputError
from cermat.schemas.store import BROKEN, keep_submission, kept_submission
from cermat.schemas.tables import all_tables

ORIGINAL, BESIDE, PAPERS = "asli", "pembanding", "surat"
READ, FINDINGS, TABLES, PROGRESS = "bacaan.arsip", "findings.json", "tabel.json", "kemajuan"
SIGNS, TEXT = "tanda.json", "teks.json"
_KEPT = 4  # submissions that a process remembers
_GARBAGE = 100_000  # objects made until the next look for garbage
_warm: list[bool] = []
_held: "OrderedDict[str, Any]" = OrderedDict()


def audited(engine: Engine, folder: Path, edits: list[Edit], profile: str, waivers: str) -> dict:
    """Read where that is still to be done, and check. profile, waivers: YAML texts, '' where there are none.

    Returns {"findings": summary and report of findings.json}, {"failed": one line} or, of an archive,
    {"parts": its reports as files.parted tells them}.
    """
    from cermat.reports.desk.files import parted

    try:
        if parts := parted(engine, folder):
            return {"parts": parts}
        result = _checked(engine, folder, edits, profile, waivers)
        told = result.to_dict(result.audited[0])
    except InputError as error:
        return {"failed": str(error).replace(f"{folder / ORIGINAL}{os.sep}", "")}  # not where the desk lies
    write_whole(folder / FINDINGS, json.dumps(told, ensure_ascii=False).encode())
    write_whole(folder / SIGNS, json.dumps(_signs(result)).encode())
    return {"findings": {"summary": told["summary"], "report": told["report"]}}


def _signs(result) -> dict[str, dict]:
    """What speaks for and against each finding, by its id: what a labelled case is made of."""
    signs, shape, row_of = result.weighed.signs, result.kertas_kerja["bentuk"], result.weighed.banding
    found = result.explained.findings
    mine = found[found["laporan"].eq(result.audited[0])]
    rows = zip(mine["id"], mine["surest"], signs.iloc[mine["surest"]].to_dict("records"), strict=True)
    return {key: {"bentuk": int(shape.iat[row_of[at]]), "tanda": told} for key, at, told in rows}


def papers(
    engine: Engine, folder: Path, edits: list[Edit], profile: str, waivers: str, form: str
) -> list[Path]:
    """The papers of one format, written anew; their paths."""
    result = _checked(engine, folder, edits, profile, waivers)
    told = result.to_dict(result.audited[0])
    with chdir(folder / ORIGINAL):  # papers name their source, and open it, without the folders of the desk
        return write(told, result, folder / PAPERS / form, [form], every=True)


def take_up(engine: Engine, folder: Path) -> None:
    """Have a submission at hand, and all that a check loads, so that the next correction does not wait."""
    sub, _ = _read(engine, folder)
    if not _warm:
        engine.check(sub)
        _warm.append(True)


def ready_process() -> None:
    """A process of the desk keeps nearly all it makes: it looks for garbage rarely."""
    gc.set_threshold(_GARBAGE)


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
        try:
            _held[key] = _kept(folder)
        except BROKEN:  # not there yet, or of another version
            _held[key] = _put_read(engine, folder)
    _held.move_to_end(key)
    while len(_held) > _KEPT:
        _held.popitem(last=False)
    return _held[key]


def original_of(folder: Path) -> Path:
    """The document that was submitted."""
    return next((folder / ORIGINAL).iterdir())


def _kept(folder: Path):
    sub = kept_submission(folder / READ)
    sub.laporan["sumber"] = original_of(folder).name  # wherever the desk's folder lies
    return sub, [_other(folder, number, path) for number, path in enumerate(_others(folder))]


def _other(folder: Path, number: int, path: Path):
    """A document beside it; its path where it cannot be read, which the check then tells."""
    kept = folder / f"{number}-{READ}"
    return kept_submission(kept) if kept.is_file() else path


def _others(folder: Path) -> list[Path]:
    return sorted((folder / BESIDE).iterdir()) if (folder / BESIDE).is_dir() else []


def _put_read(engine: Engine, folder: Path):
    def progress(done: int, total: int) -> None:
        (folder / PROGRESS).write_text(f"{done}/{total}", encoding="ascii")

    sub = engine.read(original_of(folder), progress)
    tables = {
        kind: frame[[name for name in frame if not name.startswith("_")]].to_dict("split", index=False)
        for kind, frame in engine.tables(sub).items()
        if len(frame)
    }
    write_whole(folder / TEXT, json.dumps(_text(sub), ensure_ascii=False).encode())
    write_whole(folder / TABLES, json.dumps(tables, ensure_ascii=False, default=str).encode())
    for number, path in enumerate(_others(folder)):
        with suppress(InputError):  # told by the check
            keep_submission(folder / f"{number}-{READ}", engine.read(path), {})
    keep_submission(folder / READ, sub, {})
    return _kept(folder)


def _text(sub) -> list[dict]:
    """The document as it was read, a block a row: teks, and the cells of a table as rows of texts."""
    grids: dict[int, dict[int, list[str]]] = {}
    for cell in sub.sel[["blok", "r", "teks"]].itertuples():
        grids.setdefault(int(cell.blok), {}).setdefault(int(cell.r), []).append(str(cell.teks))
    return [
        {
            "blok": int(block.blok),
            "teks": str(block.teks),
            "baris": list(grids.get(int(block.blok), {}).values()),
        }
        for block in sub.blok[["blok", "teks"]].itertuples()
    ]


def column_label(kind: str, column: str) -> str:
    """How a column of a typed table is called on the page."""
    return all_tables()[kind].columns[column].label
