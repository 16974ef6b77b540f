"""Cards of indicators ("Nama Indikator | …", "Satuan | …", "Cara Penghitungan | …"): a grid whose rows are
what an IKU dictionary tells of one indicator → `definisi`."""

from cermat.datasets.document.clean import clean
from cermat.datasets.recognise.grids.layout import Layout
from cermat.datasets.recognise.grids.others import numerator_denominator
from cermat.datasets.recognise.grids.texts import read_arah, without_number
from cermat.datasets.recognise.headers import candidate_roles

_TOLD = ("sasaran", "satuan", "formula", "sumber", "arah")
_SURE = 0.8  # how well a label names what it tells
_LEAST = 2  # things that a card tells of its indicator


def recognise_cards(grid: Layout) -> list[dict]:
    """Rows of `definisi`, one a card; a label that names an indicator opens the next. [] of other grids."""
    cards: list[dict[str, str]] = []
    rows: list[int] = []
    before: dict[str, str] = {}
    for row in range(len(grid.teks)):
        label, text = _entry(grid, row)
        role = (
            next((role for role, score in candidate_roles(label)[:1] if score >= _SURE), "") if text else ""
        )
        if role == "indikator":
            cards.append({"indikator": text} | before)
            rows.append(row)
            before = {}
        elif role == "sasaran" and (not cards or "sasaran" in cards[-1]):
            before = {"sasaran": text}  # a card may begin with the sasaran
        elif role in _TOLD and cards:
            cards[-1].setdefault(role, text)
    told = [(row, card) for row, card in zip(rows, cards, strict=True) if len(card) > _LEAST]
    return [grid.place(row, without_number(card["indikator"])[:80]) | _row(card) for row, card in told]


def _entry(grid: Layout, row: int) -> tuple[str, str]:
    """(label, what it says) of a row that holds just these two texts, beside a number or a colon."""
    texts = [text for text in grid.teks[row] if any(sign.isalpha() or sign == "%" for sign in text)]
    return (texts[0], texts[1]) if len(texts) == 2 and len(texts[0]) <= 60 else ("", "")


def _row(card: dict[str, str]) -> dict[str, str]:
    """A card as a row of `definisi`."""
    told = {name: clean(card.get(name, "")) for name in ("indikator", *_TOLD)}
    told |= {name: without_number(told[name]) for name in ("indikator", "sasaran")}
    told["pembilang"], told["penyebut"] = numerator_denominator(told["formula"])
    return told | {"arah": read_arah(told["arah"])}
