"""The result of an audit: findings, working papers, the state of every printed figure."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
import pandas as pd

from cermat.checks import told, written
from cermat.checks.cards import Card
from cermat.checks.compare import Comparisons
from cermat.checks.comparison import INTERVAL
from cermat.checks.explain import Explained
from cermat.checks.findings_json import LEVELS, FindingsJson
from cermat.checks.judge import rules_suite
from cermat.checks.keyakinan.weighing import Weighed
from cermat.checks.lookups import Groups
from cermat.checks.phrases import MEASURES
from cermat.checks.profile import Waiver
from cermat.checks.repairs import after_repairs
from cermat.checks.settle import Settled
from cermat.checks.settle.mentions import words_of_grounds
from cermat.checks.texts import Words
from cermat.schemas import interval as S
from cermat.schemas.submission import Submission


@dataclass(eq=False, repr=False)
class Result:
    """What an audit of one or many reports found.

    findings: a DataFrame, one row a finding (told.COLUMNS: laporan, id, rule, severity, kondisi, place, …);
    kertas_kerja, operan, statuses, reach: the working papers behind it; `to_dict(laporan)` is findings.json.
    """

    sub: Submission
    settled: Settled
    cards: tuple[Card, ...]
    comparisons: Comparisons
    violated: np.ndarray
    operan: pd.DataFrame
    explained: Explained
    weighed: Weighed
    statuses: pd.DataFrame
    reach: np.ndarray
    waivers: list[Waiver] = field(default_factory=list)
    rules_sha256: str = ""
    beside: list[str] = field(default_factory=list)
    unread: list[dict] = field(default_factory=list)
    time: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    @property
    def audited(self) -> list[str]:
        """The reports audited (not those they were only held against)."""
        return [report for report in self.sub.laporan["laporan"] if report not in self.beside]

    def __repr__(self) -> str:
        return told.line(self)

    def _repr_html_(self) -> str:
        return told.table(self)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row a finding (told.COLUMNS); `waived` marks those taken out of the count."""
        return told.frame(self, self.inner())

    @cached_property
    def doubtful(self) -> pd.DataFrame:
        """What does not hold, but is not sure enough to accuse ("perlu dilihat"); columns as of findings."""
        return told.frame(self, self.inner(doubtful=True))

    def inner(self, doubtful: bool = False) -> pd.DataFrame:
        """The rows behind `findings`, or behind `doubtful`: explain.FINDINGS and `waived`."""
        finding = self.explained.findings
        finding = finding[finding["doubtful"].astype(bool) == doubtful]
        finding = finding[~finding["laporan"].isin(self.beside)] if self.beside else finding
        in_force = {waiver.id for waiver in self.waivers if waiver.sampai >= datetime.now(UTC).date()}
        return finding.assign(waived=finding["id"].isin(in_force))

    @property
    def kertas_kerja(self) -> pd.DataFrame:
        """Every comparison; `hasil` says tepat, dipotong, dalam presisi, tidak cocok or tidak dapat diuji."""
        return self.comparisons.kertas_kerja

    def worst(self) -> str:
        """The gravest severity of a finding that is not waived, or ''."""
        rows = self.inner()
        present = set(rows.loc[~rows["waived"], "severity"])
        return next((level for level in LEVELS if level in present), "")

    @cached_property
    def repaired(self) -> pd.DataFrame:
        """What every figure becomes after all repairs that are asked for (see repairs.after_repairs)."""
        rows = self.inner()
        counted = self.explained.causes.cause.index.isin(rows.loc[~rows["waived"], "cause"])
        numbers = self.settled.tables.numbers
        return after_repairs(
            self.explained.causes, self.comparisons, self.operan, numbers, np.asarray(counted)
        )

    def repairs(self, laporan: str) -> list[dict]:
        """What each figure of a report becomes after all repairs: value (not rounded), and the places, as in
        findings.json, that print it; figures that stay are not in it."""
        mine, place, copies = self.repaired, self._json.places.of_number, self.words.copies
        return [
            {
                "value": float(change.x),
                "places": [place(number) for number in copies.of(int(change.node)).tolist()],
            }
            for change in mine[mine["laporan"] == laporan].itertuples()
        ]

    def written_out(self, laporan: str) -> set[int]:
        """Figures that change, but that their own place proves from figures that stay: of "20,09 + 3,86 =
        23,95" the sum is to be written anew, not its result alone."""
        paper, mine = self.kertas_kerja, self.repaired["laporan"] == laporan
        changed = np.flatnonzero(np.isin(self.explained.causes.node, self.repaired["node"][mine]))
        equal = [card.id for card in self.cards if card.relation == "="]
        held = paper["hasil"].isin([S.EXACT, S.CUT, S.WITHIN_PRECISION]) & paper["aturan"].isin(equal)
        held &= paper["stated_id"].isin(changed)
        moved = self.operan["id"].isin(changed) & ~self.operan["peran"].isin(["dinyatakan", "diuji"])
        held &= ~paper.index.isin(self.operan["banding"][moved])
        return set(paper.loc[held, "stated_id"].tolist())

    @cached_property
    def words(self) -> Words:
        return Words(self)

    @cached_property
    def _json(self) -> FindingsJson:
        return FindingsJson(self)

    def finding(self, row: dict) -> dict:
        """One row of `inner` as in findings.json."""
        return self._json.finding(row)

    def to_dict(self, laporan: str | None = None) -> dict:
        """findings.json of one report (the only one, if none is named)."""
        return self._json.report(laporan or self.sub.laporan["laporan"].iat[0])

    def numbers(self, laporan: str) -> dict[str, int]:
        """Counts of printed figures by reach, and how many are contradicted or affected."""
        mine = self.sub.angka["laporan"].eq(laporan).to_numpy()
        reach = self.reach[mine]
        found = self.inner()
        found = found[(found["laporan"] == laporan) & ~found["waived"]]
        node = self.explained.causes.node
        accused = (
            set(node[found.loc[(found["stated_id"] >= 0), "stated_id"].to_numpy(dtype="int64")])
            if len(found)
            else set()
        )
        moved = (
            set(self.explained.changed.loc[self.explained.changed["cause"].isin(found["cause"]), "node"])
            - accused
        )
        figure = reach != ""
        nodes = node[mine]
        return (
            {"printed": int(figure.sum())}
            | {
                state: int((reach == state).sum())
                for state in ("recomputed", "repeated", "weak", "unreached")
            }
            | {
                "contradicted": int((np.isin(nodes, list(accused)) & figure).sum()),
                "terdampak": int((np.isin(nodes, list(moved)) & figure).sum()),
            }
        )

    def suite(self, laporan: str):
        """The suite of Great Expectations that holds the comparisons of one report, an expectation a rule."""
        return rules_suite(self.cards, self.kertas_kerja[self.kertas_kerja["laporan"] == laporan])

    def place(self, banding: int) -> dict:
        """Where what a comparison is about is printed, as in findings.json."""
        stated, places = int(self.words.paper["stated_id"][banding]), self._json.places
        return places.of_number(stated) if stated >= 0 else places.of_row(banding)

    def recomputed(self, banding: int) -> str:
        """The recomputed value of a comparison in Indonesian form; '' where there is none."""
        value = float(self.words.paper["recomputed"][banding])
        number = self.words.paper["bentuk"][banding] == INTERVAL and np.isfinite(value)
        return self.words.shown(value, banding) if number else ""

    def workings(self, laporan: str) -> list[dict]:
        """Every comparison of one report, written out: banding, finding (its id, '' if none), rule,
        title, outcome, stated, calculation, formula (numbers as [id]), numbers (ids)."""
        paper, words = self.words.paper, self.words
        title = {card.id: card.title for card in self.cards}
        operands, by_banding = self.operands
        out = []
        for banding in self._compared_in.of(laporan).tolist():
            stated, rule = int(paper["stated_id"][banding]), paper["aturan"][banding]
            text, excel = "", ""
            if paper["bentuk"][banding] == 0:
                part, row = words.part(banding)
                text, excel = words.calculation(banding)[0], written.formula(part, row, int(part.choice[row]))
            out.append(
                {
                    "banding": banding,
                    "finding": self._found_by.get(banding, ""),
                    "rule": rule,
                    "title": title[rule],
                    "outcome": paper["hasil"][banding],
                    "violated": bool(self.violated[banding]),
                    "stated": str(words.texts[stated]).strip() if stated >= 0 else "",
                    "calculation": text,
                    "formula": excel,
                    "recomputed": float(paper["recomputed"][banding]),
                    "subject": words.named(str(paper["subjek"][banding])),
                    "numbers": operands[by_banding.of(banding)].tolist(),
                    "stated_id": stated,
                }
            )
        return out

    @cached_property
    def _found_by(self) -> dict[int, str]:
        """The id of the finding of a comparison, or of what is only to be looked at."""
        found, members = self.explained.findings, self.explained.members
        ids = dict(zip(found["finding"], found["id"], strict=True))
        first = dict(zip(found["banding"].astype(int), found["id"], strict=True))
        of_members = zip(members["banding"].astype(int), members["finding"].map(ids), strict=True)
        return first | dict(of_members)

    @cached_property
    def _compared_in(self) -> Groups:
        """Comparisons by report."""
        return Groups(self.kertas_kerja["laporan"])

    @cached_property
    def operands(self) -> tuple[np.ndarray, Groups]:
        """Numbers that take part in a comparison, and where they stand by comparison."""
        return self.operan["id"].to_numpy(dtype="int64"), Groups(self.operan["banding"])

    def colours(self, laporan: str) -> np.ndarray:
        """State of each number of the report as shown: contradicted, terdampak, pembulatan, recomputed,
        repeated, weak, unreached ('' where it is no report figure or of another report)."""
        mine = self.sub.angka["laporan"].eq(laporan).to_numpy()
        state = np.where(mine, self.reach, "").astype(object)
        paper = self.kertas_kerja
        rounded = paper.loc[paper["aturan"].str.startswith("PEM") & self.violated, "baris_tabel"].to_numpy(
            dtype="int64"
        )
        state[self.settled.tables["pembulatan"]["nilai"].to_numpy(dtype="int64")[rounded]] = "pembulatan"
        found = self.inner()
        found = found[(found["laporan"] == laporan) & ~found["waived"]]
        node = self.explained.causes.node
        moved = self.explained.changed.loc[
            self.explained.changed["cause"].isin(found["cause"]), "node"
        ].unique()
        state[np.isin(node, moved) & mine] = "terdampak"
        stated = found.loc[found["stated_id"] >= 0, "stated_id"].to_numpy(dtype="int64")
        state[np.isin(node, node[stated]) & mine] = "contradicted"
        return np.where(mine & (self.reach != ""), state, "")

    def about(self, laporan: str) -> dict[int, str]:
        """What each figure of the report is about, and by what that is known: id → "Indeks Baca · realisasi
        2023 (…)"."""
        told = self.settled.penyebutan
        told = told[told["laporan"].eq(laporan)].drop_duplicates("nilai")
        year = np.where(told["tahun"] > 0, " " + told["tahun"].astype(str), "")
        measure = told["ukuran"].map(lambda name: MEASURES.get(name, name))
        text = told["kunci"] + " · " + measure + year + " (" + told["dasar"].map(words_of_grounds()) + ")"
        return dict(zip(told["nilai"].tolist(), text, strict=True))
