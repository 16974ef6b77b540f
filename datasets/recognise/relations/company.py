"""Relations whose figures stand further apart: a whole that several shares have in common, and operands
beside a result that no words join to it.

"Dari 64 desa, 18 desa (28,13%) berstatus mandiri, 30 desa (46,88%) maju dan 16 desa (25,00%) berkembang":
each share has its part and its percentage beside it, and all have one whole. Which figure that is, the
shares that hold with it tell; then one that does not hold with it is wrong.
"""

from collections.abc import Iterator
from itertools import permutations

from cermat.datasets.recognise.prose.grammar import Sentence
from cermat.datasets.recognise.prose.setting import Setting
from cermat.datasets.recognise.relations.card import COVER, SHAPE, Relation, load_relations
from cermat.datasets.recognise.relations.figure import MONEY, Figure, alike, figures_of, fits
from cermat.datasets.recognise.relations.reading import HOLDS, OFF, Reading, bind, far

BLOCKS_BACK = 4  # in which a whole may stand that shares have in common
SENTENCES_BACK = 2  # in which operands may stand that no words join to a result
BEFORE, AFTER = 3, 2  # figures beside a result among which its operands stand
SURE_DIGITS = 4  # of a result that chance does not make
FEW_DIGITS = 3  # of a result whose operands stand right before it


def apart(s: Setting, texts: dict[int, str], before: list[Setting]) -> Iterator[tuple]:
    """(sentence, card, what proposes its readings but for results done) of each sentence and card of a block.
    before: the blocks of the same section right before it."""
    cards = [c for c in load_relations() if c.shared or c.beside]
    told = [f for b in before[-BLOCKS_BACK:] for x in b.sentences for f in figures_of(x, texts)]
    near: list[list[Figure]] = []
    for sentence in s.sentences:
        own = figures_of(sentence, texts)
        beside_it = [f for found in (*near[-SENTENCES_BACK:], own) for f in found]

        def proposed(
            card: Relation,
            done: set[int],
            sentence=sentence,
            own=own,
            beside_it=beside_it,
            earlier=told[::-1],
        ) -> Iterator[Reading]:
            found = list(shared(card, sentence, earlier, texts, done)) if card.shared else []
            yield from found
            if card.beside:
                yield from beside(card, beside_it, {f.id for f in own}, done | {r.result.id for r in found})

        for card in cards:
            if any(fits(f, card.role(card.result).kind) for f in own):
                yield sentence, card, proposed
        near.append(own)
        told = [*told, *own]


def shared(
    card: Relation, sentence: Sentence, earlier: list[Figure], texts: dict[int, str], done: set[int]
) -> Iterator[Reading]:
    """Readings of a sentence's items with the whole that they hold with. earlier: figures told before it,
    the nearest first."""
    at = {f.position: f for f in figures_of(sentence, texts, loose=True)}
    items: list[dict[str, tuple[Figure, ...]]] = [
        {name: (at[places[0]],) for name, places in match.items() if places[0] in at}
        for shape in card.items
        for match in shape.matches(sentence)
    ]
    needed = {r.name for r in card.roles} - {card.shared}
    items = [roles for roles in items if set(roles) == needed]
    groups: dict[str, list[dict[str, tuple[Figure, ...]]]] = {}
    for roles in items:
        groups.setdefault(_counted(roles, card).kind, []).append(roles)
    wholes = [f for f in [*at.values(), *earlier] if f.token.id >= 0]
    for group in groups.values():
        yield from (r for r in _with_whole(card, group, wholes) if r.result.id not in done)


def _counted(roles: dict[str, tuple[Figure, ...]], card: Relation) -> Figure:
    return next(found[0] for name, found in roles.items() if name != card.result)


def _with_whole(card: Relation, group: list[dict], wholes: list[Figure]) -> list[Reading]:
    """The readings of one group of items with the whole that most of them hold with."""
    best: list[Reading] = []
    for whole in wholes:
        if all(_may_be_of(_counted(roles, card), whole) for roles in group):
            tried = [bind(card, roles | {card.shared: (whole,)}, SHAPE) for roles in group]
            made = [r for r in tried if r is not None]
            if len(made) == len(group) and _held(made) > _held(best):
                best = made
    held = [r for r in best if r.state == HOLDS]
    sure = sum(r.result.decimals >= 2 for r in held)
    if not (sure or len(held) > 1 or all(_told_alike(r, card) for r in held)):
        return []
    company = len(held) > 1 and 2 * len(held) > len(best) and sure > 1
    return [r for r in best if r.state == HOLDS or company and (r.state != OFF or not far(r))]


def _may_be_of(part: Figure, whole: Figure) -> bool:
    """Is the part counted in words as the whole is, or one of them in none ("n = 350")?"""
    loose = MONEY not in (part.kind, whole.kind) and not (part.kind and whole.kind)
    return part.id != whole.id and (part.kind == whole.kind or loose)


def _held(readings: list[Reading]) -> int:
    return sum(r.state == HOLDS for r in readings)


def _told_alike(reading: Reading, card: Relation) -> bool:
    whole, part = reading.roles[card.shared][0], _counted(reading.roles, card)
    return bool(part.kind) and part.kind == whole.kind


def beside(card: Relation, figures: list[Figure], last: set[int], done: set[int]) -> Iterator[Reading]:
    """Proofs of results by two figures near them. figures: of a sentence and those before it, in order;
    last: ids of the sentence's own, whose results are sought."""
    first, second = card.operands
    for i, result in enumerate(figures):
        if result.id not in last or result.id in done or not fits(result, card.role(card.result).kind):
            continue
        if result.digits < FEW_DIGITS and result.decimals < 2:
            continue
        sure = result.digits >= SURE_DIGITS or result.decimals >= 2
        reach = (BEFORE, AFTER) if sure else (2, 0)
        near = [*figures[max(0, i - reach[0]) : i], *figures[i + 1 : i + 1 + reach[1]]]
        for one, other in permutations(near, 2):
            if one.digits + other.digits >= SURE_DIGITS and one.value != other.value and alike(one, other):
                reading = bind(card, {first: (one,), second: (other,), card.result: (result,)}, COVER)
                exact = reading and reading.high - reading.low <= 4 * result.half
                if reading and reading.state == HOLDS and exact:
                    yield reading
                    break
