"""Work without the search for cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """Without the search for cycles: documents and frames are very many objects and hardly a cycle, so it
    only costs time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def collected_after() -> Iterator[None]:
    """The same for work after which all that it made goes, cycles included: memory does not grow from one
    part to the next. What was there before is not looked through."""
    gc.freeze()
    try:
        with without_collection():
            yield
    finally:
        gc.collect()
        gc.unfreeze()
