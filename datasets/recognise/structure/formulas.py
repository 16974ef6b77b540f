"""Formulas for capaian that the report states, in LaTeX, in one line, over several lines or in words."""

import re
from dataclasses import replace

import pandas as pd

from cermat.datasets.recognise.document_lines import Line, frame
from cermat.datasets.recognise.structure.formula_words import (
    FRACTION,
    RESULT,
    TARGET,
    arah_within,
    formula_within,
)
from cermat.datasets.recognise.structure.set_formulas import set_formulas
from cermat.schemas.tables import PLACE_COLUMNS

MAX_LINES = 5  # a fraction may be set over up to five short lines


def recognise_rumus(lines: list[Line]) -> pd.DataFrame:
    """Typed table rumus. A formula has the direction that its own or the nearest sentence above (six lines)
    names."""
    content: list[dict] = []
    lines = [sentence for line in lines for sentence in _sentences(line)]
    set_out = set_formulas(lines)
    # a formula names what was reached and what was meant to be: only lines near both can hold one
    result, target = ([bool(head.search(line.teks)) for line in lines] for head in (RESULT, TARGET))
    at = 0
    while at < len(lines):
        line = lines[at]
        if at in set_out:
            arah, formula, text, width = set_out[at]
            content.append({"arah": arah, "rumus": formula, "teks": _tidy(text), **line.place})
            at += width
            continue
        if not any(result[at : at + MAX_LINES]) or not any(target[at : at + MAX_LINES]):
            at += 1
            continue
        if line.zone in ("daftar isi", "sampul") or "\t" in line.teks or len(line.teks) > 1500:
            at += 1
            continue
        width, formula = 0, ""
        for count in range(1, MAX_LINES + 1):
            cut = lines[at : at + count]
            if len(cut) < count or any(
                piece.blok - line.blok > 6 or (count > 1 and len(piece.teks) > 90) for piece in cut
            ):
                break
            if any(piece.r >= 0 for piece in cut) != (line.r >= 0):
                break
            formula = formula_within(_join(cut))
            if formula:
                width = count
                break
        if not formula or not _about_capaian(lines, at, width):
            at += 1
            continue
        text = _join(lines[at : at + width])
        arah = _arah_for(lines, at, text)
        key = (arah, formula)
        if not content or (content[-1]["arah"], content[-1]["rumus"]) != key:
            content.append({"arah": arah, "rumus": formula, "teks": _tidy(text), **line.place})
        at += width
    return frame(content, ["arah", "rumus", "teks", *PLACE_COLUMNS])


def _sentences(line: Line) -> list[Line]:
    """A paragraph with several sentences as several lines."""
    if len(line.teks) < 60 or not re.search(r"[.;:]\s", line.teks):
        return [line]
    return [
        replace(line, teks=sentence) for sentence in re.split(r"(?<=[a-z%)][.;])\s+(?=[A-Z(\[])", line.teks)
    ]


def _join(cut: list[Line]) -> str:
    return " ".join(piece.teks for piece in cut)


def _about_capaian(lines: list[Line], at: int, width: int) -> bool:
    """A formula, not a sentence that merely compares: it has '=', '%', 100 or a bar, or words of computing
    above it."""
    text = _join(lines[at : at + width])
    if re.search(r"=|(?<!mencapai )(?<!sebesar )100\s*\\?%|\\frac|[xX×]\s*100|-{3,}|_{3,}", text):
        return True
    above = " ".join(before.teks for before in lines[max(0, at - 2) : at])
    return bool(
        re.search(r"\b(?:rumus|formula|dihitung|perhitungan|penghitungan)\b", f"{above} {text}", re.I)
    )


def _arah_for(lines: list[Line], at: int, text: str) -> str:
    if way := arah_within(text):
        return way
    for line in reversed(lines[max(0, at - 6) : at]):
        if way := arah_within(line.teks):
            return way
        if formula_within(line.teks) and re.search(r"=|100", line.teks):  # another formula stands between
            return "umum"
        if line.jenis == "judul":
            break
    return "umum"


def _tidy(text: str) -> str:
    plain = re.sub(r"\\(?:text|mathrm)\s*\{([^{}]*)\}", r"\1", text)
    plain = FRACTION.sub(lambda found: f"{_bracketed(found[1])} / {_bracketed(found[2])}", plain)
    plain = (
        plain.replace("\\times", "x")
        .replace("\\%", "%")
        .replace("$", "")
        .replace("\\left", "")
        .replace("\\right", "")
    )
    return re.sub(r"\s+", " ", plain).strip()[:300]


def _bracketed(text: str) -> str:
    text = text.strip()
    return f"({text})" if re.search(r"[-+]", text) else text
