"""Which table the average of a sentence is of, where several tables with indicators of their own stand before
it."""

import re
from functools import cache

from cermat.datasets.recognise.prose.grammar import Sentence, Token
from cermat.datasets.recognise.prose.grammar_names import name_words
from cermat.datasets.recognise.prose.setting import Fact, GridMap, Setting
from cermat.datasets.recognise.vocabulary import alternation, vocabulary
from cermat.schemas.slip import one_slip

NEAR = 0.011  # a mean printed with two decimals, rounded or cut


@cache
def _words(name: str) -> re.Pattern:
    return re.compile(rf"\b(?:{alternation(vocabulary('kerangka')[name])})\b", re.I)


def table_of(setting: Setting, sentence: Sentence, tahun: int, figure: Token) -> str | None:
    """The grid ("tabel-7") of the average in a sentence that names none; '' where it is of no single one,
    None where the nearest is meant as for any other figure.

    "Rata-rata capaian kinerja Dinas … sebesar 94,84%" below the tables of three sasaran is of none of them,
    by its words. Without such words it is the nearest table's where its value is that table's mean, or one
    slip of the pen parts it from it ("68,00" for 86,00) and it is not the mean of all their rows.
    """
    grids, here = setting.grids, int(setting.blok.blok)
    tables = _apart(grids, here, tahun)
    nearest = max(tables, default=-1)
    recap = max((grid for grid in grids.mean_grids if nearest < grid < here), default=-1)
    if recap >= 0 and grids.bagian[recap] == grids.bagian[here]:
        return f"tabel-{recap}"
    if len(tables) < 2 or _is_recap(grids, tables[nearest]):
        return None
    whole = _of_agency(setting, sentence)
    if whole and len({fact.sasaran for fact in tables[nearest]} - {()}) == 1:
        return ""
    mean, decimals = _mean(tables[nearest]), max(grids.angka_digits.get(figure.id, 0), 0)
    if abs(figure.nilai - mean) <= NEAR:
        return None
    of_all = _mean([fact for facts in tables.values() for fact in facts])
    slip = not whole and one_slip(round(figure.nilai * 10**decimals), decimals, mean, mean)
    slip = slip and abs(figure.nilai - of_all) > max(NEAR, 0.51 * 10.0**-decimals)
    return None if slip else ""


def _mean(facts: list[Fact]) -> float:
    values = list({fact.name: fact.value for fact in facts}.values())
    return sum(values) / len(values)


def _apart(grids: GridMap, blok: int, tahun: int) -> dict[int, list[Fact]]:
    """Grids before a block in its chapter with the capaian that they print for a year, as far as no indicator
    stands in two of them."""
    found: dict[int, list[Fact]] = {}
    seen: set[tuple] = set()
    for grid in sorted((grid for grid in grids.by_grid if grid < blok), reverse=True):
        facts = [fact for fact in grids.by_grid[grid] if fact.ukuran == "capaian" and not fact.average]
        told = [fact for fact in facts if fact.of(tahun)]
        names = {fact.name for fact in told}
        if not told or grids.chapter(grid) != grids.chapter(blok):
            continue
        if seen & names:
            break
        seen |= names
        found[grid] = told
    return found


def _is_recap(grids: GridMap, facts: list[Fact]) -> bool:
    """Are the rows of a table the sasaran of others?"""
    known = {fact.sasaran for fact in grids.content}
    return all(fact.name in known for fact in facts)


def _of_agency(setting: Setting, sentence: Sentence) -> bool:
    """Do the words mean the whole agency ("kinerja Dinas …", "ketiga sasaran"), and not one sasaran of it?"""
    text = sentence.words(0, len(sentence.tokens))
    if setting.under("sasaran") is not None or _words("rata_rata_sasaran").search(text):
        return False
    own = set(name_words(setting.context.instansi))
    named = bool(own) and own <= set(name_words(text))
    return named or _words("rata_rata_instansi").search(text) is not None
