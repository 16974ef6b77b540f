"""The HTML report: one self-contained file, nothing loaded from the network."""

from functools import cache
from importlib.resources import files

import jinja2

from reports.console import place_text


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FunctionLoader(lambda name: files("reports").joinpath("templates", name).read_text(encoding="utf-8"))
    env = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    env.filters["tempat"] = place_text
    return env


def page(findings: dict, result=None, lang: str = "id") -> str:
    """The report of one audit as HTML. findings: findings.json as a dict."""
    return _environment().get_template("temuan.html.j2").render(f=findings, lang=lang)
