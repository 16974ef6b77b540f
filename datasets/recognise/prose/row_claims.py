"""Claim family: a figure about one row of a table ("sisa tahun 2019 sebanyak 165 perkara", "IPM tahun 2022
sebesar 68,41").

A figure that agrees with its cell is taken up on little evidence. One that does not is held against the table
only where name, column and year leave one cell, nothing else is said, and the two lie so near that a slip is
likelier than another thing.
"""

import re

from datasets.recognise.prose.grammar import Pattern, Sentence, Token
from datasets.recognise.prose.grammar_names import name_words
from datasets.recognise.prose.grid_rows import Cell, RowMap, stem
from datasets.recognise.prose.setting import Found, Setting, announces, short_name
from datasets.recognise.prose.values import acuan
from datasets.recognise.vocabulary import vocabulary

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


def read_row_claims(s: Setting, h: Found, rows: RowMap) -> None:
    """klaim rows (jenis nilai) of one block about rows of tables that nothing else has spoken of."""
    told = [r for t in ("klaim", "indikator", "perhitungan", "rincian") for r in h.rows.get(t, ())]
    told = [r for r in told if r["tabel"] == s.table and r.get("jenis", "nilai") == "nilai"]
    taken = {int(r.get(f"_{column}", -1)) for r in told for column in _FIGURES}
    for sentence in s.sentences:
        open_to_all = [at for at, t in enumerate(sentence.tokens) if _is_open(sentence, at) and h.free(t)]
        for at in open_to_all:
            if sentence.tokens[at].id not in taken and _of_row(s, h, sentence, at, rows):
                taken.add(sentence.tokens[at].id)
        for form, read in ((_EARLIER, _earlier), (_BARE, _of_indikator), (_BECOME, _of_indikator)):
            for m in form.all(sentence):
                figure = sentence.tokens[m.start("n")]
                if m.start("n") in open_to_all and figure.id not in taken and read(s, h, sentence, m):
                    taken.add(figure.id)


def _is_open(sentence: Sentence, at: int) -> bool:
    """Is it a figure with no word of wish, part of the year, another region or a mean before it?"""
    figure, points = sentence.tokens[at], any("POIN" in t for t in sentence.tokens[at + 1 : at + 2])
    foreign = any(t.kelas & _FOREIGN for t in sentence.tokens[:at])
    return "N" in figure and "SUKU" not in figure and not foreign and not points


def _agrees(s: Setting, figure: Token, value: float) -> bool:
    """Does the value, rounded as the figure is printed, give the figure (cut counts too)?"""
    digits = int(s.grids.angka_digits.get(figure.id, 0))
    allowed = 1.0000001 if digits > -3 else 0.505
    return abs(value - figure.nilai) <= 10.0**-digits * allowed


def _near(figure: Token, value: float) -> bool:
    return bool(value) and _NEAR[0] <= figure.nilai / value <= _NEAR[1]


def _claim(s: Setting, h: Found, sentence: Sentence, at: int, start: int, **about) -> bool:
    """One klaim row of the figure at a position. start: where the words about it begin."""
    figure = sentence.tokens[at]
    unit = figure.satuan if figure.satuan not in ("%", "Rp") else ""
    text = short_name(sentence.printed(start, at + 1))
    h.add("klaim", s, jenis="nilai", nilai=figure, satuan=unit, teks=text, **about)
    return True


def _clause(sentence: Sentence, at: int) -> list[Token]:
    """The tokens that lead up to a figure, from the last figure, operation or bracket on; a comma ends it too
    where it is no "Pada tahun 2020, …"."""
    tokens, start = sentence.tokens, at
    while start and not tokens[start - 1].kelas & _ENDS:
        opening = all(t.kelas & {"Y", "PENGISI", "TGL", "W"} and "I" not in t for t in tokens[: start - 1])
        if "KOMA" in tokens[start - 1] and not opening:
            break
        start -= 1
    return tokens[start:at]


def _grids(s: Setting, rows: RowMap) -> list[int]:
    """Grids of the same chapter that the block may speak of: the announced one, then those before it, the
    nearest first."""
    here = int(s.blok.blok)
    before = [g for g in s.grids.grids if g < here][::-1][:3]
    ahead = [g for g in s.grids.grids if here < g <= here + 3][:1] if announces(s.sentences) else []
    chapter = {g: s.grids.bagian.get(g, "").split(" > ")[0] for g in (here, *ahead, *before)}
    return [g for g in [*ahead, *before] if g in rows.cells and chapter[g] == chapter[here]]


def _of_row(s: Setting, h: Found, sentence: Sentence, at: int, rows: RowMap) -> bool:
    """The figure of a cell: of the row named, else of the row of totals."""
    figure, clause = sentence.tokens[at], _clause(sentence, at)
    named = [t for t in clause if "I" in t]
    unit = "%" if "PERSEN" in figure else "Rp" if "RP" in figure else ""
    for grid in _grids(s, rows):
        units = ("%",) if unit == "%" else ("", unit)
        cells = [c for c in rows.cells[grid] if c.satuan in units]
        if named:
            own = [c for c in cells if not c.total and any(c.name == name_words(t.name) for t in named)]
            strict = len(named) == 1 and len({c.name for c in own}) == 1
        else:
            own = [c for c in cells if c.total]
            strict = not _other_row(sentence, cells)
        if own:
            table = rows.words.get(grid, frozenset())
            cell = _cell(s, sentence, figure, clause, own, table, strict)
            about = {"subjek": cell.uraian, "ukuran": cell.ukuran, "tahun": cell.tahun} if cell else {}
            return bool(cell) and _claim(s, h, sentence, at, at - len(clause), acuan=f"tabel-{grid}", **about)
    return False


def _cell(
    s: Setting,
    sentence: Sentence,
    figure: Token,
    clause: list[Token],
    own: list[Cell],
    table: frozenset[str],
    strict: bool,
) -> Cell | None:
    """The cell, of those of one row, that the words and years of a clause mean. table: the words that its
    grid prints; strict: no other row is meant."""
    if len({(c.name, c.column, c.tahun) for c in own}) < len(own):
        return None  # the name or the column does not tell its cells apart
    content, unit = _content(clause), {stem(w) for w in figure.satuan.split() if w.isalpha()}
    years = {y for t in clause if "Y" in t for y in t.tahun}
    years = years or {y for t in sentence.tokens[:2] if "Y" in t for y in t.tahun}
    named = any("I" in t for t in clause)
    said = [c for c in own if c.column <= content and (not years or c.tahun in years)]
    most = max((len(c.column) for c in said), default=0)
    chosen = [c for c in said if len(c.column) == most]
    match = next((c for c in chosen if _agrees(s, figure, c.value)), None)
    if match and (most or named or content & table):
        return match
    if not strict or len(chosen) != 1 or not _near(figure, chosen[0].value):
        return None
    column = chosen[0].column
    whole = bool(content & table) and any("SEMUA" in t for t in clause)
    known = not named and len(content & table) > 1 and not content - table - unit
    rest = set() if known else content - column - unit
    dated = bool(years) or len({c.tahun for c in own if c.column == column}) == 1
    enough = (named and (most or not rest)) or (years and (most or known)) or (whole and not most)
    return chosen[0] if dated and enough and (whole or not rest - {"seluruh", "semua"}) else None


def _content(clause: list[Token]) -> set[str]:
    """The stems of the words of a clause that say something."""
    plain = [t for t in clause if not t.kelas & {"I", "Y", "TGL", "SE", "KOMA"}]
    words = {w for t in plain for w in t.lowered.replace("-", " ").split() if w.isalpha()}
    return {stem(w) for w in words - set(vocabulary("kolom_baris")["pengisi"])}


def _other_row(sentence: Sentence, cells: list[Cell]) -> bool:
    """Does the sentence name a single row of the table? Then a column word need not mean the total."""
    text = " ".join(w for t in sentence.tokens for w in t.lowered.split())
    named = any(" ".join(c.name) in text for c in cells if not c.total and c.name)
    return named or any("I" in t for t in sentence.tokens)


def _single_years(tokens: list[Token]) -> list[int]:
    return [t.tahun[0] for t in tokens if "Y" in t and t.jenis == "satu"]


def _meant(s: Setting, figure: Token, wanted: float, others: list[float], plain: bool) -> bool:
    """Is a figure the one that the tables print: it agrees, or lies near it, and no other is meant? plain: no
    word between says something else."""
    if _agrees(s, figure, wanted):
        return True
    return plain and _near(figure, wanted) and not any(_agrees(s, figure, value) for value in others)


def _of_indikator(s: Setting, h: Found, sentence: Sentence, m: re.Match) -> bool:
    """A bare figure of a known indicator is its realisasi, where its tables print one for that year."""
    tokens, start, at = sentence.tokens, m.start("i"), m.start("n")
    name, between, become = tokens[start], tokens[start + 1 : at], "become" in m.groupdict()
    if name.jenis != "indikator" or any("I" in t for t in between):
        return False
    if any(t.kelas & _OTHER for t in tokens[max(0, start - 3) : start]):
        return False
    behind = _single_years(tokens[m.end() : m.end() + 2])
    said = behind if become else _single_years(between) or _single_years(tokens[:start]) or behind
    year, words = said[-1] if said else s.tahun, name_words(name.name)
    own = [x for x in s.grids.content if x[1] == words and not x[6]]
    wanted = {x[5] for x in own if x[3:5] == ("realisasi", year)}
    if len(wanted) != 1:
        return False
    others = [x[5] for x in own if x[3:5] != ("realisasi", year) and (not said or x[4] in (year, -1))]
    plain = become or not any("W" in t and t.lowered.isalpha() for t in between)
    if not _meant(s, tokens[at], wanted.pop(), others, plain):
        return False
    about = {"ukuran": "realisasi", "tahun": year, "acuan": acuan(s, sentence, name.name, year)}
    return _claim(s, h, sentence, at, m.start(), subjek=name.name, **about)


def _earlier(s: Setting, h: Found, sentence: Sentence, m: re.Match) -> bool:
    """The figure of an earlier year, where the tables print that year of the indicator spoken of."""
    tokens, at, when = sentence.tokens, m.start("n"), sentence.tokens[m.start("y")]
    year = next(iter(_single_years([when])), s.tahun - 1 if "LALU" in when else -1)
    other = any(t.kelas & {"TARGET", "PAGU", "SERAPAN", "SISA", "SELISIH"} for t in tokens[:at])
    if not 0 < year < s.tahun or other:
        return False
    before = s.sentences[s.place_of(sentence) - 1].tokens if s.place_of(sentence) else []
    named = [t for t in tokens if "I" in t] or [t for t in before if "I" in t]
    if len({t.name for t in named}) != 1 or named[0].jenis != "indikator":
        return False
    name, measure = named[0].name, "capaian" if any("CAPAIAN" in t for t in tokens[:at]) else "realisasi"
    wanted = s.grids.printed(name, measure, year)
    others = [v for (row, *_), values in s.grids.figures.items() if row == name_words(name) for v in values]
    plain = not any("W" in t and t.lowered.isalpha() for t in tokens[m.start() : m.end()])
    if wanted is None or not _meant(s, tokens[at], wanted.nilai, others, plain):
        return False
    about = {"ukuran": measure, "tahun": year, "acuan": acuan(s, sentence, name, year)}
    return _claim(s, h, sentence, at, m.start(), subjek=name, **about)
