"""Page furniture: running headers, footers and page numbers, found by standing at the same place of many pages."""

import re
from collections import Counter, defaultdict

TEPI = 0.15  # share of the page's height, at top and bottom, where furniture stands
TEPI_SEMPIT = 0.09
MIN_HALAMAN = 3
GESER = 8.0  # points by which its place may differ
_BAB = re.compile(r"(bab|lampiran|bagian)\s+\w+[.:]?", re.I)
_JUDUL = re.compile(r"(?:tabel|table|gambar|grafik|bagan|diagram|lampiran)\b\.?\s*[\divxlc]", re.I)
_NOMOR = re.compile(
    r"[-–—~\s]*(?:(?:hal(?:aman)?\.?\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:dari|/|of)\s*\d{1,4})?)[-–—~.\s]*", re.I
)


def _topeng(teks: str) -> str:
    return re.sub(r"\b(?:\d+|[ivxlc]{1,6})\b", "#", re.sub(r"\s+", " ", teks.lower()).strip())


def buang_perabot(isi: list) -> None:
    """Take furniture out of the pages (objects with tinggi, baris, petak), in place."""
    tempat: dict[tuple, dict[int, tuple[float, str]]] = defaultdict(dict)
    for n, h in enumerate(isi):
        for atas in (True, False):
            for teks, y in _tepi(h, atas):
                tempat[atas, _topeng(teks)][n] = (y, teks)
    perabot = {}
    for kunci, di in tempat.items():
        y = sorted(v for v, _ in di.values())
        tengah = y[len(y) // 2]
        di = {n: t for n, (v, t) in di.items() if abs(v - tengah) <= GESER}
        # two pages are enough where they are the whole document and the line stands at the very edge
        perlu = 2 if len(isi) == 2 and tengah <= TEPI_SEMPIT * min(h.tinggi for h in isi) else MIN_HALAMAN
        if len(di) >= perlu and _berulang(di, perlu):
            perabot[kunci] = tengah
    for h in isi:
        for atas in (True, False):
            _kupas(h, atas, perabot)


def _berulang(di: dict[int, str], perlu: int) -> bool:
    """The same words on many pages, or words that differ only in a number that rises with the pages.

    "BAB I", "BAB II" at the head of chapters, and captions, differ in a number too, but one that does not count pages.
    """
    if max(Counter(di.values()).values()) >= perlu:
        return True
    if any(_BAB.fullmatch(t.strip()) or _JUDUL.match(t.strip()) for t in di.values()):
        return False
    n = sorted(di)
    beda = [(b - a, _nomor(di[a]), _nomor(di[b])) for a, b in zip(n, n[1:], strict=False)]
    cocok = sum(any(y - x == d for x, y in zip(p, q, strict=False)) for d, p, q in beda)
    return cocok >= 0.6 * len(beda)


def _nomor(teks: str) -> list[int]:
    return [int(t) if t.isdigit() else _romawi(t) for t in re.findall(r"\b(?:\d{1,4}|[ivxlc]{1,6})\b", teks.lower())]


def _romawi(teks: str) -> int:
    nilai = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[h] for h in teks]
    return sum(-a if b > a else a for a, b in zip(nilai, [*nilai[1:], 0], strict=True))


def _jarak(h, b, atas: bool) -> float:
    return b.dasar if atas else h.tinggi - b.dasar


def _urut(h, atas: bool) -> list:
    return sorted(h.baris, key=lambda b: _jarak(h, b, atas))


def _tepi(h, atas: bool) -> list[tuple[str, float]]:
    """Text and distance from the edge of what stands near it: the outermost four lines, and grids wholly within."""
    hasil = [(b.teks, _jarak(h, b, atas)) for b in _urut(h, atas)[:4] if _jarak(h, b, atas) <= TEPI * h.tinggi]
    hasil = [(t, y) for t, y in hasil if t.count("\t") < 3]  # four columns and more: a table's header
    return hasil + [(t, y) for _, t, y in _petak_tepi(h, atas)]


def _petak_tepi(h, atas: bool) -> list[tuple]:
    hasil = []
    for p in h.petak:
        k, teks = p
        batas = k.ys[-1] if atas else h.tinggi - k.ys[0]
        if batas <= TEPI * h.tinggi:
            isi = " | ".join(b.teks for i in sorted(teks) for b in teks[i].baris)
            hasil.append((p, f"▦ {isi}", batas))
    return hasil


def _kupas(h, atas: bool, perabot: dict) -> None:
    for p, teks, y in _petak_tepi(h, atas):
        if abs(perabot.get((atas, _topeng(teks)), 1e9) - y) <= GESER:
            h.petak.remove(p)
    for b in _urut(h, atas):
        y = _jarak(h, b, atas)
        if y > TEPI * h.tinggi or any((k.ys[0] < b.dasar if atas else k.ys[-1] > b.dasar) for k, _ in h.petak):
            break  # behind a table nothing is furniture
        tetap = abs(perabot.get((atas, _topeng(b.teks)), 1e9) - y) <= GESER
        if not tetap and not (_NOMOR.fullmatch(b.teks) and y <= 0.1 * h.tinggi):
            break
        h.baris = [x for x in h.baris if x is not b]
