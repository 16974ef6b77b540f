"""A whole report as parts in reading order: the wording's outline, filled from the typed tables."""

import re

import pandas as pd

from cermat.datasets.compose import amounts, indicators, sentences
from cermat.datasets.compose.parts import Contents, Heading, Item, Line, PageBreak
from cermat.datasets.compose.style import Style
from cermat.schemas.tables import all_tables

_COVER = {
    "instansi": "Instansi",
    "tempat": "",
    "pimpinan": "",
    "jabatan": "Kepala",
    "nip": "",
    "periode rencana": "",
    "urusan": "pemerintahan",
}


def complete(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every typed table with all its columns as text, missing ones empty."""
    out = {}
    for name, spec in all_tables().items():
        frame = tables.get(name, pd.DataFrame()).reset_index(drop=True)
        full = {
            column: frame[column].fillna("").astype(str).tolist() if column in frame else [""] * len(frame)
            for column in spec.columns
        }
        out[name] = pd.DataFrame(full, columns=list(spec.columns), dtype=object)
    out["indikator"].loc[out["indikator"]["jenis_baris"].eq(""), "jenis_baris"] = "indikator"
    return out


def facts_of(tables: dict[str, pd.DataFrame]) -> dict:
    """What every sentence may name: instansi, tahun, tempat, tanggal, pimpinan, jabatan, nip, periode,
    urusan, semua_sasaran, batas (of capaian)."""
    about = tables["identitas"].drop_duplicates("jenis").set_index("jenis")["nilai"].to_dict()
    year = about.get("tahun", "") or next((year for year in tables["indikator"]["tahun"] if year), "") or "0"
    signed = tables["tanggal"].loc[tables["tanggal"]["peran"].eq("ttd_laporan"), "teks"].tolist()
    facts = {key: about.get(key, default) for key, default in _COVER.items()}
    return facts | {
        "tahun": int(year),
        "periode": facts["periode rencana"],
        "tanggal": signed[0] if signed else "",
        "semua_sasaran": set(tables["indikator"]["sasaran"]) - {""},
        "batas": about.get("batas capaian", ""),
    }


class Report:
    """Builds the parts; `build` is the way in."""

    def __init__(self, tables: dict[str, pd.DataFrame], layout: str, wording: str, seed: int) -> None:
        self.tables = complete(tables)
        self.style = Style(layout, wording, seed, facts_of(self.tables))
        self.chapter, self.count = 0, 0
        budget = self.tables["anggaran"]
        totals = set(budget.loc[budget["tingkat"].eq("total"), "uraian"])
        klaim = self.tables["klaim"].to_dict("records")
        for row in klaim:  # the whole budget is the agency's
            if sentences.is_money(row) and row["subjek"] in totals:
                row["subjek"] = self.style.facts["instansi"]
        names = set(self.tables["indikator"]["indikator"]) | set(self.tables["seri"]["indikator"])
        grids = set(self.tables["rincian"]["tabel"]) | set(self.tables["layanan"]["tabel"])
        self.claims: dict[str, list[dict]] = {
            "uang": [],
            "banyak": [],
            "uraian": [],
            "rincian": [],
            "capaian": [],
            "simpulan": [],
        }
        for row in klaim:
            place = (
                "uang"
                if sentences.is_money(row) or row["ukuran"] in ("program", "kegiatan", "sub kegiatan")
                else "banyak"
                if row["jenis"] == "banyak"
                else "uraian"
                if row["subjek"] in names
                else "simpulan"
                if row["tabel"] == "penutup"
                else "rincian"
                if row["acuan"] in grids or row["ukuran"] == "jumlah"
                else "capaian"
                if row["acuan"]
                else "simpulan"
            )
            self.claims[place].append(row)

    def build(self) -> list:
        """All parts in reading order."""
        style = self.style
        parts: list = [Line(style.fill(text), "sampul") for text in style.words["sampul"]]
        for section in style.words["susunan"]:
            if section["tingkat"] == 1:
                if len(parts) == len(style.words["sampul"]) or re.match(
                    r"BAB|DAFTAR ISI", section["judul"].upper()
                ):
                    parts.append(PageBreak())
                if section["judul"].upper().startswith("BAB"):
                    self.chapter, self.count = self.chapter + 1, 0
            body = [Line(style.fill(text)) for text in section.get("teks", [])]
            for key in section.get("isi", []):
                body += getattr(self, f"_{key}")()
            if body or "isi" not in section:
                parts += [Heading(style.fill(section["judul"]), section["tingkat"]), *body]
        return parts

    def _number(self, caption: str) -> str:
        self.count += 1
        return f"Tabel {max(self.chapter, 1)}.{self.count} {caption}"

    def _frames(self, name: str, prose: bool = False) -> list[tuple[str, pd.DataFrame]]:
        frame = self.tables[name]
        return [
            (table, frame)
            for table, frame in frame.groupby("tabel", sort=False)
            if str(table).startswith("prosa") == prose
        ]

    def _pengantar(self) -> list:
        return [Line(self.style.say("pengantar"))]

    def _tanda_tangan(self) -> list:
        if not self.style.facts["pimpinan"]:
            return []
        lines = [self.style.fill(text) for text in self.style.words["kalimat"]["ttd"]]
        return [Line(line, "ttd") for line in lines if line]

    def _daftar_isi(self) -> list:
        return [Contents()]

    def _organisasi(self) -> list:
        return [
            Item(f"{chr(97 + order)}.", text)
            for order, text in enumerate(self.style.words["kalimat"]["urusan_organisasi"])
        ]

    def _ringkasan(self) -> list:
        told = [self.style.say("ringkasan")]
        told += [
            sentences.claim(self.style, claim)
            for claim in self.claims["capaian"]
            if claim["ukuran"] == "rata_rata"
        ][:1]
        told += [
            sentences.claim(self.style, claim) for claim in self.claims["uang"] if claim["ukuran"] == "persen"
        ][:1]
        return sentences.paragraph(told)

    def _banyak(self) -> list:
        given = {
            (row["nilai"], word): row["kata"]
            for row in self.tables["bilangan"].to_dict("records")
            for word in row["subjek"].split()
        }
        told = [sentences.claim(self.style, claim, given) for claim in self.claims["banyak"]]
        spoken = {
            (row["nilai"], row["ukuran"])
            for row in self.tables["klaim"].to_dict("records")
            if row["jenis"] == "banyak"
        }
        told += [
            self.style.say("bilangan", subjek=row["subjek"], nilai=row["nilai"], kata=row["kata"])
            for row in self.tables["bilangan"].to_dict("records")
            if not any(number == row["nilai"] and noun in row["subjek"] for number, noun in spoken)
        ]
        return sentences.paragraph(told)

    def _definisi(self) -> list:
        return [
            amounts.definition_table(self.style, frame, self._number) for _, frame in self._frames("definisi")
        ]

    def _indicator_tables(self, *kinds: str) -> list:
        parts: list = []
        for ident, frame in self._frames("indikator"):
            for _, rows in frame.groupby("tahun", sort=False):
                if indicators.kind_of(rows) in kinds:
                    parts += indicators.year_tables(self.style, rows, self._number)
            if kinds[0] == "capaian" and parts:
                told = [
                    sentences.claim(self.style, claim)
                    for claim in self.claims["capaian"]
                    if claim["acuan"] == ident
                ]
                told += [
                    sentences.verdict(self.style, verdict)
                    for verdict in self._verdicts()
                    if verdict["acuan"] == ident
                ]
                parts += sentences.paragraph(list(dict.fromkeys(told)))
        return parts

    def _verdicts(self) -> list[dict]:
        return [
            row
            for row in self.tables["predikat"].to_dict("records")
            if row["ukuran"] == "rata_rata" and not row["tabel"].startswith("tabel")
        ]

    def _pk(self) -> list:
        return self._indicator_tables("pk")

    def _capaian(self) -> list:
        return self._indicator_tables("capaian")

    def _banding_lalu(self) -> list:
        return self._indicator_tables("banding_lalu")

    def _banding_akhir(self) -> list:
        return self._indicator_tables("banding_akhir")

    def _depan(self) -> list:
        return self._indicator_tables("depan")

    def _uraian(self) -> list:
        """A paragraph an indicator: rows of `indikator` in prose, claims, verdicts."""
        by: dict[str, list[str]] = {}
        for _, frame in self._frames("indikator", prose=True):
            for row in frame.to_dict("records"):
                by.setdefault(row["indikator"], []).append(sentences.indicator_sentence(self.style, row))
        for row in self.claims["uraian"]:
            by.setdefault(row["subjek"], []).append(sentences.claim(self.style, row))
        for row in self.tables["predikat"].to_dict("records"):
            if row["ukuran"] != "rata_rata" and not row["tabel"].startswith("tabel"):
                by.setdefault(row["subjek"], []).append(sentences.verdict(self.style, row))
        return [part for told in by.values() for part in sentences.paragraph(told)]

    def _perhitungan(self) -> list:
        return [
            Line(text)
            for row in self.tables["perhitungan"].to_dict("records")
            if (text := sentences.arithmetic(self.style, row))
        ]

    def _rincian(self) -> list:
        parts: list = []
        told = list(self.claims["rincian"])
        for ident, frame in self._frames("rincian"):
            subject = next((subject for subject in frame["subjek"] if subject), "") or str(ident)
            year = next((year for year in frame["tahun"] if year), "") or self.style.facts["tahun"]
            caption = self._number(
                self.style.caption("rincian", subjek=subject[:1].upper() + subject[1:], tahun=year)
            )
            parts.append(amounts.count_table(self.style, frame, caption))
            here = [row for row in told if row["acuan"] == ident]
            told = [row for row in told if row["acuan"] != ident]
            parts += sentences.paragraph([sentences.claim(self.style, row) for row in here])
        for _, frame in self._frames("rincian", prose=True):
            parts += sentences.paragraph([sentences.parts_sentence(self.style, frame.to_dict("records"))])
        return parts + sentences.paragraph([sentences.claim(self.style, row) for row in told])

    def _layanan(self) -> list:
        parts: list = []
        for _, frame in self._frames("layanan"):
            year = next((year for year in frame["tahun"] if year), "") or self.style.facts["tahun"]
            parts.append(
                amounts.service_table(
                    self.style, frame, self._number(self.style.caption("layanan", tahun=year))
                )
            )
        for _, frame in self._frames("layanan", prose=True):
            parts += sentences.paragraph(
                [sentences.service(self.style, row) for row in frame.to_dict("records")]
            )
        return parts

    def _seri(self) -> list:
        return [
            part
            for _, frame in self._frames("seri")
            for part in indicators.series_tables(self.style, frame, self._number)
        ]

    def _rumus(self) -> list:
        told = [
            self.style.say("rumus", row["rumus"], row["arah"] or "umum")
            for row in self.tables["rumus"].to_dict("records")
        ]
        told += [self.style.say("batas")] if self.style.facts["batas"] else []
        return (
            [Line(text) for text in told if text]
            if self.style.layout["rumus"] == "baris"
            else sentences.paragraph(told)
        )

    def _skala(self) -> list:
        return [
            part
            for _, frame in self._frames("skala")
            for part in amounts.scale_parts(self.style, frame, self._number)
        ]

    def _budgets(self, realised: bool) -> list:
        parts: list = []
        for _, frame in self._frames("anggaran"):
            if frame["realisasi"].ne("").any() == realised:
                year = next((year for year in frame["tahun"] if year), "") or self.style.facts["tahun"]
                caption = self._number(
                    self.style.caption("anggaran" if realised else "anggaran_pk", tahun=int(year))
                )
                parts.append(amounts.budget_table(self.style, frame, caption))
        return parts

    def _anggaran_pk(self) -> list:
        return self._budgets(False)

    def _anggaran(self) -> list:
        return self._budgets(True)

    def _uang(self) -> list:
        return sentences.paragraph([sentences.claim(self.style, claim) for claim in self.claims["uang"]])

    def _penunjang(self) -> list:
        budget = self.tables["anggaran"]
        names = list(dict.fromkeys(budget.loc[budget["tingkat"].eq("program"), "uraian"]))
        return [Line(self.style.say("penunjang", program=names))] if names else []

    def _simpulan(self) -> list:
        told = [
            self.style.say("simpulan"),
            *(sentences.claim(self.style, claim) for claim in self.claims["simpulan"]),
        ]
        return sentences.paragraph(told)
