"""One PDF page as letters, ruling lines and pictures, in a reader's frame: upright, origin top left, in points."""

import ctypes
import math
from dataclasses import dataclass, field

import numpy as np
import pypdfium2.raw as C

TIPIS = 3.0  # a filled bar thinner than this is a ruling line
MIN_GARIS = 3.0
MAKS_HURUF = 1_000_000  # letters of one page; more are not looked at
MAKS_OBJEK = 200_000  # drawing objects of one page (maps and charts); more are not looked at
_SIMBOL = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0FC: "✓",
    0xF0D8: "➢",
    0xF02D: "-",
    0xF0B4: "×",
    0xF0B8: "÷",
    0xF0A3: "≤",
    0xF0B3: "≥",
}
_LIGATUR = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_TEBAL = (b"bold", b"black", b"heavy", b"semibold")  # parts of font names
_SPASI = {0x09, 0x20, 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000}


@dataclass
class Halaman:
    """What stands on a page.

    teks: the letters; kotak: their boxes, float array (n, 4) of x0, y0, x1, y1; dasar: baselines; ukuran: font sizes;
    arah: quarter turns against the page's reading direction (0 upright). spasi[i]: a space stands before letter i;
    tebal: set in a bold font.
    mendatar: ruling lines, array (n, 4) of y, x0, x1, weak (1: edge of a shaded area); tegak: x, y0, y1, weak.
    gambar: boxes of pictures. gagal: letters without a known character. ocr: the text is an invisible layer.
    jalur: number of drawn paths. putar_lagi: quarter turns beyond the page's /Rotate that were needed to set its text upright.
    """

    lebar: float
    tinggi: float
    teks: list[str] = field(default_factory=list)
    kotak: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))
    dasar: np.ndarray = field(default_factory=lambda: np.zeros(0))
    ukuran: np.ndarray = field(default_factory=lambda: np.zeros(0))
    arah: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    spasi: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    tebal: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    mendatar: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))
    tegak: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))
    gambar: list[tuple[float, float, float, float]] = field(default_factory=list)
    gagal: int = 0
    ocr: bool = False
    jalur: int = 0
    putar_lagi: int = 0

    def tampak(self, kotak: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """A box of this frame as a viewer shows it, who turns the page by its /Rotate only."""
        x0, y0, x1, y1 = kotak
        if self.putar_lagi == 1:
            return y0, self.lebar - x1, y1, self.lebar - x0
        if self.putar_lagi == 2:
            return self.lebar - x1, self.tinggi - y1, self.lebar - x0, self.tinggi - y0
        if self.putar_lagi == 3:
            return self.tinggi - y1, x0, self.tinggi - y0, x1
        return kotak


def baca_halaman(page) -> Halaman:
    """Read one pypdfium2 page. The page is turned by its /Rotate, and further until most of its text is upright."""
    kotak_hal = page.get_cropbox(fallback_ok=True)
    putar, lagi = page.get_rotation() // 90, 0
    h = _huruf(page)
    if len(h["kode"]):
        arah = (np.round(np.degrees(h["sudut"]) / 90).astype(int) - putar) % 4
        lagi = int(np.bincount(arah, minlength=4).argmax())
    putar += lagi
    alih = _alih(kotak_hal, putar % 4)
    lebar, tinggi = kotak_hal[2] - kotak_hal[0], kotak_hal[3] - kotak_hal[1]
    hal = Halaman(*((tinggi, lebar) if putar % 2 else (lebar, tinggi)))
    hal.putar_lagi = lagi
    _taruh(hal, h, alih, putar)
    _gambar_garis(page, hal, alih)
    return hal


def _alih(kotak: tuple[float, float, float, float], putar: int):
    """The map from page space to the reader's frame, as a function of arrays x, y."""
    x0, y0, x1, y1 = kotak
    return (
        lambda x, y: (x - x0, y1 - y),
        lambda x, y: (y - y0, x - x0),
        lambda x, y: (x1 - x, y - y0),
        lambda x, y: (y1 - y, x1 - x),
    )[putar]


def _huruf(page) -> dict:
    """Every letter as pdfium gives it, in page space."""
    tp = page.get_textpage()
    raw, n = tp.raw, min(tp.count_chars(), MAKS_HURUF)
    rect, x, y = C.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    kode, nilai, spasi, gaya, gagal, jeda = [], [], [], [], 0, False
    objek: dict[int, tuple[float, float, bool]] = {}  # one text object has one size, one angle, one font
    for i in range(n):
        u = C.FPDFText_GetUnicode(raw, i)
        if u in (10, 13) or C.FPDFText_IsGenerated(raw, i) == 1:
            continue
        if u in _SPASI:
            jeda = True
            continue
        if u in (0, 0xFFFD) or C.FPDFText_HasUnicodeMapError(raw, i) == 1:
            gagal += 1
            if u in (0, 0xFFFD):
                continue
        if not C.FPDFText_GetLooseCharBox(raw, i, rect) or not C.FPDFText_GetCharOrigin(raw, i, x, y):
            continue
        o = ctypes.cast(C.FPDFText_GetTextObject(raw, i), ctypes.c_void_p).value or -i
        if o not in objek:
            objek[o] = _gaya(raw, i)
        kode.append(u)
        gaya.append(objek[o])
        spasi.append(jeda)
        nilai.append((rect.left, rect.bottom, rect.right, rect.top, x.value, y.value))
        jeda = False
    tp.close()
    a, g = np.array(nilai, dtype=float).reshape(-1, 6), np.array(gaya, dtype=float).reshape(-1, 3)
    ocr = bool(n) and _tak_tampak(page)
    return {
        "kode": kode,
        "kotak": a[:, :4],
        "asal": a[:, 4:6],
        "ukuran": g[:, 0],
        "sudut": g[:, 1],
        "spasi": np.array(spasi, bool),
        "tebal": g[:, 2] > 0,
        "gagal": gagal,
        "ocr": ocr,
    }


def _gaya(raw, i: int) -> tuple[float, float, bool]:
    """Font size on the page, angle (radians) and boldness of letter i."""
    m, nama, bendera = C.FS_MATRIX(), ctypes.create_string_buffer(128), ctypes.c_int()
    C.FPDFText_GetMatrix(raw, i, m)
    C.FPDFText_GetFontInfo(raw, i, nama, 128, bendera)
    tebal = any(b in nama.value.lower() for b in _TEBAL)
    return C.FPDFText_GetFontSize(raw, i) * (math.hypot(m.c, m.d) or 1.0), math.atan2(m.b, m.a), tebal


def _tak_tampak(page) -> bool:
    """Is the page's text drawn invisibly, as text recognition lays it over a scan? The first text objects tell."""
    lihat = tak = 0
    for i in range(min(C.FPDFPage_CountObjects(page.raw), 400)):
        o = C.FPDFPage_GetObject(page.raw, i)
        if C.FPDFPageObj_GetType(o) == C.FPDF_PAGEOBJ_TEXT:
            lihat += 1
            tak += C.FPDFTextObj_GetTextRenderMode(o) == C.FPDF_TEXTRENDERMODE_INVISIBLE
            if lihat >= 10:
                break
    return lihat > 0 and tak * 2 > lihat


def _huruf_cetak(u: int) -> str:
    if u == 2 or u == 0xAD:  # pdfium's mark for a hyphen at a line's end, and the soft hyphen that is printed there
        return "-"
    if u in _SIMBOL or u in _LIGATUR:
        return _SIMBOL.get(u) or _LIGATUR[u]
    if 0xE000 <= u <= 0xF8FF or u < 32 or 0x200B <= u <= 0x200F or u == 0xFEFF:
        return ""
    return chr(u)


def _taruh(hal: Halaman, h: dict, alih, putar: int) -> None:
    """Letters into the reader's frame, without those outside the page and those drawn twice to look bold."""
    if not len(h["kode"]):
        return
    xa, ya = alih(h["kotak"][:, 0], h["kotak"][:, 1])
    xb, yb = alih(h["kotak"][:, 2], h["kotak"][:, 3])
    kotak = np.column_stack([np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb)])
    ox, oy = alih(h["asal"][:, 0], h["asal"][:, 1])
    arah = (np.round(np.degrees(h["sudut"]) / 90).astype(int) - putar) % 4
    miring = np.abs(np.degrees(h["sudut"]) / 90 - np.round(np.degrees(h["sudut"]) / 90)) > 0.05  # watermarks
    cx, cy = (kotak[:, 0] + kotak[:, 2]) / 2, (kotak[:, 1] + kotak[:, 3]) / 2
    ada = ~miring & (cx >= 0) & (cx <= hal.lebar) & (cy >= 0) & (cy <= hal.tinggi)
    ada &= ~_ganda(np.array(h["kode"]), ox, oy, np.maximum(0.5, 0.15 * h["ukuran"]))
    pilih, teks, spasi, jeda = [], [], [], False
    for i, (u, boleh, sela) in enumerate(zip(h["kode"], ada.tolist(), h["spasi"].tolist(), strict=True)):
        jeda = jeda or sela
        s = chr(u) if 32 < u < 127 else _huruf_cetak(u)
        if boleh and s:
            pilih.append(i)
            teks.append(s)
            spasi.append(jeda)
            jeda = False
    hal.teks, hal.kotak, hal.arah, hal.spasi = teks, kotak[pilih], arah[pilih], np.array(spasi, bool)
    hal.tebal = h["tebal"][pilih]
    hal.dasar = np.where(hal.arah % 2 == 0, oy[pilih], ox[pilih])
    hal.ukuran, hal.gagal, hal.ocr = h["ukuran"][pilih], h["gagal"], h["ocr"]


def _ganda(kode: np.ndarray, x: np.ndarray, y: np.ndarray, dekat: np.ndarray) -> np.ndarray:
    """Which letters repeat an earlier one at (nearly) the same place, as text drawn twice to look bold does."""
    hasil = np.zeros(len(kode), bool)
    for geser in (0.0, 0.5):  # two grids, so that no pair is parted by a border of one
        urut = np.lexsort((x, np.floor(y / 2 + geser), kode))
        a, b = urut[:-1], urut[1:]
        sama = (kode[a] == kode[b]) & (np.abs(x[a] - x[b]) < dekat[b]) & (np.abs(y[a] - y[b]) < dekat[b])
        hasil[np.maximum(a, b)[sama]] = True
    return hasil


_SATUAN = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _kali(a: tuple, b: tuple) -> tuple:
    """Matrix a, then b."""
    return (
        a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5],
    )  # fmt: skip


def _matriks(o) -> tuple:
    m = C.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if C.FPDFPageObj_GetMatrix(o, m) else _SATUAN


def _objek(page):
    """Every drawing object with the matrix that takes it to the page, forms opened."""
    antre = [(C.FPDFPage_GetObject(page.raw, i), _SATUAN, 0) for i in range(C.FPDFPage_CountObjects(page.raw))][::-1]
    n = 0
    while antre and n < MAKS_OBJEK:
        o, m, dalam = antre.pop()
        n += 1
        jenis = C.FPDFPageObj_GetType(o)
        if jenis == C.FPDF_PAGEOBJ_FORM and dalam < 6:
            mm = _kali(_matriks(o), m)
            antre += [(C.FPDFFormObj_GetObject(o, i), mm, dalam + 1) for i in range(C.FPDFFormObj_CountObjects(o))][
                ::-1
            ]
        elif jenis in (C.FPDF_PAGEOBJ_PATH, C.FPDF_PAGEOBJ_IMAGE):
            yield jenis, o, _kali(_matriks(o), m)


def _gambar_garis(page, hal: Halaman, alih) -> None:
    isi, garis = ctypes.c_int(), ctypes.c_int()
    x, y = ctypes.c_float(), ctypes.c_float()
    datar: list[tuple] = []
    tegak: list[tuple] = []

    def titik(m, a, b):
        return alih(m[0] * a + m[2] * b + m[4], m[1] * a + m[3] * b + m[5])

    for jenis, o, m in _objek(page):
        if jenis == C.FPDF_PAGEOBJ_IMAGE:
            sudut = [titik(m, a, b) for a, b in ((0, 0), (1, 0), (0, 1), (1, 1))]
            xs, ys = [s[0] for s in sudut], [s[1] for s in sudut]
            hal.gambar.append((min(xs), min(ys), max(xs), max(ys)))
            continue
        hal.jalur += 1
        if not C.FPDFPath_GetDrawMode(o, isi, garis) or not (isi.value or garis.value):
            continue
        sub: list[tuple[float, float]] = []
        lengkung = False
        for k in range(C.FPDFPath_CountSegments(o)):
            s = C.FPDFPath_GetPathSegment(o, k)
            C.FPDFPathSegment_GetPoint(s, x, y)
            t = C.FPDFPathSegment_GetType(s)
            if t == C.FPDF_SEGMENT_MOVETO:
                _jalur(hal, sub, lengkung, bool(garis.value), bool(isi.value), datar, tegak)
                sub, lengkung = [], False
            lengkung = lengkung or t == C.FPDF_SEGMENT_BEZIERTO
            sub.append(titik(m, x.value, y.value))
            if C.FPDFPathSegment_GetClose(s) and len(sub) > 1:
                sub.append(sub[0])
        _jalur(hal, sub, lengkung, bool(garis.value), bool(isi.value), datar, tegak)
    hal.mendatar, hal.tegak = np.array(datar, float).reshape(-1, 4), np.array(tegak, float).reshape(-1, 4)


def _jalur(hal: Halaman, t: list, lengkung: bool, bergaris: bool, berisi: bool, datar: list, tegak: list) -> None:
    """Ruling lines that one subpath draws: straight strokes, thin bars, the edges of filled boxes."""
    if len(t) < 2 or lengkung:
        return
    xs, ys = [p[0] for p in t], [p[1] for p in t]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if x1 - x0 > 0.95 * hal.lebar and y1 - y0 > 0.9 * hal.tinggi:
        return  # a page's background or border
    if bergaris and not (berisi and min(x1 - x0, y1 - y0) <= TIPIS):
        for (xa, ya), (xb, yb) in zip(t, t[1:], strict=False):
            if abs(ya - yb) <= 1 and abs(xa - xb) >= MIN_GARIS:
                datar.append(((ya + yb) / 2, min(xa, xb), max(xa, xb), 0))
            elif abs(xa - xb) <= 1 and abs(ya - yb) >= MIN_GARIS:
                tegak.append(((xa + xb) / 2, min(ya, yb), max(ya, yb), 0))
        return
    siku = all(min(abs(a[0] - b[0]), abs(a[1] - b[1])) <= 0.5 for a, b in zip(t, t[1:], strict=False))
    if not siku or len(t) < 4:
        return
    if y1 - y0 <= TIPIS and x1 - x0 <= TIPIS:  # a dot of a dotted line, or a corner
        datar.append(((y0 + y1) / 2, x0, x1, 0))
        tegak.append(((x0 + x1) / 2, y0, y1, 0))
    elif y1 - y0 <= TIPIS:
        datar.append(((y0 + y1) / 2, x0, x1, 0))
    elif x1 - x0 <= TIPIS:
        tegak.append(((x0 + x1) / 2, y0, y1, 0))
    else:
        datar += [(y0, x0, x1, 1), (y1, x0, x1, 1)]
        tegak += [(x0, y0, y1, 1), (x1, y0, y1, 1)]
