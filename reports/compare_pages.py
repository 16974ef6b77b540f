"""A comparison of two audits as a self-contained HTML page and as Markdown."""

from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from cermat.reports.compare import GRADES, NOTES, STATES, View
from cermat.reports.compare_rows import headline, rows
from cermat.reports.environment import environment, translate
from cermat.reports.labels import GRADES as GRADE_LABELS
from cermat.reports.labels import KINDS
from cermat.reports.markdown import render
from cermat.reports.plain import plain
from cermat.reports.verdict import title

MEASURES = (("printed", "angka tercetak"), ("recomputed", "dihitung ulang"), ("contradicted", "dibantah"))


@cache
def _environment() -> jinja2.Environment:
    def inert(value):
        return value if isinstance(value, Markup) or not isinstance(value, str) else plain(value)

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
        "groups": [(state, [row for row in found if row.state == state]) for state in STATES],
        "measures": MEASURES,
        "notes": [NOTES[note] for note in made["notes"]],
        "titles": {side: title(made[side], view.words) for side in ("old", "new")},
        "sums": {state: sum(made["summary"][state].values()) for state in STATES},
    }


def html(view: View) -> str:
    """One file, nothing loaded, no script."""
    env = _environment().overlay()
    translate(env, view.words.catalogue.ugettext, view.words.catalogue.ungettext)
    style = files("cermat.reports").joinpath("static", "html.css").read_text(encoding="utf-8")
    return env.get_template("banding.html.j2").render(style=Markup(style), **_values(view))


def markdown(view: View) -> str:
    """Markdown in which no text becomes markup."""
    return render("banding.md.j2", view.words, **_values(view))
