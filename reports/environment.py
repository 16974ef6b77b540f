"""The templates of this room: every page and paper fills them in the same way."""

from importlib.resources import files

import jinja2


def environment(**options) -> jinja2.Environment:
    """A jinja2 environment over reports/templates: what is printed is escaped, a name that is missing is an
    error.

    options: of jinja2.Environment, beside or in place of these.
    """
    loader = jinja2.FunctionLoader(
        lambda name: files("reports").joinpath("templates", name).read_text(encoding="utf-8")
    )
    settings = {
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": jinja2.StrictUndefined,
    }
    return jinja2.Environment(loader=loader, **(settings | options))
