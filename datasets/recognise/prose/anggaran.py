"""Claim family: budgets and what was spent of them, as `klaim` (pagu, serapan, persen, sisa) and `perhitungan`."""

import re

import pandas as pd

from datasets.recognise.prose.grammar import Kalimat, Pola, Token, rapikan
from datasets.recognise.prose.grammar_names import kata_nama
from datasets.recognise.prose.measures import Ukur, tahun_kalimat, ukur
from datasets.recognise.prose.setting import Hasil, Suasana, nama_pendek
from datasets.recognise.prose.values import acuan
from schemas import angka as A

_PERSEN = Pola(
    r"(KOMA|BUKA)? DAN? (ATAU|DENGAN|SE|SEHINGGA|CAPAIAN|SERAPAN|PENGISI|TDUA|MENJADI|BATAS|REALISASI|PAGU){0,6} (SE|TDUA)? (?P<c>N)"
)
_UBAH = Pola(r"SEMULA ![N|TITIK]{0,6} (?P<a>N) ![N|TITIK]{0,30} MENJADI ![N|TITIK]{0,3} (?P<b>N)")
_UBAH_KATA = re.compile(
    r"perjanjian kinerja (?:\(pk\) )?(?:perubahan|revisi)"
    r"|(?:anggaran|pagu|dipa|dpa)\s+(?:\w+\s+)?(?:setelah|sesudah)\s+(?:perubahan|revisi)"
    r"|(?:perubahan|pergeseran|revisi|refocusing)\s+(?:anggaran|pagu|dipa|dpa|apbd)|\bdppa\b|apbd[ -]?p\b|apbd perubahan",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"((?:program|kegiatan|sub kegiatan|belanja)\s+(?!ini\b|itu\b|tersebut\b)"
    r"(?:(?!dengan\b|sebesar\b|semula\b|sejumlah\b|senilai\b|memiliki\b|mendapat\b|tahun\b|yang\b|di\w{5}|\S*\d)[\w/()-]+\s*){1,12})",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\b(?:total|seluruh|keseluruhan|jumlah)\b", re.IGNORECASE)


def _pagu_petak(dari_petak: dict[str, pd.DataFrame], nilai_angka: dict[int, float]) -> dict[float, str]:
    """pagu → uraian in the budget grids; a value that several rows print is left out."""
    t = dari_petak.get("anggaran")
    hasil: dict[float, str] = {}
    ganda: set[float] = set()
    for r in t.to_dict("records") if t is not None else ():
        letak = r.get("_pagu", -1)
        if letak is not None and not pd.isna(letak) and int(letak) >= 0:
            v = nilai_angka.get(int(letak))
        else:
            a = A.parse(str(r.get("pagu", "") or ""))
            v = float(A.to_float(a.mantissa, a.desimal)) if a.kelas == A.FIGURE else None
        if v is None:
            continue
        nama = str(r.get("uraian", ""))
        if hasil.setdefault(v, nama) != nama:
            ganda.add(v)
    return {v: n for v, n in hasil.items() if v not in ganda}


def perubahan(s: Suasana, h: Hasil, teks: str) -> None:
    """A klaim that the budget (or the agreement with its budgets) was changed in the year."""
    janji = teks.lower().startswith("perjanjian")
    h.tambah("klaim", s, jenis="perubahan_anggaran", subjek="Perjanjian Kinerja" if janji else "anggaran",
             ukuran="" if janji else "pagu", tahun=s.konteks.tahun, teks=rapikan(teks))  # fmt: skip


def perubahan_kepala(teks: str) -> str:
    """The words of a column header that say the budget was changed ("Anggaran Setelah Perubahan"), or ''."""
    m = _UBAH_KATA.search(re.sub(r"\s+", " ", teks))
    return m[0] if m else ""


def _tabel_total(t: pd.DataFrame | None) -> tuple[set[str], str]:
    """The budget tables, and the one whose total is the whole of what was spent ('' where there are none or several)."""
    if t is None or not {"tingkat", "realisasi"} <= set(t):
        return set(), ""
    belanja = t[t["tingkat"].eq("total") & t["realisasi"].fillna("").ne("")]["tabel"].unique()
    return set(t["tabel"]), str(belanja[0]) if len(belanja) == 1 else ""


class Anggaran:
    """Reads the budget statements of a document; knows the budget grids' rows by their pagu."""

    def __init__(self, dari_petak: dict[str, pd.DataFrame], nilai_angka: dict[int, float]):
        self.pagu = _pagu_petak(dari_petak, nilai_angka)
        t = dari_petak.get("anggaran")
        total = t.loc[t["tingkat"].eq("total"), "uraian"] if t is not None and "tingkat" in t else []
        self.total = str(total.iloc[0]) if len(total) else "Total"
        self.tabel, self.utama = _tabel_total(t)

    def ubah(self, s: Suasana, h: Hasil) -> None:
        """A klaim where the text says that the budget was changed."""
        m = _UBAH_KATA.search(s.blok.teks)
        if m:
            perubahan(s, h, m[0])

    def baca(self, s: Suasana, h: Hasil) -> None:
        """klaim and perhitungan rows of one block."""
        self.ubah(s, h)
        for k in s.kalimat:
            if not any("RP" in t for t in k.token):
                self._serapan(s, h, k)
                continue
            for m in _UBAH.semua(k):
                a, b = k.token[m.start("a")], k.token[m.start("b")]
                if "RP" in a and "RP" in b:
                    h.tambah("klaim", s, jenis="perubahan_anggaran", subjek=self._subjek(s, k, m.start(), b), ukuran="pagu", tahun=s.tahun,
                             nilai=b, dari=a, teks=nama_pendek(k.cetak(m.start(), m.end())))  # fmt: skip
                    h.pakai(a, b)
            self._kalimat(s, h, k)

    def _kalimat(self, s: Suasana, h: Hasil, k: Kalimat) -> None:
        isi = [u for u in ukur(k, s) if "RP" in u.n and h.bebas(u.n) and not _awal(k, u)]
        pagu: Ukur | None = None
        for n, u in enumerate(isi):
            if u.peran == "pagu":
                pagu = u
                if n + 1 >= len(isi) or isi[n + 1].peran not in ("realisasi", "serapan"):
                    self._sendiri(s, h, k, u)
            elif u.peran in ("realisasi", "serapan") and pagu is not None:
                self._pasangan(s, h, k, pagu, u, [x for x in isi[n + 1 :] if x.peran == "sisa"][:1])
                pagu = None
            elif (
                u.peran in ("realisasi", "serapan")
                and n + 1 < len(isi)
                and isi[n + 1].peran == "pagu"
                and _dari(k, u, isi[n + 1])
            ):
                self._pasangan(s, h, k, isi[n + 1], u, [x for x in isi[n + 2 :] if x.peran == "sisa"][:1])
                break
            elif not any(x.peran == "pagu" for x in isi):
                self._lepas(s, h, k, u)

    def _pasangan(self, s: Suasana, h: Hasil, k: Kalimat, pagu: Ukur, serap: Ukur, sisa: list[Ukur]) -> None:
        nama = self._subjek(s, k, pagu.kunci, pagu.n)
        persen = None
        for posisi in {max(pagu.posisi, serap.posisi), serap.posisi}:
            m = _PERSEN.di(k, posisi + 1)
            if m and "PERSEN" in k.token[m.start("c")]:
                persen = k.token[m.start("c")]
        if nama:
            isi = [("pagu", pagu.n), ("serapan", serap.n), ("persen", persen), ("sisa", sisa[0].n if sisa else None)]
            self._klaim(s, h, k, nama, isi, min(pagu.kunci, serap.kunci))
        else:  # whose money is not said: only the arithmetic is
            nama = nama_pendek(k.cetak(pagu.kunci, pagu.posisi + 1), 120)
            h.pakai(pagu.n, serap.n, persen, *(x.n for x in sisa))
        dasar = {"subjek": nama, "tahun": self._tahun(s, k)}
        if persen is not None:
            h.tambah(
                "perhitungan",
                s,
                ukuran="persen",
                operasi="bagi_persen",
                a=serap.n,
                a_arti="realisasi anggaran",
                b=pagu.n,
                b_arti="pagu anggaran",
                hasil=persen,
                **dasar,
            )
        if sisa:
            h.tambah(
                "perhitungan",
                s,
                ukuran="sisa",
                operasi="kurang",
                a=pagu.n,
                a_arti="pagu anggaran",
                b=serap.n,
                b_arti="realisasi anggaran",
                hasil=sisa[0].n,
                **dasar,
            )

    def _sendiri(self, s: Suasana, h: Hasil, k: Kalimat, u: Ukur) -> None:
        nama = self._subjek(s, k, u.kunci, u.n)
        if nama:
            self._klaim(s, h, k, nama, [("pagu", u.n)], u.kunci)

    def _lepas(self, s: Suasana, h: Hasil, k: Kalimat, u: Ukur) -> None:
        """What was spent or is left, in a sentence without the budget: of a programme it names, or of the whole."""
        if u.peran not in ("serapan", "sisa") or u.subjek is not None and u.subjek.jenis not in ("uraian", "frasa"):
            return
        nama = u.subjek.nama if u.subjek is not None and u.subjek.jenis == "uraian" else ""
        if not nama and (_TOTAL.search(k.cetak(0, u.posisi)) or self._sendirian(s, k, u.kunci, u.posisi)):
            nama = self.total
        if nama:
            self._klaim(s, h, k, nama, [(u.peran, u.n)], u.kunci)

    def _serapan(self, s: Suasana, h: Hasil, k: Kalimat) -> None:
        """ "Penyerapan anggaran tahun 2022 mencapai 97,35%": a percentage alone."""
        for u in ukur(k, s):
            if u.peran == "serapan" and "PERSEN" in u.n and h.bebas(u.n) and self._dekat(s, k, u):
                nama = u.subjek.nama if u.subjek is not None and u.subjek.jenis == "uraian" else ""
                if not nama and u.subjek is None and self._sendirian(s, k, u.kunci, u.posisi):
                    nama = self.total
                if nama:
                    self._klaim(s, h, k, nama, [("persen", u.n)], u.kunci)

    def _klaim(
        self, s: Suasana, h: Hasil, k: Kalimat, nama: str, isi: list[tuple[str, Token | None]], kunci: int
    ) -> None:
        rujuk = acuan(s, k)
        if nama == self.total and rujuk not in self.tabel:
            rujuk = self.utama
        for ukuran, n in isi:
            if n is not None:
                h.tambah(
                    "klaim",
                    s,
                    jenis="nilai",
                    subjek=nama,
                    ukuran=ukuran,
                    tahun=self._tahun(s, k),
                    nilai=n,
                    acuan=rujuk,
                    satuan="Rp" if "RP" in n else "",
                    teks=nama_pendek(k.cetak(kunci, min(len(k.token), _posisi(k, n) + 1))),
                )
                h.pakai(n)

    def _subjek(self, s: Suasana, k: Kalimat, kunci: int, pagu: Token) -> str:
        """Whose money: the grid row with this very pagu, a programme named in the sentence, else the words of the sentence."""
        if pagu.nilai in self.pagu:
            return self.pagu[pagu.nilai]
        for t in reversed(k.token[:kunci]):
            if "I" in t and t.jenis in ("uraian", "kutip"):
                return t.nama
        j = next((j for j, t in enumerate(k.token) if t is pagu), kunci)
        frasa = k.cetak(kunci, j)
        m = re.match(
            r"(?:(?:jumlah|total|pagu)\s+)?(?:anggaran\s+)?(belanja(?:\s+(?!sebesar|adalah|tahun|pada|yang|dengan|semula|sejumlah|senilai|untuk)\w+){1,4})",
            frasa,
            re.IGNORECASE,
        )
        if m:
            return rapikan(m[1])
        awal = k.cetak(0, j)
        m = _PROGRAM.search(awal)
        if m and len(m[1].split()) > 1:
            return rapikan(m[1])
        if s.judul is not None and s.judul.jenis == "uraian":
            return s.judul.nama
        if _TOTAL.search(k.cetak(0, j)) or self._sendirian(s, k, kunci, j):
            return self.total
        frasa = re.sub(
            r"^\S+\s+(?:untuk|bagi|pada|dari)?\s*|\s*(?:sebesar|adalah|senilai|tahun|ta)\b.*$",
            "",
            frasa,
            flags=re.IGNORECASE,
        )
        return rapikan(frasa) if 1 < len(frasa.split()) < 14 else ""

    def _sendirian(self, s: Suasana, k: Kalimat, kunci: int, j: int) -> bool:
        """Nothing but the agency and its plans stands beside the word for the budget: it is the whole."""
        sendiri = set(kata_nama(s.konteks.instansi)) | {
            "dinas",
            "badan",
            "kantor",
            "kabupaten",
            "kota",
            "provinsi",
            "kecamatan",
            "daerah",
            "ta",
        }
        if any("BENDA" in t or t.kecil.split(" ")[-1] in ("tersebut", "ini") for t in k.token[:j]):
            return False
        asing = [
            t
            for t in k.token[:j]
            if "W" in t and t.kecil not in sendiri and not re.match(r"(?:me|di|ter|ber)\w{3,}", t.kecil)
        ]
        return len(asing) <= 1 and not any("I" in t for t in k.token[:j])

    def _dekat(self, s: Suasana, k: Kalimat, u: Ukur) -> bool:
        """Do few words part key and figure, the agency's own name aside?"""
        sendiri = set(kata_nama(s.konteks.instansi))
        return sum(t.kecil not in sendiri for t in k.token[u.kunci + 1 : u.posisi]) < 5

    def _tahun(self, s: Suasana, k: Kalimat) -> int:
        th = tahun_kalimat(k)
        return th if th > 0 else s.tahun


def _awal(k: Kalimat, u: Ukur) -> bool:
    """Is it the budget before a change ("pagu semula", "pagu awal")?"""
    return any("SEMULA" in t for t in k.token[max(0, u.kunci - 2) : u.posisi])


def _dari(k: Kalimat, serap: Ukur, pagu: Ukur) -> bool:
    """Does "dari" join what was spent to its budget ("Rp a dari pagu Rp b")?"""
    return any("DARI" in t for t in k.token[serap.posisi + 1 : pagu.kunci + 1])


def _posisi(k: Kalimat, n: Token) -> int:
    return next(i for i, t in enumerate(k.token) if t is n)
