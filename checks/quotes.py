"""What a report prints of its own rules, as its findings quote it: formula, rating scale, definition of an
indicator, each with the page.

"Laporan hlm. 12: "(rencana − (realisasi − rencana)) / rencana x 100%"" says more than a rule in other words.
"""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cermat.checks import fills
from cermat.checks.phrases import shorter
from cermat.schemas.places import Pages, on_page

if TYPE_CHECKING:
    from cermat.checks.result import Result

_LONGEST = 160  # characters of a quoted rule


class Quotes:
    """The rules that the reports of one run print."""

    def __init__(self, result: "Result", pages: Pages) -> None:
        self.result, self.pages = result, pages

    def of(self, kind: str, laporan: str, key: str) -> str:
        """'hlm. 12: "…"' of a kind of rule (cards.QUOTES) in a report; key: the indicator; '' if none."""
        if kind == "definisi":
            return self._definitions.get((laporan, key), "")
        return {"rumus": self._falling, "rumus umum": self._rising, "skala": self._scales}.get(kind, {}).get(
            laporan, ""
        )

    @cached_property
    def _falling(self) -> dict[str, str]:
        return self._formulas(["turun"])

    @cached_property
    def _rising(self) -> dict[str, str]:
        return self._formulas(["naik", "umum"])

    def _formulas(self, directions: list[str]) -> dict[str, str]:
        frame = self.result.settled.tables["rumus"]
        kept = frame[frame["arah"].isin(directions) & frame["teks"].astype(str).ne("")].drop_duplicates(
            "laporan"
        )
        return dict(zip(kept["laporan"], self._told(kept, kept["teks"]), strict=True))

    @cached_property
    def _definitions(self) -> dict[tuple[str, str], str]:
        frame = self.result.settled.tables["definisi"]
        kept = frame[frame["formula"].astype(str).ne("")].drop_duplicates(["laporan", "kunci"])
        keys = zip(kept["laporan"], kept["kunci"].astype(str), strict=True)
        return dict(zip(keys, self._told(kept, kept["formula"]), strict=True))

    @cached_property
    def _scales(self) -> dict[str, str]:
        bands = self.result.settled.scale
        if bands.empty:
            return {}
        best_first = bands.sort_values(["laporan", "urutan"], ascending=[True, False], kind="stable")
        spans = [_span(low, high) for low, high in zip(best_first["lo"], best_first["hi"], strict=True)]
        named = best_first.assign(
            pita=best_first["label"].astype(str) + " (" + pd.Series(spans, best_first.index) + ")"
        )
        whole = (
            named.groupby("laporan", sort=False)
            .agg(pita=("pita", ", ".join), halaman=("halaman", "first"))
            .reset_index()
        )
        return dict(zip(whole["laporan"], self._told(whole, whole["pita"]), strict=True))

    def _told(self, frame: pd.DataFrame, texts: pd.Series) -> list[str]:
        """Texts in quotation marks behind their pages, where those are known."""
        sheets = pd.to_numeric(frame["halaman"], errors="coerce").fillna(-1).astype(int)
        return [
            f'{on_page(sheet, self.pages.on(report, sheet))}: "{shorter(str(text), _LONGEST)}"'
            for report, sheet, text in zip(frame["laporan"], sheets, texts, strict=True)
        ]


def _span(low: float, high: float) -> str:
    """A band in short: '85–100', 'sampai 55', 'mulai 90'."""
    shown = [
        fills.number(edge, 0 if float(edge).is_integer() else 2) if np.isfinite(edge) else ""
        for edge in (low, high)
    ]
    if all(shown):
        return "–".join(shown)
    return f"mulai {shown[0]}" if shown[0] else f"sampai {shown[1]}"
