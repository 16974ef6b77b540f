"""Whose money a sentence tells: the programme or kegiatan it names, the one it points back to, the one it
stands under.

"Kegiatan Rapat Kerja Bidang. Anggaran kegiatan ini sebesar Rp …" is the kegiatan's; "seluruh belanja dinas
sebesar Rp …" is the agency's. Money whose owner nothing tells has none: only its arithmetic is read.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from datasets.recognise.outline import SPENDERS, Owner, named, pointed
from datasets.recognise.prose.grammar import Sentence, Token, tidy
from datasets.recognise.prose.grammar_names import name_words
from datasets.recognise.prose.setting import Setting
from datasets.recognise.vocabulary import alternation, vocabulary

_BELANJA = re.compile(
    r"\b(belanja(?:\s+(?!sebesar|adalah|tahun|pada|yang|dengan|dan|semula|sejumlah|senilai|untuk|daerah\b"
    r"|ini\b)[a-z]+){1,4})",
    re.I,
)
_OF_AGENCY = re.compile(
    r"^\W*(?:total\s+|jumlah\s+)?(?:anggaran|pagu|belanja)\s+(?:dinas|badan|kantor|sekretariat|inspektorat"
    r"|rumah sakit)\b",
    re.I,
)
_AGENCY = frozenset("dinas badan kantor kabupaten kota provinsi kecamatan daerah ta".split())


@cache
def _words(name: str) -> re.Pattern:
    return re.compile(rf"\b(?:{alternation(vocabulary('kerangka')[name])})\b", re.I)


@cache
def _kind_words() -> re.Pattern:
    words = [w for kind in vocabulary("kerangka")["jenis"].values() for w in kind]
    return re.compile(
        rf"(?<!seluruh )(?<!semua )(?<!\d )(?<!\) )\b(?:{alternation(words)})\b(?!\s+(?:dan|lainnya)\b)", re.I
    )


@dataclass(frozen=True)
class Owned:
    """Whose an amount is: nama ('' nobody's), dasar (by what, see `klaim` in schemas/tables.yaml), induk
    (what that stands under)."""

    nama: str = ""
    dasar: str = ""
    induk: str = ""


class Owners:
    """Knows the rows of the budget grids and finds whose an amount of prose is.

    total: the name of the whole of the agency's budget; rows: pagu → uraian of the one row that prints it.
    """

    def __init__(self, total: str, rows: dict[float, str]):
        self.total, self.rows = total, rows
        self.names = {name_words(_uncalled(n)): n for n in rows.values()}
        self.groups: set[str] = set()

    def learn(self, rincian: list[dict]) -> None:
        """Groups into which a sentence divides the programmes ("program rutin sebanyak 2 program") have money
        of their own."""
        parts = {r["uraian"] for r in rincian if r.get("ukuran") == "program" and r.get("peran") == "bagian"}
        self.groups |= {tidy(p) for p in parts if len(p.split()) > 1}

    def of(self, s: Setting, k: Sentence, figure: int) -> "Owned":
        """The owner of the amount at token `figure`; no name where nothing tells it."""
        owned = self._named(s, k, figure) or self._stands_under(s, k, figure) or Owned()
        known = self.names.get(name_words(_uncalled(owned.nama))) if owned.nama else ""
        if known:
            return replace(owned, nama=known)
        by_value = self.rows.get(k.tokens[figure].nilai, "")
        if by_value and (not owned.nama or _alike(owned.nama, by_value)):
            return replace(owned, nama=by_value, dasar=owned.dasar or "nilai")
        if not owned.nama and self.whole(s, k, figure):
            return Owned(self.total, "keseluruhan")
        return owned

    def _named(self, s: Setting, k: Sentence, figure: int) -> "Owned | None":
        """The nearest name before the amount within its sentence; "kegiatan ini" points to what was named
        before."""
        start, end = k.tokens[0].mulai, k.tokens[figure].mulai
        text = k.teks[start:end]
        spoken = [(at, _called(kind, name), "kalimat") for at, kind, name in named(text) if kind in SPENDERS]
        spoken += [
            (t.mulai - start, t.name, "kalimat")
            for t in k.tokens[:figure]
            if "I" in t and t.jenis in ("uraian", "kutip")
        ]
        spoken += [(m.start(), tidy(m[1]), "kalimat") for m in _BELANJA.finditer(text)]
        spoken += [
            (m.start(), g, "kalimat")
            for g in self.groups
            for m in re.finditer(rf"\b{re.escape(g)}\b", text, re.I)
        ]
        back = [
            (at, self._before(s, kind, start), "penunjuk") for at, kind in pointed(text) if kind in SPENDERS
        ]
        known = [x for x in spoken + back if x[1]]
        if not known:
            return None
        _, name, ground = max(known, key=lambda x: x[0])
        return Owned(name, ground, self._parent(s, name))

    def _parent(self, s: Setting, name: str) -> str:
        """What the block stands under, but for the name itself."""
        words = name_words(_uncalled(name))
        above = [
            o
            for o in (s.outline.above(int(s.blok.blok)) if s.outline else ())
            if o.jenis in (*SPENDERS, "sasaran")
        ]
        return next((o.nama for o in reversed(above) if name_words(o.nama) != words), "")

    def _before(self, s: Setting, kind: str, start: int) -> str:
        """What "kegiatan ini" means: the last of that kind named earlier in the block, else above it."""
        earlier = [_called(kind, name) for _, other, name in named(s.blok.teks[:start]) if other == kind]
        if earlier:
            return earlier[-1]
        above = s.outline.nearest(int(s.blok.blok), kind) if s.outline else None
        own = self._own(s)
        return _called(kind, above.nama) if above else own.nama if own and not own.jenis else ""

    def _own(self, s: Setting) -> Owner | None:
        """The innermost owner above the block."""
        above = s.outline.above(int(s.blok.blok)) if s.outline else ()
        return above[-1] if above else None

    def _stands_under(self, s: Setting, k: Sentence, figure: int) -> "Owned | None":
        """The programme, kegiatan or item that the block stands under; an item without a kind only for its
        own money."""
        own = self._own(s)
        text = k.teks[k.tokens[0].mulai : k.tokens[figure].mulai]
        if own is None or _OF_AGENCY.search(text) or pointed(text):
            return None
        here = own.blok == int(s.blok.blok)
        if own.jenis in SPENDERS or (own.item and not own.jenis and here):
            name = _called(own.jenis, own.nama)
            return Owned(name, "butir" if own.item and here else "judul", self._parent(s, name))
        return None

    def whole(self, s: Setting, k: Sentence, figure: int) -> bool:
        """Do the words say that it is the whole of the agency's money, and nothing that it is a part?"""
        text = k.teks[k.tokens[0].mulai : k.tokens[figure].mulai]
        if _words("sumber_dana").search(text) or _kind_words().search(text) or self._spender(s):
            return False
        if any(kind in SPENDERS for _, kind in pointed(s.blok.teks[: k.tokens[figure].mulai])):
            return False
        if any("BENDA" in t or t.lowered.split(" ")[-1] in ("tersebut", "ini") for t in k.tokens[:figure]):
            return False
        return bool(_words("seluruh").search(text)) or self._alone(s, k, figure)

    def _spender(self, s: Setting) -> bool:
        """Does the block stand under a programme or kegiatan?"""
        return bool(s.outline and s.outline.nearest(int(s.blok.blok), *SPENDERS))

    def _alone(self, s: Setting, k: Sentence, figure: int) -> bool:
        """Nothing but the agency and its plans stands beside the word for the budget."""
        own = set(name_words(s.context.instansi)) | _AGENCY
        words = [t for t in k.tokens[:figure] if "W" in t and t.lowered not in own]
        foreign = [t for t in words if not re.match(r"(?:me|di|ter|ber)\w{3,}", t.lowered)]
        return len(foreign) <= 1 and not any("I" in t for t in k.tokens[:figure])


def _called(kind: str, name: str) -> str:
    """A name with its kind before it: "Program Rehabilitasi Sosial"."""
    return f"{kind[:1].upper()}{kind[1:]} {name}" if kind else name


def _uncalled(name: str) -> str:
    """A name without its kind."""
    return re.sub(rf"^(?:{'|'.join(SPENDERS)})\s+", "", name, flags=re.I)


def _alike(a: str, b: str) -> bool:
    """Do two names share most of their longer words?"""
    first, second = ({w for w in name_words(x) if len(w) > 3} for x in (a, b))
    return len(first & second) >= 0.6 * max(1, min(len(first), len(second)))


def is_share_of_target(k: Sentence, figure: int) -> bool:
    """ "penyerapan anggaran sebesar 79% dari target 100%": held against a target, no share of the budget."""
    behind: list[Token] = k.tokens[figure + 1 : figure + 4]
    return any("DARI" in t for t in behind[:1]) and any("TARGET" in t for t in behind[1:])
