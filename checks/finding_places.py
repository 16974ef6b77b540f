"""Where a finding is printed: its figures, rows and predikat, with section, page, table, row, column and
line."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cermat.checks.lookups import Groups, known

if TYPE_CHECKING:
    from cermat.checks.result import Result


class Places:
    """The places of the figures, rows and predikat of a result, each as findings.json has it."""

    def __init__(self, result: "Result") -> None:
        self.words, self.beside = result.words, frozenset(result.beside)
        self.labels: pd.DataFrame = result.settled.tables["label"]
        self.operands, self.operands_of = result.operands

    def _page(self, laporan, sheet) -> dict:
        """The sheet, and the page number that is printed on it."""
        page = known(sheet)
        return {"page": page, "printed": self.words.pages.on(str(laporan), page)}

    def of_number(self, number: int) -> dict:
        """Where a number is printed."""
        angka = self.words.angka
        return {
            "section": str(angka["bagian"][number]),
            **self._page(angka["laporan"][number], angka["halaman"][number]),
            "table": str(angka["tabel"][number]),
            "row": str(angka["baris"][number]),
            "column": str(angka["kolom_cetak"][number]),
            "line": known(angka["garis"][number]),
            "text": str(angka["teks"][number]).strip(),
            "angka": int(number),
        } | self._told_besides(number)

    def _told_besides(self, number: int) -> dict:
        """How a number was read, where that leaves it unsure; the file, where another document prints it."""
        origin = self.words.angka["asal"][number]
        asal = {"asal": str(origin)} if origin else {}
        return asal | self._in_other(str(self.words.angka["laporan"][number]))

    def _in_other(self, laporan: str) -> dict:
        """The file, where a place is in a document that the report is held against."""
        return {"document": laporan} if laporan in self.beside else {}

    def of_row(self, banding: int) -> dict:
        """Where the row stands that a comparison is about."""
        row = self.words.row(banding)
        return {
            "section": str(row.get("bagian", "")),
            **self._page(row.get("laporan"), row.get("halaman", -1)),
            "table": str(row.get("tabel", "")),
            "row": str(row.get("baris", "")),
            "column": "",
            "line": known(row.get("garis", -1)),
            "text": str(row.get("label", row.get("teks", row.get("judul", "")))),
        }

    def of_other_row(self, banding: int) -> dict:
        """Where the row of the other document stands that a comparison is about."""
        row = self.words.row(banding)
        other = str(row["dokumen_lain"])
        return {
            "section": str(row["bagian_lain"]),
            **self._page(other, row["halaman_lain"]),
            "table": str(row["tabel_lain"]),
            "row": str(row["baris_lain"]),
            "column": "",
            "line": known(row["garis_lain"]),
            "text": str(row["kunci_lain"]),
            "document": other,
        }

    def of_predikat(self, label: int) -> dict:
        """Where a predikat is printed. label: its row of `label`."""
        row = self.words.table("label").row(int(label))
        return {
            "section": str(row["bagian"]),
            **self._page(row["laporan"], row["halaman"]),
            "table": str(row["tabel"]),
            "row": str(row["baris"]),
            "column": "Predikat",
            "line": known(row["garis"]),
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
        stated = [int(words.paper["stated_id"][banding]) for banding in bandings]
        if words.cards[finding["rule"]].both_places:
            stated += [
                int(number) for banding in bandings for number in self.operands[self.operands_of.of(banding)]
            ]
        ids = list(dict.fromkeys([*ids, *(number for number in stated if number >= 0)]))
        return sorted(
            ids,
            key=lambda number: (number != int(finding["stated_id"]), words.angka["garis"][number], number),
        )

    def _without_numbers(self, finding: dict, bandings: list[int]) -> list[dict]:
        """The places of a finding about no printed number: the rows, or both sides of a contradiction of
        predikat."""
        part, row = self.words.part(bandings[0])
        if finding["kind"] == "kontradiksi" and part.card.table == "label":
            rated, alike = self._labels_alike
            return [self.of_predikat(label) for label in alike.of(int(rated[int(part.rows[row])]))]
        if finding["kind"] == "dokumen":
            rows = [self.words.row(banding) for banding in bandings]
            own = [self.of_row(banding) for banding, row in zip(bandings, rows, strict=True) if row["ada"]]
            others = [
                self.of_other_row(banding)
                for banding, row in zip(bandings, rows, strict=True)
                if row["ada_lain"]
            ]
            return own + others
        quoted = [(banding, self.words.quoted(banding)) for banding in bandings]
        places = [
            self.of_number(number) if number >= 0 and not finding["stated_label"] else self.of_row(banding)
            for banding, number in quoted
        ]
        # "cenderung menurun": the words are what the figures contradict
        said = finding["kind"] == "tren" and bool(str(self.words.row(bandings[0]).get("teks", "")))
        return places + [self.of_row(banding) for banding, number in quoted if said and number >= 0]

    def of_finding(self, finding: dict, bandings: list[int]) -> list[dict]:
        """Every place of a finding (a row of `findings`) once; bandings: the comparisons it rests on."""
        places = [self.of_number(number) for number in self._numbers_of(finding, bandings)]
        seen, out = set(), []
        for place in places or self._without_numbers(finding, bandings):
            key = tuple(
                str(place.get(name, ""))
                for name in ("document", "section", "page", "table", "row", "column", "line", "text")
            )
            if key not in seen:
                seen.add(key)
                out.append(place)
        return out
