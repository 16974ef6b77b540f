"""The submission: every frame of one report or of thirty thousand, and how texts become numbers in it.

`bind` takes typed tables of text and returns a `Submission`, in which the value columns point to rows of
`angka`.
"""

from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from cermat.schemas import angka as A
from cermat.schemas.keys import codes, nth_of
from cermat.schemas.places import ORIGIN_COLUMNS, PAGE_COLUMNS
from cermat.schemas.tables import PLACE_COLUMNS, Table, all_tables, rows_fit, schema_of

BLOK_COLUMNS = ["laporan", "blok", "jenis", "tingkat", "teks", "bagian", "halaman", "garis", "jejak"]
SEL_COLUMNS = ["laporan", "blok", "r", "c", "rs", "cs", "teks", "kepala", "halaman", "garis", "jejak"]
WORD_COLUMNS = ["laporan", "blok", "mulai", "akhir", "halaman", "x0", "y0", "x1", "y1"]
STRUKTUR_COLUMNS = [
    "laporan",
    "tabel_tipe",
    "kolom",
    "baris_ke",
    "pesan",
    "teks",
    "tabel",
    "bagian",
    "halaman",
    "baris",
    "garis",
]
NUMBERS_ONLY = (
    "anggaran",
    "rincian",
    "layanan",
)  # whose value columns hold no words, as a target does ("WTP")
ANGKA_COLUMNS = [
    "laporan",
    "teks",
    "mantissa",
    "desimal",
    "nilai",
    "satuan",
    "kelas",
    "ragu",
    "asal",
    "lokal",
    "tabel_tipe",
    "kolom",
    "kolom_cetak",
    "blok",
    "r",
    "c",
    "mulai",
    "akhir",
    *PLACE_COLUMNS,
]


@dataclass(eq=False)
class Submission:
    """One or many submitted reports as frames; every frame carries `laporan`.

    laporan:   laporan, sumber, sha256, jenis (tabel | dokumen): one row a report
    tables:    typed tables by name; an angka column holds int64 row positions in `angka`, -1 where nothing is
               printed
    angka:     ANGKA_COLUMNS; the index is the id. kelas 'bukan' (years, letter numbers, row labels …) is not
               a report figure; asal says how it was read where that leaves it unsure (angka.OCR, angka.BARE)
    blok, sel: the document as read (BLOK_COLUMNS, SEL_COLUMNS); jejak tells where to find it again in the
               original
    words:     where the words of paragraphs stand on a page (PDF only; WORD_COLUMNS, boxes in points from the
               page's top left)
    pages:     the page number printed on each sheet, where numbers rise with the sheets (PDF only;
               PAGE_COLUMNS)
    origin:    where the rows of typed tables stand in the files that were submitted (ORIGIN_COLUMNS; not for
               documents)
    warnings:  what must be said about the reading, one line each
    struktur:  what does not fit a schema (STRUKTUR_COLUMNS)
    absent:    laporan, tabel_tipe, kolom: columns that a submission of tables does not have
    """

    laporan: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    angka: pd.DataFrame
    struktur: pd.DataFrame
    absent: pd.DataFrame
    blok: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=BLOK_COLUMNS))
    sel: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SEL_COLUMNS))
    warnings: list[str] = field(default_factory=list)
    words: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=WORD_COLUMNS))
    pages: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=PAGE_COLUMNS))
    origin: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=ORIGIN_COLUMNS))


def merge(submissions: list[Submission]) -> Submission:
    """Several submissions as one portfolio: ids shifted, names of reports made unique ("laporan.pdf",
    "laporan.pdf (2)"), warnings begin with them."""
    if len(submissions) == 1:
        return submissions[0]
    changed = _unique([part.laporan["laporan"].tolist() for part in submissions])

    def stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
        made = pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)
        return _renamed(made, [len(frame) for frame in frames], changed)

    def pointed(table: Table) -> pd.DataFrame:
        made = stack([part.tables[table.name] for part in submissions])
        shift = np.repeat(start, [len(part.tables[table.name]) for part in submissions])
        for column in table.angka_columns:
            own = made[column].to_numpy(dtype="int64")
            made[column] = np.where(own < 0, own, own + shift)
        return made

    start = np.cumsum([0, *(len(part.angka) for part in submissions[:-1])])
    frames = ("laporan", "angka", "struktur", "absent", "blok", "sel", "words", "pages", "origin")
    return Submission(
        tables={name: pointed(table) for name, table in all_tables().items()},
        warnings=[
            f"{names.get(first, first)}: {warning}"
            for part, names in zip(submissions, changed, strict=True)
            for first in part.laporan["laporan"][:1]
            for warning in part.warnings
        ],
        **{name: stack([getattr(part, name) for part in submissions]) for name in frames},
    )


def _renamed(made: pd.DataFrame, many: list[int], changed: list[dict[str, str]]) -> pd.DataFrame:
    """A frame of parts (so many rows each) with some reports of each part called otherwise."""
    if not any(changed) or not len(made) or "laporan" not in made:
        return made
    own = made["laporan"].to_numpy(dtype=object)
    told, start = own.copy(), 0
    for rows, names in zip(many, changed, strict=True):
        mine = slice(start, start := start + rows)
        if names:
            told[mine] = [names.get(name, name) for name in own[mine].tolist()]
    return made.assign(laporan=pd.Series(told, dtype=made["laporan"].dtype))


def _unique(parts: list[list[str]]) -> list[dict[str, str]]:
    """Which reports of each part are to be called otherwise, so that no two have one name: {old: new}."""
    names: set[str] = set()
    changed: list[dict[str, str]] = [{} for _ in parts]
    copies: dict[str, int] = {}
    for reports, changes in zip(parts, changed, strict=True):
        for old in reports:
            new, copy = old, copies.get(old, 2)
            while new in names:
                new, copy = f"{old} ({copy})", copy + 1
            copies[old] = copy
            names.add(new)
            if new != old:
                changes[old] = new
    return changed


def complete(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every column of its table as text (missing ones and cells empty), plus `laporan` and the
    columns `_x`."""
    columns = ["laporan", *all_tables()[name].columns]
    texts = frame.reindex(columns=columns, fill_value="").to_numpy(dtype=object, copy=True)
    texts[pd.isna(texts)] = ""
    made = pd.DataFrame(texts, columns=columns, dtype=object)
    for pointer in (column for column in frame.columns if column.startswith("_")):
        made[pointer] = frame[pointer].to_numpy()
    return made


def _held(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Hold one table of text against its schema. Returns STRUKTUR_COLUMNS rows, one a bad cell."""
    if rows_fit(name, frame):
        return pd.DataFrame(columns=STRUKTUR_COLUMNS)
    import pandera.errors as pe

    try:  # which cells, and why
        schema_of(name).validate(frame, lazy=True)
        return pd.DataFrame(columns=STRUKTUR_COLUMNS)
    except pe.SchemaErrors as error:
        cases = error.failure_cases
    cases = cases[cases["index"].notna()]
    rows = cases["index"].astype(int).to_numpy()
    places = frame.loc[rows, ["laporan", *PLACE_COLUMNS]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "tabel_tipe": name,
            "kolom": cases["column"].to_numpy(),
            "baris_ke": rows + 1,
            "pesan": cases["check"].to_numpy(),
            "teks": cases["failure_case"].astype(str).to_numpy(),
        }
    ).join(places)


def _thousands(numbers: pd.DataFrame) -> pd.Series:
    """Decide "1.926" against "413.064" by what else its column and its unit say: a decimal among decimals,
    else thousands."""
    doubtful = numbers["ragu"].eq("ribuan atau desimal")
    decided = pd.Series([None] * len(numbers), index=numbers.index, dtype=object)
    if not doubtful.any():
        return decided
    column = codes(numbers["laporan"], numbers["tabel_tipe"], numbers["tabel"], numbers["kolom"])
    fractions = np.bincount(column, numbers["desimal"].gt(0) & ~doubtful)[column]
    thousands = np.bincount(
        column, numbers["mantissa"].abs().ge(1000) & numbers["desimal"].eq(0) & ~doubtful
    )[column]
    percent = numbers["satuan"].eq("%") | numbers["kolom"].isin(
        ["capaian", "persen", "capaian_akhir", "capaian_lalu"]
    )
    in_grid = numbers["tabel_tipe"].isin(
        ["indikator", "seri", "anggaran", "rincian", ""]
    )  # prose has no columns
    unit = (
        numbers["satuan_baris"].fillna("").str.strip().str.lower()
        if "satuan_baris" in numbers
        else pd.Series("", index=numbers.index)
    )
    counted = unit.ne("") & ~unit.isin(
        ["%", "persen", "prosen", "indeks", "skor", "nilai", "poin", "angka", "rasio"]
    )
    decimal = doubtful & ~counted & (percent | (in_grid & (fractions > 0) & (thousands == 0)))
    decided[decimal] = False
    decided[doubtful & ~decimal] = True
    return decided


def settle_angka(read: pd.DataFrame) -> pd.DataFrame:
    """Read the texts of an angka frame (laporan, teks, tabel_tipe, tabel, kolom, …) and settle what is
    ambiguous."""
    numbers = read.reset_index(drop=True)
    numbers = numbers.drop(
        columns=[field for field in A.Angka._fields if field in numbers]
        + (["nilai"] if "nilai" in numbers else [])
    )
    numbers = numbers.join(A.parse_column(numbers["teks"]))
    decided = _thousands(numbers)
    if decided.notna().any():
        again = A.parse_column(numbers.loc[decided.notna(), "teks"], decided[decided.notna()])
        numbers.loc[again.index, again.columns] = again
    return numbers.reindex(columns=ANGKA_COLUMNS)


def _place_numbers(table: Table, frame: pd.DataFrame, start: int) -> pd.DataFrame:
    """Texts of the value columns that no reader has placed yet, as rows of `angka` from `start` on; in the
    frame the value columns become positions in `angka`, and their companions `_x` go.

    Columns: laporan, place, teks, tabel_tipe, kolom, kolom_cetak, satuan_baris (unit of the row, where the
    table has one), baris_ke (row among those of its report).
    """
    rows, texts = [], []
    for name in table.angka_columns:
        own = frame[name].to_numpy()
        placed = (
            frame.pop(f"_{name}").fillna(-1).to_numpy(dtype="int64", copy=True)
            if f"_{name}" in frame
            else np.full(len(frame), -1)
        )
        here = np.flatnonzero((own != "") & (placed < 0))
        placed[here] = start + np.arange(len(here))
        start += len(here)
        frame[name] = placed
        rows.append(here)
        texts.append(own[here])
    column = np.repeat(np.arange(len(rows)), [len(here) for here in rows])
    at = np.concatenate(rows)
    made = frame[["laporan", *PLACE_COLUMNS]].iloc[at]
    numbered = nth_of(codes(frame["laporan"])) + 1
    label = np.array([table.columns[name].label for name in table.angka_columns], dtype=object)[column]
    return made.assign(
        teks=np.concatenate(texts),
        tabel_tipe=table.name,
        kolom=np.array(table.angka_columns, dtype=object)[column],
        kolom_cetak=frame["ukuran"].to_numpy()[at] if table.name in ("rincian", "seri") else label,
        satuan_baris=frame["satuan"].to_numpy()[at] if "satuan" in frame else "",
        baris_ke=numbered[at],
    )


def _not_read(numbers: pd.DataFrame, from_tables: pd.DataFrame, laporan: pd.DataFrame) -> pd.DataFrame:
    """What cannot be read as a number, as STRUKTUR_COLUMNS: digits that make none, and in tables that a hand
    has typed words where only amounts and counts can stand. `from_tables` are the last of `numbers`."""
    typed = set(laporan.loc[laporan["jenis"].eq("tabel"), "laporan"]) if "jenis" in laporan else set()
    by_hand = pd.Series(-1, index=numbers.index)
    if len(from_tables):
        by_hand.iloc[-len(from_tables) :] = from_tables["baris_ke"].to_numpy()
    by_hand = by_hand.where(numbers["laporan"].isin(typed), -1)
    words = numbers["kelas"].eq(A.LABEL) & numbers["tabel_tipe"].isin(NUMBERS_ONLY) & by_hand.gt(0)
    bad = numbers[numbers["kelas"].eq(A.UNREADABLE) | words]
    message = np.where(words[bad.index], "tertulis kata di kolom angka", "angka tidak terbaca")
    told = bad[["laporan", "tabel_tipe", "kolom", "teks", *PLACE_COLUMNS]].assign(
        pesan=message, baris_ke=by_hand[bad.index]
    )
    told["kolom"] = bad["kolom"].where(
        bad["kolom"].ne(""), bad["kolom_cetak"]
    )  # a document's column is called as it prints it
    return told


def _typed(table: Table, frame: pd.DataFrame) -> None:
    """Years and whole numbers (-1 for none) and dates of a table of text, in place."""
    whole = [column.name for column in table.columns.values() if column.kind in ("tahun", "bulat")]
    read = pd.to_numeric(frame[whole].to_numpy().ravel(), errors="coerce").reshape(len(frame), len(whole))
    for named, values in zip(whole, np.where(np.isnan(read), -1, read).astype("int64").T, strict=True):
        frame[named] = values
    for column in table.columns.values():
        if column.kind == "tanggal":
            frame[column.name] = pd.to_datetime(frame[column.name], format="%Y-%m-%d", errors="coerce")


@cache
def _empty(name: str) -> pd.DataFrame:
    """A typed table without rows, as `bind` leaves it."""
    table, frame = all_tables()[name], complete(name, pd.DataFrame())
    _typed(table, frame)
    return frame.astype(dict.fromkeys(table.angka_columns, "int64"))


def bind(
    tables: dict[str, pd.DataFrame],
    laporan: pd.DataFrame,
    absent: pd.DataFrame | None = None,
    document_angka: pd.DataFrame | None = None,
) -> Submission:
    """Typed tables of text to a Submission.

    tables: name → frame of text with `laporan` and the columns of schemas/tables.yaml (missing ones are added
    empty).
    document_angka: numbers that a reader has already placed (ANGKA_COLUMNS, RangeIndex); a value column `x`
    of a typed table points to them with a companion column `_x` (row position, -1: none, then the text of `x`
    is read).
    """
    angka, struktur, result = [], [], {}
    if document_angka is not None:
        angka.append(document_angka)
    start = 0 if document_angka is None else len(document_angka)
    for name, table in all_tables().items():
        if not len(tables.get(name, ())):
            result[name] = _empty(name).copy()
            continue
        frame = complete(name, tables[name])
        bad = _held(name, frame)
        if len(bad):  # a bad cell is told and left out; the run goes on
            for named, cells in bad.groupby("kolom"):
                frame.loc[cells["baris_ke"].astype(int) - 1, named] = ""
            numbered = (
                frame.groupby("laporan").cumcount().to_numpy() + 1
            )  # rows are counted within their own report
            bad["baris_ke"] = numbered[bad["baris_ke"].to_numpy(dtype="int64") - 1]
            struktur.append(bad)
        _typed(table, frame)
        if table.angka_columns:
            placed = _place_numbers(table, frame, start)
            start += len(placed)
            angka.append(placed)
        result[name] = frame
    placed_here = angka[document_angka is not None :]
    from_tables = pd.concat(placed_here, ignore_index=True) if placed_here else pd.DataFrame()
    numbers = settle_angka(from_tables) if len(from_tables) else pd.DataFrame(columns=ANGKA_COLUMNS)
    if document_angka is not None:
        numbers = (
            pd.concat([document_angka, numbers], ignore_index=True)
            if len(numbers)
            else document_angka.reset_index(drop=True)
        )
    numbers["asal"] = numbers["asal"].astype(object).where(numbers["asal"].notna(), "")
    struktur.append(_not_read(numbers, from_tables, laporan))
    none = pd.DataFrame(columns=["laporan", "tabel_tipe", "kolom"])
    return Submission(
        laporan.reset_index(drop=True),
        result,
        numbers,
        pd.concat(
            [piece for piece in struktur if len(piece)] or [pd.DataFrame(columns=STRUKTUR_COLUMNS)],
            ignore_index=True,
        ),
        none if absent is None else absent,
    )
