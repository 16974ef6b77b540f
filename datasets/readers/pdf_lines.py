"""Letters of a page to lines of words with their boxes."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cermat.datasets.readers.pdf_page import Page

SPACES = 0.2  # gap between words, in font sizes
WIDTH = 1.8  # a gap so wide parts columns: a tab
UNEVEN = 0.5  # baselines of one row lie nearer than this, in font sizes
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class Word:
    """A word with its box."""

    teks: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass
class Line:
    """A line: its words (which do not change), baseline and font size; bold: it is set in bold throughout."""

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

    @cached_property
    def y0(self) -> float:
        return min(word.y0 for word in self.words)

    @cached_property
    def y1(self) -> float:
        return max(word.y1 for word in self.words)

    @cached_property
    def teks(self) -> str:
        """The words, with a tab where the gap is as wide as between columns."""
        before, wide = self.words[0], WIDTH * self.ukuran
        parts = [before.teks]
        for word in self.words[1:]:
            parts += ("\t" if word.x0 - before.x1 > wide else " ", word.teks)
            before = word
        return "".join(parts)


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
    return _rows(
        [page.teks[at] for at in chosen], x0, x1, base, ukuran, page.spaces[chosen], page.bold[chosen]
    )


def turned_lines(page: Page, chosen: np.ndarray) -> list[Line]:
    """Lines of sideways letters, in their own reading order; boxes are not kept in the page's frame."""
    result = []
    for arah in (1, 2, 3):
        chosen_ones = chosen[page.arah[chosen] == arah]
        if len(chosen_ones):
            box = page.box[chosen_ones]
            # 1: reads upwards, 3: downwards, 2: upside down
            along, across = ((-box[:, 3], -box[:, 1]), (-box[:, 2], -box[:, 0]), (box[:, 1], box[:, 3]))[
                arah - 1
            ]
            base = (page.baseline[chosen_ones], -page.baseline[chosen_ones], -page.baseline[chosen_ones])[
                arah - 1
            ]
            result += _rows(
                [page.teks[at] for at in chosen_ones],
                along,
                across,
                base,
                np.maximum(page.ukuran[chosen_ones], 1),
                page.spaces[chosen_ones],
                page.bold[chosen_ones],
            )
    return result


def _rows(text, x0, x1, base, ukuran, spaces, bold) -> list[Line]:
    x0, x1, base, ukuran, spaces, bold = (array.tolist() for array in (x0, x1, base, ukuran, spaces, bold))
    groups: list[list[int]] = []
    for at in sorted(range(len(text)), key=base.__getitem__):
        if groups and base[at] - base[groups[-1][-1]] <= 0.2 * min(ukuran[at], ukuran[groups[-1][-1]]):
            groups[-1].append(at)
        else:
            groups.append([at])
    measures = [_middle([ukuran[at] for at in group]) for group in groups]
    centre = [_middle([base[at] for at in group]) for group in groups]
    rising: set[int] = set()
    for order in range(len(groups)):  # raised and lowered small letters join the line they belong to
        for other in (order + 1, order - 1):
            if (
                not 0 <= other < len(groups)
                or not groups[other]
                or not groups[order]
                or measures[order] > 0.8 * measures[other]
            ):
                continue
            differs = centre[other] - centre[order]
            if abs(differs) >= 0.6 * measures[other]:
                continue
            left, right = min(x0[at] for at in groups[other]), max(x1[at] for at in groups[other])
            small = groups[order]
            if (
                min(x0[at] for at in small) > left - measures[other]
                and max(x1[at] for at in small) < right + 2 * measures[other]
            ):
                rising |= set(groups[order]) if differs > 0.15 * measures[other] else set()
                groups[other] += groups[order]
                groups[order] = []
                break
    _level(groups, measures, centre, x0, x1)
    result = []
    for group, measure, middle in zip(groups, measures, centre, strict=True):
        if group:
            group.sort(key=x0.__getitem__)
            result.append(
                Line(
                    _words_of(group, text, x0, x1, middle, measure, spaces, rising),
                    middle,
                    measure,
                    sum(bold[at] for at in group) > 0.9 * len(group),
                )
            )
    return result


def _level(
    groups: list[list[int]], measures: list[float], centre: list[float], x0: list[float], x1: list[float]
) -> None:
    """Put together groups of one size whose baselines lie less than half a size apart and that stand side by
    side: a label and the figures of its row, set in cells of different kinds (in place)."""
    there = [order for order, group in enumerate(groups) if group]
    top = list(centre)  # of all that a group has taken in: no group grows from one row into the next
    for one, other in zip(there, there[1:], strict=False):
        size = min(measures[one], measures[other])
        if centre[other] - top[one] > UNEVEN * size or size < 0.8 * max(measures[one], measures[other]):
            continue
        spans = sorted((x0[at], x1[at], which) for which in (one, other) for at in groups[which])
        if all(
            after[0] - before[1] > (size if before[2] != after[2] else -size)
            for before, after in zip(spans, spans[1:], strict=False)
        ):
            larger = max((one, other), key=lambda which: len(groups[which]))
            centre[other], groups[other], groups[one], top[other] = (
                centre[larger],
                groups[one] + groups[other],
                [],
                top[one],
            )


def _middle(value: list[float]) -> float:
    return sorted(value)[len(value) // 2]


def _words_of(letters, text, x0, x1, base, ukuran, spaces, rising) -> list[Word]:
    result: list[Word] = []
    gap, top, foot = SPACES * ukuran, base - 0.8 * ukuran, base + 0.25 * ukuran
    begun: list[str] = []
    left = right = before = 0.0
    for at in letters:
        letter = text[at].translate(_SUPERSCRIPTS) if at in rising else text[at]
        if begun and not spaces[at] and x0[at] - before <= gap:
            begun.append(letter)
            right = max(right, x1[at])
        else:
            if begun:
                result.append(Word("".join(begun), left, top, right, foot))
            begun, left, right = [letter], x0[at], x1[at]
        before = x1[at]
    result.append(Word("".join(begun), left, top, right, foot))
    return result
