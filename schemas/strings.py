"""How frames hold their texts while the engine works."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import numpy as np
import pandas as pd

_STORAGE = "mode.string_storage"
_lock, _within, _before = Lock(), 0, ""


@contextmanager
def python_strings() -> Iterator[None]:
    """Frames made within hold strings of Python, also where pyarrow is installed: the engine looks its texts
    up one by one, where those of pyarrow cost more. Threads may be within together: the last one out puts
    the option of pandas back."""
    global _within, _before
    with _lock:
        if not _within:
            _before = pd.get_option(_STORAGE)
            pd.set_option(_STORAGE, "python")
        _within += 1
    try:
        yield
    finally:
        with _lock:
            _within -= 1
            if not _within:
                pd.set_option(_STORAGE, _before)


def with_objects(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its texts as plain Python objects; the one given where it has no others."""
    texts = [name for name, kind in frame.dtypes.items() if isinstance(kind, pd.StringDtype)]
    return frame.astype(dict.fromkeys(texts, object)) if texts else frame


def as_objects(values: np.ndarray) -> np.ndarray | pd.Series:
    """A column to be put into a frame: an array of objects as it is, for pandas would make texts of it."""
    return pd.Series(values, dtype=object) if values.dtype == object else values
