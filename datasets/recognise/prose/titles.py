"""Passages under titles that differ in one word ("a. Barang Masuk", "b. Barang Keluar"): does each speak of
what its title says?

A text that was copied from the passage above keeps the other's name ("Jumlah barang masuk sebanyak …" under
"b. Barang Keluar").
"""

import re
from itertools import combinations

from datasets.recognise.prose.grammar import tidy
from datasets.recognise.prose.setting import Found, Setting

LABEL = re.compile(r"^\s*(?:[A-Za-z]|\d{1,2}(?:\.\d+)*|[IVXivx]+)[.)]\s*|^\s*\(\w\)\s*|^\s*[-•*]\s+")
_WORD = re.compile(r"[^\W\d_]+")
MAX_WORDS = 8  # of a title
LEADING = 5  # words with which a passage says what it is about


def read_titles(passages: list[Setting], h: Found) -> None:
    """klaim rows (judul) of passages under titles with a twin; their `misnamed` says what a wrong name means
    (in place)."""
    titles = [(i, words) for i, s in enumerate(passages) if (words := _title(s))]
    groups: dict[tuple[str, str], list[tuple[int, list[str]]]] = {}
    for i, words in titles:
        s = passages[i]
        above = s.blok.bagian.rpartition(" > ")[0] if s.blok.jenis == "judul" else s.blok.bagian
        groups.setdefault((s.blok.jenis, above), []).append((i, words))
    for group in groups.values():
        twins: dict[int, list[list[str]]] = {}
        for (i, a), (j, b) in combinations(group, 2):
            if len(a) == len(b) > 1 and sum(x != y for x, y in zip(a, b, strict=True)) == 1:
                twins.setdefault(i, []).append(b)
                twins.setdefault(j, []).append(a)
        own = dict(group)
        for i, others in twins.items():
            _check(passages, i, own[i], others, h)


def _title(s: Setting) -> list[str]:
    """The words of a line that is a title: an item or a heading of few words, without figures."""
    text = LABEL.sub("", s.blok.teks)
    words = [w.lower() for w in _WORD.findall(text)]
    short = 2 <= len(words) <= MAX_WORDS and not re.search(r"\d|[:;,]|\.\s*\S", text)
    return (
        words if short and s.blok.jenis in ("butir", "judul") and (s.item or s.blok.jenis == "judul") else []
    )


def _check(passages: list[Setting], i: int, own: list[str], others: list[list[str]], h: Found) -> None:
    if i + 1 >= len(passages) or not passages[i + 1].sentences or passages[i + 1].blok.jenis != "paragraf":
        return
    s = passages[i + 1]
    first = s.sentences[0]
    if not any("N" in t for t in first.tokens):
        return
    said = [w.lower() for w in _WORD.findall(first.teks[first.tokens[0].mulai : first.tokens[-1].akhir])]
    names = [n for n in (own, *others) if _leads(said, n)]
    if len(names) == 1:
        s.misnamed = (
            {" ".join(names[0]): tidy(LABEL.sub("", passages[i].blok.teks))} if names[0] != own else {}
        )
        text = first.printed(0, min(len(first.tokens), 12))
        h.add("klaim", s, jenis="judul", subjek=" ".join(own), ukuran=" ".join(names[0]), teks=text)


def _leads(said: list[str], name: list[str]) -> bool:
    return any(said[i : i + len(name)] == name for i in range(LEADING))
