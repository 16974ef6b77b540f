"""Claim family: the highest or lowest of figures that one sentence tells ("Cakupan tertinggi di Desa Awan,
96,4%, disusul Embun 92,8% dan Kabut 88,1%")."""

from datasets.recognise.prose.grammar import Sentence, tidy
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.relations.figure import Figure, figures_of
from datasets.recognise.relations.marks import Run, Words
from datasets.recognise.vocabulary import vocabulary

_FOREIGN = frozenset(
    {"TARGET", "TARGET_AKHIR", "TOTAL", "SEMUA", "RATA", "NAIK", "TURUN", "LALU", "Y", "PAGU"}
)
_MEASURES = frozenset({"CAPAIAN", "REALISASI", "SERAPAN"})  # behind the figure they are another matter
_TRAILS = frozenset({"SE", "PENGISI", "DENGAN", "BUKA", "ADA"})  # behind a name
_BETWEEN = frozenset({"TUTUP", "KOMA", "W", "SATUAN", "BENDA", "TITIKKOMA"})  # a figure and the next name
_FAR, _NEAR = 14, 5  # tokens from the superlative to its figure, from there to "disusul"
_LEAST = 2  # other figures beside it


def read_puncak(s: Setting, h: Found) -> None:
    """klaim rows tertinggi and terendah of one block; dari: the figure of the others that comes nearest."""
    for sentence in s.sentences:
        for kind, words in vocabulary("gerak")["puncak"].items():
            places = [i for i, t in enumerate(sentence.tokens) if Words(words).among(Run([t]))]
            if len(places) == 1 and (found := _told(sentence, h, places[0])):
                _claim(s, h, sentence, kind, places[0], *found)


def _told(sentence: Sentence, h: Found, at: int) -> tuple[Figure, list[Figure]] | None:
    """The figure that a superlative is told of, and those that it is set against."""
    figures = [f for f in figures_of(sentence, h.angka_texts) if f.position > at]
    ranked = any("KE" in t for t in sentence.tokens[at + 1 : at + 2])  # "terbesar kedua"
    if ranked or not figures or figures[0].position - at > _FAR:
        return None
    first, others = figures[0], figures[1:]
    tail = sentence.tokens[first.position + 1 : first.position + 1 + _NEAR]
    join = next((i for i, t in enumerate(tail) if t.lowered in vocabulary("gerak")["susul"]), None)
    if join is None or not all(t.kelas & _BETWEEN for t in tail[:join]):
        return None
    one_kind = all(f.kind == first.kind for f in others)
    if len(others) < _LEAST or not one_kind or _other_things(sentence, at, first, others[-1]):
        return None
    return first, others


def _other_things(sentence: Sentence, at: int, first: Figure, last: Figure) -> bool:
    """Is a total, a target, a mean, another year or another measure told of, too?"""
    told = Run(
        [t for t in sentence.tokens[at : last.position + 1] if "I" not in t]
    )  # "jumlah kader" is a name
    behind = Run(sentence.tokens[first.position + 1 : last.position])
    foreign = told.classes & _FOREIGN or behind.classes & _MEASURES
    return bool(foreign) or Words(vocabulary("gerak")["bukan_bandingan"]).among(told)


def _claim(
    s: Setting, h: Found, sentence: Sentence, kind: str, at: int, first: Figure, others: list[Figure]
) -> None:
    """One row; none where the figure stands in the midst of the others: no one slip, and no wrong word, makes
    that."""
    sign = 1 if kind == "tertinggi" else -1
    before = [f for f in others if sign * f.value > sign * first.value]
    if 1 < len(before) < len(others):
        return
    best = max(others, key=lambda f: sign * f.value)
    end = first.position
    while end > at + 1 and sentence.tokens[end - 1].kelas & _TRAILS:
        end -= 1
    text = short_name(sentence.printed(at, others[-1].position + 1))
    subject = short_name(tidy(sentence.printed(0, end)), 120)
    h.add(
        "klaim", s, jenis=kind, subjek=subject, tahun=s.tahun, nilai=first.token, dari=best.token, teks=text
    )
