"""Claim family: results that follow from figures whose parts a sentence names by word: an old and a new
figure beside the change, capacity and use beside what is over, all as `perhitungan` rows.
"""

from datasets.recognise.prose.grammar import Pattern, Sentence
from datasets.recognise.prose.grid_rows import stem
from datasets.recognise.prose.pairs import (
    Figure,
    figure_of,
    figures,
    percent_half,
    step,
    sum_holds,
    told_kind,
    word_list,
)
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.relations.sentences import stated_results
from datasets.recognise.relations.written import add_arithmetic
from datasets.recognise.vocabulary import vocabulary

_NO = "N|KIRA_N|TITIK|TITIKKOMA"
_MOVE = r"(?P<arah>NAIK|TURUN|TUMBUH)"
_STEP = rf"{_MOVE} (SE|PENGISI)? (?P<d>N) (?P<poin>POIN)?"
_FROM = Pattern(
    rf"{_STEP} ![{_NO}|KOMA|TARGET|NAIK|TURUN|TUMBUH|POIN]{{0,3}} (DARI|OP_BANDING) "
    rf"![{_NO}|KOMA|TARGET|MENJADI]{{0,9}} (?P<a>N)"
)
_BESIDE = Pattern(
    rf"(OP_BANDING|TERHADAP) ![{_NO}|KOMA|TARGET|PAGU|TARGET_AKHIR]{{0,8}} (?P<a>N) KOMA? "
    rf"![{_NO}|TARGET|NAIK|TURUN|TUMBUH]{{0,5}} {_STEP}"
)
_INITIAL = Pattern(rf"SEMULA ![{_NO}|KOMA]{{0,4}} (?P<a>N) KOMA? (SEHINGGA|DAN)? {_STEP}")
_SO = Pattern(rf"(?P<a>N) KOMA? SEHINGGA ![{_NO}|KOMA|MENJADI]{{0,5}} {_STEP}")
_SHORT = Pattern(
    rf"OP_BANDING TARGET ![{_NO}|KOMA]{{0,5}} (?P<a>N) KOMA? ![{_NO}]{{0,3}} (?P<w>W|TIDAK|SELISIH) SE? "
    rf"(?P<d>N)"
)
_OVER = Pattern(rf"SEHINGGA ![{_NO}|KOMA]{{0,3}} (?P<w>W|SELISIH) SE? (?P<d>N)")
_LEFT = Pattern(rf"(?P<a>N) ![{_NO}|KOMA|DARI]{{0,4}} (DAN|KOMA) (?P<d>N) ![{_NO}]{{0,2}} TERSISA")
_FOREIGN = frozenset({"MODAL", "ANDAI", "RATA", "WILAYAH", "TARGET_AKHIR"})


def read_results(s: Setting, h: Found) -> None:
    """perhitungan rows of one block, of figures that no other family has recomputed."""
    for n, k in enumerate(s.sentences):
        if sum("N" in t for t in k.tokens) and not any(t.kelas & {"ANDAI"} for t in k.tokens[:2]):
            reader = _Reader(s, h, k, n)
            reader.moved()
            reader.over_and_left()


class _Reader:
    """Reads the results of one sentence."""

    def __init__(self, s: Setting, h: Found, k: Sentence, n: int):
        self.s, self.h, self.k, self.n = s, h, k, n
        self.content = figures(k, h.angka_texts)
        self.at = {f.position: f for f in self.content}
        self.done = stated_results(h.rows)

    def _get(self, m, *names: str) -> list[Figure] | None:
        found = [self.at.get(m.start(x)) for x in names]
        return [f for f in found if f is not None] if all(f is not None for f in found) else None

    def _add(
        self, operasi: str, a: Figure, b: Figure, result: Figure, ukuran: str, start: int, **other
    ) -> None:
        name = short_name(self.k.printed(self._clause(start), result.position), 120)
        add_arithmetic(
            self.s,
            self.h,
            self.k,
            operasi,
            a.token,
            b.token,
            result.token,
            result.position,
            ukuran=ukuran,
            subjek=name or ukuran,
            **other,
        )
        self.done.add(result.token.id)
        self.h.use(result.token)

    def _clause(self, i: int) -> int:
        """The begin of the clause that position i stands in, and of the words that lead up to it."""
        a = i
        while a and i - a < 12 and not self.k.tokens[a - 1].kelas & {"TITIKKOMA", "TITIK", "SEHINGGA"}:
            a -= 1
        return a

    def _plain(self, a: int, b: int) -> bool:
        return not any(t.kelas & _FOREIGN for t in self.k.tokens[a:b])

    def _names(self, a: Figure, b: Figure, joined: str) -> str:
        return joined.join(self.h.angka_texts.get(f.token.id, f.token.lowered) for f in (a, b))

    # ---- a change, its old figure beside it and its new one before
    def moved(self) -> None:
        for p in (_FROM, _BESIDE, _INITIAL, _SO):
            for m in p.all(self.k):
                found = self._get(m, "a", "d")
                if found is None or not self._plain(m.start(), m.end()):
                    continue
                a, d = found
                if d.token.id in self.done or any(
                    "MENJADI" in t for t in self.k.tokens[m.end() : m.end() + 6]
                ):
                    continue
                points = bool(m.group("poin"))
                if d.percent and not points and a.percent:
                    continue
                if not (d.percent or points or d.kind == a.kind or not d.kind) or (d.money and not a.money):
                    continue
                b, sure = self._new(
                    a,
                    m.start() if p is not _FROM else m.start("arah"),
                    p is _INITIAL,
                    p is _SO,
                    m.start("arah"),
                )
                if b is None and p is _SO:
                    b, sure = self._table()
                if b is None or b.value == a.value:
                    continue
                rate = d.percent and not points
                fits = (b.value > a.value) == (not self.k.tokens[m.start("arah")].kelas & {"TURUN"})
                holds = _rate(a, b, d) if rate else _gap(a, b, d)
                told = abs(b.value / a.value - 1) * 100 if rate and a.value else abs(b.value - a.value)
                if holds or sure and fits and 0.3 <= told / (d.value or 1) <= 3:
                    large, small = (b, a) if rate or b.value > a.value else (a, b)
                    names = f"perubahan {self._names(b, a, ' dan ')}"
                    self._add("ubah_persen" if rate else "kurang", large, small, d, names, m.start("arah"))

    def _new(
        self, a: Figure, before: int, budget: bool, old_here: bool, at: int
    ) -> tuple[Figure | None, bool]:
        """The new figure: the one before the change in its sentence, else that of the sentence before if it
        names one alone."""
        here = [
            f
            for f in self.content
            if not old_here and f.position < before and f.token is not a.token and self._may(self.k, f, a)
        ]
        if here:
            vague = any("KIRA_N" in t for t in self.k.tokens[here[-1].position : before])
            return (None, False) if vague else (here[-1], len(here) == 1)
        if not self.n:
            return None, False
        k = self.s.sentences[self.n - 1]
        there = [f for f in figures(k, self.h.angka_texts) if self._may(k, f, a)]
        if budget:
            there = [
                f for f in there if any("PAGU" in t for t in k.tokens[max(0, f.position - 5) : f.position])
            ]
        if len(there) != 1:
            return None, False
        pointed = any(t.lowered.split(" ")[-1] in ("itu", "tersebut", "ini") for t in self.k.tokens)
        own = _content(self.k, 0, at, nouns=True)  # a sentence without a subject goes on with the one before
        return there[0], budget or pointed or own <= _content(k, 0, len(k.tokens))

    def _table(self) -> tuple[Figure | None, bool]:
        """This year's realisasi of the one indicator that the sentence names, as its tables print it."""
        names = {t.name for t in self.k.tokens if "I" in t and t.jenis == "indikator"}
        found = self.s.grids.printed(names.pop(), "realisasi", self.s.tahun) if len(names) == 1 else None
        return (None, False) if found is None else (figure_of(found, self.h.angka_texts), True)

    def _may(self, k: Sentence, f: Figure, a: Figure) -> bool:
        """Is the figure of the kind of the old one, no target, and of another year than a comparison's
        own?"""
        lead = k.tokens[max(0, f.position - 4) : f.position]
        told = (
            f.kind == a.kind
            or not f.percent
            and not f.money
            and not a.percent
            and not a.money
            and not (f.kind and a.kind)
        )
        return told and not any(
            t.kelas & {"TARGET", "TARGET_AKHIR", "NAIK", "TURUN", "TUMBUH", "POSISI_TARGET", "LALU"}
            for t in lead
        )

    # ---- what is over, what is left
    def over_and_left(self) -> None:
        words = vocabulary("prosa")["selisih_dua"]
        for m in _SHORT.all(self.k):
            found = self._get(m, "a", "d")
            if (
                found is None
                or not self.n
                or self.k.tokens[m.start("w")].lowered not in words
                or found[1].token.id in self.done
            ):
                continue
            a, d = found
            k = self.s.sentences[self.n - 1]
            told = figures(k, self.h.angka_texts)
            told = [
                f
                for f in told
                if any("REALISASI" in t for t in k.tokens[max(0, f.position - 4) : f.position])
            ]
            if len(told) == 1 and told[0].kind == a.kind == d.kind and told[0].value != a.value:
                large, small = sorted((told[0], a), key=lambda f: -f.value)
                self._add("kurang", large, small, d, "selisih dengan target", m.start())
        for m in _OVER.all(self.k):
            d = self.at.get(m.start("d"))
            if (
                d is None
                or d.token.id in self.done
                or not d.kind
                or self.k.tokens[m.start("w")].lowered not in words
            ):
                continue
            earlier = [f for f in self.content if f.position < m.start()]
            if len(earlier) == 2 and all(told_kind(f, d) for f in earlier) and self._plain(0, m.end()):
                large, small = sorted(earlier, key=lambda f: -f.value)
                self._add("kurang", large, small, d, "selisih", earlier[0].position)
        for m in _LEFT.all(self.k):
            found = self._get(m, "a", "d")
            if found is None or found[1].token.id in self.done or not told_kind(*found) or not self.n:
                continue
            a, d = found
            earlier = figures(self.s.sentences[self.n - 1], self.h.angka_texts)
            sums = (
                self.done
                | self._arrived()
                | {r.get("_nilai", -1) for r in self.h.rows.get("rincian", ()) if r.get("peran") == "total"}
            )
            whole = earlier[-1] if earlier and earlier[-1].token.id in sums else None
            if whole is not None and told_kind(whole, d) and len(self.content) == 2 and a.value < whole.value:
                self._add("kurang", whole, a, d, "yang tersisa", a.position)

    def _arrived(self) -> set[int]:
        """The last figure of the sentence before, where two others of its kind add up to it."""
        f = figures(self.s.sentences[self.n - 1], self.h.angka_texts)
        return {f[-1].token.id} if len(f) == 3 and sum_holds(f[2], f[:2]) and told_kind(f[2], f[0]) else set()


def _content(k: Sentence, a: int, b: int, nouns: bool = False) -> set[str]:
    """The words that carry meaning, by their stems. nouns: without what has a meaning of its own in the
    grammar."""
    filler = set(vocabulary("kolom_baris")["pengisi"])
    plain = {
        "tahun",
        "artinya",
        "dengan",
        "pada",
        "dari",
        "yang",
        "antaranya",
        "berada",
        "dapat",
        "dalam",
        "realisasi",
        "nilai",
    }
    words = (
        [w for t in k.tokens[a:b] if t.kelas & {"W", "I"} for w in word_list(Sentence("", [t]), 0, 1)]
        if nouns
        else word_list(k, a, b)
    )
    return {stem(w) for w in words if len(w) > 2 and w not in filler and w not in plain}


def _gap(a: Figure, b: Figure, d: Figure) -> bool:
    half = percent_half(d) if d.percent else step(d)
    return abs(abs(a.value - b.value) - abs(d.value)) <= (step(a) + step(b) + half) * (1 + 1e-9) + 1e-9


def _rate(a: Figure, b: Figure, d: Figure) -> bool:
    slack = (step(a) + step(b)) * 100 / a.value * max(1.0, b.value / a.value) if a.value else 0.0
    return bool(a.value) and abs(abs(b.value / a.value - 1) * 100 - abs(d.value)) <= slack + 2 * percent_half(
        d
    )
