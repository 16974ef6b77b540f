"""A relation card: which figures (roles) hang together, how, by which words and columns, and what is written
of it.

    - id: perubahan-persen
      title: Kenaikan atau penurunan dalam persen
      roles: {awal: level, akhir: like awal, hasil: percent}
      holds: (akhir - awal) / awal * 100
      result: hasil
      unsigned: true
      cues: [NAIK, TURUN, TUMBUH]
      vetoes: [TARGET]
      bounds: ["akhir != awal"]
      pieces: {naik: NAIK|TURUN|TUMBUH}
      shapes: ["DARI … {awal} … MENJADI … {akhir} … <naik> .. {hasil}"]
      hints: ["{awal} … {akhir} … <naik> .. {hasil}"]
      orders: [awal akhir hasil, hasil awal akhir]
      writes: {table: perhitungan, operasi: ubah_persen, a: akhir, b: awal}
      cases:
        reads: [{text: "… naik dari 20 orang menjadi 25 orang (25,00%)", roles: {awal: "20", akhir: "25",
        hasil: "25,00%"}}] silent: ["…"]

Figures may also be told by the words around them, in any order: `marks` gives, for a role, words of which one
must stand right before its figure (`_ tersisa`: right behind it; `bukan TARGET`: not before it), as word
classes or in lower case. `times`: roles in the order of time, held against years and "dari", "menjadi",
"semula" around them. `wrong`: known wrong ways to the result, read like a slip of the pen. `derived`: names
for `holds` that no figure prints ("per hasil": the base of a rate; "satuan besar kecil": how many of the one
unit make one of the other). `_` in an order is a figure of something else.

The kinds of roles: KINDS, or `like OTHER` (counts what OTHER counts). A role with `+` behind its kind takes
several figures, and `holds` then says sum(bagian), mean(bagian) or count(bagian); `lists: true` reads it from
lead words and list items, too (lists.py). `strict: true`: a shape accuses only where one slip parts it;
`opposed: [satu, dua]`: only where the two share a whole by their words ("aktif", "tidak aktif"). Cards stand
in `*.yaml` beside this file, one file a family.

Shapes join their figures by words; hints only hold them together, so they accuse only where one slip parts
the figures, and tight ones leave no doubt, so they accuse whatever the figures are. Cues and vetoes are
word classes, patterns of classes ("SEMAKIN RENDAH … SEMAKIN") or words in lower case. `<naik>` in any of them
is a piece of the card. `proves: true`: another reading of the same words, that never accuses. `items` are
shapes without the `shared` role, the whole that items have in common; `beside: true`: a result may be proven
by any two figures near it (see company.py). `evident`: light words of the family, of which one suffices where
the figures' own arithmetic tells the reading (see evidence.py).
"""

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import NoReturn

import yaml

from cermat.datasets.recognise.relations.columns import Columns, read_columns
from cermat.datasets.recognise.relations.marks import Marks, Words
from cermat.datasets.recognise.relations.shape import Shape, known_classes
from cermat.schemas.errors import InputError
from cermat.schemas.language import Expression, parse

TIGHT, SHAPE, HINT = "kata yang rapat", "bentuk kalimat", "kata di antaranya"
LIST, COVER, EVIDENT = "daftar", "semua angka kalimat", "hitungan angkanya"
MARKED, HINTED = "kata tiap angka", "kata hasilnya"
SKIPPED = "_"  # in an order: a figure of something else
KINDS = {
    "any": "any figure",
    "level": "a figure that counts something, money and percentages included",
    "amount": "a figure that is no percentage",
    "money": "rupiah",
    "percent": "a percentage",
    "number": "neither money nor a percentage",
    "count": "a whole number of things",
    "price": "rupiah, also for one thing (Rp/orang)",
    "rounded": "rupiah in thousands, millions or more",
    "rate": "so many per 1.000 or 100.000",
    "measure": "a figure with a unit that converts into others",
    "span": "so many hours, days, weeks, months",
    "weight": "a weight, which is exact as printed",
}
_KEYS = {
    "id",
    "title",
    "roles",
    "holds",
    "wrong",
    "result",
    "unsigned",
    "cues",
    "vetoes",
    "bounds",
    "shapes",
    "orders",
    "marks",
    "times",
    "derived",
    "lists",
    "strict",
    "evident",
    "opposed",
    "columns",
    "pieces",
    "tight",
    "hints",
    "items",
    "shared",
    "beside",
    "proves",
    "writes",
    "cases",
}
_ROLE = re.compile(r"(?:(?P<kind>[a-z]+)|like (?P<other>\w+))(?P<many>\+)?")
_PIECE = re.compile(r"(?<!P)<(\w+)>")


@dataclass(frozen=True)
class Role:
    """One figure of a relation. kind: one of KINDS, or '' where it counts what role `like` counts. many:
    several figures."""

    name: str
    kind: str = ""
    like: str = ""
    many: bool = False


@dataclass(frozen=True)
class Relation:
    """One card. holds: what the result must be; cues: of which one must stand in the sentence, vetoes: of
    which none; hints: shapes that accuse only where one slip parts the figures; orders: the order in which
    sentences may tell the roles without further words; proves: it never accuses; writes: table, operasi and
    which role goes into which column."""

    id: str
    title: str
    roles: tuple[Role, ...]
    holds: Expression
    result: str
    wrong: tuple[Expression, ...] = ()
    unsigned: bool = False
    cues: tuple[Shape | Words, ...] = ()
    vetoes: tuple[Shape | Words, ...] = ()
    bounds: tuple[Expression, ...] = ()
    shapes: tuple[Shape, ...] = ()
    tight: tuple[Shape, ...] = ()
    hints: tuple[Shape, ...] = ()
    items: tuple[Shape, ...] = ()
    shared: str = ""
    beside: bool = False
    proves: bool = False
    orders: tuple[tuple[str, ...], ...] = ()
    marks: dict[str, Marks] = field(default_factory=dict)
    times: tuple[str, ...] = ()
    derived: dict[str, str] = field(default_factory=dict)
    lists: bool = False
    strict: bool = False
    evident: tuple[Shape | Words, ...] = ()
    opposed: tuple[str, ...] = ()
    columns: Columns = field(default_factory=lambda: Columns({}))
    writes: dict = field(default_factory=dict)
    cases: dict = field(default_factory=dict)

    @cached_property
    def _by_name(self) -> dict[str, Role]:
        return {role.name: role for role in self.roles}

    def role(self, name: str) -> Role:
        return self._by_name[name]

    @cached_property
    def judged(self) -> dict:
        """What figures were found to give by this card before (reading.py), by what they print."""
        return {}

    @cached_property
    def worded(self) -> tuple[tuple[str, Shape], ...]:
        """Its shapes of words, each with how well it joins the figures."""
        told = ((TIGHT, self.tight), (SHAPE, self.shapes), (HINT, self.hints))
        return tuple((by, shape) for by, shapes in told for shape in shapes)

    def told(self, name: str) -> bool:
        """Are there words that mark a role?"""
        return name in self.marks and self.marks[name].positive

    @cached_property
    def only_evident(self) -> bool:
        """Is it told by the figures' own arithmetic alone, in no shape, order or list of its own?"""
        return (
            bool(self.evident)
            and not (self.cues or self.worded or self.orders or self.lists)
            and any(r.many for r in self.roles)
        )

    @cached_property
    def operands(self) -> tuple[str, ...]:
        return tuple(r.name for r in self.roles if r.name != self.result)


def _refuse(where: str, why: str) -> NoReturn:
    raise InputError(f"kartu hubungan {where}: {why}")


def _roles(entries: dict, where: str) -> tuple[Role, ...]:
    made = []
    for name, text in entries.items():
        m = _ROLE.fullmatch(str(text))
        if m is None or (m["kind"] and m["kind"] not in KINDS) or (m["other"] and m["other"] not in entries):
            _refuse(where, f"peran '{name}' berjenis tidak dikenal '{text}'")
        made.append(Role(name, m["kind"] or "", m["other"] or "", bool(m["many"])))
    return tuple(made)


def _orders(entries: list[str], names: set[str], where: str) -> tuple[tuple[str, ...], ...]:
    made = tuple(tuple(text.split()) for text in entries)
    for order in made:
        if set(order) - names - {SKIPPED} or len(set(order)) < len(order):
            _refuse(where, f"urutan '{' '.join(order)}' menyebut peran yang tidak ada")
    return made


def _marks(entries: dict[str, list[str]], names: set[str], where: str) -> dict[str, Marks]:
    if unknown := set(entries) - names:
        _refuse(where, f"tanda untuk peran tidak dikenal {', '.join(sorted(unknown))}")
    made = {name: Marks(tuple(words)) for name, words in entries.items()}
    if unknown := {c for m in made.values() for c in m.classes} - known_classes():
        _refuse(where, f"tanda memakai kelas kata tidak dikenal {', '.join(sorted(unknown))}")
    return made


def _whole(text: str, entry: dict, where: str) -> str:
    """A shape with its pieces put in."""
    pieces = entry.get("pieces", {})
    if unknown := set(_PIECE.findall(text)) - set(pieces):
        _refuse(where, f"potongan tidak dikenal {', '.join(sorted(unknown))}")
    return _PIECE.sub(lambda m: f"({pieces[m[1]]})", text)


def _relation(entry: dict, where: str) -> Relation:
    where = f"{where}: {entry.get('id', '?')}"
    if unknown := set(entry) - _KEYS:
        _refuse(where, f"kunci tidak dikenal {', '.join(sorted(unknown))}")
    if missing := {"id", "title", "roles", "holds", "result", "writes", "cases"} - set(entry):
        _refuse(where, f"kunci yang wajib tidak ada: {', '.join(sorted(missing))}")
    roles = _roles(entry["roles"], where)
    names = {r.name for r in roles}
    holds, bounds = parse(entry["holds"]), tuple(parse(b) for b in entry.get("bounds", ()))
    used = {n for e in (holds, *bounds) for n in e.names} | {
        a.column for e in (holds, *bounds) for a in e.aggregates
    }
    derived = entry.get("derived", {})
    if unknown := (used | {entry["result"], *entry.get("times", ())}) - names - set(derived):
        _refuse(where, f"peran tidak dikenal {', '.join(sorted(unknown))}")
    if not entry["cases"].get("reads") or not entry["cases"].get("silent"):
        _refuse(where, "butuh contoh yang dibaca (reads) dan yang didiamkan (silent)")
    if entry.get("lists") and not any(r.many for r in roles):
        _refuse(where, "lists butuh peran dengan beberapa angka")
    kinds = {r.name: r.kind for r in roles}

    def shapes(key: str) -> tuple[Shape, ...]:
        return tuple(Shape(_whole(t, entry, where), kinds, where) for t in entry.get(key, ()))

    def words(key: str) -> tuple[Shape | Words, ...]:
        plain = [t for t in entry.get(key, ()) if t.islower()]
        told = [Shape(_whole(t, entry, where), kinds, where) for t in entry.get(key, ()) if not t.islower()]
        return (*told, Words(plain)) if plain else tuple(told)

    return Relation(
        entry["id"],
        entry["title"],
        roles,
        holds,
        entry["result"],
        tuple(parse(text) for text in entry.get("wrong", ())),
        bool(entry.get("unsigned")),
        words("cues"),
        words("vetoes"),
        bounds,
        shapes("shapes"),
        shapes("tight"),
        shapes("hints"),
        shapes("items"),
        entry.get("shared", ""),
        bool(entry.get("beside")),
        bool(entry.get("proves")),
        _orders(entry.get("orders", []), names, where),
        _marks(entry.get("marks", {}), names, where),
        tuple(entry.get("times", ())),
        derived,
        bool(entry.get("lists")),
        bool(entry.get("strict")),
        words("evident"),
        tuple(entry.get("opposed", ())),
        read_columns(entry.get("columns", {}), names, where),
        entry["writes"],
        entry["cases"],
    )


@cache
def load_relations(folder: Path = Path(__file__).parent) -> tuple[Relation, ...]:
    """All cards of a folder, in the order of files and entries. InputError names the card that is not
    sound."""
    made: list[Relation] = []
    for path in sorted(folder.glob("*.yaml")):
        for entry in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or ():
            made.append(_relation(entry, path.name))
    names = [r.id for r in made]
    if twice := {n for n in names if names.count(n) > 1}:
        _refuse(", ".join(sorted(twice)), "id dipakai dua kali")
    return tuple(made)
