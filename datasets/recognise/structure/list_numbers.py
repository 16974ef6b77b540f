"""Numbers of lists: one that is left out ("11. … 13. …"), comes twice or goes back ("25) … 22) … 26)")."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz

from cermat.datasets.recognise.document_lines import Line, page_of

OFF = "nomor daftar lain"
BEFORE, BEHIND = 3, 2  # numbers that count up in front of and behind the one that is off
_FIRST = re.compile(r"\s*(\d{1,2})([.)])\s*(?=[^\W\d_])")
_WITHIN = re.compile(r"(?<=[;:.])\s(?:dan\s)?(\d{1,2})(\))\s?(?=[^\W\d_])")
_SHOWN = 40
_SAME = 85  # an item printed again is no second item


@dataclass
class Item:
    """One numbered item: its sign ("." or ")"), number, the line that holds it, the line's place and what
    begins there."""

    sign: str
    number: int
    line: Line
    at: int
    text: str

    @property
    def said(self) -> str:
        """The item as a reader finds it: "11. Kegiatan Pengadaan" (halaman 22)."""
        short = " ".join(self.text.split())
        short = short if len(short) <= _SHOWN else short[:_SHOWN].rsplit(" ", 1)[0] + " …"
        return f'"{self.number}{self.sign} {short}"{page_of(self.line)}'


def list_numbers(lines: list[Line], note: Callable[[str, str, Line], None]) -> None:
    """Note OFF, once for each of its two places."""
    items = _items(lines)
    for sign in (".", ")"):
        for one_list in _lists([item for item in items if item.sign == sign]):
            for text, places in _off(one_list, lines):
                for line in places:
                    note(OFF, text, line)


def _items(lines: list[Line]) -> list[Item]:
    """Numbered items of the prose, in order; within a line only "5) …" behind a stop is one."""
    found = []
    for at, line in enumerate(lines):
        if line.r >= 0 or line.zone in ("daftar isi", "sampul") or "\t" in line.teks:
            continue
        marks = [mark for mark in (_FIRST.match(line.teks),) if mark] + list(_WITHIN.finditer(line.teks))
        found += [
            Item(mark[2], int(mark[1]), line, at, line.teks[mark.end() : mark.end() + 200]) for mark in marks
        ]
    return found


def _lists(items: list[Item]) -> list[list[Item]]:
    """Items as lists: a 1 begins one, within the one that is open or beside it; a number goes on with the
    innermost list that it follows, else it stands in the innermost that is long enough to miss it."""
    done: list[list[Item]] = []
    open_lists: list[list[Item]] = []
    for item in items:
        if item.number == 1:
            open_lists.append([item])
            done.append(open_lists[-1])
            continue
        at = next((at for at in reversed(range(len(open_lists))) if _follows(open_lists[at], item)), None)
        if at is None:
            at = len(open_lists) - 1 if open_lists else None
        if at is None:
            continue
        del open_lists[at + 1 :]
        open_lists[at].append(item)
    return done


def _follows(own: list[Item], item: Item) -> bool:
    """The next number of a list, or the one behind that where the last was off."""
    return item.number == own[-1].number + 1 or (len(own) > 1 and item.number == own[-2].number + 1)


def _off(own: list[Item], lines: list[Line]) -> list[tuple[str, tuple[Line, Line]]]:
    """What is wrong with the numbers of one list, with the lines of both items."""
    numbers = [item.number for item in own]
    result = []
    for at in range(BEFORE, len(own)):
        before, item = own[at - 1], own[at]
        if not _counts(numbers[at - BEFORE : at]) or item.line.halaman - before.line.halaman > 1:
            continue
        last, rest = numbers[at - 1], numbers[at + 1 : at + 1 + BEHIND]
        if numbers[at] == last + 2 and _counts([numbers[at], *rest]) and len(rest) == BEHIND:
            if not _printed(last + 1, before, item, lines):
                text = f"{before.said} langsung diikuti {item.said}, nomor {last + 1} terlewat"
                result.append((text, (before.line, item.line)))
        elif numbers[at] <= last and rest == [last + 1, last + 2] and not _again(item, own[:at]):
            text = f"sesudah {before.said} tercetak {item.said}, lalu {last + 1}: nomor butir mundur"
            result.append((text, (before.line, item.line)))
    return result


def _counts(numbers: list[int]) -> bool:
    return all(after == before + 1 for before, after in zip(numbers, numbers[1:], strict=False))


def _again(item: Item, own: list[Item]) -> bool:
    return any(fuzz.ratio(item.text[:60], other.text[:60]) >= _SAME for other in own)


def _printed(number: int, before: Item, item: Item, lines: list[Line]) -> bool:
    """Does the number that is left out stand somewhere between the two items, where no item was read?"""
    between = " ".join(line.teks for line in lines[before.at : item.at + 1])
    return re.search(rf"(?<![\d.,]){number}(?:\s*[.)]|\s+[A-Z])", between) is not None
