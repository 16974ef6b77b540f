"""Names in a sentence: those known from the grids (fuzzily), quoted ones, and noun phrases that begin like an indicator."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from datasets.recognise.prose.grammar import Token, rapikan
from datasets.recognise.vocabulary import kosakata

_KATA = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+")
_KURUNG = re.compile(r"\s*\([^()]*\)")
_SELA = frozenset({"KOMA", "GARIS_MIRING", "STRIP", "TANDA"})
_MIRIP = 84  # a misspelt word of five letters or more still counts
_KUTIP = re.compile(r"[“\"„«]([^“”\"„«»\n]{8,240})[”\"»]")
_KATA_KERJA = re.compile(r"(?:me[mnlrwy]|di\w|ter|ber)\w{3,}|adalah|oleh|bps\b|ke$|karena|lebih|kurang|juga|yg$")
_SAMBUNG_NAMA = frozenset({"di", "se"})
_TEMPAT = frozenset({"kabupaten", "kota", "provinsi", "kecamatan", "daerah", "pemerintah"})
_RENDAH = frozenset({"sasaran", "tujuan", "uraian"})
# a noun phrase may hold these; anything else ends it
_ISI_FRASA = frozenset(
    {
        "W",
        "BENDA",
        "SATUAN",
        "UNTUK",
        "TERHADAP",
        "KEPADA",
        "PAGU",
        "BAIK",
        "TINGGI",
        "RENDAH",
        "DOKUMEN",
        "SISA",
    }
)
_PENGHUBUNG = frozenset(
    {
        "di",
        "pada",
        "dalam",
        "yang",
        "atas",
        "untuk",
        "dan",
        "serta",
        "maupun",
        "terhadap",
        "bagi",
        "per",
        "sasaran",
        "kepada",
    }
)
_SIFAT = frozenset({"kinerja", "utama", "strategis", "keuangan", "fisik", "hasil", "nilai"})
_HENTI = frozenset({"BATAS", "SE", "N", "KIRA_N", "Y", "TGL", "KOMA", "TITIKKOMA", "TITIK", "TDUA", "SAMA", "X", "MENJADI", "SEHINGGA",
                    "OP_BAGI", "OP_BANDING", "OP_KALI", "OP_TAMBAH", "OP_KURANG", "DIPEROLEH", "MELEBIHI", "TERCAPAI", "TAK_TERCAPAI",
        "POSISI_TARGET",
                    "PREDIKAT", "K", "NYATA", "ANDAI", "KIRA", "TERDIRI", "ANTARA_LAIN"})  # fmt: skip


@lru_cache(maxsize=16384)
def kata_nama(nama: str) -> tuple[str, ...]:
    """The words of a name in lower case, without what stands in brackets."""
    return tuple(_KATA.findall(_KURUNG.sub(" ", nama).lower()))


@lru_cache(maxsize=65536)
def _mirip(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) >= 5 and fuzz.ratio(a, b) >= _MIRIP)


def singkatan(nama: str) -> str:
    """The short form of a name: what ends it in brackets, where those letters stand in it ("Indeks … (IPK)" → "ipk")."""
    m = re.search(r"\(([A-Z][A-Za-z]{1,7})\)\s*$", nama)
    if m and _berawalan(m[1], kata_nama(nama)):
        return m[1].lower()
    kata = [k for k in _KATA.findall(_KURUNG.sub(" ", nama)) if k.lower() not in _PENGHUBUNG]
    if 3 <= len(kata) <= 5 and kosakata("prosa")["kepala_nama"].count(kata[0].lower()):
        return "".join(k[0] for k in kata).lower()
    return ""


def pendek_dari(pendek: str, nama: str) -> bool:
    """Is `pendek` ("IPG") the initials of a name ("Indeks Pembangunan Gender")?"""
    kata = [k for k in kata_nama(nama) if k not in _PENGHUBUNG]
    return pendek.isupper() and len(pendek) >= 3 and pendek.lower() == "".join(k[0] for k in kata)


def kepanjangan(daftar: list[str]) -> dict[str, tuple[str, ...]]:
    """Short forms that the names themselves explain: "Angka Partisipasi Murni (APM) SD" gives apm → its words."""
    hasil: dict[str, tuple[str, ...]] = {}
    for nama in daftar:
        for m in re.finditer(r"\(([A-Z]{2,7})\)", nama):
            kata = _KATA.findall(_KURUNG.sub(" ", nama[: m.start()]))
            isi, sisa = [], len(m[1])
            for k in reversed(kata):
                isi.append(k.lower())
                sisa -= k.lower() not in _PENGHUBUNG
                if not sisa:
                    break
            isi.reverse()
            if not sisa and "".join(k[0] for k in isi if k not in _PENGHUBUNG) == m[1].lower():
                hasil.setdefault(m[1].lower(), tuple(isi))
    return hasil


def _ringkas(kata: tuple[str, ...], panjang: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words of a name with what has a short form put in that form."""
    for pendek, isi in panjang.items():
        n = len(isi)
        for i in range(len(kata) - n + 1):
            if kata[i : i + n] == isi:
                kata = kata[:i] + (pendek,) + kata[i + n :]
                break
    return kata


def _berawalan(pendek: str, kata: tuple[str, ...]) -> bool:
    huruf = "".join(k[0] for k in kata)
    return all(h in huruf for h in pendek.lower())


class Kamus:
    """The names that a document's grids (and headings) print. Call it on tokens to merge what names one of them.

    daftar: (name as printed, jenis) with jenis indikator, sasaran or uraian; the first jenis given for a name counts.
    """

    def __init__(self, daftar: list[tuple[str, str]], instansi: str = ""):
        self._sendiri = frozenset(kata_nama(instansi)) | _TEMPAT
        self._per_awal: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        self._pendek: dict[str, tuple[str, str] | None] = {}
        lihat: set[tuple[str, ...]] = set()
        panjang = kepanjangan([n for n, _ in daftar])
        terlarang = {
            k
            for kelas in ("TARGET", "REALISASI", "CAPAIAN", "RANCU", "RATA", "PAGU", "SERAPAN", "BENDA", "SISA")
            for k in kosakata("prosa")["kelas"][kelas]
        }
        for nama, jenis in daftar:
            nama = rapikan(nama)
            kata = kata_nama(nama)
            if not kata or kata in lihat or " ".join(kata) in terlarang or len(kata) > 40:
                continue
            lihat.add(kata)
            if len(kata) == 1 and (jenis in _RENDAH or len(kata[0]) < 5) and not nama.isupper():
                continue
            if (
                re.search(r"rata-?\s?rata|^(jumlah|total|sub ?total)$", " ".join(kata)[:10])
                and len(kata) < 4
                and "lama" not in kata
            ):
                continue
            self._per_awal.setdefault(kata[0], []).append((kata, nama, jenis))
            ringkas = _ringkas(kata, panjang)
            if ringkas != kata and len(ringkas) > 1 and ringkas not in lihat:
                lihat.add(ringkas)
                self._per_awal.setdefault(ringkas[0], []).append((ringkas, nama, jenis))
            pendek = singkatan(nama) if jenis == "indikator" else ""
            if len(pendek) >= 2:
                self._pendek[pendek] = None if pendek in self._pendek else (nama, jenis)
        for isi in self._per_awal.values():
            isi.sort(key=lambda x: -len(x[0]))

    def cari(self, teks: str) -> tuple[str, str] | None:
        """The known name that `teks` is (all its words, fuzzily): (name, jenis), or None."""
        kata = kata_nama(rapikan(teks))
        for isi in self._per_awal.values():
            for k, nama, jenis in isi:
                if len(k) == len(kata) and all(map(_mirip, k, kata)):
                    return nama, jenis
        if len(kata) == 1 and self._pendek.get(kata[0]):
            return self._pendek[kata[0]]
        return None

    def __call__(self, token: list[Token], teks: str) -> list[Token]:
        hasil, i = [], 0
        while i < len(token):
            t = token[i]
            temu = self._di(token, i) if "W" in t else None
            if temu is None and "W" in t and teks[t.mulai : t.akhir].isupper() and self._pendek.get(t.kecil):
                temu = (i + 1, *self._pendek[t.kecil])
            if temu is None:
                hasil.append(t)
                i += 1
                continue
            j, nama, jenis = temu
            hasil.append(Token(frozenset({"I"}), nama.lower(), t.mulai, token[j - 1].akhir, nama=nama, jenis=jenis))
            i = j
        return _kutip(hasil, teks)

    def perpanjang(self, token: list[Token], teks: str) -> list[Token]:
        """A known name with words of its own behind it is another thing ("… Provinsi X", "… laki-laki"): the longer name.

        Words of the agency's own name add nothing.
        """
        hasil: list[Token] = []
        i = 0
        while i < len(token):
            t = token[i]
            hasil.append(t)
            i += 1
            if "I" not in t or t.jenis not in ("indikator", "frasa"):
                continue
            j = i
            while j < len(token) and (token[j].kecil in _SAMBUNG_NAMA or self._kata_benda(token[j])):
                j += 1
            while j > i and token[j - 1].kecil in _SAMBUNG_NAMA:
                j -= 1
            lebih = [x for x in token[i:j] if x.kecil not in _SAMBUNG_NAMA and x.kecil not in self._sendiri]
            if j == i:
                continue
            if lebih:
                t.nama = rapikan(f"{t.nama} {teks[token[i].mulai : token[j - 1].akhir]}")
                t.jenis, t.kecil = "frasa", t.nama.lower()
            t.akhir = token[j - 1].akhir
            i = j
        return hasil

    def _kata_benda(self, t: Token) -> bool:
        return (
            bool(t.kelas & {"W", "SATUAN"})
            and t.kecil.isalpha()
            and (t.kecil in self._sendiri or not _KATA_KERJA.match(t.kecil))
        )

    def _di(self, token: list[Token], i: int) -> tuple[int, str, str] | None:
        for kata, nama, jenis in self._per_awal.get(token[i].kecil, ()):
            j = _cocok(token, i, kata)
            if j:
                return j, nama, jenis
        return None


def _cocok(token: list[Token], i: int, kata: tuple[str, ...]) -> int | None:
    """The position after the tokens that spell `kata`, brackets in the text skipped."""
    k, n = 0, len(token)
    while k < len(kata):
        if i >= n:
            return None
        t = token[i]
        if "BUKA" in t and k:
            j = i + 1
            while j < n and j - i < 6 and "TUTUP" not in token[j]:
                j += 1
            if j >= n or "TUTUP" not in token[j] or any("N" in x for x in token[i:j]):
                return None
            i = j + 1
            continue
        if t.kelas & _SELA and k:
            i += 1
            continue
        if "X" in t and k:  # "per 1.000" within a name
            isi = tuple(_KATA.findall(t.kecil))
            if not isi or kata[k : k + len(isi)] != isi:
                return None
            i, k = i + 1, k + len(isi)
            continue
        if not t.kelas & {"W", "K"} or not _mirip(t.kecil, kata[k]):
            return None
        i, k = i + 1, k + 1
    # a bracket right behind belongs to the name ("… (PMKS)")
    if (
        i + 2 < n
        and "BUKA" in token[i]
        and "W" in token[i + 1]
        and "TUTUP" in token[i + 2]
        and token[i + 1].kecil.isalpha()
    ):
        i += 3
    return i


def _kutip(token: list[Token], teks: str) -> list[Token]:
    """Quoted phrases of three words or more that hold no figure and no known name become names."""
    for m in _KUTIP.finditer(teks):
        dalam = [i for i, t in enumerate(token) if t.mulai >= m.start(1) and t.akhir <= m.end(1)]
        if len(dalam) < 3 or len(dalam) > 30 or any(token[i].kelas & {"N", "I", "TITIK", "Y"} for i in dalam):
            continue
        nama = rapikan(m[1])
        a, b = dalam[0], dalam[-1] + 1
        token[a:b] = [
            Token(frozenset({"I"}), nama.lower(), token[a].mulai, token[b - 1].akhir, nama=nama, jenis="kutip")
        ]
    return token


def frasa(token: list[Token], teks: str) -> list[Token]:
    """Noun phrases that begin like an indicator ("persentase desa yang …") become names of jenis frasa (after classing)."""
    hasil, i = [], 0
    while i < len(token):
        t = token[i]
        j = _ujung(token, i, teks) if "KEPALA" in t and not t.kelas & {"L", "I"} else None
        if j is None:
            hasil.append(t)
            i += 1
            continue
        nama = rapikan(teks[t.mulai : token[j - 1].akhir])
        hasil.append(Token(frozenset({"I"}), nama.lower(), t.mulai, token[j - 1].akhir, nama=nama, jenis="frasa"))
        i = j
    return hasil


def _ujung(token: list[Token], i: int, teks: str) -> int | None:
    j, isi, n = i + 1, 0, len(token)
    while j < n and j - i < 40:
        t = token[j]
        if "I" in t and (isi == 0 and t.jenis != "kutip" or t.jenis == "uraian" and token[j - 1].kelas & {"W", "SATUAN"}):
            isi, j = isi + 1, j + 1
            continue
        if "BUKA" in t:
            if j + 2 < n and "TUTUP" in token[j + 2] and token[j + 1].kelas & {"W", "SATUAN", "DOKUMEN"} and isi:
                j += 3
                continue
            break
        if "GARIS_MIRING" in t or ("STRIP" in t and j + 1 < n and token[j + 1].mulai == t.akhir):
            j += 1
            continue
        if (
            token[j - 1].kecil == "yang"
            and t.kelas & {"BATAS", "ADA", "PENGISI"}
            and not t.kelas & {"N", "SE", "DIPEROLEH"}
        ):
            isi, j = isi + 1, j + 1
            continue
        if t.kecil in ("selama", "secara") and j + 1 < n and token[j + 1].kelas & {"W", "PENGISI"}:
            j += 1
            continue
        if isi and t.kecil in _SIFAT:
            j += 1
            continue
        penghubung = t.kecil in _PENGHUBUNG
        if penghubung and t.kecil in ("dan", "serta") and j + 1 < n and token[j + 1].kelas & {"KEPALA", "I"}:
            break
        if not penghubung and (t.kelas & _HENTI or not t.kelas & _ISI_FRASA):
            break
        isi += not penghubung
        j += 1
    while j > i + 1 and (
        token[j - 1].kecil in _PENGHUBUNG
        or token[j - 1].kecil in ("selama", "secara")
        or token[j - 1].kelas & {"GARIS_MIRING", "STRIP"}
    ):
        j -= 1
    return j if isi and j > i + 1 else None
