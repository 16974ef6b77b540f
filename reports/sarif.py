"""SARIF 2.1.0: findings, and what became of every rule, for programs that collect results of checkers."""

import re
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from sarif_pydantic import sarif as S

from cermat.reports.doubtful import HEADING
from cermat.reports.kantor import Office
from cermat.reports.labels import STATUSES, Labels, labels
from cermat.reports.markdown import inert
from cermat.reports.plain import one_line, plain
from cermat.reports.rule_site import INDEX, page_name
from cermat.reports.sarif_regions import Regions
from cermat.reports.verdict import place_line, rule_titles, title, where
from cermat.reports.xlsx_findings import waiver_text

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"tinggi": S.Level.ERROR, "sedang": S.Level.WARNING, "rendah": S.Level.NOTE}
LONGEST = 4_000  # characters of one text
_MOST_RELATED = 200
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")


def text(value, most: int = LONGEST) -> str:
    """A text for a message, where braces are placeholders and '[a](b)' is a link: neither is one here."""
    told = plain(value, most).replace("{", "{{").replace("}", "}}")
    return re.sub(r"([\[\]])", r"\\\1", told) if "](" in told else told


def message(value) -> S.Message:
    return S.Message(text=text(value) or "–")


class _Logical:
    """The parts of the report as a tree: BAB → … → table → row → column, each once."""

    def __init__(self):
        self.nodes: list[S.LogicalLocation] = []
        self._index: dict[tuple[int | None, str, str], int] = {}

    def _node(self, parent: int | None, kind: str, name: str) -> int:
        key = (parent, kind, name)
        if key not in self._index:
            above = self.nodes[parent].fully_qualified_name if parent is not None else ""
            self._index[key] = len(self.nodes)
            self.nodes.append(
                S.LogicalLocation(
                    name=name,
                    kind=kind,
                    parent_index=parent,
                    fully_qualified_name=f"{above} > {name}" if above else name,
                )
            )
        return self._index[key]

    def of(self, place: dict, table: str) -> list[S.LogicalLocation]:
        """The innermost part that a place names. table: the name by which people know it."""
        at: int | None = None
        parts = [("bagian", part) for part in str(place["section"]).split(" > ")]
        parts += [("tabel", table), ("baris", place["row"]), ("kolom", place["column"])]
        for kind, name in parts:
            name = one_line(name, 300)
            if name:
                at = self._node(at, "bab" if kind == "bagian" and at is None else kind, name)
        if at is None:
            return []
        node = self.nodes[at]
        return [
            S.LogicalLocation(
                index=at, name=node.name, kind=node.kind, fully_qualified_name=node.fully_qualified_name
            )
        ]


class _Writer:
    def __init__(self, findings: dict, result, words: Labels, docs: str = ""):
        self.f, self.result, self._, self.docs = findings, result, words._, docs
        self.logical = _Logical()
        self.where = where(findings, result, words)
        source = PurePath(findings["report"]["source"].replace("\\", "/"))
        self.uri = quote(plain(source.name or "laporan"), safe="")
        self.regions = Regions(findings, result)
        self.titles = rule_titles(findings, result, words.lang)
        self.rules = [rule["id"] for rule in findings["rules"]]

    def location(self, place: dict, number: int, told: str = "") -> S.Location:
        line, words = place.get("line"), plain(place["text"], 500)
        at = self.where(place)
        where = place_line(at)
        more = {
            key: value
            for key, value in (("halaman", place.get("page")), ("baris", line), ("tercetak", words))
            if value not in (None, "")
        }
        said = message(f"{told}: {where}" if told else where)
        if place.get("document"):  # another file than the one that was read
            return S.Location(id=number, message=said, properties=more or None)
        return S.Location(
            id=number,
            message=said,
            properties=more or None,
            physical_location=S.PhysicalLocation(
                artifact_location=S.ArtifactLocation(uri=self.uri, index=0), region=self.regions.of(place)
            ),
            logical_locations=self.logical.of(place, at["table"]) or None,
        )

    def finding(self, finding: dict) -> S.Result:
        _ = self._
        first, *rest = finding["places"] or [
            dict.fromkeys(("section", "table", "row", "column", "text"), "") | {"page": None, "line": None}
        ]
        related = [(place, _("juga tercetak di sini")) for place in rest] + [
            (place, _("mungkin keliru")) for place in finding["suspects"]
        ]
        related += [
            (place, _("ikut berubah")) for affected in finding["dampak"] for place in affected["places"]
        ]
        told = f"{finding['kondisi']}\n{_('Rekomendasi: %(x)s', x=finding['rekomendasi'])}"
        keys = (
            "kind",
            "severity",
            "subject",
            "tahun",
            "stated",
            "recomputed",
            "interval",
            "unit",
            "kriteria",
            "sebab",
            "akibat",
            "rekomendasi",
            "calculation",
            "keyakinan",
        )
        more = {
            key: plain(finding[key], LONGEST) if isinstance(finding.get(key), str) else finding.get(key)
            for key in keys
            if finding.get(key) not in (None, "")
        }
        excused = self._suppressions(finding["waiver"])
        beyond: dict[str, Any] = (
            {"suppressions": excused} if excused else {}
        )  # the library does not name this property
        return S.Result(
            rule_id=finding["rule"],
            rule_index=self._rule(finding["rule"]),
            kind="fail",
            level=LEVELS[finding["severity"]],
            message=message(told),
            locations=[self.location(first, 0)],
            related_locations=[
                self.location(place, number, why)
                for number, (place, why) in enumerate(related[:_MOST_RELATED], 1)
            ]
            or None,
            partial_fingerprints={"cermatFinding/v1": plain(finding["id"])},
            properties=more,
            **beyond,
        )

    def doubtful(self, finding: dict) -> S.Result:
        """What is not sure enough to accuse: for a person to review."""
        result = self.finding(finding)
        result.kind, result.level = "review", S.Level.NONE
        result.message = message(f"{self._(HEADING)}: {finding['kondisi']}\n{finding['why']}")
        return result

    def _rule(self, rule: str) -> int | None:
        return self.rules.index(rule) if rule in self.rules else None

    def _suppressions(self, waiver: dict | None) -> list[S.Suppression] | None:
        if not waiver:
            return None
        status = "accepted" if waiver["berlaku"] else "rejected"  # an expired waiver suppresses nothing
        return [
            S.Suppression(
                kind="external", status=status, justification=plain(waiver_text(waiver, self._), LONGEST)
            )
        ]

    def outcome(self, rule: dict) -> list[S.Result]:
        """A result for a rule without findings, and for rows that nothing could decide.

        pass: all that was tested holds; notApplicable: nothing of the kind; open: what it needs is missing;
        review: rows that only a person can decide. A rule that failed itself (`galat`) is a notification.
        """
        kinds = {
            "sesuai": "pass",
            "tidak berlaku": "notApplicable",
            "tidak dapat diuji": "review" if rule["undecided"] else "open",
        }
        kind = kinds.get(rule["status"]) or (
            "review" if rule["status"] == "temuan" and rule["undecided"] else ""
        )
        if not kind:
            return []
        _ = self._
        counts = _(
            "%(a)s cocok, %(b)s tidak cocok, %(c)s belum dapat diputus",
            a=rule["held"],
            b=rule["failed"],
            c=rule["undecided"],
        )
        told = f"{self.titles.get(rule['id'], rule['id'])}: {_(STATUSES[rule['status']])} ({counts})" + (
            f"; {rule['reason']}" if rule["reason"] else ""
        )
        return [
            S.Result(
                rule_id=rule["id"],
                rule_index=self._rule(rule["id"]),
                kind=kind,
                level=S.Level.NONE,
                message=message(told),
            )
        ]

    def notifications(self) -> list[S.Notification]:
        failed = [
            S.Notification(
                level=S.Level.ERROR,
                message=message(rule["reason"] or rule["id"]),
                associated_rule=S.ReportingDescriptorReference(id=rule["id"]),
            )
            for rule in self.f["rules"]
            if rule["status"] == "galat"
        ]
        lines = list(self.result.sub.warnings) if self.result is not None else []
        stale = [
            f"{self._('Pengecualian')} {waiver['id']}: {waiver['why']}"
            for waiver in self.f.get("stale_waivers", [])
        ]
        return failed + [
            S.Notification(level=S.Level.NOTE, message=message(line)) for line in [*lines, *stale]
        ]

    def descriptors(self) -> list[S.ReportingDescriptor]:
        cards = {card.id: card for card in getattr(self.result, "cards", ())}
        return [self._descriptor(rule, cards.get(rule["id"])) for rule in self.f["rules"]]

    def _descriptor(self, rule: dict, card) -> S.ReportingDescriptor:
        _ = self._
        name = plain(self.titles.get(rule["id"], rule["id"]))
        link = f"{self.docs}{page_name(rule['id'])}" if self.docs else None
        if card is None:
            return S.ReportingDescriptor(
                id=rule["id"],
                short_description=S.Message(text=name),
                help_uri=link,
                properties={"kind": rule["kind"]},
            )
        criterion = card.criterion
        parts = [
            ("", card.why),
            (_("Kriteria"), f"{criterion.document} {criterion.section}".rstrip() + f": {criterion.what}"),
            (_("Akibat"), card.akibat),
            (_("Rekomendasi"), card.rekomendasi),
            *((_("Peringatan palsu yang dikenal"), alarm) for alarm in card.false_alarms),
        ]
        parts = [(head, _PLACEHOLDER.sub("…", text)) for head, text in parts if text]
        return S.ReportingDescriptor(
            id=rule["id"],
            short_description=S.Message(text=name),
            full_description=S.Message(text=plain(card.why) or name),
            help_uri=link,
            default_configuration=S.ReportingConfiguration(level=LEVELS[card.severity].value),
            help=S.Message(
                text="\n".join(plain(f"{head}: {text}" if head else text) for head, text in parts),
                markdown="\n\n".join(
                    f"**{head}:** {inert(text)}" if head else inert(text) for head, text in parts
                ),
            ),
            properties={"kind": rule["kind"], "severity": card.severity},
        )


def log(findings: dict, result=None, lang: str = "id", kantor: Office | None = None) -> str:
    """One run as a SARIF log.

    findings: findings.json as a dict; result: the frames behind it (help of the rules, names of tables), or
    None; kantor: whose `dokumentasi` says where the catalogue of rules (`rules --site`) is published.
    """
    words = labels(lang)
    docs = kantor.told.dokumentasi if kantor else ""
    writer = _Writer(findings, result, words, docs)
    told = [writer.finding(finding) for finding in findings["findings"]]
    told += [writer.doubtful(finding) for finding in findings.get("doubtful", [])]
    results = told + [outcome for rule in findings["rules"] for outcome in writer.outcome(rule)]
    engine, report = findings["engine"], findings["report"]
    invocation: dict[str, Any] = {"toolExecutionNotifications": writer.notifications() or None}
    run: dict[str, Any] = {"columnKind": "unicodeCodePoints"}
    version = engine["version"] if re.fullmatch(r"\d+\.\d+\.\d+", engine["version"]) else None
    made = S.Sarif(
        schema_uri=SCHEMA,
        runs=[
            S.Run(
                tool=S.Tool(
                    driver=S.ToolDriver(
                        name=engine["name"],
                        version=engine["version"],
                        semantic_version=version,
                        information_uri=f"{docs}{INDEX}" if docs else None,
                        rules=writer.descriptors(),
                        properties={"rulesSha256": engine["rules_sha256"]},
                    )
                ),
                language=words.lang,
                results=results,
                logical_locations=writer.logical.nodes or None,
                artifacts=[
                    S.Artifact(
                        location=S.ArtifactLocation(uri=writer.uri),
                        hashes={"sha-256": report["sha256"]},
                        roles=["analysisTarget"],
                        description=S.Message(text=plain(title(findings, words), 300)),
                    )
                ],
                invocations=[
                    S.Invocation(execution_successful=True, end_time_utc=engine["time"], **invocation)
                ],
                properties={"summary": findings["summary"]},
                **run,
            )
        ],
    )
    return made.model_dump_json(by_alias=True, exclude_none=True, indent=1)
