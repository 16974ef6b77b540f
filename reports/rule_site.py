"""The catalogue of rules as a site of plain files: an index that can be searched, and a page a rule. Nothing
is loaded from the network."""

from importlib.resources import files

from cermat.reports.environment import environment
from cermat.reports.labels import GRADES, KINDS
from cermat.reports.rule_view import KINDS_ABOUT, OUTCOMES, view

INDEX, STYLE, SCRIPT = "index.html", "gaya.css", "saring.js"


def _static(name: str) -> str:
    return files("cermat.reports").joinpath("static", name).read_text(encoding="utf-8")


def page_name(rule: str) -> str:
    """The file of a rule's page."""
    return f"{rule.lower()}.html"


def site(cards: list[dict], rules_sha256: str = "", home: tuple[str, str] | None = None) -> dict[str, str]:
    """All files of the site by name.

    cards: rule cards as dicts; rules_sha256: hash of the rule set, as in a report's run record; home: address
    and name of the site that this one is a part of.
    """
    told = [view(card) for card in cards]
    groups = [
        (kind, KINDS_ABOUT[kind], [rule for rule in told if rule["kind"] == kind])
        for kind in KINDS
        if any(rule["kind"] == kind for rule in told)
    ]
    order = [rule for _, _, rules in groups for rule in rules]
    shared = {"kinds": KINDS, "grades": GRADES, "page_name": page_name, "style": STYLE, "index": INDEX}
    shared["home"] = home
    env = environment()
    page = env.get_template("aturan.html.j2")
    made = {}
    for at, rule in enumerate(order):
        before, after = order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None
        about = KINDS_ABOUT[rule["kind"]]
        made[page_name(rule["id"])] = page.render(
            r=rule, about=about, before=before, after=after, outcomes=OUTCOMES, **shared
        )
    index = env.get_template("aturan_indeks.html.j2").render(
        groups=groups, n=len(order), sha=rules_sha256, script=SCRIPT, **shared
    )
    return {
        INDEX: index,
        STYLE: _static("html.css") + _static("aturan.css"),
        SCRIPT: _static("aturan.js"),
    } | made
