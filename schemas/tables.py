"""The typed tables, built from tables.yaml: their columns, and the pandera schema that holds them at the border."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import pandas as pd
import yaml

from schemas.errors import GalatMasukan

TAHUN_MIN, TAHUN_MAKS = 1990, 2100


@dataclass(frozen=True)
class Kolom:
    """One column: its type (teks, angka, tahun, bulat, tanggal, pilihan), label as printed, whether it must be filled."""

    nama: str
    jenis: str
    label: str
    penjelasan: str = ""
    wajib: bool = False
    pilihan: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tabel:
    """One typed table; `kolom` includes the place columns."""

    nama: str
    tentang: str
    kolom: dict[str, Kolom] = field(default_factory=dict)

    @property
    def kolom_angka(self) -> list[str]:
        """The columns that hold printed numbers."""
        return [k.nama for k in self.kolom.values() if k.jenis == "angka"]


def _kolom(nama: str, isi: list) -> Kolom:
    jenis, label, penjelasan = isi
    if isinstance(jenis, list):
        return Kolom(nama, "pilihan", label, penjelasan, False, tuple(jenis))
    wajib = jenis.startswith("!")
    jenis = jenis.removeprefix("!")
    if jenis.startswith("["):
        pilihan = tuple(p.strip() for p in jenis.strip("[]").split(","))
        return Kolom(nama, "pilihan", label, penjelasan, wajib, pilihan)
    return Kolom(nama, jenis, label, penjelasan, wajib)


@cache
def semua_tabel() -> dict[str, Tabel]:
    """All typed tables by name, in the order of tables.yaml."""
    isi = yaml.load(files("schemas").joinpath("tables.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    tempat = {n: _kolom(n, k) for n, k in isi.pop("tempat").items()}
    return {
        nama: Tabel(nama, kol.pop("about"), {n: _kolom(n, k) for n, k in kol.items()} | tempat)
        for nama, kol in isi.items()
    }


KOLOM_TEMPAT = ("tabel", "bagian", "halaman", "baris", "garis")


@cache
def skema(nama: str):
    """The pandera schema of one typed table, over columns of text (missing cells are the empty string)."""
    import pandera.pandas as pa

    def pemeriksaan(k: Kolom) -> list:
        kosong_boleh = (lambda s: s.eq("")) if not k.wajib else (lambda s: s.ne(s))
        bulat = r"\d+"
        periksa = {
            "pilihan": ("bukan salah satu dari: " + ", ".join(k.pilihan), lambda s: s.isin(k.pilihan)),
            "tahun": (
                f"bukan tahun antara {TAHUN_MIN} dan {TAHUN_MAKS}",
                lambda s: pd.to_numeric(s, errors="coerce").between(TAHUN_MIN, TAHUN_MAKS),
            ),
            "bulat": ("bukan bilangan bulat", lambda s: s.str.fullmatch(bulat)),
            "tanggal": ("bukan tanggal (tttt-bb-hh)", lambda s: pd.to_datetime(s, format="%Y-%m-%d", errors="coerce").notna()),
        }
        if k.jenis in periksa:
            pesan, uji = periksa[k.jenis]
            return [pa.Check(lambda s, u=uji, b=kosong_boleh: b(s) | u(s), error=pesan)]
        return [pa.Check(lambda s: s.ne(""), error="kosong padahal wajib diisi")] if k.wajib else []

    kolom = [(k, pemeriksaan(k)) for k in semua_tabel()[nama].kolom.values()]
    return pa.DataFrameSchema({k.nama: pa.Column(None, uji, required=k.wajib) for k, uji in kolom if uji}, strict=False)


def tabel(nama: str) -> Tabel:
    """One typed table by name; GalatMasukan if there is none."""
    if nama not in semua_tabel():
        raise GalatMasukan(f"tabel '{nama}' tidak dikenal; yang ada: {', '.join(semua_tabel())}")
    return semua_tabel()[nama]
