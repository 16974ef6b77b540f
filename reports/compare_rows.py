"""A comparison of two audits as rows, for every paper and for the terminal."""

from dataclasses import dataclass, field

from cermat.reports.compare import STATES, View, excused
from cermat.reports.html_findings import repair_text, stated_text
from cermat.reports.labels import labels
from cermat.reports.plain import one_line, plain
from cermat.reports.verdict import own_title, place_line

LONG = 4_000
_MOST_PLACES = 8


@dataclass
class Row:
    """One finding of either audit. was, now: its values and texts in the old and in the new report ('' where
    it is not there)."""

    state: str
    id: str
    rule: str
    kind: str
    title: str
    subject: str
    severity: str
    severity_was: str
    kondisi: str
    kondisi_was: str
    stated: str
    stated_was: str
    recomputed: str
    recomputed_was: str
    rekomendasi: str
    places: list[str] = field(default_factory=list)
    excused: bool = False

    @property
    def moved(self) -> list[tuple[str, str, str]]:
        """What is another than before: (severity, stated or recomputed; before; now)."""
        pairs = [
            ("severity", self.severity_was, self.severity),
            ("stated", self.stated_was, self.stated),
            ("recomputed", self.recomputed_was, self.recomputed),
        ]
        return [pair for pair in pairs if self.state == "changed" and pair[1] != pair[2]]


def rows(view: View) -> list[Row]:
    """New ones first, then changed, remaining and solved ones; the gravest first in each."""
    made = view.made
    pairs = [("new", None, finding) for finding in made["new_findings"]] + [
        ("changed", pair["old"], pair["new"]) for pair in made["changed"]
    ]
    pairs += [("remains", None, finding) for finding in made["remains"]]
    pairs += [("doubted", None, finding) for finding in made["doubted"]] + [
        ("solved", finding, None) for finding in made["solved"]
    ]
    return [_row(view, *case) for case in pairs]


def _row(view: View, state: str, old: dict | None, new: dict | None) -> Row:
    finding: dict = new or old or {}
    place = view.where["new" if new else "old"]
    lines = dict.fromkeys(place_line(place(printed), 240) for printed in finding["places"][:_MOST_PLACES])
    more = len(finding["places"]) - _MOST_PLACES
    places = [line for line in lines if line] + (
        [view.words._("… dan %(n)s tempat lain", n=more)] if more > 0 else []
    )
    year = f" ({finding['tahun']})" if finding["tahun"] else ""
    return Row(
        state,
        plain(finding["id"], 80),
        plain(finding["rule"], 20),
        finding["kind"],
        plain(own_title(finding, view.titles, view.words), 300),
        one_line(finding["subject"], 300) + year,
        new["severity"] if new else "",
        old["severity"] if old else "",
        plain(new["kondisi"], LONG) if new else "",
        plain(old["kondisi"], LONG) if old else "",
        _stated(new),
        _stated(old),
        _recomputed(new),
        _recomputed(old),
        plain(finding["rekomendasi"], LONG),
        places,
        excused(finding),
    )


def _stated(finding: dict | None) -> str:
    return one_line(stated_text(finding), 120) if finding else ""


def _recomputed(finding: dict | None) -> str:
    return one_line(repair_text(finding, labels("id")), 120) if finding else ""


def headline(view: View) -> str:
    """'3 selesai, 12 tetap, 1 berubah, 2 baru (…).' in one sentence."""
    _, summary = view.words._, view.made["summary"]
    counts = {state: sum(summary[state].values()) for state in STATES}
    grave = summary["new"]["tinggi"] + summary["new"]["sedang"]
    told = _(
        "%(solved)s temuan selesai, %(remains)s tetap, %(changed)s berubah, %(new)s baru.",
        **{name: view.words.number(value) for name, value in counts.items()},
    )
    if grave:
        told += " " + _(
            "%(n)s di antara yang baru bertingkat sedang atau tinggi.", n=view.words.number(grave)
        )
    return told
