"""What the charts of the HTML report show. Positions are percentages of the width, so that the drawings fit
any screen."""

import math

import numpy as np
import pandas as pd

from cermat.reports.labels import N_
from cermat.reports.places import sections
from cermat.reports.repaired import Repaired, key

MOST_ROWS = 40
_LEAST = 2  # rows, and values that differ, from which on a chart says something
_LARGE = 0.3  # share of the figures from which a section is shown in its parts
_AXIS = 200.0  # capaian beyond this is drawn at the edge, with an arrow
_LEVELS = ("program", "kegiatan", "sub kegiatan", "belanja", "lain")


def of_report(frame: pd.DataFrame, laporan: str) -> pd.DataFrame:
    """Rows of one report."""
    return frame[frame["laporan"] == laporan] if len(frame) else frame


def telling(rows: list[dict], *names: str) -> list[dict]:
    """Rows of a chart that says something: several, and not all alike in what is drawn (names)."""
    drawn = {str([row[name] for name in names]) for row in rows}
    return rows if len(drawn) >= _LEAST else []


def of_year(frame: pd.DataFrame, tahun: int | None) -> pd.DataFrame:
    """Rows of the year of the report, and those that name none."""
    return frame[frame["tahun"].isin([tahun, -1])] if tahun else frame


def _values(sub) -> np.ndarray:
    """Values by id; the last one stands for 'nothing printed'."""
    figure = sub.angka["kelas"].eq("figur").to_numpy()
    return np.append(np.where(figure, sub.angka["nilai"].to_numpy(dtype="float64"), np.nan), np.nan)


def capaian(
    sub, laporan: str, tahun: int | None, repaired: Repaired | None = None, workings: list[dict] | None = None
) -> dict:
    """Capaian as printed against what it is after all repairs, one row an indicator, averages behind them,
    with the bands of the report's own scale.

    Returns {rows, bands, ticks, left_out}; rows: name, id, mean, text, becomes, stated, repaired (None: it
    stays), x, x2, off, off2; empty rows: a chart would say nothing.
    """
    value = _values(sub)
    rows = _capaian_rows(sub, laporan, tahun, repaired, workings or [], value)
    shown = [row[name] for row in rows for name in ("stated", "repaired") if row[name] is not None]
    if len(rows) < _LEAST or len(set(shown)) < _LEAST:
        return {"rows": [], "bands": [], "ticks": [], "left_out": 0}
    bands = _bands(of_report(sub.tables["skala"], laporan), value)
    ends = [band["to"] for band in bands if math.isfinite(band["to"])]
    top = math.ceil(min(_AXIS, max([*shown, *ends, 100.0])) / 25) * 25
    at = lambda value: round(min(max(value, 0.0), top) / top * 100, 2)  # noqa: E731
    for row in rows:
        row["x"], row["off"] = at(row["stated"]), row["stated"] > top
        moved = row["repaired"] is not None
        row["x2"], row["off2"] = at(row["repaired"]) if moved else None, moved and row["repaired"] > top
    for band in bands:
        band["x"], band["width"] = at(band["from"]), round(at(band["to"]) - at(band["from"]), 2)
    step = 50 if top >= 150 else 25
    return {
        "rows": rows[:MOST_ROWS],
        "bands": [band for band in bands if band["width"] > 0],
        "ticks": [{"x": at(tick), "text": str(tick)} for tick in range(0, int(top) + 1, step)],
        "left_out": max(0, len(rows) - MOST_ROWS),
    }


def _capaian_rows(
    sub, laporan: str, tahun: int | None, repaired: Repaired | None, workings: list[dict], value: np.ndarray
) -> list[dict]:
    """Rows of the chart of capaian: of the places of one indicator (of one average) that which changes, else
    the first that is recomputed."""
    frame = of_year(of_report(sub.tables["indikator"], laporan), tahun)
    frame = frame[frame["capaian"].ge(0)]
    numbers = frame["capaian"].astype(int)
    mean = frame["jenis_baris"].eq("rata_rata")
    node = repaired.node if repaired else np.arange(len(value))
    averages = average_names(workings, node)
    moved = [repaired is not None and repaired.value(number) is not None for number in numbers]
    tested = {working["stated_id"] for working in workings if working["calculation"]}
    names = zip(mean, numbers, frame["indikator"], strict=True)
    same = [f"#{node[number]}" if average else key(name) for average, number, name in names]
    frame = frame.assign(rata=mean, kunci=same, pindah=moved, diuji=numbers.isin(tested))
    frame = frame.assign(urut=np.arange(len(frame)), cetak=value[numbers]).loc[
        lambda all: all["cetak"].notna()
    ]
    frame = frame.sort_values(["pindah", "diuji", "urut"], ascending=[False, False, True])
    frame = frame[~frame.duplicated("kunci")].sort_values(["rata", "urut"])
    return [
        {
            "name": average_name(row, averages.get(int(node[row.capaian]), ""))
            if row.rata
            else str(row.indikator),
            "id": int(row.capaian),
            "mean": bool(row.rata),
            "text": str(sub.angka["teks"].iat[row.capaian]).strip(),
            "becomes": repaired.text(row.capaian) if repaired else "",
            "stated": float(row.cetak),
            "repaired": repaired.value(row.capaian) if repaired else None,
        }
        for row in frame.itertuples()
    ]


def average_names(workings: list[dict], node: np.ndarray) -> dict[int, str]:
    """What averages are of, by node: "Rata-rata capaian 7 indikator"."""
    told = [working for working in workings if working["subject"].startswith("Rata-rata")]
    return {
        int(node[working["stated_id"]]): working["subject"] for working in told if working["stated_id"] >= 0
    }


def average_name(row, name: str) -> str:
    """The name of an average: what it is of, else the words of its row, with its sasaran."""
    return f"{name or row.indikator} ({row.sasaran})" if row.sasaran else str(name or row.indikator)


def _bands(scale: pd.DataFrame, value: np.ndarray) -> list[dict]:
    """Bands of the report's own scale from the lowest; tone 0 (worst) to 4 (best)."""
    found: dict[str, dict] = {}
    for label, low, high in zip(
        scale["label"], scale["bawah"].astype(int), scale["atas"].astype(int), strict=True
    ):
        lower, upper = float(value[low]), float(value[high])
        lower, upper = lower if math.isfinite(lower) else 0.0, upper if math.isfinite(upper) else math.inf
        if upper > lower:
            found.setdefault(
                str(label).strip().lower(), {"label": str(label).strip(), "from": lower, "to": upper}
            )
    bands = sorted(found.values(), key=lambda band: band["from"])
    for position, band in enumerate(bands):
        band["tone"] = round(position / max(1, len(bands) - 1) * 4)
    return bands


def by_section(angka: pd.DataFrame, reach: np.ndarray, states: np.ndarray, order: list[str]) -> list[dict]:
    """Reach of the printed figures by section, in the order of the report: two levels, three where one
    section holds much of it.

    Returns rows: name, above (what it is part of), n, recomputed, repeated, weak, unreached, contradicted,
    parts [(state, x, width)].
    """
    printed = pd.DataFrame(
        {"bagian": angka["bagian"].astype(str), "reach": reach[angka.index], "state": states[angka.index]}
    )
    printed = printed[printed["reach"].ne("")]
    if printed.empty:
        return []
    two = printed["bagian"].map(lambda section: (sections(section) or [""])[-1])
    large = set(two.value_counts().loc[lambda sizes: sizes > len(printed) * _LARGE].index)

    def cut(section: str, parent: str) -> str:
        return (sections(section, 3) or [""])[-1] if parent in large else parent

    printed["bagian"] = [cut(section, parent) for section, parent in zip(printed["bagian"], two, strict=True)]
    rank: dict[str, int] = {}
    for section in order:
        for depth in (1, 2, 3):
            rank.setdefault((sections(section, depth) or [""])[-1], len(rank))
    rows = []
    for name, group in sorted(printed.groupby("bagian"), key=lambda item: rank.get(item[0], len(rank))):
        counts = group["reach"].value_counts()
        above, _, last = name.rpartition(" > ")
        row = {
            "name": last,
            "above": above,
            "n": len(group),
            "contradicted": int((group["state"] == "contradicted").sum()),
        }
        left, row["parts"] = 0.0, []
        for state in ("recomputed", "repeated", "weak", "unreached"):
            row[state] = int(counts.get(state, 0))
            width = row[state] / len(group) * 100
            if row[state]:
                row["parts"].append((state, round(left, 2), round(width, 2)))
            left += width
        rows.append(row)
    return rows


def programmes(sub, laporan: str, tahun: int | None, least: int = _LEAST) -> pd.DataFrame:
    """Budget rows of the highest level of which one table gives pagu and realisasi at least so often; their
    values are the columns p and r."""
    frame, value = of_report(sub.tables["anggaran"], laporan), _values(sub)
    frame = frame.assign(
        p=value[frame["pagu"].to_numpy(dtype="int64")], r=value[frame["realisasi"].to_numpy(dtype="int64")]
    )
    frame = of_year(frame[(frame["p"] > 0) & (frame["r"] >= 0) & frame["bulan"].eq("")], tahun)
    for level in _LEVELS:
        at = frame[frame["tingkat"] == level]
        if len(at) >= least:
            best = at["tabel"].value_counts().index[0]
            return at[at["tabel"] == best].drop_duplicates("uraian")
    return frame[:0]


def absorption(sub, laporan: str, tahun: int | None) -> list[dict]:
    """Pagu and realisasi by programme, from the table that gives both for most of them.

    Returns rows: name, pagu, realisasi, share (percent), width, over.
    """
    return [
        {
            "name": str(row.uraian),
            "pagu": row.p,
            "realisasi": row.r,
            "share": row.r / row.p * 100,
            "width": round(min(row.r / row.p, 1) * 100, 2),
            "over": row.r > row.p,
        }
        for row in programmes(sub, laporan, tahun)[:MOST_ROWS].itertuples()
    ]


_SCALES = ((1e12, N_("triliun")), (1e9, N_("miliar")), (1e6, N_("juta")), (1e3, N_("ribu")))


def rupiah(value: float, labels) -> str:
    """Rupiah in short: 'Rp1,2 miliar'."""
    for size, word in _SCALES:
        if abs(value) >= size:
            return f"Rp{labels.number(value / size, 1)} {labels._(word)}"
    return f"Rp{labels.number(value)}"
