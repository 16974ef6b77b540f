"""What the document is: a LKjIP, a part of one, a plan, a budget. Title, headings and table heads tell
(words/dokumen.yaml)."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache

from cermat.datasets.document.model import Document
from cermat.datasets.recognise.context import Context, close_up, pattern
from cermat.datasets.recognise.document_lines import Line
from cermat.datasets.recognise.vocabulary import vocabulary
from cermat.schemas.documents import EVIDENCE, KIND, LKJIP, OTHER, PART, PERIOD

_OPENING = 25  # texts in which a title is looked for
_TITLE, _SAID, _HEADING, _TABLE = 5.0, 1.0, 1.0, 1.5  # a title weighs as much as several headings
_MOST_HEADINGS = 4
_BAB = re.compile(r"\s*bab\s+(?:[ivxlc]+|\d{1,2})\b", re.I)
_NO_TITLE = re.compile(r"^\s*(?:bab\s+[ivxlc\d]|tabel\b|gambar\b|\d+(?:\.\d+)*[.)]?\s)|\t|[.;:]\s*$", re.I)
_RANGE = re.compile(r"\b((?:19|20)\d\d)\s*(?:[-–—]|s\.?/?d\.?|sampai(?: dengan)?)\s*((?:19|20)\d\d)\b")


@dataclass
class _Votes:
    """Weights by kind, and the first and best text that spoke for each."""

    score: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    told: dict = field(default_factory=dict)

    def add(self, kind: str, weight: float, how: str, text: str, place: dict) -> None:
        self.score[kind] += weight
        if kind not in self.told or weight > self.told[kind][0]:
            self.told[kind] = (weight, f'{how} "{text[:90].strip()}"', place)


@cache
def _words() -> dict[str, dict]:
    """Patterns by kind: judul (one), bab (several), tabel (lists of patterns that must all occur)."""
    made = {}
    for kind, content in vocabulary("dokumen").items():
        titles = pattern("laporan").pattern if kind == LKJIP else "|".join(content.get("judul", []))
        made[kind] = {
            "judul": re.compile(rf"(?:{titles})", re.I) if titles else None,
            "bab": [re.compile(phrase, re.I) for phrase in content.get("bab", [])],
            "tabel": [[re.compile(phrase, re.I) for phrase in way] for way in content.get("tabel", [])],
        }
    return made


def recognise_dokumen(
    lines: list[Line], document: Document, context: Context, plans: list[str]
) -> list[dict]:
    """Rows of identitas that say what the document is: its kind, by what, of which period, which part.

    plans: periods of plans that the document speaks of. A text that nothing gives away is 'lain' without
    evidence.
    """
    votes = _Votes()
    opening = _opening(document)
    promised = {line.teks for line in lines if line.zone == "daftar isi"} - {
        line.teks for line in lines if line.zone != "daftar isi"
    }
    _titles(
        [(text, place) for text, place in opening if text not in promised], votes
    )  # an annex that the contents promise is no title
    _headings(lines, votes)
    _tables(document, votes)
    if any(pattern("laporan").search(line.teks) for line in lines if line.jenis == "paragraf"):
        votes.score[LKJIP] += _SAID
    best = max(votes.score, key=lambda kind: (votes.score[kind], kind == LKJIP), default=OTHER)
    _, evidence, place = votes.told.get(best, (0, "", {}))
    if best == LKJIP and not evidence:
        evidence = "isi: menyebut laporan kinerja"
    rows = [{"jenis": KIND, "nilai": best, **place}, {"jenis": EVIDENCE, "nilai": evidence, **place}]
    rows.append({"jenis": PERIOD, "nilai": _period(best, [text for text, _ in opening], context, plans)})
    rows.append({"jenis": PART, "nilai": _part(lines) if best == LKJIP and context.excerpt else ""})
    return [row for row in rows if row["nilai"]]


def _opening(document: Document) -> list[tuple[str, dict]]:
    """The first texts: paragraphs, and the cells of grids that stand there ("DOKUMEN PELAKSANAAN ANGGARAN" in
    a frame)."""
    result: list[tuple[str, dict]] = []
    for block in document.blocks:
        texts = [block.teks] if block.jenis != "petak" else _banner(document.cells.get(block.blok, []))
        for line in (
            close_up(re.sub(r"[ \xa0]+", " ", line).strip()) for text in texts for line in text.split("\n")
        ):
            if re.search(r"[A-Za-z]{3}", line) and line not in [told for told, _ in result]:
                place = {
                    "halaman": int(block.halaman) if block.halaman >= 0 else "",
                    "garis": int(block.garis) if block.garis >= 0 else "",
                }
                result.append((line, place))
        if len(result) >= _OPENING or any(_BAB.match(told) and "\t" not in told for told, _ in result):
            break
    return result[:_OPENING]


def _banner(cells: list) -> list[str]:
    """Texts of the first rows of a grid that hold one or two texts only: a title set in a frame, no head of
    columns."""
    filled = Counter(cell.r for cell in cells if cell.teks.strip())
    return [cell.teks for cell in cells if cell.r <= 8 and filled[cell.r] <= 2]


def _titles(opening: list[tuple[str, dict]], votes: _Votes) -> None:
    """The first title weighs most; what else the first texts name is a part or a neighbour."""
    found = False
    for text, place in opening:
        if len(text) > 110 or _NO_TITLE.search(text):
            continue
        for kind, words in _words().items():
            title = words["judul"].search(text) if words["judul"] is not None else None
            if title and (title.start() <= 3 or len(text) <= 40):
                votes.add(kind, _SAID if found else _TITLE, "judul", text, place)
                found = True
                break


def _headings(lines: list[Line], votes: _Votes) -> None:
    """Headings and entries of the contents that hardly another kind of document has."""
    seen: Counter = Counter()
    for line in lines:
        if line.r >= 0 or not (line.jenis == "judul" or line.zone == "daftar isi") or len(line.teks) > 160:
            continue
        text = line.teks.split("\t")[0]
        for kind, words in _words().items():
            hit = next((phrase for phrase in words["bab"] if phrase.search(text)), None)
            if hit is not None and seen[kind, hit.pattern] == 0 and seen[kind] < _MOST_HEADINGS:
                seen[kind, hit.pattern] += 1
                seen[kind] += 1
                votes.add(kind, _HEADING, "judul bagian", text, line.place)


def _tables(document: Document, votes: _Votes) -> None:
    """The heads of tables: triwulan beside realisasi, sumber dana beside belanja. One vote a kind."""
    found: set[str] = set()
    for block in document.blocks:
        if block.jenis != "petak":
            continue
        cells = [cell for cell in document.cells.get(block.blok, []) if cell.r <= 3 and len(cell.teks) < 120]
        head = " | ".join(re.sub(r"\s+", " ", cell.teks) for cell in cells)
        for kind, words in _words().items():
            if kind not in found and any(
                all(phrase.search(head) for phrase in way) for way in words["tabel"]
            ):
                found.add(kind)
                shown = " ".join(column for column in head.split(" | ") if re.search("[A-Za-z]{3}", column))
                place = {"halaman": int(block.halaman)} if block.halaman >= 0 else {}
                votes.add(kind, _SAID if kind == LKJIP else _TABLE, "kepala tabel", shown, place)


def _period(kind: str, opening: list[str], context: Context, plans: list[str]) -> str:
    """Of a plan over years its years, as the title or most sentences give them; of others the year."""
    if kind in ("renstra", "iku"):
        titles = [text for text in opening if len(text) <= 160 and _RANGE.search(text)]
        spoken = [period for period, _ in Counter(plans).most_common(1)] if kind == "renstra" else []
        for text in [*titles[:1], *spoken]:
            if found := _RANGE.search(text):
                return f"{found[1]}-{found[2]}"
    return str(context.tahun) if context.tahun > 0 else ""


def _part(lines: list[Line]) -> str:
    """The chapters that stand in the body of a part of a report: "BAB III"."""
    found = [
        chapter[0]
        for line in lines
        if line.jenis == "judul" and line.zone != "daftar isi" and (chapter := _BAB.match(line.teks))
    ]
    return ", ".join(dict.fromkeys(re.sub(r"\s+", " ", text).strip().upper() for text in found))
