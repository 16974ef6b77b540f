"""Claim family: the highest or lowest of figures that one sentence tells ("Cakupan tertinggi di Desa Awan,
96,4%, disusul Embun 92,8% dan Kabut 88,1%")."""

from cermat.datasets.recognise.prose.grammar import Sentence, tidy
from cermat.datasets.recognise.prose.setting import Found, Setting, short_name
from cermat.datasets.recognise.relations.figure import Figure, figures_of
from cermat.datasets.recognise.relations.marks import Run, run_of, words_of
from cermat.datasets.recognise.vocabulary import vocabulary

_FOREIGN = frozenset(
    {"TARGET", "TARGET_AKHIR", "TOTAL", "SEMUA", "RATA", "NAIK", "TURUN", "LALU", "Y", "PAGU"}
)
_MEASURES = frozenset({"CAPAIAN", "REALISASI", "SERAPAN"})  # behind the figure they are another matter
_TRAILS = frozenset({"SE", "PENGISI", "DENGAN", "BUKA", "ADA"})  # behind a name
_BETWEEN = frozenset({"TUTUP", "KOMA", "W", "SATUAN", "BENDA", "TITIKKOMA"})  # a figure and the next name
_FAR, _NEAR = 14, 5  # tokens from the superlative to its figure, from there to "disusul"
_LEAST, _LOOSE = 2, 3  # other figures beside it, where words surely set them against it and where not


def read_puncak(setting: Setting, found: Found) -> None:
    """klaim rows tertinggi and terendah of one block; dari: the figure of the others that comes nearest."""
    for sentence in setting.sentences:
        for kind in vocabulary("gerak")["puncak"]:
            words = words_of("gerak", "puncak", kind)
            if not words.among(run_of(sentence)):
                continue
            places = [at for at, token in enumerate(sentence.tokens) if words.among(Run([token]))]
            if len(places) == 1 and (told := _told(sentence, found, places[0])):
                _claim(setting, found, sentence, kind, places[0], *told)


def _told(sentence: Sentence, found: Found, at: int) -> tuple[Figure, list[Figure]] | None:
    """The figure that a superlative is told of, and those that it is set against."""
    figures = [figure for figure in figures_of(sentence, found.angka_texts) if figure.position > at]
    ranked = any("KE" in token for token in sentence.tokens[at + 1 : at + 2])  # "terbesar kedua"
    if ranked or not figures or figures[0].position - at > _FAR:
        return None
    first, others = figures[0], figures[1:]
    tail = sentence.tokens[first.position + 1 : first.position + 1 + _NEAR]
    words = vocabulary("gerak")
    loose = frozenset(words["susul_lain"])
    joins = loose.union(words["susul"])
    join = next((at for at, token in enumerate(tail) if token.lowered in joins), None)
    if join is None or not all(token.kelas & _BETWEEN for token in tail[:join]):
        return None
    least = _LOOSE if tail[join].lowered in loose else _LEAST
    one_kind = all(figure.kind == first.kind for figure in others)
    if len(others) < least or not one_kind or _other_things(sentence, at, first, others[-1]):
        return None
    return first, others


def _other_things(sentence: Sentence, at: int, first: Figure, last: Figure) -> bool:
    """Is a total, a target, a mean, another year or another measure told of, too?"""
    told = Run(
        [token for token in sentence.tokens[at : last.position + 1] if "I" not in token]
    )  # "jumlah kader" is a name
    behind = Run(sentence.tokens[first.position + 1 : last.position])
    foreign = told.classes & _FOREIGN or behind.classes & _MEASURES
    return bool(foreign) or words_of("gerak", "bukan_bandingan").among(told)


def _claim(
    setting: Setting,
    found: Found,
    sentence: Sentence,
    kind: str,
    at: int,
    first: Figure,
    others: list[Figure],
) -> None:
    """One row; none where the figure stands in the midst of the others: no one slip, and no wrong word, makes
    that."""
    sign = 1 if kind == "tertinggi" else -1
    before = [figure for figure in others if sign * figure.value > sign * first.value]
    if 1 < len(before) < len(others):
        return
    best = max(others, key=lambda figure: sign * figure.value)
    end = first.position
    while end > at + 1 and sentence.tokens[end - 1].kelas & _TRAILS:
        end -= 1
    text = short_name(sentence.printed(at, others[-1].position + 1))
    subject = short_name(tidy(sentence.printed(0, end)), 120)
    figures = {"nilai": first.token, "dari": best.token, "tahun": setting.tahun}
    found.add("klaim", setting, jenis=kind, subjek=subject, teks=text, **figures)
