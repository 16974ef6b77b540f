"""A report and documents beside it, as typed tables."""

from tests.cli_helpers import SOUND

AGENCY = "Dinas Perhubungan Kota Nirwana"
YEAR = "2023"


def kind(key: str, agency: str = AGENCY, year: str = YEAR, **more: str) -> list[dict]:
    told = {"instansi": agency, "tahun": year, "dokumen": key} | more
    return [{"jenis": what.replace("_", " "), "nilai": value} for what, value in told.items()]


def targets(**values: str) -> list[dict]:
    return [
        {"indikator": f"Persentase {name}", "tahun": YEAR, "target": value} for name, value in values.items()
    ]


OWN = {
    "identitas": kind("lkjip"),
    "indikator": targets(terminal="80", parkir="70", halte="60", rambu="50") + SOUND["indikator"],
}
PK = {"identitas": kind("pk"), "indikator": targets(terminal="80", parkir="70", halte="60", rambu="52")}
RENSTRA = {
    "identitas": kind("renstra", periode_dokumen="2019-2023"),
    "indikator": targets(terminal="80", parkir="75", halte="60", rambu="50"),
}
