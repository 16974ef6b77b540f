"""Where things stand in the re-laid report: names of tables, and the anchor that a finding's place jumps
to."""

import re

import pandas as pd

from cermat.schemas.places import Pages, in_file, on_page

_ID = re.compile(r"(?:tabel|prosa)-(\d+)$")
_AROUND = 48  # characters of a sentence that are quoted on each side of a number
_QUOTED = 240  # characters of the longest words that are marked where they stand


class Places:
    """Places of one report.

    blok, sel, angka: the frames of this report only, `blok` in reading order. `order`: blok → its rank.
    `anchors`: what must become a target in the re-laid report besides numbers: (blok, r) of a row, r = -1 for
    the block itself.
    """

    def __init__(self, sub, laporan: str, labels):
        self._, self._sub, self._labels = labels._, sub, labels
        self._beside: dict[str, Places] = {}
        mine = lambda frame: frame[frame["laporan"] == laporan] if len(frame) else frame  # noqa: E731
        self.blok, self.sel, self.angka = reading_order(mine(sub.blok)), mine(sub.sel), mine(sub.angka)
        known = self.angka[self.angka["blok"].notna() & self.angka["blok"].ge(0)]
        shown = set(self.blok["blok"].astype(int))
        known = known[known["blok"].astype(int).isin(shown)]
        # number → (blok, r, c, first and last character; -1: the whole cell)
        self.located = {int(number): place for number, place in zip(known.index, _spans(known), strict=True)}
        self.names: dict[int, str] = {}
        tables = self.blok[self.blok["jenis"].eq("petak")]
        for position, (block, text) in enumerate(
            zip(tables["blok"].astype(int), tables["teks"].astype(str), strict=True), 1
        ):
            self.names[block] = " ".join(text.split()) or self._("Tabel ke-%(n)s", n=position)
        self.pages = Pages(sub.pages).of(laporan)
        self.by_table = self._tables(known, tables, shown)
        self.lines = self._lines()
        self.cells = self._cells()
        about = sub.laporan[sub.laporan["laporan"].eq(laporan)]
        self.typed = bool(about["jenis"].eq("tabel").any())  # tables that were submitted as such
        self.words = dict(zip(self.blok["blok"].astype(int), self.blok["teks"].astype(str), strict=True))
        self._find_unplaced()
        self.anchors: set[tuple[int, int]] = set()
        self.quotes: dict[tuple[int, int], dict[str, str]] = {}

    @staticmethod
    def _tables(known: pd.DataFrame, tables: pd.DataFrame, shown: set[int]) -> dict[str, int]:
        """Id of a printed table → its block. A folder of CSV names its tables in the caption ('indikator ·
        capaian-pk')."""
        found = {
            block.rpartition(" · ")[2]: name
            for name, block in zip(tables["blok"].astype(int), tables["teks"].astype(str), strict=True)
        }
        first = known[~known.duplicated("tabel")]
        found |= {
            str(name): int(block)
            for name, block in zip(first["tabel"], first["blok"], strict=True)
            if int(block) in shown
        }
        found.pop("", None)  # what stands in no table, as a part that is missing, is shown at none
        return found

    def _find_unplaced(self) -> None:
        """Numbers of a sentence that came without a place ("kedua indikator"): where their text stands in
        that block, and no other."""
        taken = {(block, start) for block, row, _c, start, _end in self.located.values() if row < 0}
        lost = self.angka[~self.angka.index.isin(self.located) & self.angka["kelas"].eq("figur")]
        for number, table, text in zip(
            lost.index, lost["tabel"].astype(str), lost["teks"].astype(str).str.strip(), strict=True
        ):
            block = self.block(table)
            if not text or block < 0 or block in self.names:
                continue
            for hit in re.finditer(rf"(?<![\d.,]){re.escape(text)}(?![\d.,]*\d)", self.words[block], re.I):
                if (block, hit.start()) not in taken:
                    taken.add((block, hit.start()))
                    self.located[int(number)] = (block, -1, -1, hit.start(), hit.end())
                    break

    def _cells(self) -> dict[tuple[int, int, int], str]:
        """(blok, r, c) → the cell or row of a file that it was read from ("T3!E4"); r = c = -1: of a
        paragraph."""
        grids = zip(self.sel["blok"], self.sel["r"], self.sel["c"], self.sel["jejak"], strict=True)
        found = {(int(block), int(row), int(column)): str(trace) for block, row, column, trace in grids}
        texts = zip(self.blok["blok"].astype(int), self.blok["jejak"].astype(str), strict=True)
        found |= {(block, -1, -1): trace for block, trace in texts}
        return {at: told for at, trace in found.items() if (told := in_file(trace, self._))}

    def cell(self, number: int) -> str:
        """The cell of the workbook, or the row of the CSV file, that a number stands in; '' in other
        documents."""
        return self.cells.get(self.located.get(number, (-1, -1, -1))[:3], "")

    def _lines(self) -> dict[tuple[int, int], int]:
        """(blok, line of the text) → row of the grid."""
        printed = self.sel[self.sel["garis"].ge(0)] if len(self.sel) else self.sel
        printed = printed[~printed.duplicated(["blok", "garis"])] if len(printed) else printed
        return (
            {
                (int(block), int(line)): int(row)
                for block, line, row in zip(printed["blok"], printed["garis"], printed["r"], strict=True)
            }
            if len(printed)
            else {}
        )

    def block(self, table: str) -> int:
        """The block that a table id means, -1 where none is shown."""
        if table in self.by_table:
            return self.by_table[table]
        hit = _ID.search(table)
        return int(hit[1]) if hit and int(hit[1]) in self.words else -1

    def anchor(self, place: dict, state: str = "") -> str:
        """Id of the element to jump to, '' where the place is not shown. Notes what must become a target, and
        words to be marked."""
        number = place.get("angka")
        if number is not None and number in self.located:
            return f"n{number}"
        block = self.block(place["table"])
        if block < 0:
            return ""
        row = self.lines.get((block, place["line"] if place["line"] is not None else -1), -1)
        self.anchors.add((block, row))
        text = place["text"].strip()
        if number is None and state and text and len(text) <= _QUOTED:
            self.quotes.setdefault((block, row), {}).setdefault(text, state)
        return f"b{block}" if row < 0 else f"b{block}r{row}"

    def _around(self, place: dict) -> tuple[str, str]:
        """What stands before and after a number in its sentence."""
        block, row, _c, start, end = self.located.get(place.get("angka", -1), (-1, 0, 0, -1, -1))
        if row >= 0 or start < 0:
            return "", ""
        text = self.words[block]
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        before = before if start <= _AROUND else "…" + before[before.find(" ") + 1 :]
        return before, after if end + _AROUND >= len(text) else after[: max(after.rfind(" "), 0)] + " …"

    def where(self, place: dict, state: str = "") -> dict:
        """A place for the page: anchor, quoted text, the table's name, and the rest in words.

        state: how words that stand there and are no number are marked (contradicted, terdampak; '': not at
        all). A place in another document begins with that document's name and has no anchor.
        """
        if place.get("document"):
            return self._elsewhere(place)
        block = self.block(place["table"])
        name = self.names.get(block, "") if block >= 0 or not place["table"] else place["table"]
        column = place["column"] if place["column"] and not place["table"].startswith("prosa") else ""
        number = place.get("angka")
        cell = self.cell(number) if number is not None else ""
        if self.typed and cell:  # its caption is a name of ours
            name, cell = cell, ""
        parts = [
            cell,
            self._("baris %(x)s", x=place["row"]) if place["row"] else "",
            self._("kolom %(x)s", x=column) if column else "",
            on_page(place["page"], place.get("printed"), self._),
            self._("baris teks %(n)s", n=place["line"]) if place["line"] is not None else "",
            self._(place["asal"]) if place.get("asal") else "",
        ]
        return {
            "anchor": self.anchor(place, state),
            "text": place["text"].strip(),
            "table": name,
            "detail": " · ".join(part for part in parts if part),
            "section": place["section"],
            "page": place["page"] or "",
            "what": place.get("what", ""),
            "around": self._around(place),
        }

    def _elsewhere(self, place: dict) -> dict:
        """'pk2021.docx · Tabel 1' and the rest, of a place in a document beside the report."""
        name = place["document"]
        if name not in self._beside:
            self._beside[name] = Places(self._sub, name, self._labels)
        told = self._beside[name].where(place | {"document": ""})
        at = told["table"] or told["section"].rpartition(" > ")[2]
        table = " · ".join(part for part in (name, at) if part)
        return told | {"anchor": "", "table": table, "section": "", "page": ""}


def own(places: list[dict]) -> list[dict]:
    """Places in the report itself, without those in documents beside it."""
    return [place for place in places if not place.get("document")]


def _spans(known: pd.DataFrame) -> list[tuple[int, int, int, int, int]]:
    columns = [known[name].fillna(-1).astype(int) for name in ("blok", "r", "c", "mulai", "akhir")]
    return list(zip(*columns, strict=True))


def reading_order(blok: pd.DataFrame) -> pd.DataFrame:
    """Blocks as a reader meets them: tables of a folder of CSV go by the line they were taken from, where all
    tell it."""
    if blok.empty or blok["jenis"].eq("judul").any() or not blok["garis"].ge(0).all():
        return blok
    return blok.sort_values(["garis", "blok"], kind="stable")


def sections(bagian: str, depth: int = 2) -> list[str]:
    """'BAB III > A > 1' → ['BAB III', 'BAB III > A']."""
    parts = [part.strip() for part in str(bagian).split(" > ") if part.strip()]
    return [" > ".join(parts[: depth_at + 1]) for depth_at in range(min(depth, len(parts)))]
