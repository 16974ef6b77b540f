"""Figures of a part of the year: "Realisasi Triwulan I", a table below "Triwulan II", an LRA "per 30 Juni".
They are not the year's own, whatever their row says."""

import re

import numpy as np
import pandas as pd

from cermat.checks.settle.names import each
from cermat.schemas import months
from cermat.schemas.keys import among, codes, distinct, find, nth_of
from cermat.schemas.submission import Submission

SILENT, YEAR, PART = -2, -1, 0  # … and 1 to 4: a quarter
_PLANNED = ("target", "target_akhir", "pagu", "pagu_awal")
_NUMERAL = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ONE = r"(?P<{}>iv|i{{1,3}}|[1-4])\b"
_UP_TO = r"(?:s\.?\s?/?\s?d\b\.?|sampai(?: dengan)?|hingga|sejak awal tahun|kumulatif|akumulasi)"
_SHORT = r"\b(?:triwulan|tri wulan|triw|trw|tw|kuartal)\b\W*(?:ke\W*)?"
_RANGE = re.compile(rf"{_SHORT}(?:i|1)\s*(?:-|–|—|{_UP_TO})\s*(?:triwulan\s*|tw\s*)?(?:iv|4)\b")
_MONTH = months.pattern(months.full_names())
_SAID = re.compile(
    rf"(?P<whole>\b(?:setahun|tahunan|akhir tahun)\b)|{_SHORT}{_ONE.format('quarter')}"
    rf"|\b(?:semester|smt)\b\W*{_ONE.format('half')}"
    rf"|\b(?:per|bulan|akhir|posisi|keadaan|{_UP_TO})\W*(?:bulan\W*|tanggal\W*)?(?:\d{{1,2}}\s)?"
    rf"(?P<month>{_MONTH})\b"
)
_BELOW = re.compile(r"\W*(iv|i{1,3}|[1-4])\W*")
_PERIOD = re.compile(rf"\b((?:19|20)\d\d)\s*(?:-|–|—|{_UP_TO})\s*((?:19|20)\d\d)\b")
_PLAN = re.compile(r"renstra|rencana strategis|rpjm|\brpd\b|jangka menengah|periode")
_LEADING = 3  # paragraphs before a table that may name the period of its plan
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# kinds of documents that may be about a part of the year: "Laporan Kinerja Triwulan III" too
_PARTED = ("rencana_aksi", "lra", "dpa", "lkjip")
_OPENING = 12  # blocks at the beginning of a document that may tell its period


def part_of(text: str) -> int:
    """What part of a year a header, caption or heading names last: SILENT, YEAR (whole: "s.d. Triwulan IV",
    "per 31 Desember"), PART (a half, some months) or the quarter."""
    return _parts(text)[-1]


def _parts(text: str) -> list[int]:
    """Every part of a year that a text names; [SILENT] where it names none."""
    low = " ".join(text.lower().split())
    rest = _RANGE.sub(" ", low)
    if rest != low and (below := [one for one in map(_BELOW.fullmatch, rest.split(">")) if one]):
        return [_NUMERAL.get(below[-1][1], 0) or int(below[-1][1])]
    up_to = re.search(_UP_TO, rest) is not None
    return [_told(found, up_to) for found in _SAID.finditer(rest)] or [SILENT]


def _told(found: re.Match, up_to: bool) -> int:
    if found["whole"]:
        return YEAR
    if found["month"]:
        return YEAR if months.full_names()[found["month"]] == 12 else PART
    number = found["quarter"] or found["half"]
    number = _NUMERAL.get(number, 0) or int(number)
    if found["half"]:
        return YEAR if number > 1 and up_to else PART
    return YEAR if number == 4 and up_to else number


def _first_part(text: str) -> int:
    return _parts(text)[0]


def periods(sub: Submission, docs: pd.DataFrame) -> pd.DataFrame:
    """Of every figure of the documents, by its id: laporan, kepala (what its own header names, see part_of;
    SILENT too where its grid has columns of several quarters, of which its reader chose), sekitar (what
    caption, heading or the beginning of the document name) and bertahun (its header names a year)."""
    angka = sub.angka
    here = np.flatnonzero(angka["laporan"].isin({*docs["laporan"], *docs["lain"]}).to_numpy())
    own = angka.iloc[here][["laporan", "blok", "r", "kolom_cetak", "bagian"]]
    own = own.assign(**{name: _whole(own[name]) for name in ("blok", "r")})
    head = each(part_of, own["kolom_cetak"]).to_numpy("int64")
    grid = codes(own["laporan"], own["blok"])
    told = (head > 0) & (own["r"].to_numpy() >= 0)
    once = distinct(grid[told], head[told]) if told.any() else np.zeros(0, dtype="int64")
    several = np.bincount(grid[told][once], minlength=grid.max(initial=-1) + 1) > 1
    around = [
        _captions(sub.blok, own),
        each(part_of, own["bagian"]).to_numpy("int64"),
        _openings(sub.blok, docs, own),
    ]
    made = pd.DataFrame(index=here)
    made["laporan"] = own["laporan"].to_numpy(dtype=object)
    made["kepala"] = np.where(several[grid], YEAR, head)
    made["sekitar"] = np.select([part != SILENT for part in around], around, SILENT)
    made["bertahun"] = own["kolom_cetak"].str.contains(_YEAR).to_numpy()
    return made


def _whole(column: pd.Series) -> np.ndarray:
    """Whole numbers, -1 where a table that nothing was read from has none."""
    return pd.to_numeric(column, errors="coerce").fillna(-1).to_numpy("int64")


def _captions(blok: pd.DataFrame, own: pd.DataFrame) -> np.ndarray:
    """What the paragraph before the grid of each figure names."""
    before = find([own["laporan"], own["blok"] - 1], [blok["laporan"], _whole(blok["blok"])])
    text = np.append(blok["teks"].where(blok["jenis"].ne("petak"), "").to_numpy(dtype=object), "")[before]
    text = np.where(own["r"].to_numpy() >= 0, text, "")
    return each(part_of, pd.Series(text, dtype=object)).to_numpy("int64")


def _openings(blok: pd.DataFrame, docs: pd.DataFrame, own: pd.DataFrame) -> np.ndarray:
    """What the beginning of a report of performance or of a budget names first."""
    parted = docs["lain"][among(docs["jenis"], *_PARTED)]
    first = blok[blok["laporan"].isin(parted)]
    at = _whole(first["blok"])
    document = codes(first["laporan"])
    grid = np.full(document.max(initial=-1) + 1, _OPENING)
    table = first["jenis"].eq("petak").to_numpy(dtype=bool)
    np.minimum.at(grid, document[table], at[table])
    first = first[at < grid[document]]
    text = first.groupby("laporan")["teks"].agg(" . ".join)
    told = {name: _first_part(whole) for name, whole in text.items()}
    return own["laporan"].map(told).fillna(SILENT).to_numpy("int64")


def yearly(fakta: pd.DataFrame, known: pd.DataFrame, docs: pd.DataFrame) -> pd.DataFrame:
    """The facts without figures of a part of the year. What surrounds a figure tells of figures of the
    document's own year: results, and targets whose header names no year. known: `periods`."""
    at = find([fakta["nilai"]], [known.index.to_numpy()])
    head, around = (np.append(known[name].to_numpy(), SILENT)[at] for name in ("kepala", "sekitar"))
    dated = np.append(known["bertahun"].to_numpy(), False)[at]
    year = dict(zip(docs["lain"], docs["tahun"], strict=True)) | dict(
        zip(docs["laporan"], docs["tahun_laporan"], strict=True)
    )
    own = fakta["tahun"].to_numpy() == fakta["laporan"].map(year).to_numpy()
    money = among(fakta["ukuran"], "pagu", "pagu_awal")
    planned = among(fakta["ukuran"], *_PLANNED)
    outside = own & (head == SILENT) & (around >= PART) & ~money & ~(planned & dated)
    kept = fakta[~((head >= PART) | outside)]
    return kept.assign(urutan=nth_of(kept["satu"].to_numpy()))


def quarter_of(ids: np.ndarray, known: pd.DataFrame) -> np.ndarray:
    """The quarter of each figure of a table of one quarter, 0 where there is none. known: `periods`."""
    at = find([ids], [known.index.to_numpy()])
    head, around = (np.append(known[name].to_numpy(), SILENT)[at] for name in ("kepala", "sekitar"))
    told = np.where(head == SILENT, around, head)
    return np.where(ids >= 0, np.maximum(told, 0), 0)


def ends(ids: np.ndarray, sub: Submission) -> np.ndarray:
    """The last year of the plan that each figure of an end target is of, as its header ("Target Akhir Renstra
    2026") or the paragraphs that lead to its table ("target jangka menengah periode 2019-2023") say; -1 where
    they do not."""
    own = sub.angka.iloc[ids]
    made = each(_end_of, own["kolom_cetak"]).to_numpy("int64")
    block, lines = _whole(own["blok"]), sub.blok
    text = np.append(lines["teks"].where(lines["jenis"].ne("petak"), "").to_numpy(dtype=object), "")
    known = [lines["laporan"], _whole(lines["blok"])]
    for before in range(1, _LEADING + 1):
        at = find([own["laporan"], block - before], known)
        told = each(_period_of, pd.Series(np.where(block >= 0, text[at], ""), dtype=object))
        made = np.where(made > 0, made, told.to_numpy("int64"))
    return made


def _end_of(head: str) -> int:
    years = _YEAR.findall(head)
    return int(years[-1]) if years else -1


def _period_of(text: str) -> int:
    found = _PERIOD.findall(text)
    return int(found[-1][1]) if found and _PLAN.search(text.lower()) else -1


def of_one_period(values: pd.DataFrame, docs: pd.DataFrame, sub: Submission) -> np.ndarray:
    """bool, one a row of values.compared: not an end target of one plan beside that of another, as far as
    their last years are told."""
    made = np.ones(len(values), dtype=bool)
    at = np.flatnonzero(among(values["ukuran"], "target_akhir"))
    rows = values.iloc[at]
    here = ends(rows["nilai"].to_numpy("int64"), sub)
    plan = find([rows["laporan"], rows["dokumen_lain"]], [docs["laporan"], docs["lain"]])
    last = docs["akhir"].to_numpy()[plan]
    there = np.where(last > 0, last, ends(rows["lain"].to_numpy("int64"), sub))
    made[at] = (here < 0) | (there < 0) | (here == there)
    return made
