"""Columns of a grid → what each holds: name, unit, target, realisasi, pagu, a count … with its year and its
part of the year."""

import re
from dataclasses import dataclass, replace

import numpy as np

from datasets.recognise import units
from datasets.recognise.grids.layout import ORDER, Layout
from datasets.recognise.headers import TAHUN, Header, tidy, words_of
from datasets.recognise.number_columns import names_rows
from datasets.recognise.row_kinds import AVERAGE, DATA, TOTAL
from datasets.recognise.vocabulary import vocabulary
from schemas import angka as A

TEXT = tuple(
    "no kode tujuan sasaran indikator satuan program kegiatan sub_kegiatan uraian predikat keterangan formula"
    " sumber alasan arah interval penerima layanan pic bulan triwulan tahun rp bukti halaman".split()
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


def body_rows(d: Layout, *kind: str) -> list[int]:
    """Body rows of these kinds (data, total, rata_rata …)."""
    return [r for r in d.body if d.rows[r].jenis in (kind or (DATA,))]


def columns_of(d: Layout, instansi: str = "") -> list[Column]:
    """The columns of a grid with their roles as far as header and contents tell; arithmetic settles the rest
    later.

    instansi: the reporting agency ("Provinsi" in a header is its own figure where it names a province's
    agency).
    """
    columns = [_basis(d, c) for c in range(d.width)]
    for c in d.segments:
        columns[c].nilai, columns[c].role = False, "kode"
    own = tidy(instansi).split()
    comparing = [w for w in map(tidy, map(str, vocabulary("kepala")["pembanding"])) if w not in own]
    quarters = {k.period for k in columns if k.nilai and k.period[:2] in ("tw", "sm")}
    for k in columns:
        if {k.period} == quarters:  # "Realisasi s.d. Triwulan IV" alone is the year's
            k.period = ""
        if k.nilai and k.percent and k.header.score("predikat") >= 0.8 and not k.header.score(*_MEASURED):
            _set_capaian(k, 0.8)  # "82,5 % (Baik)" under "Kategori"
        k.comparing = any(f" {w} " in f" {tidy(k.header.teks)} " for w in comparing)
    _short_capaian(columns)
    _uncapped(columns)
    for k in columns:
        if not k.nilai and not k.role:
            k.role = _text_role(d, k, columns)
    _unnamed(columns)
    _below_kegiatan(columns)
    _periodic(columns)
    has_indikator, things = any(k.role == "indikator" for k in columns), _counts_things(d, columns)
    for i, k in enumerate(columns):
        if k.nilai:
            k.role = _value_role(k)
            k.domain = _domain(k, columns[:i], has_indikator, things)
    return columns


def _set_capaian(k: Column, score: float) -> None:
    k.header = replace(k.header, candidates=(("capaian", score),))


def _short_capaian(columns: list[Column]) -> None:
    """ "T | R | C": a letter is capaian right behind those of target and realisasi (in place)."""
    for t, r, k in zip(columns, columns[1:], columns[2:], strict=False):
        measured = t.header.score("target") >= 0.9 and r.header.score("realisasi") >= 0.9
        if measured and k.header.path and tidy(k.header.path[-1]) in words_of("capaian_pendek"):
            _set_capaian(k, 1.0)


def _uncapped(columns: list[Column]) -> None:
    """Of two columns of capaian for one year, "% Capaian" and "% Capaian (maks. 100)", the capped one is the
    report's (in place)."""
    held = [k for k in columns if k.nilai and k.header.score("capaian") >= 0.6]
    cut = [k for k in held if words_of("dibatasi") & set(tidy(k.header.teks).split())]
    for k in held:
        k.uncapped = k not in cut and any(x.tahun == k.tahun for x in cut)
        k.comparing |= k.uncapped


_UNIT = re.compile(r"\(\s*(?:(?:000|ribu|juta)\s+)?([a-z]\w*)", re.I)


def _counts_things(d: Layout, columns: list[Column]) -> bool:
    """Do most rows say what they count, in brackets ("Produksi (ton)") or under "Satuan", or does a header
    say it for all ("Populasi (ekor)")? Large figures are no money there."""
    rows, counted = body_rows(d), units.counted()
    printed = [m[1].lower() for r in rows if (m := _UNIT.search(d.rows[r].label))]
    printed += [tidy(d.content(r, k.c)) for k in columns if k.role == "satuan" for r in rows]
    heads = {m[1].lower() for k in columns if (m := _UNIT.search(k.header.teks))}
    most = sum(unit in counted for unit in printed) > 0.5 * len(rows)
    return bool(rows) and (most or bool(heads) and heads <= counted)


def _basis(d: Layout, c: int) -> Column:
    """A column with what its figures are; whether it holds values."""
    h = d.header[c]
    k = Column(c, h, tahun=h.tahun[-1] if h.tahun else -1, period=h.period, percent=h.percent)
    rows = [r for r in body_rows(d, DATA, TOTAL, AVERAGE) if tuple(d.origin[r, c]) == (r, c) and d.teks[r, c]]
    figures = [r for r in rows if d.kelas[r, c] == A.FIGURE]
    told = len(figures) + sum(d.kelas[r, c] in (A.NIL, A.ABSENT) for r in rows)
    k.n = len(figures)
    measures = h.score(*_MEASURES)
    texts = [d.teks[r, c] for r in rows]
    order = bool(rows) and c == 0 and measures < 0.8 and h.period != "bulan"
    order = order and (all(d.number(r) == t for r, t in zip(rows, texts, strict=True)) or names_rows(texts))
    if not order and h.score("no", "kode", "interval") < 0.9:
        said = measures >= 0.8 and measures > h.score(*_WORDS)
        k.nilai = bool(figures) and told >= 0.6 * len(rows)
        k.nilai |= said and (told > 0 or not rows or _worded(h, texts))
    if k.n:
        v = np.abs(d.nilai[figures, c])
        k.middle = float(np.nanmedian(v))
        k.whole = bool((d.desimal[figures, c] <= 0).all())
        k.intact = k.whole or bool((v == np.floor(v)).all())
        rupiah, percent = (sum(d.satuan[r, c] == unit for r in figures) >= 0.6 * k.n for unit in ("Rp", "%"))
        k.rupiah = rupiah
        k.percent = percent or (h.percent and k.middle < 100_000)
    return k


def _worded(h: Header, texts: list[str]) -> bool:
    """Is it a target or realisasi given in words ("WTP", "60–85%") throughout?"""
    return h.score("target", "realisasi") >= 0.8 and all(len(t) <= 25 for t in texts)


def _text_role(d: Layout, k: Column, columns: list[Column]) -> str:
    candidates = [(p, s) for p, s in k.header.candidates if p in TEXT]
    likely, best = {p for p, s in candidates if s >= 0.5}, candidates[0] if candidates else ("", 0.0)
    content = [d.teks[r, k.c] for r in body_rows(d) if d.teks[r, k.c]]
    if content and all(tidy(t) == "rp" for t in content):
        return "rp"
    right = d.header.get(k.c + 1)
    doubled = right is not None and right.path == k.header.path  # one header over a number and a name
    if content and doubled and all(ORDER.fullmatch(t) for t in content):
        return "no"
    if not k.header.path or best[0] == "no":
        short = [tidy(t) for t in content]
        if content and all(len(t) <= 5 and not any(ch.isalpha() for ch in t[2:]) for t in short):
            return "no"
        if best[0] == "no":
            return "uraian" if content and not any(x.role == "uraian" for x in columns) else "no"
    if content and all(TAHUN.fullmatch(t.strip(" .")) for t in content):
        return "tahun"
    if best[1] < 0.45:
        return "lain" if content and k.header.path else ""
    # "Program/Kegiatan" over names is one column of names of several levels
    if {"program", "kegiatan"} <= {p for p, s in candidates if s >= 0.6} and best[1] < 1:
        return "uraian"
    return "sasaran" if best[0] == "tujuan" and "sasaran" in likely else best[0]  # "Misi/Sasaran"


def _unnamed(columns: list[Column]) -> None:
    """ "Kategori", "Status" label what is named beside; where nothing else names the rows, they name them (in
    place)."""
    first = next((n for n, k in enumerate(columns) if k.nilai), len(columns))
    labels = [k for k in columns[:first] if k.role == "predikat"]
    if labels and not any(k.role in _NAMING for k in columns):
        labels[0].role = "uraian"


def _below_kegiatan(columns: list[Column]) -> None:
    """Under 'Kegiatan' or 'Sub Kegiatan' the first text column names it, whatever it is called (in place)."""
    seen: set[str] = set()
    for k in columns:
        upper = tidy(k.header.path[0]) if not k.nilai and len(k.header.path) > 1 else ""
        role = _LEVELS.get(upper, "")
        if role and k.role in ("sasaran", "uraian", "indikator", "lain", role):
            k.role = "lain" if role in seen else role
            seen.add(role)
        elif "sasaran" in upper and k.role == "uraian":
            k.role = "sasaran"


def _periodic(columns: list[Column]) -> None:
    """Value columns right of a column of months belong to the month of their row, not to the year (in
    place)."""
    within, upper = "", ""
    for k in columns:
        if k.role in ("bulan", "triwulan") and not k.nilai:
            within, upper = "bulan", k.header.path[0]
        elif within and len(k.header.path) > 1 and k.header.path[0] != upper:
            within = ""
        if within and k.nilai:
            k.period = within


def _value_role(k: Column) -> str:
    candidates = [p for p, s in k.header.candidates if p not in TEXT and s >= 0.4]
    further = candidates[:1] == ["rata_rata"] and len(candidates) > 1  # "Rata-rata Capaian"
    return candidates[further] if candidates else ""


def _domain(k: Column, left: list[Column], has_indikator: bool, things: bool) -> str:
    """Money, performance or count: the header's words, else the size of the figures (unless rows count
    `things`), else the neighbour on the left."""
    h, measured = k.header, k.role in _MEASURED
    beside = next((x for x in reversed(left) if x.nilai and not x.percent and x.domain), Column(-1, h))
    near = beside.domain
    performed = any(x.domain == PERFORMANCE for x in left)
    general = k.role in ("persen", "capaian", "sisa", "selisih", "efisiensi", "")
    if h.money:
        return MONEY
    if k.role == "capaian" and near == COUNT and performed:
        return PERFORMANCE
    if near and k.percent and (general or k.role == "realisasi" and not performed):
        return near if h.money is not False else PERFORMANCE
    if h.money is False and measured:
        return PERFORMANCE
    amounts = k.rupiah or (k.intact and not things)
    if amounts and k.n and not k.percent and k.middle >= LARGE and not (has_indikator and measured):
        return MONEY
    if k.role in ("pagu", "pagu_awal", "realisasi_uang"):
        changed = (
            has_indikator and h.money is None and h.score("target") >= 0.4
        )  # "Target > Setelah Perubahan"
        return PERFORMANCE if changed and k.role != "realisasi_uang" else MONEY
    if near == MONEY and (k.role == "sisa" or _beside_money(k, beside)):
        return MONEY
    if measured or k.role == "fisik":
        return PERFORMANCE
    if k.role == "persen":
        return near or PERFORMANCE
    yearly = k.period in ("lalu", "akhir", "depan") or not k.role and k.tahun > 0
    return PERFORMANCE if has_indikator and yearly else COUNT


def _beside_money(k: Column, beside: Column) -> bool:
    """Is it an amount under one head with the pagu beside it ("Pagu | Realisasi" in small figures)?"""
    alike = k.intact and 0.001 < k.middle / (beside.middle or 1) < 1000
    role = k.role in ("realisasi", "capaian", "sisa", "selisih")
    return alike and role and k.header.path[:-1] == beside.header.path[:-1]


def name_column(d: Layout, columns: list[Column], order: tuple[str, ...]) -> Column | None:
    """The column whose texts name the rows: the first role of `order` that is there, else the first column of
    words."""
    words = [k for k in columns if not k.nilai]
    named = next((k for role in order for k in words if k.role == role), None)
    if named is not None:
        return named
    for k in words:
        content = [d.teks[r, k.c] for r in body_rows(d) if d.teks[r, k.c]]
        aside = k.role in ("no", "rp", "kode", "satuan", "keterangan", "predikat")
        if content and not aside and sum(len(t) > 3 for t in content) > 0.5 * len(content):
            return k
    return _short_names(d, columns)


def _short_names(d: Layout, columns: list[Column]) -> Column | None:
    """The first column left of all figures whose cells are no figures but stand in every row ("SD", "RW I",
    "Kelas II"), whatever its header says."""
    first = next((n for n, k in enumerate(columns) if k.nilai), 0)
    for k in columns[:first]:
        content = [d.content(r, k.c) for r in body_rows(d)]
        if k.role not in ("no", "rp", "kode", "satuan") and len(content) > 1 and all(content):
            return k
    return None


def carried_texts(d: Layout, c: int) -> dict[int, str]:
    """Texts of a column carried down over blanks and merged cells, until a section, total or average row."""
    result, current = {}, ""
    for r in d.body:
        t, kind = d.content(r, c), d.rows[r].jenis
        current = "" if kind not in (DATA, AVERAGE, TOTAL) else t if kind == DATA and t else current
        result[r] = current
    return result
