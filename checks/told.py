"""Findings as a person at a notebook meets them: a frame without inner columns, one line, a small table."""

from typing import TYPE_CHECKING

import pandas as pd

from cermat.schemas.places import on_page, table_number

if TYPE_CHECKING:
    from cermat.checks.result import Result

COLUMNS = [
    "laporan",
    "id",
    "rule",
    "kind",
    "severity",
    "title",
    "subject",
    "tahun",
    "stated",
    "recomputed",
    "unit",
    "place",
    "kondisi",
    "kriteria",
    "sebab",
    "akibat",
    "rekomendasi",
    "keyakinan",
    "waived",
]
_SHOWN = {
    "severity": "Tingkat",
    "rule": "Aturan",
    "subject": "Tentang",
    "place": "Tempat",
    "kondisi": "Kondisi",
    "rekomendasi": "Rekomendasi",
}
_MOST = 50  # findings in a notebook's table


def frame(result: "Result", rows: pd.DataFrame) -> pd.DataFrame:
    """COLUMNS, one row a finding, in their order. rows: of `Result.inner`."""
    told = []
    for row in rows.to_dict("records"):
        finding = result.finding(row)
        more = {"laporan": row["laporan"], "waived": row["waived"], "place": place(finding["places"])}
        told.append(finding | more)
    return pd.DataFrame(told, columns=COLUMNS).astype({"tahun": "Int64"})


def place(places: list[dict]) -> str:
    """Where a finding is printed first: "hlm. 17 · Tabel 3.2 · baris Indeks Baca · kolom Capaian"."""
    if not places:
        return ""
    first = places[0]
    line = first["line"] if not first["page"] else None
    parts = [
        on_page(first["page"], first.get("printed")),
        table_number(first["table"]) or (first["table"] if first["row"] else ""),
        f"baris {first['row']}" if first["row"] else "",
        f"kolom {first['column']}" if first["column"] else "",
        f"baris teks {line}" if line is not None else "",
    ]
    told = " · ".join(part for part in parts if part) or first["section"]
    return f"{told} (dan {len(places) - 1} tempat lain)" if len(places) > 1 else told


def line(result: "Result") -> str:
    """What was audited and found, on one line."""
    rows = result.inner()
    counts = rows.loc[~rows["waived"], "severity"].value_counts()
    found = [f"{counts[level]} {level}" for level in ("tinggi", "sedang", "rendah") if level in counts]
    doubtful = len(result.inner(doubtful=True))
    parts = [f"{len(result.audited)} laporan", "temuan: " + (", ".join(found) or "tidak ada")]
    parts += [f"{int(rows['waived'].sum())} dikecualikan"] if rows["waived"].any() else []
    parts += [f"{doubtful} perlu dilihat"] if doubtful else []
    return f"<Result: {'; '.join(parts)}>"


def table(result: "Result") -> str:
    """HTML: the line, and the findings below it, the gravest first."""
    from markupsafe import escape

    rows = result.inner()
    rank = rows["severity"].map({"tinggi": 0, "sedang": 1, "rendah": 2})
    rows = rows.iloc[rank.to_numpy().argsort(kind="stable")]
    shown = frame(result, rows.iloc[:_MOST])
    columns = (["laporan"] if len(result.audited) > 1 else []) + list(_SHOWN)
    named = shown[columns].rename(columns=_SHOWN | {"laporan": "Laporan"})
    made = named.to_html(index=False, na_rep="", justify="left", border=0)
    made = made.replace("<td>", '<td style="text-align: left">')
    rest = f"<p>… dan {len(rows) - _MOST} temuan lain: <code>result.findings</code></p>"
    return (
        f"<p>{escape(line(result))}</p>" + (made if len(shown) else "") + (rest if len(rows) > _MOST else "")
    )
