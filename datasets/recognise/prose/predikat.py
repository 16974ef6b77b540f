"""Claim family: a predikat given in words ("dengan predikat …", "tahun 2019 adalah …"), a `predikat` row a
year."""

import re
from functools import cache
from itertools import takewhile

from cermat.datasets.recognise.prose.grammar import Sentence, Token, bears
from cermat.datasets.recognise.prose.measures import Measure, year_of
from cermat.datasets.recognise.prose.setting import Found, Setting
from cermat.datasets.recognise.prose.values import AVERAGE, acuan
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

# between the word for a verdict and the label
_GENERAL = frozenset({"SE", "PENGISI", "TDUA", "STRIP", "TANDA", "BATAS", "SATUAN", "BUKA"})
# behind these even an ordinary word is a label
_DEFINITE = ("predikat", "kategori", "kriteria", "kualifikasi", "mutu")
# from a label back to its year
_TRACE = frozenset({"SE", "PENGISI", "CAPAIAN", "RANCU", "RATA", "Y", "TANDA", "REALISASI", "BERTURUT"})
_REACH = frozenset({"CAPAIAN", "RATA", "RANCU"})
_VERB = re.compile(r"(?:me|di|ter|ber)[a-z]{4,}")
_TITLES = ("indikator", "sasaran", "kutip")
_RATED = ("capaian", "rata_rata")


def read_predikat(setting: Setting, found: Found, measures: list[Measure]) -> None:
    """predikat rows of one block. measures: what read_values found in it."""
    by_year: dict[int, Measure] = {}
    for sentence in setting.sentences:
        here = {one.position: one for one in measures if one.sentence is sentence}
        begin = 0
        for at, token in enumerate(sentence.tokens):
            if "N" in token and at in here and here[at].role in _RATED:
                by_year[here[at].tahun] = here[at]
            if "L" in token and (manner := _manner(sentence, at)):
                _read(setting, found, _Label(sentence, begin, at, manner), here, by_year)
                begin = at + 1


class _Label:
    """A label, the tokens since the one before it, and how it is announced."""

    def __init__(self, sentence: Sentence, begin: int, at: int, manner: str):
        self.sentence, self.begin, self.at, self.manner = sentence, begin, at, manner
        self.lead = sentence.tokens[begin:at]
        self.text = sentence.printed(at, at + 1)

    def last(self, *classes: str) -> int:
        """Where in the sentence the last token of these classes before it stands, -1 where there is none."""
        found = (place for place, token in enumerate(self.lead, self.begin) if token.kelas & {*classes})
        return max(found, default=-1)


def _manner(sentence: Sentence, at: int) -> str:
    """How a label is announced: 'kata' (predikat, kategori …), 'tahun' (a year or capaian before it),
    'kurung', ''."""
    tokens, label = sentence.tokens, sentence.tokens[at]
    behind = tokens[at + 1].kelas if at + 1 < len(tokens) else frozenset()
    if "W" in behind and label.lowered.endswith("berhasil") and _VERB.match(tokens[at + 1].lowered):
        return ""  # "sangat berhasil meningkatkan mutu"
    called = _called(sentence, at)
    if called is not None:
        return "kata" if called else ""
    before = [token.kelas for token in reversed(tokens[:at])]
    if len(before) > 1 and "BUKA" in before[0] and "N" in before[1] and "TUTUP" in behind:
        return "kurung"
    if "KUAT" not in label and not (before and "SE" in before[0]) or behind & {"N", "TERCAPAI"}:
        return ""
    wanted = _REACH | {"Y"} if "KUAT" in label else {"Y"}
    trace = takewhile(lambda kelas: kelas & wanted or kelas & _TRACE and "TDUA" not in kelas, before)
    dated = any(kelas & wanted for kelas in trace)
    return "tahun" if dated and any(kelas & _REACH for kelas in before) else ""


def _called(sentence: Sentence, at: int) -> bool | None:
    """Is a label called so by a word close before it ("dengan kategori baik")? None: there is no such
    word."""
    near = sentence.tokens[max(0, at - 5) : at][::-1]
    steps = next(
        (place for place, token in enumerate(near) if "PREDIKAT" in token or not token.kelas & _GENERAL), -1
    )
    if steps < 0 or "PREDIKAT" not in near[steps]:
        return None
    definite = any(word in near[steps].lowered for word in _DEFINITE)
    if bears(near[steps + 1 : steps + 3], "TIDAK"):
        return False
    return definite and steps < 2 if "LEMAH" in sentence.tokens[at] else definite or steps < 2


def _read(
    setting: Setting, found: Found, label: _Label, here: dict[int, Measure], by_year: dict[int, Measure]
) -> None:
    """The rows of one label: of its figure, or of the years that it is told of."""
    sentence = label.sentence
    figure, year = label.last("N", "KIRA_N"), label.last("Y")
    if figure >= 0 and (year < figure or label.manner == "kata"):
        measure = here.get(figure) or _printed(setting, label, figure)
        if measure is not None and measure.role in _RATED:
            if label.manner == "kurung" or not _own_scale(sentence, max(0, measure.key - 1), label.at):
                _of_measure(setting, found, label, measure, measure.tahun)
        elif label.manner == "kata" and "N" in sentence.tokens[figure]:
            _grade(setting, found, label, figure)  # a score of another scale, or the scale itself
        return
    said = sentence.tokens[year] if year > figure else None
    years = said.tahun if said is not None and (label.manner == "tahun" or said.jenis == "satu") else ()
    for told in years or (-1,):
        if told in by_year:
            _of_measure(setting, found, label, by_year[told], told)
        else:
            _without_figure(setting, found, label, told)


def _printed(setting: Setting, label: _Label, at: int) -> Measure | None:
    """A figure without a word for its measure that the tables print: as the capaian of the indicator named
    ("X mencapai 95,00%"), or as an average ("Kinerja dinas secara umum mencapai 94,84%")."""
    sentence, figure = label.sentence, label.sentence.tokens[at]
    year = year_of(setting, sentence)
    name = next((token for token in reversed(sentence.tokens[label.begin : at]) if "I" in token), None)
    if name is None:
        average = "PERSEN" in figure and "kinerja" in sentence.words(label.begin, at)
        if average and setting.grids.is_average(year, figure.nilai):
            return Measure("rata_rata", figure, at, at, None, year, False, sentence)
    elif name.jenis == "indikator" and setting.grids.measure_of(name.name, year, figure.nilai) == "capaian":
        return Measure("capaian", figure, at, at, name, year, False, sentence)
    return None


def _grade(setting: Setting, found: Found, label: _Label, at: int) -> None:
    """A letter for the score of AKIP or SKM, where the report prints the scale of that very score and no
    other."""
    figure, grades = label.sentence.tokens[at], setting.grids.grades
    named = _scored()["akip" if "bb" in grades else "skm"].search(label.sentence.words(label.begin, at))
    if label.text.lower() in grades and named and "RP" not in figure and 0 < figure.nilai <= 100:
        name = f"nilai {named[0].upper()}"
        told = {"subjek": name, "ukuran": "capaian", "tahun": setting.tahun, "label": label.text}
        found.add("predikat", setting, nilai=figure, **told)


@cache
def _scored() -> dict[str, re.Pattern]:
    scores = vocabulary("label")["nilai_berhuruf"].items()
    return {name: re.compile(rf"\b(?:{alternation(words)})\b", re.I) for name, words in scores}


def _own_scale(sentence: Sentence, start: int, end: int) -> bool:
    """Does this stretch speak of something that has a scale of its own (IKM, AKIP, opini …)?"""
    scales = re.compile(rf"\b(?:{alternation(vocabulary('label')['skala_sendiri'])})\b")
    named = bears(sentence.tokens[start:end], "I")
    return not named and scales.search(sentence.words(start, end)) is not None


def _of_measure(setting: Setting, found: Found, label: _Label, measure: Measure, year: int) -> None:
    about, average = measure.subjek, measure.role == "rata_rata"
    of_all = average and (about is None or about.jenis not in _TITLES[1:] or about is setting.title)
    name = AVERAGE if of_all else about.name if about is not None else "capaian kinerja"
    table = acuan(setting, label.sentence, "" if of_all else name, year, average, measure.n)
    figures = {"nilai": measure.n, "acuan": table}
    found.add("predikat", setting, subjek=name, ukuran=measure.role, tahun=year, label=label.text, **figures)


def _without_figure(setting: Setting, found: Found, label: _Label, year: int) -> None:
    """A verdict without its figure: about an average, a named indicator, or the capaian as a whole."""
    sentence = label.sentence
    names = (token for token in reversed(label.lead) if "I" in token)
    name: Token | None = next((token for token in names if token.jenis in (*_TITLES, "frasa")), None)
    spoken = any("kinerja" in token.lowered for token in label.lead)
    spoken = spoken or bears(label.lead, "CAPAIAN", "RANCU", "BENDA")
    if _own_scale(sentence, 0, label.at) or name is None and not spoken:
        return
    average = bears(sentence.tokens, "RATA")
    if name is None and setting.title is not None and setting.title.jenis in _TITLES:
        name = setting.title
    subject = AVERAGE if average else name.name if name is not None else "capaian kinerja"
    year = year if year > 0 else setting.tahun
    table = acuan(setting, sentence, "" if average or name is None else name.name, year, average)
    measure = "rata_rata" if average else "capaian"
    found.add("predikat", setting, subjek=subject, ukuran=measure, tahun=year, label=label.text, acuan=table)
