"""The review form (PermenPANRB 53/2014, Lampiran III): answered where the report shows the answer, open where
a person judges."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd
import yaml

from cermat.reports.beside import differing, few, matters_of, share
from cermat.reports.labels import N_, Labels
from cermat.reports.plain import one_line
from cermat.reports.verdict import reached

_PARTS = ("I", "II", "III")
_AGREED = r"^(?:pk|perjanjian|penetapan)\b"
_PLAN = r"^(?:renstra|rpd|rpjmd|rpjmn|rencana strategis|rencana pembangunan)\b"
_KEY = r"^iku\b"
_LISTED = 4  # names that a reason tells


@dataclass
class Answer:
    """One question. answer: ya | tidak | sebagian | '' (a person answers); reason: what in the report it
    rests on; compare: its wording is ours and has to be held against the form."""

    number: str
    text: str
    answer: str = ""
    reason: str = ""
    compare: bool = False


@cache
def _form() -> list[dict]:
    return yaml.load(
        files("cermat.reports").joinpath("checklist.yaml").read_text(encoding="utf-8"),
        Loader=yaml.CSafeLoader,
    )


def checklist(findings: dict, result, labels: Labels) -> list[tuple[str, str, list[Answer]]]:
    """The form: (number of the part, its title, its questions)."""
    seen = _Seen(findings, result, labels)
    out = []
    for part, number in zip(_form(), _PARTS, strict=True):
        answers = []
        for position, question in enumerate(part["questions"], 1):
            answer, reason = seen.answer(question)
            answers.append(
                Answer(
                    f"{position}",
                    question[labels.lang],
                    answer,
                    one_line(reason, 600),
                    question.get("compare", False),
                )
            )
        out.append((number, part["part"][labels.lang], answers))
    return out


class _Seen:
    """What the engine has seen of one report that answers a question."""

    def __init__(self, findings: dict, result, labels: Labels) -> None:
        self.findings, self._, self.labels = findings, labels._, labels
        laporan = findings["report"]["laporan"]
        tables = getattr(getattr(result, "settled", None), "tables", {})

        def of(name: str) -> pd.DataFrame:
            return _where(tables.get(name, pd.DataFrame()), lambda frame: frame["laporan"].eq(laporan))

        self.parts, self.defined, self.series = of("kelengkapan"), of("definisi"), of("seri")
        kind = findings["report"].get("dokumen", {}).get("jenis", "lkjip")
        self.excerpt = (
            bool(len(self.parts) and self.parts["petikan"].any()) or kind != "lkjip"
        )  # nothing is asked of a plan
        self.rows = _where(of("indikator"), lambda frame: frame["jenis_baris"].ne("rata_rata"))
        kinds = result.sub.angka["kelas"].to_numpy(dtype=object)
        self.given = lambda column: _where(
            self.rows, lambda frame: [number >= 0 and kinds[number] == "figur" for number in frame[column]]
        )
        self.status = {rule["id"]: rule for rule in findings["rules"]}

    def answer(self, question: dict) -> tuple[str, str]:
        how = question.get("by")
        if how == "contents":
            return self.contents(question["codes"])
        if how not in ("measured", "evidence"):
            return "", ""
        answer, reason = getattr(self, question["what"])()
        if covered := self.covered(question.get("held")):
            own = (answer, reason) if question["held"].get("also") else ("ya", "")
            answer, reason = self.held(covered, question["held"]["differs"])
            answer = answer if own[0] == "ya" else own[0]
            reason = f"{own[1]} {reason}".strip()
        elif "held" in question and reason and self.findings.get("against"):
            reason = self._("Menurut laporan sendiri: %(x)s", x=reason)
        return (
            "" if self.excerpt else answer
        ), reason  # of an excerpt nobody can say that it lacks a thing, or that it is all there

    # ---- other documents
    def covered(self, held: dict | None) -> list[dict]:
        """The comparisons with other documents that answer a question."""
        return [
            row
            for row in self.findings.get("coverage", [])
            if held and row["kind"] in held["kinds"] and re.match(held["about"], row["comparison"], re.I)
        ]

    def held(self, covered: list[dict], differs: str) -> tuple[str, str]:
        """Which share each comparison covers, its grade, the names on one side only, and the findings whose
        titles `differs` fits."""
        told = []
        for row in covered:
            one = N_("%(file)s: %(what)s, %(share)s, mutu %(grade)s.")
            what = one_line(row["comparison"], 120)
            told.append(
                self._(
                    one, file=row["document"], what=what, share=share(row, self.labels), grade=row["grade"]
                )
            )
            if row["missing"]:
                told.append(self._("Belum: %(x)s.", x=few(row["missing"], self.labels)))
            if row["only_there"]:
                names = few(row["only_there"], self.labels)
                told.append(self._("Hanya di dokumen itu: %(x)s.", x=names))
        files = dict.fromkeys(row["document"] for row in covered)
        differ = [one for file in files for one in differing(self.findings, file)]
        numbers = [one["no"] for one in differ if re.match(differs, one["title"], re.I)]
        if numbers:
            told.append(self._("Berbeda: temuan %(x)s.", x=", ".join(matters_of(numbers))))
        compared, of = (sum(row[name] for row in covered) for name in ("compared", "of"))
        answer = self._degree(compared, of)
        return "sebagian" if numbers and answer == "ya" else answer, " ".join(told)

    # ---- required contents
    def contents(self, codes: list[str]) -> tuple[str, str]:
        """Are the parts with these codes (checks' list of required contents) in the report?"""
        wanted = self.parts[self.parts["kode"].isin(codes)] if len(self.parts) else self.parts
        if wanted.empty or self.excerpt:
            return "", self._("Isi wajib tidak diperiksa pada petikan.") if len(wanted) else ""
        there, gone = (
            wanted.loc[wanted["ada"], "kunci"].tolist(),
            wanted.loc[~wanted["ada"], "kunci"].tolist(),
        )
        told = [self._("Ditemukan: %(x)s.", x="; ".join(there))] if there else []
        told += [self._("Tidak ditemukan: %(x)s.", x="; ".join(gone))] if gone else []
        return self._degree(len(there), len(wanted)), " ".join(told)

    @staticmethod
    def _degree(part: int, whole: int) -> str:
        return "ya" if part == whole else "sebagian" if part else "tidak"

    def _of(self, found: set, wanted: set, one: str, names: dict | None = None) -> tuple[str, str]:
        """So many of the wanted were found; those that were not are named."""
        gone = sorted(wanted - found)
        told = self._(one, n=len(wanted) - len(gone), m=len(wanted))
        if gone:
            listed = "; ".join(one_line((names or {}).get(name, name), 80) for name in gone[:_LISTED]) + (
                "; …" if len(gone) > _LISTED else ""
            )
            told += " " + self._("Belum: %(x)s.", x=listed)
        return self._degree(len(wanted) - len(gone), len(wanted)), told

    # ---- indicators
    def _names(self, frame: pd.DataFrame, column: str = "indikator") -> dict[str, str]:
        """Names as they are compared → as printed. The engine's own key of an indicator, where there is one,
        joins its spellings."""
        if frame.empty:
            return {}
        key = frame["kunci"] if column == "indikator" and "kunci" in frame else frame[column]
        made = {_bare(name_cell): str(cell) for name_cell, cell in zip(key, frame[column], strict=True)}
        made.pop("", None)
        return made

    def _told(self, column: str = "indikator") -> set[str]:
        """Indicators (or sasaran) that the report gives a realisasi, in any of their spellings."""
        made = self._names(self.given("realisasi"), column)
        return set(made) | {_bare(name) for name in made.values()}

    def _from(self, pattern: str, column: str = "indikator") -> dict[str, str]:
        return self._names(
            _where(self.rows, lambda frame: frame["dokumen"].str.contains(pattern, case=False)), column
        )

    def targets(self) -> tuple[str, str]:
        if self.rows.empty:
            return "", self._("Tabel indikator tidak dikenali.")
        every = self._names(self.rows)
        aimed = set(self._names(self.given("target")))
        return self._of(aimed, set(every), N_("%(n)s dari %(m)s indikator mempunyai target."), every)

    def reported(self) -> tuple[str, str]:
        if self.rows.empty:
            return "", self._("Tabel indikator tidak dikenali.")
        aimed = self._names(self.given("target"))
        if not aimed:
            return "", self._("Tidak ada target yang dikenali.")
        return self._of(
            self._told(),
            set(aimed),
            N_("%(n)s dari %(m)s indikator bertarget dilaporkan realisasinya."),
            aimed,
        )

    def agreed(self) -> tuple[str, str]:
        wanted, told = self._from(_AGREED, "sasaran"), self._told("sasaran")
        if not wanted or not told:
            return "", self._(
                "Sasaran perjanjian kinerja dan sasaran yang dilaporkan tidak keduanya dikenali."
            )
        return self._of(
            told,
            set(wanted),
            N_("%(n)s dari %(m)s sasaran perjanjian kinerja dilaporkan capaiannya."),
            wanted,
        )

    def planned(self) -> tuple[str, str]:
        year = self.findings["report"]["tahun"] or -1
        series = _where(
            self.series,
            lambda frame: frame["dokumen"].str.contains(_PLAN, case=False) & frame["tahun"].eq(year),
        )
        wanted = self._from(_PLAN) | self._names(series)
        if not wanted:
            return "", self._("Target rencana strategis tidak ada di laporan ini.")
        return self._of(
            self._told(),
            set(wanted),
            N_("%(n)s dari %(m)s indikator rencana strategis dilaporkan realisasinya."),
            wanted,
        )

    def key_goals(self) -> tuple[str, str]:
        wanted, told = (
            self._names(self.defined, "sasaran") | self._from(_KEY, "sasaran"),
            self._told("sasaran"),
        )
        if not wanted or not told:
            return "", self._("Sasaran pada tabel Indikator Kinerja Utama tidak dikenali.")
        return self._of(
            told,
            set(wanted),
            N_("%(n)s dari %(m)s sasaran Indikator Kinerja Utama dilaporkan capaiannya."),
            wanted,
        )

    def key_indicators(self) -> tuple[str, str]:
        wanted = self._names(self.defined) | self._from(_KEY)
        if not wanted:
            return "", self._("Tabel Indikator Kinerja Utama tidak dikenali.")
        return self._of(
            self._told(),
            set(wanted),
            N_("%(n)s dari %(m)s Indikator Kinerja Utama dilaporkan realisasinya."),
            wanted,
        )

    def compared(self) -> tuple[str, str]:
        answer, told = self.contents(["tahun lalu", "standar nasional", "jangka menengah"])
        if not answer or self.rows.empty:
            return answer, told
        aimed = self._names(self.given("target"))
        before = set(self._names(self.given("realisasi_lalu"))) | set(self._names(self.series))
        extra = self._(
            "%(n)s dari %(m)s indikator mempunyai angka tahun-tahun sebelumnya.",
            n=len(before & set(aimed)),
            m=len(aimed),
        )
        if answer == "ya" and aimed and not before >= set(aimed):
            answer = "sebagian"
        return answer, f"{told} {extra}"

    # ---- annexes and numbers
    def annexes(self) -> tuple[str, str]:
        rule = self.status.get("KEL-03", {"status": "tidak berlaku"})
        if rule["status"] in ("sesuai", "temuan"):
            held, asked = rule["held"], rule["held"] + rule["failed"]
            return self._degree(held, asked), self._(
                "%(n)s dari %(m)s lampiran dalam daftar isi ditemukan.", n=held, m=asked
            )
        return self.contents(["lampiran pk"])

    def proven(self) -> tuple[str, str]:
        numbers = self.findings["summary"]["numbers"]
        if not numbers["printed"]:
            return "", ""
        share = reached(self.findings, self.labels)
        told = "%(a)s dari %(b)s angka tercetak dapat dihitung ulang dari angka lain (%(p)s)."
        return "", self._(told, a=numbers["recomputed"], b=numbers["printed"], p=share)

    def contradicted(self) -> tuple[str, str]:
        numbers, counts = self.findings["summary"]["numbers"], self.findings["summary"]["findings"]
        told = N_("%(n)s angka bertentangan dengan angka lain; %(g)s temuan tinggi atau sedang.")
        return "", self._(told, n=numbers["contradicted"], g=counts["tinggi"] + counts["sedang"])


def _where(frame: pd.DataFrame, test) -> pd.DataFrame:
    """The rows for which test(frame) holds; an empty frame as it is."""
    return frame[test(frame)] if len(frame) else frame


def _bare(name) -> str:
    """A name without what two tables may write differently: case, signs, spaces."""
    return re.sub(r"[\W_]+", " ", str(name).casefold()).strip()
