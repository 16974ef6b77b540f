"""Rekapitulasi as one HTML page: nothing loaded, no script."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from cermat.reports.environment import environment, translate
from cermat.reports.labels import KINDS, N_, Labels
from cermat.reports.plain import plain
from cermat.reports.recap import GRADES, Row, day, kinds_met, summed_up

HEADS = N_(
    "Temuan dihitung per pokok: satu sebab satu temuan, dengan akibat dan baris lainnya di bawahnya. "
    "Dihitung ulang dan belum terbukti: dari semua angka tercetak."
)
_STEPS = 5  # shades of the heat table


@cache
def _environment() -> jinja2.Environment:
    def inert(value):
        return value if isinstance(value, Markup) or not isinstance(value, str) else plain(value)

    return environment(finalize=inert, extensions=["jinja2.ext.i18n"])


def shade(count: int, most: int) -> int:
    """The shade of a count, 0 (none) to 5 (as many as any report has)."""
    return -(-count * _STEPS // most) if most else 0


def page(
    shown: list[Row], engine: dict, words: Labels, notes: Sequence[str] = (HEADS,), most: int = 0
) -> str:
    """The page. shown: rows of reports.recap; engine: of findings.json; notes: what is said below the table;
    most: rows that the page takes (0: all of them), the worst."""
    env = _environment().overlay()
    translate(env, words.catalogue.ugettext, words.catalogue.ungettext)
    highest = max((count for row in shown for count in row.kinds.values()), default=0)
    style = files("cermat.reports").joinpath("static", "html.css").read_text(encoding="utf-8")
    own = files("cermat.reports").joinpath("static", "rekap.css").read_text(encoding="utf-8")
    return env.get_template("rekap.html.j2").render(
        rows=shown[:most] if most else shown,
        day=day(engine["time"], words),
        words=words,
        lang=words.lang,
        headline=summed_up(shown, words),
        grades=GRADES,
        kinds=kinds_met(shown),
        names=KINDS,
        shade=lambda count: shade(count, highest),
        notes=[words._(note) for note in notes],
        style=Markup(style + own),
    )
