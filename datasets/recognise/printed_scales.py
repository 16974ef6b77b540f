"""The units and scales that only the header of a column or the caption of its table names: "(Rp juta)",
"(%)", "dalam ribuan rupiah"."""

import re

import pandas as pd

from cermat.datasets.document.model import Document
from cermat.schemas import angka as A

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
    return _NOUGHTS.sub(lambda found: "rp juta" if found[1] else "rp ribu", text)


def caption_scales(document: Document) -> dict[int, str]:
    """Scale words of money that a table's caption, the line right above it or (for a table that names no
    indicators) the nearest heading gives for the whole table: block → ribu, juta, miliar, triliun."""
    head = document.sel[document.sel["kepala"].astype(bool)] if len(document.sel) else document.sel
    indicators = set(head.loc[head["teks"].str.contains("indikator", case=False), "blok"])
    found: dict[int, str] = {}
    above = ""
    for block in document.blocks:
        if block.jenis != "petak":
            above = block.teks if len(block.teks) <= 160 else ""
            continue
        heading = "" if block.blok in indicators else block.bagian.rsplit(" > ", 1)[-1]
        for text in (block.teks, above, heading):
            if scale := _TITLE_RP.search(_scale_in_words(text)):
                found[block.blok] = next(group for group in scale.groups() if group).lower()
                break
    return found


def header_satuan(angka: pd.DataFrame, title: dict[int, str]) -> pd.Series:
    """Fill units that only the header or the caption (`title`) names: "(%)", "(Rp juta)". Returns the powers
    of ten that it scales by."""
    blank = angka["kelas"].eq(A.FIGURE) & angka["satuan"].eq("") & angka["r"].ge(0)
    header = angka["kolom_cetak"].map(
        {column: _scale_in_words(column.lower()) for column in angka["kolom_cetak"].unique()}
    )
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
        angka["blok"]
        .map(title)
        .astype(object)
        .where(~header.str.contains(_NOT_RP, regex=True) & skala.isna() & ~rupiah)
    )
    skala, rupiah = skala.astype(object).where(skala.notna(), above), rupiah | above.notna()
    angka.loc[blank & percent, "satuan"] = "%"
    angka.loc[blank & rupiah, "satuan"] = "Rp"
    skala = skala.where(blank & rupiah)
    return skala.map(A.SCALE_WORDS).fillna(0).astype("int64")
