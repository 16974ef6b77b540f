"""Measures in a sentence: which figure is the target, the realisasi, the capaian, the average … of what, in
which year."""

import re
from dataclasses import dataclass

from datasets.recognise.prose.grammar import Sentence, Token
from datasets.recognise.prose.grammar_names import name_words
from datasets.recognise.prose.setting import Setting

_KEYS = {
    "TARGET_AKHIR": "target_akhir",
    "TARGET": "target",
    "REALISASI": "realisasi",
    "RANCU": "rancu",
    "CAPAIAN": "capaian",
    "SERAPAN": "serapan",
    "PAGU": "pagu",
    "RATA": "rata",
    "SISA": "sisa",
    "SELISIH": "selisih",
}
_BOUNDARY = frozenset(
    {
        "TITIKKOMA",
        "OP_BAGI",
        "OP_BANDING",
        "OP_KALI",
        "OP_TAMBAH",
        "OP_KURANG",
        "NAIK",
        "TURUN",
        "MELEBIHI",
        "TERDIRI",
        "GARIS_MIRING",
        "SILANG",
        "TAMBAH",
        "NYATA",
    }
)
_SILENT = frozenset(
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
_COPY = frozenset({"SE", "TDUA", "SAMA", "MENJADI", "BERTURUT"})
_MOVES = frozenset(
    {"NAIK", "TURUN", "SELISIH"}
)  # "menurun sebesar 2,44% dari target": how far, not what was reached
_REACHED = re.compile(r"(?:diperoleh|memperoleh|dicapai|tercapai|mencapai|didapat|diraih|terealisasi)\b")
_SCORES = frozenset({"", "%", "persen", "poin", "nilai", "skor", "indeks"})
_DEFINITE = re.compile(r"kinerja|tingkat|angka|pers|pros|nilai|target")
_JOINING = frozenset(
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
class Measure:
    """One measured figure. role: target, target_akhir, realisasi, capaian, rata_rata, rancu, pagu, serapan,
    sisa, selisih."""

    role: str
    n: Token
    position: int
    key: int
    subjek: Token | None
    tahun: int
    tahun_stated: bool
    sentence: Sentence
    loosely: bool = False  # "capaian X sebesar …" may mean the realisasi

    def __post_init__(self):
        key = self.sentence.tokens[self.key]
        self.loosely = self.role == "capaian" and ("CAPAIAN" in key) and not _DEFINITE.search(key.lowered)


def _subjek(k: Sentence, key: int, n: int, below: int) -> Token | None:
    """The name between key and figure, else the last one before the key."""
    for j in range(n - 1, key, -1):
        if "I" in k.tokens[j]:
            return k.tokens[j]
    for j in range(key - 1, -1, -1):
        t = k.tokens[j]
        if "I" in t and not (
            j and k.tokens[j - 1].kelas & {"DIPEROLEH", "OP_BAGI", "OP_BANDING", "OP_TAMBAH"}
        ):
            return t
    return None


def _period_end(k: Sentence, j: int) -> bool:
    """Is the year at j that of a plan's end ("target akhir RPJMD (2021)")?"""
    return any("TARGET_AKHIR" in t for t in k.tokens[max(0, j - 2) : j])


def sentence_tahun(k: Sentence) -> int:
    """The one year that a sentence speaks of at its head, -1 where none or several."""
    for j, t in enumerate(k.tokens):
        if "Y" in t and t.jenis == "satu" and not _period_end(k, j):
            if any(
                "OP_BANDING" in x or x.lowered.startswith("sama dengan") for x in k.tokens[max(0, j - 2) : j]
            ):
                # "dibandingkan dengan tahun 2019, …", "sama dengan tahun 2019": the year beside which this
                # one is set
                continue
            return t.tahun[0]
        if "N" in t:
            break
    return -1


def _tahun(k: Sentence, key: int, n: int, below: int) -> int:
    """The year of a figure: between key and figure, else right behind it, else before the key."""

    def at(position: range) -> int:
        return next(
            (
                k.tokens[j].tahun[0]
                for j in position
                if "Y" in k.tokens[j] and k.tokens[j].jenis == "satu" and not _period_end(k, j)
            ),
            -1,
        )

    within = at(range(n - 1, key, -1))
    behind = _tahun_behind(k, n) if within < 0 else -1
    return within if within > 0 else behind if behind > 0 else at(range(key - 1, below, -1))


def _clause_tahun(k: Sentence, key: int) -> int:
    """The year that opened the clause within a sentence: "…, pada tahun 2015 prevalensi a, turun b dari
    target c"; else -1."""
    for j in range(key - 1, 1, -1):
        if "Y" in k.tokens[j]:
            opens = k.tokens[j - 1].lowered in ("pada", "di", "dalam") and k.tokens[j - 2].kelas & {
                "KOMA",
                "TITIKKOMA",
                "DAN",
            }
            return (
                k.tokens[j].tahun[0]
                if opens and k.tokens[j].jenis == "satu" and not _period_end(k, j)
                else -1
            )
    return -1


def _tahun_behind(k: Sentence, n: int) -> int:
    """ "sebesar 60% pada tahun 2024": a year behind the figure, with its preposition, that opens no new
    clause."""
    behind = k.tokens[n + 1 : n + 4]
    if (
        len(behind) > 1
        and behind[0].lowered in ("pada", "di", "dalam", "untuk")
        and "Y" in behind[1]
        and behind[1].jenis == "satu"
    ):
        return -1 if len(behind) > 2 and "SE" in behind[2] else behind[1].tahun[0]
    return -1


def _general(k: Sentence, j: int, i: int, s: Setting) -> bool:
    """Are the words between key and figure only the agency's name and what a plan is called?"""
    own = set(name_words(s.context.instansi)) | {
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
    start = next((x for x in range(j + 1, i) if k.tokens[x].lowered in ("berdasarkan", "menurut")), i)
    return all(
        t.kelas & (_SILENT | {"RATA", "CAPAIAN", "REALISASI", "RANCU"}) or t.lowered in own
        for t in k.tokens[j + 1 : start]
    )


def _alone(k: Sentence, key: int, n: int) -> Token | None:
    """What is measured where it is no known name: the words behind the key ("target penerimaan retribusi
    tahun …")."""
    b = next(
        (
            j
            for j in range(key + 1, n)
            if k.tokens[j].kelas & {"SE", "Y", "TDUA", "SAMA", "KOMA", "BUKA", "N"}
        ),
        n,
    )
    while b > key + 1 and k.tokens[b - 1].kelas & {"PENGISI", "DENGAN"}:
        b -= 1
    name = k.printed(key + 1, b)
    # "target ditingkatkan menjadi", "realisasi sampai dengan akhir 2019": whatever is spoken of
    if re.match(r"(?:di|me|ter|ber)\w{4}|(?:sampai|hingga|selama|sejak|s\.?/?d)\b", name):
        return _subjek(k, key, n, -1) or Token(frozenset(), "", -1, -1)
    if (
        not name
        or len(name.split()) > 14
        or any("I" in t and t.jenis != "frasa" for t in k.tokens[key + 1 : b])
    ):
        return None
    return Token(
        frozenset({"I"}),
        name.lower(),
        k.tokens[key + 1].mulai,
        k.tokens[b - 1].akhir,
        name=name,
        jenis="frasa",
    )


_REACHING = frozenset({"TERCAPAI", "TAK_TERCAPAI", "POSISI_TARGET"})
_NO_KEY_BEFORE = ("karena", "sebab", "lantaran", "namun", "tetapi", "melainkan")


def _key(k: Sentence, i: int, s: Setting) -> tuple[int, str, bool] | None:
    """Key position and role for the figure at i, and whether words of its own say what is measured; None:
    nothing binds it."""
    foreign = 0  # words that are no part of a name: something else may be measured
    copied = False  # a copula right before the figure
    result = source = False  # "… diperoleh dari laporan …, sehingga memperoleh nilai x"
    j = i - 1
    while j >= 0:
        t = k.tokens[j]
        if _parts(k, j):
            return None
        j, role = _role_at(k, j, foreign)
        if role and "DAN" in k.tokens[j + 1] and j + 1 < i and not _role_of(k, j + 2, i):
            return None  # "37,9 persen dari target dan PMA sebesar x": another thing begins behind the key
        if role == "pagu" and ("BENDA" in t or "DOKUMEN" in t) and not copied and j < i - 1:
            role = ""
        if role:
            if (foreign and not copied) or foreign > (25 if source else 12) or (result and not source):
                return None
            named = foreign and not source and role not in ("rata", "pagu", "serapan")
            return j, _average(k, j, i, role, foreign), bool(named and not _general(k, j, i, s))
        if t.kelas & _COPY:
            copied = copied or all(x.kelas & (_COPY | {"PENGISI", "KIRA"}) for x in k.tokens[j + 1 : i])
        elif "KOMA" in t:
            if not (copied and j == i - 2) and not (result and "SEHINGGA" in k.tokens[j + 1]):
                return None
        elif "DIPEROLEH" in t:
            if foreign > 4 and not result:
                return None
            source = True
        elif "SEHINGGA" in t and copied:
            result = True
        elif _turns(k, j, i, foreign):
            return None
        elif not t.kelas & _SILENT:
            foreign += 1
        j -= 1
    return None


def _parts(k: Sentence, j: int) -> bool:
    """Does the token part a figure from any key before it: another figure, a boundary, a verb of reaching
    without its target?"""
    t = k.tokens[j]
    return bool(
        t.kelas & {"N", "KIRA_N", "X"}
        or t.kelas & _BOUNDARY
        or ("K" in t and "BENDA" not in k.tokens[j + 1])
        or (t.kelas & _REACHING and not t.lowered.split(" ")[-1].startswith("target"))
    )


def _role_at(k: Sentence, j: int, foreign: int) -> tuple[int, str]:
    """Where the key at j begins, and its role; '' where it is none. "belum mencapai target 93,55%" is a
    target, "persentase capaian target sebesar" a capaian, "capaian realisasi … sebesar 99,50%" either."""
    t = k.tokens[j]
    role = next((name for kind, name in _KEYS.items() if kind in t), "")
    if t.kelas & _REACHING:
        role = "target"
    after_capaian = j > 0 and "CAPAIAN" in k.tokens[j - 1]
    if role == "target" and after_capaian and not foreign:
        return j - 1, "capaian"
    if role == "realisasi" and after_capaian:
        return j - 1, "rancu"
    return j, role


def _turns(k: Sentence, j: int, i: int, foreign: int) -> bool:
    """Does the sentence turn to something else at j ("belum memenuhi target karena masih 0,25%"), or to a
    part of the year, or to somebody else's figure, or does the figure at i stand in a bracket of its own?"""
    t = k.tokens[j]
    return bool(
        ("BUKA" in t and j == i - 1 and (foreign or "I" in k.tokens[j - 1]))
        or (t.kelas & {"TIDAK", "MODAL"} and j >= i - 3)
        or t.kelas & {"SEHINGGA", "ANDAI", "TITIK", "SEMENTARA", "WILAYAH"}
        or t.lowered in _NO_KEY_BEFORE
    )


def _role_of(k: Sentence, a: int, b: int) -> bool:
    """Does a word that says what is measured stand there ("target dan capaian sebesar …")?"""
    return any(kls in t for t in k.tokens[a:b] for kls in _KEYS)


def _average(k: Sentence, j: int, i: int, role: str, foreign: int) -> str:
    """'rata_rata' where the word stands right before the key or between key and figure."""
    near = k.tokens[max(0, j - 3) : j]
    there = any("RATA" in t for t in k.tokens[j:i])
    for t in reversed(near):
        if "RATA" in t:
            there = True
        elif not t.kelas & {"PENGISI", "CAPAIAN", "RANCU", "REALISASI", "BENDA"}:
            break
    if role in ("capaian", "rancu") and there:
        return "rata_rata"
    if role == "rata":
        if k.tokens[i].satuan not in _SCORES:
            return "lain"  # "rata-rata 1,9 eksemplar": a mean of things, not of capaian
        return "rata_rata" if not foreign and not any("SATUAN" in t for t in k.tokens[j:i]) else "lain"
    return "lain" if there and role in ("realisasi", "target") else role


_VERDICTS = frozenset({"TERCAPAI", "TAK_TERCAPAI", "POSISI_TARGET", "TARGET"})


def measure(k: Sentence, s: Setting) -> list[Measure]:
    """The measures of one sentence, in order."""
    result: list[Measure] = []
    previous: tuple[int, Measure] | None = None
    for i, n in enumerate(k.tokens):
        if "N" not in n or "SUKU" in n or _counted(k, i) or _distance(s, k, i):
            continue
        below = max((j for j in range(i) if k.tokens[j].kelas & {"N", "KIRA_N"}), default=-1)
        found = _key(k, i, s)
        if found is None:
            u = _inherited(k, i, below, previous)
        else:
            key, role, other = found
            if not _is_fact(k, key, below, role) or (
                role in ("rata_rata", "capaian", "rancu") and _of_things(k, i)
            ):
                continue
            tahun = _tahun(k, key, i, below)
            tahun = tahun if tahun > 0 else _clause_tahun(k, key)
            subjek = _alone(k, key, i) if other else _subjek(k, key, i, below)
            if other and subjek is None:
                continue
            subjek = subjek if subjek is None or subjek.name else None
            u = Measure(role, n, i, key, subjek, tahun, tahun > 0, k)
        if u is None:
            continue
        result.append(u)
        previous = (i, u)
    return _of_target(k, _in_turn(k, result))


def _counted(k: Sentence, i: int) -> bool:
    """Is the figure a count, as its words in brackets say ("2 (dua) indikator")?"""
    if (
        "HITUNG" in k.tokens[i]
        and "(" in k.printed(i, i + 1)
        and i + 1 < len(k.tokens)
        and "BENDA" in k.tokens[i + 1]
    ):
        return True
    behind = k.tokens[i + 1 : i + 4]
    return len(behind) == 3 and "BUKA" in behind[0] and "K" in behind[1] and "TUTUP" in behind[2]


def _distance(s: Setting, k: Sentence, i: int) -> bool:
    """Is it how far a target was passed or missed ("di bawah target sebesar 2,55 persen poin"), as points or
    less than half of the target that its table prints?"""
    lead = k.tokens[max(0, i - 4) : i]
    if not any(t.kelas & _VERDICTS and "target" in t.lowered for t in lead) or "SE" not in lead[-1]:
        return False
    name = next((t.name for t in reversed(k.tokens[:i]) if "I" in t), "")
    target = s.grids.printed(name, "target", s.tahun) if name else None
    far = target is not None and k.tokens[i].nilai < target.nilai / 2
    return far or any("POIN" in t for t in k.tokens[i + 1 : i + 2])


def _of_things(k: Sentence, i: int) -> bool:
    """ "rata-rata capaian dari 9 indikator": the figure counts what was averaged, it is no capaian."""
    return "PERSEN" not in k.tokens[i] and i + 1 < len(k.tokens) and "BENDA" in k.tokens[i + 1]


def _inherited(k: Sentence, i: int, below: int, previous: tuple[int, Measure] | None) -> Measure | None:
    """A figure that only a year introduces takes over what was said of the figure before it ("…, tahun 2019
    adalah b")."""
    if previous is None or previous[0] != below:
        return None
    between = k.tokens[below + 1 : i]
    tahun = [t for t in between if "Y" in t and t.jenis == "satu"]
    if len(tahun) != 1 or not all(t.kelas & _JOINING for t in between):
        return None
    u = previous[1]
    role = (
        "realisasi"
        if u.role.startswith("target") and any(_REACHED.match(t.lowered) for t in between)
        else u.role
    )
    return Measure(role, k.tokens[i], i, u.key, u.subjek, tahun[0].tahun[0], True, k)


def _in_turn(k: Sentence, everything: list[Measure]) -> list[Measure]:
    """ "tahun 2020, 2021 dan 2022 berturut-turut sebesar a, b dan c": one measure a year."""
    result: list[Measure] = []
    for u in everything:
        tahun = next((k.tokens[j] for j in range(u.position - 1, u.key, -1) if "Y" in k.tokens[j]), None)
        if tahun is None or tahun.jenis == "satu":
            result.append(u)
            continue
        angka, j = [u.position], u.position + 1
        while j < len(k.tokens) and k.tokens[j].kelas & {"KOMA", "DAN", "N"}:
            if "N" in k.tokens[j]:
                angka.append(j)
            j += 1
        if len(angka) == len(tahun.tahun):
            result += [
                Measure(u.role, k.tokens[a], a, u.key, u.subjek, th, True, k)
                for a, th in zip(angka, tahun.tahun, strict=True)
            ]
    return result


def _of_target(k: Sentence, everything: list[Measure]) -> list[Measure]:
    """ "mencapai a atau c% dari target b": a is the realisasi, c the capaian."""
    there = {u.position for u in everything}
    for u in [x for x in everything if x.role == "target"]:
        d = u.key - 1
        if d < 1 or "DARI" not in k.tokens[d] or "N" not in k.tokens[d - 1]:
            continue
        n = d - 1
        pair = []
        if "PERSEN" in k.tokens[n] and n >= 2 and "ATAU" in k.tokens[n - 1] and "N" in k.tokens[n - 2]:
            pair = [("capaian", n), ("realisasi", n - 2)]
        elif (
            n and k.tokens[n - 1].kelas & {"SE", "MENJADI"} and not (n > 1 and k.tokens[n - 2].kelas & _MOVES)
        ):
            pair = [("realisasi", n)]
        for role, p in pair:
            if p not in there:
                everything.append(Measure(role, k.tokens[p], p, u.key, u.subjek, u.tahun, u.tahun_stated, k))
    for u in [x for x in everything if x.role == "realisasi"]:
        p = u.position + 2
        gaps = (
            p < len(k.tokens)
            and k.tokens[p - 1].kelas & {"ATAU", "BUKA"}
            and "PERSEN" in k.tokens[p]
            and p not in there
        )
        if gaps and any(x.role == "target" and x.position < u.position for x in everything):
            everything.append(Measure("capaian", k.tokens[p], p, u.key, u.subjek, u.tahun, u.tahun_stated, k))
    return sorted(everything, key=lambda x: x.position)


def _is_fact(k: Sentence, key: int, below: int, role: str) -> bool:
    """False where the clause before the key is a wish, a condition or a denial."""
    for j in range(key - 1, below, -1):
        t = k.tokens[j]
        if t.kelas & {"KOMA", "TITIKKOMA", "SEHINGGA", "NYATA"}:
            break
        if "ANDAI" in t or ("MODAL" in t and role not in ("target", "target_akhir", "pagu") and key - j < 8):
            return False
        if "TIDAK" in t and key - j <= 2:
            return False
    return True
