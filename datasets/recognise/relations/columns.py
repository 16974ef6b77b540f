"""What a card says about columns (key `columns`): by which headers its roles are known, and how they may be
searched for.

    columns:
      hasil: {cues: ["@selisih", "laju"], weak: ["%"]}  the result's header: what names it, what hints
      satuan: ["harga satuan"]           an operand known by its header; without cues it may be any column
      lalu: {of: hasil, row: above}      the same column in the row above (or in the total row)
      kali: {row: header}                a number that the result's header gives ("per 1.000")
      bobot: {row: share}                an equal share of the rows ("0,111" of nine)
      search: true       found by figures alone, too: proves, and accuses only in good company
      turned: true       rows as well as columns
      known: true        of the columns that a header or number names ("% thd Target 2014", "5 = 4/3")
      without: [...]     cues that no other column may have
      rivals: ["b / a"]  other ways to compute the result: where one fits more rows, nothing is read
      mistaken: [...]    a known wrong way: where it fits most rows, the words are read for all that

A cue is a phrase of the header (whole words), `@role` a role of words/kepala.yaml (`@role 0.9`: so surely),
`#list` any word of a list there, `=phrase` the lowest header alone, `%` a column of percentages.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from cermat.datasets.recognise.headers import Header, tidy, words_of
from cermat.datasets.recognise.vocabulary import vocabulary
from cermat.schemas.errors import InputError
from cermat.schemas.language import Expression, parse

LIKELY = 0.55  # score of a header role from which a header is said to mean it
PLACES = ("", "above", "total", "header", "share")
_INPUTS = ("target", "realisasi", "pagu", "pagu_awal", "realisasi_uang", "jumlah")
_OPTIONS = ("search", "turned", "known", "without", "rivals", "mistaken")


@dataclass(frozen=True)
class ColumnRole:
    """One role in a grid. cues, weak: as in the module's docstring; row: one of PLACES; of: the role whose
    column it takes."""

    cues: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    row: str = ""
    of: str = ""


@dataclass(frozen=True)
class Columns:
    """The `columns` of a card; empty roles where it has none."""

    roles: dict[str, ColumnRole]
    search: bool = False
    turned: bool = False
    known: bool = False
    without: tuple[str, ...] = ()
    rivals: tuple[Expression, ...] = ()
    mistaken: tuple[Expression, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.roles) or self.search


def _refuse(where: str, why: str):
    raise InputError(f"kartu hubungan {where}: {why}")


def read_columns(entry: dict, names: set[str], where: str) -> Columns:
    """The `columns` of a card. names: its roles. InputError where it names what does not exist."""
    roles = {}
    for name, told in entry.items():
        if name in _OPTIONS:
            continue
        if name not in names:
            _refuse(where, f"kolom memakai peran tidak dikenal {name}")
        told = told if isinstance(told, dict) else {"cues": told}
        role = ColumnRole(
            tuple(told.get("cues", ())), tuple(told.get("weak", ())), told.get("row", ""), told.get("of", "")
        )
        if role.row not in PLACES or role.of and role.of not in names:
            _refuse(where, f"letak kolom '{name}' tidak dikenal")
        for cue in (*role.cues, *role.weak):
            _check_cue(cue, where)
        roles[name] = role
    rivals, mistaken = (tuple(parse(text) for text in entry.get(k, ())) for k in ("rivals", "mistaken"))
    if unknown := {n for e in (*rivals, *mistaken) for n in e.names} - names:
        _refuse(where, f"peran tidak dikenal {', '.join(sorted(unknown))}")
    search, turned, known = (bool(entry.get(k)) for k in ("search", "turned", "known"))
    return Columns(roles, search, turned, known, tuple(entry.get("without", ())), rivals, mistaken)


def _check_cue(cue: str, where: str) -> None:
    words = vocabulary("kepala")
    known = words["peran"] if cue[0] == "@" else words if cue[0] == "#" else (cue[1:].split(" ")[0],)
    if cue[0] in "@#" and cue[1:].split(" ")[0] not in known:
        _refuse(where, f"isyarat kepala tidak dikenal '{cue}'")


def says(header: Header, percent: bool, cues: tuple[str, ...]) -> bool:
    """Does a header (of a column of percentages?) say one of these cues?"""
    return any(_says(header, percent, cue) for cue in cues)


def _says(header: Header, percent: bool, cue: str) -> bool:
    if cue == "%":
        return percent
    if cue[0] == "@":
        role, _, least = cue[1:].partition(" ")
        score = header.score(role)
        return score >= (float(least) if least else LIKELY) and score >= header.score(*_INPUTS)
    if cue[0] == "#":
        return bool(set(tidy(header.teks).split()) & words_of(cue[1:]))
    if cue[0] == "=":
        return bool(header.path) and plain_words(header.path[-1]) == tidy(cue[1:])
    return f" {tidy(cue)} " in f" {tidy(header.teks)} "


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """The words of a header without years and what stands in brackets."""
    return " ".join(w for w in tidy(re.sub(r"\(.*?\)", " ", text)).split() if not re.fullmatch(r"\d{4}", w))
