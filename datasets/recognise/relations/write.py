"""A reading written as typed rows: `perhitungan` (hasil = a operasi b) or `rincian` (a total and its
parts)."""

import math

from cermat.datasets.recognise.prose.grammar import Sentence
from cermat.datasets.recognise.prose.measures import sentence_tahun
from cermat.datasets.recognise.prose.setting import Found, Setting, short_name
from cermat.datasets.recognise.relations.card import LIST
from cermat.datasets.recognise.relations.figure import MONEY, Figure, kind_of, things
from cermat.datasets.recognise.relations.names import distinctive, grouped, part_names, total_name
from cermat.datasets.recognise.relations.reading import Reading, interval_of
from cermat.schemas.language import parse

_LINKS = frozenset({"ATAU", "SE", "KOMA", "BUKA", "SEHINGGA", "DENGAN", "SETARA"})  # before a result
_HAIR = 1e-12
_EXACT = 10  # decimals of a computed operand that is exact
_OPERANDS = ("a", "b", "c")
_LEAD = 14  # tokens before a figure that may name it


def write(s: Setting, h: Found, sentence: Sentence, reading: Reading) -> None:
    """Add the rows of one reading, as its card's `writes` says."""
    if reading.card.writes["table"] == "rincian":
        write_total(s, h, sentence, reading)
    else:
        _computed(s, h, sentence, reading)


def _computed(s: Setting, h: Found, sentence: Sentence, reading: Reading) -> None:
    """hasil = a (operasi) b; an operand is a role, a number that the card itself gives ("100"), or what the
    card computes of roles ("2 * target - realisasi")."""
    writes = reading.card.writes
    operands: dict[str, object] = {}
    for column in _OPERANDS:
        if (text := writes.get(column)) in reading.roles:
            operands[column] = reading.roles[text][0].token
        elif text in reading.derived:
            operands[column] = f"{reading.derived[text]:.0f}"
        elif text:
            operands[column] = printed_value(*interval_of(parse(text), reading.roles))
            operands |= {} if text.isdigit() else {f"{column}_arti": text}
    if reading.card.unsigned and writes["operasi"] == "kurang":  # the larger first: the result has no sign
        large, small = sorted((reading.roles[writes[c]][0].token for c in "ab"), key=lambda t: -t.nilai)
        operands |= {"a": large, "b": small}
    year = sentence_tahun(sentence)
    h.add(
        "perhitungan",
        s,
        subjek=_subject(h, sentence, reading),
        ukuran=_measure(h, reading),
        tahun=year if year > 0 else s.tahun,
        operasi=writes["operasi"],
        hasil=reading.result.token,
        **operands,
    )


def printed_value(low: float, high: float) -> str:
    """The middle of an interval as text, with as many decimals as it is exact to."""
    half = (high - low) / 2
    decimals = min(_EXACT, max(1, math.floor(-math.log10(half * 4)))) if half > _HAIR else _EXACT
    text = f"{(low + high) / 2:.{decimals + (decimals == 3)}f}"
    if half <= _HAIR and float(text) == round(float(text)):
        text = text.split(".")[0]
    return text.replace(".", ",")


def write_total(s: Setting, h: Found, sentence: Sentence, reading: Reading, **known) -> None:
    """A total (or mean) and its parts, a row each. known: subjek, ukuran, tahun where the caller knows
    them."""
    writes = reading.card.writes
    parts = tuple(f for role in writes["parts"].split() for f in reading.roles[role])
    total = reading.result
    year, name = sentence_tahun(sentence), total_name(s, sentence, total, parts[0])
    kind = kind_of(sentence, total.position)
    several = kind in things() and grouped(sentence, parts[0].position)
    code = f"jumlah-{total.id}-{parts[0].id}"
    if several and s.context.instansi:
        name = s.context.instansi
    base = {
        "subjek": distinctive(name) if reading.by == LIST and total.kind != MONEY else "",
        "satuan": _noun(sentence, total)
        if several
        else next((f.token.satuan for f in (total, *parts) if f.token.satuan), ""),
        "tahun": year if year > 0 else s.tahun,
        "ukuran": _noun(sentence, total) if several else writes.get("ukuran", "jumlah"),
    }
    base |= known
    name = known.get("subjek", name)
    peran = writes.get("peran", "total")
    h.add("rincian", s, kode=code, uraian=name, peran=peran, nilai=total.token, **base)
    for place, (figure, called) in enumerate(
        zip(parts, part_names(sentence, parts, total.position), strict=True), 1
    ):
        own = {"kode": f"{code}-{place}", "induk": code, "peran": "bagian", "nilai": figure.token}
        h.add("rincian", s, uraian=called or _lead(sentence, figure.position), **own, **base)


def _noun(sentence: Sentence, figure: Figure) -> str:
    return sentence.tokens[figure.position + 1].lowered


def _subject(h: Found, sentence: Sentence, reading: Reading) -> str:
    """Whose relation it is: whose the money is, where a klaim says by what it is told (`dasar`), else the
    words that lead to the result."""
    operands = {figure.id for role in reading.card.operands for figure in reading.roles[role]}
    claims = (row for row in h.rows.get("klaim", ()) if row.get("dasar") and row.get("_nilai") in operands)
    return next((row["subjek"] for row in claims), "") or _lead(sentence, reading.result.position)


def _lead(sentence: Sentence, position: int) -> str:
    """The words that lead to the figure at a position."""
    start = max(0, position - _LEAD)
    stops = (
        j + 1 for j in range(position - 3, start, -1) if sentence.tokens[j].kelas & {"TITIKKOMA", "TITIK"}
    )
    start, end = next(stops, start), position
    while (
        end > start and sentence.tokens[end - 1].kelas & _LINKS and not sentence.tokens[end - 1].kelas & {"N"}
    ):
        end -= 1
    return short_name(sentence.printed(start, end) or sentence.printed(start, position + 1), 120)


def _measure(h: Found, reading: Reading) -> str:
    """What is computed, told apart by its operands: two results of one subject are two rows of the working
    paper."""
    printed = [h.angka_texts.get(f.id, "") for name in reading.card.operands for f in reading.roles[name]]
    return f"{reading.card.writes.get('ukuran', reading.card.id)} {' dan '.join(printed)}"
