"""Grids of money and of counts, and the small tables: scale, definitions, services."""

import pandas as pd

from cermat.datasets.compose.parts import Column, Grid, Item, Line, Table, grid
from cermat.datasets.compose.style import Style

_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"]


def _depths(rows: pd.DataFrame) -> list[int]:
    """Level of each row below the total: 0 total, 1 programme, 2 kegiatan, …"""
    parent = dict(zip(rows["kode"], rows["induk"], strict=True))
    total = set(rows.loc[rows["tingkat"].eq("total"), "kode"])
    out = []
    for kode, tingkat in zip(rows["kode"], rows["tingkat"], strict=True):
        depth, at = 0 if tingkat == "total" else 1, parent.get(kode, "")
        while at and at not in total:
            depth, at = depth + 1, parent.get(at, "")
        out.append(depth)
    return out


def _letter(number: int) -> str:
    return chr(96 + number) if number <= 26 else _letter((number - 1) // 26) + chr(97 + (number - 1) % 26)


def _labels(depths: list[int], kind: str) -> list[str]:
    """Row labels of a hierarchy: 'angka' numbers programmes, 'bertingkat' is 1, 1.1, 1.1.1, 'romawi' is I, 1,
    a."""
    count: list[int] = []
    out = []
    for depth in depths:
        if depth == 0:
            out.append("")
            continue
        count = (count + [0] * depth)[:depth]
        count[depth - 1] += 1
        if kind == "bertingkat":
            out.append(".".join(map(str, count)))
        elif kind == "romawi":
            out.append(
                (_ROMAN[count[0] - 1] if count[0] <= 15 else str(count[0]))
                if depth == 1
                else str(count[1])
                if depth == 2
                else _letter(count[-1])
            )
        else:
            out.append(str(count[0]) if depth == 1 else "")
    return out


def budget_table(style: Style, frame: pd.DataFrame, caption: str) -> Grid:
    """One table of `anggaran` rows, its hierarchy kept by row labels and order."""
    want = style.layout["anggaran"]
    rows = frame.reset_index(drop=True)
    total = rows["tingkat"].eq("total")
    if total.any() and want["total"] == "atas":
        rows = pd.concat([rows[total], rows[~total]], ignore_index=True)
    elif total.any():
        rows = pd.concat([rows[~total], rows[total]], ignore_index=True)
    depths = _depths(rows)
    columns: list[Column] = []
    for role in want["kolom"]:
        if role == "no":
            columns.append(
                Column(style.header("no"), _labels(depths, want["nomor"]), width=0.6, number=False, role=role)
            )
        elif role == "uraian":
            columns.append(
                Column(style.header(role), rows[role].tolist(), width=3.2, number=False, role=role)
            )
        elif role in rows and rows[role].ne("").any():
            named = "realisasi_uang" if role == "realisasi" else role
            texts, title = style.cells(
                rows[role].tolist(), style.header(named), named, [""] * len(rows), False
            )
            columns.append(Column(title, texts, width=0.8 if role == "persen" else 1.5, role=role))
    table = Table(caption, columns, numbered=style.layout["nomor_kolom"])
    words = next(order for order, column in enumerate(columns) if column.role == "uraian")
    for row in range(len(rows)):
        if depths[row] == 0 and words:
            columns[0].texts[row], columns[words].texts[row] = rows["uraian"][row], ""
            table.spans[row] = (0, words)
    return grid(table)


def count_table(style: Style, frame: pd.DataFrame, caption: str) -> Grid:
    """One table of `rincian` rows: a row per uraian, a column per ukuran, totals last."""
    measures = list(dict.fromkeys(frame["ukuran"]))
    rows = frame.drop_duplicates("kode").reset_index(drop=True)
    late = rows["peran"].ne("bagian") & rows["induk"].eq("")
    rows = pd.concat([rows[~late], rows[late]], ignore_index=True)
    value = {
        (kode, unit): value
        for kode, unit, value in frame[["kode", "ukuran", "nilai"]].itertuples(index=False)
    }
    units = rows["satuan"].tolist()
    own_units = any(units)
    plain = rows["peran"].eq("bagian") | rows["induk"].ne("")
    number = plain.cumsum()
    columns = [
        Column(
            style.header("no"),
            [str(count) if plain_text else "" for count, plain_text in zip(number, plain, strict=True)],
            width=0.5,
            number=False,
            role="no",
        ),
        Column(style.header("rincian"), rows["uraian"].tolist(), width=2.8, number=False, role="uraian"),
    ]
    for measure in measures:
        texts = [style.digits(value.get((code, measure), "")) for code in rows["kode"]]
        columns.append(Column(measure[:1].upper() + measure[1:], texts, width=1.1, role=measure))
    if own_units:
        columns.append(Column(style.header("satuan"), units, width=0.9, number=False))
    table = Table(caption, columns, numbered=style.layout["nomor_kolom"])
    for row in range(len(rows)):
        if not plain[row]:
            columns[0].texts[row], columns[1].texts[row] = rows["uraian"][row], ""
            table.spans[row] = (0, 1)
    return grid(table)


def band(style: Style, row: dict) -> str:
    """The interval of one band of the scale, as the wording writes it."""
    words = style.words["selang"]
    low, high = (style.digits(row[bound].rstrip("% ")) for bound in ("bawah", "atas"))
    low_in, high_in = row["bawah_termasuk"] or "ya", row["atas_termasuk"] or "ya"
    if not high:
        return style.fill(words["buka_atas"][low_in], a=low)
    if not low:
        return style.fill(words["buka_bawah"][high_in], b=high)
    return style.fill(words[f"{low_in}-{high_in}"], a=low, b=high)


def scale_parts(style: Style, frame: pd.DataFrame, number) -> list:
    """The rating scale as a table, a list or a sentence."""
    bands = [{"label": row["label"], "selang": band(style, row)} for row in frame.to_dict("records")]
    shape = style.layout["skala"]
    if shape == "kalimat":
        return [Line(style.say("skala_kalimat", pita=bands))]
    opening = Line(style.say("skala_awal"))
    if shape == "butir":
        return [
            opening,
            *(Item(f"{_letter(at + 1)}.", style.say("skala_butir", **band)) for at, band in enumerate(bands)),
        ]
    columns = [
        Column(style.header("no"), [str(at + 1) for at in range(len(bands))], width=0.5, number=False),
        Column(style.header("interval"), [band["selang"] for band in bands], width=2, number=False),
        Column(style.header("label"), [band["label"] for band in bands], width=2, number=False),
    ]
    return [opening, grid(Table(number(style.caption("skala")), columns))]


def definition_table(style: Style, frame: pd.DataFrame, number) -> Grid:
    """The indicators with formula and source."""
    columns = [
        Column(style.header("no"), [str(row + 1) for row in range(len(frame))], width=0.5, number=False)
    ]
    for role, width in (
        ("sasaran", 2.0),
        ("indikator", 2.2),
        ("satuan", 0.8),
        ("formula", 2.8),
        ("sumber", 1.4),
    ):
        texts = frame[role].tolist()
        if any(texts):
            if role == "sasaran":
                texts = [None if row and text == texts[row - 1] else text for row, text in enumerate(texts)]
            columns.append(Column(style.header(role), texts, width=width, number=False))
    return grid(Table(number(style.caption("definisi")), columns, numbered=style.layout["nomor_kolom"]))


def service_table(style: Style, frame: pd.DataFrame, caption: str) -> Grid:
    """Services given: what, to whom, target and realised."""
    rows = frame.reset_index(drop=True)
    columns = [
        Column(style.header("no"), [str(row + 1) for row in range(len(rows))], width=0.5, number=False),
        Column(style.header("layanan"), rows["uraian"].tolist(), width=2.4, number=False),
        Column(style.header("penerima"), rows["penerima"].tolist(), width=2, number=False),
    ]
    if rows["satuan"].ne("").any():
        columns.append(Column(style.header("satuan"), rows["satuan"].tolist(), width=0.9, number=False))
    for role in ("target", "realisasi"):
        if rows[role].ne("").any():
            columns.append(Column(style.header(role), [style.digits(text) for text in rows[role]], role=role))
    return grid(Table(caption, columns, numbered=style.layout["nomor_kolom"]))
