"""Small reports that tests ask about one by one, audited as one portfolio when the first of them is asked for:
what is told of a report does not depend on its neighbours (tests/test_proof.py shows it)."""

from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from cermat import audit
from cermat.schemas.submission import Submission, merge
from tests.helpers import check, portfolio


class Stacked:
    """made: key → a report: the text of a Markdown document, or typed tables. door: what audits them."""

    def __init__(self, made: Mapping[Hashable, str | dict], door: Callable = check) -> None:
        self.made, self.door = made, door
        self.names = {key: f"{at:03d}.md" for at, key in enumerate(made)}

    @cached_property
    def result(self):
        """The audit of all of them."""
        return self.door(merge([*self._texts(), *self._tables()]))

    def told(self, key: Hashable) -> dict:
        """findings.json of one."""
        return self.result.to_dict(self.names[key])

    def rows(self, frame: pd.DataFrame, key: Hashable) -> pd.DataFrame:
        """What a frame holds of one."""
        return frame[frame["laporan"] == self.names[key]]

    def _texts(self) -> list[Submission]:
        with TemporaryDirectory() as folder:
            paths = {Path(folder, self.names[k]): m for k, m in self.made.items() if isinstance(m, str)}
            for path, text in paths.items():
                path.write_text(text, encoding="utf-8")
            return [audit.read(path) for path in paths]

    def _tables(self) -> list[Submission]:
        tables = {self.names[k]: m for k, m in self.made.items() if not isinstance(m, str)}
        return [portfolio(tables)] if tables else []
