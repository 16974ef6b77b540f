"""Where a finding is printed: its figures, rows and predikat, with section, page, table, row, column and
line."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from checks.lookups import Groups

if TYPE_CHECKING:
    from checks.result import Result


def _known(v) -> int | None:
    """A page or a line, None where it is not told."""
    return int(v) if v is not None and pd.notna(v) and int(v) >= 0 else None


class Places:
    """The places of the figures, rows and predikat of a result, each as findings.json has it."""

    def __init__(self, result: "Result") -> None:
        self.words = result.words
        self.labels: pd.DataFrame = result.settled.tables["label"]
        self.operands, self.operands_of = result.operands

    def of_number(self, i: int) -> dict:
        """Where number i is printed."""
        a = self.words.angka
        return {
            "section": str(a["bagian"][i]),
            "page": _known(a["halaman"][i]),
            "table": str(a["tabel"][i]),
            "row": str(a["baris"][i]),
            "column": str(a["kolom_cetak"][i]),
            "line": _known(a["garis"][i]),
            "text": str(a["teks"][i]).strip(),
            "angka": int(i),
        }

    def of_row(self, banding: int) -> dict:
        """Where the row stands that a comparison is about."""
        row = self.words.row(banding)
        return {
            "section": str(row.get("bagian", "")),
            "page": _known(row.get("halaman", -1)),
            "table": str(row.get("tabel", "")),
            "row": str(row.get("baris", "")),
            "column": "",
            "line": _known(row.get("garis", -1)),
            "text": str(row.get("label", row.get("teks", row.get("judul", "")))),
        }

    def of_predikat(self, i: int) -> dict:
        """Where a predikat is printed: row i of `label`."""
        row = self.words.table("label").row(int(i))
        return {
            "section": str(row["bagian"]),
            "page": _known(row["halaman"]),
            "table": str(row["tabel"]),
            "row": str(row["baris"]),
            "column": "Predikat",
            "line": _known(row["garis"]),
            "text": str(row["label"]),
        }

    @cached_property
    def _labels_alike(self) -> tuple[np.ndarray, Groups]:
        """What each row of `label` rates, and its rows by that."""
        groups = self.labels.groupby(["laporan", "kunci", "ukuran", "tahun"], sort=False, dropna=False)
        rated = groups.ngroup().to_numpy()
        return rated, Groups(rated)

    def _numbers_of(self, finding: dict, bandings: list[int]) -> list[int]:
        """The numbers that a finding shows: copies of the accused one, stated ones, operands where the card
        asks for both places."""
        words = self.words
        ids: list[int] = []
        if finding["cause"] >= 0 and not finding["relation"]:
            ids = words.copies.of(int(words.node[int(finding["stated_id"])])).tolist()
        stated = [int(words.paper["stated_id"][b]) for b in bandings]
        if words.cards[finding["rule"]].both_places:
            stated += [int(i) for b in bandings for i in self.operands[self.operands_of.of(b)]]
        ids = list(dict.fromkeys([*ids, *(i for i in stated if i >= 0)]))
        return sorted(ids, key=lambda i: (i != int(finding["stated_id"]), words.angka["garis"][i], i))

    def _without_numbers(self, finding: dict, bandings: list[int]) -> list[dict]:
        """The places of a finding about no printed number: the rows, or both sides of a contradiction of
        predikat."""
        part, row = self.words.part(bandings[0])
        if finding["kind"] == "kontradiksi" and part.card.table == "label":
            rated, alike = self._labels_alike
            return [self.of_predikat(i) for i in alike.of(int(rated[int(part.rows[row])]))]
        quoted = [(b, self.words.quoted(b)) for b in bandings]
        return [
            self.of_number(i) if i >= 0 and not finding["stated_label"] else self.of_row(b) for b, i in quoted
        ]

    def of_finding(self, finding: dict, bandings: list[int]) -> list[dict]:
        """Every place of a finding (a row of `findings`) once; bandings: the comparisons it rests on."""
        places = [self.of_number(i) for i in self._numbers_of(finding, bandings)]
        seen, out = set(), []
        for p in places or self._without_numbers(finding, bandings):
            key = tuple(str(p[k]) for k in ("section", "page", "table", "row", "column", "line", "text"))
            if key not in seen:
                seen.add(key)
                out.append(p)
        return out
