"""Direction (arah) of each indicator, by rank of evidence.

Rank 1: an explicit column, the profile, a target printed as a bound ("≤ 25"), or a sentence that names the
indicator.
2: its own words and definition.
3: the path of its targets over the years. 4: the verb of the sasaran, where it names the same noun.
5: the formula that the row's own capaian fits to its last digit, in more of its years than realisasi over
target.
A lower rank that disagrees is noted; a conflict within rank 1 leaves the direction open (ragu).
"""

import numpy as np
import pandas as pd

from cermat.checks.settle.names import has, normalise
from cermat.schemas.keys import among, codes, distinct, find, first_of, frame, ranks

RISING, FALLING, OPEN = "naik", "turun", "ragu"
EVIDENCE = ["laporan", "kunci", "arah", "peringkat", "bukti", "tabel", "garis", "halaman"]


def _rows(rows: pd.DataFrame, direction, rank: int, words) -> list[np.ndarray]:
    """Evidence about rows, as arrays of EVIDENCE; direction, words: one for all, or one each."""

    def each_of(value) -> np.ndarray:
        return value if isinstance(value, np.ndarray) else np.full(len(rows), value, dtype=object)

    own = [rows[column].to_numpy() for column in ("laporan", "kunci", "tabel", "garis", "halaman")]
    return [*own[:2], each_of(direction), np.full(len(rows), rank), each_of(words), *own[2:]]


def _own_words(names: pd.DataFrame, vocabulary: dict) -> list[np.ndarray]:
    """Rank 2: a falling noun makes it falling, unless a word before or around it turns it round."""
    key = normalise(names["kunci"])
    falls, turned, unclear, sure = (
        has(key, "|".join(vocabulary[kind])).to_numpy() for kind in ("turun", "balik", "ragu", "pasti_turun")
    )
    told = falls & has(key, vocabulary["keterangan"]).to_numpy()
    direction = np.select([sure, turned, told, falls, unclear], [FALLING, RISING, OPEN, FALLING, OPEN], "")
    known = direction != ""
    return _rows(names[known], direction[known].astype(object), 2, "kata-kata indikator itu sendiri")


def _target_path(series: pd.DataFrame) -> list[np.ndarray]:
    """Rank 3: targets of one indicator that only fall (or only rise) over the years."""
    at = np.flatnonzero(among(series["ukuran"], "target") & (series["tahun"].to_numpy() > 0))
    known = series.take(at[np.isfinite(series["value"].to_numpy()[at])])
    known = known.take(distinct(known["laporan"], known["kunci"], known["tahun"]))
    known = known.take(
        np.lexsort((known["tahun"], *(ranks(known[column].to_numpy()) for column in ("kunci", "laporan"))))
    )
    same = codes(known["laporan"], known["kunci"])
    start = np.flatnonzero(np.diff(same, prepend=-1))
    step = np.diff(known["value"].to_numpy(), prepend=0.0)
    step[start] = 0.0
    up, down = (np.bincount(same, moved) > 0 for moved in (step > 0, step < 0))
    one_way = up ^ down
    path, down = known.iloc[start[one_way]], down[one_way]
    last = known["tahun"].to_numpy()[np.append(start, len(known))[1:][one_way] - 1]
    span = path["tahun"].astype(str).to_numpy(dtype=object) + "–" + last.astype(str).astype(object)
    way = np.where(down, FALLING, RISING).astype(object)
    return _rows(path, way, 3, "target " + span + np.where(down, " menurun", " meningkat"))


def _sasaran_verb(indikator: pd.DataFrame, vocabulary: dict) -> list[np.ndarray]:
    """Rank 4: 'Menurunnya X' over an indicator that names X."""
    rows = indikator[~among(indikator["sasaran"], "")]
    rows = rows.take(distinct(rows["laporan"], rows["kunci"], rows["sasaran"]))
    verb, key = normalise(rows["sasaran"]), normalise(rows["kunci"])
    falls = has(verb, vocabulary["sasaran_turun"])
    common = set(vocabulary["kata_umum"])
    noun = [[word for word in text.split(" ")[1:] if word not in common] for text in verb]
    # its first noun says what falls: "menurunnya risiko bencana" speaks of no "desa tangguh bencana"
    shared = [bool(nouns) and nouns[0] in name.split(" ") for nouns, name in zip(noun, key, strict=True)]
    rows = rows[falls & np.array(shared, dtype=bool)]
    return _rows(rows, FALLING, 4, ("sasaran '" + rows["sasaran"] + "'").to_numpy())


def _formula_votes(series: pd.DataFrame) -> pd.DataFrame:
    """Rows of `series`, one an indicator, + turun, naik: in how many years the capaian is to its last digit
    what a formula for falling indicators gives and not realisasi over target, and the other way round."""
    known = series[
        among(series["ukuran"], "target", "realisasi", "capaian") & among(series["jenis_baris"], "indikator")
    ]
    row = codes(known["laporan"], known["kunci"], known["tahun"], known["tabel"])
    first = np.unique(row, return_index=True)[1]
    target, result, score, decimals = (np.full(len(first), np.nan) for _ in range(4))
    for measure, values in (("target", target), ("realisasi", result), ("capaian", score)):
        at = np.flatnonzero(known["ukuran"].eq(measure))[
            ::-1
        ]  # backwards, so that the first of several stays
        values[row[at]] = known["value"].to_numpy()[at]
        decimals[row[at]] = known["desimal"].to_numpy()[at]  # of the capaian in the end
    first, target, result, score, decimals = (
        values[(target > 0) & (result >= 0) & np.isfinite(score)]
        for values in (first, target, result, score, decimals)
    )
    unit = 10.0**-decimals
    per_target = target / np.where(result > 0, result, np.nan) * 100
    falls = _to_the_digit((2 * target - result) / target * 100, score, unit) | _to_the_digit(
        per_target, score, unit
    )
    rises = _to_the_digit(result / target * 100, score, unit)
    falling, rising = falls & (np.abs(result / target * 100 - score) > 1), rises & ~falls
    report, name, year = (known[column].to_numpy()[first] for column in ("laporan", "kunci", "tahun"))
    one = codes(report, name)
    a_year = codes(one, year)
    start, once = np.unique(one, return_index=True)[1], np.unique(a_year, return_index=True)[1]
    falling, rising = (np.bincount(a_year, votes, minlength=len(once)) > 0 for votes in (falling, rising))
    turun, naik = (np.bincount(one[once], votes, minlength=len(start)) for votes in (falling, rising))
    order = np.lexsort((ranks(name[start]), ranks(report[start])))
    # the row that speaks for an indicator is the first one of its earliest year
    early = np.lexsort((np.arange(len(one)), year, one))
    speaks = early[np.diff(one[early], prepend=-1) > 0]
    return known.iloc[first[speaks][order]].assign(turun=turun[order], naik=naik[order])


def _own_formula(votes: pd.DataFrame) -> list[np.ndarray]:
    """Rank 5: in most years the capaian is what a formula for falling indicators gives."""
    words = "capaiannya sampai angka terakhir hasil rumus indikator yang makin rendah makin baik"
    return _rows(votes[votes["turun"] > votes["naik"]], FALLING, 5, words)


def _meant(path: list[np.ndarray], votes: pd.DataFrame) -> list[np.ndarray]:
    """Paths of targets without those that fall although the report's own capaian is realisasi over target:
    "4, then 2 dokumen" may be what is left to do, and more of it still better."""
    plain = votes[votes["naik"] > votes["turun"]]
    doubted = find(path[:2], [plain["laporan"], plain["kunci"]]) >= 0
    keep = ~(doubted & (path[2] == FALLING))
    return [column[keep] for column in path]


def _to_the_digit(exact: np.ndarray, printed: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Is a printed figure a recomputed one, rounded or cut at its last digit?"""
    tiny = 1e-9 * np.maximum(np.abs(exact), 1)
    rounded = np.abs(exact - printed) <= unit / 2 + tiny
    return rounded | ((exact - printed >= -tiny) & (exact - printed < unit))


def settle_direction(
    tables: dict, series: pd.DataFrame, vocabulary: dict, profile: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Direction by report and indicator.

    Returns (settled, evidence): settled has laporan, kunci, arah (naik | turun | ragu), peringkat (9: no
    evidence, taken as rising); evidence has EVIDENCE, all ranks.
    """
    indikator, klaim = tables["indikator"], tables["klaim"]
    both = [indikator, tables["seri"]]
    told = {
        column: np.concatenate([frame[column].to_numpy() for frame in both])
        for column in ("laporan", "kunci", "tabel", "garis", "halaman")
    }
    once = np.flatnonzero(told["kunci"] != "")
    once = once[distinct(told["laporan"][once], told["kunci"][once])]
    names = _evidence([[told[column][once] if column in told else once for column in EVIDENCE]])
    told_in = [tables[name] for name in ("indikator", "seri", "definisi")]
    printed = pd.concat(told_in, ignore_index=True)
    printed = printed[~among(printed["arah_tercetak"], "")]
    bounded = indikator[among(indikator["batas"], "maks", "min")]
    said = klaim[among(klaim["jenis"], "arah_turun", "arah_naik")]
    way = np.where(among(said["jenis"], "arah_turun"), FALLING, RISING).astype(object)
    bound = np.where(among(bounded["batas"], "maks"), FALLING, RISING).astype(object)
    votes = _formula_votes(series)
    own = profile.reindex(columns=EVIDENCE)
    evidence = _evidence(
        [
            *([[own[column].to_numpy() for column in EVIDENCE]] if len(own) else []),
            _rows(printed, printed["arah_tercetak"].to_numpy(dtype=object), 1, "kolom arah di tabel"),
            _rows(said, way, 1, "kalimat laporan tentang indikator ini"),
            _rows(bounded, bound, 1, "target tercetak sebagai batas"),
            _own_words(names, vocabulary),
            _meant(_target_path(series), votes),
            _sasaran_verb(indikator, vocabulary),
            _own_formula(votes),
        ]
    )
    code = codes(evidence["laporan"], evidence["kunci"])
    rank, arah = evidence["peringkat"].to_numpy(dtype="int64"), evidence["arah"].to_numpy(dtype=object)
    best = np.full(len(code), 9)
    np.minimum.at(best, code, rank)
    top = np.flatnonzero(rank == best[code])  # the evidence that decides
    torn = np.zeros(len(code), dtype=bool)
    torn[code[top][arah[top] != arah[top][first_of(code[top])]]] = True
    at = find(
        [names["laporan"], names["kunci"]],
        [evidence[column].to_numpy()[top] for column in ("laporan", "kunci")],
    )
    decided = np.append(np.where(torn[code[top]], OPEN, arah[top]), RISING)[at]
    texts = {"laporan": names["laporan"].to_numpy(), "kunci": names["kunci"].to_numpy(), "arah": decided}
    return frame(texts, {"peringkat": np.append(rank[top], 9)[at]}), evidence


def _evidence(pieces: list[list[np.ndarray]]) -> pd.DataFrame:
    """Pieces of evidence as one table of EVIDENCE."""
    columns = dict(zip(EVIDENCE, map(np.concatenate, zip(*pieces, strict=True)), strict=True))
    whole = ("peringkat", "garis", "halaman")
    return frame(
        {column: columns[column] for column in EVIDENCE if column not in whole},
        {column: columns[column] for column in whole},
    )
