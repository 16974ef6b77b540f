"""The report as Markdown: findings with their five elements and places, rules by status, what is not
proven."""

import re
from functools import cache

import jinja2

from cermat.reports import beside, doubtful, yearly
from cermat.reports.environment import environment, translate
from cermat.reports.labels import GRADES, KINDS, STATES, STATUSES, labels
from cermat.reports.plain import one_line
from cermat.reports.verdict import own_title, place_line, rule_titles, title_line, verdict
from cermat.reports.verdict import where as where_of
from cermat.reports.xlsx_findings import waiver_text

LONGEST = 2_000  # characters of one text
_MOST_PLACES, _MOST_UNREACHED = 30, 500
# what makes emphasis, code, links, tables, formulas
_SPECIAL = re.compile(r"([\\`*_\[\]|~$^])")
_ENTITY = {
    "&": "&amp;",
    "<": "&lt;",
    "{": "&#123;",
    "}": "&#125;",
}  # a site generator would fill in "{{ }}" even behind a backslash
_AUTOLINK = re.compile(r"(?i)(\b(?:[a-z][a-z0-9+.-]*)):(?=//)|\b(mailto|xmpp|javascript|data|tel):|\bwww\.")
_LEADING = re.compile(r"^(?:([-+#=:!@>])|(\d{1,9})([.)])(?=\s|$))")


def inert(text, most: int = LONGEST) -> str:
    """A text that Markdown shows as it is, wherever it stands: one line, no markup, no HTML, no link, no
    template."""
    text = one_line(text, most)
    text = _SPECIAL.sub(r"\\\1", text)
    text = "".join(_ENTITY.get(sign, sign) for sign in text)
    text = _AUTOLINK.sub(lambda link: link.group()[:-1] + "\\" + link.group()[-1], text)
    return _LEADING.sub(lambda lead: f"\\{lead[1]}" if lead[1] else f"{lead[2]}\\{lead[3]}", text)


def code(text) -> str:
    """An id or a fingerprint as code: letters, digits, '.', '-' only."""
    return Markup("`" + re.sub(r"[^A-Za-z0-9.-]", "", str(text)) + "`")


@cache
def _environment() -> jinja2.Environment:
    # every value that is printed goes through `inert`, as HTML pages escape theirs
    return environment(autoescape=False, finalize=_finalize, extensions=["jinja2.ext.i18n"])


class Markup(str):
    """Text that is Markdown already: of the house, not of a report."""

    __slots__ = ()


def _finalize(value):
    return value if isinstance(value, Markup) else inert(value)


def render(template: str, words, **values) -> str:
    """A template with its values made inert; what the catalogues say is taken as it is."""
    env = _environment().overlay()
    translate(
        env,
        lambda text: Markup(words.catalogue.ugettext(text)),
        lambda one, many, count: Markup(words.catalogue.ungettext(one, many, count)),
    )
    text = env.get_template(template).render(words=words, code=code, **values)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def report(findings: dict, result=None, lang: str = "id") -> str:
    """The report of one audit.

    findings: findings.json as a dict; result: the frames behind it (names of tables, titles of rules), or
    None.
    """
    words = labels(lang)
    where = where_of(findings, result, words)
    titles = rule_titles(findings, result, lang)
    shown = [
        finding
        | {
            "title": own_title(finding, titles, words),
            "more": max(0, len(finding["places"]) - _MOST_PLACES),
            "excused": waiver_text(finding["waiver"], words._),
            "at": list(dict.fromkeys(place_line(where(place)) for place in finding["places"][:_MOST_PLACES])),
            "could_be": [
                one_line(f"{suspect.get('what') or ''}: {suspect['text']}".lstrip(": "), 200)
                for suspect in finding["suspects"]
            ],
        }
        for finding in findings["findings"]
    ]
    first = findings["unreached"][:_MOST_UNREACHED]
    unreached = [
        (number["text"], place_line(where(number["place"] | {"text": ""})), number["reason"])
        for number in first
    ]
    return render(
        "temuan.md.j2",
        words,
        f=findings,
        findings=shown,
        title=title_line(findings, words),
        verdict=verdict(findings, words),
        titles=titles,
        grades=GRADES,
        kinds=KINDS,
        statuses=STATUSES,
        states=STATES,
        most=_MOST_UNREACHED,
        unreached=unreached,
        doubtful=doubtful.rows(findings, where, titles, words),
        doubtful_heading=doubtful.HEADING,
        doubtful_lead=doubtful.LEAD,
        beside=beside.short_rows(findings, words),
        beside_heading=beside.HEADING,
        beside_lead=beside.LEAD,
        followed=yearly.series(findings, words),
        years_heading=yearly.HEADING,
        restated_text=lambda row: yearly.restated_text(row, words),
        warnings=list(result.sub.warnings) if result is not None else [],
    )
