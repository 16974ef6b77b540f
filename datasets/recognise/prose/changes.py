"""Claim family: changes whose two figures the sentence does not name itself: what was added to a budget told
before ("bertambah Rp1,5 miliar menjadi …"), both years in the indicator's table ("naik 0,66 poin dari tahun
2021"), what is left of counts told before.

They become `perhitungan` rows, where they hold. Changes beside their figures are cards (relations/).
"""

from datasets.recognise.prose.grammar import Pattern, Sentence
from datasets.recognise.prose.pairs import (
    Figure,
    figure_of,
    figures,
    percent_half,
    same_kind,
    step,
    told_kind,
)
from datasets.recognise.prose.setting import Found, Setting, short_name
from datasets.recognise.relations.sentences import stated_results
from datasets.recognise.relations.written import add_arithmetic, arithmetic_subjek

_DIRECTION = frozenset({"NAIK", "TURUN", "TUMBUH"})
_D = "(NAIK|TURUN|TUMBUH)"
_ADDED = Pattern(
    rf"(?P<arah>{_D}) SE? (?P<d>N) (BUKA (?P<q>PERSEN) TUTUP | (KOMA|ATAU){{1,2}} SE? (?P<q2>PERSEN))? KOMA? "
    r"![N|TITIK|TITIKKOMA|DARI]{0,5} MENJADI ![N|TITIK|DAN]{0,3} (?P<c>N)"
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
            reader.added()
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


def _near(x: float, d: Figure) -> bool:
    half = percent_half(d) if d.percent else max(d.half, 0.5 if d.value == int(d.value) else 0.0)
    return abs(x - abs(d.value)) <= 2 * half * (1 + 1e-9)


def _rate_holds(a: Figure, b: Figure, q: Figure) -> bool:
    if not a.value:
        return False
    slack = (step(a) + step(b)) * 100 / a.value * max(1.0, b.value / a.value)
    return abs(abs(b.value / a.value - 1) * 100 - abs(q.value)) <= slack + 2 * percent_half(q)


def _added_holds(a: Figure, d: Figure, c: Figure) -> bool:
    return abs(abs(c.value - a.value) - d.value) <= a.half + d.half + c.half + 1e-6
