"""Measures in a sentence: which figure is the target, the realisasi, the capaian, the average … of what, in which year."""

import re
from dataclasses import dataclass

from datasets.recognise.prose.grammar import Kalimat, Token
from datasets.recognise.prose.grammar_names import kata_nama
from datasets.recognise.prose.setting import Suasana

_KUNCI = {"TARGET_AKHIR": "target_akhir", "TARGET": "target", "REALISASI": "realisasi", "RANCU": "rancu", "CAPAIAN": "capaian",
          "SERAPAN": "serapan", "PAGU": "pagu", "RATA": "rata", "SISA": "sisa", "SELISIH": "selisih"}  # fmt: skip
_BATAS = frozenset({"TITIKKOMA", "OP_BAGI", "OP_BANDING", "OP_KALI", "OP_TAMBAH", "OP_KURANG", "NAIK", "TURUN", "MELEBIHI", "TERDIRI",
                    "GARIS_MIRING", "SILANG", "TAMBAH", "NYATA"})  # fmt: skip
_DIAM = frozenset(
    {
        "PENGISI",
        "Y",
        "TGL",
        "I",
        "SE",
        "TDUA",
        "SAMA",
        "BATAS",
        "BUKA",
        "TUTUP",
        "DENGAN",
        "DARI",
        "TERHADAP",
        "BENDA",
        "SATUAN",
        "KE",
        "DOKUMEN",
        "UNTUK",
        "KIRA",
        "STRIP",
        "TANDA",
        "L",
        "RUJUKAN",
        "K",
        "SEMUA",
        "KINI",
        "BERTURUT",
    }
)
_SALIN = frozenset({"SE", "TDUA", "SAMA", "MENJADI", "BERTURUT"})
_TEGAS = re.compile(r"kinerja|tingkat|angka|pers|pros|nilai|target")
_SAMBUNG = frozenset(
    {
        "L",
        "PREDIKAT",
        "BATAS",
        "DENGAN",
        "KOMA",
        "DAN",
        "Y",
        "SE",
        "PENGISI",
        "TITIKKOMA",
        "BUKA",
        "TUTUP",
        "TDUA",
        "SAMA",
    }
)


@dataclass
class Ukur:
    """One measured figure. peran: target, target_akhir, realisasi, capaian, rata_rata, rancu, pagu, serapan, sisa, selisih."""

    peran: str
    n: Token
    posisi: int
    kunci: int
    subjek: Token | None
    tahun: int
    tahun_sebut: bool
    kalimat: Kalimat
    longgar: bool = False  # "capaian X sebesar …" may mean the realisasi

    def __post_init__(self):
        kunci = self.kalimat.token[self.kunci]
        self.longgar = self.peran == "capaian" and ("CAPAIAN" in kunci) and not _TEGAS.search(kunci.kecil)


def _subjek(k: Kalimat, kunci: int, n: int, bawah: int) -> Token | None:
    """The name between key and figure, else the last one before the key."""
    for j in range(n - 1, kunci, -1):
        if "I" in k.token[j]:
            return k.token[j]
    for j in range(kunci - 1, -1, -1):
        t = k.token[j]
        if "I" in t and not (j and k.token[j - 1].kelas & {"DIPEROLEH", "OP_BAGI", "OP_BANDING", "OP_TAMBAH"}):
            return t
    return None


def _akhir_periode(k: Kalimat, j: int) -> bool:
    """Is the year at j that of a plan's end ("target akhir RPJMD (2021)")?"""
    return any("TARGET_AKHIR" in t for t in k.token[max(0, j - 2) : j])


def tahun_kalimat(k: Kalimat) -> int:
    """The one year that a sentence speaks of at its head, -1 where none or several."""
    for j, t in enumerate(k.token):
        if "Y" in t and t.jenis == "satu" and not _akhir_periode(k, j):
            if any("OP_BANDING" in x for x in k.token[max(0, j - 2) : j]):
                continue  # "dibandingkan dengan tahun 2019, …": the year beside which this one is set
            return t.tahun[0]
        if "N" in t:
            break
    return -1


def _tahun(k: Kalimat, kunci: int, n: int, bawah: int) -> int:
    """The year of a figure: between key and figure, else right behind it, else before the key."""

    def di(posisi: range) -> int:
        return next(
            (
                k.token[j].tahun[0]
                for j in posisi
                if "Y" in k.token[j] and k.token[j].jenis == "satu" and not _akhir_periode(k, j)
            ),
            -1,
        )

    dalam = di(range(n - 1, kunci, -1))
    belakang = _tahun_belakang(k, n) if dalam < 0 else -1
    return dalam if dalam > 0 else belakang if belakang > 0 else di(range(kunci - 1, bawah, -1))


def _tahun_belakang(k: Kalimat, n: int) -> int:
    """ "sebesar 60% pada tahun 2024": a year behind the figure, with its preposition, that opens no new clause."""
    belakang = k.token[n + 1 : n + 4]
    if (
        len(belakang) > 1
        and belakang[0].kecil in ("pada", "di", "dalam", "untuk")
        and "Y" in belakang[1]
        and belakang[1].jenis == "satu"
    ):
        return -1 if len(belakang) > 2 and "SE" in belakang[2] else belakang[1].tahun[0]
    return -1


def _umum(k: Kalimat, j: int, i: int, s: Suasana) -> bool:
    """Are the words between key and figure only the agency's name and what a plan is called?"""
    sendiri = set(kata_nama(s.konteks.instansi)) | {
        "berdasarkan",
        "menurut",
        "semua",
        "seluruh",
        "perangkat",
        "daerah",
        "kabupaten",
        "kota",
        "dinas",
    }
    mulai = next((x for x in range(j + 1, i) if k.token[x].kecil in ("berdasarkan", "menurut")), i)
    return all(
        t.kelas & (_DIAM | {"RATA", "CAPAIAN", "REALISASI", "RANCU"}) or t.kecil in sendiri
        for t in k.token[j + 1 : mulai]
    )


def _sendiri(k: Kalimat, kunci: int, n: int) -> Token | None:
    """What is measured where it is no known name: the words behind the key ("target penerimaan retribusi tahun …")."""
    b = next((j for j in range(kunci + 1, n) if k.token[j].kelas & {"SE", "Y", "TDUA", "SAMA", "KOMA", "BUKA", "N"}), n)
    while b > kunci + 1 and k.token[b - 1].kelas & {"PENGISI", "DENGAN"}:
        b -= 1
    nama = k.cetak(kunci + 1, b)
    if re.match(r"(?:di|me|ter|ber)\w{4}", nama):  # "target ditingkatkan menjadi": whatever is spoken of
        return _subjek(k, kunci, n, -1) or Token(frozenset(), "", -1, -1)
    if not nama or len(nama.split()) > 14 or any("I" in t and t.jenis != "frasa" for t in k.token[kunci + 1 : b]):
        return None
    return Token(
        frozenset({"I"}), nama.lower(), k.token[kunci + 1].mulai, k.token[b - 1].akhir, nama=nama, jenis="frasa"
    )


def _kunci(k: Kalimat, i: int, s: Suasana) -> tuple[int, str, bool] | None:
    """Key position and role for the figure at i, and whether words of its own say what is measured; None: nothing binds it."""
    asing = 0  # words that are no part of a name: something else may be measured
    salin = False  # a copula right before the figure
    hasil = sumber = False  # "… diperoleh dari laporan …, sehingga memperoleh nilai x"
    j = i - 1
    while j >= 0:
        t = k.token[j]
        if t.kelas & {"N", "KIRA_N", "X"} or (t.kelas & _BATAS) or ("K" in t and "BENDA" not in k.token[j + 1]):
            return None
        peran = next((p for kls, p in _KUNCI.items() if kls in t), None)
        if t.kelas & {"TERCAPAI", "TAK_TERCAPAI", "POSISI_TARGET"}:  # "belum mencapai target 93,55%"
            if not t.kecil.split(" ")[-1].startswith("target"):
                return None
            peran = "target"
        if (
            peran == "target" and j and "CAPAIAN" in k.token[j - 1] and not asing
        ):  # "persentase capaian target sebesar …"
            j, peran = j - 1, "capaian"
        if peran == "pagu" and ("BENDA" in t or "DOKUMEN" in t) and not salin and j < i - 1:
            peran = None
        if peran:
            if (asing and not salin) or asing > (25 if sumber else 12) or (hasil and not sumber):
                return None
            lain = asing and not sumber and peran not in ("rata", "pagu", "serapan") and not _umum(k, j, i, s)
            return j, _rata(k, j, i, peran, asing), bool(lain)
        if t.kelas & _SALIN:
            salin = salin or all(x.kelas & (_SALIN | {"PENGISI", "KIRA"}) for x in k.token[j + 1 : i])
        elif "BUKA" in t and j == i - 1 and (asing or "I" in k.token[j - 1]):
            return None
        elif "KOMA" in t:
            if not (salin and j == i - 2) and not (hasil and "SEHINGGA" in k.token[j + 1]):
                return None
        elif "DIPEROLEH" in t:
            if asing > 4 and not hasil:
                return None
            sumber = True
        elif "SEHINGGA" in t and salin:
            hasil = True
        elif (t.kelas & {"TIDAK", "MODAL"} and j >= i - 3) or t.kelas & {"SEHINGGA", "ANDAI", "TITIK"}:
            return None
        elif t.kecil in ("karena", "sebab", "lantaran", "namun", "tetapi", "melainkan"):
            return None  # "belum memenuhi target karena masih 0,25%": what follows is no target
        elif t.kelas & {"SEMENTARA", "WILAYAH"}:
            return None  # a part of the year, or somebody else's figure
        elif not t.kelas & _DIAM:
            asing += 1
        j -= 1
    return None


def _rata(k: Kalimat, j: int, i: int, peran: str, asing: int) -> str:
    """'rata_rata' where the word stands right before the key or between key and figure."""
    dekat = k.token[max(0, j - 3) : j]
    ada = any("RATA" in t for t in k.token[j:i])
    for t in reversed(dekat):
        if "RATA" in t:
            ada = True
        elif not t.kelas & {"PENGISI", "CAPAIAN", "RANCU", "REALISASI", "BENDA"}:
            break
    if peran in ("capaian", "rancu") and ada:
        return "rata_rata"
    if peran == "rata":
        return "rata_rata" if not asing and not any("SATUAN" in t for t in k.token[j:i]) else "lain"
    return "lain" if ada and peran in ("realisasi", "target") else peran


def ukur(k: Kalimat, s: Suasana) -> list[Ukur]:
    """The measures of one sentence, in order."""
    hasil: list[Ukur] = []
    lalu: tuple[int, Ukur] | None = None
    for i, n in enumerate(k.token):
        if "N" not in n or "SUKU" in n:
            continue
        bawah = max((j for j in range(i) if k.token[j].kelas & {"N", "KIRA_N"}), default=-1)
        temu = _kunci(k, i, s)
        if temu is None:
            u = _warisan(k, i, bawah, lalu)
        else:
            kunci, peran, lain = temu
            if not _nyata(k, kunci, bawah, peran):
                continue
            tahun = _tahun(k, kunci, i, bawah)
            subjek = _sendiri(k, kunci, i) if lain else _subjek(k, kunci, i, bawah)
            if lain and subjek is None:
                continue
            subjek = subjek if subjek is None or subjek.nama else None
            u = Ukur(peran, n, i, kunci, subjek, tahun, tahun > 0, k)
        if u is None:
            continue
        hasil.append(u)
        lalu = (i, u)
    return _dari_target(k, _berturut(k, hasil))


def _warisan(k: Kalimat, i: int, bawah: int, lalu: tuple[int, Ukur] | None) -> Ukur | None:
    """A figure that only a year introduces takes over what was said of the figure before it ("…, tahun 2019 adalah b")."""
    if lalu is None or lalu[0] != bawah:
        return None
    antara = k.token[bawah + 1 : i]
    tahun = [t for t in antara if "Y" in t and t.jenis == "satu"]
    if len(tahun) != 1 or not all(t.kelas & _SAMBUNG for t in antara):
        return None
    u = lalu[1]
    return Ukur(u.peran, k.token[i], i, u.kunci, u.subjek, tahun[0].tahun[0], True, k)


def _berturut(k: Kalimat, semua: list[Ukur]) -> list[Ukur]:
    """ "tahun 2020, 2021 dan 2022 berturut-turut sebesar a, b dan c": one measure a year."""
    hasil: list[Ukur] = []
    for u in semua:
        tahun = next((k.token[j] for j in range(u.posisi - 1, u.kunci, -1) if "Y" in k.token[j]), None)
        if tahun is None or tahun.jenis == "satu":
            hasil.append(u)
            continue
        angka, j = [u.posisi], u.posisi + 1
        while j < len(k.token) and k.token[j].kelas & {"KOMA", "DAN", "N"}:
            if "N" in k.token[j]:
                angka.append(j)
            j += 1
        if len(angka) == len(tahun.tahun):
            hasil += [
                Ukur(u.peran, k.token[a], a, u.kunci, u.subjek, th, True, k)
                for a, th in zip(angka, tahun.tahun, strict=True)
            ]
    return hasil


def _dari_target(k: Kalimat, semua: list[Ukur]) -> list[Ukur]:
    """ "mencapai a atau c% dari target b": a is the realisasi, c the capaian."""
    ada = {u.posisi for u in semua}
    for u in [x for x in semua if x.peran == "target"]:
        d = u.kunci - 1
        if d < 1 or "DARI" not in k.token[d] or "N" not in k.token[d - 1]:
            continue
        n = d - 1
        pasang = []
        if "PERSEN" in k.token[n] and n >= 2 and "ATAU" in k.token[n - 1] and "N" in k.token[n - 2]:
            pasang = [("capaian", n), ("realisasi", n - 2)]
        elif n and k.token[n - 1].kelas & {"SE", "MENJADI"}:
            pasang = [("realisasi", n)]
        for peran, p in pasang:
            if p not in ada:
                semua.append(Ukur(peran, k.token[p], p, u.kunci, u.subjek, u.tahun, u.tahun_sebut, k))
    for u in [x for x in semua if x.peran == "realisasi"]:
        p = u.posisi + 2
        sela = p < len(k.token) and k.token[p - 1].kelas & {"ATAU", "BUKA"} and "PERSEN" in k.token[p] and p not in ada
        if sela and any(x.peran == "target" and x.posisi < u.posisi for x in semua):
            semua.append(Ukur("capaian", k.token[p], p, u.kunci, u.subjek, u.tahun, u.tahun_sebut, k))
    return sorted(semua, key=lambda x: x.posisi)


def _nyata(k: Kalimat, kunci: int, bawah: int, peran: str) -> bool:
    """False where the clause before the key is a wish, a condition or a denial."""
    for j in range(kunci - 1, bawah, -1):
        t = k.token[j]
        if t.kelas & {"KOMA", "TITIKKOMA", "SEHINGGA", "NYATA"}:
            break
        if "ANDAI" in t or ("MODAL" in t and peran not in ("target", "target_akhir", "pagu") and kunci - j < 8):
            return False
        if "TIDAK" in t and kunci - j <= 2:
            return False
    return True
