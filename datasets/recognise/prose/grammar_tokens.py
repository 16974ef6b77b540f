"""Text with its placed numbers to sentences of tokens."""

import re
from functools import cache

from datasets.recognise import units
from datasets.recognise.prose.grammar import Sentence, Token
from datasets.recognise.prose.grammar_names import noun_phrases
from datasets.recognise.prose.grammar_numbers import merge_numbers, merge_tahun, tahun_within
from datasets.recognise.vocabulary import vocabulary
from schemas.months import full_names

_PIECE = re.compile(r"[Ss]\.?\s?/?[Dd]\.?(?=\s)|[^\W\d_]+(?:[-'’][^\W\d_]+)*|\\[a-z]+|\d[\d.,]*\d|\d|\S")
_TO_RANGE = re.compile(r"s\.?\s?/?d\.?")
_AREAS = frozenset({"m2", "m3", "km2", "m²", "m³", "km²"})  # units that hold a digit
_MARK = {
    ",": "KOMA",
    ";": "TITIKKOMA",
    ".": "TITIK",
    "!": "TITIK",
    "?": "TITIK",
    ":": "TDUA",
    "(": "BUKA",
    ")": "TUTUP",
    "[": "BUKA",
    "]": "TUTUP",
    "=": "SAMA",
    "/": "GARIS_MIRING",
    "÷": "GARIS_MIRING",
    "×": "SILANG",
    "✕": "SILANG",
    "+": "TAMBAH",
    "-": "STRIP",
    "–": "STRIP",
    "—": "STRIP",
    "−": "STRIP",
    "{": "KURAWAL",
    "}": "KURAWAL",
    "•": "TANDA",
    "%": "TANDA",
}
_SILENT_SIGNS = set("“”\"„‟'‘’*$_`«»\\")


def default_labels() -> dict[tuple[str, ...], frozenset]:
    """Labels of words/label.yaml: words → classes."""
    content = vocabulary("label")
    result = {tuple(f.split()): frozenset({"L", "LEMAH"}) for f in content["lemah"]}
    return result | {tuple(f.split()): frozenset({"L", "KUAT"}) for f in content["kuat"]}


@cache
def _lexicon() -> dict[str, list[tuple[tuple[str, ...], frozenset]]]:
    """First word → phrases with their classes, the longest first."""
    content = vocabulary("prosa")
    classes: dict[tuple[str, ...], set] = {}
    entries = {
        **content["kelas"],
        "BULAN": list(full_names()),
        "SATUAN": units.behind_numbers(),
        "KEPALA": content["kepala_nama"],
        "BATAS": content["batas_nama"],
    }
    for name, words in entries.items():
        for f in words:
            classes.setdefault(tuple(f.lower().split()), set()).add(name)
    result: dict[str, list] = {}
    for f, k in classes.items():
        result.setdefault(f[0], []).append((f, frozenset(k)))
    for content_start in result.values():
        content_start.sort(key=lambda x: -len(x[0]))
    return result


def _without_nya(words: str) -> str:
    return words[:-3] if words.endswith("nya") and len(words) > 6 else words


def _words_of(text: str, a: int, b: int) -> list[Token]:
    """Plain tokens of a stretch that holds no figures."""
    result = []
    for m in _PIECE.finditer(text, a, b):
        words = m[0]
        if words in _SILENT_SIGNS:
            continue
        small = words.lower().lstrip("\\")
        if words in _MARK:
            classes = _MARK[words]
        elif small in ("x", "times"):
            classes = "SILANG"
        elif words[0].isdigit():
            classes = "X"
        else:
            classes = "W" if words[0].isalpha() or words[0] == "\\" else "TANDA"
        if small[0] == "s" and len(small) < 6 and _TO_RANGE.fullmatch(small):
            small = "s.d"
        result.append(Token(frozenset({classes}), small, m.start(), m.end()))
    return result


def _angka(b) -> Token | None:
    """The token of one row of `angka` (None: the row is part of the words)."""
    if b.kelas in ("figur", "rusak"):
        if b.kelas == "rusak":
            classes = {"X"}
        else:
            classes = {
                "N",
                "PERSEN"
                if b.satuan == "%"
                else "RP"
                if b.satuan == "Rp"
                else "HITUNG"
                if b.desimal <= 0
                else "PECAHAN",
            }
        return Token(
            frozenset(classes),
            b.teks.lower(),
            b.mulai,
            b.akhir,
            id=int(b.Index),
            nilai=b.nilai,
            satuan=b.satuan if b.satuan in ("%", "Rp") else "",
        )
    if b.kelas != "bukan":
        return None
    classes = {
        "tahun": "Y",
        "tanggal": "TGL",
        "pengali": "PENGALI",
        "label": "BUTIR",
        "rujukan": "RUJUKAN",
    }.get(b.kolom, "X")
    tahun = tahun_within(b.teks)
    if classes == "Y" and not tahun:
        classes = "X"
    return Token(
        frozenset({classes}),
        b.teks.lower(),
        b.mulai,
        b.akhir,
        tahun=tahun,
        jenis="rentang" if len(tahun) > 1 else "satu",
    )


def _classify(tokens: list[Token], label: dict[tuple[str, ...], frozenset]) -> list[Token]:
    """Merge the phrases of the vocabulary and give them their classes."""
    lexicon, result, i = _lexicon(), [], 0
    first_label: dict[str, list] = {}
    for f, k in label.items():
        first_label.setdefault(f[0], []).append((f, k))
    while i < len(tokens):
        t = tokens[i]
        if not t.kelas & {"W", "TANDA"}:
            result.append(t)
            i += 1
            continue
        length, classes = 1, t.kelas
        candidates = lexicon.get(t.lowered, [])
        if t.lowered in first_label:
            candidates = candidates + first_label[t.lowered]
        if t.lowered.endswith("nya"):
            candidates = candidates + lexicon.get(_without_nya(t.lowered), [])
        if not candidates:
            result.append(t)
            i += 1
            continue
        for f, k in candidates:
            n = len(f)
            if n < length or i + n > len(tokens):
                continue
            words = [x.lowered for x in tokens[i : i + n]]
            if words != list(f) and not (
                words[:-1] == list(f[:-1]) and _without_nya(words[-1]) == f[-1] and "L" not in k
            ):
                continue
            classes = k | classes if n == length and classes is not t.kelas else k
            length = n
        result.append(
            Token(
                frozenset(classes),
                " ".join(x.lowered for x in tokens[i : i + length]),
                t.mulai,
                tokens[i + length - 1].akhir,
            )
        )
        i += length
    return result


def _between(tokens: list[Token], i: int) -> bool:
    """Is the figure at i one of the two of a difference ("selisih antara pagu Rp965 juta dan …")?"""
    at = next((j for j in range(i - 1, max(-1, i - 5), -1) if tokens[j].lowered == "antara"), None)
    return at is not None and any("SELISIH" in t for t in tokens[max(0, at - 2) : at])


def _guess(tokens: list[Token]) -> None:
    """Mark hedged figures ("sekitar 40", "di atas 90%") in place: KIRA_N instead of N."""
    for i, t in enumerate(tokens):
        if "N" not in t:
            continue
        before = tokens[max(0, i - 3) : i]
        if _between(tokens, i):
            continue
        near = [s for s in before[-2:] if not s.kelas & {"SE", "W"}] + before[-1:]
        if any("KIRA" in s for s in near if "N" not in s):
            t.kelas = frozenset({"KIRA_N"})
        elif i + 1 < len(tokens) and tokens[i + 1].lowered in ("lebih", "ke atas", "keatas", "ke bawah"):
            if i + 2 < len(tokens) and tokens[i + 2].kelas & {"TINGGI", "RENDAH"}:
                continue  # "78,40% lebih rendah 3,15 poin …" is exact
            t.kelas = frozenset({"KIRA_N"})


def _operands(tokens: list[Token]) -> None:
    """Mark figures that are operands of written arithmetic (class SUKU, in place): "940 / 1.096 x 100%"."""
    for i, t in enumerate(tokens):
        if "N" not in t:
            continue
        ahead = tokens[i + 1 : i + 3]
        previous = tokens[i - 1] if i else None
        operator = bool(ahead) and (
            ahead[0].kelas & {"GARIS_MIRING", "SILANG", "PENGALI", "TAMBAH"}
            and not ("GARIS_MIRING" in ahead[0] and "SATUAN" in ahead[-1])
            or (
                len(ahead) > 1
                and ahead[0].kelas & {"TDUA", "STRIP", "KURAWAL"}
                and ahead[1].kelas & {"N", "KURAWAL", "STRIP"}
            )
        )
        if operator or (
            previous is not None and previous.kelas & {"GARIS_MIRING", "SILANG", "TAMBAH", "KURAWAL", "SUKU"}
        ):
            t.kelas = t.kelas | {"SUKU"}


def _rate_base(tokens: list[Token], i: int) -> int:
    """The position after a rate's base ("per 100.000 kelahiran hidup") that begins at i; 0 where there is
    none."""
    if "X" not in tokens[i]:  # the base may stand in a token of its own
        i += 1
        if i >= len(tokens) or not tokens[i].kelas & {"N", "X"}:
            return 0
    j = i + 1
    while j < len(tokens) and j < i + 4 and tokens[j].kelas & {"W", "SATUAN"}:
        j += 1
    return j


def _satuan(tokens: list[Token]) -> list[Token]:
    """A figure takes the unit behind it ("27 orang")."""
    result: list[Token] = []
    pass_by = 0
    for i, t in enumerate(tokens):
        if pass_by:
            pass_by -= 1
            continue
        previous = result[-1] if result else None
        if t.lowered.split(" ")[0] == "per" and previous is not None and previous.kelas & {"N", "KIRA_N"}:
            j = _rate_base(tokens, i)
            if j:  # "98 per 100.000 kelahiran hidup"
                previous.satuan = " ".join(x.lowered for x in tokens[i:j])
                previous.akhir, pass_by = tokens[j - 1].akhir, j - i - 1
                continue
        slashed = "GARIS_MIRING" in t and previous is not None and "N" in previous and previous.satuan
        if slashed and i + 1 < len(tokens) and "SATUAN" in tokens[i + 1]:
            previous.satuan += f"/{tokens[i + 1].lowered}"  # "41 kuintal/ha"
            previous.akhir, pass_by = tokens[i + 1].akhir, 1
            continue
        satuan = (
            ("SATUAN" in t and "BENDA" not in t)
            or t.lowered in _AREAS
            or (t.lowered == "tahun" and "Y" not in t)
        )
        if satuan and previous is not None and previous.kelas & {"N", "KIRA_N", "K"} and not previous.satuan:
            previous.satuan, previous.akhir = t.lowered, t.akhir
        else:
            result.append(t)
    return result


def _sentences(tokens: list[Token], text: str) -> list[list[Token]]:
    """Cut at full stops that end a sentence."""
    result, current = [], []
    short = set(vocabulary("prosa")["singkatan"])
    for i, t in enumerate(tokens):
        current.append(t)
        if "TITIK" not in t:
            continue
        previous = tokens[i - 1] if i else None
        ahead = tokens[i + 1] if i + 1 < len(tokens) else None
        if (
            previous is not None
            and previous.akhir == t.mulai
            and (previous.lowered in short or (len(previous.lowered) == 1 and previous.lowered.isalpha()))
        ):
            continue
        if ahead is not None and ahead.mulai == t.akhir and not text[ahead.mulai].isupper():
            continue
        result.append(current)
        current = []
    return result + ([current] if current else [])


def parse(text: str, angka, label: dict | None = None, name=None) -> list[list[Token]]:
    """Text to sentences of tokens.

    angka: rows of the `angka` frame that stand in this text (named tuples with Index as the id, in order of
    mulai).
    label: words → classes of the predikat labels; name: a function list[Token] → list[Token] that merges
    known names.
    """
    tokens, position = [], 0
    for b in angka:
        t = _angka(b)
        if t is None or b.mulai < position:
            continue
        tokens += [*_words_of(text, position, b.mulai), t]
        position = b.akhir
    tokens += _words_of(text, position, len(text))
    for i in range(1, len(tokens) - 1):  # "3 kali 4" multiplies, "3 kali" counts
        if tokens[i].lowered == "kali" and "N" in tokens[i - 1] and tokens[i + 1].kelas & {"N", "PENGALI"}:
            tokens[i].kelas = frozenset({"SILANG"})
    tokens = merge_numbers(tokens)
    if name is not None:
        tokens = name(tokens, text)
    tokens = merge_tahun(_classify(tokens, default_labels() if label is None else label))
    result = []
    for k in _sentences(tokens, text):
        _guess(k)
        _operands(k)
        k = noun_phrases(_satuan(k), text)
        result.append(_marked(name.extend(k, text) if hasattr(name, "extend") else k))
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
    for t in tokens:
        if not t.kelas & {"N", "KIRA_N", "Y", "X"}:
            first = t.lowered.split(" ", 1)[0]
            found = marks.get(first) or marks.get(_without_nya(first))
            if found:
                t.kelas = t.kelas | found
    return tokens


def sentences(
    text: str, angka, label=None, name=None, blok: int = -1, r: int = -1, c: int = -1
) -> list[Sentence]:
    """Like `parse`, as `Sentence`."""
    return [Sentence(text, t, blok, r, c) for t in parse(text, angka, label, name) if t]
