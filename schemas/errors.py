"""Errors that end a run: one line, what and where, in the user's language."""


class InputError(Exception):
    """Nothing can be audited, or the call or a rule card is broken. The command line answers with exit code
    2."""
