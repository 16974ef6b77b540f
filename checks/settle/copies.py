"""Figures that the same report prints again: the target of one table in another, a cell told in prose, a
sentence said twice.

A copy proves nothing and accuses nobody here; it says that a figure stands in two places that agree. Equal
digits alone are no copy, unless there are so many of them that chance is out of the question: else the row's
name, the words around the figure, or a whole column (or row) that agrees must say that both places speak of
the same thing.
"""

import re

import numpy as np
import pandas as pd

from cermat.schemas import angka as A

SURE = 6  # digits that carry: equal figures with so many are one figure
NAMED = 3  # with so many, where names or words around agree too
SHARE = 0.6  # of the rows that two columns share
_WORD = re.compile(r"[^\W\d_]{3,}")
_SENTENCE = re.compile(r"[.;:!?]\s|\n")
_LONG_CELL = 12  # words; a cell of more is prose
_BEFORE, _AFTER = 14, 3  # words around a figure in prose
# words that stand beside every figure and name nothing
_COMMON = frozenset(
    "sebesar sebanyak dengan dan atau yang dari untuk pada dalam tahun realisasi target capaian adalah yaitu "
    "sampai oleh per rupiah"
    " persen jumlah total anggaran rincian sebagai berikut mencapai telah program kegiatan sub sasaran "
    "indikator kinerja persentase".split()
)
_MEASURES = {
    "target": re.compile(r"\btarget"),
    "realisasi": re.compile(r"\b(?:realisasi|terealisasi|tercapai)"),
    "capaian": re.compile(r"\b(?:capaian|tercapai)"),
    "pagu": re.compile(r"\b(?:pagu|alokasi|anggaran)"),
}


def copies(angka: pd.DataFrame, blok: pd.DataFrame, sel: pd.DataFrame) -> np.ndarray:
    """Ids (int64) of the figures of documents that another place of the same report repeats.

    angka, blok, sel: frames of a Submission; figures without a place (typed tables) are left out.
    """
    if angka.empty or blok.empty:
        return np.empty(0, dtype="int64")
    figures = _figures(angka)
    names = _row_names(sel)
    words = _words(figures, blok, sel, names)
    found = [_sure(figures), _only_parts(figures), _overlays(figures, names), _by_words(figures, words)]
    return np.unique(np.concatenate(found)).astype("int64")


def _figures(angka: pd.DataFrame) -> pd.DataFrame:
    """The placed figures: id, laporan, blok, r, c, mulai, akhir, value, digits (that carry), unit ('%', 'Rp'
    or ''), header, years."""
    figures = angka[angka["kelas"].eq(A.FIGURE) & angka["mulai"].notna() & angka["blok"].notna()]
    digits = figures["mantissa"].abs().astype(str).str.strip("0").str.len()
    figures = figures.assign(
        id=figures.index,
        value=figures["nilai"].astype("float64"),
        digits=digits,
        unit=figures["satuan"].where(figures["satuan"].isin(["%", "Rp"]), ""),
        half=np.where(figures["desimal"] > 0, 0.5 * 10.0 ** -figures["desimal"].astype("float64"), 0.5),
        header=figures["kolom_cetak"].str.lower(),
    )
    figures["years"] = [" ".join(re.findall(r"(?:19|20)\d\d", head)) for head in figures["header"]]
    columns = [
        "id",
        "laporan",
        "blok",
        "r",
        "c",
        "mulai",
        "akhir",
        "value",
        "half",
        "digits",
        "unit",
        "header",
        "years",
    ]
    return figures[columns].reset_index(drop=True)


def _clash(left: pd.Series, right: pd.Series) -> pd.Series:
    return left.ne("") & right.ne("") & left.ne(right)


def _sure(figures: pd.DataFrame) -> np.ndarray:
    """Figures of so many digits that no other figure has them by chance."""
    long = figures[figures["digits"] >= SURE]
    same = long.groupby(["laporan", "value"])
    alike = same["blok"].transform("nunique").gt(1) & same["unit"].transform(
        lambda units: len(set(units) - {""}) <= 1
    )
    return long.loc[alike, "id"].to_numpy()


def _only_parts(figures: pd.DataFrame) -> np.ndarray:
    """Amounts that the row below them in their column prints again: a program and its only kegiatan."""
    long = figures[(figures["digits"] >= SURE) & figures["r"].ge(0)].sort_values(
        ["laporan", "blok", "c", "r"]
    )
    column = long.groupby(["laporan", "blok", "c"])
    below, above = (
        column["value"].shift(way).eq(long["value"]) & column["r"].shift(way).sub(long["r"]).abs().eq(1)
        for way in (-1, 1)
    )
    return long.loc[below | above, "id"].to_numpy()


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _row_names(sel: pd.DataFrame) -> pd.DataFrame:
    """The words of every body row's cells: laporan, blok, r, name; a merged cell names all its rows."""
    texts = sel[~sel["kepala"].astype(bool)]
    texts = texts.assign(name=[_plain(text) for text in texts["teks"]])
    texts = texts[np.array([len(name) >= 4 and name.count(" ") < 60 for name in texts["name"]], dtype=bool)]
    texts = texts.loc[texts.index.repeat(texts["rs"].astype(int).clip(lower=1))]
    texts["r"] = texts["r"] + texts.groupby(level=0).cumcount()
    return texts[["laporan", "blok", "r", "name"]].drop_duplicates()


def _overlays(figures: pd.DataFrame, names: pd.DataFrame) -> np.ndarray:
    """Cells of two tables whose rows have one name and whose columns (or whole rows) print the same
    figures."""
    own = names[~names.duplicated(["laporan", "blok", "name"], keep=False)]
    rows = own.merge(own, on=["laporan", "name"])
    rows = rows[rows["blok_x"] < rows["blok_y"]]
    for one, other in (("x", "y"), ("y", "x")):
        rows = rows.drop_duplicates(["laporan", f"blok_{one}", f"r_{one}", f"blok_{other}"])
    cells = figures[figures["r"].ge(0)].drop(columns=["mulai", "akhir"])
    left = cells.rename(columns={column: f"{column}_x" for column in cells if column != "laporan"})
    right = cells.rename(columns={column: f"{column}_y" for column in cells if column != "laporan"})
    pairs = rows.merge(left, on=["laporan", "blok_x", "r_x"]).merge(right, on=["laporan", "blok_y", "r_y"])
    if pairs.empty:
        return np.empty(0, dtype="int64")
    pairs = pairs[~_clash(pairs["unit_x"], pairs["unit_y"]) & ~_clash(pairs["years_x"], pairs["years_y"])]
    pairs["equal"] = _agree(pairs)
    pairs["least"] = pairs[["digits_x", "digits_y"]].min(axis=1)
    by_column = _laid_on(pairs, ["laporan", "blok_x", "c_x", "blok_y", "c_y"], True)
    by_row = _laid_on(pairs, ["laporan", "blok_x", "r_x", "blok_y", "r_y"], False)
    held = pairs[pairs["equal"] & (by_column | by_row)]
    return np.concatenate([held["id_x"].to_numpy(), held["id_y"].to_numpy()])


def _agree(pairs: pd.DataFrame) -> pd.Series:
    """Equal, or one the other rounded ("74,3" and "74,25") or told in thousands (768.495 t of 768.495.149
    kg)."""
    one, other = pairs["value_x"].to_numpy(), pairs["value_y"].to_numpy()
    same = one == other
    carried = (pairs["digits_x"] >= NAMED).to_numpy() & (pairs["digits_y"] >= NAMED).to_numpy()
    coarse = np.maximum(pairs["half_x"], pairs["half_y"]).to_numpy()
    rounded = (
        (np.abs(one - other) <= coarse * 1.0001)
        & (pairs["half_x"] != pairs["half_y"]).to_numpy()
        & (coarse < 0.4)
    )
    for times in (1e3, 1e6):
        rounded |= (np.abs(one * times - other) <= times * pairs["half_x"] * 1.0001).to_numpy()
        rounded |= (np.abs(other * times - one) <= times * pairs["half_y"] * 1.0001).to_numpy()
    return pd.Series(same | (carried & rounded), index=pairs.index)


def _laid_on(pairs: pd.DataFrame, place: list[str], column: bool) -> pd.Series:
    """Do the two columns (or rows) of a pair agree so far that they are one: most of what they share, or much
    that is told apart?"""
    group = pairs.groupby(place, sort=False).ngroup()
    other = pairs["id_x"] if column else pairs["value_x"]
    total = pairs.assign(g=group, o=other).drop_duplicates(["g", "o"]).groupby("g").size()
    hit = pairs[pairs["equal"]].assign(g=group)
    agreed = hit.drop_duplicates(["g", "id_x"]).groupby("g").size()
    distinct = hit.drop_duplicates(["g", "value_x"]).groupby("g")["least"].agg(["size", "sum"])
    told = distinct["size"].ge(2) & distinct["sum"].ge(SURE)
    if column:
        told &= agreed.div(total).reindex(distinct.index).ge(SHARE)
    return group.isin(told.index[told])


def _words(figures: pd.DataFrame, blok: pd.DataFrame, sel: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """What names each figure: id → words (a frozenset of its row's, or of the clause around it), prose
    (bool), measure, tail."""
    text = dict(zip(zip(blok["laporan"], blok["blok"], strict=True), blok["teks"], strict=True))
    cell = dict(
        zip(zip(sel["laporan"], sel["blok"], sel["r"], sel["c"], strict=True), sel["teks"], strict=True)
    )
    row = names.groupby(["laporan", "blok", "r"])["name"].agg(list).to_dict()
    made = []
    for figure in figures.itertuples():
        full = (
            text.get((figure.laporan, figure.blok), "")
            if figure.r < 0
            else cell.get((figure.laporan, figure.blok, figure.r, figure.c), "")
        )
        if figure.r < 0 or full.count(" ") >= _LONG_CELL:
            made.append(_clause(full, int(figure.mulai), int(figure.akhir)))
        else:
            labels = [
                frozenset(name.split()) - _COMMON
                for name in row.get((figure.laporan, figure.blok, figure.r), ())
            ]
            made.append((False, [label for label in labels if label], figure.header, ""))
    return pd.DataFrame(made, columns=["prose", "labels", "measure", "tail"], index=figures["id"])


def _clause(text: str, start: int, end: int) -> tuple:
    """(True, [the words before and behind a figure in its sentence], the same as text, its last words before
    and first behind)."""
    before = _SENTENCE.split(text[max(0, start - 220) : start])[-1]
    behind = _SENTENCE.split(text[end : end + 60])[0]
    lead, follow = _plain(before).split()[-_BEFORE:], _plain(behind).split()[:_AFTER]
    words = frozenset(lead + follow) - _COMMON
    key = " ".join([*lead[-5:], "#", *follow[:1]]) if len(set(lead[-5:]) - _COMMON) >= 3 else ""
    return True, [words] if words else [], " ".join(lead), key


def _by_words(figures: pd.DataFrame, words: pd.DataFrame) -> np.ndarray:
    """Equal figures of different places that the same words name."""
    told = figures.merge(words, left_on="id", right_index=True)
    said = told[told["tail"].ne("")]
    twice = said.groupby(["laporan", "tail", "value"])["blok"].transform("nunique").gt(1)
    found = set(said.loc[twice, "id"])
    for rows in _one_value(told[np.array([bool(labels) for labels in told["labels"]], dtype=bool)]):
        found |= _named_alike(rows) if rows[0].digits >= NAMED else _told_whole(rows)
    return np.fromiter(found, dtype="int64", count=len(found))


def _one_value(told: pd.DataFrame) -> list[list]:
    """The figures of one value, where more than one block prints them."""
    same = told.groupby(["laporan", "value"], sort=False)
    told = told.assign(group=same.ngroup())[same["blok"].transform("nunique").gt(1).to_numpy()]
    groups: dict[int, list] = {}
    for row in told.itertuples():
        groups.setdefault(row.group, []).append(row)
    return list(groups.values())


def _named_alike(rows: list) -> set[int]:
    """Of figures with one value: those whose names share most words with another block's."""
    found: set[int] = set()
    for position, one in enumerate(rows):
        for other in rows[position + 1 :]:
            if one.blok != other.blok and not (one.id in found and other.id in found) and _alike(one, other):
                found |= {one.id, other.id}
    return found


def _alike(one, other) -> bool:
    """One unit, and do most words of a name of the one stand among the other's?"""
    return not (one.unit and other.unit and one.unit != other.unit) and any(
        len(label & counterpart) >= SHARE * min(len(label), len(counterpart))
        and (len(label & counterpart) >= 2 or min(len(label), len(counterpart)) == 1)
        for label in one.labels
        for counterpart in other.labels
    )


def _told_whole(rows: list) -> set[int]:
    """Of figures with few digits: cells whose whole name (three words and more) a clause tells, with the
    measure of the column."""
    found: set[int] = set()
    cells = [row for row in rows if not row.prose]
    for clause in (row for row in rows if row.prose):
        spoken = [measure for measure, pattern in _MEASURES.items() if pattern.search(clause.measure)]
        for cell in cells:
            named = any(
                len(label) >= 3 and len(label & counterpart) >= 0.8 * len(label)
                for label in cell.labels
                for counterpart in clause.labels
            )
            if (
                named
                and cell.blok != clause.blok
                and any(_MEASURES[measure].search(cell.measure) for measure in spoken)
            ):
                found |= {clause.id, cell.id}
    return found
