"""The templates of this room: every page and paper fills them in the same way."""

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import jinja2


def environment(**options) -> jinja2.Environment:
    """A jinja2 environment over reports/templates: what is printed is escaped, a name that is missing is an
    error.

    options: of jinja2.Environment, beside or in place of these.
    """
    loader = jinja2.FunctionLoader(
        lambda name: files("cermat.reports").joinpath("templates", name).read_text(encoding="utf-8")
    )
    settings: dict[str, Any] = {
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": jinja2.StrictUndefined,
    }
    return jinja2.Environment(loader=loader, **(settings | options))


def translate(
    env: jinja2.Environment, one: Callable[[str], str], many: Callable[[str, str, int], str]
) -> None:
    """The environment says its texts by these: a text, and one of two by a number."""
    install = env.install_gettext_callables  # type: ignore[attr-defined]  # of the extension jinja2.ext.i18n
    install(one, many, newstyle=True)
