"""findings.json: the result for other programs (schemas/findings.schema.json)."""

import json
import re

from cermat.reports.plain import whole

_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def findings_json(findings: dict, _result=None, _lang: str = "id") -> str:
    """findings.json as text."""
    return whole(json.dumps(findings, ensure_ascii=False, indent=1))


def printed(several: list[dict]) -> str:
    """findings.json for standard output: one as in its file, several a line each."""
    if len(several) == 1:
        return _escaped(findings_json(several[0])) + "\n"
    return "".join(_escaped(whole(json.dumps(findings, ensure_ascii=False))) + "\n" for findings in several)


def _escaped(told: str) -> str:
    """JSON that says the same without any sign that a terminal obeys."""
    return _OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", told)
