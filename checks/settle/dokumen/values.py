"""`antar_dokumen`: the figures of a report beside those that another document prints of the same fact, as
comparisons.yaml says which are to be equal."""

import re
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
import yaml

from cermat.checks.operands import Numbers
from cermat.checks.settle.dokumen.figures import TOTAL
from cermat.checks.settle.dokumen.matching import ALIKE
from cermat.checks.settle.names import each
from cermat.schemas.documents import CHANGED
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, pairs

_MONEY = ("pagu", "serapan", "sisa")
END = -9  # in place of a year: the end of the plan's period
_FACT = ("laporan", "kunci", "ukuran", "tahun")
_TOLD = ("apa", "judul", "judul_en", "kriteria", "tingkat")
_TIMES = (1e3, 1e6, 1e-3, 1e-6, 1e9, 1e-9)  # units of money that a table may not name


@cache
def comparisons() -> pd.DataFrame:
    """comparisons.yaml, one row a kind of document and version: perbandingan, jenis, ukuran, ukuran_lain,
    versi, versi_lain, akhir (bool), apa, judul, judul_en, kriteria,
    tingkat."""
    text = files("cermat.checks.settle.dokumen").joinpath("comparisons.yaml").read_text(encoding="utf-8")
    rows = []
    for card in yaml.load(text, Loader=yaml.CSafeLoader):
        plain = {name: card[name] for name in _TOLD}
        plain |= {
            "perbandingan": card["id"],
            "ukuran": card["ukuran"],
            "ukuran_lain": card.get("ukuran_lain", card["ukuran"]),
            "akhir": card.get("tahun", "sama") == "akhir",
        }
        rows += [
            plain | {"jenis": kind, "versi": own, "versi_lain": other}
            for kind in card["dokumen"]
            for own in card.get("versi", [""])
            for other in card.get("versi_lain", [""])
        ]
    return pd.DataFrame(rows)


def compared(
    docs: pd.DataFrame, matches: pd.DataFrame, fakta: pd.DataFrame, numbers: Numbers
) -> pd.DataFrame:
    """Columns of `fakta` (of the report's figure), plus lain (id in the other document), dokumen_lain (its
    name), kunci_lain, cara (how the two names are one), and of the comparison: perbandingan, apa, judul,
    judul_en, kriteria, tingkat. Empty where nothing stands beside.

    docs: documents.documents, those of one agency; matches: matching.matched; fakta: figures.across.
    """
    wanted = matches.merge(docs[["laporan", "lain", "jenis", "versi", "akhir"]], on=["laporan", "lain"])
    wanted = wanted.rename(columns={"akhir": "tahun_akhir", "versi": "versi_dokumen"})
    left, right = pairs(*codes_of_both([wanted["jenis"]], [comparisons()["jenis"]]))
    asked = pd.concat(
        [
            wanted.iloc[left].reset_index(drop=True),
            comparisons().drop(columns="jenis").iloc[right].reset_index(drop=True),
        ],
        axis=1,
    )
    ends = with_ends(fakta, docs)
    asked["nth"] = np.arange(len(asked))
    here = _of_side(asked, ends, ["laporan", "kunci", "ukuran", "versi"], own=True)
    there = _of_side(asked, ends, ["lain", "kunci_lain", "ukuran_lain", "versi_lain"], own=False)
    left, right = pairs(
        *codes_of_both([here["nth"], here["tahun_banding"]], [there["nth"], there["tahun_banding"]])
    )
    made = asked.iloc[here["nth"].to_numpy("int64")[left]].reset_index(drop=True)
    own, other = (
        fakta.iloc[side["at"].to_numpy("int64")[rows]].reset_index(drop=True)
        for side, rows in ((here, left), (there, right))
    )
    keep = _comparable(own, other, numbers)
    made, own, other = (part[keep].reset_index(drop=True) for part in (made, own, other))
    own = own.assign(
        lain=other["nilai"],
        dokumen_lain=other["laporan"],
        kunci_lain=other["kunci"],
        urutan_lain=other["urutan"],
        mirip=among(made["cara"], ALIKE),
        **{name: made[name] for name in ("cara", "versi_dokumen", "perbandingan", "jenis", *_TOLD)},
    )
    made = _in_force(_nearest(own, numbers))
    keep = _same_base(made) | equal(made, numbers)
    made = made[keep].reset_index(drop=True)
    made = made[~_of_another_year(made, fakta, numbers)].reset_index(drop=True)
    return made[~_adds_up(made, numbers)].reset_index(drop=True)


def with_ends(facts: pd.DataFrame, docs: pd.DataFrame) -> pd.DataFrame:
    """The facts, each with its place (`at`) and year (`tahun_banding`); what a plan sets for the last year
    of its period is its end target, too. The end of another period than the report's is none of its."""
    made = facts[["laporan", "kunci", "ukuran", "kelas_dokumen", "tahun"]].reset_index(drop=True)
    made = made.assign(at=np.arange(len(made)))
    end = made["ukuran"].to_numpy(dtype=object) == "target_akhir"
    made["tahun_banding"] = np.where(end, END, made["tahun"])
    past = docs.loc[~docs["berlaku"].to_numpy(dtype=bool), "lain"]
    made = made[~(end & made["laporan"].isin(past).to_numpy())].reset_index(drop=True)
    ends = docs[(docs["akhir"].to_numpy() > 0) & docs["berlaku"].to_numpy(dtype=bool)]
    last = find([made["laporan"], made["tahun"]], [ends["lain"], ends["akhir"]]) >= 0
    last &= among(made["ukuran"], "target")
    again = made[last].assign(ukuran="target_akhir", tahun_banding=END)
    made = pd.concat([made, again], ignore_index=True)
    return made[(made["tahun_banding"].to_numpy() > 0) | (made["tahun_banding"].to_numpy() == END)]


def _of_side(asked: pd.DataFrame, facts: pd.DataFrame, columns: list[str], own: bool) -> pd.DataFrame:
    """The facts of one side of what is asked: nth (row of `asked`), at (row of the facts), tahun_banding."""
    left, right = pairs(
        *codes_of_both(
            [asked[column] for column in columns],
            [facts[column] for column in ("laporan", "kunci", "ukuran", "kelas_dokumen")],
        )
    )
    made = facts.iloc[right][["at", "tahun_banding"]].assign(nth=asked["nth"].to_numpy()[left])
    return made.reset_index(drop=True)


def _comparable(own: pd.DataFrame, other: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """bool: do both figures count in one unit, as far as units are told?"""
    one, two = (side["kelas_satuan"].to_numpy(dtype=object) for side in (own, other))
    same = (one == two) | (one == "") | (two == "")
    left, right = (np.abs(numbers.value[side["nilai"].to_numpy("int64")]) for side in (own, other))
    scaled = np.zeros(len(own), dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = left / right
    for times in _TIMES:
        scaled |= np.abs(ratio / times - 1) < 0.0005
    return same & ~(scaled & among(own["ukuran"], *_MONEY))


def _nearest(made: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """One pair of figures a fact and document: an equal one where there is one, else the first of each. A
    report that prints two values is told of that by itself."""
    order = np.lexsort((made["urutan_lain"], made["urutan"], ~equal(made, numbers)))
    made = made.iloc[order]
    once = distinct(*(made[name] for name in _FACT), made["dokumen_lain"], made["perbandingan"])
    return made.iloc[once].sort_index().reset_index(drop=True)


def _in_force(made: pd.DataFrame) -> pd.DataFrame:
    """Without what a document says that a changed version beside it replaces: the agreement and the budget
    before a change."""
    planned = among(made["jenis"], "pk", "dpa", "rkt", "renja", "renstra") & among(
        made["ukuran"], "target", "pagu"
    )
    changed = among(made["versi_dokumen"], CHANGED)
    money = among(made["ukuran"], "pagu")
    family = np.where(money, "anggaran", made["jenis"].to_numpy(dtype=object))
    one = codes(*(made[name] for name in _FACT), family)
    replaced = np.isin(one, one[changed & planned])
    return made[~(replaced & planned & ~changed)].reset_index(drop=True)


def equal(made: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """bool: do both figures agree, as far as both are printed?"""
    ids, others = (made[name].to_numpy("int64") for name in ("nilai", "lain"))
    left, right = numbers.value[ids], numbers.value[others]
    unit = 0.5001 * 10.0 ** -np.minimum(numbers.desimal[ids], numbers.desimal[others]).astype("float64")
    whole = (numbers.desimal[ids] == 0) & (numbers.desimal[others] == 0)
    return np.abs(left - right) <= np.where(whole, 1e-9, unit) + 1e-9 * np.maximum(
        np.abs(left), np.abs(right)
    )


def rounded(made: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """bool: is one of both figures the other with fewer decimals?"""
    ids, others = (made[name].to_numpy("int64") for name in ("nilai", "lain"))
    return equal(made, numbers) & (numbers.value[ids] != numbers.value[others])


_BASE = re.compile(r"\bper\s+(1[\d.]*0)\b", re.I)


def _same_base(made: pd.DataFrame) -> np.ndarray:
    """bool: do both names say what is counted by in one way ("per 100.000"), or not at all?"""
    one, other = (
        each(lambda name: found[1] if (found := _BASE.search(name)) else "", made[column]).to_numpy()
        for column in ("kunci", "kunci_lain")
    )
    return one == other


def _of_another_year(made: pd.DataFrame, fakta: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """bool: figures of a table of the report all of which, two at least, the other document prints of the
    year before or after, while some differ from those of their own year: the year of the table is another
    than its header says."""
    result = np.zeros(len(made), dtype=bool)
    if not len(made):
        return result
    table = codes(made["laporan"], made["dokumen_lain"], made["perbandingan"], made["tabel"], made["tahun"])
    many = np.bincount(table)[table]
    wrong = np.bincount(table, ~equal(made, numbers))[table] > 0
    value = numbers.value[made["nilai"].to_numpy("int64")]
    known = fakta[["laporan", "kunci", "ukuran", "tahun", "value"]]
    for shift in (-1, 1):
        wanted = [made["dokumen_lain"], made["kunci_lain"], made["ukuran"], made["tahun"] + shift]
        wanted = [np.asarray(column) for column in wanted]
        at = find(
            [*wanted, np.round(value, 6)],
            [*(known[name] for name in list(known)[:4]), known["value"].round(6)],
        )
        result |= wrong & (many > 1) & (np.bincount(table, at >= 0)[table] == many)
    return result


def _adds_up(made: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """bool: totals of budgets that differ as lines of theirs do: what differs is told of the line."""
    differ = ~equal(made, numbers)
    whole = among(made["kunci"], TOTAL)
    one = codes(made["laporan"], made["dokumen_lain"], made["perbandingan"], made["tahun"])
    lines = np.bincount(one, differ & ~whole, minlength=1)[one] > 0 if len(made) else differ
    return whole & differ & lines
