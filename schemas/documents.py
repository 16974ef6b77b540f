"""Kinds of documents that an agency writes, by the key that `identitas` (jenis 'dokumen') and rule cards use,
and their names."""

LKJIP, OTHER = "lkjip", "lain"
DOCUMENTS = {
    LKJIP: "Laporan Kinerja (LKjIP)",
    "pk": "Perjanjian Kinerja (PK)",
    "renstra": "Rencana Strategis (Renstra)",
    "renja": "Rencana Kerja (Renja)",
    "rkt": "Rencana Kinerja Tahunan (RKT)",
    "iku": "Indikator Kinerja Utama (IKU)",
    "rencana_aksi": "Rencana aksi atau realisasi triwulan",
    "dpa": "Dokumen Pelaksanaan Anggaran (DPA/DPPA)",
    "lra": "Laporan Realisasi Anggaran (LRA)",
    "ikk": "Indikator Kinerja Kunci (IKK)",
    OTHER: "Dokumen lain",
}
UNKNOWN = "Dokumen yang jenisnya tidak dikenali"
ONLY_TABLES = "kiriman hanya tabel"  # why a rule on sentences cannot be tested
# rows of `identitas` that say what the document is: kind, period or year, the one part that it is, and by
# what it was recognised
KIND, PERIOD, PART, EVIDENCE = "dokumen", "periode dokumen", "bagian dokumen", "bukti dokumen"
VERSION = "versi dokumen"  # 'perubahan' where the user says so; else its title tells
CHANGED = "perubahan"
NAMED = "disebut pemakai"  # evidence of a kind that the user gives
# what a document beside the report may be called: its kind and version
CALLED = {kind: (kind, "") for kind in DOCUMENTS} | {
    "pk_perubahan": ("pk", CHANGED),
    "dppa": ("dpa", CHANGED),
}


def document_name(kind: str, period: str, known: bool = True) -> str:
    """'Rencana Strategis (Renstra) 2024-2026'; known: something in the document says its kind."""
    if kind == OTHER and not known:
        return UNKNOWN
    return f"{DOCUMENTS[kind]} {period}".strip()
