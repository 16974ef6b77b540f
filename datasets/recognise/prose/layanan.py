"""Claim family: aid and services given ("bantuan … kepada lanjut usia dengan target 400 orang, terealisasi
400 orang")."""

import re

from cermat.datasets.recognise.prose.grammar import Pattern, Sentence, Token, bears, tidy
from cermat.datasets.recognise.prose.measures import year_of
from cermat.datasets.recognise.prose.setting import Found, Setting
from cermat.datasets.recognise.relations.sentences import propose
from cermat.datasets.recognise.relations.write import write_total
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

_WORDS = vocabulary("hitungan")
_ITEM, _TOTAL, _OF_TARGET, _GIVEN = (
    Pattern(_WORDS[name][0]) for name in ("butir_layanan", "total_layanan", "dari_target", "diberikan")
)
_UNPLANNED, _TO_SO_MANY = (
    [Pattern(form) for form in _WORDS[name]] for name in ("butir_tanpa_target", "kepada_banyak")
)
_VERBS = f"(?:{alternation(_WORDS['memberi'])})"
_GAVE = re.compile(_VERBS)
_AROUND = re.compile(rf"\s+(?:(?:telah|sudah|dapat)\s+)?{_VERBS}$|^.*?{_VERBS}\s+", re.IGNORECASE)
_WITHOUT_TO = re.compile(alternation(_WORDS["tanpa_kepada"]), re.IGNORECASE)
_BEGIN = re.compile(rf"^(?:[\W\d_]|{alternation(_WORDS['awal_layanan'])})+\s+", re.IGNORECASE)
_LINKS = frozenset({"DENGAN", "PENGISI", "KOMA", "TDUA"})
_STOPS = frozenset({"TDUA", "TARGET", "TITIKKOMA", "DENGAN", "TITIK", "N"})


def read_layanan(setting: Setting, found: Found) -> None:
    """layanan rows of one block (and rincian rows of what stands in brackets behind their figures)."""
    for sentence in setting.sentences:
        if not any("KEPADA" in token or _WITHOUT_TO.match(token.lowered) for token in sentence.tokens):
            continue
        plain = _without_brackets(sentence)
        if items := _ITEM.all(plain):
            _planned(setting, found, sentence, plain, items)
        elif not bears(plain.tokens, "MODAL", "ANDAI"):
            _given(setting, found, plain)


def _without_brackets(sentence: Sentence) -> Sentence:
    """The sentence without its bracketed parts; kept are those that hold only a short name, and a total
    ("warga yang tertangani (168 orang) diperoleh dari …")."""
    tokens = sentence.tokens
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        if "BUKA" in tokens[at]:
            closing = next((place for place in range(at, len(tokens)) if "TUTUP" in tokens[place]), -1)
            total = bears(tokens[closing + 1 : closing + 2], "DIPEROLEH")
            if closing - at > 2 and not total:
                at = closing + 1
                continue
        kept.append(tokens[at])
        at += 1
    return Sentence(sentence.teks, kept, sentence.blok, sentence.r, sentence.c)


def _planned(
    setting: Setting, found: Found, sentence: Sentence, plain: Sentence, items: list[re.Match]
) -> None:
    """ "… kepada lansia dengan target 40 orang, terealisasi 38 orang, …"; "sebanyak n orang, terealisasi n
    orang" tells a target, too, where no other item has one."""
    year = year_of(setting, sentence)
    total = next((match for match in _TOTAL.all(plain) if match.start() < items[0].start()), None)
    called = any(match["t"] for match in items)
    taken = {match.start("r") for match in items}
    alone = [match for match in _UNPLANNED[0].all(plain) if called and match.start("r") not in taken]
    rows: list[tuple[tuple[str, str], Token | None, Token]] = []
    end = total.end() if total else 0
    for match in sorted([*items, *alone], key=lambda item: item.start("r")):
        hit = _names(plain, end, match.start("v") if match in alone else match.start())
        end = match.end()
        if match in alone:
            given = plain.tokens[match.start("r")]
            rows += [(hit, None, given)] if hit and _counts(found, given) else []
            continue
        target, given = plain.tokens[max(match.start("t"), match.start("t2"))], plain.tokens[match.start("r")]
        inner = plain.tokens[match.start() + 1 : match.end() - 1]
        between = any("N" in token and token is not target for token in inner)
        if hit and _one_unit(target, given, told=between) and found.free(target) and found.free(given):
            rows.append((hit, target if match["t"] or not called else None, given))
            found.use(target, given)
    parent = _parent(setting, found, plain, total, year) if total and len(rows) > 1 else ""
    for place, (hit, aim, given) in enumerate(rows, 1):
        code = f"{setting.table}-{place:02d}" if parent else ""
        _add(setting, found, year, hit, aim, given, kode=code, induk=parent)
        for figure, measure in ((aim, "target"), (given, "realisasi")):
            if figure is not None:
                _bracketed(setting, found, sentence, figure, subjek=" ".join(hit), ukuran=measure, tahun=year)


def _one_unit(target: Token, given: Token, told: bool = False) -> bool:
    """May the two count one thing? told: only where both say what."""
    if target.kelas & {"PERSEN", "RP"}:
        return False
    return target.satuan == given.satuan or not told and "" in (target.satuan, given.satuan)


def _add(
    setting: Setting, found: Found, year: int, hit: tuple[str, str], target, given: Token, **place: str
) -> None:
    what, whom = hit
    unit = given.satuan or (target.satuan if target else "")
    figures = {"target": target, "realisasi": given} if target else {"realisasi": given}
    found.add("layanan", setting, uraian=what, penerima=whom, satuan=unit, tahun=year, **place, **figures)
    found.use(*figures.values())


def _bracketed(setting: Setting, found: Found, sentence: Sentence, total: Token, **known) -> None:
    """Parts in brackets right behind their total: "30 orang (kursi roda 20 orang, tongkat 10 orang)"."""
    at = next(place for place, token in enumerate(sentence.tokens) if token is total)
    end = next((place for place in range(at, len(sentence.tokens)) if "TUTUP" in sentence.tokens[place]), -1)
    if end < 0 or "BUKA" not in sentence.tokens[at + 1]:
        return
    piece = Sentence(sentence.teks, sentence.tokens[at : end + 1], sentence.blok)
    for reading in propose(piece, found.angka_texts):
        figures = [figure.token for several in reading.roles.values() for figure in several]
        one_unit = len({token.satuan for token in figures}) == 1
        if reading.card.writes["table"] == "rincian" and reading.result.id == total.id and one_unit:
            write_total(setting, found, piece, reading, **known)
            found.use(*figures)
            return


def _parent(setting: Setting, found: Found, plain: Sentence, total: re.Match, year: int) -> str:
    """The row of the total that the services are said to make up; its kode, or ''."""
    at, figure = total.start("i"), plain.tokens[total.start("t")]
    name = plain.tokens[at].name or plain.printed(0, at + 1)
    name = re.sub(r"^(?:perhitungan\s+)?jumlah\s+", "", tidy(name), flags=re.IGNORECASE)
    if not name:
        return ""
    code = f"{setting.table}-total"
    _add(setting, found, year, (name, re.split(r"\s+yang\s+", name)[0]), None, figure, kode=code, subjek=name)
    return code


def _names(plain: Sentence, start: int, end: int) -> tuple[str, str] | None:
    """What was given and to whom, from the words between two items; None where the words don't say both."""
    tokens = plain.tokens
    to = next((place for place in range(end - 1, start - 1, -1) if "KEPADA" in tokens[place]), None)
    while end > start and tokens[end - 1].kelas & _LINKS:
        end -= 1
    upto = end if to is None else to
    stops = [place for place in range(start, upto) if tokens[place].kelas & _STOPS]
    stops += [place for place in range(start, upto) if tokens[place].lowered in ("karena", "didukung dengan")]
    what = _BEGIN.sub("", plain.printed(max(stops, default=start - 1) + 1, upto))
    if to is not None:
        whom = plain.printed(to + 1, end)
    else:
        match = _WITHOUT_TO.match(what)
        whom = what[match.end() :].strip() if match else ""
    what = _AROUND.sub("", tidy(what))
    if not what or not whom or len(what.split()) > 30 or len(whom.split()) > 20:
        return None
    return what, tidy(whom)


def _given(setting: Setting, found: Found, plain: Sentence) -> None:
    """ "bantuan … bagi … sebanyak 15 orang dari target 20 orang", and only what was given: "telah disalurkan
    bantuan beras kepada lansia sebanyak 40 orang"."""
    gave = any(_GAVE.search(token.lowered) for token in plain.tokens)
    end = 0
    if so_many := next((told for form in _TO_SO_MANY if gave and (told := form.all(plain))), []):
        return _given_to(setting, found, plain, so_many)
    gave = gave and not bears(plain.tokens, "TIDAK", "TARGET")
    for match in _OF_TARGET.all(plain) or (_GIVEN.all(plain) if gave else []):
        hit = _names(plain, end, match.start("r") - 1)
        end = match.end()
        given = plain.tokens[match.start("r")]
        target = plain.tokens[match.start("t")] if "t" in match.groupdict() else None
        if hit and _counts(found, given, target):
            _add(setting, found, year_of(setting, plain), hit, target, given)


def _counts(found: Found, given: Token, target: Token | None = None) -> bool:
    """Does the figure count something with a unit, and its target the same?"""
    counted = given.satuan and "HITUNG" in given and found.free(given)
    return bool(counted) and (target is None or _one_unit(target, given) and found.free(target))


def _given_to(setting: Setting, found: Found, plain: Sentence, matches: list[re.Match]) -> None:
    """ "beras diberikan kepada 40 lansia terlantar dari target 45 orang"."""
    end = 0
    for match in matches:
        told, given = match.groupdict(), plain.tokens[match.start("r")]
        target = plain.tokens[match.start("t")] if "t" in told else None
        what = _AROUND.sub("", tidy(_BEGIN.sub("", plain.printed(end, match.start("k")))))
        whom = tidy(plain.printed(match.start("r") + 1, match.start("d") if target else match.end()))
        refused = bears(plain.tokens[end : match.start("k")], "TIDAK")
        end = match.end()
        if what and whom and not refused and _counts(found, given, target):
            _add(setting, found, year_of(setting, plain), (what, whom), target, given)
