"""Relations told in sentences: shapes of words, and figures that a card's orders cover → readings → typed
rows.

A shape joins its figures by words: it is read where it holds, where one slip parts it, or where it is off by
no more than people err.
Words around the figures may mark them for roles in any order (marked.py).
Without either, a card's cue and an order of its roles must cover figures that stand side by side: that
proves, and accuses only where all figures of the sentence are covered and one slip parts them, or where
another relation of the same figures, told right beside it, holds ("naik 3,45 poin atau 5,32 %").
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from cermat.datasets.recognise.prose.grammar import Sentence
from cermat.datasets.recognise.prose.setting import Found, Setting
from cermat.datasets.recognise.relations.card import (
    COVER,
    EVIDENT,
    HINT,
    HINTED,
    LIST,
    MARKED,
    SKIPPED,
    TIGHT,
    Relation,
    load_relations,
)
from cermat.datasets.recognise.relations.choose import choose, explained
from cermat.datasets.recognise.relations.company import apart
from cermat.datasets.recognise.relations.evidence import Pool, evident
from cermat.datasets.recognise.relations.figure import MONEY, PERCENT, Figure, alike, counted, figures_of
from cermat.datasets.recognise.relations.lists import listed, proposed_lists, said
from cermat.datasets.recognise.relations.marked import hinted, in_order, read_marked
from cermat.datasets.recognise.relations.marks import Around, Run, around_all, run_of
from cermat.datasets.recognise.relations.names import opposed
from cermat.datasets.recognise.relations.reading import (
    HOLDS,
    OFF,
    OPERAND,
    SLIP,
    Reading,
    absurd,
    bind,
    far,
    kinds_fit,
    of_one_kind,
)
from cermat.datasets.recognise.relations.shape import BREAKS, GAP
from cermat.datasets.recognise.relations.write import write
from cermat.datasets.recognise.vocabulary import vocabulary

_BREAKS = frozenset(BREAKS) - {"TERDIRI", "TITIK", "SISA"} | {"STRIP", "SAMA"}
MAX_FIGURES = 24  # of a sentence; longer ones are lists that a PDF has run together
PROOF_DIGITS = 2  # of a result that a covering order proves: fewer are chance
SLIP_DIGITS = 3  # of a result that a hint or a covering order may accuse
BESIDE = 5  # tokens between two results of the same figures


@dataclass(frozen=True)
class Told:
    """One text (a sentence, two neighbours, a lead with its list items) and all that cards propose of it.
    second: of neighbours, where the second begins; 0 otherwise."""

    text: Sentence
    readings: list[Reading]
    second: int = 0


def read_lists(s: Setting, h: Found, items: list[Sentence]) -> list[Told]:
    """What cards propose of one block; totals that a lead word joins with their parts are written at once, so
    that no other family takes a part for a figure of its own. items: the list items behind the block."""
    told = [t for t in _told(s, h.angka_texts, items) if t.readings]
    for t, reading in _chosen(told):
        if reading.by == LIST:
            write(s, h, t.text, reading)
            figures = (f for found in reading.roles.values() for f in found)
            h.use(*(f.token for f in figures if f.id != reading.result.id or f.kind != MONEY))
    return told


def read_relations(s: Setting, h: Found, told: list[Told], before: list[Setting]) -> None:
    """Rows of the other relations, for figures whose value no other row recomputes yet. before: the blocks of
    the same section right before it."""
    done = stated_results(h.rows)
    for t, reading in _chosen(told):
        if reading.result.id in done:
            continue
        taken = {r.get("_nilai", -1) for r in h.rows.get("rincian", ())}
        if reading.by != LIST and not (reading.card.writes["table"] == "rincian" and reading.ids & taken):
            write(s, h, t.text, reading)
            h.use(reading.result.token)
    for sentence, card, proposed in apart(s, h.angka_texts, before):
        known = {
            frozenset(r.get(f"_{n}", -1) for n in ("a", "b", "hasil")) for r in h.rows.get("perhitungan", ())
        }
        for reading in choose(list(proposed(card, stated_results(h.rows)))):
            if reading.ids not in known:
                write(s, h, sentence, reading)
                h.use(reading.result.token)


def _told(s: Setting, texts: dict[int, str], items: list[Sentence]) -> Iterator[Told]:
    last = len(s.sentences) - 1
    for index, sentence in enumerate(s.sentences):
        yield Told(sentence, list(propose(sentence, texts)))
        if index < last:
            second = len(sentence.tokens)
            whole = Sentence(sentence.teks, [*sentence.tokens, *s.sentences[index + 1].tokens], sentence.blok)
            yield Told(whole, list(propose(whole, texts, second)), second)
        elif len(items) > 1:
            for text in listed(sentence, items):
                found = [r for r in propose(text, texts) if r.card.lists or r.by not in (HINTED, MARKED)]
                found = [r for r in found if r.by != EVIDENT or r.state == HOLDS]
                yield Told(text, [r for r in found if not r.card.times])


def _chosen(told: list[Told]) -> Iterator[tuple[Told, Reading]]:
    """The best readings of all texts of a block; of neighbours joined only what holds or a lead joins."""
    kept: list[Reading] = []
    for t in told:
        for reading in sorted(choose(t.readings), key=lambda r: r.result.position):
            sure = not t.second or reading.state == HOLDS or reading.by == LIST or _spans(reading, t)
            if sure and not explained(reading, kept):
                kept.append(reading)
                yield t, reading


def _spans(reading: Reading, told: Told) -> bool:
    """Do words join figures of two sentences? Marks do where the second says what follows from the first
    ("Dengan demikian …")."""
    positions = [f.position for found in reading.roles.values() for f in found]
    if reading.by == COVER or not min(positions) < told.second <= max(positions):
        return False
    words = set(vocabulary("prosa")["menyambung"])
    follows = told.text.tokens[told.second : told.second + 3]
    return reading.by not in (MARKED, HINTED) or any("SEHINGGA" in t or t.lowered in words for t in follows)


def stated_results(rows: dict[str, list[dict]]) -> set[int]:
    """Ids of figures that a row already recomputes (hasil of a perhitungan, capaian of an indikator)."""
    found = {r.get("_hasil", -1) for r in rows.get("perhitungan", ())}
    return found | {r.get("_capaian", -1) for r in rows.get("indikator", ()) if r.get("_target", -1) >= 0}


def propose(text: Sentence, texts: dict[int, str], second: int = 0) -> Iterator[Reading]:
    """Every reading that some card has of a text. second: where the second of two joined sentences begins."""
    figures = figures_of(text, texts)
    if not figures:
        return
    words = run_of(text)
    at = {f.position: f for f in figures_of(text, texts, loose=True)}
    around = around_all(text, sorted(at))
    holding: list[Reading] = []
    weak: list[Reading] = []
    for card in load_relations():
        if len(at) < len(card.roles):
            continue
        if card.cues and not any(cue.stands_in(text, words) for cue in card.cues):
            continue
        if card.only_evident or any(veto.stands_in(text, words) for veto in card.vetoes):
            continue
        for reading, earned in _of_card(card, text, figures, at, around, second):
            if not earned:
                weak.append(reading)
                continue
            yield reading
            if reading.state == HOLDS:
                holding.append(reading)
    yield from (r for r in weak if any(_confirmed(r, other, text) for other in holding))
    yield from _by_figures(text, words, Pool(figures, around), holding, bool(second))


def _by_figures(
    text: Sentence, words: Run, pool: Pool, holding: list[Reading], joined: bool
) -> Iterator[Reading]:
    """What the figures' own arithmetic tells, with a light word of the family. joined: of two neighbours,
    whose figures only lists join."""
    if len(pool.figures) < 2:
        return
    found: list[Reading] = []
    for card in load_relations():
        if joined and not any(role.many for role in card.roles):
            continue
        light = any(cue.stands_in(text, words) for cue in card.evident)
        if light and not any(veto.stands_in(text, words) for veto in card.vetoes):
            found += evident(card, pool, holding)
    held = [r for r in found if r.state == HOLDS]
    yield from held
    taken = {i for r in held for i in (r.result.id, *(r.ids if len(r.ids) == len(pool.figures) else ()))}
    for reading in sorted(found, key=lambda r: any(role.many for role in r.card.roles)):
        if reading.state != HOLDS and not reading.ids & taken:
            taken |= reading.ids
            yield reading


def _of_card(
    card: Relation,
    text: Sentence,
    figures: list[Figure],
    at: dict[int, Figure],
    around: dict[int, Around],
    second: int,
) -> Iterator[tuple[Reading, bool]]:
    """What one card proposes, and whether it stands by itself."""
    if card.lists and len(figures) > 2:
        yield from ((r, True) for r in proposed_lists(card, text, figures, second))
    if len(figures) > MAX_FIGURES:
        return
    yield from ((r, True) for r in _shaped(card, text, at, around))
    yield from ((r, True) for r in read_marked(card, figures, around, run_of(text)))
    yield from _covered(card, text, figures, around)
    amounts = [f for f in figures if f.kind != PERCENT]
    if card.lists and len(amounts) < len(figures):  # "Rp… atau 98%, masih tersisa Rp…"
        yield from _covered(card, text, amounts, around)


def _confirmed(weak: Reading, sure: Reading, sentence: Sentence) -> bool:
    """Is a reading told right beside another one of the same figures, which holds?"""
    if weak.card is sure.card or weak.card.proves or weak.result.id in sure.ids or absurd(weak):
        return False
    if weak.operand_ids != sure.operand_ids:
        return False
    first, last = sorted((weak.result.position, sure.result.position))
    between = sentence.tokens[first + 1 : last]
    return len(between) <= BESIDE and not any("N" in t or "TITIK" in t for t in between)


def _shaped(
    card: Relation, sentence: Sentence, at: dict[int, Figure], around: dict[int, Around]
) -> Iterator[Reading]:
    for by, shape in card.worded:
        for match in shape.matches(sentence):
            roles = {name: _bound(card, name, match, at) for name in match}
            whole = set(roles) == {r.name for r in card.roles} and all(roles.values())
            if whole and in_order(card, roles, around) is not False:
                reading = bind(card, roles, by)
                if reading and _said(reading) and _allowed(reading, sentence, at):
                    yield reading


def _said(reading: Reading) -> bool:
    """Do the words that join the figures let this state stand?"""
    if reading.state == HOLDS:
        return True
    if reading.card.proves or reading.by != TIGHT and absurd(reading):
        return False
    return reading.by != HINT or _slipped(reading)


def _slipped(reading: Reading) -> bool:
    """Does one slip part figures that no words join, with so many digits that chance does not make it?"""
    least = {SLIP: SLIP_DIGITS, OPERAND: SLIP_DIGITS + 1}.get(reading.state, math.inf)
    result = reading.result
    digits = max(result.digits, result.decimals + 2 if reading.by == HINT and result.decimals > 1 else 0)
    return of_one_kind(reading) and digits >= least


def _allowed(reading: Reading, sentence: Sentence, at: dict[int, Figure]) -> bool:
    """Strict cards accuse only where one slip parts them; parts that a card calls opposed must be."""
    card, roles = reading.card, reading.roles
    if card.strict and reading.state == OFF:
        return False
    if not card.opposed:
        return True
    if not _unbroken(sentence, reading):
        return False
    one, other = (roles[name][0] for name in card.opposed)
    behind = next((at[i] for i in sorted(at) if i > max(one.position, other.position)), None)
    more = behind is not None and behind.kind != PERCENT and alike(behind, other)
    return not more and opposed(sentence, one, other)


def _bound(
    card: Relation, name: str, match: dict[str, list[int]], at: dict[int, Figure]
) -> tuple[Figure, ...]:
    """The figures of a role; () where one cannot be read. Percentages behind the amounts of a `many` role
    are their shares."""
    figures = tuple(at[i] for i in match[name] if i in at)
    if len(figures) < len(match[name]):
        return ()
    result = at.get(match[card.result][0]) if card.result in match else None
    if card.role(name).many and result and result.kind != PERCENT:
        figures = tuple(counted(f) for f in figures if f.kind != PERCENT)
    return figures if len(figures) > card.role(name).many else ()


def _unbroken(sentence: Sentence, reading: Reading) -> bool:
    """Do only names and joining words stand between the figures of a reading, and never many?"""
    places = sorted(f.position for found in reading.roles.values() for f in found)
    between = sentence.tokens[places[0] + 1 : places[-1]]
    near = all(b - a <= GAP + 2 for a, b in zip(places, places[1:], strict=False))
    return near and not any(t.kelas & _BREAKS for t in between)


def _covered(
    card: Relation, sentence: Sentence, figures: list[Figure], around: dict[int, Around]
) -> Iterator[tuple[Reading, bool]]:
    """Readings of figures side by side in the orders that the card gives, and whether they stand by
    themselves."""
    for order in card.orders:
        for start, stop in _stretches(card, order, len(figures)):
            roles = _dealt(card, order, figures[start:stop])
            if not kinds_fit(card, roles) or in_order(card, roles, around) is False:
                continue
            reading = bind(card, roles, HINTED if hinted(card, roles, around) else COVER)
            whole = start == 0 and stop == len(figures) and SKIPPED not in order
            if reading is None or reading.state == HOLDS and not _earned(reading, whole):
                continue
            if card.lists and (reading.state != HOLDS or not _unbroken(sentence, reading)):
                continue
            if not (card.lists and _goes_on(sentence, reading, figures)):
                yield reading, _earned(reading, whole)


def _goes_on(sentence: Sentence, reading: Reading, figures: list[Figure]) -> bool:
    """Does the list of parts go on behind its last figure ("…, 9 orang, 18 orang")?"""
    places = [f.position for found in reading.roles.values() for f in found]
    last = max(places)
    if last == reading.result.position:
        return False
    behind = next((f for f in figures if f.position > last), None)
    part = next(f for found in reading.roles.values() for f in found if f.position == last)
    if behind is None or not alike(behind, part) or behind.position - last > GAP:
        return False
    between = sentence.tokens[last + 1 : behind.position]
    divided = any(said(sentence, i, "menurut") for i in range(last + 1, behind.position))
    return not divided and not any(t.kelas & (_BREAKS | {"TERDIRI", "TITIK"}) for t in between)


def _earned(reading: Reading, whole: bool) -> bool:
    digits, parts = reading.result.digits, [f for found in reading.roles.values() for f in found[1:]]
    if parts and not (len(parts) > 1 or reading.result.value >= 100 or _one_unit(reading)):
        return False
    if reading.state == HOLDS:
        return digits >= PROOF_DIGITS
    if reading.by == COVER and reading.card.told(reading.card.result):
        return False  # the words say what the result is called, and this one is not
    slip = reading.state == SLIP and _slipped(reading)
    return slip and whole and not reading.card.proves and not far(reading)


def _one_unit(reading: Reading) -> bool:
    """Are all its figures printed with one unit?"""
    kinds = {f.kind for found in reading.roles.values() for f in found}
    return len(kinds) == 1 and "" not in kinds


def _stretches(card: Relation, order: tuple[str, ...], count: int) -> Iterator[tuple[int, int]]:
    """Where figures stand side by side that may be the roles of an order: as many as it has roles, or more of
    a `many` role."""
    many = any(card.role(name).many for name in order if name != SKIPPED)
    least = len(order) + many
    for start in range(count - least + 1):
        for stop in range(count, start + least - 1, -1) if many else (start + least,):
            yield start, stop


def _dealt(card: Relation, order: tuple[str, ...], figures: list[Figure]) -> dict[str, tuple[Figure, ...]]:
    """Figures in the order of the text dealt out to roles; a `many` role takes what the others leave."""
    extra, roles, position = len(figures) - len(order), {}, 0
    for name in order:
        count = 1 + (extra if name != SKIPPED and card.role(name).many else 0)
        if name != SKIPPED:
            roles[name] = tuple(figures[position : position + count])
        position += count
    return roles
