"""What a grid is made of: kinds of cell text, header rows, column-number rows, and the grid as a rectangle of text."""

import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pandas as pd
import yaml

from datasets.document.model import Petak

_ANGKA = re.compile(
    r"\(?[-+−–]?\s*(Rp\.?|IDR)?\s*[-−]?\d[\d.,\s]*(,-|\.-)?\)?\s*(%|persen|orang|unit|laporan|dokumen|[A-Za-z/]{1,15})?",
    re.I,
)
_URUT = re.compile(r"\(?(\d{1,3}|[IVXLC]{1,6}|[A-Za-z])[.)]{1,2}|[IVXLC]{1,6}|[A-Za-z]")
_KOLOM = re.compile(r"\(?\s*(\d{1,2}|[a-z])\s*\)?\s*(?:[=:]?\s*\(?\s*[\d(]\s*[\d\s+\-–:/x×*()%=]*)?", re.I)
_TAHUN = re.compile(r"(tahun |thn |t\.?a\.? )?(19|20)\d\d(\s*[-–/]\s*(19|20)?\d\d)?", re.I)


@lru_cache
def kosakata() -> dict[str, re.Pattern | dict]:
    """The patterns of assemble.yaml, compiled; lists become one alternation."""
    isi = yaml.load(Path(__file__).with_name("assemble.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {
        k: v
        if isinstance(v, dict)
        else re.compile("|".join(f"(?:{p})" for p in ([v] if isinstance(v, str) else v)), re.I)
        for k, v in isi.items()
    }


@lru_cache(maxsize=65536)
def jenis_sel(teks: str) -> str:
    """kosong · nihil ('-', n/a) · tahun · urut ('1.', 'IV') · bulat ('12') · persen · uang · angka · teks."""
    t = teks.strip()
    if not t:
        return "kosong"
    if re.fullmatch(r"[-–—_−]+|n/?a\.?", t, re.I):
        return "nihil"
    if _TAHUN.fullmatch(t):
        return "tahun"
    if _URUT.fullmatch(t):
        return "urut"
    if re.fullmatch(r"\d{1,3}", t):
        return "bulat"
    if _ANGKA.fullmatch(t):
        if "%" in t:
            return "persen"
        return "uang" if re.search(r"Rp|\d\.\d{3}\.\d{3}|\d{7}", t) else "angka"
    return "teks"


def bernilai(teks: str) -> bool:
    """Does the cell print a value (and not a label, a year or a word)?"""
    return jenis_sel(teks) in ("persen", "uang", "angka", "bulat", "nihil")


def berlabel(teks: str) -> bool:
    """May the cell be a row label ('1', '1.', 'IV', 'a.')?"""
    return jenis_sel(teks) in ("urut", "bulat")


def kolom_urut(kolom: list[str]) -> bool:
    """Does a column hold row labels: 1, 2, 3 … (beginning again at 1 as often as it likes)?"""
    isi = [s.strip() for s in kolom if s.strip()]
    if not isi or not all(map(berlabel, isi)):
        return False
    angka = [int(m[0]) for s in isi if (m := re.search(r"\d+", s))]
    if len(angka) < len(isi):
        return not angka or len(angka) * 2 < len(isi)
    naik = sum(b in (a + 1, 1) for a, b in pairwise(angka))
    return angka[0] <= 1 and naik >= 0.8 * (len(angka) - 1)


def baris_total(sel: list[str]) -> bool:
    """Is this the row of a sum or a mean? `sel`: the row's texts. 'Rata-rata lama sekolah' as an indicator is none."""
    c = next((c for c, s in enumerate(sel) if s.strip()), None)
    if c is None:
        return False
    if kosakata()["total"].fullmatch(sel[c].strip()):
        return True
    return (
        c == 0
        and len(sel) > 2
        and sel[1].strip() in ("", sel[0].strip())
        and kosakata()["total_lebar"].fullmatch(sel[0].strip()) is not None
    )


def baris_nomor(sel: list[str]) -> bool:
    """Is this a row of column numbers: '1 2 3 3', '(1) (2) (3)', '1 2 3=2/1'?"""
    isi = [s.strip() for s in sel if s.strip()]
    if len(isi) < 2 or not all(_KOLOM.fullmatch(s) for s in isi):
        return False
    huruf = [re.match(r"\(?\s*(\d+|[a-z])", s, re.I)[1].lower() for s in isi]
    if all(h.isalpha() for h in huruf):
        return huruf[0] == "a" and huruf == sorted(huruf)
    angka = [int(h) for h in huruf if h.isdigit()]
    naik = sum(0 <= b - a <= 2 for a, b in pairwise(angka))
    return (
        len(angka) >= 2
        and angka[0] in (0, 1, 2)
        and max(angka) <= 2 * len(angka) + 2
        and naik >= 0.7 * (len(angka) - 1)
    )


def baris_teks(sel: list[Petak]) -> list[list[str]]:
    """Rows of text, each cell at its anchor; covered and missing places are ''."""
    if not sel:
        return []
    tinggi, lebar = max(p.r + p.rs for p in sel), max(p.c + p.cs for p in sel)
    hasil = [[""] * lebar for _ in range(tinggi)]
    for p in sel:
        hasil[p.r][p.c] = p.teks
    return hasil


def mirip_kepala(teks: str) -> bool:
    """Is this a word of header cells (assemble.yaml `kepala`)?"""
    t = re.sub(r"^[(\[]\s*(.*?)\s*[)\]]$", r"\1", re.sub(r"\s+", " ", teks).strip())
    return bool(t) and kosakata()["kepala"].fullmatch(t) is not None


def hitung_kepala(baris: list[list[str]], sel: list[Petak] = ()) -> int:
    """Number of header rows at the top, rows of column numbers included; 0 when the first row is data already."""
    if not baris:
        return 0
    isi = [s for s in baris[0] if s.strip()]
    if not isi:
        return 0
    if baris_nomor(baris[0]):
        return 1
    kata = sum(map(mirip_kepala, isi))
    if any(bernilai(s) and not mirip_kepala(s) for s in isi) or baris_total(baris[0]):
        return 0
    if berlabel(isi[0]) and not mirip_kepala(isi[0]) or kata == 0 and not _judul_kolom(baris):
        return 0
    n = 1
    rentang = max([p.r + p.rs for p in sel if p.r == 0 and p.rs < max(4, len(baris) // 2)], default=1)
    n = max(n, min(rentang, len(baris) - 1)) if rentang > 1 else 1
    while n < len(baris) - 1 and n < 6 and _lanjut_kepala(baris, n):
        n += 1
    if n < len(baris) and baris_nomor(baris[n]) and len([s for s in baris[n] if s.strip()]) * 2 >= len(isi):
        n += 1
    return n


def _judul_kolom(baris: list[list[str]]) -> bool:
    """Header words nobody listed: the first row holds words only, above rows that bring values or labels."""
    isi = [s for s in baris[0] if s.strip()]
    if len(isi) < 0.6 * max(sum(bool(s.strip()) for s in b) for b in baris):
        return False
    if any(len(s) > 60 or berlabel(s) or jenis_sel(s) == "nihil" for s in isi) or len(isi) < 2:
        return False
    return any(bernilai(s) or berlabel(s) for b in baris[1:6] for s in b)


def _lanjut_kepala(baris: list[list[str]], n: int) -> bool:
    """Is row n a further header row: words or years under the spans that the row above leaves open?"""
    atas, ini = baris[n - 1], baris[n]
    isi = [(c, s) for c, s in enumerate(ini) if s.strip()]
    if not isi or baris_nomor(ini) or baris_total(ini):
        return False
    if berlabel(isi[0][1]) and not mirip_kepala(isi[0][1]):
        return False
    if any(jenis_sel(s) in ("persen", "uang", "nihil") and not mirip_kepala(s) for _, s in isi):
        return False
    if any(jenis_sel(s) in ("angka", "bulat") for _, s in isi):
        return False
    if all(jenis_sel(s) == "tahun" or mirip_kepala(s) for _, s in isi):
        # a span is open above (blanks, or one text printed in each of its cells), or it names units only
        terbuka = any(not a.strip() for a in atas) or not ini[0].strip()
        terbuka = (
            terbuka
            or any(a.strip() and a == b for a, b in pairwise(atas))
            or any(a.strip() and a == b for a, b in zip(atas, ini, strict=False))
        )
        return terbuka or len(isi) == 1
    lubang = [c for c, s in isi if c < len(atas) and not atas[c].strip()]  # words where the row above is blank
    kosong = [c for c, s in enumerate(ini) if not s.strip() and c < len(atas) and atas[c].strip()]
    return (
        bool(lubang and kosong)
        and max(len(s) for _, s in isi) <= 60
        and sum(mirip_kepala(s) for _, s in isi) * 3 >= len(isi)
    )


def isi_turun(sel: pd.DataFrame) -> pd.DataFrame:
    """One grid as a rectangle of text: merged areas filled, blank cells of grouping columns carried down.

    sel: the rows of SEL_COLUMNS of one block. Returns a frame of str, index r, columns c, header rows included.
    Nothing is carried into or over total rows and rows that one text fills. Values are never carried, nor repeated in
    the rows of a merged area: they stand in its first row.
    """
    if not len(sel):
        return pd.DataFrame()
    tinggi, lebar = int((sel["r"] + sel["rs"]).max()), int((sel["c"] + sel["cs"]).max())
    kisi = [[""] * lebar for _ in range(tinggi)]
    kepala = [False] * tinggi
    for r, c, rs, cs, teks, k in sel[["r", "c", "rs", "cs", "teks", "kepala"]].itertuples(index=False):
        for i in range(r, min(r + rs, tinggi)):
            kepala[i] = kepala[i] or bool(k)
            for j in range(c, min(c + cs, lebar)):
                kisi[i][j] = teks if i == r or k or not bernilai(teks) or berlabel(teks) else ""
    badan = [r for r in range(tinggi) if not kepala[r]]
    judul = [k for k, ya in zip(kisi, kepala, strict=True) if ya and not baris_nomor(k)]
    detail, turun = kolom_turun(judul, [kisi[r] for r in badan], lebar)
    bawa = [""] * lebar
    for r in badan:
        if _baris_bagian(kisi[r], detail) or baris_total(kisi[r]):
            bawa = [""] * lebar
            continue
        for c in sorted(turun):
            if kisi[r][c]:
                if kisi[r][c] != bawa[c]:
                    bawa[c + 1 : detail] = [""] * max(0, detail - c - 1)  # a new group ends the groups within it
                bawa[c] = kisi[r][c]
            elif any(kisi[r][c + 1 :]) or c > detail:
                kisi[r][c] = bawa[c]
    return pd.DataFrame(kisi)


def _baris_bagian(baris: list[str], detail: int) -> bool:
    """Is this a row that one text fills: the name of the rows below it?"""
    isi = [c for c, s in enumerate(baris) if s.strip()]
    return len({baris[c] for c in isi}) <= 1 and len(baris) > 1 and (len(isi) != 1 or isi[0] < max(detail, 1))


def kolom_turun(judul: list[list[str]], badan: list[list[str]], lebar: int) -> tuple[int, set[int]]:
    """(detail column, grouping columns). The detail column is the first that nearly every row fills with words of its
    own; what stands left of it groups rows, and so do the columns of assemble.yaml `turun` anywhere. Never values."""
    atas = [next((b[c] for b in reversed(judul) if b[c].strip()), "") for c in range(lebar)]
    rinci = [b for b in badan if not baris_total(b) and sum(bool(s.strip()) for s in b) > 1]
    isi = [[b[c] for b in rinci if b[c].strip()] for c in range(lebar)]
    penuh = [len(k) >= 0.9 * len(rinci) and not kolom_urut(k) for k in isi]
    detail = next((c for c in range(lebar) if penuh[c] and not kosakata()["turun"].fullmatch(atas[c].strip())), lebar)
    detail = detail if detail < lebar else next((c for c in range(lebar) if penuh[c]), lebar)
    turun = set()
    for c in range(lebar):
        nilai = isi[c] and sum(map(bernilai, isi[c])) * 2 > len(isi[c]) and not kolom_urut(isi[c])
        if not nilai and (c < detail or kosakata()["turun"].fullmatch(atas[c].strip())):
            turun.add(c)
    return detail, turun
