"""Places as people say them: printed page and sheet, number of a table."""

import re
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

PAGE_COLUMNS = ["laporan", "halaman", "cetak"]  # halaman: sheet, from 1; cetak: the number printed on it
# kolom: '' where the row has one trace for all; jejak: 'Lembar!E4', 'indikator.csv:12'
ORIGIN_COLUMNS = ["laporan", "tabel_tipe", "baris_ke", "kolom", "jejak"]
PAGE = "hlm. %(n)s"
PAGE_AND_SHEET = "hlm. %(n)s (lembar %(m)s)"
ROW_OF_FILE = "%(x)s, baris %(n)s"
_CELL = re.compile(r"[^:]*![A-Z]{1,3}\d+")
_ROW = re.compile(r"([^:]+\.csv):(\d+)")
_TABLE_NUMBER = re.compile(r"(?:tabel|lampiran|gambar|grafik)\s+(?=[\w.]*\d)[\w.]+(?:(?<=\.)\s\d+)?", re.I)


def table_number(caption: str) -> str:
    """'Tabel 3.16' of a caption that begins with a number, else ''."""
    named = _TABLE_NUMBER.match(caption.strip())
    return named[0].rstrip(".:") if named else ""


def _filled(text: str, **values) -> str:
    return text % values


def on_page(sheet: int | None, printed: str | None, told: Callable[..., str] = _filled) -> str:
    """'hlm. 8 (lembar 13)'; 'hlm. 13' where the number printed on the sheet is its own or not known; '' where
    the sheet is not. told: translates a text and fills it."""
    if not sheet or sheet < 0:
        return ""
    return told(PAGE_AND_SHEET, n=printed, m=sheet) if differs(sheet, printed) else told(PAGE, n=sheet)


def in_file(trace: str, told: Callable[..., str] = _filled) -> str:
    """'T3!E4', 'indikator.csv, baris 12'; '' for traces that no person reads (jejak of a Word document or a
    PDF). told: as in `on_page`."""
    if _CELL.fullmatch(trace):
        return trace
    row = _ROW.fullmatch(trace)
    return told(ROW_OF_FILE, x=row[1], n=row[2]) if row else ""


def differs(sheet: int, printed: str | None) -> bool:
    """Does a sheet bear another number than its own?"""
    return bool(printed) and printed != str(sheet)


def listed(sheets: Iterable[int], printed: Iterable[str | None]) -> str:
    """Several sheets in a sentence: 'halaman 30, 105'; 'halaman 25, lembar 30' and 'halaman 25, 100; lembar
    30, 105' where other numbers are printed there; '' where no sheet is known (-1). printed: by sheet."""
    both = [(sheet, own) for sheet, own in zip(sheets, printed, strict=True) if sheet > 0]
    if not both:
        return ""
    told = "halaman " + _together([str(own or sheet) for sheet, own in both])
    if not any(differs(sheet, own) for sheet, own in both):
        return told
    return told + ("; " if len(both) > 1 else ", ") + "lembar " + _together([str(sheet) for sheet, _ in both])


def _together(numbers: list[str]) -> str:
    """'3, 7'; '3–5' where they follow each other."""
    whole = [int(number) for number in numbers if number.isdigit()]
    follow = len(whole) == len(numbers) > 1 and whole == list(range(whole[0], whole[-1] + 1))
    return f"{numbers[0]}–{numbers[-1]}" if follow else ", ".join(numbers)


def aside(sheet: int, printed: str | None) -> str:
    """' (halaman 25, lembar 30)' behind what stands there; '' where the sheet is not known."""
    told = listed([sheet], [printed])
    return f" ({told})" if told else ""


def printed_on(frame: pd.DataFrame, pages: pd.DataFrame) -> np.ndarray:
    """The page number printed on the sheet of each row (laporan, halaman), '' where none is known.

    pages: PAGE_COLUMNS.
    """
    if pages.empty:
        return np.full(len(frame), "", dtype=object)
    known = pages.set_index(["laporan", "halaman"])["cetak"]
    return known.reindex(pd.MultiIndex.from_frame(frame[["laporan", "halaman"]])).fillna("").to_numpy(object)


class Pages:
    """The printed page numbers of a submission: by report, those of its sheets."""

    def __init__(self, pages: pd.DataFrame) -> None:
        self._known: dict[str, dict[int, str]] = {
            str(report): dict(zip(own["halaman"].astype(int), own["cetak"].astype(str), strict=True))
            for report, own in (pages.groupby("laporan") if len(pages) else ())
        }

    def of(self, laporan: str) -> dict[int, str]:
        """Sheet → printed number, of one report."""
        return self._known.get(laporan, {})

    def on(self, laporan: str, sheet: int | None) -> str | None:
        """The number printed on a sheet, None where none is known."""
        return self.of(laporan).get(sheet, None) if sheet is not None else None
