"""The least that a nation's year could cost: read the Parquet, turn texts into floats, and do the same comparisons in NumPy.

No intervals, no settling, no matching of names that are spelt otherwise, no findings: only how many do not agree to half a unit.
"""

import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

GROUPS = 20  # row groups read together


def figures(column) -> np.ndarray:
    """Floats of a column of Indonesian texts, NaN where there is none."""
    plain = pc.replace_substring_regex(column, r"[^0-9,\-]", "")
    plain = pc.replace_substring(plain, ",", ".")
    plain = pc.if_else(
        pc.match_substring_regex(plain, r"^-?\d+(\.\d+)?$"), plain, pa.scalar(None, pa.string())
    )
    return pc.cast(plain, pa.float64()).to_numpy(zero_copy_only=False)


def codes(*columns) -> np.ndarray:
    """Whole numbers of rows that agree in every column."""
    made = np.zeros(len(columns[0]), dtype="int64")
    for column in columns:
        own = pc.dictionary_encode(column).combine_chunks().indices.to_numpy()
        made = np.unique(made * (own.max(initial=0) + 1) + own, return_inverse=True)[1]
    return made


def parts(folder: Path, name: str, columns: list[str]):
    """A table, some row groups at a time."""
    with pq.ParquetFile(folder / f"{name}.parquet") as file:
        for start in range(0, file.num_row_groups, GROUPS):
            yield file.read_row_groups(
                range(start, min(start + GROUPS, file.num_row_groups)), columns=columns
            )


class Tally:
    """How many comparisons, and how many that do not agree."""

    def __init__(self) -> None:
        self.many = self.apart = 0

    def hold(self, stated: np.ndarray, *computed: np.ndarray, unit: float = 0.51) -> None:
        """Is a stated figure one of those computed, to a unit?"""
        with np.errstate(invalid="ignore"):
            close = np.min([np.abs(stated - one) for one in computed], axis=0)
        known = np.isfinite(close)
        self.many += int(known.sum())
        self.apart += int((close[known] > unit).sum())


def sums(values: np.ndarray, child: np.ndarray, parent: np.ndarray) -> np.ndarray:
    """Of each row the sum of those that name it; NaN where none does."""
    size = max(child.max(initial=0), parent.max(initial=0)) + 1
    known = np.isfinite(values)
    total, many = (
        np.bincount(child[known], values[known], minlength=size),
        np.bincount(child[known], minlength=size),
    )
    return np.where(many[parent] > 0, total[parent], np.nan)


def indicators(folder: Path, tally: Tally) -> None:
    for rows in parts(
        folder,
        "indikator",
        [
            "laporan",
            "tabel",
            "indikator",
            "tahun",
            "jenis_baris",
            "target",
            "realisasi",
            "capaian",
            "target_akhir",
            "capaian_akhir",
        ],
    ):
        aim, got, score, end, to_end = (
            figures(rows[name])
            for name in ("target", "realisasi", "capaian", "target_akhir", "capaian_akhir")
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            for stated, target in ((score, aim), (to_end, end)):
                tally.hold(stated, got / target * 100, (2 * target - got) / target * 100, target / got * 100)
        table = codes(rows["laporan"], rows["tabel"])
        row = pc.equal(rows["jenis_baris"], "indikator").to_numpy()
        known = row & np.isfinite(score)
        size = table.max(initial=0) + 1
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = np.bincount(table[known], score[known], minlength=size) / np.bincount(
                table[known], minlength=size
            )
        tally.hold(np.where(row, np.nan, score), mean[table])
        fact = codes(rows["laporan"], rows["indikator"], rows["tahun"])
        for values in (aim, got):
            first = np.full(fact.max(initial=0) + 1, np.nan)
            at = np.flatnonzero(np.isfinite(values))[::-1]
            first[fact[at]] = values[at]
            tally.hold(values, first[fact], unit=1e-9)


def budgets(folder: Path, tally: Tally) -> None:
    for rows in parts(
        folder, "anggaran", ["laporan", "tabel", "kode", "induk", "pagu", "realisasi", "persen", "sisa"]
    ):
        have, used, share, left = (figures(rows[name]) for name in ("pagu", "realisasi", "persen", "sisa"))
        with np.errstate(divide="ignore", invalid="ignore"):
            tally.hold(share, used / have * 100)
        tally.hold(left, have - used)
        tally.hold(used, np.minimum(used, have))
        both = pa.chunked_array([rows["kode"].combine_chunks(), rows["induk"].combine_chunks()])
        twice = [pa.chunked_array(2 * [rows[name].combine_chunks()]) for name in ("laporan", "tabel")]
        code = codes(*twice, both)
        own, parent = np.split(code, 2)
        named = pc.not_equal(rows["induk"], "").to_numpy()
        for values in (have, used, left):
            tally.hold(values, sums(np.where(named, values, np.nan), parent, own))


def counts(folder: Path, tally: Tally) -> None:
    for rows in parts(
        folder, "rincian", ["laporan", "tabel", "kode", "induk", "ukuran", "ukuran_induk", "peran", "nilai"]
    ):
        values = figures(rows["nilai"])
        for child, parent, beside in (("induk", "kode", "ukuran"), ("ukuran_induk", "ukuran", "kode")):
            twice = [
                pa.chunked_array(2 * [rows[name].combine_chunks()]) for name in ("laporan", "tabel", beside)
            ]
            code = codes(
                *twice, pa.chunked_array([rows[parent].combine_chunks(), rows[child].combine_chunks()])
            )
            own, above = np.split(code, 2)
            named = pc.not_equal(rows[child], "").to_numpy()
            mean = pc.equal(rows["peran"], "rata_rata").to_numpy()
            tally.hold(np.where(mean, np.nan, values), sums(np.where(named, values, np.nan), above, own))


def written(folder: Path, tally: Tally) -> None:
    for rows in parts(folder, "perhitungan", ["operasi", "a", "b", "c", "hasil"]):
        a, b, c, result = (figures(rows[name]) for name in ("a", "b", "c", "hasil"))
        kind = np.array(rows["operasi"].to_pylist(), dtype=object)
        with np.errstate(divide="ignore", invalid="ignore"):
            ways = {
                "bagi_persen": a / b * 100,
                "tambah": a + b,
                "kurang": a - b,
                "kali": a * b,
                "bagi": a / b,
                "bagi_kali": a / b * c,
            }
            ways |= {"ubah_persen": np.abs(a - b) / b * 100, "tambah_kurang": a + b - c, "sama": a}
        for name, made in ways.items():
            tally.hold(np.where(kind == name, result, np.nan), made)


def main(folder: Path) -> None:
    start, tally = time.process_time(), Tally()
    for part in (indicators, budgets, counts, written):
        part(folder, tally)
    print(time.process_time() - start, tally.many, tally.apart)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
