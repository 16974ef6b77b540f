"""Where a printed figure stands in a file of text: line and columns, so that an editor shows it."""

import hashlib
import re
from pathlib import Path

import pandas as pd
from sarif_pydantic import sarif as S

from cermat.reports.plain import plain

LINED = (".md", ".txt")  # sources in which a line number means a line


class Regions:
    """Regions of one report; none where its source is no file of lines.

    findings: findings.json as a dict; result: the frames behind it, or None (then lines only).
    """

    def __init__(self, findings: dict, result) -> None:
        report = findings["report"]
        self.lined = Path(report["source"]).suffix.lower() in LINED
        self.lines = _lines(report) if self.lined and result is not None else []
        self._ranks: dict[int, tuple[int, int]] = {}
        if self.lines:
            angka = result.sub.angka
            self._ranks = _ranks(angka[angka["laporan"] == report["laporan"]])

    def of(self, place: dict) -> S.Region | None:
        """The token of a figure; its line where that is all that is known."""
        line, words = place.get("line"), plain(place["text"], 500)
        if not self.lined or line is None or line < 1:
            return None
        found = self._token(line, place)
        if found is None:
            return S.Region(start_line=line, snippet=S.ArtifactContent(text=words) if words else None)
        row, start, end = found
        token = self.lines[row - 1][start:end]
        return S.Region(
            start_line=row,
            start_column=start + 1,
            end_line=row,
            end_column=end + 1,
            snippet=S.ArtifactContent(text=token),
        )

    def _token(self, line: int, place: dict) -> tuple[int, int, int] | None:
        """(line, first column from 0, the one behind the last) of a figure: of the places in its passage
        where its text stands, the one in the order of the figures; None where these are not as many."""
        rank, many = self._ranks.get(place.get("angka", -1), (0, 1))
        text = place["text"].strip()
        if not text or line > len(self.lines):
            return None
        edge = re.compile(rf"(?<![\w.,]){re.escape(text)}(?!\w|[.,]\d)")
        hits = [
            (row, hit.start(), hit.end())
            for row in _passage(self.lines, line)
            for hit in edge.finditer(self.lines[row - 1])
        ]
        return hits[rank] if len(hits) == many else None


def _lines(report: dict) -> list[str]:
    """The lines of the source as it was read; none where it is gone or another by now."""
    try:
        content = Path(report["source"]).read_bytes()
    except OSError:
        return []
    if hashlib.sha256(content).hexdigest() != report["sha256"]:
        return []
    try:
        return re.split(r"\r\n|\r|\n", content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return []


def _passage(lines: list[str], first: int) -> range:
    """Lines (from 1) of what begins on a line: a row of a table is one line, a paragraph ends at an empty
    one."""
    if lines[first - 1].lstrip().startswith("|"):
        return range(first, first + 1)
    last = first
    while last < len(lines) and lines[last].strip():
        last += 1
    return range(first, last + 1)


def _ranks(angka: pd.DataFrame) -> dict[int, tuple[int, int]]:
    """Figure → (how many of the same text stand before it in its passage, how many there are)."""
    placed = angka[angka["garis"].ge(1)].sort_values(["garis", "r", "c", "mulai"], kind="stable")
    same = placed.groupby([placed["garis"], placed["teks"].str.strip()])
    rank, many = same.cumcount().tolist(), same["teks"].transform("size").tolist()
    return dict(zip(placed.index.tolist(), zip(rank, many, strict=True), strict=True))
