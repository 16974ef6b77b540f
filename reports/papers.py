"""What the papers of a review share: which findings are counted, and their numbers."""

from reports.plain import one_line


def in_force(finding: dict) -> bool:
    """Is the finding taken out of the count by a waiver that still holds?"""
    return bool(finding["waiver"] and finding["waiver"]["berlaku"])


def numbered(findings: dict) -> list[tuple[int, dict]]:
    """Findings that count, with the number that every paper gives them (from 1, gravest first as they come)."""
    return list(enumerate((f for f in findings["findings"] if not in_force(f)), 1))


def excused(findings: dict) -> list[dict]:
    """Findings under a waiver that holds."""
    return [f for f in findings["findings"] if in_force(f)]


def rule_title(finding: dict, result, lang: str) -> str:
    """The title of the finding's rule in the language of the paper."""
    card = next((c for c in getattr(result, "cards", ()) if c.id == finding["rule"]), None)
    told = card.title_en if card is not None and lang == "en" and card.title_en else finding["title"]
    return one_line(told, 300)
