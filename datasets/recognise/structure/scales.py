"""The report's own rating scale where it stands in lines or sentences (a scale in a grid is read with the
grids)."""

import re
from functools import cache

import pandas as pd

from datasets.recognise.document_lines import Line, frame
from datasets.recognise.labels import scale_labels
from datasets.recognise.structure.scale_bands import Bounds, read_bounds
from schemas.tables import PLACE_COLUMNS

_N = r"(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?(?![\d]|[.,]\d)(?:\s*\\?%|\s*(?:persen|prosen)\b)?"
_MARK = (
    r"(?:[<>≤≥=⩽⩾]\s?=?|lebih\s+(?:besar\s+|tinggi\s+|kecil\s+"
    r"|rendah\s+)?dari(?:pada)?(?:\s+atau\s+sama\s+dengan)?"
    r"|kurang\s+dari(?:\s+atau\s+sama\s+dengan)?|di\s?atas|di\s?bawah|minimal|maksimal|melebihi|antara"
    r"|sampai(?:\s+dengan)?|s\.?\s?/?d\.?)"
)
_LINK = r"(?:s\.?\s?[/.]?\s?d\.?(?![a-z])|sampai(?:\s+dengan)?|hingga|[-–—−~]+|dan(?=\s*[<>≤≥\d]))"
_X = r"(?:[A-Za-z]{1,3}|skor|nilai|capaian)"
BOUNDS = re.compile(
    rf"(?:{_N}\s*[<>≤≥]=?\s*{_X}\s*[<>≤≥]=?\s*{_N}"
    rf"|(?:{_MARK}\s*)*{_N}\s*(?:{_LINK}|[<>≤≥]=?)\s*(?:{_MARK}\s*)*{_N}"
    rf"|(?:{_MARK}\s*)+{_N}"
    rf"|{_N}\s*(?:ke\s?atas|ke\s?bawah|atau\s+(?:lebih|kurang)))",
    re.I,
)
_SHORT_FORM = re.compile(r"\s*\([A-Z]{1,4}\)")  # that a label introduces: "Sangat Tinggi (ST)"
_DEGREE = re.compile(r"(?:amat|sangat|cukup|agak|kurang|tidak|belum)", re.I)  # "amat puas" is no "puas"
_LABEL_SPACES = re.compile(
    r"^(?:\(?[a-z0-9]{1,2}[.)]\s+|[-•*–]\s+)|[\s:=;,.()\[\]“”\"'|–-]+$|^[\s:=;,.()\[\]“”\"'|–-]+", re.I
)


@cache
def _dropped() -> re.Pattern:
    return re.compile(
        r"\b(?:capaian(?:\s+kinerja(?:nya)?)?|nilai(?:\s+capaian)?|skor|tingkat\s+capaian"
        r"|persentase(?:\s+capaian)?|predikat(?:nya)?|kategori(?:nya)?|kriteria(?:nya)?|dengan|dinyatakan"
        r"|apabila|jika|bila|"
        r"adalah|berarti|untuk|realisasi|rata-rata|interval|termasuk|artinya|maka|masuk|sebesar|diperoleh"
        r"|persen|yang|dikategorikan|dikatakan|mencapai|berada|pada|rentang|antara|dan|atau|kinerja|dalam"
        r"|diberi|mendapat)\b|%",
        re.I,
    )


def _clean(text: str) -> str:
    old = None
    text = re.sub(r"\s+", " ", _dropped().sub(" ", text)).strip()
    while old != text:
        old, text = text, _LABEL_SPACES.sub("", text).strip()
    words = text.split()
    for n in range(min(3, len(words) - 1), 0, -1):  # "ditetapkan sangat tinggi": the known label within
        for candidates in (" ".join(words[-n:]), " ".join(words[:n])):
            if (
                candidates.lower() in scale_labels()
                and text.lower() not in scale_labels()
                and len(candidates) > 3
            ):
                return (
                    text
                    if _DEGREE.fullmatch(words[-n - 1]) and candidates == " ".join(words[-n:])
                    else candidates
                )
    return text


def bands(text: str) -> list[tuple[str, Bounds, int, int]]:
    """Bands in one text: (label as printed, bounds, start, end of the bounds in the text).

    The label stands before or behind its interval; which of the two is the same for all bands of a text.
    """
    at = [(m.start(), m.end(), s) for m in BOUNDS.finditer(text) if (s := read_bounds(m[0]))]
    if not at:
        return []
    if len(at) >= 2:  # "… capaian 100% dikategorikan tercapai …" between two bands is a band of one point
        point = [
            (m.start(), m.end(), s)
            for m in re.finditer(r"(?<![\d.,])\d{1,3}(?:[.,]\d+)?\s*%", text)
            if (s := read_bounds(m[0]))
        ]
        at = sorted([*at, *(t for t in point if all(t[1] <= a or t[0] >= z for a, z, _ in at))])
    ahead, behind = [], []
    for i, (a, z, _) in enumerate(at):
        left = at[i - 1][1] if i else 0
        right = at[i + 1][0] if i + 1 < len(at) else len(text)
        ahead.append(_clean(re.split(r"[;:.]\s|,\s(?=\S+\s*$)", text[left:a])[-1] if i else text[left:a]))
        behind.append(_clean(re.split(r"[;.](?:\s|$)", text[z:right])[0]))
    value_ahead, value_behind = _value(ahead), _value(behind)
    if max(value_ahead, value_behind) == 0:
        return []
    label = ahead if value_ahead > value_behind else behind
    if label is ahead and len(at) > 1:
        label = [re.split(r"[,;]\s*", t)[-1].strip() for t in label]
    elif label is behind and len(at) > 1:
        label = [re.split(r"[,;]\s*", t)[0].strip() for t in label]
    return [(_printed(text, t), s, a, z) for t, (a, z, s) in zip(label, at, strict=True) if 0 < len(t) <= 40]


def _value(label: list[str]) -> float:
    """How much these look like labels of a scale (known words count most)."""
    return sum(
        2.0
        if t.lower() in scale_labels()
        else 0.4
        if 0 < len(t.split()) <= 4 and re.fullmatch(r"[A-Za-z /-]+", t)
        else 0
        for t in label
    )


def _printed(text: str, label: str) -> str:
    """The label as it stands in the text, with the short form that it introduces: "Sangat Tinggi (ST)"."""
    m = re.search(r"\s+".join(map(re.escape, label.split())) + rf"(?:{_SHORT_FORM.pattern})?", text)
    return re.sub(r"\s+", " ", m[0]) if m else label


class _Gathering:
    """Bands as lines tell them, until their scale is whole; `whole`: rows of the scales that are, best band
    first."""

    def __init__(self) -> None:
        self.whole: list[dict] = []
        self._bands: list[dict] = []
        self._gaps = 0

    def finish(self) -> None:
        """No band follows: what is gathered is a scale, or nothing."""
        bands = self._bands
        if _is_valid(bands):
            first, *_, last = (float((k["atas"] or k["bawah"]).rstrip("% ").replace(",", ".")) for k in bands)
            self.whole += reversed(bands) if first < last else bands
        self._bands = []

    def pass_by(self, line: Line) -> None:
        """A line that tells no band: one is passed over, unless it is long."""
        self._gaps += 1
        if self._gaps > 1 or len(line.teks) > 200:
            self.finish()

    def add(self, line: Line, found: list[tuple], printed: list) -> None:
        """The bands of a line; several are a scale of their own. printed: the numbers of its block."""
        if len(found) > 1:
            self.finish()
        self._gaps = 0
        for label, bounds, start, end in found:
            below, above = bound_ids(printed, bounds, start, end)
            if any(k["label"].lower() == label.lower() for k in self._bands):  # the labels begin anew
                self.finish()
            table = self._bands[0]["tabel"] if self._bands else line.place["tabel"]
            band = {"label": label, **bounds._asdict(), **line.place, "tabel": table}
            self._bands.append(band | {"_bawah": below, "_atas": above})
        if len(found) > 1:
            self.finish()


def _bands_of(text: str) -> list[tuple]:
    """The bands that a line tells; none where it is too long for what it tells."""
    found = bands(text) if len(text) < 900 and re.search(r"\d", text) else []
    if len(found) == 1 and len(text) > 160 or len(found) < 3 and len(text) > 400:
        return []
    return found


def recognise_skala(lines: list[Line], angka: pd.DataFrame) -> pd.DataFrame:
    """Typed table skala from prose: best band first; `_bawah`, `_atas` point to the printed numbers."""
    prose: dict[int, list] = {}
    for i, blok, r, start, end, text in zip(
        angka.index, *(angka[k].tolist() for k in ("blok", "r", "mulai", "akhir", "teks")), strict=True
    ):
        if r == -1:
            prose.setdefault(blok, []).append((i, start, end, re.sub(r"[^\d.,]", "", text)))
    scales = _Gathering()
    for line in lines:
        if line.r >= 0:
            continue
        if line.zone in ("daftar isi", "sampul") or "\t" in line.teks:
            scales.finish()
        elif found := _bands_of(line.teks):
            scales.add(line, found, prose.get(line.blok, []))
        else:
            scales.pass_by(line)
    scales.finish()
    return frame(scales.whole, ["label", *Bounds._fields, *PLACE_COLUMNS])


def bound_ids(printed_numbers: list, s: Bounds, start: int, end: int) -> tuple[int, int]:
    """Ids of the two bounds among the printed numbers (id, start, end, digits) of the block."""
    result: list[int] = []
    for text in (s.bawah, s.atas):
        plain = re.sub(r"[^\d.,]", "", text)
        match = [
            i
            for i, a, z, t in printed_numbers
            if t == plain and a >= start and z <= end + 1 and i not in result
        ]
        result.append(int(match[0]) if text and match else -1)
    return result[0], result[1]


def _is_valid(gathered: list[dict]) -> bool:
    """Two bands with known labels, or three with any, over numbers that go one way."""
    known = sum(_SHORT_FORM.sub("", k["label"]).lower() in scale_labels() for k in gathered)
    if not (known >= 2 or (len(gathered) >= 3 and known >= 1)):
        return False
    if all(k["bawah"] == k["atas"] for k in gathered):  # values with their labels, no bands
        return False
    value = [float((k["atas"] or k["bawah"]).rstrip("% ").replace(",", ".")) for k in gathered]
    return value == sorted(value) or value == sorted(value, reverse=True)
