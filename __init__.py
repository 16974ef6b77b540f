"""Cermat: audits the figures of a LKjIP against each other. `cermat.check(source)` is the way in."""

from importlib.metadata import version

from cermat.audit import InputError, bundled, check, read

__all__ = ["InputError", "__version__", "bundled", "check", "read"]
__version__ = version("cermat")
