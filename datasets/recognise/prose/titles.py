"""Passages under titles that differ in one word ("a. Barang Masuk", "b. Barang Keluar"): does each speak of
what its title says?

A text that was copied from the passage above keeps the other's name ("Jumlah barang masuk sebanyak …" under
"b. Barang Keluar").
"""

import re
from itertools import combinations

from cermat.datasets.recognise.prose.grammar import bears, tidy
from cermat.datasets.recognise.prose.setting import Found, Setting

LABEL = re.compile(r"^\s*(?:[A-Za-z]|\d{1,2}(?:\.\d+)*|[IVXivx]+)[.)]\s*|^\s*\(\w\)\s*|^\s*[-•*]\s+")
_WORD = re.compile(r"[^\W\d_]+")
MAX_WORDS = 8  # of a title
LEADING = 5  # words with which a passage says what it is about


def read_titles(passages: list[Setting], found: Found) -> None:
    """klaim rows (judul) of passages under titles with a twin; their `misnamed` says what a wrong name means
    (in place)."""
    titles = [(place, words) for place, passage in enumerate(passages) if (words := _title(passage))]
    groups: dict[tuple[str, str], list[tuple[int, list[str]]]] = {}
    for place, words in titles:
        passage = passages[place]
        kind, above = passage.blok.jenis, passage.blok.bagian
        above = above.rpartition(" > ")[0] if kind == "judul" else above
        groups.setdefault((kind, above), []).append((place, words))
    for group in groups.values():
        twins: dict[int, list[list[str]]] = {}
        for (place, one), (further, other) in combinations(group, 2):
            differ = sum(word != beside for word, beside in zip(one, other, strict=False))
            if len(one) == len(other) > 1 and differ == 1:
                twins.setdefault(place, []).append(other)
                twins.setdefault(further, []).append(one)
        own = dict(group)
        for place, others in twins.items():
            _check(passages, place, own[place], others, found)


def _title(passage: Setting) -> list[str]:
    """The words of a line that is a title: an item or a heading of few words, without figures."""
    text = LABEL.sub("", passage.blok.teks)
    words = [word.lower() for word in _WORD.findall(text)]
    short = 2 <= len(words) <= MAX_WORDS and not re.search(r"\d|[:;,]|\.\s*\S", text)
    titled = passage.blok.jenis == "judul" or passage.blok.jenis == "butir" and passage.item
    return words if short and titled else []


def _check(
    passages: list[Setting], place: int, own: list[str], others: list[list[str]], found: Found
) -> None:
    passage = next(iter(passages[place + 1 : place + 2]), None)
    if passage is None or not passage.sentences or passage.blok.jenis != "paragraf":
        return
    first = passage.sentences[0]
    if not bears(first.tokens, "N"):
        return
    text = first.teks[first.tokens[0].mulai : first.tokens[-1].akhir]
    said = [word.lower() for word in _WORD.findall(text)]
    names = [name for name in (own, *others) if _leads(said, name)]
    if len(names) == 1:
        if names[0] != own:
            passage.misnamed = {" ".join(names[0]): tidy(LABEL.sub("", passages[place].blok.teks))}
        text = first.printed(0, min(len(first.tokens), 12))
        found.add("klaim", passage, jenis="judul", subjek=" ".join(own), ukuran=" ".join(names[0]), teks=text)


def _leads(said: list[str], name: list[str]) -> bool:
    return any(said[place : place + len(name)] == name for place in range(LEADING))
