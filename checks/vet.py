"""Cards against tables, before anything is compared: every table and column that a card names is there."""

from cermat.checks.cards import Card
from cermat.checks.operands import Tables
from cermat.schemas.errors import InputError
from cermat.schemas.language import Expression, parse


def _expressions(card: Card) -> list[Expression]:
    columns = [card.stated] if isinstance(card.stated, str) else card.stated
    texts = [card.where, card.needs, card.holds, *card.recomputed.values(), *card.wrong.values()]
    return [
        parse(text.replace("@", column))
        for text in texts
        if text
        for column in (columns if "@" in text else [""])
    ]


def names_read(card: Card) -> set[tuple[str, str]]:
    """(table, column) pairs that a card decides by; derived tables and columns among them."""
    stated = [card.stated] if isinstance(card.stated, str) else card.stated
    own = [*stated, card.label, card.prefer, *card.allowed]
    pairs = {(card.table, column) for column in own if column}
    for expression in _expressions(card):
        pairs |= {(card.table, name) for name in expression.names}
        for agg in expression.aggregates:
            members = agg.table or card.table
            pairs |= {(members, agg.column)} | ({(members, agg.group)} if agg.group else set())
            pairs |= {(members, left) for left, _ in agg.match}
            pairs |= {(card.table, right) for _, right in agg.match if not right.startswith("'")}
            if agg.where_text:
                pairs |= {(members, name) for name in parse(agg.where_text).names}
    return pairs


def vet(cards: tuple[Card, ...], tables: Tables) -> None:
    """InputError names the first card that reads what does not exist: the card is broken, and nothing is
    audited by it."""
    for card in cards:
        quoted = {(card.table, column) for column in (*card.names, *card.group, *card.by_row.values())}
        for table, column in sorted(names_read(card) | quoted):
            if table not in tables:
                raise InputError(f"aturan {card.id}: tabel '{table}' tidak dikenal")
            if column not in tables[table]:
                raise InputError(f"aturan {card.id}: kolom '{column}' tidak ada di tabel '{table}'")
