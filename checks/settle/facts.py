"""Long tables that rules compare across sections: values of indicators, and `fakta`: which numbers say the
same."""

import numpy as np
import pandas as pd

from cermat.checks.operands import Numbers
from cermat.checks.settle.names import normalise
from cermat.schemas.keys import among, codes, distinct, find, first_of, frame, listed, means, nth_of, ranks

PLACE = ["tabel", "bagian", "halaman", "baris", "garis"]
AVERAGE = "Rata-rata capaian"
SURE = 0.7  # of a mention that may accuse another
_TABLE = ["laporan", "tabel", "tahun"]
_SAME = ["entitas", "ukuran", "tahun", "kelas_satuan", "kelas_dokumen"]  # of the mentions of one fact


# of `indikator`: column, what it measures, years from the table's own
_MEASURES = (
    ("target", "target", 0),
    ("realisasi", "realisasi", 0),
    ("capaian", "capaian", 0),
    ("realisasi_lalu", "realisasi", -1),
    ("capaian_lalu", "capaian", -1),
    ("target_depan", "target", 1),
    ("capaian_akhir", "capaian_akhir", 0),
    ("target_akhir", "target_akhir", 0),
)


def _take(frame: pd.DataFrame, measures: tuple) -> pd.DataFrame:
    """The printed values of some columns, one a row, in the order of `measures` (see _MEASURES)."""
    keep = [
        column
        for column in [
            "laporan",
            "kunci",
            "sasaran",
            "satuan",
            "tahun",
            "jenis_baris",
            "dokumen",
            "arah",
            *PLACE,
        ]
        if column in frame
    ]
    ids = [frame[column].to_numpy(dtype="int64") for column, _, _ in measures]
    at = [np.flatnonzero(ids_of >= 0) for ids_of in ids]
    which = np.repeat(np.arange(len(at)), [len(rows_of) for rows_of in at])
    rows = frame[keep].iloc[np.concatenate(at)]
    year = rows["tahun"].to_numpy()
    return rows.assign(
        nilai=np.concatenate([ids_of[rows_of] for ids_of, rows_of in zip(ids, at, strict=True)]),
        ukuran=np.array([name for _, name, _ in measures], dtype=object)[which],
        tahun=np.where(year > 0, year + np.array([shift for _, _, shift in measures])[which], -1),
    )


def long_values(tables: dict[str, pd.DataFrame], numbers: Numbers) -> pd.DataFrame:
    """Values of indicators, one a row, of `indikator` and `seri`.

    Columns: laporan, kunci, sasaran, satuan, ukuran (target | realisasi | capaian | capaian_akhir), tahun,
    jenis_baris, dokumen, arah, nilai (id), value, desimal, the place columns, kelompok (which indicators the
    table or sasaran holds).
    """
    series = _take(tables["seri"], (("nilai", "", 0),))
    series["ukuran"] = tables["seri"]["ukuran"].reindex(series.index)
    long = pd.concat([_take(tables["indikator"], _MEASURES), series], ignore_index=True)
    long[["dokumen", "arah"]] = long[["dokumen", "arah"]].fillna("")
    long["jenis_baris"] = long["jenis_baris"].replace("", "indikator").fillna("indikator")
    long["value"] = numbers.value[long["nilai"].to_numpy(dtype="int64")]
    long["desimal"] = numbers.desimal[long["nilai"].to_numpy(dtype="int64")]
    return long


def groups(long: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which indicators a table (or a sasaran within it) holds, as a name that is the same wherever the same
    set stands.

    Returns (by table, by table and sasaran): laporan, tabel[, sasaran], kelompok, banyak (number of
    indicators).
    """
    rows = long[among(long["jenis_baris"], "indikator") & ~among(long["kunci"], "")]
    name = rows["kunci"].to_numpy(dtype=object)
    order = ranks(name)

    def named(keys: list[str]) -> pd.DataFrame:
        columns = {column: rows[column].to_numpy(dtype=object) for column in keys}
        group = codes(*columns.values())
        once = distinct(group, name)
        once = once[np.argsort(order[once], kind="stable")]
        first = distinct(group)
        by = np.lexsort([ranks(texts_of[first]) for texts_of in reversed(columns.values())])
        texts = {column: texts_of[first][by] for column, texts_of in columns.items()}
        texts["kelompok"] = listed(group[once], name[once], "; ")[by]
        return frame(texts, {"banyak": np.bincount(group[once], minlength=len(first))[by]})

    return named(["laporan", "tabel"]), named(["laporan", "tabel", "sasaran"])


def with_averages(
    rows: pd.DataFrame, average: np.ndarray, table_of: str, by_table: pd.DataFrame, by_sasaran: pd.DataFrame
) -> np.ndarray:
    """Canonical subjects of rows, those of averages (bool) put in."""
    name = rows["kunci"].to_numpy(dtype=object).copy()
    if average.any():
        name[average] = name_averages(rows[average], table_of, by_table, by_sasaran)
    return name


def name_averages(
    rows: pd.DataFrame, table_of: str, by_table: pd.DataFrame, by_sasaran: pd.DataFrame
) -> pd.Series:
    """Canonical subject of an average: 'Rata-rata capaian: a; b' by the table it belongs to (column
    `table_of`)."""
    if rows.empty:
        return pd.Series("", index=rows.index, dtype=object)
    own = [rows["laporan"], rows[table_of]]
    name = _group_at(by_table, find(own, [by_table["laporan"], by_table["tabel"]]))
    if "sasaran" in rows:
        at = find([*own, rows["sasaran"]], [by_sasaran[column] for column in ("laporan", "tabel", "sasaran")])
        name = np.where(~among(rows["sasaran"], "") & (at >= 0), _group_at(by_sasaran, at), name)
    told = [f"{AVERAGE}: {told_name}" if isinstance(told_name, str) else "" for told_name in name.tolist()]
    return pd.Series(told, index=rows.index, dtype=object)


def _group_at(groups: pd.DataFrame, at: np.ndarray) -> np.ndarray:
    """kelompok of some rows (object), None at -1."""
    return np.append(groups["kelompok"].to_numpy(dtype=object), np.array([None]))[at]


def name_sasaran(rows: pd.DataFrame, by_sasaran: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Rows whose subject is the name of a sasaran: (subject, measure) that is meant.

    A sasaran with one indicator is that indicator; with several, capaian is the average of its indicators.
    """
    subject, measure = rows["kunci"].copy(), rows["ukuran"].copy()
    if by_sasaran.empty or rows.empty:
        return subject, measure
    here = among(rows["ukuran"], "capaian", "rata_rata")
    name = normalise(by_sasaran["sasaran"]).to_numpy(dtype=object)
    order = np.argsort(-by_sasaran["banyak"].to_numpy(), kind="stable")
    order = order[name[order] != ""]
    known, name = by_sasaran.iloc[order], name[order]
    said = normalise(rows["subjek"])
    near = find([rows["laporan"], rows["acuan"], said], [known["laporan"], known["tabel"], name])
    far = find([rows["laporan"], said], [known["laporan"], name])
    at = np.where(near >= 0, near, far)
    group, count = _group_at(known, at), np.append(known["banyak"].to_numpy(), 0)[at]
    here = here & pd.notna(group)
    one = here & (count == 1)
    subject[one], measure[one] = group[one], "capaian"
    several = here & (count > 1)
    subject[several] = [f"{AVERAGE}: {name}" for name in group[several]]
    measure[several] = "rata_rata"
    return subject, measure


def facts(
    penyebutan: pd.DataFrame, long: pd.DataFrame, angka: pd.DataFrame, numbers: Numbers
) -> pd.DataFrame:
    """`fakta`: the sure mentions; numbers with the same key say the same.

    Columns: laporan, kunci, ukuran, tahun, kelas_satuan, kelas_dokumen, nilai (id), satu (whole number of the
    fact), urutan (0 = first in the document), place. A key that one table gives twice is no fact (a name
    alone does not tell its rows apart).
    """
    sure_ones = penyebutan[penyebutan["yakin"] >= SURE]
    kind = angka["tabel_tipe"].to_numpy()[sure_ones["nilai"].to_numpy(dtype="int64")]
    one = codes(*(sure_ones[column] for column in _SAME))
    passage = codes(one, sure_ones["tabel"], kind)
    differs = sure_ones["value"].to_numpy() != sure_ones["value"].to_numpy()[first_of(passage)]
    several = (np.bincount(passage, differs) > 0)[passage]
    # two values in one passage of prose do contradict each other
    at = np.flatnonzero(~several | np.isin(kind, ["klaim", "predikat"]))
    place = angka["garis"].to_numpy()[sure_ones["nilai"].to_numpy(dtype="int64")]
    at = at[np.lexsort((place[at], ranks(sure_ones["laporan"].to_numpy())[at]))]
    sure_ones, one = sure_ones.take(at).reset_index(drop=True), one[at]
    sure_ones["satu"], sure_ones["urutan"] = one, nth_of(one)
    sure_ones["urutan"] = np.where(
        _unit_open(sure_ones, first_of(one), numbers) | _other_mean(sure_ones, long, numbers),
        -1,
        sure_ones["urutan"],
    )
    sure_ones["subjek"] = sure_ones["kunci"]
    return sure_ones


def _other_mean(facts_told: pd.DataFrame, long: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """Averages that are the mean of their table's rows, or of its sasaran: where the first mention is the
    other one, the two do not contradict each other."""
    result = np.zeros(len(facts_told), dtype=bool)
    here = np.flatnonzero(among(facts_told["ukuran"], "rata_rata") & (facts_told["urutan"].to_numpy() > 0))
    measure = long["ukuran"].to_numpy(dtype=object)
    printed = np.flatnonzero(measure == "rata_rata")
    rows = np.flatnonzero(among(long["jenis_baris"], "indikator") & (measure == "capaian"))
    if not len(here) or not len(printed) or not len(rows):
        return result
    by_table, by_name = (
        [long[column].to_numpy()[at] for column in columns]
        for columns, at in ((_TABLE, rows), (["laporan", "kunci", "tahun"], printed))
    )
    table = codes(*by_table)
    part = codes(table, long["sasaran"].to_numpy(dtype=object)[rows])
    value = numbers.value[long["nilai"].to_numpy(dtype="int64")[rows]]
    every, parts = means(table, value), means(part, value)
    of_parts = means(table[distinct(part)], parts)
    meant = find([facts_told[column].to_numpy()[here] for column in ("laporan", "kunci", "tahun")], by_name)
    nothing = np.array([None])
    meant = find([np.append(long[column].to_numpy()[printed], nothing)[meant] for column in _TABLE], by_table)
    meant = np.append(table, -1)[meant]
    ids = facts_told["nilai"].to_numpy(dtype="int64")[here]
    unit = 0.5001 * 10.0 ** -numbers.desimal[ids].astype("float64")
    for mean in (every, of_parts):
        result[here] |= np.abs(np.append(mean, np.nan)[meant] - numbers.value[ids]) <= unit
    return result


def _unit_open(facts_told: pd.DataFrame, start: np.ndarray, numbers: Numbers) -> np.ndarray:
    """Amounts that are the first mention's (at `start`) times 1.000 or 1.000.000 (any figure: times a
    milliard or a trillion), as far as they are printed: a unit is not said, so they do not contradict."""
    ids = facts_told["nilai"].to_numpy(dtype="int64")
    money = among(facts_told["kelas_satuan"], "Rp") | among(facts_told["ukuran"], "pagu", "serapan", "sisa")
    size, half = np.abs(numbers.value[ids]), 0.5 * 10.0 ** -numbers.desimal[ids].astype("float64")
    half = np.where(numbers.desimal[ids] == 0, 0.0, half)
    same = np.zeros(len(facts_told), dtype=bool)
    for times in (1e3, 1e6, 1e-3, 1e-6, 1e9, 1e12, 1e-9, 1e-12):
        fits = np.abs(size[start] * times - size) <= (half[start] * times + half) * 1.0001 + 1e-9 * size
        same |= fits & (money | (max(times, 1 / times) > 1e8))
    return same & (size > 0) & (facts_told["urutan"].to_numpy() > 0)
