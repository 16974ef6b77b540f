"""Rows that belong together, by whole numbers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cermat.schemas.keys import groups

JOINED = st.integers(0, 12).flatmap(
    lambda count: st.tuples(
        st.just(count),
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)), max_size=20)
        if count
        else st.just([]),
    )
)


def _brute_force(count: int, joined: list[tuple[int, int]]) -> list[int]:
    """Each node's group: whatever can be walked to, numbered as met."""
    number: dict[int, int] = {}
    for start in range(count):
        if start in number:
            continue
        mine, waiting = len(set(number.values())), [start]
        while waiting:
            node = waiting.pop()
            number[node] = mine
            near = {other for pair in joined if node in pair for other in pair}
            waiting += near - number.keys()
    return [number[node] for node in range(count)]


@given(JOINED)
def test_groups_are_what_can_be_walked_to(case):
    count, joined = case
    left, right = (np.array([pair[side] for pair in joined], dtype="int64") for side in (0, 1))
    assert groups(count, left, right).tolist() == _brute_force(count, joined)


def test_a_long_chain_is_one_group():
    """Whatever the order of its links."""
    count = 5000
    order = np.random.default_rng(0).permutation(count)
    assert (groups(count, order[:-1], order[1:]) == 0).all()
