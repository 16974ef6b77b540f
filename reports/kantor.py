"""kantor.yaml: the inspectorate that reviews, as its papers print it: letterhead, numbers, team, who
signs."""

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Annotated

from babel.dates import format_date
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from cermat.reports.labels import Labels
from cermat.reports.plain import one_line
from cermat.schemas.errors import InputError
from cermat.schemas.extras import installed
from cermat.schemas.given_files import is_regular
from cermat.schemas.invalid import invalid
from cermat.schemas.yaml_text import read_file

DOTS = "……………………………………"
_LOGO, _POINTS = 4_000_000, 16_000_000  # bytes and points that a logo may have
_Text = Annotated[str, Field(max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _given(cls, told):
        """What a name leaves empty ("nip:") is left out; every name is a text."""
        if not isinstance(told, dict):
            return told
        return {str(name): value for name, value in told.items() if value is not None}


class Person(_Part):
    """Somebody of the inspectorate."""

    nama: Annotated[str, Field(min_length=1, max_length=200)]
    jabatan: _Text = ""
    nip: _Text = ""


class Numbers(_Part):
    """Numbers of the papers in the inspectorate's register."""

    catatan: _Text = ""
    laporan: _Text = ""
    surat: _Text = ""


class Kantor(_Part):
    """The file as written; what it leaves out is a dotted line in the papers."""

    inspektorat: _Text = ""
    kop: Annotated[list[_Text], Field(max_length=8)] = []
    logo: _Text = ""
    kota: _Text = ""
    tanggal: _Text = ""
    surat_tugas: _Text = ""
    nomor: Numbers = Numbers()
    tim: Annotated[list[Person], Field(max_length=20)] = []
    penandatangan: Person | None = None
    dokumentasi: _Text = ""

    @field_validator("dokumentasi")
    @classmethod
    def _address(cls, told: str) -> str:
        if not re.fullmatch(r"(https?://\S+/)?", told):
            raise ValueError("harus alamat yang diawali https:// dan diakhiri /")
        return told


_KNOWN: dict[str, Iterable[str]] = {
    "": Kantor.model_fields,
    "nomor": Numbers.model_fields,
    "tim": Person.model_fields,
    "penandatangan": Person.model_fields,
}


class Office(BaseModel):
    """A kantor.yaml in force, with the picture that it names."""

    told: Kantor = Kantor()
    logo: bytes = b""


def read_kantor(path: Path | None) -> Office:
    """InputError names in one line what is wrong with the file."""
    if path is None:
        return Office()
    written = _load(Path(path))
    try:
        told = Kantor.model_validate(written)
    except ValidationError as error:
        raise InputError(f"kantor '{path}': {invalid(error, _KNOWN)}") from None
    return Office(told=told, logo=_logo(Path(path), told.logo))


def _load(path: Path) -> dict:
    written = read_file(path, f"kantor '{path}'")
    if not isinstance(written, dict | None):
        raise InputError(f"kantor '{path}': harus berisi nama: nilai")
    given = dict(written or {})
    day = given.get("tanggal")
    if hasattr(day, "isoformat"):  # a bare date is one in YAML
        given["tanggal"] = format_date(day, format="d MMMM yyyy", locale="id")
    return given


def _logo(path: Path, name: str) -> bytes:
    """The picture, whole and of a kind that Word and PDF show."""
    if not name:
        return b""
    with installed(f"kantor '{path}': logo '{name}'"):
        from PIL import Image
    try:
        content = _picture(path.parent / name)
        with Image.open(BytesIO(content)) as picture:
            kind, points = picture.format, picture.width * picture.height
            if points <= _POINTS:
                picture.load()
    except FileNotFoundError:
        raise InputError(f"kantor '{path}': logo '{name}' tidak ada") from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise InputError(f"kantor '{path}': logo '{name}' tidak terbaca sebagai gambar") from None
    if kind not in ("PNG", "JPEG") or len(content) > _LOGO or points > _POINTS:
        raise InputError(
            f"kantor '{path}': logo '{name}' harus PNG atau JPEG, paling besar 4 MB dan 16 juta titik"
        )
    return content


def _picture(file: Path) -> bytes:
    """Its bytes, as far as a logo may go; OSError where it is none that ends."""
    if file.exists() and not is_regular(file):
        raise OSError(f"{file} bukan berkas biasa")
    with file.open("rb") as opened:
        return opened.read(_LOGO + 1)


def letterhead(office: Office, words: Labels) -> dict:
    """What every paper prints of the office: kop (teks, besar), logo, nomor by paper, kota_tanggal, tim,
    ketua and penandatangan (jabatan, nama, nip)."""
    told, _ = office.told, words._
    lines = told.kop or [told.inspektorat or _("INSPEKTORAT %(x)s", x=DOTS)]
    lines = [one_line(line, 200) for line in lines]
    if not told.kop:
        lines = [line.upper() for line in lines]
    lead = _lead(told)
    city = one_line(told.kota, 80) or "…………………"
    return {
        "kop": [{"teks": line, "besar": line == line.upper() and not _counted(line)} for line in lines],
        "logo": office.logo,
        "inspektorat": one_line(told.inspektorat, 200) or _("Inspektorat %(x)s", x=DOTS),
        "kota_tanggal": f"{city}, {one_line(told.tanggal, 60) or '………………… 20……'}",
        "surat_tugas": one_line(told.surat_tugas, 200) or DOTS,
        "nomor": {name: one_line(value, 120) or DOTS for name, value in told.nomor.model_dump().items()},
        "tim": [_signer(person, "") for person in told.tim],
        "ketua": _signer(lead, _("Ketua Tim Reviu")),
        "penandatangan": _signer(told.penandatangan, _("Inspektur")),
    }


def hands(office: Office) -> tuple[str, ...]:
    """Names that a working paper is drawn up, reviewed and approved by; '' where the file names none."""
    lead = _lead(office.told)
    members = "; ".join(person.nama for person in office.told.tim if person is not lead)
    signer = office.told.penandatangan
    return one_line(members, 200), *(one_line(one.nama, 120) if one else "" for one in (lead, signer))


def _lead(told: Kantor) -> Person | None:
    """Who leads the team: whose jabatan says so."""
    return next((person for person in told.tim if "ketua" in person.jabatan.casefold()), None)


def _counted(line: str) -> bool:
    """Is a line of the letterhead an address: does it hold a number?"""
    return any(sign.isdigit() for sign in line)


def _signer(person: Person | None, post: str) -> dict[str, str]:
    return {
        "jabatan": one_line(person.jabatan if person else "", 120) or post or DOTS,
        "nama": one_line(person.nama, 120) if person else DOTS,
        "nip": (one_line(person.nip, 40) if person else "") or DOTS,
    }
