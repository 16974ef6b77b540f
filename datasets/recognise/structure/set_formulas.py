"""Formulas set over several lines, as a PDF gives them back: numerator, result with "x 100 %", denominator,
each a line of its own.

2. Semakin tinggi realisasi menunjukkan semakin rendah pencapaian kinerja, maka digunakan rumus :
   Rencana – (Realisasi – Rencana)
   Persentase pencapaian =  ---------  x 100 %
   Rencana
"""

import re

from cermat.datasets.document.headings import label
from cermat.datasets.recognise.document_lines import Line
from cermat.datasets.recognise.structure.formula_words import arah_within, formula_code

FALLING, ALWAYS_100 = "turun", "selalu_seratus"
_ANNOUNCED = re.compile(r"\brumus(?:nya)?\b[^.;]{0,30}:?\s*$", re.I)
_MOST = 6  # lines of a formula
_LONGEST = 90  # letters of one
_UP = 2  # lines above the announcing one that may name the direction
# over the code of formula_words.formula_code; the name of the result lies between, so anything may but
# another operator
_SET = [
    (FALLING, ALWAYS_100, re.compile(r"(?<![-+])R-\(R-T\).*x100%?.*T|(?<![-+])R-\(R-T\)\)?/T")),
    (FALLING, "dua_target", re.compile(r"(?<![-+])T-\(R-T\).*x100%?.*T")),
    (FALLING, "dua_target", re.compile(r"\(?2x?T\)?-R[^-+]*x100%?.*T")),
    ("naik", "realisasi_per_target", re.compile(r"R[^-+R]*x100%?[^-+R]*T")),
]


def set_formulas(lines: list[Line]) -> dict[int, tuple[str, str, str, int]]:
    """Where formulas begin that a sentence announces: position → (arah, rumus, as printed, lines)."""
    found = {}
    for at, line in enumerate(lines):
        if line.r >= 0 or line.zone in ("daftar isi", "sampul") or not _ANNOUNCED.search(line.teks):
            continue
        arah = next(
            (way for near in reversed(lines[max(0, at - _UP) : at + 1]) if (way := arah_within(near.teks))),
            "",
        )
        cut = _below(lines, at + 1)
        for wanted, name, form in _SET:
            code = formula_code(" ".join(piece.teks for piece in cut)) if arah == wanted else ""
            if code and form.search(code):
                found[at + 1] = (arah, name, " ".join(piece.teks for piece in cut), len(cut))
                break
    return found


def _below(lines: list[Line], start: int) -> list[Line]:
    """The short lines below an announcing sentence, up to the next sentence, item or table."""
    cut: list[Line] = []
    for line in lines[start : start + _MOST]:
        ended = (
            line.r >= 0
            or len(line.teks) > _LONGEST
            or re.search(r"[:;.]\s*$", line.teks)
            or "\t" in line.teks
        )
        if ended or label(line.teks).jenis or arah_within(line.teks):
            break
        cut.append(line)
    return cut
