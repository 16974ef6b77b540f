"""A tiny PDF writer for tests: text, lines, boxes and pictures exactly where a test wants them. y counts from the top."""

from pathlib import Path


class Lembar:
    """One page under construction."""

    def __init__(self, lebar: float = 595, tinggi: float = 842, putar: int = 0) -> None:
        self.width, self.height, self.turn = lebar, tinggi, putar
        self.content: list[str] = []

    def teks(self, x: float, y: float, s: str, ukuran: float = 10, tebal: bool = False, sudut: int = 0) -> "Lembar":
        """Text with its baseline at y. sudut: 90 reads upwards, 270 downwards."""
        kode = s.encode("cp1252", "replace").decode("latin-1")
        for tanda in ("\\", "(", ")"):
            kode = kode.replace(tanda, "\\" + tanda)
        a, b = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[sudut]
        huruf = "F2" if tebal else "F1"
        self.content.append(f"BT /{huruf} {ukuran} Tf {a} {b} {-b} {a} {x} {self.height - y} Tm ({kode}) Tj ET")
        return self

    def garis(self, x0: float, y0: float, x1: float, y1: float) -> "Lembar":
        self.content.append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def box(self, x0: float, y0: float, x1: float, y1: float, isi: float | None = None) -> "Lembar":
        """A box: stroked, or filled with this grey."""
        warna = "" if isi is None else f"{isi} g "
        self.content.append(f"{warna}{x0} {self.height - y1} {x1 - x0} {y1 - y0} re {'S' if isi is None else 'f'} 0 g")
        return self

    def pictures(self, x0: float, y0: float, x1: float, y1: float) -> "Lembar":
        self.content.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.height - y1} cm /G Do Q")
        return self

    def table(self, xs, ys, baris, gaya: str = "garis", ukuran: float = 9, tutup: bool = True) -> "Lembar":
        """A grid with one text a cell. gaya: garis | batang (thin filled bars) | titik (dots) | datar (horizontal only) | polos."""
        for y in ys if tutup else ys[:-1]:
            self._aturan(xs[0], y, xs[-1], y, gaya)
        for x in xs if gaya not in ("datar", "polos") else ():
            self._aturan(x, ys[0], x, ys[-1], gaya)
        for r, isi in enumerate(baris):
            for c, s in enumerate(isi):
                for n, t in enumerate(s.split("\n")):
                    self.teks(xs[c] + 3, ys[r] + ukuran + 3 + n * 1.2 * ukuran, t, ukuran)
        return self

    def _aturan(self, x0, y0, x1, y1, gaya) -> None:
        if gaya == "polos":
            return
        if gaya == "batang":
            self.box(x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25, 0)
        elif gaya == "titik":
            panjang = max(x1 - x0, y1 - y0)
            for k in range(int(panjang // 2) + 1):
                d = 2 * k
                x, y = (x0 + d, y0) if x1 > x0 else (x0, y0 + d)
                self.box(x, y, x + 0.6, y + 0.6, 0)
        else:
            self.garis(x0, y0, x1, y1)


def tulis_pdf(path: Path, *lembar: Lembar) -> Path:
    """Write these pages."""
    objek: list[bytes] = [b"", b""]
    huruf = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> "
    huruf += "/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >>"
    objek.append(
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
        b"\nstream\n\x80\nendstream"
    )
    anak = []
    for h in lembar:
        isi = "\n".join(h.content).encode("latin-1")
        objek.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(isi), isi))
        objek.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {h.width} {h.height}] /Rotate {h.turn} "
            f"/Resources << /Font {huruf} /XObject << /G 3 0 R >> >> /Contents {len(objek)} 0 R >>".encode()
        )
        anak.append(f"{len(objek)} 0 R")
    objek[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objek[1] = f"<< /Type /Pages /Kids [{' '.join(anak)}] /Count {len(anak)} >>".encode()
    keluar, letak = b"%PDF-1.4\n", []
    for n, o in enumerate(objek, 1):
        letak.append(len(keluar))
        keluar += b"%d 0 obj\n%s\nendobj\n" % (n, o)
    xref = len(keluar)
    keluar += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objek) + 1)
    keluar += b"".join(b"%010d 00000 n \n" % x for x in letak)
    keluar += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objek) + 1, xref)
    path.write_bytes(keluar)
    return path
