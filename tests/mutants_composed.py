"""One number of a made-up report changed: which cells other numbers depend on, and whether a finding names
what was changed."""

import random
import re
from fractions import Fraction

import pandas as pd

from cermat.datasets.compose.sample import printed
from cermat.schemas.angka import parse
from tests.round_trip import plain

# table → columns of which every filled cell stands in a relation to others
RELATED = {
    "indikator": ("target", "realisasi", "capaian", "target_akhir", "capaian_akhir"),
    "anggaran": ("pagu", "realisasi", "persen", "sisa"),
    "rincian": ("nilai",),
    "perhitungan": ("a", "b", "hasil"),
    "klaim": ("nilai",),
}


def candidates(tables: dict[str, pd.DataFrame]) -> list[tuple[str, str, int]]:
    """(table, column, row) of cells that other numbers depend on."""
    out = []
    for name, columns in RELATED.items():
        frame = tables.get(name, pd.DataFrame())
        for column in columns:
            if column in frame:
                out += [
                    (name, column, int(i))
                    for i in frame.index[frame[column].str.contains(r"\d")]
                    if _related(name, frame.loc[i])
                ]
    return out


def _related(name: str, row: pd.Series) -> bool:
    if name == "klaim":
        return row["jenis"] in ("nilai", "x_dari_y") and not (
            row["jenis"] == "nilai" and row["ukuran"] == "jumlah"
        )
    return True


def mutate(tables: dict[str, pd.DataFrame], seed: int) -> tuple[dict[str, pd.DataFrame], dict]:
    """A copy with one number changed by a slip of the pen; and what was changed: table, column, row, old,
    new, words."""
    rng = random.Random(seed)
    name, column, i = rng.choice(candidates(tables))
    out = {n: f.copy() for n, f in tables.items()}
    old = out[name].at[i, column]
    new = slip(old, rng)
    out[name].at[i, column] = new
    row = out[name].loc[i]
    words = [str(row[c]) for c in ("indikator", "uraian", "subjek") if c in row and row[c]]
    return out, {"table": name, "column": column, "row": i, "old": old, "new": new, "words": words}


def slip(text: str, rng: random.Random) -> str:
    """The number with two different digits swapped, or one digit changed, so that its value moves by more
    than rounding."""
    bare = text.rstrip("% ")
    read = parse(bare)
    digits = str(read.mantissa)
    for _ in range(50):
        changed = list(digits)
        k = rng.randrange(max(1, len(digits) - 1))
        if len(digits) > 1 and rng.random() < 0.5:
            changed[k], changed[k + 1] = changed[k + 1], changed[k]
        else:
            changed[k] = str((int(changed[k]) + rng.randint(1, 8)) % 10)
        value = int("".join(changed))
        if (
            value != read.mantissa
            and changed[0] != "0"
            and abs(value - read.mantissa) >= (2 if len(digits) > 2 else 1)
        ):
            break
    else:
        value = read.mantissa + 3
    return printed(Fraction(value, 10**read.desimal), read.desimal) + text[len(bare) :]


def _value(text: str) -> Fraction:
    """What a printed number says, in Indonesian or English writing."""
    read = parse(text.strip("., %"))
    return Fraction(read.mantissa) / Fraction(10) ** read.desimal


def named(change: dict, findings: list[dict]) -> bool:
    """Does a finding print the changed number, or speak of its row?"""
    number = _value(change["new"])
    for f in findings:
        said = " ".join(
            [
                f["kondisi"],
                str(f["subject"]),
                *(p["text"] or "" for p in f["places"]),
                *(str(s) for s in f["suspects"]),
            ]
        )
        figures = {_value(n) for n in re.findall(r"\d[\d.,]*", said)}
        if number in figures or any(plain(w) in plain(said) for w in change["words"]):
            return True
    return False
