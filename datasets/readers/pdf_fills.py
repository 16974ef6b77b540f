"""Filled boxes of a page: which are rules, which are shading, and which edges of shading part cells.

Producers draw borders as strokes or as thin filled bars, and shading as one fill a cell or, as Word does, as
a mosaic of tiles a cell: a strip over the text, one at each side of it (about 5 points wide), the text's own,
one below. A fill that lies within one cell of drawn rules is no rule; where nobody drew rules, the edges of
fills are all there is.
"""

import numpy as np

from cermat.datasets.readers.pdf_page import Page
from cermat.datasets.readers.pdf_ruled import find_grids

THIN = 3.0  # a filled bar thinner than this is a ruling line
INSET = 9.0  # so far within its cell the shading of a text may lie
NEXT = 0.6  # fills nearer than this touch
WITHIN = 2.0  # so far a fill may reach over the rules of its cell


def lay_rules(page: Page) -> None:
    """Add to the page's rules what its fills draw: thin bars as rules, edges of shading as weak ones (in
    place)."""
    if not len(page.fills):
        return
    wide, high = page.fills[:, 2] - page.fills[:, 0], page.fills[:, 3] - page.fills[:, 1]
    thin = np.minimum(wide, high) <= THIN
    areas, bars = page.fills[~thin], page.fills[thin]
    flat, upright = _bars(bars[~_tiles(bars, areas)])
    page.horizontal, page.upright = np.vstack([page.horizontal, flat]), np.vstack([page.upright, upright])
    areas = areas[~_in_cells(areas, page)] if len(areas) else areas
    if len(areas):
        flat, upright = _edges(_without_nested(_with_strips(areas, page.box)))
        page.horizontal, page.upright = np.vstack([page.horizontal, flat]), np.vstack([page.upright, upright])


def _bars(bars: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Thin bars as rules; dots of a dotted line, and corners, as pieces of both directions."""
    x0, y0, x1, y1 = bars[:, :4].T
    none = np.zeros(len(bars))
    lying, standing = y1 - y0 <= THIN, x1 - x0 <= THIN
    flat = np.column_stack([(y0 + y1) / 2, x0, x1, none])[lying]
    return flat, np.column_stack([(x0 + x1) / 2, y0, y1, none])[standing]


def _edges(areas: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    x0, y0, x1, y1 = areas[:, :4].T
    one = np.ones(len(areas))
    flat = np.vstack([np.column_stack([height, x0, x1, one]) for height in (y0, y1)])
    return flat, np.vstack([np.column_stack([side, y0, y1, one]) for side in (x0, x1)])


def _tiles(bars: np.ndarray, areas: np.ndarray) -> np.ndarray:
    """Which thin bars go with a shaded area of their own colour that they touch along a side: low tiles of a
    mosaic."""
    result = np.zeros(len(bars), bool)
    for colour in np.unique(areas[:, 4]) if len(bars) else ():
        own = areas[areas[:, 4] == colour]
        for at in np.nonzero(bars[:, 4] == colour)[0]:
            x0, y0, x1, y1 = bars[at, :4]
            along = (own[:, 0] < x1 - NEXT) & (own[:, 2] > x0 + NEXT)
            beside = (own[:, 1] < y1 - NEXT) & (own[:, 3] > y0 + NEXT)
            above = along & (np.minimum(abs(own[:, 1] - y1), abs(own[:, 3] - y0)) <= NEXT)
            left = beside & (np.minimum(abs(own[:, 0] - x1), abs(own[:, 2] - x0)) <= NEXT)
            result[at] = (above if x1 - x0 > y1 - y0 else left).any()
    return result


def _in_cells(areas: np.ndarray, page: Page) -> np.ndarray:
    """Which areas lie within one cell of the drawn rules."""
    boxes = np.array(
        [cell.box for grid in find_grids(page.horizontal, page.upright) for cell in grid.sel]
    ).reshape(-1, 4)
    result = np.zeros(len(areas), bool)
    for x0, y0, x1, y1 in boxes:
        result |= (
            (areas[:, 0] >= x0 - WITHIN)
            & (areas[:, 1] >= y0 - WITHIN)
            & (areas[:, 2] <= x1 + WITHIN)
            & (areas[:, 3] <= y1 + WITHIN)
        )
    return result


def _with_strips(areas: np.ndarray, letters: np.ndarray) -> np.ndarray:
    """The areas with the blank strips at their sides, which are the cell's margins, taken in."""
    across, down = (letters[:, 0] + letters[:, 2]) / 2, (letters[:, 1] + letters[:, 3]) / 2
    narrow = np.nonzero(areas[:, 2] - areas[:, 0] <= INSET)[0]
    strips = [
        at
        for at in narrow
        if not (
            (across > areas[at, 0]) & (across < areas[at, 2]) & (down > areas[at, 1]) & (down < areas[at, 3])
        ).any()
    ]
    areas, taken = areas.copy(), set()
    for at in strips:
        x0, y0, x1, y1, colour = areas[at]
        same = (abs(areas[:, 1] - y0) <= NEXT) & (abs(areas[:, 3] - y1) <= NEXT) & (areas[:, 4] == colour)
        same[strips] = False
        for at_letter in np.nonzero(same)[0]:
            if abs(areas[at_letter, 0] - x1) <= NEXT:
                areas[at_letter, 0] = x0
            elif abs(areas[at_letter, 2] - x0) <= NEXT:
                areas[at_letter, 2] = x1
            else:
                continue
            taken.add(at)
            break
    return np.delete(areas, sorted(taken), axis=0)


def _without_nested(areas: np.ndarray) -> np.ndarray:
    """Without fills that lie within another and leave a cell's margin at both sides: the shading of a
    text."""
    left = areas[:, 0][:, None] - areas[:, 0][None, :]
    right = areas[:, 2][None, :] - areas[:, 2][:, None]
    inside = (areas[:, 1][:, None] >= areas[:, 1][None, :] - NEXT) & (
        areas[:, 3][:, None] <= areas[:, 3][None, :] + NEXT
    )
    nested = inside & (left > WITHIN) & (left <= INSET) & (right > WITHIN) & (right <= INSET)
    return areas[~nested.any(axis=1)]
