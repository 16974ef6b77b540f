"""Smaller kinds of grids: rating scales, definitions of indicators, aid and services."""

import re

from cermat.datasets.document.clean import clean
from cermat.datasets.recognise.grids.columns import Column, body_rows, carried_texts
from cermat.datasets.recognise.grids.layout import Layout, year_text
from cermat.datasets.recognise.grids.seri import caption_name
from cermat.datasets.recognise.grids.texts import read_arah, without_number
from cermat.datasets.recognise.headers import tidy
from cermat.datasets.recognise.labels import scale_labels
from cermat.datasets.recognise.row_kinds import DATA, PART, TOTAL
from cermat.datasets.recognise.structure.scale_bands import Bounds, read_bounds
from cermat.datasets.recognise.vocabulary import vocabulary

_RULE = r"(?:[-–—_]{2,}|…+|\.{4,})"
_TIMES = r"(?:\s*(?:[x×*✕]|dikali(?:kan)?)\s*\(?100(?:[.,]0{1,2})?\s*(?:%|persen)?\)?)"
# what follows a formula and is none of it: "Keterangan: a = …", not "jumlah surat keterangan"
_ASIDE = re.compile(
    r"\b(?:(?:keterangan|catatan|sumber(?: data)?|contoh)(?=\s*[:=(]|\s+\w+\s*=)|di ?mana\b)", re.I
)
# what each side of a quotient may hold, what parts them, what follows
_QUOTIENTS = (
    (".+", rf"\s*{_RULE}\s*{_TIMES}?\s*", rf"{_TIMES}?"),
    ("[^/]+", r"\s+/\s+", rf"{_TIMES}?"),
    (".+", r",?\s+(?:dibagi(?:kan)?|dibanding(?:kan)?|÷)(?: dengan)?\s+", rf"(?:,?\s*{_TIMES})?\s*\.?"),
    ("[^/:]+", r"\s+:\s+", _TIMES),
    ("[^/]{6,}", r"\s*/\s*", _TIMES),
)
_LONGEST = 60  # characters of a label, or of an interval


def _texts(columns: list[Column]) -> dict[str, Column]:
    """Role → its first column of words."""
    return {col.role: col for col in reversed(columns) if not col.nilai}


def recognise_skala(grid: Layout, columns: list[Column]) -> list[dict]:
    """Bands of a rating scale: a column of intervals beside a column of labels; [] where the grid is none."""
    data = body_rows(grid, DATA, TOTAL, PART)
    if not 2 <= len(data) <= 12 or _other_scale(grid):
        return []
    bounds: dict[int, tuple[bool, int, dict[int, Bounds]]] = {}
    for col in columns:
        texts = {row: grid.teks[row, col.c] for row in data if col.role not in ("no", "kode")}
        printed = {
            row: text for row, text in texts.items() if re.search(r"\d", text) and len(text) <= _LONGEST
        }
        told = {row: bound for row, text in printed.items() if (bound := read_bounds(text))}
        wide = sum(bound.bawah != bound.atas for bound in told.values())
        least = 0.5 if col.score("interval") >= 0.5 else 0.75
        if len(told) >= 0.8 * len(data) and wide >= least * len(data):
            percent = any(_number(bound.atas or bound.bawah) > 10 for bound in told.values())
            bounds[col.c] = percent, wide, told
    # a second column of intervals measures something else ("nilai persepsi"): the one the labels' percentages
    # stand in wins
    at = max(bounds, key=lambda number: (*bounds[number][:2], -number), default=-1)
    label = _label_column(grid, columns, data, at) if bounds else None
    named = {row: name for row in data if label and (name := grid.content(row, label.c))}
    found = {row: bound for row, bound in bounds[at][2].items() if row in named} if bounds else {}
    bands = [
        {**grid.place(row), "label": named[row], **bound._asdict(), **_bound_ids(grid, row, at, bound)}
        for row, bound in found.items()
    ]
    return bands if len(bands) >= 2 else []


def _other_scale(grid: Layout) -> bool:
    """Does the grid rate something else than capaian (service quality, AKIP, maturity …)?"""
    text = tidy(" ".join([grid.caption, *(head.teks for head in grid.header.values())]))
    return any(re.search(words, text) for words in vocabulary("kepala")["skala_lain"])


def _number(text: str) -> float:
    match = re.search(r"\d+(?:[.,]\d+)?", text)
    return float(match[0].replace(",", ".")) if match else 0.0


def _bound_ids(grid: Layout, row: int, column: int, bound: Bounds) -> dict:
    """Ids of the numbers of the two bounds, matched by value in the cell."""
    result = {"_bawah": -1, "_atas": -1}
    rest = [
        (token.id, f"{token.nilai:g}")
        for token in grid.tokens.get((row, column), [])
        if token.kelas != "bukan"
    ]
    for name, text in (("_bawah", bound.bawah), ("_atas", bound.atas)):
        held = [pair for pair in rest if text and pair[1] == f"{_number(text):g}"]
        if held:
            result[name] = held[0][0]
            rest = [pair for pair in rest if pair[0] != held[0][0] or bound.bawah == bound.atas]
    return result


def _label_column(grid: Layout, columns: list[Column], data: list[int], interval: int) -> Column | None:
    known = set(map(tidy, scale_labels()))

    def value(col: Column) -> float:
        texts = [grid.content(row, col.c) for row in data]
        worded = all(len(text) <= _LONGEST and re.search(r"[A-Za-z]", text) for text in texts)
        if col.c == interval or col.role in ("no", "interval") or not worded:
            return 0
        words = sum(tidy(text) in known for text in texts) / len(texts)
        return words + 0.04 * min(len(texts[0]), 10) + (0.5 if col.score("predikat") >= 0.5 else 0)

    best = max(columns, key=value)
    return best if value(best) >= 0.5 else None


def recognise_definisi(grid: Layout, columns: list[Column]) -> list[dict]:
    """Definitions of indicators: a column of names beside one of formulas or ways of measuring."""
    find = _texts(columns)
    told_by = _formula_column(grid, columns)
    if told_by is None or "indikator" not in find:
        return []
    sasaran = carried_texts(grid, find["sasaran"].c) if "sasaran" in find else {}
    result = []
    for row in body_rows(grid, DATA, PART):
        name, formula = grid.teks[row, find["indikator"].c], grid.content(row, told_by.c)
        if name and formula:
            texts = [role for role in ("satuan", "sumber") if role in find]
            told: dict[str, str] = {role: grid.content(row, find[role].c) for role in texts}
            told |= {"indikator": without_number(name), "sasaran": without_number(sasaran.get(row, ""))}
            told |= {"formula": clean(formula)}
            told["arah"] = read_arah(grid.content(row, find["arah"].c)) if "arah" in find else ""
            told["pembilang"], told["penyebut"] = numerator_denominator(told["formula"])
            result.append({**grid.place(row), **told})
    return result


def _formula_column(grid: Layout, columns: list[Column]) -> Column | None:
    """The column of formulas: of several ("Definisi Operasional | Rumus") the one most rows of which divide
    something; one headed "Penjelasan" is one where half of its rows do."""
    rows = body_rows(grid, DATA, PART)
    held = [col for col in columns if not col.nilai and col.role in ("formula", "keterangan")]
    many = {col.c: sum(any(numerator_denominator(grid.content(row, col.c))) for row in rows) for col in held}
    held = [col for col in held if col.role == "formula" or rows and 2 * many[col.c] >= len(rows)]
    return max(held, key=lambda col: (many[col.c], not _defines(col)), default=None)


def _defines(col: Column) -> bool:
    """ "Definisi Operasional" says in words what the column beside it puts as a formula."""
    return tidy(col.header.path[-1] if col.header.path else "").startswith("definisi operasional")


def numerator_denominator(text: str) -> tuple[str, str]:
    """What a written formula divides and by what: 'a ---- x 100% b', 'a / b x 100%', 'a dibagi b', 'a : b';
    ('', '') if none."""
    text = re.sub(r"^(?=[^/]{0,120}=).{0,120}?[:=]\s*(?=\S)", "", re.sub(r"\s+", " ", text).strip())
    text = _ASIDE.split(text, maxsplit=1)[0]
    for side, sign, end in _QUOTIENTS:
        pattern = rf"\(?\s*(?P<a>{side}?)\s*\)?{sign}\(?\s*(?P<b>{side}?)\s*\)?{end}\s*"
        match = re.fullmatch(pattern, text, re.I)
        if match and all(re.search(r"[A-Za-z]{3}", part) for part in match.groups()):
            return _clean(match["a"]), _clean(match["b"])
    return "", ""


def _clean(text: str) -> str:
    text = re.sub(rf"{_TIMES}\s*$", "", text.strip(), flags=re.I)
    if text.count("(") != text.count(")"):
        return text.strip(' =:;,.()“”"')
    return re.sub(r"^[=:;,.\s]+|[=:;,.\s]+$", "", text)


def recognise_layanan(grid: Layout, columns: list[Column], tahun: int) -> tuple[list[dict], set[int]]:
    """Aid and services: what was given, to whom, target and realisasi; and the columns used."""
    find = _texts(columns)
    given = next((find[role] for role in ("layanan", "uraian", "kegiatan") if role in find), None)
    counts = {
        role: [col for col in columns if col.nilai and col.score(role) >= 0.5]
        for role in ("target", "realisasi")
    }
    counts["realisasi"] = counts["realisasi"] or [
        col for col in columns if col.nilai and col.score("jumlah") >= 0.5
    ]
    if "penerima" not in find or given is None or not counts["realisasi"]:
        return [], set()
    roles = {role: held[0] for role, held in counts.items() if held}
    total = (body_rows(grid, TOTAL) or [-1])[-1]
    names, result = carried_texts(grid, given.c), []
    for row in [*body_rows(grid), *([total] if total >= 0 else [])]:
        whole, label = row == total, grid.rows[row].label
        name = label if whole else without_number(names[row])
        recipients = label if whole else grid.content(row, find["penerima"].c)
        if not name or not recipients or not any(grid.has_number(row, col.c) for col in roles.values()):
            continue
        told = {**grid.place(row), "uraian": name, "penerima": recipients, "tahun": year_text(tahun)}
        told["satuan"] = grid.content(row, find["satuan"].c) if "satuan" in find else ""
        told["subjek"] = caption_name(grid.caption, True) if whole else ""
        told |= {"kode": "total" if whole else str(row), "induk": "" if whole or total < 0 else "total"}
        result.append(told | grid.cells(row, grid.filled(row, roles)))
    return result, {col.c for col in roles.values()}
