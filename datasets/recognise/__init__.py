"""Recognition: which grid and which sentence says what. `kenali` makes a Submission of a document as read."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasets.document.model import Dokumen
    from schemas.submission import Submission


def kenali(dok: "Dokumen", nama_laporan: str, sumber: str = "", sha256: str = "") -> "Submission":
    """The Submission of one document.

    nama_laporan: its id in every frame; sumber, sha256: of its file. Number tokens come first; grids, structure and prose
    then give typed rows that point to them.
    """
    import pandas as pd

    from datasets.recognise.context import baca_konteks
    from datasets.recognise.grids.typed import kenali_petak
    from datasets.recognise.printed_numbers import document_angka
    from datasets.recognise.prose.claims import kenali_prosa
    from datasets.recognise.structure.facts import kenali_struktur
    from schemas.submission import bind

    angka = document_angka(dok, nama_laporan)
    tentang = baca_konteks(dok, nama_laporan)
    petak = kenali_petak(dok, angka, tentang)
    struktur = kenali_struktur(dok, angka, tentang)
    scale = {"skala": struktur["skala"]} if len(struktur.get("skala", ())) else {}  # its labels are known words in prose
    prosa = kenali_prosa(dok, angka, tentang, petak | scale)
    tabel = {
        nama: pd.concat(
            [f for f in (petak.get(nama), struktur.get(nama), prosa.get(nama)) if f is not None], ignore_index=True
        )
        for nama in dict.fromkeys([*petak, *struktur, *prosa])
    }
    for isi in tabel.values():
        isi["laporan"] = nama_laporan
        for k in {"halaman", "garis"} & set(isi.columns):  # places are text at the border, empty where unknown
            isi[k] = ["" if pd.isna(n) or str(n) in ("", "-1") else str(int(float(n))) for n in isi[k]]
    laporan = pd.DataFrame([{"laporan": nama_laporan, "sumber": sumber, "sha256": sha256, "jenis": "dokumen"}])
    kiriman = bind(tabel, laporan, document_angka=angka)
    kiriman.blok, kiriman.sel = dok.blok, dok.sel
    return kiriman
