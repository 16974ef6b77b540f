"""Every printed number of a document, with its place: `document_angka`.

Tokens come from number_tokens.py; here columns and rows say what the token alone cannot: column-number rows,
row numbers, years, "-" and "n/a", "1.926" against "413.064", units that only the header names.
"""

import re
from collections import Counter

import numpy as np
import pandas as pd

from datasets.document.model import Document
from datasets.recognise import units
from datasets.recognise.number_columns import grid_facts
from datasets.recognise.number_tokens import NOT_FIGURE, Token, tokens
from schemas import angka as A
from schemas.submission import ANGKA_COLUMNS

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


def _row(t: Token, place: tuple, entire: bool = False) -> tuple:
    return (
        t.teks,
        t.mantissa,
        t.desimal,
        t.satuan,
        t.kelas,
        t.ragu,
        t.lokal,
        t.sebab,
        t.mulai,
        t.akhir,
        *place,
        entire,
    )


def _prose(b) -> list[tuple]:
    place = (b.blok, b.bagian, f"prosa-{b.blok}", -1, -1, "", b.halaman, b.garis, "", "")
    found = list(tokens(b.teks))
    if (
        found
        and _LISTING.search(b.bagian)
        and found[-1].akhir == len(b.teks.rstrip())
        and found[-1].kelas == A.FIGURE
    ):
        found[-1] = found[-1]._replace(kelas=NOT_FIGURE, sebab="halaman", ragu="")
    return [_row(t, place) for t in found]


def _grid(b, sel: list) -> list[tuple]:
    """Tokens of one grid, each class settled by its column and row."""
    k = grid_facts(sel, b.bagian)
    left = {(s.r, s.c): s.teks.strip().lower() for s in sel if len(s.teks) < 5}
    satuan = {
        r: s.teks.strip().lower()
        for s in sel
        if _SATUAN_HEADER.fullmatch(k.kepala.get(s.c, ""))
        for r in range(s.r, s.r + s.rs)
    }
    filled = Counter(s.r for s in sel if s.c in k.figure_columns and re.search(r"\d", s.teks))
    result, table = [], f"tabel-{b.blok}"
    for s in sel:
        text = s.teks
        plain = text.strip()
        found, said = tokens(text, True), False
        valued = not s.kepala and s.r not in k.number_rows and s.c in k.angka_columns
        if valued and _NIL.fullmatch(plain):
            found = (_blank(text, plain, A.NIL),)
        elif valued and _ABSENT.fullmatch(plain):
            found = (_blank(text, plain, A.ABSENT),)
        elif A.is_error(plain) or valued and _is_stray(s, plain, k, filled):
            found = (_blank(text, plain, A.UNREADABLE)._replace(ragu="tidak terbaca"),)
        elif found:
            said = not s.kepala and _is_wording(plain, k.kepala.get(s.c, ""))
        else:
            continue
        label, unit = ("", "") if s.kepala else (k.label.get(s.r, ""), satuan.get(s.r, ""))
        place = (b.blok, b.bagian, table, s.r, s.c, k.kepala.get(s.c, ""), s.halaman, s.garis, label, unit)
        for t in found:
            if (
                t.kelas == A.UNREADABLE
                and s.c in k.number_columns | k.code_columns
                and _SPACED_CODE.fullmatch(plain)
            ):
                t = t._replace(kelas=NOT_FIGURE, sebab="kode" if s.c in k.code_columns else "label", ragu="")
            if t.kelas in (A.NIL, A.ABSENT, A.UNREADABLE) and len(t.teks) == len(plain):
                result.append(_row(t, place))
                continue
            t = _breaks(t, s, plain, k)
            if said and t.kelas == A.FIGURE:
                t = t._replace(
                    kelas=NOT_FIGURE, sebab="waktu" if re.search("[A-Za-z]{3}", plain) else "rentang", ragu=""
                )
            if t.kelas == A.FIGURE and not t.satuan and left.get((s.r, s.c - 1), "") in ("rp", "rp.", "idr"):
                t = t._replace(satuan="Rp")
            result.append(_row(t, place, len(t.teks) == len(plain)))
    return result


def _is_stray(s, plain: str, k, filled: Counter) -> bool:
    """Is a cell among figures none: a date that a spreadsheet made of one ("12-Mei" for 12,5), or words among
    amounts?"""
    if s.c in k.figure_columns and _DATED.fullmatch(plain) and not _TIME_HEADER.search(k.kepala.get(s.c, "")):
        return True
    words = (
        re.search(r"[A-Za-z]{2}", plain) and not re.search(r"\d", plain) and A.parse(plain).kelas == A.LABEL
    )
    named = _AMOUNT_HEADER.search(k.kepala.get(s.c, "").split(" > ")[-1]) is not None
    return (
        bool(words)
        and named
        and s.c in k.amount_columns
        and s.cs == 1
        and len(plain) <= 40
        and filled[s.r] > 1
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


def _breaks(t: Token, s, plain: str, k) -> Token:
    """The class of a token, given its cell `s` and its grid `k`."""
    entire = len(t.teks) == len(plain)
    if t.kelas == NOT_FIGURE:
        if t.sebab == "tahun" and entire and s.c in k.count_columns and not s.kepala:
            a = A.parse(t.teks)  # "2001" among 345 and 1200 in a column of counts
            return t._replace(mantissa=a.mantissa, kelas=A.FIGURE, sebab="")
        if (
            t.sebab == "kode"
            and entire is False
            and s.c in k.angka_columns
            and re.fullmatch(r"[\d.,]*[A-Za-z][\d.,]*%?", plain)
        ):
            return t._replace(
                mulai=0, akhir=len(plain), teks=plain, kelas=A.UNREADABLE, ragu="tidak terbaca", sebab=""
            )
        return t
    small = (
        t.desimal == 0
        and abs(t.mantissa) < 1000
        and (t.satuan == "" or not entire and t.mulai == 0)
        and not re.search(r"\d[.,]\d", t.teks)
    )
    sebab = ""
    if s.r in k.number_rows:
        sebab = "nomor kolom"
    elif s.kepala and small:
        sebab = "kepala kolom"
    elif s.c in k.code_columns:
        sebab = "kode"
    elif s.c in k.page_columns and small:
        sebab = "halaman"
    elif s.c in k.number_columns and (small or re.fullmatch(r"\d{1,3}(\s*\.\s*\d{1,3})+\.?", plain)):
        sebab = "label"
    elif (
        entire and small and re.fullmatch(r"\d{1,3}\s*[.)]", plain) or s.c in k.named_columns and not s.kepala
    ):
        sebab = "label"
    elif (
        t.mulai == 0
        and small
        and (s.c in k.labelled_columns or s.c not in k.angka_columns and _PLAIN_LABEL.match(plain))
    ):
        sebab = "label"
    return t._replace(kelas=NOT_FIGURE, sebab=sebab, ragu="") if sebab else t


def _english(a: pd.DataFrame, figures: pd.Series) -> pd.Series:
    """Where commas group thousands: in a document of "1,234,567" or "1,234.50", in a table whose decimals all
    are points."""
    grouped = figures & a["teks"].str.contains(r"\d,\d{3}[,.]\d")
    indonesian = figures & a["teks"].str.contains(r"\d\.\d{3}[.,]\d|\d,\d{1,2}(?!\d)")
    pointed = grouped | (figures & a["teks"].str.contains(r"(?<![\d.])\d+\.\d{1,2}(?![\d.,]*\d)"))
    table = [a["blok"], a["r"].lt(0)]
    of_table = lambda found: found.groupby(table).transform("sum")  # noqa: E731
    return (a["r"].ge(0) & of_table(pointed).gt(1) & of_table(indonesian).eq(0)) | (
        grouped.sum() > indonesian.sum()
    )


def _thousands(a: pd.DataFrame) -> pd.Series:
    """True (groups), False (decimal) or None for each row: what column, unit and neighbours say about
    "1.926".

    In a column the sign of its clear decimals decides ("12,5" makes "1.500" a group), unless the row's unit
    is one of things counted; in a percent column, where both signs occur, the reading nearer to the clear
    values. In prose a percentage is a decimal; else the document's locale.
    """
    figures = a["kelas"].eq(A.FIGURE)
    doubt = a["ragu"].eq("ribuan atau desimal")
    broken = pd.Series([None] * len(a), index=a.index, dtype=object)
    koma3 = figures & a["teks"].str.contains(r"^[^\d,]*[1-9]\d{0,2},\d{3}[^\d,.]*$")
    if koma3.any():
        broken[koma3 & _english(a, figures)] = True
    if not doubt.any():
        return broken
    grid = a["utuh"] & figures
    percent = a["satuan"].eq("%")
    key = [
        a["blok"],
        a["c"],
        percent,
    ]  # counts and the percentages below them, in one column, do not explain each other
    clear = grid & ~doubt
    absolute = pd.Series(np.abs(A.to_float(a["mantissa"], a["desimal"])), index=a.index)
    centred = absolute.where(clear & absolute.gt(0)).groupby(key).transform("median")
    peak = absolute.where(clear).groupby(key).transform("max")
    point = (clear & a["desimal"].gt(0) & a["lokal"].eq("en")).groupby(key).transform("sum")
    commas = (clear & a["desimal"].gt(0) & a["lokal"].eq("id")).groupby(key).transform("sum")
    in_label = (
        a["baris"].str.extract(r"\(([A-Za-z]+)\)\s*$", expand=False).str.lower()
    )  # "Produksi padi (ton)"
    counts = ~percent & (
        in_label.isin(units.counted() - units.with_decimals())
        | a["satuan"].ne("") & a["satuan"].ne("Rp")
        | a["baris"].str.match(r"\W*(?:\d+[.)]\s*)?(?:jumlah|banyak)", case=False)
        | a["satuan_baris"].ne("") & ~a["satuan_baris"].isin(units.with_decimals())
    )
    far_thousands = (np.log10(absolute.clip(lower=1)) - np.log10(centred)).abs()
    far_decimals = (np.log10(absolute.clip(lower=1) / 1000) - np.log10(centred)).abs()
    desimal = doubt & grid & percent & ~(far_thousands < far_decimals)
    desimal |= (
        doubt & grid & ~percent & ~counts & ((point > commas) | ((commas > 0) & (absolute > 1000 * peak)))
    )
    desimal |= doubt & ~grid & percent
    one = figures & ~doubt & a["desimal"].isin([1, 2]) & a["teks"].str.contains(r"^\D*\d+[.,]\d{1,2}\D*$")
    mixed = one.any() and (one & a["lokal"].eq("en")).sum() > 0.5 * one.sum()
    broken[desimal] = False
    broken[doubt & ~desimal & (grid | counts | (not mixed))] = True
    return broken


_LARGE = r"(ribu|juta|mill?[iy]ar|trill?[iy]un)(?:an)?\b"
_TITLE_RP = re.compile(
    rf"\bdalam\s+{_LARGE}\s*(?:rp\b|rupiah)|\(\s*(?:dalam\s+)?(?:rp\.?\s*{_LARGE}|{_LARGE}\s*(?:rp\b|rupiah))"
    rf"|\bdalam\s+rp\.?\s*{_LARGE}",
    re.I,
)
_NOUGHTS = re.compile(
    r"\brp\.?\s?(?:x\s?)?(?:1\.)?000(\.000)?(?![\d.,]*\d)", re.I
)  # "(Rp000)", "dalam Rp 1.000": thousands
# headers of columns that hold no money although the caption says rupiah
_NOT_RP = (
    r"%|\bpersen|\bprosen|capaian|kinerja|indeks|volume|paket|\borang|\bunit\b|\bno\b|nomor|\bkode\b"
    r"|\bjumlah (?!anggaran|pagu|belanja|realisasi|dana)\w|\btahun\b(?! ?(?:>|20))"
)


def _scale_in_words(text: str) -> str:
    return _NOUGHTS.sub(lambda m: "rp juta" if m[1] else "rp ribu", text)


def _caption_scales(document: Document) -> dict[int, str]:
    """Scale words of money that a table's caption, the line right above it or (for a table that names no
    indicators) the nearest heading gives for the whole table: block → ribu, juta, miliar, triliun."""
    head = document.sel[document.sel["kepala"].astype(bool)] if len(document.sel) else document.sel
    indicators = set(head.loc[head["teks"].str.contains("indikator", case=False), "blok"])
    found: dict[int, str] = {}
    above = ""
    for b in document.blocks:
        if b.jenis != "petak":
            above = b.teks if len(b.teks) <= 160 else ""
            continue
        heading = "" if b.blok in indicators else b.bagian.rsplit(" > ", 1)[-1]
        for text in (b.teks, above, heading):
            if m := _TITLE_RP.search(_scale_in_words(text)):
                found[b.blok] = next(g for g in m.groups() if g).lower()
                break
    return found


def _header_satuan(a: pd.DataFrame, title: dict[int, str]) -> pd.Series:
    """Fill units that only the header or the caption (`title`) names: "(%)", "(Rp juta)". Returns the powers
    of ten that it scales by."""
    blank = a["kelas"].eq(A.FIGURE) & a["satuan"].eq("") & a["r"].ge(0)
    header = a["kolom_cetak"].map({k: _scale_in_words(k.lower()) for k in a["kolom_cetak"].unique()})
    percent = header.str.contains(r"\(\s*%\s*\)|(?:^|\s)%(?:\s|$)|\bpersen\b", regex=True)
    rupiah = ~percent & header.str.contains(r"\(\s*(?:dalam\s+)?(?:rp\b|rupiah\b)|\brp\b", regex=True)
    skala = header.str.extract(
        rf"(?:\(\s*(?:dalam\s+)?(?:rp\.?\s*)?|\brp\.?\s*\(?\s*(?:dalam\s+)?){_LARGE}", expand=False
    )
    rupiah |= (
        ~percent
        & skala.notna()
        & header.str.contains(r"\brp\b|rupiah|anggaran|pagu|realisasi|belanja|pendapatan")
    )
    above = (
        a["blok"]
        .map(title)
        .astype(object)
        .where(~header.str.contains(_NOT_RP, regex=True) & skala.isna() & ~rupiah)
    )
    skala, rupiah = skala.astype(object).where(skala.notna(), above), rupiah | above.notna()
    a.loc[blank & percent, "satuan"] = "%"
    a.loc[blank & rupiah, "satuan"] = "Rp"
    skala = skala.where(blank & rupiah)
    return skala.map(A.SCALE_WORDS).fillna(0).astype("int64")


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
    for b in document.blocks:
        if b.jenis != "petak":  # a caption is a paragraph of its own as well
            content += _prose(b)
        elif b.blok in by_blok:
            content += _grid(b, by_blok[b.blok])
    if not content:
        return pd.DataFrame(columns=ANGKA_COLUMNS)
    a = pd.DataFrame(content, columns=_COLUMNS)
    a["laporan"], a["tabel_tipe"] = laporan, ""
    skala = _header_satuan(a, _caption_scales(document))
    broken = _thousands(a)
    i = broken.index[broken.notna()]
    new = [A.parse(t.replace("\\", ""), bool(p)) for t, p in zip(a.loc[i, "teks"], broken[i], strict=True)]
    for name in ("mantissa", "desimal", "ragu", "lokal"):
        a.loc[i, name] = [getattr(x, name) for x in new]
    a = a.astype({"mantissa": "int64", "desimal": "int64"})
    a["desimal"] -= skala
    valued = a["kelas"].isin([A.FIGURE, A.NIL]) | (a["kelas"].eq(NOT_FIGURE) & a["mantissa"].ne(0))
    a["nilai"] = np.where(valued, A.to_float(a["mantissa"], a["desimal"]), np.nan)
    return a.reindex(columns=ANGKA_COLUMNS)
