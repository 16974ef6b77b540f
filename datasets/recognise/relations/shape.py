"""Shapes: token patterns with {role} slots, as "DARI … {awal} … MENJADI … {akhir} (SE NAIK)? {hasil}".

Upper case: a word class of words/prosa.yaml or a built-in one; a slot takes a figure, of a role that counts
also a number in words, and `{role~}` also a bound ("maksimal 60 menit"). `…`: up to GAP tokens, neither
figures nor sentence ends; `..`: up to NEAR of them that are no MENJADI and no DARI either; `.`: any token;
`( | )?` as in regular expressions; `{role+}`: several figures, with none of BREAKS between them. Words
between « and » must all have been told before. A class that does not exist is an error, never a pattern
that cannot match.
"""

import re
from functools import cached_property

from cermat.datasets.recognise.prose.grammar import Pattern, Sentence
from cermat.datasets.recognise.prose.grid_rows import stem
from cermat.datasets.recognise.relations.marks import Run, run_of
from cermat.datasets.recognise.vocabulary import vocabulary
from cermat.schemas.errors import InputError

GAP, NEAR = 14, 3
BREAKS = (
    "KIRA_N TITIK TERDIRI REALISASI TARGET NAIK TURUN OP_BAGI OP_BANDING MENJADI RATA SELISIH SISA".split()
)
BUILT_IN = frozenset(
    "N PERSEN RP HITUNG PECAHAN KIRA_N K KE Y TGL I L KUAT LEMAH X W KOMA TITIKKOMA TITIK TDUA BUKA TUTUP "
    "SAMA GARIS_MIRING SILANG"
    " TAMBAH STRIP KURAWAL TANDA PENGALI BUTIR RUJUKAN SUKU BULAN SATUAN KEPALA BATAS".split()
)
_SLOT = re.compile(r"\{([a-z]\w*)([~+]?)\}")
_ALONE = re.compile(r"\b[A-Z][A-Z_]*\b(?!\s*[?*{])")
_KIND_CLASS = {"percent": "PERSEN", "money": "RP"}
_COUNTING = ("any", "level", "amount", "number", "")


def known_classes() -> frozenset[str]:
    """Every token class that the grammar can give."""
    words = vocabulary("prosa")
    return BUILT_IN | frozenset(words["kelas"]) | frozenset(words["penanda"])


class Shape:
    """One way to say a relation. kinds: role → kind, which narrows what a slot takes."""

    def __init__(self, text: str, kinds: dict[str, str], where: str = ""):
        self.text, self.kinds = text, kinds
        if unknown := {name for name, _ in _SLOT.findall(text)} - set(kinds):
            raise InputError(
                f"kartu hubungan {where}: bentuk '{text}' memakai peran tidak dikenal "
                f"{', '.join(sorted(unknown))}"
            )
        classes = set(re.findall(r"\b[A-Z][A-Z_]*\b", _SLOT.sub(" ", text)))
        if unknown := classes - known_classes():
            raise InputError(
                f"kartu hubungan {where}: bentuk '{text}' memakai kelas kata tidak dikenal "
                f"{', '.join(sorted(unknown))}"
            )

    @cached_property
    def slots(self) -> dict[str, bool]:
        """Role → does it take several figures?"""
        return {name: sign == "+" for name, sign in _SLOT.findall(self.text)}

    @cached_property
    def pattern(self) -> Pattern:
        """The shape as a pattern of the grammar."""
        gap = f"![N|KIRA_N|TITIK|TITIKKOMA]{{0,{GAP}}}"
        near = f"![N|KIRA_N|TITIK|TITIKKOMA|MENJADI|DARI]{{0,{NEAR}}}"
        text = _SLOT.sub(self._slot, self.text).replace("«", "(?P<ulang>").replace("»", ")")
        return Pattern(text.replace("…", gap).replace("..", near))

    def _slot(self, m: re.Match) -> str:
        kind = self.kinds[m[1]]
        if m[2] == "+":
            return f"(?P<{m[1]}>N(![N|{'|'.join(BREAKS)}]{{0,{GAP}}}N)+)"
        classes = [_KIND_CLASS.get(kind, "N")]
        classes += ["K"] * (kind in _COUNTING) + ["KIRA_N"] * (m[2] == "~")
        return f"(?P<{m[1]}>{'|'.join(classes)})"

    @cached_property
    def needs(self) -> frozenset[str]:
        """Classes without which no sentence has the shape: those that stand in it by themselves."""
        text, before = re.sub(r"!\[[^\]]*\]", " ", _SLOT.sub(" ", self.text)), ""
        while text != before:  # groups, the innermost first
            text, before = re.sub(r"\([^()]*\)", ".", text), text
        return frozenset() if "|" in text else frozenset(_ALONE.findall(text))

    @cached_property
    def single(self) -> str:
        """The one class that the shape is, '' where it is more."""
        return self.text if self.text.isupper() and re.fullmatch(r"\w+", self.text) else ""

    def stands_in(self, sentence: Sentence, words: Run) -> bool:
        """Does the sentence, whose words these are, have the shape anywhere?"""
        if not self.needs <= words.classes:
            return False
        return bool(self.single) or self.pattern.one(sentence) is not None

    def matches(self, sentence: Sentence) -> list[dict[str, list[int]]]:
        """Role → token positions, for every place where the sentence has this shape."""
        if not self.needs <= run_of(sentence).classes:
            return []
        found = [m for m in self.pattern.all(sentence) if _told_before(sentence, m)]
        return [
            {
                name: [i for i in range(*m.span(name)) if not many or "N" in sentence.tokens[i]]
                for name, many in self.slots.items()
                if m[name]
            }
            for m in found
        ]


def _told_before(sentence: Sentence, m: re.Match) -> bool:
    """Have all words of the group `ulang` been told before it?"""
    if "ulang" not in m.groupdict():
        return True
    start, end = m.span("ulang")
    words = _content(sentence, start, end)
    return bool(words) and words <= _content(sentence, 0, start)


def _content(sentence: Sentence, start: int, end: int) -> set[str]:
    """The stems of the words between two tokens that name something."""
    filler = set(vocabulary("kolom_baris")["pengisi"])
    plain = [t for t in sentence.tokens[start:end] if not t.kelas & {"N", "Y"}]
    words = {w for t in plain for w in t.lowered.split() if w[:1].isalpha() and len(w) > 2} - filler
    return {stem(w) for w in words - set(vocabulary("prosa")["penanda"]["PORSI"])}
