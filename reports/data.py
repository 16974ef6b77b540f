"""findings.json: the result for other programs (schemas/findings.schema.json)."""

import json

from cermat.reports.plain import whole


def findings_json(findings: dict, _result=None, _lang: str = "id") -> str:
    """findings.json as text."""
    return whole(json.dumps(findings, ensure_ascii=False, indent=1))
