"""Claim family: counts of indicators, sasaran, programmes … ("terdiri dari 2 (dua) indikator", "10 dari 12
indikator", "seluruh indikator tercapai", lists)."""

import re

from cermat.datasets.recognise.prose.grammar import Pattern, Sentence, Token, bears
from cermat.datasets.recognise.prose.grammar_numbers import NUMBER
from cermat.datasets.recognise.prose.measures import year_of
from cermat.datasets.recognise.prose.owner import SPENDERS
from cermat.datasets.recognise.prose.setting import Found, Setting, short_name
from cermat.datasets.recognise.prose.values import acuan
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

_WORDS = vocabulary("hitungan")
_REACHED, _ALL = ([Pattern(text) for text in _WORDS[name]] for name in ("tercapai", "semua"))
_NONE, _HAVING, _ORDINAL, _COUNTED, _LEVELS = (
    Pattern(_WORDS[name][0]) for name in ("nihil", "memiliki", "ke_sekian", "hitungan", "tingkat")
)
_AGAIN = frozenset({"tersebut", "dimaksud", "di atas", "itu"})
_OPENS = frozenset({"DARI", "PENGISI", "SEMUA", "BUTIR"})
_VERDICTS = frozenset({"TERCAPAI", "TAK_TERCAPAI", "L"})
_OF_INDICATORS = re.compile(_WORDS["indikator"])
_EXCEPT, _PLAN, _HAPPENED = (
    re.compile(rf"\b(?:{alternation(_WORDS[name])})\b") for name in ("kecuali", "rencana", "peristiwa")
)
_OPENING = re.compile(rf"^(?:(?:{alternation(_WORDS['pembuka'])})\b[\s,]*)+", re.IGNORECASE)
_CLOSING = re.compile(rf"\W*(?:{alternation(_WORDS['penutup'])}|,).*$", re.IGNORECASE)
_GROUP = re.compile(rf"\W*(?:\d+ ?\(|(?:{alternation(NUMBER)})\b)", re.IGNORECASE)


def read_counts(setting: Setting, found: Found, items: list) -> None:
    """klaim rows (banyak, x_dari_y) of one block. items: the list items that follow it, as blocks."""
    for sentence in setting.sentences:
        taken: set[int] = set()
        for form in _REACHED:
            for match in form.all(sentence):
                if match.start("x") not in taken and _reached(setting, found, sentence, match):
                    taken.update(range(match.start("x"), match.end()))
        for match in _HAVING.all(sentence):
            if match.start("x") not in taken:
                _having(setting, found, sentence, match)
        for match in _ORDINAL.all(sentence):
            if bears(sentence.tokens, "RATA") and "K" in sentence.tokens[match.start("x")]:
                thing = sentence.tokens[match.start("benda")]
                spoken = acuan(setting, sentence, "", year_of(setting, sentence), True)
                about = {"subjek": thing.lowered, "ukuran": thing_named(thing), "acuan": spoken}
                _count(setting, found, sentence, match, sentence.tokens[match.start("x")], **about)
        for match in _LEVELS.all(sentence):
            _levels(setting, found, sentence, match)
    if len(items) > 1 and setting.sentences:
        _listed(setting, found, setting.sentences[-1], items)


def read_met_counts(setting: Setting, found: Found) -> None:
    """klaim rows (x_dari_y) of one block whose whole is the table spoken of, and (banyak) of a count taken up
    again under another number."""
    for sentence in setting.sentences:
        if bears(sentence.tokens, "TERCAPAI", "TAK_TERCAPAI", "DICAPAI"):
            for form in (*_ALL, _NONE):
                for match in form.all(sentence):
                    _all(setting, found, sentence, match, none=form is _NONE)
    _again(setting, found)


def thing_named(token: Token) -> str:
    """indikator, sasaran, tujuan, program, kegiatan, sub kegiatan, …"""
    first = re.split(r"[\s-]", token.lowered)[0]
    return _WORDS["benda"].get(first, token.lowered)


def is_count(token: Token) -> bool:
    """A whole number below a thousand that is no percentage, amount or fraction."""
    small = 0 <= token.nilai < 1000 and token.nilai == int(token.nilai)
    return small and not token.kelas & {"PERSEN", "RP", "PECAHAN"}


def _count(
    setting: Setting, found: Found, sentence: Sentence, match: re.Match, figure: Token | str, **about
) -> None:
    about = {"jenis": "banyak", "tahun": year_of(setting, sentence)} | about
    start = match.start("x" if "x" in match.re.groupindex else 0)
    found.add("klaim", setting, nilai=figure, teks=short_name(sentence.printed(start, match.end())), **about)


def _reached(setting: Setting, found: Found, sentence: Sentence, match: re.Match) -> bool:
    """ "10 dari 12 indikator mencapai target", "2 indikator belum tercapai": of which the table spoken of is
    the whole."""
    tokens, told = sentence.tokens, match.groupdict()
    part, thing = tokens[match.start("x")], thing_named(tokens[match.start("benda")])
    whole = tokens[match.start("y")] if "y" in told else None
    if not is_count(part) or whole and not is_count(whole):
        return False
    if bears(tokens[max(0, match.start() - 4) : match.start()], "MODAL"):
        return False
    reach = len(tokens) if whole else match.end() + 8
    places = range(match.start(), min(reach, len(tokens)))
    at = next((place for place in places if tokens[place].kelas & _VERDICTS), -1)
    if at < 0 or whole and whole.nilai < part.nilai and "L" in tokens[at]:
        return False
    verdict = _verdict(sentence, tokens[at]) if thing == "indikator" else ""
    said = tokens[at].lowered if "L" in tokens[at] else _met(tokens[at]).replace("_", " ")
    spoken = acuan(setting, sentence, "", year_of(setting, sentence))
    size = whole or (verdict and _size(setting, sentence, match, part, spoken))
    text = short_name(sentence.printed(match.start(), max(match.end(), at + 1)))
    about: dict = {"jenis": "x_dari_y", "subjek": thing if verdict else f"{thing} {said}", "teks": text}
    about |= {"ukuran": verdict or thing, "tahun": year_of(setting, sentence), "acuan": spoken}
    found.add("klaim", setting, nilai=part, **about, **({"dari": size} if size else {}))
    found.use(part, whole)
    return True


def _met(verdict: Token) -> str:
    return "tidak_tercapai" if "TAK_TERCAPAI" in verdict else "tercapai"


def _verdict(sentence: Sentence, verdict: Token) -> str:
    """tercapai or tidak_tercapai, where the sentence does not set those that just met it apart from those
    above it."""
    met = [token.lowered for token in sentence.tokens if "TERCAPAI" in token]
    above = any(re.search(r"lampau|lebih|atas", words) for words in met)
    unclear = "L" in verdict or above and "TERCAPAI" in verdict
    return "" if unclear and "TAK_TERCAPAI" not in verdict else _met(verdict)


def _size(setting: Setting, sentence: Sentence, match: re.Match, part: Token, table: str) -> str:
    """How many indicators the table spoken of has, where these are a part of them: the only count, or they
    and the others make up the whole ("satu tercapai dan dua belum"); '' where it is not told."""
    whole, sasaran = setting.grids.size_of(table)
    others = _others(sentence, match)
    thing = sentence.tokens[match.start("benda")].lowered
    if _hedged(sentence, match) or not _OF_INDICATORS.fullmatch(thing):
        return ""
    if others:
        return str(whole) if part.nilai + sum(token.nilai for token in others) == whole else ""
    fits = "TAK_TERCAPAI" in sentence.tokens[match.start("v")] and part.nilai <= whole
    return str(whole) if fits and not _of_one(setting, sentence, sasaran) else ""


def _all(setting: Setting, found: Found, sentence: Sentence, match: re.Match, none: bool) -> None:
    """ "Seluruh indikator tercapai", "ketiga indikator tercapai", "tidak ada indikator yang belum
    tercapai"."""
    tokens, told = sentence.tokens, match.groupdict()
    if not _OF_INDICATORS.fullmatch(tokens[match.start("benda")].lowered) or _hedged(sentence, match):
        return
    table = acuan(setting, sentence, "", year_of(setting, sentence))
    size, sasaran = setting.grids.size_of(table)
    counted = tokens[match.start("y")] if told.get("y") else None
    if counted is None and (size < 2 or _others(sentence, match) or _of_one(setting, sentence, sasaran)):
        return
    if counted is not None and ("KE" in counted and counted.nilai != size or not found.free(counted)):
        return
    part, whole = ("0" if none else counted or str(size)), counted or str(size)
    about = {"jenis": "x_dari_y", "subjek": "indikator", "dari": whole, "acuan": table}
    about["ukuran"] = _met(tokens[match.start("v")])
    _count(setting, found, sentence, match, part, **about)
    found.use(counted)


def _hedged(sentence: Sentence, match: re.Match) -> bool:
    """A wish, a condition, an exception, or a verdict that goes on with a figure ("tercapai 100%")."""
    tokens = sentence.tokens
    if bears(tokens[: match.start("v")], "MODAL", "ANDAI", "RATA", "UNTUK"):
        return True
    if _EXCEPT.search(sentence.words(0, len(tokens))) or bears(tokens[match.end("v") :][:2], "N"):
        return True
    return bears(tokens[max(0, match.start() - 1) : match.start()], "TIDAK", "KIRA")


def _others(sentence: Sentence, match: re.Match) -> list[Token]:
    """What else the sentence counts."""
    apart = [*sentence.tokens[: match.start()], *sentence.tokens[match.end("v") :]]
    return [token for token in apart if token.kelas & {"N", "K"}]


def _of_one(setting: Setting, sentence: Sentence, sasaran: int) -> bool:
    """Does it speak of a single sasaran, of several in the table?"""
    title = setting.title is not None and setting.title.jenis in ("sasaran", "kutip")
    return sasaran != 1 and (title or "sasaran" in sentence.words(0, len(sentence.tokens)))


def _again(setting: Setting, found: Found) -> None:
    """ "menetapkan 4 sasaran strategis … Enam sasaran strategis tersebut": the same things, counted
    otherwise."""
    told: dict[str, Token] = {}
    for sentence in setting.sentences:
        for match in _COUNTED.all(sentence):
            figure, thing = sentence.tokens[match.start("x")], sentence.tokens[match.start("benda")]
            name = thing.lowered.removesuffix(" tersebut")
            behind = sentence.words(match.end(), match.end() + 1) in _AGAIN
            opens = all(token.kelas & _OPENS for token in sentence.tokens[: match.start()])
            if not is_count(figure):
                continue
            if name != thing.lowered or behind:
                if opens and told.get(name, figure).nilai != figure.nilai:
                    about = {"subjek": name, "ukuran": "tersebut", "tahun": setting.tahun, "dari": told[name]}
                    _count(setting, found, sentence, match, figure, **about)
            elif told.setdefault(name, figure).nilai != figure.nilai:
                return  # two counts of such things: which is meant stays open


def _having(setting: Setting, found: Found, sentence: Sentence, match: re.Match) -> None:
    """ "sasaran … memiliki 2 indikator", "renstra menetapkan 5 sasaran strategis"."""
    at = match.start("x")
    figure, thing = sentence.tokens[at], thing_named(sentence.tokens[match.start("benda")])
    before = sentence.tokens[:at]
    unsure = bears(before[-4:], "MODAL", "ANTARA_LAIN")
    if unsure or not (is_count(figure) and found.free(figure)):
        return
    names = (token for token in [*before[::-1], setting.title] if token is not None)
    named = next((token for token in names if token.jenis in ("sasaran", "kutip")), None)
    if named is not None and thing in ("indikator", "sasaran"):
        name, spoken = named.name, named.name
    elif thing == "sasaran" or bears(before, "DOKUMEN"):
        name, spoken = _document(sentence, at) or thing, _document(sentence, at)
    else:
        return
    about = {"subjek": name, "ukuran": thing, "acuan": acuan(setting, sentence, spoken, -1)}
    _count(setting, found, sentence, match, figure, **about)
    found.use(figure)


def _document(sentence: Sentence, position: int) -> str:
    """The plan that has them ("perjanjian kinerja … tahun 2019-2022"), in the words of the field."""
    plan = _PLAN.search(sentence.words(0, position))
    years = next((token.tahun for token in sentence.tokens[:position] if "Y" in token), ())
    span = "-".join(str(year) for year in dict.fromkeys((years[0], years[-1]))) if years else ""
    return f"{plan[0]} {span}".strip() if plan else ""


def _levels(setting: Setting, found: Found, sentence: Sentence, match: re.Match) -> None:
    """How many programmes, kegiatan and sub kegiatan the agency has: nothing and nobody else is named before
    them."""
    pairs = [
        [sentence.tokens[match.start(name)] for name in pair] for pair in ("ax", "by", "cz") if match[pair[1]]
    ]
    told = {thing_named(thing): number for thing, number in pairs}
    before = sentence.tokens[: match.start()]
    under = setting.title is not None and setting.title.jenis in ("sasaran", "indikator", "kutip")
    other = bears(before, "I", "BENDA", "MODAL", "ANTARA_LAIN", "DARI")
    levels = [*told] == ["program", "kegiatan", "sub kegiatan"][: len(pairs)]
    if other or under or setting.under(*SPENDERS) or not levels:
        return
    parts = [row for row in found.rows.get("rincian", ()) if row["tabel"] == setting.table]
    totals = {row.get("_nilai", -1) for row in parts} - {-1}
    if all(is_count(token) and found.free(token) and token.id not in totals for token in told.values()):
        for thing, figure in told.items():
            _count(setting, found, sentence, match, figure, subjek=thing, ukuran=thing)
            found.use(figure)


def _listed(setting: Setting, found: Found, sentence: Sentence, items: list) -> None:
    """A count that announces a list: as printed, against the items that follow (`dari`, a number without
    place). Items that are groups counted themselves ("3 (tiga) indikator berkategori …") are not what is
    counted."""
    tokens = sentence.tokens
    groups = sum(_GROUP.match(str(item.teks)) is not None for item in items)
    announced = tokens[-1].kelas & {"TDUA", "BERIKUT", "TERDIRI"}
    if groups > 1 or not announced or bears(tokens, "ANTARA_LAIN"):
        return
    last = [place for place in range(len(tokens))[-14:] if tokens[place].kelas & {"N", "K"}]
    last = [place for place in last if is_count(tokens[place]) and found.free(tokens[place])]
    near = [place for place in last if tokens[place].lowered != "satu" or "K" not in tokens[place]]
    if len(near) != 1 or not _counts_items(sentence, near[0]):
        return
    at, figure = near[0], tokens[near[0]]
    if figure.nilai > len(items) and items[-1].blok >= max(setting.grids.bagian):
        return  # the text ends within the list
    about: dict = {"jenis": "banyak", "subjek": _listed_name(sentence, at), "ukuran": "butir"}
    about |= {"dari": str(len(items)), "satuan": figure.satuan, "tahun": setting.tahun}
    text = short_name(f"{sentence.printed(at, len(tokens))} {items[0].teks}")
    found.add("klaim", setting, nilai=figure, teks=text, **about)
    found.use(figure)


def _counts_items(sentence: Sentence, at: int) -> bool:
    """Does the figure count things that a list may name: no persons, no time, no amount in words?"""
    tokens, unit = sentence.tokens, sentence.tokens[at].satuan
    behind = tokens[at + 1 :]
    if unit in _WORDS["bukan_butir"] or any(token.lowered == "rupiah" for token in behind[:7]):
        return False
    if any("KIRA_N" in token or "Y" in token and token.jenis != "satu" for token in tokens[at:]):
        return False
    if any("N" in token and "BUTIR" not in token for token in behind):
        return False
    if unit in _WORDS["butir"]:
        return True
    if unit:
        return bears(tokens[max(0, at - 2) : at], "SE", "ADA", "TERDIRI")
    return bears(behind[:1], "BENDA", "W", "SATUAN")


def _listed_name(sentence: Sentence, at: int) -> str:
    """What is counted: the words before the figure behind the last verb or comma, else those behind it."""
    tokens, end = sentence.tokens, at
    stops = (place + 1 for place in range(at - 1, -1, -1) if _stops(tokens[place]))
    start = next(stops, 0)
    while end > start and tokens[end - 1].kelas & {"SE", "PENGISI", "ADA"}:
        end -= 1
    before = _OPENING.sub("", sentence.printed(start, end))
    behind = _CLOSING.sub("", sentence.printed(end + 1, len(tokens)))
    return short_name(before, 120) or short_name(behind, 120) or sentence.printed(at, len(tokens))


def _stops(token: Token) -> bool:
    return bool(token.kelas & {"KOMA", "ADA", "TERDIRI", "TITIKKOMA"} or _HAPPENED.match(token.lowered))
