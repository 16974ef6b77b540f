"""Known faults put into sound reports, one a report, by the kinds of faults.yaml; and the truth about them."""

import ast
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from cermat.schemas.angka import FIGURE, parse
from cermat.schemas.tables import all_tables
from tests.nation.drawing import words
from tests.nation.figures import printed
from tests.nation.indicators import GRADE, NUMBER, RANGE, catalogue

TRUTH = ["laporan", "jenis", "tabel_tipe", "kolom", "baris", "lama", "baru", "subjek"]
_OPERATIONS = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}
_LETTERS = str.maketrans("015", "OlS")


@dataclass(frozen=True)
class Kind:
    """One kind of fault, as faults.yaml tells it."""

    kind: str
    rules: list[str]
    table: str
    where: str
    level: str = "sedang"
    by: str = "angka"
    least: float = 0.0
    slip: str = ""
    how: tuple = ("digit", "swap")
    compute: dict = field(default_factory=dict)
    take: dict = field(default_factory=dict)
    set: dict = field(default_factory=dict)
    swap_words: dict = field(default_factory=dict)
    label: str = ""
    named: str = ""
    drop: object = False
    add: dict | None = None
    all: int = 0
    source: object = ""


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of fault by its name."""
    told = yaml.load(
        (Path(__file__).parent / "faults.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    made = [
        Kind(**{("source" if key == "from" else key): value for key, value in one.items()})
        for group in told.values()
        for one in group
    ]
    return {one.kind: one for one in made}


def inject(
    frames: dict[str, pd.DataFrame], share: float, rng: np.random.Generator, only: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Put faults of all kinds, or of some, into a share of the reports of typed tables (in place); TRUTH, one row a cell."""
    reports = frames["identitas"]["laporan"].unique()
    wanted = round(share * len(reports))
    seen = _Seen(frames)
    able = {name: seen.rows(kind) for name, kind in kinds().items() if not only or name in only}
    free = set(rng.permutation(reports)[:wanted].tolist())
    most = max(wanted // max(len(able), 1), 1)
    plan: list[tuple[str, Kind, np.ndarray]] = []
    for name in sorted(able, key=lambda kind: (len(able[kind]), kind)):  # the rarest first
        fit = sorted(free & able[name].keys())
        for report in rng.permutation(np.array(fit, dtype=object))[:most]:
            free.discard(report)
            plan.append((report, kinds()[name], able[name][report]))
    rest = sorted(free)  # what is left over gets any kind
    for report in rest:
        fit = sorted(name for name in able if report in able[name])
        if fit:
            name = str(rng.choice(fit))
            plan.append((report, kinds()[name], able[name][report]))
    truth = [row for report, kind, rows in plan for row in _Fault(seen, report, kind, rng).put(rows)]
    seen.finish()
    return pd.DataFrame(truth, columns=TRUTH)


class _Seen:
    """Typed tables of many reports with what `where` may ask besides their columns."""

    def __init__(self, frames: dict[str, pd.DataFrame]) -> None:
        self.frames = frames
        self.dropped: dict[str, list[int]] = {}
        self.added: dict[str, list[tuple[int, dict]]] = {}
        known = catalogue()
        of = dict(zip(known["name"], zip(known["falling"], known["kind"], strict=True), strict=True))
        year = frames["identitas"].query('jenis == "tahun"').set_index("laporan")["nilai"]
        ind = frames["indikator"]
        main = ind[ind["tabel"].eq("capaian")]
        falling = main["indikator"].map(lambda name: of.get(name, (False, 0))[0]).astype(bool)
        falls = main[falling].groupby("laporan").size()
        labels = main.groupby("laporan")["predikat"].nunique()
        measures = frames["seri"].groupby("laporan")["ukuran"].nunique()
        scaled = set(frames["skala"]["laporan"])
        left = set(frames["anggaran"].loc[frames["anggaran"]["sisa"].ne(""), "laporan"])
        highest = {report: max(map(_number, own)) for report, own in main.groupby("laporan")["capaian"]}
        self.more = {}
        self.asked: dict[str, pd.DataFrame] = {}
        for name, frame in frames.items():
            own = frame["laporan"].map(year)
            more = {
                "tahun_ini": own,
                "tahun_lalu": (own.astype(int) - 1).astype(str),
                "banyak_turun": frame["laporan"].map(falls).fillna(0),
            }
            more |= {
                "lengkap": frame["laporan"].map(measures).eq(3),
                "berskala": frame["laporan"].isin(scaled),
            }
            more["tertinggi_laporan"] = frame["laporan"].map(highest).fillna(0.0)
            more["bersisa"] = frame["laporan"].isin(left)
            more["banyak_label"] = frame["laporan"].map(labels).fillna(0)
            if "indikator" in frame:
                known_as = [of.get(text, (False, -1)) for text in frame["indikator"]]
                kind = np.array([one[1] for one in known_as])
                more |= {
                    "turun": np.array([bool(one[0]) for one in known_as]),
                    "biasa": kind == NUMBER,
                    "jenjang": kind == GRADE,
                    "rentang": kind == RANGE,
                }
            if name == "indikator":
                value = np.array([_number(text) for text in frame["capaian"]])
                own_rows = frame["tabel"].eq("capaian") & frame["jenis_baris"].eq("indikator")
                best = (
                    pd.Series(value)
                    .where(own_rows.to_numpy())
                    .groupby(frame["laporan"].to_numpy())
                    .transform("max")
                )
                alike = frame["laporan"] + "|" + frame["predikat"]
                more["sepredikat"] = alike.map(alike[frame["tabel"].eq("capaian")].value_counts()).fillna(0)
                more["tertinggi"] = own_rows.to_numpy() & (value == best.to_numpy())
            if name == "anggaran":
                told = frame["induk"].ne("")  # a flat table does not say what is part of what
                more["daun"] = (
                    told
                    & frame["tingkat"].isin(["program", "kegiatan", "sub kegiatan"])
                    & ~_pairs(frame, "kode").isin(set(_pairs(frame, "induk")))
                )
                siblings = _pairs(frame, "induk")
                more["saudara"] = siblings.map(siblings.value_counts()).where(frame["induk"].ne(""), 0)
            if name == "rincian":
                more["rangkap"] = frame["induk"].eq("total")
                more["utuh"] = _pairs(frame, "kode").isin(
                    set(_pairs(frame[frame["ukuran_induk"].ne("")], "kode"))
                )
            self.more[name] = more

    def rows(self, kind: Kind) -> dict[str, np.ndarray]:
        """Rows that can bear a kind, by report."""
        frame = self.frames.get(kind.table)
        if frame is None or frame.empty:
            return {}
        if kind.table not in self.asked:
            self.asked[kind.table] = frame.assign(**self.more[kind.table])
        here = np.flatnonzero(self.asked[kind.table].eval(kind.where, engine="python").to_numpy(dtype=bool))
        report = frame["laporan"].to_numpy()[here]
        start = np.flatnonzero(np.append(True, report[1:] != report[:-1])) if len(here) else np.array([], int)
        found = (
            {report[i]: part for i, part in zip(start, np.split(here, start[1:]), strict=True)}
            if len(here)
            else {}
        )
        return {name: part for name, part in found.items() if len(part) >= kind.all}

    def finish(self) -> None:
        """Rows that go and rows that come."""
        for name in self.dropped.keys() | self.added.keys():
            frame = self.frames[name].drop(index=self.dropped.get(name, []))
            new = self.added.get(name, [])
            if new:
                more = pd.DataFrame([row for _, row in new], index=[at + 0.5 for at, _ in new], dtype=object)
                frame = pd.concat([frame, more]).sort_index(kind="stable")
            self.frames[name] = frame.reset_index(drop=True)


def _pairs(frame: pd.DataFrame, column: str) -> pd.Series:
    return frame["laporan"] + "|" + frame["tabel"] + "|" + frame[column]


class _Fault:
    """One fault put into one report."""

    def __init__(self, seen: _Seen, report: str, kind: Kind, rng: np.random.Generator) -> None:
        self.seen, self.report, self.kind, self.rng = seen, report, kind, rng
        self.frame = seen.frames[kind.table]

    def put(self, rows: np.ndarray) -> list[tuple]:
        """TRUTH of the first of the rows, in random order, whose change is large enough; none where there is none."""
        kind = self.kind
        if kind.all:
            made = [(row, new) for row in rows.tolist() if (new := self._new(row))]
            return (
                [truth for row, new in made for truth in self._write(row, new)]
                if len(made) >= kind.all
                else []
            )
        for row in self.rng.permutation(rows)[:12].tolist():
            if new := self._new(row):
                return self._write(row, new)
        return []

    def _new(self, row: int) -> dict[str, str]:
        """Column → new text of one row; empty where the change would be too small."""
        kind, own = self.kind, self.frame.loc[row]
        if kind.drop:
            return {"": ""}
        made = {
            column: text.format(**own, tahun_ini=self.seen.more[kind.table]["tahun_ini"][row])
            for column, text in kind.set.items()
        }
        if kind.add is not None:
            made |= kind.add
        for column, pair in kind.swap_words.items():
            made[column] = pair[1 - pair.index(own[column])]
        if kind.label:
            made[kind.label] = self._other_label(own[kind.label])
        if kind.slip:
            made[kind.slip] = _slip(own[kind.slip], self.rng, kind.how)
        for column, told in kind.compute.items():
            value = _evaluate(ast.parse(told, mode="eval").body, own)
            made[column] = _like(own[column], value) if value is not None else own[column]
        if kind.take:
            other = self._source(row)
            made |= (
                {column: other[old] for column, old in kind.take.items() if own[column] != ""}
                if other is not None
                else {}
            )
        figures = [column for column in made if column in all_tables()[kind.table].angka_columns]
        if kind.add is None and any(
            not _far(own[column], made[column], kind.least) for column in figures[:1]
        ):
            return {}
        return made

    def _source(self, row: int) -> pd.Series | None:
        own, frame = self.frame.loc[row], self.frame
        if self.kind.source == "":
            return own
        if isinstance(self.kind.source, list):
            other = self.seen.frames[self.kind.source[0]]
            found = other[other["laporan"].eq(self.report)].query(self.kind.source[1], engine="python")
            found = found[found["indikator"].eq(own["indikator"])]
            return found.iloc[0] if len(found) else None
        if self.kind.source in ("first", "other"):
            here = frame[frame["laporan"].eq(self.report) & frame["tabel"].eq(own["tabel"])]
            if self.kind.source == "other":  # the first whose text differs
                column = next(iter(self.kind.take))
                here = here[here[column].ne(own[column])]
            return here.iloc[0] if len(here) else None
        at = row + 1
        if at >= len(frame) or frame["laporan"][at] != self.report or frame["tabel"][at] != own["tabel"]:
            return None
        return (
            frame.loc[at]
            if frame.get("jenis_baris", pd.Series("indikator", frame.index))[at] == "indikator"
            else None
        )

    def _other_label(self, label: str) -> str:
        bands = next(scale for scale in words()["skala"] if label in [band[0] for band in scale])
        known = [band[0] for band in bands]
        return known[-1] if known.index(label) < len(known) / 2 else known[0]

    def _write(self, row: int, new: dict[str, str]) -> list[tuple]:
        kind, frame, own = self.kind, self.frame, self.frame.loc[row]
        subject = next(
            (
                own[column]
                for column in ("indikator", "uraian", "subjek", "judul", "label")
                if own.get(column)
            ),
            "",
        )
        first = int(np.searchsorted(frame["laporan"].to_numpy(), self.report))
        if kind.drop:
            for name in kind.drop if isinstance(kind.drop, list) else [kind.table]:
                other = self.seen.frames[name]
                gone = (
                    other.index[other["laporan"].eq(self.report) & other["judul"].eq(own["judul"])]
                    if name != kind.table
                    else [row]
                )
                self.seen.dropped.setdefault(name, []).extend(gone)
            return [(self.report, kind.kind, kind.table, "", row - first, "", "", subject)]
        if kind.add is not None:
            self.seen.added.setdefault(kind.table, []).append((row, own.to_dict() | new))
            return [(self.report, kind.kind, kind.table, "", row + 1 - first, "", "", subject)]
        old = {column: own[column] for column in new}
        for column, text in new.items():
            frame.at[row, column] = text
        made = [
            (self.report, kind.kind, kind.table, column, row - first, old[column], text, subject)
            for column, text in new.items()
        ]
        if kind.named:
            made.append(
                (
                    self.report,
                    kind.kind,
                    kind.table,
                    kind.named,
                    row - first,
                    own[kind.named],
                    own[kind.named],
                    subject,
                )
            )
        return made


def _number(text: str) -> float:
    value = _value(text)
    return float(value) if value is not None else 0.0


def _value(text: str) -> Fraction | None:
    """What a printed figure says; None where it is none."""
    read = parse(text.lstrip("≤≥ "))
    return Fraction(read.mantissa) / Fraction(10) ** read.desimal if read.kelas == FIGURE else None


def _like(text: str, value: Fraction) -> str:
    """A value in the form of a printed figure: its decimals, signs and unit."""
    read = parse(text.lstrip("≤≥ "))
    bare = "".join(
        printed(
            np.array([round(value * 10**read.desimal)]),
            read.desimal,
            "." in text and read.desimal > 0 and "," not in text,
        )
    )
    start = next(at for at, sign in enumerate(text) if sign.isdigit() or sign == "-")
    end = max(at for at, sign in enumerate(text) if sign.isdigit()) + 1
    end = next((at for at in range(start, end) if not (text[at].isdigit() or text[at] in ".,-")), end)
    return text[:start] + bare + text[end:]


def _far(old: str, new: str, least: float) -> bool:
    """Is a change more than rounding, and more than its least share?"""
    before, after = _value(old), _value(new)
    if before is None or after is None:
        return old != new
    places = parse(old.lstrip("≤≥ ")).desimal
    return abs(after - before) >= max(
        2 / Fraction(10) ** places if places else Fraction(1), abs(before) * Fraction(least)
    )


def _slip(text: str, rng: np.random.Generator, how: tuple) -> str:
    """A slip of the pen in a printed figure; the figure itself where it has no room for one."""
    read = parse(text.lstrip("≤≥ "))
    digits, way = str(abs(read.mantissa)), str(rng.choice(list(how)))
    if read.kelas != FIGURE or read.desimal < 0:  # "309 ribu"
        return text
    if way == "letter":
        return text.translate(_LETTERS)
    if way == "point":
        return _like(text, Fraction(read.mantissa) / Fraction(10) ** read.desimal * 10)
    if way == "first":
        return _like(text, Fraction(int(digits[1:] or 0)))
    at = int(rng.integers(0, max(1, len(digits) - (1 if read.desimal else 0))))
    if way == "swap" and at + 1 < len(digits):
        changed = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    else:
        changed = digits[:at] + str((int(digits[at]) + int(rng.integers(1, 10))) % 10) + digits[at + 1 :]
    if changed[0] == "0" or changed == digits:
        return text
    return _like(text, Fraction(int(changed), 10**read.desimal))


def _evaluate(node: ast.expr, row: pd.Series) -> Fraction | None:
    """An expression over the printed figures of a row; None where one of them is none."""
    if isinstance(node, ast.BinOp):
        left, right = _evaluate(node.left, row), _evaluate(node.right, row)
        return None if left is None or right is None else _OPERATIONS[type(node.op)](left, right)
    if isinstance(node, ast.Constant):
        return Fraction(str(node.value))
    return _value(row[node.id])
