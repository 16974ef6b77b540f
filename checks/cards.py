"""Rule cards: data in checks/rules/*.yaml, one file a topic. Loaded, checked, and hashed here."""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from cermat.checks.fills import hold
from cermat.checks.keyakinan.weights import threshold
from cermat.schemas import yaml_text
from cermat.schemas.documents import DOCUMENTS
from cermat.schemas.errors import InputError
from cermat.schemas.given_files import content
from cermat.schemas.invalid import invalid
from cermat.schemas.language import parse

KINDS = (
    "total",
    "rasio",
    "rata_rata",
    "arah",
    "predikat",
    "kontradiksi",
    "skala",
    "silang",
    "formula",
    "populasi",
    "tren",
    "target",
    "satuan",
    "kelengkapan",
    "pembulatan",
    "format",
    "struktur",
    "dokumen",
)
SEVERITIES = ("rendah", "sedang", "tinggi")
# what a comparison of this kind says about its numbers: recomputed, only repeated, weakly tested, nothing
_RECOMPUTED = dict.fromkeys(("total", "rasio", "rata_rata", "arah", "formula"), "recomputed")
REACH = (
    dict.fromkeys(KINDS, "weak")
    | _RECOMPUTED
    | {
        "silang": "repeated",
        "dokumen": "repeated",
        "format": "none",
        "pembulatan": "none",
        "struktur": "none",
        "kelengkapan": "none",
    }
)
COPIES = ("silang", "dokumen")  # whose figures are one fact printed twice
BLAMED = ("total", "rasio", "rata_rata", "arah", "silang", "formula")


QUOTES = ("", "rumus", "rumus umum", "skala", "definisi")  # a report's own rules (quotes.py)


class Criterion(BaseModel):
    """What the finding holds the report against: a document (the report itself: 'laporan'), where in it, and
    what it says."""

    model_config = ConfigDict(extra="forbid")
    document: str
    section: str = ""
    what: str
    otherwise: str = Field("", description="criterion where the report states none of its own")
    quotes: Literal[QUOTES] = Field(  # type: ignore[valid-type]
        "", description="the report's own rule that is quoted as printed"
    )
    printed: bool = Field(False, description="`what` itself tells what the report prints")


class Card(BaseModel):
    """One rule. Exactly one shape: stated + recomputed (numbers), label + allowed (predikat), or holds (a
    condition)."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[A-Z]{2,5}-\d{2}$")
    title: str
    title_en: str
    holds_title: str = Field(
        "", description="what is so where the rule holds, as working papers name the test"
    )
    holds_title_en: str = ""
    kind: Literal[KINDS]  # type: ignore[valid-type]  # a closed list that others read too
    severity: Literal[SEVERITIES] = "sedang"  # type: ignore[valid-type]
    table: str
    documents: list[Literal[tuple(DOCUMENTS)]] = Field(  # type: ignore[valid-type]
        [], description="kinds of documents that the rule is for (schemas/documents.py); empty: every kind"
    )
    where: str = ""
    stated: str | list[str] = ""
    recomputed: dict[str, str] = {}
    wrong: dict[str, str] = Field(
        {}, description="known wrong ways; a stated number that fits one is wrong itself"
    )
    prefer: str = Field(
        "", description="column that names the one right alternative, where it is settled (empty: any)"
    )
    unsigned: bool = Field(
        False,
        description="where none fits, a number without a minus is shown the first alternative without one",
    )
    relation: Literal["=", "<=", ">="] = "="
    label: str = ""
    allowed: tuple[str, str] | tuple = ()
    holds: str = ""
    needs: str = Field("", description="condition without which a row cannot be decided")
    needs_reason: str = ""
    names: list[str] = Field([], description="text or value columns that the texts may quote")
    subject: str = "kunci"
    measure: str = ""
    year: str = "tahun"
    group: list[str] = Field([], description="further columns that tell two findings apart")
    reach: Literal["", "recomputed", "repeated", "weak", "none"] = ""
    blame: bool = Field(
        True, description="search which number is wrong; False: the finding is about the stated one"
    )
    keyakinan: float = Field(
        0.0,
        le=1,
        description="how sure a comparison must be to accuse, where the house's threshold is too little",
    )
    by_row: dict[Literal["title", "severity", "criterion"], str] = Field(
        {}, description="columns of the table that tell these of each finding, where the card has several"
    )
    both_places: bool = Field(
        False, description="a finding also has the places of the figures that it is held against"
    )
    missing: Literal["drop", "undecided"] = "drop"
    raise_on: list[Literal["predikat", "tercapai", "dipakai"]] = ["predikat", "tercapai", "dipakai"]
    criterion: Criterion
    why: str
    kondisi: str = ""
    remark: str = Field("", description="said behind the kondisi, whatever its shape gives")
    sebab: str = ""
    akibat: str
    rekomendasi: str
    false_alarms: list[str] = []
    since: str = "1.0"
    examples: list[dict[str, Any]]

    @field_validator("recomputed", mode="before")
    @classmethod
    def _named(cls, value):
        if isinstance(value, dict):
            return {name: str(one) for name, one in value.items()}
        return {"hitung ulang": value} if isinstance(value, str) else value or {}

    @model_validator(mode="after")
    def _shape(self):
        shapes = [bool(self.stated and self.recomputed), bool(self.label and self.allowed), bool(self.holds)]
        if sum(shapes) != 1:
            raise ValueError("butuh tepat satu bentuk: stated + recomputed, label + allowed, atau holds")
        for text in [self.where, self.needs, self.holds, *self.recomputed.values(), *self.wrong.values()]:
            if text:
                parse(text.replace("@", "nilai"))
        told = (self.kondisi, self.remark, self.sebab, self.akibat, self.rekomendasi, self.criterion.what)
        for text in told:
            hold(text)
        if self.keyakinan and self.keyakinan < threshold():
            raise ValueError(f"keyakinan tidak boleh kurang dari ambang umum ({threshold()})")
        kinds = {next(iter(example)) for example in self.examples if example}
        if not {"holds", "fails"} <= kinds or kinds - {"holds", "fails", "undecided"}:
            raise ValueError("butuh contoh 'holds' dan 'fails' (dan boleh 'undecided')")
        return self

    @property
    def shape(self) -> str:
        """interval, label or presence."""
        return "interval" if self.stated else "label" if self.label else "presence"

    @property
    def needed(self) -> float:
        """How sure a comparison must be to accuse."""
        return max(self.keyakinan, threshold())

    @property
    def reaches(self) -> str:
        """recomputed, repeated, weak or none."""
        return self.reach or REACH[self.kind]

    @property
    def blamed(self) -> bool:
        """Does the blame search decide which number is wrong?"""
        return self.shape == "interval" and self.relation == "=" and self.blame and self.kind in BLAMED

    @property
    def method(self) -> bool:
        """Is the stated number itself wrong where it does not hold (no search)?"""
        return self.shape == "interval" and self.relation == "=" and not self.blame and self.kind in BLAMED


_KNOWN = {"": Card.model_fields, "criterion": Criterion.model_fields}


def read_cards(text: str, where: str) -> list[Card]:
    """Cards of one YAML text. InputError names file, rule and what is wrong with it."""
    items = yaml_text.read(text, where) or []
    if not isinstance(items, list):
        raise InputError(f"{where}: harus berupa daftar kartu aturan")
    cards = []
    for item in items:
        name = item.get("id", "?") if isinstance(item, dict) else "?"
        try:
            cards.append(Card.model_validate(item))
        except ValidationError as error:
            raise InputError(f"{where}: aturan {name}: {invalid(error, _KNOWN)}") from None
        except InputError as error:
            raise InputError(f"{where}: aturan {name}: {error}") from None
    return cards


def load_cards(folder: Path | None = None, extra: Path | None = None) -> tuple[Card, ...]:
    """All cards, by file and place in it. `folder` replaces the bundled rules, `extra` stands beside them."""
    cards = [card for name, text in _texts(folder, extra) for card in _parsed(text, name)]
    twice = {card.id for card in cards if sum(card.id == other.id for other in cards) > 1}
    if twice:
        raise InputError(f"nomor aturan dipakai dua kali: {', '.join(sorted(twice))}")
    return tuple(cards)


def rules_sha256(folder: Path | None = None, extra: Path | None = None) -> str:
    """Hash of the rule set, for the run record."""
    return hashlib.sha256("".join(text for _, text in _texts(folder, extra)).encode()).hexdigest()


@cache
def _parsed(text: str, name: str) -> list[Card]:
    return read_cards(text, name)


def _texts(folder: Path | None, extra: Path | None) -> list[tuple[str, str]]:
    """Name and text of every file of cards; InputError where a folder has none."""
    made = []
    for root in (folder or files("cermat.checks").joinpath("rules"), *([extra] if extra else [])):
        try:
            entries = [found for found in root.iterdir() if found.name.lower().endswith((".yaml", ".yml"))]
        except (FileNotFoundError, NotADirectoryError):
            raise InputError(f"folder aturan '{root}' tidak ada") from None
        if not entries:
            raise InputError(f"folder aturan '{root}' tidak memuat kartu aturan (.yaml atau .yml)")
        made += [(entry.name, _text(entry)) for entry in sorted(entries, key=lambda found: found.name)]
    return made


def _text(entry: Path | Traversable) -> str:
    try:
        told = content(entry, entry.name) if isinstance(entry, Path) else entry.read_bytes()
        return told.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InputError(f"{entry.name}: bukan teks UTF-8") from None


def left_out(cards: Sequence[Card], select: Sequence[str] = (), ignore: Sequence[str] = ()) -> dict[str, str]:
    """Rules that a call leaves out, each with why. select: those alone; ignore: without those; both name
    rules, starts of their ids ("SIL") and kinds ("silang"). InputError names what is none of these."""
    asked = [names.split(",") if isinstance(names, str) else names for names in (select, ignore)]
    chosen, unwanted = [{name: _named(cards, name) for name in names} for names in asked]
    alone = {rule for rules in chosen.values() for rule in rules}
    out = {card.id: "tidak dipilih (--select)" for card in cards if chosen and card.id not in alone}
    out |= {rule: f"dikesampingkan (--ignore {name})" for name, rules in unwanted.items() for rule in rules}
    if cards and len(out) == len(cards):
        raise InputError("pilihan aturan tidak menyisakan satu aturan pun")
    return out


def _named(cards: Sequence[Card], name: str) -> set[str]:
    """The rules that a word means."""
    kind = name.lower().replace("-", "_")
    found = {card.id for card in cards if card.id.startswith(name.upper()) or card.kind == kind}
    if not found and kind not in KINDS:
        raise InputError(f"aturan atau jenis '{name}' tidak ada; jenis: {', '.join(KINDS)}")
    return found
