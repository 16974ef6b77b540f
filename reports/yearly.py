"""Indicators followed through the years (`series` of findings.json): a column a year with what its report
prints, and the positions of a small chart above them."""

from cermat.reports.labels import N_, Labels
from cermat.reports.plain import one_line

HEADING = N_("Deret beberapa tahun")
LEAD = N_(
    "Seperti tercetak dalam laporan kinerja setiap tahun. Tahun tanpa angka dibiarkan kosong; angka tahun "
    "lalu yang kini tercetak lain disebut di bawahnya."
)
MEASURES = ("target", "realisasi", "capaian")
HIGH = 96  # height of a chart
_EDGE = 14  # above the highest and below the lowest point


def series(findings: dict, words: Labels) -> list[dict]:
    """One row an indicator: name, unit, decimals (by measure), years, dots, lines, restated.

    years: {year, target, realisasi, capaian (texts, '' where none), values (by measure, None where none),
    document, told (is anything printed of it?)}; dots: {kind, x, y, text}; lines: {kind, x, y, x2, y2},
    between years that follow each other; restated: {year, now, then, document}. x in percent of the width,
    y from above.
    """
    return [_followed(one, words) for one in findings.get("series", [])]


def _followed(one: dict, words: Labels) -> dict:
    by_year = {point["year"]: point for point in one["points"]}
    years = list(range(min(by_year), max(by_year) + 1))
    at = {year: round((place + 0.5) / len(years) * 100, 2) for place, year in enumerate(years)}
    decimals = {name: max(_decimals(point[name]) for point in one["points"]) for name in MEASURES}
    again = [*(row["now"] for row in one["restated"]), *(row["then"] for row in one["restated"])]
    most = max([decimals["realisasi"], *map(_decimals, again)])
    height = _heights([point[name] for point in one["points"] for name in MEASURES[:2]] + again)

    def told(value: float | None, places: int) -> str:
        return "" if value is None else words.number(value, places)

    columns, dots, lines = [], [], []
    for year in years:
        point, before = by_year.get(year, {}), by_year.get(year - 1, {})
        texts = {name: told(point.get(name), decimals[name]) for name in MEASURES}
        columns.append(
            {
                "year": year,
                "document": one_line(point.get("document", ""), 120),
                "told": bool(point),
                "values": {name: point.get(name) for name in MEASURES},
            }
            | texts
        )
        for name in MEASURES[:2]:
            value, last = point.get(name), before.get(name)
            if value is None:
                continue
            dots.append({"kind": name, "x": at[year], "y": height(value), "text": texts[name]})
            if last is not None:
                ends = {"x": at[year - 1], "y": height(last), "x2": at[year], "y2": height(value)}
                lines.append({"kind": name} | ends)
    restated = [
        {
            "year": row["year"],
            "now": told(row["now"], most),
            "then": told(row["then"], most),
            "document": one_line(by_year.get(row["year"], {}).get("document", ""), 120),
        }
        for row in one["restated"]
    ]
    dots += [
        {"kind": "kini", "x": at[row["year"]], "y": height(row["now"]), "text": told(row["now"], most)}
        for row in one["restated"]
        if row["year"] in at
    ]
    about = {"name": one_line(one["indicator"], 200), "unit": one_line(one["unit"], 40), "decimals": decimals}
    return about | {"years": columns, "dots": dots, "lines": lines, "restated": restated}


def _decimals(value: float | None) -> int:
    """Decimals that a value needs, up to four."""
    return len(f"{value:.4f}".rstrip("0").partition(".")[2]) if value is not None else 0


def _heights(values: list[float | None]):
    """value → its place from above, within the chart."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)

    def height(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(HIGH - _EDGE - share * (HIGH - 2 * _EDGE), 1)

    return height


def restated_text(row: dict, words: Labels) -> str:
    """'Realisasi 2020: 72,12 kini, 73,12 dahulu (lkjip2020.docx)'."""
    told = words._(
        "Realisasi %(year)s: %(now)s kini, %(then)s dahulu",
        year=row["year"],
        now=row["now"],
        then=row["then"],
    )
    return f"{told} ({row['document']})" if row["document"] else told
