"""The five elements of a finding in words, made when somebody reads them: kondisi, kriteria, sebab, akibat,
rekomendasi.

Templates are jinja2: those of the cards, and by shape those in checks/texts.yaml.
"""

import re
from functools import cache, cached_property
from importlib.resources import files

import jinja2
import numpy as np
import pandas as pd
import yaml

from checks import causes_told, written
from checks.cards import Card
from checks.lookups import Columns, Groups
from checks.operands import Numbers
from schemas.angka import NIL

MEASURES = {
    "capaian": "capaian",
    "realisasi": "realisasi",
    "target": "target",
    "rata_rata": "rata-rata",
    "pagu": "pagu",
    "serapan": "realisasi anggaran",
    "persen": "persentase",
    "sisa": "sisa anggaran",
    "nilai": "angka",
    "hasil": "hasil hitungan",
    "capaian_akhir": "capaian terhadap target akhir",
    "pagu_awal": "pagu awal",
    "jumlah": "jumlah",
    "target_akhir": "target akhir periode",
    "selisih": "selisih",
    "realisasi_lalu": "realisasi tahun lalu",
    "a": "angka pertama",
    "b": "angka kedua",
    "c": "angka ketiga",
}
_STRAY = re.compile(r" +(?=[,;.](?:\s|$))")


@cache
def _environment() -> jinja2.Environment:
    env = jinja2.Environment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    env.filters["angka"] = lambda v, d=2: written.number(float(v), int(d))
    return env


@cache
def _template(text: str) -> jinja2.Template:
    return _environment().from_string(text)


@cache
def defaults() -> dict:
    """checks/texts.yaml."""
    return yaml.load(
        files("checks").joinpath("texts.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )


def display(subject: str) -> str:
    """A subject as it is read: averages by how many indicators they cover, not by all their names."""
    if subject.startswith("Rata-rata capaian: "):
        names = subject.removeprefix("Rata-rata capaian: ").split("; ")
        if len(names) > 2 or len(subject) > 160:
            return f"Rata-rata capaian {len(names)} indikator"
        return "Rata-rata capaian " + " dan ".join(names)
    return MEASURES[subject] if "_" in subject and subject in MEASURES else subject


def measured(measure: str, subject: str) -> str:
    """'capaian Angka X'; an average's name says already what it is."""
    return (
        subject
        if measure == MEASURES["rata_rata"] and subject.startswith("Rata-rata")
        else f"{measure} {subject}".strip()
    )


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def like(becomes: str, stated: str) -> str:
    """A recomputed value with the percent sign of the printed one."""
    return becomes + "%" if stated.endswith("%") and becomes[-1:].isdigit() else becomes


def fill(text: str, **context) -> str:
    """Fill one template; spaces left by empty parts are taken out."""
    return _STRAY.sub("", " ".join(_template(text).render(**context).split()))


class Words:
    """Everything that the texts of one run's findings draw on."""

    def __init__(self, result):
        self.r = result
        self.cards: dict[str, Card] = {c.id: c for c in result.cards}
        self.numbers: Numbers = result.settled.tables.numbers
        self.texts = np.append(result.sub.angka["teks"].to_numpy(dtype=object), "")
        # a "-" that counts as zero is one in a sum
        nil = np.append(result.sub.angka["kelas"].eq(NIL).to_numpy(), False)
        self.operands = np.where(nil, "0", self.texts)
        self.parts: dict[str, list] = {}
        for p in result.comparisons.parts:
            self.parts.setdefault(p.card.id, []).append(p)
        self.paper = Columns(result.comparisons.kertas_kerja)
        self.angka = Columns(result.sub.angka)
        self.node = result.explained.causes.node
        self._tables: dict[str, Columns] = {}

    def table(self, name: str) -> Columns:
        """One of the settled tables."""
        if name not in self._tables:
            self._tables[name] = Columns(self.r.settled.tables[name])
        return self._tables[name]

    @cached_property
    def copies(self) -> Groups:
        """Numbers by their node."""
        return Groups(self.node)

    @cached_property
    def printed_tables(self) -> frozenset[str]:
        """Ids of the tables and passages that numbers stand in."""
        return frozenset(pd.unique(self.angka["tabel"])) - {""}

    def named(self, subject: str) -> str:
        """A subject as it is read, without the id of the table that tells it from one of the same name."""
        name, _, table = subject.rpartition(" · ")
        return display(name if name and table in self.printed_tables else subject)

    def part(self, banding: int):
        """The part and the row within it of one comparison."""
        for p in self.parts[self.paper["aturan"][banding]]:
            if p.start <= banding < p.start + len(p.paper):
                return p, banding - p.start
        raise KeyError(banding)

    def calculation(self, banding: int) -> tuple[str, dict[str, float]]:
        """(the recomputation written out, value by alternative)."""
        p, row = self.part(banding)
        k = int(p.choice[row])
        paper = p.paper
        text = written.write(
            p, row, k, self.numbers, self.operands, self.shown(paper["recomputed"][row], banding)
        )
        return text, {a.name: float(p.values[j, row]) for j, a in enumerate(p.alternatives)}

    def shown(self, value: float, banding: int) -> str:
        """A recomputed value in Indonesian form."""
        d = self.paper["desimal"][banding]
        d = int(d) if pd.notna(d) else 2
        i = int(self.paper["stated_id"][banding])
        whole = i >= 0 and d <= 0 and self.unit(i) != "%"
        return written.recomputed_text(float(value), d, whole)

    def unit(self, i: int) -> str:
        return str(self.angka["satuan"][i]) if i >= 0 else ""

    def quoted(self, banding: int) -> int:
        """The number that the card quotes first (its `names`), -1 where there is none."""
        p, row = self.part(banding)
        table = self.table(p.card.table)
        valued = self.r.settled.tables.value_columns.get(p.card.table, ())
        ids = [int(table[n][int(p.rows[row])]) for n in p.card.names if n in valued]
        return next((i for i in ids if i >= 0), -1)

    def row(self, banding: int) -> dict:
        """The row of the card's table as texts, for templates."""
        p, row = self.part(banding)
        values = self.table(p.card.table).row(int(p.rows[row]))
        for c in self.r.settled.tables.value_columns.get(p.card.table, ()):
            i = int(values.get(c, -1))
            values[c] = str(self.texts[i]).strip()
            values[f"{c}_angka"] = float(self.numbers.value[i])
        return values

    def tested(self, banding: int) -> list[str]:
        """The printed figures that a condition has looked at, in the order in which it names them."""
        p, row = self.part(banding)
        return [str(self.texts[i]).strip() for leaf in p.weak for i in leaf.id[leaf.row == row] if i >= 0]

    @cached_property
    def _suspects(self) -> dict[int, list[int]]:
        s = self.r.explained.causes.suspect
        return s.groupby("cause")["node"].agg(lambda x: [int(n) for n in x]).to_dict() if len(s) else {}

    def suspects(self, cause: int) -> list[int]:
        return self._suspects.get(cause, [])

    def what(self, i: int) -> str:
        """What a number is: 'realisasi Program X (Tabel …)'."""
        name, kind = self.names.get(i, ("", ""))
        kind = kind or self.angka["kolom"][i]
        return measured(MEASURES.get(kind, kind), self.named(str(name or self.angka["baris"][i] or "")))

    @cached_property
    def names(self) -> dict[int, tuple[str, str]]:
        tables = self.r.settled.tables
        found: dict[int, tuple[str, str]] = {}
        for t in ("rincian", "anggaran", "perhitungan", "layanan"):
            frame = tables[t]
            for c in sorted(tables.value_columns[t]):
                label = {"realisasi": "serapan"}.get(c, c) if t == "anggaran" else c
                uraian = frame["uraian"] if "uraian" in frame else frame["subjek"]
                found |= {int(i): (u, label) for i, u in zip(frame[c], uraian, strict=True) if i >= 0}
        f = self.r.settled.fakta
        return found | {int(i): (k, u) for i, k, u in zip(f["nilai"], f["kunci"], f["ukuran"], strict=True)}

    @cached_property
    def _facts(self) -> tuple[Columns, np.ndarray, np.ndarray, Groups]:
        """fakta, first of its rows by node (-1: none), and its rows by what is said in which report, whatever
        the year."""
        f = self.r.settled.fakta
        first = np.full(len(self.node), -1)
        if f.empty:
            return Columns(f), first, np.empty(0, int), Groups([])
        first[self.node[f["nilai"].to_numpy(dtype="int64")[::-1]]] = np.arange(len(f))[::-1]
        kind = f.groupby(["laporan", "kunci", "ukuran"], sort=False, dropna=False).ngroup().to_numpy()
        return Columns(f), first, kind, Groups(kind)

    def other_years(self, i: int) -> list[float]:
        """Values of the fact that a number states, in other years of the same report."""
        f, first, kind, alike = self._facts
        at = int(first[self.node[i]])
        if at < 0:
            return []
        rows = alike.of(int(kind[at]))
        return [
            float(v)
            for v in self.numbers.value[f["nilai"][rows[f["tahun"][rows] != f["tahun"][at]]].astype("int64")]
        ]


def five_elements(words: Words, finding: dict, bandings: list[int], dampak: list[dict]) -> dict:
    """kondisi, kriteria, sebab, akibat, rekomendasi of one finding, plus calculation, alternatives,
    interval."""
    card = words.cards[finding["rule"]]
    first = int(finding["banding"])
    subject = words.named(str(finding["subject"]))
    measure = MEASURES.get(finding["measure"], str(finding["measure"]).replace("_", " "))
    doubled = measure == MEASURES["rata_rata"] and subject.startswith("Rata-rata")
    context = {
        "subjek": capital(subject),
        "hal": subject,
        "ukuran": measure,
        "pokok": subject if doubled else ": ".join(x for x in (capital(subject), measure) if x),
        "tahun": f" tahun {finding['tahun']}" if int(finding["tahun"]) > 0 else "",
        "banyak": len(bandings),
        "label": finding["stated_label"],
        "seharusnya": finding["recomputed_label"],
    }
    alternatives, interval, calculation = {}, None, ""
    template = defaults()["kondisi"][card.shape]
    if card.shape == "interval":
        context |= _interval_context(words, card, finding, bandings)
        calculation, alternatives, interval = (
            context["hitungan"],
            context["alternatif_nilai"],
            context["selang"],
        )
        template = defaults()["kondisi"][
            "relasi" if finding["relation"] else "interval" if context["dinyatakan"] else "operan"
        ]
        if card.relation != "=":
            template = defaults()["kondisi"]["batas"]
    context["baris"], context["diuji"] = words.row(first), words.tested(first)
    context["semua"] = [words.row(b) for b in bandings] if card.kondisi and "semua" in card.kondisi else []
    kondisi = fill(card.kondisi or template, **context)
    if (
        card.kondisi
        and card.shape == "interval"
        and not finding["relation"]
        and not context.get("dinyatakan", True)
    ):
        kondisi = fill(template, **context)
    kondisi = capital(f"{kondisi} {fill(card.remark, **context)}".strip() if card.remark else kondisi)
    criterion = card.criterion
    kriteria = fill(criterion.what, **context)
    source = " ".join(x for x in (criterion.document, criterion.section) if x)
    otherwise = f" (bila tidak dinyatakan: {criterion.otherwise})" if criterion.otherwise else ""
    kriteria = f"{capital(source)}: {kriteria}{otherwise}"
    sebab = _sebab(words, card, finding, context)
    akibat = fill(card.akibat, **context)
    if dampak:
        moved = [
            f"{d['what']}: {d['stated']} menjadi {like(d['becomes'], d['stated'])}{_own_part(d)}"
            for d in dampak
            if d["stated"] != d["becomes"]
        ]
        stays = [f"{d['what']} tetap {d['stated']}" for d in dampak if d["stated"] == d["becomes"]]
        if moved and len(stays) > 1:
            stays = [f"{len(stays)} predikat lain tetap"]
        akibat += " Bila diperbaiki, " + "; ".join([*moved, *stays]) + "."
    return {
        "kondisi": kondisi,
        "kriteria": kriteria,
        "sebab": sebab,
        "akibat": akibat,
        "rekomendasi": fill(card.rekomendasi, **context),
        "calculation": calculation,
        "alternatives": alternatives,
        "interval": interval,
    }


def _own_part(effect: dict) -> str:
    """ " (bagian temuan ini −3,88)" where other findings change the figure, too."""
    return f" (bagian temuan ini {effect['part']})" if effect["part"] else ""


def _equation(words: Words, banding: int) -> str:
    """A relation that does not hold, with its numbers."""
    told = words.calculation(banding)[0]
    printed = str(words.texts[int(words.paper["stated_id"][banding])]).strip().removesuffix("%").strip()
    return f"{told}, tercetak {printed}" if " = " in told else f"{told} dan {printed} seharusnya sama"


def _interval_context(words: Words, card: Card, finding: dict, bandings: list[int]) -> dict:
    first = int(finding["banding"])
    paper, node = words.paper, words.node
    calculation, values = words.calculation(first)
    stated_id = int(paper["stated_id"][first])
    accused = int(finding["stated_id"])
    is_stated = bool(finding["cause"] < 0) or node[stated_id] == node[accused]
    p, row = words.part(first)
    names = [a.name for a in p.alternatives]
    chosen = names[int(p.choice[row])]
    # the same figure with the other sign is no other way to compute it
    others = {n: v for n, v in values.items() if n != chosen and np.isfinite(v) and v != -values[chosen]}
    told = {n: words.shown(v, first) for n, v in others.items()}
    same = [
        n for n, t in told.items() if t == words.shown(values[chosen], first)
    ]  # another way to the same value tells nothing
    told = {n: t for n, t in told.items() if n not in same}
    way = chosen if (len(names) > 1 or card.wrong) and (told or not same) else ""
    recomputed = float(finding["recomputed"])
    d = int(words.numbers.desimal[accused])
    equations = list(dict.fromkeys(_equation(words, b) for b in bandings[:24]))[:6]
    lo, hi = float(paper["lower"][first]), float(paper["upper"][first])
    stated, x = float(paper["stated"][first]), float(paper["recomputed"][first])
    return {
        "tercetak": str(words.texts[accused]).strip(),
        "tercetak_hubungan": str(words.texts[stated_id]).strip(),
        "hitungan": calculation,
        "dinyatakan": is_stated,
        "cara": way,
        "alternatif": {n: t for k, (n, t) in enumerate(told.items()) if t not in list(told.values())[:k]},
        "alternatif_nilai": {n: v for n, v in values.items() if np.isfinite(v)},
        "hasil": words.shown(recomputed, first)
        if is_stated
        else written.recomputed_text(recomputed, d, d <= 0 and words.unit(accused) != "%"),
        "selisih": words.shown(abs(stated - x), first),
        "hubungan": equations,
        "apa": words.what(accused),
        "salah": str(p.misfit[row]) if p.misfit is not None else "",
        "tersangka": [
            f"{words.what(i)} {str(words.texts[i]).strip()}"
            for i in words.suspects(int(finding["cause"]))[:8]
        ],
        "banyak_tersangka": len(words.suspects(int(finding["cause"]))),
        "selang": [lo, hi] if np.isfinite(lo) and np.isfinite(hi) else None,
    }


def _sebab(words: Words, card: Card, finding: dict, context: dict) -> str:
    told = ""
    if card.shape == "interval" and not finding["relation"]:
        if context.get("salah"):
            return f"Indikasi: dihitung dengan rumus {context['salah']}."
        accused = int(finding["stated_id"])
        members: list[float] = []
        if context["dinyatakan"]:
            p, row = words.part(int(finding["banding"]))
            leaves = p.alternatives[int(p.choice[row])].leaves
            several = [ids for leaf in leaves.values() if len(ids := leaf.id[leaf.row == row]) > 1]
            members = [float(v) for ids in several for v in words.numbers.value[ids]]
        found = (float(finding["stated"]), float(finding["recomputed"]), int(words.numbers.desimal[accused]))
        told = causes_told.pattern(*found, words.other_years(accused), members)
    told = told or (fill(card.sebab, **context) if card.sebab else "")
    return (
        f"Indikasi: {told.rstrip('.')}."
        if told
        else "Indikasi: belum dapat ditunjukkan dari laporan ini saja; diisi oleh unit kerja."
    )
