"""Statements in prose that bind a number, a label or a count to a subject and a year, to typed rows.

`recognise_prose` reads every block sentence by sentence with the grammar of grammar.py; each claim family has
a file beside this one. What the grammar does not understand stays out.
"""

import re
from functools import cache, partial

import pandas as pd

from datasets.document.model import Document
from datasets.recognise.context import Context, zones
from datasets.recognise.outline import Outline
from datasets.recognise.prose.anggaran import BudgetReader, changed
from datasets.recognise.prose.arah import read_arah
from datasets.recognise.prose.arithmetic import read_arithmetic
from datasets.recognise.prose.counts import read_counts, read_met_counts
from datasets.recognise.prose.grammar import Token, tidy
from datasets.recognise.prose.grammar_names import Lexicon, name_words
from datasets.recognise.prose.grammar_numbers import NUMBER
from datasets.recognise.prose.grammar_tokens import default_labels, sentences
from datasets.recognise.prose.grid_rows import RowMap
from datasets.recognise.prose.layanan import read_layanan
from datasets.recognise.prose.moves import read_printed_moves
from datasets.recognise.prose.predikat import read_predikat
from datasets.recognise.prose.row_claims import read_row_claims
from datasets.recognise.prose.setting import Found, GridMap, Setting, is_general_title, item_label, lexicon_of
from datasets.recognise.prose.titles import LABEL, read_titles
from datasets.recognise.prose.values import read_values
from datasets.recognise.prose.wholes import read_parts, read_sources
from datasets.recognise.relations.amounts import found_sums
from datasets.recognise.relations.sentences import read_lists, read_relations
from datasets.recognise.relations.written import like_formula, read_lines, read_written
from datasets.recognise.vocabulary import alternation, vocabulary
from schemas.tables import all_tables

TABLES = ("klaim", "predikat", "perhitungan", "layanan", "rincian", "indikator")
_ANGKA_COLUMNS = ["blok", "mulai", "akhir", "teks", "desimal", "nilai", "satuan", "kelas", "kolom"]
_CLASSES_WITHOUT_FIGURE = (
    "NAIK",
    "TURUN",
    "TETAP",
    "MELEBIHI",
    "TERCAPAI",
    "TAK_TERCAPAI",
    "SEMAKIN",
    "PREDIKAT",
)
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
    h = Found(angka["teks"].to_dict() if len(angka) else {})
    mapping = GridMap(document, angka, from_grids, context)
    everything = list(settings_of(document, angka, context, from_grids, mapping))
    anggaran = BudgetReader(from_grids, angka["nilai"].to_dict() if len(angka) else {})
    rows = RowMap.of(document, from_grids, angka["nilai"].to_dict() if len(angka) else {})
    blok = [s for s, _ in everything]
    read_titles(blok, h)
    formula = _formulas(blok)
    for sequence in formula:
        read_lines(sequence, h)
    in_formula = {s.blok.blok for sequence in formula for s in sequence}
    for i, (s, needed) in enumerate(everything):
        if not needed or s.blok.blok in in_formula:
            changed(s, h, s.blok.teks)
            continue
        items = _following_items(blok, i)
        read_layanan(s, h)
        told = read_lists(s, h, [k for b in items for k in b.sentences[:1]])
        anggaran.read(s, h)
        read_counts(s, h, [b.blok for b in items if b.blok.jenis == "butir"])
        ukuran = read_values(s, h)
        read_predikat(s, h, ukuran)
        read_written(s, h)
        read_arithmetic(s, h, ukuran)
        read_arah(s, h)
        read_met_counts(s, h)
        before = _before(blok, i)
        read_printed_moves(s, h)
        read_row_claims(s, h, rows)
        read_relations(s, h, told, before)
        read_parts(s, h)
        read_sources(s, h)
    _header(document, context, mapping, h)
    used = {v for rows in h.rows.values() for r in rows for n, v in r.items() if n.startswith("_")}
    if sums := found_sums(document, angka, used, context.tahun) if len(angka) else []:
        h.rows.setdefault("rincian", []).extend(sums)
    return {t: _framed(t, h.rows[t]) for t in TABLES if h.rows.get(t)}


def _formulas(everything: list[Setting]) -> list[list[Setting]]:
    """Runs of two blocks or more that hold nothing but the lines of a formula."""
    result: list[list[Setting]] = []
    sequence: list[Setting] = []
    for s in everything:
        if len(s.blok.teks) < 80 and _FORMULA_LINE.fullmatch(s.blok.teks) and like_formula(s.sentences):
            if sequence and s.blok.blok != sequence[-1].blok.blok + 1:
                result.append(sequence)
                sequence = []
            sequence.append(s)
        elif sequence:
            result.append(sequence)
            sequence = []
    return [d for d in [*result, sequence] if len(d) > 1]


def _header(document: Document, context: Context, mapping: GridMap, h: Found) -> None:
    """What the headers of grids say of a changed budget."""
    if not len(document.sel):
        return
    header = document.sel[document.sel["kepala"].astype(bool)]
    grids = {b.blok: b for b in document.blok[document.blok["jenis"].eq("petak")].itertuples(index=False)}
    for number, text in zip(header["blok"], header["teks"], strict=True):
        if number in grids:
            changed(Setting(grids[number], list, context, mapping), h, text)


def _following_items(everything: list[Setting], i: int) -> list[Setting]:
    """The list items right behind a block, as long as they are items of one kind; lines "Name = 41" are
    items, too."""
    result: list[Setting] = []
    begin = everything[i]
    for s in everything[i + 1 : i + 60]:
        n = result[-1].blok.blok if result else begin.blok.blok
        item = (
            s.blok.jenis == "butir"
            or s.blok.jenis == "paragraf"
            and _PAIR_LINE.fullmatch(s.blok.teks.strip())
        )
        if not item or s.blok.blok != n + 1 or s.blok.bagian != begin.blok.bagian:
            break
        if result and _label_kind(s.item) != _label_kind(result[0].item):
            break
        result.append(s)
    return (
        result
        if begin.blok.jenis != "butir" or not result or _label_kind(begin.item) != _label_kind(result[0].item)
        else []
    )


def _before(everything: list[Setting], i: int) -> list[Setting]:
    """The blocks of the same section right before a block, in order."""
    s = everything[i]
    return [x for x in everything[max(0, i - 6) : i] if x.blok.bagian == s.blok.bagian]


def _label_kind(label: str) -> str:
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", label))


def _framed(name: str, rows: list[dict]) -> pd.DataFrame:
    types = all_tables()[name]
    acuan = [f"_{k}" for k in types.angka_columns]
    content = {k: [r.get(k, "") for r in rows] for k in ("laporan", *types.columns)}
    content = pd.DataFrame(content, dtype=object).join(
        pd.DataFrame({k: [r.get(k, -1) for r in rows] for k in acuan}, dtype="int64")
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
    for x in angka.loc[angka["r"].lt(0), _ANGKA_COLUMNS].itertuples() if len(angka) else ():
        by_blok.setdefault(x.blok, []).append(x)
    parts = zones(document)
    title, outline = _Headings(lexicon), Outline(document.blocks)
    for b in document.blocks:
        if b.jenis == "petak" or parts.get(b.blok) in ("sampul", "daftar isi") and not context.excerpt:
            title.pass_by(b)
            continue
        content = by_blok.get(b.blok, [])
        make = partial(sentences, b.teks, content, label, lexicon, int(b.blok))
        s = Setting(b, make, context, mapping, item_label(b.teks), outline=outline)
        listing = b.teks.rstrip().endswith(":")  # the items may hold all figures, their total too
        needed = listing or any(x.kelas == "figur" for x in content)
        needed = needed or bool(_words_needed(tuple(label)).search(b.teks))
        if needed:
            s.title = title.subject_for(b, s.sentences)
        yield s, needed
        title.pass_by(b)


@cache
def _words_needed(label: tuple[tuple[str, ...], ...]) -> re.Pattern:
    """A word that a block without figures must hold to say anything: a verdict, a rise or fall, a count in
    words."""
    classes = vocabulary("prosa")["kelas"]
    words = (
        {f.split()[0] for k in _CLASSES_WITHOUT_FIGURE for f in classes[k]}
        | {" ".join(f) for f in label}
        | set(NUMBER)
    )
    return re.compile(rf"\b(?:{alternation(words)})\b", re.IGNORECASE)


class _Headings:
    """The subject that headings, list items and short lines above a block name."""

    def __init__(self, lexicon: Lexicon):
        self.lexicon = lexicon
        self.bagian = ""
        self.current: Token | None = None

    def pass_by(self, b) -> None:
        """Take notice of a block that has been read."""
        if b.bagian != self.bagian:
            self.bagian, self.current = b.bagian, None
            if b.jenis != "judul" and b.bagian:
                self.current = self._name(b.bagian.split(" > ")[-1], "judul")
        if b.jenis == "petak":
            return
        new = self._name(b.teks, b.jenis)
        if new is not None:
            self.current = new

    def subject_for(self, b, content) -> Token | None:
        """The subject for block b: its own title sentence, else what stands above it."""
        if b.bagian != self.bagian:
            self.pass_by(b._replace(teks="", jenis="paragraf"))
        if len(content) > 1:
            begin = [t for t in content[0].tokens if not t.kelas & {"BUTIR", "TITIK"}]
            if 0 < len(begin) <= _MAX_TITLE and not any(t.kelas & {"N", "SE", "Y", "KOMA"} for t in begin):
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
        if (
            kind == "paragraf"
            or is_general_title(text)
            or re.search(r"[.;:,]\s*\S|[:;]\s*$|\t", text.strip())
        ):
            return None
        if kind == "butir" and not re.match(r"[A-Z]", text.strip()):
            return None
        return Token(frozenset({"I"}), tidy(text).lower(), -1, -1, name=tidy(text), jenis="judul")
