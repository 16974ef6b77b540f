"""Calculations written in signs, to `perhitungan` rows: hasil = a (operasi) b of the last operation."""

import math
from collections.abc import Iterator
from dataclasses import replace

from cermat.datasets.recognise.prose.grammar import Sentence, Token
from cermat.datasets.recognise.prose.measures import sentence_tahun
from cermat.datasets.recognise.prose.setting import Found, Setting, short_name
from cermat.datasets.recognise.relations.formula import DIVIDE, HUNDRED, Formula, Node, formulas, turned
from cermat.datasets.recognise.relations.write import printed_value
from cermat.schemas import angka as A
from cermat.schemas.slip import one_slip

FORMULA = frozenset(
    "N SAMA PENGALI SILANG GARIS_MIRING STRIP TAMBAH TANDA BUKA TUTUP KURAWAL FRAC TDUA".split()
)
ABSURD = 2.5  # times: a longer calculation further off than this without a slip was not read rightly
_NAMED = ("indikator", "frasa", "kutip")
_MEASURES = (("REALISASI", "realisasi"), ("CAPAIAN", "capaian"))
_HAIR = 1e-9


def like_formula(sentences: list[Sentence]) -> bool:
    """Is a block nothing but a line of a formula (signs and figures)?"""
    tokens = [t for x in sentences for t in x.tokens]
    return 0 < len(tokens) <= 40 and all(t.kelas & FORMULA for t in tokens)


def read_lines(lines: list[Setting], h: Found) -> None:
    """Rows of a formula that is broken over several blocks (its place is that of the first)."""
    text = ""
    tokens: list[Token] = []
    for s in lines:
        for k in s.sentences:
            tokens += [replace(t, mulai=t.mulai + len(text), akhir=t.akhir + len(text)) for t in k.tokens]
        text += f"{s.blok.teks} "
    _read(lines[0], h, Sentence(text, tokens, int(lines[0].blok.blok)))


def read_written(s: Setting, h: Found) -> None:
    """Rows of one block."""
    for sentence in s.sentences:
        if any(t.kelas & {"SUKU", "SAMA", "FRAC", "PENGALI"} for t in sentence.tokens):
            _read(s, h, sentence)


def _read(s: Setting, h: Found, sentence: Sentence) -> None:
    for found in read_formulas(sentence, h.angka_texts):
        _write(s, h, sentence, found)


def read_formulas(sentence: Sentence, texts: dict[int, str]) -> Iterator[Formula]:
    """Every calculation of a sentence, as it is meant. texts: id of a figure → as printed."""
    halves = {t.id: _half(texts.get(t.id, "")) for t in sentence.tokens if "N" in t}
    for found in formulas(sentence, halves):
        reading = _reading(found, halves)
        if reading is not None:
            yield reading


def signs(found: Formula) -> tuple[str, dict[str, Token | str]]:
    """(operasi, its operands in columns a, b, c: figures as printed, or what a part gives)."""
    operasi, (one, other) = found.root.sign, [_operand(node) for node in found.root.operands]
    if found.factor is not None:
        return "bagi_kali", {"a": one, "b": other, "c": found.factor}
    if found.hundred and operasi != DIVIDE:
        return "bagi_persen", {"a": _operand(found.root), "b": "1"}
    percent = found.hundred or operasi == DIVIDE and found.result and _in_percent(found, found.result)
    return "bagi_persen" if percent else operasi, {"a": one, "b": other}


def _half(text: str) -> float:
    parsed = A.parse(text)
    return 0.5 * 10.0**-parsed.desimal if parsed.kelas == A.FIGURE and parsed.desimal > 0 else 0.0


def _reading(found: Formula, halves: dict[int, float]) -> Formula | None:
    """The formula as it is meant: without brackets where it holds only so; None where it is none."""
    simple = all(node.token is not None for node in found.root.operands)
    if found.result is None:
        return found if simple and found.root.sign == DIVIDE and found.hundred else None
    if simple or _holds(found, found.result, halves):
        return found
    hasty = replace(found, root=turned(found.root))
    if _holds(hasty, found.result, halves):
        return hasty
    return found if _near(found, found.result, halves) else None


def _bounds(found: Formula, result: Token) -> tuple[float, float]:
    """What the result may be, with its factor."""
    factor = (
        HUNDRED if _in_percent(found, result) else found.factor.nilai if found.factor is not None else 1.0
    )
    return found.root.low * factor, found.root.high * factor


def _in_percent(found: Formula, result: Token) -> bool:
    """Is the quotient told in percent ("45 / 90 = 50%"), and not one of percentages ("(98,55% + 101,30%) /
    2 = 99,93%")?"""
    if found.hundred or found.root.sign != DIVIDE or "PERSEN" not in result:
        return found.hundred
    middle, stated = abs(found.root.middle), abs(result.nilai)
    return not middle or not stated or middle * HUNDRED / stated < stated / middle


def _holds(found: Formula, result: Token, halves: dict[int, float]) -> bool:
    low, high = _bounds(found, result)
    half = halves.get(result.id, 0.0) or 0.5
    return low - half - _HAIR <= result.nilai <= high + half + _HAIR


def _near(found: Formula, result: Token, halves: dict[int, float]) -> bool:
    low, high = _bounds(found, result)
    middle, stated = abs(low + high) / 2, abs(result.nilai)
    if middle and stated and max(middle / stated, stated / middle) <= ABSURD:
        return True
    decimals = round(-math.log10(2 * half)) if (half := halves.get(result.id, 0.0)) else 0
    return one_slip(round(stated * 10**decimals), decimals, low, high)


def _write(s: Setting, h: Found, sentence: Sentence, found: Formula) -> None:
    first = next(t for t in found.tokens if "N" in t)
    position = next(i for i, t in enumerate(sentence.tokens) if t is first)
    kinds = [
        name
        for kelas, name in _MEASURES
        if any(kelas in t for t in sentence.tokens[max(0, position - 5) : position])
    ]
    operasi, operands = signs(found)
    written = sentence.teks[found.tokens[0].mulai : found.tokens[-1].akhir]
    name = arithmetic_subjek(s, sentence, position)[0] or short_name(written, 120)
    plain = operasi == DIVIDE  # told as a quotient, though its result may bear the sign
    one, other = operands.pop("a"), operands.pop("b")
    further = {"subjek": name, "ukuran": kinds[0] if kinds else "", "plain": plain, **operands}
    add_arithmetic(s, h, sentence, operasi, one, other, found.result, position, **further)


def _operand(node: Node):
    """The printed figure, or what a part of the calculation gives."""
    if node.token is not None:
        return node.token
    return printed_value(node.low, node.high)


def arithmetic_subjek(s: Setting, sentence: Sentence, position: int) -> tuple[str, Token | None]:
    """Whose calculation it is: the first indicator named before it, in the sentence or the block, else the
    heading."""
    before = [sentence.tokens[:position], *(x.tokens for x in reversed(s.sentences[: s.place_of(sentence)]))]
    for tokens in before:
        for t in tokens:
            if "I" in t and t.jenis in _NAMED and not t.lowered.startswith("jumlah "):
                return t.name, t
    named = next((t for t in before[0] if "I" in t and t.jenis == "indikator"), s.title)
    return (named.name, named) if named is not None else ("", None)


def add_arithmetic(
    s: Setting, h: Found, sentence: Sentence, operasi: str, a, b, result, position: int, **other
) -> None:
    """Add one row: hasil = a (operasi) b; other: further columns, subjek and tahun where they are known;
    plain: a quotient that is no percentage though its result bears the sign."""
    plain = other.pop("plain", False)
    name = other.pop("subjek", None)
    name = arithmetic_subjek(s, sentence, position)[0] if name is None else name
    if not name:
        return
    if operasi == "bagi" and result is not None and "PERSEN" in result and not plain:
        operasi = "bagi_persen"
    year = sentence_tahun(sentence)
    tahun = other.pop("tahun", year if year > 0 else s.tahun)
    if not other.get("ukuran") and result is not None:
        other["ukuran"] = s.grids.measure_of(name, tahun, result.nilai)
    content = {n: t for n, t in (("a", a), ("b", b), ("hasil", result)) if t is not None}
    h.add("perhitungan", s, subjek=name, tahun=tahun, operasi=operasi, **content, **other)
