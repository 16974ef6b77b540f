"""A comparison of two audits as rows, for every paper and for the terminal."""

from dataclasses import dataclass, field

from reports.compare import STATES, View, excused
from reports.html_findings import recomputed_text, stated_text
from reports.labels import labels
from reports.plain import one_line, plain
from reports.verdict import place_line

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
        return [p for p in pairs if self.state == "changed" and p[1] != p[2]]


def rows(view: View) -> list[Row]:
    """New ones first, then changed, remaining and solved ones; the gravest first in each."""
    made = view.made
    pairs = [("new", None, f) for f in made["new_findings"]] + [
        ("changed", c["old"], c["new"]) for c in made["changed"]
    ]
    pairs += [("remains", None, f) for f in made["remains"]]
    pairs += [("doubted", None, f) for f in made["doubted"]] + [("solved", f, None) for f in made["solved"]]
    return [_row(view, *p) for p in pairs]


def _row(view: View, state: str, old: dict | None, new: dict | None) -> Row:
    f: dict = new or old or {}
    place = view.where["new" if new else "old"]
    lines = dict.fromkeys(place_line(place(p), 240) for p in f["places"][:_MOST_PLACES])
    more = len(f["places"]) - _MOST_PLACES
    places = [x for x in lines if x] + ([view.words._("… dan %(n)s tempat lain", n=more)] if more > 0 else [])
    year = f" ({f['tahun']})" if f["tahun"] else ""
    return Row(
        state,
        plain(f["id"], 80),
        plain(f["rule"], 20),
        f["kind"],
        plain(view.titles.get(f["rule"], f["title"]), 300),
        one_line(f["subject"], 300) + year,
        new["severity"] if new else "",
        old["severity"] if old else "",
        plain(new["kondisi"], LONG) if new else "",
        plain(old["kondisi"], LONG) if old else "",
        _stated(new),
        _stated(old),
        _recomputed(new),
        _recomputed(old),
        plain(f["rekomendasi"], LONG),
        places,
        excused(f),
    )


def _stated(finding: dict | None) -> str:
    return one_line(stated_text(finding), 120) if finding else ""


def _recomputed(finding: dict | None) -> str:
    return one_line(recomputed_text(finding, labels("id")), 120) if finding else ""


def headline(view: View) -> str:
    """'3 selesai, 12 tetap, 1 berubah, 2 baru (…).' in one sentence."""
    _, summary = view.words._, view.made["summary"]
    counts = {k: sum(summary[k].values()) for k in STATES}
    grave = summary["new"]["tinggi"] + summary["new"]["sedang"]
    told = _(
        "%(solved)s temuan selesai, %(remains)s tetap, %(changed)s berubah, %(new)s baru.",
        **{k: view.words.number(v) for k, v in counts.items()},
    )
    if grave:
        told += " " + _(
            "%(n)s di antara yang baru bertingkat sedang atau tinggi.", n=view.words.number(grave)
        )
    return told
