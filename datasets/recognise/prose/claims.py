"""Statements in prose that bind a number, a label or a count to a subject and a year, to typed rows.

`recognise_prose` reads every block sentence by sentence with the grammar of grammar.py; each claim family has
a file beside this one. What the grammar does not understand stays out.
"""

import re
from functools import cache, partial

import pandas as pd

from cermat.datasets.document.model import Document
from cermat.datasets.recognise.context import Context, zones
from cermat.datasets.recognise.outline import Outline
from cermat.datasets.recognise.prose.anggaran import BudgetReader, changed
from cermat.datasets.recognise.prose.arah import read_arah
from cermat.datasets.recognise.prose.arithmetic import read_arithmetic
from cermat.datasets.recognise.prose.counts import read_counts, read_met_counts
from cermat.datasets.recognise.prose.grammar import Token, bears, tidy
from cermat.datasets.recognise.prose.grammar_names import Lexicon, name_words
from cermat.datasets.recognise.prose.grammar_numbers import NUMBER
from cermat.datasets.recognise.prose.grammar_tokens import default_labels, sentences
from cermat.datasets.recognise.prose.grid_rows import RowMap
from cermat.datasets.recognise.prose.layanan import read_layanan
from cermat.datasets.recognise.prose.listed_rows import read_listed_rows
from cermat.datasets.recognise.prose.moves import read_printed_moves
from cermat.datasets.recognise.prose.predikat import read_predikat
from cermat.datasets.recognise.prose.row_claims import read_row_claims
from cermat.datasets.recognise.prose.setting import (
    Found,
    GridMap,
    Setting,
    is_general_title,
    item_label,
    lexicon_of,
)
from cermat.datasets.recognise.prose.titles import LABEL, read_titles
from cermat.datasets.recognise.prose.values import read_values
from cermat.datasets.recognise.prose.wholes import read_parts, read_sources
from cermat.datasets.recognise.relations.amounts import found_sums
from cermat.datasets.recognise.relations.puncak import read_puncak
from cermat.datasets.recognise.relations.sentences import read_lists, read_relations
from cermat.datasets.recognise.relations.written import like_formula, read_lines, read_written
from cermat.datasets.recognise.vocabulary import alternation, vocabulary
from cermat.schemas.tables import all_tables

TABLES = ("klaim", "predikat", "perhitungan", "layanan", "rincian", "indikator")
_ANGKA_COLUMNS = ["blok", "mulai", "akhir", "teks", "desimal", "nilai", "satuan", "kelas", "kolom"]
_WITHOUT_FIGURE = "NAIK TURUN TETAP MELEBIHI TERCAPAI TAK_TERCAPAI SEMAKIN PREDIKAT".split()
_FORMULA_LINE = re.compile(r"[\s\d.,=%x×/:()+\-–—_*$\\{}a-zA-Z]*[\d=][\s\d.,=%x×/:()+\-–—_*$\\{}a-zA-Z]*")
_PAIR_LINE = re.compile(
    r"[^\W\d_][^=:.;]{0,60}[=:]\s*(?:Rp\.?\s*)?\d[\d.,]*(?:,-)?\s*[A-Za-z]{0,12}\s*[;,.]?"
)
_CALLED = re.compile(
    r"^(?:sasaran(?: strategis)?(?:\s+\d+)?|indikator(?: kinerja)?(?: utama)?)\s*[:.]?\s*(?=[“\"„A-Z])", re.I
)
_MAX_TITLE = 25  # words of a line that may name a subject


def recognise_prose(
    document: Document,
    angka: pd.DataFrame,
    context: Context,
    from_grids: dict[str, pd.DataFrame] | None = None,
) -> dict[str, pd.DataFrame]:
    """Typed rows of the statements in prose, by table (TABLES); a table without rows is left out.

    angka: ANGKA_COLUMNS of the document; every value column `x` has `_x`, the id of its figure there (-1: a
    number in words).
    from_grids: what the grids gave; their names are the subjects looked for, their tables what a statement is
    about (`acuan`).
    """
    from_grids = from_grids or {}
    found = Found(angka["teks"].to_dict() if len(angka) else {})
    mapping = GridMap(document, angka, from_grids, context)
    everything = list(settings_of(document, angka, context, from_grids, mapping))
    anggaran = BudgetReader(from_grids, angka["nilai"].to_dict() if len(angka) else {})
    rows = RowMap.of(document, from_grids, angka["nilai"].to_dict() if len(angka) else {})
    blok = [setting for setting, _ in everything]
    read_titles(blok, found)
    formula = _formulas(blok)
    for sequence in formula:
        read_lines(sequence, found)
    in_formula = {setting.blok.blok for sequence in formula for setting in sequence}
    for place, (setting, needed) in enumerate(everything):
        if not needed or setting.blok.blok in in_formula:
            changed(setting, found, setting.blok.teks)
            continue
        items = _following_items(blok, place)
        read_layanan(setting, found)
        told = read_lists(setting, found, [sentence for item in items for sentence in item.sentences[:1]])
        anggaran.read(setting, found)
        read_counts(setting, found, [item.blok for item in items if item.blok.jenis == "butir"])
        ukuran = read_values(setting, found)
        read_predikat(setting, found, ukuran)
        read_written(setting, found)
        read_arithmetic(setting, found, ukuran)
        read_arah(setting, found)
        read_puncak(setting, found)
        read_met_counts(setting, found)
        before = _before(blok, place)
        read_printed_moves(setting, found)
        read_listed_rows(setting, found)
        read_row_claims(setting, found, rows)
        read_relations(setting, found, told, before)
        read_parts(setting, found)
        read_sources(setting, found)
    _header(document, context, mapping, found)
    written = [row for several in found.rows.values() for row in several]
    used = {figure for row in written for name, figure in row.items() if name.startswith("_")}
    if sums := found_sums(document, angka, used, context.tahun) if len(angka) else []:
        found.rows.setdefault("rincian", []).extend(sums)
    return {table: _framed(table, found.rows[table]) for table in TABLES if found.rows.get(table)}


def _formulas(everything: list[Setting]) -> list[list[Setting]]:
    """Runs of two blocks or more that hold nothing but the lines of a formula."""
    result: list[list[Setting]] = []
    sequence: list[Setting] = []
    for setting in everything:
        text = setting.blok.teks
        if len(text) < 80 and _FORMULA_LINE.fullmatch(text) and like_formula(setting.sentences):
            if sequence and setting.blok.blok != sequence[-1].blok.blok + 1:
                result.append(sequence)
                sequence = []
            sequence.append(setting)
        elif sequence:
            result.append(sequence)
            sequence = []
    return [run for run in [*result, sequence] if len(run) > 1]


def _header(document: Document, context: Context, mapping: GridMap, found: Found) -> None:
    """What the headers of grids say of a changed budget."""
    if not len(document.sel):
        return
    header = document.sel[document.sel["kepala"].astype(bool)]
    blocks = document.blok[document.blok["jenis"].eq("petak")].itertuples(index=False)
    grids = {block.blok: block for block in blocks}
    for number, text in zip(header["blok"], header["teks"], strict=True):
        if number in grids:
            changed(Setting(grids[number], list, context, mapping), found, text)


def _following_items(everything: list[Setting], place: int) -> list[Setting]:
    """The list items right behind a block, as long as they are items of one kind; lines "Name = 41" are
    items, too."""
    result: list[Setting] = []
    begin = everything[place]
    for setting in everything[place + 1 : place + 60]:
        last = result[-1].blok.blok if result else begin.blok.blok
        pair = setting.blok.jenis == "paragraf" and _PAIR_LINE.fullmatch(setting.blok.teks.strip())
        item = pair or setting.blok.jenis == "butir"
        if not item or setting.blok.blok != last + 1 or setting.blok.bagian != begin.blok.bagian:
            break
        if result and _label_kind(setting.item) != _label_kind(result[0].item):
            break
        result.append(setting)
    items = [setting.item for setting in result[:1] if begin.blok.jenis == "butir"]
    return [] if _label_kind(begin.item) in map(_label_kind, items) else result


def _before(everything: list[Setting], place: int) -> list[Setting]:
    """The blocks of the same section right before a block, in order."""
    section = everything[place].blok.bagian
    return [other for other in everything[max(0, place - 6) : place] if other.blok.bagian == section]


def _label_kind(label: str) -> str:
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", label))


def _framed(name: str, rows: list[dict]) -> pd.DataFrame:
    types = all_tables()[name]
    acuan = [f"_{column}" for column in types.angka_columns]
    content = {column: [row.get(column, "") for row in rows] for column in ("laporan", *types.columns)}
    content = pd.DataFrame(content, dtype=object).join(
        pd.DataFrame({column: [row.get(column, -1) for row in rows] for column in acuan}, dtype="int64")
    )
    return content


def _label(from_grids: dict[str, pd.DataFrame]) -> dict[tuple[str, ...], frozenset]:
    """The usual labels and those of the report's own scale."""
    label = default_labels()
    skala = from_grids.get("skala")
    for text in skala["label"] if skala is not None and len(skala) else ():
        name = re.sub(r"\s*\([^)]*\)\s*$", "", str(text))  # without the short form that it introduces
        words = tuple(re.findall(r"[^\W\d_]+", name.lower()))
        if words and words not in label:
            label[words] = frozenset({"L", "KUAT" if len(words) > 1 else "LEMAH"})
    return label


def settings_of(
    document: Document, angka: pd.DataFrame, context: Context, from_grids: dict[str, pd.DataFrame], mapping
):
    """Yield a `Setting` for each block of prose (contents and cover left out), and whether it can hold a
    claim at all."""
    lexicon, label = lexicon_of(from_grids, context.instansi), _label(from_grids)
    by_blok: dict[int, list] = {}
    for row in angka.loc[angka["r"].lt(0), _ANGKA_COLUMNS].itertuples() if len(angka) else ():
        by_blok.setdefault(row.blok, []).append(row)
    parts = zones(document)
    title, outline = _Headings(lexicon), Outline(document.blocks)
    for block in document.blocks:
        apart = parts.get(block.blok) in ("sampul", "daftar isi") and not context.excerpt
        if block.jenis == "petak" or apart:
            title.pass_by(block)
            continue
        content = by_blok.get(block.blok, [])
        make = partial(sentences, block.teks, content, label, lexicon, int(block.blok))
        setting = Setting(block, make, context, mapping, item_label(block.teks), outline=outline)
        listing = block.teks.rstrip().endswith(":")  # the items may hold all figures, their total too
        needed = listing or any(row.kelas == "figur" for row in content)
        needed = needed or bool(_words_needed(tuple(label)).search(block.teks))
        if needed:
            setting.title = title.subject_for(block, setting.sentences)
        yield setting, needed
        title.pass_by(block)


@cache
def _words_needed(label: tuple[tuple[str, ...], ...]) -> re.Pattern:
    """A word that a block without figures must hold to say anything: a verdict, a rise or fall, a count in
    words."""
    classes = vocabulary("prosa")["kelas"]
    words = {phrase.split()[0] for name in _WITHOUT_FIGURE for phrase in classes[name]}
    words |= {" ".join(phrase) for phrase in label} | set(NUMBER)
    return re.compile(rf"\b(?:{alternation(words)})\b", re.IGNORECASE)


class _Headings:
    """The subject that headings, list items and short lines above a block name."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon
        self.bagian = ""
        self.current: Token | None = None

    def pass_by(self, block) -> None:
        """Take notice of a block that has been read."""
        if block.bagian != self.bagian:
            self.bagian, self.current = block.bagian, None
            if block.jenis != "judul" and block.bagian:
                self.current = self._name(block.bagian.split(" > ")[-1], "judul")
        if block.jenis == "petak":
            return
        new = self._name(block.teks, block.jenis)
        if new is not None:
            self.current = new

    def subject_for(self, block, content) -> Token | None:
        """The subject for block b: its own title sentence, else what stands above it."""
        if block.bagian != self.bagian:
            self.pass_by(block._replace(teks="", jenis="paragraf"))
        if len(content) > 1:
            begin = [token for token in content[0].tokens if not token.kelas & {"BUTIR", "TITIK"}]
            if 0 < len(begin) <= _MAX_TITLE and not bears(begin, "N", "SE", "Y", "KOMA"):
                title = self._name(content[0].printed(0, len(content[0].tokens)), "butir")
                if title is not None:
                    return title
        return self.current

    def _name(self, text: str, kind: str) -> Token | None:
        text = _CALLED.sub("", LABEL.sub("", text))
        words = name_words(tidy(text))
        if not words or len(words) > _MAX_TITLE or (kind == "paragraf" and re.search(r"[.;:]\s*$|\d", text)):
            return None
        found = self.lexicon.find(text)
        if found:
            return Token(frozenset({"I"}), found[0].lower(), -1, -1, name=found[0], jenis=found[1])
        quoted = re.fullmatch(r"\s*[“\"„]([^”\"]+)[”\"]?\s*\.?\s*", text)
        if quoted:
            return Token(frozenset({"I"}), quoted[1].lower(), -1, -1, name=tidy(quoted[1]), jenis="kutip")
        goes_on = re.search(r"[.;:,]\s*\S|[:;]\s*$|\t", text.strip())
        small = kind == "butir" and not re.match(r"[A-Z]", text.strip())
        if kind == "paragraf" or small or goes_on or is_general_title(text):
            return None
        return Token(frozenset({"I"}), tidy(text).lower(), -1, -1, name=tidy(text), jenis="judul")
