"""A folder of CSV, one file a typed table, becomes a Submission."""

import hashlib
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd

from cermat.datasets.readers.sheets import parted
from cermat.datasets.readers.text import MAX_BYTES, text_of
from cermat.schemas.errors import InputError
from cermat.schemas.given_files import content
from cermat.schemas.keys import find
from cermat.schemas.places import ORIGIN_COLUMNS
from cermat.schemas.submission import STRUKTUR_COLUMNS, Submission, bind
from cermat.schemas.tables import all_tables


def _csv(path: Path) -> pd.DataFrame:
    text, sign = parted(text_of(path) if path.stat().st_size else "")
    options = {"dtype": str, "keep_default_na": False, "skipinitialspace": True, "sep": sign}
    try:
        return pd.read_csv(StringIO(text), **options)
    except pd.errors.EmptyDataError:
        return pd.DataFrame()
    except pd.errors.ParserError as error:
        raise InputError(f"{path}: bukan CSV yang sah ({str(error).splitlines()[0]})") from None


def from_frames(
    tables: dict[str, pd.DataFrame], about: pd.DataFrame, document_angka: pd.DataFrame | None = None
) -> Submission:
    """Typed tables of text (with or without a `laporan` column) to a Submission; missing and foreign columns
    are told.

    about: one row a report: laporan, sumber, sha256, jenis. Rows that a column `contoh` marks with 'ya' are
    left out.
    document_angka: numbers to which companion columns `_x` point, see schemas.submission.bind.
    """
    name = about["laporan"].iat[0]
    missing, shape, made = [], [], {}
    for kind, spec in all_tables().items():
        if kind not in tables or tables[kind].columns.empty:
            continue
        frame = tables[kind].rename(columns=lambda column: str(column).strip().lower())
        if "laporan" not in frame:
            frame = frame.assign(laporan=name)
        if "contoh" in frame:
            from cermat.datasets.workbook.template import without_examples

            frame, filled = without_examples(kind, frame)
            shape += filled.assign(laporan=name).to_dict("records")
        reports = frame["laporan"].unique()
        lacking = [
            column
            for column in spec.columns
            if column not in frame and column not in ("tabel", "bagian", "halaman", "baris", "garis")
        ]
        missing += [
            {"laporan": report, "tabel_tipe": kind, "kolom": column}
            for report in reports
            for column in lacking
        ]
        shape += [
            {
                "laporan": report,
                "tabel_tipe": kind,
                "kolom": column,
                "baris_ke": -1,
                "pesan": "kolom wajib tidak ada",
                "teks": "",
            }
            for report in reports
            for column in lacking
            if spec.columns[column].required
        ]
        foreign = [
            column
            for column in frame.columns
            if column not in spec.columns and column != "laporan" and not column.startswith("_")
        ]
        unknown = "judul kolom tidak dikenal, isinya tidak dibaca"
        shape += [
            {
                "laporan": report,
                "tabel_tipe": kind,
                "kolom": column,
                "baris_ke": -1,
                "pesan": unknown,
                "teks": "",
            }
            for report in reports
            for column in foreign
        ]
        made[kind] = frame.drop(columns=foreign)
    reports = pd.unique(pd.concat([frame["laporan"] for frame in made.values()])) if made else []
    if not len(reports):
        raise InputError(f"{about['sumber'].iat[0]}: tidak ada satu pun tabel yang dikenal")
    every = pd.DataFrame({"laporan": reports})
    about = every.assign(**{column: about[column].iat[0] for column in ("sumber", "sha256", "jenis")})
    sub = bind(made, about, pd.DataFrame(missing, columns=["laporan", "tabel_tipe", "kolom"]), document_angka)
    if shape:
        sub.struktur = pd.concat(
            [sub.struktur, pd.DataFrame(shape).reindex(columns=STRUKTUR_COLUMNS)], ignore_index=True
        )
    return sub


def origin(kind: str, frame: pd.DataFrame, report: str, traces: dict[str, list[str]]) -> pd.DataFrame:
    """ORIGIN_COLUMNS of one typed table as it was submitted; rows of examples are none of it.

    report: where the table has no column `laporan`; traces: of all rows, by column ('': the same for all).
    """
    kept = np.ones(len(frame), bool)
    if "contoh" in frame:
        kept = frame["contoh"].astype(str).str.strip().str.lower().ne("ya").to_numpy()
    reports = frame["laporan"] if "laporan" in frame else pd.Series(report, index=frame.index)
    rows = pd.DataFrame({"laporan": reports[kept], "tabel_tipe": kind})
    rows["baris_ke"] = rows.groupby("laporan").cumcount() + 1
    parts = [
        rows.assign(kolom=column, jejak=np.array(told, dtype=object)[kept]) for column, told in traces.items()
    ]
    return pd.concat(parts or [rows], ignore_index=True).reindex(columns=ORIGIN_COLUMNS)


def name_origin(struktur: pd.DataFrame, known: pd.DataFrame, told) -> None:
    """Say where in its file a bad cell stands (in place). known: ORIGIN_COLUMNS; told: a trace in words."""
    if struktur.empty or known.empty:
        return
    cells = ["kolom"] if known["kolom"].ne("").any() else []
    keys = ["laporan", "tabel_tipe", "baris_ke", *cells]
    wanted = struktur[keys].astype({"baris_ke": "int64"})
    at = find([wanted[key] for key in keys], [known[key] for key in keys])
    traces = np.append(known["jejak"].to_numpy(dtype=object), "")[at]
    struktur["pesan"] = [
        f"{text} ({told(trace)})" if trace else text
        for text, trace in zip(struktur["pesan"], traces, strict=True)
    ]


def _csv_origin(path: Path, tables: dict[str, pd.DataFrame], report: str) -> pd.DataFrame:
    """Rows of a CSV file as Excel counts them: the first is the header."""
    kind = path.stem.lower()
    frame = tables[kind].rename(columns=lambda column: str(column).strip().lower())
    return origin(kind, frame, report, {"": [f"{path.name}:{row}" for row in range(2, len(frame) + 2)]})


def _row_of_file(trace: str) -> str:
    name, _, row = trace.partition(":")
    return f"baris {row} berkas {name}"


def read_folder(folder: Path) -> Submission:
    """Read a folder of CSV. InputError where it is empty or holds no table that is known."""
    folder = Path(folder)
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    if not found:
        raise InputError(
            f"{folder}: folder ini tidak berisi laporan: tidak ada tabel .csv dan tidak ada dokumen"
        )
    digest = hashlib.sha256()
    for path in found:
        digest.update(content(path, f"'{path}'", MAX_BYTES))
    tables = {path.stem.lower(): _csv(path) for path in found}
    unknown = [path.name for path in found if path.stem.lower() not in all_tables()]
    about = pd.DataFrame(
        {
            "laporan": [folder.name],
            "sumber": [str(folder)],
            "sha256": [digest.hexdigest()],
            "jenis": ["tabel"],
        }
    )
    if len(unknown) == len(found):
        raise InputError(
            f"{folder}: tidak ada tabel yang dikenal (ada: {', '.join(unknown)}; dikenal: "
            f"{', '.join(all_tables())}); untuk memeriksa setiap CSV sebagai dokumen, sebut berkasnya"
        )
    sub = from_frames(tables, about)
    typed = [path for path in found if path.stem.lower() in all_tables()]
    sub.origin = pd.concat([_csv_origin(path, tables, folder.name) for path in typed], ignore_index=True)
    name_origin(sub.struktur, sub.origin, _row_of_file)
    told = [
        {
            "laporan": sub.laporan["laporan"].iat[0],
            "tabel_tipe": Path(name).stem,
            "kolom": "",
            "baris_ke": -1,
            "pesan": "nama tabel tidak dikenal, berkas tidak dibaca",
            "teks": name,
        }
        for name in unknown
    ]
    if told:
        sub.struktur = pd.concat(
            [sub.struktur, pd.DataFrame(told).reindex(columns=STRUKTUR_COLUMNS)], ignore_index=True
        )
    return sub
