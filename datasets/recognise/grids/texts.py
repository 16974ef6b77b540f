"""Texts of a grid and around it: names without numbers, the year, document and sasaran it belongs to, verdicts, directions."""

import re

from datasets.recognise.grids.layout import Denah
from datasets.recognise.headers import TAHUN, dokumen, rapi
from datasets.recognise.row_kinds import BAGIAN
from datasets.recognise.vocabulary import kosakata

_PENOMORAN = re.compile(r"^\(?(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[a-z][.)]|[ivx]{1,4}[.)])\s+(?=[“\"(]?[^\W\d_]{2})", re.I)


def tanpa_nomor(teks: str) -> str:
    """A name without the list number before it."""
    return _PENOMORAN.sub("", teks).strip()


def tahun_tunggal(*teks: str) -> int:
    """The year of the first of these texts that names exactly one (a range like 2021-2026 names none); else -1."""
    for t in teks:
        t = re.sub(
            r"(?:19|20)\d\d\s*(?:-|–|—|s\.?\s?/?d\.?|sampai(?: dengan)?)\s*(?:tahun\s*)?(?:19|20)\d\d",
            " ",
            t,
            flags=re.I,
        )
        ada = {int(x) for x in TAHUN.findall(t)}
        if len(ada) == 1:
            return ada.pop()
        if ada:
            return -1
    return -1


def tahun_tabel(d: Denah, konteks) -> int:
    """The year a table without years in its headers speaks of: its caption's, else the report's."""
    return next((t for t in (tahun_tunggal(d.caption), konteks.tahun) if t > 0), -1)


_PERATURAN = re.compile(r"\b(?:nomor|no\.?)\s*[\w./-]+\s+tahun\s+(?:19|20)\d\d", re.I)


def tahun_hitung(d: Denah, konteks) -> int:
    """The year of a count table: its caption's, that of the sentence before it, else the report's."""
    calon = (tahun_tunggal(d.caption), tahun_tunggal(_PERATURAN.sub(" ", d.pengantar[-400:])), konteks.tahun)
    return next((t for t in calon if t > 0), -1)


def dokumen_tabel(d: Denah) -> str:
    """The planning document a grid belongs to: its caption, the sentence before it, the headings (chapters left out)."""
    judul = [j for j in reversed(d.bagian.split(" > ")) if not re.match(r"bab\b", j, re.I)]
    return next((n for n in map(dokumen, (d.caption, d.pengantar, *judul)) if n), "")


def status(teks: str) -> str:
    """tercapai | tidak_tercapai | melebihi | naik | turun where the whole text is such a verdict; else ''."""
    n = rapi(teks)
    return next((s for s, kata in kosakata("baris")["status"].items() if n in {rapi(k) for k in kata}), "")


def baca_arah(teks: str) -> str:
    """naik | turun from a cell of a direction column; '' where it says neither."""
    n, asli = rapi(teks), teks.strip().lower()
    for arah, kata in kosakata("kepala")["arah_nilai"].items():
        if asli in map(str, kata) or (n and n in {rapi(str(k)) for k in kata}):
            return arah
    cocok = {
        arah
        for arah, kata in kosakata("kepala")["arah_nilai"].items()
        for k in kata
        if len(str(k)) > 4 and rapi(str(k)) in n
    }
    return cocok.pop() if len(cocok) == 1 else ""


# "Capaian Sasaran Meningkatnya mutu guru Tahun 2020": a sasaran begins with what is to happen
_SASARAN_JUDUL = re.compile(
    r"(?i:sasaran(?:\s+(?:strategis|kinerja|daerah|program))*)\s*(?:\d{1,2}|[IVX]{1,4})?\s*[:.\-–]?\s+"
    r"([A-Z]\w{3,}nya\b.{4,180}?)(?:\s+(?i:pada\s+)?(?i:tahun)\s+(?:19|20)\d\d.*)?$"
)


def sasaran_sekitar(d: Denah) -> str:
    """The one sasaran a caption, heading or announcing sentence names for the whole grid; '' where none or several."""
    for n, teks in enumerate((d.caption, d.pengantar, *reversed(d.bagian.split(" > ")))):
        ada = re.findall(
            r"sasaran(?:\s+(?:strategis|kinerja|program|kegiatan))?(?:\s+(?:ke-?)?\d{1,2}\s*[:.]|\s+[IVX]{1,4}\s*[:.])?\s*[:]?\s*[“\"”]([^“”\"]{8,200})[”\"]",
            teks,
            re.I,
        )
        kutip = {k for k in re.findall(r"[“\"”]([^“”\"]{8,200})[”\"]", teks) if re.match(r"[A-Z]\w+(?:nya|an)\b", k)}
        if len(kutip) > 1 and "sasaran" in teks.lower():
            return ""
        if ada:
            return ada[-1].strip() if len(set(ada)) == 1 else ""
        m = re.match(
            r"(?:[\dA-Za-z.]+\s+)?(?i:sasaran(?:\s+strategis)?)\s*(?i:ke-?)?(?:\d{1,2}|[IVX]{1,4})?\s*[:.]\s*([A-Z][^:]{8,200})$",
            teks.strip(),
        ) or (n != 1 and _SASARAN_JUDUL.search(teks))
        if m:
            return m[1].strip(' .“”"')
    return ""


def sasaran_bagian(d: Denah) -> dict[int, str]:
    """Row → sasaran of the section row above ("Sasaran 1: …")."""
    hasil, kini = {}, ""
    for r in d.badan:
        b = d.baris[r]
        if b.jenis == BAGIAN:
            m = re.match(
                r"(?:[\dA-Z.]+\s+)?(?:sasaran|ss)(?:\s+strategis)?\s*(?:\d{1,2}(?:\.\d+)*|[IVX]{1,4})?\s*[:.\-–]?\s*(.*)$",
                b.label,
                re.I,
            )
            kini = (m[1].strip(' .“”"') or b.label) if m else ""
        hasil[r] = kini
    return hasil
