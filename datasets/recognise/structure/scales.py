"""The report's own rating scale where it stands in lines or sentences (a scale in a grid is read with the grids)."""

import re
from functools import cache

import pandas as pd

from datasets.recognise.document_lines import Baris, frame
from datasets.recognise.structure.scale_bands import Selang, baca_selang
from datasets.recognise.vocabulary import kosakata
from schemas.tables import PLACE_COLUMNS

_N = r"(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?(?![\d]|[.,]\d)(?:\s*\\?%|\s*(?:persen|prosen)\b)?"
_TANDA = (
    r"(?:[<>≤≥=⩽⩾]\s?=?|lebih\s+(?:besar\s+|tinggi\s+|kecil\s+|rendah\s+)?dari(?:pada)?(?:\s+atau\s+sama\s+dengan)?"
    r"|kurang\s+dari(?:\s+atau\s+sama\s+dengan)?|di\s?atas|di\s?bawah|minimal|maksimal|melebihi|antara"
    r"|sampai(?:\s+dengan)?|s\.?\s?/?d\.?)"
)
_HUBUNG = r"(?:s\.?\s?[/.]?\s?d\.?(?![a-z])|sampai(?:\s+dengan)?|hingga|[-–—−~]+|dan(?=\s*[<>≤≥\d]))"
_X = r"(?:[A-Za-z]{1,3}|skor|nilai|capaian)"
_SELANG = re.compile(
    rf"(?:{_N}\s*[<>≤≥]=?\s*{_X}\s*[<>≤≥]=?\s*{_N}|(?:{_TANDA}\s*)*{_N}\s*(?:{_HUBUNG}|[<>≤≥]=?)\s*(?:{_TANDA}\s*)*{_N}|(?:{_TANDA}\s*)+{_N}|{_N}\s*(?:ke\s?atas|ke\s?bawah|atau\s+(?:lebih|kurang)))",
    re.I,
)
_DERAJAT = re.compile(r"(?:amat|sangat|cukup|agak|kurang|tidak|belum)", re.I)  # "amat puas" is no "puas"
_SPASI_LABEL = re.compile(
    r"^(?:\(?[a-z0-9]{1,2}[.)]\s+|[-•*–]\s+)|[\s:=;,.()\[\]“”\"'|–-]+$|^[\s:=;,.()\[\]“”\"'|–-]+", re.I
)


@cache
def label_dikenal() -> frozenset[str]:
    """Labels of rating scales in small letters."""
    return frozenset(kosakata("skala")["label"])


@cache
def _buang() -> re.Pattern:
    return re.compile(
        r"\b(?:capaian(?:\s+kinerja(?:nya)?)?|nilai(?:\s+capaian)?|skor|tingkat\s+capaian|persentase(?:\s+capaian)?|predikat(?:nya)?|kategori(?:nya)?|kriteria(?:nya)?|dengan|dinyatakan|apabila|jika|bila|"
        r"adalah|berarti|untuk|realisasi|rata-rata|interval|termasuk|artinya|maka|masuk|sebesar|diperoleh|persen|yang|dikategorikan|dikatakan|mencapai|berada|pada|rentang|antara|dan|atau|kinerja|dalam|diberi|mendapat)\b|%",
        re.I,
    )


def _bersih(teks: str) -> str:
    lama = None
    teks = re.sub(r"\s+", " ", _buang().sub(" ", teks)).strip()
    while lama != teks:
        lama, teks = teks, _SPASI_LABEL.sub("", teks).strip()
    kata = teks.split()
    for n in range(min(3, len(kata) - 1), 0, -1):  # "ditetapkan sangat tinggi": the known label within
        for calon in (" ".join(kata[-n:]), " ".join(kata[:n])):
            if calon.lower() in label_dikenal() and teks.lower() not in label_dikenal() and len(calon) > 3:
                return teks if _DERAJAT.fullmatch(kata[-n - 1]) and calon == " ".join(kata[-n:]) else calon
    return teks


def pita(teks: str) -> list[tuple[str, Selang, int, int]]:
    """Bands in one text: (label as printed, bounds, start, end of the bounds in the text).

    The label stands before or behind its interval; which of the two is the same for all bands of a text.
    """
    letak = [(m.start(), m.end(), s) for m in _SELANG.finditer(teks) if (s := baca_selang(m[0]))]
    if not letak:
        return []
    if len(letak) >= 2:  # "… capaian 100% dikategorikan tercapai …" between two bands is a band of one point
        titik = [
            (m.start(), m.end(), s)
            for m in re.finditer(r"(?<![\d.,])\d{1,3}(?:[.,]\d+)?\s*%", teks)
            if (s := baca_selang(m[0]))
        ]
        letak = sorted([*letak, *(t for t in titik if all(t[1] <= a or t[0] >= z for a, z, _ in letak))])
    depan, belakang = [], []
    for i, (a, z, _) in enumerate(letak):
        kiri = letak[i - 1][1] if i else 0
        kanan = letak[i + 1][0] if i + 1 < len(letak) else len(teks)
        depan.append(_bersih(re.split(r"[;:.]\s|,\s(?=\S+\s*$)", teks[kiri:a])[-1] if i else teks[kiri:a]))
        belakang.append(_bersih(re.split(r"[;.](?:\s|$)", teks[z:kanan])[0]))
    nilai_depan, nilai_belakang = _nilai(depan), _nilai(belakang)
    if max(nilai_depan, nilai_belakang) == 0:
        return []
    label = depan if nilai_depan > nilai_belakang else belakang
    if label is depan and len(letak) > 1:
        label = [re.split(r"[,;]\s*", t)[-1].strip() for t in label]
    elif label is belakang and len(letak) > 1:
        label = [re.split(r"[,;]\s*", t)[0].strip() for t in label]
    return [(_cetak(teks, t), s, a, z) for t, (a, z, s) in zip(label, letak, strict=True) if 0 < len(t) <= 40]


def _nilai(label: list[str]) -> float:
    """How much these look like labels of a scale (known words count most)."""
    return sum(
        2.0
        if t.lower() in label_dikenal()
        else 0.4
        if 0 < len(t.split()) <= 4 and re.fullmatch(r"[A-Za-z /-]+", t)
        else 0
        for t in label
    )


def _cetak(teks: str, label: str) -> str:
    m = re.search(r"\s+".join(map(re.escape, label.split())), teks)
    return re.sub(r"\s+", " ", m[0]) if m else label


def kenali_skala(baris: list[Baris], angka: pd.DataFrame) -> pd.DataFrame:
    """Typed table skala from prose: best band first; `_bawah`, `_atas` point to the printed numbers."""
    prosa: dict[int, list] = {}
    for i, blok, r, mulai, akhir, teks in zip(
        angka.index, *(angka[k].tolist() for k in ("blok", "r", "mulai", "akhir", "teks")), strict=True
    ):
        if r == -1:
            prosa.setdefault(blok, []).append((i, mulai, akhir, re.sub(r"[^\d.,]", "", teks)))
    hasil: list[dict] = []
    kumpul: list[dict] = []
    sela = 0

    def selesai() -> None:
        nonlocal kumpul
        if _sah(kumpul):
            turun = [float((k["atas"] or k["bawah"]).rstrip("% ").replace(",", ".")) for k in kumpul]
            if turun[0] < turun[-1]:
                kumpul.reverse()
            hasil.extend({k: v for k, v in b.items() if not k.startswith("__")} for b in kumpul)
        kumpul = []

    for b in baris:
        if b.r >= 0 or b.wilayah in ("daftar isi", "sampul") or "\t" in b.teks:
            if b.r < 0:
                selesai()
            continue
        temu = pita(b.teks) if len(b.teks) < 900 and re.search(r"\d", b.teks) else []
        if len(temu) == 1 and len(b.teks) > 160 or (temu and len(temu) < 3 and len(b.teks) > 400):
            temu = []
        if not temu:
            sela += 1
            if sela > 1 or len(b.teks) > 200:
                selesai()
            continue
        if len(temu) > 1:
            selesai()
        sela = 0
        for label, s, a, z in temu:
            id_bawah, id_atas = _id(prosa.get(b.blok, []), s, a, z)
            awal = kumpul[0]["tabel"] if kumpul else b.tempat["tabel"]
            if any(k["label"].lower() == label.lower() for k in kumpul):  # the labels begin anew: another scale
                selesai()
                awal = b.tempat["tabel"]
            kumpul.append(
                {"label": label, **s._asdict(), **b.tempat, "tabel": awal, "_bawah": id_bawah, "_atas": id_atas}
            )
        if len(temu) > 1:
            selesai()
    selesai()
    return frame(hasil, ["label", *Selang._fields, *PLACE_COLUMNS])


def _id(tercetak: list, s: Selang, mulai: int, akhir: int) -> tuple[int, int]:
    """Ids of the two bounds among the printed numbers (id, start, end, digits) of the block."""
    hasil: list[int] = []
    for teks in (s.bawah, s.atas):
        polos = re.sub(r"[^\d.,]", "", teks)
        cocok = [i for i, a, z, t in tercetak if t == polos and a >= mulai and z <= akhir + 1 and i not in hasil]
        hasil.append(int(cocok[0]) if teks and cocok else -1)
    return hasil[0], hasil[1]


def _sah(kumpul: list[dict]) -> bool:
    """Two bands with known labels, or three with any, over numbers that go one way."""
    dikenal = sum(k["label"].lower() in label_dikenal() for k in kumpul)
    if not (dikenal >= 2 or (len(kumpul) >= 3 and dikenal >= 1)):
        return False
    if all(k["bawah"] == k["atas"] for k in kumpul):  # values with their labels, no bands
        return False
    nilai = [float((k["atas"] or k["bawah"]).rstrip("% ").replace(",", ".")) for k in kumpul]
    return nilai == sorted(nilai) or nilai == sorted(nilai, reverse=True)
