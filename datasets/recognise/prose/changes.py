"""Claim family: changes that a sentence states beside its two figures ("turun dari 53 menjadi 41, atau
berkurang 12 (22,64%)").

They become `perhitungan` rows: kurang for the difference, ubah_persen for the rate, tambah for what was added
to a budget. A change whose two figures the sentence itself names is read whatever it gives; where they have
to be looked for, only if it holds.
"""

from datasets.recognise.prose.grammar import Pattern, Sentence
from datasets.recognise.prose.pairs import (
    Figure,
    figure_of,
    figures,
    percent_half,
    same_kind,
    stated_results,
    step,
    told_kind,
)
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.relations.written import add_arithmetic, arithmetic_subjek

_DIRECTION = frozenset({"NAIK", "TURUN", "TUMBUH"})
_D = "(NAIK|TURUN|TUMBUH)"
_FROM_TO = Pattern(
    rf"(?P<arah>{_D}) ![N|TITIK|TITIKKOMA|DARI]{{0,5}} (?P<d>N)? (BUKA (?P<q>PERSEN) TUTUP)? "
    rf"![N|TITIK|TITIKKOMA|DARI]{{0,8}} "
    r"DARI ![N|TITIK|TITIKKOMA|KOMA|MENJADI]{0,6} (?P<a>N) ![N|TITIK|TITIKKOMA|MENJADI]{0,9} MENJADI "
    r"![N|TITIK|DAN]{0,4} (?P<b>N)"
)
_FROM = Pattern(
    rf"(?P<b>N) ![N|TITIK|TITIKKOMA|DARI]{{0,9}} {_D} (DARI|OP_BANDING) ![N|TITIK|TITIKKOMA]{{0,5}} (?P<a>N) "
    r"![N|TITIK|TITIKKOMA|MENJADI]{0,6} "
    rf"(KOMA|ATAU|SEHINGGA|DAN) ![N|TITIK|TITIKKOMA]{{0,3}} (?P<arah>{_D}) SE? (?P<d>N)"
)
_GREW_FROM = Pattern(
    rf"(?P<b>N) ![N|TITIK|TITIKKOMA|DARI]{{0,6}} (?P<arah>{_D}) SE? (?P<d>N) (POIN|W)? "
    r"(DARI|OP_BANDING) ![N|TITIK|TITIKKOMA|KOMA]{0,5} (?P<a>N)"
)
_GREW_BESIDE = Pattern(
    rf"OP_BANDING ![N|TITIK|TITIKKOMA]{{0,8}} (?P<a>N) ![N|TITIK|TITIKKOMA]{{0,8}} {_D} SE? (?P<q>PERSEN)"
)
_ADDED = Pattern(
    rf"(?P<arah>{_D}) SE? (?P<d>N) (BUKA (?P<q>PERSEN) TUTUP | (KOMA|ATAU){{1,2}} SE? (?P<q2>PERSEN))? KOMA? "
    r"![N|TITIK|TITIKKOMA|DARI]{0,5} MENJADI ![N|TITIK|DAN]{0,3} (?P<c>N)"
)
_TAIL = Pattern(
    rf"![N|TITIK|TITIKKOMA]{{0,7}} (?P<arah>{_D}|SELISIH) ![N|TITIK|TITIKKOMA|DARI|KOMA|MENJADI]{{0,2}} "
    rf"(?P<d>N)"
)
_RATE = Pattern(
    r"(BUKA|KOMA? ATAU|KOMA) (SE|NAIK|TURUN)? (?P<q>PERSEN) (TUTUP|KOMA|TITIK|DAN|TITIKKOMA|BATAS)?"
)
_STATED = Pattern(rf"(?P<arah>{_D}) SE? (?P<d>N) (?P<poin>POIN)?")
_LEFT = Pattern(r"(SISA|TERSISA) ![N|TITIK|TITIKKOMA|KOMA]{0,4} (?P<d>N)")
_FOREIGN = frozenset(
    {"RATA", "WILAYAH", "MODAL", "ANDAI", "TARGET", "TARGET_AKHIR", "MELEBIHI", "KURANG_DARI", "SEMENTARA"}
)


def read_changes(s: Setting, h: Found, before: list[Setting]) -> None:
    """perhitungan rows of one block. before: the blocks of the same section right before it."""
    for n, k in enumerate(s.sentences):
        reader = _Reader(s, h, k, n, before)
        if any(t.kelas & (_DIRECTION | {"HEMAT"}) for t in k.tokens):
            reader.between()
            reader.added()
            reader.two_years()
            reader.with_the_table()
            reader.saved()
        if any(t.kelas & {"SISA", "TERSISA"} for t in k.tokens):
            reader.left_over()


class _Reader:
    """Reads the changes of one sentence."""

    def __init__(self, s: Setting, h: Found, k: Sentence, n: int, before: list[Setting]):
        self.s, self.h, self.k, self.n, self.before = s, h, k, n, before
        self.content = figures(k, h.angka_texts)
        self.at = {f.position: f for f in self.content}
        self.done = stated_results(h.rows)

    def _figure(self, m, name: str) -> Figure | None:
        return self.at.get(m.start(name)) if m.groupdict().get(name) else None

    def _open(self, f: Figure | None) -> bool:
        return f is not None and f.token.id not in self.done

    def _add(self, operasi: str, a: Figure, b: Figure, result: Figure, **other) -> None:
        if operasi == "tambah":
            other.setdefault("ukuran", "sesudah perubahan")
        printed = " dan ".join(self.h.angka_texts.get(x.token.id, "") for x in (a, b))
        ukuran = other.pop("ukuran", f"perubahan {printed}")
        name = arithmetic_subjek(self.s, self.k, max(0, result.position))[0] or self._phrase(result.position)
        other |= {"ukuran": ukuran, "subjek": name}
        add_arithmetic(
            self.s, self.h, self.k, operasi, a.token, b.token, result.token, result.position, **other
        )
        self.done.add(result.token.id)
        self.h.use(result.token)

    def _phrase(self, i: int) -> str:
        """The words that lead to the figure at i."""
        a = max(0, i - 14)
        a = next((j + 1 for j in range(i - 3, a, -1) if self.k.tokens[j].kelas & {"TITIKKOMA", "TITIK"}), a)
        return short_name(self.k.printed(a, i).rstrip(" (,") or self.k.printed(a, i + 1), 120)

    # ---- both figures in the sentence
    def between(self) -> None:
        for p in (_FROM_TO, _FROM, _GREW_FROM):
            for m in p.all(self.k):
                a, b, d = self._figure(m, "a"), self._figure(m, "b"), self._figure(m, "d")
                if a is None or b is None or not same_kind(a, b) or self._foreign(m.start(), m.end()):
                    continue
                if p is _GREW_FROM and (b.percent or not d or not (told_kind(a, b) or a.money)):
                    continue
                if d is not None:
                    self._change(a, b, d)
                q = self._figure(m, "q")
                if q is not None and self._open(q):
                    self._rate(a, b, q, True)
                if p is _FROM_TO:
                    self._behind(m, a, b)
                elif p is _FROM and d is not None:
                    self._rate_behind(m.end("d"), a, b, sure=not d.percent)

        for m in _GREW_BESIDE.all(
            self.k
        ):  # "dibandingkan tahun 2021 sebesar a, … tumbuh q%": the new figure stands before
            a, q = self._figure(m, "a"), self._figure(m, "q")
            found = {
                f.value: f
                for f in self._pool(2)
                if a and f.token is not a.token and told_kind(f, a) and not f.percent
            }
            found = [
                f
                for f in found.values()
                if q and self._open(q) and not self._points(q) and _rate_holds(a, f, q)
            ]
            if len(found) == 1 and found[0].value != a.value:
                self._rate(a, found[0], q, False)

    def _behind(self, m, a: Figure, b: Figure) -> None:
        """What follows "dari a menjadi b": the difference, the rate, or both."""
        end = m.end("b")
        tail = _TAIL.at(self.k, end)
        if tail:
            d = self.at.get(tail.start("d"))
            if d is not None and not self._foreign(end, tail.end()):
                self._change(a, b, d)
                self._rate_behind(tail.end("d"), a, b, sure=not d.percent)
        else:
            self._rate_behind(end, a, b, sure=False)

    def _rate_behind(self, end: int, a: Figure, b: Figure, sure: bool) -> None:
        if end < len(self.k.tokens) and "POIN" in self.k.tokens[end]:
            end += 1
        m = _RATE.at(self.k, end)
        q = self.at.get(m.start("q")) if m else None
        sure = sure or q is not None and k_says(self.k, q.position) and not a.percent
        if q is not None and self._open(q) and not self._points(q):
            self._rate(a, b, q, sure)

    def _points(self, f: Figure) -> bool:
        j = f.position + 1
        return j < len(self.k.tokens) and "POIN" in self.k.tokens[j]

    def _change(self, a: Figure, b: Figure, d: Figure) -> None:
        """The stated change d from a to b: in their own unit, or a rate."""
        if not self._open(d):
            return
        large, small = (a, b) if a.value > b.value else (b, a)
        if self._points(d) or (d.percent and a.percent):
            if not self._points(d) and not _difference_holds(a, b, d) and _rate_holds(a, b, d):
                self._add("ubah_persen", b, a, d)
            elif not (a.money or b.money):
                self._add("kurang", large, small, d)
        elif d.percent:
            self._rate(a, b, d, True)
        elif same_kind(d, a) and same_kind(d, b):
            self._add("kurang", large, small, d)

    def _rate(self, a: Figure, b: Figure, q: Figure, sure: bool) -> None:
        if a.value and not (a.percent and not _rate_holds(a, b, q)) and (sure or _rate_holds(a, b, q)):
            self._add("ubah_persen", b, a, q)

    def _foreign(self, a: int, b: int) -> bool:
        return any(t.kelas & _FOREIGN for t in self.k.tokens[a:b])

    # ---- "semula a … bertambah d (q%) menjadi c"
    def added(self) -> None:
        for m in _ADDED.all(self.k):
            d, c = self._figure(m, "d"), self._figure(m, "c")
            if (
                d is None
                or c is None
                or not self._open(d)
                or d.percent
                or not (d.money and c.money or told_kind(d, c))
            ):
                continue
            here = [f for f in self.content if f.position < m.start() and same_kind(f, c) and not f.percent]
            a, sure = (here[-1], len(here) == 1) if here else (self._initial(c), True)
            if a is None:
                a, sure = (
                    next((f for f in self._pool() if told_kind(f, c) and _added_holds(f, d, c)), None),
                    False,
                )
            if a is None or self._foreign(m.start(), m.end()):
                continue
            if not sure and not _added_holds(a, d, c):
                continue
            large, small = (a, c) if a.value > c.value else (c, a)
            self._add("kurang", large, small, d)
            q = self._figure(m, "q") or self._figure(m, "q2")
            if q is not None and self._open(q):
                self._rate(a, c, q, sure)

    def _initial(self, c: Figure) -> Figure | None:
        """The budget before the change, where the sentence before says that it is one ("semula")."""
        if not self.n:
            return None
        k = self.s.sentences[self.n - 1]
        found = [f for f in figures(k, self.h.angka_texts) if f.money and c.money]
        if len(found) != 1 or not any(
            "SEMULA" in t for t in k.tokens[max(0, found[0].position - 4) : found[0].position]
        ):
            return None
        return found[0]

    def saved(self) -> None:
        """ "dilakukan penghematan senilai d sehingga anggaran menjadi c"."""
        first = next((j for j, t in enumerate(self.k.tokens) if "HEMAT" in t), None)
        money = [f for f in self.content if first is not None and f.position > first and f.money]
        if len(money) < 2 or not any(
            "MENJADI" in t for t in self.k.tokens[money[0].position : money[1].position]
        ):
            return
        d, c = money[:2]
        a = next(
            (
                f
                for f in self._pool()
                if f.money and abs(f.value - d.value - c.value) <= f.half + d.half + c.half
            ),
            None,
        )
        if a is not None and self._open(c):
            self._add("kurang", a, d, c, ukuran="sesudah penghematan")

    # ---- two years named one after the other, and their difference
    def two_years(self) -> None:
        """ "tahun 2022 sebanyak 64 kejadian; tahun 2021 sebanyak 71 kejadian, turun 9 kejadian"."""
        for m in _STATED.all(self.k):
            d = self._figure(m, "d")
            if not self._open(d) or d.percent or self._points(d) or not d.kind or self._foreign(0, m.end()):
                continue
            earlier = [f for f in self.content if f.position < m.start() and not f.percent]
            if len(earlier) != 2 or not all(told_kind(f, d) for f in earlier):
                continue
            years = [
                self._years(0, earlier[0].position),
                self._years(earlier[0].position, earlier[1].position),
            ]
            if all(len(x) == 1 for x in years) and years[0] != years[1]:
                self._change(*earlier, d)

    def _years(self, a: int, b: int) -> set[int]:
        return {t.tahun[0] for t in self.k.tokens[a:b] if "Y" in t and t.jenis == "satu"}

    # ---- the indicator's own table
    def with_the_table(self) -> None:
        """ "naik 0,66 poin dari tahun 2021": both years stand in the table of the indicator."""
        for m in _STATED.all(self.k):
            d = self._figure(m, "d")
            if not self._open(d) or d.kind not in ("", "%", "poin"):
                continue
            start = m.start()
            while (
                start
                and not self.k.tokens[start - 1].kelas & {"TITIKKOMA"}
                and not self._sure_break(start - 1)
            ):
                start -= 1
            if self._foreign(start, min(len(self.k.tokens), m.end() + 3)):
                continue
            pair = self._printed_years(m.start(), m.end(), start)
            if pair is None:
                continue
            new, old, tahun = pair
            points = bool(m.group("poin"))
            if not points and d.percent:
                if not self._either_holds(old, new, d):
                    continue
                operasi = "kurang" if _near(abs(new.value - old.value), d) else "ubah_persen"
            else:
                operasi = "kurang"
                if not points and not d.percent and not _near(abs(new.value - old.value), d):
                    continue
            large, small = (new, old) if operasi == "ubah_persen" or new.value > old.value else (old, new)
            self._add(operasi, large, small, d, tahun=tahun)

    def _either_holds(self, old: Figure, new: Figure, d: Figure) -> bool:
        return _near(abs(new.value - old.value), d) or (
            old.value != 0 and _near(abs(new.value / old.value - 1) * 100, d)
        )

    def _sure_break(self, j: int) -> bool:
        """A comma before another name: what stands left of it is about something else."""
        return "KOMA" in self.k.tokens[j] and j + 1 < len(self.k.tokens) and "I" in self.k.tokens[j + 1]

    def _printed_years(self, at: int, end: int, start: int) -> tuple[Figure, Figure, int] | None:
        """The indicator's figures of the year spoken of and of the year it is set beside, as its tables print
        them."""
        subject = next((t for t in reversed(self.k.tokens[start:at]) if "I" in t), None)
        if subject is None and not any("I" in t for t in self.k.tokens[:at]):
            subject = next(
                (t for x in reversed(self.s.sentences[: self.n]) for t in reversed(x.tokens) if "I" in t),
                self.s.title,
            )
        if subject is None or subject.jenis not in ("indikator", "judul"):
            return None
        measure = "capaian" if any("CAPAIAN" in t for t in self.k.tokens[start:at]) else "realisasi"
        behind = self.k.tokens[end : end + 5]
        if not behind or not behind[0].kelas & {"DARI", "OP_BANDING"}:
            ahead = [j for j in range(start, at) if "OP_BANDING" in self.k.tokens[j]]
            behind = self.k.tokens[ahead[-1] : at] if ahead else []
        old = next((t.tahun[0] for t in behind if "Y" in t and t.jenis == "satu"), -1)
        if old < 0 and any("LALU" in t for t in behind):
            old = self.s.tahun - 1
        current = [
            t.tahun[0]
            for t in self.k.tokens[start:at]
            if "Y" in t and t.jenis == "satu" and t.tahun[0] != old
        ]
        new = current[-1] if current else self.s.tahun
        if not 0 < old < new:
            return None
        a, b = (self.s.grids.printed(subject.name, measure, y) for y in (new, old))
        if a is None or b is None:
            return None
        return figure_of(a, self.h.angka_texts), figure_of(b, self.h.angka_texts), new

    # ---- what is left
    def left_over(self) -> None:
        """ "sisa akhir tahun 102 perkara": two counts named near give it."""
        for m in _LEFT.all(self.k):
            d = self._figure(m, "d")
            if not self._open(d) or d.percent or not d.kind or d.value < 1:
                continue
            pool = [f for f in self._pool(2) if told_kind(f, d) and f.token is not d.token]
            pairs = {
                (a.value, b.value): (a, b)
                for a in pool
                for b in pool
                if a.value >= 20 and d.value < a.value and abs(a.value - b.value - d.value) <= 1e-9 * a.value
            }
            if len(pairs) == 1:
                a, b = next(iter(pairs.values()))
                self._add("kurang", a, b, d, ukuran="sisa")

    def _pool(self, back: int = 4) -> list[Figure]:
        """Figures of this sentence and those before it, the nearest first."""
        result = list(reversed(self.content))
        for x in reversed(self.s.sentences[max(0, self.n - back) : self.n]):
            result += reversed(figures(x, self.h.angka_texts))
        return result


def k_says(k: Sentence, i: int) -> bool:
    """ "…, yaitu sebesar q%": the figure is said to be the change itself."""
    return (
        i > 0
        and k.tokens[i - 1].lowered.split(" ")[0] in ("yaitu", "yakni")
        and not any("DARI" in t for t in k.tokens[i + 1 : i + 2])
    )


def _near(x: float, d: Figure) -> bool:
    half = percent_half(d) if d.percent else max(d.half, 0.5 if d.value == int(d.value) else 0.0)
    return abs(x - abs(d.value)) <= 2 * half * (1 + 1e-9)


def _difference_holds(a: Figure, b: Figure, d: Figure) -> bool:
    return abs(abs(a.value - b.value) - abs(d.value)) <= (step(a) + step(b) + step(d)) * (1 + 1e-9) + 1e-9


def _rate_holds(a: Figure, b: Figure, q: Figure) -> bool:
    if not a.value:
        return False
    slack = (step(a) + step(b)) * 100 / a.value * max(1.0, b.value / a.value)
    return abs(abs(b.value / a.value - 1) * 100 - abs(q.value)) <= slack + 2 * percent_half(q)


def _added_holds(a: Figure, d: Figure, c: Figure) -> bool:
    return abs(abs(c.value - a.value) - d.value) <= a.half + d.half + c.half + 1e-6
