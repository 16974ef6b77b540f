"""The tables that come out of a batch, as Arrow has them: made where a part is checked, so that whoever puts
the parts together has only to write them."""

import pandas as pd

from cermat.schemas.parquet import arrow

# Tables that come out: columns and their types (teks, bulat, angka, benar, daftar).
OUT: dict[str, dict[str, str]] = {
    "dokumen": {
        "berkas": "teks",
        "laporan": "daftar",
        "sha256": "teks",
        "keadaan": "teks",
        "alasan": "teks",
        "detik": "angka",
        "angka": "bulat",
    },
    "laporan": {
        "laporan": "teks",
        "instansi": "teks",
        "tahun": "bulat",
        "dokumen": "teks",
        "nama_dokumen": "teks",
        "bagian_dokumen": "teks",
        "sumber": "teks",
        "sha256": "teks",
        "tercetak": "bulat",
        "dihitung_ulang": "bulat",
        "cocok_di_tempat_lain": "bulat",
        "teruji_lemah": "bulat",
        "tidak_terjangkau": "bulat",
        "dibantah": "bulat",
        "terdampak": "bulat",
        "tinggi": "bulat",
        "sedang": "bulat",
        "rendah": "bulat",
        "dikecualikan": "bulat",
        "perlu_dilihat": "bulat",
    },
    "findings": {
        "laporan": "teks",
        "id": "teks",
        "rule": "teks",
        "kind": "teks",
        "severity": "teks",
        "title": "teks",
        "subject": "teks",
        "measure": "teks",
        "tahun": "bulat",
        "stated": "angka",
        "recomputed": "angka",
        "stated_label": "teks",
        "recomputed_label": "teks",
        "text": "teks",
        "unit": "teks",
        "section": "teks",
        "table": "teks",
        "row": "teks",
        "column": "teks",
        "page": "bulat",
        "line": "bulat",
        "keyakinan": "angka",
        "doubtful": "benar",
        "waived": "benar",
    },
    "statuses": {
        "laporan": "teks",
        "id": "teks",
        "kind": "teks",
        "status": "teks",
        "held": "bulat",
        "failed": "bulat",
        "undecided": "bulat",
        "reason": "teks",
    },
    "reach": {"laporan": "teks", "tabel_tipe": "teks", "keadaan": "teks", "angka": "bulat"},
    "entities": {
        "laporan": "teks",
        "nama": "teks",
        "jenis": "teks",
        "induk": "teks",
        "ejaan": "daftar",
        "tempat": "daftar",
    },
    "capaian": {
        "laporan": "teks",
        "rule": "teks",
        "subject": "teks",
        "tahun": "bulat",
        "table": "teks",
        "stated": "angka",
        "recomputed": "angka",
        "hasil": "teks",
    },
}


def schema(name: str):
    """The Arrow schema of one of the tables that come out."""
    pa = arrow()
    types = {
        "teks": pa.string(),
        "bulat": pa.int64(),
        "angka": pa.float64(),
        "benar": pa.bool_(),
        "daftar": pa.list_(pa.string()),
    }
    return pa.schema([(column, types[kind]) for column, kind in OUT[name].items()])


def rows(name: str, frame: pd.DataFrame):
    """A frame as an Arrow table of its schema; years and pages that are not known are empty."""
    pa = arrow()
    columns = []
    for column, kind in OUT[name].items():
        cells = frame[column]
        if kind == "bulat":
            whole = pd.to_numeric(cells, errors="coerce").to_numpy(dtype="float64", na_value=float("nan"))
            columns.append(pa.array(whole, mask=~(whole >= 0)).cast(pa.int64()))
        elif kind == "angka":
            columns.append(pa.array(cells.to_numpy(dtype="float64", na_value=float("nan")), from_pandas=True))
        elif kind == "teks":
            columns.append(pa.array(_texts(cells), pa.string()))
        elif kind == "benar":
            columns.append(pa.array(cells.to_numpy(dtype=bool)))
        else:
            columns.append(pa.array([list(map(str, cell)) for cell in cells], pa.list_(pa.string())))
    return pa.table(columns, schema=schema(name))


def _texts(cells: pd.Series):
    """Cells as texts; an empty one is ''."""
    plain = pd.api.types.infer_dtype(cells, skipna=False) == "string"
    return (cells if plain else cells.fillna("").astype(str)).to_numpy(dtype=object)


def framed(table) -> pd.DataFrame:
    """An Arrow table of a part as a frame; a whole number that is not known is -1."""
    pa = arrow()
    columns = {
        name: pa.compute.fill_null(table[name], -1)
        if pa.types.is_int64(table.schema.field(name).type)
        else table[name]
        for name in table.column_names
    }
    return pa.table(columns).to_pandas()
