"""The printed number: text to mantissa and decimals, with its unit, its class and its doubt.

A number enters as text, so that "80,0" keeps its decimal. `baca` reads one text; `baca_kolom` a column.
Classes (`kelas`): figur (a number) · nihil ("-", which a count column counts as zero and a measure column as
not measured) · tiada (empty, n/a) · label (a word such as B or WTP) · rusak (digits that cannot be read).
"""

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

FIGUR, NIHIL, TIADA, LABEL, RUSAK = "figur", "nihil", "tiada", "label", "rusak"
SKALA_KATA = {"ribu": 3, "rb": 3, "juta": 6, "jt": 6, "miliar": 9, "milyar": 9, "triliun": 12, "trilyun": 12}
KATA_KECIL = {
    k: i
    for i, k in enumerate(
        "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split()
    )
} | {"kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "keenam": 6, "ketujuh": 7}

MAKS_DIGIT = 18  # an int64 holds eighteen digits
_SPASI = re.compile(r"[\s\u00a0\u2007\u2009\u202f\u200e\u200f]+")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2011": "-", "\u2010": "-", "\u0002": "-"})
_TIADA = re.compile(r"(n\s*[/.]?\s*a\.?|nihil data|tidak (ada|tersedia)( data)?|belum (ada|tersedia|dirilis|dihitung).*)", re.I)
_NIHIL = re.compile(r"(?:Rp\.?\s*)?[-–—_]+%?|nihil|nol", re.I)
_POKOK = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?|[.,]\d+"
ANGKA = re.compile(
    rf"(?P<kurung>\()?\s*(?P<tanda>[-+])?\s*(?P<rp>Rp\.?|IDR)?\s*(?P<tanda2>-)?\s*(?P<pokok>{_POKOK})"
    r"(?P<ekor>,-|,--|\.-)?\s*(?P<tutup>\))?\s*(?:(?P<kali>ribu|rb|juta|jt|mil[iy]ar|tril[iy]un)\b)?\s*(?P<persen>%|persen\b|prosen\b)?",
    re.I,
)


class Angka(NamedTuple):
    """One read number: value = mantissa * 10 ** -desimal (desimal may be negative: "2,5 juta")."""

    mantissa: int
    desimal: int
    satuan: str
    kelas: str
    ragu: str = ""
    lokal: str = "id"


_KOSONG = Angka(0, 0, "", TIADA)


def _pokok(teks: str, ribuan: bool | None) -> tuple[int, int, str, str]:
    """Digits with their separators to (mantissa, decimals, doubt, locale)."""
    titik, koma = teks.count("."), teks.count(",")
    ragu, lokal = "", "id"
    if titik and koma:
        desimal = max(teks.rfind("."), teks.rfind(","))
        lokal = "en" if teks[desimal] == "." else "id"
    elif titik + koma > 1:  # several of one sign: they group
        desimal = -1
        lokal = "en" if koma else "id"
    elif titik or koma:
        tempat = teks.find("." if titik else ",")
        ekor, kepala = len(teks) - tempat - 1, tempat
        if ekor == 3 and 1 <= kepala <= 3 and teks[0] != "0":
            # "1.926" groups and "5,125" has decimals, unless the neighbours say otherwise
            pisah = bool(titik) if ribuan is None else ribuan
            ragu = "" if ribuan is not None else ("ribuan atau desimal" if titik else "")
            desimal = -1 if pisah else tempat
            lokal = "id" if bool(titik) == pisah else "en"
        else:
            desimal, lokal = tempat, ("en" if titik else "id")
    else:
        desimal = -1
    angka = re.sub(r"[.,]", "", teks)
    ekor = len(re.sub(r"[.,]", "", teks[desimal + 1 :])) if desimal >= 0 else 0
    return int(angka), ekor, ragu, lokal


@lru_cache(maxsize=65536)
def baca(teks: str, ribuan: bool | None = None) -> Angka:
    """Read one printed number.

    `ribuan` decides "1.926": True groups thousands, False is a decimal, None takes the usual reading and notes the doubt.
    """
    bersih = _SPASI.sub(" ", str(teks)).translate(_MINUS).replace("*", "").strip()
    if not bersih or _TIADA.fullmatch(bersih):
        return _KOSONG
    if _NIHIL.fullmatch(bersih):
        return Angka(0, 0, "", NIHIL)
    if bersih.lower() in KATA_KECIL:
        return Angka(KATA_KECIL[bersih.lower()], 0, "", FIGUR)
    # digits set apart ("1 6 ,3 9", "2.415.289. 232") or broken over lines
    rapat = re.sub(r"(?<=[\d.,]) (?=[.,]?\d)", "", bersih) if re.fullmatch(r"(Rp\.? ?)?[\d., ]+%?", bersih) else bersih
    cocok = ANGKA.search(rapat)
    if not cocok:
        return Angka(0, 0, "", RUSAK if re.search(r"\d", rapat) else LABEL)
    kepala, buntut = rapat[: cocok.start()].strip(), rapat[cocok.end() :].strip(" .;:")
    if re.search(r"[A-Za-z]$", kepala) and cocok.start() and rapat[cocok.start() - 1].isalnum():
        return Angka(0, 0, "", RUSAK)  # "O5,85", "l2": letters among digits
    if not cocok["kali"] and re.match(r"[A-Za-z]+[.,]?\d|[.,]?\d|[OolIS]\b", rapat[cocok.end() :]):
        return Angka(0, 0, "", RUSAK)  # "5,8S", "5S,1", "1.2.3,45.6"
    if re.fullmatch(r"\d+(?:(?:\.\d+){2,}|(?:,\d+){2,})", cocok["pokok"]) and not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", cocok["pokok"]):
        return Angka(0, 0, "", RUSAK)  # "1.234.5678": groups that are no thousands
    mantissa, desimal, ragu, lokal = _pokok(cocok["pokok"], ribuan)
    if len(str(mantissa)) > MAKS_DIGIT:
        return Angka(0, 0, "", RUSAK)
    if cocok["kali"]:
        desimal -= SKALA_KATA[cocok["kali"].lower()]
    if "-" in (cocok["tanda"], cocok["tanda2"]) or (cocok["kurung"] and cocok["tutup"]):
        mantissa = -mantissa
    satuan = "%" if cocok["persen"] else "Rp" if cocok["rp"] else buntut.strip("()% ")
    if kepala and not cocok["rp"]:
        ragu = ragu or "kata di depan angka"
    if re.search(r"\d", buntut):
        ragu = "lebih dari satu angka"
    return Angka(mantissa, desimal, satuan[:40], FIGUR, ragu, lokal)


def baca_kolom(teks: pd.Series, ribuan: pd.Series | None = None) -> pd.DataFrame:
    """Read a column of texts. Columns: mantissa int64, desimal int64, satuan, kelas, ragu, lokal, nilai float64."""
    pilihan = [None] * len(teks) if ribuan is None else ribuan.tolist()
    hasil = pd.DataFrame([baca(t, r) for t, r in zip(teks, pilihan, strict=True)], columns=Angka._fields, index=teks.index)
    hasil = hasil.astype({"mantissa": "int64", "desimal": "int64"})
    hasil["nilai"] = np.where(hasil["kelas"].isin([FIGUR, NIHIL]), nilai(hasil["mantissa"], hasil["desimal"]), np.nan)
    return hasil


def nilai(mantissa, desimal) -> np.ndarray:
    """Nearest float64 of mantissa * 10 ** -desimal (one correctly rounded division for desimal in 0..22)."""
    mantissa, desimal = np.asarray(mantissa, dtype="float64"), np.asarray(desimal, dtype="int64")
    return np.where(desimal >= 0, mantissa / 10.0 ** np.maximum(desimal, 0), mantissa * 10.0 ** np.maximum(-desimal, 0))
