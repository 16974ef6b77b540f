"""Two small submissions of one report, the later one put right in part."""

import copy
from functools import cache
from pathlib import Path

from cermat import audit
from cermat.datasets.batch.document import content_hash
from tests.helpers import quick

ROWS = [
    {
        "uraian": "Program A",
        "tahun": "2020",
        "pagu": "1.000",
        "realisasi": "900",
        "persen": "95",
        "sisa": "100",
    },
    {
        "uraian": "Program B",
        "tahun": "2020",
        "pagu": "2.000",
        "realisasi": "1.500",
        "persen": "80",
        "sisa": "500",
    },
]


EXCERPT = {"identitas": [{"jenis": "petikan", "nilai": "ya"}]}


OLD = EXCERPT | {"anggaran": ROWS}


# A is put right, B is wrong in another way, C is new
NEW = EXCERPT | {
    "anggaran": [
        ROWS[0] | {"persen": "90"},
        ROWS[1] | {"persen": "70"},
        {
            "uraian": "Program C",
            "tahun": "2020",
            "pagu": "400",
            "realisasi": "100",
            "persen": "52",
            "sisa": "300",
        },
    ]
}


MINOR = EXCERPT | {
    "indikator": [
        {"indikator": "Cakupan layanan", "tahun": "2020", "realisasi": "84,61", "target_depan": "80,00"}
    ]
}


@cache
def _told(path: Path, _content: str) -> dict:
    return quick(audit.read(path)).to_dict()


def findings(path: Path) -> dict:
    """findings.json of a submission, to be changed as one likes; audited once for what it holds."""
    return copy.deepcopy(_told(path, content_hash(path)))


def counts(made: dict) -> dict[str, int]:
    return {state: sum(by.values()) for state, by in made["summary"].items()}
