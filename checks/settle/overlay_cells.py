"""Figures of all tables as cells for laying tables on each other: whose row, which column, what its header
says.

A row of a typed table is a row by its name and parent, whatever lines it is printed on; a figure that nothing
has typed stands in the row and column of its grid.
"""

import re
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
import yaml

from cermat.checks.operands import FIGUR, Numbers
from cermat.checks.settle.names import each, normalise
from cermat.schemas import months
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, firsts, groups, nth_of

NO_YEAR = -1
# typed table: column of names, of parents, and of each value column: what it measures, years from the row's
# own
_TYPED: dict[str, tuple[str, str, dict[str, tuple[str, int | None]]]] = {
    "indikator": (
        "kunci",
        "sasaran",
        {
            "target": ("target", 0),
            "realisasi": ("realisasi", 0),
            "capaian": ("capaian", 0),
            "realisasi_lalu": ("realisasi", -1),
            "capaian_lalu": ("capaian", -1),
            "target_depan": ("target", 1),
            "capaian_akhir": ("capaian_akhir", 0),
            "target_akhir": ("target_akhir", None),
        },
    ),
    "seri": ("kunci", "sasaran", {"nilai": ("", 0)}),
    "anggaran": (
        "kunci",
        "_induk",
        {
            "pagu_awal": ("pagu_awal", 0),
            "pagu": ("pagu", 0),
            "realisasi": ("serapan", 0),
            "persen": ("persen", 0),
            "sisa": ("sisa", 0),
        },
    ),
    "rincian": ("kunci", "_induk", {"nilai": ("", 0)}),
    "layanan": ("kunci_layanan", "subjek", {"target": ("target", 0), "realisasi": ("realisasi", 0)}),
}
_NUMBERED = re.compile(r"\bkolom \d+$")  # how a count table calls columns without a heading
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@cache
def words() -> dict:
    """checks/settle/overlays.yaml; {bulan} stands for the names of months."""
    text = files("cermat.checks.settle").joinpath("overlays.yaml").read_text(encoding="utf-8")
    return yaml.load(text.replace("{bulan}", months.pattern(months.full_names())), Loader=yaml.CSafeLoader)


def _first_match(patterns: dict[str, str]):
    """A function that names the first pattern that occurs in a lower-case text, '' for none."""
    compiled = [(name, re.compile(words)) for name, words in patterns.items()]
    return lambda text: next((name for name, pattern in compiled if pattern.search(text.lower())), "")


def _all_matches(patterns: dict[str, str]):
    """A function that names all patterns that occur in a lower-case text, joined by blanks."""
    compiled = [(name, re.compile(words)) for name, words in patterns.items()]
    return lambda text: " ".join(name for name, pattern in compiled if pattern.search(text.lower()))


def _closes(text: str) -> str:
    """'ya' where a header names a period that closes the year ("Triwulan IV > Realisasi"), else ''."""
    return "ya" if re.search(words()["tutup"], text.lower()) else ""


def _of_year(signs: pd.Series, closing: np.ndarray) -> np.ndarray:
    """Signs of headers, those of a period left out where it closes the year."""
    period = set(words()["masa"])
    without = each(lambda sign: " ".join(word for word in sign.split() if word not in period), signs)
    return np.where(closing, without, signs)


_BRACKETS = re.compile(r"\(([a-z/ .]{2,20})\)")
_RUPIAH = re.compile(r"^rp\b\.?|rupiah")


def header_unit(text: str) -> str:
    """The unit that a header names in brackets ("Populasi (ekor)"), '' where it names none."""
    found = _BRACKETS.findall(text.lower())
    unit = found[-1].strip(" .") if found else ""
    return "rp" if _RUPIAH.search(unit) else unit


def header_year(text: str) -> int:
    """The one year that a header names, -1 where it names none or several ("Target 2016")."""
    found = set(_YEAR.findall(text))
    return int(found.pop()) if len(found) == 1 else NO_YEAR


def _parents(frame: pd.DataFrame) -> np.ndarray:
    """Names of the rows that rows with `induk` are part of, '' at the top."""
    at = find(
        [frame["laporan"], frame["tabel"], frame["induk"]], [frame["laporan"], frame["tabel"], frame["kode"]]
    )
    name = np.append(frame["kunci"].to_numpy(dtype=object), "")[at]
    return np.where(among(frame["induk"], ""), "", name)


_COLUMNS = [
    "id",
    "laporan",
    "tabel",
    "jenis",
    "nama",
    "induk",
    "ukuran",
    "tahun",
    "dokumen",
    "bulan",
    "tingkat",
    "seluruh",
]


def _whole(frame: pd.DataFrame) -> np.ndarray:
    """Rows that stand for others: totals and means."""
    if "jenis_baris" in frame:
        return among(frame["jenis_baris"], "rata_rata")
    if "tingkat" in frame:
        return among(frame["tingkat"], "total")
    return among(frame["peran"], "total", "rata_rata") if "peran" in frame else ~among(frame["subjek"], "")


def _typed(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Figures of the typed tables, one a row: _COLUMNS."""
    pieces: list[list[np.ndarray]] = []
    for kind, (name, parent, columns) in _TYPED.items():
        table = tables[kind]
        if table.empty:
            continue
        above = _parents(table) if parent == "_induk" else table[parent].to_numpy(dtype=object)
        blank = np.full(len(table), "", dtype=object)
        more = [
            table[column].to_numpy(dtype=object) if column in table else blank
            for column in ("dokumen", "bulan", "tingkat")
        ]
        texts = [
            table["laporan"].to_numpy(dtype=object),
            table["tabel"].to_numpy(dtype=object),
            np.full(len(table), kind, dtype=object),
        ]
        texts += [table[name].to_numpy(dtype=object), above]
        year, whole = table["tahun"].to_numpy(dtype="int64"), _whole(table)
        for column, (measure, shift) in columns.items():
            ids = table[column].to_numpy(dtype="int64")
            at = np.flatnonzero(ids >= 0)
            what = (
                np.full(len(at), measure, dtype=object)
                if measure
                else table["ukuran"].to_numpy(dtype=object)[at]
            )
            when = (
                np.full(len(at), NO_YEAR)
                if shift is None
                else np.where(year[at] > 0, year[at] + shift, NO_YEAR)
            )
            pieces.append(
                [
                    ids[at],
                    *(texts_of[at] for texts_of in texts),
                    what,
                    when,
                    *(more_of[at] for more_of in more),
                    whole[at],
                ]
            )
    if not pieces:
        return pd.DataFrame(
            {
                column: np.empty(0, dtype="int64" if column in ("id", "tahun") else object)
                for column in _COLUMNS
            }
        )
    every = [np.concatenate(column) for column in zip(*pieces, strict=True)]
    first = distinct(every[0])
    return pd.DataFrame({column: values[first] for column, values in zip(_COLUMNS, every, strict=True)})


def _grid_rows(angka: pd.DataFrame, known: np.ndarray, numbers: Numbers) -> np.ndarray:
    """ids of figures that stand alone in a cell of a grid and that no typed table holds."""
    block, blocks, column = (
        pd.to_numeric(angka[name], errors="coerce").fillna(-1).to_numpy(dtype="int64")
        for name in ("blok", "r", "c")
    )
    inside = (block >= 0) & (blocks >= 0) & (column >= 0) & (numbers.kelas[: len(angka)] == FIGUR)
    cell = codes(angka["laporan"], block, blocks, column)
    alone = np.bincount(cell[inside], minlength=len(angka) + 1)[cell] == 1
    return np.flatnonzero(inside & alone & ~known)


_FAR = 1 << 30
_WORDS = re.compile(r"[^\W\d_]{3,}")


def _line_names(sel: pd.DataFrame, own: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """For figures of grids: the longest text before the first figure of their line ('' for none), and whether
    that names them.

    Where two lists stand side by side ("Kuda | 15.621 | Daging | 2.884") a later text names what follows it:
    those are left out.
    """
    place = ["laporan", "blok", "r"]
    line, other = codes_of_both([own[name] for name in place], [sel[name] for name in place])
    many = max(line.max(initial=-1), other.max(initial=-1)) + 1
    here = np.isin(other, line) & ~sel["kepala"].to_numpy(dtype=bool)
    texts, at, column = sel["teks"][here], other[here], sel["c"].to_numpy()[here].astype("int64")
    length = each(lambda text: len(" ".join(_WORDS.findall(text))), texts).to_numpy().astype("int64")
    of = pd.to_numeric(own["c"]).to_numpy().astype("int64")
    first, late = np.full(many, _FAR), np.full(many, _FAR)
    np.minimum.at(first, line, of)
    behind = (length >= 4) & (column > first[at])
    np.minimum.at(late, at[behind], column[behind])
    ranked = np.flatnonzero((length >= 4) & (column < first[at]))
    ranked = ranked[np.argsort(length[ranked], kind="stable")]
    name = np.full(many, "", dtype=object)
    name[at[ranked]] = texts.to_numpy(dtype=object)[ranked]  # the longest is written last
    return name[line], of < late[line]


_SORT = ["jenis", "ukuran", "tahun", "dokumen", "bulan"]  # what tells columns apart, before their headings


def cells(
    tables: dict[str, pd.DataFrame], sel: pd.DataFrame, angka: pd.DataFrame, numbers: Numbers
) -> pd.DataFrame:
    """One figure of a table a row, in the order of the document.

    Columns: id, laporan, tabel, nama, induk, ukuran, tahun, dokumen, tanda (what else the header says), kelas
    (of unit), seluruh, value, desimal, rare (at least three digits that count), row, col, tab (whole
    numbers).
    """
    typed = _typed(tables)
    known = np.zeros(len(angka) + 1, dtype=bool)
    known[typed["id"].to_numpy(dtype="int64")] = True
    plain = _grid_rows(angka, known[:-1], numbers)
    some = bool(len(typed))
    typed["key"] = codes(*(typed[name] for name in ("laporan", "tabel", "nama", "induk"))) if some else 0
    typed["sort"] = codes(*(typed[name] for name in _SORT)) if some else 0
    typed["nth"] = nth_of(codes(typed["key"], typed["sort"])) if some else 0
    own = angka.iloc[plain]
    name, named = _line_names(sel, own)
    plain, own, name = plain[named], own[named], name[named]
    rest = pd.DataFrame(
        {
            "id": plain,
            "laporan": own["laporan"].to_numpy(),
            "tabel": own["tabel"].to_numpy(),
            "jenis": "",
            "nama": np.where(name != "", name, own["baris"].to_numpy(dtype=object)),
            "induk": "",
            "seluruh": False,
            "ukuran": "",
            "tahun": NO_YEAR,
            "dokumen": "",
            "bulan": "",
            "tingkat": "",
            "key": -1,
            "sort": -1,
            "nth": 0,
        }
    )
    every = pd.concat([frame for frame in (typed, rest) if len(frame)] or [rest], ignore_index=True)
    ids = every["id"].to_numpy(dtype="int64")
    good = np.flatnonzero((numbers.kelas[ids] == FIGUR) & (every["tabel"].astype(str).to_numpy() != ""))
    every = every.take(good[np.argsort(ids[good])]).reset_index(drop=True)
    return _coded(every, angka, numbers)


def _coded(every: pd.DataFrame, angka: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """`cells` with rows, columns and headers told apart."""
    ids = every["id"].to_numpy(dtype="int64")
    place = {
        name: pd.to_numeric(angka[name], errors="coerce").fillna(-1).to_numpy(dtype="int64")[ids]
        for name in ("blok", "r", "c")
    }
    gridded = (place["r"] >= 0) & (place["c"] >= 0)
    every["tab"] = codes(every["laporan"], every["tabel"])
    typed = every["key"].to_numpy() >= 0
    line = codes(every["tab"], place["blok"], place["r"])
    row = codes(every["key"], every["nth"], np.where(typed, 0, line + 1))
    row = _printed_rows(row, codes(line, every["nama"]), typed & gridded)
    # a figure that nothing typed stands in the typed row of its line, where there is one
    first = np.full(len(every) + 1, -1)
    first[line[typed & gridded][::-1]] = np.flatnonzero(typed & gridded)[::-1]
    home = np.where(~typed & gridded, first[line], -1)
    row = np.where(home >= 0, row[home], row)
    for name in ("nama", "induk", "seluruh"):
        every[name] = np.where(home >= 0, every[name].to_numpy()[home], every[name].to_numpy())
    every["row"] = codes(row)
    every["judul"] = each(str, angka["kolom_cetak"].fillna("").astype(object)).to_numpy()[ids]
    label = codes(every["sort"], every["judul"])
    every["col"] = codes(every["tab"], np.where(typed, label, -1), np.where(typed, -1, place["c"]))
    said = _said(every)
    own = each(lambda measure: "" if _NUMBERED.search(measure) else measure, every["ukuran"])
    every["ukuran"] = own.where(~among(own, ""), said.pop("ukuran"))
    year = every["tahun"].to_numpy(dtype="int64")
    every["tahun"] = np.where(year > 0, year, said.pop("tahun")).astype("int64")
    for name, values in said.items():
        every[name] = values
    every["satuan"] = _unit(every["ukuran"], pd.Series(angka["satuan"].to_numpy()[ids]))
    every["akhir"] = _closing(every)
    every["value"], every["desimal"] = numbers.value[ids], numbers.desimal[ids]
    every["digits"] = _digits(numbers.mantissa[ids])
    every["rare"] = every["digits"] >= 3
    every["nama"] = each(str, every["nama"].fillna(""))
    every["nama_kunci"] = normalise(every["nama"])
    cell = codes(every["row"], every["col"])
    alone = np.bincount(cell)[cell] == 1 if len(cell) else cell.astype(bool)
    return every[alone].reset_index(drop=True)


def _said(every: pd.DataFrame) -> dict[str, np.ndarray]:
    """What the headers of cells say, one a row: ukuran, tahun, tanda, setara, kata_satuan. Read once for each
    header, document and month."""
    same = codes(every["judul"], every["dokumen"], every["bulan"])
    head, document, month = (
        each(str, every[name].iloc[firsts(same)].fillna("").reset_index(drop=True))
        for name in ("judul", "dokumen", "bulan")
    )
    told = head + " " + document + " " + month
    year = each(header_year, head).astype("int64")
    sign = each(_all_matches(words()["tanda"]), told)
    dated = each(lambda sign: sign.replace("lalu", "").strip(), sign)  # "tahun lalu (2015)" is 2015
    sign = dated.where(year.gt(0), sign)
    said = {
        "ukuran": each(_first_match(words()["ukuran"]), head),
        "tahun": year,
        "tanda": sign,
        "setara": _of_year(sign, each(_closes, told).ne("").to_numpy()),
        "kata_satuan": each(header_unit, head),
    }
    return {name: np.asarray(values)[same] for name, values in said.items()}


def _printed_rows(row: np.ndarray, line: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Rows of typed tables that have one name and stand on one line are one printed row (its years are typed
    apart)."""
    many_rows, many_lines = row.max(initial=-1) + 1, line.max(initial=-1) + 1
    return groups(many_rows + many_lines, row[here], many_rows + line[here])[row]


def _closing(every: pd.DataFrame) -> np.ndarray:
    """Targets of the last of three years or more in one table: the end of a plan, unless the report has
    targets of a later year."""
    target = among(every["ukuran"], "target") & every["tahun"].gt(0).to_numpy()
    tab, year = every["tab"].to_numpy(), every["tahun"].to_numpy()
    last = np.zeros(len(every) + 1, dtype="int64")
    np.maximum.at(last, tab[target], year[target])
    at = np.flatnonzero(target)
    years = np.bincount(tab[at[distinct(tab[at], year[at])]], minlength=len(every) + 1) if len(at) else last
    report = codes(every["laporan"])
    latest = np.zeros(len(every) + 1, dtype="int64")
    np.maximum.at(latest, report[target], year[target])
    return target & (year == last[tab]) & (years[tab] >= 3) & (year == latest[report])


def _unit(measure: pd.Series, unit: pd.Series) -> np.ndarray:
    """'%' · 'Rp' · '' where neither the figure nor its column says: money is no share, and no count."""
    share = among(unit, "%", "persen") | among(measure, "capaian", "capaian_akhir", "persen")
    money = among(unit, "Rp") | among(measure, "pagu", "pagu_awal", "serapan", "sisa")
    return np.select([share, money], ["%", "Rp"], "")


def _digits(mantissa: np.ndarray) -> np.ndarray:
    """How many digits count: without zeros at the end ("750.000.000" has two)."""
    left = np.abs(mantissa)
    for _ in range(18):
        left = np.where((left > 0) & (left % 10 == 0), left // 10, left)
    return np.where(left > 0, np.floor(np.log10(np.maximum(left, 1))) + 1, 0).astype("int64")
