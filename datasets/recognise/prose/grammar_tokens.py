"""Text with its placed numbers to sentences of tokens."""

import re
from functools import cache
from itertools import takewhile

from cermat.datasets.recognise import units
from cermat.datasets.recognise.prose.grammar import Sentence, Token, bears
from cermat.datasets.recognise.prose.grammar_names import Lexicon, noun_phrases
from cermat.datasets.recognise.prose.grammar_numbers import merge_numbers, merge_tahun, tahun_within
from cermat.datasets.recognise.vocabulary import vocabulary
from cermat.schemas.months import full_names

_PIECE = re.compile(r"[Ss]\.?\s?/?[Dd]\.?(?=\s)|[^\W\d_]+(?:[-'’][^\W\d_]+)*|\\[a-z]+|\d[\d.,]*\d|\d|\S")
_TO_RANGE = re.compile(r"s\.?\s?/?d\.?")
_AREAS = frozenset({"m2", "m3", "km2", "m²", "m³", "km²"})  # units that hold a digit
_SIGNS = (
    "KOMA , TITIKKOMA ; TITIK .!? TDUA : BUKA ([ TUTUP )] SAMA = GARIS_MIRING /÷ SILANG ×✕ TAMBAH + "
    "STRIP -–—− KURAWAL {} TANDA •%"
).split()
_MARK = {sign: name for name, signs in zip(_SIGNS[::2], _SIGNS[1::2], strict=True) for sign in signs}
_ELSE = {"tahun": "Y", "tanggal": "TGL", "pengali": "PENGALI", "label": "BUTIR", "rujukan": "RUJUKAN"}
_SILENT_SIGNS = set("“”\"„‟'‘’*$_`«»\\")


def default_labels() -> dict[tuple[str, ...], frozenset]:
    """Labels of words/label.yaml: words → classes."""
    content = vocabulary("label")
    result = {tuple(phrase.split()): frozenset({"L", "LEMAH"}) for phrase in content["lemah"]}
    return result | {tuple(phrase.split()): frozenset({"L", "KUAT"}) for phrase in content["kuat"]}


@cache
def _lexicon() -> dict[str, list[tuple[tuple[str, ...], frozenset]]]:
    """First word → phrases with their classes, the longest first."""
    content = vocabulary("prosa")
    entries = content["kelas"] | {
        "BULAN": full_names(),
        "SATUAN": units.behind_numbers(),
        "KEPALA": content["kepala_nama"],
        "BATAS": content["batas_nama"],
    }
    classes: dict[tuple[str, ...], set] = {}
    for name, phrases in entries.items():
        for phrase in phrases:
            classes.setdefault(tuple(phrase.lower().split()), set()).add(name)
    result: dict[str, list] = {}
    for phrase, kinds in sorted(classes.items(), key=lambda entry: -len(entry[0])):
        result.setdefault(phrase[0], []).append((phrase, frozenset(kinds)))
    return result


def _without_nya(words: str) -> str:
    return words[:-3] if words.endswith("nya") and len(words) > 6 else words


def _words_of(text: str, start: int, end: int) -> list[Token]:
    """Plain tokens of a stretch that holds no figures."""
    result = []
    for piece in _PIECE.finditer(text, start, end):
        printed = piece[0]
        if printed in _SILENT_SIGNS:
            continue
        small, first = printed.lower().lstrip("\\"), printed[0]
        plain = "X" if first.isdigit() else "W" if first.isalpha() or first == "\\" else "TANDA"
        kind = "SILANG" if small in ("x", "times") else _MARK.get(printed, plain)
        if small[0] == "s" and len(small) < 6 and _TO_RANGE.fullmatch(small):
            small = "s.d"
        result.append(Token(frozenset({kind}), small, *piece.span()))
    return result


def _figure(row) -> Token | None:
    """The token of one row of `angka` (None: the row is part of the words)."""
    place = row.teks.lower(), row.mulai, row.akhir
    if row.kelas in ("figur", "rusak"):
        unit = {"%": "PERSEN", "Rp": "RP"}.get(row.satuan, "")
        kinds = {"N", unit or ("HITUNG" if row.desimal <= 0 else "PECAHAN")}
        kinds = {"X"} if row.kelas == "rusak" else kinds
        known = {"id": int(row.Index), "nilai": row.nilai, "satuan": row.satuan if unit else ""}
        return Token(frozenset(kinds), *place, **known)
    if row.kelas != "bukan":
        return None
    years = tahun_within(row.teks)
    kind = _ELSE.get(row.kolom, "X")
    kind = "X" if kind == "Y" and not years else kind
    return Token(frozenset({kind}), *place, tahun=years, jenis="rentang" if len(years) > 1 else "satu")


def _classify(tokens: list[Token], label: dict[tuple[str, ...], frozenset]) -> list[Token]:
    """Merge the phrases of the vocabulary and give them their classes."""
    labels: dict[str, list] = {}
    for phrase, kinds in label.items():
        labels.setdefault(phrase[0], []).append((phrase, kinds))
    result, at = [], 0
    while at < len(tokens):
        token = tokens[at]
        size, kinds = _phrase(tokens, at, labels) if token.kelas & {"W", "TANDA"} else (0, token.kelas)
        if size:
            words = " ".join(other.lowered for other in tokens[at : at + size])
            token = Token(kinds, words, token.mulai, tokens[at + size - 1].akhir)
        result.append(token)
        at += size or 1
    return result


def _phrase(tokens: list[Token], at: int, labels: dict[str, list]) -> tuple[int, frozenset]:
    """How many tokens the longest phrase at a token has, and its classes; 0 where none begins with it."""
    word, plain = tokens[at].lowered, tokens[at].kelas
    lexicon = _lexicon()
    stem = lexicon.get(_without_nya(word), []) if word.endswith("nya") else []
    candidates = [*lexicon.get(word, []), *labels.get(word, []), *stem]
    size, kinds = 1, plain
    for phrase, more in candidates:
        words = tuple(other.lowered for other in tokens[at : at + len(phrase)])
        alike = words == phrase or (
            "L" not in more and words[:-1] == phrase[:-1] and _without_nya(words[-1]) == phrase[-1]
        )
        if alike and len(words) == len(phrase) >= size:
            kinds = more | kinds if len(phrase) == size and kinds is not plain else more
            size = len(phrase)
    return (size, kinds) if candidates else (0, plain)


def _between(tokens: list[Token], at: int) -> bool:
    """Is the figure one of the two of a difference ("selisih antara pagu Rp965 juta dan …")?"""
    near = range(at - 1, max(-1, at - 5), -1)
    start = next((place for place in near if tokens[place].lowered == "antara"), 0)
    return bears(tokens[max(0, start - 2) : start], "SELISIH")


def _arrow(before: list[Token], sign: Token) -> bool:
    """Is a sign before a figure the head of an arrow ("--> naik 21,16%")?"""
    shaft = any("STRIP" in token and token.akhir == sign.mulai for token in before[-5:])
    return sign.lowered == ">" and shaft


def _guess(tokens: list[Token]) -> None:
    """Mark hedged figures ("sekitar 40", "di atas 90%", "40 lebih") in place: KIRA_N instead of N; "78,40%
    lebih rendah 3,15 poin" is exact."""
    for at, token in enumerate(tokens):
        if "N" not in token or _between(tokens, at):
            continue
        near = tokens[max(0, at - 2) : at]
        near = [other for other in near if not other.kelas & {"SE", "W"}] + near[-1:]
        near = [other for other in near if not _arrow(tokens[:at], other)]
        behind = tokens[at + 1 : at + 3]
        more = bool(behind) and behind[0].lowered in ("lebih", "ke atas", "keatas", "ke bawah")
        more = more and not behind[-1].kelas & {"TINGGI", "RENDAH"}
        if more or any("KIRA" in other for other in near if "N" not in other):
            token.kelas = frozenset({"KIRA_N"})


def _operands(tokens: list[Token]) -> None:
    """Mark figures that are operands of written arithmetic (class SUKU, in place): "940 / 1.096 x 100%"."""
    for at, token in enumerate(tokens):
        if "N" not in token:
            continue
        ahead, before = tokens[at + 1 : at + 3], tokens[max(0, at - 1) : at]
        first, last = (ahead[0].kelas, ahead[-1].kelas) if ahead else (frozenset(), frozenset())
        per_unit = "GARIS_MIRING" in first and "SATUAN" in last
        operator = first & {"GARIS_MIRING", "SILANG", "PENGALI", "TAMBAH"} and not per_unit
        joined = first & {"TDUA", "STRIP", "KURAWAL"} and last & {"N", "KURAWAL", "STRIP"}
        after = bears(before, "GARIS_MIRING", "SILANG", "TAMBAH", "KURAWAL", "SUKU")
        if operator or (joined and len(ahead) > 1) or after:
            token.kelas = token.kelas | {"SUKU"}


def _rate_base(tokens: list[Token], at: int) -> int:
    """The position after a rate's base ("per 100.000 kelahiran hidup") that begins at a token; 0 where there
    is none."""
    if tokens[at].lowered.split(" ")[0] != "per":
        return 0
    apart = "X" not in tokens[at]  # the base may stand in a token of its own
    if apart and not bears(tokens[at + 1 : at + 2], "N", "X"):
        return 0
    start = at + 1 + apart
    words = takewhile(lambda token: token.kelas & {"W", "SATUAN"}, tokens[start : start + 3])
    return start + len(list(words))


def _units(tokens: list[Token]) -> list[Token]:
    """A figure takes the unit behind it: "27 orang", "98 per 100.000 kelahiran hidup", "41 kuintal/ha"."""
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        token, before = tokens[at], result[-1] if result else None
        at += 1
        if before is None or not before.kelas & {"N", "KIRA_N", "K"}:
            result.append(token)
            continue
        end = 0 if "K" in before else _rate_base(tokens, at - 1)
        slashed = "GARIS_MIRING" in token and "N" in before and before.satuan
        if end:
            before.satuan = " ".join(other.lowered for other in tokens[at - 1 : end])
        elif slashed and at < len(tokens) and "SATUAN" in tokens[at]:
            before.satuan, end = f"{before.satuan}/{tokens[at].lowered}", at + 1
        elif not before.satuan and _is_unit(token):
            before.satuan, end = token.lowered, at
        else:
            result.append(token)
            continue
        before.akhir, at = tokens[end - 1].akhir, end
    return result


def _is_unit(token: Token) -> bool:
    year = token.lowered == "tahun" and "Y" not in token
    return ("SATUAN" in token and "BENDA" not in token) or token.lowered in _AREAS or year


def _sentences(tokens: list[Token], text: str) -> list[list[Token]]:
    """Cut at full stops that end a sentence."""
    result: list[list[Token]] = [[]]
    short = set(vocabulary("prosa")["singkatan"])
    for at, token in enumerate(tokens):
        result[-1].append(token)
        if "TITIK" not in token:
            continue
        before, ahead = tokens[max(0, at - 1) : at], tokens[at + 1 : at + 2]
        shortened = any(
            other.akhir == token.mulai
            and (other.lowered in short or (len(other.lowered) == 1 and other.lowered.isalpha()))
            for other in before
        )
        goes_on = any(other.mulai == token.akhir and not text[other.mulai].isupper() for other in ahead)
        if not shortened and not goes_on:
            result.append([])
    return [sentence for sentence in result if sentence]


def _parse(text: str, angka, label: dict | None, lexicon: Lexicon | None) -> list[list[Token]]:
    """Text to sentences of tokens."""
    tokens, position = [], 0
    for row in angka:
        token = _figure(row)
        if token is not None and row.mulai >= position:
            tokens += [*_words_of(text, position, row.mulai), token]
            position = row.akhir
    tokens += _words_of(text, position, len(text))
    for before, token, ahead in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.lowered == "kali" and "N" in before and ahead.kelas & {"N", "PENGALI"}:
            token.kelas = frozenset({"SILANG"})  # "3 kali 4" multiplies, "3 kali" counts
    tokens = merge_numbers(tokens)
    tokens = lexicon(tokens, text) if lexicon is not None else tokens
    tokens = merge_tahun(_classify(tokens, default_labels() if label is None else label))
    result = []
    for sentence in _sentences(tokens, text):
        _guess(sentence)
        _operands(sentence)
        sentence = noun_phrases(_units(sentence), text)
        result.append(_marked(lexicon.extend(sentence, text) if lexicon is not None else sentence))
    return result


@cache
def _marks() -> dict[str, frozenset]:
    """Word → marks that tokens carry beside their classes."""
    found: dict[str, set] = {}
    for name, words in vocabulary("prosa")["penanda"].items():
        for word in words:
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def _marked(tokens: list[Token]) -> list[Token]:
    """Tokens with the marks of their first word ("kontribusi", "bobotnya"), in place."""
    marks = _marks()
    for token in tokens:
        first = token.lowered.split(" ", 1)[0]
        found = marks.get(first) or marks.get(_without_nya(first))
        if found and not token.kelas & {"N", "KIRA_N", "Y", "X"}:
            token.kelas = token.kelas | found
    return tokens


def sentences(text: str, angka, label=None, lexicon: Lexicon | None = None, blok: int = -1) -> list[Sentence]:
    """Text to sentences.

    angka: rows of the `angka` frame that stand in this text (named tuples with Index as the id, in order of
    mulai). label: words → classes of the predikat labels; lexicon: the names that the document knows.
    """
    return [Sentence(text, tokens, blok) for tokens in _parse(text, angka, label, lexicon) if tokens]
