"""The printed number: text to mantissa and decimals, with its unit, its class and its doubt.

A number enters as text, so that "80,0" keeps its decimal. `parse` reads one text; `parse_column` a column.
Classes (`kelas`): figur (a number) · nihil ("-", which a count column counts as zero and a measure column as
not measured) · tiada (empty, n/a) · label (a word such as B or WTP) · rusak (digits that cannot be read).
"""

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from cermat.schemas import months
from cermat.schemas.keys import codes, firsts

FIGURE, NIL, ABSENT, LABEL, UNREADABLE = "figur", "nihil", "tiada", "label", "rusak"
SCALE_WORDS = {
    "ribu": 3,
    "rb": 3,
    "juta": 6,
    "jt": 6,
    "miliar": 9,
    "milyar": 9,
    "triliun": 12,
    "trilyun": 12,
} | {"milliar": 9, "millyar": 9, "trilliun": 12, "trillyun": 12, "mlr": 9, "m": 9, "t": 12}
SCALES = r"ribu|rb|juta|jt|mill?[iy]ar|mlr|trill?[iy]un"
# "Rp3,82 M", "Rp1,2 T": after Rp only ("5 M" may be metres), and not after a figure in full
SHORT_SCALES = r"(?<!\.\d{3}\.\d{3})(?<!\.\d{3}\.\d{3}\s)(?-i:[MT])(?![.\w²³/]*[\w²³/])"
# what stands for a minus: hyphens and dashes of every width, raised, heavy and full-width signs, a soft
# hyphen, a PDF's line-end hyphen
MINUS_SIGNS = (
    "\u00ad\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u207b\u208b\u2212\u2796\ufe58\ufe63\uff0d\u0002"
)
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|#{2,}|Err:\d{3}", re.I)
SMALL_NUMBERS = {
    word: number
    for number, word in enumerate(
        "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()
    )
} | {"kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "keenam": 6, "ketujuh": 7}

OCR, BARE = "dari OCR", "tanpa bentuk bilangan"  # origins (angka.asal) of figures that may be misread
MAX_DIGITS = 18  # an int64 holds eighteen digits
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200e\u200f]+")
_MINUS = str.maketrans(dict.fromkeys(MINUS_SIGNS, "-") | {"\uff08": "(", "\uff09": ")"})
_ABSENT = re.compile(
    r"(n\s*[/.]?\s*a\.?|nihil data|tidak (ada|tersedia)( data)?|belum (ada|tersedia|dirilis|dihitung).*)",
    re.I,
)
MONTHS = months.pattern(months.indonesian())
# dates ("31 Maret 2022"), parts of the year ("Minggu ke-2") and ranges ("60 - 85", "3 ± 1") are said, not
# counted
_WORDING = re.compile(
    rf"(?:tanggal |tgl\.? )?\d{{1,2}}(?: ?[-/] ?\d{{1,2}})? (?:{MONTHS})(?: \d{{4}})?|(?:{MONTHS}) \d{{4}}"
    r"|\d{1,2}[-/]\d{1,2}[-/]\d{4}|(?:19|20)\d\d-[01]\d-[0-3]\d"
    r"|(?:minggu|triwulan|tw|semester|smt|bulan|hari|tahun|periode) (?:ke ?-? ?)?\d{1,4}"
    r"|\d[\d.,]* ?%? ?(?:-|s\.?/?d\.?|sampai(?: dengan)?|hingga|±|\+/-|\+-) ?\d[\d.,]* "
    r"?(?:%|persen|hari|jam|menit|kali|orang)?",
    re.I,
)
_RATIO = re.compile(r"\d[\d.,]*(?: ?: ?\d[\d.,]*)+")  # "1:32": one figure to another, and neither of them
# "72,00-", "(72,00%)", "-Rp72.000", "Rp (72.000)": one number and what stands around it
_SIGNED = re.compile(
    r"(?P<left>(?:[-(]|Rp\.?|IDR| )*)(?P<number>\d[\d.,]*\d|\d)(?P<tail>,-+|\.-)?(?P<right>[-)% ]*)", re.I
)
_SAID_MINUS = re.compile(r"(?:minus|negatif(?= \d+[.,]\d)) +(?=Rp|\d)", re.I)
_NIL = re.compile(r"(?:Rp\.?\s*)?[-–—_]+%?|nihil|nol", re.I)
_DIGITS = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?|[.,]\d+"
ANGKA = re.compile(
    rf"(?P<kurung>\()?\s*+(?P<tanda>[-+])?\s*+(?P<rp>Rp\.?|IDR)?\s*+(?P<tanda2>-)?\s*+(?P<pokok>{_DIGITS})"
    rf"(?P<ekor>,-|,--|\.-)?\s*+(?P<tutup>\))?\s*+(?:(?P<kali>(?:{SCALES})\b|(?(rp){SHORT_SCALES}|(?!))))?"
    r"\s*+(?P<persen>%|persen\b|prosen\b)?",
    re.I,
)
SIGN_BEHIND = "tanda minus di belakang"  # the doubt of "Rp72.000-"


class Angka(NamedTuple):
    """One read number: value = mantissa * 10 ** -desimal (desimal may be negative: "2,5 juta")."""

    mantissa: int
    desimal: int
    satuan: str
    kelas: str
    ragu: str = ""
    lokal: str = "id"


def is_error(text: str) -> bool:
    """Is a whole cell the mark of a formula without value ("#DIV/0!", "#REF!") or of a column too narrow
    ("####")?"""
    return _ERROR.fullmatch(text.strip()) is not None


def _digits(text: str, thousands: bool | None) -> tuple[int, int, str, str]:
    """Digits with their separators to (mantissa, decimals, doubt, locale)."""
    dots, commas = text.count("."), text.count(",")
    doubt, locale = "", "id"
    if dots and commas:
        desimal = max(text.rfind("."), text.rfind(","))
        locale = "en" if text[desimal] == "." else "id"
    elif dots + commas > 1:  # several of one sign: they group
        desimal = -1
        locale = "en" if commas else "id"
    elif dots or commas:
        at = text.find("." if dots else ",")
        tail, head = len(text) - at - 1, at
        if tail == 3 and 1 <= head <= 3 and text[0] != "0":
            # "1.926" groups and "5,125" has decimals, unless the neighbours say otherwise
            groups = bool(dots) if thousands is None else thousands
            doubt = "" if thousands is not None else ("ribuan atau desimal" if dots else "")
            desimal = -1 if groups else at
            locale = "id" if bool(dots) == groups else "en"
        else:
            desimal, locale = at, ("en" if dots else "id")
    else:
        desimal = -1
    tail = len(_ungrouped(text[desimal + 1 :])) if desimal >= 0 else 0
    return int(_ungrouped(text).lstrip("0") or "0"), tail, doubt, locale


def _ungrouped(text: str) -> str:
    return text.replace(".", "").replace(",", "")


def is_signed(text: str) -> bool:
    """Is a text one number whose sign does not stand plainly before it: "10.000.000-", "(5,2%)",
    "Rp (72.000)", "-Rp72.000"?"""
    clean = _SPACES.sub(" ", text).translate(_MINUS).strip()
    found = _SIGNED.fullmatch(clean)
    return (
        found is not None and bool(re.search(r"[-()]", found["left"] + found["right"])) and not _torn(clean)
    )


def is_torn(text: str) -> bool:
    """Is a text a number with a sign of which nobody can tell what it says: "72-" (the first half of
    "72-80"?), "-(72)"?"""
    return _torn(_SPACES.sub(" ", text).translate(_MINUS).strip())


def _torn(clean: str) -> bool:
    return _sign_before(clean)[0] is None


def _sign_before(clean: str) -> tuple[str | None, str]:
    """A number with its minus sign before it, wherever that stands; a doubt about it. None where it cannot be
    told whether there is one."""
    clean = _SAID_MINUS.sub("-", clean) if _SAID_MINUS.match(clean) else clean
    found = _SIGNED.fullmatch(clean)
    if not found:
        return clean, ""
    left, right = (re.sub(r"[^-()]", "", found[side]) for side in ("left", "right"))
    if "(" not in left or ")" not in right:  # a bracket that never opens or closes says nothing
        left, right = left.replace("(", ""), right.replace(")", "")
    if not left + right:
        return clean, ""
    rupiah, percent = re.search(r"[a-z]", found["left"], re.I), "%" in found["right"]
    if (left, right) == ("", "-") and rupiah:  # "Rp72.000-" is oftener meant as "Rp72.000,-"
        return clean[: found.end("number")], SIGN_BEHIND
    whole = not percent and not re.search("[.,]", found["number"])
    if left + right not in ("-", "()", "(-)") or (right == "-" and whole):
        return None, ""
    return f"-{'Rp' if rupiah else ''}{found['number']}{found['tail'] or ''}{'%' if percent else ''}", ""


def _too_long(text: str) -> bool:
    """Has a number more digits, or more decimals, than an int64 holds?"""
    digits = _ungrouped(text).lstrip("0")
    return len(digits) > MAX_DIGITS or re.search(rf"[.,]\d{{{MAX_DIGITS + 1}}}", text) is not None


def _one_sign(text: str) -> str:
    """Thousands grouped with both signs, "1.000,000,000", get one: what stands twice is no decimal sign."""
    if not re.fullmatch(r"\d{1,3}(?:[.,]\d{3}){3,}", text) or "." not in text or "," not in text:
        return text
    last = text[max(text.rfind("."), text.rfind(","))]
    return text.replace(",", ".") if text.count(last) > 1 else text


def _no_number(clean: str) -> str | None:
    """The class of a text that is plainly none: empty, "-", an error of a formula, a date; else None."""
    if not clean or _ABSENT.fullmatch(clean):
        return ABSENT
    if _NIL.fullmatch(clean):
        return NIL
    if is_error(clean):
        return UNREADABLE
    return LABEL if _WORDING.fullmatch(clean) or _RATIO.fullmatch(clean) else None


# what most figures are: digits, in groups or not, with decimals or not, Rp or a percent sign, nothing else
_PLAIN = re.compile(r"(-|Rp)?([0-9]{1,3}(?:\.[0-9]{3}){1,3}(?:,[0-9]{1,6})?|[0-9]{1,12}(?:,[0-9]{1,6})?)(%?)")


@lru_cache(maxsize=65536)
def parse(text: str, thousands: bool | None = None) -> Angka:
    """Read one printed number.

    `thousands` decides "1.926": True groups thousands, False is a decimal, None takes the usual reading and
    notes the doubt.
    """
    if plain := _PLAIN.fullmatch(str(text)):
        before, number, percent = plain.groups("")
        mantissa, desimal, doubt, locale = _digits(number, thousands)
        satuan = percent or before.removeprefix("-")
        return Angka(-mantissa if before == "-" else mantissa, desimal, satuan, FIGURE, doubt, locale)
    printed = _SPACES.sub(" ", str(text)).translate(_MINUS).replace("*", "").strip()
    if (kind := _no_number(printed)) is not None:
        return Angka(0, 0, "", kind)
    clean, doubtful = _sign_before(printed)
    if clean is None:
        return Angka(0, 0, "", UNREADABLE)
    if clean.lower() in SMALL_NUMBERS:
        return Angka(SMALL_NUMBERS[clean.lower()], 0, "", FIGURE)
    # digits set apart ("1 6 ,3 9", "2.415.289. 232") or broken over lines
    tight = (
        re.sub(r"(?<=[\d.,]) (?=[.,]?\d)", "", clean)
        if re.fullmatch(r"(Rp\.? ?)?[\d., ]+%?", clean)
        else clean
    )
    match = ANGKA.search(tight)
    if not match:
        return Angka(0, 0, "", UNREADABLE if re.search(r"\d", tight) else LABEL)
    head, rest = tight[: match.start()].strip(), tight[match.end() :].strip(" .;:")
    if re.search(r"[A-Za-z]$", head) and match.start() and tight[match.start() - 1].isalnum():
        return Angka(0, 0, "", UNREADABLE)  # "O5,85", "l2": letters among digits
    if not match["kali"] and re.match(r"[A-Za-z]+[.,]?\d|[.,]{0,2}\d|[OolIS]\b", tight[match.end() :]):
        return Angka(0, 0, "", UNREADABLE)  # "5,8S", "5S,1", "1.2.3,45.6", "2.400.,000"
    if re.fullmatch(r"\d+(?:(?:\.\d+){2,}|(?:,\d+){2,})", match["pokok"]) and not re.fullmatch(
        r"\d{1,3}(?:[.,]\d{3})+", match["pokok"]
    ):
        return Angka(0, 0, "", UNREADABLE)  # "1.234.5678": groups that are no thousands
    if _too_long(match["pokok"]):
        return Angka(0, 0, "", UNREADABLE)
    mantissa, desimal, doubt, locale = _digits(_one_sign(match["pokok"]), thousands)
    if match["kali"]:
        desimal -= SCALE_WORDS[match["kali"].lower()]
    if "-" in (match["tanda"], match["tanda2"]) or (match["kurung"] and match["tutup"]):
        mantissa = -mantissa
    satuan = "%" if match["persen"] else "Rp" if match["rp"] else rest.strip("()% ")
    doubt = doubt or doubtful
    if head and not match["rp"]:
        doubt = doubt or "kata di depan angka"
    if re.search(r"\d", rest):
        doubt = "lebih dari satu angka"
    return Angka(mantissa, desimal, satuan[:40], FIGURE, doubt, locale)


def parse_column(text: pd.Series, thousands: pd.Series | None = None) -> pd.DataFrame:
    """Read a column of texts. Columns: mantissa int64, desimal int64, satuan, kelas, ragu, lokal, nilai
    float64."""
    columns = [text.to_numpy()] if thousands is None else [text.to_numpy(), thousands.to_numpy()]
    code = codes(*columns)
    first = firsts(code)
    each = zip(*(column[first].tolist() for column in columns), strict=True)
    result = pd.DataFrame([parse(*one) for one in each], columns=Angka._fields)
    result = result.iloc[code].set_axis(text.index)
    result = result.astype({"mantissa": "int64", "desimal": "int64"})
    result["nilai"] = np.where(
        result["kelas"].isin([FIGURE, NIL]), to_float(result["mantissa"], result["desimal"]), np.nan
    )
    return result


def to_float(mantissa, desimal) -> np.ndarray:
    """Nearest float64 of mantissa * 10 ** -desimal (one correctly rounded division for desimal in 0..22)."""
    mantissa, desimal = np.asarray(mantissa, dtype="float64"), np.asarray(desimal, dtype="int64")
    return np.where(
        desimal >= 0, mantissa / 10.0 ** np.maximum(desimal, 0), mantissa * 10.0 ** np.maximum(-desimal, 0)
    )
