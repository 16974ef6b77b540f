"""Amounts that are printed broken: what they most likely are, by their own groups or by a copy elsewhere."""

import re

import numpy as np
import pandas as pd

from cermat.checks.operands import Numbers
from cermat.checks.settle.names import each
from cermat.schemas.angka import FIGURE, MAX_DIGITS
from cermat.schemas.keys import among, codes_of_both, distinct, find, pairs
from cermat.schemas.slip import variants

_BROKEN = re.compile(r"\D*(\d{1,3}(?:\.\d+)+)(,\d{1,2})?\D*")
_DOUBLED = re.compile(r"\D*(\d{1,3}(?:[.,]{1,2}\d{3}){2,})\D*")
_TELLING = 7  # digits that stand elsewhere by no coincidence
_FAR = 1.0  # points that a percentage is off its amounts by
_CUT = 0.01  # a percentage may be cut


def likely_number(text: str) -> str:
    """What an unreadable amount most likely is, where one slip explains it: a point left out ("227.199732,00"
    is 227.199.732,00), struck twice ("2.400.,000.000" is 2.400.000.000), or a zero too many in one group
    ("3.8000.000,00" is 3.800.000,00); '' otherwise."""
    if (doubled := _DOUBLED.fullmatch(str(text))) and re.search(r"[.,]{2}", doubled[1]):
        return re.sub(r"[.,]+", ".", doubled[1])
    found = _BROKEN.fullmatch(str(text))
    if not found:
        return ""
    first, *groups = found[1].split(".")
    odd = [group for group in groups if len(group) != 3]
    if len(odd) != 1:
        return ""
    (bad,) = odd
    if len(groups) < 2 and len(bad) != 6:
        return ""  # "1.25" may be anything
    mended = (
        f"{bad[:3]}.{bad[3:]}" if len(bad) == 6 else bad[:3] if len(bad) == 4 and bad.endswith("0") else ""
    )
    return (
        ".".join([first, *(mended if group == bad else group for group in groups)]) + (found[2] or "")
        if mended
        else ""
    )


def likely(broken: pd.DataFrame, angka: pd.DataFrame) -> np.ndarray:
    """For each broken amount (laporan, teks) what it most likely is: by its own groups, else the one large
    amount of its report that is one slip of the pen away; '' where there is none."""
    alone = np.array([likely_number(printed) for printed in broken["teks"]], dtype=object)
    digits = _digits(broken["teks"]).tolist()
    meant = [
        variants(int(digits_of), 0) if _TELLING <= len(digits_of) <= MAX_DIGITS else np.empty(0)
        for digits_of in digits
    ]
    row = np.repeat(np.arange(len(meant)), [len(ways) for ways in meant])
    value = np.concatenate([np.empty(0), *meant])
    known = angka[angka["kelas"].eq(FIGURE) & angka["nilai"].ge(10.0**_TELLING)]
    report = broken["laporan"].to_numpy(dtype=object)[row]
    at = find([report, value], [known["laporan"], known["nilai"]])
    row, value = row[at >= 0], value[at >= 0]
    own = distinct(row, value)
    row, value = row[own], value[own]
    one = (np.bincount(row, minlength=len(alone)) == 1)[row]
    copy = np.full(len(alone), "", dtype=object)
    copy[row[one]] = [f"{number:,.0f}".replace(",", ".") for number in value[one]]
    return np.where(alone != "", alone, copy)


def lost_digits(budget: pd.DataFrame, angka: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """`digit_hilang`: budget rows whose percentage holds only with longer copies of both amounts that the
    report prints elsewhere: "34.567.891.250 | 04.321.987.650 | 87,40" where "234.567.891.250" and
    "204.321.987.650" stand in another place. Columns of `anggaran`, and utuh (False there), pagu_penuh,
    realisasi_penuh (ids, -1 where nothing is lost).
    """
    budget = budget[(budget[["pagu", "realisasi", "persen"]] >= 0).all(axis=1)].reset_index(drop=True)
    report = budget["laporan"].to_numpy(dtype=object)
    ids = {column: budget[column].to_numpy(dtype="int64") for column in ("pagu", "realisasi", "persen")}
    value = {column: numbers.value[ids_of] for column, ids_of in ids.items()}
    percent, half = value["persen"], 0.5 * 10.0 ** -numbers.desimal[ids["persen"]]
    off = np.abs(_percent(value["realisasi"], value["pagu"]) - percent) > _FAR
    full = {column: _longer(report, ids[column], angka, off) for column in ("pagu", "realisasi")}
    whole = {
        column: np.where(full[column] >= 0, numbers.value[full[column]], value[column]) for column in full
    }
    holds = np.abs(_percent(whole["realisasi"], whole["pagu"]) - percent) <= half + _CUT
    told = off & holds & ((full["pagu"] >= 0) | (full["realisasi"] >= 0))
    return budget.assign(
        utuh=~told, **{f"{column}_penuh": np.where(told, full[column], -1) for column in full}
    )


def _percent(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return part / np.maximum(whole, 1) * 100


def _digits(texts: pd.Series) -> pd.Series:
    """Amounts as their digits alone, without cents: "1.250.000,00" is "1250000"."""
    return each(lambda text: re.sub(r",\d{1,2}(?=\D*$)|\D", "", text), texts)


def _longer(report: np.ndarray, ids: np.ndarray, angka: pd.DataFrame, wanted: np.ndarray) -> np.ndarray:
    """The one figure (id) of the report that ends in all digits of each amount and has one or two before
    them; -1 where none or several do, and where not `wanted`."""
    result = np.full(len(ids), -1)
    own = np.flatnonzero(wanted)
    if not len(own):
        return result
    figure = np.flatnonzero(among(angka["kelas"], FIGURE) & (angka["nilai"].to_numpy() >= 10.0**_TELLING))
    reports = angka["laporan"].to_numpy(dtype=object)
    figure = figure[find([reports[figure]], [report[own]]) >= 0]
    digits, printed = (_digits(angka["teks"].iloc[at]) for at in (figure, ids[own]))
    short = np.array(
        [text if len(text.strip("0")) >= _TELLING else "-" for text in printed.tolist()], dtype=object
    )
    for more in (1, 2):
        tail = np.array([text[more:] for text in digits.tolist()], dtype=object)
        there = [reports[figure], tail]
        left, right = pairs(*codes_of_both([report[own], short], there))
        value = angka["nilai"].to_numpy()[figure[right]]
        one = distinct(left, value)
        single = (np.bincount(left[one], minlength=len(own)) == 1)[left[one]]
        result[own[left[one][single]]] = figure[right[one][single]]
    return result
