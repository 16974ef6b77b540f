"""What the report leaves open, settled on the page: it becomes the profile of the next check."""

import json
from math import isfinite
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from cermat.reports.desk import store
from cermat.reports.desk.changes import Cells
from cermat.reports.desk.kept import findings_of
from cermat.reports.desk.routes.ikatan import known
from cermat.reports.desk.tables import Penetapan
from cermat.reports.desk.web import Database, Desk, Refused, TheDesk, Who, own_form, page, ready

router = APIRouter()
CHOICES = {"arah": ("naik", "turun"), "rumus_turun": ("dua target", "target per realisasi")}
OWN = "sendiri"  # a scale of one's own
_SHOWN = ("arah", "skala", "rumus")
_BANDS = 6
_LONG = 500  # letters of a name


@router.get("/kiriman/{kiriman}/ketetapan")
def settled(request: Request, session: Database, desk: TheDesk, who: Who, kiriman: str) -> Response:
    """What was settled, by what evidence, and what a person says instead."""
    found = ready(session, who, kiriman)
    desk.queue.warm(kiriman)
    told = findings_of(desk, kiriman)["ketetapan"]
    own = {(row.bagian, row.kunci): row.nilai for row in store.settled(session, kiriman)}
    scale = own.get(("skala", ""), "")
    bands = json.loads(scale) if scale.startswith("[") else []
    return page(
        request,
        "ketetapan",
        who,
        k=found,
        tab="ketetapan",
        own=own,
        choices=CHOICES,
        scales=desk.queue.engine.scales(),
        scale=OWN if bands else scale,
        bands=[*bands, *[{}] * (_BANDS - len(bands))],
        synonyms={key: text for (part, key), text in own.items() if part == "sinonim" and text},
        names=sorted({name for name, _ in known(Cells(session, desk, kiriman)).values()}),
        rows=[row for row in told if row["what"] in _SHOWN],
    )


@router.post("/kiriman/{kiriman}/ketetapan", dependencies=[Depends(own_form)])
def settle(
    session: Database,
    desk: TheDesk,
    who: Who,
    kiriman: str,
    bagian: Annotated[str, Form()],
    tentang: Annotated[str, Form()] = "",
    nilai: Annotated[str, Form()] = "",
    label: Annotated[list[str] | None, Form()] = None,
    bawah: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """One entry of the profile; an empty value takes it back. label, bawah: bands of a scale of one's own."""
    ready(session, who, kiriman)
    tentang, nilai = tentang.strip()[:_LONG], nilai.strip()[:_LONG]
    if bagian == "skala":
        value = _bands(label or [], bawah or []) if nilai == OWN else nilai
        if nilai not in ("", OWN, *desk.queue.engine.scales()):
            raise Refused(422, "skala ini tidak dikenal")
        entry = {"bagian": bagian, "kunci": "", "nilai": value}
    elif bagian == "sinonim":
        names = {name for name, _ in known(Cells(session, desk, kiriman)).values()}
        if not tentang or (nilai and nilai not in names):
            raise Refused(422, "sebut nama yang tertulis, lalu pilih nama yang ada di tabel laporan")
        entry = {"bagian": bagian, "kunci": tentang, "nilai": nilai}
    else:
        entry = _choice(desk, kiriman, bagian, tentang, nilai)
    session.add(Penetapan(kiriman_id=kiriman, **entry))
    store.tell(session, who.nama, "ketetapan", kiriman, **entry)
    session.commit()
    if line := desk.queue.again(kiriman):
        raise Refused(422, line)
    return RedirectResponse(f"/kiriman/{kiriman}/ketetapan", 303)


def _choice(desk: Desk, kiriman: str, bagian: str, tentang: str, nilai: str) -> dict[str, str]:
    """The direction of an indikator, or the formula."""
    if bagian not in CHOICES or nilai not in ("", *CHOICES[bagian]):
        raise Refused(422, "ketetapan ini tidak dikenal")
    subjects = {row["subject"] for row in findings_of(desk, kiriman)["ketetapan"] if row["what"] == bagian}
    if bagian == "arah" and tentang not in subjects:
        raise Refused(422, "indikator ini tidak ada di laporan")
    return {"bagian": bagian, "kunci": tentang if bagian == "arah" else "", "nilai": nilai}


def _bands(labels: list[str], bounds: list[str]) -> str:
    """Bands of a scale, best first, as JSON: each begins at its bound, the last has none below it."""
    told = [(label.strip()[:80], bound.strip()) for label, bound in zip(labels, bounds, strict=False)]
    told = [pair for pair in told if pair[0]]
    if len(told) < 2:
        raise Refused(422, "skala memerlukan sekurangnya dua predikat")
    made, above = [], None
    for at, (label, bound) in enumerate(told):
        last = at == len(told) - 1
        try:
            below = None if last and not bound else float(bound.replace(",", "."))
        except ValueError:
            raise Refused(422, f"batas bawah '{bound}' bukan angka") from None
        if below is not None and (not isfinite(below) or (above is not None and below >= above)):
            raise Refused(422, "batas bawah harus makin kecil dari predikat terbaik ke bawah")
        made.append({"label": label, "bawah": below, "atas": above, "atas_termasuk": above is None})
        above = below
    return json.dumps(made, ensure_ascii=False)
