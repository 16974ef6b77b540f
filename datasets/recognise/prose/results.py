"""Claim family: results that follow from figures whose parts a sentence names by word: target and realisasi
beside their percentage, an old and a new figure beside the change, capacity and use beside what is over, all
as `perhitungan` rows.
"""

from dataclasses import replace

from datasets.recognise.prose.arithmetic import add_arithmetic
from datasets.recognise.prose.grammar import Pattern, Sentence
from datasets.recognise.prose.grid_rows import stem
from datasets.recognise.prose.pairs import (
    Figure,
    figure_of,
    figures,
    percent_half,
    ratio_holds,
    same_kind,
    stated_results,
    step,
    sum_holds,
    told_kind,
    word_list,
)
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.vocabulary import vocabulary

_GAIN = (
    r"(KOMA|ATAU|SEHINGGA|BUKA|DENGAN|DAN){0,2} "
    r"(SE|CAPAIAN|TERCAPAI|SERAPAN|PENGISI|SEHINGGA|BATAS){0,5} (?P<p>PERSEN)"
)
_NO = "N|KIRA_N|TITIK|TITIKKOMA"
# "ditargetkan b dan terealisasi a atau p%"; "pagu … b dan terserap a atau p%"
_TARGET_FIRST = Pattern(
    rf"(TARGET|PAGU) ![{_NO}|REALISASI|SERAPAN|KOMA]{{0,5}} (?P<b>N) ![{_NO}]{{0,4}} (REALISASI|SERAPAN) "
    rf"![{_NO}|TARGET|PAGU|KOMA]{{0,4}} "
    rf"(?P<a>N) {_GAIN}"
)
# "terealisasi a atau tercapai p% dari target b"
_TARGET_LAST = Pattern(
    rf"(?P<a>N) KOMA? (ATAU|BUKA|SEHINGGA|DENGAN) (SE|TERCAPAI|CAPAIAN|PENGISI|BATAS){{0,4}} (?P<p>PERSEN) "
    rf"TUTUP? DARI (TARGET|PAGU) "
    rf"![{_NO}|KOMA|DAN]{{0,3}} (?P<b>N)"
)
# "a dengan target b, berarti capaian p%"
_TARGET_BETWEEN = Pattern(
    rf"(?P<a>N) KOMA? DENGAN (PENGISI)? (?P<key>TARGET|W) ![{_NO}|KOMA]{{0,3}} (?P<b>N) KOMA? "
    rf"(SEHINGGA|DENGAN)? CAPAIAN "
    r"(SE|PENGISI|BATAS){0,4} (?P<p>PERSEN)"
)
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
_TARGET_AFTER = Pattern(
    rf"TARGET ![{_NO}|KOMA|REALISASI]{{0,6}} (?P<b>N) KOMA? (SEHINGGA|DENGAN) CAPAIAN "
    rf"(SE|PENGISI|BATAS){{0,4}} (?P<p>PERSEN)"
)
_OVER = Pattern(rf"SEHINGGA ![{_NO}|KOMA]{{0,3}} (?P<w>W|SELISIH) SE? (?P<d>N)")
_LEFT = Pattern(rf"(?P<a>N) ![{_NO}|KOMA|DARI]{{0,4}} (DAN|KOMA) (?P<d>N) ![{_NO}]{{0,2}} TERSISA")
_PART_OF_TARGET = Pattern(r"(?P<a>N) (ATAU|BUKA|SETARA) SE? (?P<p>PERSEN) DARI TARGET (?!N|SE)")
_WHOLE_OF_TARGET = Pattern(rf"(?P<a>N) KOMA? ![{_NO}]{{0,3}} (?P<p>PERSEN) DARI TARGET")
_OF_ALL = Pattern(r"(?P<a>N) (ATAU|BUKA) SE? (?P<p>PERSEN) TUTUP? (DARI|TERHADAP) SEMUA (?P<i>W|I|BENDA)")
_AMONG_ALL = Pattern(rf"(?P<a>N) DARI (?P<s>SEMUA) ![{_NO}|TARGET|KOMA]{{0,4}} (?P<b>N)")
_GOES_ON = frozenset(
    {"DARI", "TERHADAP", "POIN", "MELEBIHI", "KURANG_DARI", "KIRA", "NAIK", "TURUN", "TINGGI", "RENDAH"}
)
_FOREIGN = frozenset({"MODAL", "ANDAI", "RATA", "WILAYAH", "TARGET_AKHIR"})


def read_results(s: Setting, h: Found) -> None:
    """perhitungan rows of one block, of figures that no other family has recomputed."""
    for n, k in enumerate(s.sentences):
        if sum("N" in t for t in k.tokens) and not any(t.kelas & {"ANDAI"} for t in k.tokens[:2]):
            reader = _Reader(s, h, k, n)
            reader.of_target()
            reader.moved()
            reader.over_and_left()
            reader.of_all()
            reader.shares_called_targets()
            reader.of_the_sentence_before()


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

    # ---- what is reached of a target, in percent
    def of_target(self) -> None:
        for p in (_TARGET_FIRST, _TARGET_LAST, _TARGET_BETWEEN):
            for m in p.all(self.k):
                found = self._get(m, "a", "b", "p")
                if found is None or not self._plain(m.start(), m.end()):
                    continue
                a, b, q = found
                if q.token.id in self.done or not same_kind(a, b) or not b.value or not a.value:
                    continue
                if p is _TARGET_BETWEEN and not _standard(self.k.tokens[m.start("key")]):
                    continue
                behind = self.k.tokens[m.end() : m.end() + 2]
                if p is not _TARGET_LAST and any(
                    t.kelas & _GOES_ON or t.lowered.startswith("lebih") for t in behind
                ):
                    continue
                if any(
                    t.lowered in ("fisik", "tahunan", "kumulatif", "keuangan")
                    for t in self.k.tokens[a.position : q.position]
                ):
                    continue  # another measure than the one before it
                if (
                    a.percent
                    and p is _TARGET_FIRST
                    and not any("CAPAIAN" in t for t in self.k.tokens[a.position : q.position])
                ):
                    continue
                if ratio_holds(a, b, q) or not _turned(a, b, q):
                    self._add("bagi_persen", a, b, q, self._names(a, b, " dari "), m.start())

        for m in _TARGET_AFTER.all(self.k):  # what is reached stands in the sentence before
            found = self._get(m, "b", "p")
            if (
                found is None
                or found[1].token.id in self.done
                or not self.n
                or len(self.content) != 2
                or not self._plain(0, m.end())
            ):
                continue
            before = self.s.sentences[self.n - 1]
            there = [f for f in figures(before, self.h.angka_texts) if self._may(before, f, found[0])]
            if (
                len(there) == 1
                and found[0].value
                and (ratio_holds(there[0], *found) or not _turned(there[0], *found))
            ):
                self._add(
                    "bagi_persen",
                    there[0],
                    found[0],
                    found[1],
                    self._names(there[0], found[0], " dari "),
                    m.start(),
                )

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

    # ---- of all that the sentence has counted
    def of_all(self) -> None:
        """ "ditemukan 356 kasus dan diselesaikan 331 kasus atau p% dari seluruh pelanggaran"; "Dari b, … a
        sehingga X sebesar p%"."""
        for m in _OF_ALL.all(self.k):
            found = self._get(m, "a", "p")
            if found is None or found[1].token.id in self.done:
                continue
            a, p = found
            earlier = [f for f in self.content if f.position < a.position]
            if (
                len(earlier) != 1
                or not told_kind(earlier[0], a)
                or earlier[0].value < a.value
                or not self._plain(0, m.end())
            ):
                continue
            behind = self.k.tokens[m.end() : m.end() + 2]
            if (
                len(behind) == 2
                and behind[0].lowered == "yang"
                and stem(behind[1].lowered) not in _content(self.k, 0, earlier[0].position)
            ):
                continue  # "dari seluruh sampah yang timbul": another whole
            if stem(self.k.tokens[m.start("i")].lowered.split(" ")[0]) in _content(
                self.k, 0, earlier[0].position
            ):
                self._add("bagi_persen", a, earlier[0], p, self._names(a, earlier[0], " dari "), a.position)
        for m in _AMONG_ALL.all(
            self.k
        ):  # "480 orang dari seluruh nelayan 592 orang": a part and what it is a part of
            found = self._get(m, "a", "b")
            if found is None or not told_kind(*found) or not self._plain(0, m.end()):
                continue
            a, b = found
            whole = self.k.printed(m.start("s") + 1, m.start("b")).lower() or b.kind
            name = short_name(self.k.printed(self._clause(a.position), a.position), 120) or whole
            base = {"kode": f"dari-{a.token.mulai}", "uraian": name, "satuan": a.kind, "tahun": self.s.tahun}
            self.h.add("rincian", self.s, ukuran=whole, nilai=b.token, **base)
            self.h.add("rincian", self.s, ukuran=f"{whole} yang disebut", nilai=a.token, **base)
        if len(self.content) == 3 and "DARI" in self.k.tokens[0] and self._plain(0, len(self.k.tokens)):
            b, a, p = self.content
            between = self.k.tokens[a.position + 1 : p.position]
            links = [i for i, t in enumerate(between) if "SEHINGGA" in t]
            part = p.percent and p.token.id not in self.done and told_kind(a, b) and a.value <= b.value
            if part and links and links[0] <= 2 and "SE" in between[-1]:
                near = 0.9 <= p.value * b.value / (a.value * 100 or 1) <= 1.11
                if (
                    near
                    and len(between) - links[0] < 8
                    and not any(t.kelas & _GOES_ON | t.kelas & {"TARGET", "CAPAIAN"} for t in between)
                ):
                    self._add("bagi_persen", a, b, p, self._names(a, b, " dari "), a.position)

    # ---- shares of a whole that are called percentages of its target
    def shares_called_targets(self) -> None:
        """ "a (75,6% dari target), terdiri dari b atau 37,9% dari target dan c atau 62,1% dari target":
        shares of a, not of the target."""
        parts = [found for m in _PART_OF_TARGET.all(self.k) if (found := self._get(m, "a", "p"))]
        if (
            len(parts) < 2
            or any("masing" in t.lowered for t in self.k.tokens)
            or (found := self._whole(parts)) is None
        ):
            return
        whole, q = found
        of_whole = {p.token.id for _, p in parts}
        rows = self.h.rows.get("perhitungan", [])  # they hold as shares: the words are what is wrong
        rows[:] = [r for r in rows if r.get("_hasil") not in of_whole]
        for a, p in parts:
            self._add("bagi_kali", a, whole, p, "persen dari target", a.position, c=q.token)

    def _whole(self, parts: list[list[Figure]]) -> tuple[Figure, Figure] | None:
        for k in self.s.sentences[max(0, self.n - 1) : self.n + 1]:
            at = {f.position: f for f in figures(k, self.h.angka_texts)}
            for m in _WHOLE_OF_TARGET.all(k):
                a, q = at.get(m.start("a")), at.get(m.start("p"))
                if (
                    a is None
                    or q is None
                    or not sum_holds(a, [x for x, _ in parts])
                    or abs(q.value - 100) < 2
                ):
                    continue
                if all(ratio_holds(x, a, p) for x, p in parts):
                    return a, q
        return None

    # ---- a percentage named by the words of two counts of the sentence before
    def of_the_sentence_before(self) -> None:
        """ "119 kali …, 112 kali dapat direspon. … dalam cakupan direspon p%"; "349 unit, … 268 unit aktif.
        Persentase aktif p%"."""
        if not self.n or not self.content or any(not f.percent for f in self.content):
            return
        k = self.s.sentences[self.n - 1]
        counts = [f for f in figures(k, self.h.angka_texts) if not f.percent and not f.money and f.kind]
        counts = [f for f in counts if told_kind(f, counts[0])]
        if not 2 <= len(counts) <= 4 or not self._plain(0, len(self.k.tokens)):
            return
        bounds = [f.position for f in counts] + [len(k.tokens)]
        own = [
            _content(k, a + 1, b) - {stem(f.kind)}
            for f, a, b in zip(counts, bounds, bounds[1:], strict=False)
        ]
        own[0] |= (
            _content(k, 0, counts[0].position) if not own[0] & _content(k, 0, counts[0].position) else set()
        )
        start = 0
        for p in self.content:
            words = _content(self.k, start, p.position) - _NAMING - {"seluruh", "semua"}
            whole = any("SEMUA" in t for t in self.k.tokens[start : p.position])
            start = p.position + 1
            other = any(
                t.kelas & {"TARGET", "CAPAIAN", "NAIK", "TURUN", "TIDAK"} for t in self.k.tokens[:start]
            )
            if other or p.token.id in self.done or not words:
                continue
            pair = _named(words, whole, counts, own)
            if pair is not None:
                self._add("bagi_persen", *pair, p, self._names(*pair, " dari "), max(0, p.position - 6))


_HAPPENING = frozenset({"kejadian", "jadi", "kasus", "kegiatan"})
_NAMING = frozenset({"persentase", "persen", "tingkat", "capaian", "realisasi", "jumlah"})


def _named(
    words: set[str], whole: bool, counts: list[Figure], own: list[set[str]]
) -> tuple[Figure, Figure] | None:
    """The count and its whole that the words of a percentage name: all words of one part, and words of one
    whole or "seluruh"."""
    parts = [
        i
        for i, o in enumerate(own)
        if i and o & words and not any((own[j] & words) >= (o & words) for j in range(i))
    ]
    parts = [i for i in parts if not own[i] & {"tidak", "belum", "bukan"}]
    if whole:
        parts = parts[-1:]
    told = [
        i
        for i in parts
        if not any(counts[j].value > counts[i].value and own[j] & words and j > i for j in parts)
    ]
    if not told:
        return None
    i = told[-1]
    wholes = [0] if whole else [j for j in range(i) if own[j] & words - own[i]]
    if (
        len(wholes) != 1
        or counts[wholes[0]].value < counts[i].value
        or words - own[i] - own[wholes[0]] - _HAPPENING
    ):
        return None
    return counts[i], counts[wholes[0]]


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


def _standard(t) -> bool:
    return "TARGET" in t or t.lowered in ("standar", "sasaran")


def _turned(a: Figure, b: Figure, q: Figure) -> bool:
    """Is the percentage the capaian of a target where less is better?"""
    other = replace(a, token=replace(a.token, nilai=2 * b.value - a.value))
    return ratio_holds(other, b, q) or ratio_holds(b, a, q)


def _gap(a: Figure, b: Figure, d: Figure) -> bool:
    half = percent_half(d) if d.percent else step(d)
    return abs(abs(a.value - b.value) - abs(d.value)) <= (step(a) + step(b) + half) * (1 + 1e-9) + 1e-9


def _rate(a: Figure, b: Figure, d: Figure) -> bool:
    slack = (step(a) + step(b)) * 100 / a.value * max(1.0, b.value / a.value) if a.value else 0.0
    return bool(a.value) and abs(abs(b.value / a.value - 1) * 100 - abs(d.value)) <= slack + 2 * percent_half(
        d
    )
