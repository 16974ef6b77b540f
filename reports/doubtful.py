"""What does not hold but is not sure enough to accuse: "perlu dilihat", a list of its own in every paper.
Never counted as findings, never silent."""

from collections.abc import Callable

from cermat.reports.labels import GRADES, N_, Labels
from cermat.reports.plain import one_line
from cermat.reports.verdict import own_title, place_line

HEADING = N_("Perlu dilihat")
LEAD = N_(
    "Angka yang tidak cocok, tetapi belum cukup yakin untuk disebut temuan: tidak dihitung, dan tidak "
    "mengubah simpulan."
)
_PLACES = 3  # that a row tells
_TEXT = 1_500  # characters of one text


def rows(findings: dict, where: Callable[[dict], dict], titles: dict[str, str], words: Labels) -> list[dict]:
    """A row each: rule, title, grade, kondisi, why, sure ("35%"), at (lines of places), id.

    findings: findings.json as a dict; where: places in words (Places.where); titles: of rules, by id.
    """
    return [_row(finding, where, titles, words) for finding in findings.get("doubtful", [])]


def _row(finding: dict, where: Callable[[dict], dict], titles: dict[str, str], words: Labels) -> dict:
    told = list(dict.fromkeys(place_line(where(place), short=True) for place in finding["places"]))
    at = told[:_PLACES]
    if len(told) > _PLACES:
        at.append(words._("dan %(n)s tempat lain", n=len(told) - _PLACES))
    return {
        "rule": finding["rule"],
        "title": one_line(own_title(finding, titles, words), 300),
        "grade": words._(GRADES[finding["severity"]]),
        "kondisi": one_line(finding["kondisi"], _TEXT),
        "why": one_line(finding["why"], _TEXT),
        "sure": words.percent(finding["keyakinan"], 1),
        "at": at or [words._("laporan secara keseluruhan")],
        "id": finding["id"],
    }
