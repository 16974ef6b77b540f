"""Rises and falls with both figures: as the sentence tells them ("turun dari 8,87% menjadi 8,12%"), or as
tables print them ("meningkat 2,43 poin dibanding tahun 2021"); and whom a statement is about."""

from bisect import bisect_left
from dataclasses import replace

from cermat.datasets.recognise.prose.grammar import Pattern, Sentence, Token, bears, tidy, years_of
from cermat.datasets.recognise.prose.setting import Found, Setting, short_name
from cermat.datasets.recognise.prose.values import acuan
from cermat.datasets.recognise.relations.card import SHAPE, load_relations
from cermat.datasets.recognise.relations.figure import POINTS, Figure, figures_of
from cermat.datasets.recognise.relations.marks import Around, Run, around_all, run_of, words_of
from cermat.datasets.recognise.relations.reading import HOLDS, SLIP, Reading, absurd, bind
from cermat.datasets.recognise.relations.sentences import stated_results
from cermat.datasets.recognise.relations.write import write
from cermat.datasets.recognise.vocabulary import vocabulary

_UP, _DOWN = frozenset({"NAIK", "DINAIKKAN"}), frozenset({"TURUN", "DITURUNKAN"})
_CHANGE = Pattern("(NAIK|TURUN|TUMBUH) SE? (?P<change>N)")
_KINDS = frozenset({"PERSEN", "RP"})
_OBJECTS = frozenset({"DIPEROLEH", "KEPADA", "UNTUK"})
_BETWEEN = frozenset({"KOMA", "TUTUP", "W", "BATAS", "BUKA", "Y", "LALU"})  # a figure and what it did
_ENDS = frozenset({"KOMA", "TITIKKOMA", "N", "TUTUP", "SEHINGGA", "OP_BANDING"})
_TRAILS = frozenset({"SE", "Y", "BATAS", "LALU", "PENGISI"})  # behind a name
_FOREIGN = frozenset({"TARGET", "TARGET_AKHIR", "WILAYAH", "MODAL"})
_WITHIN = frozenset({"SEMENTARA", "TGL", "TARGET", "UBAH", "SEMULA"})  # a part of a year beside another
_SHOWN = 400  # tokens, of which a name shows but the first letters
_FAR, _NEAR = 14, 4  # tokens between a word of direction and its figures


def subject_of(setting: Setting, sentence: Sentence, at: int, title: bool = True) -> Token | None:
    """The indicator that a statement is about: named before it in the sentence, in those before, or above."""
    for place in reversed(_before(sentence.places("I"), at)):
        token, lead = sentence.tokens[place], sentence.tokens[max(0, place - 1) : place]
        named = token.jenis in ("indikator", "frasa", "kutip", "sasaran")
        if named and not bears(lead, *_OBJECTS):
            return token
    if not title:
        return None
    if "named before" not in sentence.known:
        before = reversed(setting.sentences[: setting.place_of(sentence)])
        earlier = (told.tokens[place] for told in before for place in told.places("I"))
        sentence.known["named before"] = next((one for one in earlier if one.jenis == "indikator"), None)
    above = setting.title
    above = above if above is not None and above.jenis in ("indikator", "judul", "kutip") else None
    return sentence.known["named before"] or above


def _before(places: list[int], at: int) -> list[int]:
    """Those of some places, in order, that come before a position."""
    return places[: bisect_left(places, at)]


def denied(sentence: Sentence, at: int) -> bool:
    """A wish, a condition, a purpose or a denial right before a position."""
    for token in reversed(sentence.tokens[max(0, at - 6) : at]):
        if token.kelas & {"KOMA", "TITIKKOMA", "NYATA", "N"}:
            return False
        wish = token.kelas & {"MODAL", "ANDAI", "TIDAK", "UNTUK"}
        if wish or token.lowered in vocabulary("gerak")["maksud"]:
            return True
    return False


def move_kind(token: Token) -> str:
    """naik, turun or tetap."""
    return "naik" if token.kelas & _UP else "turun" if token.kelas & _DOWN else "tetap"


def years_in(sentence: Sentence, start: int, end: int) -> list[Token]:
    """The years among some tokens."""
    return [token for token in sentence.tokens[start:end] if "Y" in token]


def read_moves(setting: Setting, found: Found, sentence: Sentence) -> set[int]:
    """klaim rows naik and turun of one sentence with both figures; returns the positions of the words of
    direction they take."""
    places = [place for place, token in enumerate(sentence.tokens) if token.kelas & (_UP | _DOWN)]
    figures = figures_of(sentence, found.angka_texts)
    around = around_all(sentence, [figure.position for figure in figures])
    levels = [figure for figure in figures if not around[figure.position].moved]
    positions = [figure.position for figure in levels]
    taken = set()
    for at, stop in zip(places, [*places, len(sentence.tokens)][1:], strict=True):
        near = levels[: bisect_left(positions, stop)]
        pair = _pair(sentence, near, around, at)
        if pair is None:
            continue
        if not bears(sentence.tokens[at : at + 6], "TIAP_TAHUN"):
            taken.add(at)
        places_told = [at, *(figure.position for figure in pair)]
        first, end = min(places_told), max(places_told) + 1
        if denied(sentence, at) or not _comparable(sentence, pair, first, end):
            continue
        name = _name_of(setting, sentence, at, first)
        told: dict = {"jenis": move_kind(sentence.tokens[at]), "subjek": name}
        told["acuan"] = acuan(setting, sentence, name)
        told["tahun_lain"], told["tahun"] = _years(setting, sentence, around, pair, at)
        text = short_name(sentence.printed(first, end))
        found.add("klaim", setting, dari=pair[0].token, nilai=pair[1].token, teks=text, **told)
    return taken


def _pair(
    sentence: Sentence, near: list[Figure], around: dict[int, Around], at: int
) -> tuple[Figure, Figure] | None:
    """(old, new) of a word of direction: "turun dari OLD menjadi NEW", "NEW, turun dari OLD", "OLD, turun
    menjadi NEW"; None where they are not told."""
    split = bisect_left(near, at, key=lambda figure: figure.position)  # no figure stands at the word itself
    before, behind = near[:split], near[split:]
    if not behind or behind[0].position - at > _FAR + _NEAR:
        return None
    first, last = behind[0], before[-1] if before else None
    sides = [around[figure.position].side for figure in behind]
    between = sentence.tokens[last.position + 1 : at] if last else []
    close = last is not None and len(between) <= _NEAR and all(token.kelas & _BETWEEN for token in between)
    if sides[0] > 0 and last is not None and first.position - at <= _NEAR + 2:
        from_it = around[last.position].side < 0 and len(between) <= _FAR
        return (last, first) if close or from_it else None
    if sides[0] >= 0:
        return None
    if sides[1:2] == [1]:
        return first, behind[1]
    parts = next(reversed(_before(sentence.places("TERDIRI"), at)), None)
    if parts is not None:  # "82 ton, terdiri atas 60 ton dan 22 ton, turun dari …"
        return next(((first, figure) for figure in reversed(before) if figure.position < parts), None)
    return (first, last) if close and last else None


def _comparable(sentence: Sentence, pair: tuple[Figure, Figure], first: int, end: int) -> bool:
    """Are the two figures of one kind and unit, and is it no rank, target or rating that moves?"""
    one, other = (figure.token for figure in pair)
    if one.kelas & _KINDS != other.kelas & _KINDS or len({one.satuan, other.satuan} - {"", "%", "Rp"}) > 1:
        return False
    told = [token for token in sentence.tokens[max(0, first - 6) : end] if "I" not in token]
    ranked = words_of("gerak", "tingkatan").among(Run(told))
    return not ranked and not bears(sentence.tokens[first:end], *_FOREIGN)


def _name_of(setting: Setting, sentence: Sentence, at: int, begin: int) -> str:
    """Whose figures they are: the object of the verb ("menurunkan X dari …"), the words before it, or a known
    name."""
    tokens = sentence.tokens
    ahead = range(at + 1, min(len(tokens), at + _FAR))
    until = next((place for place in ahead if "DARI" in tokens[place]), at)
    if until > at + 1 and "N" not in tokens[at + 1] and tokens[at].kelas & {"DINAIKKAN", "DITURUNKAN"}:
        inner = [token.name for token in tokens[at:until] if "I" in token]
        return inner[-1] if inner else tidy(sentence.printed(at + 1, until))
    named = subject_of(setting, sentence, begin, title=False)
    start = next((place + 1 for place in range(begin - 1, -1, -1) if tokens[place].kelas & _ENDS), 0)
    own = (place + 1 for place in range(start, begin) if not tokens[place].kelas & _TRAILS)
    end = max(own, default=start)
    said, words = tidy(sentence.printed(start, end)), tokens[start:end]
    if named not in words and 2 <= len(said.split()) <= 12 and bears(words, "W"):
        joints = vocabulary("gerak")["penghubung"]
        lead = next((word for word in joints if said.lower().startswith(f"{word} ")), "")
        return short_name(said[len(lead) :], 120)
    named = named or subject_of(setting, sentence, begin)
    return (
        named.name if named is not None else short_name(sentence.printed(0, min(max(1, begin), _SHOWN)), 120)
    )


def _years(
    setting: Setting, sentence: Sentence, around: dict[int, Around], pair: tuple[Figure, Figure], at: int
) -> tuple[int, int]:
    """(the year of the old figure, that of the new one; -1 unknown)."""
    old, new = (
        -1
        if figure.position > at and not years_in(sentence, at, figure.position + 7)
        else around[figure.position].year
        for figure in pair
    )
    lead = [place for place in _before(sentence.places("Y"), at) if sentence.tokens[place].jenis == "satu"]
    if lead and max(figure.position for figure in pair) > at:
        year = sentence.tokens[lead[-1]].tahun[0]
        compared = bool(_before(sentence.places("OP_BANDING"), lead[-1]))
        old, new = (year if old < 0 and compared else old), (year if new < 0 and not compared else new)
    itself = old == new > 0 and run_of(sentence).classes.isdisjoint(_WITHIN)
    new = new if new > 0 else setting.tahun
    return old if itself or old < new else -1, new


def read_printed_moves(setting: Setting, found: Found) -> None:
    """perhitungan rows of changes of an indicator whose tables print the figures of both years."""
    for sentence in setting.sentences:
        at = {figure.position: figure for figure in figures_of(sentence, found.angka_texts)}
        for match in _CHANGE.all(sentence):
            change, done = at.get(match.start("change")), stated_results(found.rows)
            levels = _printed(setting, found, sentence, match.start(), match.end())
            if change is None or change.id in done or len(levels) != 2:
                continue
            if reading := _reading(change, *levels):
                write(setting, found, sentence, reading)
                found.use(change.token)


def _printed(setting: Setting, found: Found, sentence: Sentence, at: int, end: int) -> list[Figure]:
    """The figures of the earlier and the later year that a sentence tells (or of the report's own); none
    beside a target, another region or a part of the year."""
    told, named = sentence.tokens[: end + 5], subject_of(setting, sentence, at)
    years = set(years_of(told))
    years |= {setting.tahun - 1} if bears(told, "LALU") else set()
    years |= {setting.tahun} if len(years) < 2 else set()
    foreign = any(token.kelas & (_FOREIGN | _WITHIN | {"RATA", "ANDAI"}) for token in told)
    if foreign or len(years) != 2 or named is None or named.jenis not in ("indikator", "judul"):
        return []
    measure = "capaian" if bears(sentence.tokens[:at], "CAPAIAN") else "realisasi"
    printed = [setting.grids.printed(named.name, measure, year) for year in sorted(years)]
    return figures_of(Sentence("", [token for token in printed if token is not None]), found.angka_texts)


def _reading(change: Figure, old: Figure, new: Figure) -> Reading | None:
    """How far it moved, or in percent of where it came from; what is said in points need not hold."""
    made = []
    for card in load_relations():
        if card.id in ("perubahan-selisih", "perubahan-persen"):
            kind = change.kind if card.id == "perubahan-selisih" else ""
            one, other = replace(old, kind=kind), replace(new, kind=kind)
            made.append(bind(card, {"awal": (one,), "akhir": (other,), "hasil": (change,)}, SHAPE))
    bound = (reading for reading in made if reading is not None)
    best = min(bound, key=lambda reading: reading.state != HOLDS, default=None)
    if best is None or best.state in (HOLDS, SLIP):
        return best
    return best if change.kind == POINTS and not absurd(best) else None
