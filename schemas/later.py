"""Modules that a library imports as it starts, and uses only for what nobody here asks of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


class _Later(ModuleType):
    """Stands for a module until somebody asks for something of it."""

    def __getattr__(self, name: str):
        return getattr(import_module(self.__name__), name)


@contextmanager
def later(*names: str) -> Iterator[None]:
    """What is imported within gets these modules by name only; they are read when they are first used.
    Whoever imports them afterwards gets them as ever."""
    stand_ins = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
