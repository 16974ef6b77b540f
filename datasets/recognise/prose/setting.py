"""What the claim families share: the grids' facts (`Peta`), one block with its subject and year (`Suasana`), the rows made."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from datasets.recognise.prose.grammar import Kalimat, Token, rapikan
from datasets.recognise.prose.grammar_names import Kamus, kata_nama
from datasets.recognise.vocabulary import kosakata
from schemas import angka as A
from schemas.tables import all_tables

_LABEL_BUTIR = re.compile(r"\s*((?:[a-z]|\d{1,2}|[ivx]{1,4})[.)]|\((?:[a-z]|\d{1,2})\)|[-•*–])\s+")
_KATA_KECIL = {v: k for k, v in A.SMALL_NUMBERS.items() if not k.startswith("ke")}


@dataclass
class Suasana:
    """One block of prose: its sentences and what they may leave unsaid (subject, year, table)."""

    blok: object
    buat: Callable[[], list[Kalimat]]
    konteks: object
    peta: "Peta"
    butir: str = ""
    judul: Token | None = None

    @cached_property
    def kalimat(self) -> list[Kalimat]:
        """The sentences, read when they are first asked for."""
        return self.buat()

    @cached_property
    def tahun(self) -> int:
        """The year where the block says none: the report's, unless the table it stands under has other years only."""
        n = int(self.blok.blok)
        petak = [p for p in self.peta.petak if p < n][:-7:-1]
        if umumkan(self.kalimat):
            petak = [p for p in self.peta.petak if n < p <= n + 3][:1] + petak
        bab = self.peta.bagian.get(n, "").split(" > ")[0]
        for p in petak:
            tahun = {t for t in self.peta.tahun_petak.get(p, ()) if t > 0}
            if not tahun or self.peta.bagian.get(p, "").split(" > ")[0] != bab:
                continue
            if self.konteks.tahun in tahun or len(tahun) < 2:
                break
            nilai = {t.nilai for k in self.kalimat for t in k.token if "N" in t}
            cocok = any(x[0] == p and x[4] == max(tahun) and x[5] in nilai for x in self.peta.isi)
            return max(tahun) if cocok else -1
        return self.konteks.tahun

    @property
    def tabel(self) -> str:
        return f"prosa-{self.blok.blok}" if self.blok.jenis != "petak" else f"tabel-{self.blok.blok}"


@dataclass
class Hasil:
    """Rows by table. Values are tokens; they become the printed text and, in `_x`, the id of the figure."""

    teks_angka: dict[int, str]
    baris: dict[str, list[dict]] = field(default_factory=dict)
    terpakai: set[int] = field(default_factory=set)

    def tambah(self, tabel: str, s: Suasana, **isi) -> dict:
        """Add one row; equal rows of one block are added once."""
        b = s.blok
        r = {
            "laporan": s.konteks.laporan,
            "tabel": s.tabel,
            "bagian": b.bagian,
            "halaman": b.halaman,
            "baris": s.butir,
            "garis": b.garis,
        }
        for nama, nilai in isi.items():
            if isinstance(nilai, Token) and nama in all_tables()[tabel].angka_columns:
                r[nama] = self.teks_angka.get(nilai.id) or kata_angka(nilai)
                r[f"_{nama}"] = nilai.id
            elif isinstance(nilai, Token):
                r[nama] = nilai.nama or nilai.kecil
            else:
                r[nama] = "" if nilai is None or nilai == -1 else str(nilai)
        daftar = self.baris.setdefault(tabel, [])
        if r not in daftar:
            daftar.append(r)
        return r

    def pakai(self, *token: Token | None) -> None:
        """Mark figures as taken: no weaker family speaks of them again."""
        self.terpakai.update(t.id for t in token if t is not None and t.id >= 0)

    def bebas(self, t: Token) -> bool:
        return t.id not in self.terpakai


def kata_angka(t: Token) -> str:
    """A number in words as text that schemas.angka reads."""
    n = int(t.nilai)
    return _KATA_KECIL.get(n, str(n))


def label_butir(teks: str) -> str:
    """The label of a list item as printed ("a.", "1)"), or ''."""
    m = _LABEL_BUTIR.match(teks)
    return m[1] if m else ""


def nama_pendek(teks: str, batas: int = 160) -> str:
    """Words for `teks`: on one line, cut at a word."""
    teks = rapikan(teks)
    return teks if len(teks) <= batas else teks[:batas].rsplit(" ", 1)[0] + " …"


def kamus_dari(dari_petak: dict[str, pd.DataFrame], instansi: str = "") -> Kamus:
    """The names that the grids print, indicators first. instansi: whose own name adds nothing to them."""
    daftar: list[tuple[str, str]] = []

    def kolom(tabel: str, kolom: str, jenis: str) -> None:
        isi = dari_petak.get(tabel)
        if isi is not None and len(isi) and kolom in isi:
            pilih = isi
            if "jenis_baris" in isi:
                pilih = isi[isi["jenis_baris"].fillna("").astype(str).ne("rata_rata")]
            daftar.extend((str(n), jenis) for n in pilih[kolom].dropna().unique() if str(n).strip())

    for t, k, j in (
        ("indikator", "indikator", "indikator"), ("definisi", "indikator", "indikator"), ("seri", "indikator", "indikator"),
        ("indikator", "sasaran", "sasaran"), ("seri", "sasaran", "sasaran"), ("definisi", "sasaran", "sasaran"),
        ("anggaran", "sasaran", "sasaran"), ("anggaran", "uraian", "uraian"), ("rincian", "uraian", "uraian"),
    ):  # fmt: skip
        kolom(t, k, j)
    return Kamus(daftar, instansi)


DEKAT = 0.011  # a mean printed with two decimals, rounded or cut


class Peta:
    """Where the grids stand and what they say: rows of (blok, name words, sasaran words, ukuran, year, value, average?)."""

    def __init__(self, dok, angka: pd.DataFrame, dari_petak: dict[str, pd.DataFrame], konteks):
        b = dok.blok
        self.petak = b.loc[b["jenis"].eq("petak"), "blok"].astype(int).tolist()
        self.bagian = dict(zip(b["blok"].astype(int), b["bagian"], strict=True))
        self.judul_petak = {
            int(k): str(t) for k, t in zip(b["blok"], b["teks"], strict=True) if int(k) in set(self.petak)
        }
        self.nilai_angka = dict(zip(angka.index, angka["nilai"], strict=True)) if len(angka) else {}
        self.isi: list[tuple] = []
        self.konteks = konteks
        for nama, ukuran in (("indikator", ("target", "realisasi", "capaian")), ("seri", ("nilai",))):
            t = dari_petak.get(nama)
            if t is None:
                continue
            for r in t.to_dict("records"):
                blok = re.search(r"(\d+)$", str(r.get("tabel", "")))
                tahun = pd.to_numeric(r.get("tahun"), errors="coerce")
                rata = str(r.get("jenis_baris", "")) == "rata_rata"
                for u in ukuran:
                    if str(r.get(u, "") or "") == "":
                        continue
                    kunci = r.get("ukuran", "") if nama == "seri" else u
                    self.isi.append((
                        int(blok[1]) if blok else -1, kata_nama(str(r.get("indikator", ""))), kata_nama(str(r.get("sasaran", "") or "")),
                        kunci, -1 if pd.isna(tahun) else int(tahun), self._nilai(r, u), rata,
                    ))  # fmt: skip
        r = dari_petak.get("rincian", pd.DataFrame())
        self.populasi_petak: dict[str, set[str]] = {}
        for x in r.reindex(columns=["subjek", "ukuran"], fill_value="").drop_duplicates().to_dict("records"):
            if str(x["subjek"] or "").strip():
                self.populasi_petak.setdefault(str(x["subjek"]), set()).add(str(x["ukuran"] or "").lower())
        self.tahun_petak: dict[int, set[int]] = {}
        for blok, _, _, _, tahun, _, _ in self.isi:
            self.tahun_petak.setdefault(blok, set()).add(tahun)

    def _nilai(self, r: dict, u: str) -> float:
        acuan = r.get(f"_{u}")
        if acuan is not None and not pd.isna(acuan) and int(acuan) >= 0:
            return self.nilai_angka.get(int(acuan), float("nan"))
        a = A.parse(str(r.get(u, "")))
        return float(A.to_float(a.mantissa, a.desimal)) if a.kelas == A.FIGURE else float("nan")

    def populasi(self, frasa: str) -> tuple[str, str]:
        """What a phrase counts, by the name the count tables use: ("jumlah PSKS yang aktif") to ("PSKS", "aktif")."""
        nama = re.sub(r"^(?:jumlah|kondisi|total|banyaknya)\s+", "", rapikan(frasa), flags=re.IGNORECASE)
        for subjek, ukuran in self.populasi_petak.items():
            s = re.escape(subjek)
            m = re.fullmatch(
                rf"(?:{s}|[^()]+\({s}\))(?:\s+(?:yang\s+)?(?P<u>\w+))?(?:\s+(?:di|pada)\s+(?:kabupaten|kota|provinsi|kecamatan)\s+.+)?",
                nama,
                re.IGNORECASE,
            )
            if m and not m["u"]:
                return subjek, "jumlah"
            if m and m["u"].lower() in ukuran:
                return subjek, m["u"].lower()
            if m and m["u"].lower() == "ada":
                return subjek, "jumlah"
        return nama, "jumlah"

    def ukuran_dari(self, nama: str, tahun: int, nilai: float, sebut: str = "") -> str:
        """Which measure of a known indicator prints this value ('' where none does; of several the one named, or '')."""
        kata = kata_nama(nama)
        temu = {u for _, n, _, u, t, v, _ in self.isi if n == kata and v == nilai and tahun in (t, -1)}
        return temu.pop() if len(temu) == 1 else sebut if sebut in temu else ""

    def ukuran_dekat(self, nama: str, tahun: int, nilai: float) -> str:
        """realisasi or capaian of an indicator whose tables print both in that year: the one that lies nearer; else ''."""
        kata = kata_nama(nama)
        jauh: dict[str, float] = {}
        for _, n, _, u, t, v, _ in self.isi:
            if n == kata and t == tahun and u in ("realisasi", "capaian") and v == v:
                jauh[u] = min(jauh.get(u, abs(v - nilai)), abs(v - nilai))
        return min(jauh, key=jauh.get) if len(jauh) == 2 else ""

    def acuan(self, blok: int, umum: bool, nama: str = "", tahun: int = -1, rata: bool = False) -> str:
        """The grid spoken of: right after where the text announces it, else the nearest before that holds the subject."""
        calon = [p for p in reversed(self.petak) if p < blok][:8]
        if umum:
            calon = [p for p in self.petak if blok < p <= blok + 3][:1] + calon
        bab = self.bagian.get(blok, "").split(" > ")[0]
        calon = [p for p in calon if self.bagian.get(p, "").split(" > ")[0] == bab]
        if not calon:
            return ""
        kata = kata_nama(nama)
        for p in calon:
            isi = [x for x in self.isi if x[0] == p and (tahun < 0 or x[4] in (tahun, -1))]
            if (rata and any(x[6] for x in isi)) or (kata and any(kata in (x[1], x[2]) for x in isi)):
                return f"tabel-{p}"
        dekat = calon[0]
        return f"tabel-{dekat}" if umum or self.bagian.get(dekat) == self.bagian.get(blok) else ""

    def gabungan(self, blok: int, tahun: int, nilai: float) -> bool:
        """Is this the average of several tables before the block, each with indicators of its own, and not of the nearest?"""
        bab = self.bagian.get(blok, "").split(" > ")[0]
        isi: dict[int, dict] = {}
        for p, nama, _, ukuran, t, v, rata in self.isi:
            if ukuran == "capaian" and not rata and t in (tahun, -1) and p < blok and self.bagian.get(p, "").split(" > ")[0] == bab:
                isi.setdefault(p, {})[nama] = v
        kumpul: dict = {}
        rataan: list[float] = []
        for p in sorted(isi, reverse=True):
            if kumpul.keys() & isi[p].keys():
                break
            kumpul |= isi[p]
            rataan.append(sum(isi[p].values()) / len(isi[p]))
            cocok = min(abs(nilai - sum(kumpul.values()) / len(kumpul)), abs(nilai - sum(rataan) / len(rataan))) <= DEKAT
            if cocok:
                return len(rataan) > 1
        return False

    def sebut(self, nomor: str) -> str:
        """The grid whose caption bears this reference ("Tabel 3.4"), or ''."""
        kunci = re.sub(r"[\s.:]+$", "", nomor.lower())
        for p, judul in self.judul_petak.items():
            if re.search(re.escape(kunci) + r"(?![\d.]*\d)", judul.lower()):
                return f"tabel-{p}"
        return ""


def umumkan(k: list[Kalimat]) -> bool:
    """Does the block announce the table that follows ("sebagai berikut", "pada tabel berikut")?"""
    for kal in k[-2:]:
        kata = kal.kata(0, len(kal.token))
        if re.search(r"\bberikut\b|di bawah ini|dibawah ini", kata) and not re.search(r"berikutnya", kata):
            return True
    return False


def judul_umum(teks: str) -> bool:
    """A heading that names no subject ("Analisis capaian kinerja")."""
    kecil = rapikan(re.sub(r"^\s*(?:[A-Z]|\d{1,2}(?:\.\d+)*|[a-z]|[IVX]+)[.)]\s*", "", teks)).lower()
    return not kecil or any(kecil.startswith(u) for u in kosakata("prosa")["judul_umum"])
