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

from checks.settle.names import has, normalise
from schemas.keys import codes, find, first_of, ranks

RISING, FALLING, OPEN = "naik", "turun", "ragu"
EVIDENCE = ["laporan", "kunci", "arah", "peringkat", "bukti", "tabel", "garis", "halaman"]


def _rows(frame: pd.DataFrame, direction, rank: int, words) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "laporan": frame["laporan"].to_numpy(),
            "kunci": frame["kunci"].to_numpy(),
            "arah": direction,
            "peringkat": rank,
            "bukti": words,
            "tabel": frame["tabel"].to_numpy(),
            "garis": frame["garis"].to_numpy(),
            "halaman": frame["halaman"].to_numpy(),
        }
    )


def _own_words(names: pd.DataFrame, vocabulary: dict) -> pd.DataFrame:
    """Rank 2: a falling noun makes it falling, unless a word before or around it turns it round."""
    key = normalise(names["kunci"])
    falls = has(key, "|".join(vocabulary["turun"]))
    turned = has(key, "|".join(vocabulary["balik"]))
    unclear = has(key, "|".join(vocabulary["ragu"]))
    sure = has(key, "|".join(vocabulary["pasti_turun"]))
    told = falls & has(key, vocabulary["keterangan"])
    direction = np.select([sure, turned, told, falls, unclear], [FALLING, RISING, OPEN, FALLING, OPEN], "")
    made = _rows(names, direction, 2, "kata-kata indikator itu sendiri")
    return made[made["arah"] != ""]


def _target_path(series: pd.DataFrame) -> pd.DataFrame:
    """Rank 3: targets of one indicator that only fall (or only rise) over the years."""
    s = series[(series["ukuran"] == "target") & series["value"].notna() & (series["tahun"] > 0)]
    s = s.drop_duplicates(["laporan", "kunci", "tahun"]).sort_values(["laporan", "kunci", "tahun"])
    same = codes(s["laporan"], s["kunci"])
    start = np.flatnonzero(np.diff(same, prepend=-1))
    step = np.diff(s["value"].to_numpy(), prepend=0.0)
    step[start] = 0.0
    up, down = (np.bincount(same, moved) > 0 for moved in (step > 0, step < 0))
    one_way = up ^ down
    path, down = s.iloc[start[one_way]], down[one_way]
    last = s["tahun"].to_numpy()[np.append(start, len(s))[1:][one_way] - 1]
    span = path["tahun"].astype(str).to_numpy(dtype=object) + "–" + last.astype(str).astype(object)
    return _rows(
        path, np.where(down, FALLING, RISING), 3, "target " + span + np.where(down, " menurun", " meningkat")
    )


def _sasaran_verb(indikator: pd.DataFrame, vocabulary: dict) -> pd.DataFrame:
    """Rank 4: 'Menurunnya X' over an indicator that names X."""
    rows = indikator[indikator["sasaran"].ne("")].drop_duplicates(["laporan", "kunci", "sasaran"])
    verb, key = normalise(rows["sasaran"]), normalise(rows["kunci"])
    falls = has(verb, vocabulary["sasaran_turun"])
    common = set(vocabulary["kata_umum"])
    noun = [[w for w in v.split(" ")[1:] if w not in common] for v in verb]
    # its first noun says what falls: "menurunnya risiko bencana" speaks of no "desa tangguh bencana"
    shared = [bool(n) and n[0] in k.split(" ") for n, k in zip(noun, key, strict=True)]
    rows = rows[falls & np.array(shared, dtype=bool)]
    return _rows(rows, FALLING, 4, ("sasaran '" + rows["sasaran"] + "'").to_numpy())


def _formula_votes(series: pd.DataFrame) -> pd.DataFrame:
    """Rows of `series`, one an indicator, + turun, naik: in how many years the capaian is to its last digit
    what a formula for falling indicators gives and not realisasi over target, and the other way round."""
    s = series[
        series["ukuran"].isin(["target", "realisasi", "capaian"]) & series["jenis_baris"].eq("indikator")
    ]
    row = codes(s["laporan"], s["kunci"], s["tahun"], s["tabel"])
    first = np.unique(row, return_index=True)[1]
    t, r, c, decimals = (np.full(len(first), np.nan) for _ in range(4))
    for measure, values in (("target", t), ("realisasi", r), ("capaian", c)):
        at = np.flatnonzero(s["ukuran"].eq(measure))[::-1]  # backwards, so that the first of several stays
        values[row[at]] = s["value"].to_numpy()[at]
        decimals[row[at]] = s["desimal"].to_numpy()[at]  # of the capaian in the end
    first, t, r, c, decimals = (x[(t > 0) & (r >= 0) & np.isfinite(c)] for x in (first, t, r, c, decimals))
    unit = 10.0**-decimals
    per_target = t / np.where(r > 0, r, np.nan) * 100
    falls = _to_the_digit((2 * t - r) / t * 100, c, unit) | _to_the_digit(per_target, c, unit)
    rises = _to_the_digit(r / t * 100, c, unit)
    falling, rising = falls & (np.abs(r / t * 100 - c) > 1), rises & ~falls
    report, name, year = (s[k].to_numpy()[first] for k in ("laporan", "kunci", "tahun"))
    one = codes(report, name)
    a_year = codes(one, year)
    start, once = np.unique(one, return_index=True)[1], np.unique(a_year, return_index=True)[1]
    falling, rising = (np.bincount(a_year, v, minlength=len(once)) > 0 for v in (falling, rising))
    turun, naik = (np.bincount(one[once], v, minlength=len(start)) for v in (falling, rising))
    order = np.lexsort((ranks(name[start]), ranks(report[start])))
    # the row that speaks for an indicator is the first one of its earliest year
    early = np.lexsort((np.arange(len(one)), year, one))
    speaks = early[np.diff(one[early], prepend=-1) > 0]
    return s.iloc[first[speaks][order]].assign(turun=turun[order], naik=naik[order])


def _own_formula(votes: pd.DataFrame) -> pd.DataFrame:
    """Rank 5: in most years the capaian is what a formula for falling indicators gives."""
    words = "capaiannya sampai angka terakhir hasil rumus indikator yang makin rendah makin baik"
    return _rows(votes[votes["turun"] > votes["naik"]], FALLING, 5, words)


def _meant(path: pd.DataFrame, votes: pd.DataFrame) -> pd.DataFrame:
    """Paths of targets without those that fall although the report's own capaian is realisasi over target:
    "4, then 2 dokumen" may be what is left to do, and more of it still better."""
    plain = votes[votes["naik"] > votes["turun"]]
    doubted = find([path["laporan"], path["kunci"]], [plain["laporan"], plain["kunci"]]) >= 0
    return path[~(doubted & path["arah"].eq(FALLING).to_numpy())]


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
    names = pd.concat(
        [t[["laporan", "kunci", "tabel", "garis", "halaman"]] for t in (indikator, tables["seri"])]
    )
    names = names[names["kunci"].ne("")].drop_duplicates(["laporan", "kunci"])
    printed = indikator[indikator["arah_tercetak"].ne("")]
    bounded = indikator[indikator["batas"].isin(["maks", "min"])]
    said = klaim[klaim["jenis"].isin(["arah_turun", "arah_naik"])]
    votes = _formula_votes(series)
    evidence = pd.concat(
        [
            profile.reindex(columns=EVIDENCE),
            _rows(printed, printed["arah_tercetak"].to_numpy(), 1, "kolom arah di tabel"),
            _rows(
                said,
                np.where(said["jenis"] == "arah_turun", FALLING, RISING),
                1,
                "kalimat laporan tentang indikator ini",
            ),
            _rows(
                bounded,
                np.where(bounded["batas"] == "maks", FALLING, RISING),
                1,
                "target tercetak sebagai batas",
            ),
            _own_words(names, vocabulary),
            _meant(_target_path(series), votes),
            _sasaran_verb(indikator, vocabulary),
            _own_formula(votes),
        ],
        ignore_index=True,
    )
    code = codes(evidence["laporan"], evidence["kunci"])
    rank, arah = evidence["peringkat"].to_numpy(dtype="int64"), evidence["arah"].to_numpy(dtype=object)
    best = np.full(len(code), 9)
    np.minimum.at(best, code, rank)
    top = np.flatnonzero(rank == best[code])  # the evidence that decides
    torn = np.zeros(len(code), dtype=bool)
    torn[code[top][arah[top] != arah[top][first_of(code[top])]]] = True
    at = find([names["laporan"], names["kunci"]], [evidence[k].to_numpy()[top] for k in ("laporan", "kunci")])
    decided = np.append(np.where(torn[code[top]], OPEN, arah[top]), RISING)[at]
    settled = pd.DataFrame(
        {
            "laporan": names["laporan"].to_numpy(),
            "kunci": names["kunci"].to_numpy(),
            "arah": decided,
            "peringkat": np.append(rank[top], 9)[at],
        }
    ).astype({"laporan": object, "kunci": object})
    return settled, evidence
