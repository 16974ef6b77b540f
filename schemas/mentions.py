"""What figures are about: the frames `entitas` and `penyebutan`, their columns and the pandera schemas that
hold them."""

from functools import cache

from pandas.api.types import infer_dtype, is_string_dtype

ENTITAS = {
    "laporan": "the report",
    "entitas": "number of the entity within the frame",
    "nama": "its canonical name: the most frequent spelling, with its parent where one name stands under two",
    "jenis": "indikator, program, kegiatan, sub kegiatan, kelompok, …; '' where nothing says it",
    "induk": "the name of what it stands under, '' unknown",
    "ejaan": "list of the spellings met",
    "tempat": "list of the printed tables whose row it is",
}
PENYEBUTAN = {
    "laporan": "the report",
    "nilai": "id of the printed figure in `angka`",
    "entitas": "number of the entity within the frame",
    "kunci": "the entity's canonical name",
    "ukuran": "target, realisasi, capaian, rata_rata, pagu, serapan, persen, sisa, jumlah, …",
    "tahun": "the year, -1 unknown",
    "kelas_dokumen": "version: '' the year's own, 'jangka menengah', 'rencana awal', …",
    "kelas_satuan": "'%', 'Rp', 'lain', '' none printed",
    "value": "the printed value as a float",
    "yakin": "0 to 1: how sure the figure is about this entity",
    "dasar": "by what: a key of checks/settle/grounds.yaml",
}


@cache
def schema_of_entities():
    """The pandera schema of `entitas`: no two rows of a report bear one name."""
    import pandera.pandas as pa

    columns = {
        "laporan": pa.Column(str, coerce=True),
        "entitas": pa.Column("int64", unique=True, coerce=True),
        "nama": pa.Column(str, coerce=True, checks=pa.Check.str_length(min_value=1)),
    }
    return pa.DataFrameSchema(columns, unique=["laporan", "nama"])


@cache
def schema_of_mentions():
    """The pandera schema of `penyebutan`: every mention has a figure, an entity and a degree of certainty."""
    import pandera.pandas as pa

    def text(*checks):
        """A column of texts, however pandas stores them."""
        return pa.Column(checks=[pa.Check(is_string_dtype, error="teks"), *checks])

    sure = pa.Column("float64", pa.Check.in_range(0, 1))
    columns = {
        "laporan": text(),
        "nilai": pa.Column("int64", pa.Check.ge(0)),
        "entitas": pa.Column("int64", pa.Check.ge(0)),
    }
    columns |= {
        "kunci": text(pa.Check.str_length(min_value=1)),
        "ukuran": text(),
        "tahun": pa.Column("int64"),
    }
    return pa.DataFrameSchema(columns | {"yakin": sure, "dasar": text()})


def fault(frame, schema, name: str) -> str:
    """One line that says where a frame does not fit its schema, '' where it does."""
    import pandera.errors as pe

    if _sound(frame):
        return ""
    try:
        schema.validate(frame)
    except pe.SchemaError as error:
        return f"kerangka {name} tidak sesuai bentuknya: {str(error).splitlines()[0]}"
    return ""


def _sound(frame) -> bool:
    """Does `penyebutan` fit its schema? (The schema itself looks at every text by itself.)"""
    texts, ids = ("laporan", "kunci", "ukuran", "dasar"), ("nilai", "entitas", "tahun")
    if not len(frame) or not {*texts, *ids, "yakin"} <= set(frame):
        return False
    whole = all(frame[name].dtype == "int64" for name in ids) and frame["yakin"].dtype == "float64"
    told = all(infer_dtype(frame[name], skipna=False) == "string" for name in texts)
    return bool(
        whole
        and told
        and frame["kunci"].ne("").all()
        and frame[["nilai", "entitas"]].ge(0).all(axis=None)
        and frame["yakin"].between(0, 1).all()
    )
