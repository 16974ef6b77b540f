"""What the claim families share: the grids' facts (`GridMap`), one block with its subject and year
(`Setting`), the rows made."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from cermat.datasets.recognise.context import Context
from cermat.datasets.recognise.outline import Outline, Owner
from cermat.datasets.recognise.prose.grammar import Sentence, Token, tidy
from cermat.datasets.recognise.prose.grammar_names import Lexicon, name_words
from cermat.datasets.recognise.vocabulary import vocabulary
from cermat.schemas import angka as A
from cermat.schemas.tables import all_tables

_ITEM_LABEL = re.compile(
    r"\s*(?:((?:[a-z]|\d{1,2}|[ivx]{1,4})[.)]|\((?:[a-z]|\d{1,2})\)|[-•*–])\s+|(\d{1,2}\))(?=[A-Z]))"
)
_LETTERS = re.compile(r"(?:predikat |kategori )?[A-Ea-e]{1,2}", re.I)  # rows named by the letters of a scale
_ANNOUNCED = re.compile(r"\bberikut\b|di bawah ini|dibawah ini")
_NUMBERED = re.compile(r"^\s*(?:[A-Z]|\d{1,2}(?:\.\d+)*|[a-z]|[IVX]+)[.)]\s*")
_RESULTS = ("realisasi", "capaian")
_NAMED = (  # table, column, jenis
    *((table, "indikator", "indikator") for table in ("indikator", "definisi", "seri")),
    *((table, "sasaran", "sasaran") for table in ("indikator", "seri", "definisi", "anggaran")),
    *((table, "uraian", "uraian") for table in ("anggaran", "rincian")),
)
_SMALL_NUMBERS = {number: word for word, number in A.SMALL_NUMBERS.items() if not word.startswith("ke")}


def plan_year(section: str) -> int:
    """The year of the plan that a path of headings announces ("Rencana Kinerja Tahun 2023"), -1 where it
    announces none."""
    words = "|".join(vocabulary("prosa")["judul_rencana"])
    found = re.findall(rf"\b(?:{words})\b[^>]*\btahun\s+(20\d\d)\b(?!\s*[-–—])", section, re.I)
    return int(found[-1]) if found else -1


@dataclass(eq=False)
class Setting:
    """One block of prose: its sentences and what they may leave unsaid (subject, year, table)."""

    blok: Any
    make: Callable[[], list[Sentence]]
    context: Context
    grids: "GridMap"
    item: str = ""
    title: Token | None = None
    outline: Outline | None = None
    # a name that its text has from a passage beside it → the right one
    misnamed: dict[str, str] = field(default_factory=dict)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences, read when they are first asked for."""
        return self.make()

    @cached_property
    def tahun(self) -> int:
        """The year where the block says none: the report's, unless its heading announces the plan of a later
        year or the table it stands under has other years only."""
        here, own = int(self.blok.blok), self.context.tahun
        if (planned := plan_year(self.grids.bagian.get(here, ""))) > own > 0:
            return planned
        near = [grid for grid in self.grids.grids if grid < here][:-7:-1]
        if announces(self.sentences):
            near = [grid for grid in self.grids.grids if here < grid <= here + 3][:1] + near
        for grid in near:
            years = {fact.tahun for fact in self.grids.by_grid.get(grid, ()) if fact.tahun > 0}
            if not years or self.grids.chapter(grid) != self.grids.chapter(here):
                continue
            if own in years or len(years) < 2:
                break
            told = {token.nilai for sentence in self.sentences for token in sentence.tokens if "N" in token}
            facts = [fact for fact in self.grids.by_grid[grid] if fact.tahun == max(years)]
            return max(years) if any(fact.value in told for fact in facts) else -1
        return own

    def place_of(self, sentence: Sentence) -> int:
        """Which of its sentences this very one is."""
        return next((place for place, other in enumerate(self.sentences) if other is sentence), 0)

    @property
    def above(self) -> tuple[Owner, ...]:
        """What the block stands under, the outermost first."""
        return self.outline.above(int(self.blok.blok)) if self.outline else ()

    def under(self, *kinds: str) -> Owner | None:
        """The nearest of some kinds that the block stands under."""
        return self.outline.nearest(int(self.blok.blok), *kinds) if self.outline else None

    @property
    def table(self) -> str:
        return f"prosa-{self.blok.blok}" if self.blok.jenis != "petak" else f"tabel-{self.blok.blok}"


@dataclass
class Found:
    """Rows by table. Values are tokens; they become the printed text and, in `_x`, the id of the figure."""

    angka_texts: dict[int, str]
    rows: dict[str, list[dict]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def add(self, table: str, setting: Setting, **content) -> dict:
        """Add one row; equal rows of one block are added once."""
        block = setting.blok
        row = {"laporan": setting.context.laporan, "tabel": setting.table, "bagian": block.bagian}
        row |= {"halaman": block.halaman, "baris": setting.item, "garis": block.garis}
        for name, value in content.items():
            if isinstance(value, Token) and name in all_tables()[table].angka_columns:
                row[name] = self.angka_texts.get(value.id) or number_words(value)
                row[f"_{name}"] = value.id
            else:
                row[name] = "" if value is None or value == -1 else str(value)
        entries = self.rows.setdefault(table, [])
        if row not in entries:
            entries.append(row)
        return row

    def use(self, *tokens: Token | None) -> None:
        """Mark figures as taken: no weaker family speaks of them again."""
        self.used.update(token.id for token in tokens if token is not None and token.id >= 0)

    def free(self, token: Token) -> bool:
        return token.id not in self.used


def number_words(token: Token) -> str:
    """A number in words as text that schemas.angka reads."""
    return _SMALL_NUMBERS.get(int(token.nilai), str(int(token.nilai)))


def item_label(text: str) -> str:
    """The label of a list item as printed ("a.", "1)"), or ''."""
    label = _ITEM_LABEL.match(text)
    return (label[1] or label[2]) if label else ""


def short_name(text: str, bounds: int = 160) -> str:
    """Words for `text`: on one line, cut at a word."""
    text = tidy(text)
    return text if len(text) <= bounds else text[:bounds].rsplit(" ", 1)[0] + " …"


def lexicon_of(from_grids: dict[str, pd.DataFrame], instansi: str = "") -> Lexicon:
    """The names that the grids print, indicators first. instansi: whose own name adds nothing to them."""
    entries: list[tuple[str, str]] = []
    for table, column, kind in _NAMED:
        content = from_grids.get(table, pd.DataFrame())
        if "jenis_baris" in content:
            content = content[content["jenis_baris"].fillna("").astype(str).ne("rata_rata")]
        names = content[column].dropna().unique() if column in content else ()
        entries += [(str(name), kind) for name in names if not _LETTERS.fullmatch(str(name).strip() or "a")]
    return Lexicon(entries, instansi)


def _grades(skala: pd.DataFrame | None) -> frozenset[str]:
    """The letters of the report's scale ("aa", "a", "bb" …), where all its labels are letters."""
    labels = {str(label).strip().lower() for label in skala["label"]} if skala is not None else set()
    return frozenset(labels if all(re.fullmatch(r"[a-e]{1,2}", label) for label in labels) else ())


def _figure_id(row: dict, column: str) -> int:
    """The id of the figure that a row of a typed table prints in a column, -1 where it prints none."""
    figure = row.get(f"_{column}", -1)
    return -1 if figure is None or pd.isna(figure) else int(figure)


def _grid_of(row: dict) -> int:
    """The grid that a row of a typed table is of ("tabel-7": 7), -1 where it is of none."""
    table = re.search(r"(\d+)$", str(row.get("tabel", "")))
    return int(table[1]) if table else -1


class Fact(NamedTuple):
    """What a grid prints of an indicator (by its words): a measure in a year (-1: none), or an average."""

    blok: int
    name: tuple[str, ...]
    sasaran: tuple[str, ...]
    ukuran: str
    tahun: int
    value: float
    average: bool

    def of(self, tahun: int) -> bool:
        """Is it of that year, or of none?"""
        return self.tahun in (tahun, -1)


class GridMap:
    """Where the grids stand and what they say (`content`)."""

    def __init__(self, document, angka: pd.DataFrame, from_grids: dict[str, pd.DataFrame], context):
        blocks = document.blok
        self.grids = blocks.loc[blocks["jenis"].eq("petak"), "blok"].astype(int).tolist()
        self.bagian = dict(zip(blocks["blok"].astype(int), blocks["bagian"], strict=True))
        texts = dict(zip(blocks["blok"].astype(int), blocks["teks"].astype(str), strict=True))
        self.grid_titles = {grid: texts[grid] for grid in self.grids}
        self.angka_values = angka["nilai"].to_dict() if len(angka) else {}
        self.angka_digits = angka["desimal"].to_dict() if len(angka) else {}
        self.content: list[Fact] = []
        self.by_grid: dict[int, list[Fact]] = {}
        self.by_name: dict[tuple, list[Fact]] = {}  # name words → facts
        self.figures: dict[tuple, dict[float, int]] = {}  # (name words, ukuran, year) → value → its id
        self.names: dict[tuple, str] = {}  # name words → a name as printed
        self.units: dict[tuple, set[str]] = {}  # name words → the units its tables print
        self.context = context
        self.grades = _grades(from_grids.get("skala"))
        units = angka["satuan"].to_dict() if len(angka) else {}
        for table, measures in (("indikator", ("target", "realisasi", "capaian")), ("seri", ("nilai",))):
            for row in from_grids.get(table, pd.DataFrame()).to_dict("records"):
                self._learn(row, measures, units)
        columns = ["tabel", "peran", "ukuran", "subjek", "nilai", "_nilai"]
        parts = from_grids.get("rincian", pd.DataFrame()).reindex(columns=columns, fill_value="")
        reached = parts["ukuran"].astype(str).str.contains("capaian", case=False)
        mean = parts["peran"].eq("rata_rata") & reached
        means = parts[mean].to_dict("records")
        self.means = {self._value(row, "nilai") for row in means}
        self.mean_grids = {_grid_of(row) for row in means}
        self.grid_populasi: dict[str, set[str]] = {}
        for whose, measure in zip(parts["subjek"].fillna("").astype(str), parts["ukuran"], strict=True):
            if whose.strip():
                self.grid_populasi.setdefault(whose, set()).add(str(measure or "").lower())

    def _learn(self, row: dict, measures: tuple[str, ...], units: dict[int, str]) -> None:
        """Take in one row of a typed table."""
        number = pd.to_numeric(row.get("tahun"), errors="coerce")
        grid, year = _grid_of(row), -1 if pd.isna(number) else int(number)
        printed, average = str(row.get("indikator", "")), str(row.get("jenis_baris", "")) == "rata_rata"
        name, sasaran = name_words(printed), name_words(str(row.get("sasaran", "") or ""))
        self.names.setdefault(name, printed)
        told = (row.get("satuan"), units.get(row.get("_realisasi", -1)))
        self.units.setdefault(name, set()).update(str(unit or "").lower() for unit in told)
        columns = {f"{measure}_lalu": ((name, measure, year - 1)) for measure in _RESULTS}
        for measure in measures:
            if str(row.get(measure, "") or ""):
                kind = row.get("ukuran", "") if measure == "nilai" else measure
                columns[measure] = (name, kind, year)
                fact = Fact(grid, name, sasaran, kind, year, self._value(row, measure), average)
                self.content.append(fact)
                self.by_grid.setdefault(grid, []).append(fact)
                self.by_name.setdefault(name, []).append(fact)
        for column, place in columns.items():
            if not average and year > 0 and (figure := _figure_id(row, column)) >= 0:
                self.figures.setdefault(place, {}).setdefault(self._value(row, column), figure)

    def _value(self, row: dict, column: str) -> float:
        if (figure := _figure_id(row, column) if row.get(f"_{column}") != "" else -1) >= 0:
            return self.angka_values.get(figure, float("nan"))
        parsed = A.parse(str(row.get(column, "")))
        return float(A.to_float(parsed.mantissa, parsed.desimal) if parsed.kelas == A.FIGURE else "nan")

    def chapter(self, blok: int) -> str:
        """The heading of the chapter in which a block stands."""
        return self.bagian.get(blok, "").split(" > ")[0]

    def size_of(self, table: str) -> tuple[int, int]:
        """Of a grid ("tabel-7") with targets and realisasi: how many indicators it has, and how many
        sasaran."""
        number = re.search(r"\d+$", table)
        facts = self.by_grid.get(int(number[0]), []) if number else []
        rows = [fact for fact in facts if not fact.average and fact.ukuran in ("target", "realisasi")]
        told = [{fact.name for fact in rows if fact.ukuran == measure} for measure in ("target", "realisasi")]
        return len(set.intersection(*told)), len({fact.sasaran for fact in rows})

    def populasi(self, phrase: str) -> tuple[str, str]:
        """What a phrase counts, by the name the count tables use: ("jumlah PSKS yang aktif") to ("PSKS",
        "aktif")."""
        name = re.sub(r"^(?:jumlah|kondisi|total|banyaknya)\s+", "", tidy(phrase), flags=re.IGNORECASE)
        for whose, measures in self.grid_populasi.items():
            text = re.escape(whose)
            told = re.fullmatch(
                rf"(?:{text}|[^()]+\({text}\))(?:\s+(?:yang\s+)?(?P<ukuran>\w+))?"
                r"(?:\s+(?:di|pada)\s+(?:kabupaten|kota|provinsi|kecamatan)\s+.+)?",
                name,
                re.IGNORECASE,
            )
            said = (told["ukuran"] or "").lower() if told else None
            if said in ("", "ada") or said in measures:
                return whose, said if said and said in measures else "jumlah"
        return name, "jumlah"

    def measure_of(self, name: str, tahun: int, value: float, mentioned: str = "") -> str:
        """Which measure of a known indicator prints this value ('' where none does; of several the one named,
        or '')."""
        facts = (fact for fact in self.by_name.get(name_words(name), ()) if fact.value == value)
        found = {fact.ukuran for fact in facts if tahun in (-1, fact.tahun)}
        return found.pop() if len(found) == 1 else mentioned if mentioned in found else ""

    def of_percent(self, name: str, tahun: int, value: float) -> str:
        """What a percentage called realisasi is: capaian where the tables print it as that, and the realisasi
        otherwise, unitless."""
        alone = self.units.get(name_words(name), set()) <= {"", "%", "persen"}
        reached = alone and self.measure_of(name, tahun, value, "realisasi") == "capaian"
        return "capaian" if reached else "realisasi"

    def printed(self, name: str, ukuran: str, tahun: int) -> Token | None:
        """The figure that the grids print for a measure of an indicator in a year; None where they print none
        or several."""
        values = self.figures.get((name_words(name), ukuran, tahun), {})
        if len(values) != 1:
            return None
        value, figure = next(iter(values.items()))
        return Token(frozenset({"N"}), "", -1, -1, id=figure, nilai=value)

    def near_measure(self, name: str, tahun: int, value: float) -> str:
        """realisasi or capaian of an indicator whose tables print both in that year: the one that lies
        nearer; else ''."""
        facts = [fact for fact in self.by_name.get(name_words(name), ()) if fact.ukuran in _RESULTS]
        far: dict[str, float] = {}
        for fact in facts:
            if fact.tahun == tahun and fact.value == fact.value:
                far[fact.ukuran] = min(far.get(fact.ukuran, float("inf")), abs(fact.value - value))
        return min(far, key=far.__getitem__) if len(far) == 2 else ""

    def acuan(self, blok: int, general: bool, name: str = "", tahun: int = -1, average: bool = False) -> str:
        """The grid spoken of: right after where the text announces it, else the nearest before that holds the
        subject; in a chapter that sums the report up, the one of the whole report."""
        near = [grid for grid in reversed(self.grids) if grid < blok][:8]
        if general:
            near = [grid for grid in self.grids if blok < grid <= blok + 3][:1] + near
        chapter, words = self.chapter(blok), name_words(name)
        near = [grid for grid in near if self.chapter(grid) == chapter]
        holding = [grid for grid in near if self._rows_of(grid, words, tahun, average)]
        if not holding and sums_up(chapter):
            holding = self._of_report(words, tahun, average)
        if not holding and near and (general or self.bagian.get(near[0]) == self.bagian.get(blok)):
            holding = near
        return f"tabel-{holding[0]}" if holding else ""

    def _rows_of(self, grid: int, words: tuple, tahun: int, average: bool) -> list[Fact]:
        """What a grid says of a subject, or of an average, in a year."""
        facts = [fact for fact in self.by_grid.get(grid, ()) if tahun < 0 or fact.of(tahun)]
        whose = [words] if words else []
        named = [fact for fact in facts if fact.name in whose or fact.sasaran in whose]
        return [fact for fact in facts if fact.average] + named if average else named

    def _of_report(self, words: tuple, tahun: int, average: bool) -> list[int]:
        """The grids that print results of a subject, or an average of them; none where grids differ in the
        indicators that they print for it."""
        found: dict[int, frozenset] = {}
        for grid in self.grids:
            rows = [fact for fact in self._rows_of(grid, words, tahun, average) if fact.ukuran in _RESULTS]
            if rows:
                rows = self.by_grid[grid] if average and not words else rows
                found[grid] = frozenset(fact.name for fact in rows if not fact.average)
        return sorted(found) if len(set(found.values())) == 1 else []

    def is_average(self, tahun: int, value: float) -> bool:
        """Does a row of averages print this capaian?"""
        rows = [fact for fact in self.content if fact.average and fact.ukuran == "capaian" and fact.of(tahun)]
        return value in self.means or any(fact.value == value for fact in rows)

    def mentioned(self, number: str) -> str:
        """The grid whose caption bears this reference ("Tabel 3.4"), or ''."""
        words = re.escape(re.sub(r"[\s.:]+$", "", number.lower()))
        bears = re.compile(rf"{words}(?![\d.]*\d)")
        titles = self.grid_titles.items()
        return next((f"tabel-{grid}" for grid, title in titles if bears.search(title.lower())), "")


def sums_up(chapter: str) -> bool:
    """Is it a chapter that repeats what the others tell ("Ikhtisar Eksekutif", "BAB IV PENUTUP")?"""
    return any(word in chapter.lower() for word in vocabulary("prosa")["bab_ringkasan"])


def announces(sentences: list[Sentence]) -> bool:
    """Does the block announce the table that follows ("sebagai berikut", "pada tabel berikut")?"""
    return any(map(_points_on, sentences[-2:]))


def _points_on(sentence: Sentence) -> bool:
    if "points on" not in sentence.known:
        text = sentence.words(0, len(sentence.tokens))
        sentence.known["points on"] = bool(_ANNOUNCED.search(text)) and "berikutnya" not in text
    return sentence.known["points on"]


def is_general_title(text: str) -> bool:
    """A heading that names no subject ("Analisis capaian kinerja")."""
    small = tidy(_NUMBERED.sub("", text)).lower()
    return not small or small.startswith(tuple(vocabulary("prosa")["judul_umum"]))
