"""Relations told in sentences: shapes of words, and figures that a card's orders cover → readings → typed
rows.

A shape joins its figures by words: it is read where it holds, where one slip parts it, or where it is off by
no more than people err.
Without a shape, a card's cue and an order of its roles must cover figures that stand side by side: that
proves, and accuses only where all figures of the sentence are covered and one slip parts them.
"""

from collections.abc import Iterator

from datasets.recognise.prose.grammar import Sentence
from datasets.recognise.prose.setting import Found, Setting
from datasets.recognise.relations.card import Relation, load_relations
from datasets.recognise.relations.choose import choose
from datasets.recognise.relations.figure import Figure, figures_of
from datasets.recognise.relations.reading import COVER, HOLDS, SHAPE, SLIP, Reading, absurd, bind, far
from datasets.recognise.relations.write import write

MAX_FIGURES = 24  # of a sentence; longer ones are lists that a PDF has run together
PROOF_DIGITS = 2  # of a result that a covering order proves: fewer are chance
SLIP_DIGITS = 3  # of a result that a covering order may accuse


def read_relations(s: Setting, h: Found) -> None:
    """Rows of one block, for figures whose value no other row recomputes yet."""
    texts = h.angka_texts
    for index, sentence in enumerate(s.sentences):
        whole = _joined(s, index)
        for text in (sentence, *([whole] if whole else ())):
            for reading in choose(list(propose(text, texts, stated_results(h.rows)))):
                if text is sentence or reading.state == HOLDS:
                    write(s, h, text, reading)


def stated_results(rows: dict[str, list[dict]]) -> set[int]:
    """Ids of figures that a row already recomputes (hasil of a perhitungan, capaian of an indikator)."""
    found = {r.get("_hasil", -1) for r in rows.get("perhitungan", ())}
    return found | {r.get("_capaian", -1) for r in rows.get("indikator", ()) if r.get("_target", -1) >= 0}


def _joined(s: Setting, index: int) -> Sentence | None:
    """A sentence with the one behind it, where figures of the one may be figures of the other."""
    if index + 1 >= len(s.sentences):
        return None
    one, next_one = s.sentences[index], s.sentences[index + 1]
    return Sentence(one.teks, [*one.tokens, *next_one.tokens], one.blok)


def propose(sentence: Sentence, texts: dict[int, str], done: set[int]) -> Iterator[Reading]:
    """Every reading that some card has of a sentence, but for results that are `done`."""
    figures = figures_of(sentence, texts)
    if not 2 <= len(figures) <= MAX_FIGURES:
        return
    classes = frozenset().union(*(t.kelas for t in sentence.tokens))
    at = {f.position: f for f in figures}
    for card in load_relations():
        if card.cues and not card.cues & classes or card.vetoes & classes:
            continue
        for reading in (*_shaped(card, sentence, at), *_covered(card, figures)):
            if reading.result.id not in done:
                yield reading


def _shaped(card: Relation, sentence: Sentence, at: dict[int, Figure]) -> Iterator[Reading]:
    for shape in card.shapes:
        for match in shape.matches(sentence):
            roles: dict[str, tuple[Figure, ...]] = {
                name: (at[position],) for name, position in match.items() if position in at
            }
            if set(roles) == {r.name for r in card.roles}:
                reading = bind(card, roles, SHAPE)
                if reading and not absurd(reading):
                    yield reading


def _covered(card: Relation, figures: list[Figure]) -> Iterator[Reading]:
    """Readings of figures side by side, in the orders that the card gives."""
    for order in card.orders:
        for start, stop in _stretches(card, order, len(figures)):
            reading = bind(card, _dealt(card, order, figures[start:stop]), COVER)
            whole = start == 0 and stop == len(figures)
            if reading and _earned(reading, whole):
                yield reading


def _earned(reading: Reading, whole: bool) -> bool:
    digits = reading.result.digits
    if reading.state == HOLDS:
        return digits >= PROOF_DIGITS
    return reading.state == SLIP and whole and digits >= SLIP_DIGITS and not far(reading)


def _stretches(card: Relation, order: tuple[str, ...], count: int) -> Iterator[tuple[int, int]]:
    """Where figures stand side by side that may be the roles of an order: as many as it has roles, or more of
    a `many` role."""
    many = any(card.role(name).many for name in order)
    least = len(order) + many
    for start in range(count - least + 1):
        for stop in range(count, start + least - 1, -1) if many else (start + least,):
            yield start, stop


def _dealt(card: Relation, order: tuple[str, ...], figures: list[Figure]) -> dict[str, tuple[Figure, ...]]:
    """Figures in the order of the text dealt out to roles; a `many` role takes what the others leave."""
    extra, roles, position = len(figures) - len(order), {}, 0
    for name in order:
        count = 1 + (extra if card.role(name).many else 0)
        roles[name] = tuple(figures[position : position + count])
        position += count
    return roles
