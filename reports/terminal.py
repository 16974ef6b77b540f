"""A terminal that shows texts of a submission and lets none of them rule it."""

import sys

from rich import markup
from rich.console import Console
from rich.text import Text

from cermat.reports.plain import seen
from cermat.reports.streams import silence


def escape(text) -> str:
    """A text as it may stand in the markup of a Terminal: shown as it is, without what cannot be seen."""
    return markup.escape(seen(text))


class Terminal(Console):
    """rich's Console; what it is told shows nothing but signs. error: standard error."""

    def __init__(self, error: bool = False) -> None:
        file = sys.stderr if error else sys.stdout
        super().__init__(file=file, highlight=False, width=None if error or file.isatty() else 140)

    def render_str(self, text: str, **how) -> Text:  # every text, cells and titles of tables, too
        return super().render_str(seen(text, whole=False), **how)

    def on_broken_pipe(self) -> None:
        """Nobody reads on (`| head`): the run goes on without being heard."""
        self.quiet = True
        silence(self.file)
