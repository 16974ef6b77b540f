"""Claim family: a figure about one row of a table ("sisa tahun 2019 sebanyak 165 perkara", "IPM tahun 2022
sebesar 68,41").

A figure that agrees with its cell is taken up on little evidence. One that does not is held against the table
only where name, column and year leave one cell, nothing else is said, and the two lie so near that a slip is
likelier than another thing.
"""

import re
from collections.abc import Iterator

from cermat.datasets.recognise.prose.grammar import Pattern, Sentence, Token, bears, years_of
from cermat.datasets.recognise.prose.grammar_names import name_words
from cermat.datasets.recognise.prose.grid_rows import Cell, RowMap, stem
from cermat.datasets.recognise.prose.setting import Found, Setting, announces, short_name
from cermat.datasets.recognise.prose.values import acuan
from cermat.datasets.recognise.vocabulary import vocabulary

_ENDS = frozenset(
    "N KIRA_N X TITIKKOMA OP_TAMBAH OP_KURANG OP_BAGI OP_KALI OP_BANDING TERDIRI SEHINGGA NAIK TURUN "
    "MELEBIHI KURANG_DARI GARIS_MIRING SILANG TAMBAH BUKA TUTUP NYATA".split()
)
_FOREIGN = frozenset(
    "WILAYAH MODAL ANDAI SEMENTARA ANTARA_LAIN RATA TIDAK SELISIH TARGET_AKHIR KEPADA".split()
)
_OTHER = frozenset("TARGET CAPAIAN PAGU SERAPAN RANCU SISA DIPEROLEH".split())
_BARE = Pattern(r"(?P<i>I) (PENGISI|Y|BUKA|TUTUP|W){0,6} SE (PENGISI|KIRA){0,2} (?P<n>N)")
_BECOME = Pattern(
    r"(?P<i>I) ![TITIK|TITIKKOMA|I|KIRA_N|TARGET|WILAYAH|MODAL|TIDAK|ANDAI]{0,16} (?P<become>MENJADI) "
    r"(PENGISI){0,2} (?P<n>N)"
)
# "dibandingkan tahun 2021 yang sebesar n", "dari tahun lalu yang hanya n", "pada tahun 2021 tercatat n"
_EARLIER = Pattern(
    r"(OP_BANDING|DARI|TERHADAP|PENGISI) (PENGISI|REALISASI|CAPAIAN){0,3} (?P<y>Y|LALU) "
    r"(PENGISI|BATAS|SE|REALISASI|CAPAIAN|BUKA){0,4} (?P<n>N)"
)
_NEAR = (0.8, 1.25)  # a slip of the pen stays near the right figure
_FIGURES = ("nilai", "target", "realisasi", "capaian", "hasil")


def read_row_claims(setting: Setting, found: Found, rows: RowMap) -> None:
    """klaim rows (jenis nilai) of one block about rows of tables that nothing else has spoken of."""
    tables = ("klaim", "indikator", "perhitungan", "rincian")
    told = [row for table in tables for row in found.rows.get(table, ())]
    told = [row for row in told if row["tabel"] == setting.table and row.get("jenis", "nilai") == "nilai"]
    taken = {int(row.get(f"_{column}", -1)) for row in told for column in _FIGURES}
    for sentence in setting.sentences:
        open_to_all = [at for at in _open_figures(sentence) if found.free(sentence.tokens[at])]
        for at in open_to_all:
            if sentence.tokens[at].id not in taken and _of_row(setting, found, sentence, at, rows):
                taken.add(sentence.tokens[at].id)
        for form, read in ((_EARLIER, _earlier), (_BARE, _of_indikator), (_BECOME, _of_indikator)):
            for match in form.all(sentence):
                figure = sentence.tokens[match.start("n")]
                untold = match.start("n") in open_to_all and figure.id not in taken
                if untold and read(setting, found, sentence, match):
                    taken.add(figure.id)


def _open_figures(sentence: Sentence) -> Iterator[int]:
    """Where figures stand with no word of wish, part of the year, another region or a mean before them."""
    for at, token in enumerate(sentence.tokens):
        points = bears(sentence.tokens[at + 1 : at + 2], "POIN")
        if "N" in token and "SUKU" not in token and not points:
            yield at
        if bears((token,), *_FOREIGN):
            return


def _agrees(setting: Setting, figure: Token, value: float) -> bool:
    """Does the value, rounded as the figure is printed, give the figure (cut counts too)?"""
    digits = int(setting.grids.angka_digits.get(figure.id, 0))
    allowed = 1.0000001 if digits > -3 else 0.505
    return abs(value - figure.nilai) <= 10.0**-digits * allowed


def _near(figure: Token, value: float) -> bool:
    return bool(value) and _NEAR[0] <= figure.nilai / value <= _NEAR[1]


def _claim(setting: Setting, found: Found, sentence: Sentence, at: int, start: int, **about) -> bool:
    """One klaim row of the figure at a position. start: where the words about it begin."""
    figure = sentence.tokens[at]
    unit = figure.satuan if figure.satuan not in ("%", "Rp") else ""
    text = short_name(sentence.printed(start, at + 1))
    found.add("klaim", setting, jenis="nilai", nilai=figure, satuan=unit, teks=text, **about)
    return True


def _clause(sentence: Sentence, at: int) -> list[Token]:
    """The tokens that lead up to a figure, from the last figure, operation or bracket on; a comma ends it too
    where it is no "Pada tahun 2020, …"."""
    tokens, start = sentence.tokens, at
    while start and not tokens[start - 1].kelas & _ENDS:
        opening = all(
            token.kelas & {"Y", "PENGISI", "TGL", "W"} and "I" not in token for token in tokens[: start - 1]
        )
        if "KOMA" in tokens[start - 1] and not opening:
            break
        start -= 1
    return tokens[start:at]


def _grids(setting: Setting, rows: RowMap) -> list[int]:
    """Grids of the same chapter that the block may speak of: the announced one, then those before it, the
    nearest first."""
    here = int(setting.blok.blok)
    before = [grid for grid in setting.grids.grids if grid < here][::-1][:3]
    ahead = [grid for grid in setting.grids.grids if here < grid <= here + 3][:1]
    near, chapter = [*(ahead if announces(setting.sentences) else ()), *before], setting.grids.chapter
    return [grid for grid in near if grid in rows.cells and chapter(grid) == chapter(here)]


def _of_row(setting: Setting, found: Found, sentence: Sentence, at: int, rows: RowMap) -> bool:
    """The figure of a cell: of the row named, else of the row of totals."""
    figure, clause = sentence.tokens[at], _clause(sentence, at)
    named = [token for token in clause if "I" in token]
    unit = "%" if "PERSEN" in figure else "Rp" if "RP" in figure else ""
    for grid in _grids(setting, rows):
        units = ("%",) if unit == "%" else ("", unit)
        cells = [entry for entry in rows.cells[grid] if entry.satuan in units]
        if named:
            names = {name_words(token.name) for token in named}
            own = [entry for entry in cells if not entry.total and entry.name in names]
            strict = len(named) == 1 and len({entry.name for entry in own}) == 1
        else:
            own = [entry for entry in cells if entry.total]
            strict = not _other_row(sentence, cells)
        if own:
            table = rows.words.get(grid, frozenset())
            cell = _cell(setting, sentence, figure, clause, own, table, strict)
            about = {"subjek": cell.uraian, "ukuran": cell.ukuran, "tahun": cell.tahun} if cell else {}
            return bool(cell) and _claim(
                setting, found, sentence, at, at - len(clause), acuan=f"tabel-{grid}", **about
            )
    return False


def _cell(
    setting: Setting,
    sentence: Sentence,
    figure: Token,
    clause: list[Token],
    own: list[Cell],
    table: frozenset[str],
    strict: bool,
) -> Cell | None:
    """The cell, of those of one row, that the words and years of a clause mean. table: the words that its
    grid prints; strict: no other row is meant."""
    if len({(cell.name, cell.column, cell.tahun) for cell in own}) < len(own):
        return None  # the name or the column does not tell its cells apart
    content, unit = _content(clause), {stem(word) for word in figure.satuan.split() if word.isalpha()}
    years = {year for token in clause if "Y" in token for year in token.tahun}
    years = years or {year for token in sentence.tokens[:2] if "Y" in token for year in token.tahun}
    named = bears(clause, "I")
    said = [cell for cell in own if cell.column <= content and (not years or cell.tahun in years)]
    most = max((len(cell.column) for cell in said), default=0)
    chosen = [cell for cell in said if len(cell.column) == most]
    match = next((cell for cell in chosen if _agrees(setting, figure, cell.value)), None)
    if match and (most or named or content & table):
        return match
    if not strict or len(chosen) != 1 or not _near(figure, chosen[0].value):
        return None
    column = chosen[0].column
    whole = bool(content & table) and bears(clause, "SEMUA")
    known = not named and len(content & table) > 1 and not content - table - unit
    rest = set() if known else content - column - unit
    dated = bool(years) or len({cell.tahun for cell in own if cell.column == column}) == 1
    enough = (named and (most or not rest)) or (years and (most or known)) or (whole and not most)
    return chosen[0] if dated and enough and (whole or not rest - {"seluruh", "semua"}) else None


def _content(clause: list[Token]) -> set[str]:
    """The stems of the words of a clause that say something."""
    plain = [token for token in clause if not token.kelas & {"I", "Y", "TGL", "SE", "KOMA"}]
    words = {word for token in plain for word in token.lowered.replace("-", " ").split() if word.isalpha()}
    return {stem(word) for word in words - set(vocabulary("kolom_baris")["pengisi"])}


def _other_row(sentence: Sentence, cells: list[Cell]) -> bool:
    """Does the sentence name a single row of the table? Then a column word need not mean the total."""
    text = " ".join(word for token in sentence.tokens for word in token.lowered.split())
    named = any(" ".join(cell.name) in text for cell in cells if not cell.total and cell.name)
    return named or bears(sentence.tokens, "I")


def _meant(setting: Setting, figure: Token, wanted: float, others: list[float], plain: bool) -> bool:
    """Is a figure the one that the tables print: it agrees, or lies near it, and no other is meant? plain: no
    word between says something else."""
    if _agrees(setting, figure, wanted):
        return True
    return plain and _near(figure, wanted) and not any(_agrees(setting, figure, value) for value in others)


def _of_indikator(setting: Setting, found: Found, sentence: Sentence, match: re.Match) -> bool:
    """A bare figure of a known indicator is its realisasi, where its tables print one for that year."""
    tokens, start, at = sentence.tokens, match.start("i"), match.start("n")
    name, between, become = tokens[start], tokens[start + 1 : at], "become" in match.groupdict()
    if name.jenis != "indikator" or bears(between, "I"):
        return False
    if bears(tokens[max(0, start - 3) : start], *_OTHER):
        return False
    behind = years_of(tokens[match.end() : match.end() + 2])
    said = behind if become else years_of(between) or years_of(tokens[:start]) or behind
    year, words = said[-1] if said else setting.tahun, name_words(name.name)
    own = [fact for fact in setting.grids.content if fact.name == words and not fact.average]
    wanted = {fact.value for fact in own if fact[3:5] == ("realisasi", year)}
    if len(wanted) != 1:
        return False
    others = [fact.value for fact in own if fact[3:5] != ("realisasi", year) and (not said or fact.of(year))]
    plain = become or not any("W" in token and token.lowered.isalpha() for token in between)
    if not _meant(setting, tokens[at], wanted.pop(), others, plain):
        return False
    about = {"ukuran": "realisasi", "tahun": year, "acuan": acuan(setting, sentence, name.name, year)}
    return _claim(setting, found, sentence, at, match.start(), subjek=name.name, **about)


def _earlier(setting: Setting, found: Found, sentence: Sentence, match: re.Match) -> bool:
    """The figure of an earlier year, where the tables print that year of the indicator spoken of."""
    tokens, at, when = sentence.tokens, match.start("n"), sentence.tokens[match.start("y")]
    year = next(iter(years_of([when])), setting.tahun - 1 if "LALU" in when else -1)
    other = bears(tokens[:at], "TARGET", "PAGU", "SERAPAN", "SISA", "SELISIH")
    if not 0 < year < setting.tahun or other:
        return False
    before = setting.sentences[setting.place_of(sentence) - 1].tokens if setting.place_of(sentence) else []
    named = [token for token in tokens if "I" in token] or [token for token in before if "I" in token]
    if len({token.name for token in named}) != 1 or named[0].jenis != "indikator":
        return False
    name, measure = (named[0].name, "capaian" if bears(tokens[:at], "CAPAIAN") else "realisasi")
    wanted = setting.grids.printed(name, measure, year)
    printed = [values for (row, *_), values in setting.grids.figures.items() if row == name_words(name)]
    others = [value for values in printed for value in values]
    plain = not any("W" in token and token.lowered.isalpha() for token in tokens[match.start() : match.end()])
    if wanted is None or not _meant(setting, tokens[at], wanted.nilai, others, plain):
        return False
    about = {"ukuran": measure, "tahun": year, "acuan": acuan(setting, sentence, name, year)}
    return _claim(setting, found, sentence, at, match.start(), subjek=name, **about)
