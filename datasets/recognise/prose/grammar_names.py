"""Names in a sentence: those known from the grids (fuzzily), quoted ones, and noun phrases that begin like an
indicator. Where a name goes on and where it ends is data (words/nama.yaml)."""

import re
from functools import lru_cache
from itertools import takewhile

from rapidfuzz import fuzz

from cermat.datasets.recognise.prose.grammar import Token, bears, tidy
from cermat.datasets.recognise.vocabulary import vocabulary

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_LIKE = 84  # a misspelt word of five letters or more still counts
_LIKE_SIX = 83  # one of six letters that begin alike
_QUOTE = re.compile(r"[“\"„«]([^“”\"„«»\n]{8,240})[”\"»]")
_VERB = re.compile(r"(?:me[mnlrwy]|di\w|ter|ber)\w{3,}|adalah|oleh|bps\b|ke$|karena|lebih|kurang|juga|yg$")
_AVERAGE = re.compile(r"rata-?\s?rata|^(jumlah|total|sub ?total)$")
_GAP = frozenset({"KOMA", "GARIS_MIRING", "STRIP", "TANDA"})
_JOINING = frozenset({"di", "se"})
_LOW = frozenset({"sasaran", "tujuan", "uraian"})
_ADVERB = frozenset({"selama", "secara"})
_WORDS = {name: frozenset(words) for name, words in vocabulary("nama").items()}
_CLASSES = vocabulary("prosa")["kelas"]
_NO_NAMES = frozenset(word for name in _WORDS["bukan"] for word in _CLASSES[name])
_LONGEST = 40  # words


@lru_cache(maxsize=16384)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without what stands in brackets."""
    return tuple(_WORD.findall(_BRACKETS.sub(" ", name).lower()))


@lru_cache(maxsize=65536)
def _likeness(one: str, other: str) -> bool:
    if one == other or min(len(one), len(other)) < 5:
        return one == other
    six = len(one) == len(other) == 6 and one[0] == other[0]
    return fuzz.ratio(one, other) >= (_LIKE_SIX if six else _LIKE)


def _initials(words: tuple[str, ...] | list[str]) -> str:
    return "".join(word[0] for word in words if word.lower() not in _WORDS["penghubung"]).lower()


def short_form(name: str) -> str:
    """The short form of a name: what ends it in brackets, where those letters stand in it ("Indeks … (IPK)" →
    "ipk"), else its initials."""
    ends = re.search(r"\(([A-Z][A-Za-z]{1,7})\)\s*$", name)
    if ends and set(ends[1].lower()) <= {word[0] for word in name_words(name)}:
        return ends[1].lower()
    words = name_words(name)
    initials = _initials(words)
    heads = [word for word in words if word not in _WORDS["penghubung"]]
    return initials if 3 <= len(heads) <= 5 and heads[0] in vocabulary("prosa")["kepala_nama"] else ""


def is_short_of(short: str, name: str) -> bool:
    """Is `short` ("IPG") the initials of a name ("Indeks Pembangunan Gender")?"""
    return short.isupper() and len(short) >= 3 and short.lower() == _initials(name_words(name))


def long_forms(names: list[str]) -> dict[str, tuple[str, ...]]:
    """Short forms that the names themselves explain: "Angka Partisipasi Murni (APM) SD" gives apm → its
    words."""
    result: dict[str, tuple[str, ...]] = {}
    for name in names:
        for told in re.finditer(r"\(([A-Z]{2,7})\)", name):
            words, short = name_words(name[: told.start()]), told[1].lower()
            starts = range(len(words) - 1, -1, -1)
            exact = (words[at:] for at in starts if _initials(words[at:]) == short)
            if found := next(exact, None):
                result.setdefault(short, found)
    return result


def _shortened(words: tuple[str, ...], forms: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words of a name with what has a short form put in that form."""
    for short, long in forms.items():
        size = len(long)
        at = next((at for at in range(len(words) - size + 1) if words[at : at + size] == long), -1)
        words = words if at < 0 else (*words[:at], short, *words[at + size :])
    return words


def _items(entries: list[tuple[str, str]]) -> dict[str, str]:
    """Item of an indicator ("Daging" of "Jumlah produksi: Daging") → the indicator that it means in a
    sentence. An item that stands under several indicators means none of them: it stays itself."""
    within: dict[str, set[str]] = {}
    for name, kind in entries:
        if kind == "indikator" and ": " in name:
            within.setdefault(name.rsplit(": ", 1)[1].strip(), set()).add(name)
    return {item: next(iter(names)) if len(names) == 1 else item for item, names in within.items() if item}


def _is_name(words: tuple[str, ...], name: str, kind: str) -> bool:
    """May these words be looked for in sentences?"""
    if not words or " ".join(words) in _NO_NAMES or len(words) > _LONGEST:
        return False
    if len(words) == 1 and (kind in _LOW or len(words[0]) < 5) and not name.isupper():
        return False
    average = _AVERAGE.search(" ".join(words)[:10]) and len(words) < 4
    return not average or "lama" in words


def _named(tokens: list[Token], start: int, end: int, name: str, kind: str) -> Token:
    """Tokens from start to end (not included) as a name."""
    place = tokens[start].mulai, tokens[end - 1].akhir
    return Token(frozenset({"I"}), name.lower(), *place, name=name, jenis=kind)


class Lexicon:
    """The names that a document's grids (and headings) print. Call it on tokens to merge what names one of
    them.

    entries: (name as printed, jenis) with jenis indikator, sasaran or uraian; the first jenis given for a
    name counts.
    """

    def __init__(self, entries: list[tuple[str, str]], instansi: str = ""):
        self._alone = _WORDS["wilayah"] | set(name_words(instansi))
        self._by_begin: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        self._short: dict[str, tuple[str, str] | None] = {}
        self._seen: set[tuple[str, ...]] = set()
        forms = long_forms([name for name, _ in entries])
        items = [(item, name, "indikator") for item, name in _items(entries).items()]
        for said, name, kind in [*((name, name, kind) for name, kind in entries), *items]:
            words, name = name_words(tidy(said)), tidy(name)
            if not _is_name(words, name, kind) or not self._add(words, name, kind):
                continue
            if len(shortened := _shortened(words, forms)) > 1:
                self._add(shortened, name, kind)
            short = short_form(name) if kind == "indikator" else ""
            if len(short) >= 2:
                self._short[short] = None if short in self._short else (name, kind)
        for content in self._by_begin.values():
            content.sort(key=lambda entry: -len(entry[0]))

    def _add(self, words: tuple[str, ...], name: str, kind: str) -> bool:
        """Add a name by its words, unless they are known."""
        new = words not in self._seen
        if new:
            self._seen.add(words)
            self._by_begin.setdefault(words[0], []).append((words, name, kind))
        return new

    def find(self, text: str) -> tuple[str, str] | None:
        """The known name that `text` is (all its words, fuzzily): (name, jenis), or None."""
        words = name_words(tidy(text))
        for content in self._by_begin.values():
            for known, name, kind in content:
                if len(known) == len(words) and all(map(_likeness, known, words)):
                    return name, kind
        return self._short.get(words[0]) if len(words) == 1 else None

    def __call__(self, tokens: list[Token], text: str) -> list[Token]:
        result, at = [], 0
        while at < len(tokens):
            found = self._at(tokens, at, text) if "W" in tokens[at] else None
            end = found[0] if found else at + 1
            result.append(_named(tokens, at, *found) if found else tokens[at])
            at = end
        return _quoted(result, text)

    def _at(self, tokens: list[Token], at: int, text: str) -> tuple[int, str, str] | None:
        """The name that begins at a token, with the position behind it."""
        token = tokens[at]
        for words, name, kind in self._by_begin.get(token.lowered, ()):
            if end := _fits(tokens, at, words):
                return end, name, kind
        short = self._short.get(token.lowered) if text[token.mulai : token.akhir].isupper() else None
        return (at + 1, *short) if short else None

    def extend(self, tokens: list[Token], text: str) -> list[Token]:
        """A known name with words of its own behind it is another thing ("… Provinsi X", "… laki-laki"): the
        longer name. Words of the agency's own name add nothing."""
        result: list[Token] = []
        at = 0
        while at < len(tokens):
            token, at = tokens[at], at + 1
            result.append(token)
            if "I" not in token or token.jenis not in ("indikator", "sasaran", "frasa"):
                continue
            more = list(takewhile(self._goes_on, tokens[at : at + _LONGEST]))
            while more and more[-1].lowered in _JOINING:
                more.pop()
            if not more:
                continue
            if any(other.lowered not in _JOINING | self._alone for other in more):
                token.name = tidy(f"{token.name} {text[more[0].mulai : more[-1].akhir]}")
                token.jenis, token.lowered = "frasa", token.name.lower()
            token.akhir = more[-1].akhir
            at += len(more)
        return result

    def _goes_on(self, token: Token) -> bool:
        """May the token belong to the name before it?"""
        word = token.lowered
        noun = bool(token.kelas & {"W", "SATUAN"}) and word.isalpha()
        return word in _JOINING or (noun and (word in self._alone or not _VERB.match(word)))


def _fits(tokens: list[Token], at: int, words: tuple[str, ...]) -> int | None:
    """The position after the tokens that spell `words`, brackets in the text skipped."""
    done = 0
    while done < len(words):
        token = tokens[at] if at < len(tokens) else None
        if token is None:
            return None
        if "BUKA" in token and done:
            end = next((end for end in range(at + 1, min(at + 7, len(tokens))) if "TUTUP" in tokens[end]), 0)
            if not end or bears(tokens[at:end], "N"):
                return None
            at = end + 1
        elif token.kelas & _GAP and done:
            at += 1
        elif "X" in token and done:  # "per 1.000" within a name
            content = tuple(_WORD.findall(token.lowered))
            if not content or words[done : done + len(content)] != content:
                return None
            at, done = at + 1, done + len(content)
        elif token.kelas & {"W", "K"} and _likeness(token.lowered, words[done]):
            at, done = at + 1, done + 1
        else:
            return None
    closed = _bracket(tokens, at)  # right behind it belongs to the name ("… (PMKS)")
    return at + 3 if closed is not None and "W" in closed and closed.lowered.isalpha() else at


def _bracket(tokens: list[Token], at: int) -> Token | None:
    """The one token in brackets at a position, None where there is no such thing."""
    three = tokens[at : at + 3]
    return three[1] if len(three) == 3 and "BUKA" in three[0] and "TUTUP" in three[2] else None


def _quoted(tokens: list[Token], text: str) -> list[Token]:
    """Quoted phrases of three words or more that hold no figure and no known name become names."""
    for quote in _QUOTE.finditer(text):
        inside = [
            at
            for at, token in enumerate(tokens)
            if token.mulai >= quote.start(1) and token.akhir <= quote.end(1)
        ]
        plain = not any(tokens[at].kelas & {"N", "I", "TITIK", "Y"} for at in inside)
        if plain and 3 <= len(inside) <= 30:
            start, end = inside[0], inside[-1] + 1
            tokens[start:end] = [_named(tokens, start, end, tidy(quote[1]), "kutip")]
    return tokens


def noun_phrases(tokens: list[Token], text: str) -> list[Token]:
    """Noun phrases that begin like an indicator ("persentase desa yang …") become names of jenis frasa (after
    classing)."""
    result, at = [], 0
    while at < len(tokens):
        token = tokens[at]
        end = _end(tokens, at) if "KEPALA" in token and not token.kelas & {"L", "I"} else 0
        name = tidy(text[token.mulai : tokens[end - 1].akhir]) if end else ""
        result.append(_named(tokens, at, end, name, "frasa") if end else token)
        at = end or at + 1
    return result


def _end(tokens: list[Token], start: int) -> int:
    """The position behind the noun phrase that begins at a token; 0 where it says nothing."""
    at, content = start + 1, 0
    while at < len(tokens) and at - start < _LONGEST:
        size, more = _step(tokens, at, content)
        if not size:
            break
        at, content = at + size, content + more
    loose = _WORDS["penghubung"] | _ADVERB
    while at > start + 1 and (
        tokens[at - 1].lowered in loose or tokens[at - 1].kelas & {"GARIS_MIRING", "STRIP"}
    ):
        at -= 1
    return at if content and at > start + 1 else 0


def _step(tokens: list[Token], at: int, content: int) -> tuple[int, int]:
    """How many tokens of the phrase stand at a position (0: it ends), and whether they say something."""
    token, before, ahead = tokens[at], tokens[at - 1], tokens[at + 1 : at + 2]
    word, of_yang = token.lowered, before.lowered == "yang"
    row = token.jenis == "uraian" and before.kelas & {"W", "SATUAN"}
    if "I" in token and (row or not content and token.jenis != "kutip"):
        return 1, 1
    if "BUKA" in token:
        closed = _bracket(tokens, at)
        return (3 * bool(content and closed and closed.kelas & {"W", "SATUAN", "DOKUMEN"}), 0)
    if "GARIS_MIRING" in token or ("STRIP" in token and ahead and ahead[0].mulai == token.akhir):
        return 1, 0
    if of_yang and token.kelas & {"BATAS", "ADA", "PENGISI"} and not token.kelas & {"N", "SE", "DIPEROLEH"}:
        return 1, 1
    adverb = word in _ADVERB and ahead and ahead[0].kelas & {"W", "PENGISI"}
    if adverb or (content and word in _WORDS["sifat"]):
        return 1, 0
    if word in _WORDS["penghubung"]:
        another = word in ("dan", "serta") and ahead and ahead[0].kelas & {"KEPALA", "I"}
        return (0 if another else 1), 0
    moves = content and token.kelas & {"NAIK", "TURUN"} and not of_yang  # "jumlah kasus menurun dari …"
    inside = token.kelas & _WORDS["isi"] and not token.kelas & _WORDS["akhir"]
    return (1, 1) if inside and not moves else (0, 0)
