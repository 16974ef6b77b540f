"""A result as findings.json (schemas/findings.schema.json): the report, what was found in it, what was not
reached."""

import importlib.metadata
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from cermat.checks.documents_json import documents_json
from cermat.checks.elements import five_elements, lasting
from cermat.checks.finding_places import Places
from cermat.checks.lookups import Groups
from cermat.checks.matters import arranged, counts
from cermat.checks.phrases import MEASURES, measured
from cermat.checks.profile import Waiver
from cermat.checks.unbound import unbound

if TYPE_CHECKING:
    from cermat.checks.result import Result

SCHEMA = "lkjip-findings/1"
LEVELS = ("tinggi", "sedang", "rendah")
_NAMED = 6  # other rows of a doubtful column that are named
_STATUSES = ("sesuai", "temuan", "tidak berlaku", "tidak dapat diuji", "galat")


def version() -> str:
    """Version of the engine; that of pyproject.toml where it runs from a checkout that is not installed."""
    try:
        return importlib.metadata.version("cermat")
    except importlib.metadata.PackageNotFoundError:
        return "1.0.0"


def _finite(value: float) -> float | None:
    """A number as JSON has it: none where it is unknown."""
    return float(value) if np.isfinite(value) else None


def _today() -> date:
    return datetime.now(UTC).date()


class FindingsJson:
    """What a result writes into findings.json; what all its reports share is made once."""

    def __init__(self, result: "Result") -> None:
        self.result = result
        self.words = result.words
        self.places = Places(result)

    @cached_property
    def _members(self) -> dict[int, list[int]]:
        """The comparisons of each finding."""
        members = self.result.explained.members.sort_values(["finding", "banding"])
        return members.groupby("finding")["banding"].agg(list).to_dict() if len(members) else {}

    @cached_property
    def _printed_in(self) -> Groups:
        """Numbers by report."""
        return Groups(self.result.sub.angka["laporan"])

    @cached_property
    def _changed(self) -> dict[int, list]:
        """Changed numbers by their cause."""
        by_cause: dict[int, list] = {}
        for row in self.result.explained.changed.itertuples(index=False):
            by_cause.setdefault(int(row.cause), []).append(row)
        return by_cause

    @cached_property
    def _changed_labels(self) -> dict[int, pd.DataFrame]:
        """Changed predikat by their cause."""
        labels = self.result.explained.labels
        return (
            {int(cause): rows for cause, rows in labels.groupby("cause", sort=False)} if len(labels) else {}
        )

    def _dampak(self, cause: int) -> list[dict]:
        """What changes when a cause is put right: numbers, then predikat."""
        if cause < 0:
            return []
        numbers = [self._moved_number(row) for row in self._changed.get(cause, [])]
        if cause not in self._changed_labels:
            return numbers
        groups = self._changed_labels[cause].groupby(["node", "stated"], sort=False)
        return numbers + [self._moved_predikat(int(node), stated, rows) for (node, stated), rows in groups]

    def _moved_number(self, change) -> dict:
        """A figure that changes: its value after all repairs, and what this cause alone does to it where
        others change it, too ("bagian temuan ini −3,88")."""
        words, banding, node = self.words, int(change.banding), int(change.node)
        becomes = words.shown(words.after.values.get(node, change.value), banding)
        alone, part = words.shown(change.value, banding), ""
        if alone != becomes:
            part = words.shown(change.value - self.result.settled.tables.numbers.value[node], banding)
        measure = words.paper["ukuran"][banding]
        name = words.named(words.paper["subjek"][banding])
        copies = words.copies.of(int(change.node)).tolist()
        return {
            "what": name if name.startswith("Rata-rata") else measured(MEASURES.get(measure, measure), name),
            "stated": words.texts[int(change.node)].strip(),
            "becomes": becomes,
            "part": part,
            "places": [self.places.of_number(number) for number in copies],
        }

    def _moved_predikat(self, node: int, stated: str, rows: pd.DataFrame) -> dict:
        at = rows["row"].astype(int).tolist()
        after = self.words.after
        becomes = after.of_row(at[0]) if node in after.values else str(rows["becomes"].iloc[0])
        becomes = becomes or "tidak dapat ditentukan"
        return {
            "what": f"predikat {self.words.named(self.words.table('label')['kunci'][at[0]])}",
            "stated": stated,
            "becomes": stated if becomes.lower() == str(stated).lower() else becomes,
            "part": "",
            "places": [self.places.of_predikat(label) for label in at],
        }

    def _waiver(self, id: str) -> dict | None:
        """The waiver of a finding, whether it is in force."""
        waiver = next((waiver for waiver in self.result.waivers if waiver.id == id), None)
        if waiver is None:
            return None
        return {
            "alasan": waiver.alasan,
            "oleh": waiver.oleh,
            "sampai": waiver.sampai.isoformat(),
            "berlaku": waiver.sampai >= _today(),
        }

    def finding(self, finding: dict) -> dict:
        """One finding, from one row of `Result.inner`."""
        finding = finding | {"recomputed": self.words.after.repair(finding)}
        bandings = self._members.get(int(finding["finding"]), [int(finding["banding"])])
        dampak = self._dampak(int(finding["cause"]))
        words = five_elements(self.words, finding, bandings, dampak)
        shown = lasting(self.words, self.words.cards[finding["rule"]], bandings)
        label = bool(finding["stated_label"] or finding["recomputed_label"])
        predikat, right = self.words.after.predikat(finding) if label else ("", "")
        suspects = self.words.suspects(int(finding["cause"]))
        return {
            "id": finding["id"],
            "rule": finding["rule"],
            "kind": finding["kind"],
            "severity": finding["severity"],
            "title": finding["title"],
            "subject": self.words.named(finding["subject"]),
            "tahun": int(finding["tahun"]) if int(finding["tahun"]) > 0 else None,
            "stated": predikat if label else _finite(finding["stated"]),
            "recomputed": (right or None) if label else _finite(finding["recomputed"]),
            "alternatives": words["alternatives"],
            "interval": words["interval"],
            "unit": self.words.unit(int(finding["stated_id"])),
            "suspects": [
                self.places.of_number(number) | {"what": self.words.what(number)} for number in suspects
            ],
            "places": self.places.of_finding(finding, shown),
            "kondisi": words["kondisi"],
            "kriteria": words["kriteria"],
            "sebab": words["sebab"],
            "akibat": words["akibat"],
            "rekomendasi": words["rekomendasi"],
            "calculation": words["calculation"],
            "dampak": dampak,
            "keyakinan": round(float(finding["keyakinan"]), 3),
            "waiver": self._waiver(finding["id"]),
        }

    def _doubtful(self, rows: list[dict]) -> list[dict]:
        """What is not sure enough to accuse: as findings, with what speaks against each. A column most of
        which fails is one matter, told by its surest comparison."""
        weighed = self.result.weighed
        matters: dict[tuple, list[dict]] = {}
        for finding in rows:
            column = int(weighed.kolom[int(finding["surest"])])
            matters.setdefault((column,) if column >= 0 else (-1, finding["id"]), []).append(finding)
        return [
            self._matter(sorted(matter, key=lambda finding: -finding["keyakinan"]))
            for matter in matters.values()
        ]

    def _matter(self, rows: list[dict]) -> dict:
        """One entry of `doubtful`, of a finding or of those of one column, surest first."""
        first, *rest = (self.finding(row) for row in rows)
        first["why"] = self.result.weighed.why(int(rows[0]["surest"]))
        if rest:
            names = [str(finding["subject"]) for finding in rest]
            more = "" if len(names) <= _NAMED else "; …"
            told = "; ".join(name for name in names[:_NAMED] if name)
            first["kondisi"] += (
                f" Di kolom yang sama {len(rest)} pasangan lain juga tidak cocok: {told}{more}."
            )
            first["places"] += [
                place for finding in rest for place in finding["places"] if place not in first["places"]
            ]
        return first

    def report(self, laporan: str) -> dict:
        """findings.json of one report."""
        result = self.result
        findings, unsure = (
            rows[rows["laporan"] == laporan] for rows in (result.inner(), result.inner(doubtful=True))
        )
        doubtful = self._doubtful(unsure.to_dict("records"))
        statuses = result.statuses[result.statuses["laporan"] == laporan]
        counted = findings[~findings["waived"]]["severity"].value_counts()
        rules = statuses[["id", "kind", "status", "held", "failed", "undecided", "reason"]]
        node = result.explained.causes.node
        told = arranged([self.finding(found) for found in findings.to_dict("records")], node)
        return {
            "schema": SCHEMA,
            "engine": {
                "name": "cermat",
                "version": version(),
                "rules": len(result.cards),
                "rules_sha256": result.rules_sha256,
                "time": result.time,
            },
            "report": self._about(laporan),
            "summary": {
                "findings": {level: int(counted.get(level, 0)) for level in LEVELS}
                | {"dikecualikan": int(findings["waived"].sum())},
                "matters": counts(told),
                "doubtful": len(doubtful),
                "numbers": result.numbers(laporan),
                "rules": {status: int((statuses["status"] == status).sum()) for status in _STATUSES},
            },
            "findings": told,
            "rules": rules.to_dict("records"),
            "ketetapan": self._ketetapan(laporan),
            "doubtful": doubtful,
            "unreached": self._unreached(laporan),
            **documents_json(result, laporan),
            "stale_waivers": self._stale({*findings["id"], *unsure["id"]}),
        }

    def _about(self, laporan: str) -> dict:
        """What the report is: its agency, year, source and kind of document."""
        result = self.result
        about = result.sub.laporan[result.sub.laporan["laporan"] == laporan].iloc[0]
        ids = result.sub.tables["identitas"]
        agency = ids[(ids["laporan"] == laporan) & ids["jenis"].eq("instansi")]["nilai"]
        reports = result.settled.tables["laporan"]
        known = reports[reports["laporan"] == laporan].iloc[0]
        return {
            "laporan": laporan,
            "instansi": str(agency.iloc[0]) if len(agency) else "",
            "tahun": int(known["tahun"]) if known["tahun"] > 0 else None,
            "source": str(about["sumber"]),
            "sha256": str(about["sha256"]),
            "dokumen": {
                "jenis": known["dokumen"],
                "nama": known["nama_dokumen"],
                "bagian": known["bagian_dokumen"],
                "bukti": known["bukti_dokumen"],
            },
        }

    def _ketetapan(self, laporan: str) -> list[dict]:
        """What the report leaves open and how it was settled."""
        rulings = self.result.settled.ketetapan
        return [
            {
                "subject": self.words.named(ruling.subjek),
                "what": ruling.hal,
                "value": ruling.nilai,
                "evidence": [str(proof) for proof in ruling.bukti],
            }
            for ruling in rulings[rulings["laporan"] == laporan].itertuples()
        ]

    def _unreached(self, laporan: str) -> list[dict]:
        """Figures that no comparison recomputes and no other place repeats, each with the reason."""
        reach, mine = self.result.reach, self._printed_in.of(laporan)
        return [
            {
                "text": str(self.words.angka["teks"][number]).strip(),
                "place": self.places.of_number(int(number)),
                "reason": "hanya diuji lemah (urutan atau keberadaan)"
                if reach[number] == "weak"
                else self._why_unreached(int(number)),
            }
            for number in mine[np.isin(reach[mine], ["unreached", "weak"])]
        ]

    @cached_property
    def _unbound(self) -> dict[int, str]:
        return unbound(self.result.settled)

    def _why_unreached(self, number: int) -> str:
        kind = self.words.angka["tabel_tipe"][number]
        if number in self._unbound:
            return self._unbound[number]
        if pd.notna(kind) and kind:
            return "hanya disebut satu kali dan tidak dihitung dari atau menjadi angka lain"
        figures = self.result.sub.angka
        if figures["satuan"].iat[number] == "Rp" and figures["r"].iat[number] == -1:
            return "tidak diketahui milik program, kegiatan atau bagian mana uang ini"
        return "kalimat atau tabel ini belum dipahami"

    def _stale(self, found: set[str]) -> list[dict]:
        """Waivers past their date, and those that name no finding (found: ids of the report's findings)."""

        def told(waiver: Waiver) -> dict:
            past = "sudah lewat masa berlakunya"
            why = past if waiver.id in found else "tidak cocok dengan temuan mana pun"
            return {
                "id": waiver.id,
                "alasan": waiver.alasan,
                "oleh": waiver.oleh,
                "sampai": waiver.sampai.isoformat(),
                "why": why,
            }

        return [
            told(waiver)
            for waiver in self.result.waivers
            if waiver.id not in found or waiver.sampai < _today()
        ]
