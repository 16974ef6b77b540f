"""Smaller kinds of grids: rating scales, definitions of indicators, aid and services, lists of predikat."""

import re

from datasets.document.clean import clean
from datasets.recognise.grids.columns import PERFORMANCE, Column, carried_texts, name_column
from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.seri import caption_name
from datasets.recognise.grids.texts import status, without_number
from datasets.recognise.headers import tidy
from datasets.recognise.labels import scale_labels
from datasets.recognise.row_kinds import AVERAGE, DATA, NOTE, PART, TOTAL
from datasets.recognise.structure.scale_bands import read_bounds
from datasets.recognise.vocabulary import vocabulary

_RULE = r"(?:[-–—_]{2,}|…+|\.{4,})"
_TIMES = r"(?:\s*(?:[x×*✕]|dikali(?:kan)?)\s*\(?100(?:[.,]0{1,2})?\s*(?:%|persen)?\)?)"


def recognise_skala(d: Layout, columns: list[Column]) -> list[dict]:
    """Bands of a rating scale: a column of intervals beside a column of labels; [] where the grid is none."""
    data = [r for r in d.body if d.rows[r].jenis in (DATA, TOTAL, PART)]
    if not 2 <= len(data) <= 12 or _other_scale(d):
        return []
    bounds = {}
    for k in columns:
        if k.role in ("no", "kode"):
            continue
        content = {
            r: read_bounds(d.teks[r, k.c])
            for r in data
            if re.search(r"\d", d.teks[r, k.c]) and len(d.teks[r, k.c]) <= 60
        }
        mark = sum(1 for r, s in content.items() if s and (s.bawah != s.atas))
        named = k.header.score("interval") >= 0.5
        if len([s for s in content.values() if s]) >= 0.8 * len(data) and mark >= (
            0.5 if named else 0.75
        ) * len(data):
            bounds[k.c] = (content, mark, named)
    if not bounds:
        return []
    # a second column of intervals measures something else ("nilai persepsi"): the one the labels' percentages
    # stand in wins
    c = max(bounds, key=lambda c: (_is_capital(bounds[c][0]), bounds[c][1], -c))
    label = _label_columns(d, columns, data, c)
    if label is None:
        return []
    result = []
    for r in data:
        s, name = bounds[c][0].get(r), d.content(r, label.c)
        if s is None or not name:
            continue
        rows = {
            **d.place(r),
            "label": name,
            "bawah": s.bawah,
            "bawah_termasuk": s.bawah_termasuk,
            "atas": s.atas,
            "atas_termasuk": s.atas_termasuk,
        }
        result.append(rows | _bound_ids(d, r, c, s))
    return result if len(result) >= 2 else []


def _other_scale(d: Layout) -> bool:
    """Does the grid rate something else than capaian (service quality, AKIP, maturity …)?"""
    text = tidy(" ".join([d.caption, *(k.teks for k in d.header.values())]))
    return any(re.search(p, text) for p in vocabulary("kepala")["skala_lain"])


def _is_capital(content: dict) -> bool:
    return any(s and _numbers(s.atas or s.bawah) > 10 for s in content.values())


def _numbers(text: str) -> float:
    m = re.search(r"\d+(?:[.,]\d+)?", text)
    return float(m[0].replace(",", ".")) if m else 0.0


def _bound_ids(d: Layout, r: int, c: int, s) -> dict:
    """Ids of the numbers of the two bounds, matched by value in the cell."""
    result = {"_bawah": -1, "_atas": -1}
    rest = [(t.id, f"{t.nilai:g}") for t in d.tokens.get((r, c), []) if t.kelas != "bukan"]
    for name, text in (("bawah", s.bawah), ("atas", s.atas)):
        if not text:
            continue
        n = f"{_numbers(text):g}"
        i = next((j for j, x in rest if x == n), None)
        if i is not None:
            result[f"_{name}"] = int(i)
            if s.bawah != s.atas:
                rest = [(j, x) for j, x in rest if j != i]
    return result


def _known_labels() -> set[str]:
    return set(map(tidy, scale_labels()))


def _label_columns(d: Layout, columns: list[Column], data: list[int], interval: int) -> Column | None:
    known = _known_labels()

    def value(k: Column) -> float:
        content = [d.content(r, k.c) for r in data]
        if (
            k.c == interval
            or k.role in ("no", "interval")
            or not all(content)
            or any(len(t) > 60 or not re.search(r"[A-Za-z]", t) for t in content)
        ):
            return 0
        words = sum(tidy(t) in known for t in content) / len(content)
        return words + 0.4 * min(len(content[0]), 10) / 10 + (0.5 if k.header.score("predikat") >= 0.5 else 0)

    best = max(columns, key=value, default=None)
    return best if best is not None and value(best) >= 0.5 else None


def recognise_definisi(d: Layout, columns: list[Column]) -> list[dict]:
    """Definitions of indicators: a column of names beside one of formulas or ways of measuring."""
    formula = next((k for k in columns if k.role == "formula" and not k.nilai), None)
    name = next((k for k in columns if k.role == "indikator" and not k.nilai), None)
    if formula is None or name is None:
        return []
    find = {k.role: k for k in reversed(columns) if not k.nilai}
    sasaran = carried_texts(d, find["sasaran"].c) if "sasaran" in find else {}
    result = []
    for r in d.body:
        if d.rows[r].jenis in (NOTE, AVERAGE, TOTAL) or not d.teks[r, name.c] or not d.content(r, formula.c):
            continue
        text = clean(d.content(r, formula.c))
        a, b = numerator_denominator(text)
        result.append(
            {
                **d.place(r),
                "indikator": without_number(d.teks[r, name.c]),
                "sasaran": without_number(sasaran.get(r, "")),
                "satuan": d.content(r, find["satuan"].c) if "satuan" in find else "",
                "formula": text,
                "pembilang": a,
                "penyebut": b,
                "sumber": d.content(r, find["sumber"].c) if "sumber" in find else "",
            }
        )
    return result


def numerator_denominator(text: str) -> tuple[str, str]:
    """What a written formula divides and by what: 'a ---- x 100% b', 'a / b x 100%', 'a dibagi b', 'a : b';
    ('', '') if none."""
    t = re.sub(r"\s+", " ", text).strip()
    t = (
        re.sub(
            r"^.{0,120}?(?:formula(?:si)?|rumus|perhitungan|cara pengukuran)?\s*[:=]\s*(?=\S)", "", t, count=1
        )
        if re.match(r"^[^/]{0,120}?[=]", t)
        else t
    )
    t = re.split(
        r"\b(?:keterangan|catatan|sumber|dimana|di mana|contoh)\b\s*[:]?", t, maxsplit=1, flags=re.I
    )[0]
    for pattern in (
        rf"^(?P<a>.+?)\s*{_RULE}\s*{_TIMES}\s*(?P<b>.+?)$",
        rf"^(?P<a>.+?)\s*{_RULE}\s*(?P<b>.+?){_TIMES}?$",
        rf"^\(?\s*(?P<a>[^/]+?)\s*\)?\s+/\s+\(?\s*(?P<b>[^/]+?)\s*\)?{_TIMES}?\s*$",
        r"^\(?\s*(?P<a>.+?)\s*\)?,?\s+(?:dibagi(?:kan)?(?: dengan)?|dibanding(?:kan)?(?: dengan)?|÷)\s+"
        rf"\(?\s*(?P<b>.+?)\s*\)?(?:,?\s*{_TIMES})?\s*\.?$",
        rf"^\(?\s*(?P<a>[^/:]+?)\s*\)?\s+:\s+\(?\s*(?P<b>[^/:]+?)\s*\)?{_TIMES}\s*$",
        rf"^\(?\s*(?P<a>[^/]{{6,}}?)\s*\)?\s*/\s*\(?\s*(?P<b>[^/]{{6,}}?)\s*\)?{_TIMES}\s*$",
    ):
        m = re.match(pattern, t, re.I)
        if m and all(re.search(r"[A-Za-z]{3}", m[g]) for g in ("a", "b")):
            return _clean(m["a"]), _clean(m["b"])
    return "", ""


def _clean(text: str) -> str:
    text = re.sub(rf"{_TIMES}\s*$", "", text.strip(), flags=re.I)
    return (
        text.strip(' =:;,.()“”"')
        if text.count("(") != text.count(")")
        else re.sub(r"^[=:;,.\s]+|[=:;,.\s]+$", "", text)
    )


def recognise_layanan(d: Layout, columns: list[Column], tahun: int) -> tuple[list[dict], set[int]]:
    """Aid and services: what was given, to whom, target and realisasi; and the columns used."""
    find = {k.role: k for k in reversed(columns) if not k.nilai}
    penerima, uraian = find.get("penerima"), find.get("layanan") or find.get("uraian") or find.get("kegiatan")
    angka = {
        p: next((k for k in columns if k.nilai and k.header.score(p) >= 0.5), None)
        for p in ("target", "realisasi")
    }
    if penerima is None or uraian is None or uraian is penerima:
        return [], set()
    if angka["realisasi"] is None:
        angka["realisasi"] = next((k for k in columns if k.nilai and k.header.score("jumlah") >= 0.5), None)
    angka = {p: k for p, k in angka.items() if k is not None}
    if "realisasi" not in angka:
        return [], set()
    total = next((r for r in reversed(d.body) if d.rows[r].jenis == TOTAL), None)
    result = []
    uraian_content = carried_texts(d, uraian.c)
    for r in d.body:
        if d.rows[r].jenis not in (DATA, TOTAL) or not any(d.has_number(r, k.c) for k in angka.values()):
            continue
        count = r == total
        name = (
            d.rows[r].label if count else without_number(uraian_content.get(r, "") or d.content(r, uraian.c))
        )
        recipients = d.content(r, penerima.c) if not count else d.rows[r].label
        if not name or not recipients or (d.rows[r].jenis == TOTAL and not count):
            continue
        rows = {
            **d.place(r),
            "uraian": name,
            "penerima": recipients,
            "satuan": d.content(r, find["satuan"].c) if "satuan" in find else "",
            "tahun": str(tahun) if tahun > 0 else "",
            "kode": "total" if count else str(r),
            "induk": "total" if total is not None and not count else "",
            "subjek": caption_name(d.caption, True) if count else "",
        }
        for p, k in angka.items():
            if d.teks[r, k.c]:
                rows |= d.sel(r, k.c, p)
        result.append(rows)
    return result, {k.c for k in angka.values()}


def recognise_predikat(d: Layout, columns: list[Column], tahun: int) -> list[dict]:
    """Labels beside averages or capaian of things that are no indicators (sasaran, years, agencies)."""
    label = next((k for k in columns if k.role == "predikat" and not k.nilai), None)
    name = name_column(d, columns, ("sasaran", "tujuan", "tahun", "uraian", "program", "kegiatan"))
    value = next(
        (
            k
            for k in columns
            if k.nilai
            and (k.header.score("capaian", "rata_rata") >= 0.5 or k.percent)
            and k.domain == PERFORMANCE
        ),
        None,
    )
    if label is None or name is None or value is None or name is label:
        return []
    known = _known_labels()
    result = []
    for r in d.body:
        t = d.content(r, label.c)
        if d.rows[r].jenis in (PART, NOTE) or not d.figures(r, value.c) or status(t) or tidy(t) not in known:
            continue
        subjek = without_number(d.content(r, name.c)) or d.rows[r].label
        yearly = name.role == "tahun"
        result.append(
            {
                **d.place(r),
                "subjek": "rata-rata capaian" if yearly else subjek,
                "ukuran": "rata_rata"
                if yearly or d.rows[r].jenis == AVERAGE or "rata" in tidy(value.header.teks)
                else "capaian",
                "tahun": re.sub(r"\D", "", subjek)[:4] if yearly else (str(tahun) if tahun > 0 else ""),
                "acuan": d.table,
                **d.sel(r, value.c, "nilai"),
                "label": t,
            }
        )
    return result
