"""What pages leave in the text: running headers, footers, page numbers, and sentences broken at their ends."""

import re
from collections import Counter, defaultdict

from datasets.document.cells import kosakata
from datasets.document.clean import gabung
from datasets.document.model import Mentah

MIN_ULANG = 3  # a short line on so many pages is a running header or footer
_NOMOR = re.compile(r"[-–|(\s]*(\d{1,4})[-–|)\s]*")


def topeng(teks: str) -> str:
    """The line with its numbers hidden, so that 'LKjIP 2023 | 12' and 'LKjIP 2023 | 13' are one."""
    return re.sub(r"\b(\d+|[ivxlc]{1,6})\b", "#", re.sub(r"\s+", " ", teks.lower()).strip())


def buang_furnitur(mentah: list[Mentah]) -> list[Mentah]:
    """Without running headers, footers and page numbers."""
    if any(m.halaman >= 0 for m in mentah):
        buang = _berhalaman(mentah)
    else:
        buang = _tanpa_halaman(mentah)
    return [m for i, m in enumerate(mentah) if i not in buang] if buang else mentah


def _pendek(m: Mentah) -> bool:
    return m.jenis != "petak" and 0 < len(m.teks.strip()) <= 120 and "\t" not in m.teks


_BERNOMOR = re.compile(r"(?:bab|lampiran|bagian|nip|tabel|table|gambar|grafik|bagan|diagram)\b", re.I)


def _kunci(teks: str) -> str:
    """What makes two lines one: numbers masked, but not those of chapters, annexes and captions ('BAB II' is no running header)."""
    return teks.strip().lower() if _BERNOMOR.match(teks.strip()) else topeng(teks)


def _berhalaman(mentah: list[Mentah]) -> set[int]:
    """The same short line among the first or last three blocks of three pages."""
    halaman = defaultdict(list)
    for i, m in enumerate(mentah):
        if m.halaman >= 0:
            halaman[m.halaman].append(i)
    tepi = {i for p in halaman.values() for i in (*p[:3], *p[-3:]) if _pendek(mentah[i])}
    tempat = defaultdict(set)
    for i in tepi:
        tempat[_kunci(mentah[i].teks)].add(mentah[i].halaman)
    return _ulang(mentah, [i for i in sorted(tepi) if len(tempat[_kunci(mentah[i].teks)]) >= MIN_ULANG])


def _ulang(mentah: list[Mentah], calon: list[int]) -> set[int]:
    """The repeated lines but the first of each that has words: it may be all that names the report."""
    pertama: dict[str, int] = {}
    for i in calon:
        if re.search(r"[^\W\d_]{3}", mentah[i].teks):
            pertama.setdefault(_kunci(mentah[i].teks), i)
    return set(calon) - set(pertama.values())


def _tanpa_halaman(mentah: list[Mentah]) -> set[int]:
    """In a text without page marks: lone ascending numbers, and repeated lines that name the report."""
    hasil: set[int] = set()
    nomor = [(i, int(c[1])) for i, m in enumerate(mentah) if _pendek(m) and (c := _NOMOR.fullmatch(m.teks))]
    naik = _naik([n for _, n in nomor])
    if len(naik) >= MIN_ULANG:
        hasil |= {nomor[k][0] for k in naik}
    calon = [i for i, m in enumerate(mentah) if _pendek(m) and kosakata()["kaki"].search(m.teks.strip())]
    jumlah = Counter(topeng(mentah[i].teks) for i in calon)
    return hasil | _ulang(mentah, [i for i in calon if jumlah[topeng(mentah[i].teks)] >= MIN_ULANG])


def _naik(angka: list[int]) -> list[int]:
    """Positions of a longest ascending run of numbers."""
    panjang, asal = [], []
    for i, a in enumerate(angka):
        j = max((j for j in range(i) if angka[j] < a), key=lambda j: panjang[j], default=-1)
        panjang.append(panjang[j] + 1 if j >= 0 else 1)
        asal.append(j)
    i = max(range(len(angka)), key=lambda k: panjang[k], default=-1)
    hasil = []
    while i >= 0:
        hasil.append(i)
        i = asal[i]
    return hasil[::-1]


def sambung_kalimat(blok: list[Mentah]) -> list[Mentah]:
    """Join, in texts, a sentence that a page end has broken over a blank line."""
    hasil: list[Mentah] = []
    for b in blok:
        a = hasil[-1] if hasil else None
        if a is not None and b.garis >= 0 and _terputus(a, b):
            a.teks = gabung(a.teks, b.teks)
        else:
            hasil.append(b)
    return hasil


def _terputus(a: Mentah, b: Mentah) -> bool:
    """Does b go on with the sentence of a, which lacks its end? b begins small, or is the rest of long prose."""
    if b.jenis != "paragraf" or a.jenis not in ("paragraf", "butir") or "\t" in a.teks + b.teks:
        return False
    if (
        len(a.teks) <= 60
        or re.search(r"[.;:!?]['\"”’)]*$", a.teks)
        or re.match(r"[a-zA-Z0-9]{1,2}[.)]\s|[=%$]", b.teks)
    ):
        return False
    if re.match(r"[a-z]", b.teks):
        return True
    return (
        len(a.teks) >= 120
        and len(b.teks) >= 80
        and b.teks.rstrip().endswith(".")
        and not kosakata()["pengantar"].search(a.teks)
    )
