"""A composed report that prints its average again and again: at the foot of its tables, in the Ikhtisar, in
Bab IV and in an annex."""

from fractions import Fraction
from pathlib import Path

import pandas as pd

from cermat.datasets.compose.parts import Cell, Grid, Heading, Line
from cermat.datasets.compose.report import Report
from cermat.datasets.compose.sample import printed
from cermat.datasets.compose.write_docx import write_docx
from cermat.datasets.compose.write_pdf import write_pdf
from cermat.datasets.compose.write_text import markdown
from cermat.datasets.compose.write_xlsx import write_xlsx

YEAR, AGENCY = "2023", "Dinas Pertanian Kabupaten Sekarwangi"
FALLING = "Angka kematian ternak"
SASARAN = {
    "Meningkatnya produksi pangan": (
        ("Produktivitas padi", "kuintal per hektare", "50,00", "48,00", "96,00"),
        ("Produktivitas jagung", "kuintal per hektare", "40,00", "36,80", "92,00"),
        (FALLING, "ekor per seribu", "8,00", "8,40", "95,00"),
    ),
    "Meningkatnya mutu penyuluhan": (
        ("Persentase kelompok tani yang dibina", "%", "75,00", "66,00", "88,00"),
        ("Persentase penyuluh yang bersertifikat", "%", "60,00", "50,40", "84,00"),
    ),
}
SAID = {
    "ikhtisar": "Rata-rata capaian kinerja {agency} tahun {year} adalah {mean}%.",
    "analisis": "Dengan demikian rata-rata capaian kinerja {agency} tahun {year} sebesar {mean}%.",
    "penutup": "Secara keseluruhan rata-rata capaian kinerja tahun {year} mencapai {mean}%.",
}


def mean(values: list[str]) -> str:
    """The mean of printed figures, with two decimals."""
    return printed(sum(Fraction(value.replace(",", ".")) for value in values) / len(values), 2)


class Repeated:
    """The report. parted: a table a sasaran and the averages of these in one of their own, else one table;
    capaian: indicator → what is printed for it, from which all averages follow; said: place (ikhtisar,
    analisis, penutup, lampiran) → the average printed there, where it is another."""

    def __init__(self, parted: bool, capaian: dict[str, str], said: dict[str, str]) -> None:
        capaian_of = {
            sasaran: [capaian.get(one[0], one[-1]) for one in indicators]
            for sasaran, indicators in SASARAN.items()
        }
        self.parted = parted
        self.averages = {sasaran: mean(values) for sasaran, values in capaian_of.items()}
        every = [value for values in capaian_of.values() for value in values]
        self.whole = mean(list(self.averages.values()) if parted else every)
        self.said = dict.fromkeys((*SAID, "lampiran"), self.whole) | said
        self.printed = capaian_of

    def parts(self) -> tuple[list, object]:
        """(parts in reading order, style)."""
        identity = pd.DataFrame({"jenis": ["instansi", "tahun"], "nilai": [AGENCY, YEAR]})
        falls = pd.DataFrame([{"tabel": "prosa", "jenis": "arah_turun", "subjek": FALLING}])
        tables = {"indikator": self._indicators(), "klaim": falls, "identitas": identity}
        made = Report(tables, "sasaran" if self.parted else "gabung", "resmi", 0)
        made.style.layout = made.style.layout | {"rata_rata": "baris"}
        parts = []
        for part in made.build():
            parts.append(part)
            title = part.text if isinstance(part, Heading) else ""
            for place, word in (("ikhtisar", "IKHTISAR"), ("penutup", "Kesimpulan")):
                parts += [Line(self._sentence(place))] if word in title else []
        last = max(at for at, part in enumerate(parts) if isinstance(part, Grid))
        table = [self._grid("Tabel 3.9 Rekapitulasi Rata-rata Capaian Sasaran", self.whole)] * self.parted
        parts[last + 1 : last + 1] = [*table, Line(self._sentence("analisis"))]
        annex = "Lampiran 1 Rekapitulasi Capaian Kinerja"
        return [*parts, Heading("LAMPIRAN", 1), self._grid(annex, self.said["lampiran"])], made.style

    def write(self, path: Path) -> Path:
        """Write it in the format of the path."""
        parts, style = self.parts()
        if path.suffix == ".md":
            path.write_text(markdown(parts, style), encoding="utf-8")
        else:
            {".docx": write_docx, ".pdf": write_pdf, ".xlsx": write_xlsx}[path.suffix](parts, style, path)
        return path

    def _sentence(self, place: str) -> str:
        return SAID[place].format(agency=AGENCY, year=YEAR, mean=self.said[place])

    def _indicators(self) -> pd.DataFrame:
        rows = []
        for sasaran, indicators in SASARAN.items():
            own = {"sasaran": sasaran, "jenis_baris": "indikator"}
            for (name, unit, target, reached, _), capaian in zip(
                indicators, self.printed[sasaran], strict=True
            ):
                row = {"indikator": name, "satuan": unit, "target": target, "realisasi": reached}
                rows.append(own | row | {"capaian": capaian})
            if self.parted:
                foot = {"indikator": "Rata-rata capaian sasaran", "jenis_baris": "rata_rata"}
                rows.append(own | foot | {"capaian": self.averages[sasaran]})
        if not self.parted:
            foot = {"indikator": "Rata-rata capaian kinerja", "jenis_baris": "rata_rata"}
            rows.append(foot | {"capaian": self.whole})
        return pd.DataFrame(rows).fillna("").assign(tabel="capaian", tahun=YEAR)

    def _grid(self, caption: str, foot: str) -> Grid:
        """The averages of the sasaran, or all capaian, and their average."""
        told = {name: (value,) for name, value in self.averages.items()}
        if not self.parted:
            told = {
                one[0]: (value,)
                for sasaran, indicators in SASARAN.items()
                for one, value in zip(indicators, self.printed[sasaran], strict=True)
            }
        heads = ("No", "Sasaran" if self.parted else "Indikator", "Capaian (%)")
        rows = [[Cell(head) for head in heads]]
        rows += [
            [Cell(str(at)), Cell(name), Cell(value, number=True)]
            for at, (name, (value,)) in enumerate(told.items(), 1)
        ]
        rows.append([Cell("Rata-rata capaian kinerja", cs=2), None, Cell(foot, number=True)])
        return Grid(caption, rows, 1, [0.4, 3.0, 1.0])
