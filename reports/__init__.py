"""Reports: findings.json and the frames behind it become papers for people. Knows nothing of how they were found."""

import json
from pathlib import Path


def write(findings: dict, result, folder: Path, formats: list[str], lang: str = "id") -> list[Path]:
    """Write the wanted formats of one report into a folder. Returns the paths, in the order of `formats`.

    findings: findings.json as a dict; result: the frames behind it (for formats that show the report itself).
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for kind in formats:
        if kind == "json":
            path = folder / "findings.json"
            path.write_text(json.dumps(findings, ensure_ascii=False, indent=1), encoding="utf-8")
        else:
            from reports import html

            path = folder / "temuan.html"
            path.write_text(html.page(findings, result, lang), encoding="utf-8")
        made.append(path)
    return made
