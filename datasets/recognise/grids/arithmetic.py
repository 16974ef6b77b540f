"""Cells that write out their arithmetic ("= 3.226 / 16.051 × 100% = 20,09 %", also in several steps) →
`perhitungan`."""

import re

import numpy as np
import pandas as pd

from datasets.document.clean import clean
from datasets.recognise.grids.columns import Column, name_column
from datasets.recognise.grids.layout import CellNumber, Layout
from datasets.recognise.grids.others import numerator_denominator
from datasets.recognise.grids.texts import without_number
from datasets.recognise.headers import tidy
from datasets.recognise.row_kinds import NOTE, PART

# what may stand between two numbers, and what it means; tried in this order
_MARK = [
    (
        "bagi",
        re.compile(
            r"^[\w%/.³² ()]{0,30}?\s*(?:/|÷|:|}\s*{|dibagi(?:kan)?(?: dengan)?|[-–—_]{2,})\s*"
            r"(?:\(?\s*[A-Za-z%]{0,12}\s*)?\(?\s*$",
            re.I,
        ),
    ),
    ("kali", re.compile(r"^[\w% ()]{0,30}?\s*(?:[x×*✕]|\\times|dikali(?:kan)?(?: dengan)?)\s*\(?\s*$", re.I)),
    ("tambah", re.compile(r"^[\w% ()]{0,30}?\s*(?:\+|ditambah(?: dengan)?)\s*\(?\s*(?:Rp\.?\s*)?$", re.I)),
    (
        "kurang",
        re.compile(r"^[\w% ()]{0,30}?\s+(?:-|–|−|dikurangi(?: dengan)?)\s+\(?\s*(?:Rp\.?\s*)?$", re.I),
    ),
    ("sama", re.compile(r"^[\w% ()./]{0,40}?\s*=\s*\(?\s*(?:Rp\.?\s*)?$", re.I)),
]


def steps(text: str, tokens: list[CellNumber]) -> list[dict]:
    """The steps of the arithmetic a text writes out.

    tokens: the text's number tokens (kelas 'bukan' too: "× 100%" is one). Returns a, b, hasil as tokens with
    their operasi, in order: bagi_persen, bagi, bagi_kali (a / b × c), tambah, kurang, kali. Chains of more
    than two terms give none.
    """
    if len(tokens) < 3 or "=" not in text:
        return []
    content = sorted(tokens, key=lambda t: t.mulai)
    op = [_sign(text[a.akhir : b.mulai]) for a, b in zip(content, content[1:], strict=False)]
    # "× 100%" may lie inside one token that is no figure: then the gap before it holds nothing
    hundred = [_is_hundred(t, text) for t in content]
    result, i = [], 0
    while i < len(content) - 2:
        n, rows = _one(content, op, hundred, i)
        if rows:
            result.append(rows)
        i += n
    return result


def _sign(between: str) -> str:
    between = re.sub(r"\}\s*\{", " / ", between)  # \frac{a}{b} as typed
    between = re.sub(r"[${}]|\\(?!times|cdot|div)", " ", between).replace("\\cdot", "×").replace("\\div", ":")
    return next((name for name, p in _MARK if p.match(between)), "")


def _is_hundred(t: CellNumber, text: str) -> bool:
    """Is the token the "× 100%" of a percentage?"""
    before = text[max(0, t.mulai - 12) : t.mulai]
    return bool(re.fullmatch(r"\D{0,14}100(?:[.,]0{1,2})?\s*\\?%?\D{0,3}", t.teks)) and (
        bool(re.search(r"(?:[x×*✕]|\\times|kali(?:kan)?(?: dengan)?)\s*\(?\s*$", before, re.I))
        or bool(re.match(r"[x×*✕\\]|dikali|kali", t.teks.strip(), re.I))
    )


def _one(content: list[CellNumber], op: list[str], hundred: list[bool], i: int) -> tuple[int, dict | None]:
    """One step from token i: (tokens to go on, the step or None)."""
    o = op[i]
    if (
        o not in ("bagi", "tambah", "kurang", "kali")
        or hundred[i]
        or (i and op[i - 1] in ("tambah", "kurang", "kali", "bagi"))
    ):
        return 1, None
    j, percent = i + 1, False
    if hundred[j]:
        return 1, None
    factor = None
    if j + 1 < len(content) and hundred[j + 1]:
        percent, j = True, j + 1
    elif o == "bagi" and op[j] == "kali" and j + 2 < len(content):  # a rate per 1.000 or 100.000
        factor, j = content[j + 1], j + 1
    if j + 1 >= len(content) or (op[j] != "sama"):
        return 1, None
    a, b, h = content[i], content[i + 1], content[j + 1]
    if factor is not None:
        return j + 1 - i, {"operasi": "bagi_kali", "a": a, "b": b, "c": factor, "hasil": h}
    if o == "bagi":
        o = "bagi_persen" if percent or (h.satuan == "%" and _guess(a.nilai, b.nilai, h.nilai)) else "bagi"
    elif percent:
        return 1, None
    # a result that is itself the start of the next step is read again there
    return j + 1 - i, {"operasi": o, "a": a, "b": b, "hasil": h}


def _guess(a: float, b: float, h: float) -> bool:
    return bool(b) and np.isfinite(a) and np.isfinite(h) and abs(a / b * 100 - h) < abs(a / b - h)


def recognise_arithmetic(d: Layout, columns: list[Column], tahun: int) -> list[dict]:
    """Rows of `perhitungan` from every cell of the grid that writes out arithmetic."""
    name = name_column(d, columns, ("indikator", "uraian", "sasaran", "kegiatan", "program"))
    result = []
    for (r, c), tokens in d.tokens.items():
        if r not in d.rows or d.rows[r].jenis in (PART, NOTE) and name is not None and name.c == c:
            continue
        text = str(d.teks[r, c])
        subjek = without_number(d.content(r, name.c)) if name is not None and name.c != c else ""
        result += write_steps(
            text,
            steps(d.raw[r, c], tokens),
            subjek or d.caption,
            {**d.place(r)},
            str(tahun) if tahun > 0 else "",
        )
    return result


def write_steps(text: str, entries: list[dict], subjek: str, places: dict, tahun: str) -> list[dict]:
    """perhitungan rows of the steps of one cell: the last step gives the realisasi (or capaian), earlier ones
    lead to it."""
    result: list[dict] = []
    for n, s in enumerate(entries):
        begin = re.split(r"=|untuk|sehingga", clean(text), maxsplit=0)
        meaning = next(
            (
                p
                for p in (
                    numerator_denominator(re.sub(r"^[=\s]+", "", x))
                    for x in begin
                    if re.search(r"[A-Za-z]{4}", x)
                )
                if p[0]
            ),
            ("", ""),
        )
        end = n == len(entries) - 1
        ukuran = (
            "realisasi"
            if end
            else "realisasi sebelum akumulasi"
            if entries[-1]["operasi"] == "tambah"
            else "langkah"
        )
        if re.search(r"\bcapaian\s*=", text, re.I) and end:
            ukuran = "capaian"
        rows = {**places, "subjek": subjek, "ukuran": ukuran, "tahun": tahun, "operasi": s["operasi"]}
        for p in ("a", "b", "c", "hasil") if "c" in s else ("a", "b", "hasil"):
            rows |= {p: s[p].teks, f"_{p}": s[p].id}
        if s["operasi"] in ("bagi", "bagi_persen", "bagi_kali"):
            rows |= {"a_arti": meaning[0], "b_arti": meaning[1]}
        elif n and s["a"].nilai == entries[n - 1]["hasil"].nilai:
            rows["a_arti"] = result[-1]["ukuran"] if result else ""
        result.append(rows)
    return [b for b in result if b["subjek"]]


def settle_measure(tables: dict[str, list[dict]], angka: pd.DataFrame) -> None:
    """Say "capaian" of a written-out result that is an indicator's capaian and not its realisasi (in place).

    Where it is neither, and its unit is not the realisasi's, it is only called "hasil": comparing it would
    mean nothing.
    """
    if "perhitungan" not in tables or "indikator" not in tables:
        return
    value, satuan = angka["nilai"].to_dict(), angka["satuan"].to_dict()
    known: dict[str, list[dict]] = {}
    for b in tables["indikator"]:
        known.setdefault(tidy(b["indikator"]), []).append(b)
    for b in tables["perhitungan"]:
        if b["ukuran"] != "realisasi" or b.get("_hasil", -1) < 0:
            continue
        v = value[b["_hasil"]]
        pairs = [
            {p: value.get(x.get(f"_{p}", -1)) for p in ("realisasi", "capaian")}
            | {"satuan": satuan.get(x.get("_realisasi", -1), "")}
            for x in known.get(tidy(b["subjek"]), [])
        ]
        there = [x for x in pairs if x["realisasi"] is not None]
        if not there or any(x["realisasi"] == v for x in there):
            continue
        if any(x["capaian"] == v for x in there):
            b["ukuran"] = "capaian"
        elif all(x["satuan"] != satuan[b["_hasil"]] for x in there):
            b["ukuran"], b["subjek"] = "hasil", f"perhitungan {b['subjek']}"
