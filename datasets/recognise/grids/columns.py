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

TEXT = (
    "no",
    "kode",
    "tujuan",
    "sasaran",
    "indikator",
    "satuan",
    "program",
    "kegiatan",
    "sub_kegiatan",
    "uraian",
    "predikat",
    "keterangan",
    "formula",
    "sumber",
    "alasan",
    "arah",
    "interval",
    "penerima",
    "layanan",
    "pic",
    "bulan",
    "triwulan",
    "tahun",
    "rp",
    "bukti",
    "halaman",
)
MONEY_NAMES = ("sub_kegiatan", "kegiatan", "program", "uraian")
MONEY, PERFORMANCE, COUNT = "uang", "kinerja", "hitung"
LARGE = 1_000_000  # plain whole numbers from here on, in most cells of a column, are rupiah


@dataclass
class Column:
    """One column. role: role; nilai: it holds values; domain: uang | kinerja | hitung ('' for text); tahun:
    -1 where the header names none; period: as in Header; percent: its values are percentages."""

    c: int
    header: Header
    role: str = ""
    nilai: bool = False
    domain: str = ""
    tahun: int = -1
    period: str = ""
    percent: bool = False
    comparing: bool = False
    middle: float = float("nan")  # median of its figures
    whole: bool = False  # whole numbers throughout
    intact: bool = False  # whole amounts, be it with ",00"
    rupiah: bool = False  # "Rp" stands in the cells
    n: int = 0  # figures
    uncapped: bool = False  # capaian before it was cut at a cap that the column beside it has
    based: bool = False  # a percentage whose header names what it is of
    of: tuple[int, int] | None = (
        None  # then the numbers of its numerator and its base, where they stand in the table
    )


def body_rows(d: Layout, *kind: str) -> list[int]:
    """Body rows of these kinds (data, total, rata_rata …)."""
    kind = kind or (DATA,)
    return [r for r in d.body if d.rows[r].jenis in kind]


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
    quarters = {k.period for k in columns if k.nilai and k.period[:2] in ("tw", "sm")}
    for k in columns:
        if len(quarters) == 1 and k.period in quarters:  # "Realisasi s.d. Triwulan IV" alone is the year's
            k.period = ""
    for k in columns:
        if (
            k.nilai
            and k.percent
            and k.header.score("predikat") >= 0.8
            and not k.header.score("target", "realisasi", "capaian")
        ):
            k.header = replace(k.header, candidates=(("capaian", 0.8),))  # "82,5 % (Baik)" under "Kategori"
        words = f" {tidy(k.header.teks)} "
        k.comparing = any(
            f" {tidy(str(p))} " in words and tidy(str(p)) not in own
            for p in vocabulary("kepala")["pembanding"]
        )
    _short_capaian(columns)
    _uncapped(columns)
    for k in columns:
        if not k.nilai and not k.role:
            k.role = _text_roles(d, k, columns)
    _unnamed(columns)
    _below_kegiatan(columns)
    _periodic(columns)
    has_indikator, things = any(k.role == "indikator" for k in columns), _counts_things(d, columns)
    for i, k in enumerate(columns):
        if k.nilai:
            k.role = _value_role(k)
            k.domain = _domain(k, columns[:i], has_indikator, things)
    return columns


def _short_capaian(columns: list[Column]) -> None:
    """ "T | R | C": a letter is capaian right behind those of target and realisasi (in place)."""
    for t, r, k in zip(columns, columns[1:], columns[2:], strict=False):
        leaves = [tidy(x.header.path[-1]) if x.header.path else "" for x in (t, r, k)]
        measured = t.header.score("target") >= 0.9 and r.header.score("realisasi") >= 0.9
        if leaves[2] in words_of("capaian_pendek") and measured:
            k.header = replace(k.header, candidates=(("capaian", 1.0),))


def _uncapped(columns: list[Column]) -> None:
    """Of two columns of capaian for one year, "% Capaian" and "% Capaian (maks. 100)", the capped one is the
    report's."""
    capped = words_of("dibatasi")
    kinds = [
        (k, bool(set(tidy(k.header.teks).split()) & capped))
        for k in columns
        if k.nilai and k.header.score("capaian") >= 0.6
    ]
    for k, cut in kinds:
        k.uncapped = not cut and any(c and x.tahun == k.tahun for x, c in kinds)
        k.comparing |= k.uncapped


_UNIT = re.compile(r"\(\s*(?:(?:000|ribu|juta)\s+)?([a-z]\w*)", re.I)


def _counts_things(d: Layout, columns: list[Column]) -> bool:
    """Do most rows say what they count, in brackets ("Produksi (ton)") or under "Satuan", or does a header
    say it for all ("Populasi (ekor)")? Large figures are no money there."""
    rows = body_rows(d)
    printed = [m[1].lower() for r in rows if (m := _UNIT.search(d.rows[r].label))]
    own = [k.c for k in columns if k.role == "satuan"]
    printed += [tidy(d.content(r, c)) for c in own for r in rows]
    heads = {m[1].lower() for k in columns if (m := _UNIT.search(k.header.teks))}
    counted = units.counted()
    return len(rows) > 0 and (
        sum(unit in counted for unit in printed) > 0.5 * len(rows) or bool(heads) and heads <= counted
    )


def _basis(d: Layout, c: int) -> Column:
    h = d.header[c]
    k = Column(c, h, tahun=h.tahun[-1] if h.tahun else -1, period=h.period)
    r = [
        b
        for b in body_rows(d, DATA, TOTAL, AVERAGE)
        if d.origin[b, c][0] == b and d.origin[b, c][1] == c and d.teks[b, c]
    ]
    figures = [b for b in r if d.kelas[b, c] == A.FIGURE]
    blank = [b for b in r if d.kelas[b, c] in (A.NIL, A.ABSENT)]
    k.n = len(figures)
    measures = h.score(
        "target",
        "realisasi",
        "capaian",
        "pagu",
        "pagu_awal",
        "realisasi_uang",
        "sisa",
        "persen",
        "jumlah",
        "selisih",
    )
    text = h.score(
        "no",
        "kode",
        "keterangan",
        "predikat",
        "indikator",
        "sasaran",
        "uraian",
        "program",
        "satuan",
        "formula",
        "interval",
        "pic",
    )
    order = bool(r) and c == 0 and measures < 0.8 and h.period != "bulan"
    order = order and (all(d.number(b) == d.teks[b, c] for b in r) or names_rows([d.teks[b, c] for b in r]))
    k.nilai = (
        not order
        and h.score("no", "kode", "interval") < 0.9
        and (
            (len(figures) >= 1 and len(figures) + len(blank) >= 0.6 * len(r))
            or (
                measures >= 0.8
                and measures > text
                and (len(figures) + len(blank) > 0 or not r or _worded(d, c, h, r))
            )
        )
    )
    if k.n:
        v = np.abs(d.nilai[figures, c])
        k.middle = float(np.nanmedian(v))
        k.whole = bool((d.desimal[figures, c] <= 0).all())
        k.rupiah = sum(d.satuan[b, c] == "Rp" for b in figures) >= 0.6 * k.n
        k.intact = k.whole or bool((v == np.floor(v)).all())
        percent_unit = sum(d.satuan[b, c] == "%" for b in figures)
        k.percent = percent_unit >= 0.6 * k.n or (h.percent and k.middle < 100_000)
    else:
        k.percent = h.percent
    return k


def _worded(d: Layout, c: int, h: Header, rows: list[int]) -> bool:
    """Is it a target or realisasi given in words ("WTP", "60–85%") throughout?"""
    return h.score("target", "realisasi") >= 0.8 and all(len(d.teks[r, c]) <= 25 for r in rows)


def _text_roles(d: Layout, k: Column, columns: list[Column]) -> str:
    candidates = [(p, s) for p, s in k.header.candidates if p in TEXT]
    content = [d.teks[r, k.c] for r in body_rows(d) if d.teks[r, k.c]]
    # one header over a number and a name
    right = d.header.get(k.c + 1)
    if (
        content
        and right is not None
        and right.path == k.header.path
        and all(ORDER.fullmatch(t) for t in content)
    ):
        return "no"
    if not k.header.path or (candidates and candidates[0][0] == "no"):
        if content and all(tidy(t) == "rp" for t in content):
            return "rp"
        if content and all(
            len(tidy(t)) <= 5 and not any(ch.isalpha() for ch in tidy(t)[2:]) for t in content
        ):
            return "no"
        if candidates and candidates[0][0] == "no":
            return "uraian" if content and not any(x.role == "uraian" for x in columns) else "no"
    if content and all(TAHUN.fullmatch(t.strip(" .")) for t in content):
        return "tahun"
    if content and all(tidy(t) == "rp" for t in content):
        return "rp"
    if not candidates or candidates[0][1] < 0.45:
        return "" if not content or k.header.path == () else "lain"
    best = candidates[0][0]
    # "Program/Kegiatan" over names is one column of names of several levels
    if {"program", "kegiatan"} <= {p for p, s in candidates if s >= 0.6} and candidates[0][1] < 1:
        return "uraian"
    if best == "tujuan" and {"tujuan", "sasaran"} <= {
        p for p, s in candidates if s >= 0.5
    }:  # "Misi/Sasaran": the level below
        return "sasaran"
    return best


def _unnamed(columns: list[Column]) -> None:
    """ "Kategori", "Status" label what is named beside; where nothing else names the rows, they name them (in
    place)."""
    if any(
        k.role
        in (
            "indikator",
            "sasaran",
            "tujuan",
            "program",
            "kegiatan",
            "sub_kegiatan",
            "uraian",
            "penerima",
            "layanan",
            "tahun",
            "bulan",
        )
        for k in columns
    ):
        return
    left = [
        k for n, k in enumerate(columns) if not any(x.nilai for x in columns[:n])
    ]  # before the first figures
    k = next((k for k in left if k.role == "predikat" and not k.nilai), None)
    if k is not None:
        k.role = "uraian"


def _below_kegiatan(columns: list[Column]) -> None:
    """Under 'Kegiatan' or 'Sub Kegiatan' the first text column names it, whatever it is called (in place)."""
    visible: set[str] = set()
    for k in columns:
        if k.nilai or len(k.header.path) < 2:
            continue
        parents = tidy(k.header.path[0])
        role = {
            "program": "program",
            "kegiatan": "kegiatan",
            "sub kegiatan": "sub_kegiatan",
            "subkegiatan": "sub_kegiatan",
        }.get(parents)
        if role and k.role in ("sasaran", "uraian", "indikator", "lain", role):
            k.role = role if role not in visible else "lain"
            visible.add(role)
        elif "sasaran" in parents and k.role == "uraian":
            k.role = "sasaran"


def _periodic(columns: list[Column]) -> None:
    """Value columns right of a column of months belong to the month of their row, not to the year (in
    place)."""
    within, parents = "", ""
    for k in columns:
        if k.role in ("bulan", "triwulan") and not k.nilai:
            within, parents = "bulan", k.header.path[0]
        elif within and len(k.header.path) > 1 and k.header.path[0] != parents:
            within = ""
        if within and k.nilai:
            k.period = within


def _value_role(k: Column) -> str:
    candidates = [p for p, s in k.header.candidates if p not in TEXT and s >= 0.4]
    if candidates[:1] == ["rata_rata"] and len(candidates) > 1:  # "Rata-rata Capaian"
        return candidates[1]
    return candidates[0] if candidates else ""


def _domain(k: Column, left: list[Column], has_indikator: bool, things: bool = False) -> str:
    """Money, performance or count: the header's words, else the size of the figures (unless rows count
    `things`), else the neighbour on the left."""
    if k.header.money and not (k.role in ("target", "realisasi", "capaian") and k.header.money is False):
        return MONEY
    neighbour = next((x for x in reversed(left) if x.nilai and not x.percent and x.domain), None)
    general = k.role in ("persen", "capaian", "sisa", "selisih", "efisiensi", "") or (
        k.role == "realisasi" and k.percent and not any(x.domain == PERFORMANCE for x in left)
    )
    if (
        k.role == "capaian"
        and neighbour is not None
        and neighbour.domain == COUNT
        and any(x.domain == PERFORMANCE for x in left)
    ):
        return PERFORMANCE
    if general and neighbour is not None and k.percent:
        return neighbour.domain if k.header.money is not False else PERFORMANCE
    if k.header.money is False and k.role in ("target", "realisasi", "capaian"):
        return PERFORMANCE
    if (
        k.n
        and not (things and not k.rupiah)
        and not k.percent
        and (k.intact or k.rupiah)
        and k.middle >= LARGE
        and not (has_indikator and k.role in ("target", "realisasi", "capaian"))
    ):
        return MONEY
    if (
        has_indikator
        and k.header.money is None
        and k.header.score("target") >= 0.4
        and k.role in ("pagu", "pagu_awal")
    ):
        return PERFORMANCE  # "Target > Setelah Perubahan"
    if k.role in ("pagu", "pagu_awal", "realisasi_uang"):
        return MONEY
    peers = (
        neighbour is not None
        and neighbour.domain == MONEY
        and k.intact
        and 0.001 < k.middle / (neighbour.middle or 1) < 1000
    )
    if (
        peers
        and k.role in ("realisasi", "capaian", "sisa", "selisih")
        and k.header.path[:-1] == neighbour.header.path[:-1]
    ):
        return MONEY  # "Pagu | Realisasi" in small figures
    if k.role == "sisa" and neighbour is not None and neighbour.domain == MONEY:
        return MONEY
    if k.role in ("target", "realisasi", "capaian", "fisik"):
        return PERFORMANCE
    if k.role == "persen":
        return neighbour.domain if neighbour is not None else PERFORMANCE
    if k.period in ("lalu", "akhir", "depan") and has_indikator:
        return PERFORMANCE
    return COUNT if not (has_indikator and not k.role and k.tahun > 0) else PERFORMANCE


def name_column(d: Layout, columns: list[Column], order: tuple[str, ...]) -> Column | None:
    """The column whose texts name the rows: the first role of `order` that is there, else the first column of
    words."""
    for role in order:
        for k in columns:
            if k.role == role and not k.nilai:
                return k
    for k in columns:
        content = [d.teks[r, k.c] for r in body_rows(d) if d.teks[r, k.c]]
        if (
            not k.nilai
            and k.role not in ("no", "rp", "kode", "satuan", "keterangan", "predikat")
            and content
            and sum(len(t) > 3 for t in content) > 0.5 * len(content)
        ):
            return k
    return _short_names(d, columns)


def _short_names(d: Layout, columns: list[Column]) -> Column | None:
    """The first column left of all figures whose cells are no figures but stand in every row ("SD", "RW I",
    "Kelas II"), whatever its header says."""
    for n, k in enumerate(columns):
        if k.nilai or not any(x.nilai for x in columns[n + 1 :]):
            return None
        content = [d.content(r, k.c) for r in body_rows(d)]
        if k.role not in ("no", "rp", "kode", "satuan") and len(content) > 1 and all(content):
            return k
    return None


def carried_texts(d: Layout, c: int) -> dict[int, str]:
    """Texts of a column carried down over blanks and merged cells, until a section, total or average row."""
    result, current = {}, ""
    for r in d.body:
        t = d.content(r, c)
        if d.rows[r].jenis not in (DATA, AVERAGE, TOTAL):
            current = ""
        elif d.rows[r].jenis == DATA and t:
            current = t
        result[r] = current
    return result
