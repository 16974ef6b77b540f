"""The submission: every frame of one report or of thirty thousand, and how texts become numbers in it.

`ikat` takes typed tables of text and returns a `Submission`, in which the value columns point to rows of `angka`.
"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from schemas import angka as A
from schemas.tables import KOLOM_TEMPAT, semua_tabel, skema

KOLOM_BLOK = ["laporan", "blok", "jenis", "tingkat", "teks", "bagian", "halaman", "garis", "jejak"]
KOLOM_SEL = ["laporan", "blok", "r", "c", "rs", "cs", "teks", "kepala", "halaman", "garis", "jejak"]
KOLOM_KATA = ["laporan", "blok", "mulai", "akhir", "halaman", "x0", "y0", "x1", "y1"]
KOLOM_STRUKTUR = ["laporan", "tabel_tipe", "kolom", "baris_ke", "pesan", "teks", "tabel", "bagian", "halaman", "baris", "garis"]
KOLOM_ANGKA = [
    "laporan", "teks", "mantissa", "desimal", "nilai", "satuan", "kelas", "ragu", "lokal",
    "tabel_tipe", "kolom", "kolom_cetak", "blok", "r", "c", "mulai", "akhir", *KOLOM_TEMPAT,
]  # fmt: skip


@dataclass
class Submission:
    """One or many submitted reports as frames; every frame carries `laporan`.

    laporan  : laporan, sumber, sha256, jenis (tabel | dokumen): one row a report
    tabel    : typed tables by name; an angka column holds int64 row positions in `angka`, -1 where nothing is printed
    angka    : KOLOM_ANGKA; the index is the id. kelas 'bukan' (years, letter numbers, row labels …) is not a report figure
    blok, sel: the document as read (KOLOM_BLOK, KOLOM_SEL); jejak tells where to find it again in the original
    kata     : where the words of paragraphs stand on a page (PDF only; KOLOM_KATA, boxes in points from the page's top left)
    peringatan: what must be said about the reading, one line each
    struktur : what does not fit a schema (KOLOM_STRUKTUR)
    tiada    : laporan, tabel_tipe, kolom: columns that a submission of tables does not have
    """

    laporan: pd.DataFrame
    tabel: dict[str, pd.DataFrame]
    angka: pd.DataFrame
    struktur: pd.DataFrame
    tiada: pd.DataFrame
    blok: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=KOLOM_BLOK))
    sel: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=KOLOM_SEL))
    peringatan: list[str] = field(default_factory=list)
    kata: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=KOLOM_KATA))


def _rename(sub: Submission, old: str, new: str) -> None:
    frames = [sub.laporan, sub.angka, sub.struktur, sub.tiada, sub.blok, sub.sel, sub.kata, *sub.tabel.values()]
    for frame in frames:
        if "laporan" in frame and len(frame):
            frame["laporan"] = frame["laporan"].where(frame["laporan"].ne(old), new)


def gabung(kiriman: list[Submission]) -> Submission:
    """Several submissions as one portfolio: ids shifted, names of reports made unique ("laporan.pdf", "laporan.pdf (2)")."""
    if len(kiriman) == 1:
        return kiriman[0]
    nama: set[str] = set()
    geser, tabel, semua = 0, {t: [] for t in semua_tabel()}, []
    for k in kiriman:
        for lama in k.laporan["laporan"].tolist():
            baru, n = lama, 2
            while baru in nama:
                baru, n = f"{lama} ({n})", n + 1
            nama.add(baru)
            if baru != lama:
                _rename(k, lama, baru)
        for t, spec in semua_tabel().items():
            isi = k.tabel[t].copy()
            for c in spec.kolom_angka:
                isi[c] = isi[c].where(isi[c] < 0, isi[c] + geser)
            tabel[t].append(isi)
        geser += len(k.angka)
        semua.append(k)

    def tumpuk(frames: list[pd.DataFrame]) -> pd.DataFrame:
        return pd.concat([f for f in frames if len(f)] or frames[:1], ignore_index=True)

    return Submission(
        tumpuk([k.laporan for k in semua]), {t: tumpuk(f) for t, f in tabel.items()}, tumpuk([k.angka for k in semua]),
        tumpuk([k.struktur for k in semua]), tumpuk([k.tiada for k in semua]), tumpuk([k.blok for k in semua]),
        tumpuk([k.sel for k in semua]), [p for k in semua for p in k.peringatan],
        tumpuk([k.kata for k in semua]),
    )  # fmt: skip


def lengkapi(nama: str, isi: pd.DataFrame) -> pd.DataFrame:
    """The frame with every column of its table (missing ones empty), all text stripped, plus `laporan`."""
    kolom = ["laporan", *semua_tabel()[nama].kolom]
    data = {k: isi[k].to_numpy(dtype=object) if k in isi else np.full(len(isi), "", dtype=object) for k in kolom}
    for k, nilai in data.items():
        kosong = pd.isna(nilai)
        if kosong.any():
            data[k] = np.where(kosong, "", nilai)
    rujukan = {k: isi[k].to_numpy() for k in isi.columns if k.startswith("_")}
    return pd.DataFrame({k: pd.Series(v, dtype=object) for k, v in data.items()} | {k: pd.Series(v) for k, v in rujukan.items()})


def _periksa(nama: str, isi: pd.DataFrame) -> pd.DataFrame:
    """Hold one table of text against its schema. Returns KOLOM_STRUKTUR rows, one a bad cell."""
    import pandera.errors as pe

    try:
        skema(nama).validate(isi, lazy=True)
        return pd.DataFrame(columns=KOLOM_STRUKTUR)
    except pe.SchemaErrors as galat:
        kasus = galat.failure_cases
    kasus = kasus[kasus["index"].notna()]
    baris = kasus["index"].astype(int).to_numpy()
    tempat = isi.loc[baris, ["laporan", *KOLOM_TEMPAT]].reset_index(drop=True)
    return pd.DataFrame(
        {
            "tabel_tipe": nama,
            "kolom": kasus["column"].to_numpy(),
            "baris_ke": baris + 1,
            "pesan": kasus["check"].to_numpy(),
            "teks": kasus["failure_case"].astype(str).to_numpy(),
        }
    ).join(tempat)


def _ribuan(a: pd.DataFrame) -> pd.Series:
    """Decide "1.926" against "413.064" by what else its column and its unit say: a decimal among decimals, else thousands."""
    ragu = a["ragu"].eq("ribuan atau desimal")
    putus = pd.Series([None] * len(a), index=a.index, dtype=object)
    if not ragu.any():
        return putus
    kunci = [a["laporan"], a["tabel_tipe"], a["tabel"], a["kolom"]]
    pecahan = (a["desimal"].gt(0) & ~ragu).groupby(kunci).transform("sum")
    ribuan = (a["mantissa"].abs().ge(1000) & a["desimal"].eq(0) & ~ragu).groupby(kunci).transform("sum")
    persen = a["satuan"].eq("%") | a["kolom"].isin(["capaian", "persen", "capaian_akhir", "capaian_lalu"])
    kisi = a["tabel_tipe"].isin(["indikator", "seri", "anggaran", "rincian", ""])  # prose has no columns
    unit = a["satuan_baris"].fillna("").str.strip().str.lower() if "satuan_baris" in a else pd.Series("", index=a.index)
    terhitung = unit.ne("") & ~unit.isin(["%", "persen", "prosen", "indeks", "skor", "nilai", "poin", "angka", "rasio"])
    desimal = ragu & ~terhitung & (persen | (kisi & (pecahan > 0) & (ribuan == 0)))
    putus[desimal] = False
    putus[ragu & ~desimal] = True
    return putus


def susun_angka(isi: pd.DataFrame) -> pd.DataFrame:
    """Read the texts of an angka frame (laporan, teks, tabel_tipe, tabel, kolom, …) and settle what is ambiguous."""
    a = isi.reset_index(drop=True)
    a = a.drop(columns=[k for k in A.Angka._fields if k in a] + (["nilai"] if "nilai" in a else []))
    a = a.join(A.baca_kolom(a["teks"]))
    putus = _ribuan(a)
    if putus.notna().any():
        ulang = A.baca_kolom(a.loc[putus.notna(), "teks"], putus[putus.notna()])
        a.loc[ulang.index, ulang.columns] = ulang
    return a.reindex(columns=KOLOM_ANGKA)


def ikat(
    tabel: dict[str, pd.DataFrame],
    laporan: pd.DataFrame,
    tiada: pd.DataFrame | None = None,
    angka_dokumen: pd.DataFrame | None = None,
) -> Submission:
    """Typed tables of text to a Submission.

    tabel: name → frame of text with `laporan` and the columns of schemas/tables.yaml (missing ones are added empty).
    angka_dokumen: numbers that a reader has already placed (KOLOM_ANGKA, RangeIndex); a value column `x` of a typed
    table points to them with a companion column `_x` (row position, -1: none, then the text of `x` is read).
    """
    angka, struktur, hasil = [], [], {}
    if angka_dokumen is not None:
        angka.append(angka_dokumen)
    mulai = 0 if angka_dokumen is None else len(angka_dokumen)
    for nama, tipe in semua_tabel().items():
        isi = lengkapi(nama, tabel.get(nama, pd.DataFrame()))
        buruk = _periksa(nama, isi) if len(isi) else pd.DataFrame(columns=KOLOM_STRUKTUR)
        for k, b in buruk.groupby("kolom"):  # a bad cell is told and left out; the run goes on
            isi.loc[b["baris_ke"].astype(int) - 1, k] = ""
        if len(buruk):  # rows are counted within their own report
            nomor = isi.groupby("laporan").cumcount().to_numpy() + 1
            buruk["baris_ke"] = nomor[buruk["baris_ke"].to_numpy(dtype="int64") - 1]
        struktur.append(buruk)
        for k in tipe.kolom.values():
            if k.jenis in ("tahun", "bulat"):
                isi[k.nama] = pd.to_numeric(isi[k.nama], errors="coerce").fillna(-1).astype("int64")
            elif k.jenis == "tanggal":
                isi[k.nama] = pd.to_datetime(isi[k.nama], format="%Y-%m-%d", errors="coerce")
        for k in tipe.kolom_angka:
            acuan = isi.pop(f"_{k}") if f"_{k}" in isi else pd.Series(-1, index=isi.index)
            letak = acuan.fillna(-1).to_numpy(dtype="int64", copy=True)
            ada = isi[k].ne("") & (letak < 0)
            letak[ada.to_numpy()] = np.arange(mulai, mulai + ada.sum())
            mulai += int(ada.sum())
            tempat = isi.loc[ada, ["laporan", *KOLOM_TEMPAT]].assign(
                teks=isi.loc[ada, k], tabel_tipe=nama, kolom=k, kolom_cetak=tipe.kolom[k].label
            )
            if "satuan" in isi:
                tempat["satuan_baris"] = isi.loc[ada, "satuan"]
            if nama in ("rincian", "seri"):
                tempat["kolom_cetak"] = isi.loc[ada, "ukuran"]
            angka.append(tempat)
            isi[k] = letak
        hasil[nama] = isi
    dari_tabel = pd.concat(angka[angka_dokumen is not None :], ignore_index=True)
    semua = susun_angka(dari_tabel) if len(dari_tabel) else pd.DataFrame(columns=KOLOM_ANGKA)
    if angka_dokumen is not None:
        semua = pd.concat([angka_dokumen, semua], ignore_index=True) if len(semua) else angka_dokumen.reset_index(drop=True)
    rusak = semua[semua["kelas"].eq(A.RUSAK)]
    struktur.append(
        rusak[["laporan", "tabel_tipe", "kolom", "teks", *KOLOM_TEMPAT]].assign(pesan="angka tidak terbaca", baris_ke=-1)
    )
    kosong = pd.DataFrame(columns=["laporan", "tabel_tipe", "kolom"])
    return Submission(
        laporan.reset_index(drop=True),
        hasil,
        semua,
        pd.concat([s for s in struktur if len(s)] or [pd.DataFrame(columns=KOLOM_STRUKTUR)], ignore_index=True),
        kosong if tiada is None else tiada,
    )
