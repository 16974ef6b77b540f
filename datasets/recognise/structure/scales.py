"""The report's own rating scale where it stands in lines or sentences (a scale in a grid is read with the
grids)."""

import re
from functools import cache

import pandas as pd

from cermat.datasets.recognise.document_lines import Line, frame
from cermat.datasets.recognise.labels import scale_labels
from cermat.datasets.recognise.structure.scale_bands import Bounds, read_bounds
from cermat.schemas.tables import PLACE_COLUMNS

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
    for count in range(min(3, len(words) - 1), 0, -1):  # "ditetapkan sangat tinggi": the known label within
        for candidates in (" ".join(words[-count:]), " ".join(words[:count])):
            if (
                candidates.lower() in scale_labels()
                and text.lower() not in scale_labels()
                and len(candidates) > 3
            ):
                return (
                    text
                    if _DEGREE.fullmatch(words[-count - 1]) and candidates == " ".join(words[-count:])
                    else candidates
                )
    return text


def bands(text: str) -> list[tuple[str, Bounds, int, int]]:
    """Bands in one text: (label as printed, bounds, start, end of the bounds in the text).

    The label stands before or behind its interval; which of the two is the same for all bands of a text.
    """
    at = [
        (found.start(), found.end(), bounds)
        for found in BOUNDS.finditer(text)
        if (bounds := read_bounds(found[0]))
    ]
    if not at:
        return []
    if len(at) >= 2:  # "… capaian 100% dikategorikan tercapai …" between two bands is a band of one point
        point = [
            (found.start(), found.end(), bounds)
            for found in re.finditer(r"(?<![\d.,])\d{1,3}(?:[.,]\d+)?\s*%", text)
            if (bounds := read_bounds(found[0]))
        ]
        at = sorted(
            [
                *at,
                *(told for told in point if all(told[1] <= start or told[0] >= end for start, end, _ in at)),
            ]
        )
    ahead, behind = [], []
    for order, (start, end, _) in enumerate(at):
        left = at[order - 1][1] if order else 0
        right = at[order + 1][0] if order + 1 < len(at) else len(text)
        ahead.append(
            _clean(re.split(r"[;:.]\s|,\s(?=\S+\s*$)", text[left:start])[-1] if order else text[left:start])
        )
        behind.append(_clean(re.split(r"[;.](?:\s|$)", text[end:right])[0]))
    value_ahead, value_behind = _value(ahead), _value(behind)
    if max(value_ahead, value_behind) == 0:
        return []
    label = ahead if value_ahead > value_behind else behind
    if label is ahead and len(at) > 1:
        label = [re.split(r"[,;]\s*", word)[-1].strip() for word in label]
    elif label is behind and len(at) > 1:
        label = [re.split(r"[,;]\s*", word)[0].strip() for word in label]
    return [
        (_printed(text, word), bounds, start, end)
        for word, (start, end, bounds) in zip(label, at, strict=True)
        if 0 < len(word) <= 40
    ]


def _value(label: list[str]) -> float:
    """How much these look like labels of a scale (known words count most)."""
    return sum(
        2.0
        if word.lower() in scale_labels()
        else 0.4
        if 0 < len(word.split()) <= 4 and re.fullmatch(r"[A-Za-z /-]+", word)
        else 0
        for word in label
    )


def _printed(text: str, label: str) -> str:
    """The label as it stands in the text, with the short form that it introduces: "Sangat Tinggi (ST)"."""
    printed = re.search(r"\s+".join(map(re.escape, label.split())) + rf"(?:{_SHORT_FORM.pattern})?", text)
    return re.sub(r"\s+", " ", printed[0]) if printed else label


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
            first, *_, last = (
                float((band["atas"] or band["bawah"]).rstrip("% ").replace(",", ".")) for band in bands
            )
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
            if any(band["label"].lower() == label.lower() for band in self._bands):  # the labels begin anew
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
    for index, blok, row, start, end, text in zip(
        angka.index,
        *(angka[column].tolist() for column in ("blok", "r", "mulai", "akhir", "teks")),
        strict=True,
    ):
        if row == -1:
            prose.setdefault(blok, []).append((index, start, end, re.sub(r"[^\d.,]", "", text)))
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


def bound_ids(printed_numbers: list, bounds: Bounds, start: int, end: int) -> tuple[int, int]:
    """Ids of the two bounds among the printed numbers (id, start, end, digits) of the block."""
    result: list[int] = []
    for text in (bounds.bawah, bounds.atas):
        plain = re.sub(r"[^\d.,]", "", text)
        match = [
            index
            for index, begin, close, text in printed_numbers
            if text == plain and begin >= start and close <= end + 1 and index not in result
        ]
        result.append(int(match[0]) if text and match else -1)
    return result[0], result[1]


def _is_valid(gathered: list[dict]) -> bool:
    """Two bands with known labels, or three with any, over numbers that go one way."""
    known = sum(_SHORT_FORM.sub("", band["label"]).lower() in scale_labels() for band in gathered)
    if not (known >= 2 or (len(gathered) >= 3 and known >= 1)):
        return False
    if all(band["bawah"] == band["atas"] for band in gathered):  # values with their labels, no bands
        return False
    value = [float((band["atas"] or band["bawah"]).rstrip("% ").replace(",", ".")) for band in gathered]
    return value == sorted(value) or value == sorted(value, reverse=True)
