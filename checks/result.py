"""The result of an audit, and its JSON form (schemas/findings.schema.json)."""

import importlib.metadata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

import numpy as np
import pandas as pd

from checks import written
from checks.cards import Card
from checks.compare import Comparisons
from checks.explain import Explained
from checks.lookups import Groups
from checks.profile import Waiver
from checks.settle import Settled
from checks.settle.mentions import words_of_grounds
from checks.texts import MEASURES, Words, five_elements, measured
from schemas.submission import Submission

SCHEMA = "lkjip-findings/1"
LEVELS = ("tinggi", "sedang", "rendah")


def version() -> str:
    """Version of the engine; '0' where it runs from a checkout that is not installed."""
    try:
        return importlib.metadata.version("cermat")
    except importlib.metadata.PackageNotFoundError:
        return "1.0.0"


def _known(v) -> int | None:
    """A page or a line, None where it is not told."""
    return int(v) if v is not None and pd.notna(v) and int(v) >= 0 else None


def _finite(value: float) -> float | None:
    """A number as JSON has it: none where it is unknown."""
    return float(value) if np.isfinite(value) else None


@dataclass(eq=False)
class Result:
    """What an audit of one or many reports found.

    findings: a DataFrame, one row a finding (laporan, id, rule, kind, severity, title, subject, tahun,
    stated, recomputed, …);
    kertas_kerja, operan, statuses, reach: the working papers behind it; `to_dict(laporan)` is findings.json.
    """

    sub: Submission
    settled: Settled
    cards: tuple[Card, ...]
    comparisons: Comparisons
    violated: np.ndarray
    operan: pd.DataFrame
    explained: Explained
    statuses: pd.DataFrame
    reach: np.ndarray
    waivers: list[Waiver] = field(default_factory=list)
    rules_sha256: str = ""
    beside: list[str] = field(default_factory=list)
    time: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    @property
    def audited(self) -> list[str]:
        """The reports audited (not those they were only held against)."""
        return [r for r in self.sub.laporan["laporan"] if r not in self.beside]

    @property
    def findings(self) -> pd.DataFrame:
        """One row a finding; `waived` marks those taken out of the count."""
        f = self.explained.findings
        f = f[~f["laporan"].isin(self.beside)] if self.beside else f
        in_force = {w.id for w in self.waivers if w.sampai >= datetime.now(UTC).date()}
        return f.assign(waived=f["id"].isin(in_force))

    @property
    def kertas_kerja(self) -> pd.DataFrame:
        """Every comparison; `hasil` says tepat, dipotong, dalam presisi, tidak cocok or tidak dapat diuji."""
        return self.comparisons.kertas_kerja

    def worst(self) -> str:
        """The gravest severity of a finding that is not waived, or ''."""
        present = set(self.findings.loc[~self.findings["waived"], "severity"])
        return next((s for s in LEVELS if s in present), "")

    @cached_property
    def words(self) -> Words:
        return Words(self)

    def place(self, i: int) -> dict:
        """Where number i is printed."""
        a = self.words.angka
        return {
            "section": str(a["bagian"][i]),
            "page": _known(a["halaman"][i]),
            "table": str(a["tabel"][i]),
            "row": str(a["baris"][i]),
            "column": str(a["kolom_cetak"][i]),
            "line": _known(a["garis"][i]),
            "text": str(a["teks"][i]).strip(),
            "angka": int(i),
        }

    def _row_place(self, banding: int) -> dict:
        row = self.words.row(banding)
        return {
            "section": str(row.get("bagian", "")),
            "page": _known(row.get("halaman", -1)),
            "table": str(row.get("tabel", "")),
            "row": str(row.get("baris", "")),
            "column": "",
            "line": _known(row.get("garis", -1)),
            "text": str(row.get("label", row.get("teks", row.get("judul", "")))),
        }

    def _label_place(self, i: int) -> dict:
        """Where a predikat is printed: row i of `label`."""
        row = self.words.table("label").row(int(i))
        return {
            "section": str(row["bagian"]),
            "page": _known(row["halaman"]),
            "table": str(row["tabel"]),
            "row": str(row["baris"]),
            "column": "Predikat",
            "line": _known(row["garis"]),
            "text": str(row["label"]),
        }

    @cached_property
    def _labels_alike(self) -> tuple[np.ndarray, Groups]:
        """What each row of `label` rates, and its rows by that."""
        rated = (
            self.settled.tables["label"]
            .groupby(["laporan", "kunci", "ukuran", "tahun"], sort=False, dropna=False)
            .ngroup()
            .to_numpy()
        )
        return rated, Groups(rated)

    def _places(self, f: dict, bandings: list[int]) -> list[dict]:
        stated = [int(self.words.paper["stated_id"][b]) for b in bandings]
        ids: list[int] = []
        if f["cause"] >= 0 and not f["relation"]:
            ids = self.words.copies.of(int(self.words.node[int(f["stated_id"])])).tolist()
        if self.words.cards[f["rule"]].both_places:
            operands, by_banding = self._operands
            stated += [int(i) for b in bandings for i in operands[by_banding.of(b)]]
        ids = list(dict.fromkeys([*ids, *(i for i in stated if i >= 0)]))
        ids.sort(key=lambda i: (i != int(f["stated_id"]), self.words.angka["garis"][i], i))
        places = [self.place(i) for i in ids]
        if not places:
            quoted = [(b, self.words.quoted(b)) for b in bandings]
            places = [
                self.place(i) if i >= 0 and not f["stated_label"] else self._row_place(b) for b, i in quoted
            ]
            part, row = self.words.part(bandings[0])
            if f["kind"] == "kontradiksi" and part.card.table == "label":  # both sides of it
                rated, alike = self._labels_alike
                places = [self._label_place(i) for i in alike.of(int(rated[int(part.rows[row])]))]
        seen, out = set(), []
        for p in places:
            key = tuple(str(p[k]) for k in ("section", "page", "table", "row", "column", "line", "text"))
            if key not in seen:
                seen.add(key)
                out.append(p)
        return out

    @cached_property
    def _consequences(self) -> tuple[dict[int, list], dict[int, pd.DataFrame]]:
        """Changed numbers and changed predikat by their cause."""
        changed, labels = self.explained.changed, self.explained.labels
        by_cause: dict[int, list] = {}
        for r in changed.itertuples(index=False):
            by_cause.setdefault(int(r.cause), []).append(r)
        return by_cause, {int(c): rows for c, rows in labels.groupby("cause", sort=False)} if len(
            labels
        ) else {}

    def _dampak(self, f: dict) -> list[dict]:
        cause, words = int(f["cause"]), self.words
        if cause < 0:
            return []
        changed, labels = self._consequences
        out = []
        for r in changed.get(cause, []):
            b = int(r.banding)
            measure = words.paper["ukuran"][b]
            name = words.named(words.paper["subjek"][b])
            what = name if name.startswith("Rata-rata") else measured(MEASURES.get(measure, measure), name)
            places = [self.place(i) for i in words.copies.of(int(r.node)).tolist()]
            out.append(
                {
                    "what": what,
                    "stated": words.texts[int(r.node)].strip(),
                    "becomes": words.shown(r.value, b),
                    "places": places,
                }
            )
        if cause in labels:
            table = words.table("label")
            for (_node, stated), rows in labels[cause].groupby(["node", "stated"], sort=False):
                becomes = rows["becomes"].iloc[0] or "tidak dapat ditentukan"
                becomes = stated if becomes.lower() == str(stated).lower() else becomes
                at = rows["row"].astype(int).tolist()
                what = f"predikat {words.named(table['kunci'][at[0]])}"
                out.append(
                    {
                        "what": what,
                        "stated": stated,
                        "becomes": becomes,
                        "places": [self._label_place(i) for i in at],
                    }
                )
        return out

    def finding(self, f: dict) -> dict:
        """One finding as in findings.json, from one row of `findings`."""
        m = self._members
        bandings = m.get(int(f["finding"]), [int(f["banding"])])
        dampak = self._dampak(f)
        words = five_elements(self.words, f, bandings, dampak)
        label = bool(f["stated_label"] or f["recomputed_label"])
        stated = f["stated_label"] if label else _finite(f["stated"])
        waiver = next((w for w in self.waivers if w.id == f["id"]), None)
        return {
            "id": f["id"],
            "rule": f["rule"],
            "kind": f["kind"],
            "severity": f["severity"],
            "title": f["title"],
            "subject": self.words.named(f["subject"]),
            "tahun": int(f["tahun"]) if int(f["tahun"]) > 0 else None,
            "stated": stated,
            "recomputed": (f["recomputed_label"] or None) if label else _finite(f["recomputed"]),
            "alternatives": words["alternatives"],
            "interval": words["interval"],
            "unit": self.words.unit(int(f["stated_id"])),
            "suspects": [
                self.place(i) | {"what": self.words.what(i)} for i in self.words.suspects(int(f["cause"]))
            ],
            "places": self._places(f, bandings),
            "kondisi": words["kondisi"],
            "kriteria": words["kriteria"],
            "sebab": words["sebab"],
            "akibat": words["akibat"],
            "rekomendasi": words["rekomendasi"],
            "calculation": words["calculation"],
            "dampak": dampak,
            "waiver": waiver
            and {
                "alasan": waiver.alasan,
                "oleh": waiver.oleh,
                "sampai": waiver.sampai.isoformat(),
                "berlaku": waiver.sampai >= datetime.now(UTC).date(),
            },
        }

    @cached_property
    def _members(self) -> dict[int, list[int]]:
        m = self.explained.members.sort_values(["finding", "banding"])
        return m.groupby("finding")["banding"].agg(list).to_dict() if len(m) else {}

    @cached_property
    def _printed_in(self) -> Groups:
        """Numbers by report."""
        return Groups(self.sub.angka["laporan"])

    def numbers(self, laporan: str) -> dict[str, int]:
        """Counts of printed figures by reach, and how many are contradicted or affected."""
        mine = self.sub.angka["laporan"].eq(laporan).to_numpy()
        r = self.reach[mine]
        f = self.findings
        f = f[(f["laporan"] == laporan) & ~f["waived"]]
        node = self.explained.causes.node
        accused = (
            set(node[f.loc[(f["stated_id"] >= 0), "stated_id"].to_numpy(dtype="int64")]) if len(f) else set()
        )
        moved = (
            set(self.explained.changed.loc[self.explained.changed["cause"].isin(f["cause"]), "node"])
            - accused
        )
        figure = r != ""
        nodes = node[mine]
        return (
            {"printed": int(figure.sum())}
            | {k: int((r == k).sum()) for k in ("recomputed", "repeated", "weak", "unreached")}
            | {
                "contradicted": int((np.isin(nodes, list(accused)) & figure).sum()),
                "terdampak": int((np.isin(nodes, list(moved)) & figure).sum()),
            }
        )

    def to_dict(self, laporan: str | None = None) -> dict:
        """findings.json of one report (the only one, if none is named)."""
        laporan = laporan or self.sub.laporan["laporan"].iat[0]
        about = self.sub.laporan[self.sub.laporan["laporan"] == laporan].iloc[0]
        findings = self.findings[self.findings["laporan"] == laporan]
        st = self.statuses[self.statuses["laporan"] == laporan]
        k = self.settled.ketetapan
        ids = self.sub.tables["identitas"]
        agency = ids[(ids["laporan"] == laporan) & ids["jenis"].eq("instansi")]["nilai"]
        reports = self.settled.tables["laporan"]
        known = reports[reports["laporan"] == laporan].iloc[0]
        year = known["tahun"]
        counted = findings[~findings["waived"]]["severity"].value_counts()
        mine = self._printed_in.of(laporan)
        unread = mine[np.isin(self.reach[mine], ["unreached", "weak"])]
        return {
            "schema": SCHEMA,
            "engine": {
                "name": "cermat",
                "version": version(),
                "rules": len(self.cards),
                "rules_sha256": self.rules_sha256,
                "time": self.time,
            },
            "report": {
                "laporan": laporan,
                "instansi": str(agency.iloc[0]) if len(agency) else "",
                "tahun": int(year) if year > 0 else None,
                "source": str(about["sumber"]),
                "sha256": str(about["sha256"]),
                "dokumen": {
                    "jenis": known["dokumen"],
                    "nama": known["nama_dokumen"],
                    "bagian": known["bagian_dokumen"],
                    "bukti": known["bukti_dokumen"],
                },
            },
            "summary": {
                "findings": {s: int(counted.get(s, 0)) for s in LEVELS}
                | {"dikecualikan": int(findings["waived"].sum())},
                "numbers": self.numbers(laporan),
                "rules": {
                    s: int((st["status"] == s).sum())
                    for s in ("sesuai", "temuan", "tidak berlaku", "tidak dapat diuji", "galat")
                },
            },
            "findings": [self.finding(f) for f in findings.to_dict("records")],
            "rules": st[["id", "kind", "status", "held", "failed", "undecided", "reason"]].to_dict("records"),
            "ketetapan": [
                {
                    "subject": self.words.named(r.subjek),
                    "what": r.hal,
                    "value": r.nilai,
                    "evidence": [str(b) for b in r.bukti],
                }
                for r in k[k["laporan"] == laporan].itertuples()
            ],
            "unreached": [
                {
                    "text": str(self.words.angka["teks"][i]).strip(),
                    "place": self.place(int(i)),
                    "reason": "hanya diuji lemah (urutan atau keberadaan)"
                    if self.reach[i] == "weak"
                    else self._why_unreached(int(i)),
                }
                for i in unread
            ],
            "stale_waivers": [
                {
                    "id": w.id,
                    "alasan": w.alasan,
                    "oleh": w.oleh,
                    "sampai": w.sampai.isoformat(),
                    "why": "sudah lewat masa berlakunya"
                    if w.id in set(findings["id"])
                    else "tidak cocok dengan temuan mana pun",
                }
                for w in self.waivers
                if w.id not in set(findings["id"]) or w.sampai < datetime.now(UTC).date()
            ],
        }

    def workings(self, laporan: str) -> list[dict]:
        """Every comparison of one report, written out: banding, rule, title, outcome, stated, calculation,
        formula (numbers as [id]), numbers (ids)."""
        k, words = self.words.paper, self.words
        title = {c.id: c.title for c in self.cards}
        operands, by_banding = self._operands
        out = []
        for b in self._compared_in.of(laporan).tolist():
            stated, rule = int(k["stated_id"][b]), k["aturan"][b]
            text, excel = "", ""
            if k["bentuk"][b] == 0:
                part, row = words.part(b)
                text, excel = words.calculation(b)[0], written.formula(part, row, int(part.choice[row]))
            out.append(
                {
                    "banding": b,
                    "rule": rule,
                    "title": title[rule],
                    "outcome": k["hasil"][b],
                    "violated": bool(self.violated[b]),
                    "stated": str(words.texts[stated]).strip() if stated >= 0 else "",
                    "calculation": text,
                    "formula": excel,
                    "recomputed": float(k["recomputed"][b]),
                    "subject": words.named(str(k["subjek"][b])),
                    "numbers": operands[by_banding.of(b)].tolist(),
                    "stated_id": stated,
                }
            )
        return out

    @cached_property
    def _compared_in(self) -> Groups:
        """Comparisons by report."""
        return Groups(self.kertas_kerja["laporan"])

    @cached_property
    def _operands(self) -> tuple[np.ndarray, Groups]:
        """Numbers that take part in a comparison, and where they stand by comparison."""
        return self.operan["id"].to_numpy(dtype="int64"), Groups(self.operan["banding"])

    def colours(self, laporan: str) -> np.ndarray:
        """State of each number of the report as shown: contradicted, terdampak, pembulatan, recomputed,
        repeated, weak, unreached ('' where it is no report figure or of another report)."""
        mine = self.sub.angka["laporan"].eq(laporan).to_numpy()
        state = np.where(mine, self.reach, "").astype(object)
        k = self.kertas_kerja
        rounded = k.loc[k["aturan"].str.startswith("PEM") & self.violated, "baris_tabel"].to_numpy(
            dtype="int64"
        )
        state[self.settled.tables["pembulatan"]["nilai"].to_numpy(dtype="int64")[rounded]] = "pembulatan"
        f = self.findings
        f = f[(f["laporan"] == laporan) & ~f["waived"]]
        node = self.explained.causes.node
        moved = self.explained.changed.loc[self.explained.changed["cause"].isin(f["cause"]), "node"].unique()
        state[np.isin(node, moved) & mine] = "terdampak"
        stated = f.loc[f["stated_id"] >= 0, "stated_id"].to_numpy(dtype="int64")
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

    def _why_unreached(self, i: int) -> str:
        kind = self.words.angka["tabel_tipe"][i]
        if pd.isna(kind) or not kind:
            figures = self.sub.angka
            if figures["satuan"].iat[i] == "Rp" and figures["r"].iat[i] == -1:
                return "tidak diketahui milik program, kegiatan atau bagian mana uang ini"
            return "kalimat atau tabel ini belum dipahami"
        return "hanya disebut satu kali dan tidak dihitung dari atau menjadi angka lain"
