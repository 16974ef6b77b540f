"""Papers of one submission, made when they are asked for."""

import io
import zipfile
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from cermat.reports import FORMATS
from cermat.reports.desk import store
from cermat.reports.desk.web import Database, Refused, TheDesk, Who, page, ready

router = APIRouter()
# In the order in which they are wanted: the marked copy and the sheet of repairs first.
OFFERED = {
    "marked": ("Salinan bertanda", "laporan yang dikirim, dengan tanda di tempat setiap temuan"),
    "perbaikan": ("Lembar Perbaikan", "apa yang diganti, di mana, menjadi apa"),
    "html": ("Laporan temuan", "satu halaman yang dapat dibuka di mana saja"),
    "xlsx": ("Kertas kerja reviu", "buku kerja dengan rumus hitung ulang"),
    "docx": ("Surat dan Catatan Hasil Reviu", "naskah Word yang siap diubah"),
    "pdf": ("Naskah PDF", "untuk ditandatangani"),
    "json": ("Data temuan", "findings.json untuk program lain"),
}


@router.get("/kiriman/{kiriman}/surat")
def offered(request: Request, session: Database, who: Who, kiriman: str) -> Response:
    found = ready(session, who, kiriman)
    return page(request, "surat", who, k=found, tab="surat", offered=OFFERED)


@router.get("/kiriman/{kiriman}/surat/{bentuk}")
def paper(session: Database, desk: TheDesk, who: Who, kiriman: str, bentuk: str) -> Response:
    """One file, or a zip archive of several."""
    found = ready(session, who, kiriman)
    if bentuk not in OFFERED or bentuk not in FORMATS:
        raise Refused(404, "bentuk ini tidak ada")
    paths = desk.queue.papers(kiriman, bentuk)
    if not paths:
        raise Refused(404, "bentuk ini tidak dapat dibuat dari dokumen ini")
    store.tell(session, who.nama, "surat", found.id, bentuk=bentuk)
    if len(paths) == 1:
        return FileResponse(paths[0], filename=paths[0].name, content_disposition_type="attachment")
    name = f"{Path(found.nama).stem}-{bentuk}.zip"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.write(path, path.name)
    disposition = f"attachment; filename*=utf-8''{_quoted(name)}"
    return Response(
        content.getvalue(), media_type="application/zip", headers={"content-disposition": disposition}
    )


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name)
