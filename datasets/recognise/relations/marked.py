"""Readings of figures that words mark, in any order: "Dari kuota 1.200 peserta … terisi 1.047 peserta … yang
belum termanfaatkan 153 peserta".

The result must be marked. Where the order of time is told, and no other figure of the sentence is of their
kind, words join the figures as a shape does. Where every role is marked, the reading may accuse what is a
little off; otherwise what one slip parts. No figure of the same kind may stand between them unread.
"""

from collections.abc import Iterator

from cermat.datasets.recognise.relations.card import HINTED, MARKED, Relation, Role
from cermat.datasets.recognise.relations.figure import Figure, alike, fits
from cermat.datasets.recognise.relations.marks import Around, Run, in_time
from cermat.datasets.recognise.relations.reading import (
    HOLDS,
    OFF,
    OPERAND,
    SLIP,
    Reading,
    absurd,
    bind,
    far,
    may_be,
    near,
)

MOST = 48  # ways to deal figures out to roles; a sentence with more is a list
HINT_DIGITS, SLIP_DIGITS = 2, 3  # printed, of a result that some words mark: to prove, to accuse


def read_marked(
    card: Relation, figures: list[Figure], around: dict[int, Around], words: Run
) -> Iterator[Reading]:
    """Readings of one sentence, whose words these are, by the marks of a card."""
    if not card.told(card.result) or not all(marks.may_fit(words) for marks in card.marks.values()):
        return
    fitting: dict[str, list[Figure]] = {}
    for role in sorted(card.roles, key=lambda r: r.name != card.result):  # the marked one first
        fitting[role.name] = _candidates(card, role, figures, around)
        if not fitting[role.name]:
            return
    order = sorted(card.roles, key=lambda r: (r.many, bool(r.like), r.name != card.result))
    told = [r.name for r in card.roles if card.told(r.name)]
    for count, roles in enumerate(_deals(order, fitting, {})):
        if count >= MOST:
            return
        ordered = in_order(card, roles, around)
        if ordered is False:
            continue
        all_told = ordered or len(told) == len(roles) or len(told) > 1 and _alone(roles, figures)
        reading = bind(card, roles, MARKED if all_told else HINTED)
        sure = bool(ordered) and _alone(roles, figures)
        if reading and _earned(reading, figures, sure):
            yield reading


def _alone(roles: dict[str, tuple[Figure, ...]], figures: list[Figure]) -> bool:
    """Has the sentence no other figure of the kind of these, so that one without marks is no other?"""
    own = [f for found in roles.values() for f in found]
    ids = {f.id for f in own}
    return not any(f.id not in ids and any(alike(f, o) for o in own) for f in figures)


def _candidates(card: Relation, role: Role, figures: list[Figure], around: dict[int, Around]) -> list[Figure]:
    marks = card.marks.get(role.name)
    return [f for f in figures if may_be(role, f, {}) and (marks is None or marks.fit(around[f.position]))]


def _deals(order: list[Role], fitting: dict, bound: dict) -> Iterator[dict[str, tuple[Figure, ...]]]:
    """Every way to give each role a figure of its own; a `many` role takes all that are left for it."""
    if not order:
        yield bound
        return
    role, rest = order[0], order[1:]
    taken = {f.id for found in bound.values() for f in found}
    free = [f for f in fitting[role.name] if f.id not in taken and may_be(role, f, bound)]
    if role.many:
        if free:
            yield from _deals(rest, fitting, bound | {role.name: tuple(free)})
        return
    for figure in free:
        if all(alike(found[0], figure) for name, found in bound.items() if _likes(order, name, role.name)):
            yield from _deals(rest, fitting, bound | {role.name: (figure,)})


def _likes(order: list[Role], name: str, other: str) -> bool:
    return any(r.name == name and r.like == other for r in order)


def in_order(card: Relation, roles: dict[str, tuple[Figure, ...]], around: dict[int, Around]) -> bool | None:
    """Do the years and words around the figures allow the order of time that a card tells? None: they do not
    say."""
    if len(card.times) != 2:
        return None
    one, other = (roles[name][0] for name in card.times)
    if around[one.position].moved or around[other.position].moved:
        return False
    told = in_time(around[one.position], around[other.position])
    if told is not None:
        return told
    before = around[roles[card.result][0].position].before
    way = next((t.kelas for t in reversed(before) if t.kelas & {"NAIK", "TUMBUH", "TURUN"}), frozenset())
    if not way:
        return None
    return (other.value < one.value) if "TURUN" in way else (other.value > one.value)


def hinted(card: Relation, roles: dict[str, tuple[Figure, ...]], around: dict[int, Around]) -> bool:
    """Do the words around the result mark it?"""
    marks = card.marks.get(card.result)
    return marks is not None and marks.fit(around[roles[card.result][0].position])


def _earned(reading: Reading, figures: list[Figure], sure: bool) -> bool:
    if reading.state == HOLDS:
        return reading.by != HINTED or reading.result.printed >= HINT_DIGITS
    strict = reading.card.strict and reading.state == OFF
    if strict or absurd(reading) or not _closed(reading, figures):
        return False
    if reading.by == MARKED:
        return (
            sure
            or near(reading)
            or reading.state in (SLIP, OPERAND)
            and reading.result.printed >= HINT_DIGITS
        )
    return reading.state in (SLIP, OPERAND) and reading.result.printed >= SLIP_DIGITS and not far(reading)


def _closed(reading: Reading, figures: list[Figure]) -> bool:
    """Are all figures between the first and last of a reading its own, but for those of other kinds (of no
    other count, where things are counted)?"""
    own = [f for found in reading.roles.values() for f in found]
    first, last = min(f.position for f in own), max(f.position for f in own)
    counts = any(role.kind == "count" for role in reading.card.roles)
    return not any(
        first < f.position < last
        and f.id not in reading.ids
        and (any(f.kind == o.kind for o in own) or counts and fits(f, "count"))
        for f in figures
    )
