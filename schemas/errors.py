"""Errors that end a run: one line, what and where, in the user's language."""

import re

_ENDLESS = re.compile(r"(\S{200})\S{800,}(\S{100})")  # what a stranger wrote, without a blank


class InputError(Exception):
    """Nothing can be audited, or the call or a rule card is broken. The command line answers with exit code
    2."""

    def __str__(self) -> str:
        return _ENDLESS.sub(r"\1…\2", super().__str__())
