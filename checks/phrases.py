"""Phrases of findings: measures and subjects in words, and the texts of cards that have none of their own."""

import re
from functools import cache
from importlib.resources import files

import yaml

MEASURES = {
    "capaian": "capaian",
    "realisasi": "realisasi",
    "target": "target",
    "rata_rata": "rata-rata",
    "pagu": "pagu",
    "serapan": "realisasi anggaran",
    "persen": "persentase",
    "sisa": "sisa anggaran",
    "nilai": "angka",
    "hasil": "hasil hitungan",
    "capaian_akhir": "capaian terhadap target akhir",
    "pagu_awal": "pagu awal",
    "jumlah": "jumlah",
    "target_akhir": "target akhir periode",
    "selisih": "selisih",
    "realisasi_lalu": "realisasi tahun lalu",
    "a": "angka dalam hitungan",
    "b": "angka dalam hitungan",
    "c": "angka dalam hitungan",
}
_SHORT = 60  # characters of a name in a sentence
_AVERAGE = re.compile(r"Rata-rata capaian(?: (sasaran))?: ")


@cache
def defaults() -> dict:
    """checks/texts.yaml."""
    return yaml.load(
        files("cermat.checks").joinpath("texts.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )


def display(subject: str) -> str:
    """A subject as it is read: averages by how many indicators or sasaran they cover, not by all names."""
    if average := _AVERAGE.match(subject):
        names = subject[average.end() :].split("; ")
        if len(names) > 2 or len(subject) > 160:
            return f"Rata-rata capaian {len(names)} {average[1] or 'indikator'}"
        return "Rata-rata capaian " + " dan ".join(names)
    return MEASURES[subject] if "_" in subject and subject in MEASURES else subject


def measured(measure: str, subject: str) -> str:
    """'capaian Angka X'; an average's name says already what it is."""
    return (
        subject
        if measure == MEASURES["rata_rata"] and subject.startswith("Rata-rata")
        else f"{measure} {subject}".strip()
    )


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def shorter(text: str, most: int = _SHORT) -> str:
    """A text on one line, cut at a word where it is longer."""
    told = " ".join(text.split())
    return told if len(told) <= most else told[: most + 1].rpartition(" ")[0].rstrip(",;:") + " …"


def like(becomes: str, stated: str) -> str:
    """A recomputed value with the percent sign of the printed one."""
    return becomes + "%" if stated.endswith("%") and becomes[-1:].isdigit() else becomes
