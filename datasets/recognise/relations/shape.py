"""Shapes: token patterns with {role} slots, as "DARI … {awal} … MENJADI … {akhir} (SE NAIK)? {hasil}".

Upper case: a word class of words/prosa.yaml or a built-in one. `…`: up to GAP tokens, neither figures nor
sentence ends; `..`: up to NEAR of them that are no MENJADI and no DARI either; `.`: any token; `( | )?` as in
regular expressions; `{role+}`: several figures, with none of BREAKS between them. A class that does not exist
is an error, never a pattern that cannot match.
"""

import re
from functools import cached_property

from datasets.recognise.prose.grammar import Pattern, Sentence
from datasets.recognise.vocabulary import vocabulary
from schemas.errors import InputError

GAP, NEAR = 14, 3
BREAKS = (
    "KIRA_N TITIK TERDIRI REALISASI TARGET NAIK TURUN OP_BAGI OP_BANDING MENJADI RATA SELISIH SISA".split()
)
BUILT_IN = frozenset(
    "N PERSEN RP HITUNG PECAHAN KIRA_N K KE Y TGL I L KUAT LEMAH X W KOMA TITIKKOMA TITIK TDUA BUKA TUTUP "
    "SAMA GARIS_MIRING SILANG"
    " TAMBAH STRIP KURAWAL TANDA PENGALI BUTIR RUJUKAN SUKU SATUAN KEPALA BATAS".split()
)
_SLOT = re.compile(r"\{(\w+)\+?\}")
_MANY = re.compile(r"\{(\w+)\+\}")
_KIND_CLASS = {"percent": "PERSEN", "money": "RP"}


def known_classes() -> frozenset[str]:
    """Every token class that the grammar can give."""
    return BUILT_IN | frozenset(vocabulary("prosa")["kelas"])


class Shape:
    """One way to say a relation. kinds: role → kind, which narrows what a slot takes."""

    def __init__(self, text: str, kinds: dict[str, str], where: str = ""):
        self.text, self.kinds = text, kinds
        if unknown := set(_SLOT.findall(text)) - set(kinds):
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
    def pattern(self) -> Pattern:
        """The shape as a pattern of the grammar."""
        gap = f"![N|KIRA_N|TITIK|TITIKKOMA]{{0,{GAP}}}"
        near = f"![N|KIRA_N|TITIK|TITIKKOMA|MENJADI|DARI]{{0,{NEAR}}}"
        between = f"![N|{'|'.join(BREAKS)}]{{0,{GAP}}}"
        text = _MANY.sub(lambda m: f"(?P<{m[1]}>N({between}N)+)", self.text)
        text = _SLOT.sub(lambda m: f"(?P<{m[1]}>{_KIND_CLASS.get(self.kinds[m[1]], 'N')})", text)
        return Pattern(text.replace("…", gap).replace("..", near))

    def matches(self, sentence: Sentence) -> list[dict[str, list[int]]]:
        """Role → token positions, for every place where the sentence has this shape."""
        many = set(_MANY.findall(self.text))
        return [
            {
                name: [i for i in range(*m.span(name)) if name not in many or "N" in sentence.tokens[i]]
                for name, told in m.groupdict().items()
                if told
            }
            for m in self.pattern.all(sentence)
        ]
