"""Every printed number of a document, with its place: `document_angka`.

Tokens come from number_tokens.py; here columns and rows say what the token alone cannot: column-number rows,
row numbers, years, "-" and "n/a", "1.926" against "413.064". Units that only the header names come from
printed_scales.py.
"""

import re
from collections import Counter

import numpy as np
import pandas as pd

from cermat.datasets.document.model import Document
from cermat.datasets.recognise import units
from cermat.datasets.recognise.number_columns import grid_facts
from cermat.datasets.recognise.number_tokens import NOT_FIGURE, Token, tokens
from cermat.datasets.recognise.printed_scales import caption_scales, header_satuan
from cermat.schemas import angka as A
from cermat.schemas.submission import ANGKA_COLUMNS

_ABSENT = re.compile(
    r"n\s*[/.]?\s*a\.?|nihil data|(?:data )?(?:tidak|belum) (?:ada|tersedia|dirilis|dihitung|diukur)(?: "
    r"data)?.{0,30}",
    re.I,
)
_PLAIN_LABEL = re.compile(
    r"\d{1,2}\s+[A-Z][a-z]+\s+\S+\s+\S"
)  # "1 Program Penunjang Urusan", a row label without its dot
_SATUAN_HEADER = re.compile(r"(?:satuan|sat|unit)(?: ukuran)?\.?", re.I)
_SPACED_CODE = re.compile(r"\(?\d{1,4}(?:\s*[.,-]\s*\d{1,4})+\s*[.)]?")  # "2 . 1 . 5"
_LISTING = re.compile(r"daftar (?:isi|tabel|gambar|grafik|lampiran|bagan|diagram)\s*$", re.I)
_DATED = re.compile(
    rf"\d{{1,2}}[-/ ](?:{A.MONTHS})(?:[-/ ](?:\d\d)?\d\d)?|(?:{A.MONTHS})[-/ ]\d\d(?:\d\d)?"
    r"|\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d",
    re.I,
)
_TIME_HEADER = re.compile(
    r"\b(?:tanggal|tgl|waktu|jadwal|bulan|periode|mulai|selesai|tmt|batas|lahir|hari|pelaksanaan)\b", re.I
)
_AMOUNT_HEADER = re.compile(
    r"\b(?:pagu|anggaran|realisasi|rp|sisa|rupiah|belanja|nilai|alokasi|dana)\b", re.I
)
_NIL = re.compile(r"(?:Rp\.?\s*)?[-–—−_]+\s*%?|nihil", re.I)


# what is noted of a token: of itself, of its block or cell, of its place
_COLUMNS = [
    "teks",
    "mantissa",
    "desimal",
    "satuan",
    "kelas",
    "ragu",
    "lokal",
    "kolom",
    "mulai",
    "akhir",
    "blok",
    "bagian",
    "tabel",
    "r",
    "c",
    "kolom_cetak",
    "halaman",
    "garis",
    "baris",
    "satuan_baris",
    "utuh",
]


def _row(token: Token, place: tuple, entire: bool = False) -> tuple:
    return (
        token.teks,
        token.mantissa,
        token.desimal,
        token.satuan,
        token.kelas,
        token.ragu,
        token.lokal,
        token.sebab,
        token.mulai,
        token.akhir,
        *place,
        entire,
    )


def _prose(block) -> list[tuple]:
    place = (block.blok, block.bagian, f"prosa-{block.blok}", -1, -1, "", block.halaman, block.garis, "", "")
    found = list(tokens(block.teks))
    if (
        found
        and _LISTING.search(block.bagian)
        and found[-1].akhir == len(block.teks.rstrip())
        and found[-1].kelas == A.FIGURE
    ):
        found[-1] = found[-1]._replace(kelas=NOT_FIGURE, sebab="halaman", ragu="")
    return [_row(token, place) for token in found]


def _grid(block, sel: list) -> list[tuple]:
    """Tokens of one grid, each class settled by its column and row."""
    facts = grid_facts(sel, block.bagian)
    left = {(cell.r, cell.c): cell.teks.strip().lower() for cell in sel if len(cell.teks) < 5}
    satuan = {
        row: cell.teks.strip().lower()
        for cell in sel
        if _SATUAN_HEADER.fullmatch(facts.kepala.get(cell.c, ""))
        for row in range(cell.r, cell.r + cell.rs)
    }
    filled = Counter(cell.r for cell in sel if cell.c in facts.figure_columns and re.search(r"\d", cell.teks))
    result, table = [], f"tabel-{block.blok}"
    for cell in sel:
        text = cell.teks
        plain = text.strip()
        found, said = tokens(text, True), False
        valued = not cell.kepala and cell.r not in facts.number_rows and cell.c in facts.angka_columns
        if valued and _NIL.fullmatch(plain):
            found = (_blank(text, plain, A.NIL),)
        elif valued and _ABSENT.fullmatch(plain):
            found = (_blank(text, plain, A.ABSENT),)
        elif A.is_error(plain) or valued and (A.is_torn(plain) or _is_stray(cell, plain, facts, filled)):
            found = (_blank(text, plain, A.UNREADABLE)._replace(ragu="tidak terbaca"),)
        elif found:
            said = not cell.kepala and _is_wording(plain, facts.kepala.get(cell.c, ""))
        else:
            continue
        label, unit = ("", "") if cell.kepala else (facts.label.get(cell.r, ""), satuan.get(cell.r, ""))
        place = (
            block.blok,
            block.bagian,
            table,
            cell.r,
            cell.c,
            facts.kepala.get(cell.c, ""),
            cell.halaman,
            cell.garis,
            label,
            unit,
        )
        for token in found:
            if (
                token.kelas == A.UNREADABLE
                and cell.c in facts.number_columns | facts.code_columns
                and _SPACED_CODE.fullmatch(plain)
            ):
                token = token._replace(
                    kelas=NOT_FIGURE, sebab="kode" if cell.c in facts.code_columns else "label", ragu=""
                )
            if token.kelas in (A.NIL, A.ABSENT, A.UNREADABLE) and len(token.teks) == len(plain):
                result.append(_row(token, place))
                continue
            token = _breaks(token, cell, plain, facts)
            if said and token.kelas == A.FIGURE:
                token = token._replace(
                    kelas=NOT_FIGURE, sebab="waktu" if re.search("[A-Za-z]{3}", plain) else "rentang", ragu=""
                )
            if (
                token.kelas == A.FIGURE
                and not token.satuan
                and left.get((cell.r, cell.c - 1), "") in ("rp", "rp.", "idr")
            ):
                token = token._replace(satuan="Rp")
            result.append(_row(token, place, len(token.teks) == len(plain)))
    return result


def _is_stray(cell, plain: str, facts, filled: Counter) -> bool:
    """Is a cell among figures none: a date that a spreadsheet made of one ("12-Mei" for 12,5), or words among
    amounts?"""
    if (
        cell.c in facts.figure_columns
        and _DATED.fullmatch(plain)
        and not _TIME_HEADER.search(facts.kepala.get(cell.c, ""))
    ):
        return True
    words = (
        re.search(r"[A-Za-z]{2}", plain) and not re.search(r"\d", plain) and A.parse(plain).kelas == A.LABEL
    )
    named = _AMOUNT_HEADER.search(facts.kepala.get(cell.c, "").split(" > ")[-1]) is not None
    return (
        bool(words)
        and named
        and cell.c in facts.amount_columns
        and cell.cs == 1
        and len(plain) <= 40
        and filled[cell.r] > 1
    )


def _is_wording(plain: str, header: str) -> bool:
    """Is a whole cell a date or a part of the year ("Minggu ke-2"), or under a target a range ("60–85%")?
    They are words."""
    if A.parse(plain).kelas != A.LABEL:
        return False
    return bool(
        re.match(r"[A-Za-z]{3}", plain)
        or re.search(r"\d \w{3}", plain)
        or re.search(r"target|realisasi", header, re.I)
    )


def _blank(text: str, plain: str, classes: str) -> Token:
    begin = text.index(plain)
    return Token(begin, begin + len(plain), plain, 0, 0, "", classes, "", "id", "")


def _breaks(token: Token, cell, plain: str, facts) -> Token:
    """The class of a token, given its cell `s` and its grid `k`."""
    entire = len(token.teks) == len(plain)
    if token.kelas == NOT_FIGURE:
        if token.sebab == "tahun" and entire and cell.c in facts.count_columns and not cell.kepala:
            number = A.parse(token.teks)  # "2001" among 345 and 1200 in a column of counts
            return token._replace(mantissa=number.mantissa, kelas=A.FIGURE, sebab="")
        if (
            token.sebab == "kode"
            and entire is False
            and cell.c in facts.angka_columns
            and re.fullmatch(r"[\d.,]*[A-Za-z][\d.,]*%?", plain)
        ):
            return token._replace(
                mulai=0, akhir=len(plain), teks=plain, kelas=A.UNREADABLE, ragu="tidak terbaca", sebab=""
            )
        return token
    small = (
        token.desimal == 0
        and abs(token.mantissa) < 1000
        and (token.satuan == "" or not entire and token.mulai == 0)
        and not re.search(r"\d[.,]\d", token.teks)
    )
    sebab = ""
    if cell.r in facts.number_rows:
        sebab = "nomor kolom"
    elif cell.kepala and small:
        sebab = "kepala kolom"
    elif cell.c in facts.code_columns:
        sebab = "kode"
    elif cell.c in facts.page_columns and small:
        sebab = "halaman"
    elif cell.c in facts.number_columns and (small or re.fullmatch(r"\d{1,3}(\s*\.\s*\d{1,3})+\.?", plain)):
        sebab = "label"
    elif (
        entire
        and small
        and re.fullmatch(r"\d{1,3}\s*[.)]", plain)
        or cell.c in facts.named_columns
        and not cell.kepala
    ):
        sebab = "label"
    elif (
        token.mulai == 0
        and small
        and (
            cell.c in facts.labelled_columns
            or cell.c not in facts.angka_columns
            and _PLAIN_LABEL.match(plain)
        )
    ):
        sebab = "label"
    return token._replace(kelas=NOT_FIGURE, sebab=sebab, ragu="") if sebab else token


def _english(angka: pd.DataFrame, figures: pd.Series) -> pd.Series:
    """Where commas group thousands: in a document of "1,234,567" or "1,234.50", in a table whose decimals all
    are points."""
    grouped = figures & angka["teks"].str.contains(r"\d,\d{3}[,.]\d")
    indonesian = figures & angka["teks"].str.contains(r"\d\.\d{3}[.,]\d|\d,\d{1,2}(?!\d)")
    pointed = grouped | (figures & angka["teks"].str.contains(r"(?<![\d.])\d+\.\d{1,2}(?![\d.,]*\d)"))
    table = [angka["blok"], angka["r"].lt(0)]
    of_table = lambda found: found.groupby(table).transform("sum")  # noqa: E731
    return (angka["r"].ge(0) & of_table(pointed).gt(1) & of_table(indonesian).eq(0)) | (
        grouped.sum() > indonesian.sum()
    )


def _as_in_tables(teks: pd.Series, told: pd.Series, desimal: pd.Series) -> pd.Series:
    """Where a text is read as a decimal wherever a table prints it (told: those cells): a sentence that
    repeats it means the same."""
    digits = teks.str.extract(r"(\d[\d.,]*\d)", expand=False)
    return digits.isin(digits[told & desimal]) & ~digits.isin(digits[told & ~desimal])


def _thousands(angka: pd.DataFrame) -> pd.Series:
    """True (groups), False (decimal) or None for each row: what column, unit and neighbours say about
    "1.926".

    In a column the sign of its clear decimals decides ("12,5" makes "1.500" a group), unless the row's unit
    is one of things counted; in a percent column, where both signs occur, the reading nearer to the clear
    values. In prose a percentage is a decimal, and what tables print as one; else the document's locale.
    """
    figures = angka["kelas"].eq(A.FIGURE)
    doubt = angka["ragu"].eq("ribuan atau desimal")
    broken = pd.Series([None] * len(angka), index=angka.index, dtype=object)
    koma3 = figures & angka["teks"].str.contains(r"^[^\d,]*[1-9]\d{0,2},\d{3}[^\d,.]*$")
    if koma3.any():
        broken[koma3 & _english(angka, figures)] = True
    if not doubt.any():
        return broken
    grid = angka["utuh"] & figures
    percent = angka["satuan"].eq("%")
    key = [
        angka["blok"],
        angka["c"],
        percent,
    ]  # counts and the percentages below them, in one column, do not explain each other
    clear = grid & ~doubt
    absolute = pd.Series(np.abs(A.to_float(angka["mantissa"], angka["desimal"])), index=angka.index)
    centred = absolute.where(clear & absolute.gt(0)).groupby(key).transform("median")
    peak = absolute.where(clear).groupby(key).transform("max")
    point = (clear & angka["desimal"].gt(0) & angka["lokal"].eq("en")).groupby(key).transform("sum")
    commas = (clear & angka["desimal"].gt(0) & angka["lokal"].eq("id")).groupby(key).transform("sum")
    in_label = (
        angka["baris"].str.extract(r"\(([A-Za-z]+)\)\s*$", expand=False).str.lower()
    )  # "Produksi padi (ton)"
    counts = ~percent & (
        in_label.isin(units.counted() - units.with_decimals())
        | angka["satuan"].ne("") & angka["satuan"].ne("Rp")
        | angka["baris"].str.match(r"\W*(?:\d+[.)]\s*)?(?:jumlah|banyak)", case=False)
        | angka["satuan_baris"].ne("") & ~angka["satuan_baris"].isin(units.with_decimals())
    )
    far_thousands = (np.log10(absolute.clip(lower=1)) - np.log10(centred)).abs()
    far_decimals = (np.log10(absolute.clip(lower=1) / 1000) - np.log10(centred)).abs()
    desimal = doubt & grid & percent & ~(far_thousands < far_decimals)
    desimal |= (
        doubt & grid & ~percent & ~counts & ((point > commas) | ((commas > 0) & (absolute > 1000 * peak)))
    )
    desimal |= doubt & ~grid & percent
    desimal |= doubt & ~grid & _as_in_tables(angka["teks"], doubt & grid, desimal)
    one = (
        figures
        & ~doubt
        & angka["desimal"].isin([1, 2])
        & angka["teks"].str.contains(r"^\D*\d+[.,]\d{1,2}\D*$")
    )
    mixed = one.any() and (one & angka["lokal"].eq("en")).sum() > 0.5 * one.sum()
    broken[desimal] = False
    broken[doubt & ~desimal & (grid | counts | (not mixed))] = True
    return broken


def document_angka(document: Document, laporan: str) -> pd.DataFrame:
    """Every number token of every paragraph, caption and cell of `document`. Returns ANGKA_COLUMNS; the
    RangeIndex is the id.

    kelas: figur, nihil ("-" in a number column), tiada (n/a in one), rusak, or 'bukan': no report figure;
    then `kolom` says why (tahun, tanggal, label, nomor kolom, kepala kolom, halaman, nomor surat, nomor
    peraturan, rujukan, nip, telepon, kode, alamat web, alamat, urutan, waktu, usia, rentang, pembagi,
    pengali, skala). r, c are -1 in prose; mulai, akhir are offsets in the text of the block or cell; satuan
    is '%', 'Rp' or the noun that follows (or what the header names).
    """
    content: list[tuple] = []
    by_blok = document.cells
    for block in document.blocks:
        if block.jenis != "petak":  # a caption is a paragraph of its own as well
            content += _prose(block)
        elif block.blok in by_blok:
            content += _grid(block, by_blok[block.blok])
    if not content:
        return pd.DataFrame(columns=ANGKA_COLUMNS)
    angka = pd.DataFrame(content, columns=_COLUMNS)
    angka["laporan"], angka["tabel_tipe"] = laporan, ""
    skala = header_satuan(angka, caption_scales(document))
    broken = _thousands(angka)
    wrong = broken.index[broken.notna()]
    new = [
        A.parse(text.replace("\\", ""), bool(thousands))
        for text, thousands in zip(angka.loc[wrong, "teks"], broken[wrong], strict=True)
    ]
    for name in ("mantissa", "desimal", "ragu", "lokal"):
        angka.loc[wrong, name] = [getattr(number, name) for number in new]
    angka = angka.astype({"mantissa": "int64", "desimal": "int64"})
    angka["desimal"] -= skala
    valued = angka["kelas"].isin([A.FIGURE, A.NIL]) | (
        angka["kelas"].eq(NOT_FIGURE) & angka["mantissa"].ne(0)
    )
    angka["nilai"] = np.where(valued, A.to_float(angka["mantissa"], angka["desimal"]), np.nan)
    return angka.reindex(columns=ANGKA_COLUMNS)
