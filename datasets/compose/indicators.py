"""Grids of indicators: target, realisasi and capaian of one year, and series over several years."""

import pandas as pd

from cermat.datasets.compose.parts import Column, Line, Table, grid
from cermat.datasets.compose.style import PERCENT, Style

MEASURES = [
    "realisasi_lalu",
    "capaian_lalu",
    "target",
    "realisasi",
    "capaian",
    "predikat",
    "target_depan",
    "target_akhir",
    "capaian_akhir",
]
_WIDTH = {"no": 0.65, "sasaran": 2.0, "indikator": 2.6, "satuan": 1.0, "predikat": 1.5, "uraian": 3.2}


def kind_of(frame: pd.DataFrame) -> str:
    """What a table of indicators shows: pk | capaian | banding_lalu | banding_akhir | depan."""
    has = {measure for measure in MEASURES if measure in frame and frame[measure].ne("").any()}
    if "capaian" in has:
        return "capaian"
    for column, kind in (
        ("target_akhir", "banding_akhir"),
        ("realisasi_lalu", "banding_lalu"),
        ("target_depan", "depan"),
    ):
        if column in has:
            return kind
    return "capaian" if "realisasi" in has else "pk"


def _group(style: Style, role: str, year: int) -> str:
    """The year above a column, where the layout has two header rows."""
    if style.layout["tahun"] != "dua" or year < 0:
        return ""
    offset = {
        "realisasi_lalu": -1,
        "capaian_lalu": -1,
        "target": 0,
        "realisasi": 0,
        "capaian": 0,
        "target_depan": 1,
    }.get(role)
    return (
        "" if offset is None else style.fill(style.words.get("tahun_atas", "Tahun {{ n }}"), n=year + offset)
    )


def _title(style: Style, role: str, year: int) -> str:
    title = style.header(role)
    offset = {"realisasi_lalu": -1, "capaian_lalu": -1, "target": 0, "realisasi": 0, "target_depan": 1}.get(
        role
    )
    named = style.layout["tahun"] == "judul" or (style.layout["tahun"] == "baris" and offset in (-1, 1))
    return f"{title} Tahun {year + offset}" if offset is not None and named and year > 0 else title


def _merged(texts: list[str]) -> list[str | None]:
    """Equal neighbours as one merged cell."""
    return [None if at and text == texts[at - 1] and text else text for at, text in enumerate(texts)]


def _with_sections(style: Style, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[bool]]:
    """A row with the sasaran's name before its indicators."""
    out, heads, before = [], [], None
    for row in rows.to_dict("records"):
        if row["sasaran"] and row["sasaran"] != before and row["jenis_baris"] != "rata_rata":
            out.append(
                dict.fromkeys(row, "")
                | {
                    "indikator": style.fill(style.words["bagian"], sasaran=row["sasaran"]),
                    "jenis_baris": "bagian",
                }
            )
            heads.append(True)
            before = row["sasaran"]
        out.append(row)
        heads.append(False)
    return pd.DataFrame(out), heads


def _numbers(rows: pd.DataFrame, merged: list[str | None] | None) -> list[str | None]:
    """Row labels: 1, 2, … down the indicators, or down the merged sasaran."""
    out: list[str | None] = []
    count = 0
    for row, kind in enumerate(rows["jenis_baris"]):
        if kind in ("rata_rata", "bagian"):
            out.append("")
        elif merged is not None and merged[row] is None:
            out.append(None)
        else:
            count += 1
            out.append(str(count))
    return out


def indicator_table(style: Style, frame: pd.DataFrame, caption: str, shape: str) -> Table:
    """One table of `indikator` rows as columns in the layout's order. shape: gabung | bagian | sasaran (a
    column less)."""
    rows = frame.reset_index(drop=True)
    sections = [False] * len(rows)
    if shape == "bagian" and rows["sasaran"].ne("").any():
        rows, sections = _with_sections(style, rows)
    year = int(next((year for year in rows["tahun"] if year), -1))
    mean = rows["jenis_baris"].eq("rata_rata")
    own_units = "satuan" in style.layout["kolom"] and rows["satuan"].ne("").any()
    order = list(style.layout["kolom"])
    if shape == "gabung" and "sasaran" not in order:
        order.insert(order.index("indikator"), "sasaran")
    measures = [column for column in order if column in MEASURES]
    rest = [measure for measure in MEASURES if measure not in measures]
    front = [column for column in rest if column.endswith("_lalu")]
    wanted = order
    at = min(wanted.index(measure) for measure in measures)
    wanted = wanted[:at] + front + wanted[at:] + [column for column in rest if column not in front]
    columns: list[Column] = []
    sasaran = (
        _merged(rows["sasaran"].where(~mean, "").tolist())
        if shape == "gabung" and rows["sasaran"].ne("").any()
        else None
    )
    for role in wanted:
        width = _WIDTH.get(role, 1.25)
        if role == "no":
            by_sasaran = sasaran is not None and style.layout["nomor"] == "sasaran"
            columns.append(
                Column(
                    style.header("no"),
                    _numbers(rows, sasaran if by_sasaran else None),
                    width=width,
                    number=False,
                    role=role,
                )
            )
        elif role == "sasaran":
            if sasaran is not None:
                columns.append(Column(style.header(role), sasaran, width=width, number=False, role=role))
        elif role in ("indikator", "satuan", "predikat"):
            if role == "indikator" or rows[role].ne("").any():
                group = (
                    _group(style, "capaian", year)
                    if role == "predikat" and rows["capaian"].ne("").any()
                    else ""
                )
                columns.append(Column(style.header(role), rows[role].tolist(), group, width, False, role))
        elif rows[role].ne("").any():
            texts, title = style.cells(
                rows[role].tolist(), _title(style, role, year), role, rows["satuan"].tolist(), own_units
            )
            columns.append(Column(title, texts, _group(style, role, year), width, True, role))
    table = Table(caption, columns, numbered=style.layout["nomor_kolom"])
    first_value = next((order for order, column in enumerate(columns) if column.number), len(columns))
    words = [order for order, column in enumerate(columns) if column.role == "indikator"][0]
    for row in range(len(rows)):
        if mean[row]:
            last = (
                next(
                    (order for order, column in enumerate(columns) if column.number and column.texts[row]),
                    first_value,
                )
                - 1
            )
            table.columns[0].texts[row] = rows["indikator"][row]
            if words:
                table.columns[words].texts[row] = ""
            table.spans[row] = (0, max(last, 0))
        elif sections[row]:
            table.columns[0].texts[row] = rows["indikator"][row]
            if words:
                table.columns[words].texts[row] = ""
            table.spans[row] = (0, len(columns) - 1)
    return table


def year_tables(style: Style, frame: pd.DataFrame, number) -> list:
    """The parts that show one table of indicators; number(caption) puts the table's number before it."""
    kind = kind_of(frame)
    year = int(next((year for year in frame["tahun"] if year), -1))
    mean = frame["jenis_baris"].eq("rata_rata")
    told = frame[mean & frame["capaian"].ne("")] if style.layout["rata_rata"] == "kalimat" else frame[:0]
    shown = frame.drop(told.index)
    split = (
        style.layout["capaian"] == "sasaran"
        and kind == "capaian"
        and frame["sasaran"].ne("").any()
        and shown["sasaran"].nunique() > 1
    )
    parts: list = []

    def say_mean(rows: pd.DataFrame) -> None:
        for row in rows.to_dict("records"):
            parts.append(
                Line(
                    style.say(
                        "rata_rata",
                        sasaran=row["sasaran"],
                        nilai=style.value(row["capaian"], "capaian"),
                        tahun=year,
                    )
                )
            )

    if split:
        for sasaran, rows in shown.groupby("sasaran", sort=False):
            if not sasaran:
                continue
            opening = style.say(
                "sebelum_tabel",
                sasaran=sasaran,
                tahun=year,
                banyak=int(rows["jenis_baris"].ne("rata_rata").sum()),
            )
            if opening:
                parts.append(Line(opening))
            caption = number(style.caption("capaian_sasaran", sasaran=sasaran, tahun=year))
            parts.append(grid(indicator_table(style, rows, caption, "sasaran")))
            say_mean(told[told["sasaran"].eq(sasaran)])
        say_mean(told[told["sasaran"].eq("")])
        return parts
    shape = style.layout["capaian"] if style.layout["capaian"] != "sasaran" else "gabung"
    parts.append(grid(indicator_table(style, shown, number(style.caption(kind, tahun=year)), shape)))
    say_mean(told)
    return parts


def series_tables(style: Style, frame: pd.DataFrame, number) -> list:
    """The parts that show one table of `seri`: measures above years, years above measures, or a table a
    measure."""
    rows = frame.drop_duplicates("indikator")
    names = rows["indikator"].tolist()
    units = rows["satuan"].tolist()
    mean = rows["jenis_baris"].eq("rata_rata").tolist()
    years = sorted(frame["tahun"].astype(int).unique())
    measures = [
        measure for measure in ("target", "realisasi", "capaian") if frame["ukuran"].eq(measure).any()
    ]
    value = {
        (indicator, measure, int(year)): value
        for indicator, measure, year, value in frame[["indikator", "ukuran", "tahun", "nilai"]].itertuples(
            index=False
        )
    }
    own_units = any(units)
    base = [
        Column(
            style.header("no"),
            [str(order + 1) if not measure else "" for order, measure in enumerate(mean)],
            width=0.5,
            number=False,
        )
    ]
    base.append(Column(style.header("indikator"), names, width=2.8, number=False))
    if own_units:
        base.append(Column(style.header("satuan"), units, width=0.9, number=False))

    def column(measure: str, year: int, title: str, group: str) -> Column:
        texts, plain = [value.get((name, measure, year), "") for name in names], title
        texts, title = style.cells(texts, title, measure if measure in PERCENT else "nilai", units, own_units)
        if group == style.header(measure):  # the sign belongs to the measure, not to the year below it
            group, title = group + title.removeprefix(plain), plain
        return Column(title, texts, group, 0.9)

    if style.layout["seri"] == "terpisah":
        parts = []
        for measure in measures:
            caption = number(
                style.caption(
                    "seri_terpisah",
                    kode=measure,
                    ukuran=style.header(measure),
                    awal=years[0],
                    akhir=years[-1],
                )
            )
            parts.append(
                grid(
                    Table(
                        caption,
                        base + [column(measure, year, str(year), "") for year in years],
                        numbered=style.layout["nomor_kolom"],
                    )
                )
            )
        return parts
    if style.layout["seri"] == "tahun":
        columns = [
            column(measure, year, style.header(measure), str(year)) for year in years for measure in measures
        ]
    else:
        columns = [
            column(measure, year, str(year), style.header(measure)) for measure in measures for year in years
        ]
    caption = number(style.caption("seri", awal=years[0], akhir=years[-1]))
    return [grid(Table(caption, base + columns, numbered=style.layout["nomor_kolom"]))]
