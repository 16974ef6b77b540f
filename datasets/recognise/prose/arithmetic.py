"""Quotients and additions told in words, as `perhitungan` rows: "jumlah desa mandiri (45 desa) dibagi jumlah
desa (90 desa) dikalikan 100%, ditambah hasil tahun 2021 sebesar 3,86% sehingga menjadi 53,86%" (in signs:
relations/written.py)."""

import re

from cermat.datasets.recognise.prose.grammar import Pattern, Sentence, Token
from cermat.datasets.recognise.prose.measures import Measure, year_of
from cermat.datasets.recognise.prose.setting import Found, Setting, short_name
from cermat.datasets.recognise.relations.written import add_arithmetic, arithmetic_subjek

_OTHER = "N|TITIKKOMA|SEHINGGA|PENGALI|OP_BAGI|OP_BANDING|OP_TAMBAH|OP_KURANG"
_A = rf"(?P<a>N) ![{_OTHER}]{{0,14}}"
_DIVIDED = Pattern(
    rf"((?P<hasil>N) (KOMA|PENGISI|W){{0,3}} DIPEROLEH ![N]{{0,30}})? {_A} (?P<op>OP_BAGI|OP_BANDING) "
    rf"![{_OTHER}]{{0,38}} (?P<b>N) (![N]{{0,20}} (?P<kali>PENGALI|OP_KALI))?"
)
_ADDED = Pattern(rf"({_A})? (?P<op>OP_TAMBAH) ![{_OTHER}]{{0,8}} (?P<y>Y) ![{_OTHER}]{{0,4}} (?P<b>N)")
_GIVES = "SE|SAMA|MENJADI|TDUA|REALISASI|CAPAIAN"
_LINKS = f"{_GIVES}|SEHINGGA|RANCU|KOMA|PENGISI|Y|DAN|BATAS|RATA|SELISIH|SISA|I|TUTUP|SKOR|RUMUS"
_RESULT = Pattern(rf"({_LINKS}){{0,14}} ({_GIVES}) ({_LINKS}){{0,2}} (?P<hasil>N)")
_SIGNS = frozenset({"N", "OP_BAGI", "OP_BANDING", "OP_TAMBAH", "DIPEROLEH", "KOMA", "TDUA", "SEHINGGA"})
_AMOUNT = frozenset({"PERSEN", "RP"})
_LEAD = re.compile(r"^(?:dengan|oleh|dari|hasil perhitungan)\s+(?=jumlah)", re.IGNORECASE)
_TAIL = re.compile(r"[\s(]*+(?:sebanyak|sebesar|sejumlah|yaitu|adalah)?[\s(]*+$")
_RESULTS = re.compile(r"\b(?:hasil|realisasi|capaian|perhitungan)\b", re.IGNORECASE)


def read_arithmetic(setting: Setting, found: Found, ukuran: list[Measure]) -> None:
    """perhitungan rows of one block; counts that are divided and earlier results that are added as klaim,
    too."""
    for sentence in setting.sentences:
        for match in _DIVIDED.all(sentence):
            _divided(setting, found, sentence, match, ukuran)
        for match in _ADDED.all(sentence):
            _added(setting, found, sentence, match, ukuran)


def _divided(
    setting: Setting, found: Found, sentence: Sentence, match: re.Match, ukuran: list[Measure]
) -> None:
    one, other = (sentence.tokens[match.start(name)] for name in "ab")
    compared = "OP_BANDING" in sentence.tokens[match.start("op")] and not match["kali"]
    if compared or "PERSEN" in other or one.kelas & _AMOUNT != other.kelas & _AMOUNT:
        return
    result = _result(sentence, match)
    percent = match["kali"] or result is not None and "PERSEN" in result
    _write(setting, found, sentence, match, result, ukuran, operasi="bagi_persen" if percent else "bagi")
    for name in "ab":
        _count(setting, found, sentence, match.start(name))


def _added(
    setting: Setting, found: Found, sentence: Sentence, match: re.Match, ukuran: list[Measure]
) -> None:
    at, place = match.start("op"), match.start("b")
    result, name = _result(sentence, match), arithmetic_subjek(setting, sentence, at)[0]
    if result is not None and _RESULTS.search(_meaning(sentence, place)):
        _write(setting, found, sentence, match, result, ukuran, operasi="tambah")
        said = {"subjek": name, "ukuran": "realisasi", "tahun": sentence.tokens[match.start("y")].tahun[0]}
        text = sentence.printed(at, place + 1)
        found.add("klaim", setting, jenis="nilai", nilai=sentence.tokens[place], teks=text, **said)


def _result(sentence: Sentence, match: re.Match) -> Token | None:
    """The figure that follows over linking words only, else the one that stands before "diperoleh dari"."""
    if behind := _RESULT.at(sentence, match.end()):
        return sentence.tokens[behind.start("hasil")]
    return sentence.tokens[match.start("hasil")] if match.groupdict().get("hasil") else None


def _write(
    setting: Setting, found: Found, sentence: Sentence, match: re.Match, result, ukuran: list[Measure], **told
) -> None:
    """One row, with what the words call its operands, and the measure and year of its result."""
    at, places = match.start("op"), {name: match.start(name) for name in "ab" if match[name]}
    told |= {f"{name}_arti": _meaning(sentence, place) for name, place in places.items()}
    one, other = (sentence.tokens[places[name]] if name in places else None for name in "ab")
    same = (measured for measured in ukuran if result is not None and measured.n.id == result.id)
    measure = next(same, None)
    told["ukuran"] = measure.role if measure and measure.role in ("realisasi", "capaian") else ""
    told |= {"tahun": measure.tahun} if measure and measure.tahun_stated else {}
    name = arithmetic_subjek(setting, sentence, at)[0] or short_name(sentence.printed(0, match.end()), 120)
    add_arithmetic(setting, found, sentence, told.pop("operasi"), one, other, result, at, subjek=name, **told)


def _meaning(sentence: Sentence, place: int) -> str:
    """The words for an operand: what is printed before its bracket or copula."""
    far = max(-1, place - 40)
    start = next((at for at in range(place - 1, far, -1) if sentence.tokens[at].kelas & _SIGNS), far)
    return _TAIL.sub("", _LEAD.sub("", sentence.printed(start + 1, place)))[:160]


def _count(setting: Setting, found: Found, sentence: Sentence, place: int) -> None:
    """A klaim of an operand that counts something ("jumlah desa mandiri (45 desa)")."""
    figure, meaning = sentence.tokens[place], _meaning(sentence, place)
    if "HITUNG" not in figure or not meaning.lower().startswith("jumlah "):
        return
    name, measure = setting.grids.populasi(meaning)
    days = (token for token in sentence.tokens[place : place + 12] if "TGL" in token and token.tahun)
    year = next((day.tahun[0] for day in days), year_of(setting, sentence))
    said = {"subjek": name, "ukuran": measure, "tahun": year}
    text = sentence.printed(max(0, place - 2), place + 1)
    found.add("klaim", setting, jenis="nilai", nilai=figure, satuan=figure.satuan, teks=text, **said)
