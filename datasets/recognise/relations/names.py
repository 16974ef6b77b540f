"""What a total and its parts are called: the words before a figure ("Belanja Modal Rp50.000.000"), else those
behind it ("26 orang PNS")."""

import re
from functools import cache

from cermat.datasets.recognise.prose.grammar import Sentence, tidy
from cermat.datasets.recognise.prose.setting import Setting, short_name
from cermat.datasets.recognise.relations.figure import Figure
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

MAX_WORDS = 16
_HEAD = frozenset(
    "KOMA DAN TITIKKOMA TITIK TDUA BUTIR TERDIRI STRIP TANDA BERIKUT TUTUP BUKA BERTURUT PERSEN ATAU "
    "SEHINGGA".split()
)
_TAIL = frozenset("SE TDUA RP BUKA STRIP SAMA PENGISI Y KOMA ATAU".split())
_STOP_BEHIND = frozenset("KOMA DAN TITIK TITIKKOMA N TUTUP SE SEHINGGA".split())
_START = frozenset("TERDIRI TDUA BATAS_BUTIR BUKA N TITIK TITIKKOMA KOMA".split())
_TOTAL_START = frozenset("KOMA TITIKKOMA TDUA TERDIRI TITIK N BUTIR".split())
_FILLING = re.compile(
    r"^(?:jumlah|total|sebanyak|memiliki|terdapat|yang|sejumlah)\s+|\s+(?:seluruhnya|sebesar|sebanyak|"
    r"sejumlah|adalah|yaitu|yang)$",
    re.IGNORECASE,
)
_DENIAL = frozenset("tidak belum bukan non tanpa".split())
_VERB = re.compile(r"(?:me|di|ter|ber)\w{4}")


def part_names(text: Sentence, parts: tuple[Figure, ...], total: int = -1) -> list[str]:
    """A name for each part, all before their figures or all behind them ("21 emas, 17 perak, atau 38")."""
    ahead = [_before(text, _named_at(text, f.position)) for f in parts]
    closed = total > parts[-1].position and all(_behind(text, f.position) for f in parts)
    if ahead[0] and not closed:
        return [name or _behind(text, f.position) for name, f in zip(ahead, parts, strict=True)]
    behind = [_behind(text, f.position) for f in parts]
    return [one or other for one, other in zip(behind, ahead, strict=True)]


def total_name(s: Setting, text: Sentence, total: Figure, first: Figure) -> str:
    """What is divided: "120 orang pegawai yang terdiri dari", "Surat masuk sebanyak 358 surat", or the words
    that open the sentence of the parts ("Produksi tersebut terdiri dari")."""
    i = total.position
    if first.position > i:
        behind = re.sub(r"\s+yang$", "", _printed(text, i + 1, _end(text, i + 1)))
        plain = re.search(r"[a-z]{4}", behind) and not re.match(
            r"(?:(?:yang|pada|di|dari|dengan|selama|sepanjang)\b|me\w|di\w{4})", behind
        )
        plain = plain and not text.words(i + 1, i + 2).startswith("yang")
        if plain and behind.lower() not in text.words(0, i).split():
            return behind
    start = i
    while start and not text.tokens[start - 1].kelas & _TOTAL_START:
        start -= 1
    name = _FILLING.sub("", _FILLING.sub("", _printed(text, start, i)))
    if not name and first.position < i:
        name = _before(text, first.position) or text.printed(max(0, first.position - 6), first.position)
    name = name or tidy(" ".join(text.printed(max(0, i - 10), i).split()[-10:])) or s.context.instansi
    return short_name(s.misnamed.get(name.lower(), name) or text.printed(i, i + 1), 120)


def distinctive(name: str) -> str:
    """A name that says by itself which total is meant ("Aparatur Sipil Negara (ASN)"), else ''."""
    words = name.split()
    return name if "(" in name or name.isupper() or len(words) > 1 and not _VERB.match(name) else ""


@cache
def _opening() -> re.Pattern:
    phrases = [p for found in vocabulary("prosa")["awal_rincian"].values() for p in found]
    return re.compile(rf"^(?:(?:dan|serta|diantaranya|yang(?= tersebar)|{alternation(phrases)})\s+)+", re.I)


def _before(text: Sentence, position: int) -> str:
    start = position
    while start and not text.tokens[start - 1].kelas & _START:
        start -= 1
        if "TUTUP" in text.tokens[start]:  # a short form in brackets is part of the name
            opened = (i for i in range(start - 1, max(0, start - 6), -1) if "BUKA" in text.tokens[i])
            start = next(opened, start)
    if start and "N" in text.tokens[start - 1] and "BENDA" in text.tokens[start]:
        start += 1
    return _printed(text, start, position)


def _named_at(text: Sentence, position: int) -> int:
    """The figure whose words name a part: in "Benih Rp300 juta realisasi Rp290 juta" the first."""
    start = next((i for i in range(position, 0, -1) if "BATAS_BUTIR" in text.tokens[i]), position)
    if start < position and any(t.kelas & {"REALISASI", "TARGET"} for t in text.tokens[start:position]):
        return next(i for i in range(start, position + 1) if "N" in text.tokens[i])
    return first_of_group(text, position)


def first_of_group(text: Sentence, position: int) -> int:
    """The first of figures side by side: "program wajib sebanyak 5 program dan 6 kegiatan"."""
    first = position
    for i in range(position - 1, -1, -1):
        if not text.tokens[i].kelas & {"N", "KOMA", "DAN", "BENDA"}:
            break
        if "N" in text.tokens[i] and "BENDA" in text.tokens[i + 1]:
            first = i
    return first


def grouped(text: Sentence, position: int) -> bool:
    """Does the figure stand beside figures of other things ("5 program, 6 kegiatan")?"""
    near = [i for i in range(position, min(position + 6, len(text.tokens))) if "N" in text.tokens[i]]
    return first_of_group(text, near[-1]) < near[-1]


def opposed(text: Sentence, one: Figure, other: Figure) -> bool:
    """Do two parts share a whole between them by their own words ("laki-laki" and "perempuan", "memenuhi
    syarat" and "tidak memenuhi syarat")?"""
    first, second = (_words(name) for name in part_names(text, (one, other)))
    for pair in map(set, vocabulary("prosa")["pasangan_lengkap"]):
        if len(pair & set(first)) == len(pair & set(second)) == 1 and not pair & set(first) & set(second):
            return True
    denied = [w for w in second if w not in _DENIAL]
    return denied != second and not set(first) & _DENIAL and set(denied[:2]) <= set(first)


def _words(name: str) -> list[str]:
    return [w for w in re.findall(r"[a-z-]+", name.lower()) if w not in ("di", "antaranya", "yang")]


def _behind(text: Sentence, position: int) -> str:
    start = position + 1
    if not text.tokens[position].satuan and start < len(text.tokens) and "BENDA" in text.tokens[start]:
        start += 1
    return _printed(text, start, _end(text, start)) or _printed(text, position + 1, start)


def _end(text: Sentence, start: int) -> int:
    end = start
    while end < len(text.tokens) and not text.tokens[end].kelas & (_STOP_BEHIND | {"TERDIRI", "BUKA"}):
        end += 1
    return end


def _printed(text: Sentence, start: int, end: int) -> str:
    """The words of tokens start to end without what only joins them to figures; '' where they are no name."""
    while start < end and text.tokens[start].kelas & _HEAD:
        start += 1
    while end > start and text.tokens[end - 1].kelas & _TAIL and "BENDA" not in text.tokens[end - 1]:
        end -= 1
    if any(t.kelas & {"TITIK", "TITIKKOMA", "KUAT"} for t in text.tokens[start:end]):
        return ""
    name = tidy(_opening().sub("", text.printed(start, end)))
    return name if 0 < len(name.split()) <= MAX_WORDS else ""
