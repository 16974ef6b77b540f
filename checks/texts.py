"""What the texts of findings draw on: figures, names and calculations in words, where a number is printed."""

from functools import cached_property

import numpy as np
import pandas as pd

from cermat.checks import written
from cermat.checks.aftermath import Aftermath
from cermat.checks.cards import Card
from cermat.checks.lookups import Columns, Groups, known
from cermat.checks.operands import Numbers
from cermat.checks.phrases import MEASURES, capital, display, measured, shorter
from cermat.checks.quotes import Quotes
from cermat.schemas.angka import NIL
from cermat.schemas.places import Pages, in_file, on_page, table_number


class Words:
    """Everything that the texts of one run's findings draw on."""

    def __init__(self, result):
        self.r = result
        self.cards: dict[str, Card] = {card.id: card for card in result.cards}
        self.numbers: Numbers = result.settled.tables.numbers
        self.texts = np.append(result.sub.angka["teks"].to_numpy(dtype=object), "")
        # a "-" that counts as zero is one in a sum
        nil = np.append(result.sub.angka["kelas"].eq(NIL).to_numpy(), False)
        self.operands = np.where(nil, "0", self.texts)
        self.parts: dict[str, list] = {}
        for part in result.comparisons.parts:
            self.parts.setdefault(part.card.id, []).append(part)
        self.paper = Columns(result.comparisons.kertas_kerja)
        self.angka = Columns(result.sub.angka)
        self.node = result.explained.causes.node
        self._tables: dict[str, Columns] = {}

    def table(self, name: str) -> Columns:
        """One of the settled tables."""
        if name not in self._tables:
            self._tables[name] = Columns(self.r.settled.tables[name])
        return self._tables[name]

    @cached_property
    def after(self) -> Aftermath:
        """Figures and predikat after all repairs."""
        return Aftermath(self.r)

    @cached_property
    def pages(self) -> Pages:
        """The page numbers that the reports print."""
        return Pages(self.r.sub.pages)

    @cached_property
    def copies(self) -> Groups:
        """Numbers by their node."""
        return Groups(self.node)

    @cached_property
    def printed_tables(self) -> frozenset[str]:
        """Ids of the tables and passages that numbers stand in."""
        return frozenset(pd.unique(self.angka["tabel"])) - {""}

    def named(self, subject: str) -> str:
        """A subject as it is read, without the id of the table that tells it from one of the same name."""
        name, _, table = subject.rpartition(" · ")
        return display(name if name and table in self.printed_tables else subject)

    def part(self, banding: int):
        """The part and the row within it of one comparison."""
        for part in self.parts[self.paper["aturan"][banding]]:
            if part.start <= banding < part.start + len(part.paper):
                return part, banding - part.start
        raise KeyError(banding)

    def calculation(self, banding: int) -> tuple[str, dict[str, float]]:
        """(the recomputation written out, value by alternative)."""
        part, row = self.part(banding)
        chosen = int(part.choice[row])
        paper = part.paper
        text = written.write(
            part, row, chosen, self.numbers, self.operands, self.shown(paper["recomputed"][row], banding)
        )
        return text, {
            alternative.name: float(part.values[position, row])
            for position, alternative in enumerate(part.alternatives)
        }

    def shown(self, value: float, banding: int) -> str:
        """A recomputed value in Indonesian form."""
        decimals = self.paper["desimal"][banding]
        decimals = int(decimals) if pd.notna(decimals) else 2
        number = int(self.paper["stated_id"][banding])
        whole = number >= 0 and decimals <= 0 and self.unit(number) != "%"
        return written.recomputed_text(float(value), decimals, whole)

    def unit(self, number: int) -> str:
        return str(self.angka["satuan"][number]) if number >= 0 else ""

    def quoted(self, banding: int) -> int:
        """The number that the card quotes first (its `names`), -1 where there is none."""
        part, row = self.part(banding)
        table = self.table(part.card.table)
        valued = self.r.settled.tables.value_columns.get(part.card.table, ())
        ids = [int(table[name][int(part.rows[row])]) for name in part.card.names if name in valued]
        return next((number for number in ids if number >= 0), -1)

    def row(self, banding: int) -> dict:
        """The row of the card's table as texts, for templates."""
        part, row = self.part(banding)
        values = self.table(part.card.table).row(int(part.rows[row]))
        for column in self.r.settled.tables.value_columns.get(part.card.table, ()):
            number = int(values.get(column, -1))
            values[column] = str(self.texts[number]).strip()
            values[f"{column}_angka"] = float(self.numbers.value[number])
            values[f"{column}_tempat"] = self.in_document(number) if number >= 0 else ""
        if {"dokumen_lain", "halaman_lain"} <= values.keys():
            other, sheet = str(values["dokumen_lain"]), known(values["halaman_lain"])
            page = on_page(sheet, self.pages.on(other, sheet))
            values["tempat_lain"] = f"{values['nama_lain']} ({', '.join(filter(None, (other, page)))})"
        return values

    def tested(self, banding: int) -> list[str]:
        """The printed figures that a condition has looked at, in the order in which it names them."""
        part, row = self.part(banding)
        return [
            str(self.texts[number]).strip()
            for leaf in part.weak
            for number in leaf.id[leaf.row == row]
            if number >= 0
        ]

    @cached_property
    def _captions(self) -> dict[tuple[str, int], str]:
        """Captions of printed tables, by report and block."""
        blok = self.r.sub.blok
        named = blok[blok["jenis"].eq("petak") & blok["teks"].ne("")] if len(blok) else blok
        keys = zip(named["laporan"], named["blok"].astype(int), strict=True)
        return dict(zip(keys, named["teks"].astype(str), strict=True))

    @cached_property
    def _cells(self) -> dict[tuple[str, int, int, int], str]:
        """Cells of workbooks and rows of CSV files in words, by report, block, row and column."""
        sel = self.r.sub.sel
        named = sel[sel["jejak"].astype(str).str.contains(r"!|\.csv:")] if len(sel) else sel
        keys = zip(named["laporan"], *(named[name].astype(int) for name in ("blok", "r", "c")), strict=True)
        return {key: in_file(trace) for key, trace in zip(keys, named["jejak"].astype(str), strict=True)}

    def _cell(self, number: int) -> str:
        """The cell or the row of a file that a number stands in, '' where it is not known."""
        at = [known(self.angka[name][number]) for name in ("blok", "r", "c")]
        laporan = str(self.angka["laporan"][number])
        return "" if None in at else self._cells.get((laporan, *at), "")  # type: ignore[arg-type]

    def in_document(self, number: int) -> str:
        """Where a number is printed in another document: 'Perjanjian Kinerja (PK) 2021 (pk.docx, Tabel 1)';
        in the report itself as `at` says."""
        laporan = str(self.angka["laporan"][number])
        if laporan not in self.r.beside:
            return self.at(number)
        told = self.r.settled.tables["laporan"]
        name = told.loc[told["laporan"] == laporan, "nama_dokumen"].iat[0]
        return f"{name} ({laporan}, {self.at(number)})"

    def at(self, number: int) -> str:
        """Where a number is printed, in few words: 'Tabel 3.16, hlm. 8 (lembar 13)', 'Tabel 3.1, T3!E4',
        'indikator.csv, baris 12', 'uraian bagian "Capaian"'."""
        angka, cell = self.angka, self._cell(number)
        blok, sheet = known(angka["blok"][number]), known(angka["halaman"][number])
        laporan = str(angka["laporan"][number])
        caption = self._captions.get((laporan, blok), "") if blok is not None else ""
        if cell and laporan in self._typed:
            return cell
        if named := table_number(caption):
            where = capital(named)
        elif caption:
            where = f'tabel "{shorter(caption)}"'
        else:
            part = shorter(str(angka["bagian"][number]).rpartition(" > ")[2])
            kind = "uraian" if str(angka["tabel"][number]).startswith("prosa") else "tabel"
            where = f'{kind} bagian "{part}"' if part else kind
        page = cell or on_page(sheet, self.pages.on(laporan, sheet))
        origin = f" ({angka['asal'][number]})" if angka["asal"][number] else ""
        return (f"{where}, {page}" if page else where) + origin

    @cached_property
    def _typed(self) -> frozenset[str]:
        """Reports that were submitted as tables: their tables bear no captions."""
        about = self.r.sub.laporan
        return frozenset(about.loc[about["jenis"].eq("tabel"), "laporan"])

    @cached_property
    def quotes(self) -> Quotes:
        """What the reports print of their own rules."""
        return Quotes(self.r, self.pages)

    @cached_property
    def _suspects(self) -> dict[int, list[int]]:
        suspects = self.r.explained.causes.suspect
        return (
            suspects.groupby("cause")["node"].agg(lambda nodes: [int(node) for node in nodes]).to_dict()
            if len(suspects)
            else {}
        )

    def suspects(self, cause: int) -> list[int]:
        return self._suspects.get(cause, [])

    def what(self, number: int) -> str:
        """What a number is: 'realisasi Program X (Tabel …)'."""
        name, kind = self.names.get(number, ("", ""))
        kind = kind or self.angka["kolom"][number]
        return measured(MEASURES.get(kind, kind), self.named(str(name or self.angka["baris"][number] or "")))

    @cached_property
    def names(self) -> dict[int, tuple[str, str]]:
        tables = self.r.settled.tables
        found: dict[int, tuple[str, str]] = {}
        for table in ("rincian", "anggaran", "perhitungan", "layanan"):
            frame = tables[table]
            for value_column in sorted(tables.value_columns[table]):
                label = "serapan" if (table, value_column) == ("anggaran", "realisasi") else value_column
                meant = f"{value_column}_arti"  # what an operand of a calculation counts, in words
                labels = (
                    frame[meant].where(frame[meant].ne(""), label) if meant in frame else [label] * len(frame)
                )
                uraian = frame["uraian"] if "uraian" in frame else frame["subjek"]
                found |= {
                    int(number): (name, told)
                    for number, name, told in zip(frame[value_column], uraian, labels, strict=True)
                    if number >= 0
                }
        facts = self.r.settled.fakta
        return found | {
            int(number): (key, measure)
            for number, key, measure in zip(facts["nilai"], facts["kunci"], facts["ukuran"], strict=True)
        }

    @cached_property
    def _facts(self) -> tuple[Columns, np.ndarray, np.ndarray, Groups]:
        """fakta, first of its rows by node (-1: none), and its rows by what is said in which report, whatever
        the year."""
        facts = self.r.settled.fakta
        first = np.full(len(self.node), -1)
        if facts.empty:
            return Columns(facts), first, np.empty(0, int), Groups([])
        first[self.node[facts["nilai"].to_numpy(dtype="int64")[::-1]]] = np.arange(len(facts))[::-1]
        kind = facts.groupby(["laporan", "kunci", "ukuran"], sort=False, dropna=False).ngroup().to_numpy()
        return Columns(facts), first, kind, Groups(kind)

    def other_years(self, number: int) -> list[float]:
        """Values of the fact that a number states, in other years of the same report."""
        facts, first, kind, alike = self._facts
        at = int(first[self.node[number]])
        if at < 0:
            return []
        rows = alike.of(int(kind[at]))
        return [
            float(value)
            for value in self.numbers.value[
                facts["nilai"][rows[facts["tahun"][rows] != facts["tahun"][at]]].astype("int64")
            ]
        ]
