"""The tables of a Submission as a workbook: values as printed, their places and doubts beside them, for a
correction by hand."""

import re
from collections.abc import Container
from pathlib import Path

import numpy as np
import pandas as pd

from cermat.datasets.workbook.looks import POINTERS, Book, ordered, sheet_name, words
from cermat.datasets.workbook.numbers import REGISTER
from cermat.schemas.angka import FIGURE, UNREADABLE, parse
from cermat.schemas.atomic import write_new
from cermat.schemas.submission import Submission
from cermat.schemas.tables import Column, Table, all_tables

_BEFORE, _AFTER = ("tabel", "halaman", "garis", "baris"), ("bagian",)
_SENTENCE = re.compile(r"(?<=[.!?;:])\s+(?=[A-Z“\"(])|\n")
_START = 160  # characters of a sentence that are shown
UNREAD = {
    "angka": "Angka",
    "kalimat": "Awal kalimat atau isi sel",
    "kolom": "Judul kolom",
    "baris": "Baris",
    "bagian": "Bagian",
    "tabel": "Tabel",
    "halaman": "Halaman",
    "garis": "Garis",
}


def write_tables(sub: Submission, folder: Path, name: str = "tabel.xlsx") -> tuple[Path, dict[str, int]]:
    """Write `folder`/tabel.xlsx; a file that is there is left alone, the next free name taken.

    Returns the path, and rows by table with the numbers that no table holds under the name of their sheet.
    """
    tables = text_tables(sub)
    unread = unread_numbers(sub)
    counts = {kind: len(frame) for kind, frame in tables.items() if len(frame)} | {
        sheet_name("unread"): len(unread)
    }
    path = write_new(Path(folder) / name, lambda free: _book(sub, tables, unread, counts, free))
    return path, counts


def _book(
    sub: Submission, tables: dict[str, pd.DataFrame], unread: pd.DataFrame, counts: dict[str, int], name: str
) -> bytes:
    book = Book()
    _guide(book, sub, counts, name)
    document = bool(sub.laporan["jenis"].eq("dokumen").any())
    notes = _doubts(sub)
    for kind, frame in tables.items():
        if len(frame):
            _sheet(book, sub, all_tables()[kind], frame, notes, document)
    columns = [
        Column(name, name if name in ("angka", "kalimat") else "teks", label)
        for name, label in UNREAD.items()
    ]
    book.table(sheet_name("unread"), columns, unread.to_numpy().tolist(), spare=0, frozen=1)
    if document:
        register = sub.angka[REGISTER].astype(object).where(sub.angka[REGISTER].notna(), "")
        book.hidden(sheet_name("numbers"), REGISTER, register.map(_plain).to_numpy().tolist())
    return book.content()


def text_tables(sub: Submission, kinds: Container[str] | None = None) -> dict[str, pd.DataFrame]:
    """Every typed table (of these kinds) as text, as it was before schemas.submission.bind: laporan and the
    columns of its table.

    What a schema refused is put back. Columns that no report of the submission has are left out. A companion
    `_x` of a value column x holds its row in sub.angka, -1 where nothing is printed.
    """
    made, texts = {}, sub.angka["teks"].astype(str).to_numpy(dtype=object)
    for kind, spec in all_tables().items():
        if kinds is not None and kind not in kinds:
            continue
        frame = sub.tables[kind]
        out = pd.DataFrame({"laporan": frame["laporan"]}, dtype=object)
        for spec_column in spec.columns.values():
            column = frame[spec_column.name]
            if spec_column.kind == "angka":
                at = column.to_numpy(dtype="int64")
                out[spec_column.name] = np.where(at >= 0, texts[np.maximum(at, 0)] if len(texts) else "", "")
                out[f"_{spec_column.name}"] = at
            elif spec_column.kind in ("tahun", "bulat"):
                out[spec_column.name] = (
                    column.where(column.ge(0))
                    .map(lambda number: "" if pd.isna(number) else str(int(number)), na_action=None)
                    .astype(object)
                )
            elif spec_column.kind == "tanggal":
                out[spec_column.name] = (
                    pd.to_datetime(column).dt.strftime("%Y-%m-%d").fillna("").astype(object)
                )
            else:
                out[spec_column.name] = column.astype(object)
        for row, column, text, _ in _refused(sub, kind, frame):
            out.iat[row, out.columns.get_loc(column)] = text
        absent = sub.absent[sub.absent["tabel_tipe"].eq(kind)].groupby("kolom")["laporan"].nunique()
        out = out.drop(
            columns=[column for column in absent[absent.ge(out["laporan"].nunique())].index if column in out]
        )
        made[kind] = out.reset_index(drop=True)
    return made


def _refused(sub: Submission, kind: str, frame: pd.DataFrame):
    """Cells that the schema refused: (row, column, text, message)."""
    refused = sub.struktur[
        sub.struktur["tabel_tipe"].eq(kind) & sub.struktur["kolom"].isin(all_tables()[kind].columns)
    ]
    refused = refused[pd.to_numeric(refused["baris_ke"]).gt(0)]
    if refused.empty:
        return
    number = frame.groupby("laporan").cumcount().to_numpy() + 1
    at = {key: position for position, key in enumerate(zip(frame["laporan"], number, strict=True))}
    for refusal in refused.itertuples():
        row = at.get((refusal.laporan, int(refusal.baris_ke)))
        if row is not None:
            yield row, refusal.kolom, str(refusal.teks), str(refusal.pesan)


def unread_numbers(sub: Submission) -> pd.DataFrame:
    """The figures of a document that no typed row points to, as text: the columns of UNREAD."""
    angka = sub.angka
    pointed = np.zeros(len(angka), dtype=bool)
    for kind, spec in all_tables().items():
        for angka_column in spec.angka_columns:
            at = sub.tables[kind][angka_column].to_numpy(dtype="int64")
            pointed[at[at >= 0]] = True
    angka = angka[angka["kelas"].isin([FIGURE, UNREADABLE]).to_numpy(dtype=bool) & ~pointed]
    prose = sub.blok.set_index(["laporan", "blok"])["teks"].to_dict() if len(sub.blok) else {}
    cells = sub.sel.set_index(["laporan", "blok", "r", "c"])["teks"].to_dict() if len(sub.sel) else {}
    rows = []
    for number in angka.itertuples():
        if pd.notna(number.r) and number.r >= 0:
            text = str(cells.get((number.laporan, number.blok, number.r, number.c), ""))
        else:
            text = str(prose.get((number.laporan, number.blok), ""))
        begin = int(number.mulai) if pd.notna(number.mulai) else -1
        rows.append(
            [
                number.teks,
                sentence(text, begin, begin + len(str(number.teks))),
                number.kolom_cetak,
                number.baris,
                number.bagian,
                number.tabel,
                _place(number.halaman),
                _place(number.garis),
            ]
        )
    return pd.DataFrame(rows, columns=list(UNREAD), dtype=object).map(_plain)


def sentence(text: str, begin: int, end: int) -> str:
    """The start of the sentence in which text[begin:end] stands, cut so that it holds it."""
    if not 0 <= begin < len(text):
        return text[:_START]
    first = max(
        (found.end() for found in _SENTENCE.finditer(text, 0, begin + 1) if found.end() <= begin), default=0
    )
    stop = _SENTENCE.search(text, end)
    whole = text[first : stop.start() if stop else len(text)].strip()
    if len(whole) <= _START:
        return whole
    if end - first <= _START - 1:
        return text[first:end] + text[end : first + _START].rpartition(" ")[0].rstrip(" ,") + "…"
    half = _START // 2
    before = text[max(first, begin - half) : begin].partition(" ")[2]
    return f"…{before}{text[begin:end]}{text[end : end + half].rpartition(' ')[0].rstrip(' ,')}…"


def _place(number) -> str:
    return "" if pd.isna(number) or number < 0 else str(int(number))


def _plain(value) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return "" if value is None else str(value)


def _doubts(sub: Submission) -> dict[int, tuple[str, str]]:
    """Row of sub.angka → (trait, note), for numbers whose reading is in doubt or that cannot be read.

    "1.926" that its column made a decimal is told too; that it groups thousands is the usual reading.
    """
    out = {}
    for number in sub.angka[["teks", "mantissa", "desimal", "satuan", "kelas", "ragu", "lokal"]].itertuples():
        doubt = number.ragu or (
            parse(str(number.teks)).ragu if number.lokal == "en" and number.desimal == 3 else ""
        )
        if number.kelas == UNREADABLE:
            out[number.Index] = ("bad", f"'{number.teks}' tidak terbaca sebagai angka.")
        elif doubt:
            digits = f"{abs(number.mantissa):0{max(number.desimal, 0) + 1}d}"
            cut = len(digits) - max(number.desimal, 0)
            whole = f"{int(digits[:cut]) * 10 ** max(-number.desimal, 0):,}".replace(",", ".")
            value = (
                ("-" if number.mantissa < 0 else "") + whole + ("," + digits[cut:] if digits[cut:] else "")
            )
            out[number.Index] = (
                "doubt",
                f"Meragukan: {doubt}. Dibaca sebagai {value}{' ' + number.satuan if number.satuan else ''}.",
            )
    return out


def _sheet(
    book: Book, sub: Submission, spec: Table, frame: pd.DataFrame, doubts: dict, document: bool
) -> None:
    columns = [column for column in ordered(spec, _BEFORE, _AFTER) if column.name in frame]
    several = sub.laporan["laporan"].nunique() > 1
    if several:
        columns.insert(0, Column("laporan", "teks", "Laporan"))
    numbers = [name for name in spec.angka_columns if name in frame]
    notes = {}
    at = {column.name: position for position, column in enumerate(columns)}
    for name in numbers:
        for row_at, number in enumerate(frame[f"_{name}"]):
            if number in doubts:
                notes[row_at, at[name]] = doubts[number]
    for row, name, _, message in _refused(sub, spec.name, sub.tables[spec.name]):
        if name in at:
            notes[row, at[name]] = ("bad", f"{message[:1].upper()}{message[1:]}.")
    rows = frame[[column.name for column in columns]].to_numpy(dtype=object).tolist()
    columns.append(Column(POINTERS, "teks", POINTERS))
    ids = frame[[f"_{name}" for name in numbers]].to_numpy(dtype="int64")
    for row, those in zip(rows, ids, strict=True):
        told = (
            " ".join(f"{name}={number}" for name, number in zip(numbers, those, strict=True) if number >= 0)
            if document
            else ""
        )
        row.append(told or "-")  # a filled cell also keeps long headings from running on
    book.table(spec.name, columns, rows, notes, kind=spec.name, pointers=True, frozen=len(_BEFORE) + several)


def _guide(book: Book, sub: Submission, counts: dict[str, int], name: str) -> None:
    reports = sub.laporan["laporan"].astype(str).tolist()
    text = words()["guide_read"].replace("{file}", name).replace("{unread}", sheet_name("unread"))
    if sub.warnings:
        text += "\n# Catatan pembacaan\n" + "\n".join(" ".join(warning.split()) for warning in sub.warnings)
    tables = words()["tables"]
    about = {kind: tables.get(kind, {}).get("about", "") for kind in counts}
    about[sheet_name("unread")] = "Angka di dalam dokumen yang belum masuk tabel mana pun."
    title = f"Tabel hasil bacaan: {', '.join(reports[:3])}{' …' if len(reports) > 3 else ''}"
    book.guide(
        title,
        text,
        [(kind, about[kind], str(count)) for kind, count in counts.items()],
        ("Lembar", "Isi", "Baris"),
    )
