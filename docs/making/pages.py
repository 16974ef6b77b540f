"""What `[= … =]` in a page may name, and the page with it filled in."""

from pathlib import Path

import jinja2

from docs.making import automation, commands, examples, findings, reference

_PAGES = jinja2.Environment(
    variable_start_string="[=",
    variable_end_string="=]",
    block_start_string="[%",
    block_end_string="%]",
    comment_start_string="[##",
    comment_end_string="##]",
    undefined=jinja2.StrictUndefined,
    keep_trailing_newline=True,
)
_NAMES = {
    "card": findings.card,
    "rules": reference.rules,
    "tables": reference.tables,
    "schema": reference.findings_schema,
    "scales": reference.scales,
    "signs": reference.signs,
    "threshold": reference.threshold,
    "commands": commands.commands,
    "default_formats": commands.default_formats,
    "takes": commands.takes,
    "completion": commands.completion,
    "action_inputs": automation.action_inputs,
    "agreement": examples.AGREEMENT.read_text(encoding="utf-8"),
    "version": reference.version(),
}


def filled(markdown: str, root: Path) -> str:
    """A page filled from data. root: top of the checkout, where the bundled reports lie."""
    return _PAGES.from_string(markdown).render(_NAMES, reports=examples.Reports(root))
