"""Text tables whose columns have drifted: rows brought back under their columns, header cells given their spans.

A conversion that drops the merged cells of 'no' columns prints later rows some places too far left. The rows that are
full say what each column holds; a row that contradicts them is laid anew, in order, at the least cost.
"""

from collections import Counter
from itertools import combinations

from datasets.document.cells import baris_nomor, baris_teks, baris_total, bernilai, jenis_sel, kolom_urut, kosakata
from datasets.document.model import Mentah, Petak

SALAH, SALAH_JENIS, GESER, JAUH, KATA = 4.0, 2.0, 0.15, 1.0, 0.8  # costs of a placement


def luruskan(m: Mentah) -> None:
    """Bring drifted rows of a text table back to their columns, and give header cells their spans. Changes m.sel."""
    baris = baris_teks(m.sel)
    badan = list(range(m.kepala, len(baris)))
    penuh = _penuh([baris[r] for r in badan])
    if len(badan) >= 2 and penuh:
        urut = _kolom_label(penuh)
        profil = _profil(penuh)
        kata = _kata(penuh)
        peta = _peta_kepala(baris[: m.kepala], profil, urut, m.kepala)
        salah = [r for r in badan if _bentrok(baris[r], profil)]
        if salah and (peta is not None or len(salah) >= 2 or len(badan) > 4 or baris_total(baris[salah[0]])):
            lebar = max(len(profil), max(peta) + 1 if peta else 0)
            baru = {r: t for r in salah if (t := _tata(baris[r], profil, urut, kata, lebar))}
            m.sel = [p for p in m.sel if p.r not in baru or p.c in baru[p.r]]
            for p in m.sel:
                p.c = baru[p.r][p.c] if p.r in baru else p.c
        if peta is not None:
            _pindah_kepala(m, peta)
        _isi_kosong(m)
    rentang_kepala(m)


def _penuh(badan: list[list[str]]) -> list[list[str]]:
    """The rows that fill most columns: they show what each column holds."""
    isi = [sum(bool(s.strip()) for s in b) for b in badan]
    batas = max(isi, default=0)
    return [b for b, n in zip(badan, isi, strict=True) if n >= max(2, batas - 1) and not baris_total(b)]


def _kolom_label(penuh: list[list[str]]) -> list[int]:
    """Columns of row labels (1, 2, 1, 1) that stand left of words."""
    hasil = []
    for c in range(len(penuh[0]) - 1):
        kanan = [jenis_sel(b[c + 1]) for b in penuh if b[c + 1].strip()]
        if kolom_urut([b[c] for b in penuh]) and kanan and kanan.count("teks") * 10 >= 9 * len(kanan):
            hasil.append(c)
    return hasil


def _profil(penuh: list[list[str]]) -> list[str]:
    """Per column: 'uang', 'persen', 'angka' (values), 'urut', 'teks', or '' where it is mixed or blank."""
    hasil = []
    for c in range(len(penuh[0])):
        jenis = Counter(jenis_sel(b[c]) for b in penuh if b[c].strip())
        n = sum(jenis.values())
        nilai = sum(v for k, v in jenis.items() if k not in ("teks", "urut", "tahun"))
        if kolom_urut([b[c] for b in penuh]):
            hasil.append("urut")
        elif n and nilai >= 0.8 * n:
            utama = jenis.most_common(1)[0][0]
            hasil.append(utama if utama in ("uang", "persen") and jenis[utama] >= 0.8 * n else "angka")
        elif n and jenis["teks"] >= 0.8 * n:
            hasil.append("teks")
        else:
            hasil.append("")
    return hasil


def _kata(penuh: list[list[str]]) -> list[set[str]]:
    """First words of each column's cells."""
    return [{b[c].split()[0].lower() for b in penuh if b[c].strip()} for c in range(len(penuh[0]))]


def _biaya(teks: str, jenis_kolom: str) -> float:
    """Cost of a cell in a column of that kind."""
    jenis = jenis_sel(teks)
    if jenis_kolom == "" or jenis in ("nihil", "tahun"):
        return 0.0
    if jenis_kolom == "urut":
        return 0.0 if jenis in ("urut", "bulat") else SALAH if bernilai(teks) else SALAH_JENIS
    if jenis_kolom == "teks":
        return SALAH if jenis in ("uang", "persen", "angka") else SALAH_JENIS if jenis in ("urut", "bulat") else 0.0
    if jenis in ("teks", "urut"):
        return SALAH if len(teks) > 12 else SALAH_JENIS
    if {jenis, jenis_kolom} == {"uang", "persen"} or (jenis_kolom == "uang" and jenis == "bulat"):
        return SALAH_JENIS
    return 0.0


def _bentrok(baris: list[str], profil: list[str]) -> bool:
    """Does the row contradict its columns: a sum of money among words, a sentence among values?"""
    if sum(bool(s.strip()) for s in baris) == 1 and baris[0].strip():
        return False  # a row that one text fills
    return any(_biaya(s, profil[c]) >= SALAH for c, s in enumerate(baris) if s.strip() and c < len(profil))


def _peta_kepala(kepala: list[list[str]], profil: list[str], urut: list[int], n: int) -> list[int] | None:
    """Body column of each header column where label columns have no header of their own; None where they agree."""
    if not n or not urut:
        return None
    lebar = max((c + 1 for b in kepala for c, s in enumerate(b) if s.strip()), default=0)
    isi = [
        next((b[c] for b in reversed(kepala) if not baris_nomor(b) and c < len(b) and b[c].strip()), "")
        for c in range(lebar)
    ]
    calon = [c for c in urut if not (c == 0 and kosakata()["kepala_no"].fullmatch(isi[0].strip()))]

    def cocok(peta: list[int]) -> float:
        hasil = 0.0
        for h, c in enumerate(peta):
            if not isi[h] or c >= len(profil) or not profil[c]:
                continue
            nilai, kata = (kosakata()[k].search(isi[h]) is not None for k in ("kepala_nilai", "kepala_kata"))
            if nilai != kata:
                hasil += 1 if (profil[c] not in ("teks", "urut")) == nilai else -1
        return hasil

    terbaik, skor = None, cocok(list(range(lebar)))
    for k in range(1, len(calon) + 1):
        for lewat in combinations(calon, k):
            badan = [c for c in range(lebar + k) if c not in lewat][:lebar]
            if lebar + k >= len(profil) and cocok(badan) > skor:
                terbaik, skor = badan, cocok(badan)
    return terbaik


def _tata(baris: list[str], profil: list[str], urut: list[int], kata: list[set[str]], lebar: int) -> dict[int, int]:
    """Old column → new column of a row, in order, at least cost; {} when nothing is better than the print."""
    isi = [c for c, s in enumerate(baris) if s.strip()]
    tetap = isi[0] if baris_total(baris) else -1  # the word 'Total' stays
    profil, kata = profil + [""] * (lebar - len(profil)), kata + [set()] * (lebar - len(kata))

    def harga(c: int, ke: int) -> float:
        bebas = sum(u < ke for u in urut)  # places lost with the blank label columns to the left
        geser = ke - c
        jarak = GESER * geser if 0 <= geser <= bebas else JAUH * abs(geser)
        if c == tetap:
            return 9 * JAUH * abs(geser)
        return _biaya(baris[c], profil[ke]) + jarak - KATA * (baris[c].split()[0].lower() in kata[ke])

    jalan: dict[int, tuple[float, list[int]]] = {-1: (0.0, [])}
    for i, c in enumerate(isi):
        baru: dict[int, tuple[float, list[int]]] = {}
        for ke in range(lebar):
            if abs(ke - c) > 3:
                continue
            for asal, (h, tempat) in jalan.items():
                if asal >= ke:
                    continue
                beda = abs((ke - c) - (asal - isi[i - 1])) if i else 0
                calon = h + harga(c, ke) + 0.5 * beda
                if ke not in baru or calon < baru[ke][0]:
                    baru[ke] = (calon, [*tempat, ke])
        if not baru:
            return {}
        jalan = baru
    harga_baru, tempat = min(jalan.values(), key=lambda t: t[0])
    if any(c >= lebar for c in isi):
        harga_lama = float("inf")
    else:
        harga_lama = sum(harga(c, c) for c in isi)
    return dict(zip(isi, tempat, strict=True)) if harga_baru < harga_lama - 1 else {}


def _pindah_kepala(m: Mentah, peta: list[int]) -> None:
    """Put header cells over their body columns; a header over a label column and its words spans both."""
    m.sel = [p for p in m.sel if p.r >= m.kepala or p.c < len(peta)]
    mulai = [peta[i - 1] + 1 if i else 0 for i in range(len(peta))]
    for p in m.sel:
        if p.r < m.kepala:
            h = p.c
            p.c, p.cs = mulai[h], peta[h] - mulai[h] + 1


def _isi_kosong(m: Mentah) -> None:
    """Blank cells for the places that moving has left open, so that every row is complete."""
    lebar = max(p.c + p.cs for p in m.sel)
    ada = {(r, c) for p in m.sel for r in range(p.r, p.r + p.rs) for c in range(p.c, p.c + p.cs)}
    garis = {p.r: p.garis for p in m.sel}
    m.sel += [Petak(r, c, "", garis=g) for r, g in garis.items() for c in range(lebar) if (r, c) not in ada]


def rentang_kepala(m: Mentah) -> None:
    """Spans of header cells of a text table: over blanks to the right that have words below, and over blanks below."""
    if m.kepala < 1:
        return
    baris = baris_teks(m.sel)
    n = m.kepala - (1 if baris_nomor(baris[m.kepala - 1]) else 0)
    milik = {(p.r, p.c): p for p in m.sel if p.r < n}
    hapus: set[int] = set()
    terisi = {(p.r, c): p for p in m.sel if p.r < n and p.teks for c in range(p.c, p.c + p.cs)}
    for p in sorted((p for p in milik.values() if p.teks), key=lambda p: (p.r, p.c)):
        c = p.c + p.cs
        # blanks on the right belong to it while a row below, under the same span, has words there
        while (p.r, c) in milik and not milik[p.r, c].teks and any((r, c) in terisi for r in range(p.r + 1, n)):
            hapus.add(id(milik[p.r, c]))
            c += milik[p.r, c].cs
        p.cs = c - p.c
        r = p.r + 1
        while r < n and all((r, k) not in terisi for k in range(p.c, p.c + p.cs)):
            hapus.update(id(milik[r, k]) for k in range(p.c, p.c + p.cs) if (r, k) in milik)
            r += 1
        p.rs = r - p.r
    m.sel = [p for p in m.sel if id(p) not in hapus]
    _kepala_yatim(m, n)


def _kepala_yatim(m: Mentah, n: int) -> None:
    """Columns that have cells but no header: 'Rp' goes with the header on its right, the rest with that on its left."""
    lebar = max(p.c + p.cs for p in m.sel)
    for c in range(1, lebar):
        atas = [p for p in m.sel if p.r < n and p.c <= c < p.c + p.cs]
        isi = [p.teks for p in m.sel if p.r >= m.kepala and p.c == c and p.teks]
        if any(p.teks for p in atas) or not isi:
            continue
        rp = all(t.strip(" .").lower() in ("rp", "idr") for t in isi)
        tetangga = [p for p in m.sel if p.r < n and p.teks and (p.c == c + 1 if rp else p.c + p.cs == c)]
        m.sel = [p for p in m.sel if not (tetangga and p in atas)]
        for p in tetangga:
            p.c, p.cs = min(p.c, c), p.cs + 1
