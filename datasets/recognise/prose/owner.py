"""Whose money a sentence tells: the programme or kegiatan it names, the one it points back to, the one it
stands under.

"Kegiatan Rapat Kerja Bidang. Anggaran kegiatan ini sebesar Rp …" is the kegiatan's; "seluruh belanja dinas
sebesar Rp …" is the agency's. Money whose owner nothing tells has none: only its arithmetic is read.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from cermat.datasets.recognise.outline import SPENDERS, named, pointed
from cermat.datasets.recognise.prose.grammar import Sentence, Token, bears, tidy
from cermat.datasets.recognise.prose.grammar_names import name_words
from cermat.datasets.recognise.prose.setting import Setting
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

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
    words = [word for kind in vocabulary("kerangka")["jenis"].values() for word in kind]
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
        self.names = {name_words(_uncalled(name)): name for name in rows.values()}
        self.groups: set[str] = set()

    def learn(self, rincian: list[dict]) -> None:
        """Groups into which a sentence divides the programmes ("program rutin sebanyak 2 program") have money
        of their own."""
        told = (row for row in rincian if row.get("ukuran") == "program" and row.get("peran") == "bagian")
        parts = {row["uraian"] for row in told}
        self.groups |= {tidy(part) for part in parts if len(part.split()) > 1}

    def of(self, setting: Setting, sentence: Sentence, figure: int) -> "Owned":
        """The owner of the amount at token `figure`; no name where nothing tells it."""
        told = self._named(setting, sentence, figure)
        owned = told or self._stands_under(setting, sentence, figure) or Owned()
        known = self.names.get(name_words(_uncalled(owned.nama))) if owned.nama else ""
        if known:
            return replace(owned, nama=known)
        by_value = self.rows.get(sentence.tokens[figure].nilai, "")
        if by_value and (not owned.nama or _alike(owned.nama, by_value)):
            return replace(owned, nama=by_value, dasar=owned.dasar or "nilai")
        if not owned.nama and self.whole(setting, sentence, figure):
            return Owned(self.total, "keseluruhan")
        return owned

    def _named(self, setting: Setting, sentence: Sentence, figure: int) -> "Owned | None":
        """The nearest name before the amount within its sentence; "kegiatan ini" points to what was named
        before."""
        start, end = sentence.tokens[0].mulai, sentence.tokens[figure].mulai
        text = sentence.teks[start:end]
        spoken = [(at, _called(kind, name)) for at, kind, name in named(text) if kind in SPENDERS]
        names = (token for token in sentence.tokens[:figure] if token.jenis in ("uraian", "kutip"))
        spoken += [(token.mulai - start, token.name) for token in names if "I" in token]
        spoken += [(match.start(), tidy(match[1])) for match in _BELANJA.finditer(text)]
        for group in self.groups:
            places = re.finditer(rf"\b{re.escape(group)}\b", text, re.I)
            spoken += [(match.start(), group) for match in places]
        back = [(at, self._before(setting, kind, start)) for at, kind in pointed(text) if kind in SPENDERS]
        known = [(*entry, "kalimat") for entry in spoken] + [(*entry, "penunjuk") for entry in back]
        known = [entry for entry in known if entry[1]]
        if not known:
            return None
        _, name, ground = max(known, key=lambda entry: entry[0])
        return Owned(name, ground, self._parent(setting, name))

    def _parent(self, setting: Setting, name: str) -> str:
        """What the block stands under, but for the name itself."""
        words = name_words(_uncalled(name))
        above = [owner for owner in setting.above if owner.jenis in (*SPENDERS, "sasaran")]
        return next((owner.nama for owner in reversed(above) if name_words(owner.nama) != words), "")

    def _before(self, setting: Setting, kind: str, start: int) -> str:
        """What "kegiatan ini" means: the last of that kind named earlier in the block, else above it."""
        earlier = [name for _, other, name in named(setting.blok.teks[:start]) if other == kind]
        if earlier:
            return _called(kind, earlier[-1])
        if above := setting.under(kind):
            return _called(kind, above.nama)
        return next((own.nama for own in setting.above[-1:] if not own.jenis), "")

    def _stands_under(self, setting: Setting, sentence: Sentence, figure: int) -> "Owned | None":
        """The programme, kegiatan or item that the block stands under; an item without a kind only for its
        own money."""
        own = setting.above[-1] if setting.above else None
        text = sentence.teks[sentence.tokens[0].mulai : sentence.tokens[figure].mulai]
        if own is None or _OF_AGENCY.search(text) or pointed(text):
            return None
        here = own.blok == int(setting.blok.blok)
        if own.jenis in SPENDERS or (own.item and not own.jenis and here):
            name = _called(own.jenis, own.nama)
            return Owned(name, "butir" if own.item and here else "judul", self._parent(setting, name))
        return None

    def whole(self, setting: Setting, sentence: Sentence, figure: int) -> bool:
        """Do the words say that it is the whole of the agency's money, and nothing that it is a part?"""
        text = sentence.teks[sentence.tokens[0].mulai : sentence.tokens[figure].mulai]
        if _words("sumber_dana").search(text) or _kind_words().search(text) or setting.under(*SPENDERS):
            return False
        if any(kind in SPENDERS for _, kind in pointed(setting.blok.teks[: sentence.tokens[figure].mulai])):
            return False
        words = {token.lowered.split(" ")[-1] for token in sentence.tokens[:figure]}
        if bears(sentence.tokens[:figure], "BENDA") or words & {"tersebut", "ini"}:
            return False
        return bool(_words("seluruh").search(text)) or self._alone(setting, sentence, figure)

    def _alone(self, setting: Setting, sentence: Sentence, figure: int) -> bool:
        """Nothing but the agency and its plans stands beside the word for the budget."""
        own = set(name_words(setting.context.instansi)) | _AGENCY
        words = [token for token in sentence.tokens[:figure] if "W" in token and token.lowered not in own]
        foreign = [token for token in words if not re.match(r"(?:me|di|ter|ber)\w{3,}", token.lowered)]
        return len(foreign) <= 1 and not bears(sentence.tokens[:figure], "I")


def _called(kind: str, name: str) -> str:
    """A name with its kind before it: "Program Rehabilitasi Sosial"."""
    return f"{kind[:1].upper()}{kind[1:]} {name}" if kind else name


def _uncalled(name: str) -> str:
    """A name without its kind."""
    return re.sub(rf"^(?:{'|'.join(SPENDERS)})\s+", "", name, flags=re.I)


def _alike(one: str, other: str) -> bool:
    """Do two names share most of their longer words?"""
    first, second = ({word for word in name_words(name) if len(word) > 3} for name in (one, other))
    return len(first & second) >= 0.6 * max(1, min(len(first), len(second)))


def is_share_of_target(sentence: Sentence, figure: int) -> bool:
    """ "penyerapan anggaran sebesar 79% dari target 100%": held against a target, no share of the budget."""
    behind: list[Token] = sentence.tokens[figure + 1 : figure + 4]
    return bears(behind[:1], "DARI") and bears(behind[1:], "TARGET")
