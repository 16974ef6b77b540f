"""findings.json: the result for other programs (schemas/findings.schema.json)."""

import json

from cermat.reports.plain import whole


def findings_json(findings: dict, _result=None, _lang: str = "id") -> str:
    """findings.json as text."""
    return whole(json.dumps(findings, ensure_ascii=False, indent=1))


def printed(several: list[dict]) -> str:
    """findings.json for standard output: one as in its file, several a line each."""
    if len(several) == 1:
        return findings_json(several[0]) + "\n"
    return "".join(whole(json.dumps(findings, ensure_ascii=False)) + "\n" for findings in several)
