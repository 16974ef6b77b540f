"""A tiny PDF writer for tests: text, lines, boxes and pictures exactly where a test wants them. y counts from
the top."""

from pathlib import Path


class Sheet:
    """One page under construction."""

    def __init__(self, width: float = 595, height: float = 842, turn: int = 0) -> None:
        self.width, self.height, self.turn = width, height, turn
        self.content: list[str] = []

    def teks(
        self, x: float, y: float, s: str, ukuran: float = 10, bold: bool = False, angle: int = 0
    ) -> "Sheet":
        """Text with its baseline at y. sudut: 90 reads upwards, 270 downwards."""
        code = s.encode("cp1252", "replace").decode("latin-1")
        for mark in ("\\", "(", ")"):
            code = code.replace(mark, "\\" + mark)
        a, b = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[angle]
        letters = "F2" if bold else "F1"
        self.content.append(
            f"BT /{letters} {ukuran} Tf {a} {b} {-b} {a} {x} {self.height - y} Tm ({code}) Tj ET"
        )
        return self

    def garis(self, x0: float, y0: float, x1: float, y1: float) -> "Sheet":
        self.content.append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def box(self, x0: float, y0: float, x1: float, y1: float, content: float | None = None) -> "Sheet":
        """A box: stroked, or filled with this grey."""
        colour = "" if content is None else f"{content} g "
        self.content.append(
            f"{colour}{x0} {self.height - y1} {x1 - x0} {y1 - y0} re {'S' if content is None else 'f'} 0 g"
        )
        return self

    def pictures(self, x0: float, y0: float, x1: float, y1: float) -> "Sheet":
        self.content.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.height - y1} cm /G Do Q")
        return self

    def table(self, xs, ys, rows, style: str = "garis", ukuran: float = 9, closing: bool = True) -> "Sheet":
        """A grid with one text a cell. gaya: garis | batang (thin filled bars) | titik (dots) | datar
        (horizontal only) | polos."""
        for y in ys if closing else ys[:-1]:
            self._rules(xs[0], y, xs[-1], y, style)
        for x in xs if style not in ("datar", "polos") else ():
            self._rules(x, ys[0], x, ys[-1], style)
        for r, content in enumerate(rows):
            for c, s in enumerate(content):
                for n, t in enumerate(s.split("\n")):
                    self.teks(xs[c] + 3, ys[r] + ukuran + 3 + n * 1.2 * ukuran, t, ukuran)
        return self

    def _rules(self, x0, y0, x1, y1, style) -> None:
        if style == "polos":
            return
        if style == "batang":
            self.box(x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25, 0)
        elif style == "titik":
            length = max(x1 - x0, y1 - y0)
            for k in range(int(length // 2) + 1):
                d = 2 * k
                x, y = (x0 + d, y0) if x1 > x0 else (x0, y0 + d)
                self.box(x, y, x + 0.6, y + 0.6, 0)
        else:
            self.garis(x0, y0, x1, y1)


def write_pdf(path: Path, *sheets: Sheet) -> Path:
    """Write these pages."""
    objects: list[bytes] = [b"", b""]
    letters = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> "
    letters += "/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >>"
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Length 1 >>"
        b"\nstream\n\x80\nendstream"
    )
    children = []
    for h in sheets:
        content = "\n".join(h.content).encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {h.width} {h.height}] /Rotate {h.turn} "
            f"/Resources << /Font {letters} /XObject << /G 3 0 R >> >> /Contents {len(objects)} 0 R "
            f">>".encode()
        )
        children.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(children)}] /Count {len(children)} >>".encode()
    out, at = b"%PDF-1.4\n", []
    for n, o in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, o)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % x for x in at)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref)
    path.write_bytes(out)
    return path
