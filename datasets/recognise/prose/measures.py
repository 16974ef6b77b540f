"""Measures in a sentence: which figure is the target, the realisasi, the capaian, the average … of what, in
which year. The words are data (words/ukuran.yaml)."""

import re
from dataclasses import dataclass, replace
from itertools import chain

from cermat.datasets.recognise.prose.grammar import Sentence, Token, bears
from cermat.datasets.recognise.prose.grammar_names import name_words
from cermat.datasets.recognise.prose.setting import Setting
from cermat.datasets.recognise.vocabulary import vocabulary

_WORDS = {name: frozenset(content) for name, content in vocabulary("ukuran").items() if name != "peran"}
_ROLES: dict[str, str] = vocabulary("ukuran")["peran"]
_MOVES = frozenset({"NAIK", "TURUN", "SELISIH"})  # "menurun sebesar 2,44% dari target": no realisasi
_VERDICTS = _WORDS["capai"] | {"TARGET"}
_SOURCES = frozenset({"DIPEROLEH", "OP_BAGI", "OP_BANDING", "OP_TAMBAH"})
_REACHED = re.compile(r"(?:diperoleh|memperoleh|dicapai|tercapai|mencapai|didapat|diraih|terealisasi)\b")
_DEFINITE = re.compile(r"kinerja|tingkat|angka|pers|pros|nilai|target")
_UNNAMED = re.compile(r"(?:di|me|ter|ber)\w{4}|(?:sampai|hingga|selama|sejak|s\.?/?d)\b")
_FAR, _FAR_SOURCE = 12, 25  # words of something else between key and figure


@dataclass
class Measure:
    """One measured figure. role: target, target_akhir, realisasi, capaian, rata_rata, rancu, pagu, serapan,
    sisa, selisih."""

    role: str
    n: Token
    position: int
    key: int
    subjek: Token | None
    tahun: int
    tahun_stated: bool
    sentence: Sentence

    @property
    def loosely(self) -> bool:
        """Is it a "capaian X sebesar …", which may mean the realisasi?"""
        key = self.sentence.tokens[self.key]
        return "CAPAIAN" in key and not _DEFINITE.search(key.lowered)

    def beside(self, role: str, position: int, tahun: int = -1) -> "Measure":
        """Another figure of what this one measures."""
        figure = self.sentence.tokens[position]
        year, stated = (tahun, True) if tahun > 0 else (self.tahun, self.tahun_stated)
        return replace(self, role=role, n=figure, position=position, tahun=year, tahun_stated=stated)


def _subject(sentence: Sentence, key: int, position: int) -> Token | None:
    """The name between key and figure, else the last one before the key."""
    tokens = sentence.tokens
    within = (tokens[at] for at in range(position - 1, key, -1) if "I" in tokens[at])
    ahead = range(key - 1, -1, -1)
    before = (
        tokens[at] for at in ahead if "I" in tokens[at] and not (at and tokens[at - 1].kelas & _SOURCES)
    )
    return next(chain(within, before), None)


def _year_at(sentence: Sentence, at: int) -> int:
    """The one year at a token; -1 where none is, or that of a plan's end ("target akhir RPJMD (2021)")."""
    token = sentence.tokens[at]
    ends = bears(sentence.tokens[max(0, at - 2) : at], "TARGET_AKHIR")
    return token.tahun[0] if "Y" in token and token.jenis == "satu" and not ends else -1


def sentence_tahun(sentence: Sentence) -> int:
    """The one year that a sentence speaks of at its head, -1 where none or several; "dibandingkan dengan
    tahun 2019, …" and "sama dengan tahun 2019" name the year beside which this one is set."""
    for at, token in enumerate(sentence.tokens):
        near = sentence.tokens[max(0, at - 2) : at]
        beside = any("OP_BANDING" in other or other.lowered.startswith("sama dengan") for other in near)
        if (year := _year_at(sentence, at)) > 0 and not beside:
            return year
        if "N" in token:
            break
    return -1


def year_of(setting: Setting, sentence: Sentence) -> int:
    """The year that a sentence says, else that of its block."""
    said = sentence_tahun(sentence)
    return said if said > 0 else setting.tahun


def _year(sentence: Sentence, key: int, position: int, below: int) -> int:
    """The year of a figure: between key and figure, else right behind it ("sebesar 60% pada tahun 2024"),
    else before the key, else the one that opened the clause."""
    behind = sentence.tokens[position + 1 : position + 4]
    joined = len(behind) > 1 and behind[0].lowered in ("pada", "di", "dalam", "untuk")
    after = [position + 2] if joined and not (len(behind) > 2 and "SE" in behind[2]) else []
    places = (*range(position - 1, key, -1), *after, *range(key - 1, below, -1))
    found = next((year for at in places if (year := _year_at(sentence, at)) > 0), -1)
    return found if found > 0 else _clause_year(sentence, key)


def _clause_year(sentence: Sentence, key: int) -> int:
    """ "…, pada tahun 2015 prevalensi a, turun b dari target c": the year that opened the clause, else -1."""
    tokens = sentence.tokens
    at = next((at for at in range(key - 1, 1, -1) if "Y" in tokens[at]), -1)
    opens = at > 1 and tokens[at - 1].lowered in ("pada", "di", "dalam")
    return _year_at(sentence, at) if opens and tokens[at - 2].kelas & {"KOMA", "TITIKKOMA", "DAN"} else -1


def _general(sentence: Sentence, key: int, position: int, setting: Setting) -> bool:
    """Are the words between key and figure only the agency's name and what a plan is called?"""
    own = _WORDS["umum"] | set(name_words(setting.context.instansi))
    between = sentence.tokens[key + 1 : position]
    ends = (at for at, token in enumerate(between) if token.lowered in ("berdasarkan", "menurut"))
    told = _WORDS["diam"] | {"RATA", "CAPAIAN", "REALISASI", "RANCU"}
    return all(token.kelas & told or token.lowered in own for token in between[: next(ends, None)])


def _alone(sentence: Sentence, key: int, position: int) -> Token | None:
    """What is measured where it is no known name: the words behind the key ("target penerimaan retribusi
    tahun …"); a token without a name where they are none ("realisasi sampai dengan akhir 2019")."""
    tokens = sentence.tokens
    ends = {"SE", "Y", "TDUA", "SAMA", "KOMA", "BUKA", "N"}
    end = next((at for at in range(key + 1, position) if tokens[at].kelas & ends), position)
    while end > key + 1 and tokens[end - 1].kelas & {"PENGISI", "DENGAN"}:
        end -= 1
    name = sentence.printed(key + 1, end)
    if _UNNAMED.match(name):
        return _subject(sentence, key, position) or Token(frozenset(), "", -1, -1)
    known = any("I" in token and token.jenis != "frasa" for token in tokens[key + 1 : end])
    if not name or len(name.split()) > 14 or known:
        return None
    place = tokens[key + 1].mulai, tokens[end - 1].akhir
    return Token(frozenset({"I"}), name.lower(), *place, name=name, jenis="frasa")


@dataclass
class _Way:
    """What was passed from a figure at `position` back towards its key."""

    sentence: Sentence
    position: int
    foreign: int = 0  # words that are no part of a name: something else may be measured
    copied: bool = False  # a copula right before the figure
    result: bool = False  # "… diperoleh dari laporan …, sehingga memperoleh nilai x"
    source: bool = False

    def key(self, setting: Setting) -> tuple[int, str, bool] | None:
        """Key position and role of the figure, and whether words of its own say what is measured; None:
        nothing binds it."""
        at = self.position - 1
        while at >= 0 and not self._parted(at):
            at, role = self._role(at)
            if role:
                return self._bound(at, role, setting)
            if not self._passes(at):
                return None
            at -= 1
        return None

    def _parted(self, at: int) -> bool:
        """Does the token part the figure from any key before it: another figure, a boundary, a verb of
        reaching without its target?"""
        token = self.sentence.tokens[at]
        reaching = token.kelas & _WORDS["capai"] and not token.lowered.split(" ")[-1].startswith("target")
        word = "K" in token and "BENDA" not in self.sentence.tokens[at + 1]
        return bool(token.kelas & _WORDS["pisah"] or word or reaching)

    def _role(self, at: int) -> tuple[int, str]:
        """Where the key at a token begins, and its role; '' where it is none. "belum mencapai target 93,55%"
        is a target, "persentase capaian target sebesar" a capaian, "capaian realisasi … 99,50%" either."""
        token = self.sentence.tokens[at]
        role = next((name for kind, name in _ROLES.items() if kind in token), "")
        role = "target" if token.kelas & _WORDS["capai"] else role
        after_capaian = at > 0 and "CAPAIAN" in self.sentence.tokens[at - 1]
        if role == "target" and after_capaian and not self.foreign:
            return at - 1, "capaian"
        if role == "realisasi" and after_capaian:
            return at - 1, "rancu"
        named = role == "pagu" and token.kelas & {"BENDA", "DOKUMEN"}
        return at, "" if named and not self.copied and at < self.position - 1 else role

    def _bound(self, at: int, role: str, setting: Setting) -> tuple[int, str, bool] | None:
        tokens, position = self.sentence.tokens, self.position
        again = any(kind in token for token in tokens[at + 2 : position] for kind in _ROLES)
        if "DAN" in tokens[at + 1] and at + 1 < position and not again:
            return None  # "37,9 persen dari target dan PMA sebesar x": another thing begins behind the key
        far = self.foreign > (_FAR_SOURCE if self.source else _FAR)
        if (self.foreign and not self.copied) or far or (self.result and not self.source):
            return None
        named = self.foreign and not self.source and role not in ("rata", "pagu", "serapan")
        role = _average(self.sentence, at, position, role, self.foreign)
        return at, role, bool(named and not _general(self.sentence, at, position, setting))

    def _passes(self, at: int) -> bool:
        """May the way go on past the token? Not where the sentence turns to something else ("belum memenuhi
        target karena masih 0,25%"), or where the figure stands in a bracket of its own."""
        tokens, position = self.sentence.tokens, self.position
        token = tokens[at]
        if token.kelas & _WORDS["salin"]:
            silent = _WORDS["salin"] | {"PENGISI", "KIRA"}
            self.copied = self.copied or all(other.kelas & silent for other in tokens[at + 1 : position])
        elif "KOMA" in token:
            return (self.copied and at == position - 2) or (self.result and "SEHINGGA" in tokens[at + 1])
        elif "DIPEROLEH" in token:
            self.source = True
            return self.foreign <= 4 or self.result
        elif "SEHINGGA" in token and self.copied:
            self.result = True
        elif token.kelas & _WORDS["beralih"] or token.lowered in _WORDS["kata_beralih"]:
            return False
        elif token.kelas & {"TIDAK", "MODAL"} and at >= position - 3:
            return False
        elif "BUKA" in token and at == position - 1 and (self.foreign or "I" in tokens[at - 1]):
            return False
        elif not token.kelas & _WORDS["diam"]:
            self.foreign += 1
        return True


def _average(sentence: Sentence, key: int, position: int, role: str, foreign: int) -> str:
    """'rata_rata' where the word stands right before the key or between key and figure; 'lain' for a mean of
    things ("rata-rata 1,9 eksemplar")."""
    tokens = sentence.tokens
    there = bears(tokens[key:position], "RATA")
    for token in reversed(tokens[max(0, key - 3) : key]):
        there = there or "RATA" in token
        if not token.kelas & {"RATA", "PENGISI", "CAPAIAN", "RANCU", "REALISASI", "BENDA"}:
            break
    if role in ("capaian", "rancu") and there:
        return "rata_rata"
    if role == "rata":
        score = tokens[position].satuan in _WORDS["skor"] and not foreign
        things = not score or bears(tokens[key:position], "SATUAN")
        return "lain" if things else "rata_rata"
    return "lain" if there and role in ("realisasi", "target") else role


def measure(sentence: Sentence, setting: Setting) -> list[Measure]:
    """The measures of one sentence, in order."""
    result: list[Measure] = []
    below = -1
    for at, token in enumerate(sentence.tokens):
        if "N" in token and "SUKU" not in token:
            skipped = _counted(sentence, at) or _distance(sentence, at, setting)
            previous = result[-1] if result else None
            made = None if skipped else _measured(sentence, setting, at, below, previous)
            result += [made] if made is not None else []
        below = at if token.kelas & {"N", "KIRA_N"} else below
    return _of_target(sentence, _in_turn(sentence, result))


def _measured(
    sentence: Sentence, setting: Setting, at: int, below: int, previous: Measure | None
) -> Measure | None:
    """What the figure at a token measures; None where nothing says it, or it is no fact."""
    found = _Way(sentence, at).key(setting)
    if found is None:
        return _inherited(sentence, at, below, previous)
    key, role, other = found
    things = role in ("rata_rata", "capaian", "rancu") and _of_things(sentence, at)
    if things or not _is_fact(sentence, key, below, role):
        return None
    year = _year(sentence, key, at, below)
    subject = _alone(sentence, key, at) if other else _subject(sentence, key, at)
    if other and subject is None:
        return None
    subject = subject if subject is not None and subject.name else None
    return Measure(role, sentence.tokens[at], at, key, subject, year, year > 0, sentence)


def _counted(sentence: Sentence, at: int) -> bool:
    """Is the figure a count, as its words in brackets say ("2 (dua) indikator")?"""
    behind = sentence.tokens[at + 1 : at + 4]
    both = "HITUNG" in sentence.tokens[at] and "(" in sentence.printed(at, at + 1)
    apart = len(behind) == 3 and "BUKA" in behind[0] and "K" in behind[1] and "TUTUP" in behind[2]
    return apart or bool(both and behind and "BENDA" in behind[0])


def _distance(sentence: Sentence, at: int, setting: Setting) -> bool:
    """Is it how far a target was passed or missed ("di bawah target sebesar 2,55 persen poin"), as points or
    less than half of the target that its table prints?"""
    lead = sentence.tokens[max(0, at - 4) : at]
    told = [token for token in lead if token.kelas & _VERDICTS and "target" in token.lowered]
    if not told or "SE" not in lead[-1]:
        return False
    name = next((token.name for token in reversed(sentence.tokens[:at]) if "I" in token), "")
    target = setting.grids.printed(name, "target", setting.tahun) if name else None
    far = target is not None and sentence.tokens[at].nilai < target.nilai / 2
    return far or bears(sentence.tokens[at + 1 : at + 2], "POIN")


def _of_things(sentence: Sentence, at: int) -> bool:
    """ "rata-rata capaian dari 9 indikator": the figure counts what was averaged, it is no capaian."""
    behind = sentence.tokens[at + 1 : at + 2]
    return "PERSEN" not in sentence.tokens[at] and bears(behind, "BENDA")


def _inherited(sentence: Sentence, at: int, below: int, previous: Measure | None) -> Measure | None:
    """A figure that only a year introduces takes over what was said of the figure before it ("…, tahun 2019
    adalah b")."""
    if previous is None or previous.position != below:
        return None
    between = sentence.tokens[below + 1 : at]
    years = [token for token in between if "Y" in token and token.jenis == "satu"]
    if len(years) != 1 or not all(token.kelas & _WORDS["sambung"] for token in between):
        return None
    reached = previous.role.startswith("target") and any(_REACHED.match(token.lowered) for token in between)
    return previous.beside("realisasi" if reached else previous.role, at, years[0].tahun[0])


def _in_turn(sentence: Sentence, told: list[Measure]) -> list[Measure]:
    """ "tahun 2020, 2021 dan 2022 berturut-turut sebesar a, b dan c": one measure a year."""
    result: list[Measure] = []
    tokens = sentence.tokens
    for one in told:
        years = next((tokens[at] for at in range(one.position - 1, one.key, -1) if "Y" in tokens[at]), None)
        if years is None or years.jenis == "satu":
            result.append(one)
            continue
        end = one.position + 1
        while end < len(tokens) and tokens[end].kelas & {"KOMA", "DAN", "N"}:
            end += 1
        places = [at for at in range(one.position, end) if "N" in tokens[at]]
        if len(places) == len(years.tahun):
            result += [one.beside(one.role, *pair) for pair in zip(places, years.tahun, strict=True)]
    return result


def _of_target(sentence: Sentence, told: list[Measure]) -> list[Measure]:
    """ "mencapai a atau c% dari target b": a is the realisasi, c the capaian; "target b, realisasi a atau c%"
    alike."""
    there = {one.position for one in told}
    tokens = sentence.tokens
    made: list[Measure] = []
    for one in told:
        at = one.position
        if one.role == "target":
            made += [one.beside(role, place) for role, place in _before_target(sentence, one.key)]
        elif one.role == "realisasi" and at + 2 < len(tokens):
            percent = tokens[at + 1].kelas & {"ATAU", "BUKA"} and "PERSEN" in tokens[at + 2]
            targets = any(other.role == "target" and other.position < at for other in told)
            made += [one.beside("capaian", at + 2)] if percent and targets else []
    made = [one for one in made if one.position not in there]
    return sorted(told + made, key=lambda one: one.position)


def _before_target(sentence: Sentence, key: int) -> list[tuple[str, int]]:
    """The figures that "dari" joins to a target behind them, with their roles."""
    tokens, at = sentence.tokens, key - 2
    if at < 0 or "DARI" not in tokens[key - 1] or "N" not in tokens[at]:
        return []
    if "PERSEN" in tokens[at] and at >= 2 and "ATAU" in tokens[at - 1] and "N" in tokens[at - 2]:
        return [("capaian", at), ("realisasi", at - 2)]
    copied = at and tokens[at - 1].kelas & {"SE", "MENJADI"}
    return [("realisasi", at)] if copied and not (at > 1 and tokens[at - 2].kelas & _MOVES) else []


def _is_fact(sentence: Sentence, key: int, below: int, role: str) -> bool:
    """False where the clause before the key is a wish, a condition or a denial."""
    wished = role in ("target", "target_akhir", "pagu")
    for at in range(key - 1, below, -1):
        token = sentence.tokens[at]
        if token.kelas & {"KOMA", "TITIKKOMA", "SEHINGGA", "NYATA"}:
            break
        wish = "ANDAI" in token or ("MODAL" in token and not wished and key - at < 8)
        if wish or ("TIDAK" in token and key - at <= 2):
            return False
    return True
