"""What the claim families share: the grids' facts (`GridMap`), one block with its subject and year
(`Setting`), the rows made."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from datasets.recognise.context import Context
from datasets.recognise.outline import Outline
from datasets.recognise.prose.grammar import Sentence, Token, tidy
from datasets.recognise.prose.grammar_names import Lexicon, name_words
from datasets.recognise.vocabulary import vocabulary
from schemas import angka as A
from schemas.tables import all_tables

_ITEM_LABEL = re.compile(
    r"\s*(?:((?:[a-z]|\d{1,2}|[ivx]{1,4})[.)]|\((?:[a-z]|\d{1,2})\)|[-•*–])\s+|(\d{1,2}\))(?=[A-Z]))"
)
_SMALL_NUMBERS = {v: k for k, v in A.SMALL_NUMBERS.items() if not k.startswith("ke")}


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
    misnamed: dict[str, str] = field(
        default_factory=dict
    )  # a name that its text has from a passage beside it → the right one

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences, read when they are first asked for."""
        return self.make()

    @cached_property
    def tahun(self) -> int:
        """The year where the block says none: the report's, unless its heading announces the plan of a later
        year or the table it stands under has other years only."""
        n = int(self.blok.blok)
        if (planned := plan_year(self.grids.bagian.get(n, ""))) > self.context.tahun > 0:
            return planned
        grid = [p for p in self.grids.grids if p < n][:-7:-1]
        if announces(self.sentences):
            grid = [p for p in self.grids.grids if n < p <= n + 3][:1] + grid
        bab = self.grids.bagian.get(n, "").split(" > ")[0]
        for p in grid:
            tahun = {t for t in self.grids.grid_tahun.get(p, ()) if t > 0}
            if not tahun or self.grids.bagian.get(p, "").split(" > ")[0] != bab:
                continue
            if self.context.tahun in tahun or len(tahun) < 2:
                break
            value = {t.nilai for k in self.sentences for t in k.tokens if "N" in t}
            match = any(x[0] == p and x[4] == max(tahun) and x[5] in value for x in self.grids.content)
            return max(tahun) if match else -1
        return self.context.tahun

    def place_of(self, k: Sentence) -> int:
        """Which of its sentences this very one is."""
        return next((i for i, x in enumerate(self.sentences) if x is k), 0)

    @property
    def table(self) -> str:
        return f"prosa-{self.blok.blok}" if self.blok.jenis != "petak" else f"tabel-{self.blok.blok}"


@dataclass
class Found:
    """Rows by table. Values are tokens; they become the printed text and, in `_x`, the id of the figure."""

    angka_texts: dict[int, str]
    rows: dict[str, list[dict]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def add(self, tables: str, s: Setting, **content) -> dict:
        """Add one row; equal rows of one block are added once."""
        b = s.blok
        r = {
            "laporan": s.context.laporan,
            "tabel": s.table,
            "bagian": b.bagian,
            "halaman": b.halaman,
            "baris": s.item,
            "garis": b.garis,
        }
        for name, value in content.items():
            if isinstance(value, Token) and name in all_tables()[tables].angka_columns:
                r[name] = self.angka_texts.get(value.id) or number_words(value)
                r[f"_{name}"] = value.id
            elif isinstance(value, Token):
                r[name] = value.name or value.lowered
            else:
                r[name] = "" if value is None or value == -1 else str(value)
        entries = self.rows.setdefault(tables, [])
        if r not in entries:
            entries.append(r)
        return r

    def use(self, *tokens: Token | None) -> None:
        """Mark figures as taken: no weaker family speaks of them again."""
        self.used.update(t.id for t in tokens if t is not None and t.id >= 0)

    def free(self, t: Token) -> bool:
        return t.id not in self.used


def number_words(t: Token) -> str:
    """A number in words as text that schemas.angka reads."""
    n = int(t.nilai)
    return _SMALL_NUMBERS.get(n, str(n))


def item_label(text: str) -> str:
    """The label of a list item as printed ("a.", "1)"), or ''."""
    m = _ITEM_LABEL.match(text)
    return (m[1] or m[2]) if m else ""


def short_name(text: str, bounds: int = 160) -> str:
    """Words for `text`: on one line, cut at a word."""
    text = tidy(text)
    return text if len(text) <= bounds else text[:bounds].rsplit(" ", 1)[0] + " …"


def lexicon_of(from_grids: dict[str, pd.DataFrame], instansi: str = "") -> Lexicon:
    """The names that the grids print, indicators first. instansi: whose own name adds nothing to them."""
    entries: list[tuple[str, str]] = []

    def columns(tables: str, columns: str, kind: str) -> None:
        content = from_grids.get(tables)
        if content is not None and len(content) and columns in content:
            chosen = content
            if "jenis_baris" in content:
                chosen = content[content["jenis_baris"].fillna("").astype(str).ne("rata_rata")]
            names = (str(n) for n in chosen[columns].dropna().unique())
            entries.extend((n, kind) for n in names if n.strip() and not _LETTERS.fullmatch(n.strip()))

    for t, k, j in (
        ("indikator", "indikator", "indikator"),
        ("definisi", "indikator", "indikator"),
        ("seri", "indikator", "indikator"),
        ("indikator", "sasaran", "sasaran"),
        ("seri", "sasaran", "sasaran"),
        ("definisi", "sasaran", "sasaran"),
        ("anggaran", "sasaran", "sasaran"),
        ("anggaran", "uraian", "uraian"),
        ("rincian", "uraian", "uraian"),
    ):
        columns(t, k, j)
    return Lexicon(entries, instansi)


_LETTERS = re.compile(r"(?:predikat |kategori )?[A-Ea-e]{1,2}", re.I)  # rows named by the letters of a scale
NEAR = 0.011  # a mean printed with two decimals, rounded or cut


def _grades(skala: pd.DataFrame | None) -> frozenset[str]:
    """The letters of the report's scale ("aa", "a", "bb" …), where all its labels are letters."""
    labels = {str(t).strip().lower() for t in skala["label"]} if skala is not None and len(skala) else set()
    return (
        frozenset(labels) if labels and all(re.fullmatch(r"[a-e]{1,2}", t) for t in labels) else frozenset()
    )


class GridMap:
    """Where the grids stand and what they say: rows of (blok, name words, sasaran words, ukuran, year, value,
    average?)."""

    def __init__(self, document, angka: pd.DataFrame, from_grids: dict[str, pd.DataFrame], context):
        b = document.blok
        self.grids = b.loc[b["jenis"].eq("petak"), "blok"].astype(int).tolist()
        self.bagian = dict(zip(b["blok"].astype(int), b["bagian"], strict=True))
        self.grid_titles = {
            int(k): str(t) for k, t in zip(b["blok"], b["teks"], strict=True) if int(k) in set(self.grids)
        }
        self.angka_values = dict(zip(angka.index, angka["nilai"], strict=True)) if len(angka) else {}
        self.angka_digits = dict(zip(angka.index, angka["desimal"], strict=True)) if len(angka) else {}
        self.content: list[tuple] = []
        self.figures: dict[
            tuple, dict[float, int]
        ] = {}  # (name words, ukuran, year) → value → id of the figure
        self.names: dict[tuple, str] = {}  # name words → a name as printed
        self.units: dict[tuple, set[str]] = {}  # name words → the units its tables print
        self.context = context
        self.grades = _grades(from_grids.get("skala"))
        units = angka["satuan"].to_dict() if len(angka) else {}
        for name, ukuran in (("indikator", ("target", "realisasi", "capaian")), ("seri", ("nilai",))):
            t = from_grids.get(name)
            if t is None:
                continue
            for r in t.to_dict("records"):
                blok = re.search(r"(\d+)$", str(r.get("tabel", "")))
                tahun = pd.to_numeric(r.get("tahun"), errors="coerce")
                average = str(r.get("jenis_baris", "")) == "rata_rata"
                self.names.setdefault(name_words(str(r.get("indikator", ""))), str(r.get("indikator", "")))
                for unit in (r.get("satuan"), units.get(r.get("_realisasi"))):
                    self.units.setdefault(name_words(str(r.get("indikator", ""))), set()).add(
                        str(unit or "").lower()
                    )
                for u in (
                    ("realisasi", "capaian")
                    if name == "indikator" and not average and not pd.isna(tahun)
                    else ()
                ):
                    at = r.get(f"_{u}_lalu", -1)
                    if at is not None and not pd.isna(at) and int(at) >= 0:
                        place = name_words(str(r.get("indikator", ""))), u, int(tahun) - 1
                        self.figures.setdefault(place, {}).setdefault(self._value(r, f"{u}_lalu"), int(at))
                for u in ukuran:
                    if str(r.get(u, "") or "") == "":
                        continue
                    key = r.get("ukuran", "") if name == "seri" else u
                    at = r.get(f"_{u}")
                    if (
                        not average
                        and at is not None
                        and not pd.isna(at)
                        and int(at) >= 0
                        and not pd.isna(tahun)
                    ):
                        place = name_words(str(r.get("indikator", ""))), key, int(tahun)
                        self.figures.setdefault(place, {}).setdefault(self._value(r, u), int(at))
                    self.content.append(
                        (
                            int(blok[1]) if blok else -1,
                            name_words(str(r.get("indikator", ""))),
                            name_words(str(r.get("sasaran", "") or "")),
                            key,
                            -1 if pd.isna(tahun) else int(tahun),
                            self._value(r, u),
                            average,
                        )
                    )
        r = from_grids.get("rincian", pd.DataFrame())
        mean = r.reindex(columns=["peran", "ukuran", "nilai", "_nilai"], fill_value="")
        mean = mean[
            mean["peran"].eq("rata_rata") & mean["ukuran"].astype(str).str.contains("capaian", case=False)
        ]
        self.means = {self._value(x, "nilai") for x in mean.to_dict("records")}
        self.grid_populasi: dict[str, set[str]] = {}
        for x in r.reindex(columns=["subjek", "ukuran"], fill_value="").drop_duplicates().to_dict("records"):
            if str(x["subjek"] or "").strip():
                self.grid_populasi.setdefault(str(x["subjek"]), set()).add(str(x["ukuran"] or "").lower())
        self.grid_tahun: dict[int, set[int]] = {}
        for blok, _, _, _, tahun, _, _ in self.content:
            self.grid_tahun.setdefault(blok, set()).add(tahun)

    def _value(self, r: dict, u: str) -> float:
        acuan = r.get(f"_{u}")
        if acuan is not None and not pd.isna(acuan) and int(acuan) >= 0:
            return self.angka_values.get(int(acuan), float("nan"))
        a = A.parse(str(r.get(u, "")))
        return float(A.to_float(a.mantissa, a.desimal)) if a.kelas == A.FIGURE else float("nan")

    def size_of(self, table: str) -> tuple[int, int]:
        """Of a grid ("tabel-7") with targets and realisasi: how many indicators it has, and how many
        sasaran."""
        rows = [
            x
            for x in self.content
            if table == f"tabel-{x[0]}" and not x[6] and x[3] in ("target", "realisasi")
        ]
        names = {u: {x[1] for x in rows if x[3] == u} for u in ("target", "realisasi")}
        return len(names["target"] & names["realisasi"]), len({x[2] for x in rows})

    def populasi(self, phrase: str) -> tuple[str, str]:
        """What a phrase counts, by the name the count tables use: ("jumlah PSKS yang aktif") to ("PSKS",
        "aktif")."""
        name = re.sub(r"^(?:jumlah|kondisi|total|banyaknya)\s+", "", tidy(phrase), flags=re.IGNORECASE)
        for subjek, ukuran in self.grid_populasi.items():
            s = re.escape(subjek)
            m = re.fullmatch(
                rf"(?:{s}|[^()]+\({s}\))(?:\s+(?:yang\s+)?(?P<u>\w+))?"
                r"(?:\s+(?:di|pada)\s+(?:kabupaten|kota|provinsi|kecamatan)\s+.+)?",
                name,
                re.IGNORECASE,
            )
            if m and not m["u"]:
                return subjek, "jumlah"
            if m and m["u"].lower() in ukuran:
                return subjek, m["u"].lower()
            if m and m["u"].lower() == "ada":
                return subjek, "jumlah"
        return name, "jumlah"

    def measure_of(self, name: str, tahun: int, value: float, mentioned: str = "") -> str:
        """Which measure of a known indicator prints this value ('' where none does; of several the one named,
        or '')."""
        words = name_words(name)
        found = {u for _, n, _, u, t, v, _ in self.content if n == words and v == value and tahun in (t, -1)}
        return found.pop() if len(found) == 1 else mentioned if mentioned in found else ""

    def of_percent(self, name: str, tahun: int, value: float) -> str:
        """What a percentage called realisasi is: capaian where the tables print it as that, and the realisasi
        otherwise, unitless."""
        alone = self.units.get(name_words(name), set()) <= {"", "%", "persen"}
        return (
            "capaian"
            if alone and self.measure_of(name, tahun, value, "realisasi") == "capaian"
            else "realisasi"
        )

    def printed(self, name: str, ukuran: str, tahun: int) -> Token | None:
        """The figure that the grids print for a measure of an indicator in a year; None where they print none
        or several."""
        values = self.figures.get((name_words(name), ukuran, tahun), {})
        return (
            Token(frozenset({"N"}), "", -1, -1, id=next(iter(values.values())), nilai=next(iter(values)))
            if len(values) == 1
            else None
        )

    def near_measure(self, name: str, tahun: int, value: float) -> str:
        """realisasi or capaian of an indicator whose tables print both in that year: the one that lies
        nearer; else ''."""
        words = name_words(name)
        far: dict[str, float] = {}
        for _, n, _, u, t, v, _ in self.content:
            if n == words and t == tahun and u in ("realisasi", "capaian") and v == v:
                far[u] = min(far.get(u, abs(v - value)), abs(v - value))
        return min(far, key=far.get) if len(far) == 2 else ""

    def acuan(self, blok: int, general: bool, name: str = "", tahun: int = -1, average: bool = False) -> str:
        """The grid spoken of: right after where the text announces it, else the nearest before that holds the
        subject; in a chapter that sums the report up, the one of the whole report."""
        candidates = [p for p in reversed(self.grids) if p < blok][:8]
        if general:
            candidates = [p for p in self.grids if blok < p <= blok + 3][:1] + candidates
        bab = self.bagian.get(blok, "").split(" > ")[0]
        candidates = [p for p in candidates if self.bagian.get(p, "").split(" > ")[0] == bab]
        words = name_words(name)
        for p in candidates:
            if self._rows_of(p, words, tahun, average):
                return f"tabel-{p}"
        if sums_up(bab) and (far := self._of_report(words, tahun, average)) >= 0:
            return f"tabel-{far}"
        if not candidates:
            return ""
        near = candidates[0]
        return f"tabel-{near}" if general or self.bagian.get(near) == self.bagian.get(blok) else ""

    def _rows_of(self, grid: int, words: tuple, tahun: int, average: bool) -> list[tuple]:
        """What a grid says of a subject, or of an average, in a year."""
        content = [x for x in self.by_grid.get(grid, ()) if tahun < 0 or x[4] in (tahun, -1)]
        return [x for x in content if (average and x[6]) or (words and words in (x[1], x[2]))]

    def _of_report(self, words: tuple, tahun: int, average: bool) -> int:
        """The first grid that prints results of a subject, or an average of them; -1 where there is none, or
        where grids differ in the indicators that they print for it."""
        found: dict[int, frozenset] = {}
        for p in self.grids:
            rows = [x for x in self._rows_of(p, words, tahun, average) if x[3] in ("realisasi", "capaian")]
            if rows and average and not words:
                rows = [x for x in self.by_grid[p] if not x[6]]
            if rows:
                found[p] = frozenset(x[1] for x in rows if not x[6])
        return min(found) if len(set(found.values())) == 1 else -1

    @cached_property
    def by_grid(self) -> dict[int, list[tuple]]:
        """`content` by grid."""
        made: dict[int, list[tuple]] = {}
        for x in self.content:
            made.setdefault(x[0], []).append(x)
        return made

    def combined(self, blok: int, tahun: int, value: float) -> bool:
        """Is this the average of several tables before the block, each with indicators of its own, and not of
        the nearest?"""
        bab = self.bagian.get(blok, "").split(" > ")[0]
        content: dict[int, dict] = {}
        for p, name, _, ukuran, t, v, average in self.content:
            if (
                ukuran == "capaian"
                and not average
                and t in (tahun, -1)
                and p < blok
                and self.bagian.get(p, "").split(" > ")[0] == bab
            ):
                content.setdefault(p, {})[name] = v
        gathered: dict = {}
        mean: list[float] = []
        for p in sorted(content, reverse=True):
            if gathered.keys() & content[p].keys():
                break
            gathered |= content[p]
            mean.append(sum(content[p].values()) / len(content[p]))
            match = (
                min(abs(value - sum(gathered.values()) / len(gathered)), abs(value - sum(mean) / len(mean)))
                <= NEAR
            )
            if match:
                return len(mean) > 1
        return False

    def is_average(self, tahun: int, value: float) -> bool:
        """Does a row of averages print this capaian?"""
        return value in self.means or any(
            x[6] and x[3] == "capaian" and x[4] in (tahun, -1) and x[5] == value for x in self.content
        )

    def mentioned(self, number: str) -> str:
        """The grid whose caption bears this reference ("Tabel 3.4"), or ''."""
        key = re.sub(r"[\s.:]+$", "", number.lower())
        for p, title in self.grid_titles.items():
            if re.search(re.escape(key) + r"(?![\d.]*\d)", title.lower()):
                return f"tabel-{p}"
        return ""


def sums_up(chapter: str) -> bool:
    """Is it a chapter that repeats what the others tell ("Ikhtisar Eksekutif", "BAB IV PENUTUP")?"""
    return any(word in chapter.lower() for word in vocabulary("prosa")["bab_ringkasan"])


def announces(k: list[Sentence]) -> bool:
    """Does the block announce the table that follows ("sebagai berikut", "pada tabel berikut")?"""
    for sentence in k[-2:]:
        words = sentence.words(0, len(sentence.tokens))
        if re.search(r"\bberikut\b|di bawah ini|dibawah ini", words) and not re.search(r"berikutnya", words):
            return True
    return False


def is_general_title(text: str) -> bool:
    """A heading that names no subject ("Analisis capaian kinerja")."""
    small = tidy(re.sub(r"^\s*(?:[A-Z]|\d{1,2}(?:\.\d+)*|[a-z]|[IVX]+)[.)]\s*", "", text)).lower()
    return not small or any(small.startswith(u) for u in vocabulary("prosa")["judul_umum"])
