"""Totals and their parts: "87 orang, terdiri dari 50 orang PNS dan 37 orang PPPK", and the list items behind
a lead ("… sebanyak 87 orang, menurut pendidikan:").

A lead word joins a total to the figures behind it, so the parts are read whatever they give, if they are all
there (up to the sentence's end, or one in every item). Several totals ("6 program dan 11 kegiatan", "pagu Rp…
dengan realisasi Rp…") go with as many figures in every part, in the same order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from cermat.datasets.recognise.prose.grammar import Sentence, Token
from cermat.datasets.recognise.relations.card import LIST, Relation
from cermat.datasets.recognise.relations.figure import PERCENT, Figure, alike, counted, things
from cermat.datasets.recognise.relations.marks import run_of
from cermat.datasets.recognise.relations.reading import HOLDS, OFF, Reading, absurd, bind, far, slipped
from cermat.datasets.recognise.vocabulary import vocabulary

MAX_PARTS = 60
FAR = 3.0  # times that parts with a lead word and one unit may miss their total: a part left out
_SEPARATOR = Token(frozenset({"TITIKKOMA", "BATAS_BUTIR"}), ";", -1, -1)
_BREAKS = frozenset({"KIRA_N", "TERDIRI", "NAIK", "TURUN", "OP_BAGI", "MENJADI", "RATA", "TITIK"})
_ALONE = frozenset({"TARGET", "REALISASI"})  # between parts that have one figure each
_ENDS = frozenset({"TITIK", "TUTUP", "TERDIRI", "SEHINGGA", "SEMUA"})
_BACK = 40  # tokens before a lead word in which its totals stand


@dataclass(frozen=True)
class Parts:
    """What a lead joins to its totals. groups: the figures of every part; complete: is nothing left out?"""

    groups: tuple[tuple[Figure, ...], ...]
    complete: bool


def with_items(lead: Sentence, items: list[Sentence]) -> Sentence:
    """One text of a lead and the list items behind it, told apart by semicolons; an item's own details
    ("…, terdiri atas …") are left out."""
    text, tokens = lead.teks, list(lead.tokens)
    for item in items:
        shift = len(text) + 1
        text += "\n" + item.teks
        tokens.append(replace(_SEPARATOR, mulai=shift, akhir=shift))
        end = next((i for i, t in enumerate(item.tokens) if i and "TERDIRI" in t), len(item.tokens))
        while end and item.tokens[end - 1].kelas & {"TITIK", "TITIKKOMA", "KOMA", "DAN"}:
            end -= 1
        tokens += [replace(t, mulai=t.mulai + shift, akhir=t.akhir + shift) for t in item.tokens[:end]]
    return Sentence(text, tokens, lead.blok)


def listed(lead: Sentence, items: list[Sentence]) -> Iterator[Sentence]:
    """The texts of a lead and its items: a last item that adds up the others ("Jumlah: 435 kasus") leads them
    itself."""
    closing = items[-1]
    figure = next((i for i, t in enumerate(closing.tokens) if "N" in t), 0)
    if not any(t.lowered.startswith(("jumlah", "total")) for t in closing.tokens[:figure][:3]):
        yield with_items(lead, items)
        return
    yield with_items(lead, items[:-1])
    end = replace(_SEPARATOR, kelas=frozenset({"TDUA"}), mulai=len(closing.teks), akhir=len(closing.teks))
    yield with_items(Sentence(closing.teks, [*closing.tokens, end], lead.blok), items[:-1])


def leads(text: Sentence) -> Iterator[int]:
    """Positions of the words that join totals to their parts."""
    if "leads" not in text.known:
        text.known["leads"] = tuple(_leads(text))
    yield from text.known["leads"]


def _leads(text: Sentence) -> Iterator[int]:
    classes = run_of(text).classes
    colon, others = "TDUA" in classes, "ANTARA_LAIN" in classes
    for i, token in enumerate(text.tokens):
        if others and any("ANTARA_LAIN" in t for t in text.tokens[max(0, i - 1) : i + 3]):
            continue
        by = colon and said(text, i, "menurut") and any("TDUA" in t for t in text.tokens[i + 1 : i + 9])
        if (
            token.kelas & {"TERDIRI", "DIPEROLEH"}
            or by
            or _near_total(text, i, "yaitu", 8)
            or _near_total(text, i, "longgar", 6)
        ):
            yield i
        elif "TDUA" in token and any("N" in t for t in text.tokens[max(0, i - 2) : i]):
            yield i
        elif i + 1 < len(text.tokens) and "BATAS_BUTIR" in text.tokens[i + 1] and _first_item(text, i):
            yield i


def said(text: Sentence, i: int, kind: str) -> bool:
    """Do the tokens from i on say one of the phrases of this kind (awal_rincian)?"""
    first = text.tokens[i].lowered if i < len(text.tokens) else ""
    begins = _phrases(kind).get(first[:1])
    return begins is not None and any(
        (phrase.startswith(first) or first.startswith(phrase)) and text.words(i, i + size).startswith(phrase)
        for phrase, size in begins
    )


@cache
def _phrases(kind: str) -> dict[str, list[tuple[str, int]]]:
    """The phrases of a kind with how many words they have, by their first letter."""
    found: dict[str, list[tuple[str, int]]] = {}
    for phrase in vocabulary("prosa")["awal_rincian"][kind]:
        found.setdefault(phrase[0], []).append((phrase, len(phrase.split())))
    return found


def _first_item(text: Sentence, i: int) -> bool:
    """Does the lead end here and announce a list ("sebagai berikut.", "digunakan untuk:")?"""
    first = not any("BATAS_BUTIR" in t for t in text.tokens[: i + 1])
    return first and any(t.kelas & {"TDUA", "BERIKUT"} for t in text.tokens[max(0, i - 2) : i + 1])


def _near_total(text: Sentence, i: int, kind: str, near: int) -> bool:
    """ "20 orang, yaitu PNS 12 orang, …" """
    return said(text, i, kind) and any("N" in t for t in text.tokens[max(0, i - near) : i])


def parts_behind(text: Sentence, figures: list[Figure], lead: int, width: int) -> Parts | None:
    """The figures behind a lead, `width` a part; None where they are no clean list."""
    starts = [i for i, t in enumerate(text.tokens) if "BATAS_BUTIR" in t]
    if starts:
        return _of_items(text, figures, starts, width) if lead < starts[0] else None
    found: list[Figure] = []
    at, last = {f.position: f for f in figures}, lead
    for i in range(lead + 1, len(text.tokens)):
        token = text.tokens[i]
        alone = width == 1 and token.kelas & _ALONE or found and said(text, i, "menurut")
        if token.kelas & _BREAKS or alone or "X" in token and token.id >= 0:
            break
        if i in at:
            if not _share(text, at[i], found):
                found.append(at[i])
            last = i
        elif "N" in token or _in_words(text, i) or found and i - last > 16:
            return None
    if len(found) < 2 * width or len(found) % width or len(found) > MAX_PARTS:
        return None
    behind = text.tokens[last + 1 :]
    rest = next((t for t in behind if t.kelas & _ENDS or "N" in t or "KIRA_N" in t), None)
    again = any(said(text, i, "menurut") for i in range(last + 1, len(text.tokens)))
    groups = tuple(tuple(found[i : i + width]) for i in range(0, len(found), width))
    return Parts(groups, rest is None or again or bool(rest.kelas & _ENDS))


def _in_words(text: Sentence, i: int) -> bool:
    """Is it a count in words ("dua orang"), which no figure stands for?"""
    token, behind = text.tokens[i], text.tokens[i + 1 : i + 2]
    return "K" in token and "KE" not in token and bool(token.satuan or behind and "BENDA" in behind[0])


def _share(text: Sentence, figure: Figure, found: list[Figure]) -> bool:
    """A percentage behind an amount: "Rp150.000.000 (99,5%)"."""
    return figure.kind == PERCENT and bool(found) and found[-1].kind != PERCENT


def _of_items(text: Sentence, figures: list[Figure], starts: list[int], width: int) -> Parts | None:
    groups: list[tuple[Figure, ...]] = []
    ends = [*starts[1:], len(text.tokens)]
    for start, end in zip(starts, ends, strict=True):
        own: list[Figure] = []
        for figure in figures:
            if start < figure.position < end and not _share(text, figure, own):
                own.append(figure)
        if any(t.kelas & {"KIRA_N"} or "X" in t and t.id >= 0 for t in text.tokens[start:end]) or not own:
            return None
        alone = width > 1 or any(t.kelas & _ALONE for t in text.tokens[start:end])
        if len(own) < width or alone and len(own) > width:
            return None
        groups += [(f,) for f in own] if width == 1 else [tuple(own)]
    return Parts(tuple(groups), True) if len(groups) > 1 else None


def proposed_lists(
    card: Relation, text: Sentence, figures: list[Figure], second: int = 0
) -> Iterator[Reading]:
    """Readings of a card with a `many` role: every total before a lead word, with the parts behind it.
    second: where a sentence begins whose lead takes up the totals of the one before it."""
    many = next(r.name for r in card.roles if r.many)
    items = "BATAS_BUTIR" in run_of(text).classes
    for lead in leads(text):
        totals = [f for f in _totals(text, figures, lead) if not second or f.position < second]
        if lead < second or second and any(second <= f.position < lead for f in figures):
            continue
        sure = "TERDIRI" in text.tokens[lead] and not second
        loose = said(text, lead, "longgar") or text.tokens[lead].kelas & {"DIPEROLEH", "TDUA"} and not items
        for width in range(1, min(len(totals), 3) + 1):
            parts = parts_behind(text, figures, lead, width)
            if parts is None:
                continue
            if second and len(totals) > width:
                parts = replace(parts, complete=False)
            for column in range(width):
                for reading in _column(card, many, totals, parts, column, sure):
                    if not loose or reading.state == HOLDS or reading.state != OFF and not far(reading):
                        yield reading


def _totals(text: Sentence, figures: list[Figure], lead: int) -> list[Figure]:
    """The figures before a lead that may be totals, in order; none where the nearest is a rough one."""
    near = [f for f in figures if lead - _BACK < f.position < lead]
    end = near[-1].position if near else 0
    if any(t.kelas & {"KIRA_N", "TERDIRI"} for t in text.tokens[end:lead]):
        return []
    kept = [f for f in near if f.kind != PERCENT] or near
    return [f for f in kept if text.tokens[f.position - 1].lowered not in ("di", "pada")]


def _column(
    card: Relation, many: str, totals: list[Figure], parts: Parts, column: int, sure: bool
) -> Iterator[Reading]:
    """Readings of the column-th figure of every part: a total that holds, else the nearest."""
    printed, width = [group[column] for group in parts.groups], len(parts.groups[0])
    if width > 1:
        totals = totals[-width:][column : column + 1]
        if not all(_told(f, totals[0]) for f in printed):
            return
    elif len({f.kind for f in printed} & things()) > 1:
        return  # "1 program, 5 kegiatan": parts of several totals
    figures = tuple(map(counted, printed))
    found = [bind(card, {card.result: (counted(t),), many: figures}, LIST) for t in reversed(totals)]
    readings = [r for r in found if r and not absurd(r)]
    if not readings and sure and parts.complete:
        near = [r for r in found if r and not absurd(r, FAR)]
        readings = [r for r in near if _same_unit(r.result, figures) or slipped(r)]
    held = [r for r in readings if r.state == HOLDS]
    if held:
        yield held[0]
    elif readings and parts.complete:
        yield readings[0]
    elif width == 1 and readings:
        yield from _first_ones(card, many, readings[0])


def _first_ones(card: Relation, many: str, reading: Reading) -> Iterator[Reading]:
    """The first parts alone, where they add up: what follows them is another matter."""
    figures = reading.roles[many]
    for count in range(len(figures) - 1, 1, -1):
        fewer = bind(card, reading.roles | {many: figures[:count]}, LIST)
        if fewer and fewer.state == HOLDS:
            yield fewer
            return


def _same_unit(total: Figure, figures: tuple[Figure, ...]) -> bool:
    """Is every figure printed with one unit, so that a sum far off is no misreading?"""
    return bool(total.token.satuan) and {f.token.satuan for f in figures} == {total.token.satuan}


def _told(figure: Figure, total: Figure) -> bool:
    return figure.token.kelas & {"RP", "PERSEN"} == total.token.kelas & {"RP", "PERSEN"} and alike(
        figure, total
    )
