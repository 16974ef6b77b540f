"""Columns that hold a code's segments, one each: "Kode > Urusan | Bidang | Program | Kegiatan | Sub
Kegiatan", "5 | 1 | 02".

Print-outs of the budget systems set an account or programme code into several narrow columns under one header
"Kode". Their cells are labels: they are never counted, summed or compared, and the segments of a row say how
deep it lies.
"""

import re
from collections.abc import Mapping

SEGMENT = re.compile(r"(?:\d{1,4}|[xX]{1,4})(?:[. ](?:\d{1,4}|[xX]{1,4}))*\.?")
_HEAD = re.compile(r"^kode\b", re.I)
_WORD = re.compile(r"[A-Za-z]{3}")


def segment_columns(header: Mapping[int, str], rows: list[list[str]]) -> list[int]:
    """The columns of segments, left to right; [] where the grid has none.

    header: column → its header texts from the top row down, joined by " > "; rows: texts of the body rows.
    They are two or more neighbours whose cells are segments, under one header "Kode"; without any header,
    where every row fills them from the left, no gap between, and the first of them says the same in most
    rows.
    """
    width = max(map(len, rows), default=0)
    content = [
        [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
        for column in range(width)
    ]
    plain = [
        bool(found) and sum(bool(SEGMENT.fullmatch(text)) for text in found) >= 0.8 * len(found)
        for found in content
    ]
    named = [
        column
        for column in range(width)
        if _HEAD.match(header.get(column, "")) and (plain[column] or not content[column])
    ]
    if len(named) > 1 and named == list(range(named[0], named[-1] + 1)):
        return named
    run = [column for column in range(width) if all(plain[: column + 1]) and not header.get(column)]
    words = len(run) < width and sum(bool(_WORD.search(text)) for text in content[len(run)]) >= 0.8 * max(
        len(content[len(run)]), 1
    )
    return run if len(run) > 2 and words and _nested([row[: len(run)] for row in rows]) else []


def _nested(rows: list[list[str]]) -> bool:
    """Does every row fill a beginning of the run, some less than others, under a first segment that hardly
    changes?"""
    filled = [[bool(text.strip()) for text in row] for row in rows if any(text.strip() for text in row)]
    prefixes = sum(flags == sorted(flags, reverse=True) for flags in filled)
    first = [row[0].strip() for row in rows if row and row[0].strip()]
    return (
        len(filled) > 2
        and prefixes >= 0.9 * len(filled)
        and len({sum(flags) for flags in filled}) > 1
        and 3 * len(set(first)) <= len(first)
    )


def joined_code(segments: list[str]) -> str:
    """The code of one row: its filled segments joined by points, "" where there are none."""
    return ".".join(segment.strip().strip(".") for segment in segments if segment.strip())
