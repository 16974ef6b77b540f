"""The submission: every frame of one report or of thirty thousand, and how texts become numbers in it.

`bind` takes typed tables of text and returns a `Submission`, in which the value columns point to rows of
`angka`.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from schemas import angka as A
from schemas.keys import codes
from schemas.tables import PLACE_COLUMNS, Table, all_tables, rows_fit, schema_of

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
               a report figure
    blok, sel: the document as read (BLOK_COLUMNS, SEL_COLUMNS); jejak tells where to find it again in the
               original
    words:     where the words of paragraphs stand on a page (PDF only; WORD_COLUMNS, boxes in points from the
               page's top left)
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


def _rename(sub: Submission, old: str, new: str) -> None:
    frames = [
        sub.laporan,
        sub.angka,
        sub.struktur,
        sub.absent,
        sub.blok,
        sub.sel,
        sub.words,
        *sub.tables.values(),
    ]
    for frame in frames:
        if "laporan" in frame and len(frame):
            frame["laporan"] = frame["laporan"].where(frame["laporan"].ne(old), new)


def merge(submissions: list[Submission]) -> Submission:
    """Several submissions as one portfolio: ids shifted, names of reports made unique ("laporan.pdf",
    "laporan.pdf (2)")."""
    if len(submissions) == 1:
        return submissions[0]
    names: set[str] = set()
    shift = 0
    tables: dict[str, list[pd.DataFrame]] = {t: [] for t in all_tables()}
    parts: list[Submission] = []
    for k in submissions:
        for old in k.laporan["laporan"].tolist():
            new, n = old, 2
            while new in names:
                new, n = f"{old} ({n})", n + 1
            names.add(new)
            if new != old:
                _rename(k, old, new)
        for t, spec in all_tables().items():
            frame = k.tables[t].copy()
            for c in spec.angka_columns:
                frame[c] = frame[c].where(frame[c] < 0, frame[c] + shift)
            tables[t].append(frame)
        shift += len(k.angka)
        parts.append(k)

    def stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
        return pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True)

    return Submission(
        stack([k.laporan for k in parts]),
        {t: stack(f) for t, f in tables.items()},
        stack([k.angka for k in parts]),
        stack([k.struktur for k in parts]),
        stack([k.absent for k in parts]),
        stack([k.blok for k in parts]),
        stack([k.sel for k in parts]),
        [p for k in parts for p in k.warnings],
        stack([k.words for k in parts]),
    )


def complete(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every column of its table as text (missing ones and cells empty), plus `laporan` and the
    columns `_x`."""
    columns = ["laporan", *all_tables()[name].columns]
    texts = frame.reindex(columns=columns, fill_value="").to_numpy(dtype=object)
    texts[pd.isna(texts)] = ""
    made = pd.DataFrame(texts, columns=columns, dtype=object)
    for pointer in (k for k in frame.columns if k.startswith("_")):
        made[pointer] = frame[pointer].to_numpy()
    return made


def _held(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Hold one table of text against its schema. Returns STRUKTUR_COLUMNS rows, one a bad cell."""
    import pandera.errors as pe

    if rows_fit(name, frame):
        return pd.DataFrame(columns=STRUKTUR_COLUMNS)
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


def _thousands(a: pd.DataFrame) -> pd.Series:
    """Decide "1.926" against "413.064" by what else its column and its unit say: a decimal among decimals,
    else thousands."""
    doubtful = a["ragu"].eq("ribuan atau desimal")
    decided = pd.Series([None] * len(a), index=a.index, dtype=object)
    if not doubtful.any():
        return decided
    column = codes(a["laporan"], a["tabel_tipe"], a["tabel"], a["kolom"])
    fractions = np.bincount(column, a["desimal"].gt(0) & ~doubtful)[column]
    thousands = np.bincount(column, a["mantissa"].abs().ge(1000) & a["desimal"].eq(0) & ~doubtful)[column]
    percent = a["satuan"].eq("%") | a["kolom"].isin(["capaian", "persen", "capaian_akhir", "capaian_lalu"])
    in_grid = a["tabel_tipe"].isin(["indikator", "seri", "anggaran", "rincian", ""])  # prose has no columns
    unit = (
        a["satuan_baris"].fillna("").str.strip().str.lower()
        if "satuan_baris" in a
        else pd.Series("", index=a.index)
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
    a = read.reset_index(drop=True)
    a = a.drop(columns=[k for k in A.Angka._fields if k in a] + (["nilai"] if "nilai" in a else []))
    a = a.join(A.parse_column(a["teks"]))
    decided = _thousands(a)
    if decided.notna().any():
        again = A.parse_column(a.loc[decided.notna(), "teks"], decided[decided.notna()])
        a.loc[again.index, again.columns] = again
    return a.reindex(columns=ANGKA_COLUMNS)


def _place_numbers(table: Table, frame: pd.DataFrame, start: int) -> pd.DataFrame:
    """Texts of the value columns that no reader has placed yet, as rows of `angka` from `start` on; in the
    frame the value columns become positions in `angka`, and their companions `_x` go.

    Columns: laporan, place, teks, tabel_tipe, kolom, kolom_cetak, satuan_baris (unit of the row, where the
    table has one), baris_ke (row among those of its report).
    """
    rows, texts = [], []
    for k in table.angka_columns:
        own = frame[k].to_numpy()
        placed = (
            frame.pop(f"_{k}").fillna(-1).to_numpy(dtype="int64", copy=True)
            if f"_{k}" in frame
            else np.full(len(frame), -1)
        )
        here = np.flatnonzero((own != "") & (placed < 0))
        placed[here] = start + np.arange(len(here))
        start += len(here)
        frame[k] = placed
        rows.append(here)
        texts.append(own[here])
    column = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    at = np.concatenate(rows)
    made = frame[["laporan", *PLACE_COLUMNS]].iloc[at]
    numbered = frame.groupby("laporan").cumcount().to_numpy() + 1
    label = np.array([table.columns[k].label for k in table.angka_columns], dtype=object)[column]
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
        frame = complete(name, tables.get(name, pd.DataFrame()))
        bad = _held(name, frame) if len(frame) else pd.DataFrame()
        if len(bad):  # a bad cell is told and left out; the run goes on
            for k, b in bad.groupby("kolom"):
                frame.loc[b["baris_ke"].astype(int) - 1, k] = ""
            numbered = (
                frame.groupby("laporan").cumcount().to_numpy() + 1
            )  # rows are counted within their own report
            bad["baris_ke"] = numbered[bad["baris_ke"].to_numpy(dtype="int64") - 1]
            struktur.append(bad)
        whole = [k.name for k in table.columns.values() if k.kind in ("tahun", "bulat")]
        read = pd.to_numeric(frame[whole].to_numpy().ravel(), errors="coerce").reshape(len(frame), len(whole))
        for k, values in zip(whole, np.where(np.isnan(read), -1, read).astype("int64").T, strict=True):
            frame[k] = values
        for k in table.columns.values():
            if k.kind == "tanggal":
                frame[k.name] = pd.to_datetime(frame[k.name], format="%Y-%m-%d", errors="coerce")
        if table.angka_columns:
            placed = _place_numbers(table, frame, start)
            start += len(placed)
            angka.append(placed)
        result[name] = frame
    from_tables = pd.concat(angka[document_angka is not None :], ignore_index=True)
    numbers = settle_angka(from_tables) if len(from_tables) else pd.DataFrame(columns=ANGKA_COLUMNS)
    if document_angka is not None:
        numbers = (
            pd.concat([document_angka, numbers], ignore_index=True)
            if len(numbers)
            else document_angka.reset_index(drop=True)
        )
    struktur.append(_not_read(numbers, from_tables, laporan))
    none = pd.DataFrame(columns=["laporan", "tabel_tipe", "kolom"])
    return Submission(
        laporan.reset_index(drop=True),
        result,
        numbers,
        pd.concat(
            [s for s in struktur if len(s)] or [pd.DataFrame(columns=STRUKTUR_COLUMNS)], ignore_index=True
        ),
        none if absent is None else absent,
    )
