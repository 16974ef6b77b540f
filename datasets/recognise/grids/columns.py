"""Columns of a grid → what each holds: name, unit, target, realisasi, pagu …, its year and part of it."""

import re
from dataclasses import dataclass, replace

import numpy as np

from cermat.datasets.recognise import units
from cermat.datasets.recognise.grids.layout import ORDER, Layout
from cermat.datasets.recognise.headers import TAHUN, Header, tidy, words_of
from cermat.datasets.recognise.number_columns import names_rows
from cermat.datasets.recognise.row_kinds import AVERAGE, DATA, TOTAL
from cermat.datasets.recognise.vocabulary import vocabulary
from cermat.schemas import angka as A

TEXT = tuple(
    "no kode tujuan sasaran indikator satuan program kegiatan sub_kegiatan uraian predikat keterangan"
    " formula sumber sumber_dana alasan arah interval penerima layanan pic bulan triwulan tahun rp"
    " bukti halaman".split()
)
MONEY_NAMES = ("sub_kegiatan", "kegiatan", "program", "uraian")
_MEASURES = "target realisasi capaian pagu pagu_awal realisasi_uang sisa persen jumlah selisih".split()
_WORDS = "no kode keterangan predikat indikator sasaran uraian program satuan formula interval pic".split()
_NAMING = "indikator sasaran tujuan program kegiatan sub_kegiatan uraian penerima layanan tahun bulan".split()
_LEVELS = {"program": "program", "kegiatan": "kegiatan"} | dict.fromkeys(
    ("sub kegiatan", "subkegiatan"), "sub_kegiatan"
)
MONEY, PERFORMANCE, COUNT = "uang", "kinerja", "hitung"
_MEASURED = ("target", "realisasi", "capaian")
LARGE = 1_000_000  # plain whole numbers from here on, in most cells of a column, are rupiah


@dataclass
class Column:
    """One column. role: role; nilai: it holds values; domain: uang | kinerja | hitung ('' for text); tahun:
    -1 where the header names none; period: as in Header; percent: its values are percentages; middle: the
    median of its n figures; whole: whole numbers throughout, intact: be it with ",00"; rupiah: "Rp" stands in
    the cells; uncapped: capaian before it was cut at a cap that the column beside it has; based: a percentage
    whose header names what it is of, of: then the numbers of its numerator and its base, if they stand in the
    table."""

    c: int
    header: Header
    role: str = ""
    nilai: bool = False
    domain: str = ""
    tahun: int = -1
    period: str = ""
    percent: bool = False
    comparing: bool = False
    middle: float = float("nan")
    whole: bool = False
    intact: bool = False
    rupiah: bool = False
    n: int = 0
    uncapped: bool = False
    based: bool = False
    of: tuple[int, int] | None = None

    def score(self, *roles: str) -> float:
        """How well its header says one of these roles."""
        return self.header.score(*roles)


def body_rows(grid: Layout, *kind: str) -> list[int]:
    """Body rows of these kinds (data, total, rata_rata …)."""
    return [row for row in grid.body if grid.kind(row) in (kind or (DATA,))]


def columns_of(grid: Layout, instansi: str = "") -> list[Column]:
    """The columns of a grid with their roles as far as header and contents tell; arithmetic settles the rest
    later.

    instansi: the reporting agency ("Provinsi" in a header is its own figure where it names a province's
    agency).
    """
    columns = [_basis(grid, at) for at in range(grid.width)]
    for at in grid.segments:
        columns[at].nilai, columns[at].role = False, "kode"
    own = tidy(instansi).split()
    comparing = [word for word in map(tidy, map(str, vocabulary("kepala")["pembanding"])) if word not in own]
    quarters = {col.period for col in columns if col.nilai and col.period[:2] in ("tw", "sm")}
    for col in columns:
        if {col.period} == quarters:  # "Realisasi s.d. Triwulan IV" alone is the year's
            col.period = ""
        if col.nilai and col.percent and col.score("predikat") >= 0.8 and not col.score(*_MEASURED):
            _set_capaian(col, 0.8)  # "82,5 % (Baik)" under "Kategori"
        col.comparing = any(f" {word} " in f" {tidy(col.header.teks)} " for word in comparing)
    _short_capaian(columns)
    _uncapped(columns)
    for col in columns:
        if not col.nilai and not col.role:
            col.role = _text_role(grid, col, columns)
    _unnamed(columns)
    _below_kegiatan(columns)
    _periodic(columns)
    has_indikator, things = any(col.role == "indikator" for col in columns), _counts_things(grid, columns)
    for number, col in enumerate(columns):
        if col.nilai:
            col.role = _value_role(col)
            col.domain = _domain(col, columns[:number], has_indikator, things)
    return columns


def _set_capaian(col: Column, score: float) -> None:
    col.header = replace(col.header, candidates=(("capaian", score),))


def _short_capaian(columns: list[Column]) -> None:
    """ "T | R | C": a letter is capaian right behind those of target and realisasi (in place)."""
    for target, reached, share in zip(columns, columns[1:], columns[2:], strict=False):
        measured = target.score("target") >= 0.9 and reached.score("realisasi") >= 0.9
        if measured and share.header.path and tidy(share.header.path[-1]) in words_of("capaian_pendek"):
            _set_capaian(share, 1.0)


def _uncapped(columns: list[Column]) -> None:
    """Of "% Capaian" and "% Capaian (maks. 100)" of one year the capped one is the report's (in place)."""
    held = [col for col in columns if col.nilai and col.score("capaian") >= 0.6]
    cut = [col for col in held if words_of("dibatasi") & set(tidy(col.header.teks).split())]
    for col in held:
        col.uncapped = col not in cut and any(capped.tahun == col.tahun for capped in cut)
        col.comparing |= col.uncapped


_UNIT = re.compile(r"\(\s*(?:(?:000|ribu|juta)\s+)?([a-z]\w*)", re.I)


def _counts_things(grid: Layout, columns: list[Column]) -> bool:
    """Do most rows say what they count, in brackets ("Produksi (ton)") or under "Satuan", or does a header
    say it for all ("Populasi (ekor)")? Large figures are no money there."""
    rows, counted = body_rows(grid), units.counted()
    printed = [match[1].lower() for row in rows if (match := _UNIT.search(grid.rows[row].label))]
    printed += [tidy(grid.content(row, col.c)) for col in columns if col.role == "satuan" for row in rows]
    heads = {match[1].lower() for col in columns if (match := _UNIT.search(col.header.teks))}
    most = sum(unit in counted for unit in printed) > 0.5 * len(rows)
    return bool(rows) and (most or bool(heads) and heads <= counted)


def _basis(grid: Layout, at: int) -> Column:
    """A column with what its figures are; whether it holds values."""
    head = grid.header[at]
    col = Column(at, head, tahun=(head.tahun or (-1,))[-1], period=head.period, percent=head.percent)
    rows = [row for row in body_rows(grid, DATA, TOTAL, AVERAGE) if grid.teks[row, at]]
    figures = [row for row in rows if grid.kelas[row, at] == A.FIGURE]
    told = len(figures) + sum(grid.kelas[row, at] in (A.NIL, A.ABSENT) for row in rows)
    col.n = len(figures)
    measures = head.score(*_MEASURES)
    texts = [grid.teks[row, at] for row in rows]
    order = bool(rows) and at == 0 and measures < 0.8 and head.period != "bulan"
    order = order and ([grid.number(row) for row in rows] == texts or names_rows(texts))
    if not order and head.score("no", "kode", "interval") < 0.9:
        said = measures >= 0.8 and measures > head.score(*_WORDS)
        col.nilai = bool(figures) and told >= 0.6 * len(rows)
        col.nilai |= said and (told > 0 or not rows or _worded(head, texts))
    if col.n:
        value = np.abs(grid.nilai[figures, at])
        col.middle = float(np.nanmedian(value))
        col.whole = bool((grid.desimal[figures, at] <= 0).all())
        col.intact = col.whole or bool((value == np.floor(value)).all())
        signs = grid.satuan[figures, at].tolist()
        col.rupiah = signs.count("Rp") >= 0.6 * col.n
        col.percent = signs.count("%") >= 0.6 * col.n or (head.percent and col.middle < 100_000)
    return col


def _worded(head: Header, texts: list[str]) -> bool:
    """Is it a target or realisasi given in words ("WTP", "60–85%") throughout?"""
    return head.score("target", "realisasi") >= 0.8 and all(len(text) <= 25 for text in texts)


def _text_role(grid: Layout, col: Column, columns: list[Column]) -> str:
    candidates = [(role, score) for role, score in col.header.candidates if role in TEXT]
    best = candidates[0] if candidates else ("", 0.0)
    content = [grid.teks[row, col.c] for row in body_rows(grid) if grid.teks[row, col.c]]
    if content and all(tidy(text) == "rp" for text in content):
        return "rp"
    right = grid.header.get(col.c + 1)
    doubled = right is not None and right.path == col.header.path  # one header over a number and a name
    if content and doubled and all(ORDER.fullmatch(text) for text in content):
        return "no"
    if not col.header.path or best[0] == "no":
        short = [tidy(text) for text in content]
        if content and all(len(text) <= 5 and not any(ch.isalpha() for ch in text[2:]) for text in short):
            return "no"
        if best[0] == "no":
            return "uraian" if content and not any(other.role == "uraian" for other in columns) else "no"
    if content and all(TAHUN.fullmatch(text.strip(" .")) for text in content):
        return "tahun"
    if best[1] < 0.45:
        return "lain" if content and col.header.path else ""
    # "Program/Kegiatan" over names is one column of names of several levels
    if {"program", "kegiatan"} <= {role for role, score in candidates if score >= 0.6} and best[1] < 1:
        return "uraian"
    return "sasaran" if best[0] == "tujuan" and col.score("sasaran") >= 0.5 else best[0]  # "Misi/Sasaran"


def _unnamed(columns: list[Column]) -> None:
    """ "Kategori", "Status" label what is named beside; else they name the rows themselves (in place)."""
    first = next((number for number, col in enumerate(columns) if col.nilai), len(columns))
    labels = [col for col in columns[:first] if col.role == "predikat"]
    if labels and not any(col.role in _NAMING for col in columns):
        labels[0].role = "uraian"


def _below_kegiatan(columns: list[Column]) -> None:
    """Under 'Kegiatan' or 'Sub Kegiatan' the first text column names it, whatever it is called (in place)."""
    seen: set[str] = set()
    for col in columns:
        upper = tidy(col.header.path[0]) if not col.nilai and len(col.header.path) > 1 else ""
        role = _LEVELS.get(upper, "")
        if role and col.role in ("sasaran", "uraian", "indikator", "lain", role):
            col.role = "lain" if role in seen else role
            seen.add(role)
        elif "sasaran" in upper and col.role == "uraian":
            col.role = "sasaran"


def _periodic(columns: list[Column]) -> None:
    """Value columns right of a column of months belong to the month of their row (in place)."""
    within, upper = "", ""
    for col in columns:
        if col.role in ("bulan", "triwulan") and not col.nilai:
            within, upper = "bulan", col.header.path[0]
        elif within and len(col.header.path) > 1 and col.header.path[0] != upper:
            within = ""
        if within and col.nilai:
            col.period = within


def _value_role(col: Column) -> str:
    candidates = [role for role, score in col.header.candidates if role not in TEXT and score >= 0.4]
    further = candidates[:1] == ["rata_rata"] and len(candidates) > 1  # "Rata-rata Capaian"
    return candidates[further] if candidates else ""


def _domain(col: Column, left: list[Column], has_indikator: bool, things: bool) -> str:
    """Money, performance or count: by its words, its figures (unless rows count `things`), its left."""
    head, measured = col.header, col.role in _MEASURED
    known = [other for other in left if other.nilai and not other.percent and other.domain]
    beside = known[-1] if known else Column(-1, head)
    near = beside.domain
    performed = any(other.domain == PERFORMANCE for other in left)
    general = col.role in ("persen", "capaian", "sisa", "selisih", "efisiensi", "")
    if head.money:
        return MONEY
    if col.role == "capaian" and near == COUNT and performed:
        return PERFORMANCE
    if near and col.percent and (general or col.role == "realisasi" and not performed):
        return near if head.money is not False else PERFORMANCE
    if head.money is False and measured:
        return PERFORMANCE
    amounts = col.rupiah or (col.intact and not things)
    if amounts and col.n and not col.percent and col.middle >= LARGE and not (has_indikator and measured):
        return MONEY
    if col.role in ("pagu", "pagu_awal", "realisasi_uang"):
        changed = (
            has_indikator and head.money is None and head.score("target") >= 0.4
        )  # "Target > Setelah Perubahan"
        return PERFORMANCE if changed and col.role != "realisasi_uang" else MONEY
    if near == MONEY and (col.role == "sisa" or _beside_money(col, beside)):
        return MONEY
    if measured or col.role == "fisik":
        return PERFORMANCE
    if col.role == "persen":
        return near or PERFORMANCE
    yearly = col.period in ("lalu", "akhir", "depan") or not col.role and col.tahun > 0
    return PERFORMANCE if has_indikator and yearly else COUNT


def _beside_money(col: Column, beside: Column) -> bool:
    """Is it an amount under one head with the pagu beside it ("Pagu | Realisasi" in small figures)?"""
    alike = col.intact and 0.001 < col.middle / (beside.middle or 1) < 1000
    role = col.role in ("realisasi", "capaian", "sisa", "selisih")
    return alike and role and col.header.path[:-1] == beside.header.path[:-1]


def name_column(grid: Layout, columns: list[Column], order: tuple[str, ...]) -> Column | None:
    """The column whose texts name the rows: the first role of `order`, else the first column of words."""
    words = [col for col in columns if not col.nilai]
    named = next((col for role in order for col in words if col.role == role), None)
    if named is not None:
        return named
    for col in words:
        content = [grid.teks[row, col.c] for row in body_rows(grid) if grid.teks[row, col.c]]
        aside = col.role in ("no", "rp", "kode", "satuan", "keterangan", "predikat")
        if content and not aside and sum(len(text) > 3 for text in content) > 0.5 * len(content):
            return col
    return _short_names(grid, columns)


def _short_names(grid: Layout, columns: list[Column]) -> Column | None:
    """The first column left of all figures whose cells are no figures but stand in every row ("SD", "RW I",
    "Kelas II"), whatever its header says."""
    first = next((number for number, col in enumerate(columns) if col.nilai), 0)
    for col in columns[:first]:
        content = [grid.content(row, col.c) for row in body_rows(grid)]
        if col.role not in ("no", "rp", "kode", "satuan") and len(content) > 1 and all(content):
            return col
    return None


def carried_texts(grid: Layout, at: int) -> dict[int, str]:
    """Texts of a column carried down over blanks and merged cells, until a section, total or average row."""
    result, current = {}, ""
    for row in grid.body:
        text, kind = grid.content(row, at), grid.kind(row)
        current = "" if kind not in (DATA, AVERAGE, TOTAL) else text if kind == DATA and text else current
        result[row] = current
    return result
