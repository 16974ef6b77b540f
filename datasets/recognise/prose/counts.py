"""Claim family: counts of indicators, sasaran, programmes … ("terdiri dari 2 (dua) indikator", "10 dari 12
indikator", "seluruh indikator tercapai", lists)."""

import re

from datasets.recognise.prose.grammar import Pattern, Sentence, Token
from datasets.recognise.prose.grammar_numbers import NUMBER
from datasets.recognise.prose.measures import sentence_tahun
from datasets.recognise.prose.owner import SPENDERS
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.prose.values import acuan
from datasets.recognise.vocabulary import alternation, vocabulary

_WORDS = vocabulary("hitungan")
_REACHED, _ALL = ([Pattern(text) for text in _WORDS[name]] for name in ("tercapai", "semua"))
_NONE, _HAVING, _ORDINAL, _COUNTED, _LEVELS = (
    Pattern(_WORDS[name][0]) for name in ("nihil", "memiliki", "ke_sekian", "hitungan", "tingkat")
)
_VERDICTS = frozenset({"TERCAPAI", "TAK_TERCAPAI", "L"})
_OF_INDICATORS = re.compile(_WORDS["indikator"])
_EXCEPT, _PLAN, _HAPPENED = (
    re.compile(rf"\b(?:{alternation(_WORDS[name])})\b") for name in ("kecuali", "rencana", "peristiwa")
)
_OPENING = re.compile(rf"^(?:(?:{alternation(_WORDS['pembuka'])})\b[\s,]*)+", re.IGNORECASE)
_CLOSING = re.compile(rf"\W*(?:{alternation(_WORDS['penutup'])}|,).*$", re.IGNORECASE)
_GROUP = re.compile(rf"\W*(?:\d+ ?\(|(?:{alternation(NUMBER)})\b)", re.IGNORECASE)


def read_counts(s: Setting, h: Found, items: list) -> None:
    """klaim rows (banyak, x_dari_y) of one block. items: the list items that follow it, as blocks."""
    for sentence in s.sentences:
        taken: set[int] = set()
        for form in _REACHED:
            for m in form.all(sentence):
                if m.start("x") not in taken and _reached(s, h, sentence, m):
                    taken.update(range(m.start("x"), m.end()))
        for m in _HAVING.all(sentence):
            if m.start("x") not in taken:
                _having(s, h, sentence, m)
        for m in _ORDINAL.all(sentence):
            if any("RATA" in t for t in sentence.tokens) and "K" in sentence.tokens[m.start("x")]:
                thing = sentence.tokens[m.start("benda")]
                spoken = acuan(s, sentence, "", year_of(s, sentence), True)
                about = {"subjek": thing.lowered, "ukuran": thing_named(thing), "acuan": spoken}
                _count(s, h, sentence, m, sentence.tokens[m.start("x")], **about)
        for m in _LEVELS.all(sentence):
            _levels(s, h, sentence, m)
    if len(items) > 1 and s.sentences:
        _listed(s, h, s.sentences[-1], items)


def read_met_counts(s: Setting, h: Found) -> None:
    """klaim rows (x_dari_y) of one block whose whole is the table spoken of, and (banyak) of a count taken up
    again under another number."""
    for sentence in s.sentences:
        if any(t.kelas & {"TERCAPAI", "TAK_TERCAPAI", "DICAPAI"} for t in sentence.tokens):
            for form in (*_ALL, _NONE):
                for m in form.all(sentence):
                    _all(s, h, sentence, m, none=form is _NONE)
    _again(s, h)


def year_of(s: Setting, sentence: Sentence) -> int:
    """The year that a sentence says, else that of its block."""
    said = sentence_tahun(sentence)
    return said if said > 0 else s.tahun


def thing_named(t: Token) -> str:
    """indikator, sasaran, tujuan, program, kegiatan, sub kegiatan, …"""
    first = re.split(r"[\s-]", t.lowered)[0]
    return _WORDS["benda"].get(first, t.lowered)


def is_count(t: Token) -> bool:
    """A whole number below a thousand that is no percentage, amount or fraction."""
    return 0 <= t.nilai < 1000 and t.nilai == int(t.nilai) and not t.kelas & {"PERSEN", "RP", "PECAHAN"}


def _count(s: Setting, h: Found, sentence: Sentence, m: re.Match, figure: Token | str, **about) -> None:
    about = {"jenis": "banyak", "tahun": year_of(s, sentence)} | about
    start = m.start("x" if "x" in m.re.groupindex else 0)
    h.add("klaim", s, nilai=figure, teks=short_name(sentence.printed(start, m.end())), **about)


def _reached(s: Setting, h: Found, sentence: Sentence, m: re.Match) -> bool:
    """ "10 dari 12 indikator mencapai target", "2 indikator belum tercapai": of which the table spoken of is
    the whole."""
    tokens, told = sentence.tokens, m.groupdict()
    x, thing = tokens[m.start("x")], thing_named(tokens[m.start("benda")])
    whole = tokens[m.start("y")] if "y" in told else None
    if not is_count(x) or whole and not is_count(whole):
        return False
    if any("MODAL" in t for t in tokens[max(0, m.start() - 4) : m.start()]):
        return False
    reach = len(tokens) if whole else m.end() + 8
    at = next((i for i in range(m.start(), min(reach, len(tokens))) if tokens[i].kelas & _VERDICTS), -1)
    if at < 0 or whole and whole.nilai < x.nilai and "L" in tokens[at]:
        return False
    verdict = _verdict(sentence, tokens[at]) if thing == "indikator" else ""
    said = tokens[at].lowered if "L" in tokens[at] else _met(tokens[at]).replace("_", " ")
    spoken = acuan(s, sentence, "", year_of(s, sentence))
    size = whole or (verdict and _size(s, sentence, m, x, spoken))
    h.add(
        "klaim",
        s,
        jenis="x_dari_y",
        subjek=thing if verdict else f"{thing} {said}",
        ukuran=verdict or thing,
        tahun=year_of(s, sentence),
        acuan=spoken,
        nilai=x,
        teks=short_name(sentence.printed(m.start(), max(m.end(), at + 1))),
        **({"dari": size} if size else {}),
    )
    h.use(x, whole)
    return True


def _met(verdict: Token) -> str:
    return "tidak_tercapai" if "TAK_TERCAPAI" in verdict else "tercapai"


def _verdict(sentence: Sentence, verdict: Token) -> str:
    """tercapai or tidak_tercapai, where the sentence does not set those that just met it apart from those
    above it."""
    above = any("TERCAPAI" in t and re.search(r"lampau|lebih|atas", t.lowered) for t in sentence.tokens)
    unclear = "L" in verdict or above and "TERCAPAI" in verdict
    return "" if unclear and "TAK_TERCAPAI" not in verdict else _met(verdict)


def _size(s: Setting, sentence: Sentence, m: re.Match, x: Token, table: str) -> str:
    """How many indicators the table spoken of has, where these are a part of them: the only count, or they
    and the others make up the whole ("satu tercapai dan dua belum"); '' where it is not told."""
    whole, sasaran = s.grids.size_of(table)
    others = _others(sentence, m)
    if _hedged(sentence, m) or not _OF_INDICATORS.fullmatch(sentence.tokens[m.start("benda")].lowered):
        return ""
    if others:
        return str(whole) if x.nilai + sum(t.nilai for t in others) == whole else ""
    fits = "TAK_TERCAPAI" in sentence.tokens[m.start("v")] and x.nilai <= whole
    return str(whole) if fits and not _of_one(s, sentence, sasaran) else ""


def _all(s: Setting, h: Found, sentence: Sentence, m: re.Match, none: bool) -> None:
    """ "Seluruh indikator tercapai", "ketiga indikator tercapai", "tidak ada indikator yang belum
    tercapai"."""
    tokens, told = sentence.tokens, m.groupdict()
    if not _OF_INDICATORS.fullmatch(tokens[m.start("benda")].lowered) or _hedged(sentence, m):
        return
    table = acuan(s, sentence, "", year_of(s, sentence))
    size, sasaran = s.grids.size_of(table)
    counted = tokens[m.start("y")] if told.get("y") else None
    if counted is None and (size < 2 or _others(sentence, m) or _of_one(s, sentence, sasaran)):
        return
    if counted is not None and ("KE" in counted and counted.nilai != size or not h.free(counted)):
        return
    x, whole = ("0" if none else counted or str(size)), counted or str(size)
    about = {"jenis": "x_dari_y", "subjek": "indikator", "ukuran": _met(tokens[m.start("v")]), "dari": whole}
    _count(s, h, sentence, m, x, acuan=table, **about)
    h.use(counted)


def _hedged(sentence: Sentence, m: re.Match) -> bool:
    """A wish, a condition, an exception, or a verdict that goes on with a figure ("tercapai 100%")."""
    tokens = sentence.tokens
    if any(t.kelas & {"MODAL", "ANDAI", "RATA", "UNTUK"} for t in tokens[: m.start("v")]):
        return True
    if _EXCEPT.search(sentence.words(0, len(tokens))) or any("N" in t for t in tokens[m.end("v") :][:2]):
        return True
    return any(t.kelas & {"TIDAK", "KIRA"} for t in tokens[max(0, m.start() - 1) : m.start()])


def _others(sentence: Sentence, m: re.Match) -> list[Token]:
    """What else the sentence counts."""
    apart = [*sentence.tokens[: m.start()], *sentence.tokens[m.end("v") :]]
    return [t for t in apart if t.kelas & {"N", "K"}]


def _of_one(s: Setting, sentence: Sentence, sasaran: int) -> bool:
    """Does it speak of a single sasaran, of several in the table?"""
    title = s.title is not None and s.title.jenis in ("sasaran", "kutip")
    return sasaran != 1 and (title or "sasaran" in sentence.words(0, len(sentence.tokens)))


def _again(s: Setting, h: Found) -> None:
    """ "menetapkan 4 sasaran strategis … Enam sasaran strategis tersebut": the same things, counted
    otherwise."""
    told: dict[str, Token] = {}
    for sentence in s.sentences:
        for m in _COUNTED.all(sentence):
            figure, thing = sentence.tokens[m.start("x")], sentence.tokens[m.start("benda")]
            name = thing.lowered.removesuffix(" tersebut")
            behind = sentence.words(m.end(), m.end() + 1) in ("tersebut", "dimaksud", "di atas", "itu")
            opens = all(t.kelas & {"DARI", "PENGISI", "SEMUA", "BUTIR"} for t in sentence.tokens[: m.start()])
            if not is_count(figure):
                continue
            if name != thing.lowered or behind:
                if opens and told.get(name, figure).nilai != figure.nilai:
                    about = {"subjek": name, "ukuran": "tersebut", "tahun": s.tahun, "dari": told[name]}
                    _count(s, h, sentence, m, figure, **about)
            elif told.setdefault(name, figure).nilai != figure.nilai:
                return  # two counts of such things: which is meant stays open


def _having(s: Setting, h: Found, sentence: Sentence, m: re.Match) -> None:
    """ "sasaran … memiliki 2 indikator", "renstra menetapkan 5 sasaran strategis"."""
    at = m.start("x")
    figure, thing = sentence.tokens[at], thing_named(sentence.tokens[m.start("benda")])
    before = sentence.tokens[:at]
    unsure = any(t.kelas & {"MODAL", "ANTARA_LAIN"} for t in before[-4:])
    if unsure or not (is_count(figure) and h.free(figure)):
        return
    named = next((t for t in [*before[::-1], s.title] if t and t.jenis in ("sasaran", "kutip")), None)
    if named is not None and thing in ("indikator", "sasaran"):
        name, spoken = named.name, named.name
    elif thing == "sasaran" or any("DOKUMEN" in t or "perjanjian kinerja" in t.lowered for t in before):
        name, spoken = _document(sentence, at) or thing, _document(sentence, at)
    else:
        return
    _count(s, h, sentence, m, figure, subjek=name, ukuran=thing, acuan=acuan(s, sentence, spoken, -1))
    h.use(figure)


def _document(sentence: Sentence, position: int) -> str:
    """The plan that has them ("perjanjian kinerja … tahun 2019-2022"), in the words of the field."""
    plan = _PLAN.search(sentence.words(0, position))
    years = next((t.tahun for t in sentence.tokens[:position] if "Y" in t), ())
    span = "-".join(str(year) for year in dict.fromkeys((years[0], years[-1]))) if years else ""
    return f"{plan[0]} {span}".strip() if plan else ""


def _levels(s: Setting, h: Found, sentence: Sentence, m: re.Match) -> None:
    """How many programmes, kegiatan and sub kegiatan the agency has: nothing and nobody else is named before
    them."""
    places = [(m.start(n), m.start(t)) for n, t in ("xa", "yb", "zc") if m[n]]
    told = {thing_named(sentence.tokens[t]): sentence.tokens[n] for n, t in places}
    before = sentence.tokens[: m.start()]
    under = s.title is not None and s.title.jenis in ("sasaran", "indikator", "kutip")
    spender = s.outline is not None and s.outline.nearest(int(s.blok.blok), *SPENDERS) is not None
    other = any(t.kelas & {"I", "BENDA", "MODAL", "ANTARA_LAIN", "DARI"} for t in before)
    if other or under or spender or [*told] != ["program", "kegiatan", "sub kegiatan"][: len(places)]:
        return
    totals = {r.get("_nilai", -1) for r in h.rows.get("rincian", ()) if r["tabel"] == s.table} - {-1}
    if all(is_count(t) and h.free(t) and t.id not in totals for t in told.values()):
        for thing, figure in told.items():
            _count(s, h, sentence, m, figure, subjek=thing, ukuran=thing)
            h.use(figure)


def _listed(s: Setting, h: Found, sentence: Sentence, items: list) -> None:
    """A count that announces a list: as printed, against the items that follow (`dari`, a number without
    place). Items that are groups counted themselves ("3 (tiga) indikator berkategori …") are not what is
    counted."""
    tokens = sentence.tokens
    groups = sum(_GROUP.match(str(item.teks)) is not None for item in items)
    announced = tokens[-1].kelas & {"TDUA", "BERIKUT", "TERDIRI"}
    if groups > 1 or not announced or any("ANTARA_LAIN" in t for t in tokens):
        return
    last = [(i, t) for i, t in enumerate(tokens) if i >= len(tokens) - 14 and t.kelas & {"N", "K"}]
    near = [i for i, t in last if is_count(t) and h.free(t) and not (t.lowered == "satu" and "K" in t)]
    if len(near) != 1 or not _counts_items(sentence, near[0]):
        return
    at, figure = near[0], tokens[near[0]]
    if figure.nilai > len(items) and items[-1].blok >= max(s.grids.bagian):
        return  # the text ends within the list
    about = {"jenis": "banyak", "subjek": _listed_name(sentence, at), "ukuran": "butir", "tahun": s.tahun}
    text = short_name(f"{sentence.printed(at, len(tokens))} {items[0].teks}")
    h.add("klaim", s, nilai=figure, dari=str(len(items)), satuan=figure.satuan, teks=text, **about)
    h.use(figure)


def _counts_items(sentence: Sentence, at: int) -> bool:
    """Does the figure count things that a list may name: no persons, no time, no amount in words?"""
    tokens, unit = sentence.tokens, sentence.tokens[at].satuan
    behind = tokens[at + 1 :]
    if unit in _WORDS["bukan_butir"] or any(t.lowered == "rupiah" for t in behind[:7]):
        return False
    if any("KIRA_N" in t or "Y" in t and t.jenis != "satu" for t in tokens[at:]):
        return False
    if any("N" in t and "BUTIR" not in t for t in behind):
        return False
    if unit in _WORDS["butir"]:
        return True
    if unit:
        return any(t.kelas & {"SE", "ADA", "TERDIRI"} for t in tokens[max(0, at - 2) : at])
    return any(t.kelas & {"BENDA", "W", "SATUAN"} for t in behind[:1])


def _listed_name(sentence: Sentence, at: int) -> str:
    """What is counted: the words before the figure behind the last verb or comma, else those behind it."""
    tokens, end = sentence.tokens, at
    stops = (j + 1 for j in range(at - 1, -1, -1) if _stops(tokens[j]))
    start = next(stops, 0)
    while end > start and tokens[end - 1].kelas & {"SE", "PENGISI", "ADA"}:
        end -= 1
    before = _OPENING.sub("", sentence.printed(start, end))
    behind = _CLOSING.sub("", sentence.printed(end + 1, len(tokens)))
    return short_name(before, 120) or short_name(behind, 120) or sentence.printed(at, len(tokens))


def _stops(t: Token) -> bool:
    return bool(t.kelas & {"KOMA", "ADA", "TERDIRI", "TITIKKOMA"} or _HAPPENED.match(t.lowered))
