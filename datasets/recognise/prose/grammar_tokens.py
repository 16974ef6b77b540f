"""Text with its placed numbers to sentences of tokens."""

import re
from functools import cache

from datasets.recognise.prose.grammar import Kalimat, Token
from datasets.recognise.prose.grammar_names import frasa
from datasets.recognise.prose.grammar_numbers import gabung_bilangan, gabung_tahun, tahun_dalam
from datasets.recognise.vocabulary import kosakata

_POTONG = re.compile(r"s\.?\s?/?d\.?(?=\s)|[^\W\d_]+(?:[-'’][^\W\d_]+)*|\\[a-z]+|\d[\d.,]*\d|\d|\S")
_SD = re.compile(r"s\.?\s?/?d\.?")
_TANDA = {
    ",": "KOMA", ";": "TITIKKOMA", ".": "TITIK", "!": "TITIK", "?": "TITIK", ":": "TDUA", "(": "BUKA", ")": "TUTUP", "[": "BUKA",
    "]": "TUTUP", "=": "SAMA", "/": "GARIS_MIRING", "÷": "GARIS_MIRING", "×": "SILANG", "✕": "SILANG", "+": "TAMBAH", "-": "STRIP",
    "–": "STRIP", "—": "STRIP", "−": "STRIP", "{": "KURAWAL", "}": "KURAWAL", "•": "TANDA", "%": "TANDA",
}  # fmt: skip
_SEPI = set("“”\"„‟'‘’*$_`«»\\")


def label_bawaan() -> dict[tuple[str, ...], frozenset]:
    """Labels of words/label.yaml: words → classes."""
    isi = kosakata("label")
    hasil = {tuple(f.split()): frozenset({"L", "LEMAH"}) for f in isi["lemah"]}
    return hasil | {tuple(f.split()): frozenset({"L", "KUAT"}) for f in isi["kuat"]}


@cache
def _leksikon() -> dict[str, list[tuple[tuple[str, ...], frozenset]]]:
    """First word → phrases with their classes, the longest first."""
    isi = kosakata("prosa")
    kelas: dict[tuple[str, ...], set] = {}
    daftar = {**isi["kelas"], "SATUAN": isi["satuan"], "KEPALA": isi["kepala_nama"], "BATAS": isi["batas_nama"]}
    for nama, kata in daftar.items():
        for f in kata:
            kelas.setdefault(tuple(f.lower().split()), set()).add(nama)
    hasil: dict[str, list] = {}
    for f, k in kelas.items():
        hasil.setdefault(f[0], []).append((f, frozenset(k)))
    for isi_awal in hasil.values():
        isi_awal.sort(key=lambda x: -len(x[0]))
    return hasil


def _tanpa_nya(kata: str) -> str:
    return kata[:-3] if kata.endswith("nya") and len(kata) > 6 else kata


def _kata(teks: str, a: int, b: int) -> list[Token]:
    """Plain tokens of a stretch that holds no figures."""
    hasil = []
    for m in _POTONG.finditer(teks, a, b):
        kata = m[0]
        if kata in _SEPI:
            continue
        kecil = kata.lower().lstrip("\\")
        if kata in _TANDA:
            kelas = _TANDA[kata]
        elif kecil in ("x", "times"):
            kelas = "SILANG"
        elif kata[0].isdigit():
            kelas = "X"
        else:
            kelas = "W" if kata[0].isalpha() or kata[0] == "\\" else "TANDA"
        if kecil[0] == "s" and len(kecil) < 6 and _SD.fullmatch(kecil):
            kecil = "s.d"
        hasil.append(Token(frozenset({kelas}), kecil, m.start(), m.end()))
    return hasil


def _angka(b) -> Token | None:
    """The token of one row of `angka` (None: the row is part of the words)."""
    if b.kelas in ("figur", "rusak"):
        if b.kelas == "rusak":
            kelas = {"X"}
        else:
            kelas = {
                "N",
                "PERSEN"
                if b.satuan == "%"
                else "RP"
                if b.satuan == "Rp"
                else "HITUNG"
                if b.desimal <= 0
                else "PECAHAN",
            }
        return Token(
            frozenset(kelas),
            b.teks.lower(),
            b.mulai,
            b.akhir,
            id=int(b.Index),
            nilai=b.nilai,
            satuan=b.satuan if b.satuan in ("%", "Rp") else "",
        )
    if b.kelas != "bukan":
        return None
    kelas = {"tahun": "Y", "tanggal": "TGL", "pengali": "PENGALI", "label": "BUTIR", "rujukan": "RUJUKAN"}.get(
        b.kolom, "X"
    )
    tahun = tahun_dalam(b.teks)
    if kelas == "Y" and not tahun:
        kelas = "X"
    return Token(
        frozenset({kelas}), b.teks.lower(), b.mulai, b.akhir, tahun=tahun, jenis="rentang" if len(tahun) > 1 else "satu"
    )


def _golong(token: list[Token], label: dict[tuple[str, ...], frozenset]) -> list[Token]:
    """Merge the phrases of the vocabulary and give them their classes."""
    leksikon, hasil, i = _leksikon(), [], 0
    label_awal: dict[str, list] = {}
    for f, k in label.items():
        label_awal.setdefault(f[0], []).append((f, k))
    while i < len(token):
        t = token[i]
        if not t.kelas & {"W", "TANDA"}:
            hasil.append(t)
            i += 1
            continue
        panjang, kelas = 1, t.kelas
        calon = leksikon.get(t.kecil, [])
        if t.kecil in label_awal:
            calon = calon + label_awal[t.kecil]
        if t.kecil.endswith("nya"):
            calon = calon + leksikon.get(_tanpa_nya(t.kecil), [])
        if not calon:
            hasil.append(t)
            i += 1
            continue
        for f, k in calon:
            n = len(f)
            if n < panjang or i + n > len(token):
                continue
            kata = [x.kecil for x in token[i : i + n]]
            if kata != list(f) and not (kata[:-1] == list(f[:-1]) and _tanpa_nya(kata[-1]) == f[-1] and "L" not in k):
                continue
            kelas = k | kelas if n == panjang and kelas is not t.kelas else k
            panjang = n
        hasil.append(
            Token(
                frozenset(kelas),
                " ".join(x.kecil for x in token[i : i + panjang]),
                t.mulai,
                token[i + panjang - 1].akhir,
            )
        )
        i += panjang
    return hasil


def _kira(token: list[Token]) -> None:
    """Mark hedged figures ("sekitar 40", "di atas 90%") in place: KIRA_N instead of N."""
    for i, t in enumerate(token):
        if "N" not in t:
            continue
        sebelum = token[max(0, i - 3) : i]
        dekat = [s for s in sebelum[-2:] if not s.kelas & {"SE", "W"}] + sebelum[-1:]
        if any("KIRA" in s for s in dekat if "N" not in s):
            t.kelas = frozenset({"KIRA_N"})
        elif i + 1 < len(token) and token[i + 1].kecil in ("lebih", "ke atas", "keatas", "ke bawah"):
            t.kelas = frozenset({"KIRA_N"})


def _suku(token: list[Token]) -> None:
    """Mark figures that are operands of written arithmetic (class SUKU, in place): "940 / 1.096 x 100%"."""
    for i, t in enumerate(token):
        if "N" not in t:
            continue
        depan = token[i + 1 : i + 3]
        lalu = token[i - 1] if i else None
        operator = bool(depan) and (
            depan[0].kelas & {"GARIS_MIRING", "SILANG", "PENGALI", "TAMBAH"}
            or (
                len(depan) > 1
                and depan[0].kelas & {"TDUA", "STRIP", "KURAWAL"}
                and depan[1].kelas & {"N", "KURAWAL", "STRIP"}
            )
        )
        if operator or (lalu is not None and lalu.kelas & {"GARIS_MIRING", "SILANG", "TAMBAH", "KURAWAL", "SUKU"}):
            t.kelas = t.kelas | {"SUKU"}


def _nisbah(token: list[Token], i: int) -> int:
    """The position after a rate's base ("per 100.000 kelahiran hidup") that begins at i; 0 where there is none."""
    if "X" not in token[i]:  # the base may stand in a token of its own
        i += 1
        if i >= len(token) or not token[i].kelas & {"N", "X"}:
            return 0
    j = i + 1
    while j < len(token) and j < i + 4 and token[j].kelas & {"W", "SATUAN"}:
        j += 1
    return j


def _satuan(token: list[Token]) -> list[Token]:
    """A figure takes the unit behind it ("27 orang")."""
    hasil: list[Token] = []
    lewat = 0
    for i, t in enumerate(token):
        if lewat:
            lewat -= 1
            continue
        lalu = hasil[-1] if hasil else None
        if t.kecil.split(" ")[0] == "per" and lalu is not None and lalu.kelas & {"N", "KIRA_N"}:
            j = _nisbah(token, i)
            if j:  # "98 per 100.000 kelahiran hidup"
                lalu.satuan = " ".join(x.kecil for x in token[i:j])
                lalu.akhir, lewat = token[j - 1].akhir, j - i - 1
                continue
        if "GARIS_MIRING" in t and lalu is not None and "N" in lalu and lalu.satuan and i + 1 < len(token) and "SATUAN" in token[i + 1]:
            lalu.satuan += f"/{token[i + 1].kecil}"  # "41 kuintal/ha"
            lalu.akhir, lewat = token[i + 1].akhir, 1
            continue
        satuan = ("SATUAN" in t and "BENDA" not in t) or (t.kecil == "tahun" and "Y" not in t)
        if satuan and lalu is not None and lalu.kelas & {"N", "KIRA_N", "K"} and not lalu.satuan:
            lalu.satuan, lalu.akhir = t.kecil, t.akhir
        else:
            hasil.append(t)
    return hasil


def _kalimat(token: list[Token], teks: str) -> list[list[Token]]:
    """Cut at full stops that end a sentence."""
    hasil, kini = [], []
    singkat = set(kosakata("prosa")["singkatan"])
    for i, t in enumerate(token):
        kini.append(t)
        if "TITIK" not in t:
            continue
        lalu = token[i - 1] if i else None
        depan = token[i + 1] if i + 1 < len(token) else None
        if (
            lalu is not None
            and lalu.akhir == t.mulai
            and (lalu.kecil in singkat or (len(lalu.kecil) == 1 and lalu.kecil.isalpha()))
        ):
            continue
        if depan is not None and depan.mulai == t.akhir and not teks[depan.mulai].isupper():
            continue
        hasil.append(kini)
        kini = []
    return hasil + ([kini] if kini else [])


def urai(teks: str, angka, label: dict | None = None, nama=None) -> list[list[Token]]:
    """Text to sentences of tokens.

    angka: rows of the `angka` frame that stand in this text (named tuples with Index as the id, in order of mulai).
    label: words → classes of the predikat labels; nama: a function list[Token] → list[Token] that merges known names.
    """
    token, posisi = [], 0
    for b in angka:
        t = _angka(b)
        if t is None or b.mulai < posisi:
            continue
        token += [*_kata(teks, posisi, b.mulai), t]
        posisi = b.akhir
    token += _kata(teks, posisi, len(teks))
    for i in range(1, len(token) - 1):  # "3 kali 4" multiplies, "3 kali" counts
        if token[i].kecil == "kali" and "N" in token[i - 1] and token[i + 1].kelas & {"N", "PENGALI"}:
            token[i].kelas = frozenset({"SILANG"})
    token = gabung_bilangan(token)
    if nama is not None:
        token = nama(token, teks)
    token = gabung_tahun(_golong(token, label_bawaan() if label is None else label))
    hasil = []
    for k in _kalimat(token, teks):
        _kira(k)
        _suku(k)
        k = frasa(_satuan(k), teks)
        hasil.append(nama.perpanjang(k, teks) if hasattr(nama, "perpanjang") else k)
    return hasil


def kalimat(teks: str, angka, label=None, nama=None, blok: int = -1, r: int = -1, c: int = -1) -> list[Kalimat]:
    """Like `urai`, as `Kalimat`."""
    return [Kalimat(teks, t, blok, r, c) for t in urai(teks, angka, label, nama) if t]
