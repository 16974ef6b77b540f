"""What a cause moves, as a tree: the accused figure, the averages and totals that it enters, their
predikat."""

from cermat.reports.html_findings import BESIDE
from cermat.reports.repaired import key

_PREDIKAT = "predikat "  # what a predikat in the dampak of a finding is called before its subject


class Trees:
    """Trees of the findings of one report.

    Without the frames (result None) nothing says what enters what: all that moves hangs on the accused
    figure.
    """

    def __init__(self, result, laporan: str, workings: list[dict]):
        self.node: list[int] = result.explained.causes.node.tolist() if result is not None else []
        self.enters: dict[int, set[int]] = {}  # a figure → those that it is computed from
        for working in workings:
            if working["stated_id"] >= 0 and working["calculation"]:
                own = self.node[working["stated_id"]]
                parts = {self.node[number] for number in working["numbers"]} - {own}
                self.enters.setdefault(own, set()).update(parts)
        rated = result.sub.tables["predikat"] if result is not None else None
        self.rated: dict[tuple[str, str], set[int]] = {}  # table and predikat → the figures that it rates
        if rated is not None:
            mine = rated[rated["laporan"].eq(laporan) & rated["nilai"].ge(0)]
            for row in mine.itertuples():
                self.rated.setdefault((row.tabel, key(row.label)), set()).add(self.node[row.nilai])

    def of(self, finding: dict) -> dict | None:
        """The tree of a finding as html_findings.present tells it: what, stated, becomes, part, at,
        children; None where nothing hangs on it."""
        if not finding["effects"]:
            return None
        root = {
            "what": finding["subject"] or finding["title"],
            "stated": finding["was"],
            "becomes": "" if finding["kind"] in BESIDE else finding["becomes"],
            "part": "",
            "at": [],  # the card lists them
            "children": [],
        }
        moved = [{**effect, "children": []} for effect in finding["effects"]]
        labels = [one for one in moved if not self._nodes(one["places"])]
        waiting = [(one, nodes) for one in moved if (nodes := self._nodes(one["places"]))]
        grown = level = [(root, self._nodes(finding["places"]))]
        while level and waiting:
            level = self._hang(level, waiting)
            waiting = [pair for pair in waiting if pair not in level]
            grown = grown + level
        root["children"] += [one for one, _ in waiting]
        grown = grown + waiting
        for label in reversed(labels):
            owner = self._owner(label, grown)
            name = label["what"].removeprefix(_PREDIKAT)
            label["what"] = _PREDIKAT.strip() if key(owner["what"]).endswith(key(name)) else label["what"]
            owner["children"].insert(0, label)
        return root

    def _nodes(self, places: list[dict]) -> set[int]:
        ids = [place["angka"] for place in places if "angka" in place]
        return {self.node[number] if self.node else number for number in ids}

    def _hang(self, level: list[tuple], waiting: list[tuple]) -> list[tuple]:
        """Hangs what waits on the figures of a level that it is computed from; returns what was hung."""
        hung = []
        for one, nodes in waiting:
            parts = set().union(*(self.enters.get(node, set()) for node in nodes))
            owner = next((above for above, figures in level if figures & parts), None)
            if owner is not None:
                owner["children"].append(one)
                hung.append((one, nodes))
        return hung

    def _owner(self, label: dict, grown: list[tuple]) -> dict:
        """The figure that a predikat rates: by where it stands, of several by its name; else the accused."""
        rated = [self.rated.get((place["table"], key(place["text"])), set()) for place in label["places"]]
        common = set.intersection(*rated) if rated else set()
        able = [one for one, nodes in grown if nodes & common] or [grown[0][0]]
        name = key(label["what"].removeprefix(_PREDIKAT))
        return next((one for one in able if key(one["what"]).endswith(name)), able[0])
