"""What each figure of the text is about: its sentence, the indikator or kegiatan it was bound to, and another
one where that is wrong."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from cermat.reports.desk import changes
from cermat.reports.desk.changes import Cells
from cermat.reports.desk.kept import findings_of
from cermat.reports.desk.web import Database, Desk, Refused, TheDesk, Who, own_form, page, piece, ready
from cermat.schemas.tables import all_tables

router = APIRouter()
SHOWN = 50  # sentences on one page
# The column that says whose a figure is, by table; those of the text first.
OWNER = {
    "klaim": "subjek",
    "perhitungan": "subjek",
    "predikat": "subjek",
    "bilangan": "subjek",
    "indikator": "indikator",
    "seri": "indikator",
    "anggaran": "uraian",
    "rincian": "uraian",
    "layanan": "uraian",
}
MEASURES = ("target", "realisasi", "capaian", "rata_rata", "pagu", "serapan", "persen", "sisa", "jumlah")
_LEVELS = ("program", "kegiatan", "sub kegiatan", "total")
_PROSE = "prosa"  # how the id of a passage begins


@router.get("/kiriman/{kiriman}/ikatan")
def bindings(
    request: Request,
    session: Database,
    desk: TheDesk,
    who: Who,
    kiriman: str,
    temuan: str = "",
    lembar: int = 1,
) -> Response:
    """The figures of the text, or all that a finding is about, each with what it is bound to."""
    found = ready(session, who, kiriman)
    desk.queue.warm(kiriman)
    cells = Cells(session, desk, kiriman)
    rows = _of_finding(desk, kiriman, cells, temuan) if temuan else _of_text(cells)
    first = (max(lembar, 1) - 1) * SHOWN
    return page(
        request,
        "ikatan",
        who,
        k=found,
        tab="ikatan",
        temuan=temuan,
        rows=[_shown(cells, *row) for row in rows[first : first + SHOWN]],
        names=list(known(cells)),
        measures=MEASURES,
        lembar=max(lembar, 1),
        more=len(rows) > first + SHOWN,
    )


def _of_text(cells: Cells) -> list[tuple[str, int]]:
    """Rows of the text that print a figure: (table, row)."""
    return [
        (kind, at)
        for kind in OWNER
        for at, row in enumerate(_records(cells, kind))
        if row.get("tabel", "").startswith(_PROSE) and _figures(kind, row)
    ]


def _of_finding(desk: Desk, kiriman: str, cells: Cells, temuan: str) -> list[tuple[str, int]]:
    """Rows that print a figure where the finding has one."""
    told = findings_of(desk, kiriman)
    places = [
        place
        for row in [*told["findings"], *told["doubtful"]]
        if row["id"] == temuan
        for place in row["places"]
    ]
    wanted = {(place["table"], place["text"]) for place in places}
    named = {(place["table"], place["row"]) for place in places if place["row"]}
    rows = []
    for kind in OWNER:
        for at, row in enumerate(_records(cells, kind)):
            printed = [(row.get("tabel", ""), text) for text in _figures(kind, row)]
            own = (row.get("tabel", ""), row.get(OWNER[kind], ""))
            if wanted.intersection(printed) and (own in named or own[0].startswith(_PROSE) or not named):
                rows.append((kind, at))
    return rows


def _records(cells: Cells, kind: str) -> list[dict[str, str]]:
    """The rows of a table as they were read."""
    table = cells.tables.get(kind)
    return [dict(zip(table["columns"], row, strict=True)) for row in table["data"]] if table else []


def _figures(kind: str, row: dict[str, str]) -> list[str]:
    return [row[name] for name in all_tables()[kind].angka_columns if row.get(name)]


def _shown(cells: Cells, kind: str, at: int) -> dict[str, Any]:
    """A row as its card shows it."""
    read = {name: cells.read(kind, at, name) for name in all_tables()[kind].columns}
    now = cells.row(kind, at)
    return {
        "tabel": kind,
        "baris": at,
        "teks": now.get("teks") or now.get("a_arti") or "",
        "angka": _figures(kind, read),
        "lepas": not _figures(kind, now),
        "milik": now[OWNER[kind]],
        "semula": read[OWNER[kind]] if read != now else None,
        "ukuran": now.get("ukuran", "") if kind == "klaim" else None,
        "tahun": now.get("tahun"),
        "bagian": now["bagian"].rpartition(" > ")[2],
        "halaman": now["halaman"],
    }


def known(cells: Cells) -> dict[str, tuple[str, str]]:
    """What a figure can be about, by how it is offered: (name, what it stands under). A name under several
    parents is offered with each."""
    pairs = [(row["indikator"], "") for kind in ("indikator", "seri") for row in _records(cells, kind)]
    budget = _records(cells, "anggaran")
    names = {(row.get("tabel"), row.get("kode")): row["uraian"] for row in budget if row.get("kode")}
    pairs += [
        (row["uraian"], names.get((row.get("tabel"), row.get("induk")), ""))
        for row in budget
        if row.get("tingkat") in _LEVELS
    ]
    pairs += [(row["uraian"], "") for row in _records(cells, "layanan")]
    pairs += [(row["subjek"], "") for row in _records(cells, "klaim")]
    parents: dict[str, set[str]] = {}
    for name, parent in pairs:
        parents.setdefault(name, set()).update({parent} - {""})
    offered = {}
    for name, parent in dict.fromkeys(pairs):
        several = len(parents[name]) > 1 and parent
        offered[f"{name} ({parent})" if several else name] = (name, parent if several else "")
    return offered


@router.post("/kiriman/{kiriman}/ikatan", dependencies=[Depends(own_form)])
def bind(
    request: Request,
    session: Database,
    desk: TheDesk,
    who: Who,
    kiriman: str,
    tabel: Annotated[str, Form()],
    baris: Annotated[int, Form()],
    milik: Annotated[str, Form()] = "",
    ukuran: Annotated[str, Form()] = "",
    tahun: Annotated[str, Form()] = "",
    apa: Annotated[str, Form()] = "",
) -> Response:
    """Bind a figure to another subject; apa: 'lepas' (it is about none of these) or 'semula' (as it was
    read)."""
    found = ready(session, who, kiriman)
    cells = Cells(session, desk, kiriman)
    if tabel not in OWNER:
        raise Refused(404, "angka ini tidak ada")
    new = _new(cells, tabel, baris, apa, {"milik": milik.strip(), "ukuran": ukuran, "tahun": tahun.strip()})
    outcome = changes.put_right(session, desk, who, found, tabel, baris, new)
    if not piece(request):
        return RedirectResponse(f"/kiriman/{kiriman}/ikatan", 303)
    row = _shown(Cells(session, desk, kiriman), tabel, baris)
    return page(request, "ikat", who, k=found, r=row, measures=MEASURES, outcome=outcome)


def _new(cells: Cells, tabel: str, baris: int, apa: str, told: dict[str, str]) -> dict[str, str]:
    """The cells that change: {column: text}."""
    columns = all_tables()[tabel].columns
    if apa == "semula":
        return {name: cells.read(tabel, baris, name) for name in columns}
    if apa == "lepas":
        return dict.fromkeys(all_tables()[tabel].angka_columns, "")
    if not told["milik"]:
        raise Refused(422, "sebut dahulu angka ini milik apa")
    if told["tahun"] and not told["tahun"].isdigit():
        raise Refused(422, f"tahun '{told['tahun']}' bukan tahun")
    name, parent = known(cells).get(told["milik"], (told["milik"], ""))
    new = {OWNER[tabel]: name}
    if tabel == "klaim":
        new |= {"dasar": "kalimat", "induk": parent, "ukuran": told["ukuran"]}
    if "tahun" in columns and told["tahun"]:
        new["tahun"] = told["tahun"]
    return new
