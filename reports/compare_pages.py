"""A comparison of two audits as a self-contained HTML page and as Markdown."""

from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from reports.compare import GRADES, NOTES, STATES, View
from reports.compare_rows import headline, rows
from reports.environment import environment, translate
from reports.labels import GRADES as GRADE_LABELS
from reports.labels import KINDS
from reports.markdown import render
from reports.plain import plain
from reports.verdict import title

MEASURES = (("printed", "angka tercetak"), ("recomputed", "dihitung ulang"), ("contradicted", "dibantah"))


@cache
def _environment() -> jinja2.Environment:
    inert = lambda v: v if isinstance(v, Markup) or not isinstance(v, str) else plain(v)  # noqa: E731
    return environment(finalize=inert, extensions=["jinja2.ext.i18n"])


def _values(view: View) -> dict:
    found = rows(view)
    made = view.made
    return {
        "made": made,
        "lang": view.words.lang,
        "headline": headline(view),
        "states": STATES,
        "grades": GRADE_LABELS,
        "kinds": KINDS,
        "order": GRADES,
        "groups": [(s, [r for r in found if r.state == s]) for s in STATES],
        "measures": MEASURES,
        "notes": [NOTES[k] for k in made["notes"]],
        "titles": {k: title(made[k], view.words) for k in ("old", "new")},
        "sums": {s: sum(made["summary"][s].values()) for s in STATES},
    }


def html(view: View) -> str:
    """One file, nothing loaded, no script."""
    env = _environment().overlay()
    translate(env, view.words.catalogue.ugettext, view.words.catalogue.ungettext)
    style = files("reports").joinpath("static", "html.css").read_text(encoding="utf-8")
    return env.get_template("banding.html.j2").render(style=Markup(style), **_values(view))


def markdown(view: View) -> str:
    """Markdown in which no text becomes markup."""
    return render("banding.md.j2", view.words, **_values(view))
