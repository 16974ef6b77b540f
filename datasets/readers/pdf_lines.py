"""Letters of a page to lines of words with their boxes."""

from dataclasses import dataclass

import numpy as np

from datasets.readers.pdf_page import Page

SPACES = 0.2  # gap between words, in font sizes
WIDTH = 1.8  # a gap so wide parts columns: a tab
UNEVEN = 0.5  # baselines of one row lie nearer than this, in font sizes
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass
class Word:
    """A word with its box."""

    teks: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass
class Line:
    """A line: its words, baseline and font size; bold: it is set in bold throughout."""

    words: list[Word]
    baseline: float
    ukuran: float
    bold: bool = False

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def y0(self) -> float:
        return min(k.y0 for k in self.words)

    @property
    def y1(self) -> float:
        return max(k.y1 for k in self.words)

    @property
    def teks(self) -> str:
        """The words, with a tab where the gap is as wide as between columns."""
        result = self.words[0].teks
        for a, b in zip(self.words, self.words[1:], strict=False):
            result += ("\t" if b.x0 - a.x1 > WIDTH * self.ukuran else " ") + b.teks
        return result


def letter_lines(page: Page, chosen: np.ndarray) -> list[Line]:
    """Lines of these upright letters (index array), from top to bottom."""
    chosen = chosen[page.arah[chosen] == 0]
    if not len(chosen):
        return []
    x0, x1, base, ukuran = (
        page.box[chosen, 0],
        page.box[chosen, 2],
        page.baseline[chosen],
        np.maximum(page.ukuran[chosen], 1),
    )
    return _rows([page.teks[i] for i in chosen], x0, x1, base, ukuran, page.spaces[chosen], page.bold[chosen])


def turned_lines(page: Page, chosen: np.ndarray) -> list[Line]:
    """Lines of sideways letters, in their own reading order; boxes are not kept in the page's frame."""
    result = []
    for arah in (1, 2, 3):
        p = chosen[page.arah[chosen] == arah]
        if len(p):
            k = page.box[p]
            # 1: reads upwards, 3: downwards, 2: upside down
            a, b = ((-k[:, 3], -k[:, 1]), (-k[:, 2], -k[:, 0]), (k[:, 1], k[:, 3]))[arah - 1]
            base = (page.baseline[p], -page.baseline[p], -page.baseline[p])[arah - 1]
            result += _rows(
                [page.teks[i] for i in p],
                a,
                b,
                base,
                np.maximum(page.ukuran[p], 1),
                page.spaces[p],
                page.bold[p],
            )
    return result


def _rows(text, x0, x1, base, ukuran, spaces, bold) -> list[Line]:
    x0, x1, base, ukuran, spaces, bold = (a.tolist() for a in (x0, x1, base, ukuran, spaces, bold))
    groups: list[list[int]] = []
    for i in sorted(range(len(text)), key=base.__getitem__):
        if groups and base[i] - base[groups[-1][-1]] <= 0.2 * min(ukuran[i], ukuran[groups[-1][-1]]):
            groups[-1].append(i)
        else:
            groups.append([i])
    measures = [_middle([ukuran[i] for i in k]) for k in groups]
    centre = [_middle([base[i] for i in k]) for k in groups]
    rising: set[int] = set()
    for n in range(len(groups)):  # raised and lowered small letters join the line they belong to
        for m in (n + 1, n - 1):
            if not 0 <= m < len(groups) or not groups[m] or not groups[n] or measures[n] > 0.8 * measures[m]:
                continue
            differs = centre[m] - centre[n]
            if abs(differs) >= 0.6 * measures[m]:
                continue
            a, b = min(x0[i] for i in groups[m]), max(x1[i] for i in groups[m])
            small = groups[n]
            if (
                min(x0[i] for i in small) > a - measures[m]
                and max(x1[i] for i in small) < b + 2 * measures[m]
            ):
                rising |= set(groups[n]) if differs > 0.15 * measures[m] else set()
                groups[m] += groups[n]
                groups[n] = []
                break
    _level(groups, measures, centre, x0, x1)
    result = []
    for k, s, d in zip(groups, measures, centre, strict=True):
        if k:
            k.sort(key=x0.__getitem__)
            result.append(
                Line(
                    _words_of(k, text, x0, x1, d, s, spaces, rising),
                    d,
                    s,
                    sum(bold[i] for i in k) > 0.9 * len(k),
                )
            )
    return result


def _level(
    groups: list[list[int]], measures: list[float], centre: list[float], x0: list[float], x1: list[float]
) -> None:
    """Put together groups of one size whose baselines lie less than half a size apart and that stand side by
    side: a label and the figures of its row, set in cells of different kinds (in place)."""
    there = [n for n, k in enumerate(groups) if k]
    top = list(centre)  # of all that a group has taken in: no group grows from one row into the next
    for n, m in zip(there, there[1:], strict=False):
        size = min(measures[n], measures[m])
        if centre[m] - top[n] > UNEVEN * size or size < 0.8 * max(measures[n], measures[m]):
            continue
        spans = sorted((x0[i], x1[i], g) for g in (n, m) for i in groups[g])
        if all(
            b[0] - a[1] > (size if a[2] != b[2] else -size) for a, b in zip(spans, spans[1:], strict=False)
        ):
            larger = max((n, m), key=lambda g: len(groups[g]))
            centre[m], groups[m], groups[n], top[m] = centre[larger], groups[n] + groups[m], [], top[n]


def _middle(value: list[float]) -> float:
    return sorted(value)[len(value) // 2]


def _words_of(k, text, x0, x1, base, ukuran, spaces, rising) -> list[Word]:
    result: list[Word] = []
    for n, i in enumerate(k):
        t = text[i].translate(_SUPERSCRIPTS) if i in rising else text[i]
        if n and not spaces[i] and x0[i] - x1[k[n - 1]] <= SPACES * ukuran:
            result[-1].teks += t
            result[-1].x1 = max(result[-1].x1, x1[i])
        else:
            result.append(Word(t, x0[i], base - 0.8 * ukuran, x1[i], base + 0.25 * ukuran))
    return result
