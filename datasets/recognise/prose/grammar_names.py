"""Names in a sentence: those known from the grids (fuzzily), quoted ones, and noun phrases that begin like an
indicator."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from datasets.recognise.prose.grammar import Token, tidy
from datasets.recognise.vocabulary import vocabulary

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_GAP = frozenset({"KOMA", "GARIS_MIRING", "STRIP", "TANDA"})
_LIKE = 84  # a misspelt word of five letters or more still counts
_QUOTE = re.compile(r"[“\"„«]([^“”\"„«»\n]{8,240})[”\"»]")
_VERB = re.compile(r"(?:me[mnlrwy]|di\w|ter|ber)\w{3,}|adalah|oleh|bps\b|ke$|karena|lebih|kurang|juga|yg$")
_NAME_JOINING = frozenset({"di", "se"})
_PLACE = frozenset({"kabupaten", "kota", "provinsi", "kecamatan", "daerah", "pemerintah"})
_LOW = frozenset({"sasaran", "tujuan", "uraian"})
# a noun phrase may hold these; anything else ends it
_PHRASE_CONTENT = frozenset(
    {
        "W",
        "BENDA",
        "SATUAN",
        "UNTUK",
        "TERHADAP",
        "KEPADA",
        "PAGU",
        "BAIK",
        "TINGGI",
        "RENDAH",
        "DOKUMEN",
        "SISA",
    }
)
_LINKING = frozenset(
    {
        "di",
        "pada",
        "dalam",
        "yang",
        "atas",
        "untuk",
        "dan",
        "serta",
        "maupun",
        "terhadap",
        "bagi",
        "per",
        "sasaran",
        "kepada",
    }
)
_QUALITIES = frozenset({"kinerja", "utama", "strategis", "keuangan", "fisik", "hasil", "nilai"})
_STOP = frozenset(
    {
        "BATAS",
        "SE",
        "N",
        "KIRA_N",
        "Y",
        "TGL",
        "KOMA",
        "TITIKKOMA",
        "TITIK",
        "TDUA",
        "SAMA",
        "X",
        "MENJADI",
        "SEHINGGA",
        "OP_BAGI",
        "OP_BANDING",
        "OP_KALI",
        "OP_TAMBAH",
        "OP_KURANG",
        "DIPEROLEH",
        "MELEBIHI",
        "TERCAPAI",
        "TAK_TERCAPAI",
        "POSISI_TARGET",
        "PREDIKAT",
        "K",
        "NYATA",
        "ANDAI",
        "KIRA",
        "TERDIRI",
        "ANTARA_LAIN",
    }
)


@lru_cache(maxsize=16384)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without what stands in brackets."""
    return tuple(_WORD.findall(_BRACKETS.sub(" ", name).lower()))


@lru_cache(maxsize=65536)
def _likeness(a: str, b: str) -> bool:
    return a == b or (
        min(len(a), len(b)) >= 5
        and fuzz.ratio(a, b) >= (83 if len(a) == len(b) == 6 and a[0] == b[0] else _LIKE)
    )


def short_form(name: str) -> str:
    """The short form of a name: what ends it in brackets, where those letters stand in it ("Indeks … (IPK)" →
    "ipk")."""
    m = re.search(r"\(([A-Z][A-Za-z]{1,7})\)\s*$", name)
    if m and _begins_with(m[1], name_words(name)):
        return m[1].lower()
    words = [k for k in _WORD.findall(_BRACKETS.sub(" ", name)) if k.lower() not in _LINKING]
    if 3 <= len(words) <= 5 and vocabulary("prosa")["kepala_nama"].count(words[0].lower()):
        return "".join(k[0] for k in words).lower()
    return ""


def is_short_of(short: str, name: str) -> bool:
    """Is `short` ("IPG") the initials of a name ("Indeks Pembangunan Gender")?"""
    words = [k for k in name_words(name) if k not in _LINKING]
    return short.isupper() and len(short) >= 3 and short.lower() == "".join(k[0] for k in words)


def long_forms(entries: list[str]) -> dict[str, tuple[str, ...]]:
    """Short forms that the names themselves explain: "Angka Partisipasi Murni (APM) SD" gives apm → its
    words."""
    result: dict[str, tuple[str, ...]] = {}
    for name in entries:
        for m in re.finditer(r"\(([A-Z]{2,7})\)", name):
            words = _WORD.findall(_BRACKETS.sub(" ", name[: m.start()]))
            content, rest = [], len(m[1])
            for k in reversed(words):
                content.append(k.lower())
                rest -= k.lower() not in _LINKING
                if not rest:
                    break
            content.reverse()
            if not rest and "".join(k[0] for k in content if k not in _LINKING) == m[1].lower():
                result.setdefault(m[1].lower(), tuple(content))
    return result


def _shortened(words: tuple[str, ...], length: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words of a name with what has a short form put in that form."""
    for short, content in length.items():
        n = len(content)
        for i in range(len(words) - n + 1):
            if words[i : i + n] == content:
                words = words[:i] + (short,) + words[i + n :]
                break
    return words


def _begins_with(short: str, words: tuple[str, ...]) -> bool:
    letters = "".join(k[0] for k in words)
    return all(h in letters for h in short.lower())


def _items(entries: list[tuple[str, str]]) -> dict[str, str]:
    """Item of an indicator ("Daging" of "Jumlah produksi: Daging") → the indicator that it means in a
    sentence.

    An item that stands under several indicators means none of them: it stays itself.
    """
    within: dict[str, set[str]] = {}
    for name, kind in entries:
        if kind == "indikator" and ": " in name:
            within.setdefault(name.rsplit(": ", 1)[1].strip(), set()).add(name)
    return {item: next(iter(names)) if len(names) == 1 else item for item, names in within.items() if item}


class Lexicon:
    """The names that a document's grids (and headings) print. Call it on tokens to merge what names one of
    them.

    entries: (name as printed, jenis) with jenis indikator, sasaran or uraian; the first jenis given for a
    name counts.
    """

    def __init__(self, entries: list[tuple[str, str]], instansi: str = ""):
        self._alone = frozenset(name_words(instansi)) | _PLACE
        self._by_begin: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
        self._short: dict[str, tuple[str, str] | None] = {}
        seen: set[tuple[str, ...]] = set()
        length = long_forms([n for n, _ in entries])
        forbidden = {
            k
            for classes in (
                "TARGET",
                "REALISASI",
                "CAPAIAN",
                "RANCU",
                "RATA",
                "PAGU",
                "SERAPAN",
                "BENDA",
                "SISA",
            )
            for k in vocabulary("prosa")["kelas"][classes]
        }
        named = [(n, n, kind) for n, kind in entries] + [
            (item, n, "indikator") for item, n in _items(entries).items()
        ]
        for said, name, kind in named:
            name = tidy(name)
            words = name_words(tidy(said))
            if not words or words in seen or " ".join(words) in forbidden or len(words) > 40:
                continue
            seen.add(words)
            if len(words) == 1 and (kind in _LOW or len(words[0]) < 5) and not name.isupper():
                continue
            if (
                re.search(r"rata-?\s?rata|^(jumlah|total|sub ?total)$", " ".join(words)[:10])
                and len(words) < 4
                and "lama" not in words
            ):
                continue
            self._by_begin.setdefault(words[0], []).append((words, name, kind))
            shortened = _shortened(words, length)
            if shortened != words and len(shortened) > 1 and shortened not in seen:
                seen.add(shortened)
                self._by_begin.setdefault(shortened[0], []).append((shortened, name, kind))
            short = short_form(name) if kind == "indikator" else ""
            if len(short) >= 2:
                self._short[short] = None if short in self._short else (name, kind)
        for content in self._by_begin.values():
            content.sort(key=lambda x: -len(x[0]))

    def find(self, text: str) -> tuple[str, str] | None:
        """The known name that `text` is (all its words, fuzzily): (name, jenis), or None."""
        words = name_words(tidy(text))
        for content in self._by_begin.values():
            for k, name, kind in content:
                if len(k) == len(words) and all(map(_likeness, k, words)):
                    return name, kind
        if len(words) == 1 and self._short.get(words[0]):
            return self._short[words[0]]
        return None

    def __call__(self, tokens: list[Token], text: str) -> list[Token]:
        result, i = [], 0
        while i < len(tokens):
            t = tokens[i]
            found = self._at(tokens, i) if "W" in t else None
            if (
                found is None
                and "W" in t
                and text[t.mulai : t.akhir].isupper()
                and self._short.get(t.lowered)
            ):
                found = (i + 1, *self._short[t.lowered])
            if found is None:
                result.append(t)
                i += 1
                continue
            j, name, kind = found
            result.append(
                Token(frozenset({"I"}), name.lower(), t.mulai, tokens[j - 1].akhir, name=name, jenis=kind)
            )
            i = j
        return _quoted(result, text)

    def extend(self, tokens: list[Token], text: str) -> list[Token]:
        """A known name with words of its own behind it is another thing ("… Provinsi X", "… laki-laki"): the
        longer name.

        Words of the agency's own name add nothing.
        """
        result: list[Token] = []
        i = 0
        while i < len(tokens):
            t = tokens[i]
            result.append(t)
            i += 1
            if "I" not in t or t.jenis not in ("indikator", "sasaran", "frasa"):
                continue
            j = i
            while j < len(tokens) and (tokens[j].lowered in _NAME_JOINING or self._noun(tokens[j])):
                j += 1
            while j > i and tokens[j - 1].lowered in _NAME_JOINING:
                j -= 1
            more = [x for x in tokens[i:j] if x.lowered not in _NAME_JOINING and x.lowered not in self._alone]
            if j == i:
                continue
            if more:
                t.name = tidy(f"{t.name} {text[tokens[i].mulai : tokens[j - 1].akhir]}")
                t.jenis, t.lowered = "frasa", t.name.lower()
            t.akhir = tokens[j - 1].akhir
            i = j
        return result

    def _noun(self, t: Token) -> bool:
        return (
            bool(t.kelas & {"W", "SATUAN"})
            and t.lowered.isalpha()
            and (t.lowered in self._alone or not _VERB.match(t.lowered))
        )

    def _at(self, tokens: list[Token], i: int) -> tuple[int, str, str] | None:
        for words, name, kind in self._by_begin.get(tokens[i].lowered, ()):
            j = _fits(tokens, i, words)
            if j:
                return j, name, kind
        return None


def _fits(tokens: list[Token], i: int, words: tuple[str, ...]) -> int | None:
    """The position after the tokens that spell `words`, brackets in the text skipped."""
    k, n = 0, len(tokens)
    while k < len(words):
        if i >= n:
            return None
        t = tokens[i]
        if "BUKA" in t and k:
            j = i + 1
            while j < n and j - i < 6 and "TUTUP" not in tokens[j]:
                j += 1
            if j >= n or "TUTUP" not in tokens[j] or any("N" in x for x in tokens[i:j]):
                return None
            i = j + 1
            continue
        if t.kelas & _GAP and k:
            i += 1
            continue
        if "X" in t and k:  # "per 1.000" within a name
            content = tuple(_WORD.findall(t.lowered))
            if not content or words[k : k + len(content)] != content:
                return None
            i, k = i + 1, k + len(content)
            continue
        if not t.kelas & {"W", "K"} or not _likeness(t.lowered, words[k]):
            return None
        i, k = i + 1, k + 1
    # a bracket right behind belongs to the name ("… (PMKS)")
    if (
        i + 2 < n
        and "BUKA" in tokens[i]
        and "W" in tokens[i + 1]
        and "TUTUP" in tokens[i + 2]
        and tokens[i + 1].lowered.isalpha()
    ):
        i += 3
    return i


def _quoted(tokens: list[Token], text: str) -> list[Token]:
    """Quoted phrases of three words or more that hold no figure and no known name become names."""
    for m in _QUOTE.finditer(text):
        within = [i for i, t in enumerate(tokens) if t.mulai >= m.start(1) and t.akhir <= m.end(1)]
        if (
            len(within) < 3
            or len(within) > 30
            or any(tokens[i].kelas & {"N", "I", "TITIK", "Y"} for i in within)
        ):
            continue
        name = tidy(m[1])
        a, b = within[0], within[-1] + 1
        tokens[a:b] = [
            Token(
                frozenset({"I"}), name.lower(), tokens[a].mulai, tokens[b - 1].akhir, name=name, jenis="kutip"
            )
        ]
    return tokens


def noun_phrases(tokens: list[Token], text: str) -> list[Token]:
    """Noun phrases that begin like an indicator ("persentase desa yang …") become names of jenis frasa (after
    classing)."""
    result, i = [], 0
    while i < len(tokens):
        t = tokens[i]
        j = _tip(tokens, i, text) if "KEPALA" in t and not t.kelas & {"L", "I"} else None
        if j is None:
            result.append(t)
            i += 1
            continue
        name = tidy(text[t.mulai : tokens[j - 1].akhir])
        result.append(
            Token(frozenset({"I"}), name.lower(), t.mulai, tokens[j - 1].akhir, name=name, jenis="frasa")
        )
        i = j
    return result


def _tip(tokens: list[Token], i: int, text: str) -> int | None:
    j, content, n = i + 1, 0, len(tokens)
    while j < n and j - i < 40:
        t = tokens[j]
        if "I" in t and (
            content == 0
            and t.jenis != "kutip"
            or t.jenis == "uraian"
            and tokens[j - 1].kelas & {"W", "SATUAN"}
        ):
            content, j = content + 1, j + 1
            continue
        if "BUKA" in t:
            if (
                j + 2 < n
                and "TUTUP" in tokens[j + 2]
                and tokens[j + 1].kelas & {"W", "SATUAN", "DOKUMEN"}
                and content
            ):
                j += 3
                continue
            break
        if "GARIS_MIRING" in t or ("STRIP" in t and j + 1 < n and tokens[j + 1].mulai == t.akhir):
            j += 1
            continue
        if (
            tokens[j - 1].lowered == "yang"
            and t.kelas & {"BATAS", "ADA", "PENGISI"}
            and not t.kelas & {"N", "SE", "DIPEROLEH"}
        ):
            content, j = content + 1, j + 1
            continue
        if t.lowered in ("selama", "secara") and j + 1 < n and tokens[j + 1].kelas & {"W", "PENGISI"}:
            j += 1
            continue
        if content and t.lowered in _QUALITIES:
            j += 1
            continue
        linking = t.lowered in _LINKING
        if linking and t.lowered in ("dan", "serta") and j + 1 < n and tokens[j + 1].kelas & {"KEPALA", "I"}:
            break
        if not linking and (t.kelas & _STOP or not t.kelas & _PHRASE_CONTENT):
            break
        if (
            content and t.kelas & {"NAIK", "TURUN"} and tokens[j - 1].lowered != "yang"
        ):  # "jumlah kasus menurun dari …"
            break
        content += not linking
        j += 1
    while j > i + 1 and (
        tokens[j - 1].lowered in _LINKING
        or tokens[j - 1].lowered in ("selama", "secara")
        or tokens[j - 1].kelas & {"GARIS_MIRING", "STRIP"}
    ):
        j -= 1
    return j if content and j > i + 1 else None
