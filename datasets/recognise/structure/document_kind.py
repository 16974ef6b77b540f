"""What the document is: a LKjIP, a part of one, a plan, a budget. Title, headings and table heads tell
(words/dokumen.yaml)."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cache

from datasets.document.model import Document
from datasets.recognise.context import Context, close_up, pattern
from datasets.recognise.document_lines import Line
from datasets.recognise.vocabulary import vocabulary
from schemas.documents import EVIDENCE, KIND, LKJIP, OTHER, PART, PERIOD

_OPENING = 25  # texts in which a title is looked for
_TITLE, _SAID, _HEADING, _TABLE = 5.0, 1.0, 1.0, 1.5  # a title weighs as much as several headings
_MOST_HEADINGS = 4
_BAB = re.compile(r"\s*bab\s+(?:[ivxlc]+|\d{1,2})\b", re.I)
_NO_TITLE = re.compile(r"\s*(?:bab\s+[ivxlc\d]|tabel\b|gambar\b|\d+(?:\.\d+)*[.)]?\s)|\t|[.;:]\s*$", re.I)
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
            "bab": [re.compile(p, re.I) for p in content.get("bab", [])],
            "tabel": [[re.compile(p, re.I) for p in way] for way in content.get("tabel", [])],
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
    promised = {b.teks for b in lines if b.zone == "daftar isi"} - {
        b.teks for b in lines if b.zone != "daftar isi"
    }
    _titles(
        [(t, p) for t, p in opening if t not in promised], votes
    )  # an annex that the contents promise is no title
    _headings(lines, votes)
    _tables(document, votes)
    if any(pattern("laporan").search(b.teks) for b in lines if b.jenis == "paragraf"):
        votes.score[LKJIP] += _SAID
    best = max(votes.score, key=lambda k: (votes.score[k], k == LKJIP), default=OTHER)
    _, evidence, place = votes.told.get(best, (0, "", {}))
    if best == LKJIP and not evidence:
        evidence = "isi: menyebut laporan kinerja"
    rows = [{"jenis": KIND, "nilai": best, **place}, {"jenis": EVIDENCE, "nilai": evidence, **place}]
    rows.append({"jenis": PERIOD, "nilai": _period(best, [t for t, _ in opening], context, plans)})
    rows.append({"jenis": PART, "nilai": _part(lines) if best == LKJIP and context.excerpt else ""})
    return [r for r in rows if r["nilai"]]


def _opening(document: Document) -> list[tuple[str, dict]]:
    """The first texts: paragraphs, and the cells of grids that stand there ("DOKUMEN PELAKSANAAN ANGGARAN" in
    a frame)."""
    result: list[tuple[str, dict]] = []
    for b in document.blocks:
        texts = [b.teks] if b.jenis != "petak" else _banner(document.cells.get(b.blok, []))
        for line in (
            close_up(re.sub(r"[ \xa0]+", " ", t).strip()) for text in texts for t in text.split("\n")
        ):
            if re.search(r"[A-Za-z]{3}", line) and line not in [t for t, _ in result]:
                place = {
                    "halaman": int(b.halaman) if b.halaman >= 0 else "",
                    "garis": int(b.garis) if b.garis >= 0 else "",
                }
                result.append((line, place))
        if len(result) >= _OPENING or any(_BAB.match(t) and "\t" not in t for t, _ in result):
            break
    return result[:_OPENING]


def _banner(cells: list) -> list[str]:
    """Texts of the first rows of a grid that hold one or two texts only: a title set in a frame, no head of
    columns."""
    filled = Counter(s.r for s in cells if s.teks.strip())
    return [s.teks for s in cells if s.r <= 8 and filled[s.r] <= 2]


def _titles(opening: list[tuple[str, dict]], votes: _Votes) -> None:
    """The first title weighs most; what else the first texts name is a part or a neighbour."""
    found = False
    for text, place in opening:
        if len(text) > 110 or _NO_TITLE.search(text):
            continue
        for kind, words in _words().items():
            m = words["judul"].search(text) if words["judul"] is not None else None
            if m and (m.start() <= 3 or len(text) <= 40):
                votes.add(kind, _SAID if found else _TITLE, "judul", text, place)
                found = True
                break


def _headings(lines: list[Line], votes: _Votes) -> None:
    """Headings and entries of the contents that hardly another kind of document has."""
    seen: Counter = Counter()
    for b in lines:
        if b.r >= 0 or not (b.jenis == "judul" or b.zone == "daftar isi") or len(b.teks) > 160:
            continue
        text = b.teks.split("\t")[0]
        for kind, words in _words().items():
            hit = next((p for p in words["bab"] if p.search(text)), None)
            if hit is not None and seen[kind, hit.pattern] == 0 and seen[kind] < _MOST_HEADINGS:
                seen[kind, hit.pattern] += 1
                seen[kind] += 1
                votes.add(kind, _HEADING, "judul bagian", text, b.place)


def _tables(document: Document, votes: _Votes) -> None:
    """The heads of tables: triwulan beside realisasi, sumber dana beside belanja. One vote a kind."""
    found: set[str] = set()
    for b in document.blocks:
        if b.jenis != "petak":
            continue
        cells = [s for s in document.cells.get(b.blok, []) if s.r <= 3 and len(s.teks) < 120]
        head = " | ".join(re.sub(r"\s+", " ", s.teks) for s in cells)
        for kind, words in _words().items():
            if kind not in found and any(all(p.search(head) for p in way) for way in words["tabel"]):
                found.add(kind)
                shown = " ".join(t for t in head.split(" | ") if re.search("[A-Za-z]{3}", t))
                place = {"halaman": int(b.halaman)} if b.halaman >= 0 else {}
                votes.add(kind, _SAID if kind == LKJIP else _TABLE, "kepala tabel", shown, place)


def _period(kind: str, opening: list[str], context: Context, plans: list[str]) -> str:
    """Of a plan over years its years, as the title or most sentences give them; of others the year."""
    if kind == "renstra":
        titles = [t for t in opening if len(t) <= 110 and _RANGE.search(t)]
        spoken = [p for p, _ in Counter(plans).most_common(1)]
        for text in [*titles[:1], *spoken]:
            if m := _RANGE.search(text):
                return f"{m[1]}-{m[2]}"
    return str(context.tahun) if context.tahun > 0 else ""


def _part(lines: list[Line]) -> str:
    """The chapters that stand in the body of a part of a report: "BAB III"."""
    found = [
        m[0] for b in lines if b.jenis == "judul" and b.zone != "daftar isi" and (m := _BAB.match(b.teks))
    ]
    return ", ".join(dict.fromkeys(re.sub(r"\s+", " ", t).strip().upper() for t in found))
