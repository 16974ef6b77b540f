"""Recognition: which grid and which sentence says what. `recognise` makes a Submission of a document as
read."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cermat.datasets.document.model import Document
    from cermat.schemas.submission import Submission


def recognise(document: "Document", report_name: str, source: str = "", sha256: str = "") -> "Submission":
    """The Submission of one document.

    report_name: its id in every frame; sumber, sha256: of its file. Number tokens come first; grids,
    structure and prose then give typed rows that point to them.
    """
    import pandas as pd

    from cermat.datasets.recognise.context import read_context
    from cermat.datasets.recognise.document_lines import all_lines
    from cermat.datasets.recognise.grids.typed import recognise_grids
    from cermat.datasets.recognise.own_units import in_own_unit
    from cermat.datasets.recognise.printed_numbers import document_angka
    from cermat.datasets.recognise.prose.claims import recognise_prose
    from cermat.datasets.recognise.structure.facts import recognise_structure
    from cermat.datasets.recognise.structure.yearly import yearly_claims
    from cermat.schemas.submission import bind

    angka = document_angka(document, report_name)
    about = read_context(document, report_name)
    grid = recognise_grids(document, angka, about)
    structure = recognise_structure(document, angka, about)
    scale = (
        {"skala": structure["skala"]} if len(structure.get("skala", ())) else {}
    )  # its labels are known words in prose
    prose = recognise_prose(document, angka, about, grid | scale)
    if "klaim" in prose:
        in_own_unit(prose["klaim"], [grid[name] for name in ("indikator", "seri") if name in grid], angka)
    if len(yearly := yearly_claims(all_lines(document), grid)):
        structure["klaim"] = yearly
    tables = {
        name: pd.concat(
            [frame for frame in (grid.get(name), structure.get(name), prose.get(name)) if frame is not None],
            ignore_index=True,
        )
        for name in dict.fromkeys([*grid, *structure, *prose])
    }
    _right_year(tables, about.tahun)
    for content in tables.values():
        content["laporan"] = report_name
        for column in {"halaman", "garis"} & set(
            content.columns
        ):  # places are text at the border, empty where unknown
            content[column] = [
                "" if pd.isna(value) or str(value) in ("", "-1") else str(int(float(value)))
                for value in content[column]
            ]
    laporan = pd.DataFrame([{"laporan": report_name, "sumber": source, "sha256": sha256, "jenis": "dokumen"}])
    submission = bind(tables, laporan, document_angka=angka)
    submission.blok, submission.sel = document.blok, document.sel
    _name_cells(submission)
    return submission


def _right_year(tables: dict, tahun: int) -> None:
    """Rows of a table whose head names another year than its equal of this year are this year's (in
    place)."""
    from cermat.datasets.recognise.structure.caption_years import HEAD

    who, rows = tables["identitas"], tables.get("indikator")
    wrong = who.loc[who["jenis"].eq(HEAD), "tabel"]
    if rows is not None and len(rows) and len(wrong):
        rows.loc[rows["tabel"].isin(wrong), "tahun"] = str(tahun)


def _name_cells(submission: "Submission") -> None:
    """Say in which cell of its sheet an unreadable number of a workbook stands (in place)."""
    from cermat.schemas.angka import UNREADABLE

    bad = submission.angka[submission.angka["kelas"].eq(UNREADABLE)]
    cells = submission.sel[submission.sel["jejak"].astype(str).str.contains("!", regex=False)]
    trace = cells.set_index(["blok", "r", "c"])["jejak"].to_dict() if len(bad) else {}
    rows = submission.struktur.index[submission.struktur["pesan"].eq("angka tidak terbaca")]
    for index, at in zip(rows, zip(bad["blok"], bad["r"], bad["c"], strict=True), strict=True):
        if at in trace:
            submission.struktur.at[index, "pesan"] = f"angka tidak terbaca (sel {trace[at]})"
