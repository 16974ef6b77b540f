"""The Rekapitulasi of a batch: as that of a portfolio, made from its tables, with sheets for all reports
together."""

from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from cermat.reports import recap_html, recap_xlsx
from cermat.reports.batch.overview import Overview
from cermat.reports.labels import KINDS, N_, Labels, labels
from cermat.reports.output import put
from cermat.reports.plain import one_line
from cermat.reports.recap import DONE, GRADES, UNREAD, UNTESTED, Row, day
from cermat.reports.verdict import answer, document, name, nothing_audited, unproven
from cermat.schemas.batch import KEPT
from cermat.schemas.batch_tables import framed

_MOST = 500  # rows of the page; the workbook has them all
_NOTE = N_("Temuan dihitung satu per satu. Dihitung ulang dan belum terbukti: dari semua angka tercetak.")
_NUMBERS = {
    "printed": "tercetak",
    "recomputed": "dihitung_ulang",
    "repeated": "cocok_di_tempat_lain",
    "weak": "teruji_lemah",
    "unreached": "tidak_terjangkau",
}


class Recap:
    """Gathers a row a report from the frames of parts."""

    def __init__(self, engine: dict, lang: str = "id") -> None:
        self.words, self.engine = labels(lang), engine
        self.rows: list[Row] = []
        self.overview = Overview()

    def add(self, tables: dict[str, Any]) -> None:
        """Take in the Arrow tables of one part."""
        frames = {name: framed(tables[name]) for name in ("laporan", "findings", "capaian")}
        found = frames["findings"]
        found = found[~found["doubtful"].astype(bool) & ~found["waived"].astype(bool)]
        kinds: dict[str, dict[str, int]] = {}
        for (laporan, kind), count in found.groupby(["laporan", "kind"]).size().items():
            kinds.setdefault(laporan, {})[kind] = int(count)
        for report in frames["laporan"].to_dict("records"):
            self.rows.append(_row(report, kinds.get(report["laporan"], {}), self.engine, self.words))
        self.overview.add(frames)

    def write(self, documents: pd.DataFrame, folder: Path, warn) -> list[Path]:
        """Write rekapitulasi.html and rekapitulasi.xlsx. documents: the table `dokumen`."""
        missing = documents[documents["keadaan"].ne(KEPT)].to_dict("records")
        shown = self.rows + [_unread(one, self.engine, self.words) for one in missing]
        shown.sort(key=lambda row: row.worst)
        notes = [_NOTE]
        if len(shown) > _MOST:
            more = N_(
                "Halaman ini memuat %(n)s laporan terberat; semuanya ada di rekapitulasi.xlsx dan "
                "laporan.parquet."
            )
            notes.append(self.words._(more, n=_MOST))
        sheets = partial(self.overview.sheets, words=self.words) if self.rows else None
        made: dict[str, str | bytes] = {
            "rekapitulasi.html": recap_html.page(shown, self.engine, self.words, notes, _MOST),
            "rekapitulasi.xlsx": recap_xlsx.book(shown, self.engine, self.words, sheets),
        }
        return put([made], folder, (), warn)


def _row(report: dict, kinds: dict[str, int], engine: dict, words: Labels) -> Row:
    """A row of the Rekapitulasi from a row of `laporan`."""
    grades = {grade: int(report[grade]) for grade in GRADES}
    numbers = {key: int(report[column]) for key, column in _NUMBERS.items()}
    findings: dict = {
        "report": {
            "laporan": report["laporan"],
            "instansi": report["instansi"],
            "dokumen": {
                "jenis": report["dokumen"],
                "nama": report["nama_dokumen"],
                "bagian": report["bagian_dokumen"],
                "bukti": True,
            },
        },
        "summary": {"findings": grades, "numbers": numbers},
        "rules": [],
    }
    kind = document(findings, words)
    return Row(
        name(findings, 120),
        str(report["tahun"]) if report["tahun"] > 0 else "",
        one_line(f"{report['laporan']} · {kind}" if kind else report["laporan"], 200),
        answer(findings, words),
        UNTESTED if nothing_audited(findings) else DONE,
        grades,
        {kind: kinds[kind] for kind in [*KINDS, *sorted(set(kinds) - set(KINDS))] if kind in kinds},
        numbers["printed"],
        numbers["recomputed"],
        unproven(findings),
        [],
        [],
        day(engine["time"], words),
    )


def _unread(missing: dict, engine: dict, words: Labels) -> Row:
    """A row for a document that could not be read or checked."""
    return Row(
        one_line(missing["berkas"], 120),
        "",
        "",
        words._(N_("Tidak dapat dibaca")),
        UNREAD,
        dict.fromkeys(GRADES, 0),
        {},
        0,
        0,
        0,
        [one_line(missing["alasan"], 400)],
        [],
        day(engine["time"], words),
    )
