"""profil.yaml: what a report leaves open, settled by its reader; pengecualian.yaml: findings taken out of the
count."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cermat.checks.settle.direction import EVIDENCE
from cermat.schemas.errors import InputError
from cermat.schemas.invalid import invalid
from cermat.schemas.sources import File
from cermat.schemas.yaml_text import read_file


class Off(BaseModel):
    model_config = ConfigDict(extra="forbid")
    aturan: str
    alasan: str = Field(min_length=3)


class Band(BaseModel):
    """One band of a scale; a bound of null is open."""

    model_config = ConfigDict(extra="forbid")
    label: str = Field(min_length=1)
    bawah: float | None = None
    bawah_termasuk: bool = True
    atas: float | None = None
    atas_termasuk: bool = True


class ScaleFile(BaseModel):
    """checks/scales/*.yaml: a scale with its source, best band first."""

    model_config = ConfigDict(extra="forbid")
    nama: str
    sumber: str
    tahun: int
    versi: str
    skala: list[Band] = Field(min_length=2)


class ProfileFile(BaseModel):
    """The file as written."""

    model_config = ConfigDict(extra="forbid")
    skala: str | list[Band] | None = None
    rumus_turun: Literal["dua target", "target per realisasi"] | None = None
    arah: dict[str, str] = {}
    sinonim: dict[str, str] = {}
    materialitas: float = Field(0.0, ge=0)
    aturan_mati: list[Off] = []


_KNOWN = {"": ProfileFile.model_fields, "skala": Band.model_fields, "aturan_mati": Off.model_fields}


@dataclass
class Profile:
    """A profile in force: skala (bands as rows) and where it is from, rumus_turun, arah (indicator → naik |
    turun), sinonim, materialitas (rupiah below which a difference is `rendah`), off (rule → reason)."""

    skala: list[dict] | None = None
    skala_dari: str = ""
    rumus_turun: str = ""
    arah: dict[str, str] = field(default_factory=dict)
    sinonim: dict[str, str] = field(default_factory=dict)
    materialitas: float = 0.0
    off: dict[str, str] = field(default_factory=dict)

    def directions(self, laporan: pd.Series) -> pd.DataFrame:
        """Evidence rows of rank 1 for every report."""
        rows = [
            {
                "laporan": report,
                "kunci": name,
                "arah": way,
                "peringkat": 1,
                "bukti": "profil",
                "tabel": "",
                "garis": -1,
                "halaman": -1,
            }
            for report in laporan
            for name, way in self.arah.items()
        ]
        return pd.DataFrame(rows, columns=EVIDENCE)


def read_profile(path: File | None) -> Profile:
    """InputError names what is wrong with the file."""
    if path is None:
        return Profile()
    try:
        told = ProfileFile.model_validate(read_file(Path(path), f"profil '{path}'") or {})
    except ValidationError as error:
        raise InputError(f"profil '{path}': {invalid(error, _KNOWN)}") from None
    bad = set(told.arah.values()) - {"naik", "turun"}
    if bad:
        raise InputError(f"profil '{path}': arah harus naik atau turun, bukan {', '.join(sorted(bad))}")
    bands, origin = told.skala if isinstance(told.skala, list) else None, "profil"
    if isinstance(told.skala, str):
        if told.skala not in scales():
            raise InputError(
                f"profil '{path}': skala '{told.skala}' tidak dikenal; yang ada: {', '.join(scales())}"
            )
        chosen = scales()[told.skala]
        bands, origin = chosen.skala, f"profil ({chosen.sumber})"
    return Profile(
        [band.model_dump() for band in bands] if bands else None,
        origin if bands else "",
        told.rumus_turun or "",
        told.arah,
        told.sinonim,
        told.materialitas,
        {off.aturan: off.alasan for off in told.aturan_mati},
    )


@cache
def scales() -> dict[str, ScaleFile]:
    """The common scales by name (checks/scales/*.yaml)."""
    entries = sorted(
        (
            entry
            for entry in files("cermat.checks").joinpath("scales").iterdir()
            if entry.name.endswith(".yaml")
        ),
        key=lambda entry: entry.name,
    )
    content = {
        entry.name.removesuffix(".yaml"): yaml.load(
            entry.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
        )
        for entry in entries
    }
    return {name: ScaleFile.model_validate(told) for name, told in content.items()}


def scale_titles() -> dict[str, str]:
    """The common scales as people choose among them: title and source by name."""
    return {name: f"{told.nama} ({told.sumber})" for name, told in scales().items()}


class Waiver(BaseModel):
    """One exception: finding id, reason, who, until when."""

    model_config = ConfigDict(extra="forbid")
    id: str
    alasan: str = Field(min_length=3)
    oleh: str = Field(min_length=2)
    sampai: date


def read_waivers(path: File | None) -> list[Waiver]:
    """pengecualian.yaml as a list. InputError names the entry that is not whole."""
    if path is None:
        return []
    content = read_file(Path(path), f"pengecualian '{path}'") or []
    if not isinstance(content, list):
        raise InputError(f"pengecualian '{path}' harus berupa daftar")
    made = []
    for position, item in enumerate(content, 1):
        try:
            made.append(Waiver.model_validate(item))
        except ValidationError as error:
            raise InputError(
                f"pengecualian '{path}' butir {position}: {invalid(error, {'': Waiver.model_fields})}"
            ) from None
    return made
