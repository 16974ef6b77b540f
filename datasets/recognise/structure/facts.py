"""What the document says about itself: identity, contents, headings, dates, scale, formulas, figures in
words."""

import pandas as pd

from cermat.datasets.document.model import Document
from cermat.datasets.recognise.context import Context
from cermat.datasets.recognise.document_lines import all_lines, frame
from cermat.datasets.recognise.structure.contents import recognise_bab, recognise_contents
from cermat.datasets.recognise.structure.dates import recognise_tanggal
from cermat.datasets.recognise.structure.definitions import recognise_definisi
from cermat.datasets.recognise.structure.document_kind import recognise_dokumen
from cermat.datasets.recognise.structure.figures_in_words import recognise_bilangan
from cermat.datasets.recognise.structure.formulas import recognise_rumus
from cermat.datasets.recognise.structure.identity import recognise_identitas
from cermat.datasets.recognise.structure.packed_scales import packed_scales
from cermat.datasets.recognise.structure.scales import recognise_skala
from cermat.datasets.recognise.structure.unit_scales import unit_scales


def recognise_structure(document: Document, angka: pd.DataFrame, context: Context) -> dict[str, pd.DataFrame]:
    """Typed tables of text identitas, contents, bab, tanggal, skala, rumus, definisi, bilangan
    (schemas/tables.yaml).

    angka: the numbers of the document (its index is the id); value columns have companions `_nilai`,
    `_bawah`, `_atas`.
    Every frame carries `laporan`; tables without a row are left empty, never guessed.
    """
    lines = all_lines(document)
    entries = recognise_contents(lines, document)
    who = recognise_identitas(lines, context, document, entries)
    plans = who.loc[who["jenis"].eq("periode rencana"), "nilai"].tolist()
    what = frame(recognise_dokumen(lines, document, context, plans), list(who.columns))
    units = frame(unit_scales(document, angka), list(who.columns))
    scale = recognise_skala(lines, angka)
    packed = frame(packed_scales(lines, angka), list(scale.columns))
    result = {
        "identitas": pd.concat(
            [content[who.columns] for content in (who, what, units) if len(content)], ignore_index=True
        ),
        "daftar_isi": entries,
        "bab": recognise_bab(lines, entries),
        "tanggal": recognise_tanggal(lines),
        "skala": pd.concat([packed, scale], ignore_index=True) if len(packed) else scale,
        "rumus": recognise_rumus(lines),
        "definisi": recognise_definisi(lines),
        "bilangan": recognise_bilangan(document, angka),
    }
    for content in result.values():
        content.insert(0, "laporan", context.laporan)
    return result
