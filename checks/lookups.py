"""Frames read a row at a time, thousands of times: their columns as arrays and their rows by key, each made
once, when first asked for."""

import numpy as np
import pandas as pd


class Columns:
    """The columns of a frame as arrays; rows by position. The frame must not change."""

    def __init__(self, frame: pd.DataFrame):
        self.frame = frame
        self._arrays: dict[str, np.ndarray] = {}

    def __getitem__(self, column: str) -> np.ndarray:
        if column not in self._arrays:
            self._arrays[column] = self.frame[column].to_numpy()
        return self._arrays[column]

    def row(self, at: int) -> dict:
        """One row by position: column → value, plain Python where it is a number or a truth value."""
        return {
            column: value.item() if isinstance(value, np.generic) else value
            for column in self.frame.columns
            for value in (self[column][at],)
        }


class Groups:
    """Positions by key, in their order. keys: one a position; missing ones belong to no group."""

    def __init__(self, keys):
        codes, known = pd.factorize(np.asarray(keys))
        self.order = np.argsort(codes, kind="stable")
        self.code = {key: position for position, key in enumerate(known.tolist())}
        self.ends = np.searchsorted(codes[self.order], np.arange(len(known) + 1))

    def of(self, key) -> np.ndarray:
        """Positions that have this key."""
        at = self.code.get(key, -1)
        return self.order[self.ends[at] : self.ends[at + 1]] if at >= 0 else self.order[:0]


def known(value) -> int | None:
    """A page or a line, None where it is not told."""
    return int(value) if value is not None and pd.notna(value) and int(value) >= 0 else None
