"""Explain: from what does not hold to findings: one cause, one finding, with all its places, graded.

Texts are not made here but when somebody reads them (texts.py): a nation's year of reports has hundreds of
thousands of findings.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cermat.checks.blame import Causes
from cermat.checks.cards import SEVERITIES, Card
from cermat.checks.compare import Comparisons
from cermat.checks.comparison import INTERVAL
from cermat.checks.keyakinan.weighing import Weighed
from cermat.checks.operands import Numbers
from cermat.checks.settle.names import normalise

FINDINGS = [
    "laporan",
    "id",
    "rule",
    "kind",
    "severity",
    "title",
    "subject",
    "measure",
    "tahun",
    "stated_id",
    "stated",
    "recomputed",
    "stated_label",
    "recomputed_label",
    "cause",
    "banding",
    "relation",
    "keyakinan",
    "surest",
    "doubtful",
    "finding",
]
_LABEL_KINDS = ("kontradiksi", "predikat")


@dataclass(eq=False)
class Explained:
    """findings: FINDINGS, one row a finding, also those that are not sure enough to accuse (`doubtful`);
    members: finding, banding; changed and labels: the cascade, by cause."""

    findings: pd.DataFrame
    members: pd.DataFrame
    changed: pd.DataFrame
    labels: pd.DataFrame
    causes: Causes

    def doubted(self, finding: int) -> np.ndarray:
        """Which of all comparisons belong to doubtful findings only (bool)."""
        doubtful = self.findings.loc[self.findings["doubtful"].astype(bool), "finding"] if finding else []
        made, mine = np.zeros(finding, dtype=bool), self.members["finding"].isin(doubtful)
        made[self.members.loc[mine, "banding"].to_numpy(dtype="int64")] = True
        made[self.members.loc[~mine, "banding"].to_numpy(dtype="int64")] = False
        return made


def finding_id(
    laporan: pd.Series,
    rule: pd.Series,
    subject: pd.Series,
    measure: pd.Series,
    year: pd.Series,
    more: pd.Series,
) -> list[str]:
    """Hash of rule, subject (whatever its case and punctuation), measure and year: not of the value, not of
    the place;
    unique within its report."""
    keys = rule.astype(str) + "|" + normalise(subject) + "|" + measure.astype(str) + "|" + year.astype(str)
    keys = keys + np.where(more.ne(""), "|" + more.astype(str), "")
    twice = keys.groupby([laporan, keys]).cumcount()
    keys = keys + np.where(twice > 0, "|" + twice.astype(str), "")
    return [hashlib.sha256(key.encode()).hexdigest()[:12] for key in keys]


def _from_causes(
    causes: Causes, comparisons: Comparisons, cards: dict[str, Card]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Findings of the searched kinds: (findings, members). The rule is that of the comparison in which the
    accused is stated; of a part, one that is about the sum itself."""
    order = {rule: position for position, rule in enumerate(cards)}
    method = [rule for rule, card in cards.items() if card.method]
    if causes.cause.empty:
        return pd.DataFrame(columns=FINDINGS), pd.DataFrame(columns=["finding", "banding"])
    paper = comparisons.kertas_kerja
    members = causes.member.merge(causes.cause, left_on="cause", right_index=True)
    at = members["banding"].to_numpy(dtype="int64")
    members["own"] = causes.node[paper["stated_id"].to_numpy()[at]] != members["node"].to_numpy()
    members["order"] = [order[rule] for rule in paper["aturan"].to_numpy()[at]]
    members["late"] = members["own"] & paper["aturan"].isin(method).to_numpy()[at]
    members = members.sort_values(["cause", "own", "late", "order", "banding"], kind="stable")
    first = members.groupby("cause", as_index=False).first()
    at = first["banding"].to_numpy(dtype="int64")
    relation = first["node"] < 0
    stated_id = np.where(relation, paper["stated_id"].to_numpy()[at], first["node"])
    found = pd.DataFrame(
        {
            "laporan": first["laporan"],
            "rule": paper["aturan"].to_numpy()[at],
            "subject": paper["subjek"].to_numpy()[at],
            "measure": paper["ukuran"].to_numpy()[at],
            "tahun": paper["tahun"].to_numpy()[at],
            "stated_id": stated_id,
            "recomputed": np.where(relation, paper["recomputed"].to_numpy()[at], first["repair"]),
            "cause": first["cause"],
            "banding": at,
            "relation": relation,
            "pembeda": paper["pembeda"].to_numpy()[at],
        }
    )
    return found, members[["cause", "banding"]].rename(columns={"cause": "key"}).assign(group="cause")


def _plain(
    violated: np.ndarray, comparisons: Comparisons, cards: dict[str, Card]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Findings of all other violated comparisons: one a rule, subject, measure, year; a label's kinds are one
    cause."""
    paper = comparisons.kertas_kerja
    blamed = (
        paper["aturan"]
        .map({card.id: card.blamed or card.method for card in cards.values()})
        .fillna(False)
        .to_numpy(dtype=bool)
    )
    at = np.flatnonzero(violated & ~blamed)
    if not len(at):
        return pd.DataFrame(columns=FINDINGS), pd.DataFrame(columns=["finding", "banding"])
    kept = ["laporan", "aturan", "subjek", "ukuran", "tahun", "pembeda", "stated_id", "recomputed", "bentuk"]
    values = paper.iloc[at][kept].assign(banding=at)
    kind = values["aturan"].map({card.id: card.kind for card in cards.values()})
    foreign = values["pembeda"].ne("")
    topic = np.where(kind.isin(_LABEL_KINDS) & ~foreign, "label", values["aturan"])
    keys = ["laporan", "topic", "subjek", "ukuran", "tahun", "pembeda"]
    values["group"] = values.assign(topic=topic).groupby(keys, sort=False, dropna=False).ngroup()
    rank = kind.map({kind: position for position, kind in enumerate(_LABEL_KINDS)}).fillna(0)
    values = values.assign(rank=rank).sort_values(["group", "rank", "banding"], kind="stable")
    first = values.groupby("group", as_index=False).first()
    shape = first["bentuk"] == INTERVAL
    found = pd.DataFrame(
        {
            "laporan": first["laporan"],
            "rule": first["aturan"],
            "subject": first["subjek"],
            "measure": first["ukuran"],
            "tahun": first["tahun"],
            "stated_id": np.where(shape, first["stated_id"], -1),
            "recomputed": np.where(shape, first["recomputed"], np.nan),
            "cause": -1,
            "banding": first["banding"],
            "relation": False,
            "pembeda": first["pembeda"],
            "group": first["group"],
        }
    )
    return found, values[["group", "banding"]].rename(columns={"group": "key"}).assign(group="plain")


def explain(
    comparisons: Comparisons,
    violated: np.ndarray,
    causes: Causes,
    changed: pd.DataFrame,
    labels: pd.DataFrame,
    cards: tuple[Card, ...],
    numbers: Numbers,
    tables,
    immaterial: np.ndarray,
    weighed: Weighed,
) -> Explained:
    """Findings with severity and keyakinan. See Explained."""
    by_id = {card.id: card for card in cards}
    one, m1 = _from_causes(causes, comparisons, by_id)
    two, m2 = _plain(violated, comparisons, by_id)
    found = pd.concat([frame for frame in (one, two) if len(frame)] or [one], ignore_index=True)
    if found.empty:
        return Explained(
            pd.DataFrame(columns=FINDINGS),
            pd.DataFrame(columns=["finding", "banding"]),
            changed,
            labels,
            causes,
        )
    found["finding"] = np.arange(len(found))
    left = [
        members.merge(found[["finding", key]].rename(columns={key: "key"}), on="key").merge(
            found[["finding", "cause"]], on="finding"
        )
        for members, key in ((m1, "cause"), (m2, "group"))
        if len(members) and key in found
    ]
    members = (
        pd.concat(left, ignore_index=True)
        if left
        else pd.DataFrame(columns=["finding", "banding", "group", "cause"])
    )
    members = members[members["group"].eq("cause") == members["cause"].ge(0)][
        ["finding", "banding"]
    ].reset_index(drop=True)
    _believe(found, members, weighed, comparisons, by_id)
    told = {what: _by_row(found, comparisons, by_id, tables, what) for what in ("title", "severity")}
    title = found["rule"].map({card.id: card.title for card in cards})
    found["title"] = np.where(told["title"] != "", told["title"], title)
    found["kind"] = found["rule"].map({card.id: card.kind for card in cards})
    ids = found["stated_id"].to_numpy(dtype="int64")
    found["stated"] = np.where(
        (ids >= 0) & ~found["relation"].to_numpy(dtype=bool), numbers.value[ids], np.nan
    )
    small = (
        members.assign(x=immaterial[members["banding"].to_numpy(dtype="int64")]).groupby("finding")["x"].all()
    )
    found["severity"] = np.where(
        found["finding"].map(small).fillna(False).to_numpy(dtype=bool),
        SEVERITIES[0],
        np.where(told["severity"] != "", told["severity"], _grade(found, by_id, changed, labels)),
    )
    found["subject"], found["measure"] = (
        found["subject"].fillna("").astype(str),
        found["measure"].fillna("").astype(str),
    )
    found["stated_label"] = found["recomputed_label"] = ""
    _label_columns(found, comparisons, tables)
    found["id"] = finding_id(
        found["laporan"], found["rule"], found["subject"], found["measure"], found["tahun"], found["pembeda"]
    )
    level = found["severity"].map({severity: position for position, severity in enumerate(SEVERITIES)})
    found = (
        found.assign(_level=-level)
        .sort_values(["laporan", "_level", "kind", "banding"], kind="stable")
        .drop(columns="_level")
    )
    return Explained(found.reset_index(drop=True), members, changed, labels, causes)


def _by_row(
    found: pd.DataFrame, comparisons: Comparisons, cards: dict[str, Card], tables, what: str
) -> np.ndarray:
    """What the rows of the cards' tables tell of each finding (Card.by_row), '' where its card tells it."""
    made = np.full(len(found), "", dtype=object)
    rows = comparisons.kertas_kerja["baris_tabel"].to_numpy("int64")[found["banding"].to_numpy("int64")]
    for card in cards.values():
        if what in card.by_row:
            mine = found["rule"].eq(card.id).to_numpy()
            made[mine] = tables[card.table][card.by_row[what]].to_numpy(dtype=object)[rows[mine]]
    return made


def _believe(
    found: pd.DataFrame,
    members: pd.DataFrame,
    weighed: Weighed,
    comparisons: Comparisons,
    cards: dict[str, Card],
) -> None:
    """Columns keyakinan, surest (row of `weighed`) and doubtful: a finding is as sure as the surest of its
    comparisons, and accuses where one of them is as sure as its rule asks."""
    needed = {id_of: card.needed for id_of, card in cards.items()}
    at = np.searchsorted(weighed.banding, members["banding"].to_numpy(dtype="int64"))
    asked = comparisons.kertas_kerja["aturan"].iloc[weighed.banding].map(needed).to_numpy(dtype="float64")
    finding, sure = members["finding"].to_numpy(dtype="int64"), weighed.keyakinan[at]
    surest = np.zeros(len(found), dtype="int64")
    order = np.argsort(sure, kind="stable")  # the surest is written last
    surest[finding[order]] = at[order]
    accuses = np.zeros(len(found), dtype=bool)
    accuses[finding[sure >= asked[at]]] = True
    found["keyakinan"], found["surest"], found["doubtful"] = weighed.keyakinan[surest], surest, ~accuses


def _label_columns(found: pd.DataFrame, comparisons: Comparisons, tables) -> None:
    """For findings about a label: the label printed and the one that the scale (or the first mention)
    gives."""
    label = tables["label"]
    paper = comparisons.kertas_kerja
    about = found["kind"].isin([*_LABEL_KINDS, "skala"]) & found["banding"].ge(0)
    table_of = {part.card.id: part.card.table for part in comparisons.parts}
    about &= found["rule"].map(table_of).eq("label")
    rows = paper["baris_tabel"].to_numpy()[found.loc[about, "banding"].to_numpy(dtype="int64")].astype(int)
    mine = label.iloc[rows]
    wrong_now = mine["rank"].to_numpy(dtype="float64")
    fits = (wrong_now >= mine["low"].to_numpy()) & (wrong_now <= mine["high"].to_numpy())
    # of two labels that contradict each other the one that the scale does not give is the stated one
    stated = np.where(fits, mine["label_pertama"], mine["label"])
    becomes = np.where(mine["wajar"].ne(""), mine["wajar"], "")
    found.loc[about, "stated_label"], found.loc[about, "recomputed_label"] = stated, becomes


def _grade(
    found: pd.DataFrame, cards: dict[str, Card], changed: pd.DataFrame, labels: pd.DataFrame
) -> np.ndarray:
    """Severity follows consequence: up where a conclusion changes, down where only rounding is at stake."""
    base = (
        found["rule"]
        .map({card.id: SEVERITIES.index(card.severity) for card in cards.values()})
        .to_numpy(dtype="int64")
    )
    raises = {
        reason: found["rule"]
        .map({card.id: reason in card.raise_on for card in cards.values()})
        .to_numpy(dtype=bool)
        for reason in ("predikat", "tercapai", "dipakai")
    }
    cause = found["cause"].to_numpy(dtype="int64")
    flipped = labels.loc[
        labels["becomes"].ne("") & (labels["becomes"].str.lower() != labels["stated"].str.lower()), "cause"
    ]
    moved = changed["cause"]
    old, new = found["stated"].to_numpy(dtype="float64"), found["recomputed"].to_numpy(dtype="float64")
    capaian = found["measure"].isin(["capaian", "capaian_akhir", "rata_rata"]).to_numpy()
    crossed = capaian & np.isfinite(old) & np.isfinite(new) & ((old >= 100) != (new >= 100 - 1e-9))
    up = (
        (raises["predikat"] & np.isin(cause, flipped))
        | (raises["tercapai"] & crossed)
        | (raises["dipakai"] & np.isin(cause, moved))
    )
    up &= (cause >= 0) | crossed
    level = np.where(up, 2, base)
    hidden = (
        found["rule"]
        .map({card.id: card.kind == "pembulatan" for card in cards.values()})
        .to_numpy(dtype=bool)
    )
    level = np.where(hidden, 0, level)
    return np.array(SEVERITIES, dtype=object)[level]
