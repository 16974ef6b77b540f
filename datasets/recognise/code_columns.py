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
    content = [[r[c].strip() for r in rows if c < len(r) and r[c].strip()] for c in range(width)]
    plain = [bool(k) and sum(bool(SEGMENT.fullmatch(t)) for t in k) >= 0.8 * len(k) for k in content]
    named = [c for c in range(width) if _HEAD.match(header.get(c, "")) and (plain[c] or not content[c])]
    if len(named) > 1 and named == list(range(named[0], named[-1] + 1)):
        return named
    run = [c for c in range(width) if all(plain[: c + 1]) and not header.get(c)]
    words = len(run) < width and sum(bool(_WORD.search(t)) for t in content[len(run)]) >= 0.8 * max(
        len(content[len(run)]), 1
    )
    return run if len(run) > 2 and words and _nested([r[: len(run)] for r in rows]) else []


def _nested(rows: list[list[str]]) -> bool:
    """Does every row fill a beginning of the run, some less than others, under a first segment that hardly
    changes?"""
    filled = [[bool(t.strip()) for t in r] for r in rows if any(t.strip() for t in r)]
    prefixes = sum(f == sorted(f, reverse=True) for f in filled)
    first = [r[0].strip() for r in rows if r and r[0].strip()]
    return (
        len(filled) > 2
        and prefixes >= 0.9 * len(filled)
        and len({sum(f) for f in filled}) > 1
        and 3 * len(set(first)) <= len(first)
    )


def joined_code(segments: list[str]) -> str:
    """The code of one row: its filled segments joined by points, "" where there are none."""
    return ".".join(t.strip().strip(".") for t in segments if t.strip())
