"""Where things stand in the re-laid report: names of tables, and the anchor that a finding's place jumps
to."""

import re

import pandas as pd

_ID = re.compile(r"(?:tabel|prosa)-(\d+)$")
_AROUND = 48  # characters of a sentence that are quoted on each side of a number


class Places:
    """Places of one report.

    blok, sel, angka: the frames of this report only, `blok` in reading order. `order`: blok → its rank.
    `anchors`: what must become a target in the re-laid report besides numbers: (blok, r) of a row, r = -1 for
    the block itself.
    """

    def __init__(self, sub, laporan: str, labels):
        self._ = labels._
        mine = lambda frame: frame[frame["laporan"] == laporan] if len(frame) else frame  # noqa: E731
        self.blok, self.sel, self.angka = reading_order(mine(sub.blok)), mine(sub.sel), mine(sub.angka)
        known = self.angka[self.angka["blok"].notna() & self.angka["blok"].ge(0)]
        shown = set(self.blok["blok"].astype(int))
        known = known[known["blok"].astype(int).isin(shown)]
        # number → (blok, r, c, first and last character; -1: the whole cell)
        self.located = {int(i): place for i, place in zip(known.index, _spans(known), strict=True)}
        self.names: dict[int, str] = {}
        tables = self.blok[self.blok["jenis"].eq("petak")]
        for k, (b, text) in enumerate(
            zip(tables["blok"].astype(int), tables["teks"].astype(str), strict=True), 1
        ):
            self.names[b] = " ".join(text.split()) or self._("Tabel ke-%(n)s", n=k)
        self.by_table = self._tables(known, tables, shown)
        self.lines = self._lines()
        self.words = dict(zip(self.blok["blok"].astype(int), self.blok["teks"].astype(str), strict=True))
        self._find_unplaced()
        self.anchors: set[tuple[int, int]] = set()
        self.quotes: dict[tuple[int, int], dict[str, str]] = {}

    @staticmethod
    def _tables(known: pd.DataFrame, tables: pd.DataFrame, shown: set[int]) -> dict[str, int]:
        """Id of a printed table → its block. A folder of CSV names its tables in the caption ('indikator ·
        capaian-pk')."""
        found = {
            t.rpartition(" · ")[2]: b
            for b, t in zip(tables["blok"].astype(int), tables["teks"].astype(str), strict=True)
        }
        first = known[~known.duplicated("tabel")]
        found |= {
            str(t): int(b) for t, b in zip(first["tabel"], first["blok"], strict=True) if int(b) in shown
        }
        found.pop("", None)  # what stands in no table, as a part that is missing, is shown at none
        return found

    def _find_unplaced(self) -> None:
        """Numbers of a sentence that came without a place ("kedua indikator"): where their text stands in
        that block, and no other."""
        taken = {(b, start) for b, r, _c, start, _end in self.located.values() if r < 0}
        lost = self.angka[~self.angka.index.isin(self.located) & self.angka["kelas"].eq("figur")]
        for i, table, text in zip(
            lost.index, lost["tabel"].astype(str), lost["teks"].astype(str).str.strip(), strict=True
        ):
            b = self.block(table)
            if not text or b < 0 or b in self.names:
                continue
            for hit in re.finditer(rf"(?<![\d.,]){re.escape(text)}(?![\d.,]*\d)", self.words[b], re.I):
                if (b, hit.start()) not in taken:
                    taken.add((b, hit.start()))
                    self.located[int(i)] = (b, -1, -1, hit.start(), hit.end())
                    break

    def _lines(self) -> dict[tuple[int, int], int]:
        """(blok, line of the text) → row of the grid."""
        s = self.sel[self.sel["garis"].ge(0)] if len(self.sel) else self.sel
        s = s[~s.duplicated(["blok", "garis"])] if len(s) else s
        return (
            {(int(b), int(g)): int(r) for b, g, r in zip(s["blok"], s["garis"], s["r"], strict=True)}
            if len(s)
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
        i = place.get("angka")
        if i is not None and i in self.located:
            return f"n{i}"
        b = self.block(place["table"])
        if b < 0:
            return ""
        r = self.lines.get((b, place["line"] if place["line"] is not None else -1), -1)
        self.anchors.add((b, r))
        text = place["text"].strip()
        if i is None and state and text and len(text) <= 80:
            self.quotes.setdefault((b, r), {}).setdefault(text, state)
        return f"b{b}" if r < 0 else f"b{b}r{r}"

    def _around(self, place: dict) -> tuple[str, str]:
        """What stands before and after a number in its sentence."""
        b, r, _c, start, end = self.located.get(place.get("angka", -1), (-1, 0, 0, -1, -1))
        if r >= 0 or start < 0:
            return "", ""
        text = self.words[b]
        before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
        before = before if start <= _AROUND else "…" + before[before.find(" ") + 1 :]
        return before, after if end + _AROUND >= len(text) else after[: max(after.rfind(" "), 0)] + " …"

    def where(self, place: dict, state: str = "") -> dict:
        """A place for the page: anchor, quoted text, the table's name, and the rest in words.

        state: how words that stand there and are no number are marked (contradicted, terdampak; '': not at
        all).
        """
        b = self.block(place["table"])
        name = self.names.get(b, "") if b >= 0 or not place["table"] else place["table"]
        column = place["column"] if place["column"] and not place["table"].startswith("prosa") else ""
        parts = [
            self._("baris %(x)s", x=place["row"]) if place["row"] else "",
            self._("kolom %(x)s", x=column) if column else "",
            self._("hlm. %(n)s", n=place["page"]) if place["page"] else "",
            self._("baris teks %(n)s", n=place["line"]) if place["line"] is not None else "",
        ]
        return {
            "anchor": self.anchor(place, state),
            "text": place["text"].strip(),
            "table": name,
            "detail": " · ".join(p for p in parts if p),
            "section": place["section"],
            "what": place.get("what", ""),
            "around": self._around(place),
        }


def _spans(known: pd.DataFrame) -> list[tuple[int, int, int, int, int]]:
    columns = [known[c].fillna(-1).astype(int) for c in ("blok", "r", "c", "mulai", "akhir")]
    return list(zip(*columns, strict=True))


def reading_order(blok: pd.DataFrame) -> pd.DataFrame:
    """Blocks as a reader meets them: tables of a folder of CSV go by the line they were taken from, where all
    tell it."""
    if blok.empty or blok["jenis"].eq("judul").any() or not blok["garis"].ge(0).all():
        return blok
    return blok.sort_values(["garis", "blok"], kind="stable")


def sections(bagian: str, depth: int = 2) -> list[str]:
    """'BAB III > A > 1' → ['BAB III', 'BAB III > A']."""
    parts = [p.strip() for p in str(bagian).split(" > ") if p.strip()]
    return [" > ".join(parts[: k + 1]) for k in range(min(depth, len(parts)))]
