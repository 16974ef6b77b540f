"""Claim family: a predikat given in words ("dengan predikat …", "tahun 2019 adalah …"), a `predikat` row a
year."""

import re
from functools import cache

from datasets.recognise.prose.grammar import Sentence, Token
from datasets.recognise.prose.measures import Measure, sentence_tahun
from datasets.recognise.prose.setting import Found, Setting
from datasets.recognise.prose.values import AVERAGE, acuan
from datasets.recognise.vocabulary import alternation, vocabulary

_GENERAL = frozenset(
    {"SE", "PENGISI", "TDUA", "STRIP", "TANDA", "BATAS", "SATUAN", "BUKA"}
)  # between the word for a verdict and the label
_DEFINITE = (
    "predikat",
    "kategori",
    "kriteria",
    "kualifikasi",
    "mutu",
)  # behind these even an ordinary word is a label
_TRACE = frozenset(
    {"SE", "PENGISI", "CAPAIAN", "RANCU", "RATA", "Y", "TANDA", "REALISASI", "BERTURUT"}
)  # from a label back to its year
_VERB = re.compile(r"(?:me|di|ter|ber)[a-z]{4,}")


def read_predikat(s: Setting, h: Found, ukuran: list[Measure]) -> None:
    """predikat rows of one block; `ukuran` are its measures (prosa_nilai)."""
    rated_tahun: dict[int, Measure] = {}
    for k in s.sentences:
        here = {u.position: u for u in ukuran if u.sentence is k}
        begin = 0
        for i, t in enumerate(k.tokens):
            if "N" in t and i in here and here[i].role in ("capaian", "rata_rata"):
                rated_tahun[here[i].tahun] = here[i]
            if "L" not in t:
                continue
            manner = _manner(k, i)
            if manner:
                _add(s, h, k, i, begin, manner, here, rated_tahun)
                begin = i + 1


def _manner(k: Sentence, i: int) -> str:
    """How the label at i is announced: 'kata' (predikat, kategori …), 'tahun' (a year or capaian before it),
    'kurung', ''."""
    t, ahead = k.tokens[i], k.tokens[i + 1] if i + 1 < len(k.tokens) else None
    if (
        ahead is not None
        and t.lowered.endswith("berhasil")
        and ("W" in ahead and _VERB.match(ahead.lowered))
        and k.teks[ahead.mulai].islower()
    ):
        return ""
    j, steps = i - 1, 0
    while j >= 0 and steps < 5:
        x = k.tokens[j]
        if "PREDIKAT" in x:
            if any("TIDAK" in y for y in k.tokens[max(0, j - 2) : j]):
                return ""
            definite = any(words in x.lowered for words in _DEFINITE)
            if "LEMAH" in t and (not definite or steps > 1):
                return ""
            return "" if not definite and steps > 1 else "kata"
        if not x.kelas & _GENERAL:
            break
        j, steps = j - 1, steps + 1
    if (
        i >= 2
        and "BUKA" in k.tokens[i - 1]
        and "N" in k.tokens[i - 2]
        and ahead is not None
        and "TUTUP" in ahead
    ):
        return "kurung"
    if "KUAT" not in t and not (i and "SE" in k.tokens[i - 1]):
        return ""
    j = i - 1
    there = False
    while j >= 0:
        x = k.tokens[j]
        if x.kelas & ({"Y", "CAPAIAN", "RATA", "RANCU"} if "KUAT" in t else {"Y"}):
            there = True
        elif not x.kelas & _TRACE or "TDUA" in x:
            break
        j -= 1
    before = k.tokens[:i]
    capaian = any(x.kelas & {"CAPAIAN", "RATA", "RANCU"} for x in before)
    return (
        "tahun" if there and capaian and not (ahead is not None and ahead.kelas & {"N", "TERCAPAI"}) else ""
    )


def _add(
    s: Setting,
    h: Found,
    k: Sentence,
    i: int,
    begin: int,
    manner: str,
    here: dict[int, Measure],
    rated_tahun: dict[int, Measure],
) -> None:
    segments = range(i - 1, begin - 1, -1)
    angka = next((j for j in segments if k.tokens[j].kelas & {"N", "KIRA_N"}), None)
    tahun = next((k.tokens[j] for j in segments if "Y" in k.tokens[j] and (angka is None or j > angka)), None)
    label = k.printed(i, i + 1)
    if angka is not None and (tahun is None or manner == "kata"):
        u = here.get(angka) or _in_table(s, k, begin, angka) or _of_all(s, k, begin, angka)
        if u is None or u.role not in ("capaian", "rata_rata"):
            if manner == "kata" and "N" in k.tokens[angka]:  # a score of another scale, or the scale itself
                _grade(s, h, k, begin, angka, i, label)
            return
        if manner != "kurung" and _alone(k, max(0, u.key - 1), i):
            return
        _rows(s, h, k, u, u.tahun, label)
        return
    all_tahun = (
        tahun.tahun
        if tahun is not None and manner == "tahun"
        else ((tahun.tahun[0],) if tahun is not None and tahun.jenis == "satu" else ())
    )
    if not all_tahun:
        _without_figure(s, h, k, i, begin, label)
        return
    for th in all_tahun:
        u = rated_tahun.get(th)
        if u is not None:
            _rows(s, h, k, u, th, label)
        else:
            _without_figure(s, h, k, i, begin, label, th)


def _in_table(s: Setting, k: Sentence, begin: int, angka: int) -> Measure | None:
    """A figure without a word for its measure ("X mencapai 95,00%") that the tables print as the capaian of
    the indicator named."""
    name = next((t for t in reversed(k.tokens[begin:angka]) if "I" in t), None)
    n = k.tokens[angka]
    if name is None or name.jenis != "indikator" or "N" not in n:
        return None
    tahun = sentence_tahun(k)
    tahun = tahun if tahun > 0 else s.tahun
    if s.grids.measure_of(name.name, tahun, n.nilai) != "capaian":
        return None
    return Measure("capaian", n, angka, angka, name, tahun, False, k)


def _of_all(s: Setting, k: Sentence, begin: int, angka: int) -> Measure | None:
    """ "Kinerja dinas secara umum mencapai 94,84%": a figure of the kinerja as a whole that a table prints as
    its average."""
    n = k.tokens[angka]
    if (
        "PERSEN" not in n
        or any("I" in t for t in k.tokens[begin:angka])
        or "kinerja" not in k.words(begin, angka)
    ):
        return None
    tahun = sentence_tahun(k)
    tahun = tahun if tahun > 0 else s.tahun
    return (
        Measure("rata_rata", n, angka, angka, None, tahun, False, k)
        if s.grids.is_average(tahun, n.nilai)
        else None
    )


def _grade(s: Setting, h: Found, k: Sentence, begin: int, angka: int, i: int, label: str) -> None:
    """A letter for the score of AKIP or SKM, where the report prints the scale of that very score and no
    other."""
    n, grades = k.tokens[angka], s.grids.grades
    named = _scored()["akip" if "bb" in grades else "skm"].search(k.words(begin, angka))
    if label.lower() in grades and named and "RP" not in n and 0 < n.nilai <= 100:
        h.add(
            "predikat",
            s,
            subjek=f"nilai {named[0].upper()}",
            ukuran="capaian",
            tahun=s.tahun,
            nilai=n,
            label=label,
            acuan="",
        )


@cache
def _scored() -> dict[str, re.Pattern]:
    return {
        name: re.compile(rf"\b(?:{alternation(words)})\b", re.I)
        for name, words in vocabulary("label")["nilai_berhuruf"].items()
    }


def _alone(k: Sentence, a: int, b: int) -> bool:
    """Does this stretch speak of something that has a scale of its own (IKM, AKIP, opini …)?"""
    text = k.words(a, b)
    return any(
        re.search(rf"\b{re.escape(words)}\b", text) for words in vocabulary("label")["skala_sendiri"]
    ) and not any("I" in t for t in k.tokens[a:b])


def _name(s: Setting, u: Measure | None, subjek: Token | None) -> str:
    if (
        u is not None
        and u.role == "rata_rata"
        and (subjek is None or subjek.jenis not in ("sasaran", "kutip") or subjek is s.title)
    ):
        return AVERAGE
    return subjek.name if subjek is not None else "capaian kinerja"


def _rows(s: Setting, h: Found, k: Sentence, u: Measure, tahun: int, label: str) -> None:
    name = _name(s, u, u.subjek)
    if not name:
        return
    h.add(
        "predikat",
        s,
        subjek=name,
        ukuran=u.role,
        tahun=tahun,
        nilai=u.n,
        label=label,
        acuan=acuan(s, k, "" if name == AVERAGE else name, tahun, u.role == "rata_rata", u.n.nilai),
    )


def _without_figure(
    s: Setting, h: Found, k: Sentence, i: int, begin: int, label: str, tahun: int = -1
) -> None:
    """A verdict without its figure: about an average, a named indicator, or the capaian as a whole."""
    if _alone(k, 0, i):
        return
    average = any("RATA" in t for t in k.tokens)
    name = next(
        (
            t
            for t in reversed(k.tokens[begin:i])
            if "I" in t and t.jenis in ("indikator", "sasaran", "kutip", "frasa")
        ),
        None,
    )
    capaian = any(
        t.kelas & {"CAPAIAN", "RANCU", "BENDA"} or "kinerja" in t.lowered for t in k.tokens[begin:i]
    )
    if name is None and not capaian:
        return
    if (
        name is None
        and s.title is not None
        and s.title.jenis in ("indikator", "sasaran", "kutip")
        and not average
    ):
        name = s.title
    subjek = AVERAGE if average else name.name if name is not None else "capaian kinerja"
    th = tahun if tahun > 0 else s.tahun
    h.add(
        "predikat",
        s,
        subjek=subjek,
        ukuran="rata_rata" if average else "capaian",
        tahun=th,
        label=label,
        acuan=acuan(s, k, "" if average or name is None else name.name, th, average),
    )
