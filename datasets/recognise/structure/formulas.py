"""Formulas for capaian that the report states, in LaTeX, in one line, over several lines or in words."""

import re
from dataclasses import replace

import pandas as pd

from datasets.recognise.document_lines import Line, frame
from datasets.recognise.structure.formula_words import FRACTION, RESULT, TARGET, arah_within, formula_within
from datasets.recognise.structure.set_formulas import set_formulas
from schemas.tables import PLACE_COLUMNS

MAX_LINES = 5  # a fraction may be set over up to five short lines


def recognise_rumus(lines: list[Line]) -> pd.DataFrame:
    """Typed table rumus. A formula has the direction that its own or the nearest sentence above (six lines)
    names."""
    content: list[dict] = []
    lines = [k for b in lines for k in _sentences(b)]
    set_out = set_formulas(lines)
    # a formula names what was reached and what was meant to be: only lines near both can hold one
    result, target = ([bool(p.search(b.teks)) for b in lines] for p in (RESULT, TARGET))
    n = 0
    while n < len(lines):
        b = lines[n]
        if n in set_out:
            arah, formula, text, width = set_out[n]
            content.append({"arah": arah, "rumus": formula, "teks": _tidy(text), **b.place})
            n += width
            continue
        if not any(result[n : n + MAX_LINES]) or not any(target[n : n + MAX_LINES]):
            n += 1
            continue
        if b.zone in ("daftar isi", "sampul") or "\t" in b.teks or len(b.teks) > 1500:
            n += 1
            continue
        width, formula = 0, ""
        for k in range(1, MAX_LINES + 1):
            cut = lines[n : n + k]
            if len(cut) < k or any(p.blok - b.blok > 6 or (k > 1 and len(p.teks) > 90) for p in cut):
                break
            if any(p.r >= 0 for p in cut) != (b.r >= 0):
                break
            formula = formula_within(_join(cut))
            if formula:
                width = k
                break
        if not formula or not _about_capaian(lines, n, width):
            n += 1
            continue
        text = _join(lines[n : n + width])
        arah = _arah_for(lines, n, text)
        key = (arah, formula)
        if not content or (content[-1]["arah"], content[-1]["rumus"]) != key:
            content.append({"arah": arah, "rumus": formula, "teks": _tidy(text), **b.place})
        n += width
    return frame(content, ["arah", "rumus", "teks", *PLACE_COLUMNS])


def _sentences(b: Line) -> list[Line]:
    """A paragraph with several sentences as several lines."""
    if len(b.teks) < 60 or not re.search(r"[.;:]\s", b.teks):
        return [b]
    return [replace(b, teks=t) for t in re.split(r"(?<=[a-z%)][.;])\s+(?=[A-Z(\[])", b.teks)]


def _join(cut: list[Line]) -> str:
    return " ".join(p.teks for p in cut)


def _about_capaian(lines: list[Line], n: int, width: int) -> bool:
    """A formula, not a sentence that merely compares: it has '=', '%', 100 or a bar, or words of computing
    above it."""
    text = _join(lines[n : n + width])
    if re.search(r"=|(?<!mencapai )(?<!sebesar )100\s*\\?%|\\frac|[xX×]\s*100|-{3,}|_{3,}", text):
        return True
    above = " ".join(p.teks for p in lines[max(0, n - 2) : n])
    return bool(
        re.search(r"\b(?:rumus|formula|dihitung|perhitungan|penghitungan)\b", f"{above} {text}", re.I)
    )


def _arah_for(lines: list[Line], n: int, text: str) -> str:
    if a := arah_within(text):
        return a
    for b in reversed(lines[max(0, n - 6) : n]):
        if a := arah_within(b.teks):
            return a
        if formula_within(b.teks) and re.search(r"=|100", b.teks):  # another formula stands between
            return "umum"
        if b.jenis == "judul":
            break
    return "umum"


def _tidy(text: str) -> str:
    t = re.sub(r"\\(?:text|mathrm)\s*\{([^{}]*)\}", r"\1", text)
    t = FRACTION.sub(lambda m: f"{_bracketed(m[1])} / {_bracketed(m[2])}", t)
    t = (
        t.replace("\\times", "x")
        .replace("\\%", "%")
        .replace("$", "")
        .replace("\\left", "")
        .replace("\\right", "")
    )
    return re.sub(r"\s+", " ", t).strip()[:300]


def _bracketed(text: str) -> str:
    text = text.strip()
    return f"({text})" if re.search(r"[-+]", text) else text
