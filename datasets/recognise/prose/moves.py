"""Rises and falls with both figures: as the sentence tells them ("turun dari 8,87% menjadi 8,12%"), or as
tables print them ("meningkat 2,43 poin dibanding tahun 2021"); and whom a statement is about."""

from dataclasses import replace

from datasets.recognise.prose.grammar import Pattern, Sentence, Token, tidy
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.prose.values import acuan
from datasets.recognise.relations.card import SHAPE, load_relations
from datasets.recognise.relations.figure import POINTS, Figure, figures_of
from datasets.recognise.relations.marks import Around, Run, Words, around_all
from datasets.recognise.relations.reading import HOLDS, SLIP, Reading, absurd, bind
from datasets.recognise.relations.sentences import stated_results
from datasets.recognise.relations.write import write
from datasets.recognise.vocabulary import vocabulary

_UP, _DOWN = frozenset({"NAIK", "DINAIKKAN"}), frozenset({"TURUN", "DITURUNKAN"})
_CHANGE = Pattern("(NAIK|TURUN|TUMBUH) SE? (?P<change>N)")
_KINDS = frozenset({"PERSEN", "RP"})
_OBJECTS = frozenset({"DIPEROLEH", "KEPADA", "UNTUK"})
_BETWEEN = frozenset({"KOMA", "TUTUP", "W", "BATAS", "BUKA", "Y", "LALU"})  # a figure and what it did
_ENDS = frozenset({"KOMA", "TITIKKOMA", "N", "TUTUP", "SEHINGGA", "OP_BANDING"})
_TRAILS = frozenset({"SE", "Y", "BATAS", "LALU", "PENGISI"})  # behind a name
_FOREIGN = frozenset({"TARGET", "TARGET_AKHIR", "WILAYAH", "MODAL"})
_WITHIN = frozenset({"SEMENTARA", "TGL", "TARGET", "UBAH", "SEMULA"})  # a part of a year beside another
_FAR, _NEAR = 14, 4  # tokens between a word of direction and its figures


def subject_of(s: Setting, sentence: Sentence, at: int, title: bool = True) -> Token | None:
    """The indicator that a statement is about: named before it in the sentence, in those before, or above."""
    for i in range(at - 1, -1, -1):
        token, lead = sentence.tokens[i], sentence.tokens[max(0, i - 1) : i]
        named = "I" in token and token.jenis in ("indikator", "frasa", "kutip", "sasaran")
        if named and not any(t.kelas & _OBJECTS for t in lead):
            return token
    if not title:
        return None
    earlier = [t for x in reversed(s.sentences[: s.place_of(sentence)]) for t in x.tokens]
    above = s.title if s.title is not None and s.title.jenis in ("indikator", "judul", "kutip") else None
    return next((t for t in earlier if "I" in t and t.jenis == "indikator"), above)


def denied(sentence: Sentence, at: int) -> bool:
    """A wish, a condition, a purpose or a denial right before a position."""
    for token in reversed(sentence.tokens[max(0, at - 6) : at]):
        if token.kelas & {"KOMA", "TITIKKOMA", "NYATA", "N"}:
            return False
        if (
            token.kelas & {"MODAL", "ANDAI", "TIDAK", "UNTUK"}
            or token.lowered in vocabulary("gerak")["maksud"]
        ):
            return True
    return False


def move_kind(token: Token) -> str:
    """naik, turun or tetap."""
    return "naik" if token.kelas & _UP else "turun" if token.kelas & _DOWN else "tetap"


def years_in(sentence: Sentence, start: int, end: int) -> list[Token]:
    """The years among some tokens."""
    return [t for t in sentence.tokens[start:end] if "Y" in t]


def read_moves(s: Setting, h: Found, sentence: Sentence) -> set[int]:
    """klaim rows naik and turun of one sentence with both figures; returns the positions of the words of
    direction they take."""
    places = [i for i, t in enumerate(sentence.tokens) if t.kelas & (_UP | _DOWN)]
    figures = figures_of(sentence, h.angka_texts)
    around = around_all(sentence, [f.position for f in figures])
    taken = set()
    for at, stop in zip(places, [*places, len(sentence.tokens)][1:], strict=True):
        near = [f for f in figures if f.position < stop and not around[f.position].moved]
        pair = _pair(sentence, near, around, at)
        if pair is None:
            continue
        if not any("TIAP_TAHUN" in t for t in sentence.tokens[at : at + 6]):
            taken.add(at)
        places_told = [at, *(f.position for f in pair)]
        first, end = min(places_told), max(places_told) + 1
        if denied(sentence, at) or not _comparable(sentence, pair, first, end):
            continue
        name = _name_of(s, sentence, at, first)
        told: dict = {
            "jenis": move_kind(sentence.tokens[at]),
            "subjek": name,
            "acuan": acuan(s, sentence, name),
        }
        told["tahun_lain"], told["tahun"] = _years(s, sentence, around, pair, at)
        text = short_name(sentence.printed(first, end))
        h.add("klaim", s, dari=pair[0].token, nilai=pair[1].token, teks=text, **told)
    return taken


def _pair(
    sentence: Sentence, near: list[Figure], around: dict[int, Around], at: int
) -> tuple[Figure, Figure] | None:
    """(old, new) of a word of direction: "turun dari OLD menjadi NEW", "NEW, turun dari OLD", "OLD, turun
    menjadi NEW"; None where they are not told."""
    behind, before = [f for f in near if f.position > at], [f for f in near if f.position < at]
    if not behind or behind[0].position - at > _FAR + _NEAR:
        return None
    first, last = behind[0], before[-1] if before else None
    sides = [around[f.position].side for f in behind]
    between = sentence.tokens[last.position + 1 : at] if last else []
    close = last is not None and len(between) <= _NEAR and all(t.kelas & _BETWEEN for t in between)
    if sides[0] > 0 and last is not None and first.position - at <= _NEAR + 2:
        from_it = around[last.position].side < 0 and len(between) <= _FAR
        return (last, first) if close or from_it else None
    if sides[0] >= 0:
        return None
    if sides[1:2] == [1]:
        return first, behind[1]
    parts = next((i for i in range(at - 1, -1, -1) if "TERDIRI" in sentence.tokens[i]), None)
    if parts is not None:  # "82 ton, terdiri atas 60 ton dan 22 ton, turun dari …"
        return next(((first, f) for f in reversed(before) if f.position < parts), None)
    return (first, last) if close and last else None


def _comparable(sentence: Sentence, pair: tuple[Figure, Figure], first: int, end: int) -> bool:
    """Are the two figures of one kind and unit, and is it no rank, target or rating that moves?"""
    one, other = (f.token for f in pair)
    if one.kelas & _KINDS != other.kelas & _KINDS or len({one.satuan, other.satuan} - {"", "%", "Rp"}) > 1:
        return False
    told = [t for t in sentence.tokens[max(0, first - 6) : end] if "I" not in t]
    ranked = Words(vocabulary("gerak")["tingkatan"]).among(Run(told))
    return not ranked and not any(t.kelas & _FOREIGN for t in sentence.tokens[first:end])


def _name_of(s: Setting, sentence: Sentence, at: int, begin: int) -> str:
    """Whose figures they are: the object of the verb ("menurunkan X dari …"), the words before it, or a known
    name."""
    tokens = sentence.tokens
    until = next((i for i in range(at + 1, min(len(tokens), at + _FAR)) if "DARI" in tokens[i]), at)
    if until > at + 1 and "N" not in tokens[at + 1] and tokens[at].kelas & {"DINAIKKAN", "DITURUNKAN"}:
        inner = [t.name for t in tokens[at:until] if "I" in t]
        return inner[-1] if inner else tidy(sentence.printed(at + 1, until))
    named = subject_of(s, sentence, begin, title=False)
    start = next((i + 1 for i in range(begin - 1, -1, -1) if tokens[i].kelas & _ENDS), 0)
    end = max((i + 1 for i in range(start, begin) if not tokens[i].kelas & _TRAILS), default=start)
    said, words = tidy(sentence.printed(start, end)), tokens[start:end]
    if named not in words and 2 <= len(said.split()) <= 12 and any("W" in t for t in words):
        lead = next((w for w in vocabulary("gerak")["penghubung"] if said.lower().startswith(f"{w} ")), "")
        return short_name(said[len(lead) :], 120)
    named = named or subject_of(s, sentence, begin)
    return named.name if named is not None else short_name(sentence.printed(0, max(1, begin)), 120)


def _years(
    s: Setting, sentence: Sentence, around: dict[int, Around], pair: tuple[Figure, Figure], at: int
) -> tuple[int, int]:
    """(the year of the old figure, that of the new one; -1 unknown)."""
    old, new = (
        -1 if f.position > at and not years_in(sentence, at, f.position + 7) else around[f.position].year
        for f in pair
    )
    lead = [i for i, t in enumerate(sentence.tokens[:at]) if "Y" in t and t.jenis == "satu"]
    if lead and max(f.position for f in pair) > at:
        year = sentence.tokens[lead[-1]].tahun[0]
        compared = any("OP_BANDING" in t for t in sentence.tokens[: lead[-1]])
        old, new = (year if old < 0 and compared else old), (year if new < 0 and not compared else new)
    itself = old == new > 0 and not any(t.kelas & _WITHIN for t in sentence.tokens)
    new = new if new > 0 else s.tahun
    return old if itself or old < new else -1, new


def read_printed_moves(s: Setting, h: Found) -> None:
    """perhitungan rows of changes of an indicator whose tables print the figures of both years."""
    for sentence in s.sentences:
        at = {f.position: f for f in figures_of(sentence, h.angka_texts)}
        for match in _CHANGE.all(sentence):
            change, done = at.get(match.start("change")), stated_results(h.rows)
            levels = _printed(s, h, sentence, match.start(), match.end())
            if change is None or change.id in done or len(levels) != 2:
                continue
            if reading := _reading(change, *levels):
                write(s, h, sentence, reading)
                h.use(change.token)


def _printed(s: Setting, h: Found, sentence: Sentence, at: int, end: int) -> list[Figure]:
    """The figures of the earlier and the later year that a sentence tells (or of the report's own); none
    beside a target, another region or a part of the year."""
    told, named = sentence.tokens[: end + 5], subject_of(s, sentence, at)
    years = {t.tahun[0] for t in told if "Y" in t and t.jenis == "satu"}
    years |= {s.tahun - 1} if any("LALU" in t for t in told) else set()
    years |= {s.tahun} if len(years) < 2 else set()
    foreign = any(t.kelas & (_FOREIGN | _WITHIN | {"RATA", "ANDAI"}) for t in told)
    if foreign or len(years) != 2 or named is None or named.jenis not in ("indikator", "judul"):
        return []
    measure = "capaian" if any("CAPAIAN" in t for t in sentence.tokens[:at]) else "realisasi"
    found = [s.grids.printed(named.name, measure, year) for year in sorted(years)]
    return figures_of(Sentence("", [t for t in found if t is not None]), h.angka_texts)


def _reading(change: Figure, old: Figure, new: Figure) -> Reading | None:
    """How far it moved, or in percent of where it came from; what is said in points need not hold."""
    made = []
    for card in load_relations():
        if card.id in ("perubahan-selisih", "perubahan-persen"):
            kind = change.kind if card.id == "perubahan-selisih" else ""
            one, other = replace(old, kind=kind), replace(new, kind=kind)
            made.append(bind(card, {"awal": (one,), "akhir": (other,), "hasil": (change,)}, SHAPE))
    best = min((r for r in made if r is not None), key=lambda r: r.state != HOLDS, default=None)
    if best is None or best.state in (HOLDS, SLIP):
        return best
    return best if change.kind == POINTS and not absurd(best) else None
